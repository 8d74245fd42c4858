//! What takes time, on threads of its own: the librarian answers questions over a read-only connection, the writer makes
//! changes in the order asked, an import files beside both. They know nothing of the screen: they send messages.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

use super::fuzzy::Fuzzy;
use super::message::{Answer, Done, Import, Job, Lane, Listed, Message, Offers, Outcome, Question, Ticket};
use super::model::sheet::Joining;
use super::model::sidebar::{Search, Sort};
use super::model::story::{Found, Kind, LIKES, Related};
use crate::article::EntityKind;
use crate::extract::rules::Edit;
use crate::intake::{self, Controls, Input, Progress, Report};
use crate::library::{
    ArticleId, Drawer, EntityId, Error, Excerpt, Interrupt, Library, OwnTopic, Query, Reader, Refreshed, Replaced,
    Resolve, Saved, Suggestion, scope,
};

/// Articles of a name read at a time.
const DOSSIER_ROWS: usize = 60;
/// Drawers of a kind listed at most; what is typed narrows them.
const DRAWERS: usize = 1_000;
/// What the palette offers at most.
const SUGGESTIONS: usize = 60;
/// Papers the palette offers at most, beside them.
const SUGGESTED_PAPERS: usize = 12;
/// Fewer than this found, and the names that begin alike are looked through too: so many at most, by so many letters of each word. One
/// letter finds only the names with most articles, but also those of which the second letter is missing.
/// Three letters in a row are in most names.
const FEW: usize = 8;
const LETTERS: usize = 4;
const LOOKED_THROUGH: usize = 400;
const BEGUN: [usize; 2] = [3, 1];
/// Unread articles of a topic of the reader's own are counted so far.
const UNREAD: u64 = 1_000;
/// Articles looked through for a line, at most.
const LOOKED: u32 = 2_000;
/// Articles laid out anew before the writer looks for a job again: a tenth of a second.
const SLICE: usize = 20;
/// Between two messages of an import, so that the screen is not drawn for every file.
const BETWEEN: jiff::SignedDuration = jiff::SignedDuration::from_millis(100);

/// Reads the clock.
pub(super) type Clock = fn() -> Zoned;

/// Answers a question.
#[must_use]
pub fn answer(reader: &Reader, question: Question, now: &Zoned) -> Answer {
    let lane = question.lane();
    try_answer(reader, question, now).unwrap_or_else(|error| Answer::Trouble(lane, in_words(&error)))
}

fn try_answer(reader: &Reader, question: Question, now: &Zoned) -> Result<Answer, Error> {
    Ok(match question {
        Question::List { query, order, from, limit } => {
            let names = Names { reader, found: RefCell::default() };
            let (parsed, complaints) = Query::parse(&query, &names, now.date());
            let scope = scope(&query, now.date(), |kind, typed| names.name(kind, typed));
            let query = parsed;
            let page = reader.list_in(order, &query, from, limit)?;
            let (sought, names) = (query.sought(), query.names());
            Answer::List(Listed { from, page, complaints, scope, sought, names })
        }
        Question::Excerpts { query, articles } => {
            let (parsed, _) = Query::parse(&query, reader, now.date());
            let mut excerpts = reader.excerpts(&parsed, &articles, 1)?;
            // One that is gone by now has none: it is not to be asked for again.
            let known: BTreeSet<ArticleId> = excerpts.iter().map(|excerpt| excerpt.article).collect();
            excerpts.extend(articles.into_iter().filter(|id| !known.contains(id)).map(Excerpt::empty));
            Answer::Excerpts(query, excerpts)
        }
        Question::Count { query, cap } => {
            let (query, _) = Query::parse(&query, reader, now.date());
            Answer::Count(reader.count(&query, cap)?)
        }
        Question::Article(id) => Answer::Article(reader.article(id)?.map(Box::new)),
        Question::Other(id) => Answer::Other(reader.article(id)?.map(Box::new)),
        Question::Original(id) => Answer::Original(id, reader.original(id)?),
        Question::Beside { entity, with, at, toward } => {
            Answer::Beside(toward, reader.beside(entity, with, at, toward)?)
        }
        Question::Position { entity, with, at } => {
            let (nth, of) = reader.position(entity, with, at)?;
            Answer::Position(entity, nth, of)
        }
        Question::Dossier(entity) => Answer::Dossier(reader.dossier(entity, DOSSIER_ROWS)?.map(Box::new)),
        Question::Filed { entity, narrow, after } => {
            let rows = reader.filed(entity, narrow, after, DOSSIER_ROWS)?;
            Answer::Filed { entity, narrow, after, rows }
        }
        Question::Pins => Answer::Pins(reader.pins()?),
        Question::Searches => Answer::Searches(searches(reader, now.date())?),
        Question::Own(id) => {
            let topics = reader.own_topics_of(id, now.date())?;
            Answer::Own(id, topics.into_iter().map(|topic| topic.name.clone()).collect())
        }
        Question::Why { entity, at } => Answer::Why(reader.why(entity, at)?),
        Question::Drawers(kind, typed) => {
            let drawers = reader.drawers(Some(kind), &typed, DRAWERS)?;
            Answer::Offers(Offers { found: drawers.into_iter().map(Suggestion::Drawer).collect(), ..Offers::default() })
        }
        Question::Papers(typed) => {
            Answer::Offers(Offers { papers: reader.papers(&typed, DRAWERS)?, ..Offers::default() })
        }
        Question::Related(related) => Answer::Related(related, beside(reader, related)?),
        Question::Suggest(typed) => Answer::Offers(suggest(reader, &typed)?),
        Question::Partners(joining, typed) => {
            Answer::Offers(Offers { found: partners(reader, &joining, &typed)?, ..Offers::default() })
        }
        Question::Spellings(name) => {
            let spellings = reader.dossier(name.id, 0)?.map(|dossier| dossier.aliases);
            Answer::Spellings(name, spellings.unwrap_or_default())
        }
        Question::Preview(proposals) => {
            Answer::Preview(proposals.iter().map(|proposal| reader.propose(proposal)).collect::<Result<_, _>>()?)
        }
        Question::Became(names) => {
            let became = names.iter().map(|name| Ok((name.id, became(reader, name)?)));
            Answer::Became(became.collect::<Result<_, Error>>()?)
        }
        Question::Standing(rule) => Answer::Standing(reader.standing(&rule, LOOKED)?),
        Question::Version => Answer::Version(reader.generation()?),
    })
}

/// The searches that are kept, then the topics of the reader's own.
fn searches(reader: &Reader, today: Date) -> Result<Vec<Search>, Error> {
    let of = |Saved { name, query, unread }| Search { name, query, unread, sort: Sort::Search };
    let mut searches: Vec<Search> = reader.saved(today)?.into_iter().map(of).collect();
    for topic in reader.topics().iter() {
        let query = format!("topic:\"{}\"", topic.name.replace('"', " "));
        let (unread, _) = Query::parse(&format!("is:unread {query}"), reader, today);
        let sort = Sort::Topic { made_of: topic.query.clone(), line: topic.line };
        searches.push(Search { name: topic.name.clone(), query, unread: reader.count(&unread, UNREAD)?, sort });
    }
    Ok(searches)
}

/// Finds the drawers of a query in a library, and remembers them: the names they are shown by are said too.
struct Names<'a> {
    reader: &'a Reader,
    found: RefCell<Vec<(EntityKind, String, Vec<EntityId>)>>,
}

impl Names<'_> {
    /// The name of the one drawer that was meant; nothing where there are several.
    fn name(&self, kind: EntityKind, typed: &str) -> Option<String> {
        let found = self.found.borrow();
        let (_, _, drawers) = found.iter().find(|(other, name, _)| *other == kind && name == typed)?;
        match drawers[..] {
            [one] => self.reader.name_of(one).ok()?,
            _ => None,
        }
    }
}

impl Resolve for Names<'_> {
    fn entities(&self, kind: Option<EntityKind>, name: &str) -> Vec<EntityId> {
        let drawers = self.reader.entities(kind, name);
        if let Some(kind) = kind {
            self.found.borrow_mut().push((kind, name.to_owned(), drawers.clone()));
        }
        drawers
    }

    fn topic(&self, name: &str) -> Option<&OwnTopic> {
        self.reader.topic(name)
    }

    fn has_source(&self, words: &[String]) -> bool {
        self.reader.has_source(words)
    }
}

/// What the palette offers. The library finds what has the typed words; where that is little, the names that begin like them are
/// looked through for their letters, since a letter may be missing.
fn suggest(reader: &Reader, typed: &str) -> Result<Offers, Error> {
    if typed.trim().is_empty() {
        let drawers = reader.drawers(None, "", SUGGESTIONS)?;
        return Ok(Offers { found: drawers.into_iter().map(Suggestion::Drawer).collect(), ..Offers::default() });
    }
    let found = reader.suggest(typed, SUGGESTIONS)?;
    let papers = reader.papers(typed, SUGGESTED_PAPERS)?;
    let mut near: Vec<Suggestion> = Vec::new();
    if found.len() < FEW && typed.chars().filter(|sign| sign.is_alphanumeric()).count() >= LETTERS {
        let mut fuzzy = Fuzzy::new(typed);
        for letters in BEGUN {
            let begun: Vec<String> =
                typed.split_whitespace().map(|word| word.chars().take(letters).collect()).collect();
            let begun = reader.drawers(None, &begun.join(" "), LOOKED_THROUGH)?;
            near = begun.into_iter().map(Suggestion::Drawer).collect();
            near.retain(|other| !found.contains(other) && fuzzy.look(other.label()).is_some());
            if near.len() + found.len() >= FEW {
                break;
            }
        }
        near.truncate(SUGGESTIONS);
    }
    Ok(Offers { found, near, papers })
}

/// The articles like one, or its story.
fn beside(reader: &Reader, related: Related) -> Result<Found, Error> {
    Ok(match related.kind {
        Kind::Likes => Found::Likes(
            reader.like(related.of, LIKES)?.zip(reader.title(related.of)?).map(|(likes, title)| (title, likes)),
        ),
        Kind::Story => Found::Story(reader.story(related.of)?.map(Box::new)),
    })
}

/// The names that something could be joined with: where nothing is typed, first those that may be the same, then those that share
/// its last word; of its own kind before others.
fn partners(reader: &Reader, joining: &Joining, typed: &str) -> Result<Vec<Suggestion>, Error> {
    let (own, kind, name) = match joining {
        Joining::Name(name) => (Some(name.id), Some(name.kind), &name.name),
        Joining::Words { text, .. } => (None, None, text),
    };
    let mut found: Vec<Drawer> = Vec::new();
    if typed.trim().is_empty() {
        if let Some(dossier) = own.map_or(Ok(None), |own| reader.dossier(own, 0))? {
            found.extend(dossier.perhaps.into_iter().map(|(drawer, _)| drawer));
        }
        let last = name.split_whitespace().next_back().unwrap_or_default();
        found.extend(reader.drawers(kind, last, SUGGESTIONS)?);
        found.extend(reader.drawers(kind, "", SUGGESTIONS)?);
    } else {
        found.extend(reader.drawers(kind, typed, SUGGESTIONS)?);
        found.extend(reader.drawers(None, typed, SUGGESTIONS)?);
    }
    let mut seen: BTreeSet<_> = own.into_iter().collect();
    found.retain(|drawer| seen.insert(drawer.id));
    Ok(found.into_iter().map(Suggestion::Drawer).collect())
}

/// What a name is now: it may have been joined to another; one that a ruling had made may be gone with it, and then what is shown
/// under the same name is meant.
fn became(reader: &Reader, name: &Drawer) -> Result<Option<Drawer>, Error> {
    if let Some(drawer) = reader.shown_as(name.id)? {
        return Ok(Some(drawer));
    }
    let found = reader.drawers(Some(name.kind), &name.name, SUGGESTIONS)?;
    Ok(found.into_iter().find(|drawer| drawer.name == name.name))
}

/// Does a job.
#[must_use]
pub fn write(library: &mut Library, job: Job, now: Timestamp) -> Done {
    let done = match job {
        Job::Change(change) => library.apply(&change, now).map(|()| Done::Changed(change)),
        Job::Rule(rule) => library.rules().and_then(|before| {
            library.change_rules(&Edit::adding(rule.clone(), &before), now)?;
            Ok(Done::Ruled(rule))
        }),
        Job::Names(edit) => library.change_names(&edit, now).map(|_| Done::Named(edit.says())),
        Job::Undo => library.undo(now).map(Done::Undone),
        Job::Redo => library.redo(now).map(Done::Redone),
        Job::Place(digest, place, progress) => library.set_place(digest, place, progress).map(|()| Done::Kept),
    };
    done.unwrap_or_else(|error| Done::Trouble(in_words(&error)))
}

/// An error with its causes, behind colons.
fn in_words(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words
}

/// The report of an import, in a line: "3 new, 1 already filed, 1 failed: page.html (empty)".
#[must_use]
pub fn report(report: &Report) -> (String, Outcome) {
    let mut words = format!("{}, {} already filed", report.new_in_words(), report.already.len());
    if let Some((path, trouble)) = report.failed.first() {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let name = crate::text::clean::clean(&name).into_owned();
        words = format!("{words}, {} failed: {name} ({trouble})", report.failed.len());
        if report.failed.len() > 1 {
            words.push_str(", …");
        }
    }
    if report.stopped {
        words.push_str("; stopped before the end");
    }
    let outcome = if report.failed.is_empty() { Outcome::Well } else { Outcome::WithFailures };
    (words, outcome)
}

/// What the librarian is to answer. A newer question of a lane takes the place of an older one.
#[derive(Debug, Default)]
struct Counter {
    waiting: BTreeMap<Lane, (Ticket, Question)>,
    running: Option<(Lane, Ticket)>,
    closed: Option<Closed>,
}

/// The counter is closed: nothing is answered any more.
#[derive(Clone, Copy, Debug)]
struct Closed;

/// The threads, and how to reach them.
#[derive(Debug)]
pub(super) struct Desk {
    folder: PathBuf,
    tell: Sender<Message>,
    clock: Clock,
    counter: Arc<(Mutex<Counter>, Condvar)>,
    interrupt: Interrupt,
    librarian: JoinHandle<()>,
    writer: Option<(Sender<Job>, JoinHandle<()>)>,
    import: Option<(Arc<Controls>, JoinHandle<()>)>,
}

impl Desk {
    /// Opens the desk over a connection. The writer comes with the first change: to look, no lock is needed.
    pub(super) fn new(folder: &Path, reader: Reader, tell: Sender<Message>, clock: Clock) -> io::Result<Self> {
        let counter = Arc::new((Mutex::new(Counter::default()), Condvar::new()));
        let interrupt = reader.interrupt_handle();
        let librarian = {
            let (counter, tell) = (Arc::clone(&counter), tell.clone());
            start("librarian", move || librarian(&reader, &counter, &tell, clock))?
        };
        let folder = folder.to_owned();
        Ok(Self { folder, tell, clock, counter, interrupt, librarian, writer: None, import: None })
    }

    /// Asks the librarian.
    pub(super) fn ask(&self, ticket: Ticket, question: Question) {
        let lane = question.lane();
        let (counter, changed) = &*self.counter;
        let mut counter = lock(counter);
        counter.waiting.insert(lane, (ticket, question));
        // What is replaced need not be finished, and a count gives way to anything that is looked at.
        if counter.running.is_some_and(|(running, _)| running == lane || running == Lane::Count) {
            self.interrupt.interrupt();
        }
        changed.notify_one();
    }

    /// Asks the writer.
    pub(super) fn write(&mut self, job: Job) {
        if self.writer.is_none() {
            let (jobs, waiting) = mpsc::channel();
            let (folder, tell, clock) = (self.folder.clone(), self.tell.clone(), self.clock);
            self.writer =
                start("writer", move || writer(&waiting, &folder, &tell, clock)).ok().map(|thread| (jobs, thread));
        }
        let sent = self.writer.as_ref().is_some_and(|(jobs, _)| jobs.send(job).is_ok());
        if !sent {
            let words = "nothing can be written any more: leave morgue and start it again".to_owned();
            let _ = self.tell.send(Message::Desk(Done::Trouble(words)));
        }
    }

    /// Files `inputs` beside the screen.
    pub(super) fn import(&mut self, inputs: Vec<Input>) {
        let controls = Arc::new(Controls::default());
        let (steered, folder, tell, clock) =
            (Arc::clone(&controls), self.folder.clone(), self.tell.clone(), self.clock);
        let thread = start("import", move || {
            let (report, outcome) = match import(inputs, &folder, &steered, &tell, clock) {
                Ok(done) => report(&done),
                Err(error) => (in_words(&error), Outcome::WithFailures),
            };
            let _ = tell.send(Message::Importer(Import::Over { report, outcome }));
        });
        match thread {
            Ok(thread) => self.import = Some((controls, thread)),
            Err(error) => {
                let report = format!("the import could not begin: {error}");
                let _ = self.tell.send(Message::Importer(Import::Over { report, outcome: Outcome::WithFailures }));
            }
        }
    }

    /// Stops an import, and waits until everything that was asked for is written.
    pub(super) fn close(self) {
        lock(&self.counter.0).closed = Some(Closed);
        self.interrupt.interrupt();
        self.counter.1.notify_one();
        if let Some((controls, import)) = self.import {
            controls.stop.store(true, Ordering::Relaxed);
            let _ = import.join();
        }
        if let Some((jobs, writer)) = self.writer {
            drop(jobs);
            let _ = writer.join();
        }
        let _ = self.librarian.join();
    }
}

fn lock(counter: &Mutex<Counter>) -> MutexGuard<'_, Counter> {
    // The counter is whole at every moment: a thread that panicked left nothing half done in it.
    counter.lock().unwrap_or_else(PoisonError::into_inner)
}

fn start(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name(name.to_owned()).spawn(work)
}

/// Does jobs until there are no more to come; the library is opened with the first. Between jobs, articles that a rule or a
/// recurring line made stale are laid out anew. Where the room is left before all are, the next writer goes on.
fn writer(jobs: &Receiver<Job>, folder: &Path, tell: &Sender<Message>, clock: Clock) {
    let mut library = None;
    let mut left = 0;
    loop {
        let job = match jobs.try_recv() {
            Err(TryRecvError::Empty) if left == 0 => jobs.recv().ok(),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => return,
            Ok(job) => Some(job),
        };
        let opened = open(&mut library, folder);
        let done = match (opened, job) {
            (Err(error), _) => {
                left = 0;
                Done::Trouble(in_words(&error))
            }
            (Ok(library), Some(job)) => {
                let done = write(library, job, clock().timestamp());
                left = library.stale().unwrap_or(0);
                done
            }
            (Ok(_), None) if left == 0 => return,
            (Ok(library), None) => {
                let done = refresh(library, clock().timestamp());
                left = if let Done::Refreshed { left, .. } = done { left } else { 0 };
                done
            }
        };
        // Where nobody listens any more, the rest is written all the same.
        let _ = tell.send(Message::Desk(done));
    }
}

/// Lays some of the stale articles out anew.
#[must_use]
pub fn refresh(library: &mut Library, now: Timestamp) -> Done {
    match library.refresh(SLICE, now) {
        Err(error) => Done::Trouble(in_words(&error)),
        Ok(Refreshed { changed, left, .. }) => {
            let pairs = changed.into_iter().filter_map(|replaced| match replaced {
                Replaced::Changed(before, now) => Some((before.unwrap_or(now), now)),
                Replaced::Same(_) | Replaced::Unknown => None,
            });
            Done::Refreshed { changed: pairs.collect(), left }
        }
    }
}

fn open<'a>(library: &'a mut Option<Library>, folder: &Path) -> Result<&'a mut Library, Error> {
    match library {
        Some(library) => Ok(library),
        None => Ok(library.insert(Library::open(folder)?)),
    }
}

fn librarian(reader: &Reader, counter: &(Mutex<Counter>, Condvar), tell: &Sender<Message>, clock: Clock) {
    let (counter, changed) = counter;
    loop {
        let (ticket, question) = {
            let mut counter = lock(counter);
            loop {
                if counter.closed.is_some() {
                    return;
                }
                match counter.waiting.pop_first() {
                    Some((lane, (ticket, question))) => {
                        counter.running = Some((lane, ticket));
                        break (ticket, question);
                    }
                    None => counter = changed.wait(counter).unwrap_or_else(PoisonError::into_inner),
                }
            }
        };
        let answered = try_answer(reader, question.clone(), &clock());
        let mut counter = lock(counter);
        counter.running = None;
        let lane = question.lane();
        let answer = match answered {
            // Stopped for something else: asked again, unless there is a newer question of its lane.
            Err(Error::Interrupted) => {
                counter.waiting.entry(lane).or_insert((ticket, question));
                continue;
            }
            Err(error) => Answer::Trouble(lane, in_words(&error)),
            Ok(answer) => answer,
        };
        drop(counter);
        if tell.send(Message::Librarian(ticket, answer)).is_err() {
            return;
        }
    }
}

fn import(
    inputs: Vec<Input>,
    folder: &Path,
    controls: &Controls,
    tell: &Sender<Message>,
    clock: Clock,
) -> Result<Report, Error> {
    let mut library = Library::open(folder)?;
    let state = Mutex::new((0, None::<Timestamp>));
    intake::run(inputs, &mut library, controls, |progress| {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        let done = match progress {
            Progress::Renewed { done, total } => {
                state.0 = total;
                done
            }
            Progress::Found(found) => {
                state.0 = found;
                0
            }
            Progress::Filed { done, .. } => done,
        };
        let now = clock().timestamp();
        if state.1.is_none_or(|last| now.duration_since(last) >= BETWEEN) {
            state.1 = Some(now);
            let _ = tell.send(Message::Importer(Import::Progress { done, found: state.0 }));
        }
    })
}

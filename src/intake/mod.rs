//! Files to the library, on threads: walk, read, parse, file, report. One bad file never ends an import: it is a line of
//! the report.
//!
//! ```text
//! walk ─► jobs ─► workers: read, clip, prepare ─► put back in order ─► filer: one transaction a batch ─► report
//! ```
//! Workers take the next job from one cursor. The filer takes results in the order of the walk, whatever the threads do,
//! so that the same files give the same library. What is reported as filed has been committed before.

mod clip;
mod crew;
mod renew;
mod samples;
mod walk;

pub use clip::{THREAD, clip};
pub use renew::{Renewal, renew};
pub use samples::samples;

use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::article::{Broken, Digest};
use crate::extract::rules::Overlay;
use crate::library::{self, Filed, Library, Prepared, Relation, Which};

/// A batch is filed when it has so many articles, or when its first has waited for [`WAIT`].
const BATCH: usize = 200;

/// The first batch is smaller, and each after it may be twice as large: what recurs on a site is seen in its first articles, and
/// the workers should hear of it before they have read many more.
const FIRST: usize = 25;

/// Stale articles that are laid out anew in one transaction.
const SLICE: usize = 50;

/// How long a parsed article waits to be filed, at most.
const WAIT: Duration = Duration::from_millis(200);

/// Files larger than this are not read: no article has 64 MB.
pub const LARGEST: u64 = 64 << 20;

/// How long one file may take. Parsing is linear, so only a bug or a dying disk gets here.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is to be filed.
#[derive(Debug)]
pub enum Input {
    /// A file, or a folder with everything in it.
    Path(PathBuf),
    /// The bytes of standard input.
    Stdin(Vec<u8>),
    /// A file that is built into the program.
    Builtin {
        /// Its name.
        name: &'static str,
        /// Its bytes.
        bytes: &'static [u8],
    },
}

/// How an intake is steered from another thread.
#[derive(Debug, Default)]
pub struct Controls {
    /// Set to stop: what is parsed is still filed, the rest is left.
    pub stop: Arc<AtomicBool>,
    /// How many threads parse; as many as there are cores, where not given.
    pub threads: Option<NonZero<usize>>,
}

impl Controls {
    /// Stops the intake soon.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// How far an intake is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many articles of a library that an earlier version made were read anew: before anything is filed.
    Renewed {
        /// Articles read anew.
        done: u64,
        /// Articles that wait for it.
        total: u64,
    },
    /// So many files were found until now.
    Found(u64),
    /// So many files of all are done: filed for good, or failed.
    Filed {
        /// Files done.
        done: u64,
        /// Files found.
        total: u64,
        /// Articles that were new.
        new: u64,
        /// Files that failed.
        failed: u64,
    },
}

/// What became of everything.
#[derive(Debug, Default)]
pub struct Report {
    /// Articles that were new: digest, title, file; in the order of the walk.
    pub new: Vec<(Digest, String, PathBuf)>,
    /// Which of the new ones are not whole articles, and why; in the same order.
    pub broken: Vec<(Digest, Broken)>,
    /// Of the new ones, those whose text was filed before: the article, what it is a copy of, and how.
    pub copies: Vec<(Digest, Digest, Relation)>,
    /// Files whose bytes were filed before.
    pub already: Vec<PathBuf>,
    /// Files that are no articles or could not be read, with the reason.
    pub failed: Vec<(PathBuf, Trouble)>,
    /// Whether it was stopped before the end.
    pub stopped: bool,
}

impl Report {
    /// "12 new, 2 of them copies of what was filed".
    #[must_use]
    pub fn new_in_words(&self) -> String {
        let broken = match self.broken.len() {
            0 => String::new(),
            count => format!(", {count} of them broken"),
        };
        let copies = match self.copies.len() {
            0 => String::new(),
            1 => ", 1 of them a copy of what was filed".to_owned(),
            count => format!(", {count} of them copies of what was filed"),
        };
        format!("{} new{broken}{copies}", self.new.len())
    }
}

/// Why a file was not filed.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The system does not give it.
    #[error("cannot be read: {0}")]
    Unreadable(io::Error),
    /// It holds no bytes, or only white space.
    #[error("is empty")]
    Empty,
    /// It is no text.
    #[error("is not text but {0}")]
    Binary(&'static str),
    /// There is no paragraph of an article in it.
    #[error("has no article in it")]
    NotAnArticle,
    /// It is larger than an article can be.
    #[error("is too large ({} MB; at most {} MB are read)", .0.div_ceil(1 << 20), LARGEST >> 20)]
    TooLarge(u64),
    /// It is a pipe, a socket or a device, and was not opened.
    #[error("is {0}, not a file")]
    Special(&'static str),
    /// Parsing it failed: a bug of morgue.
    #[error("could not be parsed, which is a bug of morgue ({0})")]
    Panicked(String),
    /// Parsing it took too long.
    #[error("took too long")]
    OutOfTime,
}

/// Files all of `inputs` in `library`, in the order given and by name within folders. `tell` is called as it goes on.
///
/// # Errors
/// Where the library fails; what was filed before is kept. Trouble with a file is in the report.
pub fn run(
    inputs: Vec<Input>,
    library: &mut Library,
    controls: &Controls,
    tell: impl Fn(Progress) + Sync,
) -> Result<Report, library::Error> {
    run_with(inputs, library, controls, tell, Craft { work: clip::prepare, patience: PATIENCE })
}

/// How one file is worked on, and for how long at most; tests bring their own.
#[derive(Clone, Copy)]
struct Craft {
    work: fn(&walk::Job, &Overlay) -> Result<Vec<Prepared>, Trouble>,
    patience: Duration,
}

fn run_with(
    inputs: Vec<Input>,
    library: &mut Library,
    controls: &Controls,
    tell: impl Fn(Progress) + Sync,
    craft: Craft,
) -> Result<Report, library::Error> {
    // A library that is being brought up to date comes first: its articles were filed before these.
    renew::renew(library, &Which::Missing, controls, |done, total| tell(Progress::Renewed { done, total }))?;
    let jobs = walk::walk(inputs, controls, |found| tell(Progress::Found(found)));
    let total = jobs.len();
    let cores = std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let mut crew = crew::Crew::hire(jobs, controls.threads.unwrap_or(cores).get(), craft, library.overlay()?);
    let (report, batch) = Default::default();
    let mut filer = Filer { library, report, batch, room: FIRST, since: Instant::now() };
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    while next < total && !controls.is_stopped() {
        if let Some((at, outcome)) = crew.result(WAIT / 4)
            && at >= next
        {
            waiting.insert(at, outcome);
        }
        let before = next;
        loop {
            let outcome = match waiting.remove(&next) {
                Some(outcome) => outcome,
                None if next < total && crew.is_late(next) => Err(Trouble::OutOfTime),
                None => break,
            };
            filer.take(crew.path(next), outcome);
            next += 1;
        }
        crew.advance(next);
        if filer.is_due() || next == total {
            filer.commit()?;
            crew.learn(filer.library.overlay()?);
        }
        if next > before {
            tell(filer.progress(next, total));
        }
    }
    filer.commit()?;
    // Those that came before a line was known to recur. Where that is stopped, the next intake does it.
    while !controls.is_stopped() && filer.library.refresh(SLICE, Timestamp::now())?.left > 0 {}
    filer.report.stopped = next < total || controls.is_stopped();
    tell(filer.progress(next, total));
    Ok(filer.report)
}

/// Gathers batches and files them; the report holds only what was committed.
struct Filer<'a> {
    library: &'a mut Library,
    report: Report,
    batch: Vec<Prepared>,
    /// Articles of this batch, at most.
    room: usize,
    since: Instant,
}

impl Filer<'_> {
    fn take(&mut self, path: PathBuf, outcome: Result<Vec<Prepared>, Trouble>) {
        if self.batch.is_empty() {
            self.since = Instant::now();
        }
        match outcome {
            Ok(articles) => self.batch.extend(articles),
            Err(trouble) => self.report.failed.push((path, trouble)),
        }
    }

    fn is_due(&self) -> bool {
        self.batch.len() >= self.room || (!self.batch.is_empty() && self.since.elapsed() >= WAIT)
    }

    fn commit(&mut self) -> Result<(), library::Error> {
        if self.batch.is_empty() {
            return Ok(());
        }
        self.room = (self.room * 2).min(BATCH);
        let filed = self.library.file_prepared(&self.batch, Timestamp::now())?;
        for (prepared, filed) in self.batch.drain(..).zip(filed) {
            let path = prepared.origin().path.clone();
            if let Filed::Copy { of, relation, .. } = filed {
                self.report.copies.push((prepared.origin().digest, of, relation));
            }
            match filed {
                Filed::New(_) | Filed::Copy { .. } => {
                    let digest = prepared.origin().digest;
                    self.report.broken.extend(prepared.broken().map(|broken| (digest, broken)));
                    self.report.new.push((digest, prepared.title().to_owned(), path));
                }
                Filed::Already(_) => self.report.already.push(path),
            }
        }
        Ok(())
    }

    fn progress(&self, done: usize, total: usize) -> Progress {
        let waiting = self.batch.len() as u64;
        Progress::Filed {
            done: (done as u64).saturating_sub(waiting),
            total: total as u64,
            new: self.report.new.len() as u64,
            failed: self.report.failed.len() as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{From, Query, Resolve};

    struct Nobody;

    impl Resolve for Nobody {
        fn entities(&self, _: Option<crate::article::EntityKind>, _: &str) -> Vec<crate::library::EntityId> {
            Vec::new()
        }
    }

    const WEIR: &str = "The weir at Tamberley was opened on Friday after nine years of work and two floods.\n";

    fn moody(job: &walk::Job, overlay: &Overlay) -> Result<Vec<Prepared>, Trouble> {
        match job.path.to_str() {
            Some("panics") => clip::guarded(|| panic!("the page was cursed")),
            Some("sleeps") => {
                std::thread::sleep(Duration::from_secs(2));
                Ok(Vec::new())
            }
            _ => clip::prepare(job, overlay),
        }
    }

    #[test]
    fn a_panic_and_a_file_that_hangs_are_lines_of_the_report() {
        let mut library = Library::in_memory().unwrap();
        let builtin = |name| Input::Builtin { name, bytes: WEIR.as_bytes() };
        let inputs = vec![builtin("panics"), builtin("sleeps"), builtin("fine")];
        let controls = Controls { threads: NonZero::new(1), ..Controls::default() };
        let craft = Craft { work: moody, patience: Duration::from_millis(300) };
        let report = run_with(inputs, &mut library, &controls, |_| {}, craft).unwrap();
        let failed: Vec<String> =
            report.failed.iter().map(|(path, trouble)| format!("{}: {trouble}", path.display())).collect();
        assert_eq!(failed.len(), 2, "{failed:?}");
        assert!(failed[0].starts_with("panics") && failed[0].contains("the page was cursed"), "{failed:?}");
        assert_eq!(failed[1], "sleeps: took too long");
        assert_eq!(report.new.len(), 1);
        assert!(!report.stopped);
    }

    #[test]
    fn what_is_reported_has_been_filed() {
        let mut library = Library::in_memory().unwrap();
        let reader = library.reader().unwrap();
        let inputs = vec![
            Input::Stdin(WEIR.into()),
            Input::Builtin { name: "empty", bytes: b" \n" },
            Input::Builtin { name: "again", bytes: WEIR.as_bytes() },
        ];
        let report = run(inputs, &mut library, &Controls::default(), |_| {}).unwrap();
        assert_eq!((report.new.len(), report.already.len(), report.failed.len()), (1, 1, 1));
        assert_eq!(report.broken, [(report.new[0].0, Broken::Stub)]);
        let (all, _) = Query::parse("", &Nobody, jiff::civil::date(2026, 1, 1));
        let page = reader.list(&all, From::Top, 10).unwrap();
        assert_eq!(page.rows[0].digest, report.new[0].0);
        assert_eq!(reader.original(page.rows[0].id).unwrap().as_deref(), Some(WEIR.as_bytes()));
    }

    /// Capitalised words as persons, after a nap whose length depends on the file.
    fn jittery(job: &walk::Job, _: &Overlay) -> Result<Vec<Prepared>, Trouble> {
        let walk::What::Bytes(bytes) = &job.what else { return Err(Trouble::NotAnArticle) };
        let text = String::from_utf8_lossy(bytes);
        std::thread::sleep(Duration::from_micros(bytes.iter().map(|&byte| u64::from(byte)).sum::<u64>() * 7 % 2000));
        let names: std::collections::BTreeSet<&str> =
            text.split(' ').filter(|word| word.starts_with(char::is_uppercase)).collect();
        let names: Vec<_> = names.into_iter().map(|name| (name, crate::article::EntityKind::Person)).collect();
        let day = format!("2026-0{}-1{}", text.len() % 9 + 1, text.len() % 7);
        Ok(vec![Prepared::new(crate::library::kit::clipping(&text, &day, "The Courier", &text, &names))])
    }

    #[test]
    fn the_same_files_give_the_same_library_whatever_the_threads_do() {
        let people = ["Oduya", "Perez", "Moss", "Reed", "Lindqvist", "Okafor", "Tan"];
        let run = |threads| {
            let inputs = (0..450usize).map(|n| {
                let (one, two) = (people[n % 7], people[n * n % 5]);
                Input::Stdin(format!("number {n} {} {one} met {two}", "word ".repeat(n % 11)).into())
            });
            let mut library = Library::in_memory().unwrap();
            let controls = Controls { threads: NonZero::new(threads), ..Controls::default() };
            let craft = Craft { work: jittery, patience: PATIENCE };
            let report = run_with(inputs.collect(), &mut library, &controls, |_| {}, craft).unwrap();
            assert_eq!(report.new.len(), 450);
            library.dump().unwrap()
        };
        let (one, many) = (run(1), run(5));
        assert!(one.len() > 2000, "{}", one.len());
        assert_eq!(one, many);
    }

    #[test]
    fn a_stop_is_obeyed_and_told() {
        let mut library = Library::in_memory().unwrap();
        let controls = Controls::default();
        controls.stop();
        let report = run(vec![Input::Stdin(WEIR.into())], &mut library, &controls, |_| {}).unwrap();
        assert!(report.stopped && report.new.is_empty());
    }
}

//! The reading room: list, reader and sidebar on a terminal. `update` changes the model, `view` draws it, and neither
//! does any work of its own: what takes time is an effect that `desk` carries out on threads, which answer with messages.

pub mod command;
pub mod desk;
mod fuzzy;
pub mod keys;
pub mod layout;
pub mod line;
pub mod message;
pub mod model;
pub mod plan;
pub mod terminal;
pub mod theme;
mod update;
mod view;

use std::collections::VecDeque;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::clipboard::CopyToClipboard;
use crossterm::{event, execute};
use jiff::Zoned;
use jiff::civil::Date;
use ratatui::Frame;
use ratatui::layout::Size;

use crate::config::{Colour, Mouse, ThemeName};
use crate::intake::{self, Input};
use crate::library::{self, Library, OwnTopics, Reader};
use desk::Desk;
use keys::Keymap;
use message::{Done, Effect, Message, Question};
use model::kept::Kept;
use model::list::Land;
use model::memory::History;
use model::{Model, Screen};
use terminal::Terminal;
use theme::Theme;

/// How long a frame waits for an answer that is on its way, so that what changes together is drawn together.
const PATIENCE: Duration = Duration::from_millis(12);

/// Where one was, beside the library.
const STATE: &str = "state.json";

/// Why the reading room cannot open or go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The library.
    #[error(transparent)]
    Library(#[from] library::Error),
    /// The terminal.
    #[error(transparent)]
    Terminal(#[from] terminal::Error),
}

/// What the reading room opens with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The library's folder.
    pub folder: PathBuf,
    /// What to list; empty for everything.
    pub query: String,
    /// What keys run.
    pub keymap: Keymap,
    /// The colours.
    pub theme: ThemeName,
    /// Whether there are any.
    pub colour: Colour,
    /// Who gets the mouse.
    pub mouse: Mouse,
    /// Columns of the text.
    pub measure: u16,
    /// The topics of the reader's own.
    pub topics: OwnTopics,
}

/// The room without a terminal: messages in, effects out, and a picture at any time.
#[derive(Debug)]
pub struct Room {
    model: Model,
    theme: Theme,
    colour: Colour,
}

impl Room {
    /// A room of that size, before anything was read from the library.
    #[must_use]
    pub fn new(size: Size, today: Date, settings: &Settings) -> Self {
        let mut model = Model::new(size, today, settings.keymap.clone(), settings.query.clone());
        model.reader.measure = settings.measure;
        Self { model, theme: Theme::load(settings.theme, settings.colour), colour: settings.colour }
    }

    /// Remembers what was searched for before.
    pub fn remember(&mut self, kept: &Kept) {
        self.model.travel.memory.searches = History::of(kept.searches());
    }

    /// Opens where one was, instead of at the top of the list.
    pub fn restore(&mut self, kept: &Kept) {
        if let Some(article) = kept.article() {
            self.model.list.land = Land::On(article);
            self.model.focus(kept.pane());
        }
    }

    /// What the room asks first.
    pub fn open(&mut self) -> Vec<Effect> {
        update::start(&mut self.model)
    }

    /// Takes a message in; gives what is to be done outside.
    pub fn hear(&mut self, message: Message) -> Vec<Effect> {
        let before = self.model.screen;
        let mut effects = update::update(&mut self.model, message);
        if before == Screen::Stale {
            self.model.screen = Screen::Stale;
        }
        effects.retain(|effect| match effect {
            Effect::Theme(name) => {
                self.theme = Theme::load(*name, self.colour);
                false
            }
            _ => true,
        });
        effects
    }

    /// Draws the room.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        view::view(&self.model, &self.theme, frame);
    }

    /// What the room is.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }
}

/// Opens the reading room, until the reader leaves it.
///
/// # Errors
/// A library that cannot be opened, a terminal that cannot be used.
pub fn run(settings: &Settings) -> Result<(), Error> {
    let mut reader = open_library(settings)?;
    reader.set_topics(settings.topics.clone());
    let mut terminal = Terminal::take(settings.mouse)?;
    let size = crossterm::terminal::size().map_err(terminal::Error::Broken)?;
    let mut room = Room::new(size.into(), now().date(), settings);
    let state = settings.folder.join(STATE);
    let kept = fs::read_to_string(&state).map_or_else(|_| Kept::default(), |json| Kept::read(&json));
    room.remember(&kept);
    if settings.query.trim().is_empty() {
        room.restore(&kept);
    }
    let later = first_answers(&mut room, &reader);
    draw(&mut terminal, &mut room)?;

    // Threads start behind the first frame: nobody waits for them.
    let (tell, messages) = mpsc::channel();
    listen(tell.clone()).map_err(terminal::Error::Broken)?;
    let mut desk = Desk::new(&settings.folder, reader, tell, now).map_err(terminal::Error::Broken)?;
    let mut session = Session { room, terminal, desk: &mut desk };
    let ended = session.until_left(later, &messages);
    let kept = Kept::of(session.room.model());
    // The terminal first: the shell is back while the desk writes what is left to write.
    drop(session);
    desk.close();
    // Where it cannot be written, the next room opens at the top: nothing is lost.
    let _ = fs::write(state, kept.write());
    ended
}

fn now() -> Zoned {
    Zoned::now()
}

/// A library that is not there yet is made: an empty room says what to do.
fn open_library(settings: &Settings) -> Result<Reader, Error> {
    match Reader::open(&settings.folder) {
        Err(library::Error::Missing { .. }) => Ok(Library::open(&settings.folder)?.reader()?),
        opened => Ok(opened?),
    }
}

/// Answers what the first frame needs, here, so that it is whole and the only one. Gives back what can wait.
fn first_answers(room: &mut Room, reader: &Reader) -> Vec<Effect> {
    let mut effects: VecDeque<Effect> = room.open().into();
    let mut later = Vec::new();
    while let Some(effect) = effects.pop_front() {
        match effect {
            Effect::Ask(ticket, question) if is_for_the_first_frame(&question) => {
                let answer = desk::answer(reader, question, &now());
                effects.extend(room.hear(Message::Librarian(ticket, answer)));
            }
            effect => later.push(effect),
        }
    }
    later
}

fn is_for_the_first_frame(question: &Question) -> bool {
    match question {
        Question::List { from, .. } => matches!(from, library::From::Top | library::From::Around(_)),
        Question::Count { cap, .. } => *cap <= update::CAP,
        Question::Article(_) | Question::Excerpts { .. } => true,
        _ => false,
    }
}

fn draw(terminal: &mut Terminal, room: &mut Room) -> Result<(), Error> {
    terminal.draw(|frame| room.draw(frame))?;
    room.model.screen = Screen::Current;
    Ok(())
}

/// Keys and signals, each from a thread of its own.
fn listen(tell: Sender<Message>) -> io::Result<()> {
    let signals = tell.clone();
    terminal::on_signal(move |signal| {
        // Where nobody listens any more, the room is closing already.
        let _ = signals.send(Message::Signal(signal));
    })?;
    thread::Builder::new().name("keys".to_owned()).spawn(move || {
        loop {
            // A terminal that is gone gives errors for ever: that is the end of the room.
            let message = event::read().map_or(Message::Signal(terminal::Signal::End), Message::Terminal);
            let gone = matches!(message, Message::Signal(_));
            if tell.send(message).is_err() || gone {
                return;
            }
        }
    })?;
    Ok(())
}

/// Whether the room stays open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Go,
    Leave,
}

/// The room on a terminal, with its desk.
struct Session<'a> {
    room: Room,
    terminal: Terminal,
    desk: &'a mut Desk,
}

impl Session<'_> {
    fn until_left(&mut self, later: Vec<Effect>, messages: &Receiver<Message>) -> Result<(), Error> {
        let mut next = self.carry_out(later)?;
        while next == Next::Go {
            // Sleeps here, until something comes.
            let Ok(message) = messages.recv() else { return Ok(()) };
            next = self.turn(message, messages)?;
        }
        Ok(())
    }

    /// Takes in all that waits, then draws once.
    fn turn(&mut self, first: Message, messages: &Receiver<Message>) -> Result<Next, Error> {
        self.room.model.today = now().date();
        let until = Instant::now() + PATIENCE;
        let mut message = first;
        loop {
            let effects = self.room.hear(message);
            if self.carry_out(effects)? == Next::Leave {
                return Ok(Next::Leave);
            }
            message = match messages.try_recv() {
                Ok(message) => message,
                Err(TryRecvError::Disconnected) => break,
                Err(TryRecvError::Empty) if !self.room.model.is_waiting() => break,
                Err(TryRecvError::Empty) => {
                    match messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
                        Ok(message) => message,
                        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
                    }
                }
            };
        }
        if self.room.model.screen == Screen::Stale {
            draw(&mut self.terminal, &mut self.room)?;
        }
        Ok(Next::Go)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<Next, Error> {
        let mut next = Next::Go;
        for effect in effects {
            match effect {
                Effect::Ask(ticket, question) => self.desk.ask(ticket, question),
                Effect::Write(job) => self.desk.write(job),
                Effect::Import(paths) => self.desk.import(paths.into_iter().map(at_home).map(Input::Path).collect()),
                Effect::Samples => self.desk.import(intake::samples()),
                Effect::OpenAddress(address) => {
                    if let Err(error) = open::that_detached(&address) {
                        let done = Done::Trouble(format!("{address} could not be opened: {error}"));
                        self.room.hear(Message::Desk(done));
                    }
                }
                Effect::Copy(text) => copy(&text).map_err(terminal::Error::Broken)?,
                Effect::Redraw => self.terminal.forget()?,
                Effect::Retake => self.terminal.retake()?,
                Effect::Suspend => self.terminal.suspend()?,
                // The room takes it itself.
                Effect::Theme(_) => {}
                // What comes with it (the reading place) is still written.
                Effect::Quit => next = Next::Leave,
            }
        }
        Ok(next)
    }
}

/// A path as a shell reads it: `~/` is the home folder.
fn at_home(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path,
    }
}

/// Puts a text on the clipboard of the terminal (OSC 52), which works over ssh. tmux keeps the sequence to itself unless it
/// is told otherwise, so there it is sent a second time in the envelope that tmux passes on.
fn copy(text: &str) -> io::Result<()> {
    execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))?;
    if std::env::var_os("TMUX").is_some() {
        let mut sequence = Vec::new();
        crossterm::queue!(sequence, CopyToClipboard::to_clipboard_from(text))?;
        let sequence = String::from_utf8_lossy(&sequence).replace('\x1b', "\x1b\x1b");
        let mut out = io::stdout().lock();
        io::Write::write_all(&mut out, format!("\x1bPtmux;{sequence}\x1b\\").as_bytes())?;
        io::Write::flush(&mut out)?;
    }
    Ok(())
}

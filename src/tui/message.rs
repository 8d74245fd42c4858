//! What the room hears and what it asks for: one variant of [`Message`] a source, typed inside. Nothing is carried out
//! here; `desk` does that.

use std::path::PathBuf;

use crossterm::event::Event;

use super::model::sheet::Joining;
use super::terminal::Signal;
use crate::article::{Digest, EntityKind};
use crate::config::ThemeName;
use crate::entities::rulings as names;
use crate::extract::rules::Rule;
use crate::library::{
    ArticleId, Change, Complaint, Count, Dossier, DossierRows, Drawer, EntityId, From, Narrow, Opened, Page, Pin,
    Place, Preview, Proposal, Suggestion, Toward,
};

/// What the room hears, one variant a source.
#[derive(Debug)]
pub enum Message {
    /// The terminal: a key, the mouse, a new size, a paste.
    Terminal(Event),
    /// The librarian's answer to the question with this ticket.
    Librarian(Ticket, Answer),
    /// The desk did what it was asked, or could not.
    Desk(Done),
    /// An import goes on.
    Importer(Import),
    /// The system wants something.
    Signal(Signal),
}

/// The number of a question. Only the newest of a lane counts; older answers are thrown away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// Questions that replace each other. A lane's place here is also its turn: what is on the screen comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// The list's rows.
    List,
    /// The article in the reader.
    Article,
    /// The original of that article.
    Original,
    /// From one article to the next with a name.
    Walk,
    /// The page of a name.
    Dossier,
    /// More of that page's articles.
    Filed,
    /// Another article with the same text, to be compared.
    Copy,
    /// What the palette offers.
    Palette,
    /// Why a name is where it is.
    Why,
    /// What a ruling on a name would do.
    Preview,
    /// The spellings of a name.
    Spellings,
    /// What became of names.
    Became,
    /// Where in its articles the followed name is.
    Position,
    /// The pinned names.
    Pins,
    /// Whether another program changed the library.
    Version,
    /// In how many articles a line stands that a rule would speak of.
    Standing,
    /// How many the list has: slow, and stopped by anything else.
    Count,
}

/// A question to the librarian: reads only.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// Rows of the list.
    List {
        /// The query, as typed.
        query: String,
        /// Where the page starts.
        from: From,
        /// How many rows.
        limit: usize,
    },
    /// How many articles the query finds, counted up to `cap`.
    Count {
        /// The query, as typed.
        query: String,
        /// Where counting may stop.
        cap: u64,
    },
    /// An article.
    Article(ArticleId),
    /// The saved bytes of an article.
    Original(ArticleId),
    /// The next article with a name.
    Beside {
        /// The name.
        entity: EntityId,
        /// The second name, where both are followed.
        with: Option<EntityId>,
        /// From where.
        at: ArticleId,
        /// In which direction.
        toward: Toward,
    },
    /// "3 of 18".
    Position {
        /// The name.
        entity: EntityId,
        /// The second name, where both are followed.
        with: Option<EntityId>,
        /// The article.
        at: ArticleId,
    },
    /// The page of a name.
    Dossier(EntityId),
    /// Some of a name's articles.
    Filed {
        /// The name.
        entity: EntityId,
        /// Which of them.
        narrow: Narrow,
        /// Those older than this.
        after: Option<ArticleId>,
    },
    /// The pinned names, with what is unread of each.
    Pins,
    /// Why a name is where it is, as an article names it.
    Why {
        /// The name.
        entity: EntityId,
        /// The article at hand.
        at: Option<ArticleId>,
    },
    /// The drawers of a kind, narrowed by what was typed.
    Drawers(EntityKind, String),
    /// The names that something could be joined with, narrowed by what was typed.
    Partners(Joining, String),
    /// The spellings of a name.
    Spellings(Drawer),
    /// What each of these rulings on a name would do.
    Preview(Vec<Proposal>),
    /// What became of these names: they may have been joined, renamed, or be no names any more.
    Became(Vec<Drawer>),
    /// An article that is compared with the one at hand.
    Other(ArticleId),
    /// What the palette offers for what was typed.
    Suggest(String),
    /// In how many articles a line stands that a rule would speak of.
    Standing(Rule),
    /// A number that changes when another connection changes the library.
    Version,
}

impl Question {
    /// Its lane.
    #[must_use]
    pub const fn lane(&self) -> Lane {
        match self {
            Self::List { .. } => Lane::List,
            Self::Count { .. } => Lane::Count,
            Self::Article(_) => Lane::Article,
            Self::Original(_) => Lane::Original,
            Self::Beside { .. } => Lane::Walk,
            Self::Position { .. } => Lane::Position,
            Self::Dossier(_) => Lane::Dossier,
            Self::Filed { .. } => Lane::Filed,
            Self::Pins => Lane::Pins,
            Self::Why { .. } => Lane::Why,
            Self::Drawers(..) | Self::Partners(..) => Lane::Palette,
            Self::Spellings(_) => Lane::Spellings,
            Self::Preview(_) => Lane::Preview,
            Self::Became(_) => Lane::Became,
            Self::Other(_) => Lane::Copy,
            Self::Suggest(_) => Lane::Palette,
            Self::Standing(_) => Lane::Standing,
            Self::Version => Lane::Version,
        }
    }
}

/// An answer of the librarian.
#[derive(Debug)]
pub enum Answer {
    /// To [`Question::List`].
    List {
        /// Where the page was asked to start.
        from: From,
        /// The rows.
        page: Page,
        /// What of the query was not understood.
        complaints: Vec<Complaint>,
    },
    /// To [`Question::Count`].
    Count(Count),
    /// To [`Question::Article`]; `None`: it is not there any more.
    Article(Option<Box<Opened>>),
    /// To [`Question::Original`].
    Original(ArticleId, Option<Vec<u8>>),
    /// To [`Question::Beside`].
    Beside(Toward, Option<ArticleId>),
    /// To [`Question::Position`].
    Position(EntityId, u32, u32),
    /// To [`Question::Dossier`].
    Dossier(Option<Box<Dossier>>),
    /// To [`Question::Filed`].
    Filed {
        /// The name.
        entity: EntityId,
        /// Which of its articles.
        narrow: Narrow,
        /// Those older than this.
        after: Option<ArticleId>,
        /// The articles.
        rows: DossierRows,
    },
    /// To [`Question::Pins`].
    Pins(Vec<Pin>),
    /// To [`Question::Why`]: a sentence each.
    Why(Vec<String>),
    /// To [`Question::Other`]; `None`: it is not there any more.
    Other(Option<Box<Opened>>),
    /// To [`Question::Spellings`], each with how often it stands somewhere.
    Spellings(Drawer, Vec<(String, u32)>),
    /// To [`Question::Preview`], in its order; `None`: it would change nothing.
    Preview(Vec<Option<Preview>>),
    /// To [`Question::Became`]: each name that is another one now, with what it is; `None`: none any more.
    Became(Vec<(EntityId, Option<Drawer>)>),
    /// To [`Question::Suggest`], [`Question::Drawers`] and [`Question::Partners`].
    Suggest(Vec<Suggestion>),
    /// To [`Question::Standing`].
    Standing(Count),
    /// To [`Question::Version`].
    Version(u64),
    /// The library could not answer, in words.
    Trouble(Lane, String),
}

/// What the writer is asked to do. One after the other, in the order asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Job {
    /// A change, to be journalled.
    Change(Change),
    /// A rule more, to be journalled; one that says the opposite of the same line goes.
    Rule(Rule),
    /// A ruling on a name, to be journalled.
    Names(names::Edit),
    /// Take back the last change.
    Undo,
    /// Make it again.
    Redo,
    /// Keep the reading place.
    Place(Digest, Place, u8),
}

/// What the desk says of what it was asked to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Done {
    /// A change was written.
    Changed(Change),
    /// A rule was made.
    Ruled(Rule),
    /// A ruling on a name was made: which, in words.
    Named(String),
    /// Articles were laid out anew under the rules.
    Refreshed {
        /// Those that are read otherwise now: their numbers before and after.
        changed: Vec<(ArticleId, ArticleId)>,
        /// Those still to be looked at.
        left: u64,
    },
    /// A reading place was kept.
    Kept,
    /// A change was taken back: what it was; `None` if there was none.
    Undone(Option<String>),
    /// A change was made again.
    Redone(Option<String>),
    /// It failed, in words.
    Trouble(String),
}

/// An import beside the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Import {
    /// So many files are filed of so many found.
    Progress {
        /// Filed, already filed or failed.
        done: u64,
        /// Found so far.
        found: u64,
    },
    /// It is over: the report in a line.
    Over {
        /// The line.
        report: String,
        /// Whether something in it failed.
        outcome: Outcome,
    },
}

/// How something ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Well.
    Well,
    /// With failures.
    WithFailures,
}

/// What the room wants done outside itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask the librarian.
    Ask(Ticket, Question),
    /// Ask the writer.
    Write(Job),
    /// File these.
    Import(Vec<PathBuf>),
    /// File the sample articles.
    Samples,
    /// Open an address outside.
    OpenAddress(String),
    /// Put a text on the clipboard.
    Copy(String),
    /// Change the theme to the one of that name.
    Theme(ThemeName),
    /// Draw every cell again.
    Redraw,
    /// Take the terminal again: another program may have used it.
    Retake,
    /// Give the terminal back for a while.
    Suspend,
    /// End.
    Quit,
}

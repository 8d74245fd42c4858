//! What the room hears and what it asks for: one variant of [`Message`] a source, typed inside. Nothing is carried out
//! here; `desk` does that.

use std::path::PathBuf;

use crossterm::event::Event;

use super::model::sheet::Joining;
use super::model::sidebar::Search;
use super::model::story::{Found, Related};
use super::terminal::Signal;
use crate::article::{Digest, EntityKind};
use crate::config::ThemeName;
use crate::entities::rulings as names;
use crate::extract::rules::Rule;
use crate::library::{
    ArticleId, Change, Complaint, Count, Dossier, DossierRows, Drawer, Ending, EntityId, Excerpt, From, Narrow, Opened,
    Order, Page, Paper, Pin, Place, Preview, Proposal, Suggestion, Toward,
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
    /// Where in their articles what is searched for stands.
    Excerpts,
    /// The article in the reader.
    Article,
    /// Under which topics of the reader's own it is filed.
    Own,
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
    /// Articles beside one: likes, a story.
    Related,
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
    /// The searches that are kept.
    Searches,
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
        /// In which order.
        order: Order,
        /// Where the page starts.
        from: From,
        /// How many rows.
        limit: usize,
    },
    /// Where in these articles the query finds what it looks for.
    Excerpts {
        /// The query, as typed.
        query: String,
        /// The articles.
        articles: Vec<ArticleId>,
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
    /// The searches that are kept and the topics of the reader's own, with what is unread of each.
    Searches,
    /// Under which topics of the reader's own an article is filed.
    Own(ArticleId),
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
    /// The articles like one, or its story.
    Related(Related),
    /// What the palette offers for what was typed.
    Suggest(String),
    /// The papers, narrowed by what was typed.
    Papers(String),
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
            Self::Excerpts { .. } => Lane::Excerpts,
            Self::Count { .. } => Lane::Count,
            Self::Article(_) => Lane::Article,
            Self::Original(_) => Lane::Original,
            Self::Beside { .. } => Lane::Walk,
            Self::Position { .. } => Lane::Position,
            Self::Dossier(_) => Lane::Dossier,
            Self::Filed { .. } => Lane::Filed,
            Self::Pins => Lane::Pins,
            Self::Searches => Lane::Searches,
            Self::Own(_) => Lane::Own,
            Self::Why { .. } => Lane::Why,
            Self::Drawers(..) | Self::Partners(..) => Lane::Palette,
            Self::Spellings(_) => Lane::Spellings,
            Self::Preview(_) => Lane::Preview,
            Self::Became(_) => Lane::Became,
            Self::Other(_) => Lane::Copy,
            Self::Suggest(_) | Self::Papers(_) => Lane::Palette,
            Self::Related(_) => Lane::Related,
            Self::Standing(_) => Lane::Standing,
            Self::Version => Lane::Version,
        }
    }
}

/// A page of the list, and what is known of its query.
#[derive(Debug)]
pub struct Listed {
    /// Where the page was asked to start.
    pub from: From,
    /// The rows.
    pub page: Page,
    /// What of the query was not understood.
    pub complaints: Vec<Complaint>,
    /// Where it looks, in words.
    pub scope: String,
    /// The words it looks for in the text.
    pub sought: Vec<(String, Ending)>,
    /// The names it looks for.
    pub names: Vec<EntityId>,
}

/// What there is to pick from, for what was typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offers {
    /// Names and articles that have the words, in the library's order.
    pub found: Vec<Suggestion>,
    /// Those that have no more than the letters.
    pub near: Vec<Suggestion>,
    /// Papers that have the words, most articles first.
    pub papers: Vec<Paper>,
}

/// An answer of the librarian.
#[derive(Debug)]
pub enum Answer {
    /// To [`Question::List`].
    List(Listed),
    /// To [`Question::Excerpts`]: for which query.
    Excerpts(String, Vec<Excerpt>),
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
    /// To [`Question::Searches`].
    Searches(Vec<Search>),
    /// To [`Question::Own`]: the names of the topics.
    Own(ArticleId, Vec<String>),
    /// To [`Question::Why`]: a sentence each.
    Why(Vec<String>),
    /// To [`Question::Other`]; `None`: it is not there any more.
    Other(Option<Box<Opened>>),
    /// To [`Question::Related`].
    Related(Related, Found),
    /// To [`Question::Spellings`], each with how often it stands somewhere.
    Spellings(Drawer, Vec<(String, u32)>),
    /// To [`Question::Preview`], in its order; `None`: it would change nothing.
    Preview(Vec<Option<Preview>>),
    /// To [`Question::Became`]: each name that is another one now, with what it is; `None`: none any more.
    Became(Vec<(EntityId, Option<Drawer>)>),
    /// To [`Question::Suggest`], [`Question::Drawers`], [`Question::Partners`] and [`Question::Papers`].
    Offers(Offers),
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

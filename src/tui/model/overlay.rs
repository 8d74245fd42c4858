//! What lies over the panes: a list to pick from (help, the palette), a line to type in (a search, a command), the copies of
//! a text, the articles beside one.

use std::collections::BTreeSet;

use crate::article::EntityKind;
use crate::extract::rules::Rule;
use crate::library::{ArticleId, Complaint, Count, Drawer, Paper, Place, Row, Suggestion};
use crate::tui::command::Command;
use crate::tui::line::Line;
use crate::tui::message::Offers;

use super::copies::Copies;
use super::dossier::{Cursor, DossierPage};
use super::list::List;
use super::sheet::{Joining, Sheet};
use super::sidebar::Search;
use super::story::RelatedPage;
use super::travel::Visit;

/// Something that lies over the panes and hears keys first.
#[derive(Debug)]
pub enum Overlay {
    /// A list to pick from.
    Picker(Picker),
    /// A line to type in.
    Prompt(Prompt),
    /// Where else the text is filed, and what differs there.
    Copies(Copies),
    /// Articles like one, or its story.
    Related(RelatedPage),
    /// What would be ruled about a name.
    Sheet(Sheet),
}

/// A line to type in, at the bottom.
#[derive(Debug)]
pub struct Prompt {
    /// What it is for.
    pub purpose: Purpose,
    /// What is typed.
    pub line: Line,
}

/// What was on the screen before a search of the library began.
#[derive(Debug)]
pub struct Before {
    /// The list.
    pub list: List,
    /// The version of the library at that time.
    pub version: Option<u64>,
    /// Where one was.
    pub visit: Visit,
    /// The page of a name that lay over it.
    pub dossier: Option<DossierPage>,
}

/// What a line is typed for.
#[derive(Debug)]
pub enum Purpose {
    /// A search of the library; with what was there before, which Esc brings back.
    Query(Box<Before>),
    /// A search in the article.
    Find,
    /// The name under which a search is to be kept.
    Name {
        /// The search.
        query: String,
    },
    /// A command.
    Command,
    /// How a name is written.
    Rename(Drawer),
    /// The line a rule is to speak of, which can be changed before the rule is made.
    Rule {
        /// The rule as it is proposed.
        rule: Rule,
        /// In how many articles the line stands, once that is known.
        standing: Option<Count>,
        /// The block it was taken from: marked in the reader.
        block: usize,
        /// What the reader showed before another block was looked for, which Esc brings back.
        before: Shown,
    },
}

/// What the reader shows: the folds that are open, and the line on top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The first blocks of the open folds.
    pub unfolded: BTreeSet<usize>,
    /// The place on top.
    pub place: Option<Place>,
}

/// A list to pick from, narrowed by what is typed.
#[derive(Debug)]
pub struct Picker {
    /// What is picked from.
    pub source: Source,
    /// What is typed.
    pub line: Line,
    /// What there is, best first.
    pub items: Vec<Item>,
    /// What is selected.
    pub cursor: Cursor,
}

/// What a picker offers.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// The keys of a pane; on a name, first why it is where it is.
    Help(super::Scope, Vec<String>),
    /// The names of a kind.
    Drawers(EntityKind, Offers),
    /// The papers.
    Papers(Offers),
    /// The searches that are kept.
    Searches,
    /// What was visited.
    Visited(Vec<Suggestion>),
    /// The names that something could be joined with.
    Partners(Joining, Offers),
    /// The spellings of this name, each with how often it stands somewhere: one is split off.
    Spellings(Drawer, Vec<(String, u32)>),
    /// Everything, as the library suggests it, and commands; after `>` these alone.
    Palette(Offers),
}

/// Something to pick.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is.
    pub target: Target,
    /// The characters of its label that matched what was typed, sorted.
    pub matched: Vec<u32>,
}

/// What an item is.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A command, with the keys that run it.
    Command(Command, String),
    /// An article.
    Article(Row),
    /// A name or a topic.
    Drawer(Drawer),
    /// A search that is kept.
    Search(Search),
    /// A paper.
    Paper(Paper),
    /// A spelling of a name, and how often it stands somewhere.
    Spelling(String, u32),
    /// A name in one article alone, and how that is said.
    Here(ArticleId, String),
    /// A line of why a name is where it is: to be read, not to be run.
    Reason(String),
}

impl Target {
    /// Whether it is the same thing, whatever is known of it.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Command(one, _), Self::Command(other, _)) => one == other,
            (Self::Article(one), Self::Article(other)) => one.digest == other.digest,
            (Self::Drawer(one), Self::Drawer(other)) => one.id == other.id,
            (Self::Search(one), Self::Search(other)) => one.name == other.name,
            (Self::Paper(one), Self::Paper(other)) => one.name == other.name,
            _ => false,
        }
    }

    /// What is matched and shown.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Command(command, _) => command.row().help,
            Self::Article(row) => &row.title,
            Self::Drawer(drawer) => &drawer.name,
            Self::Search(search) => &search.name,
            Self::Paper(paper) => &paper.name,
            Self::Spelling(form, _) => form,
            Self::Here(_, label) => label,
            Self::Reason(line) => line,
        }
    }
}

/// The complaints that lie within the text, sorted: what the line underlines.
#[must_use]
pub fn underlined(complaints: &[Complaint], text: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges: Vec<_> = complaints
        .iter()
        .map(|complaint| complaint.range.clone())
        .filter(|range| text.get(range.clone()).is_some_and(|part| !part.is_empty()))
        .collect();
    ranges.sort_by_key(|range| range.start);
    ranges
}

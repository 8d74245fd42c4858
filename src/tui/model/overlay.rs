//! What lies over the panes: a list to pick from (help, the palette), a line to type in (a search, a command), the copies of
//! a text.

use crate::article::EntityKind;
use crate::extract::rules::Rule;
use crate::library::{ArticleId, Complaint, Count, Drawer, Row, Suggestion};
use crate::tui::command::Command;
use crate::tui::line::Line;

use super::copies::Copies;
use super::dossier::Cursor;
use super::sheet::{Joining, Sheet};

/// Something that lies over the panes and hears keys first.
#[derive(Debug)]
pub enum Overlay {
    /// A list to pick from.
    Picker(Picker),
    /// A line to type in.
    Prompt(Prompt),
    /// Where else the text is filed, and what differs there.
    Copies(Copies),
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

/// What a line is typed for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    /// A search of the library; with the query before, which Esc brings back.
    Query {
        /// The query before.
        before: String,
    },
    /// A search in the article.
    Find,
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
    },
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
    Drawers(EntityKind, Vec<Suggestion>),
    /// What was visited.
    Visited(Vec<Suggestion>),
    /// The names that something could be joined with.
    Partners(Joining, Vec<Suggestion>),
    /// The spellings of this name, each with how often it stands somewhere: one is split off.
    Spellings(Drawer, Vec<(String, u32)>),
    /// Articles, names and topics as the library suggests them; commands after `>`.
    Palette(Vec<Suggestion>),
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
    /// A spelling of a name, and how often it stands somewhere.
    Spelling(String, u32),
    /// A name in one article alone, and how that is said.
    Here(ArticleId, String),
    /// A line of why a name is where it is: to be read, not to be run.
    Reason(String),
}

impl Target {
    /// What is matched and shown.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Command(command, _) => command.row().help,
            Self::Article(row) => &row.title,
            Self::Drawer(drawer) => &drawer.name,
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

//! The query language of the search box, the command line and saved searches. Reading a query never fails and needs no
//! database: names are looked up through [`Resolve`], today is given, and what is not understood is a [`Complaint`].
//!
//! `tariffs "trade deal" gov* -sport (grain OR wheat) person:rubio org:"state department" place:mexico topic:trade
//! source:guardian author:perez title:deal is:unread since:2025-09 until:"last week"`
//!
//! Words stand side by side or with `AND` between them, `OR` parts alternatives, `-` or `NOT` leaves out. In small letters, or in
//! quotes, these are words.

pub(super) mod compile;
mod dates;
mod lex;
mod parse;
mod scope;
pub(super) mod terms;

use std::ops::Range;

use jiff::civil::Date;

pub use scope::scope;

use super::{EntityId, OwnTopic};
use crate::article::{EntityKind, Language};

/// A query that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    pub(super) root: Vec<Node>,
}

/// A part of a query that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Where it stands in what was typed, in bytes.
    pub range: Range<usize>,
    /// What is wrong with it, in a sentence without a full stop.
    pub message: String,
}

/// Finds the drawers a name means.
pub trait Resolve {
    /// The drawers that `name` is a name of, among those of `kind` if one is given; most articles first.
    fn entities(&self, kind: Option<EntityKind>, name: &str) -> Vec<EntityId>;

    /// The topic of the reader's own that is called so; none where there are none.
    fn topic(&self, _name: &str) -> Option<&OwnTopic> {
        None
    }

    /// Whether a source has all these folded words in its name; where sources are not known, they are not missed.
    fn has_source(&self, _words: &[String]) -> bool {
        true
    }
}

impl Query {
    /// Reads what was typed. Dates such as `yesterday` are counted from `today`.
    #[must_use]
    pub fn parse(text: &str, resolve: &dyn Resolve, today: Date) -> (Self, Vec<Complaint>) {
        parse::parse(text, resolve, today)
    }

    /// Whether it asks for nothing in particular: everything but the archive and the bin.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.root.is_empty()
    }
}

/// How a word that is searched for may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Not at all: whole words.
    Whole,
    /// In any way: it is the beginning of a word.
    Any,
}

/// The words and phrases of a query that are looked for in the text of articles, as typed; not those that must not be in
/// it. To mark them in an article, no name need be looked up.
#[must_use]
pub fn sought(query: &str) -> Vec<(String, Ending)> {
    struct Nobody;
    impl Resolve for Nobody {
        fn entities(&self, _: Option<EntityKind>, _: &str) -> Vec<EntityId> {
            Vec::new()
        }
    }
    Query::parse(query, &Nobody, Date::MIN).0.sought()
}

impl Query {
    /// The words and phrases that are looked for in the text of articles, as typed, also by the reader's own topics in it; not
    /// those that must not be in it.
    #[must_use]
    pub fn sought(&self) -> Vec<(String, Ending)> {
        let texts = self.wanted().filter_map(|node| match node {
            Node::Text(Text { words, prefix, column: Column::Everywhere }) => {
                Some((words.clone(), if *prefix { Ending::Any } else { Ending::Whole }))
            }
            _ => None,
        });
        texts.collect()
    }

    /// The conditions of which one may be what an article was found by: not those that leave out, nor those joined.
    pub(super) fn wanted(&self) -> impl Iterator<Item = &Node> {
        let mut waiting: Vec<&Node> = self.root.iter().rev().collect();
        std::iter::from_fn(move || {
            while let Some(node) = waiting.pop() {
                match node {
                    Node::All(nodes) | Node::Any(nodes) => waiting.extend(nodes.iter().rev()),
                    Node::Not(_) => {}
                    node => return Some(node),
                }
            }
            None
        })
    }
}

/// A condition on an article. The root of a query is a list of them, all of which must hold.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    /// Words in the text.
    Text(Text),
    /// Filed under one of these.
    Named(Vec<EntityId>),
    /// The name of the source has all these folded words.
    Source(Vec<String>),
    /// Written in this language.
    In(Language),
    Is(State),
    /// Published on this numbered day or later.
    Since(i64),
    /// Published on this numbered day or earlier.
    Until(i64),
    /// Never true: a name that nothing is filed under.
    Nothing,
}

/// A word or a phrase, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) words: String,
    pub(super) prefix: bool,
    pub(super) column: Column,
}

/// Where a word is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Everywhere,
    Title,
    Byline,
}

/// What `is:` can ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Unread,
    Read,
    Starred,
    Archived,
    Binned,
    Broken,
}

impl State {
    /// What each is called.
    const NAMES: [(&'static str, Self); 6] = [
        ("unread", Self::Unread),
        ("read", Self::Read),
        ("starred", Self::Starred),
        ("archived", Self::Archived),
        ("binned", Self::Binned),
        ("broken", Self::Broken),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sought_are_the_words_that_articles_have() {
        let words = sought("tariffs \"trade deal\" gov* -sport (grain OR wheat) person:rubio author:perez is:unread");
        let words: Vec<_> = words.iter().map(|(words, ending)| (words.as_str(), *ending)).collect();
        let whole = ["tariffs", "trade deal"].map(|word| (word, Ending::Whole));
        let rest = [("gov", Ending::Any), ("grain", Ending::Whole), ("wheat", Ending::Whole)];
        assert_eq!(words, [&whole[..], &rest[..]].concat());
        assert_eq!(sought("is:unread -("), []);
    }
}

//! Features of a text of lines: what one block looks like, and where it stands among the others. They are structural
//! first (length, repetition, the prose around); words of clutter are a few among them. No judgement is made here.
//!
//! Training and reading use this code, so that a weight always means the same.

mod block;
mod context;
mod credit;

pub(crate) use block::Profile;

use crate::formats::Document;

/// The names of the features, in order.
pub const NAMES: [&str; COUNT] = [
    "words",
    "characters a word",
    "ends a sentence",
    "sentences inside",
    "capitals inside",
    "words in capitals",
    "digits",
    "function words",
    "commas",
    "begins in lower case",
    "begins with a quote",
    "ends with a colon",
    "ends with a question",
    "ends cut off",
    "repeated",
    "seen before",
    "ad words",
    "promotion words",
    "share words",
    "menu words",
    "related words",
    "comment words",
    "legal words",
    "credit words",
    "any clutter words",
    "addresses and handles",
    "separators",
    "date or time",
    "list item",
    "heading",
    "indent against prose",
    "blank lines before",
    "blank lines after",
    "lines joined",
    "quotes",
    "position by blocks",
    "position by words",
    "prose before",
    "prose after",
    "blocks since prose",
    "blocks to prose",
    "words of the one before",
    "words of the one after",
    "words of the second before",
    "words of the second after",
    "one before ends a sentence",
    "one after ends a sentence",
    "clutter words in the one before",
    "clutter words in the one after",
    "prose within 3",
    "prose within 10",
    "clutter within 5 before",
    "clutter within 5 after",
    "own run against the longest",
    "blocks to the run's start",
    "blocks to the run's end",
    "blocks after the longest run's start",
    "blocks before the longest run's end",
    "clutter since the longest run's start",
    "words shared with the longest run",
    "prose of the document",
    "prose share of the document",
    "blank lines of the document",
    "quotes around",
    "dates within 3",
];

/// How many there are.
pub const COUNT: usize = 65;

/// The features of one block.
pub type Row = [f32; COUNT];

/// The features of each block of `document`, in order. Linear in its length.
#[must_use]
pub fn rows(document: &Document) -> Vec<Row> {
    context::rows(&profiles(document))
}

/// What each block looks like by itself.
pub(crate) fn profiles(document: &Document) -> Vec<Profile> {
    block::profiles(document)
}

/// The features of blocks that look like `profiles`.
pub(crate) fn rows_of(profiles: &[Profile]) -> Vec<Row> {
    context::rows(profiles)
}

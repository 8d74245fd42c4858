//! A document to an article: every block gets a kind, a confidence and a reason, and the masthead (title, byline, date,
//! source, place) is chosen among what the document claims and what it shows. No block is dropped.
//!
//! The way: features of a block and its neighbours → a label for each block → what by its form is no body is taken off
//! → the masthead → whether a wall stands in the place of the article → an [`Article`](crate::article::Article).

mod assemble;
mod dates;
mod entries;
pub mod features;
mod label;
mod language;
pub mod lines;
pub mod masthead;
pub mod model;
pub mod page;
mod phrases;
pub mod rules;
mod trim;
mod wall;

use crate::article::{Article, NAMED};
use crate::formats::Document;

use features::Profile;
use label::Label;
use masthead::Masthead;

/// Raised when the same bytes would give another article. Stored with each article; `reparse` looks for smaller ones.
pub const VERSION: u32 = 5;

/// The article in `document`.
#[must_use]
pub fn extract(mut document: Document) -> Article {
    let profiles = features::profiles(&document);
    let mut labels = label::label(&document, &profiles);
    let masthead = settle(&document, &profiles, &mut labels);
    entries::shape(&mut document, &profiles, &labels);
    let broken = wall::find(&document, &profiles, &labels);
    let mut article = assemble::assemble(document, labels, masthead);
    wall::note(&mut article, broken);
    if article.body().map(|(_, block)| block.text.as_str().len()).sum::<usize>() > NAMED {
        article.notes.push("Names were looked for in the first 1 MB of text.".into());
    }
    article
}

/// All that comes after a labeler: what stands in the entries of a live blog, what by its form is no body, and the masthead,
/// which takes what is its own. Training scores what this leaves.
fn settle(document: &Document, profiles: &[Profile], labels: &mut [Label]) -> Masthead {
    entries::mend(document, profiles, labels);
    trim::trim(document, profiles, labels);
    let masthead = masthead::read(document, profiles, labels);
    label::keep_something(document, labels);
    masthead
}

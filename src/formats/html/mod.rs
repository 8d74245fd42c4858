//! A saved page to a [`Document`]. Which of its blocks are the article is not asked here.
//!
//! The way: markup → [`cut`] → [`builder`] → [`tree`] → [`blocks`] (text runs with their marks and their place) and [`meta`] (what the page
//! claims about itself).

mod address;
mod blocks;
mod builder;
mod cut;
mod jsonld;
mod meta;
mod run;
mod tag;
mod told;
mod tree;

pub use tag::Tag;

use super::Document;
use crate::article::Format;
use tree::Tree;

/// Reads a page, already decoded.
#[must_use]
pub(crate) fn open(markup: &str) -> Document {
    let tree = Tree::parse(markup);
    let claims = meta::claims(&tree);
    let mut document = Document { format: Format::Html, claims, scripts: tree.scripts, ..Document::default() };
    if tree.overfull {
        document.notes.push("The page has very many elements: the end of it is shown as one block.".into());
    }
    if tree.cut {
        document.notes.push(super::ONLY_READ.into());
    }
    blocks::read(&tree, &mut document);
    document
}

/// The text of a snippet of markup: tags left out, entities decoded.
fn plain(markup: &str) -> String {
    Tree::parse(markup).text_below(0, usize::MAX)
}

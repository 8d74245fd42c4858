//! Pieces, labels and the masthead to an [`Article`]. Nothing is judged here and nothing is dropped.

use crate::article::{Article, Block};
use crate::formats::Document;

use super::label::Label;
use super::masthead::Masthead;

/// The article: every piece of `document` is a block of it.
pub(crate) fn assemble(document: Document, labels: Vec<Label>, masthead: Masthead) -> Article {
    let blocks = document
        .pieces
        .into_iter()
        .zip(labels)
        .map(|(piece, label)| Block {
            kind: label.kind,
            shape: piece.shape,
            text: piece.text,
            sure: label.sure,
            why: label.why,
        })
        .collect();
    Article {
        title: masthead.title,
        standfirst: masthead.standfirst,
        byline: masthead.byline,
        published: masthead.published,
        place: masthead.place,
        source: masthead.source,
        language: masthead.language,
        links: document.links,
        blocks,
        broken: None,
        notes: document.notes,
    }
}

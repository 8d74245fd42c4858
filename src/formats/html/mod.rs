//! A saved page to a document. What is the article in it is decided by `extract`.

use crate::article::{Format, Shape};
use crate::text::Rich;

use super::{Document, Piece, Setting};

/// Reads a page that is already characters, not bytes.
pub(crate) fn open(text: &str) -> Document {
    let pieces = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| Piece {
            shape: Shape::Paragraph,
            text: Rich::plain(line.trim()),
            setting: Setting::Element { path: Vec::new() },
        })
        .collect();
    Document { format: Format::Html, pieces, ..Document::default() }
}

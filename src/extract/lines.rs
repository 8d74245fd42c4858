//! Which blocks of a text of lines are the article. Pages of elements are judged by `page`.

use crate::article::BlockKind;
use crate::formats::Document;

use super::label::Label;

/// A label for each piece of `document`.
pub(crate) fn label(document: &Document) -> Vec<Label> {
    document.pieces.iter().map(|_| Label::new(BlockKind::Body, 0.0, "not judged")).collect()
}

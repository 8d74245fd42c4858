//! The answer of a labeler: what one block is for, how sure that is, and why. Not a labeler itself: `lines` judges texts
//! of lines, `page` judges pages of elements.

use crate::article::{BlockKind, Why};
use crate::formats::{Document, Setting};

use super::features::Profile;
use super::{lines, page};

/// What one block is for.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    /// The kind.
    pub(crate) kind: BlockKind,
    /// How sure the kind is: 0 (a guess) to 1.
    pub(crate) sure: f32,
    /// The reason, in words a reader understands.
    pub(crate) why: Why,
}

impl Label {
    /// A label; `sure` is held between 0 and 1.
    pub(crate) fn new(kind: BlockKind, sure: f32, why: impl Into<Why>) -> Self {
        Self { kind, sure: sure.clamp(0.0, 1.0), why: why.into() }
    }
}

/// Where no piece is body, the one with the most words is: a clipping of one sentence is an article too, and what a
/// reader saved is shown rather than refused.
pub(crate) fn keep_something(document: &Document, labels: &mut [Label]) {
    if labels.iter().any(|label| label.kind == BlockKind::Body) {
        return;
    }
    let words = |at: usize| document.pieces.get(at).map_or(0, |piece| piece.text.as_str().split_whitespace().count());
    // Of equals the first.
    let most = (0..labels.len()).filter(|&at| words(at) > 0).max_by_key(|&at| (words(at), std::cmp::Reverse(at)));
    if let Some(label) = most.and_then(|at| labels.get_mut(at)) {
        *label = Label::new(BlockKind::Body, 0.1, "the most words where nothing reads as an article");
    }
}

/// A label for each piece of `document`, in order, by the labeler that knows its setting; `profiles` are those of the
/// pieces.
pub(crate) fn label(document: &Document, profiles: &[Profile]) -> Vec<Label> {
    let in_a_page = document.pieces.iter().any(|piece| matches!(piece.setting, Setting::Element { .. }));
    if in_a_page { page::label(document, profiles) } else { lines::label(document, profiles) }
}

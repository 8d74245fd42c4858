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

/// A label for each piece of `document`, in order, by the labeler that knows its setting; `profiles` are those of the
/// pieces.
pub(crate) fn label(document: &Document, profiles: &[Profile]) -> Vec<Label> {
    let in_a_page = document.pieces.iter().any(|piece| matches!(piece.setting, Setting::Element { .. }));
    if in_a_page { page::label(document) } else { lines::label(document, profiles) }
}

//! A text with marks: one `String`, and byte ranges that say what is bold, emphasised, code or a link.
//! It is not a document: a [`Rich`] is one block, and blocks know their own shape.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// What a marked range is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MarkKind {
    /// Strong text.
    Bold,
    /// Emphasised text.
    Italic,
    /// Code, kept as typed.
    Code,
    /// A link; the number is an index into the article's list of addresses.
    Link(u16),
}

/// A marked range of a text, in bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Mark {
    /// Byte range in the text; both ends lie on character boundaries.
    pub range: Range<u32>,
    /// What the range is.
    pub kind: MarkKind,
}

/// A text and its marks, sorted by where they start.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rich {
    text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    marks: Vec<Mark>,
}

impl Rich {
    /// A text with marks. Marks that are empty, out of bounds or inside a character are left out, the rest sorted.
    #[must_use]
    pub fn new(text: String, mut marks: Vec<Mark>) -> Self {
        marks.retain(|mark| {
            let (start, end) = (mark.range.start as usize, mark.range.end as usize);
            start < end && end <= text.len() && text.is_char_boundary(start) && text.is_char_boundary(end)
        });
        marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
        Self { text, marks }
    }

    /// A text without marks.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), marks: Vec::new() }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The marks, sorted by start.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Whether there is nothing but white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The part of the text in `range`, with the marks that reach into it. An impossible range gives an empty text.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let Some(text) = self.text.get(range.clone()) else { return Self::default() };
        let (from, to) = (range.start as u32, range.end as u32);
        let marks = self
            .marks
            .iter()
            .filter(|mark| mark.range.start < to && mark.range.end > from)
            .map(|mark| Mark {
                range: mark.range.start.max(from) - from..mark.range.end.min(to) - from,
                kind: mark.kind,
            })
            .collect();
        Self::new(text.to_owned(), marks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_that_cuts_a_character_is_left_out() {
        let mark = |range| Mark { range, kind: MarkKind::Bold };
        let rich = Rich::new("né!".to_owned(), vec![mark(0..2), mark(1..3), mark(3..9), mark(1..1)]);
        assert_eq!(rich.marks(), [mark(1..3)]);
    }

    #[test]
    fn a_slice_keeps_the_marks_that_reach_into_it() {
        let rich = Rich::new("one two three".to_owned(), vec![Mark { range: 2..9, kind: MarkKind::Italic }]);
        let slice = rich.slice(4..7);
        assert_eq!(slice.as_str(), "two");
        assert_eq!(slice.marks(), [Mark { range: 0..3, kind: MarkKind::Italic }]);
    }
}

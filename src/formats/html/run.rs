//! A run of text while it is read: its words, its marks, where its lines end, and the element it stands in. Which elements
//! begin and end a run is decided in `blocks`.

use crate::text::{Mark, MarkKind};

/// The longest line of verse and of its like (addresses, bills of fare), in characters.
const VERSE_LINE: usize = 60;
/// From how many lines on such lines keep their ends.
const VERSE: usize = 3;

/// What an element makes of the text right in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Paragraph,
    Heading(u8),
    Quote,
    Item,
    Code,
    Caption,
    Row,
}

/// The text run that is being read.
#[derive(Default)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
    pub(super) ends: Vec<u32>,
    pub(super) linked: u32,
    /// The bytes at which a single `br` parts lines.
    pub(super) lines: Vec<usize>,
    /// How deep in the path the innermost element is that holds all of the run.
    pub(super) depth: usize,
    pub(super) frame: u32,
    pub(super) role: Option<Role>,
    pub(super) space: bool,
    pub(super) breaks: u8,
}

/// A mark that is open.
pub(super) struct Opened {
    pub(super) at: usize,
    pub(super) kind: Option<MarkKind>,
    pub(super) is_link: bool,
    pub(super) start: usize,
}

impl Run {
    /// Takes note that words of the run stand in the element at `depth` of the path.
    pub(super) fn stand(&mut self, depth: usize, frame: u32, role: Role) {
        if self.role.is_none() {
            (self.depth, self.frame, self.role) = (depth, frame, Some(role));
        }
    }

    /// Whether it is short lines parted by `br`: their ends are part of the text. Prose has longer lines.
    pub(super) fn is_verse(&self) -> bool {
        if self.lines.len() + 1 < VERSE || self.linked as usize * 2 > self.text.len() {
            return false;
        }
        let mut start = 0;
        self.lines.iter().copied().chain([self.text.len()]).all(|end| {
            let line = self.text.get(start..end).unwrap_or_default();
            start = end;
            line.chars().count() <= VERSE_LINE
        })
    }

    /// Makes the spaces at which lines are parted ends of lines.
    pub(super) fn keep_lines(&mut self) {
        let mut text = String::with_capacity(self.text.len());
        let mut start = 0;
        for &end in &self.lines {
            text.push_str(self.text.get(start..end).unwrap_or_default());
            if self.text.get(end..).is_some_and(|rest| rest.starts_with(' ')) {
                text.push('\n');
                start = end + 1;
            } else {
                start = end;
            }
        }
        text.push_str(self.text.get(start..).unwrap_or_default());
        self.text = text;
    }

    /// Marks what has been read since `opened`, without the white space around it.
    pub(super) fn close(&mut self, opened: &Opened) {
        let (Some(kind), Some(marked)) = (opened.kind, self.text.get(opened.start..)) else { return };
        let start = opened.start + (marked.len() - marked.trim_start().len());
        if let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(self.text.len()))
            && start < end
        {
            self.marks.push(Mark { range: start..end, kind });
        }
    }
}

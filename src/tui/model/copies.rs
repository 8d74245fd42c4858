//! The list of where else a text is filed, and the differences from one of those articles. What they are is the library's
//! and `export`'s; here is what is selected and which lines are on the screen.

use std::ops::Range;

use super::dossier::Cursor;
use crate::article::Article;
use crate::export::{self, Passage, Sign};
use crate::library::{Age, ArticleId, Opened, Twin};
use crate::text::wrap::wrap;

/// Rows of the screen that an entry of the list takes.
pub const ENTRY_HEIGHT: usize = 2;

/// The list, and over it the differences from one of its articles.
#[derive(Debug)]
pub struct Copies {
    /// The article at hand.
    pub of: ArticleId,
    /// The others.
    pub twins: Vec<Twin>,
    /// The selected one.
    pub cursor: Cursor,
    /// The differences, while they are looked at.
    pub page: Option<DiffPage>,
}

impl Copies {
    /// The list of an article.
    #[must_use]
    pub fn new(opened: &Opened) -> Self {
        Self { of: opened.row.id, twins: opened.copies.clone(), cursor: Cursor::default(), page: None }
    }

    /// The selected article.
    #[must_use]
    pub fn selected(&self) -> Option<&Twin> {
        self.twins.get(self.cursor.selected)
    }
}

/// The differences between two articles, laid out.
#[derive(Debug)]
pub struct DiffPage {
    /// What the old and the new article are, a line each.
    pub heads: [String; 2],
    /// How much differs, in words.
    pub summary: String,
    /// The differences.
    pub passages: Vec<Passage>,
    /// The lines at [`width`](Self::width): the passage, and bytes of it. An empty one parts two passages.
    pub lines: Vec<(usize, Range<usize>)>,
    /// Columns of the text.
    pub width: usize,
    /// Rows on the screen.
    pub height: usize,
    /// The first line on the screen.
    pub top: usize,
}

impl DiffPage {
    /// The differences between the article at hand and `twin`, from the older of the two to the newer.
    #[must_use]
    pub fn new(opened: &Opened, other: &Opened, twin: &Twin) -> Self {
        let (old, new) = if twin.age == Age::Older { (other, opened) } else { (opened, other) };
        let passages = export::changes(&old.article, &new.article);
        let head = |article: &Article| {
            let masthead = export::masthead(article);
            if masthead.is_empty() { article.title.clone().unwrap_or_default() } else { masthead }
        };
        let here = |side: &Opened| if side.row.id == opened.row.id { "this article" } else { "the other" };
        let heads = [old, new].map(|side| format!("{}: {}", here(side), head(&side.article)));
        let summary = export::summary(&passages);
        Self { heads, summary, passages, lines: Vec::new(), width: 0, height: 0, top: 0 }
    }

    /// Wraps anew where the width changed, and keeps the same passage on top.
    pub fn settle(&mut self, width: usize, height: usize) {
        self.height = height;
        if self.width != width || self.lines.is_empty() {
            let on_top = self.lines.get(self.top).map(|&(passage, _)| passage);
            self.width = width;
            self.lines.clear();
            for (index, passage) in self.passages.iter().enumerate() {
                if index > 0 {
                    self.lines.push((index, 0..0));
                }
                self.lines.extend(wrap(&passage.text, width.max(1)).into_iter().map(|range| (index, range)));
            }
            self.top = on_top.and_then(|passage| self.start_of(passage)).unwrap_or(0);
        }
        self.top = self.top.min(self.last_top());
    }

    /// The first line of a passage.
    fn start_of(&self, passage: usize) -> Option<usize> {
        self.lines.iter().position(|(index, range)| *index == passage && (passage == 0 || !range.is_empty()))
    }

    /// The largest `top` with a full screen below it.
    #[must_use]
    pub fn last_top(&self) -> usize {
        self.lines.len().saturating_sub(self.height.max(1))
    }

    /// The lines at which what differs begins.
    pub fn changes(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let differs = |passage: &Passage| matches!(passage.sign, Sign::Changed | Sign::Added | Sign::Removed);
        let numbers = self.passages.iter().enumerate().filter(move |(_, passage)| differs(passage));
        numbers.filter_map(|(index, _)| self.start_of(index))
    }
}

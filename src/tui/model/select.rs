//! Words of the article that are being selected, to be made a name. Which keys move through them is `update`'s; what a name is,
//! the library's.

use std::ops::Range;

use crate::article::{Block, BlockKind, Shape};
use crate::library::Place;
use crate::text::tokens::tokens;
use crate::text::wrap::width;
use crate::tui::layout::{Layout, Line};

/// A word on the screen's lines.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    block: usize,
    bytes: Range<usize>,
    /// The line it begins on, and its column there.
    line: usize,
    column: usize,
}

/// Whether a movement goes to another word, or takes words in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Goes to another word.
    Free,
    /// Takes in the words from the first to where it goes.
    Held,
}

/// A selection of whole words of one block.
#[derive(Clone, Debug)]
pub struct Selection {
    /// Every word of the article's own text that is laid out.
    words: Vec<Word>,
    /// Where it was begun.
    anchor: usize,
    /// Where it is now, on either side of that.
    head: usize,
    /// What a movement does.
    pub hold: Hold,
}

impl Selection {
    /// A selection of the first word at or below `from`; `None` where the article has no words from there on.
    #[must_use]
    pub fn new(blocks: &[Block], layout: &Layout, from: Place) -> Option<Self> {
        let words = words(blocks, layout);
        let at =
            words.partition_point(|word| (word.block, word.bytes.end) <= (from.block as usize, from.byte as usize));
        let at = at.min(words.len().checked_sub(1)?);
        Some(Self { words, anchor: at, head: at, hold: Hold::Free })
    }

    /// The block, and the bytes of it that are selected.
    #[must_use]
    pub fn range(&self) -> (usize, Range<usize>) {
        let word = |at: usize| self.words.get(at);
        let (Some(first), Some(last)) = (word(self.anchor.min(self.head)), word(self.anchor.max(self.head))) else {
            return (0, 0..0);
        };
        (first.block, first.bytes.start..last.bytes.end)
    }

    /// The selected words; empty where the article is another one.
    #[must_use]
    pub fn text<'a>(&self, blocks: &'a [Block]) -> &'a str {
        let (block, bytes) = self.range();
        blocks.get(block).and_then(|block| block.text.as_str().get(bytes)).unwrap_or_default()
    }

    /// Where the word is that movements start from.
    #[must_use]
    pub fn place(&self) -> Place {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let word = self.words.get(self.head);
        word.map_or_else(Place::default, |word| Place { block: number(word.block), byte: number(word.bytes.start) })
    }

    /// Goes so many words on or back.
    pub fn step(&mut self, by: isize) {
        self.go(self.head.saturating_add_signed(by).min(self.words.len().saturating_sub(1)));
    }

    /// Goes so many lines down or up that have words, to the word nearest to the column.
    pub fn step_line(&mut self, by: isize) {
        let Some(from) = self.words.get(self.head) else { return };
        let mut lines: Vec<usize> = self.words.iter().map(|word| word.line).collect();
        lines.dedup();
        let at = lines.partition_point(|&line| line < from.line);
        let Some(&line) = lines.get(at.saturating_add_signed(by).min(lines.len() - 1)) else { return };
        let on_line = self.words.iter().enumerate().filter(|(_, word)| word.line == line);
        let nearest = on_line.min_by_key(|(_, word)| word.column.abs_diff(from.column));
        if let Some((at, _)) = nearest {
            self.go(at);
        }
    }

    /// Takes in one word more, or one less: from now on movements do so.
    pub fn extend(&mut self, by: isize) {
        self.hold = Hold::Held;
        self.step(by);
    }

    /// Holds the first word, or lets the selection go and keeps the word it is at.
    pub fn toggle(&mut self) {
        self.hold = if self.hold == Hold::Free { Hold::Held } else { Hold::Free };
        self.anchor = self.head;
    }

    fn go(&mut self, to: usize) {
        if self.hold == Hold::Free {
            (self.anchor, self.head) = (to, to);
            return;
        }
        // A name stands in one block: what is held goes no further than its ends.
        let Some(own) = self.words.get(self.anchor).map(|word| word.block) else { return };
        let first = self.words.partition_point(|word| word.block < own);
        let end = self.words.partition_point(|word| word.block <= own);
        self.head = to.clamp(first, end.saturating_sub(1).max(first));
    }
}

/// The words of the body on the lines of `layout`, in order.
fn words(blocks: &[Block], layout: &Layout) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut done = None;
    let pieces = layout.lines().iter().enumerate().flat_map(|(line, laid)| match laid {
        Line::Text { block, range, indent, .. } => vec![(line, *block, usize::from(*indent), range.clone())],
        Line::Cells { block, cells } => {
            cells.iter().map(|(x, range)| (line, *block, usize::from(*x), range.clone())).collect()
        }
        _ => Vec::new(),
    });
    let pieces: Vec<_> = pieces.collect();
    for &(_, index, ..) in &pieces {
        let Some(block) = blocks.get(index).filter(|block| block.kind == BlockKind::Body && done != Some(index)) else {
            continue;
        };
        done = Some(index);
        let own = pieces.partition_point(|piece| piece.1 < index)..pieces.partition_point(|piece| piece.1 <= index);
        let own = pieces.get(own).unwrap_or_default();
        let text = block.text.as_str();
        for bytes in spans(block).into_iter().flat_map(|span| words_of(text, span)) {
            // A word that is broken belongs to the line on which it begins.
            let piece = own.iter().find(|(.., range)| range.contains(&bytes.start));
            if let Some((line, _, x, range)) = piece {
                let column = x + width(text.get(range.start..bytes.start).unwrap_or_default());
                words.push(Word { block: index, bytes, line: *line, column });
            }
        }
    }
    words.sort_by_key(|word| (word.block, word.bytes.start));
    words
}

/// What of a block hangs together: all of it, or the cells of a row.
fn spans(block: &Block) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut start = 0;
    if let Shape::Row(ends) = &block.shape {
        for &end in ends {
            spans.push(start..end as usize);
            start = end as usize;
        }
    }
    spans.push(start..block.text.as_str().len());
    spans
}

fn words_of(text: &str, span: Range<usize>) -> Vec<Range<usize>> {
    let Some(part) = text.get(span.clone()) else { return Vec::new() };
    let bytes = |range: &Range<u32>| span.start + range.start as usize..span.start + range.end as usize;
    let all = tokens(part);
    let words = all.iter().filter(|token| token.of(part).chars().any(char::is_alphanumeric));
    // What a possessive ends in is no word of its own.
    let words = words.filter(|token| !token.of(part).starts_with(['\'', '’']));
    words.map(|token| bytes(&token.range)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Why};
    use crate::text::Rich;
    use crate::tui::layout::Key;

    fn block(kind: BlockKind, shape: Shape, text: &str) -> Block {
        Block { kind, shape, text: Rich::plain(text), sure: 1.0, why: Why::default() }
    }

    fn selection(blocks: &[Block], from: (u32, u32)) -> Option<Selection> {
        let article = Article { blocks: blocks.to_vec(), ..Article::default() };
        let layout = Layout::new(&article, &article.blocks, Key { width: 30, ..Key::default() });
        Selection::new(blocks, &layout, Place { block: from.0, byte: from.1 })
    }

    #[test]
    fn words_are_gone_through_and_taken_in_within_a_block() {
        let blocks = [
            block(BlockKind::Body, Shape::Paragraph, "Sen. Ada de la Brook’s house, near Saint-Denis"),
            block(BlockKind::Ad, Shape::Paragraph, "Boots"),
            block(BlockKind::Body, Shape::Row(vec![4, 8, 9]), "ShipToll9"),
        ];
        let type_ = |keys: &str| {
            let mut selection = selection(&blocks, (0, 0)).unwrap();
            for key in keys.chars() {
                match key {
                    'l' => selection.step(1),
                    'h' => selection.step(-1),
                    'L' => selection.extend(1),
                    'H' => selection.extend(-1),
                    'j' => selection.step_line(1),
                    'k' => selection.step_line(-1),
                    _ => selection.toggle(),
                }
            }
            selection.text(&blocks).to_owned()
        };
        let cases = [
            ("", "Sen."),
            ("l", "Ada"),
            ("lLLL", "Ada de la Brook"),
            ("lvlll", "Ada de la Brook"),
            ("lvlllv", "Brook"),
            ("llllH", "la Brook"),
            ("hh", "Sen."),
            ("llllll", "near"),
            ("lllllllLLLL", "Saint-Denis"),
            ("llllllll", "Ship"),
            ("llllllllll", "9"),
            ("lllllllllllll", "9"),
            ("vHHH", "Sen."),
            ("j", "near"),
            ("jjj", "Ship"),
            ("jk", "Sen."),
        ];
        for (keys, expected) in cases {
            assert_eq!(type_(keys), expected, "{keys}");
        }
    }

    #[test]
    fn it_begins_where_one_is_and_not_where_there_are_no_words() {
        let blocks =
            [block(BlockKind::Body, Shape::Paragraph, "Ada Brook"), block(BlockKind::Body, Shape::Paragraph, "港の船")];
        for (from, expected) in [((0, 0), "Ada"), ((0, 2), "Ada"), ((0, 4), "Brook"), ((9, 0), "港の船")] {
            let selected = selection(&blocks, from).map(|selection| selection.text(&blocks).to_owned());
            assert_eq!(selected.as_deref(), Some(expected), "{from:?}");
        }
        assert!(selection(&[], (0, 0)).is_none());
        assert!(selection(&[block(BlockKind::Ad, Shape::Paragraph, "Boots")], (0, 0)).is_none());
    }
}

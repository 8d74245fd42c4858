//! An article laid out: which lines there are at a width, each as byte ranges in the article's own texts. Nothing is
//! drawn and no text is copied; `view` paints the lines that are on the screen, and `update` moves through them.

mod table;
mod words;

pub use words::{long_date, month, short_date};

use std::collections::BTreeSet;
use std::ops::Range;

use crate::article::{Article, Block, BlockKind, Bullet, Shape};
use crate::library::Place;
use crate::text::wrap::wrap;

/// What of an article is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The article, with a count where something is hidden.
    #[default]
    Clean,
    /// Every block, each hidden one with its kind and the reason.
    Everything,
    /// The saved bytes, as text.
    Original,
}

impl View {
    /// The view that comes after it.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Clean => Self::Everything,
            Self::Everything => Self::Original,
            Self::Original => Self::Clean,
        }
    }

    /// Its name on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Everything => "everything",
            Self::Original => "original",
        }
    }
}

/// A line of the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A part of the title.
    Title(Range<usize>),
    /// A part of the line with byline, source, date and place: [`Layout::facts`].
    Facts(Range<usize>),
    /// A part of the line that says where else the text is filed: [`Layout::elsewhere`].
    Elsewhere(Range<usize>),
    /// A part of the standfirst.
    Standfirst(Range<usize>),
    /// A part of a note on the parse; the number is its index.
    Note(usize, Range<usize>),
    /// Nothing.
    Blank,
    /// A part of a block's text.
    Text {
        /// The block.
        block: usize,
        /// The bytes.
        range: Range<usize>,
        /// Columns before the text; what stands there depends on the shape.
        indent: u16,
        /// Whether it is the block's first line.
        part: Part,
    },
    /// A line of a table row: the column at which each cell's piece starts, and its bytes.
    Cells {
        /// The block.
        block: usize,
        /// The pieces.
        cells: Vec<(u16, Range<usize>)>,
    },
    /// A line across.
    Rule(usize),
    /// Before hidden blocks that are shown: their kind and the reason of the first.
    Label(usize),
    /// In the place of hidden blocks.
    Fold(Range<usize>),
}

/// A block's first line, or a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The first.
    First,
    /// A later one.
    Later,
}

/// What a layout depends on. Equal keys give equal layouts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// The article, by its place in the library and a number that grows with each opening.
    pub article: u64,
    /// The columns.
    pub width: u16,
    /// What is shown.
    pub view: View,
    /// The first blocks of the folds that were opened.
    pub unfolded: BTreeSet<usize>,
    /// Where else the text is filed, in words.
    pub elsewhere: String,
    /// How much of it is laid out.
    pub reach: Reach,
}

/// How much of an article is laid out: one that is only shown beside the list needs no more lines than the screen has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Until there are so many lines.
    Lines(usize),
    /// All of it.
    #[default]
    Whole,
}

/// The lines of an article at a width.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    key: Option<Key>,
    /// Byline, source, date and place, in a line.
    pub facts: String,
    /// Where else the text is filed, in a line.
    pub elsewhere: String,
    lines: Vec<Line>,
    /// Where in the article each line starts; never falls.
    starts: Vec<Place>,
    /// Lines before the first block.
    masthead: usize,
}

impl Layout {
    /// Lays out `article`. `blocks` are its own, or those of its original.
    #[must_use]
    pub fn new(article: &Article, blocks: &[Block], key: Key) -> Self {
        let mut layout = Self { facts: words::facts(article), elsewhere: key.elsewhere.clone(), ..Self::default() };
        let width = usize::from(key.width.max(1));
        if key.view != View::Original {
            layout.masthead(article, width);
        }
        layout.masthead = layout.lines.len();
        layout.blocks(article, blocks, &key, width);
        layout.key = Some(key);
        layout
    }

    /// What it was made for; `None` for the empty layout.
    #[must_use]
    pub fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// The lines.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Where in the article a line starts; `None` above the first block.
    #[must_use]
    pub fn place(&self, line: usize) -> Option<Place> {
        if line < self.masthead { None } else { self.starts.get(line).copied() }
    }

    /// The line on which a place is; `None` is the top.
    #[must_use]
    pub fn line_of(&self, place: Option<Place>) -> usize {
        let Some(place) = place else { return 0 };
        let after = self.starts.partition_point(|start| (start.block, start.byte) <= (place.block, place.byte));
        let line = after.saturating_sub(1).max(self.masthead.min(self.lines.len().saturating_sub(1)));
        // What stands over a block belongs to it.
        let label = line.checked_sub(1).filter(|&above| {
            matches!(self.lines.get(above), Some(Line::Label(_))) && self.starts.get(above) == self.starts.get(line)
        });
        label.unwrap_or(line)
    }

    /// Whether a block stands somewhere in it, shown or counted. What the masthead says already does not.
    #[must_use]
    pub fn holds(&self, index: usize) -> bool {
        self.lines.iter().any(|line| match line {
            Line::Text { block, .. } | Line::Cells { block, .. } | Line::Rule(block) => *block == index,
            Line::Fold(blocks) => blocks.contains(&index),
            _ => false,
        })
    }

    fn push(&mut self, line: Line, block: usize, byte: usize) {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.lines.push(line);
        self.starts.push(Place { block: number(block), byte: number(byte) });
    }

    fn masthead(&mut self, article: &Article, width: usize) {
        if let Some(title) = &article.title {
            for range in wrap(title, width) {
                self.push(Line::Title(range), 0, 0);
            }
        }
        for range in wrap(&self.facts.clone(), width) {
            if !range.is_empty() {
                self.push(Line::Facts(range), 0, 0);
            }
        }
        for range in wrap(&self.elsewhere.clone(), width) {
            if !range.is_empty() {
                self.push(Line::Elsewhere(range), 0, 0);
            }
        }
        for (index, note) in article.notes.iter().enumerate() {
            for range in wrap(&note.0, width.saturating_sub(2)) {
                self.push(Line::Note(index, range), 0, 0);
            }
        }
        self.push(Line::Blank, 0, 0);
        if let Some(standfirst) = &article.standfirst {
            for range in wrap(standfirst, width) {
                self.push(Line::Standfirst(range), 0, 0);
            }
            self.push(Line::Blank, 0, 0);
        }
    }

    fn blocks(&mut self, article: &Article, blocks: &[Block], key: &Key, width: usize) {
        let mut at = 0;
        let mut before: Option<usize> = None;
        while let Some(block) = blocks.get(at) {
            if matches!(key.reach, Reach::Lines(enough) if self.lines.len() > enough) {
                return;
            }
            if key.view == View::Clean && is_in_masthead(article, block) {
                at += 1;
                continue;
            }
            if key.view != View::Clean || block.kind == BlockKind::Body {
                at = self.run(article, blocks, at..at + 1, &mut before, (width, key.reach));
                continue;
            }
            let end = end_of_fold(article, blocks, at);
            if key.unfolded.contains(&at) {
                self.run(article, blocks, at..end, &mut before, (width, key.reach));
            } else {
                if before.is_some() {
                    self.push(Line::Blank, at, 0);
                }
                self.push(Line::Fold(at..end), at, 0);
                before = Some(end - 1);
            }
            at = end;
        }
    }

    /// Lays out the blocks of `range` in full; a table's rows are taken together. Returns where it stopped.
    fn run(
        &mut self,
        article: &Article,
        blocks: &[Block],
        range: Range<usize>,
        before: &mut Option<usize>,
        (width, reach): (usize, Reach),
    ) -> usize {
        let mut at = range.start;
        while at < range.end {
            let Some(block) = blocks.get(at) else { break };
            let earlier = before.and_then(|index| blocks.get(index));
            if earlier.is_some_and(|earlier| !are_close(earlier, block)) {
                self.push(Line::Blank, at, 0);
            }
            let hidden = block.kind != BlockKind::Body && !is_in_masthead(article, block);
            if hidden && earlier.is_none_or(|earlier| earlier.kind != block.kind) {
                self.push(Line::Label(at), at, 0);
            }
            let end = if matches!(block.shape, Shape::Row(_)) {
                self.table(blocks, at, width)
            } else {
                self.block(block, at, width, reach)
            };
            *before = Some(end - 1);
            at = end;
        }
        at
    }

    fn block(&mut self, block: &Block, index: usize, width: usize, reach: Reach) -> usize {
        if block.shape == Shape::Rule {
            self.push(Line::Rule(index), index, 0);
            return index + 1;
        }
        let indent = indent(&block.shape, width) + usize::from(block.kind != BlockKind::Body) * GUTTER;
        let indent = indent.min(width / 2);
        let text = within_reach(block.text.as_str(), reach, width);
        for (number, range) in wrap(text, width - indent).into_iter().enumerate() {
            let part = if number == 0 { Part::First } else { Part::Later };
            let start = range.start;
            let indent = u16::try_from(indent).unwrap_or(u16::MAX);
            self.push(Line::Text { block: index, range, indent, part }, index, start);
        }
        index + 1
    }
}

/// As much of a block's text as its part of the lines can hold: a paragraph may have megabytes. A column takes up to 4 bytes,
/// and more where marks are set over a letter.
fn within_reach(text: &str, reach: Reach, width: usize) -> &str {
    match reach {
        Reach::Lines(lines) => crate::text::head(text, (lines + 2) * width.max(1) * 16),
        Reach::Whole => text,
    }
}

/// Columns of the bar before a hidden block that is shown.
pub const GUTTER: usize = 2;

/// Columns before the text of a block.
fn indent(shape: &Shape, width: usize) -> usize {
    match shape {
        Shape::Quote | Shape::Code | Shape::Caption => 2,
        Shape::Item { depth, mark } => {
            let deep = (usize::from(*depth) * 2).min(width / 4);
            deep + lead(*mark).chars().count()
        }
        _ => 0,
    }
}

/// What stands before a list item, with its space.
#[must_use]
pub fn lead(mark: Bullet) -> String {
    match mark {
        Bullet::Dot => "• ".to_owned(),
        Bullet::Number(number) => format!("{number}. "),
    }
}

/// Items of a list, lines of code and the like stand together, without a blank line; so do hidden blocks of a kind.
fn are_close(before: &Block, after: &Block) -> bool {
    if before.kind != BlockKind::Body {
        return before.kind == after.kind;
    }
    let one = |block: &Block| match block.shape {
        Shape::Item { .. } => 1,
        Shape::Code => 2,
        Shape::Row(_) => 3,
        _ => 0,
    };
    before.kind == after.kind && one(before) != 0 && one(before) == one(after)
}

/// Whether the masthead shows the block already: a title that is printed above need not be counted as hidden.
fn is_in_masthead(article: &Article, block: &Block) -> bool {
    block.kind == BlockKind::Meta
        && [&article.title, &article.standfirst]
            .into_iter()
            .flatten()
            .any(|shown| shown.trim() == block.text.as_str().trim())
}

/// To after the last hidden block before the next of the body. What the masthead shows does not part a fold in two.
fn end_of_fold(article: &Article, blocks: &[Block], from: usize) -> usize {
    let until_body = blocks.get(from..).unwrap_or_default().iter().take_while(|block| block.kind != BlockKind::Body);
    let last = until_body.enumerate().filter(|(_, block)| !is_in_masthead(article, block)).last();
    from + last.map_or(1, |(at, _)| at + 1)
}

/// "3 blocks hidden: 2 related, 1 ad".
#[must_use]
pub fn count_hidden(blocks: &[Block]) -> String {
    let count = |kind: BlockKind| blocks.iter().filter(|block| block.kind == kind).count();
    let mut kinds: Vec<_> = BlockKind::ALL.into_iter().map(|kind| (count(kind), kind.name())).collect();
    kinds.retain(|&(count, _)| count > 0);
    kinds.sort_by_key(|&(count, _)| std::cmp::Reverse(count));
    let kinds: Vec<String> = kinds.into_iter().map(|(count, name)| format!("{count} {name}")).collect();
    let noun = if blocks.len() == 1 { "block" } else { "blocks" };
    format!("{} {noun} hidden: {}", blocks.len(), kinds.join(", "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::Why;
    use crate::text::Rich;

    fn shape() -> impl Strategy<Value = Shape> {
        prop_oneof![
            4 => Just(Shape::Paragraph),
            1 => (1..7_u8).prop_map(Shape::Heading),
            1 => Just(Shape::Quote),
            1 => (0..9_u8, 0..100_u32).prop_map(|(depth, number)| Shape::Item { depth, mark: Bullet::Number(number) }),
            1 => Just(Shape::Code),
            1 => Just(Shape::Caption),
            2 => prop::collection::vec(0..40_u32, 0..6).prop_map(Shape::Row),
            1 => Just(Shape::Rule),
        ]
    }

    fn block() -> impl Strategy<Value = Block> {
        ("[ a-zé日👩.\u{301}]{0,60}", shape(), prop::sample::select(&BlockKind::ALL[..])).prop_map(
            |(text, shape, kind)| Block { kind, shape, text: Rich::plain(text), sure: 1.0, why: Why::default() },
        )
    }

    #[test]
    fn the_title_in_the_page_does_not_part_a_fold() {
        let block = |kind, text: &str| Block {
            kind,
            shape: Shape::Paragraph,
            text: Rich::plain(text),
            sure: 1.0,
            why: Why::default(),
        };
        let blocks = vec![
            block(BlockKind::Navigation, "News Weather"),
            block(BlockKind::Meta, "Tides"),
            block(BlockKind::Ad, "Buy boats"),
            block(BlockKind::Body, "The tide came in."),
            block(BlockKind::Meta, "Tides"),
        ];
        let article = Article { title: Some("Tides".to_owned()), blocks: blocks.clone(), ..Article::default() };
        let layout = Layout::new(&article, &blocks, Key { width: 40, ..Key::default() });
        let folds = layout.lines.iter().filter_map(|line| match line {
            Line::Fold(range) => Some((range.start, range.end)),
            _ => None,
        });
        assert_eq!(folds.collect::<Vec<_>>(), [(0, 3)], "and a title alone is none");
    }

    #[test]
    fn beside_the_list_a_paragraph_of_megabytes_is_laid_out_as_far_as_the_screen_goes() {
        let text = Rich::plain("the tide came in ".repeat(100_000));
        let block = Block { kind: BlockKind::Body, shape: Shape::Paragraph, text, sure: 1.0, why: Why::default() };
        let article = Article { blocks: vec![block], ..Article::default() };
        let lines = |reach| Layout::new(&article, &article.blocks, Key { width: 40, reach, ..Key::default() }).lines;
        let (shown, whole) = (lines(Reach::Lines(30)), lines(Reach::Whole));
        assert!(whole.len() > 40_000 && (31..1000).contains(&shown.len()), "{}", shown.len());
        assert_eq!(shown[..31], whole[..31]);
    }

    proptest! {
        #[test]
        fn places_never_fall_and_each_is_found_again(
            blocks in prop::collection::vec(block(), 0..12),
            width in 0..80_u16,
            everything: bool,
        ) {
            let view = if everything { View::Everything } else { View::Clean };
            let article = Article { title: Some("Tides".to_owned()), blocks: blocks.clone(), ..Article::default() };
            let layout = Layout::new(&article, &blocks, Key { width, view, ..Key::default() });
            let starts: Vec<_> = layout.starts.iter().map(|place| (place.block, place.byte)).collect();
            prop_assert!(starts.is_sorted(), "{starts:?}");
            for line in layout.masthead..layout.lines.len() {
                let found = layout.line_of(layout.place(line));
                prop_assert_eq!(layout.place(found), layout.place(line));
            }
            // Every block is somewhere: shown, or counted.
            for (index, block) in blocks.iter().enumerate() {
                let is_empty_row = matches!(&block.shape, Shape::Row(ends) if ends.is_empty());
                prop_assert!(layout.holds(index) || is_empty_row, "block {index} is nowhere");
            }
        }
    }
}

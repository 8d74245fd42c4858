//! An article laid out: which lines there are at a width, each as byte ranges in the article's own texts. Nothing is
//! drawn and no text is copied; `view` paints the lines that are on the screen, and `update` moves through them.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;

use crate::article::{Article, Block, BlockKind, Bullet, Shape};
use crate::library::Place;
use crate::text::wrap::{width as columns, wrap};

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
        let mut layout = Self { facts: facts(article), ..Self::default() };
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
                at = self.run(article, blocks, at..at + 1, &mut before, width);
                continue;
            }
            let end = end_of_fold(article, blocks, at);
            if key.unfolded.contains(&at) {
                self.run(article, blocks, at..end, &mut before, width);
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
        width: usize,
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
                self.block(block, at, width)
            };
            *before = Some(end - 1);
            at = end;
        }
        at
    }

    fn block(&mut self, block: &Block, index: usize, width: usize) -> usize {
        if block.shape == Shape::Rule {
            self.push(Line::Rule(index), index, 0);
            return index + 1;
        }
        let indent = indent(&block.shape, width) + usize::from(block.kind != BlockKind::Body) * GUTTER;
        let indent = indent.min(width / 2);
        for (number, range) in wrap(block.text.as_str(), width - indent).into_iter().enumerate() {
            let part = if number == 0 { Part::First } else { Part::Later };
            let start = range.start;
            let indent = u16::try_from(indent).unwrap_or(u16::MAX);
            self.push(Line::Text { block: index, range, indent, part }, index, start);
        }
        index + 1
    }

    /// Lays out the rows of the table that starts at `from`; their cells stand in columns and wrap within them.
    fn table(&mut self, blocks: &[Block], from: usize, width: usize) -> usize {
        let rest = blocks.get(from..).unwrap_or_default();
        let kind = rest.first().map(|block| block.kind);
        let is_row = |block: &&Block| matches!(block.shape, Shape::Row(_)) && Some(block.kind) == kind;
        let table = &rest[..rest.iter().take_while(is_row).count()];
        let cells: Vec<Vec<Range<usize>>> = table.iter().map(cells).collect();
        let widths = column_widths(table, &cells, width);
        for (index, (row, cells)) in table.iter().zip(&cells).enumerate() {
            let index = from + index;
            let text = row.text.as_str();
            let wrapped: Vec<Vec<Range<usize>>> = cells
                .iter()
                .zip(&widths)
                .map(|(cell, &width)| {
                    let start = cell.start;
                    let piece = text.get(cell.clone()).unwrap_or_default();
                    wrap(piece, width).into_iter().map(|line| start + line.start..start + line.end).collect()
                })
                .collect();
            let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
            let mut start = 0;
            for line in 0..height {
                let mut column = 0;
                let mut pieces = Vec::with_capacity(wrapped.len());
                for (cell, width) in wrapped.iter().zip(&widths) {
                    let x = u16::try_from(column).unwrap_or(u16::MAX);
                    pieces.push((x, cell.get(line).cloned().unwrap_or(0..0)));
                    column += width + BETWEEN;
                }
                self.push(Line::Cells { block: index, cells: pieces }, index, start);
                // Later lines of a row keep the order of places: one byte on, never past the text.
                start = (start + 1).min(text.len());
            }
        }
        from + table.len().max(1)
    }
}

/// Columns of the bar before a hidden block that is shown.
pub const GUTTER: usize = 2;
/// Columns between two cells of a table: a bar with a space on each side.
const BETWEEN: usize = 3;

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

fn end_of_fold(article: &Article, blocks: &[Block], from: usize) -> usize {
    let hidden = |block: &&Block| block.kind != BlockKind::Body && !is_in_masthead(article, block);
    from + blocks.get(from..).unwrap_or_default().iter().take_while(hidden).count().max(1)
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

fn cells(block: &Block) -> Vec<Range<usize>> {
    let Shape::Row(ends) = &block.shape else { return Vec::new() };
    let text = block.text.as_str();
    let mut start = 0;
    ends.iter()
        .map(|&end| {
            let end = (end as usize).clamp(start, text.len());
            let cell = text.get(start..end).unwrap_or_default();
            let from = start + (cell.len() - cell.trim_start().len());
            start = end;
            from..(from + cell.trim().len()).min(text.len())
        })
        .collect()
}

/// The columns of a table: each as wide as its widest cell, the widest made narrower until all fit.
fn column_widths(blocks: &[Block], cells: &[Vec<Range<usize>>], width: usize) -> Vec<usize> {
    let count = cells.iter().map(Vec::len).max().unwrap_or(0);
    let mut widths = vec![1; count];
    for (block, row) in blocks.iter().zip(cells) {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = columns(block.text.as_str().get(cell.clone()).unwrap_or_default()).max(*widest);
        }
    }
    let room = width.saturating_sub(BETWEEN * count.saturating_sub(1)).max(count);
    // The widest cap under which all fit, found by halving: a table of many columns must not take long.
    let fits = |cap: usize| widths.iter().map(|&width| width.min(cap)).sum::<usize>() <= room;
    let (mut low, mut high) = (1, room.max(1));
    while low < high {
        let middle = (low + high).div_ceil(2);
        if fits(middle) { low = middle } else { high = middle - 1 }
    }
    widths.iter().map(|&width| width.min(low)).collect()
}

/// "Ana Perez · The Guardian · 21 Nov 2026 · Brussels".
fn facts(article: &Article) -> String {
    let byline = (!article.byline.is_empty()).then(|| article.byline.join(", "));
    let source = article.source.name.clone().or_else(|| article.source.host.clone());
    let published = article.published.map(|published| long_date(published.day()));
    let place = article.place.as_deref().map(in_lower_case);
    [byline, source, published, place].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A dateline is printed in capitals: "BRUSSELS" is shown as "Brussels". What is not all capitals stays.
fn in_lower_case(place: &str) -> String {
    if place.chars().any(char::is_lowercase) {
        return place.to_owned();
    }
    let mut inside = false;
    place
        .chars()
        .flat_map(|c| {
            let lower = std::mem::replace(&mut inside, c.is_alphabetic());
            let signs: Vec<char> = if lower { c.to_lowercase().collect() } else { vec![c] };
            signs
        })
        .collect()
}

/// "21 Nov 2026".
#[must_use]
pub fn long_date(day: Date) -> String {
    format!("{} {} {}", day.day(), month(day), day.year())
}

/// "today", "21 Nov", or "21 Nov 2024" in another year.
#[must_use]
pub fn short_date(day: Date, today: Date) -> String {
    if day == today {
        "today".to_owned()
    } else if day.year() == today.year() {
        format!("{} {}", day.day(), month(day))
    } else {
        long_date(day)
    }
}

/// "Nov".
#[must_use]
pub fn month(day: Date) -> &'static str {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    usize::try_from(day.month() - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or("")
}

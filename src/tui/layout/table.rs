//! A table laid out: its cells stand in columns and wrap within them, so that nothing of it is cut.

use std::ops::Range;

use super::{Layout, Line};
use crate::article::{Block, Shape};
use crate::text::wrap::{width as columns, wrap};

/// Columns between two cells of a table: a bar with a space on each side.
const BETWEEN: usize = 3;

impl Layout {
    /// Lays out the rows of the table that starts at `from`; their cells stand in columns and wrap within them.
    pub(super) fn table(&mut self, blocks: &[Block], from: usize, width: usize) -> usize {
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

//! Where the list of copies and the differences stand: over the panes; on a small screen, all of it but the last line.

use ratatui::layout::{Rect, Size};

use super::super::model::copies::{Copies, ENTRY_HEIGHT};

/// Columns of the differences, at most: the measure of the reader with signs in it.
const WIDEST: u16 = 92;

/// Lines that say what is compared.
const HEADS: u16 = 2;

/// Where they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CopiesPlan {
    /// All of it.
    pub frame: Rect,
    /// What is compared; empty for the list.
    pub heads: Rect,
    /// The entries of the list, or the lines of the differences.
    pub rows: Rect,
    /// The keys.
    pub keys: Rect,
}

impl CopiesPlan {
    /// The plan on a screen of that size.
    #[must_use]
    pub fn new(size: Size, copies: &Copies) -> Self {
        let is_small = size.width < 72 || size.height < 16;
        let border = u16::from(!is_small);
        let width = if is_small { size.width } else { (size.width - 4).min(WIDEST) };
        let room = if is_small { size.height.saturating_sub(1) } else { size.height - 2 };
        let heads = if copies.page.is_some() { HEADS } else { 0 };
        let wanted = match copies.page {
            None if !is_small => (copies.twins.len().min(200) * ENTRY_HEIGHT) as u16 + 1 + 2 * border,
            _ => room,
        };
        let height = wanted.min(room);
        let frame = Rect { x: (size.width - width) / 2, y: border, width, height };
        let inside = Rect {
            x: frame.x + border,
            y: frame.y + border,
            width: width.saturating_sub(2 * border),
            height: height.saturating_sub(2 * border),
        };
        let keys = Rect { y: inside.bottom().saturating_sub(1).max(inside.y), height: inside.height.min(1), ..inside };
        let above = inside.height - keys.height;
        let heads = Rect { height: heads.min(above / 2), ..inside };
        let rows = Rect { y: heads.bottom(), height: above - heads.height, ..inside };
        Self { frame, heads, rows, keys }
    }
}

//! Where a list to pick from stands: over the panes, in the upper middle; on a small screen, the whole of it.

use ratatui::layout::{Rect, Size};

/// Where a picker stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PickerPlan {
    /// All of it.
    pub frame: Rect,
    /// The line that is typed.
    pub line: Rect,
    /// What is picked from.
    pub rows: Rect,
}

impl PickerPlan {
    /// The plan on a screen of that size.
    #[must_use]
    pub fn new(size: Size) -> Self {
        let width = if size.width < 72 { size.width } else { (size.width * 7 / 10).clamp(72, 100) };
        let height = if size.height < 16 { size.height } else { (size.height * 7 / 10).max(14) };
        let frame = Rect { x: (size.width - width) / 2, y: (size.height - height) / 4, width, height };
        let border = u16::from(width >= 10 && height >= 6);
        let inside =
            Rect { x: frame.x + border, y: frame.y + border, width: width - 2 * border, height: height - 2 * border };
        // The line, and one that parts it from the rest.
        let head = inside.height.min(1 + border);
        let rows = Rect { y: inside.y + head, height: inside.height - head, ..inside };
        Self { frame, line: Rect { height: inside.height.min(1), ..inside }, rows }
    }

    /// How many rows there are to pick from at a time.
    #[must_use]
    pub fn visible(&self) -> usize {
        usize::from(self.rows.height)
    }
}

//! Where the parts of a page of articles beside one stand. What does not fit is left out from the bottom.

use ratatui::layout::Rect;

use super::{Frame, Plan};
use crate::tui::model::story::{ENTRY_HEIGHT, RelatedPage, Shown};

/// Where they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RelatedPlan {
    /// All of it, with its border.
    pub frame: Rect,
    /// The title, where there is no border to hold it, and the line that sums up.
    pub head: Rect,
    /// The heading of the articles.
    pub heading: Rect,
    /// The articles.
    pub rows: Rect,
    /// The line above the foot.
    pub rule: Rect,
    /// Papers and names.
    pub foot: Rect,
}

impl RelatedPlan {
    /// The parts of `page` on the screen of `plan`.
    #[must_use]
    pub fn new(plan: &Plan, page: &RelatedPage) -> Self {
        let bordered = u16::from(plan.frame == Frame::Bordered);
        let body = plan.body;
        let inside = plan.frame.inside(body);
        let mut rest = inside;
        let mut take = |height: u16, least: u16| {
            let height = if rest.height >= least { height.min(rest.height) } else { 0 };
            let taken = Rect { height, ..rest };
            rest = Rect { y: rest.y + height, height: rest.height - height, ..rest };
            taken
        };
        let head = take(2 - bordered, 4);
        let heading = take(1, 4);
        let has_foot = matches!(page.shown, Shown::Story(_)) && rest.height >= 10;
        let foot = Rect { y: rest.bottom() - 2 * u16::from(has_foot), height: 2 * u16::from(has_foot), ..rest };
        rest.height -= foot.height;
        let rule = Rect { y: rest.bottom() - u16::from(has_foot), height: u16::from(has_foot), ..rest };
        rest.height -= rule.height;
        Self { frame: body, head, heading, rows: rest, rule, foot }
    }

    /// How many articles are on the screen.
    #[must_use]
    pub fn entries(&self) -> usize {
        (usize::from(self.rows.height) / ENTRY_HEIGHT).max(1)
    }
}

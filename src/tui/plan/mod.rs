//! Where everything stands: the size of the screen to rectangles. Pure, and total for every size from 0 × 0.

mod copies;
pub mod dossier;
mod picker;
mod sheet;
mod story;

pub use copies::CopiesPlan;
pub use picker::PickerPlan;
pub use sheet::SheetPlan;
pub use story::RelatedPlan;

use ratatui::layout::Rect;

use super::model::{Pane, Zen};

/// From so many columns there are three panes.
pub const THREE_PANES: u16 = 100;
/// From so many columns there are two.
pub const TWO_PANES: u16 = 72;

/// From so many rows of a pane there is one for what is listed or followed.
const SCOPED: u16 = 8;

/// Where everything stands. A pane that is not on the screen has no rectangle; one of no area shows nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The line at the top: what is listed, what is followed. On a narrow screen, the tabs.
    pub header: Rect,
    /// What stands between header and footer, whole.
    pub body: Rect,
    /// The list of articles.
    pub list: Option<Rect>,
    /// The reader.
    pub reader: Option<Rect>,
    /// The names.
    pub sidebar: Option<Rect>,
    /// Under the tabs, while something is listed or followed: what. Of no height elsewhere.
    pub scope: Rect,
    /// The line at the bottom: keys, messages, what is typed.
    pub footer: Rect,
    /// Whether panes have borders.
    pub frame: Frame,
}

/// What stands around a pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Frame {
    /// Nothing: every column counts.
    #[default]
    Bare,
    /// A border.
    Bordered,
}

impl Frame {
    /// What of `area` is inside it.
    #[must_use]
    pub fn inside(self, area: Rect) -> Rect {
        match self {
            Self::Bare => area,
            Self::Bordered => Rect {
                x: area.x + 1,
                y: area.y + 1,
                width: area.width.saturating_sub(2),
                height: area.height.saturating_sub(2),
            },
        }
    }
}

impl Plan {
    /// The plan of a screen of `area`. `focus` decides which panes a narrow screen shows, `beside` which of list and
    /// reader a screen for two.
    #[must_use]
    pub fn new(area: Rect, focus: Pane, beside: Pane, zen: Zen) -> Self {
        // The bottom line goes last, the top line first: what is read and what can be done matter more than the rest.
        let footer_height = u16::from(area.height >= 2);
        let header_height = u16::from(area.height >= 4);
        let body = Rect { y: area.y + header_height, height: area.height - header_height - footer_height, ..area };
        let mut plan = Self {
            header: Rect { height: header_height, ..area },
            body,
            footer: Rect { y: body.bottom(), height: footer_height, ..area },
            ..Self::default()
        };
        if area.width >= TWO_PANES && body.height >= 3 && zen == Zen::Off {
            plan.frame = Frame::Bordered;
        }
        let side = (area.width * 22 / 100).clamp(26, 44);
        if zen == Zen::On {
            plan.reader = Some(body);
        } else if area.width >= THREE_PANES {
            let list = (area.width * 30 / 100).clamp(32, 60);
            let reader = area.width - list - side;
            plan.list = Some(columns(body, 0, list));
            plan.reader = Some(columns(body, list, reader));
            plan.sidebar = Some(columns(body, list + reader, side));
        } else if area.width >= TWO_PANES {
            let main = columns(body, 0, area.width - side);
            *(if beside == Pane::Reader { &mut plan.reader } else { &mut plan.list }) = Some(main);
            plan.sidebar = Some(columns(body, area.width - side, side));
        } else {
            match focus {
                Pane::List => plan.list = Some(body),
                Pane::Reader => plan.reader = Some(body),
                Pane::Sidebar => plan.sidebar = Some(body),
            }
        }
        plan
    }

    /// Takes a line off the pane for what is listed or followed, where there are tabs in the place of the line at the top.
    #[must_use]
    pub fn with_scope(mut self) -> Self {
        if !self.has_tabs() || self.header.height == 0 || self.body.height < SCOPED {
            return self;
        }
        let below = |rect: Rect| Rect { y: rect.y + 1, height: rect.height - 1, ..rect };
        self.scope = Rect { height: 1, ..self.body };
        self.body = below(self.body);
        for pane in [&mut self.list, &mut self.reader, &mut self.sidebar] {
            *pane = pane.map(below);
        }
        self
    }

    /// A pane without its border.
    #[must_use]
    pub fn inside(&self, pane: Option<Rect>) -> Rect {
        let Some(rect) = pane else { return Rect::default() };
        match self.frame {
            Frame::Bare => rect,
            Frame::Bordered => Rect {
                x: rect.x + 1.min(rect.width),
                y: rect.y + 1.min(rect.height),
                width: rect.width.saturating_sub(2),
                height: rect.height.saturating_sub(2),
            },
        }
    }

    /// Where the reader's text stands: `measure` columns in the middle of the pane, with a margin where there is room.
    #[must_use]
    pub fn text(&self, measure: u16) -> Rect {
        let inside = self.inside(self.reader);
        let margin = u16::from(inside.width >= 20);
        let width = measure.min(inside.width.saturating_sub(2 * margin));
        Rect { x: inside.x + (inside.width - width) / 2, width, ..inside }
    }

    /// Whether panes are shown one at a time, under tabs.
    #[must_use]
    pub fn has_tabs(&self) -> bool {
        [self.list, self.reader, self.sidebar].iter().flatten().count() == 1 && self.body.width < TWO_PANES
    }
}

fn columns(body: Rect, from: u16, width: u16) -> Rect {
    Rect { x: body.x + from, width, ..body }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pane_lies_within_the_screen_at_every_size() {
        for width in 0..130 {
            for height in 0..40 {
                for focus in Pane::ALL {
                    for zen in [Zen::Off, Zen::On] {
                        let area = Rect::new(0, 0, width, height);
                        let plan = Plan::new(area, focus, Pane::List, zen);
                        let scoped = plan.with_scope();
                        assert!(scoped.scope.height == 0 || scoped.scope.bottom() == scoped.body.y, "{scoped:?}");
                        assert_eq!(scoped.scope.height + scoped.body.height, plan.body.height, "{scoped:?}");
                        let panes = [plan.list, plan.reader, plan.sidebar];
                        let inside = panes.map(|pane| plan.inside(pane));
                        for rect in panes.into_iter().flatten().chain(inside).chain([plan.text(72), plan.footer]) {
                            assert_eq!(rect.intersection(area).area(), rect.area(), "{width}×{height} {plan:?}");
                        }
                        let columns: u16 = panes.iter().flatten().map(|pane| pane.width).sum();
                        assert_eq!(columns, width, "{width}×{height} {plan:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_number_of_panes_follows_the_width() {
        let count = |width| {
            let plan = Plan::new(Rect::new(0, 0, width, 24), Pane::List, Pane::List, Zen::Off);
            [plan.list, plan.reader, plan.sidebar].iter().flatten().count()
        };
        assert_eq!([71, 72, 99, 100, 300].map(count), [1, 2, 2, 3, 3]);
    }
}

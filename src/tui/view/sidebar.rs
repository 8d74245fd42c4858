//! The sidebar: names in groups, how often here, in how many articles.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Paint, line, put, put_right};
use crate::library::Drawer;
use crate::text::wrap::{truncate, width};
use crate::tui::model::Pane;
use crate::tui::model::sidebar::SideRow;

/// Columns of "here" and of "all".
const NUMBERS: u16 = 11;

pub(super) fn draw(paint: &Paint<'_>, buffer: &mut Buffer) {
    if paint.plan.sidebar.is_none() {
        return;
    }
    let inside = paint.pane(paint.plan.sidebar, Pane::Sidebar, "Filed under", buffer);
    let Some(opened) = paint.model.reader.opened.as_deref() else { return };
    let sidebar = &paint.model.sidebar;
    if sidebar.rows.is_empty() {
        let area = Rect { x: inside.x + 1.min(inside.width), width: inside.width.saturating_sub(1), ..inside };
        put(buffer, area, area.x, area.y, "no names in it", paint.theme.dim);
        return;
    }
    let numbers = Rect { width: inside.width.saturating_sub(1), ..inside };
    // The heading of the topmost group stands beside the names of the columns.
    let head = line(numbers, 0);
    put_right(buffer, head, head.y, "here  all", paint.theme.dim);
    let first = inside.y + sidebar.head();
    for (y, (index, row)) in (first..inside.bottom()).zip(sidebar.rows.iter().enumerate().skip(sidebar.top)) {
        let area = Rect { y, height: 1, ..inside };
        match row {
            SideRow::Blank => {}
            SideRow::Group(kind) => {
                put(buffer, area, area.x + 1, y, kind.plural(), paint.theme.heading);
            }
            SideRow::Name(drawer) => {
                if let Some(drawer) = opened.drawers.get(*drawer) {
                    draw_name(paint, drawer, area, index == sidebar.selected, buffer);
                }
            }
        }
    }
}

fn draw_name(paint: &Paint<'_>, drawer: &Drawer, area: Rect, is_selected: bool, buffer: &mut Buffer) {
    let focused = paint.is_focused(Pane::Sidebar);
    if is_selected {
        let part = if focused { paint.theme.selected } else { paint.theme.selected_inactive };
        buffer.set_style(area, part);
        put(buffer, area, area.x, area.y, "▌", paint.theme.key);
    }
    let followed = paint.model.following.as_ref().is_some_and(|following| following.drawer.id == drawer.id);
    let here = if drawer.here == 0 { String::new() } else { drawer.here.to_string() };
    let numbers = format!("{here:>4} {:>4}", short_count(drawer.articles));
    let room = area.width.saturating_sub(NUMBERS + u16::from(followed) * 2);
    let mut x = area.x + 1;
    if followed {
        x = put(buffer, area, x, area.y, "» ", paint.theme.followed);
    }
    let name = truncate(&drawer.name, usize::from(room));
    debug_assert!(width(&name) <= usize::from(room), "a name never runs into the numbers");
    // On the selected row one look is enough: its ground says what matters.
    let (named, counted) = match (is_selected, focused) {
        (true, true) => (paint.theme.selected, paint.theme.selected),
        _ => (paint.theme.entity(drawer.kind), paint.theme.dim),
    };
    put(buffer, area, x, area.y, &name, named);
    put_right(buffer, Rect { width: area.width.saturating_sub(1), ..area }, area.y, &numbers, counted);
}

/// At most four columns: 987, 9.8k, 98k, 987k, 9.8m.
fn short_count(count: u32) -> String {
    match count {
        0..10_000 => count.to_string(),
        10_000..1_000_000 => format!("{}k", count / 1_000),
        _ => format!("{}m", count / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_takes_at_most_four_columns() {
        for (count, expected) in [(0, "0"), (9_999, "9999"), (10_000, "10k"), (999_999, "999k"), (u32::MAX, "4294m")] {
            assert_eq!(short_count(count), expected);
        }
    }
}

//! The sidebar: the pinned names with what is unread of them; the names of the article in groups, how often here, in how many
//! articles.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Paint, line, name_in, put, put_right};
use crate::article::EntityKind;
use crate::library::{Count, Drawer, Opened, Pin};
use crate::text::wrap::width;
use crate::tui::model::Pane;
use crate::tui::model::sidebar::SideRow;

/// The columns of the two numbers: as wide as the widest of them, so that names have all the rest.
#[derive(Clone, Copy)]
struct Numbers {
    here: u16,
    all: u16,
}

/// What stands above the numbers; "all" stands in its column, the other reaches to the left of its own.
const HEAD: &str = "here all";
/// The same, above the pinned names.
const PINS_HEAD: &str = "unread all";

impl Numbers {
    fn of(drawers: &[Drawer], pins: &[Pin]) -> Self {
        let columns = |text: String| u16::try_from(text.len()).unwrap_or(0);
        let own = drawers.iter().map(|drawer| (here(drawer), drawer.articles));
        let pinned = pins.iter().map(|pin| (unread(pin), pin.drawer.articles));
        let all = own.chain(pinned).map(|(here, articles)| (columns(here), columns(short_count(articles))));
        let (here, all) = all.fold((1, 3), |(here, all), (one, other)| (here.max(one), all.max(other)));
        Self { here, all }
    }

    /// Columns that are left for a name in a row of `width`, between the mark of the selection and the numbers.
    fn room(self, width: u16) -> u16 {
        width.saturating_sub(self.here + self.all + 4)
    }
}

/// How often a name stands in this article.
fn here(drawer: &Drawer) -> String {
    if drawer.here == 0 { String::new() } else { drawer.here.to_string() }
}

/// How many of a pinned name's articles are unread.
fn unread(pin: &Pin) -> String {
    match pin.unread {
        Count::Exactly(0) => String::new(),
        Count::Exactly(count) => short_count(u32::try_from(count).unwrap_or(u32::MAX)),
        Count::AtLeast(count) => format!("{}+", short_count(u32::try_from(count).unwrap_or(u32::MAX))),
    }
}

/// Whether the selected name is cut in its row: then it is told elsewhere.
pub(super) fn cut_name<'a>(paint: &Paint<'a>) -> Option<&'a Drawer> {
    let opened = paint.model.reader.opened.as_deref();
    let drawer = paint.model.sidebar.drawer(opened)?;
    let room =
        Numbers::of(drawers(opened), &paint.model.sidebar.pins).room(paint.plan.inside(paint.plan.sidebar).width);
    let mark = if is_followed(paint, drawer) { 2 } else { 0 };
    (width(&drawer.name) + mark > usize::from(room)).then_some(drawer)
}

fn drawers(opened: Option<&Opened>) -> &[Drawer] {
    opened.map_or(&[], |opened| &opened.drawers)
}

fn is_followed(paint: &Paint<'_>, drawer: &Drawer) -> bool {
    let following = paint.model.following.as_ref();
    following.is_some_and(|following| following.drawer.id == drawer.id || following.second() == Some(drawer.id))
}

pub(super) fn draw(paint: &Paint<'_>, buffer: &mut Buffer) {
    if paint.plan.sidebar.is_none() {
        return;
    }
    let inside = paint.pane(paint.plan.sidebar, Pane::Sidebar, "Filed under", buffer);
    let opened = paint.model.reader.opened.as_deref();
    let sidebar = &paint.model.sidebar;
    if opened.is_none() && sidebar.pins.is_empty() {
        return;
    }
    if sidebar.rows.is_empty() {
        let area = Rect { x: inside.x + 1.min(inside.width), width: inside.width.saturating_sub(1), ..inside };
        put(buffer, area, area.x, area.y, "no names in it", paint.theme.dim);
        return;
    }
    let numbers = Numbers::of(drawers(opened), &sidebar.pins);
    // The heading of the topmost group stands beside the names of the columns.
    let head = line(Rect { width: inside.width.saturating_sub(1), ..inside }, 0);
    let is_pinned = |at: usize| matches!(sidebar.rows.get(at), Some(SideRow::Pins | SideRow::Pinned(_)));
    let words = if is_pinned(sidebar.top) { PINS_HEAD } else { HEAD };
    put_right(buffer, head, head.y, words, paint.theme.dim);
    let first = inside.y + sidebar.head();
    for (y, (index, row)) in (first..inside.bottom()).zip(sidebar.rows.iter().enumerate().skip(sidebar.top)) {
        let area = Rect { y, height: 1, ..inside };
        match row {
            SideRow::Blank => {}
            SideRow::Group(kind) => {
                put(buffer, area, area.x + 1, y, kind.plural(), paint.theme.heading);
                // Below the pinned names the numbers mean something else.
                if index > 1 && is_pinned(index - 2) && y > inside.y {
                    put_right(buffer, Rect { y, ..head }, y, HEAD, paint.theme.dim);
                }
            }
            SideRow::Pins => {
                put(buffer, area, area.x + 1, y, "Pinned", paint.theme.heading);
            }
            SideRow::Pinned(pin) => {
                if let Some(pin) = sidebar.pins.get(*pin) {
                    let name =
                        Shown { drawer: &pin.drawer, count: unread(pin), is_selected: index == sidebar.selected };
                    draw_name(paint, &name, numbers, area, buffer);
                }
            }
            SideRow::Name(drawer) => {
                if let Some(drawer) = drawers(opened).get(*drawer) {
                    let name = Shown { drawer, count: here(drawer), is_selected: index == sidebar.selected };
                    draw_name(paint, &name, numbers, area, buffer);
                }
            }
        }
    }
}

/// A name as a row shows it, with its first number.
struct Shown<'a> {
    drawer: &'a Drawer,
    count: String,
    is_selected: bool,
}

fn draw_name(paint: &Paint<'_>, name: &Shown<'_>, numbers: Numbers, area: Rect, buffer: &mut Buffer) {
    let &Shown { drawer, ref count, is_selected } = name;
    let focused = paint.is_focused(Pane::Sidebar);
    if is_selected {
        let part = if focused { paint.theme.selected } else { paint.theme.selected_inactive };
        buffer.set_style(area, part);
        put(buffer, area, area.x, area.y, "▌", paint.theme.key);
    }
    // On the selected row one look is enough: its ground says what matters. A topic looks like text, as it does there.
    let (named, counted) = match (is_selected && focused, drawer.kind) {
        (true, _) => (paint.theme.selected, paint.theme.selected),
        (false, EntityKind::Topic) => (paint.theme.text, paint.theme.dim),
        (false, kind) => (paint.theme.entity(kind), paint.theme.dim),
    };
    let mut room = numbers.room(area.width);
    let mut x = area.x + 1;
    if is_followed(paint, drawer) {
        x = put(buffer, area, x, area.y, "» ", if is_selected { named } else { paint.theme.key });
        room = room.saturating_sub(2);
    }
    put(buffer, area, x, area.y, &name_in(drawer, usize::from(room)), named);
    let counts = format!(
        "{:>2$} {:>3$}",
        count,
        short_count(drawer.articles),
        usize::from(numbers.here),
        usize::from(numbers.all)
    );
    put_right(buffer, Rect { width: area.width.saturating_sub(1), ..area }, area.y, &counts, counted);
}

/// At most four columns up to a thousand million: 987, 9.8k, 98k, 987k, 9.8m.
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

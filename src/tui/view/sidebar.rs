//! The sidebar: the pinned names and the searches that are kept, with what is unread of them; the names of the article in
//! groups, how often here, in how many articles.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Paint, line, name_in, put, put_right};
use crate::article::EntityKind;
use crate::library::{Count, Drawer, Opened};
use crate::text::wrap::{truncate, width};
use crate::tui::model::Pane;
use crate::tui::model::sidebar::{Search, SideRow, Sidebar, Sort};

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
/// Above the first number, where there is but one.
const UNREAD_HEAD: &str = "unread";
/// What stands before a topic of the reader's own.
const OWN: &str = "◆ ";
/// What stands where others have numbers.
const YOURS: &str = "yours";

impl Numbers {
    fn of(drawers: &[Drawer], sidebar: &Sidebar) -> Self {
        let columns = |text: String| u16::try_from(text.len()).unwrap_or(0);
        let own = drawers.iter().map(|drawer| (here(drawer), drawer.articles));
        let pinned = sidebar.pins.iter().map(|pin| (unread(pin.unread), pin.drawer.articles));
        let kept = sidebar.searches.iter().map(|search| (unread(search.unread), 0));
        let all = own.chain(pinned).chain(kept);
        let all = all.map(|(here, articles)| (columns(here), columns(short_count(articles))));
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

/// How many articles are unread, of a pinned name or of a search.
fn unread(count: Count) -> String {
    match count {
        Count::Exactly(0) => String::new(),
        Count::Exactly(count) => short_count(u32::try_from(count).unwrap_or(u32::MAX)),
        Count::AtLeast(count) => format!("{}+", short_count(u32::try_from(count).unwrap_or(u32::MAX))),
    }
}

/// Whether the selected name is cut in its row: then it is told elsewhere.
pub(super) fn cut_name<'a>(paint: &Paint<'a>) -> Option<&'a Drawer> {
    let opened = paint.model.reader.opened.as_deref();
    let drawer = paint.model.sidebar.drawer(opened)?;
    let room = Numbers::of(drawers(opened), &paint.model.sidebar).room(paint.plan.inside(paint.plan.sidebar).width);
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
    if opened.is_none() && sidebar.rows.is_empty() {
        return;
    }
    if sidebar.rows.is_empty() {
        let area = Rect { x: inside.x + 1.min(inside.width), width: inside.width.saturating_sub(1), ..inside };
        put(buffer, area, area.x, area.y, "no names in it", paint.theme.dim);
        return;
    }
    let numbers = Numbers::of(drawers(opened), sidebar);
    // The heading of the topmost group stands beside the names of the columns.
    let head = line(Rect { width: inside.width.saturating_sub(1), ..inside }, 0);
    let topmost = sidebar.rows.iter().take(sidebar.top + 1).rev().find_map(|row| heads(*row, numbers));
    let mut told = topmost.unwrap_or_default();
    put_right(buffer, head, head.y, &told, paint.theme.dim);
    let first = inside.y + sidebar.head();
    for (y, (index, row)) in (first..inside.bottom()).zip(sidebar.rows.iter().enumerate().skip(sidebar.top)) {
        let area = Rect { y, height: 1, ..inside };
        let is_selected = index == sidebar.selected;
        // Where the numbers mean something else than those above, that is said.
        if let Some(heads) = heads(*row, numbers).filter(|heads| *heads != told) {
            put_right(buffer, Rect { y, ..head }, y, &heads, paint.theme.dim);
            told = heads;
        }
        match row {
            SideRow::Blank => {}
            SideRow::Group(kind) => heading(paint, kind.plural(), area, buffer),
            SideRow::Pins => heading(paint, "Pinned", area, buffer),
            SideRow::Searches => heading(paint, "Searches", area, buffer),
            SideRow::Pinned(pin) => {
                if let Some(pin) = sidebar.pins.get(*pin) {
                    let name = Shown { drawer: &pin.drawer, count: unread(pin.unread), is_selected };
                    draw_name(paint, &name, numbers, area, buffer);
                }
            }
            SideRow::Search(at) | SideRow::Own(at) => {
                if let Some(search) = sidebar.searches.get(*at) {
                    let place = if matches!(row, SideRow::Own(_)) { Place::Article } else { Place::Kept };
                    draw_search(paint, (search, place, is_selected), numbers, area, buffer);
                }
            }
            SideRow::Name(drawer) => {
                if let Some(drawer) = drawers(opened).get(*drawer) {
                    let name = Shown { drawer, count: here(drawer), is_selected };
                    draw_name(paint, &name, numbers, area, buffer);
                }
            }
        }
    }
}

/// What the numbers below a heading are; nothing for what is no heading.
fn heads(row: SideRow, numbers: Numbers) -> Option<String> {
    match row {
        SideRow::Pins => Some(PINS_HEAD.to_owned()),
        SideRow::Searches => Some(format!("{UNREAD_HEAD}{:1$}", "", usize::from(numbers.all) + 1)),
        SideRow::Group(_) => Some(HEAD.to_owned()),
        _ => None,
    }
}

fn heading(paint: &Paint<'_>, text: &str, area: Rect, buffer: &mut Buffer) {
    put(buffer, area, area.x + 1, area.y, text, paint.theme.heading);
}

/// Where a topic of the reader's own stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Among what is kept.
    Kept,
    /// Among the topics of the article.
    Article,
}

/// A search that is kept, or a topic of the reader's own: that has a sign before it, and in an article a word behind it.
fn draw_search(
    paint: &Paint<'_>,
    (search, place, is_selected): (&Search, Place, bool),
    numbers: Numbers,
    area: Rect,
    buffer: &mut Buffer,
) {
    let focused = paint.is_focused(Pane::Sidebar);
    let (mut named, mut counted) = (paint.theme.text, paint.theme.dim);
    if is_selected {
        let part = if focused { paint.theme.selected } else { paint.theme.selected_inactive };
        buffer.set_style(area, part);
        put(buffer, area, area.x, area.y, "▌", paint.theme.key);
        if focused {
            (named, counted) = (part, part);
        }
    }
    let right = match place {
        Place::Kept => {
            format!("{:>2$} {:3$}", unread(search.unread), "", usize::from(numbers.here), usize::from(numbers.all))
        }
        Place::Article => YOURS.to_owned(),
    };
    let row = Rect { width: area.width.saturating_sub(1), ..area };
    let start = put_right(buffer, row, area.y, &right, counted);
    let mut x = area.x + 1;
    if search.sort != Sort::Search {
        x = put(buffer, area, x, area.y, OWN, if is_selected { named } else { paint.theme.key });
    }
    let room = usize::from(start.saturating_sub(x + 1));
    put(buffer, area, x, area.y, &truncate(&search.name, room), named);
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

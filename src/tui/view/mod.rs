//! The screen as a function: the model in, cells out. It changes nothing, asks nothing and builds only what is seen.

mod copies;
mod dossier;
mod list;
mod palette;
mod reader;
mod sheet;
mod sidebar;
mod snippet;
mod status;
mod story;

use std::borrow::Cow;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::border;
use ratatui::widgets::{Block, Widget};
use unicode_segmentation::UnicodeSegmentation;

use super::model::overlay::Overlay;
use super::model::{Model, Pane};
use super::plan;
use super::theme::Theme;
use crate::article::EntityKind;
use crate::library::{Count, Drawer};
use crate::text::wrap::{prefix, truncate, width};

/// Draws the room.
pub(super) fn view(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    if area.area() == 0 {
        return;
    }
    let plan = model.plan();
    let buffer = frame.buffer_mut();
    buffer.set_style(area, theme.text);
    let paint = Paint { model, theme, plan };
    status::header(&paint, buffer);
    if model.dossier.is_some() {
        dossier::draw(&paint, buffer);
    } else {
        list::draw(&paint, buffer);
        reader::draw(&paint, buffer);
        sidebar::draw(&paint, buffer);
    }
    let mut cursor = status::footer(&paint, buffer);
    for overlay in &model.overlays {
        match overlay {
            Overlay::Picker(picker) => cursor = palette::draw(&paint, picker, buffer),
            Overlay::Copies(copies) => copies::draw(&paint, copies, buffer),
            Overlay::Related(page) => story::draw(&paint, page, buffer),
            Overlay::Sheet(sheet) => sheet::draw(&paint, sheet, buffer),
            Overlay::Prompt(_) => {}
        }
    }
    if let Some(cursor) = cursor.filter(|&cursor| area.contains(cursor)) {
        frame.set_cursor_position(cursor);
    }
}

/// What every part of the screen is drawn from.
struct Paint<'a> {
    model: &'a Model,
    theme: &'a Theme,
    plan: plan::Plan,
}

impl Paint<'_> {
    /// Whether a pane hears keys.
    fn is_focused(&self, pane: Pane) -> bool {
        self.model.focus.pane == pane && self.model.dossier.is_none() && self.model.overlays.is_empty()
    }

    /// The border of a pane, with its title; returns what is inside. Without borders nothing is drawn.
    fn pane(&self, area: Option<Rect>, pane: Pane, title: &str, buffer: &mut Buffer) -> Rect {
        let Some(area) = area else { return Rect::default() };
        if self.plan.frame == plan::Frame::Bordered {
            self.frame(area, self.is_focused(pane), title, buffer);
        }
        self.plan.inside(Some(area))
    }

    /// A border with a title. The focused one is told by its lines as well as by its colour.
    fn frame(&self, area: Rect, focused: bool, title: &str, buffer: &mut Buffer) {
        let (set, line, name) = if focused {
            (border::THICK, self.theme.border_focus, self.theme.title)
        } else {
            (border::PLAIN, self.theme.border, self.theme.dim)
        };
        Block::bordered().border_set(set).border_style(line).render(area, buffer);
        let room = usize::from(area.width.saturating_sub(4));
        if room > 0 && !title.is_empty() {
            let title = format!(" {} ", truncate(title, room.saturating_sub(2).max(1)));
            put(buffer, area, area.x + 1, area.y, &title, name);
        }
    }
}

/// Writes `text` at a place, no further than the right edge of `area`; returns the column after it.
fn put(buffer: &mut Buffer, area: Rect, x: u16, y: u16, text: &str, style: Style) -> u16 {
    let area = area.intersection(buffer.area);
    if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
        return x;
    }
    let room = usize::from(area.right() - x);
    if !text.chars().all(is_one_cell) {
        return buffer.set_stringn(x, y, text, room, style).0;
    }
    // Most text, and ratatui would look for the borders of its clusters first: that costs more than all the rest of a frame.
    let start = buffer.index_of(x, y);
    let mut written = 0;
    for (cell, sign) in buffer.content.iter_mut().skip(start).take(room).zip(text.chars()) {
        cell.set_char(sign).set_style(style);
        written += 1;
    }
    x + written
}

/// Whether a character is a cluster of its own, one column wide, whatever stands beside it: letters of Latin, Greek and
/// Cyrillic without combining marks, and the punctuation and lines that news and this screen use.
fn is_one_cell(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{52f}'
        | '\u{2010}'..='\u{2027}' | '\u{2500}'..='\u{259f}')
}

/// Writes `text` cluster by cluster, each in the style for its number and its byte; returns the column after it.
fn put_clusters(
    buffer: &mut Buffer,
    area: Rect,
    x: u16,
    y: u16,
    text: &str,
    style: impl Fn(usize, usize) -> Style,
) -> u16 {
    let clusters = text.grapheme_indices(true).enumerate();
    clusters.fold(x, |x, (number, (byte, cluster))| put(buffer, area, x, y, cluster, style(number, byte)))
}

/// Writes `text` so that it ends before the right edge of `area`; returns the column at which it starts.
fn put_right(buffer: &mut Buffer, area: Rect, y: u16, text: &str, style: Style) -> u16 {
    let text = truncate(text, usize::from(area.width));
    let start = area.right().saturating_sub(u16::try_from(width(&text)).unwrap_or(area.width));
    put(buffer, area, start, y, &text, style);
    start
}

/// A line of `area`, counted from its top.
fn line(area: Rect, index: u16) -> Rect {
    let y = area.y.saturating_add(index).min(area.bottom());
    Rect { y, height: u16::from(y < area.bottom()), ..area }
}

/// A letter for what a name is.
fn kind_letter(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "P",
        EntityKind::Organization => "O",
        EntityKind::Place => "L",
        EntityKind::Topic => "T",
        EntityKind::Other => "·",
    }
}

/// The name of a paper in at most `room` columns: its article goes before its end does.
fn source_in(name: &str, room: usize) -> Cow<'_, str> {
    if width(name) <= room {
        return Cow::Borrowed(name);
    }
    truncate(name.strip_prefix("The ").unwrap_or(name), room)
}

/// The name of a drawer in at most `room` columns: a person keeps the surname, everything else its beginning.
fn name_in(drawer: &Drawer, room: usize) -> Cow<'_, str> {
    let name = &drawer.name;
    if drawer.kind != EntityKind::Person || width(name) <= room {
        return truncate(name, room);
    }
    let Some((given, surname)) = name.rsplit_once(' ') else { return truncate(name, room) };
    let left = room.saturating_sub(width(surname) + 2);
    if left < 2 {
        return truncate(name, room);
    }
    Cow::Owned(format!("{}… {surname}", prefix(given, left).trim_end()))
}

/// How many there are: "18", "1 000+".
fn in_short(count: Count) -> String {
    match count {
        Count::Exactly(count) => grouped(count),
        Count::AtLeast(count) => format!("{}+", grouped(count)),
    }
}

/// A number with a narrow space at the thousands: 1 243.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::EntityId;

    #[test]
    fn the_short_way_to_write_gives_the_same_cells() {
        let all: String = (' '..='\u{2fff}').filter(|&c| is_one_cell(c)).collect();
        let area = Rect::new(0, 0, u16::try_from(all.chars().count()).unwrap(), 1);
        let (mut short, mut long) = (Buffer::empty(area), Buffer::empty(area));
        let end = put(&mut short, area, 0, 0, &all, Style::new());
        assert_eq!(end, long.set_stringn(0, 0, &all, usize::from(area.width), Style::new()).0);
        assert_eq!(short, long);
    }

    #[test]
    fn a_name_that_is_too_long_keeps_what_tells_it_from_others() {
        let cases = [
            (EntityKind::Person, "Ilse Marrow", 11, "Ilse Marrow"),
            (EntityKind::Person, "Ilse Marrow", 10, "Il… Marrow"),
            (EntityKind::Person, "Ilse Marrow", 9, "Ilse Mar…"),
            (EntityKind::Person, "Bartholomew van der Zee", 14, "Bartholom… Zee"),
            (EntityKind::Person, "Marrow", 4, "Mar…"),
            (EntityKind::Organization, "Union of Pilots", 9, "Union of…"),
            (EntityKind::Organization, "Union", 0, ""),
        ];
        for (kind, name, room, expected) in cases {
            let drawer = Drawer { id: EntityId(1), kind, name: name.to_owned(), articles: 1, here: 0 };
            assert_eq!(name_in(&drawer, room), expected, "{name} in {room}");
        }
        for (name, room, expected) in
            [("The Tidewatch", 13, "The Tidewatch"), ("The Tidewatch", 9, "Tidewatch"), ("The Tidewatch", 5, "Tide…")]
        {
            assert_eq!(source_in(name, room), expected, "{name} in {room}");
        }
    }

    #[test]
    fn thousands_are_parted() {
        for (number, expected) in [(0, "0"), (999, "999"), (1_243, "1 243"), (1_000_000, "1 000 000")] {
            assert_eq!(grouped(number), expected);
        }
    }
}

//! The list: two lines a row, a third with where it stands what is searched for, and words where there are no rows.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Paint, grouped, line, put, put_right, snippet, source_in};
use crate::library::Row;
use crate::text::wrap::{truncate, width, wrap};
use crate::tui::layout::short_date;
use crate::tui::model::Pane;
use crate::tui::model::list::Known;
use crate::tui::model::overlay::Overlay;

pub(super) fn draw(paint: &Paint<'_>, buffer: &mut Buffer) {
    if paint.plan.list.is_none() {
        return;
    }
    let inside = paint.pane(paint.plan.list, Pane::List, "Articles", buffer);
    let list = &paint.model.list;
    if list.rows.is_empty() {
        return nothing(paint, inside, buffer);
    }
    let row_height = list.row_height();
    let visible = usize::from(inside.height.div_ceil(row_height));
    let columns = Columns::of(paint, inside.width, list.rows.iter().skip(list.top).take(visible));
    for (place, (index, row)) in list.rows.iter().enumerate().skip(list.top).take(visible).enumerate() {
        let y = inside.y + place as u16 * row_height;
        let height = row_height.min(inside.bottom() - y);
        let area = Rect { y, height, ..inside };
        draw_row(paint, row, columns, area, index == list.selected, buffer);
    }
}

/// The columns of dates, minutes and progress: as wide as the rows on the screen need them.
#[derive(Clone, Copy, Default)]
struct Columns {
    day: usize,
    minutes: usize,
    progress: usize,
    gap: usize,
}

/// From so many columns a date stands further from what follows it; below, the paper's name needs the column more.
const ROOMY: u16 = 40;

impl Columns {
    fn of<'a>(paint: &Paint<'_>, room: u16, rows: impl Iterator<Item = &'a Row>) -> Self {
        let none = Self { gap: if room < ROOMY { 1 } else { 2 }, ..Self::default() };
        rows.fold(none, |columns, row| Self {
            day: columns.day.max(width(&day(paint, row))),
            minutes: columns.minutes.max(row.minutes().to_string().len()),
            progress: columns.progress.max(progress(row).len()),
            ..columns
        })
    }

    /// "14 Nov  3 min 43%", each in its column.
    fn line(self, paint: &Paint<'_>, row: &Row) -> String {
        let gap = if self.day > 0 { self.gap } else { 0 };
        let (day, minutes) = (day(paint, row), row.minutes());
        let mut text = format!("{day:>0$}{2:gap$}{minutes:>1$} min", self.day, self.minutes, "");
        if self.progress > 0 {
            text = format!("{text} {:>1$}", progress(row), self.progress);
        }
        text
    }
}

fn day(paint: &Paint<'_>, row: &Row) -> String {
    row.day.map(|day| short_date(day, paint.model.today)).unwrap_or_default()
}

/// How far an article that was begun is read.
fn progress(row: &Row) -> String {
    let begun = row.marks.progress.filter(|&progress| progress > 0 && progress < 100);
    begun.map(|progress| format!("{progress}%")).unwrap_or_default()
}

/// The sign of a row: what it says is said by its shape, not by its colour.
fn sign(row: &Row) -> &'static str {
    let marks = row.marks;
    if marks.binned {
        "×"
    } else if marks.starred {
        "★"
    } else if marks.archived {
        "▫"
    } else if !marks.read {
        "●"
    } else if marks.progress.is_some_and(|progress| progress < 100) {
        "◐"
    } else {
        " "
    }
}

fn draw_row(paint: &Paint<'_>, row: &Row, columns: Columns, area: Rect, is_selected: bool, buffer: &mut Buffer) {
    let focused = paint.is_focused(Pane::List);
    let list = &paint.model.list;
    if is_selected {
        let part = if focused { paint.theme.selected } else { paint.theme.selected_inactive };
        buffer.set_style(area, part);
        for index in 0..area.height {
            put(buffer, area, area.x, area.y + index, "▌", paint.theme.key);
        }
    }
    let text = Rect { x: area.x + 3.min(area.width), width: area.width.saturating_sub(4), ..area };
    put(
        buffer,
        area,
        area.x + 1,
        area.y,
        sign(row),
        if row.marks.starred { paint.theme.starred } else { paint.theme.unread },
    );
    let title = if row.marks.read { paint.theme.text } else { paint.theme.unread };
    let room = usize::from(text.width);
    let excerpt = list.excerpts.get(row.id).filter(|_| list.has_excerpts());
    let marks = excerpt.map_or(&[][..], |excerpt| &excerpt.title);
    snippet::put_marked(buffer, line(text, 0), &truncate(&row.title, room), marks, title);
    let second = line(area, 1);
    if second.height == 0 {
        return;
    }
    let dim = paint.theme.dim;
    if row.copied {
        put(buffer, area, area.x + 1, second.y, "≈", dim);
    }
    let right = columns.line(paint, row);
    put_right(buffer, Rect { x: text.x, width: text.width, ..second }, second.y, &right, dim);
    // A paper's name may go on where a date is short.
    let room = room.saturating_sub(width(right.trim_start()) + 1);
    put(buffer, text, text.x, second.y, &origin(row, room), dim);
    let third = line(text, 2);
    if let Some(excerpt) = excerpt.filter(|_| third.height > 0) {
        snippet::draw(paint, excerpt, third, buffer);
    }
}

/// Where a row's article appeared, in at most `room` columns; of one that is not whole, also why.
fn origin(row: &Row, room: usize) -> String {
    let from = |room| match row.source.as_deref().or_else(|| row.byline.first().map(String::as_str)) {
        Some(source) => source_in(source, room).into_owned(),
        None => truncate(&format!("{} words", grouped(u64::from(row.words))), room).into_owned(),
    };
    let Some(broken) = row.broken else { return from(room) };
    match room.checked_sub(broken.name().len() + PARTED.len()) {
        Some(room) if room >= NAMED => format!("{}{PARTED}{}", from(room), broken.name()),
        _ => truncate(broken.name(), room).into_owned(),
    }
}

/// What parts the name of a paper from the word after it.
const PARTED: &str = ", ";

/// A name in fewer columns says nothing.
const NAMED: usize = 4;

/// What to do when there is nothing.
fn nothing(paint: &Paint<'_>, inside: Rect, buffer: &mut Buffer) {
    let list = &paint.model.list;
    let words: &[(Style, String)] = &match list.known {
        Known::Nothing => return,
        Known::Rows if list.query.trim().is_empty() => vec![
            (paint.theme.unread, "Nothing is filed yet.".to_owned()),
            (paint.theme.text, String::new()),
            (paint.theme.text, "To file what you saved:".to_owned()),
            (paint.theme.key, "  morgue add FILE".to_owned()),
            (paint.theme.text, "or, from here:".to_owned()),
            (paint.theme.key, "  :add FILE".to_owned()),
            (paint.theme.text, String::new()),
            (paint.theme.text, "To look round first, press d: it files the sample articles.".to_owned()),
        ],
        Known::Rows => {
            let complaints = list.complaints.iter().map(|complaint| (paint.theme.warning, complaint.message.clone()));
            let head = [
                (paint.theme.unread, "Nothing found.".to_owned()),
                (paint.theme.text, String::new()),
                (paint.theme.text, "Listed are only the articles with:".to_owned()),
                (paint.theme.key, format!("  {}", list.query.trim())),
                (paint.theme.text, String::new()),
            ];
            let parted = (!list.complaints.is_empty()).then(|| (paint.theme.text, String::new()));
            let words = match paint.model.overlays.last() {
                Some(Overlay::Prompt(_)) => "Esc gives back what was listed before.",
                _ => "Esc lifts this search and lists everything.",
            };
            let way_out = (paint.theme.text, words.to_owned());
            head.into_iter().chain(complaints).chain(parted).chain([way_out]).collect()
        }
    };
    let area = Rect { x: inside.x + 2.min(inside.width), width: inside.width.saturating_sub(3), ..inside };
    let mut y = area.y + u16::from(area.height > 9);
    for (part, words) in words {
        for range in wrap(words, usize::from(area.width)) {
            put(buffer, area, area.x, y, words.get(range).unwrap_or_default(), *part);
            y = y.saturating_add(1);
        }
    }
}

//! The list: two lines a row, and words where there are no rows.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Paint, line, put};
use crate::library::Row;
use crate::text::wrap::{truncate, width, wrap};
use crate::tui::layout::short_date;
use crate::tui::model::Pane;
use crate::tui::model::list::{Known, ROW_HEIGHT};

pub(super) fn draw(paint: &Paint<'_>, buffer: &mut Buffer) {
    if paint.plan.list.is_none() {
        return;
    }
    let inside = paint.pane(paint.plan.list, Pane::List, "Articles", buffer);
    let list = &paint.model.list;
    if list.rows.is_empty() {
        return nothing(paint, inside, buffer);
    }
    let visible = usize::from(inside.height.div_ceil(ROW_HEIGHT));
    for (place, (index, row)) in list.rows.iter().enumerate().skip(list.top).take(visible).enumerate() {
        let y = inside.y + place as u16 * ROW_HEIGHT;
        let height = ROW_HEIGHT.min(inside.bottom() - y);
        let area = Rect { y, height, ..inside };
        draw_row(paint, row, area, index == list.selected, buffer);
    }
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

fn draw_row(paint: &Paint<'_>, row: &Row, area: Rect, is_selected: bool, buffer: &mut Buffer) {
    let focused = paint.is_focused(Pane::List);
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
    put(buffer, text, text.x, area.y, &truncate(&row.title, room), title);
    let second = line(area, 1);
    if second.height == 0 {
        return;
    }
    let mut right = format!("{} min", row.minutes());
    if let Some(progress) = row.marks.progress.filter(|&progress| progress > 0 && progress < 100) {
        right = format!("{right} {progress}%");
    }
    if let Some(day) = row.day {
        right = format!("{}  {right}", short_date(day, paint.model.today));
    }
    let right_width = width(&right).min(room);
    let source = row.source.as_deref().or_else(|| row.byline.first().map(String::as_str)).unwrap_or_default();
    let dim = paint.theme.dim;
    put(buffer, text, text.x, second.y, &truncate(source, room.saturating_sub(right_width + 1)), dim);
    put(buffer, text, text.right().saturating_sub(right_width as u16), second.y, &truncate(&right, room), dim);
}

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
        Known::Rows => vec![
            (paint.theme.unread, "Nothing found.".to_owned()),
            (paint.theme.text, String::new()),
            (paint.theme.text, "Listed are only the articles with:".to_owned()),
            (paint.theme.key, format!("  {}", list.query.trim())),
            (paint.theme.text, String::new()),
            (paint.theme.text, "Esc lifts this search and lists everything.".to_owned()),
        ],
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

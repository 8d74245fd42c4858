//! Where else a text is filed: the list of it, and the differences from one of its articles. What was removed and what was
//! added is told by a sign at the edge and around the words, then by the style.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

use super::{Paint, line, put};
use crate::export::{Passage, Sign, relation_in_words};
use crate::library::Twin;
use crate::text::diff::Side;
use crate::text::wrap::truncate;
use crate::tui::layout::short_date;
use crate::tui::model::copies::{Copies, DiffPage, ENTRY_HEIGHT};
use crate::tui::plan::CopiesPlan;

pub(super) fn draw(paint: &Paint<'_>, copies: &Copies, buffer: &mut Buffer) {
    let area = CopiesPlan::new(paint.model.size, copies);
    Clear.render(area.frame, buffer);
    buffer.set_style(area.frame, paint.theme.text);
    let title = if copies.page.is_some() { "What differs" } else { "This text is also filed as" };
    if area.rows.width < area.frame.width {
        paint.frame(area.frame, true, title, buffer);
    }
    let keys: &[(&str, &str)] = match &copies.page {
        Some(page) => {
            differences(paint, page, area, buffer);
            &[("Esc", "back"), ("n", "next change"), ("Enter", "open the other")]
        }
        None => {
            list(paint, copies, area.rows, buffer);
            &[("Enter", "open"), ("d", "what differs"), ("Esc", "close")]
        }
    };
    let mut x = area.keys.x + 1;
    if let Some(page) = &copies.page {
        let room = usize::from(area.keys.right().saturating_sub(x + 1));
        x = put(buffer, area.keys, x, area.keys.y, &truncate(&page.summary, room), paint.theme.dim) + 3;
    }
    for (key, words) in keys {
        if usize::from(area.keys.right().saturating_sub(x)) < key.len() + words.len() + 2 {
            break;
        }
        x = put(buffer, area.keys, x, area.keys.y, key, paint.theme.key);
        x = put(buffer, area.keys, x + 1, area.keys.y, words, paint.theme.dim) + 3;
    }
}

fn list(paint: &Paint<'_>, copies: &Copies, rows: Rect, buffer: &mut Buffer) {
    let visible = usize::from(rows.height) / ENTRY_HEIGHT;
    for (place, (index, twin)) in copies.twins.iter().enumerate().skip(copies.cursor.top).take(visible).enumerate() {
        let area = Rect { y: rows.y + (place * ENTRY_HEIGHT) as u16, height: ENTRY_HEIGHT as u16, ..rows };
        if index == copies.cursor.selected {
            buffer.set_style(area, paint.theme.selected);
            for row in 0..area.height {
                put(buffer, area, area.x, area.y + row, "▌", paint.theme.key);
            }
        }
        entry(paint, twin, Rect { x: area.x + 2.min(area.width), width: area.width.saturating_sub(3), ..area }, buffer);
    }
}

/// The title; below it what it is, where, when and why.
fn entry(paint: &Paint<'_>, twin: &Twin, area: Rect, buffer: &mut Buffer) {
    let room = usize::from(area.width);
    put(buffer, area, area.x, area.y, &truncate(&twin.row.title, room), paint.theme.text);
    let day = twin.row.day.map(|day| short_date(day, paint.model.today));
    let bin = twin.row.marks.binned.then(|| "in the bin".to_owned());
    let facts = [bin, twin.row.source.clone(), day, Some(twin.why.clone())];
    let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let second = line(area, 1);
    let x = put(buffer, second, second.x, second.y, relation_in_words(twin), paint.theme.heading);
    let room = usize::from(second.right().saturating_sub(x + 2));
    put(buffer, second, x + 2, second.y, &truncate(&facts, room), paint.theme.dim);
}

fn differences(paint: &Paint<'_>, page: &DiffPage, area: CopiesPlan, buffer: &mut Buffer) {
    let heads = page.heads.iter().zip([("- ", paint.theme.removed), ("+ ", paint.theme.added)]);
    for (row, (head, (sign, style))) in heads.enumerate().take(usize::from(area.heads.height)) {
        let head_line = line(area.heads, row as u16);
        // The sign alone is painted: a title that is crossed out could not be read.
        let x = put(
            buffer,
            head_line,
            head_line.x,
            head_line.y,
            sign,
            style.remove_modifier(ratatui::style::Modifier::CROSSED_OUT),
        );
        let room = usize::from(head_line.width.saturating_sub(3));
        put(buffer, head_line, x, head_line.y, &truncate(head, room), paint.theme.dim);
    }
    let lines = page.lines.iter().skip(page.top).take(usize::from(area.rows.height));
    for (row, (index, range)) in lines.enumerate() {
        let Some(passage) = page.passages.get(*index).filter(|_| !range.is_empty()) else { continue };
        let row = line(area.rows, row as u16);
        let (edge, base) = look(paint, passage);
        put(buffer, row, row.x, row.y, passage.sign.lead(), edge);
        let mut x = row.x + 2;
        let mut at = range.start;
        for (marked, side) in &passage.marks {
            let marked = marked.start.clamp(at, range.end)..marked.end.clamp(at, range.end);
            let style = if *side == Side::Old { paint.theme.removed } else { paint.theme.added };
            x = put(buffer, row, x, row.y, passage.text.get(at..marked.start).unwrap_or_default(), base);
            x = put(buffer, row, x, row.y, passage.text.get(marked.clone()).unwrap_or_default(), style);
            at = marked.end;
        }
        put(buffer, row, x, row.y, passage.text.get(at..range.end).unwrap_or_default(), base);
    }
}

/// How a passage looks: its sign, and the words of it that are in both texts.
fn look(paint: &Paint<'_>, passage: &Passage) -> (Style, Style) {
    let theme = paint.theme;
    match passage.sign {
        Sign::Same | Sign::Fold(_) => (theme.dim, theme.dim),
        Sign::Removed | Sign::Added | Sign::Changed => (theme.key, theme.text),
    }
}

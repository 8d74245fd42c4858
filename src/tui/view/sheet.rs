//! The question at the bottom: what would be done with a name, and the letters that choose.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use super::{Paint, grouped, line, put, put_right};
use crate::text::wrap::{truncate, width};
use crate::tui::model::sheet::{Choice, Does, Outcome, Sheet};
use crate::tui::plan::SheetPlan;

pub(super) fn draw(paint: &Paint<'_>, sheet: &Sheet, buffer: &mut Buffer) {
    let plan = SheetPlan::new(paint.model.size, sheet);
    Clear.render(plan.frame, buffer);
    buffer.set_style(plan.frame, paint.theme.text);
    title(paint, sheet, plan.frame, buffer);
    if !plan.said.is_empty() {
        let said = plan.said.iter().map(|text| (text, paint.theme.text));
        let beside = plan.beside.iter().map(|text| (text, paint.theme.dim));
        for (index, (text, part)) in said.chain(beside).take(usize::from(plan.rows.height)).enumerate() {
            let row = line(plan.rows, index as u16);
            put(buffer, row, row.x, row.y, &truncate(text, usize::from(row.width)), part);
        }
    } else {
        let labels = sheet.choices.iter().map(|choice| width(&choice.label)).max().unwrap_or(0);
        for (index, choice) in sheet.choices.iter().take(usize::from(plan.rows.height)).enumerate() {
            let row = line(Rect { x: 0, width: plan.frame.width, ..plan.rows }, index as u16);
            draw_choice(paint, choice, labels, index == sheet.selected, row, buffer);
        }
    }
    keys(paint, sheet, buffer);
}

/// A line across, with what it is about in it.
fn title(paint: &Paint<'_>, sheet: &Sheet, frame: Rect, buffer: &mut Buffer) {
    let top = line(frame, 0);
    let rule = "━".repeat(usize::from(top.width));
    put(buffer, top, top.x, top.y, &rule, paint.theme.border_focus);
    let room = usize::from(top.width.saturating_sub(4));
    if room > 0 {
        put(buffer, top, top.x + 1, top.y, &format!(" {} ", truncate(&sheet.title, room)), paint.theme.title);
    }
}

fn draw_choice(paint: &Paint<'_>, choice: &Choice, labels: usize, is_selected: bool, row: Rect, buffer: &mut Buffer) {
    let plain = if is_selected { paint.theme.selected } else { paint.theme.text };
    if is_selected {
        buffer.set_style(row, paint.theme.selected);
        put(buffer, row, row.x, row.y, "▌", paint.theme.key);
    }
    let inside = Rect { x: row.x + 1.min(row.width), width: row.width.saturating_sub(2), ..row };
    let x = put(buffer, inside, inside.x, row.y, &choice.key.to_string(), plain.patch(paint.theme.key));
    let articles = match &choice.does {
        Does::Join(_) => String::new(),
        Does::Rule(_, Outcome::Asked) => "…".to_owned(),
        Does::Rule(_, Outcome::Nothing) => "no change".to_owned(),
        Does::Rule(_, Outcome::Would(preview)) if preview.articles == 1 => "1 article".to_owned(),
        Does::Rule(_, Outcome::Would(preview)) => format!("{} articles", grouped(preview.articles)),
    };
    // The number stands near what it counts, not at the far edge of a wide screen.
    let wanted = u16::try_from(labels + width(&articles) + 6).unwrap_or(u16::MAX).min(inside.width);
    let near = Rect { width: wanted, ..inside };
    let start = put_right(buffer, near, row.y, &articles, plain);
    let room = usize::from(start.saturating_sub(x + 3));
    put(buffer, inside, x + 2, row.y, &truncate(&choice.label, room), plain);
}

/// What can be pressed, in the place of the line at the bottom.
fn keys(paint: &Paint<'_>, sheet: &Sheet, buffer: &mut Buffer) {
    let area = paint.plan.footer;
    if area.height == 0 {
        return;
    }
    Clear.render(area, buffer);
    buffer.set_style(area, paint.theme.bar);
    let keys: &[(&str, &str)] = match sheet.choices.as_slice() {
        [Choice { does: Does::Rule(_, Outcome::Nothing), .. }] => &[("Esc", "leave")],
        [_] => &[("Enter", "yes"), ("Esc", "no")],
        _ => &[("Enter", "this one"), ("Esc", "leave")],
    };
    let mut x = area.x + 1.min(area.width);
    for (key, word) in keys {
        x = put(buffer, area, x, area.y, key, paint.theme.key);
        x = put(buffer, area, x + 1, area.y, word, paint.theme.bar) + 3;
    }
}

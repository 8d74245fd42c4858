//! Where else a text is filed: the list of it, the differences from one of its articles, and the way to one.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Position;

use super::super::command::Motion;
use super::super::message::{Effect, Lane, Question};
use super::super::model::Model;
use super::super::model::copies::{Copies, DiffPage, ENTRY_HEIGHT};
use super::super::model::list::scroll_to;
use super::super::model::overlay::Overlay;
use super::super::model::travel::At;
use super::super::plan::CopiesPlan;
use super::sidebar::moved;
use super::{ask, over, travel};
use crate::library::Opened;

/// Opens the list for the article at hand.
pub(super) fn open(model: &mut Model) {
    let Some(opened) = model.reader.opened.as_deref() else { return };
    if opened.copies.is_empty() {
        model.status.tell("this text is filed only here");
    } else {
        let copies = Copies::new(opened);
        model.overlays.push(Overlay::Copies(copies));
    }
}

fn shown(model: &mut Model) -> Option<&mut Copies> {
    match model.overlays.last_mut() {
        Some(Overlay::Copies(copies)) => Some(copies),
        _ => None,
    }
}

pub(super) fn press(model: &mut Model, key: KeyEvent, out: &mut Vec<Effect>) {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Char('c') if control => close(model),
        KeyCode::Esc | KeyCode::Char('q' | 'h') | KeyCode::Left => back(model),
        KeyCode::Enter | KeyCode::Char('l') | KeyCode::Right => visit(model, out),
        KeyCode::Char('d' | 'D') if !control => differences(model, out),
        KeyCode::Char('n') => next_change(model, Motion::Down),
        KeyCode::Char('N') => next_change(model, Motion::Up),
        _ => {
            if let Some(motion) = over::motion(&model.keymap, key) {
                go(model, motion);
            }
        }
    }
}

fn close(model: &mut Model) {
    model.overlays.pop();
    model.forget(Lane::Copy);
}

/// From the differences to the list, from the list to the article.
fn back(model: &mut Model) {
    match shown(model) {
        Some(copies) if copies.page.is_some() => copies.page = None,
        _ => close(model),
    }
}

/// Moves in the list, or in the differences.
pub(super) fn go(model: &mut Model, motion: Motion) {
    let Some(copies) = shown(model) else { return };
    match &mut copies.page {
        Some(page) => page.top = moved(page.top, page.last_top(), motion, 1, page.height.saturating_sub(1).max(1)),
        None => {
            let last = copies.twins.len().saturating_sub(1);
            copies.cursor.selected = moved(copies.cursor.selected, last, motion, 1, 5);
        }
    }
}

fn next_change(model: &mut Model, way: Motion) {
    let Some(page) = shown(model).and_then(|copies| copies.page.as_mut()) else { return };
    let top = page.top;
    let to = match way {
        Motion::Down => page.changes().find(|&line| line > top),
        _ => page.changes().rev().find(|&line| line < top),
    };
    page.top = to.unwrap_or(top).min(page.last_top());
}

/// Asks for the selected article, to be compared with the one at hand.
fn differences(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(id) = shown(model).filter(|copies| copies.page.is_none()).and_then(|copies| copies.selected()) else {
        return;
    };
    let id = id.row.id;
    ask(model, Question::Other(id), out);
}

/// It came.
pub(super) fn compared(model: &mut Model, other: Option<&Opened>) {
    let Some(Overlay::Copies(copies)) = model.overlays.last_mut() else { return };
    let Some((opened, other)) = model.reader.opened.as_deref().zip(other) else {
        model.status.warn("this article is not filed any more");
        return;
    };
    let twin = copies.twins.iter().find(|twin| twin.row.id == other.row.id);
    if let Some(twin) = twin.filter(|_| opened.row.id == copies.of) {
        copies.page = Some(DiffPage::new(opened, other, twin));
    }
}

/// Opens the selected article.
fn visit(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(article) = shown(model).and_then(|copies| copies.selected()).map(|twin| twin.row.id) else { return };
    close(model);
    travel::leave(model);
    travel::read(model, article, At::Kept, out);
}

/// A click selects; outside, it closes.
pub(super) fn click(model: &mut Model, at: Position) {
    let size = model.size;
    let Some(copies) = shown(model) else { return };
    let plan = CopiesPlan::new(size, copies);
    if !plan.frame.contains(at) {
        return close(model);
    }
    if copies.page.is_none() && plan.rows.contains(at) {
        let row = usize::from(at.y - plan.rows.y) / ENTRY_HEIGHT;
        copies.cursor.selected = (copies.cursor.top + row).min(copies.twins.len().saturating_sub(1));
    }
}

/// Keeps what is selected in sight, and the lines as wide as the screen.
pub(super) fn follow(model: &mut Model) {
    let size = model.size;
    let Some(copies) = shown(model) else { return };
    let plan = CopiesPlan::new(size, copies);
    let (cursor, count) = (&mut copies.cursor, copies.twins.len());
    cursor.top = scroll_to(cursor.top, cursor.selected, count, usize::from(plan.rows.height) / ENTRY_HEIGHT);
    if let Some(page) = &mut copies.page {
        page.settle(usize::from(plan.rows.width.saturating_sub(3)), usize::from(plan.rows.height));
    }
}

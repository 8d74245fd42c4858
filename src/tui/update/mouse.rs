//! The mouse: a click focuses and selects what is under it, the wheel scrolls what is under it.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::super::command::Motion;
use super::super::message::Effect;
use super::super::model::overlay::Overlay;
use super::super::model::{Model, Pane, Screen};
use super::super::plan::PickerPlan;
use super::super::plan::dossier::DossierPlan;
use super::{copies, dossier, focus, list, reader, select, sheet, sidebar, story};

/// Lines the wheel moves the text.
const WHEEL: usize = 3;

pub(super) fn mouse(model: &mut Model, event: MouseEvent, out: &mut Vec<Effect>) {
    let at = Position::new(event.column, event.row);
    let motion = match event.kind {
        MouseEventKind::ScrollDown => Motion::Down,
        MouseEventKind::ScrollUp => Motion::Up,
        MouseEventKind::Down(MouseButton::Left) => {
            model.status.clear();
            return click(model, at, out);
        }
        _ => {
            model.screen = Screen::Current;
            return;
        }
    };
    wheel(model, at, motion, out);
}

fn wheel(model: &mut Model, at: Position, motion: Motion, out: &mut Vec<Effect>) {
    if let Some(Overlay::Picker(picker)) = model.overlays.last_mut() {
        let last = picker.items.len().saturating_sub(1);
        picker.cursor.selected = sidebar::moved(picker.cursor.selected, last, motion, 1, 1);
        return;
    }
    match model.overlays.last() {
        Some(Overlay::Copies(_)) => return copies::go(model, motion),
        Some(Overlay::Related(_)) => return story::go(model, motion),
        Some(Overlay::Sheet(_)) => return,
        _ => {}
    }
    if model.dossier.is_some() {
        return dossier::go(model, motion, 1, out);
    }
    match pane_at(model, at) {
        Some(Pane::List) => list::go(model, motion, 1, out),
        Some(Pane::Reader) => reader::go(model, motion, WHEEL),
        Some(Pane::Sidebar) => sidebar::go(model, motion, 1),
        None => model.screen = Screen::Current,
    }
}

fn pane_at(model: &Model, at: Position) -> Option<Pane> {
    let plan = model.plan();
    let panes = [(plan.list, Pane::List), (plan.reader, Pane::Reader), (plan.sidebar, Pane::Sidebar)];
    panes.into_iter().find(|(rect, _)| rect.is_some_and(|rect| rect.contains(at))).map(|(_, pane)| pane)
}

fn click(model: &mut Model, at: Position, out: &mut Vec<Effect>) {
    if !model.overlays.is_empty() {
        return click_overlay(model, at, out);
    }
    select::leave(model);
    let plan = model.plan();
    if let Some(page) = &mut model.dossier {
        let sections = DossierPlan::new(plan.body, plan.frame, page);
        if let Some((part, index)) = sections.at(page, at) {
            page.part = part;
            page.cursor().0.selected = index;
        }
        return dossier::more(model, out);
    }
    if plan.has_tabs() && plan.header.contains(at) {
        let third = plan.header.width / 3;
        let pane = Pane::ALL[usize::from((at.x / third.max(1)).min(2))];
        return focus(model, pane, out);
    }
    let Some(pane) = pane_at(model, at) else { return };
    focus(model, pane, out);
    match pane {
        Pane::List => {
            if let Some(row) = row_at(plan.inside(plan.list), at, model.list.row_height()) {
                let index = model.list.top + row;
                if index < model.list.rows.len() {
                    model.list.selected = index;
                    list::selected(model, out);
                }
            }
        }
        Pane::Sidebar => {
            let head = usize::from(model.sidebar.head());
            if let Some(row) = row_at(plan.inside(plan.sidebar), at, 1).and_then(|row| row.checked_sub(head)) {
                let index = model.sidebar.top + row;
                if model.sidebar.rows.get(index).is_some_and(|row| row.can_be_selected()) {
                    model.sidebar.selected = index;
                }
            }
        }
        Pane::Reader => {}
    }
}

fn click_overlay(model: &mut Model, at: Position, out: &mut Vec<Effect>) {
    match model.overlays.last() {
        Some(Overlay::Copies(_)) => return copies::click(model, at),
        Some(Overlay::Related(_)) => return story::click(model, at),
        Some(Overlay::Sheet(_)) => return sheet::click(model, at, out),
        _ => {}
    }
    let area = PickerPlan::new(model.size);
    let Some(Overlay::Picker(picker)) = model.overlays.last_mut() else { return };
    if !area.frame.contains(at) {
        model.overlays.pop();
    } else if let Some(row) = row_at(area.rows, at, 1) {
        let last = picker.items.len().saturating_sub(1);
        picker.cursor.selected = (picker.cursor.top + row).min(last);
    }
}

fn row_at(rows: Rect, at: Position, height: u16) -> Option<usize> {
    rows.contains(at).then(|| usize::from((at.y - rows.y) / height))
}

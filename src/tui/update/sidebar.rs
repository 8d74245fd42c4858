//! The sidebar: moving through the names, and opening one.

use super::super::command::Motion;
use super::super::message::{Effect, Job, Question};
use super::super::model::Model;
use super::super::model::list::scroll_to;
use super::super::plan::Plan;
use super::ask;
use crate::library::{Change, Drawer};

pub(super) fn go(model: &mut Model, motion: Motion, times: usize) {
    let page = usize::from(model.plan().inside(model.plan().sidebar).height).max(1);
    let sidebar = &mut model.sidebar;
    let names: Vec<usize> = sidebar.names().collect();
    let last = names.len().saturating_sub(1);
    let at = names.partition_point(|&row| row < sidebar.selected);
    let at = moved(at, last, motion, times, page);
    if let Some(&row) = names.get(at) {
        sidebar.selected = row;
        model.reader.mention = None;
    }
}

/// Where a movement leads in a list that ends at `last`, `page` rows of which are on the screen.
pub(super) fn moved(at: usize, last: usize, motion: Motion, times: usize, page: usize) -> usize {
    let half = (page / 2).max(1);
    let to = match motion {
        Motion::Down => at.saturating_add(times),
        Motion::Up => at.saturating_sub(times),
        Motion::HalfDown => at.saturating_add(half * times),
        Motion::HalfUp => at.saturating_sub(half * times),
        Motion::PageDown => at.saturating_add(page * times),
        Motion::PageUp => at.saturating_sub(page * times),
        Motion::Top => 0,
        Motion::Bottom => last,
    };
    to.min(last)
}

pub(super) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(drawer) = model.sidebar.drawer(model.reader.opened.as_deref()) {
        let entity = drawer.id;
        ask(model, Question::Dossier(entity), out);
    }
}

/// Pins the selected name, or takes it off.
pub(super) fn pin(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Drawer { id, name, .. }) = model.selected_name().cloned() else {
        model.status.tell("no name is selected: 3 goes to the names");
        return;
    };
    let on = !model.sidebar.is_pinned(id);
    model.status.tell(format!("{}: {name}; u undoes", if on { "pinned" } else { "no longer pinned" }));
    out.push(Effect::Write(Job::Change(Change::Pin(id, on))));
}

/// Asks which names are pinned, and what is unread of each.
pub(super) fn ask_pins(model: &mut Model, out: &mut Vec<Effect>) {
    ask(model, Question::Pins, out);
}

/// Keeps the selected name in sight, and the heading of its group with it where there is room.
pub(super) fn follow(model: &mut Model, plan: &Plan) {
    let visible = usize::from(plan.inside(plan.sidebar).height.saturating_sub(1));
    let sidebar = &mut model.sidebar;
    let first = sidebar.names().next() == Some(sidebar.selected);
    let want = if first { 0 } else { sidebar.selected };
    sidebar.top = scroll_to(sidebar.top, want, sidebar.rows.len(), visible);
}

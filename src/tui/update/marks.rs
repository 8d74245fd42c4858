//! Marks: read, star, archive, bin; and what the desk says of them. The screen shows a mark at once; the library is
//! asked only when what it lists may have changed.

use super::super::command::Mark;
use super::super::message::{Done, Effect, Job};
use super::super::model::{Model, Pane, Screen};
use super::{list, names, rules, saved, sidebar};
use crate::library::{ArticleId, Change, Marks, Row};

/// Turns a mark over on the selected article and on the `times - 1` after it. The first decides which way.
pub(super) fn toggle(model: &mut Model, mark: Mark, times: usize, out: &mut Vec<Effect>) {
    let rows: Vec<&Row> = if model.dossier.is_some() {
        Vec::new()
    } else if model.focus.pane == Pane::List {
        let end = (model.list.selected + times).min(model.list.rows.len());
        model.list.rows.get(model.list.selected..end).unwrap_or_default().iter().collect()
    } else {
        model.reader.opened.iter().map(|opened| &opened.row).collect()
    };
    let Some(first) = rows.first() else {
        model.status.tell("no article is selected");
        return;
    };
    let ids: Vec<ArticleId> = rows.iter().map(|row| row.id).collect();
    let marks = first.marks;
    let title = first.title.clone();
    let what = if ids.len() == 1 { format!("“{title}”") } else { format!("{} articles", ids.len()) };
    let (change, said) = match mark {
        Mark::Read => (Change::Read(ids, !marks.read), if marks.read { "unread" } else { "read" }),
        Mark::Star => (Change::Star(ids, !marks.starred), if marks.starred { "star taken" } else { "starred" }),
        Mark::Archive => {
            (Change::Archive(ids, !marks.archived), if marks.archived { "back from the archive" } else { "archived" })
        }
        Mark::Bin => (Change::Bin(ids, !marks.binned), if marks.binned { "out of the bin" } else { "in the bin" }),
    };
    model.status.tell(format!("{said}: {what}; u undoes"));
    write(model, change, out);
}

/// Shows a change at once and has it written.
pub(super) fn write(model: &mut Model, change: Change, out: &mut Vec<Effect>) {
    let (ids, on, set): (&[ArticleId], bool, fn(&mut Marks, bool)) = match &change {
        Change::Read(ids, on) => (ids, *on, |marks, on| marks.read = on),
        Change::Star(ids, on) => (ids, *on, |marks, on| marks.starred = on),
        Change::Archive(ids, on) => (ids, *on, |marks, on| marks.archived = on),
        Change::Bin(ids, on) => (ids, *on, |marks, on| marks.binned = on),
        Change::Pin(..) | Change::Save { .. } | Change::Forget(_) => (&[], false, |_, _| {}),
    };
    for &id in ids {
        if let Some(index) = model.list.find(id) {
            set(&mut model.list.rows[index].marks, on);
        }
        if let Some(opened) = model.reader.opened.as_mut().filter(|opened| opened.row.id == id) {
            set(&mut opened.row.marks, on);
        }
    }
    out.push(Effect::Write(Job::Change(change)));
}

/// The desk did what it was asked, or could not.
pub(super) fn done(model: &mut Model, done: Done, out: &mut Vec<Effect>) {
    match done {
        Done::Kept => model.screen = Screen::Current,
        Done::Changed(Change::Pin(..)) => sidebar::ask_pins(model, out),
        Done::Changed(Change::Save { .. } | Change::Forget(_)) => saved::ask(model, out),
        Done::Changed(change) => {
            // A mark changes what is unread of a pinned name.
            if !model.sidebar.pins.is_empty() {
                sidebar::ask_pins(model, out);
            }
            if !model.sidebar.searches.is_empty() {
                saved::ask(model, out);
            }
            // What is being read stays in the list until the reader is left, even in a list of the unread.
            let moves = matches!(change, Change::Archive(..) | Change::Bin(..));
            if moves || (!model.list.query.is_empty() && model.focus.pane == Pane::List) {
                list::reload(model, out);
            } else {
                model.screen = Screen::Current;
            }
        }
        Done::Ruled(rule) => model.status.tell(format!("a rule: {rule}; u undoes")),
        Done::Named(says) => {
            model.status.tell(format!("done: {says}; u takes it back"));
            names::ruled(model, out);
        }
        Done::Refreshed { changed, left } => rules::refreshed(model, &changed, left, out),
        Done::Undone(what) => changed(model, "undone", what, "nothing to undo", out),
        Done::Redone(what) => changed(model, "done again", what, "nothing to do again", out),
        Done::Trouble(words) => {
            model.status.warn(words);
            list::reload(model, out);
        }
    }
}

fn changed(model: &mut Model, how: &str, what: Option<String>, nothing: &str, out: &mut Vec<Effect>) {
    match what {
        None => model.status.tell(nothing),
        Some(what) => {
            model.status.tell(format!("{how}: {what}"));
            // It may have been a ruling on a name.
            names::ruled(model, out);
            saved::ask(model, out);
        }
    }
}

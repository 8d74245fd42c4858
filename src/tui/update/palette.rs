//! Lists to pick from: the palette (everything; commands alone after `>`), the names of a kind, and help (the keys of a pane).
//! What is typed narrows them; Enter runs what is selected. In which order they stand is `rank`'s.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::super::command::{Command, Scope, TABLE};
use super::super::line::Line;
use super::super::message::{Effect, Lane, Offers, Question};
use super::super::model::dossier::Cursor;
use super::super::model::list::scroll_to;
use super::super::model::overlay::{Overlay, Picker, Source, Target};
use super::super::model::travel::At;
use super::super::model::{Model, Pane};
use super::super::plan::PickerPlan;
use super::edit::Edited;
use super::rank::{Fit, How, Offer, rank as ranked};
use super::{ask, edit, list, names, run, saved, travel};
use crate::library::Suggestion;
use crate::text::wrap::wrap;

/// What turns the palette to commands.
const COMMANDS: char = '>';

/// Opens the palette.
pub(super) fn open(model: &mut Model, typed: &str, out: &mut Vec<Effect>) {
    let line = Line::new(typed);
    let picker =
        Picker { source: Source::Palette(Offers::default()), line, items: Vec::new(), cursor: Cursor::default() };
    model.overlays.push(Overlay::Picker(picker));
    changed(model, out);
}

/// Opens the keys of the focused pane.
pub(super) fn help(model: &mut Model, out: &mut Vec<Effect>) {
    let reasons = (model.scope() == Scope::Sidebar).then(|| saved::explain(model)).flatten();
    let source = Source::Help(model.scope(), reasons.unwrap_or_default());
    let picker = Picker { source, line: Line::default(), items: Vec::new(), cursor: Cursor::default() };
    model.overlays.push(Overlay::Picker(picker));
    rank(model);
    let scope = model.scope();
    if let (Scope::Sidebar | Scope::Dossier, Some(drawer)) = (scope, model.selected_name()) {
        let entity = drawer.id;
        let at = model.reader.id().filter(|_| scope == Scope::Sidebar);
        ask(model, Question::Why { entity, at }, out);
    }
}

/// Why the name is where it is: above the keys, until something is typed.
pub(super) fn explained(model: &mut Model, words: Vec<String>) {
    let Some(Overlay::Picker(picker)) = model.overlays.last_mut() else { return };
    if let Source::Help(_, reasons) = &mut picker.source {
        *reasons = words;
        rank(model);
    }
}

pub(super) fn press(model: &mut Model, key: KeyEvent, out: &mut Vec<Effect>) {
    let rows = PickerPlan::new(model.size).visible() as isize;
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let Some(Overlay::Picker(picker)) = model.overlays.last_mut() else { return };
    match key.code {
        KeyCode::Esc => close(model),
        KeyCode::Char('c' | 'p') if control => close(model),
        KeyCode::Enter => pick(model, out),
        KeyCode::Down | KeyCode::Tab => step(picker, 1),
        KeyCode::Up | KeyCode::BackTab => step(picker, -1),
        KeyCode::Char('n' | 'j') if control => step(picker, 1),
        KeyCode::Char('k') if control => step(picker, -1),
        KeyCode::PageDown => step(picker, rows),
        KeyCode::PageUp => step(picker, -rows),
        _ => {
            if edit::press(&mut picker.line, key) == Edited::Text {
                changed(model, out);
            }
        }
    }
}

fn step(picker: &mut Picker, by: isize) {
    let last = picker.items.len().saturating_sub(1);
    picker.cursor.selected = picker.cursor.selected.saturating_add_signed(by).min(last);
}

fn close(model: &mut Model) {
    model.overlays.pop();
    model.forget(Lane::Palette);
    model.forget(Lane::Why);
}

/// What is typed changed: asks the library anew, or narrows what is there.
pub(super) fn changed(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Picker(picker)) = model.overlays.last() else { return };
    let typed = picker.line.text().to_owned();
    let question = match picker.source {
        Source::Palette(_) if !typed.starts_with(COMMANDS) => Some(Question::Suggest(typed)),
        // `/` filters elsewhere: who types it from habit filters too.
        Source::Drawers(kind, _) => Some(Question::Drawers(kind, typed.trim_start_matches('/').to_owned())),
        Source::Papers(_) => Some(Question::Papers(typed.trim_start_matches('/').to_owned())),
        Source::Partners(ref joining, _) => Some(Question::Partners(joining.clone(), typed)),
        Source::Palette(_) | Source::Searches | Source::Help(..) | Source::Visited(_) | Source::Spellings(..) => None,
    };
    if let Some(question) = question {
        ask(model, question, out);
        // What is there stays until the answer comes: the list must not blink.
        if model
            .overlays
            .last()
            .is_some_and(|overlay| matches!(overlay, Overlay::Picker(picker) if !is_commands(picker)))
        {
            return;
        }
    }
    rank(model);
}

fn is_commands(picker: &Picker) -> bool {
    !picker.items.is_empty() && picker.items.iter().all(|item| matches!(item.target, Target::Command(..)))
}

/// What the library offers came.
pub(super) fn offered(model: &mut Model, offers: Offers) {
    let Some(Overlay::Picker(picker)) = model.overlays.last_mut() else { return };
    match &mut picker.source {
        Source::Palette(known) | Source::Drawers(_, known) | Source::Papers(known) | Source::Partners(_, known) => {
            *known = offers;
        }
        Source::Searches | Source::Help(..) | Source::Visited(_) | Source::Spellings(..) => return,
    }
    rank(model);
}

/// Ranks what there is by what is typed.
fn rank(model: &mut Model) {
    let Some(Overlay::Picker(picker)) = model.overlays.last() else { return };
    let typed = picker.line.text();
    let (offers, typed, how) = match (&picker.source, typed.strip_prefix(COMMANDS)) {
        (Source::Help(scope, reasons), _) => {
            let reasons = if typed.is_empty() { reasons.as_slice() } else { &[] };
            let lines = reasons_in(reasons, PickerPlan::new(model.size).rows.width);
            (shown(lines.into_iter().chain(keys(model, *scope))), typed, How::Help)
        }
        (Source::Drawers(_, offers), _) => (shown(targets(&offers.found)), typed.trim_start_matches('/'), How::Names),
        (Source::Papers(offers), _) => (shown(papers(offers)), typed.trim_start_matches('/'), How::Names),
        (Source::Searches, _) => (shown(saved::targets(model)), typed.trim_start_matches('/'), How::Searches),
        (Source::Partners(_, offers), _) => (shown(targets(&offers.found)), typed, How::Names),
        (Source::Visited(visited), _) => (shown(targets(visited)), typed, How::Searches),
        (Source::Spellings(name, forms), _) => (shown(names::parts(model, name, forms)), typed, How::Searches),
        (Source::Palette(_), Some(rest)) => (shown(commands(model)), rest, How::Commands),
        (Source::Palette(offers), None) => (everything(model, offers, typed), typed, How::Find),
    };
    let items = ranked(offers, typed, how, &model.travel.memory);
    if let Some(Overlay::Picker(picker)) = model.overlays.last_mut() {
        picker.items = items;
        // A reason is read, not run: the selection begins below.
        let first = picker.items.iter().position(|item| !matches!(item.target, Target::Reason(_)));
        picker.cursor = Cursor { selected: first.unwrap_or(0), top: 0 };
    }
}

/// What the palette offers: what the library found, and what the room knows itself. Where nothing is typed, what was used
/// in this session, then the names with most articles.
fn everything(model: &Model, offers: &Offers, typed: &str) -> Vec<Offer> {
    let found = |target| Offer { target, least: Some(Fit::Beginnings) };
    if typed.trim().is_empty() {
        let recent = model.travel.memory.recent();
        let more = targets(&offers.found).filter(|target| recent.iter().all(|other| !other.is_same(target)));
        return shown(recent.iter().cloned().chain(more));
    }
    let library = targets(&offers.found).chain(papers(offers)).map(found);
    let own = targets(&offers.near).chain(saved::targets(model)).chain(commands(model));
    library.chain(own.map(Offer::shown)).collect()
}

fn shown(targets: impl IntoIterator<Item = Target>) -> Vec<Offer> {
    targets.into_iter().map(Offer::shown).collect()
}

fn targets(suggestions: &[Suggestion]) -> impl Iterator<Item = Target> {
    suggestions.iter().map(|suggestion| match suggestion {
        Suggestion::Article(row) => Target::Article(row.clone()),
        Suggestion::Drawer(drawer) => Target::Drawer(drawer.clone()),
    })
}

fn papers(offers: &Offers) -> impl Iterator<Item = Target> {
    offers.papers.iter().cloned().map(Target::Paper)
}

/// Sentences in lines of the list, and a blank line below.
fn reasons_in(reasons: &[String], columns: u16) -> Vec<Target> {
    let room = usize::from(columns.saturating_sub(2));
    let mut lines: Vec<Target> = Vec::new();
    for reason in reasons {
        let wrapped = wrap(reason, room).into_iter().filter_map(|range| reason.get(range));
        lines.extend(wrapped.map(|line| Target::Reason(line.trim_end().to_owned())));
    }
    if !lines.is_empty() {
        lines.push(Target::Reason(String::new()));
    }
    lines
}

/// Every command that has a key in `scope`, its own first.
fn keys(model: &Model, scope: Scope) -> Vec<Target> {
    let of = |scope: Scope| model.keymap.bindings().iter().filter(move |binding| binding.scope == scope);
    let mut targets: Vec<Target> = Vec::new();
    for binding in of(scope).chain(of(Scope::Everywhere)) {
        let known =
            targets.iter().any(|target| matches!(target, Target::Command(command, _) if *command == binding.command));
        if !known {
            targets.push(Target::Command(binding.command, keys_of(model, scope, binding.command)));
        }
    }
    targets
}

fn commands(model: &Model) -> Vec<Target> {
    let scope = model.scope();
    TABLE.iter().map(|row| Target::Command(row.command, keys_of(model, scope, row.command))).collect()
}

/// Runs, opens or goes to what is selected.
fn pick(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Picker(picker)) = model.overlays.last() else { return };
    let target = picker.items.get(picker.cursor.selected).map(|item| item.target.clone());
    let source = picker.source.clone();
    close(model);
    if let Some(target) = target.as_ref().filter(|target| is_kept(target)) {
        model.travel.memory.used(target);
    }
    match (source, target) {
        (Source::Partners(joining, _), Some(Target::Drawer(other))) => names::join(model, &joining, &other, out),
        (Source::Spellings(name, _), Some(part)) => names::split(model, &name, &part, out),
        (_, target) => visit(model, target, out),
    }
}

/// Whether that it was picked is remembered: what can be picked anywhere.
const fn is_kept(target: &Target) -> bool {
    !matches!(target, Target::Reason(_) | Target::Spelling(..) | Target::Here(..))
}

/// Runs a command; opens an article, or the page of a name; lists a search, or what a paper has.
fn visit(model: &mut Model, target: Option<Target>, out: &mut Vec<Effect>) {
    match target {
        None | Some(Target::Reason(_) | Target::Spelling(..) | Target::Here(..)) => {}
        Some(Target::Search(search)) => saved::show(model, &search, out),
        Some(Target::Paper(paper)) => {
            travel::leave(model);
            model.dossier = None;
            model.focus(Pane::List);
            list::look_for(model, format!("source:\"{}\"", paper.name.replace('"', " ")), out);
        }
        Some(Target::Command(command, _)) => run(model, command, None, out),
        Some(Target::Article(row)) => {
            travel::leave(model);
            travel::read(model, row.id, At::Kept, out);
        }
        Some(Target::Drawer(drawer)) => {
            travel::leave(model);
            ask(model, Question::Dossier(drawer.id), out);
        }
    }
}

/// Keeps what is selected in sight.
pub(super) fn follow(model: &mut Model) {
    let rows = PickerPlan::new(model.size).visible();
    if let Some(Overlay::Picker(picker)) = model.overlays.last_mut() {
        picker.cursor.top = scroll_to(picker.cursor.top, picker.cursor.selected, picker.items.len(), rows);
    }
}

/// All keys of a command, for a column.
fn keys_of(model: &Model, scope: Scope, command: Command) -> String {
    model.keymap.all_keys_of(scope, command).join(" ")
}

//! Lists to pick from: the palette (articles, names, topics; commands after `>`) and help (the keys of a pane). What is
//! typed narrows them; Enter runs what is selected.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::super::command::{Command, Scope, TABLE};
use super::super::line::Line;
use super::super::message::{Effect, Lane, Question};
use super::super::model::dossier::Cursor;
use super::super::model::list::scroll_to;
use super::super::model::overlay::{Item, Overlay, Picker, Source, Target};
use super::super::model::reader::Reading;
use super::super::model::travel::{Arrival, At};
use super::super::model::{Model, Pane};
use super::super::plan::PickerPlan;
use super::edit::Edited;
use super::{ask, edit, names, reader, run, travel};
use crate::library::Suggestion;
use crate::text::wrap::wrap;

/// What turns the palette to commands.
const COMMANDS: char = '>';

/// Opens the palette.
pub(super) fn open(model: &mut Model, typed: &str, out: &mut Vec<Effect>) {
    let line = Line::new(typed);
    let picker = Picker { source: Source::Palette(Vec::new()), line, items: Vec::new(), cursor: Cursor::default() };
    model.overlays.push(Overlay::Picker(picker));
    changed(model, out);
}

/// Opens the keys of the focused pane.
pub(super) fn help(model: &mut Model, out: &mut Vec<Effect>) {
    let source = Source::Help(model.scope(), Vec::new());
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
        Source::Partners(ref joining, _) => Some(Question::Partners(joining.clone(), typed)),
        Source::Palette(_) | Source::Help(..) | Source::Visited(_) | Source::Spellings(..) => None,
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
    picker.items.iter().any(|item| matches!(item.target, Target::Command(..)))
}

/// The library's suggestions came.
pub(super) fn suggested(model: &mut Model, suggestions: Vec<Suggestion>) {
    let Some(Overlay::Picker(picker)) = model.overlays.last_mut() else { return };
    match &mut picker.source {
        Source::Palette(known) | Source::Drawers(_, known) | Source::Partners(_, known) => *known = suggestions,
        Source::Help(..) | Source::Visited(_) | Source::Spellings(..) => return,
    }
    rank(model);
}

/// Ranks what there is by what is typed. The library's own order decides between equals, and for what matched by a
/// form of the name that is not shown.
fn rank(model: &mut Model) {
    let Some(Overlay::Picker(picker)) = model.overlays.last() else { return };
    let typed = picker.line.text();
    let (targets, typed): (Vec<Target>, &str) = match (&picker.source, typed.strip_prefix(COMMANDS)) {
        (Source::Help(scope, reasons), _) => {
            let reasons = if typed.is_empty() { reasons.as_slice() } else { &[] };
            let lines = reasons_in(reasons, PickerPlan::new(model.size).rows.width);
            (lines.into_iter().chain(keys(model, *scope)).collect(), typed)
        }
        (Source::Drawers(_, drawers), _) => (drawers.iter().map(target).collect(), typed.trim_start_matches('/')),
        (Source::Visited(visited) | Source::Partners(_, visited), _) => (visited.iter().map(target).collect(), typed),
        (Source::Spellings(name, forms), _) => (names::parts(model, name, forms), typed),
        (Source::Palette(_), Some(rest)) => (commands(model), rest),
        (Source::Palette(suggestions), None) => (suggestions.iter().map(target).collect(), typed),
    };
    let keeps_all = match picker.source {
        Source::Palette(_) => !picker.line.text().starts_with(COMMANDS),
        Source::Drawers(..) | Source::Partners(..) => true,
        Source::Help(..) | Source::Visited(_) | Source::Spellings(..) => false,
    };
    // Names of a kind stay in the library's order: most articles first.
    let is_sorted = matches!(picker.source, Source::Drawers(..) | Source::Partners(..));
    let pattern = Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut ranked: Vec<(u32, Item)> = Vec::with_capacity(targets.len());
    for target in targets {
        let mut matched = Vec::new();
        let score = pattern.indices(Utf32Str::new(target.label(), &mut buffer), &mut matcher, &mut matched);
        matched.sort_unstable();
        matched.dedup();
        // A command is found by its name and by its keys too.
        let other = || match &target {
            Target::Command(command, keys) => {
                let name = pattern
                    .score(Utf32Str::new(command.row().name, &mut Vec::new()), &mut Matcher::new(Config::DEFAULT));
                name.or((keys == typed.trim()).then_some(u32::MAX))
            }
            _ => keeps_all.then_some(0),
        };
        if let Some(score) = score.or_else(other) {
            ranked.push((score, Item { target, matched }));
        }
    }
    if !typed.trim().is_empty() && !is_sorted {
        ranked.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    }
    if let Some(Overlay::Picker(picker)) = model.overlays.last_mut() {
        picker.items = ranked.into_iter().map(|(_, item)| item).collect();
        // A reason is read, not run: the selection begins below.
        let first = picker.items.iter().position(|item| !matches!(item.target, Target::Reason(_)));
        picker.cursor = Cursor { selected: first.unwrap_or(0), top: 0 };
    }
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

fn target(suggestion: &Suggestion) -> Target {
    match suggestion {
        Suggestion::Article(row) => Target::Article(row.clone()),
        Suggestion::Drawer(drawer) => Target::Drawer(drawer.clone()),
    }
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
    match (source, target) {
        (Source::Partners(joining, _), Some(Target::Drawer(other))) => names::join(model, &joining, &other, out),
        (Source::Spellings(name, _), Some(part)) => names::split(model, &name, &part, out),
        (_, target) => visit(model, target, out),
    }
}

/// Runs a command; opens an article, or the page of a name.
fn visit(model: &mut Model, target: Option<Target>, out: &mut Vec<Effect>) {
    match target {
        None | Some(Target::Reason(_) | Target::Spelling(..) | Target::Here(..)) => {}
        Some(Target::Command(command, _)) => run(model, command, None, out),
        Some(Target::Article(row)) => {
            travel::leave(model);
            reader::keep(model, out);
            model.dossier = None;
            model.focus(Pane::Reader);
            travel::select(model, row.id, out);
            travel::go_to(model, Arrival { article: row.id, at: At::Kept, reading: Reading::Begun }, out);
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

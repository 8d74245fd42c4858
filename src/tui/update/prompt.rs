//! The line at the bottom: a search, a search in the article, a command.

use std::path::PathBuf;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::super::command::{Command, TABLE, Way};
use super::super::line::Line;
use super::super::message::Effect;
use super::super::model::Model;
use super::super::model::overlay::{Overlay, Prompt, Purpose};
use super::edit::Edited;
use super::{edit, import, names, rules, run, saved, search};
use crate::config::{ThemeName, nearest};

pub(super) fn open_command(model: &mut Model) {
    model.travel.memory.commands.begin();
    model.overlays.push(Overlay::Prompt(Prompt { purpose: Purpose::Command, line: Line::default() }));
}

pub(super) fn press(model: &mut Model, key: KeyEvent, out: &mut Vec<Effect>) {
    let Some(Overlay::Prompt(prompt)) = model.overlays.last_mut() else { return };
    let interrupt = key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL);
    // Backspace in an empty line leaves it, as in an editor.
    let leave = key.code == KeyCode::Backspace && prompt.line.text().is_empty();
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Enter => enter(model, out),
        KeyCode::Down if matches!(prompt.purpose, Purpose::Rule { .. }) => rules::choose(model, Way::Next, out),
        KeyCode::Up if matches!(prompt.purpose, Purpose::Rule { .. }) => rules::choose(model, Way::Previous, out),
        KeyCode::Up => recall(model, Way::Previous, out),
        KeyCode::Down => recall(model, Way::Next, out),
        KeyCode::Char('p') if control => recall(model, Way::Previous, out),
        KeyCode::Tab if matches!(prompt.purpose, Purpose::Query(_)) => search::turn(model, out),
        KeyCode::Char('n') if control => recall(model, Way::Next, out),
        _ if key.code == KeyCode::Esc || interrupt || leave => cancel(model, out),
        _ => {
            if edit::press(&mut prompt.line, key) == Edited::Text {
                changed(model, out);
            }
        }
    }
}

/// Brings back what was typed before, or after that.
fn recall(model: &mut Model, way: Way, out: &mut Vec<Effect>) {
    let Some(Overlay::Prompt(prompt)) = model.overlays.last_mut() else { return };
    let memory = &mut model.travel.memory;
    let history = match prompt.purpose {
        Purpose::Query(_) => &mut memory.searches,
        Purpose::Find => &mut memory.finds,
        Purpose::Command => &mut memory.commands,
        Purpose::Name { .. } | Purpose::Rule { .. } | Purpose::Rename(_) => return,
    };
    let line = match way {
        Way::Previous => history.older(prompt.line.text()),
        Way::Next => history.newer(),
    };
    if let Some(line) = line {
        prompt.line.set(&line);
        changed(model, out);
    }
}

/// What is typed changed: a search shows what it finds at once.
pub(super) fn changed(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Prompt(prompt)) = model.overlays.last() else { return };
    let text = prompt.line.text().to_owned();
    match prompt.purpose {
        Purpose::Query(_) => search::look_for(model, text, out),
        Purpose::Find => search::find(model, &text),
        Purpose::Rule { .. } => rules::changed(model, &text, out),
        Purpose::Name { .. } | Purpose::Command | Purpose::Rename(_) => {}
    }
}

fn enter(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Prompt(prompt)) = model.overlays.pop() else { return };
    let typed = prompt.line.text();
    match prompt.purpose {
        Purpose::Query(before) => search::entered(model, &before),
        Purpose::Find => search::keep(model, typed),
        Purpose::Name { query } => saved::keep(model, query, typed, out),
        Purpose::Rule { rule, .. } => rules::make(model, &rule, typed, out),
        Purpose::Command => {
            model.travel.memory.commands.keep(typed);
            command(model, typed.trim(), out);
        }
        Purpose::Rename(name) => names::renamed(model, &name, typed, out),
    }
}

fn cancel(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Prompt(prompt)) = model.overlays.pop() else { return };
    match prompt.purpose {
        Purpose::Query(before) => search::given_up(model, *before, out),
        Purpose::Find => search::lift(model),
        Purpose::Rule { before, .. } => rules::leave(model, before),
        Purpose::Name { .. } | Purpose::Command | Purpose::Rename(_) => {}
    }
}

/// Runs a typed command: one that takes words of its own, or any of the table by its name.
fn command(model: &mut Model, typed: &str, out: &mut Vec<Effect>) {
    let (name, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    let rest = rest.trim();
    match name {
        "" => {}
        "q" => run(model, Command::Quit, None, out),
        "add" if rest.is_empty() => model.status.warn("add what? for example :add ~/Downloads/page.html"),
        "add" => import(model, Effect::Import(vec![PathBuf::from(rest)]), out),
        "theme" => match ThemeName::ALL.into_iter().find(|theme| theme.name() == rest) {
            Some(theme) => out.push(Effect::Theme(theme)),
            None => {
                let names = ThemeName::ALL.map(ThemeName::name).join(", ");
                model.status.warn(format!("no theme is named “{rest}”; there are {names}"));
            }
        },
        _ => match Command::named(name) {
            Some(command) => run(model, command, None, out),
            None => {
                let names = TABLE.iter().map(|row| row.name).chain(["add", "theme"]);
                let near = nearest(name, names).map(|near| format!("; did you mean :{near}?")).unwrap_or_default();
                model.status.warn(format!("no command is named “{name}”{near}"));
            }
        },
    }
}

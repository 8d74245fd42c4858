//! The line at the bottom: a search, a search in the article, a command.

use std::path::PathBuf;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::super::command::{Command, TABLE};
use super::super::line::Line;
use super::super::message::Effect;
use super::super::model::Model;
use super::super::model::overlay::{Overlay, Prompt, Purpose};
use super::edit::Edited;
use super::{edit, import, names, rules, run, search};
use crate::config::{ThemeName, nearest};

pub(super) fn open_command(model: &mut Model) {
    model.overlays.push(Overlay::Prompt(Prompt { purpose: Purpose::Command, line: Line::default() }));
}

pub(super) fn press(model: &mut Model, key: KeyEvent, out: &mut Vec<Effect>) {
    let Some(Overlay::Prompt(prompt)) = model.overlays.last_mut() else { return };
    let interrupt = key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL);
    // Backspace in an empty line leaves it, as in an editor.
    let leave = key.code == KeyCode::Backspace && prompt.line.text().is_empty();
    match key.code {
        KeyCode::Enter => enter(model, out),
        _ if key.code == KeyCode::Esc || interrupt || leave => cancel(model, out),
        _ => {
            if edit::press(&mut prompt.line, key) == Edited::Text {
                changed(model, out);
            }
        }
    }
}

/// What is typed changed: a search shows what it finds at once.
pub(super) fn changed(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Prompt(prompt)) = model.overlays.last() else { return };
    let text = prompt.line.text().to_owned();
    match prompt.purpose {
        Purpose::Query { .. } => search::look_for(model, text, out),
        Purpose::Find => search::find(model, &text),
        Purpose::Rule { .. } => rules::changed(model, &text, out),
        Purpose::Command | Purpose::Rename(_) => {}
    }
}

fn enter(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Prompt(prompt)) = model.overlays.pop() else { return };
    match prompt.purpose {
        Purpose::Query { .. } => {
            if let Some(complaint) = model.list.complaints.first() {
                model.status.warn(complaint.message.clone());
            }
        }
        Purpose::Find => search::keep(model),
        Purpose::Rule { rule, .. } => rules::make(model, &rule, prompt.line.text(), out),
        Purpose::Rename(name) => names::renamed(model, &name, prompt.line.text(), out),
        Purpose::Command => command(model, prompt.line.text().trim(), out),
    }
}

fn cancel(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Prompt(prompt)) = model.overlays.pop() else { return };
    match prompt.purpose {
        Purpose::Query { before } => search::look_for(model, before, out),
        Purpose::Find => search::lift(model),
        Purpose::Command | Purpose::Rename(_) | Purpose::Rule { .. } => {}
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

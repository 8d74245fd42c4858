//! The question at the bottom: its keys, and what Enter does. Nothing is ruled before a sentence has said what it will do.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Position;

use super::super::message::{Effect, Job, Lane, Question};
use super::super::model::Model;
use super::super::model::overlay::Overlay;
use super::super::model::sheet::{Does, Outcome, Sheet};
use super::super::plan::SheetPlan;
use super::{ask, names};
use crate::library::Preview;

/// Opens it, and asks what would come of each choice.
pub(super) fn open(model: &mut Model, sheet: Sheet, out: &mut Vec<Effect>) {
    let proposals = sheet.proposals();
    model.overlays.push(Overlay::Sheet(sheet));
    ask(model, Question::Preview(proposals), out);
}

fn shown(model: &mut Model) -> Option<&mut Sheet> {
    match model.overlays.last_mut() {
        Some(Overlay::Sheet(sheet)) => Some(sheet),
        _ => None,
    }
}

/// What would come of the choices.
pub(super) fn previewed(model: &mut Model, previews: Vec<Option<Preview>>) {
    if let Some(sheet) = shown(model) {
        sheet.take(previews);
    }
}

fn close(model: &mut Model) {
    model.overlays.pop();
    model.forget(Lane::Preview);
}

pub(super) fn press(model: &mut Model, key: KeyEvent, out: &mut Vec<Effect>) {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let Some(sheet) = shown(model) else { return };
    let last = sheet.choices.len().saturating_sub(1);
    let is_one = last == 0;
    match key.code {
        KeyCode::Esc => close(model),
        KeyCode::Char('c') if control => close(model),
        KeyCode::Enter => choose(model, out),
        KeyCode::Char('y') if is_one => choose(model, out),
        KeyCode::Char('n' | 'q') if is_one => close(model),
        KeyCode::Down | KeyCode::Tab | KeyCode::Char('j') => sheet.selected = (sheet.selected + 1).min(last),
        KeyCode::Up | KeyCode::BackTab | KeyCode::Char('k') => sheet.selected = sheet.selected.saturating_sub(1),
        KeyCode::Char(typed) if !is_one => {
            if let Some(at) = sheet.choices.iter().position(|choice| choice.key == typed) {
                sheet.selected = at;
                choose(model, out);
            } else if typed == 'q' {
                close(model);
            } else {
                let keys: Vec<String> = sheet.choices.iter().map(|choice| choice.key.to_string()).collect();
                model.status.tell(format!("one of {}, or Esc", keys.join(" ")));
            }
        }
        _ => {}
    }
}

/// From a few choices to one, and from one to its making.
fn choose(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(sheet) = shown(model) else { return };
    let (title, is_one) = (sheet.title.clone(), sheet.choices.len() == 1);
    let Some(choice) = sheet.choices.get(sheet.selected).cloned() else { return };
    match &choice.does {
        Does::Join(joining) => {
            close(model);
            names::pick(model, joining.clone(), out);
        }
        Does::Rule(_, Outcome::Nothing) => {
            close(model);
            let words = if is_one { choice.label } else { "that would change nothing".to_owned() };
            model.status.tell(words);
        }
        Does::Rule(_, Outcome::Would(preview)) if is_one => {
            let job = Job::Names(preview.edit.clone());
            close(model);
            out.push(Effect::Write(job));
        }
        // Enter before the answer: what it does must have been read.
        Does::Rule(_, Outcome::Asked) if is_one => {}
        Does::Rule(_, Outcome::Would(_)) => {
            close(model);
            model.overlays.push(Overlay::Sheet(Sheet::new(title, vec![choice])));
        }
        Does::Rule(_, Outcome::Asked) => {
            close(model);
            open(model, Sheet::new(title, vec![choice]), out);
        }
    }
}

/// A click chooses; outside, it closes.
pub(super) fn click(model: &mut Model, at: Position, out: &mut Vec<Effect>) {
    let size = model.size;
    let Some(sheet) = shown(model) else { return };
    let plan = SheetPlan::new(size, sheet);
    if at.y < plan.frame.y {
        return close(model);
    }
    let row = usize::from(at.y.saturating_sub(plan.rows.y));
    if plan.rows.contains(at) && sheet.choices.len() > 1 && row < sheet.choices.len() {
        sheet.selected = row;
        choose(model, out);
    }
}

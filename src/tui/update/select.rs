//! Selecting words of the article: the keys while it lasts, and what the line at the bottom says of it. What becomes of the words
//! is `names`' business.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::super::layout::View;
use super::super::message::Effect;
use super::super::model::find::Hit;
use super::super::model::reader::Reader;
use super::super::model::select::{Hold, Selection};
use super::super::model::{Model, Pane};
use super::{focus, names};
use crate::library::Place;
use crate::text::wrap::{truncate, width};

/// Begins: at the mention or the hit that was gone to, else at the first word on the screen.
pub(super) fn begin(model: &mut Model, out: &mut Vec<Effect>) {
    if model.reader.opened.is_none() {
        return model.status.tell("no article is open");
    }
    if model.reader.view == View::Original {
        return model.status.tell("names are those of the article: r shows it");
    }
    if model.focus.pane != Pane::Reader || model.dossier.is_some() {
        focus(model, Pane::Reader, out);
    }
    let reader = &mut model.reader;
    reader.lay_out_whole();
    let from = start(reader);
    reader.selection = Selection::new(reader.blocks(), &reader.layout, from);
    match reader.selection {
        None => model.status.tell("there are no words to select in what is shown"),
        Some(_) => show(model),
    }
}

fn start(reader: &Reader) -> Place {
    let seen = reader.top..reader.top + reader.height;
    let in_sight = |place: &Place| seen.contains(&reader.layout.line_of(Some(*place)));
    let mention = reader.mention.and_then(|at| reader.opened.as_ref()?.mentions.get(at));
    let mention = mention.map(|mention| Place { block: mention.block, byte: mention.range.start });
    let hit = reader.find.as_ref().and_then(|find| find.hits.get(find.current?)).map(Hit::place);
    mention.into_iter().chain(hit).find(in_sight).or(reader.place).unwrap_or_default()
}

pub(super) fn press(model: &mut Model, key: KeyEvent, out: &mut Vec<Effect>) {
    let half = (model.reader.height / 2).max(1) as isize;
    let Some(selection) = &mut model.reader.selection else { return };
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let shift = key.modifiers.contains(KeyModifiers::SHIFT);
    match key.code {
        KeyCode::Char('c') if control => return leave(model),
        KeyCode::Char('d') if control => selection.step_line(half),
        KeyCode::Char('u') if control => selection.step_line(-half),
        KeyCode::Right if shift => selection.extend(1),
        KeyCode::Left if shift => selection.extend(-1),
        KeyCode::Char('L' | 'W' | 'E') => selection.extend(1),
        KeyCode::Char('H' | 'B') => selection.extend(-1),
        KeyCode::Char('l' | 'w' | 'e') | KeyCode::Right | KeyCode::Tab => selection.step(1),
        KeyCode::Char('h' | 'b') | KeyCode::Left | KeyCode::BackTab => selection.step(-1),
        KeyCode::Char('j') | KeyCode::Down => selection.step_line(1),
        KeyCode::Char('k') | KeyCode::Up => selection.step_line(-1),
        KeyCode::PageDown => selection.step_line(2 * half),
        KeyCode::PageUp => selection.step_line(-2 * half),
        KeyCode::Char('v' | ' ') => selection.toggle(),
        KeyCode::Enter => return take(model, out),
        KeyCode::Esc if selection.hold == Hold::Held => selection.toggle(),
        KeyCode::Esc | KeyCode::Char('q') => return leave(model),
        _ => {}
    }
    show(model);
}

pub(super) fn leave(model: &mut Model) {
    model.reader.selection = None;
}

/// The words are chosen: what they are the name of is asked next.
fn take(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(selection) = model.reader.selection.take() else { return };
    let words = selection.text(model.reader.blocks()).to_owned();
    names::add(model, &words, out);
}

/// Keeps it in sight, and says what is selected: by words too, for who sees no reverse video.
fn show(model: &mut Model) {
    let Some(selection) = &model.reader.selection else { return };
    let (place, hold) = (selection.place(), selection.hold);
    let words = selection.text(model.reader.blocks()).to_owned();
    model.reader.reveal(place);
    let keys = match hold {
        Hold::Free => "Enter make it a name   L H more, less   Esc leave",
        Hold::Held => "Enter make it a name   L H more, less   Esc one word",
    };
    let room = usize::from(model.size.width).saturating_sub(4);
    let short = if width(&words) + width(keys) + 5 > room { "Enter name it   L H" } else { keys };
    let left = room.saturating_sub(width(short) + 5).max(8);
    model.status.tell(format!("“{}”   {short}", truncate(&words, left)));
}

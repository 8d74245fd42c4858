//! Articles beside one, those like it or its story: opening the page, moving on it, and the way to an article.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Position;

use super::super::command::{Motion, Way};
use super::super::message::{Effect, Question};
use super::super::model::Model;
use super::super::model::dossier::Part;
use super::super::model::list::scroll_to;
use super::super::model::overlay::Overlay;
use super::super::model::story::{ENTRY_HEIGHT, Found, Kind, Related, RelatedPage, Shown};
use super::super::model::travel::At;
use super::super::plan::{Plan, RelatedPlan};
use super::sidebar::moved;
use super::{ask, over, travel};
use crate::library::ArticleId;

/// Asks for the page beside the article that is selected, or open.
pub(super) fn open(model: &mut Model, kind: Kind, out: &mut Vec<Effect>) {
    match at_hand(model) {
        Some(of) => ask(model, Question::Related(Related { kind, of, at: None }), out),
        None => model.status.tell("no article is selected"),
    }
}

/// The article that keys speak of: on a page the selected one, else the one in the reader, which follows the list.
fn at_hand(model: &Model) -> Option<ArticleId> {
    if let Some(Overlay::Related(page)) = model.overlays.last() {
        return page.selected();
    }
    let page = model.dossier.as_ref().filter(|page| page.part == Part::Articles);
    let row = page.and_then(|page| page.dossier.articles.get(page.articles.selected));
    row.map(|row| row.row.id).or_else(|| model.reader.id())
}

/// It came: the page takes the place of one that is open.
pub(super) fn show(model: &mut Model, related: Related, found: Found) {
    let shown = match found {
        Found::Likes(None) => return model.status.warn("this article is not filed any more"),
        Found::Likes(Some((_, likes))) if likes.is_empty() => {
            return model.status.tell("no other article is like this one");
        }
        Found::Story(None) => return model.status.tell("this article is in no story: no other is of the same event"),
        Found::Likes(Some((title, likes))) => Shown::Likes(title, likes),
        Found::Story(Some(story)) => Shown::Story(story),
    };
    if related.at.is_none() {
        travel::leave(model);
    }
    close(model);
    if model.overlays.is_empty() {
        let page = RelatedPage::new(related.of, shown, related.at.unwrap_or(related.of));
        model.overlays.push(Overlay::Related(page));
    }
}

/// Takes the page away, where one is on top.
pub(super) fn close(model: &mut Model) {
    model.overlays.pop_if(|overlay| matches!(overlay, Overlay::Related(_)));
}

fn page(model: &mut Model) -> Option<&mut RelatedPage> {
    match model.overlays.last_mut() {
        Some(Overlay::Related(page)) => Some(page),
        _ => None,
    }
}

pub(super) fn press(model: &mut Model, key: KeyEvent, out: &mut Vec<Effect>) {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Char('c') if control => leave(model),
        KeyCode::Char('o') if control => travel::step(model, Way::Previous, out),
        KeyCode::Esc | KeyCode::Char('q' | 'h') | KeyCode::Left => leave(model),
        KeyCode::Enter | KeyCode::Char('l') | KeyCode::Right => visit(model, out),
        KeyCode::Char('H') => travel::step(model, Way::Previous, out),
        KeyCode::Char('L') => travel::step(model, Way::Next, out),
        KeyCode::Char('m') => open(model, Kind::Likes, out),
        KeyCode::Char('T') => open(model, Kind::Story, out),
        _ => {
            if let Some(motion) = over::motion(&model.keymap, key) {
                go(model, motion);
            }
        }
    }
}

/// Goes back to what lies under the page.
fn leave(model: &mut Model) {
    travel::leave(model);
    close(model);
}

pub(super) fn go(model: &mut Model, motion: Motion) {
    let plan = model.plan();
    let Some(page) = page(model) else { return };
    let rows = RelatedPlan::new(&plan, page).entries();
    let last = page.count().saturating_sub(1);
    page.cursor.selected = moved(page.cursor.selected, last, motion, 1, rows);
}

/// Opens the selected article.
fn visit(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(article) = page(model).and_then(|page| page.selected()) else { return };
    travel::leave(model);
    close(model);
    travel::read(model, article, At::Kept, out);
}

/// A click selects.
pub(super) fn click(model: &mut Model, at: Position) {
    let plan = model.plan();
    let Some(page) = page(model) else { return };
    let plan = RelatedPlan::new(&plan, page);
    if plan.rows.contains(at) {
        let row = usize::from(at.y - plan.rows.y) / ENTRY_HEIGHT;
        page.cursor.selected = (page.cursor.top + row).min(page.count().saturating_sub(1));
    }
}

/// Keeps what is selected in sight.
pub(super) fn follow(model: &mut Model, plan: &Plan) {
    let Some(page) = page(model) else { return };
    let entries = RelatedPlan::new(plan, page).entries();
    let count = page.count();
    page.cursor.top = scroll_to(page.cursor.top, page.cursor.selected, count, entries);
}

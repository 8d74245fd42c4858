//! Two names at once: the list of the articles with both, and the way through them. Following one name is `travel`'s.

use super::super::command::Scope;
use super::super::message::Effect;
use super::super::model::travel::{Both, Following};
use super::super::model::{Model, Pane};
use super::{list, travel};
use crate::article::EntityKind;
use crate::library::Drawer;
use crate::tui::model::list::Land;

/// Adds the selected name to the one that is followed (on a name's page: the selected companion to the name), or parts them.
pub(super) fn combine(model: &mut Model, out: &mut Vec<Effect>) {
    let (first, second) = match &model.dossier {
        Some(page) => (Some(page.dossier.drawer.clone()), page.second().cloned()),
        None => (model.following.as_ref().map(|following| following.drawer.clone()), model.selected_name().cloned()),
    };
    let (first, second) = match (first, second) {
        (Some(first), Some(second)) => (first, second),
        (Some(_), None) if model.dossier.is_some() => {
            model.status.tell("no second name is selected: Tab goes to the names it appears with");
            return;
        }
        (None, Some(first)) => {
            model.status.tell(format!("following {}: & on a second name lists the articles with both", first.name));
            model.following = Some(Following { drawer: first, with: None, position: None });
            return travel::position(model, out);
        }
        _ => {
            model.status.tell("no name is selected: 3 goes to the names");
            return;
        }
    };
    let with = model.following.as_ref().and_then(|following| following.with.as_ref());
    let again = with.is_some_and(|both| both.drawer.id == second.id || first.id == second.id);
    let before = with.map_or_else(|| model.list.query.clone(), |both| both.before.clone());
    if again {
        part(model);
        model.status.tell(format!("following {} alone", first.name));
        list_around(model, before, out);
        return travel::position(model, out);
    }
    if first.id == second.id {
        model.status.tell(format!("{} is followed: & on another name lists the articles with both", first.name));
        return;
    }
    let query = format!("{} {}", term(&first), term(&second));
    let both = Both { drawer: second, before };
    model.following = Some(Following { drawer: first, with: Some(both), position: None });
    if model.scope() == Scope::Dossier {
        travel::leave(model);
        model.dossier = None;
        model.focus(Pane::List);
        list::look_for(model, query, out);
    } else {
        list_around(model, query, out);
    }
    travel::position(model, out);
}

/// Follows the first name alone from now on; says nothing and lists nothing.
pub(super) fn part(model: &mut Model) {
    if let Some(following) = &mut model.following
        && following.with.take().is_some()
    {
        following.position = None;
    }
}

/// Lists what `query` finds, around the article at hand.
fn list_around(model: &mut Model, query: String, out: &mut Vec<Effect>) {
    list::look_for(model, query, out);
    if let Some(article) = model.reader.id() {
        model.list.land = Land::On(article);
        list::ask(model, crate::library::From::Around(article), out);
    }
}

/// A name in the language of queries.
fn term(drawer: &Drawer) -> String {
    let field = match drawer.kind {
        EntityKind::Person => "person:",
        EntityKind::Organization => "org:",
        EntityKind::Place => "place:",
        EntityKind::Topic => "topic:",
        EntityKind::Other => "",
    };
    format!("{field}\"{}\"", drawer.name.replace('"', " "))
}

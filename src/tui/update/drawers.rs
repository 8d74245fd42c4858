//! Where `g` leads: to the names of a kind, to sources and searches, to all articles, to what was visited. The lists
//! themselves are pickers.

use super::super::command::Goal;
use super::super::line::Line;
use super::super::message::{Effect, Offers};
use super::super::model::dossier::{Cursor, DossierPage};
use super::super::model::overlay::{Overlay, Picker, Source};
use super::super::model::story::Kind;
use super::super::model::{Model, Pane};
use super::{focus, list, palette, story, travel};
use crate::article::EntityKind;
use crate::library::Suggestion;

/// Goes there.
pub(super) fn go(model: &mut Model, goal: Goal, out: &mut Vec<Effect>) {
    match goal {
        Goal::People => open(model, EntityKind::Person, out),
        Goal::Organizations => open(model, EntityKind::Organization, out),
        Goal::Places => open(model, EntityKind::Place, out),
        Goal::Topics => open(model, EntityKind::Topic, out),
        Goal::Sources => pick_from(model, Source::Papers(Offers::default()), out),
        Goal::Searches => pick_from(model, Source::Searches, out),
        Goal::Like => story::open(model, Kind::Likes, out),
        Goal::History => history(model, out),
        Goal::Articles => {
            focus(model, Pane::List, out);
            if !model.list.query.is_empty() {
                super::both::part(model);
                list::look_for(model, String::new(), out);
            }
        }
    }
}

/// Lists what was visited, the last first, but for what is on the screen.
fn history(model: &mut Model, out: &mut Vec<Effect>) {
    travel::remember(model);
    let page = model.dossier.as_ref().map(DossierPage::entity);
    let article = model.reader.id().filter(|_| page.is_none());
    let is_here = |one: &Suggestion| match one {
        Suggestion::Article(row) => Some(row.id) == article,
        Suggestion::Drawer(drawer) => Some(drawer.id) == page,
    };
    let seen: Vec<Suggestion> = model.travel.history().iter().filter(|one| !is_here(one)).cloned().collect();
    if seen.is_empty() {
        return model.status.tell("nothing was visited before this");
    }
    let source = Source::Visited(seen);
    let picker = Picker { source, line: Line::default(), items: Vec::new(), cursor: Cursor::default() };
    model.overlays.push(Overlay::Picker(picker));
    palette::changed(model, out);
}

/// Lists the names of a kind, most articles first; what is typed narrows them.
fn open(model: &mut Model, kind: EntityKind, out: &mut Vec<Effect>) {
    pick_from(model, Source::Drawers(kind, Offers::default()), out);
}

fn pick_from(model: &mut Model, source: Source, out: &mut Vec<Effect>) {
    let picker = Picker { source, line: Line::default(), items: Vec::new(), cursor: Cursor::default() };
    model.overlays.push(Overlay::Picker(picker));
    palette::changed(model, out);
}

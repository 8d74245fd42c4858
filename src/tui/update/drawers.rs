//! Where `g` leads: to the names of a kind, to sources and searches, or to all articles. The list itself is a picker.

use super::super::command::Goal;
use super::super::line::Line;
use super::super::message::{Effect, Offers};
use super::super::model::dossier::Cursor;
use super::super::model::overlay::{Overlay, Picker, Source};
use super::super::model::story::Kind;
use super::super::model::{Model, Pane};
use super::{focus, list, palette, story};
use crate::article::EntityKind;

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
        Goal::Articles => {
            focus(model, Pane::List, out);
            if !model.list.query.is_empty() {
                super::both::part(model);
                list::look_for(model, String::new(), out);
            }
        }
    }
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

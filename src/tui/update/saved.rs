//! Searches that are kept under a name, and the reader's own topics: listed in the sidebar and in the palette, shown like any
//! other search. How they are kept is the library's.

use super::super::message::Effect;
use super::super::model::overlay::Target;
use super::super::model::sidebar::Saved;
use super::super::model::{Model, Pane};
use super::{list, travel};

/// Each of them, to be picked.
pub(super) fn targets(model: &Model) -> impl Iterator<Item = Target> {
    model.sidebar.searches.iter().cloned().map(Target::Search)
}

/// Lists what one finds.
pub(super) fn show(model: &mut Model, saved: &Saved, out: &mut Vec<Effect>) {
    travel::leave(model);
    model.dossier = None;
    model.focus(Pane::List);
    list::look_for(model, saved.query.clone(), out);
}

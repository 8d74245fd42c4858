//! From article to article: by a name, and back through what was visited.

use super::super::command::Way;
use super::super::message::{Effect, Question};
use super::super::model::dossier::DossierPage;
use super::super::model::overlay::Overlay;
use super::super::model::reader::Reading;
use super::super::model::travel::{Arrival, At, Following, Visit};
use super::super::model::{Model, Pane};
use super::{ask, list, reader, story};
use crate::library::{ArticleId, From, Suggestion, Toward};
use crate::tui::model::list::Land;

/// Where one is.
pub(super) fn here(model: &Model) -> Visit {
    Visit {
        article: model.reader.id(),
        place: model.reader.place,
        dossier: model.dossier.as_ref().map(DossierPage::entity),
        related: match model.overlays.last() {
            Some(Overlay::Related(page)) => Some(page.related()),
            _ => None,
        },
        pane: model.focus.pane,
    }
}

/// Keeps in the history what one reads, and the page of a name.
pub(super) fn remember(model: &mut Model) {
    let reader = &model.reader;
    let read = reader.opened.as_ref().filter(|_| reader.reading == Reading::Begun);
    if let Some(opened) = read {
        model.travel.keep(Suggestion::Article(opened.row.clone()));
    }
    if let Some(page) = &model.dossier {
        model.travel.keep(Suggestion::Drawer(page.dossier.drawer.clone()));
    }
}

/// Leaves where one is, so that one can go back to it.
pub(super) fn leave(model: &mut Model) {
    remember(model);
    let here = here(model);
    model.travel.leave(here);
}

/// Opens an article in the reader, in the place of whatever page is there.
pub(super) fn read(model: &mut Model, article: ArticleId, at: At, out: &mut Vec<Effect>) {
    reader::keep(model, out);
    model.dossier = None;
    model.focus(Pane::Reader);
    select(model, article, out);
    go_to(model, Arrival { article, at, reading: Reading::Begun }, out);
}

/// Goes to an article: at once where it is the one at hand, else when it comes.
pub(super) fn go_to(model: &mut Model, arrival: Arrival, out: &mut Vec<Effect>) {
    model.travel.arriving = Some(arrival);
    if model.reader.id() == Some(arrival.article) {
        reader::arrived(model, out);
    } else {
        ask(model, Question::Article(arrival.article), out);
    }
}

/// Selects an article in the list; a list that does not hold it is read anew around it.
pub(super) fn select(model: &mut Model, article: ArticleId, out: &mut Vec<Effect>) {
    match model.list.find(article) {
        Some(index) => {
            model.list.selected = index;
            list::more(model, out);
        }
        None => {
            model.list.land = Land::On(article);
            list::ask(model, From::Around(article), out);
        }
    }
}

/// Back or forward through what was visited.
pub(super) fn step(model: &mut Model, way: Way, out: &mut Vec<Effect>) {
    remember(model);
    let here = here(model);
    let visit = match way {
        Way::Previous => model.travel.backward(here),
        Way::Next => model.travel.forward(here),
    };
    let Some(visit) = visit else {
        let when = if way == Way::Previous { "before" } else { "after" };
        model.status.tell(format!("nothing was visited {when} this"));
        return;
    };
    reader::keep(model, out);
    story::close(model);
    if let Some(related) = visit.related {
        ask(model, Question::Related(related), out);
    }
    match visit.dossier {
        Some(entity) => ask(model, Question::Dossier(entity), out),
        None => model.dossier = None,
    }
    model.focus(visit.pane);
    if let Some(article) = visit.article {
        let reading = if visit.pane == Pane::Reader { Reading::Begun } else { Reading::Preview };
        select(model, article, out);
        go_to(model, Arrival { article, at: At::Place(visit.place), reading }, out);
    }
}

/// Follows the selected name, or stops following it.
pub(super) fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(drawer) = model.selected_name().cloned() else { return };
    if model.following.take_if(|following| following.drawer.id == drawer.id).is_none() {
        model.following = Some(Following { drawer, with: None, position: None });
        position(model, out);
    }
}

/// Asks where in its articles the followed name is, when the article at hand names it.
pub(super) fn position(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(following) = &mut model.following else { return };
    following.position = None;
    let (entity, with) = (following.drawer.id, following.second());
    if let (Some(at), Some(_)) = (model.reader.id(), model.reader.drawer(entity)) {
        ask(model, Question::Position { entity, with, at }, out);
    }
}

/// Asks for the next or the previous article with the name; from then on it is followed.
pub(super) fn beside(model: &mut Model, way: Way, out: &mut Vec<Effect>) {
    let followed = model.following.as_ref().map(|following| &following.drawer);
    let Some(drawer) = followed.or_else(|| model.selected_name()).cloned() else {
        model.status.tell("no name is selected: 3 goes to the names, Space follows one");
        return;
    };
    let Some(at) = model.reader.id() else { return };
    let toward = if way == Way::Next { Toward::Older } else { Toward::Newer };
    let entity = drawer.id;
    if model.following.is_none() {
        model.following = Some(Following { drawer, with: None, position: None });
    }
    let with = model.following.as_ref().and_then(Following::second);
    ask(model, Question::Beside { entity, with, at, toward }, out);
}

/// The answer to [`beside`].
pub(super) fn found_beside(model: &mut Model, toward: Toward, found: Option<ArticleId>, out: &mut Vec<Effect>) {
    let Some(following) = &model.following else { return };
    let Some(article) = found else {
        let way = if toward == Toward::Older { "older" } else { "newer" };
        let words = format!("no {way} article names {}", following.says());
        model.status.tell(words);
        return;
    };
    let entity = following.drawer.id;
    leave(model);
    reader::keep(model, out);
    model.dossier = None;
    let reading = if model.focus.pane == Pane::Reader { Reading::Begun } else { Reading::Preview };
    select(model, article, out);
    go_to(model, Arrival { article, at: At::Mention(entity), reading }, out);
}

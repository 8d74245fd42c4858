//! Searching: the library as one types, and the article at hand.

use super::super::command::Way;
use super::super::line::Line;
use super::super::message::Effect;
use super::super::model::find::{Find, Hit, Whence};
use super::super::model::overlay::{Overlay, Prompt, Purpose};
use super::super::model::reader::Reader;
use super::super::model::{Model, Pane};
use super::list;

/// Opens the line: in the reader for the article, elsewhere for the library.
pub(super) fn open(model: &mut Model) {
    let prompt = if model.focus.pane == Pane::Reader && model.dossier.is_none() {
        Prompt { purpose: Purpose::Find, line: Line::default() }
    } else {
        model.dossier = None;
        model.focus(Pane::List);
        let before = model.list.query.clone();
        let line = if before.is_empty() { Line::default() } else { Line::new(&format!("{before} ")) };
        Prompt { purpose: Purpose::Query { before }, line }
    };
    model.overlays.push(Overlay::Prompt(prompt));
}

/// Lists what is typed, unless the list shows that already.
pub(super) fn look_for(model: &mut Model, query: String, out: &mut Vec<Effect>) {
    if model.list.query.trim() != query.trim() {
        list::look_for(model, query, out);
    } else {
        model.list.query = query;
    }
}

/// Looks for `pattern` in the article, and goes to the first hit from where one is.
pub(super) fn find(model: &mut Model, pattern: &str) {
    let reader = &mut model.reader;
    reader.lay_out_whole();
    reader.search(Find::in_article(pattern));
    let below = below(reader);
    let Some(find) = &mut reader.find else { return mark(model) };
    find.current = below.or(if find.hits.is_empty() { None } else { Some(0) });
    let place = find.current.and_then(|current| find.hits.get(current)).map(Hit::place);
    if let Some(place) = place {
        reader.reveal(place);
    }
}

/// The first hit at or below the top of the screen.
fn below(reader: &Reader) -> Option<usize> {
    let top = reader.place.unwrap_or_default();
    reader.hits().iter().map(Hit::place).position(|place| (place.block, place.byte) >= (top.block, top.byte))
}

/// Marks in the article what the list is searched for, unless the article is searched for something else.
pub(super) fn mark(model: &mut Model) {
    if model.reader.find.as_ref().is_none_or(|find| find.whence == Whence::Library) {
        let sought = crate::library::sought(&model.list.query);
        model.reader.search(Find::of_library(&sought));
    }
}

/// Lifts the search in the article; what the list is searched for is marked again.
pub(super) fn lift(model: &mut Model) {
    model.reader.find = None;
    mark(model);
}

/// The search in the article stays; how many hits it has is said.
pub(super) fn keep(model: &mut Model) {
    if model.reader.find.as_ref().is_some_and(|find| find.whence == Whence::Article) {
        say(model);
    }
}

/// To the next or the previous hit, around the ends.
pub(super) fn step(model: &mut Model, way: Way, times: usize) {
    model.reader.lay_out_whole();
    let below = below(&model.reader);
    let Some(find) = &mut model.reader.find else {
        model.status.tell("nothing is searched for in this article: / searches it");
        return;
    };
    let count = find.hits.len();
    if count > 0 {
        let times = times % count;
        let to = match (way, find.current) {
            (Way::Next, Some(current)) => current + times,
            (Way::Next, None) => below.unwrap_or(0) + times.saturating_sub(1),
            (_, Some(current)) => current + count - times,
            (_, None) => below.unwrap_or(count) + count - times.max(1),
        } % count;
        find.current = Some(to);
        let place = find.hits[to].place();
        model.reader.reveal(place);
    }
    say(model);
}

fn say(model: &mut Model) {
    let Some(find) = &model.reader.find else { return };
    let pattern = &find.pattern;
    match (find.current, find.hits.len()) {
        (_, 0) => model.status.warn(format!("“{pattern}” is not in what is shown of this article")),
        (current, count) => {
            model.status.tell(format!("“{pattern}”: {} of {count}; n next, N previous", current.unwrap_or(0) + 1));
        }
    }
}

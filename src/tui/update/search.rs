//! Searching: the library as one types, and the article at hand; from hit to hit, and from article to article.

use super::super::command::Way;
use super::super::line::Line;
use super::super::message::{Effect, Lane};
use super::super::model::find::{Find, Hit, Whence};
use super::super::model::list::{Edge, Known, Land, in_words};
use super::super::model::overlay::{Before, Overlay, Prompt, Purpose};
use super::super::model::reader::{Reader, Reading};
use super::super::model::travel::{Arrival, At};
use super::super::model::{Model, Pane};
use super::{CAP, list, reader, travel};
use crate::library::{Count, From, Order};

/// Opens the line: in the reader for the article, elsewhere for the library.
pub(super) fn open(model: &mut Model) {
    let prompt = if model.focus.pane == Pane::Reader && model.dossier.is_none() {
        model.travel.memory.finds.begin();
        Prompt { purpose: Purpose::Find, line: Line::default() }
    } else {
        model.travel.memory.searches.begin();
        let visit = travel::here(model);
        let dossier = model.dossier.take();
        let before = Before { list: model.list.clone(), version: model.version(), visit, dossier };
        model.focus(Pane::List);
        let query = &model.list.query;
        let line = if query.is_empty() { Line::default() } else { Line::new(&format!("{query} ")) };
        Prompt { purpose: Purpose::Query(Box::new(before)), line }
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

/// The best first instead of the newest, or back.
pub(super) fn turn(model: &mut Model, out: &mut Vec<Effect>) {
    let list = &mut model.list;
    if list.sought.is_empty() {
        model.status.tell("the best fit words: without words to look for, the newest come first");
        return;
    }
    list.order = if list.order == Order::Best { Order::Newest } else { Order::Best };
    let order = in_words(list.order);
    list.land = Land::First;
    list::ask(model, From::Top, out);
    model.status.tell(order);
}

/// The search stays: it is remembered, and where one was before it can be gone back to.
pub(super) fn entered(model: &mut Model, before: &Before) {
    model.travel.memory.searches.keep(&model.list.query);
    if before.visit.pane != Pane::List || before.dossier.is_some() {
        model.travel.leave(before.visit);
    }
    if let Some(complaint) = model.list.complaints.first() {
        model.status.warn(complaint.message.clone());
    } else if model.plan().has_tabs() && !model.list.query.trim().is_empty() {
        // Where tabs stand in the place of the head.
        let found = match model.list.count {
            Some(Count::Exactly(count)) => format!("{count} found"),
            Some(Count::AtLeast(count)) => format!("{count}+ found"),
            None => "searched".to_owned(),
        };
        model.status.tell(format!("{found} {}", model.list.scope));
    }
}

/// The search is given up: the list is what it was, and so is what lay beside and over it.
pub(super) fn given_up(model: &mut Model, before: Before, out: &mut Vec<Effect>) {
    let Before { list, version, visit, dossier } = before;
    model.list = list;
    for lane in [Lane::List, Lane::Excerpts, Lane::Count] {
        model.forget(lane);
    }
    model.focus(visit.pane);
    model.dossier = dossier;
    if model.version() != version {
        // Something was filed or changed meanwhile.
        list::reload(model, out);
    } else {
        if model.list.known == Known::Nothing {
            list::ask(model, From::Top, out);
        }
        if matches!(model.list.count, None | Some(Count::AtLeast(CAP))) {
            list::count(model, out);
        }
        list::more(model, out);
    }
    match visit.article {
        Some(article) if model.reader.id() != Some(article) => {
            let at = At::Place(visit.place);
            travel::go_to(model, Arrival { article, at, reading: Reading::Preview }, out);
        }
        _ => mark(model),
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
        let list = &model.list;
        model.reader.search(Find::of_library(&list.query, &list.sought, &list.names));
    }
}

/// Lifts the search in the article; what the list is searched for is marked again.
pub(super) fn lift(model: &mut Model) {
    model.reader.find = None;
    mark(model);
}

/// The search in the article stays; how many hits it has is said.
pub(super) fn keep(model: &mut Model, typed: &str) {
    model.travel.memory.finds.keep(typed);
    if model.reader.find.as_ref().is_some_and(|find| find.whence == Whence::Article) {
        say(model);
    }
}

/// To the next or the previous hit. A search in the article goes round its ends; one of the library goes on to the next
/// article that it found.
pub(super) fn step(model: &mut Model, way: Way, times: usize, out: &mut Vec<Effect>) {
    model.reader.lay_out_whole();
    let below = below(&model.reader);
    let Some(find) = &mut model.reader.find else {
        model.status.tell("nothing is searched for in this article: / searches it");
        return;
    };
    let count = find.hits.len();
    let times = times.max(1);
    let to = match (way, find.current) {
        (Way::Next, Some(current)) => current.checked_add(times),
        (Way::Next, None) => below.unwrap_or(count).checked_add(times - 1),
        (Way::Previous, Some(current)) => current.checked_sub(times),
        (Way::Previous, None) => below.unwrap_or(count).checked_sub(times),
    };
    let to = match (to.filter(|&to| to < count), find.whence) {
        (None, Whence::Library) => return go_on(model, way, out),
        (Some(to), _) => to,
        (None, Whence::Article) if count == 0 => return say(model),
        (None, Whence::Article) => match way {
            Way::Next => (find.current.map_or(0, |current| current + times)) % count,
            Way::Previous => (find.current.unwrap_or(0) + count - times % count) % count,
        },
    };
    show(model, to);
    say(model);
}

/// Goes to a hit.
fn show(model: &mut Model, to: usize) {
    let Some(find) = &mut model.reader.find else { return };
    find.current = Some(to);
    if let Some(place) = find.hits.get(to).map(Hit::place) {
        model.reader.reveal(place);
    }
}

/// On to the article before or after this one in the list, at its first or last hit.
fn go_on(model: &mut Model, way: Way, out: &mut Vec<Effect>) {
    reader::keep(model, out);
    if list::open_beside(model, way, At::Hit(way), out) {
        return;
    }
    let (end, edge) = if way == Way::Next { ("last", model.list.below) } else { ("first", model.list.above) };
    match edge {
        Edge::End => model.status.tell(format!("this is the {end} article of the search")),
        // Whoever is faster than the library asks again.
        Edge::More => {
            model.status.tell("more of what was found is on its way");
            list::more(model, out);
        }
    }
}

/// An article came to be read from a hit on.
pub(super) fn arrive(model: &mut Model, way: Way) {
    model.reader.lay_out_whole();
    let count = model.reader.hits().len();
    if let Some(last) = count.checked_sub(1) {
        show(model, if way == Way::Next { 0 } else { last });
    }
}

/// Says in which article one is now.
pub(super) fn say_arrival(model: &mut Model, way: Way) {
    let Some(find) = &model.reader.find else { return };
    let pattern = &find.pattern;
    let which = if way == Way::Next { "next" } else { "previous" };
    let words = match (find.current, find.hits.len()) {
        (Some(current), count) => format!("{which} article; “{pattern}”: {} of {count}", current + 1),
        (None, _) if is_in_head(model, find) => {
            format!("{which} article; “{pattern}” is in what stands above the text")
        }
        (None, _) => format!("{which} article; “{pattern}” is not in what is shown of it"),
    };
    model.status.tell(words);
}

/// Whether the title or the standfirst has what is searched for.
fn is_in_head(model: &Model, find: &Find) -> bool {
    let article = model.reader.opened.as_deref().map(|opened| &opened.article);
    let lines = article.into_iter().flat_map(|article| [&article.title, &article.standfirst]);
    lines.flatten().any(|line| !find.in_line(line).is_empty())
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

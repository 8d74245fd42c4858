//! The list: moving through it, opening what is selected, and asking for the pages it needs.

use super::super::command::{Motion, Way};
use super::super::message::{Effect, Lane, Question};
use super::super::model::list::{Edge, Land, List, PAGE};
use super::super::model::reader::Reading;
use super::super::model::travel::{Arrival, At};
use super::super::model::{Model, Pane};
use super::super::plan::Plan;
use super::{CAP, ask as put, reader, travel};
use crate::library::{Count, Excerpt, From, Order};

/// How many whole rows of the list are on the screen.
pub(super) fn visible(list: &List, plan: &Plan) -> usize {
    usize::from((plan.inside(plan.list).height / list.row_height()).max(1))
}

/// Asks where in the articles on the screen stands what is searched for, unless that is known or on its way.
pub(super) fn excerpts(model: &mut Model, out: &mut Vec<Effect>) {
    // While rows are on their way, those on the screen are not the ones to look at.
    if model.is_out(Lane::Excerpts) || model.is_out(Lane::List) {
        return;
    }
    let plan = model.plan();
    if plan.list.is_none() || model.dossier.is_some() {
        return;
    }
    // A row of which only the head is seen needs none.
    let articles = model.list.without_excerpt(visible(&model.list, &plan));
    if !articles.is_empty() {
        let query = model.list.query.clone();
        put(model, Question::Excerpts { query, articles }, out);
    }
}

/// They cannot be read: those on the screen are not asked for again.
pub(super) fn not_found(model: &mut Model) {
    let rows = visible(&model.list, &model.plan());
    let without = model.list.without_excerpt(rows).into_iter().map(Excerpt::empty).collect();
    let query = model.list.query.clone();
    model.list.excerpts.take(query, without);
}

/// They came.
pub(super) fn found(model: &mut Model, query: String, excerpts: Vec<Excerpt>) {
    if query == model.list.query {
        model.list.excerpts.take(query, excerpts);
    }
}

/// Asks for a page of the list.
pub(super) fn ask(model: &mut Model, from: From, out: &mut Vec<Effect>) {
    let (query, order) = (model.list.query.clone(), model.list.order);
    put(model, Question::List { query, order, from, limit: PAGE }, out);
}

/// Asks how many there are, up to the cap.
pub(super) fn count(model: &mut Model, out: &mut Vec<Effect>) {
    let query = model.list.query.clone();
    put(model, Question::Count { query, cap: CAP }, out);
}

/// Takes a count in; one that stopped at the cap is followed by an exact one. Not that of everything, which nobody asked
/// for: it would cost every start the more the more is filed.
pub(super) fn counted(model: &mut Model, count: Count, out: &mut Vec<Effect>) {
    model.list.count = Some(count);
    if model.list.query.trim().is_empty() {
        model.list.total = Some(count);
    } else if count == Count::AtLeast(CAP) {
        let query = model.list.query.clone();
        put(model, Question::Count { query, cap: u64::MAX }, out);
    }
}

/// Lists what `query` finds, from the first.
pub(super) fn look_for(model: &mut Model, query: String, out: &mut Vec<Effect>) {
    if query.trim().is_empty() {
        model.list.order = Order::Newest;
    }
    model.list.query = query;
    model.forget(Lane::Excerpts);
    model.list.land = Land::First;
    model.list.count = None;
    ask(model, From::Top, out);
    count(model, out);
}

/// Reads the list again where it stands.
pub(super) fn reload(model: &mut Model, out: &mut Vec<Effect>) {
    let from = match model.list.row() {
        Some(row) if model.list.above == Edge::More || model.list.selected > 0 => From::Around(row.id),
        _ => From::Top,
    };
    model.list.land = model.list.row().map_or(Land::First, |row| Land::On(row.id));
    ask(model, from, out);
    count(model, out);
}

pub(super) fn go(model: &mut Model, motion: Motion, times: usize, out: &mut Vec<Effect>) {
    let rows = visible(&model.list, &model.plan());
    let list = &mut model.list;
    let last = list.rows.len().saturating_sub(1);
    list.selected = match motion {
        Motion::Down => list.selected.saturating_add(times),
        Motion::Up => list.selected.saturating_sub(times),
        Motion::HalfDown => list.selected.saturating_add((rows / 2).max(1) * times),
        Motion::HalfUp => list.selected.saturating_sub((rows / 2).max(1) * times),
        Motion::PageDown => {
            list.top = list.top.saturating_add(rows * times).min(last);
            list.selected.saturating_add(rows * times)
        }
        Motion::PageUp => {
            list.top = list.top.saturating_sub(rows * times);
            list.selected.saturating_sub(rows * times)
        }
        Motion::Top if list.above == Edge::More => return turn(model, From::Top, Land::First, out),
        Motion::Bottom if list.below == Edge::More => return turn(model, From::Bottom, Land::Last, out),
        Motion::Top => 0,
        Motion::Bottom => last,
    }
    .min(last);
    selected(model, out);
}

fn turn(model: &mut Model, from: From, land: Land, out: &mut Vec<Effect>) {
    model.list.land = land;
    ask(model, from, out);
}

/// The selection moved: the reader and the names follow, and the next page is taken before it is needed.
pub(super) fn selected(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(row) = model.list.row() {
        let article = row.id;
        if model.reader.id() != Some(article) {
            travel::go_to(model, Arrival { article, at: At::Kept, reading: Reading::Preview }, out);
        }
    }
    more(model, out);
}

/// Takes the next page when the selection is near an edge of the window, unless one is on its way.
pub(super) fn more(model: &mut Model, out: &mut Vec<Effect>) {
    if model.is_out(Lane::List) {
        return;
    }
    if let Some(from) = model.list.wants() {
        ask(model, from, out);
    }
}

pub(super) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    read(model, At::Kept, out);
}

/// Opens the selected article to be read, at this place.
fn read(model: &mut Model, at: At, out: &mut Vec<Effect>) {
    let Some(row) = model.list.row() else { return };
    let article = row.id;
    travel::leave(model);
    model.focus(Pane::Reader);
    travel::go_to(model, Arrival { article, at, reading: Reading::Begun }, out);
}

/// Opens the article after the one at hand, or before it; says whether there is one.
pub(super) fn open_beside(model: &mut Model, way: Way, at: At, out: &mut Vec<Effect>) -> bool {
    let Some(index) = model.list.beside(model.reader.id(), way) else { return false };
    model.list.selected = index;
    read(model, at, out);
    more(model, out);
    true
}

pub(super) fn next_unread(model: &mut Model, out: &mut Vec<Effect>) {
    let list = &model.list;
    let ahead = (list.selected + 1..list.rows.len()).chain(0..list.selected);
    let unread = ahead.into_iter().find(|&index| list.rows.get(index).is_some_and(|row| !row.marks.read));
    match unread {
        None => model.status.tell("no unread article near; `/` is:unread lists them all"),
        Some(index) => {
            model.list.selected = index;
            if model.focus.pane == Pane::Reader {
                reader::keep(model, out);
                open(model, out);
            } else {
                selected(model, out);
            }
        }
    }
}

//! What the librarian answered, taken into the model. An answer that something newer has replaced is thrown away.

use super::super::message::{Answer, Effect, Lane, Listed, Ticket};
use super::super::model::reader::{Original, Reading};
use super::super::model::travel::{Arrival, At};
use super::super::model::{Library, Model, Pane, Screen};
use super::{copies, dossier, list, names, palette, reader, rules, saved, search, sheet, story, travel};
use crate::library::{From, Opened};

pub(super) fn take(model: &mut Model, ticket: Ticket, answer: Answer, out: &mut Vec<Effect>) {
    if !model.takes(lane(&answer), ticket) {
        model.screen = Screen::Current;
        return;
    }
    match answer {
        Answer::List(listed) => rows(model, listed, out),
        Answer::Excerpts(query, excerpts) => list::found(model, query, excerpts),
        Answer::Count(count) => list::counted(model, count, out),
        Answer::Article(opened) => article(model, opened, out),
        Answer::Original(id, bytes) => original(model, id, bytes.as_deref()),
        Answer::Beside(toward, found) => travel::found_beside(model, toward, found, out),
        Answer::Position(entity, nth, of) => {
            if let Some(following) = model.following.as_mut().filter(|following| following.drawer.id == entity) {
                following.position = Some((nth, of));
            }
        }
        Answer::Dossier(dossier) => dossier::show(model, dossier, out),
        Answer::Filed { entity, narrow, after, rows } => dossier::filed(model, entity, narrow, after, rows),
        Answer::Pins(pins) => model.sidebar.pin(pins, model.reader.opened.as_deref()),
        Answer::Searches(searches) => saved::take(model, searches, out),
        Answer::Own(article, names) => saved::filed_under(model, article, &names),
        Answer::Why(words) => palette::explained(model, words),
        Answer::Spellings(name, forms) => names::spelled(model, name, forms, out),
        Answer::Preview(previews) => sheet::previewed(model, previews),
        Answer::Became(became) => names::became(model, &became, out),
        Answer::Other(other) => copies::compared(model, other.as_deref()),
        Answer::Related(related, found) => story::show(model, related, found),
        Answer::Offers(offers) => palette::offered(model, offers),
        Answer::Standing(count) => rules::counted(model, count),
        Answer::Version(version) => match model.sees(version) {
            Library::Changed => {
                list::reload(model, out);
                saved::ask(model, out);
            }
            Library::Same => model.screen = Screen::Current,
        },
        Answer::Trouble(lane, words) => {
            if lane == Lane::Excerpts {
                list::not_found(model);
            }
            model.status.warn(words);
        }
    }
}

fn lane(answer: &Answer) -> Lane {
    match answer {
        Answer::List(_) => Lane::List,
        Answer::Excerpts(..) => Lane::Excerpts,
        Answer::Count(_) => Lane::Count,
        Answer::Article(_) => Lane::Article,
        Answer::Original(..) => Lane::Original,
        Answer::Beside(..) => Lane::Walk,
        Answer::Position(..) => Lane::Position,
        Answer::Dossier(_) => Lane::Dossier,
        Answer::Filed { .. } => Lane::Filed,
        Answer::Pins(_) => Lane::Pins,
        Answer::Searches(_) => Lane::Searches,
        Answer::Own(..) => Lane::Own,
        Answer::Why(_) => Lane::Why,
        Answer::Spellings(..) => Lane::Spellings,
        Answer::Preview(_) => Lane::Preview,
        Answer::Became(_) => Lane::Became,
        Answer::Other(_) => Lane::Copy,
        Answer::Related(..) => Lane::Related,
        Answer::Offers(_) => Lane::Palette,
        Answer::Standing(_) => Lane::Standing,
        Answer::Version(_) => Lane::Version,
        Answer::Trouble(lane, _) => *lane,
    }
}

fn rows(model: &mut Model, listed: Listed, out: &mut Vec<Effect>) {
    let Listed { from, page, complaints, scope, sought, names } = listed;
    let list = &mut model.list;
    (list.complaints, list.scope, list.sought, list.names) = (complaints, scope, sought, names);
    list.take(from, page);
    // The reader shows the marks too: what was undone is undone there as well.
    if let Some(opened) = &mut model.reader.opened
        && let Some(index) = model.list.find(opened.row.id)
    {
        opened.row.marks = model.list.rows[index].marks;
    }
    let goes_on = matches!(from, From::After(_) | From::Before(_));
    let at_hand = model.reader.id().or(model.travel.arriving.map(|arrival| arrival.article));
    if goes_on {
        return;
    }
    search::mark(model);
    match model.list.row().map(|row| row.id) {
        None if !reader::leads(model) => show(model, None),
        // The list was read again, or around an article that was opened from elsewhere: what is read stays.
        Some(_) if at_hand.is_some() && reader::leads(model) => {}
        Some(id) if Some(id) != at_hand => {
            // A room that opens with the reader goes on reading.
            let reading = if model.focus.pane == Pane::Reader { Reading::Begun } else { Reading::Preview };
            travel::go_to(model, Arrival { article: id, at: At::Kept, reading }, out);
        }
        _ => {}
    }
    list::more(model, out);
}

fn article(model: &mut Model, opened: Option<Box<Opened>>, out: &mut Vec<Effect>) {
    if opened.is_none() {
        model.status.warn("this article is not filed any more");
    }
    if rules::takes(model, opened.as_deref()) {
        return rules::renewed(model, opened, out);
    }
    reader::keep(model, out);
    travel::remember(model);
    show(model, opened);
    reader::arrived(model, out);
    saved::ask_own(model, out);
}

/// Shows an article in the reader and its names in the sidebar; a name that is selected or followed stays selected.
fn show(model: &mut Model, opened: Option<Box<Opened>>) {
    let followed = model.following.as_ref().map(|following| following.drawer.id);
    let selected = model.sidebar.drawer(model.reader.opened.as_deref()).map(|drawer| drawer.id);
    model.reader.show(opened);
    model.sidebar.own.clear();
    let opened = model.reader.opened.as_deref();
    let is_here = |id| opened.is_some_and(|opened| opened.drawers.iter().any(|drawer| Some(drawer.id) == id));
    let keep = if is_here(followed) { followed } else { selected };
    model.sidebar.show(opened, keep);
    search::mark(model);
}

fn original(model: &mut Model, id: crate::library::ArticleId, bytes: Option<&[u8]>) {
    if model.reader.id() != Some(id) {
        return;
    }
    match bytes {
        None => model.status.warn("the original is not in the library"),
        Some(bytes) => {
            model.reader.original = Some(Original::new(bytes));
            reader::show_original(model);
        }
    }
}

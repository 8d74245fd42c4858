//! The page of a name: moving on it, narrowing its articles, and where it leads.

use super::super::command::{Motion, Way};
use super::super::message::{Effect, Lane, Question};
use super::super::model::Model;
use super::super::model::dossier::{DossierPage, Part, Turn};
use super::super::model::list::scroll_to;
use super::super::model::travel::At;
use super::super::plan::Plan;
use super::super::plan::dossier::DossierPlan;
use super::sidebar::moved;
use super::{ask, travel};
use crate::library::{ArticleId, Dossier, DossierRows, EntityId, Narrow};

/// The page came.
pub(super) fn show(model: &mut Model, dossier: Option<Box<Dossier>>, out: &mut Vec<Effect>) {
    match (dossier, &mut model.dossier) {
        (None, _) => model.status.warn("this name is not filed any more"),
        // It was read anew: one stays where one is on it.
        (Some(dossier), Some(page)) if page.entity() == dossier.drawer.id => {
            page.renew(dossier);
            let narrow = page.narrow;
            model.forget(Lane::Filed);
            if narrow != Narrow::default() {
                set(model, narrow, out);
            }
        }
        (Some(dossier), _) => {
            model.forget(Lane::Filed);
            model.dossier = Some(DossierPage::new(dossier));
        }
    }
}

/// Articles of the page came; those of a page that is left, or narrowed otherwise by now, are passed over.
pub(super) fn filed(model: &mut Model, entity: EntityId, narrow: Narrow, after: Option<ArticleId>, rows: DossierRows) {
    let Some(page) = model.dossier.as_mut().filter(|page| page.entity() == entity && page.narrow == narrow) else {
        return;
    };
    page.take(if after.is_none() { Turn::Anew } else { Turn::Onward }, rows);
}

pub(super) fn close(model: &mut Model) {
    travel::leave(model);
    model.dossier = None;
}

pub(super) fn go(model: &mut Model, motion: Motion, times: usize, out: &mut Vec<Effect>) {
    let plan = model.plan();
    let Some(page) = &mut model.dossier else { return };
    if page.part == Part::Months {
        match motion {
            // The months stand above the articles: down leads to them.
            Motion::Down | Motion::HalfDown | Motion::PageDown => page.part = Part::Articles,
            Motion::Up | Motion::HalfUp | Motion::PageUp => {}
            Motion::Top => page.months.selected = 0,
            Motion::Bottom => page.months.selected = page.timeline.len().saturating_sub(1),
        }
        return;
    }
    let rows = DossierPlan::new(plan.body, plan.frame, page).rows(page.part);
    let (cursor, count) = page.cursor();
    cursor.selected = moved(cursor.selected, count.saturating_sub(1), motion, times, rows);
    more(model, out);
}

/// Reads on where the selection nears the last article that is here.
pub(super) fn more(model: &mut Model, out: &mut Vec<Effect>) {
    if model.is_out(Lane::Filed) {
        return;
    }
    let Some(page) = model.dossier.as_ref().filter(|page| page.wants_more()) else { return };
    let Some(last) = page.dossier.articles.last() else { return };
    let question = Question::Filed { entity: page.entity(), narrow: page.narrow, after: Some(last.row.id) };
    ask(model, question, out);
}

/// From part to part; says whether a page is open.
pub(super) fn next_part(model: &mut Model, way: Way) -> bool {
    let Some(page) = &mut model.dossier else { return false };
    page.step(way);
    true
}

/// Over the months.
pub(super) fn month(model: &mut Model, way: Way, times: usize) {
    match &mut model.dossier {
        Some(page) if !page.timeline.is_empty() => page.step_month(way, times),
        Some(_) => model.status.tell("no article of this name has a date"),
        None => model.status.tell("months are those of a name's page: Enter on a name opens it"),
    }
}

/// Opens the selected article; narrows the articles to the selected month, or to those with the selected companion; opens the
/// page of the selected name that may be the same.
pub(super) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(page) = &model.dossier else { return };
    match page.part {
        Part::Articles => {
            let Some(row) = page.dossier.articles.get(page.articles.selected) else { return };
            let (article, entity) = (row.row.id, page.entity());
            travel::leave(model);
            travel::read(model, article, At::Mention(entity), out);
        }
        Part::Months => {
            let month = page.month().filter(|&month| page.narrow.month != Some(month));
            let narrow = Narrow { month, ..page.narrow };
            set(model, narrow, out);
        }
        Part::Companions => {
            let with = page.companion().map(|drawer| drawer.id).filter(|&id| page.narrow.with != Some(id));
            let narrow = Narrow { with, ..page.narrow };
            set(model, narrow, out);
        }
        Part::Perhaps => page_of_selected(model, out),
    }
}

/// Opens the page of the name that is selected on the page: a companion, or one that may be the same.
pub(super) fn page_of_selected(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(page) = &model.dossier else { return };
    let name = if page.part == Part::Perhaps { page.perhaps() } else { page.second() };
    let Some(entity) = name.map(|drawer| drawer.id) else {
        model.status.tell("no other name is selected: Tab goes to the names beside");
        return;
    };
    travel::leave(model);
    ask(model, Question::Dossier(entity), out);
}

/// Narrows the articles, or widens them.
fn set(model: &mut Model, narrow: Narrow, out: &mut Vec<Effect>) {
    let Some(page) = &mut model.dossier else { return };
    page.narrow = narrow;
    let entity = page.entity();
    ask(model, Question::Filed { entity, narrow, after: None }, out);
}

/// Shows all articles again; says whether they were narrowed.
pub(super) fn lift(model: &mut Model, out: &mut Vec<Effect>) -> bool {
    let narrowed = model.dossier.as_ref().is_some_and(|page| page.narrow != Narrow::default());
    if narrowed {
        set(model, Narrow::default(), out);
    }
    narrowed
}

/// Keeps what is selected in sight.
pub(super) fn follow(model: &mut Model, plan: &Plan) {
    let Some(page) = &mut model.dossier else { return };
    let sections = DossierPlan::new(plan.body, plan.frame, page);
    let counts = [page.dossier.articles.len(), page.dossier.companions.len(), page.dossier.perhaps.len()];
    let rows = [Part::Articles, Part::Companions, Part::Perhaps].map(|part| sections.rows(part));
    let cursors = [&mut page.articles, &mut page.companions, &mut page.perhaps];
    for ((cursor, rows), count) in cursors.into_iter().zip(rows).zip(counts) {
        cursor.selected = cursor.selected.min(count.saturating_sub(1));
        cursor.top = scroll_to(cursor.top, cursor.selected, count, rows);
    }
}

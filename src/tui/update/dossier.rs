//! The page of a name: moving on it, and where it leads.

use super::super::command::Motion;
use super::super::message::{Effect, Question};
use super::super::model::dossier::{DossierPage, Part};
use super::super::model::list::scroll_to;
use super::super::model::reader::Reading;
use super::super::model::travel::{Arrival, At};
use super::super::model::{Model, Pane};
use super::super::plan::Plan;
use super::super::plan::dossier::DossierPlan;
use super::sidebar::moved;
use super::{ask, reader, travel};
use crate::library::Dossier;

/// The page came.
pub(super) fn show(model: &mut Model, dossier: Option<Box<Dossier>>) {
    match dossier {
        None => model.status.warn("this name is not filed any more"),
        Some(dossier) => model.dossier = Some(DossierPage::new(dossier)),
    }
}

pub(super) fn close(model: &mut Model) {
    travel::leave(model);
    model.dossier = None;
}

pub(super) fn go(model: &mut Model, motion: Motion, times: usize) {
    let plan = model.plan();
    let Some(page) = &mut model.dossier else { return };
    let rows = DossierPlan::new(plan.body, plan.frame, page).rows(page.part);
    let (cursor, count) = page.cursor();
    cursor.selected = moved(cursor.selected, count.saturating_sub(1), motion, times, rows);
}

/// From the articles to the companions and back; says whether a page is open.
pub(super) fn next_part(model: &mut Model) -> bool {
    let Some(page) = &mut model.dossier else { return false };
    page.part = match page.part {
        Part::Articles if !page.dossier.companions.is_empty() => Part::Companions,
        _ => Part::Articles,
    };
    true
}

/// Opens the selected article, or the page of the selected companion.
pub(super) fn open(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(page) = &model.dossier else { return };
    match page.part {
        Part::Articles => {
            let Some(row) = page.dossier.articles.get(page.articles.selected) else { return };
            let (article, entity) = (row.row.id, page.entity());
            travel::leave(model);
            reader::keep(model, out);
            model.dossier = None;
            model.focus(Pane::Reader);
            travel::select(model, article, out);
            travel::go_to(model, Arrival { article, at: At::Mention(entity), reading: Reading::Begun }, out);
        }
        Part::Companions => {
            let Some(entity) = page.companion().map(|drawer| drawer.id) else { return };
            travel::leave(model);
            ask(model, Question::Dossier(entity), out);
        }
    }
}

/// Keeps what is selected in sight.
pub(super) fn follow(model: &mut Model, plan: &Plan) {
    let Some(page) = &mut model.dossier else { return };
    let sections = DossierPlan::new(plan.body, plan.frame, page);
    let rows = [sections.rows(Part::Articles), sections.rows(Part::Companions)];
    let counts = [page.dossier.articles.len(), page.dossier.companions.len()];
    for ((cursor, rows), count) in [&mut page.articles, &mut page.companions].into_iter().zip(rows).zip(counts) {
        cursor.selected = cursor.selected.min(count.saturating_sub(1));
        cursor.top = scroll_to(cursor.top, cursor.selected, count, rows);
    }
}

//! The labeler of lines: two models, the second of which sees the answers of the first. Its table of rows, and how it is
//! cross-validated; the boosting itself is in `boost`, the scores in `report`.

use morgue::extract::lines::rows::Group;
use morgue::extract::lines::{Labeler, second};
use morgue::extract::model::Model;

use crate::FOLDS;
use crate::boost::{self, Settings, Table};
use crate::pages::Page;
use crate::report;

pub(crate) const SETTINGS: Settings =
    Settings { trees: 120, depth: 5, rate: 0.14, damping: 6.0, features: 0.35, rows: 0.4, seed: 1931 };

/// What a text that was written for training weighs, if nothing else is said.
pub(crate) const OWN: f32 = 1.0;

/// What is asked of a training.
pub(crate) struct Order<'a> {
    pub(crate) settings: &'a Settings,
    /// How many models, of as many seeds, the second is the mean of.
    pub(crate) bags: u64,
    /// What a text that was written for training weighs, against one of a page.
    pub(crate) own: f32,
    /// Groups of features that no tree may ask about.
    pub(crate) without: Vec<Group>,
    /// How many of the worst texts to name.
    pub(crate) worst: usize,
    /// Texts that no weight sees.
    pub(crate) check: &'a [Page],
    /// Whether weights are to be made of all pages.
    pub(crate) wanted: bool,
    /// A file of probabilities to be scored instead of training (see [`report::dump`]).
    pub(crate) given: Option<std::path::PathBuf>,
}

/// Cross-validated scores, and the labeler of all pages if it is wanted.
pub(crate) fn run(pages: &[Page], order: &Order<'_>) -> (String, Option<Labeler>) {
    let mut firsts = Firsts::default();
    let chances = match &order.given {
        Some(path) => report::given(path),
        None => out_of_fold(pages, order, &mut firsts),
    };
    let mut text = report::scores(pages, &chances);
    text.push_str(&report::worst(pages, &chances, order.worst));
    if let Ok(path) = std::env::var("DUMP") {
        report::dump(&path, pages, &chances);
    }
    if !order.wanted {
        return (text, None);
    }
    let labeler = labeler(pages, order, &mut firsts);
    let checked: Vec<Vec<f32>> = order.check.iter().map(|page| labeler.chances(&page.rows)).collect();
    if let Ok(path) = std::env::var("DUMP") {
        report::dump(&format!("{path}.check"), order.check, &checked);
    }
    for line in report::scores(order.check, &checked).lines() {
        text.push_str(&format!("check_{line}\n"));
    }
    text.push_str(&report::worst(order.check, &checked, order.worst));
    (text, Some(labeler))
}

/// The labeler of all pages.
pub(crate) fn labeler(pages: &[Page], order: &Order<'_>, firsts: &mut Firsts) -> Labeler {
    // What each page gets from a first model that did not see it is what the second learns from.
    let first: Vec<Model> = (0..FOLDS).map(|fold| firsts.without(pages, order, fold, fold).clone()).collect();
    let answers: Vec<Vec<f32>> =
        pages.iter().map(|page| first[page.fold(FOLDS) as usize].probabilities(&page.rows)).collect();
    let all: Vec<usize> = (0..pages.len()).collect();
    Labeler { first: Model::mean(&first), second: second_of(pages, &all, &answers, order) }
}

/// The probability of each block, by two models that did not see its page.
pub(crate) fn unseen(pages: &[Page], own: f32) -> Vec<Vec<f32>> {
    let order = Order {
        settings: &SETTINGS,
        bags: 1,
        own,
        without: Vec::new(),
        worst: 0,
        check: &[],
        wanted: false,
        given: None,
    };
    out_of_fold(pages, &order, &mut Firsts::default())
}

fn out_of_fold(pages: &[Page], order: &Order<'_>, firsts: &mut Firsts) -> Vec<Vec<f32>> {
    let mut chances: Vec<Vec<f32>> = vec![Vec::new(); pages.len()];
    for fold in 0..FOLDS {
        let mut answers: Vec<Vec<f32>> = vec![Vec::new(); pages.len()];
        let mut models = Vec::new();
        for inner in (0..FOLDS).filter(|inner| *inner != fold) {
            let model = firsts.without(pages, order, fold, inner);
            for (page, answer) in pages.iter().zip(&mut answers).filter(|(page, _)| page.fold(FOLDS) == inner) {
                *answer = model.probabilities(&page.rows);
            }
            models.push(model.clone());
        }
        let (held, kept): (Vec<usize>, Vec<usize>) = (0..pages.len()).partition(|&at| pages[at].fold(FOLDS) == fold);
        let labeler = Labeler { first: Model::mean(&models), second: second_of(pages, &kept, &answers, order) };
        for at in held {
            chances[at] = labeler.chances(&pages[at].rows);
        }
    }
    chances
}

/// First models by the two folds they did not see: each is asked for twice.
#[derive(Default)]
pub(crate) struct Firsts(std::collections::BTreeMap<(u64, u64), Model>);

impl Firsts {
    fn without(&mut self, pages: &[Page], order: &Order<'_>, a: u64, b: u64) -> &Model {
        self.0.entry((a.min(b), a.max(b))).or_insert_with(|| {
            let of: Vec<usize> = (0..pages.len()).filter(|&at| ![a, b].contains(&pages[at].fold(FOLDS))).collect();
            let rows: Vec<Vec<&[f32]>> =
                of.iter().map(|&at| pages[at].rows.iter().map(|row| &row[..]).collect()).collect();
            boost::train(&table(pages, &of, &rows, order), order.settings)
        })
    }
}

fn second_of(pages: &[Page], of: &[usize], answers: &[Vec<f32>], order: &Order<'_>) -> Model {
    let rows: Vec<Vec<second::SecondRow>> = of.iter().map(|&at| second::rows(&pages[at].rows, &answers[at])).collect();
    let rows: Vec<Vec<&[f32]>> = rows.iter().map(|rows| rows.iter().map(|row| &row[..]).collect()).collect();
    let table = table(pages, of, &rows, order);
    let bags: Vec<Model> = (0..order.bags)
        .map(|bag| boost::train(&table, &Settings { seed: order.settings.seed + bag, ..*order.settings }))
        .collect();
    Model::mean(&bags)
}

/// The table of the pages `of`, whose blocks have `rows`.
fn table(pages: &[Page], of: &[usize], rows: &[Vec<&[f32]>], order: &Order<'_>) -> Table {
    let (mut list, mut labels, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for (&at, rows) in of.iter().zip(rows) {
        let page = &pages[at];
        let words = page.words();
        let body: f32 =
            words.iter().zip(&page.taught).filter(|(_, label)| **label == Some(true)).map(|(words, _)| words).sum();
        let is_whole = page.labels.iter().all(Option::is_some);
        let is_silver = !is_whole && page.taught.iter().filter(|label| label.is_none()).count() * 2 < page.taught.len();
        let share = match page.set.as_str() {
            "clean" => 2.5,
            "mixed" => 0.6,
            "own" | "handmade" => order.own,
            _ if is_silver => 0.5,
            _ => 1.0,
        };
        for (((row, label), marked), words) in rows.iter().zip(&page.taught).zip(&page.labels).zip(words) {
            let Some(label) = label else { continue };
            list.push(*row);
            labels.push(f32::from(u8::from(*label)));
            // A word counts by its share of the page; the root keeps short blocks from being forgotten. Segments were
            // marked because they tell.
            let is_segment = !is_whole && marked.is_some();
            let weight = if is_segment { 4.0 } else { share * 7.5 * (words + 2.0).sqrt() / body.max(100.0).sqrt() };
            weights.push(weight);
        }
    }
    let mut table = Table::new(&list, labels, weights);
    table.forget(|feature| order.without.contains(&second::group(feature)));
    table
}

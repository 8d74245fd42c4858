//! From pages to a judge: several runs of boosting averaged into one model, and a second model that sees what the first,
//! trained without a page, thought of that page. Deterministic: seeds follow from one.

use morgue::extract::model::{Model, Tree};
use morgue::extract::page::features::COUNT;
use morgue::extract::page::judge::Judge;
use morgue::extract::page::second;

use super::pages::Page;
use crate::boost::{self, Settings, Table};

/// Folds that give the second model what the first thinks of pages it has not seen.
const INNER: u64 = 4;

/// How a judge is made.
#[derive(Clone)]
pub(super) struct Recipe {
    pub(super) settings: Settings,
    /// Runs of boosting that are averaged, in each stage.
    pub(super) bags: usize,
    /// Whether there is a second model.
    pub(super) stages: Stages,
    /// Features that are not looked at.
    pub(super) without: Vec<usize>,
    /// The weight of a page made for training.
    pub(super) made: f32,
}

/// How many models a judge has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stages {
    One,
    Two,
}

/// Trains a judge on `pages`.
pub(super) fn fit(pages: &[&Page], recipe: &Recipe) -> Judge {
    let rows: Vec<Vec<Vec<f32>>> =
        pages.iter().map(|page| page.rows.iter().map(|row| recipe.masked(row.to_vec())).collect()).collect();
    let all: Vec<usize> = (0..pages.len()).collect();
    let first = recipe.average(&table(pages, &rows, &all, recipe), 0);
    if recipe.stages == Stages::One {
        return Judge::new(first, Model::default());
    }
    let mut chances: Vec<Vec<f32>> = vec![Vec::new(); pages.len()];
    for fold in 0..INNER {
        let (held, kept): (Vec<usize>, Vec<usize>) =
            all.iter().partition(|&&at| pages[at].fold(INNER, recipe.settings.seed) == fold);
        let model = recipe.average(&table(pages, &rows, &kept, recipe), 100 + fold);
        for at in held {
            chances[at] = rows[at].iter().map(|row| model.probability(row)).collect();
        }
    }
    let rows: Vec<Vec<Vec<f32>>> = (rows.into_iter().zip(pages).zip(&chances))
        .map(|((rows, page), chances)| {
            let more = page.around.rows(chances);
            rows.into_iter().zip(more).map(|(row, more)| recipe.masked([row.as_slice(), &more].concat())).collect()
        })
        .collect();
    let second = recipe.average(&table(pages, &rows, &all, recipe), 200);
    Judge::new(first, second)
}

impl Recipe {
    /// A model of several runs of boosting with seeds of their own: all their trees, each speaking for its share.
    fn average(&self, table: &Table, stage: u64) -> Model {
        let mut average = Model::default();
        let share = 1.0 / self.bags.max(1) as f32;
        for bag in 0..self.bags {
            let seed = self.settings.seed.wrapping_mul(1_000_003).wrapping_add(stage * 1009 + bag as u64);
            let model = boost::train(table, &Settings { seed, ..self.settings });
            average.bias += model.bias * share;
            average.trees.extend(model.trees.into_iter().map(|tree| Tree {
                questions: tree.questions,
                leaves: tree.leaves.iter().map(|leaf| leaf * share).collect(),
            }));
        }
        average
    }

    /// A row in which the features left out are all the same.
    fn masked(&self, mut row: Vec<f32>) -> Vec<f32> {
        for &feature in &self.without {
            if let Some(value) = row.get_mut(feature) {
                *value = 0.0;
            }
        }
        row
    }
}

fn table(pages: &[&Page], all_rows: &[Vec<Vec<f32>>], of: &[usize], recipe: &Recipe) -> Table {
    let (mut rows, mut labels, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for &at in of {
        let page = pages[at];
        let known = |wanted| page.labels.iter().filter(move |label| **label == Some(wanted)).count().max(1) as f32;
        let (body, clutter) = (known(true), known(false));
        let words = |text: &str| (text.split_whitespace().count() as f32 + 2.0).sqrt();
        let total: f32 = page.texts.iter().zip(&page.labels).filter(|(_, l)| l.is_some()).map(|(t, _)| words(t)).sum();
        for ((row, label), text) in all_rows[at].iter().zip(&page.labels).zip(&page.texts) {
            let Some(label) = label else { continue };
            rows.push(row.as_slice());
            labels.push(f32::from(u8::from(*label)));
            // A page weighs the same however long it is.
            let weight = match page.record.body {
                Some(_) => 100.0 * words(text) / total,
                None => 5.0 / if *label { body } else { clutter },
            };
            weights.push(if page.is_made { weight * recipe.made } else { weight });
        }
    }
    Table::new(&rows, labels, weights)
}

const _: () = assert!(COUNT < second::COUNT && second::COUNT <= 255);

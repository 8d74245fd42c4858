//! The block labeler: its table of rows, and how it is scored. The boosting itself is in `boost`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use morgue::extract::features;
use morgue::extract::lines::choose;
use morgue::extract::model::Model;

use crate::FOLDS;
use crate::boost::{self, Settings, Table};
use crate::pages::Page;

pub(crate) const SETTINGS: Settings =
    Settings { trees: 160, depth: 5, rate: 0.12, damping: 6.0, features: 0.5, rows: 0.7, seed: 1931 };

/// Cross-validated scores, and the model of all pages if it is `wanted`.
pub(crate) fn run(pages: &[Page], settings: &Settings, wanted: bool) -> (String, Vec<(Model, usize)>) {
    let rows: Vec<Vec<&[f32]>> = pages.iter().map(|page| page.rows.iter().map(|row| &row[..]).collect()).collect();
    let chances = out_of_fold(pages, &rows, settings);
    let text = scores(pages, &chances);
    if let Ok(path) = std::env::var("DUMP") {
        dump(&path, pages, &chances);
    }
    let mut models = Vec::new();
    if wanted {
        let all: Vec<usize> = (0..pages.len()).collect();
        models.push((boost::train(&table(pages, &rows, &all), settings), features::COUNT));
    }
    (text, models)
}

/// The probability of each block, by a model that did not see its page.
pub(crate) fn out_of_fold(pages: &[Page], rows: &[Vec<&[f32]>], settings: &Settings) -> Vec<Vec<f32>> {
    let mut chances: Vec<Vec<f32>> = vec![Vec::new(); pages.len()];
    for fold in 0..FOLDS {
        let (held, kept): (Vec<usize>, Vec<usize>) = (0..pages.len()).partition(|&at| pages[at].fold(FOLDS) == fold);
        let model = boost::train(&table(pages, rows, &kept), settings);
        for at in held {
            chances[at] = rows[at].iter().map(|row| model.probability(row)).collect();
        }
    }
    chances
}

fn scores(pages: &[Page], chances: &[Vec<f32>]) -> String {
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for (page, chances) in pages.iter().zip(chances) {
        let set = if page.is_crop { "crops" } else { page.set.as_str() };
        scores.entry(set).or_default().add(page, &choose(chances, &page.words()));
    }
    let mut text = String::new();
    for (set, score) in &scores {
        let _ = writeln!(text, "{set} = {}", score.row());
    }
    text
}

fn dump(path: &str, pages: &[Page], chances: &[Vec<f32>]) {
    let mut out = String::new();
    for (page, chances) in pages.iter().zip(chances) {
        let record = serde_json::json!({"page": page.page, "set": page.set, "crop": page.is_crop, "chances": chances,
            "words": page.words(), "labels": page.labels, "heads": page.heads});
        let _ = writeln!(out, "{record}");
    }
    let _ = std::fs::write(path, out);
}

fn table(pages: &[Page], all_rows: &[Vec<&[f32]>], of: &[usize]) -> Table {
    let (mut rows, mut labels, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for &at in of {
        let page = &pages[at];
        let words = page.words();
        let body: f32 =
            words.iter().zip(&page.labels).filter(|(_, label)| **label == Some(true)).map(|(words, _)| words).sum();
        let is_whole = page.labels.iter().all(Option::is_some);
        let share = if page.set == "clean" { 2.5 } else { 1.0 };
        for ((row, label), words) in all_rows[at].iter().zip(&page.labels).zip(words) {
            let Some(label) = label else { continue };
            rows.push(*row);
            labels.push(f32::from(u8::from(*label)));
            // A word counts by its share of the page; the root keeps short blocks from being forgotten.
            weights.push(share * if is_whole { 7.5 * (words + 2.0).sqrt() / body.max(100.0).sqrt() } else { 4.0 });
        }
    }
    Table::new(&rows, labels, weights)
}

/// Means over texts of precision and recall in words; for blocks, counts.
#[derive(Default)]
struct Score {
    precision: f64,
    recall: f64,
    good: u32,
    texts: u32,
    blocks: [u32; 3],
}

impl Score {
    fn add(&mut self, page: &Page, chosen: &[bool]) {
        self.texts += 1;
        let (mut both, mut gold, mut found) = (0.0, 0.0, 0.0);
        for ((&is_chosen, words), label) in chosen.iter().zip(page.words()).zip(&page.labels) {
            let Some(is_body) = *label else { continue };
            let words = f64::from(words);
            match (is_body, is_chosen) {
                (true, true) => self.blocks[0] += 1,
                (true, false) => self.blocks[1] += 1,
                (false, true) => self.blocks[2] += 1,
                (false, false) => {}
            }
            both += if is_body && is_chosen { words } else { 0.0 };
            gold += if is_body { words } else { 0.0 };
            found += if is_chosen { words } else { 0.0 };
        }
        let (precision, recall) =
            (if found > 0.0 { both / found } else { 1.0 }, if gold > 0.0 { both / gold } else { 1.0 });
        self.precision += precision;
        self.recall += recall;
        self.good += u32::from(2.0 * precision * recall >= 0.95 * (precision + recall));
    }

    fn row(&self) -> String {
        let n = f64::from(self.texts.max(1));
        let (p, r) = (self.precision / n, self.recall / n);
        let f1 = 2.0 * p * r / (p + r).max(1e-9);
        let [both, missed, extra] = self.blocks.map(f64::from);
        format!(
            "{{ texts = {}, precision = {p:.4}, recall = {r:.4}, f1 = {f1:.4}, good = {:.3}, blocks_f1 = {:.4} }}",
            self.texts,
            f64::from(self.good) / n,
            2.0 * both / (2.0 * both + missed + extra).max(1.0),
        )
    }
}

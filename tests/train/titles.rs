//! The title model: its table of lines, and how it is scored. The boosting itself is in `boost`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use morgue::extract::masthead::title;
use morgue::extract::model::Model;
use morgue::text::fold::fold;

use crate::FOLDS;
use crate::boost::{self, Settings, Table};
use crate::pages::Page;

pub(crate) const SETTINGS: Settings =
    Settings { trees: 200, depth: 5, rate: 0.1, damping: 4.0, features: 0.5, rows: 0.7, seed: 1931 };

/// Cross-validated scores, and the model of all pages if it is `wanted`.
pub(crate) fn run(pages: &[Page], settings: &Settings, wanted: bool) -> (String, Vec<(Model, usize)>) {
    let mut scores: BTreeMap<&str, [u32; 4]> = BTreeMap::new();
    for fold_at in 0..FOLDS {
        let (held, kept): (Vec<&Page>, Vec<&Page>) = pages.iter().partition(|page| page.fold(FOLDS) == fold_at);
        let model = boost::train(&table(&kept), settings);
        for page in held.into_iter().filter(|page| !page.is_crop) {
            let best = page
                .lines
                .iter()
                .map(|(text, row)| (model.probability(row), fold(text)))
                .fold((0.0, String::new()), |best, line| if line.0 > best.0 { line } else { best });
            let [texts, right, none, there] = scores.entry(&page.set).or_default();
            let Some(title) = &page.title else { continue };
            *texts += 1;
            *right += u32::from(best.0 >= title::LIKELY && best.1 == *title);
            *none += u32::from(best.0 < title::LIKELY);
            *there += u32::from(page.lines.iter().any(|(text, _)| fold(text) == *title));
        }
    }
    let mut text = String::new();
    for (set, [texts, right, none, there]) in &scores {
        let share = |n: &u32| f64::from(*n) / f64::from(*texts).max(1.0);
        let _ = writeln!(
            text,
            "{set} = {{ texts = {texts}, right = {:.4}, none = {:.4}, there = {:.4} }}",
            share(right),
            share(none),
            share(there)
        );
    }
    let model = wanted.then(|| (boost::train(&table(&pages.iter().collect::<Vec<_>>()), settings), title::COUNT));
    (text, model.into_iter().collect())
}

fn table(pages: &[&Page]) -> Table {
    let (mut rows, mut labels, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for page in pages {
        // A clean article has no title: its lines are body.
        let title = match &page.title {
            Some(title) => title.as_str(),
            None if page.set == "clean" => "",
            None => continue,
        };
        for (text, row) in &page.lines {
            rows.push(&row[..]);
            labels.push(f32::from(u8::from(fold(text) == title)));
            weights.push(if page.is_crop { 0.5 } else { 1.0 });
        }
    }
    Table::new(&rows, labels, weights)
}

//! How good a labeling of blocks is: by set, and the worst texts with what went wrong. Nothing is trained here.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use morgue::extract::lines;

use crate::pages::Page;

/// The scores by set, a line each, given the probability of each block.
pub(crate) fn scores(pages: &[Page], chances: &[Vec<f32>]) -> String {
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for (page, chances) in pages.iter().zip(chances) {
        let set = if page.is_crop { "crops" } else { page.set.as_str() };
        scores.entry(set).or_default().add(page, &lines::body(&page.document, chances));
    }
    let mut text = String::new();
    for (set, score) in &scores {
        let _ = writeln!(text, "{set} = {}", score.row());
    }
    text
}

/// The `count` pages whose texts are worst, with the words that went wrong in the worst text of each.
pub(crate) fn worst(pages: &[Page], chances: &[Vec<f32>], count: usize) -> String {
    let mut by_page: BTreeMap<&str, (f64, usize)> = BTreeMap::new();
    for (at, (page, chances)) in pages.iter().zip(chances).enumerate() {
        if page.is_crop || page.set == "mixed" || page.labels.iter().any(Option::is_none) {
            continue;
        }
        let mut score = Score::default();
        score.add(page, &lines::body(&page.document, chances));
        let own = by_page.entry(&page.page).or_insert((2.0, at));
        if score.f1() < own.0 {
            *own = (score.f1(), at);
        }
    }
    let mut list: Vec<(f64, usize)> = by_page.into_values().collect();
    list.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut text = String::new();
    for (f1, at) in list.into_iter().take(count) {
        let page = &pages[at];
        let words = page.words();
        let chosen = lines::body(&page.document, &chances[at]);
        let first = page.labels.iter().position(|label| *label == Some(true)).unwrap_or(0);
        let last = page.labels.iter().rposition(|label| *label == Some(true)).unwrap_or(0);
        let (mut missed, mut before, mut inside, mut after) = (0.0, 0.0, 0.0, 0.0);
        for (block, words) in words.iter().enumerate() {
            match (page.labels[block] == Some(true), chosen[block]) {
                (true, false) => missed += words,
                (false, true) if block < first => before += words,
                (false, true) if block > last => after += words,
                (false, true) => inside += words,
                _ => {}
            }
        }
        let _ = writeln!(
            text,
            "# {f1:.3} {} {}: words missed {missed:.0}, kept before {before:.0}, inside {inside:.0}, after {after:.0}",
            page.set,
            page.page.get(..10).unwrap_or(&page.page),
        );
        if std::env::var("BLOCKS").is_ok() {
            for block in 0..words.len() {
                let is_body = page.labels[block] == Some(true);
                if is_body != chosen[block] {
                    let sign = if is_body { "missed" } else { "extra " };
                    let _ = writeln!(text, "#   {block:4} {sign} {:.2} {}", chances[at][block], page.heads[block]);
                }
            }
        }
    }
    text
}

/// Writes the probability of each block and what is known of it, a line a text, for looking at.
pub(crate) fn dump(path: &str, pages: &[Page], chances: &[Vec<f32>]) {
    let mut out = String::new();
    for (page, chances) in pages.iter().zip(chances) {
        let record = serde_json::json!({"page": page.page, "set": page.set, "crop": page.is_crop, "chances": chances,
            "words": page.words(), "labels": page.labels, "heads": page.heads});
        let _ = writeln!(out, "{record}");
    }
    let _ = std::fs::write(path, out);
}

/// The probabilities that [`dump`] wrote.
pub(crate) fn given(path: &std::path::Path) -> Vec<Vec<f32>> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let row = |line: &str| -> Option<Vec<f32>> {
        let record: serde_json::Value = serde_json::from_str(line).ok()?;
        record.get("chances")?.as_array()?.iter().map(|chance| chance.as_f64().map(|chance| chance as f32)).collect()
    };
    text.lines().map(|line| row(line).unwrap_or_default()).collect()
}

/// Means over texts of precision and recall in words; for blocks, counts.
#[derive(Default)]
struct Score {
    precision: f64,
    recall: f64,
    good: u32,
    exact: u32,
    texts: u32,
    blocks: [u32; 3],
}

impl Score {
    fn add(&mut self, page: &Page, chosen: &[bool]) {
        self.texts += 1;
        let (mut both, mut gold, mut found) = (0.0, 0.0, 0.0);
        let mut is_exact = true;
        for ((&is_chosen, words), label) in chosen.iter().zip(page.words()).zip(&page.labels) {
            let Some(is_body) = *label else { continue };
            let words = f64::from(words);
            is_exact &= is_body == is_chosen;
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
        self.exact += u32::from(is_exact);
    }

    fn f1(&self) -> f64 {
        let n = f64::from(self.texts.max(1));
        let (p, r) = (self.precision / n, self.recall / n);
        2.0 * p * r / (p + r).max(1e-9)
    }

    fn row(&self) -> String {
        let n = f64::from(self.texts.max(1));
        let (p, r) = (self.precision / n, self.recall / n);
        let [both, missed, extra] = self.blocks.map(f64::from);
        format!(
            "{{ texts = {}, precision = {p:.4}, recall = {r:.4}, f1 = {:.4}, good = {:.3}, exact = {:.3}, blocks_f1 = {:.4} }}",
            self.texts,
            self.f1(),
            f64::from(self.good) / n,
            f64::from(self.exact) / n,
            2.0 * both / (2.0 * both + missed + extra).max(1.0),
        )
    }
}

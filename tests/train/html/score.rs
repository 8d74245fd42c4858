//! How good a choice of blocks is: shingles where the body is known, segments where only some are. No weights here.

use std::collections::HashMap;

use super::pages::Page;

/// Means over pages of precision and recall of shingles; counts of segments.
#[derive(Default)]
pub(super) struct Score {
    precision: Vec<f64>,
    recall: Vec<f64>,
    segments: [u32; 3],
}

impl Score {
    /// The one number that is looked at first: F1.
    pub(super) fn f1(&self) -> f64 {
        let [found, missed, wrong] = self.segments.map(f64::from);
        if self.recall.is_empty() {
            return 2.0 * found / (2.0 * found + missed + wrong).max(1.0);
        }
        let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len().max(1) as f64;
        let (p, r) = (mean(&self.precision), mean(&self.recall));
        2.0 * p * r / (p + r).max(1e-9)
    }

    /// How many pages or segments were scored.
    pub(super) fn count(&self) -> usize {
        self.recall.len() + self.segments.iter().take(2).sum::<u32>() as usize
    }

    /// Counts a page; the answer is what it lost, 0 to 1 for a body, else in segments.
    pub(super) fn add(&mut self, page: &Page, chosen: &[bool]) -> f64 {
        let texts = page.texts.iter().zip(chosen).filter(|(_, chosen)| **chosen).map(|(text, _)| text.as_str());
        let text = texts.collect::<Vec<_>>().join("\n\n");
        if let Some(body) = &page.record.body {
            let (gold, found) = (shingles(&words(body)), shingles(&words(&text)));
            let both: u32 = found.iter().map(|(gram, count)| *count.min(gold.get(gram).unwrap_or(&0))).sum();
            let (all, have) = (gold.values().sum::<u32>(), found.values().sum::<u32>());
            if have > 0 {
                self.precision.push(f64::from(both) / f64::from(have));
            }
            self.recall.push(f64::from(both) / f64::from(all.max(1)));
            return 1.0 - f64::from(2 * both) / f64::from((all + have).max(1));
        }
        let text = squeeze(&text);
        let found = |list: &[String]| list.iter().filter(|segment| text.contains(&squeeze(segment))).count() as u32;
        let (right, wrong) = (found(&page.record.with), found(&page.record.without));
        let missed = page.record.with.len() as u32 - right;
        for (sum, count) in self.segments.iter_mut().zip([right, missed, wrong]) {
            *sum += count;
        }
        f64::from(missed + wrong) / 4.0
    }

    pub(super) fn row(&self) -> String {
        let [found, missed, wrong] = self.segments.map(f64::from);
        if self.recall.is_empty() {
            return format!(
                "{{ segments_f1 = {:.4}, found = {found}, missed = {missed}, wrong = {wrong} }}",
                2.0 * found / (2.0 * found + missed + wrong)
            );
        }
        let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len().max(1) as f64;
        let (p, r) = (mean(&self.precision), mean(&self.recall));
        format!("{{ f1 = {:.4}, precision = {p:.4}, recall = {r:.4} }}", 2.0 * p * r / (p + r))
    }
}

pub(super) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn words(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.split(|c: char| !is_part(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

pub(super) fn shingles(words: &[String]) -> HashMap<u64, u32> {
    let mut grams = HashMap::new();
    if words.len() <= 4 {
        grams.extend((!words.is_empty()).then(|| (hash(words), 1)));
        return grams;
    }
    for gram in words.windows(4) {
        *grams.entry(hash(gram)).or_insert(0) += 1;
    }
    grams
}

pub(super) fn hash(gram: &[String]) -> u64 {
    let bytes = gram.iter().flat_map(|word| word.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

//! A second look: what the first model thinks of a block and of those around it, as features of a second model. Neither
//! model is here.
//!
//! Stacking (Wolpert, 1992, "Stacked generalization"; for sequences Cohen and Carvalho, 2005, "Stacked sequential
//! learning"): in training the first answers come from models that did not see the page.

use super::best_run;
use super::rows::{self, Group, Row};

/// What the second model sees beside the features of the first, in order.
pub const OWN: [&str; 26] = [
    "own",
    "one before",
    "second before",
    "third before",
    "one after",
    "second after",
    "third after",
    "words of body within 2",
    "words of body within 5",
    "words of body 5 before",
    "words of body 5 after",
    "highest within 3 before",
    "highest within 3 after",
    "body before, share",
    "body after, share",
    "body before, words",
    "body after, words",
    "in the best run",
    "blocks after its start",
    "blocks before its end",
    "words to its edge",
    "own stretch against the best",
    "mean of those alike around",
    "one before those alike",
    "one after those alike",
    "body of the document",
];

/// How many features there are.
pub const COUNT: usize = rows::COUNT + OWN.len();

/// The features of one block.
pub type SecondRow = [f32; COUNT];

/// The group of a feature.
#[must_use]
pub fn group(feature: usize) -> Group {
    if feature < rows::COUNT { rows::group(feature) } else { Group::Stacked }
}

/// The features of each block, given those of the first model and its answers.
#[must_use]
pub fn rows(first: &[Row], chances: &[f32]) -> Vec<SecondRow> {
    let words: Vec<f32> = first.iter().map(|row| row[0].exp_m1()).collect();
    let body: Vec<f32> = chances.iter().zip(&words).map(|(chance, words)| chance * (words + 1.0)).collect();
    let (bodies, all) = (running(&body), running(&words.iter().map(|words| words + 1.0).collect::<Vec<_>>()));
    let sum = |sums: &[f64], range: std::ops::Range<usize>| {
        let at = |i: usize| sums.get(i).or(sums.last()).copied().unwrap_or(0.0);
        (at(range.end) - at(range.start)) as f32
    };
    let count = chances.len();
    let total = sum(&bodies, 0..count).max(1.0);
    let best = best_run(chances, &words);
    let stretches = stretches(chances, &words);
    let most = stretches.iter().fold(1.0, |most: f32, stretch| most.max(*stretch));
    let rows = alike(first);
    let chance = |at: Option<usize>| at.and_then(|at| chances.get(at)).copied().unwrap_or(-0.1);
    first
        .iter()
        .enumerate()
        .map(|(at, base)| {
            let near = |offset: isize| chance(at.checked_add_signed(offset));
            let mean = |range: std::ops::Range<usize>| {
                let range = range.start..range.end.min(count);
                sum(&bodies, range.clone()) / sum(&all, range).max(1.0)
            };
            let highest = |range: std::ops::Range<usize>| {
                let range = range.start..range.end.min(count);
                chances.get(range).unwrap_or_default().iter().fold(0.0, |a: f32, b| a.max(*b))
            };
            let row = rows.get(at).cloned().unwrap_or_default();
            let (before, after) = (sum(&bodies, 0..at), sum(&bodies, at + 1..count));
            let is_in = best.contains(&at);
            let edge = if is_in {
                sum(&all, best.start..at).min(sum(&all, at + 1..best.end))
            } else {
                -sum(&all, at.min(best.end)..best.start.max(at))
            };
            let own: [f32; OWN.len()] = [
                near(0),
                near(-1),
                near(-2),
                near(-3),
                near(1),
                near(2),
                near(3),
                mean(at.saturating_sub(2)..at + 3),
                mean(at.saturating_sub(5)..at + 6),
                mean(at.saturating_sub(5)..at),
                mean(at + 1..at + 6),
                highest(at.saturating_sub(3)..at),
                highest(at + 1..at + 4),
                before / total,
                after / total,
                before.ln_1p(),
                after.ln_1p(),
                f32::from(u8::from(is_in)),
                signed(at, best.start),
                signed(best.end.saturating_sub(1), at),
                edge.signum() * edge.abs().ln_1p(),
                stretches.get(at).copied().unwrap_or(0.0) / most,
                chances.get(row.clone()).unwrap_or_default().iter().sum::<f32>() / row.len().max(1) as f32,
                chance(row.start.checked_sub(1)),
                chance(Some(row.end)),
                total.ln_1p(),
            ];
            let mut all = [0.0; COUNT];
            for (slot, value) in all.iter_mut().zip(base.iter().chain(&own)) {
                *slot = *value;
            }
            all
        })
        .collect()
}

fn running(values: &[f32]) -> Vec<f64> {
    let mut sum = 0.0;
    std::iter::once(0.0)
        .chain(values.iter().map(|value| {
            sum += f64::from(*value);
            sum
        }))
        .collect()
}

/// How far `to` lies after `from`, in blocks, on a logarithmic scale with sign.
fn signed(to: usize, from: usize) -> f32 {
    if to >= from { ((to - from) as f32).ln_1p() } else { -((from - to) as f32).ln_1p() }
}

/// For each block, what the stretch of likely body that it stands in weighs: 0 outside of all.
fn stretches(chances: &[f32], words: &[f32]) -> Vec<f32> {
    let mut out = vec![0.0; chances.len()];
    let (mut start, mut sum, mut best, mut end) = (0, 0.0_f32, 0.0_f32, 0);
    let mut close = |start: usize, end: usize, best: f32| {
        out.iter_mut().take(end).skip(start).for_each(|slot| *slot = best);
    };
    for (at, (chance, words)) in chances.iter().zip(words).enumerate() {
        if sum <= 0.0 {
            close(start, end, best);
            (start, sum, best, end) = (at, 0.0, 0.0, at);
        }
        sum += (chance - super::EVEN) * (words + 1.0);
        if sum > best {
            (best, end) = (sum, at + 1);
        }
    }
    close(start, end, best);
    out
}

/// For each block the stretch of neighbours of one form.
fn alike(first: &[Row]) -> Vec<std::ops::Range<usize>> {
    // Length, end of a sentence, item: the same questions as of a row of blocks in `rows`.
    let form = |row: &Row| {
        let length = [1.5_f32, 3.5, 8.5, 15.5, 30.5].iter().filter(|&&least| row[0].exp_m1() > least).count();
        (length, row[2] > 0.5, row[28] > 0.5)
    };
    let mut rows = Vec::with_capacity(first.len());
    let mut start = 0;
    for (at, row) in first.iter().enumerate() {
        let own = form(row);
        let next = first.get(at + 1).map(form);
        let goes_on = next.is_some_and(|next| own.0.abs_diff(next.0) <= 1 && own.1 == next.1 && own.2 == next.2);
        if !goes_on {
            rows.extend((start..=at).map(|_| start..at + 1));
            start = at + 1;
        }
    }
    rows
}

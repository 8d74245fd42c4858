//! What a first judgement of all blocks says about each: of its neighbours, of blocks in the same element, of blocks whose
//! elements look alike, and where the body lies that they make together. Nothing is decided here.

use super::features;
use super::piece::Traits;
use crate::text::map::Map;

/// The names of what is added to the features of a block, in order.
pub const NAMES: [&str; 24] = [
    "chance",
    "chance of the one before",
    "chance of the one after",
    "chance of the second before",
    "chance of the second after",
    "chance of prose before",
    "chance of prose after",
    "mean chance within 3",
    "mean chance within 8",
    "mean chance of its like",
    "mean chance of its like, by number",
    "mean chance in its element",
    "mean chance in the parent",
    "mean chance in the grandparent",
    "mean chance in the list",
    "in the main run",
    "since the start of the main run",
    "to the end of the main run",
    "body words before",
    "body words after",
    "body words",
    "gap before",
    "gap after",
    "chance of what is under it",
];

/// How many features the second judgement has.
pub const COUNT: usize = features::COUNT + NAMES.len();

/// The probability from which on a block counts as body here.
const EVEN: f32 = 0.5;
/// How many other blocks the main run bridges.
const BRIDGE: usize = 6;
/// No block.
const NONE: u32 = u32::MAX;

/// Where the blocks of a page stand to each other.
#[derive(Clone, Debug, Default)]
pub struct Around {
    words: Vec<f32>,
    prose: Vec<bool>,
    headings: Vec<bool>,
    /// Five ways of parting the blocks in groups: for each, the group of each block, or `NONE`.
    groups: [Vec<u32>; 5],
}

/// Sums over a group of blocks.
#[derive(Clone, Copy, Default)]
struct Sum {
    weighted: f32,
    weight: f32,
    chance: f32,
    blocks: f32,
}

impl Around {
    /// `likes` are numbers that blocks share whose elements look alike, `elements` the elements around each block: its
    /// own, the parent, the grandparent and the list.
    pub(super) fn new(traits: &[Traits], likes: &[u64], elements: &[[usize; 4]]) -> Self {
        let mut known: Map<u64, u32> = Map::default();
        let likes = likes.iter().map(|&like| {
            let next = u32::try_from(known.len()).unwrap_or(NONE);
            *known.entry(like).or_insert(next)
        });
        let likes = likes.collect();
        let of = |which: usize| {
            let element = |all: &[usize; 4]| all.get(which).map_or(NONE, |&at| u32::try_from(at).unwrap_or(NONE));
            elements.iter().map(element).map(|at| if which == 3 && at == 0 { NONE } else { at }).collect()
        };
        Self {
            words: traits.iter().map(|traits| traits.words as f32).collect(),
            prose: traits.iter().map(Traits::is_prose).collect(),
            headings: traits.iter().map(|traits| traits.is_heading).collect(),
            groups: [likes, of(0), of(1), of(2), of(3)],
        }
    }

    /// What `chances`, the probabilities of a first judgement, add to the features of each block.
    #[must_use]
    pub fn rows(&self, chances: &[f32]) -> Vec<[f32; NAMES.len()]> {
        let count = chances.len();
        let weights: Vec<f32> = self.words.iter().map(|words| words + 1.0).collect();
        let sums: Vec<Vec<Sum>> = self.groups.iter().map(|groups| sums(groups, chances, &weights)).collect();
        let body: Vec<f32> = chances.iter().zip(&self.words).map(|(&p, &w)| if p >= EVEN { w } else { 0.0 }).collect();
        let (running, running_weights) =
            (prefix(chances.iter().zip(&weights).map(|(p, w)| p * w)), prefix(weights.iter().copied()));
        let running_body = prefix(body.iter().copied());
        let total = running_body.last().copied().unwrap_or_default();
        let run = main_run(chances, &self.words);
        let (before, mut after) =
            (self.nearest(chances, &mut (0..count)), self.nearest(chances, &mut (0..count).rev()));
        after.reverse();
        let under = self.under(chances);
        (0..count)
            .map(|at| {
                let near = |offset: isize| {
                    at.checked_add_signed(offset).and_then(|at| chances.get(at)).copied().unwrap_or(-1.0)
                };
                let within = |reach: usize| {
                    let (from, to) = (at.saturating_sub(reach), (at + reach + 1).min(count));
                    between(&running, from, to) / between(&running_weights, from, to).max(1.0)
                };
                let own = (near(0), weights.get(at).copied().unwrap_or_default());
                let others = |group: usize| self.others(&sums, group, at, own);
                let (before, after) =
                    (before.get(at).copied().unwrap_or_default(), after.get(at).copied().unwrap_or_default());
                [
                    near(0),
                    near(-1),
                    near(1),
                    near(-2),
                    near(2),
                    before.chance,
                    after.chance,
                    within(3),
                    within(8),
                    others(0).0,
                    others(0).1,
                    others(1).0,
                    others(2).0,
                    others(3).0,
                    others(4).0,
                    f32::from(u8::from(run.contains(&at))),
                    signed(at, run.start),
                    signed(run.end.saturating_sub(1), at),
                    (between(&running_body, 0, at) / total.max(1.0)).min(1.0),
                    (between(&running_body, at + 1, count) / total.max(1.0)).min(1.0),
                    total.ln_1p(),
                    before.gap,
                    after.gap,
                    under.get(at).copied().unwrap_or(-1.0),
                ]
            })
            .collect()
    }

    /// Means over the other blocks of a block's group, by words and by number; -1 where there are none.
    fn others(&self, sums: &[Vec<Sum>], group: usize, at: usize, (chance, weight): (f32, f32)) -> (f32, f32) {
        let key = self.groups.get(group).and_then(|groups| groups.get(at)).copied().unwrap_or(NONE);
        match sums.get(group).and_then(|sums| sums.get(key as usize)) {
            Some(sum) if sum.blocks > 1.5 => (
                ((sum.weighted - chance * weight) / (sum.weight - weight).max(1.0)).clamp(0.0, 1.0),
                ((sum.chance - chance) / (sum.blocks - 1.0)).clamp(0.0, 1.0),
            ),
            _ => (-1.0, -1.0),
        }
    }

    /// For each block, in the order given: the probability of the last prose before it, and how many blocks ago body was.
    fn nearest(&self, chances: &[f32], order: &mut dyn Iterator<Item = usize>) -> Vec<Nearest> {
        let mut last = Nearest { chance: -1.0, gap: 9.0 };
        let mut blocks = 0_usize;
        let mut seen = false;
        order
            .map(|at| {
                let gap = if seen { (blocks as f32).ln_1p() } else { 9.0 };
                let answer = Nearest { chance: last.chance, gap };
                let chance = chances.get(at).copied().unwrap_or_default();
                if self.prose.get(at).copied().unwrap_or_default() {
                    last.chance = chance;
                }
                if chance >= EVEN {
                    (blocks, seen) = (0, true);
                } else {
                    blocks += 1;
                }
                answer
            })
            .collect()
    }

    /// For each block, the probability of the next one that is no heading.
    fn under(&self, chances: &[f32]) -> Vec<f32> {
        let mut below = -1.0;
        let mut under: Vec<f32> = (chances.iter().zip(&self.headings).rev())
            .map(|(&chance, &is_heading)| {
                let answer = below;
                if !is_heading {
                    below = chance;
                }
                answer
            })
            .collect();
        under.reverse();
        under
    }
}

#[derive(Clone, Copy, Default)]
struct Nearest {
    chance: f32,
    gap: f32,
}

fn sums(groups: &[u32], chances: &[f32], weights: &[f32]) -> Vec<Sum> {
    let most = groups.iter().filter(|&&group| group != NONE).max().map_or(0, |&most| most as usize + 1);
    let mut sums = vec![Sum::default(); most];
    for ((&group, &chance), &weight) in groups.iter().zip(chances).zip(weights) {
        if let Some(sum) = sums.get_mut(group as usize) {
            sum.weighted += chance * weight;
            sum.weight += weight;
            sum.chance += chance;
            sum.blocks += 1.0;
        }
    }
    sums
}

fn prefix(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut sum = 0.0_f64;
    std::iter::once(0.0)
        .chain(values.map(|value| {
            sum += f64::from(value);
            sum as f32
        }))
        .collect()
}

fn between(sums: &[f32], from: usize, to: usize) -> f32 {
    let at = |at: usize| sums.get(at).or(sums.last()).copied().unwrap_or_default();
    (at(to) - at(from)).max(0.0)
}

/// How far `to` lies after `from`, in blocks, on a logarithmic scale with sign.
pub(super) fn signed(to: usize, from: usize) -> f32 {
    if to >= from { ((to - from) as f32).ln_1p() } else { -((from - to) as f32).ln_1p() }
}

/// The stretch of body blocks with short gaps that has the most words.
fn main_run(chances: &[f32], words: &[f32]) -> std::ops::Range<usize> {
    let (mut best, mut run) = ((0.0_f32, 0..0), (0.0_f32, 0..0));
    for (at, (_, &words)) in chances.iter().zip(words).enumerate().filter(|(_, (chance, _))| **chance >= EVEN) {
        if at - run.1.end > BRIDGE || run.1.is_empty() {
            run = (0.0, at..at);
        }
        run.0 += words;
        run.1.end = at + 1;
        if run.0 > best.0 {
            best = run.clone();
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(rows: &[[f32; NAMES.len()]], name: &str) -> Vec<f32> {
        let at = NAMES.iter().position(|&other| other == name).unwrap();
        rows.iter().map(|row| row[at]).collect()
    }

    #[test]
    fn blocks_speak_for_their_like_and_for_the_run() {
        let traits = [3_u32, 40, 40, 5, 40].map(|words| Traits { words, bytes: words * 6, ..Traits::default() });
        let around = Around::new(
            &traits,
            &[7, 9, 9, 7, 9],
            &[[1, 1, 0, 0], [2, 2, 0, 0], [2, 2, 0, 0], [1, 1, 0, 0], [2, 2, 0, 0]],
        );
        let rows = around.rows(&[0.1, 0.9, 0.8, 0.2, 0.3]);
        let close = |found: Vec<f32>, expected: [f32; 5]| {
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-3), "{found:?} for {expected:?}");
        };
        close(column(&rows, "mean chance of its like, by number"), [0.2, 0.55, 0.6, 0.1, 0.85]);
        close(column(&rows, "mean chance in the list"), [-1.0; 5]);
        close(column(&rows, "in the main run"), [0.0, 1.0, 1.0, 0.0, 0.0]);
        close(column(&rows, "chance of the one before"), [-1.0, 0.1, 0.9, 0.8, 0.2]);
        close(column(&rows, "chance of prose after"), [0.9, 0.8, 0.3, 0.3, -1.0]);
        close(column(&rows, "body words before"), [0.0, 0.0, 0.5, 1.0, 1.0]);
    }

    #[test]
    fn a_page_without_blocks_has_no_rows() {
        assert!(Around::default().rows(&[]).is_empty());
    }
}

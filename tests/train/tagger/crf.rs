//! A linear-chain conditional random field, trained by AdaGrad with dropout of features. It reads no text: it sees rows.

use morgue::entities::features::BITS;
use morgue::entities::weights::LABELS;

use super::corpus::{Example, Page};

/// More epochs, or larger steps, learn the names of the corpora by heart: both cost a point on other articles.
const EPOCHS: usize = 3;
const RATE: f32 = 0.05;
const DROPOUT: f32 = 0.3;
/// Trainings in another order each, whose weights are averaged.
const SEEDS: u64 = 3;

type Row = [f32; LABELS];

/// The weights, and the sums of squared gradients beside them.
pub(crate) struct Crf {
    /// For each row its weights, then its sums.
    pub(crate) rows: Vec<[Row; 2]>,
    pub(crate) moves: [[f32; LABELS]; LABELS + 1],
    squares: [[f32; LABELS]; LABELS + 1],
}

impl Crf {
    /// The average of several trainings.
    pub(crate) fn train(pages: &[&Page], name: &str) -> Self {
        let mut sum = Self::train_once(pages, name, 0);
        for seed in 1..SEEDS {
            let other = Self::train_once(pages, name, seed);
            let weights = sum.rows.iter_mut().flat_map(|[weights, _]| weights);
            weights.zip(other.rows.iter().flat_map(|[weights, _]| weights)).for_each(|(a, b)| *a += b);
            sum.moves.iter_mut().flatten().zip(other.moves.iter().flatten()).for_each(|(a, b)| *a += b);
        }
        let weights = sum.rows.iter_mut().flat_map(|[weights, _]| weights).chain(sum.moves.iter_mut().flatten());
        weights.for_each(|weight| *weight /= SEEDS as f32);
        sum
    }

    fn train_once(pages: &[&Page], name: &str, seed: u64) -> Self {
        let mut crf = Self {
            rows: vec![[[0.0; LABELS], [1.0; LABELS]]; 1 << BITS],
            moves: [[0.0; LABELS]; LABELS + 1],
            squares: [[1.0; LABELS]; LABELS + 1],
        };
        let mut examples: Vec<&Example> = pages.iter().flat_map(|page| &page.examples).collect();
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ (seed * 7919));
        for epoch in 0..EPOCHS {
            for at in (1..examples.len()).rev() {
                examples.swap(at, (dice.roll() as usize) % (at + 1));
            }
            let loss: f64 = examples.iter().map(|example| crf.learn(example, &mut dice)).sum();
            println!("{name}, seed {seed}: epoch {epoch}, loss {loss:.0}");
        }
        crf
    }

    /// One step; gives the negative log likelihood.
    fn learn(&mut self, example: &Example, dice: &mut Dice) -> f64 {
        let length = example.rows.len();
        let kept: Vec<Vec<u32>> = example
            .rows
            .iter()
            .map(|rows| rows.iter().copied().filter(|_| dice.share() >= DROPOUT).collect())
            .collect();
        let scale = 1.0 / (1.0 - DROPOUT);
        let scores: Vec<Row> = kept.iter().map(|rows| self.score(rows, scale)).collect();

        let (mut top, mut emitted) = (0.0_f64, Vec::with_capacity(length));
        for score in &scores {
            let most = score.iter().copied().fold(f32::MIN, f32::max);
            top += f64::from(most);
            emitted.push(score.map(|s| (s - most).exp()));
        }
        let moves = self.moves.map(|line| line.map(f32::exp));
        // Forward and backward sums, scaled to 1 a word.
        let mut forward: Vec<Row> = Vec::with_capacity(length);
        let mut scales = Vec::with_capacity(length);
        for (at, emit) in emitted.iter().enumerate() {
            let mut sums = [0.0; LABELS];
            for label in 0..LABELS {
                let into = match forward.last().filter(|_| at > 0) {
                    Some(last) => (0..LABELS).map(|before| last[before] * moves[before][label]).sum(),
                    None => moves[LABELS][label],
                };
                sums[label] = into * emit[label];
            }
            let total: f32 = sums.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            scales.push(total);
            forward.push(sums.map(|s| s / total));
        }
        let mut backward = vec![[1.0; LABELS]; length];
        for at in (0..length.saturating_sub(1)).rev() {
            for before in 0..LABELS {
                backward[at][before] = (0..LABELS)
                    .map(|label| moves[before][label] * emitted[at + 1][label] * backward[at + 1][label])
                    .sum::<f32>()
                    / scales[at + 1];
            }
        }
        let mut likelihood = -top - scales.iter().map(|s| f64::from(s.ln())).sum::<f64>();

        let mut shifts = [[0.0; LABELS]; LABELS + 1];
        for at in 0..length {
            let gold = usize::from(example.labels[at]);
            likelihood += f64::from(scores[at][gold]);
            let mut gradient = [0.0; LABELS];
            for label in 0..LABELS {
                gradient[label] = -(forward[at][label] * backward[at][label]);
                if at == 0 {
                    shifts[LABELS][label] += gradient[label];
                } else {
                    for before in 0..LABELS {
                        let pair =
                            forward[at - 1][before] * moves[before][label] * emitted[at][label] * backward[at][label]
                                / scales[at];
                        shifts[before][label] -= pair;
                    }
                }
            }
            gradient[gold] += 1.0;
            let before = if at == 0 { LABELS } else { usize::from(example.labels[at - 1]) };
            shifts[before][gold] += 1.0;
            likelihood += f64::from(self.moves[before][gold]);
            if gradient.iter().all(|g| g.abs() < 1e-4) {
                continue;
            }
            for &row in &kept[at] {
                let [weights, squares] = &mut self.rows[row as usize];
                for label in 0..LABELS {
                    let g = gradient[label] * scale;
                    squares[label] += g * g;
                    weights[label] += RATE * g / squares[label].sqrt();
                }
            }
        }
        for (line, (shifts, squares)) in self.moves.iter_mut().zip(shifts.iter().zip(&mut self.squares)) {
            for label in 0..LABELS {
                squares[label] += shifts[label] * shifts[label];
                line[label] += RATE * shifts[label] / squares[label].sqrt();
            }
        }
        -likelihood
    }

    fn score(&self, rows: &[u32], scale: f32) -> Row {
        let mut sum = [0.0; LABELS];
        for &row in rows {
            let [weights, _] = &self.rows[row as usize];
            for (sum, weight) in sum.iter_mut().zip(weights) {
                *sum += weight;
            }
        }
        sum.map(|s| s * scale)
    }

    /// The best labels of all sentences, one after the other.
    pub(crate) fn read(&self, examples: &[Example]) -> Vec<u8> {
        let mut labels = Vec::new();
        for example in examples {
            let mut sums = [0.0; LABELS];
            let mut from: Vec<[usize; LABELS]> = Vec::new();
            for (at, rows) in example.rows.iter().enumerate() {
                let score = self.score(rows, 1.0);
                let (mut next, mut back) = ([0.0; LABELS], [0; LABELS]);
                for label in 0..LABELS {
                    let step = |before: usize| sums[before] + self.moves[if at == 0 { LABELS } else { before }][label];
                    let best =
                        if at == 0 { 0 } else { (1..LABELS).fold(0, |a, b| if step(b) > step(a) { b } else { a }) };
                    next[label] = step(best) + score[label];
                    back[label] = best;
                }
                sums = next;
                from.push(back);
            }
            let mut label = (1..LABELS).fold(0, |a, b| if sums[b] > sums[a] { b } else { a });
            let start = labels.len();
            for back in from.iter().rev() {
                labels.push(label as u8);
                label = back[label];
            }
            labels[start..].reverse();
        }
        labels
    }
}

/// Numbers that look random and are the same in every run (xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    fn share(&mut self) -> f32 {
        (self.roll() & 0xff_ffff) as f32 / 0x100_0000 as f32
    }
}

//! A linear-chain conditional random field, trained by AdaGrad with dropout of features. It reads no text: it sees rows.

use morgue::entities::features::Sheet;
use morgue::entities::weights::LABELS;

use super::Settings;
use super::corpus::{Example, Page, examples};
use super::dice::Dice;
use super::table::Table;

type Row = [f32; LABELS];

/// What stands for certainty that a word is in no name.
const SURE: f32 = 50.0;

/// The weights, and the sums of squared gradients beside them.
pub(crate) struct Crf {
    pub(crate) table: Table,
    /// For each row its weights, then its sums.
    pub(crate) rows: Vec<[Row; 2]>,
    pub(crate) moves: [[f32; LABELS]; LABELS + 1],
    squares: [[f32; LABELS]; LABELS + 1],
    dropout: f32,
    rate: f32,
}

impl Crf {
    fn new(table: Table, settings: &Settings) -> Self {
        Self {
            rows: vec![[[0.0; LABELS], [1.0; LABELS]]; table.rows.len()],
            table,
            moves: [[0.0; LABELS]; LABELS + 1],
            squares: [[1.0; LABELS]; LABELS + 1],
            dropout: settings.dropout,
            rate: settings.rate,
        }
    }

    /// The average of several trainings.
    pub(crate) fn train(pages: &[&Page], settings: &Settings, name: &str) -> Self {
        let mut crf = Self::new(Table::new(pages, settings.least), settings);
        let mut sum: Vec<Row> = vec![[0.0; LABELS]; crf.rows.len()];
        let mut moves = [[0.0; LABELS]; LABELS + 1];
        for seed in settings.seed..settings.seed + settings.seeds {
            crf = Self::new(crf.table, settings);
            crf.train_once(pages, settings, name, seed);
            let part = 1.0 / settings.seeds as f32;
            let weights = crf.rows.iter().flat_map(|[weights, _]| weights).chain(crf.moves.iter().flatten());
            let sums = sum.iter_mut().flatten().chain(moves.iter_mut().flatten());
            sums.zip(weights).for_each(|(sum, weight)| *sum += weight * part);
        }
        crf.moves = moves;
        crf.rows.iter_mut().zip(sum).for_each(|([weights, _], sum)| *weights = sum);
        crf
    }

    fn train_once(&mut self, pages: &[&Page], settings: &Settings, name: &str, seed: u64) {
        let mut dice = Dice::new(seed);
        let mut sentences: Vec<Example> =
            pages.iter().flat_map(|page| examples(&page.sheet, &page.labels, &self.table)).collect();
        for epoch in 0..settings.epochs {
            for at in (1..sentences.len()).rev() {
                sentences.swap(at, (dice.roll() as usize) % (at + 1));
            }
            let loss: f64 = sentences.iter().map(|example| self.learn(example, &mut dice)).sum();
            println!("{name}, seed {seed}: epoch {epoch}, loss {loss:.0}");
        }
    }

    /// One step; gives the negative log likelihood.
    fn learn(&mut self, example: &Example, dice: &mut Dice) -> f64 {
        let length = example.rows.len();
        let kept: Vec<Vec<u32>> = example
            .rows
            .iter()
            .map(|rows| rows.iter().copied().filter(|_| dice.share() >= self.dropout).collect())
            .collect();
        let scale = 1.0 / (1.0 - self.dropout);
        let mut scores: Vec<Row> = kept.iter().map(|rows| self.score(rows, scale)).collect();
        for (score, _) in scores.iter_mut().zip(&example.near).filter(|(_, near)| !**near) {
            score[0] = SURE;
        }

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
                    weights[label] += self.rate * g / squares[label].sqrt();
                }
            }
        }
        for (line, (shifts, squares)) in self.moves.iter_mut().zip(shifts.iter().zip(&mut self.squares)) {
            for label in 0..LABELS {
                squares[label] += shifts[label] * shifts[label];
                line[label] += self.rate * shifts[label] / squares[label].sqrt();
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

    /// The best labels of all words.
    pub(crate) fn read(&self, sheet: &Sheet) -> Vec<u8> {
        let mut labels = Vec::new();
        for example in examples(sheet, &vec![0; sheet.words.len()], &self.table) {
            let mut sums = [0.0; LABELS];
            let mut from: Vec<[usize; LABELS]> = Vec::new();
            for (at, (rows, &near)) in example.rows.iter().zip(&example.near).enumerate() {
                let mut score = self.score(rows, 1.0);
                if !near {
                    score[0] = SURE;
                }
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

//! The two models that judge the blocks of a page, laid out so that one question is put to all blocks at once. What the
//! blocks are asked about is made in `features` and `second`; weights are made by `tests/train`.
//!
//! The file: the length of the first model in bytes (little-endian u32), the first model, the second; each as
//! [`Model::write`] writes it. The first sees the features of a block, the second those and what the first thought of the
//! blocks around it (stacked learning, after Wolpert, 1992, "Stacked generalization").

use std::sync::OnceLock;

use super::features::{COUNT, Row};
use super::second::{self, Around};
use crate::extract::model::Model;

/// Two models that decide together which blocks are body.
#[derive(Clone, Debug, Default)]
pub struct Judge {
    first: Model,
    second: Model,
    asked_first: Forest,
    asked_second: Forest,
}

impl Judge {
    /// A judge of a model of `COUNT` features and one of [`second::COUNT`].
    #[must_use]
    pub fn new(first: Model, second: Model) -> Self {
        let (asked_first, asked_second) = (Forest::new(&first), Forest::new(&second));
        Self { first, second, asked_first, asked_second }
    }

    /// The judge this program was built with.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static JUDGE: OnceLock<Judge> = OnceLock::new();
        JUDGE.get_or_init(|| Self::read(include_bytes!("../../../assets/pages.bin")).unwrap_or_default())
    }

    /// Reads what [`Judge::write`] writes; `None` if the bytes are not that, or were made for other features.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let (first, second) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        Some(Self::new(Model::read(first, COUNT)?, Model::read(second, second::COUNT)?))
    }

    /// The judge as bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let (first, second) = (self.first.write(COUNT), self.second.write(second::COUNT));
        let length = u32::try_from(first.len()).unwrap_or(u32::MAX);
        [&length.to_le_bytes(), first.as_slice(), &second].concat()
    }

    /// Whether it knows anything.
    pub(super) fn is_trained(&self) -> bool {
        !self.first.trees.is_empty()
    }

    /// The probability that each block is body, 0 to 1.
    pub(super) fn chances(&self, rows: &[Row], around: &Around) -> Vec<f32> {
        let mut columns = Columns::new(rows);
        let chances = self.asked_first.chances(&columns);
        if self.second.trees.is_empty() {
            return chances;
        }
        columns.append(&around.rows(&chances));
        self.asked_second.chances(&columns)
    }
}

/// Features by column.
struct Columns {
    count: usize,
    values: Vec<f32>,
}

impl Columns {
    fn new<const N: usize>(rows: &[[f32; N]]) -> Self {
        let mut columns = Self { count: rows.len(), values: Vec::new() };
        columns.append(rows);
        columns
    }

    fn append<const N: usize>(&mut self, rows: &[[f32; N]]) {
        self.values.reserve(rows.len() * N);
        for column in 0..N {
            self.values.extend(rows.iter().map(|row| row.get(column).copied().unwrap_or_default()));
        }
    }

    fn of(&self, feature: u8) -> &[f32] {
        let start = usize::from(feature) * self.count;
        self.values.get(start..start + self.count).unwrap_or_default()
    }
}

/// The trees of a model in two flat lists.
#[derive(Clone, Debug, Default)]
struct Forest {
    bias: f32,
    depth: usize,
    questions: Vec<(u8, f32)>,
    leaves: Vec<f32>,
}

impl Forest {
    fn new(model: &Model) -> Self {
        Self {
            bias: model.bias,
            depth: model.trees.first().map_or(0, |tree| tree.questions.len()),
            questions: model.trees.iter().flat_map(|tree| tree.questions.iter().copied()).collect(),
            leaves: model.trees.iter().flat_map(|tree| tree.leaves.iter().copied()).collect(),
        }
    }

    fn chances(&self, columns: &Columns) -> Vec<f32> {
        let mut scores = vec![self.bias; columns.count];
        // As wide as the features, so that the comparison runs on several blocks at a time.
        let mut places = vec![0_u32; columns.count];
        let trees = self.questions.chunks_exact(self.depth.max(1)).zip(self.leaves.chunks_exact(1 << self.depth));
        for (questions, leaves) in trees {
            places.fill(0);
            for (level, &(feature, threshold)) in questions.iter().enumerate() {
                for (place, &value) in places.iter_mut().zip(columns.of(feature)) {
                    *place |= u32::from(value > threshold) << level;
                }
            }
            for (score, &place) in scores.iter_mut().zip(&places) {
                *score += leaves.get(place as usize).copied().unwrap_or_default();
            }
        }
        scores.iter_mut().for_each(|score| *score = 1.0 / (1.0 + (-*score).exp()));
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::model::Tree;

    fn model(features: usize) -> Model {
        let last = u8::try_from(features - 1).unwrap();
        let tree = |shift: f32| Tree {
            questions: vec![(0, 0.5 + shift), (last, -0.25)],
            leaves: vec![-1.0, 0.5, 1.0 + shift, 2.0],
        };
        Model { bias: 0.25, trees: vec![tree(0.0), tree(1.0)] }
    }

    #[test]
    fn many_blocks_are_judged_as_each_alone() {
        let model = model(COUNT);
        let rows: Vec<Row> = (0..7_u8)
            .map(|at| {
                let mut row = [0.0; COUNT];
                (row[0], row[COUNT - 1]) = (f32::from(at) * 0.4, f32::from(at % 3) - 1.0);
                row
            })
            .collect();
        let alone: Vec<f32> = rows.iter().map(|row| model.probability(row)).collect();
        for (one, many) in alone.iter().zip(Forest::new(&model).chances(&Columns::new(&rows))) {
            assert!((one - many).abs() < 1e-6);
        }
    }

    #[test]
    fn what_is_written_can_be_read() {
        let judge = Judge::new(model(COUNT), model(second::COUNT));
        let bytes = judge.write();
        let again = Judge::read(&bytes).unwrap();
        assert_eq!((again.first, again.second), (judge.first, judge.second));
        for broken in [&bytes[..bytes.len() - 1], &bytes[1..], &[]] {
            assert!(Judge::read(broken).is_none());
        }
    }

    #[test]
    fn the_judge_built_in_is_for_these_features() {
        let judge = Judge::built_in();
        assert!(judge.first.trees.len() > 12 && judge.second.trees.len() > 12);
    }
}

//! The block labeler's model: boosted oblivious trees (every node of a level asks the same question, as in Prokhorenkova
//! et al., 2018, "CatBoost"). It reads weights; they are made by `tests/train`.
//!
//! The file: the number of trees, the depth and the number of features, one byte each (trees as two); the bias; then for
//! each tree, for each level, the feature (1 byte) and the threshold, and the 2^depth leaves. Numbers are little-endian f32.

use std::sync::OnceLock;

use crate::extract::features;

/// A model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// The score of a block before any tree was asked, in log-odds.
    pub bias: f32,
    /// The trees, in the order in which they were grown.
    pub trees: Vec<Tree>,
}

/// A tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// The questions, one a level: is the feature above the threshold?
    pub questions: Vec<(u8, f32)>,
    /// The scores, in log-odds; the answer to the first question is the lowest bit of the index.
    pub leaves: Vec<f32>,
}

impl Tree {
    /// The score that the tree gives to a row.
    #[must_use]
    pub fn score(&self, row: &[f32]) -> f32 {
        let mut leaf = 0_usize;
        for (level, &(feature, threshold)) in self.questions.iter().enumerate() {
            let is_above = row.get(usize::from(feature)).is_some_and(|&value| value > threshold);
            leaf |= usize::from(is_above) << level;
        }
        self.leaves.get(leaf).copied().unwrap_or(0.0)
    }
}

impl Model {
    /// The model this program was built with.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL
            .get_or_init(|| Self::read(include_bytes!("../../assets/labeler.bin"), features::COUNT).unwrap_or_default())
    }

    /// The probability that a block is body, 0 to 1.
    #[must_use]
    pub fn probability(&self, row: &[f32]) -> f32 {
        let score: f32 = self.bias + self.trees.iter().map(|tree| tree.score(row)).sum::<f32>();
        1.0 / (1.0 + (-score).exp())
    }

    /// Reads what [`Model::write`] writes; `None` if the bytes are not that, or were made for another number of features
    /// than `count`.
    #[must_use]
    pub fn read(bytes: &[u8], count: usize) -> Option<Self> {
        let (&[low, high, depth, features], mut rest) = bytes.split_first_chunk::<4>()?;
        if usize::from(features) != count || depth > 8 {
            return None;
        }
        let bias = number(&mut rest)?;
        let mut trees = Vec::new();
        for _ in 0..u16::from_le_bytes([low, high]) {
            let mut questions = Vec::new();
            for _ in 0..depth {
                let (&feature, after) = rest.split_first()?;
                rest = after;
                questions.push((feature, number(&mut rest)?));
            }
            let leaves = (0..1 << depth).map(|_| number(&mut rest)).collect::<Option<Vec<f32>>>()?;
            trees.push(Tree { questions, leaves });
        }
        rest.is_empty().then_some(Self { bias, trees })
    }

    /// The model as bytes, for rows of `count` features.
    #[must_use]
    pub fn write(&self, count: usize) -> Vec<u8> {
        let depth = self.trees.first().map_or(0, |tree| tree.questions.len());
        let [low, high] = u16::try_from(self.trees.len()).unwrap_or(u16::MAX).to_le_bytes();
        let mut bytes = vec![low, high, u8::try_from(depth).unwrap_or(0), u8::try_from(count).unwrap_or(0)];
        bytes.extend(self.bias.to_le_bytes());
        for tree in &self.trees {
            for &(feature, threshold) in &tree.questions {
                bytes.push(feature);
                bytes.extend(threshold.to_le_bytes());
            }
            tree.leaves.iter().for_each(|leaf| bytes.extend(leaf.to_le_bytes()));
        }
        bytes
    }
}

fn number(bytes: &mut &[u8]) -> Option<f32> {
    let (&number, rest) = bytes.split_first_chunk::<4>()?;
    *bytes = rest;
    Some(f32::from_le_bytes(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let tree = Tree { questions: vec![(0, 1.5), (64, -0.25)], leaves: vec![-1.0, 0.0, 1.0, 2.0] };
        let model = Model { bias: -0.5, trees: vec![tree.clone(), tree] };
        let bytes = model.write(65);
        assert_eq!(Model::read(&bytes, 65), Some(model));
        assert_eq!(Model::read(&bytes[..bytes.len() - 1], 65), None);
        assert_eq!(Model::read(&bytes, 64), None);
    }

    #[test]
    fn the_model_built_in_is_for_these_features() {
        let model = Model::built_in();
        assert!(model.trees.len() > 12);
        assert!(
            model
                .trees
                .iter()
                .flat_map(|tree| &tree.questions)
                .all(|&(feature, _)| usize::from(feature) < features::COUNT)
        );
    }
}

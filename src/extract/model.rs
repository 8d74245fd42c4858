//! The block labeler's model: boosted oblivious trees (every node of a level asks the same question, as in Prokhorenkova
//! et al., 2018, "CatBoost"). It reads weights; they are made by `tests/train`.
//!
//! The file: the number of trees, the depth and the number of features, one byte each (trees as two); the bias; then for
//! each tree, for each level, the feature (1 byte) and the threshold, and the 2^depth leaves. Numbers are little-endian f32.

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
    /// The probability that a block is body, 0 to 1.
    #[must_use]
    pub fn probability(&self, row: &[f32]) -> f32 {
        let score: f32 = self.bias + self.trees.iter().map(|tree| tree.score(row)).sum::<f32>();
        1.0 / (1.0 + (-score).exp())
    }

    /// The probability for each of `rows`, the same as [`Model::probability`] gives. Tree by tree, over columns: many times
    /// faster than row by row.
    #[must_use]
    pub fn probabilities<R: AsRef<[f32]>>(&self, rows: &[R]) -> Vec<f32> {
        let width = rows.first().map_or(0, |row| row.as_ref().len());
        let mut columns = vec![Vec::new(); width];
        let mut scores = vec![self.bias; rows.len()];
        let mut leaves = vec![0_u8; rows.len()];
        for tree in &self.trees {
            leaves.fill(0);
            for (level, &(feature, threshold)) in tree.questions.iter().enumerate() {
                let Some(column) = columns.get_mut(usize::from(feature)) else { continue };
                if column.is_empty() {
                    column
                        .extend(rows.iter().map(|row| row.as_ref().get(usize::from(feature)).copied().unwrap_or(0.0)));
                }
                for (leaf, &value) in leaves.iter_mut().zip(column.iter()) {
                    *leaf |= u8::from(value > threshold) << level;
                }
            }
            for (score, &leaf) in scores.iter_mut().zip(&leaves) {
                *score += tree.leaves.get(usize::from(leaf)).copied().unwrap_or(0.0);
            }
        }
        scores.into_iter().map(|score| 1.0 / (1.0 + (-score).exp())).collect()
    }

    /// One model that answers with the mean, in log-odds, of `models`.
    #[must_use]
    pub fn mean(models: &[Self]) -> Self {
        let share = 1.0 / models.len().max(1) as f32;
        let scaled = |tree: &Tree| Tree {
            questions: tree.questions.clone(),
            leaves: tree.leaves.iter().map(|leaf| leaf * share).collect(),
        };
        Self {
            bias: models.iter().map(|model| model.bias * share).sum(),
            trees: models.iter().flat_map(|model| &model.trees).map(scaled).collect(),
        }
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
    fn many_rows_are_answered_like_one_and_a_mean_like_its_models() {
        let tree = |leaf: f32| Tree { questions: vec![(0, 1.5), (1, -0.25)], leaves: vec![-leaf, 0.0, 1.0, leaf] };
        let models = [2.0, 0.5].map(|leaf| Model { bias: leaf - 1.0, trees: vec![tree(leaf), tree(-leaf)] });
        let mean = Model::mean(&models);
        let rows = [[0.0, 0.0], [2.0, -1.0], [2.0, 1.0], [0.0, -1.0]];
        for (row, many) in rows.iter().zip(mean.probabilities(&rows)) {
            let odds = |model: &Model| model.probability(row) / (1.0 - model.probability(row));
            let expected = (odds(&models[0]) * odds(&models[1])).sqrt();
            assert!((many - expected / (1.0 + expected)).abs() < 1e-6);
            assert!((many - mean.probability(row)).abs() < 1e-6);
        }
    }
}

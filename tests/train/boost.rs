//! Gradient boosting of oblivious trees with logistic loss, on features cut into bins. Deterministic: one seed, and sums
//! in the order of the rows.

use morgue::extract::model::{Model, Tree};

/// Bins a feature is cut into.
const BINS: usize = 48;

/// How to grow trees.
#[derive(Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) trees: usize,
    pub(crate) depth: usize,
    pub(crate) rate: f32,
    /// Pulls leaves towards 0 (L2).
    pub(crate) damping: f32,
    /// Share of features looked at by a tree, and share of rows.
    pub(crate) features: f32,
    pub(crate) rows: f32,
    pub(crate) seed: u64,
}

/// Rows by column, in bins, with labels and weights.
pub(crate) struct Table {
    columns: Vec<Vec<u8>>,
    edges: Vec<Vec<f32>>,
    labels: Vec<f32>,
    weights: Vec<f32>,
}

impl Table {
    /// A table of `rows`, which all have the same features.
    pub(crate) fn new(rows: &[&[f32]], labels: Vec<f32>, mut weights: Vec<f32>) -> Self {
        let mean = weights.iter().sum::<f32>() / weights.len().max(1) as f32;
        weights.iter_mut().for_each(|weight| *weight /= mean);
        let mut edges = Vec::new();
        let mut columns = Vec::new();
        for feature in 0..rows.first().map_or(0, |row| row.len()) {
            let step = (rows.len() / 40_000).max(1);
            let mut values: Vec<f32> = rows.iter().step_by(step).map(|row| row[feature]).collect();
            values.sort_by(f32::total_cmp);
            let mut cuts: Vec<f32> = (1..BINS).map(|bin| values[bin * (values.len() - 1) / BINS]).collect();
            cuts.dedup();
            // The edge between "none" and "some" is often the best and often rare.
            if let Some(&least) = values.first()
                && cuts.first().is_none_or(|&cut| cut > least)
            {
                cuts.insert(0, least);
            }
            columns.push(rows.iter().map(|row| cuts.partition_point(|&cut| row[feature] > cut) as u8).collect());
            edges.push(cuts);
        }
        Self { columns, edges, labels, weights }
    }

    /// Makes all rows alike in the features that `is`: no tree can ask about them.
    pub(crate) fn forget(&mut self, is: impl Fn(usize) -> bool) {
        for (_, column) in self.columns.iter_mut().enumerate().filter(|(feature, _)| is(*feature)) {
            column.fill(0);
        }
    }
}

pub(crate) fn train(table: &Table, settings: &Settings) -> Model {
    let count = table.labels.len();
    let total: f32 = table.weights.iter().sum();
    let share = table.labels.iter().zip(&table.weights).map(|(label, weight)| label * weight).sum::<f32>() / total;
    let bias = (share / (1.0 - share)).ln();
    let mut scores = vec![bias; count];
    let mut state = settings.seed;
    let mut dice = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 40) as f32) / (1_u64 << 24) as f32
    };
    let mut trees = Vec::new();
    for _ in 0..settings.trees {
        let features: Vec<usize> = (0..table.columns.len()).filter(|_| dice() < settings.features).collect();
        let picked: Vec<u32> = (0..count as u32).filter(|_| dice() < settings.rows).collect();
        let (gradient, curvature): (Vec<f32>, Vec<f32>) = picked
            .iter()
            .map(|&row| {
                let row = row as usize;
                let p = 1.0 / (1.0 + (-scores[row]).exp());
                ((table.labels[row] - p) * table.weights[row], p * (1.0 - p) * table.weights[row])
            })
            .unzip();
        let sample = Sample { picked, gradient, curvature };
        let mut own = vec![0_u8; sample.picked.len()];
        let mut leaves = vec![0_u8; count];
        let mut questions = Vec::new();
        for level in 0..settings.depth {
            let Some((feature, bin)) = best_split(table, &features, &own, 1 << level, &sample, settings) else {
                break;
            };
            let column = &table.columns[feature];
            for (leaf, &value) in leaves.iter_mut().zip(column) {
                *leaf |= u8::from(usize::from(value) > bin) << level;
            }
            for (leaf, &row) in own.iter_mut().zip(&sample.picked) {
                *leaf = leaves[row as usize];
            }
            questions.push((feature as u8, table.edges[feature][bin]));
        }
        if questions.len() < settings.depth {
            break;
        }
        let (mut up, mut down) = (vec![0.0_f64; 1 << settings.depth], vec![0.0_f64; 1 << settings.depth]);
        for ((&leaf, &g), &h) in own.iter().zip(&sample.gradient).zip(&sample.curvature) {
            up[usize::from(leaf)] += f64::from(g);
            down[usize::from(leaf)] += f64::from(h);
        }
        let values: Vec<f32> =
            up.iter().zip(&down).map(|(g, h)| settings.rate * (g / (h + f64::from(settings.damping))) as f32).collect();
        for row in 0..count {
            scores[row] += values[usize::from(leaves[row])];
        }
        trees.push(Tree { questions, leaves: values });
    }
    Model { bias, trees }
}

/// The rows that one tree is grown on, and what each asks of it.
struct Sample {
    picked: Vec<u32>,
    gradient: Vec<f32>,
    curvature: Vec<f32>,
}

/// The question that parts all leaves of a level best.
fn best_split(
    table: &Table,
    features: &[usize],
    leaves: &[u8],
    width: usize,
    sample: &Sample,
    settings: &Settings,
) -> Option<(usize, usize)> {
    let gain_of = |feature: usize| {
        let mut sums = vec![(0.0_f32, 0.0_f32); width * (BINS + 2)];
        let column = &table.columns[feature];
        for (((&row, &leaf), &g), &h) in sample.picked.iter().zip(leaves).zip(&sample.gradient).zip(&sample.curvature) {
            let bin = column[row as usize];
            let cell = &mut sums[usize::from(leaf) * (BINS + 2) + usize::from(bin)];
            cell.0 += g;
            cell.1 += h;
        }
        let mut best = (0.0_f32, 0_usize);
        let totals: Vec<(f32, f32)> =
            sums.chunks(BINS + 2).map(|c| c.iter().fold((0.0, 0.0), |t, c| (t.0 + c.0, t.1 + c.1))).collect();
        let mut left = vec![(0.0_f32, 0.0_f32); width];
        for bin in 0..table.edges[feature].len() {
            let mut gain = 0.0;
            for leaf in 0..width {
                let cell = sums[leaf * (BINS + 2) + bin];
                left[leaf].0 += cell.0;
                left[leaf].1 += cell.1;
                let (g, h) = left[leaf];
                let (right_g, right_h) = (totals[leaf].0 - g, totals[leaf].1 - h);
                gain += g * g / (h + settings.damping) + right_g * right_g / (right_h + settings.damping);
            }
            if gain > best.0 {
                best = (gain, bin);
            }
        }
        best
    };
    let half = features.len() / 2;
    let (a, b) = features.split_at(half);
    let best_of = |list: &[usize]| {
        list.iter().map(|&feature| (gain_of(feature), feature)).fold(
            None,
            |best: Option<(f32, usize, usize)>, ((gain, bin), feature)| {
                if best.is_none_or(|best| gain > best.0) { Some((gain, feature, bin)) } else { best }
            },
        )
    };
    let (first, second) = std::thread::scope(|scope| {
        let other = scope.spawn(|| best_of(b));
        (best_of(a), other.join().ok().flatten())
    });
    [first, second].into_iter().flatten().max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, feature, bin)| (feature, bin))
}

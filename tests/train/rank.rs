//! Gradient boosting of oblivious trees on groups of rows, of which at most one is right: the loss is that of a softmax
//! over the group, in which "none of them" has the strength 0. Yes-or-no questions about single rows are trained by
//! `boost`. Deterministic: one seed, and sums in the order of the rows.

use morgue::extract::model::{Model, Tree};

use crate::boost::Settings;

/// Bins a feature is cut into.
const BINS: usize = 40;

/// Rows that stand against each other.
pub(crate) struct Group {
    pub(crate) rows: Vec<Vec<f32>>,
    /// How much of the truth each row is: they sum to 1, or to 0 where none is right.
    pub(crate) truth: Vec<f32>,
    pub(crate) weight: f32,
}

/// A model of `groups`: the mean of one for each of `seeds` seeds.
pub(crate) fn train(groups: &[&Group], settings: &Settings, seeds: u64) -> Model {
    let table = Table::new(groups);
    let mut trees = Vec::new();
    for seed in 0..seeds {
        let settings = Settings { seed: settings.seed + seed, ..*settings };
        for mut tree in grow(&table, &settings) {
            tree.leaves.iter_mut().for_each(|leaf| *leaf /= seeds as f32);
            trees.push(tree);
        }
    }
    Model { bias: BIAS, trees }
}

/// The strength of a row before any tree was asked: most rows are not right.
const BIAS: f32 = -3.0;

struct Table {
    columns: Vec<Vec<u8>>,
    edges: Vec<Vec<f32>>,
    truth: Vec<f32>,
    /// The ranges of rows of the groups, and the weight of each.
    groups: Vec<(std::ops::Range<usize>, f32)>,
}

impl Table {
    fn new(groups: &[&Group]) -> Self {
        let rows: Vec<&[f32]> = groups.iter().flat_map(|group| group.rows.iter().map(Vec::as_slice)).collect();
        let (mut columns, mut edges) = (Vec::new(), Vec::new());
        for feature in 0..rows.first().map_or(0, |row| row.len()) {
            let step = (rows.len() / 20_000).max(1);
            let mut values: Vec<f32> = rows.iter().step_by(step).map(|row| row[feature]).collect();
            values.sort_by(f32::total_cmp);
            let mut cuts: Vec<f32> = (1..BINS).map(|bin| values[bin * (values.len() - 1) / BINS]).collect();
            // What is rare is cut as well: the values beyond the last of the even cuts.
            let mut tail: Vec<f32> = values[values.len() - values.len() / BINS..].to_vec();
            tail.dedup();
            let tail_step = (tail.len() / 6).max(1);
            cuts.extend(tail.iter().step_by(tail_step).take(6));
            cuts.push(values[0]);
            cuts.sort_by(f32::total_cmp);
            cuts.dedup();
            columns.push(rows.iter().map(|row| cuts.partition_point(|&cut| row[feature] > cut) as u8).collect());
            edges.push(cuts);
        }
        let mut start = 0;
        let ranges = groups.iter().map(|group| {
            let range = start..start + group.rows.len();
            start = range.end;
            (range, group.weight)
        });
        let ranges = ranges.collect();
        Self {
            columns,
            edges,
            truth: groups.iter().flat_map(|group| group.truth.iter().copied()).collect(),
            groups: ranges,
        }
    }
}

fn grow(table: &Table, settings: &Settings) -> Vec<Tree> {
    let count = table.truth.len();
    let mut scores = vec![BIAS; count];
    let mut state = settings.seed;
    let mut dice = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 40) as f32) / (1_u64 << 24) as f32
    };
    let mut trees = Vec::new();
    let (mut gradient, mut curvature) = (vec![0.0_f32; count], vec![0.0_f32; count]);
    for _ in 0..settings.trees {
        let features: Vec<usize> = (0..table.columns.len()).filter(|_| dice() < settings.features).collect();
        for (range, weight) in &table.groups {
            let weight = if dice() < settings.rows { *weight } else { 0.0 };
            let group = &scores[range.clone()];
            let most = group.iter().copied().fold(0.0_f32, f32::max);
            let sum = (-most).exp() + group.iter().map(|score| (score - most).exp()).sum::<f32>();
            for row in range.clone() {
                let share = (scores[row] - most).exp() / sum;
                gradient[row] = (table.truth[row] - share) * weight;
                curvature[row] = share * (1.0 - share) * weight;
            }
        }
        let mut leaves = vec![0_u8; count];
        let mut questions = Vec::new();
        for level in 0..settings.depth {
            let Some((feature, bin)) =
                best_split(table, &features, &leaves, 1 << level, &gradient, &curvature, settings)
            else {
                break;
            };
            for (leaf, &value) in leaves.iter_mut().zip(&table.columns[feature]) {
                *leaf |= u8::from(usize::from(value) > bin) << level;
            }
            questions.push((feature as u8, table.edges[feature][bin]));
        }
        if questions.len() < settings.depth {
            break;
        }
        let (mut up, mut down) = (vec![0.0_f64; 1 << settings.depth], vec![0.0_f64; 1 << settings.depth]);
        for row in 0..count {
            up[usize::from(leaves[row])] += f64::from(gradient[row]);
            down[usize::from(leaves[row])] += f64::from(curvature[row]);
        }
        let values: Vec<f32> =
            up.iter().zip(&down).map(|(g, h)| settings.rate * (g / (h + f64::from(settings.damping))) as f32).collect();
        scores.iter_mut().zip(&leaves).for_each(|(score, &leaf)| *score += values[usize::from(leaf)]);
        trees.push(Tree { questions, leaves: values });
    }
    trees
}

/// The question that parts all leaves of a level best.
fn best_split(
    table: &Table,
    features: &[usize],
    leaves: &[u8],
    width: usize,
    gradient: &[f32],
    curvature: &[f32],
    settings: &Settings,
) -> Option<(usize, usize)> {
    let mut best: Option<(f32, usize, usize)> = None;
    for &feature in features {
        let bins = table.edges[feature].len() + 1;
        let mut sums = vec![(0.0_f32, 0.0_f32); width * bins];
        for (((&bin, &leaf), &g), &h) in table.columns[feature].iter().zip(leaves).zip(gradient).zip(curvature) {
            let cell = &mut sums[usize::from(leaf) * bins + usize::from(bin)];
            cell.0 += g;
            cell.1 += h;
        }
        let totals: Vec<(f32, f32)> =
            sums.chunks(bins).map(|cells| cells.iter().fold((0.0, 0.0), |t, c| (t.0 + c.0, t.1 + c.1))).collect();
        let mut left = vec![(0.0_f32, 0.0_f32); width];
        for bin in 0..bins - 1 {
            let mut gain = 0.0;
            for leaf in 0..width {
                let cell = sums[leaf * bins + bin];
                left[leaf].0 += cell.0;
                left[leaf].1 += cell.1;
                let (g, h) = left[leaf];
                let (right_g, right_h) = (totals[leaf].0 - g, totals[leaf].1 - h);
                gain += g * g / (h + settings.damping) + right_g * right_g / (right_h + settings.damping);
            }
            if best.is_none_or(|best| gain > best.0) {
                best = Some((gain, feature, bin));
            }
        }
    }
    best.map(|(_, feature, bin)| (feature, bin))
}

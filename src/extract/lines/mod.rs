//! Which blocks of a text of lines are the article: a model scores each block, one best run of blocks is taken, and
//! single blocks inside it are taken off again. Pages of elements are judged by `page`.

use crate::article::{BlockKind, Shape};
use crate::formats::Document;

use super::features::{self, Profile};
use super::label::Label;
use super::model::Model;
use super::phrases;

/// Inside the run, a block is body from this probability on.
const INSIDE: f32 = 0.4;
/// What a word of body is worth against a word of clutter in a run: the probability at which it is worth nothing.
const EVEN: f32 = 0.43;

/// A label for each piece of `document`; `profiles` are those of the pieces.
pub(crate) fn label(document: &Document, profiles: &[Profile]) -> Vec<Label> {
    let rows = features::rows_of(profiles);
    let model = Model::built_in();
    let chances: Vec<f32> = rows.iter().map(|row| model.probability(row)).collect();
    let words: Vec<f32> = profiles.iter().map(|p| p.words).collect();
    let run = best_run(&chances, &words);
    let chosen = choose(&chances, &words);
    let mut labels: Vec<Label> = Vec::with_capacity(profiles.len());
    for (at, ((profile, &chance), is_chosen)) in profiles.iter().zip(&chances).zip(chosen).enumerate() {
        let is_rule = document.pieces.get(at).is_some_and(|piece| piece.shape == Shape::Rule);
        labels.push(if is_chosen && !is_rule {
            Label::new(BlockKind::Body, chance, "running text of the article")
        } else {
            let side = if at < run.start {
                Side::Before
            } else if at < run.end {
                Side::Inside
            } else {
                Side::After
            };
            clutter(profile, chance, side)
        });
    }
    labels
}

/// Which blocks are body, given the probability and the words of each.
#[must_use]
pub fn choose(chances: &[f32], words: &[f32]) -> Vec<bool> {
    let run = best_run(chances, words);
    chances.iter().enumerate().map(|(at, &chance)| run.contains(&at) && chance >= INSIDE).collect()
}

/// The range of blocks in which body outweighs clutter most: the segment of the greatest sum (Kadane's algorithm), each
/// block weighing what its probability is above or below `EVEN`, word by word.
#[must_use]
pub fn best_run(chances: &[f32], words: &[f32]) -> std::ops::Range<usize> {
    let (mut best, mut best_sum) = (0..0, 0.0_f32);
    let (mut start, mut sum) = (0, 0.0_f32);
    for (at, (chance, words)) in chances.iter().zip(words).enumerate() {
        if sum <= 0.0 {
            (start, sum) = (at, 0.0);
        }
        sum += (chance - EVEN) * (words + 1.0);
        if sum > best_sum {
            (best, best_sum) = (start..at + 1, sum);
        }
    }
    best
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    Inside,
    After,
}

/// The kind of a block that is no body, by the words in it and by where it stands.
fn clutter(profile: &Profile, chance: f32, side: Side) -> Label {
    let sure = 1.0 - chance;
    if profile.has_copyright {
        return Label::new(BlockKind::Legal, sure, "a copyright sign");
    }
    if let Some((cue, covered)) = phrases::strongest(&profile.cover)
        && (f32::from(covered) >= profile.words * 0.3 || covered >= 2)
    {
        return Label::new(cue.kind(), sure, cue.reason());
    }
    if profile.has_date && profile.words <= 12.0 {
        return Label::new(BlockKind::Meta, sure, "a date or time by itself");
    }
    let (kind, why) = match side {
        Side::Before if profile.is_prose() => (BlockKind::Related, "prose before the article"),
        Side::Before => (BlockKind::Navigation, "before the article"),
        Side::Inside if profile.copies > 1 => (BlockKind::Promotion, "repeated inside the article"),
        Side::Inside => (BlockKind::Related, "inside the article, but no part of it"),
        Side::After if profile.words >= 4.0 => (BlockKind::Related, "after the article"),
        Side::After => (BlockKind::Navigation, "short line after the article"),
    };
    Label::new(kind, sure, why)
}

#[cfg(test)]
mod tests {
    use super::best_run;

    #[test]
    fn the_best_run_bridges_a_little_clutter() {
        for (chances, expected) in [
            (&[0.0, 0.9, 0.1, 0.9, 0.9, 0.0, 0.0, 0.0, 0.0, 0.9][..], 1..5),
            (&[0.1, 0.0], 0..0),
            (&[], 0..0),
            (&[0.9], 0..1),
        ] {
            assert_eq!(best_run(chances, &vec![10.0; chances.len()]), expected);
        }
    }
}

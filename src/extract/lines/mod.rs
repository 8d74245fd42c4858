//! Which blocks of a text of lines are the article: a model scores each block, a second one looks again with the answers
//! of the first, one best run of blocks is taken, single blocks inside it are taken off, and its ends are mended. Pages of elements are judged
//! by `page`.

mod ends;
mod repeats;
pub mod rows;
pub mod second;

use std::sync::OnceLock;

use crate::article::{BlockKind, Shape};
use crate::formats::Document;

use super::features::Profile;
use super::label::Label;
use super::model::Model;
use super::phrases;
use ends::Ends;
use repeats::Repeats;

/// The longest sentence that is set apart from its paragraph to draw the eye, in words.
const PULLED: f32 = 40.0;
/// Inside the run, a block is body from this probability on.
const INSIDE: f32 = 0.4;
/// What a word of body is worth against a word of clutter in a run: the probability at which it is worth nothing.
const EVEN: f32 = 0.43;

/// The two models that judge lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labeler {
    /// Asked about the features of [`rows`].
    pub first: Model,
    /// Asked about those of [`second`].
    pub second: Model,
}

impl Labeler {
    /// The one this program was built with.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static LABELER: OnceLock<Labeler> = OnceLock::new();
        LABELER.get_or_init(|| Self::read(include_bytes!("../../../assets/labeler.bin")).unwrap_or_default())
    }

    /// Reads what [`Labeler::write`] writes; `None` if the bytes are not that.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (&length, rest) = bytes.split_first_chunk::<4>()?;
        let (first, second) = rest.split_at_checked(u32::from_le_bytes(length) as usize)?;
        Some(Self { first: Model::read(first, rows::COUNT)?, second: Model::read(second, second::COUNT)? })
    }

    /// The labeler as bytes: the length of the first model (4 bytes, little-endian), the first, the second.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let first = self.first.write(rows::COUNT);
        let mut bytes = u32::try_from(first.len()).unwrap_or(0).to_le_bytes().to_vec();
        bytes.extend(first);
        bytes.extend(self.second.write(second::COUNT));
        bytes
    }

    /// The probability of each block to be body, given the features of [`rows`].
    #[must_use]
    pub fn chances(&self, rows: &[rows::Row]) -> Vec<f32> {
        self.second.probabilities(&second::rows(rows, &self.first.probabilities(rows)))
    }
}

/// A label for each piece of `document`; `profiles` are those of the pieces.
pub(crate) fn label(document: &Document, profiles: &[Profile]) -> Vec<Label> {
    let repeats = Repeats::of(document);
    let chances = Labeler::built_in().chances(&rows::rows_of(document, profiles, &repeats));
    label_by(document, profiles, &repeats, &chances)
}

/// Which pieces of `document`, a text of lines, are body when each has this chance to be: all that the program does, so
/// that training can score what ships.
#[must_use]
pub fn body(document: &Document, chances: &[f32]) -> Vec<bool> {
    let profiles = super::features::profiles(document);
    let mut labels = label_by(document, &profiles, &Repeats::of(document), chances);
    super::settle(document, &profiles, &mut labels);
    labels.iter().map(|label| label.kind == BlockKind::Body).collect()
}

fn label_by(document: &Document, profiles: &[Profile], repeats: &Repeats, chances: &[f32]) -> Vec<Label> {
    let words: Vec<f32> = profiles.iter().map(|p| p.words).collect();
    let run = best_run(chances, &words);
    let likely = choose(chances, &words);
    let mut chosen = likely.clone();
    Ends { document, profiles, repeats, chances }.mend(&mut chosen);
    let mut labels: Vec<Label> = Vec::with_capacity(profiles.len());
    for (at, ((profile, &chance), is_chosen)) in profiles.iter().zip(chances).zip(chosen.iter().copied()).enumerate() {
        let is_rule = document.pieces.get(at).is_some_and(|piece| piece.shape == Shape::Rule);
        // A sentence of a paragraph, set apart: what it is taken from has to be body too.
        let whole = repeats.holders.get(at).copied().flatten();
        let sources = repeats.sources.get(at).filter(|_| profile.is_quote).copied().unwrap_or_default();
        let holder = sources.into_iter().chain([whole]).flatten().find(|&holder| likely.get(holder) == Some(&true));
        labels.push(if is_chosen && holder.is_some() && profile.words <= PULLED {
            Label::new(BlockKind::Promotion, 0.8, "words of a paragraph, set apart")
        } else if is_chosen && !is_rule {
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
    let mut chosen: Vec<bool> =
        chances.iter().enumerate().map(|(at, &chance)| run.contains(&at) && chance >= INSIDE).collect();
    if !chosen.contains(&true) {
        // A clipping of one paragraph is an article too: of equals the first.
        let weight = |at: usize| chances.get(at).copied().unwrap_or(0.0) * words.get(at).copied().unwrap_or(0.0).sqrt();
        let most = (0..chosen.len()).rev().max_by(|&a, &b| weight(a).total_cmp(&weight(b)));
        if let Some(is_chosen) = most.filter(|&at| weight(at) > 0.0).and_then(|at| chosen.get_mut(at)) {
            *is_chosen = true;
        }
    }
    chosen
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
        && (f32::from(covered) >= profile.words * 0.3 || covered >= 2 && profile.words <= PULLED / 2.0)
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
    use super::*;

    #[test]
    fn the_labeler_built_in_is_for_these_features() {
        let labeler = Labeler::built_in();
        assert!(labeler.first.trees.len() > 12 && labeler.second.trees.len() > 12);
        for (model, count) in [(&labeler.first, rows::COUNT), (&labeler.second, second::COUNT)] {
            let mut features = model.trees.iter().flat_map(|tree| &tree.questions).map(|question| question.0);
            assert!(features.all(|feature| usize::from(feature) < count));
        }
        assert_eq!(Labeler::read(&labeler.write()).as_ref(), Some(labeler));
        assert_eq!(Labeler::read(&[9, 0, 0, 0]), None);
    }

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

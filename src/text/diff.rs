//! What differs between two texts: which paragraphs are the same, gone, new or changed, and which words of a changed one.
//! It draws nothing: a difference is a list of steps with ranges in both texts.
//!
//! White space does not count. The longest common subsequence is `similar`'s (Myers, "An O(ND) Difference Algorithm", 1986)
//! over numbers that stand for paragraphs or words; it is quadratic in what differs, so more than four million comparisons are
//! not made, and what lies between the common beginning and the common end is then told as gone and new.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// Comparisons of words or paragraphs, at most: some milliseconds.
const MOST: usize = 4 << 20;

/// Two paragraphs are one that was changed when they share this part of their words (Dice's coefficient).
const ALIKE: f64 = 0.4;

/// Fewer common words than this between two changes are no rest for the eye: they are told as changed too.
const ISLAND: usize = 2;

/// A step from the old text to the new one. Numbers are those of paragraphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The same in both.
    Same {
        /// Its number in the old text.
        old: usize,
        /// Its number in the new text.
        new: usize,
    },
    /// Only in the old text.
    Removed(usize),
    /// Only in the new text.
    Added(usize),
    /// In both, with other words.
    Changed {
        /// Its number in the old text.
        old: usize,
        /// Its number in the new text.
        new: usize,
        /// Its words, in order.
        pieces: Vec<Piece>,
    },
}

/// A run of words in a changed paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where they are.
    pub side: Side,
    /// Their bytes: in the old paragraph where they are only there, else in the new one.
    pub range: Range<usize>,
}

/// In which of two texts words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In both.
    Both,
    /// Only in the old one.
    Old,
    /// Only in the new one.
    New,
}

/// The steps from the paragraphs of one text to those of another.
#[must_use]
pub fn compare(old: &[&str], new: &[&str]) -> Vec<Step> {
    let mut names = Names::default();
    let mut number = |text: &&str| names.of(text.split_whitespace().collect::<Vec<_>>().join(" "));
    let (old_numbers, new_numbers): (Vec<u32>, Vec<u32>) =
        (old.iter().map(&mut number).collect(), new.iter().map(&mut number).collect());
    let mut steps = Vec::new();
    for (olds, news) in runs(&old_numbers, &new_numbers) {
        if olds.len() == news.len() && old_numbers.get(olds.clone()) == new_numbers.get(news.clone()) {
            steps.extend(olds.zip(news).map(|(old, new)| Step::Same { old, new }));
        } else {
            replaced(old, new, olds, news, &mut steps);
        }
    }
    steps
}

/// Numbers that stand for texts: equal ones for equal texts.
#[derive(Default)]
struct Names(HashMap<String, u32>);

impl Names {
    fn of(&mut self, text: String) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(text).or_insert(next)
    }
}

/// Runs of two sequences, in order, that together are all of both: equal ones, and those that have nothing in common.
fn runs(old: &[u32], new: &[u32]) -> Vec<(Range<usize>, Range<usize>)> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (left, right) = (old.len() - head, new.len() - head);
    let tail = old.iter().rev().zip(new.iter().rev()).take(left.min(right)).take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let middle = (old.get(head..old_end).unwrap_or_default(), new.get(head..new_end).unwrap_or_default());
    let mut equal = vec![(0..head, 0..head)];
    if middle.0.len().saturating_mul(middle.1.len()) <= MOST {
        let steps = capture_diff_slices(Algorithm::Myers, middle.0, middle.1);
        equal.extend(steps.iter().filter(|step| step.tag() == DiffTag::Equal).map(|step| {
            let (old, new) = (step.old_range(), step.new_range());
            (old.start + head..old.end + head, new.start + head..new.end + head)
        }));
    }
    equal.push((old_end..old.len(), new_end..new.len()));
    // What lies between two equal runs is a run that is not.
    let mut runs = Vec::with_capacity(equal.len() * 2);
    let (mut at, mut to) = (0, 0);
    for run in equal {
        runs.push((at..run.0.start, to..run.1.start));
        (at, to) = (run.0.end, run.1.end);
        runs.push(run);
    }
    runs.retain(|(old, new)| !old.is_empty() || !new.is_empty());
    runs
}

/// Paragraphs that stand in the place of others: each that is like one of those is that one, changed.
fn replaced(old: &[&str], new: &[&str], olds: Range<usize>, news: Range<usize>, steps: &mut Vec<Step>) {
    let pairs = pairs(old.get(olds.clone()).unwrap_or_default(), new.get(news.clone()).unwrap_or_default());
    let (mut at, mut to) = (olds.start, news.start);
    for (one, other) in pairs {
        let (one, other) = (one + olds.start, other + news.start);
        steps.extend((at..one).map(Step::Removed));
        steps.extend((to..other).map(Step::Added));
        let texts = (old.get(one).copied().unwrap_or_default(), new.get(other).copied().unwrap_or_default());
        steps.push(Step::Changed { old: one, new: other, pieces: pieces(texts.0, texts.1) });
        (at, to) = (one + 1, other + 1);
    }
    steps.extend((at..olds.end).map(Step::Removed));
    steps.extend((to..news.end).map(Step::Added));
}

/// Which paragraphs of two runs are alike, in order: the pairs that share the most words in all.
fn pairs(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let words = old.iter().chain(new).map(|text| text.len() / 6 + 1).sum::<usize>();
    if old.is_empty() || new.is_empty() || old.len().saturating_mul(new.len()).saturating_mul(words) > MOST * 8 {
        return Vec::new();
    }
    let mut names = Names::default();
    let mut bag = |text: &&str| {
        let mut words: Vec<u32> = text.split_whitespace().map(|word| names.of(word.to_lowercase())).collect();
        words.sort_unstable();
        words
    };
    let (olds, news): (Vec<_>, Vec<_>) = (old.iter().map(&mut bag).collect(), new.iter().map(&mut bag).collect());
    let width = news.len() + 1;
    // best[i][j]: what can be had from the paragraphs from i and from j on.
    let mut best = vec![0.0_f64; (olds.len() + 1) * width];
    let mut likeness = vec![0.0_f64; best.len()];
    for i in (0..olds.len()).rev() {
        for j in (0..news.len()).rev() {
            let at = i * width + j;
            likeness[at] = dice(&olds[i], &news[j]);
            let with = if likeness[at] >= ALIKE { likeness[at] + best[at + width + 1] } else { 0.0 };
            best[at] = with.max(best[at + width]).max(best[at + 1]);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < olds.len() && j < news.len() {
        let at = i * width + j;
        if likeness[at] >= ALIKE && best[at] <= likeness[at] + best[at + width + 1] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[at] <= best[at + width] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Twice the number of common words over the number of all; both sorted.
fn dice(one: &[u32], other: &[u32]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        let order = a.cmp(b);
        common += usize::from(order.is_eq());
        i += usize::from(order.is_le());
        j += usize::from(order.is_ge());
    }
    if common == 0 { 0.0 } else { 2.0 * common as f64 / (one.len() + other.len()) as f64 }
}

/// The words of a changed paragraph.
fn pieces(old: &str, new: &str) -> Vec<Piece> {
    let mut names = Names::default();
    let (old_words, new_words) = (words(old), words(new));
    let mut numbers = |text: &str, words: &[Range<usize>]| -> Vec<u32> {
        words.iter().map(|range| names.of(text.get(range.clone()).unwrap_or_default().to_owned())).collect()
    };
    let (old_numbers, new_numbers) = (numbers(old, &old_words), numbers(new, &new_words));
    let runs = runs(&old_numbers, &new_numbers);
    let is_same = |(olds, news): &(Range<usize>, Range<usize>)| {
        olds.len() == news.len() && old_numbers.get(olds.clone()) == new_numbers.get(news.clone())
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut gone, mut come): (Range<usize>, Range<usize>) = (0..0, 0..0);
    for (at, run) in runs.iter().enumerate() {
        let is_island = at > 0 && at + 1 < runs.len() && run.0.len() < ISLAND;
        if is_same(run) && !is_island {
            tell(&mut pieces, &old_words, &gone, Side::Old);
            tell(&mut pieces, &new_words, &come, Side::New);
            tell(&mut pieces, &new_words, &run.1, Side::Both);
            (gone, come) = (run.0.end..run.0.end, run.1.end..run.1.end);
        } else {
            (gone.end, come.end) = (run.0.end, run.1.end);
        }
    }
    tell(&mut pieces, &old_words, &gone, Side::Old);
    tell(&mut pieces, &new_words, &come, Side::New);
    pieces
}

fn tell(pieces: &mut Vec<Piece>, words: &[Range<usize>], run: &Range<usize>, side: Side) {
    if let Some([first, .., last]) | Some([first @ last]) = words.get(run.clone()) {
        pieces.push(Piece { side, range: first.start..last.end });
    }
}

/// The words of a text between white space, as byte ranges.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_whitespace(), start) {
            (true, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps in a short notation: `=`, `-old`, `+new`, `~` with `[-gone-]` and `{+come+}`.
    fn told(old: &[&str], new: &[&str]) -> Vec<String> {
        let steps = compare(old, new).into_iter().map(|step| match step {
            Step::Same { old: at, .. } => format!("={}", old[at]),
            Step::Removed(at) => format!("-{}", old[at]),
            Step::Added(at) => format!("+{}", new[at]),
            Step::Changed { old: one, new: other, pieces } => {
                let pieces = pieces.into_iter().map(|Piece { side, range }| match side {
                    Side::Both => new[other][range].to_owned(),
                    Side::Old => format!("[-{}-]", &old[one][range]),
                    Side::New => format!("{{+{}+}}", &new[other][range]),
                });
                format!("~{}", pieces.collect::<Vec<_>>().join(" "))
            }
        });
        steps.collect()
    }

    #[test]
    fn steps_from_one_text_to_the_other() {
        let weir = "The weir opened on Friday after nine years of work.";
        let toll = "The toll is 34 pence for a boat.";
        for (old, new, expected) in [
            (
                &[weir, toll][..],
                &[weir, toll][..],
                &["=The weir opened on Friday after nine years of work.", "=The toll is 34 pence for a boat."][..],
            ),
            (&["one  two"], &["one\ntwo"], &["=one  two"]),
            (&[toll], &["The toll is 41 pence for a boat."], &["~The toll is [-34-] {+41+} pence for a boat."]),
            (
                &[toll],
                &["The toll is 34 pence for a boat and a crew."],
                &["~The toll is 34 pence for a [-boat.-] {+boat and a crew.+}"],
            ),
            (
                &[weir],
                &[toll, weir, "Rain fell."],
                &[
                    "+The toll is 34 pence for a boat.",
                    "=The weir opened on Friday after nine years of work.",
                    "+Rain fell.",
                ],
            ),
            (
                &[weir, toll],
                &[toll],
                &["-The weir opened on Friday after nine years of work.", "=The toll is 34 pence for a boat."],
            ),
            (&["Rain fell all day."], &["Nobody came to vote."], &["-Rain fell all day.", "+Nobody came to vote."]),
            (
                &["Rain fell all day.", toll],
                &["Nobody came.", "The toll is 35 pence for a boat."],
                &["-Rain fell all day.", "+Nobody came.", "~The toll is [-34-] {+35+} pence for a boat."],
            ),
            // A single word between two changes is told with them.
            (&["a b x the y c d e"], &["a b u the v c d e"], &["~a b [-x the y-] {+u the v+} c d e"]),
            (&[], &[], &[]),
            (&[], &[toll], &["+The toll is 34 pence for a boat."]),
        ] {
            assert_eq!(told(old, new), expected, "{old:?} {new:?}");
        }
    }

    #[test]
    fn long_texts_take_no_time() {
        let numbered = |from: usize, step: usize| -> Vec<String> {
            (0..20_000).map(|n| format!("Paragraph {} of a list that does not end.", from + n * step)).collect()
        };
        let begun = compare_owned(&numbered(0, 1), &numbered(1_000_000, 1));
        assert_eq!(begun.len(), 40_000);
        let one = "word ".repeat(60_000);
        let other = "sword ".repeat(60_000);
        assert_eq!(compare(&[&one], &[&other]), [Step::Removed(0), Step::Added(0)]);
        let mut changed = numbered(0, 1);
        changed[10_000].push_str(" Or does it?");
        let steps = compare_owned(&numbered(0, 1), &changed);
        assert_eq!(steps.iter().filter(|step| !matches!(step, Step::Same { .. })).count(), 1);
    }

    fn compare_owned(old: &[String], new: &[String]) -> Vec<Step> {
        let refs = |texts: &[String]| -> Vec<&'static str> { texts.iter().map(|text| &*text.clone().leak()).collect() };
        compare(&refs(old), &refs(new))
    }

    proptest::proptest! {
        #[test]
        fn the_steps_are_all_of_both_texts_in_order(
            old in proptest::collection::vec("([a-c] ?){0,8}", 0..8),
            new in proptest::collection::vec("([a-c] ?){0,8}", 0..8),
        ) {
            let (old, new): (Vec<&str>, Vec<&str>) = (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
            let (mut olds, mut news) = (Vec::new(), Vec::new());
            for step in compare(&old, &new) {
                match step {
                    Step::Same { old, new } => { olds.push(old); news.push(new); }
                    Step::Removed(at) => olds.push(at),
                    Step::Added(at) => news.push(at),
                    Step::Changed { old: one, new: other, pieces } => {
                        olds.push(one);
                        news.push(other);
                        let of = |side: Side, text: &str| {
                            let pieces = pieces.iter().filter(|piece| piece.side == side || piece.side == Side::Both);
                            let own = |piece: &Piece| if piece.side == Side::Both { new[other] } else { text }[piece.range.clone()].to_owned();
                            pieces.map(own).flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>()
                        };
                        proptest::prop_assert_eq!(of(Side::Old, old[one]), old[one].split_whitespace().collect::<Vec<_>>());
                        proptest::prop_assert_eq!(of(Side::New, new[other]), new[other].split_whitespace().collect::<Vec<_>>());
                    }
                }
            }
            proptest::prop_assert_eq!(olds, (0..old.len()).collect::<Vec<_>>());
            proptest::prop_assert_eq!(news, (0..new.len()).collect::<Vec<_>>());
        }
    }
}

//! What of a text stands in it twice: a sentence set apart from the paragraph it is in, a name in a line of its own that a
//! paragraph begins with. Whether that makes it clutter is not decided here.

use crate::formats::Document;
use crate::text::fold::fold;
use crate::text::head;
use crate::text::map::Map;

/// How much of a block is read, in bytes.
const READ: usize = 4096;
/// The share of the runs of four words of a sentence that stands in the block it is taken from: what is set apart is often cut
/// and mended.
const MOST: f32 = 0.55;
/// The longest line that can be a name and what belongs to it, in words.
const SHORT: usize = 8;

/// What of each block stands elsewhere too.
#[derive(Default)]
pub(crate) struct Repeats {
    /// The share of its runs of four words that stand in another block.
    pub(crate) shares: Vec<f32>,
    /// The longer block that all of it stands in.
    pub(crate) holders: Vec<Option<usize>>,
    /// Longer blocks that most of its runs of four words stand in: the longest, and the first.
    pub(crate) sources: Vec<[Option<usize>; 2]>,
    /// Whether its first two words stand in another block, a short line; whether such a line stands before it.
    pub(crate) named: Vec<(bool, bool)>,
    /// The short line before it that begins with its first two words.
    pub(crate) namers: Vec<Option<usize>>,
}

impl Repeats {
    /// What is repeated in `document`. Linear in its length.
    pub(crate) fn of(document: &Document) -> Self {
        let words: Vec<Vec<u64>> = document
            .pieces
            .iter()
            .map(|piece| {
                let text = fold(head(piece.text.as_str(), READ));
                let bare = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
                bare.map(|word| hash(word.as_bytes())).collect()
            })
            .collect();
        // The first block that holds a phrase, the longest, and whether there are two.
        let mut holders: Map<u64, (usize, usize, bool)> = Map::default();
        // The first two short lines that hold a pair of words.
        let mut pairs: Map<u64, (usize, Option<usize>)> = Map::default();
        let length = |at: usize| words.get(at).map_or(0, Vec::len);
        for (at, own) in words.iter().enumerate() {
            for four in own.windows(4) {
                let holder = holders.entry(phrase(four)).or_insert((at, at, false));
                holder.2 |= holder.0 != at;
                if length(at) > length(holder.1) {
                    holder.1 = at;
                }
            }
            for two in own.windows(2).filter(|_| own.len() <= SHORT) {
                let lines = pairs.entry(phrase(two)).or_insert((at, None));
                if lines.0 != at && lines.1.is_none() {
                    lines.1 = Some(at);
                }
            }
        }
        let mut repeats = Self::default();
        for (at, own) in words.iter().enumerate() {
            let phrases = own.len().saturating_sub(3);
            let shared = own.windows(4).filter_map(|four| holders.get(&phrase(four))).filter(|holder| holder.2);
            let (firsts, found): (Vec<usize>, Vec<usize>) =
                shared.map(|(first, longest, _)| (*first, *longest)).unzip();
            repeats.shares.push(found.len() as f32 / phrases.max(1) as f32);
            let holder = found.first().copied().filter(|&holder| {
                found.len() == phrases
                    && found.iter().all(|other| *other == holder)
                    && holder != at
                    && length(holder) > own.len() + 4
            });
            repeats.holders.push(holder);
            let is_longer = |&source: &usize| length(source) > own.len() + 4;
            let sources = [source(at, phrases, &found), source(at, phrases, &firsts)];
            repeats.sources.push(sources.map(|source| source.filter(is_longer)));
            let lines = own.get(..2).and_then(|two| pairs.get(&phrase(two)));
            let other = lines.and_then(|lines| [Some(lines.0), lines.1].into_iter().flatten().find(|line| *line != at));
            let is_long = own.len() > SHORT;
            repeats.namers.push(other.filter(|&other| is_long && other < at));
            repeats.named.push((is_long && other.is_some(), is_long && other.is_some_and(|other| other < at)));
        }
        repeats
    }

    /// Whether all of the block `at` stands inside a longer one.
    pub(crate) fn is_inside(&self, at: usize) -> bool {
        self.holders.get(at).is_some_and(Option::is_some)
    }
}

/// The block other than `at` in which most of the `phrases` phrases stand that were `found` in others.
fn source(at: usize, phrases: usize, found: &[usize]) -> Option<usize> {
    let count = |block: usize| found.iter().filter(|&&other| other == block).count();
    // What holds most of them holds one of the first three that were found, or as good as always.
    let best = found.iter().take(3).copied().filter(|&block| block != at).max_by_key(|&block| count(block))?;
    (count(best) as f32 >= MOST * phrases as f32).then_some(best)
}

fn phrase(words: &[u64]) -> u64 {
    words.iter().fold(7, |all: u64, word| all.rotate_left(13).wrapping_mul(31) ^ word)
}

/// FNV-1a, so that the same word has the same number in every run.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{Hint, open};

    #[test]
    fn a_sentence_set_apart_and_a_name_are_found() {
        let text = "Ida Moe\n\nThe clerk said that nobody would row to the island in March, and sat down.\n\n\
                    “Nobody would row to the island”\n\nIda Moe writes about boats for the Fjord on most days.";
        let repeats = Repeats::of(&open(text.as_bytes(), Hint::default()));
        assert_eq!(repeats.holders, [None, None, Some(1), None]);
        assert_eq!(repeats.named, [(false, false), (false, false), (false, false), (true, true)]);
        assert!(repeats.shares[2] > 0.9 && repeats.shares[3] == 0.0);
    }

    #[test]
    fn a_sentence_that_was_mended_is_known_by_most_of_it() {
        let said = "He says that the boat moved, and that somebody had to know where it had gone at night.";
        for (apart, expected) in [
            ("“The boat moved, and somebody had to know where it had gone.”", true),
            ("“Somebody had to know.”", true),
            ("“The boat moved, and the pier, and nobody was to know the hour of either.”", false),
        ] {
            let text =
                format!("{said}\n\n{apart}\n\nSo it went on, and so it was left to the council of the town to decide.");
            let repeats = Repeats::of(&open(text.as_bytes(), Hint::default()));
            assert_eq!(repeats.sources[1].contains(&Some(0)), expected, "{apart}");
        }
    }
}

//! What is marked in the article: where a text that is searched for stands in the blocks that are shown, whatever its case
//! and diacritics. Reading the library's query language is left to the library.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::article::Block;
use crate::library::{Ending, EntityId, Place};
use crate::tui::layout::{Layout, Line};

/// A hit: a byte range in a block's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The block.
    pub block: usize,
    /// The bytes.
    pub range: Range<usize>,
}

impl Hit {
    /// Where it starts.
    #[must_use]
    pub fn place(&self) -> Place {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Place { block: number(self.block), byte: number(self.range.start) }
    }
}

/// Who wants to see the hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whence {
    /// A search in this article.
    Article,
    /// The search of the library that found it.
    Library,
}

/// How much of a word must match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    /// Any part.
    Part,
    /// Its beginning.
    Beginning,
    /// All of it.
    Whole,
}

/// A search that is marked in the article.
#[derive(Clone, Debug)]
pub struct Find {
    /// What was typed, as it is told.
    pub pattern: String,
    /// Who wants to see it.
    pub whence: Whence,
    /// The hits, in order; they do not overlap.
    pub hits: Vec<Hit>,
    /// The hit that was gone to.
    pub current: Option<usize>,
    needles: Vec<(Vec<char>, Fit)>,
    /// The names that are looked for, wherever an article names them.
    names: Vec<EntityId>,
}

impl Find {
    /// A search in the article for `pattern`, wherever in a word it stands; nothing if it is blank.
    #[must_use]
    pub fn in_article(pattern: &str) -> Option<Self> {
        let pattern = pattern.trim();
        let needles = vec![(needle(pattern), Fit::Part)];
        Self::new(pattern.to_owned(), Whence::Article, needles, Vec::new())
    }

    /// The words and names that a search of the library looked for; nothing if it looked for none. It is told as it was typed,
    /// but where it has words alone, without what else was typed.
    #[must_use]
    pub fn of_library(typed: &str, sought: &[(String, Ending)], names: &[EntityId]) -> Option<Self> {
        let needles = sought.iter().map(|(words, ending)| {
            let fit = if *ending == Ending::Any { Fit::Beginning } else { Fit::Whole };
            (needle(words), fit)
        });
        let words: Vec<&str> = sought.iter().map(|(words, _)| words.as_str()).collect();
        let pattern = if names.is_empty() { words.join(" ") } else { typed.trim().to_owned() };
        Self::new(pattern, Whence::Library, needles.collect(), names.to_vec())
    }

    fn new(pattern: String, whence: Whence, mut needles: Vec<(Vec<char>, Fit)>, names: Vec<EntityId>) -> Option<Self> {
        needles.retain(|(needle, _)| !needle.is_empty());
        let is_something = !needles.is_empty() || !names.is_empty();
        is_something.then(|| Self { pattern, whence, hits: Vec::new(), current: None, needles, names })
    }

    /// The names that are looked for.
    #[must_use]
    pub fn names(&self) -> &[EntityId] {
        &self.names
    }

    /// Where in a line above the blocks (title, standfirst) the words of the library stand; a search in the article goes
    /// through blocks only.
    #[must_use]
    pub fn in_line(&self, line: &str) -> Vec<Range<usize>> {
        if self.whence == Whence::Library { find(line, &self.needles) } else { Vec::new() }
    }

    /// Looks in the blocks that `layout` shows; `named` is where the names stand in them, in order. The hit that was gone to
    /// stays, where it is still shown.
    pub fn look(&mut self, blocks: &[Block], layout: &Layout, named: &[Hit]) {
        let was = self.current.and_then(|current| self.hits.get(current)).cloned();
        self.hits.clear();
        let mut done = None;
        for line in layout.lines() {
            let (Line::Text { block, .. } | Line::Cells { block, .. }) = line else { continue };
            if done == Some(*block) {
                continue;
            }
            done = Some(*block);
            let text = blocks.get(*block).map_or("", |block| block.text.as_str());
            let from = named.partition_point(|hit| hit.block < *block);
            let named = named.iter().skip(from).take_while(|hit| hit.block == *block).map(|hit| hit.range.clone());
            let ranges = apart(find(text, &self.needles).into_iter().chain(named).collect());
            self.hits.extend(ranges.into_iter().map(|range| Hit { block: *block, range }));
        }
        self.current = was.and_then(|was| self.hits.iter().position(|hit| *hit == was));
    }
}

fn needle(pattern: &str) -> Vec<char> {
    pattern.chars().flat_map(folded).collect()
}

/// The byte ranges of all needles in `text`, in order; of two that overlap, the first and longer one.
fn find(text: &str, needles: &[(Vec<char>, Fit)]) -> Vec<Range<usize>> {
    let mut hits: Vec<Range<usize>> = Vec::new();
    for (needle, fit) in needles {
        hits.extend(search(text, needle).into_iter().filter(|hit| fits(text, hit, *fit)));
    }
    apart(hits)
}

/// In order; of two that overlap, the first and longer one.
fn apart(mut hits: Vec<Range<usize>>) -> Vec<Range<usize>> {
    hits.sort_unstable_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
    let mut end = 0;
    hits.retain(|hit| {
        let is_free = hit.start >= end;
        if is_free {
            end = hit.end;
        }
        is_free
    });
    hits
}

/// Whether a hit begins and ends where its word does.
fn fits(text: &str, hit: &Range<usize>, fit: Fit) -> bool {
    let in_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || is_combining_mark(c));
    let before = || text.get(..hit.start).and_then(|text| text.chars().next_back());
    let after = || text.get(hit.end..).and_then(|text| text.chars().next());
    match fit {
        Fit::Part => true,
        Fit::Beginning => !in_word(before()),
        Fit::Whole => !in_word(before()) && !in_word(after()),
    }
}

/// A character as it is compared: in lower case, without diacritics; none for a combining mark.
fn folded(c: char) -> impl Iterator<Item = char> {
    std::iter::once(c).nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase)
}

/// The byte ranges of `needle`, which is folded, in `text`; they do not overlap.
fn search(text: &str, needle: &[char]) -> Vec<Range<usize>> {
    if needle.is_empty() {
        return Vec::new();
    }
    let mut signs = Vec::with_capacity(text.len());
    for (start, c) in text.char_indices() {
        signs.extend(folded(c).map(|folded| (folded, start, start + c.len_utf8())));
    }
    // Knuth, Morris and Pratt: linear, however often the needle repeats itself.
    let mut fallback = vec![0; needle.len()];
    let mut matched = 0;
    for at in 1..needle.len() {
        while matched > 0 && needle[at] != needle[matched] {
            matched = fallback[matched - 1];
        }
        matched += usize::from(needle[at] == needle[matched]);
        fallback[at] = matched;
    }
    let mut hits = Vec::new();
    matched = 0;
    for (at, &(sign, _, end)) in signs.iter().enumerate() {
        while matched > 0 && sign != needle[matched] {
            matched = fallback[matched - 1];
        }
        matched += usize::from(sign == needle[matched]);
        if matched == needle.len() {
            hits.push(signs[at + 1 - matched].1..end);
            matched = 0;
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_byte_ranges_whatever_the_case_and_the_accents() {
        type Case = (&'static str, &'static str, &'static [(usize, usize)]);
        let cases: &[Case] = &[
            ("Steel, steel and STEEL", "steel", &[(0, 5), (7, 12), (17, 22)]),
            ("Zażółć gęślą", "GESLA", &[(11, 19)]),
            ("cafe\u{301} au lait", "café", &[(0, 4)]),
            ("aaaa", "aa", &[(0, 2), (2, 4)]),
            ("ababac", "abac", &[(2, 6)]),
            ("日本語の本", "本", &[(3, 6), (12, 15)]),
            ("nothing", "", &[]),
            ("", "x", &[]),
        ];
        for (text, pattern, expected) in cases {
            let needle = needle(pattern);
            let hits: Vec<_> = search(text, &needle).into_iter().map(|hit| (hit.start, hit.end)).collect();
            assert_eq!(&hits, expected, "{pattern} in {text}");
        }
    }

    #[test]
    fn the_words_of_the_library_are_whole_words() {
        type Case = (&'static str, &'static [(&'static str, Ending)], &'static [&'static str]);
        let cases: &[Case] = &[
            ("A toll on tolls", &[("toll", Ending::Whole)], &["toll"]),
            ("A toll on tolls", &[("toll", Ending::Any)], &["toll", "tolls"]),
            (
                "The harbour toll, the harbour",
                &[("toll", Ending::Whole), ("harbour toll", Ending::Whole)],
                &["harbour toll"],
            ),
            ("Cafe\u{301}s, café", &[("cafe", Ending::Whole)], &["café"]),
            ("atoll", &[("toll", Ending::Any)], &[]),
        ];
        for (text, words, expected) in cases {
            let sought: Vec<_> = words.iter().map(|&(word, ending)| (word.to_owned(), ending)).collect();
            let needles = Find::of_library("", &sought, &[]).unwrap().needles;
            let hits: Vec<&str> = find(text, &needles).into_iter().map(|hit| &text[hit]).collect();
            // "toll" of a prefix ends with what was typed: what follows is not looked at.
            let beginnings = hits.iter().zip(*expected).all(|(hit, expected)| expected.starts_with(hit));
            assert!(hits.len() == expected.len() && beginnings, "{words:?} in {text}: {hits:?}");
        }
        assert!(Find::of_library("is:unread", &[], &[]).is_none() && Find::in_article("  ").is_none());
    }
}

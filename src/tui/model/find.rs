//! A search in the article: where a text stands in the blocks that are shown, whatever its case and diacritics. It does
//! not know the library's query language.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::article::Block;
use crate::library::Place;
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

/// A search in the article.
#[derive(Clone, Debug, Default)]
pub struct Find {
    /// What was typed.
    pub pattern: String,
    /// The hits, in order.
    pub hits: Vec<Hit>,
    /// The hit that was gone to.
    pub current: Option<usize>,
}

impl Find {
    /// Looks for `pattern` in the blocks that `layout` shows.
    #[must_use]
    pub fn new(pattern: &str, blocks: &[Block], layout: &Layout) -> Self {
        let needle: Vec<char> = pattern.trim().chars().flat_map(folded).collect();
        let mut hits = Vec::new();
        let mut done = None;
        for line in layout.lines() {
            let (Line::Text { block, .. } | Line::Cells { block, .. }) = line else { continue };
            if done == Some(*block) {
                continue;
            }
            done = Some(*block);
            let text = blocks.get(*block).map_or("", |block| block.text.as_str());
            hits.extend(search(text, &needle).into_iter().map(|range| Hit { block: *block, range }));
        }
        Self { pattern: pattern.to_owned(), hits, current: None }
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
            let needle: Vec<char> = pattern.chars().flat_map(folded).collect();
            let hits: Vec<_> = search(text, &needle).into_iter().map(|hit| (hit.start, hit.end)).collect();
            assert_eq!(&hits, expected, "{pattern} in {text}");
        }
    }
}

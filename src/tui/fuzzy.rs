//! Fuzzy matching: the letters of what was typed, in their order, anywhere in a label. Which labels there are, and in what order
//! they are shown, is decided elsewhere.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// What was typed, ready to be looked for in many labels.
pub(super) struct Fuzzy {
    pattern: Pattern,
    matcher: Matcher,
    buffer: Vec<char>,
}

/// How a label matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Match {
    /// How well: the larger the better.
    pub(super) score: u32,
    /// The clusters of the label that matched, sorted.
    pub(super) clusters: Vec<u32>,
}

impl Fuzzy {
    /// Words are looked for each on its own; case and diacritics do not matter.
    pub(super) fn new(typed: &str) -> Self {
        let pattern = Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        Self { pattern, matcher: Matcher::new(Config::DEFAULT), buffer: Vec::new() }
    }

    /// How `label` matches; nothing typed matches everything.
    pub(super) fn look(&mut self, label: &str) -> Option<Match> {
        let mut clusters = Vec::new();
        let label = Utf32Str::new(label, &mut self.buffer);
        let score = self.pattern.indices(label, &mut self.matcher, &mut clusters)?;
        clusters.sort_unstable();
        clusters.dedup();
        Some(Match { score, clusters })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_order_match_and_others_do_not() {
        for (typed, label, expected) in [
            ("", "Ilse Marrow", Some(&[][..])),
            ("marow", "Ilse Marrow", Some(&[5, 6, 7, 9, 10][..])),
            ("mar ilse", "Ilse Marrow", Some(&[0, 1, 2, 3, 5, 6, 7][..])),
            ("MAR", "márrow", Some(&[0, 1, 2][..])),
            ("wm", "Ilse Marrow", None),
            ("x", "", None),
            ("港", "横浜の港", Some(&[3][..])),
        ] {
            let found = Fuzzy::new(typed).look(label).map(|found| found.clusters);
            assert_eq!(found.as_deref(), expected, "{typed} in {label}");
        }
    }
}

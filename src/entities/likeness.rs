//! How like two articles are for a reader who wants more of the same, and why, in words. Candidates are found elsewhere; whether
//! two texts are the same text is not asked here.
//!
//! Three things speak for it, none against it, so they are joined as chances are (a noisy or): names that few articles share,
//! telling words in both ([`telling`](super::telling)), and, a little, that they are near in time.

use crate::article::EntityKind;

/// What two articles have in common.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Common {
    /// The names both are filed under, with the number of articles each is in.
    pub names: Vec<(String, EntityKind, u32)>,
    /// Telling words of both that are no part of a name, the most telling first.
    pub words: Vec<String>,
    /// How much their telling words are alike, in thousandths.
    pub alike: u16,
    /// Days between them, where both have a date.
    pub days: Option<u32>,
}

/// Names told at most, and words: together they fit a line.
const NAMES: usize = 2;
const WORDS: usize = 3;

/// Below this likeness, what two articles share is what any two share.
pub const LEAST: f32 = 0.15;

impl Common {
    /// How like they are, 0 to 1.
    #[must_use]
    pub fn likeness(&self) -> f32 {
        let unlike =
            self.names.iter().fold(1.0, |unlike, &(_, kind, articles)| unlike * (1.0 - speaks(kind, articles)));
        let unlike = unlike * (1.0 - f32::from(self.alike.min(1_000)) / 1_000.0);
        let near = self.days.map_or(0.0, |days| 1.0 / (1.0 + days as f32 / 7.0));
        (1.0 - unlike) * (0.85 + 0.15 * near)
    }

    /// Why: "both name Ilse Marrow and Harbour Board; both on tolls; 2 days apart; sluice, weir".
    #[must_use]
    pub fn why(&self) -> String {
        let mut parts = Vec::new();
        let mut rarest: Vec<&(String, EntityKind, u32)> = self.names.iter().collect();
        rarest.sort_by_key(|(name, _, articles)| (*articles, name.as_str()));
        let named = |is_topic: bool| {
            let these = rarest.iter().filter(|(_, kind, _)| (*kind == EntityKind::Topic) == is_topic);
            joined(&these.map(|(name, ..)| name.as_str()).collect::<Vec<_>>())
        };
        let (names, topics) = (named(false), named(true));
        if !names.is_empty() {
            parts.push(format!("both name {names}"));
        }
        if !topics.is_empty() {
            parts.push(format!("both on {topics}"));
        }
        match self.days {
            Some(0) => parts.push("the same day".to_owned()),
            Some(1) => parts.push("a day apart".to_owned()),
            Some(days @ 2..=60) => parts.push(format!("{days} days apart")),
            _ => {}
        }
        if !self.words.is_empty() {
            parts.push(self.words.iter().take(WORDS).cloned().collect::<Vec<_>>().join(", "));
        }
        parts.join("; ")
    }
}

/// How much a shared name speaks for likeness, 0 to 1: one that only these two have, much; one that a thousand have, little.
/// A topic is shared by articles that have nothing else in common, so it speaks half as loud.
fn speaks(kind: EntityKind, articles: u32) -> f32 {
    let rarity = 0.6 / (1.0 + (articles.max(2) as f32 / 2.0).log2());
    if kind == EntityKind::Topic { rarity / 2.0 } else { rarity }
}

/// "A", "A and B", "A, B and 2 more".
fn joined(names: &[&str]) -> String {
    let (told, more) = names.split_at(names.len().min(NAMES));
    match (told, more.len()) {
        ([], _) => String::new(),
        ([one], 0) => (*one).to_owned(),
        ([most @ .., last], 0) => format!("{} and {last}", most.join(", ")),
        (told, more) => format!("{} and {more} more", told.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EntityKind::{Person, Place, Topic};

    fn common(names: &[(&str, EntityKind, u32)], words: &[&str], alike: u16, days: Option<u32>) -> Common {
        let names = names.iter().map(|&(name, kind, articles)| (name.to_owned(), kind, articles)).collect();
        Common { names, words: words.iter().map(|&word| word.to_owned()).collect(), alike, days }
    }

    #[test]
    fn the_reason_names_what_is_rarest_first() {
        for (common, expected) in [
            (
                common(&[("Brackwater", Place, 40), ("Ada Brook", Person, 2)], &["sluice", "weir"], 300, Some(2)),
                "both name Ada Brook and Brackwater; 2 days apart; sluice, weir",
            ),
            (common(&[("tolls", Topic, 9)], &[], 0, Some(0)), "both on tolls; the same day"),
            (common(&[("Ada", Person, 3)], &["a", "b", "c", "d"], 0, Some(1)), "both name Ada; a day apart; a, b, c"),
            (
                common(&[("A", Person, 2), ("B", Person, 3), ("C", Person, 4), ("D", Person, 5)], &[], 0, Some(400)),
                "both name A, B and 2 more",
            ),
            (
                common(&[("A", Person, 2), ("B", Person, 3), ("C", Person, 4)], &[], 0, None),
                "both name A, B and 1 more",
            ),
            (common(&[], &["sluice"], 200, None), "sluice"),
            (common(&[], &[], 0, None), ""),
        ] {
            assert_eq!(common.why(), expected);
        }
    }

    #[test]
    fn more_in_common_is_more_alike() {
        let ladder = [
            common(&[], &[], 0, None),
            common(&[("England", Place, 900)], &[], 20, Some(300)),
            common(&[("fisheries", Topic, 5)], &[], 50, Some(30)),
            common(&[("Ada", Person, 5)], &[], 50, Some(30)),
            common(&[("Ada", Person, 2)], &[], 50, Some(30)),
            common(&[("Ada", Person, 2)], &[], 400, Some(30)),
            common(&[("Ada", Person, 2), ("Ben", Person, 2)], &[], 400, Some(30)),
            common(&[("Ada", Person, 2), ("Ben", Person, 2)], &[], 400, Some(1)),
        ];
        for pair in ladder.windows(2) {
            assert!(pair[0].likeness() < pair[1].likeness(), "{pair:?}");
        }
        assert!(ladder[1].likeness() < LEAST && ladder[3].likeness() > LEAST);
        assert!(ladder.iter().all(|common| (0.0..=1.0).contains(&common.likeness())));
    }
}

//! The order of what a list to pick from offers: how well it matches what was typed, then how lately it was used, then what
//! the library thinks of it. Where the offers come from is no matter here.

use std::cmp::Reverse;

use super::super::fuzzy::Fuzzy;
use super::super::model::memory::Memory;
use super::super::model::overlay::{Item, Target};
use crate::text::fold::fold;

/// Of a command, so many letters must be typed before it is found among articles and names; and more, before letters that do
/// not begin its words are enough.
const LETTERS: usize = 3;

/// How well something matches what was typed, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It is what was typed.
    Whole,
    /// It has each typed word.
    Words,
    /// It has, for each typed word, a word that begins so; or another form of it has.
    Beginnings,
    /// It has the letters, in their order.
    Letters,
}

/// Which lists there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Of everything: the best match first.
    Find,
    /// Of commands alone.
    Commands,
    /// Of the keys of a pane: in the order of the table while nothing is typed.
    Help,
    /// Of searches: in the order of the sidebar while nothing is typed.
    Searches,
    /// Of names that are in order already, and were narrowed already.
    Names,
}

/// Something to pick, and how well it matches at least: what the library found by a form of the name that is not shown.
pub(super) struct Offer {
    pub(super) target: Target,
    pub(super) least: Option<Fit>,
}

impl Offer {
    /// One that matches only by what is shown of it.
    pub(super) fn shown(target: Target) -> Self {
        Self { target, least: None }
    }
}

/// Those that match, in order, with the letters that do.
pub(super) fn rank(offers: Vec<Offer>, typed: &str, how: How, memory: &Memory) -> Vec<Item> {
    let typed = typed.trim();
    let is_alone = matches!(how, How::Commands | How::Help);
    let has_ages = matches!(how, How::Find | How::Commands);
    let mut fuzzy = Fuzzy::new(typed);
    let sought = Sought::new(typed);
    let mut ranked = Vec::with_capacity(offers.len());
    for (place, Offer { target, least }) in offers.into_iter().enumerate() {
        let found = fuzzy.look(target.label());
        let fit = match (&target, how) {
            (_, How::Names) => Some(Fit::Whole),
            (Target::Command(command, keys), _) => {
                let has_letters = is_alone || typed.is_empty() || typed.chars().count() > LETTERS;
                let named = sought.fit(command.row().name, has_letters && fuzzy.look(command.row().name).is_some());
                let told = sought.fit(command.row().help, is_alone && found.is_some());
                let by_key =
                    (is_alone && !typed.is_empty() && keys.split(' ').any(|key| key == typed)).then_some(Fit::Whole);
                let is_sought = is_alone || typed.is_empty() || typed.chars().count() >= LETTERS;
                [named, told, by_key].into_iter().flatten().min().filter(|_| is_sought)
            }
            (target, _) => [sought.fit(target.label(), found.is_some()), least].into_iter().flatten().min(),
        };
        let Some(fit) = fit else { continue };
        let found = found.unwrap_or_default();
        let kind = if how == How::Find { kind(&target) } else { 0 };
        let score = if fit == Fit::Letters { found.score } else { 0 };
        // What is not yet known to be wanted stands in the order in which it was given.
        let age = memory.age(&target).filter(|_| has_ages).unwrap_or(usize::MAX);
        // An article has many words: that it has the typed ones says less than that a name has.
        let fit = if kind > 0 { fit.max(Fit::Beginnings) } else { fit };
        ranked.push(((fit, age, kind, Reverse(score), place), Item { target, matched: found.clusters }));
    }
    ranked.sort_by_key(|&(key, _)| key);
    ranked.into_iter().map(|(_, item)| item).collect()
}

/// Which of two that match as well comes first.
fn kind(target: &Target) -> u8 {
    match target {
        Target::Drawer(_) | Target::Search(_) | Target::Paper(..) | Target::Spelling(..) | Target::Here(..) => 0,
        Target::Article(_) => 1,
        Target::Command(..) | Target::Reason(_) => 2,
    }
}

/// What was typed, folded: the whole of it, and its words.
struct Sought {
    whole: String,
    words: Vec<String>,
}

impl Sought {
    fn new(typed: &str) -> Self {
        let whole = fold(typed);
        let words = words(&whole).map(str::to_owned).collect();
        Self { whole, words }
    }

    /// How well a label matches; `has_letters` is what is left where no word does.
    fn fit(&self, label: &str, has_letters: bool) -> Option<Fit> {
        let label = fold(label);
        let all =
            |fits: fn(&str, &str) -> bool| self.words.iter().all(|sought| words(&label).any(|word| fits(word, sought)));
        if !self.whole.is_empty() && self.whole == label {
            Some(Fit::Whole)
        } else if self.words.is_empty() {
            has_letters.then_some(Fit::Letters)
        } else if all(|word, sought| word == sought) {
            Some(Fit::Words)
        } else if all(|word, sought| word.starts_with(sought)) {
            Some(Fit::Beginnings)
        } else {
            has_letters.then_some(Fit::Letters)
        }
    }
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::EntityKind;
    use crate::library::{Drawer, EntityId};
    use crate::tui::command::{Command, TABLE};

    fn drawer(id: i64, name: &str) -> Target {
        Target::Drawer(Drawer {
            id: EntityId(id),
            kind: EntityKind::Person,
            name: name.to_owned(),
            here: 0,
            articles: 1,
        })
    }

    fn labels(offers: Vec<Offer>, typed: &str, how: How, memory: &Memory) -> Vec<String> {
        rank(offers, typed, how, memory).iter().map(|item| item.target.label().to_owned()).collect()
    }

    #[test]
    fn what_matches_better_comes_first_then_what_was_used_lately() {
        let names = ["Marrowby", "Ilse Marrow", "Marrow", "Amara Ro Wend", "Nell Arbour"];
        let offers = || (1..).zip(names).map(|(id, name)| Offer::shown(drawer(id, name))).collect();
        let mut memory = Memory::default();
        assert_eq!(
            labels(offers(), "marrow", How::Find, &memory),
            ["Marrow", "Ilse Marrow", "Marrowby", "Amara Ro Wend"]
        );
        assert_eq!(labels(offers(), "ma", How::Find, &memory), ["Marrowby", "Ilse Marrow", "Marrow", "Amara Ro Wend"]);
        memory.used(&drawer(3, ""));
        memory.used(&drawer(2, ""));
        assert_eq!(labels(offers(), "ma", How::Find, &memory)[..2], ["Ilse Marrow", "Marrow"]);
        assert_eq!(labels(offers(), "marrow", How::Find, &memory)[0], "Marrow", "what fits better goes before");
        assert_eq!(labels(offers(), "zz", How::Find, &memory), [""; 0]);
    }

    #[test]
    fn what_the_library_found_by_another_form_stays() {
        let offers = vec![Offer { target: drawer(1, "Union of Pilots"), least: Some(Fit::Beginnings) }];
        let found = rank(offers, "upw", How::Find, &Memory::default());
        assert_eq!((found.len(), found[0].matched.len()), (1, 0));
    }

    #[test]
    fn commands_are_found_by_name_by_what_they_do_and_alone_by_their_key() {
        let offers = || {
            let keys = |command| if command == Command::Undo { "u".to_owned() } else { String::new() };
            let commands = TABLE.iter().map(|row| Target::Command(row.command, keys(row.command)));
            commands.map(Offer::shown).collect::<Vec<_>>()
        };
        let first = |typed, how| {
            let found = rank(offers(), typed, how, &Memory::default());
            found.first().map(|item| match item.target {
                Target::Command(command, _) => command.row().name,
                _ => "",
            })
        };
        for (typed, how, expected) in [
            ("u", How::Commands, Some("undo")),
            ("undo", How::Commands, Some("undo")),
            ("nxtunr", How::Commands, Some("next-unread")),
            ("next unread", How::Find, Some("next-unread")),
            ("whole screen", How::Find, Some("redraw")),
            ("nxun", How::Find, Some("next-unread")),
            ("nxu", How::Find, None),
            ("u", How::Find, None),
            ("xyzzy", How::Commands, None),
        ] {
            assert_eq!(first(typed, how), expected, "{typed}");
        }
    }
}

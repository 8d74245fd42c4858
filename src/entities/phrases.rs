//! Phrases of an article that may be topics: runs of up to three words of its prose that end in a noun. It ranks none;
//! [`super::topics`] does.

use std::collections::BTreeMap;

use super::lexemes::{Lexemes, Use, singular};
use super::lexicon::{FREQUENCY, SUBJECTS};
use super::subjects::{Subjects, Voice};
use crate::text::map::Set;

/// The longest name of a topic, in words.
pub(super) const LONGEST: usize = 3;

/// A phrase and where it stands.
#[derive(Debug, Default)]
pub(super) struct Phrase {
    /// The words at which it starts, in order.
    pub(super) places: Vec<usize>,
    /// Its length in words.
    pub(super) length: usize,
    /// What is known of it.
    pub(super) standing: Standing,
    /// How rare its words are in other texts: 0 to 9.
    pub(super) rare: f32,
    /// What share of its words the headline has.
    pub(super) titled: f32,
    /// Its last word says little by itself ("price").
    pub(super) weak: bool,
    /// Its last word names people by what they do, or a spot ("farmer", "station").
    pub(super) agent: bool,
}

/// What lists know of a phrase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing.
    #[default]
    Unknown,
    /// It speaks for subjects, but only beside other words.
    Soft,
    /// The IPTC Media Topics have a subject of that name.
    Named,
    /// It speaks for a subject by itself.
    Loud,
}

/// What lists know of `phrase`, the last word in the singular.
fn standing(phrase: &str) -> Standing {
    let signs = Subjects::builtin().signs(phrase);
    if signs.iter().any(|sign| sign.voice == Voice::Loud) {
        Standing::Loud
    } else if !signs.is_empty() {
        Standing::Soft
    } else if SUBJECTS.has(phrase) {
        Standing::Named
    } else {
        Standing::Unknown
    }
}

/// The phrases of the prose, by their words with the last in the singular.
pub(super) fn phrases(lexemes: &Lexemes<'_>, title: &[String]) -> BTreeMap<String, Phrase> {
    let mut phrases: BTreeMap<String, Phrase> = BTreeMap::new();
    let mut name = String::new();
    for start in 0..lexemes.len() {
        if matches!(lexemes.allowed(start), Use::Name | Use::Other) {
            continue;
        }
        for length in 1..=LONGEST {
            let end = start + length - 1;
            let last = lexemes.allowed(end);
            if matches!(last, Use::Name | Use::Other) || (length > 1 && lexemes.opens(end)) {
                break;
            }
            // Most runs are no phrases whatever the lists say; only the others are looked up.
            let fits = fits(lexemes, start, length);
            let single = length == 1 && last == Use::Topic;
            let ends = if length == 1 { single } else { !matches!(last, Use::Sort | Use::People) };
            if !ends || !(fits || single || lexemes.begins(start)) || !lexemes.write(start, length, &mut name) {
                continue;
            }
            if let Some(phrase) = phrases.get_mut(&name) {
                phrase.places.push(start);
                continue;
            }
            let standing = standing(&name);
            if fits || standing == Standing::Loud || (standing == Standing::Named && sorts(lexemes, start, length)) {
                phrases.insert(name.clone(), phrase(lexemes, title, start, length, standing));
            }
        }
    }
    phrases
}

fn phrase(lexemes: &Lexemes<'_>, title: &[String], start: usize, length: usize, standing: Standing) -> Phrase {
    let words = start..start + length;
    let share = |sum: f32| sum / length as f32;
    let titled = words.clone().filter(|&at| title.iter().any(|word| *word == lexemes.singular(at))).count();
    let end = start + length - 1;
    Phrase {
        places: vec![start],
        length,
        standing,
        rare: share(words.map(|at| f32::from(lexemes.rare(at).min(8))).sum()),
        titled: share(titled as f32),
        weak: lexemes.allowed(end) == Use::Weak,
        agent: length == 1 && lexemes.is_agent(end),
    }
}

/// Whether the uses of its words allow a run to be a topic.
fn sorts(lexemes: &Lexemes<'_>, start: usize, length: usize) -> bool {
    let end = start + length - 1;
    if length == 1 {
        return lexemes.allowed(end) == Use::Topic;
    }
    let people = (start..=end).any(|at| lexemes.allowed(at) == Use::People);
    !people && (start..=end).any(|at| lexemes.allowed(at) == Use::Topic)
}

/// Whether a run is a noun with what stands before it.
fn fits(lexemes: &Lexemes<'_>, start: usize, length: usize) -> bool {
    let end = start + length - 1;
    sorts(lexemes, start, length)
        && (if lexemes.allowed(end) == Use::Weak { lexemes.is_head(end) } else { lexemes.is_noun(end) })
        && (start..end).all(|at| lexemes.allowed(at) != Use::Topic || lexemes.is_modifier(at))
}

/// Leaves out what is hardly ever said but inside one longer candidate: "trafficking" where it is "drug trafficking".
pub(super) fn outermost(phrases: BTreeMap<String, Phrase>) -> BTreeMap<String, Phrase> {
    let mut inside: Set<(usize, usize)> = Set::default();
    for phrase in phrases.values().filter(|phrase| phrase.length > 1 && phrase.places.len() > 1) {
        for &start in &phrase.places {
            for from in start..start + phrase.length {
                for to in from + 1..=start + phrase.length {
                    if to - from < phrase.length {
                        inside.insert((from, to - from));
                    }
                }
            }
        }
    }
    phrases
        .into_iter()
        .filter(|(_, phrase)| {
            let within = phrase.places.iter().filter(|&&at| inside.contains(&(at, phrase.length))).count();
            within * 3 < phrase.places.len() * 2
        })
        .collect()
}

/// A phrase, its last word in the singular, as it is shown: in the number of the subject's name, else in the one that
/// other texts use more.
pub(super) fn shown(phrase: &str) -> String {
    if let Some(name) = Subjects::builtin().called(phrase) {
        return name.to_owned();
    }
    let (before, one) = phrase.rsplit_once(' ').map_or(("", phrase), |(before, one)| (before, one));
    if !before.is_empty()
        && let Some(name) = SUBJECTS.get(phrase)
    {
        return name.split('\t').next().unwrap_or(name).to_owned();
    }
    let many = if let Some(stem) = one.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        format!("{stem}ies")
    } else if ["s", "sh", "ch", "x", "z"].iter().any(|ending| one.ends_with(ending)) {
        format!("{one}es")
    } else {
        format!("{one}s")
    };
    let rare = |word: &str| FREQUENCY.get(word).map_or(10, |value| value.bytes().next().unwrap_or(b'9') - b'0');
    let last = if rare(&many) <= rare(one) && FREQUENCY.has(&many) { &many } else { one };
    if before.is_empty() { singular_or(one, last) } else { format!("{before} {last}") }
}

/// `last`, unless the singular was cut from a word that is none: "diabetes" stays whole.
fn singular_or(one: &str, last: &str) -> String {
    let whole = format!("{one}s");
    if !FREQUENCY.has(one) && FREQUENCY.has(&whole) && singular(&whole) == one { whole } else { last.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::features::Sheet;

    fn found(text: &str) -> BTreeMap<String, Phrase> {
        let sheet = Sheet::new(&[text]);
        phrases(&Lexemes::new(&sheet, &[]), &[])
    }

    #[test]
    fn phrases_end_in_nouns() {
        let found =
            found("They accept intervention and pay for bridge repairs, ten cubic metres of mud and two trips.");
        assert!(found.contains_key("bridge repair"), "{:?}", found.keys());
        for no in ["accept intervention", "cubic metre", "metre", "accept"] {
            assert!(!found.contains_key(no), "{no}");
        }
    }

    #[test]
    fn a_word_that_says_little_needs_another() {
        let found = found("The oil price rose while foreign aid fell, a new plan for the week, and the price stayed.");
        for yes in ["oil price", "foreign aid"] {
            assert!(found.contains_key(yes), "{yes} in {:?}", found.keys());
        }
        for no in ["price", "new plan", "plan", "week", "foreign"] {
            assert!(!found.contains_key(no), "{no}");
        }
    }

    #[test]
    fn phrases_are_shown_as_subjects_are_called() {
        for (phrase, expected) in
            [("tariff", "tariffs"), ("copper mine", "copper mines"), ("peace talk", "peace talks")]
        {
            assert_eq!(shown(phrase), expected);
        }
    }
}

//! Phrases of an article that may be topics: runs of up to three words of its prose that end in a noun. It ranks none;
//! [`super::topics`] does.

use std::collections::BTreeMap;
use std::ops::Range;

use super::features::{Sheet, Word};
use super::forms::Form;
use super::lexicon::{self, FREQUENCY, STOP, SUBJECTS};
use super::names::Found;
use super::subjects::Subjects;

/// The longest name of a topic, in words.
pub(super) const LONGEST: usize = 3;

/// A phrase and where it stands.
#[derive(Debug, Default)]
pub(super) struct Phrase {
    /// The words at which it starts, in order.
    pub(super) places: Vec<usize>,
    /// Its length in words.
    pub(super) length: usize,
    /// As it is shown.
    pub(super) surface: String,
    /// How rare its words are in other texts: 0 to 9.
    pub(super) rare: f32,
    /// What share of its words the headline has.
    pub(super) titled: f32,
    /// The IPTC Media Topics have a subject of that name.
    pub(super) subject: bool,
    /// Its last word names people by what they do, or a spot ("farmer", "station"): no topic by itself.
    pub(super) agent: bool,
}

/// What a word is, by its cluster: Brown clusters put words together that stand between the same neighbours, so that the
/// first turns of a path part verbs from nouns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Verb,
    /// Names for people, posts and spots.
    Agent,
    Open,
}

/// The class of a word in lower case.
fn class(word: &str) -> Class {
    // Paths are 18 bits; the first four turns, and the first six.
    match lexicon::cluster(word) {
        Some(path) if path >> 14 == 0b0101 || path >> 16 == 0b00 => Class::Verb,
        Some(path) if path >> 12 == 0b10_1001 => Class::Agent,
        Some(_) | None => Class::Open,
    }
}

/// The phrases of the prose, by their words with the last in the singular.
pub(super) fn phrases(sheet: &Sheet, lexemes: &Lexemes, title: &[String]) -> BTreeMap<String, Phrase> {
    let mut phrases: BTreeMap<String, Phrase> = BTreeMap::new();
    for start in 0..lexemes.uses.len() {
        for length in 1..=LONGEST {
            if lexemes.uses.get(start..start + length).is_none_or(|run| run.iter().any(|&word| word != Use::Topic)) {
                break;
            }
            let end = start + length - 1;
            let last = key(sheet, end);
            let (rare, noun) = lexemes.habits(sheet, end);
            // "Cured fish" and "shipping lane", but not "accept intervention".
            let before = |at: usize| {
                let word = key(sheet, at);
                let verb = lexemes.class(sheet, at) == Class::Verb;
                lexemes.habits(sheet, at).0 >= 3 && (!verb || word.ends_with("ed") || word.ends_with("ing"))
            };
            let verb = lexemes.class(sheet, end) == Class::Verb && !(last.ends_with("ing") && noun >= 3);
            // "Concluded" and "likely" end no topic.
            let bare = verb || last.ends_with("ed") || last.ends_with("ly");
            let enough = if length > 1 { noun >= 5 && (start..end).all(before) } else { noun >= 6 && rare >= 6 };
            if bare || !(enough || rare >= 6) {
                continue;
            }
            let Some(name) = run(sheet, lexemes, start, length) else { break };
            let known = phrases.contains_key(&name);
            let subject = !known && SUBJECTS.has(&name);
            if !known && !enough && !subject {
                continue;
            }
            let words: Vec<&str> = (start..=end).map(|at| key(sheet, at)).collect();
            let agent = length == 1 && class(lexemes.singular(sheet, end)) == Class::Agent;
            let phrase = phrases.entry(name).or_default();
            phrase.places.push(start);
            if phrase.length == 0 {
                let titled = words.iter().filter(|word| title.contains(&singular(word))).count() as f32;
                let rare: f32 = words.iter().map(|word| f32::from(habits(word).0)).sum();
                *phrase = Phrase {
                    places: std::mem::take(&mut phrase.places),
                    length,
                    surface: shown(&words),
                    rare: rare / length as f32,
                    titled: titled / length as f32,
                    subject,
                    agent,
                };
            }
        }
    }
    phrases
}

/// The key of a word.
pub(super) fn key(sheet: &Sheet, at: usize) -> &str {
    sheet.words.get(at).and_then(|word| sheet.forms.get(word.form as usize)).map_or("", |form| form.key.as_str())
}

/// The words of a run of words that a sentence holds together, the last in the singular; `None` where it does not.
pub(super) fn run(sheet: &Sheet, lexemes: &Lexemes, start: usize, length: usize) -> Option<String> {
    let end = start + length;
    let named = lexemes.uses.get(start..end)?.contains(&Use::Name);
    let together = sheet.words.get(start + 1..end)?.iter().all(|word| !word.token.opens);
    if named || !together {
        return None;
    }
    let mut name = String::new();
    for at in start..end - 1 {
        name.push_str(key(sheet, at));
        name.push(' ');
    }
    name.push_str(lexemes.singular(sheet, end - 1));
    Some(name)
}

/// Where a run of words stands.
pub(super) fn place(sheet: &Sheet, at: usize, length: usize) -> Option<(u32, Range<u32>)> {
    let (first, last) = (sheet.words.get(at)?, sheet.words.get(at + length - 1)?);
    Some((first.block, first.token.range.start..last.token.range.end))
}

/// Leaves out what is hardly ever said but inside one longer candidate: "trafficking" where it is "drug trafficking".
pub(super) fn outermost(phrases: BTreeMap<String, Phrase>) -> BTreeMap<String, Phrase> {
    let mut inside: std::collections::HashSet<(usize, usize)> = std::collections::HashSet::new();
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

/// What a word may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    /// It is part of a name.
    Name,
    /// It may be part of a topic.
    Topic,
    /// It says how, when, how much, or is a sign.
    Other,
}

/// What topics need to know of the words, worked out once a form.
pub(super) struct Lexemes {
    /// What each word may be used for.
    uses: Vec<Use>,
    /// How each form behaves in other texts.
    habits: Vec<(u8, u8)>,
    /// The class of each form.
    classes: Vec<Class>,
    /// The singular of each form.
    singulars: Vec<String>,
}

impl Lexemes {
    pub(super) fn new(sheet: &Sheet, names: &[Found]) -> Self {
        let lower: std::collections::HashSet<&str> =
            sheet.forms.iter().filter(|form| !form.capital).map(|form| form.key.as_str()).collect();
        let singulars: Vec<String> = sheet.forms.iter().map(|form| singular(&form.key)).collect();
        let habits: Vec<(u8, u8)> = sheet.forms.iter().map(|form| habits(&form.key)).collect();
        let may = |form: &Form, singular: &str, habits: (u8, u8)| {
            let key = form.key.as_str();
            key.len() > 2
                && habits.0 > 1
                && key.chars().all(|c| c.is_alphabetic() || c == '-')
                && (!form.capital || lower.contains(key) || FREQUENCY.has(key))
                && !STOP.has(key)
                && !STOP.has(singular)
        };
        let forms: Vec<Use> = sheet
            .forms
            .iter()
            .zip(singulars.iter().zip(&habits))
            .map(|(form, (singular, &habits))| if may(form, singular, habits) { Use::Topic } else { Use::Other })
            .collect();
        let form = |word: &Word| forms.get(word.form as usize).copied().unwrap_or(Use::Other);
        let mut uses: Vec<Use> = sheet.words.iter().map(form).collect();
        for name in names {
            uses.get_mut(name.words.clone()).unwrap_or_default().fill(Use::Name);
        }
        let classes = sheet.forms.iter().map(|form| class(&form.key)).collect();
        Self { uses, habits, classes, singulars }
    }

    fn class(&self, sheet: &Sheet, at: usize) -> Class {
        let word = sheet.words.get(at);
        word.and_then(|word| self.classes.get(word.form as usize)).copied().unwrap_or(Class::Open)
    }

    fn habits(&self, sheet: &Sheet, at: usize) -> (u8, u8) {
        sheet.words.get(at).and_then(|word| self.habits.get(word.form as usize)).copied().unwrap_or((0, 0))
    }

    pub(super) fn singular(&self, sheet: &Sheet, at: usize) -> &str {
        sheet.words.get(at).and_then(|word| self.singulars.get(word.form as usize)).map_or("", String::as_str)
    }
}

/// How a word behaves in other texts: how rare it is (0 in every text, 9 in hardly any) and how often it is used as a
/// noun (0 never, 9 always).
fn habits(word: &str) -> (u8, u8) {
    if let Some([rare, noun]) = FREQUENCY.get(word).map(str::as_bytes).and_then(|value| value.first_chunk()) {
        return (rare.saturating_sub(b'0'), noun.saturating_sub(b'0'));
    }
    let noun = if word.ends_with("ly") || word.ends_with("ed") {
        0
    } else if word.ends_with("ing") || word.ends_with("al") || word.ends_with("ous") || word.ends_with("ive") {
        3
    } else {
        7
    };
    (9, noun)
}

/// The singular of a noun, by its ending: "policies" gives "policy". What has no plural ending stays.
#[must_use]
pub(super) fn singular(word: &str) -> String {
    let cut = |ending: usize, more: &str| {
        let mut out = word.get(..word.len().saturating_sub(ending)).unwrap_or(word).to_owned();
        out.push_str(more);
        out
    };
    if word.len() > 4 && word.ends_with("ies") {
        return cut(3, "y");
    }
    if word.len() > 4 && ["sses", "shes", "ches", "xes", "zes"].iter().any(|ending| word.ends_with(ending)) {
        return cut(2, "");
    }
    if word.len() > 3 && word.ends_with('s') && !["ss", "us", "is"].iter().any(|ending| word.ends_with(ending)) {
        return cut(1, "");
    }
    word.to_owned()
}

/// The number in which a topic is shown: that of the subject's name, else the one that other texts use more.
fn shown(words: &[&str]) -> String {
    let Some((last, before)) = words.split_last() else { return String::new() };
    let one = singular(last);
    let mut key = before.join(" ");
    if !key.is_empty() {
        key.push(' ');
    }
    let whole = format!("{key}{one}");
    if let Some(name) = Subjects::builtin().called(&whole) {
        return name.to_owned();
    }
    if !key.is_empty()
        && let Some(name) = SUBJECTS.get(&whole)
    {
        return name.to_owned();
    }
    let many = if let Some(stem) = one.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        format!("{stem}ies")
    } else if ["s", "sh", "ch", "x", "z"].iter().any(|ending| one.ends_with(ending)) {
        format!("{one}es")
    } else {
        format!("{one}s")
    };
    let rare = |word: &str| FREQUENCY.get(word).map_or(10, |value| value.bytes().next().unwrap_or(b'9') - b'0');
    let last = if rare(&many) <= rare(&one) && FREQUENCY.has(&many) { many } else { one };
    format!("{key}{last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_cut_by_their_ending() {
        for (many, one) in
            [("policies", "policy"), ("tariffs", "tariff"), ("taxes", "tax"), ("gas", "gas"), ("crisis", "crisis")]
        {
            assert_eq!(singular(many), one);
        }
    }

    #[test]
    fn words_have_a_class() {
        for (word, expected) in
            [("accept", Class::Verb), ("farmer", Class::Agent), ("tariff", Class::Open), ("zzzz", Class::Open)]
        {
            assert_eq!(class(word), expected, "{word}");
        }
    }

    #[test]
    fn phrases_end_in_nouns() {
        let text = "They accept intervention and pay for bridge repairs, ten cubic metres of mud and two trips.";
        let sheet = Sheet::new(&[text]);
        let found = phrases(&sheet, &Lexemes::new(&sheet, &[]), &[]);
        assert!(found.contains_key("bridge repair"), "{:?}", found.keys());
        for no in ["accept intervention", "cubic metre", "metre", "accept"] {
            assert!(!found.contains_key(no), "{no}");
        }
    }
}

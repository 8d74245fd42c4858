//! Names in a language that gives every noun a capital (German): there a capital says nothing, and what the tagger, which
//! has learnt English, calls a name is checked by what stands in it and beside it. It joins nothing.

use std::ops::Range;

use super::features::Sheet;
use super::forms::is_body_head;
use super::lexicon::{CITIES, COUNTRIES, GIVEN, KNOWN};
use super::tagger::Name;
use crate::article::EntityKind;
use crate::text::map::Set;

/// Whether a language gives every noun a capital; `code` as in ISO 639.
#[must_use]
pub fn everywhere(code: &str) -> bool {
    matches!(code, "de" | "lb")
}

/// Articles, pronouns, prepositions and the like that start a sentence; folded.
const SMALL: &[&str] = &[
    "aber", "alle", "als", "am", "an", "auch", "auf", "aus", "bei", "bis", "da", "das", "dem", "den", "der", "des",
    "die", "dies", "diese", "dieser", "doch", "durch", "ein", "eine", "einem", "einen", "einer", "er", "es", "fur",
    "gegen", "ihr", "ihre", "im", "in", "ist", "jede", "jeden", "jeder", "kein", "keine", "man", "mit", "nach", "noch",
    "nur", "ob", "oder", "ohne", "sein", "seine", "seit", "sich", "sie", "so", "uber", "um", "und", "uns", "unser",
    "unter", "vom", "von", "vor", "was", "wegen", "wenn", "wer", "wie", "wir", "zu", "zum", "zur", "zwei",
];

/// Days and months: "am Montag Hamburg" names nobody.
const CALENDAR: &[&str] = &[
    "april",
    "august",
    "dezember",
    "dienstag",
    "donnerstag",
    "februar",
    "freitag",
    "januar",
    "juli",
    "juni",
    "mai",
    "marz",
    "mittwoch",
    "montag",
    "november",
    "oktober",
    "samstag",
    "september",
    "sonnabend",
    "sonntag",
];

/// How the words end that say what somebody is; compounds end in them too ("Handelsministerin").
const POSTS: &[&str] = &[
    "anwalt",
    "beauftragte",
    "beauftragter",
    "chef",
    "chefin",
    "direktor",
    "direktorin",
    "frau",
    "herr",
    "herrn",
    "kanzler",
    "kanzlerin",
    "leiter",
    "leiterin",
    "meister",
    "meisterin",
    "minister",
    "ministerin",
    "prasident",
    "prasidentin",
    "professor",
    "professorin",
    "senator",
    "senatorin",
    "sprecher",
    "sprecherin",
    "vorsitzende",
    "vorsitzender",
];

/// The names of an article in such a language; `tagged` is what the tagger took for names.
#[must_use]
pub fn names(sheet: &Sheet, tagged: &[Name]) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    let mut surnames: Set<&str> = Set::default();
    let mut lone: Vec<usize> = Vec::new();
    for run in runs(sheet) {
        let person = person(sheet, &run, tagged);
        if let Some(words) = person.clone() {
            surnames.insert(key(sheet, words.end - 1));
            out.push(Name { words, kind: EntityKind::Person });
        }
        if let Some(body) = tagged.iter().find(|name| name.words.contains(&run.start) && is_body(sheet, name)) {
            out.push(body.clone());
        } else if person.is_none() && run.len() == 1 {
            lone.push(run.start);
        } else if person.is_none()
            && let Some(kind) = listed(&joined(sheet, &run))
        {
            out.push(Name { words: run, kind });
        }
    }
    for at in lone {
        let word = key(sheet, at);
        let kind = if surnames.contains(word) { Some(EntityKind::Person) } else { listed(word) };
        out.extend(kind.map(|kind| Name { words: at..at + 1, kind }));
    }
    out.sort_by_key(|name| (name.words.start, std::cmp::Reverse(name.words.end)));
    let mut end = 0;
    out.retain(|name| {
        let free = name.words.start >= end;
        end = end.max(name.words.end);
        free
    });
    out
}

/// Runs of words with capitals, within a sentence.
fn runs(sheet: &Sheet) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, word) in sheet.words.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |at| key(sheet, at));
        let capital = sheet.forms.get(word.form as usize).is_some_and(|form| form.capital);
        if !capital || is_date(key(sheet, at), before) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.end == at && !word.token.opens => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

/// Whether a word is a day or a month: days are nothing else, and months are forenames ("August") only where no number and
/// no word for a time stands before them.
fn is_date(word: &str, before: &str) -> bool {
    let month = GIVEN.has(word);
    let time = matches!(before, "am" | "ab" | "anfang" | "bis" | "ende" | "im" | "mitte" | "seit" | "vom")
        || before.starts_with(|c: char| c.is_ascii_digit())
        || before == ".";
    CALENDAR.binary_search(&word).is_ok() && (word.ends_with("tag") || word == "mittwoch" || !month || time)
}

/// The person named in a run: behind a word for a post, by a forename, or as the tagger has it.
fn person(sheet: &Sheet, run: &Range<usize>, tagged: &[Name]) -> Option<Range<usize>> {
    let post = |at: usize| POSTS.iter().any(|post| key(sheet, at).ends_with(post));
    let small = |at: usize| SMALL.binary_search(&key(sheet, at)).is_ok();
    let behind = run.clone().rev().find(|&at| post(at)).map(|at| at + 1..run.end).filter(|words| !words.is_empty());
    let found = behind.or_else(|| {
        run.clone().find(|&at| GIVEN.has(key(sheet, at)) && at + 1 < run.end).map(|at| at..run.end).or_else(|| {
            let named = tagged.iter().find(|name| name.kind == EntityKind::Person && name.words == *run)?;
            (named.words.len() > 1).then(|| named.words.clone())
        })
    })?;
    (found.len() <= 3 && !found.clone().any(small)).then_some(found)
}

/// Whether the tagger's organization is written as one: capitals and small words only, and a word for a body at its end.
fn is_body(sheet: &Sheet, name: &Name) -> bool {
    let capital = |at: usize| {
        let word = sheet.words.get(at).and_then(|word| sheet.forms.get(word.form as usize));
        word.is_some_and(|form| form.capital || matches!(form.key.as_str(), "of" | "and" | "for" | "the" | "&"))
    };
    let last = name.words.end.saturating_sub(1);
    name.kind == EntityKind::Organization
        && name.words.len() > 1
        && name.words.clone().all(capital)
        && is_body_head(key(sheet, last))
}

/// What the lists say of a name: countries, large cities, known bodies. Small towns have the names of common nouns.
fn listed(name: &str) -> Option<EntityKind> {
    if COUNTRIES.get(name).is_some_and(|value| !value.starts_with('d')) {
        return Some(EntityKind::Place);
    }
    if let Some(class) = KNOWN.get(name) {
        return Some(match class {
            "p" => EntityKind::Person,
            "x" => EntityKind::Other,
            _ => EntityKind::Organization,
        });
    }
    CITIES.get(name).filter(|size| *size >= "4").map(|_| EntityKind::Place)
}

fn key(sheet: &Sheet, at: usize) -> &str {
    sheet.words.get(at).and_then(|word| sheet.forms.get(word.form as usize)).map_or("", |form| form.key.as_str())
}

fn joined(sheet: &Sheet, words: &Range<usize>) -> String {
    words.clone().map(|at| key(sheet, at)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_can_be_searched() {
        assert!(SMALL.is_sorted() && CALENDAR.is_sorted());
    }

    #[test]
    fn nouns_are_no_names() {
        let table: &[(&str, &[&str])] = &[
            ("Die Flotte von Skerry braucht Hilfe.", &[]),
            ("Der Bürgermeister Gesche Tamsen kam.", &["gesche tamsen"]),
            ("Dann kam Maria Okello nach Hamburg.", &["maria okello", "hamburg"]),
            ("Am Montag Hamburg, am Dienstag Berlin.", &["hamburg", "berlin"]),
            ("Er sah am Sonntag Maria Tamsen dort.", &["maria tamsen"]),
            ("Im August Maria Okello, dann Regen.", &["maria okello"]),
            ("Dann kam August Tamsen.", &["august tamsen"]),
            ("Seit Montag gilt der Zoll in Norwegen.", &[]),
        ];
        for (text, expected) in table {
            let sheet = Sheet::new(&[text]);
            let found: Vec<String> = names(&sheet, &[]).iter().map(|name| joined(&sheet, &name.words)).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }
}

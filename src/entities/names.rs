//! Names as the tagger finds them to names as they are filed: ends trimmed, titles taken off, and nothing that only a
//! headline in capitals claims. Which of them are one thing is not decided here.

use std::ops::Range;

use super::beside::{is_description, office_behind, office_inside, pronoun, titles};
use super::features::{Casing, Sheet};
use super::lexicon::{self, COUNTRIES, FREQUENCY, GIVEN, KNOWN, SURNAMES, TITLES};
use super::people::Gender;
use super::tagger::{KINDS, Name};
use crate::article::EntityKind;
use crate::text::map::{Map, Set};

/// A name at one place in the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it names.
    pub kind: EntityKind,
    /// Its words, as they are looked up.
    pub keys: Vec<String>,
    /// As it is printed, with single spaces.
    pub text: String,
    /// Titles and offices printed before it, the outermost first.
    pub titles: Vec<String>,
    /// Index of the block among those that were read.
    pub block: u32,
    /// Byte range in the block.
    pub range: Range<u32>,
    /// Its words in the sheet.
    pub words: Range<usize>,
    /// "the" stands before it.
    pub definite: bool,
    /// It stands in a line whose capitals say nothing.
    pub shouted: bool,
    /// "and" stands before it.
    pub joint: bool,
    /// Whom the first pronoun behind a person's name speaks of, where no other name comes before it.
    pub pronoun: Option<Gender>,
}

/// Words that are never a name by themselves, whatever the tagger says.
const NEVER: &[&str] = &[
    "a",
    "about",
    "after",
    "all",
    "also",
    "an",
    "and",
    "any",
    "as",
    "at",
    "both",
    "but",
    "by",
    "dr.",
    "even",
    "for",
    "from",
    "he",
    "her",
    "hers",
    "here",
    "him",
    "his",
    "how",
    "i",
    "if",
    "in",
    "it",
    "its",
    "just",
    "like",
    "man",
    "many",
    "me",
    "meanwhile",
    "more",
    "mr",
    "mr.",
    "mrs",
    "mrs.",
    "ms",
    "ms.",
    "my",
    "no",
    "not",
    "now",
    "of",
    "on",
    "one",
    "only",
    "or",
    "our",
    "she",
    "sir",
    "so",
    "some",
    "still",
    "such",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "to",
    "we",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "why",
    "with",
    "yes",
    "you",
    "your",
];

/// The names of `tagged`, in order, ready to be joined.
#[must_use]
pub fn found(sheet: &Sheet, tagged: &[Name], blocks: &[&str]) -> Vec<Found> {
    let mut all: Vec<Name> = tagged.iter().flat_map(|name| parted(sheet, name)).collect();
    overlooked(sheet, &mut all);
    let mut out: Vec<Found> = all.iter().filter_map(|name| one(sheet, name, blocks)).collect();
    bear_out(sheet, &mut out);
    out
}

/// Words a paper has at the end of its name.
const PAPERS: &[&str] = &[
    "chronicle",
    "courier",
    "gazette",
    "herald",
    "journal",
    "mail",
    "mercury",
    "news",
    "observer",
    "post",
    "press",
    "record",
    "review",
    "standard",
    "sun",
    "telegraph",
    "times",
    "tribune",
];

/// What is launched, christened and sailed: the name behind it is a ship's.
const SHIPS: &[&str] = &[
    "boat",
    "destroyer",
    "ferry",
    "freighter",
    "frigate",
    "schooner",
    "ship",
    "steamer",
    "submarine",
    "tanker",
    "trawler",
    "tug",
    "vessel",
    "warship",
    "yacht",
];

/// The person and the body in "Orla Finn of Harbour Bank": in the name of a body, what stands before "of" ends in a
/// word that says what it is ("Bank of …"); a surname does not.
fn parted(sheet: &Sheet, name: &Name) -> Vec<Name> {
    let whole = || vec![name.clone()];
    let key = |at: usize| sheet.words.get(at).map_or("", |word| form(sheet, word.form).0);
    if name.kind != EntityKind::Organization {
        return whole();
    }
    if let Some(parts) = with_holder(sheet, name) {
        return parts;
    }
    let Some(of) = name.words.clone().find(|&at| key(at) == "of") else { return whole() };
    let capital = |at: usize| sheet.words.get(at).is_some_and(|word| form(sheet, word.form).1);
    let last = key(of.saturating_sub(1));
    let unheard = |word: &str| !FREQUENCY.has(word) && lexicon::cluster(word).is_none() && !KNOWN.has(word);
    // The words that clusters know in lower case are common nouns; a surname may be one of them.
    let surname = SURNAMES.has(last) && !FREQUENCY.has(last);
    let two = of == name.words.start + 2 && (name.words.start..of).all(capital);
    if !two || !(unheard(last) || surname) || !unheard(key(name.words.start)) || super::forms::is_body_head(last) {
        return whole();
    }
    let mut parts = vec![Name { words: name.words.start..of, kind: EntityKind::Person }];
    if of + 1 < name.words.end {
        parts.push(Name { words: of + 1..name.words.end, kind: EntityKind::Organization });
    }
    parts
}

/// The body and the person in "Harbour Court Justice Orla Finn", which the title stands between.
fn with_holder(sheet: &Sheet, name: &Name) -> Option<Vec<Name>> {
    let word = |at: usize| sheet.words.get(at).map_or(("", false), |word| form(sheet, word.form));
    let title = |at: usize| {
        let (key, capital) = word(at);
        capital && TITLES.get(key).is_some_and(|class| matches!(class, "p" | "m" | "l"))
    };
    let at = (name.words.start + 1..name.words.end.saturating_sub(1)).rev().find(|&at| title(at))?;
    let person = at + 1..name.words.end;
    let like_a_name = |at: usize| {
        let (key, capital) = word(at);
        capital && key.chars().all(|c| c.is_alphabetic() || c == '-') && !super::forms::is_body_head(key)
    };
    let last = word(name.words.end - 1).0;
    let born = SURNAMES.has(last) || GIVEN.has(last) || (!FREQUENCY.has(last) && lexicon::cluster(last).is_none());
    if person.len() > 3 || !person.clone().all(like_a_name) || !born {
        return None;
    }
    let mut parts = vec![Name { words: person, kind: EntityKind::Person }];
    if at - name.words.start > 1 || COUNTRIES.has(word(name.words.start).0) || KNOWN.has(word(name.words.start).0) {
        parts.insert(0, Name { words: name.words.start..at, kind: EntityKind::Organization });
    }
    Some(parts)
}

/// The kind of a name, where its last word or the word before it leaves no doubt: a paper is no place, a ship nobody.
fn sure_kind(sheet: &Sheet, words: &Range<usize>, kind: EntityKind) -> EntityKind {
    let key = |at: usize| sheet.words.get(at).map_or(("", false), |word| form(sheet, word.form));
    let paper = words.len() > 1 && PAPERS.binary_search(&key(words.end - 1).0).is_ok();
    let ship = words.start.checked_sub(1).map(key).is_some_and(|(key, capital)| !capital && SHIPS.contains(&key));
    match kind {
        EntityKind::Place if paper => EntityKind::Organization,
        EntityKind::Person if ship => EntityKind::Other,
        kind => kind,
    }
}

/// Adds what the tagger overlooked and the article or the lists leave no doubt of: a capitalized word behind a title is a
/// person; a name that was found elsewhere in the article is that name here; a country is a country.
fn overlooked(sheet: &Sheet, names: &mut Vec<Name>) {
    let mut taken = vec![false; sheet.words.len()];
    let mut known: Map<&str, [u32; KINDS.len()]> = Map::default();
    for name in names.iter() {
        taken.get_mut(name.words.clone()).unwrap_or_default().fill(true);
        if let [word] = sheet.words.get(name.words.clone()).unwrap_or_default()
            && let Some(place) = KINDS.iter().position(|kind| *kind == name.kind)
            && let Some(count) = known.entry(form(sheet, word.form).0).or_default().get_mut(place)
        {
            *count += 1;
        }
    }
    let capital = |at: usize| sheet.words.get(at).is_some_and(|word| form(sheet, word.form).1);
    let free = |at: usize| capital(at) && taken.get(at) == Some(&false) && sheet.casing(at) == Casing::Sentence;
    let alone = |at: usize| {
        !sheet.words.get(at).is_some_and(|word| word.token.opens)
            && !at.checked_sub(1).is_some_and(capital)
            && (!capital(at + 1) || sheet.words.get(at + 1).is_some_and(|word| word.token.opens))
    };
    let mut more = Vec::new();
    for at in (0..sheet.words.len()).filter(|&at| free(at)) {
        let Some(word) = sheet.words.get(at) else { continue };
        let key = form(sheet, word.form).0;
        let before = at.checked_sub(1).and_then(|at| sheet.words.get(at)).filter(|before| before.block == word.block);
        let kind = if before.is_some_and(|before| announces(form(sheet, before.form)))
            && is_surname_like(key)
            && !capital(at + 1)
        {
            Some(EntityKind::Person)
        } else if !alone(at) {
            None
        } else if let Some(counts) = known.get(key) {
            let most = counts.iter().zip(KINDS).max_by_key(|(count, _)| **count);
            most.filter(|(count, _)| **count > 1).map(|(_, kind)| kind)
        } else {
            COUNTRIES.get(key).filter(|value| value.starts_with("n\t")).map(|_| EntityKind::Place)
        };
        if let Some(kind) = kind {
            more.push(Name { words: at..at + 1, kind });
        }
    }
    names.extend(more);
    names.sort_by_key(|name| name.words.start);
}

/// Whether a word with a capital is a title that a surname follows: "President", "Mr.", "Senator".
fn announces((key, capital): (&str, bool)) -> bool {
    let title = TITLES.get(key).or_else(|| TITLES.get(&format!("{key}.")));
    capital && title.is_some_and(|class| matches!(class, "h" | "p" | "m")) && !GIVEN.has(key)
}

/// Whether a word may be the surname of somebody with a title: no other title, no kind of body, no country.
fn is_surname_like(key: &str) -> bool {
    key.len() > 2
        && key.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\''))
        && !TITLES.has(key)
        && !super::forms::is_body_head(key)
        && !COUNTRIES.has(key)
        && !NEVER.contains(&key)
        && KNOWN.get(key).is_none_or(|class| class == "p")
}

fn one(sheet: &Sheet, name: &Name, blocks: &[&str]) -> Option<Found> {
    let key =
        |at: usize| sheet.words.get(at).and_then(|word| sheet.forms.get(word.form as usize)).map(|f| f.key.as_str());
    let (mut start, mut end) = (name.words.start, name.words.end);
    let edge = |key: &str| key == "'s" || !key.starts_with(|c: char| c.is_alphanumeric());
    while start < end && key(end - 1).is_some_and(edge) {
        end -= 1;
    }
    let article = |at: usize| key(at) == Some("the") && sheet.words.get(at).is_some_and(|w| !form(sheet, w.form).1);
    while start < end && (key(start).is_some_and(edge) || article(start)) {
        start += 1;
    }
    if name.kind == EntityKind::Person {
        let small = |at: usize| sheet.words.get(at).is_some_and(|word| !form(sheet, word.form).1);
        let particle = |at: usize| key(at).is_some_and(super::people::is_particle);
        while start + 1 < end && (key(start).is_some_and(is_honorific) || (small(start) && !particle(start))) {
            start += 1;
        }
        start += office_inside(sheet, start..end);
        // "Sixteen-year-old Orla Finn", "the Gulls' Finn".
        let owner = |at: usize| key(at).is_some_and(|key| key == "'s" || key == "'" || key.ends_with("-year-old"));
        if let Some(at) = (start..end.saturating_sub(1)).rev().find(|&at| owner(at)) {
            start = at + 1;
        }
    }
    let (first, last) = (sheet.words.get(start)?, sheet.words.get(end.checked_sub(1)?)?);
    if start >= end || first.block != last.block {
        return None;
    }
    let keys: Vec<String> = (start..end).filter_map(key).map(str::to_owned).collect();
    let letters = keys.iter().any(|key| key.contains(char::is_alphabetic));
    let capital = (start..end).any(|at| sheet.words.get(at).is_some_and(|word| form(sheet, word.form).1));
    let alone = keys.len() == 1 && keys.first().is_some_and(|key| NEVER.contains(&key.as_str()) || key.len() < 2);
    if !letters || alone || (!capital && name.kind != EntityKind::Other && keys.len() < 2) {
        return None;
    }
    let range = first.token.range.start..last.token.range.end;
    let block = *blocks.get(first.block as usize)?;
    let text = block.get(range.start as usize..range.end as usize)?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let kind = sure_kind(sheet, &(start..end), name.kind);
    let person = kind == EntityKind::Person;
    if person && is_description(&keys) {
        return None;
    }
    let mut offices = if person { titles(sheet, start, block) } else { Vec::new() };
    offices.extend(Some(()).filter(|()| person).and_then(|()| office_behind(sheet, end, block)));
    let before = start.checked_sub(1).and_then(key);
    Some(Found {
        kind,
        keys,
        text,
        titles: offices,
        block: first.block,
        range,
        words: start..end,
        definite: before == Some("the"),
        shouted: sheet.casing(start) != Casing::Sentence,
        joint: matches!(before, Some("and" | "&" | "und")),
        pronoun: if person { pronoun(sheet, end) } else { None },
    })
}

/// The key of a form, and whether it has a capital.
pub(super) fn form(sheet: &Sheet, form: u32) -> (&str, bool) {
    sheet.forms.get(form as usize).map_or(("", false), |form| (form.key.as_str(), form.capital))
}

/// "Mr.", "Dr", "Sir": never part of a name, unless they are given names too.
fn is_honorific(key: &str) -> bool {
    let value = TITLES.get(key).or_else(|| TITLES.get(&format!("{key}.")));
    value == Some("h") && !GIVEN.has(key)
}

/// Takes out what only lines of capitals claim: a headline confirms names, it does not make them. Where every line is
/// in capitals there is nothing else to go by, and all stay.
fn bear_out(sheet: &Sheet, names: &mut Vec<Found>) {
    if sheet.words.iter().enumerate().all(|(at, _)| sheet.casing(at) != Casing::Sentence) {
        return;
    }
    let body: Set<String> =
        names.iter().filter(|name| !name.shouted).flat_map(|name| name.keys.iter().cloned()).collect();
    names.retain(|name| {
        !name.shouted
            || name.keys.iter().any(|key| key.len() > 2 && body.contains(key))
            || lexicon::country(&name.text).is_some()
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(blocks: &[&str], tagged: &[(Range<usize>, EntityKind)]) -> Vec<(String, Vec<String>)> {
        let sheet = Sheet::new(blocks);
        let tagged: Vec<Name> = tagged.iter().map(|(words, kind)| Name { words: words.clone(), kind: *kind }).collect();
        found(&sheet, &tagged, blocks).into_iter().map(|found| (found.text, found.titles)).collect()
    }

    #[test]
    fn ends_are_trimmed_and_titles_taken_off() {
        let person = EntityKind::Person;
        let table: &[(&str, Range<usize>, &str, &[&str])] = &[
            ("Secretary of State Orla Finn’s trip", 3..6, "Orla Finn", &["Secretary of State"]),
            ("Mr. Finn left", 0..2, "Finn", &["Mr."]),
            ("the Finns", 0..2, "Finns", &[]),
            ("Attorney General Finn left", 0..3, "Finn", &["Attorney General"]),
            ("the star Orla Finn", 1..4, "Orla Finn", &[]),
            ("Sixteen-year-old Orla Finn ran", 0..3, "Orla Finn", &[]),
            ("Orla Finn, the former mayor of Skerry, left", 0..2, "Orla Finn", &["mayor"]),
            ("Orla Finn, who left", 0..2, "Orla Finn", &[]),
        ];
        for (text, words, name, titles) in table {
            let titles: Vec<String> = titles.iter().map(|&t| t.to_owned()).collect();
            assert_eq!(names(&[text], &[(words.clone(), person)]), [((*name).to_owned(), titles)], "{text}");
        }
        // An office before the next name is that one's.
        let both = names(&["Orla Finn, Mayor Low and others"], &[(0..2, person)]);
        assert_eq!(both, [("Orla Finn".to_owned(), vec![]), ("Low".to_owned(), vec!["Mayor".to_owned()])]);
    }

    #[test]
    fn kinds_that_leave_no_doubt() {
        let organization = EntityKind::Organization;
        let kinds = |text: &str, words: Range<usize>, kind| -> Vec<(String, EntityKind)> {
            let tagged = [Name { words, kind }];
            found(&Sheet::new(&[text]), &tagged, &[text]).into_iter().map(|name| (name.text, name.kind)).collect()
        };
        let named = |name: &str, kind| (name.to_owned(), kind);
        assert_eq!(
            kinds("She reads the Skerry Gazette.", 3..5, EntityKind::Place),
            [named("Skerry Gazette", organization)]
        );
        assert_eq!(
            kinds("The trawler Mary Ann sank.", 2..4, EntityKind::Person),
            [named("Mary Ann", EntityKind::Other)]
        );
        assert_eq!(
            kinds("Then Brannoch Okellsen of Harbour Bank left.", 1..6, organization),
            [named("Brannoch Okellsen", EntityKind::Person), named("Harbour Bank", organization)]
        );
        assert_eq!(
            kinds("Then Harbour Court Justice Orla Finn left.", 1..6, organization),
            [named("Harbour Court", organization), named("Orla Finn", EntityKind::Person)]
        );
        assert_eq!(
            kinds("The Central Bank of Skerry left.", 1..5, organization),
            [named("Central Bank of Skerry", organization)]
        );
    }

    #[test]
    fn papers_can_be_searched() {
        assert!(PAPERS.is_sorted());
    }

    #[test]
    fn what_only_describes_is_no_name() {
        let person = EntityKind::Person;
        for (text, words) in [
            ("She left.", 0..1),
            ("A Kentucky Republican left.", 1..3),
            ("The Labour MP left.", 1..3),
            ("A Skerry man left.", 1..3),
        ] {
            assert_eq!(names(&[text], &[(words, person)]), [], "{text}");
        }
        assert_eq!(names(&["Orla Bishop left."], &[(0..2, person)]).len(), 1);
    }

    #[test]
    fn pronouns_tell_of_whom() {
        let of = |text: &str| {
            let tagged = [Name { words: 0..1, kind: EntityKind::Person }];
            found(&Sheet::new(&[text]), &tagged, &[text]).first().and_then(|name| name.pronoun)
        };
        assert_eq!(of("Finn said he would leave."), Some(Gender::Man));
        assert_eq!(of("Finn said that her boat had sunk."), Some(Gender::Woman));
        assert_eq!(of("Finn met Low and his crew."), None);
        assert_eq!(of("Finn left."), None);
    }

    #[test]
    fn what_leaves_no_doubt_is_added() {
        let table: &[(&str, &[&str])] = &[
            ("They met President Quennell there.", &["Quennell"]),
            ("They flew to Kenya there.", &["Kenya"]),
            ("They asked the Senate Committee there.", &[]),
            ("They met the President there.", &[]),
        ];
        for (text, expected) in table {
            let texts: Vec<String> = names(&[text], &[]).into_iter().map(|(text, _)| text).collect();
            assert_eq!(texts, *expected, "{text}");
        }
    }

    #[test]
    fn a_headline_makes_no_names() {
        let blocks = ["Audit Report Stuns Harbour Chief Finn", "Orla Finn read it."];
        let tagged = [(0..2, EntityKind::Organization), (5..6, EntityKind::Person), (6..8, EntityKind::Person)];
        let texts: Vec<String> = names(&blocks, &tagged).into_iter().map(|(text, _)| text).collect();
        assert_eq!(texts, ["Finn", "Orla Finn"]);
    }
}

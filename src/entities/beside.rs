//! What stands beside a person's name and tells who it is: titles before it, offices behind it, the pronoun that follows. It
//! finds no names, and joins none.

use std::ops::Range;

use super::features::Sheet;
use super::lexicon::{COUNTRIES, GIVEN, SURNAMES, TITLES};
use super::names::form;
use super::people::Gender;

/// The titles right before the word at `start`, longest first match backwards, at most three.
pub(super) fn titles(sheet: &Sheet, start: usize, block: &str) -> Vec<String> {
    const LONGEST: usize = 4;
    let mut out = Vec::new();
    let mut end = start;
    while out.len() < 3 {
        let best = (1..=LONGEST.min(end)).rev().find(|&length| {
            let words = sheet.words.get(end - length..end).unwrap_or_default();
            let together = words.iter().all(|word| Some(word.block) == sheet.words.get(start).map(|w| w.block));
            let keys: Vec<&str> = words.iter().map(|word| form(sheet, word.form).0).collect();
            let key = keys.join(" ");
            together && (TITLES.has(&key) || (length == 1 && TITLES.has(&format!("{key}."))))
        });
        let Some(length) = best else { break };
        let words = sheet.words.get(end - length..end).unwrap_or_default();
        if let (Some(first), Some(last)) = (words.first(), words.last())
            && let Some(title) = block.get(first.token.range.start as usize..last.token.range.end as usize)
        {
            out.insert(0, title.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        end -= length;
    }
    out
}

/// How many words at the start of a person's name are an office: "Justice" in "Justice Finn". What may be a name stays.
pub(super) fn office_inside(sheet: &Sheet, words: Range<usize>) -> usize {
    let key = |at: usize| sheet.words.get(at).map_or("", |word| form(sheet, word.form).0);
    (1..words.len().min(4))
        .rev()
        .find(|&length| {
            let title = words.clone().take(length).map(key).collect::<Vec<_>>().join(" ");
            let office = TITLES.get(&title).is_some_and(|class| matches!(class, "p" | "m" | "l"));
            office && !GIVEN.has(&title) && !SURNAMES.has(&title)
        })
        .unwrap_or(0)
}

/// The office behind a name: "Orla Finn, the former mayor of Skerry".
pub(super) fn office_behind(sheet: &Sheet, end: usize, block: &str) -> Option<String> {
    const SKIPPED: usize = 3;
    let word = |at: usize| sheet.words.get(at).map(|word| (word, form(sheet, word.form)));
    let (comma, (key, _)) = word(end)?;
    if key != "," || comma.token.opens {
        return None;
    }
    for at in end + 1..end + 2 + SKIPPED {
        let (here, (key, capital)) = word(at)?;
        if here.block != comma.block || here.token.opens || capital || !key.starts_with(char::is_alphabetic) {
            return None;
        }
        let found = (1..=3).rev().find_map(|length| {
            let words = sheet.words.get(at..at + length)?;
            let title = words.iter().map(|word| form(sheet, word.form).0).collect::<Vec<_>>().join(" ");
            let office = TITLES.get(&title).is_some_and(|class| matches!(class, "p" | "m" | "l"));
            let (first, last) = (words.first()?, words.last()?);
            let whose = word(at + length).is_none_or(|(_, (key, capital))| !capital && key != "'s");
            let text = block.get(first.token.range.start as usize..last.token.range.end as usize);
            text.filter(|_| office && whose && first.block == last.block)
        });
        if let Some(title) = found {
            return Some(title.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    None
}

/// Whom the next pronoun speaks of, within some words and before another name.
pub(super) fn pronoun(sheet: &Sheet, end: usize) -> Option<Gender> {
    const FAR: usize = 14;
    let block = end.checked_sub(1).and_then(|at| sheet.words.get(at))?.block;
    for word in sheet.words.get(end..sheet.words.len().min(end + FAR))? {
        let (key, capital) = form(sheet, word.form);
        match key {
            _ if word.block != block => return None,
            "he" | "him" | "his" | "himself" => return Some(Gender::Man),
            "she" | "her" | "hers" | "herself" => return Some(Gender::Woman),
            _ if capital && !word.token.opens => return None,
            _ => {}
        }
    }
    None
}

/// Whether what was taken for a person only says what somebody is: "Kentucky Republican", "Labour MP", "Skerry man".
pub(super) fn is_description(keys: &[String]) -> bool {
    const WHAT: &[&str] = &["conservative", "democrat", "man", "republican", "woman"];
    let Some(last) = keys.last().filter(|_| keys.len() > 1) else { return false };
    let office = TITLES.get(last).is_some_and(|class| class != "r") && !GIVEN.has(last);
    let people = COUNTRIES.get(last).is_some_and(|value| value.starts_with("d\t"));
    let what = WHAT.contains(&last.as_str()) && keys.first().is_some_and(|first| !GIVEN.has(first));
    what || ((office || people) && !SURNAMES.has(last))
}

//! What an article is about, in a few words an editor would file it under: "tariffs", "drug trafficking". Names are no
//! topics, and no topic is drawn from outside the text but the name of a subject that its words speak for.
//!
//! Subjects come first ([`super::subjects`]). A phrase of the text itself needs more than to be there: several words that
//! recur, or a single noun that is a subject of the IPTC Media Topics or stands in the headline, and is rare in other
//! texts (after Spärck Jones, "A statistical interpretation of term specificity", 1972).

use std::collections::BTreeMap;
use std::ops::Range;

use super::features::Sheet;
use super::names::Found;
use super::phrases::{LONGEST, Lexemes, Phrase, key, outermost, phrases, place, run, singular};
use super::subjects::{Subjects, Voice};

/// A topic of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    /// Its name, in lower case; the same for all articles on it.
    pub name: String,
    /// How much the article is about it: 1 for the foremost, less for the others.
    pub score: f32,
    /// Where its name stands: block and byte range.
    pub mentions: Vec<(u32, Range<u32>)>,
}

/// At most this many topics an article.
const MOST: usize = 6;

/// The topics of the article in `sheet`, whose names are `names` and whose headline says `title`.
#[must_use]
pub fn topics(sheet: &Sheet, names: &[Found], title: &str) -> Vec<Topic> {
    let title: Vec<String> =
        title.split(|c: char| !c.is_alphanumeric()).map(|word| singular(&word.to_lowercase())).collect();
    let lexemes = Lexemes::new(sheet, names);
    let (mut topics, covered) = subjects(sheet, &lexemes, &title);
    let phrases = phrases(sheet, &lexemes, &title);
    topics.extend(choose(sheet, phrases, covered, topics.len()));
    let best = topics.iter().fold(f32::MIN_POSITIVE, |best, topic| best.max(topic.score));
    for topic in &mut topics {
        topic.score /= best;
    }
    topics.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.name.cmp(&b.name)));
    topics.dedup_by(|a, b| a.name == b.name);
    topics
}

/// What the words of a subject say for it.
#[derive(Default)]
struct Case {
    loud: f32,
    soft: f32,
    first: Option<usize>,
    titled: bool,
    kinds: std::collections::BTreeSet<String>,
    places: Vec<(usize, usize)>,
}

/// At most this many subjects an article.
const SUBJECTS_AT_MOST: usize = 4;

/// The subjects that enough words speak for, and the words that spoke for them.
fn subjects(sheet: &Sheet, lexemes: &Lexemes, title: &[String]) -> (Vec<Topic>, Vec<bool>) {
    let known = Subjects::builtin();
    let mut cases: BTreeMap<u16, Case> = BTreeMap::new();
    let mut at = 0;
    while at < sheet.words.len() {
        let longest = if known.begins(key(sheet, at)) { LONGEST } else { 1 };
        let found = (1..=longest).rev().find_map(|length| {
            if length == 1 && known.signs(lexemes.singular(sheet, at)).is_empty() {
                return None;
            }
            let name = run(sheet, lexemes, at, length)?;
            let signs = known.signs(&name);
            (!signs.is_empty()).then_some((length, name, signs))
        });
        let Some((length, name, signs)) = found else {
            at += 1;
            continue;
        };
        for sign in signs {
            let case = cases.entry(sign.subject).or_default();
            match sign.voice {
                Voice::Loud => {
                    case.loud += if length > 1 { 1.5 } else { 1.0 };
                    case.first = case.first.or(Some(at));
                    case.titled |= name.split(' ').all(|word| title.iter().any(|t| *t == singular(word)));
                    case.kinds.insert(name.clone());
                }
                Voice::Soft => case.soft += 1.0,
            }
            case.places.push((at, length));
        }
        at += length;
    }
    let total = sheet.words.len().max(1) as f32;
    let mut ranked: Vec<(f32, u16, Case)> = cases
        .into_iter()
        .filter_map(|(subject, case)| {
            let first = case.first? as f32;
            let said = case.loud + 0.5 * case.soft.min(2.0 * case.loud);
            let early = 1.0 + 0.5 * (1.0 - first / total);
            let many = 1.0 + 0.2 * (case.kinds.len().min(4) as f32 - 1.0);
            let score = said * early * many * if case.titled { 1.8 } else { 1.0 };
            // A short text says things once; a long one says them often.
            let needed = 2.8 + (total / 800.0).min(3.0);
            (score >= needed).then_some((score, subject, case))
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let best = ranked.first().map_or(0.0, |first| first.0);
    ranked.retain(|(score, ..)| *score >= best * 0.4);
    ranked.truncate(SUBJECTS_AT_MOST);
    let mut covered = vec![false; sheet.words.len()];
    let mut topics = Vec::new();
    for (score, subject, case) in ranked {
        let mut topic = Topic { name: known.name(subject).to_owned(), score: score * 9.0, mentions: Vec::new() };
        for (at, length) in case.places {
            let words = covered.get_mut(at..at + length).unwrap_or_default();
            if !words.contains(&true) {
                words.fill(true);
                topic.mentions.extend(place(sheet, at, length));
            }
        }
        topics.push(topic);
    }
    (topics, covered)
}

/// How often a phrase must be said in an article of `total` words to be a topic of its own; `None` if it never is one.
fn needed(phrase: &Phrase, total: f32) -> Option<usize> {
    let long = usize::from(total > 1200.0);
    let titled = phrase.titled >= 1.0;
    match (phrase.length, phrase.subject) {
        (1, _) if phrase.agent => None,
        (1, true) => Some(if titled { 2 } else { 3 + long }),
        (1, false) => (titled && phrase.rare >= 6.0).then_some(3 + long),
        (_, true) => Some(if phrase.titled > 0.0 { 1 } else { 2 }),
        (_, false) => Some(2 + long),
    }
}

/// Ranks the phrases and takes the best that say something new beside `before` other topics.
fn choose(sheet: &Sheet, phrases: BTreeMap<String, Phrase>, mut covered: Vec<bool>, before: usize) -> Vec<Topic> {
    let total = sheet.words.len().max(1) as f32;
    let mut ranked: Vec<(f32, String, Phrase)> = outermost(phrases)
        .into_iter()
        .filter(|(_, phrase)| needed(phrase, total).is_some_and(|needed| phrase.places.len() >= needed))
        .map(|(key, phrase)| {
            let first = phrase.places.first().copied().unwrap_or_default() as f32;
            let early = 1.0 + 0.8 * (1.0 - first / total);
            let weight = phrase.rare.max(3.0)
                * (1.0 + 0.7 * phrase.titled)
                * if phrase.subject { 1.4 } else { 1.0 }
                * if phrase.length > 1 { 1.6 } else { 1.0 };
            (weight * (phrase.places.len() as f32).powf(0.75) * early, key, phrase)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let best = ranked.first().map_or(1.0, |first| first.0);
    let mut topics: Vec<Topic> = Vec::new();
    for (score, _, phrase) in ranked {
        if before + topics.len() >= MOST || score < best * 0.4 {
            break;
        }
        // A word that mostly stands inside a topic that is there already says nothing new.
        let free = |at: usize| covered.get(at..at + phrase.length).is_some_and(|range| !range.contains(&true));
        let new: Vec<usize> = phrase.places.iter().copied().filter(|&at| free(at)).collect();
        if new.len() * 2 <= phrase.places.len() {
            continue;
        }
        let mut topic = Topic { name: phrase.surface, score, mentions: Vec::new() };
        for at in new {
            covered.get_mut(at..at + phrase.length).unwrap_or_default().fill(true);
            topic.mentions.extend(place(sheet, at, phrase.length));
        }
        topics.push(topic);
    }
    topics
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_common_nouns_that_are_said_often() {
        let text = "The harbour strike went into its third week. Dockers said the strike would not end before a ferry timetable. \
                    The ferry timetable was near on Monday. New talks about tariffs are not planned, and tariffs stay.";
        let sheet = Sheet::new(&[text]);
        let found: Vec<String> =
            topics(&sheet, &[], "Harbour strike goes on").into_iter().map(|topic| topic.name).collect();
        for expected in ["strikes", "ferry timetable"] {
            assert!(found.iter().any(|name| name.starts_with(expected)), "{expected} in {found:?}");
        }
        assert!(!found.iter().any(|name| name.contains("week") || name.contains("new")), "{found:?}");
    }

    #[test]
    fn an_empty_article_is_about_nothing() {
        assert!(topics(&Sheet::default(), &[], "").is_empty());
    }
}

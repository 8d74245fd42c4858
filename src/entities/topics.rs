//! What an article is about, in a few common nouns: "tariffs", "drug trafficking". Names are no topics, and no topic is
//! drawn from outside the text.
//!
//! A candidate is a run of up to three words that ends in a noun. It counts for more the more often it is said, the
//! earlier, in the headline, the rarer it is in other texts (after Spärck Jones, "A statistical interpretation of term
//! specificity", 1972), and where the IPTC Media Topics have a subject of that name.

use std::collections::BTreeMap;
use std::ops::Range;

use super::features::{Sheet, Word};
use super::forms::Form;
use super::lexicon::{FREQUENCY, STOP, SUBJECTS};
use super::names::Found;
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
const MOST: usize = 8;
/// And at least this many, where there are so many candidates.
const LEAST: usize = 3;
/// The longest name of a topic, in words.
const LONGEST: usize = 3;

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
pub fn singular(word: &str) -> String {
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

/// A candidate.
#[derive(Default)]
struct Phrase {
    places: Vec<usize>,
    length: usize,
    weight: f32,
    surface: String,
}

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

/// The key of a word.
fn key(sheet: &Sheet, at: usize) -> &str {
    sheet.words.get(at).and_then(|word| sheet.forms.get(word.form as usize)).map_or("", |form| form.key.as_str())
}

/// The words of a run of words that a sentence holds together, the last in the singular; `None` where it does not.
fn run(sheet: &Sheet, lexemes: &Lexemes, start: usize, length: usize) -> Option<String> {
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
const SUBJECTS_AT_MOST: usize = 3;

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
            let said = case.loud + 0.5 * case.soft.min(case.loud);
            let early = 1.0 + 0.5 * (1.0 - first / total);
            let many = 1.0 + 0.2 * (case.kinds.len().min(4) as f32 - 1.0);
            let score = said * early * many * if case.titled { 1.8 } else { 1.0 };
            // A short text says things once; a long one says them often.
            let needed = 3.0 + (total / 400.0).min(4.0);
            (score >= needed).then_some((score, subject, case))
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let best = ranked.first().map_or(0.0, |first| first.0);
    ranked.retain(|(score, ..)| *score >= best * 0.5);
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

/// Where a run of words stands.
fn place(sheet: &Sheet, at: usize, length: usize) -> Option<(u32, Range<u32>)> {
    let (first, last) = (sheet.words.get(at)?, sheet.words.get(at + length - 1)?);
    Some((first.block, first.token.range.start..last.token.range.end))
}

/// The candidates of the text itself.
fn phrases(sheet: &Sheet, lexemes: &Lexemes, title: &[String]) -> BTreeMap<String, Phrase> {
    let mut phrases: BTreeMap<String, Phrase> = BTreeMap::new();
    for start in 0..lexemes.uses.len() {
        for length in 1..=LONGEST {
            if lexemes.uses.get(start..start + length).is_none_or(|run| run.iter().any(|&word| word != Use::Topic)) {
                break;
            }
            let end = start + length - 1;
            let last = key(sheet, end);
            let (rare, noun) = lexemes.habits(sheet, end);
            let modified = (start..end).all(|at| lexemes.habits(sheet, at).0 >= 3);
            let enough = if length > 1 { noun >= 5 && modified } else { noun >= 6 && rare >= 6 };
            // "Concluded" and "likely" end no topic.
            let bare = last.ends_with("ed") || last.ends_with("ly");
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
            let phrase = phrases.entry(name).or_default();
            phrase.places.push(start);
            if phrase.length == 0 {
                let rareness: f32 = words.iter().map(|word| f32::from(habits(word).0)).sum::<f32>() / length as f32;
                let titled = words.iter().filter(|word| title.contains(&singular(word))).count() as f32 / length as f32;
                phrase.length = length;
                phrase.surface = shown(&words);
                phrase.weight = rareness.max(3.0)
                    * (1.0 + 0.7 * titled)
                    * if subject { 1.4 } else { 1.0 }
                    * [1.0, 1.0, 1.6, 1.6].get(length).copied().unwrap_or(1.0);
            }
        }
    }
    phrases
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
struct Lexemes {
    /// What each word may be used for.
    uses: Vec<Use>,
    /// How each form behaves in other texts.
    habits: Vec<(u8, u8)>,
    /// The singular of each form.
    singulars: Vec<String>,
}

impl Lexemes {
    fn new(sheet: &Sheet, names: &[Found]) -> Self {
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
        Self { uses, habits, singulars }
    }

    fn habits(&self, sheet: &Sheet, at: usize) -> (u8, u8) {
        sheet.words.get(at).and_then(|word| self.habits.get(word.form as usize)).copied().unwrap_or((0, 0))
    }

    fn singular(&self, sheet: &Sheet, at: usize) -> &str {
        sheet.words.get(at).and_then(|word| self.singulars.get(word.form as usize)).map_or("", String::as_str)
    }
}

/// Leaves out what is hardly ever said but inside one longer candidate: "trafficking" where it is "drug trafficking".
fn outermost(phrases: BTreeMap<String, Phrase>) -> BTreeMap<String, Phrase> {
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

/// Ranks the candidates and takes the best that say something new beside `before` other topics.
fn choose(sheet: &Sheet, phrases: BTreeMap<String, Phrase>, mut covered: Vec<bool>, before: usize) -> Vec<Topic> {
    let total = sheet.words.len().max(1) as f32;
    let mut ranked: Vec<(f32, String, Phrase)> = outermost(phrases)
        .into_iter()
        .filter(|(key, phrase)| phrase.places.len() > 1 || SUBJECTS.has(key))
        .map(|(key, phrase)| {
            let first = phrase.places.first().copied().unwrap_or_default() as f32;
            let early = 1.0 + 0.8 * (1.0 - first / total);
            let score = phrase.weight * (phrase.places.len() as f32).powf(0.75) * early;
            (score, key, phrase)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let best = ranked.first().map_or(1.0, |first| first.0);
    let mut topics: Vec<Topic> = Vec::new();
    for (score, _, phrase) in ranked {
        let count = before + topics.len();
        if count >= MOST || (count >= LEAST && score < best * 0.4) {
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
    fn plurals_are_cut_by_their_ending() {
        for (many, one) in
            [("policies", "policy"), ("tariffs", "tariff"), ("taxes", "tax"), ("gas", "gas"), ("crisis", "crisis")]
        {
            assert_eq!(singular(many), one);
        }
    }

    #[test]
    fn topics_are_common_nouns_that_are_said_often() {
        let text = "The harbour strike went into its third week. Dockers said the strike would not end before a wage agreement. \
                    A wage agreement was near on Monday. New talks about tariffs are not planned, and tariffs stay.";
        let sheet = Sheet::new(&[text]);
        let found: Vec<String> =
            topics(&sheet, &[], "Harbour strike goes on").into_iter().map(|topic| topic.name).collect();
        for expected in ["labor disputes", "tariffs"] {
            assert!(found.iter().any(|name| name.starts_with(expected)), "{expected} in {found:?}");
        }
        assert!(!found.iter().any(|name| name.contains("week") || name.contains("new")), "{found:?}");
    }

    #[test]
    fn an_empty_article_is_about_nothing() {
        assert!(topics(&Sheet::default(), &[], "").is_empty());
    }
}

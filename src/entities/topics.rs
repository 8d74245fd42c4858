//! What an article is about, in a few common nouns: "tariffs", "drug trafficking". Names are no topics, and no topic is
//! drawn from outside the text.
//!
//! A candidate is a run of up to three words that ends in a noun. It counts for more the more often it is said, the
//! earlier, in the headline, the rarer it is in other texts (after Spärck Jones, "A statistical interpretation of term
//! specificity", 1972), and where the IPTC Media Topics have a subject of that name.

use std::collections::BTreeMap;
use std::ops::Range;

use super::features::Sheet;
use super::lexicon::{FREQUENCY, SUBJECTS};
use super::names::Found;

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

/// Words that are never part of a topic: they say how, when, how much, or who speaks.
const STOP: &[&str] = &[
    "able",
    "according",
    "also",
    "amount",
    "areas",
    "ago",
    "all",
    "am",
    "and",
    "another",
    "any",
    "anything",
    "are",
    "area",
    "back",
    "bit",
    "can",
    "case",
    "cases",
    "change",
    "choice",
    "couple",
    "course",
    "day",
    "days",
    "decade",
    "decades",
    "deal",
    "decision",
    "early",
    "end",
    "even",
    "evening",
    "everyone",
    "everything",
    "example",
    "fact",
    "few",
    "following",
    "former",
    "get",
    "going",
    "group",
    "groups",
    "half",
    "hand",
    "has",
    "have",
    "head",
    "help",
    "hour",
    "hours",
    "idea",
    "issue",
    "issues",
    "kind",
    "last",
    "late",
    "later",
    "latter",
    "leader",
    "leaders",
    "least",
    "level",
    "levels",
    "life",
    "line",
    "look",
    "lot",
    "lots",
    "make",
    "man",
    "many",
    "matter",
    "may",
    "mean",
    "means",
    "men",
    "might",
    "million",
    "billion",
    "minute",
    "minutes",
    "moment",
    "month",
    "months",
    "more",
    "morning",
    "most",
    "much",
    "must",
    "name",
    "near",
    "need",
    "new",
    "news",
    "next",
    "night",
    "nothing",
    "now",
    "number",
    "numbers",
    "official",
    "officials",
    "one",
    "others",
    "own",
    "part",
    "parts",
    "past",
    "people",
    "per",
    "percent",
    "period",
    "person",
    "place",
    "places",
    "plan",
    "plans",
    "point",
    "points",
    "position",
    "problem",
    "problems",
    "process",
    "question",
    "questions",
    "rather",
    "reason",
    "reasons",
    "report",
    "reports",
    "rest",
    "result",
    "results",
    "right",
    "role",
    "round",
    "same",
    "say",
    "second",
    "section",
    "sense",
    "set",
    "several",
    "share",
    "side",
    "sides",
    "situation",
    "some",
    "someone",
    "something",
    "spokesman",
    "spokeswoman",
    "start",
    "state",
    "statement",
    "step",
    "steps",
    "story",
    "such",
    "take",
    "talk",
    "than",
    "that",
    "the",
    "then",
    "there",
    "thing",
    "things",
    "third",
    "thousands",
    "hundreds",
    "time",
    "times",
    "today",
    "tomorrow",
    "top",
    "total",
    "type",
    "under",
    "use",
    "very",
    "view",
    "way",
    "ways",
    "week",
    "weekend",
    "weeks",
    "well",
    "while",
    "woman",
    "women",
    "word",
    "words",
    "work",
    "world",
    "year",
    "years",
    "yesterday",
    "mr",
    "mrs",
    "ms",
    "pct",
    "mln",
    "bln",
    "vs",
    "dlrs",
    "cts",
    "afternoon",
    "move",
    "effort",
    "efforts",
    "country",
    "countries",
    "city",
    "town",
    "member",
    "members",
    "government",
    "president",
    "minister",
    "chairman",
    "director",
    "secretary",
    "meeting",
    "order",
    "addition",
    "basis",
    "details",
    "interview",
    "comment",
    "comments",
    "conference",
];

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
    if !key.is_empty()
        && let Some(name) = SUBJECTS.get(&format!("{key}{one}"))
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
    let usable = usable(sheet, names);
    let key = |at: usize| {
        sheet.words.get(at).and_then(|word| sheet.forms.get(word.form as usize)).map_or("", |form| form.key.as_str())
    };
    let title: Vec<String> =
        title.split(|c: char| !c.is_alphanumeric()).map(|word| singular(&word.to_lowercase())).collect();
    let mut phrases: BTreeMap<String, Phrase> = BTreeMap::new();
    for start in 0..usable.len() {
        for length in 1..=LONGEST {
            let end = start + length;
            let run = usable.get(start..end).is_some_and(|run| run.iter().all(|&usable| usable));
            let together =
                sheet.words.get(start + 1..end).is_some_and(|later| later.iter().all(|word| !word.token.opens));
            if !run || !together {
                break;
            }
            let words: Vec<&str> = (start..end).map(key).collect();
            let Some((last, before)) = words.split_last() else { break };
            let (rare, noun) = habits(last);
            let mut name = before.join(" ");
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(&singular(last));
            let subject = SUBJECTS.has(&name);
            let modified = before.iter().all(|word| habits(word).0 >= 3);
            if !subject && (noun < 5 || !modified || (length == 1 && rare < 4)) {
                continue;
            }
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
    choose(sheet, phrases)
}

/// Which words may be part of a topic: common nouns and what stands before them, outside names.
fn usable(sheet: &Sheet, names: &[Found]) -> Vec<bool> {
    let mut taken = vec![false; sheet.words.len()];
    for name in names {
        for taken in taken.get_mut(name.words.clone()).unwrap_or_default() {
            *taken = true;
        }
    }
    let lower: std::collections::HashSet<&str> =
        sheet.forms.iter().filter(|form| !form.capital).map(|form| form.key.as_str()).collect();
    sheet
        .words
        .iter()
        .zip(taken)
        .map(|(word, taken)| {
            let Some(form) = sheet.forms.get(word.form as usize) else { return false };
            let key = form.key.as_str();
            !taken
                && key.len() > 2
                && key.chars().all(|c| c.is_alphabetic() || c == '-')
                && (!form.capital || lower.contains(key) || FREQUENCY.has(key))
                && !STOP.contains(&key)
                && habits(key).0 > 1
        })
        .collect()
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

/// Ranks the candidates and takes the best that say something new.
fn choose(sheet: &Sheet, phrases: BTreeMap<String, Phrase>) -> Vec<Topic> {
    let total = sheet.words.len().max(1) as f32;
    let phrases = outermost(phrases);
    let mut ranked: Vec<(f32, String, Phrase)> = phrases
        .into_iter()
        .filter(|(_, phrase)| phrase.length == 1 || phrase.places.len() > 1 || SUBJECTS.has(&phrase.surface))
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
    let mut covered = vec![false; sheet.words.len()];
    for (score, _, phrase) in ranked {
        if topics.len() == MOST || (topics.len() >= LEAST && score < best * 0.25) {
            break;
        }
        // A word that mostly stands inside a topic that is there already says nothing new.
        let new: Vec<usize> = phrase
            .places
            .iter()
            .copied()
            .filter(|&at| covered.get(at..at + phrase.length).is_some_and(|range| !range.contains(&true)))
            .collect();
        if new.len() * 2 <= phrase.places.len() {
            continue;
        }
        let mut mentions = Vec::new();
        for at in new {
            covered.get_mut(at..at + phrase.length).unwrap_or_default().fill(true);
            if let (Some(first), Some(last)) = (sheet.words.get(at), sheet.words.get(at + phrase.length - 1)) {
                mentions.push((first.block, first.token.range.start..last.token.range.end));
            }
        }
        topics.push(Topic { name: phrase.surface, score: score / best, mentions });
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
        for expected in ["strike", "wage agreement", "tariff"] {
            assert!(found.iter().any(|name| name.starts_with(expected)), "{expected} in {found:?}");
        }
        assert!(!found.iter().any(|name| name.contains("week") || name.contains("new")), "{found:?}");
    }

    #[test]
    fn an_empty_article_is_about_nothing() {
        assert!(topics(&Sheet::default(), &[], "").is_empty());
    }
}

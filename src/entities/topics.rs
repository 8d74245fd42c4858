//! What an article is about, in a few words an editor would file it under: "tariffs", "drug trafficking". Names are no
//! topics, and no topic is drawn from outside the text but the name of a subject that its words speak for.
//!
//! There are two kinds, side by side: subjects ([`super::subjects`]), which articles in other words share, and phrases of
//! the text itself ([`super::phrases`]), which must recur or stand in the headline and be rare in other texts (after
//! Spärck Jones, "A statistical interpretation of term specificity", 1972).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::features::Sheet;
use super::lexemes::{Lexemes, singular};
use super::names::Found;
use super::phrases::{LONGEST, Phrase, Standing, outermost, phrases, shown};
use super::subjects::{Sign, Subjects, Voice};

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

/// At most this many topics an article, and at most this many of them subjects.
const MOST: usize = 8;
const SUBJECTS_AT_MOST: usize = 3;

/// The topics of the article in `sheet`, whose names are `names` and whose headline says `title`.
#[must_use]
pub fn topics(sheet: &Sheet, names: &[Found], title: &str) -> Vec<Topic> {
    let title: Vec<String> =
        title.split(|c: char| !c.is_alphanumeric()).map(|word| singular(&word.to_lowercase())).collect();
    let lexemes = Lexemes::new(sheet, names);
    let mut topics = subjects(&lexemes, &title);
    let phrases = choose(&lexemes, &title, &topics);
    topics.extend(phrases);
    topics.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.name.cmp(&b.name)));
    topics
}

/// Which of an article's topics to show in a library, where `shared` says of each, the foremost first, whether another
/// article has it too: all that are shared, and of the others as many of the foremost as a text of `words` words needs.
/// A topic of one article alone leads nowhere.
#[must_use]
pub fn kept(shared: &[bool], words: usize) -> Vec<bool> {
    let needed = (3 + words / 500).min(5);
    let mut left = needed.saturating_sub(shared.iter().filter(|&&shared| shared).count());
    let keep = |&shared: &bool| {
        let keeps = shared || left > 0;
        left -= usize::from(keeps && !shared);
        keeps
    };
    shared.iter().map(keep).collect()
}

/// What the words of a subject say for it.
#[derive(Default)]
struct Case {
    /// How often each loud word or phrase is said, and how much it weighs.
    loud: BTreeMap<String, (f32, f32)>,
    /// How often each soft word is said.
    soft: BTreeMap<String, f32>,
    /// Where the first loud word stands.
    first: Option<usize>,
    titled: bool,
    places: Vec<(usize, usize)>,
}

impl Case {
    fn hear(&mut self, voice: Voice, name: &str, at: usize, length: usize, titled: bool) {
        match voice {
            Voice::Loud => {
                // Two words mean less else than one.
                let weight = if length > 1 { 1.5 } else { 1.0 };
                self.loud.entry(name.to_owned()).or_insert((0.0, weight)).0 += 1.0;
                self.first = self.first.or(Some(at));
            }
            Voice::Soft => *self.soft.entry(name.to_owned()).or_default() += 1.0,
        }
        self.titled |= titled;
        self.places.push((at, length));
    }

    /// How much is said, as a multiple of what is needed in a text of `total` words.
    fn strength(&self, total: f32) -> f32 {
        let Some(first) = self.first else { return 0.0 };
        let loud: f32 = self.loud.values().map(|(said, weight)| weight * repeated(*said)).sum();
        let soft: f32 = self.soft.values().map(|said| repeated(*said)).sum();
        let said = loud + 0.3 * soft.min(2.0 * loud);
        let early = 1.0 + 0.3 * (1.0 - first as f32 / total);
        // A short text says things once; a long one says them often.
        let needed = 2.4 + (total / 300.0).min(2.5);
        said * early * if self.titled { 1.8 } else { 1.0 } / needed
    }
}

/// What a word weighs that is said so often: the tenth time adds less than the second.
fn repeated(said: f32) -> f32 {
    said.powf(0.75)
}

/// The subjects that enough words speak for.
fn subjects(lexemes: &Lexemes<'_>, title: &[String]) -> Vec<Topic> {
    let known = Subjects::builtin();
    let mut cases: BTreeMap<u16, Case> = BTreeMap::new();
    let mut at = 0;
    let mut name = String::new();
    while at < lexemes.len() {
        let Some((length, signs)) = sign(lexemes, at, &mut name) else {
            at += 1;
            continue;
        };
        let titled = (at..at + length).all(|at| title.iter().any(|word| *word == lexemes.singular(at)));
        for sign in signs {
            cases.entry(sign.subject).or_default().hear(sign.voice, &name, at, length, titled);
        }
        at += length;
    }
    let total = lexemes.len().max(1) as f32;
    let mut ranked: Vec<(f32, u16, Case)> = cases
        .into_iter()
        .map(|(subject, case)| (case.strength(total), subject, case))
        .filter(|(strength, ..)| *strength >= 1.0)
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let best = ranked.first().map_or(0.0, |first| first.0);
    ranked.retain(|(strength, ..)| *strength >= best * 0.45);
    ranked.truncate(SUBJECTS_AT_MOST);
    let topic = |(strength, subject, case): (f32, u16, Case)| Topic {
        name: known.name(subject).to_owned(),
        score: strength / best,
        mentions: case.places.into_iter().filter_map(|(at, length)| lexemes.place(at, length)).collect(),
    };
    ranked.into_iter().map(topic).collect()
}

/// The longest run of words from `at` on that speaks for subjects; `name` takes it in.
fn sign(lexemes: &Lexemes<'_>, at: usize, name: &mut String) -> Option<(usize, &'static [Sign])> {
    let known = Subjects::builtin();
    if lexemes.begins(at) {
        for length in (2..=LONGEST).rev() {
            if lexemes.write(at, length, name) && !known.signs(name).is_empty() {
                return Some((length, known.signs(name)));
            }
        }
    }
    let signs = lexemes.signs(at);
    (!signs.is_empty() && lexemes.write(at, 1, name)).then_some((1, signs))
}

/// Whether a phrase is said often enough to be a topic of its own.
fn stands(key: &str, phrase: &Phrase) -> bool {
    let said = phrase.places.len();
    if phrase.length > 1 {
        let all = phrase.titled > 0.99;
        return match phrase.standing {
            Standing::Loud => true,
            Standing::Named => said > 1 || phrase.titled > 0.0,
            Standing::Soft | Standing::Unknown => said > 1 || all,
        };
    }
    // One word by itself is often too broad: it must be rare in other texts, or be what the headline is about.
    !phrase.agent
        && match phrase.standing {
            Standing::Soft => false,
            Standing::Loud | Standing::Named => said > 2 && phrase.titled > 0.0 || said > 1 && phrase.rare >= 6.0,
            Standing::Unknown => {
                !key.ends_with("ing") && phrase.rare >= 6.0 && said >= if phrase.titled > 0.0 { 2 } else { 4 }
            }
        }
}

/// How much a phrase is a topic of a text of `total` words, beside others of the same text.
fn worth(phrase: &Phrase, total: f32) -> f32 {
    let first = phrase.places.first().copied().unwrap_or_default() as f32;
    let early = 1.0 + 0.8 * (1.0 - first / total);
    let known = match phrase.standing {
        Standing::Loud | Standing::Named => 1.3,
        Standing::Soft | Standing::Unknown => 1.0,
    };
    phrase.rare.max(3.0)
        * (1.0 + 0.9 * phrase.titled)
        * (phrase.places.len() as f32).powf(0.8)
        * early
        * known
        * if phrase.length > 1 { 1.6 } else { 1.0 }
        * if phrase.weak { 0.8 } else { 1.0 }
}

/// Ranks the phrases and takes the best that say something new beside each other and `subjects`.
fn choose(lexemes: &Lexemes<'_>, title: &[String], subjects: &[Topic]) -> Vec<Topic> {
    let known = Subjects::builtin();
    let total = lexemes.len().max(1) as f32;
    let mut ranked: Vec<(f32, String, Phrase)> = outermost(phrases(lexemes, title))
        .into_iter()
        // Whether an article is on a subject is asked once: its name said in passing is no topic.
        .filter(|(key, phrase)| known.called(key).is_none() && stands(key, phrase))
        .map(|(key, phrase)| (worth(&phrase, total), key, phrase))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let best = ranked.first().map_or(1.0, |first| first.0);
    let mut names: BTreeSet<String> = subjects.iter().map(|topic| topic.name.clone()).collect();
    let mut covered = vec![false; lexemes.len()];
    let mut topics: Vec<Topic> = Vec::new();
    for (worth, key, phrase) in ranked {
        if subjects.len() + topics.len() >= MOST || worth < best * 0.25 {
            break;
        }
        // A word that mostly stands inside a topic that is there already says nothing new.
        let free = |at: usize| covered.get(at..at + phrase.length).is_some_and(|range| !range.contains(&true));
        let new: Vec<usize> = phrase.places.iter().copied().filter(|&at| free(at)).collect();
        if new.len() * 2 <= phrase.places.len() {
            continue;
        }
        for &at in &new {
            covered.get_mut(at..at + phrase.length).unwrap_or_default().fill(true);
        }
        let name = shown(&key);
        if names.insert(name.clone()) {
            let mentions = new.into_iter().filter_map(|at| lexemes.place(at, phrase.length)).collect();
            // Of two that lead their kinds the subject comes first: more articles share it.
            topics.push(Topic { name, score: 0.95 * worth / best, mentions });
        }
    }
    topics
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, title: &str) -> Vec<String> {
        topics(&Sheet::new(&[text]), &[], title).into_iter().map(|topic| topic.name).collect()
    }

    #[test]
    fn topics_are_common_nouns_that_are_said_often() {
        let text = "The harbour strike went into its third week. Dockers said the strike would not end before a ferry timetable. \
                    The ferry timetable was near on Monday. New talks about tariffs are not planned, and tariffs stay.";
        let found = names(text, "Harbour strike goes on");
        for expected in ["strikes", "ferry timetable"] {
            assert!(found.iter().any(|name| name.starts_with(expected)), "{expected} in {found:?}");
        }
        assert!(!found.iter().any(|name| name.contains("week") || name.contains("new")), "{found:?}");
    }

    #[test]
    fn a_subject_needs_more_than_one_word_in_passing() {
        let text =
            "The choir sang in the old hall. Its tenor had once picked coffee in the hills, and the evening was long.";
        let found = names(text, "Choir sings again");
        assert!(!found.contains(&"coffee".to_owned()), "{found:?}");
        let text =
            "Coffee growers met in the hills. The coffee harvest was poor, and coffee beans cost more than ever.";
        assert_eq!(names(text, "Coffee grows dear").first().map(String::as_str), Some("coffee"));
    }

    #[test]
    fn an_article_keeps_what_others_share() {
        for (shared, words, expected) in [
            (&[true, false, false, false][..], 100, &[true, true, true, false][..]),
            (&[false, true, true, true], 100, &[false, true, true, true]),
            (&[false, false, false, false, false, false], 1_200, &[true, true, true, true, true, false]),
            (&[], 100, &[]),
        ] {
            assert_eq!(kept(shared, words), expected);
        }
    }

    #[test]
    fn an_empty_article_is_about_nothing() {
        assert!(topics(&Sheet::default(), &[], "").is_empty());
    }
}

//! Subjects of the news, known by the words that speak for them: an article that says "takeover bid" and "shareholders" is
//! on mergers and acquisitions, whichever of the words it uses. It draws no topics from the text; [`super::topics`] does.

use std::sync::OnceLock;

use super::lexemes::singular;
use super::lexicon::SUBJECTS;
use crate::text::map::{Map, Set};

/// A word that speaks for a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// Index of the subject.
    pub subject: u16,
    /// How it counts.
    pub voice: Voice,
}

/// How a word speaks for a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// By itself.
    Loud,
    /// Only beside other words.
    Soft,
}

/// All subjects and the words that speak for them.
#[derive(Debug, Default)]
pub struct Subjects {
    /// Each subject's name and that of the broader one; empty where there is none.
    names: Vec<(&'static str, &'static str)>,
    signs: Map<String, Vec<Sign>>,
    /// The first words of phrases.
    begins: Set<&'static str>,
}

impl Subjects {
    /// The subjects that are built into the program.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Subjects> = OnceLock::new();
        BUILTIN.get_or_init(|| Self::read(include_str!("../../assets/lexicons/subjects.txt")))
    }

    /// Reads lines of `name < broader: word, ~word, …`; lines with `#` are notes.
    fn read(text: &'static str) -> Self {
        let mut subjects = Self::default();
        for (name, words) in text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':'))
        {
            let subject = subjects.names.len() as u16;
            let (name, broader) = name.split_once('<').unwrap_or((name, ""));
            subjects.names.push((name.trim(), broader.trim()));
            for word in words.split(',').map(str::trim).filter(|word| !word.is_empty()) {
                let (word, voice) = match word.strip_prefix('~') {
                    Some(word) => (word, Voice::Soft),
                    None => (word, Voice::Loud),
                };
                if let Some((first, _)) = word.split_once(' ') {
                    subjects.begins.insert(first);
                }
                let signs = subjects.signs.entry(key(word)).or_default();
                if signs.iter().all(|sign| sign.subject != subject) {
                    signs.push(Sign { subject, voice });
                }
            }
        }
        subjects
    }

    /// The name of a subject.
    #[must_use]
    pub fn name(&self, subject: u16) -> &'static str {
        self.names.get(usize::from(subject)).map_or("", |&(name, _)| name)
    }

    /// Whether a phrase of several words starts with `word`.
    #[must_use]
    pub fn begins(&self, word: &str) -> bool {
        self.begins.contains(word)
    }

    /// The name of the subject that `phrase` itself names; `phrase` as in [`Self::signs`].
    #[must_use]
    pub fn called(&self, phrase: &str) -> Option<&'static str> {
        self.signs(phrase).iter().map(|sign| self.name(sign.subject)).find(|name| key(name) == phrase)
    }

    /// What a word or phrase speaks for; `phrase` in lower case with its last word in the singular.
    #[must_use]
    pub fn signs(&self, phrase: &str) -> &[Sign] {
        self.signs.get(phrase).map(Vec::as_slice).unwrap_or_default()
    }

    /// The subject of this name and the broader one, from our own list, else from the IPTC Media Topics.
    fn above(&self, name: &str) -> Option<&'static str> {
        let own = self.names.iter().find(|(own, _)| *own == name).map(|&(_, broader)| broader);
        let listed = || SUBJECTS.get(&key(name)).and_then(|value| value.split_once('\t')).map(|(_, broader)| broader);
        own.filter(|broader| !broader.is_empty()).or_else(listed).filter(|broader| *broader != name)
    }
}

/// The deepest a subject lies below the broadest.
const DEEPEST: usize = 6;

/// The subjects above the topic `name`, the nearest first; none where it is no subject, or the broadest.
#[must_use]
pub fn broader(name: &str) -> Vec<&'static str> {
    let subjects = Subjects::builtin();
    let mut found: Vec<&'static str> = Vec::new();
    while let Some(next) = subjects.above(found.last().copied().unwrap_or(name))
        && found.len() < DEEPEST
        && !found.contains(&next)
    {
        found.push(next);
    }
    found
}

/// The subjects just below the topic `name`, sorted. Of the IPTC Media Topics those are left out that are another word for
/// a subject of our own list.
#[must_use]
pub fn narrower(name: &str) -> Vec<&'static str> {
    let subjects = Subjects::builtin();
    let own = subjects.names.iter().filter(|&&(_, broader)| broader == name).map(|&(own, _)| own);
    let listed = SUBJECTS.entries().filter_map(|(key, value)| {
        let (own, broader) = value.split_once('\t')?;
        (broader == name && subjects.signs(key).is_empty()).then_some(own)
    });
    let mut found: Vec<&'static str> = own.chain(listed).filter(|below| *below != name).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// A phrase with its last word in the singular.
fn key(phrase: &str) -> String {
    match phrase.rsplit_once(' ') {
        Some((before, last)) => format!("{before} {}", singular(last)),
        None => singular(phrase),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subject_can_be_found_and_has_its_place() {
        let subjects = Subjects::builtin();
        assert!(subjects.names.len() > 300);
        for (subject, (name, broader)) in (0..).zip(&subjects.names) {
            let loud = |signs: &Vec<Sign>| signs.contains(&Sign { subject, voice: Voice::Loud });
            let group = subjects.names.iter().any(|(_, above)| above == name);
            assert!(group || subjects.signs.values().any(loud), "{name} has no word of its own");
            let known = subjects.names.iter().any(|(name, _)| name == broader) || SUBJECTS.has(&key(broader));
            assert!(broader.is_empty() || known, "{broader}, above {name}, is no subject");
            assert_eq!(subjects.names.iter().filter(|(other, _)| other == name).count(), 1, "{name} is there twice");
        }
    }

    #[test]
    fn words_speak_for_subjects() {
        let subjects = Subjects::builtin();
        let loud = |phrase| -> Vec<&str> {
            let signs = subjects.signs(phrase).iter().filter(|sign| sign.voice == Voice::Loud);
            signs.map(|sign| subjects.name(sign.subject)).collect()
        };
        assert_eq!(loud("takeover bid"), ["mergers and acquisitions"]);
        assert_eq!(loud("tariff"), ["tariffs"]);
        assert!(loud("spoon").is_empty());
    }

    #[test]
    fn subjects_lie_under_broader_ones() {
        assert_eq!(broader("tariffs"), ["trade", "economy", "economy, business and finance"]);
        assert_eq!(broader("spoons"), <[&str; 0]>::default());
        assert_eq!(broader("crime, law and justice"), <[&str; 0]>::default());
        assert!(narrower("trade").contains(&"tariffs"), "{:?}", narrower("trade"));
        assert!(narrower("crime").contains(&"drug trafficking"), "{:?}", narrower("crime"));
        assert!(!narrower("crime").contains(&"homicide"), "another word for murder");
        assert!(narrower("spoons").is_empty());
        for (name, _) in &Subjects::builtin().names {
            assert!(broader(name).len() < DEEPEST, "{name} runs in a circle");
        }
    }
}

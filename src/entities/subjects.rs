//! Subjects of the news, known by the words that speak for them: an article that says "takeover bid" and "shareholders" is
//! on mergers and acquisitions, whichever of the words it uses. It draws no topics from the text; [`super::topics`] does.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::phrases::singular;

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
    names: Vec<&'static str>,
    signs: HashMap<String, Vec<Sign>>,
    /// The first words of phrases.
    begins: HashSet<&'static str>,
}

impl Subjects {
    /// The subjects that are built into the program.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static SUBJECTS: OnceLock<Subjects> = OnceLock::new();
        SUBJECTS.get_or_init(|| Self::read(include_str!("../../assets/lexicons/subjects.txt")))
    }

    /// Reads lines of `name: word, ~word, …`; lines with `#` are notes.
    fn read(text: &'static str) -> Self {
        let mut subjects = Self::default();
        for (name, words) in text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':'))
        {
            let subject = subjects.names.len() as u16;
            subjects.names.push(name.trim());
            for word in words.split(',').map(str::trim).filter(|word| !word.is_empty()) {
                let (word, voice) = match word.strip_prefix('~') {
                    Some(word) => (word, Voice::Soft),
                    None => (word, Voice::Loud),
                };
                if let Some((first, _)) = word.split_once(' ') {
                    subjects.begins.insert(first);
                }
                subjects.signs.entry(key(word)).or_default().push(Sign { subject, voice });
            }
        }
        subjects
    }

    /// The name of a subject.
    #[must_use]
    pub fn name(&self, subject: u16) -> &'static str {
        self.names.get(usize::from(subject)).copied().unwrap_or("")
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
    fn every_subject_can_be_found() {
        let subjects = Subjects::builtin();
        assert!(subjects.names.len() > 100);
        for subject in 0..subjects.names.len() as u16 {
            let loud = |signs: &Vec<Sign>| signs.contains(&Sign { subject, voice: Voice::Loud });
            assert!(subjects.signs.values().any(loud), "{} has no word of its own", subjects.name(subject));
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
}

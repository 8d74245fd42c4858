//! What topics need to know of the words of an article: what each may do in a topic, how other texts use it, its singular.
//! It puts no words together; [`super::phrases`] does.

use super::features::{Sheet, Word};
use super::forms::Form;
use super::lexicon::{self, FREQUENCY, STOP};
use super::names::Found;
use super::subjects::{Sign, Subjects};
use crate::text::map::Set;

/// What a word may do in a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// It is part of a name.
    Name,
    /// It may be a topic, or any part of one.
    Topic,
    /// It says little by itself, but may begin or end a topic beside another word ("price" in "oil prices").
    Weak,
    /// It names people by what they are ("child", "officer"): it ends no topic, and begins only what a list knows.
    People,
    /// It may begin a topic: it says what sort of thing is meant ("foreign" in "foreign aid").
    Sort,
    /// It says how, when, how much, or is a sign.
    Other,
}

/// What a word is, by its cluster: Brown clusters put words together that stand between the same neighbours, so that the
/// first turns of a path part verbs from nouns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Verb,
    /// Nouns that are verbs as often ("boost", "exercise").
    Either,
    /// Superlatives and the like.
    Most,
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
        Some(path) if path >> 12 == 0b10_1011 => Class::Either,
        Some(path) if path >> 12 == 0b11_1110 => Class::Most,
        Some(_) | None => Class::Open,
    }
}

/// A word form as topics see it.
#[derive(Debug)]
struct Lexeme {
    allowed: Use,
    class: Class,
    /// The class of its singular.
    one: Class,
    rare: u8,
    noun: u8,
    singular: String,
    /// What it speaks for by itself.
    signs: &'static [Sign],
    /// A phrase that speaks for a subject begins with it.
    begins: bool,
}

/// The words of an article as topics see them.
#[derive(Debug)]
pub(super) struct Lexemes<'a> {
    sheet: &'a Sheet,
    /// By form.
    forms: Vec<Lexeme>,
    /// By word: whether it is part of a name.
    named: Vec<bool>,
}

impl<'a> Lexemes<'a> {
    pub(super) fn new(sheet: &'a Sheet, names: &[Found]) -> Self {
        let known = Subjects::builtin();
        let lower: Set<&str> = sheet.forms.iter().filter(|form| !form.capital).map(|form| form.key.as_str()).collect();
        let lexeme = |form: &Form| {
            let singular = singular(&form.key);
            let (rare, noun) = habits(&form.key);
            let is_common = !form.capital || lower.contains(form.key.as_str()) || FREQUENCY.has(&form.key);
            let allowed = if is_common { may(&form.key, &singular, rare) } else { Use::Other };
            let signs = known.signs(&singular);
            let begins = known.begins(&form.key);
            Lexeme { allowed, class: class(&form.key), one: class(&singular), rare, noun, singular, signs, begins }
        };
        let forms = sheet.forms.iter().map(lexeme).collect();
        let mut named = vec![false; sheet.words.len()];
        for name in names {
            named.get_mut(name.words.clone()).unwrap_or_default().fill(true);
        }
        Self { sheet, forms, named }
    }

    /// How many words there are.
    pub(super) const fn len(&self) -> usize {
        self.sheet.words.len()
    }

    fn word(&self, at: usize) -> Option<&'a Word> {
        self.sheet.words.get(at)
    }

    fn lexeme(&self, at: usize) -> Option<&Lexeme> {
        self.forms.get(self.word(at)?.form as usize)
    }

    /// The word as it is looked up.
    pub(super) fn key(&self, at: usize) -> &'a str {
        let form = self.word(at).and_then(|word| self.sheet.forms.get(word.form as usize));
        form.map_or("", |form| form.key.as_str())
    }

    pub(super) fn singular(&self, at: usize) -> &str {
        self.lexeme(at).map_or("", |lexeme| &lexeme.singular)
    }

    pub(super) fn allowed(&self, at: usize) -> Use {
        if self.named.get(at) != Some(&false) {
            return Use::Name;
        }
        self.lexeme(at).map_or(Use::Other, |lexeme| lexeme.allowed)
    }

    /// How rare a word is in other texts: 0 in every text, 9 in hardly any.
    pub(super) fn rare(&self, at: usize) -> u8 {
        self.lexeme(at).map_or(0, |lexeme| lexeme.rare)
    }

    /// What it speaks for by itself.
    pub(super) fn signs(&self, at: usize) -> &'static [Sign] {
        self.lexeme(at).map_or(&[], |lexeme| lexeme.signs)
    }

    /// Whether a phrase that speaks for a subject begins with this word.
    pub(super) fn begins(&self, at: usize) -> bool {
        self.lexeme(at).is_some_and(|lexeme| lexeme.begins)
    }

    /// Whether it opens a sentence.
    pub(super) fn opens(&self, at: usize) -> bool {
        self.word(at).is_none_or(|word| word.token.opens)
    }

    /// Whether it names people by what they do, or a spot ("farmer", "station").
    pub(super) fn is_agent(&self, at: usize) -> bool {
        self.lexeme(at).is_some_and(|lexeme| lexeme.one == Class::Agent)
    }

    /// Whether it is a noun more often than not; "concluded" and "likely" are none.
    pub(super) fn is_noun(&self, at: usize) -> bool {
        let key = self.key(at);
        self.lexeme(at).is_some_and(|lexeme| {
            let verb = lexeme.class == Class::Verb && !(key.ends_with("ing") && lexeme.noun >= 3);
            lexeme.noun >= 5 && !verb && lexeme.class != Class::Most && !key.ends_with("ed") && !key.ends_with("ly")
        })
    }

    /// Whether a word that says little by itself is more than a verb here: not the last of "crops need".
    pub(super) fn is_head(&self, at: usize) -> bool {
        self.lexeme(at).is_some_and(|lexeme| lexeme.class != Class::Verb || lexeme.noun >= 5)
    }

    /// Whether it can stand before a noun: "cured fish" and "shipping lane", but not "accept intervention".
    pub(super) fn is_modifier(&self, at: usize) -> bool {
        let key = self.key(at);
        self.lexeme(at).is_some_and(|lexeme| {
            let bare = match lexeme.class {
                Class::Verb => !(key.ends_with("ed") || key.ends_with("ing") && lexeme.noun >= 4),
                Class::Either => lexeme.noun < 3,
                Class::Most => true,
                Class::Agent | Class::Open => false,
            };
            lexeme.rare >= 3 && !bare && !key.ends_with("ly")
        })
    }

    /// Adds the words of a run to `name`, the last in the singular; `false` where a name or the end of a sentence is in it.
    pub(super) fn write(&self, start: usize, length: usize, name: &mut String) -> bool {
        name.clear();
        let end = start + length;
        let together = (start + 1..end).all(|at| !self.opens(at));
        if !together || self.named.get(start..end).is_none_or(|named| named.contains(&true)) {
            return false;
        }
        for at in start..end - 1 {
            name.push_str(self.key(at));
            name.push(' ');
        }
        name.push_str(self.singular(end - 1));
        true
    }

    /// Where a run of words stands.
    pub(super) fn place(&self, at: usize, length: usize) -> Option<(u32, std::ops::Range<u32>)> {
        let (first, last) = (self.word(at)?, self.word(at + length - 1)?);
        Some((first.block, first.token.range.start..last.token.range.end))
    }
}

/// What a common word may do in a topic.
fn may(key: &str, singular: &str, rare: u8) -> Use {
    if key.len() < 3 || !key.chars().all(|c| c.is_alphabetic() || c == '-') {
        return Use::Other;
    }
    match STOP.get(key).or_else(|| STOP.get(singular)) {
        None if rare > 1 => Use::Topic,
        Some("w") => Use::Weak,
        Some("p") => Use::People,
        Some("r") => Use::Sort,
        None | Some(_) => Use::Other,
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
        for (word, expected) in [
            ("accept", Class::Verb),
            ("farmer", Class::Agent),
            ("boost", Class::Either),
            ("lowest", Class::Most),
            ("tariff", Class::Open),
            ("zzzz", Class::Open),
        ] {
            assert_eq!(class(word), expected, "{word}");
        }
    }

    #[test]
    fn words_may_do_what_their_class_allows() {
        for (word, expected) in [
            ("tariff", Use::Topic),
            ("price", Use::Weak),
            ("officer", Use::People),
            ("foreign", Use::Sort),
            ("week", Use::Other),
            ("new", Use::Other),
            ("b2", Use::Other),
        ] {
            assert_eq!(may(word, word, habits(word).0), expected, "{word}");
        }
    }
}

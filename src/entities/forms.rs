//! A word form: its letters, its shape, and what the lists say of it. Where it stands in an article, and how the article
//! uses it, is worked out by [`super::features`].

use super::lexicon::{self, CITIES, COUNTRIES, GIVEN, KNOWN, SURNAMES, TITLES};
use crate::text::calendar;

/// A word form and everything that holds wherever it stands in this article.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// As it is looked up: lower case, no diacritics.
    pub key: String,
    /// It starts with a capital letter.
    pub capital: bool,
    /// It has a capital letter somewhere.
    pub(super) cased: bool,
    pub(super) exact: u64,
    pub(super) lower: u64,
    pub(super) shape: u64,
    pub(super) brief: u64,
    pub(super) prefixes: [u64; 3],
    pub(super) suffixes: [u64; 3],
    pub(super) cluster: Option<u32>,
    /// What the lists say; see [`listing`].
    pub(super) lists: u32,
    /// How the article uses it; see [`super::features::Sheet`].
    pub(super) used: u32,
    /// What a first reading of the article called it; 0 before.
    pub(super) vote: u8,
    /// What a first reading called the longer names it stands in, and where in them it stands; 0 where it is in none.
    pub(super) above: u8,
}

impl Form {
    pub(super) fn new(word: &str) -> Self {
        let key = lexicon::key(word).into_owned();
        let capital = word.starts_with(char::is_uppercase);
        let prefix = |n: usize| hash(word.char_indices().nth(n).and_then(|(at, _)| word.get(..at)).unwrap_or(word));
        let suffix =
            |n: usize| hash(word.char_indices().rev().nth(n - 1).and_then(|(at, _)| word.get(at..)).unwrap_or(word));
        let cluster = lexicon::cluster(word).or_else(|| {
            // In a line of capitals the word is looked up as a name would be written.
            let shouted = word.chars().nth(3).is_some() && !word.contains(char::is_lowercase);
            let mut chars = key.chars();
            let titled = || chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect::<String>();
            shouted.then(titled).and_then(|titled| lexicon::cluster(&titled))
        });
        Self {
            capital,
            cased: word.contains(char::is_uppercase),
            exact: hash(word),
            lower: lower(word),
            shape: shape(word, Runs::Three).value(),
            brief: shape(word, Runs::One).value(),
            prefixes: [2, 3, 4].map(prefix),
            suffixes: [2, 3, 4].map(suffix),
            cluster,
            lists: listing(&key, capital),
            used: 0,
            vote: 0,
            above: 0,
            key,
        }
    }
}

/// A form by its letters, told by three of their hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Letters([u64; 3]);

impl Form {
    /// Tells forms of other letters apart.
    pub(super) const fn letters(&self) -> Letters {
        Letters([self.exact, self.prefixes[2], self.suffixes[2]])
    }
}

/// Bits of [`Form::lists`].
pub(super) mod list {
    pub(crate) const MALE: u32 = 1;
    pub(crate) const FEMALE: u32 = 1 << 1;
    pub(crate) const GIVEN: u32 = 1 << 2;
    pub(crate) const SURNAME: u32 = 1 << 3;
    pub(crate) const CITY: u32 = 1 << 4;
    pub(crate) const BIG_CITY: u32 = 1 << 5;
    pub(crate) const COUNTRY: u32 = 1 << 6;
    pub(crate) const DEMONYM: u32 = 1 << 7;
    pub(crate) const CAPITAL: u32 = 1 << 8;
    pub(crate) const KNOWN_BODY: u32 = 1 << 9;
    pub(crate) const KNOWN_OTHER: u32 = 1 << 10;
    pub(crate) const HONORIFIC: u32 = 1 << 11;
    pub(crate) const OFFICE: u32 = 1 << 12;
    pub(crate) const CALENDAR: u32 = 1 << 13;
    pub(crate) const BODY_HEAD: u32 = 1 << 14;
    pub(crate) const PLACE_HEAD: u32 = 1 << 15;
    pub(crate) const SPEECH: u32 = 1 << 16;
    pub(crate) const WHERE: u32 = 1 << 17;
    pub(crate) const ALL: u32 = 18;
}

const BODY_HEADS: &[&str] = &[
    "academy",
    "agency",
    "airlines",
    "alliance",
    "army",
    "assembly",
    "association",
    "authority",
    "bank",
    "board",
    "brigade",
    "brothers",
    "bureau",
    "cabinet",
    "center",
    "centre",
    "chamber",
    "club",
    "co.",
    "coalition",
    "college",
    "commission",
    "committee",
    "company",
    "congress",
    "corp.",
    "corporation",
    "corps",
    "council",
    "court",
    "department",
    "directorate",
    "exchange",
    "federation",
    "force",
    "forces",
    "foundation",
    "front",
    "fund",
    "government",
    "group",
    "guard",
    "holdings",
    "hospital",
    "inc.",
    "industries",
    "institute",
    "institution",
    "league",
    "ltd",
    "ltd.",
    "ministry",
    "motors",
    "movement",
    "museum",
    "navy",
    "network",
    "news",
    "office",
    "organisation",
    "organization",
    "parliament",
    "partners",
    "party",
    "plc",
    "police",
    "press",
    "school",
    "secretariat",
    "senate",
    "service",
    "services",
    "society",
    "systems",
    "team",
    "technologies",
    "times",
    "trust",
    "union",
    "united",
    "university",
    "workers",
];
const PLACE_HEADS: &[&str] = &[
    "airport",
    "avenue",
    "bay",
    "beach",
    "border",
    "bridge",
    "canal",
    "cape",
    "city",
    "coast",
    "county",
    "creek",
    "desert",
    "district",
    "east",
    "falls",
    "forest",
    "gulf",
    "harbor",
    "harbour",
    "heights",
    "highway",
    "hills",
    "island",
    "islands",
    "lake",
    "mount",
    "mountain",
    "mountains",
    "north",
    "ocean",
    "park",
    "peninsula",
    "plains",
    "port",
    "province",
    "region",
    "republic",
    "river",
    "road",
    "sea",
    "south",
    "square",
    "stadium",
    "state",
    "strait",
    "street",
    "territory",
    "town",
    "valley",
    "village",
    "west",
];
const SPEECH: &[&str] = &[
    "said",
    "says",
    "told",
    "added",
    "asked",
    "noted",
    "argued",
    "explained",
    "wrote",
    "warned",
    "insisted",
    "claimed",
    "stated",
    "announced",
    "recalled",
    "replied",
    "who",
];
const WHERE: &[&str] =
    &["in", "at", "from", "near", "to", "into", "across", "outside", "around", "between", "of", "through"];

/// Whether a folded word says what sort of body an organization is ("commission", "bank").
#[must_use]
pub fn is_body_head(key: &str) -> bool {
    BODY_HEADS.binary_search(&key).is_ok()
}

/// What the lists say of a single word.
fn listing(key: &str, capital: bool) -> u32 {
    let mut bits = 0;
    let mut set = |bit: u32, on: bool| bits |= if on { bit } else { 0 };
    set(list::SPEECH, SPEECH.contains(&key));
    set(list::WHERE, WHERE.contains(&key));
    set(list::BODY_HEAD, BODY_HEADS.binary_search(&key).is_ok());
    set(list::PLACE_HEAD, PLACE_HEADS.binary_search(&key).is_ok());
    let title = TITLES.get(key).or_else(|| TITLES.get(&format!("{key}."))).unwrap_or("");
    set(list::HONORIFIC, title == "h");
    set(list::OFFICE, !title.is_empty() && title != "h");
    if !capital {
        return bits;
    }
    set(list::CALENDAR, calendar::is_english(key));
    match GIVEN.get(key) {
        Some("m") => set(list::MALE, true),
        Some("f") => set(list::FEMALE, true),
        Some(_) => set(list::GIVEN, true),
        None => {}
    }
    set(list::SURNAME, SURNAMES.has(key));
    match CITIES.get(key).and_then(|size| size.parse::<u8>().ok()) {
        Some(size) if size >= 4 => set(list::BIG_CITY, true),
        Some(_) => set(list::CITY, true),
        None => {}
    }
    match COUNTRIES.get(key).and_then(|value| value.chars().next()) {
        Some('n') => set(list::COUNTRY, true),
        Some('d') => set(list::DEMONYM, true),
        Some(_) => set(list::CAPITAL, true),
        None => {}
    }
    match KNOWN.get(key) {
        Some("p" | "x") => set(list::KNOWN_OTHER, true),
        Some(_) => set(list::KNOWN_BODY, true),
        None => {}
    }
    bits
}

/// What the lists of names say of a whole name: a small number.
pub(super) fn listed(name: &str) -> Option<u8> {
    if let Some(code) = KNOWN.get(name) {
        return "omcbpx".find(code).map(|at| at as u8 + 1);
    }
    if let Some(code) = COUNTRIES.get(name) {
        return "ndcs".find(code.get(..1)?).map(|at| at as u8 + 7);
    }
    CITIES.get(name).map(|size| if size >= "4" { 12 } else { 11 })
}

/// How many of the same sign a shape keeps.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Runs {
    One,
    Three,
}

/// The shape of a word ("Xxxx", "XX", "d"): runs shortened to at most three signs, or to one.
fn shape(word: &str, runs: Runs) -> Hash {
    let limit = if runs == Runs::One { 1 } else { 3 };
    let (mut out, mut signs, mut last, mut run) = (Hash::NEW, 0, ' ', 0);
    for c in word.chars() {
        let sign = if c.is_uppercase() {
            'X'
        } else if c.is_alphabetic() {
            'x'
        } else if c.is_numeric() {
            'd'
        } else {
            c
        };
        run = if sign == last { run + 1 } else { 1 };
        last = sign;
        if run <= limit {
            out = out.letter(sign);
            signs += 1;
        }
    }
    // One capital and several are two things: "A" and "AB".
    if runs == Runs::One && signs == 1 && last == 'X' && run > 1 { out.letter('X') } else { out }
}

/// The hash of a word in lower case.
fn lower(word: &str) -> u64 {
    if word.is_ascii() {
        word.bytes().fold(Hash::NEW, |hash, byte| hash.byte(byte.to_ascii_lowercase())).value()
    } else {
        hash(&word.to_lowercase())
    }
}

fn hash(text: &str) -> u64 {
    text.bytes().fold(Hash::NEW, Hash::byte).value()
}

/// A hash that is the same on every machine (FNV-1a, finished by [`mix`]), letter by letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hash(u64);

impl Hash {
    const NEW: Self = Self(0xcbf2_9ce4_8422_2325);

    const fn byte(self, byte: u8) -> Self {
        Self((self.0 ^ byte as u64).wrapping_mul(0x0100_0000_01b3))
    }

    fn letter(self, letter: char) -> Self {
        letter.encode_utf8(&mut [0; 4]).bytes().fold(self, Self::byte)
    }

    const fn value(self) -> u64 {
        mix(self.0, 0)
    }
}

/// Two values to one, well spread (the finisher of MurmurHash3 over their sum).
pub(super) const fn mix(a: u64, b: u64) -> u64 {
    let mut h = a.wrapping_add(b.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_add(0x7f4a_7c15);
    h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^ (h >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_of_head_words_can_be_searched() {
        assert!(BODY_HEADS.is_sorted() && PLACE_HEADS.is_sorted());
    }

    #[test]
    fn words_are_hashed_in_lower_case() {
        for word in ["NATO", "Łódź", "İstanbul", "it"] {
            assert_eq!(lower(word), hash(&word.to_lowercase()), "{word}");
        }
    }

    #[test]
    fn shapes() {
        for (word, long, brief) in [
            ("Rubio", "Xxxx", "Xx"),
            ("NATO", "XXX", "XX"),
            ("A", "X", "X"),
            ("2,500", "d,ddd", "d,d"),
            ("É-é", "X-x", "X-x"),
        ] {
            assert_eq!((shape(word, Runs::Three).value(), shape(word, Runs::One).value()), (hash(long), hash(brief)));
        }
    }
}

//! Word lists: names, places, titles, known organizations, word clusters. They hold no rules: what a list says is
//! evidence for [`super::features`] and [`super::within`], never a verdict.
//!
//! Each list is a text in `assets/lexicons/`, one entry a line (`key`, or `key TAB value`), sorted by the bytes of the
//! key. It is read where it lies in the program, by an index that is laid out when the program is built (`slots`):
//! nothing is prepared at start.

mod slots;

use std::borrow::Cow;

/// A list.
#[derive(Debug)]
pub struct Table {
    text: &'static str,
    index: &'static [u8],
}

/// The list of this name and its index.
macro_rules! table {
    ($name:literal) => {
        Table {
            text: include_str!(concat!("../../assets/lexicons/", $name, ".tsv")),
            index: include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".index")),
        }
    };
}

/// Given names: `m`, `f`, `u` (both), `-` (unknown).
pub static GIVEN: Table = table!("given");
/// Surnames: how common, 3 to 1 in the United States, `w` elsewhere.
pub static SURNAMES: Table = table!("surnames");
/// Cities of 25,000 people and more: a digit that grows with size.
pub static CITIES: Table = table!("cities");
/// Country names (`n`), demonyms (`d`), capitals (`c`) and states of the United States (`s`), each with the country's
/// or state's usual name behind a second tab.
pub static COUNTRIES: Table = table!("countries");
/// Well-known organizations `o`, media `m`, clubs `c`, public bodies `b`, people `p`, events and works `x`.
pub static KNOWN: Table = table!("known");
/// Acronyms of public bodies and their names in full.
pub static ACRONYMS: Table = table!("acronyms");
/// More acronyms of bodies and their names: for joining names only, the tagger has not learnt them.
pub static BODIES: Table = table!("bodies");
/// The gender, `m` or `f`, of given names of which [`GIVEN`] does not say it.
pub static GENDER: Table = table!("gender");
/// What is printed before a person's name: `h` for honorifics, another letter for offices, ranks and jobs.
pub static TITLES: Table = table!("titles");
/// Short forms of given names, and the names they stand for.
pub static NICKNAMES: Table = table!("nicknames");
/// How words behave in other texts: a digit for how rare they are, a digit for how often they are nouns.
pub static FREQUENCY: Table = table!("frequency");
/// Subjects of the IPTC Media Topics, the last word in the singular, and the names they are shown by.
pub static SUBJECTS: Table = table!("topics");
/// Words that are no topic and no part of one: they say how, when, how much, or could be said of anything.
pub static STOP: Table = table!("stop");
/// Words and their cluster: 18 bits of a Brown path in three signs of base 64.
static CLUSTERS: Table = table!("clusters");

impl Table {
    /// The value of `key`: empty where the list has keys only.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&'static str> {
        let value = self.find(key, |behind| match behind.as_bytes().first() {
            None | Some(b'\n') => Some(""),
            Some(b'\t') => behind.get(1..behind.bytes().position(|byte| byte == b'\n').unwrap_or(behind.len())),
            Some(_) => None,
        });
        // A line is no key with its value.
        value.filter(|_| !key.contains(['\t', '\n']))
    }

    /// Whether `key` is in the list.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Whether some key starts with `start`, a word and the space behind it.
    #[must_use]
    pub fn starts(&self, start: &str) -> bool {
        self.find(start, Some).is_some()
    }

    /// Every entry, in order: key and value.
    pub fn entries(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        self.text.lines().map(|line| line.split_once('\t').unwrap_or((line, "")))
    }

    /// What `take` makes of the list from behind the first `key` that stands at the start of a line and is one to it.
    fn find<T>(&self, key: &str, take: impl Fn(&'static str) -> Option<T>) -> Option<T> {
        const PLACE: u32 = (1 << slots::PLACE) - 1;
        let (slots, _) = self.index.as_chunks::<4>();
        let (first, sign) = slots::of(key.as_bytes(), slots.len());
        let (before, from) = slots.split_at_checked(first).unwrap_or_default();
        for &slot in from.iter().chain(before) {
            let entry = u32::from_le_bytes(slot);
            if entry == 0 {
                return None;
            }
            if entry & !PLACE == sign {
                let line = self.text.get((entry & PLACE) as usize - 1..);
                let found = line.and_then(|line| line.strip_prefix(key)).and_then(&take);
                if found.is_some() {
                    return found;
                }
            }
        }
        None
    }
}

/// The form in which words are looked up: lower case, no diacritics, straight apostrophes.
#[must_use]
pub fn key(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        if word.bytes().any(|b| b.is_ascii_uppercase()) {
            return Cow::Owned(word.to_ascii_lowercase());
        }
        return Cow::Borrowed(word);
    }
    Cow::Owned(crate::text::fold::fold(word).replace(['’', '‘'], "'"))
}

/// The cluster of a word as it is written: 18 bits, the first of them the broadest class.
#[must_use]
pub fn cluster(word: &str) -> Option<u32> {
    const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
    let value = CLUSTERS.get(word)?;
    value.bytes().try_fold(0, |path, sign| Some(path << 6 | DIGITS.iter().position(|&d| d == sign)? as u32))
}

/// The usual name of the country that `form` names ("U.S." gives "United States"); demonyms and capitals do not.
#[must_use]
pub fn country(form: &str) -> Option<&'static str> {
    let folded = key(form);
    let bare = folded.strip_prefix("the ").unwrap_or(&folded);
    COUNTRIES.get(bare).and_then(|value| value.strip_prefix("n\t"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_sorted_and_every_key_is_found() {
        for table in [
            &GIVEN, &SURNAMES, &CITIES, &COUNTRIES, &KNOWN, &ACRONYMS, &TITLES, &NICKNAMES, &FREQUENCY, &SUBJECTS,
            &STOP, &CLUSTERS, &BODIES, &GENDER,
        ] {
            let keys: Vec<_> = table.entries().map(|(key, _)| key).collect();
            assert!(keys.len() > 100 && keys.is_sorted_by(|a, b| a < b));
            for (key, value) in table.entries().step_by(37) {
                assert_eq!(table.get(key), Some(value), "{key}");
            }
        }
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        for word in ["", "zzzzzz", "marcoo", "\t", "\n", "é"] {
            assert_eq!(GIVEN.get(word), None, "{word:?}");
        }
        assert!(CITIES.starts("new ") && !CITIES.starts("newx "));
    }

    #[test]
    fn forms_of_a_country_have_one_name() {
        for form in ["U.S.", "US", "the United States", "America"] {
            assert_eq!(country(form), Some("United States"), "{form}");
        }
        assert_eq!(country("American"), None);
        assert_eq!(country("Paris"), None);
    }
}

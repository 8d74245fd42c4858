//! Word lists: names, places, titles, known organizations, word clusters. They hold no rules: what a list says is
//! evidence for [`super::features`] and [`super::within`], never a verdict.
//!
//! Each list is a text in `assets/lexicons/`, one entry a line (`key`, or `key TAB value`), sorted by the bytes of the
//! key. It is searched where it lies in the program; only some of the lines are noted, on first use.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::OnceLock;

/// A sorted list.
#[derive(Debug)]
pub struct Table {
    text: &'static str,
    /// Some of the lines: how the key starts, and where the line does.
    marks: OnceLock<Vec<(u64, u32)>>,
}

/// Bytes between two lines that are noted.
const STRIDE: usize = 48;

/// Given names: `m`, `f`, `u` (both), `-` (unknown).
pub static GIVEN: Table = Table::new(include_str!("../../assets/lexicons/given.tsv"));
/// Surnames: how common, 3 to 1 in the United States, `w` elsewhere.
pub static SURNAMES: Table = Table::new(include_str!("../../assets/lexicons/surnames.tsv"));
/// Cities of 25,000 people and more: a digit that grows with size.
pub static CITIES: Table = Table::new(include_str!("../../assets/lexicons/cities.tsv"));
/// Country names (`n`), demonyms (`d`), capitals (`c`) and states of the United States (`s`), each with the country's
/// or state's usual name behind a second tab.
pub static COUNTRIES: Table = Table::new(include_str!("../../assets/lexicons/countries.tsv"));
/// Well-known organizations `o`, media `m`, clubs `c`, public bodies `b`, people `p`, events and works `x`.
pub static KNOWN: Table = Table::new(include_str!("../../assets/lexicons/known.tsv"));
/// Acronyms of public bodies and their names in full.
pub static ACRONYMS: Table = Table::new(include_str!("../../assets/lexicons/acronyms.tsv"));
/// More acronyms of bodies and their names: for joining names only, the tagger has not learnt them.
pub static BODIES: Table = Table::new(include_str!("../../assets/lexicons/bodies.tsv"));
/// The gender, `m` or `f`, of given names of which [`GIVEN`] does not say it.
pub static GENDER: Table = Table::new(include_str!("../../assets/lexicons/gender.tsv"));
/// What is printed before a person's name: `h` for honorifics, another letter for offices, ranks and jobs.
pub static TITLES: Table = Table::new(include_str!("../../assets/lexicons/titles.tsv"));
/// Short forms of given names, and the names they stand for.
pub static NICKNAMES: Table = Table::new(include_str!("../../assets/lexicons/nicknames.tsv"));
/// How words behave in other texts: a digit for how rare they are, a digit for how often they are nouns.
pub static FREQUENCY: Table = Table::new(include_str!("../../assets/lexicons/frequency.tsv"));
/// Subjects of the IPTC Media Topics, the last word in the singular, and the names they are shown by.
pub static SUBJECTS: Table = Table::new(include_str!("../../assets/lexicons/topics.tsv"));
/// Words that are no topic and no part of one: they say how, when, how much, or could be said of anything.
pub static STOP: Table = Table::new(include_str!("../../assets/lexicons/stop.tsv"));
/// Words and their cluster: 18 bits of a Brown path in three signs of base 64.
static CLUSTERS: Table = Table::new(include_str!("../../assets/lexicons/clusters.tsv"));

impl Table {
    const fn new(text: &'static str) -> Self {
        Self { text, marks: OnceLock::new() }
    }

    /// The value of `key`: empty where the list has keys only.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&'static str> {
        let line = self.line(self.lower_bound(key.as_bytes()))?;
        let (found, value) = line.split_once('\t').unwrap_or((line, ""));
        (found == key).then_some(value)
    }

    /// Whether `key` is in the list.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Whether some key starts with `prefix`.
    #[must_use]
    pub fn starts(&self, prefix: &str) -> bool {
        self.line(self.lower_bound(prefix.as_bytes())).is_some_and(|line| line.starts_with(prefix))
    }

    /// Every entry, in order: key and value.
    pub fn entries(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        self.text.lines().map(|line| line.split_once('\t').unwrap_or((line, "")))
    }

    fn line(&self, at: usize) -> Option<&'static str> {
        {
            let rest = self.text.get(at..).filter(|rest| !rest.is_empty())?;
            rest.get(..rest.bytes().position(|b| b == b'\n').unwrap_or(rest.len()))
        }
    }

    /// Where the first line starts whose key is not smaller than `key`.
    fn lower_bound(&self, key: &[u8]) -> usize {
        let bytes = self.text.as_bytes();
        let marks = self.marks.get_or_init(|| marks(bytes));
        let wanted = start_of(key);
        let before = marks.partition_point(|&(start, _)| start < wanted);
        let mut at = before.checked_sub(1).and_then(|at| marks.get(at)).map_or(0, |&(_, line)| line as usize);
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            if compare(rest, key) != Ordering::Less {
                break;
            }
            at += rest.iter().position(|&b| b == b'\n').map_or(rest.len(), |end| end + 1);
        }
        at
    }
}

/// The lines of a list that are noted.
fn marks(bytes: &[u8]) -> Vec<(u64, u32)> {
    let mut marks = Vec::with_capacity(bytes.len() / STRIDE + 1);
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        marks.push((start_of(rest), at as u32));
        let next = rest.get(STRIDE..).and_then(|far| far.iter().position(|&b| b == b'\n'));
        at = next.map_or(bytes.len(), |end| at + STRIDE + end + 1);
    }
    marks
}

/// The first eight bytes of a key as a number that sorts as they do.
fn start_of(line: &[u8]) -> u64 {
    let mut start = 0;
    let mut ended = false;
    for at in 0..8 {
        let byte = line.get(at).copied().filter(|&b| !ended && b != b'\t' && b != b'\n');
        ended |= byte.is_none();
        start = start << 8 | u64::from(byte.unwrap_or(0));
    }
    start
}

/// Compares the key at the start of `line` with `key`.
fn compare(line: &[u8], key: &[u8]) -> Ordering {
    for (at, &wanted) in key.iter().enumerate() {
        match line.get(at) {
            None | Some(b'\t' | b'\n') => return Ordering::Less,
            Some(&found) if found != wanted => return found.cmp(&wanted),
            Some(_) => {}
        }
    }
    match line.get(key.len()) {
        None | Some(b'\t' | b'\n') => Ordering::Equal,
        Some(_) => Ordering::Greater,
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

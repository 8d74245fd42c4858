//! When two spellings may be one name: how a word sounds, and whether one letter was mistyped. It knows no names and decides
//! nothing: [`super::people`] asks it about words that differ.

use std::borrow::Cow;

/// Groups of letters that transliterations write in several ways, the longer ones first, and what they become.
const GROUPS: &[(&str, &str)] = &[
    ("tsch", "ch"),
    ("tch", "ch"),
    ("tsh", "ch"),
    ("sch", "sh"),
    ("dzh", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("dj", "j"),
    ("ck", "k"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ie", "i"),
    ("ae", "a"),
    ("oe", "o"),
    ("ue", "u"),
    ("ey", "ai"),
    ("ei", "ai"),
    ("ay", "ai"),
    ("ij", "i"),
];

/// A folded word as it is heard, roughly: "zelenskyy" and "zelensky" come out alike, and "mueller" and "muller". Words of
/// fewer than four letters are too short to tell, and stay.
#[must_use]
pub fn sound(word: &str) -> Cow<'_, str> {
    if word.len() < 4 || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        if let Some((group, one)) = GROUPS.iter().find(|(group, _)| rest.starts_with(group)) {
            one.chars().for_each(|c| put(&mut out, c));
            rest = rest.get(group.len()..).unwrap_or_default();
            continue;
        }
        let c = match c {
            'y' => 'i',
            'w' => 'v',
            'q' => 'k',
            'c' if !rest.starts_with("ch") && !rest.starts_with("ce") && !rest.starts_with("ci") => 'k',
            'f' if rest.len() == 1 => 'v',
            c => c,
        };
        if c.is_alphanumeric() {
            put(&mut out, c);
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    if out.len() > 3 && out.ends_with('h') && out.as_bytes().iter().nth_back(1).is_some_and(|b| b"aeiou".contains(b)) {
        out.pop();
    }
    Cow::Owned(out)
}

/// Adds a letter, once where it is doubled.
fn put(out: &mut String, c: char) {
    if !out.ends_with(c) {
        out.push(c);
    }
}

/// Whether two words sound alike.
#[must_use]
pub fn alike(a: &str, b: &str) -> bool {
    a == b || sound(a) == sound(b)
}

/// Whether one slip of the pen makes one word the other: a letter more, another letter, or two that changed places. Only
/// words of five letters and more that begin alike: shorter ones are too often other names.
#[must_use]
pub fn is_slip(a: &str, b: &str) -> bool {
    let (a, b) = if a.len() <= b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    if a.len() < 5 || b.len() - a.len() > 1 || a.first() != b.first() || a == b {
        return false;
    }
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let rest = |word: &'_ [u8], skip: usize| -> Vec<u8> { word.get(start + skip..).unwrap_or_default().to_vec() };
    if a.len() < b.len() {
        return rest(a, 0) == rest(b, 1);
    }
    let swapped = a.get(start) == b.get(start + 1) && a.get(start + 1) == b.get(start);
    rest(a, 1) == rest(b, 1) || (swapped && rest(a, 2) == rest(b, 2))
}

/// The consonants of a word as it is heard, where there are four or more: what is left of an Arabic name however its vowels
/// are written.
#[must_use]
pub fn skeleton(word: &str) -> Option<String> {
    let bones: String = sound(word).chars().filter(|c| !"aeiou".contains(*c)).collect();
    (bones.len() > 3).then_some(bones)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_sound_alike() {
        let same = [
            ("zelensky", "zelenskyy"),
            ("zelenskiy", "zelensky"),
            ("mueller", "muller"),
            ("khaddafi", "haddafi"),
            ("sarah", "sara"),
            ("katherine", "catherine"),
        ];
        for (a, b) in same {
            assert!(alike(a, b), "{a} {b}: {} {}", sound(a), sound(b));
        }
        for (a, b) in
            [("finn", "flynn"), ("okello", "okafor"), ("low", "lowe"), ("perez", "peres"), ("marin", "martin")]
        {
            assert!(!alike(a, b), "{a} {b}");
        }
        assert_eq!(skeleton("mohammed"), skeleton("muhammad"));
        assert_eq!(skeleton("maria"), None);
    }

    #[test]
    fn a_slip_is_one_letter() {
        let table = [
            ("okello", "okelo", true),
            ("quennell", "quenenll", true),
            ("quennell", "quennoll", true),
            ("quennell", "quannoll", false),
            ("finn", "fenn", false),
            ("quennell", "quennell", false),
            ("", "", false),
        ];
        for (a, b, expected) in table {
            assert_eq!(is_slip(a, b), expected, "{a} {b}");
            assert_eq!(is_slip(b, a), expected, "{b} {a}");
        }
    }
}

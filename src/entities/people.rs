//! When two names of people may be one person: parts of a name, short forms, initials, gender. It sees no article and no
//! library: [`super::within`] and [`super::across`] ask it.

use super::lexicon::{GIVEN, NICKNAMES, TITLES};

/// The parts of a person's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The words in order, folded, without "Jr." and the like; "al-" and "el-" are left off.
    pub words: Vec<String>,
    /// "jr", "sr", "ii", "iii".
    pub suffix: Option<String>,
}

/// What is known of a person's gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// Mr., or a name men have.
    Man,
    /// Ms., Mrs., or a name women have.
    Woman,
}

/// How two names of people go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same words.
    Equal,
    /// The same surname, and given names that agree (short form, initial, a middle name more).
    Variant,
    /// One is the other's surname only.
    Surname,
    /// They name different people, or nothing speaks for one.
    Different,
}

impl Parts {
    /// The parts of a name as it is printed.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let folded = super::lexicon::key(name).into_owned();
        let mut words: Vec<String> = Vec::new();
        let mut suffix = None;
        for word in folded.split([' ', ',']).filter(|word| !word.is_empty()) {
            let bare = word.trim_end_matches('.');
            if !words.is_empty() && matches!(bare, "jr" | "sr" | "ii" | "iii" | "iv") {
                suffix = Some(bare.to_owned());
            } else {
                let bare = if word.len() > 6 {
                    word.strip_prefix("al-").or_else(|| word.strip_prefix("el-")).unwrap_or(word)
                } else {
                    word
                };
                words.push(bare.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').to_owned());
            }
        }
        words.retain(|word| !word.is_empty());
        Self { words, suffix }
    }

    /// The last word.
    #[must_use]
    pub fn surname(&self) -> Option<&str> {
        self.words.last().map(String::as_str)
    }

    /// The first word, where there are two or more.
    #[must_use]
    pub fn given(&self) -> Option<&str> {
        self.words.first().filter(|_| self.words.len() > 1).map(String::as_str)
    }

    /// The surname with its particles ("von der Leyen"), or all but the first word.
    #[must_use]
    pub fn family(&self) -> Option<String> {
        (self.words.len() > 1).then(|| self.words.get(1..).unwrap_or_default().join(" "))
    }

    /// A single word that is a given name and no surname anybody looks up.
    #[must_use]
    pub fn is_lone_given(&self) -> bool {
        match self.words.as_slice() {
            [word] => GIVEN.has(word) && !super::lexicon::SURNAMES.has(word),
            _ => false,
        }
    }

    /// What the given name says of the gender.
    #[must_use]
    pub fn gender(&self) -> Option<Gender> {
        match GIVEN.get(self.given()?)? {
            "m" => Some(Gender::Man),
            "f" => Some(Gender::Woman),
            _ => None,
        }
    }

    /// How this name and `other` go together.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Likeness {
        if self.suffix.is_some() && other.suffix.is_some() && self.suffix != other.suffix {
            return Likeness::Different;
        }
        if self.words.is_empty() || other.words.is_empty() {
            return Likeness::Different;
        }
        if self.words == other.words {
            return Likeness::Equal;
        }
        let (short, long) = if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        if long.words.ends_with(&short.words) {
            // "von der Leyen" and "Ursula von der Leyen"; "Carlos Varela" may be another than "Juan Carlos Varela".
            let particle = short.words.first().is_some_and(|word| is_particle(word));
            return if short.words.len() == 1 || particle { Likeness::Surname } else { Likeness::Variant };
        }
        let (Some(a), Some(b)) = (short.given(), long.given()) else { return Likeness::Different };
        if !given_agree(a, b) {
            return Likeness::Different;
        }
        if short.surname() == long.surname() {
            let middle = |parts: &Self| {
                let inner = parts.words.get(1..parts.words.len() - 1).unwrap_or_default();
                inner.first().and_then(|word| word.chars().next()).filter(|_| inner.len() == 1)
            };
            let clash = middle(short).zip(middle(long)).is_some_and(|(a, b)| a != b);
            return if clash { Likeness::Different } else { Likeness::Variant };
        }
        // "Claudia Finn" and "Claudia Finn Soto": the second surname is often left out.
        let shorter = short.words.get(1..).unwrap_or_default();
        let inside = shorter.iter().all(|word| word.len() > 2 && long.words.contains(word));
        if inside && !shorter.is_empty() && a == b { Likeness::Variant } else { Likeness::Different }
    }
}

/// Whether two given names may be one person's: equal, an initial, a short form.
fn given_agree(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let any_long = |short: &str, holds: &dyn Fn(&str) -> bool| {
        NICKNAMES.get(short).is_some_and(|names| names.split(' ').any(holds))
    };
    // "W." is William's initial, and Bill's.
    let initial = |short: &str, long: &str| {
        let short = short.trim_end_matches('.');
        short.chars().count() == 1 && (long.starts_with(short) || any_long(long, &|name| name.starts_with(short)))
    };
    if initial(a, b) || initial(b, a) {
        return true;
    }
    let stands_for = |short: &str, long: &str| any_long(short, &|name| name == long);
    let hyphen = |a: &str, b: &str| a.split('-').next() == Some(b) && a.len() > b.len();
    stands_for(a, b) || stands_for(b, a) || hyphen(a, b) || hyphen(b, a)
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "al" | "bin"
            | "da"
            | "de"
            | "del"
            | "della"
            | "den"
            | "der"
            | "di"
            | "dos"
            | "du"
            | "el"
            | "la"
            | "le"
            | "ten"
            | "ter"
            | "van"
            | "von"
            | "zu"
    )
}

/// What titles say of the gender.
#[must_use]
pub fn gender_of_titles(titles: &[String]) -> Option<Gender> {
    titles.iter().find_map(|title| match super::lexicon::key(title).trim_end_matches('.') {
        "mr" | "sir" | "lord" | "king" | "prince" | "congressman" | "councilman" | "spokesman" | "chairman" => {
            Some(Gender::Man)
        }
        "mrs" | "ms" | "miss" | "dame" | "lady" | "queen" | "princess" | "baroness" | "congresswoman"
        | "councilwoman" | "spokeswoman" | "chairwoman" | "first lady" => Some(Gender::Woman),
        _ => None,
    })
}

/// Titles that say something of who it is: offices and ranks, not honorifics; folded.
#[must_use]
pub fn offices(titles: &[String]) -> Vec<String> {
    let keys = titles.iter().map(|title| super::lexicon::key(title).into_owned());
    keys.filter(|key| TITLES.get(key).is_some_and(|class| class != "h")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_people_are_compared() {
        let table = [
            ("Orla Finn", "Orla Finn", Likeness::Equal),
            ("Finn", "Orla Finn", Likeness::Surname),
            ("von der Leyen", "Ursula von der Leyen", Likeness::Surname),
            ("Orla Finn", "Marian Finn", Likeness::Different),
            ("Orla B. Finn", "Orla Finn", Likeness::Variant),
            ("Orla B. Finn", "Orla C. Finn", Likeness::Different),
            ("O. Finn", "Orla Finn", Likeness::Variant),
            ("Bill Finn", "William Finn", Likeness::Variant),
            ("Claudia Finn", "Claudia Finn Soto", Likeness::Variant),
            ("Orla Finn Jr.", "Orla Finn Sr.", Likeness::Different),
            ("al-Hadidi", "Samir al-Hadidi", Likeness::Surname),
            ("Orla", "Orla Finn", Likeness::Different),
            ("", "Orla Finn", Likeness::Different),
        ];
        for (a, b, expected) in table {
            assert_eq!(Parts::of(a).likeness(&Parts::of(b)), expected, "{a} / {b}");
            assert_eq!(Parts::of(b).likeness(&Parts::of(a)), expected, "{b} / {a}");
        }
    }
}

//! When two names of people may be one person: parts of a name, short forms, initials, gender. It sees no article and no
//! library: [`super::within`] and [`super::across`] ask it.

use super::lexicon::{GENDER, GIVEN, NICKNAMES, SURNAMES, TITLES};
use super::sounds::{alike, is_slip, skeleton, sound};

/// The parts of a person's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The words in order, folded, without "Jr." and the like; "al-" and "el-" are left off.
    pub words: Vec<String>,
    /// "jr", "sr", "ii", "iii".
    pub suffix: Option<String>,
    /// What stands in quotes or brackets between the words: "the chin", "baby doc".
    pub nick: Option<String>,
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
        let folded = super::lexicon::key(name);
        let mut parts = Self::default();
        let mut nick: Vec<&str> = Vec::new();
        let mut quoted = false;
        for word in folded.split([' ', ',']).filter(|word| !word.is_empty()) {
            let opens = word.starts_with(QUOTES) && folded.matches(QUOTES).nth(1).is_some();
            if quoted || opens {
                quoted = !word.ends_with(QUOTES);
                nick.push(word.trim_matches(QUOTES));
                continue;
            }
            let bare = word.trim_end_matches('.');
            if !parts.words.is_empty() && matches!(bare, "jr" | "sr" | "ii" | "iii" | "iv") {
                parts.suffix = Some(bare.to_owned());
            } else if parts.words.len() < 2 || !DEGREES.contains(&bare) {
                let bare = if word.len() > 6 {
                    word.strip_prefix("al-").or_else(|| word.strip_prefix("el-")).unwrap_or(word)
                } else {
                    word
                };
                parts.words.push(bare.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').to_owned());
            }
        }
        parts.words.retain(|word| !word.is_empty());
        // "Abdel al Sisi" is "Abdel al-Sisi".
        if parts.words.len() > 1 {
            let last = parts.words.pop();
            parts.words.retain(|word| word != "al" && word != "el");
            parts.words.extend(last);
        }
        if parts.words.is_empty() {
            parts.words = nick.iter().map(|&word| word.to_owned()).collect();
        } else if !nick.is_empty() {
            parts.nick = Some(nick.join(" "));
        }
        parts
    }

    /// Whether the surname comes first, as in "Xi Jinping": a frequent surname of China, Korea or Vietnam, and behind it
    /// no name that Europeans and Americans bear.
    #[must_use]
    pub fn is_family_first(&self) -> bool {
        let Some((first, rest)) = self.words.split_first() else { return false };
        let also_given = gender_of(first).is_some();
        let two = rest.len() == 2 || rest.iter().any(|word| word.contains('-'));
        matches!(rest.len(), 1 | 2)
            && EASTERN.binary_search(&first.as_str()).is_ok()
            && (two || !also_given)
            && !rest.iter().any(|word| SURNAMES.has(word) || word.ends_with('.') || gender_of(word).is_some())
    }

    /// The last word, or the first where the surname comes first.
    #[must_use]
    pub fn surname(&self) -> Option<&str> {
        let word = if self.is_family_first() { self.words.first() } else { self.words.last() };
        word.map(String::as_str)
    }

    /// The first word that is not the surname, where there are two or more.
    #[must_use]
    pub fn given(&self) -> Option<&str> {
        let at = usize::from(self.is_family_first());
        self.words.get(at).filter(|_| self.words.len() > 1).map(String::as_str)
    }

    /// A single word that is a given name and no surname anybody looks up.
    #[must_use]
    pub fn is_lone_given(&self) -> bool {
        match self.words.as_slice() {
            [word] => GIVEN.has(word) && !SURNAMES.has(word),
            _ => false,
        }
    }

    /// What the given name says of the gender.
    #[must_use]
    pub fn gender(&self) -> Option<Gender> {
        gender_of(self.given()?)
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
        if self.is_family_first() || other.is_family_first() {
            return short.eastern_likeness(long);
        }
        if long.words.ends_with(&short.words) {
            // "von der Leyen" and "Ursula von der Leyen"; "Carlos Varela" may be another than "Juan Carlos Varela".
            let particle = short.words.first().is_some_and(|word| is_particle(word));
            return if short.words.len() == 1 || particle { Likeness::Surname } else { Likeness::Variant };
        }
        // 'Bartholomew "Bart" Low' is Bart Low.
        let nicked = |long: &Self, short: &Self| {
            long.nick.is_some() && long.nick.as_deref() == short.given() && long.surname() == short.surname()
        };
        if nicked(long, short) || nicked(short, long) {
            return Likeness::Variant;
        }
        let (Some(a), Some(b)) = (short.given(), long.given()) else { return Likeness::Different };
        let same = short.surname().zip(long.surname()).is_some_and(|(a, b)| alike(a, b));
        let clash = gender_of(a).zip(gender_of(b)).is_some_and(|(a, b)| a != b);
        if clash || !given_agree(a, b) {
            return Likeness::Different;
        }
        if same {
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

    /// The same, where the surname of one of them comes first: "Kim Jong-un" is "Kim Jong Un" and no "Kim Jong-il".
    fn eastern_likeness(&self, long: &Self) -> Likeness {
        if let [word] = self.words.as_slice() {
            return if long.surname() == Some(word) { Likeness::Surname } else { Likeness::Different };
        }
        let together = |parts: &Self| parts.words.concat().replace('-', "");
        let mut turned = self.words.clone();
        turned.rotate_right(1);
        let same = sound(&together(self)) == sound(&together(long)) || turned == long.words;
        if same { Likeness::Variant } else { Likeness::Different }
    }
}

/// What nicknames stand in.
const QUOTES: [char; 6] = ['"', '“', '”', '\'', '(', ')'];

/// Degrees and orders behind a name.
const DEGREES: &[&str] = &["cbe", "esq", "m.d", "mbe", "md", "obe", "ph.d", "phd"];

/// The most frequent surnames of China, Korea and Vietnam, as they are written abroad.
const EASTERN: &[&str] = &[
    "ahn", "bae", "bai", "ban", "bui", "cai", "cao", "chang", "chen", "cheng", "cho", "choi", "chung", "cui", "dang",
    "deng", "ding", "dinh", "dong", "duong", "fan", "fang", "feng", "fu", "gao", "gong", "gu", "guo", "han", "he",
    "ho", "hoang", "hong", "hu", "hua", "huang", "hwang", "jang", "jeon", "jeong", "jia", "jiang", "jin", "jung",
    "kang", "kim", "kong", "kwon", "le", "lee", "lei", "li", "liang", "lim", "lin", "liu", "lu", "luo", "ma", "mao",
    "meng", "moon", "ngo", "nguyen", "oh", "pan", "park", "peng", "pham", "phan", "qian", "qin", "ren", "roh", "ryu",
    "seo", "shao", "shen", "shi", "shin", "song", "su", "suh", "sun", "tan", "tang", "tian", "tran", "truong", "vo",
    "vu", "wan", "wang", "wei", "wen", "wu", "xi", "xiao", "xie", "xu", "yan", "yang", "yao", "ye", "yin", "yoo",
    "yoon", "yu", "yuan", "yun", "zeng", "zhang", "zhao", "zheng", "zhong", "zhou", "zhu",
];

/// What a given name says of the gender.
pub(super) fn gender_of(given: &str) -> Option<Gender> {
    let listed = GIVEN.get(given).filter(|gender| *gender != "-").or_else(|| GENDER.get(given))?;
    match listed {
        "m" => Some(Gender::Man),
        "f" => Some(Gender::Woman),
        _ => None,
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
    // "Alex" for whatever it is the beginning of; "Maria" is no short "Mariana".
    let begins = |a: &str, b: &str| (3..=4).contains(&a.len()) && b.len() > a.len() + 1 && b.starts_with(a);
    let first = a.chars().next() == b.chars().next();
    let misspelt = || first && !(GIVEN.has(a) && GIVEN.has(b)) && is_slip(a, b);
    let bones = || first && skeleton(a).is_some_and(|bones| Some(bones) == skeleton(b));
    stands_for(a, b)
        || stands_for(b, a)
        || hyphen(a, b)
        || hyphen(b, a)
        || begins(a, b)
        || begins(b, a)
        || alike(a, b)
        || misspelt()
        || bones()
}

pub(super) fn is_particle(word: &str) -> bool {
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
    fn surnames_of_the_east_can_be_searched() {
        assert!(EASTERN.is_sorted());
    }

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
            ("Petro Zelinskyy", "Petro Zelinsky", Likeness::Variant),
            ("Muhammad Hadidi", "Mohamed al-Hadidi", Likeness::Variant),
            ("Samir al Hadidi", "Samir al-Hadidi", Likeness::Equal),
            ("Vincent \"the Tide\" Low", "Vincent Low", Likeness::Equal),
            ("Osvald \"Nib\" Low", "Nib Low", Likeness::Variant),
            ("Katherine Low", "Catherine Low", Likeness::Variant),
            ("Alex Low", "Alexander Low", Likeness::Variant),
            ("Maria Low", "Mariana Low", Likeness::Different),
            ("Maria Low", "Mario Low", Likeness::Different),
            ("Paul Low", "Paula Low", Likeness::Different),
            ("Jermayne Low", "Jerymayne Low", Likeness::Variant),
            ("Orla Finn, MD", "Orla Finn", Likeness::Equal),
            ("Kim Jong-un", "Kim Jong Un", Likeness::Variant),
            ("Kim Jong-un", "Kim Jong-il", Likeness::Different),
            ("Zhang", "Zhang Weilin", Likeness::Surname),
            ("Weilin", "Zhang Weilin", Likeness::Different),
            ("Weilin Zhang", "Zhang Weilin", Likeness::Variant),
            ("", "Orla Finn", Likeness::Different),
        ];
        for (a, b, expected) in table {
            assert_eq!(Parts::of(a).likeness(&Parts::of(b)), expected, "{a} / {b}");
            assert_eq!(Parts::of(b).likeness(&Parts::of(a)), expected, "{b} / {a}");
        }
    }
}

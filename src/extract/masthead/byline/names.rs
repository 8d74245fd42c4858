//! The names of people in a byline: offices, places, employers, addresses and days are taken off. Which line is the
//! byline is not decided here.

use super::super::{Ballot, cased, date};
use crate::extract::{language, phrases};
use crate::text::calendar;
use crate::text::fold::fold;

/// Words that are offices, not names, folded.
const OFFICES: [&str; 44] = [
    "staff",
    "writer",
    "writers",
    "reporter",
    "reporters",
    "editor",
    "editors",
    "correspondent",
    "correspondents",
    "columnist",
    "contributor",
    "contributors",
    "contributing",
    "special",
    "senior",
    "chief",
    "associate",
    "assistant",
    "bureau",
    "desk",
    "team",
    "newsroom",
    "journalist",
    "producer",
    "political",
    "business",
    "sports",
    "science",
    "health",
    "news",
    "agency",
    "associated",
    "press",
    "reuters",
    "afp",
    "redaktion",
    "redaction",
    "redaccion",
    "redazione",
    "redactie",
    "guest",
    "opinion",
    "freelance",
    "author",
];

/// Words that ask the reader to do something: what begins with one is a button, not a name.
const REQUESTS: [&str; 22] = [
    "add",
    "buy",
    "click",
    "contact",
    "follow",
    "get",
    "leave",
    "listen",
    "log",
    "print",
    "read",
    "save",
    "see",
    "send",
    "share",
    "show",
    "sign",
    "skip",
    "subscribe",
    "view",
    "visit",
    "watch",
];

/// Particles inside names, folded.
const PARTICLES: [&str; 26] = [
    "de", "da", "do", "dos", "das", "del", "della", "di", "du", "la", "le", "van", "von", "der", "den", "ter", "ten",
    "zu", "al", "el", "bin", "ibn", "af", "y", "e", "mc",
];

/// The words of a line, without a part of it that is the name of the paper ("Ana Roe, The Fjord Post").
pub(super) fn count_words(line: &str, names: &Ballot) -> usize {
    let is_paper = |part: &str| {
        let key = fold(part.trim());
        names.candidates.iter().any(|(paper, _, votes)| *paper == key && *votes >= 1.0)
    };
    line.split(',').filter(|part| !is_paper(part)).map(|part| part.split_whitespace().count()).sum()
}

/// The names of people in what follows the sign of a byline.
pub(in super::super) fn people(text: &str, names: &Ballot) -> Vec<String> {
    let mut text = text.trim().to_owned();
    if text.starts_with("http") {
        return Vec::new();
    }
    // Addresses and what stands in brackets.
    if let Some(at) = text.find(['<', '[', '{']) {
        text.truncate(at);
    }
    while let (Some(open), Some(close)) = (text.find('('), text.find(')')) {
        if close < open {
            break;
        }
        text.replace_range(open..=close, ",");
    }
    let mut people = Vec::new();
    'parts: for part in text.split([',', '|', ';', '·', '•', '/', '\n', '&']) {
        let mut name: Vec<&str> = Vec::new();
        let flush = |name: &mut Vec<&str>, people: &mut Vec<String>| {
            if let Some(found) = person(name, names) {
                people.push(found);
            }
            name.clear();
        };
        let mut words = part.split_whitespace().peekable();
        while let Some(word) = words.next() {
            let folded = fold(word);
            let is_before_number = words.peek().is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
            match folded.as_str() {
                "and" | "und" | "et" | "en" | "with" | "och" | "и" | "mit" => flush(&mut name, &mut people),
                "y" | "e" if !name.is_empty() => flush(&mut name, &mut people),
                // A place, an employer or a day begins: the names are over.
                "in" | "for" | "at" | "on" | "from" | "of" | "the" | "updated" | "published" | "posted" | "special"
                | "aus" | "a" | "is" => {
                    flush(&mut name, &mut people);
                    if people.is_empty() && folded != "the" {
                        return people;
                    }
                    continue 'parts;
                }
                // "Ana Roe Oct. 13": the day begins.
                _ if name.len() >= 2 && is_before_number && date::is_calendar(folded.trim_end_matches('.')) => {
                    flush(&mut name, &mut people);
                    continue 'parts;
                }
                _ if word.contains('@') || word.bytes().any(|b| b.is_ascii_digit()) => {
                    flush(&mut name, &mut people);
                    continue 'parts;
                }
                "by" if name.is_empty() => {}
                // "Ana Roe Stand: May": a label begins.
                _ if !name.is_empty() && word.ends_with(':') => {
                    flush(&mut name, &mut people);
                    continue 'parts;
                }
                _ if matches!(word, "-" | "–" | "—") => {
                    flush(&mut name, &mut people);
                    // "The Post - Ana Roe": the name is still to come.
                    if !people.is_empty() {
                        continue 'parts;
                    }
                }
                _ => name.push(word),
            }
        }
        flush(&mut name, &mut people);
    }
    people
}

/// A person's name, if the words can be one: two to five words with capitals, no office, not the paper.
fn person(words: &[&str], names: &Ballot) -> Option<String> {
    let words: Vec<&str> =
        words.iter().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')')).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    // An office after the name ends it; one before it begins no name.
    let end = words.iter().position(|word| OFFICES.contains(&fold(word).as_str())).unwrap_or(words.len());
    let words = words.get(..end)?;
    if !(2..=5).contains(&words.len()) {
        return None;
    }
    let is_name_word = |word: &&str| {
        let is_particle = PARTICLES.contains(&fold(word).as_str());
        let starts = word.chars().next().is_some_and(char::is_uppercase);
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        (starts || is_particle) && letters * 2 > word.len() / 2 && !word.contains(':')
    };
    let first_is_capital = words.first()?.chars().next().is_some_and(char::is_uppercase);
    if !first_is_capital || !words.iter().all(is_name_word) {
        return None;
    }
    let name =
        words.join(" ").trim_end_matches(|c: char| c == '.' && words.last().is_none_or(|w| w.len() > 3)).to_owned();
    let key = fold(&name);
    let is_paper = names.candidates.iter().any(|(paper, _, votes)| *paper == key && *votes >= 2.0);
    let list: Vec<&str> = key.split(' ').collect();
    let is_request = list.first().is_some_and(|word| REQUESTS.contains(word));
    let is_clutter = phrases::cover(&list).iter().sum::<u16>() > 0;
    // "Wednesday Edition" is no name; "Jan Moe" and "April Lund" are.
    let is_dated = list.iter().all(|word| date::is_calendar(word))
        || list.iter().any(|word| word.len() >= 6 && calendar::weekday(word).is_some());
    let is_twice = list.iter().enumerate().any(|(at, word)| list.iter().skip(at + 1).any(|other| other == word));
    let functions = list
        .iter()
        .filter(|word| !PARTICLES.contains(word) && language::function_word(word) & 1 != 0 && word.len() > 1);
    (!is_paper && !is_clutter && !is_dated && !is_twice && !is_request && functions.count() == 0).then(|| cased(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_out_of_bylines() {
        let mut names = Ballot::default();
        names.vote("The Harbor Post", 3.0);
        for (text, expected) in [
            ("Ana Roe and Bo Lind", &["Ana Roe", "Bo Lind"][..]),
            ("Ana Roe, Bo Lind and Cy Dee in Lagos", &["Ana Roe", "Bo Lind", "Cy Dee"]),
            ("ANA ROE FOR DAILY GLOBE ONLINE", &["Ana Roe"]),
            ("Ana Roe, Staff Writer | Aug 14, 2025", &["Ana Roe"]),
            ("Ana Roe (now) and Bo Lind (earlier)", &["Ana Roe", "Bo Lind"]),
            ("Wendell J. Roe", &["Wendell J. Roe"]),
            ("Ingrid Vasquez-Holm", &["Ingrid Vasquez-Holm"]),
            ("Ana Roe aroe@post.example", &["Ana Roe"]),
            ("Ana Roe Oct. 13, 2026", &["Ana Roe"]),
            ("The Harbor Post on Feb. 19, 2025", &[]),
            ("Ludwig van Beek", &["Ludwig van Beek"]),
            ("harbornews - Ana Roe", &["Ana Roe"]),
            ("Ana Roe Stand: May", &["Ana Roe"]),
            ("Jan Moe and April Lund", &["Jan Moe", "April Lund"]),
            ("Blog Blog Status", &[]),
            ("the board of the harbor", &[]),
            ("Staff Writer", &[]),
            ("Log In", &[]),
            ("Send Wreaths", &[]),
        ] {
            assert_eq!(people(text, &names), expected, "{text}");
        }
    }
}

//! Tokens and sentences as byte ranges: words, numbers and signs, and which of them open a sentence. They are surface
//! units: no lemma, no tag.
//!
//! A possessive ending is a token of its own, an abbreviation keeps its full stop ("U.S.", "Mr."), and a hyphen
//! stays inside a name ("Jong-un", "Saint-Denis") but parts a name from a word ("Geneva|-|based", "anti|-|Atlantis").

use std::ops::Range;

/// A word, a number or a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Byte range in the text; never empty, on character boundaries.
    pub range: Range<u32>,
    /// It opens a sentence (the first token of a text and of a line always does).
    pub opens: bool,
}

impl Token {
    /// The token's own text. An impossible range gives an empty text.
    #[must_use]
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.range.start as usize..self.range.end as usize).unwrap_or("")
    }
}

/// Words that keep a full stop, in lower case: before a name, inside one, or after one.
const ABBREVIATIONS: &[&str] = &[
    "adm", "assn", "ave", "blvd", "bros", "brig", "capt", "cmdr", "co", "col", "corp", "cpl", "dept", "det", "dist",
    "dr", "esq", "ft", "gen", "gov", "hon", "inc", "insp", "jr", "lt", "ltd", "maj", "mr", "mrs", "ms", "mt", "no",
    "ont", "ph", "pres", "prof", "pvt", "rep", "reps", "rev", "sen", "sens", "sgt", "spc", "sr", "st", "supt", "vs",
];

/// What is put before a name with a hyphen, in lower case.
const PREFIXES: &[&str] = &["anti", "pro", "ex", "non", "pre", "post", "mid", "un", "trans", "inter", "then", "half"];

/// Short words that follow a name with a hyphen; longer ones are told by their endings.
const SUFFIXES: &[&str] = &[
    "led", "run", "era", "like", "born", "wide", "made", "held", "style", "only", "built", "bound", "area", "type",
    "size", "born", "free", "level", "owned", "based", "in", "to",
];

/// Words that open a sentence even where an abbreviation stands before them.
const OPENERS: &[&str] =
    &["The", "He", "She", "It", "They", "But", "In", "On", "A", "An", "This", "That", "We", "I", "His", "Her"];

/// The tokens of `text`, in order.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut opening = Opening { next: true, stopped: false, abbreviated: false };
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if c.is_whitespace() {
            if c == '\n' {
                opening.next = true;
            }
            opening.space();
            at += c.len_utf8();
        } else if c.is_alphanumeric() {
            let end = word_end(text, at);
            word(text, at..end, &mut opening, &mut out);
            // An abbreviation takes in the full stop behind it.
            at = out.last().map_or(end, |token| end.max(token.range.end as usize));
        } else {
            let end = sign_end(text, at, c);
            let sign = text.get(at..end).unwrap_or("");
            out.push(Token { range: at as u32..end as u32, opens: opening.sign(sign) });
            at = end;
        }
    }
    out
}

/// Follows where sentences end.
struct Opening {
    next: bool,
    stopped: bool,
    abbreviated: bool,
}

impl Opening {
    /// White space after a full stop makes the next token open a sentence.
    const fn space(&mut self) {
        if self.stopped {
            self.next = true;
            self.stopped = false;
        }
    }

    fn sign(&mut self, sign: &str) -> bool {
        let opens = std::mem::take(&mut self.next);
        self.abbreviated = false;
        match sign.chars().next() {
            Some('.' | '!' | '?' | '…') => self.stopped = true,
            // A closing quote or bracket belongs to the sentence before it.
            Some('"' | '”' | '’' | '\'' | ')' | ']' | '»') => {}
            _ => self.stopped = false,
        }
        opens
    }

    fn word(&mut self, word: &str) -> bool {
        let capital = word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
        let mut opens = std::mem::take(&mut self.next);
        if self.abbreviated && OPENERS.contains(&word) {
            opens = true;
        }
        // "e.g. the" does not open anything: a sentence starts with a capital or a number.
        if opens && !capital && self.abbreviated {
            opens = false;
        }
        self.stopped = false;
        self.abbreviated = word.ends_with('.');
        opens
    }
}

/// The end of a run of letters, digits and the signs that may stand inside a word.
fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut chars = text.get(start..).unwrap_or("").char_indices().peekable();
    let mut previous = ' ';
    while let Some((offset, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, next)| next);
        let inside = c.is_alphanumeric()
            || is_mark(c)
            || (matches!(c, '\'' | '’' | '&' | '-' | '‑') && previous.is_alphanumeric() && next.is_alphanumeric())
            || (c == ',' && previous.is_numeric() && next.is_numeric())
            || (c == '.' && dotted(previous, next));
        if !inside {
            break;
        }
        previous = c;
        end = start + offset + c.len_utf8();
    }
    end
}

/// A combining mark or an invisible joiner: part of the letter before it.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{ad}')
}

/// A full stop between letters joins them, unless a space is missing after a sentence ("end.Next").
fn dotted(previous: char, next: char) -> bool {
    previous.is_alphanumeric() && next.is_alphanumeric() && !(previous.is_lowercase() && next.is_uppercase())
}

/// The end of a sign: one character, or a run of the same full stop or dash.
fn sign_end(text: &str, start: usize, sign: char) -> usize {
    let rest = text.get(start..).unwrap_or("");
    // "'s" and "’s" stand alone where a text was put together from tokens.
    if matches!(sign, '\'' | '’') {
        let mut after = rest.chars().skip(1);
        if matches!(after.next(), Some('s' | 'S')) && !after.next().is_some_and(char::is_alphanumeric) {
            return start + sign.len_utf8() + 1;
        }
    }
    if !matches!(sign, '.' | '-' | '`' | '*' | '_' | '=') {
        return start + sign.len_utf8();
    }
    start + rest.chars().take_while(|&c| c == sign).map(char::len_utf8).sum::<usize>()
}

/// Pushes a run that [`word_end`] found as one token or several.
fn word(text: &str, range: Range<usize>, opening: &mut Opening, out: &mut Vec<Token>) {
    let mut end = range.end;
    let mut whole = text.get(range.clone()).unwrap_or("");
    // The possessive ending goes off first.
    let mut tail = None;
    for ending in ["'s", "’s", "'S", "’S"] {
        if let Some(stem) = whole.strip_suffix(ending) {
            if !stem.is_empty() {
                tail = Some(range.start + stem.len()..range.end);
                end = range.start + stem.len();
                whole = stem;
            }
            break;
        }
    }
    let mut start = range.start;
    if let Some(cut) = hyphen(whole) {
        let hyphen = whole.get(cut..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        push(text, start..start + cut, opening, out);
        push(text, start + cut..start + cut + hyphen, opening, out);
        start += cut + hyphen;
    }
    push(text, start..end, opening, out);
    if let Some(tail) = tail {
        push(text, tail, opening, out);
    }
}

/// Pushes one token; a full stop behind an abbreviation is taken in.
fn push(text: &str, range: Range<usize>, opening: &mut Opening, out: &mut Vec<Token>) {
    let Some(word) = text.get(range.clone()).filter(|word| !word.is_empty()) else { return };
    let dot = text.as_bytes().get(range.end) == Some(&b'.') && keeps_dot(word);
    let end = range.end + usize::from(dot);
    let opens = opening.word(text.get(range.start..end).unwrap_or(word));
    out.push(Token { range: range.start as u32..end as u32, opens });
}

/// "J", "U.S", "Mr", "Corp": words that keep the full stop behind them.
fn keeps_dot(word: &str) -> bool {
    let mut letters = word.chars();
    let (first, second) = (letters.next(), letters.next());
    if first.is_some_and(|c| c.is_uppercase() && c != 'I') && second.is_none() {
        return true;
    }
    if word.contains('.') {
        return word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
    }
    first.is_some_and(char::is_uppercase) && word.len() <= 4 && ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// Where a hyphen parts a name from a word, or two names.
fn hyphen(word: &str) -> Option<usize> {
    let (first, _) = word.char_indices().find(|&(_, c)| matches!(c, '-' | '‑'))?;
    let (last, sign) = word.char_indices().rev().find(|&(_, c)| matches!(c, '-' | '‑'))?;
    let head = word.get(..first)?;
    let tail = word.get(last + sign.len_utf8()..)?;
    let capital = |part: &str| part.chars().next().is_some_and(char::is_uppercase);
    if !capital(head) && PREFIXES.contains(&head) && capital(word.get(first + sign.len_utf8()..)?) {
        return Some(first);
    }
    if !capital(head) {
        return None;
    }
    if tail.chars().next().is_some_and(char::is_lowercase) {
        let long = tail.len() >= 8 || tail.ends_with("ed") || tail.ends_with("ing");
        return (long || SUFFIXES.contains(&tail)).then_some(last);
    }
    // "US-China", "U.S.-Mexico": an abbreviation and a name are two names.
    let acronym = head.contains('.') || (head.len() <= 3 && head.len() > 1 && head.chars().all(char::is_uppercase));
    (acronym && first == last && capital(tail) && tail.chars().any(char::is_lowercase)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|token| token.of(text)).collect()
    }

    #[test]
    fn words_are_cut_where_names_end() {
        let table: &[(&str, &[&str])] = &[
            ("Mr. Ode’s plan", &["Mr.", "Ode", "’s", "plan"]),
            ("the U.S.-Mexico talks.", &["the", "U.S.", "-", "Mexico", "talks", "."]),
            ("a US-China row", &["a", "US", "-", "China", "row"]),
            ("Kim Jong-un and Geneva-based staff", &["Kim", "Jong-un", "and", "Geneva", "-", "based", "staff"]),
            ("anti-Atlantis O'Hara", &["anti", "-", "Atlantis", "O'Hara"]),
            ("$2,500.50 (AT&T)", &["$", "2,500.50", "(", "AT&T", ")"]),
            ("He left.Then", &["He", "left", ".", "Then"]),
            ("Policies of Orla 's team", &["Policies", "of", "Orla", "'s", "team"]),
            ("wait... no", &["wait", "...", "no"]),
            ("", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(words(text), *expected, "{text}");
        }
    }

    #[test]
    fn sentences_open_where_they_should() {
        let text = "Dr. Ode met J. Low in the U.S. on Monday. “Fine,” he said. She left.\nNext line";
        let opening: Vec<&str> = tokens(text).iter().filter(|token| token.opens).map(|token| token.of(text)).collect();
        assert_eq!(opening, ["Dr.", "“", "She", "Next"]);
    }

    proptest::proptest! {
        #[test]
        fn ranges_are_in_order_and_cover_every_letter(text in "\\PC{0,60}|[A-Za-z.'’ -]{0,40}") {
            let mut covered = vec![false; text.len()];
            let mut last = 0;
            for token in tokens(&text) {
                let (start, end) = (token.range.start as usize, token.range.end as usize);
                assert!(start >= last && end > start && text.get(start..end).is_some());
                covered[start..end].fill(true);
                last = end;
            }
            assert!(text.char_indices().all(|(at, c)| covered[at] || c.is_whitespace()));
        }
    }
}

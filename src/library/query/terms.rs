//! The words of the full text: how a text is cut and folded for the index, for what is typed, and to mark hits in an article.
//! It is one place because what the index finds must be what is marked. Where names end is not decided here.
//!
//! A word is a run of letters and digits, folded as names are. Scripts that part no words by spaces (Han, kana, Thai …) have a
//! word for each sign: what is typed in them is then a phrase, and is found inside a line. SQLite's own tokenizer would
//! take the line for one word, and keeps `ø`, `ł` and `ß` apart from `o`, `l` and `ss`.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::text::fold::fold;

/// Calls `each` with every word of `text`: its range in bytes, and it folded.
pub(in crate::library) fn each_word(text: &str, mut each: impl FnMut(Range<usize>, &str)) {
    let mut folded = String::new();
    let mut signs = text.char_indices().peekable();
    while let Some((start, first)) = signs.next() {
        let mut end = start + first.len_utf8();
        if !is_letter(first) {
            continue;
        }
        if !is_alone(first) {
            while let Some(&(at, sign)) = signs.peek() {
                if !(is_letter(sign) && !is_alone(sign) || is_silent(sign)) {
                    break;
                }
                end = at + sign.len_utf8();
                signs.next();
            }
        }
        let word = &text[start..end];
        folded.clear();
        if word.is_ascii() {
            folded.push_str(word);
            folded.make_ascii_lowercase();
        } else if is_alone(first) {
            folded.push_str(word);
        } else {
            folded.push_str(&fold(&word.replace(is_joiner, "")));
        }
        if !folded.is_empty() {
            each(start..end, &folded);
        }
    }
}

/// The folded words of `text`.
pub(in crate::library) fn terms(text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    each_word(text, |_, word| terms.push(word.to_owned()));
    terms
}

/// `text` as it is given to the full-text index.
pub(in crate::library) fn indexed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    each_word(text, |_, word| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    });
    out
}

fn is_letter(sign: char) -> bool {
    if sign.is_ascii() {
        return sign.is_ascii_alphanumeric();
    }
    sign.is_alphanumeric() && !is_combining_mark(sign)
}

/// A sign in a word that is not part of its spelling.
fn is_silent(sign: char) -> bool {
    !sign.is_ascii() && (is_joiner(sign) || is_combining_mark(sign))
}

/// A soft hyphen, a joiner.
const fn is_joiner(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}

/// A sign of a script that parts no words by spaces, or, as Korean, joins endings to them.
const fn is_alone(sign: char) -> bool {
    matches!(
        sign,
        '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{31f0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff66}'..='\u{ff9f}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_and_folded() {
        for (text, expected) in [
            ("The River-Board's  plan", "the river board s plan"),
            ("São Tomé, Łódź, Køge, Straße", "sao tome lodz koge strasse"),
            ("Cafe\u{301} co\u{ad}operate ﬁnal", "cafe cooperate final"),
            ("C++ 3.5 1,000 №7 ½", "c 3 5 1 000 7 1⁄2"),
            ("東京は雨。ソウル 서울은", "東 京 は 雨 ソ ウ ル 서 울 은"),
            ("A型 iPhone15", "a 型 iphone15"),
            ("İSTANBUL Ελλάδα Жёлтый", "istanbul ελλαδα желтыи"),
            ("🙂 -- … \u{301}", ""),
            ("", ""),
        ] {
            assert_eq!(indexed(text), expected, "{text}");
            assert_eq!(terms(text).join(" "), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn ranges_are_in_order_and_on_boundaries(text in "\\PC{0,60}") {
            let mut last = 0;
            each_word(&text, |range, word| {
                assert!(range.start >= last && range.end > range.start && !word.is_empty());
                assert!(text.get(range.clone()).is_some());
                last = range.end;
            });
        }
    }
}

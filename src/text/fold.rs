//! Folding: the form in which two spellings of one word are equal (case, diacritics, quotes, dashes, white space).
//! Not for display.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// `text` in lower case, without diacritics, with typewriter quotes and dashes, and one space between words.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        for word in text.split_ascii_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        out.make_ascii_lowercase();
        return out;
    }
    for word in text.split_whitespace() {
        let before = out.len();
        if before > 0 {
            out.push(' ');
        }
        let start = out.len();
        // Most words of a text with a curly quote in it.
        if word.is_ascii() {
            out.extend(word.chars().map(|c| if c == '`' { '\'' } else { c.to_ascii_lowercase() }));
            continue;
        }
        for c in word.chars() {
            match c {
                '`' => out.push('\''),
                _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
                // The order of the marks of a letter is all that decomposing a whole word would see to.
                _ => decompose_compatible(c, |c| plain(c, &mut out)),
            }
        }
        if out.len() == start {
            out.truncate(before);
        }
    }
    out
}

/// Writes a decomposed sign that is not ASCII, or comes of one, folded.
fn plain(c: char, out: &mut String) {
    match c {
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '`' | '\u{b4}' => out.push('\''),
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '«' | '»' => out.push('"'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' => out.push('d'),
        'ı' => out.push('i'),
        _ if c.is_whitespace() || is_combining_mark(c) => {}
        _ => out.extend(c.to_lowercase().filter(|&c| !is_combining_mark(c))),
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn spellings_of_one_word_are_equal() {
        for (text, folded) in [
            ("The  Straße\n", "the strasse"),
            ("São Tomé’s “plan”", "sao tome's \"plan\""),
            ("Łódź – Køge", "lodz - koge"),
            ("İSTANBUL", "istanbul"),
            ("Ελλάδα", "ελλαδα"),
            ("ﬁnal", "final"),
            ("Café DUE `Nord`", "cafe due 'nord'"),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }
}

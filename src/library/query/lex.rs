//! What was typed as tokens with byte ranges. Nothing is looked up and nothing is wrong here: that is the parser's.

use std::ops::Range;

/// A token of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    Or,
    /// What stands between two words anyway.
    And,
    /// A `-` before a word or a parenthesis, or the word NOT.
    Not,
    Word(Word),
}

/// A word or a phrase, with the field it is looked for in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// What stands before the colon, as typed.
    pub(super) field: Option<String>,
    /// The word, without quotes and without the star.
    pub(super) text: String,
    /// Whether a `*` follows it.
    pub(super) prefix: bool,
    /// Whether it stands in quotes.
    pub(super) quoted: bool,
}

/// The tokens of `text`, in order.
pub(super) fn lex(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let single = |kind| Token { range: at..at + 1, kind };
        let token = match c {
            c if c.is_whitespace() => {
                at += c.len_utf8();
                continue;
            }
            '(' => single(Kind::Open),
            ')' => single(Kind::Close),
            '-' if text[at + 1..].starts_with(|c: char| is_quote(c) || c == '(' || c.is_alphanumeric()) => {
                single(Kind::Not)
            }
            _ => word(text, at),
        };
        at = token.range.end;
        tokens.push(token);
    }
    tokens
}

fn word(text: &str, start: usize) -> Token {
    let bare = |from: usize| {
        let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c);
        text[from..].find(ends).map_or(text.len(), |length| from + length)
    };
    let end = bare(start);
    let (field, from) = match text[start..end].split_once(':') {
        Some((field, value)) if is_field(field) && !value.starts_with("//") => {
            (Some(field.to_owned()), start + field.len() + 1)
        }
        _ => (None, start),
    };
    let opening = text[from..].chars().next().filter(|&c| is_quote(c));
    let (value, end) = if let Some(quote) = opening {
        let inside = from + quote.len_utf8();
        let rest = &text[inside..];
        match rest.char_indices().find(|&(_, c)| is_quote(c)) {
            Some((length, quote)) => (&rest[..length], inside + length + quote.len_utf8()),
            None => (rest, text.len()),
        }
    } else {
        (&text[from..bare(from)], bare(from))
    };
    let starred = opening.is_some() && text[end..].starts_with('*');
    let plain = value.trim_end_matches('*');
    let prefix = starred || plain.len() < value.len();
    let range = start..if starred { end + 1 } else { end };
    let kind = match (plain, &field, opening, prefix) {
        ("OR", None, None, false) => Kind::Or,
        ("AND", None, None, false) => Kind::And,
        ("NOT", None, None, false) => Kind::Not,
        _ => Kind::Word(Word { field, text: plain.trim().to_owned(), prefix, quoted: opening.is_some() }),
    };
    Token { range, kind }
}

/// Quotes, also as word processors set them. Whichever comes next closes.
const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»')
}

/// Whether what stands before a colon can be the name of a field: "10:30" has none.
fn is_field(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        let mut shown = Vec::new();
        for token in lex(text) {
            assert!(!token.range.is_empty() && text.get(token.range.clone()).is_some(), "{text}");
            shown.push(match token.kind {
                Kind::Open => "(".to_owned(),
                Kind::Close => ")".to_owned(),
                Kind::Or => "OR".to_owned(),
                Kind::And => "AND".to_owned(),
                Kind::Not => "-".to_owned(),
                Kind::Word(Word { field, text, prefix, .. }) => {
                    format!("{}[{text}]{}", field.map_or(String::new(), |f| f + ":"), if prefix { "*" } else { "" })
                }
            });
        }
        shown.join(" ")
    }

    #[test]
    fn tokens() {
        for (typed, expected) in [
            ("grain  deal", "[grain] [deal]"),
            ("\"grain deal\" gov*", "[grain deal] [gov]*"),
            ("\"grain de\"*", "[grain de]*"),
            ("-grain -\"two words\" -(a OR b)", "- [grain] - [two words] - ( [a] OR [b] )"),
            ("well-known - x", "[well-known] [-] [x]"),
            ("org:\"state department\" person:rubio", "org:[state department] person:[rubio]"),
            ("person:", "person:[]"),
            ("\"never closed", "[never closed]"),
            ("at 10:30 https://paper.example/x", "[at] [10:30] [https://paper.example/x]"),
            ("\"OR\" or OR", "[OR] [or] OR"),
            ("a AND b NOT c \"NOT\" not", "[a] AND [b] - [c] [NOT] [not]"),
            ("“7 days” -„zwei Worte“ «trois»*", "[7 days] - [zwei Worte] [trois]*"),
            ("since:“7 days”", "since:[7 days]"),
            ("a\"b\"c", "[a] [b] [c]"),
            ("(((", "( ( ("),
            ("\"", "[]"),
            ("é\u{a0}ü:x", "[é] [ü:x]"),
            ("", ""),
        ] {
            assert_eq!(show(typed), expected, "{typed}");
        }
    }
}

//! Where a query looks, in words: "in unread articles with Marco Rubio, since 2026-09". The words that are looked for there are
//! not said, nor what stands in alternatives and parentheses.

use super::lex::{Kind, Token, Word, lex};
use crate::article::EntityKind;

/// Where a query that names no field looks.
const EVERYTHING: &str = "in everything filed";

/// Where `query` looks. `name` gives the name under which a drawer is shown for what was typed of it; nothing where it is
/// as it was typed.
#[must_use]
pub fn scope(query: &str, name: impl Fn(EntityKind, &str) -> Option<String>) -> String {
    let tokens = lex(query);
    if tokens.iter().any(|token| token.kind == Kind::Or) {
        return EVERYTHING.to_owned();
    }
    let mut said = Said::default();
    let mut depth = 0_u32;
    let mut sign = Sign::With;
    for Token { kind, .. } in &tokens {
        match kind {
            Kind::Not => {
                sign = Sign::Without;
                continue;
            }
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Word(word) if depth == 0 => said.add(word, sign, &name),
            Kind::Word(_) | Kind::Or => {}
        }
        sign = Sign::With;
    }
    said.words()
}

/// Whether something must be there or must not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    With,
    Without,
}

/// What is to be said, by its place in the sentence.
#[derive(Default)]
struct Said {
    states: Vec<String>,
    with: Vec<String>,
    without: Vec<String>,
    rest: Vec<String>,
}

impl Said {
    fn add(&mut self, word: &Word, sign: Sign, name: &impl Fn(EntityKind, &str) -> Option<String>) {
        let (Some(field), text) = (&word.field, word.text.trim()) else { return };
        if text.is_empty() {
            return;
        }
        let kind = match field.to_ascii_lowercase().as_str() {
            "person" => EntityKind::Person,
            "org" | "organization" => EntityKind::Organization,
            "place" => EntityKind::Place,
            "topic" => EntityKind::Topic,
            field => return self.add_fact(field, text, sign),
        };
        let name = name(kind, text).unwrap_or_else(|| text.to_owned());
        match sign {
            Sign::With => self.with.push(name),
            Sign::Without => self.without.push(name),
        }
    }

    fn add_fact(&mut self, field: &str, text: &str, sign: Sign) {
        let not = if sign == Sign::Without { "not " } else { "" };
        match field {
            "is" => self.states.push(format!("{not}{}", text.to_lowercase())),
            "source" => self.rest.push(format!("{not}from {text}")),
            "author" => self.rest.push(format!("{not}by {text}")),
            "tag" => self.rest.push(format!("{not}tagged {text}")),
            "since" | "until" => self.rest.push(format!("{not}{field} {text}")),
            _ => {}
        }
    }

    fn words(self) -> String {
        let Self { states, with, without, rest } = self;
        if states.is_empty() && with.is_empty() && without.is_empty() && rest.is_empty() {
            return EVERYTHING.to_owned();
        }
        let mut words = "in ".to_owned();
        for state in states {
            words.push_str(&state);
            words.push(' ');
        }
        words.push_str("articles");
        for (before, names, between) in [(" with ", with, " and "), (" without ", without, " or "), (" ", rest, ", ")] {
            if !names.is_empty() {
                words.push_str(before);
                words.push_str(&names.join(between));
            }
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_query_looks_is_said() {
        let name = |_: EntityKind, typed: &str| (typed == "rubio").then(|| "Marco Rubio".to_owned());
        for (query, expected) in [
            ("", "in everything filed"),
            ("tariffs \"trade deal\" -sport", "in everything filed"),
            ("tariffs person:rubio", "in articles with Marco Rubio"),
            ("person:rubio org:\"River Board\" -place:weir", "in articles with Marco Rubio and River Board without weir"),
            ("is:archived tolls", "in archived articles"),
            ("is:unread -is:starred source:gazette since:2026-09", "in unread not starred articles from gazette, since 2026-09"),
            ("author:quill until:yesterday", "in articles by quill, until yesterday"),
            ("person:rubio OR person:veld", "in everything filed"),
            ("(person:rubio) colour:red person:", "in everything filed"),
            ("-(person:rubio) is:READ", "in read articles"),
        ] {
            assert_eq!(scope(query, name), expected, "{query}");
        }
    }
}

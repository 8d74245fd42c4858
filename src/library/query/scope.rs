//! Where a query looks, in words: "in unread articles with Marco Rubio, since 2026-09". The words that are looked for there are
//! not said, nor what stands in alternatives and parentheses.

use jiff::civil::Date;

use super::dates;
use super::lex::{Kind, Token, Word, lex};
use super::{Node, Query};
use crate::article::EntityKind;
use crate::library::EntityId;

/// Where a query that names no field looks.
const EVERYTHING: &str = "in everything filed";

impl Query {
    /// The drawers of the names and topics that are looked for, not of those that must not be named; each once.
    #[must_use]
    pub fn names(&self) -> Vec<EntityId> {
        let mut names: Vec<EntityId> = Vec::new();
        for node in self.wanted() {
            if let Node::Named(drawers) = node {
                names.extend(drawers);
            }
        }
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Where `query` looks. `name` gives the name under which a drawer is shown for what was typed of it; nothing where it is
/// as it was typed. Dates such as `last week` are counted from `today`.
#[must_use]
pub fn scope(query: &str, today: Date, name: impl Fn(EntityKind, &str) -> Option<String>) -> String {
    let tokens = lex(query);
    if tokens.iter().any(|token| token.kind == Kind::Or) {
        return EVERYTHING.to_owned();
    }
    let mut said = Said::default();
    let mut depth = 0_u32;
    let mut sign = Sign::With;
    for (at, Token { kind, .. }) in tokens.iter().enumerate() {
        match kind {
            Kind::Not => {
                sign = Sign::Without;
                continue;
            }
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Word(word) if depth == 0 => {
                let after = tokens.get(at + 1..).unwrap_or_default();
                said.add(word, &whole(word, after, today), sign, &name);
            }
            Kind::Word(_) | Kind::Or | Kind::And => {}
        }
        sign = Sign::With;
    }
    said.words()
}

/// What is typed of a word: of a date, also the words behind it that belong to it ("7 days ago" needs no quotes).
fn whole(word: &Word, after: &[Token], today: Date) -> String {
    let text = word.text.trim().to_owned();
    let is_date =
        word.field.as_deref().is_some_and(|field| matches!(field.to_ascii_lowercase().as_str(), "since" | "until"));
    if !is_date || word.quoted || dates::period(&text, today).is_some() {
        return text;
    }
    let plain = |token: &Token| match &token.kind {
        Kind::Word(Word { field: None, text, quoted: false, .. }) => Some(text.clone()),
        _ => None,
    };
    let longer = [2, 1].into_iter().find_map(|more| {
        let rest = after.get(..more)?.iter().map(plain).collect::<Option<Vec<_>>>()?;
        Some(format!("{text} {}", rest.join(" "))).filter(|text| dates::period(text, today).is_some())
    });
    longer.unwrap_or(text)
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
    fn add(&mut self, word: &Word, text: &str, sign: Sign, name: &impl Fn(EntityKind, &str) -> Option<String>) {
        let Some(field) = &word.field else { return };
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
            "title" => self.rest.push(format!("{not}titled {text}")),
            "language" | "lang" => self.rest.push(format!("{not}in {text}")),
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
            (
                "person:rubio org:\"River Board\" -place:weir",
                "in articles with Marco Rubio and River Board without weir",
            ),
            ("is:archived tolls", "in archived articles"),
            (
                "is:unread -is:starred source:gazette since:2026-09",
                "in unread not starred articles from gazette, since 2026-09",
            ),
            ("author:quill until:yesterday", "in articles by quill, until yesterday"),
            ("person:rubio OR person:veld", "in everything filed"),
            ("(person:rubio) colour:red person:", "in everything filed"),
            ("-(person:rubio) is:READ", "in read articles"),
            ("tolls AND since:last week until:2026-11-20", "in articles since last week, until 2026-11-20"),
            ("language:de -lang:en", "in articles in de, not in en"),
            ("since:7 days ago NOT title:weir", "in articles since 7 days ago, not titled weir"),
        ] {
            let today = jiff::civil::date(2026, 11, 24);
            assert_eq!(scope(query, today, name), expected, "{query}");
        }
    }
}

//! Tokens to conditions. It never fails: a part that makes no sense is left out (or, for a name that nothing is filed
//! under, matches nothing) and is named in a complaint.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;

use super::lex::{Kind, Token, Word, lex};
use super::{Column, Complaint, Node, Query, Resolve, State, Text};
use crate::article::EntityKind;
use crate::library::days;

/// Words and parentheses in one query, at most: what SQLite reads without complaint, and more than anybody types.
const MOST: usize = 100;

pub(super) fn parse(text: &str, resolve: &dyn Resolve, today: Date) -> (Query, Vec<Complaint>) {
    let mut tokens = lex(text);
    let mut complaints = Vec::new();
    if let Some(first) = tokens.get(MOST) {
        let range = first.range.start..text.len();
        complaints.push(Complaint { range, message: "the query is too long: this part is left out".to_owned() });
        tokens.truncate(MOST);
    }
    let mut parser = Parser { tokens: &tokens, at: 0, resolve, today, complaints };
    let mut root = Vec::new();
    loop {
        match parser.any() {
            Some(Node::All(nodes)) => root.extend(nodes),
            Some(node) => root.push(node),
            None => {}
        }
        let Some(token) = parser.next() else { break };
        parser.complain(token.range.clone(), "there is no ( before this )");
    }
    (Query { root }, parser.complaints)
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    resolve: &'a dyn Resolve,
    today: Date,
    complaints: Vec<Complaint>,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<&'a Token> {
        let token = self.peek()?;
        self.at += 1;
        Some(token)
    }

    fn complain(&mut self, range: Range<usize>, message: impl Into<String>) {
        self.complaints.push(Complaint { range, message: message.into() });
    }

    /// Alternatives, up to a `)` or the end. An `OR` with nothing on one side is no `OR` yet: it is being typed.
    fn any(&mut self) -> Option<Node> {
        let mut ways = Vec::new();
        loop {
            ways.extend(self.all());
            match self.peek() {
                Some(Token { kind: Kind::Or, .. }) => self.at += 1,
                _ => break,
            }
        }
        if ways.len() > 1 { Some(Node::Any(ways)) } else { ways.pop() }
    }

    fn all(&mut self) -> Option<Node> {
        let mut nodes = Vec::new();
        while let Some(token) = self.peek() {
            if matches!(token.kind, Kind::Or | Kind::Close) {
                break;
            }
            nodes.extend(self.one());
        }
        if nodes.len() > 1 { Some(Node::All(nodes)) } else { nodes.pop() }
    }

    fn one(&mut self) -> Option<Node> {
        let token = self.next()?;
        match &token.kind {
            Kind::Not => match self.one()? {
                Node::Nothing => None,
                node => Some(Node::Not(Box::new(node))),
            },
            Kind::Open => {
                let inside = self.any();
                if self.next().is_none() {
                    self.complain(token.range.clone(), "this ( is not closed");
                }
                inside
            }
            Kind::Word(word) => self.word(word, &token.range),
            Kind::Or | Kind::Close => None,
        }
    }

    fn word(&mut self, word: &Word, range: &Range<usize>) -> Option<Node> {
        let Some(field) = &word.field else { return self.text(word, Column::Everywhere, range) };
        let known = field.to_ascii_lowercase();
        if word.text.is_empty() && FIELDS.contains(&known.as_str()) {
            self.complain(range.clone(), format!("something is missing after {known}:"));
            return None;
        }
        match known.as_str() {
            "person" => self.named(EntityKind::Person, word, range),
            "org" | "organization" => self.named(EntityKind::Organization, word, range),
            "place" => self.named(EntityKind::Place, word, range),
            "topic" => self.named(EntityKind::Topic, word, range),
            "author" => self.text(word, Column::Byline, range),
            "source" => Some(Node::Source(crate::library::drawers::words(&word.text))),
            "is" => self.state(word, range),
            "since" => self.period(word, range).map(|(first, _)| Node::Since(first)),
            "until" => self.period(word, range).map(|(_, last)| Node::Until(last)),
            "tag" => {
                self.complain(range.clone(), "tags are not known yet: this part is left out");
                None
            }
            _ => {
                let field_range = range.start..range.start + field.len() + 1;
                let known = FIELDS.join(":, ");
                self.complain(field_range, format!("there is no field “{field}”: there are {known}:"));
                self.text(word, Column::Everywhere, range)
            }
        }
    }

    fn text(&mut self, word: &Word, column: Column, range: &Range<usize>) -> Option<Node> {
        if !word.text.chars().any(char::is_alphanumeric) {
            if !word.text.is_empty() || word.prefix {
                self.complain(range.clone(), "there is no word in this to search for");
            }
            return None;
        }
        Some(Node::Text(Text { words: word.text.clone(), prefix: word.prefix, column }))
    }

    fn named(&mut self, kind: EntityKind, word: &Word, range: &Range<usize>) -> Option<Node> {
        let found = self.resolve.entities(Some(kind), &word.text);
        if found.is_empty() {
            self.complain(range.clone(), format!("no {} is filed under “{}”", kind.name(), word.text));
            return Some(Node::Nothing);
        }
        Some(Node::Named(found))
    }

    fn state(&mut self, word: &Word, range: &Range<usize>) -> Option<Node> {
        let asked = word.text.to_ascii_lowercase();
        let state = State::NAMES.into_iter().find(|(name, _)| *name == asked);
        if state.is_none() {
            let names = State::NAMES.map(|(name, _)| name).join(", ");
            self.complain(range.clone(), format!("an article cannot be “{}”: it can be {names}", word.text));
        }
        state.map(|(_, state)| Node::Is(state))
    }

    /// The numbers of the first and the last day of a day, a month or a year.
    fn period(&mut self, word: &Word, range: &Range<usize>) -> Option<(i64, i64)> {
        let period = period(&word.text, self.today);
        let numbers = period.and_then(|(first, last)| Some((days::number(first)?, days::number(last)?)));
        if numbers.is_none() {
            let message = format!("“{}” is not a date: write 2026, 2026-09, 2026-09-30, today or yesterday", word.text);
            self.complain(range.clone(), message);
        }
        numbers
    }
}

/// The fields there are, in the order in which they are named to the reader.
const FIELDS: [&str; 10] = ["person", "org", "place", "topic", "source", "author", "tag", "is", "since", "until"];

fn period(text: &str, today: Date) -> Option<(Date, Date)> {
    match text.to_ascii_lowercase().as_str() {
        "today" => return Some((today, today)),
        "yesterday" => {
            let yesterday = today.checked_sub(1.day()).ok()?;
            return Some((yesterday, yesterday));
        }
        _ => {}
    }
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4)?;
    let (month, day) = (parts.next(), parts.next());
    if parts.next().is_some() {
        return None;
    }
    let narrow = |text: &str| number(text, 2).and_then(|number| i8::try_from(number).ok());
    let Some(month) = month else { return Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)) };
    let first = Date::new(year, narrow(month)?, 1).ok()?;
    let Some(day) = day else { return Some((first, first.last_of_month())) };
    let day = Date::new(year, first.month(), narrow(day)?).ok()?;
    Some((day, day))
}

/// A number of at most so many digits.
fn number(text: &str, digits: usize) -> Option<i16> {
    let fits = !text.is_empty() && text.len() <= digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::EntityId;
    use jiff::civil::date;

    struct Two;

    impl Resolve for Two {
        fn entities(&self, kind: Option<EntityKind>, name: &str) -> Vec<EntityId> {
            match (kind, name.to_lowercase().as_str()) {
                (Some(EntityKind::Person), "oduya") => vec![EntityId(7), EntityId(9)],
                (Some(EntityKind::Organization), "river board") => vec![EntityId(3)],
                _ => Vec::new(),
            }
        }
    }

    fn read(text: &str) -> (String, Vec<(String, String)>) {
        let (query, complaints) = Query::parse(text, &Two, date(2026, 11, 24));
        let shown = query.root.iter().map(show).collect::<Vec<_>>().join(" ");
        (shown, complaints.into_iter().map(|c| (text[c.range].to_owned(), c.message)).collect())
    }

    fn show(node: &Node) -> String {
        let list = |nodes: &[Node]| nodes.iter().map(show).collect::<Vec<_>>().join(" ");
        match node {
            Node::All(nodes) => format!("all({})", list(nodes)),
            Node::Any(nodes) => format!("any({})", list(nodes)),
            Node::Not(node) => format!("not({})", show(node)),
            Node::Text(text) => {
                let column = if text.column == Column::Byline { "by:" } else { "" };
                format!("{column}{}{}", text.words, if text.prefix { "*" } else { "" })
            }
            Node::Named(ids) => format!("{:?}", ids.iter().map(|id| id.0).collect::<Vec<_>>()),
            Node::Source(words) => format!("source{words:?}"),
            Node::Is(state) => format!("{state:?}"),
            Node::Since(day) => format!("≥{}", days::date(*day).unwrap()),
            Node::Until(day) => format!("≤{}", days::date(*day).unwrap()),
            Node::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn what_is_understood() {
        for (typed, expected) in [
            ("", ""),
            ("weir \"river board\" dam*", "weir river board dam*"),
            ("weir -sport -(a OR b)", "weir not(sport) not(any(a b))"),
            ("a b OR c", "any(all(a b) c)"),
            ("(a OR b) c", "any(a b) c"),
            ("a OR", "a"),
            ("OR a", "a"),
            ("person:Oduya org:\"river board\"", "[7, 9] [3]"),
            ("source:\"The Courier\" author:perez", "source[\"the\", \"courier\"] by:perez"),
            ("is:UNREAD is:starred", "Unread Starred"),
            ("since:2025 until:2025", "≥2025-01-01 ≤2025-12-31"),
            ("since:2024-02 until:2024-02", "≥2024-02-01 ≤2024-02-29"),
            ("since:2025-09-03 until:yesterday", "≥2025-09-03 ≤2026-11-23"),
            ("at 10:30", "at 10:30"),
            ("()", ""),
            ("NEAR(a b) c:d^2 {x}", "NEAR all(a b) d^2 {x}"),
        ] {
            assert_eq!(read(typed).0, expected, "{typed}");
        }
    }

    #[test]
    fn what_is_not_understood_is_named_and_the_rest_holds() {
        for (typed, rest, part, word) in [
            ("weir person:nobody", "weir nothing", "person:nobody", "no person"),
            ("weir is:blue", "weir", "is:blue", "cannot be"),
            ("weir since:soon", "weir", "since:soon", "not a date"),
            ("weir until:2025-13", "weir", "until:2025-13", "not a date"),
            ("weir until:2025-02-30", "weir", "until:2025-02-30", "not a date"),
            ("tag:work weir", "weir", "tag:work", "tags"),
            ("colour:red weir", "red weir", "colour:", "no field"),
            ("weir person:", "weir", "person:", "missing"),
            ("weir ) dam", "weir dam", ")", "no ("),
            ("( weir", "weir", "(", "not closed"),
            ("weir --- dam", "weir dam", "---", "no word"),
            ("weir -person:nobody", "weir", "person:nobody", "no person"),
        ] {
            let (shown, complaints) = read(typed);
            assert_eq!(shown, rest, "{typed}");
            assert_eq!(complaints.len(), 1, "{typed}: {complaints:?}");
            assert_eq!(complaints[0].0, part, "{typed}");
            assert!(complaints[0].1.contains(word), "{typed}: {}", complaints[0].1);
        }
    }

    #[test]
    fn a_hostile_query_is_cut_not_refused() {
        let (query, complaints) = Query::parse(&"(-a OR ".repeat(5000), &Two, date(2026, 1, 1));
        assert!(!query.is_empty());
        assert!(complaints[0].message.contains("too long"));
    }
}

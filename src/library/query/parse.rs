//! Tokens to conditions. It never fails: a part that makes no sense is left out (or, for a name that nothing is filed
//! under, matches nothing) and is named in a complaint.

use std::ops::Range;

use jiff::civil::Date;

use super::lex::{Kind, Token, Word, lex};
use super::terms::terms;
use super::{Column, Complaint, Node, Query, Resolve, State, Text, dates};
use crate::article::{EntityKind, Language};
use crate::library::days;

/// Words and parentheses in one query, at most: what SQLite reads without complaint, and more than anybody types.
const MOST: usize = 100;

/// The same of a query with the reader's own topics that it names.
const MOST_IN_ALL: usize = 400;

/// A topic of the reader's own may be made of others, so many deep.
const DEEPEST: usize = 4;

pub(super) fn parse(text: &str, resolve: &dyn Resolve, today: Date) -> (Query, Vec<Complaint>) {
    let tokens = lex(text);
    let mut room = MOST_IN_ALL;
    let mut parser = Parser::new(&tokens, resolve, today, &mut room);
    if let Some(first) = tokens.get(MOST) {
        parser.tokens = &tokens[..MOST];
        parser.complain(first.range.start..text.len(), "the query is too long: this part is left out");
    }
    let root = parser.root();
    let complaints = parser.complaints;
    (Query { root }, complaints)
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    resolve: &'a dyn Resolve,
    today: Date,
    complaints: Vec<Complaint>,
    /// The topics of the reader's own that are being read, outermost first.
    within: Vec<&'a str>,
    /// How many more words their queries may have together.
    room: &'a mut usize,
    /// Where the dates stand that were read.
    dates: Vec<(Node, Range<usize>)>,
}

impl<'a> Parser<'a> {
    fn new(tokens: &'a [Token], resolve: &'a dyn Resolve, today: Date, room: &'a mut usize) -> Self {
        let (complaints, within, dates) = Default::default();
        Self { tokens, at: 0, resolve, today, complaints, within, room, dates }
    }

    /// Everything, as a list of what must hold.
    fn root(&mut self) -> Vec<Node> {
        let mut root = Vec::new();
        loop {
            match self.any() {
                Some(Node::All(nodes)) => root.extend(nodes),
                Some(node) => root.push(node),
                None => {}
            }
            let Some(token) = self.next() else { break };
            self.complain(token.range.clone(), "there is no ( before this )");
        }
        self.look_at_dates(&root);
        root
    }

    /// Nothing is published since a day and until a day before it: who asks for that mistook one of the two.
    fn look_at_dates(&mut self, root: &[Node]) {
        let since = root.iter().filter_map(|node| if let Node::Since(day) = node { Some(*day) } else { None }).max();
        let until = root.iter().filter_map(|node| if let Node::Until(day) = node { Some(*day) } else { None }).min();
        let (Some(since), Some(until)) = (since, until) else { return };
        let place = self.dates.iter().find(|(node, _)| *node == Node::Until(until)).map(|(_, range)| range.clone());
        if let (true, Some(range)) = (until < since, place) {
            let day = |day| days::date(day).map(|day| day.to_string()).unwrap_or_default();
            let message =
                format!("this ends on {}, before since: begins on {}: nothing is found", day(until), day(since));
            self.complain(range, message);
        }
    }

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
        // A name that nobody has is no way; without it the rest may be about words alone, which the index answers at once.
        if ways.iter().any(|way| *way != Node::Nothing) {
            ways.retain(|way| *way != Node::Nothing);
        } else {
            ways.truncate(1);
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
            Kind::Not => {
                // What closes or parts belongs to what is around: there is nothing to leave out yet.
                if self.peek().is_none_or(|next| matches!(next.kind, Kind::Or | Kind::Close)) {
                    return None;
                }
                match self.one()? {
                    Node::Nothing => None,
                    Node::Not(node) => Some(*node),
                    node => Some(Node::Not(Box::new(node))),
                }
            }
            Kind::Open => {
                let inside = self.any();
                if self.next().is_none() {
                    self.complain(token.range.clone(), "this ( is not closed");
                }
                inside
            }
            Kind::Word(word) => self.word(word, &token.range),
            Kind::And | Kind::Or | Kind::Close => None,
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
            "topic" => match self.resolve.topic(&word.text) {
                Some(topic) => self.own_topic(topic, range),
                None => self.named(EntityKind::Topic, word, range),
            },
            "title" => self.text(word, Column::Title, range),
            "author" => self.text(word, Column::Byline, range),
            "source" => self.source(word, range),
            "language" | "lang" => self.language(word, range),
            "is" => self.state(word, range),
            "since" => self.period(word, range, |(first, _)| Node::Since(first)),
            "until" => self.period(word, range, |(_, last)| Node::Until(last)),
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
        if terms(&word.text).is_empty() {
            if !word.text.is_empty() || word.prefix {
                self.complain(range.clone(), "there is no word in this to search for");
            }
            return None;
        }
        if word.text.contains('*') {
            self.complain(range.clone(), "a * is known at the end of a word or a phrase only");
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

    /// What a topic of the reader's own is made of. What is wrong in its query is told where the topic is named.
    fn own_topic(&mut self, topic: &'a super::OwnTopic, range: &Range<usize>) -> Option<Node> {
        let place = format!("your topic “{}” (line {} of topics.toml)", topic.name, topic.line);
        if self.within.contains(&topic.name.as_str()) {
            self.complain(range.clone(), format!("{place} is made of itself"));
            return Some(Node::Nothing);
        }
        let tokens = lex(&topic.query);
        if self.within.len() >= DEEPEST || tokens.len() > MOST || tokens.len() > *self.room {
            self.complain(range.clone(), format!("{place} is too long, or made of too many others"));
            return Some(Node::Nothing);
        }
        *self.room -= tokens.len();
        let mut inner = Parser::new(&tokens, self.resolve, self.today, &mut *self.room);
        inner.within.extend(self.within.iter().copied().chain([topic.name.as_str()]));
        let mut root = inner.root();
        for complaint in inner.complaints {
            let part = topic.query.get(complaint.range).unwrap_or_default();
            let message = complaint.message;
            self.complaints.push(Complaint { range: range.clone(), message: format!("{place}: {part}: {message}") });
        }
        match root.len() {
            0 => {
                self.complain(range.clone(), format!("{place} looks for nothing"));
                Some(Node::Nothing)
            }
            1 => root.pop(),
            _ => Some(Node::All(root)),
        }
    }

    fn source(&mut self, word: &Word, range: &Range<usize>) -> Option<Node> {
        let words = crate::library::drawers::words(&word.text);
        if words.is_empty() {
            self.complain(range.clone(), "there is no word in this to search for");
            return None;
        }
        if !self.resolve.has_source(&words) {
            self.complain(range.clone(), format!("no source is called “{}”", word.text));
            return Some(Node::Nothing);
        }
        Some(Node::Source(words))
    }

    fn language(&mut self, word: &Word, range: &Range<usize>) -> Option<Node> {
        let language = Language::new(&word.text);
        if language.is_none() {
            self.complain(range.clone(), format!("“{}” is no code of a language: write en, de, zh", word.text));
        }
        language.map(Node::In)
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

    /// A condition on the day, of the first and the last day that are meant.
    fn period(&mut self, word: &Word, range: &Range<usize>, node: fn((i64, i64)) -> Node) -> Option<Node> {
        let mut range = range.clone();
        let mut found = dates::period(&word.text, self.today);
        if found.is_none() && !word.quoted {
            // "last week" and "7 days ago" need no quotes.
            for more in [2, 1] {
                let next = self.tokens.get(self.at..self.at + more).unwrap_or_default();
                let plain = |token: &'a Token| match &token.kind {
                    Kind::Word(Word { field: None, text, prefix: false, quoted: false }) => Some(text.as_str()),
                    _ => None,
                };
                let Some(rest) = next.iter().map(plain).collect::<Option<Vec<_>>>() else { continue };
                found = dates::period(&format!("{} {}", word.text, rest.join(" ")), self.today)
                    .filter(|_| !rest.is_empty());
                if let (true, Some(last)) = (found.is_some(), next.last()) {
                    range.end = last.range.end;
                    self.at += more;
                    break;
                }
            }
        }
        let Some(numbers) = found.and_then(|(first, last)| Some((days::number(first)?, days::number(last)?))) else {
            self.complain(range, format!("“{}” is not a date: write {}", word.text, dates::FORMS));
            return None;
        };
        let node = node(numbers);
        self.dates.push((node.clone(), range));
        Some(node)
    }
}

/// The fields there are, in the order in which they are named to the reader.
const FIELDS: [&str; 12] =
    ["person", "org", "place", "topic", "source", "author", "title", "language", "tag", "is", "since", "until"];

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
                let column = match text.column {
                    Column::Everywhere => "",
                    Column::Title => "title:",
                    Column::Byline => "by:",
                };
                format!("{column}{}{}", text.words, if text.prefix { "*" } else { "" })
            }
            Node::Named(ids) => format!("{:?}", ids.iter().map(|id| id.0).collect::<Vec<_>>()),
            Node::Source(words) => format!("source{words:?}"),
            Node::In(language) => format!("in:{}", language.as_str()),
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
            ("weir OR person:nobody", "weir", "person:nobody", "no person"),
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

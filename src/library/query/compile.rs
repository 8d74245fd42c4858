//! A query as SQL that streams: newest first, without sorting what is not shown. Nothing typed is ever part of the SQL,
//! and every word given to the full-text index is quoted, for `-`, `:`, `NEAR` are syntax there.
//!
//! One of the conditions drives, in the order of article numbers; the others are looked up for each row it gives.

use rusqlite::types::Value;

use super::terms::terms;
use super::{Column, Node, Query, State, Text};
use crate::library::days;

/// Up to so many articles of several names their list is made and sorted; of more, the newest articles are walked until enough
/// of them have one of the names.
const SOME: u64 = 5_000;

/// Up to so many articles of a name it is cheaper to walk the name's articles and look into the full text than to walk
/// the hits and look for the name.
const FEW: u64 = 300;

/// What compiling needs to know of the library.
pub(in crate::library) trait Facts {
    /// The numbers of the sources whose folded name has all `words`.
    fn sources(&self, words: &[String]) -> Vec<i64>;
    /// In how many articles these drawers are named, each counted.
    fn articles(&self, drawers: &[i64]) -> u64;
}

/// SQL after `SELECT …`: the row is `a`.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::library) struct Compiled {
    from: String,
    /// The column by which it streams.
    pub(in crate::library) id: &'static str,
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Compiled {
    /// Whether the full text drives.
    pub(in crate::library) fn is_ranked(&self) -> bool {
        self.id == "fulltext.rowid"
    }

    /// `columns` of the rows for which `extra` holds too.
    pub(in crate::library) fn select(&self, columns: &str, extra: &str) -> String {
        let Self { from, conditions, .. } = self;
        let conditions = conditions.join(" AND ");
        let and = if conditions.is_empty() || extra.is_empty() { "" } else { " AND " };
        let all = format!("{conditions}{and}{extra}");
        if all.is_empty() {
            format!("SELECT {columns} FROM {from}")
        } else {
            format!("SELECT {columns} FROM {from} WHERE {all}")
        }
    }

    /// The values of its parameters; more may be added behind them.
    pub(in crate::library) fn values(&self) -> Vec<Value> {
        self.values.clone()
    }
}

/// For what a query is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::library) enum Aim {
    /// The list: newest first, without what is put away or binned unless that is asked for.
    List,
    /// The same, best first: the full text drives, for it alone can say how well an article fits.
    Best,
    /// One article, wherever it lies: each condition is looked up for it alone.
    One(i64),
}

/// Compiles `query`.
pub(in crate::library) fn compile(query: &Query, facts: &dyn Facts, aim: Aim) -> Compiled {
    let mut compiler = Compiler { values: Vec::new(), facts, few: false };
    let mut conditions = Vec::new();
    let mut nodes: Vec<&Node> = query.root.iter().collect();
    let (mut low, mut high) = (i64::MIN, i64::MAX);
    nodes.retain(|node| match node {
        Node::Since(day) => {
            low = low.max(days::floor(Some(*day)));
            false
        }
        Node::Until(day) => {
            low = low.max(days::FIRST);
            high = high.min(days::ceiling(Some(*day)));
            false
        }
        _ => true,
    });
    if let Aim::One(article) = aim {
        compiler.few = true;
        conditions.push(format!("a.id = {}", compiler.value(Value::Integer(article))));
        conditions.extend(nodes.iter().map(|node| compiler.condition(node)));
        conditions.push(format!("a.id BETWEEN {low} AND {high}"));
        return Compiled {
            from: "article AS a NOT INDEXED".to_owned(),
            id: "a.id",
            conditions,
            values: compiler.values,
        };
    }
    let name = fewest(&nodes, facts);
    let text = full_text(&nodes).filter(|_| aim == Aim::Best || name.is_none_or(|(_, articles)| articles > FEW));
    let (from, id) = if let Some((expression, used)) = text {
        conditions.push(format!("fulltext MATCH {}", compiler.value(Value::Text(expression))));
        drop_at(&mut nodes, &used);
        ("fulltext CROSS JOIN article AS a ON a.id = fulltext.rowid".to_owned(), "fulltext.rowid")
    } else if let Some((at, articles)) = name
        && let Node::Named(drawers) = nodes[at]
        && (drawers.len() == 1 || articles <= SOME)
    {
        let list = drawers.iter().map(|drawer| drawer.0.to_string()).collect::<Vec<_>>().join(", ");
        drop_at(&mut nodes, &[at]);
        compiler.few = articles <= FEW;
        if drawers.len() == 1 {
            conditions.push(format!("m.entity = {list}"));
            ("mention AS m CROSS JOIN article AS a ON a.id = m.article".to_owned(), "m.article")
        } else {
            let names = format!("SELECT DISTINCT article FROM mention WHERE entity IN ({list})");
            (format!("({names}) AS m CROSS JOIN article AS a ON a.id = m.article"), "a.id")
        }
    } else {
        (format!("article AS a{}", index(&nodes, facts)), "a.id")
    };
    if low > i64::MIN {
        conditions.push(format!("{id} >= {low}"));
    }
    if high < i64::MAX {
        conditions.push(format!("{id} <= {high}"));
    }
    conditions.extend(nodes.iter().map(|node| compiler.condition(node)));
    let asks = |state| query.root.iter().any(|node| mentions(node, state));
    if !asks(State::Binned) {
        conditions.push("a.binned = 0".to_owned());
        if !asks(State::Archived) {
            conditions.push("a.archived = 0".to_owned());
        }
    }
    Compiled { from, id, conditions, values: compiler.values }
}

fn drop_at(nodes: &mut Vec<&Node>, used: &[usize]) {
    let mut at = 0..;
    nodes.retain(|_| at.next().is_none_or(|at| !used.contains(&at)));
}

/// The name among the conditions with the fewest articles, and their number.
fn fewest(nodes: &[&Node], facts: &dyn Facts) -> Option<(usize, u64)> {
    let names = nodes.iter().enumerate().filter_map(|(at, node)| match node {
        Node::Named(drawers) => Some((at, facts.articles(&drawers.iter().map(|drawer| drawer.0).collect::<Vec<_>>()))),
        _ => None,
    });
    names.min_by_key(|&(_, articles)| articles)
}

/// One full-text expression for all conditions that can be in it, and which those are. `None` where no word is wanted:
/// the index cannot look for what is not there.
fn full_text(nodes: &[&Node]) -> Option<(String, Vec<usize>)> {
    let (mut wanted, mut unwanted, mut used) = (Vec::new(), Vec::new(), Vec::new());
    for (at, node) in nodes.iter().enumerate() {
        let (list, node) = match node {
            Node::Not(node) => (&mut unwanted, &**node),
            node => (&mut wanted, *node),
        };
        if let Some(expression) = expression(node) {
            list.push(expression);
            used.push(at);
        }
    }
    if wanted.is_empty() {
        return None;
    }
    let wanted = wanted.join(" AND ");
    let all = if unwanted.is_empty() { wanted } else { format!("({wanted}) NOT ({})", unwanted.join(" OR ")) };
    Some((all, used))
}

/// A condition as a full-text expression, if it is about words only.
fn expression(node: &Node) -> Option<String> {
    match node {
        Node::Text(text) => Some(quoted(text)),
        Node::Any(nodes) => {
            let ways = nodes.iter().map(expression).collect::<Option<Vec<_>>>()?;
            Some(format!("({})", ways.join(" OR ")))
        }
        Node::All(nodes) => {
            let (all, used) = full_text(&nodes.iter().collect::<Vec<_>>())?;
            (used.len() == nodes.len()).then(|| format!("({all})"))
        }
        _ => None,
    }
}

fn quoted(text: &Text) -> String {
    let column = match text.column {
        Column::Everywhere => "",
        Column::Title => "title : ",
        Column::Byline => "byline : ",
    };
    let star = if text.prefix { " *" } else { "" };
    // Letters and digits alone: no sign that ends a quote is in them.
    format!("{column}\"{}\"{star}", terms(&text.words).join(" "))
}

/// The index to walk where only the articles themselves are asked about.
fn index(nodes: &[&Node], facts: &dyn Facts) -> &'static str {
    let is = |state| nodes.iter().any(|node| **node == Node::Is(state));
    let one_source = |node: &&Node| matches!(node, Node::Source(words) if facts.sources(words).len() == 1);
    if is(State::Binned) {
        " INDEXED BY article_binned"
    } else if is(State::Archived) {
        " INDEXED BY article_archived"
    } else if is(State::Starred) {
        " INDEXED BY article_starred"
    } else if is(State::Broken) {
        " INDEXED BY article_broken"
    } else if nodes.iter().any(one_source) {
        " INDEXED BY article_source"
    } else if is(State::Unread) {
        " INDEXED BY article_unread"
    } else {
        " NOT INDEXED"
    }
}

fn mentions(node: &Node, state: State) -> bool {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(|node| mentions(node, state)),
        Node::Not(node) => mentions(node, state),
        node => *node == Node::Is(state),
    }
}

struct Compiler<'a> {
    values: Vec<Value>,
    facts: &'a dyn Facts,
    /// Few rows are to be looked at: then the full text is asked about each, not for all its hits.
    few: bool,
}

impl Compiler<'_> {
    fn value(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }

    fn condition(&mut self, node: &Node) -> String {
        if let Some(expression) = expression(node) {
            let value = self.value(Value::Text(expression));
            let hits = format!("SELECT rowid FROM fulltext WHERE fulltext MATCH {value}");
            return if self.few { format!("EXISTS ({hits} AND rowid = a.id)") } else { format!("a.id IN ({hits})") };
        }
        match node {
            Node::All(nodes) => self.joined(nodes, " AND "),
            Node::Any(nodes) => self.joined(nodes, " OR "),
            Node::Not(node) => format!("NOT {}", self.condition(node)),
            Node::Named(drawers) => {
                let list = drawers.iter().map(|drawer| drawer.0.to_string()).collect::<Vec<_>>().join(", ");
                format!("EXISTS (SELECT 1 FROM mention WHERE entity IN ({list}) AND article = a.id)")
            }
            Node::Source(words) => match &self.facts.sources(words)[..] {
                [one] => format!("(a.source IS NOT NULL AND a.source = {one})"),
                many => {
                    let list = many.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
                    format!("(a.source IS NOT NULL AND a.source IN ({list}))")
                }
            },
            Node::In(language) => {
                let code = self.value(Value::Text(language.as_str().to_owned()));
                format!("(a.language IS NOT NULL AND a.language = {code})")
            }
            Node::Is(state) => match state {
                State::Unread => "a.read = 0",
                State::Read => "a.read = 1",
                State::Starred => "a.starred = 1",
                State::Archived => "a.archived = 1",
                State::Binned => "a.binned = 1",
                State::Broken => "a.broken > 0",
            }
            .to_owned(),
            Node::Since(day) => format!("a.id >= {}", days::floor(Some(*day))),
            Node::Until(day) => format!("a.id BETWEEN {} AND {}", days::FIRST, days::ceiling(Some(*day))),
            Node::Text(_) | Node::Nothing => "0".to_owned(),
        }
    }

    fn joined(&mut self, nodes: &[Node], with: &str) -> String {
        let parts = nodes.iter().map(|node| self.condition(node)).collect::<Vec<_>>();
        format!("({})", parts.join(with))
    }
}

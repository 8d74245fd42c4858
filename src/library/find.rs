//! Finding drawers and articles by a few letters: the lists of names, the palette, and names in queries. Full-text search
//! is not here: that is a query.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{OptionalExtension, Row as Stored, params, params_from_iter};

use super::drawers::{Record, kind_number, kind_of, words};
use super::query::compile::Facts;
use super::query::terms::terms;
use super::read::ROW;
use super::{Drawer, EntityId, Error, OwnTopic, Reader, Resolve, Row, Suggestion};
use crate::article::{Entity, EntityKind};
use crate::entities::across;
use crate::text::fold::fold;

/// Names looked at for one question, at most: what fits in a few milliseconds at any size of the library.
const LOOKED_AT: usize = 1_500;

/// Names of each kind looked at where a letter or two was typed: those with most articles.
const LEADING: usize = 400;

/// Drawers one name in a query can mean, at most; those with most articles are taken.
const MEANT: usize = 64;

/// Every kind, in the order of the sidebar.
const KINDS: [EntityKind; 5] =
    [EntityKind::Person, EntityKind::Organization, EntityKind::Place, EntityKind::Topic, EntityKind::Other];

const DRAWER: &str = "id, kind, name, articles";

impl Reader {
    /// The drawers with most articles, of one kind or of all; with a `prefix`, only those that have, for each of its
    /// words, a word in their name or an alias that begins so.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn drawers(&self, kind: Option<EntityKind>, prefix: &str, limit: usize) -> Result<Vec<Drawer>, Error> {
        self.run(|| {
            let typed = words(prefix);
            if typed.is_empty() {
                return self.most(kind, limit);
            }
            let mut found = self.with_words(kind, &typed, Ends::Open)?;
            found.sort_by(|one, two| two.articles.cmp(&one.articles).then(one.id.cmp(&two.id)));
            found.truncate(limit);
            Ok(found)
        })
    }

    /// What the palette offers for what was typed: drawers and articles by the beginnings of words. Names that match as a
    /// whole come first, then names that begin so, each with most articles first, then the newest articles.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn suggest(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>, Error> {
        self.run(|| {
            let parts = words(typed);
            if parts.is_empty() {
                return Ok(Vec::new());
            }
            let whole = fold(typed);
            let mut drawers = self.with_words(None, &parts, Ends::Open)?;
            drawers.sort_by_cached_key(|drawer| {
                let name = fold(&drawer.name);
                let rank = if name == whole {
                    0
                } else if name.starts_with(&whole) {
                    1
                } else {
                    2
                };
                (rank, std::cmp::Reverse(drawer.articles), drawer.id)
            });
            let titles = self.titled(typed, limit)?;
            // Both kinds get room: half for each, and what one does not need goes to the other.
            let room = limit.saturating_sub(titles.len()).max(limit.div_ceil(2));
            drawers.truncate(room);
            let left = limit - drawers.len().min(limit);
            let drawers = drawers.into_iter().map(Suggestion::Drawer);
            Ok(drawers.chain(titles.into_iter().take(left).map(Suggestion::Article)).collect())
        })
    }

    /// The name under which a drawer is shown; `None` where there is none of that number.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn name_of(&self, id: EntityId) -> Result<Option<String>, Error> {
        self.run(|| Ok(self.drawer(id)?.map(|drawer| drawer.name)))
    }

    /// A drawer by its number.
    pub(super) fn drawer(&self, id: EntityId) -> rusqlite::Result<Option<Drawer>> {
        let mut statement = self.connection.prepare_cached(&format!("SELECT {DRAWER} FROM entity WHERE id = ?1"))?;
        statement.query_row([id.0], drawer).optional()
    }

    fn most(&self, kind: Option<EntityKind>, limit: usize) -> rusqlite::Result<Vec<Drawer>> {
        let limit_value = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut found = Vec::new();
        let sql = format!("SELECT {DRAWER} FROM entity WHERE kind = ?1 ORDER BY articles DESC, id LIMIT ?2");
        let mut statement = self.connection.prepare_cached(&sql)?;
        for kind in KINDS.into_iter().filter(|&each| kind.is_none_or(|kind| kind == each)) {
            for row in statement.query_map([kind_number(kind), limit_value], drawer)? {
                found.push(row?);
            }
        }
        found.sort_by(|one, two| two.articles.cmp(&one.articles).then(one.id.cmp(&two.id)));
        found.truncate(limit);
        Ok(found)
    }

    /// The drawers of a kind that have a form of exactly these words.
    pub(super) fn named_in_full(&self, kind: EntityKind, typed: &[String]) -> rusqlite::Result<Vec<Drawer>> {
        if typed.is_empty() {
            return Ok(Vec::new());
        }
        let folded = typed.join(" ");
        let mut found = Vec::new();
        for drawer in self.with_words(Some(kind), typed, Ends::Here)? {
            if self.has_form(drawer.id, &folded)? {
                found.push(drawer);
            }
        }
        Ok(found)
    }

    /// The drawers of any kind that have a form of exactly these folded words.
    pub(super) fn drawers_with_form(&self, folded: &str) -> rusqlite::Result<Vec<EntityId>> {
        let mut found = Vec::new();
        for drawer in self.with_words(None, &words(folded), Ends::Here)? {
            if self.has_form(drawer.id, folded)? {
                found.push(drawer.id);
            }
        }
        Ok(found)
    }

    /// What is kept of a drawer; nothing where there is none.
    pub(super) fn record_of(&self, id: EntityId) -> rusqlite::Result<Record> {
        let mut statement = self.connection.prepare_cached("SELECT record FROM entity_record WHERE entity = ?1")?;
        let record = statement.query_row([id.0], |row| Record::read(row.get_ref(0)?.as_str()?));
        Ok(record.optional()?.unwrap_or_default())
    }

    /// The drawers that have each of these words.
    fn with_words(&self, kind: Option<EntityKind>, typed: &[String], ends: Ends) -> rusqlite::Result<Vec<Drawer>> {
        // A letter or two begins too many words to look at all: then the names with most articles are looked at.
        let short = ends == Ends::Open && typed.iter().all(|word| word.chars().count() < 3);
        if short {
            let mut found = Vec::new();
            for each in KINDS.into_iter().filter(|&each| kind.is_none_or(|kind| kind == each)) {
                found.extend(self.most(Some(each), LEADING)?.into_iter().filter(|drawer| {
                    let own = words(&drawer.name);
                    typed.iter().all(|typed| own.iter().any(|word| word.starts_with(typed.as_str())))
                }));
            }
            return Ok(found);
        }
        let mut typed: Vec<&String> = typed.iter().collect();
        typed.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let mut common: Option<BTreeSet<i64>> = None;
        for word in typed {
            let found = self.with_word(word, ends, common.as_ref())?;
            common = Some(found);
        }
        let mut drawers = Vec::new();
        for id in common.unwrap_or_default() {
            let found = self.drawer(EntityId(id))?;
            drawers.extend(found.filter(|drawer| kind.is_none_or(|kind| drawer.kind == kind)));
        }
        Ok(drawers)
    }

    /// The drawers of a kind among which a name would be put when an article gives it.
    fn with_keys(&self, kind: EntityKind, name: &str) -> rusqlite::Result<Vec<Drawer>> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let typed = Entity { kind, name, aliases: Vec::new(), titles: Vec::new(), salience: 0.0 };
        let mut statement = self.connection.prepare_cached("SELECT entity FROM entity_key WHERE key = ?1")?;
        for key in across::keys(&typed) {
            let numbers = statement.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<BTreeSet<i64>>>()?;
            let mut drawers = Vec::new();
            for number in numbers {
                drawers.extend(self.drawer(EntityId(number))?.filter(|drawer| drawer.kind == kind));
            }
            // The most telling keys come first: what a later one finds is further off.
            if !drawers.is_empty() {
                return Ok(drawers);
            }
        }
        Ok(Vec::new())
    }

    fn with_word(&self, word: &str, ends: Ends, among: Option<&BTreeSet<i64>>) -> rusqlite::Result<BTreeSet<i64>> {
        let last = match ends {
            Ends::Here => word.to_owned(),
            Ends::Open => format!("{word}\u{10ffff}"),
        };
        let mut statement =
            self.connection.prepare_cached("SELECT entity FROM entity_word WHERE word BETWEEN ?1 AND ?2")?;
        let mut rows = statement.query([word, &last])?;
        let mut found = BTreeSet::new();
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            if among.is_none_or(|among| among.contains(&id)) {
                found.insert(id);
            }
            if among.is_none() && found.len() == LOOKED_AT {
                break;
            }
        }
        Ok(found)
    }

    /// Whether a drawer has a form of exactly these words, or is shown under them.
    fn has_form(&self, id: EntityId, folded: &str) -> rusqlite::Result<bool> {
        let is_it = |form: &str| words(form).join(" ") == folded;
        let name = self.drawer(id)?.is_some_and(|drawer| is_it(&drawer.name));
        Ok(name || self.record_of(id)?.forms.keys().any(|form| is_it(form)))
    }

    /// The newest articles with these words in their title; the last word may be only begun.
    fn titled(&self, typed: &str, limit: usize) -> rusqlite::Result<Vec<Row>> {
        let words = terms(typed).iter().map(|word| format!("\"{word}\" *")).collect::<Vec<_>>().join(" AND ");
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT {ROW} FROM headline CROSS JOIN article AS a ON a.id = headline.rowid
             WHERE headline MATCH ?1 AND a.binned = 0 ORDER BY headline.rowid DESC LIMIT ?2"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        statement.query_map(params![words, limit], |row| self.row(row))?.collect()
    }
}

/// Whether a typed word may be only the beginning of one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// It is whole.
    Here,
    /// It may go on.
    Open,
}

/// Drawers at hand: who goes through the list meets the same names from article to article. Empty after any change to the
/// library.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    version: Option<i64>,
    drawers: HashMap<i64, Option<Drawer>>,
}

impl Shelf {
    /// Drawers at hand at most: some hundred kilobytes.
    const ROOM: usize = 2_000;

    /// What is at hand holds for this version of the library only.
    pub(super) fn at(&mut self, version: i64) {
        if self.version != Some(version) || self.drawers.len() >= Self::ROOM {
            self.version = Some(version);
            self.drawers.clear();
        }
    }

    /// A drawer by its number, fetched where it is not at hand.
    pub(super) fn drawer(
        &mut self,
        number: i64,
        fetch: impl FnOnce() -> rusqlite::Result<Option<Drawer>>,
    ) -> rusqlite::Result<Option<Drawer>> {
        if let Some(drawer) = self.drawers.get(&number) {
            return Ok(drawer.clone());
        }
        let drawer = fetch()?;
        self.drawers.insert(number, drawer.clone());
        Ok(drawer)
    }
}

fn drawer(row: &Stored<'_>) -> rusqlite::Result<Drawer> {
    Ok(Drawer {
        id: EntityId(row.get(0)?),
        kind: kind_of(row.get(1)?),
        name: row.get(2)?,
        here: 0,
        articles: row.get(3)?,
    })
}

impl Resolve for Reader {
    /// The drawers with exactly this name or alias; if there are none, those with all its words; then those under whose keys
    /// the name would be filed (another spelling, an acronym); at last those with words that begin so. A library that cannot be
    /// read knows no names.
    fn entities(&self, kind: Option<EntityKind>, name: &str) -> Vec<EntityId> {
        let typed = words(name);
        if typed.is_empty() {
            return Vec::new();
        }
        let whole = self.with_words(kind, &typed, Ends::Here).unwrap_or_default();
        let folded = typed.join(" ");
        let exact = whole.iter().filter(|drawer| self.has_form(drawer.id, &folded).unwrap_or(false));
        let mut found: Vec<Drawer> = exact.cloned().collect();
        if found.is_empty() {
            found = whole;
        }
        if found.is_empty() {
            found = kind.map(|kind| self.with_keys(kind, name).unwrap_or_default()).unwrap_or_default();
        }
        if found.is_empty() {
            found = self.with_words(kind, &typed, Ends::Open).unwrap_or_default();
        }
        found.sort_by(|one, two| two.articles.cmp(&one.articles).then(one.id.cmp(&two.id)));
        found.into_iter().take(MEANT).map(|drawer| drawer.id).collect()
    }

    fn topic(&self, name: &str) -> Option<&OwnTopic> {
        self.topics.find(name)
    }

    fn has_source(&self, typed: &[String]) -> bool {
        !Facts::sources(self, typed).is_empty()
    }
}

impl Facts for Reader {
    fn sources(&self, typed: &[String]) -> Vec<i64> {
        if self.read_sources().is_err() {
            return Vec::new();
        }
        let sources = self.sources.borrow();
        let has = |name: &str| {
            let own = words(name);
            typed.iter().all(|word| own.contains(word))
        };
        sources.iter().filter(|(_, name)| has(name)).map(|(&id, _)| id).collect()
    }

    fn articles(&self, drawers: &[i64]) -> u64 {
        let marks = vec!["?"; drawers.len()].join(", ");
        let sql = format!("SELECT coalesce(sum(articles), 0) FROM entity WHERE id IN ({marks})");
        let count = self
            .connection
            .prepare_cached(&sql)
            .and_then(|mut statement| statement.query_row(params_from_iter(drawers), |row| row.get::<_, i64>(0)));
        count.map_or(u64::MAX, i64::unsigned_abs)
    }
}

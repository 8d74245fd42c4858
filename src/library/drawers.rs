//! Which drawer each name of a filed article goes into, and what the drawers count. The decision itself is
//! [`across::decide`]'s: here the candidates are brought to it, and what follows from its answer is written down.
//!
//! Articles come in order, one after the other, and what one of them adds is known to the next: the outcome depends on
//! that order alone, not on where a transaction ends. Counts are gathered and written once a batch.

mod shown;
mod withdraw;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Transaction, params};
use serde::{Deserialize, Serialize};

use super::prepare::Named;
use crate::article::EntityKind;
use crate::entities::across::{self, Candidate, Decision, Setting};
use crate::text::fold::fold;
pub(super) use shown::Move;
use shown::Shown;

/// Drawers kept in memory between batches; beyond that they are read again.
const KEPT: usize = 12_000;

/// What is known of drawers without asking the database, and what is to be written.
#[derive(Debug, Default)]
pub(super) struct Drawers {
    known: HashMap<i64, Known>,
    keys: HashMap<String, BTreeSet<i64>>,
    next: Option<i64>,
    changes: BTreeMap<i64, Change>,
    mentions: Vec<(i64, i64, Spot)>,
    perhaps: Vec<(i64, i64, String)>,
    /// What is shown, of the drawers that are not shown as they were guessed.
    shown: HashMap<i64, Shown>,
    /// Those of them that are to be written.
    touched: BTreeSet<i64>,
    /// The numbers of all that are not shown as they were guessed, once they were asked for.
    splits: Option<BTreeSet<i64>>,
    /// What rulings call drawers.
    called: BTreeMap<i64, (String, EntityKind)>,
}

/// A drawer as the decision sees it (under its fullest name), as it is shown, and what it counts.
#[derive(Debug)]
struct Known {
    candidate: Candidate,
    /// The name under which it is shown.
    shown: String,
    mentions: u32,
    record: Record,
}

/// What is kept of a drawer in one column, as JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    /// Each form used of it: how often it was mentioned so, in how many articles that was its fullest name, and how often
    /// an article gave it.
    pub(super) forms: BTreeMap<String, (u32, u32, u32)>,
    /// Titles and offices printed before its name, and how often an article gave each.
    titles: BTreeMap<String, u32>,
    /// The keys by which it is found, and how often an article gave each.
    keys: BTreeMap<String, u32>,
    /// People named beside it, some of them: what an article that was read anew gave stays.
    #[serde(default)]
    companions: Vec<String>,
    /// Articles by month, as [`days::month`](super::days::month) numbers them.
    pub(super) months: BTreeMap<i64, u32>,
    /// Articles by the number of their source.
    pub(super) sources: BTreeMap<i64, u32>,
}

impl Record {
    /// Reads the column.
    pub(super) fn read(json: &str) -> rusqlite::Result<Self> {
        serde_json::from_str(json).map_err(super::error::unreadable)
    }

    /// Adds the forms and titles of an entity.
    fn add(&mut self, named: &Named) {
        self.forms.entry(named.entity.name.clone()).or_default().1 += 1;
        for (form, mentions) in &named.forms {
            self.forms.entry(form.clone()).or_default().0 += mentions;
        }
        for form in named.spellings() {
            self.forms.entry(form.clone()).or_default().2 += 1;
        }
        for title in &named.entity.titles {
            *self.titles.entry(title.clone()).or_default() += 1;
        }
    }

    /// An article comes.
    fn come(&mut self, at: Standing) {
        at.month.into_iter().for_each(|month| *self.months.entry(month).or_default() += 1);
        at.source.into_iter().for_each(|source| *self.sources.entry(source).or_default() += 1);
    }

    /// What of it is shown: nothing by which a guess is made.
    fn shown(&self) -> Self {
        Self { keys: BTreeMap::new(), companions: Vec::new(), ..self.clone() }
    }

    /// Whether as much is in it as in what is shown.
    fn counts_as(&self, shown: &Self) -> bool {
        self.forms == shown.forms
            && self.titles == shown.titles
            && self.months == shown.months
            && self.sources == shown.sources
    }
}

/// What a batch changes of a drawer beside what [`Known`] says.
#[derive(Debug, Default)]
struct Change {
    new: bool,
    keys: BTreeSet<String>,
    /// The words of forms that are new to it.
    words: BTreeSet<String>,
}

/// An entity in one article.
#[derive(Debug, Default)]
struct Spot {
    mentions: u32,
    quote: Option<(String, std::ops::Range<usize>)>,
    /// Why it was put into a drawer of another name.
    why: Option<String>,
}

impl Spot {
    /// Another name of the article is in the same drawer.
    fn take_in(&mut self, named: &Named, why: Option<String>) {
        self.mentions += named.mentions;
        self.quote = self.quote.take().or_else(|| named.quote.clone());
        self.why = self.why.take().or(why);
    }
}

/// Where an article stands, for the counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub(super) article: i64,
    pub(super) month: Option<i64>,
    pub(super) source: Option<i64>,
}

impl Drawers {
    /// Forgets everything: another program wrote, or a transaction failed.
    pub(super) fn forget(&mut self) {
        *self = Self { called: std::mem::take(&mut self.called), ..Self::default() };
    }

    /// Finds or makes the drawer of each of an article's entities, in their order.
    pub(super) fn file(&mut self, tx: &Transaction<'_>, names: &[Named], at: Standing) -> rusqlite::Result<Vec<i64>> {
        let mut drawers = Vec::with_capacity(names.len());
        let mut here: BTreeMap<i64, Spot> = BTreeMap::new();
        let companions = across::companions(names.iter().map(|named| &named.entity));
        let mut taken = BTreeSet::new();
        for named in names {
            let (drawer, why) = self.drawer(tx, named, &Setting { companions: &companions, taken: &taken })?;
            taken.insert(drawer);
            let is_split = self.is_split(tx, drawer)?;
            self.add_forms(drawer, named, is_split);
            if is_split {
                self.shown(tx, drawer)?.add(named);
            }
            if let Some(Known { candidate, record, .. }) = self.known.get_mut(&drawer) {
                across::remember(&mut candidate.companions, &companions, &named.entity);
                record.companions.clone_from(&candidate.companions);
            }
            here.entry(drawer).or_default().take_in(named, why);
            drawers.push(drawer);
        }
        for (drawer, spot) in here {
            if let Some(known) = self.known.get_mut(&drawer) {
                known.candidate.articles += 1;
                known.mentions += spot.mentions;
                known.record.come(at);
            }
            if self.is_split(tx, drawer)? {
                self.shown(tx, drawer)?.come(at);
            }
            self.mentions.push((drawer, at.article, spot));
        }
        Ok(drawers)
    }

    /// The drawer of an entity, and why it is that one where not for its name alone.
    fn drawer(
        &mut self,
        tx: &Transaction<'_>,
        named: &Named,
        setting: &Setting<'_>,
    ) -> rusqlite::Result<(i64, Option<String>)> {
        let mut near = BTreeSet::new();
        for key in &named.keys {
            if let Some(drawers) = self.keys.get(key) {
                near.extend(drawers);
                continue;
            }
            let mut statement = tx.prepare_cached("SELECT entity FROM entity_key WHERE key = ?1")?;
            let drawers = statement.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<BTreeSet<i64>>>()?;
            near.extend(&drawers);
            self.keys.insert(key.clone(), drawers);
        }
        let mut candidates = Vec::with_capacity(near.len());
        for drawer in near {
            candidates.push(self.known(tx, drawer)?.candidate.clone());
        }
        let (drawer, why) = match across::decide(&named.entity, setting, &candidates) {
            Decision::Same(drawer, reason) if candidates.iter().any(|candidate| candidate.drawer == drawer) => {
                (drawer, Some(reason).filter(|reason| reason != across::THE_NAME))
            }
            Decision::Unsure(other, reason) => {
                let drawer = self.make(tx, named)?;
                self.perhaps.push((drawer, other, reason));
                (drawer, None)
            }
            Decision::Same(..) | Decision::New => (self.make(tx, named)?, None),
        };
        for key in &named.keys {
            if let Some(known) = self.known.get_mut(&drawer) {
                *known.record.keys.entry(key.clone()).or_default() += 1;
            }
            let drawers = self.keys.entry(key.clone()).or_default();
            if drawers.insert(drawer) {
                self.changes.entry(drawer).or_default().keys.insert(key.clone());
            }
        }
        Ok((drawer, why))
    }

    fn make(&mut self, tx: &Transaction<'_>, named: &Named) -> rusqlite::Result<i64> {
        let drawer = match self.next {
            Some(next) => next,
            None => tx.query_row("SELECT entity FROM counter", (), |row| row.get(0))?,
        };
        self.next = Some(drawer + 1);
        let candidate = Candidate {
            drawer,
            kind: named.entity.kind,
            name: named.entity.name.clone(),
            aliases: Vec::new(),
            titles: Vec::new(),
            companions: Vec::new(),
            articles: 0,
        };
        let shown = named.entity.name.clone();
        self.known.insert(drawer, Known { candidate, shown, mentions: 0, record: Record::default() });
        self.changes.insert(drawer, Change { new: true, ..Change::default() });
        Ok(drawer)
    }

    fn known(&mut self, tx: &Transaction<'_>, drawer: i64) -> rusqlite::Result<&Known> {
        self.is_split(tx, drawer)?;
        match self.known.entry(drawer) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => {
                let from = match self.splits.as_ref().is_some_and(|splits| splits.contains(&drawer)) {
                    true => Table::Guess,
                    false => Table::Shown,
                };
                Ok(place.insert(read(tx, drawer, from)?))
            }
        }
    }

    /// Adds the forms and titles of an entity to its drawer, and chooses the drawer's display name anew.
    fn add_forms(&mut self, drawer: i64, named: &Named, is_split: bool) {
        let Some(Known { candidate, shown, record, .. }) = self.known.get_mut(&drawer) else { return };
        let change = self.changes.entry(drawer).or_default();
        let entity = &named.entity;
        record.add(named);
        for form in named.spellings() {
            if add(&mut candidate.aliases, form) && !is_split {
                change.words.extend(words(form));
            }
        }
        for title in &entity.titles {
            add(&mut candidate.titles, title);
        }
        let best = best_name(candidate.kind, &record.forms);
        if best != *shown {
            *shown = best.to_owned();
        }
        // As `Cabinet` does: the decision knows a drawer by the fullest name that was filed in it.
        let words = |name: &str| name.split(' ').count();
        if words(&entity.name) > words(&candidate.name) {
            candidate.name.clone_from(&entity.name);
        }
    }

    /// Writes what was gathered. Rows are sorted by their keys, which is the order of their B-trees.
    pub(super) fn write(&mut self, tx: &Transaction<'_>) -> rusqlite::Result<()> {
        for (&drawer, change) in &self.changes {
            let Some(known) = self.known.get(&drawer) else { continue };
            let is_split = self.splits.as_ref().is_some_and(|splits| splits.contains(&drawer));
            change.write(tx, known, if is_split { Table::Guess } else { Table::Shown })?;
        }
        self.changes.clear();
        self.write_shown(tx)?;
        self.mentions.sort_by_key(|&(drawer, article, _)| (drawer, article));
        let mut mention = tx.prepare_cached("INSERT INTO mention VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
        for (drawer, article, spot) in &self.mentions {
            let quote = spot.quote.as_ref().map(|(quote, _)| quote.as_str());
            let range = spot.quote.as_ref().map(|(_, range)| range);
            let byte = |at: usize| u32::try_from(at).unwrap_or(0);
            let (start, stop) = (range.map(|range| byte(range.start)), range.map(|range| byte(range.end)));
            mention.execute(params![drawer, article, spot.mentions, quote, start, stop, spot.why])?;
        }
        let mut perhaps = tx.prepare_cached("INSERT OR IGNORE INTO perhaps VALUES (?1, ?2, ?3)")?;
        for (drawer, other, reason) in &self.perhaps {
            perhaps.execute(params![drawer, other, reason])?;
        }
        if let Some(next) = self.next {
            tx.prepare_cached("UPDATE counter SET entity = ?1")?.execute([next])?;
        }
        self.mentions.clear();
        self.perhaps.clear();
        if self.known.len() + self.shown.len() > KEPT {
            self.forget();
        }
        Ok(())
    }
}

/// Where the row of a guess is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Table {
    /// Where what is shown is, for it is the same.
    Shown,
    /// By itself.
    Guess,
}

impl Known {
    /// Writes what is shown where it is what was guessed.
    fn write(&self, tx: &Transaction<'_>) -> rusqlite::Result<()> {
        let Self { candidate, shown, mentions, record } = self;
        let record = serde_json::to_string(record).map_err(super::error::unreadable)?;
        tx.prepare_cached("INSERT OR REPLACE INTO entity VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
            candidate.drawer,
            kind_number(candidate.kind),
            shown,
            candidate.articles,
            mentions,
            candidate.name,
        ])?;
        tx.prepare_cached("INSERT OR REPLACE INTO entity_record VALUES (?1, ?2)")?
            .execute(params![candidate.drawer, record])?;
        Ok(())
    }
}

impl Change {
    fn write(&self, tx: &Transaction<'_>, known: &Known, into: Table) -> rusqlite::Result<()> {
        let Known { candidate, shown, mentions, record } = known;
        let drawer = candidate.drawer;
        let record = || serde_json::to_string(record).map_err(super::error::unreadable);
        if into == Table::Guess {
            tx.prepare_cached("INSERT OR REPLACE INTO guess VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
                drawer,
                kind_number(candidate.kind),
                candidate.articles,
                mentions,
                candidate.name,
                record()?,
            ])?;
        } else if self.new {
            known.write(tx)?;
        } else {
            tx.prepare_cached("UPDATE entity SET name = ?2, articles = ?3, mentions = ?4, fullest = ?5 WHERE id = ?1")?
                .execute(params![drawer, shown, candidate.articles, mentions, candidate.name])?;
            tx.prepare_cached("UPDATE entity_record SET record = ?2 WHERE entity = ?1")?
                .execute(params![drawer, record()?])?;
        }
        let mut word = tx.prepare_cached("INSERT OR IGNORE INTO entity_word VALUES (?1, ?2)")?;
        for text in &self.words {
            word.execute(params![text, drawer])?;
        }
        let mut key = tx.prepare_cached("INSERT OR IGNORE INTO entity_key VALUES (?1, ?2)")?;
        for text in &self.keys {
            key.execute(params![text, drawer])?;
        }
        Ok(())
    }
}

fn read(tx: &Transaction<'_>, drawer: i64, from: Table) -> rusqlite::Result<Known> {
    let sql = match from {
        Table::Shown => {
            "SELECT kind, name, articles, mentions, fullest, record
             FROM entity JOIN entity_record ON entity = id WHERE id = ?1"
        }
        Table::Guess => "SELECT kind, NULL, articles, mentions, fullest, record FROM guess WHERE entity = ?1",
    };
    tx.prepare_cached(sql)?.query_row([drawer], |row| {
        let record = Record::read(row.get_ref(5)?.as_str()?)?;
        let kind = kind_of(row.get(0)?);
        let shown: Option<String> = row.get(1)?;
        let shown = shown.unwrap_or_else(|| best_name(kind, &record.forms).to_owned());
        let candidate = Candidate {
            drawer,
            kind,
            name: row.get(4)?,
            aliases: record.forms.keys().cloned().collect(),
            titles: record.titles.keys().cloned().collect(),
            companions: record.companions.clone(),
            articles: row.get(2)?,
        };
        Ok(Known { candidate, shown, mentions: row.get(3)?, record })
    })
}

/// The words by which a name is found: folded, without what is neither letter nor digit.
pub(super) fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Inserts into a sorted list; whether it was new.
fn add(list: &mut Vec<String>, text: &str) -> bool {
    let Err(at) = list.binary_search_by(|known| known.as_str().cmp(text)) else { return false };
    list.insert(at, text.to_owned());
    true
}

/// The name under which a drawer is shown: for a person one with a forename, else the one most articles give.
fn best_name(kind: EntityKind, forms: &BTreeMap<String, (u32, u32, u32)>) -> &str {
    let full = |name: &str| kind != EntityKind::Person || name.split_whitespace().count() > 1;
    let names = forms.iter().filter(|(_, (_, articles, _))| *articles > 0);
    names
        .max_by_key(|(name, (_, articles, _))| (full(name), *articles, name.len(), std::cmp::Reverse(name.as_str())))
        .map_or("", |(name, _)| name.as_str())
}

/// The number of a kind in the tables.
pub(super) const fn kind_number(kind: EntityKind) -> i64 {
    match kind {
        EntityKind::Person => 0,
        EntityKind::Organization => 1,
        EntityKind::Place => 2,
        EntityKind::Topic => 3,
        EntityKind::Other => 4,
    }
}

/// The kind with that number.
pub(super) const fn kind_of(number: i64) -> EntityKind {
    match number {
        0 => EntityKind::Person,
        1 => EntityKind::Organization,
        2 => EntityKind::Place,
        3 => EntityKind::Topic,
        _ => EntityKind::Other,
    }
}

//! What drawers are shown to hold, where that is not what was guessed into them. It decides nothing: it is told what moves, and
//! keeps count.
//!
//! Both counts of a drawer are sums over articles, so each move takes off exactly what was put on. While they are equal, one row
//! says both; as soon as something moves, the guess has a row of its own in `guess`, and gives it up when nothing is left moved.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, Transaction, params};

use super::{Drawers, Record, Spot, Standing, best_name, kind_number, words};
use crate::article::EntityKind;
use crate::library::prepare::Named;

/// What of an article moves: the names that leave drawers, and those that come, each with the drawer it is shown in and the
/// one it was guessed into. Of a drawer all names of the article are given, or none.
#[derive(Debug, Default)]
pub(in crate::library) struct Move {
    pub(in crate::library) from: Vec<(i64, i64, Named)>,
    pub(in crate::library) into: Vec<(i64, i64, Named)>,
}

/// What a drawer is shown to hold.
#[derive(Debug)]
pub(super) struct Shown {
    articles: u32,
    mentions: u32,
    record: Record,
    /// The words by which the tables find it.
    words: BTreeSet<String>,
}

impl Drawers {
    /// Rulings call these drawers so.
    pub(in crate::library) fn call(
        &mut self,
        tx: &Transaction<'_>,
        called: BTreeMap<i64, (String, EntityKind)>,
    ) -> rusqlite::Result<()> {
        let before = std::mem::replace(&mut self.called, called);
        let ids: BTreeSet<i64> = before.keys().chain(self.called.keys()).copied().collect();
        for id in ids {
            // Of a guess that is gone, nothing is shown either.
            if before.get(&id) != self.called.get(&id) && (is_group(id) || self.is_there(tx, id)?) {
                self.shown(tx, id)?;
            }
        }
        Ok(())
    }

    fn is_there(&mut self, tx: &Transaction<'_>, guess: i64) -> rusqlite::Result<bool> {
        if self.known.contains_key(&guess) || self.is_split(tx, guess)? {
            return Ok(true);
        }
        let sql = "SELECT EXISTS (SELECT 1 FROM entity WHERE id = ?1)";
        tx.prepare_cached(sql)?.query_row([guess], |row| row.get(0))
    }

    /// What a drawer was guessed to be.
    pub(in crate::library) fn kind(&mut self, tx: &Transaction<'_>, guess: i64) -> rusqlite::Result<EntityKind> {
        Ok(self.known(tx, guess)?.candidate.kind)
    }

    /// Why names of an article that waits to be written were put where they are.
    pub(in crate::library) fn whys(&self, article: i64) -> BTreeMap<i64, String> {
        let own = self.mentions.iter().rev().take_while(|(_, of, _)| *of == article);
        own.filter_map(|(drawer, _, spot)| Some((*drawer, spot.why.clone()?))).collect()
    }

    /// Moves names of an article from drawers to others.
    pub(in crate::library) fn shift(
        &mut self,
        tx: &Transaction<'_>,
        at: Standing,
        moves: &Move,
        whys: &BTreeMap<i64, String>,
    ) -> rusqlite::Result<()> {
        let is_shown = |drawer: &&i64| **drawer != 0;
        let was: BTreeSet<i64> = moves.from.iter().map(|(drawer, ..)| drawer).filter(is_shown).copied().collect();
        let is: BTreeSet<i64> = moves.into.iter().map(|(drawer, ..)| drawer).filter(is_shown).copied().collect();
        for (drawer, _, named) in moves.from.iter().filter(|(drawer, ..)| *drawer != 0) {
            self.shown(tx, *drawer)?.take(named);
        }
        for (drawer, _, named) in moves.into.iter().filter(|(drawer, ..)| *drawer != 0) {
            self.shown(tx, *drawer)?.add(named);
        }
        for &drawer in was.difference(&is) {
            self.shown(tx, drawer)?.leave(at);
        }
        for &drawer in is.difference(&was) {
            self.shown(tx, drawer)?.come(at);
        }
        self.mentions.retain(|(drawer, article, _)| *article != at.article || !was.contains(drawer));
        for &drawer in &was {
            tx.prepare_cached("DELETE FROM mention WHERE entity = ?1 AND article = ?2")?
                .execute([drawer, at.article])?;
        }
        let mut spots: BTreeMap<i64, Spot> = BTreeMap::new();
        for (drawer, guess, named) in moves.into.iter().filter(|(drawer, ..)| *drawer != 0) {
            let spot = spots.entry(*drawer).or_default();
            spot.take_in(named, if drawer == guess { whys.get(guess).cloned() } else { None });
        }
        self.mentions.extend(spots.into_iter().map(|(drawer, spot)| (drawer, at.article, spot)));
        Ok(())
    }

    /// What a drawer is shown to hold, to be changed: it is counted by itself from now on.
    pub(super) fn shown(&mut self, tx: &Transaction<'_>, drawer: i64) -> rusqlite::Result<&mut Shown> {
        self.touched.insert(drawer);
        if !self.shown.contains_key(&drawer) {
            let shown = if is_group(drawer) || self.is_split(tx, drawer)? {
                read(tx, drawer)?
            } else {
                let known = self.known(tx, drawer)?;
                let record = known.record.shown();
                let shown = Shown {
                    articles: known.candidate.articles,
                    mentions: known.mentions,
                    words: words_of(&known.shown, &record),
                    record,
                };
                self.splits(tx)?.insert(drawer);
                self.changes.entry(drawer).or_default();
                shown
            };
            self.shown.insert(drawer, shown);
        }
        Ok(self.shown.entry(drawer).or_insert_with(Shown::none))
    }

    /// The drawers that are not shown as they were guessed.
    fn splits(&mut self, tx: &Transaction<'_>) -> rusqlite::Result<&mut BTreeSet<i64>> {
        if self.splits.is_none() {
            let mut statement = tx.prepare_cached("SELECT entity FROM guess")?;
            let splits = statement.query_map((), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            self.splits = Some(splits);
        }
        Ok(self.splits.get_or_insert_default())
    }

    /// Whether a drawer is not shown as it was guessed.
    pub(super) fn is_split(&mut self, tx: &Transaction<'_>, drawer: i64) -> rusqlite::Result<bool> {
        Ok(self.splits(tx)?.contains(&drawer))
    }

    /// Writes what is shown, after the guesses were written.
    pub(super) fn write_shown(&mut self, tx: &Transaction<'_>) -> rusqlite::Result<()> {
        for drawer in std::mem::take(&mut self.touched) {
            let Some(mut shown) = self.shown.remove(&drawer) else { continue };
            let called = self.called.get(&drawer).cloned();
            if called.is_none() && self.is_split(tx, drawer)? {
                let known = self.known(tx, drawer)?;
                if known.candidate.articles == shown.articles
                    && known.mentions == shown.mentions
                    && known.record.counts_as(&shown.record)
                {
                    known.write(tx)?;
                    // One that holds nothing any more still knows what it was called.
                    let is_empty = known.candidate.articles == 0;
                    let words = if is_empty { BTreeSet::new() } else { words_of(&known.shown, &known.record) };
                    shown.find_by(tx, drawer, words)?;
                    tx.prepare_cached("DELETE FROM guess WHERE entity = ?1")?.execute([drawer])?;
                    self.splits(tx)?.remove(&drawer);
                    continue;
                }
            }
            let (name, kind) = match called {
                Some(called) => called,
                // A group that is no more, and has nothing in it.
                None if is_group(drawer) => (String::new(), EntityKind::Other),
                None => {
                    let kind = self.known(tx, drawer)?.candidate.kind;
                    (best_name(kind, &shown.record.forms).to_owned(), kind)
                }
            };
            shown.write(tx, drawer, &name, kind)?;
            self.shown.insert(drawer, shown);
        }
        Ok(())
    }
}

/// Whether a drawer is one that a ruling made.
fn is_group(drawer: i64) -> bool {
    drawer >= crate::library::naming::GROUPS
}

impl Shown {
    fn none() -> Self {
        Self { articles: 0, mentions: 0, record: Record::default(), words: BTreeSet::new() }
    }

    pub(super) fn add(&mut self, named: &Named) {
        self.mentions += named.mentions;
        self.record.add(named);
    }

    pub(super) fn take(&mut self, named: &Named) {
        self.mentions = self.mentions.saturating_sub(named.mentions);
        self.record.take(named);
    }

    /// An article comes.
    pub(super) fn come(&mut self, at: Standing) {
        self.articles += 1;
        self.record.come(at);
    }

    /// An article leaves.
    pub(super) fn leave(&mut self, at: Standing) {
        self.articles = self.articles.saturating_sub(1);
        self.record.leave(at);
    }

    fn write(&mut self, tx: &Transaction<'_>, drawer: i64, name: &str, kind: EntityKind) -> rusqlite::Result<()> {
        if self.articles == 0 {
            for table in ["entity WHERE id", "entity_record WHERE entity"] {
                tx.prepare_cached(&format!("DELETE FROM {table} = ?1"))?.execute([drawer])?;
            }
            return self.find_by(tx, drawer, BTreeSet::new());
        }
        let record = serde_json::to_string(&self.record).map_err(super::super::error::unreadable)?;
        tx.prepare_cached("INSERT OR REPLACE INTO entity VALUES (?1, ?2, ?3, ?4, ?5, ?3)")?.execute(params![
            drawer,
            kind_number(kind),
            name,
            self.articles,
            self.mentions,
        ])?;
        tx.prepare_cached("INSERT OR REPLACE INTO entity_record VALUES (?1, ?2)")?.execute(params![drawer, record])?;
        self.find_by(tx, drawer, words_of(name, &self.record))
    }

    /// Makes these the words by which the drawer is found.
    fn find_by(&mut self, tx: &Transaction<'_>, drawer: i64, words: BTreeSet<String>) -> rusqlite::Result<()> {
        for word in self.words.difference(&words) {
            tx.prepare_cached("DELETE FROM entity_word WHERE word = ?1 AND entity = ?2")?
                .execute(params![word, drawer])?;
        }
        for word in words.difference(&self.words) {
            tx.prepare_cached("INSERT OR IGNORE INTO entity_word VALUES (?1, ?2)")?.execute(params![word, drawer])?;
        }
        self.words = words;
        Ok(())
    }
}

/// Every word of a drawer's names.
fn words_of(name: &str, record: &Record) -> BTreeSet<String> {
    record.forms.keys().map(String::as_str).chain([name]).flat_map(words).collect()
}

fn read(tx: &Transaction<'_>, drawer: i64) -> rusqlite::Result<Shown> {
    let sql = "SELECT name, articles, mentions, record FROM entity JOIN entity_record ON entity = id WHERE id = ?1";
    let shown = tx.prepare_cached(sql)?.query_row([drawer], |row| {
        let record = Record::read(row.get_ref(3)?.as_str()?)?;
        let words = words_of(row.get_ref(0)?.as_str()?, &record);
        Ok(Shown { articles: row.get(1)?, mentions: row.get(2)?, record, words })
    });
    Ok(shown.optional()?.unwrap_or_else(Shown::none))
}

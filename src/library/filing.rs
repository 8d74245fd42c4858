//! Filing: a batch of articles in one transaction. It does not read files or parse; that is intake's.
//!
//! Names are resolved and numbers given in the order of the batch; rows are then written in the order of their numbers,
//! because a full-text index that is given its rows in order is written once, and out of order once a row.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use super::drawers::{Drawers, Standing};
use super::prepare::Prepared;
use super::query::terms::indexed;
use super::replace::anchor;
use super::{ArticleId, Clipping, Error, Filed, Library, copies, days, furniture, rulings};
use crate::article::{Broken, Digest, Language};
use crate::extract::rules::Overlay;

/// What the filer remembers between batches; all of it can be read from the database again.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) drawers: Drawers,
    sources: HashMap<String, i64>,
    /// What is laid over articles, once it was asked for.
    overlay: Option<Arc<Overlay>>,
    /// `data_version` when this was last known to be true.
    version: i64,
}

/// An article of the batch that is new, with its number.
struct New<'a> {
    id: i64,
    source: Option<i64>,
    drawers: Vec<i64>,
    prepared: Cow<'a, Prepared>,
}

impl Library {
    /// Files clippings, in their order, in one transaction: after it returns they are on the disk, and if it fails
    /// none of them is.
    ///
    /// # Errors
    /// Where the database is locked, full or damaged.
    pub fn file(&mut self, clippings: &[Clipping], now: Timestamp) -> Result<Vec<Filed>, Error> {
        let batch: Vec<Prepared> = clippings.iter().cloned().map(Prepared::new).collect();
        self.file_prepared(&batch, now)
    }

    /// [`file`](Self::file), for clippings that were made ready elsewhere.
    ///
    /// # Errors
    /// Where the database is locked, full or damaged.
    pub fn file_prepared(&mut self, batch: &[Prepared], now: Timestamp) -> Result<Vec<Filed>, Error> {
        self.writing(|memory, tx| memory.file(tx, batch, now))
    }
}

impl Memory {
    /// Another program may have written since: what is remembered is true only while nobody else did.
    pub(super) fn look(&mut self, tx: &Transaction<'_>) -> rusqlite::Result<()> {
        let version = tx.pragma_query_value(None, "data_version", |row| row.get(0))?;
        if version != self.version {
            *self = Self { version, ..Self::default() };
        }
        Ok(())
    }

    /// What is laid over articles.
    pub(super) fn overlay(&mut self, tx: &Transaction<'_>) -> rusqlite::Result<&Arc<Overlay>> {
        match &mut self.overlay {
            Some(overlay) => Ok(overlay),
            none => Ok(none.insert(Arc::new(rulings::overlay(tx)?))),
        }
    }

    /// The rules changed.
    pub(super) fn forget_overlay(&mut self) {
        self.overlay = None;
    }

    pub(super) fn file(
        &mut self,
        tx: &Transaction<'_>,
        batch: &[Prepared],
        now: Timestamp,
    ) -> rusqlite::Result<Vec<Filed>> {
        let mut filed = Vec::with_capacity(batch.len());
        let mut seen: HashMap<Digest, i64> = HashMap::new();
        let mut next: HashMap<Option<i64>, i64> = HashMap::new();
        let mut new = Vec::with_capacity(batch.len());
        let mut known = tx.prepare_cached("SELECT id FROM article WHERE digest = ?1")?;
        for prepared in batch {
            let digest = prepared.origin.digest;
            let before = match seen.get(&digest) {
                Some(&id) => Some(id),
                None => known.query_row([&digest.0[..]], |row| row.get(0)).optional()?,
            };
            if let Some(id) = before {
                filed.push(Filed::Already(ArticleId(id)));
                continue;
            }
            let (original, kept) = write_original(tx, prepared, now)?;
            let prepared = self.under_what_is_known(tx, original, prepared)?;
            if kept == Kept::Before {
                anchor(tx, None, &prepared)?;
            }
            let id = number(tx, &mut next, prepared.date.and_then(days::number))?;
            seen.insert(digest, id);
            filed.push(Filed::New(ArticleId(id)));
            new.push(self.name(tx, id, prepared)?);
        }
        self.write(tx, new, &mut filed)?;
        Ok(filed)
    }

    /// Enters what an article adds to what is known of its site, and reads it anew where its worker did not know all of that: so
    /// it is filed as if all before it had been filed before it was read.
    pub(super) fn under_what_is_known<'a>(
        &mut self,
        tx: &Transaction<'_>,
        original: i64,
        prepared: &'a Prepared,
    ) -> rusqlite::Result<Cow<'a, Prepared>> {
        self.overlay(tx)?;
        let Some(overlay) = &mut self.overlay else { return Ok(Cow::Borrowed(prepared)) };
        furniture::change(tx, original, &prepared.trace, overlay)?;
        Ok(if prepared.fits(overlay) { Cow::Borrowed(prepared) } else { Cow::Owned(prepared.again(overlay)?) })
    }

    /// Finds the drawers of an article that was given a number.
    fn name<'a>(&mut self, tx: &Transaction<'_>, id: i64, prepared: Cow<'a, Prepared>) -> rusqlite::Result<New<'a>> {
        let source = self.source(tx, prepared.source.as_deref())?;
        let at = Standing { article: id, month: prepared.date.map(days::month), source };
        let drawers = self.drawers.file(tx, &prepared.entities, at)?;
        Ok(New { id, source, drawers, prepared })
    }

    /// Files one article whose original is there, under the number it had, or under the next of its day.
    pub(super) fn put(
        &mut self,
        tx: &Transaction<'_>,
        prepared: Cow<'_, Prepared>,
        id: Option<i64>,
    ) -> rusqlite::Result<i64> {
        let id = match id {
            Some(id) => id,
            None => number(tx, &mut HashMap::new(), prepared.date.and_then(days::number))?,
        };
        let new = self.name(tx, id, prepared)?;
        self.write(tx, vec![new], &mut [])?;
        Ok(id)
    }

    /// Writes articles; where one is a copy of what was filed before it, `filed` says so from then on.
    fn write(&mut self, tx: &Transaction<'_>, mut new: Vec<New<'_>>, filed: &mut [Filed]) -> rusqlite::Result<()> {
        new.sort_by_key(|new| new.id);
        for new in &new {
            new.write(tx)?;
        }
        self.drawers.write(tx)?;
        copies::file(tx, &new.iter().map(|new| (new.id, &new.prepared.imprint)).collect::<Vec<_>>(), filed)?;
        // Last, and each index by itself: a statement that may have to be taken back (such as an INSERT with a SELECT in
        // it) makes FTS5 write out what it holds in memory. In between the others that took 400 µs an article.
        let mut fulltext =
            tx.prepare_cached("INSERT INTO fulltext (rowid, title, byline, body) VALUES (?1, ?2, ?3, ?4)")?;
        for New { id, prepared, .. } in &new {
            fulltext.execute(params![id, indexed(&prepared.title), indexed(&prepared.byline), prepared.body])?;
        }
        let mut headline = tx.prepare_cached("INSERT INTO headline (rowid, title) VALUES (?1, ?2)")?;
        for New { id, prepared, .. } in &new {
            headline.execute(params![id, indexed(&prepared.title)])?;
        }
        Ok(())
    }

    fn source(&mut self, tx: &Transaction<'_>, name: Option<&str>) -> rusqlite::Result<Option<i64>> {
        let Some(name) = name else { return Ok(None) };
        if let Some(&id) = self.sources.get(name) {
            return Ok(Some(id));
        }
        let known: Option<i64> = tx
            .prepare_cached("SELECT id FROM source WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        let id = match known {
            Some(id) => id,
            None => {
                tx.prepare_cached("INSERT INTO source (name) VALUES (?1)")?.execute([name])?;
                tx.last_insert_rowid()
            }
        };
        self.sources.insert(name.to_owned(), id);
        Ok(Some(id))
    }
}

/// The next free number of a day. A day with more than 65,536 articles goes on in the day before it.
fn number(tx: &Transaction<'_>, next: &mut HashMap<Option<i64>, i64>, day: Option<i64>) -> rusqlite::Result<i64> {
    let mut day = day;
    loop {
        let (floor, ceiling) = (days::floor(day), days::ceiling(day));
        let id = match next.get(&day) {
            Some(&id) => id,
            None => {
                let mut last = tx.prepare_cached("SELECT max(id) FROM article WHERE id BETWEEN ?1 AND ?2")?;
                let last: Option<i64> = last.query_row([floor, ceiling], |row| row.get(0))?;
                last.map_or(floor, |last| last + 1)
            }
        };
        if id <= ceiling || day.is_none() {
            next.insert(day, id + 1);
            return Ok(id);
        }
        next.insert(day, id);
        day = day.map(|day| day - 1).filter(|&day| days::floor(Some(day)) >= days::FIRST);
    }
}

/// Since when what was saved is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    Now,
    /// It was kept before its article was: the library is being brought up to date, and the reader may have been in it.
    Before,
}

/// Keeps what was saved, unless it is kept already; its number.
fn write_original(tx: &Transaction<'_>, prepared: &Prepared, now: Timestamp) -> rusqlite::Result<(i64, Kept)> {
    let origin = &prepared.origin;
    let mut original = tx.prepare_cached(
        "INSERT OR IGNORE INTO original (digest, path, member, format, saved, filed, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    original.execute(params![
        &origin.digest.0[..],
        origin.path.to_string_lossy(),
        origin.member,
        origin.format.name(),
        origin.saved.map(Timestamp::as_millisecond),
        now.as_millisecond(),
        prepared.original,
    ])?;
    if tx.changes() == 1 {
        return Ok((tx.last_insert_rowid(), Kept::Now));
    }
    let number = tx
        .prepare_cached("SELECT number FROM original WHERE digest = ?1")?
        .query_row([&origin.digest.0[..]], |row| row.get(0))?;
    tx.prepare_cached("DELETE FROM stale WHERE original = ?1")?.execute([number])?;
    Ok((number, Kept::Before))
}

impl New<'_> {
    fn write(&self, tx: &Transaction<'_>) -> rusqlite::Result<()> {
        let Self { id, source, drawers, prepared } = self;
        let digest = &prepared.origin.digest.0[..];
        let mut article = tx.prepare_cached(
            "INSERT INTO article (id, digest, title, byline, source, day, words, broken, read, starred, archived,
                                  binned, progress, language)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, coalesce(read, 0), coalesce(starred, 0), coalesce(archived, 0),
                    coalesce(binned, 0), (SELECT progress FROM places WHERE digest = ?2), ?9
             FROM (SELECT 1) LEFT JOIN marks ON digest = ?2",
        )?;
        article.execute(params![
            id,
            digest,
            prepared.title,
            prepared.byline,
            source,
            prepared.date.and_then(days::number),
            prepared.words,
            prepared.broken.map_or(0, broken_number),
            prepared.language.as_ref().map(Language::as_str),
        ])?;
        let list = drawers.iter().map(i64::to_string).collect::<Vec<_>>().join(" ");
        tx.prepare_cached("INSERT INTO document VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(params![
            id,
            prepared.versions.0,
            prepared.versions.1,
            list,
            prepared.document
        ])?;
        Ok(())
    }
}

/// The number under which it is stored; 0 is an article that is whole.
fn broken_number(broken: Broken) -> i64 {
    (1..).zip(Broken::ALL).find(|&(_, other)| other == broken).map_or(0, |(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_day_goes_on_in_the_day_before_and_at_last_among_the_undated() {
        let mut library = Library::in_memory().unwrap();
        let tx = library.connection.transaction().unwrap();
        let day = days::number(jiff::civil::date(2026, 3, 4));
        let mut next = HashMap::new();
        assert_eq!(number(&tx, &mut next, day).unwrap(), days::floor(day));
        next.insert(day, days::ceiling(day));
        assert_eq!(number(&tx, &mut next, day).unwrap(), days::ceiling(day));
        let before = day.map(|day| day - 1);
        assert_eq!(number(&tx, &mut next, day).unwrap(), days::floor(before));
        let first = days::number(jiff::civil::date(1, 1, 1));
        next.insert(first, days::ceiling(first) + 1);
        assert_eq!(number(&tx, &mut next, first).unwrap(), 1);
        assert_eq!(number(&tx, &mut next, None).unwrap(), 2);
    }
}

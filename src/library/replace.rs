//! Reading anew: an article that is filed gives way to what it is read as now, in one transaction. Its marks, its reading place
//! and the journal stay; its number changes only when its day does. What makes an article stale is not decided here.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::drawers::Standing;
use super::filing::Memory;
use super::prepare::{self, Stored};
use super::unpack::{self, Unpacker};
use super::{ArticleId, Error, Library, Place, Prepared, copies, days, stories};
use crate::article::{Digest, Format, Origin};
use crate::extract::rules;

/// The number of an original: those filed later have larger ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OriginalId(pub(super) i64);

/// Which articles are to be read anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those an earlier version of this program read, and those that were lost.
    Older,
    /// Those that were lost: the tables were made anew.
    Missing,
    /// All.
    All,
    /// These.
    These(Vec<ArticleId>),
}

/// What was saved.
#[derive(Clone, Debug)]
pub struct Original {
    /// Where it came from.
    pub origin: Origin,
    /// The saved bytes, compressed with zstd.
    pub packed: Vec<u8>,
}

impl Original {
    /// The saved bytes.
    ///
    /// # Errors
    /// Where they are damaged.
    pub fn bytes(&self) -> Result<Vec<u8>, String> {
        unpack::bytes(&self.packed).map_err(|error| error.to_string())
    }
}

/// What became of an article that was read anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// It is read as it was.
    Same(ArticleId),
    /// It is read otherwise; the number before and now.
    Changed(Option<ArticleId>, ArticleId),
    /// Its original is not filed.
    Unknown,
}

/// What [`Library::refresh`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refreshed {
    /// Articles looked at.
    pub looked: u64,
    /// Those that are read otherwise now.
    pub changed: Vec<Replaced>,
    /// Articles that are stale still.
    pub left: u64,
}

/// An article as it is filed.
struct Old {
    id: i64,
    day: Option<i64>,
    source: Option<i64>,
    drawers: Vec<i64>,
    packed: Vec<u8>,
}

impl Library {
    /// The originals to be read anew, in the order in which they were filed.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn originals(&self, which: &Which) -> Result<Vec<OriginalId>, Error> {
        let read = || {
            let of = "SELECT o.number FROM document AS d JOIN article AS a ON a.id = d.article
                      JOIN original AS o ON o.digest = a.digest WHERE";
            let missing = "SELECT original FROM stale WHERE missing = 1";
            let numbers = |sql: &str, values: &[i64]| {
                let mut statement = self.connection.prepare(sql)?;
                let numbers =
                    statement.query_map(rusqlite::params_from_iter(values), |row| row.get(0).map(OriginalId))?;
                numbers.collect::<rusqlite::Result<Vec<_>>>()
            };
            let mut found = match which {
                Which::Older => numbers(
                    &format!("{of} d.extract < ?1 OR d.entities < ?2 UNION {missing}"),
                    &[crate::extract::VERSION.into(), crate::entities::VERSION.into()],
                )?,
                Which::Missing => numbers(missing, &[])?,
                Which::All => numbers("SELECT number FROM original", &[])?,
                Which::These(ids) => {
                    let each = ids.iter().map(|id| numbers(&format!("{of} a.id = ?1"), &[id.0]));
                    each.collect::<rusqlite::Result<Vec<_>>>()?.concat()
                }
            };
            found.sort_unstable();
            Ok(found)
        };
        read().map_err(|error| Error::of(&self.whereabouts.path(), error))
    }

    /// What was saved under a number.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn original(&self, number: OriginalId) -> Result<Option<Original>, Error> {
        let read = || {
            let sql = "SELECT path, member, format, digest, saved, bytes FROM original WHERE number = ?1";
            let mut statement = self.connection.prepare_cached(sql)?;
            let original = statement.query_row([number.0], |row| {
                let saved = row.get::<_, Option<i64>>(4)?.and_then(|saved| Timestamp::from_millisecond(saved).ok());
                let format: String = row.get(2)?;
                let known = [Format::Text, Format::Markdown, Format::Html];
                let origin = Origin {
                    path: row.get::<_, String>(0)?.into(),
                    member: row.get(1)?,
                    format: known.into_iter().find(|known| known.name() == format).unwrap_or_default(),
                    digest: Digest(row.get(3)?),
                    saved,
                };
                Ok(Original { origin, packed: row.get(5)? })
            });
            original.optional()
        };
        read().map_err(|error| Error::of(&self.whereabouts.path(), error))
    }

    /// Whether an original has no article.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn is_missing(&self, digest: Digest) -> Result<bool, Error> {
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM article WHERE digest = ?1)";
        let ask = || self.connection.prepare_cached(sql)?.query_row([&digest.0[..]], |row| row.get(0));
        ask().map_err(|error| Error::of(&self.whereabouts.path(), error))
    }

    /// Puts articles in the place of what the same originals were read as, one after the other, in one transaction: after it
    /// returns they are on the disk, and if it fails none of them is. How many are given at once makes no difference.
    ///
    /// # Errors
    /// Where the database is locked, full or damaged.
    pub fn replace(&mut self, batch: &[Prepared], now: Timestamp) -> Result<Vec<Replaced>, Error> {
        self.writing(|memory, tx| batch.iter().map(|prepared| memory.replace(tx, prepared, now)).collect())
    }

    /// How many articles are stale.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn stale(&self) -> Result<u64, Error> {
        stale(&self.connection).map_err(|error| Error::of(&self.whereabouts.path(), error))
    }

    /// Lays the present rules and recurring lines over at most `most` of the articles that are stale, in the order in which they were
    /// filed. The labeler is not asked again. Once none is left, none comes by itself: see `furniture`.
    ///
    /// # Errors
    /// Where the database is locked, full or damaged.
    pub fn refresh(&mut self, most: usize, now: Timestamp) -> Result<Refreshed, Error> {
        self.writing(|memory, tx| {
            let numbers: Vec<i64> = tx
                .prepare_cached("SELECT original FROM stale WHERE missing = 0 ORDER BY original LIMIT ?1")?
                .query_map([i64::try_from(most).unwrap_or(i64::MAX)], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let mut refreshed = Refreshed::default();
            for number in numbers {
                refreshed.looked += 1;
                match memory.lay_again(tx, number, now)? {
                    Replaced::Changed(before, now) => refreshed.changed.push(Replaced::Changed(before, now)),
                    Replaced::Same(_) | Replaced::Unknown => {}
                }
                tx.prepare_cached("DELETE FROM stale WHERE original = ?1")?.execute([number])?;
            }
            refreshed.left = stale(tx)?;
            Ok(refreshed)
        })
    }

    /// Runs `work` in a transaction; where that fails, what is remembered is forgotten.
    pub(super) fn writing<T>(
        &mut self,
        work: impl FnOnce(&mut Memory, &Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        let Self { connection, memory, whereabouts, .. } = self;
        let outcome = (|| {
            let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            memory.look(&tx)?;
            let done = work(memory, &tx)?;
            tx.commit()?;
            Ok(done)
        })();
        outcome.map_err(|error| {
            *memory = Memory::default();
            Error::of(&whereabouts.path(), error)
        })
    }
}

fn stale(connection: &Connection) -> rusqlite::Result<u64> {
    let count = connection.query_row("SELECT count(*) FROM stale WHERE missing = 0", (), |row| row.get::<_, i64>(0))?;
    Ok(count.unsigned_abs())
}

impl Memory {
    /// Puts an article in the place of the one that is filed of the same original.
    fn replace(&mut self, tx: &Transaction<'_>, prepared: &Prepared, now: Timestamp) -> rusqlite::Result<Replaced> {
        let digest = prepared.origin.digest;
        let number: Option<i64> = tx
            .prepare_cached("SELECT number FROM original WHERE digest = ?1")?
            .query_row([&digest.0[..]], |row| row.get(0))
            .optional()?;
        let Some(number) = number else { return Ok(Replaced::Unknown) };
        let old = old(tx, digest)?;
        let done = match old {
            None => {
                self.file(tx, std::slice::from_ref(prepared), now)?;
                let id: i64 = tx
                    .prepare_cached("SELECT id FROM article WHERE digest = ?1")?
                    .query_row([&digest.0[..]], |row| row.get(0))?;
                Replaced::Changed(None, ArticleId(id))
            }
            Some(old) => self.give_way(tx, &old, number, prepared)?,
        };
        tx.prepare_cached("DELETE FROM stale WHERE original = ?1")?.execute([number])?;
        Ok(done)
    }

    fn give_way(
        &mut self,
        tx: &Transaction<'_>,
        old: &Old,
        number: i64,
        prepared: &Prepared,
    ) -> rusqlite::Result<Replaced> {
        let prepared = self.under_what_is_known(tx, number, prepared)?;
        let (extract, entities) = prepared.versions;
        if prepared.document == old.packed {
            tx.prepare_cached("UPDATE document SET extract = ?2, entities = ?3 WHERE article = ?1")?.execute([
                old.id,
                extract.into(),
                entities.into(),
            ])?;
            return Ok(Replaced::Same(ArticleId(old.id)));
        }
        let stored: Stored = Unpacker::default().json(&old.packed)?;
        let month = old.day.and_then(days::date).map(days::month);
        let at = Standing { article: old.id, month, source: old.source };
        self.unrule(tx, old.id)?;
        self.drawers.withdraw(tx, &stored.named(), &old.drawers, at)?;
        copies::forget(tx, old.id)?;
        stories::forget(tx, old.id)?;
        for table in ["article WHERE id", "document WHERE article", "fulltext WHERE rowid", "headline WHERE rowid"] {
            tx.prepare_cached(&format!("DELETE FROM {table} = ?1"))?.execute([old.id])?;
        }
        let day = prepared.date.and_then(days::number);
        let keeps_its_number = if day == old.day { Some(old.id) } else { None };
        anchor(tx, Some(&stored), &prepared)?;
        let digest = prepared.origin.digest;
        let id = self.put(tx, prepared, keeps_its_number)?;
        self.reanchor(tx, &[digest])?;
        self.drawers.sweep(tx, &old.drawers)?;
        Ok(Replaced::Changed(Some(ArticleId(old.id)), ArticleId(id)))
    }

    /// Lays what is known now over an article as the labeler gave it.
    fn lay_again(&mut self, tx: &Transaction<'_>, number: i64, now: Timestamp) -> rusqlite::Result<Replaced> {
        let sql = "SELECT a.id, d.json, d.extract, o.path, o.member, o.digest FROM original AS o
                   JOIN article AS a ON a.digest = o.digest JOIN document AS d ON d.article = a.id WHERE o.number = ?1";
        let found = tx.prepare_cached(sql)?.query_row([number], |row| {
            let origin = Origin {
                path: row.get::<_, String>(3)?.into(),
                member: row.get(4)?,
                format: Format::default(),
                digest: Digest(row.get(5)?),
                saved: None,
            };
            Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?, row.get(2)?, origin))
        });
        let Some((id, json, extracted, origin)) = found.optional()? else { return Ok(Replaced::Unknown) };
        let stored: Stored = Unpacker::default().json(&json)?;
        let article = stored.as_labeled();
        let overlay = std::sync::Arc::clone(self.overlay(tx)?);
        let trace = rules::trace(&article);
        // Most articles of a site do not have the line a new rule speaks of: for them nothing else need be done.
        if rules::apply(&mut article.clone(), &trace, &overlay) == stored.overruled {
            return Ok(Replaced::Same(ArticleId(id)));
        }
        // The original is where it was: what is filed has no need of its bytes.
        let prepared = Prepared::under(origin, Vec::new(), article, extracted, &overlay);
        self.replace(tx, &prepared, now)
    }
}

/// The article that is filed of an original.
fn old(tx: &Transaction<'_>, digest: Digest) -> rusqlite::Result<Option<Old>> {
    let sql = "SELECT a.id, a.day, a.source, d.drawers, d.json FROM article AS a JOIN document AS d ON d.article = a.id
               WHERE a.digest = ?1";
    let old = tx.prepare_cached(sql)?.query_row([&digest.0[..]], |row| {
        let drawers: String = row.get(3)?;
        Ok(Old {
            id: row.get(0)?,
            day: row.get(1)?,
            source: row.get(2)?,
            drawers: drawers.split(' ').filter_map(|number| number.parse().ok()).collect(),
            packed: row.get(4)?,
        })
    });
    old.optional()
}

/// Puts the reading place where its words are now. An article that was lost with its tables has left them beside its place.
pub(super) fn anchor(tx: &Transaction<'_>, before: Option<&Stored>, prepared: &Prepared) -> rusqlite::Result<()> {
    let digest = &prepared.origin.digest.0[..];
    let place = tx
        .prepare_cached("SELECT block, byte, quote FROM places WHERE digest = ?1")?
        .query_row([digest], |row| Ok((Place { block: row.get(0)?, byte: row.get(1)? }, row.get::<_, String>(2)?)));
    let Some((place, mut quote)) = place.optional()? else { return Ok(()) };
    if let Some(before) = before.filter(|_| quote.is_empty()) {
        quote = prepare::words_at(&before.article, place);
    }
    let after: Stored = Unpacker::default().json(&prepared.document)?;
    let now = prepare::place_of(&after.article, place, &quote);
    tx.prepare_cached("UPDATE places SET block = ?2, byte = ?3, quote = ?4 WHERE digest = ?1")?
        .execute(params![digest, now.block, now.byte, quote])?;
    Ok(())
}

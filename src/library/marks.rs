//! What the reader does with articles: marks, the reading place, and the journal that can take a change back, also
//! after a restart. Every entry is keyed by digest, so that it holds when articles are parsed and numbered anew.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

use super::{ArticleId, Change, Error, Library, Place};
use crate::article::Digest;

/// A mark: one column of `marks` and of `article`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Read,
    Starred,
    Archived,
    Binned,
}

impl Mark {
    const ALL: [Self; 4] = [Self::Read, Self::Starred, Self::Archived, Self::Binned];

    /// Its column, and its name in the journal.
    const fn column(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Starred => "starred",
            Self::Archived => "archived",
            Self::Binned => "binned",
        }
    }

    /// What giving it or taking it is called.
    const fn name(self, on: bool) -> &'static str {
        match (self, on) {
            (Self::Read, true) => "read mark on",
            (Self::Read, false) => "unread mark on",
            (Self::Starred, true) => "star on",
            (Self::Starred, false) => "taking the star off",
            (Self::Archived, true) => "archiving of",
            (Self::Archived, false) => "taking out of the archive of",
            (Self::Binned, true) => "binning of",
            (Self::Binned, false) => "taking out of the bin of",
        }
    }

    fn set(self, tx: &Transaction<'_>, digest: &[u8], on: bool) -> rusqlite::Result<()> {
        let column = self.column();
        tx.prepare_cached(&format!(
            "INSERT INTO marks (digest, {column}) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET {column} = excluded.{column}"
        ))?
        .execute(params![digest, on])?;
        tx.prepare_cached(&format!("UPDATE article SET {column} = ?2 WHERE digest = ?1"))?
            .execute(params![digest, on])?;
        Ok(())
    }
}

/// A line of the journal.
struct Entry {
    number: i64,
    mark: Mark,
    on: bool,
    digests: Vec<u8>,
}

impl Entry {
    fn set(&self, tx: &Transaction<'_>, on: bool) -> rusqlite::Result<()> {
        self.digests.chunks_exact(16).try_for_each(|digest| self.mark.set(tx, digest, on))
    }

    fn says(&self, tx: &Transaction<'_>) -> rusqlite::Result<String> {
        let name = self.mark.name(self.on);
        let count = self.digests.len() / 16;
        if count != 1 {
            return Ok(format!("{name} {count} articles"));
        }
        let title: Option<String> = tx
            .prepare_cached("SELECT title FROM article WHERE digest = ?1")?
            .query_row([&self.digests], |row| row.get(0))
            .optional()?;
        Ok(title.map_or_else(|| format!("{name} one article"), |title| format!("{name} “{title}”")))
    }
}

impl Library {
    /// Makes a change, and writes it in the journal. Articles that are so already are left out; if all are, nothing is
    /// written. What was undone before can then not be done again.
    ///
    /// # Errors
    /// Where the database is locked, full or damaged.
    pub fn apply(&mut self, change: &Change, now: Timestamp) -> Result<(), Error> {
        let (mark, articles, on) = match change {
            Change::Read(articles, on) => (Mark::Read, articles, *on),
            Change::Star(articles, on) => (Mark::Starred, articles, *on),
            Change::Archive(articles, on) => (Mark::Archived, articles, *on),
            Change::Bin(articles, on) => (Mark::Binned, articles, *on),
        };
        self.write(|tx| {
            let digests = digests_to_change(tx, mark, articles, on)?;
            if digests.is_empty() {
                return Ok(());
            }
            tx.execute("DELETE FROM journal WHERE undone = 1", ())?;
            let entry = Entry { number: 0, mark, on, digests };
            entry.set(tx, on)?;
            tx.execute(
                "INSERT INTO journal (at, action, value, digests) VALUES (?1, ?2, ?3, ?4)",
                params![now.as_millisecond(), mark.column(), on, entry.digests],
            )?;
            Ok(())
        })
    }

    /// Takes back the last change that was not taken back yet, and says what it was; `None` where there is none.
    ///
    /// # Errors
    /// Where the database is locked, full or damaged.
    pub fn undo(&mut self, now: Timestamp) -> Result<Option<String>, Error> {
        self.write(|tx| {
            let Some(entry) = entry(tx, "undone = 0 ORDER BY number DESC")? else { return Ok(None) };
            entry.set(tx, !entry.on)?;
            stamp(tx, entry.number, true, now)?;
            entry.says(tx).map(Some)
        })
    }

    /// Makes the change again that was taken back last, and says what it was; `None` where there is none.
    ///
    /// # Errors
    /// Where the database is locked, full or damaged.
    pub fn redo(&mut self, now: Timestamp) -> Result<Option<String>, Error> {
        self.write(|tx| {
            let Some(entry) = entry(tx, "undone = 1 ORDER BY number")? else { return Ok(None) };
            entry.set(tx, entry.on)?;
            stamp(tx, entry.number, false, now)?;
            entry.says(tx).map(Some)
        })
    }

    /// Keeps the place where reading stopped, and how much of the body was read, in per cent. Not in the journal.
    ///
    /// # Errors
    /// Where the database is locked, full or damaged.
    pub fn set_place(&mut self, digest: Digest, place: Place, progress: u8) -> Result<(), Error> {
        self.write(|tx| {
            let progress = progress.min(100);
            tx.prepare_cached(
                "INSERT INTO places VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET
                 block = excluded.block, byte = excluded.byte, progress = excluded.progress",
            )?
            .execute(params![&digest.0[..], place.block, place.byte, progress])?;
            tx.prepare_cached("UPDATE article SET progress = ?2 WHERE digest = ?1")?
                .execute(params![&digest.0[..], progress])?;
            Ok(())
        })
    }

    fn write<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T, Error> {
        let outcome = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).and_then(|tx| {
            let value = work(&tx)?;
            tx.commit()?;
            Ok(value)
        });
        outcome.map_err(|error| Error::of(&self.whereabouts.path(), error))
    }
}

/// The digests, one after the other, of those of `articles` whose mark is not `on` yet.
fn digests_to_change(tx: &Transaction<'_>, mark: Mark, articles: &[ArticleId], on: bool) -> rusqlite::Result<Vec<u8>> {
    let column = mark.column();
    let mut find = tx.prepare_cached(&format!("SELECT digest FROM article WHERE id = ?1 AND {column} <> ?2"))?;
    let mut digests = Vec::with_capacity(articles.len() * 16);
    for article in articles {
        if let Some(digest) = find.query_row(params![article.0, on], |row| row.get::<_, Vec<u8>>(0)).optional()? {
            digests.extend(digest);
        }
    }
    Ok(digests)
}

fn entry(tx: &Transaction<'_>, which: &str) -> rusqlite::Result<Option<Entry>> {
    let sql = format!("SELECT number, action, value, digests FROM journal WHERE {which} LIMIT 1");
    let found = tx
        .query_row(&sql, (), |row| {
            let action: String = row.get(1)?;
            let mark = Mark::ALL.into_iter().find(|mark| mark.column() == action);
            Ok(mark.map(|mark| (row.get(0), mark, row.get(2), row.get(3))))
        })
        .optional()?
        .flatten();
    found.map(|(number, mark, on, digests)| Ok(Entry { number: number?, mark, on: on?, digests: digests? })).transpose()
}

fn stamp(tx: &Transaction<'_>, number: i64, undone: bool, now: Timestamp) -> rusqlite::Result<()> {
    tx.execute(
        "UPDATE journal SET undone = ?2, at = ?3 WHERE number = ?1",
        params![number, undone, now.as_millisecond()],
    )?;
    Ok(())
}

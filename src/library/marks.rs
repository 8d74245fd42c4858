//! What the reader does with articles: marks, the reading place, and the journal that can take a change back, also
//! after a restart. Every entry is keyed by digest, so that it holds when articles are parsed and numbered anew.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

use super::filing::Memory;
use super::pins::{self, Pinned};
use super::saved::{self, Kept};
use super::unpack::Unpacker;
use super::{ArticleId, Change, Error, Library, Place, naming, prepare, rulings};
use crate::article::Digest;
use crate::entities;
use crate::extract::rules::Edit;

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
    what: What,
}

/// What was done.
enum What {
    /// A mark was given or taken; the digests stand one after the other.
    Mark { mark: Mark, on: bool, digests: Vec<u8> },
    /// The reader's rules changed.
    Rules(Edit),
    /// The reader's rulings on names changed.
    Names(entities::rulings::Edit),
    /// A name was pinned or is no longer.
    Pin { pin: Pinned, on: bool },
    /// A search was kept, changed or forgotten.
    Saved(Kept),
}

/// Whether an entry is made (again) or taken back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Forth,
    Back,
}

impl What {
    fn set(&self, memory: &mut Memory, tx: &Transaction<'_>, way: Way, now: Timestamp) -> rusqlite::Result<()> {
        match self {
            Self::Mark { mark, on, digests } => {
                let on = *on == (way == Way::Forth);
                digests.chunks_exact(16).try_for_each(|digest| mark.set(tx, digest, on))
            }
            Self::Pin { pin, on } => pin.set(tx, *on == (way == Way::Forth)),
            Self::Saved(kept) => kept.set(tx, way == Way::Forth),
            Self::Rules(edit) if way == Way::Forth => rulings::set(tx, edit, now),
            Self::Rules(edit) => rulings::set(tx, &edit.clone().inverse(), now),
            Self::Names(edit) => {
                let edit = if way == Way::Forth { edit.clone() } else { edit.clone().inverse() };
                naming::set(memory, tx, &edit, now).map(|_| ())
            }
        }
    }

    fn says(&self, tx: &Transaction<'_>) -> rusqlite::Result<String> {
        let (mark, on, digests) = match self {
            Self::Rules(edit) => return Ok(edit.says()),
            Self::Names(edit) => return Ok(edit.says()),
            Self::Pin { pin, on } => return Ok(pin.says(*on)),
            Self::Saved(kept) => return Ok(kept.says()),
            Self::Mark { mark, on, digests } => (mark, *on, digests),
        };
        let name = mark.name(on);
        let count = digests.len() / 16;
        if count != 1 {
            return Ok(format!("{name} {count} articles"));
        }
        let title: Option<String> = tx
            .prepare_cached("SELECT title FROM article WHERE digest = ?1")?
            .query_row([digests], |row| row.get(0))
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
            Change::Pin(entity, on) => return self.write(|tx| pins::change(tx, *entity, *on, now)),
            Change::Save { name, query } => return self.write(|tx| saved::change(tx, name, Some(query), now)),
            Change::Forget(name) => return self.write(|tx| saved::change(tx, name, None, now)),
        };
        self.write(|tx| {
            let digests = digests_to_change(tx, mark, articles, on)?;
            if digests.is_empty() {
                return Ok(());
            }
            tx.execute("DELETE FROM journal WHERE undone = 1", ())?;
            digests.chunks_exact(16).try_for_each(|digest| mark.set(tx, digest, on))?;
            tx.execute(
                "INSERT INTO journal (at, action, value, digests) VALUES (?1, ?2, ?3, ?4)",
                params![now.as_millisecond(), mark.column(), on, digests],
            )?;
            Ok(())
        })
    }

    /// Takes back the last change that was not taken back yet, and says what it was; `None` where there is none.
    ///
    /// # Errors
    /// Where the database is locked, full or damaged.
    pub fn undo(&mut self, now: Timestamp) -> Result<Option<String>, Error> {
        self.writing(|memory, tx| {
            memory.forget_overlay();
            let Some(entry) = entry(tx, "undone = 0 ORDER BY number DESC")? else { return Ok(None) };
            entry.what.set(memory, tx, Way::Back, now)?;
            stamp(tx, entry.number, Way::Back, now)?;
            entry.what.says(tx).map(Some)
        })
    }

    /// Makes the change again that was taken back last, and says what it was; `None` where there is none.
    ///
    /// # Errors
    /// Where the database is locked, full or damaged.
    pub fn redo(&mut self, now: Timestamp) -> Result<Option<String>, Error> {
        self.writing(|memory, tx| {
            memory.forget_overlay();
            let Some(entry) = entry(tx, "undone = 1 ORDER BY number")? else { return Ok(None) };
            entry.what.set(memory, tx, Way::Forth, now)?;
            stamp(tx, entry.number, Way::Forth, now)?;
            entry.what.says(tx).map(Some)
        })
    }

    /// Keeps the place where reading stopped, with the words there, and how much of the body was read, in per cent. Not in the
    /// journal.
    ///
    /// # Errors
    /// Where the database is locked, full or damaged.
    pub fn set_place(&mut self, digest: Digest, place: Place, progress: u8) -> Result<(), Error> {
        self.write(|tx| {
            let progress = progress.min(100);
            let quote = quote(tx, digest, place)?;
            tx.prepare_cached(
                "INSERT INTO places VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET
                 block = excluded.block, byte = excluded.byte, progress = excluded.progress, quote = excluded.quote",
            )?
            .execute(params![&digest.0[..], place.block, place.byte, progress, quote])?;
            tx.prepare_cached("UPDATE article SET progress = ?2 WHERE digest = ?1")?
                .execute(params![&digest.0[..], progress])?;
            Ok(())
        })
    }

    pub(super) fn write<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T, Error> {
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
    let found = tx.query_row(&sql, (), |row| {
        let (action, digests): (String, Vec<u8>) = (row.get(1)?, row.get(3)?);
        let mark = Mark::ALL.into_iter().find(|mark| mark.column() == action);
        let what = match mark {
            Some(mark) => Some(What::Mark { mark, on: row.get(2)?, digests }),
            None if action == rulings::ACTION => Some(What::Rules(Edit::read(&String::from_utf8_lossy(&digests)))),
            None if action == naming::ACTION => {
                Some(What::Names(entities::rulings::Edit::read(&String::from_utf8_lossy(&digests))))
            }
            None if action == pins::ACTION => match Pinned::read(&String::from_utf8_lossy(&digests)) {
                Some(pin) => Some(What::Pin { pin, on: row.get(2)? }),
                None => None,
            },
            None if action == saved::ACTION => Kept::read(&digests).map(What::Saved),
            None => None,
        };
        Ok(what.map(|what| (row.get(0), what)))
    });
    found.optional()?.flatten().map(|(number, what)| Ok(Entry { number: number?, what })).transpose()
}

fn stamp(tx: &Transaction<'_>, number: i64, way: Way, now: Timestamp) -> rusqlite::Result<()> {
    tx.execute(
        "UPDATE journal SET undone = ?2, at = ?3 WHERE number = ?1",
        params![number, way == Way::Back, now.as_millisecond()],
    )?;
    Ok(())
}

/// The words at a place of an article; none where it is not filed.
fn quote(tx: &Transaction<'_>, digest: Digest, place: Place) -> rusqlite::Result<String> {
    let sql = "SELECT json FROM document WHERE article = (SELECT id FROM article WHERE digest = ?1)";
    let packed: Option<Vec<u8>> = tx.prepare_cached(sql)?.query_row([&digest.0[..]], |row| row.get(0)).optional()?;
    let Some(packed) = packed else { return Ok(String::new()) };
    let stored: prepare::Stored = Unpacker::default().json(&packed)?;
    Ok(prepare::words_at(&stored.article, place))
}

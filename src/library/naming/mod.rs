//! The reader's rulings on names, kept and obeyed: what can be proposed about a name, the change in the journal, and what is
//! shown after it. What a ruling says of an article is [`entities::rulings`](crate::entities::rulings)' business.
//!
//! Guesses go on beside it as if there were none: they are in `document.drawers`, `entity_key`, and, of a drawer that is shown
//! otherwise than it was guessed, in `guess`. All other tables say what is shown, which follows from guesses and rulings alone.

mod judge;
mod propose;

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use super::filing::Memory;
use super::{ArticleId, Drawer, EntityId, Error, Library, Reader, Row};
use crate::article::{Entity, EntityKind, Mention};
use crate::entities::rulings::{Edit, Ruling};

pub(super) use judge::{GROUPS, Naming};
pub(super) use propose::numbers;

/// Something the reader may want to decide about a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// Two names are one, which is called as the second is.
    Merge {
        /// The name that is taken in.
        one: EntityId,
        /// The name it becomes part of.
        into: EntityId,
    },
    /// Part of a name is somebody else.
    Split {
        /// The name.
        entity: EntityId,
        /// Which part.
        by: Part,
    },
    /// It is shown under another name.
    Rename {
        /// The name.
        entity: EntityId,
        /// How it is to be called.
        name: String,
    },
    /// It is of another kind.
    Retype {
        /// The name.
        entity: EntityId,
        /// What it is.
        kind: EntityKind,
    },
    /// It is no name.
    Never {
        /// The name.
        entity: EntityId,
        /// Where it is none.
        reach: Reach,
    },
    /// These letters are a name.
    Add {
        /// The article in which they were selected.
        article: ArticleId,
        /// The letters.
        text: String,
        /// What they name.
        kind: EntityKind,
        /// Whom they name; `None` is somebody new, or who is shown under just this name.
        into: Option<EntityId>,
    },
}

/// Part of what is shown under one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The articles that call it so: a form that stands as the fullest name in an article.
    Name(String),
    /// One article.
    Article(ArticleId),
}

/// Where something is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// In this article.
    Here(ArticleId),
    /// On the site of this article.
    Site(ArticleId),
    /// In every article.
    Everywhere,
}

/// What a proposal would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// The change of the rulings, to be given to [`Library::change_names`].
    pub edit: Edit,
    /// What it does, in one line: "Join Sen. Rubio (2 articles) with Marco Rubio (18)".
    pub says: String,
    /// Articles whose names are shown otherwise after it.
    pub articles: u64,
    /// The newest of them.
    pub examples: Vec<Row>,
}

impl Preview {
    /// The rulings as text, those that come with `+` and those that go with `-` before each line.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.edit.write().lines().skip(1).map(str::to_owned).collect()
    }
}

/// What the journal calls a change of rulings on names.
pub(super) const ACTION: &str = "names";

/// What is shown of an article, where that is not what was guessed: JSON in a column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Ruled {
    /// The drawer each entity is shown in; 0 is none.
    pub(super) drawers: Vec<i64>,
    /// Entities that were not read, but added by their letters; they come behind those that were.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) added: Vec<Entity>,
    /// The mentions, where something was added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) mentions: Option<Vec<Mention>>,
    /// Why the article's names were put into their guessed drawers, where not for the name alone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) whys: BTreeMap<i64, String>,
}

impl Ruled {
    /// Reads the column.
    pub(super) fn read(json: &str) -> rusqlite::Result<Self> {
        serde_json::from_str(json).map_err(super::error::unreadable)
    }

    pub(super) fn write(&self) -> rusqlite::Result<String> {
        serde_json::to_string(self).map_err(super::error::unreadable)
    }
}

impl Library {
    /// Changes the rulings on names and what is shown, and writes the change in the journal: how many articles are shown
    /// otherwise. A change of nothing is not written.
    ///
    /// # Errors
    /// Where the database is locked, full or damaged.
    pub fn change_names(&mut self, edit: &Edit, now: Timestamp) -> Result<u64, Error> {
        if edit.is_empty() {
            return Ok(0);
        }
        self.writing(|memory, tx| {
            tx.execute("DELETE FROM journal WHERE undone = 1", ())?;
            let changed = set(memory, tx, edit, now)?;
            tx.execute(
                "INSERT INTO journal (at, action, value, digests) VALUES (?1, ?2, 1, ?3)",
                params![now.as_millisecond(), ACTION, edit.write().as_bytes()],
            )?;
            Ok(changed)
        })
    }

    /// Puts these rulings in the place of all there are, as one change: what changed, and how many articles are shown otherwise.
    ///
    /// # Errors
    /// Where the database is locked, full or damaged.
    pub fn set_rulings(&mut self, rulings: &[Ruling], now: Timestamp) -> Result<(Edit, u64), Error> {
        let before = all(&self.connection).map_err(|error| Error::of(&self.whereabouts.path(), error))?;
        let edit = Edit::between(&before, rulings);
        let changed = self.change_names(&edit, now)?;
        Ok((edit, changed))
    }
}

impl Reader {
    /// The rulings on names, in the order in which they were made.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn rulings(&self) -> Result<Vec<Ruling>, Error> {
        self.run(|| all(&self.connection))
    }

    /// Where what was filed under a number is shown now, or most of it: a name that was joined to another is there.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn shown_as(&self, entity: EntityId) -> Result<Option<Drawer>, Error> {
        self.run(|| self.shown_now(entity))
    }

    /// Where what was guessed into a drawer is shown: there, or where most of it is.
    pub(super) fn shown_now(&self, guess: EntityId) -> rusqlite::Result<Option<Drawer>> {
        if let Some(drawer) = self.drawer(guess)? {
            return Ok(Some(drawer));
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT shown FROM (SELECT shown FROM moved WHERE guess = ?1 LIMIT 1000) WHERE shown <> 0
             GROUP BY shown ORDER BY count(*) DESC, shown LIMIT 1",
        )?;
        let most: Option<i64> = statement.query_row([guess.0], |row| row.get(0)).optional()?;
        most.map_or(Ok(None), |most| self.drawer(EntityId(most)))
    }

    /// The drawers whose guesses are shown in one, itself among them where it is one.
    pub(super) fn guessed_into(&self, shown: EntityId) -> rusqlite::Result<Vec<i64>> {
        let mut statement = self.connection.prepare_cached("SELECT DISTINCT guess FROM moved WHERE shown = ?1")?;
        let mut guesses: Vec<i64> =
            statement.query_map([shown.0], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        if shown.0 < GROUPS {
            guesses.push(shown.0);
        }
        guesses.sort_unstable();
        Ok(guesses)
    }

    /// The ruling that makes a drawer what it is.
    pub(super) fn ruling_of(&self, entity: EntityId) -> rusqlite::Result<Option<Ruling>> {
        let mut statement = self.connection.prepare_cached("SELECT what FROM ruled WHERE entity = ?1")?;
        let what: Option<String> = statement.query_row([entity.0], |row| row.get(0)).optional()?;
        Ok(what.and_then(|what| what.parse().ok()))
    }
}

/// All rulings on names, in the order in which they were made; rules about lines are passed over.
pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Ruling>> {
    let mut statement = connection.prepare_cached("SELECT what FROM ruling WHERE undone = 0 ORDER BY number")?;
    let texts = statement.query_map((), |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(texts.iter().filter_map(|text| text.parse().ok()).collect())
}

/// Makes a change of rulings, and shows what follows from it: in how many articles that is something else.
pub(super) fn set(memory: &mut Memory, tx: &Transaction<'_>, edit: &Edit, now: Timestamp) -> rusqlite::Result<u64> {
    // What was in force, while it still is.
    memory.naming(tx)?;
    for ruling in &edit.removed {
        tx.prepare_cached("DELETE FROM ruling WHERE what = ?1")?.execute([ruling.to_string()])?;
    }
    for ruling in &edit.added {
        tx.prepare_cached("INSERT INTO ruling (at, what) VALUES (?1, ?2)")?
            .execute(params![now.as_millisecond(), ruling.to_string()])?;
    }
    memory.rule(tx)
}

//! Everything filed: one folder on disk, and the only SQL. It knows articles and entities, not how they are made.
//!
//! [`Library`](crate::library::Library) is the one writer. [`Reader`](crate::library::Reader) is a second, read-only connection, cheap to open, for a screen or a command.
//! Several programs can have the same library open: writers wait for one another, readers wait for nobody.

mod copies;
mod days;
mod dossier;
mod drawers;
mod error;
mod filing;
mod find;
mod furniture;
#[cfg(test)]
pub(crate) mod kit;
mod like;
mod marks;
mod naming;
mod papers;
mod pins;
mod prepare;
mod query;
mod read;
mod reasons;
mod replace;
mod rows;
mod rulings;
mod saved;
mod schema;
mod search;
mod stories;
#[cfg(test)]
mod tests;
mod together;
mod topics;
mod unpack;
mod upgrade;

pub use copies::{Age, Relation, Twin};
pub use error::Error;
pub use like::Like;
pub use naming::{Part, Preview, Proposal, Reach};
pub use prepare::{Prepared, sentence};
pub use query::{Complaint, Ending, Query, Resolve, scope, sought};
pub use replace::{Original, OriginalId, Refreshed, Replaced, Which};
pub use rows::*;
pub use stories::{Stories, Story, StoryLine, StoryRow};
pub use topics::{OwnTopic, OwnTopics};

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::Connection;

use schema::Whereabouts;

/// A library, to write into.
#[derive(Debug)]
pub struct Library {
    connection: Connection,
    memory: filing::Memory,
    whereabouts: Whereabouts,
}

impl Library {
    /// Opens the library in `folder`; makes both where they are not there, closed to other users of the machine.
    ///
    /// # Errors
    /// Where the folder cannot be made or written, or holds a library of a newer version, a damaged one, or none of ours.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        Self::at(Whereabouts::Folder(folder.to_owned()))
    }

    /// A library in memory, for tests; it ends with the last connection to it.
    ///
    /// # Errors
    /// Where SQLite cannot make one.
    pub fn in_memory() -> Result<Self, Error> {
        Self::at(Whereabouts::memory())
    }

    fn at(whereabouts: Whereabouts) -> Result<Self, Error> {
        let connection = schema::open_writer(&whereabouts)?;
        Ok(Self { connection, memory: filing::Memory::default(), whereabouts })
    }

    /// A second connection to this library, which only reads.
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn reader(&self) -> Result<Reader, Error> {
        Reader::at(self.whereabouts.clone())
    }

    /// Looks through the whole database and its full-text indexes for damage; each fault is a line, and none is mended.
    /// It reads every page: for tests and for repairs, not for every day.
    ///
    /// # Errors
    /// Where the database is locked, or too damaged to be looked through.
    pub fn faults(&self) -> Result<Vec<String>, Error> {
        let look = || {
            let mut statement = self.connection.prepare("PRAGMA integrity_check")?;
            let lines = statement.query_map((), |row| row.get::<_, String>(0))?;
            let mut faults = lines.collect::<rusqlite::Result<Vec<_>>>()?;
            faults.retain(|line| line != "ok");
            for index in ["fulltext", "headline"] {
                let check = format!("INSERT INTO {index} ({index}) VALUES ('integrity-check')");
                if let Err(error) = self.connection.execute(&check, ()) {
                    faults.push(format!("{index}: {error}"));
                }
            }
            Ok(faults)
        };
        look().map_err(|error| Error::of(&self.whereabouts.path(), error))
    }
}

/// A library, to read from. It is cheap to open and reads nothing until it is asked.
#[derive(Debug)]
pub struct Reader {
    connection: Connection,
    whereabouts: Whereabouts,
    /// The names of the sources, which are few: kept here, so that no list has to join them.
    sources: RefCell<BTreeMap<i64, String>>,
    unpacker: RefCell<unpack::Unpacker>,
    shelf: RefCell<find::Shelf>,
    /// What the reader calls a topic: looked for wherever a query names one.
    topics: OwnTopics,
    ranking: RefCell<Option<search::Ranking>>,
}

/// Stops what a [`Reader`] is doing, from another thread: the call then ends with [`Error::Interrupted`].
pub struct Interrupt(rusqlite::InterruptHandle);

impl Interrupt {
    /// Stops what the reader is doing now, if anything.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}

impl std::fmt::Debug for Interrupt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Interrupt")
    }
}

impl Reader {
    /// Opens the library in `folder` for reading.
    ///
    /// # Errors
    /// Where there is none, or it cannot be read, or is of a newer version, damaged, or none of ours.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        Self::at(Whereabouts::Folder(folder.to_owned()))
    }

    fn at(whereabouts: Whereabouts) -> Result<Self, Error> {
        let connection = schema::open_reader(&whereabouts)?;
        let (sources, unpacker, shelf, topics, ranking) = Default::default();
        Ok(Self { connection, whereabouts, sources, unpacker, shelf, topics, ranking })
    }

    /// A number that is another one when something was filed or changed since, by this program or by another.
    /// Comparable only among answers of one reader.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn generation(&self) -> Result<u64, Error> {
        self.run(|| self.version()).map(i64::unsigned_abs)
    }

    fn version(&self) -> rusqlite::Result<i64> {
        self.connection.prepare_cached("PRAGMA data_version")?.query_row((), |row| row.get(0))
    }

    /// A handle with which another thread can stop a long query.
    #[must_use]
    pub fn interrupt_handle(&self) -> Interrupt {
        Interrupt(self.connection.get_interrupt_handle())
    }

    /// The name of a source.
    fn source(&self, id: i64) -> rusqlite::Result<Option<String>> {
        if let Some(name) = self.sources.borrow().get(&id) {
            return Ok(Some(name.clone()));
        }
        self.read_sources()?;
        Ok(self.sources.borrow().get(&id).cloned())
    }

    fn read_sources(&self) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare_cached("SELECT id, name FROM source")?;
        let names = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
        *self.sources.borrow_mut() = names.collect::<rusqlite::Result<_>>()?;
        Ok(())
    }

    /// Runs a question, and gives its error the library's path.
    fn run<T>(&self, question: impl FnOnce() -> rusqlite::Result<T>) -> Result<T, Error> {
        question().map_err(|error| Error::of(&self.whereabouts.path(), error))
    }
}

//! What can go wrong with a library, as sentences with the path and the remedy. Trouble with one saved file is not
//! here: that is a line of intake's report.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why a library could not do what was asked. Each says which library, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no library in this folder.
    #[error("there is no library in {}: `morgue add FILE` makes one", path.display())]
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// A file of that name is there, but another program made it.
    #[error("{} is not a library of morgue: name another folder with --library", path.display())]
    Foreign {
        /// The database file.
        path: PathBuf,
    },
    /// A newer morgue made it.
    #[error(
        "the library {} was made by a newer morgue (version {found} of its tables; this program knows {known}): \
         update morgue, or name another folder with --library", path.display()
    )]
    FromTheFuture {
        /// The database file.
        path: PathBuf,
        /// The version found.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// An early morgue made it, with other tables.
    #[error(
        "the library {} was made by an early morgue (version {found} of its tables; this program knows {known}): \
         move its folder away and file what was saved again, or name another folder with --library", path.display()
    )]
    FromThePast {
        /// The database file.
        path: PathBuf,
        /// The version found.
        found: i64,
        /// The only version this program knows.
        known: i64,
    },
    /// An earlier morgue made it; what it holds is read and the rest made anew.
    #[error("the library {} was made by an earlier morgue: `morgue reparse` brings it up to date", path.display())]
    OutOfDate {
        /// The database file.
        path: PathBuf,
    },
    /// It is being brought up to date, or that was broken off.
    #[error(
        "the library {} is not brought up to date yet: `morgue reparse` goes on with that, or wait until it has \
         finished; nothing that was saved is lost", path.display()
    )]
    Unfinished {
        /// The database file.
        path: PathBuf,
    },
    /// The folder named is a file.
    #[error("{} is a file, and a library is a folder: name another with --library", path.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
    },
    /// Another program is writing, and did not finish in time.
    #[error("the library {} is in use by another program: try again when that has finished", path.display())]
    Locked {
        /// The database file.
        path: PathBuf,
    },
    /// What is on the disk is not what was written.
    #[error(
        "the library {} is damaged: copy its folder to a safe place before anything else, then file into a new one \
         with --library", path.display()
    )]
    Damaged {
        /// The database file.
        path: PathBuf,
        /// What was found.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The disk is full.
    #[error("the disk that holds {} is full: make room, then do it again; what was filed before is kept", path.display())]
    Full {
        /// The database file.
        path: PathBuf,
    },
    /// The folder or the file cannot be made or opened.
    #[error("cannot open the library {}: look at who may read and write it, or name another with --library", path.display())]
    Folder {
        /// The folder or the file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A query was stopped by [`Interrupt`](super::Interrupt).
    #[error("stopped")]
    Interrupted,
    /// Anything else the database says.
    #[error("the library {} cannot do this", path.display())]
    Database {
        /// The database file.
        path: PathBuf,
        /// What the database says.
        source: rusqlite::Error,
    },
}

impl Error {
    /// What the database says, as an error of the library at `path`.
    pub(crate) fn of(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { path },
            Some(ErrorCode::OperationInterrupted) => Self::Interrupted,
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::NotADatabase) => Self::Foreign { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, source: Box::new(source) },
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => {
                Self::Folder { path, source: io::Error::other(source) }
            }
            _ => match source {
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..) => Self::Damaged { path, source: Box::new(source) },
                source => Self::Database { path, source },
            },
        }
    }

    /// Whether the library itself is out of reach (locked, damaged, from the future, foreign): exit code 4.
    #[must_use]
    pub const fn is_of_the_library(&self) -> bool {
        !matches!(self, Self::Missing { .. } | Self::Interrupted)
    }
}

/// A stored value that is not what was written there.
pub(crate) fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, Box::new(error))
}

//! The tables, and opening them: version, permissions, settings. What is in them is the business of the other files.
//!
//! **Ground** is what the reader gave and did: `original`, `marks`, `places`, `journal`, `ruling`, `pin`, `saved`, all keyed by the
//! digest of the saved bytes or by names. **Derived** is everything else: it can be dropped and made again from ground,
//! and comes out the same. The figures behind each choice: a list by primary key takes 0.1 ms at any size where an
//! OFFSET takes 300; a full-text search in rowid order 0.2 ms where one sorted by date takes 119.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::{Error, upgrade};

/// The version of the tables this program makes, kept in `user_version`.
pub(crate) const VERSION: i64 = 8;

/// The oldest version whose ground this program reads: from there a library is brought up to date.
const OLDEST: i64 = 2;

/// "MORG": says whose database this is, to us and to `file`.
const APPLICATION: i64 = 0x4d4f_5247;

/// The database in the library's folder.
const FILE: &str = "library.db";

/// How long a writer waits for another writer; a batch takes a fraction of a second.
const WRITER_WAITS: Duration = Duration::from_secs(30);

/// How long a writer waits before it asks again for what SQLite does not wait for.
const PAUSE: Duration = Duration::from_millis(5);

/// How long a reader waits; with a write-ahead log it never has to, without one only for a commit.
const READER_WAITS: Duration = Duration::from_secs(10);

/// What the reader gave and did. It is never dropped.
const GROUND: &str = "
CREATE TABLE original (
    number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, path TEXT NOT NULL, member TEXT, format TEXT NOT NULL,
    saved INTEGER, filed INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
CREATE TABLE marks (
    digest BLOB PRIMARY KEY, read INTEGER NOT NULL DEFAULT 0, starred INTEGER NOT NULL DEFAULT 0,
    archived INTEGER NOT NULL DEFAULT 0, binned INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE TABLE places (
    digest BLOB PRIMARY KEY, block INTEGER NOT NULL, byte INTEGER NOT NULL, progress INTEGER NOT NULL,
    quote TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
CREATE TABLE journal (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, action TEXT NOT NULL, value INTEGER NOT NULL,
    digests BLOB NOT NULL, undone INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE ruling (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, what TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0) STRICT;
";

/// Names the reader keeps in sight, by what they are called: ground, since version 5.
pub(super) const PINS: &str = "
CREATE TABLE IF NOT EXISTS pin (
    kind INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, name)) STRICT, WITHOUT ROWID;
";

/// The searches the reader keeps: ground, since version 8.
pub(super) const SAVED: &str = "
CREATE TABLE IF NOT EXISTS saved (name TEXT PRIMARY KEY, query TEXT NOT NULL) STRICT, WITHOUT ROWID;
";

/// What is made from it.
pub(super) const DERIVED: &str = "
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE article (
    id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, title TEXT NOT NULL, byline TEXT NOT NULL, source INTEGER,
    day INTEGER, words INTEGER NOT NULL, broken INTEGER NOT NULL, read INTEGER NOT NULL, starred INTEGER NOT NULL,
    archived INTEGER NOT NULL, binned INTEGER NOT NULL, progress INTEGER, language TEXT) STRICT;
-- How many are neither archived nor binned: what the head of the list says, which must not cost more with more articles.
CREATE TABLE tally (visible INTEGER NOT NULL) STRICT;
INSERT INTO tally VALUES (0);
CREATE TRIGGER article_comes AFTER INSERT ON article BEGIN
    UPDATE tally SET visible = visible + (NEW.archived = 0 AND NEW.binned = 0);
END;
CREATE TRIGGER article_changes AFTER UPDATE OF archived, binned ON article BEGIN
    UPDATE tally SET visible = visible + (NEW.archived = 0 AND NEW.binned = 0) - (OLD.archived = 0 AND OLD.binned = 0);
END;
CREATE TRIGGER article_goes AFTER DELETE ON article BEGIN
    UPDATE tally SET visible = visible - (OLD.archived = 0 AND OLD.binned = 0);
END;
CREATE INDEX article_source ON article (source);
CREATE INDEX article_unread ON article (id) WHERE read = 0;
CREATE INDEX article_starred ON article (id) WHERE starred = 1;
CREATE INDEX article_archived ON article (id) WHERE archived = 1;
CREATE INDEX article_binned ON article (id) WHERE binned = 1;
CREATE INDEX article_broken ON article (id) WHERE broken > 0;
CREATE TABLE document (
    article INTEGER PRIMARY KEY, extract INTEGER NOT NULL, entities INTEGER NOT NULL, drawers TEXT NOT NULL,
    json BLOB NOT NULL) STRICT;
CREATE VIRTUAL TABLE fulltext USING fts5 (
    title, byline, body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2');
CREATE VIRTUAL TABLE headline USING fts5 (
    title, content='', contentless_delete=1, detail=none, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
CREATE TABLE entity (
    id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name TEXT NOT NULL, articles INTEGER NOT NULL,
    mentions INTEGER NOT NULL, fullest TEXT NOT NULL) STRICT;
-- `record` is JSON: forms with their counts, titles, and articles by month and by source. In one row, because a name is
-- in seven articles of a batch and each count of its own would be a search in a tree of its own. Not in `entity`, of which
-- an article that is opened reads a row for each of its names: so a page holds a hundred of them.
CREATE TABLE entity_record (entity INTEGER PRIMARY KEY, record TEXT NOT NULL) STRICT;
CREATE INDEX entity_most ON entity (kind, articles DESC, id);
CREATE TABLE entity_key (key TEXT NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY (key, entity)) STRICT, WITHOUT ROWID;
CREATE TABLE entity_word (word TEXT NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY (word, entity)) STRICT, WITHOUT ROWID;
CREATE TABLE perhaps (
    entity INTEGER NOT NULL, other INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (entity, other))
    STRICT, WITHOUT ROWID;
CREATE INDEX perhaps_other ON perhaps (other);
-- An article's number begins with its day, so (entity, article) is (entity, day, article). `why` it was put there; nothing
-- where the name is the same, which needs no words.
CREATE TABLE mention (
    entity INTEGER NOT NULL, article INTEGER NOT NULL, mentions INTEGER NOT NULL, quote TEXT, start INTEGER,
    stop INTEGER, why TEXT, PRIMARY KEY (entity, article)) STRICT, WITHOUT ROWID;
CREATE INDEX mention_article ON mention (article);
-- The number the next drawer gets: none has the number of one that is gone.
CREATE TABLE counter (entity INTEGER NOT NULL) STRICT;
INSERT INTO counter VALUES (1);
-- What an article adds to what is known of its site, by the number of its original: hashes, 8 bytes each.
CREATE TABLE trace (
    original INTEGER PRIMARY KEY, site TEXT NOT NULL, lines BLOB NOT NULL, prose BLOB NOT NULL) STRICT;
CREATE INDEX trace_site ON trace (site, original);
CREATE TABLE line (line INTEGER NOT NULL, original INTEGER NOT NULL, PRIMARY KEY (line, original)) STRICT, WITHOUT ROWID;
CREATE TABLE furniture (line INTEGER PRIMARY KEY) STRICT;
-- Originals whose article is not what it would be read as now; `missing` where it has none.
CREATE TABLE stale (original INTEGER PRIMARY KEY, missing INTEGER NOT NULL) STRICT;
CREATE INDEX stale_missing ON stale (original) WHERE missing = 1;
";

/// Where a library is.
#[derive(Clone, Debug)]
pub(crate) enum Whereabouts {
    /// In a folder.
    Folder(PathBuf),
    /// In memory, under a name of its own; it lives as long as a connection to it.
    Memory(String),
}

impl Whereabouts {
    /// A new place in memory that no other library has.
    pub(crate) fn memory() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self::Memory(format!("file:/morgue-{}?vfs=memdb", NEXT.fetch_add(1, Ordering::Relaxed)))
    }

    /// The database, for SQLite and for messages.
    pub(crate) fn path(&self) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.join(FILE),
            Self::Memory(name) => PathBuf::from(name),
        }
    }
}

/// Opens the connection that writes; makes the folder and the tables where there are none.
pub(crate) fn open_writer(whereabouts: &Whereabouts) -> Result<Connection, Error> {
    if let Whereabouts::Folder(folder) = whereabouts {
        make_private(folder)?;
    }
    let path = whereabouts.path();
    let fail = |error| Error::of(&path, error);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | common();
    let mut connection = Connection::open_with_flags(&path, flags).map_err(fail)?;
    connection.busy_timeout(WRITER_WAITS).map_err(fail)?;
    refuse_what_is_not_ours(&connection, &path)?;
    let mode = write_ahead(&connection).map_err(fail)?;
    let synchronous = if mode == "wal" { "NORMAL" } else { "FULL" };
    connection.pragma_update(None, "synchronous", synchronous).map_err(fail)?;
    settle(&connection, 16 << 10).map_err(fail)?;
    create(&mut connection).map_err(fail)?;
    Ok(connection)
}

/// Asks for a write-ahead log. What comes back is the mode in force: network file systems have none, and keep their own
/// journal. The change needs the database alone and does not wait for it by itself, as everything else here does.
fn write_ahead(connection: &Connection) -> rusqlite::Result<String> {
    let mut waited = Duration::ZERO;
    loop {
        let mode = connection.query_row("PRAGMA journal_mode = WAL", (), |row| row.get(0));
        match mode {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && waited < WRITER_WAITS => {
                std::thread::sleep(PAUSE);
                waited += PAUSE;
            }
            mode => return mode,
        }
    }
}

/// Opens a connection that only reads.
pub(crate) fn open_reader(whereabouts: &Whereabouts) -> Result<Connection, Error> {
    let path = whereabouts.path();
    let fail = |error| Error::of(&path, error);
    if let Whereabouts::Folder(folder) = whereabouts {
        if folder.is_file() {
            return Err(Error::NoFolder { path: folder.clone() });
        }
        if !path.exists() {
            return Err(Error::Missing { path: folder.clone() });
        }
    }
    let connect = |name: &Path| {
        let connection =
            Connection::open_with_flags(name, OpenFlags::SQLITE_OPEN_READ_ONLY | common()).map_err(fail)?;
        connection.busy_timeout(READER_WAITS).map_err(fail)?;
        let found = refuse_what_is_not_ours(&connection, &path)?;
        Ok((connection, found))
    };
    let (connection, found) = match connect(&path) {
        Err(Error::Folder { .. }) if has_no_log(&path) => connect(&as_it_lies(&path))?,
        connected => connected?,
    };
    match found {
        0 => {
            let folder = path.parent().unwrap_or(&path).to_owned();
            return Err(Error::Missing { path: folder });
        }
        found if found < VERSION => return Err(Error::OutOfDate { path }),
        _ => {}
    }
    let unfinished = "SELECT EXISTS (SELECT 1 FROM stale WHERE missing = 1)";
    if connection.query_row(unfinished, (), |row| row.get(0)).map_err(fail)? {
        return Err(Error::Unfinished { path });
    }
    // Enough for the upper pages of each tree; more would grow with each article that is opened, page by page, and what is
    // behind it the system keeps anyway.
    settle(&connection, 1 << 10).map_err(fail)?;
    Ok(connection)
}

/// Whether all that was filed is in the database itself: its last writer took the write-ahead log away.
fn has_no_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    path.is_file() && std::fs::metadata(log).map_or(true, |log| log.len() == 0)
}

/// The database as an address that says nobody changes it. In a folder that this user may only read, SQLite cannot make the file
/// that those who use a write-ahead log share; where there is no log, it is not needed. Should somebody who may write do so
/// meanwhile, what is read can be of two ages: the library is to be opened again then.
fn as_it_lies(path: &Path) -> PathBuf {
    let mut address = "file:".to_owned();
    for &byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address.push_str("?immutable=1");
    address.into()
}

fn common() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI
}

/// Settings every connection has; the page cache in KiB.
fn settle(connection: &Connection, cache: i64) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(128);
    // Plans do not depend on what is bound. Otherwise SQLite compares what is bound with the conditions of the partial
    // indexes, and prepares a statement anew each time an article is opened.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "cache_size", -cache)?;
    connection.pragma_update(None, "temp_store", "MEMORY")
}

/// The version of the tables; 0 in a database that has none.
fn refuse_what_is_not_ours(connection: &Connection, path: &Path) -> Result<i64, Error> {
    let fail = |error| Error::of(path, error);
    // One look: between two, another program may make the tables.
    let look = connection.unchecked_transaction().map_err(fail)?;
    let pragma = |name| look.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(fail);
    let (application, found) = (pragma("application_id")?, pragma("user_version")?);
    if application == APPLICATION {
        if found > VERSION {
            return Err(Error::FromTheFuture { path: path.to_owned(), found, known: VERSION });
        }
        if found < OLDEST {
            return Err(Error::FromThePast { path: path.to_owned(), found, known: VERSION });
        }
        return Ok(found);
    }
    let tables: i64 = look.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0)).map_err(fail)?;
    if application != 0 || found != 0 || tables != 0 {
        return Err(Error::Foreign { path: path.to_owned() });
    }
    Ok(0)
}

/// Makes the tables, or brings older ones up to date: once, also when two programs do so at the same time.
fn create(connection: &mut Connection) -> rusqlite::Result<()> {
    let version =
        |connection: &Connection| connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
    if version(connection)? == VERSION {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    match version(&transaction)? {
        0 => {
            transaction.execute_batch(GROUND)?;
            transaction.execute_batch(PINS)?;
            transaction.execute_batch(SAVED)?;
            transaction.execute_batch(DERIVED)?;
            transaction.execute_batch(super::copies::TABLES)?;
            transaction.pragma_update(None, "application_id", APPLICATION)?;
        }
        found if found < VERSION => upgrade::upgrade(&transaction)?,
        _ => return transaction.commit(),
    }
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

/// Makes the folder (0700) and the database (0600) if they are not there, so that nobody else reads what is saved.
/// The `-wal` and `-shm` files take their permissions from the database.
fn make_private(folder: &Path) -> Result<(), Error> {
    let fail = |path: &Path| {
        let path = path.to_owned();
        move |source: io::Error| Error::Folder { path, source }
    };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        builder.mode(0o700);
        options.mode(0o600);
    }
    if folder.is_file() {
        return Err(Error::NoFolder { path: folder.to_owned() });
    }
    builder.create(folder).map_err(fail(folder))?;
    let path = folder.join(FILE);
    let file = options.open(&path).map_err(fail(&path))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let metadata = file.metadata().map_err(fail(&path))?;
        if metadata.permissions().mode() & 0o077 != 0 {
            file.set_permissions(std::fs::Permissions::from_mode(0o600)).map_err(fail(&path))?;
        }
    }
    drop(file);
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_read_where_nothing_can_be_made_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("What is 100 % read? #1");
        let place = Whereabouts::Folder(folder.clone());
        drop(open_writer(&place).unwrap());
        // A link in the way stops SQLite as a folder does that may only be read, and stops the superuser, too.
        std::os::unix::fs::symlink("nowhere/at/all", folder.join("library.db-shm")).unwrap();
        let reader = open_reader(&place).unwrap();
        let count = |sql| reader.query_row(sql, (), |row| row.get::<_, i64>(0));
        assert_eq!(count("SELECT count(*) FROM article"), Ok(0));
        assert!(reader.execute("DELETE FROM article", ()).is_err());
        // With a log, the newest of what was filed would be left out silently.
        std::fs::write(folder.join("library.db-wal"), [1; 64]).unwrap();
        let error = open_reader(&place).unwrap_err();
        assert!(matches!(error, Error::Folder { .. }) && error.is_of_the_library(), "{error}");
    }
}

//! An older library brought up to date: ground is kept, what is derived is dropped, and every original waits to be read anew.
//! The reading itself is intake's; it can be broken off and gone on with at any moment.

use rusqlite::{Transaction, params};

use super::prepare::{self, Stored};
use super::unpack::Unpacker;
use super::{Place, copies, schema, stories};

/// Everything an earlier version derived. Indexes and triggers go with their tables.
const DROPPED: [&str; 18] = [
    "source",
    "article",
    "tally",
    "document",
    "fulltext",
    "headline",
    "entity",
    "entity_record",
    "entity_key",
    "entity_word",
    "perhaps",
    "guess",
    "moved",
    "ruled",
    "mention",
    "counter",
    "trace",
    "line",
];

/// Keeps the ground, with the columns it has gained, and makes the tables of what is derived from it anew, empty.
pub(super) fn upgrade(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    let has_quotes: i64 =
        tx.query_row("SELECT count(*) FROM pragma_table_info('places') WHERE name = 'quote'", (), |row| row.get(0))?;
    if has_quotes == 0 {
        tx.execute("ALTER TABLE places ADD COLUMN quote TEXT NOT NULL DEFAULT ''", ())?;
        quote_places(tx)?;
    }
    tx.execute_batch(schema::PINS)?;
    tx.execute_batch(schema::SAVED)?;
    let later = ["furniture", "stale", "copy", "copy_key", "copy_sketch"];
    for table in DROPPED.iter().chain(&later).chain(&stories::NAMES) {
        tx.execute(&format!("DROP TABLE IF EXISTS {table}"), ())?;
    }
    tx.execute_batch(schema::DERIVED)?;
    tx.execute_batch(copies::TABLES)?;
    tx.execute_batch(stories::TABLES)?;
    tx.execute("INSERT INTO stale SELECT number, 1 FROM original", ())?;
    Ok(())
}

/// Keeps the words at each reading place while the article they are in is still there.
fn quote_places(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut places = tx.prepare(
        "SELECT p.digest, p.block, p.byte, d.json FROM places AS p JOIN article AS a ON a.digest = p.digest
         JOIN document AS d ON d.article = a.id",
    )?;
    let mut rows = places.query(())?;
    let mut unpacker = Unpacker::default();
    while let Some(row) = rows.next()? {
        let digest: Vec<u8> = row.get(0)?;
        let place = Place { block: row.get(1)?, byte: row.get(2)? };
        // An article that cannot be read has no words to keep; its place keeps its block and byte.
        let Ok(stored) = unpacker.json::<Stored>(row.get_ref(3)?.as_blob()?) else { continue };
        let quote = prepare::words_at(&stored.article, place);
        tx.prepare_cached("UPDATE places SET quote = ?2 WHERE digest = ?1")?.execute(params![digest, quote])?;
    }
    Ok(())
}

//! Which articles a ruling can speak of: those, or more, where that is quicker to say. What is shown of them then is not its
//! business.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::super::drawers::{kind_of, words};
use super::super::query::terms::indexed;
use super::super::read;
use crate::article::EntityKind;
use crate::entities::rulings::{Mark, Name, Scope, What, key};

/// The articles whose digest begins so.
pub(super) fn marked(connection: &Connection, mark: &Mark) -> rusqlite::Result<Vec<i64>> {
    let Some((first, last)) = read::digests(mark.digits()) else { return Ok(Vec::new()) };
    let sql = "SELECT id FROM article WHERE digest BETWEEN ?1 AND ?2 ORDER BY digest";
    connection.prepare_cached(sql)?.query_map(params![&first[..], &last[..]], |row| row.get(0))?.collect()
}

/// The newest `most` articles in which letters may stand: all in which they do are among them, if they are not too many.
pub(super) fn with_letters(connection: &Connection, name: &Name, most: i64) -> rusqlite::Result<Vec<i64>> {
    if let Scope::Article(mark) = &name.scope {
        return marked(connection, mark);
    }
    let words = indexed(&name.name);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let phrase = format!("body : \"{words}\"");
    let sql = "SELECT rowid FROM fulltext WHERE fulltext MATCH ?1 ORDER BY rowid DESC LIMIT ?2";
    connection.prepare_cached(sql)?.query_map(params![phrase, most], |row| row.get(0))?.collect()
}

/// Whether letters that are a name may stand in a text, of which the words as they are [`indexed`] are given.
pub(super) fn may_stand_in<'a>(words: &str, letters: impl Iterator<Item = &'a str>) -> bool {
    let words = format!(" {words} ");
    let mut phrases = letters.map(indexed).filter(|phrase| !phrase.is_empty());
    phrases.any(|phrase| words.contains(&format!(" {phrase} ")))
}

/// The articles a ruling on a name may speak of; more than it does, where that is quicker to say.
pub(super) fn spoken_of(connection: &Connection, name: &Name, into: &mut BTreeSet<i64>) -> rusqlite::Result<()> {
    if name.what == What::Letters {
        into.extend(with_letters(connection, name, i64::MAX)?);
        return Ok(());
    }
    match &name.scope {
        Scope::Article(mark) => into.extend(marked(connection, mark)?),
        // It is said which drawer is meant, and where that goes as a whole.
        Scope::Like(_) => {}
        Scope::Everywhere | Scope::Site(_) => {
            let mut moved = connection.prepare_cached("SELECT article FROM moved WHERE name = ?1")?;
            for article in moved.query_map([key(&name.name)], |row| row.get(0))? {
                into.insert(article?);
            }
            for drawer in with_words(connection, &words(&name.name), name.kind)? {
                shown_in(connection, drawer, into)?;
            }
        }
    }
    Ok(())
}

/// The drawers shown with all these words among their names, if what is in them may have been guessed to be of this kind.
fn with_words(connection: &Connection, words: &[String], kind: EntityKind) -> rusqlite::Result<Vec<i64>> {
    let Some((first, others)) = words.split_first() else { return Ok(Vec::new()) };
    let mut has =
        connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM entity_word WHERE word = ?1 AND entity = ?2)")?;
    let mut found = connection.prepare_cached(
        "SELECT w.entity, e.kind, ruled.entity IS NOT NULL OR EXISTS (SELECT 1 FROM guess WHERE guess.entity = w.entity)
         FROM entity_word AS w JOIN entity AS e ON e.id = w.entity LEFT JOIN ruled ON ruled.entity = w.entity
         WHERE w.word = ?1",
    )?;
    let mut rows = found.query([first])?;
    let mut drawers = Vec::new();
    while let Some(row) = rows.next()? {
        let (drawer, shown, ruled): (i64, i64, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if !ruled && kind_of(shown) != kind {
            continue;
        }
        let mut all = true;
        for word in others {
            all = all && has.query_row(params![word, drawer], |row| row.get(0))?;
        }
        drawers.extend(all.then_some(drawer));
    }
    Ok(drawers)
}

fn shown_in(connection: &Connection, drawer: i64, into: &mut BTreeSet<i64>) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached("SELECT article FROM mention WHERE entity = ?1")?;
    for article in statement.query_map([drawer], |row| row.get(0))? {
        into.insert(article?);
    }
    Ok(())
}

/// The articles that were guessed into a drawer.
pub(super) fn guessed_in(connection: &Connection, drawer: i64, into: &mut BTreeSet<i64>) -> rusqlite::Result<()> {
    shown_in(connection, drawer, into)?;
    let mut statement = connection.prepare_cached("SELECT article FROM moved WHERE guess = ?1")?;
    for article in statement.query_map([drawer], |row| row.get(0))? {
        into.insert(article?);
    }
    Ok(())
}

//! Stories: articles of one event, across papers, found when an article is filed. Which words tell an article from others is
//! `entities::telling`'s; into which story it goes is decided in `settle`; how a story is read is in `read`.
//!
//! Two dated articles that are at most [`WINDOW`] days apart and [`NEAR`] alike are near each other, and such pairs are kept.
//! How alike they are depends on the two alone, and the stories on the pairs, the days and the digests alone: so it makes no
//! difference in which order, or in how many batches, articles were filed, nor that one was taken out and filed again. Bounds: a
//! word that more than [`FULL`] articles of the window have leads nowhere, no more than [`MOST`] articles are compared with one,
//! and no more than `settle::MOST` are settled anew at a time; only beyond them does the order matter. All of it is derived.

mod read;
mod settle;

pub use read::{Stories, Story, StoryLine, StoryRow};

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Transaction, params};

use super::days;
use crate::entities::telling::Fingerprint;
use settle::Settling;

/// Days between two articles that are near each other, at most: less than a week, or what comes every week would be one story.
pub(super) const WINDOW: i64 = 5;

/// Thousandths in which two articles must be alike to be near each other.
const NEAR: u16 = 300;

/// Telling words two articles must share to be compared.
const SHARED: usize = 2;

/// Articles with one telling word within the window, above which it says nothing of an event.
const FULL: usize = 96;

/// Articles that are compared with one.
const MOST: usize = 48;

/// The tables. `near` holds each pair twice, once from each side; `story_article` every article that is near another one, also
/// where it is alone in its story, and `story` those stories that hold two texts. A story has the number of its first article.
pub(super) const TABLES: &str = "
CREATE TABLE fingerprint (article INTEGER PRIMARY KEY, words BLOB NOT NULL) STRICT;
CREATE TABLE telling (word INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (word, article)) STRICT, WITHOUT ROWID;
CREATE TABLE near (
    article INTEGER NOT NULL, other INTEGER NOT NULL, alike INTEGER NOT NULL, PRIMARY KEY (article, other))
    STRICT, WITHOUT ROWID;
CREATE TABLE story_article (article INTEGER PRIMARY KEY, story INTEGER NOT NULL) STRICT;
CREATE INDEX story_article_story ON story_article (story, article);
CREATE TABLE story (
    id INTEGER PRIMARY KEY, articles INTEGER NOT NULL, texts INTEGER NOT NULL, central INTEGER NOT NULL) STRICT;
";

/// Those tables, for an upgrade that makes them anew.
pub(super) const NAMES: [&str; 5] = ["fingerprint", "telling", "near", "story_article", "story"];

/// Files articles, whose rows and copies are stored already, in the order of their numbers.
pub(super) fn file(tx: &Transaction<'_>, new: &[(i64, &Fingerprint)]) -> rusqlite::Result<()> {
    let mut keep = tx.prepare_cached("INSERT OR REPLACE INTO fingerprint VALUES (?1, ?2)")?;
    let mut postings: Vec<(u32, i64)> = Vec::with_capacity(new.len() * 8);
    for &(id, print) in new {
        if print.keys().next().is_some() {
            keep.execute(params![id, print.packed()])?;
            postings.extend(print.keys().map(|word| (word, id)));
        }
    }
    // In the order of the words, so that the tree is gone through once.
    postings.sort_unstable();
    let mut post = tx.prepare_cached("INSERT OR IGNORE INTO telling VALUES (?1, ?2)")?;
    for &(word, id) in &postings {
        post.execute(params![word, id])?;
    }
    let mut settling = Settling::new(tx, new.len());
    for &(id, print) in new.iter().filter(|(id, _)| *id >= days::FIRST) {
        for (other, alike) in near(tx, id, print)? {
            let mut pair = tx.prepare_cached("INSERT OR IGNORE INTO near VALUES (?1, ?2, ?3)")?;
            for (one, two) in [(id, other), (other, id)] {
                pair.execute(params![one, two, alike])?;
                settling.wait(one)?;
            }
        }
    }
    settling.settle()
}

/// The articles that are near one, and how alike they are.
fn near(tx: &Transaction<'_>, id: i64, print: &Fingerprint) -> rusqlite::Result<Vec<(i64, u16)>> {
    let (first, last) = window(id);
    let mut find =
        tx.prepare_cached("SELECT article FROM telling WHERE word = ?1 AND article BETWEEN ?2 AND ?3 LIMIT ?4")?;
    let mut shared: BTreeMap<i64, usize> = BTreeMap::new();
    for word in print.keys() {
        let there = find.query_map(params![word, first, last, FULL as i64 + 1], |row| row.get(0))?;
        let there = there.collect::<rusqlite::Result<Vec<i64>>>()?;
        if there.len() <= FULL {
            there.into_iter().filter(|&other| other != id).for_each(|other| *shared.entry(other).or_default() += 1);
        }
    }
    let mut ranked: Vec<(i64, usize)> = shared.into_iter().filter(|&(_, words)| words >= SHARED).collect();
    ranked.sort_by_key(|&(other, words)| (std::cmp::Reverse(words), other));
    ranked.truncate(MOST);
    let mut found = Vec::new();
    for (other, _) in ranked {
        let alike = fingerprint(tx, other)?.map_or(0, |other| print.alike(&other));
        if alike >= NEAR {
            found.push((other, alike));
        }
    }
    Ok(found)
}

/// The fingerprint of an article that has one.
pub(super) fn fingerprint(connection: &rusqlite::Connection, article: i64) -> rusqlite::Result<Option<Fingerprint>> {
    connection
        .prepare_cached("SELECT words FROM fingerprint WHERE article = ?1")?
        .query_row([article], |row| Ok(Fingerprint::unpack(row.get_ref(0)?.as_blob()?)))
        .optional()
}

/// Takes an article, whose row is still there, out of all that is kept here; those it was near are settled anew.
pub(super) fn forget(tx: &Transaction<'_>, article: i64) -> rusqlite::Result<()> {
    let mut settling = Settling::new(tx, 1);
    settling.leave(article)?;
    for word in fingerprint(tx, article)?.iter().flat_map(Fingerprint::keys) {
        tx.prepare_cached("DELETE FROM telling WHERE word = ?1 AND article = ?2")?.execute(params![word, article])?;
    }
    tx.prepare_cached(
        "DELETE FROM near WHERE other = ?1 AND article IN (SELECT other FROM near AS mine WHERE mine.article = ?1)",
    )?
    .execute([article])?;
    for table in ["near", "fingerprint", "story_article"] {
        tx.prepare_cached(&format!("DELETE FROM {table} WHERE article = ?1"))?.execute([article])?;
    }
    settling.settle()
}

/// The first and the last number of the articles that can be near one.
fn window(article: i64) -> (i64, i64) {
    let day = article >> 16;
    (days::floor(Some(day - WINDOW)).max(days::FIRST), days::ceiling(Some(day + WINDOW)))
}

#[cfg(test)]
mod tests;

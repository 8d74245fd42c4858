//! Which lines recur on a site: counted as articles come and change. Which lines can be furniture at all, and what is a copy
//! of what, is said in [`rules`](crate::extract::rules); what furniture does to an article, too.
//!
//! A line is furniture when **three articles of the site have it, no two of them copies of one text**. That depends on
//! which articles are filed alone, never on their order, on batches or on threads, and an article more never takes it back. What is
//! counted is what the labeler said, before any rule: so a rule changes no count, and reading anew what has become stale
//! makes nothing else stale.
//!
//! An article that is filed is read under the furniture known up to it, itself included. Those filed before that have the
//! line go into `stale`, and are read anew when the intake is over.

use std::sync::Arc;

use rusqlite::{OptionalExtension, Transaction, params};

use crate::extract::rules::{Overlay, Trace, are_copies};

/// Articles of different text that must have a line.
const DIFFERENT: usize = 3;

/// Articles with one line that are compared, at most; the copies of one text are seldom so many.
const COMPARED: usize = 32;

/// Articles that are counted for a reason in words.
pub(super) const MANY: u64 = 1_000;

/// Enters what an article adds, and weighs its lines.
pub(super) fn enter(
    tx: &Transaction<'_>,
    number: i64,
    trace: &Trace,
    overlay: &mut Arc<Overlay>,
) -> rusqlite::Result<()> {
    let mut lines: Vec<i64> = trace.lines.iter().map(|&(_, line)| line).collect();
    lines.sort_unstable();
    lines.dedup();
    tx.prepare_cached("INSERT INTO trace VALUES (?1, ?2, ?3, ?4)")?.execute(params![
        number,
        trace.site.as_deref().unwrap_or_default(),
        pack(&lines),
        pack(&trace.prose),
    ])?;
    let mut insert = tx.prepare_cached("INSERT INTO line VALUES (?1, ?2)")?;
    for &line in &lines {
        insert.execute([line, number])?;
    }
    for &line in &lines {
        if !overlay.recurring.contains(&line) {
            weigh(tx, line, number, overlay)?;
        }
    }
    Ok(())
}

/// Enters what an article adds in the place of what it added before.
pub(super) fn change(
    tx: &Transaction<'_>,
    number: i64,
    trace: &Trace,
    overlay: &mut Arc<Overlay>,
) -> rusqlite::Result<()> {
    let before: Option<(Vec<u8>, Vec<u8>)> = tx
        .prepare_cached("SELECT lines, prose FROM trace WHERE original = ?1")?
        .query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((lines, prose)) = before else { return enter(tx, number, trace, overlay) };
    let mut now: Vec<i64> = trace.lines.iter().map(|&(_, line)| line).collect();
    now.sort_unstable();
    now.dedup();
    if pack(&now) == lines && pack(&trace.prose) == prose {
        // Most that is read anew; but the site may have got a better name.
        tx.prepare_cached("UPDATE trace SET site = ?2 WHERE original = ?1")?
            .execute(params![number, trace.site.as_deref().unwrap_or_default()])?;
        return Ok(());
    }
    let lines = unpack(&lines);
    for &line in &lines {
        tx.prepare_cached("DELETE FROM line WHERE line = ?1 AND original = ?2")?.execute([line, number])?;
    }
    tx.prepare_cached("DELETE FROM trace WHERE original = ?1")?.execute([number])?;
    enter(tx, number, trace, overlay)?;
    // What it has no more may be furniture no more, and so may what it has still, if its text is a copy now.
    for &line in &lines {
        weigh(tx, line, number, overlay)?;
    }
    Ok(())
}

/// Says anew whether a line is furniture; where that changed, every article that has it is stale, but not the one that is being
/// entered: it is read under what is known after it.
fn weigh(tx: &Transaction<'_>, line: i64, entered: i64, overlay: &mut Arc<Overlay>) -> rusqlite::Result<()> {
    let is = stands_in_different_articles(tx, line)?;
    if is == overlay.recurring.contains(&line) {
        return Ok(());
    }
    if is {
        Arc::make_mut(overlay).recurring.insert(line);
        tx.prepare_cached("INSERT OR IGNORE INTO furniture VALUES (?1)")?.execute([line])?;
    } else {
        Arc::make_mut(overlay).recurring.remove(&line);
        tx.prepare_cached("DELETE FROM furniture WHERE line = ?1")?.execute([line])?;
    }
    tx.prepare_cached("INSERT OR IGNORE INTO stale SELECT original, 0 FROM line WHERE line = ?1 AND original <> ?2")?
        .execute([line, entered])?;
    Ok(())
}

fn stands_in_different_articles(tx: &Transaction<'_>, line: i64) -> rusqlite::Result<bool> {
    let mut statement = tx.prepare_cached(&format!("SELECT original FROM line WHERE line = ?1 LIMIT {COMPARED}"))?;
    let articles = statement.query_map([line], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    if articles.len() < DIFFERENT {
        return Ok(false);
    }
    let mut prose = Vec::with_capacity(articles.len());
    let mut statement = tx.prepare_cached("SELECT prose FROM trace WHERE original = ?1")?;
    for article in articles {
        prose.push(unpack(&statement.query_row([article], |row| row.get::<_, Vec<u8>>(0))?));
    }
    Ok(has_different(&prose))
}

/// Whether three of these articles, given by their certain paragraphs, are no copies of each other.
fn has_different(prose: &[Vec<i64>]) -> bool {
    let differ = |a: usize, b: usize| !are_copies(&prose[a], &prose[b]);
    (0..prose.len()).any(|a| {
        let others: Vec<usize> = (a + 1..prose.len()).filter(|&b| differ(a, b)).collect();
        others.iter().enumerate().any(|(at, &b)| others[at + 1..].iter().any(|&c| differ(b, c)))
    })
}

/// All furniture of the library.
pub(super) fn all(tx: &Transaction<'_>) -> rusqlite::Result<std::collections::BTreeSet<i64>> {
    tx.prepare_cached("SELECT line FROM furniture")?.query_map((), |row| row.get(0))?.collect()
}

fn pack(numbers: &[i64]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn unpack(bytes: &[u8]) -> Vec<i64> {
    bytes.chunks_exact(8).filter_map(|bytes| bytes.try_into().ok().map(i64::from_le_bytes)).collect()
}

/// In how many articles a line stands, counted to [`MANY`] and no further: an article that is opened waits for it.
pub(super) fn count(connection: &rusqlite::Connection, line: i64) -> rusqlite::Result<u64> {
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM line WHERE line = ?1 LIMIT {MANY})");
    let count: i64 = connection.prepare_cached(&sql)?.query_row([line], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_articles_no_two_of_one_text() {
        let (a, b, c, d) = (vec![1, 2, 3], vec![4, 5, 6], vec![7, 8, 9], vec![1, 2, 7]);
        for (articles, expected) in [
            (vec![&a, &b, &c], true),
            (vec![&a, &a, &a], false),
            (vec![&a, &b, &b, &a], false),
            (vec![&a, &b, &d], false),
            (vec![&a, &d, &b, &c], true),
            (vec![&a, &b], false),
        ] {
            let articles: Vec<Vec<i64>> = articles.into_iter().cloned().collect();
            assert_eq!(has_different(&articles), expected, "{articles:?}");
            let turned: Vec<Vec<i64>> = articles.into_iter().rev().collect();
            assert_eq!(has_different(&turned), expected, "{turned:?}");
        }
        assert!(!has_different(&[vec![], vec![1], vec![2]]), "an article without certain paragraphs proves nothing");
    }
}

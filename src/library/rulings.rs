//! The reader's rules: kept as text in `ruling`, changed by entries of the journal. What they do to an article is
//! [`rules`](crate::extract::rules)' business; here the articles they can speak of become stale.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, params};

use super::{Count, Error, Library, Reader, furniture};
use crate::extract::rules::{Edit, Overlay, Rule, fold_line};
use crate::library::prepare::Stored;

impl Library {
    /// The reader's rules, in the order in which they were made.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn rules(&self) -> Result<Vec<Rule>, Error> {
        rules(&self.connection).map_err(|error| Error::of(&self.whereabouts.path(), error))
    }

    /// Changes the rules, and writes the change in the journal. The articles of the sites they speak of are stale then, until
    /// [`refresh`](Self::refresh) has read them. A change of nothing is not written.
    ///
    /// # Errors
    /// Where the database is locked, full or damaged.
    pub fn change_rules(&mut self, edit: &Edit, now: Timestamp) -> Result<(), Error> {
        if edit.is_empty() {
            return Ok(());
        }
        self.memory.forget_overlay();
        self.write(|tx| {
            tx.execute("DELETE FROM journal WHERE undone = 1", ())?;
            set(tx, edit, now)?;
            tx.execute(
                "INSERT INTO journal (at, action, value, digests) VALUES (?1, ?2, 1, ?3)",
                params![now.as_millisecond(), ACTION, edit.write().as_bytes()],
            )?;
            Ok(())
        })
    }

    /// What is laid over every article now.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn overlay(&mut self) -> Result<Arc<Overlay>, Error> {
        let Self { connection, memory, whereabouts, .. } = self;
        let mut read = || {
            let tx = connection.unchecked_transaction()?;
            memory.look(&tx)?;
            memory.overlay(&tx).cloned()
        };
        read().map_err(|error| Error::of(&whereabouts.path(), error))
    }
}

impl Reader {
    /// The reader's rules, in the order in which they were made.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn rules(&self) -> Result<Vec<Rule>, Error> {
        self.run(|| rules(&self.connection))
    }

    /// In how many articles a block stands that a rule speaks of, counted to `cap` articles of its site and no further.
    ///
    /// # Errors
    /// Where the database is locked or damaged, or the query was interrupted.
    pub fn standing(&self, rule: &Rule, cap: u32) -> Result<Count, Error> {
        self.run(|| {
            let sql = "SELECT d.json FROM trace AS t JOIN original AS o ON o.number = t.original
                       JOIN article AS a ON a.digest = o.digest JOIN document AS d ON d.article = a.id
                       WHERE ?1 IS NULL OR t.site = ?1 LIMIT ?2";
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query(params![rule.site, cap])?;
            let (mut looked, mut found) = (0, 0);
            while let Some(row) = rows.next()? {
                let Stored { article, .. } = self.unpacker.borrow_mut().json(row.get_ref(0)?.as_blob()?)?;
                let is_of = |text: &str| rule.is_of(rule.site.as_deref(), &fold_line(text));
                found += u64::from(article.blocks.iter().any(|block| is_of(block.text.as_str())));
                looked += 1;
            }
            Ok(if looked < cap { Count::Exactly(found) } else { Count::AtLeast(found) })
        })
    }
}

/// What the journal calls a change of rules.
pub(super) const ACTION: &str = "rules";

/// All that is laid over articles.
pub(super) fn overlay(tx: &Transaction<'_>) -> rusqlite::Result<Overlay> {
    Ok(Overlay { rules: rules(tx)?, recurring: furniture::all(tx)? })
}

/// What is no rule is passed over: rulings on names have several lines.
fn rules(connection: &Connection) -> rusqlite::Result<Vec<Rule>> {
    let mut statement = connection.prepare_cached("SELECT what FROM ruling WHERE undone = 0 ORDER BY number")?;
    let lines = statement.query_map((), |row| row.get::<_, String>(0))?;
    Ok(lines
        .collect::<rusqlite::Result<Vec<_>>>()?
        .iter()
        .filter(|what| !what.contains('\n'))
        .filter_map(|line| line.parse().ok())
        .collect())
}

/// Makes a change of rules, and the articles they can speak of stale.
pub(super) fn set(tx: &Transaction<'_>, edit: &Edit, now: Timestamp) -> rusqlite::Result<()> {
    for rule in &edit.removed {
        tx.prepare_cached("DELETE FROM ruling WHERE what = ?1")?.execute([rule.to_string()])?;
    }
    for rule in &edit.added {
        tx.prepare_cached("INSERT INTO ruling (at, what) VALUES (?1, ?2)")?
            .execute(params![now.as_millisecond(), rule.to_string()])?;
    }
    for rule in edit.added.iter().chain(&edit.removed) {
        tx.prepare_cached("INSERT OR IGNORE INTO stale SELECT original, 0 FROM trace WHERE ?1 IS NULL OR site = ?1")?
            .execute([&rule.site])?;
    }
    Ok(())
}

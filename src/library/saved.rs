//! Searches the reader keeps under a name. They are ground: kept as they were typed, and read anew each time, so that "last
//! week" stays last week. What a query means is not decided here.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{OptionalExtension, Transaction, params, params_from_iter};
use serde::{Deserialize, Serialize};

use super::query::compile::{Aim, compile};
use super::{Count, Error, Query, Reader, Saved};
use crate::text::fold::fold;

/// The name of the change in the journal.
pub(super) const ACTION: &str = "saved";

/// The newest articles of a search that are looked at for what is unread: some milliseconds at any size of the library.
const LOOKED_AT: i64 = 5_000;

/// A change as the journal keeps it, in JSON: the query under a name before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    name: String,
    before: Option<String>,
    after: Option<String>,
}

impl Kept {
    /// Reads what the journal kept.
    pub(super) fn read(json: &[u8]) -> Option<Self> {
        serde_json::from_slice(json).ok()
    }

    /// Makes the change, or takes it back.
    pub(super) fn set(&self, tx: &Transaction<'_>, forth: bool) -> rusqlite::Result<()> {
        match if forth { &self.after } else { &self.before } {
            Some(query) => {
                tx.prepare_cached("INSERT OR REPLACE INTO saved VALUES (?1, ?2)")?.execute([&self.name, query])
            }
            None => tx.prepare_cached("DELETE FROM saved WHERE name = ?1")?.execute([&self.name]),
        }
        .map(drop)
    }

    /// What it is called.
    pub(super) fn says(&self) -> String {
        let what = match (&self.before, &self.after) {
            (None, _) => "saving",
            (Some(_), Some(_)) => "changing",
            (Some(_), None) => "forgetting",
        };
        format!("{what} of the search “{}”", self.name)
    }
}

/// Keeps a search under a name, or forgets it, and writes that in the journal; nothing is written where it is so already.
pub(super) fn change(tx: &Transaction<'_>, name: &str, query: Option<&String>, now: Timestamp) -> rusqlite::Result<()> {
    let name = one_line(name);
    let before: Option<String> = tx
        .prepare_cached("SELECT query FROM saved WHERE name = ?1")?
        .query_row([&name], |row| row.get(0))
        .optional()?;
    let after = query.map(|query| one_line(query));
    if before == after || name.is_empty() {
        return Ok(());
    }
    let kept = Kept { name, before, after };
    tx.execute("DELETE FROM journal WHERE undone = 1", ())?;
    kept.set(tx, true)?;
    let json = serde_json::to_vec(&kept).map_err(super::error::unreadable)?;
    tx.execute(
        "INSERT INTO journal (at, action, value, digests) VALUES (?1, ?2, 1, ?3)",
        params![now.as_millisecond(), ACTION, json],
    )?;
    Ok(())
}

/// What is typed in one line, as it can be shown.
fn one_line(text: &str) -> String {
    crate::text::clean::clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Reader {
    /// The searches the reader keeps, by name, with how many of the articles each finds are unread. Dates in them are counted
    /// from `today`.
    ///
    /// # Errors
    /// Where the database is locked or damaged, or the question was interrupted.
    pub fn saved(&self, today: Date) -> Result<Vec<Saved>, Error> {
        self.run(|| {
            let mut statement = self.connection.prepare_cached("SELECT name, query FROM saved")?;
            let kept = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
            let mut kept = kept.collect::<rusqlite::Result<Vec<(String, String)>>>()?;
            kept.sort_by_cached_key(|(name, _)| (fold(name), name.clone()));
            let mut saved = Vec::with_capacity(kept.len());
            for (name, query) in kept {
                let unread = self.unread_of(&Query::parse(&query, self, today).0)?;
                saved.push(Saved { name, query, unread });
            }
            Ok(saved)
        })
    }

    fn unread_of(&self, query: &Query) -> rusqlite::Result<Count> {
        let compiled = compile(query, self, Aim::List);
        let mut values = compiled.values();
        values.push(LOOKED_AT.into());
        let newest = compiled.select("a.read AS read", "");
        let sql = format!(
            "SELECT coalesce(sum(read = 0), 0), count(*) FROM ({newest} ORDER BY {} DESC LIMIT ?{})",
            compiled.id,
            values.len()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let (unread, looked_at) =
            statement.query_row(params_from_iter(values), |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
        let unread = unread.unsigned_abs();
        Ok(if looked_at < LOOKED_AT { Count::Exactly(unread) } else { Count::AtLeast(unread) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::kit::{NOW, clipping, library, today};
    use crate::library::{Change, Library};

    fn shown(library: &Library) -> Vec<(String, String, Count)> {
        let saved = library.reader().unwrap().saved(today()).unwrap();
        saved.into_iter().map(|saved| (saved.name, saved.query, saved.unread)).collect()
    }

    fn save(library: &mut Library, name: &str, query: &str) {
        library.apply(&Change::Save { name: name.to_owned(), query: query.to_owned() }, NOW).unwrap();
    }

    #[test]
    fn a_search_is_kept_changed_and_forgotten_and_each_can_be_taken_back() {
        let (mut library, _, ids) = library(&[
            clipping("The weir", "2026-11-18", "Gazette", "A weir was opened.", &[]),
            clipping("The dam", "2026-11-23", "Gazette", "A dam was closed, a weir was not.", &[]),
        ]);
        save(&mut library, " Water\nworks ", "weir OR dam");
        save(&mut library, "early", "since:\"last week\" until:\"last week\"");
        let row = |name: &str, query: &str, unread| (name.to_owned(), query.to_owned(), Count::Exactly(unread));
        let early = row("early", "since:\"last week\" until:\"last week\"", 1);
        assert_eq!(shown(&library), [early.clone(), row("Water works", "weir OR dam", 2)]);
        library.apply(&Change::Read(vec![ids[1]], true), NOW).unwrap();
        assert_eq!(shown(&library)[1].2, Count::Exactly(1));
        save(&mut library, "Water works", "dam");
        save(&mut library, "Water works", "dam");
        save(&mut library, "  ", "dam");
        assert_eq!(shown(&library)[1], row("Water works", "dam", 0));
        library.apply(&Change::Forget("early".to_owned()), NOW).unwrap();
        library.apply(&Change::Forget("never saved".to_owned()), NOW).unwrap();
        assert_eq!(shown(&library).len(), 1);
        for said in [
            "forgetting of the search “early”",
            "changing of the search “Water works”",
            "read mark on “The dam”",
            "saving of the search “early”",
            "saving of the search “Water works”",
        ] {
            assert_eq!(library.undo(NOW).unwrap().as_deref(), Some(said));
        }
        assert_eq!((library.undo(NOW).unwrap(), shown(&library)), (None, Vec::new()));
        for _ in 0..5 {
            library.redo(NOW).unwrap().unwrap();
        }
        assert_eq!(shown(&library), [row("Water works", "dam", 0)]);
    }

    #[test]
    fn what_is_unread_of_very_many_is_counted_among_the_newest() {
        let (library, reader, _) = library(&[clipping("One", "2026-11-18", "Gazette", "A weir.", &[])]);
        let many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)
                    INSERT INTO article SELECT i, randomblob(16), 't', '', NULL, NULL, 9, 0, i % 2, 0, 0, 0, NULL, NULL FROM n";
        library.connection.execute(many, ()).unwrap();
        assert_eq!(reader.unread_of(&Query::default()).unwrap(), Count::AtLeast(2_501));
    }
}

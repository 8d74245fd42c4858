//! Names the reader keeps in sight. A pin is ground: it is kept by kind and name, not by the number of a drawer, so that it
//! holds when drawers are made anew. What a drawer is and which name is in it is not decided here.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use super::drawers::{Record, kind_number, kind_of, words};
use super::{Count, Drawer, EntityId, Error, Pin, Reader};

/// The name of the change in the journal.
pub(super) const ACTION: &str = "pin";

/// Unread articles of a pinned name are counted so far.
const COUNTED: u64 = 1_000;

/// A pin as the journal keeps it: the number of the kind and the name, parted by a space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pinned {
    kind: i64,
    name: String,
}

impl Pinned {
    /// Reads what the journal kept.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (kind, name) = text.split_once(' ')?;
        Some(Self { kind: kind.parse().ok()?, name: name.to_owned() })
    }

    /// Sets or takes it.
    pub(super) fn set(&self, tx: &Transaction<'_>, on: bool) -> rusqlite::Result<()> {
        let sql = if on {
            "INSERT OR IGNORE INTO pin (kind, name) VALUES (?1, ?2)"
        } else {
            "DELETE FROM pin WHERE kind = ?1 AND name = ?2"
        };
        tx.prepare_cached(sql)?.execute(params![self.kind, self.name])?;
        Ok(())
    }

    /// What setting or taking it is called.
    pub(super) fn says(&self, on: bool) -> String {
        if on { format!("pinning of {}", self.name) } else { format!("unpinning of {}", self.name) }
    }
}

/// Keeps a name in sight or no longer, and writes it in the journal; nothing is written where it is so already.
pub(super) fn change(tx: &Transaction<'_>, entity: EntityId, on: bool, now: Timestamp) -> rusqlite::Result<()> {
    let sql = "SELECT kind, name, record FROM entity JOIN entity_record ON entity = id WHERE id = ?1";
    let found = tx
        .prepare_cached(sql)?
        .query_row([entity.0], |row| Ok((row.get(0)?, row.get(1)?, Record::read(row.get_ref(2)?.as_str()?)?)))
        .optional()?;
    let Some((kind, name, record)): Option<(i64, String, Record)> = found else { return Ok(()) };
    // It may have been pinned under a name it is not shown by any more.
    let mut pinned = tx.prepare_cached("SELECT name FROM pin WHERE kind = ?1 ORDER BY name")?;
    let names = pinned.query_map([kind], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut own = names.into_iter().filter(|pin| *pin == name || record.forms.contains_key(pin)).peekable();
    let changes: Vec<Pinned> = match (on, own.peek()) {
        (true, Some(_)) => return Ok(()),
        (true, None) => vec![Pinned { kind, name }],
        (false, _) => own.map(|name| Pinned { kind, name }).collect(),
    };
    for pin in changes {
        tx.execute("DELETE FROM journal WHERE undone = 1", ())?;
        pin.set(tx, on)?;
        let text = format!("{} {}", pin.kind, pin.name);
        tx.execute(
            "INSERT INTO journal (at, action, value, digests) VALUES (?1, ?2, ?3, ?4)",
            params![now.as_millisecond(), ACTION, on, text.as_bytes()],
        )?;
    }
    Ok(())
}

impl Reader {
    /// The names the reader keeps in sight, by kind and name, with how many of their articles are unread. A name under which
    /// nothing is filed now is left out; it comes back when something is.
    ///
    /// # Errors
    /// Where the database is locked or damaged, or the question was interrupted.
    pub fn pins(&self) -> Result<Vec<Pin>, Error> {
        self.run(|| {
            let mut statement = self.connection.prepare_cached("SELECT kind, name FROM pin ORDER BY kind, name")?;
            let named = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
            let mut pins: Vec<Pin> = Vec::new();
            for (kind, name) in named.collect::<rusqlite::Result<Vec<(i64, String)>>>()? {
                let Some(drawer) = self.pinned(kind, &name)? else { continue };
                if pins.iter().all(|pin| pin.drawer.id != drawer.id) {
                    pins.push(Pin { unread: self.unread(drawer.id)?, drawer });
                }
            }
            Ok(pins)
        })
    }

    /// The drawer that is shown by this name, else the one with most articles that has it among its forms.
    fn pinned(&self, kind: i64, name: &str) -> rusqlite::Result<Option<Drawer>> {
        let mut found = self.named_in_full(kind_of(kind), &words(name))?;
        found.retain(|drawer| kind_number(drawer.kind) == kind);
        found.sort_by_key(|drawer| (drawer.name != name, std::cmp::Reverse(drawer.articles), drawer.id));
        Ok(found.into_iter().next())
    }

    fn unread(&self, entity: EntityId) -> rusqlite::Result<Count> {
        let mut statement = self.connection.prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM mention AS m CROSS JOIN article AS a ON a.id = m.article
             WHERE m.entity = ?1 AND a.read = 0 AND a.archived = 0 AND a.binned = 0 LIMIT ?2)",
        )?;
        let most = i64::try_from(COUNTED).unwrap_or(i64::MAX) + 1;
        let count = statement.query_row([entity.0, most], |row| row.get::<_, i64>(0))?.unsigned_abs();
        Ok(if count > COUNTED { Count::AtLeast(COUNTED) } else { Count::Exactly(count) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::EntityKind;
    use crate::library::kit::{NOW, clipping, drawer, library};
    use crate::library::{Change, Library};

    fn shown(library: &Library) -> Vec<(String, Count)> {
        let pins = library.reader().unwrap().pins().unwrap();
        pins.into_iter().map(|pin| (pin.drawer.name, pin.unread)).collect()
    }

    #[test]
    fn a_pin_counts_what_is_unread_and_is_undone_like_a_mark() {
        let names: &[(&str, EntityKind)] = &[("Ines Oduya", EntityKind::Person), ("Upper Weir", EntityKind::Place)];
        let (mut library, reader, ids) = library(&[
            clipping("One", "2026-01-02", "Gazette", "Ines Oduya saw Upper Weir.", names),
            clipping("Two", "2026-01-03", "Gazette", "Ines Oduya left.", &names[..1]),
        ]);
        let person = drawer(&reader, "Ines Oduya");
        for _ in 0..2 {
            library.apply(&Change::Pin(person, true), NOW).unwrap();
        }
        assert_eq!(shown(&library), [("Ines Oduya".to_owned(), Count::Exactly(2))]);
        library.apply(&Change::Read(vec![ids[0]], true), NOW).unwrap();
        assert_eq!(shown(&library), [("Ines Oduya".to_owned(), Count::Exactly(1))]);
        library.apply(&Change::Pin(drawer(&reader, "Upper Weir"), true), NOW).unwrap();
        library.apply(&Change::Pin(person, false), NOW).unwrap();
        assert_eq!(shown(&library), [("Upper Weir".to_owned(), Count::Exactly(0))]);
        assert_eq!(library.undo(NOW).unwrap().as_deref(), Some("unpinning of Ines Oduya"));
        assert_eq!(library.undo(NOW).unwrap().as_deref(), Some("pinning of Upper Weir"));
        assert_eq!(library.undo(NOW).unwrap().as_deref(), Some("read mark on “One”"));
        assert_eq!(library.undo(NOW).unwrap().as_deref(), Some("pinning of Ines Oduya"));
        assert_eq!(library.undo(NOW).unwrap(), None, "what is pinned already is not pinned again");
        assert!(shown(&library).is_empty());
        assert_eq!(library.redo(NOW).unwrap().as_deref(), Some("pinning of Ines Oduya"));
        assert_eq!(shown(&library).len(), 1);
    }
}

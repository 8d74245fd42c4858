//! The page of one entity. What it counts was counted when articles were filed; only its companions are counted here, over
//! the newest 500 articles, which takes 3 ms where all would take a hundred.

use std::collections::BTreeMap;

use rusqlite::params;

use super::drawers::Record;
use super::read::{ROW, WIDTH};
use super::{ArticleId, Dossier, DossierRow, DossierRows, Drawer, EntityId, Error, Narrow, Reader, days};
use jiff::civil::Date;

/// The articles over which companions are counted: the newest of the entity.
const NEWEST: i64 = 500;

/// Companions, aliases and sources shown, at most.
const SHOWN: usize = 60;

impl Reader {
    /// The page of an entity with its newest `rows` articles; `None` where there is no such drawer. Articles in the bin
    /// are not listed.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn dossier(&self, entity: EntityId, rows: usize) -> Result<Option<Dossier>, Error> {
        self.run(|| {
            let Some(drawer) = self.drawer(entity)? else { return Ok(None) };
            let (mentions, record) = self.record(entity)?;
            let DossierRows { rows: articles, more } = self.newest(entity, Narrow::default(), None, rows)?;
            let months = record.months.iter();
            let months = months.filter_map(|(&month, &count)| Some((days::first_of_month(month)?, count))).collect();
            let aliases = record.forms.iter().map(|(form, &(mentions, names, _))| (form.clone(), mentions.max(names)));
            let mut sources = Vec::with_capacity(record.sources.len());
            for (&source, &count) in &record.sources {
                sources.extend(self.source(source)?.map(|name| (name, count)));
            }
            Ok(Some(Dossier {
                mentions,
                span: self.span(entity)?,
                months,
                articles,
                more,
                companions: self.companions(entity)?,
                aliases: most_first(aliases.collect()),
                sources: most_first(sources),
                perhaps: self.perhaps(entity)?,
                drawer,
            }))
        })
    }

    /// At most `limit` of the entity's articles, newest first, older than `after` where that is given. The cost is that of the
    /// page. Articles in the bin are not among them.
    ///
    /// # Errors
    /// Where the database is locked or damaged, or the question was interrupted.
    pub fn filed(
        &self,
        entity: EntityId,
        narrow: Narrow,
        after: Option<ArticleId>,
        limit: usize,
    ) -> Result<DossierRows, Error> {
        self.run(|| self.newest(entity, narrow, after, limit))
    }

    fn record(&self, entity: EntityId) -> rusqlite::Result<(u64, Record)> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT mentions, record FROM entity JOIN entity_record ON entity = id WHERE id = ?1")?;
        statement.query_row([entity.0], |row| {
            Ok((row.get::<_, i64>(0)?.unsigned_abs(), Record::read(row.get_ref(1)?.as_str()?)?))
        })
    }

    pub(super) fn newest(
        &self,
        entity: EntityId,
        narrow: Narrow,
        after: Option<ArticleId>,
        limit: usize,
    ) -> rusqlite::Result<DossierRows> {
        // Of two names the one in fewer articles leads: the other is looked up in each.
        let (from, named, own) = match narrow.with {
            None => ("mention AS m", "m.entity = ?1 AND ?5 IS NULL", "m.article"),
            Some(with) if self.is_rarer(with, entity)? => (
                "mention AS o CROSS JOIN mention AS m ON m.entity = ?1 AND m.article = o.article",
                "o.entity = ?5",
                "o.article",
            ),
            Some(_) => (
                "mention AS m CROSS JOIN mention AS o ON o.entity = ?5 AND o.article = m.article",
                "m.entity = ?1",
                "m.article",
            ),
        };
        let sql = format!(
            "SELECT {ROW}, m.mentions, m.quote, m.start, m.stop
             FROM {from} CROSS JOIN article AS a ON a.id = m.article
             WHERE {named} AND {own} < ?2 AND {own} >= ?3 AND a.binned = 0 ORDER BY {own} DESC LIMIT ?4"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let (first, end) = narrow.month.map_or((i64::MIN, i64::MAX), numbers);
        let below = after.map_or(end, |after| after.0.min(end));
        let most = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
        let found =
            statement.query_map(params![entity.0, below, first, most, narrow.with.map(|with| with.0)], |row| {
                let quote: Option<(String, u32, u32)> = match row.get(WIDTH + 1)? {
                    Some(quote) => Some((quote, row.get(WIDTH + 2)?, row.get(WIDTH + 3)?)),
                    None => None,
                };
                Ok(DossierRow {
                    row: self.row(row)?,
                    mentions: row.get(WIDTH)?,
                    quote: quote.map(|(quote, start, stop)| (quote, start as usize..stop as usize)),
                })
            })?;
        let mut rows = found.collect::<rusqlite::Result<Vec<_>>>()?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        Ok(DossierRows { rows, more })
    }

    /// Whether the first of two names is in fewer articles than the second.
    pub(super) fn is_rarer(&self, one: EntityId, than: EntityId) -> rusqlite::Result<bool> {
        let count = |id| Ok::<_, rusqlite::Error>(self.drawer(id)?.map_or(0, |drawer| drawer.articles));
        Ok(count(one)? < count(than)?)
    }

    fn span(&self, entity: EntityId) -> rusqlite::Result<Option<(Date, Date)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT (SELECT min(article) FROM mention WHERE entity = ?1 AND article >= ?2),
                    (SELECT max(article) FROM mention WHERE entity = ?1 AND article >= ?2)",
        )?;
        let (first, last): (Option<i64>, Option<i64>) =
            statement.query_row([entity.0, days::FIRST], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let date = |id: Option<i64>| days::date(id? >> 16);
        Ok(date(first).zip(date(last)))
    }

    fn companions(&self, entity: EntityId) -> rusqlite::Result<Vec<(Drawer, u32)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT other.entity FROM (SELECT article FROM mention WHERE entity = ?1 ORDER BY article DESC LIMIT ?2) AS own
             CROSS JOIN mention AS other INDEXED BY mention_article ON other.article = own.article
             WHERE other.entity <> ?1",
        )?;
        let mut counts: BTreeMap<i64, u32> = BTreeMap::new();
        let mut rows = statement.query([entity.0, NEWEST])?;
        while let Some(row) = rows.next()? {
            *counts.entry(row.get(0)?).or_default() += 1;
        }
        let mut companions = Vec::new();
        for (id, count) in most_first(counts.into_iter().collect()) {
            companions.extend(self.drawer(EntityId(id))?.map(|drawer| (drawer, count)));
        }
        Ok(companions)
    }

    /// Drawers that may be the same: what was said of guesses, told of where they are shown.
    pub(super) fn perhaps(&self, entity: EntityId) -> rusqlite::Result<Vec<(Drawer, String)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT other, reason FROM perhaps WHERE entity = ?1 UNION ALL
             SELECT entity, reason FROM perhaps WHERE other = ?1 ORDER BY 1",
        )?;
        let mut perhaps: Vec<(Drawer, String)> = Vec::new();
        for guess in self.guessed_into(entity)? {
            let rows = statement.query_map([guess], |row| Ok((row.get(0)?, row.get(1)?)))?;
            for pair in rows.collect::<rusqlite::Result<Vec<(i64, String)>>>()? {
                let (id, reason) = pair;
                let Some(drawer) = self.shown_now(EntityId(id))? else { continue };
                if drawer.id != entity && perhaps.iter().all(|(other, _)| other.id != drawer.id) {
                    perhaps.push((drawer, reason));
                }
            }
        }
        Ok(perhaps)
    }
}

/// The first number of a month's articles, and the first that is after it.
fn numbers(month: Date) -> (i64, i64) {
    let number = days::month(month);
    let floor = |month| days::first_of_month(month).and_then(days::number).map(|day| days::floor(Some(day)));
    (floor(number).unwrap_or(i64::MIN), floor(number + 1).unwrap_or(i64::MAX))
}

/// The largest counts, most first; equal counts by what is counted. Those that count nothing are left out.
fn most_first<T: Ord>(mut counts: Vec<(T, u32)>) -> Vec<(T, u32)> {
    counts.retain(|&(_, count)| count > 0);
    counts.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
    counts.truncate(SHOWN);
    counts
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::article::EntityKind::{Organization, Person};
    use crate::library::Toward;
    use crate::library::kit::{clipping, drawer, library};

    use super::*;

    #[test]
    fn articles_come_in_pages_and_can_be_narrowed_to_a_month_and_to_those_with_another() {
        let (ada, guild) = (("Ada Brook", Person), ("Weir Guild", Organization));
        let days = ["2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01", ""];
        let clippings: Vec<_> = (0..)
            .zip(days)
            .map(|(n, day)| {
                let names: &[_] = if n % 2 == 0 { &[ada, guild] } else { &[ada] };
                clipping(&format!("N{n}"), day, "Gazette", "Ada Brook of the Weir Guild spoke.", names)
            })
            .collect();
        let (_library, reader, ids) = library(&clippings);
        let (ada, guild) = (drawer(&reader, "Ada Brook"), drawer(&reader, "Weir Guild"));
        let titles = |entity, narrow, after, limit| {
            let DossierRows { rows, more } = reader.filed(entity, narrow, after, limit).unwrap();
            (rows.into_iter().map(|row| row.row.title).collect::<Vec<_>>().join(" "), more)
        };
        let february = Narrow { month: Some(date(2026, 2, 1)), with: None };
        let both = Narrow { month: None, with: Some(guild) };
        let each = Narrow { month: february.month, with: both.with };
        for (narrow, after, limit, expected) in [
            (Narrow::default(), None, 2, ("N3 N2", true)),
            (Narrow::default(), Some(ids[2]), 9, ("N1 N0 N4", false)),
            (february, None, 9, ("N2 N1", false)),
            (february, None, 1, ("N2", true)),
            (february, Some(ids[2]), 9, ("N1", false)),
            (both, None, 9, ("N2 N0 N4", false)),
            (both, Some(ids[2]), 1, ("N0", true)),
            (each, None, 9, ("N2", false)),
        ] {
            let (rows, more) = titles(ada, narrow, after, limit);
            assert_eq!((rows.as_str(), more), expected, "{narrow:?} {after:?} {limit}");
        }
        // The rarer of the two may be either.
        assert_eq!(titles(guild, Narrow { with: Some(ada), month: None }, None, 9).0, "N2 N0 N4");
        assert_eq!(reader.beside(ada, Some(guild), ids[2], Toward::Older).unwrap(), Some(ids[0]));
        assert_eq!(reader.beside(guild, Some(ada), ids[0], Toward::Newer).unwrap(), Some(ids[2]));
        assert_eq!(reader.position(ada, Some(guild), ids[0]).unwrap(), (2, 3));
        assert_eq!(reader.position(guild, Some(ada), ids[0]).unwrap(), (2, 3));
    }
}

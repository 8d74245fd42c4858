//! The page of one entity. What it counts was counted when articles were filed; only its companions are counted here, over
//! the newest 500 articles, which takes 3 ms where all would take a hundred.

use std::collections::BTreeMap;

use rusqlite::params;

use super::drawers::Record;
use super::read::{ROW, WIDTH};
use super::{Dossier, DossierRow, Drawer, EntityId, Error, Reader, days};
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
            let mut articles = self.newest(entity, rows.saturating_add(1))?;
            let more = articles.len() > rows;
            articles.truncate(rows);
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

    fn record(&self, entity: EntityId) -> rusqlite::Result<(u64, Record)> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT mentions, record FROM entity JOIN entity_record ON entity = id WHERE id = ?1")?;
        statement.query_row([entity.0], |row| {
            Ok((row.get::<_, i64>(0)?.unsigned_abs(), Record::read(row.get_ref(1)?.as_str()?)?))
        })
    }

    fn newest(&self, entity: EntityId, limit: usize) -> rusqlite::Result<Vec<DossierRow>> {
        let sql = format!(
            "SELECT {ROW}, m.mentions, m.quote, m.start, m.stop
             FROM mention AS m CROSS JOIN article AS a ON a.id = m.article
             WHERE m.entity = ?1 AND a.binned = 0 ORDER BY m.article DESC LIMIT ?2"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = statement.query_map(params![entity.0, limit], |row| {
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
        rows.collect()
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

    fn perhaps(&self, entity: EntityId) -> rusqlite::Result<Vec<(Drawer, String)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT other, reason FROM perhaps WHERE entity = ?1 UNION ALL
             SELECT entity, reason FROM perhaps WHERE other = ?1 ORDER BY 1",
        )?;
        let rows = statement.query_map([entity.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let pairs = rows.collect::<rusqlite::Result<Vec<(i64, String)>>>()?;
        let mut perhaps = Vec::new();
        for (id, reason) in pairs {
            perhaps.extend(self.drawer(EntityId(id))?.map(|drawer| (drawer, reason)));
        }
        Ok(perhaps)
    }
}

/// The largest counts, most first; equal counts by what is counted. Those that count nothing are left out.
fn most_first<T: Ord>(mut counts: Vec<(T, u32)>) -> Vec<(T, u32)> {
    counts.retain(|&(_, count)| count > 0);
    counts.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
    counts.truncate(SHOWN);
    counts
}

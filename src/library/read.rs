//! The list, and one article: what the reader of the library asks for most. Nothing here writes.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row as Stored, params, params_from_iter};

use super::query::compile::{Aim, compile};
use super::{
    ArticleId, Count, Drawer, EntityId, Error, From, Marks, Opened, Page, Place, Query, Reader, Row, Toward, days,
};
use crate::article::{Article, Broken, Digest, Entities, Format, Mention};
use crate::extract::rules::{self, By, Overruled};
use crate::library::naming::Ruled;
use crate::library::{furniture, prepare, unpack};

/// The columns of a [`Row`], in the order in which [`Reader::row`] reads them.
pub(super) const ROW: &str = "a.id, a.digest, a.title, a.byline, a.source, a.day, a.words, a.read, a.starred, \
                              a.archived, a.binned, a.progress, a.broken, EXISTS (SELECT 1 FROM copy WHERE copy.article = a.id)";

/// How many they are: what a statement selects beside them comes from this column on.
pub(super) const WIDTH: usize = 14;

/// A side of an article in the order of the list.
#[derive(Clone, Copy)]
enum Side {
    /// Older than this; the newest of them first.
    Below(i64),
    /// Newer than this; the oldest of them first.
    Above(i64),
}

impl Reader {
    /// A page of at most `limit` of the articles that match, newest first. The cost is that of the page: how many
    /// articles there are does not matter.
    ///
    /// # Errors
    /// Where the database is locked or damaged, or the query was interrupted.
    pub fn list(&self, query: &Query, from: From, limit: usize) -> Result<Page, Error> {
        self.run(|| {
            Ok(match from {
                From::Top => self.below(query, i64::MAX, limit)?,
                From::After(id) => self.below(query, id.0, limit)?,
                From::Before(id) => self.above(query, id.0, limit)?,
                From::Bottom => Page { more: false, ..self.above(query, i64::MIN, limit)? },
                From::Around(id) => self.around(query, id.0, limit)?,
            })
        })
    }

    /// How many articles match, counted to `cap` and no further; how many there are at all is kept, and not counted.
    ///
    /// # Errors
    /// Where the database is locked or damaged, or the query was interrupted.
    pub fn count(&self, query: &Query, cap: u64) -> Result<Count, Error> {
        self.run(|| {
            if query.is_empty() {
                let mut statement = self.connection.prepare_cached("SELECT visible FROM tally")?;
                return statement.query_row((), |row| Ok(Count::Exactly(row.get::<_, i64>(0)?.unsigned_abs())));
            }
            let compiled = compile(query, self, Aim::List);
            let limit = i64::try_from(cap).unwrap_or(i64::MAX).saturating_add(1);
            let sql = format!("SELECT count(*) FROM ({} LIMIT {limit})", compiled.select("1", ""));
            let mut statement = self.connection.prepare_cached(&sql)?;
            let count =
                statement.query_row(params_from_iter(compiled.values()), |row| row.get::<_, i64>(0))?.unsigned_abs();
            Ok(if count > cap { Count::AtLeast(cap) } else { Count::Exactly(count) })
        })
    }

    /// How many articles match, all of them counted, which takes the longer the more there are: for when it is asked, and to be
    /// stopped by an [`Interrupt`](super::Interrupt).
    ///
    /// # Errors
    /// Where the database is locked or damaged, or the counting was interrupted.
    pub fn count_all(&self, query: &Query) -> Result<u64, Error> {
        match self.count(query, u64::MAX)? {
            Count::Exactly(count) | Count::AtLeast(count) => Ok(count),
        }
    }

    /// An article alone, without what is filed about it; `None` where there is none of that number.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn text(&self, id: ArticleId) -> Result<Option<Article>, Error> {
        #[derive(Default, serde::Deserialize)]
        struct Alone {
            article: Article,
        }
        self.run(|| {
            let mut statement = self.connection.prepare_cached("SELECT json FROM document WHERE article = ?1")?;
            let read = |stored: &Stored<'_>| -> rusqlite::Result<Alone> {
                self.unpacker.borrow_mut().json(stored.get_ref(0)?.as_blob()?)
            };
            Ok(statement.query_row([id.0], read).optional()?.map(|alone| alone.article))
        })
    }

    /// An article with what it is filed under, opened; `None` where there is none of that number.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn article(&self, id: ArticleId) -> Result<Option<Opened>, Error> {
        self.run(|| self.opened(id).optional())
    }

    /// What the article is filed under as it was parsed, before any name of it met the library; `None` where there is no
    /// article of that number.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn entities_as_parsed(&self, id: ArticleId) -> Result<Option<Entities>, Error> {
        self.run(|| {
            let mut statement = self.connection.prepare_cached("SELECT json FROM document WHERE article = ?1")?;
            let read = |stored: &Stored<'_>| -> rusqlite::Result<prepare::Stored> {
                self.unpacker.borrow_mut().json(stored.get_ref(0)?.as_blob()?)
            };
            Ok(statement.query_row([id.0], read).optional()?.map(|document| document.entities))
        })
    }

    /// The articles whose digest begins as `prefix` says, in the hexadecimal digits people type; at most 20.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn find_digest(&self, prefix: &str) -> Result<Vec<Row>, Error> {
        let Some((first, last)) = digests(prefix) else { return Ok(Vec::new()) };
        self.run(|| {
            let sql =
                format!("SELECT {ROW} FROM article AS a WHERE a.digest BETWEEN ?1 AND ?2 ORDER BY a.digest LIMIT 20");
            let mut statement = self.connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params![&first[..], &last[..]], |row| self.row(row))?;
            rows.collect()
        })
    }

    /// The bytes that were saved, exactly; `None` where there is no article of that number.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn original(&self, id: ArticleId) -> Result<Option<Vec<u8>>, Error> {
        self.run(|| {
            let sql = "SELECT bytes FROM original WHERE digest = (SELECT digest FROM article WHERE id = ?1)";
            let packed = self.connection.prepare_cached(sql)?.query_row([id.0], |row| row.get::<_, Vec<u8>>(0));
            let Some(packed) = packed.optional()? else { return Ok(None) };
            unpack::bytes(&packed).map(Some)
        })
    }

    /// The next article in a direction that names the entity, and the second one where there is one; articles in the bin are
    /// passed over.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn beside(
        &self,
        entity: EntityId,
        second: Option<EntityId>,
        at: ArticleId,
        toward: Toward,
    ) -> Result<Option<ArticleId>, Error> {
        let (than, order) = match toward {
            Toward::Older => ("<", "DESC"),
            Toward::Newer => (">", "ASC"),
        };
        self.run(|| {
            let (entity, second) = self.rarer_first(entity, second)?;
            let sql = format!(
                "SELECT m.article FROM mention AS m CROSS JOIN article AS a ON a.id = m.article
                 WHERE m.entity = ?1 AND m.article {than} ?2 AND a.binned = 0
                   AND (?3 IS NULL OR EXISTS (SELECT 1 FROM mention WHERE entity = ?3 AND article = m.article))
                 ORDER BY m.article {order} LIMIT 1"
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let second = second.map(|second| second.0);
            statement.query_row(params![entity.0, at.0, second], |row| row.get(0).map(ArticleId)).optional()
        })
    }

    /// Where an article stands among those that name the entity (and the second one where there is one), newest first and
    /// counted from 1, and how many there are: "3 of 18". Articles in the bin are not counted.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn position(&self, entity: EntityId, second: Option<EntityId>, at: ArticleId) -> Result<(u32, u32), Error> {
        self.run(|| {
            if let (entity, Some(second)) = self.rarer_first(entity, second)? {
                let mut statement = self.connection.prepare_cached(
                    "SELECT coalesce(sum(m.article > ?3), 0), count(*)
                     FROM mention AS m CROSS JOIN mention AS o ON o.entity = ?2 AND o.article = m.article
                     CROSS JOIN article AS a ON a.id = m.article WHERE m.entity = ?1 AND a.binned = 0",
                )?;
                let (newer, all): (u32, u32) =
                    statement.query_row([entity.0, second.0, at.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
                return Ok((newer + 1, all));
            }
            let newer = self.named_from(entity, at.0.saturating_add(1))?;
            let all: u32 = self
                .connection
                .prepare_cached("SELECT articles FROM entity WHERE id = ?1")?
                .query_row([entity.0], |row| row.get(0))
                .optional()?
                .unwrap_or(0);
            Ok((newer + 1, all.saturating_sub(self.binned_from(entity, i64::MIN)?)))
        })
    }

    /// Of two names the one in fewer articles first: its articles are gone through, the other is looked up in each.
    fn rarer_first(
        &self,
        entity: EntityId,
        second: Option<EntityId>,
    ) -> rusqlite::Result<(EntityId, Option<EntityId>)> {
        Ok(match second {
            Some(second) if self.is_rarer(second, entity)? => (second, Some(entity)),
            second => (entity, second),
        })
    }

    /// How many articles name the entity, from this number on, without those in the bin.
    fn named_from(&self, entity: EntityId, from: i64) -> rusqlite::Result<u32> {
        let mut statement =
            self.connection.prepare_cached("SELECT count(*) FROM mention WHERE entity = ?1 AND article >= ?2")?;
        let all: u32 = statement.query_row([entity.0, from], |row| row.get(0))?;
        Ok(all.saturating_sub(self.binned_from(entity, from)?))
    }

    fn binned_from(&self, entity: EntityId, from: i64) -> rusqlite::Result<u32> {
        let mut statement = self.connection.prepare_cached(
            "SELECT count(*) FROM article AS a INDEXED BY article_binned
             WHERE a.binned = 1 AND a.id >= ?2
               AND EXISTS (SELECT 1 FROM mention WHERE entity = ?1 AND article = a.id)",
        )?;
        statement.query_row([entity.0, from], |row| row.get(0))
    }

    fn below(&self, query: &Query, id: i64, limit: usize) -> rusqlite::Result<Page> {
        let mut rows = self.rows(query, Side::Below(id), limit.saturating_add(1))?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        Ok(Page { rows, more })
    }

    fn above(&self, query: &Query, id: i64, limit: usize) -> rusqlite::Result<Page> {
        let mut rows = self.rows(query, Side::Above(id), limit)?;
        rows.reverse();
        let last = rows.last().map_or(id, |row| row.id.0);
        let more = last > i64::MIN && !self.rows(query, Side::Below(last), 1)?.is_empty();
        Ok(Page { rows, more })
    }

    /// The article in the middle where there are enough on both sides; else the page is filled from one side.
    fn around(&self, query: &Query, id: i64, limit: usize) -> rusqlite::Result<Page> {
        let mut newer = self.rows(query, Side::Above(id), limit)?;
        let mut rest = self.rows(query, Side::Below(id.saturating_add(1)), limit.saturating_add(1))?;
        let above = newer.len().min((limit / 2).max(limit.saturating_sub(rest.len())));
        newer.truncate(above);
        newer.reverse();
        let below = limit - above;
        let more = rest.len() > below;
        rest.truncate(below);
        newer.append(&mut rest);
        Ok(Page { rows: newer, more })
    }

    /// For tests: how SQLite walks for a page of the list.
    #[cfg(test)]
    pub(super) fn plan(&self, query: &Query, from: From) -> rusqlite::Result<String> {
        let side = if from == From::Top { Side::Below(i64::MAX) } else { Side::Above(i64::MIN) };
        let (sql, values) = self.statement(query, side, 10);
        let mut statement = self.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
        let steps = statement.query_map(params_from_iter(values), |row| row.get::<_, String>(3))?;
        Ok(steps.collect::<rusqlite::Result<Vec<_>>>()?.join("; "))
    }

    fn rows(&self, query: &Query, side: Side, limit: usize) -> rusqlite::Result<Vec<Row>> {
        let (sql, values) = self.statement(query, side, limit);
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.query_map(params_from_iter(values), |row| self.row(row))?.collect()
    }

    fn statement(&self, query: &Query, side: Side, limit: usize) -> (String, Vec<Value>) {
        let compiled = compile(query, self, Aim::List);
        let column = compiled.id;
        let mut values = compiled.values();
        let (than, at, order) = match side {
            Side::Below(at) => ("<", at, "DESC"),
            Side::Above(at) => (">", at, "ASC"),
        };
        values.push(at.into());
        let condition = format!("{column} {than} ?{}", values.len());
        values.push(i64::try_from(limit).unwrap_or(i64::MAX).into());
        let select = compiled.select(ROW, &condition);
        (format!("{select} ORDER BY {column} {order} LIMIT ?{}", values.len()), values)
    }

    /// Reads the columns [`ROW`] names.
    pub(super) fn row(&self, row: &Stored<'_>) -> rusqlite::Result<Row> {
        let byline: String = row.get(3)?;
        let source: Option<i64> = row.get(4)?;
        Ok(Row {
            id: ArticleId(row.get(0)?),
            digest: Digest(row.get(1)?),
            title: row.get(2)?,
            byline: byline.split('\n').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            source: source.map(|source| self.source(source)).transpose()?.flatten(),
            day: row.get::<_, Option<i64>>(5)?.and_then(days::date),
            words: row.get(6)?,
            broken: broken(row.get(12)?),
            copied: row.get(13)?,
            marks: Marks {
                read: row.get(7)?,
                starred: row.get(8)?,
                archived: row.get(9)?,
                binned: row.get(10)?,
                progress: row.get(11)?,
            },
        })
    }

    fn opened(&self, id: ArticleId) -> rusqlite::Result<Opened> {
        let sql = format!(
            "SELECT {ROW}, d.drawers, d.json, o.path, o.format, o.filed, p.block, p.byte, d.ruled
             FROM article AS a JOIN document AS d ON d.article = a.id JOIN original AS o ON o.digest = a.digest
             LEFT JOIN places AS p ON p.digest = a.digest WHERE a.id = ?1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.query_row([id.0], |stored| {
            let row = self.row(stored)?;
            let numbers: String = stored.get(WIDTH)?;
            let document: prepare::Shown = self.unpacker.borrow_mut().json(stored.get_ref(WIDTH + 1)?.as_blob()?)?;
            let path: String = stored.get(WIDTH + 2)?;
            let place = match (stored.get(WIDTH + 5)?, stored.get(WIDTH + 6)?) {
                (Some(block), Some(byte)) => Some(Place { block, byte }),
                _ => None,
            };
            let ruled = stored.get_ref(WIDTH + 7)?.as_str_or_null()?.map(Ruled::read).transpose()?;
            let (numbers, mentions) = match ruled {
                Some(ruled) => (ruled.drawers, ruled.mentions.unwrap_or(document.entities.mentions)),
                None => {
                    let numbers = numbers.split(' ').filter_map(|number| number.parse().ok());
                    (numbers.collect(), document.entities.mentions)
                }
            };
            let (drawers, mentions) = self.filed_under(&numbers, mentions)?;
            let mut article = document.article;
            self.count_lines(&mut article, &document.overruled)?;
            Ok(Opened {
                row,
                article,
                overruled: document.overruled,
                drawers,
                mentions,
                place,
                path: crate::text::clean::clean(&path).into_owned(),
                format: format_of(&stored.get::<_, String>(WIDTH + 3)?),
                filed: jiff::Timestamp::from_millisecond(stored.get(WIDTH + 4)?).map_err(super::error::unreadable)?,
                copies: self.twins(id)?,
            })
        })
    }

    /// Says of each line that is hidden because it recurs in how many articles it stands now.
    fn count_lines(&self, article: &mut Article, overruled: &[Overruled]) -> rusqlite::Result<()> {
        for before in overruled {
            let By::Recurs(line) = before.by else { continue };
            let count = furniture::count(&self.connection, line)?;
            let site = || article.source.name.clone().or_else(|| rules::site(article)).unwrap_or_default();
            let count = if count < furniture::MANY { count.to_string() } else { format!("{count} or more") };
            let why = rules::stands_in(&count, &site());
            if let Some(block) = article.blocks.get_mut(before.block as usize) {
                block.why = why.into();
            }
        }
        Ok(())
    }

    /// The drawers of an article's entities, given in the entities' order (most important first), each once; and the
    /// mentions with their entity as an index into them.
    fn filed_under(
        &self,
        numbers: &[i64],
        mut mentions: Vec<Mention>,
    ) -> rusqlite::Result<(Vec<Drawer>, Vec<Mention>)> {
        let mut shelf = self.shelf.borrow_mut();
        shelf.at(self.version()?);
        let mut drawers: Vec<Drawer> = Vec::with_capacity(numbers.len());
        let mut places: BTreeMap<i64, u16> = BTreeMap::new();
        let mut of = Vec::with_capacity(numbers.len());
        for &number in numbers {
            if let Some(&place) = places.get(&number) {
                of.push(Some(place));
                continue;
            }
            let place = u16::try_from(drawers.len()).ok();
            let drawer = shelf.drawer(number, || self.drawer(EntityId(number)))?.zip(place);
            of.push(drawer.as_ref().map(|&(_, place)| place));
            if let Some((drawer, place)) = drawer {
                places.insert(number, place);
                drawers.push(drawer);
            }
        }
        mentions.retain_mut(|mention| {
            let Some(place) = of.get(usize::from(mention.entity)).copied().flatten() else { return false };
            mention.entity = place;
            drawers[usize::from(place)].here += 1;
            true
        });
        Ok((drawers, mentions))
    }
}

/// What a stored number says is broken.
fn broken(number: u8) -> Option<Broken> {
    Broken::ALL.get(usize::from(number.checked_sub(1)?)).copied()
}

fn format_of(name: &str) -> Format {
    [Format::Text, Format::Markdown, Format::Html].into_iter().find(|format| format.name() == name).unwrap_or_default()
}

/// The first and the last digest that begin with these digits; `None` where they are not digits of one.
pub(super) fn digests(prefix: &str) -> Option<([u8; 16], [u8; 16])> {
    let prefix = prefix.trim();
    if prefix.is_empty() || prefix.len() > 32 || !prefix.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let bound = |fill| format!("{prefix}{}", String::from(fill).repeat(32 - prefix.len())).parse::<Digest>().ok();
    Some((bound('0')?.0, bound('f')?.0))
}

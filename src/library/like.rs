//! More like this: the articles that have most in common with one. How much that is, and the reason in words, is
//! `entities::likeness`'s; here the candidates are found, and what they share is looked up.
//!
//! Candidates come from the postings of the article's rarest names and most telling words alone, the nearest in date of each, so
//! the cost does not grow with the library.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, params};

use super::prepare::Stored;
use super::read::ROW;
use super::{ArticleId, Error, Reader, Row, days, stories};
use crate::article::EntityKind;
use crate::entities::likeness::{Common, LEAST};
use crate::entities::telling::{Fingerprint, Telling, hash, telling};

/// Names by which candidates are looked for, the rarest.
const NAMES: usize = 12;

/// Candidates of each name and each word, at most, on either side in time.
const EACH: i64 = 60;

/// Candidates that are compared, at most: those that share most.
const COMPARED: usize = 240;

/// An article like another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Like {
    /// The article.
    pub row: Row,
    /// How like it is, in per cent.
    pub likeness: u8,
    /// Why, in words.
    pub why: String,
}

/// A name of the article at hand.
struct Own {
    name: String,
    kind: EntityKind,
    articles: u32,
}

impl Reader {
    /// At most `limit` articles like one, those that have most in common with it first; `None` where there is no article of
    /// that number. What carries the same text is not among them: see [`copies`](Self::copies). Neither is what is in the bin.
    ///
    /// # Errors
    /// Where the database is locked or damaged, or the question was interrupted.
    pub fn like(&self, id: ArticleId, limit: usize) -> Result<Option<Vec<Like>>, Error> {
        self.run(|| {
            let Some(told) = self.telling(id)? else { return Ok(None) };
            let print = Fingerprint::of(&told);
            let own = self.own_names(id)?;
            let mut found: Vec<(f32, i64, Common)> = Vec::new();
            for candidate in self.candidates(id, &print, &own)? {
                let common = self.common(id, candidate, (&told, &print), &own)?;
                let likeness = common.likeness();
                if likeness >= LEAST {
                    found.push((likeness, candidate, common));
                }
            }
            found.sort_by(|one, two| two.0.total_cmp(&one.0).then_with(|| two.1.cmp(&one.1)));
            let mut likes = Vec::new();
            let sql = format!("SELECT {ROW} FROM article AS a WHERE a.id = ?1 AND a.binned = 0");
            let mut statement = self.connection.prepare_cached(&sql)?;
            for (likeness, candidate, common) in found {
                if likes.len() == limit {
                    break;
                }
                let row = statement.query_row([candidate], |row| self.row(row)).optional()?;
                let likeness = (likeness * 100.0).round().clamp(0.0, 100.0) as u8;
                likes.extend(row.map(|row| Like { row, likeness, why: common.why() }));
            }
            Ok(Some(likes))
        })
    }

    /// The title under which an article is listed; `None` where there is none of that number.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn title(&self, id: ArticleId) -> Result<Option<String>, Error> {
        let sql = "SELECT title FROM article WHERE id = ?1";
        self.run(|| self.connection.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional())
    }

    /// The telling words of an article, as words: what is stored are hashes.
    fn telling(&self, id: ArticleId) -> rusqlite::Result<Option<Vec<Telling>>> {
        let mut statement = self.connection.prepare_cached("SELECT json FROM document WHERE article = ?1")?;
        let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<Stored> {
            self.unpacker.borrow_mut().json(row.get_ref(0)?.as_blob()?)
        };
        let stored = statement.query_row([id.0], read).optional()?;
        Ok(stored.map(|stored| telling(&stored.article, &stored.entities)))
    }

    /// The names of an article that another one has, too, by their drawers.
    fn own_names(&self, id: ArticleId) -> rusqlite::Result<BTreeMap<i64, Own>> {
        let sql = "SELECT e.id, e.name, e.kind, e.articles FROM mention AS m INDEXED BY mention_article
                   CROSS JOIN entity AS e ON e.id = m.entity WHERE m.article = ?1 AND e.articles > 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let names = statement.query_map([id.0], |row| {
            let kind = super::drawers::kind_of(row.get(2)?);
            Ok((row.get(0)?, Own { name: row.get(1)?, kind, articles: row.get(3)? }))
        })?;
        names.collect()
    }

    /// The articles to be compared, without copies of the article itself.
    fn candidates(&self, id: ArticleId, print: &Fingerprint, own: &BTreeMap<i64, Own>) -> rusqlite::Result<Vec<i64>> {
        let mut rarest: Vec<(&i64, &Own)> = own.iter().collect();
        rarest.sort_by_key(|&(&drawer, own)| (own.articles, drawer));
        let mut weights: BTreeMap<i64, f32> = BTreeMap::new();
        for (&drawer, own) in rarest.into_iter().take(NAMES) {
            let weight = 1.0 / (own.articles as f32).sqrt();
            self.nearest("mention", "entity", drawer, id.0, |article| *weights.entry(article).or_default() += weight)?;
        }
        for word in print.keys() {
            self.nearest("telling", "word", word.into(), id.0, |article| *weights.entry(article).or_default() += 0.3)?;
        }
        let copies: BTreeSet<i64> = self
            .connection
            .prepare_cached("SELECT other FROM copy WHERE article = ?1")?
            .query_map([id.0], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut ranked: Vec<(i64, f32)> =
            weights.into_iter().filter(|(article, _)| !copies.contains(article)).collect();
        ranked.sort_by(|one, two| two.1.total_cmp(&one.1).then_with(|| two.0.cmp(&one.0)));
        Ok(ranked.into_iter().take(COMPARED).map(|(article, _)| article).collect())
    }

    /// Goes through the articles nearest in date to `id` that have a name or a word, without it.
    fn nearest(&self, table: &str, column: &str, of: i64, id: i64, mut each: impl FnMut(i64)) -> rusqlite::Result<()> {
        for (than, order) in [("<", "DESC"), (">", "ASC")] {
            let sql = format!(
                "SELECT article FROM {table} WHERE {column} = ?1 AND article {than} ?2 ORDER BY article {order} LIMIT ?3"
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            for article in statement.query_map([of, id, EACH], |row| row.get(0))? {
                each(article?);
            }
        }
        Ok(())
    }

    /// What two articles have in common.
    fn common(
        &self,
        id: ArticleId,
        other: i64,
        (told, print): (&[Telling], &Fingerprint),
        own: &BTreeMap<i64, Own>,
    ) -> rusqlite::Result<Common> {
        let theirs = stories::fingerprint(&self.connection, other)?.unwrap_or_default();
        let shared: BTreeSet<u32> = print.shared(&theirs).map(|(word, ..)| word).collect();
        let words = told.iter().filter(|telling| !telling.of_name && shared.contains(&hash(&telling.word)));
        let mut statement = self
            .connection
            .prepare_cached("SELECT entity FROM mention INDEXED BY mention_article WHERE article = ?1")?;
        let mut names = Vec::new();
        for drawer in statement.query_map(params![other], |row| row.get::<_, i64>(0))? {
            names.extend(own.get(&drawer?).map(|own| (own.name.clone(), own.kind, own.articles)));
        }
        let dated = id.0 >= days::FIRST && other >= days::FIRST;
        let days = (id.0 >> 16).abs_diff(other >> 16);
        Ok(Common {
            names,
            words: words.map(|telling| telling.word.clone()).collect(),
            alike: print.alike(&theirs),
            days: dated.then(|| u32::try_from(days).unwrap_or(u32::MAX)),
        })
    }
}

//! A story as it is read: its page, and the stories of the articles that match a query. Nothing here writes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rusqlite::{OptionalExtension, params_from_iter};

use super::super::query::compile::{Aim, compile};
use super::super::read::ROW;
use super::super::{ArticleId, Drawer, EntityId, Error, Query, Reader, Row};
use crate::article::EntityKind;

/// Articles of a page, at most; a story spans a month.
const ARTICLES: i64 = 500;

/// Names told of a story, at most.
const NAMES: usize = 40;

/// Articles looked at for one page of stories at a time.
const LOOKED: i64 = 512;

/// A story: articles of one event.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// The title of its most central article: that which is most alike to the others.
    pub title: String,
    /// That article.
    pub central: ArticleId,
    /// The days of its first and of its latest article.
    pub span: (Date, Date),
    /// Its articles in the order of their days, without those in the bin.
    pub articles: Vec<StoryRow>,
    /// The papers, with the number of articles of each, most first.
    pub sources: Vec<(String, u32)>,
    /// The names in it, with the number of its articles that name each, most first; topics included.
    pub names: Vec<(Drawer, u32)>,
}

/// An article of a story.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryRow {
    /// The article.
    pub row: Row,
    /// The names that no article before it in the story has, the most important first, no topics; of the first article, all.
    pub new: Vec<Drawer>,
    /// How many articles before it in the story carry the same text.
    pub copies: u32,
}

/// A story in a line.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryLine {
    /// The title of its most central article.
    pub title: String,
    /// The stable name of that article.
    pub central: crate::article::Digest,
    /// The days of its first and of its latest article.
    pub span: (Date, Date),
    /// Its articles, without those in the bin.
    pub articles: u32,
    /// The papers, in alphabetical order.
    pub sources: Vec<String>,
}

/// The stories of the articles that match a query, page after page: in the order of the newest article of each that matches.
#[derive(Debug)]
pub struct Stories<'a> {
    reader: &'a Reader,
    query: Query,
    below: i64,
    seen: BTreeSet<i64>,
}

impl Stories<'_> {
    /// At most `limit` more; none where there are no more.
    ///
    /// # Errors
    /// Where the database is locked or damaged, or the question was interrupted.
    pub fn page(&mut self, limit: usize) -> Result<Vec<StoryLine>, Error> {
        let reader = self.reader;
        reader.run(|| {
            let mut lines = Vec::new();
            while lines.len() < limit {
                let articles = reader.matching(&self.query, self.below)?;
                let Some(&last) = articles.last() else { break };
                self.below = last;
                for article in articles {
                    if lines.len() == limit {
                        // The rest is looked at with the next page.
                        self.below = article + 1;
                        break;
                    }
                    let Some(story) = reader.story_number(article)?.filter(|&story| self.seen.insert(story)) else {
                        continue;
                    };
                    lines.extend(reader.story_line(story)?);
                }
            }
            Ok(lines)
        })
    }
}

impl Reader {
    /// The stories of the articles that match a query.
    #[must_use]
    pub fn stories(&self, query: &Query) -> Stories<'_> {
        Stories { reader: self, query: query.clone(), below: i64::MAX, seen: BTreeSet::new() }
    }

    /// The story an article belongs to; `None` where it belongs to none. The cost is that of the story.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn story(&self, article: ArticleId) -> Result<Option<Story>, Error> {
        self.run(|| {
            let Some(story) = self.story_number(article.0)? else { return Ok(None) };
            let rows = self.members(story)?;
            let Some(span) = span(&rows) else { return Ok(None) };
            let (central, title) = self.central(story)?;
            let mut sources: BTreeMap<String, u32> = BTreeMap::new();
            let mut names: BTreeMap<EntityId, (Drawer, u32)> = BTreeMap::new();
            // One who is filed in two drawers of the same name is not new in the second.
            let mut told: BTreeSet<String> = BTreeSet::new();
            let mut articles = Vec::with_capacity(rows.len());
            for row in rows {
                if let Some(source) = &row.source {
                    *sources.entry(source.clone()).or_default() += 1;
                }
                let mut new = Vec::new();
                for drawer in self.drawers_of(row.id)? {
                    let known = names.entry(drawer.id).or_insert_with(|| (drawer.clone(), 0));
                    known.1 += 1;
                    if drawer.kind != EntityKind::Topic && told.insert(drawer.name.clone()) {
                        new.push(drawer);
                    }
                }
                let copies = self.copies_before(row.id, story)?;
                articles.push(StoryRow { row, new, copies });
            }
            let mut sources: Vec<(String, u32)> = sources.into_iter().collect();
            sources.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
            let mut names: Vec<(Drawer, u32)> = names.into_values().collect();
            names.sort_by_key(|(drawer, count)| (std::cmp::Reverse(*count), drawer.id));
            names.truncate(NAMES);
            Ok(Some(Story { title, central: ArticleId(central), span, articles, sources, names }))
        })
    }

    /// The numbers of the newest articles below `below` that match.
    fn matching(&self, query: &Query, below: i64) -> rusqlite::Result<Vec<i64>> {
        let compiled = compile(query, self, Aim::List);
        let mut values = compiled.values();
        values.push(below.into());
        let condition = format!("{} < ?{}", compiled.id, values.len());
        let sql = format!("{} ORDER BY {} DESC LIMIT {LOOKED}", compiled.select(compiled.id, &condition), compiled.id);
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.query_map(params_from_iter(values), |row| row.get(0))?.collect()
    }

    /// The number of the story an article is in.
    fn story_number(&self, article: i64) -> rusqlite::Result<Option<i64>> {
        let sql = "SELECT s.id FROM story_article AS m CROSS JOIN story AS s ON s.id = m.story WHERE m.article = ?1";
        self.connection.prepare_cached(sql)?.query_row([article], |row| row.get(0)).optional()
    }

    fn members(&self, story: i64) -> rusqlite::Result<Vec<Row>> {
        let sql = format!(
            "SELECT {ROW} FROM story_article AS m INDEXED BY story_article_story CROSS JOIN article AS a ON a.id = m.article
             WHERE m.story = ?1 AND a.binned = 0 ORDER BY m.article LIMIT {ARTICLES}"
        );
        self.connection.prepare_cached(&sql)?.query_map([story], |row| self.row(row))?.collect()
    }

    fn central(&self, story: i64) -> rusqlite::Result<(i64, String)> {
        let sql = "SELECT a.id, a.title FROM story AS s CROSS JOIN article AS a ON a.id = s.central WHERE s.id = ?1";
        self.connection.prepare_cached(sql)?.query_row([story], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    fn story_line(&self, story: i64) -> rusqlite::Result<Option<StoryLine>> {
        let rows = self.members(story)?;
        let Some(span) = span(&rows) else { return Ok(None) };
        let (central, title) = self.central(story)?;
        let sources: BTreeSet<&String> = rows.iter().filter_map(|row| row.source.as_ref()).collect();
        let digest = self
            .connection
            .prepare_cached("SELECT digest FROM article WHERE id = ?1")?
            .query_row([central], |row| row.get(0))?;
        Ok(Some(StoryLine {
            title,
            central: crate::article::Digest(digest),
            span,
            articles: u32::try_from(rows.len()).unwrap_or(u32::MAX),
            sources: sources.into_iter().cloned().collect(),
        }))
    }

    /// What an article is filed under, the most important first.
    fn drawers_of(&self, article: ArticleId) -> rusqlite::Result<Vec<Drawer>> {
        let numbers: String = self
            .connection
            .prepare_cached("SELECT drawers FROM document WHERE article = ?1")?
            .query_row([article.0], |row| row.get(0))?;
        let mut seen = BTreeSet::new();
        let mut drawers = Vec::new();
        let mut shelf = self.shelf.borrow_mut();
        shelf.at(self.version()?);
        for number in numbers.split(' ').filter_map(|number| number.parse().ok()).filter(|&number| seen.insert(number))
        {
            drawers.extend(shelf.drawer(number, || self.drawer(EntityId(number)))?);
        }
        Ok(drawers)
    }

    fn copies_before(&self, article: ArticleId, story: i64) -> rusqlite::Result<u32> {
        let sql = "SELECT count(*) FROM copy AS c CROSS JOIN story_article AS o ON o.article = c.other
                   WHERE c.article = ?1 AND c.other < ?1 AND o.story = ?2";
        self.connection.prepare_cached(sql)?.query_row([article.0, story], |row| row.get(0))
    }
}

/// The days of the first and the last of articles that are in the order of their days.
fn span(rows: &[Row]) -> Option<(Date, Date)> {
    let day = |row: &Row| row.day;
    rows.iter().find_map(day).zip(rows.iter().rev().find_map(day))
}

//! The same text saved more than once: found when an article is filed, kept as pairs, never deleted. What two texts are to
//! each other is decided in `decide`; what they share is counted in `text::shingle`.
//!
//! An article is filed under a few keys: its canonical address, and the bands of its sketch. Those that share one are looked
//! at, first by their stored signatures, then word by word. All of it is derived, and a pair is the same whichever of the
//! two was filed first. Bounds: a key that more than [`FULL`] articles have is a site's boilerplate and leads nowhere, and no
//! more than [`MOST`] articles are looked at for one; only beyond these bounds does the order of filing matter.

mod decide;

pub use decide::Relation;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use rusqlite::{OptionalExtension, Transaction, params};
use serde::Deserialize;

use self::decide::{Facts, Match, Site, State, Verdict, decide};
use super::read::{ROW, WIDTH};
use super::unpack::Unpacker;
use super::{ArticleId, Error, Filed, Reader, Row};
use crate::article::{Article, Digest, Shape};
use crate::text::address::{canonical, is_one_site, site};
use crate::text::fold::fold;
use crate::text::shingle::{Sketch, may_share};

/// Articles with one key, above which it says nothing any more.
const FULL: usize = 64;

/// Articles that are looked at for one.
const MOST: usize = 64;

/// Copies of an article that are told.
const TOLD: i64 = 200;

/// The tables; `copy` holds each pair twice, once from each side.
pub(super) const TABLES: &str = "
CREATE TABLE copy_key (key INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (key, article)) STRICT, WITHOUT ROWID;
CREATE TABLE copy_sketch (
    article INTEGER PRIMARY KEY, shingles INTEGER NOT NULL, signature BLOB NOT NULL, keys BLOB NOT NULL) STRICT;
CREATE TABLE copy (
    article INTEGER NOT NULL, other INTEGER NOT NULL, relation INTEGER NOT NULL, similarity INTEGER NOT NULL,
    why TEXT NOT NULL, PRIMARY KEY (article, other)) STRICT, WITHOUT ROWID;
";

/// What an article is compared by.
#[derive(Clone, Debug)]
pub(super) struct Imprint {
    address: Option<String>,
    host: Option<String>,
    paper: Option<String>,
    title: Option<String>,
    day: Option<Date>,
    state: State,
    sketch: Sketch,
}

impl Imprint {
    /// The imprint of an article: its body without the words under pictures, which not every way of saving keeps.
    pub(super) fn of(article: &Article) -> Self {
        let body = article.body().map(|(_, block)| block).filter(|block| block.shape != Shape::Caption);
        let url = article.source.url.as_deref();
        let named = |text: &str| {
            let text = fold(text);
            let text = text.strip_prefix("the ").unwrap_or(&text);
            Some(text.chars().filter(|c| c.is_alphanumeric()).collect::<String>()).filter(|text| !text.is_empty())
        };
        Self {
            address: url.and_then(canonical),
            host: article.source.host.as_deref().and_then(site).or_else(|| url.and_then(site)),
            paper: article.source.name.as_deref().and_then(named),
            title: article.title.as_deref().and_then(named),
            day: article.published.map(|published| published.day()),
            state: if article.broken.is_some() { State::Broken } else { State::Whole },
            sketch: Sketch::of(body.map(|block| block.text.as_str())),
        }
    }

    /// The keys under which it is filed, that of its address first.
    fn keys(&self) -> Vec<i64> {
        let address = self.address.as_deref().map(|address| {
            let [a, b, c, d, e, f, g, h, ..] = Digest::of(address.as_bytes()).0;
            i64::from_le_bytes([a, b, c, d, e, f, g, h])
        });
        address.into_iter().chain(self.sketch.keys().into_iter().map(u64::cast_signed)).collect()
    }

    /// What the two are to each other.
    fn beside(&self, other: &Self) -> Option<Verdict> {
        fn same<T: PartialEq>(one: Option<T>, other: Option<T>) -> Match {
            match one.zip(other) {
                None => Match::Unknown,
                Some((one, other)) if one == other => Match::Equal,
                Some(_) => Match::Different,
            }
        }
        let is_broken = self.state == State::Broken || other.state == State::Broken;
        decide(&Facts {
            address: same(self.address.as_ref(), other.address.as_ref()),
            site: self.site_beside(other),
            title: same(self.title.as_ref(), other.title.as_ref()),
            day: same(self.day, other.day),
            words: if self.sketch.is_equal(&other.sketch) { Match::Equal } else { Match::Different },
            state: if is_broken { State::Broken } else { State::Whole },
            length: self.sketch.words().min(other.sketch.words()),
            shingles: [self.sketch.shingles(), other.sketch.shingles()],
            shared: self.sketch.shared(&other.sketch),
        })
    }

    fn site_beside(&self, other: &Self) -> Site {
        let hosts = self.host.as_deref().zip(other.host.as_deref());
        let papers = self.paper.as_deref().zip(other.paper.as_deref());
        // "Holmwick Mercury" and holmwick-mercury.example.
        let is_named_after = |host: Option<&str>, paper: Option<&str>| {
            host.zip(paper).is_some_and(|(host, paper)| {
                host.split('.').any(|label| label.chars().filter(|c| c.is_alphanumeric()).eq(paper.chars()))
            })
        };
        if hosts.is_some_and(|(one, two)| is_one_site(one, two))
            || papers.is_some_and(|(one, two)| one == two)
            || is_named_after(self.host.as_deref(), other.paper.as_deref())
            || is_named_after(other.host.as_deref(), self.paper.as_deref())
        {
            Site::Same
        } else if hosts.is_some() {
            Site::Other
        } else if papers.is_some() {
            Site::PerhapsOther
        } else {
            Site::Unknown
        }
    }
}

/// An article that shares a key.
#[derive(Clone, Copy, Default)]
struct Candidate {
    keys: usize,
    has_the_address: bool,
}

/// Files articles, whose documents are stored already, in the order of their numbers. Where one is a copy of what was
/// filed before it, `filed` says so from then on.
pub(super) fn file(tx: &Transaction<'_>, new: &[(i64, &Imprint)], filed: &mut [Filed]) -> rusqlite::Result<()> {
    let keys: Vec<Vec<i64>> = new.iter().map(|(_, imprint)| imprint.keys()).collect();
    let mut rows: Vec<(i64, usize, bool)> = Vec::with_capacity(new.len() * 11);
    for (at, keys) in keys.iter().enumerate() {
        let has_address = new.get(at).is_some_and(|(_, imprint)| imprint.address.is_some());
        rows.extend(keys.iter().enumerate().map(|(number, &key)| (key, at, has_address && number == 0)));
    }
    // In the order of the keys, so that the tree is gone through once.
    rows.sort_unstable();
    rows.dedup_by_key(|&mut (key, at, _)| (key, at));
    let mut candidates: Vec<BTreeMap<i64, Candidate>> = vec![BTreeMap::new(); new.len()];
    let mut find = tx.prepare_cached("SELECT article FROM copy_key WHERE key = ?1 LIMIT ?2")?;
    let mut insert = tx.prepare_cached("INSERT OR IGNORE INTO copy_key VALUES (?1, ?2)")?;
    for run in rows.chunk_by(|one, two| one.0 == two.0) {
        let Some(&(key, _, is_address)) = run.first() else { continue };
        let mut there: Vec<i64> =
            find.query_map(params![key, FULL as i64 + 1], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        for &(_, at, _) in run {
            let id = new[at].0;
            if there.len() <= FULL {
                for &other in there.iter().filter(|&&other| other != id) {
                    let candidate = candidates[at].entry(other).or_default();
                    candidate.keys += 1;
                    candidate.has_the_address |= is_address;
                }
            }
            insert.execute(params![key, id])?;
            there.push(id);
        }
    }
    let mut keep = tx.prepare_cached("INSERT OR REPLACE INTO copy_sketch VALUES (?1, ?2, ?3, ?4)")?;
    for (&(id, imprint), keys) in new.iter().zip(&keys) {
        let keys: Vec<u8> = keys.iter().flat_map(|key| key.to_le_bytes()).collect();
        keep.execute(params![id, imprint.sketch.shingles() as i64, imprint.sketch.signature(), keys])?;
    }
    let mut others = Others { tx, unpacker: Unpacker::default(), known: HashMap::new() };
    for (&(id, imprint), candidates) in new.iter().zip(candidates) {
        let Some(copy) = others.meet(id, imprint, candidates)? else { continue };
        if let Some(place) = filed.iter_mut().find(|filed| **filed == Filed::New(ArticleId(id))) {
            *place = copy;
        }
    }
    Ok(())
}

/// Takes an article out of all that is kept here. Its copies know nothing of it any more.
pub(super) fn forget(tx: &Transaction<'_>, article: i64) -> rusqlite::Result<()> {
    let keys: Option<Vec<u8>> = tx
        .prepare_cached("SELECT keys FROM copy_sketch WHERE article = ?1")?
        .query_row([article], |row| row.get(0))
        .optional()?;
    let mut leave = tx.prepare_cached("DELETE FROM copy_key WHERE key = ?1 AND article = ?2")?;
    for key in keys.unwrap_or_default().chunks_exact(8) {
        let key = key.try_into().map(i64::from_le_bytes).unwrap_or_default();
        leave.execute([key, article])?;
    }
    tx.prepare_cached(
        "DELETE FROM copy WHERE other = ?1 AND article IN (SELECT other FROM copy AS mine WHERE mine.article = ?1)",
    )?
    .execute([article])?;
    tx.prepare_cached("DELETE FROM copy WHERE article = ?1")?.execute([article])?;
    tx.prepare_cached("DELETE FROM copy_sketch WHERE article = ?1")?.execute([article])?;
    Ok(())
}

/// What is read again of articles filed before.
struct Others<'a> {
    tx: &'a Transaction<'a>,
    unpacker: Unpacker,
    /// Those that were unpacked: the copies in a batch are often copies of one.
    known: HashMap<i64, Imprint>,
}

/// What is read of a stored document.
#[derive(Default, Deserialize)]
struct Document {
    article: Article,
}

impl Others<'_> {
    /// Compares an article with those that share a key, and keeps what they are to it. Returns the one it is most like.
    fn meet(
        &mut self,
        id: i64,
        imprint: &Imprint,
        candidates: BTreeMap<i64, Candidate>,
    ) -> rusqlite::Result<Option<Filed>> {
        let mut ranked: Vec<(i64, Candidate)> = candidates.into_iter().collect();
        ranked.sort_by_key(|&(other, candidate)| (Reverse(candidate.has_the_address), Reverse(candidate.keys), other));
        let mut best: Option<(u8, i64, Relation)> = None;
        for (other, candidate) in ranked.into_iter().take(MOST) {
            if !candidate.has_the_address && !self.may_be_a_copy(imprint, other)? {
                continue;
            }
            let Some(verdict) = self.imprint(other)?.and_then(|other| imprint.beside(other)) else { continue };
            let mut pair = self.tx.prepare_cached("INSERT OR REPLACE INTO copy VALUES (?1, ?2, ?3, ?4, ?5)")?;
            for (one, two) in [(id, other), (other, id)] {
                pair.execute(params![one, two, verdict.relation as i64, verdict.similarity, verdict.why])?;
            }
            if best.is_none_or(|(similarity, ..)| verdict.similarity > similarity) {
                best = Some((verdict.similarity, other, verdict.relation));
            }
        }
        let Some((_, other, relation)) = best else { return Ok(None) };
        let mut name = self.tx.prepare_cached("SELECT digest FROM article WHERE id = ?1")?;
        let of = name.query_row([other], |row| row.get(0)).map(Digest)?;
        Ok(Some(Filed::Copy { id: ArticleId(id), of, relation }))
    }

    /// Whether the stored signature leaves it open that an article holds much of the same text.
    fn may_be_a_copy(&self, imprint: &Imprint, other: i64) -> rusqlite::Result<bool> {
        let mut statement = self.tx.prepare_cached("SELECT shingles, signature FROM copy_sketch WHERE article = ?1")?;
        let own = (imprint.sketch.signature(), imprint.sketch.shingles());
        let may = statement.query_row([other], |row| {
            let theirs = (row.get_ref(1)?.as_blob()?, usize::try_from(row.get::<_, i64>(0)?).unwrap_or(0));
            Ok(may_share(decide::WITHIN, (&own.0, own.1), theirs))
        });
        Ok(may.optional()?.unwrap_or(false))
    }

    fn imprint(&mut self, id: i64) -> rusqlite::Result<Option<&Imprint>> {
        if !self.known.contains_key(&id) {
            let mut statement = self.tx.prepare_cached("SELECT json FROM document WHERE article = ?1")?;
            let unpack = |row: &rusqlite::Row<'_>| self.unpacker.json::<Document>(row.get_ref(0)?.as_blob()?);
            let Some(document) = statement.query_row([id], unpack).optional()? else { return Ok(None) };
            self.known.insert(id, Imprint::of(&document.article));
        }
        Ok(self.known.get(&id))
    }
}

/// An article whose text is also that of another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Twin {
    /// The other article.
    pub row: Row,
    /// What the two are to each other.
    pub relation: Relation,
    /// Which of the two is older.
    pub age: Age,
    /// The part of their words in common, in per cent.
    pub similarity: u8,
    /// The reason, in words.
    pub why: String,
    /// The file the other was saved in, as it was named.
    pub path: String,
}

/// How an article stands to another one in time: by the day of publication, else by when the page was saved, else by when it
/// was filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// It is older.
    Older,
    /// It is newer.
    Newer,
}

/// What an article's age is told by.
#[derive(Clone, Copy)]
struct Moments {
    day: Option<i64>,
    saved: Option<i64>,
    filed: (i64, i64),
}

impl Moments {
    fn read(row: &rusqlite::Row<'_>, from: usize) -> rusqlite::Result<Self> {
        Ok(Self { day: row.get(from)?, saved: row.get(from + 1)?, filed: (row.get(from + 2)?, row.get(from + 3)?) })
    }

    fn beside(self, other: Self) -> Age {
        let known = |one: Option<i64>, two: Option<i64>| {
            one.zip(two).map(|(one, two)| one.cmp(&two)).filter(|order| order.is_ne())
        };
        let order = known(self.day, other.day).or_else(|| known(self.saved, other.saved));
        if order.unwrap_or_else(|| self.filed.cmp(&other.filed)).is_lt() { Age::Older } else { Age::Newer }
    }
}

impl Reader {
    /// Where else the text of an article is filed: in other papers, saved again, as a version; the newest of each first.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn copies(&self, id: ArticleId) -> Result<Vec<Twin>, Error> {
        self.run(|| self.twins(id))
    }

    pub(super) fn twins(&self, id: ArticleId) -> rusqlite::Result<Vec<Twin>> {
        let sql = format!(
            "SELECT {ROW}, c.relation, c.similarity, c.why, o.path, a.day, o.saved, o.filed, o.number
             FROM copy AS c CROSS JOIN article AS a ON a.id = c.other JOIN original AS o ON o.digest = a.digest
             WHERE c.article = ?1 ORDER BY c.other DESC LIMIT {TOLD}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([id.0])?;
        let (mut twins, mut own) = (Vec::new(), None);
        while let Some(row) = rows.next()? {
            let own = match own {
                Some(own) => own,
                None => *own.insert(self.moments(id)?),
            };
            let relation =
                Relation::ALL.get(usize::from(row.get::<_, u8>(WIDTH)?)).copied().unwrap_or(Relation::SameText);
            let moments = Moments::read(row, WIDTH + 4)?;
            let twin = Twin {
                row: self.row(row)?,
                relation,
                age: moments.beside(own),
                similarity: row.get(WIDTH + 1)?,
                why: row.get(WIDTH + 2)?,
                path: crate::text::clean::clean(&row.get::<_, String>(WIDTH + 3)?).into_owned(),
            };
            twins.push((moments, twin));
        }
        twins.sort_by_key(|(moments, twin)| (twin.relation, Reverse((moments.day, moments.saved, moments.filed))));
        Ok(twins.into_iter().map(|(_, twin)| twin).collect())
    }

    fn moments(&self, id: ArticleId) -> rusqlite::Result<Moments> {
        let sql = "SELECT a.day, o.saved, o.filed, o.number FROM article AS a JOIN original AS o ON o.digest = a.digest
                   WHERE a.id = ?1";
        self.connection.prepare_cached(sql)?.query_row([id.0], |row| Moments::read(row, 0))
    }
}

#[cfg(test)]
mod tests;

//! Into which story each article goes. It compares no texts: it goes by the pairs that are near each other.
//!
//! Articles are gone through in the order of their days (of one day, of their digests). Each joins the story to whose articles
//! of the last [`WINDOW`](super::WINDOW) days it is most alike on average, where that is [`JOIN`] at least, and else begins one of
//! its own (single-pass clustering, as in Allan, "Topic Detection and Tracking", 2002). Where an article comes or goes, only those
//! after it that this can change are gone through again, up to where nothing changes any more.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, Transaction, params};

use super::{days, window};

/// Thousandths in which an article must be alike to those of a story, on average.
const JOIN: u64 = 350;

/// Days after its first article on which a story may still be joined. What goes on longer is no event.
const SPAN: i64 = 30;

/// Articles settled at a time, at most, beside those that were filed.
const MOST: usize = 4_096;

/// Where an article stands in the order in which articles are settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    day: i64,
    digest: [u8; 16],
    article: i64,
}

/// The articles that wait to be settled, and the stories that changed.
pub(super) struct Settling<'a> {
    tx: &'a Transaction<'a>,
    places: BTreeMap<i64, Option<Place>>,
    waiting: BTreeSet<Place>,
    changed: BTreeSet<i64>,
    left: usize,
}

impl<'a> Settling<'a> {
    /// Nothing waits. `filed` articles are being filed.
    pub(super) fn new(tx: &'a Transaction<'a>, filed: usize) -> Self {
        let (places, waiting, changed) = Default::default();
        Self { tx, places, waiting, changed, left: MOST.saturating_add(filed) }
    }

    /// Lets an article wait.
    pub(super) fn wait(&mut self, article: i64) -> rusqlite::Result<()> {
        let place = self.place(article)?;
        self.waiting.extend(place);
        Ok(())
    }

    /// An article is about to go: those after it that this may change wait.
    pub(super) fn leave(&mut self, article: i64) -> rusqlite::Result<()> {
        let Some(story) = self.story(article)? else { return Ok(()) };
        self.changed.insert(story);
        let Some(place) = self.place(article)? else { return Ok(()) };
        self.wake(place, story)?;
        self.places.insert(article, None);
        Ok(())
    }

    /// Settles those that wait, and writes down which stories there are now.
    pub(super) fn settle(mut self) -> rusqlite::Result<()> {
        while let Some(place) = self.waiting.pop_first() {
            let Some(left) = self.left.checked_sub(1) else { break };
            self.left = left;
            let (before, now) = (self.story(place.article)?, self.choose(place)?);
            if before == Some(now) {
                continue;
            }
            self.tx
                .prepare_cached("INSERT OR REPLACE INTO story_article VALUES (?1, ?2)")?
                .execute([place.article, now])?;
            for story in before.into_iter().chain([now]) {
                self.changed.insert(story);
                self.wake(place, story)?;
            }
        }
        for story in std::mem::take(&mut self.changed) {
            self.write(story)?;
        }
        Ok(())
    }

    /// The story an article belongs in: its own where it joins none.
    fn choose(&mut self, place: Place) -> rusqlite::Result<i64> {
        let (first, _) = window(place.article);
        let last = days::ceiling(Some(place.day));
        let near: Vec<(i64, u64)> = self
            .tx
            .prepare_cached("SELECT other, alike FROM near WHERE article = ?1 AND other BETWEEN ?2 AND ?3")?
            .query_map(params![place.article, first, last], |row| Ok((row.get(0)?, row.get::<_, u16>(1)?.into())))?
            .collect::<rusqlite::Result<_>>()?;
        let mut sums: BTreeMap<i64, u64> = BTreeMap::new();
        for (other, alike) in near {
            if self.place(other)?.is_some_and(|other| other < place)
                && let Some(story) = self.story(other)?
            {
                *sums.entry(story).or_default() += alike;
            }
        }
        let mut best: Option<(u64, u64, i64)> = None;
        for (story, sum) in sums {
            if place.day - (story >> 16) > SPAN {
                continue;
            }
            let members: Vec<i64> = self
                .tx
                .prepare_cached("SELECT article FROM story_article WHERE story = ?1 AND article BETWEEN ?2 AND ?3")?
                .query_map(params![story, first, last], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let mut count = 0;
            for member in members {
                count += u64::from(self.place(member)?.is_some_and(|member| member < place));
            }
            let is_better = match best {
                None => true,
                Some((sum_of_best, count_of_best, other)) => {
                    let (own, theirs) = (sum * count_of_best, sum_of_best * count);
                    own > theirs || own == theirs && self.place(story)? < self.place(other)?
                }
            };
            if sum >= JOIN * count && is_better {
                best = Some((sum, count, story));
            }
        }
        Ok(best.map_or(place.article, |(_, _, story)| story))
    }

    /// Lets those wait that stand after `place` and are near an article of the story: what they are nearest to may be
    /// something else now.
    fn wake(&mut self, place: Place, story: i64) -> rusqlite::Result<()> {
        let (first, last) = window(place.article);
        let after: Vec<i64> = self
            .tx
            .prepare_cached(
                "SELECT DISTINCT n.other FROM story_article AS m INDEXED BY story_article_story
                 CROSS JOIN near AS n ON n.article = m.article AND n.other BETWEEN ?4 AND ?3
                 WHERE m.story = ?1 AND m.article BETWEEN ?2 AND ?3",
            )?
            .query_map(params![story, first, last, days::floor(Some(place.day))], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for other in after {
            let other = self.place(other)?.filter(|&other| other > place);
            self.waiting.extend(other);
        }
        Ok(())
    }

    /// Writes what is told of a story; one that holds no two texts is none.
    fn write(&mut self, story: i64) -> rusqlite::Result<()> {
        self.tx.prepare_cached("DELETE FROM story WHERE id = ?1")?.execute([story])?;
        let pairs = |sql: &str| {
            let mut statement = self.tx.prepare_cached(sql)?;
            let rows = statement.query_map([story], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<Vec<(i64, i64)>>>()
        };
        let alike = pairs(
            "SELECT m.article, coalesce(sum(CASE WHEN o.story = ?1 THEN n.alike END), 0)
             FROM story_article AS m LEFT JOIN near AS n ON n.article = m.article
             LEFT JOIN story_article AS o ON o.article = n.other WHERE m.story = ?1 GROUP BY m.article",
        )?;
        if alike.len() < 2 {
            return Ok(());
        }
        let copies = pairs(
            "SELECT c.article, c.other FROM story_article AS m CROSS JOIN copy AS c ON c.article = m.article
             CROSS JOIN story_article AS o ON o.article = c.other WHERE m.story = ?1 AND o.story = ?1",
        )?;
        let texts = parts(alike.iter().map(|&(article, _)| article), &copies);
        if texts < 2 {
            return Ok(());
        }
        let mut central = None;
        for (article, alike) in &alike {
            central = central.max(self.place(*article)?.map(|place| (*alike, Reverse(place))));
        }
        let central = central.map_or(story, |(_, Reverse(place))| place.article);
        self.tx.prepare_cached("INSERT INTO story VALUES (?1, ?2, ?3, ?4)")?.execute(params![
            story,
            alike.len() as i64,
            texts as i64,
            central
        ])?;
        Ok(())
    }

    /// The story an article is in now.
    fn story(&self, article: i64) -> rusqlite::Result<Option<i64>> {
        self.tx
            .prepare_cached("SELECT story FROM story_article WHERE article = ?1")?
            .query_row([article], |row| row.get(0))
            .optional()
    }

    fn place(&mut self, article: i64) -> rusqlite::Result<Option<Place>> {
        if let Some(&place) = self.places.get(&article) {
            return Ok(place);
        }
        let digest = self
            .tx
            .prepare_cached("SELECT digest FROM article WHERE id = ?1")?
            .query_row([article], |row| row.get(0))
            .optional()?;
        let place = digest.map(|digest| Place { day: article >> 16, digest, article });
        self.places.insert(article, place);
        Ok(place)
    }
}

/// How many texts there are among articles of which some are copies of each other.
fn parts(articles: impl Iterator<Item = i64>, pairs: &[(i64, i64)]) -> usize {
    let mut parent: BTreeMap<i64, i64> = articles.map(|article| (article, article)).collect();
    let root = |parent: &BTreeMap<i64, i64>, mut at: i64| {
        while let Some(&up) = parent.get(&at).filter(|&&up| up != at) {
            at = up;
        }
        at
    };
    for &(one, other) in pairs {
        let (one, other) = (root(&parent, one), root(&parent, other));
        parent.insert(one.max(other), one.min(other));
    }
    parent.iter().filter(|(article, up)| article == up).count()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn copies_of_copies_are_one_text() {
        for (articles, pairs, expected) in [
            (&[1, 2, 3][..], &[][..], 3),
            (&[1, 2, 3], &[(1, 2), (2, 1)], 2),
            (&[1, 2, 3], &[(1, 3), (3, 1), (2, 3), (3, 2)], 1),
            (&[4], &[], 1),
            (&[], &[], 0),
        ] {
            assert_eq!(parts(articles.iter().copied(), pairs), expected, "{articles:?} {pairs:?}");
        }
    }
}

//! Which names stand in the same articles. It counts; how the counts are drawn is not its business.

use std::collections::BTreeMap;

use rusqlite::params_from_iter;

use super::query::compile::compile;
use super::{EntityId, Error, Query, Reader, Together};

impl Reader {
    /// The `top` names that most of the matching articles name (of equals, those filed first), and in how many of those
    /// articles each two of them stand together. It goes through all that match, twice; what is kept is a number an article.
    ///
    /// # Errors
    /// Where the database is locked or damaged, or the query was interrupted.
    pub fn together(&self, query: &Query, top: usize) -> Result<Together, Error> {
        self.run(|| {
            let compiled = compile(query, self);
            let sql = format!("{} ORDER BY {} DESC", compiled.select(compiled.id, ""), compiled.id);
            let mut statement = self.connection.prepare(&sql)?;
            let articles = statement.query_map(params_from_iter(compiled.values()), |row| row.get(0))?;
            let articles = articles.collect::<rusqlite::Result<Vec<i64>>>()?;
            let mut counts: BTreeMap<i64, u32> = BTreeMap::new();
            for &article in &articles {
                for entity in self.named_in(article)? {
                    *counts.entry(entity).or_default() += 1;
                }
            }
            let mut most: Vec<(i64, u32)> = counts.into_iter().collect();
            most.sort_by_key(|&(entity, count)| (std::cmp::Reverse(count), entity));
            most.truncate(top);
            let mut names = Vec::with_capacity(most.len());
            for (entity, count) in most {
                names.extend(self.drawer(EntityId(entity))?.map(|drawer| (drawer, count)));
            }
            let places: BTreeMap<i64, u32> = (0..).zip(&names).map(|(at, (drawer, _))| (drawer.id.0, at)).collect();
            let mut pairs: BTreeMap<(u32, u32), u32> = BTreeMap::new();
            for article in articles {
                let mut here: Vec<u32> =
                    self.named_in(article)?.iter().filter_map(|entity| places.get(entity).copied()).collect();
                here.sort_unstable();
                for (at, &one) in here.iter().enumerate() {
                    for &other in here.iter().skip(at + 1) {
                        *pairs.entry((one, other)).or_default() += 1;
                    }
                }
            }
            let pairs = pairs.into_iter().map(|((one, other), count)| (one, other, count)).collect();
            Ok(Together { names, pairs })
        })
    }

    fn named_in(&self, article: i64) -> rusqlite::Result<Vec<i64>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT entity FROM mention INDEXED BY mention_article WHERE article = ?1 ORDER BY entity",
        )?;
        statement.query_map([article], |row| row.get(0))?.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::EntityKind::{Organization, Person};
    use crate::library::kit::{clipping, library, today};

    #[test]
    fn pairs_are_counted_over_what_matches_and_among_the_most_named() {
        let (ada, ben, guild) = (("Ada Brook", Person), ("Ben Quill", Person), ("Weir Guild", Organization));
        let (_library, reader, _) = library(&[
            clipping("One", "2026-01-02", "Gazette", "Ada Brook met Ben Quill of the Weir Guild.", &[ada, ben, guild]),
            clipping("Two", "2026-01-03", "Gazette", "Ada Brook met Ben Quill.", &[ada, ben]),
            clipping("Three", "2026-01-04", "Tidewatch", "Ada Brook spoke.", &[ada]),
        ]);
        let told = |typed: &str, top| {
            let (query, _) = Query::parse(typed, &reader, today());
            let Together { names, pairs } = reader.together(&query, top).unwrap();
            (names.into_iter().map(|(drawer, count)| (drawer.name, count)).collect::<Vec<_>>(), pairs)
        };
        let name = |name: &str, count| (name.to_owned(), count);
        assert_eq!(
            told("", 10),
            (
                vec![name("Ada Brook", 3), name("Ben Quill", 2), name("Weir Guild", 1)],
                vec![(0, 1, 2), (0, 2, 1), (1, 2, 1)]
            )
        );
        assert_eq!(told("", 2), (vec![name("Ada Brook", 3), name("Ben Quill", 2)], vec![(0, 1, 2)]));
        assert_eq!(told("source:tidewatch", 10), (vec![name("Ada Brook", 1)], vec![]));
        assert_eq!(told("since:2027", 10), (vec![], vec![]));
    }
}

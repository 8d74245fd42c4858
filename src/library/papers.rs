//! The papers that articles come from, by name: for lists to pick from. Articles of a paper are a query's.

use super::drawers::words;
use super::{Count, Error, Paper, Reader};

/// Articles of a paper are counted so far.
const COUNTED: u64 = 1_000;

/// For each paper that is wanted, so many are counted at most, to find those with most articles.
const LOOKED_AT: usize = 8;

impl Reader {
    /// The papers whose name has, for each word of `prefix`, a word that begins so; most articles first. Those in the archive
    /// and in the bin count too.
    ///
    /// # Errors
    /// Where the database is locked or damaged, or the question was interrupted.
    pub fn papers(&self, prefix: &str, limit: usize) -> Result<Vec<Paper>, Error> {
        let typed = words(prefix);
        self.run(|| {
            self.read_sources()?;
            let sources = self.sources.borrow();
            let has = |name: &str| {
                let own = words(name);
                typed.iter().all(|typed| own.iter().any(|word| word.starts_with(typed.as_str())))
            };
            let mut papers = Vec::new();
            for (&id, name) in sources.iter().filter(|(_, name)| has(name)).take(limit.saturating_mul(LOOKED_AT)) {
                let articles = self.of_source(id)?;
                // One whose articles were all filed under another name since has none.
                if articles != Count::Exactly(0) {
                    papers.push(Paper { name: name.clone(), articles });
                }
            }
            let number = |count| match count {
                Count::Exactly(count) => count,
                Count::AtLeast(count) => count.saturating_add(1),
            };
            papers.sort_by(|one, two| {
                number(two.articles).cmp(&number(one.articles)).then_with(|| one.name.cmp(&two.name))
            });
            papers.truncate(limit);
            Ok(papers)
        })
    }

    fn of_source(&self, id: i64) -> rusqlite::Result<Count> {
        let mut statement = self.connection.prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM article INDEXED BY article_source WHERE source = ?1 LIMIT ?2)",
        )?;
        let most = i64::try_from(COUNTED).unwrap_or(i64::MAX) + 1;
        let count = statement.query_row([id, most], |row| row.get::<_, i64>(0))?.unsigned_abs();
        Ok(if count > COUNTED { Count::AtLeast(COUNTED) } else { Count::Exactly(count) })
    }
}

#[cfg(test)]
mod tests {
    use crate::library::Count;
    use crate::library::kit::{clipping, library};

    #[test]
    fn papers_are_found_by_the_beginnings_of_their_words() {
        let from = |title, paper| clipping(title, "2026-01-02", paper, "A tide came in.", &[]);
        let (_library, reader, _) = library(&[
            from("One", "Brackwater Gazette"),
            from("Two", "Brackwater Gazette"),
            from("Three", "The Tidewatch"),
            from("Four", "Évening Gazette"),
        ]);
        let found = |prefix: &str, limit| {
            let papers = reader.papers(prefix, limit).unwrap();
            papers.into_iter().map(|paper| (paper.name, paper.articles)).collect::<Vec<_>>()
        };
        let of = |name: &str, count| (name.to_owned(), Count::Exactly(count));
        let (gazette, evening, tidewatch) =
            (of("Brackwater Gazette", 2), of("Évening Gazette", 1), of("The Tidewatch", 1));
        assert_eq!(found("", 9), [gazette.clone(), tidewatch.clone(), evening.clone()]);
        assert_eq!(found("", 1), std::slice::from_ref(&gazette));
        assert_eq!(found("GAZ brack", 9), [gazette]);
        assert_eq!(found("even", 9), [evening]);
        assert_eq!(found("tidewatches", 9), []);
    }
}

//! Topics of the reader's own: a name, and the query whose articles are filed under it. They are read from a file of settings by
//! `config` and only looked up and answered here; nothing of them is stored, so a changed line holds at once, for all that
//! is filed. The topics that articles are found to have are drawers, as names are.

use jiff::civil::Date;
use rusqlite::{OptionalExtension, params_from_iter};

use super::drawers::words;
use super::query::compile::{Aim, compile};
use super::{ArticleId, Complaint, Count, Error, Query, Reader};

/// A topic of the reader's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnTopic {
    /// What it is called.
    pub name: String,
    /// What its articles are found by, as typed.
    pub query: String,
    /// Its line in the file, counted from 1.
    pub line: usize,
}

impl OwnTopic {
    /// Whether its name has, for each of these words, one that begins so.
    #[must_use]
    pub fn has_words(&self, typed: &str) -> bool {
        let own = words(&self.name);
        words(typed).iter().all(|typed| own.iter().any(|word| word.starts_with(typed.as_str())))
    }
}

/// The topics of the reader's own, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnTopics {
    list: Vec<OwnTopic>,
}

impl OwnTopics {
    /// These topics. Of two with one name the first holds.
    #[must_use]
    pub const fn new(list: Vec<OwnTopic>) -> Self {
        Self { list }
    }

    /// The topic of that name, however it is cased.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&OwnTopic> {
        if self.list.is_empty() {
            return None;
        }
        let typed = words(name);
        self.list.iter().find(|topic| words(&topic.name) == typed)
    }

    /// Each of them, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, OwnTopic> {
        self.list.iter()
    }
}

impl Reader {
    /// From now on these are the topics of the reader's own.
    pub fn set_topics(&mut self, topics: OwnTopics) {
        self.topics = topics;
    }

    /// The topics of the reader's own.
    #[must_use]
    pub const fn topics(&self) -> &OwnTopics {
        &self.topics
    }

    /// How many articles a topic of the reader's own finds, counted to `cap` and no further, and what was not understood in
    /// its query.
    ///
    /// # Errors
    /// Where the database is locked or damaged, or the counting was interrupted.
    pub fn filed_under_own(&self, topic: &OwnTopic, today: Date, cap: u64) -> Result<(Count, Vec<Complaint>), Error> {
        let (query, complaints) = Query::parse(&topic.query, self, today);
        Ok((self.count(&query, cap)?, complaints))
    }

    /// The topics of the reader's own that an article is filed under, wherever it lies, in the order of the file. Each query is
    /// asked of this article alone.
    ///
    /// # Errors
    /// Where the database is locked or damaged, or the question was interrupted.
    pub fn own_topics_of(&self, article: ArticleId, today: Date) -> Result<Vec<&OwnTopic>, Error> {
        let mut found = Vec::new();
        for topic in self.topics.iter() {
            let (query, _) = Query::parse(&topic.query, self, today);
            if !query.is_empty() && self.finds(&query, article)? {
                found.push(topic);
            }
        }
        Ok(found)
    }

    /// Whether an article is one of those a query asks for; being put away or binned counts only where it asks about that.
    ///
    /// # Errors
    /// Where the database is locked or damaged, or the question was interrupted.
    pub fn finds(&self, query: &Query, article: ArticleId) -> Result<bool, Error> {
        self.run(|| {
            let compiled = compile(query, self, Aim::One(article.0));
            let mut statement = self.connection.prepare_cached(&compiled.select("1", ""))?;
            let found = statement.query_row(params_from_iter(compiled.values()), |_| Ok(())).optional()?;
            Ok(found.is_some())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::EntityKind::{Person, Topic};
    use crate::library::Change;
    use crate::library::kit::{NOW, clipping, library, titles, today};

    fn topics(list: &[(&str, &str)]) -> OwnTopics {
        let list = (1..).zip(list);
        let topic = |(line, (name, query)): (usize, &(&str, &str))| OwnTopic {
            name: (*name).into(),
            query: (*query).into(),
            line,
        };
        OwnTopics::new(list.map(topic).collect())
    }

    #[test]
    fn a_topic_of_ones_own_is_a_search_with_a_name() {
        let (mut library, mut reader, ids) = library(&[
            clipping("Tolls rise", "2026-01-02", "Gazette", "The toll on the bridge rises.", &[("bridge", Topic)]),
            clipping(
                "Duty cut",
                "2026-01-03",
                "Gazette",
                "The customs duty on grain, Ines Oduya said.",
                &[("Ines Oduya", Person)],
            ),
            clipping("Grain", "2026-01-04", "Gazette", "Grain was sold. Nothing else.", &[("grain", Topic)]),
        ]);
        reader.set_topics(topics(&[
            ("Tariffs", "toll* OR \"customs duty\""),
            ("Grain", "grain -topic:tariffs"),
            ("Oduya", "person:oduya since:2026"),
            ("Loop", "topic:pool"),
            ("Pool", "topic:Loop toll"),
            ("Empty", "…"),
            ("Wrong", "tolls person:nobody"),
        ]));
        for (typed, expected) in [
            ("topic:tariffs", &["Duty cut", "Tolls rise"][..]),
            ("topic:TARIFFS bridge", &["Tolls rise"]),
            ("-topic:tariffs", &["Grain"]),
            ("topic:grain", &["Grain"]),
            ("topic:bridge", &["Tolls rise"]),
            ("topic:oduya OR topic:bridge", &["Duty cut", "Tolls rise"]),
            ("topic:empty", &[]),
            ("topic:wrong", &[]),
        ] {
            assert_eq!(titles(&reader, typed), expected, "{typed}");
        }
        for (typed, part) in [
            ("topic:loop", "“Loop” (line 4 of topics.toml) is made of itself"),
            ("topic:empty", "“Empty” (line 6 of topics.toml) looks for nothing"),
            ("topic:wrong", "“Wrong” (line 7 of topics.toml): person:nobody: no person is filed under “nobody”"),
        ] {
            let (_, complaints) = Query::parse(typed, &reader, today());
            assert!(complaints.iter().any(|complaint| complaint.message.contains(part)), "{typed}: {complaints:?}");
            assert!(complaints.iter().all(|complaint| complaint.range == (0..typed.len())), "{typed}");
        }
        let of = |reader: &Reader, id| {
            let found = reader.own_topics_of(id, today()).unwrap();
            found.into_iter().map(|topic| topic.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(of(&reader, ids[0]), ["Tariffs"]);
        assert_eq!(of(&reader, ids[1]), ["Tariffs", "Oduya"]);
        library.apply(&Change::Bin(vec![ids[2]], true), NOW).unwrap();
        assert_eq!(of(&reader, ids[2]), ["Grain"], "also in the bin");
        let tariffs = reader.topics().find("tariffs").unwrap();
        assert_eq!(reader.filed_under_own(tariffs, today(), 1).unwrap(), (Count::AtLeast(1), Vec::new()));
    }

    #[test]
    fn topics_made_of_topics_come_to_an_end() {
        let (_library, mut reader, _) = library(&[clipping("Grain", "2026-01-04", "Gazette", "Grain was sold.", &[])]);
        let names: Vec<String> = (0..12).map(|n| format!("t{n}")).collect();
        let queries: Vec<String> = (1..13).map(|n| vec![format!("(topic:t{n} OR grain)"); 20].join(" ")).collect();
        let list: Vec<(&str, &str)> =
            names.iter().map(String::as_str).zip(queries.iter().map(String::as_str)).collect();
        reader.set_topics(topics(&list));
        let (query, complaints) = Query::parse("topic:t0", &reader, today());
        assert!(complaints.iter().any(|complaint| complaint.message.contains("too long")), "{complaints:?}");
        reader.count_all(&query).unwrap();
    }
}

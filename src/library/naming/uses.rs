//! How articles call what is shown under a name, and what can be known of letters before a ruling speaks of them. Nothing is
//! decided here, and nothing written.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use rusqlite::{OptionalExtension, params};

use super::super::drawers::words;
use super::super::prepare::Stored;
use super::super::read::ROW;
use super::super::{ArticleId, EntityId, Narrow, Reader, Row};
use super::{Ruled, judge, reach};
use crate::article::{Digest, EntityKind};
use crate::entities::rulings::{Book, Group, Name, Ruling, Whose, key};
use crate::extract::rules;

/// Articles of a name that are looked at for how they call it.
pub(super) const LOOKED: i64 = 2_000;

/// Articles shown as examples, at most.
const EXAMPLES: usize = 5;

/// How an article calls what is shown under a name.
pub(super) struct Use {
    pub(super) article: ArticleId,
    pub(super) digest: Digest,
    pub(super) site: Option<String>,
    /// The drawer it was guessed into, and the kind of that.
    pub(super) guess: i64,
    pub(super) kind: EntityKind,
    pub(super) name: String,
    /// Whether a ruling that speaks of this name in this article would mean this use: it is the first so called.
    pub(super) is_first: bool,
}

/// Numbers parted by spaces.
pub(in crate::library) fn numbers(text: &str) -> Vec<i64> {
    text.split(' ').filter_map(|number| number.parse().ok()).collect()
}

impl Reader {
    /// Whether a name tells whom it means wherever it stands: nobody else has it, and it is more than one word of a person's.
    pub(super) fn is_telling(&self, entity: EntityId, kind: EntityKind, name: &str) -> rusqlite::Result<bool> {
        Ok((kind != EntityKind::Person || name.contains(' ')) && self.is_only(entity, name)?)
    }

    /// Whether articles call nobody else so.
    pub(super) fn is_only(&self, entity: EntityId, name: &str) -> rusqlite::Result<bool> {
        let folded = words(name).join(" ");
        for drawer in self.drawers_with_form(&folded)? {
            let forms = self.record_of(drawer)?.forms;
            let is_name = forms.iter().any(|(form, (_, articles, _))| *articles > 0 && words(form).join(" ") == folded);
            if drawer != entity && is_name {
                return Ok(false);
            }
        }
        let mut statement =
            self.connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM moved WHERE name = ?1 AND shown <> ?2)")?;
        statement.query_row(params![key(name), entity.0], |row| row.get(0)).map(|others: bool| !others)
    }

    /// Goes through how the newest articles call what is shown in a drawer; only one of them where that is given.
    pub(super) fn uses(
        &self,
        entity: EntityId,
        article: Option<ArticleId>,
        mut each: impl FnMut(Use) -> ControlFlow<()>,
    ) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare_cached(
            "SELECT m.article, a.digest, d.drawers, d.ruled, d.json FROM mention AS m
             CROSS JOIN article AS a ON a.id = m.article CROSS JOIN document AS d ON d.article = m.article
             WHERE m.entity = ?1 AND (?2 IS NULL OR m.article = ?2) ORDER BY m.article DESC LIMIT ?3",
        )?;
        let mut kinds: BTreeMap<i64, EntityKind> = BTreeMap::new();
        let mut rows = statement.query(params![entity.0, article.map(|article| article.0), LOOKED])?;
        while let Some(row) = rows.next()? {
            let (article, digest) = (ArticleId(row.get(0)?), Digest(row.get(1)?));
            let guesses: Vec<i64> = numbers(row.get_ref(2)?.as_str()?);
            let ruled = row.get_ref(3)?.as_str_or_null()?.map(Ruled::read).transpose()?;
            let stored: Stored = self.unpacker.borrow_mut().json(row.get_ref(4)?.as_blob()?)?;
            let shown = ruled.as_ref().map_or(&guesses, |ruled| &ruled.drawers);
            let site = rules::site(&stored.article);
            let mut said: BTreeSet<(EntityKind, String)> = BTreeSet::new();
            for ((&guess, &shown), named) in guesses.iter().zip(shown).zip(&stored.entities.list) {
                let kind = match kinds.get(&guess) {
                    Some(kind) => *kind,
                    None => {
                        let kind = judge::guessed_kind(&self.connection, guess)?.unwrap_or(EntityKind::Other);
                        *kinds.entry(guess).or_insert(kind)
                    }
                };
                let is_first = said.insert((kind, key(&named.name)));
                if shown == entity.0 {
                    let (site, name) = (site.clone(), named.name.clone());
                    let used = Use { article, digest, site, guess, kind, name, is_first };
                    if each(used).is_break() {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }

    /// The articles in which letters stand that would be a name, the newest `most` of them.
    pub(super) fn having(&self, name: &Name, most: i64) -> rusqlite::Result<BTreeSet<ArticleId>> {
        let group = Group { name: name.name.clone(), kind: name.kind, names: vec![name.clone()], notes: Vec::new() };
        let book = Book::new(vec![Ruling::One(group)]);
        let mut found = BTreeSet::new();
        for article in reach::with_letters(&self.connection, name, most)? {
            let sql = "SELECT a.digest, d.drawers, d.json FROM article AS a JOIN document AS d ON d.article = a.id
                       WHERE a.id = ?1";
            let mut statement = self.connection.prepare_cached(sql)?;
            let (digest, count, stored): (Digest, usize, Stored) = statement.query_row([article], |row| {
                let stored = self.unpacker.borrow_mut().json(row.get_ref(2)?.as_blob()?)?;
                Ok((Digest(row.get(0)?), numbers(row.get_ref(1)?.as_str()?).len(), stored))
            })?;
            let site = rules::site(&stored.article);
            let guessed = vec![(EntityKind::Other, None); count];
            let whose = Whose { digest, site: site.as_deref(), guessed: &guessed };
            if book.judge(&stored.article, &stored.entities, &whose).is_some() {
                found.insert(ArticleId(article));
            }
        }
        Ok(found)
    }

    /// The drawer of a kind that is shown under just this name.
    pub(super) fn called(&self, kind: EntityKind, name: &str) -> rusqlite::Result<Option<EntityId>> {
        let found = self.named_in_full(kind, &words(name))?;
        let own = found.into_iter().filter(|drawer| key(&drawer.name) == key(name));
        Ok(own.max_by_key(|drawer| (drawer.articles, std::cmp::Reverse(drawer.id))).map(|drawer| drawer.id))
    }

    pub(super) fn site_of(&self, article: ArticleId) -> rusqlite::Result<Option<String>> {
        let sql = "SELECT t.site FROM article AS a JOIN original AS o ON o.digest = a.digest
                   JOIN trace AS t ON t.original = o.number WHERE a.id = ?1 AND t.site <> ''";
        self.connection.prepare_cached(sql)?.query_row([article.0], |row| row.get(0)).optional()
    }

    pub(super) fn digest(&self, article: ArticleId) -> rusqlite::Result<Option<Digest>> {
        let mut statement = self.connection.prepare_cached("SELECT digest FROM article WHERE id = ?1")?;
        statement.query_row([article.0], |row| Ok(Digest(row.get(0)?))).optional()
    }

    pub(super) fn newest_rows(&self, entity: EntityId) -> rusqlite::Result<Vec<Row>> {
        let rows = self.newest(entity, Narrow::default(), None, EXAMPLES)?.rows;
        Ok(rows.into_iter().map(|row| row.row).collect())
    }

    pub(super) fn rows_of(&self, articles: &BTreeSet<ArticleId>) -> rusqlite::Result<Vec<Row>> {
        let mut statement =
            self.connection.prepare_cached(&format!("SELECT {ROW} FROM article AS a WHERE a.id = ?1"))?;
        let newest = articles.iter().rev().take(EXAMPLES);
        newest.map(|article| statement.query_row([article.0], |row| self.row(row))).collect()
    }
}

//! What follows from the rulings for the articles that are filed: which drawer each of their names is shown in. It holds for an
//! article that is filed, for one that is read anew, and for all that a change of rulings can speak of, by one road.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::super::days;
use super::super::drawers::{Move, Standing, kind_of};
use super::super::filing::Memory;
use super::super::prepare::{Named, Prepared, Stored};
use super::super::unpack::Unpacker;
use super::Ruled;
use super::reach::{guessed_in, marked, may_stand_in, spoken_of};
use super::uses::numbers;
use crate::article::{Digest, EntityKind};
use crate::entities::rulings::{Book, Group, Mark, Name, Ruling, Scope, Target, Whose, key};
use crate::extract::rules;

/// Drawers from this number on are no guesses: a ruling made them.
pub(in crate::library) const GROUPS: i64 = 1 << 48;

/// The rulings in force, and the drawers they speak of.
#[derive(Debug, Default)]
pub(in crate::library) struct Naming {
    book: Book,
    /// The drawer in which each ruling shows its names; 0 is none.
    ids: Vec<i64>,
    /// The drawer that is meant by a name in an article.
    meant: BTreeMap<(Mark, Name), Option<i64>>,
    /// Where drawers go as a whole.
    wholes: BTreeMap<i64, Target>,
}

impl Naming {
    /// What these rulings come to. What is meant by a name in an article is looked up where that is not known.
    fn new(
        connection: &Connection,
        mut rulings: Vec<Ruling>,
        mut meant: BTreeMap<(Mark, Name), Option<i64>>,
    ) -> rusqlite::Result<Self> {
        // Their order is that in which they were made: nothing may depend on it.
        rulings.sort();
        let book = Book::new(rulings);
        let mut wholes = BTreeMap::new();
        let mut articles = Anchors::default();
        let mut known = BTreeMap::new();
        for (mark, name, target) in book.likes() {
            let here = (mark.clone(), name.clone());
            let drawer = match meant.remove(&here) {
                Some(drawer) => drawer,
                None => articles.meant(connection, mark, name)?,
            };
            if let Some(drawer) = drawer {
                wholes.entry(drawer).or_insert(target);
            }
            known.insert(here, drawer);
        }
        let mut naming = Self { book, ids: Vec::new(), meant: known, wholes };
        naming.ids = naming.numbered();
        Ok(naming)
    }

    /// The drawer each ruling shows its names in: that of the first name it takes in as a whole, so that a name that is joined by
    /// others stays where it was; else one of its own, which depends on its first name alone.
    fn numbered(&self) -> Vec<i64> {
        let mut taken = BTreeSet::new();
        let rulings = self.book.rulings().iter().enumerate();
        let numbers = rulings.map(|(at, ruling)| {
            let Ruling::One(group) = ruling else { return 0 };
            let home = group.names.iter().find_map(|name| {
                let Scope::Like(mark) = &name.scope else { return None };
                let drawer = *self.meant.get(&(mark.clone(), name.clone()))?;
                drawer.filter(|drawer| self.wholes.get(drawer) == Some(&Target::Group(at)))
            });
            home.unwrap_or_else(|| {
                let mut number = number_of(group);
                while !taken.insert(number) {
                    number += 1;
                }
                number
            })
        });
        numbers.collect()
    }

    fn drawer(&self, target: Target) -> i64 {
        match target {
            Target::Group(at) => self.ids.get(at).copied().unwrap_or(0),
            Target::Nothing => 0,
        }
    }

    /// The groups, by the drawers they are shown in.
    fn groups(&self) -> BTreeMap<i64, &Group> {
        let pairs = self.ids.iter().zip(self.book.rulings());
        pairs
            .filter_map(|(id, ruling)| match ruling {
                Ruling::One(group) => Some((*id, group)),
                Ruling::Never(_) => None,
            })
            .collect()
    }

    /// Where each name a ruling speaks of goes.
    fn names(&self) -> BTreeMap<&Name, i64> {
        let pairs = self.ids.iter().zip(self.book.rulings());
        pairs.flat_map(|(id, ruling)| ruling.names().iter().map(|name| (name, *id))).collect()
    }

    fn whole(&self, guess: i64) -> Option<i64> {
        self.wholes.get(&guess).map(|target| self.drawer(*target))
    }
}

/// A number for a group without a home.
fn number_of(group: &Group) -> i64 {
    let first = group
        .names
        .first()
        .map(|name| format!("{:?} {} {} {:?}", name.what, name.kind.name(), key(&name.name), name.scope));
    let digest = Digest::of(first.unwrap_or_default().as_bytes()).0;
    GROUPS + digest.iter().take(5).fold(0, |number, byte| (number << 8) | i64::from(*byte))
}

/// Articles that are looked into for who is meant by a name in them: each once.
#[derive(Default)]
struct Anchors {
    read: BTreeMap<Mark, Option<(Stored, Vec<i64>)>>,
}

impl Anchors {
    /// The drawer that was guessed for a name in an article: the first so called in full, else the first with that form.
    fn meant(&mut self, connection: &Connection, mark: &Mark, name: &Name) -> rusqlite::Result<Option<i64>> {
        if !self.read.contains_key(mark) {
            let read = match marked(connection, mark)?.first() {
                Some(article) => connection
                    .prepare_cached("SELECT drawers, json FROM document WHERE article = ?1")?
                    .query_row([article], |row| {
                        let stored = Unpacker::default().json(row.get_ref(1)?.as_blob()?)?;
                        Ok((stored, numbers(row.get_ref(0)?.as_str()?)))
                    })
                    .optional()?,
                None => None,
            };
            self.read.insert(mark.clone(), read);
        }
        let Some(Some((stored, drawers))) = self.read.get(mark) else { return Ok(None) };
        let wanted = key(&name.name);
        let called = |form: &String| key(form) == wanted;
        let mut by_form = None;
        for (entity, &drawer) in stored.entities.list.iter().zip(drawers) {
            let in_full = called(&entity.name);
            if (in_full || (by_form.is_none() && entity.aliases.iter().any(called)))
                && guessed_kind(connection, drawer)? == Some(name.kind)
            {
                if in_full {
                    return Ok(Some(drawer));
                }
                by_form = Some(drawer);
            }
        }
        Ok(by_form)
    }
}

/// What a drawer was guessed to be.
pub(super) fn guessed_kind(connection: &Connection, guess: i64) -> rusqlite::Result<Option<EntityKind>> {
    let sql = "SELECT kind FROM guess WHERE entity = ?1 UNION ALL SELECT kind FROM entity WHERE id = ?1 LIMIT 1";
    connection.prepare_cached(sql)?.query_row([guess], |row| row.get(0).map(kind_of)).optional()
}

/// The articles in which something else may be shown under other rulings.
fn between(connection: &Connection, before: &Naming, after: &Naming) -> rusqlite::Result<BTreeSet<i64>> {
    let (old, new) = (before.names(), after.names());
    let mut articles = BTreeSet::new();
    for name in old.keys().chain(new.keys()) {
        if old.get(name) != new.get(name) {
            spoken_of(connection, name, &mut articles)?;
        }
    }
    for &guess in before.wholes.keys().chain(after.wholes.keys()) {
        if before.whole(guess) != after.whole(guess) {
            guessed_in(connection, guess, &mut articles)?;
        }
    }
    Ok(articles)
}

/// An article that is filed, as far as rulings need to know it.
struct Subject {
    at: Standing,
    digest: Digest,
    guesses: Vec<i64>,
    ruled: Option<Ruled>,
    stored: Stored,
}

impl Memory {
    /// The rulings in force.
    pub(in crate::library) fn naming(&mut self, tx: &Transaction<'_>) -> rusqlite::Result<&Arc<Naming>> {
        if self.naming.is_none() {
            let naming = Naming::new(tx, super::all(tx)?, BTreeMap::new())?;
            self.hang(tx, naming)?;
        }
        Ok(self.naming.get_or_insert_default())
    }

    /// Puts rulings in force: what each drawer is called by them is known from then on, and told.
    fn hang(&mut self, tx: &Transaction<'_>, naming: Naming) -> rusqlite::Result<()> {
        let groups = naming.groups();
        let mut told: BTreeMap<i64, String> = tx
            .prepare_cached("SELECT entity, what FROM ruled")?
            .query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (id, group) in &groups {
            let what = Ruling::One((*group).clone()).to_string();
            if told.remove(id).as_ref() != Some(&what) {
                tx.prepare_cached("INSERT OR REPLACE INTO ruled VALUES (?1, ?2)")?.execute(params![id, what])?;
            }
        }
        for id in told.keys() {
            tx.prepare_cached("DELETE FROM ruled WHERE entity = ?1")?.execute([id])?;
        }
        let called = groups.into_iter().map(|(id, group)| (id, (group.name.clone(), group.kind))).collect();
        self.drawers.call(tx, called)?;
        self.naming = Some(Arc::new(naming));
        Ok(())
    }

    /// The rulings have changed: shows what follows. In how many articles that is something else.
    pub(super) fn rule(&mut self, tx: &Transaction<'_>) -> rusqlite::Result<u64> {
        let before = self.naming.take().unwrap_or_default();
        let after = Naming::new(tx, super::all(tx)?, before.meant.clone())?;
        self.rehang(tx, &before, after)
    }

    /// Who is meant by a name in these articles may be somebody else now.
    pub(in crate::library) fn reanchor(&mut self, tx: &Transaction<'_>, digests: &[Digest]) -> rusqlite::Result<()> {
        let before = Arc::clone(self.naming(tx)?);
        if before.meant.is_empty() {
            return Ok(());
        }
        let mut meant = before.meant.clone();
        meant.retain(|(mark, _), _| !digests.iter().any(|digest| mark.is(*digest)));
        if meant.len() < before.meant.len() {
            let after = Naming::new(tx, before.book.rulings().to_vec(), meant)?;
            self.rehang(tx, &before, after)?;
        }
        Ok(())
    }

    fn rehang(&mut self, tx: &Transaction<'_>, before: &Naming, after: Naming) -> rusqlite::Result<u64> {
        let articles = between(tx, before, &after)?;
        self.hang(tx, after)?;
        let mut changed = 0;
        for article in articles {
            changed += u64::from(self.rejudge(tx, article)?);
        }
        self.drawers.write(tx)?;
        Ok(changed)
    }

    /// Shows an article as the rulings in force say; whether that is something else.
    fn rejudge(&mut self, tx: &Transaction<'_>, article: i64) -> rusqlite::Result<bool> {
        let Some(subject) = subject(tx, &mut self.unpacker, article)? else { return Ok(false) };
        let Subject { at, digest, guesses, ruled, stored } = subject;
        let mut after = self.ruled(tx, &stored, &guesses, digest)?;
        let is_same = match (&ruled, &after) {
            (None, None) => true,
            (Some(old), Some(new)) => {
                old.drawers == new.drawers && old.mentions == new.mentions && old.added == new.added
            }
            _ => false,
        };
        if is_same {
            return Ok(false);
        }
        let whys = match &ruled {
            Some(ruled) => ruled.whys.clone(),
            None => whys(tx, article)?,
        };
        if let Some(after) = &mut after {
            after.whys.clone_from(&whys);
        }
        let moves = moves(&stored, &guesses, ruled.as_ref(), after.as_ref());
        self.drawers.shift(tx, at, &moves, &whys)?;
        enter(tx, article, &stored, &guesses, after.as_ref())?;
        let column = after.as_ref().map(Ruled::write).transpose()?;
        tx.prepare_cached("UPDATE document SET ruled = ?2 WHERE article = ?1")?.execute(params![article, column])?;
        Ok(true)
    }

    /// Shows an article that is filed as it was guessed: before it gives way.
    pub(in crate::library) fn unrule(&mut self, tx: &Transaction<'_>, article: i64) -> rusqlite::Result<()> {
        let Some(subject) = subject(tx, &mut self.unpacker, article)? else { return Ok(()) };
        let Subject { at, guesses, ruled: Some(ruled), stored, .. } = subject else { return Ok(()) };
        let moves = moves(&stored, &guesses, Some(&ruled), None);
        self.drawers.shift(tx, at, &moves, &ruled.whys)?;
        enter(tx, article, &stored, &guesses, None)?;
        self.drawers.write(tx)
    }

    /// What is to be shown of an article that is being filed, whose names were given their drawers just now; `None` is what was
    /// guessed.
    pub(in crate::library) fn judge(
        &mut self,
        tx: &Transaction<'_>,
        prepared: &Prepared,
        guesses: &[i64],
        at: Standing,
    ) -> rusqlite::Result<Option<String>> {
        let naming = Arc::clone(self.naming(tx)?);
        if naming.book.rulings().is_empty() {
            return Ok(None);
        }
        let is_spoken_of = prepared
            .entities
            .iter()
            .zip(guesses)
            .any(|(named, guess)| naming.wholes.contains_key(guess) || naming.book.speaks_of(&named.entity.name));
        if !is_spoken_of && !may_stand_in(&prepared.body, naming.book.letters().map(|(letters, _)| letters)) {
            return Ok(None);
        }
        let stored: Stored = self.unpacker.json(&prepared.document)?;
        let Some(mut ruled) = self.ruled(tx, &stored, guesses, prepared.origin.digest)? else { return Ok(None) };
        ruled.whys = self.drawers.whys(at.article);
        let moves = moves(&stored, guesses, None, Some(&ruled));
        self.drawers.shift(tx, at, &moves, &ruled.whys)?;
        enter(tx, at.article, &stored, guesses, Some(&ruled))?;
        ruled.write().map(Some)
    }

    /// What the rulings say of an article; `None` is nothing.
    fn ruled(
        &mut self,
        tx: &Transaction<'_>,
        stored: &Stored,
        guesses: &[i64],
        digest: Digest,
    ) -> rusqlite::Result<Option<Ruled>> {
        let naming = Arc::clone(self.naming(tx)?);
        let mut guessed = Vec::with_capacity(guesses.len());
        for (entity, &guess) in stored.entities.list.iter().zip(guesses) {
            // The kind of a drawer nothing is said of does not matter, and costs a look.
            let kind = match naming.book.speaks_of(&entity.name) {
                true => self.drawers.kind(tx, guess)?,
                false => entity.kind,
            };
            guessed.push((kind, naming.wholes.get(&guess).copied()));
        }
        let site = rules::site(&stored.article);
        let whose = Whose { digest, site: site.as_deref(), guessed: &guessed };
        let Some(judged) = naming.book.judge(&stored.article, &stored.entities, &whose) else { return Ok(None) };
        let drawers = judged.targets.iter().enumerate().map(|(at, target)| match target {
            Some(target) => naming.drawer(*target),
            None => guesses.get(at).copied().unwrap_or(0),
        });
        let drawers: Vec<i64> = drawers.collect();
        let added = judged.entities.list.get(stored.entities.list.len()..).unwrap_or_default().to_vec();
        let mentions = (judged.entities.mentions != stored.entities.mentions).then_some(judged.entities.mentions);
        let is_as_guessed = drawers == guesses && mentions.is_none() && added.is_empty();
        Ok((!is_as_guessed).then_some(Ruled { drawers, added, mentions, whys: BTreeMap::new() }))
    }
}

/// What changes from one sight of an article to another: what each drawer loses of it, and what each gains.
fn moves(stored: &Stored, guesses: &[i64], before: Option<&Ruled>, after: Option<&Ruled>) -> Move {
    let as_guessed = Ruled { drawers: guesses.to_vec(), ..Ruled::default() };
    let (before, after) = (before.unwrap_or(&as_guessed), after.unwrap_or(&as_guessed));
    // Drawers in which something is another: where letters were added, it may be any.
    let is_rewritten = before.mentions != after.mentions || before.added != after.added;
    let mut changed: BTreeSet<i64> = BTreeSet::new();
    let most = before.drawers.len().max(after.drawers.len());
    for at in 0..most {
        let (old, new) = (before.drawers.get(at), after.drawers.get(at));
        if is_rewritten || old != new {
            changed.extend(old);
            changed.extend(new);
        }
    }
    changed.remove(&0);
    let sight = |ruled: &Ruled| -> Vec<(i64, i64, Named)> {
        let mentions = ruled.mentions.as_ref().unwrap_or(&stored.entities.mentions);
        let list = stored.entities.list.iter().chain(&ruled.added);
        let each = (0u16..).zip(list).zip(&ruled.drawers).enumerate();
        each.filter(|(_, (_, drawer))| changed.contains(drawer))
            .map(|(place, ((at, entity), drawer))| {
                let guess = guesses.get(place).copied().unwrap_or(0);
                (*drawer, guess, stored.named_so(at, entity, mentions))
            })
            .collect()
    };
    Move { from: sight(before), into: sight(after) }
}

/// Writes down which names of an article are not shown where they were guessed.
fn enter(
    tx: &Transaction<'_>,
    article: i64,
    stored: &Stored,
    guesses: &[i64],
    ruled: Option<&Ruled>,
) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM moved WHERE article = ?1")?.execute([article])?;
    let Some(ruled) = ruled else { return Ok(()) };
    let mut insert = tx.prepare_cached("INSERT OR IGNORE INTO moved VALUES (?1, ?2, ?3, ?4)")?;
    for ((entity, guess), shown) in stored.entities.list.iter().zip(guesses).zip(&ruled.drawers) {
        if guess != shown {
            insert.execute(params![article, guess, key(&entity.name), shown])?;
        }
    }
    Ok(())
}

/// Why the names of an article that is shown as guessed were put where they are.
fn whys(tx: &Transaction<'_>, article: i64) -> rusqlite::Result<BTreeMap<i64, String>> {
    let sql = "SELECT entity, why FROM mention INDEXED BY mention_article WHERE article = ?1 AND why IS NOT NULL";
    tx.prepare_cached(sql)?.query_map([article], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

fn subject(tx: &Transaction<'_>, unpacker: &mut Unpacker, article: i64) -> rusqlite::Result<Option<Subject>> {
    let sql = "SELECT a.digest, a.day, a.source, d.drawers, d.ruled, d.json FROM article AS a
               JOIN document AS d ON d.article = a.id WHERE a.id = ?1";
    let read = tx.prepare_cached(sql)?.query_row([article], |row| {
        let day: Option<i64> = row.get(1)?;
        Ok(Subject {
            at: Standing { article, month: day.and_then(days::date).map(days::month), source: row.get(2)? },
            digest: Digest(row.get(0)?),
            guesses: numbers(row.get_ref(3)?.as_str()?),
            ruled: row.get_ref(4)?.as_str_or_null()?.map(Ruled::read).transpose()?,
            stored: unpacker.json(row.get_ref(5)?.as_blob()?)?,
        })
    });
    read.optional()
}

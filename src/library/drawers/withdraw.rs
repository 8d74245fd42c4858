//! An article leaves its drawers: what it added is taken off again, and a drawer that holds no article goes. The opposite of
//! filing, and no part of it.

use std::collections::BTreeSet;

use rusqlite::{Transaction, params};

use super::{Change, Drawers, Known, Record, Standing, best_name, words};
use crate::library::prepare::Named;

impl Drawers {
    /// Takes off what an article added to the drawers its names were filed in, given in the order of the names. Nothing may
    /// wait to be written.
    pub(in crate::library) fn withdraw(
        &mut self,
        tx: &Transaction<'_>,
        names: &[Named],
        drawers: &[i64],
        at: Standing,
    ) -> rusqlite::Result<()> {
        let mut here: BTreeSet<i64> = BTreeSet::new();
        for (named, &drawer) in names.iter().zip(drawers) {
            self.known(tx, drawer)?;
            self.change(drawer);
            let Some(known) = self.known.get_mut(&drawer) else { continue };
            here.insert(drawer);
            known.mentions = known.mentions.saturating_sub(named.mentions);
            let is_split = self.splits.as_ref().is_some_and(|splits| splits.contains(&drawer));
            for key in known.take_keys(named) {
                tx.prepare_cached("DELETE FROM entity_key WHERE key = ?1 AND entity = ?2")?
                    .execute(params![key, drawer])?;
                if let Some(drawers) = self.keys.get_mut(&key) {
                    drawers.remove(&drawer);
                }
            }
            let gone = known.take_forms(named);
            if is_split {
                self.shown(tx, drawer)?.take(named);
                continue;
            }
            for word in gone {
                tx.prepare_cached("DELETE FROM entity_word WHERE word = ?1 AND entity = ?2")?
                    .execute(params![word, drawer])?;
            }
        }
        for drawer in here {
            let Some(known) = self.known.get_mut(&drawer) else { continue };
            known.candidate.articles = known.candidate.articles.saturating_sub(1);
            known.record.leave(at);
            if self.is_split(tx, drawer)? {
                self.shown(tx, drawer)?.leave(at);
            }
        }
        tx.prepare_cached("DELETE FROM mention WHERE article = ?1")?.execute([at.article])?;
        Ok(())
    }

    /// Takes away those of `drawers` that hold no article any more. Nothing may wait to be written.
    pub(in crate::library) fn sweep(&mut self, tx: &Transaction<'_>, drawers: &[i64]) -> rusqlite::Result<()> {
        for &drawer in drawers {
            if !self.is_there(tx, drawer)? || self.known(tx, drawer)?.candidate.articles > 0 {
                continue;
            }
            for table in [
                "entity WHERE id",
                "entity_record WHERE entity",
                "guess WHERE entity",
                "perhaps WHERE entity",
                "perhaps WHERE other",
            ] {
                tx.prepare_cached(&format!("DELETE FROM {table} = ?1"))?.execute([drawer])?;
            }
            self.known.remove(&drawer);
            self.shown.remove(&drawer);
            if let Some(splits) = &mut self.splits {
                splits.remove(&drawer);
            }
        }
        Ok(())
    }

    fn change(&mut self, drawer: i64) -> &mut Change {
        self.changes.entry(drawer).or_default()
    }
}

impl Record {
    /// Takes the forms and titles of an entity off; gives the forms and the titles that are in it no more.
    pub(super) fn take(&mut self, named: &Named) -> (Vec<String>, Vec<String>) {
        let entity = &named.entity;
        if let Some((_, articles, _)) = self.forms.get_mut(&entity.name) {
            *articles = articles.saturating_sub(1);
        }
        for (form, mentions) in &named.forms {
            if let Some((all, _, _)) = self.forms.get_mut(form) {
                *all = all.saturating_sub(*mentions);
            }
        }
        let mut gone = Vec::new();
        for form in named.spellings() {
            let Some((_, _, uses)) = self.forms.get_mut(form) else { continue };
            *uses = uses.saturating_sub(1);
            if *uses == 0 {
                self.forms.remove(form);
                gone.push(form.clone());
            }
        }
        let titles = entity.titles.iter().filter(|title| take(&mut self.titles, title.as_str(), 1));
        let titles = titles.cloned().collect();
        (gone, titles)
    }

    /// An article leaves.
    pub(super) fn leave(&mut self, at: Standing) {
        if let Some(month) = at.month {
            take(&mut self.months, &month, 1);
        }
        if let Some(source) = at.source {
            take(&mut self.sources, &source, 1);
        }
    }
}

impl Known {
    /// Takes the keys of an entity off; gives those that nothing else gave.
    fn take_keys(&mut self, named: &Named) -> Vec<String> {
        let gone = named.keys.iter().filter(|key| take(&mut self.record.keys, key.as_str(), 1));
        gone.cloned().collect()
    }

    /// Takes the spellings of an entity off; gives the words that stand in none of those that are left.
    fn take_forms(&mut self, named: &Named) -> Vec<String> {
        let Self { candidate, shown, record, .. } = self;
        let (forms, titles) = record.take(named);
        candidate.aliases.retain(|alias| !forms.contains(alias));
        candidate.titles.retain(|title| !titles.contains(title));
        let mut gone: BTreeSet<String> = forms.iter().flat_map(|form| words(form)).collect();
        if !gone.is_empty() {
            let left: BTreeSet<String> = record.forms.keys().flat_map(|form| words(form)).collect();
            gone.retain(|word| !left.contains(word));
        }
        let is_name = |name: &str| record.forms.get(name).is_some_and(|&(_, articles, _)| articles > 0);
        if !is_name(&candidate.name) {
            let names = record.forms.iter().filter(|(_, (_, articles, _))| *articles > 0).map(|(name, _)| name);
            let fullest = names.max_by_key(|name| (name.split(' ').count(), std::cmp::Reverse(name.as_str())));
            if let Some(name) = fullest {
                candidate.name.clone_from(name);
            }
        }
        let best = best_name(candidate.kind, &record.forms);
        if !best.is_empty() && best != *shown {
            *shown = best.to_owned();
        }
        gone.into_iter().collect()
    }
}

/// Takes `count` off an entry; whether it is gone.
fn take<K, Q>(counts: &mut std::collections::BTreeMap<K, u32>, key: &Q, count: u32) -> bool
where
    K: Ord + std::borrow::Borrow<Q>,
    Q: Ord + ?Sized,
{
    let Some(left) = counts.get_mut(key) else { return false };
    *left = left.saturating_sub(count);
    let gone = *left == 0;
    if gone {
        counts.remove(key);
    }
    gone
}

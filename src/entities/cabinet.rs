//! Drawers in memory, for a run that files nothing: the same keys and the same decision as in the library. It keeps no
//! article and forgets everything when it is dropped.

use std::collections::{BTreeSet, HashMap};

use super::across::{Candidate, Decision, Setting, companions, decide, keys, remember};
use crate::article::{Entities, Entity, EntityKind};

/// Drawers of one run.
#[derive(Clone, Debug, Default)]
pub struct Cabinet {
    drawers: Vec<Candidate>,
    /// Each key to the drawers kept under it, by number.
    kept: HashMap<String, Vec<usize>>,
}

impl Cabinet {
    /// Files the names of an article: for each entity the kind and number of its drawer, which is new or the one it
    /// belongs in; none for topics.
    pub fn file(&mut self, entities: &Entities) -> Vec<Option<(EntityKind, i64)>> {
        let companions = companions(&entities.list);
        let mut taken = BTreeSet::new();
        let mut filed = Vec::with_capacity(entities.list.len());
        for entity in &entities.list {
            let setting = Setting { companions: &companions, taken: &taken };
            let drawer = (entity.kind != EntityKind::Topic).then(|| self.put(entity, &setting));
            taken.extend(drawer.map(|(_, number)| number));
            filed.push(drawer);
        }
        filed
    }

    fn put(&mut self, entity: &Entity, setting: &Setting<'_>) -> (EntityKind, i64) {
        let keys = keys(entity);
        let found: BTreeSet<usize> = keys.iter().filter_map(|key| self.kept.get(key)).flatten().copied().collect();
        let known: Vec<&Candidate> = found.iter().filter_map(|&at| self.drawers.get(at)).collect();
        let number = match decide(entity, setting, &known) {
            Decision::Same(drawer, _) => usize::try_from(drawer).unwrap_or_default(),
            Decision::New | Decision::Unsure(..) => {
                let number = self.drawers.len();
                self.drawers.push(Candidate {
                    drawer: number as i64,
                    kind: entity.kind,
                    name: entity.name.clone(),
                    aliases: Vec::new(),
                    titles: Vec::new(),
                    companions: Vec::new(),
                    articles: 0,
                });
                number
            }
        };
        if let Some(drawer) = self.drawers.get_mut(number) {
            drawer.articles += 1;
            remember(&mut drawer.companions, setting.companions, entity);
            // A drawer is shown by the fullest name that was filed in it.
            let mut other = entity.name.clone();
            if entity.name.split(' ').count() > drawer.name.split(' ').count() {
                std::mem::swap(&mut drawer.name, &mut other);
            }
            for alias in std::iter::once(&other).chain(&entity.aliases) {
                if *alias != drawer.name && !drawer.aliases.contains(alias) {
                    drawer.aliases.push(alias.clone());
                }
            }
            for title in &entity.titles {
                if !drawer.titles.contains(title) {
                    drawer.titles.push(title.clone());
                }
            }
        }
        for key in keys {
            let kept = self.kept.entry(key).or_default();
            if !kept.contains(&number) {
                kept.push(number);
            }
        }
        (self.drawers.get(number).map_or(entity.kind, |drawer| drawer.kind), number as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawer_has_one_number() {
        let article = |names: &[(&str, EntityKind)]| Entities {
            list: names
                .iter()
                .map(|&(name, kind)| Entity {
                    kind,
                    name: name.to_owned(),
                    aliases: Vec::new(),
                    titles: Vec::new(),
                    salience: 1.0,
                })
                .collect(),
            mentions: Vec::new(),
        };
        let mut cabinet = Cabinet::default();
        let house = |kind| ("Harbour House", kind);
        let first = cabinet.file(&article(&[house(EntityKind::Place), ("tides", EntityKind::Topic)]));
        assert_eq!(first, [Some((EntityKind::Place, 0)), None]);
        assert_eq!(cabinet.file(&article(&[house(EntityKind::Organization)])), [Some((EntityKind::Place, 0))]);
        // Two whom one article keeps apart stay two.
        let two = [("Orla Tamsen", EntityKind::Person), ("Tamsen", EntityKind::Person)];
        let both = cabinet.file(&article(&two));
        assert_ne!(both.first(), both.last());
    }
}

//! Drawers in memory, for a run that files nothing: the same keys and the same decision as in the library. It keeps no
//! article and forgets everything when it is dropped.

use std::collections::{BTreeSet, HashMap};

use super::across::{Candidate, Decision, decide, keys};
use crate::article::Entity;

/// Drawers of one run.
#[derive(Clone, Debug, Default)]
pub struct Cabinet {
    drawers: Vec<Candidate>,
    /// Each key to the drawers kept under it, by number.
    kept: HashMap<String, Vec<usize>>,
}

impl Cabinet {
    /// Files an entity: gives the number of its drawer, which is new or the one it belongs in.
    pub fn file(&mut self, entity: &Entity) -> i64 {
        let keys = keys(entity);
        let found: BTreeSet<usize> = keys.iter().filter_map(|key| self.kept.get(key)).flatten().copied().collect();
        let known: Vec<&Candidate> = found.iter().filter_map(|&at| self.drawers.get(at)).collect();
        let number = match decide(entity, &known) {
            Decision::Same(drawer, _) => usize::try_from(drawer).unwrap_or_default(),
            Decision::New | Decision::Unsure(..) => {
                let number = self.drawers.len();
                self.drawers.push(Candidate {
                    drawer: number as i64,
                    kind: entity.kind,
                    name: entity.name.clone(),
                    aliases: Vec::new(),
                    titles: Vec::new(),
                    articles: 0,
                });
                number
            }
        };
        if let Some(drawer) = self.drawers.get_mut(number) {
            drawer.articles += 1;
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
        number as i64
    }
}

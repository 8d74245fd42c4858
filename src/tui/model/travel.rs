//! What was visited, in order, and where in it one is; and the name that is followed.

use super::Pane;
use super::memory::Memory;
use super::reader::Reading;
use super::story::Related;
use crate::library::{ArticleId, Drawer, EntityId, Place, Suggestion};
use crate::tui::command::Way;

/// Visits kept.
const MOST: usize = 200;

/// A place one was at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The article in the reader.
    pub article: Option<ArticleId>,
    /// Where in it.
    pub place: Option<Place>,
    /// The page of a name that lay over it.
    pub dossier: Option<EntityId>,
    /// The page of articles beside one that lay over all.
    pub related: Option<Related>,
    /// The focused pane.
    pub pane: Pane,
}

/// What to do when an article comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The article.
    pub article: ArticleId,
    /// Where in it to be.
    pub at: At,
    /// Whether reading begins.
    pub reading: Reading,
}

/// Where in an article to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Where reading stopped.
    Kept,
    /// At this place.
    Place(Option<Place>),
    /// At the first mention of this name.
    Mention(EntityId),
    /// At the first hit of the search that lists it, or at the last.
    Hit(Way),
}

/// What was visited.
#[derive(Debug, Default)]
pub struct Travel {
    /// The visits before this one, the last first gone back to.
    back: Vec<Visit>,
    /// Those after it, the last first gone forward to.
    forward: Vec<Visit>,
    /// What to do when the article that was asked for comes.
    pub arriving: Option<Arrival>,
    /// What was typed and opened before.
    pub memory: Memory,
    /// Articles and pages of names that were left, each once, the last first.
    seen: Vec<Suggestion>,
}

impl Travel {
    /// Leaves `here` for somewhere new.
    pub fn leave(&mut self, here: Visit) {
        if self.back.last() != Some(&here) {
            self.back.push(here);
        }
        if self.back.len() > MOST {
            self.back.remove(0);
        }
        self.forward.clear();
    }

    /// Keeps an article or a page of a name in the history, as the last.
    pub fn keep(&mut self, one: Suggestion) {
        self.seen.retain(|other| !is_same(other, &one));
        self.seen.insert(0, one);
        self.seen.truncate(MOST);
    }

    /// What was visited, each once, the last first.
    #[must_use]
    pub fn history(&self) -> &[Suggestion] {
        &self.seen
    }

    /// A name is another one now, or none any more: visits to its page lead there.
    pub fn became(&mut self, entity: EntityId, now: Option<&Drawer>) {
        for visit in self.back.iter_mut().chain(&mut self.forward).filter(|visit| visit.dossier == Some(entity)) {
            visit.dossier = now.map(|drawer| drawer.id);
        }
        self.seen.retain_mut(|one| match one {
            Suggestion::Drawer(drawer) if drawer.id == entity => now.inspect(|now| drawer.clone_from(now)).is_some(),
            _ => true,
        });
    }

    /// Goes back: the visit before `here`.
    pub fn backward(&mut self, here: Visit) -> Option<Visit> {
        let visit = self.back.pop()?;
        self.forward.push(here);
        Some(visit)
    }

    /// Goes forward again.
    pub fn forward(&mut self, here: Visit) -> Option<Visit> {
        let visit = self.forward.pop()?;
        self.back.push(here);
        Some(visit)
    }
}

fn is_same(one: &Suggestion, other: &Suggestion) -> bool {
    match (one, other) {
        (Suggestion::Article(one), Suggestion::Article(other)) => one.id == other.id,
        (Suggestion::Drawer(one), Suggestion::Drawer(other)) => one.id == other.id,
        _ => false,
    }
}

/// A second name beside the followed one.
#[derive(Clone, Debug, PartialEq)]
pub struct Both {
    /// The name.
    pub drawer: Drawer,
    /// What was listed before the articles with both.
    pub before: String,
}

/// The followed name.
#[derive(Clone, Debug, PartialEq)]
pub struct Following {
    /// The name.
    pub drawer: Drawer,
    /// The second name, where articles with both are gone through.
    pub with: Option<Both>,
    /// "3 of 18", where the article at hand names it.
    pub position: Option<(u32, u32)>,
}

impl Following {
    /// What is followed: "Marco Rubio", or "Marco Rubio & European Commission".
    #[must_use]
    pub fn says(&self) -> String {
        match &self.with {
            Some(both) => format!("{} & {}", self.drawer.name, both.drawer.name),
            None => self.drawer.name.clone(),
        }
    }

    /// The second name.
    #[must_use]
    pub fn second(&self) -> Option<EntityId> {
        self.with.as_ref().map(|both| both.drawer.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::EntityKind;

    fn visit(article: i64) -> Visit {
        Visit { article: Some(ArticleId(article)), place: None, dossier: None, related: None, pane: Pane::Reader }
    }

    #[test]
    fn back_and_forward_are_each_others_mirror_until_one_goes_somewhere_new() {
        let mut travel = Travel::default();
        travel.leave(visit(1));
        travel.leave(visit(2));
        assert_eq!(travel.backward(visit(3)), Some(visit(2)));
        assert_eq!(travel.backward(visit(2)), Some(visit(1)));
        assert_eq!(travel.backward(visit(1)), None);
        assert_eq!(travel.forward(visit(1)), Some(visit(2)));
        travel.leave(visit(2));
        assert_eq!(travel.forward(visit(9)), None);
        assert_eq!(travel.backward(visit(9)), Some(visit(2)));
    }

    #[test]
    fn history_holds_each_once_and_the_last_first() {
        let name = |id: i64| {
            let name = id.to_string();
            Suggestion::Drawer(Drawer { id: EntityId(id), kind: EntityKind::Person, name, articles: 1, here: 0 })
        };
        let mut travel = Travel::default();
        for id in (0..500).chain([3, 499]) {
            travel.keep(name(id));
        }
        let ids: Vec<_> = travel
            .history()
            .iter()
            .filter_map(|one| match one {
                Suggestion::Drawer(drawer) => Some(drawer.id.0),
                Suggestion::Article(_) => None,
            })
            .collect();
        assert_eq!((&ids[..4], ids.len()), (&[499, 3, 498, 497][..], MOST));
    }
}

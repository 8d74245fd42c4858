//! The page of a name: what is selected on it. What stands on it is the library's [`Dossier`].

use crate::library::{Dossier, Drawer, EntityId};

/// The part of the page that hears movements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The articles.
    #[default]
    Articles,
    /// Those named with it.
    Companions,
}

/// The page of a name.
#[derive(Debug)]
pub struct DossierPage {
    /// What stands on it.
    pub dossier: Box<Dossier>,
    /// Which part hears movements.
    pub part: Part,
    /// The selected article and the first on the screen.
    pub articles: Cursor,
    /// The selected companion and the first on the screen.
    pub companions: Cursor,
}

/// A selection in a list of which a part is on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// What is selected.
    pub selected: usize,
    /// What is first on the screen.
    pub top: usize,
}

impl DossierPage {
    /// The page, at its top.
    #[must_use]
    pub fn new(dossier: Box<Dossier>) -> Self {
        Self { dossier, part: Part::default(), articles: Cursor::default(), companions: Cursor::default() }
    }

    /// Whose page it is.
    #[must_use]
    pub fn entity(&self) -> EntityId {
        self.dossier.drawer.id
    }

    /// The selected companion.
    #[must_use]
    pub fn companion(&self) -> Option<&Drawer> {
        self.dossier.companions.get(self.companions.selected).map(|(drawer, _)| drawer)
    }

    /// The cursor of the part that hears movements, and how many there are to choose from.
    pub fn cursor(&mut self) -> (&mut Cursor, usize) {
        match self.part {
            Part::Articles => (&mut self.articles, self.dossier.articles.len()),
            Part::Companions => (&mut self.companions, self.dossier.companions.len()),
        }
    }
}

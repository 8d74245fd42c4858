//! The sidebar: the pinned names, then the names the article at hand is filed under, in groups. The latter belong to the
//! article.

use crate::article::EntityKind;
use crate::entities::topics;
use crate::library::{Drawer, EntityId, Opened, Pin};

/// The sidebar.
#[derive(Debug, Default)]
pub struct Sidebar {
    /// The pinned names.
    pub pins: Vec<Pin>,
    /// Its rows for the article at hand.
    pub rows: Vec<SideRow>,
    /// The selected row: always a name, where there is one.
    pub selected: usize,
    /// The first row on the screen.
    pub top: usize,
}

/// A row of the sidebar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SideRow {
    /// The heading of the pinned names.
    Pins,
    /// A pinned name: its index among the pins.
    Pinned(usize),
    /// The heading of a group.
    Group(EntityKind),
    /// A name: its index in the article's drawers.
    Name(usize),
    /// A blank line between groups.
    Blank,
}

impl Sidebar {
    /// Takes the names of an article; the selection goes to `keep` where it is among the rows, else to the article's first name.
    pub fn show(&mut self, opened: Option<&Opened>, keep: Option<EntityId>) {
        let was_pinned = matches!(self.rows.get(self.selected), Some(SideRow::Pinned(_)));
        self.rows.clear();
        self.top = 0;
        if !self.pins.is_empty() {
            self.rows.push(SideRow::Pins);
            self.rows.extend((0..self.pins.len()).map(SideRow::Pinned));
        }
        let drawers = opened.map_or(&[][..], |opened| &opened.drawers);
        for kind in EntityKind::GROUPS {
            let own = drawers.iter().enumerate().filter(|(_, drawer)| drawer.kind == kind);
            // Topics that another article has lead somewhere; the others are shown where there are few.
            let mut kept = match kind {
                EntityKind::Topic => {
                    let shared: Vec<bool> = own.clone().map(|(_, drawer)| drawer.articles > 1).collect();
                    topics::kept(&shared, opened.map_or(0, |opened| opened.row.words as usize))
                }
                _ => vec![true; own.clone().count()],
            }
            .into_iter();
            let names = own.filter(|_| kept.next() == Some(true));
            let mut names = names.map(|(index, _)| SideRow::Name(index)).peekable();
            if names.peek().is_some() {
                if !self.rows.is_empty() {
                    self.rows.push(SideRow::Blank);
                }
                self.rows.push(SideRow::Group(kind));
                self.rows.extend(names);
            }
        }
        let is_name = |row: &&SideRow| matches!(row, SideRow::Name(_));
        let kept = |pinned: bool| {
            self.rows.iter().position(|row| {
                is_name(&row) != pinned && self.drawer_of(*row, opened).is_some_and(|drawer| Some(drawer.id) == keep)
            })
        };
        let first = || self.rows.iter().position(|row| is_name(&row)).or_else(|| self.names().next());
        self.selected = kept(was_pinned).or_else(|| kept(!was_pinned)).or_else(first).unwrap_or(0);
    }

    /// Takes the pinned names; what is selected stays selected.
    pub fn pin(&mut self, pins: Vec<Pin>, opened: Option<&Opened>) {
        let keep = self.drawer(opened).map(|drawer| drawer.id);
        self.pins = pins;
        self.show(opened, keep);
    }

    /// Whether a name is pinned.
    #[must_use]
    pub fn is_pinned(&self, entity: EntityId) -> bool {
        self.pins.iter().any(|pin| pin.drawer.id == entity)
    }

    /// The selected name.
    #[must_use]
    pub fn drawer<'a>(&'a self, opened: Option<&'a Opened>) -> Option<&'a Drawer> {
        self.drawer_of(*self.rows.get(self.selected)?, opened)
    }

    fn drawer_of<'a>(&'a self, row: SideRow, opened: Option<&'a Opened>) -> Option<&'a Drawer> {
        match row {
            SideRow::Name(index) => opened?.drawers.get(index),
            SideRow::Pinned(index) => self.pins.get(index).map(|pin| &pin.drawer),
            SideRow::Pins | SideRow::Group(_) | SideRow::Blank => None,
        }
    }

    /// Lines of the screen above the first row: the line that names the columns, which a heading shares.
    #[must_use]
    pub fn head(&self) -> u16 {
        u16::from(!matches!(self.rows.get(self.top), Some(SideRow::Group(_) | SideRow::Pins)))
    }

    /// The rows that are names, in order.
    pub fn names(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.rows
            .iter()
            .enumerate()
            .filter(|(_, row)| matches!(row, SideRow::Name(_) | SideRow::Pinned(_)))
            .map(|(index, _)| index)
    }
}

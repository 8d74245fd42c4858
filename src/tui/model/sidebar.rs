//! The sidebar: the names the article at hand is filed under, in groups. The names themselves belong to the article.

use crate::article::EntityKind;
use crate::library::{Drawer, EntityId, Opened};

/// The sidebar.
#[derive(Debug, Default)]
pub struct Sidebar {
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
    /// The heading of a group.
    Group(EntityKind),
    /// A name: its index in the article's drawers.
    Name(usize),
    /// A blank line between groups.
    Blank,
}

impl Sidebar {
    /// Takes the names of an article; the selection goes to `keep` where the article names it, else to the first name.
    pub fn show(&mut self, opened: Option<&Opened>, keep: Option<EntityId>) {
        self.rows.clear();
        self.top = 0;
        let drawers = opened.map_or(&[][..], |opened| &opened.drawers);
        for kind in EntityKind::GROUPS {
            let names = drawers.iter().enumerate().filter(|(_, drawer)| drawer.kind == kind);
            let mut names = names.map(|(index, _)| SideRow::Name(index)).peekable();
            if names.peek().is_some() {
                if !self.rows.is_empty() {
                    self.rows.push(SideRow::Blank);
                }
                self.rows.push(SideRow::Group(kind));
                self.rows.extend(names);
            }
        }
        let is_kept = |row: &SideRow| match row {
            SideRow::Name(index) => drawers.get(*index).is_some_and(|drawer| Some(drawer.id) == keep),
            _ => false,
        };
        let first = || self.rows.iter().position(|row| matches!(row, SideRow::Name(_)));
        self.selected = self.rows.iter().position(is_kept).or_else(first).unwrap_or(0);
    }

    /// The selected name.
    #[must_use]
    pub fn drawer<'a>(&self, opened: Option<&'a Opened>) -> Option<&'a Drawer> {
        match self.rows.get(self.selected)? {
            SideRow::Name(index) => opened?.drawers.get(*index),
            _ => None,
        }
    }

    /// Lines of the screen above the first row: the line that names the columns, which a heading shares.
    #[must_use]
    pub fn head(&self) -> u16 {
        u16::from(!matches!(self.rows.get(self.top), Some(SideRow::Group(_))))
    }

    /// The rows that are names, in order.
    pub fn names(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.rows.iter().enumerate().filter(|(_, row)| matches!(row, SideRow::Name(_))).map(|(index, _)| index)
    }
}

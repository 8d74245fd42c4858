//! The sidebar: the pinned names and the searches that are kept, then the names the article at hand is filed under, in
//! groups. The latter belong to the article.

use crate::article::EntityKind;
use crate::entities::topics;
use crate::library::{Count, Drawer, EntityId, Opened, Pin};

/// A search that is kept under a name, or a topic of the reader's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// Its name.
    pub name: String,
    /// What lists it.
    pub query: String,
    /// How many of its articles are unread, counted so far and no further.
    pub unread: Count,
    /// Which of the two it is.
    pub sort: Sort,
}

/// Where what is kept under a name comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A search that was kept in this library.
    Search,
    /// A topic of the reader's own, from the file of settings.
    Topic {
        /// The query it is made of.
        made_of: String,
        /// Its line in the file, counted from 1.
        line: usize,
    },
}

/// The sidebar.
#[derive(Debug, Default)]
pub struct Sidebar {
    /// The pinned names.
    pub pins: Vec<Pin>,
    /// The searches that are kept, and the reader's own topics.
    pub searches: Vec<Search>,
    /// The topics of the reader's own that the article at hand is filed under: their places among the searches.
    pub own: Vec<usize>,
    /// Its rows for the article at hand.
    pub rows: Vec<SideRow>,
    /// The selected row: a name or a search, where there is one.
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
    /// The heading of what is kept.
    Searches,
    /// A search that is kept, or a topic of the reader's own: its index among the searches.
    Search(usize),
    /// A topic of the reader's own that the article is filed under: its index among the searches.
    Own(usize),
    /// The heading of a group.
    Group(EntityKind),
    /// A name: its index in the article's drawers.
    Name(usize),
    /// A blank line between groups.
    Blank,
}

impl SideRow {
    /// Whether it can be selected: it is neither a heading nor blank.
    #[must_use]
    pub const fn can_be_selected(self) -> bool {
        matches!(self, Self::Pinned(_) | Self::Search(_) | Self::Own(_) | Self::Name(_))
    }
}

impl Sidebar {
    /// Takes the names of an article; the selection goes to `keep` where it is among the rows, else to the article's first name.
    /// A search that is selected stays selected.
    pub fn show(&mut self, opened: Option<&Opened>, keep: Option<EntityId>) {
        let was = self.rows.get(self.selected).copied();
        // Where there is nothing else, a search is selected without being meant.
        let had_names = self.rows.iter().any(|row| matches!(row, SideRow::Name(_)));
        let was_pinned = matches!(was, Some(SideRow::Pinned(_)));
        self.rows.clear();
        self.top = 0;
        if !self.pins.is_empty() {
            self.rows.push(SideRow::Pins);
            self.rows.extend((0..self.pins.len()).map(SideRow::Pinned));
        }
        self.group(SideRow::Searches, (0..self.searches.len()).map(SideRow::Search).collect());
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
            let mut rows: Vec<SideRow> = names.map(|(index, _)| SideRow::Name(index)).collect();
            if kind == EntityKind::Topic {
                rows.splice(0..0, self.own.iter().copied().map(SideRow::Own));
            }
            self.group(SideRow::Group(kind), rows);
        }
        let is_name = |row: &&SideRow| matches!(row, SideRow::Name(_));
        let kept = |pinned: bool| {
            self.rows.iter().position(|row| {
                is_name(&row) != pinned && self.drawer_of(*row, opened).is_some_and(|drawer| Some(drawer.id) == keep)
            })
        };
        let first = || self.rows.iter().position(|row| is_name(&row)).or_else(|| self.names().next());
        let search = was.filter(|row| had_names && matches!(row, SideRow::Search(_)));
        let search = search.and_then(|row| self.rows.iter().position(|other| *other == row));
        self.selected = search.or_else(|| kept(was_pinned)).or_else(|| kept(!was_pinned)).or_else(first).unwrap_or(0);
    }

    /// Adds a group, unless nothing is in it.
    fn group(&mut self, heading: SideRow, rows: Vec<SideRow>) {
        if rows.is_empty() {
            return;
        }
        if !self.rows.is_empty() {
            self.rows.push(SideRow::Blank);
        }
        self.rows.push(heading);
        self.rows.extend(rows);
    }

    /// Takes the searches that are kept; what is selected stays selected.
    pub fn keep(&mut self, searches: Vec<Search>, opened: Option<&Opened>) {
        let keep = self.drawer(opened).map(|drawer| drawer.id);
        let selected = self.search().map(|search| search.name.clone());
        let own: Vec<String> =
            self.own.iter().filter_map(|&at| self.searches.get(at)).map(|own| own.name.clone()).collect();
        self.searches = searches;
        self.file_under(&own);
        self.show(opened, keep);
        let is_selected = |row: &SideRow| matches!(row, SideRow::Search(at) if self.searches.get(*at).map(|search| &search.name) == selected.as_ref());
        if let Some(row) = self.rows.iter().position(is_selected).filter(|_| selected.is_some()) {
            self.selected = row;
        }
    }

    /// Takes the names of the topics of the reader's own that the article at hand is filed under. The rows are to be made anew.
    pub fn file_under(&mut self, names: &[String]) {
        let is_own = |search: &Search| search.sort != Sort::Search && names.contains(&search.name);
        self.own = self.searches.iter().enumerate().filter(|(_, search)| is_own(search)).map(|(at, _)| at).collect();
    }

    /// The selected search, or topic of the reader's own.
    #[must_use]
    pub fn search(&self) -> Option<&Search> {
        match self.rows.get(self.selected)? {
            SideRow::Search(at) | SideRow::Own(at) => self.searches.get(*at),
            _ => None,
        }
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
            _ => None,
        }
    }

    /// Lines of the screen above the first row: the line that names the columns, which a heading shares.
    #[must_use]
    pub fn head(&self) -> u16 {
        u16::from(!matches!(self.rows.get(self.top), Some(SideRow::Group(_) | SideRow::Pins | SideRow::Searches)))
    }

    /// The rows that can be selected, in order.
    pub fn names(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.rows.iter().enumerate().filter(|(_, row)| row.can_be_selected()).map(|(index, _)| index)
    }

    /// How many rows stand above the article's own.
    #[must_use]
    pub fn kept_rows(&self) -> usize {
        self.rows.iter().position(|row| matches!(row, SideRow::Group(_))).unwrap_or(0)
    }
}

//! The list: a window of rows around the selection, not the library. Pages are taken before its edges are reached and
//! let go of behind, so that what is on the screen decides what it costs.

use std::collections::BTreeMap;

use crate::library::{ArticleId, Complaint, Count, Ending, EntityId, Excerpt, From, Order, Page, Row};
use crate::tui::command::Way;

/// Rows of the screen that a row of the list takes; where words are searched for, one more.
const ROW_HEIGHT: u16 = 2;
/// Rows asked for at a time.
pub const PAGE: usize = 60;
/// Rows kept at most.
pub const WINDOW: usize = 5 * PAGE;
/// The next page is taken when fewer rows than this are left.
const MARGIN: usize = 24;

/// Whether there are rows beyond an end of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edge {
    /// There are.
    More,
    /// There are none.
    #[default]
    End,
}

/// What is known of the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Known {
    /// Nothing was answered yet.
    #[default]
    Nothing,
    /// The rows are those of the query.
    Rows,
}

/// Which row the selection goes to when a page comes that does not go on from the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Land {
    /// The first.
    #[default]
    First,
    /// The last.
    Last,
    /// This one, or the next older.
    On(ArticleId),
}

/// Where in the articles of a query stands what it looks for. Those of the query before stay until the new ones come: what is
/// drawn must not blink while one types.
#[derive(Clone, Debug, Default)]
pub struct Excerpts {
    /// The query, as typed.
    of: String,
    known: BTreeMap<ArticleId, Excerpt>,
}

impl Excerpts {
    /// Takes some of a query in.
    pub fn take(&mut self, query: String, excerpts: Vec<Excerpt>) {
        if self.of != query {
            self.known.clear();
            self.of = query;
        }
        self.known.extend(excerpts.into_iter().map(|excerpt| (excerpt.article, excerpt)));
    }

    /// That of an article.
    #[must_use]
    pub fn get(&self, article: ArticleId) -> Option<&Excerpt> {
        self.known.get(&article)
    }
}

/// The list.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// What it lists, as typed; empty for everything.
    pub query: String,
    /// What of the query was not understood.
    pub complaints: Vec<Complaint>,
    /// Where the query looks, in words.
    pub scope: String,
    /// The words it looks for in the text.
    pub sought: Vec<(String, Ending)>,
    /// The names it looks for.
    pub names: Vec<EntityId>,
    /// In which order they are.
    pub order: Order,
    /// Where in the articles it finds what it looks for.
    pub excerpts: Excerpts,
    /// The rows of the window, newest first.
    pub rows: Vec<Row>,
    /// Before the first row.
    pub above: Edge,
    /// After the last row.
    pub below: Edge,
    /// The selected row.
    pub selected: usize,
    /// The first row on the screen.
    pub top: usize,
    /// How many the query finds.
    pub count: Option<Count>,
    /// How many there are in all.
    pub total: Option<Count>,
    /// What is known.
    pub known: Known,
    /// Where the selection goes with the next page.
    pub land: Land,
}

impl List {
    /// The selected row.
    #[must_use]
    pub fn row(&self) -> Option<&Row> {
        self.rows.get(self.selected)
    }

    /// Whether nothing is filed at all.
    #[must_use]
    pub fn is_empty_library(&self) -> bool {
        self.known == Known::Rows && self.rows.is_empty() && self.query.trim().is_empty()
    }

    /// The row of an article, where it is in the window.
    #[must_use]
    pub fn find(&self, id: ArticleId) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    /// The order that is seen: without words none fits better than another.
    #[must_use]
    pub fn shown_order(&self) -> Order {
        if self.sought.is_empty() { Order::Newest } else { self.order }
    }

    /// Whether something is looked for in the text, so that each row has a line for where it stands.
    #[must_use]
    pub fn has_excerpts(&self) -> bool {
        !self.sought.is_empty() || !self.names.is_empty()
    }

    /// Rows of the screen that a row of the list takes.
    #[must_use]
    pub fn row_height(&self) -> u16 {
        ROW_HEIGHT + u16::from(self.has_excerpts())
    }

    /// The articles on a screen of so many rows of which it is not known where what is looked for stands.
    #[must_use]
    pub fn without_excerpt(&self, visible: usize) -> Vec<ArticleId> {
        if !self.has_excerpts() {
            return Vec::new();
        }
        let seen = self.rows.iter().skip(self.top).take(visible).map(|row| row.id);
        seen.filter(|id| self.excerpts.of != self.query || !self.excerpts.known.contains_key(id)).collect()
    }

    /// The row after or before an article; that of an article that left the list is where it stood.
    #[must_use]
    pub fn beside(&self, article: Option<ArticleId>, way: Way) -> Option<usize> {
        let at = article.and_then(|id| self.find(id));
        // It may have left the list: it is read now, and the list is of the unread.
        let stood = article.map_or(self.selected, |id| self.rows.partition_point(|row| row.id > id));
        let index = match way {
            Way::Next => at.map_or(stood, |at| at + 1),
            Way::Previous => at.unwrap_or(stood).checked_sub(1)?,
        };
        (index < self.rows.len()).then_some(index)
    }

    /// Takes a page in: one that goes on from the window is added to it, any other replaces it.
    pub fn take(&mut self, from: From, page: Page) {
        let edge = |more| if more { Edge::More } else { Edge::End };
        match from {
            From::After(id) if self.rows.last().is_some_and(|row| row.id == id) => {
                self.below = edge(page.more);
                self.rows.extend(page.rows);
                let over = self.rows.len().saturating_sub(WINDOW).min(self.selected.saturating_sub(PAGE));
                if over > 0 {
                    self.rows.drain(..over);
                    self.above = Edge::More;
                    self.selected -= over;
                    self.top = self.top.saturating_sub(over);
                }
            }
            From::Before(id) if self.rows.first().is_some_and(|row| row.id == id) => {
                // A page is short only where the library ends; what `more` speaks of is below it.
                self.above = edge(page.rows.len() >= PAGE);
                let added = page.rows.len();
                self.rows.splice(..0, page.rows);
                self.selected += added;
                self.top += added;
                let keep = WINDOW.max(self.selected + PAGE);
                if self.rows.len() > keep {
                    self.rows.truncate(keep);
                    self.below = Edge::More;
                }
            }
            From::After(_) | From::Before(_) => return,
            From::Top | From::Bottom | From::Around(_) => {
                self.above = if from == From::Top { Edge::End } else { edge(!page.rows.is_empty()) };
                self.below = if from == From::Bottom { Edge::End } else { edge(page.more) };
                let held = self.row().map(|row| row.id);
                let above = self.selected.saturating_sub(self.top);
                self.rows = page.rows;
                let last = self.rows.len().saturating_sub(1);
                self.selected = match self.land {
                    Land::First => 0,
                    Land::Last => last,
                    Land::On(id) => {
                        self.find(id).unwrap_or_else(|| self.rows.partition_point(|row| row.id > id).min(last))
                    }
                };
                // What was selected and still is stays where it is on the screen.
                if self.row().map(|row| row.id) == held && matches!(self.land, Land::On(_)) {
                    self.top = self.selected.saturating_sub(above);
                }
                self.land = Land::First;
            }
        }
        self.known = Known::Rows;
    }

    /// The page to take next, when the selection is near an end of the window.
    #[must_use]
    pub fn wants(&self) -> Option<From> {
        let left = self.rows.len().saturating_sub(self.selected + 1);
        if self.below == Edge::More && left < MARGIN {
            return self.rows.last().map(|row| From::After(row.id));
        }
        if self.above == Edge::More && self.selected < MARGIN {
            return self.rows.first().map(|row| From::Before(row.id));
        }
        None
    }

    /// Moves the window of the screen so that the selection is in it.
    pub fn follow(&mut self, visible: usize) {
        self.selected = self.selected.min(self.rows.len().saturating_sub(1));
        self.top = scroll_to(self.top, self.selected, self.rows.len(), visible);
    }
}

/// What an order is called.
#[must_use]
pub const fn in_words(order: Order) -> &'static str {
    match order {
        Order::Newest => "newest first",
        Order::Best => "best first",
    }
}

/// The first visible row of `count` so that `selected` is visible, changed as little as can be.
#[must_use]
pub fn scroll_to(top: usize, selected: usize, count: usize, visible: usize) -> usize {
    let visible = visible.max(1);
    let top = top.min(selected).max((selected + 1).saturating_sub(visible));
    top.min(count.saturating_sub(visible))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Digest;
    use crate::library::Marks;

    fn row(id: i64) -> Row {
        Row {
            id: ArticleId(id),
            digest: Digest([0; 16]),
            title: id.to_string(),
            byline: Vec::new(),
            source: None,
            day: None,
            words: 1,
            broken: None,
            marks: Marks::default(),
            copied: false,
        }
    }

    fn page(newest: i64, count: i64) -> Page {
        Page { rows: (0..count).map(|n| row(newest - n)).collect(), more: newest - count > 0 }
    }

    #[test]
    fn a_walk_down_ten_thousand_rows_and_back_keeps_a_small_window() {
        let mut list = List::default();
        list.take(From::Top, page(10_000, PAGE as i64));
        let mut seen = 1;
        while list.selected + 1 < list.rows.len() {
            list.selected += 1;
            seen += 1;
            if let Some(from @ From::After(ArticleId(id))) = list.wants() {
                list.take(from, page(id - 1, (PAGE as i64).min(id - 1)));
            }
            assert!(list.rows.len() <= WINDOW + PAGE);
        }
        assert_eq!((seen, list.row().map(|row| row.id)), (10_000, Some(ArticleId(1))));
        while list.selected > 0 {
            list.selected -= 1;
            if let Some(from @ From::Before(ArticleId(id))) = list.wants() {
                let count = (PAGE as i64).min(10_000 - id);
                list.take(from, page(id + count, count));
            }
            assert!(list.rows.len() <= WINDOW + PAGE);
        }
        assert_eq!(list.row().map(|row| row.id), Some(ArticleId(10_000)));
    }

    #[test]
    fn a_page_that_no_longer_fits_is_left_out() {
        let mut list = List::default();
        list.take(From::Top, page(500, 60));
        list.take(From::After(ArticleId(3)), page(2, 2));
        assert_eq!(list.rows.len(), 60);
    }

    #[test]
    fn the_selection_stays_in_sight() {
        for (top, selected, count, visible, expected) in
            [(0, 0, 0, 5, 0), (0, 7, 10, 5, 3), (6, 2, 10, 5, 2), (9, 9, 10, 5, 5), (2, 3, 10, 0, 3), (4, 4, 5, 9, 0)]
        {
            assert_eq!(scroll_to(top, selected, count, visible), expected, "{top} {selected} {count} {visible}");
        }
    }
}

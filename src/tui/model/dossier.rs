//! The page of a name: what is selected on it, and to what its articles are narrowed. What stands on it is the library's
//! [`Dossier`].

use jiff::civil::Date;

use crate::library::{ArticleId, Dossier, DossierRow, DossierRows, Drawer, EntityId, Narrow};
use crate::tui::command::Way;

/// Months of a page at most: a hundred years.
const MONTHS: i32 = 1_200;
/// More articles are read when fewer than this are left below the selection.
const MARGIN: usize = 30;

/// The part of the page that hears movements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The months.
    Months,
    /// The articles.
    #[default]
    Articles,
    /// Those named with it.
    Companions,
    /// Those that may be the same.
    Perhaps,
}

/// The page of a name.
#[derive(Debug)]
pub struct DossierPage {
    /// What stands on it; of its articles those that were read so far, narrowed.
    pub dossier: Box<Dossier>,
    /// Every month from the first to the last, those without an article too.
    pub timeline: Vec<(Date, u32)>,
    /// To what its articles are narrowed.
    pub narrow: Narrow,
    /// Which part hears movements.
    pub part: Part,
    /// The selected month.
    pub months: Cursor,
    /// The selected article and the first on the screen.
    pub articles: Cursor,
    /// The selected companion and the first on the screen.
    pub companions: Cursor,
    /// The selected one of those that may be the same, and the first on the screen.
    pub perhaps: Cursor,
    /// The article that is selected again when the articles come anew: the page was read again.
    again: Option<ArticleId>,
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
        let timeline = timeline(&dossier.months);
        let months = Cursor { selected: timeline.len().saturating_sub(1), top: 0 };
        Self {
            dossier,
            timeline,
            months,
            narrow: Narrow::default(),
            part: Part::default(),
            articles: Cursor::default(),
            companions: Cursor::default(),
            perhaps: Cursor::default(),
            again: None,
        }
    }

    /// Takes the page in anew: what is selected and narrowed stays so, where it is still there.
    pub fn renew(&mut self, dossier: Box<Dossier>) {
        let before = std::mem::replace(self, Self::new(dossier));
        let month = before.month();
        let at = |found: Option<usize>, cursor: Cursor| Cursor { selected: found.unwrap_or(cursor.selected), ..cursor };
        let of = |list: &[DossierRow], id| list.iter().position(|row| Some(row.row.id) == id);
        let article = before.dossier.articles.get(before.articles.selected).map(|row| row.row.id);
        self.articles = at(of(&self.dossier.articles, article), before.articles);
        let companion = before.companion().map(|drawer| drawer.id);
        let found = self.dossier.companions.iter().position(|(drawer, _)| Some(drawer.id) == companion);
        self.companions = at(found, before.companions);
        let perhaps = before.perhaps().map(|drawer| drawer.id);
        let found = self.dossier.perhaps.iter().position(|(drawer, _)| Some(drawer.id) == perhaps);
        self.perhaps = at(found, before.perhaps);
        let found = self.timeline.iter().position(|&(day, _)| Some(day) == month);
        self.months = at(found, self.months);
        self.narrow = before.narrow;
        self.again = article.filter(|_| self.narrow != Narrow::default());
        if self.with().is_none() {
            self.narrow.with = None;
        }
        self.part = before.part;
        for (cursor, count) in [
            (&mut self.articles, self.dossier.articles.len()),
            (&mut self.companions, self.dossier.companions.len()),
            (&mut self.perhaps, self.dossier.perhaps.len()),
        ] {
            cursor.selected = cursor.selected.min(count.saturating_sub(1));
        }
        if self.cursor().1 == 0 {
            self.part = Part::default();
        }
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

    /// The selected one of those that may be the same.
    #[must_use]
    pub fn perhaps(&self) -> Option<&Drawer> {
        self.dossier.perhaps.get(self.perhaps.selected).map(|(drawer, _)| drawer)
    }

    /// The selected month: its first day.
    #[must_use]
    pub fn month(&self) -> Option<Date> {
        self.timeline.get(self.months.selected).map(|&(month, _)| month)
    }

    /// The name the articles are narrowed to.
    #[must_use]
    pub fn with(&self) -> Option<&Drawer> {
        let with = self.narrow.with?;
        self.dossier.companions.iter().map(|(drawer, _)| drawer).find(|drawer| drawer.id == with)
    }

    /// The second name that keys speak of: the selected companion, else the one the articles are narrowed to.
    #[must_use]
    pub fn second(&self) -> Option<&Drawer> {
        match self.part {
            Part::Companions => self.companion(),
            _ => self.with(),
        }
    }

    /// The cursor of the part that hears movements, and how many there are to choose from.
    pub fn cursor(&mut self) -> (&mut Cursor, usize) {
        match self.part {
            Part::Months => (&mut self.months, self.timeline.len()),
            Part::Articles => (&mut self.articles, self.dossier.articles.len()),
            Part::Companions => (&mut self.companions, self.dossier.companions.len()),
            Part::Perhaps => (&mut self.perhaps, self.dossier.perhaps.len()),
        }
    }

    /// The part before or after, among those that hold something.
    pub fn step(&mut self, way: Way) {
        let all = [
            (Part::Articles, true),
            (Part::Companions, !self.dossier.companions.is_empty()),
            (Part::Perhaps, !self.dossier.perhaps.is_empty()),
            (Part::Months, !self.timeline.is_empty()),
        ];
        let parts: Vec<Part> = all.into_iter().filter(|&(_, holds)| holds).map(|(part, _)| part).collect();
        let at = parts.iter().position(|&part| part == self.part).unwrap_or(0);
        let by = if way == Way::Next { 1 } else { parts.len() - 1 };
        self.part = parts[(at + by) % parts.len()];
    }

    /// Goes over the months, past those without an article. The first step only goes to the months.
    pub fn step_month(&mut self, way: Way, times: usize) {
        if self.part != Part::Months {
            self.part = Part::Months;
            return;
        }
        let filled = |index: &usize| self.timeline.get(*index).is_some_and(|&(_, count)| count > 0);
        let at = self.months.selected;
        let times = times.saturating_sub(1);
        let to = match way {
            Way::Next => (at + 1..self.timeline.len()).filter(filled).nth(times),
            Way::Previous => (0..at).rev().filter(filled).nth(times),
        };
        self.months.selected = to.unwrap_or(at);
    }

    /// Takes articles in: the first of them, or those that follow.
    pub fn take(&mut self, first: Turn, rows: DossierRows) {
        if first == Turn::Anew {
            self.dossier.articles.clear();
            let again = self.again.take();
            let selected = rows.rows.iter().position(|row| Some(row.row.id) == again).unwrap_or(0);
            self.articles = Cursor { selected, top: 0 };
        }
        self.dossier.articles.extend(rows.rows);
        self.dossier.more = rows.more;
    }

    /// Whether more articles are to be read: the selection nears the last of those that are here.
    #[must_use]
    pub fn wants_more(&self) -> bool {
        self.dossier.more && self.articles.selected + MARGIN >= self.dossier.articles.len()
    }
}

/// Which articles came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The first.
    Anew,
    /// Those that follow.
    Onward,
}

/// Every month from the first to the last, those without any too; of a long life the newest.
fn timeline(filled: &[(Date, u32)]) -> Vec<(Date, u32)> {
    let index = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
    let (Some(&(first, _)), Some(&(last, _))) = (filled.first(), filled.last()) else { return Vec::new() };
    let mut rest = filled.iter().peekable();
    (index(first).max(index(last) - MONTHS + 1)..=index(last))
        .filter_map(|month| {
            let year = i16::try_from(month.div_euclid(12)).ok()?;
            let day = Date::new(year, i8::try_from(month.rem_euclid(12) + 1).ok()?, 1).ok()?;
            while rest.next_if(|&&(filled, _)| index(filled) < month).is_some() {}
            let count = rest.next_if(|&&(filled, _)| index(filled) == month).map_or(0, |&(_, count)| count);
            Some((day, count))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn months_without_an_article_are_there_and_say_so() {
        let filled = [(date(2025, 11, 1), 2), (date(2026, 2, 1), 8)];
        let shown: Vec<_> = timeline(&filled).into_iter().map(|(day, count)| (day.month(), count)).collect();
        assert_eq!(shown, [(11, 2), (12, 0), (1, 0), (2, 8)]);
        assert_eq!(timeline(&[(date(1, 1, 1), 1), (date(2026, 2, 1), 8)]).len(), MONTHS as usize);
        assert_eq!(timeline(&[]), []);
    }
}

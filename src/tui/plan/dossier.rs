//! Where the parts of a name's page stand.

use ratatui::layout::{Position, Rect};

use super::Frame;
use crate::article::EntityKind;
use crate::library::Dossier;
use crate::text::wrap::width;
use crate::tui::model::dossier::{DossierPage, Part};

/// Lines an article takes: its title, and the sentence that names the name.
pub const ARTICLE_HEIGHT: u16 = 2;
/// Lines of those that may be the same, at most; more are scrolled to.
const PERHAPS: u16 = 3;
/// Columns of a year before its months.
const YEAR: u16 = 5;

/// Where the parts of the page stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DossierPlan {
    /// All of it, with its border.
    pub frame: Rect,
    /// The line that sums up.
    pub head: Rect,
    /// The months.
    pub months: Rect,
    /// The articles; the first line is the heading, here and below.
    pub articles: Rect,
    /// The line between the articles and what stands to the right of them, where something does.
    pub divider: Rect,
    /// Those named with it.
    pub companions: Rect,
    /// The other forms of the name.
    pub aliases: Rect,
    /// Topics, places, papers.
    pub foot: Rect,
    /// Those that may be the same, without a heading.
    pub perhaps: Rect,
    /// The line that parts these two from what is above them.
    pub rule: Rect,
}

/// A month on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthCell {
    /// Its place in the timeline.
    pub index: usize,
    /// Its first column: that of the mark of the selection.
    pub x: u16,
    /// The year to be written before it.
    pub year: Option<i16>,
}

impl DossierPlan {
    /// The parts of `page` in `body`. What does not fit is left out from the bottom: the articles stay longest. A part that
    /// hears keys is shown where only one has room.
    #[must_use]
    pub fn new(body: Rect, border: Frame, page: &DossierPage) -> Self {
        let inside = border.inside(body);
        let mut rest = inside;
        let mut take = |height: u16, least: u16| {
            let height = if rest.height >= least { height.min(rest.height) } else { 0 };
            let taken = Rect { height, ..rest };
            rest = Rect { y: rest.y + height, height: rest.height - height, ..rest };
            taken
        };
        let head = take(1 + u16::from(border == Frame::Bare), 3);
        let least = if page.part == Part::Months { 5 } else { 8 };
        let months = take(u16::from(!page.timeline.is_empty()), least);
        let count = |list: usize| u16::try_from(list).unwrap_or(u16::MAX);
        let likely = count(page.dossier.perhaps.len()).min(PERHAPS);
        let likely = match page.part {
            _ if rest.height >= 12 => likely,
            Part::Perhaps => likely.min(rest.height / 2).max(1).min(rest.height),
            _ => 0,
        };
        let perhaps = Rect { y: rest.bottom() - likely, height: likely, ..rest };
        rest.height -= likely;
        let foot_height = if rest.height >= 12 { foot_lines(&page.dossier).min(rest.height / 3) } else { 0 };
        let foot = Rect { y: rest.bottom() - foot_height, height: foot_height, ..rest };
        // A line above the foot parts it from the rest.
        let parted = u16::from(foot_height + likely > 0).min(rest.height - foot_height);
        let middle = Rect { height: rest.height - foot_height - parted, ..rest };
        let rule = Rect { y: middle.bottom(), height: parted, ..rest };
        let mut plan = Self { frame: body, head, months, foot, perhaps, rule, ..Self::default() };
        if inside.width >= 72 {
            let left = inside.width * 62 / 100;
            plan.articles = Rect { width: left, ..middle };
            plan.divider = Rect { x: middle.x + left, width: 1, ..middle };
            let right = Rect { x: middle.x + left + 1, width: inside.width - left - 1, ..middle };
            let names = alias_lines(&page.dossier, right.width.saturating_sub(2)).min(3) + 1;
            let aliases = if right.height >= 8 && names > 1 { names } else { 0 };
            plan.companions = Rect { height: right.height - aliases, ..right };
            plan.aliases = Rect { y: right.bottom() - aliases, height: aliases, ..right };
        } else {
            let companions = match page.part {
                _ if middle.height >= 9 => middle.height / 3,
                Part::Companions => middle.height,
                _ => 0,
            };
            plan.articles = Rect { height: middle.height - companions, ..middle };
            plan.companions = Rect { y: middle.bottom() - companions, height: companions, ..middle };
        }
        plan
    }

    /// How many rows of a part are on the screen; the first line of a list is its heading. Months are in one row.
    #[must_use]
    pub fn rows(&self, part: Part) -> usize {
        let rows = match part {
            Part::Months => 1,
            Part::Articles => self.articles.height.saturating_sub(1) / ARTICLE_HEIGHT,
            Part::Companions => self.companions.height.saturating_sub(1),
            Part::Perhaps => self.perhaps.height,
        };
        usize::from(rows.max(1))
    }

    /// The newest months that fit, or those from the selected one on, where that is older. Each has its letters, a bar and its
    /// number.
    #[must_use]
    pub fn month_cells(&self, page: &DossierPage) -> Vec<MonthCell> {
        let area = self.months;
        let room = area.width.saturating_sub(2);
        let width = month_width(page);
        let cost = |index: usize, first: usize| {
            let heads = index == first || page.timeline.get(index).is_some_and(|(day, _)| day.month() == 1);
            width + if heads { YEAR } else { 0 }
        };
        let fits = |first: usize, end: usize| {
            (first..end).map(|index| u32::from(cost(index, first))).sum::<u32>() <= u32::from(room)
        };
        let all = page.timeline.len();
        let mut first = all;
        while first > 0 && fits(first - 1, all) {
            first -= 1;
        }
        first = first.min(page.months.selected).min(all);
        let mut cells = Vec::new();
        let mut x = area.x + 1.min(area.width);
        for index in first..all {
            let cost = cost(index, first);
            if x + cost > area.x + 1 + room {
                break;
            }
            let year = page.timeline.get(index).filter(|_| cost > width).map(|(day, _)| day.year());
            cells.push(MonthCell { index, x: x + cost - width, year });
            x += cost;
        }
        cells
    }

    /// What stands at a place of the screen.
    #[must_use]
    pub fn at(&self, page: &DossierPage, at: Position) -> Option<(Part, usize)> {
        let row = |area: Rect, height: u16| usize::from(at.y.saturating_sub(area.y + 1) / height);
        let (part, index, count) = if self.months.contains(at) {
            let cells = self.month_cells(page);
            let cell = cells.iter().find(|cell| (cell.x..cell.x + month_width(page)).contains(&at.x))?;
            (Part::Months, cell.index, page.timeline.len())
        } else if self.articles.contains(at) && at.y > self.articles.y {
            let index = page.articles.top + row(self.articles, ARTICLE_HEIGHT);
            (Part::Articles, index, page.dossier.articles.len())
        } else if self.companions.contains(at) && at.y > self.companions.y {
            (Part::Companions, page.companions.top + row(self.companions, 1), page.dossier.companions.len())
        } else if self.perhaps.contains(at) {
            let index = page.perhaps.top + usize::from(at.y - self.perhaps.y);
            (Part::Perhaps, index, page.dossier.perhaps.len())
        } else {
            return None;
        };
        (index < count).then_some((part, index))
    }
}

/// Columns of a month: the mark, three letters, the bar, the number.
fn month_width(page: &DossierPage) -> u16 {
    let most = page.timeline.iter().map(|&(_, count)| count).max().unwrap_or(0);
    5 + u16::try_from(most.to_string().len()).unwrap_or(1)
}

/// How many lines there are to say at the foot.
fn foot_lines(dossier: &Dossier) -> u16 {
    let has = |kind: EntityKind| dossier.companions.iter().any(|(drawer, _)| drawer.kind == kind);
    let groups = [
        !dossier.broader.is_empty(),
        !dossier.narrower.is_empty(),
        has(EntityKind::Topic),
        has(EntityKind::Place),
        !dossier.sources.is_empty(),
    ];
    u16::try_from(groups.into_iter().filter(|&has| has).count()).unwrap_or(0)
}

/// How many lines the forms of the name take, about: each with its count and what parts it from the next.
fn alias_lines(dossier: &Dossier, columns: u16) -> u16 {
    let forms = dossier.aliases.iter().map(|(form, count)| width(form) + count.to_string().len() + 4);
    u16::try_from(forms.sum::<usize>().div_ceil(usize::from(columns.max(1)))).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Drawer, EntityId};
    use jiff::civil::date;

    fn page() -> DossierPage {
        let drawer =
            |id| Drawer { id: EntityId(id), kind: EntityKind::Topic, name: "tolls".to_owned(), here: 0, articles: 3 };
        DossierPage::new(Box::new(Dossier {
            drawer: drawer(1),
            mentions: 3,
            span: None,
            months: vec![(date(2020, 3, 1), 12), (date(2026, 2, 1), 3)],
            articles: Vec::new(),
            more: false,
            companions: vec![(drawer(2), 3)],
            aliases: vec![("tolls".to_owned(), 3)],
            sources: vec![("Gazette".to_owned(), 3)],
            perhaps: vec![(drawer(3), "the same name".to_owned())],
            broader: vec!["transport"],
            narrower: vec![("road tolls".to_owned(), 2)],
        }))
    }

    #[test]
    fn every_part_lies_within_the_page_at_every_size_and_the_one_with_the_focus_is_seen() {
        let mut page = page();
        for part in [Part::Months, Part::Articles, Part::Companions, Part::Perhaps] {
            page.part = part;
            for columns in 0..130 {
                for rows in 0..40 {
                    for border in [Frame::Bare, Frame::Bordered] {
                        if border == Frame::Bordered && (columns < 72 || rows < 3) {
                            continue;
                        }
                        let body = Rect::new(0, 1, columns, rows);
                        let plan = DossierPlan::new(body, border, &page);
                        let parts = [
                            plan.head,
                            plan.months,
                            plan.articles,
                            plan.companions,
                            plan.aliases,
                            plan.foot,
                            plan.perhaps,
                            plan.rule,
                        ];
                        for rect in parts {
                            assert_eq!(rect.intersection(body).area(), rect.area(), "{columns}×{rows} {plan:?}");
                        }
                        let own = match part {
                            Part::Months => plan.months,
                            Part::Articles => plan.articles,
                            Part::Companions => plan.companions,
                            Part::Perhaps => plan.perhaps,
                        };
                        assert!(own.height > 0 || rows < 9, "{part:?} {columns}×{rows} {plan:?}");
                        for cell in plan.month_cells(&page) {
                            assert!(cell.x + month_width(&page) <= body.right(), "{columns}×{rows} {cell:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_selected_month_is_among_those_that_are_seen() {
        let mut page = page();
        for selected in [0, 30, 71] {
            page.months.selected = selected;
            let plan = DossierPlan::new(Rect::new(0, 1, 80, 20), Frame::Bordered, &page);
            let cells = plan.month_cells(&page);
            assert!(cells.iter().any(|cell| cell.index == selected), "{selected}: {cells:?}");
            let first = cells[0];
            assert_eq!(plan.at(&page, Position::new(first.x + 1, plan.months.y)), Some((Part::Months, first.index)));
            assert!(first.year.is_some());
        }
    }
}

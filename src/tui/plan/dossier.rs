//! Where the parts of a name's page stand.

use ratatui::layout::{Position, Rect};

use super::Frame;
use crate::article::EntityKind;
use crate::library::Dossier;
use crate::text::wrap::width;
use crate::tui::model::dossier::{DossierPage, Part};

/// Lines an article takes: its title, and the sentence that names the name.
pub const ARTICLE_HEIGHT: u16 = 2;

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
    /// Topics, places, papers, and who may be the same.
    pub foot: Rect,
}

impl DossierPlan {
    /// The parts of `page` in `body`. What does not fit is left out from the bottom: the articles stay longest.
    #[must_use]
    pub fn new(body: Rect, border: Frame, page: &DossierPage) -> Self {
        let inside = match border {
            Frame::Bare => body,
            Frame::Bordered => Rect {
                x: body.x + 1,
                y: body.y + 1,
                width: body.width.saturating_sub(2),
                height: body.height.saturating_sub(2),
            },
        };
        let mut rest = inside;
        let mut take = |height: u16, least: u16| {
            let height = if rest.height >= least { height.min(rest.height) } else { 0 };
            let taken = Rect { height, ..rest };
            rest = Rect { y: rest.y + height, height: rest.height - height, ..rest };
            taken
        };
        let head = take(1 + u16::from(border == Frame::Bare), 3);
        let months = take(u16::from(!page.dossier.months.is_empty()), 8);
        let wanted = foot_lines(&page.dossier);
        let foot_height = if rest.height >= 12 { wanted.min(rest.height / 3) } else { 0 };
        let foot = Rect { y: rest.bottom() - foot_height, height: foot_height, ..rest };
        // A line above the foot parts it from the rest.
        let middle = Rect { height: rest.height - foot_height - u16::from(foot_height > 0), ..rest };
        let mut plan = Self { frame: body, head, months, foot, ..Self::default() };
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
            let companions = if middle.height >= 9 { middle.height / 3 } else { 0 };
            plan.articles = Rect { height: middle.height - companions, ..middle };
            plan.companions = Rect { y: middle.bottom() - companions, height: companions, ..middle };
        }
        plan
    }

    /// How many rows of a part are on the screen; the first line of each part is its heading.
    #[must_use]
    pub fn rows(&self, part: Part) -> usize {
        let rows = match part {
            Part::Articles => self.articles.height.saturating_sub(1) / ARTICLE_HEIGHT,
            Part::Companions => self.companions.height.saturating_sub(1),
        };
        usize::from(rows.max(1))
    }

    /// What stands at a place of the screen.
    #[must_use]
    pub fn at(&self, page: &DossierPage, at: Position) -> Option<(Part, usize)> {
        let row = |area: Rect, height: u16| usize::from(at.y.saturating_sub(area.y + 1) / height);
        let (part, index, count) = if self.articles.contains(at) && at.y > self.articles.y {
            let index = page.articles.top + row(self.articles, ARTICLE_HEIGHT);
            (Part::Articles, index, page.dossier.articles.len())
        } else if self.companions.contains(at) && at.y > self.companions.y {
            (Part::Companions, page.companions.top + row(self.companions, 1), page.dossier.companions.len())
        } else {
            return None;
        };
        (index < count).then_some((part, index))
    }
}

/// How many lines there are to say at the foot.
fn foot_lines(dossier: &Dossier) -> u16 {
    let has = |kind: EntityKind| dossier.companions.iter().any(|(drawer, _)| drawer.kind == kind);
    let groups = [has(EntityKind::Topic), has(EntityKind::Place), !dossier.sources.is_empty()];
    let lines = groups.into_iter().filter(|&has| has).count() + dossier.perhaps.len();
    u16::try_from(lines).unwrap_or(u16::MAX)
}

/// How many lines the forms of the name take, about: each with its count and what parts it from the next.
fn alias_lines(dossier: &Dossier, columns: u16) -> u16 {
    let forms = dossier.aliases.iter().map(|(form, count)| width(form) + count.to_string().len() + 4);
    u16::try_from(forms.sum::<usize>().div_ceil(usize::from(columns.max(1)))).unwrap_or(u16::MAX)
}

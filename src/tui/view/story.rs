//! The page of articles beside one: those like it, each with the reason; or its story, with the papers and who is new.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use super::dossier::{heading, inset, select};
use super::{Paint, grouped, line, put, put_right, source_in};
use crate::library::{Drawer, Row, StoryRow};
use crate::text::wrap::{truncate, width};
use crate::tui::layout::{long_date, short_date};
use crate::tui::model::story::{ENTRY_HEIGHT, RelatedPage, Shown};
use crate::tui::plan::{Frame, RelatedPlan};

pub(super) fn draw(paint: &Paint<'_>, page: &RelatedPage, buffer: &mut Buffer) {
    let plan = RelatedPlan::new(&paint.plan, page);
    Clear.render(plan.frame, buffer);
    buffer.set_style(plan.frame, paint.theme.text);
    let (title, summary, label) = words(page);
    let mut head = inset(plan.head);
    if paint.plan.frame == Frame::Bordered {
        paint.frame(plan.frame, true, &title, buffer);
    } else if head.height > 1 {
        put(buffer, head, head.x, head.y, &truncate(&title, usize::from(head.width)), paint.theme.title);
        head = line(head, 1);
    }
    put(buffer, head, head.x, head.y, &truncate(&summary, usize::from(head.width)), paint.theme.text);
    if plan.heading.height > 0 {
        heading(paint, label, plan.heading, paint.theme.title, buffer);
        join(paint, plan, plan.heading, buffer);
    }
    let columns = Columns::of(paint, page, plan);
    let visible =
        page.rows().enumerate().skip(page.cursor.top).take(usize::from(plan.rows.height).div_ceil(ENTRY_HEIGHT));
    for (place, (index, row)) in visible.enumerate() {
        let y = plan.rows.y + (place * ENTRY_HEIGHT) as u16;
        let height = (ENTRY_HEIGHT as u16).min(plan.rows.bottom().saturating_sub(y));
        let area = Rect { y, height, ..plan.rows };
        if index == page.cursor.selected {
            select(paint, area, true, buffer);
        }
        let (mark, second) = beside(page, index);
        entry(paint, row, (&mark, &second), columns, area, buffer);
    }
    if let Shown::Story(story) = &page.shown
        && plan.foot.height > 0
    {
        heading(paint, "", plan.rule, paint.theme.border, buffer);
        join(paint, plan, plan.rule, buffer);
        let area = inset(plan.foot);
        let names = story.names.iter().map(|(drawer, count)| (drawer.name.as_str(), *count));
        let sources = story.sources.iter().map(|(name, count)| (name.as_str(), *count));
        foot(paint, "Sources", sources, line(area, 0), buffer);
        foot(paint, "Names", names, line(area, 1), buffer);
    }
}

/// Joins a line across to the frame.
fn join(paint: &Paint<'_>, plan: RelatedPlan, across: Rect, buffer: &mut Buffer) {
    if paint.plan.frame == Frame::Bordered && across.height > 0 {
        put(buffer, plan.frame, plan.frame.x, across.y, "┠", paint.theme.border_focus);
        put(buffer, plan.frame, plan.frame.right().saturating_sub(1), across.y, "┨", paint.theme.border_focus);
    }
}

/// The title, the line that sums up, and the heading of the articles.
fn words(page: &RelatedPage) -> (String, String, &'static str) {
    let articles = match page.count() {
        1 => "1 article".to_owned(),
        count => format!("{} articles", grouped(count as u64)),
    };
    match &page.shown {
        Shown::Likes(title, _) => (format!("More like: {title}"), articles, "Most alike first"),
        Shown::Story(story) => {
            let papers = match story.sources.len() {
                1 => "1 paper".to_owned(),
                papers => format!("{papers} papers"),
            };
            let (first, last) = story.span;
            let days =
                if first == last { long_date(first) } else { format!("{} to {}", long_date(first), long_date(last)) };
            (format!("Story: {}", story.title), format!("{articles} · {papers} · {days}"), "In the order of their days")
        }
    }
}

/// What stands at the right of an article's title, and below it.
fn beside(page: &RelatedPage, index: usize) -> (String, String) {
    match &page.shown {
        Shown::Likes(_, likes) => {
            likes.get(index).map(|like| (format!("{} %", like.likeness), like.why.clone())).unwrap_or_default()
        }
        Shown::Story(story) => {
            let Some(StoryRow { row, new, copies }) = story.articles.get(index) else { return Default::default() };
            let mark = if row.id == page.of { "this one" } else { "" };
            let names = new.iter().map(|drawer: &Drawer| drawer.name.as_str()).collect::<Vec<_>>().join(", ");
            let second = match (names.is_empty(), *copies > 0, index) {
                (_, true, _) => "≈ the text of one before".to_owned(),
                (true, false, _) => "no new names".to_owned(),
                (false, false, 0) => format!("names {names}"),
                (false, false, _) => format!("new: {names}"),
            };
            (mark.to_owned(), second)
        }
    }
}

/// The columns of dates and papers: as wide as the rows on the screen need them.
#[derive(Clone, Copy)]
struct Columns {
    day: usize,
    source: usize,
}

impl Columns {
    fn of(paint: &Paint<'_>, page: &RelatedPage, plan: RelatedPlan) -> Self {
        let most = if plan.rows.width >= 56 { usize::from(plan.rows.width / 5) } else { 0 };
        let rows = || page.rows().skip(page.cursor.top).take(plan.entries());
        Self {
            day: rows().map(|row| width(&day(paint, row))).max().unwrap_or(0),
            source: rows().map(|row| width(&source_in(source(row), most))).max().unwrap_or(0),
        }
    }
}

fn day(paint: &Paint<'_>, row: &Row) -> String {
    row.day.map(|day| short_date(day, paint.model.today)).unwrap_or_default()
}

fn source(row: &Row) -> &str {
    row.source.as_deref().unwrap_or_default()
}

/// Day, paper and title, and what is said beside them; below, why the article is here.
fn entry(
    paint: &Paint<'_>,
    row: &Row,
    (mark, second): (&str, &str),
    columns: Columns,
    area: Rect,
    buffer: &mut Buffer,
) {
    let first = inset(line(area, 0));
    let dim = paint.theme.dim;
    let end = put_right(buffer, first, first.y, mark, dim);
    let mut x = first.x;
    let source = source_in(source(row), columns.source);
    for (text, columns) in [(day(paint, row).as_str(), columns.day), (&*source, columns.source)] {
        if columns > 0 {
            put(buffer, first, x, first.y, text, dim);
            x = x.saturating_add(u16::try_from(columns + 2).unwrap_or(u16::MAX));
        }
    }
    let room = usize::from(end.saturating_sub(x + u16::from(!mark.is_empty()) * 2));
    let title = if row.marks.read { paint.theme.text } else { paint.theme.unread };
    put(buffer, first, x, first.y, &truncate(&row.title, room), title);
    let below = inset(line(area, 1));
    if below.height > 0 {
        let room = usize::from(below.width.saturating_sub(2));
        put(buffer, below, below.x + 2.min(below.width), below.y, &truncate(second, room), dim);
    }
}

fn foot<'a>(
    paint: &Paint<'_>,
    label: &str,
    counts: impl Iterator<Item = (&'a str, u32)>,
    area: Rect,
    buffer: &mut Buffer,
) {
    let x = put(buffer, area, area.x, area.y, &format!("{label}: "), paint.theme.heading);
    let text = counts.map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ");
    let room = usize::from(area.right().saturating_sub(x));
    put(buffer, area, x, area.y, &truncate(&text, room), paint.theme.text);
}

/// The keys of the page, in the place of the pane's.
pub(super) fn keys(paint: &Paint<'_>, page: &RelatedPage, area: Rect, buffer: &mut Buffer) {
    let other = match page.shown {
        Shown::Likes(..) => ("T", "its story"),
        Shown::Story(_) => ("m", "more like it"),
    };
    let mut x = area.x + 1;
    for (key, words) in [("Enter", "read"), other, ("q", "back"), ("H", "to where you were")] {
        if usize::from(area.right().saturating_sub(x)) < key.len() + words.len() + 2 {
            break;
        }
        x = put(buffer, area, x, area.y, key, paint.theme.key);
        x = put(buffer, area, x + 1, area.y, words, paint.theme.bar) + 3;
    }
}

//! The page of a name: when, in which articles, with whom, under which names.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::{Paint, grouped, kind_letter, line, name_in, put, put_right, source_in};
use crate::article::EntityKind;
use crate::library::{Dossier, DossierRow, Narrow};
use crate::text::wrap::{truncate, width, wrap};
use crate::tui::command::{Command, Scope};
use crate::tui::layout::{long_date, month, short_date};
use crate::tui::model::dossier::{DossierPage, Part as Section};
use crate::tui::plan::Frame;
use crate::tui::plan::dossier::{ARTICLE_HEIGHT, DossierPlan};

pub(super) fn draw(paint: &Paint<'_>, buffer: &mut Buffer) {
    let Some(page) = &paint.model.dossier else { return };
    let dossier = &*page.dossier;
    let sections = DossierPlan::new(paint.plan.body, paint.plan.frame, page);
    let kind = dossier.drawer.kind.name();
    let kind = kind.get(..1).unwrap_or_default().to_uppercase() + kind.get(1..).unwrap_or_default();
    let title = format!("{kind}: {}", dossier.drawer.name);
    let mut head = inset(sections.head);
    if paint.plan.frame == Frame::Bordered {
        let focused = paint.model.overlays.is_empty();
        paint.frame(sections.frame, focused, &title, buffer);
    } else if head.height > 1 {
        put(buffer, head, head.x, head.y, &truncate(&title, usize::from(head.width)), paint.theme.title);
        head = line(head, 1);
    }
    put(buffer, head, head.x, head.y, &summary(dossier, usize::from(head.width)), paint.theme.text);
    draw_months(paint, page, sections, buffer);
    draw_articles(paint, page, sections, buffer);
    draw_companions(paint, page, sections, buffer);
    draw_aliases(paint, dossier, sections.aliases, buffer);
    draw_perhaps(paint, page, sections.perhaps, buffer);
    if sections.rule.height > 0 {
        heading(paint, "", sections.rule, paint.theme.border, buffer);
    }
    if sections.foot.height > 0 {
        let area = inset(sections.foot);
        for (index, text) in foot_lines(dossier, usize::from(area.width)).into_iter().enumerate() {
            let row = line(area, index as u16);
            let Some((label, rest)) = text.split_once(": ") else { continue };
            let x = put(buffer, row, row.x, row.y, &format!("{label}: "), paint.theme.heading);
            put(buffer, row, x, row.y, rest, paint.theme.text);
        }
    }
    join(paint, sections, buffer);
}

/// Draws the line between left and right, and joins the lines across to it and to the frame.
fn join(paint: &Paint<'_>, sections: DossierPlan, buffer: &mut Buffer) {
    let (frame, divider) = (sections.frame, sections.divider);
    let part = paint.theme.border;
    for y in divider.top()..divider.bottom() {
        put(buffer, divider, divider.x, y, if y == divider.y { "┬" } else { "│" }, part);
    }
    let mut lines = vec![line(sections.articles, 0), line(sections.companions, 0)];
    if sections.aliases.height > 1 {
        put(buffer, divider, divider.x, sections.aliases.y, "├", part);
        lines.push(line(sections.aliases, 0));
    }
    let above = sections.rule;
    if above.height > 0 {
        put(buffer, above, divider.x, above.y, if divider.width > 0 { "┴" } else { "─" }, part);
        lines.push(above);
    }
    if paint.plan.frame == Frame::Bare {
        return;
    }
    let focused = paint.model.overlays.is_empty();
    let (left, right) = if focused { ("┠", "┨") } else { ("├", "┤") };
    let part = if focused { paint.theme.border_focus } else { part };
    for rule in lines.into_iter().filter(|rule| rule.height > 0) {
        for (is_beside, x, sign) in
            [(rule.x == frame.x + 1, frame.x, left), (rule.right() + 1 == frame.right(), frame.right() - 1, right)]
        {
            if is_beside {
                put(buffer, frame, x, rule.y, sign, part);
            }
        }
    }
}

pub(super) fn inset(area: Rect) -> Rect {
    Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(2), ..area }
}

/// "18 articles · 101 mentions · first 3 Feb 2026 · last 21 Nov 2026": as many of the four as there is room for.
fn summary(dossier: &Dossier, room: usize) -> String {
    let articles = u64::from(dossier.drawer.articles);
    let noun =
        |count: u64, one: &str, many: &str| format!("{} {}", grouped(count), if count == 1 { one } else { many });
    let mut text = truncate(&noun(articles, "article", "articles"), room).into_owned();
    let mentions = (dossier.mentions > 0).then(|| noun(dossier.mentions, "mention", "mentions"));
    let first = dossier.span.map(|(first, _)| format!("first {}", long_date(first)));
    let last = dossier.span.map(|(_, last)| format!("last {}", long_date(last)));
    for part in [mentions, first, last].into_iter().flatten() {
        let longer = format!("{text} · {part}");
        if width(&longer) > room {
            break;
        }
        text = longer;
    }
    text
}

/// A line across with a heading in it.
pub(super) fn heading(paint: &Paint<'_>, text: &str, area: Rect, part: Style, buffer: &mut Buffer) {
    let rule = "─".repeat(usize::from(area.width));
    put(buffer, area, area.x, area.y, &rule, paint.theme.border);
    if !text.is_empty() {
        let text = format!(" {} ", truncate(text, usize::from(area.width.saturating_sub(4))));
        put(buffer, area, area.x + 1, area.y, &text, part);
    }
}

/// "2026 Feb▁2 Mar▂5 Apr·": each month with its letters, a bar and its number, which needs no colour to be read; those without
/// an article as a dot.
fn draw_months(paint: &Paint<'_>, page: &DossierPage, sections: DossierPlan, buffer: &mut Buffer) {
    let area = sections.months;
    if area.height == 0 {
        return;
    }
    let most = page.timeline.iter().map(|&(_, count)| count).max().unwrap_or(1).max(1);
    let focused = page.part == Section::Months;
    for cell in sections.month_cells(page) {
        let Some(&(day, count)) = page.timeline.get(cell.index) else { continue };
        if let Some(year) = cell.year {
            let x = cell.x.saturating_sub(4);
            put(buffer, area, x, area.y, &year.to_string(), paint.theme.heading);
        }
        let is_selected = focused && cell.index == page.months.selected;
        let is_shown = page.narrow.month == Some(day);
        let letters = if is_selected || is_shown { paint.theme.title } else { paint.theme.dim };
        if is_selected || is_shown {
            put(buffer, area, cell.x, area.y, if is_selected { "▌" } else { "▏" }, paint.theme.key);
        }
        let x = put(buffer, area, cell.x + 1, area.y, month(day), letters);
        let x = put(buffer, area, x, area.y, bar(count, most), paint.theme.key);
        if count > 0 {
            put(buffer, area, x, area.y, &count.to_string(), paint.theme.text);
        }
        if is_selected {
            let width = u16::try_from(3 + 1 + count.to_string().len()).unwrap_or(5);
            let cell = Rect { x: cell.x + 1, width, height: 1, ..area };
            buffer.set_style(cell.intersection(area), paint.theme.selected);
        }
    }
}

/// "Articles", or to what they are narrowed.
fn articles_heading(paint: &Paint<'_>, page: &DossierPage) -> String {
    let mut text = "Articles".to_owned();
    if let Some(drawer) = page.with() {
        text = format!("{text} with {}", drawer.name);
    }
    if let Some(day) = page.narrow.month {
        text = format!("{text} of {} {}", month(day), day.year());
    }
    if page.narrow == Narrow::default() {
        return text;
    }
    let count = page.dossier.articles.len() as u64;
    let more = if page.dossier.more { "+" } else { "" };
    let keys = paint.model.keymap.keys_of(Scope::Dossier, Command::Cancel);
    let lift = keys.map(|keys| format!(" ({keys}: all)")).unwrap_or_default();
    format!("{text}: {}{more}{lift}", grouped(count))
}

/// An eighth of a block for each eighth of the most; a dot for none.
fn bar(count: u32, most: u32) -> &'static str {
    const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    if count == 0 {
        return "·";
    }
    let eighth = (u64::from(count) * 8).div_ceil(u64::from(most.max(1))).clamp(1, 8);
    BARS[eighth as usize - 1]
}

fn draw_articles(paint: &Paint<'_>, page: &DossierPage, sections: DossierPlan, buffer: &mut Buffer) {
    let focused = page.part == Section::Articles;
    let part = if focused { paint.theme.title } else { paint.theme.dim };
    heading(paint, &articles_heading(paint, page), line(sections.articles, 0), part, buffer);
    if page.dossier.articles.is_empty() {
        let area = inset(line(sections.articles, 1));
        put(buffer, area, area.x, area.y, "none, or all of them are in the bin", paint.theme.dim);
    }
    let rows = page.dossier.articles.iter().enumerate().skip(page.articles.top).take(sections.rows(Section::Articles));
    let columns = Columns::of(paint, sections.articles.width, rows.clone().map(|(_, article)| article));
    for (row, (index, article)) in rows.enumerate() {
        let y = sections.articles.y + 1 + row as u16 * ARTICLE_HEIGHT;
        let height = ARTICLE_HEIGHT.min(sections.articles.bottom().saturating_sub(y));
        let area = Rect { y, height, ..sections.articles };
        if index == page.articles.selected {
            select(paint, area, focused, buffer);
        }
        draw_article(paint, article, columns, area, buffer);
    }
}

pub(super) fn select(paint: &Paint<'_>, area: Rect, focused: bool, buffer: &mut Buffer) {
    buffer.set_style(area, if focused { paint.theme.selected } else { paint.theme.selected_inactive });
    for index in 0..area.height {
        put(buffer, area, area.x, area.y + index, if focused { "▌" } else { "▏" }, paint.theme.key);
    }
}

/// The columns of dates and papers: as wide as the rows on the screen need them.
#[derive(Clone, Copy)]
struct Columns {
    day: usize,
    source: usize,
}

impl Columns {
    fn of<'a>(paint: &Paint<'_>, width: u16, rows: impl Iterator<Item = &'a DossierRow> + Clone) -> Self {
        let most = if width >= 56 { usize::from(width / 4) } else { 0 };
        Self {
            day: rows.clone().map(|article| self::width(&day(paint, article))).max().unwrap_or(0),
            source: rows.map(|article| self::width(&source_in(source(article), most))).max().unwrap_or(0),
        }
    }
}

fn day(paint: &Paint<'_>, article: &DossierRow) -> String {
    article.row.day.map(|day| short_date(day, paint.model.today)).unwrap_or_default()
}

fn source(article: &DossierRow) -> &str {
    article.row.source.as_deref().unwrap_or_default()
}

fn draw_article(paint: &Paint<'_>, article: &DossierRow, columns: Columns, area: Rect, buffer: &mut Buffer) {
    let first = inset(line(area, 0));
    let dim = paint.theme.dim;
    let count = article.mentions.to_string();
    let start = put_right(buffer, first, first.y, &count, dim);
    let mut x = first.x;
    for (text, columns) in
        [(day(paint, article), columns.day), (source_in(source(article), columns.source).into_owned(), columns.source)]
    {
        if columns > 0 {
            put(buffer, first, x, first.y, &text, dim);
            x = x.saturating_add(u16::try_from(columns + 2).unwrap_or(u16::MAX));
        }
    }
    let room = usize::from(start.saturating_sub(x + 2));
    let title = if article.row.marks.read { paint.theme.text } else { paint.theme.unread };
    put(buffer, first, x, first.y, &truncate(&article.row.title, room), title);
    let second = inset(line(area, 1));
    let Some((sentence, mention)) = &article.quote else { return };
    let quote = Rect { x: second.x + 2.min(second.width), width: second.width.saturating_sub(2), ..second };
    let (before, after) = around(sentence, mention.clone(), usize::from(quote.width.saturating_sub(2)));
    let x = put(buffer, quote, quote.x, quote.y, &before, dim);
    let name = sentence.get(mention.clone()).unwrap_or_default();
    let x = put(buffer, quote, x, quote.y, name, Style::new().bold().underlined());
    put(buffer, quote, x, quote.y, &after, dim);
}

/// What stands before and after the mention in at most `room` columns with it, in quotation marks, cut at words.
fn around(sentence: &str, mention: std::ops::Range<usize>, room: usize) -> (String, String) {
    let before = sentence.get(..mention.start).unwrap_or_default();
    let after = sentence.get(mention.end..).unwrap_or_default();
    let name = width(sentence.get(mention).unwrap_or_default());
    if width(sentence) <= room {
        return (format!("“{before}"), format!("{after}”"));
    }
    // Two thirds of what is left stand after the name: what it did matters more than what led up to it.
    let left = room.saturating_sub(name + 2);
    let mut lead = String::new();
    let words: Vec<&str> = before.split_word_bounds().collect();
    for word in words.iter().rev() {
        if width(&lead) + width(word) > left / 3 {
            break;
        }
        lead.insert_str(0, word);
    }
    let cut = if lead.len() < before.len() { "…" } else { "" };
    let rest = left.saturating_sub(width(&lead));
    let tail = truncate(after, rest);
    let close = if tail.len() == after.len() && !tail.ends_with('…') { "”" } else { "" };
    (format!("“{cut}{}", if cut.is_empty() { &lead } else { lead.trim_start() }), format!("{tail}{close}"))
}

fn draw_companions(paint: &Paint<'_>, page: &DossierPage, sections: DossierPlan, buffer: &mut Buffer) {
    if sections.companions.height < 2 {
        return;
    }
    let focused = page.part == Section::Companions;
    let part = if focused { paint.theme.title } else { paint.theme.dim };
    heading(paint, "Appears with", line(sections.companions, 0), part, buffer);
    let most = page.dossier.companions.iter().map(|&(_, count)| count).max().unwrap_or(1);
    let digits = grouped(u64::from(most)).len() as u16;
    let rows = page.dossier.companions.iter().enumerate().skip(page.companions.top);
    for (row, (index, (drawer, count))) in rows.take(sections.rows(Section::Companions)).enumerate() {
        let area = line(sections.companions, 1 + row as u16);
        if index == page.companions.selected && focused {
            select(paint, area, focused, buffer);
        }
        let inside = inset(area);
        if page.narrow.with == Some(drawer.id) {
            put(
                buffer,
                area,
                area.x,
                area.y,
                if focused && index == page.companions.selected { "▌" } else { "▏" },
                paint.theme.key,
            );
        }
        let letter = kind_letter(drawer.kind);
        put(buffer, inside, inside.x, inside.y, letter, paint.theme.dim);
        let bars = inside.width / 5;
        // The letter, the name, the count and the bar, each with a column after it.
        let names = inside.width.saturating_sub(2 + 1 + digits + 1 + bars);
        let name = name_in(drawer, usize::from(names));
        let look = if drawer.kind == EntityKind::Topic { paint.theme.text } else { paint.theme.entity(drawer.kind) };
        put(buffer, inside, inside.x + 2, inside.y, &name, look);
        let numbers = Rect { width: (2 + names + 1 + digits).min(inside.width), ..inside };
        put_right(buffer, numbers, inside.y, &grouped(u64::from(*count)), paint.theme.dim);
        let length = (u64::from(*count) * u64::from(bars)).div_ceil(u64::from(most.max(1)));
        let bar = "█".repeat(usize::try_from(length).unwrap_or(0).min(usize::from(bars)));
        put(buffer, inside, numbers.right() + 1, inside.y, &bar, paint.theme.border);
    }
}

fn draw_aliases(paint: &Paint<'_>, dossier: &Dossier, area: Rect, buffer: &mut Buffer) {
    if area.height < 2 {
        return;
    }
    heading(paint, "Also filed as", line(area, 0), paint.theme.dim, buffer);
    let inside = inset(area);
    let forms: Vec<String> =
        dossier.aliases.iter().map(|(form, count)| format!("{}\u{a0}{count}", form.replace(' ', "\u{a0}"))).collect();
    let text = forms.join(" · ");
    for (index, range) in wrap(&text, usize::from(inside.width)).into_iter().enumerate() {
        let row = line(inside, 1 + index as u16);
        put(buffer, row, row.x, row.y, text.get(range).unwrap_or_default(), paint.theme.text);
    }
}

/// "Perhaps the same: Sen. Rubio (2), why: surname and office": a line each, those from the selected one on.
fn draw_perhaps(paint: &Paint<'_>, page: &DossierPage, area: Rect, buffer: &mut Buffer) {
    let focused = page.part == Section::Perhaps;
    let merge = Command::named("merge").and_then(|command| {
        Some(format!("{} {}", paint.model.keymap.keys_of(Scope::Dossier, command)?, command.row().hint))
    });
    let rows = page.dossier.perhaps.iter().enumerate().skip(page.perhaps.top).take(usize::from(area.height));
    for (row, (index, (drawer, why))) in rows.enumerate() {
        let area = line(area, row as u16);
        let is_selected = focused && index == page.perhaps.selected;
        if is_selected {
            select(paint, area, focused, buffer);
        }
        let mut inside = inset(area);
        if let Some(merge) = merge.as_ref().filter(|_| is_selected || !focused && row == 0) {
            let start = put_right(buffer, inside, inside.y, merge, paint.theme.dim);
            inside.width = start.saturating_sub(inside.x + 2);
        }
        // On a narrow screen the name and the reason matter more than the words around them.
        let (label, because) = if inside.width < 60 { ("Perhaps ", ": ") } else { ("Perhaps the same: ", ", why: ") };
        let x = put(buffer, inside, inside.x, inside.y, label, paint.theme.heading);
        let text = format!("{} ({}){because}{why}", drawer.name, drawer.articles);
        let room = usize::from(inside.right().saturating_sub(x));
        put(buffer, inside, x, inside.y, &truncate(&text, room), paint.theme.text);
    }
}

/// Topics, places and papers: one line each, as much of it as fits.
fn foot_lines(dossier: &Dossier, room: usize) -> Vec<String> {
    let of = |kind: EntityKind| {
        let companions = dossier.companions.iter().filter(move |(drawer, _)| drawer.kind == kind);
        companions.map(|(drawer, count)| (drawer.name.clone(), *count)).collect::<Vec<_>>()
    };
    let mut lines = Vec::new();
    if !dossier.broader.is_empty() {
        lines.push(truncate(&format!("Broader: {}", dossier.broader.join(" ‹ ")), room).into_owned());
    }
    for (label, entries) in [
        ("Narrower", dossier.narrower.clone()),
        ("Topics", of(EntityKind::Topic)),
        ("Places", of(EntityKind::Place)),
        ("Sources", dossier.sources.clone()),
    ] {
        let text = entries.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ");
        if !text.is_empty() {
            lines.push(truncate(&format!("{label}: {text}"), room).into_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_high_as_its_share_and_never_nothing() {
        let cases = [(0, 8, "·"), (1, 8, "▁"), (1, 1_000, "▁"), (4, 8, "▄"), (8, 8, "█"), (1, 0, "█")];
        for (count, most, expected) in cases {
            assert_eq!(bar(count, most), expected, "{count} of {most}");
        }
    }

    #[test]
    fn a_quotation_is_cut_round_the_name() {
        let sentence = "On Tuesday evening in the old harbour Ada Brook told the council that the bridge was safe";
        let at = sentence.find("Ada").unwrap();
        let (before, after) = around(sentence, at..at + 9, 50);
        assert!(before.starts_with("“…") && after.ends_with('…'), "{before}|{after}");
        assert!(width(&before) + 9 + width(&after) <= 52, "{before}|{after}");
    }
}

//! The reader: the lines of the layout that are on the screen, with what stands before them and what is marked in them.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Paint, put, put_right};
use crate::article::{Block, BlockKind, EntityKind, Shape};
use crate::library::Opened;
use crate::text::MarkKind;
use crate::text::wrap::width;
use crate::tui::layout::{GUTTER, Line, Part as Piece, View, count_hidden, lead};
use crate::tui::model::Pane;
use crate::tui::model::overlay::{Overlay, Prompt, Purpose};
use crate::tui::model::select::Selection;
use crate::tui::theme::Theme;

pub(super) fn draw(paint: &Paint<'_>, buffer: &mut Buffer) {
    let Some(area) = paint.plan.reader else { return };
    let reader = &paint.model.reader;
    let title = match reader.view {
        View::Clean => "Reader".to_owned(),
        view => format!("Reader: {}", view.name()),
    };
    let inside = paint.pane(Some(area), Pane::Reader, &title, buffer);
    let Some(opened) = reader.opened.as_deref() else { return };
    let text = paint.plan.text(reader.measure);
    let names = Names::of(paint, opened);
    for (row, line) in reader.layout.lines().iter().skip(reader.top).take(usize::from(text.height)).enumerate() {
        let area = Rect { y: text.y + row as u16, height: 1, ..text };
        draw_line(paint, opened, &names, line, area, buffer);
        if block_of(line).is_some_and(|block| chosen(paint) == Some(block)) {
            buffer.set_style(area, paint.theme.chosen);
            let before = Rect { x: area.x.saturating_sub(1).max(inside.x), width: 1, ..area };
            put(buffer, before, before.x, before.y, "▌", paint.theme.key);
        }
    }
    position(paint, area, inside, buffer);
}

/// The block that a rule is being made about.
fn chosen(paint: &Paint<'_>) -> Option<usize> {
    match paint.model.overlays.last()? {
        Overlay::Prompt(Prompt { purpose: Purpose::Rule { block, .. }, .. }) => Some(*block),
        _ => None,
    }
}

const fn block_of(line: &Line) -> Option<usize> {
    match line {
        Line::Text { block, .. } | Line::Cells { block, .. } => Some(*block),
        _ => None,
    }
}

/// How far one is, on the border: "43 %".
fn position(paint: &Paint<'_>, area: Rect, inside: Rect, buffer: &mut Buffer) {
    let reader = &paint.model.reader;
    if area == inside || area.width < 30 || !reader.is_longer_than_the_screen() {
        return;
    }
    let border = Rect { width: area.width.saturating_sub(2), y: area.bottom().saturating_sub(1), height: 1, ..area };
    let part = if paint.is_focused(Pane::Reader) { paint.theme.border_focus } else { paint.theme.border };
    put_right(buffer, border, border.y, &format!(" {} % ", reader.progress()), part);
}

/// The drawers whose mentions stand out: the followed one, and the one that is selected.
struct Names {
    followed: Option<usize>,
    selected: Option<usize>,
}

impl Names {
    fn of(paint: &Paint<'_>, opened: &Opened) -> Self {
        let followed = paint.model.following.as_ref().map(|following| following.drawer.id);
        let selected = paint.model.sidebar.drawer(Some(opened)).map(|drawer| drawer.id);
        let find = |id| opened.drawers.iter().position(|drawer| Some(drawer.id) == id);
        Self { followed: find(followed), selected: find(selected) }
    }

    /// How a mention of a drawer looks. The words of a topic are common words: only a selected one is marked.
    fn look(&self, theme: &Theme, index: usize, kind: EntityKind) -> Option<Style> {
        if self.followed == Some(index) {
            Some(theme.followed)
        } else if self.selected == Some(index) {
            Some(theme.entity(kind).patch(theme.chosen))
        } else {
            (kind != EntityKind::Topic).then(|| theme.entity(kind))
        }
    }
}

fn draw_line(paint: &Paint<'_>, opened: &Opened, names: &Names, line: &Line, area: Rect, buffer: &mut Buffer) {
    let article = &opened.article;
    let plain = |text: &str, range: &Range<usize>, part: Style, buffer: &mut Buffer| {
        put(buffer, area, area.x, area.y, text.get(range.clone()).unwrap_or_default(), part);
    };
    let reader = &paint.model.reader;
    let searched = |text: &str, range: &Range<usize>, part: Style, buffer: &mut Buffer| {
        let text = text.get(range.clone()).unwrap_or_default();
        plain(text, &(0..text.len()), part, buffer);
        for hit in reader.find.iter().flat_map(|find| find.in_line(text)) {
            let before = width(text.get(..hit.start).unwrap_or_default());
            let x = area.x.saturating_add(u16::try_from(before).unwrap_or(u16::MAX));
            put(buffer, area, x, area.y, text.get(hit).unwrap_or_default(), part.patch(paint.theme.hit));
        }
    };
    match line {
        Line::Blank => {}
        Line::Title(range) => searched(article.title.as_deref().unwrap_or_default(), range, paint.theme.title, buffer),
        Line::Elsewhere(range) => plain(&reader.layout.elsewhere, range, paint.theme.dim, buffer),
        Line::Facts(range) => plain(&reader.layout.facts, range, paint.theme.dim, buffer),
        Line::Standfirst(range) => {
            searched(article.standfirst.as_deref().unwrap_or_default(), range, paint.theme.text.italic(), buffer);
        }
        Line::Note(index, range) => {
            let note = article.notes.get(*index).map_or("", |note| &*note.0);
            if range.start == 0 {
                put(buffer, area, area.x, area.y, "! ", paint.theme.warning);
            }
            let text = note.get(range.clone()).unwrap_or_default();
            put(buffer, area, area.x + 2, area.y, text, paint.theme.dim);
        }
        Line::Rule(block) => {
            let rule = "─".repeat(usize::from(area.width));
            put(buffer, area, area.x, area.y, &rule, paint.theme.border);
            gutter(paint, reader.blocks().get(*block), area, buffer);
        }
        Line::Fold(blocks) => {
            let hidden = reader.blocks().get(blocks.clone()).unwrap_or_default();
            let x = put(buffer, area, area.x, area.y, "⋯ ", paint.theme.dim);
            put(buffer, area, x, area.y, &count_hidden(hidden), paint.theme.dim);
        }
        Line::Label(block) => {
            let Some(block) = reader.blocks().get(*block) else { return };
            gutter(paint, Some(block), area, buffer);
            let why = if block.why.0.is_empty() { String::new() } else { format!(": {}", block.why.0) };
            let label = format!("{}{why}", block.kind.name());
            put(buffer, area, area.x + GUTTER as u16, area.y, &label, paint.theme.dim);
        }
        Line::Text { block, range, indent, part } => {
            let Some(shown) = reader.blocks().get(*block) else { return };
            let x = area.x.saturating_add(*indent);
            before(paint, shown, *part, Rect { width: *indent, ..area }, buffer);
            draw_text(paint, opened, names, *block, range.clone(), (x, area), buffer);
        }
        Line::Cells { block, cells } => {
            for (column, (x, range)) in cells.iter().enumerate() {
                let x = area.x.saturating_add(*x);
                if column > 0 && x >= 2 {
                    put(buffer, area, x - 2, area.y, "│", paint.theme.border);
                }
                // A cell ends where the next begins.
                let end = cells
                    .get(column + 1)
                    .map_or(area.right(), |(next, _)| area.x.saturating_add(next.saturating_sub(3)));
                let cell = Rect { width: end.min(area.right()).saturating_sub(area.x), ..area };
                draw_text(paint, opened, names, *block, range.clone(), (x, cell), buffer);
            }
        }
    }
}

/// The bar before hidden blocks that are shown.
fn gutter(paint: &Paint<'_>, block: Option<&Block>, area: Rect, buffer: &mut Buffer) {
    if block.is_some_and(|block| block.kind != BlockKind::Body) {
        put(buffer, area, area.x, area.y, "┊ ", paint.theme.dim);
    }
}

/// What stands before a line of text: the bar of a quotation, a bullet, a number.
fn before(paint: &Paint<'_>, block: &Block, part: Piece, area: Rect, buffer: &mut Buffer) {
    gutter(paint, Some(block), area, buffer);
    match (&block.shape, part) {
        (Shape::Quote, _) => {
            put_right(buffer, area, area.y, "▎ ", paint.theme.quote);
        }
        (Shape::Item { mark, .. }, Piece::First) => {
            put_right(buffer, area, area.y, &lead(*mark), paint.theme.dim);
        }
        (Shape::Caption, Piece::First) => {
            put_right(buffer, area, area.y, "▣ ", paint.theme.dim);
        }
        _ => {}
    }
}

/// The style of a block's text.
fn base(paint: &Paint<'_>, block: &Block) -> Style {
    match (block.kind, &block.shape) {
        (BlockKind::Body, Shape::Heading(1 | 2)) => paint.theme.heading,
        (BlockKind::Body, Shape::Heading(_)) => paint.theme.heading.italic(),
        (BlockKind::Body, Shape::Quote) => paint.theme.quote,
        (BlockKind::Body, Shape::Code) => paint.theme.code,
        (BlockKind::Body, Shape::Caption) => paint.theme.dim.italic(),
        (BlockKind::Body, _) => paint.theme.text,
        _ => paint.theme.dim,
    }
}

/// Paints the bytes of `range` from column `x`, with all that is marked in them, in pieces of one style.
fn draw_text(
    paint: &Paint<'_>,
    opened: &Opened,
    names: &Names,
    index: usize,
    range: Range<usize>,
    (x, area): (u16, Rect),
    buffer: &mut Buffer,
) {
    let reader = &paint.model.reader;
    let Some(block) = reader.blocks().get(index) else { return };
    let text = block.text.as_str();
    let mut layers: Vec<(Range<usize>, Style)> = Vec::new();
    let mut add = |marked: Range<usize>, style: Style| {
        let marked = marked.start.max(range.start)..marked.end.min(range.end);
        if !marked.is_empty() {
            layers.push((marked, style));
        }
    };
    let bytes = |range: &Range<u32>| range.start as usize..range.end as usize;
    for mark in block.text.marks() {
        let part = match mark.kind {
            MarkKind::Bold => Style::new().bold(),
            MarkKind::Italic => Style::new().italic(),
            MarkKind::Code => paint.theme.code,
            MarkKind::Link(_) => paint.theme.link,
        };
        add(bytes(&mark.range), part);
    }
    if reader.view != View::Original {
        let mentions = &opened.mentions;
        let from = mentions.partition_point(|mention| (mention.block as usize) < index);
        for (at, mention) in
            mentions.iter().enumerate().skip(from).take_while(|(_, mention)| mention.block as usize == index)
        {
            let entity = usize::from(mention.entity);
            let Some(drawer) = opened.drawers.get(entity) else { continue };
            if let Some(look) = names.look(paint.theme, entity, drawer.kind) {
                add(bytes(&mention.range), look);
            }
            if reader.mention == Some(at) {
                add(bytes(&mention.range), paint.theme.hit.bold());
            }
        }
    }
    let hits = reader.hits();
    let from = hits.partition_point(|hit| hit.block < index);
    let current = reader.find.as_ref().and_then(|find| find.current);
    for (at, hit) in hits.iter().enumerate().skip(from).take_while(|(_, hit)| hit.block == index) {
        add(hit.range.clone(), if current == Some(at) { paint.theme.hit.bold() } else { paint.theme.hit });
    }
    let selected = reader.selection.as_ref().map(Selection::range).filter(|(block, _)| *block == index);
    let selected = selected.map_or(0..0, |(_, bytes)| bytes);
    add(selected.clone(), paint.theme.selected.bold());
    let base = base(paint, block);
    let mut cuts: Vec<usize> =
        layers.iter().flat_map(|(range, _)| [range.start, range.end]).chain([range.end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let (mut x, mut from) = (x, range.start);
    let mut ends = [None; 2];
    for to in cuts.into_iter().filter(|&to| to > range.start) {
        let style = layers
            .iter()
            .filter(|(marked, _)| marked.start <= from && marked.end >= to)
            .fold(base, |style, (_, layer)| style.patch(*layer));
        if from == selected.start {
            ends[0] = x.checked_sub(1);
        }
        x = put(buffer, area, x, area.y, text.get(from..to).unwrap_or_default(), style);
        if to == selected.end {
            ends[1] = Some(x);
        }
        from = to;
    }
    if !selected.is_empty() {
        for (sign, x) in ["[", "]"].into_iter().zip(ends) {
            bracket(paint, sign, x, area, buffer);
        }
    }
}

/// A sign at an end of what is selected, for who sees no reverse video: on a blank, or over a sign of the sentence, never over a letter.
fn bracket(paint: &Paint<'_>, sign: &str, x: Option<u16>, area: Rect, buffer: &mut Buffer) {
    let Some(x) = x else { return };
    let within = area.contains((x, area.y).into());
    let Some(cell) = buffer.cell_mut((x, area.y)) else { return };
    let is_free = |symbol: &str| symbol == " " || within && !symbol.chars().any(char::is_alphanumeric);
    if is_free(cell.symbol()) {
        cell.set_symbol(sign).set_style(paint.theme.key);
    }
}

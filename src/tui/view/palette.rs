//! Lists to pick from, over the panes: the palette and help.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use super::{Paint, in_short, kind_letter, line, put, put_clusters, put_right};
use crate::text::wrap::{truncate, width};
use crate::tui::command::Scope;
use crate::tui::layout::short_date;
use crate::tui::line::Window;
use crate::tui::model::overlay::{Item, Picker, Source, Target};
use crate::tui::model::sheet::Joining;
use crate::tui::model::sidebar::Sort;
use crate::tui::plan::PickerPlan;

/// Columns of the keys of a command, and of what parts them from what it does.
const KEYS: u16 = 16;

/// Draws a picker; returns where the cursor stands.
pub(super) fn draw(paint: &Paint<'_>, picker: &Picker, buffer: &mut Buffer) -> Option<Position> {
    let area = PickerPlan::new(paint.model.size);
    Clear.render(area.frame, buffer);
    buffer.set_style(area.frame, paint.theme.text);
    let title = match &picker.source {
        Source::Drawers(kind, _) => kind.plural(),
        Source::Visited(_) => "Visited, the last first",
        Source::Partners(Joining::Name(name), _) => &format!("Join {} with…", name.name),
        Source::Partners(Joining::Words { text, .. }, _) => &format!("“{text}” is a name of…"),
        Source::Spellings(name, _) => &format!("Split off {}: what has a drawer of its own?", name.name),
        Source::Help(Scope::List, _) => "Keys of the list",
        Source::Help(Scope::Reader, _) => "Keys of the reader",
        Source::Help(Scope::Sidebar, _) => "Keys of the names",
        Source::Help(Scope::Dossier, _) => "Keys of a name's page",
        Source::Help(Scope::Everywhere, _) => "Keys",
        Source::Papers(_) => "Sources",
        Source::Searches => "Searches that are kept, and your own topics",
        Source::Palette(_) => "Find anything; > commands alone",
    };
    if area.frame != area.line && area.rows.width < area.frame.width {
        paint.frame(area.frame, true, title, buffer);
        let rule = "─".repeat(usize::from(area.rows.width));
        put(buffer, area.frame, area.rows.x, area.rows.y.saturating_sub(1), &rule, paint.theme.border);
    }
    let typed = area.line;
    let count = format!("{} ", picker.items.len());
    put_right(buffer, typed, typed.y, &count, paint.theme.dim);
    let room = typed.width.saturating_sub(4).saturating_sub(count.len() as u16);
    let Window { shown, cursor } = picker.line.window(room);
    let x = put(buffer, typed, typed.x + 1, typed.y, "› ", paint.theme.key);
    put(buffer, typed, x, typed.y, picker.line.text().get(shown).unwrap_or_default(), paint.theme.text);
    if picker.items.is_empty() && area.rows.height > 0 {
        let words = if picker.line.text().is_empty() {
            match picker.source {
                Source::Drawers(..) | Source::Papers(_) | Source::Partners(..) => "there are none",
                Source::Searches => "none is kept yet: S in the list keeps the search that is shown",
                Source::Help(..) | Source::Palette(_) | Source::Visited(_) | Source::Spellings(..) => "type to find",
            }
        } else {
            match picker.source {
                Source::Palette(_) => "nothing is called that; / searches the full text",
                _ => "nothing is called that",
            }
        };
        put(buffer, area.rows, area.rows.x + 1, area.rows.y, words, paint.theme.dim);
    }
    let items = picker.items.iter().enumerate().skip(picker.cursor.top).take(usize::from(area.rows.height));
    for (row, (index, item)) in items.enumerate() {
        let is_selected = index == picker.cursor.selected;
        draw_item(paint, (item, picker), line(area.rows, row as u16), is_selected, buffer);
    }
    Some(Position::new(x.saturating_add(cursor), typed.y))
}

fn draw_item(paint: &Paint<'_>, (item, picker): (&Item, &Picker), area: Rect, is_selected: bool, buffer: &mut Buffer) {
    if is_selected {
        buffer.set_style(area, paint.theme.selected);
        put(buffer, area, area.x, area.y, "▌", paint.theme.key);
    }
    let dim = paint.theme.dim;
    let is_command = matches!(item.target, Target::Command(..));
    let inside = Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(2), ..area };
    // Alone, commands stand behind their keys; among other things their keys stand where what those are is told.
    let is_column = is_command && !matches!(picker.source, Source::Palette(_) if !picker.line.text().starts_with('>'));
    let keys_width = KEYS.min(inside.width / 3);
    let (lead, right) = match &item.target {
        Target::Command(_, keys) if is_column => {
            (truncate(keys, usize::from(keys_width.saturating_sub(2))).into_owned(), String::new())
        }
        Target::Command(_, keys) => (String::from(">"), keys.clone()),
        Target::Article(row) => {
            let day = row.day.map(|day| short_date(day, paint.model.today)).unwrap_or_default();
            let source = row.source.as_deref().unwrap_or_default();
            (
                String::from("≡"),
                [source, &day].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
            )
        }
        Target::Reason(_) | Target::Here(..) => (String::new(), String::new()),
        Target::Spelling(_, 1) => (String::new(), "once".to_owned()),
        Target::Spelling(_, count) => (String::new(), format!("{count} times")),
        Target::Drawer(drawer) => {
            (kind_letter(drawer.kind).to_owned(), format!("{} {}", drawer.kind.name(), drawer.articles))
        }
        Target::Paper(paper) => (String::from("S"), format!("source {}", in_short(paper.articles))),
        Target::Search(search) => {
            let sort = if search.sort == Sort::Search { "search" } else { "your topic" };
            (String::from("/"), format!("{sort}, {} unread", in_short(search.unread)))
        }
    };
    let indent = match item.target {
        Target::Command(..) if is_column => keys_width,
        Target::Reason(_) | Target::Spelling(..) | Target::Here(..) => 0,
        _ => 2,
    };
    let part = if is_command { paint.theme.key } else { paint.theme.dim };
    put(buffer, inside, inside.x, area.y, &lead, part);
    let mut room =
        Rect { x: inside.x + indent.min(inside.width), width: inside.width.saturating_sub(indent), ..inside };
    if !right.is_empty() && usize::from(room.width) > width(&right) + 12 {
        let start = put_right(buffer, room, area.y, &right, dim);
        room.width = start.saturating_sub(room.x + 2);
    }
    let label = truncate(item.target.label(), usize::from(room.width));
    let plain = if is_selected { paint.theme.selected } else { paint.theme.text };
    let matched = plain.patch(paint.theme.key);
    put_clusters(buffer, room, room.x, area.y, &label, |number, _| {
        let hit = u32::try_from(number).is_ok_and(|number| item.matched.binary_search(&number).is_ok());
        if hit { matched } else { plain }
    });
}

//! The line at the top (what is listed, what is followed; tabs on a narrow screen) and the line at the bottom (what is
//! typed, a message, or the keys of the focused pane).

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Paint, grouped, in_short, name_in, put, put_clusters, put_right, sidebar, story};
use crate::extract::rules::Rule;
use crate::library::{Count, Order};
use crate::text::wrap::{truncate, width};
use crate::tui::command::{Act, Command, Mark, Scope, Way};
use crate::tui::keys::label;
use crate::tui::line::Window;
use crate::tui::model::dossier::Part;
use crate::tui::model::find::Whence;
use crate::tui::model::list::in_words;
use crate::tui::model::overlay::{Overlay, Prompt, Purpose, underlined};
use crate::tui::model::sidebar::Sort;
use crate::tui::model::status::Tone;
use crate::tui::model::{Pane, Zen};

pub(super) fn header(paint: &Paint<'_>, buffer: &mut Buffer) {
    let area = paint.plan.header;
    if area.height == 0 {
        return;
    }
    buffer.set_style(area, paint.theme.bar);
    let following = beside_the_list(paint, usize::from(area.width / 2));
    let right = Rect { width: area.width.saturating_sub(1), ..area };
    if paint.plan.has_tabs() {
        scope(paint, buffer);
        return tabs(paint, area, buffer);
    }
    let mut room = area;
    if !following.is_empty() {
        let text = truncate(&following, usize::from(area.width / 2));
        let start = put_right(buffer, right, area.y, &text, paint.theme.bar.bold());
        room.width = start.saturating_sub(area.x + 2);
    }
    let x = put(buffer, room, area.x + 1, area.y, "morgue", paint.theme.bar.bold());
    let listed = listed(paint, usize::from(room.right().saturating_sub(x + 3)));
    put(buffer, room, x + 3, area.y, &listed, paint.theme.bar);
}

/// "tariffs person:rubio   18 of 1 243 in articles with Marco Rubio   newest first", or as much of it as there is room for.
fn listed(paint: &Paint<'_>, room: usize) -> String {
    let list = &paint.model.list;
    let query = list.query.trim();
    let found = list.count.map(in_short).unwrap_or_default();
    let counts = match (query.is_empty(), list.total) {
        (true, _) if found == "1" => "1 article".to_owned(),
        (true, _) if !found.is_empty() => format!("{found} articles"),
        (false, Some(total)) if !found.is_empty() => format!("{found} of {}", in_short(total)),
        _ => found,
    };
    let scope = if query.is_empty() { "" } else { &list.scope };
    let placed = format!("{counts} {scope}");
    let order = in_words(list.shown_order());
    let choices: [&[&str]; 3] = [&[query, placed.trim(), order], &[query, &counts, order], &[query, &counts]];
    let texts =
        choices.map(|parts| parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("   "));
    let fitting = texts.iter().find(|text| width(text) <= room);
    // How many there are matters more than the end of a long query.
    let left = room.saturating_sub(width(&counts) + 3);
    match fitting {
        Some(text) => text.clone(),
        None if left >= 12 && !counts.is_empty() => format!("{}   {counts}", truncate(query, left)),
        None => truncate(query, room).into_owned(),
    }
}

/// What stands at the right: what is followed, and, where the reader has no border to say so, how far one is.
fn beside_the_list(paint: &Paint<'_>, room: usize) -> String {
    let reader = &paint.model.reader;
    let is_bare = paint.model.focus.zen == Zen::On && reader.is_longer_than_the_screen();
    let progress = if is_bare { format!("{} %", reader.progress()) } else { String::new() };
    let parts = [following(paint, room), progress];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("   ")
}

/// "following: Marco Rubio, 3 of 18" in at most `room` columns: what is short of room is the name, never how far one is.
fn following(paint: &Paint<'_>, room: usize) -> String {
    let Some(following) = &paint.model.following else { return String::new() };
    let name = following.says();
    let position = following.position.map(|(nth, of)| format!(", {nth} of {of}")).unwrap_or_default();
    let told = format!("following: {name}{position}");
    if width(&told) <= room {
        return told;
    }
    // The sign with which the sidebar marks it.
    let left = room.saturating_sub(2 + width(&position));
    format!("» {}{position}", truncate(&name, left))
}

/// Under the tabs: over the list what is listed, over the other panes what is followed; where there is none of it, the other.
fn scope(paint: &Paint<'_>, buffer: &mut Buffer) {
    let area = paint.plan.scope;
    let room = usize::from(area.width.saturating_sub(2));
    let listed = if paint.model.list.query.trim().is_empty() { String::new() } else { listed(paint, room) };
    let words = match paint.model.focus.pane {
        Pane::List => [listed, following(paint, room)],
        Pane::Reader | Pane::Sidebar => [following(paint, room), listed],
    };
    let words = words.into_iter().find(|words| !words.is_empty()).unwrap_or_default();
    buffer.set_style(area, paint.theme.bar);
    put(buffer, area, area.x + 1.min(area.width), area.y, &truncate(&words, room), paint.theme.dim);
}

/// One pane at a time: which, and what the others are.
fn tabs(paint: &Paint<'_>, area: Rect, buffer: &mut Buffer) {
    let names = ["Articles", "Reader", "Names"];
    let third = area.width / 3;
    for (index, (name, pane)) in names.into_iter().zip(Pane::ALL).enumerate() {
        let x = area.x + third * index as u16;
        let tab = Rect { x, width: if index == 2 { area.right() - x } else { third }, ..area };
        let is_here = paint.model.focus.pane == pane && paint.model.dossier.is_none();
        let part = if is_here { paint.theme.selected } else { paint.theme.bar };
        buffer.set_style(tab, part);
        let room = usize::from(tab.width);
        let mark = if is_here { "▌" } else { " " };
        let mut label = format!("{mark}{} {name}", index + 1);
        // Without a border, this is where how far one is can be told.
        if pane == Pane::Reader && is_here && paint.model.reader.is_longer_than_the_screen() {
            let progress = paint.model.reader.progress();
            let told = if progress < 100 { format!("{label} {progress}%") } else { format!("{label} end") };
            if width(&told) <= usize::from(tab.width) {
                label = told;
            }
        }
        put(buffer, tab, tab.x, tab.y, &truncate(&label, room), part);
    }
}

/// Draws the line at the bottom; returns where the cursor stands while something is typed.
pub(super) fn footer(paint: &Paint<'_>, buffer: &mut Buffer) -> Option<Position> {
    let area = paint.plan.footer;
    if area.height == 0 {
        return None;
    }
    buffer.set_style(area, paint.theme.bar);
    let prompt = paint.model.overlays.iter().rev().find_map(|overlay| match overlay {
        Overlay::Prompt(prompt) => Some(prompt),
        Overlay::Picker(_) | Overlay::Copies(_) | Overlay::Related(_) | Overlay::Sheet(_) => None,
    });
    if let Some(prompt) = prompt {
        return Some(typed(paint, prompt, area, buffer));
    }
    let mut room = Rect { width: area.width.saturating_sub(1), ..area };
    if let Some(progress) = importing(paint) {
        let start = put_right(buffer, room, area.y, &progress, paint.theme.bar);
        room.width = start.saturating_sub(area.x + 1);
    } else if let Some(keys) = pending(paint) {
        let start = put_right(buffer, room, area.y, &keys, paint.theme.bar);
        room.width = start.saturating_sub(area.x + 1);
    }
    let status = &paint.model.status;
    if status.text.is_empty() {
        hints(paint, room, buffer);
    } else {
        let (part, sign) = match status.tone {
            Tone::Tells => (paint.theme.bar, ""),
            Tone::Warns => (paint.theme.warning, "! "),
        };
        let text = format!("{sign}{}", status.text);
        let text = truncate(&text, usize::from(room.width.saturating_sub(1)));
        put(buffer, room, area.x + 1, area.y, &text, part);
    }
    None
}

fn importing(paint: &Paint<'_>) -> Option<String> {
    let importing = paint.model.importing?;
    Some(match importing.found {
        0 => "filing…".to_owned(),
        found => format!("filing {} of {}", grouped(importing.done), grouped(found)),
    })
}

/// A count, and the beginning of a longer key.
fn pending(paint: &Paint<'_>) -> Option<String> {
    let typed = &paint.model.typed;
    if typed.count.is_none() && typed.chords.is_empty() {
        return None;
    }
    let count = typed.count.map(|count| count.to_string()).unwrap_or_default();
    let keys = label(&typed.chords);
    Some(format!("{count}{keys}…"))
}

/// The line that is typed, with what was not understood underlined and named.
fn typed(paint: &Paint<'_>, prompt: &Prompt, area: Rect, buffer: &mut Buffer) -> Position {
    let named;
    let (sign, complaints) = match &prompt.purpose {
        Purpose::Rule { rule, .. } => {
            named = about(rule, usize::from(area.width));
            (named.as_str(), &[][..])
        }
        Purpose::Rename(drawer) => {
            named = format!("rename {} to: ", name_in(drawer, usize::from(area.width / 3)));
            (named.as_str(), &[][..])
        }
        Purpose::Query(_) => ("/", &paint.model.list.complaints[..]),
        Purpose::Find => ("in this article /", &[][..]),
        Purpose::Name { .. } => ("save this search as: ", &[][..]),
        Purpose::Command => (":", &[][..]),
    };
    let x = put(buffer, area, area.x + 1.min(area.width), area.y, sign, paint.theme.key);
    let mut room = Rect { width: area.right().saturating_sub(x), x, ..area };
    let note = note(paint, prompt);
    if !note.is_empty() && room.width > 24 {
        // All that the typed text leaves, and at least half.
        let left = usize::from(room.width).saturating_sub(width(prompt.line.text()) + 4);
        let space = left.max(usize::from(room.width / 2));
        let start =
            put_right(buffer, Rect { width: room.width - 1, ..room }, area.y, &truncate(&note, space), paint.theme.bar);
        room.width = start.saturating_sub(room.x + 1);
    }
    let Window { shown, cursor } = prompt.line.window(room.width);
    let text = prompt.line.text();
    let wrong = underlined(complaints, text);
    put_clusters(buffer, room, x, area.y, text.get(shown.clone()).unwrap_or_default(), |_, byte| {
        let byte = shown.start + byte;
        let is_wrong = wrong.iter().any(|range| range.contains(&byte));
        if is_wrong { paint.theme.error.underlined() } else { paint.theme.bar }
    });
    // What does not fit is not silently cut: a dot where the cursor is not.
    let last = room.right().saturating_sub(1);
    if shown.end < text.len() && last > x.saturating_add(cursor) {
        put(buffer, room, last, area.y, "…", paint.theme.bar);
    }
    Position::new(x.saturating_add(cursor).min(area.right().saturating_sub(1)), area.y)
}

/// What a rule does and where, before the line it is about; a long name of a site leaves more than half of the width to that line.
fn about(rule: &Rule, room: usize) -> String {
    let site = rule.site.as_deref().unwrap_or("every site");
    let verdict = rule.verdict.name();
    let whole = format!("always {verdict} on {site}: ");
    if width(&whole) * 2 <= room {
        return whole;
    }
    let left = (room / 2).saturating_sub(verdict.len() + " on : ".len());
    format!("{verdict} on {}: ", truncate(site, left.max(4)))
}

/// What is said beside what is typed: trouble first.
fn note(paint: &Paint<'_>, prompt: &Prompt) -> String {
    if !paint.model.status.text.is_empty() {
        return paint.model.status.text.clone();
    }
    match &prompt.purpose {
        Purpose::Query(_) => match paint.model.list.complaints.first() {
            Some(complaint) => complaint.message.clone(),
            None => {
                let found = paint.model.list.count.map(|count| format!("{} found   ", in_short(count)));
                let order = if paint.model.list.sought.is_empty() {
                    ""
                } else if paint.model.list.order == Order::Best {
                    "   Tab newest first"
                } else {
                    "   Tab best first"
                };
                format!("{}Enter keep   Esc back{order}", found.unwrap_or_default())
            }
        },
        Purpose::Find => match paint.model.reader.find.as_ref().filter(|find| find.whence == Whence::Article) {
            None => String::new(),
            Some(find) if find.hits.is_empty() => "not in what is shown".to_owned(),
            Some(find) => format!("{} of {}", find.current.map_or(0, |current| current + 1), find.hits.len()),
        },
        Purpose::Command => "Enter run   Esc leave".to_owned(),
        Purpose::Name { query } => {
            let name = prompt.line.text().trim();
            let mut searches = paint.model.sidebar.searches.iter().filter(|search| search.sort == Sort::Search);
            match searches.find(|search| search.name == name) {
                Some(search) if search.query != *query => format!("replaces what is kept so: {}", search.query),
                _ => "Enter keep   Esc leave".to_owned(),
            }
        }
        Purpose::Rename(_) => "Enter rename   Esc leave".to_owned(),
        Purpose::Rule { standing, .. } => {
            let articles = match standing {
                None => "…".to_owned(),
                Some(Count::Exactly(1)) => "1 article".to_owned(),
                Some(Count::Exactly(count)) => format!("{} articles", grouped(*count)),
                Some(Count::AtLeast(count)) => format!("{}+ articles", grouped(*count)),
            };
            format!("in {articles}   ↑ ↓ another line   Enter make the rule   Esc leave")
        }
    }
}

/// What the footer speaks of in each pane, the most useful first. Keys and words come from the tables.
const HINTS: &[(Scope, &[Command])] = &[
    (
        Scope::List,
        &[
            Command::Open,
            Command::Mark(Mark::Read),
            Command::Mark(Mark::Star),
            Command::With(Way::Next),
            Command::Search,
            Command::Palette,
            Command::CommandLine,
        ],
    ),
    (
        Scope::Reader,
        &[
            Command::ReadOn,
            Command::Hit(Way::Next),
            Command::ToggleHidden,
            Command::CycleView,
            Command::With(Way::Next),
            Command::Search,
            Command::Visit(Way::Previous),
            Command::Palette,
        ],
    ),
    (
        Scope::Sidebar,
        &[
            Command::Open,
            Command::Follow,
            Command::With(Way::Next),
            Command::Both,
            Command::Pin,
            Command::Mention(Way::Next),
            Command::Name(Act::Merge),
            Command::Name(Act::Never),
            Command::Visit(Way::Previous),
            Command::Palette,
        ],
    ),
    (
        Scope::Dossier,
        &[
            Command::Open,
            Command::Pane(Way::Next),
            Command::Month(Way::Previous),
            Command::Page,
            Command::Both,
            Command::Pin,
            Command::Follow,
            Command::Name(Act::Merge),
            Command::Name(Act::Rename),
            Command::Visit(Way::Previous),
            Command::Back,
            Command::Palette,
        ],
    ),
];

/// The same where a search is listed.
const SEARCHED: &[Command] = &[
    Command::Open,
    Command::Order,
    Command::SaveSearch,
    Command::Cancel,
    Command::Mark(Mark::Read),
    Command::Search,
    Command::Palette,
];

/// And where a search that is kept is selected.
const KEPT: &[Command] = &[Command::Open, Command::ForgetSearch, Command::Palette];

fn hints(paint: &Paint<'_>, area: Rect, buffer: &mut Buffer) {
    let model = paint.model;
    if let Some(Overlay::Related(page)) = model.overlays.last() {
        return story::keys(paint, page, area, buffer);
    }
    let scope = model.scope();
    let commands = match scope {
        Scope::List if !model.list.query.trim().is_empty() => SEARCHED,
        Scope::Sidebar if model.sidebar.search().is_some() => KEPT,
        _ => HINTS.iter().find(|(of, _)| *of == scope).map_or(&[][..], |(_, commands)| commands),
    };
    let key = |command| model.keymap.keys_of(scope, command);
    // Help is always among them: it leads to all the others.
    let help = key(Command::Help).map(|key| (key, Command::Help.row().hint.to_owned()));
    let reserved = help.as_ref().map_or(0, |(key, hint)| width(key) + width(hint) + 1);
    let hints = commands.iter().filter_map(|&command| Some((key(command)?, hint(paint, command)?)));
    let mut x = area.x + 1;
    if let Some(drawer) = sidebar::cut_name(paint).filter(|_| scope == Scope::Sidebar) {
        let room = usize::from(area.width).saturating_sub(reserved + 5);
        x = put(buffer, area, x, area.y, &truncate(&drawer.name, room), paint.theme.bar.bold()) + 3;
    }
    // What is kept under a name is not told by the name alone.
    if let Some(search) = model.sidebar.search().filter(|_| scope == Scope::Sidebar) {
        let room = usize::from(area.width).saturating_sub(reserved + 5).min(usize::from(area.width / 2));
        x = put(buffer, area, x, area.y, &truncate(&search.query, room), paint.theme.bar.bold()) + 3;
    }
    for (key, hint) in hints {
        let needed = width(&key) + 1 + width(&hint) + 3;
        if usize::from(area.right().saturating_sub(x)) < needed + reserved {
            break;
        }
        x = put(buffer, area, x, area.y, &key, paint.theme.key);
        x = put(buffer, area, x + 1, area.y, &hint, paint.theme.bar) + 3;
    }
    if let Some((key, hint)) = help {
        x = put(buffer, area, x, area.y, &key, paint.theme.key);
        put(buffer, area, x + 1, area.y, &hint, paint.theme.bar);
    }
}

/// A command's word or two; "next with Rubio" names the name, and is not said where there is none.
fn hint(paint: &Paint<'_>, command: Command) -> Option<String> {
    let hint = command.row().hint;
    match command {
        Command::With(Way::Next) => {}
        Command::Order if paint.model.list.shown_order() == Order::Best => {
            return Some(in_words(Order::Newest).to_owned());
        }
        Command::Cancel if paint.model.scope() == Scope::List => return Some("all".to_owned()),
        // What it opens depends on the part of the page.
        Command::Open => {
            let words = match paint.model.dossier.as_ref().map(|page| page.part) {
                Some(Part::Months) => "this month alone",
                Some(Part::Companions) => "articles with both",
                Some(Part::Perhaps) => "its page",
                Some(Part::Articles) | None => hint,
            };
            return Some(words.to_owned());
        }
        Command::Page | Command::Both if paint.model.dossier.as_ref().is_some_and(|page| page.second().is_none()) => {
            return None;
        }
        // Only words can be ranked.
        Command::Order if paint.model.list.sought.is_empty() => return None,
        // Where nothing is marked there is none to go to.
        Command::Hit(Way::Next) if paint.model.reader.hits().is_empty() => return None,
        _ => return Some(hint.to_owned()),
    }
    let name = &paint.model.name()?.name;
    let short = name.split_whitespace().next_back().unwrap_or(name);
    Some(format!("{hint} {}", truncate(short, 14)))
}

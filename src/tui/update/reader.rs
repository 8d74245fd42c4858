//! The reader: moving through the article, what of it is shown, and the place that is kept.

use super::super::command::{Command, Motion, Way};
use super::super::layout::{Line, View};
use super::super::message::{Effect, Job, Lane, Question};
use super::super::model::reader::{MEASURE_STEP, Reader, Reading, Stop};
use super::super::model::travel::At;
use super::super::model::{Model, Pane};
use super::{ask, list, marks, travel};
use crate::article::Block;
use crate::config::MEASURES;
use crate::library::{Change, Marks, Place};

pub(super) fn go(model: &mut Model, motion: Motion, times: usize) {
    let reader = &mut model.reader;
    reader.lay_out_whole();
    // A page keeps two lines of the one before, so that the eye finds its place.
    let page = reader.height.saturating_sub(2).max(1);
    let half = (reader.height / 2).max(1);
    let top = match motion {
        Motion::Down => reader.top.saturating_add(times),
        Motion::Up => reader.top.saturating_sub(times),
        Motion::HalfDown => reader.top.saturating_add(half * times),
        Motion::HalfUp => reader.top.saturating_sub(half * times),
        Motion::PageDown => reader.top.saturating_add(page * times),
        Motion::PageUp => reader.top.saturating_sub(page * times),
        Motion::Top => 0,
        Motion::Bottom => usize::MAX,
    };
    reader.scroll(top);
}

/// A page down; at the end, the next article of the list.
pub(super) fn read_on(model: &mut Model, out: &mut Vec<Effect>) {
    model.reader.lay_out_whole();
    if model.reader.top < model.reader.last_top() {
        go(model, Motion::PageDown, 1);
    } else {
        keep(model, out);
        list::open_next(model, out);
    }
}

/// To the next or previous paragraph or heading.
pub(super) fn step(model: &mut Model, stop: Stop, way: Way, times: usize) {
    let reader = &mut model.reader;
    reader.lay_out_whole();
    for _ in 0..times {
        let top = reader.top;
        let to = match way {
            Way::Next => reader.starts(stop).find(|&line| line > top),
            Way::Previous => reader.starts(stop).rev().find(|&line| line < top).or(Some(0)),
        };
        match to {
            Some(line) => reader.scroll(line),
            None => break,
        }
    }
}

/// What is asked for came, or was there: goes to the place that the arrival names.
pub(super) fn arrived(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(arrival) = model.travel.arriving.take_if(|arrival| Some(arrival.article) == model.reader.id()) else {
        return;
    };
    lay_out(model);
    match arrival.at {
        At::Kept => {}
        At::Place(place) => {
            model.reader.lay_out_whole();
            let line = model.reader.layout.line_of(place);
            model.reader.scroll(line);
        }
        At::Mention(entity) => {
            model.reader.lay_out_whole();
            let first = model.reader.mentions_of(entity).next();
            if let Some((index, place)) = first {
                model.reader.mention = Some(index);
                model.reader.reveal(place);
            }
        }
    }
    travel::position(model, out);
    if arrival.reading == Reading::Begun {
        begin(model, out);
    }
}

/// Wraps the article for the pane it will stand in, so that lines can be gone to.
fn lay_out(model: &mut Model) {
    let text = model.plan().text(model.reader.measure);
    model.reader.settle(text.width, usize::from(text.height));
}

/// Reading begins: the article is marked as read, and where it goes on is said.
pub(super) fn begin(model: &mut Model, out: &mut Vec<Effect>) {
    let reader = &mut model.reader;
    let Some(opened) = &reader.opened else { return };
    if reader.reading == Reading::Begun {
        return;
    }
    let Marks { read, progress, .. } = opened.row.marks;
    let id = opened.row.id;
    reader.reading = Reading::Begun;
    reader.lay_out_whole();
    if reader.place.is_some() && reader.mention.is_none() {
        let progress = progress.unwrap_or_else(|| reader.progress());
        model.status.tell(format!("resumed at {progress} %, gg for the top"));
    }
    if !read {
        marks::write(model, Change::Read(vec![id], true), out);
    }
}

/// Keeps the reading place, when the article is being read and the place is not the one that was kept.
pub(super) fn keep(model: &mut Model, out: &mut Vec<Effect>) {
    let reader = &mut model.reader;
    let progress = reader.progress();
    let Some(opened) = &mut reader.opened else { return };
    if reader.reading != Reading::Begun {
        return;
    }
    let place = if reader.view == View::Original { reader.left } else { reader.place }.unwrap_or_default();
    let progress = if reader.view == View::Original { opened.row.marks.progress.unwrap_or(0) } else { progress };
    if reader.kept == Some((place, progress)) || reader.kept.is_none() && place == Place::default() && progress == 0 {
        return;
    }
    reader.kept = Some((place, progress));
    opened.row.marks.progress = Some(progress);
    opened.place = Some(place);
    let (id, digest) = (opened.row.id, opened.row.digest);
    if let Some(index) = model.list.find(id) {
        model.list.rows[index].marks.progress = Some(progress);
    }
    out.push(Effect::Write(Job::Place(digest, place, progress)));
}

/// Clean, everything, original: the place stays.
pub(super) fn cycle_view(model: &mut Model, out: &mut Vec<Effect>) {
    let reader = &mut model.reader;
    let Some(id) = reader.id() else { return };
    reader.unfolded.clear();
    match reader.view.next() {
        View::Original if reader.original.is_none() => return ask(model, Question::Original(id), out),
        View::Original => show_original(model),
        view => {
            if reader.view == View::Original {
                model.reader.place = place_in_article(&model.reader);
            }
            model.reader.view = view;
        }
    }
    say_view(model);
}

/// The original came, or was there already: shows it at the words that were on top.
pub(super) fn show_original(model: &mut Model) {
    let reader = &mut model.reader;
    let before = reader.place;
    let words = beginning(reader.blocks(), before);
    let share = share(before, reader.blocks().len());
    reader.left = before;
    reader.view = View::Original;
    reader.place = find_words(reader.blocks(), &words, share);
    model.forget(Lane::Original);
    say_view(model);
    lay_out(model);
    // Going back without having moved gives the very place back.
    let line = model.reader.layout.line_of(model.reader.place);
    model.reader.scroll(line);
    model.reader.arrived = model.reader.place;
}

/// Where in the article the top line of the original is.
fn place_in_article(reader: &Reader) -> Option<Place> {
    if reader.place == reader.arrived {
        return reader.left;
    }
    let words = beginning(reader.blocks(), reader.place);
    let share = share(reader.place, reader.blocks().len());
    find_words(reader.opened.as_ref().map_or(&[][..], |opened| &opened.article.blocks), &words, share)
}

/// How far through so many blocks a place is, 0 to 1.
fn share(place: Option<Place>, blocks: usize) -> f64 {
    place.map_or(0.0, |place| f64::from(place.block) / blocks.max(1) as f64)
}

/// The words at a place: enough of them to know it again.
fn beginning(blocks: &[Block], place: Option<Place>) -> String {
    let Some(place) = place else { return String::new() };
    let text = blocks.get(place.block as usize).map_or("", |block| block.text.as_str());
    let text = text.get(place.byte as usize..).unwrap_or(text).trim_start();
    text.chars().take(40).collect()
}

/// The place of `words`, or of their first half, quarter…, nearest to `share` of the way; else that share of the way.
fn find_words(blocks: &[Block], words: &str, share: f64) -> Option<Place> {
    if words.is_empty() && share == 0.0 {
        return None;
    }
    let near = (share * blocks.len() as f64) as usize;
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut words = words.trim();
    while words.chars().count() >= 5 {
        let hits =
            blocks.iter().enumerate().filter_map(|(index, block)| Some((index, block.text.as_str().find(words)?)));
        if let Some((block, byte)) = hits.min_by_key(|&(index, _)| index.abs_diff(near)) {
            return Some(Place { block: number(block), byte: number(byte) });
        }
        let half = words.chars().count() / 2;
        words = words.char_indices().nth(half).map_or("", |(at, _)| &words[..at]).trim_end();
    }
    Some(Place { block: number(near), byte: 0 })
}

fn say_view(model: &mut Model) {
    let what = match model.reader.view {
        View::Clean => "the article; hidden blocks are counted where they stood",
        View::Everything => "everything: hidden blocks with their kind and the reason",
        View::Original => "the original, as it was saved",
    };
    model.status.tell(what);
}

/// Shows the hidden blocks on the screen in their place, the topmost first; where they are shown, hides them again.
pub(super) fn toggle_hidden(model: &mut Model) {
    let reader = &mut model.reader;
    let end = (reader.top + reader.height).min(reader.layout.lines().len());
    let seen = &reader.layout.lines()[reader.top.min(end)..end];
    let fold = seen.iter().find_map(|line| match line {
        Line::Fold(blocks) => Some(blocks.start),
        _ => None,
    });
    if let Some(first) = fold {
        reader.unfolded.insert(first);
        return;
    }
    let shown = seen.iter().find_map(|line| match line {
        Line::Label(block) | Line::Text { block, .. } => reader.unfolded.range(..=block).next_back().copied(),
        _ => None,
    });
    match shown {
        Some(first) if reader.view == View::Clean => {
            reader.unfolded.remove(&first);
        }
        _ => model.status.tell("nothing is hidden here; r shows everything"),
    }
}

pub(super) fn measure(model: &mut Model, command: Command, times: usize) {
    let step = MEASURE_STEP.saturating_mul(u16::try_from(times).unwrap_or(u16::MAX));
    let room = model.plan().text(u16::MAX).width;
    let reader = &mut model.reader;
    let measure = match command {
        // A measure wider than the pane is as wide as the pane: the next narrower one must show.
        Command::Narrower => reader.measure.min(room).saturating_sub(step),
        _ => reader.measure.saturating_add(step),
    };
    reader.measure = measure.clamp(*MEASURES.start(), *MEASURES.end());
    let wide = if reader.measure >= room { ", as wide as the pane" } else { "" };
    model.status.tell(format!("measure {} columns{wide}", reader.measure.min(room)));
}

/// To the next or the previous mention of the name that is followed, or selected.
pub(super) fn mention(model: &mut Model, way: Way, times: usize) {
    let Some(drawer) = model.name().cloned() else {
        model.status.tell("no name is selected: 3 goes to the names");
        return;
    };
    let reader = &mut model.reader;
    reader.lay_out_whole();
    let mentions: Vec<_> = reader.mentions_of(drawer.id).collect();
    if mentions.is_empty() {
        model.status.tell(format!("{} is not named here", drawer.name));
        return;
    }
    let current = reader.mention.and_then(|index| mentions.iter().position(|&(at, _)| at == index));
    let top = reader.place.unwrap_or_default();
    let below = mentions.iter().position(|(_, place)| (place.block, place.byte) >= (top.block, top.byte));
    let count = mentions.len();
    let times = times % count;
    let at = match (way, current) {
        (Way::Next, Some(at)) => (at + times) % count,
        (Way::Next, None) => (below.unwrap_or(0) + times.saturating_sub(1)) % count,
        (_, Some(at)) => (at + count - times) % count,
        (_, None) => (below.unwrap_or(count) + count - times.max(1)) % count,
    };
    let (index, place) = mentions[at];
    reader.mention = Some(index);
    reader.reveal(place);
    model.status.tell(format!("{}: mention {} of {count}", drawer.name, at + 1));
}

/// Opens or copies the article's address. Only what a browser or a mail program opens is opened.
pub(super) fn address(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    let opened = model.reader.opened.as_ref();
    let Some(address) = opened.and_then(|opened| opened.article.source.url.clone()) else {
        model.status.tell("this article has no address");
        return;
    };
    if command == Command::CopyAddress {
        model.status.tell(format!("sent to the clipboard: {address}"));
        out.push(Effect::Copy(address));
    } else if is_safe_to_open(&address) {
        model.status.tell(format!("opening {address}"));
        out.push(Effect::OpenAddress(address));
    } else {
        model.status.warn(format!("not opened: only http, https and mailto addresses are ({address})"));
    }
}

fn is_safe_to_open(address: &str) -> bool {
    let scheme = address.split(':').next().unwrap_or_default().to_ascii_lowercase();
    address.contains(':') && ["http", "https", "mailto"].contains(&scheme.as_str())
}

/// Whether the reader, not the list, says which article is at hand.
pub(super) fn leads(model: &Model) -> bool {
    model.focus.pane != Pane::List || model.dossier.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_and_of_mail_are_opened() {
        for (address, expected) in [
            ("https://example.org/a", true),
            ("HTTP://example.org", true),
            ("mailto:desk@example.org", true),
            ("file:///etc/passwd", false),
            ("javascript:alert(1)", false),
            ("https", false),
            ("--help", false),
        ] {
            assert_eq!(is_safe_to_open(address), expected, "{address}");
        }
    }
}

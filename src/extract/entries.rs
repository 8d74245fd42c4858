//! The entries of a live blog: a time in a line of its own, then a heading or none, then what happened. What stands
//! between two times is the article although it is short; whether a page is an article at all is not decided here.
//!
//! Only the order of times tells a live blog from a list of teasers or of readers' letters: they fall, or they rise.

use std::ops::Range;

use crate::article::{BlockKind, Shape};
use crate::formats::Document;

use super::features::Profile;
use super::label::Label;

/// The fewest entries that make a live blog.
const FEWEST: usize = 3;
/// The longest heading of an entry, in words.
const HEADING: f32 = 12.0;
/// The share of words of a sentence that clutter may use too.
const CUES: f32 = 0.1;
/// How deep the headings of entries are: under the title and under what parts the article.
const LEVEL: u8 = 3;

/// What a line says that is nothing but a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Time {
    /// Of the day, in minutes.
    Clock(u32),
    /// Of a match, in minutes; what is added counts.
    Minute(u32),
}

/// An entry: the line of its time, and what is told there.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    time: usize,
    heading: Option<usize>,
    told: Range<usize>,
}

/// The kinds of what entries hold, where the pieces with `labels` are a live blog.
pub(crate) fn mend(document: &Document, profiles: &[Profile], labels: &mut [Label]) {
    for entry in blog(document, profiles, labels) {
        if let Some(label) = labels.get_mut(entry.time) {
            *label = Label::new(BlockKind::Meta, 0.8, "the time of an entry");
        }
        let told = labels.get_mut(entry.heading.unwrap_or(entry.told.start)..entry.told.end).unwrap_or_default();
        for label in told.iter_mut().filter(|label| label.kind != BlockKind::Body) {
            *label = Label::new(BlockKind::Body, 0.7, "told under a time, in an article of such entries");
        }
    }
}

/// Gives the headings of entries their shape.
pub(crate) fn shape(document: &mut Document, profiles: &[Profile], labels: &[Label]) {
    for heading in blog(document, profiles, labels).into_iter().filter_map(|entry| entry.heading) {
        let is_body = labels.get(heading).is_some_and(|label| label.kind == BlockKind::Body);
        if let Some(piece) = document.pieces.get_mut(heading).filter(|_| is_body) {
            piece.shape = Shape::Heading(LEVEL);
        }
    }
}

/// The entries of the document, if the article is made of them.
fn blog(document: &Document, profiles: &[Profile], labels: &[Label]) -> Vec<Entry> {
    let times: Vec<(usize, Time)> = document
        .pieces
        .iter()
        .zip(profiles)
        .enumerate()
        .filter(|(_, (_, profile))| profile.words <= 4.0)
        .filter_map(|(at, (piece, _))| Some((at, time(piece.text.as_str())?)))
        .collect();
    let of = |is_wanted: fn(&Time) -> bool| -> Vec<Entry> {
        let own: Vec<(usize, Time)> = times.iter().copied().filter(|(_, time)| is_wanted(time)).collect();
        let told: Vec<(Entry, u32)> = own
            .iter()
            .enumerate()
            .filter_map(|(n, &(at, time))| {
                let end = own.get(n + 1).map_or(profiles.len(), |next| next.0);
                Some((entry(at, end, profiles)?, minutes(time)))
            })
            .collect();
        let list: Vec<u32> = told.iter().map(|(_, minutes)| *minutes).collect();
        if told.len() < FEWEST || !is_in_order(&list) { Vec::new() } else { told.into_iter().map(|(e, _)| e).collect() }
    };
    let clocks = of(|time| matches!(time, Time::Clock(_)));
    let entries = if clocks.is_empty() { of(|time| matches!(time, Time::Minute(_))) } else { clocks };
    if is_article(&entries, profiles, labels) { entries } else { Vec::new() }
}

/// The entry under the time in line `at`, before the line `end`; `None` where nothing is told.
fn entry(at: usize, end: usize, profiles: &[Profile]) -> Option<Entry> {
    let is_told = |at: usize| at < end && profiles.get(at).is_some_and(is_told);
    let first = profiles.get(at + 1)?;
    let heads = !is_told(at + 1) || first.words <= HEADING && is_told(at + 2) && !first.ends_sentence;
    let is_heading = first.words <= HEADING && !first.is_cue() && first.copies <= 1 && !first.has_date;
    let heading = (heads && is_heading).then_some(at + 1).filter(|_| is_told(at + 2));
    let start = heading.map_or(at + 1, |heading| heading + 1);
    let stop = (start..end).find(|&at| !is_told(at)).unwrap_or(end.max(start));
    (stop > start).then_some(Entry { time: at, heading, told: start..stop })
}

/// A sentence, or what leads to one, in no words of clutter.
fn is_told(p: &Profile) -> bool {
    (p.ends_sentence || p.ends_colon) && p.clutter <= CUES && p.addresses == 0.0 && p.copies <= 1 && !p.has_credit
}

/// Whether times only fall or only rise, midnight left out.
fn is_in_order(minutes: &[u32]) -> bool {
    let steps = || minutes.iter().zip(minutes.iter().skip(1));
    let (rises, falls) = (steps().filter(|(a, b)| a < b).count(), steps().filter(|(a, b)| a > b).count());
    let wraps = usize::from(minutes.len() > FEWEST);
    rises.max(falls) > 0 && rises.min(falls) <= wraps
}

/// Whether most of what is body stands in the entries.
fn is_article(entries: &[Entry], profiles: &[Profile], labels: &[Label]) -> bool {
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return false };
    let blog = first.time..last.told.end;
    let (mut inside, mut outside) = (0.0, 0.0);
    for (at, (label, profile)) in labels.iter().zip(profiles).enumerate() {
        if label.kind == BlockKind::Body {
            *(if blog.contains(&at) { &mut inside } else { &mut outside }) += profile.words;
        }
    }
    inside > outside
}

const fn minutes(time: Time) -> u32 {
    match time {
        Time::Clock(minutes) | Time::Minute(minutes) => minutes,
    }
}

/// The time in a line that holds nothing else: "16.40 GMT", "9:05 p.m.", "21h30", "19:35 Uhr", "88’", "90+4".
fn time(line: &str) -> Option<Time> {
    let mut words = line.split_whitespace();
    let first = words.next()?.trim_end_matches(['.', ':', ',', '–', '-', '|']);
    let rest: Vec<String> = words.map(|word| word.replace('.', "").to_lowercase()).collect();
    if rest.len() > 2 || rest.iter().any(|word| word.len() > 4 || !word.chars().all(char::is_alphabetic)) {
        return None;
    }
    let minute = first.trim_end_matches(['\'', '’', '′']);
    let (base, more) = minute.split_once('+').unwrap_or((minute, "0"));
    if let (Some(base), Some(more)) = (number(base, 3), number(more, 2))
        && rest.is_empty()
        && base <= 130
    {
        return Some(Time::Minute(base + more));
    }
    let (hour, after) = first.split_once([':', '.', 'h'])?;
    let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    let (minute, half) = after.split_at_checked(digits)?;
    let half = if half.is_empty() { rest.first().map_or("", String::as_str) } else { half };
    let (hour, minute) = (number(hour, 2)?, number(minute, 2).filter(|_| digits == 2)?);
    let is_half = matches!(half.to_lowercase().as_str(), "am" | "pm");
    if hour >= 24 || minute >= 60 || after.len() > digits && !is_half {
        return None;
    }
    let hour = match half.to_lowercase().as_str() {
        "pm" if hour < 12 => hour + 12,
        "am" if hour == 12 => 0,
        _ => hour,
    };
    Some(Time::Clock(hour * 60 + minute))
}

/// A number of one to `most` digits.
fn number(digits: &str, most: usize) -> Option<u32> {
    let is_number = (1..=most).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

/// Whether a line holds nothing but a time of the day.
pub(crate) fn is_time(line: &str) -> bool {
    matches!(time(line), Some(Time::Clock(_)))
}

/// What follows the time with which a line begins: "14.05 Causeway shut".
pub(crate) fn after_time(line: &str) -> Option<&str> {
    let (first, rest) = line.split_once(char::is_whitespace)?;
    matches!(time(first), Some(Time::Clock(_))).then(|| rest.trim_start_matches([' ', '–', '-', '|', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{self, Hint};

    #[test]
    fn a_line_that_is_a_time_is_known() {
        for (line, expected) in [
            ("16.40 GMT", Some(Time::Clock(1000))),
            ("9:05 p.m.", Some(Time::Clock(1265))),
            ("9:05pm ET", Some(Time::Clock(1265))),
            ("12.10 a.m.", Some(Time::Clock(10))),
            ("21h30", Some(Time::Clock(1290))),
            ("19:35 Uhr", Some(Time::Clock(1175))),
            ("88’", Some(Time::Minute(88))),
            ("90+4", Some(Time::Minute(94))),
            ("2025", None),
            ("16.40 Power is back", None),
            ("3.14159", None),
            ("25:10", None),
            ("1.5 m", None),
            ("", None),
        ] {
            assert_eq!(time(line), expected, "{line}");
        }
        assert_eq!(after_time("14.05 Causeway shut"), Some("Causeway shut"));
        assert_eq!(after_time("4 boats shut"), None);
    }

    #[test]
    fn times_fall_or_rise() {
        for (minutes, expected) in [
            (&[900, 800, 700][..], true),
            (&[700, 800, 900], true),
            (&[30, 1400, 1300, 1200], true),
            (&[700, 900, 800], false),
            (&[700, 700, 700], false),
        ] {
            assert_eq!(is_in_order(minutes), expected, "{minutes:?}");
        }
    }

    /// What is body after mending, headings with `#`, where prose of twelve words and more was.
    fn told(text: &str) -> Vec<String> {
        let mut document = formats::open(text.as_bytes(), Hint::default());
        let profiles = crate::extract::features::profiles(&document);
        let kind = |p: &Profile| if p.words >= 12.0 { BlockKind::Body } else { BlockKind::Navigation };
        let mut labels: Vec<Label> = profiles.iter().map(|p| Label::new(kind(p), 0.9, "")).collect();
        mend(&document, &profiles, &mut labels);
        shape(&mut document, &profiles, &labels);
        let body = document.pieces.iter().zip(&labels).filter(|(_, label)| label.kind == BlockKind::Body);
        body.map(|(piece, _)| {
            let sign = if matches!(piece.shape, Shape::Heading(_)) { "# " } else { "" };
            format!("{sign}{}", piece.text.as_str().chars().take(14).collect::<String>())
        })
        .collect()
    }

    const LONG: &str = "The harbour board met at noon and voted to keep the old ferry until the spring of next year.";

    #[test]
    fn what_is_told_under_a_time_is_body_and_its_heading_a_heading() {
        let blog = format!(
            "Ferry vote: live\n\n16.40 GMT\n\nFerry stays\n\n{LONG}\n\nShare\n\n14.05 GMT\n\nPier shut\n\nNobody may land.\n\n\
             Share\n\n12.30 GMT\n\nIt rains.\n\nMost read\n\nBread is dearer"
        );
        assert_eq!(told(&blog), ["# Ferry stays", "The harbour bo", "# Pier shut", "Nobody may lan", "It rains."]);
        // Readers' letters have times too, but the article is not made of them.
        let letters = format!("{LONG}\n\n{LONG}\n\n16.40\n\nI agree.\n\n14.05\n\nSo do I.\n\n12.30\n\nI do not.");
        assert_eq!(told(&letters).len(), 2);
        // The programme of an evening is in order, but nothing is told.
        let programme = format!("{LONG}\n\n18.00\n\nNews\n\n19.00\n\nWeather\n\n20.00\n\nThe Mill");
        assert_eq!(told(&programme).len(), 1);
    }
}

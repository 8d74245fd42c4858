//! The day of publication: claimed, or printed near the title. A date of change gives way to one of publication, and
//! where nothing is printed nothing is known.

use super::{Taken, View, weight};
use crate::article::Published;
use crate::extract::dates::{self, Form, Order};
use crate::formats::{Field, Voice};
use crate::text::calendar;
use crate::text::fold::fold;

/// How far before the body a date may stand, and how far after its end, in blocks.
const BEFORE: usize = 40;
const AFTER: usize = 25;

/// Words that say what a date is of, folded.
const OF_PUBLICATION: [&str; 22] = [
    "published",
    "posted",
    "publie",
    "veroffentlicht",
    "erschienen",
    "publicado",
    "pubblicato",
    "gepubliceerd",
    "опубликовано",
    "first published",
    "created",
    "date:",
    "datum",
    "publicerad",
    "filed",
    "released",
    "gepostet",
    "en ligne",
    "opublikowano",
    "julkaistu",
    "publisert",
    "yayin",
];
const OF_CHANGE: [&str; 20] = [
    "updated",
    "modified",
    "mis a jour",
    "aktualisiert",
    "stand:",
    "actualizado",
    "aggiornato",
    "atualizado",
    "bijgewerkt",
    "обновлено",
    "uppdaterad",
    "last",
    "correction",
    "copyright",
    "©",
    "expires",
    "paivitetty",
    "zaktualizowano",
    "oppdatert",
    "guncelleme",
];
/// Whether a folded word names a day of the week or a month.
pub(super) fn is_calendar(folded: &str) -> bool {
    calendar::weekday(folded).is_some() || calendar::month(folded).is_some()
}

/// Which order of day and month the document uses: what the page says of its country, then its host, then its language;
/// papers in English with American clocks put the month first.
pub(super) fn order(view: &View<'_>) -> Order {
    let is_english = view.language.as_ref().is_none_or(|language| language.as_str() == "en");
    if !is_english {
        return Order::DayFirst;
    }
    let regions = view.claims(Field::Language).filter_map(|claim| region(&claim.value));
    let address = view.claims(Field::Url).next().map_or("", |claim| claim.value.as_str());
    let in_path = address.split('/').skip(3).filter_map(region);
    if let Some(region) = regions.chain(in_path).next() {
        return if matches!(region.as_str(), "us" | "ph" | "ca") { Order::MonthFirst } else { Order::DayFirst };
    }
    let url = super::source::host(address).unwrap_or_default();
    let is_elsewhere =
        [".uk", ".au", ".nz", ".ie", ".in", ".za", ".ng", ".ke", ".pk", ".sg", ".my", ".gh", ".lk", ".bd"]
            .iter()
            .any(|end| url.ends_with(end));
    if is_elsewhere || certain(view) == Some(Order::DayFirst) { Order::DayFirst } else { Order::MonthFirst }
}

/// The country in a tag such as `en-GB` or `en_gb`, in lower case.
fn region(tag: &str) -> Option<String> {
    let (language, region) = tag.split_once(['-', '_'])?;
    let is_tag = language.len() == 2
        && region.len() == 2
        && tag.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-' || b == b'_');
    is_tag.then(|| region.to_ascii_lowercase())
}

/// The order of the dates in numbers that can be read in one way only, where all of the page agree.
fn certain(view: &View<'_>) -> Option<Order> {
    let (mut days, mut months) = (0_u32, 0_u32);
    let short = (0..view.profiles.len()).filter(|&at| view.profiles.get(at).is_some_and(|p| p.has_date));
    for at in short.take(200) {
        match dates::order_of(view.text(at)) {
            Some(Order::DayFirst) => days += 1,
            Some(Order::MonthFirst) => months += 1,
            None => {}
        }
    }
    match (days, months) {
        (1.., 0) => Some(Order::DayFirst),
        (0, 1..) => Some(Order::MonthFirst),
        _ => None,
    }
}

/// A day for which something speaks.
struct Candidate {
    date: Published,
    votes: f32,
    /// Who spoke for it: a voice counts once.
    voices: Vec<Voice>,
}

pub(super) fn choose(view: &View<'_>, url: Option<&str>, taken: &mut Taken) -> Option<Published> {
    let shown = shown(view, taken);
    for line in &shown {
        let is_line = view.is_body(line.at) && is_alone(view, line.at);
        if (line.at < view.body.start || is_line) && line.votes >= 2.5 {
            taken.take(line.at, "a date in the masthead");
        }
    }
    let in_url = url.and_then(in_address);
    let mut claimed = claimed(view);
    if claimed.is_empty() {
        return of_lines(view, &shown, in_url);
    }
    // What is printed beside the title speaks for the day as the paper counts it: a stamp may count in Greenwich.
    for candidate in &mut claimed {
        let day = candidate.date.day();
        let beside = shown.iter().filter(|line| line.votes >= 3.5 && line.at < view.body.start + 2);
        if let Some(line) = beside.clone().find(|line| line.date.day() == day) {
            candidate.votes += line.votes / 2.0;
        } else if let Some(line) = beside.clone().find(|line| {
            matches!(candidate.date, Published::Moment(..)) && is_next(line.date.day(), day) && !line.is_change
        }) {
            candidate.date = Published::Day(line.date.day());
            candidate.votes += line.votes / 2.0;
        }
        candidate.votes += if in_url.is_some_and(|date| date.day() == day) { 1.5 } else { 0.0 };
    }
    let best = claimed.iter().map(|candidate| candidate.votes).fold(0.0_f32, f32::max);
    claimed.into_iter().find(|candidate| candidate.votes >= best).map(|candidate| candidate.date)
}

fn is_next(a: jiff::civil::Date, b: jiff::civil::Date) -> bool {
    a.tomorrow().is_ok_and(|next| next == b) || b.tomorrow().is_ok_and(|next| next == a)
}

/// The days that the document claims to be of; days of a change only where none of publication is claimed.
fn claimed(view: &View<'_>) -> Vec<Candidate> {
    let mut days: Vec<Candidate> = Vec::new();
    for claim in view.claims(Field::Published) {
        let Some(date) = dates::stamp(&claim.value, view.order) else { continue };
        let votes = weight(claim.voice);
        match days.iter_mut().find(|known| known.date.day() == date.day()) {
            Some(known) if known.voices.contains(&claim.voice) => {}
            Some(known) => {
                known.voices.push(claim.voice);
                known.votes += votes;
                // Of the same day the one that knows the hour.
                if matches!(known.date, Published::Day(_)) {
                    known.date = date;
                }
            }
            None => days.push(Candidate { date, votes, voices: vec![claim.voice] }),
        }
    }
    days
}

/// The day that the lines say, the address, or a claim of change.
fn of_lines(view: &View<'_>, shown: &[Line], in_url: Option<Published>) -> Option<Published> {
    let mut best: Option<(f32, Published)> = None;
    let mut offer = |votes: f32, date: Published| {
        if best.is_none_or(|(most, _)| votes > most) {
            best = Some((votes, date));
        }
    };
    for line in shown.iter().filter(|line| line.votes >= 1.0) {
        offer(line.votes, line.date);
    }
    for claim in &view.document.claims {
        let votes = match claim.field {
            Field::Modified => 1.0 + weight(claim.voice) / 10.0,
            Field::Saved if claim.voice == Voice::FrontMatter => 0.5,
            // "Ferry cuts | The Post | 3.9.2025"
            Field::Title => 2.0,
            _ => continue,
        };
        let date = if claim.field == Field::Title {
            after_title(&claim.value, view.order)
        } else {
            dates::stamp(&claim.value, view.order)
        };
        if let Some(date) = date {
            offer(votes, date);
        }
    }
    if let Some(date) = in_url {
        // An address knows the day, not the hour.
        match best {
            Some((_, known)) if known.day() == date.day() => {}
            Some((votes, _)) if votes >= 4.6 => {}
            _ => best = Some((4.6, date)),
        }
    }
    best.map(|(_, date)| date)
}

/// The date that stands alone in the last part of a title.
fn after_title(title: &str, order: Order) -> Option<Published> {
    let start =
        ["|", " - ", " – ", " : "].iter().filter_map(|sign| title.rfind(sign).map(|at| at + sign.len())).max()?;
    let part = title.get(start..)?.trim();
    let found = dates::find(part, order).into_iter().next()?;
    (found.start == 0 && found.form > Form::Month).then_some(found.date)
}

/// A date in a line of the document.
struct Line {
    at: usize,
    date: Published,
    votes: f32,
    /// Whether the line says that it is of a change.
    is_change: bool,
}

/// The dates in the lines around the body, and how much speaks for each.
fn shown(view: &View<'_>, taken: &Taken) -> Vec<Line> {
    let title = taken.at("the title");
    let mut shown = Vec::new();
    let into = view.body.start..(view.body.start + 3).min(view.profiles.len());
    for at in view.head(BEFORE).chain(into).chain(view.tail(AFTER)) {
        let (text, Some(p)) = (view.text(at), view.profiles.get(at)) else { continue };
        let is_title = title == Some(at);
        if p.words > 60.0 && !view.is_body(at) {
            continue;
        }
        for found in dates::find(text, view.order) {
            let before = fold(text.get(..found.start).unwrap_or(""));
            let own = before.rsplit(['|', '\n']).next().unwrap_or("");
            let line_before = at
                .checked_sub(1)
                .map(|before| fold(view.text(before)))
                .filter(|line| line.len() < 40 && own.trim().is_empty());
            let after = fold(crate::text::head(text.get(found.end..).unwrap_or(""), 30));
            let says = |words: &[&str]| {
                words
                    .iter()
                    .any(|word| own.contains(word) || line_before.as_ref().is_some_and(|line| line.starts_with(word)))
            };
            let is_published = says(&OF_PUBLICATION) || OF_PUBLICATION.iter().any(|word| after.contains(word));
            let is_change = says(&OF_CHANGE);
            let mut votes = match found.form {
                Form::Day => 4.0,
                Form::Guessed => 3.4,
                Form::Month => 1.6,
            };
            votes += if is_published { 2.0 } else { 0.0 };
            votes -= if is_change { 1.6 } else { 0.0 };
            if at >= view.body.end {
                votes -= 2.4 + (at - view.body.end) as f32 * 0.05;
            } else if view.is_body(at) && !is_alone(view, at) {
                // In the first sentence: "5 February 2009 - The board said".
                let is_lead = at == view.body.start && found.start <= 40 || found.start == 0;
                votes -= if is_lead { 1.5 } else { 3.8 };
            } else {
                votes -= (view.body.start.saturating_sub(at) as f32 * 0.04).min(1.2);
                votes += if title.is_some_and(|title| title.abs_diff(at) <= 8) { 0.8 } else { 0.0 };
                votes -= if title.is_some_and(|title| at + 3 < title) { 0.5 } else { 0.0 };
            }
            votes -= if is_title { 2.5 } else { 0.0 };
            votes -= if p.words > 14.0 { 1.0 } else { 0.0 };
            votes -= if p.words > 40.0 && !view.is_body(at) && !is_published { 4.0 } else { 0.0 };
            votes -= if p.is_item { 0.6 } else { 0.0 };
            shown.push(Line { at, date: found.date, votes, is_change });
        }
    }
    shown
}

/// Whether a block with a date is a line of the masthead, whatever it was taken for. It may end in "p.m.", but is no
/// sentence.
fn is_alone(view: &View<'_>, at: usize) -> bool {
    let Some(p) = view.profiles.get(at) else { return false };
    let text = view.text(at);
    let ends_in_date = || {
        let last = dates::find(text, view.order).pop();
        last.is_some_and(|date| !text.get(date.end..).unwrap_or("").contains(char::is_alphanumeric))
    };
    p.words <= 9.0 && p.has_date && !p.is_item && (!p.ends_sentence || ends_in_date())
}

/// The day in an address such as `/2025/09/03/ferry-cuts` or `/2025-09-03-ferry`.
fn in_address(url: &str) -> Option<Published> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    dates::find(path, Order::DayFirst)
        .into_iter()
        .find(|found| found.form == Form::Day)
        .map(|found| Published::Day(found.date.day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_may_end_in_its_day() {
        for (title, expected) in [
            ("Ferry cuts weighed | The Post | 3.9.2025", Some("2025-09-03")),
            ("Ferry cuts weighed : 31.10.2023, 10.19 Uhr", Some("2023-10-31")),
            ("Ferry cuts - what changed on 3 September 2025", None),
            ("Ferry cuts weighed", None),
        ] {
            assert_eq!(
                after_title(title, Order::DayFirst).map(|date| date.to_string()).as_deref(),
                expected,
                "{title}"
            );
        }
    }

    #[test]
    fn tags_of_languages_name_a_country() {
        for (tag, expected) in [("en-GB", Some("gb")), ("en_us", Some("us")), ("en", None), ("uk-news", None)] {
            assert_eq!(region(tag).as_deref(), expected, "{tag}");
        }
    }

    #[test]
    fn addresses_that_hold_a_day_give_it() {
        let day = |url| in_address(url).map(|date| date.to_string());
        assert_eq!(day("https://x.example/2025/09/03/ferry-cuts").as_deref(), Some("2025-09-03"));
        assert_eq!(day("https://x.example/news/2025-09-03-ferry").as_deref(), Some("2025-09-03"));
        assert_eq!(day("https://x.example/articles/37236"), None);
    }
}

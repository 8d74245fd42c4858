//! The day of publication: claimed, or printed near the title. A date of change gives way to one of publication, and
//! where nothing is printed nothing is known.

mod ago;
mod printed;

use super::{Taken, View, weight};
use crate::article::Published;
use crate::extract::dates::{self, Form, Order};
use crate::formats::{Field, Voice};
use crate::text::calendar;

use printed::{Line, is_alone, shown};

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
    // The `date` of a page's head is as often the day on which the page was made anew: it gives way to what is printed.
    let is_weak = claimed.iter().all(|candidate| candidate.voices == [Voice::Meta]);
    let is_clear = |line: &&Line| {
        let is_over = line.at < view.body.start || line.at < view.body.start + 2 && is_alone(view, line.at);
        line.votes >= 4.5 && !line.is_change && is_over
    };
    if let Some(line) = shown.iter().filter(|_| is_weak).find(is_clear)
        && claimed.iter().all(|candidate| candidate.date.day() > line.date.day())
    {
        claimed.push(Candidate { date: line.date, votes: weight(Voice::Meta), voices: Vec::new() });
    }
    // What is printed beside the title speaks for the day as the paper counts it: a stamp may count in Greenwich.
    for candidate in &mut claimed {
        let day = candidate.date.day();
        let beside = shown.iter().filter(|line| line.votes >= 3.5 && line.at < view.body.start + 2);
        if let Some(line) = beside.clone().find(|line| line.date.day() == day) {
            candidate.votes += line.votes / 2.0;
        } else if let Some(line) = beside.clone().find(|line| {
            // Where the address counts as the stamp does, so does the paper.
            matches!(candidate.date, Published::Moment(..))
                && is_next(line.date.day(), day)
                && !line.is_change
                && in_url.is_none_or(|date| date.day() != day)
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
    // Where no day of publication is printed, the one of the last change is better than none.
    let changed = shown.iter().filter(|line| line.is_change && line.votes > -3.0).max_by_key(|line| line.date.day());
    if let Some(line) = changed {
        offer(0.4, line.date);
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

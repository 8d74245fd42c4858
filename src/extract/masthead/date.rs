//! The day of publication: claimed, or printed near the title. A date of change gives way to one of publication, and
//! where nothing is printed nothing is known.

use super::{Taken, View, weight};
use crate::article::Published;
use crate::extract::dates::{self, Form, Order};
use crate::extract::features::Profile;
use crate::formats::{Field, Voice};
use crate::text::fold::fold;

/// How far before the body a date may stand, and how far after its end, in blocks.
const BEFORE: usize = 40;
const AFTER: usize = 25;

/// Words that say what a date is of, folded.
const OF_PUBLICATION: [&str; 16] = [
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
];
const OF_CHANGE: [&str; 16] = [
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
];
/// Days of the week and the like that are no names of people, folded.
const DAYS: [&str; 28] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
];

/// Whether a folded word names a day of the week or a month.
pub(super) fn is_calendar(folded: &str) -> bool {
    DAYS.contains(&folded) || dates::is_month(folded)
}

/// Which order of day and month the document uses: papers in English with American clocks put the month first.
pub(super) fn order(view: &View<'_>) -> Order {
    let is_english = view.language.as_ref().is_none_or(|language| language.as_str() == "en");
    if !is_english {
        return Order::DayFirst;
    }
    let url = view.claims(Field::Url).next().and_then(|claim| super::source::host(&claim.value)).unwrap_or_default();
    let is_elsewhere = [".uk", ".au", ".nz", ".ie", ".in", ".za", ".ng", ".ke", ".pk", ".sg", ".my"]
        .iter()
        .any(|end| url.ends_with(end));
    if is_elsewhere { Order::DayFirst } else { Order::MonthFirst }
}

pub(super) fn choose(view: &View<'_>, url: Option<&str>, taken: &mut Taken) -> Option<Published> {
    let mut best: Option<(f32, Published)> = None;
    let mut offer = |votes: f32, date: Published| {
        if best.is_none_or(|(most, _)| votes > most) {
            best = Some((votes, date));
        }
    };
    for claim in &view.document.claims {
        let votes = match claim.field {
            Field::Published => 10.0 + weight(claim.voice),
            Field::Modified => 1.0 + weight(claim.voice) / 10.0,
            Field::Saved if claim.voice == Voice::FrontMatter => 0.5,
            _ => continue,
        };
        if let Some(date) = dates::stamp(&claim.value, view.order) {
            offer(votes, date);
        }
    }
    let title = taken.at("the title");
    let mut shown = Vec::new();
    let into = view.body.start..(view.body.start + 1).min(view.profiles.len());
    for at in view.head(BEFORE).chain(into).chain(view.tail(AFTER)) {
        let (text, Some(p)) = (view.text(at), view.profiles.get(at)) else { continue };
        let is_title = title == Some(at);
        if p.words > 40.0 && !view.is_body(at) {
            continue;
        }
        for found in dates::find(text, view.order) {
            let before = fold(text.get(..found.start).unwrap_or(""));
            let own = before.rsplit(['|', '\n']).next().unwrap_or("");
            let line_before = at
                .checked_sub(1)
                .map(|before| fold(view.text(before)))
                .filter(|line| line.len() < 40 && own.trim().is_empty());
            let says = |words: &[&str]| {
                words
                    .iter()
                    .any(|word| own.contains(word) || line_before.as_ref().is_some_and(|line| line.starts_with(word)))
            };
            let mut votes = match found.form {
                Form::Day => 4.0,
                Form::Guessed => 3.4,
                Form::Month => 1.6,
            };
            votes += if says(&OF_PUBLICATION) { 2.0 } else { 0.0 };
            votes -= if says(&OF_CHANGE) { 1.6 } else { 0.0 };
            if at >= view.body.end {
                votes -= 2.4 + (at - view.body.end) as f32 * 0.05;
            } else if view.is_body(at) && !is_alone(p) {
                // In the first sentence: "5 February 2009 - The board said".
                votes -= if found.start <= 40 { 1.5 } else { 3.8 };
            } else {
                votes -= (view.body.start.saturating_sub(at) as f32 * 0.04).min(1.2);
                votes += if title.is_some_and(|title| title.abs_diff(at) <= 8) { 0.8 } else { 0.0 };
                votes -= if title.is_some_and(|title| at + 3 < title) { 0.5 } else { 0.0 };
            }
            votes -= if is_title { 2.5 } else { 0.0 };
            votes -= if p.words > 14.0 { 1.0 } else { 0.0 };
            votes -= if p.is_item { 0.6 } else { 0.0 };
            shown.push((at, votes, found.date));
        }
    }
    for &(at, votes, date) in &shown {
        if votes >= 1.0 {
            offer(votes, date);
        }
        let is_line = view.is_body(at) && view.profiles.get(at).is_some_and(is_alone);
        if (at < view.body.start || is_line) && votes >= 2.5 {
            taken.take(at, "a date in the masthead");
        }
    }
    if let Some(date) = url.and_then(in_address) {
        // An address knows the day, not the hour.
        match best {
            Some((_, known)) if known.day() == date.day() => {}
            _ => {
                if best.is_none_or(|(votes, _)| votes < 4.6) {
                    best = Some((4.6, date));
                }
            }
        }
    }
    best.map(|(_, date)| date)
}

/// Whether a block with a date is a line of the masthead, whatever it was taken for.
fn is_alone(p: &Profile) -> bool {
    p.words <= 8.0 && p.has_date && !p.ends_sentence && !p.is_item
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
    fn addresses_that_hold_a_day_give_it() {
        let day = |url| in_address(url).map(|date| date.to_string());
        assert_eq!(day("https://x.example/2025/09/03/ferry-cuts").as_deref(), Some("2025-09-03"));
        assert_eq!(day("https://x.example/news/2025-09-03-ferry").as_deref(), Some("2025-09-03"));
        assert_eq!(day("https://x.example/articles/37236"), None);
    }
}

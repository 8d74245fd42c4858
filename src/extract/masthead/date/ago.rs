//! Days that are told by how long ago they were: "3 hours ago", "gestern", "il y a 2 jours". They are read only against the
//! time at which the document says it was saved; where it does not say, they are no days, and the clock is never asked.

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan as _};

use super::super::View;
use crate::article::Published;
use crate::extract::dates::{self, Order};
use crate::formats::Field;
use crate::text::fold::fold;

/// Farther back than this many of its unit nobody counts.
const MOST: u32 = 400;

/// Words that say before a number that it counts back from now, folded: German, French, Spanish, Portuguese.
const BEFORE: [&str; 4] = ["vor", "il y a", "hace", "ha"];
/// Words that say so after the unit, folded: English, Italian, Dutch, Swedish, Norwegian and Danish, Polish, Turkish, Finnish,
/// Russian, Portuguese.
const AFTER: [&str; 10] = ["ago", "fa", "geleden", "sedan", "siden", "temu", "once", "sitten", "назад", "atras"];

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Minutes,
    Hours,
    Days,
    Weeks,
    Months,
}

/// Beginnings of the names of units, folded: the plural adds to them.
const UNITS: [(&str, Unit); 35] = [
    ("sec", Unit::Minutes),
    ("sek", Unit::Minutes),
    ("min", Unit::Minutes),
    ("hour", Unit::Hours),
    ("hr", Unit::Hours),
    ("stunde", Unit::Hours),
    ("std", Unit::Hours),
    ("heure", Unit::Hours),
    ("hora", Unit::Hours),
    ("ora", Unit::Hours),
    ("ore", Unit::Hours),
    ("uur", Unit::Hours),
    ("uren", Unit::Hours),
    ("timm", Unit::Hours),
    ("time", Unit::Hours),
    ("godzin", Unit::Hours),
    ("saat", Unit::Hours),
    ("tunti", Unit::Hours),
    ("час", Unit::Hours),
    ("day", Unit::Days),
    ("tag", Unit::Days),
    ("jour", Unit::Days),
    ("dia", Unit::Days),
    ("giorn", Unit::Days),
    ("dag", Unit::Days),
    ("dni", Unit::Days),
    ("gun", Unit::Days),
    ("week", Unit::Weeks),
    ("weken", Unit::Weeks),
    ("woche", Unit::Weeks),
    ("semain", Unit::Weeks),
    ("seman", Unit::Weeks),
    ("settiman", Unit::Weeks),
    ("month", Unit::Months),
    ("monat", Unit::Months),
];

/// Words for the day before, folded.
const YESTERDAY: [&str; 12] =
    ["yesterday", "gestern", "hier", "ayer", "ieri", "ontem", "gisteren", "igar", "i gar", "wczoraj", "dun", "вчера"];

/// The day or moment at which the document says it was saved.
pub(super) fn saved(view: &View<'_>) -> Option<Published> {
    view.claims(Field::Saved).find_map(|claim| dates::stamp(&claim.value, view.order))
}

/// The day that a short line tells by its distance from `saved`. Hours count only from a moment: the day may have changed
/// since. Months are no days.
pub(super) fn read(line: &str, saved: Published) -> Option<Date> {
    let folded = fold(line);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect();
    for (at, word) in words.iter().enumerate() {
        let Some(count) = count(word) else { continue };
        let Some(unit) = words.get(at + 1).and_then(|word| unit(word)) else { continue };
        let is_after = words.get(at + 2).is_some_and(|word| AFTER.contains(word));
        let before = words.get(..at).unwrap_or_default().join(" ");
        if !is_after && !BEFORE.iter().any(|sign| before == *sign || before.ends_with(&format!(" {sign}"))) {
            continue;
        }
        let count = i64::from(count);
        return match (unit, saved) {
            (Unit::Days, _) => saved.day().checked_sub(count.days()).ok(),
            (Unit::Weeks, _) => saved.day().checked_sub((count * 7).days()).ok(),
            (Unit::Hours, Published::Moment(moment, offset)) => earlier(moment, offset, count * 60),
            (Unit::Minutes, Published::Moment(moment, offset)) => earlier(moment, offset, count),
            (Unit::Hours | Unit::Minutes, Published::Day(_)) | (Unit::Months, _) => None,
        };
    }
    // A line that says hardly more than the word: "Yesterday, 14:05".
    let is_short = words.len() <= 5 && dates::find(line, Order::DayFirst).is_empty();
    (is_short && words.first().is_some_and(|word| YESTERDAY.contains(word)))
        .then(|| saved.day().yesterday().ok())
        .flatten()
}

/// The day at some place so many minutes before a moment.
fn earlier(moment: Timestamp, offset: Offset, minutes: i64) -> Option<Date> {
    moment.checked_sub(minutes.minutes()).ok().map(|then| offset.to_datetime(then).date())
}

/// A number up to [`MOST`], or the article that stands for one.
fn count(word: &str) -> Option<u32> {
    match word {
        "a" | "an" | "one" | "ein" | "eine" | "einer" | "einem" | "un" | "une" | "una" | "um" | "uma" | "een"
        | "en" | "ett" => Some(1),
        _ => word.parse().ok().filter(|&count| count <= MOST),
    }
}

fn unit(word: &str) -> Option<Unit> {
    UNITS
        .iter()
        .filter(|(start, _)| word.starts_with(start))
        .max_by_key(|(start, _)| start.len())
        .map(|&(_, unit)| unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_back_from_the_day_of_saving() {
        let day = Published::Day(jiff::civil::date(2026, 3, 2));
        let hour = dates::stamp("Mon Mar 02 2026 01:30:00 GMT+0100", Order::DayFirst).unwrap();
        for (line, expected) in [
            ("3 days ago", Some("2026-02-27")),
            ("Updated a day ago", Some("2026-03-01")),
            ("Yesterday, 14:05", Some("2026-03-01")),
            ("vor 2 Tagen", Some("2026-02-28")),
            ("Gestern um 18 Uhr", Some("2026-03-01")),
            ("vor einer Woche", Some("2026-02-23")),
            ("Publié il y a 3 jours", Some("2026-02-27")),
            ("hace 2 días", Some("2026-02-28")),
            ("2 giorni fa", Some("2026-02-28")),
            ("há 2 dias", Some("2026-02-28")),
            ("2 weken geleden", Some("2026-02-16")),
            ("2 weeks ago", Some("2026-02-16")),
            ("3 dagen geleden", Some("2026-02-27")),
            ("för 2 dagar sedan", Some("2026-02-28")),
            // Without the hour of saving hours do not tell the day, and months never do.
            ("3 hours ago", None),
            ("vor 20 Minuten", None),
            ("il y a 2 heures", None),
            ("2 months ago", None),
            // What is no distance from now.
            ("4 days of rain", None),
            ("900 days ago", None),
            ("Yesterday the board met and weighed the cuts", None),
            ("", None),
        ] {
            assert_eq!(read(line, day).map(|day| day.to_string()).as_deref(), expected, "{line}");
        }
        for (line, expected) in [
            ("3 hours ago", "2026-03-01"),
            ("vor 2 Stunden", "2026-03-01"),
            ("il y a une heure", "2026-03-02"),
            ("20 min ago", "2026-03-02"),
            ("3 days ago", "2026-02-27"),
        ] {
            assert_eq!(read(line, hour).map(|day| day.to_string()).as_deref(), Some(expected), "{line}");
        }
    }
}

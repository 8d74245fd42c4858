//! The days a date in a query means: a day, a week, a month or a year, written out or counted from today. Not the dates of
//! articles: those are `extract`'s.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// How a date can be written, for those who wrote it otherwise.
pub(super) const FORMS: &str = "2026, 2026-09, 2026-09-30, today, yesterday, monday, \"last week\", \"7 days\"";

/// The first and the last day that `text` means; `None` where it is no date.
pub(super) fn period(text: &str, today: Date) -> Option<(Date, Date)> {
    let text = text.trim().to_lowercase();
    if text.starts_with(|sign: char| sign.is_ascii_digit())
        && let Some(days) = written(&text)
    {
        return Some(days);
    }
    let words: Vec<&str> = text.split(|sign: char| sign.is_whitespace() || sign == '-').collect();
    match words[..] {
        ["today"] => Some((today, today)),
        ["yesterday"] => one(today.checked_sub(1.day()).ok()),
        ["this", unit] => around(unit, today),
        ["last" | "past", unit] => around(unit, today.checked_sub(span(unit, 1)?).ok()?),
        [count, unit] | [count, unit, "ago"] => one(today.checked_sub(span(unit, number(count, 4)?)?).ok()),
        [word] => short(word, today).or_else(|| named(word, today)),
        _ => None,
    }
}

fn one(day: Option<Date>) -> Option<(Date, Date)> {
    day.map(|day| (day, day))
}

/// A year, a month or a day in digits: 2026, 2026-09, 2026-9-3, 2026/09/30.
fn written(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split(['-', '/', '.']);
    let year = parts.next().filter(|year| year.len() == 4).and_then(|year| number(year, 4))?;
    let (month, day) = (parts.next(), parts.next());
    if parts.next().is_some() {
        return None;
    }
    let narrow = |text: &str| number(text, 2).and_then(|number| i8::try_from(number).ok());
    let Some(month) = month else { return Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)) };
    let first = Date::new(year, narrow(month)?, 1).ok()?;
    let Some(day) = day else { return Some((first, first.last_of_month())) };
    one(Date::new(year, first.month(), narrow(day)?).ok())
}

/// "7d", "2w", "3m", "1y": that long ago.
fn short(word: &str, today: Date) -> Option<(Date, Date)> {
    let unit = word.chars().next_back().filter(char::is_ascii_alphabetic)?;
    let name = match unit {
        'd' => "day",
        'w' => "week",
        'm' => "month",
        'y' => "year",
        _ => return None,
    };
    one(today.checked_sub(span(name, number(&word[..word.len() - 1], 4)?)?).ok())
}

/// The last day of that name, today counted.
fn named(word: &str, today: Date) -> Option<(Date, Date)> {
    let weekday = match word {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tue" => Weekday::Tuesday,
        "wednesday" | "wed" => Weekday::Wednesday,
        "thursday" | "thu" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        _ => return None,
    };
    one(today.checked_sub(i64::from(weekday.until(today.weekday())).days()).ok())
}

/// The week (from Monday), the month or the year that a day is in.
fn around(unit: &str, day: Date) -> Option<(Date, Date)> {
    match unit {
        "day" => Some((day, day)),
        "week" => {
            let monday = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
            Some((monday, monday.checked_add(6.days()).ok()?))
        }
        "month" => Some((day.first_of_month(), day.last_of_month())),
        "year" => Some((day.first_of_year(), day.last_of_year())),
        _ => None,
    }
}

fn span(unit: &str, count: i16) -> Option<Span> {
    let span = Span::new();
    match unit.strip_suffix('s').unwrap_or(unit) {
        "day" => Some(span.days(count)),
        "week" => Some(span.weeks(count)),
        "month" => Some(span.months(count)),
        "year" => Some(span.years(count)),
        _ => None,
    }
}

/// A number of at most so many digits.
fn number(text: &str, digits: usize) -> Option<i16> {
    let fits = !text.is_empty() && text.len() <= digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_as_people_write_them() {
        // A Tuesday.
        let today = date(2026, 11, 24);
        for (text, expected) in [
            ("2025", "2025-01-01 2025-12-31"),
            ("2025-09", "2025-09-01 2025-09-30"),
            ("2024-2", "2024-02-01 2024-02-29"),
            ("2025-09-03", "2025-09-03 2025-09-03"),
            ("2025/9/3", "2025-09-03 2025-09-03"),
            ("Today", "2026-11-24 2026-11-24"),
            ("yesterday", "2026-11-23 2026-11-23"),
            ("last week", "2026-11-16 2026-11-22"),
            ("last-week", "2026-11-16 2026-11-22"),
            ("this week", "2026-11-23 2026-11-29"),
            ("last month", "2026-10-01 2026-10-31"),
            ("this year", "2026-01-01 2026-12-31"),
            ("past year", "2025-01-01 2025-12-31"),
            ("7 days", "2026-11-17 2026-11-17"),
            ("1 day ago", "2026-11-23 2026-11-23"),
            ("2-weeks", "2026-11-10 2026-11-10"),
            ("2w", "2026-11-10 2026-11-10"),
            ("3m", "2026-08-24 2026-08-24"),
            ("monday", "2026-11-23 2026-11-23"),
            ("tue", "2026-11-24 2026-11-24"),
            ("Wednesday", "2026-11-18 2026-11-18"),
        ] {
            let found = period(text, today).map(|(first, last)| format!("{first} {last}"));
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
        for text in ["", "25", "2025-13", "2025-02-30", "2025-1-1-1", "soon", "last", "7", "7 moons", "99999 days", "é"]
        {
            assert_eq!(period(text, today), None, "{text}");
        }
    }
}

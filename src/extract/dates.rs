//! Dates as newspapers print them, found in text. Which of them is the day of publication is decided by the masthead.
//!
//! A date without a year is none, and the clock is never asked: what the text does not say is not known.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use crate::article::Published;
use crate::text::calendar::month;

/// A date in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    /// Byte offset at which it begins.
    pub(crate) start: usize,
    /// Byte offset at which it ends, the time of day included.
    pub(crate) end: usize,
    /// What it says.
    pub(crate) date: Published,
    /// How exactly it says it.
    pub(crate) form: Form,
}

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// A month and a year.
    Month,
    /// Numbers whose order had to be guessed.
    Guessed,
    /// A day.
    Day,
}

/// Which number stands first where both could be a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

/// How much of a text is searched, in bytes.
const SEARCHED: usize = 4096;

/// Abbreviations of time zones that papers print, in minutes east of Greenwich. Ambiguous ones (IST, CST in China) are
/// read as a paper in English means them, or left out.
const ZONES: [(&str, i32); 24] = [
    ("gmt", 0),
    ("utc", 0),
    ("z", 0),
    ("bst", 60),
    ("wet", 0),
    ("cet", 60),
    ("cest", 120),
    ("mez", 60),
    ("mesz", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("jst", 540),
    ("hkt", 480),
    ("aest", 600),
    ("aedt", 660),
];

/// The dates in `text`, in order.
pub(crate) fn find(text: &str, order: Order) -> Vec<Found> {
    let text = crate::text::head(text, SEARCHED);
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    // The first token that no date has taken.
    let mut free = 0;
    while at < tokens.len() {
        let rest = tokens.get(at..).unwrap_or_default();
        let Some((date, form, used)) = date_at(rest, order) else {
            at += 1;
            continue;
        };
        let (Some(first), Some(last)) = (rest.first(), rest.get(used - 1)) else { break };
        // "30 February 2025" is no day, and so no month either.
        let follows_number = at.checked_sub(1).is_some_and(|before| number(tokens.get(before)).is_some());
        if form == Form::Month && follows_number {
            at += used;
            continue;
        }
        let start = first.start;
        let (mut end, mut published) = (last.end, Published::Day(date));
        let mut next = at + used;
        // The time stands right before the date, or after it.
        let before = (free.max(at.saturating_sub(6))..at).find_map(|i| {
            let rest = tokens.get(i..at)?;
            clock_at(rest, 0).filter(|clock| clock.used == rest.len())
        });
        if let Some(clock) = before {
            published = moment(date, &clock);
        } else if let Some(clock) = tokens.get(next..).and_then(|rest| clock_at(rest, 4)) {
            end = tokens.get(next + clock.used - 1).map_or(end, |token| token.end);
            next += clock.used;
            published = moment(date, &clock);
        }
        free = next;
        found.push(Found { start, end, date: published, form });
        at = next;
    }
    found
}

/// The date or moment that a machine-readable `stamp` says, such as `2025-09-03T10:11:12+02:00`.
pub(crate) fn stamp(stamp: &str, order: Order) -> Option<Published> {
    find(stamp, order)
        .into_iter()
        .max_by_key(|found| (found.form, std::cmp::Reverse(found.start)))
        .map(|found| found.date)
}

/// The order of the first date in numbers in `text` that can be read in one way only ("25/12/2025").
pub(crate) fn order_of(text: &str) -> Option<Order> {
    tokens(crate::text::head(text, SEARCHED)).windows(3).find_map(|window| {
        let [a, b, c] = window else { return None };
        let is_joined = a.gap == b.gap && matches!(a.gap, Gap::Slash | Gap::Dash);
        let (first, second) = (number(Some(a))?.0, number(Some(b))?.0);
        year(Some(c))?;
        match (first, second) {
            (13..=31, 1..=12) if is_joined => Some(Order::DayFirst),
            (1..=12, 13..=31) if is_joined => Some(Order::MonthFirst),
            _ => None,
        }
    })
}

#[derive(Clone, Debug)]
struct Token {
    start: usize,
    end: usize,
    kind: Kind,
    /// What stands between it and the next token.
    gap: Gap,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Number { value: u32, digits: usize },
    Word(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    Dot,
    DotSpace,
    Slash,
    Dash,
    Colon,
    Comma,
    Plus,
    Other,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut gap_start = 0;
    while let Some(&(start, c)) = chars.peek() {
        if !c.is_alphanumeric() {
            chars.next();
            continue;
        }
        if let Some(last) = tokens.last_mut() {
            last.gap = gap(text.get(gap_start..start).unwrap_or(""));
        }
        let is_digit = c.is_ascii_digit();
        let mut end = start;
        while let Some(&(at, c)) = chars.peek() {
            if !c.is_alphanumeric() || c.is_ascii_digit() != is_digit {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        let word = text.get(start..end).unwrap_or("");
        let kind = if is_digit {
            Kind::Number { value: word.parse().unwrap_or(u32::MAX), digits: word.len() }
        } else {
            Kind::Word(crate::text::fold::fold(word))
        };
        tokens.push(Token { start, end, kind, gap: Gap::None });
        gap_start = end;
    }
    if let Some(last) = tokens.last_mut() {
        last.gap = Gap::Other;
    }
    tokens
}

fn gap(text: &str) -> Gap {
    match text.trim() {
        "" if text.is_empty() => Gap::None,
        "" => Gap::Space,
        "." if text.len() == 1 => Gap::Dot,
        "." => Gap::DotSpace,
        "/" => Gap::Slash,
        "-" | "–" | "‐" | "−" => Gap::Dash,
        ":" => Gap::Colon,
        "," | ".," => Gap::Comma,
        "+" => Gap::Plus,
        _ => Gap::Other,
    }
}

const fn number(token: Option<&Token>) -> Option<(u32, usize)> {
    match token {
        Some(Token { kind: Kind::Number { value, digits }, .. }) => Some((*value, *digits)),
        _ => None,
    }
}

fn word(token: Option<&Token>) -> Option<&str> {
    match token {
        Some(Token { kind: Kind::Word(word), .. }) => Some(word),
        _ => None,
    }
}

fn year(token: Option<&Token>) -> Option<u32> {
    number(token).filter(|&(value, digits)| digits == 4 && (1800..2100).contains(&value)).map(|(value, _)| value)
}

fn civil(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The date at the head of `tokens`, how it is written, and how many tokens it takes.
fn date_at(tokens: &[Token], order: Order) -> Option<(Date, Form, usize)> {
    let token = |i: usize| tokens.get(i);
    let gap = |i: usize| tokens.get(i).map_or(Gap::Other, |token| token.gap);
    if let Some((value, digits)) = number(token(0)) {
        // 2025-09-03, 2025/09/03, 2025.09.03, 2025年9月3日, 20250903
        if let Some(y) = year(token(0)) {
            let cjk = word(token(1)).is_some_and(|w| matches!(w, "年" | "년"));
            let (m, d, used) = if cjk { (2, 4, 5) } else { (1, 2, 3) };
            let is_joined = cjk || gap(0) == gap(1) && matches!(gap(0), Gap::Dash | Gap::Slash | Gap::Dot);
            // 2025. szeptember 3.
            if let (Some(month), Some((day, 1..=2))) = (word(token(1)).and_then(month), number(token(2))) {
                return civil(y, month, day).map(|date| (date, Form::Day, 3));
            }
            let ((month, _), (day, _)) = (number(token(m))?, number(token(d))?);
            return is_joined.then(|| civil(y, month, day)).flatten().map(|date| (date, Form::Day, used));
        }
        if digits == 8 && (1990..2100).contains(&(value / 10_000)) {
            return civil(value / 10_000, value / 100 % 100, value % 100).map(|date| (date, Form::Day, 1));
        }
        if digits > 2 {
            return None;
        }
        // 3 September 2025, 3. September 2025, 3rd of September 2025, 3 de septiembre de 2025, 03-Sep-2025
        let mut at = 1;
        if word(token(at)).is_some_and(|w| matches!(w, "st" | "nd" | "rd" | "th" | "er" | "e" | "o"))
            && gap(0) == Gap::None
        {
            at += 1;
        }
        if word(token(at)).is_some_and(|w| matches!(w, "of" | "de" | "d" | "di" | "ta")) {
            at += 1;
        }
        if let Some(month) = word(token(at)).and_then(month) {
            at += 1;
            if word(token(at)).is_some_and(|w| matches!(w, "de" | "del" | "of")) {
                at += 1;
            }
            let y = year(token(at)).or_else(|| short_year(token(at), gap(at - 1)))?;
            return civil(y, month, value).map(|date| (date, Form::Day, at + 1));
        }
        // 03.09.2025, 3/9/2025, 3-9-25
        let is_joined = gap(0) == gap(1) && matches!(gap(0), Gap::Dot | Gap::Slash | Gap::Dash)
            || matches!((gap(0), gap(1)), (Gap::DotSpace, Gap::DotSpace));
        if is_joined {
            let (second, second_digits) = number(token(1))?;
            let (third, third_digits) = number(token(2))?;
            let y = match third_digits {
                4 if (1800..2100).contains(&third) => third,
                2 if gap(0) != Gap::Dash && !matches!(gap(2), Gap::Dot | Gap::Slash | Gap::Colon) => 2000 + third,
                _ => return None,
            };
            if second_digits > 2 {
                return None;
            }
            let dotted = matches!(gap(0), Gap::Dot | Gap::DotSpace);
            let (day, month, form) = match (value, second) {
                (d, m) if d > 12 && m <= 12 => (d, m, Form::Day),
                (m, d) if d > 12 && m <= 12 => (d, m, Form::Day),
                (d, m) if dotted => (d, m, Form::Day),
                (d, m) if d == m => (d, m, Form::Day),
                (d, m) if order == Order::DayFirst => (d, m, Form::Guessed),
                (m, d) => (d, m, Form::Guessed),
            };
            return civil(y, month, day).map(|date| (date, form, 3));
        }
        return None;
    }
    // September 3, 2025; Sept. 3rd 2025; March 2025
    let month = word(token(0)).and_then(month)?;
    if let Some(y) = year(token(1)) {
        return civil(y, month, 1).map(|date| (date, Form::Month, 2));
    }
    let (day, digits) = number(token(1))?;
    if digits > 2 {
        return None;
    }
    let mut at = 2;
    if word(token(at)).is_some_and(|w| matches!(w, "st" | "nd" | "rd" | "th")) {
        at += 1;
    }
    let y = year(token(at))?;
    civil(y, month, day).map(|date| (date, Form::Day, at + 1))
}

/// A year of two digits after a month's name: `3-Sep-25`, `3 Sep '25`.
fn short_year(token: Option<&Token>, gap: Gap) -> Option<u32> {
    number(token)
        .filter(|&(value, digits)| digits == 2 && value < 60 && gap == Gap::Dash)
        .map(|(value, _)| 2000 + value)
}

struct Clock {
    time: Time,
    offset: Option<Offset>,
    used: usize,
}

/// A time of day within `skip` tokens of the head of `tokens`.
fn clock_at(tokens: &[Token], skip: usize) -> Option<Clock> {
    for at in 0..=skip.min(tokens.len().saturating_sub(1)) {
        let token = |i: usize| tokens.get(at + i);
        let Some((mut hour, hour_digits)) = number(token(0)) else {
            // Words such as "at", "um" and the day of the week may stand between; another number may not.
            continue;
        };
        let gap = |i: usize| token(i).map_or(Gap::Other, |token| token.gap);
        let is_h = word(token(1)).is_some_and(|w| w == "h") && gap(0) == Gap::None;
        let minute_at = if is_h { 2 } else { 1 };
        let is_clock = hour_digits <= 2 && (matches!(gap(0), Gap::Colon | Gap::Dot) || is_h);
        let (minute, mut used) = match number(token(minute_at)).filter(|&(_, digits)| digits == 2 && is_clock) {
            Some((minute, _)) => (minute, minute_at + 1),
            None => (0, 1),
        };
        let mut second = 0;
        if used == 2
            && gap(1) == Gap::Colon
            && let Some((value, 2)) = number(token(2))
        {
            second = value;
            used = 3;
            // Fractions of a second.
            if gap(2) == Gap::Dot && number(token(3)).is_some_and(|(_, digits)| digits >= 3) {
                used = 4;
            }
        }
        let mut half = word(token(used)).map(str::to_owned);
        let mut half_used = 1;
        if half.as_deref().is_some_and(|w| w == "a" || w == "p") && word(token(used + 1)) == Some("m") {
            half = half.map(|w| w + "m");
            half_used = 2;
        }
        match half.as_deref() {
            Some("am") => {
                hour %= 12;
                used += half_used;
            }
            Some("pm") => {
                hour = hour % 12 + 12;
                used += half_used;
            }
            _ if used == 1 => return None,
            Some("uhr") => used += 1,
            _ => {}
        }
        let time =
            Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0).ok()?;
        let mut offset = None;
        let sign = match gap(used - 1) {
            Gap::Plus => Some(1),
            Gap::Dash if used >= 2 => Some(-1),
            _ => None,
        };
        if let Some(sign) = sign
            && let Some((value, digits)) = number(token(used))
        {
            let (hours, minutes, more) = match (digits, number(token(used + 1))) {
                (4, _) => (value / 100, value % 100, 1),
                (2, Some((minutes, 2))) if gap(used) == Gap::Colon => (value, minutes, 2),
                (2, _) => (value, 0, 1),
                _ => (99, 0, 0),
            };
            if hours <= 14 && minutes < 60 {
                offset = Offset::from_seconds(sign * i32::try_from(hours * 3600 + minutes * 60).ok()?).ok();
                used += more;
            }
        } else if let Some(name) = word(token(used)) {
            let zone = ZONES.iter().find(|(zone, _)| *zone == name).map(|(_, minutes)| *minutes);
            offset = zone.and_then(|minutes| Offset::from_seconds(minutes * 60).ok());
            used += usize::from(offset.is_some());
        }
        return Some(Clock { time, offset, used: at + used });
    }
    None
}

/// A moment where the offset is known; otherwise the day, for a time without a place in the world is no moment.
fn moment(date: Date, clock: &Clock) -> Published {
    let Some(offset) = clock.offset else { return Published::Day(date) };
    match offset.to_timestamp(DateTime::from_parts(date, clock.time)) {
        Ok(timestamp) => Published::Moment(timestamp, offset),
        Err(_) => Published::Day(date),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, order: Order) -> Vec<String> {
        find(text, order).iter().map(|found| found.date.to_string()).collect()
    }

    #[test]
    fn dates_are_read_as_papers_print_them() {
        for (text, expected) in [
            ("Sep 3, 2025  |  0", &["2025-09-03"][..]),
            ("3 September 2025", &["2025-09-03"]),
            ("Sept. 3rd, 2025", &["2025-09-03"]),
            ("Wednesday, Sept. 3, 2025 10:11 a.m. EDT", &["2025-09-03T10:11:00-04:00"]),
            ("Updated 4:52 PM EDT, June 18, 2025", &["2025-06-18T16:52:00-04:00"]),
            (
                "PUBLISHED: 09:12 BST, 21 July 2025 | UPDATED: 11:47 BST, 21 July 2025",
                &["2025-07-21T09:12:00+01:00", "2025-07-21T11:47:00+01:00"],
            ),
            ("2025-09-03T10:11", &["2025-09-03"]),
            ("2025-09-03T10:11:12+02:00", &["2025-09-03T10:11:12+02:00"]),
            ("2025-09-03T23:30:00-0500", &["2025-09-03T23:30:00-05:00"]),
            ("2025-09-03T10:11:12.345Z", &["2025-09-03T10:11:12+00:00"]),
            ("Sat 11 Jan 2025 16.40 GMT", &["2025-01-11T16:40:00+00:00"]),
            ("am 3. September 2025 um 14:05 Uhr", &["2025-09-03"]),
            ("3. März 2025, 18.30 Uhr MEZ", &["2025-03-03T18:30:00+01:00"]),
            ("Publié le 1er août 2025 à 18h30", &["2025-08-01"]),
            ("3 de septiembre de 2025", &["2025-09-03"]),
            ("3 settembre 2025", &["2025-09-03"]),
            ("3 de setembro de 2025 às 9h", &["2025-09-03"]),
            ("3 september 2025", &["2025-09-03"]),
            ("3 сентября 2025 г.", &["2025-09-03"]),
            ("2025年9月3日", &["2025-09-03"]),
            ("03.09.2025", &["2025-09-03"]),
            ("2025/09/03", &["2025-09-03"]),
            ("3-Sep-25", &["2025-09-03"]),
            ("March 2025 Issue", &["2025-03-01"]),
            ("Oct. 2, 2026 at 5:15 p.m.", &["2026-10-02"]),
            ("3. září 2025", &["2025-09-03"]),
            ("3 Eylül 2025, 14:05", &["2025-09-03"]),
            ("3. syyskuuta 2025 klo 14.05", &["2025-09-03"]),
            ("3 septembrie 2025", &["2025-09-03"]),
            ("2025. szeptember 3.", &["2025-09-03"]),
            ("3 Σεπτεμβρίου 2025", &["2025-09-03"]),
            ("3 вересня 2025", &["2025-09-03"]),
            ("31/12/2024 and 12/31/24", &["2024-12-31", "2024-12-31"]),
            ("Aug. 21 at 6 p.m.", &[]),
            ("in 2025 and 30 February 2025", &[]),
            ("call 555-0142 or 1.2.3.4", &[]),
        ] {
            assert_eq!(shown(text, Order::MonthFirst), expected, "{text}");
        }
    }

    #[test]
    fn numbers_above_twelve_tell_the_order() {
        for (text, expected) in [
            ("Posted 25/12/2025", Some(Order::DayFirst)),
            ("12-25-2025, 6 p.m.", Some(Order::MonthFirst)),
            ("3/9/2025", None),
            ("25.12.2025", None),
        ] {
            assert_eq!(order_of(text), expected, "{text}");
        }
    }

    #[test]
    fn the_order_decides_where_both_could_be_the_day() {
        assert_eq!(shown("3/9/2025", Order::DayFirst), ["2025-09-03"]);
        assert_eq!(shown("3/9/2025", Order::MonthFirst), ["2025-03-09"]);
        assert_eq!(shown("03.09.2025", Order::MonthFirst), ["2025-09-03"]);
    }
}

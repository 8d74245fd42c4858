//! Numbers that sort: a day as a number, and an article's number that begins with its day. Not a calendar: that is jiff.
//!
//! `article.id = (day << 16) | counter`, so the newest article has the largest number and every list, full-text
//! search included, streams in the order in which it is shown. Articles without a date fill the numbers below
//! [`FIRST`], which hold four thousand million of them.

use jiff::ToSpan;
use jiff::civil::Date;

/// The number of the day before 0001-01-01; smaller days are no days.
const BEFORE: i64 = 1 << 16;

/// The smallest number an article with a date can have.
pub(crate) const FIRST: i64 = (BEFORE + 1) << 16;

/// The number of `date`; `None` before the year 1, which is filed as undated.
pub(crate) fn number(date: Date) -> Option<i64> {
    let days = date.since(start()).ok()?.get_days();
    (days >= 0).then(|| BEFORE + 1 + i64::from(days))
}

/// The date with that number.
pub(crate) fn date(number: i64) -> Option<Date> {
    let days = number.checked_sub(BEFORE + 1).filter(|days| (0..=3_652_058).contains(days))?;
    start().checked_add(days.days()).ok()
}

/// The smallest article number of a day; of undated articles where there is no day.
pub(crate) fn floor(day: Option<i64>) -> i64 {
    day.map_or(1, |day| day << 16)
}

/// The largest article number of a day.
pub(crate) fn ceiling(day: Option<i64>) -> i64 {
    day.map_or(FIRST - 1, |day| (day << 16) | 0xffff)
}

/// The month of a date as a number that sorts: year × 12 + month.
pub(crate) fn month(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month()) - 1
}

/// The first day of a numbered month.
pub(crate) fn first_of_month(month: i64) -> Option<Date> {
    let year = i16::try_from(month.div_euclid(12)).ok()?;
    let month = i8::try_from(month.rem_euclid(12) + 1).ok()?;
    Date::new(year, month, 1).ok()
}

const fn start() -> Date {
    jiff::civil::date(1, 1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as civil;

    #[test]
    fn a_day_comes_back_and_later_days_are_larger() {
        let days = [civil(1, 1, 1), civil(1969, 12, 31), civil(2026, 11, 24), civil(9999, 12, 31)];
        for pair in days.windows(2) {
            assert!(number(pair[0]) < number(pair[1]));
        }
        for day in days {
            assert_eq!(date(number(day).unwrap()), Some(day));
            assert_eq!(first_of_month(month(day)), Some(day.first_of_month()));
        }
        assert_eq!(number(civil(-44, 3, 15)), None);
        assert_eq!(date(BEFORE), None);
        assert_eq!(floor(number(civil(1, 1, 1))), FIRST);
    }
}

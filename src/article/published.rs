//! When an article was published: a day, or a moment where the source says so. Never "now".

use std::fmt;
use std::str::FromStr;

use jiff::tz::Offset;
use jiff::{Timestamp, civil};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day, or a moment with the offset in which it was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    /// A day on the paper's own calendar.
    Day(civil::Date),
    /// A moment, and the offset from UTC in which it was printed.
    Moment(Timestamp, Offset),
}

impl Published {
    /// The day of publication on the paper's own calendar.
    #[must_use]
    pub fn day(&self) -> civil::Date {
        match *self {
            Self::Day(date) => date,
            Self::Moment(timestamp, offset) => offset.to_datetime(timestamp).date(),
        }
    }
}

impl fmt::Display for Published {
    /// ISO 8601: `2025-09-03`, or `2025-09-03T10:11:12+02:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Day(date) => write!(f, "{date}"),
            Self::Moment(timestamp, offset) => write!(f, "{}", timestamp.display_with_offset(offset)),
        }
    }
}

impl FromStr for Published {
    type Err = jiff::Error;

    /// Reads what [`Display`](fmt::Display) writes.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() <= 10 {
            return Ok(Self::Day(text.parse()?));
        }
        let pieces = jiff::fmt::temporal::DateTimeParser::new().parse_pieces(text)?;
        let timestamp: Timestamp = text.parse()?;
        let offset = pieces.to_numeric_offset().unwrap_or(Offset::UTC);
        Ok(Self::Moment(timestamp, offset))
    }
}

impl Serialize for Published {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Published {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        for text in ["2025-09-03", "2025-09-03T10:11:12+02:00", "2025-09-03T23:30:00-05:00"] {
            let published: Published = text.parse().unwrap();
            assert_eq!(published.to_string(), text);
            assert_eq!(published.day(), civil::date(2025, 9, 3));
        }
    }
}

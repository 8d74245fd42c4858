//! What the screen says of an article in words: who wrote it, where, when. Dates are told from the day one reads them on.

use jiff::civil::Date;

use crate::article::Article;

/// "Ana Perez · The Guardian · 21 Nov 2026 · Brussels".
pub(super) fn facts(article: &Article) -> String {
    let byline = (!article.byline.is_empty()).then(|| article.byline.join(", "));
    let source = article.source.name.clone().or_else(|| article.source.host.clone());
    let published = article.published.map(|published| long_date(published.day()));
    let place = article.place.as_deref().map(in_lower_case);
    [byline, source, published, place].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A dateline is printed in capitals: "BRUSSELS" is shown as "Brussels". What is not all capitals stays.
fn in_lower_case(place: &str) -> String {
    if place.chars().any(char::is_lowercase) {
        return place.to_owned();
    }
    let mut inside = false;
    place
        .chars()
        .flat_map(|c| {
            let lower = std::mem::replace(&mut inside, c.is_alphabetic());
            let signs: Vec<char> = if lower { c.to_lowercase().collect() } else { vec![c] };
            signs
        })
        .collect()
}

/// "21 Nov 2026".
#[must_use]
pub fn long_date(day: Date) -> String {
    format!("{} {} {}", day.day(), month(day), day.year())
}

/// "today", "21 Nov", or "21 Nov 2024" in another year.
#[must_use]
pub fn short_date(day: Date, today: Date) -> String {
    if day == today {
        "today".to_owned()
    } else if day.year() == today.year() {
        format!("{} {}", day.day(), month(day))
    } else {
        long_date(day)
    }
}

/// "Nov".
#[must_use]
pub fn month(day: Date) -> &'static str {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    usize::try_from(day.month() - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or("")
}

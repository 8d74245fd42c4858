//! The place of the dateline: "BRUSSELS (Agency) — The board said". Where an article says it was written, as printed;
//! places that it speaks of are entities.

use super::View;

/// The longest dateline, in bytes.
const LONGEST: usize = 90;

pub(super) fn choose(view: &View<'_>) -> Option<String> {
    (view.body.start..view.body.end)
        .filter(|&at| view.is_body(at))
        .take(3)
        .find_map(|at| of_line(view.text(at)))
        .map(|(place, _)| place)
}

/// The place and the agency in the dateline at the head of `text`.
pub(super) fn of_line(text: &str) -> Option<(String, Option<String>)> {
    let head = crate::text::head(text, LONGEST);
    let dash = [" — ", " – ", " - ", " -- ", "— ", "– ", "—", ") - ", ")- "]
        .iter()
        .filter_map(|dash| head.find(dash).map(|at| if dash.starts_with(')') { at + 1 } else { at }))
        .min()?;
    let line = head.get(..dash)?.trim();
    let (place, agency) = match line.split_once('(') {
        Some((place, rest)) => (place.trim(), rest.split(')').next().map(|agency| agency.trim().to_owned())),
        None => (line, None),
    };
    // "BRUSSELS, Sept 3", "WASHINGTON, Reuters": the day is no part of the place.
    let mut parts: Vec<&str> = place.split(',').map(str::trim).collect();
    parts.retain(|part| !part.is_empty());
    while parts.len() > 1 && parts.last().is_some_and(|part| part.bytes().any(|b| b.is_ascii_digit())) {
        parts.pop();
    }
    let first = parts.first()?;
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let is_upper = letters >= 3 && !first.chars().any(char::is_lowercase);
    let words = first.split_whitespace().count();
    let is_named =
        agency.is_some() && first.split_whitespace().all(|word| word.chars().next().is_some_and(char::is_uppercase));
    if words > 4
        || parts.len() > 3
        || !(is_upper || is_named && letters >= 3)
        || place.len() > 50
        || place.contains(['.', ':', '“', '"']) && !is_upper
    {
        return None;
    }
    Some((parts.join(", "), agency))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_give_place_and_agency() {
        for (text, place, agency) in [
            ("BRUSSELS (Reuters) — The board said", Some("BRUSSELS"), Some("Reuters")),
            ("PECOS FLATS, Texas (KVLT) - People who live", Some("PECOS FLATS, Texas"), Some("KVLT")),
            ("WASHINGTON — A committee", Some("WASHINGTON"), None),
            ("EASTON — Devonte Hale scored", Some("EASTON"), None),
            ("Lagos (AFP) – The port", Some("Lagos"), Some("AFP")),
            ("PARIS, Sept 3 (Reuters) - The mayor", Some("PARIS"), Some("Reuters")),
            ("He paused — and went on", None, None),
            ("“Yes” — that was all", None, None),
            ("A - b", None, None),
        ] {
            let found = of_line(text);
            assert_eq!(found.as_ref().map(|(place, _)| place.as_str()), place, "{text}");
            assert_eq!(found.and_then(|(_, agency)| agency).as_deref(), agency, "{text}");
        }
    }
}

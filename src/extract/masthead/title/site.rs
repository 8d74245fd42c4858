//! A title without a label before it and without the name of the site around it. Which line is the title is not decided
//! here.

use super::super::{Ballot, View, source};
use crate::extract::dates::{self, Form};
use crate::formats::Field;
use crate::text::fold::fold;

/// `text` without a label before it and without the name of the site after it.
pub(in super::super) fn tidy(text: &str, names: &Ballot, view: &View<'_>) -> String {
    let text = text.trim();
    let text = unlabelled(text);
    let mut kept = text;
    while let Some(shorter) = without_site(kept, names, view) {
        kept = shorter;
    }
    kept.trim().to_owned()
}

/// A word and a colon glued to a capital ("NextImg:Ferry cuts"), or a label that says what follows.
fn unlabelled(text: &str) -> &str {
    let Some((label, rest)) = text.split_once(':') else { return text };
    let is_word = !label.is_empty() && label.len() <= 16 && label.chars().all(char::is_alphanumeric);
    let is_glued = rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '‘' | '"' | '\''))
        && label.chars().any(char::is_lowercase)
        && rest.split_whitespace().count() >= 3;
    let is_label =
        matches!(fold(label).as_str(), "headline" | "title" | "titre" | "titel" | "titulo" | "titolo" | "uberschrift");
    if is_word && (is_glued || is_label) { rest.trim() } else { text }
}

/// Signs that part a title from the name of its site.
const PARTINGS: [&str; 10] = [" | ", " : ", " - ", " – ", " — ", " :: ", " • ", " · ", " « ", " » "];

fn without_site<'t>(text: &'t str, names: &Ballot, view: &View<'_>) -> Option<&'t str> {
    let words = |text: &str| text.split_whitespace().count();
    let is_known = |part: &str, least: f32| {
        let key = fold(part);
        let in_claims = view.claims(Field::Source).any(|claim| fold(&claim.value) == key);
        in_claims
            || names.candidates.iter().any(|(name, _, votes)| *name == key && *votes >= least)
            || is_host(part, view)
    };
    let ends = PARTINGS.iter().filter_map(|parting| text.rfind(parting).map(|at| (at, *parting)));
    if let Some((at, parting)) = ends.max_by_key(|&(at, _)| at) {
        let (rest, name) = (text.get(..at)?, text.get(at + parting.len()..)?);
        // A page may print its date there too ("Ferry cuts : 31.10.2023, 10.19 Uhr").
        let is_date =
            dates::find(name, view.order).first().is_some_and(|date| date.start == 0 && date.form == Form::Day);
        if is_date
            || is_known(name, 0.5)
            || parting == " | " && words(name) <= 5 && words(rest) > words(name) && words(rest) >= 3
        {
            return Some(rest);
        }
    }
    let starts = PARTINGS.iter().filter_map(|parting| text.find(parting).map(|at| (at, *parting)));
    let (at, parting) = starts.min_by_key(|&(at, _)| at)?;
    let (name, rest) = (text.get(..at)?, text.get(at + parting.len()..)?);
    (words(rest) >= 2 && (is_known(name, 2.0) || parting == " | " && words(name) <= 2 && words(rest) >= 4))
        .then_some(rest)
}

/// Whether `name` is the host of an address in the document, squeezed.
fn is_host(name: &str, view: &View<'_>) -> bool {
    let squeezed: String = fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
    let claimed = view.claims(Field::Url).next().and_then(|claim| source::host(&claim.value));
    squeezed.len() >= 3 && claimed.is_some_and(|host| host.replace(['.', '-'], "").contains(&squeezed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Document;

    #[test]
    fn labels_and_sites_are_taken_off() {
        let document = Document::default();
        let view = View::new(&document, &[], &[]);
        let mut names = Ballot::default();
        names.vote("Harbor Post", 2.0);
        for (text, expected) in [
            ("NextImg:Ferry cuts weighed as fuel bills climb", "Ferry cuts weighed as fuel bills climb"),
            ("Headline: Ferry cuts", "Ferry cuts"),
            ("Live: Ferry cuts weighed by the board", "Live: Ferry cuts weighed by the board"),
            ("Ferry cuts weighed - Harbor Post", "Ferry cuts weighed"),
            ("Ferry cuts weighed | Local | Anything Daily", "Ferry cuts weighed"),
            ("Opinion | The last ferry deserves a hearing", "The last ferry deserves a hearing"),
            ("Ferry cuts weighed : 31.10.2023, 10.19 Uhr", "Ferry cuts weighed"),
            ("Ferry cuts - a long story of short crossings", "Ferry cuts - a long story of short crossings"),
        ] {
            assert_eq!(tidy(text, &names, &view), expected);
        }
    }
}

//! The title: claimed titles and the lines before the body, each scored. The name of the site and labels are taken off.
//!
//! A line is scored by a model over what titles look like and where they stand; its weights are made by `tests/train`.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{Ballot, Taken, View, weight};
use crate::extract::features;
use crate::extract::label;
use crate::extract::model::Model;
use crate::formats::{Document, Field};
use crate::text::fold::fold;
use crate::text::head;

/// How many features a line has.
pub const COUNT: usize = 34;
/// How far before the body a title may stand, in blocks.
const REACH: usize = 80;
/// How far into the body: a title may have been taken for its first block.
const INTO: usize = 2;
/// The longest title, in words.
const LONGEST: f32 = 40.0;
/// From this probability on a line is a title.
pub const LIKELY: f32 = 0.1;
/// A block that was taken for body must be this likely: a paragraph lost is worse than a title missed.
const SURE: f32 = 0.6;

/// The lines of `document` that may be its title: the text without label and site, and its features. For training.
#[must_use]
pub fn lines(document: &Document) -> Vec<(String, [f32; COUNT])> {
    let profiles = features::profiles(document);
    let labels = label::label(document, &profiles);
    let view = View::new(document, &profiles, &labels);
    let names = super::source::names(&view);
    candidates(&view, &names).into_iter().map(|candidate| (candidate.text, candidate.row)).collect()
}

pub(super) fn choose(view: &View<'_>, names: &Ballot, taken: &mut Taken) -> Option<String> {
    static MODEL: OnceLock<Model> = OnceLock::new();
    let model =
        MODEL.get_or_init(|| Model::read(include_bytes!("../../../assets/titles.bin"), COUNT).unwrap_or_default());
    let mut ballot = Ballot::default();
    for claim in view.claims(Field::Title) {
        ballot.vote(&tidy(&claim.value, names, view), weight(claim.voice));
    }
    let has_claims = !ballot.candidates.is_empty();
    let candidates = candidates(view, names);
    for candidate in &candidates {
        let chance = model.probability(&candidate.row);
        // Beside claims a line only tips the scale.
        if has_claims {
            ballot.vote(&candidate.text, chance * 2.0);
        } else if chance >= least(view, candidate.at) {
            ballot.vote(&candidate.text, chance);
        }
    }
    if !has_claims && let Some(heading) = only_heading(view) {
        ballot.vote(&tidy(heading, names, view), 0.5);
    }
    let title = ballot.winner(if has_claims { 1.0 } else { 0.0 })?.to_owned();
    let key = fold(&title);
    for candidate in candidates.iter().filter(|candidate| fold(&candidate.text) == key) {
        taken.take(candidate.at, "the title");
    }
    Some(title)
}

/// How likely the block `at` must be to be the title.
fn least(view: &View<'_>, at: usize) -> f32 {
    let is_prose = view.profiles.get(at).is_some_and(|p| p.is_prose() || p.ends_sentence);
    match (view.is_body(at), is_prose) {
        (true, true) => SURE,
        (true, false) => LIKELY * 2.0,
        (false, _) => LIKELY,
    }
}

/// The one heading of the first level, of a text that has headings.
fn only_heading<'a>(view: &View<'a>) -> Option<&'a str> {
    let mut first = view.profiles.iter().enumerate().filter(|(_, p)| p.heading == 1).map(|(at, _)| at);
    let at = first.next()?;
    first.next().is_none().then(|| view.text(at))
}

struct Candidate {
    at: usize,
    text: String,
    row: [f32; COUNT],
}

fn candidates(view: &View<'_>, names: &Ballot) -> Vec<Candidate> {
    let first = view.body.start;
    let range = first.saturating_sub(REACH)..(first + INTO).min(view.profiles.len());
    let mut vocabulary: HashMap<u64, u32> = HashMap::new();
    let mut lead: HashMap<u64, ()> = HashMap::new();
    let body = view.profiles.iter().enumerate().filter(|(at, p)| view.is_body(*at) && p.is_prose()).map(|(_, p)| p);
    for (n, p) in body.take(400).enumerate() {
        for &word in &p.content {
            *vocabulary.entry(word).or_insert(0) += 1;
            if n < 3 {
                lead.insert(word, ());
            }
        }
    }
    let folded: Vec<String> = range.clone().map(|at| fold(head(view.text(at), 400))).collect();
    let dated: Vec<bool> = range.clone().map(|at| view.profiles.get(at).is_some_and(|p| p.has_date)).collect();
    let bylined: Vec<bool> = range.clone().map(|at| super::byline::is_signed(view.text(at))).collect();
    let none = features::Profile::default();
    let mut found = Vec::new();
    for (i, at) in range.clone().enumerate() {
        let Some(p) = view.profiles.get(at) else { continue };
        if p.words < 1.0 || p.words > LONGEST {
            continue;
        }
        let text = tidy(view.text(at), names, view);
        let own = fold(&text);
        let near = |offset: isize| at.checked_add_signed(offset).and_then(|at| view.profiles.get(at)).unwrap_or(&none);
        let share = |hits: usize| if p.content.is_empty() { -1.0 } else { hits as f32 / p.content.len() as f32 };
        let ahead = |flags: &[bool]| {
            let distance = flags.iter().skip(i + 1).position(|&is| is).map_or(20, |n| n.min(20));
            (distance as f32).ln_1p()
        };
        let holders = folded
            .iter()
            .enumerate()
            .filter(|(j, other)| *j != i && own.len() >= 12 && other.len() > own.len() && other.contains(own.as_str()))
            .count();
        let twins = folded.iter().enumerate().filter(|(j, other)| *j != i && **other == own).count();
        let is_name = names.candidates.iter().any(|(name, _, votes)| *name == own && *votes >= 1.0);
        let distance = if at < first { ((first - at) as f32).ln_1p() } else { -((at - first + 1) as f32) };
        let flag = |is: bool| f32::from(u8::from(is));
        let row = [
            p.words.ln_1p(),
            p.characters / p.words.max(1.0),
            flag(p.ends_sentence),
            flag(p.ends_question),
            p.capitals,
            p.upper,
            p.digits,
            p.function_words,
            p.clutter,
            p.copies.min(4) as f32,
            flag(p.seen),
            distance,
            share(p.content.iter().filter(|word| vocabulary.contains_key(word)).count()),
            share(p.content.iter().filter(|word| lead.contains_key(word)).count()),
            p.content.iter().filter(|word| vocabulary.contains_key(word)).count().min(12) as f32,
            flag(p.has_date),
            flag(p.is_item),
            f32::from(p.heading),
            p.gap.min(4) as f32,
            near(1).gap.min(4) as f32,
            f32::from(p.indent.min(40)),
            p.separators,
            (at as f32).ln_1p(),
            ahead(&dated),
            ahead(&bylined),
            holders.min(3) as f32,
            twins.min(3) as f32,
            flag(is_name),
            near(-1).words.ln_1p(),
            near(1).words.ln_1p(),
            near(-1).clutter,
            near(1).clutter,
            flag(p.begins_lower),
            flag(bylined.get(i).copied().unwrap_or(false)),
        ];
        found.push(Candidate { at, text, row });
    }
    found
}

/// `text` without a label before it and without the name of the site after it.
pub(super) fn tidy(text: &str, names: &Ballot, view: &View<'_>) -> String {
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
const PARTINGS: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " • ", " · ", " « ", " » "];

fn without_site<'t>(text: &'t str, names: &Ballot, view: &View<'_>) -> Option<&'t str> {
    let words = |text: &str| text.split_whitespace().count();
    let is_known = |part: &str| {
        let key = fold(part);
        let in_claims = view.claims(Field::Source).any(|claim| fold(&claim.value) == key);
        in_claims
            || names.candidates.iter().any(|(name, _, votes)| *name == key && *votes >= 0.5)
            || is_host(part, view)
    };
    let ends = PARTINGS.iter().filter_map(|parting| text.rfind(parting).map(|at| (at, *parting)));
    if let Some((at, parting)) = ends.max_by_key(|&(at, _)| at) {
        let (rest, name) = (text.get(..at)?, text.get(at + parting.len()..)?);
        if is_known(name) || parting == " | " && words(name) <= 5 && words(rest) > words(name) && words(rest) >= 3 {
            return Some(rest);
        }
    }
    let starts = PARTINGS.iter().filter_map(|parting| text.find(parting).map(|at| (at, *parting)));
    let (at, parting) = starts.min_by_key(|&(at, _)| at)?;
    let (name, rest) = (text.get(..at)?, text.get(at + parting.len()..)?);
    (words(rest) >= 2 && (is_known(name) || parting == " | " && words(name) <= 2 && words(rest) >= 4)).then_some(rest)
}

/// Whether `name` is the host of an address in the document, squeezed.
fn is_host(name: &str, view: &View<'_>) -> bool {
    let squeezed: String = fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
    let claimed = view.claims(Field::Url).next().and_then(|claim| super::source::host(&claim.value));
    squeezed.len() >= 3 && claimed.is_some_and(|host| host.replace(['.', '-'], "").contains(&squeezed))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("Ferry cuts - a long story of short crossings", "Ferry cuts - a long story of short crossings"),
        ] {
            assert_eq!(tidy(text, &names, &view), expected);
        }
    }
}

//! The title: claimed titles and the lines around the head of the body. The name of the site and labels are taken off.
//!
//! The lines of a page stand against each other: a model gives each a strength by what titles look like and where they
//! stand, and the share of the strength of all is how likely a line is the title. Its weights are made by `tests/train`.

mod lines;
mod site;

use std::sync::OnceLock;

use super::{Ballot, Taken, View, weight};
use crate::article::BlockKind;
use crate::extract::label::Label;
use crate::extract::model::Model;
use crate::extract::{entries, features};
use crate::formats::{Document, Field};
use crate::text::fold::fold;
use crate::text::head;

pub use lines::COUNT;
pub(super) use site::tidy;

/// The votes of all lines together, where a document makes claims.
const TIP: f32 = 2.0;
/// From this share on a line is a title.
pub const LIKELY: f32 = 0.15;
/// How many blocks after it the heading of an event is looked for in, and how much of each is read, in bytes.
const AHEAD: usize = 400;
const READ: usize = 400;
/// A block of prose that was taken for body must be this likely: a paragraph lost is worse than a title missed.
const SURE: f32 = 0.6;

/// The lines of `document` that may be its title: the block, the text without label and site, and its features; `is_body`
/// says of each block whether it is body. For training.
#[must_use]
pub fn lines(document: &Document, is_body: &[bool]) -> Vec<(usize, String, [f32; COUNT])> {
    let profiles = features::profiles(document);
    let kind = |&is: &bool| if is { BlockKind::Body } else { BlockKind::Navigation };
    let labels: Vec<Label> = is_body.iter().map(|is| Label::new(kind(is), 1.0, "")).collect();
    let view = View::new(document, &profiles, &labels);
    let names = super::source::names(&view);
    lines::candidates(&view, &names)
        .into_iter()
        .map(|candidate| (candidate.at, candidate.text, candidate.row))
        .collect()
}

/// How strongly a line stands for the title, in log-odds.
#[must_use]
pub fn strength(model: &Model, row: &[f32; COUNT]) -> f32 {
    model.bias + model.trees.iter().map(|tree| tree.score(row)).sum::<f32>()
}

/// The probability of each line that it is the title, given the strengths of all: a softmax in which a page without a
/// title has the strength 0.
#[must_use]
pub fn shares(strengths: &[f32]) -> Vec<f32> {
    let most = strengths.iter().copied().fold(0.0_f32, f32::max);
    let sum = (-most).exp() + strengths.iter().map(|strength| (strength - most).exp()).sum::<f32>();
    strengths.iter().map(|strength| (strength - most).exp() / sum).collect()
}

/// The model this program was built with.
fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| Model::read(include_bytes!("../../../assets/titles.bin"), COUNT).unwrap_or_default())
}

pub(super) fn choose(view: &View<'_>, names: &Ballot, taken: &mut Taken) -> Option<String> {
    let mut ballot = Ballot::default();
    for claim in view.claims(Field::Title) {
        ballot.vote(&tidy(&claim.value, names, view), weight(claim.voice));
    }
    // Beside claims a line only tips the scale. Where it cannot, how lines look need not be asked.
    if let Some(key) = ballot.leader(TIP).map(str::to_owned) {
        let lines: Vec<(usize, String)> =
            lines::said(view, names).filter(|(.., own)| *own == key).map(|(at, text, _)| (at, text)).collect();
        for (at, text) in &lines {
            // Capitals give way to how the line is written.
            ballot.vote(text, 0.0);
            if least(view, *at).is_finite() {
                taken.take(*at, "the title");
            }
        }
        return ballot.winner(1.0).map(str::to_owned);
    }
    let has_claims = !ballot.candidates.is_empty();
    let mut candidates = lines::candidates(view, names);
    candidates.retain(|candidate| !is_event(view, candidate.at));
    let strengths: Vec<f32> = candidates.iter().map(|candidate| strength(model(), &candidate.row)).collect();
    // The name of the paper stands large at the head of a page: it gives way to any other line that may be the title.
    let paper = names.winner(0.0).map(fold);
    for (candidate, share) in candidates.iter().zip(shares(&strengths)) {
        if is_menu(view.text(candidate.at)) {
            continue;
        }
        if has_claims {
            ballot.vote(&candidate.text, share * TIP);
        } else if share >= least(view, candidate.at) {
            let is_paper = paper.as_ref().is_some_and(|paper| *paper == fold(&candidate.text));
            ballot.vote(&candidate.text, if is_paper { share * 0.1 } else { share });
        }
    }
    if !has_claims && let Some(heading) = only_heading(view) {
        ballot.vote(&tidy(heading, names, view), 0.5);
    }
    let title = ballot.winner(if has_claims { 1.0 } else { 0.0 })?.to_owned();
    let key = fold(&title);
    let says_it = candidates.iter().filter(|candidate| fold(&candidate.text) == key);
    says_it.filter(|c| least(view, c.at).is_finite()).for_each(|c| taken.take(c.at, "the title"));
    Some(title)
}

/// Whether a line is an event of the day: a time, and words that stand over an entry further down; or such words under their time.
fn is_event(view: &View<'_>, at: usize) -> bool {
    let above = at.checked_sub(1).map_or("", |above| view.text(above));
    if view.is_body(at) && entries::is_time(above) {
        return true;
    }
    let Some(event) = entries::after_time(view.text(at)).map(fold).filter(|event| !event.is_empty()) else {
        return false;
    };
    (at + 1..view.profiles.len().min(at + AHEAD)).any(|other| fold(head(view.text(other), READ)) == event)
}

/// Whether a line is the words of a menu between bars: "Home | About | Archive".
fn is_menu(line: &str) -> bool {
    [" | ", " · ", " • "].iter().any(|bar| {
        let parts = || line.split(bar);
        parts().nth(2).is_some() && parts().all(|part| part.split_whitespace().count() <= 2)
    })
}

/// How likely the block `at` must be to be the title.
fn least(view: &View<'_>, at: usize) -> f32 {
    let Some(p) = view.profiles.get(at).filter(|p| view.is_body(at) && (p.is_prose() || p.ends_sentence)) else {
        return LIKELY;
    };
    // Two sentences, and one deeper in the body, are text whatever their chances.
    let is_text = p.ends_sentence && !p.ends_question && (at > view.body.start + 1 || p.sentences >= 1.0);
    if is_text { f32::INFINITY } else { SURE }
}

/// The one heading of the first level, of a text that has headings.
fn only_heading<'a>(view: &View<'a>) -> Option<&'a str> {
    let mut first = view.profiles.iter().enumerate().filter(|(_, p)| p.heading == 1).map(|(at, _)| at);
    let at = first.next()?;
    first.next().is_none().then(|| view.text(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_all_lines_and_of_having_none() {
        assert!(shares(&[]).is_empty());
        let even = shares(&[0.0, 0.0]);
        assert!(even.iter().all(|share| (share - 1.0 / 3.0).abs() < 1e-6), "{even:?}");
        let far = shares(&[90.0, -90.0]);
        assert!(far.iter().all(|share| share.is_finite()) && far.first() > Some(&0.99));
    }

    #[test]
    fn words_between_bars_are_a_menu() {
        for (line, expected) in [
            ("Home | About | Archive | RSS", true),
            ("Start · Kultur · Sport", true),
            ("Ferry cuts weighed | Local | The Post", false),
            ("Opinion | The last ferry", false),
            ("Ferry cuts weighed", false),
        ] {
            assert_eq!(is_menu(line), expected, "{line}");
        }
    }

    #[test]
    fn the_model_built_in_is_for_these_features() {
        assert!(model().trees.len() > 12);
    }
}

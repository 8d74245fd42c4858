//! The standfirst: the sentence or two between the title and the body. A lead that is the body's first block stays body.

use super::{Taken, View, weight};
use crate::formats::{Field, Setting};
use crate::text::fold::fold;

pub(super) fn choose(view: &View<'_>, taken: &mut Taken, title: Option<&str>) -> Option<String> {
    let mut best: Option<(f32, &str)> = None;
    for claim in view.claims(Field::Standfirst) {
        let votes = weight(claim.voice);
        if best.is_none_or(|(most, _)| votes > most) && claim.value.split_whitespace().count() >= 3 {
            best = Some((votes, claim.value.trim()));
        }
    }
    let shown = || {
        let at = taken.at("the title")?;
        (at + 1..(at + 4).min(view.body.start)).find(|&at| {
            let Some(p) = view.profiles.get(at) else { return false };
            p.words >= 6.0
                && p.words <= 60.0
                && p.clutter < 0.15
                && !p.has_date
                && !taken.has(at)
                && p.function_words > 0.15
        })
    };
    // A lead that the byline or the date parts from the rest of the body is a standfirst, not the first paragraph.
    let (first, title_at) = (view.body.start, taken.at("the title"));
    let next = (first + 1..view.body.end).find(|&at| view.is_body(at));
    let is_parted = next.is_some_and(|next| {
        (first + 1..next).any(|at| taken.has(at) || view.profiles.get(at).is_some_and(|p| p.has_date))
    });
    let is_short = view.profiles.get(first).is_some_and(|p| (6.0..=40.0).contains(&p.words));
    if is_parted
        && is_short
        && is_named(view, first)
        && title_at.is_some_and(|at| at < first && first - at <= 2)
        && !taken.has(first)
    {
        taken.take(first, "the standfirst");
        return Some(view.text(first).to_owned());
    }
    let text = best.map(|(_, text)| text.to_owned()).or_else(|| shown().map(|at| view.text(at).to_owned()))?;
    (title.map(fold) != Some(fold(&text))).then_some(text)
}

/// Whether the element of a block is named as a standfirst, and not merely as a lead, which may be the first paragraph.
fn is_named(view: &View<'_>, at: usize) -> bool {
    let Some(Setting::Element { frame, .. }) = view.document.pieces.get(at).map(|piece| &piece.setting) else {
        return false;
    };
    let names = view.document.frames.get(*frame as usize).map_or("", |frame| frame.names.as_str());
    let mut words = names.split(|c: char| !c.is_ascii_alphabetic());
    words.any(|word| matches!(word, "standfirst" | "dek" | "subtitle" | "subheadline" | "subhead" | "deck"))
}

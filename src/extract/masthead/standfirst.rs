//! The standfirst: the sentence or two between the title and the body. A lead that is the body's first block stays body.

use super::{Taken, View, weight};
use crate::formats::Field;
use crate::text::fold::fold;

pub(super) fn choose(view: &View<'_>, taken: &Taken, title: Option<&str>) -> Option<String> {
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
    let text = best.map(|(_, text)| text.to_owned()).or_else(|| shown().map(|at| view.text(at).to_owned()))?;
    (title.map(fold) != Some(fold(&text))).then_some(text)
}

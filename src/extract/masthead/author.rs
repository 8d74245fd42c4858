//! The note about the author under an article: it begins with the name of the byline and ends the text. A paragraph about
//! somebody of that name elsewhere in the article is left alone.

use super::{Taken, View};
use crate::text::fold::fold;

/// The longest note, in words.
const LONGEST: f32 = 80.0;

/// Takes the last paragraphs of the body that begin with the full name of one of `byline`: no writer of news ends an
/// article on himself.
pub(super) fn take(view: &View<'_>, byline: &[String], taken: &mut Taken) {
    let names: Vec<String> = byline.iter().map(|name| fold(name)).filter(|name| name.contains(' ')).collect();
    let body = view.body.clone().rev().filter(|&at| view.is_body(at) && !taken.has(at));
    let is_note = |at: &usize| {
        let text = fold(crate::text::head(view.text(*at), 200));
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let text = text.strip_prefix("about ").unwrap_or(text);
        let is_named =
            names.iter().any(|name| text.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with([' ', ','])));
        is_named && view.profiles.get(*at).is_some_and(|p| p.words <= LONGEST && p.words >= 4.0)
    };
    let notes: Vec<usize> = body.take_while(is_note).collect();
    // An article is more than a note about its author.
    if notes.len() < view.body.len() {
        notes.into_iter().for_each(|at| taken.take(at, "a note about the author"));
    }
}

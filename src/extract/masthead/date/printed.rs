//! The dates printed in the lines around the title and the body, and how much speaks for each. Which day the article is
//! of, beside what the document claims, is decided by the file above.

use super::super::{Taken, View};
use super::ago;
use crate::article::Published;
use crate::extract::dates::{self, Form};
use crate::text::fold::fold;

/// How far before the body a date may stand, and how far after its end, in blocks.
const BEFORE: usize = 40;
const AFTER: usize = 25;
/// How many of the first blocks of the body may begin with one.
const INTO: usize = 5;

/// Words that say what a date is of, folded.
const OF_PUBLICATION: [&str; 22] = [
    "published",
    "posted",
    "publie",
    "veroffentlicht",
    "erschienen",
    "publicado",
    "pubblicato",
    "gepubliceerd",
    "опубликовано",
    "first published",
    "created",
    "date:",
    "datum",
    "publicerad",
    "filed",
    "released",
    "gepostet",
    "en ligne",
    "opublikowano",
    "julkaistu",
    "publisert",
    "yayin",
];
const OF_CHANGE: [&str; 30] = [
    "updated",
    "modified",
    "edited",
    "revised",
    "changed",
    "letzte",
    "geandert",
    "bearbeitet",
    "derniere",
    "ultima",
    "gewijzigd",
    "muokattu",
    "mis a jour",
    "aktualisiert",
    "stand:",
    "actualizado",
    "aggiornato",
    "atualizado",
    "bijgewerkt",
    "обновлено",
    "uppdaterad",
    "last",
    "correction",
    "copyright",
    "©",
    "expires",
    "paivitetty",
    "zaktualizowano",
    "oppdatert",
    "guncelleme",
];
/// A date in a line of the document.
pub(super) struct Line {
    pub(super) at: usize,
    pub(super) date: Published,
    pub(super) votes: f32,
    /// Whether the line says that it is of a change.
    pub(super) is_change: bool,
}

/// The dates in the lines around the body, or around the title where there is no body; in order.
pub(super) fn shown(view: &View<'_>, taken: &Taken) -> Vec<Line> {
    let title = taken.at("the title");
    let count = view.profiles.len();
    let first = title.unwrap_or(0);
    let lines: Vec<usize> = if view.body.is_empty() {
        (first.saturating_sub(BEFORE / 4)..(first + BEFORE + AFTER).min(count)).collect()
    } else {
        // Under the title, should the body begin far from it.
        let under = if title.is_some() { first..(first + BEFORE).min(view.head(BEFORE).start) } else { 0..0 };
        let into = view.body.start..(view.body.start + INTO).min(count);
        under.chain(view.head(BEFORE)).chain(into).chain(view.tail(AFTER)).collect()
    };
    let saved = ago::saved(view);
    let mut shown = Vec::new();
    for at in lines {
        let (text, Some(p)) = (view.text(at), view.profiles.get(at)) else { continue };
        if p.words > 60.0 && !view.is_body(at) {
            continue;
        }
        let found = dates::find(text, view.order);
        if found.is_empty()
            && p.words <= 12.0
            && !(view.is_body(at) && p.ends_sentence)
            && title.is_some_and(|title| at > title && at - title <= 8)
            && let Some(date) = saved.and_then(|saved| ago::read(text, saved))
        {
            shown.push(Line { at, date: Published::Day(date), votes: 3.0, is_change: of_change(&fold(text)) });
        }
        let mut last = 0;
        let ends = found.last().map(|found| found.end);
        for found in found {
            // What says of what a date is stands between it and the date before it.
            let before = fold(text.get(last..found.start).unwrap_or(""));
            last = found.end;
            let own = before.rsplit(['|', '\n']).next().unwrap_or("");
            let line_before = at.checked_sub(1).map(|before| fold(view.text(before)));
            let line_before = line_before.filter(|line| line.len() < 40 && own.trim().is_empty());
            let after = fold(crate::text::head(text.get(found.end..).unwrap_or(""), 30));
            let says = |words: &[&str]| {
                words
                    .iter()
                    .any(|word| own.contains(word) || line_before.as_ref().is_some_and(|line| line.starts_with(word)))
            };
            let is_labelled = says(&OF_PUBLICATION);
            let is_change = says(&OF_CHANGE);
            // What follows a date may as well belong to the next.
            let is_last = ends == Some(found.end) && !is_change;
            let is_published = is_labelled || is_last && OF_PUBLICATION.iter().any(|word| after.contains(word));
            let mut votes = match found.form {
                Form::Day => 4.0,
                Form::Guessed => 3.4,
                // Of a month alone only an issue says that it is its own.
                Form::Month if p.words > 4.0 || p.heading > 0 || view.is_body(at) => 0.4,
                Form::Month => 1.6,
            };
            votes += if is_published { 2.0 } else { 0.0 };
            votes -= if is_change { 1.6 } else { 0.0 };
            if at >= view.body.end {
                votes -= 2.4 + (at - view.body.end) as f32 * 0.05;
            } else if view.is_body(at) && !is_alone(view, at) {
                // In the first sentence: "5 February 2009 - The board said".
                let is_open = before.ends_with('(') && at < view.body.start + 3;
                let is_head =
                    found.start == 0 || found.start <= 40 && (at == view.body.start || is_labelled || is_open);
                votes -= if is_head { 1.5 } else { 3.8 };
            } else {
                votes -= (view.body.start.saturating_sub(at) as f32 * 0.04).min(1.2);
                // Where no line says the title, what stands right over the body stands by it.
                let by_title = title.map_or(view.body.start.abs_diff(at) <= 3, |title| title.abs_diff(at) <= 8);
                votes += if by_title { 0.8 } else { 0.0 };
                votes -= if title.is_some_and(|title| at + 3 < title) { 0.5 } else { 0.0 };
            }
            votes -= if title == Some(at) { 2.5 } else { 0.0 };
            votes -= if p.words > 14.0 { 1.0 } else { 0.0 };
            votes -= if p.words > 40.0 && !view.is_body(at) && !is_published { 4.0 } else { 0.0 };
            votes -= if p.is_item { 0.6 } else { 0.0 };
            // Over the title a page prints the day on which it was looked at.
            let is_today =
                || title.is_none_or(|title| at < title) && saved.is_some_and(|saved| saved.day() == found.date.day());
            votes -= if !is_published && is_today() { 3.0 } else { 0.0 };
            shown.push(Line { at, date: found.date, votes, is_change });
        }
    }
    shown
}

/// Whether a folded line says that it is about a change.
fn of_change(line: &str) -> bool {
    OF_CHANGE.iter().any(|word| line.contains(word))
}

/// Whether a block with a date is a line of the masthead, whatever it was taken for. It may end in "p.m.", but is no
/// sentence.
pub(super) fn is_alone(view: &View<'_>, at: usize) -> bool {
    let Some(p) = view.profiles.get(at) else { return false };
    let text = view.text(at);
    let ends_in_date = || {
        let last = dates::find(text, view.order).pop();
        last.is_some_and(|date| !text.get(date.end..).unwrap_or("").contains(char::is_alphanumeric))
    };
    p.words <= 9.0 && p.has_date && !p.is_item && (!p.ends_sentence || ends_in_date())
}

#[cfg(test)]
mod tests {
    use crate::extract::extract;
    use crate::formats::{Hint, open};

    /// The day that is read of a page with `over` over its text, and `under` below it.
    fn day(head: &str, over: &str, under: &str) -> Option<String> {
        let lead = "The ferry to Holm Sound sails twice a day from Monday, the harbour board said, and not four times as before. ";
        let text = format!("<p>{}</p><p>{}</p>", lead.repeat(3), lead.replace("ferry", "tender").repeat(3));
        let page = format!(
            "<html><head>{head}</head><body><article><h1>Ferry cuts weighed by the board</h1>{over}{text}{under}</article></body></html>"
        );
        extract(open(page.as_bytes(), Hint::default())).published.map(|published| published.day().to_string())
    }

    #[test]
    fn the_label_nearest_to_a_date_says_what_it_is_of() {
        for (over, expected) in [
            ("<p>Updated: 5 March 2026. Published: 3 March 2026</p>", "2026-03-03"),
            ("<p>Letzte Änderung: 05.03.2026, 9 Uhr<br>Erschienen am: 03.03.2026</p>", "2026-03-03"),
            ("<p>Publié le 3 mars 2026, mis à jour le 5 mars 2026</p>", "2026-03-03"),
            ("<p>Actualizado el 5 de marzo de 2026, publicado el 3 de marzo de 2026</p>", "2026-03-03"),
            ("<p>Pubblicato il 3 marzo 2026 | Aggiornato il 5 marzo 2026</p>", "2026-03-03"),
            // The last change is better than nothing.
            ("<p>last edited 2026-03-05 13:28</p>", "2026-03-05"),
        ] {
            assert_eq!(day("", over, "").as_deref(), Some(expected), "{over}");
        }
    }

    #[test]
    fn what_is_printed_weighs_more_than_the_day_a_page_was_made_anew() {
        let events = "<ul><li><span class=\"date\">1 May 2026</span> Fair</li><li><span class=\"date\">9 May 2026</span> Race</li></ul>";
        let far = "<p>Sail with us.</p>".repeat(80) + events;
        for (head, over, under, expected) in [
            ("<meta name=\"date\" content=\"2026-03-09\">", "<p>03.03.2026</p>", "", "2026-03-03"),
            ("<meta name=\"date\" content=\"2026-03-09\">", "", "", "2026-03-09"),
            // The days of a list far from the headline are none of the article's.
            ("<meta name=\"date\" content=\"2026-03-09\">", "", &far, "2026-03-09"),
            (
                "<meta property=\"article:published_time\" content=\"2026-03-03\">",
                "<p>9 March 2026</p>",
                "",
                "2026-03-03",
            ),
        ] {
            assert_eq!(day(head, over, under).as_deref(), Some(expected), "{over}");
        }
    }

    #[test]
    fn no_day_is_made_up() {
        let saved = "<!-- Page saved with SingleFile\n url: https://post.example/a\n saved date: Thu Mar 05 2026 10:11:12 GMT+0100 -->";
        for (head, over, expected) in [
            ("", "<p>3 days ago</p>", None),
            ("", "<p>Yesterday</p>", None),
            ("", "<p>vor 2 Stunden</p>", None),
            ("", "", None),
            (saved, "", None),
            (saved, "<p>vor 2 Tagen</p>", Some("2026-03-03")),
            (saved, "<p>il y a 2 jours</p>", Some("2026-03-03")),
            (saved, "<p>Yesterday</p>", Some("2026-03-04")),
            (saved, "<p>20 hours ago</p>", Some("2026-03-04")),
        ] {
            assert_eq!(day(head, over, "").as_deref(), expected, "{over}");
        }
    }
}

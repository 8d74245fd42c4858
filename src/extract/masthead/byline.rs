//! The byline: who wrote it. Names are taken from claims, from signed lines ("By A and B"), and from bare names that
//! stand where bylines stand. Offices, addresses and the name of the paper are taken off.

mod names;

use super::{Ballot, Taken, View, weight};
use crate::extract::dates::{self, Order};
use crate::formats::{Field, Voice};
use crate::text::fold::fold;

use names::{count_words, people};

/// How far before the body a byline may stand, and how far after its end, in blocks.
const BEFORE: usize = 30;
const AFTER: usize = 6;
/// From how many votes on a shown byline is a signed one near the body.
const SIGNED: f32 = 5.0;

/// What stands before a name, folded: English, German, French, Spanish and Portuguese, Italian, Dutch, Russian, Swedish.
const SIGNS: [&str; 48] = [
    "by ",
    "by: ",
    "written by ",
    "reported by ",
    "story by ",
    "words by ",
    "article by ",
    "author: ",
    "author ",
    "posted by ",
    "published by ",
    "submitted by ",
    "von ",
    "von: ",
    "autor: ",
    "autorin: ",
    "par ",
    "par: ",
    "auteur: ",
    "por ",
    "por: ",
    "autore: ",
    "di ",
    "a cura di ",
    "door ",
    "door: ",
    "auteur ",
    "автор: ",
    "текст: ",
    "av ",
    "text: ",
    "reporter: ",
    "text von ",
    "artikel von ",
    "erstellt von ",
    "verfasst von ",
    "geschrieben von ",
    "écrit par ",
    "escrito por ",
    "scritto da ",
    "autoren ",
    "autoren: ",
    "redaktion: ",
    "texte: ",
    "texto: ",
    "testo: ",
    "tekst: ",
    "skrevet av ",
];

/// A list of authors that stands for election, and what speaks for it.
struct Slate {
    people: Vec<String>,
    votes: f32,
    /// The blocks that show it.
    shown_at: Vec<usize>,
}

pub(super) fn choose(view: &View<'_>, names: &Ballot, taken: &mut Taken) -> Vec<String> {
    // What the page shows of names often is its author; only what it claims as its source is surely none.
    let mut papers = Ballot::default();
    view.claims(Field::Source).for_each(|claim| papers.vote(&claim.value, weight(claim.voice)));
    let mut slates = claimed(view, &papers);
    let shown = shown(view, names, taken);
    let around = around(view, taken);
    agree(&mut slates);
    for slate in &mut slates {
        let is_shown = slate.people.iter().all(|name| around.contains(&fold(name)));
        slate.votes += if is_shown { 2.0 } else { 0.0 };
    }
    let best = shown.iter().map(|candidate| candidate.votes).fold(0.0_f32, f32::max);
    if best >= 1.5
        && let Some(winner) = shown.iter().find(|candidate| candidate.votes >= best)
    {
        let same = shown.iter().filter(|c| c.votes >= best || c.people.iter().any(|name| winner.people.contains(name)));
        // A signed line near the body speaks as loud as data; a bare name gives way to any.
        let votes = if best >= SIGNED { best - 1.0 } else { best * 0.6 };
        slates.push(Slate { people: winner.people.clone(), votes, shown_at: same.map(|c| c.at).collect() });
    }
    let most = slates.iter().map(|slate| slate.votes).fold(0.0_f32, f32::max);
    let Some(winner) = slates.into_iter().find(|slate| slate.votes >= most) else { return Vec::new() };
    let people = unique(winner.people);
    let says_so =
        |c: &&Shown| c.votes >= 1.5 && c.people.iter().any(|name| people.iter().any(|known| fold(known) == fold(name)));
    let lines = shown.iter().filter(says_so).map(|c| c.at).chain(winner.shown_at);
    lines.for_each(|at| taken.take(at, "the byline"));
    people
}

/// The lists of authors that the document claims, one for each voice.
fn claimed(view: &View<'_>, papers: &Ballot) -> Vec<Slate> {
    let mut lists: Vec<(Voice, Vec<String>, bool)> = Vec::new();
    for claim in view.claims(Field::Byline) {
        let mut people = people(by(&claim.value), papers);
        let is_full = !people.is_empty();
        people.extend(plain(&claim.value).filter(|_| !is_full));
        if people.is_empty() {
            continue;
        }
        match lists.iter_mut().find(|(known, ..)| *known == claim.voice) {
            // Beside the article stand the authors of others: a page shows its own first.
            Some((Voice::Element | Voice::Microdata, list, _)) if list.len() >= 3 => {}
            // A full name takes the place of pen names and desks, which stay out of a list of full names; of those a page
            // shows one.
            Some((voice, list, known_full)) if is_full == *known_full => {
                if is_full || *voice == Voice::JsonLd {
                    list.extend(people);
                }
            }
            Some((_, list, known_full)) if is_full => (*list, *known_full) = (people, true),
            Some(_) => {}
            None => lists.push((claim.voice, people, is_full)),
        }
    }
    let is_paper = |name: &str| {
        let key = fold(name);
        let squeezed: String = key.chars().filter(|c| c.is_alphanumeric()).collect();
        let host = view.claims(Field::Url).find_map(|claim| super::source::host(&claim.value)).unwrap_or_default();
        papers.candidates.iter().any(|(paper, ..)| *paper == key || key.contains(paper.as_str()) && paper.len() >= 4)
            || squeezed.len() >= 2 && host.split('.').any(|part| part.replace('-', "").starts_with(&squeezed))
    };
    let slates = lists.into_iter().map(|(voice, people, is_full)| {
        let is_paper = people.iter().all(|name| is_paper(name));
        let worth = weight(voice) * if is_full { 1.0 } else { 0.6 };
        Slate { people, votes: if is_paper { worth * 0.3 } else { worth }, shown_at: Vec::new() }
    });
    slates.collect()
}

/// Lets lists that name the same author speak for each other.
fn agree(slates: &mut [Slate]) {
    let keys: Vec<Vec<String>> =
        slates.iter().map(|slate| slate.people.iter().map(|name| fold(name)).collect()).collect();
    for (at, slate) in slates.iter_mut().enumerate() {
        let Some(own) = keys.get(at) else { continue };
        let friends =
            keys.iter().enumerate().filter(|(other, list)| *other != at && list.iter().any(|name| own.contains(name)));
        slate.votes += friends.count() as f32 * 1.5;
    }
}

/// The short lines around the body, folded.
fn around(view: &View<'_>, taken: &Taken) -> String {
    let title = taken.at("the title");
    let last = view.body.end.saturating_sub(2)..view.body.end;
    let near = view
        .head(BEFORE)
        .chain(view.body.start..(view.body.start + 2).min(view.body.end))
        .chain(last)
        .chain(view.tail(AFTER));
    let short = near.filter(|&at| Some(at) != title && view.profiles.get(at).is_some_and(|p| p.words <= 25.0));
    short.map(|at| fold(view.text(at)) + "\n").collect()
}

/// What follows the sign of a byline in a claim; there a date may stand before it ("Posted on 3 May by Ana Roe").
fn by(claim: &str) -> &str {
    if let Some(rest) = signed(claim) {
        return rest;
    }
    let inner = [" by ", " von ", " par ", " por ", " di ", " door "]
        .iter()
        .filter(|_| claim.bytes().any(|b| b.is_ascii_digit()));
    inner.filter_map(|sign| claim.split_once(sign)).map(|(_, rest)| rest).next().unwrap_or(claim)
}

/// A name that is claimed, though it is no full name of a person: a pen name, a desk, an agency.
fn plain(claim: &str) -> Option<String> {
    let name = claim.trim_matches(['|', ' ', ':']);
    let name = by(name).trim();
    // "bo2 » 21.01.2009", "bo2 | Desk": what follows is no name.
    let name = name.split(['»', '|', '·', '•']).next().unwrap_or(name).trim();
    let name = match dates::find(name, Order::DayFirst).first() {
        Some(date) => name.get(..date.start)?.trim().trim_end_matches(" am").trim_end_matches(" on").trim(),
        None => name,
    };
    let is_name = (2..=60).contains(&name.len())
        && name.split(' ').count() <= 6
        && !name.contains(['/', '@', '<', '|', '='])
        && name.chars().any(char::is_alphabetic)
        && !name.chars().all(|c| c.is_ascii_digit())
        && !matches!(fold(name).as_str(), "null" | "undefined" | "none" | "no author" | "author" | "autor" | "admin");
    is_name.then(|| name.to_owned())
}

fn unique(list: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in list {
        let key = fold(&name);
        if !kept.iter().any(|known| fold(known) == key) {
            kept.push(name);
        }
    }
    kept
}

struct Shown {
    at: usize,
    people: Vec<String>,
    votes: f32,
}

fn shown(view: &View<'_>, names: &Ballot, taken: &Taken) -> Vec<Shown> {
    let title = taken.at("the title");
    // The last of the body may be a note about the author.
    let last = view.body.end.saturating_sub(1)..view.body.end;
    let tail: String = last.chain(view.tail(AFTER)).map(|at| fold(view.text(at)) + "\n").collect();
    let mut found = Vec::new();
    let into = view.body.start..(view.body.start + 2).min(view.profiles.len());
    let last = into.end.max(view.body.end.saturating_sub(2))..view.body.end;
    for at in view.head(BEFORE).chain(into).chain(last).chain(view.tail(AFTER)) {
        let (text, Some(p)) = (view.text(at), view.profiles.get(at)) else { continue };
        if p.words > 30.0 || taken.has(at) {
            continue;
        }
        let is_last = at >= view.body.start + 2 && at + 2 >= view.body.end;
        let is_after = at >= view.body.end || is_last;
        let distance = (view.body.start.abs_diff(at) as f32 / 30.0).min(1.0);
        let follows_title = title.is_some_and(|title| at > title && at - title <= 6);
        if let Some(rest) = signed(text) {
            // "Published by the Post on Feb. 19" signs no one.
            let people = people(rest, names);
            if !people.is_empty() && p.words <= 25.0 && !(p.ends_sentence && p.words > 14.0) {
                // After the body also readers sign; a line that is nothing but a sign and names is the writer's.
                let is_only = count_words(rest, names) <= people.iter().map(|n| n.split(' ').count() + 1).sum();
                let votes = match (is_after, is_only) {
                    (true, true) => 3.0,
                    (true, false) => 2.0,
                    (false, _) => 6.0 - distance + f32::from(u8::from(follows_title)),
                };
                found.push(Shown { at, people, votes });
            }
            continue;
        }
        if !is_after
            && p.words <= 14.0
            && p.clutter < 0.3
            && let Some(people) = inner(text, names)
        {
            found.push(Shown { at, people, votes: 4.0 - distance + f32::from(u8::from(follows_title)) });
            continue;
        }
        // A line of a sentence is never a bare name, nor is an item of a menu.
        // "Ana Roe · Dec. 2, 2025 at 6:05 a.m." ends in a full stop and is none.
        let is_sentence = p.ends_sentence && !(p.has_date && [" · ", " | "].iter().any(|bar| text.contains(bar)));
        if is_sentence || p.is_item || is_after || p.words > 16.0 || p.begins_quote {
            continue;
        }
        let before = bare(text);
        let people = people(before, names);
        let is_all =
            !people.is_empty() && count_words(before, names) <= people.iter().map(|n| n.split(' ').count() + 2).sum();
        if people.is_empty() || !is_all {
            continue;
        }
        let surname = people.first().map(|name| fold(name)).unwrap_or_default();
        let near_date = (at.saturating_sub(3)..at + 4).any(|near| view.profiles.get(near).is_some_and(|p| p.has_date));
        let near_title = title.is_some_and(|title| at.abs_diff(title) <= 3);
        // The name of the paper stands at its head in the form of a name, and at its foot again.
        let is_paper = names.winner(0.0).is_some_and(|paper| fold(paper) == surname);
        let is_confirmed = !is_paper && tail.contains(&surname);
        // Whom an article is about its title names.
        let is_subject = title.is_some_and(|title| fold(view.text(title)).contains(&surname));
        let has_place = text.len() > before.len();
        let votes = 0.4
            + if near_date { 0.8 } else { 0.0 }
            + if near_title { 1.0 } else { 0.0 }
            + if is_confirmed { 2.0 } else { 0.0 }
            + if has_place { 0.3 } else { 0.0 }
            + if p.copies > 1 { -0.4 } else { 0.0 }
            - if is_subject { 1.5 } else { 0.0 }
            - if is_paper { 1.5 } else { 0.0 }
            + if follows_title { 0.3 } else { 0.0 }
            - distance;
        found.push(Shown { at, people, votes });
    }
    found
}

/// Whether a line is nothing but names of people, with a place or an office at most.
pub(super) fn is_bare(text: &str, names: &Ballot) -> bool {
    let before = bare(text);
    let people = people(before, names);
    !people.is_empty() && count_words(before, names) <= people.iter().map(|n| n.split(' ').count() + 2).sum()
}

/// Whether a line is a sign and names, and nothing else.
pub(super) fn is_all(text: &str, names: &Ballot) -> bool {
    let Some(rest) = Some(text).filter(|text| is_signed(text)).and_then(signed) else { return false };
    let people = people(rest, names);
    !people.is_empty() && count_words(rest, names) <= people.iter().map(|name| name.split(' ').count() + 1).sum()
}

/// Whether a line says who wrote it.
pub(super) fn is_signed(text: &str) -> bool {
    text.len() < 200 && signed(text).is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase()))
}

/// What follows the sign of a byline. The sign may stand after a date and a bar ("June 6, 2025 | By Ana Roe"), or after a label in
/// capitals ("MATCH REPORT By Ana Roe").
fn signed(text: &str) -> Option<&str> {
    if let Some((label, rest)) = text.split_once(" By ")
        && label.split(' ').count() <= 3
        && label.chars().any(char::is_alphabetic)
        && !label.contains(|c: char| c.is_lowercase() || c.is_ascii_digit() || matches!(c, '.' | ',' | ':'))
    {
        return Some(rest);
    }
    for part in
        text.split([' ', '|', '·', '•']).next().map(|_| text).into_iter().chain(text.split(['|', '·', '•']).skip(1))
    {
        let part = part.trim_start_matches(|c: char| !c.is_alphanumeric());
        let head = crate::text::head(part, 24);
        let lower = head.to_lowercase();
        let found = SIGNS.iter().filter(|sign| lower.starts_with(*sign)).max_by_key(|sign| sign.len());
        // The sign is as long in the text as folded: all signs are their own lower case.
        if let Some(rest) = found.and_then(|sign| part.get(sign.len()..)) {
            return Some(rest.trim_start_matches([':', ' ']));
        }
    }
    None
}

/// What makes a picture and not a text, folded: their makers sign too.
const PICTURES: [&str; 16] = [
    "photo",
    "photos",
    "picture",
    "pictures",
    "image",
    "images",
    "foto",
    "fotos",
    "bild",
    "bilder",
    "illustration",
    "illustrations",
    "graphic",
    "grafik",
    "video",
    "photograph",
];

/// The people in "An interview by Ana Roe": a few words, the sign, and nothing but names after it.
fn inner(text: &str, names: &Ballot) -> Option<Vec<String>> {
    let signs = [" by ", " von ", " par ", " por ", " door ", " av ", " di "];
    let (at, sign) = signs.iter().filter_map(|sign| text.find(sign).map(|at| (at, *sign))).min()?;
    let (before, rest) = (text.get(..at)?, text.get(at + sign.len()..)?);
    let words = before.split_whitespace().count();
    let is_picture = before.split_whitespace().any(|word| PICTURES.contains(&fold(word).trim_end_matches(':')));
    if words > 3 || is_picture || before.contains([',', '.', ':', '|']) {
        return None;
    }
    let people = people(rest, names);
    let is_only =
        !people.is_empty() && count_words(rest, names) <= people.iter().map(|n| n.split(' ').count() + 1).sum();
    is_only.then_some(people)
}

/// A line up to what follows a bare name: a place, a bar, an address.
fn bare(text: &str) -> &str {
    let text = text.trim_start_matches(['•', '-', '–', '—', ' ']);
    // "11.12.2019 - Ana Roe"
    let text = match dates::find(crate::text::head(text, 80), Order::DayFirst).first() {
        Some(date) if date.start <= 12 => text.get(date.end..).unwrap_or(text),
        _ => text,
    };
    let text = text.trim_start_matches(['•', '-', '–', '—', '|', '·', ',', '/', ' ']);
    let end =
        [" in ", " | ", " · ", " / ", " (", ", ", " – ", " - ", " @"].iter().filter_map(|cut| text.find(cut)).min();
    match end {
        // "A, B and C" goes on after its commas.
        Some(end) if text.get(end..).is_some_and(|rest| rest.starts_with(", ") || rest.starts_with(" (")) => text,
        Some(end) => text.get(..end).unwrap_or(text),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_may_stand_inside_a_line() {
        let names = Ballot::default();
        for (text, expected) in [
            ("Ein Interview von Ana Roe", Some("Ana Roe")),
            ("Posted by Ana Roe", Some("Ana Roe")),
            ("Photo by Ana Roe", None),
            ("The pier was rebuilt by Ana Roe", None),
            ("A column by the board", None),
        ] {
            let found = inner(text, &names);
            assert_eq!(found.and_then(|people| people.into_iter().next()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn claims_that_are_no_full_names_are_kept_plain() {
        for (text, expected) in [
            ("bo2 » 21.01.2009, 05:42", Some("bo2")),
            ("Bo2 am 29.12.2010, 13:36 Uhr", Some("Bo2")),
            ("by the desk", Some("the desk")),
            ("admin", None),
            ("https://x.example/a", None),
        ] {
            assert_eq!(plain(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn signs_of_a_byline_are_known() {
        for (text, expected) in [
            ("By Ana Roe", Some("Ana Roe")),
            ("June 6, 2025 | By Ana Roe", Some("Ana Roe")),
            ("Von Ana Roe", Some("Ana Roe")),
            ("MATCH REPORT By Ana Roe, Pier Writer", Some("Ana Roe, Pier Writer")),
            ("Stand By Me", None),
            ("Author: Ana Roe", Some("Ana Roe")),
            ("Bystanders saw it", None),
        ] {
            assert_eq!(signed(text), expected, "{text}");
        }
    }
}

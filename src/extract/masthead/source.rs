//! The source: the paper's name, its host and the article's address. A name is a banner that recurs: over the page, in
//! the copyright line, after the title, in the byline.

use super::{Ballot, Taken, View, byline, cased, place, weight};
use crate::article::Source;
use crate::extract::dates;
use crate::formats::{Claim, Field, Setting, Tag};
use crate::text::fold::fold;

/// How far from the head of a text a banner may stand, and how far from its end a copyright line, in blocks.
const HEAD: usize = 40;
const FOOT: usize = 40;

/// Agencies, by the names they have in datelines.
const AGENCIES: [(&str, &str); 14] = [
    ("ap", "Associated Press"),
    ("the associated press", "Associated Press"),
    ("associated press", "Associated Press"),
    ("reuters", "Reuters"),
    ("afp", "Agence France-Presse"),
    ("dpa", "Deutsche Presse-Agentur"),
    ("upi", "United Press International"),
    ("efe", "EFE"),
    ("ansa", "ANSA"),
    ("xinhua", "Xinhua"),
    ("tass", "TASS"),
    ("bloomberg", "Bloomberg"),
    ("pti", "Press Trust of India"),
    ("ips", "Inter Press Service"),
];

/// Words that papers, agencies and stations are called by, folded.
const PAPERS: [&str; 46] = [
    "news",
    "times",
    "post",
    "herald",
    "daily",
    "tribune",
    "gazette",
    "journal",
    "courier",
    "register",
    "examiner",
    "chronicle",
    "radio",
    "weekly",
    "press",
    "star",
    "sun",
    "mail",
    "globe",
    "guardian",
    "observer",
    "telegraph",
    "independent",
    "ledger",
    "dispatch",
    "review",
    "magazine",
    "wire",
    "today",
    "online",
    "mirror",
    "standard",
    "express",
    "record",
    "sentinel",
    "echo",
    "zeitung",
    "nachrichten",
    "tageblatt",
    "anzeiger",
    "monde",
    "journal",
    "diario",
    "gazeta",
    "corriere",
    "tv",
];

/// The article's own address: claimed, or a line that is nothing else.
pub(super) fn address(view: &View<'_>, taken: &mut Taken) -> Option<String> {
    let claimed = view.claims(Field::Url).filter(|claim| is_address(&claim.value));
    if let Some(claim) = claimed.fold(None, |best: Option<&Claim>, claim| {
        best.filter(|best| weight(best.voice) >= weight(claim.voice)).or(Some(claim))
    }) {
        return Some(claim.value.clone());
    }
    let near = view.head(HEAD * 2).chain(view.body.clone().take(2)).chain(view.tail(FOOT));
    for at in near {
        let text = view.text(at).trim();
        let bare = text.split_once(' ').filter(|(label, _)| label.ends_with(':')).map_or(text, |(_, rest)| rest.trim());
        let is_alone = is_address(bare) && !bare.contains(' ');
        let path = bare.splitn(4, '/').nth(3).unwrap_or("");
        if is_alone && path.len() > 1 {
            taken.take(at, "the article's address");
            return Some(bare.to_owned());
        }
    }
    None
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// The host of `url`, without `www.`, in lower case.
pub(super) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?.rsplit('@').next()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).trim_matches('.').to_owned();
    let is_host = host.contains('.') && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    is_host.then_some(host)
}

/// Names that the source may have, with their votes.
pub(super) fn names(view: &View<'_>) -> Ballot {
    let mut ballot = Ballot::default();
    for claim in view.claims(Field::Source) {
        ballot.vote(claim.value.trim(), weight(claim.voice) + 4.0);
    }
    let count = view.profiles.len();
    // The foot speaks first: what it names is then looked for at the head.
    for at in count.saturating_sub(FOOT)..count {
        if let Some(name) = in_copyright(view.text(at)) {
            ballot.vote(&name, 1.6);
        }
    }
    let head = view.head(HEAD).start.min(HEAD)..view.body.start.min(count);
    let all: Vec<(usize, String)> =
        view.profiles.iter().enumerate().take(4000).map(|(at, _)| (at, short(view.text(at)))).collect();
    for at in (0..view.body.start.min(HEAD)).chain(head).take(HEAD * 2) {
        let (text, Some(p)) = (view.text(at), view.profiles.get(at)) else { continue };
        // Who wrote it is no paper, whatever capitals the line has.
        if is_in_menu(view, at) || byline::is_signed(text) {
            continue;
        }
        let name = text
            .split([" | ", " - ", " · "].into_iter().find(|cut| text.contains(cut)).unwrap_or("\n"))
            .next()
            .unwrap_or(text)
            .trim();
        let Some(votes) = banner(name, p.clutter, p.has_date) else { continue };
        let key = fold(name);
        let bare = key.strip_prefix("the ").unwrap_or(&key);
        let mentions = all
            .iter()
            .filter(|(other, text)| {
                *other != at
                    && !view.is_body(*other)
                    && bare.len() >= 4
                    && text.contains(bare)
                    && text.len() > bare.len()
            })
            .count();
        let is_first = if at == 0 {
            0.8
        } else if at < 3 {
            0.3
        } else {
            0.0
        };
        // One word recurs by chance; a name of several does not.
        let each = if name.contains(' ') { 0.5 } else { 0.2 };
        let twins = if p.copies > 1 { 0.4 } else { 0.0 };
        ballot.vote(name, votes + is_first + twins + mentions.min(4) as f32 * each);
    }
    ballot
}

/// Whether a block lies in a page's own menu: its words are sections, not a name.
fn is_in_menu(view: &View<'_>, at: usize) -> bool {
    let Some(Setting::Element { frame, .. }) = view.document.pieces.get(at).map(|piece| &piece.setting) else {
        return false;
    };
    let frames = &view.document.frames;
    let mut at = *frame as usize;
    while let Some(frame) = frames.get(at).filter(|_| at > 0) {
        if frame.tag == Tag::Nav {
            return true;
        }
        at = frame.parent as usize;
    }
    false
}

fn short(text: &str) -> String {
    fold(crate::text::head(text, 300))
}

/// What a line is worth as a banner by its looks; `None` if it cannot be one.
fn banner(name: &str, clutter: f32, has_date: bool) -> Option<f32> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_capital = |word: &&str| {
        let small = matches!(
            fold(word).as_str(),
            "of" | "the" | "and" | "&" | "de" | "la" | "le" | "der" | "die" | "du" | "del" | "for" | "in" | "on"
        );
        small || word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
    };
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    if words.is_empty()
        || words.len() > 6
        || letters < 3
        || has_date
        || name.ends_with(['.', '!', '?', ':', '…']) && words.len() > 1
    {
        return None;
    }
    if !words.iter().all(is_capital) || name.contains(['@', '°', '$', '%', ':']) {
        return None;
    }
    let is_paper = words.iter().any(|word| PAPERS.contains(&fold(word).as_str()));
    // "News" alone is a menu; "Harbor News" is a paper.
    let is_menu = clutter >= 0.5
        || words.len() == 1
            && is_paper
            && name.chars().next().is_some_and(char::is_uppercase)
            && words.first().is_some_and(|w| w.eq_ignore_ascii_case("news"));
    let the = words.first().is_some_and(|word| fold(word) == "the") && words.len() >= 2;
    Some(
        if is_menu { -1.0 } else { 0.2 }
            + if is_paper && words.len() > 1 { 1.0 } else { 0.0 }
            + if the { 0.4 } else { 0.0 },
    )
}

/// The owner that a copyright line names.
fn in_copyright(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let at = ["©", "copyright", "(c) 20"].iter().filter_map(|sign| lower.find(sign)).min()?;
    if at > 60 {
        return None;
    }
    let rest = text.get(at..)?;
    let skip = |c: char| !c.is_alphabetic();
    let mut rest = rest.trim_start_matches(skip);
    for _ in 0..3 {
        let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
        if matches!(word.to_lowercase().as_str(), "copyright" | "c" | "by") {
            rest = rest.get(word.len()..)?.trim_start_matches(skip);
        }
    }
    let end = rest.find(['.', ',', '|', '·', ';', '©', '(', '–', '—', '\n']).unwrap_or(rest.len());
    let mut name =
        rest.get(..end)?.trim().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '-')).to_owned();
    for tail in [
        " All rights reserved",
        " All Rights Reserved",
        " LLC",
        " Inc",
        " Ltd",
        " Limited",
        " GmbH",
        " S.A",
        " AG",
        " Co",
        " Media Group",
        " Publishing",
    ] {
        if let Some(shorter) = name.strip_suffix(tail) {
            name = shorter.trim().to_owned();
        }
    }
    let words = name.split_whitespace().count();
    ((1..=6).contains(&words) && fold(&name) != "all rights reserved").then_some(name)
}

pub(super) fn choose(view: &View<'_>, mut names: Ballot, url: Option<String>) -> Source {
    // A line under the byline, and the agency in the dateline.
    for at in view.head(12) {
        let key = fold(view.text(at));
        if let Some((_, name)) = AGENCIES.iter().find(|(agency, _)| *agency == key) {
            names.vote(name, 2.0);
        }
        let labelled = key
            .strip_prefix("source: ")
            .or_else(|| key.strip_prefix("quelle: "))
            .or_else(|| key.strip_prefix("fuente: "));
        if labelled.is_some_and(|name| !name.contains("://"))
            && let Some((_, name)) = view.text(at).split_once(':')
        {
            names.vote(name.trim(), 4.0);
        }
    }
    let dateline =
        view.body.clone().filter(|&at| view.is_body(at)).take(2).find_map(|at| place::of_line(view.text(at)));
    if let Some(agency) = dateline.and_then(|(_, agency)| agency) {
        let key = fold(&agency);
        match AGENCIES.iter().find(|(short, _)| *short == key) {
            Some((_, name)) => names.vote(name, 1.2),
            None => names.vote(&agency, 0.3),
        }
    }
    let host = url.as_deref().and_then(host).or_else(|| view.claims(Field::Url).find_map(|claim| host(&claim.value)));
    if let Some(host) = &host {
        let squeezed: String = host.chars().filter(|c| c.is_alphanumeric()).collect();
        for candidate in &mut names.candidates {
            let name: String = candidate.0.chars().filter(|c| c.is_alphanumeric()).collect();
            let bare = name.strip_prefix("the").unwrap_or(&name);
            candidate.2 += if bare.len() >= 3 && squeezed.contains(bare) { 2.0 } else { 0.0 };
        }
    }
    let name = names
        .winner(0.9)
        .map(|name| cased(name.trim_end_matches(['.', ','])))
        .filter(|name| dates::find(name, view.order).is_empty());
    Source { name, host, url }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_taken_from_addresses() {
        for (url, expected) in [
            ("https://www.Harbor.example/2025/a", Some("harbor.example")),
            ("http://user@x.example:80?q", Some("x.example")),
            ("harbor.example/a", Some("harbor.example")),
            ("nothing", None),
        ] {
            assert_eq!(host(url).as_deref(), expected, "{url}");
        }
    }

    #[test]
    fn copyright_lines_name_their_owner() {
        for (text, expected) in [
            ("© Copyright 2025 Harbor Courier-Post, 100 Pier St. | Terms", Some("Harbor Courier-Post")),
            ("Copyright 2025 The Harbor Press. All rights reserved.", Some("The Harbor Press")),
            ("© 2025 Table & Pier LLC", Some("Table & Pier")),
            ("The board met.", None),
        ] {
            assert_eq!(in_copyright(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_byline_is_no_paper() {
        let body = "The council voted late on Monday to keep the old mill on Sluice Lane and to turn it into a library by the spring.";
        for line in ["By Edith Marsh", "Von Lena Vogt", "Por Ana Ruiz"] {
            let text = format!("Council keeps the mill\n{line}\n4 March 2025\n\n{body}\n\n{body}");
            let document = crate::formats::open(text.as_bytes(), crate::formats::Hint::default());
            assert_eq!(crate::extract::extract(document).source.name, None, "{line}");
        }
    }
}

//! How well settings do on articles that were not trained on: a part of the news that was written for training, by region
//! or theme, and other corpora. It writes nothing.

use std::collections::HashSet;

use morgue::entities::tagger::kind_of;

use super::Settings;
use super::corpus::Page;
use super::crf::Crf;

/// Regions and themes (the first letters of a page's id) of the two parts.
const PARTS: [&[&str]; 2] = [&["ame", "lae", "biz", "spo"], &["asp", "ang", "loc", "pol"]];

pub(crate) fn check(pages: &mut Vec<Page>, against: Vec<Page>, settings: &Settings) {
    let out = |page: &Page| {
        let parts = settings.part.and_then(|part| PARTS.get(part)).copied().unwrap_or_default();
        parts.iter().any(|part| page.id.starts_with(&format!("{part}-")))
    };
    let (held, mut rest): (Vec<Page>, Vec<Page>) = std::mem::take(pages).into_iter().partition(out);
    let mut sets = vec![("parts", held), ("other", against)];
    if settings.share < 1.0 {
        let mut at = 0.0_f32;
        rest.retain(|page| {
            at += settings.share;
            let take = at >= 1.0 || !is_own(page);
            at -= at.floor();
            take
        });
    }
    let seen: HashSet<String> =
        rest.iter().flat_map(|page| names(page, &page.labels).into_iter().map(|n| n.2)).collect();
    let mut first = Crf::train(&rest.iter().collect::<Vec<_>>(), settings, "first reader");
    super::pack::prune(&mut first, settings);
    for (set, held) in &mut sets {
        let read: Vec<Vec<u8>> = held.iter().map(|page| first.read(&page.sheet)).collect();
        score(&format!("1 {set}"), held, &read, &seen);
        if settings.readings > 1 {
            for (page, read) in held.iter_mut().zip(&read) {
                page.sheet.vote(&read.iter().copied().map(kind_of).collect::<Vec<_>>());
            }
        }
    }
    if settings.readings < 2 {
        return;
    }
    super::vote(&mut rest, settings);
    let mut second = Crf::train(&rest.iter().collect::<Vec<_>>(), settings, "second reader");
    super::pack::prune(&mut second, settings);
    for (set, held) in &sets {
        let read: Vec<Vec<u8>> = held.iter().map(|page| second.read(&page.sheet)).collect();
        score(&format!("2 {set}"), held, &read, &seen);
    }
}

/// Whether a page was written as news for training.
pub(crate) fn is_own(page: &Page) -> bool {
    PARTS.iter().copied().flatten().any(|part| page.id.starts_with(&format!("{part}-")))
}

/// Range, kind and words of each name.
fn names(page: &Page, labels: &[u8]) -> Vec<(std::ops::Range<usize>, u8, String)> {
    let mut out: Vec<(std::ops::Range<usize>, u8, String)> = Vec::new();
    for (at, &label) in labels.iter().enumerate() {
        let kind = kind_of(label);
        let key = || page.sheet.forms[page.sheet.words[at].form as usize].key.as_str();
        match out.last_mut().filter(|last| label > 4 && last.0.end == at && last.1 == kind) {
            Some(last) => {
                last.0.end = at + 1;
                last.2.push(' ');
                last.2.push_str(key());
            }
            None if kind != 0 => out.push((at..at + 1, kind, key().to_owned())),
            None => {}
        }
    }
    out
}

fn score(name: &str, pages: &[Page], read: &[Vec<u8>], seen: &HashSet<String>) {
    if pages.is_empty() {
        return;
    }
    // Right, found, gold; right of those never seen, and those; right span of another kind.
    let mut counts = [[0_usize; 6]; 5];
    for (page, read) in pages.iter().zip(read) {
        let gold = names(page, &page.labels);
        let found = names(page, read);
        for (range, kind, words) in &gold {
            let hit = found.iter().find(|name| name.0 == *range);
            let right = hit.is_some_and(|name| name.1 == *kind);
            let other = hit.is_some() && !right;
            let new = !seen.contains(words);
            for at in [usize::from(*kind), if *kind < 4 { 0 } else { usize::from(*kind) }] {
                let line = &mut counts[at];
                line[0] += usize::from(right);
                line[2] += 1;
                line[3] += usize::from(right && new);
                line[4] += usize::from(new);
                line[5] += usize::from(other);
                if at == 4 {
                    break;
                }
            }
        }
        for (_, kind, _) in &found {
            counts[usize::from(*kind)][1] += 1;
            if *kind < 4 {
                counts[0][1] += 1;
            }
        }
    }
    for (line, kind) in counts.iter().zip(["P+O+L", "person", "organization", "place", "other"]) {
        let [right, found, gold, new_right, new, other] = line.map(|n| n as f64);
        println!(
            "{name} {kind} P {:.4} R {:.4} F {:.4}; never seen {:.4} of {new}; wrong kind {:.4}",
            right / found,
            right / gold,
            2.0 * right / (found + gold),
            new_right / new,
            other / gold
        );
    }
}

//! Features in groups, so that one can see what each group buys. A feature is in one group.

use morgue::extract::features;
use morgue::extract::page::features::OWN;
use morgue::extract::page::{second, signs};

/// A group and how the names of its features begin; the first that fits counts.
const GROUPS: [(&str, &[&str]); 10] = [
    (
        "second look",
        &[
            "chance",
            "mean chance",
            "in the main run",
            "since the start of the main",
            "to the end of the main",
            "body words",
            "gap ",
        ],
    ),
    ("told to machines", &["told to machines", "words of the summary", "claimed as a summary", "words of the title"]),
    (
        "containers",
        &[
            "in the first container",
            "in the second container",
            "container ",
            "since the first of",
            "to the last of",
            "first look",
        ],
    ),
    (
        "tags and classes",
        &[
            "named as",
            "paragraph element",
            "loose in",
            "inline as",
            "row or cell",
            "caption",
            "quote",
            "in a",
            "hidden",
            "prose share of what leads",
            "element has names",
            "heading",
            "list item",
            "depth",
        ],
    ),
    (
        "links and marks",
        &[
            "share of links",
            "linked",
            "link share",
            "links",
            "begins with a link",
            "ends with a link",
            "bold",
            "italic",
        ],
    ),
    (
        "repetition and like",
        &[
            "repeated",
            "seen before",
            "prose share of its like",
            "blocks of its like",
            "words of its like",
            "like the one",
        ],
    ),
    (
        "clutter words",
        &[
            "ad words",
            "promotion words",
            "share words",
            "menu words",
            "related words",
            "comment words",
            "legal words",
            "credit words",
            "any clutter",
            "cues",
            "clutter",
            "speaks to",
            "closes with",
            "clutter words",
        ],
    ),
    (
        "element",
        &[
            "prose share of the parent",
            "blocks of the parent",
            "prose share of the grand",
            "blocks of the grand",
            "levels to",
            "siblings",
            "sibling prose",
            "blocks of the list",
            "pictures",
            "headline",
            "blocks since the headline",
        ],
    ),
    (
        "neighbours and run",
        &[
            "words of the one",
            "words of the second",
            "ends a sentence before",
            "ends a sentence after",
            "prose ",
            "blocks since prose",
            "blocks to prose",
            "position",
            "run",
            "share of the run",
            "distance",
            "since the longest",
            "to the end of the longest",
            "quotes around",
            "dates within",
            "blank lines",
            "before",
            "after",
        ],
    ),
    ("text", &[""]),
];

/// The names of all features, in order.
pub(super) fn names() -> Vec<&'static str> {
    features::NAMES.iter().chain(&OWN).chain(&signs::NAMES).chain(&second::NAMES).copied().collect()
}

/// The groups with the features of each.
pub(super) fn groups() -> Vec<(&'static str, Vec<usize>)> {
    let mut groups: Vec<(&str, Vec<usize>)> = GROUPS.iter().map(|(group, _)| (*group, Vec::new())).collect();
    for (at, name) in names().into_iter().enumerate() {
        let group = GROUPS.iter().position(|(_, heads)| heads.iter().any(|head| name.starts_with(head)));
        if let Some((_, list)) = group.and_then(|group| groups.get_mut(group)) {
            list.push(at);
        }
    }
    groups
}

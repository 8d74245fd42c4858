//! The differences between two articles, and where else a text is filed, in words: what `morgue show` prints and the reading
//! room draws. It neither colours nor wraps: a passage is a text with the ranges that differ.

use std::ops::Range;

use crate::article::Article;
use crate::library::{Age, Relation, Twin};
use crate::text::diff::{Side, Step, compare};

/// What a passage is to the two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// In both.
    Same,
    /// So many paragraphs in both that are not shown.
    Fold(usize),
    /// Only in the old one.
    Removed,
    /// Only in the new one.
    Added,
    /// In both, with other words.
    Changed,
}

impl Sign {
    /// What stands before a passage of its kind.
    #[must_use]
    pub const fn lead(self) -> &'static str {
        match self {
            Self::Same => "  ",
            Self::Fold(_) => "⋯ ",
            Self::Removed => "- ",
            Self::Added => "+ ",
            Self::Changed => "~ ",
        }
    }
}

/// A paragraph of the differences. In a changed one, words that are gone stand in `[-` and `-]`, new ones in `{+` and `+}`,
/// as in wdiff: so they are told where there is no colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub sign: Sign,
    /// Its words.
    pub text: String,
    /// The bytes that are only in one text, signs included, in order.
    pub marks: Vec<(Range<usize>, Side)>,
}

/// The differences from `old` to `new`: title, standfirst and body. Of an unchanged stretch, the paragraphs beside a change
/// are shown and the rest is counted.
#[must_use]
pub fn changes(old: &Article, new: &Article) -> Vec<Passage> {
    let (old, new) = (texts(old), texts(new));
    let steps = compare(&old, &new);
    let mut passages: Vec<Passage> = Vec::new();
    let mut at = 0;
    while let Some(step) = steps.get(at) {
        let rest = steps.get(at..).unwrap_or_default();
        let same = rest.iter().take_while(|step| matches!(step, Step::Same { .. })).count();
        if same == 0 {
            passages.push(passage(step, &old, &new));
            at += 1;
            continue;
        }
        let head = usize::from(at > 0);
        let tail = usize::from(at + same < steps.len());
        let hidden = same.saturating_sub(head + tail);
        let shown = |range: &[Step], passages: &mut Vec<Passage>| {
            passages.extend(range.iter().map(|step| passage(step, &old, &new)));
        };
        if hidden < 2 {
            shown(&rest[..same], &mut passages);
        } else {
            shown(&rest[..head], &mut passages);
            let text = format!("{hidden} paragraphs the same");
            passages.push(Passage { sign: Sign::Fold(hidden), text, marks: Vec::new() });
            shown(&rest[same - tail..same], &mut passages);
        }
        at += same;
    }
    passages
}

/// What is compared of an article: title, standfirst, and the paragraphs of its body, without empty ones.
fn texts(article: &Article) -> Vec<&str> {
    let head = article.title.as_deref().into_iter().chain(article.standfirst.as_deref());
    let body = article.body().map(|(_, block)| block.text.as_str());
    head.chain(body).filter(|text| !text.trim().is_empty()).collect()
}

fn passage(step: &Step, old: &[&str], new: &[&str]) -> Passage {
    let text = |texts: &[&str], at: usize| texts.get(at).map(|text| text.trim().to_owned()).unwrap_or_default();
    let whole = |sign, text: String, side: Option<Side>| {
        let marks = side.map(|side| (0..text.len(), side)).into_iter().collect();
        Passage { sign, text, marks }
    };
    match step {
        Step::Same { new: at, .. } => whole(Sign::Same, text(new, *at), None),
        Step::Removed(at) => whole(Sign::Removed, text(old, *at), Some(Side::Old)),
        Step::Added(at) => whole(Sign::Added, text(new, *at), Some(Side::New)),
        Step::Changed { old: one, new: other, pieces } => {
            let mut passage = Passage { sign: Sign::Changed, text: String::new(), marks: Vec::new() };
            for piece in pieces {
                let (texts, at, open, close) = match piece.side {
                    Side::Both => (new, *other, "", ""),
                    Side::Old => (old, *one, "[-", "-]"),
                    Side::New => (new, *other, "{+", "+}"),
                };
                if !passage.text.is_empty() {
                    passage.text.push(' ');
                }
                let start = passage.text.len();
                let words = texts.get(at).and_then(|text| text.get(piece.range.clone())).unwrap_or_default();
                passage.text.extend([open, words, close]);
                if piece.side != Side::Both {
                    passage.marks.push((start..passage.text.len(), piece.side));
                }
            }
            passage
        }
    }
}

/// "2 paragraphs changed, 1 added".
#[must_use]
pub fn summary(passages: &[Passage]) -> String {
    let count = |sign| passages.iter().filter(|passage| passage.sign == sign).count();
    let kinds = [(count(Sign::Changed), "changed"), (count(Sign::Added), "added"), (count(Sign::Removed), "removed")];
    let mut words = Vec::new();
    for (count, what) in kinds.into_iter().filter(|&(count, _)| count > 0) {
        let noun = match (words.is_empty(), count) {
            (false, _) => "",
            (true, 1) => "paragraph ",
            (true, _) => "paragraphs ",
        };
        words.push(format!("{count} {noun}{what}"));
    }
    if words.is_empty() { "no word is different".to_owned() } else { words.join(", ") }
}

/// Where else a text is filed, in a line: "Also in Reuters, AP · also saved as 1 other · 2 earlier versions". Empty where it
/// is nowhere else.
#[must_use]
pub fn elsewhere(twins: &[Twin]) -> String {
    let of = |relation: Relation| twins.iter().filter(move |twin| twin.relation == relation);
    let mut papers: Vec<&str> = Vec::new();
    let mut nameless = 0;
    for twin in of(Relation::AlsoIn) {
        match twin.row.source.as_deref() {
            Some(name) if papers.contains(&name) => {}
            Some(name) => papers.push(name),
            None => nameless += 1,
        }
    }
    let other = |count: usize| if count == 1 { "1 other".to_owned() } else { format!("{count} others") };
    let others = (nameless > 0).then(|| other(nameless));
    let papers: Vec<String> = papers.into_iter().map(str::to_owned).chain(others).collect();
    let versions = |age: Age, what: &str| {
        let count = of(Relation::Version).filter(|twin| twin.age == age).count();
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {what} version{plural}"))
    };
    let saved = of(Relation::SameText).count();
    let parts = [
        (!papers.is_empty()).then(|| format!("also in {}", papers.join(", "))),
        (saved > 0).then(|| format!("also saved as {}", other(saved))),
        versions(Age::Older, "earlier"),
        versions(Age::Newer, "later"),
    ];
    let line = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let mut signs = line.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

/// What another article is to the one at hand: "also in", "also saved as", "earlier version", "later version".
#[must_use]
pub const fn relation_in_words(twin: &Twin) -> &'static str {
    match (twin.relation, twin.age) {
        (Relation::AlsoIn, _) => "also in",
        (Relation::SameText, _) => "also saved as",
        (Relation::Version, Age::Older) => "earlier version",
        (Relation::Version, Age::Newer) => "later version",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Block, BlockKind, Digest, Shape, Why};
    use crate::library::{ArticleId, Marks, Row};
    use crate::text::Rich;

    fn article(title: &str, paragraphs: &[&str]) -> Article {
        let block = |text: &&str| Block {
            kind: BlockKind::Body,
            shape: Shape::Paragraph,
            text: Rich::plain(*text),
            sure: 1.0,
            why: Why::default(),
        };
        Article { title: Some(title.to_owned()), blocks: paragraphs.iter().map(block).collect(), ..Article::default() }
    }

    #[test]
    fn long_stretches_that_are_the_same_are_folded() {
        let old = article(
            "Weir",
            &["one is", "two is", "three is", "four is", "The toll is 34 pence now.", "six is", "seven is"],
        );
        let new = article(
            "Weir",
            &["one is", "two is", "three is", "four is", "The toll is 41 pence now.", "six is", "seven is", "Rain."],
        );
        let told: Vec<String> =
            changes(&old, &new).iter().map(|passage| format!("{}{}", passage.sign.lead(), passage.text)).collect();
        assert_eq!(
            told,
            [
                "⋯ 4 paragraphs the same",
                "  four is",
                "~ The toll is [-34-] {+41+} pence now.",
                "  six is",
                "  seven is",
                "+ Rain."
            ]
        );
        assert_eq!(summary(&changes(&old, &new)), "1 paragraph changed, 1 added");
        assert_eq!(summary(&changes(&old, &old)), "no word is different");
        let passages = changes(&old, &new);
        let changed = passages.iter().find(|passage| passage.sign == Sign::Changed).unwrap();
        let marked: Vec<_> = changed.marks.iter().map(|(range, side)| (&changed.text[range.clone()], *side)).collect();
        assert_eq!(marked, [("[-34-]", Side::Old), ("{+41+}", Side::New)]);
    }

    #[test]
    fn where_else_a_text_is_filed_is_one_line() {
        let twin = |relation, age, source: &str| Twin {
            row: Row {
                id: ArticleId(1),
                digest: Digest([0; 16]),
                title: String::new(),
                byline: Vec::new(),
                source: (!source.is_empty()).then(|| source.to_owned()),
                day: None,
                words: 1,
                broken: None,
                marks: Marks::default(),
                copied: true,
            },
            relation,
            age,
            similarity: 90,
            why: String::new(),
            path: String::new(),
        };
        use Age::{Newer, Older};
        use Relation::{AlsoIn, SameText, Version};
        for (twins, expected) in [
            (vec![], ""),
            (vec![twin(SameText, Older, "AP")], "Also saved as 1 other"),
            (vec![twin(Version, Newer, "AP")], "1 later version"),
            (
                vec![
                    twin(AlsoIn, Newer, "Post"),
                    twin(AlsoIn, Older, "Courier"),
                    twin(AlsoIn, Older, "Post"),
                    twin(AlsoIn, Older, ""),
                    twin(SameText, Older, ""),
                    twin(SameText, Older, ""),
                    twin(Version, Older, ""),
                    twin(Version, Older, ""),
                ],
                "Also in Post, Courier, 1 other · also saved as 2 others · 2 earlier versions",
            ),
        ] {
            assert_eq!(elsewhere(&twins), expected);
        }
    }
}

//! The lines of an article as a site knows them again: folded, numbered, and which of them can be furniture of the site.
//! Which do recur is known only to a library.
//!
//! **Which lines can be furniture.** Newsrooms repeat true paragraphs, too: an agency sets "The war began when …" into
//! a hundred stories. So that a line recurs is not enough. An article has paragraphs that are *certain*: prose, longer
//! than a line, of which the labeler is sure. What stands between the first and the last of them is its own, and there only
//! what the labeler doubts can be furniture, and a short line that is neither a heading nor a sentence (subheads recur,
//! and so do "No." and "He declined to comment."). The outermost certain paragraphs, and what stands outside them, are where
//! sites put their furniture ("Do you know more? Write to the desk"), and there any line can be; a paragraph that recurs
//! inside other articles too is not counted there. Where fewer than three paragraphs are certain, the outermost are not
//! given up, and where none is, nothing is: a short text is not emptied.
//!
//! **Which articles are one.** Two saves of one article share all their lines, and must not make furniture of them: they
//! are copies when they share half of the certain paragraphs of the one that has fewer. An article without certain
//! paragraphs proves nothing, and counts as a copy of all.

use crate::article::{Article, Block, BlockKind, Shape};
use crate::text::fold::fold;
use crate::text::wrap::width;

/// From here on the labeler is sure.
const SURE: f32 = 0.8;

/// Up to here it doubts.
const UNSURE: f32 = 0.6;

/// Columns of a short line. In columns, not words: Chinese has no spaces, and its signs are wide.
const SHORT: usize = 80;

/// Certain paragraphs that are kept to tell copies, at most: the first ones by hash, so that copies keep the same.
const KEPT: usize = 48;

/// What an article adds to what is known of its site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The site; `None` where neither address nor name is known.
    pub site: Option<String>,
    /// The lines that can be furniture: block and hash, in order. None without a site.
    pub lines: Vec<(u32, i64)>,
    /// The hashes of the certain paragraphs, sorted, each once.
    pub prose: Vec<i64>,
}

/// The key of the site an article is of: the host of its address without `www.`, `m.` and `amp.`, else the name of the source,
/// folded, with hyphens between its words.
#[must_use]
pub fn site(article: &Article) -> Option<String> {
    let host = article.source.host.as_deref().map(str::to_lowercase).filter(|host| host.contains('.'));
    let key = match host {
        Some(host) => {
            let mut rest = host.as_str();
            while let Some(shorter) = ["www.", "m.", "amp.", "mobile."].into_iter().find_map(|p| rest.strip_prefix(p)) {
                // A country's `m.uk` has nothing before it.
                if !shorter.contains('.') {
                    break;
                }
                rest = shorter;
            }
            rest.split_whitespace().collect()
        }
        None => {
            let folded = fold(article.source.name.as_deref()?);
            let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.collect::<Vec<_>>().join("-")
        }
    };
    (!key.is_empty() && key != super::rule::EVERYWHERE).then_some(key)
}

/// A line as it is compared: case and diacritics folded, white space one space, each run of digits one `#`.
#[must_use]
pub fn fold_line(text: &str) -> String {
    let folded = fold(text);
    if !folded.contains(char::is_numeric) {
        return folded;
    }
    let mut line = String::with_capacity(folded.len());
    for c in folded.chars() {
        if !c.is_numeric() {
            line.push(c);
        } else if !line.ends_with('#') {
            line.push('#');
        }
    }
    line
}

/// The hash of a folded line of a site: the first 8 bytes of BLAKE3 of both. That two of a million lines meet has a chance of
/// 1 to 37 million.
#[must_use]
pub fn hash_of(site: &str, line: &str) -> i64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(site.as_bytes()).update(b"\n").update(line.as_bytes());
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(hasher.finalize().as_bytes()) {
        *to = *from;
    }
    i64::from_le_bytes(bytes)
}

/// What `article`, as the labeler gave it, adds to what is known of its site.
#[must_use]
pub fn trace(article: &Article) -> Trace {
    let Some(site) = site(article) else { return Trace::default() };
    let certain: Vec<bool> = article.blocks.iter().map(is_certain).collect();
    let places: Vec<usize> = (0..certain.len()).filter(|&at| certain.get(at) == Some(&true)).collect();
    let [first, last] = match &*places {
        [] => return Trace { site: Some(site), ..Trace::default() },
        [one] => [*one, *one],
        [one, other] => [*one, *other],
        // The outermost may be furniture themselves.
        [_, inner @ .., _] => [inner.first().copied().unwrap_or(0), inner.last().copied().unwrap_or(0)],
    };
    let (mut lines, mut prose) = (Vec::new(), Vec::new());
    for ((at, block), certain) in article.blocks.iter().enumerate().zip(certain) {
        let is_at_the_edge = at < first || at > last;
        let can = can_be_furniture(block, is_at_the_edge) && (!certain || is_at_the_edge);
        if !certain && !can {
            continue;
        }
        let hash = hash_of(&site, &fold_line(block.text.as_str()));
        if certain {
            prose.push(hash);
        }
        if can && let Ok(at) = u32::try_from(at) {
            lines.push((at, hash));
        }
    }
    prose.sort_unstable();
    prose.dedup();
    prose.truncate(KEPT);
    Trace { site: Some(site), lines, prose }
}

/// A paragraph that is the article's own, without doubt.
fn is_certain(block: &Block) -> bool {
    block.kind == BlockKind::Body
        && block.sure >= SURE
        && matches!(block.shape, Shape::Paragraph | Shape::Quote | Shape::Item { .. })
        && width(block.text.as_str()) >= SHORT
}

/// Whether a block can be furniture of its site, if it recurs there.
fn can_be_furniture(block: &Block, is_at_the_edge: bool) -> bool {
    let text = block.text.as_str();
    // The rows of tables are alike once their numbers are folded; lines of code and verse recur within one text.
    let shape = !matches!(block.shape, Shape::Row(_) | Shape::Code | Shape::Rule);
    if block.kind != BlockKind::Body || !shape || !text.contains(char::is_alphabetic) {
        return false;
    }
    let is_sentence =
        text.trim_end_matches(['"', '”', '’', '»', ')', '\'']).ends_with(['.', '!', '?', '…', '。', '！', '？']);
    is_at_the_edge
        || block.sure < UNSURE
        || width(text) < SHORT && !is_sentence && !matches!(block.shape, Shape::Heading(_))
}

/// Whether two articles, given by their certain paragraphs (sorted), are copies of one text.
#[must_use]
pub fn are_copies(one: &[i64], other: &[i64]) -> bool {
    let fewer = one.len().min(other.len());
    let shared = one.iter().filter(|line| other.binary_search(line).is_ok()).count();
    shared * 2 >= fewer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Source;
    use crate::text::Rich;

    fn named(host: Option<&str>, name: Option<&str>) -> Article {
        let own = |text: &str| text.to_owned();
        Article { source: Source { host: host.map(own), name: name.map(own), url: None }, ..Article::default() }
    }

    #[test]
    fn a_site_is_its_host_else_its_name() {
        for (host, name, expected) in [
            (Some("courier.example"), Some("The Courier"), Some("courier.example")),
            (Some("WWW.Courier.example"), None, Some("courier.example")),
            (Some("amp.m.courier.example"), None, Some("courier.example")),
            (Some("m.example"), None, Some("m.example")),
            (Some("sport.courier.example"), None, Some("sport.courier.example")),
            (None, Some("Évening  Post"), Some("evening-post")),
            (None, Some("Everywhere"), None),
            (None, Some("!"), None),
            (None, None, None),
        ] {
            assert_eq!(site(&named(host, name)).as_deref(), expected, "{host:?} {name:?}");
        }
    }

    #[test]
    fn lines_are_known_again() {
        for (text, expected) in [
            ("Folgen Sie  uns\nauf Kanälen", "folgen sie uns auf kanalen"),
            ("© 2026 The Courier, 1,200 pages", "© # the courier, #,# pages"),
            ("٣٤ pages", "# pages"),
        ] {
            assert_eq!(fold_line(text), expected);
        }
        assert_ne!(hash_of("a.example", "b"), hash_of("b.example", "b"));
    }

    #[test]
    fn what_can_be_furniture() {
        use BlockKind::{Body, Promotion};
        let prose =
            "The ferry to Holt Cross will sail again on Monday, the harbour board said after a long night of talks.";
        let long = "The dispute about the ferry began when the old pier sank in the storm of the winter before last, and it went on.";
        let wide =
            "渡船は月曜日に再び出航すると港湾委員会が長い夜の後に発表した。市長はこれを歓迎し、住民も喜んだという。";
        let (line, heading) = (Shape::Paragraph, Shape::Heading(2));
        // The block between or after two certain paragraphs, and whether it can be furniture.
        for (text, shape, kind, sure, between, after) in [
            (long, &line, Body, 0.95, false, true),
            (long, &line, Body, 0.7, false, true),
            (long, &line, Body, 0.5, true, true),
            ("More from the harbour", &line, Body, 0.95, true, true),
            ("More from the harbour", &heading, Body, 0.95, false, true),
            ("No.", &line, Body, 0.95, false, true),
            ("“He declined to comment.”", &line, Body, 0.95, false, true),
            ("Ring the desk!", &line, Body, 0.55, true, true),
            ("More from the harbour", &line, Promotion, 0.95, false, false),
            ("1.2 3.4", &line, Body, 0.5, false, false),
            ("Holt 1", &Shape::Row(vec![4, 6]), Body, 0.5, false, false),
            (wide, &line, Body, 0.95, false, true),
        ] {
            let block = |text: &str, shape: &Shape, kind, sure| Block {
                kind,
                shape: shape.clone(),
                text: Rich::plain(text),
                sure,
                why: "".into(),
            };
            let own = |n: usize| block(&format!("{prose} {n}"), &line, Body, 0.95);
            let asked = block(text, shape, kind, sure);
            let can = |blocks: Vec<Block>, at: u32| {
                let article = Article { blocks, ..named(Some("courier.example"), None) };
                trace(&article).lines.iter().any(|&(block, _)| block == at)
            };
            assert_eq!(can(vec![own(1), asked.clone(), own(2)], 1), between, "between: {text} {sure}");
            assert_eq!(can(vec![own(1), own(2), asked.clone()], 2), after, "after: {text} {sure}");
            assert_eq!(can(vec![asked.clone(), own(1), own(2)], 0), after, "before: {text} {sure}");
            let is_certain = sure >= SURE && width(text) >= SHORT;
            assert_eq!(can(vec![asked.clone(), own(1)], 0), after && !is_certain, "of two: {text} {sure}");
            assert!(!can(vec![asked.clone(), asked], 0), "nothing certain: {text}");
        }
    }

    #[test]
    fn copies_share_half_of_the_certain_paragraphs() {
        for (one, other, expected) in [
            (&[1, 2, 3, 4][..], &[1, 2, 3, 4][..], true),
            (&[1, 2, 3, 4], &[1, 2, 3, 4, 5, 6, 7, 8, 9], true),
            (&[1, 2, 3, 4], &[1, 2, 9, 10], true),
            (&[1, 2, 3, 4], &[4, 5, 6, 7], false),
            (&[1], &[2], false),
            (&[], &[1, 2], true),
        ] {
            assert_eq!(are_copies(one, other), expected, "{one:?} {other:?}");
            assert_eq!(are_copies(other, one), expected, "{other:?} {one:?}");
        }
    }
}

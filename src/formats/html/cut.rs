//! Markup cut so that no tag has endless attributes, before it goes to the tokenizer, which compares each attribute of a tag
//! with all before it. What the markup means is not asked here.

use std::ops::ControlFlow;

/// The most gaps (white space, slashes, closing quotes) in one tag, and so the most attributes: the tokenizer compares
/// each attribute with all before it.
const GAPS: usize = 128;

/// Gives the markup to `take` in parts, cut so that no tag has more than [`GAPS`] gaps: where one has, a `>` is put in and
/// the rest of the tag is left out. The text of a long script or style is left out where `drops` says, when all before it
/// was taken, that it stands at the beginning of the text of an element of this name and drops it.
pub(super) fn short_tags<'a>(
    markup: &'a str,
    mut drops: impl FnMut(&str) -> bool,
    mut take: impl FnMut(&'a str) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let bytes = markup.as_bytes();
    let (mut from, mut at) = (0, 0);
    // Up to where there is text of a script or a comment, in which a tag is no tag.
    let mut raw = 0;
    // How far beyond cut tags their ends are looked for, in all: a page of nothing else takes linear time too.
    let mut patience = bytes.len();
    while let Some(open) = markup.get(at..).and_then(|rest| rest.find('<')) {
        at += open + 1;
        let start = at;
        if at >= raw && bytes.get(at..).is_some_and(|rest| rest.starts_with(b"!--")) {
            raw = comment_end(bytes, at);
        }
        // An end tag may have attributes too, as far as the tokenizer is concerned.
        at += usize::from(bytes.get(at) == Some(&b'/'));
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let mut tag = InTag::default();
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            if tag.ends(byte) {
                break;
            }
            if tag.gaps > GAPS && markup.is_char_boundary(at) {
                take(markup.get(from..at).unwrap_or_default())?;
                take(">")?;
                if at >= raw {
                    at = tag_end(bytes, at, tag, &mut patience);
                }
                from = at;
                break;
            }
        }
        if start >= raw {
            raw = raw_end(markup, start, at);
            if let Some(name) = raw_name(bytes, start, markup.get(at..raw).unwrap_or_default()) {
                take(markup.get(from..at).unwrap_or_default())?;
                from = at;
                if drops(name) {
                    (from, at) = (raw, raw);
                }
            }
        }
    }
    take(markup.get(from..).unwrap_or_default())
}

/// The least text that is worth leaving out, in bytes.
const LONG: usize = 64;

/// The name of the element whose tag stands at `start`, where `text` is a long text of a script or a style: without what
/// a script can hide its own end behind.
fn raw_name(bytes: &[u8], start: usize, text: &str) -> Option<&'static str> {
    let tag = bytes.get(start..).unwrap_or_default();
    let name = ["script", "style"].into_iter().find(|name| begins(tag, name.as_bytes()))?;
    (text.len() >= LONG && (name != "script" || !text.contains("<!--"))).then_some(name)
}

/// Where one is in a tag.
#[derive(Clone, Copy)]
struct InTag {
    gaps: usize,
    quote: Option<u8>,
    before: u8,
    /// Whether the last byte was white space: a run of it is one gap, or indented tags would have many.
    spaced: bool,
}

impl Default for InTag {
    fn default() -> Self {
        Self { gaps: 0, quote: None, before: b' ', spaced: false }
    }
}

impl InTag {
    /// Takes the next byte, and says whether it ends the tag.
    fn ends(&mut self, byte: u8) -> bool {
        let was_spaced = std::mem::replace(&mut self.spaced, self.quote.is_none() && byte.is_ascii_whitespace());
        match self.quote {
            Some(mark) if mark == byte => (self.gaps, self.quote, self.before) = (self.gaps + 1, None, byte),
            Some(_) => {}
            None if byte == b'>' => return true,
            None if matches!(byte, b'"' | b'\'') && self.before == b'=' => self.quote = Some(byte),
            None if self.spaced => self.gaps += usize::from(!was_spaced),
            None => (self.before, self.gaps) = (byte, self.gaps + usize::from(byte == b'/')),
        }
        false
    }
}

/// After the `>` that ends the tag one is in. Where a quote is never closed, after the first `>` in it.
fn tag_end(bytes: &[u8], at: usize, mut tag: InTag, patience: &mut usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let near = rest.get(..*patience).unwrap_or(rest);
    let mut quoted = 0;
    let found = near.iter().enumerate().position(|(place, &byte)| {
        let is_open = tag.quote.is_some();
        let ends = tag.ends(byte);
        if !is_open && tag.quote.is_some() {
            quoted = place;
        }
        ends
    });
    *patience -= found.map_or(near.len(), |found| found + 1);
    let from = if tag.quote.is_some() { quoted } else { near.len() };
    let beyond = || Some(from + rest.get(from..)?.iter().position(|&byte| byte == b'>')?);
    found.or_else(beyond).map_or(bytes.len(), |found| at + found + 1)
}

/// After a comment whose `!--` stands at `at`.
fn comment_end(bytes: &[u8], at: usize) -> usize {
    // "<!-->" is a whole comment.
    let rest = bytes.get(at + 1..).unwrap_or_default();
    rest.windows(3).position(|end| end == b"-->").map_or(bytes.len(), |end| at + 1 + end + 3)
}

/// Where the text of the element ends whose tag stands at `start` and ends at `at`; `at`, where it holds elements.
fn raw_end(markup: &str, start: usize, at: usize) -> usize {
    const RAW: [&[u8]; 8] = [b"script", b"style", b"title", b"textarea", b"iframe", b"noframes", b"noembed", b"xmp"];
    let bytes = markup.as_bytes();
    let tag = bytes.get(start..).unwrap_or_default();
    let Some(name) = RAW.iter().find(|name| begins(tag, name)) else { return at };
    let mut end = at;
    while let Some(open) = markup.get(end..).and_then(|rest| rest.find('<')) {
        end += open + 1;
        if bytes.get(end) == Some(&b'/') && bytes.get(end + 1..).is_some_and(|rest| begins(rest, name)) {
            return end - 1;
        }
    }
    bytes.len()
}

/// Whether a tag begins with this name, whatever its case.
fn begins(tag: &[u8], name: &[u8]) -> bool {
    tag.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name))
        && !tag.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_with_endless_attributes_is_ended() {
        let (endless, many) = (" a='x > y'".repeat(5000), " a".repeat(300));
        let kept = " a='x > y'".repeat(GAPS / 2) + " ";
        for (markup, expected) in [
            (format!("<p{endless}>text"), format!("<p{kept}>text")),
            (format!("<p{endless} b='never closed>text"), format!("<p{kept}>text")),
            (format!("<p{endless}"), format!("<p{kept}>")),
            (format!("</p{endless}>text"), format!("</p{kept}>text")),
            // In a script and in a comment a tag is no tag, and what ends them must stay.
            (
                format!("<script>a<b{many}</script>text"),
                format!("<script>a<b{} >{}</script>text", " a".repeat(GAPS), &many[GAPS * 2 + 1..]),
            ),
            (format!("<!--<b{many}-->text"), format!("<!--<b{} >{}-->text", " a".repeat(GAPS), &many[GAPS * 2 + 1..])),
        ] {
            assert_eq!(joined(&markup), expected);
        }
    }

    #[test]
    fn ordinary_tags_are_left_as_they_are() {
        let indented = format!("<p{}class=a>t</p>", "\n        ".repeat(40));
        for ordinary in ["<p class='a b c' id=x>t</p>", "a < b and c > d", "<", "<p", "<a href='>'>", &indented] {
            assert_eq!(joined(ordinary), ordinary);
        }
    }

    #[test]
    fn long_scripts_and_styles_can_be_left_out() {
        let (long, hidden) = ("a < b; ".repeat(10), "<!--<script>".repeat(6));
        for (markup, expected) in [
            (format!("<p><SCRIPT src=x>{long}</script><p>"), "<p><SCRIPT src=x></script><p>".to_owned()),
            (format!("<style>{long}</style >{long}<style>{long}"), format!("<style></style >{long}<style>")),
            (format!("<script>{long}</scripts>{long}</script>"), "<script></script>".to_owned()),
            (format!("<script>{hidden}</script>"), format!("<script>{hidden}</script>")),
            (format!("<!--<script>{long}</script>-->"), format!("<!--<script>{long}</script>-->")),
            (format!("<xmp><style>{long}</style></xmp>"), format!("<xmp><style>{long}</style></xmp>")),
            ("<script>x</script>".to_owned(), "<script>x</script>".to_owned()),
        ] {
            assert_eq!(taken(&markup, |_| true), expected);
            assert_eq!(joined(&markup), markup);
        }
    }

    fn joined(markup: &str) -> String {
        taken(markup, |_| false)
    }

    fn taken(markup: &str, drops: impl FnMut(&str) -> bool) -> String {
        let mut out = String::new();
        let all = short_tags(markup, drops, |part| {
            out.push_str(part);
            ControlFlow::Continue(())
        });
        assert!(all.is_continue());
        out
    }
}

//! Markup cut so that no tag has endless attributes, before it goes to the tokenizer, which compares each attribute of a tag
//! with all before it. What the markup means is not asked here.

/// The most gaps (white space, slashes, closing quotes) in one tag, and so the most attributes: the tokenizer compares
/// each attribute with all before it.
const GAPS: usize = 128;

/// A part of the markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Tags and text.
    Markup(&'a str),
    /// The text of an element of this name, `script` or `style`, if the tag before it is one: no end of a script or style,
    /// and nothing that hides one, is in it.
    Raw(&'static str, &'a str),
}

/// The markup in parts, cut so that no tag has more than [`GAPS`] gaps: where one has, a `>` is put in and the rest of the
/// tag is left out.
pub(super) fn short_tags(markup: &str) -> Vec<Part<'_>> {
    let bytes = markup.as_bytes();
    let (mut parts, mut from, mut at) = (Vec::new(), 0, 0);
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
                parts.extend(markup.get(from..at).map(Part::Markup));
                parts.push(Part::Markup(">"));
                if at >= raw {
                    at = tag_end(bytes, at, tag, &mut patience);
                }
                from = at;
                break;
            }
        }
        if start >= raw {
            raw = raw_end(markup, start, at);
            if let Some((before, text)) = markup.get(from..at).zip(markup.get(at..raw))
                && let Some(name) = raw_name(bytes, start, text)
            {
                parts.extend([Part::Markup(before), Part::Raw(name, text)]);
                (from, at) = (raw, raw);
            }
        }
    }
    parts.extend(markup.get(from..).map(Part::Markup));
    parts
}

/// Text that is worth a part of its own, in bytes.
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
            assert_eq!(short_tags(ordinary), [Part::Markup(ordinary)]);
        }
    }

    #[test]
    fn long_scripts_and_styles_are_parts() {
        let (long, hidden) = ("a < b; ".repeat(10), "<!--<script>".repeat(6));
        let table: &[(String, &[(&'static str, &str)])] = &[
            (format!("<p><SCRIPT src=x>{long}</script><p>"), &[("script", &long)]),
            (format!("<style>{long}</style >{long}<style>{long}"), &[("style", &long), ("style", &long)]),
            (format!("<script>{long}</scripts>{long}</script>"), &[("script", &format!("{long}</scripts>{long}"))]),
            (format!("<script>{hidden}</script>"), &[]),
            (format!("<!--<script>{long}</script>--><textarea><style>{long}</style></textarea>"), &[]),
            (format!("<script>x</script><xmp>{long}</xmp>"), &[]),
        ];
        for (markup, expected) in table {
            let parts = short_tags(markup);
            let found: Vec<(&str, &str)> = parts
                .iter()
                .filter_map(|part| if let Part::Raw(name, text) = part { Some((*name, *text)) } else { None })
                .collect();
            assert_eq!(found, *expected, "{markup}");
            assert_eq!(joined(markup), *markup);
        }
    }

    fn joined(markup: &str) -> String {
        short_tags(markup)
            .into_iter()
            .map(|part| match part {
                Part::Markup(text) | Part::Raw(_, text) => text,
            })
            .collect()
    }
}

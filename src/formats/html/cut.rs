//! Markup cut so that no tag has endless attributes, before it goes to the tokenizer, which compares each attribute of a tag
//! with all before it. What the markup means is not asked here.

/// The most gaps (white space, slashes, closing quotes) in one tag, and so the most attributes: the tokenizer compares
/// each attribute with all before it.
const GAPS: usize = 128;

/// The markup in parts, cut so that no tag has more than [`GAPS`] gaps: where one has, a `>` is put in and the rest of the
/// tag is left out.
pub(super) fn short_tags(markup: &str) -> Vec<&str> {
    let bytes = markup.as_bytes();
    let (mut parts, mut from, mut at) = (Vec::new(), 0, 0);
    // Up to where there is text of a script or a comment, in which a tag is no tag.
    let mut raw = 0;
    // How far beyond cut tags their ends are looked for, in all: a page of nothing else takes linear time too.
    let mut patience = bytes.len();
    while let Some(open) = bytes.get(at..).and_then(|rest| rest.iter().position(|&b| b == b'<')) {
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
                parts.extend(markup.get(from..at));
                parts.push(">");
                if at >= raw {
                    at = tag_end(bytes, at, tag, &mut patience);
                }
                from = at;
                break;
            }
        }
        if start >= raw {
            raw = raw_end(bytes, start, at);
        }
    }
    parts.extend(markup.get(from..));
    parts
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
fn raw_end(bytes: &[u8], start: usize, at: usize) -> usize {
    const RAW: [&[u8]; 8] = [b"script", b"style", b"title", b"textarea", b"iframe", b"noframes", b"noembed", b"xmp"];
    let begins = |text: &[u8], name: &[u8]| {
        text.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name))
            && !text.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
    };
    let tag = bytes.get(start..).unwrap_or_default();
    let Some(name) = RAW.iter().find(|name| begins(tag, name)) else { return at };
    let mut end = at;
    while let Some(open) = bytes.get(end..).and_then(|rest| rest.iter().position(|&b| b == b'<')) {
        end += open + 1;
        if bytes.get(end) == Some(&b'/') && bytes.get(end + 1..).is_some_and(|rest| begins(rest, name)) {
            return end;
        }
    }
    bytes.len()
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
            assert_eq!(short_tags(&markup).concat(), expected);
        }
    }

    #[test]
    fn ordinary_tags_are_left_as_they_are() {
        let indented = format!("<p{}class=a>t</p>", "\n        ".repeat(40));
        for ordinary in ["<p class='a b c' id=x>t</p>", "a < b and c > d", "<", "<p", "<a href='>'>", &indented] {
            assert_eq!(short_tags(ordinary), [ordinary]);
        }
    }
}

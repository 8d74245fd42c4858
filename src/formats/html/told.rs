//! The body of the article as a page gives it to machines: the `articleBody` of its JSON-LD. It is often cut and has no
//! paragraphs, so it is never shown: it only speaks for blocks that say the same.

use super::plain;
use crate::text::{clean, head};

/// The key, as it stands in the data.
const KEY: &str = "\"articleBody\"";
/// The most bytes read of a body.
const LONGEST: usize = 1 << 18;

/// The longest body in blocks of JSON-LD. Values are found by their key alone: data with a mistake elsewhere still tells.
pub(super) fn told(blocks: &[String]) -> Option<String> {
    let bodies = blocks.iter().flat_map(|block| block.split(KEY).skip(1)).filter_map(literal);
    let longest = bodies.max_by_key(String::len)?;
    let value: String = serde_json::from_str(&longest).ok()?;
    let text = if value.contains(['<', '&']) { plain(&value) } else { value };
    (!text.trim().is_empty()).then(|| clean::clean(&text).into_owned())
}

/// The string that follows a key, with its quotation marks, line ends made spaces.
fn literal(rest: &str) -> Option<String> {
    let rest = rest.trim_start().strip_prefix(':')?.trim_start();
    let inner = head(rest.strip_prefix('"')?, LONGEST);
    let mut is_escaped = false;
    let end = inner.bytes().position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    })?;
    let inner = inner.get(..end)?.replace(|c: char| c.is_control(), " ");
    Some(format!("\"{inner}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_found_by_its_key() {
        for (data, expected) in [
            (r#"{"@type":"NewsArticle","articleBody":"The \"old\" ferry\nsails."}"#, Some("The \"old\" ferry\nsails.")),
            ("{\"articleBody\" : \"One line\nand another\", broken", Some("One line and another")),
            (r#"[{"articleBody":"Short"},{"articleBody":"<p>Tea &amp; bread</p>"}]"#, Some("Tea & bread")),
            (r#"{"articleBody":null}"#, None),
            (r#"{"articleBody":"never ends"#, None),
            (r#"{"headline":"The ferry"}"#, None),
        ] {
            assert_eq!(told(&[data.to_owned()]).as_deref(), expected, "{data}");
        }
    }
}

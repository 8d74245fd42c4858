//! Front matter: what a Markdown file claims about itself in YAML (`---`) or TOML (`+++`). Only the part of both that
//! people write at the head of an article is read: keys with a text, a list of texts, or a folded text.

use crate::formats::{Claim, Field, Voice};

/// The keys in use among notes programs, clippers and site generators.
const KEYS: [(&str, Field); 34] = [
    ("title", Field::Title),
    ("headline", Field::Title),
    ("author", Field::Byline),
    ("authors", Field::Byline),
    ("byline", Field::Byline),
    ("by", Field::Byline),
    ("creator", Field::Byline),
    ("date", Field::Published),
    ("published", Field::Published),
    ("pubdate", Field::Published),
    ("date_published", Field::Published),
    ("publish_date", Field::Published),
    ("created", Field::Saved),
    ("updated", Field::Modified),
    ("modified", Field::Modified),
    ("lastmod", Field::Modified),
    ("url", Field::Url),
    ("link", Field::Url),
    ("canonical", Field::Url),
    ("source_url", Field::Url),
    ("original_url", Field::Url),
    ("permalink", Field::Url),
    ("source", Field::Source),
    ("site", Field::Source),
    ("site_name", Field::Source),
    ("publication", Field::Source),
    ("publisher", Field::Source),
    ("lang", Field::Language),
    ("language", Field::Language),
    ("description", Field::Standfirst),
    ("summary", Field::Standfirst),
    ("excerpt", Field::Standfirst),
    ("subtitle", Field::Standfirst),
    ("saved", Field::Saved),
];

/// The front matter at the head of `text`: what stands between its fences, and the byte at which the rest begins.
pub(super) fn split(text: &str) -> Option<(&str, usize)> {
    let lead = text.len() - text.trim_start_matches(['\n', ' ']).len();
    let body = text.get(lead..)?;
    let fence = body.get(..3).filter(|fence| matches!(*fence, "---" | "+++"))?;
    let inner_start =
        lead + body.find('\n').filter(|&end| body.get(..end).is_some_and(|line| line.trim_end() == fence))? + 1;
    let mut at = inner_start;
    for line in text.get(inner_start..)?.split_inclusive('\n').take(200) {
        let next = at + line.len();
        if line.trim_end() == fence || fence == "---" && line.trim_end() == "..." {
            let inner = text.get(inner_start..at)?;
            let separator = if fence == "+++" { '=' } else { ':' };
            return inner.lines().any(|line| key(line, separator).is_some()).then_some((inner, next));
        }
        at = next;
    }
    None
}

/// The claims in the front matter `inner`.
pub(super) fn claims(inner: &str) -> Vec<Claim> {
    let separator = if inner.lines().any(|line| key(line, ':').is_some()) { ':' } else { '=' };
    let mut claims = Vec::new();
    let mut field = None;
    let mut folded = String::new();
    for line in inner.lines().chain(std::iter::once("end_of_front_matter: x")) {
        if line.starts_with([' ', '\t', '-']) {
            let Some(field) = field else { continue };
            let value = line.trim();
            if let Some(entry) = value.strip_prefix('-') {
                // `- name: A. Writer` is an entry too.
                let entry = entry.trim();
                add(&mut claims, field, entry.strip_prefix("name:").unwrap_or(entry));
            } else if let Some(name) = value.strip_prefix("name:") {
                add(&mut claims, field, name);
            } else if key(value, separator).is_none() {
                folded.push(' ');
                folded.push_str(value);
            }
            continue;
        }
        if let (Some(field), false) = (field, folded.is_empty()) {
            add(&mut claims, field, &std::mem::take(&mut folded));
        }
        folded.clear();
        field = None;
        let Some((name, value)) = key(line, separator) else { continue };
        let name = name.to_ascii_lowercase().replace('-', "_");
        field = KEYS.iter().find(|(key, _)| *key == name).map(|&(_, field)| field);
        if let Some(field) = field
            && !matches!(value, "|" | ">" | "|-" | ">-")
        {
            add(&mut claims, field, value);
        }
    }
    claims
}

/// A line `key: value` or `key = value`.
fn key(line: &str, separator: char) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(separator)?;
    let name = name.trim_end();
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    is_name.then(|| (name, value.trim()))
}

fn add(claims: &mut Vec<Claim>, field: Field, value: &str) {
    let value = value.trim().trim_end_matches(',');
    if let Some(list) =
        value.strip_prefix('[').and_then(|list| list.strip_suffix(']')).filter(|list| !list.starts_with('['))
    {
        list.split(',').for_each(|entry| add(claims, field, entry));
        return;
    }
    let value = unquote(value);
    if value.is_empty() || matches!(value.as_str(), "null" | "~") {
        return;
    }
    let is_address = value.starts_with("http://") || value.starts_with("https://");
    let field = if field == Field::Source && is_address { Field::Url } else { field };
    claims.push(Claim { field, value, voice: Voice::FrontMatter });
}

fn unquote(value: &str) -> String {
    let value = value.trim();
    let wiki = value.strip_prefix("\"[[").and_then(|value| value.strip_suffix("]]\""));
    if let Some(name) = wiki.or_else(|| value.strip_prefix("[[").and_then(|value| value.strip_suffix("]]"))) {
        return name.trim().to_owned();
    }
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote)) {
            return if quote == '"' { inner.replace("\\\"", "\"") } else { inner.replace("''", "'") };
        }
    }
    // A comment begins with a space and a hash.
    value.split_once(" #").map_or(value, |(value, _)| value.trim_end()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Field, String)> {
        split(text)
            .map(|(inner, _)| claims(inner))
            .unwrap_or_default()
            .into_iter()
            .map(|c| (c.field, c.value))
            .collect()
    }

    #[test]
    fn yaml_and_toml_give_the_same_claims() {
        let expected = vec![
            (Field::Title, "A bridge: closed".to_owned()),
            (Field::Byline, "Ana Roe".to_owned()),
            (Field::Byline, "Bo Lind".to_owned()),
            (Field::Published, "2025-09-03".to_owned()),
            (Field::Url, "https://x.example/a".to_owned()),
        ];
        let yaml = "---\ntitle: \"A bridge: closed\"\nauthors:\n  - Ana Roe\n  - name: Bo Lind\ntags: [a, b]\ndate: 2025-09-03 # day\nsource: https://x.example/a\n---\nText";
        let toml = "+++\ntitle = \"A bridge: closed\"\nauthors = [\"Ana Roe\", 'Bo Lind']\ndate = 2025-09-03\nurl = 'https://x.example/a'\n+++\nText";
        assert_eq!(read(yaml), expected);
        assert_eq!(read(toml), expected);
    }

    #[test]
    fn folded_texts_are_joined() {
        let text = "---\ndescription: >-\n  One line\n  and another\nlang: de-AT\n---\n";
        let expected = [(Field::Standfirst, "One line and another".to_owned()), (Field::Language, "de-AT".to_owned())];
        assert_eq!(read(text), expected);
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        for text in ["---\n\nText\n\n---\n", "---\ntitle: x\nnever closed", "--- a\n---", "Text"] {
            assert_eq!(split(text), None, "{text:?}");
        }
    }
}

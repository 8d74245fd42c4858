//! Which format a text is in, found by what it holds. The file's name decides only where the content leaves it open.

use crate::article::Format;
use crate::text::head;

/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 32 * 1024;

/// Elements whose closing tags betray HTML that begins with words.
const CLOSERS: [&str; 9] = ["</p>", "</div>", "</a>", "</span>", "</li>", "</h1>", "</h2>", "</strong>", "</em>"];
/// Elements that HTML begins with.
const OPENERS: [&str; 16] = [
    "!doctype html",
    "html",
    "head",
    "body",
    "article",
    "main",
    "div",
    "p",
    "section",
    "meta",
    "title",
    "script",
    "h1",
    "span",
    "table",
    "a",
];

/// The format of `text`.
pub(crate) fn sniff(text: &str, name: Option<&str>) -> Format {
    let sample = head(text, SAMPLE);
    let is_named = |endings: &[&str]| {
        name.and_then(|name| name.rsplit_once('.'))
            .is_some_and(|(_, end)| endings.iter().any(|e| end.eq_ignore_ascii_case(e)))
    };
    let html = html_evidence(sample);
    if html >= 2 || html == 1 && is_named(&["html", "htm", "xhtml"]) {
        return Format::Html;
    }
    let markdown = markdown_evidence(sample);
    if markdown >= 2 || markdown == 1 && is_named(&["md", "markdown", "mdown"]) {
        return Format::Markdown;
    }
    Format::Text
}

/// 0: none; 1: some tags; 2: it is HTML.
fn html_evidence(sample: &str) -> u32 {
    let mut start = sample.trim_start();
    // A saving program may leave comments and an XML declaration first.
    while let Some(rest) = start.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        start = rest.1.trim_start();
    }
    if let Some(rest) = start.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        start = rest.1.trim_start();
    }
    if let Some(tag) = start.strip_prefix('<') {
        let begins = |name: &&str| {
            tag.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name))
                && tag.as_bytes().get(name.len()).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
        };
        if OPENERS.iter().any(begins) {
            return 2;
        }
    }
    let lower = sample.to_ascii_lowercase();
    let closers: usize = CLOSERS.iter().map(|tag| lower.matches(tag).count()).sum();
    if lower.contains("```") || closers == 0 {
        return 0;
    }
    if closers >= 4 && closers * 800 >= sample.len() { 2 } else { 1 }
}

/// 0: none; 1: a sign of it; 2: it is Markdown.
fn markdown_evidence(sample: &str) -> u32 {
    if super::markdown::has_front_matter(sample) {
        return 2;
    }
    let (mut headings, mut fences, mut strong, mut quotes, mut first) = (0, 0, 0, 0, None);
    for line in sample.lines() {
        if line.trim().is_empty() {
            continue;
        }
        let hashes = line.bytes().take_while(|&b| b == b'#').count();
        let is_heading = (1..=6).contains(&hashes) && line.as_bytes().get(hashes) == Some(&b' ');
        first.get_or_insert(is_heading);
        headings += u32::from(is_heading);
        fences += u32::from(line.starts_with("```") || line.starts_with("~~~"));
        quotes += u32::from(line.starts_with("> "));
        strong += u32::from(line.matches("**").count() >= 2);
    }
    let links = sample.matches("](").count() as u32;
    let kinds = [headings, fences / 2, strong, quotes, links].iter().filter(|&&n| n > 0).count();
    if first == Some(true) || headings >= 2 || kinds >= 2 && links + headings + strong >= 2 || links >= 3 {
        return 2;
    }
    u32::from(kinds > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_found_by_content() {
        for (text, name, expected) in [
            ("<!DOCTYPE html><html><body>x", None, Format::Html),
            ("\n<!-- saved from url=(0014)about:internet -->\n<html lang=en>", Some("a.txt"), Format::Html),
            ("<?xml version=\"1.0\"?>\n<html xmlns=\"x\">", None, Format::Html),
            ("<p>One.</p><p>Two.</p>", None, Format::Html),
            ("Lead.</p><p>Two.</p><p>Three.</p><p>Four.</p>", None, Format::Html),
            ("A text on <b>tags</b> that says </p> once.", None, Format::Text),
            ("---\ntitle: A bridge\n---\nText.", None, Format::Markdown),
            ("# A bridge\n\nText.", None, Format::Markdown),
            ("Text with [a link](http://x.example) and **bold** words.\n**x** y", None, Format::Markdown),
            ("Text with *emphasis* only.", Some("a.md"), Format::Text),
            ("> Quoted\n\nText.", Some("a.md"), Format::Markdown),
            ("#hashtag first\nand text", None, Format::Text),
            ("   * Home\n   * News\n\nText. [1]", None, Format::Text),
            ("", None, Format::Text),
        ] {
            assert_eq!(sniff(text, name), expected, "{text:?}");
        }
    }
}

//! An article to Markdown with front matter. What is written here reads back as the same article.

use std::fmt::Write;

use super::cells;
use crate::article::{Article, Block, Bullet, Shape};
use crate::text::{MarkKind, Rich};

/// The article as Markdown (CommonMark with tables), its masthead as YAML front matter.
#[must_use]
pub fn markdown(article: &Article) -> String {
    let mut out = String::new();
    front_matter(article, &mut out);
    let mut before: Option<&Block> = None;
    for (_, block) in article.body() {
        let in_table = matches!(block.shape, Shape::Row(_));
        let tight = before.is_some_and(|before| super::is_tight(before, block));
        if !tight {
            out.push('\n');
        }
        write_block(block, &article.links, &mut out);
        if in_table && !tight {
            out.push_str(&"| --- ".repeat(cells(block).count()));
            out.push_str("|\n");
        }
        before = Some(block);
    }
    out
}

fn front_matter(article: &Article, out: &mut String) {
    out.push_str("---\n");
    let mut field = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            out.push_str(name);
            out.push_str(": ");
            out.push_str(&quoted(value));
            out.push('\n');
        }
    };
    field("title", article.title.as_deref());
    field("description", article.standfirst.as_deref());
    field("date", article.published.map(|published| published.to_string()).as_deref());
    field("source", article.source.name.as_deref());
    field("url", article.source.url.as_deref());
    field("place", article.place.as_deref());
    field("lang", article.language.as_ref().map(crate::article::Language::as_str));
    if !article.byline.is_empty() {
        let names = article.byline.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
        let _ = writeln!(out, "author: [{names}]");
    }
    out.push_str("---\n");
}

/// A double-quoted YAML scalar. JSON's escapes are YAML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn write_block(block: &Block, links: &[String], out: &mut String) {
    let text = || inline(&block.text, links);
    match &block.shape {
        Shape::Paragraph => line(out, "", &guard(&text())),
        Shape::Heading(level) => {
            line(out, "", &format!("{} {}", "#".repeat(usize::from((*level).clamp(1, 6))), text()));
        }
        Shape::Quote => line(out, "> ", &text()),
        Shape::Caption => line(out, "", &format!("*{}*", text())),
        Shape::Item { depth, mark } => {
            let mark = match mark {
                Bullet::Dot => "- ".to_owned(),
                Bullet::Number(number) => format!("{number}. "),
            };
            line(out, &"   ".repeat(usize::from(*depth)), &format!("{mark}{}", text()));
        }
        Shape::Row(_) => {
            for cell in cells(block) {
                let _ = write!(out, "| {} ", cell.replace('|', "\\|"));
            }
            out.push_str("|\n");
        }
        Shape::Code => {
            let code = block.text.as_str();
            let fence = "`".repeat(longest_run(code, '`').max(2) + 1);
            let _ = writeln!(out, "{fence}\n{code}\n{fence}");
        }
        Shape::Rule => out.push_str("---\n"),
    }
}

fn line(out: &mut String, prefix: &str, text: &str) {
    for part in text.split('\n') {
        let _ = writeln!(out, "{prefix}{part}");
    }
}

/// The text with its marks as Markdown. Of marks that overlap without nesting, the later ends with the earlier.
fn inline(rich: &Rich, links: &[String]) -> String {
    let text = rich.as_str();
    let mut out = String::with_capacity(text.len() + 16);
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    for mark in rich.marks() {
        let start = mark.range.start as usize;
        if start < at {
            continue; // Inside code, where marks mean nothing.
        }
        while let Some((end, closing)) = open.pop_if(|(end, _)| *end <= start) {
            escape(&text[at..end], &mut out);
            out.push_str(&closing);
            at = end;
        }
        escape(&text[at..start], &mut out);
        at = start;
        let outer = open.last().map_or(text.len(), |(end, _)| *end);
        let end = outer.min(mark.range.end as usize);
        match mark.kind {
            MarkKind::Bold => open_mark(&mut out, &mut open, "**", (end, "**".to_owned())),
            MarkKind::Italic => open_mark(&mut out, &mut open, "*", (end, "*".to_owned())),
            MarkKind::Link(index) => {
                if let Some(address) = links.get(usize::from(index)) {
                    let address = address.replace('<', "%3C").replace('>', "%3E");
                    open_mark(&mut out, &mut open, "[", (end, format!("](<{address}>)")));
                }
            }
            MarkKind::Code => {
                let code = &text[start..end];
                let fence = "`".repeat(longest_run(code, '`') + 1);
                let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
                let _ = write!(out, "{fence}{pad}{code}{pad}{fence}");
                at = end;
            }
        }
    }
    while let Some((end, closing)) = open.pop() {
        escape(&text[at..end], &mut out);
        out.push_str(&closing);
        at = end;
    }
    escape(&text[at..], &mut out);
    out
}

fn open_mark(out: &mut String, open: &mut Vec<(usize, String)>, opening: &str, closing: (usize, String)) {
    out.push_str(opening);
    open.push(closing);
}

/// Puts a backslash before the signs that Markdown would read.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<') {
            out.push('\\');
        }
        out.push(c);
    }
}

/// Keeps a paragraph from being read as a heading, a list, a quote or a rule.
fn guard(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    if digits > 0 && rest.starts_with(['.', ')']) {
        return format!("{}\\{rest}", &text[..digits]);
    }
    if text.starts_with(['#', '>', '-', '+', '=', '~', '|']) { format!("\\{text}") } else { text.to_owned() }
}

fn longest_run(text: &str, sign: char) -> usize {
    text.split(|c| c != sign).map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Mark;

    #[test]
    fn every_shape_has_its_sign() {
        let written = markdown(&super::super::tests::every_shape());
        let head =
            "---\ntitle: \"The weir: a history\"\ndate: \"2026-03-04\"\nauthor: [\"Ada Moss\", \"Jo Reed\"]\n---\n";
        let body = "\nA **\\*bold\\*** [link](<https://example.org/weir(1)>).\n\n## The lock\n\n> It leaks.\n\n- gates\n   3. hinges\n\n\
                    | Year | 191 |\n| --- | --- |\n| Cost | £2\\| |\n\n```\nlet it;\n  be\n```\n\n---\n\n\\# not a heading\n";
        assert_eq!(written, format!("{head}{body}"));
    }

    #[test]
    fn marks_nest_and_code_is_left_alone() {
        let mark = |range, kind| Mark { range, kind };
        for (text, marks, expected) in [
            ("one two three", vec![mark(0..13, MarkKind::Italic), mark(4..7, MarkKind::Bold)], "*one **two** three*"),
            ("one two three", vec![mark(0..7, MarkKind::Italic), mark(4..13, MarkKind::Bold)], "*one **two*** three"),
            ("a *b* c", vec![mark(2..5, MarkKind::Code), mark(3..4, MarkKind::Bold)], "a `*b*` c"),
            ("a `b", vec![mark(2..4, MarkKind::Code)], "a `` `b ``"),
            ("gone", vec![mark(0..4, MarkKind::Link(9))], "gone"),
        ] {
            assert_eq!(inline(&Rich::new(text.to_owned(), marks), &[]), expected);
        }
    }
}

//! Markdown to blocks, with the marks inside them. It reads what people and clipping programs write; it is not a full
//! CommonMark parser (no indented code, no HTML blocks, no lazy continuation of quotes).

mod front;
mod inline;

use inline::Addresses;

use super::{Document, Piece, Setting};
use crate::article::{Bullet, Format, Shape};
use crate::text::Rich;

/// Whether `text` begins with front matter.
pub(super) fn has_front_matter(text: &str) -> bool {
    front::split(text).is_some()
}

/// Reads a text that has been made safe.
pub(crate) fn open(text: &str) -> Document {
    let (claims, body_at) = front::split(text).map_or((Vec::new(), 0), |(inner, end)| (front::claims(inner), end));
    let skipped = text.get(..body_at).unwrap_or("").matches('\n').count();
    let (body, beyond) = super::plain::article_length(text.get(body_at..).unwrap_or(""));
    let mut addresses = Addresses::default();
    let mut lines: Vec<&str> = Vec::new();
    for line in body.split('\n') {
        match definition(line) {
            Some((name, address)) => {
                addresses.named.insert(name.to_lowercase(), address.to_owned());
                lines.push("");
            }
            None => lines.push(trimmed(line)),
        }
    }
    let mut reader =
        Reader { lines: &lines, skipped, at: 0, gap: 0, levels: Vec::new(), addresses, pieces: Vec::new() };
    reader.run();
    reader.pieces.extend(super::plain::in_bulk(beyond));
    Document {
        format: Format::Markdown,
        pieces: reader.pieces,
        claims,
        links: reader.addresses.links,
        ..Document::default()
    }
}

/// `line` without the white space at its end, except two spaces, which ask for a line end.
fn trimmed(line: &str) -> &str {
    let text = line.trim_end();
    match line.get(..text.len() + 2) {
        Some(hard) if !text.is_empty() && hard.ends_with("  ") => hard,
        _ => text,
    }
}

/// A line `[name]: address`.
fn definition(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
    let address = rest.split_whitespace().next()?.trim_matches(['<', '>']);
    let is_address = address.contains("://") || address.starts_with(['/', '#', '.']) || address.starts_with("mailto:");
    (!name.starts_with('^') && is_address).then_some((name, address))
}

struct Reader<'a> {
    lines: &'a [&'a str],
    /// Lines of front matter before the first.
    skipped: usize,
    at: usize,
    gap: u32,
    /// The indents of the lists that are open.
    levels: Vec<usize>,
    addresses: Addresses,
    pieces: Vec<Piece>,
}

impl Reader<'_> {
    fn run(&mut self) {
        while let Some(line) = self.lines.get(self.at) {
            let text = line.trim_start();
            let indent = line.len() - text.len();
            if text.is_empty() {
                self.gap += 1;
                self.at += 1;
            } else if let Some(fence) = fence(text) {
                self.code(fence);
            } else if let Some((level, title)) = heading(text) {
                self.add(Shape::Heading(level), title, 1);
            } else if is_rule(text) {
                self.add(Shape::Rule, "", 1);
            } else if text.starts_with('>') {
                self.quote();
            } else if let Some((mark, inner)) = item(text) {
                self.item(indent, mark, inner);
            } else if self.lines.get(self.at + 1).is_some_and(|next| text.contains('|') && is_delimiter_row(next)) {
                self.table();
            } else {
                self.paragraph(indent);
            }
        }
    }

    fn piece(&mut self, shape: Shape, text: Rich, count: usize) {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let indent = self.lines.get(self.at).map_or(0, |line| line.len() - line.trim_start().len());
        if !text.is_blank() || shape == Shape::Rule {
            let line = number(self.at + self.skipped);
            let indent = u16::try_from(indent).unwrap_or(u16::MAX);
            self.pieces.push(Piece {
                shape,
                text,
                setting: Setting::Lines { line, count: number(count), gap: self.gap, indent },
            });
            self.gap = 0;
        }
        self.at += count.max(1);
    }

    fn add(&mut self, shape: Shape, source: &str, count: usize) {
        let (text, is_picture) = inline::read(source, &mut self.addresses);
        let shape = if is_picture && shape == Shape::Paragraph { Shape::Caption } else { shape };
        self.piece(shape, text, count);
    }

    fn code(&mut self, fence: &str) {
        let inner = self.lines.iter().skip(self.at + 1).take_while(|line| !line.trim_start().starts_with(fence));
        let inner: Vec<&str> = inner.copied().collect();
        let count = inner.len() + 2;
        self.piece(Shape::Code, Rich::plain(inner.join("\n")), count);
    }

    fn quote(&mut self) {
        let mut source = String::new();
        let mut count = 0;
        let mut before = "";
        for line in self.lines.iter().skip(self.at) {
            let Some(inner) = line.trim_start().strip_prefix('>') else { break };
            let inner = inner.trim_start_matches(['>', ' ']);
            if inner.is_empty() && count > 0 {
                break;
            }
            join(&mut source, inner, before);
            before = line;
            count += 1;
        }
        self.add(Shape::Quote, source.trim(), count.max(1));
    }

    fn item(&mut self, indent: usize, mark: Bullet, inner: &str) {
        let follows_a_list = self.pieces.last().is_some_and(|piece| matches!(piece.shape, Shape::Item { .. }));
        if !follows_a_list {
            self.levels.clear();
        }
        while self.levels.last().is_some_and(|&level| level > indent) {
            self.levels.pop();
        }
        if self.levels.last().is_none_or(|&level| level + 1 < indent) || self.levels.is_empty() {
            self.levels.push(indent);
        }
        let depth = u8::try_from(self.levels.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let (source, count) = self.joined(inner);
        self.add(Shape::Item { depth, mark }, &source, count);
    }

    fn paragraph(&mut self, _indent: usize) {
        let first = self.lines.get(self.at).map_or("", |line| line.trim_start());
        let (source, count) = self.joined(first);
        // A line of `=` or `-` below makes a heading of it.
        let below = self.lines.get(self.at + count).map_or("", |line| line.trim());
        let level = match below.bytes().next() {
            Some(b'=') if below.len() >= 2 && below.bytes().all(|b| b == b'=') => Some(1),
            Some(b'-') if below.len() >= 2 && below.bytes().all(|b| b == b'-') => Some(2),
            _ => None,
        };
        match level {
            Some(level) => self.add(Shape::Heading(level), &source, count + 1),
            // Verse: every line but the last asks for its end.
            None if count > 2 && source.matches('\n').count() + 1 == count => self.add(Shape::Code, &source, count),
            None => {
                let before = self.pieces.len();
                let after_picture =
                    self.gap <= 1 && self.pieces.last().is_some_and(|piece| piece.shape == Shape::Caption);
                self.add(Shape::Paragraph, &source, count);
                // `*Words under the picture*`
                if let Some(piece) = self.pieces.get_mut(before)
                    && after_picture
                    && piece.text.marks().first().is_some_and(|mark| {
                        mark.kind == crate::text::MarkKind::Italic
                            && mark.range == (0..u32::try_from(piece.text.as_str().len()).unwrap_or(0))
                    })
                {
                    piece.shape = Shape::Caption;
                }
            }
        }
    }

    /// `first` and the lines that continue it; how many lines that are.
    fn joined(&self, first: &str) -> (String, usize) {
        let mut source = first.to_owned();
        let mut before = self.lines.get(self.at).copied().unwrap_or("");
        let mut count = 1;
        for line in self.lines.iter().skip(self.at + 1) {
            let text = line.trim_start();
            let is_new = text.is_empty()
                || text.starts_with('>')
                || fence(text).is_some()
                || heading(text).is_some()
                || is_rule(text)
                || text.trim_end().bytes().all(|b| b == b'=')
                || item(text).is_some();
            if is_new {
                break;
            }
            join(&mut source, text, before);
            before = line;
            count += 1;
        }
        source.truncate(source.trim_end().len());
        (source, count)
    }

    fn table(&mut self) {
        let rows: Vec<&str> = self.lines.iter().skip(self.at).take_while(|line| line.contains('|')).copied().collect();
        for (row, line) in rows.iter().enumerate() {
            if row == 1 {
                self.at += 1;
                continue;
            }
            let mut text = String::new();
            let mut marks = Vec::new();
            let mut ends = Vec::new();
            let inner = line.trim().trim_start_matches('|');
            let inner = inner.strip_suffix('|').unwrap_or(inner);
            for cell in inner.split('|') {
                if !ends.is_empty() {
                    text.push('\t');
                }
                let (rich, _) = inline::read(cell.trim(), &mut self.addresses);
                let start = u32::try_from(text.len()).unwrap_or(u32::MAX);
                marks.extend(rich.marks().iter().cloned().map(|mut mark| {
                    mark.range = mark.range.start + start..mark.range.end + start;
                    mark
                }));
                text.push_str(rich.as_str());
                ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
            }
            self.piece(Shape::Row(ends), Rich::new(text, marks), 1);
        }
    }
}

/// Joins a line to those before it, the last of which is `before`.
fn join(source: &mut String, line: &str, before: &str) {
    if before.ends_with('\\') {
        source.pop();
    }
    source.truncate(source.trim_end().len());
    if !source.is_empty() {
        source.push(if is_hard(before) { '\n' } else { ' ' });
    }
    source.push_str(line);
}

/// Whether a line asks for a line end after it: two spaces or a backslash at its end.
fn is_hard(line: &str) -> bool {
    line.ends_with('\\') || line.ends_with("  ")
}

fn fence(text: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|fence| text.starts_with(fence))
}

fn heading(text: &str) -> Option<(u8, &str)> {
    let level = text.bytes().take_while(|&b| b == b'#').count();
    let title = text.get(level..).filter(|rest| rest.starts_with(' '))?.trim();
    let level = u8::try_from(level).ok().filter(|level| (1..=6).contains(level))?;
    Some((level, title.trim_end_matches('#').trim_end()))
}

fn is_rule(text: &str) -> bool {
    let mut signs = text.bytes().filter(|b| !b.is_ascii_whitespace());
    let Some(first) = signs.next() else { return false };
    matches!(first, b'-' | b'*' | b'_') && signs.clone().count() >= 2 && signs.all(|b| b == first)
}

fn item(text: &str) -> Option<(Bullet, &str)> {
    if let Some(inner) = text.strip_prefix(['-', '*', '+', '•']) {
        return inner
            .starts_with(' ')
            .then(|| (Bullet::Dot, inner.trim_start()))
            .filter(|(_, inner)| !inner.is_empty());
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text.get(..digits).filter(|digits| (1..=4).contains(&digits.len()))?.parse().ok()?;
    let inner = text.get(digits..)?.strip_prefix(['.', ')'])?;
    inner.starts_with(' ').then(|| (Bullet::Number(number), inner.trim_start())).filter(|(_, inner)| !inner.is_empty())
}

fn is_delimiter_row(line: &str) -> bool {
    let line = line.trim();
    line.contains('-') && line.contains('|') && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(&'static str, String)> {
        open(text).pieces.into_iter().map(|piece| (piece.shape.name(), piece.text.as_str().to_owned())).collect()
    }

    #[test]
    fn blocks_have_their_shapes() {
        let text = "---\ntitle: A bridge\n---\n# A bridge\n\nHard\nwrapped.\n\nSetext\n------\n\n> Quoted\n> on.\n>\n> More.\n\n\
                    - one\n  - two\n- three\n  goes on\n\n```\ncode *kept*\n```\n***\n![The bridge](b.jpg)\n\n*Seen from the east*\n\n\
                    | a | **b** |\n|---|---|\n| 1 | 2 |\n\n[x]: http://x.example\nSee [x].";
        let expected = [
            ("heading", "A bridge"),
            ("paragraph", "Hard wrapped."),
            ("heading", "Setext"),
            ("quote", "Quoted on."),
            ("quote", "More."),
            ("item", "one"),
            ("item", "two"),
            ("item", "three goes on"),
            ("code", "code *kept*"),
            ("rule", ""),
            ("caption", "The bridge"),
            ("caption", "Seen from the east"),
            ("row", "a\tb"),
            ("row", "1\t2"),
            ("paragraph", "See x."),
        ];
        let found = read(text);
        let found: Vec<(&str, &str)> = found.iter().map(|(shape, text)| (*shape, text.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_that_ask_for_their_end_keep_it() {
        let expected = [
            ("code", "Who rows at noon\nshall row alone\nand home by stone."),
            ("paragraph", "Two lines\nof *one* kind, and a third."),
            ("quote", "It floats,\nshe said."),
            ("heading", "Ferry"),
        ];
        let text = "Who rows at noon  \nshall row alone\\\nand home by stone.  \n\nTwo lines   \nof \\*one\\* kind,\nand a third.\n\n\
                    > It floats,  \n> she said.\n\n# Ferry  ";
        let found = read(text);
        let found: Vec<(&str, &str)> = found.iter().map(|(shape, text)| (*shape, text.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn depth_follows_the_indent() {
        let depths: Vec<u8> = open("- a\n  - b\n    - c\n- d\n\ntext\n\n  1. e")
            .pieces
            .iter()
            .filter_map(|piece| if let Shape::Item { depth, .. } = piece.shape { Some(depth) } else { None })
            .collect();
        assert_eq!(depths, [0, 1, 2, 0, 0]);
    }
}

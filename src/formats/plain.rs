//! Plain text to blocks: a scrape, a dump, a paste. Lines that a program wrapped are joined again; which block is the
//! article is not asked.
//!
//! A wrapped line is known by its neighbour: it continues if the next line's first word would not have fitted. The
//! width is measured first, on lines that go on in lower case.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Document, Piece, Setting};
use crate::article::{Bullet, Format, Shape};
use crate::text::Rich;

/// Widths at which programs and people wrap, in columns.
const WIDTHS: std::ops::RangeInclusive<usize> = 38..=132;
/// Lines beyond which a file is no one article but a log or a book: what follows is kept in pieces of [`BULK`] lines, so
/// that a file of a million lines is neither lost nor judged line by line.
const LONG: usize = 50_000;
const BULK: usize = 1000;
/// A line of one repeated sign is a rule from this length on; shorter ones ("___") are set by writers.
const RULE: usize = 6;

/// Reads a text that has been made safe.
pub(crate) fn open(text: &str) -> Document {
    let (text, beyond) = article_length(text);
    let lines: Vec<Line<'_>> = text.split('\n').map(Line::new).collect();
    let width = wrapped_at(&lines);
    let mut pieces = pieces(&lines, width);
    pieces.extend(in_bulk(beyond));
    Document { format: Format::Text, pieces, ..Document::default() }
}

/// `text` up to the length beyond which a file is no one article, and the rest.
pub(super) fn article_length(text: &str) -> (&str, &str) {
    match text.match_indices('\n').nth(LONG - 1) {
        Some((at, _)) => (text.get(..at).unwrap_or(text), text.get(at + 1..).unwrap_or("")),
        None => (text, ""),
    }
}

/// What lies beyond the length of an article: kept as it is, in pieces of [`BULK`] lines.
pub(super) fn in_bulk(beyond: &str) -> impl Iterator<Item = Piece> {
    let mut rest = beyond;
    let mut line = LONG;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.match_indices('\n').nth(BULK - 1).map_or(rest.len(), |(at, _)| at);
        let text = rest.get(..end).unwrap_or(rest).trim_end();
        rest = rest.get(end + 1..).unwrap_or("");
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let setting = Setting::Lines { line: number(line), count: number(BULK), gap: 0, indent: 0 };
        line += BULK;
        Some(Piece { shape: Shape::Code, text: Rich::plain(text), setting })
    })
    .filter(|piece| !piece.text.is_blank())
}

/// A line, measured.
struct Line<'a> {
    /// Without white space at its ends.
    text: &'a str,
    /// Columns of white space before it.
    indent: usize,
    /// Columns up to the end of its text.
    end: usize,
    /// The list item that it begins.
    item: Option<Item<'a>>,
}

/// A line that begins a list item.
#[derive(Clone, Copy)]
struct Item<'a> {
    mark: Bullet,
    /// What follows the mark.
    text: &'a str,
    /// Columns from the mark to the text.
    hang: usize,
}

impl<'a> Line<'a> {
    fn new(line: &'a str) -> Self {
        let text = line.trim();
        let before = line.len() - line.trim_start().len();
        let indent = line.get(..before).unwrap_or("").chars().map(|c| if c == '\t' { 8 } else { 1 }).sum();
        Self { text, indent, end: indent + text.width(), item: item(text) }
    }

    const fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    fn rule(&self) -> bool {
        let mut chars = self.text.chars();
        let Some(first) = chars.next() else { return false };
        matches!(first, '-' | '_' | '=' | '*' | '~' | '─' | '━' | '—')
            && chars.clone().all(|c| c == first)
            && chars.count() + 1 >= RULE
    }
}

fn item(text: &str) -> Option<Item<'_>> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let (mark, rest) = match first {
        '•' | '▪' | '‣' | '·' | '◦' | '●' | '■' | '▸' | '►' => (Bullet::Dot, chars.as_str()),
        '*' | '-' | '+' | 'o' => (Bullet::Dot, chars.as_str().strip_prefix(' ').map(|_| chars.as_str())?),
        '1'..='9' => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let number: u32 = text.get(..digits).filter(|digits| digits.len() <= 3)?.parse().ok()?;
            let rest = text.get(digits..)?;
            let rest = rest.strip_prefix(['.', ')']).filter(|rest| rest.starts_with(' '))?;
            (Bullet::Number(number), rest)
        }
        _ => return None,
    };
    let inner = rest.trim_start();
    (!inner.is_empty()).then(|| Item { mark, text: inner, hang: text.width().saturating_sub(inner.width()) })
}

/// The width at which the text was wrapped, if it was: the longest of the lines that go on in lower case on the next
/// line, where there are enough of those and next to nothing is longer.
fn wrapped_at(lines: &[Line<'_>]) -> Option<usize> {
    let mut broken: Vec<usize> = lines
        .windows(2)
        .filter_map(|pair| {
            let [line, next] = pair else { return None };
            let goes_on = next.text.starts_with(char::is_lowercase) && next.item.is_none() && !line.is_blank();
            goes_on.then_some(line.end)
        })
        .filter(|end| *end <= *WIDTHS.end())
        .collect();
    if broken.len() < 2 {
        return None;
    }
    broken.sort_unstable();
    // One line in fifty may be longer: an address, a table.
    let width = *broken.get((broken.len() - 1) * 49 / 50)?;
    let near = broken.iter().filter(|&&end| end + 20 >= width).count();
    let longer = lines.iter().filter(|line| line.end > width + 2).count();
    let full = lines.iter().filter(|line| line.end + 20 >= width).count();
    (WIDTHS.contains(&width) && near * 2 > broken.len() && longer * 5 <= full).then_some(width)
}

fn pieces(lines: &[Line<'_>], width: Option<usize>) -> Vec<Piece> {
    let is_numbered = has_numbered_links(lines);
    let mut pieces = Vec::new();
    let mut gap = 0_u32;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if line.is_blank() {
            gap += 1;
            at += 1;
            continue;
        }
        let count = 1 + continued(lines, at, width);
        let (shape, mut text) = match line.item {
            _ if line.rule() => (Shape::Rule, String::new()),
            Some(item) => (Shape::Item { depth: 0, mark: item.mark }, item.text.to_owned()),
            None => (Shape::Paragraph, line.text.to_owned()),
        };
        for more in lines.iter().skip(at + 1).take(count - 1) {
            if !ends_wide(&text) || !more.text.starts_with(is_wide) {
                text.push(' ');
            }
            text.push_str(more.text);
        }
        pieces.push(Piece {
            shape,
            text: Rich::plain(squeeze(if is_numbered { without_numbers(&text) } else { text })),
            setting: Setting::Lines {
                line: u32::try_from(at).unwrap_or(u32::MAX),
                count: u32::try_from(count).unwrap_or(u32::MAX),
                gap,
                indent: u16::try_from(line.indent).unwrap_or(u16::MAX),
            },
        });
        gap = 0;
        at += count;
    }
    nest(&mut pieces);
    pieces
}

/// Whether a text browser numbered the links and listed them at the end: "\[1\]Home … 1. http://…".
fn has_numbered_links(lines: &[Line<'_>]) -> bool {
    let is_address = |line: &&Line<'_>| matches!(line.item, Some(Item { mark: Bullet::Number(_), text, .. }) if text.starts_with("http"));
    let listed = lines.iter().filter(is_address).count();
    let marked = lines.iter().any(|line| without_numbers(line.text).len() < line.text.len());
    listed >= 2 && marked
}

/// `text` without the numbers that stand right before the words of a link: "\[13\]Ruth".
fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let tail = after.get(digits..).and_then(|tail| tail.strip_prefix(']'));
        match tail.filter(|tail| digits > 0 && tail.starts_with(|c: char| !c.is_whitespace())) {
            Some(tail) => rest = tail,
            None => {
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// How many lines after the line `at` belong to the same block.
fn continued(lines: &[Line<'_>], at: usize, width: Option<usize>) -> usize {
    let (Some(width), Some(first)) = (width, lines.get(at)) else { return 0 };
    if first.rule() {
        return 0;
    }
    let hang = first.indent + first.item.map_or(0, |item| item.hang);
    let mut count = 0;
    let mut line = first;
    for next in lines.iter().skip(at + 1) {
        let is_aligned = next.indent == hang || next.indent <= first.indent && first.item.is_none();
        let is_new = next.is_blank() || next.item.is_some() && next.indent != hang || next.rule() || !is_aligned;
        if is_new || next.item.is_some() && next.text.starts_with(['•', '*']) {
            break;
        }
        if line.end + 1 + first_word(next.text) <= width {
            break;
        }
        count += 1;
        line = next;
    }
    count
}

/// The columns of the first word; in scripts without spaces a word is a character.
fn first_word(text: &str) -> usize {
    let word = text.split(char::is_whitespace).next().unwrap_or("");
    match word.chars().next() {
        Some(c) if is_wide(c) => c.width().unwrap_or(0).saturating_sub(1),
        _ => word.width(),
    }
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2) && c.is_alphanumeric()
}

fn ends_wide(text: &str) -> bool {
    text.chars().next_back().is_some_and(is_wide)
}

/// `text` with tabs and runs of spaces as one space.
fn squeeze(text: String) -> String {
    if !text.contains('\t') && !text.contains("  ") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split([' ', '\t']).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Sets the depth of list items from their indent, list by list.
fn nest(pieces: &mut [Piece]) {
    let mut levels: Vec<u16> = Vec::new();
    for piece in pieces {
        let Setting::Lines { indent, .. } = piece.setting else { continue };
        let Shape::Item { depth, .. } = &mut piece.shape else {
            levels.clear();
            continue;
        };
        while levels.last().is_some_and(|&level| level > indent) {
            levels.pop();
        }
        if levels.last().is_none_or(|&level| level < indent) {
            levels.push(indent);
        }
        *depth = u8::try_from(levels.len().saturating_sub(1)).unwrap_or(u8::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Shape, String)> {
        open(text).pieces.into_iter().map(|piece| (piece.shape, piece.text.as_str().to_owned())).collect()
    }

    fn paragraphs(text: &str) -> Vec<String> {
        read(text).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn wrapped_lines_are_joined_and_others_are_not() {
        let wrapped = "The council closed the old bridge on Monday\nafter an inspector found rust in both of the\ncables that hold it up.\n\
                       Nobody was hurt.\nThe bridge opened in 1931 and was last painted\nin the summer of 1988, the mayor said.";
        assert_eq!(
            paragraphs(wrapped),
            [
                "The council closed the old bridge on Monday after an inspector found rust in both of the cables that hold it up.",
                "Nobody was hurt.",
                "The bridge opened in 1931 and was last painted in the summer of 1988, the mayor said.",
            ]
        );
        let loose = "A line of its own\nanother one that is short\nThe third, which is a good deal longer than either of the two before it was";
        assert_eq!(paragraphs(loose).len(), 3);
    }

    #[test]
    fn lists_keep_their_marks_and_depth() {
        let item = |depth, mark| Shape::Item { depth, mark };
        assert_eq!(
            read("* One\n  - Inner\n* Two\n\n1. First\n12) Twelfth\n\n- 5 degrees\n2025. \nNo. 4"),
            [
                (item(0, Bullet::Dot), "One".to_owned()),
                (item(1, Bullet::Dot), "Inner".to_owned()),
                (item(0, Bullet::Dot), "Two".to_owned()),
                (item(0, Bullet::Number(1)), "First".to_owned()),
                (item(0, Bullet::Number(12)), "Twelfth".to_owned()),
                (item(0, Bullet::Dot), "5 degrees".to_owned()),
                (Shape::Paragraph, "2025.".to_owned()),
                (Shape::Paragraph, "No. 4".to_owned()),
            ]
        );
    }

    #[test]
    fn a_break_of_three_signs_is_text_and_a_long_one_a_rule() {
        assert_eq!(read("___\n\n__________"), [(Shape::Paragraph, "___".to_owned()), (Shape::Rule, String::new()),]);
    }

    #[test]
    fn a_file_of_a_million_lines_is_kept_in_bulk() {
        let text = "A line of a log.\n".repeat(LONG + 2 * BULK + 1);
        let pieces = open(&text).pieces;
        assert_eq!(pieces.len(), LONG + 3);
        let lines: usize = pieces.iter().map(|piece| piece.text.as_str().lines().count()).sum();
        assert_eq!(lines, LONG + 2 * BULK + 1);
    }

    #[test]
    fn numbers_of_links_are_taken_off_where_the_links_are_listed() {
        let text = "[1]The Fjord\n\nBy [2]Ida Moe\n\nA note [3] stays.\n\n";
        let listed = format!("{text}   1. http://f.example/\n   2. http://f.example/moe");
        assert_eq!(paragraphs(&listed)[..3], ["The Fjord", "By Ida Moe", "A note [3] stays."]);
        assert_eq!(paragraphs(text)[0], "[1]The Fjord");
    }

    #[test]
    fn gaps_and_indents_are_kept() {
        let document = open("One\n\n\n   Two");
        let settings: Vec<_> = document
            .pieces
            .iter()
            .map(|piece| match piece.setting {
                Setting::Lines { line, count, gap, indent } => (line, count, gap, indent),
                Setting::Element { .. } => (0, 0, 0, 0),
            })
            .collect();
        assert_eq!(settings, [(0, 1, 0, 0), (3, 1, 2, 3)]);
    }
}

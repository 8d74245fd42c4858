//! Plain text to blocks: a scrape, a dump, a paste. Lines that a program wrapped are joined again; which block is the
//! article is not asked.
//!
//! A wrapped line is known by its neighbour: it continues if the next line's first word would not have fitted. The
//! width is measured first, on lines that go on in lower case.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Document, Piece, Setting, columns};
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
/// A line of verse is at most this long, in columns, and has so many words.
const VERSE: usize = 64;
const VERSE_WORDS: usize = 4;
/// Lines of a stanza of verse.
const STANZA: usize = 16;
/// Some browsers mark inner lists by an "o", which is also a word; they set them in by this much at least.
const INNER: usize = 4;

/// Reads a text that has been made safe.
pub(crate) fn open(text: &str) -> Document {
    let (text, beyond) = article_length(text);
    let text = columns::unfold(text);
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
        let item = item(text).filter(|_| indent >= INNER || !text.starts_with('o'));
        Self { text, indent, end: indent + text.width(), item }
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
    // "* * *" is a break that a writer set.
    let is_break = inner.chars().all(|c| c == first || c == ' ');
    (!is_break).then(|| Item { mark, text: inner, hang: text.width().saturating_sub(inner.width()) })
}

/// The width at which the text was wrapped, if it was: the longest of the lines that go on in lower case on the next
/// line, where there are enough of those and next to nothing is longer.
fn wrapped_at(lines: &[Line<'_>]) -> Option<usize> {
    let mut broken: Vec<usize> = lines
        .windows(2)
        .filter_map(|pair| {
            let [line, next] = pair else { return None };
            let is_inside = next.text.starts_with(char::is_lowercase) || runs_on(line.text, next.text);
            (is_inside && next.item.is_none() && !line.is_blank()).then_some(line.end)
        })
        .filter(|end| *end <= *WIDTHS.end())
        .collect();
    if broken.len() < 2 {
        return None;
    }
    broken.sort_unstable();
    // One line in fifty may be longer: an address, a table.
    let width = *broken.get(broken.len() - 1 - broken.len() / 50)?;
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
    // How far the stanza before is set in, where verse stands before.
    let mut sung = None;
    while let Some(line) = lines.get(at) {
        if line.is_blank() {
            gap += 1;
            at += 1;
            continue;
        }
        let stanza = stanza(lines, at, sung);
        let more = if stanza > 0 { 0 } else { continued(lines, at, width) };
        let verse = if stanza == 0 && more == 0 { verse(lines, at) } else { stanza };
        let count = 1 + more + verse;
        sung = (verse > 0).then_some(line.indent);
        let (shape, mut text) = match line.item {
            _ if line.rule() => (Shape::Rule, String::new()),
            Some(item) => (Shape::Item { depth: 0, mark: item.mark }, item.text.to_owned()),
            None if verse > 0 => (Shape::Code, line.text.to_owned()),
            None => (Shape::Paragraph, line.text.to_owned()),
        };
        for more in lines.iter().skip(at + 1).take(count - 1) {
            if verse > 0 {
                text.push('\n');
            } else if !(ends_wide(&text) && more.text.starts_with(is_wide)) {
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
        // What hangs under an item in lower case goes on, however short the line before is.
        let hangs = first.item.is_some() && next.indent == hang && next.text.starts_with(char::is_lowercase);
        if !hangs && line.end + 1 + first_word(next.text) <= width {
            break;
        }
        count += 1;
        line = next;
    }
    count
}

/// How many lines after the line `at` are verse with it: a line of verse goes on after a comma, which no paragraph ends with.
fn verse(lines: &[Line<'_>], at: usize) -> usize {
    let is_line = |line: &&Line<'_>| {
        let words = line.text.split_whitespace().count();
        let is_talk = !line.text.contains(['|', '@', '©', '/']) && !line.text.contains(|c: char| c.is_ascii_digit());
        line.item.is_none() && !line.rule() && line.end - line.indent <= VERSE && words >= VERSE_WORDS && is_talk
    };
    let goes_on = |line: &Line<'_>| line.text.ends_with([',', ';']);
    let stanza = lines.iter().skip(at).take(STANZA).take_while(|line| !line.is_blank());
    let stanza: Vec<&Line<'_>> = stanza.take_while(is_line).collect();
    let is_parted = (at == 0 || lines.get(at - 1).is_some_and(Line::is_blank))
        && lines.get(at + stanza.len()).is_none_or(Line::is_blank);
    let ends = stanza.iter().position(|line| !goes_on(line)).unwrap_or(0);
    let last = stanza.last().map_or("", |line| line.text).trim_end_matches(['"', '”', '’']);
    let commas = stanza.iter().filter(|line| goes_on(line)).count();
    // All of a stanza that stands alone; elsewhere the lines up to the first that does not end in a comma.
    let count = if is_parted && commas > 0 && last.ends_with(['.', '!', '?']) { stanza.len() } else { ends + 1 };
    let columns = stanza.iter().take(count).map(|line| line.end - line.indent);
    let (shortest, longest) = (columns.clone().min().unwrap_or(0), columns.max().unwrap_or(0));
    if longest < shortest * 2 { count.min(stanza.len()).saturating_sub(1) } else { 0 }
}

/// How many lines after the line `at` are a stanza with it, though its lines may look wrapped: it stands alone, and a line of it
/// ends inside a sentence where the next word would have fitted. After a stanza that is set in as far (`sung`), one more may
/// have lines of a word, and end where it likes.
fn stanza(lines: &[Line<'_>], at: usize, sung: Option<usize>) -> usize {
    if at.checked_sub(1).and_then(|before| lines.get(before)).is_some_and(|before| !before.is_blank()) {
        return 0;
    }
    let block: Vec<&Line<'_>> = lines.iter().skip(at).take(STANZA + 1).take_while(|line| !line.is_blank()).collect();
    let indent = block.first().map_or(0, |line| line.indent);
    let is_line = |line: &&Line<'_>| line.item.is_none() && !line.rule() && line.end - line.indent <= VERSE;
    if block.len() < 2 || block.len() > STANZA || !block.iter().all(is_line) {
        return 0;
    }
    let is_end =
        |line: &Line<'_>| line.text.trim_end_matches(['"', '”', '’', '»']).ends_with(['.', '!', '?', '…', ':']);
    let more = block.len() - 1;
    if sung == Some(indent) && indent > 0 {
        return more;
    }
    let widest = block.iter().map(|line| line.end).max().unwrap_or(0);
    let pairs = || block.iter().zip(block.iter().skip(1));
    let is_early = |line: &Line<'_>, next: &Line<'_>| !is_end(line) && line.end + 1 + first_word(next.text) <= widest;
    let early = pairs().filter(|(line, next)| is_early(line, next)).count();
    let is_ended = block.last().is_some_and(|line| is_end(line));
    let words = block.iter().map(|line| line.text.split_whitespace().count()).sum::<usize>();
    let commas = block.iter().filter(|line| line.text.ends_with([',', ';'])).count();
    let is_verse = early > 0 && commas > 0 && is_ended && block.len() > 2 && words >= VERSE_WORDS * block.len();
    if is_verse && verse(lines, at) == more { more } else { 0 }
}

/// Whether a line of a script without spaces goes on in the next: no sign parts them.
fn runs_on(line: &str, next: &str) -> bool {
    let is_letter = |c: char| is_wide(c) && c.is_alphanumeric();
    line.ends_with(is_letter) && next.starts_with(is_letter) && line.width() > *WIDTHS.start()
}

/// The columns of the first word; in scripts without spaces a word is a character.
fn first_word(text: &str) -> usize {
    let word = text.split(char::is_whitespace).next().unwrap_or("");
    match word.chars().next() {
        Some(c) if is_wide(c) => c.width().unwrap_or(0).saturating_sub(1),
        _ => word.width(),
    }
}

/// Whether `c` belongs to a script that sets no spaces: Han, kana and their punctuation, not Hangul.
fn is_wide(c: char) -> bool {
    let is_hangul = matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7ff}');
    let is_sign = matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff60}');
    c.width() == Some(2) && (c.is_alphanumeric() || is_sign) && !is_hangul
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
    fn wrapped_items_and_scripts_without_spaces_are_joined() {
        let text = "   * The harbour board wants a second boat by the spring of next year\n     and a pier of stone, which nobody has\n     \
                    paid for so far\n   * o que\n\n   The clerk took the minutes of the whole meeting by hand, which was\n   o clerk.";
        assert_eq!(
            paragraphs(text),
            [
                "The harbour board wants a second boat by the spring of next year and a pier of stone, which nobody has paid for so far",
                "o que",
                "The clerk took the minutes of the whole meeting by hand, which was o clerk.",
            ]
        );
        let line = "港の委員会は月曜日に古い渡し船を春まで残すことを決めた";
        let wide = format!("{line}\n{line}、\n{line}。\n\n{line}\n{line}。");
        assert_eq!(paragraphs(&wide), [format!("{line}{line}、{line}。"), format!("{line}{line}。")]);
    }

    #[test]
    fn verse_keeps_its_lines() {
        let verse = "Who rows at noon shall row alone,\nand home by stone he rows.";
        let low = "The boats go out, the boats come in,\nthe gulls are loud, the nets are thin,\nand all my father knew of sea\nhe folded up and gave to me.";
        let prose =
            "The board met at noon and voted to keep the old ferry until the spring of next year, as it did in 1961.";
        for (text, expected) in [
            (format!("{prose}\n\n{verse}\n\n{prose}"), (Shape::Code, verse.to_owned())),
            (format!("{prose}\n{verse}\n{prose}"), (Shape::Code, verse.to_owned())),
            (format!("{prose}\n\n    {}\n\n{prose}", low.replace('\n', "\n    ")), (Shape::Code, low.to_owned())),
            (format!("{prose}\n\n* * *\n\n{prose}"), (Shape::Paragraph, "* * *".to_owned())),
            (format!("{prose}\n\nBy Ida Moe,\nstaff writer\n\n{prose}"), (Shape::Paragraph, "By Ida Moe,".to_owned())),
        ] {
            assert_eq!(read(&text)[1], expected, "{text}");
        }
    }

    #[test]
    fn a_stanza_after_verse_may_have_lines_of_a_word() {
        let text = "A poem was read from the pier on Saturday.\n\n    The boats go out, the boats come in,\n    the gulls are loud, the nets are thin,\n    \
                    and all my father knew of sea\n    he folded up and gave to me.\n\n    No.\n    He kept the year the harbour froze,\n    \
                    and where he went, nobody knows.\n\nThe crowd clapped.";
        let shapes: Vec<Shape> = read(text).into_iter().map(|(shape, _)| shape).collect();
        assert_eq!(shapes, [Shape::Paragraph, Shape::Code, Shape::Code, Shape::Paragraph]);
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

//! Wrapping: a text and a width in columns to byte ranges, one a line, and the widths it takes. No string is copied,
//! and nothing is drawn: whoever draws shows a tab as one space.
//!
//! Lines may break where UAX 14 allows it (at spaces in Latin; between any two Han characters, but never before a full stop
//! of theirs), and after a hyphen between letters. Scripts that part words by a dictionary (Thai, Khmer) break at spaces,
//! and between clusters where there are none. The fit
//! is first-fit: the best fit over a whole paragraph moves words about when a name is typed or a hidden block is shown,
//! and costs six times as much.
//!
//! A column is counted the way ratatui counts it (a test in `tui::line` compares the two), so that what is wrapped here is
//! never cut there: by grapheme cluster (UAX 29), after UAX 11, and one more for each halfwidth voicing mark.

use std::borrow::Cow;
use std::ops::Range;

use textwrap::{WordSeparator, WordSplitter};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The byte ranges of the lines of `text` at `width` columns, in order; white space at a break belongs to no line.
/// A line feed ends a line, and an empty text has one empty line. A word wider than `width` is broken between grapheme
/// clusters; a cluster wider than `width` stands alone on a line that is too wide. A `width` of 0 counts as 1.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::with_capacity(text.len() / width.max(8) + 1);
    let mut start = 0;
    for paragraph in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        wrap_paragraph(paragraph, start, width.max(1), &mut lines);
        start += paragraph.len() + 1;
    }
    lines
}

/// The columns `text` takes on one line.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.chars().all(is_simple) {
        return text.chars().count();
    }
    text.graphemes(true).map(cluster_width).sum()
}

/// The longest beginning of `text` that takes at most `columns`; it ends between grapheme clusters.
#[must_use]
pub fn prefix(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    for (start, cluster) in text.grapheme_indices(true) {
        taken += cluster_width(cluster);
        if taken > columns {
            return text.get(..start).unwrap_or_default();
        }
    }
    text
}

/// `text` in at most `columns`: as it is where it fits, else its beginning and an ellipsis (one column).
#[must_use]
pub fn truncate(text: &str, columns: usize) -> Cow<'_, str> {
    // A text has no more columns than bytes (no cluster of one byte is wider than one column), so most rows stop here.
    if text.len() <= columns || width(text) <= columns {
        return Cow::Borrowed(text);
    }
    match columns.checked_sub(1) {
        None => Cow::Borrowed(""),
        Some(rest) => Cow::Owned(format!("{}…", prefix(text, rest).trim_end())),
    }
}

/// The line being filled: what is on it, and how many columns of white space wait for a word to follow.
struct Line {
    range: Range<usize>,
    columns: usize,
    waiting: usize,
}

fn wrap_paragraph(paragraph: &str, offset: usize, width: usize, lines: &mut Vec<Range<usize>>) {
    let mut line = Line { range: offset..offset, columns: 0, waiting: 0 };
    let mut at = 0;
    // Without its dictionaries the segmenter has nothing better to say of these scripts, and complains on standard error
    // in builds with debug assertions.
    let separator = if paragraph.chars().any(needs_dictionary) {
        WordSeparator::AsciiSpace
    } else {
        WordSeparator::UnicodeBreakProperties
    };
    for word in separator.find_words(paragraph) {
        let end = at + word.word.len() + word.whitespace.len();
        let mut from = at;
        if word.word.contains('-') {
            for split in WordSplitter::HyphenSplitter.split_points(word.word) {
                place(paragraph, from..at + split, offset, width, &mut line, lines);
                from = at + split;
            }
        }
        place(paragraph, from..end, offset, width, &mut line, lines);
        at = end;
    }
    lines.push(line.range);
}

/// Puts one unbreakable piece, with the white space behind it, on the line, or on a new one.
fn place(
    paragraph: &str,
    piece: Range<usize>,
    offset: usize,
    width: usize,
    line: &mut Line,
    lines: &mut Vec<Range<usize>>,
) {
    let text = paragraph.get(piece.clone()).unwrap_or_default();
    let word = text.trim_end();
    let space = self::width(text.get(word.len()..).unwrap_or_default());
    if word.is_empty() {
        line.waiting += space;
        return;
    }
    let columns = self::width(word);
    let start = offset + piece.start;
    if line.columns + line.waiting + columns > width {
        if !line.range.is_empty() {
            lines.push(line.range.clone());
        }
        *line = Line { range: start..start, columns: 0, waiting: 0 };
    }
    if columns <= width {
        line.columns += line.waiting + columns;
    } else {
        for (at, cluster) in word.grapheme_indices(true) {
            let columns = cluster_width(cluster);
            if line.columns + columns > width && start + at > line.range.start {
                lines.push(line.range.start..start + at);
                *line = Line { range: start + at..start + at, columns: 0, waiting: 0 };
            }
            line.columns += columns;
        }
    }
    line.range.end = start + word.len();
    line.waiting = space;
}

/// Columns of one grapheme cluster. Control characters take none, for ratatui leaves them out; a tab takes one.
fn cluster_width(cluster: &str) -> usize {
    match cluster.as_bytes() {
        [b'\t' | b' '..=b'~'] => 1,
        [_] => 0,
        _ if cluster.chars().any(char::is_control) => 0,
        _ => cluster.width() + cluster.chars().filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}')).count(),
    }
}

/// Whether a character takes one column whatever stands beside it: the letters of Latin, Greek and Cyrillic, the usual
/// punctuation. Most news needs no more, and no table of clusters.
const fn is_simple(c: char) -> bool {
    matches!(c, '\t' | ' '..='~' | '\u{a1}'..='\u{a8}' | '\u{aa}'..='\u{ac}' | '\u{af}'..='\u{2ff}'
        | 'Α'..='Ρ' | 'Σ'..='Ω' | 'ά'..='ώ' | 'Ѐ'..='ҁ' | '–'..='—' | '‘'..='”' | '…')
}

/// The scripts of line-breaking class SA (complex context), by block: Thai and Lao, Myanmar, Khmer, Tai Le to New Tai Lue,
/// Tai Tham, Myanmar Extended, Tai Viet.
const fn needs_dictionary(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{1950}'..='\u{19ff}'
        | '\u{1a20}'..='\u{1aaf}' | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aadf}' | '\u{11700}'..='\u{1174f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(text: &str, width: usize) -> Vec<&str> {
        wrap(text, width).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn lines_break_where_they_may() {
        let table: &[(&str, usize, &[&str])] = &[
            ("", 10, &[""]),
            ("   ", 10, &[""]),
            ("one two  three", 8, &["one two", "three"]),
            ("one two  ", 7, &["one two"]),
            ("one two", 0, &["o", "n", "e", "t", "w", "o"]),
            ("trade-weighted index", 8, &["trade-", "weighted", "index"]),
            ("a 5 -3 b", 3, &["a 5", "-3", "b"]),
            ("incomprehensibilities are", 10, &["incomprehe", "nsibilitie", "s are"]),
            ("to incomprehensible", 10, &["to", "incomprehe", "nsible"]),
            ("said “no” (twice)", 9, &["said “no”", "(twice)"]),
            ("20\u{a0}000 men", 5, &["20\u{a0}00", "0 men"]),
            // Code: line ends and what is indented stay; the last line feed opens no line.
            ("if so {\n    stop\n\n}\n", 20, &["if so {", "    stop", "", "}"]),
            ("        deep", 6, &["deep"]),
            // Kinsoku: no line begins with a full stop or ends with an opening bracket.
            ("議会は採決した。首相は", 14, &["議会は採決し", "た。首相は"]),
            ("議会は「否決」した", 8, &["議会は", "「否決」", "した"]),
            ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 4, &["👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"]),
            ("ข่าว วันนี้", 5, &["ข่าว", "วันนี้"]),
            ("วันนี้วันนี้", 3, &["วันนี้", "วันนี้"]),
            ("漢字", 1, &["漢", "字"]),
            ("cafe\u{301}s", 4, &["cafe\u{301}", "s"]),
        ];
        for (text, width, expected) in table {
            assert_eq!(lines(text, *width), *expected, "{text:?} at {width}");
        }
    }

    #[test]
    fn widths_are_those_of_the_terminal() {
        let table = [
            ("", 0),
            ("Straße", 6),
            ("“Ja” – nein…", 12),
            ("Ελλάδα, Україна", 15),
            ("漢字かな", 8),
            ("한국", 4),
            ("e\u{301}", 1),
            ("👩‍👩‍👧‍👦", 2),
            ("🇺🇦🇪🇺", 4),
            ("❤\u{fe0f}", 2),
            ("a\tb", 3),
            ("a\u{1b}b\u{85}\u{200b}", 2),
        ];
        for (text, expected) in table {
            assert_eq!(width(text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_quick_way_counts_as_the_slow_way() {
        for c in (0..=0xffff).filter_map(char::from_u32).filter(|&c| is_simple(c)) {
            let cluster = c.to_string();
            assert_eq!(cluster_width(&cluster), 1, "U+{:04X}", c as u32);
            assert_eq!(format!("a{c}").graphemes(true).count(), 2, "U+{:04X}", c as u32);
        }
    }

    #[test]
    fn a_text_that_is_too_wide_ends_in_an_ellipsis() {
        let table = [
            ("Zürich", 6, "Zürich"),
            ("Zürich", 5, "Züri…"),
            ("to be", 4, "to…"),
            ("漢字仮名", 6, "漢字…"),
            ("漢字仮名", 1, "…"),
            ("any", 0, ""),
            ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 3, "👩‍👩‍👧‍👦…"),
        ];
        for (text, columns, expected) in table {
            assert_eq!(truncate(text, columns), expected, "{text:?} at {columns}");
        }
    }

    /// Words of ten scripts, spaces of several kinds, line feeds, long words, hostile signs.
    fn words() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            "[a-z]{1,12}[,.;!?-]?",
            "[À-ž’]{1,9}",
            "[α-ω]{1,9}",
            "[а-яіїє]{1,14}",
            "[\u{5d0}-\u{5ea}]{1,8}",
            "[\u{627}-\u{64a}\u{64b}-\u{652}]{1,10}",
            "[\u{915}-\u{939}\u{93e}-\u{94d}]{1,8}",
            "[ก-ฮะ-ฺเ-๎]{1,10}",
            "[一-三国会首相のはを。、「」ー]{1,12}",
            "[가-깋ᄀ-나-ᅣ]{1,8}",
            "(👩‍👩‍👧‍👦|🇺🇦|❤\u{fe0f}|👍🏽|😀){1,4}",
            "https://[a-z]{4,30}/[a-z0-9/?=&%-]{0,60}",
            "[\\PC\u{0}-\u{1f}\u{ad}\u{200b}-\u{200f}\u{2028}]{0,4}",
        ];
        let space = prop_oneof![6 => Just(" "), 1 => Just("  "), 1 => Just(""), 1 => Just("\n"), 1 => Just("\u{3000}"), 1 => Just("\u{a0}"), 1 => Just("\t")];
        prop::collection::vec((word, space), 0..30)
            .prop_map(|pairs| pairs.into_iter().flat_map(|(word, space)| [word, space.to_owned()]).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_text_is_lost_and_no_line_is_too_wide(text in words(), columns in 1_usize..60) {
            let ranges = wrap(&text, columns);
            prop_assert!(!ranges.is_empty());
            let mut end = 0;
            for range in &ranges {
                prop_assert!(range.start >= end && range.end >= range.start);
                prop_assert!(text[end..range.start].trim().is_empty(), "lost {:?}", &text[end..range.start]);
                let line = &text[range.clone()];
                prop_assert!(!line.contains('\n'));
                let taken = width(line);
                prop_assert!(taken <= columns || line.graphemes(true).filter(|c| cluster_width(c) > 0).count() == 1,
                    "{line:?} takes {taken} of {columns}");
                end = range.end;
            }
            prop_assert!(text[end..].trim().is_empty(), "lost {:?}", &text[end..]);
        }

        #[test]
        fn a_cut_text_fits_and_begins_the_same(text in words(), columns in 0_usize..40) {
            let cut = truncate(&text, columns);
            prop_assert!(width(&cut) <= columns);
            prop_assert!(text.starts_with(cut.strip_suffix('…').unwrap_or(&cut)));
        }
    }
}

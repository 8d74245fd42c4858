//! A one-line text field: a text, and a place in it. It is plain state; keys are given meaning by `update`, and it draws
//! nothing.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::text::clean::clean;
use crate::text::head;
use crate::text::wrap::{prefix, width};

/// The most bytes a field holds: what is longer was pasted by mistake, and each key would have to search for it.
const LONGEST: usize = 1000;

/// A text being typed. The cursor stands between grapheme clusters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// A byte of `text`, on a border between clusters.
    cursor: usize,
}

/// What a field shows in a given width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The bytes of the text to show.
    pub shown: Range<usize>,
    /// The column of the cursor, counted from the start of the field; less than its width.
    pub cursor: u16,
}

impl Line {
    /// A field that holds `text`, made safe, the cursor behind it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut line = Self::default();
        line.insert(text);
        line
    }

    /// What was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The byte of the text at which the cursor stands.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Types or pastes `text`: made safe, line ends and tabs as spaces. Pasted lines are not run: a field has one line.
    pub fn insert(&mut self, text: &str) {
        let text = text.trim_end_matches(['\r', '\n']).replace("\r\n", " ").replace(['\r', '\n', '\t'], " ");
        let text = clean(&text);
        let room = LONGEST.saturating_sub(self.text.len());
        let text = head(&text, room);
        let (before, after) = self.halves();
        let end = before.len() + text.len();
        self.text = [before, text, after].concat();
        // A joiner or an accent may have joined what stands before or behind it: the cursor goes behind the cluster.
        self.cursor = self.border(end);
    }

    /// Replaces the text, the cursor behind it.
    pub fn set(&mut self, text: &str) {
        *self = Self::new(text);
    }

    /// Removes everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Removes the cluster before the cursor.
    pub fn delete_back(&mut self) {
        self.remove(self.before()..self.cursor);
    }

    /// Removes the cluster behind the cursor.
    pub fn delete_forward(&mut self) {
        self.remove(self.cursor..self.behind());
    }

    /// Removes the word before the cursor, with the white space behind it.
    pub fn delete_word(&mut self) {
        self.remove(self.word_before()..self.cursor);
    }

    /// Removes what stands before the cursor.
    pub fn delete_to_start(&mut self) {
        self.remove(0..self.cursor);
    }

    /// Removes what stands behind the cursor.
    pub fn delete_to_end(&mut self) {
        self.remove(self.cursor..self.text.len());
    }

    /// Moves one cluster to the left.
    pub fn left(&mut self) {
        self.cursor = self.before();
    }

    /// Moves one cluster to the right.
    pub fn right(&mut self) {
        self.cursor = self.behind();
    }

    /// Moves to the start of the word.
    pub fn word_left(&mut self) {
        self.cursor = self.word_before();
    }

    /// Moves behind the word.
    pub fn word_right(&mut self) {
        let (before, after) = self.halves();
        let word = after.trim_start();
        let length = word.find(char::is_whitespace).unwrap_or(word.len());
        self.cursor = self.border(before.len() + (after.len() - word.len()) + length);
    }

    /// Moves before the text.
    pub fn home(&mut self) {
        self.cursor = 0;
    }

    /// Moves behind the text.
    pub fn end(&mut self) {
        self.cursor = self.text.len();
    }

    /// What to show in `columns`, the cursor in view: the text from its start while it fits, else as much as fits before
    /// the cursor. The last column is kept for the cursor.
    #[must_use]
    pub fn window(&self, columns: u16) -> Window {
        let columns = usize::from(columns.max(1));
        let (before, _) = self.halves();
        let mut start = 0;
        let mut column = width(before);
        for (at, cluster) in before.grapheme_indices(true) {
            if column < columns {
                break;
            }
            column -= width(cluster);
            start = at + cluster.len();
        }
        let rest = self.text.get(start..).unwrap_or_default();
        let shown = start..start + prefix(rest, columns).len();
        Window { shown, cursor: u16::try_from(column).unwrap_or_default() }
    }

    fn halves(&self) -> (&str, &str) {
        self.text.split_at_checked(self.cursor).unwrap_or((&self.text, ""))
    }

    fn before(&self) -> usize {
        self.halves().0.grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn behind(&self) -> usize {
        self.cursor + self.halves().1.graphemes(true).next().map_or(0, str::len)
    }

    fn word_before(&self) -> usize {
        let before = self.halves().0.trim_end();
        let space = before.char_indices().rev().find(|(_, c)| c.is_whitespace());
        let start = space.map_or(0, |(at, c)| at + c.len_utf8());
        // White space with an accent or a joiner behind it is one cluster with it.
        self.text.grapheme_indices(true).map(|(at, _)| at).take_while(|&at| at <= start).last().unwrap_or_default()
    }

    /// The first border between clusters at `byte` or behind it.
    fn border(&self, byte: usize) -> usize {
        let starts = self.text.grapheme_indices(true).map(|(at, _)| at);
        starts.chain([self.text.len()]).find(|&at| at >= byte).unwrap_or_default()
    }

    fn remove(&mut self, range: Range<usize>) {
        if let (Some(before), Some(after)) = (self.text.get(..range.start), self.text.get(range.end..)) {
            self.text = [before, after].concat();
            // What stood apart may be one cluster now.
            self.cursor = self.border(range.start);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::buffer::CellWidth;

    use super::*;

    /// A field as `text|text`, the bar being the cursor.
    fn field(picture: &str) -> Line {
        let cursor = picture.find('|').unwrap();
        Line { text: picture.replacen('|', "", 1), cursor }
    }

    fn picture(line: &Line) -> String {
        let (before, after) = line.halves();
        format!("{before}|{after}")
    }

    type Edit = fn(&mut Line);

    const EDITS: &[(&str, Edit)] = &[
        ("back", Line::delete_back),
        ("forward", Line::delete_forward),
        ("word", Line::delete_word),
        ("to start", Line::delete_to_start),
        ("to end", Line::delete_to_end),
        ("left", Line::left),
        ("right", Line::right),
        ("word left", Line::word_left),
        ("word right", Line::word_right),
        ("home", Line::home),
        ("end", Line::end),
        ("clear", Line::clear),
    ];

    #[test]
    fn edits_do_what_they_say() {
        let table = [
            ("back", "ab|c", "a|c"),
            ("back", "|c", "|c"),
            ("back", "x👩‍👩‍👧‍👦|", "x|"),
            ("back", "e\u{301}|", "|"),
            ("forward", "a|bc", "a|c"),
            ("forward", "a|", "a|"),
            ("word", "one two  |x", "one |x"),
            ("word", "one|", "|"),
            ("word", "|one", "|one"),
            ("word", "person:rubio is:un|", "person:rubio |"),
            ("to start", "one t|wo", "|wo"),
            ("to end", "one t|wo", "one t|"),
            ("left", "aé|", "a|é"),
            ("left", "|a", "|a"),
            ("right", "a|🇺🇦b", "a🇺🇦|b"),
            ("right", "a|", "a|"),
            ("word left", "one two|", "one |two"),
            ("word left", "one |two", "|one two"),
            ("word right", "on|e two", "one| two"),
            ("word right", "one| two", "one two|"),
            ("home", "one t|wo", "|one two"),
            ("end", "o|ne", "one|"),
            ("clear", "o|ne", "|"),
        ];
        for (edit, before, after) in table {
            let mut line = field(before);
            EDITS.iter().find(|(name, _)| *name == edit).unwrap().1(&mut line);
            assert_eq!(picture(&line), after, "{edit} on {before}");
        }
    }

    #[test]
    fn what_is_pasted_is_one_safe_line() {
        let table = [
            ("a|b", "XY", "aXY|b"),
            ("|", "one\r\ntwo\tthree\n", "one two three|"),
            ("|", "\u{1b}c\u{7}d", "d|"),
            ("e|x", "\u{301}", "e\u{301}|x"),
            ("|\u{301}", "e", "e\u{301}|"),
        ];
        for (before, pasted, after) in table {
            let mut line = field(before);
            line.insert(pasted);
            assert_eq!(picture(&line), after, "{pasted:?}");
        }
    }

    #[test]
    fn the_cursor_is_always_in_view() {
        let table = [
            ("abc|", 10, "abc", 3),
            ("abcdef|", 4, "def", 3),
            ("|abcdef", 4, "abcd", 0),
            ("abc|def", 4, "abcd", 3),
            ("漢字|", 4, "字", 2),
            ("漢字|", 5, "漢字", 4),
            ("ab|", 1, "", 0),
            ("ab|", 0, "", 0),
        ];
        for (text, columns, shown, cursor) in table {
            let line = field(text);
            let window = line.window(columns);
            assert_eq!((&line.text[window.shown], window.cursor), (shown, cursor), "{text} in {columns}");
        }
    }

    #[test]
    fn widths_are_those_of_ratatui() {
        for text in [
            "Straße",
            "“Ja” – nein…",
            "漢字かな",
            "ｶﾞﾊﾟ",
            "한국",
            "हिन्दी",
            "ไทยน้ำ",
            "👩‍👩‍👧‍👦🇺🇦❤\u{fe0f}👍🏽",
            "مرحبًا",
            "e\u{301}",
        ] {
            let cells: u16 = text.graphemes(true).map(CellWidth::cell_width).sum();
            assert_eq!(width(text), usize::from(cells), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_cursor_never_stands_inside_a_cluster(
            edits in prop::collection::vec((0..EDITS.len() + 4, "(\\PC|e\u{301}|\u{200d}|👩‍👧|[\u{1f1e6}-\u{1f1ff}]|\u{301}| |\n){0,3}"), 0..30),
            columns in 0_u16..12,
        ) {
            let mut line = Line::default();
            for (edit, typed) in edits {
                match EDITS.get(edit) {
                    Some((_, edit)) => edit(&mut line),
                    None => line.insert(&typed),
                }
                let mut borders = line.text.grapheme_indices(true).map(|(at, _)| at).chain([line.text.len()]);
                prop_assert!(borders.any(|at| at == line.cursor), "{}", picture(&line));
                let window = line.window(columns);
                prop_assert!(window.cursor < columns.max(1));
                prop_assert!(width(&line.text[window.shown]) <= usize::from(columns.max(1)));
            }
        }
    }
}

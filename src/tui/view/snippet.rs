//! Where in an article stands what is searched for, in one line: the words around the first hit, and every hit marked by bold and
//! underline, never by colour alone. Which words those are is the library's.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::{Paint, put};
use crate::library::{Excerpt, Snippet};
use crate::text::wrap::{truncate, width};

/// What stands where something was left out.
const OMITTED: &str = "…";

/// Draws the line of an article.
pub(super) fn draw(paint: &Paint<'_>, excerpt: &Excerpt, area: Rect, buffer: &mut Buffer) {
    match excerpt.snippets.first() {
        Some(snippet) => {
            let (text, marks) = around(snippet, usize::from(area.width));
            put_marked(buffer, area, &text, &marks, paint.theme.text);
        }
        None => {
            let words = if excerpt.title.is_empty() { "not in what is shown of it" } else { "in its title" };
            put(buffer, area, area.x, area.y, &truncate(words, usize::from(area.width)), paint.theme.dim);
        }
    }
}

/// Writes a line with the bytes of `marks` marked.
pub(super) fn put_marked(buffer: &mut Buffer, area: Rect, text: &str, marks: &[Range<usize>], style: Style) {
    let (mut x, mut at) = (area.x, 0);
    for mark in marks {
        let (start, end) = (mark.start.clamp(at, text.len()), mark.end.clamp(at, text.len()));
        // A line that was cut may end within a hit.
        let (Some(before), Some(marked)) = (text.get(at..start), text.get(start..end)) else { continue };
        x = put(buffer, area, x, area.y, before, style);
        x = put(buffer, area, x, area.y, marked, style.bold().underlined());
        at = end;
    }
    put(buffer, area, x, area.y, text.get(at..).unwrap_or_default(), style);
}

/// The part of a snippet that fits `room` columns with its first hit in it, and the hits in that.
fn around(snippet: &Snippet, room: usize) -> (String, Vec<Range<usize>>) {
    let text = snippet.text.as_str();
    let start = start(text, snippet.marks.first(), room);
    let lead = if start > 0 && room > 1 { OMITTED } else { "" };
    let rest = text.get(start..).unwrap_or_default();
    let shown = truncate(rest, room.saturating_sub(width(lead)));
    let moved = |byte: usize| (byte + lead.len()).checked_sub(start);
    let marks = snippet.marks.iter().filter_map(|mark| Some(moved(mark.start)?..moved(mark.end)?));
    (format!("{lead}{shown}"), marks.collect())
}

/// Where to begin: at the beginning where the hit is in sight then, else at a word so that the hit stands in the first half.
fn start(text: &str, hit: Option<&Range<usize>>, room: usize) -> usize {
    let Some(hit) = hit else { return 0 };
    let before = text.get(..hit.start).unwrap_or_default();
    let marked = text.get(hit.clone()).map_or(0, width);
    // One column for the sign of omission behind it.
    if width(before) + marked < room {
        return 0;
    }
    // A third of the line, or all that what follows leaves of it.
    let after = text.get(hit.start..).map_or(0, width);
    let lead = (room / 3).max(room.saturating_sub(after + 1)).min(room.saturating_sub(marked + 2));
    let mut start = hit.start;
    let mut columns = 0;
    for (at, cluster) in before.grapheme_indices(true).rev() {
        columns += width(cluster);
        if columns > lead {
            break;
        }
        // Words are whole, but in scripts that part none by spaces.
        if before.get(..at).is_some_and(|head| head.ends_with(' ')) || width(cluster) > 1 {
            start = at;
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_hit_is_in_sight_in_every_width() {
        let cases = [
            ("A toll on ships was voted on.", "toll", 30, "A toll on ships was voted on."),
            ("A toll on ships was voted on.", "toll", 12, "A toll on s…"),
            ("Before the ink was dry the pilots had gone.", "pilots", 24, "…dry the pilots had gon…"),
            ("Before the ink was dry the pilots had gone.", "pilots", 9, "…pilots…"),
            ("Before the ink was dry the pilots had gone.", "pilots", 4, "…pi…"),
            ("港の理事会は金曜日、通行料を二倍にすると決めた。", "通行料", 20, "…曜日、通行料を二倍…"),
            ("e\u{301}".repeat(9).as_str(), "e\u{301}", 5, "e\u{301}e\u{301}e\u{301}e\u{301}…"),
        ]
        .map(|(text, hit, room, expected)| (text.to_owned(), hit, room, expected.to_owned()));
        for (text, hit, room, expected) in cases {
            let at = text.find(hit).unwrap();
            let snippet = Snippet { place: None, marks: std::iter::once(at..at + hit.len()).collect(), text };
            let (shown, marks) = around(&snippet, room);
            assert_eq!(shown, expected, "{hit} in {room}");
            assert!(width(&shown) <= room, "{shown} in {room}");
            if room >= 12 {
                assert_eq!(shown.get(marks[0].clone()), Some(hit), "{shown}");
            }
        }
        for room in 0..40 {
            let text = "Before the ink was dry the pilots had gone ashore.".to_owned();
            let snippet = Snippet { place: None, marks: vec![27..33, 43..49], text };
            assert!(width(&around(&snippet, room).0) <= room, "{room}");
        }
    }
}

//! Text set in columns, as a converter of printed pages leaves it, to one paragraph after the other, column by column. Lines
//! that were wrapped to the width of the page are not joined here: [`plain`](super::plain) does that.
//!
//! Columns of prose are told from a table by how they run: where a row of a table begins anew, a line of prose goes on in
//! lower case, on both sides of the gutter.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Rows with words on both sides of a gutter, at least, that make two columns.
const ROWS: usize = 5;
/// Columns that are empty before each line of the right one.
const GUTTER: usize = 2;
/// The narrowest column of prose.
const NARROWEST: usize = 16;
/// The widest line that is set in columns.
const WIDEST: usize = 300;
/// Columns beside each other, at most.
const MOST: usize = 6;

/// `text` with its columns one below the other; as it is where it has none.
pub(super) fn unfold(text: &str) -> Cow<'_, str> {
    let has_gaps = |line: &&str| line.trim_start().contains("   ") || line.starts_with("         ");
    if text.split('\n').filter(has_gaps).take(ROWS).count() < ROWS {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let starts: Vec<Vec<usize>> = lines.iter().map(|line| starts(line)).collect();
    let mut out = String::new();
    let (mut at, mut is_changed) = (0, false);
    while let Some(line) = lines.get(at) {
        if let Some(region) = region(&lines, &starts, at) {
            region.write(&lines, &mut out);
            at = region.to;
            is_changed = true;
        } else {
            out.push_str(line);
            at += 1;
            if at < lines.len() {
                out.push('\n');
            }
        }
    }
    if is_changed { Cow::Owned(out) } else { Cow::Borrowed(text) }
}

/// Rows `from..to` that are set in two columns or more.
struct Region {
    from: usize,
    to: usize,
    /// The display columns at which all columns but the first begin.
    gutters: Vec<usize>,
}

impl Region {
    fn write(&self, lines: &[&str], out: &mut String) {
        let edges = std::iter::once(0).chain(self.gutters.iter().copied());
        for (nth, left) in edges.enumerate() {
            let right = self.gutters.get(nth).copied();
            let rows = lines.iter().skip(self.from).take(self.to - self.from);
            join(rows.map(|line| cut(line, left, right).trim_end()), out);
        }
    }
}

/// Writes the paragraphs of a column, a line each and an empty line after each.
fn join<'a>(rows: impl Iterator<Item = &'a str> + Clone, out: &mut String) {
    let widest = rows.clone().map(UnicodeWidthStr::width).max().unwrap_or(0);
    let mut before: Option<&str> = None;
    for row in rows {
        let text = row.trim_start();
        let goes_on = before.filter(|before| {
            let first = text.split(' ').next().unwrap_or("").width();
            let is_full = before.width() + 1 + first > widest;
            !text.is_empty() && (is_full || text.starts_with(char::is_lowercase))
        });
        match goes_on {
            // A hyphen at the end of a narrow line mostly parts a word.
            Some(line) if line.ends_with('-') && text.starts_with(char::is_lowercase) => {
                out.pop();
            }
            Some(_) => out.push(' '),
            None if before.is_some() => out.push_str("\n\n"),
            None => {}
        }
        out.push_str(text);
        before = (!text.is_empty()).then_some(row);
    }
    if before.is_some() {
        out.push_str("\n\n");
    }
}

/// The columns that begin in row `from`, if any do.
fn region(lines: &[&str], starts: &[Vec<usize>], from: usize) -> Option<Region> {
    let mut gutters: Vec<usize> = Vec::new();
    let mut to = from;
    for &gutter in starts.get(from)? {
        let left = gutters.last().copied().unwrap_or(0);
        let Some(end) = rows(lines, starts, from, gutter) else { continue };
        let rows = lines.get(from..end)?;
        if runs(rows, left, Some(gutter)) && runs(rows, gutter, None) {
            // All columns are as long as the first two: what lies below them is full width again.
            to = if gutters.is_empty() { end } else { to.min(end) };
            gutters.push(gutter);
        }
        if gutters.len() + 1 == MOST {
            break;
        }
    }
    (!gutters.is_empty()).then_some(Region { from, to, gutters })
}

/// The end of the rows from `from` on that have a gutter before `gutter`, if there are enough of them with words on both sides.
fn rows(lines: &[&str], starts: &[Vec<usize>], from: usize, gutter: usize) -> Option<usize> {
    let (mut both, mut end) = (0, from);
    let (mut parted, mut at) = (0, from);
    for (line, starts) in lines.iter().zip(starts).skip(from) {
        at += 1;
        let is_blank = line.trim().is_empty();
        parted = if is_blank { parted + 1 } else { 0 };
        if parted > 2 || !is_blank && crosses(line, gutter) {
            break;
        }
        if starts.contains(&gutter) {
            both += usize::from(!cut(line, 0, Some(gutter)).trim().is_empty());
            end = at;
        } else if end + 1 == at && !is_blank {
            // The left column may be the longer one.
            end = at;
        }
    }
    (both >= ROWS).then_some(end)
}

/// Whether the part of `rows` between two display columns is prose: it goes on in lower case from line to line.
fn runs(rows: &[&str], left: usize, right: Option<usize>) -> bool {
    let parts: Vec<&str> =
        rows.iter().map(|row| cut(row, left, right).trim()).filter(|part| !part.is_empty()).collect();
    let widest = parts.iter().map(|part| part.chars().count()).max().unwrap_or(0);
    let words: usize = parts.iter().map(|part| part.split(' ').filter(|word| !word.is_empty()).count()).sum();
    let goes_on = parts.iter().skip(1).filter(|part| part.starts_with(char::is_lowercase)).count();
    widest >= NARROWEST && words >= 3 * parts.len() && goes_on * 3 >= parts.len()
}

/// The display columns at which words begin after a gutter.
fn starts(line: &str) -> Vec<usize> {
    let (mut column, mut spaces) = (0, 0);
    let mut starts = Vec::new();
    if line.len() > WIDEST * 4 || line.contains('\t') {
        return starts;
    }
    for c in line.chars() {
        if c == ' ' {
            spaces += 1;
        } else {
            if spaces >= GUTTER && column >= NARROWEST + GUTTER {
                starts.push(column);
            }
            spaces = 0;
        }
        column += c.width().unwrap_or(0);
    }
    if column > WIDEST {
        starts.clear();
    }
    starts
}

/// Whether a word of `line` stands in the gutter before `column`.
fn crosses(line: &str, column: usize) -> bool {
    !cut(line, column.saturating_sub(GUTTER), Some(column)).trim().is_empty()
}

/// `line` between two display columns.
fn cut(line: &str, left: usize, right: Option<usize>) -> &str {
    let (mut column, mut from, mut to) = (0, line.len(), line.len());
    for (at, c) in line.char_indices() {
        if column >= left && from == line.len() {
            from = at;
        }
        if right.is_some_and(|right| column >= right) {
            to = at;
            break;
        }
        column += c.width().unwrap_or(0);
    }
    line.get(from.min(to)..to).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "\
COUNCIL KEEPS THE MILL

The council voted late on           The mill has stood empty since
Monday to keep the old mill         the winter of 2009, when its
on Sluice Lane and to turn          owner, a maker of felt, closed
it into a library.                  the doors and moved his looms
                                    to the coast.
The vote was seven to four,
and nobody was surprised by         \"It was the noise,\" said Tom
the outcome, the clerk said.        Alder, who worked there.

The next meeting is on Tuesday at the school, and the board asks all who want to speak to write to the clerk.";

    #[test]
    fn columns_are_read_one_after_the_other() {
        let text = unfold(TWO);
        let paragraphs: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(
            paragraphs,
            [
                "COUNCIL KEEPS THE MILL",
                "The council voted late on Monday to keep the old mill on Sluice Lane and to turn it into a library.",
                "The vote was seven to four, and nobody was surprised by the outcome, the clerk said.",
                "The mill has stood empty since the winter of 2009, when its owner, a maker of felt, closed the doors and moved \
                 his looms to the coast.",
                "\"It was the noise,\" said Tom Alder, who worked there.",
                "The next meeting is on Tuesday at the school, and the board asks all who want to speak to write to the clerk.",
            ]
        );
    }

    #[test]
    fn three_columns_wide_letters_and_parted_words_keep_their_order() {
        let row = |a: &str, b: &str, c: &str| {
            let pad = |text: &str| format!("{text}{}", " ".repeat(26 - text.width()));
            format!("{}{}{c}\n", pad(a), pad(b))
        };
        let text = row("A ferry of the north", "the other boat was", "and the 港 was closed")
            + &row("line ran aground near", "late by an hour and", "for the rest of the")
            + &row("the pier, and nobody", "came home in the dark", "day, which was cold")
            + &row("of the forty on board", "with all its lamps il-", "and not very bright")
            + &row("was hurt by it, while", "luminated, as told to,", "as the old men said.");
        let unfolded = unfold(&text);
        let columns: Vec<&str> = unfolded.lines().filter(|line| !line.is_empty()).collect();
        let expected = [
            "A ferry of the north line ran aground near the pier, and nobody of the forty on board was hurt by it, while",
            "the other boat was late by an hour and came home in the dark with all its lamps illuminated, as told to,",
            "and the 港 was closed for the rest of the day, which was cold and not very bright as the old men said.",
        ];
        assert_eq!(columns, expected);
    }

    #[test]
    fn tables_lists_and_prose_with_wide_gaps_stay() {
        let table = "Team of the north      Played  Won\n".repeat(3) + &"Harbour Rovers         12      7\n".repeat(9);
        let names = "Ida Moe, of the board          Harbour Street 12, second floor\n".repeat(8);
        let spaced = "He said  that it was late  and that the others  had gone home by then, all of them.\n".repeat(8);
        for text in [table, names, spaced, String::new(), "\n \n".repeat(400)] {
            assert!(matches!(unfold(&text), Cow::Borrowed(_)), "{text}");
        }
    }
}

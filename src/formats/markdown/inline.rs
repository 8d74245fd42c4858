//! Markdown inside a block: emphasis, code, links and pictures to a [`Rich`]. Blocks are found by the parent module.
//!
//! One pass writes all characters and notes which are markup; a second leaves the markup out. Delimiters without a
//! partner thus stay as they are. What CommonMark leaves to the last detail (rule of three, nested links) is not followed.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::text::{Mark, MarkKind, Rich, head};

/// How many delimiters and brackets may be open at once; it keeps hostile text linear.
const OPEN: usize = 32;
/// The longest address or title of a link, in bytes.
const ADDRESS: usize = 2048;
/// How deep brackets may be nested in an address, as in CommonMark's own programs: nothing is read far that opens more and
/// more of them.
const NESTED: u32 = 32;

/// The addresses of a document: those that links point into, and those named at the foot (`[name]: address`).
#[derive(Debug, Default)]
pub(super) struct Addresses {
    pub(super) links: Vec<String>,
    index: BTreeMap<String, u16>,
    pub(super) named: BTreeMap<String, String>,
}

impl Addresses {
    fn index(&mut self, address: &str) -> Option<u16> {
        if let Some(&index) = self.index.get(address) {
            return Some(index);
        }
        let index = u16::try_from(self.links.len()).ok()?;
        self.links.push(address.to_owned());
        self.index.insert(address.to_owned(), index);
        Some(index)
    }
}

/// A block's text, and whether all of it comes from pictures.
pub(super) fn read(source: &str, addresses: &mut Addresses) -> (Rich, bool) {
    let mut reader = Reader::new(source, addresses);
    reader.run();
    reader.finish()
}

struct Delimiter {
    sign: u8,
    /// Where it stands in `out`.
    range: Range<usize>,
}

struct Reader<'a> {
    source: &'a str,
    addresses: &'a mut Addresses,
    at: usize,
    out: String,
    /// Ranges of `out` that are markup.
    cuts: Vec<Range<usize>>,
    marks: Vec<(Range<usize>, MarkKind)>,
    delimiters: Vec<Delimiter>,
    /// Open brackets: where they stand in `out`.
    brackets: Vec<(Range<usize>, Bracket)>,
    pictures: Vec<Range<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bracket {
    Link,
    Picture,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str, addresses: &'a mut Addresses) -> Self {
        Self {
            source,
            addresses,
            at: 0,
            out: String::with_capacity(source.len()),
            cuts: Vec::new(),
            marks: Vec::new(),
            delimiters: Vec::new(),
            brackets: Vec::new(),
            pictures: Vec::new(),
        }
    }

    fn run(&mut self) {
        while let Some(&byte) = self.source.as_bytes().get(self.at) {
            match byte {
                b'\\' => self.escape(),
                b'`' => self.code(),
                b'*' | b'_' => self.delimiter(byte),
                b'!' if self.rest().starts_with("![") => self.open(2, Bracket::Picture),
                b'[' => self.open(1, Bracket::Link),
                b']' => self.close(),
                b'<' => self.angle(),
                b'&' => self.entity(),
                _ => {
                    let plain = self.rest().find(['\\', '`', '*', '_', '!', '[', ']', '<', '&']);
                    // At least one sign: a `!` that opens nothing stands here too.
                    let length = plain.filter(|&length| length > 0).unwrap_or_else(|| match plain {
                        Some(_) => 1,
                        None => self.rest().len(),
                    });
                    self.copy(length);
                }
            }
        }
    }

    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or("")
    }

    fn copy(&mut self, length: usize) {
        let text = self.rest().get(..length).unwrap_or_else(|| self.rest());
        self.out.push_str(text);
        self.at += text.len().max(1);
    }

    fn escape(&mut self) {
        self.at += 1;
        match self.rest().bytes().next() {
            Some(b'\n') => {}
            Some(byte) if byte.is_ascii_punctuation() => self.copy(1),
            _ => self.out.push('\\'),
        }
    }

    fn code(&mut self) {
        let ticks = self.rest().bytes().take_while(|&b| b == b'`').count();
        let fence = self.rest().get(..ticks).unwrap_or("");
        let inner = self.rest().get(ticks..).unwrap_or("");
        let near = head(inner, ADDRESS * 4);
        match near.find(fence) {
            Some(end) => {
                let start = self.out.len();
                self.out.push_str(near.get(..end).unwrap_or("").trim());
                self.marks.push((start..self.out.len(), MarkKind::Code));
                self.at += ticks + end + ticks;
            }
            None => self.copy(ticks),
        }
    }

    fn delimiter(&mut self, sign: u8) {
        let length = self.rest().bytes().take_while(|&b| b == sign).count();
        let before = self.out.chars().next_back();
        let after = self.rest().get(length..).and_then(|rest| rest.chars().next());
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let inside = sign == b'_' && is_word(before) && is_word(after);
        let mut left = length.min(3);
        if !is_space(before) && !inside {
            while left > 0 {
                let found = self.delimiters.iter().rposition(|open| open.sign == sign && !open.range.is_empty());
                let Some(open) = found else { break };
                let Some(Delimiter { range, .. }) = self.delimiters.get(open) else { break };
                let used = left.min(range.len()).min(2);
                let (opening, start) = (range.end - used..range.end, range.end);
                let end = self.out.len();
                self.out.push_str(self.rest().get(..used).unwrap_or(""));
                self.cuts.push(opening);
                self.cuts.push(end..self.out.len());
                self.marks.push((start..end, if used == 2 { MarkKind::Bold } else { MarkKind::Italic }));
                self.at += used;
                left -= used;
                self.delimiters.truncate(open + 1);
                if let Some(open) = self.delimiters.last_mut() {
                    open.range.end -= used;
                }
                if self.delimiters.last().is_some_and(|open| open.range.is_empty()) {
                    self.delimiters.pop();
                }
            }
        }
        let more = self.rest().bytes().take_while(|&b| b == sign).count().min(length);
        if more == 0 {
            return;
        }
        let start = self.out.len();
        self.copy(more);
        if !is_space(after) && !inside && more <= 3 {
            if self.delimiters.len() >= OPEN {
                self.delimiters.remove(0);
            }
            self.delimiters.push(Delimiter { sign, range: start..self.out.len() });
        }
    }

    fn open(&mut self, length: usize, bracket: Bracket) {
        let start = self.out.len();
        self.copy(length);
        if self.brackets.len() >= OPEN {
            self.brackets.remove(0);
        }
        self.brackets.push((start..self.out.len(), bracket));
    }

    fn close(&mut self) {
        let Some((opening, bracket)) = self.brackets.pop() else { return self.copy(1) };
        let label = self.out.get(opening.end..).unwrap_or("").to_owned();
        let rest = self.rest().get(1..).unwrap_or("");
        let found = target(rest).map(|(address, used)| (address.to_owned(), used)).or_else(|| {
            let (name, used) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
                Some((name, _)) if name.len() < 200 => {
                    (if name.is_empty() { label.as_str() } else { name }, name.len() + 2)
                }
                _ => (label.as_str(), 0),
            };
            self.addresses.named.get(&name.to_lowercase()).map(|address| (address.clone(), used))
        });
        let Some((address, used)) = found else { return self.copy(1) };
        let inside = opening.end..self.out.len();
        self.cuts.push(opening);
        self.at += 1 + used;
        match bracket {
            Bracket::Picture => self.pictures.push(inside),
            Bracket::Link => {
                if !inside.is_empty()
                    && let Some(index) = self.addresses.index(&address)
                {
                    self.marks.push((inside, MarkKind::Link(index)));
                }
            }
        }
    }

    /// An address in angle brackets, or an HTML tag, which is left out.
    fn angle(&mut self) {
        let rest = self.rest();
        let near = head(rest, ADDRESS);
        let Some(end) = near.find('>') else { return self.copy(1) };
        let inner = near.get(1..end).unwrap_or("");
        if inner.starts_with("http://") || inner.starts_with("https://") {
            let start = self.out.len();
            self.out.push_str(inner);
            if let Some(index) = self.addresses.index(inner) {
                self.marks.push((start..self.out.len(), MarkKind::Link(index)));
            }
        } else if inner.trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic())
            || inner.starts_with("!--")
        {
            if inner.get(..2).is_some_and(|name| name.eq_ignore_ascii_case("br")) {
                self.out.push('\n');
            }
        } else {
            return self.copy(1);
        }
        self.at += end + 1;
    }

    fn entity(&mut self) {
        const NAMED: [(&str, &str); 7] = [
            ("&amp;", "&"),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&apos;", "'"),
            ("&#39;", "'"),
            ("&nbsp;", " "),
        ];
        match NAMED.iter().find(|(name, _)| self.rest().starts_with(name)) {
            Some((name, sign)) => {
                self.out.push_str(sign);
                self.at += name.len();
            }
            None => self.copy(1),
        }
    }

    fn finish(mut self) -> (Rich, bool) {
        self.cuts.sort_by_key(|cut| cut.start);
        let is_picture = !self.pictures.is_empty() && {
            let mut covered: Vec<Range<usize>> = self.pictures.iter().chain(&self.cuts).cloned().collect();
            covered.sort_by_key(|range| range.start);
            let mut at = 0;
            let mut blank = true;
            for range in covered {
                blank &= self.out.get(at..range.start).is_none_or(|text| text.trim().is_empty());
                at = at.max(range.end);
            }
            blank && self.out.get(at..).is_none_or(|text| text.trim().is_empty())
        };
        let mut text = String::with_capacity(self.out.len());
        // Where each kept stretch begins: in `out`, and in `text`.
        let mut stretches = Vec::with_capacity(self.cuts.len() + 1);
        let mut at = 0;
        for cut in self.cuts.iter().chain(std::iter::once(&(self.out.len()..self.out.len()))) {
            stretches.push((at, text.len()));
            text.push_str(self.out.get(at..cut.start).unwrap_or(""));
            at = at.max(cut.end);
        }
        let place = |position: usize| {
            let index = stretches.partition_point(|&(start, _)| start <= position);
            let (start, placed) = index.checked_sub(1).and_then(|i| stretches.get(i)).copied().unwrap_or((0, 0));
            let limit = stretches.get(index).map_or(text.len(), |&(_, placed)| placed);
            u32::try_from((placed + position - start).min(limit)).unwrap_or(u32::MAX)
        };
        let marks = self
            .marks
            .iter()
            .map(|(range, kind)| Mark { range: place(range.start)..place(range.end), kind: *kind })
            .collect();
        (Rich::new(text, marks), is_picture)
    }
}

/// The address in `(address "title")`, and the bytes that took.
fn target(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix('(')?;
    let near = head(inner, ADDRESS);
    let mut depth = 0;
    let signs = near.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'(' | b')'));
    let mut end = None;
    for (at, sign) in signs {
        match sign {
            b'(' if depth == NESTED => return None,
            b'(' => depth += 1,
            _ if depth == 0 => {
                end = Some(at);
                break;
            }
            _ => depth -= 1,
        }
    }
    let end = end?;
    let address = near.get(..end)?.trim();
    let address = address.split([' ', '\n']).next().unwrap_or("").trim_matches(['<', '>']);
    Some((address, end + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> String {
        let mut addresses = Addresses::default();
        addresses.named.insert("mayor".to_owned(), "http://m.example".to_owned());
        let (rich, is_picture) = read(source, &mut addresses);
        let mut out = rich.as_str().to_owned();
        for mark in rich.marks() {
            let part = &rich.as_str()[mark.range.start as usize..mark.range.end as usize];
            out.push_str(&match mark.kind {
                MarkKind::Bold => format!(" B<{part}>"),
                MarkKind::Italic => format!(" I<{part}>"),
                MarkKind::Code => format!(" C<{part}>"),
                MarkKind::Link(index) => format!(" L<{part}={}>", addresses.links[usize::from(index)]),
            });
        }
        if is_picture { format!("picture: {out}") } else { out }
    }

    #[test]
    fn markup_becomes_marks() {
        for (source, expected) in [
            ("plain & simple", "plain & simple"),
            ("a **bold** and *soft* word", "a bold and soft word B<bold> I<soft>"),
            ("__bold__ _soft_ snake_case_name", "bold soft snake_case_name B<bold> I<soft>"),
            ("***both***", "both B<both> I<both>"),
            ("2 * 3 * 4 and **open", "2 * 3 * 4 and **open"),
            ("run `x * y` now", "run x * y now C<x * y>"),
            (
                "see [the *new* site](http://x.example/a_(b) \"T\").",
                "see the new site. L<the new site=http://x.example/a_(b)> I<new>",
            ),
            ("the [mayor] and [her][mayor]", "the mayor and her L<mayor=http://m.example> L<her=http://m.example>"),
            ("[sic] and [1](", "[sic] and [1]("),
            (
                &format!("[a]({}x{}) [b]({0}({1}))", "(".repeat(32), ")".repeat(32)),
                &format!("a [b]({0}({1})) L<a={0}x{1}>", "(".repeat(32), ")".repeat(32)),
            ),
            ("![A bridge](b.jpg)", "picture: A bridge"),
            ("[![A bridge](b.jpg)](http://x.example)", "picture: A bridge L<A bridge=http://x.example>"),
            (
                "<http://x.example> a<br>b <b>c</b> 1 < 2",
                "http://x.example a\nb c 1 < 2 L<http://x.example=http://x.example>",
            ),
            ("\\*not\\* &amp; R&D", "*not* & R&D"),
            ("Wow! Yes!", "Wow! Yes!"),
        ] {
            assert_eq!(shown(source), expected, "{source:?}");
        }
    }

    #[test]
    fn hostile_text_is_linear() {
        let mut addresses = Addresses::default();
        for unit in ["*a ", "[", "](", "[a](", "`", "![", "_ *", "<a"] {
            let source = unit.repeat(100_000);
            let (rich, _) = read(&source, &mut addresses);
            assert!(rich.as_str().len() <= source.len());
        }
    }
}

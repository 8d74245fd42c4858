//! Saved bytes to a [`Document`](crate::formats::Document): what format they are in, which characters they hold, which blocks, and what the page
//! claims about itself. Nothing is judged here: which block is the article is decided by `extract`.
//!
//! This is the border. Every text that leaves this module has been through [`crate::text::clean`].

mod charset;
mod columns;
pub(crate) mod html;
mod markdown;
mod plain;
mod sniff;

pub use html::Tag;

use crate::article::{Format, Note, Shape};
use crate::text::Rich;

/// What is known of saved bytes beside the bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hint<'a> {
    /// The name of the file. Formats are found by content; the name only decides where the content does not.
    pub name: Option<&'a str>,
}

/// One piece of news in what was saved: the whole file for a page, one of many for an archive or an export.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// Its name inside the file; `None` where the file is one article.
    pub name: Option<String>,
    /// Its bytes.
    pub bytes: std::borrow::Cow<'a, [u8]>,
}

/// The pieces of news in `bytes`, in order. Never empty.
#[must_use]
pub fn members<'a>(bytes: &'a [u8], _hint: Hint<'_>) -> Vec<Member<'a>> {
    vec![Member { name: None, bytes: bytes.into() }]
}

/// A document: blocks in order, not yet judged, and what it claims about itself.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// What the bytes were found to be.
    pub format: Format,
    /// Its blocks, in order.
    pub pieces: Vec<Piece>,
    /// What it says about itself, in the order in which it says it.
    pub claims: Vec<Claim>,
    /// The elements of a page, parents before their children; none for other formats.
    pub frames: Vec<Frame>,
    /// The addresses that links point into.
    pub links: Vec<String>,
    /// The number of scripts of a page.
    pub scripts: u32,
    /// The body as a page gives it to machines (JSON-LD `articleBody`), where it does. It is evidence, not the article.
    pub told: Option<String>,
    /// What a reader should know.
    pub notes: Vec<Note>,
}

/// A block before it is judged.
#[derive(Clone, Debug)]
pub struct Piece {
    /// What it looks like.
    pub shape: Shape,
    /// What it says.
    pub text: Rich,
    /// Where it stood.
    pub setting: Setting,
}

/// Where a block stood in the document: what `extract` makes features of.
#[derive(Clone, Debug)]
pub enum Setting {
    /// In a text of lines.
    Lines {
        /// The first line, counted from 0.
        line: u32,
        /// The number of lines the block was joined from.
        count: u32,
        /// The number of blank lines before it.
        gap: u32,
        /// Columns of white space before its first line.
        indent: u16,
    },
    /// In a page.
    Element {
        /// The innermost element that holds the whole block: an index into [`Document::frames`].
        frame: u32,
        /// The number of bytes of the text that are inside links.
        linked: u32,
    },
}

/// An element of a page, as far as it can tell what the blocks in it are for.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The element around it: a smaller index. The outermost is its own parent.
    pub parent: u32,
    /// What it is.
    pub tag: Tag,
    /// Its class, id and role, in lower case, with a space around each.
    pub names: String,
    /// Whether the page says that it is not shown.
    pub hidden: bool,
    /// The number of pictures right in it.
    pub pictures: u16,
    /// The number of buttons and fields right in it: a box that has some asks for something.
    pub controls: u16,
}

/// Something a document says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What it is about.
    pub field: Field,
    /// What it says, made safe but not yet parsed.
    pub value: String,
    /// Where it says so.
    pub voice: Voice,
}

/// What a claim is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Field {
    Title,
    Standfirst,
    Byline,
    Published,
    Modified,
    Source,
    Url,
    Language,
    Saved,
    /// Whether everybody may read it: "false" where not.
    Access,
}

/// Where a claim was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Voice {
    /// Front matter of a Markdown file.
    FrontMatter,
    /// JSON-LD with a type that is an article.
    JsonLd,
    /// OpenGraph or another namespaced property.
    OpenGraph,
    /// A `meta` element with a name.
    Meta,
    /// A microdata property.
    Microdata,
    /// The `title` element.
    TitleElement,
    /// A heading of the page.
    Heading,
    /// A `time` element, or an element whose class names what it is.
    Element,
    /// A `link` element (canonical address).
    LinkElement,
    /// The comment a saving program left at the head of the page.
    Saver,
}

/// Whether `bytes` are data (a picture, an archive, a program) and no text in any encoding.
#[must_use]
pub fn looks_binary(bytes: &[u8]) -> bool {
    charset::looks_binary(bytes)
}

/// How much of a text is read, in bytes of UTF-8; a note says so where there is more. *War and Peace* has 3.2 MB.
pub const READ: usize = 4 << 20;

/// The note on an article of which not all was read.
const ONLY_READ: &str = "Only the first 4 MB of text were read. What was saved is kept whole.";

/// How much is looked at to know a format, in bytes.
const SAMPLE: usize = 128 << 10;

/// The characters of saved bytes, made safe to show, as they stand: markup is not read. Of more than [`READ`] bytes the
/// beginning, with a word about it. Data that is no text gives an empty text.
#[must_use]
pub fn text(bytes: &[u8]) -> String {
    if looks_binary(bytes) {
        return String::new();
    }
    let (text, is_cut) = beginning(bytes);
    let mut text = crate::text::clean::clean(&text).into_owned();
    if is_cut {
        text.push_str("\n\n");
        text.push_str(ONLY_READ);
    }
    text
}

/// The characters of the first [`READ`] bytes, up to the end of a line or word, and whether there are more.
fn beginning(bytes: &[u8]) -> (std::borrow::Cow<'_, str>, bool) {
    use std::borrow::Cow;
    // In UTF-16 a sign takes two bytes, of which UTF-8 makes one.
    let text = charset::decode(charset::head(bytes, READ * 2));
    if text.len() <= READ {
        return (text, bytes.len() > READ * 2);
    }
    let start = crate::text::head(&text, READ);
    let near = start.len().saturating_sub(1 << 16);
    let end = start.rfind('\n').filter(|&end| end > near).or_else(|| start.rfind(' ').filter(|&end| end > near));
    let end = end.unwrap_or(start.len());
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(..end).unwrap_or(text)),
        Cow::Owned(mut text) => {
            text.truncate(end);
            Cow::Owned(text)
        }
    };
    (text, true)
}

/// Reads saved bytes. There is no error: what cannot be read gives a poorer document and a note.
#[must_use]
pub fn open(bytes: &[u8], hint: Hint<'_>) -> Document {
    if looks_binary(bytes) {
        return Document { notes: vec!["These bytes are data, not text.".into()], ..Document::default() };
    }
    let format = sniff::sniff(&charset::decode(charset::head(bytes, SAMPLE)), hint.name);
    if format == Format::Html {
        // Characters hide behind entities in HTML, so it is made safe where they are read.
        return html::open(&charset::decode(bytes));
    }
    let (text, is_cut) = beginning(bytes);
    let text = crate::text::clean::clean(&text);
    let mut document = if format == Format::Markdown { markdown::open(&text) } else { plain::open(&text) };
    if is_cut {
        document.notes.push(ONLY_READ.into());
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_original_is_shown_in_any_encoding_and_safe() {
        let utf16: Vec<u8> = "Café\u{1b}[31m au port".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, expected) in [
            (
                &b"Caf\xe9 \x96 ferm\xe9 jusqu'\xe0 lundi, dit le maire.\r\n"[..],
                "Café – fermé jusqu'à lundi, dit le maire.\n",
            ),
            (&utf16, "Café au port"),
            ("\u{feff}Café\u{202e}".as_bytes(), "Café"),
            (b"\x89PNG\r\n\x1a\n\0\0", ""),
            (b"", ""),
        ] {
            assert_eq!(text(bytes), expected);
        }
    }

    #[test]
    fn of_a_very_long_text_the_beginning_is_read() {
        let line = "Fähre um Fähre verließ am Mittag den Hafen von Tamberley. ";
        let long = line.repeat(READ * 3 / line.len());
        let wide: Vec<u8> = long.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [long.as_bytes(), &wide] {
            let document = open(bytes, Hint::default());
            let text: usize = document.pieces.iter().map(|piece| piece.text.as_str().len()).sum();
            assert!((READ - 100..=READ).contains(&text), "{text}");
            assert_eq!(document.notes, [ONLY_READ.into()]);
            let shown = super::text(bytes);
            assert!(shown.len() < READ + 200 && shown.ends_with(ONLY_READ) && !shown.contains('\u{fffd}'));
        }
        assert!(open(line.repeat(1000).as_bytes(), Hint::default()).notes.is_empty());
    }
}

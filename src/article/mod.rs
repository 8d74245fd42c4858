//! The words everybody uses: what an article is, and what it is made of. No work is done here.

mod broken;
mod entity;
mod origin;
mod published;

pub use broken::Broken;
pub use entity::{Entities, Entity, EntityKind, Mention, NAMED};
pub use origin::{Digest, Format, Origin};
pub use published::Published;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::text::Rich;

/// One parsed piece of news, with all its blocks: what was clutter is here too, under its kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Article {
    /// The headline, without the name of the site and without labels.
    pub title: Option<String>,
    /// The sentence or two under the headline.
    pub standfirst: Option<String>,
    /// Who wrote it: one name an entry, without "By", offices and addresses.
    pub byline: Vec<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// The dateline place ("BRUSSELS"), as printed.
    pub place: Option<String>,
    /// Where it appeared.
    pub source: Source,
    /// The language of the body.
    pub language: Option<Language>,
    /// The addresses that [`MarkKind::Link`](crate::text::MarkKind::Link) points into.
    pub links: Vec<String>,
    /// Every block of what was saved, in order.
    pub blocks: Vec<Block>,
    /// Why this is not the whole article, where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken: Option<Broken>,
    /// What a reader should know about this parse.
    pub notes: Vec<Note>,
}

impl Article {
    /// The blocks that are the article itself, in order, with their index.
    pub fn body(&self) -> impl Iterator<Item = (usize, &Block)> {
        self.blocks.iter().enumerate().filter(|(_, block)| block.kind == BlockKind::Body)
    }

    /// The clean text: body paragraphs parted by a blank line.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (_, block) in self.body() {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(block.text.as_str());
        }
        text
    }

    /// The number of words in the body, counted between white space.
    #[must_use]
    pub fn words(&self) -> u32 {
        let words = self.body().map(|(_, block)| block.text.as_str().split_whitespace().count()).sum::<usize>();
        u32::try_from(words).unwrap_or(u32::MAX)
    }
}

/// Where an article appeared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Source {
    /// The name of the paper or site, cased as a name ("The Guardian").
    pub name: Option<String>,
    /// The host of its address, without `www.`.
    pub host: Option<String>,
    /// The article's own address.
    pub url: Option<String>,
}

/// One paragraph, heading, quote, list item, caption or table row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// What it is for; decided by `extract`.
    pub kind: BlockKind,
    /// What it looks like; decided by `formats`.
    pub shape: Shape,
    /// What it says.
    pub text: Rich,
    /// How sure the kind is: 0 (a guess) to 1.
    pub sure: f32,
    /// The reason of the kind, in words.
    pub why: Why,
}

/// What a block is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// The article itself.
    Body,
    /// Title, byline, date, credit: the masthead and its like.
    Meta,
    /// Paid matter.
    Ad,
    /// The site's own prompts: newsletter, subscription, sharing, apps.
    Promotion,
    /// Menus, section names, breadcrumbs.
    Navigation,
    /// Teasers of other articles.
    Related,
    /// Readers' comments and their tools.
    Comment,
    /// Copyright, cookies, terms.
    Legal,
}

impl BlockKind {
    /// Every kind, in the order in which they are counted to the reader.
    pub const ALL: [Self; 8] = [
        Self::Body,
        Self::Meta,
        Self::Ad,
        Self::Promotion,
        Self::Navigation,
        Self::Related,
        Self::Comment,
        Self::Legal,
    ];

    /// The word used in JSON and on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Meta => "meta",
            Self::Ad => "ad",
            Self::Promotion => "promotion",
            Self::Navigation => "navigation",
            Self::Related => "related",
            Self::Comment => "comment",
            Self::Legal => "legal",
        }
    }
}

/// What a block looks like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// Running text.
    Paragraph,
    /// A heading; 1 is the highest of 6 levels.
    Heading(u8),
    /// A block quotation.
    Quote,
    /// A list item; `depth` 0 is the outermost list.
    Item {
        /// How deep the list is nested; 0 is the outermost.
        depth: u8,
        /// What stands before the item.
        mark: Bullet,
    },
    /// Code or verse: line ends are part of the text.
    Code,
    /// Words under a picture.
    Caption,
    /// A table row: the byte offsets in the text at which each cell ends.
    Row(Vec<u32>),
    /// A line across; the text is empty.
    Rule,
}

impl Shape {
    /// The word used in JSON.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::Heading(_) => "heading",
            Self::Quote => "quote",
            Self::Item { .. } => "item",
            Self::Code => "code",
            Self::Caption => "caption",
            Self::Row(_) => "row",
            Self::Rule => "rule",
        }
    }
}

/// What stands before a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bullet {
    /// A dot.
    Dot,
    /// A number, as printed.
    Number(u32),
}

/// A reason in words a reader understands ("repeated line", "link density 0.9").
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Why(pub Cow<'static, str>);

impl From<&'static str> for Why {
    fn from(reason: &'static str) -> Self {
        Self(Cow::Borrowed(reason))
    }
}

impl From<String> for Why {
    fn from(reason: String) -> Self {
        Self(Cow::Owned(reason))
    }
}

/// A two- or three-letter language code (ISO 639), in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Language(String);

impl Language {
    /// Reads a language tag such as `en`, `de-AT` or `pt_BR`; the region is dropped. `None` if it is no tag.
    #[must_use]
    pub fn new(tag: &str) -> Option<Self> {
        let code = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        let letters = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
        letters.then_some(Self(code))
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Something the reader should know about a parse, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Note(pub Cow<'static, str>);

impl From<&'static str> for Note {
    fn from(note: &'static str) -> Self {
        Self(Cow::Borrowed(note))
    }
}

impl From<String> for Note {
    fn from(note: String) -> Self {
        Self(Cow::Owned(note))
    }
}

//! What the library gives and takes: plain data, no SQL and no connection.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Relation, Twin};
use crate::article::{Article, Broken, Digest, Entities, EntityKind, Format, Origin};

/// An article's place in the library: newer days have larger numbers. It may change when a date is corrected or an
/// article is parsed again; what people and files refer to is the [`Digest`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId(pub i64);

/// A drawer's number in the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(pub i64);

/// An article ready to be filed.
#[derive(Clone, Debug)]
pub struct Clipping {
    /// Where it came from.
    pub origin: Origin,
    /// The saved bytes, compressed with zstd.
    pub original: Vec<u8>,
    /// The parsed article.
    pub article: Article,
    /// What it is filed under.
    pub entities: Entities,
}

/// What became of a clipping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filed {
    /// It is new.
    New(ArticleId),
    /// It is new, and its text was filed before.
    Copy {
        /// It.
        id: ArticleId,
        /// What it is a copy of: of several, what it is most like.
        of: Digest,
        /// What it is to that.
        relation: Relation,
    },
    /// The same bytes were filed before.
    Already(ArticleId),
}

/// An article as a row of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its place.
    pub id: ArticleId,
    /// Its stable name.
    pub digest: Digest,
    /// The headline, or the beginning of the text where there is none. Never empty.
    pub title: String,
    /// The authors.
    pub byline: Vec<String>,
    /// The name of the paper.
    pub source: Option<String>,
    /// The day of publication; `None` where unknown.
    pub day: Option<Date>,
    /// Words in the body.
    pub words: u32,
    /// Why it is not the whole article, where it is not.
    pub broken: Option<Broken>,
    /// What the reader did with it.
    pub marks: Marks,
    /// Whether its text is filed elsewhere too.
    pub copied: bool,
}

impl Row {
    /// Minutes to read it, at 220 words a minute; at least 1.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.words.div_ceil(220).max(1)
    }
}

/// What the reader did with an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// It was read.
    pub read: bool,
    /// It has a star.
    pub starred: bool,
    /// It is put away.
    pub archived: bool,
    /// It lies in the bin.
    pub binned: bool,
    /// How far it was read, in per cent of the body.
    pub progress: Option<u8>,
}

/// A page of the list: newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The rows.
    pub rows: Vec<Row>,
    /// Whether there are more after the last.
    pub more: bool,
}

/// Where a page of the list starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// At the newest.
    Top,
    /// After this article (older ones).
    After(ArticleId),
    /// Before this article (newer ones); the rows still come newest first.
    Before(ArticleId),
    /// At the oldest; the rows still come newest first.
    Bottom,
    /// Around this article: it is in the page if it matches.
    Around(ArticleId),
}

/// In which order articles are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The newest first.
    #[default]
    Newest,
    /// Those that fit the words best first; of a query without words, the newest.
    Best,
}

/// Where in an article the words and names of a query stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Excerpt {
    /// The article.
    pub article: ArticleId,
    /// The hits in its title, as it is listed, in bytes; sorted, and none overlaps another.
    pub title: Vec<Range<usize>>,
    /// Some of the sentences with hits, in the order of the text.
    pub snippets: Vec<Snippet>,
    /// Hits in the title and the text together.
    pub hits: u32,
}

impl Excerpt {
    /// That of an article in which nothing is found.
    #[must_use]
    pub const fn empty(article: ArticleId) -> Self {
        Self { article, title: Vec::new(), snippets: Vec::new(), hits: 0 }
    }
}

/// A sentence, or a part of a long one, with hits in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Snippet {
    /// Where its first hit stands in the article; `None` in the standfirst.
    pub place: Option<Place>,
    /// The sentence in one line, with signs of omission where it was cut.
    pub text: String,
    /// The hits in `text`, in bytes; sorted, and none overlaps another.
    pub marks: Vec<Range<usize>>,
}

/// A search the reader keeps.
#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    /// What it is called.
    pub name: String,
    /// The query, as typed.
    pub query: String,
    /// How many of the articles it finds are unread; of the newest, where it finds very many.
    pub unread: Count,
}

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Exactly so many.
    Exactly(u64),
    /// So many or more: counting was stopped there.
    AtLeast(u64),
}

/// A reading place: a block and a byte in it, so that it holds at every width and with clutter shown or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Index into the article's blocks.
    pub block: u32,
    /// Byte in the text of the block.
    pub byte: u32,
}

/// An article, opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// Its row.
    pub row: Row,
    /// The article.
    pub article: Article,
    /// What rules and recurring lines changed in it.
    pub overruled: Vec<crate::extract::rules::Overruled>,
    /// The drawers it is filed in, most important for this article first within each kind.
    pub drawers: Vec<Drawer>,
    /// Where they are named: `entity` is an index into `drawers`.
    pub mentions: Vec<crate::article::Mention>,
    /// Where reading stopped.
    pub place: Option<Place>,
    /// The file it was saved in, as it was named.
    pub path: String,
    /// What the bytes were found to be.
    pub format: Format,
    /// When it was filed.
    pub filed: Timestamp,
    /// Where else its text is filed.
    pub copies: Vec<Twin>,
}

/// An entity as a row of the sidebar.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawer {
    /// Its number.
    pub id: EntityId,
    /// What it is.
    pub kind: EntityKind,
    /// Its display name.
    pub name: String,
    /// Mentions in the article at hand; 0 where there is none at hand.
    pub here: u32,
    /// Articles in the library that name it.
    pub articles: u32,
}

/// The page of one entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    /// The entity, with its count of articles.
    pub drawer: Drawer,
    /// Mentions in all articles.
    pub mentions: u64,
    /// The first and the last day on which it is named, where days are known.
    pub span: Option<(Date, Date)>,
    /// Articles a month: the first of the month, and how many; months without any are left out, oldest first.
    pub months: Vec<(Date, u32)>,
    /// The newest articles that name it.
    pub articles: Vec<DossierRow>,
    /// Whether there are more articles than `articles` holds.
    pub more: bool,
    /// Those named in the same articles, with the number of shared articles, most first; topics and places included.
    pub companions: Vec<(Drawer, u32)>,
    /// The forms under which it is named, with how often, most first.
    pub aliases: Vec<(String, u32)>,
    /// The papers, with the number of articles, most first.
    pub sources: Vec<(String, u32)>,
    /// Drawers that may be the same, with the reason.
    pub perhaps: Vec<(Drawer, String)>,
    /// Of a topic that is a subject: the subjects above it, the nearest first.
    pub broader: Vec<&'static str>,
    /// Of a topic that is a subject: the subjects just below it under which something is filed, with the number of articles,
    /// most first.
    pub narrower: Vec<(String, u32)>,
}

/// Which of an entity's articles are looked at; by default all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Narrow {
    /// Those that name this one too.
    pub with: Option<EntityId>,
    /// Those of the month that begins on this day.
    pub month: Option<Date>,
}

/// Some of the articles of a dossier.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DossierRows {
    /// The articles, newest first.
    pub rows: Vec<DossierRow>,
    /// Whether there are more after the last.
    pub more: bool,
}

/// A name the reader keeps in sight.
#[derive(Clone, Debug, PartialEq)]
pub struct Pin {
    /// The name.
    pub drawer: Drawer,
    /// How many of its articles are unread, counted so far and no further.
    pub unread: Count,
}

/// Names and how often articles name them together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Together {
    /// The names, with the number of matching articles that name each, most first.
    pub names: Vec<(Drawer, u32)>,
    /// Two of them (their places in `names`, the smaller first), and how many matching articles name both; sorted.
    pub pairs: Vec<(u32, u32, u32)>,
}

/// An article in a dossier.
#[derive(Clone, Debug, PartialEq)]
pub struct DossierRow {
    /// The article.
    pub row: Row,
    /// Mentions of the entity in it.
    pub mentions: u32,
    /// The sentence of the first mention, and the mention in it as a byte range.
    pub quote: Option<(String, Range<usize>)>,
}

/// A paper that articles come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Its name.
    pub name: String,
    /// How many articles are filed from it, counted so far and no further.
    pub articles: Count,
}

/// Something the palette offers.
#[derive(Clone, Debug, PartialEq)]
pub enum Suggestion {
    /// An article.
    Article(Row),
    /// A name or a topic.
    Drawer(Drawer),
}

impl Suggestion {
    /// What it is called.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Article(row) => &row.title,
            Self::Drawer(drawer) => &drawer.name,
        }
    }
}

/// A change the reader makes. Each is one line in the journal, and each can be undone.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Marks articles as read or unread.
    Read(Vec<ArticleId>, bool),
    /// Gives or takes a star.
    Star(Vec<ArticleId>, bool),
    /// Puts articles away or back.
    Archive(Vec<ArticleId>, bool),
    /// Puts articles into the bin or takes them out.
    Bin(Vec<ArticleId>, bool),
    /// Keeps a name in sight, or no longer.
    Pin(EntityId, bool),
    /// Keeps a search under a name; one that had the name is replaced.
    Save {
        /// What it is called.
        name: String,
        /// The query, as typed.
        query: String,
    },
    /// Forgets the search of that name.
    Forget(String),
}

/// A direction in the library's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// Further down the list: older.
    Older,
    /// Further up the list: newer.
    Newer,
}

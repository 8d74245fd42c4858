//! What articles are filed under: people, organizations, places and topics, and where each is named.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    /// A person.
    Person,
    /// A company, party, ministry, team, paper, armed group.
    Organization,
    /// A country, city, region, building, river.
    Place,
    /// What the article is about.
    Topic,
    /// A named thing that is none of these: an event, a work, a law.
    Other,
}

impl EntityKind {
    /// The kinds that have a group in the sidebar, in its order.
    pub const GROUPS: [Self; 4] = [Self::Person, Self::Organization, Self::Place, Self::Topic];

    /// The word used in JSON, in queries and in the library.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place => "place",
            Self::Topic => "topic",
            Self::Other => "other",
        }
    }

    /// The heading of its group.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Person => "People",
            Self::Organization => "Organizations",
            Self::Place => "Places",
            Self::Topic => "Topics",
            Self::Other => "Other names",
        }
    }
}

/// An entity as one article names it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// The fullest name the article gives, without titles ("Marco Rubio").
    pub name: String,
    /// Every other form the article uses ("Rubio", "Mr. Rubio"), each once, sorted.
    pub aliases: Vec<String>,
    /// Titles and offices printed before the name ("Secretary of State"), each once, sorted.
    pub titles: Vec<String>,
    /// How much the article is about it, 0 to 1; the sidebar sorts by this.
    pub salience: f32,
}

/// A place in an article where an entity is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Index into [`Entities::list`].
    pub entity: u16,
    /// Index into the article's blocks.
    pub block: u32,
    /// Byte range in the text of the block.
    pub range: Range<u32>,
}

/// How much of a body is searched for names, in bytes: a book takes no longer than a long article. A note says so where
/// there is more.
pub const NAMED: usize = 1 << 20;

/// What one article is filed under.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entities {
    /// The entities, topics included; most important first within a kind. A topic need not have mentions.
    pub list: Vec<Entity>,
    /// Where they are named, sorted by block and start.
    pub mentions: Vec<Mention>,
}

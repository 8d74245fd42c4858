//! Articles beside one: those like it, or the story it is in. What belongs together, and why, is the library's; here is what is
//! selected.

use super::dossier::Cursor;
use crate::library::{ArticleId, Like, Row, Story};

/// Rows of the screen that an article takes: its title, and why it is there.
pub const ENTRY_HEIGHT: usize = 2;

/// Likes asked for.
pub const LIKES: usize = 50;

/// What is shown beside an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The articles like it.
    Likes,
    /// The story it is in.
    Story,
}

/// A page of articles beside one: what is asked for, and what is gone back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Related {
    /// What is shown.
    pub kind: Kind,
    /// The article it is beside.
    pub of: ArticleId,
    /// The article that is selected on it; `None` where it is opened anew.
    pub at: Option<ArticleId>,
}

/// What was found.
#[derive(Debug)]
pub enum Found {
    /// The title of the article at hand, and those like it; `None`: it is not filed any more.
    Likes(Option<(String, Vec<Like>)>),
    /// The story; `None`: it is in none.
    Story(Option<Box<Story>>),
}

/// What a page shows.
#[derive(Debug)]
pub enum Shown {
    /// Likes of the article of that title.
    Likes(String, Vec<Like>),
    /// A story.
    Story(Box<Story>),
}

/// The page.
#[derive(Debug)]
pub struct RelatedPage {
    /// The article it is beside.
    pub of: ArticleId,
    /// What stands on it.
    pub shown: Shown,
    /// The selected article, and the first on the screen.
    pub cursor: Cursor,
}

impl RelatedPage {
    /// The page with an article selected: that of `at`, else the first.
    #[must_use]
    pub fn new(of: ArticleId, shown: Shown, at: ArticleId) -> Self {
        let mut page = Self { of, shown, cursor: Cursor::default() };
        let selected = page.rows().position(|row| row.id == at);
        page.cursor.selected = selected.unwrap_or(0);
        page
    }

    /// Its articles, in order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        let (likes, story) = match &self.shown {
            Shown::Likes(_, likes) => (&likes[..], &[][..]),
            Shown::Story(story) => (&[][..], &story.articles[..]),
        };
        likes.iter().map(|like| &like.row).chain(story.iter().map(|row| &row.row))
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        match &self.shown {
            Shown::Likes(_, likes) => likes.len(),
            Shown::Story(story) => story.articles.len(),
        }
    }

    /// The selected article.
    #[must_use]
    pub fn selected(&self) -> Option<ArticleId> {
        self.rows().nth(self.cursor.selected).map(|row| row.id)
    }

    /// What is gone back to.
    #[must_use]
    pub fn related(&self) -> Related {
        let kind = match self.shown {
            Shown::Likes(..) => Kind::Likes,
            Shown::Story(_) => Kind::Story,
        };
        Related { kind, of: self.of, at: self.selected() }
    }
}

//! Where one was when the room was left, so that it opens there again, and what was searched for. Reading and writing the
//! file is not done here.

use serde::{Deserialize, Serialize};

use super::list::Edge;
use super::{Model, Pane};
use crate::library::ArticleId;

/// What is kept from one run to the next, as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The selected article; none at the top of the list, where what is new comes in.
    article: Option<i64>,
    /// The focused pane.
    pane: Pane,
    /// What was searched for, the newest last.
    #[serde(default)]
    searches: Vec<String>,
}

impl Kept {
    /// What there is to keep of a room. A list that was searched is not come back to: Up in the search brings it back.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let list = &model.list;
        let searches = model.travel.memory.searches.lines().to_vec();
        let at_top = list.selected == 0 && list.above == Edge::End && model.focus.pane == Pane::List;
        if at_top || !list.query.trim().is_empty() {
            return Self { searches, ..Self::default() };
        }
        Self { article: list.row().map(|row| row.id.0), pane: model.focus.pane, searches }
    }

    /// Reads what was kept; what cannot be read was never kept.
    #[must_use]
    pub fn read(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }

    /// Writes it.
    #[must_use]
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The article to open at.
    #[must_use]
    pub fn article(&self) -> Option<ArticleId> {
        self.article.map(ArticleId)
    }

    /// The pane to open with.
    #[must_use]
    pub fn pane(&self) -> Pane {
        self.pane
    }

    /// What was searched for, the newest last.
    #[must_use]
    pub fn searches(&self) -> &[String] {
        &self.searches
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_nothing_else_is() {
        let kept = Kept { article: Some(7), pane: Pane::Reader, searches: vec!["\"two tolls\"".to_owned()] };
        assert_eq!(Kept::read(&kept.write()), kept);
        let older = Kept { searches: Vec::new(), ..kept };
        assert_eq!(Kept::read(r#"{"article": 7, "pane": "reader"}"#), older, "as it was written before searches were");
        for json in ["", "{", "[]", r#"{"article": "x", "pane": "reader"}"#, r#"{"article": 7, "pane": "attic"}"#] {
            assert_eq!(Kept::read(json), Kept::default(), "{json}");
        }
    }
}

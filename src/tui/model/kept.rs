//! Where one was when the room was left, so that it opens there again. Reading and writing the file is not done here.

use serde::{Deserialize, Serialize};

use super::list::Edge;
use super::{Model, Pane};
use crate::library::ArticleId;

/// What is kept from one run to the next, as JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The selected article; none at the top of the list, where what is new comes in.
    article: Option<i64>,
    /// The focused pane.
    pane: Pane,
}

impl Kept {
    /// What there is to keep of a room. A list that was searched is not come back to: the search is not kept.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let list = &model.list;
        let at_top = list.selected == 0 && list.above == Edge::End && model.focus.pane == Pane::List;
        if at_top || !list.query.trim().is_empty() {
            return Self::default();
        }
        Self { article: list.row().map(|row| row.id.0), pane: model.focus.pane }
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_nothing_else_is() {
        let kept = Kept { article: Some(7), pane: Pane::Reader };
        assert_eq!(Kept::read(&kept.write()), kept);
        for json in ["", "{", "[]", r#"{"article": "x", "pane": "reader"}"#, r#"{"article": 7, "pane": "attic"}"#] {
            assert_eq!(Kept::read(json), Kept::default(), "{json}");
        }
    }
}

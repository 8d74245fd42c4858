//! The question at the bottom before something is ruled about a name: which of a few, and then whether. What each would do is
//! the library's [`Preview`].

use std::borrow::Cow;

use crate::library::{ArticleId, Drawer, Preview, Proposal, Row};

/// The question.
#[derive(Debug)]
pub struct Sheet {
    /// What it is about: "Not a name: Ilse Marrow".
    pub title: String,
    /// What there is to choose from. One ruling alone is what Enter makes; its label says why, where it would change nothing.
    pub choices: Vec<Choice>,
    /// The selected one.
    pub selected: usize,
    /// What else is to be known of it.
    pub note: String,
}

/// One thing that could be done.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The letter that chooses it.
    pub key: char,
    /// What it is called.
    pub label: String,
    /// What it does.
    pub does: Does,
}

/// What a choice does.
#[derive(Clone, Debug)]
pub enum Does {
    /// It rules so.
    Rule(Proposal, Outcome),
    /// It asks further: with which name?
    Join(Joining),
}

/// What would come of a proposal.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The library was asked, and has not answered yet.
    Asked,
    /// Nothing: it is so already, or there is no such name any more.
    Nothing,
    /// This.
    Would(Box<Preview>),
}

/// What is joined with a name that is picked.
#[derive(Clone, Debug, PartialEq)]
pub enum Joining {
    /// Another name.
    Name(Drawer),
    /// Words of an article.
    Words {
        /// The article.
        article: ArticleId,
        /// The words.
        text: String,
    },
}

impl Sheet {
    /// A question with so many answers.
    #[must_use]
    pub fn new(title: String, choices: Vec<Choice>) -> Self {
        Self { title, choices, selected: 0, note: String::new() }
    }

    /// What the library is to be asked, in the order of the choices.
    #[must_use]
    pub fn proposals(&self) -> Vec<Proposal> {
        let proposals = self.choices.iter().filter_map(|choice| match &choice.does {
            Does::Rule(proposal, _) => Some(proposal.clone()),
            Does::Join(_) => None,
        });
        proposals.collect()
    }

    /// Takes in what would come of each.
    pub fn take(&mut self, previews: Vec<Option<Preview>>) {
        let outcomes = self.choices.iter_mut().filter_map(|choice| match &mut choice.does {
            Does::Rule(_, outcome) => Some(outcome),
            Does::Join(_) => None,
        });
        for (outcome, preview) in outcomes.zip(previews) {
            *outcome = preview.map_or(Outcome::Nothing, |preview| Outcome::Would(Box::new(preview)));
        }
    }

    /// The articles in which something would change, some of them, where only one thing can be done.
    #[must_use]
    pub fn examples(&self) -> &[Row] {
        match self.choices.as_slice() {
            [Choice { does: Does::Rule(_, Outcome::Would(preview)), .. }] => &preview.examples,
            _ => &[],
        }
    }

    /// What is asked, in a sentence, where only one thing can be done.
    #[must_use]
    pub fn sentence(&self) -> Option<Cow<'_, str>> {
        let [Choice { does: Does::Rule(_, outcome), label, .. }] = self.choices.as_slice() else { return None };
        Some(match outcome {
            Outcome::Asked => "…".into(),
            Outcome::Would(preview) => format!("{}?", preview.says).into(),
            Outcome::Nothing => label.as_str().into(),
        })
    }
}

impl Choice {
    /// A ruling of which nothing is known yet.
    #[must_use]
    pub fn new(key: char, label: impl Into<String>, proposal: Proposal) -> Self {
        Self { key, label: label.into(), does: Does::Rule(proposal, Outcome::Asked) }
    }
}

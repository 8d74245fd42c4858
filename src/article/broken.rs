//! Why what was saved is not the whole article. It is found by `extract`; here are only the words.

use serde::{Deserialize, Serialize};

/// What stands where the article should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Broken {
    /// The beginning, and then a request to pay or to sign in.
    Paywall,
    /// A request for consent to cookies.
    Consent,
    /// A request to switch JavaScript on.
    Scripts,
    /// A test of whether a person is there.
    Challenge,
    /// A page that says that there is no such page, or that the server failed.
    Missing,
    /// A few words and no more.
    Stub,
}

impl Broken {
    /// All of them. What is stored is the place in this list, counted from 1: new ones come last.
    pub const ALL: [Self; 6] =
        [Self::Paywall, Self::Consent, Self::Scripts, Self::Challenge, Self::Missing, Self::Stub];

    /// The word used in JSON and in the list.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Paywall => "paywall",
            Self::Consent => "consent",
            Self::Scripts => "scripts",
            Self::Challenge => "challenge",
            Self::Missing => "missing",
            Self::Stub => "stub",
        }
    }

    /// What a reader is told, in a sentence.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Paywall => "Only the beginning was saved: the rest is behind a paywall.",
            Self::Consent => "A cookie notice was saved, not the article.",
            Self::Scripts => "The page was saved before its scripts ran: there is no article in it.",
            Self::Challenge => "A check for robots was saved, not the article.",
            Self::Missing => "An error page was saved, not the article.",
            Self::Stub => "Hardly any text was saved.",
        }
    }
}

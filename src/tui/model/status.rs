//! The message at the bottom: it stands in the place of the key hints until the next key.

/// How a message is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// It tells.
    #[default]
    Tells,
    /// Something failed.
    Warns,
}

/// The message at the bottom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// What it says; empty for nothing.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
}

impl Status {
    /// Tells something.
    pub fn tell(&mut self, text: impl Into<String>) {
        *self = Self { text: text.into(), tone: Tone::Tells };
    }

    /// Says that something failed.
    pub fn warn(&mut self, text: impl Into<String>) {
        *self = Self { text: text.into(), tone: Tone::Warns };
    }

    /// Says nothing.
    pub fn clear(&mut self) {
        self.text.clear();
    }
}

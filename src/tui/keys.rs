//! Keys to commands: the table in `assets/keys.toml`, the reader's own over it. It runs nothing.

use crossterm::event::{KeyCode, KeyModifiers};

use super::command::{Command, Scope};

/// One key with its modifiers. Shift is part of a letter, never a modifier of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chord {
    /// The key.
    pub code: KeyCode,
    /// Control and Alt; Shift only with keys that are no letters.
    pub modifiers: KeyModifiers,
}

/// What typed keys mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// They run this.
    Run(Command),
    /// They begin something.
    More,
    /// They mean nothing.
    Nothing,
}

/// A key, or a few in a row, and what they run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where it counts.
    pub scope: Scope,
    /// The keys.
    pub chords: Vec<Chord>,
    /// What they run.
    pub command: Command,
}

/// Every binding.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Keymap {
    /// What `typed` means in `scope`: the scope's own bindings first, then those of everywhere.
    #[must_use]
    pub fn lookup(&self, scope: Scope, typed: &[Chord]) -> Lookup {
        let mut more = false;
        for wanted in [scope, Scope::Everywhere] {
            for binding in self.bindings.iter().filter(|binding| binding.scope == wanted) {
                if binding.chords == typed {
                    return Lookup::Run(binding.command);
                }
                more |= binding.chords.starts_with(typed);
            }
        }
        if more { Lookup::More } else { Lookup::Nothing }
    }

    /// The bindings, in the order of the table.
    #[must_use]
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }
}

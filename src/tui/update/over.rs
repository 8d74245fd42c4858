//! Keys by which one moves in what lies over the panes: those of the panes, as the reader has set them, and a pager's. What moves is
//! the business of each page.

use crossterm::event::{KeyCode, KeyEvent};

use super::super::command::{Command, Motion, Scope};
use super::super::keys::{Chord, Keymap, Lookup};

/// Where a key leads, if it is one of them.
pub(super) fn motion(keymap: &Keymap, key: KeyEvent) -> Option<Motion> {
    let chord = Chord::from_event(key)?;
    match keymap.lookup(Scope::Everywhere, &[chord]) {
        Lookup::Run(Command::Move(motion)) => Some(motion),
        // Nothing is typed in two keys here.
        _ => match key.code {
            KeyCode::Char(' ' | 'f') => Some(Motion::PageDown),
            KeyCode::Char('b') => Some(Motion::PageUp),
            KeyCode::Char('g') => Some(Motion::Top),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyModifiers;

    use super::*;

    #[test]
    fn the_readers_own_keys_move_pages_too() {
        let own = Keymap::builtin().with("[everywhere]\ndown = [\"e\"]\n").unwrap();
        for (keymap, code, modifiers, expected) in [
            (&Keymap::builtin(), KeyCode::Char('j'), KeyModifiers::NONE, Some(Motion::Down)),
            (&Keymap::builtin(), KeyCode::Char('d'), KeyModifiers::CONTROL, Some(Motion::HalfDown)),
            (&Keymap::builtin(), KeyCode::Char('g'), KeyModifiers::NONE, Some(Motion::Top)),
            (&Keymap::builtin(), KeyCode::Char(' '), KeyModifiers::NONE, Some(Motion::PageDown)),
            (&Keymap::builtin(), KeyCode::Char('m'), KeyModifiers::NONE, None),
            (&own, KeyCode::Char('e'), KeyModifiers::NONE, Some(Motion::Down)),
            (&own, KeyCode::Char('j'), KeyModifiers::NONE, None),
        ] {
            assert_eq!(motion(keymap, KeyEvent::new(code, modifiers)), expected, "{code:?}");
        }
    }
}

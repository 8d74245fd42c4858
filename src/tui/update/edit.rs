//! Keys to a line that is typed: those of a shell, because hands know them.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::super::line::Line;

/// What a key did to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edited {
    /// The text is another.
    Text,
    /// At most the cursor moved.
    Nothing,
}

pub(super) fn press(line: &mut Line, key: KeyEvent) -> Edited {
    let before = line.text().len();
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    match key.code {
        KeyCode::Char('a') if control => line.home(),
        KeyCode::Char('e') if control => line.end(),
        KeyCode::Char('b') if control => line.left(),
        KeyCode::Char('f') if control => line.right(),
        KeyCode::Char('h') if control => line.delete_back(),
        KeyCode::Char('d') if control => line.delete_forward(),
        KeyCode::Char('w') if control => line.delete_word(),
        KeyCode::Char('u') if control => line.delete_to_start(),
        KeyCode::Char('k') if control => line.delete_to_end(),
        KeyCode::Char('b') if alt => line.word_left(),
        KeyCode::Char('f') if alt => line.word_right(),
        // AltGr is reported as both: what it types is text.
        KeyCode::Char(c) if control == alt => line.insert(c.encode_utf8(&mut [0; 4])),
        KeyCode::Backspace if control || alt => line.delete_word(),
        KeyCode::Backspace => line.delete_back(),
        KeyCode::Delete => line.delete_forward(),
        KeyCode::Left if control || alt => line.word_left(),
        KeyCode::Right if control || alt => line.word_right(),
        KeyCode::Left => line.left(),
        KeyCode::Right => line.right(),
        KeyCode::Home => line.home(),
        KeyCode::End => line.end(),
        _ => {}
    }
    // Every key either adds or takes away: the same length is the same text.
    if line.text().len() == before { Edited::Nothing } else { Edited::Text }
}

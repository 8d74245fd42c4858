//! One key: as the terminal reports it, as `keys.toml` writes it, as the screen shows it. What it runs is not its business.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::config::Mistake;

/// One key with its modifiers. Shift is part of a letter, never a modifier of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chord {
    /// The key.
    pub code: KeyCode,
    /// Control and Alt; Shift only with keys that are no letters.
    pub modifiers: KeyModifiers,
}

impl Chord {
    /// The key of an event; `None` for a release (Windows and the kitty protocol send them), for a modifier alone, and for
    /// what belongs to the window manager.
    #[must_use]
    pub fn from_event(event: KeyEvent) -> Option<Self> {
        let foreign = KeyModifiers::SUPER | KeyModifiers::HYPER | KeyModifiers::META;
        if event.kind == KeyEventKind::Release || event.modifiers.intersects(foreign) {
            return None;
        }
        match event.code {
            KeyCode::CapsLock
            | KeyCode::ScrollLock
            | KeyCode::NumLock
            | KeyCode::Media(_)
            | KeyCode::Modifier(_)
            | KeyCode::Null => None,
            KeyCode::Char(c) if c.is_control() => None,
            code => Some(Self::new(code, event.modifiers)),
        }
    }

    /// A key without modifiers.
    #[must_use]
    pub fn plain(code: KeyCode) -> Self {
        Self::new(code, KeyModifiers::NONE)
    }

    /// The form in which two ways to report one key are equal.
    fn new(code: KeyCode, modifiers: KeyModifiers) -> Self {
        let shifted = modifiers.contains(KeyModifiers::SHIFT);
        let mut modifiers = modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let code = match code {
            KeyCode::Char(c) => {
                // A sign that is no letter cannot be typed with both: it is AltGr, as Windows reports it.
                if modifiers.contains(KeyModifiers::CONTROL | KeyModifiers::ALT) && !c.is_alphanumeric() {
                    modifiers -= KeyModifiers::CONTROL | KeyModifiers::ALT;
                }
                modifiers -= KeyModifiers::SHIFT;
                // Terminals send one byte for Ctrl-d and Ctrl-D.
                KeyCode::Char(if modifiers.contains(KeyModifiers::CONTROL) {
                    c.to_ascii_lowercase()
                } else if shifted {
                    c.to_ascii_uppercase()
                } else {
                    c
                })
            }
            KeyCode::Tab | KeyCode::BackTab if shifted || code == KeyCode::BackTab => {
                modifiers -= KeyModifiers::SHIFT;
                KeyCode::BackTab
            }
            code => code,
        };
        Self { code, modifiers }
    }

    /// Whether it types this character.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => Some(c),
            _ => None,
        }
    }
}

/// How a row of keys is shown: `gg`, `^P`, `Space`, `g Space`.
#[must_use]
pub fn label(chords: &[Chord]) -> String {
    let labels: Vec<String> = chords.iter().map(|&chord| chord_label(chord)).collect();
    let short = chords.iter().all(|chord| chord.typed().is_some_and(|c| c != ' '));
    labels.join(if short { "" } else { " " })
}

fn chord_label(chord: Chord) -> String {
    let name = match chord.code {
        KeyCode::Char(' ') => "Space".to_owned(),
        KeyCode::Char(c) if chord.modifiers == KeyModifiers::CONTROL => return format!("^{}", c.to_ascii_uppercase()),
        KeyCode::Char(c) => c.to_string(),
        KeyCode::F(number) => format!("F{number}"),
        code => NAMES
            .iter()
            .find(|name| name.code == code)
            .map_or_else(|| format!("{code:?}"), |name| name.label.to_owned()),
    };
    let mut text = String::new();
    for (modifier, prefix) in
        [(KeyModifiers::CONTROL, "Ctrl-"), (KeyModifiers::ALT, "Alt-"), (KeyModifiers::SHIFT, "Shift-")]
    {
        if chord.modifiers.contains(modifier) {
            text.push_str(prefix);
        }
    }
    text + &name
}

/// A key that is no character: in `keys.toml`, and as it is shown.
struct Name {
    name: &'static str,
    label: &'static str,
    code: KeyCode,
}

const fn named(name: &'static str, label: &'static str, code: KeyCode) -> Name {
    Name { name, label, code }
}

const NAMES: &[Name] = &[
    named("enter", "Enter", KeyCode::Enter),
    named("esc", "Esc", KeyCode::Esc),
    named("tab", "Tab", KeyCode::Tab),
    named("shift-tab", "Shift-Tab", KeyCode::BackTab),
    named("space", "Space", KeyCode::Char(' ')),
    named("backspace", "Backspace", KeyCode::Backspace),
    named("delete", "Del", KeyCode::Delete),
    named("insert", "Ins", KeyCode::Insert),
    named("up", "Up", KeyCode::Up),
    named("down", "Down", KeyCode::Down),
    named("left", "Left", KeyCode::Left),
    named("right", "Right", KeyCode::Right),
    named("home", "Home", KeyCode::Home),
    named("end", "End", KeyCode::End),
    named("pgup", "PgUp", KeyCode::PageUp),
    named("pgdn", "PgDn", KeyCode::PageDown),
];

/// A piece of notation that is no key.
#[derive(Debug)]
pub(super) struct Unread<'a>(&'a str);

impl Unread<'_> {
    pub(super) fn mistake(&self, text: &str, at: usize) -> Mistake {
        let names = NAMES.iter().map(|name| name.name).chain(["ctrl-", "alt-", "shift-"]);
        Mistake::unknown(text, at, "key", self.0, names)
    }
}

/// Reads `gg`, `ctrl-d`, `g space`.
pub(super) fn read_chords(notation: &str) -> Result<Vec<Chord>, Unread<'_>> {
    let mut chords = Vec::new();
    for word in notation.split_whitespace() {
        match read_chord(word) {
            Some(chord) => chords.push(chord),
            // Two characters are two keys; with more, a name that was mistyped would be read as a row of keys.
            None if word.chars().count() == 2 => chords.extend(word.chars().map(|c| Chord::plain(KeyCode::Char(c)))),
            None => return Err(Unread(word)),
        }
    }
    if chords.is_empty() { Err(Unread(notation)) } else { Ok(chords) }
}

fn read_chord(word: &str) -> Option<Chord> {
    let mut characters = word.chars();
    if let (Some(c), None) = (characters.next(), characters.next()) {
        return Some(Chord::plain(KeyCode::Char(c)));
    }
    let lower = word.to_ascii_lowercase();
    if let Some(name) = NAMES.iter().find(|name| name.name == lower) {
        return Some(Chord::plain(name.code));
    }
    if let Some(number) = lower.strip_prefix('f').and_then(|number| number.parse().ok()) {
        return (1..=24).contains(&number).then(|| Chord::plain(KeyCode::F(number)));
    }
    let (prefix, _) = lower.split_once('-')?;
    let modifier = match prefix {
        "ctrl" => KeyModifiers::CONTROL,
        "alt" => KeyModifiers::ALT,
        "shift" => KeyModifiers::SHIFT,
        _ => return None,
    };
    let inner = read_chord(word.get(prefix.len() + 1..)?)?;
    Some(Chord::new(inner.code, inner.modifiers | modifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chords(notation: &str) -> Vec<Chord> {
        read_chords(notation).unwrap()
    }

    #[test]
    fn keys_are_shown_as_they_are_typed() {
        let table = [
            ("j", "j"),
            ("gg", "gg"),
            ("ctrl-p", "^P"),
            ("CTRL-P", "^P"),
            ("space", "Space"),
            ("g space", "g Space"),
            ("shift-tab", "Shift-Tab"),
            ("alt-enter", "Alt-Enter"),
            ("shift-a", "A"),
            ("ctrl--", "^-"),
            ("ctrl-alt-x", "Ctrl-Alt-x"),
            ("shift-up", "Shift-Up"),
            ("up", "Up"),
            ("f11", "F11"),
            ("é", "é"),
        ];
        for (notation, expected) in table {
            assert_eq!(label(&chords(notation)), expected, "{notation}");
        }
    }

    #[test]
    fn every_named_key_can_be_written_and_is_shown_by_its_name() {
        for name in NAMES {
            assert_eq!(chords(name.name), [Chord::plain(name.code)]);
            assert_eq!(label(&chords(name.name)), name.label);
        }
    }

    #[test]
    fn a_key_is_the_same_however_the_terminal_reports_it() {
        use KeyModifiers as M;
        let event = |code, modifiers, kind| Chord::from_event(KeyEvent::new_with_kind(code, modifiers, kind));
        let press = |code, modifiers| event(code, modifiers, KeyEventKind::Press);
        let table = [
            (press(KeyCode::Char('G'), M::SHIFT), "G"),
            (press(KeyCode::Char('g'), M::SHIFT), "G"),
            (press(KeyCode::Char('G'), M::NONE), "G"),
            (press(KeyCode::Char('?'), M::SHIFT), "?"),
            (press(KeyCode::Char('D'), M::CONTROL | M::SHIFT), "ctrl-d"),
            (press(KeyCode::BackTab, M::SHIFT), "shift-tab"),
            (press(KeyCode::Tab, M::SHIFT), "shift-tab"),
            (press(KeyCode::Char('['), M::CONTROL | M::ALT), "["),
            (event(KeyCode::Char('j'), M::NONE, KeyEventKind::Repeat), "j"),
        ];
        for (chord, expected) in table {
            assert_eq!(chord, Some(chords(expected)[0]), "{expected}");
        }
        assert_eq!(event(KeyCode::Char('j'), M::NONE, KeyEventKind::Release), None);
        assert_eq!(press(KeyCode::CapsLock, M::NONE), None);
        assert_eq!(press(KeyCode::Char('j'), M::SUPER), None);
    }
}

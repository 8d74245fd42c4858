//! Keys to commands: the table in `assets/keys.toml`, the reader's own over it. It runs nothing.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use toml::de::{DeTable, DeValue};

use super::command::{self, Command, Scope};
use crate::config::Mistake;

const BUILTIN: &str = include_str!("../../assets/keys.toml");

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
    /// The keys that come with the program.
    ///
    /// # Panics
    /// Never: a test reads the table.
    #[must_use]
    pub fn builtin() -> Self {
        Self::default().with(BUILTIN).expect("assets/keys.toml is read by a test")
    }

    /// These keys with the reader's own over them: a command that `toml` names in a scope has its keys from there, and
    /// only those; an empty list takes its keys away.
    ///
    /// # Errors
    /// A scope, command or key that does not exist, and keys of one scope that run two commands, with line and remedy.
    pub fn with(&self, toml: &str) -> Result<Self, Mistake> {
        let entries = parse(toml)?;
        let mut bindings = self.bindings.clone();
        for entry in &entries {
            bindings.retain(|binding| (binding.scope, binding.command) != (entry.scope, entry.command));
        }
        for entry in &entries {
            for (byte, chords) in &entry.keys {
                let clash = |binding: &&Binding| {
                    binding.scope == entry.scope
                        && (binding.chords.starts_with(chords) || chords.starts_with(&binding.chords))
                };
                if let Some(binding) = bindings.iter().find(clash) {
                    return Err(Mistake::at(toml, *byte, taken(chords, binding)));
                }
                bindings.push(Binding { scope: entry.scope, chords: chords.clone(), command: entry.command });
            }
        }
        let rank = |wanted: Command| command::TABLE.iter().position(|row| row.command == wanted);
        bindings.sort_by_key(|binding| (binding.scope, rank(binding.command)));
        Ok(Self { bindings })
    }

    /// What `typed` means in `scope`: the scope's own bindings first, then those of everywhere.
    #[must_use]
    pub fn lookup(&self, scope: Scope, typed: &[Chord]) -> Lookup {
        for wanted in [scope, Scope::Everywhere] {
            let mut begun = self
                .bindings
                .iter()
                .filter(|binding| binding.scope == wanted && binding.chords.starts_with(typed))
                .peekable();
            if begun.peek().is_some() {
                let exact = begun.find(|binding| binding.chords.len() == typed.len());
                return exact.map_or(Lookup::More, |binding| Lookup::Run(binding.command));
            }
        }
        Lookup::Nothing
    }

    /// The bindings, by scope, and within a scope in the order of [`command::TABLE`].
    #[must_use]
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// The first keys that run `command` when `scope` has the focus, as they are shown to the reader. `None` where it has
    /// none there, or where the scope uses them for something else.
    #[must_use]
    pub fn keys_of(&self, scope: Scope, command: Command) -> Option<String> {
        self.all_keys_of(scope, command).into_iter().next()
    }

    /// All keys that run `command` when `scope` has the focus, each once, the scope's own first.
    #[must_use]
    pub fn all_keys_of(&self, scope: Scope, command: Command) -> Vec<String> {
        let mut keys = Vec::new();
        for place in [scope, Scope::Everywhere] {
            for binding in self.bindings.iter().filter(|binding| (binding.scope, binding.command) == (place, command)) {
                let key = label(&binding.chords);
                if !keys.contains(&key) && self.lookup(scope, &binding.chords) == Lookup::Run(command) {
                    keys.push(key);
                }
            }
        }
        keys
    }
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

/// A command of a scope in a file of keys: each row of keys with the byte at which it stands.
struct Entry {
    scope: Scope,
    command: Command,
    keys: Vec<(usize, Vec<Chord>)>,
}

fn parse(text: &str) -> Result<Vec<Entry>, Mistake> {
    let document = DeTable::parse(text).map_err(|error| Mistake::of_toml(text, &error))?;
    let mut entries = Vec::new();
    for (name, section) in document.get_ref() {
        let at = name.span().start;
        let scope = Scope::ALL
            .into_iter()
            .find(|scope| scope.name() == name.get_ref())
            .ok_or_else(|| Mistake::unknown(text, at, "pane", name.get_ref(), Scope::ALL.map(Scope::name)))?;
        let DeValue::Table(commands) = section.get_ref() else {
            return Err(Mistake::at(text, at, format!("write the pane as [{}], and its keys below", scope.name())));
        };
        for (name, value) in commands {
            let at = name.span().start;
            let names = command::TABLE.iter().map(|row| row.name);
            let command = Command::named(name.get_ref())
                .ok_or_else(|| Mistake::unknown(text, at, "command", name.get_ref(), names))?;
            entries.push((at, Entry { scope, command, keys: keys(text, value)? }));
        }
    }
    // The parser gives names in the order of the alphabet; the first mistake to be told is the first in the file.
    entries.sort_by_key(|&(at, _)| at);
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

fn keys(text: &str, value: &toml::Spanned<DeValue<'_>>) -> Result<Vec<(usize, Vec<Chord>)>, Mistake> {
    let one = |value: &toml::Spanned<DeValue<'_>>| {
        let at = value.span().start;
        match value.get_ref() {
            DeValue::String(notation) => {
                read_chords(notation).map(|chords| (at, chords)).map_err(|unread| unread.mistake(text, at))
            }
            _ => Err(Mistake::at(text, at, r#"a key is a text in quotes, such as "j" or "ctrl-d""#)),
        }
    };
    match value.get_ref() {
        DeValue::Array(values) => values.iter().map(one).collect(),
        _ => one(value).map(|key| vec![key]),
    }
}

/// A piece of notation that is no key.
#[derive(Debug)]
struct Unread<'a>(&'a str);

impl Unread<'_> {
    fn mistake(&self, text: &str, at: usize) -> Mistake {
        let names = NAMES.iter().map(|name| name.name).chain(["ctrl-", "alt-", "shift-"]);
        Mistake::unknown(text, at, "key", self.0, names)
    }
}

/// Reads `gg`, `ctrl-d`, `g space`.
fn read_chords(notation: &str) -> Result<Vec<Chord>, Unread<'_>> {
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

fn taken(chords: &[Chord], binding: &Binding) -> String {
    let (new, old, command, pane) =
        (label(chords), label(&binding.chords), binding.command.row().name, binding.scope.name());
    if chords == binding.chords {
        return format!(
            "{new} already runs {command:?} in [{pane}]; give {command:?} other keys there, or none: {command} = []"
        );
    }
    let (short, long) = if chords.len() < binding.chords.len() { (new, old) } else { (old, new) };
    format!("{short} would run before {long} is typed (one of the two is {command:?} in [{pane}])")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::command::Motion;

    fn chords(notation: &str) -> Vec<Chord> {
        read_chords(notation).unwrap()
    }

    #[test]
    fn every_command_has_a_key() {
        let keymap = Keymap::builtin();
        for row in command::TABLE {
            let keys = keymap.bindings().iter().filter(|binding| binding.command == row.command).count();
            assert!(keys > 0, "{} has no key in assets/keys.toml", row.name);
        }
    }

    #[test]
    fn the_keys_are_those_of_the_manual() {
        use Command::*;
        use Scope::*;
        let keymap = Keymap::builtin();
        let table = [
            (List, "j", Move(Motion::Down)),
            (Reader, "down", Move(Motion::Down)),
            (Sidebar, "gg", Move(Motion::Top)),
            (Dossier, "G", Move(Motion::Bottom)),
            (Reader, "ctrl-d", Move(Motion::HalfDown)),
            (Reader, "ctrl-u", Move(Motion::HalfUp)),
            (List, "pgdn", Move(Motion::PageDown)),
            (List, "pgup", Move(Motion::PageUp)),
            (List, "?", Help),
            (List, ":", CommandLine),
            (Reader, "ctrl-p", Palette),
            (Reader, "/", Search),
            (List, "tab", NextPane),
            (List, "shift-tab", PreviousPane),
            (Sidebar, "1", FocusList),
            (List, "2", FocusReader),
            (List, "3", FocusSidebar),
            (List, "esc", Cancel),
            (List, "q", Back),
            (List, "Q", Quit),
            (List, "u", Undo),
            (List, "U", Redo),
            (Reader, "z", Zen),
            (List, "ctrl-l", Redraw),
            (List, "ctrl-z", Suspend),
            (Reader, "H", Backward),
            (Reader, "ctrl-o", Backward),
            (Reader, "L", Forward),
            (List, "enter", Open),
            (List, "l", Open),
            (List, "m", ToggleRead),
            (List, "s", ToggleStar),
            (List, "a", ToggleArchive),
            (List, "d", ToggleBin),
            (List, "o", OpenAddress),
            (List, "y", CopyAddress),
            (List, "n", NextUnread),
            (Reader, "space", ReadOn),
            (Reader, "}", NextParagraph),
            (Reader, "{", PreviousParagraph),
            (Reader, "]]", NextHeading),
            (Reader, "[[", PreviousHeading),
            (Reader, "n", NextHit),
            (Reader, "N", PreviousHit),
            (Reader, "*", NextMention),
            (Reader, "#", PreviousMention),
            (List, ")", NextWith),
            (Reader, "(", PreviousWith),
            (Reader, "r", CycleView),
            (Reader, "x", ToggleHidden),
            (Reader, "+", Wider),
            (Reader, "-", Narrower),
            (Sidebar, "enter", Open),
            (Sidebar, "space", Follow),
            (Dossier, "space", Follow),
            (Everywhere, "d", Samples),
        ];
        for (scope, keys, command) in table {
            assert_eq!(keymap.lookup(scope, &chords(keys)), Lookup::Run(command), "{keys} in {scope:?}");
        }
        assert_eq!(keymap.lookup(List, &chords("g")), Lookup::More);
        assert_eq!(keymap.lookup(Reader, &chords("[")), Lookup::More);
        assert_eq!(keymap.lookup(List, &chords("g x")), Lookup::Nothing);
        assert_eq!(keymap.lookup(List, &chords("ctrl-y")), Lookup::Nothing);
    }

    #[test]
    fn the_readers_own_keys_replace_those_of_the_same_command_and_pane() {
        let keymap = Keymap::builtin();
        let own = keymap
            .with("[list]\nstar = [\"f5\", \"g s\"]\nbin = []\n[reader]\nstar = \"*\"\nnext-mention = []")
            .unwrap();
        let run = |scope, keys| own.lookup(scope, &chords(keys));
        assert_eq!(run(Scope::List, "f5"), Lookup::Run(Command::ToggleStar));
        assert_eq!(run(Scope::List, "gs"), Lookup::Run(Command::ToggleStar));
        assert_eq!(run(Scope::List, "gg"), Lookup::Run(Command::Move(Motion::Top)));
        assert_eq!(run(Scope::List, "s"), Lookup::Nothing);
        assert_eq!(run(Scope::List, "delete"), Lookup::Nothing);
        assert_eq!(run(Scope::Reader, "*"), Lookup::Run(Command::ToggleStar));
        assert_eq!(run(Scope::Reader, "s"), Lookup::Nothing);
        assert_eq!(run(Scope::Sidebar, "*"), Lookup::Run(Command::NextMention));
        assert_eq!(
            keymap.lookup(Scope::List, &chords("s")),
            Lookup::Run(Command::ToggleStar),
            "the table itself stays"
        );
    }

    #[test]
    fn a_mistake_is_told_with_line_and_remedy() {
        let table = [
            ("[lsit]", "line 1, column 2: \"lsit\" is no pane; did you mean \"list\"?"),
            ("[list]\n\nsatr = \"s\"", "line 3, column 1: \"satr\" is no command; did you mean \"star\"?"),
            ("[list]\nstar = [\"s\", \"pgdwn\"]", "line 2, column 14: \"pgdwn\" is no key; did you mean \"pgdn\"?"),
            (
                "[list]\nstar = \"ctl-s\"",
                "line 2, column 8: \"ctl-s\" is no key; there are enter, esc, tab, shift-tab, space, backspace, delete, insert …",
            ),
            ("[list]\nstar = 5", "line 2, column 8: a key is a text in quotes, such as \"j\" or \"ctrl-d\""),
            ("list = \"s\"", "line 1, column 1: write the pane as [list], and its keys below"),
            (
                "[list]\nstar = \"m\"",
                "line 2, column 8: m already runs \"read\" in [list]; give \"read\" other keys there, or none: read = []",
            ),
            (
                "[reader]\nstar = \"[\"",
                "line 2, column 8: [ would run before [[ is typed (one of the two is \"previous-heading\" in [reader])",
            ),
            ("[list]\nstar = \"s\"\nstar = \"x\"", "line 3, column 1: duplicate key"),
        ];
        for (text, expected) in table {
            assert_eq!(Keymap::builtin().with(text).unwrap_err().to_string(), expected, "{text}");
        }
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

    #[test]
    fn the_keys_of_a_command_are_those_that_reach_it() {
        let keymap = Keymap::builtin();
        let of = |scope, command| keymap.keys_of(scope, command);
        assert_eq!(of(Scope::List, Command::Open).as_deref(), Some("Enter"));
        assert_eq!(of(Scope::List, Command::Palette).as_deref(), Some("^P"));
        assert_eq!(of(Scope::List, Command::ReadOn), None);
        assert_eq!(of(Scope::List, Command::Samples), None, "d is the bin there");
        assert_eq!(of(Scope::Everywhere, Command::Samples).as_deref(), Some("d"));
        assert_eq!(keymap.all_keys_of(Scope::Reader, Command::FocusList), ["h", "Left", "1"]);
        assert_eq!(keymap.all_keys_of(Scope::List, Command::Open), ["Enter", "l", "Right"]);
    }
}

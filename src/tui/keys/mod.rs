//! Keys to commands: the table in `assets/keys.toml`, the reader's own over it. It runs nothing.

mod chord;

pub use chord::{Chord, label};

use toml::de::{DeTable, DeValue};

use super::command::{self, Command, Scope};
use crate::config::Mistake;
use chord::read_chords;

const BUILTIN: &str = include_str!("../../../assets/keys.toml");

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
        use crate::tui::command::{Act, Goal, Mark, Way};
        use crate::tui::model::Pane;
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
            (List, "tab", Pane(Way::Next)),
            (List, "shift-tab", Pane(Way::Previous)),
            (Sidebar, "1", Focus(Pane::List)),
            (List, "2", Focus(Pane::Reader)),
            (List, "3", Focus(Pane::Sidebar)),
            (List, "esc", Cancel),
            (List, "q", Back),
            (List, "Q", Quit),
            (List, "u", Undo),
            (List, "U", Redo),
            (Reader, "z", Zen),
            (List, "ctrl-l", Redraw),
            (List, "ctrl-z", Suspend),
            (Reader, "H", Visit(Way::Previous)),
            (Reader, "ctrl-o", Visit(Way::Previous)),
            (Reader, "L", Visit(Way::Next)),
            (List, "enter", Open),
            (List, "l", Open),
            (List, "m", Mark(Mark::Read)),
            (List, "s", Mark(Mark::Star)),
            (List, "a", Mark(Mark::Archive)),
            (List, "d", Mark(Mark::Bin)),
            (List, "o", OpenAddress),
            (List, "y", CopyAddress),
            (List, "n", NextUnread),
            (Reader, "space", ReadOn),
            (Reader, "}", Paragraph(Way::Next)),
            (Reader, "{", Paragraph(Way::Previous)),
            (Reader, "]]", Heading(Way::Next)),
            (Reader, "[[", Heading(Way::Previous)),
            (Reader, "n", Hit(Way::Next)),
            (Reader, "N", Hit(Way::Previous)),
            (Reader, "*", Mention(Way::Next)),
            (Reader, "#", Mention(Way::Previous)),
            (List, ")", With(Way::Next)),
            (Reader, "(", With(Way::Previous)),
            (Reader, "r", CycleView),
            (Reader, "x", ToggleHidden),
            (Reader, "+", Wider),
            (Reader, "-", Narrower),
            (Sidebar, "enter", Open),
            (Sidebar, "space", Follow),
            (Dossier, "space", Follow),
            (Sidebar, "&", Both),
            (Dossier, "p", Pin),
            (Dossier, ">", Month(Way::Next)),
            (Dossier, "<", Month(Way::Previous)),
            (Sidebar, "M", Name(Act::Merge)),
            (Dossier, "M", Name(Act::Merge)),
            (Sidebar, "S", Name(Act::Split)),
            (Dossier, "R", Name(Act::Rename)),
            (Sidebar, "t", Name(Act::Retype)),
            (Sidebar, "d", Name(Act::Never)),
            (Dossier, "d", Name(Act::Never)),
            (Reader, "v", Name(Act::Add)),
            (List, "gh", Go(Goal::History)),
            (List, "gp", Go(Goal::People)),
            (Reader, "go", Go(Goal::Organizations)),
            (Sidebar, "gl", Go(Goal::Places)),
            (Dossier, "gt", Go(Goal::Topics)),
            (Sidebar, "gs", Go(Goal::Sources)),
            (List, "g/", Go(Goal::Searches)),
            (List, ",", Order),
            (List, "S", SaveSearch),
            (List, "D", ForgetSearch),
            (Sidebar, "D", ForgetSearch),
            (Reader, "ga", Go(Goal::Articles)),
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
        assert_eq!(run(Scope::List, "f5"), Lookup::Run(Command::Mark(command::Mark::Star)));
        assert_eq!(run(Scope::List, "gs"), Lookup::Run(Command::Mark(command::Mark::Star)));
        assert_eq!(run(Scope::List, "gg"), Lookup::Run(Command::Move(Motion::Top)));
        assert_eq!(run(Scope::List, "s"), Lookup::Nothing);
        assert_eq!(run(Scope::List, "delete"), Lookup::Nothing);
        assert_eq!(run(Scope::Reader, "*"), Lookup::Run(Command::Mark(command::Mark::Star)));
        assert_eq!(run(Scope::Reader, "s"), Lookup::Nothing);
        assert_eq!(run(Scope::Sidebar, "*"), Lookup::Run(Command::Mention(command::Way::Next)));
        assert_eq!(
            keymap.lookup(Scope::List, &chords("s")),
            Lookup::Run(Command::Mark(command::Mark::Star)),
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
    fn the_keys_of_a_command_are_those_that_reach_it() {
        let keymap = Keymap::builtin();
        let of = |scope, command| keymap.keys_of(scope, command);
        assert_eq!(of(Scope::List, Command::Open).as_deref(), Some("Enter"));
        assert_eq!(of(Scope::List, Command::Palette).as_deref(), Some("^P"));
        assert_eq!(of(Scope::List, Command::ReadOn), None);
        assert_eq!(of(Scope::List, Command::Samples), None, "d is the bin there");
        assert_eq!(of(Scope::Everywhere, Command::Samples).as_deref(), Some("d"));
        assert_eq!(
            keymap.all_keys_of(Scope::Reader, Command::Focus(crate::tui::model::Pane::List)),
            ["h", "Left", "1"]
        );
        assert_eq!(keymap.all_keys_of(Scope::List, Command::Open), ["Enter", "l", "Right"]);
    }
}

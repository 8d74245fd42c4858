//! Where things live, and what the reader may change: the library's folder, `config.toml`, `keys.toml` and `topics.toml`. Nothing is ever
//! written there, and what the keys mean is decided by the reading room.

mod topics;

pub use topics::{TOPICS, topics};

use std::fmt;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use toml::de::{DeTable, DeValue};

/// The columns a line of prose may have.
pub const MEASURES: RangeInclusive<u16> = 40..=160;

/// What the reader chose. A missing file, or a missing line, leaves the default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The colours of the screen.
    pub theme: ThemeName,
    /// Whether colour may be used at all.
    pub colour: Colour,
    /// Who gets the mouse.
    pub mouse: Mouse,
    /// Columns of a line of prose, within [`MEASURES`].
    pub measure: u16,
    /// The reader's own keys, where there are any: the file and its text, not yet read.
    pub keys: Option<File>,
}

impl Default for Config {
    fn default() -> Self {
        Self { theme: ThemeName::Terminal, colour: Colour::Allowed, mouse: Mouse::Taken, measure: 72, keys: None }
    }
}

/// A theme that comes with the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeName {
    /// The sixteen colours of the terminal, whatever they are.
    #[default]
    Terminal,
    /// Dark ink on paper.
    Paper,
    /// For a dark room.
    Night,
    /// The greatest contrast.
    Contrast,
}

impl ThemeName {
    /// Every theme.
    pub const ALL: [Self; 4] = [Self::Terminal, Self::Paper, Self::Night, Self::Contrast];

    /// The word in `config.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Paper => "paper",
            Self::Night => "night",
            Self::Contrast => "contrast",
        }
    }
}

/// Whether colour may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// As the theme says.
    #[default]
    Allowed,
    /// None at all: `NO_COLOR` is set (<https://no-color.org>).
    Forbidden,
}

/// Who gets the mouse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mouse {
    /// The reading room: a click selects, the wheel scrolls.
    #[default]
    Taken,
    /// The terminal: the mouse selects text.
    Left,
}

/// A file and what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it is.
    pub path: PathBuf,
    /// What it says.
    pub text: String,
}

/// A mistake in a file of settings, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {what}")]
pub struct Mistake {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// What is wrong, and the nearest thing that would be right.
    pub what: String,
}

impl Mistake {
    /// A mistake at a byte of `text`.
    pub(crate) fn at(text: &str, byte: usize, what: impl Into<String>) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |feed| feed + 1);
        let column = before.get(line_start..).map_or(0, |line| line.chars().count()) + 1;
        Self { line: before.matches('\n').count() + 1, column, what: what.into() }
    }

    /// What the parser of TOML found.
    pub(crate) fn of_toml(text: &str, error: &toml::de::Error) -> Self {
        Self::at(text, error.span().map_or(0, |span| span.start), error.message())
    }

    /// A name that nothing has: what was typed, what it should have been the name of, and the names there are.
    pub(crate) fn unknown<'a>(
        text: &str,
        byte: usize,
        kind: &str,
        typed: &str,
        names: impl IntoIterator<Item = &'a str> + Clone,
    ) -> Self {
        let remedy = match nearest(typed, names.clone()) {
            Some(name) => format!("did you mean {name:?}?"),
            None => {
                let mut names: Vec<&str> = names.into_iter().collect();
                names.truncate(8);
                format!("there are {} …", names.join(", "))
            }
        };
        Self::at(text, byte, format!("{typed:?} is no {kind}; {remedy}"))
    }
}

/// What can go wrong with settings.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The platform names no home folder.
    #[error("no home folder is known; name the {what} with {remedy}")]
    NoHome {
        /// What was to be found there.
        what: &'static str,
        /// How to name it.
        remedy: &'static str,
    },
    /// A file is there, but cannot be read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file has a mistake in it.
    #[error("{}: {mistake}", path.display())]
    Mistaken {
        /// The file.
        path: PathBuf,
        /// What and where.
        mistake: Mistake,
    },
}

/// The library's folder: the one named, or `library` in the platform's data folder. It need not exist.
///
/// # Errors
/// [`Error::NoHome`] where none is named and the platform knows no data folder.
pub fn library_folder(explicit: Option<&Path>) -> Result<PathBuf, Error> {
    match explicit {
        Some(folder) => Ok(folder.to_owned()),
        None => data_folder().map(|folder| folder.join("library")),
    }
}

/// The folder of the library of sample articles, beside the default library. It need not exist.
///
/// # Errors
/// As [`library_folder`].
pub fn demo_folder() -> Result<PathBuf, Error> {
    data_folder().map(|folder| folder.join("demo"))
}

fn data_folder() -> Result<PathBuf, Error> {
    ProjectDirs::from("", "", "morgue")
        .map(|folders| folders.data_local_dir().to_owned())
        .ok_or(Error::NoHome { what: "library", remedy: "--library DIR" })
}

/// The folder of `config.toml` and `keys.toml`: the one `MORGUE_CONFIG` names, else the platform's. `None` where the
/// platform names no home folder.
#[must_use]
pub fn config_folder() -> Option<PathBuf> {
    match std::env::var_os("MORGUE_CONFIG").filter(|folder| !folder.is_empty()) {
        Some(folder) => Some(PathBuf::from(folder)),
        None => ProjectDirs::from("", "", "morgue").map(|folders| folders.config_dir().to_owned()),
    }
}

impl Config {
    /// Reads the settings from the folder that `MORGUE_CONFIG` names, or from the platform's configuration folder.
    ///
    /// # Errors
    /// A file that is there but cannot be read or understood, with its path and the place.
    pub fn load() -> Result<Self, Error> {
        let colour = match std::env::var_os("NO_COLOR") {
            Some(value) if !value.is_empty() => Colour::Forbidden,
            _ => Colour::Allowed,
        };
        let config = config_folder().map_or_else(|| Ok(Self::default()), |folder| Self::read(&folder))?;
        Ok(Self { colour, ..config })
    }

    /// Reads the settings in `folder`.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let mut config = match File::read(folder.join("config.toml"))? {
            Some(File { path, text }) => Self::parse(&text).map_err(|mistake| Error::Mistaken { path, mistake })?,
            None => Self::default(),
        };
        config.keys = File::read(folder.join("keys.toml"))?;
        Ok(config)
    }

    fn parse(text: &str) -> Result<Self, Mistake> {
        let table = DeTable::parse(text).map_err(|error| Mistake::of_toml(text, &error))?;
        let mut config = Self::default();
        for (key, value) in table.get_ref() {
            let wrong =
                |expected: &str| Mistake::at(text, value.span().start, format!("{} must be {expected}", key.get_ref()));
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("theme", DeValue::String(name)) => {
                    let names = ThemeName::ALL.map(ThemeName::name);
                    config.theme = ThemeName::ALL
                        .into_iter()
                        .find(|theme| theme.name() == name)
                        .ok_or_else(|| Mistake::unknown(text, value.span().start, "theme", name, names))?;
                }
                ("theme", _) => return Err(wrong(r#"a name, such as "paper""#)),
                ("mouse", DeValue::Boolean(taken)) => config.mouse = if *taken { Mouse::Taken } else { Mouse::Left },
                ("mouse", _) => return Err(wrong("true or false")),
                ("measure", DeValue::Integer(columns)) => {
                    config.measure =
                        columns.as_str().parse().ok().filter(|columns| MEASURES.contains(columns)).ok_or_else(
                            || wrong(&format!("from {} to {} columns", MEASURES.start(), MEASURES.end())),
                        )?;
                }
                ("measure", _) => return Err(wrong("a number of columns")),
                (name, _) => {
                    return Err(Mistake::unknown(text, key.span().start, "setting", name, SETTINGS));
                }
            }
        }
        Ok(config)
    }
}

/// The settings of `config.toml`.
const SETTINGS: [&str; 3] = ["theme", "mouse", "measure"];

impl File {
    fn read(path: PathBuf) -> Result<Option<Self>, Error> {
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(Some(Self { path, text })),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(Error::Unreadable { path, source }),
        }
    }

    /// A mistake in this file.
    #[must_use]
    pub fn mistaken(&self, mistake: Mistake) -> Error {
        Error::Mistaken { path: self.path.clone(), mistake }
    }
}

impl fmt::Display for ThemeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The name nearest to what was typed, if one is near: at most a third of its letters wrong (Levenshtein distance, two
/// letters changed about count as one mistake).
pub(crate) fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (typed.chars().count() / 3).max(1);
    names
        .into_iter()
        .map(|name| (distance(typed, name), name))
        .filter(|&(distance, _)| distance <= most)
        .min()
        .map(|(_, name)| name)
}

fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    let mut last = None;
    for (i, a) in left.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for (j, &b) in right.iter().enumerate() {
            let mut best = (row[j] + usize::from(a != b)).min(row[j + 1] + 1).min(next[j] + 1);
            if j > 0 && Some(b) == last && a == right[j - 1] && a != b {
                best = best.min(before[j - 1] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
        last = Some(a);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read() {
        let config = Config::parse("theme = \"paper\"\nmouse = false\nmeasure = 64\n").unwrap();
        let expected = Config { theme: ThemeName::Paper, mouse: Mouse::Left, measure: 64, ..Config::default() };
        assert_eq!(config, expected);
        assert_eq!(Config::parse("").unwrap(), Config::default());
    }

    #[test]
    fn a_mistake_is_named_with_its_place_and_remedy() {
        let table = [
            ("theme = \"papr\"", "line 1, column 9: \"papr\" is no theme; did you mean \"paper\"?"),
            ("\nmesure = 3", "line 2, column 1: \"mesure\" is no setting; did you mean \"measure\"?"),
            ("colour = 1", "line 1, column 1: \"colour\" is no setting; there are theme, mouse, measure …"),
            ("measure = 9", "line 1, column 11: measure must be from 40 to 160 columns"),
            ("mouse = \"yes\"", "line 1, column 9: mouse must be true or false"),
            ("theme = 3", "line 1, column 9: theme must be a name, such as \"paper\""),
        ];
        for (text, expected) in table {
            assert_eq!(Config::parse(text).unwrap_err().to_string(), expected, "{text}");
        }
        let mistake = Config::parse("mouse = true\ntheme = ").unwrap_err();
        assert_eq!(mistake.line, 2, "{mistake}");
    }

    #[test]
    fn files_are_found_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Config::read(folder.path()).unwrap(), Config::default());
        std::fs::write(folder.path().join("config.toml"), "measure = 80").unwrap();
        std::fs::write(folder.path().join("keys.toml"), "[list]").unwrap();
        let config = Config::read(folder.path()).unwrap();
        assert_eq!(config.measure, 80);
        assert_eq!(config.keys.unwrap().text, "[list]");

        std::fs::write(folder.path().join("config.toml"), "measure = 8").unwrap();
        let error = Config::read(folder.path()).unwrap_err().to_string();
        assert!(error.contains("config.toml: line 1, column 11: measure must be"), "{error}");
        std::fs::write(folder.path().join("config.toml"), [0xff]).unwrap();
        let error = Config::read(folder.path()).unwrap_err().to_string();
        assert!(error.starts_with("cannot read ") && error.ends_with("config.toml"), "{error}");
    }

    #[test]
    fn the_library_that_is_named_wins() {
        assert_eq!(library_folder(Some(Path::new("/tmp/mine"))).unwrap(), Path::new("/tmp/mine"));
        if let (Ok(library), Ok(demo)) = (library_folder(None), demo_folder()) {
            assert_ne!(library, demo);
            assert_eq!(library.parent(), demo.parent());
        }
    }

    #[test]
    fn the_nearest_name_is_found() {
        let names = ["down", "up", "next-pane", "next-unread"];
        let table = [
            ("dwon", Some("down")),
            ("dow", Some("down")),
            ("next-unraed", Some("next-unread")),
            ("nextpane", Some("next-pane")),
            ("quit", None),
            ("", None),
        ];
        for (typed, expected) in table {
            assert_eq!(nearest(typed, names), expected, "{typed}");
        }
    }
}

//! `morgue [QUERY]`: the reading room. It reads the settings and opens the screen; what happens there is the library crate's.

use std::path::Path;

use morgue::config::{self, Config};
use morgue::tui::keys::Keymap;
use morgue::tui::{self, Settings};

use super::output::Exit;

/// Opens the reading room over a library, the default one where none is named.
pub(crate) fn run(library: Option<&Path>, query: &str) -> anyhow::Result<Exit> {
    let folder = config::library_folder(library)?;
    let Config { theme, colour, mouse, measure, keys } = Config::load()?;
    let keymap = match keys {
        Some(file) => Keymap::builtin().with(&file.text).map_err(|mistake| file.mistaken(mistake))?,
        None => Keymap::builtin(),
    };
    let topics = config::topics()?;
    let query = query.to_owned();
    match tui::run(&Settings { folder, query, keymap, theme, colour, mouse, measure, topics }) {
        Ok(()) => Ok(Exit::Fine),
        // Each as itself: the exit code depends on which it is.
        Err(tui::Error::Library(error)) => Err(error.into()),
        Err(tui::Error::Terminal(error)) => Err(error.into()),
    }
}

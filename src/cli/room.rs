//! `morgue [QUERY]`: the reading room.

use std::path::Path;

use super::output::Exit;

pub(crate) fn run(_library: Option<&Path>, _query: &str) -> anyhow::Result<Exit> {
    anyhow::bail!("not built yet")
}

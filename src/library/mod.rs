//! Everything filed: one folder on disk, and the only SQL. It knows articles and entities, not how they are made.
//!
//! [`Library`] is the one writer. [`Reader`] is a second, read-only connection, cheap to open, for a screen or a command.

mod rows;

pub use rows::*;

//! The reading room: list, reader and sidebar on a terminal. `update` changes the model, `view` draws it, and neither
//! does any work of its own: what takes time is an effect that `desk` carries out on threads, which answer with messages.

pub mod command;
pub mod keys;
pub mod line;
pub mod terminal;
pub mod theme;

//! The one integration binary: `house` holds the laws of the house; `screens` shows the reading room, `terminal` the
//! program in a real terminal; `kit` is what tests
//! are made with.

mod house;
mod screens;
mod terminal;
mod kit {
    pub(crate) mod pty;
    pub(crate) mod shelf;
    pub(crate) mod source;
    pub(crate) mod stage;
}

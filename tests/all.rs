//! The one integration binary: `house` holds the laws of the house; `kit` is what tests are made with.

/// The program from the outside: output, exit codes, two at once, kills.
mod cli;
mod house;
/// Taking in files: walking folders, hostile files, order.
mod intake;
mod kit {
    pub(crate) mod library;
    pub(crate) mod pty;
    pub(crate) mod source;
}

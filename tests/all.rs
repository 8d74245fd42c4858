//! The one integration binary.

/// The program from the outside: output, exit codes, two at once, kills.
mod cli;
/// Taking in files: walking folders, hostile files, order.
mod intake;
/// What the tests share.
mod kit {
    /// A library and saved files in a temporary place.
    pub(crate) mod library;
}

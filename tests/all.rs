//! The one integration binary, and its parts. Nothing is tested here.

/// The program from the outside: output, exit codes, two at once, kills.
mod cli;
/// The same text saved more than once.
mod copies;
/// The page of a name, pins, two names at once.
mod dossier;
/// What must hold of any bytes.
mod hostile;
/// The laws of the house.
mod house;
/// Taking in files: walking folders, hostile files, order.
mod intake;
/// Whole files: what is shown of them, and what they say of themselves.
mod pages;
/// The README: what it lists is what there is.
mod readme;
/// The reading room where a text is filed more than once.
mod room_of_copies;
/// Rulings on names in the reading room: what is shown before one is made, its making, its undoing.
mod room_of_names;
/// The reading room where a rule is made.
mod room_of_rules;
/// The reading room where something is looked for.
mod room_of_search;
/// Recurring lines, rules, reading anew.
mod rules;
/// Rulings on names.
mod rulings;
/// The reading room: keys in, pictures out.
mod screens;
/// Searching from the command line: snippets, patterns, kept searches, topics of one's own.
mod search;
/// Articles that are no row of paragraphs.
mod shapes;
/// More like this, and stories.
mod stories;
/// The program in a real terminal.
mod terminal;
/// Pages that are not articles, and where that is told.
mod walls;

/// What tests are made with.
mod kit {
    pub(crate) mod library;
    pub(crate) mod pty;
    pub(crate) mod shelf;
    pub(crate) mod source;
    pub(crate) mod stage;
}

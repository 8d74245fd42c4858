//! The map of the house: the order of the modules below is the way of an article, from the bytes that were saved
//! to the screen on which it is read. It is also the law: **a module uses only modules written above it**, and
//! `tests/house.rs` fails with the file, the line and the remedy where one does not.
//!
//! Invariants:
//!
//! * Floors 1 to 5 (`text` to `entities`) are pure. They open no file, read no clock, start no thread, and cannot fail:
//!   a bad page gives a poorer article and notes, never an error.
//! * What the reader gave us (saved bytes, marks, rulings) is *ground*. Everything else is *derived*: it may be thrown
//!   away and made again, and comes out the same.
//! * Nothing is deleted from a page. Each block gets a kind, and the reading room hides kinds.
//! * Text from outside is hostile. It is made safe once, in `formats`, by [`text::clean`], and nowhere else.
//! * A text is one `String`; everything about it (bold, link, mention, wrapped line) is a byte range in it.
//! * The screen is a function of the model: all change goes through `tui::update`, and threads only send messages.

/// 1. Instruments that know no news: hostile signs, folding, byte ranges over text, tokens, wrapping.
pub mod text;

/// 2. The words everybody uses: article, block, origin, entity, mention.
pub mod article;

/// 3. Saved bytes to a document: what format it is, which characters, which blocks, what it claims about itself.
pub mod formats;

/// 4. A document to an article: each block's kind and reason, and the masthead.
pub mod extract;

/// 5. An article to its people, organizations, places and topics, and one drawer for each across a library.
pub mod entities;

/// 6. Everything filed, in one folder on disk. The only SQL.
pub mod library;

/// 7. Files to the library, on threads, with a report.
pub mod intake;

/// 8. An article to text, Markdown and JSON.
pub mod export;

/// 9. Where things live, and what the reader may change.
pub mod config;

/// 10. The reading room.
pub mod tui;

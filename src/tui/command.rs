//! What a key can do: one variant a command, one row a command in [`TABLE`]. The work itself is in `update`.

use serde::{Deserialize, Serialize};

use super::model::Pane;

/// A place on the screen that can have the focus, and so its own keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Any of them.
    Everywhere,
    /// The list of articles.
    List,
    /// The reader.
    Reader,
    /// The names an article is filed under.
    Sidebar,
    /// The page of one name.
    Dossier,
}

impl Scope {
    /// Every scope, in the order in which help lists them.
    pub const ALL: [Self; 5] = [Self::Everywhere, Self::List, Self::Reader, Self::Sidebar, Self::Dossier];

    /// The word in `keys.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everywhere => "everywhere",
            Self::List => "list",
            Self::Reader => "reader",
            Self::Sidebar => "sidebar",
            Self::Dossier => "dossier",
        }
    }
}

/// A movement, the same in every pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Motion {
    Down,
    Up,
    Top,
    Bottom,
    HalfDown,
    HalfUp,
    PageDown,
    PageUp,
}

/// One of two ways along what can be stepped through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// Toward what comes after; in the list, the older.
    Next,
    /// Toward what came before.
    Previous,
}

/// What is marked on an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Mark {
    Read,
    Star,
    Archive,
    Bin,
}

/// Where `g` leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Goal {
    People,
    Organizations,
    Places,
    Topics,
    Sources,
    Searches,
    Articles,
    Like,
    History,
}

/// What is ruled about a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Act {
    Merge,
    Split,
    Rename,
    Retype,
    Never,
    Add,
}

/// What a key does. Commands that differ by a value are one variant that takes the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// Moves in the focused pane.
    Move(Motion),
    /// Focuses this pane.
    Focus(Pane),
    /// Focuses the pane beside the focused one.
    Pane(Way),
    /// Closes what is open, or goes back one place, or quits at the root.
    Back,
    /// Closes what is open; never quits.
    Cancel,
    /// Quits.
    Quit,
    /// Takes back the last change.
    Undo,
    /// Makes the change again.
    Redo,
    /// Shows the keys of this pane.
    Help,
    /// Finds anything: articles, names, searches, sources, commands.
    Palette,
    /// Types a command.
    CommandLine,
    /// Searches the full text, or in the article.
    Search,
    /// To another hit, in this article or the next.
    Hit(Way),
    /// The best first, or the newest.
    Order,
    /// Keeps the search under a name.
    SaveSearch,
    /// Forgets a search that is kept.
    ForgetSearch,
    /// Draws the whole screen again.
    Redraw,
    /// Gives the terminal back to the shell for a while.
    Suspend,
    /// The reader alone on the screen, and back.
    Zen,
    /// Forward or back through what was visited.
    Visit(Way),
    /// Opens what is selected: an article, or a name's dossier.
    Open,
    /// Gives a mark or takes it.
    Mark(Mark),
    /// The next unread article.
    NextUnread,
    /// Opens the article's address.
    OpenAddress,
    /// Copies the article's address.
    CopyAddress,
    /// A page down; at the end, the next article.
    ReadOn,
    /// To another paragraph.
    Paragraph(Way),
    /// To another heading.
    Heading(Way),
    /// Where else the text of this article is filed.
    Copies,
    /// The story an article is in.
    Story,
    /// Clean, everything, original.
    CycleView,
    /// Shows or hides the hidden blocks at this place.
    ToggleHidden,
    /// Always hides this line on this site, or always shows it.
    Rule,
    /// A wider measure.
    Wider,
    /// A narrower measure.
    Narrower,
    /// Follows the selected name.
    Follow,
    /// Adds a second name to it: articles with both.
    Both,
    /// Keeps the selected name in the sidebar.
    Pin,
    /// To another month of a name's page.
    Month(Way),
    /// Opens the page of the name selected on a name's page.
    Page,
    /// Rules about a name: what it will do is shown before it is done.
    Name(Act),
    /// Lists the names of a kind, or all articles, or what was visited.
    Go(Goal),
    /// To another mention of the followed name in this article.
    Mention(Way),
    /// To another article with the followed name.
    With(Way),
    /// Files the sample articles (in an empty library).
    Samples,
}

/// A row of the table of commands.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// What runs.
    pub command: Command,
    /// Its name in `keys.toml` and in the palette.
    pub name: &'static str,
    /// What it does, in a line that starts with a verb.
    pub help: &'static str,
    /// A word or two for the footer.
    pub hint: &'static str,
}

const fn row(command: Command, name: &'static str, hint: &'static str, help: &'static str) -> Row {
    Row { command, name, help, hint }
}

/// Every command, in the order in which help lists them.
pub const TABLE: &[Row] = &[
    row(Command::Move(Motion::Down), "down", "down", "moves down"),
    row(Command::Move(Motion::Up), "up", "up", "moves up"),
    row(Command::Move(Motion::Top), "top", "top", "goes to the top"),
    row(Command::Move(Motion::Bottom), "bottom", "bottom", "goes to the bottom"),
    row(Command::Move(Motion::HalfDown), "half-down", "half down", "moves half a page down"),
    row(Command::Move(Motion::HalfUp), "half-up", "half up", "moves half a page up"),
    row(Command::Move(Motion::PageDown), "page-down", "page down", "moves a page down"),
    row(Command::Move(Motion::PageUp), "page-up", "page up", "moves a page up"),
    row(Command::Focus(Pane::List), "list", "list", "goes to the list of articles"),
    row(Command::Focus(Pane::Reader), "reader", "reader", "goes to the reader"),
    row(Command::Focus(Pane::Sidebar), "sidebar", "names", "goes to the names this article is filed under"),
    row(Command::Pane(Way::Next), "next-pane", "next pane", "goes to the next pane"),
    row(Command::Pane(Way::Previous), "previous-pane", "previous pane", "goes to the previous pane"),
    row(Command::Open, "open", "open", "opens what is selected: an article to read, a name's dossier"),
    row(Command::Back, "back", "close", "closes what is open; at the root, quits"),
    row(Command::Cancel, "cancel", "cancel", "closes what is open, or lifts the search"),
    row(Command::Quit, "quit", "quit", "quits"),
    row(Command::Mark(Mark::Read), "read", "read", "marks as read or unread"),
    row(Command::Mark(Mark::Star), "star", "star", "gives a star or takes it"),
    row(Command::Mark(Mark::Archive), "archive", "archive", "puts the article away or back"),
    row(Command::Mark(Mark::Bin), "bin", "bin", "puts the article in the bin or takes it out"),
    row(Command::NextUnread, "next-unread", "next unread", "goes to the next unread article"),
    row(Command::OpenAddress, "open-address", "open address", "opens the article's address in the browser"),
    row(Command::CopyAddress, "copy-address", "copy address", "copies the article's address"),
    row(Command::ReadOn, "read-on", "read on", "moves a page down; at the end, opens the next article"),
    row(Command::Paragraph(Way::Next), "next-paragraph", "paragraph", "goes to the next paragraph"),
    row(Command::Paragraph(Way::Previous), "previous-paragraph", "paragraph", "goes to the previous paragraph"),
    row(Command::Heading(Way::Next), "next-heading", "heading", "goes to the next heading"),
    row(Command::Heading(Way::Previous), "previous-heading", "heading", "goes to the previous heading"),
    row(Command::Copies, "copies", "copies", "lists copies and versions of this text (≈ in the list)"),
    row(Command::Story, "story", "story", "shows the story the article is in: the same event, all papers"),
    row(Command::CycleView, "view", "view", "shows the clean article, then everything, then the original"),
    row(Command::ToggleHidden, "hidden", "hidden", "shows or hides the hidden blocks at this place"),
    row(Command::Rule, "rule", "always hide", "makes a rule: always hides this line on this site, or shows it"),
    row(Command::Wider, "wider", "wider", "makes the measure wider"),
    row(Command::Narrower, "narrower", "narrower", "makes the measure narrower"),
    row(Command::Follow, "follow", "follow", "follows the selected name, or stops following it"),
    row(Command::Both, "both", "both", "adds a second name: the articles with both; again, parts them"),
    row(Command::Pin, "pin", "pin", "pins the name to the top of the sidebar, or takes it off"),
    row(
        Command::Month(Way::Next),
        "next-month",
        "month",
        "goes to the next month with articles; Enter shows those alone",
    ),
    row(
        Command::Month(Way::Previous),
        "previous-month",
        "month",
        "goes to the month before; Enter shows its articles alone",
    ),
    row(Command::Page, "page", "its page", "opens the page of the name selected beside the articles"),
    row(Command::Name(Act::Merge), "merge", "merge", "joins the name with another: both open one drawer"),
    row(Command::Name(Act::Split), "split", "split", "splits off a spelling, or this article: a drawer of its own"),
    row(Command::Name(Act::Rename), "rename", "rename", "changes how the name is written"),
    row(Command::Name(Act::Retype), "kind", "kind", "changes what it is: person, organization, place or topic"),
    row(
        Command::Name(Act::Never),
        "not-a-name",
        "not a name",
        "says that it is no name: here, on this site or everywhere",
    ),
    row(Command::Name(Act::Add), "add-name", "add a name", "selects words of the article, to make them a name"),
    row(Command::Go(Goal::People), "people", "people", "lists the people articles are filed under"),
    row(
        Command::Go(Goal::Organizations),
        "organizations",
        "organizations",
        "lists the organizations articles are filed under",
    ),
    row(Command::Go(Goal::Places), "places", "places", "lists the places articles are filed under"),
    row(Command::Go(Goal::Topics), "topics", "topics", "lists the topics articles are filed under"),
    row(Command::Go(Goal::Sources), "sources", "sources", "lists the sources articles come from"),
    row(Command::Go(Goal::Searches), "searches", "searches", "lists the searches that are kept, and your own topics"),
    row(Command::Go(Goal::Articles), "articles", "articles", "goes to the list of all articles"),
    row(Command::Go(Goal::Like), "like", "more like this", "lists the articles most like this one, and why"),
    row(Command::Go(Goal::History), "history", "history", "lists what was visited, the last first"),
    row(Command::Mention(Way::Next), "next-mention", "next mention", "goes to the next mention of the followed name"),
    row(Command::Mention(Way::Previous), "previous-mention", "previous mention", "goes to the previous mention"),
    row(Command::With(Way::Next), "next-with", "next with", "opens the next article with the followed name"),
    row(
        Command::With(Way::Previous),
        "previous-with",
        "previous with",
        "opens the previous article with the followed name",
    ),
    row(Command::Visit(Way::Previous), "backward", "back", "goes back through what was visited"),
    row(Command::Visit(Way::Next), "forward", "forward", "goes forward through what was visited"),
    row(Command::Palette, "palette", "find", "finds anything as you type: articles, names, searches, commands"),
    row(Command::CommandLine, "command-line", "commands", "types a command, such as :add PATH"),
    row(Command::Search, "search", "search", "searches the full text; in the reader, the article"),
    row(Command::Hit(Way::Next), "next-hit", "next hit", "goes to the next hit, and on to the next article"),
    row(
        Command::Hit(Way::Previous),
        "previous-hit",
        "previous hit",
        "goes to the hit before, and to the article before",
    ),
    row(Command::Order, "order", "best first", "lists what fits the search best first, or the newest first"),
    row(Command::SaveSearch, "save-search", "save search", "keeps the search under a name, in the sidebar"),
    row(Command::ForgetSearch, "forget-search", "forget search", "forgets a search that is kept"),
    row(Command::Undo, "undo", "undo", "takes back the last change"),
    row(Command::Redo, "redo", "redo", "makes the change again"),
    row(Command::Help, "help", "keys", "lists the keys of this pane"),
    row(Command::Zen, "zen", "zen", "shows the reader alone, and back"),
    row(Command::Redraw, "redraw", "redraw", "draws the whole screen again"),
    row(Command::Suspend, "suspend", "suspend", "gives the terminal back to the shell; `fg` returns"),
    row(Command::Samples, "samples", "samples", "files the sample articles (when the library is empty)"),
];

impl Command {
    /// Its row of the table.
    ///
    /// # Panics
    /// Never: a test holds the table complete.
    #[must_use]
    pub fn row(self) -> &'static Row {
        TABLE.iter().find(|row| row.command == self).expect("every command has a row")
    }

    /// The command of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.name == name).map(|row| row.command)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The variants of an enum of this file or of the model, as they are written.
    fn variants(name: &str) -> Vec<&'static str> {
        let sources = [include_str!("command.rs"), include_str!("model/mod.rs")];
        let head = format!("pub enum {name} {{");
        let body = sources.iter().find_map(|source| source.split(&head).nth(1)?.split("\n}").next()).unwrap();
        body.lines()
            .map(str::trim)
            .filter(|line| line.starts_with(char::is_uppercase))
            .map(|line| line.trim_end_matches(','))
            .collect()
    }

    #[test]
    fn every_command_has_one_row() {
        let rows: Vec<String> = TABLE.iter().map(|row| format!("{:?}", row.command)).collect();
        let mut expected = Vec::new();
        for variant in variants("Command") {
            match variant.split_once('(') {
                Some((name, value)) => {
                    let values = variants(value.trim_end_matches(')'));
                    expected.extend(values.iter().map(|value| format!("{name}({value})")));
                }
                None => expected.push(variant.to_owned()),
            }
        }
        assert_eq!(rows.iter().collect::<BTreeSet<_>>(), expected.iter().collect());
        assert_eq!(rows.len(), expected.len(), "a command has two rows");
    }

    #[test]
    fn names_are_words_and_belong_to_one_command() {
        let names: BTreeSet<_> = TABLE.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), TABLE.len());
        for row in TABLE {
            assert!(row.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", row.name);
            assert_eq!(Command::named(row.name), Some(row.command));
            assert_eq!(row.command.row().name, row.name);
        }
    }

    #[test]
    fn help_begins_with_a_verb_and_fits_a_small_screen() {
        for row in TABLE {
            let verb = row.help.split(' ').next().unwrap_or_default();
            assert!(verb.ends_with('s') && verb.starts_with(char::is_lowercase), "{}: {}", row.name, row.help);
            assert!(!row.help.ends_with('.') && row.help.chars().count() <= 64, "{}: {}", row.name, row.help);
            assert!((1..=16).contains(&row.hint.chars().count()), "{}: {}", row.name, row.hint);
        }
    }
}

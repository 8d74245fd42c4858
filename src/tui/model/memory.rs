//! What was typed and what was opened before: the lines that Up brings back, and what the palette puts first. It is plain
//! state: the searches are written to a file and read from it elsewhere.

use super::overlay::Target;

/// Lines kept of each sort, and things that were used.
const MOST: usize = 100;

/// What was typed and what was opened before.
#[derive(Debug, Default)]
pub struct Memory {
    /// Searches of the library.
    pub searches: History,
    /// Searches in an article.
    pub finds: History,
    /// Commands.
    pub commands: History,
    /// What was picked from a list in this session, the last first; each once.
    used: Vec<Target>,
}

impl Memory {
    /// Something was picked.
    pub fn used(&mut self, target: &Target) {
        self.used.retain(|other| !other.is_same(target));
        self.used.insert(0, target.clone());
        self.used.truncate(MOST);
    }

    /// What was picked, the last first.
    #[must_use]
    pub fn recent(&self) -> &[Target] {
        &self.used
    }

    /// How long ago something was picked, counted in other picks.
    #[must_use]
    pub fn age(&self, target: &Target) -> Option<usize> {
        self.used.iter().position(|other| other.is_same(target))
    }
}

/// Lines that were typed, the newest last, and how far back in them one is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    lines: Vec<String>,
    /// The line that is shown, and what was typed before the first was.
    shown: Option<(usize, String)>,
}

impl History {
    /// These lines, the newest last.
    #[must_use]
    pub fn of(lines: &[String]) -> Self {
        let mut history = Self::default();
        lines.iter().for_each(|line| history.keep(line));
        history
    }

    /// The lines, the newest last.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// A line was entered: it is the newest now, and stands here once.
    pub fn keep(&mut self, line: &str) {
        self.shown = None;
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        self.lines.retain(|other| other != line);
        self.lines.push(line.to_owned());
        let over = self.lines.len().saturating_sub(MOST);
        self.lines.drain(..over);
    }

    /// A line begins to be typed.
    pub fn begin(&mut self) {
        self.shown = None;
    }

    /// The line before the one that is shown; `None` at the oldest.
    pub fn older(&mut self, typed: &str) -> Option<String> {
        let end = self.shown.as_ref().map_or(self.lines.len(), |&(at, _)| at);
        let (at, line) =
            self.lines.iter().enumerate().take(end).rev().find(|(_, line)| line.as_str() != typed.trim())?;
        let draft = self.shown.take().map_or_else(|| typed.to_owned(), |(_, draft)| draft);
        self.shown = Some((at, draft));
        Some(line.clone())
    }

    /// The line after the one that is shown; behind the newest, what was typed first. `None` where none is shown.
    pub fn newer(&mut self) -> Option<String> {
        let (at, draft) = self.shown.take()?;
        match self.lines.get(at + 1) {
            Some(line) => {
                self.shown = Some((at + 1, draft));
                Some(line.clone())
            }
            None => Some(draft),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::command::Command;

    fn history(lines: &[&str]) -> History {
        History::of(&lines.iter().map(|&line| line.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn one_goes_back_and_comes_back_to_what_was_typed() {
        let mut history = history(&["tolls", "stones", "tolls", "  ", "ferry "]);
        assert_eq!(history.lines(), ["stones", "tolls", "ferry"]);
        // Up, Up, Up, Up, Down, Down, Down, Down, from a line that is half typed.
        let mut told = vec![history.older("fer")];
        for _ in 0..3 {
            told.push(history.older(told.last().unwrap().clone().unwrap_or_default().as_str()));
        }
        told.extend((0..4).map(|_| history.newer()));
        let told: Vec<_> = told.iter().map(Option::as_deref).collect();
        let (ferry, tolls, stones) = (Some("ferry"), Some("tolls"), Some("stones"));
        assert_eq!(told, [ferry, tolls, stones, None, tolls, ferry, Some("fer"), None]);
        // What stands in the line already is not brought back.
        assert_eq!(history.older("ferry "), Some("tolls".to_owned()));
        history.begin();
        assert_eq!(history.newer(), None);
    }

    #[test]
    fn the_oldest_lines_are_let_go_of() {
        let lines: Vec<String> = (0..MOST + 5).map(|number| format!("line {number}")).collect();
        let history = History::of(&lines);
        assert_eq!((history.lines().len(), history.lines()[0].as_str()), (MOST, "line 5"));
    }

    #[test]
    fn what_was_used_last_comes_first_and_once() {
        let target = |command| Target::Command(command, String::new());
        let mut memory = Memory::default();
        for command in [Command::Undo, Command::Redo, Command::Undo] {
            memory.used(&target(command));
        }
        assert_eq!(memory.recent().len(), 2);
        assert_eq!(
            [Command::Undo, Command::Redo, Command::Help].map(|command| memory.age(&target(command))),
            [Some(0), Some(1), None]
        );
    }
}

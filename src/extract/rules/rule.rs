//! The reader's rules as text one can edit, one a line: `hide courier.example follow us on # channels`. They are kept by the
//! library; what they do to an article is `apply`'s.

use std::fmt;
use std::str::FromStr;

use super::line::fold_line;
use crate::article::{Article, BlockKind};

/// The word for all sites.
pub(super) const EVERYWHERE: &str = "everywhere";

/// What a rule does with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Takes it out of the body.
    Hide,
    /// Has it in the body.
    Keep,
}

impl Verdict {
    /// The word a rule begins with.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hide => "hide",
            Self::Keep => "keep",
        }
    }

    /// The kind it gives a block.
    pub(super) const fn kind(self) -> BlockKind {
        match self {
            Self::Hide => BlockKind::Promotion,
            Self::Keep => BlockKind::Body,
        }
    }
}

/// A rule: what to do with which line on which site.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rule {
    /// What to do.
    pub verdict: Verdict,
    /// The key of the site; `None` is everywhere.
    pub site: Option<String>,
    /// The line, folded.
    line: String,
    /// Whether more may stand before it.
    before: Open,
    /// Whether more may stand after it.
    after: Open,
}

/// Whether a line may go on at one end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Open {
    No,
    Yes,
}

impl Rule {
    /// The rule that turns a block over: hides one of the body, keeps another.
    #[must_use]
    pub fn about(article: &Article, block: usize) -> Option<Self> {
        let block = article.blocks.get(block).filter(|block| !block.text.is_blank())?;
        let verdict = if block.kind == BlockKind::Body { Verdict::Hide } else { Verdict::Keep };
        let line = fold_line(block.text.as_str());
        Some(Self { verdict, site: super::site(article), line, before: Open::No, after: Open::No })
    }

    /// Whether it speaks of a site.
    pub(super) fn is_of_site(&self, site: Option<&str>) -> bool {
        self.site.is_none() || self.site.as_deref() == site
    }

    /// Whether it speaks of a folded line of a site.
    #[must_use]
    pub fn is_of(&self, site: Option<&str>, line: &str) -> bool {
        self.is_of_site(site)
            && match (self.before, self.after) {
                (Open::No, Open::No) => line == self.line,
                (Open::Yes, Open::No) => line.ends_with(&self.line),
                (Open::No, Open::Yes) => line.starts_with(&self.line),
                (Open::Yes, Open::Yes) => line.contains(&self.line),
            }
    }

    /// The line as it is written in a rule: a `*` at an end stands for anything, `\*` for itself, and `\\` for `\`.
    #[must_use]
    pub fn pattern(&self) -> String {
        let line = self.line.replace('\\', "\\\\");
        let inner = line.strip_prefix('*').map_or_else(|| line.clone(), |rest| format!("\\*{rest}"));
        let inner = match inner.strip_suffix('*').filter(|rest| !rest.is_empty() && *rest != "\\") {
            Some(rest) => format!("{rest}\\*"),
            None => inner,
        };
        let star = |open| if open == Open::Yes { "*" } else { "" };
        format!("{}{inner}{}", star(self.before), star(self.after))
    }
}

/// `text` with each `\*` and `\\` as what it stands for.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.next_if(|&next| c == '\\' && matches!(next, '\\' | '*'));
        plain.push(next.unwrap_or(c));
    }
    plain
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let site = self.site.as_deref().unwrap_or(EVERYWHERE);
        write!(f, "{} {site} {}", self.verdict.name(), self.pattern())
    }
}

impl FromStr for Rule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.trim().splitn(2, char::is_whitespace);
        let word = parts.next().unwrap_or_default();
        let verdict = [Verdict::Hide, Verdict::Keep].into_iter().find(|verdict| verdict.name() == word);
        let verdict = verdict.ok_or_else(|| format!("“{word}” is no rule: a rule begins with hide or keep"))?;
        let rest = parts.next().unwrap_or_default().trim();
        let (site, line) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        if site.is_empty() {
            return Err(format!("{word} where? name a site, or {EVERYWHERE}"));
        }
        let site = (site != EVERYWHERE).then(|| site.to_lowercase());
        let (mut line, mut before, mut after) = (line.trim(), Open::No, Open::No);
        if let Some(rest) = line.strip_prefix('*') {
            (line, before) = (rest, Open::Yes);
        }
        // A star behind an odd number of backslashes is a star.
        let is_open = |rest: &&str| rest.chars().rev().take_while(|&c| c == '\\').count() % 2 == 0;
        if let Some(rest) = line.strip_suffix('*').filter(is_open) {
            (line, after) = (rest, Open::Yes);
        }
        let plain = unescaped(line);
        // Inside a longer line a space at an open end parts words: `more *` is not `more*`.
        let mut folded = fold_line(&plain);
        if folded.is_empty() {
            return Err(format!("{word} which line? give some words of it; a * at an end stands for anything"));
        }
        if before == Open::Yes && plain.starts_with(char::is_whitespace) {
            folded.insert(0, ' ');
        }
        if after == Open::Yes && plain.ends_with(char::is_whitespace) {
            folded.push(' ');
        }
        Ok(Self { verdict, site, line: folded, before, after })
    }
}

/// A line of rules that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Mistake {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub what: String,
}

/// Reads rules, one a line; empty lines and lines that begin with `#` are none, and what stands twice counts once.
///
/// # Errors
/// The first line that is no rule.
pub fn parse(text: &str) -> Result<Vec<Rule>, Mistake> {
    let mut rules = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let rule = line.parse().map_err(|what| Mistake { line: at + 1, what })?;
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    Ok(rules)
}

/// A change of the rules: one entry of the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// Rules that come.
    pub added: Vec<Rule>,
    /// Rules that go.
    pub removed: Vec<Rule>,
}

impl Edit {
    /// The change from some rules to others.
    #[must_use]
    pub fn between(before: &[Rule], after: &[Rule]) -> Self {
        let without = |these: &[Rule], those: &[Rule]| {
            these.iter().filter(|rule| !those.contains(rule)).cloned().collect::<Vec<_>>()
        };
        Self { added: without(after, before), removed: without(before, after) }
    }

    /// A rule more; the opposite rule about the same line goes.
    #[must_use]
    pub fn adding(rule: Rule, before: &[Rule]) -> Self {
        let is_opposite =
            |other: &&Rule| other.verdict != rule.verdict && Rule { verdict: rule.verdict, ..(*other).clone() } == rule;
        let removed = before.iter().filter(is_opposite).cloned().collect();
        let added = if before.contains(&rule) { Vec::new() } else { vec![rule] };
        Self { added, removed }
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self { added: self.removed, removed: self.added }
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }

    /// The change as text: `+` or `-` and a rule a line.
    #[must_use]
    pub fn write(&self) -> String {
        let line = |sign: char| move |rule: &Rule| format!("{sign}{rule}\n");
        self.added.iter().map(line('+')).chain(self.removed.iter().map(line('-'))).collect()
    }

    /// Reads what [`write`](Self::write) wrote; lines that cannot be read are left out.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let rules =
            |sign: char| text.lines().filter_map(|line| line.strip_prefix(sign)?.parse().ok()).collect::<Vec<Rule>>();
        Self { added: rules('+'), removed: rules('-') }
    }

    /// What it was, in words: "the rule “hide …”".
    #[must_use]
    pub fn says(&self) -> String {
        match (&self.added[..], &self.removed[..]) {
            ([rule], _) => format!("the rule “{rule}”"),
            ([], [rule]) => format!("taking off the rule “{rule}”"),
            (added, removed) => format!("a change of {} rules", added.len() + removed.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_written_as_it_is_read() {
        for (text, written) in [
            ("hide courier.example Follow us on 12 channels", "hide courier.example follow us on # channels"),
            ("keep  EVERYWHERE.example  «Ja», sagte er", "keep everywhere.example \"ja\", sagte er"),
            ("hide everywhere More on *", "hide everywhere more on *"),
            ("hide everywhere *Café*", "hide everywhere *cafe*"),
            (r"hide everywhere \* Terms apply \*", r"hide everywhere \* terms apply \*"),
            (r"keep everywhere \*", r"keep everywhere \*"),
        ] {
            let rule: Rule = text.parse().unwrap();
            assert_eq!(rule.to_string(), written);
            assert_eq!(written.parse::<Rule>().unwrap(), rule, "{written}");
        }
    }

    #[test]
    fn a_star_at_an_end_stands_for_anything() {
        for (rule, line, expected) in [
            ("hide everywhere more on*", "more on the ferry", true),
            ("hide everywhere more on *", "more one", false),
            ("hide everywhere *ferry", "more on the ferry", true),
            ("hide everywhere *the*", "more on the ferry", true),
            ("hide everywhere more on", "more on the ferry", false),
            (r"hide everywhere \*ferry", "more on the ferry", false),
            (r"hide everywhere \*ferry", "*ferry", true),
            ("hide everywhere Ring 555-01", "ring #-#", true),
        ] {
            assert_eq!(rule.parse::<Rule>().unwrap().is_of(None, line), expected, "{rule}: {line}");
        }
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        for (text, expected) in [
            ("hid x y", "line 1: “hid” is no rule: a rule begins with hide or keep"),
            ("# rules\n\nhide", "line 3: hide where? name a site, or everywhere"),
            (
                "keep courier.example",
                "line 1: keep which line? give some words of it; a * at an end stands for anything",
            ),
            (
                "keep courier.example **",
                "line 1: keep which line? give some words of it; a * at an end stands for anything",
            ),
        ] {
            assert_eq!(parse(text).unwrap_err().to_string(), expected);
        }
        assert_eq!(parse("# none\n\nhide a.example b\nhide a.example  B\n").unwrap().len(), 1);
    }

    #[test]
    fn a_change_is_written_read_and_taken_back() {
        let rules = parse("hide a.example b\nkeep a.example c").unwrap();
        let edit = Edit::between(&rules[..1], &rules[1..]);
        assert_eq!(edit.write(), "+keep a.example c\n-hide a.example b\n");
        assert_eq!(Edit::read(&edit.write()), edit);
        assert_eq!(edit.clone().inverse().inverse(), edit);
        assert_eq!(Edit::adding("keep a.example b".parse().unwrap(), &rules).removed, rules[..1]);
        assert!(Edit::adding(rules[0].clone(), &rules).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_can_be_read(line in r"[a*\\ #é1]{0,12}", before: bool, after: bool) {
            let folded = fold_line(&line);
            proptest::prop_assume!(!folded.is_empty());
            let open = |yes| if yes { Open::Yes } else { Open::No };
            let rule = Rule { verdict: Verdict::Hide, site: None, line: folded, before: open(before), after: open(after) };
            if let Ok(read) = rule.to_string().parse::<Rule>() {
                proptest::prop_assert_eq!(read.to_string(), rule.to_string());
            }
        }
    }
}

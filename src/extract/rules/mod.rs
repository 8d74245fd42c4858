//! What is known beyond one page: the reader's rules and the lines that recur on a site, laid over what the labeler said.
//! Not a labeler, and no store: an [`Overlay`] is data, [`apply`] is pure, and what it changed can be taken off again.
//!
//! An article is always `extract` → [`apply`] → entities. The reader's word is law: a keep rule beats a hide rule, and
//! either beats a recurring line and the labeler.

mod line;
mod rule;

pub use line::{Trace, are_copies, fold_line, hash_of, site, trace};
pub use rule::{Edit, Mistake, Rule, Verdict, parse};

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::article::{Article, Block, BlockKind, Why};

/// What is laid over the labeler's answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    /// The reader's rules, of all sites.
    pub rules: Vec<Rule>,
    /// The lines that recur, of all sites: [`hash_of`] holds the site, too.
    pub recurring: BTreeSet<i64>,
}

/// A block whose kind was changed, and what the labeler had said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overruled {
    /// Index into the article's blocks.
    pub block: u32,
    /// What changed it.
    pub by: By,
    /// The kind before.
    pub kind: BlockKind,
    /// How sure that was.
    pub sure: f32,
    /// Its reason.
    pub why: Why,
}

/// What changed a block's kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// A rule of the reader's, as it is written.
    Rule(String),
    /// A line that recurs on the site: its hash.
    Recurs(i64),
}

impl Overlay {
    /// The rule that decides on a folded line of a site, if any: keep beats hide, and of equals the first wins.
    #[must_use]
    pub fn rule(&self, site: Option<&str>, line: &str) -> Option<&Rule> {
        let speaks = |verdict| self.rules.iter().find(|rule| rule.verdict == verdict && rule.is_of(site, line));
        speaks(Verdict::Keep).or_else(|| speaks(Verdict::Hide))
    }

    /// The rules that can speak of a site.
    fn has_rules_of(&self, site: Option<&str>) -> bool {
        self.rules.iter().any(|rule| rule.is_of_site(site))
    }

    /// The lines of an article that would be hidden if they recurred: those no rule speaks of.
    #[must_use]
    pub fn open_lines(&self, article: &Article, trace: &Trace) -> Vec<i64> {
        let site = trace.site.as_deref();
        if !self.has_rules_of(site) {
            return trace.lines.iter().map(|&(_, line)| line).collect();
        }
        let text = |block: u32| article.blocks.get(block as usize).map_or("", |block| block.text.as_str());
        let open = trace.lines.iter().filter(|&&(block, _)| self.rule(site, &fold_line(text(block))).is_none());
        open.map(|&(_, line)| line).collect()
    }
}

/// Lays `overlay` over `article`, as the labeler gave it; gives back what was changed.
pub fn apply(article: &mut Article, trace: &Trace, overlay: &Overlay) -> Vec<Overruled> {
    let site = trace.site.as_deref();
    let mut recurs = trace.lines.iter().filter(|(_, line)| overlay.recurring.contains(line)).peekable();
    let mut overruled = Vec::new();
    let ruled = overlay.has_rules_of(site);
    let place = article.source.name.clone().or_else(|| trace.site.clone()).unwrap_or_default();
    for (at, block) in (0u32..).zip(&mut article.blocks) {
        while recurs.next_if(|&&(block, _)| block < at).is_some() {}
        let line = recurs.next_if(|&&(block, _)| block == at).map(|&(_, line)| line);
        if block.text.is_blank() || !ruled && line.is_none() {
            continue;
        }
        let rule = if ruled { overlay.rule(site, &fold_line(block.text.as_str())) } else { None };
        let (by, kind, why) = match (rule, line) {
            (Some(rule), _) => (By::Rule(rule.to_string()), rule.verdict.kind(), format!("your rule: {rule}")),
            (None, Some(line)) => (By::Recurs(line), BlockKind::Promotion, stands_in("several", &place)),
            (None, None) => continue,
        };
        if (kind == BlockKind::Body) != (block.kind == BlockKind::Body) {
            overruled.push(overrule(block, at, by, kind, why.into()));
        }
    }
    overruled
}

fn overrule(block: &mut Block, at: u32, by: By, kind: BlockKind, why: Why) -> Overruled {
    let before = Overruled { block: at, by, kind: block.kind, sure: block.sure, why: std::mem::take(&mut block.why) };
    (block.kind, block.sure, block.why) = (kind, 1.0, why);
    before
}

/// Takes off again what [`apply`] laid over an article.
pub fn restore(article: &mut Article, overruled: &[Overruled]) {
    for before in overruled {
        if let Some(block) = article.blocks.get_mut(before.block as usize) {
            (block.kind, block.sure, block.why) = (before.kind, before.sure, before.why.clone());
        }
    }
}

/// The reason of a recurring line, in words. What is stored has no number: with one, each article that is filed would make
/// all the others stale.
#[must_use]
pub fn stands_in(count: &str, place: &str) -> String {
    format!("stands in {count} articles of {place}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Shape, Source};
    use crate::text::Rich;

    fn article(blocks: &[(&str, BlockKind, f32)]) -> Article {
        let block = |&(text, kind, sure): &(&str, BlockKind, f32)| Block {
            kind,
            shape: Shape::Paragraph,
            text: Rich::plain(text),
            sure,
            why: "by its form".into(),
        };
        Article {
            source: Source { host: Some("courier.example".to_owned()), ..Source::default() },
            blocks: blocks.iter().map(block).collect(),
            ..Article::default()
        }
    }

    fn kinds(article: &Article) -> Vec<&'static str> {
        article.blocks.iter().map(|block| block.kind.name()).collect()
    }

    const PROSE: &str = "The ferry to Holt Cross will sail again on Monday, the harbour board said after a long night.";

    #[test]
    fn rules_beat_recurring_lines_and_the_labeler_and_keep_beats_hide() {
        let page = article(&[
            ("Ring the desk: 555 1234", BlockKind::Body, 0.7),
            (PROSE, BlockKind::Body, 0.95),
            ("Picture of the pier", BlockKind::Meta, 0.9),
            ("More from the harbour", BlockKind::Body, 0.7),
        ]);
        let seen = trace(&page);
        let more = hash_of("courier.example", "more from the harbour");
        for (rules, recurring, expected) in [
            ("", &[][..], ["body", "body", "meta", "body"]),
            ("", &[more], ["body", "body", "meta", "promotion"]),
            ("keep courier.example more from*", &[more], ["body", "body", "meta", "body"]),
            ("keep everywhere picture of the pier", &[], ["body", "body", "body", "body"]),
            ("hide courier.example Ring the desk: 0 1", &[], ["promotion", "body", "meta", "body"]),
            ("hide everywhere *pier\nhide courier.example *harbour", &[], ["body", "body", "meta", "promotion"]),
            ("hide courier.example *harbour*", &[], ["body", "promotion", "meta", "promotion"]),
            ("hide courier.example harbour*", &[], ["body", "body", "meta", "body"]),
            ("hide courier.example *\u{66}erry*", &[], ["body", "promotion", "meta", "body"]),
            ("hide post.example more*", &[], ["body", "body", "meta", "body"]),
            ("hide courier.example more*\nkeep everywhere more from the*", &[], ["body", "body", "meta", "body"]),
        ] {
            let overlay = Overlay { rules: parse(rules).unwrap(), recurring: recurring.iter().copied().collect() };
            let mut read = page.clone();
            let overruled = apply(&mut read, &seen, &overlay);
            assert_eq!(kinds(&read), expected, "{rules}");
            restore(&mut read, &overruled);
            assert_eq!(read, page, "{rules}: what is taken off leaves nothing behind");
        }
    }

    #[test]
    fn the_reason_names_what_decided() {
        let mut page = article(&[(PROSE, BlockKind::Body, 0.95), ("More from the harbour", BlockKind::Body, 0.7)]);
        let seen = trace(&page);
        let recurring = [hash_of("courier.example", "more from the harbour")].into();
        let overruled = apply(&mut page, &seen, &Overlay { rules: Vec::new(), recurring });
        assert_eq!(page.blocks[1].why.0, "stands in several articles of courier.example");
        assert_eq!(overruled[0].why.0, "by its form");
        let rules = parse("hide everywhere more from the harbour").unwrap();
        let mut page = article(&[("More from the harbour", BlockKind::Body, 0.7)]);
        let seen = trace(&page);
        apply(&mut page, &seen, &Overlay { rules, ..Overlay::default() });
        assert_eq!(page.blocks[0].why.0, "your rule: hide everywhere more from the harbour");
    }
}

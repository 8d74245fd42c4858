//! What is filed to text for other programs: Markdown, JSON, CSV, graphs; and the differences of two articles. Pure: it writes
//! into strings and reads nothing but what it is given.

mod changes;
mod csv;
mod graph;
mod json;
mod markdown;

pub use changes::{Passage, Sign, changes, elsewhere, relation_in_words, summary};
pub use csv::row as csv_row;
pub use graph::{dot, graphml};
pub use json::{Parsed, Tagged, TaggedEntity, TaggedMention, TaggedTopic};
pub use markdown::markdown;

use crate::article::{Article, Block, Bullet, Shape};

/// The article as plain text: title, a line with authors, source and date, and the body, parted by blank lines.
/// Nothing is wrapped: a paragraph is a line.
#[must_use]
pub fn plain(article: &Article) -> String {
    let mut out = String::new();
    if let Some(title) = &article.title {
        out.push_str(title);
        out.push('\n');
    }
    let masthead = masthead(article);
    if !masthead.is_empty() {
        out.push_str(&masthead);
        out.push('\n');
    }
    let mut before: Option<&Block> = None;
    for (_, block) in article.body() {
        if !out.is_empty() && !before.is_some_and(|before| is_tight(before, block)) {
            out.push('\n');
        }
        plain_block(block, &mut out);
        out.push('\n');
        before = Some(block);
    }
    out
}

/// "Ana Perez · The Guardian · 2026-11-21 · Brussels": what is known, in that order.
#[must_use]
pub fn masthead(article: &Article) -> String {
    let byline = article.byline.join(", ");
    let day = article.published.map(|published| published.day().to_string()).unwrap_or_default();
    let source = article.source.name.as_deref().or(article.source.host.as_deref()).unwrap_or_default();
    let parts = [byline.as_str(), source, day.as_str(), article.place.as_deref().unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The cells of a table row.
pub fn cells(block: &Block) -> impl Iterator<Item = &str> {
    let (text, ends) = match &block.shape {
        Shape::Row(ends) => (block.text.as_str(), ends.as_slice()),
        _ => (block.text.as_str(), &[][..]),
    };
    let mut start = 0;
    ends.iter().map(move |&end| {
        let end = end as usize;
        let cell = text.get(start..end).unwrap_or_default();
        start = end;
        cell.trim()
    })
}

/// Whether two blocks stand without a blank line between them: items of a list, rows of a table.
fn is_tight(before: &Block, after: &Block) -> bool {
    matches!((&before.shape, &after.shape), (Shape::Item { .. }, Shape::Item { .. }) | (Shape::Row(_), Shape::Row(_)))
}

fn plain_block(block: &Block, out: &mut String) {
    match &block.shape {
        Shape::Item { depth, mark } => {
            out.extend(std::iter::repeat_n("  ", usize::from(*depth)));
            match mark {
                Bullet::Dot => out.push_str("• "),
                Bullet::Number(number) => {
                    out.push_str(&number.to_string());
                    out.push_str(". ");
                }
            }
            out.push_str(block.text.as_str());
        }
        Shape::Row(_) => out.push_str(&cells(block).collect::<Vec<_>>().join("\t")),
        Shape::Rule => out.push_str("* * *"),
        Shape::Paragraph | Shape::Heading(_) | Shape::Quote | Shape::Code | Shape::Caption => {
            out.push_str(block.text.as_str());
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::article::{BlockKind, Published};
    use crate::text::{Mark, MarkKind, Rich};

    /// An article with one block of every shape.
    pub(crate) fn every_shape() -> Article {
        let block = |kind, shape, text: &str| Block { kind, shape, text: Rich::plain(text), sure: 1.0, why: "".into() };
        let body = |shape, text| block(BlockKind::Body, shape, text);
        let marked = Rich::new(
            "A *bold* link.".to_owned(),
            vec![Mark { range: 2..8, kind: MarkKind::Bold }, Mark { range: 9..13, kind: MarkKind::Link(0) }],
        );
        Article {
            title: Some("The weir: a history".to_owned()),
            byline: vec!["Ada Moss".to_owned(), "Jo Reed".to_owned()],
            published: Some(Published::Day(jiff::civil::date(2026, 3, 4))),
            links: vec!["https://example.org/weir(1)".to_owned()],
            blocks: vec![
                block(BlockKind::Ad, Shape::Paragraph, "Buy our boats."),
                Block { kind: BlockKind::Body, shape: Shape::Paragraph, text: marked, sure: 1.0, why: "".into() },
                body(Shape::Heading(2), "The lock"),
                body(Shape::Quote, "It leaks."),
                body(Shape::Item { depth: 0, mark: Bullet::Dot }, "gates"),
                body(Shape::Item { depth: 1, mark: Bullet::Number(3) }, "hinges"),
                body(Shape::Row(vec![4, 8]), "Year 1911"),
                body(Shape::Row(vec![4, 9]), "Cost £2|0"),
                body(Shape::Code, "let it;\n  be"),
                body(Shape::Rule, ""),
                body(Shape::Paragraph, "# not a heading"),
            ],
            ..Article::default()
        }
    }

    #[test]
    fn text_has_the_masthead_and_the_body_only() {
        let text = plain(&every_shape());
        assert!(text.starts_with("The weir: a history\nAda Moss, Jo Reed · 2026-03-04\n\nA *bold* link.\n\n"));
        assert!(text.contains("\n\n• gates\n  3. hinges\n\nYear\t191\nCost\t£2|\n"), "{text}");
        assert!(!text.contains("boats"));
    }
}

//! An article to the people, organizations, places and topics in it, and one drawer for each across a library.
//!
//! The way: words and what is known of them ([`features`]) → names with a kind ([`tagger`]) → names as they are filed
//! ([`names`]) → one entity for all names of one thing within the article ([`within`]) → [`topics`]; then, when the
//! article is filed, [`across::decide`] says which drawer of the library each entity belongs in.

pub mod across;
pub mod cabinet;
pub mod features;
pub mod forms;
pub mod lexicon;
pub mod names;
pub mod people;
pub mod subjects;
pub mod tagger;
pub mod topics;
pub mod weights;
pub mod within;

use std::collections::BTreeSet;

use crate::article::{Article, Entities, Entity, EntityKind, Mention, Shape};
use features::Sheet;
use names::Found;

pub use tagger::Tagger;

/// Raised when the same article would give other entities. Stored with each article.
pub const VERSION: u32 = 1;

/// An entity and where it is named: block and byte range.
type Draft = (Entity, Vec<(u32, std::ops::Range<u32>)>);

/// The entities of `article`: names in its body, with every mention, and its topics.
#[must_use]
pub fn read(article: &Article, tagger: &Tagger) -> Entities {
    // Code and rules hold no prose.
    let body: Vec<(u32, &str)> = article
        .body()
        .filter(|(_, block)| !matches!(block.shape, Shape::Code | Shape::Rule))
        .map(|(at, block)| (at as u32, block.text.as_str()))
        .collect();
    let blocks: Vec<&str> = body.iter().map(|&(_, text)| text).collect();
    let title = article.title.as_deref().unwrap_or("");
    let mut sheet = Sheet::new(&blocks);
    let tagged = tagger.names(&mut sheet);
    let mut found = names::found(&sheet, &tagged, &blocks);
    found.retain(|name| !is_credit(name, &blocks, &article.byline));
    let groups = within::join(&mut found);

    let block_of = |at: u32| body.get(at as usize).map_or(0, |&(block, _)| block);
    let mut drafts: Vec<Draft> = Vec::new();
    for group in groups {
        let members: Vec<&Found> = group.members.iter().filter_map(|&at| found.get(at)).collect();
        let aliases: BTreeSet<&str> =
            members.iter().map(|name| name.text.as_str()).filter(|text| *text != group.name).collect();
        let titles: BTreeSet<&str> = members.iter().flat_map(|name| &name.titles).map(String::as_str).collect();
        let entity = Entity {
            kind: group.kind,
            aliases: aliases.into_iter().map(str::to_owned).collect(),
            titles: titles.into_iter().map(str::to_owned).collect(),
            salience: weight(&members, title, blocks.len()),
            name: group.name,
        };
        drafts.push((entity, members.iter().map(|name| (block_of(name.block), name.range.clone())).collect()));
    }
    let most = drafts.iter().fold(f32::MIN_POSITIVE, |most, (entity, _)| most.max(entity.salience));
    for (entity, _) in &mut drafts {
        entity.salience /= most;
    }
    for topic in topics::topics(&sheet, &found, title) {
        let entity = Entity {
            kind: EntityKind::Topic,
            name: topic.name,
            aliases: Vec::new(),
            titles: Vec::new(),
            salience: topic.score,
        };
        let mentions = topic.mentions.into_iter().map(|(block, range)| (block_of(block), range)).collect();
        drafts.push((entity, mentions));
    }
    assemble(drafts)
}

/// The most important first within a kind; mentions in the order of the text.
fn assemble(mut drafts: Vec<Draft>) -> Entities {
    drafts.sort_by(|(a, _), (b, _)| {
        a.kind.cmp(&b.kind).then(b.salience.total_cmp(&a.salience)).then_with(|| a.name.cmp(&b.name))
    });
    drafts.truncate(usize::from(u16::MAX));
    let mut entities = Entities::default();
    for (at, (entity, places)) in drafts.into_iter().enumerate() {
        entities.list.push(entity);
        entities.mentions.extend(places.into_iter().map(|(block, range)| Mention { entity: at as u16, block, range }));
    }
    entities.mentions.sort_by_key(|mention| (mention.block, mention.range.start, mention.range.end));
    entities
}

/// How much an article is about what is named in these places: each counts one, in the first blocks two, and the headline
/// three more.
fn weight(members: &[&Found], title: &str, blocks: usize) -> f32 {
    let lead = (blocks / 5).clamp(1, 3) as u32;
    let said: f32 = members.iter().map(|name| if name.block <= lead { 2.0 } else { 1.0 }).sum();
    let last = |name: &&&Found| name.text.rsplit(' ').next().is_some_and(|word| word.len() > 2 && title.contains(word));
    said + if members.iter().any(|name| last(&name)) { 3.0 } else { 0.0 }
}

/// Whether a name stands in a line that only says who wrote the article: "By Orla Finn", or an author's name alone.
fn is_credit(name: &Found, blocks: &[&str], byline: &[String]) -> bool {
    let Some(text) = blocks.get(name.block as usize).map(|text| text.trim()) else { return false };
    if text.len() > 80 || text.ends_with('.') {
        return false;
    }
    let words = text.split_whitespace().count();
    let by = text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("by ")) && words <= 8;
    by || (words <= 6 && byline.iter().any(|author| author.eq_ignore_ascii_case(&name.text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Block, BlockKind};
    use crate::text::Rich;

    fn article(paragraphs: &[&str]) -> Article {
        let blocks = paragraphs
            .iter()
            .map(|text| Block {
                kind: BlockKind::Body,
                shape: Shape::Paragraph,
                text: Rich::plain(*text),
                sure: 1.0,
                why: "".into(),
            })
            .collect();
        Article { blocks, ..Article::default() }
    }

    fn names(entities: &Entities, kind: EntityKind) -> Vec<&str> {
        entities.list.iter().filter(|entity| entity.kind == kind).map(|entity| entity.name.as_str()).collect()
    }

    #[test]
    fn one_article_is_read() {
        let article = article(&[
            "By Ana Perez",
            "GENEVA — Foreign Minister Paul Whitfield told reporters in Geneva on Monday that the Northern Ports Authority (NPA) \
             would pay no tariffs, and that tariffs were a matter for the United Nations.",
            "Mr. Whitfield, who flew in from Kenya, said the NPA had asked for help. Whitfield’s deputy, Maria Okello, agreed.",
        ]);
        let entities = read(&article, Tagger::builtin());
        assert_eq!(names(&entities, EntityKind::Person), ["Paul Whitfield", "Maria Okello"]);
        assert_eq!(names(&entities, EntityKind::Organization), ["Northern Ports Authority", "United Nations"]);
        assert_eq!(names(&entities, EntityKind::Place), ["Geneva", "Kenya"]);
        assert!(names(&entities, EntityKind::Topic).contains(&"tariffs"), "{entities:?}");
        let first = &entities.list[0];
        assert_eq!(first.titles, ["Foreign Minister", "Mr."]);
        assert_eq!(first.aliases, ["Whitfield"]);
        for mention in &entities.mentions {
            let text = article.blocks[mention.block as usize].text.as_str();
            let range = mention.range.start as usize..mention.range.end as usize;
            assert!(text.get(range).is_some_and(|name| !name.ends_with('s') || !name.contains('’')));
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { cases: 48, ..Default::default() })]
        #[test]
        fn any_text_is_read(paragraphs in proptest::collection::vec("\\PC{0,80}|([A-Z][a-z.’'-]{0,6} ?){0,9}", 0..4)) {
            let paragraphs: Vec<&str> = paragraphs.iter().map(String::as_str).collect();
            let article = article(&paragraphs);
            let entities = read(&article, Tagger::builtin());
            for mention in &entities.mentions {
                let text = article.blocks[mention.block as usize].text.as_str();
                assert!(text.get(mention.range.start as usize..mention.range.end as usize).is_some_and(|name| !name.is_empty()));
                assert!(usize::from(mention.entity) < entities.list.len());
            }
            assert_eq!(entities, read(&article, Tagger::builtin()));
        }
    }
}

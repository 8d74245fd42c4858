//! The JSON that `parse` and `tag` print: documented in the README, stable, and never what the library stores.

use serde::Serialize;

use crate::article::{Article, Broken, Entities, EntityKind};

/// An article, its blocks and what it is filed under; byte ranges point into `text`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the names are those of the article")]
pub struct Parsed<'a> {
    pub file: &'a str,
    pub title: Option<&'a str>,
    pub standfirst: Option<&'a str>,
    pub byline: &'a [String],
    pub source: Option<&'a str>,
    pub published: Option<String>,
    pub place: Option<&'a str>,
    pub url: Option<&'a str>,
    pub language: Option<&'a str>,
    /// Why this is not the whole article, where it is not: paywall, consent, scripts, challenge, missing, stub.
    pub broken: Option<&'static str>,
    pub text: String,
    pub blocks: Vec<ParsedBlock<'a>>,
    #[serde(flatten)]
    pub tagged: Tagged,
    pub notes: Vec<&'a str>,
}

/// A block with its kind and shape; `why` says why it is hidden, and is left out of the body.
#[derive(Debug, Serialize)]
pub struct ParsedBlock<'a> {
    pub kind: &'static str,
    pub shape: &'static str,
    pub text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'a str>,
}

/// The entities and topics of a text.
#[derive(Debug, Default, Serialize)]
pub struct Tagged {
    /// People, organizations, places and other names, in the order of [`Entities::list`].
    pub entities: Vec<TaggedEntity>,
    /// Topics, the surest first.
    pub topics: Vec<TaggedTopic>,
}

/// An entity and where it is named.
#[derive(Debug, Serialize)]
pub struct TaggedEntity {
    /// The same for the same entity: `p12`.
    pub entity: String,
    /// Its display name.
    pub name: String,
    /// person, organization, place or other.
    pub kind: EntityKind,
    /// Where it is named, in order.
    pub mentions: Vec<TaggedMention>,
}

/// A mention as UTF-8 byte offsets.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct TaggedMention {
    pub start: usize,
    pub end: usize,
    pub text: String,
}

/// A topic.
#[derive(Debug, Serialize)]
pub struct TaggedTopic {
    /// Its name, in lower case where it is no name.
    pub name: String,
    /// How much the article is about it, 0 to 1.
    pub score: f32,
}

impl<'a> Parsed<'a> {
    /// What `parse --json` says of the article in `file`.
    #[must_use]
    pub fn new(file: &'a str, article: &'a Article, entities: &Entities) -> Self {
        // Where the text of each body block begins in the clean text.
        let mut starts = vec![None; article.blocks.len()];
        let mut at = 0;
        for (index, block) in article.body() {
            starts[index] = Some(at);
            at += block.text.as_str().len() + "\n\n".len();
        }
        let text = article.text();
        let tagged = Tagged::new(entities, &text, |block| starts.get(block as usize).copied().flatten());
        Self {
            file,
            title: article.title.as_deref(),
            standfirst: article.standfirst.as_deref(),
            byline: &article.byline,
            source: article.source.name.as_deref(),
            published: article.published.map(|published| published.to_string()),
            place: article.place.as_deref(),
            url: article.source.url.as_deref(),
            language: article.language.as_ref().map(crate::article::Language::as_str),
            broken: article.broken.map(Broken::name),
            text,
            blocks: article
                .blocks
                .iter()
                .map(|block| ParsedBlock {
                    kind: block.kind.name(),
                    shape: block.shape.name(),
                    text: block.text.as_str(),
                    why: (block.kind != crate::article::BlockKind::Body).then_some(&block.why.0),
                })
                .collect(),
            tagged,
            notes: article.notes.iter().map(|note| note.0.as_ref()).collect(),
        }
    }
}

impl Tagged {
    /// The entities with their mentions as ranges of `text`, in which block `n` begins at `start_of(n)`; mentions in
    /// blocks that are not part of the text are left out.
    #[must_use]
    pub fn new(entities: &Entities, text: &str, start_of: impl Fn(u32) -> Option<usize>) -> Self {
        let mut tagged = Self::default();
        let mut place_of = vec![None; entities.list.len()];
        for (index, entity) in entities.list.iter().enumerate() {
            if entity.kind == EntityKind::Topic {
                tagged.topics.push(TaggedTopic { name: entity.name.clone(), score: entity.salience });
                continue;
            }
            let letter = entity.kind.name().chars().next().unwrap_or('x');
            place_of[index] = Some(tagged.entities.len());
            tagged.entities.push(TaggedEntity {
                entity: format!("{letter}{index}"),
                name: entity.name.clone(),
                kind: entity.kind,
                mentions: Vec::new(),
            });
        }
        for mention in &entities.mentions {
            let place = place_of.get(usize::from(mention.entity)).copied().flatten();
            let (Some(place), Some(base)) = (place, start_of(mention.block)) else { continue };
            let (start, end) = (base + mention.range.start as usize, base + mention.range.end as usize);
            if let Some(text) = text.get(start..end) {
                tagged.entities[place].mentions.push(TaggedMention { start, end, text: text.to_owned() });
            }
        }
        tagged
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Entity, Mention};

    #[test]
    fn ranges_point_into_the_clean_text() {
        let article = super::super::tests::every_shape();
        let entity =
            |kind, name: &str| Entity { kind, name: name.to_owned(), aliases: vec![], titles: vec![], salience: 0.5 };
        let entities = Entities {
            list: vec![entity(EntityKind::Topic, "locks"), entity(EntityKind::Other, "The lock")],
            mentions: vec![Mention { entity: 1, block: 0, range: 0..3 }, Mention { entity: 1, block: 2, range: 4..8 }],
        };
        let parsed = Parsed::new("weir.txt", &article, &entities);
        let [entity] = parsed.tagged.entities.as_slice() else { panic!("one entity was expected") };
        let [mention] = entity.mentions.as_slice() else { panic!("the mention in the ad is not in the text") };
        assert_eq!(&parsed.text[mention.start..mention.end], "lock");
        assert_eq!(parsed.tagged.topics[0].name, "locks");
        let json = serde_json::to_value(&parsed).unwrap();
        assert_eq!(json["byline"][1], "Jo Reed");
        assert_eq!(json["source"], serde_json::Value::Null);
        assert_eq!(json["broken"], serde_json::Value::Null);
        assert_eq!(json["blocks"][0]["kind"], "ad");
        let article = Article { broken: Some(Broken::Paywall), ..article };
        let json = serde_json::to_value(Parsed::new("weir.txt", &article, &entities)).unwrap();
        assert_eq!(json["broken"], "paywall");
    }
}

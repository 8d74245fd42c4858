//! An article to the people, organizations, places and topics in it, and one drawer for each across a library.
//!
//! The way: words and what is known of them (`features`) → names with a kind (`tagger`) → names as they are filed
//! (`names`) → one entity for all names of one thing within the article (`within`) → `topics`; then, when the
//! article is filed, [`decide`](crate::entities::across::decide) says which drawer of the library each entity belongs in.

pub mod across;
mod beside;
pub mod cabinet;
pub mod canon;
pub mod capitals;
pub mod features;
pub mod forms;
mod lexemes;
pub mod lexicon;
pub mod likeness;
pub mod names;
pub mod namesakes;
pub mod people;
pub mod phrases;
pub mod reasons;
pub mod rulings;
pub mod sounds;
pub mod subjects;
pub mod tagger;
pub mod telling;
pub mod topics;
pub mod weights;
pub mod within;

use std::collections::BTreeSet;

use crate::article::{Article, Entities, Entity, EntityKind, Language, Mention, NAMED, Shape};
use features::Sheet;
use names::Found;

pub use tagger::Tagger;

/// Raised when the same article would give other entities. Stored with each article.
pub const VERSION: u32 = 3;

/// An entity and where it is named: block and byte range.
type Draft = (Entity, Vec<(u32, std::ops::Range<u32>)>);

/// The entities of `article`: names in its body, with every mention, and its topics.
#[must_use]
pub fn read(article: &Article, tagger: &Tagger) -> Entities {
    // Code and rules hold no prose.
    let prose = article.body().filter(|(_, block)| !matches!(block.shape, Shape::Code | Shape::Rule));
    let mut left = NAMED;
    let body: Vec<(u32, &str)> = prose
        .map_while(|(at, block)| {
            let text = beginning(block.text.as_str(), left);
            left = left.checked_sub(text.len() + 1)?;
            Some((at as u32, text))
        })
        .collect();
    let blocks: Vec<&str> = body.iter().map(|&(_, text)| text).collect();
    let title = article.title.as_deref().unwrap_or("");
    let mut sheet = Sheet::new(&blocks);
    let mut tagged = tagger.names(&mut sheet);
    let language = article.language.as_ref().map(Language::as_str);
    if language.is_some_and(capitals::everywhere) {
        tagged = capitals::names(&sheet, &tagged);
    }
    let mut found = names::found(&sheet, &tagged, &blocks);
    found.retain(|name| !is_credit(name, &blocks, &article.byline));
    let mut groups = within::join(&mut found);
    groups.retain(|group| !is_author(group, &found, &blocks, &article.byline));

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
    // The lists of subjects and of frequent words are English.
    let topics =
        if language.is_none_or(|code| code == "en") { topics::topics(&sheet, &found, title) } else { Vec::new() };
    for topic in topics {
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

/// `text`, or its words in the first `bytes`.
fn beginning(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let start = crate::text::head(text, bytes);
    start.rsplit_once(' ').map_or(start, |(words, _)| words)
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

/// What a line starts with that says who made the article or a picture in it.
const CREDITS: &[&str] = &["by ", "photo", "picture", "image", "illustration", "graphic", "von ", "foto", "par "];

/// What is taken or drawn by somebody whose name follows.
const PICTURES: &[&str] = &["photo", "photograph", "picture", "image", "illustration", "graphic", "foto", "bild"];

/// Whether a name stands in a line that only says who made the article: "By Orla Finn", "Picture: Paul Low", or an
/// author's name alone.
fn is_credit(name: &Found, blocks: &[&str], byline: &[String]) -> bool {
    let Some(text) = blocks.get(name.block as usize).map(|text| text.trim()) else { return false };
    if name.block as usize + TAIL >= blocks.len() && is_signed(name, blocks) {
        return true;
    }
    if text.len() > 200 || text.ends_with('.') {
        return false;
    }
    let words = text.split_whitespace().count();
    let folded = lexicon::key(text);
    let credited = words <= 8 && text.len() <= 80 && CREDITS.iter().any(|start| folded.starts_with(start));
    let before = text.get(..name.range.start as usize).unwrap_or("").trim_end();
    let taken = [":", " by", " von"].iter().find_map(|mark| before.strip_suffix(mark)).is_some_and(|before| {
        let word = before.rsplit(|c: char| !c.is_alphabetic()).next().map(lexicon::key).unwrap_or_default();
        PICTURES.contains(&&*word)
    });
    credited || taken || (words <= 6 && byline.iter().any(|author| author.eq_ignore_ascii_case(&name.text)))
}

/// Blocks at the end of an article in which an agency says who made it.
const TAIL: usize = 4;

/// What an agency writes before the names of those who made an article.
const WORK: &[&str] = &["reporting by", "editing by", "writing by", "compiled by", "additional reporting by"];

/// Whether a name stands in an agency's tail: "(Reporting by Orla Finn in Skerry; editing by Paul Low)", or before
/// "contributed to this report".
fn is_signed(name: &Found, blocks: &[&str]) -> bool {
    let text = blocks.get(name.block as usize).copied().unwrap_or_default();
    let before = text.get(..name.range.start as usize).unwrap_or_default().to_ascii_lowercase();
    let behind = text.get(name.range.end as usize..).unwrap_or_default().to_ascii_lowercase();
    // Behind the last full stop that ends a sentence, an initial's not counted.
    let ends = |&(at, _): &(usize, &str)| {
        before.get(..at).and_then(|before| before.rsplit([' ', '.']).next()).is_some_and(|word| word.len() > 2)
    };
    let sentence = before.rmatch_indices(". ").find(ends).map_or(0, |(at, _)| at);
    let sentence = before.get(sentence..).unwrap_or_default();
    let opened = WORK.iter().any(|work| sentence.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(work));
    let inside = sentence.rfind('(').and_then(|at| sentence.get(at + 1..));
    let bracketed = inside.is_some_and(|inside| WORK.iter().any(|work| inside.trim_start().starts_with(work)));
    let rest = behind.split(". ").next().unwrap_or_default();
    opened || bracketed || rest.contains("contributed to this report")
}

/// The word behind an author's name in a line about the author.
const BIO: &[&str] = &["is", "has", "covers", "writes", "reports", "wrote", "contributed", "can", "joined"];

/// What lines about authors say they are or do.
const WRITERS: &[&str] = &["columnist", "correspondent", "covered", "covers", "editor", "reporter", "writer", "writes"];

/// Whether a person is an author of the article who is named only where authors are: in its first block or its
/// last three, or at the start of a line about them. An author who acts in the prose is a subject like others.
fn is_author(group: &within::Group, names: &[Found], blocks: &[&str], byline: &[String]) -> bool {
    let parts = people::Parts::of(&group.name);
    let author = |name: &String| people::Parts::of(name).likeness(&parts) != people::Likeness::Different;
    if group.kind != EntityKind::Person || parts.words.len() < 2 {
        return false;
    }
    let signed = byline.iter().any(author);
    group.members.iter().filter_map(|&at| names.get(at)).all(|name| {
        let block = name.block as usize;
        let words = |text: &str| text.split_whitespace().next().map(str::to_lowercase);
        let next = blocks.get(block).and_then(|text| text.get(name.range.end as usize..)).and_then(words);
        let bio = name.range.start == 0 && next.is_some_and(|word| BIO.contains(&word.as_str()));
        let end = block + 3 >= blocks.len();
        // The line about the author is known where the byline was lost.
        let writer = || {
            let text = blocks.get(block).map(|text| lexicon::key(text)).unwrap_or_default();
            text.len() < 240 && text.split(|c: char| !c.is_alphabetic()).any(|word| WRITERS.contains(&word))
        };
        if signed { block == 0 || end || bio } else { bio && end && writer() }
    })
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
            "Mr. Whitfield, who flew in from Kenya, said the NPA had asked for help with tariffs. Whitfield’s deputy, Maria Okello, agreed.",
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

    #[test]
    fn an_author_is_no_subject() {
        let prose =
            ["The tide rose.", "Paul Whitfield met Maria Okello.", "Ms. Okello left.", "The tide fell.", "Boats left."];
        let bio = "Maria Okello is a contributing editor.";
        let table: &[(&[&str], &[&str])] = &[
            (&[prose[0], prose[3], prose[4], prose[0], bio], &[]),
            (&[prose[0], prose[1], prose[2], prose[3], prose[4], prose[0], bio], &["Maria Okello", "Paul Whitfield"]),
        ];
        for (paragraphs, expected) in table {
            let article = Article { byline: vec!["Maria Okello".to_owned()], ..article(paragraphs) };
            let mut found = names(&read(&article, Tagger::builtin()), EntityKind::Person)
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>();
            found.sort();
            assert_eq!(found, *expected, "{paragraphs:?}");
        }
    }

    #[test]
    fn who_made_it_is_no_subject() {
        let prose = "Paul Whitfield met the crew.";
        for (tail, expected) in [
            ("— Reporting by Maria Okello in Geneva; editing by Ana Perez", vec!["Paul Whitfield"]),
            ("(Reporting by Maria Okello and Ana B. Perez; Editing by Hugh Lawson)", vec!["Paul Whitfield"]),
            ("Maria Okello in Geneva contributed to this report.", vec!["Paul Whitfield"]),
            ("The reporting by Maria Okello won a prize.", vec!["Maria Okello", "Paul Whitfield"]),
        ] {
            let entities = read(&article(&[prose, tail]), Tagger::builtin());
            let mut people = names(&entities, EntityKind::Person);
            people.sort_unstable();
            assert_eq!(people, expected, "{tail}");
        }
    }

    #[test]
    fn german_gives_every_noun_a_capital() {
        let paragraphs = [
            "Die Handelsministerin Maria Okello hat am Montag in Hamburg um Geduld geworben.",
            "Ihre Sprecherin Gesche Tamsen erklärte, die Hilfe für die Flotte sei gut. „Das ist der Markt“, sagte Okello.",
        ];
        let article = Article { language: Language::new("de"), ..article(&paragraphs) };
        let entities = read(&article, Tagger::builtin());
        assert_eq!(names(&entities, EntityKind::Person), ["Maria Okello", "Gesche Tamsen"]);
        assert_eq!(names(&entities, EntityKind::Place), ["Hamburg"]);
        assert!(names(&entities, EntityKind::Topic).is_empty());
        assert!(names(&entities, EntityKind::Other).is_empty());
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

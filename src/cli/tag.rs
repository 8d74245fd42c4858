//! `morgue tag`: names and topics of plain prose, without filing it. It strips nothing: the text is taken as an article.

use std::collections::HashMap;
use std::io::{self, BufRead};
use std::ops::Range;

use morgue::article::{Article, Block, BlockKind, Entities, EntityKind, Shape};
use morgue::entities::{self, Tagger, cabinet::Cabinet};
use morgue::text::Rich;
use serde::{Deserialize, Serialize};

use super::output::{self, Exit};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Reads one {"id": …, "text": …} a line from standard input and answers one line each
    #[arg(long, required = true)]
    jsonl: bool,
    /// One drawer for one thing over all lines, resolved as the library resolves it
    #[arg(long)]
    library_wide: bool,
}

#[derive(Deserialize)]
struct Question {
    id: serde_json::Value,
    text: String,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    entities: Vec<Named<'a>>,
    topics: Vec<Topic<'a>>,
}

#[derive(Serialize)]
struct Named<'a> {
    entity: String,
    name: &'a str,
    kind: &'static str,
    mentions: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct Topic<'a> {
    name: &'a str,
    score: f32,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    debug_assert!(arguments.jsonl, "the parser of the command line asks for it");
    let mut cabinet = arguments.library_wide.then(Cabinet::default);
    let mut exit = Exit::Fine;
    output::print(|out| {
        for (number, line) in io::stdin().lock().split(b'\n').enumerate() {
            let line = line?;
            if line.trim_ascii().is_empty() {
                continue;
            }
            let question: Question = match serde_json::from_slice(&line) {
                Ok(question) => question,
                Err(error) => {
                    let number = number + 1;
                    output::tell(&format!(
                        "line {number} of standard input is not {{\"id\": …, \"text\": …}}: {error}"
                    ));
                    exit = Exit::SomeFailed;
                    continue;
                }
            };
            let (article, starts) = prose(&question.text);
            let entities = entities::read(&article, Tagger::builtin());
            serde_json::to_writer(&mut *out, &answer(&question, &entities, &starts, cabinet.as_mut()))?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })?;
    Ok(exit)
}

/// Plain prose as an article: one block a line, the first of them the headline where others follow. Gives the byte at
/// which each block starts, too.
fn prose(text: &str) -> (Article, Vec<usize>) {
    let mut article = Article::default();
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            starts.push(at);
            article.blocks.push(Block {
                kind: BlockKind::Body,
                shape: Shape::Paragraph,
                text: Rich::plain(line),
                sure: 1.0,
                why: "given as prose".into(),
            });
        }
        at += line.len() + 1;
    }
    if let [first, _, ..] = article.blocks.as_mut_slice()
        && first.text.as_str().len() <= 200
    {
        first.shape = Shape::Heading(1);
        article.title = Some(first.text.as_str().trim().to_owned());
    }
    (article, starts)
}

fn answer<'a>(
    question: &'a Question,
    entities: &'a Entities,
    starts: &[usize],
    cabinet: Option<&mut Cabinet>,
) -> Answer<'a> {
    let mut places: HashMap<u16, Vec<Place<'_>>> = HashMap::new();
    for mention in &entities.mentions {
        let Some(&from) = starts.get(mention.block as usize) else { continue };
        let range: Range<usize> = from + mention.range.start as usize..from + mention.range.end as usize;
        let Some(text) = question.text.get(range.clone()) else { continue };
        places.entry(mention.entity).or_default().push(Place { start: range.start, end: range.end, text });
    }
    let filed = cabinet.map(|cabinet| cabinet.file(entities)).unwrap_or_default();
    let mut answer = Answer { id: &question.id, entities: Vec::new(), topics: Vec::new() };
    for (at, entity) in entities.list.iter().enumerate() {
        if entity.kind == EntityKind::Topic {
            answer.topics.push(Topic { name: &entity.name, score: entity.salience });
            continue;
        }
        // The letter is the drawer's: an article may have taken its name for another kind.
        let (kind, number) = filed.get(at).copied().flatten().unwrap_or((entity.kind, at as i64));
        answer.entities.push(Named {
            entity: format!("{}{number}", kind.name().get(..1).unwrap_or("")),
            name: &entity.name,
            kind: entity.kind.name(),
            mentions: places.remove(&(at as u16)).unwrap_or_default(),
        });
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_point_into_the_text_that_was_asked() {
        let text = "Harbour talks end\n\n  José Whitfield met Maria Okello in Geneva.\nWhitfield left.".to_owned();
        let question = Question { id: 7.into(), text };
        let (article, starts) = prose(&question.text);
        let entities = entities::read(&article, Tagger::builtin());
        let answer = answer(&question, &entities, &starts, None);
        let person = answer.entities.iter().find(|named| named.name == "José Whitfield").unwrap();
        let said: Vec<&str> = person.mentions.iter().map(|place| &question.text[place.start..place.end]).collect();
        assert_eq!(said, ["José Whitfield", "Whitfield"]);
    }
}

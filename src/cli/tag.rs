//! `morgue tag`: names and topics of plain prose, without filing it. It strips nothing: the text is taken as an article.

use std::collections::HashMap;
use std::io::{self, BufRead, Write};
use std::ops::Range;

use morgue::article::{Article, Block, BlockKind, Entities, EntityKind, Shape};
use morgue::entities::topics::kept;
use morgue::entities::{self, Tagger, cabinet::Cabinet};
use morgue::text::Rich;
use serde::{Deserialize, Serialize};

use super::output::{self, Exit};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Reads one {"id": …, "text": …} a line from standard input and answers one line each
    #[arg(long, required = true)]
    jsonl: bool,
    /// One drawer for one thing over all lines, resolved as the library resolves it; topics of one line alone give way to those
    /// of several. Answers when all lines are read
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

/// A text that was read, before it is answered.
struct Text {
    question: Question,
    entities: Entities,
    /// The byte at which each block starts.
    starts: Vec<usize>,
    /// The drawer of each entity, where all lines have one set of them.
    filed: Vec<Option<(EntityKind, i64)>>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    debug_assert!(arguments.jsonl, "the parser of the command line asks for it");
    let mut cabinet = arguments.library_wide.then(Cabinet::default);
    // What belongs together is known at the end.
    let mut texts: Vec<Text> = Vec::new();
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
            let filed = cabinet.as_mut().map(|cabinet| cabinet.file(&entities)).unwrap_or_default();
            let text = Text { question, entities, starts, filed };
            if cabinet.is_some() {
                texts.push(text);
            } else {
                tell(out, &text, None)?;
            }
        }
        let counts = topics(&texts);
        texts.iter().try_for_each(|text| tell(out, text, Some(&counts)))
    })?;
    Ok(exit)
}

/// How many texts have each topic.
fn topics(texts: &[Text]) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    for entity in texts.iter().flat_map(|text| &text.entities.list) {
        if entity.kind == EntityKind::Topic {
            *counts.entry(entity.name.as_str()).or_default() += 1;
        }
    }
    counts
}

fn tell(out: &mut dyn Write, text: &Text, counts: Option<&HashMap<&str, usize>>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &answer(text, counts))?;
    out.write_all(b"\n")
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

fn answer<'a>(text: &'a Text, counts: Option<&HashMap<&str, usize>>) -> Answer<'a> {
    let Text { question, entities, starts, filed } = text;
    let mut places: HashMap<u16, Vec<Place<'_>>> = HashMap::new();
    for mention in &entities.mentions {
        let Some(&from) = starts.get(mention.block as usize) else { continue };
        let range: Range<usize> = from + mention.range.start as usize..from + mention.range.end as usize;
        let Some(text) = question.text.get(range.clone()) else { continue };
        places.entry(mention.entity).or_default().push(Place { start: range.start, end: range.end, text });
    }
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
    if let Some(counts) = counts {
        let shared: Vec<bool> = answer.topics.iter().map(|topic| counts.get(topic.name) > Some(&1)).collect();
        let mut kept = kept(&shared, question.text.split_whitespace().count()).into_iter();
        answer.topics.retain(|_| kept.next() == Some(true));
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
        let text = Text { question, entities, starts, filed: Vec::new() };
        let answer = answer(&text, None);
        let person = answer.entities.iter().find(|named| named.name == "José Whitfield").unwrap();
        let said: Vec<&str> = person.mentions.iter().map(|place| &text.question.text[place.start..place.end]).collect();
        assert_eq!(said, ["José Whitfield", "Whitfield"]);
    }
}

//! Texts made of others, so that a model sees more pages than there are: the body of one page in the clutter of another,
//! boxes between paragraphs, short and cut bodies, lists, talk, other line ends. No weights here.
//!
//! What is body stays known exactly. Parts come from pages of one fold only, so that no page is scored by a model that saw
//! a part of it.

use morgue::article::{Bullet, Shape};
use morgue::formats::{self, Hint, Setting};

use crate::FOLDS;
use crate::pages::{Dice, Record};

/// Mixed texts for each dump, and for each clean article.
const FOR_A_DUMP: u32 = 3;
const FOR_AN_ARTICLE: u32 = 5;

/// A block of a text that is taken apart.
#[derive(Clone)]
struct Unit {
    text: String,
    is_body: bool,
    gap: u32,
    indent: usize,
}

impl Unit {
    fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }

    fn is_prose(&self) -> bool {
        self.words() >= 12 && self.text.trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '!', '?'])
    }
}

/// A text taken apart: what stands before the body, the body with what stands in it, what stands after.
struct Parts {
    fold: u64,
    is_clean: bool,
    head: Vec<Unit>,
    body: Vec<Unit>,
    tail: Vec<Unit>,
}

/// The mixed texts of `records`; the same seed gives the same.
pub(crate) fn mixed(records: &[Record], seed: u64) -> Vec<Record> {
    let all: Vec<(&Record, Parts)> = records.iter().filter_map(|record| Some((record, apart(record)?))).collect();
    let mut dice = Dice(seed);
    let mut out = Vec::new();
    for (record, parts) in &all {
        let donors: Vec<&Parts> =
            all.iter().map(|(_, other)| other).filter(|other| other.fold == parts.fold && !other.is_clean).collect();
        if donors.is_empty() {
            continue;
        }
        for _ in 0..if parts.is_clean { FOR_AN_ARTICLE } else { FOR_A_DUMP } {
            let (dump, body) = print(&mix(parts, &donors, &mut dice), &mut dice);
            out.push(Record {
                page: record.page.clone(),
                set: "mixed".into(),
                dump,
                body: Some(body),
                ..Record::default()
            });
        }
    }
    out
}

/// A record taken apart, where it is known what is body.
fn apart(record: &Record) -> Option<Parts> {
    let ranges = record.body.as_ref().filter(|body| !body.is_empty())?;
    let document = formats::open(record.dump.as_bytes(), Hint::default());
    let units: Vec<Unit> = document
        .pieces
        .iter()
        .filter_map(|piece| {
            let Setting::Lines { line, count, gap, indent } = piece.setting else { return None };
            let text = piece.text.as_str();
            let text = match piece.shape {
                Shape::Rule => "__________".to_owned(),
                Shape::Item { mark: Bullet::Dot, .. } => format!("* {text}"),
                Shape::Item { mark: Bullet::Number(n), .. } => format!("{n}. {text}"),
                _ => text.to_owned(),
            };
            let inside = (line..line + count).filter(|line| ranges.iter().any(|(a, b)| (a..b).contains(&line))).count();
            let is_body = inside * 2 > count as usize;
            Some(Unit { text, is_body, gap, indent: usize::from(indent) })
        })
        .collect();
    let first = units.iter().position(|unit| unit.is_body)?;
    let last = units.iter().rposition(|unit| unit.is_body)?;
    Some(Parts {
        fold: record.fold(FOLDS),
        is_clean: record.set == "clean",
        head: units[..first].to_vec(),
        body: units[first..=last].to_vec(),
        tail: units[last + 1..].to_vec(),
    })
}

/// Whether something happens that does so in `percent` of cases.
fn happens(dice: &mut Dice, percent: u32) -> bool {
    dice.roll(100) < percent
}

fn pick<'a, T>(list: &'a [T], dice: &mut Dice) -> Option<&'a T> {
    list.get(dice.roll(list.len() as u32) as usize)
}

fn mix(own: &Parts, donors: &[&Parts], dice: &mut Dice) -> Vec<Unit> {
    let mut body = own.body.clone();
    if happens(dice, 50) {
        body = thin(body, dice);
    }
    if happens(dice, 45) {
        body = shorten(body, dice);
    }
    if happens(dice, 12) {
        talk(&mut body, dice);
    }
    if happens(dice, 20) {
        list(&mut body, dice);
    }
    if happens(dice, 25) {
        pull_quote(&mut body, dice);
    }
    if happens(dice, 60) {
        for _ in 0..=dice.roll(3) {
            insert(&mut body, donors, dice);
        }
    }
    let bare = own.is_clean && happens(dice, 20);
    let swap = |dice: &mut Dice| if own.is_clean { !bare } else { happens(dice, 50) };
    let mut head =
        if swap(dice) { pick(donors, dice).map_or_else(Vec::new, |d| d.head.clone()) } else { own.head.clone() };
    let mut tail =
        if swap(dice) { pick(donors, dice).map_or_else(Vec::new, |d| d.tail.clone()) } else { own.tail.clone() };
    // A page that was saved by hand has less around it than one that a program read.
    match dice.roll(3) {
        0 => drop(head.drain(..dice.roll(head.len() as u32 + 1) as usize)),
        1 => drop(head.drain(..head.len().saturating_sub(dice.roll(16) as usize))),
        _ => {}
    }
    match dice.roll(3) {
        0 => tail.truncate(dice.roll(tail.len() as u32 + 1) as usize),
        1 => tail.truncate(dice.roll(16) as usize),
        _ => {}
    }
    head.extend(body);
    head.extend(tail);
    head
}

/// Fewer paragraphs: some of the first, or any.
fn thin(body: Vec<Unit>, dice: &mut Dice) -> Vec<Unit> {
    if happens(dice, 50) {
        let keep = 2 + dice.roll(6) as usize;
        return body.into_iter().take(keep).collect();
    }
    let kept: Vec<Unit> = body.iter().filter(|_| happens(dice, 65)).cloned().collect();
    if kept.iter().any(|unit| unit.is_body) { kept } else { body }
}

/// Long paragraphs parted at their sentences, and some of them cut down to a few words.
fn shorten(body: Vec<Unit>, dice: &mut Dice) -> Vec<Unit> {
    let mut out = Vec::new();
    for unit in body {
        if !unit.is_body || !unit.is_prose() || !happens(dice, 30) {
            out.push(unit);
            continue;
        }
        for (n, sentence) in sentences(&unit.text).into_iter().enumerate() {
            let mut text = sentence.to_owned();
            if happens(dice, 25) {
                text = cut(sentence, 1 + dice.roll(6) as usize, sentence.chars().next_back());
            }
            let gap = if n == 0 { unit.gap } else { unit.gap.min(1) };
            out.push(Unit { text, gap, ..unit.clone() });
        }
    }
    out
}

/// The first `words` words of a sentence, ended as `end` says.
fn cut(sentence: &str, words: usize, end: Option<char>) -> String {
    let mut text = sentence.split_whitespace().take(words).collect::<Vec<_>>().join(" ");
    text.truncate(text.trim_end_matches([',', ';', ':', '.', '!', '?']).len());
    text.extend(end);
    text
}

fn sentences(text: &str) -> Vec<&str> {
    let mut list = Vec::new();
    let mut start = 0;
    for (at, _) in
        text.match_indices(". ").chain(text.match_indices("? ")).collect::<std::collections::BTreeMap<_, _>>()
    {
        if at + 2 > start + 20 {
            list.push(&text[start..=at]);
            start = at + 2;
        }
    }
    list.push(&text[start..]);
    list
}

/// Makes talk of the paragraphs: two speakers in turn, every second of whom asks or answers in few words.
fn talk(body: &mut [Unit], dice: &mut Dice) {
    const SPEAKERS: [[&str; 2]; 6] =
        [["Q", "A"], ["Q.", "A."], ["AB", "KL"], ["Interviewer", "Marsh"], ["Ö", "Ruud"], ["HOST", "MARSH"]];
    let Some(speakers) = pick(&SPEAKERS, dice) else { return };
    for (n, unit) in body.iter_mut().filter(|unit| unit.is_body && unit.words() > 3).skip(1).enumerate() {
        let end = if n % 2 == 0 { '?' } else { '.' };
        if n % 2 == 0 || happens(dice, 40) {
            unit.text = cut(&unit.text, 1 + dice.roll(9) as usize, Some(end));
        }
        let colon = if speakers[0].ends_with('.') { "" } else { ":" };
        unit.text = format!("{}{colon} {}", speakers[n % 2], unit.text);
    }
}

/// Makes a list of some paragraphs in a row: a few words of each, with a mark or none.
fn list(body: &mut [Unit], dice: &mut Dice) {
    let from = 1 + dice.roll(body.len() as u32) as usize;
    let count = 3 + dice.roll(7) as usize;
    let mark = ["", "", "• ", "* ", "- "][dice.roll(5) as usize];
    for unit in body.iter_mut().skip(from).take(count).filter(|unit| unit.is_body) {
        unit.text = format!("{mark}{}", cut(&unit.text, 2 + dice.roll(9) as usize, None));
    }
}

/// Repeats a sentence of the body elsewhere in it.
fn pull_quote(body: &mut Vec<Unit>, dice: &mut Dice) {
    let said: Vec<String> = body
        .iter()
        .filter(|unit| unit.is_body && unit.is_prose())
        .flat_map(|unit| sentences(&unit.text))
        .filter(|sentence| (5..=24).contains(&sentence.split_whitespace().count()))
        .map(str::to_owned)
        .collect();
    let Some(text) = pick(&said, dice).cloned() else { return };
    let at = 1 + dice.roll(body.len() as u32) as usize;
    let gap = body.last().map_or(0, |unit| unit.gap.min(1));
    body.insert(at.min(body.len()), Unit { text, is_body: false, gap, indent: 0 });
}

/// Sets a few blocks of another page's clutter between two paragraphs.
fn insert(body: &mut Vec<Unit>, donors: &[&Parts], dice: &mut Dice) {
    let Some(donor) = pick(donors, dice) else { return };
    let inner: Vec<&[Unit]> =
        donor.body.split(|unit| unit.is_body).filter(|run| !run.is_empty() && run.len() <= 8).collect();
    let run: Vec<Unit> = match pick(&inner, dice) {
        Some(run) if happens(dice, 60) => run.to_vec(),
        _ => {
            let from = if happens(dice, 80) { &donor.tail } else { &donor.head };
            // What stands close after a body is what stands in other bodies too.
            let start = dice.roll((from.len() as u32).min(24)) as usize;
            from.iter().skip(start).take(1 + dice.roll(5) as usize).cloned().collect()
        }
    };
    // What follows a box close to the end is what models lose.
    let last = body.len().saturating_sub(1 + dice.roll(3) as usize).max(1);
    let at = if happens(dice, 35) { last } else { 1 + dice.roll(body.len() as u32) as usize };
    let at = at.min(body.len());
    body.splice(at..at, run);
}

/// The text of `units`, and its lines that are body.
fn print(units: &[Unit], dice: &mut Dice) -> (String, Vec<(u32, u32)>) {
    let gaps = dice.roll(100);
    let width = happens(dice, 35).then(|| 64 + dice.roll(17) as usize);
    let margin = if happens(dice, 50) { 0 } else { 3 };
    let mut lines: Vec<String> = Vec::new();
    let mut body: Vec<(u32, u32)> = Vec::new();
    for unit in units {
        let gap = match gaps {
            0..=11 => 0,
            12..=26 => unit.gap.max(1),
            27..=36 => u32::from(unit.is_body),
            _ => unit.gap,
        };
        lines.extend((0..gap).map(|_| String::new()));
        let start = lines.len() as u32;
        let indent = if width.is_some() { margin } else { unit.indent };
        wrap(&unit.text, width, indent, &mut lines);
        let end = lines.len() as u32;
        match body.last_mut() {
            Some(last) if unit.is_body && last.1 == start => last.1 = end,
            _ if unit.is_body => body.push((start, end)),
            _ => {}
        }
    }
    (lines.join("\n"), body)
}

fn wrap(text: &str, width: Option<usize>, indent: usize, lines: &mut Vec<String>) {
    let pad = " ".repeat(indent);
    let Some(width) = width else {
        lines.push(format!("{pad}{text}"));
        return;
    };
    let mut line = pad.clone();
    for word in text.split_whitespace() {
        if line.len() > pad.len() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::replace(&mut line, pad.clone()));
        }
        if line.len() > pad.len() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
}

//! Which blocks of a page of elements are the article. Texts of lines are judged by `lines`.
//!
//! The way: the looks of each block (`piece`) → what the elements around it say, and two independent counts of which
//! element holds the article (`frames`) → a label for each block → a second look in which neighbours speak.

pub mod features;
mod frames;
mod hints;
mod piece;

use crate::article::{BlockKind, Shape};
use crate::formats::{Document, Field, Voice};
use crate::text::fold;

use std::sync::OnceLock;

use super::features::Profile;
use super::label::Label;
use super::model::Model;
use features::{Page, Row};
use frames::Frames;
use piece::Traits;

/// Blocks beyond which the rules decide alone: features take 0.7 kB a block, and a page this long is no one article.
const LONG: usize = 30_000;
/// The probability from which on a block is body.
const EVEN: f32 = 0.5;

/// From how many bytes on the first words of a block say nothing about its purpose.
const SHORT: u32 = 120;

/// A label for each piece of `document`.
pub(crate) fn label(document: &Document, profiles: &[Profile]) -> Vec<Label> {
    let (mut labels, rows, asks) = look(document, profiles);
    let model = model();
    if !model.trees.is_empty() {
        let chances: Vec<f32> = rows.iter().map(|row| model.probability(row)).collect();
        second_look(&mut labels, &chances);
    }
    for (label, _) in labels.iter_mut().zip(&asks).filter(|(label, asks)| **asks && label.kind == BlockKind::Body) {
        *label = Label::new(BlockKind::Promotion, 0.7, "in a small box with buttons or fields of its own");
    }
    let shapes: Vec<&Shape> = document.pieces.iter().map(|piece| &piece.shape).collect();
    judge_headings(&mut labels, &shapes);
    labels
}

/// The features of each block of a page, for training; none for a page of more than `LONG` blocks.
#[must_use]
pub fn rows(document: &Document) -> Vec<Row> {
    look(document, &super::features::profiles(document)).1
}

/// The model this program was built with.
fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| Model::read(include_bytes!("../../assets/pages.bin"), features::COUNT).unwrap_or_default())
}

/// A first label for each block, by rules; its features, if there are not too many blocks; whether it lies in a small box
/// that asks for something.
fn look(document: &Document, profiles: &[Profile]) -> (Vec<Label>, Vec<Row>, Vec<bool>) {
    let traits: Vec<Traits> =
        document.pieces.iter().zip(profiles).map(|(piece, profile)| Traits::read(piece, profile)).collect();
    let titles = Titles::read(document);
    let is_title: Vec<bool> = document.pieces.iter().map(|piece| titles.has(piece.text.as_str())).collect();
    let headline = is_title.iter().position(|&is| is);
    let frames = Frames::read(document, &traits, headline);
    let mut labels: Vec<Label> = (document.pieces.iter().zip(&traits).zip(&is_title))
        .map(|((piece, traits), &is_title)| first_look(piece.text.as_str(), &piece.shape, *traits, &frames, is_title))
        .collect();
    take_leads(&mut labels, &traits, &frames, headline);
    let asks = traits.iter().map(|traits| frames.of(traits.frame).asks).collect();
    if document.pieces.len() > LONG {
        return (labels, Vec::new(), asks);
    }
    let page = Page { document, traits: &traits, frames: &frames, labels: &labels, headline, is_title: &is_title };
    let rows = page.rows(&super::features::rows_of(profiles));
    (labels, rows, asks)
}

/// What the model thinks of the first labels.
fn second_look(labels: &mut [Label], chances: &[f32]) {
    for (label, &chance) in labels.iter_mut().zip(chances) {
        let is_body = chance >= EVEN;
        if is_body {
            *label = Label::new(BlockKind::Body, chance, "running text of the article");
        } else if label.kind == BlockKind::Body {
            *label = Label::new(BlockKind::Related, 1.0 - chance, "inside the article, but no part of it");
        } else {
            label.sure = 1.0 - chance;
        }
    }
}

/// The titles a document claims, folded.
struct Titles(Vec<String>);

impl Titles {
    fn read(document: &Document) -> Self {
        // Of the page's own headings only the first can be its title.
        let mut headings = 0_u32;
        let titles = document.claims.iter().filter(|claim| {
            headings += u32::from(claim.voice == Voice::Heading);
            claim.field == Field::Title && (claim.voice != Voice::Heading || headings == 1)
        });
        Self(titles.map(|claim| fold::fold(&claim.value)).filter(|title| title.len() >= 8).collect())
    }

    /// Whether `text` is a title, with or without the name of the site.
    fn has(&self, text: &str) -> bool {
        if text.len() < 8 || text.len() > 400 {
            return false;
        }
        let text = fold::fold(text);
        self.0
            .iter()
            .any(|title| *title == text || title.len() > text.len() + 2 && text.len() >= 20 && title.starts_with(&text))
    }
}

/// A label by what a block is and where it stands.
fn first_look(text: &str, shape: &Shape, traits: Traits, frames: &Frames, is_title: bool) -> Label {
    let standing = frames.of(traits.frame);
    let votes = frames.votes(traits.frame);
    if let Some((kind, why)) = standing.away {
        return Label::new(kind, 0.8, why);
    }
    if is_title {
        return Label::new(BlockKind::Meta, 0.9, "the title");
    }
    if standing.says_caption || *shape == Shape::Caption {
        return Label::new(BlockKind::Meta, 0.8, "words under a picture");
    }
    if traits.bytes <= SHORT
        && let Some(kind) = hints::of_start(text)
    {
        return Label::new(kind, 0.7, "its first words say so");
    }
    if traits.link_share() > 0.6 && (traits.words < 30) {
        let (kind, why) = if traits.words >= 5 {
            (BlockKind::Related, "all of it is a link")
        } else {
            (BlockKind::Navigation, "a few words that are a link")
        };
        let is_in_prose = votes == 2 && traits.link_share() < 0.8 && traits.ends;
        if !is_in_prose {
            return Label::new(kind, 0.6, why);
        }
    }
    match votes {
        2 => Label::new(BlockKind::Body, 0.8, "where the prose is, by both counts"),
        1 if traits.is_prose() && standing.says_body => Label::new(BlockKind::Body, 0.6, "named as the body"),
        1 if traits.is_prose() => Label::new(BlockKind::Related, 0.3, "where the prose is by one count only"),
        _ if traits.is_prose() => Label::new(BlockKind::Related, 0.6, "prose outside the article"),
        _ => Label::new(BlockKind::Navigation, 0.6, "outside the article"),
    }
}

/// Prose between the headline and the body is a lead, though it stands outside the body's element.
fn take_leads(labels: &mut [Label], traits: &[Traits], frames: &Frames, headline: Option<usize>) {
    let Some(start) = labels.iter().position(|label| label.kind == BlockKind::Body) else { return };
    let Some(headline) = headline.filter(|&headline| headline < start) else { return };
    for at in headline + 1..start {
        let (Some(label), Some(traits)) = (labels.get_mut(at), traits.get(at)) else { continue };
        let standing = frames.of(traits.frame);
        let is_lead = standing.away.is_none() && !standing.says_caption && !standing.hidden;
        if is_lead && traits.is_prose() && label.kind != BlockKind::Meta {
            *label = Label::new(BlockKind::Body, 0.6, "a lead between headline and body");
        }
    }
}

/// A heading with no body under it belongs to what is under it.
fn judge_headings(labels: &mut [Label], shapes: &[&Shape]) {
    let mut below: Option<BlockKind> = None;
    for (label, shape) in labels.iter_mut().zip(shapes).rev() {
        let is_heading = matches!(shape, Shape::Heading(_));
        if is_heading && label.kind == BlockKind::Body && below != Some(BlockKind::Body) {
            *label = Label::new(below.unwrap_or(BlockKind::Navigation), 0.6, "a heading with no body under it");
        }
        if **shape != Shape::Rule {
            below = Some(label.kind);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::html;

    /// The kinds of the blocks that begin with a capital letter and a colon, by that letter.
    fn kinds(markup: &str) -> Vec<(char, BlockKind)> {
        let document = html::open(markup);
        let labels = label(&document, &crate::extract::features::profiles(&document));
        let texts = document.pieces.iter().map(|piece| piece.text.as_str());
        texts
            .zip(labels)
            .filter_map(|(text, label)| text.split_once(": ")?.0.chars().next().map(|c| (c, label.kind)))
            .collect()
    }

    #[test]
    fn elements_tell_a_story_from_what_stands_around_it() {
        let story: String = [
            "The harbour board met at noon and voted, after a long debate, to keep the old ferry until spring.",
            "Its engine, built in 1961, was to be scrapped this year; the mayor had asked for more time.",
            "“Nobody on the island owns a helicopter,” said Ida Moe, who has run the kiosk on the pier since 2004.",
            "A new boat would cost four million, which is more than the council spends on schools in a year.",
            "The board will meet again in March. Until then the timetable stays as it is, with two trips a day.",
        ]
        .map(|text| format!("<p>B: {text}</p>"))
        .concat();
        let page = format!(
            "<title>T: The old ferry stays</title><nav><a href=/>N: Home</a></nav><h1>T: The old ferry stays</h1>\
             <div class=story>{story}</div><aside class=related><ul><li><a href=/bread>R: Bread dearer again, bakers say</a>\
             </ul></aside><section class=comments><p>C: Good news, I think! When does the kiosk open?</p></section>\
             <footer>L: All rights reserved</footer>",
        );
        let found = kinds(&page);
        let of = |letter| found.iter().filter(|(c, _)| *c == letter).map(|(_, kind)| *kind).collect::<Vec<_>>();
        assert_eq!(of('B'), [BlockKind::Body; 5]);
        assert_eq!(of('N'), [BlockKind::Navigation]);
        assert_eq!(of('T'), [BlockKind::Meta]);
        assert_eq!(of('R'), [BlockKind::Related]);
        assert_eq!(of('C'), [BlockKind::Comment]);
        assert_eq!(of('L'), [BlockKind::Legal]);
    }

    #[test]
    fn a_heading_goes_with_what_is_under_it() {
        let body = |kind| Label::new(kind, 1.0, "");
        let mut labels =
            [body(BlockKind::Body), body(BlockKind::Related), body(BlockKind::Body), body(BlockKind::Body)];
        let (heading, paragraph) = (Shape::Heading(2), Shape::Paragraph);
        judge_headings(&mut labels, &[&heading, &paragraph, &heading, &paragraph]);
        let kinds = labels.map(|label| label.kind);
        assert_eq!(kinds, [BlockKind::Related, BlockKind::Related, BlockKind::Body, BlockKind::Body]);
    }

    #[test]
    fn a_page_of_very_many_blocks_is_judged_by_rules() {
        let document = html::open(&"<p>One more line.</p>".repeat(LONG + 1));
        assert!(rows(&document).is_empty());
        assert_eq!(label(&document, &crate::extract::features::profiles(&document)).len(), LONG + 1);
    }
}

//! Which blocks of a page of elements are the article. Texts of lines are judged by `lines`.
//!
//! The way: the looks of each block (`piece`) → what the elements around it say, and two independent counts of which
//! element holds the article (`frames`) → a first label for each block by rules → features (`features`, `signs`) → a
//! model's view of each block, and a second in which the first views of its neighbours and its like speak (`second`,
//! `judge`).

pub mod features;
mod frames;
mod hints;
pub mod judge;
mod piece;
pub mod second;
pub mod signs;

use crate::article::{BlockKind, Shape};
use crate::formats::{Document, Field, Voice};
use crate::text::fold;

use super::features::Profile;
use super::label::Label;
use features::{Page, Row};
use frames::Frames;
use judge::Judge;
use piece::Traits;
use second::Around;

/// Blocks beyond which the rules decide alone: features take 0.7 kB a block, and a page this long is no one article.
const LONG: usize = 30_000;
/// The probability from which on a block is body.
const EVEN: f32 = 0.5;
/// The same where its element or its first words call it an advertisement or a prompt: a kept prompt annoys, and the page
/// itself has spoken.
const NAMED: f32 = 0.75;

/// From how many bytes on the first words of a block say nothing about its purpose.
const SHORT: u32 = 120;

/// A label for each piece of `document`, whose pieces look like `profiles`.
pub(crate) fn label(document: &Document, profiles: &[Profile]) -> Vec<Label> {
    label_by(document, profiles, Judge::built_in())
}

/// Which blocks are body when `judge` judges them and all that comes after has had its say: for training.
#[must_use]
pub fn body(document: &Document, judge: &Judge) -> Vec<bool> {
    let profiles = super::features::profiles(document);
    let mut labels = label_by(document, &profiles, judge);
    super::settle(document, &profiles, &mut labels);
    labels.iter().map(|label| label.kind == BlockKind::Body).collect()
}

/// Which blocks are body by their elements and their form, before the masthead takes its own: what a text made of the page is taught
/// with. No other weights than those of pages speak in it, so that these can be made first.
#[must_use]
pub fn judged(document: &Document) -> Vec<bool> {
    let profiles = super::features::profiles(document);
    let mut labels = label(document, &profiles);
    super::trim::trim(document, &profiles, &mut labels);
    labels.iter().map(|label| label.kind == BlockKind::Body).collect()
}

fn label_by(document: &Document, profiles: &[Profile], judge: &Judge) -> Vec<Label> {
    let Look { mut labels, rows, around, asks } = look(document, profiles);
    let shapes: Vec<&Shape> = document.pieces.iter().map(|piece| &piece.shape).collect();
    if judge.is_trained() && !rows.is_empty() {
        second_look(&mut labels, &judge.chances(&rows, &around), &shapes);
    }
    for (label, _) in labels.iter_mut().zip(&asks).filter(|(label, asks)| **asks && label.kind == BlockKind::Body) {
        *label = Label::new(BlockKind::Promotion, 0.7, "in a small box with buttons or fields of its own");
    }
    judge_headings(&mut labels, &shapes);
    labels
}

/// The features of each block of a page, for training; none for a page of more than `LONG` blocks.
#[must_use]
pub fn rows(document: &Document) -> Vec<Row> {
    seen(document).0
}

/// The same, and where the blocks stand to each other.
#[must_use]
pub fn seen(document: &Document) -> (Vec<Row>, Around) {
    let look = look(document, &super::features::profiles(document));
    (look.rows, look.around)
}

/// What is seen of a page before a model is asked.
struct Look {
    /// A first label for each block, by rules.
    labels: Vec<Label>,
    /// Its features, if there are not too many blocks.
    rows: Vec<Row>,
    around: Around,
    /// Whether it lies in a small box that asks for something.
    asks: Vec<bool>,
}

fn look(document: &Document, profiles: &[Profile]) -> Look {
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
    let page =
        Page { document, traits: &traits, profiles, frames: &frames, labels: &labels, headline, is_title: &is_title };
    let (rows, around) = if document.pieces.len() > LONG { Default::default() } else { page.read() };
    Look { labels, rows, around, asks }
}

/// What the models think of the first labels. Words under a picture are never body: they are read with the picture.
fn second_look(labels: &mut [Label], chances: &[f32], shapes: &[&Shape]) {
    for ((label, &chance), shape) in labels.iter_mut().zip(chances).zip(shapes) {
        let needed = if matches!(label.kind, BlockKind::Ad | BlockKind::Promotion) { NAMED } else { EVEN };
        let is_body = chance >= needed && **shape != Shape::Caption;
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

    /// Five paragraphs of a story.
    const STORY: [&str; 5] = [
        "B: The mill on the upper river was sold on Friday to two sisters who want to grind rye there again.",
        "B: It had stood empty since the flood of 1988; the wheel is gone, but the stones, the council says, are whole.",
        "B: “We have read everything there is about rye,” said the elder, Marit Aune, a teacher. “It is not much.”",
        "B: The price was not made known. Neighbours speak of a sum for which one would get half a flat in town.",
        "B: The first flour is to be sold at the autumn market, if the wheel, which is being built, is there by then.",
    ];

    fn paragraphs() -> String {
        STORY.map(|text| format!("<p>{text}</p>")).concat()
    }

    #[test]
    fn pages_of_many_makes_are_read() {
        let story = paragraphs();
        let inner = STORY.join("<br><br>");
        for (make, markup) in [
            ("nothing but paragraphs", story.clone()),
            (
                "a print view",
                format!("<title>T: Mill sold</title><h1>T: Mill sold</h1><hr>{story}<hr><a href=/>N: Home</a>"),
            ),
            (
                "a noscript",
                format!(
                    "<title>T: Mill sold</title><div id=app></div><noscript><h1>T: Mill sold</h1>{story}</noscript>"
                ),
            ),
            ("breaks in a cell", format!("<table><tr><td width=500>{inner}</td></tr></table>")),
            (
                "amp",
                format!(
                    "<html amp><title>T: Mill sold</title><body><amp-sidebar><ul><li><a href=/>N: Home</a></ul></amp-sidebar>\
                     <article><h1>T: Mill sold</h1><amp-img alt='C: A mill'></amp-img>{story}</article></body></html>"
                ),
            ),
            ("custom elements", format!("<news-page><news-body>{story}</news-body></news-page>")),
        ] {
            let found = kinds(&markup);
            let body = found.iter().filter(|(letter, kind)| *letter == 'B' && *kind == BlockKind::Body).count();
            assert_eq!(body, STORY.len(), "{make}: {found:?}");
            assert!(found.iter().all(|(letter, kind)| *letter == 'B' || *kind != BlockKind::Body), "{make}: {found:?}");
        }
    }

    #[test]
    fn captions_are_no_body_and_what_a_figure_holds_is() {
        let story = paragraphs();
        let page = format!(
            "<title>T: Mill sold</title><h1>T: Mill sold</h1><article>{story}<figure><img src=a><figcaption>C: The mill, seen from \
             the bridge in the year in which it was closed, before the flood took the wheel.</figcaption></figure>{story}</article>",
        );
        let found = kinds(&page);
        let captions: Vec<_> = found.iter().filter(|(letter, _)| *letter == 'C').map(|(_, kind)| *kind).collect();
        assert_eq!(captions, [BlockKind::Meta], "{found:?}");
        let document = html::open("<figure class=wp-block-table><table><tr><td>Q: Rye<td>4</table></figure>");
        let profiles = crate::extract::features::profiles(&document);
        let look = look(&document, &profiles);
        assert_ne!(look.labels[0].why, Label::new(BlockKind::Meta, 0.8, "words under a picture").why);
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
    fn what_calls_itself_a_prompt_needs_more_to_be_body() {
        let paragraph = Shape::Paragraph;
        for (kind, chance, expected) in [
            (BlockKind::Navigation, 0.6, BlockKind::Body),
            (BlockKind::Promotion, 0.6, BlockKind::Promotion),
            (BlockKind::Ad, 0.6, BlockKind::Ad),
            (BlockKind::Promotion, 0.8, BlockKind::Body),
            (BlockKind::Body, 0.4, BlockKind::Related),
        ] {
            let mut labels = [Label::new(kind, 0.8, "")];
            second_look(&mut labels, &[chance], &[&paragraph]);
            assert_eq!(labels[0].kind, expected, "{kind:?} {chance}");
        }
    }

    #[test]
    fn a_page_of_very_many_blocks_is_judged_by_rules() {
        let document = html::open(&"<p>One more line.</p>".repeat(LONG + 1));
        assert!(rows(&document).is_empty());
        assert_eq!(label(&document, &crate::extract::features::profiles(&document)).len(), LONG + 1);
    }
}

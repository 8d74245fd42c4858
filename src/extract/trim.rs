//! What by its form is no part of an article, whatever a model thinks of it: captions that close with a credit, lone links,
//! boxes inside a text. Each rule rests on one fact a reader would name; scores are not its business.

use crate::article::{BlockKind, Format, Shape};
use crate::formats::Document;
use crate::text::fold::fold;
use crate::text::{MarkKind, Rich};

use super::features::Profile;
use super::label::Label;
use super::phrases::{self, Cue};

/// The longest box, in words.
const BOX: f32 = 40.0;
/// The longest that a line of clutter in it gives away, in words.
const SMALL_BOX: f32 = 25.0;
/// The longest line that cue words alone make clutter, in words.
const CUE: f32 = 8.0;
/// The longest line that says whose post stands there, in words.
const HANDLE: f32 = 14.0;
/// The longest line that a link makes a prompt, in words.
const LINE: f32 = 20.0;
/// The share of prose that stands between blank lines where blank lines part paragraphs.
const PARTED: f32 = 0.8;

/// Takes off what is no body.
pub(crate) fn trim(document: &Document, profiles: &[Profile], labels: &mut [Label]) {
    for ((piece, profile), label) in document.pieces.iter().zip(profiles).zip(labels.iter_mut()) {
        if label.kind != BlockKind::Body {
            continue;
        }
        if profile.clutter >= 0.99 && profile.words <= CUE && !profile.ends_sentence && !profile.is_item {
            *label = Label::new(BlockKind::Promotion, 0.7, "nothing but words of a prompt");
        } else if profile.has_credit {
            *label = Label::new(BlockKind::Meta, 0.8, "words under a picture: they close with its credit");
        } else if document.format == Format::Markdown
            && piece.shape == Shape::Paragraph
            && let Some((kind, why)) = link_line(&piece.text, profile)
        {
            *label = Label::new(kind, 0.7, why);
        } else if matches!(document.format, Format::Markdown | Format::Text)
            && let Some((kind, why)) = pointer(piece.text.as_str(), profile)
        {
            *label = Label::new(kind, 0.7, why);
        }
    }
    if document.format == Format::Text {
        boxes(profiles, labels);
    }
}

/// What a short line is that only points elsewhere: tags, or a cue, a colon and a headline ("Read more: …").
fn pointer(text: &str, profile: &Profile) -> Option<(BlockKind, &'static str)> {
    if profile.words > LINE {
        return None;
    }
    if text.split_whitespace().all(|word| word.starts_with('#') && word.len() > 1) && profile.words > 0.0 {
        return Some((BlockKind::Related, "tags"));
    }
    let is_handle = |word: &str| word.trim_start_matches('(').strip_prefix('@').is_some_and(|name| name.len() > 2);
    // "— Ida Moe (@ida) 4 May" signs words that are quoted.
    let is_signature = text.starts_with(['—', '–']);
    if !profile.ends_sentence && !is_signature && profile.words <= HANDLE && text.split_whitespace().any(is_handle) {
        return Some((BlockKind::Related, "whose post stands here"));
    }
    let (before, after) = text.split_once([':', '：'])?;
    let folded = fold(before);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(LINE as usize).collect();
    let cover = phrases::cover(&words);
    let covered: u16 = [Cue::Related, Cue::Promotion, Cue::Ad].iter().filter_map(|cue| cover.get(*cue as usize)).sum();
    let is_cue = covered > 0 && usize::from(covered) == words.len();
    (is_cue && !after.trim().is_empty()).then_some((BlockKind::Related, "a cue and where it leads"))
}

/// What a short paragraph is that is a link, or that begins with one and asks for something.
fn link_line(text: &Rich, profile: &Profile) -> Option<(BlockKind, &'static str)> {
    if profile.words > LINE {
        return None;
    }
    let links = text.marks().iter().filter(|mark| matches!(mark.kind, MarkKind::Link(_)));
    let linked: u32 = links.clone().map(|mark| mark.range.end.saturating_sub(mark.range.start)).sum();
    let begins = links.clone().next().is_some_and(|mark| mark.range.start == 0);
    // "Six issues a year. [Subscribe]": a link that is a sentence of its own, at the end.
    let closes = links.clone().next_back().is_some_and(|mark| {
        let before = text.as_str().get(..mark.range.start as usize).unwrap_or_default().trim_end();
        mark.range.end as usize >= text.as_str().trim_end().len() && before.ends_with(['.', '!', '?', '…'])
    });
    let asks = profile.cover.get(Cue::Promotion as usize).is_some_and(|&words| words > 0);
    if linked as usize * 20 >= text.as_str().len() * 19 {
        Some((BlockKind::Related, "all of it is a link"))
    } else if (begins || closes) && asks {
        Some((BlockKind::Promotion, "a link and a prompt"))
    } else {
        None
    }
}

/// In a text whose paragraphs stand between blank lines, lines that nothing parts are a box: a few words of body beside an
/// advertisement or a prompt go with it, and so do a heading and a sentence that speak to the reader.
fn boxes(profiles: &[Profile], labels: &mut [Label]) {
    let mut starts: Vec<usize> =
        (0..profiles.len()).filter(|&at| profiles.get(at).is_some_and(|p| !p.is_joined)).collect();
    starts.push(profiles.len());
    let stanzas: Vec<&[Profile]> =
        starts.windows(2).filter_map(|pair| profiles.get(*pair.first()?..*pair.last()?)).collect();
    let prose = |stanza: &&&[Profile]| stanza.iter().any(Profile::is_prose);
    let all = stanzas.iter().filter(prose).count();
    let alone = stanzas.iter().filter(prose).filter(|stanza| stanza.len() == 1).count();
    if (alone as f32) < PARTED * all as f32 {
        return;
    }
    for (stanza, &start) in stanzas.iter().zip(&starts) {
        let words: f32 = stanza.iter().map(|p| p.words).sum();
        let Some(own) = labels.get_mut(start..start + stanza.len()) else { continue };
        let has_clutter = own.iter().any(|label| matches!(label.kind, BlockKind::Ad | BlockKind::Promotion));
        let is_headed = stanza.first().is_some_and(|p| !p.ends_sentence && !p.begins_quote && !p.is_item)
            && stanza.last().is_some_and(|p| p.ends_sentence)
            && stanza.iter().any(|p| p.address > 0.0);
        // A cue and lines that are no sentences: what leads to other articles.
        let is_pointing = stanza.first().is_some_and(|p| p.clutter >= 0.99 && !p.ends_sentence)
            && stanza.iter().all(|p| !p.ends_sentence || p.ends_question)
            && words <= BOX;
        // Most of it is no body already, and nothing in it is a sentence.
        let is_lost = own.iter().filter(|label| label.kind != BlockKind::Body).count() * 2 > own.len()
            && stanza.iter().all(|p| !p.ends_sentence || p.ends_question)
            && words <= BOX;
        let is_box = has_clutter && words <= SMALL_BOX || is_headed && words <= BOX || is_pointing || is_lost;
        if stanza.len() > 1 && is_box {
            for label in own.iter_mut().filter(|label| label.kind == BlockKind::Body) {
                *label = Label::new(BlockKind::Promotion, 0.6, "lines of one box inside the text");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{self, Hint};

    /// Which blocks are left as body where all were.
    fn kept(text: &str) -> Vec<String> {
        let document = formats::open(text.as_bytes(), Hint::default());
        let profiles = super::super::features::profiles(&document);
        let mut labels = vec![Label::new(BlockKind::Body, 0.9, "all"); document.pieces.len()];
        trim(&document, &profiles, &mut labels);
        let texts = document.pieces.iter().zip(labels).filter(|(_, label)| label.kind == BlockKind::Body);
        texts.map(|(piece, _)| piece.text.as_str().chars().take(12).collect()).collect()
    }

    #[test]
    fn a_box_a_caption_and_a_lone_link_are_taken_off() {
        let prose = "The harbour board met at noon and voted to keep the old ferry until the spring of next year.";
        for (text, expected) in [
            (format!("{prose}\n\nThe Fjord by post\nAsk your postman for a year of it.\n\n{prose}"), 2),
            (format!("{prose}\n\nThe engine room\nIt was built in 1961.\n\n{prose}"), 4),
            (format!("{prose}\n\nRead more: Ida Moe on her pier\n\n#ferry #fjord\n\nMoe: No.\n\n{prose}"), 3),
            (
                format!(
                    "{prose}\n\nA post shared by Ida Moe (@ida.moe)\n\n@ida.moe\n\nAsk @ida.moe, she said.\n\n{prose}"
                ),
                3,
            ),
            (format!("{prose}\n\nIda Moe on the pier. Photo: Olaf Lind\n\n{prose}"), 2),
            (format!("# Ferry\n\n{prose}\n\n[Try the Fjord for a crown](http://f.example/a)\n\n{prose}"), 3),
            (format!("# Ferry\n\n{prose}\n\n[The board](http://f.example/a) met again on Monday.\n\n{prose}"), 4),
            (format!("# Ferry\n\n{prose}\n\nSix issues a year. [Subscribe](http://f.example/a)\n\n{prose}"), 3),
        ] {
            assert_eq!(kept(&text).len(), expected, "{text}");
        }
    }
}

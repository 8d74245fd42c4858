//! Everything about filing an article that needs no database: its columns, its document as compressed JSON, what is
//! searched, the sentence in which each name first stands. Workers do this on their own threads; the one writer only
//! inserts.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::query::terms::indexed;
use super::{Clipping, Place, copies, days};
use crate::article::{Article, BlockKind, Broken, Entities, Entity, Language, Mention, Origin};
use crate::entities::{self, Tagger, across};
use crate::extract::rules::{self, By, Overlay, Overruled, Trace};

/// Bytes of a quote, at most: two lines on a wide screen.
const QUOTE: usize = 240;

/// Bytes of a title made from the text, at most.
const TITLE: usize = 90;

/// Fewer words than this in a body, and there is no article to read: a wall, a stub, a picture page.
const FEW_WORDS: u32 = 25;

/// From so many bytes on there is, in scripts that part no words by spaces.
const FEW_BYTES: usize = 400;

/// zstd's default: 0.53 of the size at 40 µs an article; level 19 gains one per cent at twenty times the cost.
pub(crate) const LEVEL: i32 = 3;

/// A clipping made ready for the writer.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(super) origin: Origin,
    pub(super) original: Vec<u8>,
    pub(super) title: String,
    pub(super) byline: String,
    pub(super) source: Option<String>,
    pub(super) date: Option<jiff::civil::Date>,
    pub(super) words: u32,
    pub(super) broken: Option<Broken>,
    pub(super) language: Option<Language>,
    pub(super) body: String,
    pub(super) document: Vec<u8>,
    pub(super) entities: Vec<Named>,
    pub(super) imprint: copies::Imprint,
    pub(super) trace: Trace,
    /// The versions of extraction and entities that it was read with.
    pub(super) versions: (u32, u32),
    /// What the overlay said of it.
    laid: Laid,
}

/// What an overlay said of an article: enough to know whether another says the same.
#[derive(Clone, Debug, Default)]
struct Laid {
    /// The rules it was laid with.
    rules: Vec<rules::Rule>,
    /// The lines that are hidden if they recur, sorted.
    open: Vec<i64>,
    /// Those that were hidden, sorted.
    hidden: Vec<i64>,
}

/// An entity of a clipping, made ready.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) entity: Entity,
    pub(super) keys: Vec<String>,
    pub(super) mentions: u32,
    /// The forms used, with how often; sorted.
    pub(super) forms: Vec<(String, u32)>,
    pub(super) quote: Option<(String, Range<usize>)>,
}

impl Named {
    /// Every spelling the article gives it, each once.
    pub(super) fn spellings(&self) -> std::collections::BTreeSet<&String> {
        let forms = self.forms.iter().map(|(form, _)| form);
        forms.chain(&self.entity.aliases).chain([&self.entity.name]).collect()
    }
}

/// What is stored of an article beside its row.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Stored {
    pub(super) article: Article,
    pub(super) entities: Entities,
    /// What rules and recurring lines changed in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) overruled: Vec<Overruled>,
}

impl Stored {
    /// The article's names, as they were made ready when it was filed.
    pub(super) fn named(&self) -> Vec<Named> {
        let list = (0u16..).zip(&self.entities.list);
        list.map(|(at, entity)| named(at, entity, &self.article, &self.entities)).collect()
    }

    /// The article as the labeler gave it.
    pub(super) fn as_labeled(&self) -> Article {
        let mut article = self.article.clone();
        rules::restore(&mut article, &self.overruled);
        article
    }
}

/// What is read of it to show an article: its names come from their drawers.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Shown {
    pub(super) article: Article,
    pub(super) entities: Mentions,
    #[serde(default)]
    pub(super) overruled: Vec<Overruled>,
}

/// The mentions among what is stored.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Mentions {
    pub(super) mentions: Vec<Mention>,
}

impl Prepared {
    /// Does all the work on `clipping` that needs no database. Its article is as the labeler gave it: no overlay is laid over
    /// it, and its names are those it has.
    #[must_use]
    pub fn new(clipping: Clipping) -> Self {
        let Clipping { origin, original, article, entities } = clipping;
        let trace = rules::trace(&article);
        let open = Overlay::default().open_lines(&article, &trace);
        let stored = Stored { article, entities, overruled: Vec::new() };
        Self::of(
            origin,
            original,
            &stored,
            trace,
            (crate::extract::VERSION, entities::VERSION),
            Laid::new(&[], open, &[]),
        )
    }

    /// Reads an article, as the labeler gave it, under `overlay`: the one road from an extracted article to a filed one.
    #[must_use]
    pub fn read(origin: Origin, original: Vec<u8>, article: Article, overlay: &Overlay) -> Self {
        Self::under(origin, original, article, crate::extract::VERSION, overlay)
    }

    /// [`read`](Self::read), of what a labeler of that version gave.
    pub(super) fn under(
        origin: Origin,
        original: Vec<u8>,
        mut article: Article,
        extracted: u32,
        overlay: &Overlay,
    ) -> Self {
        let trace = rules::trace(&article);
        let open = overlay.open_lines(&article, &trace);
        let overruled = rules::apply(&mut article, &trace, overlay);
        let laid = Laid::new(&overlay.rules, open, &overruled);
        let entities = entities::read(&article, Tagger::builtin());
        let stored = Stored { article, entities, overruled };
        Self::of(origin, original, &stored, trace, (extracted, entities::VERSION), laid)
    }

    /// This article read again under another overlay.
    pub(super) fn again(&self, overlay: &Overlay) -> rusqlite::Result<Self> {
        let stored: Stored = super::unpack::Unpacker::default().json(&self.document)?;
        let Self { origin, original, versions: (extracted, _), .. } = self.clone();
        Ok(Self::under(origin, original, stored.as_labeled(), extracted, overlay))
    }

    /// Whether `overlay` says what was said of it.
    pub(super) fn fits(&self, overlay: &Overlay) -> bool {
        let hidden = self.laid.open.iter().filter(|line| overlay.recurring.contains(line));
        self.laid.rules == overlay.rules && hidden.eq(&self.laid.hidden)
    }

    fn of(origin: Origin, original: Vec<u8>, stored: &Stored, trace: Trace, versions: (u32, u32), laid: Laid) -> Self {
        let words = stored.article.words();
        let document = serde_json::to_vec(stored)
            .ok()
            .and_then(|json| zstd::bulk::compress(&json, LEVEL).ok())
            .unwrap_or_default();
        let article = &stored.article;
        let body = searched(article);
        Self {
            title: title(article, &origin),
            byline: article.byline.iter().map(|name| one_line(name)).collect::<Vec<_>>().join("\n"),
            source: article.source.name.as_deref().or(article.source.host.as_deref()).map(one_line),
            date: article.published.map(|published| published.day()).filter(|&date| days::number(date).is_some()),
            words,
            broken: article.broken.or((words < FEW_WORDS && body.len() < FEW_BYTES).then_some(Broken::Stub)),
            language: article.language.clone(),
            body: indexed(&body),
            imprint: copies::Imprint::of(article),
            document,
            entities: stored.named(),
            trace,
            versions,
            laid,
            origin,
            original,
        }
    }

    /// Where it came from.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Why it is not the whole article, where it is not.
    #[must_use]
    pub fn broken(&self) -> Option<Broken> {
        self.broken
    }

    /// The title under which it is listed.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }
}

impl Laid {
    fn new(rules: &[rules::Rule], mut open: Vec<i64>, overruled: &[Overruled]) -> Self {
        open.sort_unstable();
        open.dedup();
        let recurs = overruled.iter().filter_map(|overruled| match overruled.by {
            By::Recurs(line) => Some(line),
            By::Rule(_) => None,
        });
        let mut hidden: Vec<i64> = recurs.collect();
        hidden.sort_unstable();
        hidden.dedup();
        Self { rules: rules.to_vec(), open, hidden }
    }
}

/// Bytes of the words kept with a reading place, at most.
const WORDS: usize = 60;

/// The words at a place, by which it is found again when the blocks have moved.
pub(super) fn words_at(article: &Article, place: Place) -> String {
    let text = article.blocks.get(place.block as usize).map_or("", |block| block.text.as_str());
    let text = text.get(place.byte as usize..).unwrap_or(text);
    let end = (0..=WORDS.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    text[..end].to_owned()
}

/// Where the words of a place stand now: the nearest block that has them; where none has, the place as it was, within the article.
pub(super) fn place_of(article: &Article, before: Place, quote: &str) -> Place {
    let last = article.blocks.len().saturating_sub(1);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let near = before.block as usize;
    let hits = article.blocks.iter().enumerate().filter_map(|(at, block)| Some((at, block.text.as_str().find(quote)?)));
    match hits.min_by_key(|&(at, _)| at.abs_diff(near)) {
        // The same words may stand twice in the block: the byte that was is one of them.
        Some((at, _)) if at == near && words_at(article, before).starts_with(quote) => {
            Place { block: number(at), ..before }
        }
        Some((at, byte)) if !quote.is_empty() => Place { block: number(at), byte: number(byte) },
        _ => Place { block: before.block.min(number(last)), ..before },
    }
}

/// The headline, else the beginning of the text, else the name of the file. One line, never empty.
fn title(article: &Article, origin: &Origin) -> String {
    let headline = article.title.as_deref().map(one_line).filter(|title| !title.is_empty());
    let first = || {
        let (_, block) = article.body().find(|(_, block)| !block.text.is_blank())?;
        let line = one_line(block.text.as_str());
        Some(clip(&line, 0..0, TITLE).0)
    };
    let file = || {
        let name = origin.path.file_name()?.to_string_lossy();
        let name = one_line(&crate::text::clean::clean(&name));
        (!name.is_empty()).then_some(name)
    };
    headline.or_else(first).or_else(file).unwrap_or_else(|| "Untitled".to_owned())
}

/// The words of the article itself: standfirst, body and captions of the body; clutter is not searched.
fn searched(article: &Article) -> String {
    let mut text = String::with_capacity(article.blocks.iter().map(|block| block.text.as_str().len() + 1).sum());
    let standfirst = article.standfirst.as_deref();
    let body = article.blocks.iter().filter(|block| block.kind == BlockKind::Body).map(|block| block.text.as_str());
    for part in standfirst.into_iter().chain(body) {
        text.push_str(part);
        text.push('\n');
    }
    text
}

fn named(at: u16, entity: &Entity, article: &Article, entities: &Entities) -> Named {
    let mut forms: std::collections::BTreeMap<String, u32> = std::collections::BTreeMap::new();
    let mut quote = None;
    let mut mentions = 0;
    for mention in entities.mentions.iter().filter(|mention| mention.entity == at) {
        let Some((text, range)) = place(article, mention) else { continue };
        mentions += 1;
        *forms.entry(one_line(&text[range.clone()])).or_default() += 1;
        if quote.is_none() {
            quote = Some(sentence(text, range));
        }
    }
    let forms = forms.into_iter().collect();
    Named { keys: across::keys(entity), entity: entity.clone(), mentions, forms, quote }
}

/// The block's text and the range of a mention in it, where that is a range of it.
fn place<'a>(article: &'a Article, mention: &Mention) -> Option<(&'a str, Range<usize>)> {
    let text = article.blocks.get(mention.block as usize)?.text.as_str();
    let range = mention.range.start as usize..mention.range.end as usize;
    text.get(range.clone()).filter(|form| !form.trim().is_empty())?;
    Some((text, range))
}

/// The sentence of `text` around `range`, in one line and cut to `QUOTE` bytes around it, and the range in it.
#[must_use]
pub fn sentence(text: &str, range: Range<usize>) -> (String, Range<usize>) {
    let before = text[..range.start].char_indices().rev().scan(None, |after: &mut Option<char>, (at, c)| {
        let end = matches!(c, '.' | '!' | '?' | '…' | '\n') && after.is_none_or(char::is_whitespace);
        *after = Some(c);
        Some((at + c.len_utf8(), end, c))
    });
    // A full stop after one capital or a short title ("Mr.", "U.S.") ends no sentence.
    let start = before
        .filter(|&(_, end, _)| end)
        .find(|&(at, _, c)| c != '.' || !is_short(&text[..at - 1]))
        .map_or(0, |(at, _, _)| at);
    let mut end = text.len();
    for (at, c) in text[range.end..].char_indices().map(|(at, c)| (at + range.end, c)) {
        let next = at + c.len_utf8();
        let stops = c == '\n'
            || (matches!(c, '.' | '!' | '?' | '…')
                && text[next..].chars().next().is_none_or(char::is_whitespace)
                && (c != '.' || !is_short(&text[..at])));
        if stops {
            end = next;
            break;
        }
    }
    let lead = &text[start..range.start];
    let lead = lead.len() - lead.trim_start().len();
    let whole = text[start + lead..end].trim_end();
    let within = |at: usize| (at - start - lead).min(whole.len());
    let inner = within(range.start)..within(range.end);
    let (quote, inner) = clip(whole, inner, QUOTE);
    // Line ends and tabs are one byte, as a space is, so the range holds.
    (quote.replace(['\n', '\t'], " "), inner)
}

/// Whether the last word of `text` is so short a capitalised word that a full stop after it ends no sentence.
fn is_short(text: &str) -> bool {
    let word = text.rsplit(|c: char| !c.is_alphanumeric() && c != '.').next().unwrap_or_default();
    word.chars().next().is_some_and(char::is_uppercase) && word.chars().count() <= 3
}

/// A piece of `text` of at most about `budget` bytes with `range` in it, cut between words, with signs of omission.
fn clip(text: &str, range: Range<usize>, budget: usize) -> (String, Range<usize>) {
    if text.len() <= budget {
        return (text.to_owned(), range);
    }
    let room = budget.saturating_sub(range.len());
    let from =
        if range.end <= budget { 0 } else { word_start(text, range.start.saturating_sub(room / 2)).min(range.start) };
    let to = word_end(text, from + budget).max(range.end);
    let (head, tail) = (if from > 0 { "…" } else { "" }, if to < text.len() { "…" } else { "" });
    let shift = |at: usize| (at - from + head.len()).min(to - from + head.len());
    let inner = shift(range.start)..shift(range.end);
    (format!("{head}{}{tail}", &text[from..to]), inner)
}

/// The start of the first word at or after byte `at`.
fn word_start(text: &str, at: usize) -> usize {
    let at = boundary(text, at);
    text[at..].find(char::is_whitespace).map_or(at, |space| {
        let rest = &text[at + space..];
        at + space + (rest.len() - rest.trim_start().len())
    })
}

/// The end of the last word that ends at or before byte `at`; `at` itself (on a boundary) where there is none.
fn word_end(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    let at = boundary(text, at);
    match text[..at].rfind(char::is_whitespace) {
        Some(space) if space * 2 > at => text[..space].trim_end().len(),
        _ => at,
    }
}

/// The first character boundary at or after byte `at`.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// `text` with every run of white space as one space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_the_sentence_around_the_name() {
        let long = format!("{} and Oduya spoke {}", "many words came before her ".repeat(20), "and after ".repeat(60));
        for (text, name, expected) in [
            ("It rained. Mayor Oduya smiled. It dried.", "Oduya", "Mayor Oduya smiled."),
            (
                "It rained. Mr. Oduya of the U.S. Board smiled. It dried.",
                "Oduya",
                "Mr. Oduya of the U.S. Board smiled.",
            ),
            ("Oduya smiled", "Oduya", "Oduya smiled"),
            ("One\nOduya smiled\nThree", "Oduya", "Oduya smiled"),
            ("“Who?” asked Oduya. Nobody.", "Oduya", "“Who?” asked Oduya."),
            ("It cost 3.5 crowns, Oduya said! Yes.", "Oduya", "It cost 3.5 crowns, Oduya said!"),
            ("東京は雨。小田谷は笑った。", "小田谷", "東京は雨。小田谷は笑った。"),
        ] {
            let at = text.find(name).unwrap();
            let (quote, range) = sentence(text, at..at + name.len());
            assert_eq!((quote.as_str(), &quote[range]), (expected, name), "{text}");
        }
        let at = long.find("Oduya").unwrap();
        let (quote, range) = sentence(&long, at..at + 5);
        assert_eq!(&quote[range], "Oduya");
        assert!(
            quote.starts_with('…') && quote.ends_with('…') && quote.len() <= QUOTE + 12,
            "{}: {quote}",
            quote.len()
        );
    }

    #[test]
    fn a_title_is_never_empty() {
        let origin = |path: &str| Origin {
            path: path.into(),
            member: None,
            format: crate::article::Format::Text,
            digest: crate::article::Digest::of(b""),
            saved: None,
        };
        let titled = |title: &str| Article { title: Some(title.to_owned()), ..Article::default() };
        for (article, path, expected) in [
            (titled(" A  weir\nopens "), "x.txt", "A weir opens"),
            (titled(" "), "saved/x.txt", "x.txt"),
            (Article::default(), "a\u{7}b\u{202e}.txt", "ab.txt"),
            (Article::default(), "/", "Untitled"),
        ] {
            assert_eq!(title(&article, &origin(path)), expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn a_piece_cut_around_a_range_holds_the_range(text in "[a-zé 東.\n]{0,200}", from in 0usize..200, long in 0usize..40) {
            let from = boundary(&text, from);
            let to = boundary(&text, (from + long).min(text.len()));
            let (piece, range) = clip(&text, from..to, 40);
            proptest::prop_assert_eq!(&piece[range], &text[from..to]);
            let (quote, range) = sentence(&text, from..to);
            let name = text[from..to].replace('\n', " ");
            proptest::prop_assert!(name.starts_with(&quote[range]), "{name:?} in {quote:?}");
        }
    }
}

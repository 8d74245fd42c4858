//! What a query found, to be looked at: the hits in each article with the sentences around them, and the articles that fit
//! best first. Which articles a query finds is decided by the index; here only those on the screen are read.

use std::ops::Range;

use rusqlite::{OptionalExtension, params_from_iter};
use serde::Deserialize;

use super::naming::Ruled;
use super::prepare::{Mentions, sentence};
use super::query::compile::{Aim, compile};
use super::query::terms::{each_word, terms};
use super::query::{Column, Node};
use super::read::ROW;
use super::{ArticleId, Error, Excerpt, From, Order, Page, Place, Query, Reader, Row, Snippet};
use crate::article::BlockKind;

/// Articles that are ranked by how well they fit: behind so many nobody looks.
const BEST: i64 = 1_000;

/// How much a word counts in the title, among the authors, in the text (BM25 with a weight a column).
const WEIGHTS: &str = "8.0, 2.0, 1.0";

/// The articles that fit a query best, best first: kept while its list is gone through, for a page of it cannot be made without
/// the others.
#[derive(Debug)]
pub(super) struct Ranking {
    version: i64,
    query: Query,
    articles: Vec<i64>,
}

impl Reader {
    /// The articles in an order; for [`Order::Newest`], [`list`](Self::list). Best first, there are at most a thousand, and the
    /// first page costs as much as looking at all that match: it can be interrupted, and the pages after it are as cheap as any.
    ///
    /// # Errors
    /// Where the database is locked or damaged, or the query was interrupted.
    pub fn list_in(&self, order: Order, query: &Query, from: From, limit: usize) -> Result<Page, Error> {
        if order == Order::Newest || !compile(query, self, Aim::Best).is_ranked() {
            return self.list(query, from, limit);
        }
        self.run(|| {
            self.rank(query)?;
            let ranking = self.ranking.borrow();
            let articles = ranking.as_ref().map(|ranking| ranking.articles.as_slice()).unwrap_or_default();
            let part = part(articles, from, limit);
            let more = part.end < articles.len();
            let mut rows = Vec::with_capacity(part.len());
            for &article in articles.get(part).unwrap_or_default() {
                rows.extend(self.row_of(article)?);
            }
            Ok(Page { rows, more })
        })
    }

    /// Sees to it that the ranking at hand is that of this query and of what is filed now.
    fn rank(&self, query: &Query) -> rusqlite::Result<()> {
        let version = self.version()?;
        if self.ranking.borrow().as_ref().is_some_and(|at_hand| at_hand.version == version && at_hand.query == *query) {
            return Ok(());
        }
        let compiled = compile(query, self, Aim::Best);
        let select = compiled.select(compiled.id, "");
        let sql = format!("{select} ORDER BY bm25(fulltext, {WEIGHTS}), {} DESC LIMIT {BEST}", compiled.id);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let articles = statement.query_map(params_from_iter(compiled.values()), |row| row.get(0))?;
        let articles = articles.collect::<rusqlite::Result<Vec<i64>>>()?;
        *self.ranking.borrow_mut() = Some(Ranking { version, query: query.clone(), articles });
        Ok(())
    }

    fn row_of(&self, article: i64) -> rusqlite::Result<Option<Row>> {
        let mut statement =
            self.connection.prepare_cached(&format!("SELECT {ROW} FROM article AS a WHERE a.id = ?1"))?;
        statement.query_row([article], |row| self.row(row)).optional()
    }

    /// Where the words and names that a query looks for stand in these articles, each with at most so many snippets; in the order
    /// given, without those that are not there. An article is read whole for it: for what is on the screen.
    ///
    /// # Errors
    /// Where the database is locked or damaged, or the question was interrupted.
    pub fn excerpts(&self, query: &Query, articles: &[ArticleId], snippets: usize) -> Result<Vec<Excerpt>, Error> {
        let needles = Needles::of(query);
        self.run(|| {
            let mut found = Vec::with_capacity(articles.len());
            for &article in articles {
                found.extend(self.excerpt(&needles, article, snippets)?);
            }
            Ok(found)
        })
    }

    fn excerpt(&self, needles: &Needles, article: ArticleId, snippets: usize) -> rusqlite::Result<Option<Excerpt>> {
        if needles.is_empty() {
            return Ok(Some(Excerpt { article, title: Vec::new(), snippets: Vec::new(), hits: 0 }));
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT a.title, d.drawers, d.json, d.ruled FROM article AS a JOIN document AS d ON d.article = a.id
             WHERE a.id = ?1",
        )?;
        let read = statement.query_row([article.0], |row| {
            let document: Searched = self.unpacker.borrow_mut().json(row.get_ref(2)?.as_blob()?)?;
            let ruled = row.get_ref(3)?.as_str_or_null()?.map(Ruled::read).transpose()?;
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, document, ruled))
        });
        let Some((title, guessed, mut document, ruled)) = read.optional()? else { return Ok(None) };
        let drawers = match ruled {
            Some(ruled) => {
                if let Some(mentions) = ruled.mentions {
                    document.entities.mentions = mentions;
                }
                ruled.drawers
            }
            None => guessed.split(' ').filter_map(|number| number.parse().ok()).collect(),
        };
        Ok(Some(needles.excerpt(article, &title, &drawers, &document, snippets)))
    }
}

/// The part of a ranking that a page is.
fn part(articles: &[i64], from: From, limit: usize) -> Range<usize> {
    let place = |id: ArticleId| articles.iter().position(|&article| article == id.0);
    let end = articles.len();
    let start = match from {
        From::Top => 0,
        From::After(id) => place(id).map_or(end, |at| at + 1),
        From::Before(id) => {
            let end = place(id).unwrap_or(0);
            return end.saturating_sub(limit)..end;
        }
        From::Bottom => end.saturating_sub(limit),
        From::Around(id) => place(id).unwrap_or(0).saturating_sub(limit / 2).min(end.saturating_sub(limit)),
    };
    start..end.min(start.saturating_add(limit))
}

/// What is read of an article to find hits in it.
#[derive(Default, Deserialize)]
struct Searched {
    article: Text,
    entities: Mentions,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Text {
    standfirst: Option<String>,
    blocks: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    kind: BlockKind,
    text: Words,
}

#[derive(Deserialize)]
struct Words {
    text: String,
}

/// What is looked for, folded as the index is.
#[derive(Debug)]
struct Needles {
    phrases: Vec<Phrase>,
    /// Names, by their drawers: each list is one condition.
    names: Vec<Vec<i64>>,
}

/// Words one after the other, the last of which may only be begun.
#[derive(Debug, PartialEq)]
struct Phrase {
    terms: Vec<String>,
    open: bool,
    column: Column,
}

/// A hit: its range, and the number of what was looked for.
type Hit = (Range<usize>, usize);

impl Needles {
    fn of(query: &Query) -> Self {
        let (mut phrases, mut names) = (Vec::new(), Vec::new());
        for node in query.wanted() {
            match node {
                Node::Text(text) => {
                    let phrase = Phrase { terms: terms(&text.words), open: text.prefix, column: text.column };
                    if !phrase.terms.is_empty() && !phrases.contains(&phrase) {
                        phrases.push(phrase);
                    }
                }
                Node::Named(drawers) => names.push(drawers.iter().map(|drawer| drawer.0).collect()),
                _ => {}
            }
        }
        Self { phrases, names }
    }

    fn is_empty(&self) -> bool {
        self.phrases.is_empty() && self.names.is_empty()
    }

    fn excerpt(&self, article: ArticleId, title: &str, drawers: &[i64], found: &Searched, most: usize) -> Excerpt {
        let named = self.named(drawers, found);
        let forms = named.iter().filter_map(|&(block, ref range, needle)| {
            let form = found.article.blocks.get(block)?.text.text.get(range.clone())?;
            Some((Phrase { terms: terms(form), open: false, column: Column::Title }, needle))
        });
        let own = (0..).zip(&self.phrases).map(|(needle, phrase)| (phrase, needle));
        let in_text: Vec<(&Phrase, usize)> = own.filter(|(phrase, _)| phrase.column == Column::Everywhere).collect();
        let forms: Vec<(Phrase, usize)> = forms.filter(|(phrase, _)| !phrase.terms.is_empty()).collect();
        let own = (0..).zip(&self.phrases).map(|(needle, phrase)| (phrase, needle));
        let in_title = own.filter(|(phrase, _)| phrase.column != Column::Byline);
        let in_title: Vec<(&Phrase, usize)> = in_title.chain(forms.iter().map(|(phrase, at)| (phrase, *at))).collect();
        let title: Vec<Range<usize>> = hits(title, &in_title).into_iter().map(|(range, _)| range).collect();
        let mut all = title.len();
        // The lines that are searched, with their place.
        let standfirst = found.article.standfirst.as_deref().map(|text| (None, text));
        let blocks = found.article.blocks.iter().enumerate();
        let body = blocks.filter(|(_, line)| line.kind == BlockKind::Body);
        let lines = standfirst.into_iter().chain(body.map(|(at, line)| (Some(at), line.text.text.as_str())));
        let mut lines_with_hits: Vec<(Option<usize>, &str, Vec<Hit>)> = Vec::new();
        for (at, text) in lines {
            let mut here = hits(text, &in_text);
            if let Some(at) = at {
                let named = named.iter().filter(|(block, ..)| *block == at);
                here.extend(named.map(|(_, range, needle)| (range.clone(), *needle)));
                here = apart(here);
            }
            all += here.len();
            if !here.is_empty() {
                lines_with_hits.push((at, text, here));
            }
        }
        let snippets = choose(&lines_with_hits, self.phrases.len() + self.names.len(), most);
        Excerpt { article, title, snippets, hits: u32::try_from(all).unwrap_or(u32::MAX) }
    }

    /// The mentions of the names that are looked for: block, range and number of the condition.
    fn named(&self, drawers: &[i64], found: &Searched) -> Vec<(usize, Range<usize>, usize)> {
        let mentions = found.entities.mentions.iter().filter_map(|mention| {
            let drawer = drawers.get(usize::from(mention.entity))?;
            let name = self.names.iter().position(|names| names.contains(drawer))?;
            let range = mention.range.start as usize..mention.range.end as usize;
            let block = mention.block as usize;
            found.article.blocks.get(block)?.text.text.get(range.clone())?;
            Some((block, range, self.phrases.len() + name))
        });
        mentions.collect()
    }
}

/// Where the phrases stand in a text; sorted, and none overlaps another.
fn hits(text: &str, phrases: &[(&Phrase, usize)]) -> Vec<Hit> {
    let mut found: Vec<Hit> = Vec::new();
    // Phrases that have begun: which, how many of their words were there, and where it began.
    let mut begun: Vec<(usize, usize, usize)> = Vec::new();
    let mut going_on = Vec::new();
    each_word(text, |range, word| {
        let starts = (0..phrases.len()).map(|phrase| (phrase, 0, range.start));
        for (at, nth, start) in begun.drain(..).chain(starts) {
            let Some((phrase, needle)) = phrases.get(at) else { continue };
            let is_last = nth + 1 == phrase.terms.len();
            let fits = match phrase.terms.get(nth) {
                Some(term) if is_last && phrase.open => word.starts_with(term.as_str()),
                Some(term) => word == term,
                None => false,
            };
            match (fits, is_last) {
                (true, true) => found.push((start..range.end, *needle)),
                (true, false) => going_on.push((at, nth + 1, start)),
                (false, _) => {}
            }
        }
        std::mem::swap(&mut begun, &mut going_on);
    });
    apart(found)
}

/// Sorted, and joined where they overlap.
fn apart(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|(range, needle)| (range.start, range.end, *needle));
    let mut out: Vec<Hit> = Vec::with_capacity(hits.len());
    for (range, needle) in hits {
        match out.last_mut().filter(|(last, _)| range.start < last.end) {
            Some((last, _)) => last.end = last.end.max(range.end),
            None => out.push((range, needle)),
        }
    }
    out
}

/// At most so many sentences with hits: first those that show something the ones before did not; in the order of the text.
fn choose(lines: &[(Option<usize>, &str, Vec<Hit>)], needles: usize, most: usize) -> Vec<Snippet> {
    let mut chosen: Vec<((usize, usize), Snippet)> = Vec::new();
    let mut shown = vec![false; needles];
    let mut told: Vec<Vec<bool>> = lines.iter().map(|(_, _, hits)| vec![false; hits.len()]).collect();
    for only_new in [true, false] {
        for (nth, (block, text, hits)) in lines.iter().enumerate() {
            for (at, (range, needle)) in hits.iter().enumerate() {
                if chosen.len() >= most {
                    break;
                }
                if told[nth][at] || (only_new && shown.get(*needle).copied().unwrap_or(true)) {
                    continue;
                }
                let (snippet, marked) = snippet(*block, text, hits, range);
                for hit in marked {
                    told[nth][hit] = true;
                    shown.iter_mut().skip(hits[hit].1).take(1).for_each(|shown| *shown = true);
                }
                told[nth][at] = true;
                chosen.push(((nth, at), snippet));
            }
        }
    }
    chosen.sort_by_key(|(place, _)| *place);
    chosen.into_iter().map(|(_, snippet)| snippet).collect()
}

/// The sentence around a hit, with all hits in it marked, and the numbers of those.
fn snippet(block: Option<usize>, text: &str, hits: &[Hit], around: &Range<usize>) -> (Snippet, Vec<usize>) {
    let (sentence, inner) = sentence(text, around.clone());
    let mut marked: Vec<usize> = Vec::new();
    let mut marks = Vec::new();
    for (at, (range, _)) in hits.iter().enumerate() {
        // As far from the hit at hand as in the text.
        let shifted = |byte: usize| (byte + inner.start).checked_sub(around.start);
        let (Some(start), Some(end)) = (shifted(range.start), shifted(range.end)) else { continue };
        let same = |here: &str, there: &str| here.split([' ', '\n', '\t']).eq(there.split([' ', '\n', '\t']));
        let there = sentence.get(start..end).zip(text.get(range.clone()));
        if there.is_some_and(|(here, there)| same(here, there)) {
            marked.push(at);
            marks.push(start..end);
        }
    }
    let first = marked.first().and_then(|&at| hits.get(at)).map_or(around.start, |(range, _)| range.start);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let place = block.map(|block| Place { block: number(block), byte: number(first) });
    (Snippet { place, text: sentence, marks }, marked)
}

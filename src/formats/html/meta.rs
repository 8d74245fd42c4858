//! What a page claims about itself: metadata, microdata, and elements that say by name what they are. The claims come
//! in order of trust within a field; which of them is believed is decided by `extract`.

use std::collections::BTreeSet;

use super::jsonld;
use super::tag::Tag;
use super::tree::{Data, Id, Name, Tree};
use crate::formats::{Claim, Field, Voice};

/// The most bytes of a claim.
const LONGEST: usize = 2000;
/// The most claims of one page; news pages make 10 to 40.
const CLAIMS: usize = 400;
/// The most bytes of text that an element may have to be a byline or a date.
const SHORT: usize = 160;
/// How many nodes before the headline its date and authors may stand.
const ABOVE: Id = 60;
/// How many nodes after it its date may stand, if other dates of the page are named alike.
const BELOW: Id = 120;
/// How many nodes from each other the authors of one article stand.
const TOGETHER: Id = 40;

/// The claims of a page.
pub(super) fn claims(tree: &Tree) -> Vec<Claim> {
    let mut claims = savers(tree);
    claims.extend(jsonld::claims(&tree.linked_data));
    let (mut metas, mut elements) = (Vec::new(), Vec::new());
    let headline = headline(tree);
    let mut shown = Shown { headline, found: Vec::new() };
    let beside = beside(tree);
    let is_beside = |id: Id| beside.get(id as usize).copied().unwrap_or_default();
    for id in 0..tree.nodes.len() {
        let id = id as Id;
        let Some(tag) = tree.tag(id) else { continue };
        match tag {
            Tag::Meta => meta(tree, id, &mut metas),
            Tag::Link => link(tree, id, &mut metas),
            Tag::Title if !within(tree, id, Tag::Body) => {
                push(&mut elements, Field::Title, Voice::TitleElement, &tree.text_below(id, LONGEST));
            }
            Tag::Html => {
                if let Some(language) = tree.attribute(id, Name::Lang) {
                    push(&mut elements, Field::Language, Voice::Element, language);
                }
            }
            _ if is_beside(id) => {}
            Tag::H1 => push(&mut elements, Field::Title, Voice::Heading, &tree.text_below(id, LONGEST)),
            _ => element(tree, id, tag, &mut shown),
        }
    }
    elements.extend(shown.claims());
    metas.sort_by_key(|(rank, _): &(u8, Claim)| *rank);
    claims.extend(metas.into_iter().map(|(_, claim)| claim));
    claims.extend(elements);
    claims.truncate(CLAIMS);
    claims
}

/// Adds a claim, its value made plain: entities decoded once more (pages encode them twice), white space collapsed.
pub(super) fn push(claims: &mut Vec<Claim>, field: Field, voice: Voice, text: &str) {
    if claims.len() >= CLAIMS {
        return;
    }
    let text = crate::text::head(text, LONGEST);
    let mut text = std::borrow::Cow::Borrowed(text);
    for _ in 0..2 {
        if text.contains(['&', '<']) {
            text = super::plain(&text).into();
        }
    }
    let text = crate::text::clean::clean(&text);
    let value = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !value.is_empty() && !claims.iter().any(|c| c.field == field && c.voice == voice && c.value == value) {
        claims.push(Claim { field, value, voice });
    }
}

/// What saving programs leave at the head of a page.
fn savers(tree: &Tree) -> Vec<Claim> {
    let mut claims = Vec::new();
    for comment in &tree.comments {
        let trimmed = comment.trim();
        if let Some(rest) = trimmed.strip_prefix("saved from url=") {
            // "(0043)https://…": the number is the length of the address.
            let address = rest.split_once(')').map_or(rest, |(_, address)| address);
            push(&mut claims, Field::Url, Voice::Saver, address);
        } else if trimmed.starts_with("Page saved with SingleFile") {
            for line in trimmed.lines() {
                let Some((key, value)) = line.split_once(':') else { continue };
                match key.trim() {
                    "url" => push(&mut claims, Field::Url, Voice::Saver, value),
                    "saved date" => push(&mut claims, Field::Saved, Voice::Saver, value),
                    _ => {}
                }
            }
        } else if let Some(rest) = trimmed.strip_prefix("Mirrored from ") {
            let address = rest.split_whitespace().next().unwrap_or_default();
            push(&mut claims, Field::Url, Voice::Saver, &format!("http://{address}"));
        }
    }
    claims
}

/// What a `meta` property or name is about, how it speaks, and how far down the list of trust.
const METAS: &[(&str, Field, Voice, u8)] = &[
    ("og:title", Field::Title, Voice::OpenGraph, 0),
    ("og:description", Field::Standfirst, Voice::OpenGraph, 0),
    ("og:site_name", Field::Source, Voice::OpenGraph, 0),
    ("og:url", Field::Url, Voice::OpenGraph, 2),
    ("og:locale", Field::Language, Voice::OpenGraph, 3),
    ("article:author", Field::Byline, Voice::OpenGraph, 4),
    ("og:article:author", Field::Byline, Voice::OpenGraph, 4),
    ("article:author_name", Field::Byline, Voice::OpenGraph, 1),
    ("article:published_time", Field::Published, Voice::OpenGraph, 0),
    ("og:article:published_time", Field::Published, Voice::OpenGraph, 0),
    ("og:published_time", Field::Published, Voice::OpenGraph, 1),
    ("og:pubdate", Field::Published, Voice::OpenGraph, 1),
    ("article:modified_time", Field::Modified, Voice::OpenGraph, 0),
    ("og:updated_time", Field::Modified, Voice::OpenGraph, 1),
    ("author", Field::Byline, Voice::Meta, 0),
    ("authors", Field::Byline, Voice::Meta, 0),
    ("byl", Field::Byline, Voice::Meta, 0),
    ("dc.creator", Field::Byline, Voice::Meta, 1),
    ("dcterms.creator", Field::Byline, Voice::Meta, 1),
    ("dc.contributor", Field::Byline, Voice::Meta, 3),
    ("citation_author", Field::Byline, Voice::Meta, 1),
    ("parsely-author", Field::Byline, Voice::Meta, 0),
    ("sailthru.author", Field::Byline, Voice::Meta, 0),
    ("cxenseparse:author", Field::Byline, Voice::Meta, 1),
    ("date", Field::Published, Voice::Meta, 1),
    ("pubdate", Field::Published, Voice::Meta, 0),
    ("publishdate", Field::Published, Voice::Meta, 0),
    ("publish-date", Field::Published, Voice::Meta, 0),
    ("publish_date", Field::Published, Voice::Meta, 0),
    ("published_at", Field::Published, Voice::Meta, 0),
    ("publication_date", Field::Published, Voice::Meta, 0),
    ("article.published", Field::Published, Voice::Meta, 0),
    ("parsely-pub-date", Field::Published, Voice::Meta, 0),
    ("sailthru.date", Field::Published, Voice::Meta, 0),
    ("dc.date", Field::Published, Voice::Meta, 1),
    ("dc.date.issued", Field::Published, Voice::Meta, 0),
    ("dc.date.created", Field::Published, Voice::Meta, 1),
    ("dcterms.created", Field::Published, Voice::Meta, 1),
    ("dcterms.date", Field::Published, Voice::Meta, 1),
    ("citation_publication_date", Field::Published, Voice::Meta, 1),
    ("cxenseparse:recs:publishtime", Field::Published, Voice::Meta, 0),
    ("datepublished", Field::Published, Voice::Meta, 0),
    ("originalpublicationdate", Field::Published, Voice::Meta, 0),
    ("article_date_original", Field::Published, Voice::Meta, 0),
    ("last-modified", Field::Modified, Voice::Meta, 1),
    ("lastmod", Field::Modified, Voice::Meta, 1),
    ("datemodified", Field::Modified, Voice::Meta, 1),
    ("title", Field::Title, Voice::Meta, 5),
    ("headline", Field::Title, Voice::Meta, 1),
    ("dc.title", Field::Title, Voice::Meta, 3),
    ("dcterms.title", Field::Title, Voice::Meta, 3),
    ("citation_title", Field::Title, Voice::Meta, 1),
    ("parsely-title", Field::Title, Voice::Meta, 1),
    ("sailthru.title", Field::Title, Voice::Meta, 1),
    ("twitter:title", Field::Title, Voice::Meta, 2),
    ("description", Field::Standfirst, Voice::Meta, 1),
    ("twitter:description", Field::Standfirst, Voice::Meta, 2),
    ("application-name", Field::Source, Voice::Meta, 4),
    ("dc.publisher", Field::Source, Voice::Meta, 3),
    ("publisher", Field::Source, Voice::Meta, 3),
    ("copyright", Field::Source, Voice::Meta, 8),
    ("twitter:site", Field::Source, Voice::Meta, 9),
    ("twitter:url", Field::Url, Voice::Meta, 4),
    ("parsely-link", Field::Url, Voice::Meta, 3),
    ("language", Field::Language, Voice::Meta, 4),
    ("content-language", Field::Language, Voice::Meta, 4),
    ("dc.language", Field::Language, Voice::Meta, 4),
];

fn meta(tree: &Tree, id: Id, claims: &mut Vec<(u8, Claim)>) {
    let Some(content) = tree.attribute(id, Name::Content) else { return };
    if claims.len() >= CLAIMS {
        return;
    }
    let mut found = Vec::new();
    // Twitter's cards say in one element what the next is: "Written by", "Reading time".
    if tree.attribute(id, Name::Called) == Some("twitter:data1") && written_by(tree) {
        push(&mut found, Field::Byline, Voice::Meta, content);
        claims.extend(found.drain(..).map(|claim| (9, claim)));
    }
    for name in [Name::Property, Name::Called, Name::Itemprop].into_iter().filter_map(|n| tree.attribute(id, n)) {
        let name = name.trim().to_ascii_lowercase();
        if let Some(&(_, field, voice, rank)) = METAS.iter().find(|row| row.0 == name) {
            push(&mut found, field, voice, content);
            claims.extend(found.drain(..).map(|claim| (rank, claim)));
        }
    }
    if let Some(property) = tree.attribute(id, Name::Itemprop)
        && let Some(field) = microdata(property)
    {
        push(&mut found, field, Voice::Microdata, content);
        claims.extend(found.drain(..).map(|claim| (6, claim)));
    }
}

/// Whether the first label of the page's Twitter card says "written by".
fn written_by(tree: &Tree) -> bool {
    let labels = (0..tree.nodes.len().min(2000)).map(|id| id as Id);
    let mut labels = labels.filter(|&id| tree.attribute(id, Name::Called) == Some("twitter:label1"));
    let label = labels.find_map(|id| tree.attribute(id, Name::Content)).unwrap_or_default().to_lowercase();
    ["writ", "author", "verfasst", "geschrieben", "écrit", "escrito", "scritto", "geschreven"]
        .iter()
        .any(|sign| label.contains(sign))
}

fn link(tree: &Tree, id: Id, claims: &mut Vec<(u8, Claim)>) {
    let rel = tree.attribute(id, Name::Rel).unwrap_or_default();
    let Some(href) = tree.attribute(id, Name::Href) else { return };
    let rank = if rel.eq_ignore_ascii_case("canonical") {
        1
    } else if rel.eq_ignore_ascii_case("shortlink") || rel.eq_ignore_ascii_case("amphtml") {
        7
    } else {
        return;
    };
    let mut found = Vec::new();
    push(&mut found, Field::Url, Voice::LinkElement, href);
    claims.extend(found.into_iter().map(|claim| (rank, claim)));
}

fn microdata(property: &str) -> Option<Field> {
    property.split_whitespace().find_map(|word| {
        Some(match word {
            "headline" => Field::Title,
            "author" | "creator" => Field::Byline,
            "datePublished" | "dateCreated" => Field::Published,
            "dateModified" => Field::Modified,
            _ => return None,
        })
    })
}

/// The first heading of the first level, which stands over the article.
fn headline(tree: &Tree) -> Option<Id> {
    (0..tree.nodes.len()).map(|id| id as Id).find(|&id| tree.tag(id) == Some(Tag::H1))
}

/// Claims of elements in the body, with the nodes that make them.
struct Shown {
    headline: Option<Id>,
    found: Vec<(Id, Claim)>,
}

impl Shown {
    fn push(&mut self, id: Id, field: Field, voice: Voice, text: &str) {
        let mut claims = Vec::new();
        if self.found.len() < CLAIMS {
            push(&mut claims, field, voice, text);
        }
        self.found.extend(claims.into_iter().map(|claim| (id, claim)));
    }

    /// The claims, what stands by the headline first: over it and before that stand those of other articles. Of the
    /// authors only those are the article's that stand together with the first, and days far from the headline are none
    /// of its where several are named alike: they are those of a list.
    fn claims(mut self) -> Vec<Claim> {
        let over = self.headline.map_or(0, |id| id.saturating_sub(ABOVE));
        let is_day = |claim: &Claim| claim.field == Field::Published && claim.voice == Voice::Element;
        let is_near = |id: Id| self.headline.is_none_or(|headline| id >= over && id <= headline + BELOW);
        let far: BTreeSet<&str> =
            self.found.iter().filter(|(id, c)| is_day(c) && !is_near(*id)).map(|(_, c)| c.value.as_str()).collect();
        if self.headline.is_some() && far.len() > 1 {
            let headline = self.headline;
            let is_near = |id: Id| headline.is_none_or(|headline| id >= over && id <= headline + BELOW);
            self.found.retain(|(id, claim)| !is_day(claim) || is_near(*id));
        }
        let (mut first, early): (Vec<_>, Vec<_>) = self.found.into_iter().partition(|(id, _)| *id >= over);
        first.extend(early);
        let mut last: Vec<(Voice, Id)> = Vec::new();
        first.retain(|(id, claim)| {
            if claim.field != Field::Byline {
                return true;
            }
            match last.iter_mut().find(|(voice, _)| *voice == claim.voice) {
                Some((_, before)) => {
                    let is_together = id.abs_diff(*before) <= TOGETHER;
                    if is_together {
                        *before = *id;
                    }
                    is_together
                }
                None => {
                    last.push((claim.voice, *id));
                    true
                }
            }
        });
        let mut claims: Vec<Claim> = Vec::new();
        for (_, claim) in first {
            if !claims.contains(&claim) {
                claims.push(claim);
            }
        }
        claims
    }
}

/// Claims of an element in the body: times, and what is named after what it holds.
fn element(tree: &Tree, id: Id, tag: Tag, shown: &mut Shown) {
    let property = tree.attribute(id, Name::Itemprop).and_then(microdata);
    if tag == Tag::Time {
        let when = tree.attribute(id, Name::Datetime).map_or_else(|| tree.text_below(id, SHORT), str::to_owned);
        // A time that is named after both is the one that is shown: themes call it "published updated".
        let is_update = property == Some(Field::Modified)
            || names_have(tree, id, &["updated", "modified"]) && !names_have(tree, id, &["published", "entry"]);
        let field = if is_update { Field::Modified } else { Field::Published };
        let voice = if property == Some(Field::Published) { Voice::Microdata } else { Voice::Element };
        return shown.push(id, field, voice, &when);
    }
    if let Some(field) = property {
        let value = match tree.attribute(id, Name::Content).or_else(|| tree.attribute(id, Name::Datetime)) {
            Some(value) => value.to_owned(),
            None => named_below(tree, id).unwrap_or_else(|| tree.text_below(id, SHORT)),
        };
        return shown.push(id, field, Voice::Microdata, &value);
    }
    let is_author = tree.attribute(id, Name::Rel).is_some_and(|rel| rel.split_whitespace().any(|w| w == "author"));
    if is_author || names_have(tree, id, &["author", "byline", "autor", "authorname", "writer", "reporter"]) {
        let text = byline(tree, id);
        if text.len() <= SHORT {
            // `rel="author"` is a word of the standard, a class name is a habit.
            shown.push(id, Field::Byline, if is_author { Voice::Microdata } else { Voice::Element }, &text);
        }
    } else if names_have(tree, id, &["date", "published", "pubdate", "publish", "datum", "timestamp", "datetime"]) {
        let text = tree.text_below(id, SHORT + 1);
        if text.len() <= SHORT && text.bytes().any(|b| b.is_ascii_digit()) {
            shown.push(id, Field::Published, Voice::Element, &text);
        }
    }
}

/// For each node, whether it stands beside the article: among readers' comments, menus and teasers, whose authors and
/// dates are not the article's.
fn beside(tree: &Tree) -> Vec<bool> {
    let mut beside = vec![false; tree.nodes.len()];
    let holds = holds(tree);
    for id in 1..tree.nodes.len() {
        let Some(node) = tree.nodes.get(id) else { break };
        let is_around = beside.get(node.parent as usize).copied().unwrap_or_default();
        let is_own = || match tree.tag(id as Id) {
            Some(Tag::Nav | Tag::Footer | Tag::Aside) => true,
            Some(Tag::Div | Tag::Section | Tag::Ul | Tag::Ol | Tag::Li | Tag::Article | Tag::Table) => names_have(
                tree,
                id as Id,
                &["comment", "comments", "commentlist", "respond", "related", "sidebar", "teaser", "footer"],
            ),
            _ => false,
        };
        if (is_around || is_own() && !holds.get(id).copied().unwrap_or_default())
            && let Some(slot) = beside.get_mut(id)
        {
            *slot = true;
        }
    }
    beside
}

/// For each node, whether the page's headline or most of its text is below it: then it is the page ("with-sidebar"), and
/// not what stands beside the article.
fn holds(tree: &Tree) -> Vec<bool> {
    let count = tree.nodes.len();
    let mut bytes: Vec<usize> = (0..count).map(|id| tree.words(id as Id).len()).collect();
    // Parents come before their children.
    for id in (1..count).rev() {
        let own = bytes.get(id).copied().unwrap_or_default();
        let parent = tree.nodes.get(id).map_or(0, |node| node.parent as usize);
        if parent != id
            && let Some(sum) = bytes.get_mut(parent)
        {
            *sum += own;
        }
    }
    let all = bytes.first().copied().unwrap_or_default();
    let mut holds: Vec<bool> = bytes.iter().map(|&own| own * 2 > all).collect();
    let mut headlines = (0..count).filter(|&id| tree.tag(id as Id) == Some(Tag::H1));
    // Of several headings of the first level any could be the headline of a teaser.
    if let (Some(only), None) = (headlines.next(), headlines.next()) {
        let mut at = only;
        while let Some(slot) = holds.get_mut(at) {
            *slot = true;
            let Some(node) = tree.nodes.get(at).filter(|node| node.parent as usize != at) else { break };
            at = node.parent as usize;
        }
    }
    holds
}

/// The text of an element that is named as a byline: the links in it, which are people, or all of it, with a bar where a
/// block ends (names and offices stand in blocks of their own).
fn byline(tree: &Tree, id: Id) -> String {
    if let Some(name) = named_below(tree, id) {
        return name;
    }
    let (mut text, mut links) = (String::new(), Vec::new());
    let mut walk = tree.walk(id);
    while let Some(step) = walk.step()
        && text.len() <= SHORT
    {
        match step {
            super::tree::Step::Enter(below) => match tree.tag(below) {
                None => text.push_str(tree.words(below)),
                Some(Tag::A) if below != id => links.push(tree.text_below(below, SHORT)),
                Some(tag) if tag.flow() == super::tag::Flow::Dropped => walk.skip(below),
                Some(tag) if tag.is_block() || tag == Tag::Br => text.push('|'),
                Some(_) => text.push(' '),
            },
            super::tree::Step::Leave(_) => {}
        }
    }
    // A lone link in a short line is the author, whatever he calls himself; of several the full names are.
    let is_lone = links.len() == 1 && text.len() <= SHORT;
    let is_name = |link: &String| {
        let words = link.split(' ').count();
        (2..60).contains(&link.len()) && (is_lone && words <= 3 || words > 1) && !link.contains(['@', '→', '»'])
    };
    links.retain(is_name);
    match links.first() {
        None => text,
        // More than a byline stands here, and it begins with a name.
        Some(first) if text.len() > SHORT => first.clone(),
        Some(_) => links.join(" | "),
    }
}

/// The name of the person whose microdata stand below.
fn named_below(tree: &Tree, id: Id) -> Option<String> {
    let mut walk = tree.walk(id);
    for _ in 0..64 {
        let super::tree::Step::Enter(below) = walk.step()? else { continue };
        // Microdata, and the class that the hCard format has for it.
        let is_hcard = || {
            let class = tree.attribute(below, Name::Class).unwrap_or_default();
            class.split_whitespace().any(|word| word == "fn")
        };
        if tree.attribute(below, Name::Itemprop) == Some("name") || is_hcard() {
            let text = || tree.text_below(below, SHORT);
            return Some(tree.attribute(below, Name::Content).map_or_else(text, str::to_owned));
        }
    }
    None
}

/// Whether one of the words of which class and id are made is in `words`.
fn names_have(tree: &Tree, id: Id, words: &[&str]) -> bool {
    [Name::Class, Name::Id, Name::Rel].into_iter().filter_map(|name| tree.attribute(id, name)).any(|value| {
        value
            .split(|c: char| !c.is_ascii_alphabetic())
            .flat_map(humps)
            .any(|word| words.iter().any(|known| word.eq_ignore_ascii_case(known)))
    })
}

/// The words of `camelCase`.
fn humps(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let bytes = rest.as_bytes();
        let end = (1..bytes.len())
            .find(|&at| {
                bytes.get(at).is_some_and(u8::is_ascii_uppercase)
                    && bytes.get(at - 1).is_some_and(u8::is_ascii_lowercase)
            })
            .unwrap_or(bytes.len());
        let (hump, after) = rest.split_at(end);
        rest = after;
        Some(hump)
    })
}

fn within(tree: &Tree, id: Id, tag: Tag) -> bool {
    let mut at = id;
    while let Some(node) = tree.nodes.get(at as usize) {
        if matches!(node.data, Data::Element(found, _) if found == tag) {
            return true;
        }
        at = node.parent;
    }
    false
}

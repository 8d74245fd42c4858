//! What names of classes and ids, and the first words of a short block, say about a block's purpose. The lists hold
//! common words of the trade only; what a page's structure says is read in `frames`.

use std::sync::OnceLock;

use crate::article::BlockKind;
use crate::text::map::Map;

/// What the names of an element hint at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    /// Not the article, but this.
    Kind(BlockKind),
    /// The article's body.
    Body,
    /// Words under a picture.
    Caption,
    /// The sentence or two under the headline.
    Lead,
}

/// Words in names, parted by blanks.
const WORDS: [(Hint, &str); 9] = [
    (
        Hint::Kind(BlockKind::Ad),
        "ad ads adv advert advertisement advertising adslot adsense dfp sponsor sponsored outbrain taboola werbung anzeige \
         anzeigen",
    ),
    (
        Hint::Kind(BlockKind::Promotion),
        "newsletter subscribe subscription paywall signup share sharing sharebar sharedaddy social socials sns toolbar tools \
         donate donation promo promotion cta followus addtoany whatsapp facebook twitter popup modal banner shop podcast",
    ),
    (
        Hint::Kind(BlockKind::Navigation),
        "nav navi navbar navigation menu submenu breadcrumb breadcrumbs pagination pager paging skip toc sidebar topbar \
         masthead search login footer navcontent tabs dropdown rail",
    ),
    (
        Hint::Kind(BlockKind::Related),
        "related relatedposts recommended recommendation recommendations readmore popular trending mostread mostpopular \
         teaser teasers recirc recirculation carousel ticker similar further widget widgets upnext newsfeed headlines \
         morefrom aside",
    ),
    (
        Hint::Kind(BlockKind::Comment),
        "comment comments commentlist disqus respond reply replies discussion kommentar kommentare forum",
    ),
    (
        Hint::Kind(BlockKind::Legal),
        "copyright cookie cookies consent gdpr legal disclaimer terms imprint impressum privacy",
    ),
    (
        Hint::Kind(BlockKind::Meta),
        "byline author authors autor bio dateline date datetime timestamp published pubdate meta metadata postmeta tags \
         taglist categories keywords kicker headline breadcrumblist biography",
    ),
    (Hint::Caption, "caption captions credit credits gallery slideshow lightbox bildunterschrift"),
    (
        Hint::Lead,
        "lead lede intro standfirst dek teasertext summary excerpt subtitle subheadline abstract vorspann chapo description",
    ),
];

/// Names that mark the body.
const BODIES: &str = "articlebody article-body article__body article_body entry-content post-content post-body story-body \
    storybody story-content article-content article__content articletext article-text article__text post__content \
    post_content td-post-content content-body story__body body-content news-content page-content single-content \
    artikeltext article-main postbody body-text bodytext post-entry story-text text-content story_body";

/// The words of [`WORDS`] and the names of [`BODIES`], to look up.
fn words() -> &'static Map<&'static str, Hint> {
    static ALL: OnceLock<Map<&'static str, Hint>> = OnceLock::new();
    ALL.get_or_init(|| {
        let lists = WORDS.iter().flat_map(|(hint, list)| list.split(' ').map(|word| (word, *hint)));
        lists.filter(|(word, _)| !word.is_empty()).chain(BODIES.split(' ').map(|name| (name, Hint::Body))).collect()
    })
}

/// What the names of an element (with a space around each) hint at: a name of the body wins, then the first word that
/// leads away, then a lead.
pub(super) fn of_names(names: &str) -> Option<Hint> {
    let words = words();
    let mut found = None;
    for name in names.split_ascii_whitespace() {
        if words.get(name) == Some(&Hint::Body) {
            return Some(Hint::Body);
        }
        for word in name.split(|c: char| !c.is_ascii_alphabetic()) {
            match words.get(word) {
                Some(Hint::Body) | None => {}
                Some(&hint) if matches!(found, None | Some(Hint::Lead)) => found = Some(hint),
                Some(_) => {}
            }
        }
    }
    found
}

/// What a short block that starts with these words is for; parted by `;`.
const STARTS: [(BlockKind, &str); 6] = [
    (
        BlockKind::Ad,
        "advertisement;advertising;advert;sponsored;anzeige;werbung;publicité;publicidad;story continues below;\
         article continues below;continue reading below",
    ),
    (
        BlockKind::Promotion,
        "subscribe;sign up;newsletter;follow us;follow @;share this;share on;share;download our;download the app;\
         get the latest;get our;join us;support us;donate;become a member;like us;teilen;abonnieren;folgen sie;click here to;\
         listen to;watch live;sign in;log in;register",
    ),
    (
        BlockKind::Related,
        "related;read more;read also;also read;see also;more on;more from;more about;most read;most popular;recommended;\
         you may also;you might also;up next;trending;latest news;watch:;watch now;read next;don't miss;don’t miss;\
         mehr zum thema;lesen sie auch;lesen sie mehr;das könnte sie auch;weiterlesen;mehr dazu;lire aussi;à lire aussi;\
         lea también;leggi anche;lees ook;läs också;les også",
    ),
    (
        BlockKind::Comment,
        "comments;leave a comment;leave a reply;post a comment;add a comment;join the conversation;kommentare;\
         kommentar schreiben;write a comment;view comments;show comments;commentaires",
    ),
    (
        BlockKind::Legal,
        "copyright;©;(c) ;all rights reserved;terms of;privacy policy;we use cookies;this site uses cookies;\
         alle rechte vorbehalten;tous droits",
    ),
    (
        BlockKind::Meta,
        "photo:;photo by;photograph:;photo credit;image:;image credit;image source;picture:;credit:;foto:;bild:;quelle:;\
         source:;tags:;tagged;topics:;topics;filed under;filed to;posted in;posted by;posted on;posted at;published;updated;\
         last updated;first published;categories:;category:;schlagworte;veröffentlicht;aktualisiert;crédit;file photo;\
         reading time;min read;stand:",
    ),
];

/// What a short block is for, by its first words.
pub(super) fn of_start(text: &str) -> Option<BlockKind> {
    let head: String = text.chars().take(40).flat_map(char::to_lowercase).collect();
    let head = head.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '(');
    STARTS.iter().find_map(|(kind, starts)| {
        starts
            .split(';')
            .any(|start| head.strip_prefix(start).is_some_and(|rest| !rest.starts_with(char::is_alphabetic)))
            .then_some(*kind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_word_by_word() {
        for (names, expected) in [
            (" article-body ", Some(Hint::Body)),
            (" c-related-links ", Some(Hint::Kind(BlockKind::Related))),
            (" ad_slot3 ", Some(Hint::Kind(BlockKind::Ad))),
            (" header shadow ", None),
            (" article__lead ", Some(Hint::Lead)),
            ("", None),
        ] {
            assert_eq!(of_names(names), expected, "{names}");
        }
    }

    #[test]
    fn first_words_are_whole_words() {
        for (text, expected) in [
            ("Read more: the ferry", Some(BlockKind::Related)),
            ("» Lesen Sie auch", Some(BlockKind::Related)),
            ("Shares fell on Monday", None),
            ("© 2031 The Fjord", Some(BlockKind::Legal)),
            ("The ferry", None),
        ] {
            assert_eq!(of_start(text), expected, "{text}");
        }
    }
}

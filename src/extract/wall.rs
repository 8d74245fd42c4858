//! Whether what was saved is an article at all: a paywall, a cookie notice, a page without its scripts, a check for robots,
//! an error page, a few words. Which block is the article is not judged here, and nothing is taken off.
//!
//! Structure comes first: how much text there is, where it ends and how, what stands after it. Words of walls count only
//! beside little text, so that an article about cookies, or one with a prompt around it, is no wall. What the page says
//! of itself for machines (`isAccessibleForFree`) is one vote: a subscriber saves whole texts.

mod words;

use words::Words;

use super::features::Profile;
use super::label::Label;
use crate::article::{Article, BlockKind, Broken, Format, Shape};
use crate::formats::{Document, Field, Setting, Tag, Voice};
use crate::text::head;

/// A body of so many words is an article, whatever stands around it.
const WHOLE: f32 = 400.0;
/// Notices about cookies go on for longer.
const LONG_NOTICE: f32 = 2000.0;
/// Below so many words there is hardly any text.
const FEW: f32 = 25.0;
/// How much of a block is read, in bytes.
const READ: usize = 700;
/// How many blocks are read, at most: walls are short.
const BLOCKS: usize = 120;
/// How many blocks after the end of a body may hold the request to pay.
const NEAR: usize = 4;

/// Notes in `article` that it is broken.
pub(crate) fn note(article: &mut Article, broken: Option<Broken>) {
    article.broken = broken;
    article.notes.extend(broken.map(|broken| broken.says().into()));
}

/// What stands where the article should be, if something does.
pub(crate) fn find(document: &Document, profiles: &[Profile], labels: &[Label]) -> Option<Broken> {
    let page = Page::new(document, profiles, labels);
    let body = page.words_of_body();
    if body < WHOLE {
        page.missing(body)
            .or_else(|| page.challenge(body))
            .or_else(|| page.scripts(body))
            .or_else(|| page.consent())
            .or_else(|| page.paywall(body))
            .or_else(|| (body < FEW).then_some(Broken::Stub))
    } else if body < LONG_NOTICE && page.begins_with_consent() {
        page.consent()
    } else {
        None
    }
}

/// A block, as far as walls are concerned.
#[derive(Clone, Copy)]
struct Block<'a> {
    text: &'a str,
    shape: &'a Shape,
    profile: &'a Profile,
    kind: BlockKind,
    sign: Sign,
}

/// What the elements around a block say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sign {
    /// The page does not show it.
    hidden: bool,
    /// It is shown where scripts do not run.
    noscript: bool,
    /// It is in a box that is named a paywall.
    wall: bool,
}

struct Page<'a> {
    document: &'a Document,
    blocks: Vec<Block<'a>>,
}

impl<'a> Page<'a> {
    fn new(document: &'a Document, profiles: &'a [Profile], labels: &'a [Label]) -> Self {
        let signs = signs(document);
        let blocks = document.pieces.iter().zip(profiles).zip(labels).filter(|((piece, _), _)| !piece.text.is_blank());
        let blocks = blocks.map(|((piece, profile), label)| Block {
            text: piece.text.as_str(),
            shape: &piece.shape,
            profile,
            kind: label.kind,
            sign: match piece.setting {
                Setting::Element { frame, .. } => signs.get(frame as usize).copied().unwrap_or_default(),
                Setting::Lines { .. } => Sign::default(),
            },
        });
        Self { document, blocks: blocks.collect() }
    }

    /// The blocks that a reader sees.
    fn shown(&self) -> impl Iterator<Item = &Block<'a>> {
        self.blocks.iter().filter(|block| !block.sign.hidden && !block.sign.noscript)
    }

    fn words_of_body(&self) -> f32 {
        self.blocks.iter().filter(|block| block.kind == BlockKind::Body).map(|block| block.profile.words).sum()
    }

    /// What the page calls itself: its title and first headings, cut where the name of a site may follow.
    fn titles(&self) -> impl Iterator<Item = Words> {
        let claims = self.document.claims.iter().filter(|claim| {
            claim.field == Field::Title
                && matches!(claim.voice, Voice::TitleElement | Voice::Heading | Voice::FrontMatter)
        });
        let first = self.shown().take(2).filter(|block| block.profile.words <= 12.0).map(|block| block.text);
        let headings = self.shown().filter(|block| matches!(block.shape, Shape::Heading(1 | 2))).take(2);
        let texts = claims.map(|claim| claim.value.as_str()).chain(headings.map(|block| block.text)).chain(first);
        texts.flat_map(|text| {
            let parts = text
                .split(['|', '•', '·', '»', ':'])
                .flat_map(|part| part.split(" - "))
                .flat_map(|part| part.split(" – "));
            let whole = std::iter::once(text).chain(parts);
            whole.map(|part| Words::of(head(part, READ))).collect::<Vec<_>>()
        })
    }

    /// The words in blocks of which `test` holds, and in all that are shown; of the first [`BLOCKS`].
    fn weigh(&self, test: impl Fn(&Words) -> bool) -> (f32, f32) {
        self.shown().take(BLOCKS).fold((0.0, 0.0), |(such, all), block| {
            let words = block.profile.words;
            let is_such = test(&Words::of(head(block.text, READ)));
            (such + if is_such { words } else { 0.0 }, all + words)
        })
    }

    /// The words of body outside the blocks of which `test` holds.
    fn body_beside(&self, test: impl Fn(&Words) -> bool) -> f32 {
        let body = self.blocks.iter().filter(|block| block.kind == BlockKind::Body && !block.sign.noscript);
        body.filter(|block| !test(&Words::of(head(block.text, READ)))).map(|block| block.profile.words).sum()
    }

    fn missing(&self, body: f32) -> Option<Broken> {
        // A title is short; a headline that holds such words says more than they do.
        let is_titled =
            || self.titles().any(|title| title.is_error_title() || title.tells_an_error() && title.count() <= 8);
        let says_so = || {
            let (such, all) = self.weigh(|words| words.tells_an_error() && words.count() <= 40);
            such >= 3.0 && all <= such + 60.0
        };
        (body < 120.0 && is_titled() || body < 60.0 && says_so()).then_some(Broken::Missing)
    }

    fn challenge(&self, body: f32) -> Option<Broken> {
        if body >= 150.0 {
            return None;
        }
        let (such, all) = self.weigh(Words::asks_for_a_person);
        let is_titled = self.titles().any(|title| title.is_robot_title());
        let is_alone = is_titled || all < such * 5.0 + 80.0;
        let is_asked = such >= 3.0 && is_alone && self.body_beside(Words::asks_for_a_person) < 60.0;
        (is_asked || is_titled && all < 40.0).then_some(Broken::Challenge)
    }

    fn scripts(&self, body: f32) -> Option<Broken> {
        if self.document.format == Format::Html && self.document.scripts > 0 && self.shown().next().is_none() {
            return Some(Broken::Scripts);
        }
        if body >= 120.0 || self.body_beside(Words::asks_for_scripts) >= 40.0 {
            return None;
        }
        let (such, all) = self.weigh(Words::asks_for_scripts);
        let unseen = self.blocks.iter().filter(|block| block.sign.noscript);
        let in_noscript = unseen.take(BLOCKS).any(|block| Words::of(head(block.text, READ)).asks_for_scripts());
        (such >= 3.0 && all < such + 80.0 || in_noscript && all < 40.0).then_some(Broken::Scripts)
    }

    fn begins_with_consent(&self) -> bool {
        let mut body = self.blocks.iter().filter(|block| block.kind == BlockKind::Body && block.profile.words > 8.0);
        body.next().is_some_and(|block| Words::of(head(block.text, READ)).asks_for_consent())
    }

    /// Most of what is said is said to the reader about cookies, and hardly anything else is.
    fn consent(&self) -> Option<Broken> {
        let (mut such, mut all, mut beside, mut count) = (0.0, 0.0, 0.0, 0);
        for block in self.shown().take(BLOCKS) {
            let words = block.profile.words;
            all += words;
            let is_short = words < 8.0;
            let speaks = is_short || block.profile.address > 0.0;
            if speaks && Words::of(head(block.text, READ)).asks_for_consent() {
                such += words;
                count += 1;
            } else if block.kind == BlockKind::Body && !is_short {
                beside += words;
            }
        }
        (count >= 2 && such >= 25.0 && such >= all * 0.5 && beside < 60.0_f32.min(such)).then_some(Broken::Consent)
    }

    fn paywall(&self, body: f32) -> Option<Broken> {
        let asks = |block: &Block<'_>| {
            block.profile.words <= 80.0 && {
                let words = Words::of(head(block.text, READ));
                words.asks_to_pay() || words.is_exclusive()
            }
        };
        // A request at the end of the body is no part of it.
        let is_end = |block: &Block<'_>| block.kind == BlockKind::Body && !matches!(block.shape, Shape::Heading(_));
        let last = self.blocks.iter().rposition(|block| is_end(block) && !asks(block))?;
        let end = self.blocks.get(last)?;
        let is_cut = end.profile.is_cut
            || *end.shape == Shape::Paragraph && !end.profile.ends_sentence && end.profile.words >= 8.0;
        let says_so = self
            .document
            .claims
            .iter()
            .any(|claim| claim.field == Field::Access && claim.value.eq_ignore_ascii_case("false"));
        let after = self.blocks.iter().skip(last + 1);
        let near = || after.clone().filter(|block| !block.sign.noscript).take(NEAR);
        let is_named = near().any(|block| block.sign.wall && !block.sign.hidden);
        let mut prompt = 0;
        for block in near().filter(|block| block.profile.words <= 80.0) {
            let words = Words::of(head(block.text, READ));
            // Pages hold hidden requests for those who have not paid, around whole texts too.
            let weight = match (words.asks_to_pay(), block.sign.hidden) {
                (true, false) => 2,
                (true, true) => i32::from(is_cut),
                (false, hidden) => i32::from(words.is_exclusive() && (is_cut || !hidden)),
            };
            prompt = prompt.max(weight);
        }
        let evidence = prompt + i32::from(is_cut) + i32::from(says_so) + i32::from(is_named);
        let is_asked = prompt > 0 || is_named;
        let stops = is_asked && evidence >= 3 && (body < 250.0 || is_cut) || prompt == 2 && body < 120.0;
        (stops || says_so && is_cut && body < 150.0).then_some(Broken::Paywall)
    }
}

/// What each element says of the blocks in it.
fn signs(document: &Document) -> Vec<Sign> {
    let mut signs: Vec<Sign> = Vec::with_capacity(document.frames.len());
    for frame in &document.frames {
        let around = signs.get(frame.parent as usize).copied().unwrap_or_default();
        signs.push(Sign {
            hidden: around.hidden || frame.hidden,
            noscript: around.noscript || frame.tag == Tag::Noscript,
            wall: around.wall || ["paywall", "regwall", "pay-wall"].iter().any(|name| frame.names.contains(name)),
        });
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{Hint, open};

    fn broken(page: &str) -> Option<Broken> {
        crate::extract::extract(open(page.as_bytes(), Hint { name: Some("saved.html") })).broken
    }

    /// A page with `title`, around `body`.
    fn page(title: &str, body: &str) -> String {
        format!(
            "<!doctype html><html><head><title>{title}</title><script>var a = 1;</script></head><body><nav><a href=/>The \
             Fjord</a> <a href=/w>World</a></nav><main>{body}</main><footer>© 2031 The Fjord</footer></body></html>"
        )
    }

    const STORY: [&str; 6] = [
        "The harbour board met at noon and voted, after a long debate, to keep the old ferry until the spring of next year.",
        "Its engine, built in 1961, was to be scrapped this year; the mayor, Ida Moe, had asked the board for more time.",
        "“Nobody on the island owns a helicopter,” said Per Lie, who has run the kiosk on the pier since 2004.",
        "A new boat would cost four million crowns, which is more than the council spends on its two schools in a year.",
        "The board will meet again in March. Until then the timetable stays as it is, with two trips on every working day.",
        "Last winter the ferry lay in the harbour for nine days while a part was made for it in Tamberley.",
    ];

    fn story(paragraphs: usize) -> String {
        STORY.iter().take(paragraphs).map(|text| format!("<p>{text}</p>")).collect()
    }

    #[test]
    fn a_beginning_with_a_request_to_pay_is_a_paywall() {
        for prompt in [
            "<div class=offer><h3>Subscribe to continue reading</h3><p>Already a subscriber? Log in.</p></div>",
            "<div><p>Jetzt weiterlesen mit dem Fjord-Abonnement.</p></div>",
            "<div><p>Il vous reste 80 % de cet article à lire. La suite est réservée aux abonnés.</p></div>",
            "<div><p>Suscríbete para seguir leyendo</p></div>",
            "<div><p>Abbonati per continuare a leggere</p></div>",
            "<div><p>Para continuar lendo, assine o Fjord.</p></div>",
            "<div><p>Verder lezen? Word nu abonnee.</p></div>",
            "<div><p>Aby czytać dalej, wykup prenumeratę.</p></div>",
            "<div><p>Vill du läsa hela artikeln? Bli prenumerant.</p></div>",
        ] {
            let cut = format!(
                "<h1>The old ferry stays</h1>{}<p>The mayor, who was on the pier when the boat…</p>{prompt}",
                story(2)
            );
            assert_eq!(broken(&page("The old ferry stays", &cut)), Some(Broken::Paywall), "{prompt}");
        }
    }

    #[test]
    fn a_whole_text_is_no_wall_whatever_stands_around_it() {
        let closed =
            "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"isAccessibleForFree\": false}</script>";
        let cookies: String = (0..5)
            .map(|n| {
                format!(
                    "<p>Cookie notice number {n} went up in the museum on Monday, and visitors, who had to accept or reject \
                     it, said that they had agreed to worse. “You get used to consent,” one of them told the curator.</p>"
                )
            })
            .collect();
        for (name, body) in [
            ("paid for", format!("{closed}<h1>The old ferry stays</h1>{}", story(6))),
            (
                "paid for, with a request that is not shown",
                format!("{closed}<h1>The ferry</h1>{}<div hidden><p>Subscribe to continue reading</p></div>", story(6)),
            ),
            ("a newsletter", format!("<h1>The ferry</h1>{}<form>Subscribe to our newsletter <input></form>", story(4))),
            (
                "a banner",
                format!(
                    "<div class=banner><p>We use cookies. You can accept or reject them.</p><p>You can withdraw your consent \
                     at any time.</p></div><h1>The ferry</h1>{}",
                    story(5)
                ),
            ),
            (
                "noscript",
                format!(
                    "<noscript>Please enable JavaScript to view this page.</noscript><h1>The ferry</h1>{}",
                    story(4)
                ),
            ),
            ("about cookies", format!("<h1>A museum of consent</h1>{cookies}")),
            ("about robots", format!("<h1>Are you a robot?</h1>{}", story(5))),
            ("a headline with such words", format!("<h1>Page not found: the last book of Tamberley</h1>{}", story(6))),
        ] {
            assert_eq!(broken(&page("The old ferry stays", &body)), None, "{name}");
        }
    }

    #[test]
    fn what_stands_in_the_place_of_an_article_is_known() {
        let missing = "<p>Please check the address, or go to the front page.</p>";
        for (expected, title, body) in [
            (Broken::Missing, "404 Not Found | The Fjord", missing.to_owned()),
            (Broken::Missing, "Seite nicht gefunden – Der Fjord", "<h1>Huch!</h1>".to_owned()),
            (Broken::Missing, "Le Fjord", "<h1>Page introuvable</h1><p>La page demandée n'existe pas.</p>".to_owned()),
            (Broken::Missing, "502 Bad Gateway", "<h1>502 Bad Gateway</h1><hr>nginx".to_owned()),
            (Broken::Challenge, "Just a moment...", "<p>Verify you are human by completing the action below.</p>".to_owned()),
            (Broken::Challenge, "Fjord", "<p>Bitte bestätigen Sie, dass Sie kein Roboter sind.</p>".to_owned()),
            (Broken::Scripts, "Fjord", "<noscript>You need to enable JavaScript to run this app.</noscript>".to_owned()),
            (Broken::Scripts, "Fjorden", "<p>Aktivera JavaScript för att läsa Fjorden.</p>".to_owned()),
            (
                Broken::Consent,
                "Der Fjord",
                "<h1>Willkommen</h1><p>Wir und unsere 212 Partner verwenden Cookies, um Ihnen Anzeigen zu zeigen, und bitten \
                 Sie um Ihre Einwilligung.</p><p>Sie können Ihre Einwilligung in die Nutzung Ihrer personenbezogenen Daten \
                 jederzeit widerrufen.</p><button>Alle Cookies akzeptieren</button>"
                    .to_owned(),
            ),
            (
                Broken::Consent,
                "The Fjord",
                "<p>We value your privacy. We and our partners store and/or access information on a device, such as cookies, \
                 with your consent.</p><p>You may accept or manage your choices, and withdraw your consent to cookies at any \
                 time.</p><button>Accept all cookies</button>"
                    .to_owned(),
            ),
            (Broken::Stub, "The Fjord", "<p>The ferry is late.</p>".to_owned()),
        ] {
            assert_eq!(broken(&page(title, &body)), Some(expected), "{title}: {body}");
        }
        let shell =
            "<html><head><title>Fjord</title><script src=a.js></script></head><body><div id=root></div></body></html>";
        assert_eq!(broken(shell), Some(Broken::Scripts));
    }

    #[test]
    fn walls_in_plain_text_are_known_and_told() {
        let text = "Just a moment...\n\nChecking your browser before you go on to fjord.example.\n\nRay ID: 7a1";
        let article = crate::extract::extract(open(text.as_bytes(), Hint::default()));
        assert_eq!(article.broken, Some(Broken::Challenge));
        assert_eq!(article.notes, [Broken::Challenge.says().into()]);
        let story = STORY.join("\n\n");
        assert_eq!(crate::extract::extract(open(story.as_bytes(), Hint::default())).broken, None);
    }
}

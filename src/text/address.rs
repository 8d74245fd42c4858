//! Addresses in the form in which two ways to one page are equal: without scheme, tracking, AMP and print views. Not for
//! opening, not for display, and not a parser of the URL standard.
//!
//! What may choose the article is kept: a rule here is either about *how* a page is shown (AMP, mobile, print) or about *who*
//! came to it (campaigns). Two articles under one form would be worse than one article under two.

use std::collections::BTreeSet;

/// Longer addresses have no canonical form: no article has one.
const LONGEST: usize = 4096;

/// Labels of a host that say how a page is shown.
const SHOWN_AS: &[&str] = &["www", "www2", "www3", "m", "mobile", "amp", "touch", "wap", "print"];

/// Segments of a path that say so, at either end of it.
const VIEWS: &[&str] = &["amp", "print", "printable", "print-view", "printview"];

/// Parameters that say so, whatever their value.
const VIEW_NAMES: &[&str] = &["amp", "print", "printable", "printview", "printmode"];

/// Parameters that say so with one of [`VIEWS`] as their value.
const VIEW_KEYS: &[&str] = &["outputtype", "output", "view", "format", "mode", "type"];

/// Beginnings of parameters by which campaigns are counted.
const TRACKING: &[&str] = &[
    "utm_",
    "mc_",
    "pk_",
    "piwik_",
    "mtm_",
    "matomo_",
    "hsa_",
    "_hs",
    "__hs",
    "oly_",
    "vero_",
    "at_campaign",
    "at_medium",
    "at_custom",
    "stm_",
    "wt_",
    "ns_",
    "itm_",
    "fb_action",
    "fb_comment",
    "ga_",
    "guce_",
    "sc_c",
];

/// Parameters by which visitors are counted.
const TRACKERS: &[&str] = &[
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "ysclid",
    "twclid",
    "ttclid",
    "li_fat_id",
    "igshid",
    "igsh",
    "epik",
    "_ga",
    "_gl",
    "_openstat",
    "xtor",
    "s_kwcid",
    "s_cid",
    "ref",
    "ref_src",
    "ref_url",
    "referrer",
    "referer",
    "cmp",
    "cmpid",
    "cmpno",
    "campaign",
    "campaign_id",
    "icid",
    "ncid",
    "ocid",
    "smid",
    "smtyp",
    "spm",
    "ito",
    "ftag",
    "guccounter",
    "share",
    "sharetype",
    "sr_share",
    "soc_src",
    "soc_trk",
    "__twitter_impression",
    "amp_js_v",
    "usqp",
    "mkt_tok",
    "trk",
    "wickedid",
    "zanpid",
    "hootpostid",
    "sh",
    "usp",
];

/// The canonical form of a web address: `https://www.courier.example/a/amp/?utm_source=x#top` and
/// `http://m.courier.example/a` are both `courier.example/a`. `None` for what is no address of the web, and for a front page:
/// what stands there is another article each day.
#[must_use]
pub fn canonical(address: &str) -> Option<String> {
    canonical_within(address, 3)
}

fn canonical_within(address: &str, depth: usize) -> Option<String> {
    let address = address.trim();
    if address.len() > LONGEST {
        return None;
    }
    let (scheme, rest) = address.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let rest = rest.split('#').next()?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, rest) = rest.split_at(end);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let host = host.rsplit('@').next()?.to_lowercase();
    let host = host.trim_end_matches('.');
    if let Some(inner) = carried(host, path, query).filter(|_| depth > 0) {
        return canonical_within(&inner, depth - 1);
    }
    let host = shown_host(host)?;
    let path = shown_path(path);
    let query = shown_query(query);
    if path.is_empty() && query.is_empty() {
        return None;
    }
    let mark = if query.is_empty() { "" } else { "?" };
    Some(format!("{host}{path}{mark}{query}"))
}

/// The host of an address, without what only says how the page is shown.
#[must_use]
pub fn site(address: &str) -> Option<String> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.to_lowercase();
    shown_host(host.trim_end_matches('.'))
}

/// Whether two hosts are of one site: the same, or one below the other.
#[must_use]
pub fn is_one_site(one: &str, other: &str) -> bool {
    let below = |low: &str, high: &str| {
        high.contains('.') && low.strip_suffix(high).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    below(one, other) || below(other, one)
}

/// The address that another one carries: of AMP caches, and of the archives of the web.
fn carried(host: &str, path: &str, query: &str) -> Option<String> {
    let whole = || if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    if host.ends_with(".cdn.ampproject.org") || host.starts_with("www.google.") || host.starts_with("google.") {
        let path = whole();
        let rest = ["/amp/", "/c/", "/v/"].iter().find_map(|cache| path.strip_prefix(cache))?;
        return Some(format!("https://{}", rest.strip_prefix("s/").unwrap_or(rest)));
    }
    if host == "web.archive.org" {
        let path = whole();
        let rest = path.strip_prefix("/web/")?;
        let (moment, rest) = rest.split_once('/')?;
        return (moment.starts_with(|c: char| c.is_ascii_digit()) && rest.contains("://")).then(|| rest.to_owned());
    }
    None
}

/// The host without `www.`, `m.`, `amp.` and without the ports that are understood.
fn shown_host(host: &str) -> Option<String> {
    let host = host.strip_suffix(":80").or_else(|| host.strip_suffix(":443")).unwrap_or(host);
    let labels: Vec<&str> = host.split('.').collect();
    let own = labels.len().saturating_sub(2);
    let kept = labels.iter().enumerate().filter(|&(at, label)| at >= own || !SHOWN_AS.contains(label));
    let host = kept.map(|(_, &label)| label).collect::<Vec<_>>().join(".");
    (host.contains('.') && !host.contains(char::is_whitespace)).then_some(host)
}

/// The path without views, index pages and empty segments; it begins with a slash or is empty.
fn shown_path(path: &str) -> String {
    let mut segments: Vec<String> = path.split('/').filter(|segment| !segment.is_empty()).map(unescaped).collect();
    let is_view = |segment: &str| VIEWS.iter().any(|view| segment.eq_ignore_ascii_case(view));
    if segments.len() > 1 && segments.last().is_some_and(|last| is_view(last)) {
        segments.pop();
    }
    if segments.len() > 1 && segments.first().is_some_and(|first| is_view(first)) {
        segments.remove(0);
    }
    if segments.last().is_some_and(|last| is_index(last)) {
        segments.pop();
    }
    if let Some(last) = segments.last_mut() {
        // "story.amp.html", "story.amp", "story_amp.html"
        let (stem, ending) = match last.rsplit_once('.') {
            Some((stem, ending)) if ending.starts_with("htm") || ending == "php" || ending == "aspx" => {
                (stem, Some(ending))
            }
            _ => (last.as_str(), None),
        };
        if let Some(stem) =
            stem.strip_suffix(".amp").or_else(|| stem.strip_suffix("_amp")).filter(|stem| !stem.is_empty())
        {
            *last = ending.map_or_else(|| stem.to_owned(), |ending| format!("{stem}.{ending}"));
        }
    }
    segments.iter().fold(String::new(), |path, segment| path + "/" + segment)
}

/// Whether a file is what a folder shows by itself.
fn is_index(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let Some((stem, ending)) = name.split_once('.') else { return false };
    matches!(stem, "index" | "default") && matches!(ending, "html" | "htm" | "shtml" | "php" | "asp" | "aspx" | "jsp")
}

/// The parameters that may choose the article, each once, sorted.
fn shown_query(query: &str) -> String {
    let chosen = query.split(['&', ';']).filter(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (name.to_ascii_lowercase(), value.to_ascii_lowercase());
        let is_tracking = TRACKING.iter().any(|start| name.starts_with(start)) || TRACKERS.contains(&name.as_str());
        let is_view = VIEW_NAMES.contains(&name.as_str())
            || (VIEW_KEYS.contains(&name.as_str()) && VIEWS.contains(&value.as_str()));
        !name.is_empty() && !is_tracking && !is_view
    });
    chosen.map(unescaped).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("&")
}

/// Percent signs undone where that changes nothing (letters, digits, `-._~`), in capitals where they stay.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, sign) = rest.split_at(at);
        out.push_str(before);
        let digits = sign.get(1..3).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let Some(code) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) else {
            out.push('%');
            rest = sign.get(1..).unwrap_or_default();
            continue;
        };
        if code.is_ascii_alphanumeric() || b"-._~".contains(&code) {
            out.push(char::from(code));
        } else {
            out.push_str(&format!("%{code:02X}"));
        }
        rest = sign.get(3..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ways_to_one_page_are_equal() {
        let table: &[(&str, &[&str])] = &[
            (
                "courier.example/2026/03/weir",
                &[
                    "https://www.courier.example/2026/03/weir",
                    "http://courier.example/2026/03/weir/",
                    "https://m.courier.example/2026/03/weir#comments",
                    "https://amp.courier.example/2026/03/weir",
                    "https://www.courier.example/2026/03/weir/amp/",
                    "https://www.courier.example/amp/2026/03/weir",
                    "https://www.courier.example/2026/03/weir?amp=1",
                    "https://www.courier.example/2026/03/weir?amp",
                    "https://www.courier.example/2026/03/weir?outputType=amp",
                    "https://www.courier.example/2026/03/weir/print",
                    "https://www.courier.example/2026/03/weir.amp",
                    "https://www.courier.example/2026/03/weir?utm_source=post&utm_medium=mail&fbclid=Iw0",
                    "https://www.courier.example/2026/03/weir?print=true&ref=front",
                    "HTTPS://WWW.Courier.Example:443//2026//03/weir/index.html?gclid=a",
                    "https://reader@courier.example/2026/03/%77eir",
                    "https://www-courier-example.cdn.ampproject.org/c/s/www.courier.example/2026/03/weir/amp",
                    "https://www.google.com/amp/s/www.courier.example/2026/03/weir",
                    "https://web.archive.org/web/20260304101112/https://www.courier.example/2026/03/weir",
                ],
            ),
            (
                "post.example/news.php?id=7&page=2",
                &[
                    "https://post.example/news.php?id=7&page=2",
                    "https://post.example/news.php?page=2&utm_id=4&id=7&format=print",
                ],
            ),
            ("post.example/story.html", &["https://post.example/story.amp.html", "http://post.example/story.html?"]),
            ("post.example/a%2Fb", &["https://post.example/a%2fb", "https://post.example/%61%2Fb"]),
            ("de.tidings.example/Weir", &["https://de.m.tidings.example/Weir"]),
            ("post.example?p=81", &["https://post.example/?p=81", "https://www.post.example/index.php?p=81"]),
            ("post.example/amp", &["https://post.example/amp"]),
        ];
        for (expected, addresses) in table {
            for address in *addresses {
                assert_eq!(canonical(address).as_deref(), Some(*expected), "{address}");
            }
        }
    }

    #[test]
    fn what_chooses_the_article_is_kept_apart() {
        let apart = [
            "https://post.example/news.php?id=7",
            "https://post.example/news.php?id=8",
            "https://post.example/news.php",
            "https://post.example/News.php",
            "https://post.example/news/7",
            "https://sport.post.example/news/7",
            "https://post.example/print-works-closes",
            "https://post.example/a?type=letter",
            "https://post.example/a?q=100%25",
            "https://post.example:8080/a",
        ];
        let forms: BTreeSet<_> = apart.iter().map(|address| canonical(address).unwrap()).collect();
        assert_eq!(forms.len(), apart.len(), "{forms:?}");
    }

    #[test]
    fn a_front_page_and_what_is_no_address_have_none() {
        for address in [
            "https://post.example",
            "https://www.post.example/?utm_source=x",
            "https://post.example/index.html#top",
            "mailto:desk@post.example",
            "post.example/a",
            "https://localhost/a",
            "https:///a",
            "",
            &format!("https://post.example/{}", "a".repeat(5000)),
        ] {
            assert_eq!(canonical(address), None, "{address}");
        }
    }

    #[test]
    fn hosts_of_one_site() {
        for (one, other, expected) in [
            ("post.example", "post.example", true),
            ("sport.post.example", "post.example", true),
            ("signpost.example", "post.example", false),
            ("post.example", "example", false),
        ] {
            assert_eq!(is_one_site(one, other), expected, "{one} {other}");
            assert_eq!(is_one_site(other, one), expected, "{other} {one}");
        }
        assert_eq!(site("https://www.post.example/a").as_deref(), Some("post.example"));
        assert_eq!(site("m.post.example").as_deref(), Some("post.example"));
    }

    proptest::proptest! {
        #[test]
        fn a_form_is_its_own_form(address in "https?://[a-zé.%@:]{0,12}(/[a-z%0-9é.]{0,6}){0,4}(\\?[a-z=&%;0-9]{0,20})?(#.{0,5})?|\\PC{0,40}") {
            if let Some(form) = canonical(&address) {
                // A view within a view ("a/amp/amp") is undone one at a time.
                let mut form = form;
                for _ in 0..6 {
                    match canonical(&format!("https://{form}")) {
                        Some(next) if next != form => form = next,
                        _ => break,
                    }
                }
                let again = canonical(&format!("https://{form}"));
                proptest::prop_assert!(again.is_none() || again.as_deref() == Some(&form), "{form}");
            }
        }
    }
}

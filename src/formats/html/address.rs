//! Addresses in a page: made whole against the page's own, and the host read off. Not a parser of the URL standard:
//! what it cannot make whole it leaves as it is.

/// The longest address kept, in bytes.
const LONGEST: usize = 2048;

/// `link` made whole against `base`, the address of the page. `None` for what leads nowhere outside the page: an anchor,
/// a script, an empty address.
pub(super) fn resolve(base: Option<&str>, link: &str) -> Option<String> {
    let link = link.trim();
    let is_useless = link.is_empty() || link.starts_with('#') || link.len() > LONGEST;
    if is_useless {
        return None;
    }
    if let Some((scheme, _)) = link.split_once(':')
        && !scheme.is_empty()
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
    {
        let is_address = ["http", "https", "mailto", "ftp", "tel"].iter().any(|s| scheme.eq_ignore_ascii_case(s));
        return is_address.then(|| link.to_owned());
    }
    let Some((scheme, rest)) = base.and_then(|base| base.split_once("://")) else { return Some(link.to_owned()) };
    if let Some(rest) = link.strip_prefix("//") {
        return Some(format!("{scheme}://{rest}"));
    }
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash));
    if link.starts_with('/') {
        return Some(format!("{scheme}://{host}{link}"));
    }
    if link.starts_with('?') {
        return Some(format!("{scheme}://{host}{path}{link}"));
    }
    let mut folders: Vec<&str> = path.split('/').skip(1).collect();
    folders.pop();
    let mut link = link;
    while let Some((first, after)) = link.split_once('/') {
        match first {
            "." => {}
            ".." => drop(folders.pop()),
            _ => break,
        }
        link = after;
    }
    folders.push(link);
    Some(format!("{scheme}://{host}/{}", folders.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_made_whole() {
        let base = Some("https://news.example/a/b/story.html?x=1#top");
        for (link, expected) in [
            ("https://other.example/", Some("https://other.example/")),
            ("//cdn.example/x", Some("https://cdn.example/x")),
            ("/world", Some("https://news.example/world")),
            ("next.html", Some("https://news.example/a/b/next.html")),
            ("./next.html", Some("https://news.example/a/b/next.html")),
            ("../../../c", Some("https://news.example/c")),
            ("?page=2", Some("https://news.example/a/b/story.html?page=2")),
            ("mailto:desk@news.example", Some("mailto:desk@news.example")),
            ("#comments", None),
            ("javascript:void(0)", None),
            ("data:text/html,x", None),
            (" ", None),
        ] {
            assert_eq!(resolve(base, link).as_deref(), expected, "{link}");
        }
        assert_eq!(resolve(None, "/world").as_deref(), Some("/world"));
    }
}

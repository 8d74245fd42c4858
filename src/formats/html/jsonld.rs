//! JSON-LD to claims: what a page says of itself in data for machines. Broken JSON is mended where mending is simple,
//! and objects that are not articles are left out.

use serde_json::{Map, Value};

use crate::formats::{Claim, Field, Voice};

/// The most bytes of JSON-LD read of a page; news pages have 2 to 30 kB.
const LONGEST: usize = 1 << 20;
/// The most objects looked at.
const OBJECTS: usize = 2000;

/// The claims in the JSON-LD blocks of a page, articles first.
pub(super) fn claims(blocks: &[String]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for block in blocks.iter().filter(|block| block.len() <= LONGEST) {
        if let Some(value) = parse(block) {
            read(&value, &mut claims);
        }
    }
    claims
}

/// Parses JSON as pages have it: in comments, with line feeds in strings, with commas at the end.
fn parse(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let text = text.trim_end().trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("]]>");
    let text = text.trim().trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| serde_json::from_str(&mended(text)).ok())
}

fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut is_escaped) = (false, false);
    for c in text.chars() {
        if in_string {
            match c {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '"' => in_string = false,
                _ => {}
            }
            out.push(if c.is_control() { ' ' } else { c });
            continue;
        }
        if c == '"' {
            in_string = true;
        } else if matches!(c, '}' | ']') {
            let end = out.trim_end().trim_end_matches(',').len();
            out.truncate(end);
        }
        out.push(c);
    }
    out
}

/// Reads the articles in a value: itself, an entry of a list, an entry of a graph, a main entity.
fn read(value: &Value, claims: &mut Vec<Claim>) {
    // Organizations and people are named once in a graph and meant by their id elsewhere.
    let (mut waiting, mut objects) = (vec![value], Vec::new());
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(list) => waiting.extend(list.iter().rev()),
            Value::Object(object) if objects.len() < OBJECTS => {
                objects.push(object);
                for key in ["mainEntity", "mainEntityOfPage", "@graph"] {
                    waiting.extend(object.get(key));
                }
            }
            _ => {}
        }
    }
    let mut is_told = false;
    for object in objects.iter().filter(|object| is_article(object)) {
        is_told = true;
        article(object, &objects, claims);
    }
    // A page that is no article says at least since when it is there.
    if !is_told && !claims.iter().any(|claim| claim.field == Field::Published) {
        for object in objects.iter().filter(|object| is_type(object, |name| name == "WebPage")) {
            named(claims, Field::Byline, object.get("author"), &objects);
            push(claims, Field::Published, object.get("datePublished"));
            push(claims, Field::Modified, object.get("dateModified"));
        }
    }
    for object in objects.iter().filter(|object| is_type(object, |name| name == "WebSite")) {
        push(claims, Field::Source, object.get("name"));
    }
}

fn is_type(object: &Map<String, Value>, test: impl Fn(&str) -> bool) -> bool {
    match object.get("@type") {
        Some(Value::String(name)) => test(name.rsplit('/').next().unwrap_or(name)),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(test),
        _ => false,
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    is_type(object, |name| {
        name.ends_with("Article") || name.ends_with("Posting") || matches!(name, "Report" | "Review" | "CreativeWork")
    })
}

fn article(object: &Map<String, Value>, all: &[&Map<String, Value>], claims: &mut Vec<Claim>) {
    push(claims, Field::Title, object.get("headline").or_else(|| object.get("name")));
    push(claims, Field::Standfirst, object.get("description").or_else(|| object.get("alternativeHeadline")));
    for key in ["author", "creator"] {
        let before = claims.len();
        named(claims, Field::Byline, object.get(key), all);
        if claims.len() > before {
            break;
        }
    }
    push(claims, Field::Published, object.get("datePublished").or_else(|| object.get("dateCreated")));
    push(claims, Field::Modified, object.get("dateModified"));
    named(claims, Field::Source, object.get("publisher"), all);
    push(claims, Field::Language, object.get("inLanguage"));
    access(object, claims);
    let own = object.get("mainEntityOfPage").map(|page| page.get("@id").unwrap_or(page));
    for value in [object.get("url"), own].into_iter().flatten() {
        if value.as_str().is_some_and(|url| url.contains("://")) {
            push(claims, Field::Url, Some(value));
            break;
        }
    }
}

/// Claims that the article, or a part of it, is not for everybody.
fn access(object: &Map<String, Value>, claims: &mut Vec<Claim>) {
    let parts = match object.get("hasPart") {
        Some(Value::Array(parts)) => parts.as_slice(),
        Some(part) => std::slice::from_ref(part),
        None => &[],
    };
    let says = std::iter::once(object).chain(parts.iter().take(20).filter_map(Value::as_object));
    let is_closed = says.filter_map(|part| part.get("isAccessibleForFree")).any(|free| match free {
        Value::Bool(free) => !free,
        Value::String(free) => free.eq_ignore_ascii_case("false") || free.ends_with("/False"),
        _ => false,
    });
    if is_closed {
        super::meta::push(claims, Field::Access, Voice::JsonLd, "false");
    }
}

/// Claims the name of each person or organization in `value`.
fn named(claims: &mut Vec<Claim>, field: Field, value: Option<&Value>, all: &[&Map<String, Value>]) {
    let list = match value {
        Some(Value::Array(list)) => list.as_slice(),
        Some(value) => std::slice::from_ref(value),
        None => return,
    };
    for entry in list.iter().take(20) {
        match entry {
            Value::Object(object) => {
                let name = object.get("name").or_else(|| {
                    let id = object.get("@id")?;
                    all.iter().find(|other| other.get("@id") == Some(id) && other.contains_key("name"))?.get("name")
                });
                match name {
                    Some(Value::Array(names)) => names.iter().take(20).for_each(|name| push(claims, field, Some(name))),
                    name => push(claims, field, name),
                }
            }
            entry => push(claims, field, Some(entry)),
        }
    }
}

fn push(claims: &mut Vec<Claim>, field: Field, value: Option<&Value>) {
    let Some(text) = value.and_then(Value::as_str) else { return };
    super::meta::push(claims, field, Voice::JsonLd, text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(json: &str) -> Vec<(Field, String)> {
        claims(&[json.to_owned()]).into_iter().map(|claim| (claim.field, claim.value)).collect()
    }

    #[test]
    fn articles_are_found_wherever_they_stand() {
        let title = || vec![(Field::Title, "Ferry sinks".to_owned())];
        for json in [
            r#"{"@type": "NewsArticle", "headline": "Ferry sinks"}"#,
            r#"[{"@type": "BreadcrumbList", "name": "x"}, {"@type": ["Thing", "BlogPosting"], "headline": "Ferry sinks"}]"#,
            r#"{"@graph": [{"@type": "Article", "headline": "Ferry sinks"}]}"#,
            r#"{"@type": "WebPage", "mainEntity": {"@type": "https://schema.org/Report", "name": "Ferry sinks"}}"#,
            "<!-- {\"@type\": \"NewsArticle\", \"headline\": \"Ferry\nsinks\",} -->",
            "//<![CDATA[\n{\"@type\": \"NewsArticle\", \"headline\": \"Ferry &amp;#32;sinks\"};\n//]]>",
        ] {
            assert_eq!(read_all(json), title(), "{json}");
        }
        assert_eq!(read_all(r#"{"@type": "Product", "name": "Boat"}"#), []);
        assert_eq!(read_all("{\"@type\": "), []);
    }

    #[test]
    fn authors_are_named_one_by_one() {
        let json = r##"{"@graph": [{"@id": "#p1", "@type": "Person", "name": "Ida Moe"}, {"@type": "NewsArticle",
            "author": [{"@id": "#p1"}, {"name": "Per Lie"}, "Kari Vik"], "publisher": {"name": "The Fjord"}}]}"##;
        let expected = [
            (Field::Byline, "Ida Moe"),
            (Field::Byline, "Per Lie"),
            (Field::Byline, "Kari Vik"),
            (Field::Source, "The Fjord"),
        ];
        assert_eq!(read_all(json), expected.map(|(field, value)| (field, value.to_owned())));
    }
}

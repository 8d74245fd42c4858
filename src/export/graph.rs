//! Names that stand in the same articles, as a graph for other programs: DOT (Graphviz) and GraphML. Nodes are numbered in the
//! order given, most articles first; the same names give the same text. What is counted was counted by the library.

use std::borrow::Cow;
use std::fmt::Write;

use crate::library::Together;

/// As an undirected graph in DOT: each name with its kind and its articles, each pair with the articles they share.
#[must_use]
pub fn dot(together: &Together) -> String {
    let mut out = String::from("graph morgue {\n  node [shape=box];\n");
    for (at, (drawer, articles)) in together.names.iter().enumerate() {
        let (name, kind) = (quoted(&drawer.name), drawer.kind.name());
        let _ = writeln!(out, "  n{at} [label=\"{name}\", kind=\"{kind}\", articles={articles}];");
    }
    for (one, other, articles) in &together.pairs {
        let _ = writeln!(out, "  n{one} -- n{other} [weight={articles}];");
    }
    out.push_str("}\n");
    out
}

/// As GraphML (graphml.graphdrawing.org), which Gephi and yEd read: the same, with typed data.
#[must_use]
pub fn graphml(together: &Together) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n  \
         <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n  \
         <key id=\"kind\" for=\"node\" attr.name=\"kind\" attr.type=\"string\"/>\n  \
         <key id=\"articles\" for=\"node\" attr.name=\"articles\" attr.type=\"int\"/>\n  \
         <key id=\"weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"int\"/>\n  \
         <graph id=\"morgue\" edgedefault=\"undirected\">\n",
    );
    for (at, (drawer, articles)) in together.names.iter().enumerate() {
        let (name, kind) = (escaped(&drawer.name), drawer.kind.name());
        let _ = writeln!(
            out,
            "    <node id=\"n{at}\"><data key=\"label\">{name}</data><data key=\"kind\">{kind}</data>\
             <data key=\"articles\">{articles}</data></node>"
        );
    }
    for (one, other, articles) in &together.pairs {
        let _ = writeln!(
            out,
            "    <edge source=\"n{one}\" target=\"n{other}\"><data key=\"weight\">{articles}</data></edge>"
        );
    }
    out.push_str("  </graph>\n</graphml>\n");
    out
}

/// A text within the quotation marks of DOT.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\r', '\n'], " ")
}

/// A text within an element. XML 1.0 has no sign for most controls, escaped or not: they are left out.
fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(c, '&' | '<' | '>' | '"') && !c.is_control();
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::EntityKind;
    use crate::library::{Drawer, EntityId};

    fn together() -> Together {
        let drawer =
            |id, name: &str, kind| Drawer { id: EntityId(id), kind, name: name.to_owned(), here: 0, articles: 9 };
        Together {
            names: vec![
                (drawer(7, "Ada \"the <Gull>\" Brook", EntityKind::Person), 3),
                (drawer(2, "Salt & Sons \\ Co", EntityKind::Organization), 2),
            ],
            pairs: vec![(0, 1, 2)],
        }
    }

    #[test]
    fn names_in_dot_are_one_quoted_text() {
        assert_eq!(
            dot(&together()),
            "graph morgue {\n  node [shape=box];\n  \
             n0 [label=\"Ada \\\"the <Gull>\\\" Brook\", kind=\"person\", articles=3];\n  \
             n1 [label=\"Salt & Sons \\\\ Co\", kind=\"organization\", articles=2];\n  \
             n0 -- n1 [weight=2];\n}\n"
        );
        assert_eq!(dot(&Together::default()), "graph morgue {\n  node [shape=box];\n}\n");
    }

    #[test]
    fn graphml_holds_what_went_in() {
        let text = graphml(&together());
        assert!(text.contains("<data key=\"label\">Ada &quot;the &lt;Gull&gt;&quot; Brook</data>"), "{text}");
        assert!(text.contains("<data key=\"label\">Salt &amp; Sons \\ Co</data>"), "{text}");
        assert!(text.contains("<edge source=\"n0\" target=\"n1\"><data key=\"weight\">2</data></edge>"), "{text}");
        // Each element that is opened is closed, in order.
        let mut open = Vec::new();
        for tag in text.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
            let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name), "{text}");
            } else if !tag.ends_with('/') && !tag.starts_with('?') {
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{open:?}");
        assert_eq!(escaped("a\u{1b}[b\tc"), "a[b c");
    }
}

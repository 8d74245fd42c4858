//! The project's own source, read for the laws of the house: its code without comments, texts and tests, and the paths it
//! names. It is no parser of Rust: it reads what the house style writes.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file.
pub(crate) struct Source {
    /// Its path in the project, with `/`.
    pub(crate) path: String,
    /// What stands in it.
    pub(crate) text: String,
    /// The same lines without comments, texts in quotes, and what is under `#[cfg(test)]`.
    pub(crate) code: String,
}

/// The project's folder.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The source files under a folder of the project, sorted.
pub(crate) fn sources(folder: &str) -> Vec<Source> {
    let found: Vec<Source> = files(&project().join(folder))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let name = path.strip_prefix(project()).unwrap_or(&path).display().to_string().replace('\\', "/");
            Source::new(&name, fs::read_to_string(&path).expect("source is UTF-8"))
        })
        .collect();
    assert!(!found.is_empty(), "no source in {folder}");
    found
}

/// Every file under `assets`, sorted.
pub(crate) fn assets() -> Vec<PathBuf> {
    files(&project().join("assets"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

impl Source {
    pub(crate) fn new(path: &str, text: String) -> Self {
        let code = without_tests(&code_only(&text));
        Self { path: path.to_owned(), text, code }
    }

    /// The module it is: `["text", "wrap"]` for `src/text/wrap.rs`.
    pub(crate) fn module(&self) -> Vec<String> {
        let path = self.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
        path.split('/').map(str::to_owned).collect()
    }

    /// Every path the code names, with its line; a group in braces is several paths.
    pub(crate) fn paths(&self) -> Vec<(usize, String)> {
        let tokens = tokens(&self.code);
        let mut paths = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let follows = at > 0 && matches!(tokens[at - 1].1, "::" | ".");
            if is_name(tokens[at].1) && !follows {
                at = tree(&tokens, at, "", &mut paths);
            } else {
                at += 1;
            }
        }
        paths
    }
}

/// The number of variants or fields of `enum X` or `struct X`; `None` where the code has no such thing.
pub(crate) fn variants(code: &str, name: &str) -> Option<usize> {
    let tokens = tokens(code);
    let words: Vec<&str> = name.split(' ').collect();
    let start = tokens.windows(2).position(|pair| pair[0].1 == words[0] && pair[1].1 == words[1])?;
    let open = start + tokens[start..].iter().position(|(_, token)| *token == "{")?;
    let (mut depth, mut count, mut fresh) = (0_usize, 0, false);
    for (_, token) in &tokens[open..] {
        match *token {
            "{" | "(" | "[" | "<" => {
                depth += 1;
                fresh = fresh || depth == 1;
            }
            "}" | ")" | "]" | ">" => depth = depth.saturating_sub(1),
            "," if depth == 1 => fresh = true,
            "pub" | "#" => {}
            token if depth == 1 && fresh && is_name(token) => {
                count += 1;
                fresh = false;
            }
            _ => {}
        }
        if depth == 0 {
            return Some(count);
        }
    }
    None
}

/// Reads a path, or a tree of paths, from a name or a brace on; gives where it ends.
fn tree(tokens: &[(usize, &str)], mut at: usize, prefix: &str, paths: &mut Vec<(usize, String)>) -> usize {
    let mut path = prefix.to_owned();
    while let Some(&(line, token)) = tokens.get(at) {
        if token == "{" {
            at += 1;
            while let Some(&(_, token)) = tokens.get(at) {
                match token {
                    "}" => return at + 1,
                    token if is_name(token) || token == "{" => at = tree(tokens, at, &path, paths),
                    _ => at += 1,
                }
            }
            return at;
        }
        if !is_name(token) {
            break;
        }
        path = if path.is_empty() { token.to_owned() } else { format!("{path}::{token}") };
        at += 1;
        let goes_on = tokens.get(at).is_some_and(|&(_, token)| token == "::")
            && tokens.get(at + 1).is_some_and(|&(_, token)| is_name(token) || token == "{");
        if !goes_on {
            paths.push((line, path));
            return at;
        }
        at += 1;
    }
    at
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Names, `::` and single signs, each with its line.
fn tokens(code: &str) -> Vec<(usize, &str)> {
    let mut tokens = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = if first.is_alphanumeric() || first == '_' {
                rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
            } else if rest.starts_with("::") || rest.starts_with("->") || rest.starts_with("=>") {
                2
            } else {
                first.len_utf8()
            };
            let (token, after) = rest.split_at(length);
            tokens.push((number + 1, token));
            rest = after.trim_start();
        }
    }
    tokens
}

/// The code with comments and what stands in quotes as spaces; line ends stay.
fn code_only(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let before = code.chars().next_back();
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = quoted(rest).filter(|_| !before.is_some_and(|c| c.is_alphanumeric() || c == '_')) {
            length
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        let (skipped, after) = rest.split_at(length);
        code.extend(skipped.chars().map(|c| if c == '\n' { c } else { ' ' }));
        rest = after;
    }
    code
}

/// The length of the text or character in quotes that `rest` begins with.
fn quoted(rest: &str) -> Option<usize> {
    let body = rest.trim_start_matches(['b', 'c']);
    let prefix = rest.len() - body.len();
    if prefix > 1 {
        return None;
    }
    if let Some(raw) = body.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if !raw[hashes..].starts_with('"') {
            return None;
        }
        let end = format!("\"{}", "#".repeat(hashes));
        let open = prefix + 1 + hashes + 1;
        return rest[open..].find(&end).map(|at| open + at + end.len());
    }
    let quote = body.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut escaped = false;
    for (at, c) in body.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => {
                // Between quotes of a character stands one; what is longer is a lifetime.
                let one = quote == '"' || body[1..at].starts_with('\\') || body[1..at].chars().count() == 1;
                return one.then_some(prefix + at + 1);
            }
            '\n' if quote == '\'' => return None,
            _ => {}
        }
    }
    None
}

/// The code with the items under `#[cfg(test)]` as spaces.
fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find(MARK) {
        let (before, item) = rest.split_at(at);
        let mut depth = 0_usize;
        let end = item.char_indices().skip(MARK.len()).find_map(|(at, c)| {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            (depth == 0 && matches!(c, '}' | ';')).then_some(at + 1)
        });
        let (item, after) = item.split_at(end.unwrap_or(item.len()));
        kept.push_str(before);
        kept.extend(item.chars().map(|c| if c == '\n' { c } else { ' ' }));
        rest = after;
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_texts_and_tests_are_no_code() {
        let table = [
            ("a // b\nc", "a     \nc"),
            ("a /* b\n*/ c", "a     \n   c"),
            (r#"f("a\"b", 'c', '\'', b"x")"#, "f(      ,    ,     ,     )"),
            ("r#\"a\"b\"# c", "         c"),
            ("fn f<'a>(x: &'a str, y: 'b')", "fn f<'a>(x: &'a str, y:    )"),
            ("a;\n#[cfg(test)]\nmod t { { } }\nb;", "a;\n            \n             \nb;"),
            ("#[cfg(test)]\nuse a::b;\nc", "            \n         \nc"),
        ];
        for (text, expected) in table {
            assert_eq!(without_tests(&code_only(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_group_is_several_paths() {
        let source = Source::new("src/a.rs", "use a::{b, c::{self, D}};\nlet x = e::f(g.h, i::<J>());".to_owned());
        let paths: Vec<String> = source.paths().into_iter().map(|(line, path)| format!("{line} {path}")).collect();
        assert_eq!(
            paths,
            ["1 use", "1 a::b", "1 a::c::self", "1 a::c::D", "2 let", "2 x", "2 e::f", "2 g", "2 i", "2 J"]
        );
    }

    #[test]
    fn variants_and_fields_are_counted() {
        let code = "enum A { #[x(y)] B, C(D, E), F { g: H }, I }\npub struct J { pub a: Vec<(B, C)>, pub(crate) d: E }";
        assert_eq!(variants(code, "enum A"), Some(4));
        assert_eq!(variants(code, "struct J"), Some(2));
        assert_eq!(variants(code, "struct K"), None);
    }
}

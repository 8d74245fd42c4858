//! `topics.toml`: the topics of the reader's own, a name and a query a line. It is read here and answered by the library;
//! what a query means is the library's business.
//!
//! ```toml
//! Tariffs = 'tariff* OR "customs duty" OR "section 232"'
//! "Grain deal" = "grain place:odesa since:2025"
//! ```

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::{Error, File, Mistake, config_folder};
use crate::library::{OwnTopic, OwnTopics};
use crate::text::fold::fold;

/// The file in the folder of settings.
pub const TOPICS: &str = "topics.toml";

/// Reads the topics from the folder of settings; without one, there are none.
///
/// # Errors
/// A file that is there but cannot be read or understood, with its path and the line.
pub fn topics() -> Result<OwnTopics, Error> {
    config_folder().map_or_else(|| Ok(OwnTopics::default()), |folder| read(&folder))
}

/// Reads the topics in `folder`.
fn read(folder: &Path) -> Result<OwnTopics, Error> {
    let Some(file) = File::read(folder.join(TOPICS))? else { return Ok(OwnTopics::default()) };
    parse(&file.text).map_err(|mistake| file.mistaken(mistake))
}

fn parse(text: &str) -> Result<OwnTopics, Mistake> {
    let table = DeTable::parse(text).map_err(|error| Mistake::of_toml(text, &error))?;
    let mut topics: Vec<(usize, OwnTopic)> = Vec::new();
    for (key, value) in table.get_ref() {
        let at = key.span().start;
        let name = key.get_ref().split_whitespace().collect::<Vec<_>>().join(" ");
        if !name.contains(char::is_alphanumeric) {
            return Err(Mistake::at(text, at, "a topic needs a name with a letter in it"));
        }
        let DeValue::String(query) = value.get_ref() else {
            let what = format!("{name} must be a query in quotes, such as 'tariff* OR \"customs duty\"'");
            return Err(Mistake::at(text, value.span().start, what));
        };
        if query.trim().is_empty() {
            return Err(Mistake::at(text, value.span().start, format!("{name} must look for something")));
        }
        let line = Mistake::at(text, at, "").line;
        topics.push((at, OwnTopic { name, query: query.trim().to_owned(), line }));
    }
    topics.sort_by_key(|(at, _)| *at);
    for (nth, (at, topic)) in topics.iter().enumerate() {
        let same = topics.iter().take(nth).find(|(_, before)| fold(&before.name) == fold(&topic.name));
        if let Some((_, before)) = same {
            let what = format!("{:?} stands in line {} already", topic.name, before.line);
            return Err(Mistake::at(text, *at, what));
        }
    }
    Ok(OwnTopics::new(topics.into_iter().map(|(_, topic)| topic).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_read_in_the_order_of_the_file() {
        let text =
            "# mine\nTariffs = 'tariff* OR \"customs duty\"'\n\n\"Grain  deal\" = \"grain\"\n\"Été\" = '''\nété\n'''\n";
        let read = parse(text).unwrap();
        let read: Vec<_> = read.iter().map(|topic| (topic.name.as_str(), topic.query.as_str(), topic.line)).collect();
        let expected = [("Tariffs", "tariff* OR \"customs duty\"", 2), ("Grain deal", "grain", 4)];
        assert_eq!(read[..2], expected);
        assert_eq!(parse("").unwrap(), OwnTopics::default());
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        for (text, line, part) in [
            ("a = 'b'\nTariffs = 3", 2, "Tariffs must be a query in quotes"),
            ("a = 'b'\n\n\"…\" = 'x'", 3, "a name with a letter"),
            ("a = ' '", 1, "a must look for something"),
            ("A = 'x'\na = 'y'", 2, "stands in line 1 already"),
            ("a = 'x'\na = 'y'", 2, "duplicate"),
            ("a = 'x", 1, ""),
        ] {
            let mistake = parse(text).unwrap_err();
            assert_eq!(mistake.line, line, "{text}: {mistake}");
            assert!(mistake.what.contains(part), "{text}: {mistake}");
        }
    }

    #[test]
    fn the_file_is_found_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()).unwrap(), OwnTopics::default());
        std::fs::write(folder.path().join(TOPICS), "a = 1").unwrap();
        let error = read(folder.path()).unwrap_err().to_string();
        assert!(error.contains("topics.toml: line 1, column 5: a must be a query"), "{error}");
    }
}

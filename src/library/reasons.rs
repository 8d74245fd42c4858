//! Why a name is in the drawer it is in: what spoke for its kind, what joined it to others, what it was kept apart from. It
//! reads what the decisions left behind and decides nothing.

use rusqlite::{OptionalExtension, params};

use super::naming::{Ruled, numbers};
use super::prepare::Stored;
use super::{ArticleId, EntityId, Error, Reader};
use crate::entities::reasons::taken;
use crate::entities::rulings::Ruling;

/// Articles over which the reasons of a drawer are counted: its newest.
const NEWEST: i64 = 500;

/// Reasons of one sort told, at most.
const TOLD: usize = 4;

/// How an article names an entity.
struct Found {
    name: String,
    /// What spoke for its kind.
    taken: String,
    road: Road,
}

/// How a name came to where it is shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Road {
    Guessed,
    /// A ruling shows it elsewhere than was guessed.
    Ruled,
    /// It was not read: a ruling names its letters.
    Added,
}

/// A ruling in one line: what is shown, and of which names, with what the reader wrote beside them.
fn ruling_in_words(ruling: &Ruling) -> String {
    let text = ruling.to_string();
    let mut lines = text.lines();
    let head = lines.next().unwrap_or_default();
    let names: Vec<&str> = lines.by_ref().take(2 * TOLD).map(str::trim).collect();
    let more = match lines.count() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("The ruling: {head}: {}{more}.", names.join(" · "))
}

impl Reader {
    /// Why an entity is what it is and where it is, a sentence each: as `article` names it, or as the newest article does
    /// that names it. Empty where there is no such drawer.
    ///
    /// # Errors
    /// Where the database is locked or damaged.
    pub fn why(&self, entity: EntityId, article: Option<ArticleId>) -> Result<Vec<String>, Error> {
        self.run(|| {
            let Some(drawer) = self.drawer(entity)? else { return Ok(Vec::new()) };
            let mut words = Vec::new();
            let here = match article {
                Some(article) => self.entity_in(entity, article)?.map(|found| (found, article)),
                None => None,
            };
            let (found, is_here) = match here {
                Some(found) => (Some(found), true),
                None => (self.newest_of(entity)?, false),
            };
            if let Some((found, _)) = &found {
                let place = if is_here { "Here" } else { "In its newest article" };
                let Found { name, taken, .. } = found;
                words.push(match found.road {
                    Road::Added => format!("{place} “{name}” is a name because a ruling says so."),
                    Road::Guessed | Road::Ruled => format!("{place} “{name}” was taken as {taken}."),
                });
            }
            if let (Some((Found { name, road, .. }, article)), true) = (&found, is_here) {
                words.extend(match self.joined(entity, *article)? {
                    _ if *road == Road::Added => None,
                    _ if *road == Road::Ruled => Some("Shown here by a ruling, not by a guess.".to_owned()),
                    Some(reason) => Some(format!("Joined to {}: {reason}.", drawer.name)),
                    None if drawer.articles == 1 => Some("No other article is filed under this name.".to_owned()),
                    None if *name == drawer.name => Some("In this drawer for its name, which is the same.".to_owned()),
                    None => Some(format!("In the drawer of {}: the drawer holds this form of the name.", drawer.name)),
                });
            }
            words.extend(self.ruling_of(entity)?.as_ref().map(ruling_in_words));
            for (reason, articles) in self.joined_by(entity)? {
                let articles = if articles == 1 { "1 article".to_owned() } else { format!("{articles} articles") };
                words.push(format!("{articles} joined for another reason than the name: {reason}."));
            }
            for (other, reason) in self.perhaps(entity)?.into_iter().take(TOLD) {
                words.push(format!("Kept apart from {} ({}): {reason}.", other.name, other.articles));
            }
            Ok(words)
        })
    }

    /// How an article names the entity, what spoke for its kind, and what put it there: a guess before a ruling.
    fn entity_in(&self, entity: EntityId, article: ArticleId) -> rusqlite::Result<Option<Found>> {
        let mut statement =
            self.connection.prepare_cached("SELECT drawers, ruled, json FROM document WHERE article = ?1")?;
        let read = statement.query_row([article.0], |row| {
            let guesses = numbers(row.get_ref(0)?.as_str()?);
            let ruled = row.get_ref(1)?.as_str_or_null()?.map(Ruled::read).transpose()?;
            let stored: Stored = self.unpacker.borrow_mut().json(row.get_ref(2)?.as_blob()?)?;
            Ok((guesses, ruled.unwrap_or_default(), stored))
        });
        let Some((guesses, ruled, stored)) = read.optional()? else { return Ok(None) };
        let shown = if ruled.drawers.is_empty() { &guesses } else { &ruled.drawers };
        let own = stored.entities.list.iter().chain(&ruled.added).zip(shown).enumerate();
        let own = own.filter(|(_, (_, number))| **number == entity.0).map(|(at, (named, number))| {
            let road = match guesses.get(at) {
                None => Road::Added,
                Some(guess) if guess == number => Road::Guessed,
                Some(_) => Road::Ruled,
            };
            Found { name: named.name.clone(), taken: taken(named), road }
        });
        Ok(own.min_by_key(|found| found.road))
    }

    fn newest_of(&self, entity: EntityId) -> rusqlite::Result<Option<(Found, ArticleId)>> {
        let mut statement = self.connection.prepare_cached("SELECT max(article) FROM mention WHERE entity = ?1")?;
        let newest: Option<i64> = statement.query_row([entity.0], |row| row.get(0))?;
        let Some(article) = newest.map(ArticleId) else { return Ok(None) };
        Ok(self.entity_in(entity, article)?.map(|found| (found, article)))
    }

    fn joined(&self, entity: EntityId, article: ArticleId) -> rusqlite::Result<Option<String>> {
        let mut statement =
            self.connection.prepare_cached("SELECT why FROM mention WHERE entity = ?1 AND article = ?2")?;
        let why = statement.query_row([entity.0, article.0], |row| row.get::<_, Option<String>>(0));
        Ok(why.optional()?.flatten())
    }

    /// The reasons other than the name for which articles are in the drawer, commonest first.
    fn joined_by(&self, entity: EntityId) -> rusqlite::Result<Vec<(String, u32)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT why, count(*) FROM (SELECT why FROM mention WHERE entity = ?1 ORDER BY article DESC LIMIT ?2)
             WHERE why IS NOT NULL GROUP BY why ORDER BY 2 DESC, 1 LIMIT ?3",
        )?;
        let most = i64::try_from(TOLD).unwrap_or(i64::MAX);
        statement.query_map(params![entity.0, NEWEST, most], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::article::EntityKind::Person;
    use crate::library::kit::{clipping, drawer, library};

    #[test]
    fn what_joined_a_name_and_what_kept_it_apart_is_told() {
        let text = "Anna Thornquist met Bela Ostrander. Anna Thornquist left.";
        let names = [("Anna Thornquist", Person), ("Bela Ostrander", Person)];
        let (_library, reader, ids) = library(&[
            clipping("One", "2026-01-02", "Gazette", text, &names),
            clipping(
                "Two",
                "2026-01-03",
                "Gazette",
                "Thornquist spoke. Bela Ostrander too.",
                &[("Thornquist", Person), names[1]],
            ),
            clipping("Three", "2026-01-04", "Gazette", "Anna is here.", &[("Anna", Person)]),
            clipping("Four", "2026-01-05", "Gazette", "Anna sang.", &[("Anna", Person)]),
        ]);
        let anna = drawer(&reader, "Anna Thornquist");
        let why = reader.why(anna, Some(ids[1])).unwrap();
        assert_eq!(why.len(), 3, "{why:?}");
        assert!(why[0].starts_with("Here “Thornquist” was taken as a person: "), "{why:?}");
        assert_eq!(why[1], "Joined to Anna Thornquist: the surname, and Bela Ostrander beside it.");
        assert_eq!(
            why[2],
            "1 article joined for another reason than the name: the surname, and Bela Ostrander beside it."
        );
        let why = reader.why(anna, Some(ids[0])).unwrap();
        assert_eq!(why[1], "In this drawer for its name, which is the same.");
        let alone = reader.drawers(Some(Person), "Anna", 9).unwrap();
        let lone = alone.iter().find(|drawer| drawer.name == "Anna").expect("a given name alone has a drawer");
        let why = reader.why(lone.id, None).unwrap();
        assert!(why.iter().any(|line| line.starts_with("Kept apart from Anna (1): the same given name")), "{why:?}");
        assert_eq!(reader.why(crate::library::EntityId(999), None).unwrap(), Vec::<String>::new());
    }
}

//! Colours and modifiers by the part of the screen they are for: read from `assets/themes`. It decides how a part looks, not
//! where it stands.
//!
//! A colour never says anything alone: what it says, a modifier says too, or a sign that `view` draws beside it (▌ ● ○ ★).
//! So a theme without its colours is still a theme, and that is what `NO_COLOR` gives.

use ratatui::style::{Color, Modifier, Style};
use toml::de::{DeTable, DeValue};

use crate::article::EntityKind;
use crate::config::{Colour, Mistake, ThemeName};

macro_rules! parts {
    ($($field:ident $name:literal $doc:literal)+) => {
        /// How each part of the screen looks. Only `text` and the bars have a ground of their own in every theme: draw `text`
        /// first, the other parts over it.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Theme { $(#[doc = $doc] pub $field: Style,)+ }

        /// The names of the parts, as in a theme's file.
        const PARTS: &[&str] = &[$($name),+];

        impl Theme {
            fn of(style: impl Fn(&str) -> Style) -> Self {
                Self { $($field: style($name),)+ }
            }

            /// Every part, with its name.
            #[must_use]
            pub fn parts(&self) -> Vec<(&'static str, Style)> {
                vec![$(($name, self.$field)),+]
            }
        }
    };
}

parts! {
    text "text" "Plain text, and the ground of the screen."
    dim "dim" "What matters less: dates, counts, hints, hidden blocks."
    title "title" "The title of an article, of a pane, of a dossier."
    heading "heading" "A heading in an article, a group in the sidebar."
    quote "quote" "A block quotation."
    code "code" "Code, and the original as it was saved."
    link "link" "A link in an article."
    person "person" "A person in the text."
    organization "organization" "An organization in the text."
    place "place" "A place in the text."
    topic "topic" "A topic in the text, while it is selected: its words are too common to be marked always."
    chosen "chosen" "A mention of the selected name, beside the look of its kind."
    followed "followed" "A mention of the followed name, in place of the look of its kind."
    removed "removed" "Words of an earlier version that are gone; a sign stands before them too."
    added "added" "Words of a later version that are new; a sign stands before them too."
    hit "hit" "A hit of a search; the one that was gone to is bold as well."
    selected "selected" "The selected row of the pane that has the focus."
    selected_inactive "selected-inactive" "The selected row of another pane."
    border "border" "The frame of a pane."
    border_focus "border-focus" "The frame of the pane that has the focus."
    bar "bar" "The first and the last row of the screen."
    warning "warning" "Something the reader should know."
    error "error" "Something went wrong."
    unread "unread" "An article that was not read."
    starred "starred" "The star."
    key "key" "A key in the footer and in help."
}

impl Theme {
    /// A theme that comes with the program; where colour is forbidden, [`plain`](Self::plain), whatever its name.
    ///
    /// # Panics
    /// Never: a test reads every theme.
    #[must_use]
    pub fn load(name: ThemeName, colour: Colour) -> Self {
        match colour {
            Colour::Allowed => Self::read(source(name)).expect("assets/themes are read by a test"),
            Colour::Forbidden => Self::plain(),
        }
    }

    /// Modifiers only, no colour at all: the terminal's theme without its colours.
    #[must_use]
    pub fn plain() -> Self {
        let theme = Self::load(ThemeName::Terminal, Colour::Allowed);
        let parts = theme.parts();
        Self::of(|wanted| {
            let style = parts.iter().find(|(name, _)| *name == wanted).map_or_else(Style::new, |&(_, style)| style);
            Style::new().add_modifier(style.add_modifier)
        })
    }

    /// Reads a theme: a style for each part.
    ///
    /// # Errors
    /// A part, colour or modifier that does not exist, and a part that is missing, with line and remedy.
    pub fn read(toml: &str) -> Result<Self, Mistake> {
        let table = DeTable::parse(toml).map_err(|error| Mistake::of_toml(toml, &error))?;
        let mut styles = Vec::new();
        for (part, value) in table.get_ref() {
            let name = part.get_ref().as_ref();
            if !PARTS.contains(&name) {
                return Err(Mistake::unknown(toml, part.span().start, "part", name, PARTS.iter().copied()));
            }
            let at = value.span().start;
            let DeValue::String(words) = value.get_ref() else {
                return Err(Mistake::at(toml, at, r#"a style is a text in quotes, such as "green underlined""#));
            };
            let style = read_style(words).map_err(|word| {
                let words = MODIFIERS.iter().map(|&(name, _)| name).chain(COLOURS.iter().map(|&(name, _)| name));
                Mistake::unknown(toml, at, "colour or modifier", word, words)
            })?;
            styles.push((name.to_owned(), style));
        }
        if let Some(missing) = PARTS.iter().find(|&&part| styles.iter().all(|(name, _)| name != part)) {
            return Err(Mistake::at(toml, toml.len(), format!("{missing:?} has no style")));
        }
        let find = |part: &str| styles.iter().find(|(name, _)| name == part).map(|&(_, style)| style);
        Ok(Self::of(|part| find(part).unwrap_or_default()))
    }

    /// How a name in the text looks.
    #[must_use]
    pub fn entity(&self, kind: EntityKind) -> Style {
        match kind {
            EntityKind::Person => self.person,
            EntityKind::Organization => self.organization,
            EntityKind::Place => self.place,
            EntityKind::Topic => self.topic,
            EntityKind::Other => Style::new(),
        }
    }
}

const fn source(name: ThemeName) -> &'static str {
    match name {
        ThemeName::Terminal => include_str!("../../assets/themes/terminal.toml"),
        ThemeName::Paper => include_str!("../../assets/themes/paper.toml"),
        ThemeName::Night => include_str!("../../assets/themes/night.toml"),
        ThemeName::Contrast => include_str!("../../assets/themes/contrast.toml"),
    }
}

const MODIFIERS: &[(&str, Modifier)] = &[
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
    ("crossed-out", Modifier::CROSSED_OUT),
];

const COLOURS: &[(&str, Color)] = &[
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

/// Reads `black on #ffcc00 bold`; the error is the word that means nothing.
fn read_style(words: &str) -> Result<Style, &str> {
    let mut style = Style::new();
    let mut words = words.split_whitespace();
    while let Some(word) = words.next() {
        if let Some(&(_, modifier)) = MODIFIERS.iter().find(|&&(name, _)| name == word) {
            style = style.add_modifier(modifier);
        } else if word == "on" {
            let ground = words.next().ok_or(word)?;
            style = style.bg(colour(ground).ok_or(ground)?);
        } else {
            style = style.fg(colour(word).ok_or(word)?);
        }
    }
    Ok(style)
}

fn colour(word: &str) -> Option<Color> {
    match word.strip_prefix('#') {
        Some(digits) if digits.len() == 6 => u32::from_str_radix(digits, 16).ok().map(Color::from_u32),
        Some(_) => None,
        None => COLOURS.iter().find(|&&(name, _)| name == word).map(|&(_, colour)| colour),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = (ThemeName, Theme)> {
        ThemeName::ALL.into_iter().map(|name| (name, Theme::load(name, Colour::Allowed)))
    }

    #[test]
    fn the_terminals_theme_suits_any_ground() {
        let theme = Theme::load(ThemeName::Terminal, Colour::Allowed);
        let allowed = [Color::Red, Color::Green, Color::Magenta, Color::Cyan];
        for (part, style) in theme.parts() {
            assert_eq!(style.bg, None, "{part}: no colour on a colour");
            assert!(style.fg.is_none_or(|colour| allowed.contains(&colour)), "{part}: {:?}", style.fg);
        }
    }

    #[test]
    fn without_colour_all_that_stands_in_one_text_still_differs() {
        for (name, theme) in all().chain([(ThemeName::Terminal, Theme::plain())]) {
            let groups = [
                vec!["text", "link", "person", "organization", "place", "topic", "chosen", "followed", "hit"],
                vec!["text", "selected", "selected-inactive"],
                vec!["border", "border-focus"],
                vec!["text", "key"],
                vec!["text", "error"],
                vec!["text", "quote"],
                vec!["text", "dim", "removed", "added"],
            ];
            for group in groups {
                let looks: Vec<_> = theme.parts().into_iter().filter(|(part, _)| group.contains(part)).collect();
                assert_eq!(looks.len(), group.len());
                for (i, (part, style)) in looks.iter().enumerate() {
                    // What has a ground of its own differs by its lightness, which every eye sees.
                    let twin = looks[i + 1..].iter().find(|(_, other)| {
                        other.add_modifier == style.add_modifier && other.bg.is_some() == style.bg.is_some()
                    });
                    assert_eq!(twin, None, "{name}: {part} looks the same");
                }
            }
        }
    }

    #[test]
    fn where_colour_is_forbidden_there_is_none() {
        for name in ThemeName::ALL {
            for (part, style) in Theme::load(name, Colour::Forbidden).parts() {
                assert_eq!((style.fg, style.bg, style.underline_color), (None, None, None), "{part}");
            }
        }
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(colour: Color) -> f64 {
        let Color::Rgb(red, green, blue) = colour else { panic!("{colour:?} has no fixed luminance") };
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
    }

    #[test]
    fn every_part_can_be_read_on_its_ground() {
        for (name, theme) in all().filter(|(name, _)| *name != ThemeName::Terminal) {
            let least = if name == ThemeName::Contrast { 7.0 } else { 4.5 };
            let (ink, paper) = (theme.text.fg.unwrap(), theme.text.bg.unwrap());
            for (part, style) in theme.parts() {
                let (a, b) = (luminance(style.fg.unwrap_or(ink)), luminance(style.bg.unwrap_or(paper)));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                // A frame is no text: WCAG asks 3 of it.
                let least = if part == "border" { 3.0 } else { least };
                assert!(contrast >= least, "{name}: {part} has a contrast of {contrast:.1}, wanted {least}");
            }
        }
    }

    #[test]
    fn a_mistake_is_told_with_line_and_remedy() {
        let table = [
            ("txet = \"\"", "line 1, column 1: \"txet\" is no part; did you mean \"text\"?"),
            ("\ntext = \"gren\"", "line 2, column 8: \"gren\" is no colour or modifier; did you mean \"green\"?"),
            ("text = \"red on\"", "line 1, column 8: \"on\" is no colour or modifier; "),
            ("text = \"#12345\"", "line 1, column 8: \"#12345\" is no colour or modifier; "),
            ("text = 1", "line 1, column 8: a style is a text in quotes"),
            ("text = \"\"\ndim = \"dim\"\n", "line 3, column 1: \"title\" has no style"),
        ];
        for (text, expected) in table {
            let told = Theme::read(text).unwrap_err().to_string();
            assert!(told.starts_with(expected), "{text}: {told}");
        }
    }

    #[test]
    fn a_style_is_read_word_by_word() {
        let expected = Style::new().fg(Color::Black).bg(Color::Rgb(255, 204, 0)).add_modifier(Modifier::BOLD);
        assert_eq!(read_style("bold black on #ffcc00"), Ok(expected));
        assert_eq!(read_style("  "), Ok(Style::new()));
    }
}

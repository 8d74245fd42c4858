//! The gate: text from outside is made safe for a terminal here, once. It is not a beautifier: words stay as they are.
//!
//! Out go control characters, whole escape sequences (ECMA-48: CSI, OSC, DCS and their kin, with what they carry),
//! bidirectional controls (UAX #9) and signs that show nothing. A joiner stays where it does its work: inside an emoji
//! sequence, and between letters of scripts that are written with it.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

const ESCAPE: char = '\u{1b}';
const BELL: char = '\u{7}';
const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// Takes out of `text` everything that could steer a terminal or mislead a reader. Line feeds and tabs stay; every
/// other line end becomes a line feed, every no-break space a space. Cleaning twice changes nothing more.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    let Some(first) = text.char_indices().find(|&(_, c)| fate(c) != Fate::Stay).map(|(at, _)| at) else {
        return Cow::Borrowed(text);
    };
    let (safe, rest) = text.split_at(first);
    let mut out = String::with_capacity(text.len());
    out.push_str(safe);
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        match fate(c) {
            Fate::Stay => out.push(c),
            Fate::Go => {}
            Fate::Space => out.push(' '),
            Fate::LineEnd => {
                if c == '\r' {
                    chars.next_if_eq(&'\n');
                }
                out.push('\n');
            }
            Fate::Sequence => skip_sequence(c, &mut chars),
            Fate::Depends => {
                if is_needed(c, out.chars().next_back(), chars.peek().copied()) {
                    out.push(c);
                }
            }
        }
    }
    Cow::Owned(out)
}

/// What becomes of a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Stay,
    Go,
    Space,
    LineEnd,
    /// It begins an escape sequence.
    Sequence,
    /// Its neighbours decide.
    Depends,
}

fn fate(c: char) -> Fate {
    match c {
        '\n' | '\t' | ' '..='~' => Fate::Stay,
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::LineEnd,
        ESCAPE | '\u{90}' | '\u{98}' | '\u{9b}' | '\u{9d}'..='\u{9f}' => Fate::Sequence,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Fate::Go,
        '\u{a0}' | '\u{2007}' | '\u{202f}' => Fate::Space,
        // Soft hyphen, combining grapheme joiner, Arabic letter mark, Mongolian vowel separator.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' => Fate::Go,
        ZERO_WIDTH_NON_JOINER | ZERO_WIDTH_JOINER | '\u{e0020}'..='\u{e007f}' => Fate::Depends,
        // Zero-width space, direction marks, embeddings, overrides, isolates, invisible operators, byte order mark.
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => {
            Fate::Go
        }
        // Interlinear annotations, the object replacement character, language tags.
        '\u{fff9}'..='\u{fffc}' | '\u{e0000}'..='\u{e001f}' => Fate::Go,
        _ => Fate::Stay,
    }
}

/// Skips what follows `first` in its escape sequence. A string without an end stops before the end of the line, so
/// that one stray sign cannot swallow the text; a malformed sequence stops before the sign that does not belong.
fn skip_sequence(first: char, chars: &mut Peekable<Chars<'_>>) {
    let introducer =
        if first == ESCAPE { chars.next_if(|&c| (' '..='~').contains(&c)) } else { Some(seven_bit(first)) };
    match introducer {
        Some('[') => {
            while chars.next_if(|&c| (' '..='?').contains(&c)).is_some() {}
            chars.next_if(|&c| ('@'..='~').contains(&c));
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            while let Some(c) = chars.next_if(|&c| c != '\n' && c != '\r') {
                if c == BELL || c == '\u{9c}' {
                    break;
                }
                if c == ESCAPE && chars.next_if_eq(&'\\').is_some() {
                    break;
                }
            }
        }
        Some('N' | 'O') => {
            chars.next_if(|&c| ('!'..='~').contains(&c));
        }
        Some(' '..='/') => {
            while chars.next_if(|&c| (' '..='/').contains(&c)).is_some() {}
            chars.next_if(|&c| ('0'..='~').contains(&c));
        }
        _ => {}
    }
}

/// The sign that after ESC means what the C1 control `c` means alone.
fn seven_bit(c: char) -> char {
    char::from_u32(u32::from(c).wrapping_sub(0x40)).unwrap_or(' ')
}

/// Whether a joiner, or a tag of a flag, changes what is seen between its neighbours.
fn is_needed(c: char, before: Option<char>, after: Option<char>) -> bool {
    match c {
        ZERO_WIDTH_JOINER => {
            before.is_some_and(is_pictogram) && after.is_some_and(is_pictogram)
                || before.is_some_and(is_joining_script)
                    && after.is_none_or(|c| is_joining_script(c) || !c.is_alphanumeric())
                    && after.is_some_and(|c| fate(c) == Fate::Stay)
        }
        ZERO_WIDTH_NON_JOINER => before.is_some_and(is_joining_script) && after.is_some_and(is_joining_script),
        _ => before.is_some_and(|c| matches!(c, '\u{1f3f4}' | '\u{e0020}'..='\u{e007f}')),
    }
}

fn is_pictogram(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

/// Letters of the scripts in which a joiner chooses the form: Arabic, Syriac, N'Ko, the scripts of India, Tibetan,
/// Burmese, Khmer, Mongolian.
fn is_joining_script(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{f00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{1807}'..='\u{18af}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_steers_a_terminal_goes_whole() {
        for (input, expected) in [
            ("plain — text\tand\nlines", "plain — text\tand\nlines"),
            ("\u{1b}[1;31mred\u{1b}[0m", "red"),
            ("\u{9b}31mred", "red"),
            ("\u{1b}]0;a title\u{7}rest", "rest"),
            ("\u{1b}]8;;http://x.example\u{1b}\\link\u{1b}]8;;\u{1b}\\", "link"),
            ("\u{9d}52;c;cGFzdGU=\u{9c}rest", "rest"),
            ("\u{1b}Pq#0;2;0~-\u{1b}\\rest", "rest"),
            ("\u{1b}]unended\nnext line", "\nnext line"),
            ("\u{1b}cafter \u{1b}(Bcharset \u{1b}", "after charset "),
            ("\u{1b}[12\u{e9}t", "\u{e9}t"),
            ("a\r\nb\rc\u{2028}d\u{85}e", "a\nb\nc\nd\ne"),
            ("bell\u{7} nul\0 del\u{7f} c1\u{84}", "bell nul del c1"),
            ("user\u{202e}txt.exe\u{202c} \u{2066}x\u{2069}\u{200f}", "usertxt.exe x"),
            ("ze\u{200b}ro wi\u{2060}dth so\u{ad}ft \u{feff}bom", "zero width soft bom"),
            ("10\u{a0}000\u{202f}€", "10 000 €"),
        ] {
            assert_eq!(clean(input), expected, "{input:?}");
        }
    }

    #[test]
    fn joiners_stay_where_they_work() {
        for (input, expected) in [
            ("👩\u{200d}🚒", "👩\u{200d}🚒"),
            ("🏳\u{fe0f}\u{200d}🌈", "🏳\u{fe0f}\u{200d}🌈"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("क\u{94d}\u{200d}ष", "क\u{94d}\u{200d}ष"),
            ("pass\u{200d}word in\u{200c}visible", "password invisible"),
            ("🏴\u{e0067}\u{e0062}\u{e007f} x\u{e0041}", "🏴\u{e0067}\u{e0062}\u{e007f} x"),
        ] {
            assert_eq!(clean(input), expected, "{input:?}");
        }
    }

    fn nasty() -> impl Strategy<Value = String> {
        let signs = "[\u{0}-\u{24}\\[\\]\\\\PX^_m;0-9\u{7f}-\u{a1}\u{ad}\u{200b}-\u{2070}\u{627}\u{628}\u{915}\u{1f3f4}\u{1f469}\u{fe0f}\u{feff}\u{e0001}-\u{e007f}a-c]{0,60}";
        proptest::string::string_regex(signs).expect("a regular expression")
    }

    proptest! {
        #[test]
        fn cleaned_text_steers_nothing_and_stays(text in nasty()) {
            let once = clean(&text).into_owned();
            for c in once.chars() {
                prop_assert!(!c.is_control() || c == '\n' || c == '\t', "{c:?} in {once:?}");
                let steers = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}');
                prop_assert!(!steers);
            }
            prop_assert_eq!(clean(&once), once.as_str());
        }
    }
}

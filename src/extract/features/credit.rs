//! Whether a block closes with a picture's credit: "… on Monday. (Photo: Ana Roe/The Post)". What the credit says is not
//! read.

/// What a credit begins with, folded: English, German, French, Spanish, Italian, Dutch, Swedish.
const SIGNS: [&str; 15] = [
    "photo",
    "photos",
    "photograph",
    "picture",
    "pictures",
    "image",
    "foto",
    "fotos",
    "bild",
    "grafik",
    "imagen",
    "crédit",
    "credit",
    "illustration",
    "immagine",
];

/// Whether what follows the last sentence of `text` is a credit: its sign, a colon or "by", and a name.
pub(super) fn closes(text: &str) -> bool {
    let text = text.trim_end_matches([')', ']', '.', ' ']);
    let start = text.len().saturating_sub(90);
    let start = (start..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let Some(tail) = text.get(start..) else { return false };
    let mut words = tail.split_whitespace().peekable();
    // The tail may begin inside a word; a credit is short, so its sign is not that first word unless it is all there is.
    let mut is_start = start == 0;
    while let Some(word) = words.next() {
        let bare = word.trim_start_matches(['(', '[', '|', '/', '–', '—', '-']);
        let is_marked = bare.ends_with(':');
        let sign = bare.trim_end_matches(':').to_lowercase();
        let is_capital = bare.chars().next().is_some_and(char::is_uppercase);
        let is_by = words.peek().is_some_and(|next| matches!(*next, "by" | "von" | "par" | "courtesy"));
        if is_start && is_capital && SIGNS.contains(&sign.as_str()) && (is_marked || is_by) {
            let rest = words.clone();
            let names =
                rest.filter(|word| !matches!(*word, "by" | "von" | "par" | "for" | "of" | "/" | "and" | "the" | "via"));
            let (mut count, mut capitals) = (0_u32, 0_u32);
            for name in names {
                count += 1;
                let first = name.chars().find(|c| c.is_alphanumeric());
                capitals += u32::from(first.is_none_or(|c| c.is_uppercase() || c.is_ascii_digit()));
            }
            return (1..=9).contains(&count) && capitals * 4 >= count * 3;
        }
        is_start = word.ends_with(['.', '!', '?', '”', '"', '|', '/', '–', '—', '-', ')'])
            || words.peek().is_some_and(|next| next.starts_with(['(', '[']));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::closes;

    #[test]
    fn a_credit_is_a_sign_and_a_name() {
        for (text, expected) in [
            ("Ida Moe and the mayor on the pier. Picture: Olaf Lind", true),
            ("The old ferry on Monday. (Photo: Ana Roe/The Fjord Post)", true),
            ("The kiosk on the pier. Photo by Ana Roe for The Fjord Post.", true),
            ("Die Fähre am Anleger. Foto: Olaf Lind", true),
            ("The council approved the picture by a majority of two.", false),
            ("He drew a picture: the ferry, and the pier behind it.", false),
            ("Photo", false),
            ("", false),
        ] {
            assert_eq!(closes(text), expected, "{text}");
        }
    }
}

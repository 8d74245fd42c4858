//! Bytes to characters, and whether bytes are characters at all. What the text means is not looked at.
//!
//! The order of trust: a byte order mark; the pattern of UTF-16 without one; valid UTF-8, whatever is declared (a page
//! saved by a browser is often UTF-8 under its old declaration); what a page declares; a guess from letter frequencies.

use std::borrow::Cow;

use encoding_rs::{CoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How many bytes are looked at to tell text from data, and UTF-16 from single bytes.
const SAMPLE: usize = 16 * 1024;
/// Bytes that are decoded at a time.
const PART: usize = 1 << 20;
/// How far into a page a declaration is looked for (HTML standard: the first 1024 bytes).
const PRESCAN: usize = 1024;

/// What begins files that are never text.
const MAGIC: [&[u8]; 20] = [
    b"%PDF-",
    b"\x89PNG",
    b"GIF87a",
    b"GIF89a",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
    b"BZh",
    b"\xfd7zXZ\0",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a",
    b"SQLite format 3\0",
    b"\x7fELF",
    b"MZ\x90",
    b"OggS",
    b"ID3",
    b"wOFF",
    b"\xd0\xcf\x11\xe0",
];

/// The characters in `bytes`, without a byte order mark. Never fails: a byte that means nothing becomes U+FFFD.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return read(encoding, bytes.get(length..).unwrap_or_default());
    }
    if let Some(encoding) = utf16(bytes) {
        return read(encoding, bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => return Cow::Borrowed(text),
        Err(_) if is_nearly_utf8(bytes) => return String::from_utf8_lossy(bytes),
        Err(_) => {}
    }
    read(declared(bytes).unwrap_or_else(|| guess(bytes)), bytes)
}

/// The characters in `bytes`. A part after the other: at once, room would be made for three times as much.
fn read<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Cow<'a, str> {
    if bytes.len() <= PART {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len());
    let mut parts = bytes.chunks(PART).peekable();
    while let Some(mut part) = parts.next() {
        let is_last = parts.peek().is_none();
        loop {
            text.reserve(decoder.max_utf8_buffer_length(part.len()).unwrap_or(part.len() * 3));
            let (result, read, _) = decoder.decode_to_string(part, &mut text, is_last);
            part = part.get(read..).unwrap_or_default();
            if result == CoderResult::InputEmpty {
                break;
            }
        }
    }
    text.into()
}

/// The first of `bytes`, at most `most`, cut between characters.
pub(crate) fn head(bytes: &[u8], most: usize) -> &[u8] {
    if bytes.len() <= most {
        return bytes;
    }
    let mut end = most;
    let is_wide =
        matches!(Encoding::for_bom(bytes), Some((encoding, _)) if encoding != UTF_8) || utf16(bytes).is_some();
    if is_wide {
        end &= !1;
    } else {
        while end + 3 > most && end > 0 && bytes.get(end).is_some_and(|byte| byte & 0xc0 == 0x80) {
            end -= 1;
        }
    }
    bytes.get(..end).unwrap_or(bytes)
}

/// Whether `bytes` are data and no text in any encoding.
pub(crate) fn looks_binary(bytes: &[u8]) -> bool {
    if MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
        return true;
    }
    if Encoding::for_bom(bytes).is_some() || utf16(bytes).is_some() {
        return false;
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let nul = sample.iter().filter(|&&b| b == 0).count();
    let control =
        sample.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x08 | 0x1b)).count();
    nul * 200 > sample.len() || control * 10 > sample.len()
}

/// UTF-16 without a mark: nearly every second byte is the high half of a common block (Latin, Greek, Cyrillic, Hebrew,
/// Arabic, punctuation), some are zero, and the other halves are not.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let pairs = sample.len() / 2;
    if pairs < 2 {
        return None;
    }
    let is_high = |b: u8| matches!(b, 0..=6 | 0x20);
    let (mut big, mut little, mut zero_first, mut zero_second) = (0, 0, 0, 0);
    for pair in sample.chunks_exact(2) {
        let &[first, second] = pair else { continue };
        big += usize::from(is_high(first));
        little += usize::from(is_high(second));
        zero_first += usize::from(first == 0);
        zero_second += usize::from(second == 0);
    }
    let enough =
        |high: usize, zero: usize, other: usize| high * 20 >= pairs * 19 && zero * 10 > pairs && other * 20 <= zero;
    if enough(little, zero_second, zero_first) {
        Some(UTF_16LE)
    } else if enough(big, zero_first, zero_second) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether `bytes` are UTF-8 with a few broken places: at least ten good sequences for each bad one.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|&b| b >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 0 && good >= bad * 10
}

/// The encoding that a page declares in its head, if it is one that bytes which are not UTF-8 can be in.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..PRESCAN).unwrap_or(bytes).to_ascii_lowercase();
    let at = head.windows(8).position(|window| window == b"charset=" || window == b"coding: ")? + 8;
    let label: Vec<u8> = head
        .get(at..)?
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
        .collect();
    let encoding = Encoding::for_label(&label)?;
    (encoding != UTF_8 && encoding.is_ascii_compatible()).then_some(encoding)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new();
    // Half a megabyte is more than enough to know letter frequencies.
    detector.feed(bytes.get(..1 << 19).unwrap_or(bytes), true);
    let encoding = detector.guess(None, false);
    if encoding == UTF_8 { WINDOWS_1252 } else { encoding }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The mayor’s café – “closed” at noon.\nNothing more was said.";

    fn utf16_bytes(text: &str, to: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_characters() {
        let windows: Vec<u8> = WINDOWS_1252.encode(TEXT).0.into_owned();
        let cases: [(&str, Vec<u8>); 7] = [
            ("utf-8", TEXT.as_bytes().to_vec()),
            ("utf-8 with mark", [b"\xef\xbb\xbf", TEXT.as_bytes()].concat()),
            ("utf-16le", utf16_bytes(TEXT, u16::to_le_bytes)),
            ("utf-16be", utf16_bytes(TEXT, u16::to_be_bytes)),
            ("utf-16le with mark", [vec![0xff, 0xfe], utf16_bytes(TEXT, u16::to_le_bytes)].concat()),
            ("utf-16be with mark", [vec![0xfe, 0xff], utf16_bytes(TEXT, u16::to_be_bytes)].concat()),
            ("windows-1252", windows),
        ];
        for (name, bytes) in cases {
            assert_eq!(decode(&bytes), TEXT, "{name}");
            assert!(!looks_binary(&bytes), "{name}");
        }
        let russian = "Совет города закрыл мост. Причина не названа.";
        assert_eq!(decode(&utf16_bytes(russian, u16::to_le_bytes)), russian);
    }

    #[test]
    fn a_long_text_is_read_in_parts_without_a_seam() {
        let text = "Größe und Fähre – “alles” am Hafen. ".repeat(PART / 20);
        let wide = utf16_bytes(&text, u16::to_be_bytes);
        assert!(wide.len() > PART * 2 && decode(&wide) == text);
        let windows = WINDOWS_1252.encode(&text).0;
        assert!(windows.len() > PART && decode(&windows) == text);
    }

    #[test]
    fn valid_utf8_is_utf8_whatever_it_declares() {
        let page = "<meta charset=\"iso-8859-1\"><p>café</p>";
        assert_eq!(decode(page.as_bytes()), page);
        let bytes = b"<meta charset=koi8-r><p>\xd4\xc5\xcb\xd3\xd4</p>";
        assert!(decode(bytes).contains("текст"));
    }

    #[test]
    fn data_is_told_from_text() {
        for (bytes, binary) in [
            (&b"%PDF-1.7 whatever"[..], true),
            (b"\x89PNG\r\n\x1a\n", true),
            (b"\0\x01\x02\x03\0\0\0\x09\x11\0\x17", true),
            (b"", false),
            (b"a\x1b[1mb\x1b[0m", false),
            (b"one stray \x01 control in a line of text, as it happens", false),
        ] {
            assert_eq!(looks_binary(bytes), binary, "{bytes:?}");
        }
    }
}

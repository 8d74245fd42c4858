//! One file to clippings: read, open, extract, name, compress. It files nothing.

use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::walk::{Job, What};
use super::{LARGEST, Trouble};
use crate::article::{Article, Broken, Digest, Origin, Published};
use crate::entities::{self, Tagger};
use crate::extract::rules::Overlay;
use crate::formats::{self, Field, Hint, Member};
use crate::library::{Clipping, Original, Prepared};

/// The name of the threads that parse; a panic on one of them is a line of a report, not the end of the program.
pub const THREAD: &str = "morgue-clip";

/// zstd's default level: half the size at 40 µs an article.
const LEVEL: i32 = 3;

/// Bytes looked at to tell text from something else.
const LOOK: usize = 8 << 10;

/// Parses saved bytes to the clipping they are; of bytes that hold several articles, the first.
///
/// # Errors
/// Where there is no article in them, or parsing panics.
pub fn clip(path: &Path, bytes: &[u8]) -> Result<Clipping, Trouble> {
    let page = guarded(|| pages(path, bytes))?.into_iter().next().ok_or(Trouble::NotAnArticle)?;
    let entities = entities::read(&page.article, Tagger::builtin());
    Ok(Clipping { origin: page.origin, original: page.original, article: page.article, entities })
}

/// Does all of a job that needs no library, under what is known of sites.
pub(super) fn prepare(job: &Job, overlay: &Overlay) -> Result<Vec<Prepared>, Trouble> {
    let read;
    let bytes: &[u8] = match &job.what {
        What::Trouble(trouble) => {
            let trouble = trouble.lock().ok().and_then(|mut trouble| trouble.take());
            return Err(trouble.unwrap_or(Trouble::NotAnArticle));
        }
        What::Kept(original) => return Ok(vec![renew(original.clone(), overlay)?]),
        What::Bytes(bytes) => bytes,
        What::Builtin(bytes) => bytes,
        What::File => {
            read = read_file(&job.path)?;
            &read
        }
    };
    guarded(|| Ok(pages(&job.path, bytes)?.into_iter().map(|page| page.read(overlay)).collect()))
}

/// Reads what was saved anew. It is an article whatever is in it: it was filed.
fn renew(original: Original, overlay: &Overlay) -> Result<Prepared, Trouble> {
    guarded(|| {
        let bytes = original.bytes().map_err(|why| Trouble::Unreadable(io::Error::other(why)))?;
        let Original { origin, packed } = original;
        let name = origin.path.file_name().map(|name| name.to_string_lossy());
        let hint = Hint { name: origin.member.as_deref().or(name.as_deref()) };
        let article = crate::extract::extract(formats::open(&bytes, hint));
        Ok(Page { origin, original: packed, article }.read(overlay))
    })
}

/// What stands in the place of an article that cannot be read any more: a title and the reason, beside the original.
pub(super) fn unread(original: Original, trouble: &Trouble) -> Prepared {
    let note = format!("This was filed, but now it {trouble}. What was saved is kept: see the original.");
    let article = Article { notes: vec![note.into()], ..Article::default() };
    Prepared::read(original.origin, original.packed, article, &Overlay::default())
}

/// An article as the labeler gave it, with the bytes it was read from.
struct Page {
    origin: Origin,
    original: Vec<u8>,
    article: Article,
}

impl Page {
    fn read(self, overlay: &Overlay) -> Prepared {
        Prepared::read(self.origin, self.original, self.article, overlay)
    }
}

/// Runs `work`; a panic in it is a trouble.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, Trouble>) -> Result<T, Trouble> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        let message = payload
            .downcast_ref::<&str>()
            .map(|message| (*message).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "it does not say why".to_owned());
        Err(Trouble::Panicked(message))
    })
}

/// Reads a file, but no more than can be an article: one in `/proc`, or one that grows, does not say its size.
fn read_file(path: &Path) -> Result<Vec<u8>, Trouble> {
    let file = File::open(path).map_err(Trouble::Unreadable)?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(Trouble::Unreadable)?;
    Ok(bytes)
}

fn pages(path: &Path, bytes: &[u8]) -> Result<Vec<Page>, Trouble> {
    if bytes.len() as u64 > LARGEST {
        return Err(Trouble::TooLarge(bytes.len() as u64));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Trouble::Empty);
    }
    if let Some(what) = not_text(bytes) {
        return Err(Trouble::Binary(what));
    }
    let name = path.file_name().map(|name| name.to_string_lossy());
    let hint = Hint { name: name.as_deref() };
    let members = formats::members(bytes, hint);
    let pages: Vec<Page> = members.iter().filter_map(|member| one(path, member, hint)).collect();
    if pages.is_empty() { Err(Trouble::NotAnArticle) } else { Ok(pages) }
}

/// The page of one member; `None` where it has no body.
fn one(path: &Path, member: &Member<'_>, hint: Hint<'_>) -> Option<Page> {
    let bytes: &[u8] = &member.bytes;
    let hint = Hint { name: member.name.as_deref().or(hint.name) };
    let document = formats::open(bytes, hint);
    let format = document.format;
    let saved =
        document.claims.iter().find(|claim| claim.field == Field::Saved).and_then(|claim| match claim.value.parse() {
            Ok(Published::Moment(moment, _)) => Some(moment),
            _ => None,
        });
    let article = crate::extract::extract(document);
    // A wall is filed as what it is, so that what was saved is not lost; where it does not even have words, under its name.
    let is_wall = article.broken.is_some_and(|broken| broken != Broken::Stub);
    if !is_wall && article.body().all(|(_, block)| block.text.is_blank()) {
        return None;
    }
    let original = zstd::bulk::compress(bytes, LEVEL).ok()?;
    let origin =
        Origin { path: path.to_owned(), member: member.name.clone(), format, digest: Digest::of(bytes), saved };
    Some(Page { origin, original, article })
}

/// What the bytes are, if they are no text in any encoding.
fn not_text(bytes: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 10] = [
        (b"%PDF-", "a PDF"),
        (b"PK\x03\x04", "a zip archive or an office document"),
        (b"\x1f\x8b", "gzip-compressed data"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x7fELF", "a program"),
        (b"MZ\x90", "a program"),
        (b"SQLite format 3\0", "a database"),
        (b"\x28\xb5\x2f\xfd", "zstd-compressed data"),
    ];
    if let Some((_, what)) = SIGNS.into_iter().find(|(sign, _)| bytes.starts_with(sign)) {
        return Some(what);
    }
    let start = &bytes[..bytes.len().min(LOOK)];
    // UTF-16 is text with a zero in every other byte; it says so at its start, or has its zeros all on one side.
    let zeros = |parity: usize| start.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let wide = start.starts_with(b"\xff\xfe")
        || start.starts_with(b"\xfe\xff")
        || (even.min(odd) == 0 && even.max(odd) * 4 > start.len());
    let odd_signs = start.iter().filter(|&&byte| byte < 0x20 && !b"\t\n\r\x0c\x1b\x08".contains(&byte)).count();
    (!wide && odd_signs * 20 > start.len()).then_some("binary data")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_told_from_what_is_not() {
        let wide: Vec<u8> = "The weir at Tamberley".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, is_text) in [
            (&b"The weir at Tamberley"[..], true),
            (&wide, true),
            (b"\xe9\xe8 in Latin-1, \x1b[1mbold\x1b[0m", true),
            (b"%PDF-1.7 The weir", false),
            (b"\0\0\0\x01\0\0\x02\0\x03\x04\x05The", false),
        ] {
            assert_eq!(not_text(bytes).is_none(), is_text, "{bytes:?}");
        }
    }

    #[test]
    fn troubles() {
        let path = Path::new("x.txt");
        assert!(matches!(clip(path, b""), Err(Trouble::Empty)));
        assert!(matches!(clip(path, b" \r\n\t"), Err(Trouble::Empty)));
        assert!(matches!(clip(path, b"\x89PNG\r\n\x1a\n"), Err(Trouble::Binary(_))));
        let clipping = clip(path, b"The weir at Tamberley was opened on Friday.").unwrap();
        assert_eq!(clipping.origin.digest, Digest::of(b"The weir at Tamberley was opened on Friday."));
    }
}

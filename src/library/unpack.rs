//! What is stored compressed, unpacked: documents and originals. It keeps the decompressor and its room from one article
//! to the next, because to make them anew costs more than to open an article.

use serde::de::DeserializeOwned;
use zstd::bulk::Decompressor;
use zstd::zstd_safe::get_frame_content_size;

use super::error::unreadable;

/// Larger frames are unpacked as they come: the size a damaged frame claims is not believed.
const AT_ONCE: u64 = 16 << 20;

/// Unpacks one after the other.
#[derive(Default)]
pub(super) struct Unpacker {
    decompressor: Option<Decompressor<'static>>,
    room: Vec<u8>,
}

impl std::fmt::Debug for Unpacker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unpacker")
    }
}

impl Unpacker {
    /// The value that was stored as compressed JSON; nothing stored is the default.
    pub(super) fn json<T: DeserializeOwned + Default>(&mut self, packed: &[u8]) -> rusqlite::Result<T> {
        if packed.is_empty() {
            return Ok(T::default());
        }
        let size = get_frame_content_size(packed).ok().flatten().filter(|&size| size <= AT_ONCE);
        let Some(size) = size.and_then(|size| usize::try_from(size).ok()) else {
            return serde_json::from_slice(&bytes(packed)?).map_err(unreadable);
        };
        let decompressor = match &mut self.decompressor {
            Some(decompressor) => decompressor,
            none => none.insert(Decompressor::new().map_err(unreadable)?),
        };
        self.room.clear();
        self.room.reserve(size);
        decompressor.decompress_to_buffer(packed, &mut self.room).map_err(unreadable)?;
        serde_json::from_slice(&self.room).map_err(unreadable)
    }
}

/// The bytes that were compressed.
pub(super) fn bytes(packed: &[u8]) -> rusqlite::Result<Vec<u8>> {
    zstd::stream::decode_all(packed).map_err(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_room_holds_one_value_after_the_other() {
        let mut unpacker = Unpacker::default();
        for text in ["long ago", "", "a weir"] {
            let packed = zstd::bulk::compress(&serde_json::to_vec(text).unwrap(), 3).unwrap();
            assert_eq!(unpacker.json::<String>(&packed).unwrap(), text);
        }
        // A frame that does not say how long it is.
        let packed = zstd::stream::encode_all(&b"\"weir\""[..], 3).unwrap();
        assert_eq!(unpacker.json::<String>(&packed).unwrap(), "weir");
        assert_eq!(unpacker.json::<String>(&[]).unwrap(), "");
    }

    #[test]
    fn what_is_damaged_is_an_error() {
        let mut packed = zstd::bulk::compress(b"\"weir\"", 3).unwrap();
        packed.truncate(packed.len() - 2);
        assert!(Unpacker::default().json::<String>(&packed).is_err());
        assert!(Unpacker::default().json::<String>(b"weir").is_err());
    }
}

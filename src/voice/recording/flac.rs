//! FLAC: what its first block says, and the frames; tags, pictures and tables are left out.

use std::io::{Read, Seek};

use super::span::{Look, Sound};
use super::{Facts, RecordingError};

/// What the first block has in bytes.
const INFO_BYTES: usize = 34;
/// More blocks than this no sound has.
const MOST_BLOCKS: u32 = 1000;

/// Of a file that is read up to its first four bytes.
pub(super) fn sound<R: Read + Seek>(file: &mut Look<R>) -> Result<Sound, RecordingError> {
    let mut info: Option<[u8; INFO_BYTES]> = None;
    for _ in 0..MOST_BLOCKS {
        let [kind, a, b, c] = file.bytes::<4>()?;
        let length = u32::from_be_bytes([0, a, b, c]);
        match (kind & 0x7F, info) {
            (0, None) if length as usize == INFO_BYTES => info = Some(file.bytes()?),
            (0, _) | (_, None) => return Err(RecordingError::Damaged("has no stream information")),
            (_, Some(_)) => file.skip(length.into())?,
        }
        if let Some(info) = info.filter(|_| kind & 0x80 != 0) {
            // The one block, and that it is the last.
            let mut head = b"fLaC\x80\0\0\x22".to_vec();
            head.extend(info);
            return Ok(Sound { facts: facts(&info), head, from: file.at(), to: file.at() + file.left() });
        }
    }
    Err(RecordingError::Damaged("has no end to its headers"))
}

/// 20 bits for the rate, 3 for the channels but one, 5 for the bits of a sample, 36 for the frames.
pub(super) fn facts(info: &[u8; INFO_BYTES]) -> Facts {
    let packed = info[10..18].iter().fold(0, |packed, byte| (packed << 8) | u64::from(*byte));
    let frames = packed & ((1 << 36) - 1);
    Facts {
        rate: u32::try_from(packed >> 44).unwrap_or(0),
        channels: u16::try_from((packed >> 41) & 7).unwrap_or(0) + 1,
        frames: (frames > 0).then_some(frames),
    }
}

//! Reads a bundle from untrusted bytes, or says why it is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};
use std::path::Path;

use zip::read::{ArchiveOffset, Config};
use zip::{CompressionMethod, ZipArchive};

use super::{
    Bundle, BundleError, MAX_PACKED_BYTES, MAX_RECORDING_BYTES, MAX_TOTAL_BYTES, Refusal, Subject, ron_of,
};
use crate::characters::escaped;
use crate::library::files::PROGRAMMES;
use crate::library::{TECHNIQUES, is_folder_of_its_own, picture};
use crate::paths::inside::{self, NameError};
use crate::ron_reader::text::MAX_BYTES;

/// The most files in a bundle. Our limit.
pub(super) const MAX_FILES: usize = 200;
/// The highest compression ratio; it applies to files above the size below. Our limit.
pub(super) const MAX_RATIO: u64 = 100;
const FREE_OF_RATIO: u64 = 64 << 10;
/// The end record of a ZIP file without a comment, and the locator before it in ZIP64 files.
const END: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;
const LARGE_END: &[u8] = b"PK\x06\x07";
const LARGE_END_BYTES: usize = 20;

impl Bundle {
    /// Reads a bundle. Nothing is written, and memory is limited.
    ///
    /// # Errors
    /// [`BundleError::Refused`] with what is wrong. Its routines are not checked here, but by [`Self::contents`].
    pub fn read(bytes: &[u8]) -> Result<Self, BundleError> {
        Ok(files(bytes).and_then(pack_of)?)
    }
}

fn pack_of(files: BTreeMap<String, Vec<u8>>) -> Result<Bundle, Refusal> {
    let ids = |wanted: &str| -> Vec<String> {
        let all = files.keys().filter_map(|name| ron_of(name));
        all.filter(|(folder, _)| *folder == wanted).map(|(_, id)| id.to_owned()).collect()
    };
    let (routines, programmes) = (ids(""), ids(PROGRAMMES));
    let (id, subject) = match (programmes.as_slice(), routines.as_slice()) {
        ([], []) => return Err(Refusal::NoRoutine),
        ([], [id]) => (id.clone(), Subject::Routine),
        ([], _) => return Err(Refusal::SeveralRoutines),
        ([id], _) => (id.clone(), Subject::Programme),
        (_, _) => return Err(Refusal::SeveralProgrammes),
    };
    if let Some(id) = routines.iter().chain(&programmes).find(|id| is_folder_of_its_own(id)) {
        return Err(Refusal::ReservedId(id.clone()));
    }
    Ok(Bundle { id, subject, files })
}

fn files(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Refusal> {
    if bytes.len() as u64 > MAX_PACKED_BYTES {
        return Err(Refusal::TooLarge);
    }
    let count = count(bytes)?;
    if count > MAX_FILES {
        return Err(Refusal::TooManyFiles);
    }
    let config = Config { archive_offset: ArchiveOffset::Known(0) };
    let mut archive = ZipArchive::with_config(config, Cursor::new(bytes))?;
    if archive.has_duplicate_names() || archive.len() != count {
        return Err(Refusal::SameNames);
    }
    if archive.has_overlapping_files()? {
        return Err(Refusal::Overlapping);
    }
    let mut files = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut total = 0;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        let name = std::str::from_utf8(file.name_raw()).map_err(|_| Refusal::NameIsNoText)?;
        let name = name.to_owned();
        check_name(&name)?;
        if file.encrypted() {
            return Err(Refusal::Encrypted(name));
        }
        // 0 if the system that packed it has no such permissions.
        let kind = file.unix_mode().unwrap_or(0) & 0o170_000;
        if file.is_symlink() || !matches!(kind, 0 | 0o100_000 | 0o040_000) {
            return Err(Refusal::NoFile(name));
        }
        // On some systems, names that differ only in case are the same file.
        if !seen.insert(name.trim_end_matches('/').to_lowercase()) {
            return Err(Refusal::SameName(name));
        }
        if file.is_dir() {
            if file.size() > 0 {
                return Err(Refusal::FullFolder(name));
            }
            continue;
        }
        if !matches!(file.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(Refusal::UnusualMethod(name));
        }
        let most = most_bytes(&name)?;
        if file.size() > most {
            return Err(Refusal::FileTooLarge { name, most });
        }
        if file.size() > FREE_OF_RATIO && file.size() / MAX_RATIO > file.compressed_size() {
            return Err(Refusal::Bomb(name));
        }
        // The size in the header is not trusted: only as much as allowed is read.
        let mut unpacked = Vec::new();
        let read = file.by_ref().take(most + 1).read_to_end(&mut unpacked);
        if let Err(error) = read {
            return Err(Refusal::DamagedFile { name, error });
        }
        if unpacked.len() as u64 > most {
            return Err(Refusal::FileTooLarge { name, most });
        }
        total += unpacked.len() as u64;
        if total > MAX_TOTAL_BYTES {
            return Err(Refusal::TooLargeUnpacked);
        }
        files.insert(name, unpacked);
    }
    check_clashes(&files)?;
    Ok(files)
}

/// The number of files according to the end record. Nothing else is parsed before this.
fn count(bytes: &[u8]) -> Result<usize, Refusal> {
    let start = bytes.len().checked_sub(END_BYTES).ok_or(Refusal::NoPack)?;
    let (before, end) = bytes.split_at(start);
    let is_large =
        before.len().checked_sub(LARGE_END_BYTES).is_some_and(|at| before[at..].starts_with(LARGE_END));
    if !bytes.starts_with(b"PK") || !end.starts_with(END) || end[20..22] != [0, 0] || is_large {
        return Err(Refusal::NoPack);
    }
    Ok(usize::from(u16::from_le_bytes([end[10], end[11]])))
}

/// The largest size of a file with this name; other kinds of files are refused.
fn most_bytes(name: &str) -> Result<u64, Refusal> {
    if ron_of(name).is_some() {
        return Ok(MAX_BYTES as u64);
    }
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "png" | "svg" | "jpg" | "jpeg" => Ok(picture::MAX_BYTES),
        "wav" | "flac" | "ogg" | "oga" | "mp3" | "m4a" => Ok(MAX_RECORDING_BYTES),
        _ => Err(Refusal::UnknownKind(name.to_owned())),
    }
}

/// Checks that a name is valid on every system and stays inside its folder.
fn check_name(name: &str) -> Result<(), Refusal> {
    let path = name.strip_suffix('/').unwrap_or(name);
    let shown: String = escaped(path).chars().take(60).collect();
    // What belongs to a technique lies one deeper in the pack than beside it.
    let more = usize::from(path.split_once('/').is_some_and(|(folder, _)| folder == TECHNIQUES));
    inside::check_name(path, inside::DEEPEST + more).map_err(|error| match error {
        NameError::Outside => Refusal::NameOutside(shown),
        NameError::NotPortable => Refusal::NameNotPortable(shown),
        NameError::TooLong => Refusal::NameTooLong(shown),
    })
}

/// Refuses a name that is a file's and, perhaps in other capitals, that of a folder of another file.
fn check_clashes(files: &BTreeMap<String, Vec<u8>>) -> Result<(), Refusal> {
    let names: BTreeSet<String> = files.keys().map(|name| name.to_lowercase()).collect();
    for name in files.keys() {
        let lower = name.to_lowercase();
        let folders = lower.match_indices('/').map(|(at, _)| &lower[..at]);
        if let Some(folder) = folders.into_iter().find(|folder| names.contains(*folder)) {
            return Err(Refusal::FileAndFolder(name[..folder.len().min(name.len())].to_owned()));
        }
    }
    Ok(())
}

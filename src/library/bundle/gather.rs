//! Creates a bundle from a routine of the library.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Bundle, BundleError, MAX_RECORDING_BYTES, name_of};
use crate::library::assets::assets_of;
use crate::library::files::PROGRAMMES;
use crate::library::{Entry, Library, Origin, TECHNIQUES, user_files};
use crate::paths::inside::file_inside;
use crate::routine;
use crate::storage::read_plain;

impl Bundle {
    /// Collects everything that belongs to a routine, which is given by its id or the path of its file.
    ///
    /// The result is read again as if it came from somebody else, so that no bundle is created that would be
    /// refused.
    ///
    /// # Errors
    /// [`BundleError`]
    pub fn of(library: &Library, wanted: &str) -> Result<Self, BundleError> {
        let is_path = library.means_file(wanted);
        let is_programme =
            Path::new(wanted).parent().and_then(Path::file_name).is_some_and(|name| name == PROGRAMMES);
        if is_programme || library.programmes().iter().any(|file| file.id == wanted) {
            return Err(BundleError::Programme(wanted.to_owned()));
        }
        let from_file = is_path.then(|| library.read_file(Path::new(wanted)));
        let entry = from_file.as_ref().or_else(|| library.find(wanted));
        let entry = entry.ok_or_else(|| BundleError::NoRoutine(wanted.to_owned()))?;
        if entry.problems.has_errors() || entry.routine.is_none() {
            return Err(BundleError::Broken(entry.id.clone()));
        }
        let mut pack = Self { id: entry.id.clone(), files: BTreeMap::new() };
        pack.take(entry, "")?;
        let beside =
            from_file.as_ref().and_then(|_| Path::new(wanted).parent()).map(|folder| folder.join(TECHNIQUES));
        let is_user_file = |technique: &&Entry| matches!(technique.origin, Origin::File(_));
        let with_those_beside;
        let library = match beside {
            Some(folder) if folder.is_dir() => {
                with_those_beside = library.with_techniques_in(&folder);
                &with_those_beside
            }
            Some(_) | None => library,
        };
        for technique in library.techniques_of(entry).into_iter().filter(is_user_file) {
            pack.take(technique, TECHNIQUES)?;
        }
        let pack = Self::read(&pack.to_bytes()?)?;
        pack.contents(library)?;
        Ok(pack)
    }

    fn take(&mut self, entry: &Entry, folder: &str) -> Result<(), BundleError> {
        let text = user_files::text_of(entry).map_err(|_| BundleError::Broken(entry.id.clone()))?;
        if let (Origin::File(path), (Some(routine), _)) = (&entry.origin, routine::read(&text)) {
            let beside = path.parent().unwrap_or(Path::new(""));
            for asset in assets_of(&routine) {
                let path = file_inside(beside, &asset.value)
                    .map_err(|error| BundleError::Asset { name: asset.value.clone(), error })?;
                let bytes = read_plain(&path, MAX_RECORDING_BYTES)
                    .map_err(|error| BundleError::Files { path, error })?;
                self.files.insert(name_of(folder, &asset.value), bytes);
            }
        }
        self.files.insert(name_of(folder, &format!("{}.ron", entry.id)), text.into_bytes());
        Ok(())
    }

    /// The bundle as a file. The same routine always gives the same bytes.
    ///
    /// # Errors
    /// [`BundleError::Compression`] or [`BundleError::Unfinished`]
    pub fn to_bytes(&self) -> Result<Vec<u8>, BundleError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o644);
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.files {
            let written = writer.start_file(name.as_str(), options).map_err(std::io::Error::other);
            written
                .and_then(|()| writer.write_all(bytes))
                .map_err(|error| BundleError::Compression { name: name.clone(), error })?;
        }
        let done = writer.finish().map_err(|error| BundleError::Unfinished { id: self.id.clone(), error })?;
        Ok(done.into_inner())
    }
}

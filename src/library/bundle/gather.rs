//! Creates a bundle from a routine or a programme of the library.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Bundle, BundleError, MAX_RECORDING_BYTES, Subject, name_of};
use crate::library::assets::assets_of;
use crate::library::files::{self, PROGRAMMES};
use crate::library::programme::ProgrammeFile;
use crate::library::{Entry, Library, Origin, TECHNIQUES, user_files};
use crate::paths::inside::file_inside;
use crate::routine;
use crate::storage::read_plain;

impl Bundle {
    /// Collects everything that belongs to a routine or a programme, which is given by its id or the path of its file.
    ///
    /// The result is read again as if it came from somebody else, so that no bundle is created that would be
    /// refused.
    ///
    /// # Errors
    /// [`BundleError`]
    pub fn of(library: &Library, wanted: &str) -> Result<Self, BundleError> {
        if let Some(bundle) = Self::of_programme(library, wanted)? {
            return Ok(bundle);
        }
        let is_path = library.means_file(wanted);
        let from_file = is_path.then(|| library.read_file(Path::new(wanted)));
        let entry = from_file.as_ref().or_else(|| library.find(wanted));
        let entry = entry.ok_or_else(|| BundleError::NoRoutine(wanted.to_owned()))?;
        let mut bundle = Self { id: entry.id.clone(), subject: Subject::Routine, files: BTreeMap::new() };
        let beside =
            from_file.as_ref().and_then(|_| Path::new(wanted).parent()).map(|folder| folder.join(TECHNIQUES));
        let with_those_beside;
        let library = match beside {
            Some(folder) if folder.is_dir() => {
                with_those_beside = library.with_techniques_in(&folder);
                &with_those_beside
            }
            Some(_) | None => library,
        };
        bundle.take_routine(entry, library)?;
        bundle.read_again(library)
    }

    /// The same for a programme; `None` if none is meant.
    fn of_programme(library: &Library, wanted: &str) -> Result<Option<Self>, BundleError> {
        let path = Path::new(wanted);
        let is_known = |library: &Library| library.programmes().iter().any(|file| file.id == wanted);
        let beside;
        let (file, library) = if library.means_file(wanted) && files::is_programme(path) {
            let file = library.read_programme(path);
            let folder = path.parent().unwrap_or(Path::new(""));
            let is_in_its_own = folder.file_name().is_some_and(|name| name == PROGRAMMES);
            let folder = if is_in_its_own { folder.parent() } else { Some(folder) };
            match folder.filter(|_| file.programme.is_none()) {
                // Somebody else's programme, with its routines beside it.
                Some(folder) => {
                    beside = Library::open(Some(folder));
                    (beside.read_programme(path), &beside)
                }
                None => (file, library),
            }
        } else if library.find(wanted).is_none() && is_known(library) {
            let of_id = |file: &&ProgrammeFile| file.id == wanted;
            let files = library.programmes().iter().filter(of_id);
            let Some(file) = files.max_by_key(|file| file.programme.is_some()) else { return Ok(None) };
            (file.clone(), library)
        } else {
            return Ok(None);
        };
        let broken = || BundleError::Broken(file.id.clone());
        let programme = file.programme.as_ref().ok_or_else(broken)?;
        let mut bundle = Self { id: file.id.clone(), subject: Subject::Programme, files: BTreeMap::new() };
        for id in programme.routines() {
            let entry = library.find(id).ok_or_else(broken)?;
            if matches!(entry.origin, Origin::File(_)) {
                bundle.take_routine(entry, library)?;
            }
        }
        let text = file.text().ok_or_else(broken)?;
        bundle.files.insert(bundle.subject_name(), text.into_bytes());
        bundle.read_again(library).map(Some)
    }

    fn read_again(&self, library: &Library) -> Result<Self, BundleError> {
        let bundle = Self::read(&self.to_bytes()?)?;
        bundle.contents(library)?;
        Ok(bundle)
    }

    /// Adds a routine with the techniques of it that are not shipped.
    fn take_routine(&mut self, entry: &Entry, library: &Library) -> Result<(), BundleError> {
        if entry.problems.has_errors() || entry.routine.is_none() {
            return Err(BundleError::Broken(entry.id.clone()));
        }
        self.take(entry, "")?;
        let is_user_file = |technique: &&Entry| matches!(technique.origin, Origin::File(_));
        for technique in library.techniques_of(entry).into_iter().filter(is_user_file) {
            self.take(technique, TECHNIQUES)?;
        }
        Ok(())
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
                let name = name_of(folder, &asset.value);
                if self.files.get(&name).is_some_and(|other| *other != bytes) {
                    return Err(BundleError::SameAsset(asset.value.clone()));
                }
                self.files.insert(name, bytes);
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

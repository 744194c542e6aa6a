//! A file that grows while its program lives, and of which everybody can tell whether that is so: it is locked for as long,
//! and a lock ends with its program, however that ends.
//!
//! What is appended has left the process, and survives its death; what has not come to the disk yet is lost with the
//! power.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::{StorageError, UNFINISHED, check_plain, folder_of, private_folder};

/// A growing file of this program's.
#[derive(Debug)]
pub struct LivingFile {
    file: File,
    path: PathBuf,
}

/// What a growing file was found to be.
#[derive(Debug)]
pub enum FoundFile {
    /// Its program lives.
    Alive,
    /// Its program has ended. It is locked meanwhile, so that nobody else takes it in as well.
    LeftBehind(LivingFile),
}

impl LivingFile {
    /// Makes a file for this person alone, and its folder. It has its name only once it is locked, so that nobody takes it
    /// for one that was left behind.
    ///
    /// # Errors
    /// [`StorageError`]; among others where the file system knows no locks.
    pub fn begin(path: &Path) -> Result<Self, StorageError> {
        private_folder(folder_of(path))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let unfinished = path.with_file_name(format!("{UNFINISHED}{name}"));
        let failed = |source| StorageError::Write { path: path.to_path_buf(), source };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&unfinished).map_err(failed)?;
        let locked = file.try_lock().map_err(io::Error::from);
        let made = locked.and_then(|()| file.set_len(0)).and_then(|()| std::fs::rename(&unfinished, path));
        if let Err(source) = made {
            let _ = std::fs::remove_file(&unfinished);
            return Err(failed(source));
        }
        Ok(Self { file, path: path.to_path_buf() })
    }

    /// Finds out what a file is that has this path.
    ///
    /// # Errors
    /// If it cannot be opened, or the file system knows no locks.
    pub fn find(path: &Path) -> io::Result<FoundFile> {
        // A pipe would be waited for.
        check_plain(path).map_err(io::Error::from)?;
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(FoundFile::LeftBehind(Self { file, path: path.to_path_buf() })),
            Err(TryLockError::WouldBlock) => Ok(FoundFile::Alive),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Adds to its end, in one go, without waiting for the disk.
    ///
    /// # Errors
    /// As the system says.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        // Opened to append, Windows would not let it be emptied.
        self.file.seek(SeekFrom::End(0))?;
        self.file.write_all(bytes)
    }

    /// Makes it empty.
    ///
    /// # Errors
    /// As the system says.
    pub fn clear(&mut self) -> io::Result<()> {
        self.file.set_len(0)
    }

    /// What is in it, up to a limit.
    ///
    /// # Errors
    /// As the system says.
    pub fn contents(&mut self, most: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file.seek(SeekFrom::Start(0))?;
        (&self.file).take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Takes it away.
    pub fn remove(self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_lives_as_long_as_it_is_held_and_is_found_with_what_was_appended() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("running/1.log");
        let mut file = LivingFile::begin(&path).unwrap();
        file.append(b"one\n").unwrap();
        file.clear().unwrap();
        file.append(b"two\n").unwrap();
        file.append(b"three\n").unwrap();
        assert!(matches!(LivingFile::find(&path).unwrap(), FoundFile::Alive));
        drop(file);
        let FoundFile::LeftBehind(mut left) = LivingFile::find(&path).unwrap() else { panic!("it is left") };
        assert_eq!(left.contents(1 << 20).unwrap(), b"two\nthree\n");
        // Whoever has found it holds it.
        assert!(matches!(LivingFile::find(&path).unwrap(), FoundFile::Alive));
        left.remove();
        assert!(LivingFile::find(&path).is_err());
        assert_eq!(std::fs::read_dir(folder.path().join("running")).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn only_its_person_can_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("running/1.log");
        let _file = LivingFile::begin(&path).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(path.parent().unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o700);
    }
}

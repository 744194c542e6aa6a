//! What the path of a picture or a recording inside a routine's folder may be, wherever it is read, copied or packed.
//!
//! Routines are sent from one person to another: a path that one of them gives may neither lead out of its folder, on
//! whatever system and by whatever link, nor be a name that another system cannot have.

use std::io;
use std::path::{Component, Path, PathBuf};

use crate::characters::is_hidden;

/// How deep folders may lie in one another, the file itself counted: our limit.
pub(crate) const DEEPEST: usize = 4;
/// The longest path in bytes: our limit, so that it fits into every file system.
const LONGEST: usize = 200;
/// Names that one system keeps for itself, whatever their ending.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Why a path cannot be that of a file inside a routine's folder. Each message follows the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// It is absolute, contains `..`, or means another folder or disk on some system.
    #[error("is outside the routine's folder")]
    Outside,
    /// A name that some system forbids, reserves, hides or reads differently.
    #[error("has a name that some systems don't allow")]
    NotPortable,
    /// It is longer, or in more folders, than any routine needs.
    #[error("is in too many folders or has too long a name")]
    TooLong,
}

/// Why a file inside a routine's folder cannot be read or written. Each message follows the path.
#[derive(Debug, thiserror::Error)]
pub enum InsideError {
    /// The path itself cannot be.
    #[error(transparent)]
    Name(#[from] NameError),
    /// Nothing is there.
    #[error("is missing")]
    Missing,
    /// A link leads out of the folder.
    #[error("is outside the routine's folder")]
    Outside,
    /// It is a folder, a device or the like.
    #[error("isn't a regular file")]
    NotAFile,
    /// The system does not say what it is.
    #[error("can't be read: {0}")]
    Unreadable(io::Error),
}

/// Whether a path, written with `/`, can be that of a file inside a routine's folder; in at most so many folders, the
/// file itself counted.
///
/// # Errors
/// [`NameError`]
pub(crate) fn check_name(path: &str, deepest: usize) -> Result<(), NameError> {
    let parts: Vec<&str> = path.split('/').collect();
    let is_plain = |part: &&str| {
        let is_normal =
            matches!(Path::new(part).components().collect::<Vec<_>>()[..], [Component::Normal(_)]);
        is_normal && !part.starts_with('.') && !part.ends_with(['.', ' ']) && !is_reserved(part)
    };
    if parts.contains(&"..") || path.starts_with('/') || path.contains(['\\', ':']) {
        Err(NameError::Outside)
    } else if path.contains(|c: char| is_hidden(c) || "<>\"|?*".contains(c)) || !parts.iter().all(is_plain) {
        Err(NameError::NotPortable)
    } else if parts.len() > deepest || path.len() > LONGEST {
        Err(NameError::TooLong)
    } else {
        Ok(())
    }
}

/// The file that a routine in `folder` calls `name`, with every link followed: one that is there, and inside the folder.
///
/// # Errors
/// [`InsideError`]
pub fn file_inside(folder: &Path, name: &str) -> Result<PathBuf, InsideError> {
    check_name(name, DEEPEST)?;
    let root = real(folder)?;
    let path = root.join(name).canonicalize().map_err(|_| InsideError::Missing)?;
    if !path.starts_with(&root) {
        return Err(InsideError::Outside);
    }
    match path.metadata() {
        Ok(meta) if meta.is_file() => Ok(path),
        Ok(_) => Err(InsideError::NotAFile),
        Err(error) => Err(InsideError::Unreadable(error)),
    }
}

/// Where a file called `name` is put into `folder`, which need not be there: never through a link out of it.
///
/// # Errors
/// [`InsideError::Name`], [`InsideError::Outside`], [`InsideError::Unreadable`]
pub(crate) fn place_inside(folder: &Path, name: &str) -> Result<PathBuf, InsideError> {
    check_name(name, DEEPEST + 1)?;
    let place = folder.join(name);
    if let Ok(root) = real(folder) {
        let folders = place.ancestors().skip(1);
        // The innermost that is there: nothing below it can lead anywhere yet.
        let there = folders.take_while(|at| *at != folder).find(|at| at.symlink_metadata().is_ok());
        if let Some(there) = there
            && !there.canonicalize().is_ok_and(|real| real.starts_with(&root))
        {
            return Err(InsideError::Outside);
        }
    }
    Ok(place)
}

/// Whether some system keeps a name for itself, whatever the ending.
pub(crate) fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let is_port = port.is_some_and(|number| number.len() == 1 && number.chars().all(|c| c.is_ascii_digit()));
    RESERVED.contains(&stem.as_str()) || is_port
}

fn real(folder: &Path) -> Result<PathBuf, InsideError> {
    // "evening.ron" lies in the folder "", which is the one that the program was started in.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    folder.canonicalize().map_err(InsideError::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_inside_its_folder_and_every_system_can_have_it() {
        use NameError::{NotPortable, Outside, TooLong};
        for (path, expected) in [
            ("a.svg", Ok(())),
            ("pictures/ä b-1.png", Ok(())),
            ("a/b/c/d.svg", Ok(())),
            ("../../../config/autostart/x.desktop", Err(Outside)),
            ("a/../b.svg", Err(Outside)),
            ("a/..", Err(Outside)),
            ("/etc/passwd", Err(Outside)),
            ("C:/x.svg", Err(Outside)),
            ("c:x.svg", Err(Outside)),
            ("a\\b.svg", Err(Outside)),
            ("\\\\server\\x.svg", Err(Outside)),
            ("a.svg:stream", Err(Outside)),
            ("", Err(NotPortable)),
            (".", Err(NotPortable)),
            ("a//b.svg", Err(NotPortable)),
            ("a/./b.svg", Err(NotPortable)),
            ("a/", Err(NotPortable)),
            (".hidden.svg", Err(NotPortable)),
            ("a/.b/c.svg", Err(NotPortable)),
            ("a.", Err(NotPortable)),
            ("a ", Err(NotPortable)),
            ("con.svg", Err(NotPortable)),
            ("a/LPT1.png", Err(NotPortable)),
            ("what?.svg", Err(NotPortable)),
            ("a\n.svg", Err(NotPortable)),
            ("a\u{202e}gvs.svg", Err(NotPortable)),
            ("a/b/c/d/e.svg", Err(TooLong)),
        ] {
            assert_eq!(check_name(path, DEEPEST), expected, "{path:?}");
        }
        assert_eq!(check_name(&"a".repeat(201), DEEPEST), Err(TooLong));
    }

    #[cfg(unix)]
    #[test]
    fn no_link_leads_out_whether_something_is_read_or_put_there() {
        use std::os::unix::fs::symlink;
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("routine");
        std::fs::create_dir_all(folder.join("own")).unwrap();
        std::fs::create_dir(home.path().join("elsewhere")).unwrap();
        std::fs::write(home.path().join("elsewhere/a.svg"), "").unwrap();
        std::fs::write(folder.join("own/a.svg"), "").unwrap();
        symlink("../elsewhere", folder.join("out")).unwrap();
        symlink("own", folder.join("in")).unwrap();
        symlink("../elsewhere/a.svg", folder.join("a.svg")).unwrap();
        symlink("/dev/zero", folder.join("endless.svg")).unwrap();
        symlink("nowhere", folder.join("dangling")).unwrap();
        let read = |name: &str| file_inside(&folder, name).map_err(|error| error.to_string());
        assert_eq!(read("in/a.svg").unwrap(), folder.canonicalize().unwrap().join("own/a.svg"));
        for name in ["out/a.svg", "a.svg", "endless.svg", "../elsewhere/a.svg"] {
            assert_eq!(read(name).unwrap_err(), "is outside the routine's folder", "{name}");
        }
        assert_eq!(read("own").unwrap_err(), "isn't a regular file");
        assert_eq!(read("b.svg").unwrap_err(), "is missing");
        let put = |name: &str| place_inside(&folder, name);
        for name in ["own/b.svg", "in/b.svg", "new/deep/b.svg", "b.svg"] {
            assert_eq!(put(name).unwrap(), folder.join(name));
        }
        for name in ["out/b.svg", "out/new/b.svg", "dangling/b.svg", "../b.svg"] {
            assert!(put(name).is_err(), "{name}");
        }
        assert!(place_inside(&home.path().join("none"), "b.svg").is_ok());
    }
}

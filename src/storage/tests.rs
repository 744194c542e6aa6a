//! Each option by what it leaves in a folder, and what a failure leaves there.

use std::io::Write as _;

use super::*;

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn with(self, name: &str, text: &str) -> Self {
        std::fs::write(self.path(name), text).unwrap();
        self
    }

    /// Everything that lies there, with what is in it.
    fn all(&self) -> Vec<(String, String)> {
        let listed = std::fs::read_dir(self.0.path()).unwrap().map(|entry| entry.unwrap());
        let mut all: Vec<(String, String)> = listed
            .map(|entry| {
                let text = std::fs::read_to_string(entry.path()).unwrap_or_else(|_| "not a file".into());
                (entry.file_name().into_string().unwrap(), text)
            })
            .collect();
        all.sort();
        all
    }

    #[track_caller]
    fn check(&self, expected: &[(&str, &str)]) {
        let all = self.all();
        let all: Vec<(&str, &str)> = all.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        assert_eq!(all, expected);
    }
}

#[test]
fn a_file_is_written_and_replaced_and_nothing_is_left_beside_it() {
    let place = Place::new();
    WriteOptions::private().write(&place.path("a"), b"one").unwrap();
    WriteOptions::shared().unsynced().write(&place.path("a"), b"two").unwrap();
    place.check(&[("a", "two")]);
}

#[test]
fn what_is_to_be_new_replaces_nothing() {
    let place = Place::new().with("a", "old");
    // Told before anything is written, which may take long.
    let refused = WriteOptions::shared().create_new().begin(&place.path("a")).unwrap_err();
    assert!(matches!(&refused, StorageError::AlreadyThere { path } if *path == place.path("a")), "{refused}");
    // Something that comes there while it is written.
    let mut late = WriteOptions::shared().create_new().begin(&place.path("b")).unwrap();
    late.write_all(b"new").unwrap();
    std::fs::write(place.path("b"), "theirs").unwrap();
    assert!(matches!(late.commit(), Err(StorageError::AlreadyThere { .. })));
    place.check(&[("a", "old"), ("b", "theirs")]);
}

#[test]
fn what_is_given_up_or_fails_leaves_the_old_file_and_nothing_else() {
    let place = Place::new().with("a", "old");
    let mut given_up = WriteOptions::private().begin(&place.path("a")).unwrap();
    given_up.write_all(b"half").unwrap();
    assert_eq!(place.all().len(), 2);
    drop(given_up);
    place.check(&[("a", "old")]);

    // What stands in its way comes at the last moment.
    let late = WriteOptions::private().begin(&place.path("b")).unwrap();
    std::fs::create_dir(place.path("b")).unwrap();
    let failed = late.commit().unwrap_err();
    assert!(matches!(failed, StorageError::Write { .. }), "{failed}");
    assert_eq!(failed.path(), place.path("b"));
    assert!(!failed.to_string().contains(UNFINISHED), "{failed}");
    place.check(&[("a", "old"), ("b", "not a file")]);
}

#[test]
fn a_free_name_is_one_that_nothing_has() {
    let place = Place::new().with("a.csv", "").with("b", "").with("c.tar.gz", "").with("a (2).csv", "");
    for (name, expected) in
        [("a.csv", "a (3).csv"), ("b", "b (2)"), ("c.tar.gz", "c.tar (2).gz"), ("d.csv", "d.csv")]
    {
        assert_eq!(free_name(&place.path(name)), place.path(expected));
    }
}

#[test]
fn a_folder_that_is_not_there_is_an_error_or_is_made() {
    let place = Place::new().with("file", "");
    let path = place.path("x/y/a");
    let missing = WriteOptions::private().write(&path, b"a").unwrap_err();
    assert!(matches!(missing, StorageError::Write { .. }), "{missing}");
    assert!(!missing.to_string().contains(UNFINISHED), "{missing}");
    place.check(&[("file", "")]);
    WriteOptions::private().make_folder().write(&path, b"a").unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"a");
    let no_folder = WriteOptions::private().make_folder().write(&place.path("file/a"), b"a").unwrap_err();
    assert!(matches!(no_folder, StorageError::Folder { .. }), "{no_folder}");
}

#[test]
fn a_folder_is_not_replaced() {
    let place = Place::new();
    std::fs::create_dir(place.path("a")).unwrap();
    let refused = WriteOptions::private().write(&place.path("a"), b"a").unwrap_err();
    assert!(matches!(refused, StorageError::NotAFile { .. }), "{refused}");
    place.check(&[("a", "not a file")]);
}

#[test]
fn to_replace_there_must_be_a_file_that_may_be_written() {
    let place = Place::new();
    let missing = WriteOptions::replacing().write(&place.path("a"), b"new").unwrap_err();
    assert!(matches!(missing, StorageError::Write { .. }), "{missing}");
    let place = place.with("a", "old");
    let mut permissions = place.path("a").metadata().unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(place.path("a"), permissions).unwrap();
    let refused = WriteOptions::replacing().write(&place.path("a"), b"new").unwrap_err();
    assert!(matches!(refused, StorageError::ReadOnly { .. }), "{refused}");
    place.check(&[("a", "old")]);
}

#[test]
fn a_new_name_takes_the_place_of_another_file_only_where_it_may() {
    let place = Place::new().with("a", "a").with("b", "b");
    let refused = rename_new(&place.path("a"), &place.path("b")).unwrap_err();
    assert!(matches!(refused, StorageError::AlreadyThere { .. }), "{refused}");
    let missing = rename_new(&place.path("none"), &place.path("c")).unwrap_err();
    assert!(matches!(missing, StorageError::Rename { .. }), "{missing}");
    rename_new(&place.path("a"), &place.path("c")).unwrap();
    place.check(&[("b", "b"), ("c", "a")]);
    rename(&place.path("c"), &place.path("b")).unwrap();
    place.check(&[("b", "a")]);
}

#[test]
fn a_copy_never_replaces_anything_and_is_whole() {
    let place = Place::new().with("a", "a").with("b", "b");
    copy_new(&place.path("a"), &place.path("x/c")).unwrap();
    assert_eq!(std::fs::read(place.path("x/c")).unwrap(), b"a");
    let refused = copy_new(&place.path("a"), &place.path("b")).unwrap_err();
    assert!(matches!(refused, StorageError::AlreadyThere { .. }), "{refused}");
    let missing = copy_new(&place.path("none"), &place.path("d")).unwrap_err();
    assert!(matches!(missing, StorageError::Read { .. }), "{missing}");
    place.check(&[("a", "a"), ("b", "b"), ("x", "not a file")]);
}

#[test]
fn a_file_that_is_handed_on_is_committed_with_what_was_written_to_it() {
    let place = Place::new();
    let file = WriteOptions::private().begin(&place.path("a")).unwrap();
    file.file().unwrap().write_all(b"one ").unwrap();
    let mut by_name = OpenOptions::new().append(true).open(file.unfinished_path()).unwrap();
    by_name.write_all(b"two").unwrap();
    drop(by_name);
    file.commit().unwrap();
    place.check(&[("a", "one two")]);
}

#[test]
fn a_file_that_is_added_to_grows() {
    let place = Place::new();
    for line in ["a\n", "b\n"] {
        append_private(&place.path("x/log")).unwrap().write_all(line.as_bytes()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(place.path("x/log")).unwrap(), "a\nb\n");
}

#[cfg(unix)]
mod unix {
    use std::fs::Permissions;
    use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        path.metadata().unwrap().permissions().mode() & 0o777
    }

    fn set_mode(path: &Path, mode: u32) {
        std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn who_may_read_a_file_is_what_was_asked_for() {
        let place = Place::new().with("a", "old").with("usual", "");
        set_mode(&place.path("a"), 0o640);
        WriteOptions::replacing().write(&place.path("a"), b"new").unwrap();
        assert_eq!(mode(&place.path("a")), 0o640);
        WriteOptions::private().write(&place.path("a"), b"new").unwrap();
        assert_eq!(mode(&place.path("a")), 0o600);
        WriteOptions::shared().write(&place.path("a"), b"new").unwrap();
        assert_eq!(mode(&place.path("a")), mode(&place.path("usual")));
        set_mode(&place.path("a"), 0o604);
        copy_new(&place.path("a"), &place.path("b")).unwrap();
        assert_eq!(mode(&place.path("b")), 0o604);
        append_private(&place.path("log")).unwrap();
        assert_eq!(mode(&place.path("log")), 0o600);
    }

    #[test]
    fn who_may_look_into_a_folder_is_what_was_asked_for() {
        let place = Place::new();
        std::fs::create_dir(place.path("usual")).unwrap();
        WriteOptions::private().make_folder().write(&place.path("x/a"), b"").unwrap();
        assert_eq!(mode(&place.path("x")), mode(&place.path("usual")));
        WriteOptions::private().make_private_folder().write(&place.path("y/z/a"), b"").unwrap();
        append_private(&place.path("l/log")).unwrap();
        for folder in ["y", "y/z", "l"] {
            assert_eq!(mode(&place.path(folder)), 0o700, "{folder}");
        }
        // One that is there stays as the person has it.
        WriteOptions::private().make_private_folder().write(&place.path("x/b"), b"").unwrap();
        assert_eq!(mode(&place.path("x")), mode(&place.path("usual")));
    }

    #[test]
    fn a_link_is_followed_only_where_that_is_asked_for() {
        let place = Place::new().with("real", "old");
        symlink("real", place.path("one")).unwrap();
        symlink(place.path("one"), place.path("two")).unwrap();
        WriteOptions::private().follow_links().write(&place.path("two"), b"new").unwrap();
        place.check(&[("one", "new"), ("real", "new"), ("two", "new")]);
        assert!(place.path("two").is_symlink() && place.path("one").is_symlink());
        WriteOptions::private().write(&place.path("two"), b"two").unwrap();
        assert!(!place.path("two").is_symlink());
        place.check(&[("one", "new"), ("real", "new"), ("two", "two")]);

        // One whose file is not there yet begins it; one that leads to itself leads nowhere.
        symlink("later", place.path("dangling")).unwrap();
        WriteOptions::private().follow_links().write(&place.path("dangling"), b"now").unwrap();
        assert_eq!(std::fs::read(place.path("later")).unwrap(), b"now");
        symlink("circle", place.path("circle")).unwrap();
        assert!(WriteOptions::private().follow_links().write(&place.path("circle"), b"").is_err());
        let refused = WriteOptions::private().create_new().write(&place.path("circle"), b"").unwrap_err();
        assert!(matches!(refused, StorageError::AlreadyThere { .. }), "{refused}");
    }

    #[test]
    fn a_device_is_not_replaced_not_even_through_a_link() {
        let place = Place::new();
        symlink("/dev/null", place.path("null")).unwrap();
        for options in [WriteOptions::private(), WriteOptions::shared().follow_links()] {
            let refused = options.write(&place.path("null"), b"a").unwrap_err();
            assert!(matches!(refused, StorageError::NotAFile { .. }), "{refused}");
        }
        assert!(place.path("null").is_symlink());
        assert!(Path::new("/dev/null").metadata().unwrap().file_type().is_char_device());
    }
}

/// Holds that a name cannot be read, for this reason, in less than the patience of a person.
#[track_caller]
fn check_unread(path: &Path, expected: &str) {
    let begun = std::time::Instant::now();
    assert_eq!(read_plain(path, 1000).unwrap_err().to_string(), expected);
    assert!(begun.elapsed() < std::time::Duration::from_secs(2));
}

#[test]
fn a_plain_file_is_read_up_to_its_limit_and_no_further() {
    let place = Place::new().with("a", "four");
    assert_eq!(read_plain(&place.path("a"), 4).unwrap(), b"four");
    assert!(matches!(read_plain(&place.path("a"), 3), Err(ReadError::TooLarge(3))));
    check_unread(&place.path("b"), "it doesn't exist");
    check_unread(&place.path(""), "it is a folder, not a file");
    // A hole of a terabyte costs nothing to make, and is not read.
    std::fs::File::create(place.path("hole")).unwrap().set_len(1 << 40).unwrap();
    assert_eq!(read_plain(&place.path("hole"), 64 << 20).unwrap_err().to_string(), "it is larger than 64 MB");
}

#[cfg(unix)]
#[test]
fn pipes_devices_sockets_and_dangling_links_are_told_and_never_waited_for() {
    let place = Place::new().with("a", "four");
    std::os::unix::fs::symlink("a", place.path("link")).unwrap();
    std::os::unix::fs::symlink("gone", place.path("dangling")).unwrap();
    assert_eq!(read_plain(&place.path("link"), 4).unwrap(), b"four");
    check_unread(&place.path("dangling"), "it is a link to a missing file");
    let pipe = place.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    check_unread(&pipe, "it is a pipe, not a file");
    check_unread(Path::new("/dev/zero"), "it is a device, not a file");
    let _socket = std::os::unix::net::UnixListener::bind(place.path("socket")).unwrap();
    check_unread(&place.path("socket"), "it is a socket, not a file");
    // Nor are they copied, or added to.
    assert!(matches!(copy_new(&pipe, &place.path("copy")), Err(StorageError::Read { .. })));
    assert!(matches!(append_private(&pipe), Err(StorageError::NotAFile { .. })));
}

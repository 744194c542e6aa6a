//! Bundles as they should be, and as attackers would make them.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;
use crate::library::Library;

mod programme;

const HEAD: &str = "format: 1, title: \"Evening\", kind: Mixed, suits: [Between], evidence: Traditional, sources: [\"Me\"], cautions: [\"Stop if it hurts.\"]";
const WAVE: &[u8] =
    b"RIFF\x28\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\xBB\0\0\0\x77\x01\0\x02\0\x10\0data\x04\0\0\0\0\x01\0\xFF";

fn routine(steps: &str) -> String {
    format!("({HEAD}, steps: [{steps}])")
}

fn drawing(inner: &str) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 10'>{inner}</svg>")
}

/// A person's folder with a routine that uses everything.
fn somebody() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let steps = "Use(\"own\"), Use(\"temple-circles\"), Rest(lasts: \"30s\", picture: \"pictures/a.svg\", recording: \"a.wav\")";
    let technique = "(format: 1, title: \"Own\", steps: [Use(\"inner\")])";
    let inner = "(format: 1, title: \"Inner\", steps: [Breathe(inhale: 4, exhale: 6, lasts: \"60s\", picture: \"b.svg\")])";
    let unused = "(format: 1, title: \"Unused\", steps: [Rest(lasts: \"9s\")])";
    let drawn = drawing("<rect width='9' height='9'/>");
    for (name, bytes) in [
        ("evening.ron", routine(steps).as_bytes()),
        ("techniques/own.ron", technique.as_bytes()),
        ("techniques/inner.ron", inner.as_bytes()),
        ("techniques/unused.ron", unused.as_bytes()),
        ("pictures/a.svg", drawn.as_bytes()),
        ("techniques/b.svg", drawn.as_bytes()),
        ("a.wav", WAVE),
        ("other.wav", WAVE),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn packed() -> Bundle {
    Bundle::of(&Library::open(Some(somebody().path())), "evening").unwrap()
}

/// A ZIP file with these files in this order.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    zip_as(files, CompressionMethod::Deflated)
}

fn zip_as(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Replaces every occurrence of one text by another of the same length.
fn replaced(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    for at in 0..=bytes.len() - from.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
    }
    bytes
}

/// The sentence with which these bytes are refused, at whatever stage.
#[track_caller]
fn refused(bytes: &[u8]) -> String {
    let inspected = Bundle::read(bytes).and_then(|pack| pack.contents(&Library::open(None)));
    let message = inspected.map(|contents| contents.title()).unwrap_err().to_string();
    message.strip_prefix("this shared routine can't be used: ").expect("it is refused").to_owned()
}

#[track_caller]
fn check_refused(files: &[(&str, &[u8])], expected: &str) {
    assert_eq!(refused(&zip(files)), expected);
}

#[test]
fn a_pack_has_all_that_belongs_to_a_routine_and_nothing_else() {
    let pack = packed();
    let names: Vec<&str> = pack.files().map(|(name, _)| name).collect();
    let expected = [
        "a.wav",
        "evening.ron",
        "pictures/a.svg",
        "techniques/b.svg",
        "techniques/inner.ron",
        "techniques/own.ron",
    ];
    assert_eq!(names, expected);
    let bytes = pack.to_bytes().unwrap();
    assert_eq!(bytes, packed().to_bytes().unwrap(), "the same routine is the same file");
    assert_eq!(Bundle::read(&bytes).unwrap(), pack);
}

#[test]
fn a_pack_can_be_made_of_a_file_by_its_path() {
    let folder = somebody();
    let path = folder.path().join("evening.ron");
    let pack = Bundle::of(&Library::open(None), path.to_str().unwrap()).unwrap();
    assert_eq!(pack, packed());
}

#[test]
fn a_built_in_routine_is_a_small_pack() {
    let pack = Bundle::of(&Library::open(None), "temples").unwrap();
    assert_eq!(pack.files().map(|(name, _)| name).collect::<Vec<_>>(), ["temples.ron"]);
}

#[test]
fn what_cannot_be_played_is_not_packed() {
    let folder = somebody();
    fs::write(folder.path().join("broken.ron"), "(").unwrap();
    let library = Library::open(Some(folder.path()));
    let message = |id: &str| Bundle::of(&library, id).unwrap_err().to_string();
    assert_eq!(message("broken"), "`broken` has errors; `stillpoint check` shows them");
    assert_eq!(message("nothing"), "there is no routine `nothing`");
    fs::write(folder.path().join("pictures/a.svg"), drawing("<script/>")).unwrap();
    assert_eq!(
        message("evening"),
        "this shared routine can't be used: its picture `pictures/a.svg` contains a script; remove it"
    );
}

#[test]
fn what_it_is_and_does_is_shown() {
    let contents = packed().contents(&Library::open(None)).unwrap();
    assert_eq!(contents.title(), "Evening");
    assert_eq!((contents.pictures, contents.recordings, contents.techniques.len()), (2, 1, 2));
    assert_eq!(contents.does.breaths, ["4 in, 6 out"]);
    assert_eq!(contents.does.sites, [(crate::routine::Site::Temples, 2)]);
    assert!(contents.does.packs.is_empty());
}

#[test]
fn what_is_added_is_played_and_can_be_taken_away_again() {
    let folder = tempfile::tempdir().unwrap();
    let pack = packed();
    let library = Library::open(Some(folder.path()));
    let contents = pack.contents(&library).unwrap();
    let added = pack.add(&contents, &library, folder.path(), false).unwrap();
    assert_eq!(added.len(), 6);
    assert_eq!(added.last().unwrap(), &folder.path().join("evening/evening.ron"), "the routine comes last");
    let with_it = Library::open(Some(folder.path()));
    let entry = with_it.find("evening").unwrap();
    assert_eq!(entry.problems.lines(), "");
    assert!(entry.routine.is_some());
    assert_eq!(
        pack.add(&contents, &with_it, folder.path(), false).unwrap(),
        [""; 0].map(PathBuf::from),
        "once is enough"
    );
    fs::remove_dir_all(folder.path().join("evening")).unwrap();
    assert!(Library::open(Some(folder.path())).find("evening").is_none());
}

#[test]
fn nothing_is_written_over_unless_that_is_wished() {
    let folder = tempfile::tempdir().unwrap();
    let pack = packed();
    let add = |replace: bool| {
        let library = Library::open(Some(folder.path()));
        pack.add(&pack.contents(&library).unwrap(), &library, folder.path(), replace)
    };
    add(false).unwrap();
    let changed = folder.path().join("evening/evening.ron");
    fs::write(&changed, routine("Rest(lasts: \"9s\")")).unwrap();
    assert!(matches!(add(false), Err(BundleError::Taken { path: Some(path), .. }) if path == changed));
    assert_eq!(add(true).unwrap(), std::slice::from_ref(&changed));
    fs::write(folder.path().join("evening/a.wav"), "mine").unwrap();
    assert!(matches!(add(false), Err(BundleError::Taken { .. })));
    fs::write(folder.path().join("evening/a.wav"), WAVE).unwrap();
    // A file in another folder is only moved by the person.
    fs::rename(&changed, folder.path().join("evening.ron")).unwrap();
    for replace in [false, true] {
        assert!(matches!(add(replace), Err(BundleError::Elsewhere { .. })));
    }
}

#[test]
fn what_would_take_the_place_of_the_programs_own_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(Some(folder.path()));
    let technique = b"(format: 1, title: \"T\", steps: [Rest(lasts: \"9s\")])";
    let uses = routine("Use(\"temple-circles\")");
    for (routine_name, technique_name) in
        [("temples.ron", "techniques/x.ron"), ("x.ron", "techniques/temple-circles.ron")]
    {
        let uses = if routine_name == "x.ron" { uses.clone() } else { routine("Use(\"x\")") };
        let pack =
            Bundle::read(&zip(&[(routine_name, uses.as_bytes()), (technique_name, technique)])).unwrap();
        let contents = pack.contents(&library).unwrap();
        let refused = pack.add(&contents, &library, folder.path(), false).unwrap_err();
        assert!(matches!(refused, BundleError::Taken { path: None, .. }), "{refused}");
        assert!(!folder.path().join(pack.id()).exists(), "nothing was written");
        assert_eq!(pack.add(&contents, &library, folder.path(), true).unwrap().len(), 2);
    }
}

#[test]
fn a_file_where_a_folder_has_to_be_is_found_before_anything_is_written() {
    let both =
        routine("Rest(lasts: \"9s\", picture: \"a.svg\"), Rest(lasts: \"9s\", picture: \"A.svg/b.svg\")");
    let drawn = drawing("");
    let files: [(&str, &[u8]); 3] =
        [("evil.ron", both.as_bytes()), ("a.svg", drawn.as_bytes()), ("A.svg/b.svg", drawn.as_bytes())];
    check_refused(&files, "`A.svg` is both a file and a folder in it");

    // What the person has in its place is in its way, too; and nothing of the pack is left.
    let pack = packed();
    for (name, is_folder) in [("evening", false), ("evening/pictures", false), ("evening/a.wav", true)] {
        for replace in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(name);
            fs::create_dir_all(if is_folder { &path } else { path.parent().unwrap() }).unwrap();
            if !is_folder {
                fs::write(&path, "mine").unwrap();
            }
            let library = Library::open(Some(folder.path()));
            let contents = pack.contents(&library).unwrap();
            pack.add(&contents, &library, folder.path(), replace).unwrap_err();
            let count = fs::read_dir(folder.path()).unwrap().count();
            assert_eq!(count, 1, "{name}: nothing was written");
            assert!(!folder.path().join("evening/evening.ron").exists());
        }
    }
}

#[cfg(unix)]
#[test]
fn an_addition_that_cannot_be_finished_is_not_begun() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    let pack = packed();
    // A link that leads out of the folder.
    fs::create_dir(folder.path().join("evening")).unwrap();
    symlink(outside.path(), folder.path().join("evening/pictures")).unwrap();
    let add = || {
        let library = Library::open(Some(folder.path()));
        pack.add(&pack.contents(&library).unwrap(), &library, folder.path(), true)
    };
    assert!(matches!(add(), Err(BundleError::Asset { .. })));
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
    fs::remove_file(folder.path().join("evening/pictures")).unwrap();
    // The last of its folders may not be written to; root may do everything.
    let techniques = folder.path().join("evening/techniques");
    fs::create_dir(&techniques).unwrap();
    fs::set_permissions(&techniques, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(techniques.join("probe"), "").is_err() {
        assert!(matches!(add(), Err(BundleError::Unwritable(_))));
        let left: Vec<_> = fs::read_dir(folder.path().join("evening")).unwrap().flatten().collect();
        assert_eq!(left.len(), 1, "{left:?}");
    }
    fs::set_permissions(&techniques, fs::Permissions::from_mode(0o700)).unwrap();
    let _ = fs::remove_file(techniques.join("probe"));
    assert_eq!(add().unwrap().len(), 6);
}

#[test]
fn a_path_in_a_pack_that_only_seems_to_be_in_it_is_refused() {
    for (name, expected) in [
        ("../b.svg", "is outside the routine's folder."),
        ("x/../b.svg", "is outside the routine's folder."),
        ("./b.svg", "begins with `./`."),
    ] {
        let text = routine(&format!("Rest(lasts: \"9s\", picture: \"{name}\")"));
        let told = refused(&zip(&[("a.ron", text.as_bytes()), ("b.svg", drawing("").as_bytes())]));
        assert!(told.contains(&format!("The picture `{name}` {expected}")), "{told}");
    }
}

#[test]
fn what_would_forge_the_page_before_adding_is_refused() {
    for (text, name) in [
        ("Evening\\nNothing speaks against it.", "a line break (U+000A)"),
        ("Evening\nNothing", "a line break (U+000A)"),
        ("\\u{1b}[2J", "an escape character, which sends commands to a terminal (U+001B)"),
        ("\u{1b}]52;c;eA==\u{7}", "an escape character, which sends commands to a terminal (U+001B)"),
        ("\u{202e}moc", "a character that changes the direction of writing (U+202E)"),
        ("a\u{2029}b", "a paragraph separator (U+2029)"),
        ("\\0", "a zero byte (U+0000)"),
    ] {
        for field in ["title", "sources", "needs", "cautions", "about", "say", "de"] {
            let whole = match field {
                "title" => routine("Rest(lasts: \"9s\")").replace("Evening", text),
                "say" => routine(&format!("Rest(lasts: \"9s\", say: \"{text}\")")),
                "de" => routine("Rest(lasts: \"9s\")")
                    .replace("\"Evening\"", &format!("{{\"en\": \"E\", \"de\": \"{text}\"}}")),
                "about" => {
                    routine("Rest(lasts: \"9s\")").replace("kind:", &format!("about: \"{text}\", kind:"))
                }
                "sources" => routine("Rest(lasts: \"9s\")").replace("\"Me\"", &format!("\"{text}\"")),
                "cautions" => routine("Rest(lasts: \"9s\")").replace("Stop if it hurts.", text),
                list => {
                    routine("Rest(lasts: \"9s\")").replace("kind:", &format!("{list}: [\"{text}\"], kind:"))
                }
            };
            let told = refused(&zip(&[("a.ron", whole.as_bytes())]));
            assert!(told.contains(&format!("This text contains {name}.")), "{field}: {told}");
        }
    }
    // As a name of a file the library that packs would write it; the reader does not take it.
    for name in ["a\u{1b}b.png", "a\u{202e}b.png", "a\u{2028}b.png", "a\nb.png"] {
        let told = refused(&zip(&[(name, b"x")]));
        assert!(told.ends_with("is a name that some systems don't allow"), "{told}");
        assert!(crate::characters::first_hidden(&told).is_none(), "{told:?}");
    }
}

#[test]
fn what_is_no_pack_is_refused() {
    let good = packed().to_bytes().unwrap();
    for bytes in [&b""[..], b"PK", b"hello", &[0; 1000], &good[1..], &good[..good.len() - 1]] {
        assert_eq!(refused(bytes), "it isn't a .stillpoint file");
    }
    assert_eq!(refused(&[&b"#!/bin/sh\n"[..], &good].concat()), "it isn't a .stillpoint file");
    let middle = [&good[..40], &[0xFF; 20], &good[60..]].concat();
    assert!(refused(&middle).contains("damaged"), "{}", refused(&middle));
    check_refused(&[("a.png", b"x")], "it contains no routine");
    let small = routine("Rest(lasts: \"9s\")");
    check_refused(
        &[("a.ron", small.as_bytes()), ("b.ron", small.as_bytes())],
        "it contains more than one routine",
    );
    for id in ["techniques", "programmes", "Programmes"] {
        let name = format!("{id}.ron");
        check_refused(&[(&name, small.as_bytes())], &format!("its routine can't be called `{id}`"));
    }
}

#[test]
fn names_that_lead_out_of_the_folder_are_refused() {
    for name in ["../a.png", "a/../../b.png", "/a.png", "a\\b.png", "c:a.png"] {
        // The library that writes ZIP files would refuse some of these names.
        let safe = "_".repeat(name.len() - 4) + ".png";
        let bytes = replaced(zip(&[(&safe, b"x")]), safe.as_bytes(), name.as_bytes());
        assert_eq!(refused(&bytes), format!("`{name}` would end up outside its folder"));
    }
    for name in [".png", "a/.b.png", "a.png.", "con.png", "a//b.png", "a?.png", "./a.png"] {
        let safe = "_".repeat(name.len());
        let bytes = replaced(zip(&[(&safe, b"x")]), safe.as_bytes(), name.as_bytes());
        assert_eq!(refused(&bytes), format!("`{name}` is a name that some systems don't allow"));
    }
    check_refused(
        &[("a/b/c/d/e.png", b"x")],
        "`a/b/c/d/e.png` is in too many folders or has too long a name",
    );
    let bytes = replaced(zip(&[("____.png", b"x")]), b"____.png", b"\xFF\xFE__.png");
    assert_eq!(refused(&bytes), "one of its file names isn't valid text");
}

#[test]
fn two_files_with_one_name_are_refused() {
    let bytes = replaced(zip(&[("a.png", b"x"), ("b.png", b"y")]), b"b.png", b"a.png");
    assert_eq!(refused(&bytes), "two of its files have the same name");
    check_refused(&[("a.png", b"x"), ("A.png", b"y")], "two of its files are called `A.png`");
}

#[test]
fn links_are_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("a.png", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    assert_eq!(refused(&writer.finish().unwrap().into_inner()), "`a.png` isn't a regular file");
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    let zeros = vec![0; 60 << 20];
    check_refused(&[("a.wav", &zeros)], "`a.wav` is larger than 50 MB");
    check_refused(&[("a.wav", &zeros[..1 << 20])], "`a.wav` gets more than 100 times larger when unpacked");
    check_refused(&[("a.ron", &zeros[..2 << 20])], "`a.ron` is larger than 1 MB");
    check_refused(&[("a.png", &zeros[..9 << 20])], "`a.png` is larger than 8 MB");
    // The size that a file claims is not trusted.
    let spaces = vec![b' '; 70 << 10];
    let small = zip(&[("a.ron", spaces.as_slice())]);
    let lying = replaced(small, &(70_u32 << 10).to_le_bytes(), &10_u32.to_le_bytes());
    assert!(refused(&lying).contains("damaged"), "{}", refused(&lying));
    let many: Vec<(String, &[u8])> = (0..201).map(|n| (format!("{n}.png"), &b"x"[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    check_refused(&many, "it contains more than 200 files");
    let noise: Vec<u8> =
        (0..40_u64 << 20).map(|n| (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8).collect();
    let large = zip_as(&[("a.wav", &noise), ("b.wav", &noise)], CompressionMethod::Stored);
    assert_eq!(refused(&large), "it is larger than 64 MB");
}

#[test]
fn what_nothing_uses_and_what_is_no_part_of_a_routine_is_refused() {
    let plain = routine("Rest(lasts: \"9s\")");
    let routine = ("a.ron", plain.as_bytes());
    check_refused(&[routine, ("b.png", b"x")], "nothing in it uses `b.png`");
    check_refused(
        &[routine, ("run.exe", b"MZ")],
        "`run.exe` isn't a routine, technique, picture (SVG, PNG, JPEG) or recording (WAV, FLAC, Ogg, MP3, M4A)",
    );
    let technique = b"(format: 1, title: \"T\", steps: [Rest(lasts: \"9s\")])";
    check_refused(&[routine, ("techniques/b.ron", technique)], "nothing in it uses `techniques/b.ron`");
}

#[test]
fn a_routine_that_cannot_be_played_is_refused_with_its_problems() {
    let check_with = |steps: &str, files: &[(&str, &[u8])], expected: &str| {
        let text = routine(steps);
        check_refused(&[&[("a.ron", text.as_bytes())], files].concat(), expected);
    };
    check_with(
        "Rest(lasts: 5)",
        &[],
        "it has errors:\na.ron:1:155: error: The unit is missing, and the quotes: write \"5s\" or \"5m\".\n",
    );
    check_with(
        "Rest(lasts: \"9s\", picture: \"b.png\")",
        &[],
        "it has errors:\na.ron:1:170: error: The file `b.png` isn't included.\n",
    );
    let circle = b"(format: 1, title: \"T\", steps: [Use(\"b\")])";
    check_with("Use(\"b\")", &[("techniques/b.ron", circle)], "its technique `b` uses itself");
    let deep = "Repeat(times: 1, steps: [".repeat(200) + &"])".repeat(200);
    let text = routine(&deep);
    assert!(refused(&zip(&[("a.ron", text.as_bytes())])).contains("Brackets are nested too deeply here."));
    let strong = "Guide(site: Temples, motion: Press, pressure: 9, lasts: \"30s\")";
    let text = routine(strong);
    assert!(refused(&zip(&[("a.ron", text.as_bytes())])).contains("is too strong"));
}

#[test]
fn pictures_and_recordings_are_what_they_say() {
    let with_picture = routine("Rest(lasts: \"9s\", picture: \"b.svg\")");
    for (inner, error) in [
        ("<script>x()</script>", "contains a script; remove it"),
        (
            "<image href='https://example.org/a.png'/>",
            "contains another picture; draw everything in the file itself",
        ),
        ("<use href='other.svg#a'/>", "uses part of another file; draw everything in the file itself"),
    ] {
        let files: [(&str, &[u8]); 2] =
            [("a.ron", with_picture.as_bytes()), ("b.svg", &drawing(inner).into_bytes())];
        check_refused(&files, &format!("its picture `b.svg` {error}"));
    }
    let deep = drawing(&("<g>".repeat(3000) + &"</g>".repeat(3000)));
    let message = refused(&zip(&[("a.ron", with_picture.as_bytes()), ("b.svg", deep.as_bytes())]));
    assert!(message.starts_with("its picture `b.svg` ") || message.contains("times larger"), "{message}");
    let mut huge = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    huge.extend([0, 1, 0, 0, 0, 1, 0, 0, 8, 6, 0, 0, 0]);
    let message = refused(&zip(&[("a.ron", with_picture.as_bytes()), ("b.svg", &huge)]));
    assert!(message.starts_with("its picture `b.svg` "), "{message}");
    let with_recording = routine("Rest(lasts: \"9s\", recording: \"b.wav\")");
    check_refused(
        &[("a.ron", with_recording.as_bytes()), ("b.wav", b"MZ no sound")],
        "its recording `b.wav` is neither WAV nor FLAC, Ogg, MP3 or M4A",
    );
    let with_rate = |rate: u32| [&WAVE[..24], &rate.to_le_bytes(), &WAVE[28..]].concat();
    for rate in [0, 1] {
        check_refused(
            &[("a.ron", with_recording.as_bytes()), ("b.wav", &with_rate(rate))],
            &format!("its recording `b.wav` has {rate} samples a second; save it at 44100 or 48000"),
        );
    }
}

#[test]
fn a_recording_that_cannot_be_played_is_a_problem_of_its_routine_alone() {
    let folder = somebody();
    fs::write(folder.path().join("fine.ron"), routine("Rest(lasts: \"9s\")")).unwrap();
    let damaged = [&WAVE[..24], &[0; 4], &WAVE[28..]].concat();
    fs::write(folder.path().join("a.wav"), damaged).unwrap();
    let library = Library::open(Some(folder.path()));
    let told = library.find("evening").unwrap().problems.lines();
    assert!(told.contains("The recording `a.wav` has 0 samples a second"), "{told}");
    assert!(library.find("evening").unwrap().routine.is_none());
    assert!(library.find("fine").unwrap().routine.is_some());
    assert!(Bundle::of(&library, "evening").unwrap_err().to_string().contains("has errors"));
}

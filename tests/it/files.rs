//! What lies around a routine file: whatever it is, it is told in words, and takes nothing else down.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

use stillpoint::library::{Entry, Library, Origin};
use stillpoint::safety::Profile;
use stillpoint::timeline::{Moment, compile, plan};
use tempfile::TempDir;

const GOOD: &str = "(format: 1, title: \"Mine\", kind: Mixed, suits: [Between], evidence: Traditional, \
                    steps: [Rest(lasts: \"30s\")], sources: [\"mine\"], cautions: [\"Stop if it hurts.\"])";

/// The ids of the shipped routines, as the program lists them.
static SHIPPED: LazyLock<Vec<String>> =
    LazyLock::new(|| Library::open(None).entries().iter().map(|entry| entry.id.clone()).collect());

/// A folder of somebody's own routines, with the files that a test puts there.
struct Own {
    folder: TempDir,
}

impl Own {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn open(&self) -> Library {
        Library::open(Some(self.path()))
    }

    /// Holds that these are all the problems and notes there are, each as `file:line:column: …`, and that every
    /// shipped routine can be played all the same.
    #[track_caller]
    fn check(&self, expected: &[&str]) -> Library {
        let library = self.open();
        let entries = library.entries().iter().chain(library.techniques());
        let problems = entries.map(|entry| entry.problems.lines()).collect::<String>();
        let folder = self.path().display().to_string();
        let told: Vec<String> = problems
            .lines()
            .chain(library.notes().iter().map(String::as_str))
            .map(|line| line.replace(&format!("{folder}/"), "").replace(&folder, "FOLDER"))
            .collect();
        assert_eq!(told, expected);
        for id in SHIPPED.iter() {
            let routine = library.find(id).and_then(|entry| entry.routine.clone());
            let routine = routine.unwrap_or_else(|| panic!("{id} cannot be played"));
            let timeline = compile(&plan(&routine, &Profile::default(), &Moment::default(), None).unwrap());
            assert_eq!(timeline.length(), routine.range().written, "{id}");
        }
        library
    }
}

fn own_entry<'a>(library: &'a Library, id: &str) -> &'a Entry {
    let mut own = library.entries().iter().filter(|entry| matches!(entry.origin, Origin::File(_)));
    own.find(|entry| entry.id == id).expect("listed")
}

fn technique(steps: &str) -> String {
    format!("(format: 1, title: \"T\", steps: [{steps}])")
}

fn routine(steps: &str) -> String {
    GOOD.replace("Rest(lasts: \"30s\")", steps)
}

#[test]
fn without_a_folder_the_shipped_routines_are_there() {
    let own = Own::new();
    let library = Library::open(Some(&own.path().join("not-there")));
    assert_eq!(
        library.entries().iter().map(|entry| &entry.id).collect::<Vec<_>>(),
        SHIPPED.iter().collect::<Vec<_>>()
    );
    assert!(SHIPPED.iter().any(|id| id == "neck-and-shoulders-5"));
    assert!(library.notes().is_empty());
}

#[test]
fn a_file_of_ones_own_is_listed_after_the_shipped_ones() {
    let library = Own::new().with("mine.ron", GOOD).with("notes.txt", "no routine").check(&[]);
    assert_eq!(library.entries().len(), SHIPPED.len() + 1);
    assert!(library.find("mine").unwrap().routine.is_some());
}

#[test]
fn bytes_that_are_no_text_are_refused_where_they_begin() {
    let help = "Save it as plain UTF-8 text.";
    Own::new()
        .with("picture.ron", [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0xFF])
        .check(&[&format!("picture.ron:1:1: error: From here on, the file isn't UTF-8 text. {help}")]);
    let mut broken = GOOD.as_bytes().to_vec();
    broken[20] = 0xC3;
    Own::new()
        .with("latin.ron", broken)
        .check(&[&format!("latin.ron:1:21: error: From here on, the file isn't UTF-8 text. {help}")]);
    Own::new()
        .with("zero.ron", GOOD.replace("Mine", "Mi\0ne"))
        .check(&[&format!("zero.ron:1:23: error: This isn't a text file: it contains a zero byte. {help}")]);
}

#[test]
fn a_byte_order_mark_is_no_fault_and_utf_16_is() {
    let library = Own::new().with("marked.ron", format!("\u{feff}{GOOD}")).check(&[]);
    assert!(library.find("marked").unwrap().routine.is_some());
    for bytes_of in [u16::to_le_bytes, u16::to_be_bytes] {
        let wide: Vec<u8> = format!("\u{feff}{GOOD}").encode_utf16().flat_map(bytes_of).collect();
        Own::new()
            .with("wide.ron", wide)
            .check(&["wide.ron:1:1: error: The file is saved as UTF-16. Save it as UTF-8."]);
    }
}

#[test]
fn line_ends_of_other_systems_are_no_fault() {
    // Lines end between the parts of a file, not within its texts.
    let outside = |part: (usize, &str)| {
        if part.0.is_multiple_of(2) { part.1.replace(' ', "\r\n") } else { part.1.to_owned() }
    };
    let good = GOOD.split('"').enumerate().map(outside).collect::<Vec<_>>().join("\"");
    let library = Own::new().with("windows.ron", good.as_str()).check(&[]);
    assert!(library.find("windows").unwrap().routine.is_some());
    let broken = good.replace("Between", "Betwen");
    Own::new()
        .with("windows.ron", broken)
        .check(&["windows.ron:8:2: error: There is no phase called `Betwen`. Did you mean `Between`?"]);
}

#[test]
fn a_huge_file_is_refused_unread() {
    let own = Own::new();
    File::create(own.path().join("huge.ron")).unwrap().set_len(100 << 20).unwrap();
    own.check(&["huge.ron:1:1: error: The file is larger than 1 MB, more than any routine needs."]);
}

#[test]
fn a_folder_called_like_a_routine_is_a_folder() {
    let own = Own::new().with("folder.ron/inside.ron", GOOD);
    let library = own.check(&[]);
    assert!(library.find("folder").is_none());
    assert!(library.find("inside").unwrap().routine.is_some());
    let read = library.read_file(&own.path().join("folder.ron"));
    assert_eq!(read.problems.list[0].message, "This isn't a regular file.");
}

#[test]
fn hidden_files_and_deep_folders_are_left_alone() {
    let library = Own::new()
        .with(".hidden.ron", "(")
        .with(".git/config.ron", "(")
        .with("a/b/c/d/deep.ron", GOOD)
        .with("a/b/c/d/e/deeper.ron", "(")
        .check(&[]);
    assert!(library.find("deep").is_some());
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::os::unix::net::UnixListener;

    use super::*;

    #[test]
    fn what_is_no_file_is_not_waited_for() {
        let own = Own::new();
        let _socket = UnixListener::bind(own.path().join("socket.ron")).unwrap();
        symlink(own.path(), own.path().join("there.ron")).unwrap();
        own.check(&[
            "socket.ron:1:1: error: This isn't a regular file.",
            "there.ron:1:1: error: This isn't a regular file.",
        ]);
    }

    #[test]
    fn links_to_files_are_followed_and_others_are_told() {
        let elsewhere = Own::new().with("real.ron", GOOD);
        let own = Own::new();
        symlink(elsewhere.path().join("real.ron"), own.path().join("linked.ron")).unwrap();
        symlink(own.path().join("nowhere.ron"), own.path().join("dangling.ron")).unwrap();
        symlink("round.ron", own.path().join("round.ron")).unwrap();
        // A folder that leads back to itself is not walked.
        symlink(".", own.path().join("loop")).unwrap();
        let library = own.open();
        assert!(library.find("linked").unwrap().routine.is_some());
        let told = |id: &str| library.find(id).unwrap().problems.list[0].message.clone();
        assert_eq!(told("dangling"), "This is a link to a missing file.");
        assert!(told("round").starts_with("The file can't be read: "), "{}", told("round"));
        assert_eq!(library.entries().len(), SHIPPED.len() + 3);
    }

    #[test]
    fn a_picture_cannot_be_reached_through_a_link_to_the_outside() {
        let elsewhere = Own::new().with("secret.png", "secret");
        let own = Own::new()
            .with("inside.png", "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'/>")
            .with("mine.ron", routine("Rest(lasts: \"30s\", picture: \"pictures/linked.png\")"));
        fs::create_dir(own.path().join("pictures")).unwrap();
        let link = own.path().join("pictures/linked.png");
        symlink(elsewhere.path().join("secret.png"), &link).unwrap();
        own.check(&[
            "mine.ron:1:118: error: The file `pictures/linked.png` is outside the routine's folder. \
             Put it next to the routine, or in a folder next to it.",
        ]);
        fs::remove_file(&link).unwrap();
        symlink("../inside.png", &link).unwrap();
        let library = own.check(&[]);
        assert!(library.find("mine").unwrap().routine.is_some());
    }

    #[test]
    fn a_folder_that_cannot_be_read_is_told_once() {
        let own = Own::new().with("mine.ron", GOOD).with("locked/other.ron", GOOD);
        let locked = own.path().join("locked");
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
        let readable_all_the_same = fs::read_dir(&locked).is_ok();
        let library = own.open();
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o700)).unwrap();
        // Nothing is locked to the superuser.
        if !readable_all_the_same {
            assert_eq!(library.notes().len(), 1);
            assert!(
                library.notes()[0].starts_with(&format!("The folder {} can't be read: ", locked.display()))
            );
        }
        assert!(library.find("mine").unwrap().routine.is_some());
    }
}

#[test]
fn a_file_in_the_place_of_the_folder_is_told() {
    let own = Own::new().with("routines", "not a folder");
    let library = Library::open(Some(&own.path().join("routines")));
    assert_eq!(library.notes().len(), 1, "{:?}", library.notes());
    assert_eq!(library.entries().len(), SHIPPED.len());
}

#[test]
fn pictures_and_recordings_are_files_of_a_bearable_size() {
    let steps = "Rest(lasts: \"30s\", picture: \"no.png\", recording: \"sounds\"), \
                 Rest(lasts: \"30s\", picture: \"sounds/big.png\", recording: \"sounds/a.wav\")";
    let own = Own::new().with("mine.ron", routine(steps)).with("sounds/a.wav", crate::support::WAV);
    File::create(own.path().join("sounds/big.png")).unwrap().set_len(51 << 20).unwrap();
    let help = "Put it next to the routine, or in a folder next to it.";
    own.check(&[
        &format!("mine.ron:1:118: error: The file `no.png` is missing. {help}"),
        &format!("mine.ron:1:139: error: The file `sounds` isn't a regular file. {help}"),
        "mine.ron:1:178: error: The file `sounds/big.png` is larger than 50 MB. Make it smaller.",
    ]);
}

#[test]
fn of_two_files_with_one_id_the_first_by_path_counts() {
    let own = Own::new()
        .with("a/mine.ron", GOOD.replace("Mine", "First"))
        .with("b/mine.ron", GOOD.replace("Mine", "Second"))
        .with("techniques/mine.ron", technique("Rest(lasts: \"10s\")"))
        .with("z/techniques/mine.ron", technique("Rest(lasts: \"99s\")"))
        .with("uses.ron", routine("Use(\"mine\")"));
    let library = own.check(&[
        "b/mine.ron:1:1: error: Two files have the id `mine`; the other is a/mine.ron. Rename one of them.",
        "z/techniques/mine.ron:1:1: error: Two files have the id `mine`; the other is \
         techniques/mine.ron. Rename one of them.",
    ]);
    assert_eq!(library.find("mine").unwrap().routine.as_ref().unwrap().title(), "First");
    // A routine and a technique are never taken for each other, and a refused one is not used either.
    let length = library.find("uses").unwrap().routine.as_ref().unwrap().range().written;
    assert_eq!(length.whole_secs(), 10);
}

#[test]
fn a_file_of_ones_own_takes_the_place_of_a_shipped_one() {
    let library = Own::new().with("cold-forehead.ron", GOOD).check(&[]);
    assert_eq!(library.entries().len(), SHIPPED.len());
    assert_eq!(library.find("cold-forehead").unwrap().routine.as_ref().unwrap().title(), "Mine");
}

#[test]
fn a_broken_file_leaves_the_shipped_one_with_its_id_in_place() {
    let library = Own::new()
        .with("cold-forehead.ron", "(")
        .check(&["cold-forehead.ron:1:1: error: This `(` is never closed. Add a `)` where it ends."]);
    assert_eq!(library.entries().len(), SHIPPED.len() + 1);
    assert_eq!(library.find("cold-forehead").unwrap().origin, Origin::BuiltIn);
    assert!(own_entry(&library, "cold-forehead").routine.is_none());
}

#[test]
fn a_technique_of_ones_own_is_used_by_shipped_routines() {
    let squeeze = technique("Rest(name: \"Mine\", lasts: \"48s\", flex: (\"24s\", \"72s\"))");
    let library = Own::new().with("techniques/trap-squeeze.ron", squeeze).check(&[]);
    let routine = library.find("neck-and-shoulders-5").unwrap().routine.clone().unwrap();
    let timeline = compile(&plan(&routine, &Profile::default(), &Moment::default(), None).unwrap());
    assert_eq!(timeline.segments().iter().filter(|segment| segment.name == "Mine").count(), 2);
    let same_id = library.techniques().iter().filter(|entry| entry.id == "trap-squeeze");
    assert_eq!(same_id.count(), 1);
}

#[test]
fn a_technique_that_does_not_fit_is_told_and_the_shipped_one_is_played() {
    let fixed = technique("Rest(name: \"Mine\", lasts: \"50s\")");
    let library = Own::new()
        .with("techniques/suboccipital-fingers.ron", fixed)
        .check(&["neck-and-shoulders-5.ron:24:55: warning: `suboccipital-fingers` can't last 1m 15s. \
         The built-in technique is played until yours is fixed."]);
    let uses_mine = |id: &str| {
        let routine = library.find(id).unwrap().routine.clone().unwrap();
        let timeline = compile(&plan(&routine, &Profile::default(), &Moment::default(), None).unwrap());
        timeline.segments().iter().any(|segment| segment.name == "Mine")
    };
    assert!(uses_mine("under-the-skull") || uses_mine("neck-and-shoulders-10"));
    assert!(!uses_mine("neck-and-shoulders-5"));
}

#[test]
fn a_broken_technique_breaks_only_what_has_no_other() {
    let own = Own::new()
        .with("techniques/broken.ron", technique("Rest(lasts: 5)"))
        .with("techniques/neck-circles.ron", technique("Rest(lasts: 5)"))
        .with("a.ron", routine("Use(\"broken\")"))
        .with("b.ron", routine("Use(\"neck-circles\")"));
    let library = own.check(&[
        "a.ron:1:94: error: The technique `broken` has errors. \
         Fix its file first; `stillpoint check` shows what is wrong there.",
        "techniques/broken.ron:1:45: error: The unit is missing, and the quotes: write \"5s\" or \"5m\".",
        "techniques/neck-circles.ron:1:45: error: The unit is missing, and the quotes: write \"5s\" or \"5m\".",
    ]);
    assert!(library.find("b").unwrap().routine.is_some());
}

#[test]
fn techniques_can_use_techniques_in_any_order() {
    let own = Own::new()
        .with("techniques/a.ron", technique("Use(\"b\")"))
        .with("techniques/b.ron", technique("Use(\"c\"), Use(\"temple-circles\")"))
        .with("techniques/c.ron", technique("Rest(lasts: \"15s\")"))
        .with("mine.ron", routine("Use(\"a\")"));
    own.check(&[]);
    // Also where a file is read by its path alone.
    for file in ["mine.ron", "techniques/a.ron"] {
        let entry = Library::open(None).read_file(&own.path().join(file));
        assert_eq!(entry.problems.lines(), "", "{file}");
        assert_eq!(entry.routine.unwrap().range().written.whole_secs(), 60, "{file}");
    }
}

#[test]
fn a_technique_can_last_another_time_in_an_alternative_too() {
    let steps =
        "Rest(lasts: \"45s\", instead: [(when: Aura, step: Use(technique: \"slow\", lasts: \"20s\"))])";
    let own = Own::new()
        .with("techniques/slow.ron", technique("Rest(lasts: \"60s\", flex: (\"10s\", \"90s\"))"))
        .with("mine.ron", routine(steps));
    let routine = own.check(&[]).find("mine").unwrap().routine.clone().unwrap();
    let aura = Moment { phase: Some(stillpoint::routine::Phase::Aura), ..Moment::default() };
    let timeline = compile(&plan(&routine, &Profile::default(), &aura, None).unwrap());
    assert_eq!(timeline.length().whole_secs(), 20);
}

#[test]
fn a_warning_changes_nothing_in_what_is_played() {
    let steps = "Use(technique: \"neck-circles\", lasts: \"2m\")";
    let unsuited = routine(steps).replace("suits: [Between], ", "");
    let library = Own::new()
        .with("mine.ron", unsuited)
        .check(&["mine.ron:1:1: warning: The routine doesn't say when to suggest it. Add, for example, \
         `suits: [Between]`; without it, the routine is never suggested."]);
    let routine = library.find("mine").unwrap().routine.clone().unwrap();
    assert_eq!(
        compile(&plan(&routine, &Profile::default(), &Moment::default(), None).unwrap())
            .length()
            .whole_secs(),
        120
    );
}

#[test]
fn the_name_of_a_technique_is_complete_wherever_it_is_used() {
    let named = "(format: 1, title: \"{minutes} minutes with {fingers} fingers\", numbers: {\"fingers\": 2}, \
                 steps: [Rest(lasts: \"2m\")])";
    let own = Own::new().with("techniques/named.ron", named).with("mine.ron", routine("Use(\"named\")"));
    let routine = own.check(&[]).find("mine").unwrap().routine.clone().unwrap();
    let timeline = compile(&plan(&routine, &Profile::default(), &Moment::default(), None).unwrap());
    assert_eq!(timeline.segments()[1].name, "2 minutes with 2 fingers");
}

/// The program itself, in a home that holds nothing but `own` as its routines.
fn stillpoint(own: &Own, arguments: &[&str]) -> Output {
    let home = own.path();
    Command::new(env!("CARGO_BIN_EXE_stillpoint"))
        .args(arguments)
        .current_dir(home)
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .output()
        .expect("the program starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("it prints UTF-8")
}

#[test]
fn checking_a_broken_file_shows_it_and_ends_with_one() {
    let own = Own::new().with("mine.ron", routine("Rest(lasts: 5), Gide()")).with("good.ron", GOOD);
    let checked = stillpoint(&own, &["check", "mine.ron"]);
    assert_eq!(checked.status.code(), Some(1));
    let shown = text(&checked.stderr);
    for part in ["--> mine.ron:1:102", "--> mine.ron:1:106", "Did you mean `Guide`?"] {
        assert!(shown.contains(part), "{part} is missing in:\n{shown}");
    }
    assert_eq!(stillpoint(&own, &["check", "good.ron"]).status.code(), Some(0));
    assert_eq!(stillpoint(&own, &["check", "."]).status.code(), Some(1));
    assert_eq!(stillpoint(&own, &["check", "nowhere.ron"]).status.code(), Some(2));
}

#[test]
fn showing_a_routine_prints_its_listing() {
    let shown = stillpoint(&Own::new(), &["show", "neck-and-shoulders-10", "--minutes", "8"]);
    assert_eq!(shown.status.code(), Some(0));
    let expected = include_str!("snapshots/it__listings__neck-and-shoulders-10-at-8.snap");
    let expected = expected.splitn(3, "---\n").nth(2).expect("the snapshot has a head");
    assert_eq!(text(&shown.stdout).trim_end(), expected.trim_end());
    let refused = stillpoint(&Own::new(), &["show", "neck-and-shoulders-10", "--minutes", "60"]);
    assert_eq!(refused.status.code(), Some(2));
    let sentence = text(&refused.stderr);
    assert!(
        sentence
            .contains("`neck-and-shoulders-10` can't last 1h; the nearest length that its steps allow is ")
    );
}

#[test]
fn the_cautions_of_techniques_are_told_with_the_routine() {
    let library = Library::open(None);
    let routine = library.find("neck-and-shoulders-5").unwrap().routine.clone().unwrap();
    let cautions = routine.cautions();
    let of_techniques = [
        "In pregnancy, don't squeeze firmly.",
        "Not if a temple is tender and you are 50 or older: see a doctor today.",
        "If pressing at the base of the skull brings on head pain, let go.",
    ];
    for caution in of_techniques {
        assert_eq!(cautions.iter().filter(|told| *told == caution).count(), 1, "{cautions:#?}");
    }
}

//! Files of one's own: new ones, copies, and a library that is as the files are.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use stillpoint::library::user_files::{UserFilesError, id_from_name, title_remark};
use stillpoint::library::{Library, Loader, Origin, Watch};
use stillpoint::routine::{Language, canonical};
use tempfile::TempDir;

const CALM: &str = "(format: 1, title: \"Calm\", kind: Relaxation, suits: [Between], evidence: Traditional, \
                    sources: [\"mine\"], steps: [Rest(lasts: \"30s\")])";

/// How long something that has to come may take on a machine that does a lot besides.
const AT_MOST: Duration = Duration::from_secs(30);

fn own(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        save(folder.path(), name, text);
    }
    folder
}

fn save(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn title(library: &Library, id: &str) -> Option<String> {
    library.find(id).and_then(|entry| entry.routine.as_ref()).map(|routine| routine.title())
}

fn technique(steps: &str) -> String {
    format!("(format: 1, title: \"T\", steps: [{steps}])")
}

fn using(id: &str) -> String {
    CALM.replace("Rest(lasts: \"30s\")", &format!("Use(\"{id}\")"))
}

#[test]
fn names_become_ids_that_every_system_can_have() {
    for (name, id) in [
        ("Evening Walk!", "evening-walk"),
        ("  Über den Schlaf  ", "über-den-schlaf"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\u{0}b\nc", "a-b-c"),
        ("CON", "con-routine"),
        ("lpt1", "lpt1-routine"),
        ("Programmes", "programmes-routine"),
        ("techniques", "techniques-routine"),
        (&"x".repeat(300), &"x".repeat(60)),
    ] {
        assert_eq!(id_from_name(name).unwrap(), id);
    }
    for name in ["", " ", "…", "///"] {
        assert!(matches!(id_from_name(name), Err(UserFilesError::NoName(_))), "{name}");
    }
}

#[test]
fn a_new_routine_has_no_problems_and_the_canonical_form() {
    let folder = own(&[]);
    for (name, id, wanted) in [
        ("Quiet evening", "quiet-evening", "Quiet evening"),
        ("My \"{best}\" \\ 5", "my-best-5", "My \"{best}\" \\ 5"),
        ("Level 2", "level-2", "Level 2"),
        ("2nd evening", "2nd-evening", "2nd evening"),
        ("Level2", "level2", "Level2"),
        ("Neck, part #3", "neck-part-3", "Neck, part #3"),
        ("5-minute", "5-minute", "Minute"),
        ("22 / 7", "22-7", "My routine"),
        ("A \"{good}\" \\ one", "a-good-one", "A \"{good}\" \\ one"),
        ("NAME of TITLE", "name-of-title", "NAME of TITLE"),
    ] {
        let path = Library::open(Some(folder.path())).begin(name, folder.path()).unwrap();
        assert_eq!(path, folder.path().join(format!("{id}.ron")));
        let library = Library::open(Some(folder.path()));
        assert_eq!(library.find(id).unwrap().problems.lines(), "");
        assert_eq!(title(&library, id).as_deref(), Some(wanted));
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(canonical(&text), Ok(text.clone()));
        assert!(text.contains(&format!("stillpoint check {id} ")));
    }
}

#[test]
fn a_title_that_is_not_the_name_is_told() {
    assert_eq!(title_remark("Quiet evening"), None);
    assert_eq!(title_remark(" Level 2 "), None);
    let remark = title_remark(" Neck 5 min ").unwrap();
    assert!(remark.starts_with("The title is `Neck min`, not `Neck 5 min`: "), "{remark}");
    assert!(title_remark("22").unwrap().contains("`22` can't be the title"));
    assert!(title_remark("2\n2").unwrap().contains("`2\\n2` can't be the title"));
}

#[test]
fn what_a_title_may_not_hold_is_left_out_of_a_name() {
    let folder = own(&[]);
    let made = Library::open(Some(folder.path())).begin("Calm\u{202e} eve\u{2028}ning\u{1b}", folder.path());
    let id = made.unwrap().file_stem().unwrap().to_string_lossy().into_owned();
    assert_eq!(title(&Library::open(Some(folder.path())), &id).as_deref(), Some("Calm evening"));
}

#[test]
fn nothing_is_ever_written_over() {
    let folder = own(&[("sub/calm.ron", CALM), ("broken.ron", "(")]);
    let library = Library::open(Some(folder.path()));
    for taken in ["Calm", "broken"] {
        assert!(matches!(library.begin(taken, folder.path()), Err(UserFilesError::Taken { .. })), "{taken}");
    }
    assert!(matches!(library.begin("Cold forehead", folder.path()), Err(UserFilesError::BuiltIn(_))));
    // Also one that came since the library was read.
    save(folder.path(), "late.ron", "mine");
    assert!(matches!(library.begin("late", folder.path()), Err(UserFilesError::Taken { .. })));
    assert_eq!(fs::read_to_string(folder.path().join("late.ron")).unwrap(), "mine");
}

#[test]
fn a_copy_takes_the_place_of_a_built_in_routine_until_it_goes() {
    let folder = own(&[]);
    let read = || Library::open(Some(folder.path()));
    let before = read().entries().len();
    let made = read().copy_to_user_files("temples", folder.path(), false).unwrap();
    assert_eq!(made, [folder.path().join("temples.ron")]);
    assert_eq!(read().find("temples").unwrap().origin, Origin::File(made[0].clone()));
    assert_eq!(read().entries().len(), before);
    assert!(matches!(
        read().copy_to_user_files("temples", folder.path(), false),
        Err(UserFilesError::Taken { .. })
    ));
    fs::rename(&made[0], folder.path().join("other.ron")).unwrap();
    assert_eq!(read().find("temples").unwrap().origin, Origin::BuiltIn);
    assert!(title(&read(), "other").is_some());
}

#[test]
fn the_techniques_of_a_copy_can_be_ones_own_too() {
    let folder = own(&[("techniques/temple-circles.ron", &technique("Rest(lasts: \"20s\")"))]);
    let made = Library::open(Some(folder.path()))
        .copy_to_user_files("neck-and-shoulders-10", folder.path(), true)
        .unwrap();
    let techniques = made[1..].iter().filter(|path| path.parent() == Some(&folder.path().join("techniques")));
    assert_eq!(techniques.count(), made.len() - 1);
    assert!(made.len() > 4, "{made:?}");
    assert!(!made.contains(&folder.path().join("techniques/temple-circles.ron")), "one's own stays");
    let library = Library::open(Some(folder.path()));
    let built_in = library.techniques_of(library.find("neck-and-shoulders-10").unwrap());
    assert!(built_in.iter().all(|technique| technique.origin != Origin::BuiltIn));
}

#[test]
fn a_copy_under_another_name_has_its_title_and_its_pictures() {
    let drawn = CALM.replace("lasts: \"30s\"", "lasts: \"30s\", picture: \"p/a.svg\"");
    let elsewhere = own(&[("calm.ron", &drawn), ("p/a.svg", "<svg/>")]);
    let folder = own(&[]);
    let from = elsewhere.path().join("calm.ron");
    let library = Library::open(Some(folder.path()));
    let made = library.copy(from.to_str().unwrap(), "Late calm", folder.path(), false).unwrap();
    assert_eq!(made, [folder.path().join("late-calm.ron")]);
    assert!(folder.path().join("p/a.svg").exists());
    let library = Library::open(Some(folder.path()));
    assert_eq!(title(&library, "late-calm").as_deref(), Some("Late calm"));
    assert!(matches!(library.copy("nothing", "X", folder.path(), false), Err(UserFilesError::NoSource(_))));
}

#[test]
fn a_copy_comes_whole_with_its_own_pictures_or_not_at_all() {
    let drawn = CALM.replace(
        "Rest(lasts: \"30s\")",
        "Rest(lasts: \"30s\", picture: \"a.svg\"), Rest(lasts: \"30s\", picture: \"b.svg\"), \
         Rest(lasts: \"30s\", picture: \"a.svg\")",
    );
    assert_ne!(drawn, CALM);
    let elsewhere = own(&[("calm.ron", &drawn), ("a.svg", "<svg/>"), ("b.svg", "<svg/>")]);
    let from = elsewhere.path().join("calm.ron");
    let copy = |folder: &Path, with_techniques| {
        let library = Library::open(Some(folder));
        library.copy(from.to_str().unwrap(), "Mine", folder, with_techniques)
    };
    let names = |folder: &Path| {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    // One that is there already is the same; of a file by its path, nothing else is missing for `with_techniques`.
    let folder = own(&[("b.svg", "<svg/>")]);
    assert_eq!(copy(folder.path(), true).unwrap(), [folder.path().join("mine.ron")]);
    assert_eq!(names(folder.path()), ["a.svg", "b.svg", "mine.ron"]);
    // Another one, a folder, and something that has the name of the routine.
    let other = own(&[("b.svg", "<svg width='9'/>")]);
    let folder = own(&[("b.svg/x", "")]);
    for folder in [other.path(), folder.path()] {
        assert!(matches!(copy(folder, false), Err(UserFilesError::AssetTaken { .. })));
        assert_eq!(names(folder), ["b.svg"]);
    }
    let folder = own(&[("mine.ron/x", "")]);
    assert!(matches!(copy(folder.path(), false), Err(UserFilesError::Taken { .. })));
    assert_eq!(names(folder.path()), ["mine.ron"]);
}

#[test]
fn nothing_outside_the_folder_of_a_routine_is_copied_with_it() {
    let home = own(&[("secret.svg", "<svg/>"), ("routines/in.svg", "<svg/>")]);
    let folder = home.path().join("own");
    let from = home.path().join("routines/calm.ron");
    let copy = |picture: &str| {
        let drawn = CALM.replace("lasts: \"30s\"", &format!("lasts: \"30s\", picture: \"{picture}\""));
        save(home.path(), "routines/calm.ron", &drawn);
        let library = Library::open(Some(&folder));
        library.copy(from.to_str().unwrap(), "Mine", &folder, false).map_err(|error| error.to_string())
    };
    #[cfg(unix)]
    std::os::unix::fs::symlink("../secret.svg", home.path().join("routines/link.svg")).unwrap();
    let absolute = home.path().join("secret.svg").display().to_string();
    for picture in
        ["../secret.svg", "in/../../secret.svg", "link.svg", &absolute, "..\\\\secret.svg", "con.svg"]
    {
        let told = copy(picture).unwrap_err();
        assert!(told.starts_with("`calm` can't be copied: its file `"), "{picture}: {told}");
        assert!(!folder.exists(), "{picture}: nothing was written");
    }
    copy("in.svg").unwrap();
    assert!(folder.join("in.svg").exists());

    // Where a link in the person's own folder leads out of it, nothing goes through it.
    #[cfg(unix)]
    {
        save(home.path(), "routines/out/in.svg", "<svg/>");
        fs::create_dir(home.path().join("elsewhere")).unwrap();
        fs::remove_file(folder.join("mine.ron")).unwrap();
        std::os::unix::fs::symlink("../elsewhere", folder.join("out")).unwrap();
        assert!(copy("out/in.svg").is_err());
        assert_eq!(fs::read_dir(home.path().join("elsewhere")).unwrap().count(), 0);
    }
}

#[test]
fn only_what_changed_is_read_again() {
    let folder = own(&[
        ("a.ron", &using("one")),
        ("b.ron", &using("two")),
        ("techniques/one.ron", &technique("Rest(lasts: \"20s\")")),
        ("techniques/two.ron", &technique("Use(\"inner\")")),
        ("techniques/inner.ron", &technique("Rest(lasts: \"20s\")")),
    ]);
    std::thread::sleep(Duration::from_millis(120)); // A file saved just now is not trusted to be the last.
    let mut loader = Loader::new(Some(folder.path().to_path_buf()));
    loader.load();
    let routine =
        |library: &Library, id: &str| Arc::clone(library.find(id).unwrap().routine.as_ref().unwrap());
    let (before, changes) = (loader.load(), loader.changes());
    assert_eq!(loader.changes(), changes);
    // A technique deep inside another changes what uses it, and nothing else.
    save(folder.path(), "techniques/inner.ron", &technique("Rest(lasts: \"25s\")"));
    let after = loader.load();
    assert!(loader.changes() > changes);
    assert!(Arc::ptr_eq(&routine(&before, "a"), &routine(&after, "a")));
    assert_eq!(routine(&after, "b").range().written.whole_secs(), 25);
    assert!(Arc::ptr_eq(&routine(&before, "temples"), &routine(&after, "temples")));
    fs::remove_file(folder.path().join("a.ron")).unwrap();
    assert!(loader.load().find("a").is_none());
}

#[test]
fn a_picture_that_comes_or_goes_is_noticed() {
    let folder = own(&[("a.ron", &CALM.replace("lasts: \"30s\"", "lasts: \"30s\", picture: \"a.png\""))]);
    let mut loader = Loader::new(Some(folder.path().to_path_buf()));
    assert!(loader.load().find("a").unwrap().problems.has_errors());
    // What cannot be drawn is told by its content, whatever its name says.
    save(folder.path(), "a.png", "x");
    let told = loader.load().find("a").unwrap().problems.lines();
    assert!(told.contains("The picture `a.png` is neither an SVG, a PNG nor a JPEG."), "{told}");
    save(folder.path(), "a.png", "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'/>");
    assert_eq!(loader.load().find("a").unwrap().problems.lines(), "");
    fs::remove_file(folder.path().join("a.png")).unwrap();
    let entry = loader.load().find("a").unwrap().clone();
    assert!(entry.problems.has_errors() && entry.is_stale && entry.routine.is_some());
}

#[test]
fn a_file_that_breaks_keeps_its_last_good_version() {
    let folder = own(&[
        ("temples.ron", CALM),
        ("uses.ron", &using("mine")),
        ("techniques/mine.ron", &technique("Rest(lasts: \"20s\")")),
    ]);
    let mut loader = Loader::new(Some(folder.path().to_path_buf()));
    assert!(!loader.load().find("temples").unwrap().is_stale);
    save(folder.path(), "temples.ron", "(broken");
    save(folder.path(), "techniques/mine.ron", "(broken");
    for _ in 0..2 {
        let library = loader.load();
        let entry = library.find("temples").unwrap();
        assert!(entry.is_stale && entry.problems.has_errors());
        assert_eq!(title(&library, "temples").as_deref(), Some("Calm"), "not the built-in one");
        let technique = library.technique("mine").unwrap();
        assert!(technique.is_stale && technique.routine.is_some());
        assert_eq!(library.find("uses").unwrap().problems.lines(), "", "what uses it goes on using it");
    }
    save(folder.path(), "temples.ron", &CALM.replace("Calm", "Mended"));
    let library = loader.load();
    assert_eq!(title(&library, "temples").as_deref(), Some("Mended"));
    assert!(!library.find("temples").unwrap().is_stale);
    // A program that starts anew never saw a good one.
    let fresh = Library::open(Some(folder.path()));
    assert!(fresh.technique("mine").unwrap().routine.is_none());
}

/// The libraries that a watch gives, each as soon as it is there.
struct Watched {
    watch: Watch,
    woken: Receiver<()>,
}

impl Watched {
    fn start(folder: &Path) -> Self {
        let (wake, woken) = channel();
        let watch =
            Watch::start(Some(folder.to_path_buf()), Language::En, move || wake.send(()).unwrap_or_default());
        Self { watch, woken }
    }

    /// The first library of which this is so.
    #[track_caller]
    fn until(&self, is_so: impl Fn(&Library) -> bool) -> Arc<Library> {
        loop {
            self.woken.recv_timeout(AT_MOST).expect("a library comes");
            if let Some(library) = self.watch.latest()
                && is_so(&library)
            {
                return library;
            }
        }
    }
}

#[test]
fn the_library_follows_every_save() {
    let folder = own(&[]);
    let watched = Watched::start(folder.path());
    watched.until(|library| library.find("temples").is_some());
    save(folder.path(), "calm.ron", CALM);
    watched.until(|library| title(library, "calm").as_deref() == Some("Calm"));
    // In the way of editors that write another file and rename it.
    save(folder.path(), "calm.ron.tmp", &CALM.replace("Calm", "Calmer"));
    fs::rename(folder.path().join("calm.ron.tmp"), folder.path().join("calm.ron")).unwrap();
    watched.until(|library| title(library, "calm").as_deref() == Some("Calmer"));
    save(folder.path(), "new/folder/deep.ron", CALM);
    watched.until(|library| title(library, "deep").is_some());
    save(folder.path(), "calm.ron", "(");
    let broken = watched.until(|library| library.find("calm").is_some_and(|entry| entry.is_stale));
    assert_eq!(title(&broken, "calm").as_deref(), Some("Calmer"));
    fs::remove_file(folder.path().join("calm.ron")).unwrap();
    watched.until(|library| library.find("calm").is_none());
}

#[test]
fn a_folder_that_comes_goes_and_comes_again_is_followed() {
    let home = own(&[]);
    let folder: PathBuf = home.path().join("routines");
    let watched = Watched::start(&folder);
    watched.until(|library| library.find("temples").is_some());
    save(&folder, "calm.ron", CALM);
    watched.until(|library| library.find("calm").is_some());
    fs::remove_dir_all(&folder).unwrap();
    watched.until(|library| library.find("calm").is_none());
    save(&folder, "late.ron", CALM);
    watched.until(|library| library.find("late").is_some());
}

#[cfg(target_os = "linux")]
mod from_outside {
    use crate::person::Person;

    fn run(person: &Person, arguments: &[&str]) -> (i32, String, String) {
        let output = person.run(arguments);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    #[test]
    fn a_programme_goes_to_somebody_else_with_its_routines_in_one_file() {
        let (author, friend) = (Person::new(), Person::new());
        assert_eq!(run(&author, &["new", "My neck"]).0, 0);
        let weeks = "(format: 1, title: \"Two weeks\", about: \"A little more each week.\", author: \"Ada\", weeks: [\
                     (about: \"Begin\", routine: \"my-neck\", days: 3), (about: \"Go on\", any_of: [\"my-neck\", \"longer-exhale\"])])";
        author.file("data/stillpoint/routines/programmes/two-weeks.ron", weeks);
        let packed = author.path("weeks.stillpoint").display().to_string();
        let (code, told, wrong) = run(&author, &["pack", "two-weeks", "-o", &packed]);
        assert_eq!((code, wrong.as_str()), (0, ""));
        assert!(told.contains("programmes/two-weeks.ron") && told.contains("my-neck.ron"), "{told}");
        assert!(!told.contains("longer-exhale"), "what everybody has is left out: {told}");

        let (code, shown, _) = run(&friend, &["unpack", &packed]);
        assert!(code == 0 && shown.starts_with("Two weeks (programme of 2 weeks)"), "{shown}");
        assert!(shown.contains("By:        Ada"), "{shown}");
        let (code, _, told) = run(&friend, &["play", &packed]);
        assert_eq!((code, told.contains("this is a shared programme")), (2, true), "{told}");
        assert_eq!(run(&friend, &["unpack", &packed, "--add"]).0, 0);
        let (_, listed, _) = run(&friend, &["list", "--programmes"]);
        assert!(listed.contains("two-weeks") && listed.contains("Two weeks"), "{listed}");
        assert_eq!(run(&friend, &["check", "two-weeks"]).0, 0);

        let sheet = friend.path("weeks.html").display().to_string();
        let (code, told, _) = run(&friend, &["sheet", "two-weeks", "-o", &sheet]);
        assert_eq!((code, told), (0, format!("{sheet}\n")));
        let html = std::fs::read_to_string(&sheet).unwrap();
        assert!(html.contains("By Ada") && html.contains("Week 1: Begin. On 3 days."), "{html}");
        assert_eq!(run(&friend, &["sheet", "two-weeks", "-o", &sheet]).0, 2, "nothing is written over");
        let (code, _, told) = run(&friend, &["sheet", "no-such", "-o", &sheet, "--replace"]);
        assert!(code == 2 && told.contains("there is no routine `no-such`"), "{told}");
    }

    #[test]
    fn a_routine_is_begun_copied_checked_packed_and_unpacked() {
        let (author, friend) = (Person::new(), Person::new());
        let path = author.path("data/stillpoint/routines/evening-calm.ron").display().to_string();
        assert_eq!(run(&author, &["new", "Evening calm"]), (0, format!("{path}\n"), String::new()));
        assert_eq!(
            run(&author, &["check", &path]),
            (0, "1 file checked, no errors.\n".into(), String::new())
        );
        let (code, _, told) = run(&author, &["new", "Evening calm"]);
        assert_eq!((code, told.contains("you already have `evening-calm`")), (2, true), "{told}");
        let (code, _, told) = run(&author, &["new", "Evening, 5 minutes"]);
        assert_eq!((code, told.contains("not `Evening, 5 minutes`")), (0, true), "{told}");
        let (code, made, _) = run(&author, &["new", "temples", "--from", "temples", "--techniques"]);
        assert_eq!((code, made.lines().count() > 1), (0, true), "{made}");

        let packed = author.path("evening.stillpoint").display().to_string();
        let (code, told, _) = run(&author, &["pack", "evening-calm", "-o", &packed]);
        assert_eq!((code, told.contains("evening-calm.ron")), (0, true), "{told}");
        assert_eq!(run(&author, &["pack", "evening-calm", "-o", &packed]).0, 2, "nothing is written over");
        let (code, shown, _) = run(&friend, &["unpack", &packed]);
        assert_eq!(code, 0);
        for part in [
            "Evening calm (mixed)",
            "Evidence:  Traditional; little evidence",
            "Source:    my own",
            "Breath:    4 in, 6 out",
        ] {
            assert!(shown.contains(part), "{part} is missing in:\n{shown}");
        }
        assert!(!friend.path("data/stillpoint/routines").exists(), "looking adds nothing");
        assert_eq!(run(&friend, &["unpack", &packed, "--add"]).0, 0);
        let (_, listed, _) = run(&friend, &["list"]);
        assert!(
            listed.lines().any(|line| line.starts_with("evening-calm ") && line.ends_with("(yours)")),
            "{listed}"
        );
        let not_one = author.file("not.stillpoint", "hello");
        assert_eq!(
            run(&friend, &["unpack", &not_one]),
            (
                2,
                String::new(),
                "stillpoint: this shared routine can't be used: it isn't a .stillpoint file\n".into()
            )
        );
        assert_eq!(run(&author, &["migrate"]).0, 0);
    }

    #[test]
    fn an_id_may_end_like_a_file() {
        let person = Person::new();
        let own = person.file("data/stillpoint/routines/calm.ron.ron", super::CALM);
        for arguments in
            [&["show", "calm.ron"][..], &["check", "calm.ron"], &["new", "Later", "--from", "calm.ron"]]
        {
            let (code, out, told) = run(&person, arguments);
            assert_eq!(code, 0, "{arguments:?}: {out}{told}");
        }
        let packed = person.path("calm.stillpoint").display().to_string();
        let (code, out, told) = run(&person, &["pack", "calm.ron", "-o", &packed]);
        assert_eq!(code, 0, "{out}{told}");
        let friend = Person::new();
        assert_eq!(run(&friend, &["unpack", &packed, "--add"]).0, 0);
        assert_eq!(run(&friend, &["show", "calm.ron"]).0, 0);
        // By its path it is a file, whatever ids there are.
        assert_eq!(run(&person, &["show", &own]).0, 0);
        assert_eq!(run(&person, &["show", "other.ron"]).0, 2);
    }

    #[test]
    fn what_a_file_says_or_is_called_neither_commands_the_terminal_nor_forges_a_line() {
        let person = Person::new();
        let own = |name: &str, text: &str| person.file(&format!("data/stillpoint/routines/{name}"), text);
        let is_plain =
            |text: &str| !text.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{2028}', '\r', '\u{7}']);
        let title = "E\\u{1b}[2J\\u{1b}]52;c;eA==\\u{7}\u{202e}\u{2028}\u{9b}31m";
        own("evil.ron", &super::CALM.replace("Calm", title));
        own("sign\nstillpoint: nothing speaks against it\u{1b}[8m.ron", super::CALM);
        own("syntax\u{202e}.ron", "(title: \u{1b}]0;x\u{7} \u{9b}31m // \u{2028}\r\n");
        for arguments in
            [&["list"][..], &["check"], &["check", "--json"], &["fmt", "--check"], &["show", "evil"]]
        {
            let (_, out, told) = run(&person, arguments);
            for text in [&told, &out] {
                let text =
                    if arguments.contains(&"--json") { text.replace('\u{202e}', "") } else { text.clone() };
                assert!(is_plain(&text), "{arguments:?}: {text:?}");
                assert!(!text.lines().any(|line| line.starts_with("stillpoint: nothing speaks")), "{text}");
            }
        }
        let (code, _, told) = run(&person, &["check"]);
        assert_eq!(code, 1);
        for part in [
            "This text contains an escape character, which sends commands to a terminal (U+001B). Remove it.",
            "The name of this file contains a line break (U+000A). Rename it.",
        ] {
            assert!(told.contains(part), "{part} is missing in:\n{told}");
        }
        let (code, _, told) = run(&person, &["play", "x\u{1b}[2J\ny", "--terminal"]);
        assert_eq!((code, is_plain(&told)), (2, true), "{told:?}");
    }
}

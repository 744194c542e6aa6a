//! Bundles of programmes.

use super::*;

const PROGRAMME: &str = "(format: 1, title: \"Two weeks\", about: \"A little more each week.\", author: \"Ada\", contact: \"ada@example.org\", sources: [\"Us\"], weeks: [(about: \"Begin\", routine: \"evening\", days: 3, a_day: 2), (about: \"Go on\", any_of: [\"evening\", \"second\", \"longer-exhale\"], lasts: 2)])";

/// The folder of somebody who has written a programme.
fn author() -> TempDir {
    let folder = somebody();
    fs::create_dir(folder.path().join("programmes")).unwrap();
    fs::write(folder.path().join("programmes/two-weeks.ron"), PROGRAMME).unwrap();
    let second = routine(
        "Use(\"own\"), Guide(site: NeckBack, motion: Turn, side: Left, times: 3, rhythm: (press: \"5s\", release: \"3s\"), pressure: 1)",
    );
    fs::write(folder.path().join("second.ron"), second.replace("Evening", "Second")).unwrap();
    folder
}

fn bundle() -> Bundle {
    let folder = author();
    let library = Library::open(Some(folder.path()));
    for problems in library
        .entries()
        .iter()
        .map(|entry| &entry.problems)
        .chain(library.programmes().iter().map(|file| &file.problems))
    {
        assert!(!problems.has_errors(), "{}", problems.lines());
    }
    Bundle::of(&library, "two-weeks").unwrap()
}

fn with(name: &str, text: &str) -> Vec<u8> {
    let bundle = bundle();
    let mut files: Vec<(&str, &[u8])> = bundle.files().filter(|(of, _)| *of != name).collect();
    files.push((name, text.as_bytes()));
    zip(&files)
}

#[test]
fn a_programme_is_packed_with_its_routines_and_all_that_belongs_to_these() {
    let bundle = bundle();
    let names: Vec<&str> = bundle.files().map(|(name, _)| name).collect();
    let expected = [
        "a.wav",
        "evening.ron",
        "pictures/a.svg",
        "programmes/two-weeks.ron",
        "second.ron",
        "techniques/b.svg",
        "techniques/inner.ron",
        "techniques/own.ron",
    ];
    assert_eq!(names, expected, "what the program is shipped with is left out");
    assert_eq!((bundle.id(), bundle.subject_name().as_str()), ("two-weeks", "programmes/two-weeks.ron"));
    assert_eq!(Bundle::read(&bundle.to_bytes().unwrap()).unwrap(), bundle);

    let contents = bundle.contents(&Library::open(None)).unwrap();
    let said: Vec<String> =
        contents.lines().into_iter().map(|(label, line)| format!("{label}: {line}")).collect();
    for expected in [
        "By: Ada",
        "Contact: ada@example.org",
        "Week 1: Begin. On 3 days, twice a day.",
        "Weeks 2 to 3: Go on. As often as it is useful.",
        "Routine: Longer exhale (you have it already)",
        "Languages: English",
        "Source: Us",
    ] {
        assert!(said.iter().any(|line| line == expected), "{expected}\n{said:#?}");
    }
    assert!(said.iter().any(|line| line.starts_with("Routine: Second (")), "{said:#?}");
    assert!(said.iter().any(|line| line.starts_with("Exercises: ") && line.contains("3 times")), "{said:#?}");
    assert_eq!(contents.kind(), "programme of 3 weeks");
}

#[test]
fn somebody_else_adds_it_and_can_follow_it_and_takes_it_away_with_its_folder() {
    let theirs = tempfile::tempdir().unwrap();
    let bundle = bundle();
    let library = Library::open(Some(theirs.path()));
    let contents = bundle.contents(&library).unwrap();
    assert_eq!(bundle.add(&contents, &library, theirs.path(), false).unwrap().len(), 8);

    let library = Library::open(Some(theirs.path()));
    assert!(library.notes().is_empty(), "{:?}", library.notes());
    let programme = library.programme("two-weeks").expect("it is found in its folder");
    for id in programme.routines() {
        assert!(library.find(id).is_some_and(|entry| entry.routine.is_some()), "{id}");
    }
    assert!(library.find("two-weeks").is_none(), "a programme is no routine");
    let again = bundle.add(&contents, &library, theirs.path(), false).unwrap();
    assert_eq!(again, Vec::<PathBuf>::new(), "the same is not written again");

    fs::remove_dir_all(theirs.path().join("two-weeks")).unwrap();
    let library = Library::open(Some(theirs.path()));
    assert!(library.programme("two-weeks").is_none() && library.find("second").is_none());
}

#[test]
fn a_routine_that_is_there_already_stays_where_it_is_unless_it_is_another_one() {
    let theirs = tempfile::tempdir().unwrap();
    let bundle = bundle();
    let (_, second) = bundle.files().find(|(name, _)| *name == "second.ron").unwrap();
    fs::write(theirs.path().join("second.ron"), second).unwrap();
    fs::create_dir(theirs.path().join("techniques")).unwrap();
    for name in ["techniques/own.ron", "techniques/inner.ron", "techniques/b.svg"] {
        let (_, bytes) = bundle.files().find(|(of, _)| *of == name).unwrap();
        fs::write(theirs.path().join(name), bytes).unwrap();
    }
    let library = Library::open(Some(theirs.path()));
    let contents = bundle.contents(&library).unwrap();
    bundle.add(&contents, &library, theirs.path(), false).unwrap();
    assert!(!theirs.path().join("two-weeks/second.ron").exists());
    assert!(Library::open(Some(theirs.path())).programme("two-weeks").is_some());

    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join("second.ron"), routine("Rest(lasts: \"9s\")")).unwrap();
    let library = Library::open(Some(other.path()));
    let contents = bundle.contents(&library).unwrap();
    let refused = bundle.add(&contents, &library, other.path(), true).unwrap_err();
    assert!(matches!(&refused, BundleError::Elsewhere { id, .. } if id == "second"), "{refused}");
    assert!(!other.path().join("two-weeks").exists(), "nothing was written");
}

#[test]
fn a_programme_of_somebody_else_is_packed_from_its_folder() {
    let folder = author();
    let path = folder.path().join("programmes/two-weeks.ron");
    assert_eq!(Bundle::of(&Library::open(None), path.to_str().unwrap()).unwrap(), bundle());
}

#[test]
fn what_is_no_programme_with_its_routines_is_refused() {
    let small = routine("Rest(lasts: \"9s\")");
    let refused = |name: &str, text: &str| super::refused(&with(name, text));
    assert_eq!(refused("programmes/other.ron", PROGRAMME), "it contains more than one programme");
    assert_eq!(refused("third.ron", &small), "nothing in it uses `third.ron`");
    assert_eq!(refused("techniques.ron", &small), "its routine can't be called `techniques`");
    let unknown = PROGRAMME.replace("\"second\"", "\"seconds\"");
    let told = refused("programmes/two-weeks.ron", &unknown);
    assert!(told.contains("There is no routine `seconds`."), "{told}");
    let told = refused("second.ron", "(");
    assert!(told.starts_with("it has errors:\nsecond.ron:1"), "{told}");
    let evil =
        "(format: 1, title: \"\u{1b}[2J\", about: \"A\", weeks: [(about: \"Begin\", routine: \"evening\")])";
    let told = refused("programmes/two-weeks.ron", evil);
    assert!(told.contains("an escape character"), "{told}");
    check_refused(
        &[("programmes/a.ron", b"(")],
        "it has errors:\nprogrammes/a.ron:1:1: error: This `(` is never closed. Add a `)` where it ends.\n",
    );
}

#[test]
fn two_files_that_would_be_one_in_the_bundle_are_told() {
    let folder = author();
    fs::create_dir(folder.path().join("elsewhere")).unwrap();
    fs::remove_file(folder.path().join("second.ron")).unwrap();
    let second = routine("Rest(lasts: \"30s\", picture: \"pictures/a.svg\")");
    fs::write(folder.path().join("elsewhere/second.ron"), second).unwrap();
    fs::create_dir(folder.path().join("elsewhere/pictures")).unwrap();
    fs::write(folder.path().join("elsewhere/pictures/a.svg"), drawing("<rect width='1' height='1'/>"))
        .unwrap();
    let error = Bundle::of(&Library::open(Some(folder.path())), "two-weeks").unwrap_err();
    assert_eq!(
        error.to_string(),
        "two of the routines have different files called `pictures/a.svg`; rename one of them"
    );
}

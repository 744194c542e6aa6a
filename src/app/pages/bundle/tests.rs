//! A bundle in a whole window.

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::app::window::tests::{TestWindow, routine};
use crate::library::{Library, Loader};

fn inspect(test: &mut TestWindow, path: &Path) -> BundleData {
    let page = BundlePage::new(path.to_path_buf(), &test.window.model);
    test.window.open(Page::Bundle(Box::new(page)));
    let model = &test.window.model;
    let Page::Bundle(page) = &mut test.window.page else { panic!("another page") };
    page.poll(model);
    page.data.clone()
}

fn adds(test: &mut TestWindow, replaces: bool) {
    test.does(Action::Bundle(BundleAction::Add { replaces }));
}

#[test]
fn a_bundle_is_shown_before_anything_of_it_is_added() {
    let mut test = TestWindow::new();
    let folder = tempfile::tempdir().unwrap();
    let theirs = folder.path().join("theirs.ron");
    let written = routine("Theirs", "Rest(lasts: \"30s\", say: \"Rest.\")");
    std::fs::write(&theirs, &written).unwrap();
    let bundle = Bundle::of(&Library::open(None), theirs.to_str().unwrap()).unwrap().to_bytes().unwrap();
    let path = folder.path().join("theirs.stillpoint");
    std::fs::write(&path, bundle).unwrap();
    let added = test.file("theirs/theirs.ron");

    let data = inspect(&mut test, &path);
    assert_eq!((data.title.as_str(), data.can_add), ("Theirs", true));
    assert_eq!(data.verdict, ["Nothing to watch out for."]);
    assert!(!added.exists());
    adds(&mut test, false);
    assert_eq!(std::fs::read_to_string(&added).unwrap(), written);
    assert!(matches!(test.window.page, Page::Writing(_)));

    // Another one of that name is let in only on purpose.
    std::fs::write(&added, written.replace("Theirs", "Changed")).unwrap();
    test.window.model.library = Arc::new(Loader::new(Some(test.paths.routines.clone())).load());
    inspect(&mut test, &path);
    adds(&mut test, false);
    let Page::Bundle(page) = &test.window.page else { panic!("another page") };
    assert!(page.data.can_replace, "{:?}", page.data.trouble);
    adds(&mut test, true);
    assert_eq!(std::fs::read_to_string(&added).unwrap(), written);
}

#[test]
fn what_is_no_bundle_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.stillpoint");
    std::fs::write(&path, "not a bundle").unwrap();
    let mut test = TestWindow::new();
    let data = inspect(&mut test, &path);
    assert!(!data.can_add);
    assert!(
        data.trouble.as_ref().unwrap().starts_with("This shared routine can't be used: "),
        "{:?}",
        data.trouble
    );
    let data = inspect(&mut test, &folder.path().join("nowhere.stillpoint"));
    assert!(data.trouble.as_ref().unwrap().contains("nowhere.stillpoint"), "{:?}", data.trouble);
}

//! A pack that was opened or dropped on the window: looked at in the background, and added when that is wished.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use eframe::egui;

use super::writing::{sentence, shown_path};
use super::{Page, Window};
use crate::library::Library;
use crate::library::bundle::{Bundle, BundleError, Contents, ENDING};
use crate::safety::{Moment, Profile, SafeRoutine};
use crate::timeline::{PlanError, compile, plan};
use crate::ui::bundle::BundleData;

/// A pack while it is looked at.
pub(super) struct Sharing {
    pub data: BundleData,
    /// Another thread's answer, until it is there.
    looked: Option<Receiver<Looked>>,
    pack: Option<(Bundle, Contents)>,
}

type Looked = Result<(Bundle, Contents), BundleError>;

impl Sharing {
    fn new(path: PathBuf, library: Arc<Library>, ctx: &egui::Context) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (tell, looked) = channel();
        let ctx = ctx.clone();
        let look = move || {
            let _ = tell.send(looked_at(&path, &library));
            ctx.request_repaint();
        };
        // Without a thread nothing is ever told, and the page can be left.
        let _ = std::thread::Builder::new().name("pack".into()).spawn(look);
        let data =
            BundleData { title: name, trouble: Some("Looking at it …".into()), ..BundleData::default() };
        Self { data, looked: Some(looked), pack: None }
    }

    /// Takes the answer once it is there.
    pub(super) fn follow(&mut self, profile: &Profile) {
        let Some(looked) = self.looked.as_ref().and_then(|looked| looked.try_recv().ok()) else { return };
        self.looked = None;
        match looked {
            Ok((pack, contents)) => {
                self.data = data(&pack, &contents, profile);
                self.pack = Some((pack, contents));
            }
            Err(error) => self.data.trouble = Some(sentence(&error)),
        }
    }
}

/// A pack, or a routine's file with what belongs to it.
fn looked_at(path: &Path, library: &Library) -> Looked {
    let pack = if has_ending(path, "ron") {
        Bundle::of(library, &path.to_string_lossy())?
    } else {
        Bundle::of_file(path)?
    };
    let contents = pack.contents(library)?;
    Ok((pack, contents))
}

fn data(pack: &Bundle, contents: &Contents, profile: &Profile) -> BundleData {
    let routine = &contents.routine;
    let verdict = match plan(routine, profile, &Moment::default(), None) {
        Ok(plan) => {
            let advice = plan.advice().map(|advice| format!("Advised against. {}", advice.why));
            let cautions = plan.cautions().iter().map(|caution| caution.sentence.clone());
            let told: Vec<String> =
                advice.into_iter().chain(plan.changes().iter().cloned()).chain(cautions).collect();
            if told.is_empty() { vec!["Nothing speaks against it.".into()] } else { told }
        }
        Err(PlanError::NotNow { why, .. }) => vec![why],
        Err(error) => vec![format!("{error}.")],
    };
    BundleData {
        title: routine.title(),
        about: routine.routine().about.as_ref().map(|about| routine.text(&about.value)).unwrap_or_default(),
        lines: contents.told(),
        verdict,
        says: says(routine),
        files: pack.told_files(),
        problems: contents.problems.told(),
        trouble: None,
        can_add: true,
        can_replace: false,
    }
}

/// All that is said in it, each sentence once.
fn says(routine: &Arc<SafeRoutine>) -> Vec<String> {
    let Ok(plan) = plan(routine, &Profile::default(), &Moment::default(), None) else { return Vec::new() };
    let mut said = Vec::new();
    for spoken in compile(&plan).spoken() {
        if !said.contains(&spoken.text) {
            said.push(spoken.text);
        }
    }
    said
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|of| of.eq_ignore_ascii_case(ending))
}

impl Window {
    /// Shows a file that somebody else made, and what it would bring.
    pub(super) fn show_pack(&mut self, path: PathBuf, ctx: &egui::Context) {
        self.page = Page::Bundle(Box::new(Sharing::new(path, Arc::clone(&self.library), ctx)));
    }

    /// A pack or a routine that was dropped on the window is looked at; never while a session runs.
    pub(super) fn take_dropped_pack(&mut self, ctx: &egui::Context) {
        let dropped = |input: &egui::InputState| {
            let paths = input.raw.dropped_files.iter().map(|file| file.path().to_path_buf());
            paths.into_iter().find(|path| has_ending(path, ENDING) || has_ending(path, "ron"))
        };
        if self.open.is_none()
            && let Some(path) = ctx.input(dropped)
        {
            self.show_pack(path, ctx);
        }
    }

    /// Adds what is shown, and shows it as one's own.
    pub(super) fn add_pack(&mut self, replaces: bool) {
        let Page::Bundle(sharing) = &mut self.page else { return };
        let Some((pack, contents)) = &sharing.pack else { return };
        let Some(paths) = &self.paths else {
            sharing.data.trouble = Some("There is no folder for it on this machine.".into());
            return;
        };
        let added = pack.add(contents, &self.library, &paths.routines, replaces);
        match added {
            Ok(_) => {
                let path = paths.routines.join(pack.id()).join(format!("{}.ron", pack.id()));
                self.show_new(path, "It is among your routines now.".into());
            }
            Err(error) => {
                sharing.data.can_replace = matches!(error, BundleError::Taken { .. });
                sharing.data.can_add = false;
                sharing.data.trouble = Some(match &error {
                    BundleError::Taken { id, path } => {
                        let place = path
                            .as_ref()
                            .map_or_else(|| "it comes with the program".to_owned(), |path| shown_path(path));
                        format!("`{id}` is there already: {place}. This one can take its place.")
                    }
                    _ => sentence(&error),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::library::Loader;
    use crate::paths::Paths;

    fn window(folder: &Path) -> Window {
        let paths = Paths::within(folder);
        Window::new(Some(paths), &egui::Context::default())
    }

    fn looked(window: &mut Window, path: &Path) -> BundleData {
        window.show_pack(path.to_path_buf(), &egui::Context::default());
        let begun = Instant::now();
        loop {
            let profile = window.profile.clone();
            let Page::Bundle(sharing) = &mut window.page else { panic!("another page") };
            sharing.follow(&profile);
            if sharing.looked.is_none() {
                return sharing.data.clone();
            }
            assert!(begun.elapsed() < Duration::from_mins(1));
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    #[test]
    fn a_pack_is_shown_before_anything_of_it_is_added() {
        let folder = tempfile::tempdir().unwrap();
        let theirs = folder.path().join("theirs.ron");
        let text = "(format: 1, title: \"Theirs\", kind: Relaxation, suits: [Between], evidence: Traditional, \
                    sources: [\"our limit\"], steps: [Rest(lasts: \"30s\", say: \"Rest.\")])";
        std::fs::write(&theirs, text).unwrap();
        let pack = Bundle::of(&Library::open(None), theirs.to_str().unwrap()).unwrap().to_bytes().unwrap();
        let path = folder.path().join("theirs.stillpoint");
        std::fs::write(&path, pack).unwrap();
        let mut window = window(folder.path());
        let own = folder.path().join("routines/theirs/theirs.ron");

        let data = looked(&mut window, &path);
        assert_eq!((data.title.as_str(), data.can_add), ("Theirs", true));
        assert_eq!(data.verdict, ["Nothing speaks against it."]);
        assert!(!own.exists());
        window.add_pack(false);
        assert_eq!(std::fs::read_to_string(&own).unwrap(), text);
        assert!(matches!(window.page, Page::Writing(_)));

        // Another one of that name is let in only on purpose.
        std::fs::write(&own, text.replace("Theirs", "Changed")).unwrap();
        window.library = Arc::new(Loader::new(Some(folder.path().join("routines"))).load());
        looked(&mut window, &path);
        window.add_pack(false);
        let Page::Bundle(sharing) = &window.page else { panic!("another page") };
        assert!(sharing.data.can_replace, "{:?}", sharing.data.trouble);
        window.add_pack(true);
        assert_eq!(std::fs::read_to_string(&own).unwrap(), text);
    }

    #[test]
    fn what_is_no_pack_is_refused_with_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bad.stillpoint");
        std::fs::write(&path, "not a pack").unwrap();
        let mut window = window(folder.path());
        let data = looked(&mut window, &path);
        assert!(!data.can_add);
        assert!(data.trouble.as_ref().unwrap().starts_with("This pack is refused: "), "{:?}", data.trouble);
        let data = looked(&mut window, &folder.path().join("nowhere.stillpoint"));
        assert!(data.trouble.as_ref().unwrap().contains("nowhere.stillpoint"), "{:?}", data.trouble);
    }
}

//! A bundle that was opened or dropped on the window: inspected in the background, and added if the person
//! wants it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui;

use super::programmes::ProgrammesPage;
use super::writing::WritingPage;
use super::{Effect, Page};
use crate::app::model::Model;
use crate::app::{SOON, sentence, shown_path, spawn};
use crate::library::bundle::{Bundle, BundleError, Contents, ENDING};
use crate::library::{Library, Origin};
use crate::pending::{Pending, Unanswered};
use crate::ron_reader::Problems;
use crate::safety::Profile;
use crate::ui::actions::{Action, BundleAction};
use crate::ui::bundle::{BundleData, Kind, bundle_ui};
use crate::ui::theme::Palette;

/// Somebody else's bundle or routine, before it is added.
pub(in crate::app) struct BundlePage {
    pub data: BundleData,
    /// The inspection, while it is pending.
    answer: Option<Pending<Inspection, Unanswered>>,
    bundle: Option<(Bundle, Contents)>,
}

type Inspection = Result<(Bundle, Contents), BundleError>;

impl BundlePage {
    pub fn new(path: PathBuf, model: &Model) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let library = Arc::clone(&model.library);
        let answer = spawn("bundle", move || Ok(inspect(&path, &library)));
        let data =
            BundleData { title: name, trouble: Some("Reading the file…".into()), ..BundleData::default() };
        Self { data, answer: Some(answer), bundle: None }
    }

    pub fn ui(&mut self, ui: &mut egui::Ui, palette: &Palette) -> Option<Action> {
        bundle_ui(ui, palette, &self.data)
    }

    /// Takes the result of the inspection once it is there.
    pub fn poll(&mut self, model: &Model) {
        match Pending::poll_in(&mut self.answer) {
            Some(Ok(inspection)) => self.take(inspection, model),
            Some(Err(error)) => self.data.trouble = Some(sentence(&error)),
            None if self.answer.is_some() => model.ctx.request_repaint_after(SOON),
            None => {}
        }
    }

    fn take(&mut self, inspection: Inspection, model: &Model) {
        match inspection {
            Ok((bundle, contents)) => {
                self.data = data(&bundle, &contents, &model.profile);
                if has_it(&bundle, &model.library) {
                    // What it would take the place of is said before it is asked for.
                    (self.data.can_add, self.data.can_replace) = (false, true);
                    self.data.trouble =
                        Some("You have it already. This one can take its place, if it has changed.".into());
                }
                self.bundle = Some((bundle, contents));
            }
            Err(error) => self.data.trouble = Some(sentence(&error)),
        }
    }

    pub fn update(&mut self, action: BundleAction, model: &mut Model) -> Effect {
        match action {
            BundleAction::Add { replaces } => self.add(replaces, model),
        }
    }

    /// Adds the bundle, and shows it among the person's own files.
    fn add(&mut self, replaces: bool, model: &mut Model) -> Effect {
        let Some((bundle, contents)) = &self.bundle else { return Effect::Nothing };
        let Some(folder) = model.routines_folder() else {
            self.data.trouble = Some("There is no folder to save it in.".into());
            return Effect::Nothing;
        };
        match bundle.add(contents, &model.library, &folder, replaces) {
            Ok(_) if contents.programme.is_some() => {
                model.library_handle.notice_folder(&model.preferences.settings);
                let page =
                    ProgrammesPage::telling("Added. It's among these; start it when you like.".into(), model);
                Effect::Open(Box::new(Page::Programmes(page)))
            }
            Ok(_) => {
                let path = folder.join(bundle.id()).join(bundle.subject_name());
                let page = WritingPage::of_new_file(path, "Added to your routines.".into(), model);
                Effect::Open(Box::new(Page::Writing(Box::new(page))))
            }
            Err(error) => {
                self.data.can_replace = matches!(error, BundleError::Taken { .. });
                self.data.can_add = false;
                self.data.trouble = Some(not_added(&error));
                Effect::Nothing
            }
        }
    }
}

/// Whether the person has a routine or a programme of this id.
fn has_it(bundle: &Bundle, library: &Library) -> bool {
    let is_own = |origin: &Origin| matches!(origin, Origin::File(_));
    let programmes = library.programmes().iter().filter(|file| is_own(&file.origin));
    let routines = library.entries().iter().filter(|entry| is_own(&entry.origin));
    let mut ids = programmes.map(|file| &file.id).chain(routines.map(|entry| &entry.id));
    ids.any(|id| id == bundle.id())
}

fn not_added(error: &BundleError) -> String {
    if let BundleError::Taken { id, path } = error {
        let place =
            path.as_ref().map_or_else(|| "it comes with Stillpoint".to_owned(), |path| shown_path(path));
        format!("You already have `{id}`: {place}. This one can replace it.")
    } else {
        sentence(error)
    }
}

/// Inspects a bundle, or a routine's file with its assets.
fn inspect(path: &Path, library: &Library) -> Inspection {
    let bundle = if has_ending(path, "ron") {
        Bundle::of(library, &path.to_string_lossy())?
    } else {
        Bundle::of_file(path)?
    };
    let contents = bundle.contents(library)?;
    Ok((bundle, contents))
}

fn data(bundle: &Bundle, contents: &Contents, profile: &Profile) -> BundleData {
    BundleData {
        title: contents.title(),
        about: contents.about(),
        kind: if contents.programme.is_some() { Kind::Programme } else { Kind::Routine },
        lines: contents.lines(),
        verdict: contents.verdict(profile),
        spoken_lines: contents.spoken(),
        files: bundle.file_lines(),
        problems: contents.problems.iter().flat_map(Problems::rendered).collect(),
        trouble: None,
        can_add: true,
        can_replace: false,
    }
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|actual| actual.eq_ignore_ascii_case(ending))
}

/// The first dropped file that can be inspected here.
pub(in crate::app) fn dropped(input: &egui::InputState) -> Option<PathBuf> {
    let mut paths = input.raw.dropped_files.iter().map(|file| file.path().to_path_buf());
    paths.find(|path| has_ending(path, ENDING) || has_ending(path, "ron"))
}

#[cfg(test)]
mod tests;

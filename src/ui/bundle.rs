//! The page of somebody else's routine before it is added: what it does, who says so, and the verdict for this
//! person.

use egui::Ui;

use super::actions::{Action, BundleAction, Destination};
use super::keys::{Binding, Key, key_of, pressed};
use super::problems::problems_ui;
use super::text::words_ui;
use super::theme::{Palette, Role};
use super::widgets::{next_thing_ui, page_ui, section_ui};
use crate::ron_reader::RenderedProblem;

/// The data of the page.
#[derive(Clone, Debug, Default)]
pub struct BundleData {
    /// The title; during the inspection, the name of the file.
    pub title: String,
    /// Its own description.
    pub about: String,
    /// What it is.
    pub kind: Kind,
    /// What it does and its sources, each with a label.
    pub lines: Vec<(String, String)>,
    /// The plan's remarks for this person, outside an attack.
    pub verdict: Vec<String>,
    /// Everything that is spoken in it.
    pub spoken_lines: Vec<String>,
    /// The files in the bundle, with their sizes.
    pub files: Vec<String>,
    /// Warnings about it.
    pub problems: Vec<RenderedProblem>,
    /// Why it is refused or was not added.
    pub trouble: Option<String>,
    /// Whether it can be added.
    pub can_add: bool,
    /// Whether it can only be added by replacing what is there.
    pub can_replace: bool,
}

/// What somebody has shared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A routine.
    #[default]
    Routine,
    /// A programme, with routines of its own.
    Programme,
}

/// The keys of this page.
#[must_use]
pub fn bindings(data: &BundleData) -> Vec<Binding<Action>> {
    let add = match (data.can_add, data.can_replace) {
        (true, _) => {
            Some(Binding::new(Key::Enter, "add", Action::Bundle(BundleAction::Add { replaces: false })))
        }
        (false, true) => {
            Some(Binding::new(Key::Enter, "replace", Action::Bundle(BundleAction::Add { replaces: true })))
        }
        (false, false) => None,
    };
    let leave = Binding::new(Key::Escape, "cancel", Action::Go(Destination::Home));
    add.into_iter().chain([leave]).collect()
}

/// Draws the page. Nothing has been written anywhere yet.
pub fn bundle_ui(ui: &mut Ui, palette: &Palette, data: &BundleData) -> Option<Action> {
    let bindings = bindings(data);
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, "pack", &bindings, |ui| content_ui(ui, palette, data, &bindings));
    pressed.or(clicked)
}

fn content_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &BundleData,
    bindings: &[Binding<Action>],
) -> Option<Action> {
    ui.spacing_mut().item_spacing.y = 0.0;
    words_ui(ui, &data.title, Role::Heading, palette.text);
    if !data.about.is_empty() {
        words_ui(ui, &data.about, Role::Body, palette.text);
    }
    if let Some(trouble) = &data.trouble {
        ui.add_space(12.0);
        words_ui(ui, trouble, Role::Body, palette.text);
    }
    let mut action = None;
    if data.can_add {
        ui.add_space(8.0);
        let whose = match data.kind {
            Kind::Routine => "Somebody shared this routine with you. It isn't among your routines yet.",
            Kind::Programme => "Somebody shared this programme with you. You don't have it yet.",
        };
        words_ui(ui, whose, Role::Note, palette.quiet);
        ui.add_space(16.0);
        action = add_ui(ui, palette, "Add", false, bindings);
    }
    if data.can_replace {
        ui.add_space(16.0);
        action = add_ui(ui, palette, "Replace", true, bindings).or(action);
    }
    if !data.lines.is_empty() {
        section_ui(ui, palette, "What it does");
        for (label, line) in &data.lines {
            ui.add_space(4.0);
            words_ui(ui, &format!("{label}: {line}"), Role::Note, palette.text);
        }
        section_ui(ui, palette, "For you, between attacks");
        for sentence in &data.verdict {
            ui.add_space(4.0);
            words_ui(ui, sentence, Role::Note, palette.text);
        }
    }
    if !data.spoken_lines.is_empty() {
        section_ui(ui, palette, "What it says");
        for sentence in &data.spoken_lines {
            ui.add_space(4.0);
            words_ui(ui, sentence, Role::Note, palette.text);
        }
    }
    if !data.files.is_empty() {
        section_ui(ui, palette, "Files");
        for file in &data.files {
            words_ui(ui, file, Role::Note, palette.quiet);
        }
    }
    problems_ui(ui, palette, &data.problems);
    ui.add_space(16.0);
    action
}

fn add_ui(
    ui: &mut Ui,
    palette: &Palette,
    label: &str,
    replaces: bool,
    bindings: &[Binding<Action>],
) -> Option<Action> {
    let add = Action::Bundle(BundleAction::Add { replaces });
    next_thing_ui(ui, palette, label, key_of(bindings, &add)).clicked().then_some(add)
}

//! One of the person's own files: what is wrong with it, and what it does when, to look at and to listen to.

use egui::Ui;

use super::super::Action;
use super::super::keys::{Binding, Key, pressed};
use super::super::problems::problems_ui;
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{page_ui, section_ui};
use super::WritingAction;
use super::said::{Said, Score};
use super::score::score_ui;
use crate::ron_reader::RenderedProblem;
use crate::time::{ExactDuration, Position};
use crate::timeline::{Segment, SegmentKind};

/// How far an arrow key goes on the timeline.
const STEP: ExactDuration = ExactDuration::from_secs(5);
/// The most words without room that are listed: the file's problems name the rest.
const MOST_CROWDED: usize = 12;

/// What the page is given.
#[derive(Clone, Debug, Default)]
pub struct FileData {
    /// Its title, or its name.
    pub title: String,
    /// Where it lies.
    pub path: String,
    /// A sentence on its state.
    pub state: String,
    /// What is wrong with it.
    pub problems: Vec<RenderedProblem>,
    /// What it does; nothing where it cannot be played.
    pub score: Option<Score>,
    /// A sentence on what has just happened, or on what is in the way.
    pub remark: Option<String>,
}

/// What is looked at, and whether it is heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The place on the timeline.
    pub at: Position,
    /// Whether it is heard now.
    pub is_playing: bool,
    /// Whether it has moved, so that it is to be brought into sight.
    pub has_moved: bool,
}

/// The keys of this page; what cannot be played can be neither looked through nor heard.
#[must_use]
pub fn bindings(data: &FileData, place: Place) -> Vec<Binding<WritingAction>> {
    let mut bindings = Vec::new();
    if let Some(score) = &data.score {
        let listen = if place.is_playing { "stop" } else { "listen from here" };
        let earlier = Position::ZERO + place.at.from_start().minus(STEP);
        let later = (place.at + STEP).min(score.timeline.end());
        bindings.extend([
            Binding::new(Key::Space, listen, WritingAction::Listen),
            Binding::new(Key::Left, "earlier", WritingAction::Look(earlier)),
            Binding::new(Key::Right, "later", WritingAction::Look(later)),
            Binding::unseen(Key::Home, WritingAction::Look(Position::ZERO)),
        ]);
    }
    bindings.extend([
        Binding::new(Key::Char('e'), "edit", WritingAction::Edit),
        Binding::new(Key::Char('o'), "show the folder", WritingAction::Folder),
        Binding::new(Key::Delete, "put aside", WritingAction::SetAside),
        Binding::new(Key::Escape, "back", WritingAction::Show),
    ]);
    bindings
}

/// Shows the file.
pub fn file_ui(ui: &mut Ui, palette: &Palette, data: &FileData, place: Place) -> Option<Action> {
    let bindings = bindings(data, place);
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, &data.path, &bindings, |ui| content_ui(ui, palette, data, place));
    pressed.or(clicked).map(Action::Writing)
}

fn content_ui(ui: &mut Ui, palette: &Palette, data: &FileData, place: Place) -> Option<WritingAction> {
    ui.spacing_mut().item_spacing.y = 0.0;
    words_ui(ui, &data.title, Role::Heading, palette.text);
    words_ui(ui, &data.path, Role::Note, palette.quiet);
    ui.add_space(8.0);
    words_ui(ui, &data.state, Role::Body, palette.text);
    if let Some(remark) = &data.remark {
        ui.add_space(4.0);
        words_ui(ui, remark, Role::Note, palette.text);
    }
    problems_ui(ui, palette, &data.problems);
    let score = data.score.as_ref()?;
    section_ui(ui, palette, "At this place");
    here_ui(ui, palette, score, place.at);
    crowded_ui(ui, palette, score);
    section_ui(ui, palette, "What happens when");
    ui.add_space(8.0);
    let looked = score_ui(ui, palette, score, place);
    ui.add_space(8.0);
    let legend = "Above, the steps, with a bar at the top for the left side and at the bottom for the right. Below them \
                  the words, as long as saying them takes; a thick frame and ! where there is no time for all of them. \
                  Lines are sounds, triangles breaths in and out, circles the question whether you are awake.";
    words_ui(ui, legend, Role::Note, palette.quiet);
    ui.add_space(16.0);
    looked.map(WritingAction::Look)
}

/// The step at the place, and what is said in it.
fn here_ui(ui: &mut Ui, palette: &Palette, score: &Score, at: Position) {
    let timeline = &score.timeline;
    let segment = &timeline.segments()[timeline.index_at(at)];
    let (from, to) = (segment.start.from_start().clock(), segment.end().from_start().clock());
    let name = name_of(segment);
    words_ui(ui, &format!("{}  {name}", at.from_start().clock()), Role::Body, palette.text);
    words_ui(ui, &format!("{from} to {to}, {}", segment.lasts), Role::Note, palette.quiet);
    let within = segment.start..segment.end();
    for said in score.said.iter().filter(|said| within.contains(&said.spoken.at)) {
        line_ui(ui, palette, said);
    }
}

/// The words for which there is no time.
fn crowded_ui(ui: &mut Ui, palette: &Palette, score: &Score) {
    let crowded: Vec<&Said> = score.said.iter().filter(|said| !said.has_room()).collect();
    if crowded.is_empty() {
        return;
    }
    section_ui(ui, palette, "Too long for their time");
    for said in crowded.iter().take(MOST_CROWDED) {
        line_ui(ui, palette, said);
    }
    if crowded.len() > MOST_CROWDED {
        words_ui(ui, &format!("and {} more", crowded.len() - MOST_CROWDED), Role::Note, palette.quiet);
    }
}

fn line_ui(ui: &mut Ui, palette: &Palette, said: &Said) {
    let at = said.spoken.at.from_start().clock();
    ui.add_space(4.0);
    words_ui(ui, &format!("{at}  {}", said.text()), Role::Note, palette.text);
    words_ui(ui, &said.told(), Role::Note, palette.quiet);
}

/// What a stretch is called; those between steps have no name of their own.
#[must_use]
pub fn name_of(segment: &Segment) -> String {
    let name = segment.full_name();
    if !name.is_empty() {
        return name;
    }
    match segment.kind {
        SegmentKind::GetReady => "Get ready",
        SegmentKind::Switch => "Change sides",
        SegmentKind::Gap => "Pause",
        SegmentKind::Wait => "Wait for the key",
        SegmentKind::End => "The end",
        SegmentKind::Breathe(_) => "Breathing",
        SegmentKind::Guide { .. } | SegmentKind::Compress { .. } | SegmentKind::Rest => "Step",
    }
    .into()
}

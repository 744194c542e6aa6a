//! The page of one of the person's own files: its problems, and a transcript to look at and listen to.

use egui::Ui;

use super::super::Action;
use super::super::keys::{Binding, Key, pressed};
use super::super::problems::problems_ui;
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{page_ui, section_ui};
use super::WritingAction;
use super::score::score_ui;
use super::transcript::{SpokenLine, Transcript};
use crate::ron_reader::RenderedProblem;
use crate::time::{ExactDuration, Position};
use crate::timeline::{Segment, SegmentKind};

/// How far an arrow key moves the playhead.
const STEP: ExactDuration = ExactDuration::from_secs(5);
/// The most crowded lines that are listed. The file's problems mention the others.
const MOST_CROWDED: usize = 12;

/// The data of the page.
#[derive(Clone, Debug, Default)]
pub struct FileData {
    /// The title, or the file name if there is none.
    pub title: String,
    /// The path of the file.
    pub path: String,
    /// Its state in one sentence.
    pub state: String,
    /// What is wrong with it.
    pub problems: Vec<RenderedProblem>,
    /// Whether any of them can be mended without asking.
    pub can_be_mended: bool,
    /// Whether it is of a kind that can be built by hand.
    pub can_be_built: bool,
    /// Whether it can be used, and so be printed and shared.
    pub can_be_shared: bool,
    /// The transcript; `None` if the file cannot be played.
    pub transcript: Option<Transcript>,
    /// What has just happened, or what is in the way.
    pub remark: Option<String>,
}

/// The playhead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Playhead {
    /// Its position on the timeline.
    pub at: Position,
    /// Whether the file is being played.
    pub is_playing: bool,
    /// Whether it has moved and has to scroll into view.
    pub has_moved: bool,
}

/// The keys of this page. Without a transcript, there is nothing to look through or listen to.
#[must_use]
pub fn bindings(data: &FileData, playhead: Playhead) -> Vec<Binding<WritingAction>> {
    let mut bindings = Vec::new();
    if let Some(transcript) = &data.transcript {
        let listen = if playhead.is_playing { "stop" } else { "listen from here" };
        let earlier = Position::ZERO + playhead.at.from_start().minus(STEP);
        let later = (playhead.at + STEP).min(transcript.timeline.end());
        bindings.extend([
            Binding::new(Key::Space, listen, WritingAction::Listen),
            Binding::new(Key::Char('p'), "do it yourself", WritingAction::Play),
            Binding::new(Key::Left, "earlier", WritingAction::MoveTo(earlier)),
            Binding::new(Key::Right, "later", WritingAction::MoveTo(later)),
            Binding::hidden(Key::Home, WritingAction::MoveTo(Position::ZERO)),
        ]);
    }
    if data.can_be_mended {
        bindings.push(Binding::new(Key::Char('f'), "fix what is certain", WritingAction::Mend));
    }
    if data.can_be_built {
        bindings.push(Binding::new(Key::Char('b'), "build by hand", WritingAction::Build));
    }
    if data.can_be_shared {
        bindings.push(Binding::new(Key::Char('s'), "on paper", WritingAction::Print));
        bindings.push(Binding::new(Key::Char('k'), "share as one file", WritingAction::Pack));
    }
    bindings.extend([
        Binding::new(Key::Char('e'), "edit the text", WritingAction::Edit),
        Binding::new(Key::Char('o'), "open the folder", WritingAction::Folder),
        Binding::new(Key::Delete, "remove", WritingAction::Remove),
        Binding::new(Key::Escape, "back", WritingAction::Show),
    ]);
    bindings
}

/// Draws the page.
pub fn file_ui(ui: &mut Ui, palette: &Palette, data: &FileData, playhead: Playhead) -> Option<Action> {
    let bindings = bindings(data, playhead);
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, &data.path, &bindings, |ui| content_ui(ui, palette, data, playhead));
    pressed.or(clicked).map(Action::Writing)
}

fn content_ui(ui: &mut Ui, palette: &Palette, data: &FileData, playhead: Playhead) -> Option<WritingAction> {
    ui.spacing_mut().item_spacing.y = 0.0;
    words_ui(ui, &data.title, Role::Heading, palette.text);
    words_ui(ui, &data.path, Role::Note, palette.quiet);
    ui.add_space(8.0);
    words_ui(ui, &data.state, Role::Body, palette.text);
    if let Some(remark) = &data.remark {
        ui.add_space(4.0);
        let shown = words_ui(ui, remark, Role::Note, palette.text);
        // What has just happened is seen, however far down the page was.
        let id = egui::Id::unique("the remark of a file that is written");
        let is_new = ui.data_mut(|data| {
            let before = data.get_temp_mut_or_default::<String>(id);
            let is_new = before != remark;
            before.clone_from(remark);
            is_new
        });
        if is_new {
            shown.scroll_to_me(None);
        }
    }
    problems_ui(ui, palette, &data.problems);
    let transcript = data.transcript.as_ref()?;
    section_ui(ui, palette, "At this point");
    here_ui(ui, palette, transcript, playhead.at);
    crowded_ui(ui, palette, transcript);
    section_ui(ui, palette, "Timeline");
    ui.add_space(8.0);
    let moved_to = score_ui(ui, palette, transcript, playhead);
    ui.add_space(8.0);
    let legend = "Each row shows the steps, then the words, then the sounds. A bar above a step means the left side, a bar \
                  below it the right. Words are as wide as the time they take to say; a thick frame and ! mark words \
                  that don't fit. Vertical lines are sounds, triangles are breaths in and out, dashes are holds and \
                  rests, and a circle is where you're asked whether you're awake.";
    words_ui(ui, legend, Role::Note, palette.quiet);
    ui.add_space(16.0);
    moved_to.map(WritingAction::MoveTo)
}

/// The step at the playhead, with its spoken lines.
fn here_ui(ui: &mut Ui, palette: &Palette, transcript: &Transcript, at: Position) {
    let timeline = &transcript.timeline;
    let segment = &timeline.segments()[timeline.index_at(at)];
    let (from, to) = (segment.start.from_start().clock(), segment.end().from_start().clock());
    let name = name_of(segment);
    words_ui(ui, &format!("{}  {name}", at.from_start().clock()), Role::Body, palette.text);
    words_ui(ui, &format!("{from} to {to}, {}", segment.lasts), Role::Note, palette.quiet);
    let within = segment.start..segment.end();
    for line in transcript.lines.iter().filter(|line| within.contains(&line.spoken.at)) {
        line_ui(ui, palette, line);
    }
}

/// The lines that do not fit into their time.
fn crowded_ui(ui: &mut Ui, palette: &Palette, transcript: &Transcript) {
    let crowded: Vec<&SpokenLine> = transcript.lines.iter().filter(|line| !line.has_room()).collect();
    if crowded.is_empty() {
        return;
    }
    section_ui(ui, palette, "Words that are too long for their time");
    for line in crowded.iter().take(MOST_CROWDED) {
        line_ui(ui, palette, line);
    }
    if crowded.len() > MOST_CROWDED {
        words_ui(ui, &format!("and {} more", crowded.len() - MOST_CROWDED), Role::Note, palette.quiet);
    }
}

fn line_ui(ui: &mut Ui, palette: &Palette, line: &SpokenLine) {
    let at = line.spoken.at.from_start().clock();
    ui.add_space(4.0);
    words_ui(ui, &format!("{at}  {}", line.text()), Role::Note, palette.text);
    words_ui(ui, &line.duration_text(), Role::Note, palette.quiet);
}

/// The name of a segment. Segments between steps have no name of their own and get one here.
#[must_use]
pub fn name_of(segment: &Segment) -> String {
    let name = segment.full_name();
    if !name.is_empty() {
        return name;
    }
    match segment.kind {
        SegmentKind::GetReady => "Get ready",
        SegmentKind::Switch => "Switch sides",
        SegmentKind::Gap => "Pause",
        SegmentKind::Wait => "Wait for Space",
        SegmentKind::End => "The end",
        SegmentKind::Breathe(_) => "Breathing",
        SegmentKind::Guide { .. } | SegmentKind::Compress { .. } | SegmentKind::Rest => "Step",
    }
    .into()
}

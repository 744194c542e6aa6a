//! What the page is given, and what it asks for.

use std::collections::BTreeMap;

use super::super::figure::Subject;
use super::as_played::AsPlayed;
use super::cards::{Card, Direction, StepFacts};
use super::strip::Block;
use crate::editing::{Form, NewStep, StepPath};
use crate::library::Beside;
use crate::ron_reader::RenderedProblem;
use crate::routine::Language;
use crate::time::{ExactDuration, Position};

/// What stands beside the cards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Panel {
    /// The form of the selected step.
    #[default]
    Step,
    /// The form of the routine as a whole.
    Routine,
    /// The file.
    File,
    /// What is wrong with it.
    Problems,
    /// For whom and how long it is shown.
    AsPlayed,
}

impl Panel {
    pub(super) const ALL: [Self; 5] = [Self::Step, Self::Routine, Self::File, Self::Problems, Self::AsPlayed];

    /// Those that there are; a programme is not played itself.
    pub(super) fn of(data: &EditorData) -> &'static [Self] {
        if data.is_programme { &Self::ALL[..4] } else { &Self::ALL }
    }
}

/// Actions of this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditorAction {
    /// Make the changes of the state's queue, and what else was chosen there.
    TakeQueue,
    /// Look at the card at this index.
    Select(usize),
    /// Put a step behind the selected one.
    Insert(NewStep),
    /// Put a week behind the selected one.
    InsertWeek,
    /// Show what can be put in, or no longer.
    ShowKinds(bool),
    /// Put the selected step somewhere else.
    Move(Direction),
    /// Put the same step behind the selected one.
    Copy,
    /// Take the selected step out.
    Remove,
    /// One step back.
    Undo,
    /// One step on again.
    Redo,
    /// Show something else beside the cards.
    Show(Panel),
    /// From the form back to the cards.
    ToCards,
    /// Mend every slip of which it is certain what was meant.
    Mend,
    /// Play from the selected step, or stop.
    Listen,
    /// Play the selected step alone.
    ListenToStep,
    /// Move what is played, and the selection, to a position.
    MoveTo(Position),
    /// End the recording, and keep it.
    KeepRecording,
    /// End the recording, and throw it away.
    DropRecording,
    /// Save the selected step as a technique, and use that here.
    AsTechnique,
    /// Keep what is on this page, though the file was changed elsewhere.
    KeepMine,
    /// Take what is in the file instead.
    TakeTheirs,
    /// Back to the page of the file.
    Leave,
}

/// A technique, or a routine, that can be used.
#[derive(Clone, Debug, PartialEq)]
pub struct TechniqueRow {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is, in a sentence.
    pub about: String,
    /// What its figure shows.
    pub subject: Option<Subject>,
}

/// How far a field may go, in values as they stand in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The first value that may be chosen; nothing if that is the first of all.
    pub least: Option<String>,
    /// The last value that may be chosen; nothing if that is the last of all.
    pub most: Option<String>,
    /// What would be wrong before the first.
    pub why_least: Option<String>,
    /// What would be wrong behind the last.
    pub why_most: Option<String>,
}

/// The data of the page.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent of each other")]
pub struct EditorData {
    /// The title, or the name of the file.
    pub title: String,
    /// How long it lasts, and whether it is saved.
    pub summary: String,
    /// Its steps.
    pub cards: Vec<Card>,
    /// The one that is looked at.
    pub selected: Option<usize>,
    /// The one that is played.
    pub heard: Option<usize>,
    /// What is known of each step, also of alternatives.
    pub facts: BTreeMap<StepPath, StepFacts>,
    /// The form of the selected step, or of its alternative.
    pub form: Option<Form>,
    /// The form of the routine.
    pub whole: Option<Form>,
    /// The states in which the selected step has an alternative, with the way to it; nothing for the step itself, which is
    /// first, and for states without one.
    pub tabs: Vec<(String, Option<StepPath>)>,
    /// The file.
    pub text: String,
    /// A number that changes with the file.
    pub version: u64,
    /// The bytes of the selected step in it.
    pub marked: Option<std::ops::Range<usize>>,
    /// What is wrong with it.
    pub problems: Vec<RenderedProblem>,
    /// How many of them keep it from being used.
    pub errors: usize,
    /// Whether any of them can be mended without asking.
    pub can_be_mended: bool,
    /// Whether there is something to undo, and something to do again.
    pub undo: (bool, bool),
    /// How far the fields of the form may go, as far as that is known.
    pub reaches: BTreeMap<(StepPath, String), Limits>,
    /// The languages in which its words can be written.
    pub languages: Vec<Language>,
    /// Whether the selected step is done on each side.
    pub is_on_each_side: bool,
    /// What is wrong in a field of the form, by its step and name.
    pub faults: BTreeMap<(StepPath, String), String>,
    /// How many things are wrong or to be checked.
    pub to_check: usize,
    /// Whether it is a programme, whose cards are weeks.
    pub is_programme: bool,
    /// What a week can name.
    pub routines: Vec<TechniqueRow>,
    /// The pictures and recordings beside the file.
    pub beside: Beside,
    /// What `Use` can use.
    pub techniques: Vec<TechniqueRow>,
    /// What differs for whom it is shown, a sentence each; or why it cannot be played.
    pub changes: Vec<String>,
    /// For whom and how long it is shown.
    pub as_played: AsPlayed,
    /// The shortest and the longest that it can be, in minutes.
    pub minutes: (u32, u32),
    /// The steps along time, for the strip: where each begins and ends, and its card.
    pub blocks: Vec<Block>,
    /// Where it is being played, or would be from.
    pub playhead: Position,
    /// Whether it is being played.
    pub is_playing: bool,
    /// What is being recorded: the field that it is for, how loud it is from 0 to 1, and how long it is.
    pub recording: Option<(String, f32, ExactDuration)>,
    /// What has just happened, or what is in the way.
    pub remark: Option<String>,
    /// Whether the file was changed elsewhere in the same places; with whether it is still there.
    pub conflict: Option<bool>,
}

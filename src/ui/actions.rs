//! Actions: plain values that pages return, and that only [`crate::app`] acts on.
//!
//! An action that belongs to one page is grouped under that page, so that the window can dispatch it to that
//! page's controller and to nobody else.

use crate::journal::{Comfort, Feeling};
use crate::player::PlayerCommand;
use crate::routine::{Phase, Side};
use crate::safety::{Answer, Condition, State};
use crate::timeline::Cue;

use super::editor::EditorAction;
use super::journal::JournalAction;
use super::session::gesture::Gesture;
use super::settings::Setting;
use super::writing::WritingAction;

/// What a page wants to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Open another page.
    Go(Destination),
    /// Back to the page from which this one was opened.
    Back,
    /// Show the help for the open page.
    ShowHelp,
    /// Close the help.
    HideHelp,
    /// Fill the screen with the window, or no longer.
    ToggleFullScreen,
    /// Put the routine at this index of the library on paper.
    PrintRoutine(usize),
    /// Change the moment: how the person is now, asked on the first screen and before a start.
    Moment(MomentAction),
    /// For the first screen.
    Home(HomeAction),
    /// For the page before a start.
    Details(DetailsAction),
    /// For the programmes.
    Programme(ProgrammeAction),
    /// For a session and the rating page after it.
    Session(SessionAction),
    /// For the danger signs.
    Danger(DangerAction),
    /// For what is said once, before the first massage and before the first pack.
    FirstTime(FirstTimeAction),
    /// For the question some hours after a session.
    FollowUp(FollowUpAction),
    /// For the questions about the person.
    AboutMe(AboutMeAction),
    /// For the settings.
    Settings(SettingsAction),
    /// For the list of cues.
    Cues(CuesAction),
    /// For somebody else's routine, before it is added.
    Bundle(BundleAction),
    /// For the pages on which routines are written.
    Writing(WritingAction),
    /// For the page on which a routine is built.
    Editor(EditorAction),
    /// For the journal's pages.
    Journal(JournalAction),
}

/// The pages that can be opened directly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// The first screen.
    Home,
    /// The list of routines.
    Routines,
    /// The programmes: routines over several weeks.
    Programmes,
    /// The page before the start of the routine at this index of the library.
    Details(usize),
    /// The journal.
    Journal,
    /// The page for noting an attack, or for ending the one that is open.
    Attack,
    /// The danger signs that need a doctor instead of a routine.
    Danger,
    /// The question some hours after a session, if one is due.
    FollowUp,
    /// The questions about the person.
    AboutMe,
    /// About the program.
    About,
    /// What to know about massage, and massage by a therapist.
    Massage,
    /// The settings.
    Settings,
    /// The list of cues, each with its meaning.
    Cues,
    /// The person's own files.
    UserFiles,
}

/// A change of the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentAction {
    /// The phase of an attack, or none.
    Phase(Option<Phase>),
    /// Pain now, 0–10, or none.
    Pain(Option<u8>),
    /// Whether a state of the moment holds.
    State(State, bool),
    /// Which side is sore, if one is.
    Sore(Option<Side>),
    /// This is not like the usual attacks, or the person is not sure: nothing starts until it is answered
    /// again.
    NotUsual,
}

/// Actions of the first screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomeAction {
    /// Start the offered routine at this index of the library.
    StartOffer(usize),
    /// Continue the session that was interrupted.
    Resume,
    /// Do not offer the interrupted session again.
    DismissInterrupted,
    /// Offer again what was dismissed last.
    UndoDismissal,
    /// Begin sessions in an attack with the eyes shut, or no longer.
    ToggleEyesShut,
}

/// Actions of the page before a start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DetailsAction {
    /// Start the planned session.
    Start,
    /// Start although it is advised against, or although the journal is unavailable; the page gives the reason.
    StartAnyway,
    /// Change the length by this many minutes.
    MinutesBy(i64),
    /// Export the session as a sound file.
    SaveSound,
    /// Put the routine on paper, as it is planned now.
    Print,
    /// Add the routine to the favourites or remove it.
    ToggleFavourite,
    /// Set the weekly goal; 0 removes it.
    Goal(u8),
    /// Let one voice speak all of a session, also of later ones.
    OneVoice(bool),
    /// Open the routine's file; a shipped routine is copied first.
    Write,
}

/// Actions of the programmes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgrammeAction {
    /// Begin the programme at this index of the list.
    Begin(usize),
    /// Leave the running programme.
    Leave,
    /// Follow the programme again that was left or replaced last.
    Undo,
    /// Put the programme at this index of the list on paper, with its routines.
    Print(usize),
}

/// Actions of a session, its stop signs and the rating page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionAction {
    /// A command for the player.
    Player(PlayerCommand),
    /// Continue a session that was ended early.
    Continue,
    /// Mute the sound or bring it back.
    ToggleMute,
    /// Blank the screen or bring it back; time continues.
    ToggleBlank,
    /// What was done on the blank screen, which is one large button.
    Gesture(Gesture),
    /// Show when to stop; the session is paused meanwhile.
    ShowSigns,
    /// Back to the session from there.
    HideSigns,
    /// How the step feels that is being done.
    Comfort(Comfort),
    /// It feels wrong: end the session.
    FeelsWrong,
    /// Rate the pain after the session, 0–10, or take the rating back.
    Pain(Option<u8>),
    /// Compare with before, or take the answer back.
    Feeling(Option<Feeling>),
    /// The big key after the end: start the spoken rating, or pick the answer that was read last.
    SpokenRating,
    /// Leave the rating page; the note is saved.
    Done,
}

/// Actions of the danger signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DangerAction {
    /// Answer whether this is like the usual attacks.
    LikeUsual(bool),
}

/// Actions of what is said once, before the first massage and before the first pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstTimeAction {
    /// It was read: the session starts.
    Understood,
    /// Answer the questions about the person first.
    AboutMe,
}

/// Actions of the question some hours after a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUpAction {
    /// Save the answer.
    Save,
    /// Decline: this question is never asked again.
    Decline,
}

/// Actions of the questions about the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AboutMeAction {
    /// Answer one of them, or take the answer back.
    Answer(Condition, Option<Answer>),
}

/// Actions of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsAction {
    /// Change a setting.
    Set(Setting),
    /// Speak a trial sentence.
    TryVoice,
}

/// Actions of the list of cues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CuesAction {
    /// Play a cue.
    Listen(Cue),
}

/// Actions of the page of somebody else's routine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleAction {
    /// Add it to the person's routines.
    Add {
        /// Whether it may replace a routine with the same id.
        replaces: bool,
    },
}

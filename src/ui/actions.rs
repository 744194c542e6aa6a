//! What a person can want of a page: plain values that pages give back, and that only [`crate::app`] acts on.
//!
//! An action of a page of its own is grouped under that page, so that the window can hand it to the page's controller
//! and to nobody else.

use crate::journal::Feeling;
use crate::player::PlayerCommand;
use crate::routine::Phase;
use crate::safety::{Answer, Condition, State};
use crate::timeline::Cue;

use super::journal::JournalAction;
use super::settings::Setting;
use super::writing::WritingAction;

/// What a page wants to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Another page.
    Go(Destination),
    /// Back to the page from which this one was opened.
    Back,
    /// Short help for the page that is open.
    ShowHelp,
    /// Back from help to the page.
    HideHelp,
    /// How it is now: the same question on the first screen and before a start.
    Moment(MomentAction),
    /// Of the first screen.
    Home(HomeAction),
    /// Of the page before a start.
    Details(DetailsAction),
    /// Of the programmes.
    Programme(ProgrammeAction),
    /// Of a session and of the page after it.
    Session(SessionAction),
    /// Of the warning signs.
    Danger(DangerAction),
    /// Of the question some hours after a session.
    FollowUp(FollowUpAction),
    /// Of the questions about the person.
    AboutMe(AboutMeAction),
    /// Of the settings.
    Settings(SettingsAction),
    /// Of the sounds.
    Cues(CuesAction),
    /// Of somebody else's routine, before it is added.
    Bundle(BundleAction),
    /// Of the pages on which routines are written.
    Writing(WritingAction),
    /// Of the journal's pages.
    Journal(JournalAction),
}

/// The pages that others lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// The first screen.
    Home,
    /// The list of routines.
    Routines,
    /// Routines over weeks.
    Programmes,
    /// The routine at this place of the library, before its start.
    Details(usize),
    /// The journal.
    Journal,
    /// The page on which an attack is noted; the one that goes on is shown, to be ended.
    Attack,
    /// The warning signs that no routine is for.
    Danger,
    /// The question that is due some hours after a session.
    FollowUp,
    /// The questions about the person.
    AboutMe,
    /// What the program is.
    About,
    /// The settings.
    Settings,
    /// Every sound with its meaning.
    Cues,
    /// The person's own files.
    UserFiles,
}

/// How it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentAction {
    /// Where one is in the course of an attack, or that it is not said any more.
    Phase(Option<Phase>),
    /// Pain now, 0–10, or that it is not said any more.
    Pain(Option<u8>),
    /// Whether a state of the moment holds.
    State(State, bool),
    /// It is not like the usual attacks, or one is not sure: nothing starts until this is answered anew.
    NotUsual,
}

/// What the first screen wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomeAction {
    /// Start what is offered: the routine at this place of the library.
    StartOffer(usize),
    /// Continue the session that was interrupted.
    Resume,
    /// Do not offer it again.
    DismissInterrupted,
}

/// What the page before a start wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DetailsAction {
    /// Start.
    Start,
    /// Start although it is advised against, or although the journal cannot be read: the reason stands on the page.
    StartAnyway,
    /// So many minutes more, or fewer.
    MinutesBy(i64),
    /// Write the session to a sound file.
    SaveSound,
    /// Offer this routine first from now on, or no longer.
    ToggleFavourite,
    /// How often a week it is to be done; 0 for no goal.
    Goal(u8),
    /// Its file; a shipped one is copied first.
    Write,
}

/// What the programmes want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgrammeAction {
    /// Begin the one at this place of the list.
    Begin(usize),
    /// Leave the one that is under way.
    Leave,
}

/// What a session, its stop signs and the page after it want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionAction {
    /// Something for the player.
    Player(PlayerCommand),
    /// Continue a session that was ended before its time.
    Continue,
    /// Silence, or sound again.
    ToggleMute,
    /// Nothing on the screen, or all of it again; time goes on.
    ToggleBlank,
    /// When to stop; the session is paused meanwhile.
    ShowSigns,
    /// Back to the session from there.
    HideSigns,
    /// It feels wrong: end.
    FeelsWrong,
    /// Pain after the end, 0–10, or not said.
    Pain(Option<u8>),
    /// How it is compared with before, or not said.
    Feeling(Option<Feeling>),
    /// The big key once a session is over: ask by voice, or pick what was said last.
    SpokenRating,
    /// Leave the session behind; its note is taken along.
    Done,
}

/// What the warning signs want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DangerAction {
    /// Whether this is like the usual attacks.
    LikeUsual(bool),
}

/// What the question some hours after a session wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUpAction {
    /// Keep the answer.
    Save,
    /// Never ask that again.
    Decline,
}

/// What the questions about the person want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AboutMeAction {
    /// An answer to one of them, or none any more.
    Answer(Condition, Option<Answer>),
}

/// What the settings want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsAction {
    /// Another choice.
    Set(Setting),
    /// Hear the voice.
    TryVoice,
}

/// What the sounds want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CuesAction {
    /// Hear one.
    Listen(Cue),
}

/// What the page of somebody else's routine wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleAction {
    /// Add it.
    Add {
        /// Whether it may take the place of what has its name.
        replaces: bool,
    },
}

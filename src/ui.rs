//! What is seen: one page a file, each a function of what it is given.
//!
//! Pages see plans, snapshots and records, and give back an [`Action`]; only [`crate::app`] acts on it. Nothing here
//! knows of sound, voices, files or the journal's store. What a page's keys do is one table ([`keys`]).

use crate::journal::Feeling;
use crate::player::PlayerCommand;
use crate::routine::Phase;
use crate::safety::{Answer, Condition, State};
use crate::timeline::Cue;

pub mod about;
pub mod about_me;
pub mod after;
pub mod bundle;
pub mod cues;
pub mod danger;
pub mod details;
pub mod figure;
pub mod help;
pub mod home;
pub mod journal;
pub mod keys;
pub mod later;
pub mod now;
pub mod pacer;
pub mod problems;
pub mod programmes;
pub mod routines;
pub mod session;
pub mod settings;
pub mod signs;
pub mod text;
pub mod theme;
pub mod welcome;
mod widgets;
pub mod writing;

/// What a page wants to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// What the open page is for, and its keys.
    ShowHelp,
    /// From help back to the page, which is as it was.
    HideHelp,
    /// To the question how it is now, with what suits.
    ShowHome,
    /// Where one is in the course of an attack.
    SayPhase(Option<Phase>),
    /// Pain now, 0–10; none takes it back.
    SayPain(Option<u8>),
    /// Whether this is so now.
    SayState(State, bool),
    /// Begin what is offered: the routine at this place of the list.
    StartOffer(usize),
    /// Go on with the session that was interrupted.
    GoOn,
    /// Do not offer it again.
    DismissInterrupted,
    /// Say how it is some hours after a session.
    AnswerLater,
    /// Offer this routine first from now on, or no longer.
    ToggleFavourite,
    /// The big key once a session is over: ask by voice, or pick what was said last.
    SpokenRating,
    /// Nothing on the screen, or all of it again; time goes on.
    ToggleBlank,
    /// To everything that can be played.
    ShowRoutines,
    /// To the plans over weeks.
    ShowProgrammes,
    /// Begin the programme at this place of the list.
    BeginProgramme(usize),
    /// Leave the programme that goes on.
    LeaveProgramme,
    /// The routine at this place of the list, before the start.
    ShowDetails(usize),
    /// To what was done and noted, the newest first.
    ShowJournal,
    /// Begin the routine of the page before the start, as it is planned there.
    Start,
    /// More minutes, or fewer.
    MinutesBy(i64),
    /// The signs that no routine is for.
    ShowDanger,
    /// Whether this is like the usual attacks.
    LikeUsual(bool),
    /// The questions about the person.
    ShowAboutMe,
    /// An answer to one of them; none leaves it open.
    Answer(Condition, Option<Answer>),
    /// What the program is, what it is not, and what it rests on.
    ShowAbout,
    /// When to stop what is being done.
    ShowSigns,
    /// Back to the session from there.
    HideSigns,
    /// It feels wrong: end the session.
    FeelsWrong,
    /// Keep what was said some hours after a session.
    KeepLater,
    /// Never ask that again.
    DeclineLater,
    /// Begin although it is advised against.
    StartAllTheSame,
    /// Something for the player.
    Player(PlayerCommand),
    /// Silence, or sound again.
    ToggleMute,
    /// Pain after the end, 0–10; none takes it back.
    PainAfter(Option<u8>),
    /// How it is compared with before; none takes it back.
    Feeling(Option<Feeling>),
    /// Leave the session behind; its note is taken along.
    Done,
    /// To the choices about voice, sound and screen; a session goes on meanwhile.
    ShowSettings,
    /// Back to the session, or to the list where there is none.
    Leave,
    /// Another choice of the settings, which counts at once.
    Set(settings::Setting),
    /// Hear a sentence as the voice and its settings are now.
    TryVoice,
    /// Every cue with its meaning.
    ShowCues,
    /// Hear one of them.
    Listen(Cue),
    /// Write the session to a sound file.
    SaveSound,
    /// So often a week the routine is wished for; 0 for not at all.
    Goal(u8),
    /// Add the pack that is shown; whether it may take the place of what is there.
    AddBundle(bool),
    /// Something of the pages on which routines are written.
    Writing(writing::WritingAction),
    /// Something of the journal's pages.
    Journal(journal::JournalAction),
}

//! What is seen: one page a file, each a function of what it is given.
//!
//! Pages see plans, snapshots and records, and give back a [`Wish`]; only [`crate::app`] grants wishes. Nothing here
//! knows of sound, voices, files or the journal's store.

use crate::journal::Feeling;
use crate::player::PlayerCommand;
use crate::routine::Phase;
use crate::safety::State;
use crate::timeline::Cue;

pub mod after;
pub mod cues;
pub mod details;
pub mod figure;
pub mod home;
pub mod journal;
pub mod now;
pub mod pacer;
pub mod parts;
pub mod routines;
pub mod session;
pub mod settings;
pub mod text;
pub mod theme;

/// What a page wants to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The first screen.
    ShowHome,
    /// Where one is in the course of an attack.
    SayPhase(Option<Phase>),
    /// Pain now.
    SayPain(Option<u8>),
    /// Whether this is so now.
    SayState(State, bool),
    /// Begin what is offered: the routine at this place of the list.
    StartOffer(usize),
    /// Go on with the session that was interrupted.
    GoOn,
    /// Do not offer it again.
    LetGo,
    /// Say how it is some hours after a session.
    AnswerLater,
    /// Offer this routine first from now on, or no longer.
    ToggleFavourite,
    /// The big key once a session is over: ask by voice, or pick what was said last.
    ByEar,
    /// Nothing on the screen, or all of it again; time goes on.
    ToggleBlank,
    /// The list of routines.
    ShowRoutines,
    /// The routine at this place of the list, before the start.
    ShowDetails(usize),
    /// The journal.
    ShowJournal,
    /// Begin.
    Start,
    /// More minutes, or fewer.
    MinutesBy(i64),
    /// Begin although it is advised against.
    StartAllTheSame,
    /// Something for the player.
    Player(PlayerCommand),
    /// Silence, or sound again.
    ToggleMute,
    /// Pain after the end.
    PainAfter(Option<u8>),
    /// How it is compared with before.
    Feeling(Option<Feeling>),
    /// Leave the session behind; its note is taken along.
    Done,
    /// The settings.
    ShowSettings,
    /// Back to the session, or to the list where there is none.
    Leave,
    /// Another choice.
    Set(settings::Setting),
    /// Hear the voice.
    TryVoice,
    /// Every cue with its meaning.
    ShowCues,
    /// Hear a cue.
    Listen(Cue),
    /// Write the session to a sound file.
    SaveSound,
}

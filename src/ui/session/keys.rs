//! The keys of a session, for the window and the terminal. All of them can be used with closed eyes.

use super::super::keys::{Binding, Key, Surface};
use crate::journal::Comfort;
use crate::player::{PlayerCommand, Snapshot, State, StopReason};

/// What a key of a session does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Sends a command to the player.
    Player(PlayerCommand),
    /// Mutes the sound or brings it back.
    Mute,
    /// Blanks the screen or brings it back.
    Blank,
    /// Shows the stop signs.
    Signs,
    /// Opens the settings.
    Settings,
    /// Notes how the step feels.
    Comfort(Comfort),
    /// Ends the session because it feels wrong.
    FeelsWrong,
}

/// Every key, with what it does now.
#[must_use]
pub fn bindings(now: &Snapshot) -> Vec<Binding<Press>> {
    let in_window = |binding: Binding<Press>| binding.only_in(Surface::Window);
    let end = Press::Player(PlayerCommand::Stop(StopReason::Asked));
    let softer = now
        .is_question()
        .then(|| Binding::new(Key::Char('s'), "no, the softer way", Press::Player(PlayerCommand::Softer)));
    let usual = vec![
        Binding::new(Key::Space, big_key(now), Press::Player(PlayerCommand::BigKey)).also(&[Key::Enter]),
        Binding::new(Key::Left, "back", Press::Player(PlayerCommand::Back)),
        Binding::new(Key::Right, "skip", Press::Player(PlayerCommand::Skip)),
        Binding::new(Key::Char('+'), "longer", Press::Player(PlayerCommand::MoreTime))
            .also(&[Key::Char('=')]),
        Binding::new(Key::Char('r'), "repeat", Press::Player(PlayerCommand::Again)),
        Binding::new(Key::Char('1'), "good, bad", Press::Comfort(Comfort::Good)),
        Binding::new(Key::Char('2'), "good, bad", Press::Comfort(Comfort::Bad)),
        Binding::new(Key::Char('m'), "mute", Press::Mute),
        in_window(Binding::new(Key::Char('b'), "eyes shut", Press::Blank)),
        in_window(Binding::new(Key::Char('?'), "when to stop", Press::Signs)),
        in_window(Binding::new(Key::Char(','), "settings", Press::Settings)),
        Binding::new(Key::Escape, "end", end),
        in_window(Binding::hidden(Key::Char('x'), Press::FeelsWrong)),
        // As in most programs that run in a terminal.
        Binding::hidden(Key::Char('q'), end).only_in(Surface::Terminal),
    ];
    let mut bindings = usual;
    bindings.splice(1..1, softer);
    bindings
}

/// The keys that are shown if there is no room for all of them. The others still work.
pub(super) const ESSENTIAL: [Key; 4] = [Key::Space, Key::Char('s'), Key::Right, Key::Escape];

/// The keys that are shown only where they take no room from the words.
pub(super) const OF_COMFORT: [Key; 2] = [Key::Char('1'), Key::Char('2')];

/// What the big key does now.
fn big_key(now: &Snapshot) -> &'static str {
    if now.calls {
        return "the pack is off";
    }
    if now.asked.is_some() {
        return "I'm awake";
    }
    match now.state {
        State::Paused => "resume",
        State::Ready | State::Running | State::Stopped | State::Finished => {
            if now.is_question() {
                "yes, go on"
            } else if now.is_waiting() {
                "I'm ready"
            } else {
                "pause"
            }
        }
    }
}

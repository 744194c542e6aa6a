//! The program's own sentences in a session, all in one place.

use crate::routine::{Pack, Side, Site};
use crate::time::Span;

/// Said before the count.
#[must_use]
pub fn get_ready(title: &str, length: Span) -> String {
    let rounded = if length >= Span::from_mins(2) {
        Span::from_mins((length + Span::from_secs(30)).whole_secs() / 60)
    } else {
        length.floor_to_secs()
    };
    if title.contains("minute") { format!("{title}.") } else { format!("{title}. {}.", rounded.spoken()) }
}

/// Said when the side changes.
#[must_use]
pub fn switch_to(side: Side) -> String {
    format!("Now the {} side.", side.plain())
}

/// Said when the skin is to be looked at.
#[must_use]
pub const fn skin_check(pack: Pack) -> &'static str {
    match pack {
        Pack::Cold => {
            "Lift the pack and check your skin. If it burns, hurts or looks blotchy, take the pack off."
        }
        Pack::Warm => "Lift the pack and check your skin. If it stings or looks mottled, take the pack off.",
    }
}

/// What lies between a pack and the skin.
#[must_use]
pub const fn barrier(pack: Pack) -> &'static str {
    match pack {
        Pack::Cold => "A damp, thin cloth between pack and skin.",
        Pack::Warm => "A towel between pack and skin; never lie on it.",
    }
}

/// Asked while a pack lies.
#[must_use]
pub const fn still_awake() -> &'static str {
    "Still awake? Press the key."
}

/// Said in place of the question where nobody can answer: in a file.
#[must_use]
pub const fn if_sleepy() -> &'static str {
    "If you feel sleepy, take the pack off now."
}

/// Said at the end of a pack's time.
#[must_use]
pub const fn pack_off() -> &'static str {
    "Take the pack off now."
}

/// Said when warm and cold change.
#[must_use]
pub fn lay_on(pack: Pack, site: Site) -> String {
    let pack = match pack {
        Pack::Cold => "cold",
        Pack::Warm => "warm",
    };
    format!("Now {pack}, on the {}.", site.plain())
}

/// Said every so often, if that is wished.
#[must_use]
pub fn time_left(left: Span) -> String {
    format!("{} left.", left.spoken())
}

/// Said at the end.
#[must_use]
pub const fn the_end() -> &'static str {
    "That was the last step. Stay as you are for as long as you like."
}

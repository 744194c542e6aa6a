//! The sentences of a session in English.

use super::Phrases;
use crate::routine::Language;

pub(super) static PHRASES: Phrases = Phrases {
    language: Language::En,
    terms: || Language::En.terms(),
    ready_name: "Get ready",
    pause_name: "Pause",
    switch_name: "Switch sides",
    end_name: "The end",
    minute: "minute",
    switch_to: "Now the {side} side.",
    on_side: "{name}, {side} side",
    skin_check: [
        "Lift the pack and check your skin. If it burns, hurts or looks blotchy, take the pack off.",
        "Lift the pack and check your skin. If it stings or looks mottled, take the pack off.",
    ],
    barrier: ["A damp, thin cloth between pack and skin.", "A towel between pack and skin; never lie on it."],
    still_awake: "Still awake? Press the key.",
    if_sleepy: "If you feel sleepy, take the pack off now.",
    pack_off: "Take the pack off now.",
    lay_on: ["Now cold, on the {site}.", "Now warm, on the {site}."],
    time_left: "{time} left.",
    the_end: "That was the last step. Stay as you are for as long as you like.",
    breath: ["In", "More", "Hold", "Out", "Rest"],
    how_is_the_pain: "How is the pain now? Press Space at your number.",
    compared_with_before: "And compared with before? Press Space.",
    feelings: ["better", "the same", "worse"],
    pain: "Pain {pain}.",
    thanks: "Thank you. It is written down.",
    trial: "Let your shoulders sink, and your breath come and go.",
};

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
        "Lift the pack and feel the skin. If it burns, hurts or stays numb, take it off.",
        "Lift the pack and feel the skin. If it stings or feels too hot, take it off.",
    ],
    barrier: [
        "Keep a thin, damp cloth between pack and skin.",
        "Keep a towel between pack and skin. Never lie on it.",
    ],
    still_awake: "Still awake? Press Space.",
    if_sleepy: "If you're sleepy, take the pack off now.",
    pack_off: "Take the pack off now.",
    lay_on: ["Now the cold pack, {on}.", "Now the warm pack, {on}."],
    time_left: "{time} left.",
    the_end: "That's all. Rest for as long as you like.",
    two_ways: "If so, press Space. If not, press S.",
    gestures: "Tap to pause. Tap twice to repeat. Hold to end.",
    breath: ["In", "More", "Hold", "Out", "Rest"],
    how_is_the_pain: "How is the pain now? Press Space when you hear your number.",
    compared_with_before: "And compared with before? Press Space when you hear your answer.",
    feelings: ["better", "the same", "worse"],
    pain: "Pain {pain}.",
    thanks: "Thank you. That's saved.",
    trial: "Let your shoulders drop. Let your breath be easy.",
};

//! What to know about massage: what it can be expected to do, what is said before the first one, and how to find a
//! therapist. No claim beyond the trials that are named.

use egui::Ui;

use super::actions::{Action, Destination};
use super::keys::{Binding, Key, pressed};
use super::text::{listed_ui, words_ui};
use super::theme::{Palette, Role};
use super::widgets::{page_ui, section_ui};
use crate::safety::FirstTime;

/// What massage can and cannot be expected to do, and when to judge. The trials: Lawler & Cameron 2006, Hernandez-Reif
/// 1998, Happe 2016; Chaibi 2011 on their weaknesses; Moraska 2015 on tension-type headache; Lipton 2008 on touch.
const EXPECT: [&str; 6] = [
    "In three small trials, a therapist massaged people with migraine once or twice a week for 5 to 10 weeks. They had \
     fewer attacks than people who waited. The trials were small and had many weaknesses.",
    "In people with tension-type headache, massage was no better than a placebo at making headaches rarer.",
    "We found no trial of self-massage. The routines here are shorter and gentler than what a therapist does.",
    "Massage is for the days between attacks. During an attack, touch hurts about 6 in 10 people.",
    "Judge after several sessions, not after one. Note your headaches for some weeks before you start, and while \
     you have massage; the page for your doctor counts the days.",
    "If your headaches get worse after massage, stop.",
];

/// What to look for, and what to say: our limit, after what the trials above did.
const THERAPIST: [&str; 6] = [
    "Look for a qualification or a licence, and for experience with migraine.",
    "Before you begin, mention everything you answered yes to under About me: a blood clot, blood thinners, an \
     injury, pregnancy, your neck, your heart.",
    "Say where it hurts and how much pressure is right for you: before, during and after.",
    "Ask the therapist not to crack your neck, and not to turn it as far as it will go.",
    "In trials, a session lasted 30 to 60 minutes, once or twice a week.",
    "Some insurers pay part of the cost: ask yours.",
];

/// The keys of this page.
#[must_use]
pub fn bindings() -> Vec<Binding<Action>> {
    vec![
        Binding::new(Key::Char('a'), "about me", Action::Go(Destination::AboutMe)),
        Binding::new(Key::Char('?'), "is this dangerous?", Action::Go(Destination::Danger)),
        Binding::new(Key::Escape, "back", Action::Back),
    ]
}

/// Draws the page.
pub fn massage_ui(ui: &mut Ui, palette: &Palette) -> Option<Action> {
    let bindings = bindings();
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, "massage", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, "Massage by a therapist", Role::Heading, palette.text);
        lines_ui(ui, palette, THERAPIST);
        section_ui(ui, palette, "What to expect from massage");
        lines_ui(ui, palette, EXPECT);
        for which in FirstTime::ALL {
            let introduction = which.introduction();
            section_ui(ui, palette, &introduction.title);
            lines_ui(ui, palette, introduction.lines.iter().map(|line| line.line.as_str()));
        }
        ui.add_space(16.0);
        words_ui(ui, "Not medical advice. No clinician has reviewed this page.", Role::Note, palette.quiet);
        ui.add_space(24.0);
        None
    });
    pressed.or(clicked)
}

fn lines_ui<'a>(ui: &mut Ui, palette: &Palette, lines: impl IntoIterator<Item = &'a str>) {
    for line in lines {
        ui.add_space(8.0);
        listed_ui(ui, line, Role::Body, palette.text);
    }
}

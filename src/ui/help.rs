//! The help for each page: what it is for, and its keys, taken from the page itself.

use egui::Ui;

use super::Action;
use super::keys::{Binding, Key, Surface, hints, pressed};
use super::text::words_ui;
use super::theme::{Palette, Role};
use super::widgets::{page_ui, section_ui};

/// The page that the help is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The very first start.
    Welcome,
    /// The first screen.
    Home,
    /// The list of routines.
    Routines,
    /// The programmes.
    Programmes,
    /// A routine before its start.
    Details,
    /// A session.
    Session,
    /// The rating page after a session.
    After,
    /// The question some hours after a session.
    FollowUp,
    /// The stop signs.
    Signs,
    /// The warning signs.
    Danger,
    /// What is said once, before the first massage and the first pack.
    FirstTime,
    /// What to know about massage.
    Massage,
    /// The settings.
    Settings,
    /// The list of cues.
    Cues,
    /// The questions about the person.
    AboutMe,
    /// About the program.
    About,
    /// The journal.
    Journal,
    /// The person's own files.
    Writing,
    /// Somebody else's bundle.
    Bundle,
}

/// Keys that work on every page.
const EVERYWHERE: [(&str, &str); 4] = [
    ("Tab, Enter", "from one thing to the next, and choose it"),
    ("Page Up, Page Down", "read on and back"),
    ("Ctrl with + and −", "everything larger and smaller"),
    ("F1", "this help, and back"),
];

impl Topic {
    const fn title(self) -> &'static str {
        match self {
            Self::Welcome => "Welcome",
            Self::Home => "The first screen",
            Self::Routines => "The list of routines",
            Self::Programmes => "Programmes",
            Self::Details => "Before the start",
            Self::Session => "In a session",
            Self::After => "After a session",
            Self::FollowUp => "Some hours later",
            Self::Signs => "When to stop",
            Self::Danger => "Warning signs",
            Self::FirstTime => "Before the first time",
            Self::Massage => "Massage by a therapist",
            Self::Settings => "Settings",
            Self::Cues => "The sounds",
            Self::AboutMe => "About you",
            Self::About => "About Stillpoint",
            Self::Journal => "The journal",
            Self::Writing => "Writing routines",
            Self::Bundle => "Somebody else's routine",
        }
    }

    const fn sentences(self) -> &'static [&'static str] {
        match self {
            Self::Welcome => {
                &["What this is. Enter goes on to the first screen; nothing has to be said beforehand."]
            }
            Self::Home => &[
                "Say how it is now, with one key. What suits is offered, the best first, and Enter starts it.",
                "What else is so, such as that touch hurts, changes what is offered and what is done.",
            ],
            Self::Routines => &[
                "Everything that can be played, by kind, the short ones first. Enter shows one before it starts.",
            ],
            Self::Programmes => &[
                "A plan over weeks. It moves on by what you do and never by the calendar, so nothing is ever late.",
                "The one that you begin comes first among what is offered between attacks.",
            ],
            Self::Details => &[
                "What the routine is, what it needs, and what is changed for you and for now, with the reason.",
                "Say how it is now on this page, too: the plan follows at once.",
            ],
            Self::Session => &[
                "Close your eyes if you like: the voice says what to do, and the sounds say when.",
                "The session goes on while you read this. The big key, Space, pauses it and lets it go on.",
            ],
            Self::After => &[
                "One key for the pain now and one for how it is compared with before; nothing has to be said.",
                "What you did is in the journal already.",
            ],
            Self::FollowUp => {
                &["How it is now, some hours after a session. Whatever you leave open stays open."]
            }
            Self::Signs => &["When to stop what is being done. The session waits meanwhile."],
            Self::Massage => &["What to expect of massage, and how to find somebody who is good at it."],
            Self::FirstTime => &["Read once, before the first massage and the first pack."],
            Self::Danger => &["With any of these signs get medical help; no routine is for them."],
            Self::Settings => &["Every choice counts at once, also in a session."],
            Self::Cues => &["Each sound has one meaning. Enter plays it."],
            Self::AboutMe => &[
                "Every step of every routine is held against your answers. All of them may stay open.",
                "They stay on this machine.",
            ],
            Self::About => &["What the program is, what it rests on, and what it is not."],
            Self::Journal => &[
                "Every session, written down by itself, and the attacks that you note.",
                "What is deleted can be brought back for 30 days.",
            ],
            Self::Writing => &[
                "Your own files. Every save counts at once; what is wrong is shown at its line, and the last good version is played meanwhile.",
                "What you hear from here is not written into the journal.",
            ],
            Self::Bundle => &[
                "What it does, what it says and what holds for you. Nothing of it is added before you say so.",
            ],
        }
    }
}

/// The keys of this page.
#[must_use]
pub fn bindings() -> Vec<Binding<Action>> {
    vec![Binding::new(Key::Escape, "back", Action::HideHelp).also(&[Key::F(1)])]
}

/// Draws the help for a page with these keys.
pub fn help_ui<A: Copy>(
    ui: &mut Ui,
    palette: &Palette,
    topic: Topic,
    of_page: &[Binding<A>],
) -> Option<Action> {
    let bindings = bindings();
    let pressed = pressed(ui, &bindings);
    let clicked = page_ui(ui, palette, "help", &bindings, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        words_ui(ui, topic.title(), Role::Heading, palette.text);
        for sentence in topic.sentences() {
            ui.add_space(8.0);
            words_ui(ui, sentence, Role::Body, palette.text);
        }
        let of_page = hints(of_page, Surface::Window);
        if !of_page.is_empty() {
            section_ui(ui, palette, "Keys");
        }
        for hint in &of_page {
            key_ui(ui, palette, &hint.words(), hint.does);
        }
        section_ui(ui, palette, "Everywhere");
        for (keys, does) in EVERYWHERE {
            key_ui(ui, palette, keys, does);
        }
        ui.add_space(16.0);
        None
    });
    pressed.or(clicked)
}

fn key_ui(ui: &mut Ui, palette: &Palette, keys: &str, does: &str) {
    ui.add_space(4.0);
    words_ui(ui, &format!("{keys}: {does}"), Role::Note, palette.text);
}

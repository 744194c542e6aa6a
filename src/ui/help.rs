//! The help for each page: what it is for, and its keys, taken from the page itself.

use egui::Ui;

use super::Action;
use super::actions::Destination;
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
    /// The danger signs.
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
    /// A routine that is built.
    Editor,
    /// Somebody else's bundle.
    Bundle,
}

/// Keys that work on every page.
const EVERYWHERE: [(&str, &str); 4] = [
    ("Tab, Enter", "move to the next item, and choose it"),
    ("Page Up, Page Down", "scroll"),
    ("Ctrl with + and −", "make everything larger or smaller"),
    ("F1", "open or close this help"),
];

impl Topic {
    const fn title(self) -> &'static str {
        match self {
            Self::Welcome => "Welcome",
            Self::Home => "The first screen",
            Self::Routines => "The list of routines",
            Self::Programmes => "Programmes",
            Self::Details => "Before you start",
            Self::Session => "During a session",
            Self::After => "After a session",
            Self::FollowUp => "A few hours later",
            Self::Signs => "When to stop",
            Self::Danger => "Danger signs",
            Self::FirstTime => "Before the first time",
            Self::Massage => "Massage by a therapist",
            Self::Settings => "Settings",
            Self::Cues => "Sound cues",
            Self::AboutMe => "About me",
            Self::About => "About Stillpoint",
            Self::Journal => "The journal",
            Self::Writing => "Writing routines",
            Self::Editor => "Building a routine",
            Self::Bundle => "A shared routine",
        }
    }

    const fn sentences(self) -> &'static [&'static str] {
        match self {
            Self::Welcome => &[
                "What Stillpoint is. Press Enter to go to the first screen; you don't have to answer anything first.",
            ],
            Self::Home => &[
                "Press one key to say how you are. You'll see what suits you, best first. Press Enter to start it.",
                "You can add more, for example that touch hurts. The suggestions and the steps change with it.",
            ],
            Self::Routines => {
                &["All the routines by kind, shortest first. Enter shows you one before it starts."]
            }
            Self::Programmes => &[
                "A plan over several weeks. It moves on when you have done a week, not by the calendar, so you can't fall behind.",
                "The programme you start is suggested first between attacks.",
            ],
            Self::Details => &[
                "What the routine is, what you need for it, and what changes for you right now, with the reasons.",
                "You can also say how you are on this page; the steps change straight away.",
            ],
            Self::Session => &[
                "Close your eyes if you like: the voice says what to do, and the sounds say when.",
                "The session continues while you read this. Press Space to pause or resume it.",
            ],
            Self::After => &[
                "One key for your pain now, and one for how you feel compared with before. Both are optional.",
                "Your session is already saved in the journal.",
            ],
            Self::FollowUp => &["How you are now, a few hours after a session. Every answer is optional."],
            Self::Signs => &["When to stop. The session is paused while you read."],
            Self::Massage => &["What to expect from a massage, and how to find a good therapist."],
            Self::FirstTime => &["A few lines to read once, before your first massage and your first pack."],
            Self::Danger => {
                &["If you have any of these signs, get medical help instead of starting a routine."]
            }
            Self::Settings => &["Changes take effect straight away, even during a session."],
            Self::Cues => &["Each sound has one meaning. Press Enter to play it."],
            Self::AboutMe => &[
                "Every step of every routine is checked against your answers. Every question is optional.",
                "Your answers stay on this computer.",
            ],
            Self::About => &["What Stillpoint is, what it is based on, and what it is not."],
            Self::Journal => &[
                "Your sessions, which are saved automatically, and the attacks you note.",
                "If you delete something, you have 30 days to bring it back.",
            ],
            Self::Writing => &[
                "Your own files. Changes take effect when you save. If a file has errors, you'll see where, and the last working version plays.",
                "Listening here isn't saved in the journal.",
            ],
            Self::Editor => &[
                "The steps are cards along time. Up and Down choose one, Enter changes it, Alt with the arrows moves it. What you \
                 build here and what stands in the file are the same; it saves itself.",
                "1 to 5 show the step, the whole routine, the file, what is wrong with it, and for whom it is shown.",
                "The version from before you began is kept beside the file, with ~ at the end of its name.",
            ],
            Self::Bundle => {
                &["What it does, what it says and what changes for you. It isn't added until you say so."]
            }
        }
    }
}

const MASSAGE: Action = Action::Go(Destination::Massage);

/// The keys of this page.
#[must_use]
pub fn bindings() -> Vec<Binding<Action>> {
    vec![
        Binding::new(Key::Char('t'), "massage, therapists", MASSAGE),
        Binding::new(Key::Escape, "back", Action::HideHelp).also(&[Key::F(1)]),
    ]
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

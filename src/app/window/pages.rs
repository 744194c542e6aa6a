//! What each page is given.

use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use eframe::egui;

use super::super::session::spoken_rating::Question;
use super::super::{Session, SessionCommand, audio_export};
use super::{Details, Open, Page, Window};
use crate::journal::Record;
use crate::player::State;
use crate::ui::Action;
use crate::ui::about::about_ui;
use crate::ui::about_me::about_me_ui;
use crate::ui::after::{self as ui_after, Asked, after_ui};
use crate::ui::bundle::pack_ui;
use crate::ui::cues::cues_ui;
use crate::ui::danger::{DangerData, danger_ui};
use crate::ui::details::{DetailsState, details_ui};
use crate::ui::help::{Topic, help_ui};
use crate::ui::home::{HomeState, home_ui};
use crate::ui::keys::{Key, takes};
use crate::ui::later::later_ui;
use crate::ui::programmes::programmes_ui;
use crate::ui::routines::routines_ui;
use crate::ui::session::{OwnPicture, SessionRemarks, session_ui};
use crate::ui::settings::settings_ui;
use crate::ui::signs::signs_ui;
use crate::ui::theme::Palette;
use crate::ui::welcome::welcome_ui;

/// How long the keys of a session are shown clearly after a key or the mouse was used, in seconds.
const KEYS_SHOWN: f64 = 5.0;
/// How soon an answer from another thread is looked for again.
pub(super) const SOON: Duration = Duration::from_millis(30);

impl Window {
    /// Shows the help that was asked for, or the page, which stays as it is meanwhile.
    pub(super) fn help_or_page_ui(&mut self, ui: &mut egui::Ui) -> Option<Action> {
        if let Some((topic, keys)) = &self.help {
            return help_ui(ui, &self.palette, *topic, keys);
        }
        if takes(ui, Key::F(1)) {
            return Some(Action::ShowHelp);
        }
        self.page_ui(ui)
    }

    /// What help is about now.
    pub(super) fn topic(&self) -> Topic {
        match &self.page {
            Page::Welcome(_) => Topic::Welcome,
            Page::Home(_) => Topic::Home,
            Page::Routines(_) => Topic::Routines,
            Page::Programmes(_) => Topic::Programmes,
            Page::Details(_) => Topic::Details,
            Page::Session => {
                let state = self.open.as_ref().map(|open| open.session.look().0.state);
                if matches!(state, Some(State::Finished | State::Stopped)) {
                    Topic::After
                } else {
                    Topic::Session
                }
            }
            Page::Signs => Topic::Signs,
            Page::Later(..) => Topic::Later,
            Page::Danger(_) => Topic::Danger,
            Page::AboutMe => Topic::AboutMe,
            Page::About(_) => Topic::About,
            Page::Journal(_) => Topic::Journal,
            Page::Writing(_) => Topic::Writing,
            Page::Bundle(_) => Topic::Bundle,
            Page::Settings { .. } => Topic::Settings,
            Page::Cues { .. } => Topic::Cues,
        }
    }

    /// Shows the open page; what it wishes.
    pub(super) fn page_ui(&mut self, ui: &mut egui::Ui) -> Option<Action> {
        let palette = self.palette;
        let is_still = self.is_still();
        let running = if matches!(self.page, Page::Programmes(_)) { self.running_programme() } else { None };
        match &mut self.page {
            Page::Welcome(voice) => welcome_ui(ui, &palette, voice.as_deref()),
            Page::Home(data) => {
                let mut state = HomeState { moment: self.moment.clone(), focused: self.home_focused };
                let action = home_ui(ui, &palette, data, &mut state);
                self.home_focused = state.focused;
                action
            }
            Page::Routines(state) => {
                let remarks: Vec<String> = self.remark.iter().chain(&self.journal_trouble).cloned().collect();
                routines_ui(ui, &palette, &self.library, &remarks, state)
            }
            Page::Programmes(focused) => {
                let remark = self.remark.as_deref();
                programmes_ui(ui, &palette, self.library.programmes(), running.as_ref(), remark, focused)
            }
            Page::Details(details) => {
                let Details { routine, planned, state, audio_export, .. } = &mut **details;
                take_saving_news(ui, state, audio_export);
                details_ui(ui, &palette, routine, planned.as_ref().map_err(String::as_str), state)
            }
            Page::Journal(journal) => journal.ui(ui, &palette),
            Page::Writing(writing) => writing.ui(ui, &palette),
            Page::Bundle(sharing) => {
                sharing.follow(&self.profile);
                pack_ui(ui, &palette, &sharing.data)
            }
            Page::Settings { choices, devices, preview } => {
                if let Some(answered) = answered(ui, devices) {
                    choices.devices = answered;
                }
                let trouble = preview.as_ref().and_then(|preview| preview.trouble.clone());
                choices.remarks = self.remark.iter().cloned().chain(trouble).collect();
                settings_ui(ui, &palette, &self.preferences.settings, choices)
            }
            Page::Cues { focused, preview } => cues_ui(ui, &palette, preview.trouble.as_deref(), focused),
            Page::Danger(number) => {
                let known = self.preferences.settings.emergency_number.clone();
                danger_ui(ui, &palette, DangerData { number: &known, is_unusual: self.is_unusual }, number)
            }
            Page::AboutMe => about_me_ui(ui, &palette, &self.profile, self.remark.as_deref()),
            Page::About(sources) => about_ui(ui, &palette, sources),
            Page::Later(_, state) => later_ui(ui, &palette, state),
            Page::Signs => {
                let now = self.open.as_ref()?.session.look().0;
                signs_ui(ui, &palette, &now)
            }
            Page::Session => {
                session_page_ui(ui, &palette, self.open.as_mut()?, self.journal_trouble.as_ref(), is_still)
            }
        }
    }
}

/// What another thread has answered by now; until then it is asked again soon.
fn answered<T>(ui: &egui::Ui, answer: &mut Option<Receiver<T>>) -> Option<T> {
    let answered = answer.as_ref()?.try_recv().ok();
    match answered {
        Some(_) => *answer = None,
        None => ui.ctx().request_repaint_after(SOON),
    }
    answered
}

fn take_saving_news(
    ui: &egui::Ui,
    state: &mut DetailsState,
    audio_export: &mut Option<Receiver<audio_export::News>>,
) {
    let Some(news) = audio_export.as_ref().and_then(|audio_export| audio_export.try_iter().last()) else {
        if audio_export.is_some() {
            ui.ctx().request_repaint_after(SOON);
        }
        return;
    };
    state.remark = Some(match news {
        audio_export::News::Part(percent) => {
            ui.ctx().request_repaint_after(SOON);
            format!("Saving … {percent} %")
        }
        audio_export::News::Done(sentence) => {
            *audio_export = None;
            sentence
        }
    });
}

fn session_page_ui(
    ui: &mut egui::Ui,
    palette: &Palette,
    open: &mut Open,
    journal_trouble: Option<&String>,
    is_still: bool,
) -> Option<Action> {
    let is_hushed = follow_hand(ui, open);
    let picture = own_picture(ui, palette, open);
    let Open { session, after, is_blank, file_trouble, .. } = open;
    let (now, view) = session.look();
    let (picture, no_picture) = match picture {
        Some(Ok(picture)) => (Some(picture), None),
        Some(Err(sentence)) => (None, Some(sentence)),
        None => (None, None),
    };
    let troubles: Vec<String> = [&view.remark, &view.sound_trouble, &view.voice_trouble]
        .into_iter()
        .flatten()
        .chain(journal_trouble)
        .chain(&*file_trouble)
        .chain(&no_picture)
        .cloned()
        .collect();
    if matches!(now.state, State::Finished | State::Stopped) {
        if *is_blank {
            return after_in_the_dark(ui, is_blank);
        }
        let asked = view.spoken_rating.map(|spoken_rating| Asked {
            is_pain: spoken_rating.question() == Question::Pain,
            said: spoken_rating.said(),
        });
        let action = after_ui(ui, palette, &view.record, asked.as_ref(), &troubles, after);
        // Kept as it is typed: the window may be closed on this page.
        if after.note.trim() != view.record.note {
            session.send(SessionCommand::Note(after.note.trim().to_owned()));
        }
        keep_details(session, &view.record, &after.details);
        return action;
    }
    if now.state == State::Running && !*is_blank {
        let change = now.next_change().since(now.at);
        ui.ctx().request_repaint_after(change.into());
    }
    let muted = view.muted.then(|| "Muted. M brings the sound back.".to_owned());
    let troubles = troubles.into_iter().chain(muted).collect();
    let remarks = SessionRemarks { troubles, picture, is_still, is_blank: *is_blank, is_hushed };
    session_ui(ui, palette, &now, &remarks)
}

/// What else was said is kept as it is said.
fn keep_details(session: &Session, record: &Record, details: &ui_after::Details) {
    if !details.is_open {
        return;
    }
    let (symptoms, unwanted) = (details.symptoms.clone(), details.unwanted.trim().to_owned());
    let medicine = details.taken(record);
    if (&symptoms, &unwanted, &medicine) != (&record.symptoms_after, &record.unwanted, &record.medicine) {
        session.send(SessionCommand::Details { symptoms, unwanted, medicine });
    }
}

/// The picture that the step brings, drawn for the room that there is; nothing if it brings none, or not yet.
fn own_picture(ui: &egui::Ui, palette: &Palette, open: &mut Open) -> Option<Result<OwnPicture, String>> {
    let now = open.session.look().0;
    let name = now.segment().script.picture.as_ref()?;
    let scale = ui.ctx().pixels_per_point();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A window has a few thousand pixels.
    let size = (ui.max_rect().size().min_elem() * scale) as u32;
    let picture = match open.pictures.get(name, size, palette)? {
        Ok(picture) => picture,
        Err(sentence) => return Some(Err(sentence)),
    };
    let is_on_plate = picture.is_on_plate;
    let is_shown = open.shown.as_ref().is_some_and(|(shown, _)| Arc::ptr_eq(shown, &picture));
    if !is_shown {
        let image = Arc::clone(&picture.image);
        let texture = ui.ctx().load_texture(name, image, egui::TextureOptions::LINEAR);
        open.shown = Some((picture, texture));
    }
    let texture = &open.shown.as_ref()?.1;
    Some(Ok(OwnPicture { texture: texture.id(), size: texture.size_vec2() / scale, is_on_plate }))
}

/// After a session with the screen blank: Space rates by ear, every other key brings the page.
fn after_in_the_dark(ui: &egui::Ui, is_blank: &mut bool) -> Option<Action> {
    let is_key = |event: &egui::Event| matches!(event, egui::Event::Key { pressed: true, .. });
    if takes(ui, Key::Space) {
        return Some(Action::SpokenRating);
    }
    if ui.input(|input| input.events.iter().any(is_key) || input.pointer.any_click()) {
        *is_blank = false;
        ui.ctx().request_repaint();
    }
    ui.ctx().set_cursor_icon(egui::CursorIcon::None);
    None
}

/// Whether neither a key nor the mouse was used for a while; asks to be called when that will be so.
fn follow_hand(ui: &egui::Ui, open: &mut Open) -> bool {
    let (now, is_used) = ui.input(|input| (input.time, !input.events.is_empty()));
    if is_used || open.touched == f64::NEG_INFINITY {
        open.touched = now;
    }
    let left = open.touched + KEYS_SHOWN - now;
    if left > 0.0 {
        ui.ctx().request_repaint_after(Duration::from_secs_f64(left));
    }
    left <= 0.0
}

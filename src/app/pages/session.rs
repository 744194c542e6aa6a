//! The session page, the stop signs, and the rating page after it.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui;

use super::writing::WritingPage;
use super::{Effect, Page};
use crate::app::model::{Model, NoticeKind, OpenSession};
use crate::app::session::spoken_rating::Question;
use crate::app::start::Purpose;
use crate::app::{Session, SessionCommand, SessionView};
use crate::journal::Record;
use crate::player::{PlayerCommand, State, StopReason};
use crate::ui::actions::{Action, Destination, SessionAction};
use crate::ui::after::{self as ui_after, SpokenQuestion, after_ui};
use crate::ui::keys::{Binding, without_actions};
use crate::ui::session::gesture::Gesture;
use crate::ui::session::keys as session_keys;
use crate::ui::session::{SessionRemarks, StepPicture, blacken, follow, session_ui};
use crate::ui::theme::Palette;

/// How long the keys stay fully visible after a key or the mouse was used, in seconds.
const KEYS_SHOWN: f64 = 5.0;
/// How soon the result of a command is drawn.
const AT_ONCE: Duration = Duration::from_millis(10);

/// Acts on what was chosen during a session and after it.
pub(in crate::app) fn update(action: SessionAction, model: &mut Model) -> Effect {
    match action {
        SessionAction::Player(command) => {
            model.send(SessionCommand::Player(command));
            model.ctx.request_repaint_after(AT_ONCE);
            match command {
                PlayerCommand::Stop(_) => return Effect::Open(Box::new(Page::Session)),
                PlayerCommand::Start
                | PlayerCommand::Pause
                | PlayerCommand::Resume
                | PlayerCommand::BigKey
                | PlayerCommand::Back
                | PlayerCommand::Skip
                | PlayerCommand::MoreTime
                | PlayerCommand::Again
                | PlayerCommand::Softer
                | PlayerCommand::Seek(_)
                | PlayerCommand::SkipTo(_) => {}
            }
        }
        SessionAction::Continue => {
            if let Some(open) = &model.session {
                let mut request = open.request_again(model);
                request.purpose = Purpose::Continue { record: open.record.clone() };
                return Effect::Start(Box::new(request));
            }
        }
        SessionAction::ToggleMute => model.send(SessionCommand::ToggleMute),
        SessionAction::ToggleBlank => {
            if let Some(open) = &mut model.session {
                let is_blank = !open.is_blank();
                open.blank(is_blank, &model.ctx);
                if is_blank {
                    open.session.send(SessionCommand::TellGestures);
                }
            }
        }
        SessionAction::Gesture(gesture) => return act_on(gesture, model),
        SessionAction::ShowSigns => {
            model.send(SessionCommand::Player(PlayerCommand::Pause));
            return Effect::Open(Box::new(Page::Signs));
        }
        SessionAction::HideSigns => {
            model.send(SessionCommand::Player(PlayerCommand::Resume));
            return Effect::Open(Box::new(Page::Session));
        }
        SessionAction::Comfort(comfort) => model.send(SessionCommand::Comfort(comfort)),
        SessionAction::FeelsWrong => {
            model.send(SessionCommand::FeelsWrong);
            model.ctx.request_repaint_after(AT_ONCE);
            return Effect::Open(Box::new(Page::Session));
        }
        SessionAction::Pain(pain) => model.send(SessionCommand::RatePain(pain)),
        SessionAction::Feeling(feeling) => model.send(SessionCommand::RateFeeling(feeling)),
        SessionAction::SpokenRating => model.send(SessionCommand::SpokenRating),
        SessionAction::Done => {
            if let Some(open) = model.session.take() {
                let mut open = open;
                open.blank(false, &model.ctx);
                open.session.send(SessionCommand::Note(open.after.note.trim().to_owned()));
                model.remind_of_question();
            }
            model.reset_moment();
            if let Some(file) = model.return_to.take() {
                let page = WritingPage::of_file(file, None, model);
                return Effect::Open(Box::new(Page::Writing(Box::new(page))));
            }
            return Effect::Go(Destination::Home);
        }
    }
    Effect::Nothing
}

/// What was done with the blank screen.
fn act_on(gesture: Gesture, model: &mut Model) -> Effect {
    let player = |command| SessionAction::Player(command);
    match gesture {
        Gesture::Tap => update(player(PlayerCommand::BigKey), model),
        // The first of two taps has paused, unless it ended a wait or a pause.
        Gesture::SecondTap => {
            update(player(PlayerCommand::Resume), model);
            update(player(PlayerCommand::Again), model)
        }
        Gesture::Hold => update(player(PlayerCommand::Stop(StopReason::Asked)), model),
    }
}

/// The keys of the session, or of the rating page after it.
pub(super) fn bindings(open: &OpenSession) -> Vec<Binding<()>> {
    let (now, view) = open.session.view();
    if open.is_over() {
        return without_actions(ui_after::bindings(&view.record, spoken_question(&view).as_ref()));
    }
    without_actions(session_keys::bindings(&now))
}

/// The question that the voice is asking.
fn spoken_question(view: &SessionView) -> Option<SpokenQuestion> {
    let rating = view.spoken_rating?;
    Some(SpokenQuestion { is_pain: rating.question() == Question::Pain, last_answer: rating.last_answer() })
}

/// Draws the session, or the rating page after it.
pub(super) fn session_page_ui(ui: &mut egui::Ui, model: &mut Model) -> Option<Action> {
    let (palette, is_still) = (model.palette, model.is_still());
    let trouble = model.notices.on(NoticeKind::JournalTrouble).map(str::to_owned);
    open_session_ui(ui, &palette, model.session.as_mut()?, trouble.as_ref(), is_still)
}

fn open_session_ui(
    ui: &mut egui::Ui,
    palette: &Palette,
    open: &mut OpenSession,
    journal_trouble: Option<&String>,
    is_still: bool,
) -> Option<Action> {
    let is_hushed = is_idle(ui, open);
    let picture = step_picture(ui, palette, open);
    let is_blank = open.is_blank();
    if is_blank && open.is_over() {
        return after_in_the_dark(ui, open);
    }
    let OpenSession { session, after, trouble: file_trouble, .. } = open;
    let (now, view) = session.view();
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
        let action = after_ui(ui, palette, &view.record, spoken_question(&view).as_ref(), &troubles, after);
        // Saved as it is typed, because the window may be closed on this page.
        if after.note.trim() != view.record.note {
            session.send(SessionCommand::Note(after.note.trim().to_owned()));
        }
        send_details(session, &view.record, &after.details);
        return action;
    }
    if now.state == State::Running && !is_blank {
        let change = now.next_change().since(now.at);
        ui.ctx().request_repaint_after(change.into());
    }
    let is_spoken = !view.muted && view.voice_trouble.is_none() && now.timeline.speech().amount.has_words();
    let muted = view.muted.then(|| "Muted. Press M to unmute.".to_owned());
    let troubles = troubles.into_iter().chain(muted).collect();
    let remarks = SessionRemarks { troubles, picture, is_spoken, is_still, is_blank, is_hushed };
    session_ui(ui, palette, &now, &remarks)
}

/// Sends the further details as they are entered.
fn send_details(session: &Session, record: &Record, details: &ui_after::Details) {
    if !details.is_open {
        return;
    }
    let (symptoms, unwanted) = (details.symptoms.clone(), details.unwanted.trim().to_owned());
    let medicine = details.taken(record);
    if (&symptoms, &unwanted, &medicine) != (&record.symptoms_after, &record.unwanted, &record.medicine) {
        session.send(SessionCommand::Details { symptoms, unwanted, medicine });
    }
}

/// The step's own picture, drawn for the available size; `None` if it has none, or while it is being drawn.
fn step_picture(
    ui: &egui::Ui,
    palette: &Palette,
    open: &mut OpenSession,
) -> Option<Result<StepPicture, String>> {
    let now = open.session.view().0;
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
    Some(Ok(StepPicture { texture: texture.id(), size: texture.size_vec2() / scale, is_on_plate }))
}

/// The name of the one button, for a screen reader.
const AFTER_IN_THE_DARK: &str = "The session is over. Tap to rate it by ear, hold to see the screen.";

/// After a session with a blank screen: a tap starts the spoken rating and picks its answers; a hold, or any other key,
/// shows the page.
fn after_in_the_dark(ui: &egui::Ui, open: &mut OpenSession) -> Option<Action> {
    use egui::Key::{Enter, Space};
    blacken(ui);
    let button = ui.interact(ui.max_rect(), ui.scope_id().with("after"), egui::Sense::click());
    button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, AFTER_IN_THE_DARK));
    ui.ctx().accesskit_node_builder(button.id, |node| node.set_live(egui::accesskit::Live::Polite));
    match follow(ui) {
        Some(Gesture::Tap | Gesture::SecondTap) => {
            return Some(Action::Session(SessionAction::SpokenRating));
        }
        Some(Gesture::Hold) => open.blank(false, ui.ctx()),
        None => {}
    }
    let is_other = |event: &egui::Event| matches!(event, egui::Event::Key { key, pressed: true, .. } if !matches!(key, Space | Enter));
    if ui.input(|input| input.events.iter().any(is_other)) {
        open.blank(false, ui.ctx());
    }
    None
}

/// Whether neither a key nor the mouse has been used for a while. Requests a redraw for the moment this becomes
/// true.
fn is_idle(ui: &egui::Ui, open: &mut OpenSession) -> bool {
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

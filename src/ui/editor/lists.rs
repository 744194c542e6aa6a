//! Lists that are opened below what is chosen: motions, techniques, routines, each with a picture and a line.

use egui::{Rect, Response, Ui};

use super::super::figure::{FigureColours, Subject, draw};
use super::super::theme::Palette;
use super::super::widgets::{Row, field_ui, move_between, picture_rect, row_ui, steps_ui};
use super::form::label_ui;
use super::{EditorData, EditorState, TechniqueRow};
use crate::editing::{
    Edit, Form, FormField, are_beginning_words, quoted, without_times, words_for, words_in,
};
use crate::ron_reader::{Vocabulary as _, plain};
use crate::routine::{Language, Motion, Side, Site};

/// What each motion is, in a line.
const fn about_motion(motion: Motion) -> &'static str {
    match motion {
        Motion::Circle => "Fingertips move the skin in small circles.",
        Motion::Press => "Press straight in, and let go.",
        Motion::Hold => "Rest the hand there, and keep it still.",
        Motion::Stroke => "Slide along the skin, slowly, one way.",
        Motion::Squeeze => "Take hold between fingers and palm, and let go.",
        Motion::Shift => "Move the skin over what lies below it.",
        Motion::Lift => "Lift the skin or the hair a little.",
        Motion::Roll => "Both shoulders go round, slowly.",
        Motion::Nod => "A tiny yes, without lifting the head.",
        Motion::Turn => "The face goes to one side, not to its end.",
        Motion::Tilt => "The ear goes towards the shoulder.",
        Motion::ChinTuck => "The chin goes straight back.",
        Motion::Shrug => "Both shoulders go up, and drop.",
        Motion::BladeSqueeze => "The shoulder blades go together.",
        Motion::Stretch => "A gentle stretch that is held.",
        Motion::Resist => "The head pushes gently against a hand, and stays where it is.",
        Motion::LeanOn => "Rest your weight on it, and don't roll.",
        Motion::Tense => "Tense gently, and let go.",
        Motion::Release => "Let go, without tensing first.",
        Motion::Attend => "Only attention; nothing moves.",
    }
}

/// What is chosen now as a row; a click opens the others below it.
fn opens_list(
    ui: &mut Ui,
    palette: &Palette,
    (label, name): (&str, &str),
    shown: (&str, &str, Option<Subject>),
    state: &mut EditorState,
) -> bool {
    label_ui(ui, palette, label);
    let (title, below, subject) = shown;
    let is_open = state.open_list.as_deref() == Some(name);
    let right = if is_open { "close" } else { "change" };
    let response = pictured_row_ui(ui, palette, Row::new(title).below(below).right(right), subject);
    if state.refocuses.as_deref() == Some(name) {
        response.request_focus();
        state.refocuses = None;
    }
    if response.clicked() {
        state.open_list = if is_open { None } else { Some(name.to_owned()) };
    }
    is_open
}

fn pictured_row_ui(ui: &mut Ui, palette: &Palette, row: Row<'_>, subject: Option<Subject>) -> Response {
    let Some(subject) = subject else { return row_ui(ui, palette, &row) };
    let response = row_ui(ui, palette, &row.with_room_for_a_picture());
    if ui.is_rect_visible(response.rect) {
        let colours = FigureColours { line: palette.quiet, accent: palette.text, ground: palette.ground };
        let rect: Rect = picture_rect(&response);
        draw(&ui.painter_at(response.rect), rect, subject, colours);
    }
    response
}

/// Moves between the rows of a list that is open, while one of them has the focus.
fn between(ui: &Ui, rows: &[Response]) {
    if rows.iter().any(Response::has_focus) {
        move_between(ui, &rows.iter().collect::<Vec<_>>(), &mut true, None);
    }
}

pub(super) fn motion_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &EditorData,
    (form, field): (&Form, &FormField),
    state: &mut EditorState,
) {
    let motion = field.value.as_deref().and_then(|raw| Motion::named(raw.trim()).copied());
    let site = form.field("site").and_then(|site| site.value.as_deref());
    let site = site.and_then(|raw| Site::named(raw.trim()).copied());
    let subject = |motion: Motion| {
        let site = motion.own_site().or(site).unwrap_or(Site::Trapezius);
        Subject::Site { site, side: None, motion: Some(motion), hand: None, reversed: false }
    };
    let title = motion.map_or("Choose one", Motion::plain);
    let shown = (title, motion.map_or("", about_motion), motion.map(subject));
    if !opens_list(ui, palette, (&field.label, &field.name), shown, state) {
        return;
    }
    // Those of the same kind come first.
    let is_exercise = motion.is_some_and(Motion::is_exercise);
    let mut others: Vec<&Motion> = Motion::ALL.iter().filter(|other| Some(**other) != motion).collect();
    others.sort_by_key(|other| other.is_exercise() != is_exercise);
    let mut rows = Vec::new();
    for other in others {
        let row = Row::new(other.plain()).below(about_motion(*other));
        let response = pictured_row_ui(ui, palette, row, Some(subject(*other)));
        if response.clicked() {
            state.queue.push((with_motion(form, field, *other, data.is_on_each_side), None));
            state.open_list = None;
            state.refocuses = Some(field.name.clone());
        }
        rows.push(response);
    }
    between(ui, &rows);
}

/// The change to another motion: what is held and repeated needs to know how often, and what has a place of its own names
/// none.
fn with_motion(form: &Form, field: &FormField, motion: Motion, on_each_side: bool) -> Edit {
    let step = form.step.clone();
    let set =
        |name: &str, value: &str| Edit::Set { step: step.clone(), field: name.into(), value: value.into() };
    let clear = |name: &str| Edit::Clear { step: step.clone(), field: name.into() };
    let mut edits = vec![field.set(&form.step, motion.name())];
    if motion.own_site().is_some() {
        edits.push(clear("site"));
    } else if form.field("site").is_none_or(|site| site.value.is_none()) {
        edits.push(set("site", Site::Trapezius.name()));
    }
    if motion.is_exercise() && form.field("times").is_none() {
        edits.extend([clear("lasts"), clear("flex"), set("times", "5")]);
        edits.push(set("rhythm", "(press: \"5s\", release: \"5s\")"));
        edits.push(clear("pressure"));
    }
    if motion.goes_sideways() && !on_each_side && form.field("side").is_none_or(|side| side.value.is_none()) {
        edits.push(set("side", Side::Left.name()));
    }
    // The words that it began with belong to the motion that it had.
    let say = form.field("say").and_then(|say| say.value.as_deref());
    let words = say.map_or(Some(String::new()), |raw| words_in(raw, Language::En));
    if words.is_some_and(|words| words.is_empty() || are_beginning_words(&words)) {
        let words = words_for(motion, on_each_side);
        let is_counted = motion.is_exercise() || form.field("times").is_some();
        let words = if is_counted { words } else { without_times(&words) };
        edits.push(set("say", &quoted(&words)));
    }
    Edit::Several(edits)
}

/// A field to search an open list by; gives what is found.
fn search_ui(
    ui: &mut Ui,
    palette: &Palette,
    name: &str,
    state: &mut EditorState,
) -> impl Fn(&TechniqueRow) -> bool + use<> {
    field_ui(ui, palette, egui::Id::unique(("search", name)), "Search", &mut state.search);
    let words = state.search.trim().to_lowercase();
    move |row: &TechniqueRow| row.title.to_lowercase().contains(&words) || row.id.contains(&words)
}

/// One routine, as a row; a click opens the others below it.
pub(super) fn routine_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &EditorData,
    (form, field): (&Form, &FormField),
    state: &mut EditorState,
) {
    let id = field.value.as_deref().map(|raw| raw.trim().trim_matches('"').to_owned());
    let known = id.as_ref().and_then(|id| data.routines.iter().find(|routine| routine.id == *id));
    let shown = known.map_or((id.as_deref().unwrap_or("none"), "", None), |known| {
        (&*known.title, &*known.about, known.subject)
    });
    let is_open = opens_list(ui, palette, (&field.label, &field.name), shown, state);
    if id.is_some() && steps_ui(ui, palette, &field.label, &[((), "Leave it out".to_owned())]).is_some() {
        state.queue.push((field.set(&form.step, ""), None));
    }
    if !is_open {
        return;
    }
    let found = search_ui(ui, palette, &field.name, state);
    let mut rows = Vec::new();
    for other in data.routines.iter().filter(|other| Some(&other.id) != id.as_ref() && found(other)) {
        let row = Row::new(&other.title).below(&other.about);
        let response = pictured_row_ui(ui, palette, row, other.subject);
        if response.clicked() {
            state.queue.push((field.set(&form.step, &quoted(&other.id)), None));
            state.open_list = None;
            state.refocuses = Some(field.name.clone());
        }
        rows.push(response);
    }
    between(ui, &rows);
}

/// The routines of a week: those that are chosen, and below them the others.
pub(super) fn routines_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &EditorData,
    (form, field): (&Form, &FormField),
    state: &mut EditorState,
) {
    label_ui(ui, palette, &field.label);
    let chosen: Vec<String> =
        field.value.as_deref().and_then(|raw| plain::<Vec<String>>(raw).ok()).unwrap_or_default();
    let mut wanted = None;
    for id in &chosen {
        let known = data.routines.iter().find(|routine| routine.id == *id);
        let (title, below) = known.map_or((&**id, ""), |known| (&*known.title, &*known.about));
        let right = if chosen.len() > 1 { "remove" } else { "" };
        let row = Row::new(title).below(below).right(right);
        let subject = known.and_then(|known| known.subject);
        if pictured_row_ui(ui, palette, row, subject).clicked() && chosen.len() > 1 {
            wanted = Some(chosen.iter().filter(|other| *other != id).cloned().collect());
        }
    }
    let is_open = state.open_list.as_deref() == Some(&field.name);
    let label = if is_open { "Close the list" } else { "Choose from all routines" };
    if steps_ui(ui, palette, &field.label, &[((), label.to_owned())]).is_some() {
        state.open_list = if is_open { None } else { Some(field.name.clone()) };
    }
    if !is_open {
        return send(state, form, wanted);
    }
    let found = search_ui(ui, palette, &field.name, state);
    for other in data.routines.iter().filter(|other| !chosen.contains(&other.id) && found(other)) {
        let row = Row::new(&other.title).below(&other.about).right("add");
        if pictured_row_ui(ui, palette, row, other.subject).clicked() {
            wanted = Some(chosen.iter().cloned().chain([other.id.clone()]).collect());
        }
    }
    send(state, form, wanted);
}

/// Wants other routines for a week.
fn send(state: &mut EditorState, form: &Form, wanted: Option<Vec<String>>) {
    let Some(wanted) = wanted else { return };
    let (step, ids) = (form.step.clone(), wanted.iter().map(|id| quoted(id)).collect::<Vec<_>>());
    let set = |name: &str, value: String| Edit::Set { step: step.clone(), field: name.into(), value };
    let clear = |name: &str| Edit::Clear { step: step.clone(), field: name.into() };
    let edit = match &ids[..] {
        [only] => vec![set("routine", only.clone()), clear("any_of")],
        several => vec![set("any_of", format!("[{}]", several.join(", "))), clear("routine")],
    };
    state.queue.push((Edit::Several(edit), None));
}

pub(super) fn technique_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &EditorData,
    (form, field): (&Form, &FormField),
    state: &mut EditorState,
) {
    let id = field.value.as_deref().map(|raw| raw.trim().trim_matches('"').to_owned()).unwrap_or_default();
    let known = data.techniques.iter().find(|technique| technique.id == id);
    let shown = known.map_or((&*id, "", None), |known| (&*known.title, &*known.about, known.subject));
    if !opens_list(ui, palette, (&field.label, &field.name), shown, state) {
        return;
    }
    let mut rows = Vec::new();
    for other in data.techniques.iter().filter(|other| other.id != id) {
        let row = Row::new(&other.title).below(&other.about);
        let response = pictured_row_ui(ui, palette, row, other.subject);
        if response.clicked() {
            state.queue.push((field.set(&form.step, &format!("\"{}\"", other.id)), None));
            state.open_list = None;
            state.refocuses = Some(field.name.clone());
        }
        rows.push(response);
    }
    between(ui, &rows);
}

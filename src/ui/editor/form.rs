//! The form of a step, or of the routine: each field with what it is chosen by.

use egui::{Rect, Response, Ui, vec2};

use super::super::figure::{Area, BodyMap, FigureColours, Subject, body_map_ui, draw};
use super::super::text::words_ui;
use super::super::theme::{Palette, Role};
use super::super::widgets::{
    Row, Slider, choices_ui, field_ui, focus_ring, move_between, picture_rect, row_ui, section_ui, slider_ui,
    steps_ui, toggles_ui,
};
use super::scale::Scale;
use super::words::words_field_ui;
use super::{EditorData, EditorState, breath, file_field};
use crate::editing::{
    Choice, Control, Edit, Form, FormField, Group, Section, are_beginning_words, quoted, without_times,
    words_for, words_in,
};
use crate::ron_reader::{Vocabulary as _, plain};
use crate::routine::{Language, Motion, Side, Site};
use crate::time::ExactDuration;

/// Draws a form; the changes that are wanted go into the state's queue.
pub fn form_ui(ui: &mut Ui, palette: &Palette, data: &EditorData, form: &Form, state: &mut EditorState) {
    let mut section = None;
    let is_breath = form.field("inhale").is_some();
    for field in &form.fields {
        if section != Some(field.section) {
            section = Some(field.section);
            let title = match field.section {
                Section::What => "",
                Section::Time => "How long",
                Section::Words => "Words",
                Section::More => "More",
            };
            if !title.is_empty() {
                section_ui(ui, palette, title);
            }
            if field.section == Section::Words {
                languages_ui(ui, palette, data, state);
            }
        }
        ui.add_space(8.0);
        if is_breath && field.name == "inhale" {
            breath::breath_ui(ui, palette, form);
        }
        field_of_form_ui(ui, palette, data, (form, field), state);
        if let Some(fault) = data.faults.get(&(form.step.clone(), field.name.clone())) {
            words_ui(ui, &format!("! {fault}"), Role::Note, palette.text);
        }
    }
    ui.add_space(24.0);
}

/// In which language the words are written.
fn languages_ui(ui: &mut Ui, palette: &Palette, data: &EditorData, state: &mut EditorState) {
    if data.languages.len() < 2 {
        return;
    }
    ui.add_space(8.0);
    let choices: Vec<_> =
        data.languages.iter().map(|language| (*language, language.plain().to_owned())).collect();
    if let Some(language) = choices_ui(ui, palette, "Words in", &choices, Some(state.language)) {
        state.language = language;
    }
}

fn label_ui(ui: &mut Ui, palette: &Palette, label: &str) {
    if !label.is_empty() {
        words_ui(ui, label, Role::Note, palette.quiet);
        ui.add_space(4.0);
    }
}

fn field_of_form_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &EditorData,
    (form, field): (&Form, &FormField),
    state: &mut EditorState,
) {
    let step = &form.step;
    let set = |state: &mut EditorState, value: &str| state.queue.push((field.set(step, value), None));
    let raw = field.value.as_deref().map(str::trim);
    match &field.control {
        Control::Site => site_ui(ui, palette, (form, field), state),
        Control::Motion => motion_ui(ui, palette, data, (form, field), state),
        Control::Technique => technique_ui(ui, palette, data, (form, field), state),
        Control::Routine => routine_ui(ui, palette, data, (form, field), state),
        Control::Routines => routines_ui(ui, palette, data, (form, field), state),
        Control::Choice(choices) => {
            label_ui(ui, palette, &field.label);
            if let Some(value) = choice_ui(ui, palette, field, choices) {
                set(state, value);
            }
        }
        Control::Several(choices) => {
            label_ui(ui, palette, &field.label);
            let is_in = |value: &str| {
                raw.is_some_and(|raw| raw.trim_matches(['[', ']']).split(',').any(|one| one.trim() == value))
            };
            let toggles: Vec<_> = choices
                .iter()
                .map(|choice| (choice.value, choice.label.to_owned(), is_in(choice.value)))
                .collect();
            if let Some(value) = toggles_ui(ui, palette, &field.label, &toggles) {
                let kept = choices.iter().map(|choice| choice.value);
                let kept: Vec<&str> = kept.filter(|one| is_in(one) != (*one == value)).collect();
                let list = if kept.is_empty() { String::new() } else { format!("[{}]", kept.join(", ")) };
                set(state, &list);
            }
        }
        Control::Toggle => {
            let is_on = raw == Some("true");
            let toggles = [((), field.label.clone(), is_on)];
            if toggles_ui(ui, palette, "", &toggles).is_some() {
                set(state, if is_on { "" } else { "true" });
            }
        }
        Control::Pressure | Control::Length | Control::Seconds | Control::Count { .. } => {
            scale_ui(ui, palette, data, (form, field), state);
        }
        Control::Limits => limits_ui(ui, palette, (form, field), state),
        Control::Words { is_spoken } => words_field_ui(ui, palette, data, (form, field), *is_spoken, state),
        Control::Text | Control::Plain => {
            let is_text = field.control == Control::Text;
            let key = (step.clone(), field.name.clone());
            let id = egui::Id::unique(("plain field", &key));
            let has_focus = ui.memory(|memory| memory.has_focus(id));
            let mut text = match state.plain.get(&key) {
                Some(text) if has_focus => text.clone(),
                _ if is_text => plain::<String>(raw.unwrap_or("\"\"")).unwrap_or_default(),
                _ => raw.unwrap_or_default().to_owned(),
            };
            let before = text.clone();
            field_ui(ui, palette, id, &field.label, &mut text);
            if text != before {
                let value = if is_text && !text.is_empty() { quoted(&text) } else { text.trim().to_owned() };
                let edit = field.set(step, &value);
                state.queue.push((edit, Some(Group::Field(step.clone(), field.name.clone()))));
            }
            state.plain.insert(key, text);
        }
        Control::Picture | Control::Recording => {
            file_field::file_ui(ui, palette, data, (form, field), state);
        }
        Control::Changes(changes) => {
            label_ui(ui, palette, &field.label);
            let steps: Vec<(usize, String)> =
                changes.iter().enumerate().map(|(index, (label, _))| (index, label.clone())).collect();
            if let Some(index) = steps_ui(ui, palette, &field.label, &steps)
                && let Some((_, edit)) = changes.get(index)
            {
                state.queue.push((edit.clone(), None));
            }
        }
    }
}

fn choice_ui<'a>(
    ui: &mut Ui,
    palette: &Palette,
    field: &FormField,
    choices: &'a [Choice],
) -> Option<&'a str> {
    let chosen = field.value.as_deref().or(field.usual).map_or("", str::trim);
    let shown: Vec<(&'static str, String)> =
        choices.iter().map(|choice| (choice.value, choice.label.to_owned())).collect();
    let value = shown.iter().find(|(value, _)| *value == chosen).map(|(value, _)| *value);
    choices_ui(ui, palette, &field.label, &shown, value).filter(|value| *value != chosen)
}

/// A slider over the values of a field, which stops at the limits and says why.
fn scale_ui(
    ui: &mut Ui,
    palette: &Palette,
    data: &EditorData,
    (form, field): (&Form, &FormField),
    state: &mut EditorState,
) {
    let Some(scale) = Scale::of(field) else { return };
    let reach = data.reaches.get(&(form.step.clone(), field.name.clone()));
    let last = scale.values.len().saturating_sub(1);
    let at_value = |value: &Option<String>, otherwise: usize| {
        value
            .as_ref()
            .and_then(|value| scale.values.iter().position(|other| other == value))
            .unwrap_or(otherwise)
    };
    let between = reach.map_or((0, last), |reach| (at_value(&reach.least, 0), at_value(&reach.most, last)));
    let why = reach.and_then(|reach| {
        if scale.here == Some(between.1) && between.1 < last {
            reach.why_most.as_ref().map(|why| format!("It stops here. Beyond: {why}"))
        } else if scale.here == Some(between.0) && between.0 > 0 {
            reach.why_least.as_ref().map(|why| format!("It stops here. Below: {why}"))
        } else {
            None
        }
    });
    let value = match scale.here {
        Some(here) if field.value.is_none() && field.usual.is_some() => {
            format!("{}, as usual", scale.said(&field.control, here))
        }
        Some(here) => scale.said(&field.control, here),
        None if field.value.is_some() => field.value.clone().unwrap_or_default(),
        None => "left out".to_owned(),
    };
    // What is far beyond the limits would leave no room for what lies between them.
    let beyond = ((between.1 - between.0) / 6).max(2);
    let (from, to) = (between.0.saturating_sub(beyond), (between.1 + beyond).min(last));
    let slider = Slider {
        label: &field.label,
        value: &value,
        at: scale.here.map(|here| here.clamp(from, to) - from),
        count: to + 1 - from,
        between: (between.0 - from, between.1 - from),
        why: why.as_deref().unwrap_or_default(),
    };
    let slid = slider_ui(ui, palette, &slider);
    if let Some(value) = slid.to.and_then(|to| scale.values.get(from + to)) {
        let group = Group::Field(form.step.clone(), field.name.clone());
        state.queue.push((field.set(&form.step, value), Some(group)));
    }
    state.is_move_done |= slid.is_done;
    if field.is_optional && field.value.is_some() && field.control != Control::Pressure {
        let leave_out = [((), "Leave it out".to_owned())];
        if steps_ui(ui, palette, &field.label, &leave_out).is_some() {
            state.queue.push((field.set(&form.step, ""), None));
        }
    }
}

/// How short and how long a step may become, or that it stays as long as it is.
fn limits_ui(ui: &mut Ui, palette: &Palette, (form, field): (&Form, &FormField), state: &mut EditorState) {
    let lasts = form.field("lasts").and_then(|lasts| lasts.value.as_deref());
    let lasts = lasts.and_then(|raw| plain::<ExactDuration>(raw).ok());
    let written = field.value.as_deref().and_then(|raw| plain::<(String, String)>(raw).ok());
    let written = written.and_then(|(least, most)| Some((least.parse().ok()?, most.parse().ok()?)));
    let Some((least, most)): Option<(ExactDuration, ExactDuration)> = written else {
        let (Some(lasts), true) = (lasts, field.value.is_none()) else { return };
        let make = [((), "Let it be shorter or longer".to_owned())];
        if steps_ui(ui, palette, &field.label, &make).is_some() {
            let half = lasts.divided(2).ceil_to_secs().min(lasts);
            let value = format!("(\"{half}\", \"{}\")", lasts * 2);
            state.queue.push((field.set(&form.step, &value), None));
        }
        return;
    };
    let mut all: Vec<ExactDuration> = super::scale::lengths().chain([least, most]).chain(lasts).collect();
    all.sort_unstable();
    all.dedup();
    let place = |length: ExactDuration| all.iter().position(|other| *other == length);
    let (end, here) = (all.len() - 1, lasts.and_then(place));
    for (label, at, between) in [
        ("At its shortest", least, (0, here.unwrap_or(end))),
        ("At its longest", most, (here.unwrap_or(0), end)),
    ] {
        let value = at.spoken();
        let slider = Slider { label, value: &value, at: place(at), count: all.len(), between, why: "" };
        let slid = slider_ui(ui, palette, &slider);
        if let Some(to) = slid.to.and_then(|to| all.get(to)) {
            let (least, most) =
                if at == least && label == "At its shortest" { (*to, most) } else { (least, *to) };
            let group = Group::Field(form.step.clone(), field.name.clone());
            let value = format!("(\"{least}\", \"{most}\")");
            state.queue.push((field.set(&form.step, &value), Some(group)));
        }
        state.is_move_done |= slid.is_done;
    }
    if steps_ui(ui, palette, &field.label, &[((), "Always the same length".to_owned())]).is_some() {
        state.queue.push((field.set(&form.step, ""), None));
    }
}

const MAP: f32 = 270.0;

/// The place on the body, to be pointed at.
fn site_ui(ui: &mut Ui, palette: &Palette, (form, field): (&Form, &FormField), state: &mut EditorState) {
    let site = field.value.as_deref().and_then(|raw| Site::named(raw.trim()).copied());
    let sided = form.field("side");
    let on = sided.and_then(|side| side.value.as_deref()).and_then(|raw| Side::named(raw.trim()).copied());
    label_ui(ui, palette, &field.label);
    let map = state.map.or_else(|| site.map(BodyMap::of)).unwrap_or(BodyMap::ALL[0].0);
    let colours = FigureColours { line: palette.quiet, accent: palette.accent, ground: palette.ground };
    let chosen = site.map(|site| Area { site, side: on });
    let room = vec2(ui.available_width(), MAP);
    let (response, pointed) = body_map_ui(ui, map, chosen, room, colours);
    focus_ring(ui, &response, palette);
    let shown = pointed.or(chosen.filter(|area| BodyMap::of(area.site) == map));
    words_ui(ui, &shown.map_or_else(|| "Point at a place.".to_owned(), Area::name), Role::Body, palette.text);
    let by_click = pointed.filter(|_| response.clicked());
    if let Some(area) = by_click {
        state.queue.push((pointed_at(form, field, (site, on), area), None));
        state.map = None;
    }
    ui.add_space(4.0);
    let maps: Vec<(BodyMap, String)> =
        BodyMap::ALL.iter().map(|(map, name)| (*map, (*name).to_owned())).collect();
    if let Some(map) = choices_ui(ui, palette, "View", &maps, Some(map)) {
        state.map = Some(map);
    }
    ui.add_space(16.0);
    let names: Vec<(Site, String)> = map.sites().map(|site| (site, site.plain().to_owned())).collect();
    if let Some(named) = choices_ui(ui, palette, &field.label, &names, site)
        && Some(named) != site
    {
        state.queue.push((field.set(&form.step, named.name()), None));
        state.map = None;
    }
}

/// The change for a place that was pointed at: one side at first, both when the other is pointed at, too.
fn pointed_at(form: &Form, field: &FormField, before: (Option<Site>, Option<Side>), area: Area) -> Edit {
    let place = field.set(&form.step, area.site.name());
    let Some(sided) = form.field("side") else { return place };
    let side = match (before, area.side) {
        (_, None) => return place,
        ((Some(place), Some(before)), Some(side)) if place == area.site && before != side => Side::Both,
        (_, Some(side)) => side,
    };
    let side_name = if side == Side::Both { "Both" } else { side.name() };
    Edit::Several(vec![place, sided.set(&form.step, side_name)])
}

/// Moves between the rows of a list that is open, while one of them has the focus.
fn between(ui: &Ui, rows: &[Response]) {
    if rows.iter().any(Response::has_focus) {
        move_between(ui, &rows.iter().collect::<Vec<_>>(), &mut true, None);
    }
}

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

fn motion_ui(
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

/// One routine, as a row; a click opens the others below it.
fn routine_ui(
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
    let mut rows = Vec::new();
    for other in data.routines.iter().filter(|other| Some(&other.id) != id.as_ref()) {
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
fn routines_ui(
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
    for other in data.routines.iter().filter(|other| is_open && !chosen.contains(&other.id)) {
        let row = Row::new(&other.title).below(&other.about).right("add");
        if pictured_row_ui(ui, palette, row, other.subject).clicked() {
            wanted = Some(chosen.iter().cloned().chain([other.id.clone()]).collect());
        }
    }
    let Some(wanted): Option<Vec<String>> = wanted else { return };
    let (step, ids) = (form.step.clone(), wanted.iter().map(|id| quoted(id)).collect::<Vec<_>>());
    let set = |name: &str, value: String| Edit::Set { step: step.clone(), field: name.into(), value };
    let clear = |name: &str| Edit::Clear { step: step.clone(), field: name.into() };
    let edit = match &ids[..] {
        [only] => vec![set("routine", only.clone()), clear("any_of")],
        several => vec![set("any_of", format!("[{}]", several.join(", "))), clear("routine")],
    };
    state.queue.push((Edit::Several(edit), None));
}

fn technique_ui(
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

//! Reads the keyboard of the window: the one place that decides who gets a key first.

use egui::{Id, Modifiers, Ui};

use super::{Binding, Key, Precedence, Surface};

/// The action of a key that was pressed since the last frame. The key is consumed, so that nothing else on the
/// page sees it.
///
/// While words are being typed, only those keys of the page count that say so, and Enter and Escape leave the field unless
/// the page has a use for them.
/// Elsewhere a key that is held acts once, unless it moves through a list, and Enter presses what has the focus.
pub fn pressed<A: Copy>(ui: &Ui, bindings: &[Binding<A>]) -> Option<A> {
    let is_typing = ui.ctx().text_edit_focused();
    let is_focused = ui.memory(egui::Memory::focused).is_some();
    // The window library takes the focus from a field at Escape, before the page is asked.
    let was_typing = ui.data_mut(|data| {
        let was = data.get_temp_mut_or_default::<bool>(Id::unique("typing while it was asked last"));
        std::mem::replace(was, is_typing)
    });
    let has_own_escape = bindings.iter().any(|binding| {
        let counts = match binding.precedence {
            Precedence::Always | Precedence::OnlyWhileTyping => true,
            Precedence::BelowTyping | Precedence::BelowFocus => false,
        };
        counts && binding.keys().any(|key| key == Key::Escape)
    });
    if was_typing && !is_typing && !has_own_escape && takes(ui, Key::Escape) {
        return None;
    }
    if !is_typing {
        act_once(ui);
        read_digits(ui, bindings);
    }
    if is_focused && !is_typing && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
        return None;
    }
    let counts = |precedence: Precedence| match precedence {
        Precedence::BelowTyping => !is_typing,
        Precedence::BelowFocus => !is_focused,
        Precedence::Always => true,
        Precedence::OnlyWhileTyping => is_typing,
    };
    for binding in bindings.iter().filter(|binding| binding.is_offered(Surface::Window)) {
        if let Some(action) = binding.action
            && counts(binding.precedence)
            && binding.keys().any(|key| takes(ui, key))
        {
            return Some(action);
        }
    }
    if is_typing && takes(ui, Key::Enter) {
        leave_field(ui);
    }
    None
}

/// Drops what a keyboard sends while a key is held: a hand that rests on a key would otherwise pause and resume, or skip
/// everything. Keys that move through a list go on.
fn act_once(ui: &Ui) {
    use egui::Key::{ArrowDown, ArrowUp, PageDown, PageUp};
    let is_held = |event: &egui::Event| match event {
        egui::Event::Key { key, repeat, .. } => {
            *repeat && !matches!(key, ArrowDown | ArrowUp | PageDown | PageUp)
        }
        _ => false,
    };
    ui.input_mut(|input| input.events.retain(|event| !is_held(event)));
}

/// Reads a key of the digit row as its digit where the page has a use for that digit: on some keyboards, such as French
/// ones, the row gives signs unless Shift is held.
fn read_digits<A: Copy>(ui: &Ui, bindings: &[Binding<A>]) {
    let is_bound = |digit: egui::Key| {
        let bound = bindings.iter().filter(|binding| binding.is_offered(Surface::Window));
        bound.flat_map(Binding::keys).any(|key| in_window(key) == Some(digit))
    };
    ui.input_mut(|input| {
        for event in &mut input.events {
            if let egui::Event::Key { key, physical_key: Some(place), modifiers, .. } = event
                && modifiers.is_none()
                && !is_digit(*key)
                && is_digit(*place)
                && is_bound(*place)
            {
                *key = *place;
            }
        }
    });
}

fn is_digit(key: egui::Key) -> bool {
    use egui::Key::{Num0, Num1, Num2, Num3, Num4, Num5, Num6, Num7, Num8, Num9};
    [Num0, Num1, Num2, Num3, Num4, Num5, Num6, Num7, Num8, Num9].contains(&key)
}

/// Focuses a field in response to a key, and drops the letter of that key from the input.
pub fn begin_typing(ui: &Ui, field: Id) {
    ui.input_mut(|input| input.events.retain(|event| !matches!(event, egui::Event::Text(_))));
    ui.memory_mut(|memory| memory.request_focus(field));
}

/// Removes the focus from a field.
fn leave_field(ui: &Ui) {
    ui.memory_mut(|memory| {
        if let Some(field) = memory.focused() {
            memory.surrender_focus(field);
        }
    });
}

/// Whether a key was pressed. It is consumed, so that a focused widget does not see it, too.
#[must_use]
pub fn takes(ui: &Ui, key: Key) -> bool {
    let Some(in_window) = in_window(key) else { return false };
    ui.input_mut(|input| {
        // Some keyboards need Shift for it, others do not.
        let with_shift = key == Key::Char('?') && input.consume_key(Modifiers::SHIFT, in_window);
        with_shift || input.consume_key(modifiers(key), in_window)
    })
}

/// What is held with it.
const fn modifiers(key: Key) -> Modifiers {
    match key {
        Key::Ctrl(_) => Modifiers::COMMAND,
        Key::AltUp | Key::AltDown | Key::AltLeft | Key::AltRight => Modifiers::ALT,
        Key::Space
        | Key::Enter
        | Key::Escape
        | Key::Delete
        | Key::Left
        | Key::Right
        | Key::Up
        | Key::Down
        | Key::Home
        | Key::End
        | Key::PageUp
        | Key::PageDown
        | Key::Char(_)
        | Key::F(_) => Modifiers::NONE,
    }
}

/// The key as the window library names it.
fn in_window(key: Key) -> Option<egui::Key> {
    Some(match key {
        Key::Space => egui::Key::Space,
        Key::Enter => egui::Key::Enter,
        Key::Escape => egui::Key::Escape,
        Key::Delete => egui::Key::Delete,
        Key::Left | Key::AltLeft => egui::Key::ArrowLeft,
        Key::Right | Key::AltRight => egui::Key::ArrowRight,
        Key::Up | Key::AltUp => egui::Key::ArrowUp,
        Key::Down | Key::AltDown => egui::Key::ArrowDown,
        Key::Home => egui::Key::Home,
        Key::End => egui::Key::End,
        Key::PageUp => egui::Key::PageUp,
        Key::PageDown => egui::Key::PageDown,
        Key::Char(sign) | Key::Ctrl(sign) => return egui::Key::from_name(sign.encode_utf8(&mut [0; 4])),
        Key::F(number) => return egui::Key::from_name(&format!("F{number}")),
    })
}

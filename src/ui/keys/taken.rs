//! Reads the keyboard of the window: the one place that decides who gets a key first.

use egui::{Id, Modifiers, Ui};

use super::{Binding, Key, Precedence, Surface};

/// The action of a key that was pressed since the last frame. The key is consumed, so that nothing else on the
/// page sees it.
///
/// While words are being typed, only those keys of the page count that say so, and Enter leaves the field.
/// (Escape has left it already: the window library handles it before the page is asked.)
pub fn pressed<A: Copy>(ui: &Ui, bindings: &[Binding<A>]) -> Option<A> {
    let is_typing = ui.ctx().text_edit_focused();
    let is_focused = ui.memory(egui::Memory::focused).is_some();
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
        with_shift || input.consume_key(Modifiers::NONE, in_window)
    })
}

/// The key as the window library names it.
fn in_window(key: Key) -> Option<egui::Key> {
    Some(match key {
        Key::Space => egui::Key::Space,
        Key::Enter => egui::Key::Enter,
        Key::Escape => egui::Key::Escape,
        Key::Delete => egui::Key::Delete,
        Key::Left => egui::Key::ArrowLeft,
        Key::Right => egui::Key::ArrowRight,
        Key::Up => egui::Key::ArrowUp,
        Key::Down => egui::Key::ArrowDown,
        Key::Home => egui::Key::Home,
        Key::End => egui::Key::End,
        Key::PageUp => egui::Key::PageUp,
        Key::PageDown => egui::Key::PageDown,
        Key::Char(sign) => return egui::Key::from_name(sign.encode_utf8(&mut [0; 4])),
        Key::F(number) => return egui::Key::from_name(&format!("F{number}")),
    })
}

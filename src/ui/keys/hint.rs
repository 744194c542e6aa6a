//! The hints of a table, for the key line and the help.

use super::{Binding, Key, Surface};

/// An entry of the key line: one key, or several that belong together, and their description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint<A> {
    /// One key, or several such as the digits of the pain scale.
    pub keys: Vec<Key>,
    /// The description, a few words.
    pub does: &'static str,
    /// The action of a click; `None` if the keys have different actions.
    pub action: Option<A>,
}

/// The hints for a surface: neighbours with the same description are merged.
#[must_use]
pub fn hints<A: Copy>(bindings: &[Binding<A>], surface: Surface) -> Vec<Hint<A>> {
    let mut hints: Vec<Hint<A>> = Vec::new();
    for binding in bindings.iter().filter(|binding| binding.is_offered(surface)) {
        let Some(does) = binding.hint else { continue };
        match hints.last_mut() {
            Some(last) if last.does == does => {
                last.keys.push(binding.key);
                last.action = None;
            }
            Some(_) | None => hints.push(Hint { keys: vec![binding.key], does, action: binding.action }),
        }
    }
    hints
}

impl<A> Hint<A> {
    /// The keys as the line shows them: `Space`, `B S W`, `0–9, T`, `−  +`.
    #[must_use]
    pub fn label(&self) -> String {
        let is_digit = |key: &Key| matches!(key, Key::Char('0'..='9'));
        let digits = self.keys.iter().take_while(|key| is_digit(key)).count();
        let (range, others) = self.keys.split_at(if digits > 2 { digits } else { 0 });
        // Signs that are as close together as letters would be read as one.
        let apart = if others.iter().all(|key| matches!(key, Key::Char('+' | '-'))) { "  " } else { " " };
        let others = others.iter().map(|key| key.label()).collect::<Vec<_>>().join(apart);
        let [first, .., last] = range else { return others };
        let range = format!("{}–{}", first.label(), last.label());
        if others.is_empty() { range } else { format!("{range}, {others}") }
    }

    /// The keys in words: `Left arrow`, `Comma`.
    #[must_use]
    pub fn words(&self) -> String {
        if let [key] = self.keys[..] { key.words().into_owned() } else { self.label() }
    }
}

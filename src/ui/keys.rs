//! The keys of a page in one table: what a key does, what the key line shows and what the help lists all come
//! from it.
//!
//! Every page has a pure function `bindings` from its data to its table. Nothing here depends on a window, so a
//! terminal can use the table of a session; [`taken`] reads the keyboard of the window.

mod hint;
mod key;
mod taken;

pub use hint::{Hint, hints};
pub use key::Key;
pub use taken::{begin_typing, pressed, takes};

/// Where a key is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// In the window.
    Window,
    /// In a terminal.
    Terminal,
}

/// Who gets a key first while something on the page has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Precedence {
    /// A text field comes first.
    BelowTyping,
    /// Any focused widget comes first: a row, a choice or a field.
    BelowFocus,
    /// The page comes first.
    Always,
    /// The page comes first, and the key only works while words are being typed.
    OnlyWhileTyping,
}

/// A key of a page, its description and its action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding<A> {
    key: Key,
    also: &'static [Key],
    hint: Option<&'static str>,
    /// `None` if the focused widget handles the key by itself.
    action: Option<A>,
    only_in: Option<Surface>,
    precedence: Precedence,
}

impl<A: Copy> Binding<A> {
    /// A key with its description in the key line. It is off while words are being typed.
    #[must_use]
    pub const fn new(key: Key, hint: &'static str, action: A) -> Self {
        let (also, hint, action) = (&[], Some(hint), Some(action));
        Self { key, also, hint, action, only_in: None, precedence: Precedence::BelowTyping }
    }

    /// A key that the key line leaves out, because the page shows it elsewhere or because it duplicates
    /// another.
    #[must_use]
    pub const fn hidden(key: Key, action: A) -> Self {
        Self { hint: None, ..Self::new(key, "", action) }
    }

    /// A key that the focused row handles by itself; the key line describes what it does there.
    #[must_use]
    pub const fn of_row(key: Key, hint: &'static str) -> Self {
        let (also, hint) = (&[], Some(hint));
        Self { key, also, hint, action: None, only_in: None, precedence: Precedence::BelowFocus }
    }

    /// Adds keys that do the same without being shown.
    #[must_use]
    pub const fn also(self, also: &'static [Key]) -> Self {
        Self { also, ..self }
    }

    /// Offers the key on one surface only.
    #[must_use]
    pub const fn only_in(self, surface: Surface) -> Self {
        Self { only_in: Some(surface), ..self }
    }

    /// Takes the key only if nothing on the page has the focus.
    #[must_use]
    pub const fn unless_focused(self) -> Self {
        Self { precedence: Precedence::BelowFocus, ..self }
    }

    /// Takes the key even from a text field.
    #[must_use]
    pub const fn while_typing_too(self) -> Self {
        Self { precedence: Precedence::Always, ..self }
    }

    /// Takes the key only from a text field.
    #[must_use]
    pub const fn while_typing_only(self) -> Self {
        Self { precedence: Precedence::OnlyWhileTyping, ..self }
    }

    /// The key that is shown.
    pub const fn key(&self) -> Key {
        self.key
    }

    /// All keys that do the same, the shown one first.
    pub fn keys(&self) -> impl Iterator<Item = Key> + use<A> {
        std::iter::once(self.key).chain(self.also.iter().copied())
    }

    /// The action; `None` if the focused row handles the key.
    pub const fn action(&self) -> Option<&A> {
        self.action.as_ref()
    }

    /// Replaces the action.
    pub fn map<B>(self, change: impl FnOnce(A) -> B) -> Binding<B> {
        let Self { key, also, hint, action, only_in, precedence } = self;
        Binding { key, also, hint, action: action.map(change), only_in, precedence }
    }

    /// Whether the key is offered on a surface.
    #[must_use]
    pub fn is_offered(&self, surface: Surface) -> bool {
        self.only_in.is_none_or(|only| only == surface)
    }
}

/// The table without its actions, which is enough for the help.
#[must_use]
pub fn without_actions<A: Copy>(bindings: Vec<Binding<A>>) -> Vec<Binding<()>> {
    bindings.into_iter().map(|binding| binding.map(|_| ())).collect()
}

/// The action of a key on a surface.
#[must_use]
pub fn action_of<A: Copy>(bindings: &[Binding<A>], key: Key, surface: Surface) -> Option<A> {
    let offered = bindings.iter().filter(|binding| binding.is_offered(surface));
    offered.filter(|binding| binding.keys().any(|other| other == key)).find_map(|binding| binding.action)
}

/// The key of an action, to be shown beside it.
#[must_use]
pub fn key_of<A: Copy + PartialEq>(bindings: &[Binding<A>], action: &A) -> Option<Key> {
    bindings.iter().find(|binding| binding.action.as_ref() == Some(action)).map(Binding::key)
}

/// The keys of the pain scale: 0–9, and T for ten. Without a hint, the key line leaves them out.
#[must_use]
pub fn pain<A: Copy>(hint: Option<&'static str>, ask: impl Fn(u8) -> A) -> Vec<Binding<A>> {
    let keys = ('0'..='9').chain(['t']).map(Key::Char);
    (0..).zip(keys).map(|(pain, key)| Binding { hint, ..Binding::hidden(key, ask(pain)) }).collect()
}

//! The keys of a page, in one table: what a key does, what the key line shows and what F1 lists all come from it.
//!
//! Every page has a pure function `bindings` from its data to its table. Nothing here belongs to a window, so that a
//! terminal can use the table of a session; what the window takes from the keyboard is in [`taken`].

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

/// What takes a key first, where something on the page has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Precedence {
    /// A field into which words are typed.
    BelowTyping,
    /// Whatever has the keyboard: a row, a choice or a field.
    BelowFocus,
    /// Nothing.
    Always,
    /// Nothing, and it means something only while words are typed.
    OnlyWhileTyping,
}

/// A key of a page, what it does, and what it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding<A> {
    key: Key,
    also: &'static [Key],
    hint: Option<&'static str>,
    /// None where what has the keyboard takes the key by itself.
    action: Option<A>,
    only_in: Option<Surface>,
    precedence: Precedence,
}

impl<A: Copy> Binding<A> {
    /// A key that the key line shows with a few words on what it does. It rests while words are typed.
    #[must_use]
    pub const fn new(key: Key, hint: &'static str, action: A) -> Self {
        let (also, hint, action) = (&[], Some(hint), Some(action));
        Self { key, also, hint, action, only_in: None, precedence: Precedence::BelowTyping }
    }

    /// A key that the key line leaves out: the page shows it elsewhere, or it is another way to do the same.
    #[must_use]
    pub const fn hidden(key: Key, action: A) -> Self {
        Self { hint: None, ..Self::new(key, "", action) }
    }

    /// A key that the row with the keyboard takes by itself; the key line tells what it does there.
    #[must_use]
    pub const fn of_row(key: Key, hint: &'static str) -> Self {
        let (also, hint) = (&[], Some(hint));
        Self { key, also, hint, action: None, only_in: None, precedence: Precedence::BelowFocus }
    }

    /// Further keys that do the same, without being shown.
    #[must_use]
    pub const fn also(self, also: &'static [Key]) -> Self {
        Self { also, ..self }
    }

    /// Offered in one of the two places alone.
    #[must_use]
    pub const fn only_in(self, surface: Surface) -> Self {
        Self { only_in: Some(surface), ..self }
    }

    /// Taken only as long as nothing on the page has the keyboard.
    #[must_use]
    pub const fn unless_focused(self) -> Self {
        Self { precedence: Precedence::BelowFocus, ..self }
    }

    /// Taken from a field, too.
    #[must_use]
    pub const fn while_typing_too(self) -> Self {
        Self { precedence: Precedence::Always, ..self }
    }

    /// Taken from a field alone.
    #[must_use]
    pub const fn while_typing_only(self) -> Self {
        Self { precedence: Precedence::OnlyWhileTyping, ..self }
    }

    /// The key that is shown.
    pub const fn key(&self) -> Key {
        self.key
    }

    /// Every key that does it, the shown one first.
    pub fn keys(&self) -> impl Iterator<Item = Key> + use<A> {
        std::iter::once(self.key).chain(self.also.iter().copied())
    }

    /// What it asks for; none where the row with the keyboard takes the key.
    pub const fn action(&self) -> Option<&A> {
        self.action.as_ref()
    }

    /// The same keys for something else that is asked for.
    pub fn map<B>(self, change: impl FnOnce(A) -> B) -> Binding<B> {
        let Self { key, also, hint, action, only_in, precedence } = self;
        Binding { key, also, hint, action: action.map(change), only_in, precedence }
    }

    /// Whether it works in a place.
    #[must_use]
    pub fn is_offered(&self, surface: Surface) -> bool {
        self.only_in.is_none_or(|only| only == surface)
    }
}

/// The table without what is asked for: enough to tell of the keys.
#[must_use]
pub fn without_actions<A: Copy>(bindings: Vec<Binding<A>>) -> Vec<Binding<()>> {
    bindings.into_iter().map(|binding| binding.map(|_| ())).collect()
}

/// What a key asks for in a place.
#[must_use]
pub fn action_of<A: Copy>(bindings: &[Binding<A>], key: Key, surface: Surface) -> Option<A> {
    let offered = bindings.iter().filter(|binding| binding.is_offered(surface));
    offered.filter(|binding| binding.keys().any(|other| other == key)).find_map(|binding| binding.action)
}

/// The key that asks for something, to be shown beside it.
#[must_use]
pub fn key_of<A: Copy + PartialEq>(bindings: &[Binding<A>], action: &A) -> Option<Key> {
    bindings.iter().find(|binding| binding.action.as_ref() == Some(action)).map(Binding::key)
}

/// The pain scale by one key each: 0–9, and T for ten. Without a hint, the key line leaves them out.
#[must_use]
pub fn pain<A: Copy>(hint: Option<&'static str>, ask: impl Fn(u8) -> A) -> Vec<Binding<A>> {
    let keys = ('0'..='9').chain(['t']).map(Key::Char);
    (0..).zip(keys).map(|(pain, key)| Binding { hint, ..Binding::hidden(key, ask(pain)) }).collect()
}

//! A text that is being changed, with the way back.

use super::edit::{Edit, EditError, Edited};
use super::outline::{Outline, StepPath};

/// Changes of one group become one step of the way back, as long as nothing else comes between: a word that is typed, a
/// length that is dragged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Typing in the text itself.
    Typing,
    /// A field of a step.
    Field(StepPath, String),
}

/// A text, its structure, and every change since it was opened.
#[derive(Clone, Debug)]
pub struct Document {
    text: String,
    outline: Option<Outline>,
    past: Vec<Change>,
    future: Vec<Change>,
    /// The group that is still open.
    group: Option<Group>,
    version: u64,
}

/// What took the place of what.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    at: usize,
    before: String,
    after: String,
}

impl Change {
    /// The shortest one that leads from one text to another; nothing if they are the same.
    fn between(old: &str, new: &str) -> Option<Self> {
        if old == new {
            return None;
        }
        let same = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
        let is_border = |at: usize, back: usize| {
            old.is_char_boundary(at)
                && new.is_char_boundary(at)
                && old.is_char_boundary(old.len() - back)
                && new.is_char_boundary(new.len() - back)
        };
        let at = (0..=same).rev().find(|at| is_border(*at, 0)).unwrap_or(0);
        let most = old.len().min(new.len()) - at;
        let same = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
        let back = (0..=same).rev().find(|back| is_border(at, *back)).unwrap_or(0);
        Some(Self {
            at,
            before: old[at..old.len() - back].to_owned(),
            after: new[at..new.len() - back].to_owned(),
        })
    }
}

impl Document {
    /// A text that has just been opened.
    #[must_use]
    pub fn new(text: String) -> Self {
        let outline = Outline::of(&text);
        Self { text, outline, past: Vec::new(), future: Vec::new(), group: None, version: 0 }
    }

    /// The text as it is now.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its structure; nothing while it cannot be read.
    #[must_use]
    pub const fn outline(&self) -> Option<&Outline> {
        self.outline.as_ref()
    }

    /// A number that changes with the text.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// Whether there is something to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether something was undone that can be done again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// The text with a change, which is not made; and the step that it is about.
    ///
    /// # Errors
    /// [`EditError`]
    pub fn with(&self, edit: &Edit) -> Result<(String, StepPath), EditError> {
        let Edited { text, step, .. } = self.edited(edit)?;
        Ok((text, step))
    }

    fn edited(&self, edit: &Edit) -> Result<Edited, EditError> {
        edit.apply(&self.text, self.outline.as_ref().ok_or(EditError::Unreadable)?)
    }

    /// Makes a change, and gives the step that it is about.
    ///
    /// # Errors
    /// [`EditError`]; nothing has changed then.
    pub fn apply(&mut self, edit: &Edit, group: Option<Group>) -> Result<StepPath, EditError> {
        let Edited { text, outline, step } = self.edited(edit)?;
        self.replace_with(text, Some(outline), group);
        Ok(step)
    }

    /// Takes another text as the next version of this one.
    pub fn replace(&mut self, text: String, group: Option<Group>) {
        if text != self.text {
            let outline = Outline::of(&text);
            self.replace_with(text, outline, group);
        }
    }

    fn replace_with(&mut self, text: String, outline: Option<Outline>, group: Option<Group>) {
        let Some(change) = Change::between(&self.text, &text) else { return };
        let goes_on = group.is_some() && group == self.group;
        let before = if goes_on { self.past.pop() } else { None };
        let change = match before {
            // From the text before the group to the one that there is now.
            Some(open) => {
                let mut first = self.text.clone();
                first.replace_range(open.at..open.at + open.after.len(), &open.before);
                Change::between(&first, &text)
            }
            None => Some(change),
        };
        self.past.extend(change);
        self.future.clear();
        self.group = group;
        self.set(text, outline);
    }

    /// Ends a group: what comes next is a step of its own on the way back.
    pub fn close_group(&mut self) {
        self.group = None;
    }

    /// Goes one step back. Returns where in the text that was; nothing if there is nothing to undo.
    pub fn undo(&mut self) -> Option<usize> {
        let change = self.past.pop()?;
        let mut text = self.text.clone();
        text.replace_range(change.at..change.at + change.after.len(), &change.before);
        let at = change.at;
        self.future.push(change);
        self.group = None;
        let outline = Outline::of(&text);
        self.set(text, outline);
        Some(at)
    }

    /// Does again what was undone last. Returns where in the text that was; nothing if there is nothing.
    pub fn redo(&mut self) -> Option<usize> {
        let change = self.future.pop()?;
        let mut text = self.text.clone();
        text.replace_range(change.at..change.at + change.before.len(), &change.after);
        let at = change.at;
        self.past.push(change);
        self.group = None;
        let outline = Outline::of(&text);
        self.set(text, outline);
        Some(at)
    }

    fn set(&mut self, text: String, outline: Option<Outline>) {
        self.outline = outline;
        self.text = text;
        self.version += 1;
    }
}

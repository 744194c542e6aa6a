//! What can be changed in a routine's text, each as the least that has to be written.

use std::ops::Range;

use super::nested::{self, Found};
use super::outline::{List, Outline, Part, StepNode, StepPath};
use super::sequence::{Lifted, Sequence, Splice, applied, indentation, is_first_on_line, line_end, moved_in};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Write a field of a step, or of the whole routine if the path is empty.
    Set {
        /// The step.
        step: StepPath,
        /// The field's name; for a part of its value, with the way to it: `rhythm.press`, `then[1].say`. One behind the last
        /// of a list is added to it.
        field: String,
        /// Its value, as it stands in a file.
        value: String,
    },
    /// Leave a field out.
    Clear {
        /// The step.
        step: StepPath,
        /// The field's name, or the way to a part of its value.
        field: String,
    },
    /// Put a step, or an alternative, into a list.
    Insert {
        /// The step that holds the list; empty for the routine itself.
        of: StepPath,
        /// Which list of it.
        part: Part,
        /// Before which one; behind all if there are fewer.
        index: usize,
        /// What to put in, as it stands in a file.
        text: String,
    },
    /// Take a step, or an alternative, out.
    Remove {
        /// Which one.
        step: StepPath,
    },
    /// Put a step somewhere else, with the comments above and beside it.
    Move {
        /// Which one.
        step: StepPath,
        /// The step that holds the list to put it into.
        of: StepPath,
        /// Which list of it.
        part: Part,
        /// Before which one, counted as long as it is still in its old place.
        index: usize,
    },
    /// Put the same step behind itself.
    Copy {
        /// Which one.
        step: StepPath,
    },
    /// Put a step into one that holds others.
    Wrap {
        /// Which one.
        step: StepPath,
        /// What that says of itself before its list: `Repeat(times: 2`.
        holder: String,
    },
    /// Several, each in the text that the one before it left.
    Several(Vec<Self>),
}

/// Why a change cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The text cannot be read.
    #[error("the file can't be changed here while it can't be read; mend it in its text first")]
    Unreadable,
    /// There is no such step, field or list any more.
    #[error("that step is no longer there")]
    Gone,
    /// It would leave a list without steps.
    #[error(
        "a routine needs at least one step, a repeat too, and a programme one week; put another one in first"
    )]
    LastStep,
    /// A step cannot be put into itself, nor an alternative among the steps.
    #[error("it can't be put there")]
    Misplaced,
    /// What was to be written is no value of a file.
    #[error("`{0}` can't be written into the file")]
    Unwritable(String),
}

/// A changed text, and the step that the change was about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edited {
    pub text: String,
    pub outline: Outline,
    pub step: StepPath,
}

impl Edited {
    /// Reads the text that a change has made: once, because that takes longer than everything else.
    fn read(text: String, step: StepPath) -> Result<Self, EditError> {
        match Outline::of(&text) {
            Some(outline) => Ok(Self { text, outline, step }),
            None => Err(EditError::Unwritable(String::new())),
        }
    }
}

impl Edit {
    /// The text with this change in it.
    ///
    /// # Errors
    /// [`EditError`]
    pub(super) fn apply(&self, text: &str, outline: &Outline) -> Result<Edited, EditError> {
        let edited = match self {
            Self::Set { step, field, value } => set(text, outline, step, field, value),
            Self::Clear { step, field } => clear(text, outline, step, field),
            Self::Insert { of, part, index, text: body } => {
                let lifted = Lifted { body: body.clone(), ..Lifted::default() };
                insert(text, outline, (of, *part, *index), &lifted)
            }
            Self::Remove { step } => remove(text, outline, step),
            Self::Move { step, of, part, index } => move_to(text, outline, step, (of, *part, *index)),
            Self::Copy { step } => {
                let (outer, part, index) = step.outer().ok_or(EditError::Gone)?;
                let list = outline.list(&outer, part).ok_or(EditError::Gone)?;
                let body = list.sequence(text).lift(index).ok_or(EditError::Gone)?.body;
                let lifted = Lifted { body, ..Lifted::default() };
                insert(text, outline, (&outer, part, index + 1), &lifted)
            }
            Self::Wrap { step, holder } => wrap(text, outline, step, holder),
            Self::Several(edits) => {
                let step = StepPath::default();
                let first = Edited { text: text.to_owned(), outline: outline.clone(), step };
                edits.iter().try_fold(first, |edited, edit| edit.apply(&edited.text, &edited.outline))
            }
        };
        edited.map_err(|error| match error {
            EditError::Unwritable(what) if what.is_empty() => {
                EditError::Unwritable(self.written().to_owned())
            }
            other => other,
        })
    }

    /// What it writes, for a sentence about it.
    fn written(&self) -> &str {
        match self {
            Self::Set { value, .. } => value,
            Self::Insert { text, .. } => text,
            Self::Wrap { holder, .. } => holder,
            Self::Clear { field, .. } => field,
            Self::Remove { .. } | Self::Move { .. } | Self::Copy { .. } | Self::Several(_) => "",
        }
    }
}

impl List {
    fn sequence<'a>(&self, text: &'a str) -> Sequence<'a> {
        Sequence::of(text, &self.span, self.items.iter().map(|item| item.span.clone()).collect())
    }
}

/// The fields of a step or of the routine, what holds them with its brackets, and the step itself if it is one.
type FieldsOf<'a> = (&'a [super::Field], Range<usize>, Option<&'a StepNode>);

fn fields_of<'a>(outline: &'a Outline, step: &StepPath) -> Result<FieldsOf<'a>, EditError> {
    if step.0.is_empty() {
        return Ok((&outline.fields, outline.span.clone(), None));
    }
    let node = outline.step(step).ok_or(EditError::Gone)?;
    Ok((&node.fields, node.span.clone(), Some(node)))
}

fn set(
    text: &str,
    outline: &Outline,
    step: &StepPath,
    field: &str,
    value: &str,
) -> Result<Edited, EditError> {
    let (fields, span, node) = fields_of(outline, step)?;
    let unwritable = || EditError::Unwritable(value.to_owned());
    let (name, way) = nested::parted(field);
    if !way.is_empty() {
        let there = fields.iter().find(|other| other.name == name).ok_or(EditError::Gone)?;
        let splices = match nested::find(text, there.value.clone(), way).ok_or(EditError::Gone)? {
            Found::There { value: at, .. } => vec![Splice { at, with: value.to_owned() }],
            Found::Missing { among, last, name } => {
                let body = name.map_or_else(|| value.to_owned(), |name| format!("{name}: {value}"));
                among.put(last, &Lifted { body, ..Lifted::default() })
            }
        };
        return Edited::read(applied(text, splices), step.clone());
    }
    let named = format!("{field}: {value}");
    let splices = if let Some(there) = fields.iter().find(|other| other.name == field) {
        vec![Splice { at: there.value.clone(), with: value.to_owned() }]
    } else if let Some(single) = node.and_then(|node| node.single.clone()) {
        // `Use("…")` has room for its technique alone.
        if field == "technique" {
            vec![Splice { at: single, with: value.to_owned() }]
        } else {
            let technique = &text[single.clone()];
            vec![Splice { at: single, with: format!("technique: {technique}, {named}") }]
        }
    } else if node.is_some_and(|node| !text[node.span.clone()].ends_with(')')) {
        return Err(unwritable());
    } else {
        // Steps inside it stay the last, because they are long.
        let is_list = |name: &str| ["steps", "softer", "instead", "then"].contains(&name);
        let last = fields.iter().rposition(|other| !is_list(&other.name)).map_or(0, |last| last + 1);
        let items = fields.iter().map(|field| field.span.clone()).collect();
        Sequence::of(text, &span, items).put(last, &Lifted { body: named, ..Lifted::default() })
    };
    let edited = Edited::read(applied(text, splices), step.clone())?;
    let (fields, _, node) = fields_of(&edited.outline, step)?;
    let there = fields.iter().find(|other| other.name == field).map(|field| field.value.clone());
    let there = there.or_else(|| node.filter(|_| field == "technique")?.single.clone());
    if there.is_none_or(|there| edited.text[there] != *value) {
        return Err(unwritable());
    }
    Ok(edited)
}

fn clear(text: &str, outline: &Outline, step: &StepPath, field: &str) -> Result<Edited, EditError> {
    let (fields, span, _) = fields_of(outline, step)?;
    let step = step.clone();
    let (name, way) = nested::parted(field);
    if !way.is_empty() {
        let there = fields.iter().find(|other| other.name == name).ok_or(EditError::Gone)?;
        let splices = match nested::find(text, there.value.clone(), way).ok_or(EditError::Gone)? {
            Found::There { among, index, .. } => among.take_out(index, false),
            Found::Missing { .. } => Vec::new(),
        };
        return Edited::read(applied(text, splices), step);
    }
    let Some(index) = fields.iter().position(|other| other.name == field) else {
        return Ok(Edited { text: text.to_owned(), outline: outline.clone(), step });
    };
    let items = fields.iter().map(|field| field.span.clone()).collect();
    Edited::read(applied(text, Sequence::of(text, &span, items).take_out(index, false)), step)
}

/// A place in a list: the step that holds it, which of its lists, before which one.
type Place<'a> = (&'a StepPath, Part, usize);

fn insert(
    text: &str,
    outline: &Outline,
    (of, part, index): Place<'_>,
    lifted: &Lifted,
) -> Result<Edited, EditError> {
    let Some(list) = outline.list(of, part) else {
        // An alternative to a step that had none.
        if part == Part::Instead && !of.0.is_empty() {
            let value = format!("[{}]", lifted.body);
            let edited = set(text, outline, of, part.name(), &value)?;
            return Ok(Edited { step: of.inner(part, 0), ..edited });
        }
        return Err(EditError::Gone);
    };
    let index = index.min(list.items.len());
    let text = applied(text, list.sequence(text).put(index, lifted));
    let count = |outline: &Outline| outline.list(of, part).map_or(0, |list| list.items.len());
    let edited = Edited::read(text, of.inner(part, index))?;
    if count(&edited.outline) == list.items.len() + 1 {
        Ok(edited)
    } else {
        Err(EditError::Unwritable(lifted.body.clone()))
    }
}

fn remove(text: &str, outline: &Outline, step: &StepPath) -> Result<Edited, EditError> {
    let (outer, part, index) = step.outer().ok_or(EditError::Gone)?;
    let list = outline.list(&outer, part).ok_or(EditError::Gone)?;
    if list.items.len() == 1 {
        return match part {
            Part::Steps | Part::Softer | Part::Weeks => Err(EditError::LastStep),
            Part::Instead => clear(text, outline, &outer, part.name()),
        };
    }
    let text = applied(text, list.sequence(text).take_out(index, false));
    let next = outer.inner(part, index.min(list.items.len() - 2));
    Edited::read(text, if part == Part::Instead { outer } else { next })
}

fn move_to(
    text: &str,
    outline: &Outline,
    step: &StepPath,
    (of, part, index): Place<'_>,
) -> Result<Edited, EditError> {
    let (outer, from_part, from) = step.outer().ok_or(EditError::Gone)?;
    let is_alone = |part: Part| matches!(part, Part::Instead | Part::Weeks);
    if of.is_within(step)
        || (from_part != part && (is_alone(from_part) || is_alone(part)))
        || part == Part::Instead
    {
        return Err(EditError::Misplaced);
    }
    let list = outline.list(&outer, from_part).ok_or(EditError::Gone)?;
    let target = outline.list(of, part).ok_or(EditError::Gone)?;
    let is_same = outer == *of && from_part == part;
    let index = index.min(target.items.len());
    if is_same && (index == from || index == from + 1) {
        return Ok(Edited { text: text.to_owned(), outline: outline.clone(), step: step.clone() });
    }
    if list.items.len() == 1 {
        return Err(EditError::LastStep);
    }
    let (old, new) = (list.sequence(text), target.sequence(text));
    let mut lifted = old.lift(from).ok_or(EditError::Gone)?;
    // In a line with others there is no room for them; they stay where they were.
    let takes_comments = new.takes_comments(index);
    if !takes_comments {
        (lifted.above, lifted.behind) = (Vec::new(), String::new());
    }
    let mut splices = old.take_out(from, takes_comments);
    splices.extend(new.put(index, &lifted));
    let text = applied(text, splices);
    // Where it has gone from, those behind it have moved up.
    let mut path = of.0.clone();
    let level = outer.0.len();
    if of.is_within(&outer)
        && let Some((at, place)) = path.get_mut(level)
        && *at == from_part
        && *place > from
    {
        *place -= 1;
    }
    let index = if is_same && index > from { index - 1 } else { index };
    Edited::read(text, StepPath(path).inner(part, index))
}

fn wrap(text: &str, outline: &Outline, step: &StepPath, holder: &str) -> Result<Edited, EditError> {
    let node = outline.step(step).ok_or(EditError::Gone)?;
    let body = &text[node.span.clone()];
    let with = if is_first_on_line(text, node.span.start) {
        let (end, indent) = (line_end(text), indentation(text, node.span.start));
        let body = moved_in(body, indent, &format!("{indent}    "));
        format!("{holder}, steps: [{end}{indent}    {body},{end}{indent}])")
    } else {
        format!("{holder}, steps: [{body}])")
    };
    let text = applied(text, vec![Splice { at: node.span.clone(), with }]);
    Edited::read(text, step.clone())
}

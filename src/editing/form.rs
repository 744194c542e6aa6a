//! What can be said of a step, and how it is chosen: the fields of its form.

use super::edit::Edit;
use super::outline::{Outline, Part, StepPath};

mod fields;

use fields::{Filling, of_programme, of_routine, of_step};

/// The fields of a step, or of the routine as a whole, in the order in which they are filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The step; empty for the routine itself.
    pub step: StepPath,
    /// What can be said of it.
    pub fields: Vec<FormField>,
}

/// Something that can be said of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormField {
    /// Its name in the file, with the way to a part of a value: `lasts`, `rhythm.press`, `then[1].say`.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// How it is chosen.
    pub control: Control,
    /// What is written now, as it stands in the file; nothing if it is left out.
    pub value: Option<String>,
    /// The part of the form that it is in.
    pub section: Section,
    /// Whether it may be left out.
    pub is_optional: bool,
    /// What holds if it is left out, as it would stand in a file.
    pub usual: Option<&'static str>,
}

/// A part of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// What is done, where.
    What,
    /// For how long, how often.
    Time,
    /// What is said and shown.
    Words,
    /// What is rarely needed.
    More,
}

/// How something is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Control {
    /// A place on the body.
    Site,
    /// A motion.
    Motion,
    /// A technique, by its id.
    Technique,
    /// A routine, by its id.
    Routine,
    /// One routine or several, of which each has its turn: `routine`, or `any_of`.
    Routines,
    /// How strong, on the scale of discomfort.
    Pressure,
    /// One of a few.
    Choice(Vec<Choice>),
    /// Any number of a few.
    Several(Vec<Choice>),
    /// Whether or not.
    Toggle,
    /// A length of time.
    Length,
    /// The shortest and the longest that a step may become.
    Limits,
    /// Seconds of a breath.
    Seconds,
    /// A whole number.
    Count {
        /// The smallest.
        least: u32,
        /// The largest that can be written.
        most: u32,
    },
    /// Words of the author, in several languages.
    Words {
        /// Whether they are spoken in a session, at a time of their own.
        is_spoken: bool,
    },
    /// A text that is the same in every language.
    Text,
    /// Something that stands in the file as it is.
    Plain,
    /// A picture beside the file.
    Picture,
    /// A recording beside the file.
    Recording,
    /// Things to do with what stands here, each a change of its own.
    Changes(Vec<(String, Edit)>),
}

/// One of several values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// As it stands in the file; empty for leaving the field out.
    pub value: &'static str,
    /// In plain words.
    pub label: &'static str,
}

impl Form {
    /// The form of a step, or of the routine itself if the path is empty; nothing if there is no such step.
    #[must_use]
    pub fn of(text: &str, outline: &Outline, step: &StepPath) -> Option<Self> {
        if step.0.is_empty() {
            let fields = &outline.fields;
            let written = |name: &str| {
                let field = fields.iter().find(|field| field.name == name)?;
                Some(text[field.value.clone()].to_owned())
            };
            let of = Filling::new(step, &written);
            let fields = if outline.is_programme() { of_programme(&of) } else { of_routine(&of) };
            return Some(Self { step: step.clone(), fields });
        }
        let node = outline.step(step)?;
        let written = |name: &str| {
            let field = node.field(name).map(|field| field.value.clone());
            let single = node.single.clone().filter(|_| name == "technique");
            Some(text[field.or(single)?].to_owned())
        };
        let around = outline.surroundings(step);
        Some(Self { step: step.clone(), fields: of_step(node, around, &Filling::new(step, &written)) })
    }

    /// A field by its name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FormField> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl FormField {
    /// Writes a value; an empty one leaves the field out.
    #[must_use]
    pub fn set(&self, step: &StepPath, value: &str) -> Edit {
        let (step, field) = (step.clone(), self.name.clone());
        if value.is_empty() {
            Edit::Clear { step, field }
        } else {
            Edit::Set { step, field, value: value.to_owned() }
        }
    }

    pub(super) const fn optional(mut self) -> Self {
        self.is_optional = true;
        self
    }

    /// May be left out, and is this then.
    pub(super) const fn usually(mut self, value: &'static str) -> Self {
        (self.is_optional, self.usual) = (true, Some(value));
        self
    }
}

impl Outline {
    /// The states in which a step has an alternative, with the way to each.
    #[must_use]
    pub fn alternatives(&self, text: &str, step: &StepPath) -> Vec<(String, StepPath)> {
        let Some(list) = self.list(step, Part::Instead) else { return Vec::new() };
        let when = |span: &std::ops::Range<usize>| {
            let found = super::nested::find(text, span.clone(), ".when")?;
            match found {
                super::nested::Found::There { value, .. } => Some(text[value].to_owned()),
                super::nested::Found::Missing { .. } => None,
            }
        };
        let items = list.items.iter().enumerate();
        items
            .filter_map(|(index, item)| Some((when(&item.span)?, step.inner(Part::Instead, index))))
            .collect()
    }
}

//! Where each step and each field stands in a text; in a programme, each week.

use std::ops::Range;

use crate::ron_reader::{Body, Parser, Raw};

/// How deep steps are looked for in steps; deeper ones are not read either.
const DEEPEST: usize = 8;

/// What a week of a programme is called among the kinds of steps.
pub(super) const WEEK: &str = "Week";

/// The structure of a routine's text, each part with its place in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// The outermost brackets.
    pub span: Range<usize>,
    /// What it says of the whole, `steps` included.
    pub fields: Vec<Field>,
    /// Its steps, or its weeks, if there is such a list.
    pub steps: Option<List>,
}

/// A name with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// From the name to the end of the value.
    pub span: Range<usize>,
    /// The value alone.
    pub value: Range<usize>,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepNode {
    /// From its name to its last bracket.
    pub span: Range<usize>,
    /// Its name: `Guide`.
    pub kind: String,
    /// Its fields; nothing for `Use("…")`.
    pub fields: Vec<Field>,
    /// Its one value without a name: that of `Use("…")`.
    pub single: Option<Range<usize>>,
    /// The lists of steps in it.
    pub lists: Vec<List>,
}

/// A list of steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Which one of its step it is.
    pub part: Part,
    /// With its brackets.
    pub span: Range<usize>,
    /// What it holds.
    pub items: Vec<Item>,
}

/// A step in a list, or an alternative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The whole of it: of an alternative, with its state.
    pub span: Range<usize>,
    /// The step; nothing where it cannot be read.
    pub step: Option<StepNode>,
}

/// Which list of a routine or of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// What is done.
    Steps,
    /// What is done if the answer to a question is the softer one.
    Softer,
    /// What is done instead, in a state of the moment.
    Instead,
    /// The weeks of a programme.
    Weeks,
}

/// The way to a step: of each list on it, which one it is, and the index in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StepPath(pub Vec<(Part, usize)>);

impl Part {
    /// Those that a step can have.
    const OF_A_STEP: [Self; 3] = [Self::Steps, Self::Softer, Self::Instead];

    /// Its name in a file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Steps => "steps",
            Self::Softer => "softer",
            Self::Instead => "instead",
            Self::Weeks => "weeks",
        }
    }
}

impl StepPath {
    /// A step of the routine itself.
    #[must_use]
    pub fn top(index: usize) -> Self {
        Self(vec![(Part::Steps, index)])
    }

    /// A step inside this one; of the whole routine, if this is empty.
    #[must_use]
    pub fn inner(&self, part: Part, index: usize) -> Self {
        let mut path = self.0.clone();
        path.push((part, index));
        Self(path)
    }

    /// The step that holds this one, which list of it this one is in, and where.
    #[must_use]
    pub fn outer(&self) -> Option<(Self, Part, usize)> {
        let ((part, index), before) = self.0.split_last()?;
        Some((Self(before.to_vec()), *part, *index))
    }

    /// Whether this step is `other`, or inside it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// How many steps it is in.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.0.len().saturating_sub(1)
    }
}

impl Outline {
    /// The structure of a text; nothing if it is not one value in brackets.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let mut parser = Parser::of(text);
        let fields = parser.whole("The file")?;
        let (span, all) = (fields.at(), fields.all());
        let of_part = |part: Part| Some((part, all.iter().find(|(name, _)| *name == part.name())?.1));
        let steps = of_part(Part::Steps).or_else(|| of_part(Part::Weeks));
        let steps = steps.and_then(|(part, raw)| list(part, raw, &mut parser, 0));
        Some(Self { span, fields: named(&all, &parser), steps })
    }

    /// Whether it is a programme, whose steps are weeks.
    #[must_use]
    pub fn is_programme(&self) -> bool {
        self.steps.as_ref().is_some_and(|list| list.part == Part::Weeks)
    }

    /// The step at a path.
    #[must_use]
    pub fn step(&self, path: &StepPath) -> Option<&StepNode> {
        let (outer, part, index) = path.outer()?;
        self.list(&outer, part)?.items.get(index)?.step.as_ref()
    }

    /// A list of the step at a path; of the routine itself, if that is empty.
    #[must_use]
    pub fn list(&self, path: &StepPath, part: Part) -> Option<&List> {
        if path.0.is_empty() {
            return self.steps.as_ref().filter(|list| part == list.part);
        }
        self.step(path)?.list(part)
    }

    /// The field of a step; of the routine itself, if the path is empty.
    #[must_use]
    pub fn field(&self, path: &StepPath, name: &str) -> Option<&Field> {
        let fields = if path.0.is_empty() { &self.fields } else { &self.step(path)?.fields };
        fields.iter().find(|field| field.name == name)
    }

    /// Whether a step is inside a repeat, and whether it is done on each side.
    #[must_use]
    pub fn surroundings(&self, step: &StepPath) -> (bool, bool) {
        let (mut in_repeat, mut in_each_side) = (false, false);
        let mut here = step.clone();
        while let Some((outer, _, _)) = here.outer() {
            let kind = self.step(&outer).map(|node| &*node.kind);
            in_repeat |= kind == Some("Repeat");
            in_each_side |= kind == Some("EachSide");
            here = outer;
        }
        (in_repeat, in_each_side)
    }

    /// The text with one of its steps alone, inside what says on which side it is done.
    #[must_use]
    pub fn alone(&self, text: &str, step: &StepPath) -> Option<String> {
        let steps = self.steps.as_ref()?;
        let mut alone = text[self.step(step)?.span.clone()].to_owned();
        let mut here = step.clone();
        while let Some((outer, part, _)) = here.outer() {
            if let Some(node) = self.step(&outer).filter(|node| node.kind == "EachSide")
                && let Some(list) = node.list(part)
            {
                let (before, after) =
                    (&text[node.span.start..list.span.start], &text[list.span.end..node.span.end]);
                alone = format!("{before}[{alone}]{after}");
            }
            here = outer;
        }
        Some(format!("{}[{alone}]{}", &text[..steps.span.start], &text[steps.span.end..]))
    }

    /// Where a value stands, or a part of one: `then[1].say`.
    #[must_use]
    pub fn place(&self, text: &str, step: &StepPath, name: &str) -> Option<Range<usize>> {
        let (top, way) = super::nested::parted(name);
        let value = self.field(step, top)?.value.clone();
        if way.is_empty() {
            return Some(value);
        }
        match super::nested::find(text, value, way)? {
            super::nested::Found::There { value, .. } => Some(value),
            super::nested::Found::Missing { .. } => None,
        }
    }

    /// Every step with its path, outer before inner, in the order of the text.
    #[must_use]
    pub fn all(&self) -> Vec<(StepPath, &StepNode)> {
        let mut found = Vec::new();
        if let Some(steps) = &self.steps {
            steps.gather(&StepPath::default(), &mut found);
        }
        found.sort_by_key(|(_, step)| step.span.start);
        found
    }

    /// The innermost step that holds a place in the text.
    #[must_use]
    pub fn step_at(&self, at: usize) -> Option<StepPath> {
        let here = self.all().into_iter().filter(|(_, step)| step.span.contains(&at));
        here.max_by_key(|(path, _)| path.depth()).map(|(path, _)| path)
    }
}

impl StepNode {
    /// One of its lists.
    #[must_use]
    pub fn list(&self, part: Part) -> Option<&List> {
        self.lists.iter().find(|list| list.part == part)
    }

    /// One of its fields.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl List {
    fn gather<'a>(&'a self, of: &StepPath, found: &mut Vec<(StepPath, &'a StepNode)>) {
        for (index, item) in self.items.iter().enumerate() {
            let Some(step) = &item.step else { continue };
            let path = of.inner(self.part, index);
            for list in &step.lists {
                list.gather(&path, found);
            }
            found.push((path, step));
        }
    }
}

fn named<'a>(all: &[(Raw<'a>, Raw<'a>)], parser: &Parser<'a>) -> Vec<Field> {
    let field = |(name, raw): &(Raw<'a>, Raw<'a>)| {
        let (at, value) = (parser.place(name), parser.place(raw));
        Field { name: (*name).to_owned(), span: at.start..value.end, value }
    };
    all.iter().map(field).collect()
}

fn list<'a>(part: Part, raw: Raw<'a>, parser: &mut Parser<'a>, depth: usize) -> Option<List> {
    if depth > DEEPEST {
        return None;
    }
    let members = parser.list("a step", raw)?;
    let items = members.into_iter().map(|raw| item(part, raw, parser, depth)).collect();
    Some(List { part, span: parser.place(raw), items })
}

fn item<'a>(part: Part, raw: Raw<'a>, parser: &mut Parser<'a>, depth: usize) -> Item {
    let span = parser.place(raw);
    let raw = match part {
        Part::Steps | Part::Softer => Some(raw),
        Part::Weeks => {
            let fields = parser.structure("a week", "", raw).map(|fields| named(&fields.all(), parser));
            let week = |fields| StepNode {
                span: span.clone(),
                kind: WEEK.to_owned(),
                fields,
                single: None,
                lists: Vec::new(),
            };
            return Item { span: span.clone(), step: fields.map(week) };
        }
        Part::Instead => {
            let all = parser.structure("an alternative", "", raw).map(|fields| fields.all());
            all.unwrap_or_default().into_iter().find(|(name, _)| *name == "step").map(|(_, raw)| raw)
        }
    };
    Item { span, step: raw.and_then(|raw| step(raw, parser, depth)) }
}

fn step<'a>(raw: Raw<'a>, parser: &mut Parser<'a>, depth: usize) -> Option<StepNode> {
    let span = parser.place(raw);
    let (kind, body) = parser.variant("a step", raw)?;
    let kind = kind.to_owned();
    match body {
        Body::Fields(fields) => {
            let all = fields.all();
            let lists = Part::OF_A_STEP.into_iter().filter_map(|part| {
                let (_, raw) = all.iter().find(|(name, _)| *name == part.name())?;
                list(part, raw, parser, depth + 1)
            });
            let lists = lists.collect();
            Some(StepNode { span, kind, fields: named(&all, parser), single: None, lists })
        }
        Body::Single(single) => {
            let single = Some(parser.place(single));
            Some(StepNode { span, kind, fields: Vec::new(), single, lists: Vec::new() })
        }
        Body::Nothing => Some(StepNode { span, kind, fields: Vec::new(), single: None, lists: Vec::new() }),
    }
}

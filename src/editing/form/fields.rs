//! Which fields a step, a routine, a week and a programme have, and how each is chosen.

use super::{Choice, Control, FormField, Section};
use crate::editing::edit::Edit;
use crate::editing::nested::{self, Found, parted};
use crate::editing::outline::{StepNode, StepPath, WEEK};
use crate::editing::pieces::without_times;
use crate::ron_reader::{Parser, Vocabulary, plain};
use crate::routine::{CompressKind, Evidence, FirstSide, Hand, Kind, Motion, Phase, Posture, Side, Turns};

/// The most spots, rounds and repetitions that a file can say; the rules allow fewer.
const MOST_SPOTS: u32 = 12;
const MOST_TIMES: u32 = 100;

/// Puts fields together with what is written in them.
pub(super) struct Filling<'a> {
    step: &'a StepPath,
    written: &'a dyn Fn(&str) -> Option<String>,
}

impl<'a> Filling<'a> {
    pub(super) fn new(step: &'a StepPath, written: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { step, written }
    }

    fn has(&self, name: &str) -> bool {
        (self.written)(name).is_some()
    }

    fn field(&self, section: Section, name: &str, label: &str, control: Control) -> FormField {
        let (name, label) = (name.to_owned(), label.to_owned());
        let value = (self.written)(&name);
        FormField { name, label, control, value, section, is_optional: false, usual: None }
    }

    /// A part of a value.
    fn part(&self, section: Section, name: &str, label: &str, control: Control) -> FormField {
        let (top, way) = parted(name);
        let whole = (self.written)(top);
        let value = whole.and_then(|raw| match nested::find(&raw, 0..raw.len(), way)? {
            Found::There { value, .. } => Some(raw[value].to_owned()),
            Found::Missing { .. } => None,
        });
        FormField { value, ..self.field(section, name, label, control) }
    }

    /// How many a list has.
    fn count(&self, name: &str) -> usize {
        let Some(raw) = (self.written)(name) else { return 0 };
        Parser::of(&raw).list("", &raw).map_or(0, |members| members.len())
    }

    fn set(&self, field: &str, value: &str) -> Edit {
        Edit::Set { step: self.step.clone(), field: field.into(), value: value.into() }
    }

    fn clear(&self, field: &str) -> Edit {
        Edit::Clear { step: self.step.clone(), field: field.into() }
    }

    fn changes(&self, section: Section, name: &str, label: &str, changes: Vec<(String, Edit)>) -> FormField {
        self.field(section, name, label, Control::Changes(changes))
    }

    /// Adds one to a list, and takes each of them out.
    fn list(&self, section: Section, (name, label): (&str, &str), (one, new): (&str, &str)) -> FormField {
        let count = self.count(name);
        let add = if self.has(name) {
            self.set(&format!("{name}[{count}]"), new)
        } else {
            self.set(name, &format!("[{new}]"))
        };
        let mut changes = vec![(format!("Add {one}"), add)];
        if count > 0 {
            let last =
                if count == 1 { self.clear(name) } else { self.clear(&format!("{name}[{}]", count - 1)) };
            changes.push((format!("Remove the last {}", one.trim_start_matches("a ")), last));
        }
        self.changes(section, name, label, changes).optional()
    }
}

/// Every member of a vocabulary.
fn every<T: Vocabulary>() -> Vec<Choice> {
    T::NAMES.iter().zip(T::PLAIN).map(|(value, label)| Choice { value, label }).collect()
}

/// Every member, and leaving the field out.
fn every_or<T: Vocabulary>(label: &'static str) -> Vec<Choice> {
    std::iter::once(Choice { value: "", label }).chain(every::<T>()).collect()
}

const SPOKEN: Control = Control::Words { is_spoken: true };
const SHOWN: Control = Control::Words { is_spoken: false };

pub(super) fn of_step(
    node: &StepNode,
    (in_repeat, in_each_side): (bool, bool),
    of: &Filling<'_>,
) -> Vec<FormField> {
    use Section::{More, Time, What};
    let holds_others = matches!(&*node.kind, "Repeat" | "EachSide" | "Use");
    let mut fields = match &*node.kind {
        "Guide" => guide(in_each_side, of),
        "Compress" => vec![
            of.field(What, "pack", "Pack", Control::Choice(every::<CompressKind>())),
            of.field(What, "site", "Where", Control::Site),
            of.field(Time, "lasts", "How long", Control::Length),
            of.field(Time, "flex", "May become", Control::Limits).optional(),
        ],
        "Contrast" => vec![
            of.field(What, "site", "Where", Control::Site),
            of.field(Time, "warm", "Warm for", Control::Length),
            of.field(Time, "cold", "Cold for", Control::Length),
            of.field(Time, "rounds", "Rounds", Control::Count { least: 1, most: MOST_TIMES }),
        ],
        "Breathe" => breathe(of),
        "Rest" => vec![
            of.field(Time, "lasts", "How long", Control::Length),
            of.field(Time, "flex", "May become", Control::Limits).optional(),
        ],
        "Wait" => vec![of.field(Time, "at_most", "At most", Control::Length)],
        "Ask" => vec![of.field(Time, "at_most", "Time to answer", Control::Length)],
        "Repeat" => vec![
            of.field(Time, "times", "How often", Control::Count { least: 1, most: MOST_TIMES }),
            of.field(Time, "gap", "Pause in between", Control::Length).optional(),
        ],
        "EachSide" => vec![
            of.field(What, "first", "Begin with", Control::Choice(every::<FirstSide>())).usually("Left"),
            of.field(What, "turns", "Sides", Control::Choice(every::<Turns>())).usually("Each"),
            of.field(Time, "gap", "Time to change over", Control::Length).usually("\"5s\""),
        ],
        "Use" => vec![
            of.field(What, "technique", "Technique", Control::Technique),
            of.field(Time, "lasts", "How long", Control::Length).optional(),
        ],
        WEEK => return of_week(of),
        _ => return Vec::new(),
    };
    let say = match &*node.kind {
        "Ask" => "The question",
        "Repeat" | "EachSide" | "Use" => "Said before it",
        _ => "Said at the start",
    };
    fields.push(of.field(Section::Words, "say", say, SPOKEN).optional());
    if in_repeat || in_each_side || of.has("again") {
        fields.push(of.field(Section::Words, "again", "Said from the second time on", SPOKEN).optional());
    }
    if in_repeat || of.has("finally") {
        fields.push(of.field(Section::Words, "finally", "Said the last time", SPOKEN).optional());
    }
    if !holds_others && node.kind != "Contrast" {
        then(of, &mut fields);
    }
    if !holds_others {
        fields.extend([
            of.field(Section::Words, "feels", "How it should feel", SHOWN).optional(),
            of.field(More, "name", "Name in lists", SHOWN).optional(),
            of.field(More, "read", "To read beforehand", SHOWN).optional(),
            of.field(More, "picture", "Picture", Control::Picture).optional(),
            of.field(More, "recording", "Recording", Control::Recording).optional(),
        ]);
    }
    fields.push(of.field(More, "numbers", "Your own numbers", Control::Plain).optional());
    let wrap = |holder: &str| Edit::Wrap { step: of.step.clone(), holder: holder.to_owned() };
    let mut into = vec![("Do it several times".to_owned(), wrap("Repeat(times: 2"))];
    if !in_each_side && node.kind != "EachSide" {
        into.push(("Do it on each side".to_owned(), wrap("EachSide(first: Left")));
    }
    fields.push(of.changes(More, "around", "", into));
    fields
}

fn guide(in_each_side: bool, of: &Filling<'_>) -> Vec<FormField> {
    use Section::{More, Time, What, Words};
    let motion = (of.written)("motion").and_then(|raw| plain::<Motion>(&raw).ok());
    let own_site = motion.and_then(Motion::own_site);
    let is_hands_on = motion.is_none_or(Motion::is_hands_on);
    let mut fields = vec![of.field(What, "motion", "What is done", Control::Motion)];
    if own_site.is_none() || of.has("site") {
        fields.insert(0, of.field(What, "site", "Where", Control::Site));
    }
    if !in_each_side || of.has("side") {
        let sides = every_or::<Side>("not said");
        fields.push(of.field(What, "side", "Side", Control::Choice(sides)).optional());
    }
    fields.push(of.field(What, "pressure", "Pressure", Control::Pressure).optional());
    if is_hands_on || of.has("hand") {
        let hands = every_or::<Hand>("not said");
        fields.push(of.field(What, "hand", "Hand", Control::Choice(hands)).optional());
    }
    if motion.is_some_and(|motion| matches!(motion, Motion::Circle | Motion::Stroke | Motion::Roll))
        || of.has("reversed")
    {
        fields.push(of.field(What, "reversed", "The other way round", Control::Toggle).optional());
    }
    let rhythm = [
        of.part(Time, "rhythm.press", "Hold or press for", Control::Length),
        of.part(Time, "rhythm.release", "Let go for", Control::Length),
    ];
    let step = of.step.clone();
    let with_rhythm = |edits: Vec<Edit>| {
        let rhythm = of.set("rhythm", "(press: \"5s\", release: \"5s\")");
        let first = if of.has("rhythm") { None } else { Some(rhythm) };
        Edit::Several(first.into_iter().chain(edits).collect())
    };
    if of.has("times") {
        fields.push(of.field(Time, "times", "How often", Control::Count { least: 1, most: MOST_TIMES }));
        fields.extend(rhythm);
        fields.push(of.field(Time, "count", "Counted aloud", Control::Toggle).optional());
        let mut lasts = vec![
            of.clear("times"),
            of.clear("count"),
            Edit::Set { step, field: "lasts".into(), value: "\"40s\"".into() },
        ];
        if let Some(say) = (of.written)("say").filter(|say| say.contains("{times}")) {
            lasts.push(of.set("say", &without_times(&say)));
        }
        let lasts = Edit::Several(lasts);
        fields.push(of.changes(Time, "as_time", "", vec![("For a length of time instead".into(), lasts)]));
    } else {
        fields.push(of.field(Time, "lasts", "How long", Control::Length));
        fields.push(of.field(Time, "flex", "May become", Control::Limits).optional());
        let mut changes = Vec::new();
        if of.has("rhythm") {
            fields.extend(rhythm);
            changes.push(("Without a rhythm".into(), of.clear("rhythm")));
        } else {
            changes.push(("Press and let go in a rhythm".into(), with_rhythm(Vec::new())));
        }
        let times = vec![of.clear("lasts"), of.clear("flex"), of.set("times", "5")];
        changes.push(("A number of times instead".into(), with_rhythm(times)));
        fields.push(of.changes(Time, "as_times", "", changes));
    }
    let spots = Control::Count { least: 1, most: MOST_SPOTS };
    fields.push(of.field(More, "spots", "Spots along the way", spots).optional());
    if of.has("spots") || of.has("each_spot") {
        for index in 0..of.count("each_spot") {
            let label = format!("Said at spot {}", index + 2);
            fields.push(of.part(Words, &format!("each_spot[{index}]"), &label, SPOKEN));
        }
        let words = ("a text for the next spot", "\"Move on.\"");
        fields.push(of.list(More, ("each_spot", "Words at the spots"), words));
    }
    fields.push(of.field(More, "halfway", "Said halfway", SPOKEN).optional());
    fields
}

/// The phases of a breath that a field can name, with what they are called.
const PHASES: [(&str, &str, bool); 5] = [
    ("inhale", "Breathe in", false),
    ("top_up", "A little more in", true),
    ("hold", "Hold, full", true),
    ("exhale", "Breathe out", false),
    ("rest", "Rest, empty", true),
];

fn breathe(of: &Filling<'_>) -> Vec<FormField> {
    use Section::{More, Time, What, Words};
    let phase = |(name, label, is_optional): (&str, &str, bool)| FormField {
        is_optional,
        ..of.field(What, name, label, Control::Seconds)
    };
    let mut fields: Vec<FormField> = PHASES.into_iter().map(phase).collect();
    let step = of.step.clone();
    if of.has("cycles") {
        fields.push(of.field(Time, "cycles", "Breaths", Control::Count { least: 1, most: 2_000 }));
        let lasts = Edit::Several(vec![
            of.clear("cycles"),
            Edit::Set { step, field: "lasts".into(), value: "\"2m\"".into() },
        ]);
        fields.push(of.changes(Time, "as_time", "", vec![("For a length of time instead".into(), lasts)]));
    } else {
        fields.push(of.field(Time, "lasts", "How long", Control::Length));
        let cycles = Edit::Several(vec![of.clear("lasts"), of.set("cycles", "10")]);
        fields.push(of.changes(Time, "as_cycles", "", vec![("A number of breaths instead".into(), cycles)]));
    }
    fields.push(of.field(Time, "flex", "May become", Control::Limits).optional());
    for index in 0..of.count("ramp") {
        let at = |name: &str| format!("ramp[{index}].{name}");
        let number = index + 1;
        for (name, label, is_optional) in PHASES {
            let label = format!("Easier breath {number}: {}", label.to_lowercase());
            let field = of.part(More, &at(name), &label, Control::Seconds);
            fields.push(FormField { is_optional, ..field });
        }
        let label = format!("Easier breath {number}: how long");
        fields.push(of.part(More, &at("lasts"), &label, Control::Length));
        let label = format!("Easier breath {number}: said at its start");
        fields.push(of.part(Words, &at("say"), &label, SPOKEN).optional());
    }
    let easier = ("an easier breath", "(inhale: 3, exhale: 4, lasts: \"30s\")");
    fields.push(of.list(More, ("ramp", "Easier breaths before it"), easier));
    if of.has("ramp") || of.has("after_ramp") {
        fields.push(of.field(Words, "after_ramp", "Said after the easier breaths", SPOKEN).optional());
    }
    fields
}

/// Words at times inside a step.
fn then(of: &Filling<'_>, fields: &mut Vec<FormField>) {
    for index in 0..of.count("then") {
        let number = index + 1;
        let at = |name: &str| format!("then[{index}].{name}");
        fields.extend([
            of.part(Section::Words, &at("say"), &format!("Later words {number}"), SPOKEN),
            of.part(Section::Words, &at("at"), &format!("Later words {number}: after"), Control::Length),
            of.part(
                Section::More,
                &at("recording"),
                &format!("Later words {number}: recording"),
                Control::Recording,
            )
            .optional(),
        ]);
    }
    let words = ("words for later", "(at: \"15s\", say: \"Let your shoulders drop.\")");
    fields.push(of.list(Section::Words, ("then", ""), words));
}

pub(super) fn of_routine(of: &Filling<'_>) -> Vec<FormField> {
    use Section::{More, Time, What, Words};
    let phases = || Control::Several(every::<Phase>());
    let mut fields = vec![
        of.field(What, "title", "Title", SHOWN),
        of.field(What, "about", "About it", SHOWN).optional(),
        of.field(What, "kind", "Kind", Control::Choice(every::<Kind>())),
        of.field(What, "suits", "Offered", phases()),
        of.field(What, "avoids", "Advised against", phases()).optional(),
        of.field(What, "posture", "Posture", Control::Choice(every_or::<Posture>("not said"))).optional(),
        of.field(Time, "minutes", "Usual minutes", Control::Count { least: 1, most: 120 }).optional(),
    ];
    let lists = [
        ("cautions", "Caution", "a caution", "\"Stop if anything hurts.\""),
        ("needs", "Needed", "something needed", "\"a chair\""),
        ("sources", "It rests on", "a source", "\"my own\""),
    ];
    for (name, label, one, new) in lists {
        for index in 0..of.count(name) {
            let label = format!("{label} {}", index + 1);
            fields.push(of.part(Words, &format!("{name}[{index}]"), &label, SHOWN));
        }
        fields.push(of.list(Words, (name, ""), (one, new)));
    }
    fields.extend([
        of.field(More, "evidence", "Evidence", Control::Choice(every::<Evidence>())),
        of.field(More, "numbers", "Your own numbers", Control::Plain).optional(),
    ]);
    fields
}

/// The ids of routines that a week names, as they stand in a list.
fn routines(of: &Filling<'_>) -> Option<String> {
    let list = (of.written)("any_of");
    list.or_else(|| (of.written)("routine").map(|one| format!("[{one}]")))
}

fn of_week(of: &Filling<'_>) -> Vec<FormField> {
    use Section::{More, Time, What};
    let count = |least, most| Control::Count { least, most };
    let routines = routines(of);
    vec![
        of.field(What, "about", "What it is about", SHOWN),
        FormField {
            value: routines,
            ..of.field(What, "any_of", "Routines, each in turn", Control::Routines)
        },
        of.field(Time, "days", "On how many days", count(1, 364)).optional(),
        of.field(Time, "a_day", "How often on such a day", count(1, 4)).optional(),
        of.field(Time, "rest", "Days off in between", count(1, 6)).optional(),
        of.field(Time, "minutes", "Minutes each time", count(1, 120)).optional(),
        of.field(Time, "lasts", "For how many weeks", count(1, 52)).optional(),
        of.field(More, "pressure", "Pressure at most", count(1, 10)).optional(),
        of.field(More, "times", "Repetitions at most", count(1, 10)).optional(),
        of.field(More, "first", "Once before the others", Control::Routine).optional(),
    ]
}

pub(super) fn of_programme(of: &Filling<'_>) -> Vec<FormField> {
    let mut fields = vec![
        of.field(Section::What, "title", "Title", SHOWN),
        of.field(Section::What, "about", "About it", SHOWN),
        of.field(Section::Words, "author", "Who wrote it", Control::Text).optional(),
        of.field(Section::Words, "contact", "How to reach them", Control::Text).optional(),
    ];
    for index in 0..of.count("sources") {
        let label = format!("It rests on {}", index + 1);
        fields.push(of.part(Section::More, &format!("sources[{index}]"), &label, SHOWN));
    }
    fields.push(of.list(Section::More, ("sources", ""), ("a source", "\"my own\"")));
    fields
}

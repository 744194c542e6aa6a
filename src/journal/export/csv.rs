//! CSV: one table with a row for each session and each attack.
//!
//! Lists (steps, medicine) are stored as JSON in a single cell.

use std::collections::BTreeMap;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset};
use csv::StringRecord;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{
    EntryError, Everything, ExportError, ImportError, LineError, MARK, MAX_REPORTED, checked, severities,
};
use crate::characters::escaped;
use crate::journal::days::day_of;
use crate::journal::parts::parts;
use crate::journal::{
    Assessment, Attack, Aura, Feeling, FollowUpAnswer, Outcome, Point, Record, Scale, Symptom, Symptoms,
};
use crate::time::ExactDuration;

/// The columns, each with its description. Times are RFC 3339 with the local offset. A cell is empty if nothing
/// was said.
pub const COLUMNS: [(&str, &str); 61] = [
    ("entry", "session, attack or assessment (a questionnaire)"),
    ("id", "a unique id"),
    ("started", "when it began"),
    ("ended", "when it ended"),
    ("note", "the person's note"),
    (
        "medicine",
        "JSON list: what, taken, class (Simple, Triptan, Ergot, Opioid, Combination, Gepant, Antiemetic, Preventive, Other or null)",
    ),
    ("routine", "session: the routine's id"),
    ("title", "session: the routine's title at the time"),
    ("kind", "session: Massage, Cold, Warmth, Breathing, Relaxation or Mixed"),
    ("phase", "session: Between, Prodrome, Aura, Attack or Postdrome"),
    ("outcome", "session: completed, stopped (by the person), closed (with the program) or interrupted"),
    ("pain_before", "session: 0-10"),
    ("pain_after", "session: 0-10"),
    ("feeling", "session: better, the same or worse, compared with before"),
    ("unwanted", "session: unwanted effects, in the person's words"),
    ("planned_seconds", "session: how long it was planned to last"),
    ("done_seconds", "session: how long it lasted, without pauses and waits"),
    ("wished_seconds", "session: the length that the person asked for"),
    ("position_seconds", "session: where it was when it was last saved"),
    ("let_go", "session: true if the person doesn't want to continue it"),
    ("states", "session: JSON list of states, such as TouchHurts"),
    ("steps", "session: JSON list: name, planned, done, comfort"),
    ("changes", "session: JSON list of the changes for the person and the moment, one sentence each"),
    ("packs", "session: JSON list: pack, site, from, lasted"),
    ("before_nausea", "session: 0-3 (none, mild, moderate, severe)"),
    ("before_light", "session: 0-3"),
    ("before_sound", "session: 0-3"),
    ("before_touch", "session: 0-3"),
    ("before_function", "session: 0-3, how much it limits activity"),
    ("before_bothersome", "session: the most bothersome symptom: nausea, light, sound or touch"),
    ("after_nausea", "session: 0-3"),
    ("after_light", "session: 0-3"),
    ("after_sound", "session: 0-3"),
    ("after_touch", "session: 0-3"),
    ("after_function", "session: 0-3"),
    ("after_bothersome", "session: nausea, light, sound or touch"),
    ("two_hours_answered", "session: when the question two hours later was answered or declined"),
    ("two_hours_pain", "session: 0-10, two hours later"),
    ("two_hours_feeling", "session: better, the same or worse, two hours later"),
    ("two_hours_declined", "session: true if the person would rather not say"),
    ("next_day_answered", "session: when the question the next day was answered or declined"),
    ("next_day_pain", "session: 0-10, the next day"),
    ("next_day_feeling", "session: better, the same or worse, the next day"),
    ("next_day_declined", "session: true if the person would rather not say"),
    ("peak", "attack: the worst pain, 0-10"),
    ("place", "attack: where it hurt, in the person's words"),
    ("aura", "attack: yes, no or unsaid"),
    ("day", "the day on which it began, as a date for spreadsheets"),
    ("aura_minutes", "attack: how long the aura lasted"),
    ("factors", "attack: JSON list of what came before or with it, in the person's words"),
    ("worst_nausea", "attack: 0-3"),
    ("worst_light", "attack: 0-3"),
    ("worst_sound", "attack: 0-3"),
    ("worst_touch", "attack: 0-3"),
    ("worst_function", "attack: 0-3"),
    ("worst_bothersome", "attack: nausea, light, sound or touch"),
    ("felt_wrong", "session: true if the person stopped because it felt wrong"),
    ("hands_on_seconds", "session: how long the hands-on massage lasted"),
    ("scale", "assessment: midas or hit6"),
    ("numbers", "assessment: JSON list: the answers to MIDAS in order, or the total of HIT-6"),
    ("absent", "attack: JSON list of the yes-or-no questions that the person answered with no"),
];

/// Characters that make spreadsheets interpret a cell as a formula.
const OF_FORMULAS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// Put in front of such a cell, so that it stays text.
const AS_WORDS: char = '\'';

/// One row while it is being built.
type Cells = BTreeMap<&'static str, String>;

/// Exports as CSV, with the column names in the first row.
///
/// # Errors
/// [`ExportError`]
pub fn to_csv(everything: &Everything) -> Result<String, ExportError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let sessions = everything.sessions.iter().map(of_session);
    let attacks = everything.attacks.iter().map(of_attack);
    let assessments = everything.assessments.iter().map(of_assessment);
    writer.write_record(COLUMNS.map(|(name, _)| name))?;
    for cells in sessions.chain(attacks).chain(assessments) {
        writer.write_record(
            COLUMNS.map(|(name, _)| cells.get(name).map_or(String::new(), |cell| words(cell))),
        )?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    let text = String::from_utf8(bytes)?;
    Ok(format!("{MARK}{text}"))
}

/// A cell that no spreadsheet interprets as a formula. Titles come from files that other people wrote.
fn words(cell: &str) -> String {
    if is_like_a_formula(cell) { format!("{AS_WORDS}{cell}") } else { cell.to_owned() }
}

fn is_like_a_formula(cell: &str) -> bool {
    cell.trim_start_matches(AS_WORDS).starts_with(OF_FORMULAS)
}

fn of_session(record: &Record) -> Cells {
    let mut cells = Cells::from([
        ("entry", "session".to_owned()),
        ("id", record.id.clone()),
        ("started", record.started.to_rfc3339()),
        ("day", day_of(record.started).to_string()),
        ("ended", shown(record.ended.map(|ended| ended.to_rfc3339()))),
        ("note", record.note.clone()),
        ("medicine", listed(&record.medicine)),
        ("routine", record.routine.clone()),
        ("title", record.title.clone()),
        ("kind", record.kind.clone()),
        ("phase", shown(record.phase.clone())),
        ("outcome", record.outcome.name().to_owned()),
        ("pain_before", shown(record.pain_before)),
        ("pain_after", shown(record.pain_after)),
        ("feeling", shown(record.feeling.map(Feeling::plain))),
        ("unwanted", record.unwanted.clone()),
        ("planned_seconds", record.planned.decimal_secs()),
        ("done_seconds", record.done.decimal_secs()),
        ("wished_seconds", shown(record.requested_length.map(ExactDuration::decimal_secs))),
        ("position_seconds", record.position.decimal_secs()),
        ("let_go", if record.dismissed { "true".to_owned() } else { String::new() }),
        ("states", listed(&record.states)),
        ("steps", listed(&record.steps)),
        ("changes", listed(&record.changes)),
        ("packs", listed(&record.applied)),
        ("felt_wrong", if record.felt_wrong { "true".to_owned() } else { String::new() }),
        ("hands_on_seconds", shown(record.hands_on.map(ExactDuration::decimal_secs))),
    ]);
    for (names, symptoms) in [(BEFORE, &record.symptoms_before), (AFTER, &record.symptoms_after)] {
        put_symptoms(&mut cells, names, symptoms);
    }
    for (names, point) in LATER {
        if let Some(answer) = record.answer(point) {
            let declined = if answer.declined { "true".to_owned() } else { String::new() };
            let values = [
                answer.answered.to_rfc3339(),
                shown(answer.pain),
                shown(answer.feeling.map(Feeling::plain)),
                declined,
            ];
            cells.extend(names.into_iter().zip(values));
        }
    }
    cells
}

fn put_symptoms(cells: &mut Cells, names: [&'static str; 6], symptoms: &Symptoms) {
    cells.extend(names.into_iter().zip(severities(symptoms).map(shown)));
    cells.insert(names[5], shown(symptoms.bothersome.map(Symptom::plain)));
}

fn of_assessment(assessment: &Assessment) -> Cells {
    Cells::from([
        ("entry", "assessment".to_owned()),
        ("id", assessment.id.clone()),
        ("started", assessment.taken.to_rfc3339()),
        ("day", day_of(assessment.taken).to_string()),
        ("scale", assessment.scale.name().to_owned()),
        ("numbers", listed(&assessment.scale.numbers())),
    ])
}

fn of_attack(attack: &Attack) -> Cells {
    let mut cells = Cells::from([
        ("entry", "attack".to_owned()),
        ("id", attack.id.clone()),
        ("started", attack.started.to_rfc3339()),
        ("day", day_of(attack.started).to_string()),
        ("ended", shown(attack.ended.map(|ended| ended.to_rfc3339()))),
        ("note", attack.note.clone()),
        ("medicine", listed(&attack.medicine)),
        ("peak", shown(attack.peak)),
        ("place", attack.place.clone()),
        ("aura", attack.aura.name().to_owned()),
        ("aura_minutes", shown(attack.aura_minutes)),
        ("factors", listed(&attack.factors)),
        ("absent", listed(&attack.absent)),
    ]);
    put_symptoms(&mut cells, WORST, &attack.symptoms);
    cells
}

const BEFORE: [&str; 6] =
    ["before_nausea", "before_light", "before_sound", "before_touch", "before_function", "before_bothersome"];
const AFTER: [&str; 6] =
    ["after_nausea", "after_light", "after_sound", "after_touch", "after_function", "after_bothersome"];
const WORST: [&str; 6] =
    ["worst_nausea", "worst_light", "worst_sound", "worst_touch", "worst_function", "worst_bothersome"];
const LATER: [([&str; 4], Point); 2] = [
    (["two_hours_answered", "two_hours_pain", "two_hours_feeling", "two_hours_declined"], Point::TwoHours),
    (["next_day_answered", "next_day_pain", "next_day_feeling", "next_day_declined"], Point::NextDay),
];

fn shown(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn listed<T: Serialize>(list: &[T]) -> String {
    if list.is_empty() { String::new() } else { serde_json::to_string(list).unwrap_or_default() }
}

/// Imports what [`to_csv`] exported. Columns may be in any order; missing and unknown ones are ignored.
///
/// # Errors
/// [`ImportError`] with everything that is wrong.
pub fn from_csv(text: &str) -> Result<Everything, ImportError> {
    let text = text.trim_start_matches(MARK);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter_of(text)).from_reader(text.as_bytes());
    let headers = reader.headers()?.clone();
    let headers: BTreeMap<&str, usize> = headers.iter().enumerate().map(|(at, name)| (name, at)).collect();
    if let Some(missing) = ["entry", "id", "started"].into_iter().find(|name| !headers.contains_key(name)) {
        return Err(ImportError::NoColumn(missing));
    }
    let (mut everything, mut wrong) = (Everything::default(), Vec::new());
    let mut begins: BTreeMap<String, u64> = BTreeMap::new();
    for row in reader.records() {
        let read = row.map_err(EntryError::from).and_then(|row| {
            let line = Line { headers: &headers, row: &row };
            let byte = row.position().map_or(0, csv::Position::byte);
            let id = line.text("id");
            if let Some(first) = begins.insert(id.to_owned(), byte) {
                let source = LineError::Twice { id: beginning(id), first: line_at(text, first) };
                return Err(EntryError::Line { line: line_at(text, byte), source });
            }
            let read = match line.text("entry") {
                "session" => line.session().map(|record| everything.sessions.push(record)),
                "attack" => line.attack().map(|attack| everything.attacks.push(attack)),
                "assessment" => line.assessment().map(|done| everything.assessments.push(done)),
                other => Err(LineError::Entry(beginning(other))),
            };
            read.map_err(|source| EntryError::Line { line: line_at(text, byte), source })
        });
        wrong.extend(read.err());
        if wrong.len() >= MAX_REPORTED {
            break;
        }
    }
    if wrong.is_empty() { checked(everything) } else { Err(ImportError::Entries(wrong)) }
}

/// What stands between two cells: spreadsheets write a semicolon where a comma is in numbers, and some a tab. It is what
/// makes the first line the names of columns.
fn delimiter_of(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let has_columns = |delimiter: &u8| {
        let mut names = first.split(char::from(*delimiter)).map(|name| name.trim_matches('"'));
        names.any(|name| name == "entry") && first.split(char::from(*delimiter)).count() > 2
    };
    *b",;\t".iter().find(|delimiter| has_columns(delimiter)).unwrap_or(&b',')
}

/// The line, from 1, on which a row begins that was found at a byte: at the end of the line before, where lines end with two
/// signs.
fn line_at(text: &str, byte: u64) -> u64 {
    let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let bytes = text.as_bytes();
    let begins = byte + bytes[byte..].iter().take_while(|sign| matches!(sign, b'\r' | b'\n')).count();
    1 + text.get(..begins).unwrap_or_default().matches('\n').count() as u64
}

/// A number as spreadsheets of all countries write it: `4.0` or `4,0` where there was 4.
fn plain_number(text: &str) -> String {
    let text = text.trim().replace(',', ".");
    match text.split_once('.') {
        // `1,200` can be twelve hundred, and no number of ours ends so: it is no number.
        Some((_, rest)) if rest.len() == 3 && rest.ends_with('0') => "?".to_owned(),
        Some((whole, rest)) if rest.chars().all(|digit| digit == '0') => whole.to_owned(),
        _ => text,
    }
}

/// Enough of a cell to find it by.
fn beginning(cell: &str) -> String {
    escaped(&cell.chars().take(40).collect::<String>()).into_owned()
}

/// One row while it is being read.
struct Line<'a> {
    headers: &'a BTreeMap<&'a str, usize>,
    row: &'a StringRecord,
}

impl Line<'_> {
    fn text(&self, name: &str) -> &str {
        let cell = self.headers.get(name).and_then(|at| self.row.get(*at)).unwrap_or_default();
        cell.strip_prefix(AS_WORDS).filter(|words| is_like_a_formula(words)).unwrap_or(cell)
    }

    /// A cell that may be empty.
    fn optional<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, LineError> {
        match self.text(name) {
            "" => Ok(None),
            text => read(text)
                .map(Some)
                .ok_or_else(|| LineError::Cell { cell: beginning(text), column: name.to_owned() }),
        }
    }

    fn number<T: FromStr>(&self, name: &str) -> Result<Option<T>, LineError> {
        self.optional(name, |text| plain_number(text).parse().ok())
    }

    fn time(&self, name: &str) -> Result<Option<DateTime<FixedOffset>>, LineError> {
        self.optional(name, |text| DateTime::parse_from_rfc3339(text).ok())
    }

    fn span(&self, name: &str) -> Result<Option<ExactDuration>, LineError> {
        self.optional(name, |text| format!("{}s", plain_number(text)).parse().ok())
    }

    fn list<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<T>, LineError> {
        let list = |text: &str| {
            let mut json = serde_json::Deserializer::from_str(text);
            let list = parts(&mut json).ok()?;
            json.end().ok().map(|()| list)
        };
        Ok(self.optional(name, list)?.unwrap_or_default())
    }

    fn flag(&self, name: &str) -> Result<bool, LineError> {
        Ok(self.optional(name, |text| text.to_lowercase().parse().ok())?.unwrap_or_default())
    }

    fn feeling(&self, name: &str) -> Result<Option<Feeling>, LineError> {
        self.optional(name, |text| Feeling::ALL.into_iter().find(|feeling| feeling.plain() == text))
    }

    fn started(&self) -> Result<DateTime<FixedOffset>, LineError> {
        self.time("started")?.ok_or(LineError::NoStart)
    }

    fn session(&self) -> Result<Record, LineError> {
        let outcome = |text: &str| Outcome::ALL.into_iter().find(|outcome| outcome.name() == text);
        let mut answers = Vec::new();
        for (names, point) in LATER {
            if let Some(answered) = self.time(names[0])? {
                answers.push(FollowUpAnswer {
                    point,
                    answered,
                    pain: self.number(names[1])?,
                    feeling: self.feeling(names[2])?,
                    declined: self.flag(names[3])?,
                });
            }
        }
        Ok(Record {
            id: self.text("id").to_owned(),
            routine: self.text("routine").to_owned(),
            title: self.text("title").to_owned(),
            kind: self.text("kind").to_owned(),
            phase: self.optional("phase", |text| Some(text.to_owned()))?,
            started: self.started()?,
            ended: self.time("ended")?,
            outcome: self.optional("outcome", outcome)?.unwrap_or(Outcome::Interrupted),
            pain_before: self.number("pain_before")?,
            pain_after: self.number("pain_after")?,
            feeling: self.feeling("feeling")?,
            note: self.text("note").to_owned(),
            planned: self.span("planned_seconds")?.unwrap_or_default(),
            done: self.span("done_seconds")?.unwrap_or_default(),
            steps: self.list("steps")?,
            changes: self.list("changes")?,
            requested_length: self.span("wished_seconds")?,
            states: self.list("states")?,
            position: self.span("position_seconds")?.unwrap_or_default(),
            dismissed: self.flag("let_go")?,
            symptoms_before: self.symptoms(BEFORE)?,
            symptoms_after: self.symptoms(AFTER)?,
            follow_ups: answers,
            unwanted: self.text("unwanted").to_owned(),
            medicine: self.list("medicine")?,
            applied: self.list("packs")?,
            felt_wrong: self.flag("felt_wrong")?,
            hands_on: self.span("hands_on_seconds")?,
        })
    }

    fn symptoms(&self, names: [&str; 6]) -> Result<Symptoms, LineError> {
        Ok(Symptoms {
            nausea: self.number(names[0])?,
            light: self.number(names[1])?,
            sound: self.number(names[2])?,
            touch: self.number(names[3])?,
            function: self.number(names[4])?,
            bothersome: self.optional(names[5], |text| {
                Symptom::ALL.into_iter().find(|symptom| symptom.plain() == text)
            })?,
        })
    }

    fn attack(&self) -> Result<Attack, LineError> {
        let aura = |text: &str| Aura::ALL.into_iter().find(|aura| aura.name() == text);
        Ok(Attack {
            id: self.text("id").to_owned(),
            started: self.started()?,
            ended: self.time("ended")?,
            peak: self.number("peak")?,
            place: self.text("place").to_owned(),
            aura: self.optional("aura", aura)?.unwrap_or_default(),
            aura_minutes: self.number("aura_minutes")?,
            symptoms: self.symptoms(WORST)?,
            factors: self.list("factors")?,
            absent: self.list("absent")?,
            medicine: self.list("medicine")?,
            note: self.text("note").to_owned(),
        })
    }

    fn assessment(&self) -> Result<Assessment, LineError> {
        let numbers: Vec<u16> = self.list("numbers")?;
        let scale = self.optional("scale", |name| Scale::of(name, &numbers))?;
        let scale = scale.ok_or_else(|| LineError::Cell {
            cell: beginning(self.text("numbers")),
            column: "numbers".to_owned(),
        })?;
        Ok(Assessment { id: self.text("id").to_owned(), taken: self.started()?, scale })
    }
}

//! The summary of a bundle in words, the same for the terminal and the page.

use std::sync::Arc;

use super::{Bundle, Contents, Does};
use crate::plural::counted;
use crate::routine::Language;
use crate::safety::{Moment, Profile, SafeRoutine};
use crate::timeline::{PlanError, compile, plan};

impl Contents {
    /// What it is called.
    #[must_use]
    pub fn title(&self) -> String {
        match (&self.programme, self.routines.first()) {
            (Some(programme), _) => programme.title.clone(),
            (None, Some(routine)) => routine.title(),
            (None, None) => String::new(),
        }
    }

    /// What it is for, in its author's words; empty if there are none.
    #[must_use]
    pub fn about(&self) -> String {
        let of_routine = |routine: &Arc<SafeRoutine>| {
            let about = routine.routine().about.as_ref()?;
            Some(routine.text(&about.value))
        };
        match &self.programme {
            Some(programme) => programme.about.clone(),
            None => self.routines.first().and_then(of_routine).unwrap_or_default(),
        }
    }

    /// Of which kind it is: `massage`, `programme of 2 weeks`.
    #[must_use]
    pub(crate) fn kind(&self) -> String {
        match (&self.programme, self.routines.first()) {
            (Some(programme), _) => {
                format!("programme of {}", counted(programme.week_count() as usize, "week", "weeks"))
            }
            (None, Some(routine)) => routine.kind().plain().to_owned(),
            (None, None) => String::new(),
        }
    }

    /// What it is and does, in lines with a label each.
    #[must_use]
    pub fn lines(&self) -> Vec<(String, String)> {
        let mut lines = Vec::new();
        match &self.programme {
            Some(programme) => {
                let by = programme.author.iter().map(|author| ("By", author.clone()));
                let contact = programme.contact.iter().map(|contact| ("Contact", contact.clone()));
                lines.extend(by.chain(contact).map(owned));
                lines.extend(programme.weeks.iter().enumerate().map(|(index, week)| {
                    (
                        programme.week_name(index, Language::En),
                        format!("{}. {}", week.about.trim_end_matches('.'), week.plan(Language::En)),
                    )
                }));
                lines.extend(self.routines.iter().map(|routine| owned(("Routine", with_length(routine)))));
                let others =
                    self.others.iter().map(|other| format!("{} (you have it already)", other.title()));
                lines.extend(others.map(|other| owned(("Routine", other))));
            }
            None => lines.extend(self.routines.iter().map(|routine| owned(("Length", lengths(routine))))),
        }
        lines.extend(self.does.lines().into_iter().map(owned));
        let of_programme = self.programme.iter().flat_map(|programme| &programme.sources);
        let mut more: Vec<(&'static str, String)> =
            of_programme.map(|source| ("Source", source.clone())).collect();
        for routine in &self.routines {
            let source = routine.routine();
            more.push(("Evidence", routine.evidence().plain().to_owned()));
            let sources = source.sources.iter().map(|origin| origin.value.plain_in(source.language));
            more.extend(sources.map(|origin| ("Source", origin)));
            more.extend(source.needs.iter().map(|need| ("Needs", routine.text(&need.value))));
            more.extend(routine.cautions().into_iter().map(|caution| ("Caution", caution)));
        }
        // What several routines have in common is said once, and what belongs together stands together.
        for label in ["Evidence", "Source", "Needs", "Caution"] {
            for (_, line) in more.iter().filter(|(of, _)| *of == label) {
                let line = (label.to_owned(), line.clone());
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
        lines
    }

    /// What a person should know between attacks, a sentence each; with several routines, each sentence names its own.
    #[must_use]
    pub(crate) fn verdict(&self, profile: &Profile) -> Vec<String> {
        let several = self.routines.len() > 1;
        let mut sentences = Vec::new();
        for routine in &self.routines {
            let of_this = match plan(routine, profile, &Moment::default(), None) {
                Ok(plan) => {
                    let advice = plan.advice().map(|advice| {
                        let offer = advice.offer().map(|offer| format!(" {offer}")).unwrap_or_default();
                        format!("Not recommended. {}{offer}", advice.why)
                    });
                    let cautions = plan.cautions().iter().map(|caution| caution.sentence.clone());
                    advice.into_iter().chain(plan.changes().iter().cloned()).chain(cautions).collect()
                }
                Err(PlanError::NotNow { why, .. }) => vec![why],
                Err(error) => vec![format!("{error}.")],
            };
            let titled = |sentence: String| {
                if several { format!("{}: {sentence}", routine.title()) } else { sentence }
            };
            sentences.extend(of_this.into_iter().map(titled));
        }
        if sentences.is_empty() { vec!["Nothing to watch out for.".to_owned()] } else { sentences }
    }

    /// Everything that is spoken in it, each sentence once.
    #[must_use]
    pub(crate) fn spoken(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        for routine in &self.routines {
            let Ok(plan) = plan(routine, &Profile::default(), &Moment::default(), None) else { continue };
            let timeline = compile(&plan);
            let ways = timeline.segments().iter().filter_map(|segment| segment.script.other_way.as_ref());
            let softer = ways.flat_map(|way| &way.segments).map(|segment| segment.words.clone());
            let softer: Vec<String> = softer.filter(|words| !words.is_empty()).collect();
            for text in timeline.spoken().into_iter().map(|spoken| spoken.text).chain(softer) {
                if !sentences.contains(&text) {
                    sentences.push(text);
                }
            }
        }
        sentences
    }
}

fn owned((label, line): (&str, String)) -> (String, String) {
    (label.to_owned(), line)
}

fn lengths(routine: &SafeRoutine) -> String {
    let range = routine.range();
    if range.shortest == range.longest {
        return range.written.to_string();
    }
    format!("{}, from {} to {}", range.written, range.shortest, range.longest)
}

fn with_length(routine: &Arc<SafeRoutine>) -> String {
    format!("{} ({}), {}", routine.title(), routine.kind().plain(), lengths(routine))
}

impl Does {
    fn lines(&self) -> Vec<(&'static str, String)> {
        let mut lines = Vec::new();
        if !self.sites.is_empty() {
            let sites = self.sites.iter().map(|(site, pressure)| match pressure {
                0 => site.plain().to_owned(),
                _ => format!("{} (pressure up to {pressure} out of 10)", site.plain()),
            });
            lines.push(("Sites", sites.collect::<Vec<_>>().join(", ")));
        }
        if !self.exercises.is_empty() {
            let exercises = self.exercises.iter().map(|(motion, times)| {
                format!(
                    "{} (up to {})",
                    motion.plain(),
                    counted(usize::try_from(*times).unwrap_or(usize::MAX), "time", "times")
                )
            });
            lines.push(("Exercises", exercises.collect::<Vec<_>>().join(", ")));
        }
        for (pack, site, longest) in &self.packs {
            lines.push(("Pack", format!("{} on the {}, for at most {longest}", pack.plain(), site.plain())));
        }
        for breath in &self.breaths {
            lines.push(("Breath", format!("{breath} (seconds)")));
        }
        if self.asks {
            lines
                .push(("Question", "it asks how you are, and your answer decides how it goes on".to_owned()));
        }
        if !self.languages.is_empty() {
            let names: Vec<&str> = self.languages.iter().map(|language| language.plain()).collect();
            lines.push(("Languages", names.join(", ")));
        }
        lines
    }
}

impl Bundle {
    /// The files in it, each with its size.
    #[must_use]
    pub(crate) fn file_lines(&self) -> Vec<String> {
        self.files().map(|(name, bytes)| format!("{name} ({})", size(bytes.len()))).collect()
    }
}

/// A size in kB or MB.
#[must_use]
pub fn size(bytes: usize) -> String {
    if bytes < 1 << 20 {
        format!("{} kB", bytes.div_ceil(1 << 10))
    } else {
        format!("{} MB", bytes.div_ceil(1 << 20))
    }
}

//! The techniques that routines can use: each the same in memory wherever it is used at the same length.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Weak};

use parking_lot::Mutex;

use super::length::{self, OutOfReach};
use super::validate::routine_values;
use super::{Group, Routine, Step, Words};
use crate::ron_reader::Spanned;
use crate::time::ExactDuration;

/// The techniques that a routine can use.
#[derive(Clone, Debug, Default)]
pub struct Techniques {
    /// Those without a fault, by id.
    pub good: BTreeMap<String, Arc<Technique>>,
    /// Those with a fault of their own.
    pub broken: BTreeSet<String>,
}

/// A technique without a fault.
#[derive(Debug)]
pub struct Technique {
    id: String,
    routine: Routine,
    /// What it becomes in the routines that use it, by the length that they ask for, while any of them holds it.
    groups: Mutex<BTreeMap<Option<ExactDuration>, Weak<Group>>>,
}

impl Technique {
    /// A technique as its file says it.
    #[must_use]
    pub fn new(id: impl Into<String>, routine: Routine) -> Self {
        Self { id: id.into(), routine, groups: Mutex::default() }
    }

    /// What its file says.
    #[must_use]
    pub const fn routine(&self) -> &Routine {
        &self.routine
    }

    /// The technique where it is used, with its own techniques in place already, at its own length or at the `wished`
    /// one.
    ///
    /// # Errors
    /// If its steps' limits do not allow that length.
    pub(super) fn group(&self, wished: Option<ExactDuration>) -> Result<Arc<Group>, OutOfReach> {
        let mut groups = self.groups.lock();
        if let Some(group) = groups.get(&wished).and_then(Weak::upgrade) {
            return Ok(group);
        }
        let group = self.group_of(self.routine.steps.clone(), wished)?;
        groups.retain(|_, group| group.strong_count() > 0);
        groups.insert(wished, Arc::downgrade(&group));
        Ok(group)
    }

    /// The same with its `steps` after their own techniques were put in place.
    ///
    /// # Errors
    /// As [`Self::group`].
    pub(super) fn group_of(
        &self,
        mut steps: Vec<Step>,
        wished: Option<ExactDuration>,
    ) -> Result<Arc<Group>, OutOfReach> {
        if let Some(wished) = wished {
            length::fix(&mut steps, wished)?;
        }
        let Routine { title, cautions, numbers, .. } = &self.routine;
        // Its placeholders are those of its own file, so they are filled before it becomes part of another.
        let values = routine_values(wished.unwrap_or_else(|| length::of_steps(&steps).written));
        let settled = |words: &Spanned<Words>| words.value.settled(&values, numbers);
        let (title, cautions) = (settled(title), cautions.iter().map(settled).collect());
        Ok(Arc::new(Group { technique: self.id.clone(), title, cautions, steps }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routine::StepKind;
    use crate::routine::read::read;
    use crate::routine::validate::{Role, validate};

    fn technique() -> Techniques {
        let text = r#"(format: 1, title: "A rest", steps: [Rest(lasts: "1m", flex: ("30s", "2m"))])"#;
        let (valid, problems) = validate("a", read(text).0.unwrap(), Role::Technique, &Techniques::default());
        assert!(problems.is_empty(), "{problems:?}");
        let technique = Technique::new("a", valid.unwrap().routine().clone());
        Techniques { good: BTreeMap::from([("a".into(), Arc::new(technique))]), ..Techniques::default() }
    }

    /// The techniques in a routine with these steps, as they stand in memory.
    fn groups(steps: &str, techniques: &Techniques) -> Vec<Arc<Group>> {
        let text = format!("(format: 1, title: \"Test\", kind: Mixed, evidence: Clinical, steps: [{steps}])");
        let (valid, problems) = validate("t", read(&text).0.unwrap(), Role::Routine, techniques);
        let group = |action: &StepKind| match action {
            StepKind::Group(group) => Arc::clone(group),
            other => panic!("{other:?} {problems:?}"),
        };
        valid.unwrap().routine().steps.iter().map(|step| group(&step.kind)).collect()
    }

    #[test]
    fn a_technique_at_one_length_is_there_once_however_many_use_it() {
        let techniques = technique();
        let one = groups(r#"Use("a"), Use(technique: "a", lasts: "90s")"#, &techniques);
        let other = groups(
            r#"Use(technique: "a", lasts: "90s"), Use("a"), Use(technique: "a", lasts: "31s")"#,
            &techniques,
        );
        assert!(Arc::ptr_eq(&one[0], &other[1]) && Arc::ptr_eq(&one[1], &other[0]));
        let lengths = [&one[0], &one[1], &other[2]].map(|group| length::of_steps(&group.steps).written);
        assert_eq!(lengths, [60, 90, 31].map(ExactDuration::from_secs));
    }

    #[test]
    fn a_length_that_nobody_uses_any_more_is_forgotten() {
        let techniques = technique();
        for secs in 30..=120 {
            groups(&format!(r#"Use(technique: "a", lasts: "{secs}s")"#), &techniques);
        }
        assert!(techniques.good["a"].groups.lock().len() <= 1);
    }

    #[test]
    fn a_technique_cannot_last_longer_than_its_steps() {
        let technique = Arc::clone(&technique().good["a"]);
        let nearest = technique.group(Some(ExactDuration::from_mins(3))).unwrap_err().nearest;
        assert_eq!(nearest, ExactDuration::from_mins(2));
    }
}

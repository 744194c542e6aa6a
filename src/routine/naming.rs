//! What a step is called, with or without a name of its own.

use super::values::{Surroundings, of_step};
use super::{Action, Step};

impl Action {
    /// What a step is called when its author gave it no name.
    #[must_use]
    pub fn default_name(&self) -> String {
        let mut name = match self {
            Self::Guide(guide) => format!("{}: {}", guide.site.value.plain(), guide.motion.value.plain()),
            Self::Compress(compress) => {
                format!("{} on the {}", compress.pack.value.plain(), compress.site.value.plain())
            }
            Self::Contrast(contrast) => format!("warm and cold on the {}", contrast.site.value.plain()),
            Self::Breathe(breathe) => format!("breathing {}", breathe.pattern.plain()),
            Self::Rest(_) => "rest".into(),
            Self::Wait { .. } => "when you are ready".into(),
            Self::Repeat(_) | Self::EachSide(_) | Self::Group(_) | Self::Use(_) => "steps".into(),
        };
        if let Some(first) = name.get_mut(0..1) {
            first.make_ascii_uppercase();
        }
        name
    }
}

impl Step {
    /// Its name, or the title of the technique `within` which it stands, or what it does: for a sentence.
    #[must_use]
    pub fn plain_name(&self, within: Option<&str>) -> String {
        let values = of_step(self, Surroundings::default());
        if let Some(name) = &self.name {
            return name.value.fill(&values, &self.numbers);
        }
        match (&self.action, within) {
            (Action::Group(group), _) => group.title.fill(&values, &self.numbers),
            (_, Some(technique)) => technique.to_owned(),
            (action, None) => action.default_name(),
        }
    }
}

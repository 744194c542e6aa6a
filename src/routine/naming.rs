//! What a step is called, with or without a name of its own.

use super::language::Terms;
use super::values::{Scope, of_step};
use super::{Language, Step, StepKind};

impl StepKind {
    /// What a step is called in a language when its author gave it no name; in English if it has no words for it.
    #[must_use]
    pub(crate) fn default_name(&self, language: Language) -> String {
        let Some(terms) = language.terms() else { return self.default_name(Language::En) };
        let name = self.plain(terms);
        let mut letters = name.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    fn plain(&self, terms: &Terms) -> String {
        match self {
            Self::Guide(guide) => {
                format!("{}: {}", (terms.site)(guide.site.value), (terms.motion)(guide.motion.value))
            }
            Self::Compress(compress) => {
                let named = terms.pack_on.replace("{pack}", (terms.pack)(compress.pack.value));
                named.replace("{site}", (terms.site)(compress.site.value))
            }
            Self::Contrast(contrast) => terms.contrast.replace("{site}", (terms.site)(contrast.site.value)),
            Self::Breathe(breathe) => terms.breathing.replace("{pattern}", &breathe.pattern.said(terms)),
            Self::Rest(_) => terms.rest.into(),
            Self::Wait { .. } => terms.ready.into(),
            Self::Ask(_) => terms.question.into(),
            Self::Repeat(_) | Self::EachSide(_) | Self::Group(_) | Self::Use(_) => terms.steps.into(),
        }
    }
}

impl Step {
    /// Its name, or the title of the technique `within` which it stands, or what it does: for a sentence.
    #[must_use]
    pub fn plain_name(&self, within: Option<&str>) -> String {
        let values = of_step(self, Scope::default());
        if let Some(name) = &self.name {
            return name.value.fill(&values, &self.numbers);
        }
        match (&self.kind, within) {
            (StepKind::Group(group), _) => group.title.fill(&values, &self.numbers),
            (_, Some(technique)) => technique.to_owned(),
            (kind, None) => kind.default_name(Language::En),
        }
    }
}

//! The questionnaires: answered in the window, saved like every entry.

use super::{JournalPage, Shown};
use crate::app::model::Model;
use crate::journal::{Assessment, JournalService};
use crate::ui::journal::questionnaire::QuestionnaireState;

impl JournalPage {
    pub(super) fn show_questionnaire(&mut self, journal: &JournalService) {
        self.shown = Shown::Questionnaire(Box::new(QuestionnaireState::new(self.clock.now())));
        self.when_answered(journal.assessments(), |page, earlier| {
            let Shown::Questionnaire(state) = &mut page.shown else { return };
            match earlier {
                Ok(earlier) => state.earlier = earlier,
                Err(sentence) => state.remark = Some(sentence),
            }
        });
    }

    pub(super) fn save_questionnaire(&mut self, model: &Model) {
        let Shown::Questionnaire(state) = &mut self.shown else { return };
        let scales = state.scales();
        if scales.is_empty() {
            state.remark = Some("Nothing to save yet: some questions aren't answered.".into());
            return;
        }
        let taken = self.clock.now();
        let id = Assessment::id_at(taken.to_utc(), std::process::id());
        let told: Vec<String> = scales
            .iter()
            .map(|scale| format!("{} {}, {}", scale.plain(), scale.total(), scale.grade()))
            .collect();
        for scale in scales {
            let id = format!("{id}-{}", scale.name());
            model.journal.writer().save_assessment(Assessment { id, taken, scale });
        }
        self.list.remark = Some(format!("Saved: {}. It's on the page for your doctor.", told.join("; ")));
        self.shown = Shown::List;
    }
}

//! The questions about the person.

use super::Effect;
use crate::app::about_me;
use crate::app::model::{Model, NoticeKind};
use crate::paths::Paths;
use crate::ui::actions::AboutMeAction;

/// Takes an answer and saves it at once.
pub(in crate::app) fn update(action: AboutMeAction, model: &mut Model) -> Effect {
    match action {
        AboutMeAction::Answer(condition, answer) => {
            model.profile.set(condition, answer);
            let path = model.paths.as_ref().map(Paths::about_me);
            let trouble = path.and_then(|path| about_me::store(&path, &model.profile).err());
            let lost = about_me::remark_on_lost(&model.profile);
            let told = trouble.map(|error| error.to_string()).into_iter().chain(lost);
            let told = told.reduce(|trouble, lost| format!("{trouble}\n{lost}"));
            model.notices.set_or_clear(NoticeKind::AboutMe, told);
        }
    }
    Effect::Nothing
}

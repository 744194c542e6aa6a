//! The file itself, beside the cards: what is typed in it is seen there at once.

use egui::text::{CCursor, CCursorRange, LayoutJob, TextFormat};
use egui::text_edit::TextEditState;
use egui::{FontId, Id, TextEdit, Ui};

use super::{EditorData, EditorState};

/// The file as it is in its field.
#[derive(Clone, Debug, Default)]
pub struct SourceState {
    text: String,
    version: Option<u64>,
    /// The step that was marked, so that it is brought into sight when another is.
    marked: Option<std::ops::Range<usize>>,
    /// Where the cursor was, in characters.
    cursor: Option<usize>,
}

const LETTERS: f32 = 15.0;

/// Draws the field.
pub fn source_ui(ui: &mut Ui, data: &EditorData, state: &mut EditorState) {
    let id = Id::unique("the file that is built");
    if std::mem::take(&mut state.focuses_form) {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let source = &mut state.source;
    if source.version != Some(data.version) {
        source.text.clone_from(&data.text);
        source.version = Some(data.version);
    }
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let marked = data.marked.clone().filter(|marked| source.text.get(marked.clone()).is_some());
    if marked != source.marked && !has_focus {
        // The cursor goes to the step, and the field scrolls to its cursor.
        if let Some(marked) = &marked {
            let at = source.text[..marked.start].chars().count();
            let mut kept = TextEditState::load(ui.ctx(), id).unwrap_or_default();
            kept.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(at))));
            kept.store(ui.ctx(), id);
            source.cursor = Some(at);
        }
    }
    let is_new = marked != source.marked && !has_focus;
    source.marked.clone_from(&marked);
    let (quiet, text) = (ui.visuals().weak_text_color(), ui.visuals().text_color());
    let mut layouter = |ui: &Ui, written: &dyn egui::TextBuffer, width: f32| {
        let written = written.as_str();
        let format =
            |color| TextFormat { font_id: FontId::monospace(LETTERS), color, ..TextFormat::default() };
        let mut job = LayoutJob::default();
        match marked.clone().filter(|marked| written.get(marked.clone()).is_some()) {
            Some(marked) => {
                job.append(&written[..marked.start], 0.0, format(quiet));
                job.append(&written[marked.clone()], 0.0, format(text));
                job.append(&written[marked.end..], 0.0, format(quiet));
            }
            None => job.append(written, 0.0, format(text)),
        }
        job.wrap.max_width = width;
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    let shown = TextEdit::multiline(&mut source.text)
        .id(id)
        .code_editor()
        .desired_width(f32::INFINITY)
        .desired_rows(20)
        .layouter(&mut layouter)
        .show(ui);
    shown
        .response
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::MultilineTextInput, true, "The file"));
    if is_new && let Some(at) = source.cursor {
        let rect = shown.galley.pos_from_cursor(CCursor::new(at)).translate(shown.galley_pos.to_vec2());
        ui.scroll_to_rect_animation(rect, Some(egui::Align::Center), egui::style::ScrollAnimation::none());
    }
    if shown.response.response.changed() && source.text != data.text {
        state.text = Some(source.text.clone());
    }
    if has_focus && let Some(range) = shown.cursor_range {
        let at = range.primary.index.0;
        if source.cursor != Some(at) {
            source.cursor = Some(at);
            let byte = source.text.char_indices().nth(at).map_or(source.text.len(), |(byte, _)| byte);
            state.cursor = Some(byte);
        }
    }
}

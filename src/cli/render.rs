//! `stillpoint render`: a session as a sound file.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use clap::Args;

use super::CliError;
use crate::app::audio_export::{self, AudioExport};
use crate::app::preferences;
use crate::characters::shown;
use crate::paths::Paths;
use crate::sound::ambience::Ambience;
use crate::time::ExactDuration;
use crate::timeline::{self, Moment, SpeechAmount};

/// The arguments of `render`.
#[derive(Debug, Args)]
pub(super) struct Render {
    /// The routine's id, or the path of its file.
    routine: String,
    /// The file to write, ending in .wav or .flac.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Replace an existing file.
    #[arg(long)]
    replace: bool,
    /// Adjust it to this many minutes.
    #[arg(long, value_name = "N")]
    minutes: Option<u32>,
    #[command(flatten)]
    words: super::InLanguage,
    /// The voice to use, from `stillpoint voices`.
    #[arg(long, value_name = "NAME")]
    voice: Option<String>,
    /// How much the voice says.
    #[arg(long, value_parser = super::explained::<SpeechAmount>())]
    speech: Option<SpeechAmount>,
    /// Background sound.
    #[arg(long, value_parser = super::explained::<Ambience>())]
    ambience: Option<Ambience>,
}

impl Render {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let paths = Paths::of_this_person();
        let mut settings = preferences::load(paths.as_ref()).settings;
        let library = self.words.library();
        let routine = super::routine(&library, &self.routine)?;
        if let Some(voice) = &self.voice {
            settings.voice = super::voices::known(settings.voice, voice)?;
        }
        settings.speech.amount = self.speech.unwrap_or(settings.speech.amount);
        settings.ambience = self.ambience.unwrap_or(settings.ambience);
        let length = self.minutes.map(|minutes| ExactDuration::from_mins(minutes.into()));
        let plan = timeline::plan(&routine, &super::profile(paths.as_ref()), &Moment::default(), length)?;
        if let Some(note) = timeline::compile(&plan).language_note() {
            super::remark(&note);
        }
        let audio_export = AudioExport {
            plan,
            settings,
            folder: super::folder_of(&library, &self.routine),
            cache: paths.map(|paths| paths.cache),
            path: self.output.clone(),
            replace: self.replace,
        };
        let is_seen = std::io::stderr().is_terminal();
        let mut last = String::new();
        let remarks = audio_export::save(&audio_export, |part| {
            let bar = bar(part);
            if is_seen && bar != last {
                super::output::draw_line(&bar, false);
                last = bar;
            }
            true
        });
        if is_seen {
            super::output::draw_line(&last, true);
        }
        for told in remarks.map_err(CliError::of_output)? {
            super::remark(&told);
        }
        super::output::print_beside(&self.output, &format!("{}\n", shown(&self.output)))
    }
}

fn bar(part: f32) -> String {
    const WIDTH: usize = 40;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    // Part of a line.
    let (full, percent) = ((part * WIDTH as f32) as usize, (part * 100.0) as u32);
    format!("{}{} {percent:>3}%", "━".repeat(full.min(WIDTH)), "─".repeat(WIDTH - full.min(WIDTH)))
}

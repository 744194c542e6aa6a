//! `stillpoint sheet`: a routine or a programme on paper.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::CliError;
use crate::app::sheet_file;
use crate::characters::shown;
use crate::library::files;
use crate::library::{Library, programme::ProgrammeFile};
use crate::safety::Profile;
use crate::ui::sheet;

/// The arguments of `sheet`.
#[derive(Debug, Args)]
#[command(
    after_help = "The page needs no network; open it in a web browser to print it, on A4 or Letter. It becomes a PDF if \
                  its name ends in .pdf and Chromium, Chrome, Edge, WeasyPrint or wkhtmltopdf is installed."
)]
pub(super) struct Sheet {
    /// The id of a routine or a programme, or the path of its file.
    routine: String,
    /// The file to write, ending in .html or .pdf.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Replace an existing file.
    #[arg(long)]
    replace: bool,
    /// Who gives the routine, such as your name and how to reach you; a programme names its author by itself.
    #[arg(long, value_name = "TEXT")]
    by: Option<String>,
    #[command(flatten)]
    words: super::InLanguage,
}

impl Sheet {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let library = self.words.library();
        let html = if let Some(file) = self.programme(&library) {
            let broken = || CliError::Broken {
                wanted: self.routine.clone(),
                problems: Box::new(file.problems.clone()),
            };
            let programme = file.programme.as_deref().ok_or_else(broken)?;
            let routines = programme.routines().into_iter().map(|id| super::routine(&library, id));
            let routines = routines.collect::<Result<Vec<Arc<_>>, _>>()?;
            sheet::of_programme(programme, &routines, &Profile::default(), library.language())
        } else {
            let routine = super::routine(&library, &self.routine)?;
            sheet::of_routine(&routine, &routine.routine().steps, self.by.as_deref())
        };
        sheet_file::write(&self.output, &html, self.replace).map_err(CliError::of_output)?;
        super::output::print_beside(&self.output, &format!("{}\n", shown(&self.output)))
    }

    /// The programme, if one is meant.
    fn programme(&self, library: &Library) -> Option<ProgrammeFile> {
        let path = std::path::Path::new(&self.routine);
        if library.means_file(&self.routine) {
            return files::is_programme(path).then(|| library.read_programme(path));
        }
        let known = || library.programmes().iter().find(|file| file.id == self.routine).cloned();
        if library.find(&self.routine).is_some() { None } else { known() }
    }
}

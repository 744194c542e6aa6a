//! `stillpoint new`.

use std::path::PathBuf;

use clap::Args;

use super::CliError;
use crate::library::user_files::title_remark;

/// The arguments of `new`.
#[derive(Debug, Args)]
#[command(
    after_help = "A copy with the same id as a built-in routine replaces it until you rename or remove the copy. \
                        Existing files are never overwritten."
)]
pub(super) struct New {
    /// The name of the routine, also used for its file.
    name: String,
    /// Start from a copy of this routine or technique instead of an explained example.
    #[arg(long, value_name = "ROUTINE")]
    from: Option<String>,
    /// Create a programme instead: a plan over several weeks.
    #[arg(long, conflicts_with = "from")]
    programme: bool,
    /// Also copy the built-in techniques that it uses, so that you can change them.
    #[arg(long, requires = "from")]
    techniques: bool,
}

impl New {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let folder = super::routines_folder()?;
        let library = super::list::open();
        let is_renamed = self.from.as_ref() != Some(&self.name);
        if self.programme {
            return super::print_paths(&[library.begin_programme(&self.name, &folder)?]);
        }
        let made: Vec<PathBuf> = match &self.from {
            None => vec![library.begin(&self.name, &folder)?],
            Some(from) if *from == self.name => library.copy_to_user_files(from, &folder, self.techniques)?,
            Some(from) => library.copy(from, &self.name, &folder, self.techniques)?,
        };
        super::print_paths(&made)?;
        if let Some(remark) = title_remark(&self.name).filter(|_| is_renamed) {
            super::remark(&remark);
        }
        Ok(())
    }
}

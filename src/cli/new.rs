//! `stillpoint new`.

use std::path::PathBuf;

use clap::Args;

use super::CliError;
use crate::library::user_files::title_remark;

/// The arguments of `new`.
#[derive(Debug, Args)]
#[command(
    after_help = "A copy under the id that a built-in routine has takes its place in the list, until it is \
                        renamed or removed. No file is ever written over."
)]
pub(super) struct New {
    /// What it is called; its file gets that name.
    name: String,
    /// Begin with a copy of this routine or technique instead of an explained example.
    #[arg(long, value_name = "ROUTINE")]
    from: Option<String>,
    /// Copy the built-in techniques that it uses, too, so that they can be changed.
    #[arg(long, requires = "from")]
    techniques: bool,
}

impl New {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let folder = super::routines_folder()?;
        let library = super::list::open();
        let is_renamed = self.from.as_ref() != Some(&self.name);
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

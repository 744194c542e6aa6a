//! `stillpoint new`.

use std::path::PathBuf;

use clap::Args;

use crate::library::user_files::title_remark;

/// What is to be begun.
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
    pub(super) fn run(&self) -> Result<(), String> {
        let folder = super::own_folder()?;
        let library = super::list::open();
        let is_renamed = self.from.as_ref() != Some(&self.name);
        let made: Result<Vec<PathBuf>, _> = match &self.from {
            None => library.begin(&self.name, &folder).map(|path| vec![path]),
            Some(from) if *from == self.name => library.copy_to_user_files(from, &folder, self.techniques),
            Some(from) => {
                library.copy(from, &self.name, &folder).map(|path| vec![path]).and_then(|mut made| {
                    if self.techniques {
                        made.extend(library.copy_techniques_to_user_files(from, &folder)?);
                    }
                    Ok(made)
                })
            }
        };
        let made = made.map_err(|error| error.to_string())?;
        super::print_paths(&made)?;
        if let Some(remark) = title_remark(&self.name).filter(|_| is_renamed) {
            eprintln!("stillpoint: {remark}");
        }
        Ok(())
    }
}

//! Which Stillpoint this is, and how new the files are that it reads: what tells two of them apart where no network
//! offers an update.

use crate::journal::NEWEST_JOURNAL;
use crate::routine::FORMAT;

/// The number of the release.
pub const NUMBER: &str = env!("CARGO_PKG_VERSION");
/// The day on which this program was built.
pub const BUILT: &str = env!("STILLPOINT_BUILT");

/// The answer to `--version`: the first line is the number alone, for scripts.
#[must_use]
pub fn in_full() -> String {
    format!(
        "{NUMBER}\nBuilt on {BUILT} for {}\nReads routine files up to format {FORMAT} and journals up to version \
         {NEWEST_JOURNAL}",
        env!("STILLPOINT_TARGET")
    )
}

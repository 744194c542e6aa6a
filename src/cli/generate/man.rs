//! The manual pages: those that the command line describes, with what it does not know of.

use clap::CommandFactory as _;

use super::Made;

/// Between the commands and the version of the program's own page. The folders are those of the XDG Base Directory
/// Specification, on which manual pages are read.
const FILES_AND_ENVIRONMENT: &str = r".SH FILES
.TP
\fI~/.local/share/stillpoint/routines/\fR
Your routines, with their pictures and recordings; techniques that several share are in \fItechniques/\fR, programmes in \fIprogrammes/\fR.
.TP
\fI~/.local/share/stillpoint/journal.sqlite\fR
The journal. Copies of it from earlier days are in \fIbackups/\fR beside it.
.TP
\fI~/.config/stillpoint/settings.ron\fR, \fIabout\-me.ron\fR
What you chose, and what you answered about yourself.
.TP
\fI~/.local/state/stillpoint/\fR
The log, and reports of crashes. Nothing is sent anywhere.
.TP
\fI$XDG_RUNTIME_DIR/stillpoint/unsaved/\fR
Entries that the journal couldn't take yet; the next start tries again.
.TP
\fI~/.local/share/stillpoint/narrator/\fR
The narrator's voice for your own words, if you set it up.
.TP
\fI~/.cache/stillpoint/\fR
Sentences that were spoken before. You can delete it at any time.
.SH ENVIRONMENT
.TP
\fBXDG_DATA_HOME\fR, \fBXDG_CONFIG_HOME\fR, \fBXDG_STATE_HOME\fR, \fBXDG_CACHE_HOME\fR, \fBXDG_RUNTIME_DIR\fR
Where these folders are instead.
.TP
\fBLANGUAGE\fR, \fBLC_ALL\fR, \fBLC_MESSAGES\fR, \fBLANG\fR
The language of routines, unless the settings name one. \fBC\fR is English, whatever \fBLANGUAGE\fR says.
.TP
\fBLC_ALL\fR, \fBLC_TIME\fR, \fBLANG\fR
Whether a time is written as 14:30 or 2:30 pm, and with which day a week begins.
.TP
\fBNO_COLOR\fR
No colours, if it is set.
.TP
\fBTERM\fR
\fBdumb\fR prints a session line by line instead of drawing it.
.TP
\fBWAYLAND_DISPLAY\fR, \fBDISPLAY\fR
Where the window opens.
.TP
\fBPATH\fR
Where the programs are that speak words without a recording: \fBespeak\-ng\fR(1), \fBtext2wave\fR(1), \fBflite\fR(1).
";

/// A page for the program and one for each command.
pub(super) fn man() -> std::io::Result<Made> {
    let folder = tempfile::tempdir()?;
    clap_mangen::generate_to(crate::cli::Arguments::command(), folder.path())?;
    let page = |name: std::ffi::OsString, text: String| {
        let text = if name == "stillpoint.1" { with_files(&text) } else { text };
        (name.into(), text.into_bytes())
    };
    let listed = std::fs::read_dir(folder.path())?;
    listed
        .map(|entry| {
            let entry = entry?;
            Ok(page(entry.file_name(), std::fs::read_to_string(entry.path())?))
        })
        .collect()
}

fn with_files(page: &str) -> String {
    let end = page.find(".SH VERSION").unwrap_or(page.len());
    format!("{}{FILES_AND_ENVIRONMENT}{}", &page[..end], &page[end..])
}

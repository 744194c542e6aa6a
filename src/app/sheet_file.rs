//! A sheet as a file: a page for a browser, or a PDF where a program on this computer makes one of it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::journal_files::{TO_BE_PRINTED, open_page};
use super::model::Model;
use super::spawn;
use crate::characters::shown;
use crate::paper::asking_to_print;
use crate::pending::{Pending, Unanswered};
use crate::storage::{self, StorageError, WriteOptions};

/// Why a sheet could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The name ends in neither of the known ways.
    #[error("`{}` should end in .html or .pdf", shown(.0))]
    UnknownEnding(PathBuf),
    /// No program was found that makes a PDF.
    #[error(
        "no program on this computer makes a PDF of a page; write it as .html, open that in a web browser, and print it to \
         a file"
    )]
    NoPrinter,
    /// The program that makes a PDF has failed.
    #[error(
        "`{program}` couldn't make the PDF; write it as .html, open that in a web browser, and print it to a file"
    )]
    Failed {
        /// The program.
        program: &'static str,
    },
    /// The file could not be written.
    #[error(transparent)]
    Unwritable(#[from] StorageError),
    /// The background thread ended without an answer.
    #[error("the page couldn't be finished: {0}")]
    Unfinished(#[from] Unanswered),
    /// A folder for the page that becomes a PDF could not be made.
    #[error("there is no room for a temporary file: {0}")]
    NoFolder(std::io::Error),
}

/// A program that makes a PDF of a page, and what it is given for the page's path and the PDF's.
type Printer = (&'static str, fn(&str, &str) -> Vec<String>);

/// Those that are looked for, in this order.
const PRINTERS: [Printer; 7] = [
    ("chromium", browser),
    ("chromium-browser", browser),
    ("google-chrome", browser),
    ("microsoft-edge", browser),
    ("msedge", browser),
    ("weasyprint", both),
    ("wkhtmltopdf", both),
];

fn browser(page: &str, pdf: &str) -> Vec<String> {
    let pdf = format!("--print-to-pdf={pdf}");
    ["--headless", "--disable-gpu", "--no-pdf-header-footer", &pdf, page].map(str::to_owned).to_vec()
}

fn both(page: &str, pdf: &str) -> Vec<String> {
    vec!["--quiet".to_owned(), page.to_owned(), pdf.to_owned()]
}

/// Writes a sheet under a name whose ending decides what it becomes. An existing file stays unless `replace` is set.
///
/// # Errors
/// [`SheetError`]; no file is left behind.
pub fn write(path: &Path, html: &str, replace: bool) -> Result<(), SheetError> {
    let options = WriteOptions::shared().into_streams();
    let options = if replace { options } else { options.create_new() };
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "html" | "htm" => Ok(options.write(path, html.as_bytes())?),
        "pdf" => Ok(options.write(path, &pdf(html, &PRINTERS)?)?),
        _ if storage::is_stream(path) => Ok(options.write(path, html.as_bytes())?),
        _ => Err(SheetError::UnknownEnding(path.to_path_buf())),
    }
}

/// The same in the background, among the person's documents.
pub(super) fn printing(id: String, html: String, model: &Model) -> Pending<String, SheetError> {
    let folder = model.paths.as_ref().map(|paths| paths.documents.clone());
    let until = (model.clock.now() + TO_BE_PRINTED).timestamp_millis();
    spawn("sheet", move || match folder {
        Some(folder) => print(&folder, &id, &html, until),
        None => Ok("There is no folder to save it in.".to_owned()),
    })
}

/// Writes a sheet into a folder, under its name or the next free one, and opens it so that the browser asks for the printer
/// if it comes to it before `until`, in milliseconds since 1970. Gives a sentence on what has become of it.
///
/// # Errors
/// [`SheetError`] if it cannot be written.
pub fn print(folder: &Path, id: &str, html: &str, until: i64) -> Result<String, SheetError> {
    let path = storage::free_name(&folder.join(format!("{id}.html")));
    WriteOptions::shared()
        .make_folder()
        .create_new()
        .write(&path, asking_to_print(html, until).as_bytes())?;
    Ok(match open_page(&path) {
        Ok(()) => format!("Your browser will ask which printer to use. The page is in {}.", shown(&path)),
        Err(sentence) => sentence,
    })
}

/// The page as a PDF, by the first program that is there.
fn pdf(html: &str, printers: &[Printer]) -> Result<Vec<u8>, SheetError> {
    let folder = tempfile::tempdir().map_err(SheetError::NoFolder)?;
    let (page, pdf) = (folder.path().join("sheet.html"), folder.path().join("sheet.pdf"));
    WriteOptions::private().write(&page, html.as_bytes())?;
    let mut failed = None;
    for (program, arguments) in printers {
        let given = arguments(&page.to_string_lossy(), &pdf.to_string_lossy());
        let mut command = Command::new(program);
        command.args(given).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let Ok(status) = command.status() else { continue };
        match storage::read_plain(&pdf, MOST_BYTES) {
            Ok(bytes) if status.success() && bytes.starts_with(b"%PDF") => return Ok(bytes),
            Ok(_) | Err(_) => failed = failed.or(Some(*program)),
        }
    }
    Err(failed.map_or(SheetError::NoPrinter, |program| SheetError::Failed { program }))
}

/// The size of the largest PDF that is taken. Our limit; a sheet has some hundred kilobytes.
const MOST_BYTES: u64 = 64 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_decides_and_nothing_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html");
        write(&path, "<p>one</p>", false).unwrap();
        assert!(matches!(write(&path, "<p>two</p>", false), Err(SheetError::Unwritable(_))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "<p>one</p>");
        write(&path, "<p>two</p>", true).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "<p>two</p>");
        let other = folder.path().join("a.txt");
        let told = write(&other, "", false).unwrap_err().to_string();
        assert!(told.ends_with("should end in .html or .pdf"), "{told}");
        assert!(!other.exists());
    }

    #[test]
    fn without_a_program_that_prints_it_says_what_to_do() {
        let none: [Printer; 1] = [("stillpoint-has-no-such-program", browser)];
        assert!(matches!(pdf("<p>a</p>", &none), Err(SheetError::NoPrinter)));
        #[cfg(unix)]
        {
            let fails: [Printer; 1] = [("false", both)];
            assert!(matches!(pdf("<p>a</p>", &fails), Err(SheetError::Failed { program: "false" })));
        }
    }
}

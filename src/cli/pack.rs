//! `stillpoint pack` and `stillpoint unpack`.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::library::pack::{Contents, Does, ENDING, MAX_PACKED_BYTES, Pack};
use crate::places::Places;
use crate::timeline;

/// What is to be packed.
#[derive(Debug, Args)]
pub(super) struct PackUp {
    /// The routine's id, or the path of its file.
    routine: String,
    /// The file to write; without it, the routine's id with the ending `.stillpoint`, here.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// What is to be looked at or added.
#[derive(Debug, Args)]
#[command(
    after_help = "Without --add nothing is written. What is added lies in a folder of its own among your \
                        routines; to take it away, delete that folder."
)]
pub(super) struct Unpack {
    /// The pack.
    file: PathBuf,
    /// Show what it is and does, and what holds for you; this is what happens without --add, too.
    #[arg(long)]
    show: bool,
    /// Add it to your routines.
    #[arg(long)]
    add: bool,
    /// Let it take the place of what has its names.
    #[arg(long, requires = "add")]
    replace: bool,
}

impl PackUp {
    pub(super) fn run(&self) -> Result<(), String> {
        let pack = Pack::of(&super::list::open(), &self.routine).map_err(|error| error.to_string())?;
        let bytes = pack.to_bytes().map_err(|error| error.to_string())?;
        let path = self.output.clone().unwrap_or_else(|| PathBuf::from(format!("{}.{ENDING}", pack.id())));
        write_new(&path, &bytes).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => {
                format!("{} is there already; give another name with -o", path.display())
            }
            _ => format!("{} cannot be written: {error}", path.display()),
        })?;
        super::print(&format!("{} ({})\n{}", path.display(), size(bytes.len()), names(&pack)))
    }
}

impl Unpack {
    pub(super) fn run(&self) -> Result<(), String> {
        let pack = Pack::read(&bytes(&self.file)?).map_err(|error| error.to_string())?;
        let library = super::list::open();
        let contents = pack.contents(&library).map_err(|error| error.to_string())?;
        if self.show || !self.add {
            super::print(&shown(&pack, &contents))?;
        }
        if !self.add {
            return Ok(());
        }
        let folder = super::own_folder()?;
        let added =
            pack.add(&contents, &library, &folder, self.replace).map_err(|error| error.to_string())?;
        super::print_paths(&added)
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::File::create_new(path)?.write_all(bytes)
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let cannot = |error: std::io::Error| format!("{} cannot be read: {error}", path.display());
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(cannot)?;
    file.take(MAX_PACKED_BYTES + 1).read_to_end(&mut bytes).map_err(cannot)?;
    Ok(bytes)
}

/// What a pack is, what it does, who says so, and what holds for this person.
fn shown(pack: &Pack, contents: &Contents) -> String {
    let routine = &contents.routine;
    let (said, range) = (routine.routine(), routine.range());
    let mut text = String::new();
    let _ = writeln!(text, "{} ({})", routine.title(), routine.kind().plain());
    if let Some(about) = &said.about {
        let _ = writeln!(text, "{}", routine.text(&about.value));
    }
    let _ = writeln!(text, "\nLength:    {}, from {} to {}", range.written, range.shortest, range.longest);
    for (what, line) in does(&contents.does) {
        let _ = writeln!(text, "{what:<10} {line}");
    }
    let _ = writeln!(text, "Evidence:  {}", routine.evidence().plain());
    for source in &said.sources {
        let _ = writeln!(text, "Source:    {}", source.value);
    }
    for need in &said.needs {
        let _ = writeln!(text, "Needs:     {}", routine.text(&need.value));
    }
    for caution in routine.cautions() {
        let _ = writeln!(text, "Caution:   {caution}");
    }
    let _ = writeln!(text, "\nFor you, at another time than an attack:");
    let profile = super::profile(Places::of_this_person().as_ref());
    let moment = timeline::Moment::default();
    let verdict = match timeline::plan(routine, &profile, &moment, None) {
        Ok(plan) => super::list::verdicts(&plan),
        Err(error) => format!("{error}\n\n"),
    };
    text.push_str(if verdict.is_empty() { "Nothing speaks against it.\n\n" } else { &verdict });
    let _ = writeln!(text, "In the pack:");
    text + &names(pack) + &contents.problems.lines()
}

fn names(pack: &Pack) -> String {
    pack.files().fold(String::new(), |mut names, (name, bytes)| {
        let _ = writeln!(names, "  {name} ({})", size(bytes.len()));
        names
    })
}

fn does(does: &Does) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    if !does.sites.is_empty() {
        let sites = does.sites.iter().map(|(site, pressure)| match pressure {
            0 => site.plain().to_owned(),
            _ => format!("{} (pressure up to {pressure} of 10)", site.plain()),
        });
        lines.push(("Sites:", sites.collect::<Vec<_>>().join(", ")));
    }
    for (pack, site, longest) in &does.packs {
        lines.push(("Pack:", format!("{} on the {}, at most {longest}", pack.plain(), site.plain())));
    }
    for breath in &does.breaths {
        lines.push(("Breath:", format!("{breath} (seconds)")));
    }
    lines
}

fn size(bytes: usize) -> String {
    if bytes < 1 << 20 {
        format!("{} kB", bytes.div_ceil(1 << 10))
    } else {
        format!("{} MB", bytes.div_ceil(1 << 20))
    }
}

//! The command line: what was asked for, and the commands that need no screen.

mod args;
mod asked;
mod check;
mod count;
mod export;
mod find;
mod format;
mod gaps;
mod keys;
mod list;
mod manual;
mod out;
mod paper;
mod related;
mod reorder;
mod screen;
mod settings;
mod shot;
mod show;
mod study;
mod timeline;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::error::{ContextKind, ErrorKind};
use clap::{CommandFactory, Parser};

use self::args::{Args, Command, Data, Output};
use self::format::Table;
use self::out::print;
use self::paper::Paper;
use self::study::Asked;
use crate::data::{self, LoadError, Origin, ReadError};
use crate::keymap::Keymap;
use crate::text::{excerpt, nearest};

/// Done, or ended as wanted.
const DONE: u8 = 0;
/// Nothing was found.
const NOTHING: u8 = 1;
/// Used wrongly, or no terminal where one is needed.
const MISUSED: u8 = 2;
/// Not a dataset that can be read.
const NO_DATASET: u8 = 3;
/// Something cannot be opened, read or written.
const UNREADABLE: u8 = 4;

/// Why a command ended otherwise than wanted: the sentence for standard error, and the exit code.
#[derive(Debug)]
struct Failure {
    code: u8,
    text: String,
}

impl Failure {
    fn misused(text: impl Into<String>) -> Self {
        Self {
            code: MISUSED,
            text: text.into(),
        }
    }

    fn nothing(text: impl Into<String>) -> Self {
        Self {
            code: NOTHING,
            text: text.into(),
        }
    }

    fn unreadable(text: impl Into<String>) -> Self {
        Self {
            code: UNREADABLE,
            text: text.into(),
        }
    }

    /// All has been said.
    fn silent(code: u8) -> Self {
        Self {
            code,
            text: String::new(),
        }
    }

    fn is_misuse(&self) -> bool {
        self.code == MISUSED
    }
}

impl From<LoadError> for Failure {
    fn from(refusal: LoadError) -> Self {
        let code = match refusal {
            LoadError::Unreadable { .. } | LoadError::Stopped => UNREADABLE,
            LoadError::NotADataset { .. } => NO_DATASET,
        };
        Self {
            code,
            text: refusal.to_string(),
        }
    }
}

impl From<ReadError> for Failure {
    fn from(unread: ReadError) -> Self {
        Self::unreadable(unread.to_string())
    }
}

/// Does what the arguments ask for and gives the exit code.
///
/// 0 found, done, or the screen left by any key; 1 nothing found; 2 used wrongly or no terminal; 3 not a
/// dataset we can read; 4 cannot be opened, read or written.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = reorder::with_options_behind(arguments.into_iter().collect());
    let arguments = find::with_nots(arguments);
    let mut quiet = false;
    let done = match (
        mistaken_command(&arguments),
        Args::try_parse_from(&arguments),
    ) {
        (Some(failure), _) => Err(failure),
        (None, Err(error)) => misuse(&error, &arguments),
        (None, Ok(args)) => {
            quiet = args.command.as_ref().is_some_and(Command::is_quiet);
            carry_out(&args)
        }
    };
    match done {
        Ok(()) => DONE,
        Err(failure) => {
            if !failure.text.is_empty() && !quiet {
                complain(&failure.text);
            }
            failure.code
        }
    }
}

fn carry_out(args: &Args) -> Result<(), Failure> {
    if args.version {
        return print(&version());
    }
    match &args.command {
        None => screen::run(&args.data, &args.looks, args.mouse),
        Some(Command::Find(find)) => find::run(find),
        Some(Command::List(list)) => list::run(list),
        Some(Command::Show(show)) => show::run(show),
        Some(Command::Related(related)) => related::run(related),
        Some(Command::Timeline(timeline)) => timeline::run(timeline),
        Some(Command::Count(count)) => count::run(count),
        Some(Command::Gaps(gaps)) => gaps::run(gaps),
        Some(Command::Evidence(a)) => {
            let keys = std::slice::from_ref(&a.key);
            study::run(&Asked::of("evidence", keys), &a.input, &a.output)
        }
        Some(Command::Strands(a)) => {
            let asked = Asked::of("topics", &[]).lanes(a.lanes);
            study::run(&asked.among(&a.asking), &a.input, &a.output)
        }
        Some(Command::Compare(a)) => {
            let asked = Asked::of("who", &a.keys).among(&a.asking);
            study::run(&asked, &a.input, &a.output)
        }
        Some(Command::Path(a)) => {
            let asked = Asked::of("connection", &a.keys).along(&a.ways);
            study::run(&asked.among(&a.asking), &a.input, &a.output)
        }
        Some(Command::Diff(a)) => study::run(&Asked::of("changes", &a.keys), &a.input, &a.output),
        Some(Command::Export(export)) => export::run(export),
        Some(Command::Check(check)) => check::run(check),
        Some(Command::Schema(_)) => manual::schema(),
        Some(Command::Keys(keys)) => keys::run(keys),
        Some(Command::Settings(settings)) => settings::run(settings),
        Some(Command::Completions(completions)) => manual::completions(completions.shell),
        Some(Command::Man(man)) => manual::page(man.command.as_deref()),
        Some(Command::Shot(shot)) => print(&shot::take(shot)?),
    }
}

/// A first word that is no file, but nearly a command.
fn mistaken_command(arguments: &[OsString]) -> Option<Failure> {
    let first = arguments.get(1)?;
    let word = first.to_str().filter(|word| !word.starts_with('-'))?;
    let program = Args::command();
    let commands = || program.get_subcommands();
    let names = || commands().flat_map(clap::Command::get_name_and_visible_aliases);
    if names().any(|name| name == word) || Path::new(first).exists() {
        return None;
    }
    let near = nearest(&word.to_lowercase(), names())?;
    let word = excerpt(word);
    let text = format!("there is no command and no file `{word}`: did you mean `sommet {near}`?");
    Some(Failure::misused(text))
}

/// The word that was taken for a command, when no word is one.
fn not_a_command(error: &clap::Error, arguments: &[OsString]) -> Option<String> {
    let wrong = error.get(ContextKind::InvalidSubcommand)?.to_string();
    let known = Args::command();
    let is_command = |word: &OsString| {
        let commands = known.get_subcommands();
        let mut names = commands.flat_map(clap::Command::get_name_and_visible_aliases);
        names.any(|name| word.to_str() == Some(name))
    };
    (!arguments.iter().any(is_command)).then(|| excerpt(&wrong))
}

/// Help is data and goes to standard output; a mistake goes to standard error.
fn misuse(error: &clap::Error, arguments: &[OsString]) -> Result<(), Failure> {
    let text = error.render().to_string();
    if !error.use_stderr() {
        return print(&text);
    }
    let text = text.trim_start_matches("error: ").trim_end();
    let text = crate::text::clean_prose(text);
    if error.kind() == ErrorKind::ArgumentConflict && text.starts_with("the subcommand") {
        if let Some(word) = not_a_command(error, arguments) {
            let text = format!("one file at a time: `{word}` is no command either");
            return Err(Failure::misused(text));
        }
        let text = "a file follows the command, as in sommet list meetings --data FILE";
        return Err(Failure::misused(text));
    }
    Err(Failure::misused(text))
}

/// Writes a table. One without records is nothing found, and `why` says so.
fn deliver(table: &Table, output: &Output, why: impl FnOnce() -> String) -> Result<(), Failure> {
    print(&table.written(&Paper::new(output)))?;
    let count = table.about.count;
    if count == 0 {
        return Err(Failure::nothing(why()));
    }
    if let Some(limit) = output.limit.filter(|limit| *limit < count && !output.quiet) {
        complain(&format!("{limit} of {count} are listed"));
    }
    Ok(())
}

/// The version of the program and of the data that is part of it.
fn version() -> String {
    let program = env!("CARGO_PKG_VERSION");
    match data::load(&Origin::Bundled) {
        Ok(dataset) => {
            let about = dataset.about();
            format!(
                "sommet {program}\ndata: {} {}, as of {}\n",
                about.title, about.version, about.as_of
            )
        }
        Err(refusal) => format!("sommet {program}\n{refusal}\n"),
    }
}

/// Writes to standard error, as well as that goes.
fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "sommet: {text}");
}

/// Where the dataset of the screen is to come from.
fn origin(data: &Data) -> Result<Origin, Failure> {
    let path = data.file.as_deref().or(data.input.from.as_deref());
    path.map_or(Ok(Origin::Bundled), asked::from)
}

/// The built-in keys, with those of a file in the place of the ones it names.
fn keymap(path: Option<&Path>) -> Result<Keymap, Failure> {
    let built_in = Keymap::built_in().map_err(|error| Failure::misused(error.to_string()))?;
    let Some(path) = path else {
        return Ok(built_in);
    };
    let name = excerpt(&path.to_string_lossy());
    let text = settings::own_text(path)
        .map_err(|error| Failure::unreadable(format!("{name}: {error}")))?;
    let keymap = built_in.with(&text);
    keymap.map_err(|error| Failure::misused(format!("{name}: {error}")))
}

/// The keys of the user: those of the file named, or else of the one in the configuration folder, if there
/// is one. What is wrong with that one is a sentence, and the built-in keys hold: the way in stays open.
fn own_keymap(named: Option<&Path>) -> Result<(Keymap, Option<String>), Failure> {
    let configured = settings::folder().map(|folder| folder.join("keymap.json"));
    match (named, configured.filter(|path| path.exists())) {
        (None, Some(path)) => match keymap(Some(&path)) {
            Ok(own) => Ok((own, None)),
            Err(flaw) => Ok((keymap(None)?, Some(flaw.text))),
        },
        (named, _) => Ok((keymap(named)?, None)),
    }
}

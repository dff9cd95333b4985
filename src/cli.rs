//! The command line: what was asked for, and the commands that need no screen.

mod args;
mod screen;
mod shot;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::Parser;

use self::args::{Args, Command, Data};
use crate::data::{self, Dataset, Origin, Refusal};

/// Done, or ended as wanted.
const DONE: u8 = 0;
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
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let code = match refusal {
            Refusal::Unreadable { .. } => UNREADABLE,
            Refusal::NotADataset { .. } => NO_DATASET,
        };
        Self {
            code,
            text: refusal.to_string(),
        }
    }
}

/// Does what the arguments ask for and gives the exit code.
///
/// 0 done, or the screen left by any key; 2 used wrongly or no terminal; 3 not a dataset we can read;
/// 4 cannot be opened, read or written.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let done = match Args::try_parse_from(arguments) {
        Ok(args) => carry_out(args),
        Err(error) => misuse(&error),
    };
    match done {
        Ok(()) => DONE,
        Err(failure) => {
            if !failure.text.is_empty() {
                complain(&failure.text);
            }
            failure.code
        }
    }
}

fn carry_out(args: Args) -> Result<(), Failure> {
    if args.version {
        return print(&version());
    }
    match args.command {
        None => screen::run(&args.data, &args.looks),
        Some(Command::Shot(shot)) => print(&shot::take(&shot)?),
    }
}

/// Help is data and goes to standard output; a mistake goes to standard error.
fn misuse(error: &clap::Error) -> Result<(), Failure> {
    let text = error.render().to_string();
    if error.use_stderr() {
        let text = text.trim_start_matches("error: ").trim_end();
        return Err(Failure::misused(crate::text::clean_prose(text)));
    }
    print(&text)
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

/// Writes to standard output. A reader that has gone away is no fault.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure {
            code: UNREADABLE,
            text: format!("standard output: {error}"),
        }),
        _ => Ok(()),
    }
}

/// Writes to standard error, as well as that goes.
fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "sommet: {text}");
}

/// Where the dataset is to come from.
fn origin(data: &Data) -> Origin {
    match data.file.as_deref().or(data.from.as_deref()) {
        None => Origin::Bundled,
        Some(path) if path == Path::new("-") => Origin::Stdin,
        Some(path) => Origin::File(path.to_owned()),
    }
}

/// The record to start at.
fn start(data: &Data, dataset: &Dataset) -> Result<Option<data::RecordId>, Failure> {
    let key = data.open.as_deref();
    key.map(|key| dataset.find_key(key).map_err(Failure::misused))
        .transpose()
}

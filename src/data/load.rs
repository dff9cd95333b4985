//! From a file to a dataset, or to one sentence that says why not.

mod about;
mod batch;
mod damage;
mod foreign;
mod memory;
mod readers;
mod sections;
mod split;
mod unpack;

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use self::about::{read_about, report_no_lists};
use self::foreign::{BOM, looks_like};
use self::memory::available;
use self::readers::{GatherError, Gathered, ReadOptions};
use self::unpack::{Packing, TooPacked, peek};
use crate::data::columns::store::{Reopened, Store, plain_reason};
use crate::data::link;
use crate::data::model::dataset::Dataset;
use crate::parallel::cores;
use crate::text::excerpt;

use crate::data::watch::Watch;

/// The dataset that is part of the program: the EU–IOM strategic dialogue.
const BUNDLED: &str = include_str!("../../assets/dataset.json");

/// No more bytes than this are kept in memory, for what cannot be read twice; where less than twice as much
/// memory is to be had, half of that.
const MOST_KEPT: u64 = 3 << 30;

/// No file may have more bytes than this.
const MOST: u64 = 16 << 30;

/// How files are read, unless the machine or the file says otherwise.
const OPTIONS: ReadOptions = ReadOptions {
    block: 1 << 20,
    batch: 2 << 20,
    longest: 64 << 20,
    readers: 1,
    keeps: false,
    most: MOST,
};

/// Where a dataset comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The program itself.
    Bundled,
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bundled => f.write_str("the bundled dataset"),
            Self::File(path) => f.write_str(&excerpt(&path.to_string_lossy())),
            Self::Stdin => f.write_str("standard input"),
        }
    }
}

/// Why there is no dataset. Printed, it is one clean sentence: where, what, and what to do.
#[derive(Debug)]
pub enum LoadError {
    /// It could not be opened or read.
    Unreadable {
        /// Where it was looked for.
        origin: Origin,
        /// What the system said.
        error: io::Error,
    },
    /// It was read, but it is no dataset of ours.
    NotADataset {
        /// Where it came from.
        origin: Origin,
        /// The line and column, from 1, where one can be named.
        at: Option<(usize, usize)>,
        /// What is wrong.
        what: String,
        /// What to do about it.
        advice: &'static str,
    },
    /// Somebody asked the reader to give up, by [`Watch::stop`].
    Stopped,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { origin, error } => {
                write!(f, "{origin}: {}", excerpt(&plain_reason(error)))
            }
            Self::NotADataset {
                origin,
                at,
                what,
                advice,
            } => {
                write!(f, "{origin}")?;
                if let Some((line, column)) = at {
                    write!(f, ":{line}:{column}")?;
                }
                write!(f, ": {}; {advice}", excerpt(what))
            }
            Self::Stopped => f.write_str("the reading was stopped"),
        }
    }
}

impl std::error::Error for LoadError {}

/// Reads and links a dataset.
///
/// # Errors
/// [`LoadError`] when it cannot be read, is not JSON, is no object, or is of a newer major version.
/// Everything else is a [`Problem`](crate::data::Problem) of the dataset.
pub fn load(origin: &Origin) -> Result<Dataset, LoadError> {
    load_watched(origin, &Watch::default())
}

/// As [`load`], while others look on: they see how far it is, and can make it stop. The dataset comes
/// whole or not at all.
///
/// The texts of a regular file stay there, and are read again when a record is opened; of what cannot be
/// read twice (standard input, a pipe), and of what is compressed with gzip or zstd, all bytes are kept in
/// memory.
///
/// # Errors
/// As [`load`], and [`LoadError::Stopped`].
pub fn load_watched(origin: &Origin, watch: &Watch) -> Result<Dataset, LoadError> {
    let options = ReadOptions {
        readers: cores(),
        ..OPTIONS
    };
    match origin {
        Origin::Bundled => whole(origin, Cow::Borrowed(BUNDLED), options, watch),
        Origin::File(path) => file(origin, path, options, watch),
        Origin::Stdin => kept(origin, io::stdin().lock(), options, watch),
    }
}

/// Links a dataset from a text, for tests and for those who have it in memory.
///
/// # Errors
/// As [`load`].
pub fn load_text(text: impl Into<Cow<'static, str>>) -> Result<Dataset, LoadError> {
    whole(&Origin::Stdin, text.into(), OPTIONS, &Watch::default())
}

/// From a text that is in memory.
fn whole(
    origin: &Origin,
    text: Cow<'static, str>,
    options: ReadOptions,
    watch: &Watch,
) -> Result<Dataset, LoadError> {
    let gathered = gather(origin, text.as_bytes(), options, watch)?;
    finish(origin, gathered, watch, |_| Store::Whole(text))
}

/// From what cannot be read twice, or is compressed.
fn kept(
    origin: &Origin,
    from: impl Read,
    options: ReadOptions,
    watch: &Watch,
) -> Result<Dataset, LoadError> {
    let options = ReadOptions {
        keeps: true,
        most: available().map_or(MOST_KEPT, |memory| MOST_KEPT.min(memory / 2)),
        ..options
    };
    let (packing, from) = peek(from).map_err(|error| unreadable(origin, error))?;
    let gathered = match packing {
        Some(packing) => gather(origin, packing.unpack(from), options, watch),
        None => gather(origin, from, options, watch),
    };
    finish(origin, gathered?, watch, Store::Kept)
}

/// From a file, whose texts stay there if it can be read twice.
fn file(
    origin: &Origin,
    path: &Path,
    options: ReadOptions,
    watch: &Watch,
) -> Result<Dataset, LoadError> {
    let failed = |error| unreadable(origin, error);
    let file = File::open(path).map_err(failed)?;
    let known = file.metadata().map_err(failed)?;
    if known.is_dir() {
        return Err(failed(io::ErrorKind::IsADirectory.into()));
    }
    if !known.is_file() {
        return kept(origin, file, options, watch);
    }
    let mut first = [0; unpack::MAGIC];
    let read = file.read_at(&mut first, 0).map_err(failed)?;
    if Packing::of(&first[..read]).is_some() {
        return kept(origin, file, options, watch);
    }
    watch.expect_bytes(known.len());
    let again = file
        .try_clone()
        .and_then(|file| Reopened::new(file, path.to_owned()));
    let again = again.map_err(failed)?;
    let gathered = gather(origin, file, options, watch);
    if !again.is_as_before().map_err(failed)? {
        return Err(failed(io::Error::other(
            "it changed while it was read; try again",
        )));
    }
    finish(origin, gathered?, watch, |_| Store::Onfile(again))
}

/// Reads all records, but looks at the beginning first, so that what can be no dataset is not read to its
/// end.
fn gather(
    origin: &Origin,
    mut from: impl Read,
    options: ReadOptions,
    watch: &Watch,
) -> Result<Gathered, LoadError> {
    const HEAD: u64 = 4096;
    let mut head = Vec::new();
    let read = from.by_ref().take(HEAD).read_to_end(&mut head);
    read.map_err(|error| unreadable(origin, error))?;
    if let Some((what, advice)) = looks_like(&head) {
        return Err(refused(origin, None, what, advice));
    }
    let skip = if head.starts_with(BOM) { BOM.len() } else { 0 };
    let mut all = Cursor::new(head).chain(from);
    readers::read(&mut all, skip, options, watch).map_err(|error| match error {
        GatherError::Failed(error) => match error.get_ref().and_then(|it| it.downcast_ref()) {
            Some(TooPacked { .. }) => refused(origin, None, error.to_string(), UNPACK_IT),
            None => unreadable(origin, error),
        },
        GatherError::Stopped => LoadError::Stopped,
        GatherError::Damage(damage, at) => refused(origin, Some(at), damage.what, damage.advice),
        GatherError::TooLarge => {
            let most = match options.most >> 30 {
                0 | 1 => format!("{} MiB", options.most >> 20),
                most => format!("{most} GiB"),
            };
            let (what, advice) = if options.keeps {
                (
                    format!("there is no memory for more than {most} of it"),
                    KEEP_IT,
                )
            } else {
                (format!("larger than {most}"), SPLIT_IT)
            };
            refused(origin, None, what, advice)
        }
    })
}

const SPLIT_IT: &str = "split it into smaller datasets";
const KEEP_IT: &str = "put it into a file that is not compressed, whose texts stay there";
const UNPACK_IT: &str = "if it is a dataset, unpack it first";

/// What is left to do when all records are there.
fn finish(
    origin: &Origin,
    mut gathered: Gathered,
    watch: &Watch,
    store: impl FnOnce(Vec<(u64, Vec<u8>)>) -> Store,
) -> Result<Dataset, LoadError> {
    let problems = &mut gathered.records.problems;
    problems.open_chapter(0);
    let about = read_about(origin, &gathered.members, watch, problems)?;
    report_no_lists(&gathered.members, problems);
    if gathered.records.is_full() {
        let what = "its names and titles take more than 4 GiB";
        return Err(refused(origin, None, what, SPLIT_IT));
    }
    let store = store(gathered.kept);
    link::finish(gathered.records, about, store, watch).ok_or(LoadError::Stopped)
}

fn unreadable(origin: &Origin, error: io::Error) -> LoadError {
    LoadError::Unreadable {
        origin: origin.clone(),
        error,
    }
}

fn refused(
    origin: &Origin,
    at: Option<(usize, usize)>,
    what: impl Into<String>,
    advice: &'static str,
) -> LoadError {
    LoadError::NotADataset {
        origin: origin.clone(),
        at,
        what: what.into(),
        advice,
    }
}

#[cfg(test)]
mod tests;

//! `sommet check`: every problem of some datasets, at once.

use std::path::{Path, PathBuf};

use clap::Args;

use super::args::{OutputArgs, TEMPLATE};
use super::context::origin_of;
use super::error::{CliError, DONE, NO_DATASET};
use super::out::{complain, print};
use super::style::Style;
use super::table::{AnswerHead, AnswerTable, TableLine};
use crate::data::{self, Level, LoadError, Problem, count_of};
use crate::study::column::{ALL, Column};
use crate::text::excerpt;

/// Datasets to look through.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "  sommet check my-meetings.json
  sommet check *.json --format csv
  curl -s https://example.org/d.json | sommet check -
")]
pub(super) struct CheckArgs {
    /// Datasets; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
}

const COLUMNS: [Column; 4] = [
    Column::key("file"),
    Column::new("level", ALL),
    Column::key("path"),
    Column::new("text", ALL),
];

/// What a look at one file gave.
struct CheckedFile {
    file: String,
    outcome: Result<Vec<Problem>, CliError>,
}

impl CheckArgs {
    /// Looks through them; the worst decides the exit code.
    pub(super) fn run(&self) -> Result<(), CliError> {
        let mut checked = Vec::new();
        for path in &self.files {
            checked.push(CheckedFile::of(path)?);
        }
        let lines: Vec<TableLine> = checked.iter().flat_map(CheckedFile::lines).collect();
        let count = lines.len();
        let lines = lines.into_iter().take(self.output.most()).collect();
        let table = AnswerTable::new(AnswerHead::of(count), &COLUMNS, lines);
        print(&table.written(&Style::new(&self.output)))?;
        for file in checked.iter().filter(|_| !self.output.quiet) {
            complain(&file.summary());
        }
        match checked.iter().map(CheckedFile::code).max() {
            None | Some(DONE) => Ok(()),
            Some(code) => Err(CliError::silent(code)),
        }
    }
}

impl CheckedFile {
    /// Only what is used wrongly stops the others.
    fn of(path: &Path) -> Result<Self, CliError> {
        let outcome = match data::load(&origin_of(path)?) {
            Ok(dataset) => Ok(dataset.problems().to_vec()),
            Err(error) => Err(refused(error)),
        };
        let file = excerpt(&path.to_string_lossy());
        Ok(Self { file, outcome })
    }

    fn lines(&self) -> Vec<TableLine> {
        let line = |level: &str, path: &str, text: &str| {
            let cells = [self.file.as_str(), level, path, text];
            TableLine::Record(cells.into_iter().map(Into::into).collect())
        };
        match &self.outcome {
            Err(failure) => vec![line("refused", "", &failure.text)],
            Ok(problems) => problems
                .iter()
                .map(|problem| line(problem.level.word(), &problem.path, &problem.text))
                .collect(),
        }
    }

    fn count(&self, level: Level) -> usize {
        let problems = self.outcome.as_deref().unwrap_or_default();
        count_of(problems, level)
    }

    fn summary(&self) -> String {
        let counted = |count: usize, word: &str| match count {
            0 => None,
            1 => Some(format!("1 {word}")),
            count => Some(format!("{count} {word}s")),
        };
        let counts =
            [Level::Error, Level::Note].map(|level| counted(self.count(level), level.word()));
        let counts: Vec<String> = counts.into_iter().flatten().collect();
        let file = &self.file;
        match (&self.outcome, counts.as_slice()) {
            (Err(_), _) => format!("{file}: not read"),
            (_, []) => format!("{file}: no problems"),
            (_, counts) => format!("{file}: {}", counts.join(", ")),
        }
    }

    fn code(&self) -> u8 {
        match &self.outcome {
            Err(failure) => failure.code,
            Ok(_) if self.count(Level::Error) > 0 => NO_DATASET,
            Ok(_) => DONE,
        }
    }
}

/// The error without the name of the file, which has its own column.
fn refused(error: LoadError) -> CliError {
    let origin = match &error {
        LoadError::Unreadable { origin, .. } | LoadError::NotADataset { origin, .. } => {
            origin.to_string()
        }
        LoadError::Stopped => String::new(),
    };
    let failure = CliError::from(error);
    let text = failure.text.strip_prefix(&origin).unwrap_or(&failure.text);
    let text = text.trim_start_matches(": ").trim_start_matches(':');
    CliError {
        text: text.to_owned(),
        ..failure
    }
}

//! `sommet check`: every problem of some datasets, at once.

use std::path::Path;

use super::args::Check;
use super::asked::from;
use super::format::{About, Column, Line, Table};
use super::paper::Paper;
use super::{DONE, Failure, NO_DATASET, complain, print};
use crate::data::{self, Level, LoadError, Problem, count_of};
use crate::text::excerpt;

const COLUMNS: [Column; 4] = [
    Column::key("file"),
    Column::text("level"),
    Column::key("path"),
    Column::text("text"),
];

/// What a look at one file gave.
struct Report {
    file: String,
    outcome: Result<Vec<Problem>, Failure>,
}

/// Looks through them; the worst decides the exit code.
pub(super) fn run(check: &Check) -> Result<(), Failure> {
    let mut reports = Vec::new();
    for file in &check.files {
        reports.push(Report::of(file)?);
    }
    let lines: Vec<Line> = reports.iter().flat_map(Report::lines).collect();
    let count = lines.len();
    let limit = check.output.limit.unwrap_or(usize::MAX);
    let table = Table {
        about: About {
            count,
            ..About::default()
        },
        columns: COLUMNS.to_vec(),
        lines: lines.into_iter().take(limit).collect(),
        ..Table::default()
    };
    print(&table.written(&Paper::new(&check.output)))?;
    for report in reports.iter().filter(|_| !check.output.quiet) {
        complain(&report.summary());
    }
    match reports.iter().map(Report::code).max() {
        None | Some(DONE) => Ok(()),
        Some(code) => Err(Failure::silent(code)),
    }
}

impl Report {
    /// Only what is used wrongly stops the others.
    fn of(path: &Path) -> Result<Self, Failure> {
        let outcome = match data::load(&from(path)?) {
            Ok(dataset) => Ok(dataset.problems().to_vec()),
            Err(refusal) => Err(refused(refusal)),
        };
        let file = excerpt(&path.to_string_lossy());
        Ok(Self { file, outcome })
    }

    fn lines(&self) -> Vec<Line> {
        let line = |level: &str, path: &str, text: &str| {
            let cells = [self.file.as_str(), level, path, text];
            Line::Record(cells.into_iter().map(Into::into).collect())
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

/// The refusal without the name of the file, which has its own column.
fn refused(refusal: LoadError) -> Failure {
    let origin = match &refusal {
        LoadError::Unreadable { origin, .. } | LoadError::NotADataset { origin, .. } => {
            origin.to_string()
        }
        LoadError::Stopped => String::new(),
    };
    let failure = Failure::from(refusal);
    let text = failure.text.strip_prefix(&origin).unwrap_or(&failure.text);
    let text = text.trim_start_matches(": ").trim_start_matches(':');
    Failure {
        text: text.to_owned(),
        ..failure
    }
}

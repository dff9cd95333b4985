//! What commands share: the dataset opened, the query read, the record found, and why nothing was.

use std::io::{self, IsTerminal};
use std::path::Path;

use super::args::{AnswerArgs, DatasetArgs, MeetingArgs, OutputArgs, QueryArgs, StartArgs};
use super::error::CliError;
use super::out::{complain, print};
use super::table::AnswerHead;
use crate::data::{self, Completeness, Dataset, Kind, Level, Origin, RecordId, count_of};
use crate::query::Number;
use crate::query::{DateFit, Expr, Field, Kept, Matcher, Query, left_out_words};
use crate::search::{self, Index, Rank};
use crate::text::{clean_line, differ_in_digits_alone};

/// A dataset that is ready to be asked.
pub(super) struct Context {
    /// The dataset.
    pub dataset: Dataset,
    /// What can be searched of it.
    pub index: Index,
}

impl Context {
    /// Reads the dataset of a command. That it has flaws is said aloud.
    pub(super) fn new(dataset: &DatasetArgs, quiet: bool) -> Result<Self, CliError> {
        let origin = dataset
            .from
            .as_deref()
            .map_or(Ok(Origin::Bundled), origin_of)?;
        let context = Self::load(&origin)?;
        let errors = count_of(context.dataset.problems(), Level::Error);
        if errors > 0 && !quiet {
            let errors = match errors {
                1 => "1 error".to_owned(),
                _ => format!("{errors} errors"),
            };
            complain(&format!("{origin} has {errors}; `sommet check` tells more"));
        }
        Ok(context)
    }

    /// Reads a dataset.
    pub(super) fn load(origin: &Origin) -> Result<Self, CliError> {
        let dataset = data::load(origin)?;
        let index = Index::new(&dataset);
        Ok(Self { dataset, index })
    }

    /// Asks it.
    pub(super) fn matcher(&self) -> Matcher<'_> {
        Matcher::new(&self.dataset, &self.index)
    }

    /// What an answer to these words tells of itself.
    pub(super) fn about_words(&self, words: Option<&str>, count: usize) -> AnswerHead {
        AnswerHead {
            data_version: self.dataset.about().version.clone(),
            query: words.map(|words| clean_line(words).into_owned()),
            ..AnswerHead::of(count)
        }
    }

    /// What the answer to a query tells of itself.
    pub(super) fn about(&self, query: &Query, count: usize) -> AnswerHead {
        let words = query.to_string();
        self.about_words((!query.is_empty()).then_some(&words), count)
    }

    /// The records of these keys.
    pub(super) fn records(&self, keys: &[String]) -> Result<Vec<RecordId>, CliError> {
        keys.iter().map(|key| self.record(key)).collect()
    }

    /// The same of meetings that a query keeps, each part of their number by itself.
    pub(super) fn about_kept(&self, query: &Query, count: usize, kept: &Kept) -> AnswerHead {
        AnswerHead {
            perhaps: query.asks_time().then(|| kept.number().perhaps),
            left_out: kept.left_out(),
            ..self.about(query, count)
        }
    }

    /// The record of a key; a sentence with a suggestion when there is none.
    pub(super) fn record(&self, key: &str) -> Result<RecordId, CliError> {
        self.dataset.find_key(key).map_err(|sentence| {
            let kind = key.split_once('/').map(|(word, _)| Kind::from_word(word));
            match kind {
                Some(Some(kind)) => CliError::nothing(self.with_suggestion(sentence, kind, key)),
                Some(None) => CliError::misused(sentence),
                None => match search::find(&self.index, &self.dataset, key, None).hits() {
                    [] => CliError::misused(sentence),
                    [best, ..] => {
                        let near = self.dataset.key(best.id);
                        CliError::misused(format!("{sentence}; did you mean {near}?"))
                    }
                },
            }
        })
    }

    /// Where no id comes near, a name may.
    fn with_suggestion(&self, sentence: String, kind: Kind, key: &str) -> String {
        let id = key.split_once('/').map_or(key, |(_, id)| id);
        let found = search::find(&self.index, &self.dataset, id, Some(kind));
        match found.hits() {
            [best, ..]
                if !sentence.contains("did you mean")
                    && best.rank <= Rank::Typo
                    && !differ_in_digits_alone(id, self.dataset.raw_id(best.id)) =>
            {
                format!("{sentence}; did you mean {}?", self.dataset.key(best.id))
            }
            _ => sentence,
        }
    }

    /// How a query was understood.
    pub(super) fn explained(&self, query: &Query) -> String {
        query.explained(&self.matcher(), &self.dataset)
    }

    /// Prints how a query was understood.
    pub(super) fn explain(&self, query: &Query) -> Result<(), CliError> {
        print(&self.explained(query))
    }

    /// Why nothing fits a query: absence, or lack of data.
    pub(super) fn why_nothing(&self, query: &Query) -> String {
        let matcher = self.matcher();
        let why = query.why_nothing(&matcher, &self.dataset);
        let more = self
            .other_value(query, &matcher)
            .or_else(|| query.hint())
            .or_else(|| self.no_proof(query, &matcher));
        more.map_or_else(|| why.clone(), |more| format!("{why}; {more}"))
    }

    /// A value that names nothing, but nearly something.
    fn other_value(&self, query: &Query, matcher: &Matcher<'_>) -> Option<String> {
        query.parts().iter().find_map(|part| {
            let Expr::Field(field, value) = part else {
                return None;
            };
            let kind = field.kind()?;
            if !matcher.named(kind, value).is_empty() {
                return None;
            }
            let found = search::find(&self.index, &self.dataset, value, Some(kind));
            let best = found.hits().first().filter(|hit| hit.rank <= Rank::Typo)?;
            let id = self.dataset.written_id(best.id);
            Some(format!("did you mean {}:{id}?", field.name()))
        })
    }

    /// What is missing on record of the meetings in the time asked for, so that finding nothing says little.
    fn no_proof(&self, query: &Query, matcher: &Matcher<'_>) -> Option<String> {
        let in_time = |part: &&Expr| matches!(part, Expr::Field(field, _) if field.is_time());
        let times = Query::of(query.parts().iter().filter(in_time).cloned().collect());
        let rows = matcher.keep(&times);
        let unknown = |whole: fn(&Dataset, RecordId) -> Completeness| {
            let list = |row: &u32| whole(&self.dataset, RecordId::meeting(*row));
            let lacking = rows
                .iter()
                .filter(|row| list(row) != Completeness::Complete);
            lacking.count()
        };
        let lists: [(&str, bool, usize); 2] = [
            (
                "agenda",
                asks(query, ABOUT_AGENDAS),
                unknown(Dataset::agenda),
            ),
            (
                "attendance",
                asks(query, ABOUT_ATTENDANCE),
                unknown(Dataset::attendance),
            ),
        ];
        let lacking: Vec<String> = lists
            .into_iter()
            .filter(|(_, is_asked, count)| *is_asked && *count > 0)
            .map(|(list, _, count)| {
                let meetings = Kind::Meeting.counted(count);
                format!("the {list} of {count} {meetings}")
            })
            .collect();
        let are = match (lacking.len(), &*lacking) {
            (0, _) => return None,
            (1, _) => "is",
            _ => "are",
        };
        let then = if times.is_empty() {
            ""
        } else {
            " in that time"
        };
        let lists = lacking.join(" and ");
        Some(format!(
            "{lists}{then} {are} not known whole, so this is no proof of absence"
        ))
    }
}

const ABOUT_AGENDAS: &[Field] = &[Field::Topic, Field::Under];
const ABOUT_ATTENDANCE: &[Field] = &[Field::Person, Field::Org, Field::Role];

/// Whether a query asks one of these fields, or words, which may stand for them.
fn asks(query: &Query, fields: &[Field]) -> bool {
    fn in_part(expr: &Expr, fields: &[Field]) -> bool {
        match expr {
            Expr::Word(_) | Expr::Phrase(_) => true,
            Expr::Field(field, _) => fields.contains(field),
            Expr::Not(_) => false,
            Expr::All(parts) | Expr::Any(parts) => parts.iter().any(|part| in_part(part, fields)),
        }
    }
    query.parts().iter().any(|part| in_part(part, fields))
}

impl AnswerArgs {
    /// The dataset.
    pub(super) fn open(&self) -> Result<Context, CliError> {
        Context::new(&self.dataset, self.output.quiet)
    }
}

impl QueryArgs {
    /// The dataset and the query. Nothing when the query was to be explained, which is done.
    pub(super) fn open(&self) -> Result<Option<(Context, Query)>, CliError> {
        self.meetings
            .open(&self.answer.dataset, self.answer.output.quiet)
    }
}

impl MeetingArgs {
    /// The dataset and the query. Nothing when the query was to be explained, which is done.
    pub(super) fn open(
        &self,
        dataset: &DatasetArgs,
        quiet: bool,
    ) -> Result<Option<(Context, Query)>, CliError> {
        let query = self.query()?;
        let context = Context::new(dataset, quiet)?;
        if self.explain {
            context.explain(&query)?;
            return Ok(None);
        }
        Ok(Some((context, query)))
    }

    /// The query, which keeps everything when none is given.
    pub(super) fn query(&self) -> Result<Query, CliError> {
        let query = read_query(self.filter.as_deref().unwrap_or_default())?;
        match query.dates() {
            Some(DateFit::Perhaps) if self.sure_dates => Err(CliError::misused(
                "--sure-dates and dates:perhaps ask for opposite things",
            )),
            None if self.sure_dates => {
                let sure = Expr::Field(Field::Dates, "sure".to_owned());
                Ok(query.with(sure).unwrap_or(query))
            }
            _ => Ok(query),
        }
    }
}

/// Says what a number of records does not, `7, 1 perhaps; 60 without any date are left out`; nothing where
/// there is no doubt.
pub(super) fn complain_of_doubts(number: Number, left_out: usize, output: &OutputArgs) {
    let left_out = (left_out > 0).then(|| left_out_words(left_out));
    let number = (number.perhaps > 0 || left_out.is_some()).then(|| number.to_string());
    let doubts: Vec<String> = number.into_iter().chain(left_out).collect();
    if !doubts.is_empty() && !output.quiet {
        complain(&doubts.join("; "));
    }
}

/// Reads a query; what is wrong with it is pointed out.
pub(super) fn read_query(text: &str) -> Result<Query, CliError> {
    Query::parse(text).map_err(|error| {
        let pointed_out = error.pointed_out(text).replace('\n', "\n  ");
        CliError::misused(format!("this query cannot be read:\n  {pointed_out}"))
    })
}

/// The dataset of that name, or standard input when it is `-`, unless that is a keyboard.
pub(super) fn origin_of(path: &Path) -> Result<Origin, CliError> {
    if path != Path::new("-") {
        return Ok(Origin::File(path.to_owned()));
    }
    if io::stdin().is_terminal() {
        let text = "`-` reads a dataset from standard input, which is the keyboard here: \
                    pipe a file into it, or name the file";
        return Err(CliError::misused(text));
    }
    Ok(Origin::Stdin)
}

/// The dataset that the screen is to open.
pub(super) fn origin(start: &StartArgs) -> Result<Origin, CliError> {
    let path = start.file.as_deref().or(start.dataset.from.as_deref());
    path.map_or(Ok(Origin::Bundled), origin_of)
}

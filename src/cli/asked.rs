//! What commands share: the dataset opened, the query read, the record found, and why nothing was.

use std::io::{self, IsTerminal};
use std::path::Path;

use super::args::{Asking, Input, Output};
use super::format::About;
use super::{Failure, complain, print};
use crate::data::{self, Completeness, Dataset, Kind, Level, Origin, RecordId, count_of};
use crate::query::Number;
use crate::query::{DateFit, Expr, Field, Kept, Matcher, Query, left_out_words};
use crate::search::{self, Index, Rank};
use crate::text::{clean_line, differ_in_digits_alone};

/// A dataset that is ready to be asked.
pub(super) struct Opened {
    /// The dataset.
    pub dataset: Dataset,
    /// What can be searched of it.
    pub index: Index,
}

impl Opened {
    /// Reads the dataset of a command. That it has flaws is said aloud.
    pub(super) fn new(input: &Input, quiet: bool) -> Result<Self, Failure> {
        let origin = input.from.as_deref().map_or(Ok(Origin::Bundled), from)?;
        let opened = Self::load(&origin)?;
        let errors = count_of(opened.dataset.problems(), Level::Error);
        if errors > 0 && !quiet {
            let errors = match errors {
                1 => "1 error".to_owned(),
                _ => format!("{errors} errors"),
            };
            complain(&format!("{origin} has {errors}; `sommet check` tells more"));
        }
        Ok(opened)
    }

    /// Reads a dataset.
    pub(super) fn load(origin: &Origin) -> Result<Self, Failure> {
        let dataset = data::load(origin)?;
        let index = Index::new(&dataset);
        Ok(Self { dataset, index })
    }

    /// Asks it.
    pub(super) fn matcher(&self) -> Matcher<'_> {
        Matcher::new(&self.dataset, &self.index)
    }

    /// What the answer to a query tells of itself.
    pub(super) fn about(&self, query: &Query, count: usize) -> About {
        let asked = || clean_line(&query.to_string()).into_owned();
        About {
            data_version: self.dataset.about().version.clone(),
            query: (!query.is_empty()).then(asked),
            count,
            ..About::default()
        }
    }

    /// The same of meetings that a query keeps, each part of their number by itself.
    pub(super) fn about_kept(&self, query: &Query, count: usize, kept: &Kept) -> About {
        About {
            perhaps: query.asks_time().then(|| kept.number().perhaps),
            left_out: kept.left_out(),
            ..self.about(query, count)
        }
    }

    /// The record of a key; a sentence with a suggestion when there is none.
    pub(super) fn record(&self, key: &str) -> Result<RecordId, Failure> {
        self.dataset.find_key(key).map_err(|sentence| {
            let kind = key.split_once('/').map(|(word, _)| Kind::from_word(word));
            match kind {
                Some(Some(kind)) => Failure::nothing(self.with_suggestion(sentence, kind, key)),
                Some(None) => Failure::misused(sentence),
                None => match search::find(&self.index, &self.dataset, key, None).hits() {
                    [] => Failure::misused(sentence),
                    [best, ..] => {
                        let near = self.dataset.key(best.id);
                        Failure::misused(format!("{sentence}; did you mean {near}?"))
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
    pub(super) fn explain(&self, query: &Query) -> Result<(), Failure> {
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
            let known = |row: &u32| whole(&self.dataset, RecordId::meeting(*row));
            let lacking = rows
                .iter()
                .filter(|row| known(row) != Completeness::Complete);
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
            .filter(|(_, asked, count)| *asked && *count > 0)
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
    fn asked(expr: &Expr, fields: &[Field]) -> bool {
        match expr {
            Expr::Word(_) | Expr::Phrase(_) => true,
            Expr::Field(field, _) => fields.contains(field),
            Expr::Not(_) => false,
            Expr::All(parts) | Expr::Any(parts) => parts.iter().any(|part| asked(part, fields)),
        }
    }
    query.parts().iter().any(|part| asked(part, fields))
}

impl Asking {
    /// The query, which keeps everything when none is given.
    pub(super) fn query(&self) -> Result<Query, Failure> {
        let query = read_query(self.filter.as_deref().unwrap_or_default())?;
        match query.dates() {
            Some(DateFit::Perhaps) if self.sure_dates => Err(Failure::misused(
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

/// Tells what a number of records does not, `7, 1 perhaps; 60 without any date are left out`; nothing where
/// there is no doubt.
pub(super) fn tell_doubts(number: Number, left_out: usize, output: &Output) {
    let left_out = (left_out > 0).then(|| left_out_words(left_out));
    let number = (number.perhaps > 0 || left_out.is_some()).then(|| number.to_string());
    let told: Vec<String> = number.into_iter().chain(left_out).collect();
    if !told.is_empty() && !output.quiet {
        complain(&told.join("; "));
    }
}

/// Reads a query; what is wrong with it is pointed out.
pub(super) fn read_query(text: &str) -> Result<Query, Failure> {
    Query::parse(text).map_err(|error| {
        let pointed_out = error.pointed_out(text).replace('\n', "\n  ");
        Failure::misused(format!("this query cannot be read:\n  {pointed_out}"))
    })
}

/// The dataset of that name, or standard input when it is `-`, unless that is a keyboard.
pub(super) fn from(path: &Path) -> Result<Origin, Failure> {
    if path != Path::new("-") {
        return Ok(Origin::File(path.to_owned()));
    }
    if io::stdin().is_terminal() {
        let text = "`-` reads a dataset from standard input, which is the keyboard here: \
                    pipe a file into it, or name the file";
        return Err(Failure::misused(text));
    }
    Ok(Origin::Stdin)
}

//! The lists of the file: how the records of each are read, and what is done with flawed ones.

use serde::de::Deserialize;

use super::damage::check;
use super::damage::without_place;
use super::noticing;
use crate::data::Kind;
use crate::data::build::{Arrival, Builder, Entry};
use crate::data::columns::spans::Json;
use crate::data::columns::store::Span;
use crate::data::format::fields::Rule;
use crate::data::format::kinds::{
    self, Agreement, ConflictEntry, Meeting, Organisation, Person, Series, Source, Topic,
};
use crate::data::format::walk::{Finding, What, walk};
use crate::data::model::problem::{Place, Problems};
use crate::data::watch::Watch;

/// A list of the file and how its records are read.
pub(super) struct Shelf {
    pub(super) section: &'static str,
    rule: Rule,
    /// Lets a record in, unless there may be something to be told of it first.
    enter: Enter,
}

/// Lets a record in; `false` when it was not, since there may be something to be told of it first.
type Enter = fn(&str, &'static Rule, Arrival, &mut Builder, Told<'_>) -> serde_json::Result<bool>;

/// Whether what is to be told of a record was told.
#[derive(Clone, Copy)]
enum Told<'w> {
    No(&'w Watch),
    Yes,
}

const fn shelf(
    section: &'static str,
    fields: &'static crate::data::format::fields::Object,
    enter: Enter,
) -> Shelf {
    let rule = Rule::Object(fields);
    Shelf {
        section,
        rule,
        enter,
    }
}

macro_rules! enter {
    ($record:ident) => {
        |json, rule, arrival, builder, told| {
            enter::<$record<'_>>(json, rule, arrival, builder, told)
        }
    };
}

/// Every list of the file. To add a kind of record is to add a row.
pub(super) static SHELVES: [Shelf; 8] = [
    shelf("sources", kinds::fields_of(Kind::Source), enter!(Source)),
    shelf(
        "organisations",
        kinds::fields_of(Kind::Organisation),
        enter!(Organisation),
    ),
    shelf("people", kinds::fields_of(Kind::Person), enter!(Person)),
    shelf("topics", kinds::fields_of(Kind::Topic), enter!(Topic)),
    shelf(
        "agreements",
        kinds::fields_of(Kind::Agreement),
        enter!(Agreement),
    ),
    shelf("series", &kinds::SERIES, enter!(Series)),
    shelf("meetings", kinds::fields_of(Kind::Meeting), enter!(Meeting)),
    shelf("conflicts", &kinds::CONFLICT, enter!(ConflictEntry)),
];

impl Shelf {
    /// Reads one record, which begins at that byte of the file. Its flaws become problems.
    ///
    /// # Errors
    /// When it is no JSON.
    pub(super) fn read(
        &'static self,
        builder: &mut Builder,
        index: usize,
        json: &str,
        start: u64,
        watch: &Watch,
    ) -> serde_json::Result<()> {
        let place = Place {
            section: self.section,
            index,
        };
        if !json.starts_with('{') {
            check(json)?;
            let problems = &mut builder.problems;
            problems.error(place.path(""), "is not an object; left out");
            return Ok(());
        }
        let span = Span {
            start,
            length: u32::try_from(json.len()).unwrap_or(u32::MAX),
        };
        let arrival = |json| Arrival {
            section: self.section,
            index,
            json,
        };
        let in_file = || arrival(Json::InFile(span));
        if matches!(
            (self.enter)(json, &self.rule, in_file(), builder, Told::No(watch)),
            Ok(true)
        ) {
            return Ok(());
        }
        if watch.is_stopped() {
            return Ok(());
        }
        check(json)?;
        let mut met = builder.problems.of_chapter();
        let walked = walk(json, &self.rule, watch, &mut |finding| {
            tell(&finding, place, &mut met);
        });
        let entered = walked.and_then(|walked| {
            builder.problems.append(met);
            if !walked.changed {
                return (self.enter)(json, &self.rule, in_file(), builder, Told::Yes);
            }
            let mended = serde_json::to_string(&walked.tree)?;
            let kept = Json::Mended(mended.clone().into());
            (self.enter)(&mended, &self.rule, arrival(kept), builder, Told::Yes)
        });
        if let Err(error) = entered {
            let text = format!("{}; the record is left out", without_place(&error));
            builder.problems.error(place.path(""), text);
        }
        Ok(())
    }
}

/// Tells what a walk through a record met.
fn tell(finding: &Finding, place: Place<'_>, problems: &mut Problems) {
    let path = &finding.path;
    match &finding.what {
        What::Unknown => problems.unknown_field(place, path),
        What::Note(text) => problems.alike(place, path, text),
        What::Flaw(text) => problems.error(place.path(path), text),
    }
}

fn enter<'a, T>(
    json: &'a str,
    rule: &'static Rule,
    arrival: Arrival,
    builder: &mut Builder,
    told: Told<'_>,
) -> serde_json::Result<bool>
where
    T: Entry + Deserialize<'a>,
{
    let record: T = match told {
        Told::Yes => serde_json::from_str(json)?,
        Told::No(watch) => match noticing::read(json, rule, watch)? {
            None => return Ok(false),
            Some(record) => record,
        },
    };
    builder.take(arrival, &record);
    Ok(true)
}

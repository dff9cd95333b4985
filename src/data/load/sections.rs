//! The lists of the file: how the records of each are read, and what is done with flawed ones.

use super::damage::{check, without_place};
use crate::data::build::{Arrival, Builder, Entry};
use crate::data::columns::spans::Json;
use crate::data::columns::store::ByteSpan;
use crate::data::format::de::{Checks, Record, read};
use crate::data::format::fields::FieldRule;
use crate::data::format::kinds::{
    Agreement, ConflictEntry, Meeting, Organisation, Person, Series, Source, Topic,
};
use crate::data::format::walk::{Finding, What, walk};
use crate::data::model::problem::{Problems, RecordPlace};
use crate::data::watch::Watch;

/// A list of the file and how its records are read.
pub(super) struct Section {
    pub(super) name: &'static str,
    rule: FieldRule,
    /// Lets a record in, unless the checks find that there may be something to say of it.
    enter: fn(&str, &Checks<'_>, Arrival, &mut Builder) -> serde_json::Result<()>,
}

macro_rules! sections {
    ($($name:literal $record:ident),*) => {[$(Section {
        name: $name,
        rule: FieldRule::Object($record::FIELDS),
        enter: |json, checks, arrival, builder| {
            enter::<$record<'_>>(json, checks, arrival, builder)
        },
    }),*]};
}

/// Every list of the file. To add a kind of record is to add a row.
pub(super) static SECTIONS: [Section; 8] = sections![
    "sources" Source,
    "organisations" Organisation,
    "people" Person,
    "topics" Topic,
    "agreements" Agreement,
    "series" Series,
    "meetings" Meeting,
    "conflicts" ConflictEntry
];

impl Section {
    /// Reads one record, which begins at that byte of the file. Its flaws become problems.
    ///
    /// # Errors
    /// When it is no JSON.
    pub(super) fn read(
        &self,
        builder: &mut Builder,
        index: usize,
        json: &str,
        start: u64,
        watch: &Watch,
    ) -> serde_json::Result<()> {
        let place = RecordPlace {
            section: self.name,
            index,
        };
        if !json.starts_with('{') {
            check(json)?;
            let problems = &mut builder.problems;
            problems.error(place.path(""), "is not an object; left out");
            return Ok(());
        }
        let length = u32::try_from(json.len()).unwrap_or(u32::MAX);
        let in_file = || Arrival {
            place,
            json: Json::InFile(ByteSpan { start, length }),
        };
        let checks = Checks::new(watch);
        if (self.enter)(json, &checks, in_file(), builder).is_ok() {
            let unknown = checks.into_unknown().into_iter();
            unknown.for_each(|path| builder.problems.unknown_field(place, &path));
            return Ok(());
        }
        if watch.is_stopped() {
            return Ok(());
        }
        let mut met = builder.problems.of_chapter();
        let walked = walk(json, &self.rule, watch, &mut |finding| {
            report(&finding, place, &mut met);
        });
        let entered = walked.and_then(|walked| {
            builder.problems.append(met);
            if !walked.changed {
                return (self.enter)(json, &Checks::default(), in_file(), builder);
            }
            let mended = serde_json::to_string(&walked.tree)?;
            let json = Json::Mended(mended.clone().into());
            let arrival = Arrival { place, json };
            (self.enter)(&mended, &Checks::default(), arrival, builder)
        });
        if let Err(error) = entered {
            check(json)?;
            let text = format!("{}; the record is left out", without_place(&error));
            builder.problems.error(place.path(""), text);
        }
        Ok(())
    }
}

/// Reports what a walk through a record met.
fn report(finding: &Finding, place: RecordPlace<'_>, problems: &mut Problems) {
    let path = &finding.path;
    match &finding.what {
        What::Unknown => problems.unknown_field(place, path),
        What::Note(text) => problems.alike(place, path, text),
        What::Flaw(text) => problems.error(place.path(path), text),
    }
}

fn enter<'a, T: Entry + Record<'a>>(
    json: &'a str,
    checks: &Checks<'_>,
    arrival: Arrival,
    builder: &mut Builder,
) -> serde_json::Result<()> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let record: T = read(&mut reader, checks)?;
    reader.end()?;
    record.enter(builder, arrival);
    Ok(())
}

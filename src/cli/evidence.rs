//! `sommet evidence`: every fact of a record with its sources and how sure it is; of a source, what rests on it.

use super::args::{Evidence, Format};
use super::asked::Opened;
use super::format::{About, Column, Line, Table};
use super::value::Value;
use super::{Failure, deliver};
use crate::data::{Conflict, Dataset, Reading, RecordId};
use crate::facts::words::{cited, reader};
use crate::facts::{Fact, Whose};
use crate::study::evidence::Evidence as Study;

const COLUMNS: [Column; 10] = [
    Column::data("record"),
    Column::text("fact"),
    Column::key("mark"),
    Column::text("value"),
    Column::data("key"),
    Column::key("sure"),
    Column::dim("sources"),
    Column::data("record_sources"),
    Column::data("readings"),
    Column::data("why"),
];

/// Lists the facts.
pub(super) fn run(asked: &Evidence) -> Result<(), Failure> {
    let opened = Opened::new(&asked.input, asked.output.quiet)?;
    let dataset = &opened.dataset;
    let id = opened.record(&asked.key)?;
    dataset.body(id)?;
    let study = Study::new(dataset, id);
    let limit = asked.output.limit.unwrap_or(usize::MAX);
    let mut lines = Vec::new();
    let mut heading = None;
    for fact in study.facts.iter().take(limit) {
        if heading != Some(fact.of) {
            heading = Some(fact.of);
            lines.push(Line::Heading(said(dataset, fact.of)));
            lines.extend(of_record(dataset, &study, fact.of).map(Line::Remark));
        }
        lines.push(Line::Record(cells(dataset, fact)));
        let notes = fact.notes.iter().cloned();
        let readings = readings(dataset, fact).into_iter();
        lines.extend(
            readings
                .chain(notes)
                .map(|text| Line::Remark(format!("  {text}"))),
        );
    }
    if study.left_out > 0 && asked.output.format == Format::Text {
        let left_out = study.left_out;
        lines.push(Line::Remark(format!(
            "{left_out} more records are not looked at"
        )));
    }
    let table = Table {
        about: About {
            data_version: dataset.about().version.clone(),
            query: Some(dataset.key(id)),
            count: study.facts.len(),
            ..About::default()
        },
        columns: COLUMNS.to_vec(),
        lines,
        ..Table::default()
    };
    deliver(&table, &asked.output, || {
        format!(
            "{} states nothing but its name, and nothing is stated of it",
            dataset.key(id)
        )
    })
}

/// `meeting/som-06  6th EU-IOM Senior Officials Meeting`.
fn said(dataset: &Dataset, id: RecordId) -> String {
    format!("{}  {}", dataset.key(id), dataset.name(id))
}

fn cells(dataset: &Dataset, fact: &Fact) -> Vec<Value> {
    vec![
        dataset.key(fact.of).into(),
        fact.field.replace('_', " ").into(),
        fact.marks().into(),
        fact.said(dataset).into(),
        fact.target.map(|id| dataset.key(id)).into(),
        fact.sure().word().into(),
        sources(dataset, fact, Whose::Own),
        sources(dataset, fact, Whose::Record),
        Value::texts(readings(dataset, fact)),
        Value::texts(fact.notes.iter().cloned()),
    ]
}

/// The sources of a record, told once above its facts.
fn of_record(dataset: &Dataset, study: &Study, id: RecordId) -> Option<String> {
    let mut facts = study.facts.iter().filter(|fact| fact.of == id);
    let fact = facts.find(|fact| fact.sources.whose == Whose::Record)?;
    let keys = fact.sources.keys(dataset).join("; ");
    Some(format!("the record's sources: {keys}"))
}

/// The sources of a fact, if they are its own, or if they are those of its record.
fn sources(dataset: &Dataset, fact: &Fact, whose: Whose) -> Value {
    let keys = fact.sources.keys(dataset).into_iter();
    Value::texts(keys.filter(|_| fact.sources.whose == whose))
}

/// What each source says of a contested fact, which was chosen, and why.
fn readings(dataset: &Dataset, fact: &Fact) -> Vec<String> {
    let all = dataset.conflicts();
    let conflicts = fact.conflicts.iter().filter_map(|nth| all.get(*nth));
    let told = conflicts.flat_map(|conflict: &Conflict| {
        let note = Some(conflict.note.clone()).filter(|note| !note.is_empty());
        let readings = conflict.readings.iter();
        readings.map(|it| reading(dataset, it)).chain(note)
    });
    told.collect()
}

fn reading(dataset: &Dataset, reading: &Reading) -> String {
    let source = reader(dataset, reading, |dataset, id| {
        format!("{} ({})", cited(dataset, id), dataset.key(id)).into()
    });
    let chosen = match (reading.chosen, &*reading.why) {
        (false, "") => String::new(),
        (true, "") => " — chosen".to_owned(),
        (true, why) => format!(" — chosen: {why}"),
        (false, why) => format!(" — {why}"),
    };
    format!("! “{}” — {source}{chosen}", reading.value)
}

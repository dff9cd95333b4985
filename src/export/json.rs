//! JSON: a dataset in the format `sommet/1` with what was chosen and everything that it links to, so that
//! it can be opened again. A record a line, each in the order of the file and every text as it stands there.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::escape::json as line;
use super::report;
use super::selection::{Marked, Selection};
use super::spec::{Export, Spec};
use crate::data::{Conflict, Dataset, Kind, Problem, RawId, RecordId, Relation, Walked, kinds};

pub(super) static SPEC: Spec = Spec {
    name: "json",
    ending: "json",
    help: "a dataset to open again",
    write: |export, out| write(export, out).map(drop),
    report: Some(report::json),
    leaves_out,
    ..Spec::BARE
};

/// Writes the dataset; how many fields it leaves out, since the format does not know them.
fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<u64> {
    let (dataset, chosen) = (export.dataset, export.chosen);
    let included = Included::of(dataset, chosen)?;
    let mut left_out = dataset.about().unknown;
    head(dataset, out)?;
    let mut entry = |walked: Walked, out: &mut dyn Write| {
        left_out += walked.unknown;
        line(&without_gaps(walked.tree), out)
    };
    for kind in LISTS {
        let ids = dataset.in_file_order(kind).into_iter();
        let ids = ids.filter(|id| included.records.has(*id));
        list(kind.many(), ids, out, |id, out| {
            entry(dataset.whole_record(id)?, out)
        })?;
    }
    let series = (0..dataset.series_count()).filter(|row| included.series[*row]);
    list("series", series, out, |row, out| {
        entry(dataset.whole_series(row)?, out)
    })?;
    let conflicts = dataset.conflicts().iter().enumerate();
    let kept = conflicts.filter(|(_, conflict)| included.concerns(conflict));
    list("conflicts", kept, out, |(nth, _), out| {
        let mut walked = dataset.whole_conflict(nth)?;
        included.cut_conflict(dataset, &mut walked.tree);
        entry(walked, out)
    })?;
    let given = dataset.about().given.iter();
    if let Some((_, Value::Array(gaps))) = given.clone().find(|(name, _)| *name == "gaps") {
        let gaps = gaps.iter().filter(|gap| **gap != Value::Null);
        list("gaps", gaps, out, |gap, out| line(gap, out))?;
    }
    out.write_all(b",\n\"exported\":")?;
    let in_all = earlier_left_out(dataset) + left_out;
    let exported = Exported {
        program: export.provenance.program,
        asked: &export.provenance.query,
        left_out: (in_all > 0).then_some(in_all),
    };
    line(&exported, out)?;
    out.write_all(b"}\n")?;
    Ok(left_out)
}

/// That fields are left out which the format does not know. They are counted as they are written.
fn leaves_out(export: &Export<'_>) -> io::Result<Option<String>> {
    let mut problems = export.dataset.problems().iter();
    let count = if problems.any(Problem::is_unknown_field) {
        write(export, &mut io::sink())?
    } else {
        export.dataset.about().unknown
    };
    let are = if count == 1 { "field is" } else { "fields are" };
    let text = || format!("{count} {are} left out that the format does not know");
    Ok((count > 0).then(text))
}

/// Where the export comes from: it takes the place of what an earlier one said.
#[derive(Serialize)]
struct Exported<'e> {
    program: &'static str,
    asked: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<u64>,
}

/// One record as it stands in a dataset, for the clipboard.
///
/// # Errors
/// When the record cannot be read any more.
pub fn record(dataset: &Dataset, id: RecordId) -> io::Result<String> {
    let tree = without_gaps(dataset.whole_record(id)?.tree);
    let mut bytes = Vec::new();
    line(&tree, &mut bytes)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// The order of the lists in a dataset; a record stands behind what it names.
const LISTS: [Kind; 6] = [
    Kind::Source,
    Kind::Organisation,
    Kind::Person,
    Kind::Topic,
    Kind::Agreement,
    Kind::Meeting,
];

/// What the file says of itself, as it stands there.
fn head(dataset: &Dataset, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"format\":\"sommet/1\"")?;
    for (name, tree) in &dataset.about().given {
        if let Value::String(_) = tree {
            write!(out, ",\n\"{name}\":")?;
            line(tree, out)?;
        }
    }
    Ok(())
}

/// How many fields were left out when the dataset itself was exported.
fn earlier_left_out(dataset: &Dataset) -> u64 {
    let mut given = dataset.about().given.iter();
    let exported = given.find(|(name, _)| *name == "exported");
    exported
        .and_then(|(_, of)| of["left_out"].as_u64())
        .unwrap_or_default()
}

/// Without the places that something left out has in a list.
fn without_gaps(tree: Value) -> Value {
    match tree {
        Value::Array(items) => {
            let there = items.into_iter().filter(|item| *item != Value::Null);
            Value::Array(there.map(without_gaps).collect())
        }
        Value::Object(members) => {
            let members = members.into_iter();
            members
                .map(|(name, tree)| (name, without_gaps(tree)))
                .collect()
        }
        other => other,
    }
}

/// A list of the dataset, an entry a line; nothing at all when it is empty.
fn list<T>(
    name: &str,
    entries: impl Iterator<Item = T>,
    out: &mut dyn Write,
    mut entry: impl FnMut(T, &mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut before = false;
    for one in entries {
        if before {
            out.write_all(b",\n")?;
        } else {
            write!(out, ",\n\"{name}\":[\n")?;
        }
        before = true;
        entry(one, out)?;
    }
    if before {
        out.write_all(b"]")?;
    }
    Ok(())
}

/// What was chosen and all that it links to, over any number of steps.
struct Included {
    records: Marked,
    series: Vec<bool>,
    /// Whether nothing is left out.
    whole: bool,
}

impl Included {
    fn of(dataset: &Dataset, chosen: &Selection) -> io::Result<Self> {
        let mut included = Self {
            records: Marked::new(dataset),
            series: vec![false; dataset.series_count()],
            whole: chosen.is_whole(),
        };
        let mut waiting: Vec<RecordId> = chosen.roots().to_vec();
        waiting.extend(chosen.all_meetings());
        if included.whole {
            waiting.extend(Kind::ALL.into_iter().flat_map(|kind| dataset.all(kind)));
            for series in 0..dataset.series_count() {
                included.with_series(dataset, series, &mut waiting)?;
            }
        }
        while let Some(id) = waiting.pop() {
            if !included.records.mark(id) {
                continue;
            }
            for relation in Relation::ALL {
                waiting.extend(dataset.to(id, relation));
            }
            // What is contested stays contested: the readings come along.
            for conflict in dataset.conflicts_of(id) {
                waiting.extend(
                    conflict
                        .readings
                        .iter()
                        .filter_map(|reading| reading.source),
                );
            }
            if let Some(series) = (id.kind == Kind::Meeting)
                .then(|| dataset.series_of(id))
                .flatten()
            {
                included.with_series(dataset, series, &mut waiting)?;
            }
        }
        Ok(included)
    }

    fn with_series(
        &mut self,
        dataset: &Dataset,
        series: usize,
        waiting: &mut Vec<RecordId>,
    ) -> io::Result<()> {
        if std::mem::replace(&mut self.series[series], true) {
            return Ok(());
        }
        waiting.extend(dataset.series_agreement(series));
        let body = dataset.series_body(series)?;
        let stated: kinds::Series<'_> = body.read()?;
        let frequencies = stated
            .frequency
            .iter()
            .flat_map(|often| often.sources.iter());
        let evidence = stated
            .evidence
            .iter()
            .flat_map(|entry| entry.sources.iter());
        let sources = stated.sources.iter().chain(frequencies).chain(evidence);
        let find = |id: &RawId<'_>| dataset.find(Kind::Source, id);
        waiting.extend(sources.filter_map(find));
        Ok(())
    }

    fn concerns(&self, conflict: &Conflict) -> bool {
        let mut records = conflict.records.iter();
        self.whole || records.any(|id| self.records.has(*id))
    }

    /// Takes the records out of a conflict that are no part of the export.
    fn cut_conflict(&self, dataset: &Dataset, conflict: &mut Value) {
        if let Some(Value::Array(keys)) = conflict.get_mut("records")
            && !self.whole
        {
            keys.retain(|key| {
                let Value::String(key) = key else {
                    return false;
                };
                let parts = key.split_once('/');
                let kind = parts.and_then(|(kind, id)| Some((Kind::from_word(kind)?, id)));
                let record = kind.and_then(|(kind, id)| dataset.find(kind, id));
                record.is_some_and(|record| self.records.has(record))
            });
        }
    }
}

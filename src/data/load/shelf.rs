//! The lists of the file: how the records of each are read, and what is done with flawed ones.

use serde::de::Deserialize;
use serde_json::Value;

use super::batch::check;
use super::fault::without_place;
use super::noticing;
use crate::data::build::{Arrival, Builder, Entry, Json};
use crate::data::kinds::{
    Agreement, ConflictEntry, Meeting, Organisation, Person, Series, Source, Topic,
};
use crate::data::problem::{Place, Problems};
use crate::data::store::Span;

/// A list of the file and how its records are read.
pub(super) struct Shelf {
    pub(super) section: &'static str,
    enter: fn(&str, Arrival, &mut Builder) -> serde_json::Result<()>,
    fault: fn(&Value) -> Option<Fault>,
}

macro_rules! shelf {
    ($section:literal, $record:ident) => {
        Shelf {
            section: $section,
            enter: |json, arrival, builder| enter::<$record<'_>>(json, arrival, builder),
            fault: |value| fault::<$record<'_>>(value),
        }
    };
}

/// Every list of the file. To add a kind of record is to add a row.
pub(super) const SHELVES: [Shelf; 8] = [
    shelf!("sources", Source),
    shelf!("organisations", Organisation),
    shelf!("people", Person),
    shelf!("topics", Topic),
    shelf!("agreements", Agreement),
    shelf!("series", Series),
    shelf!("meetings", Meeting),
    shelf!("conflicts", ConflictEntry),
];

impl Shelf {
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
    ) -> serde_json::Result<()> {
        let place = Place {
            section: self.section,
            index,
        };
        let arrival = |json| Arrival {
            section: self.section,
            index,
            json,
        };
        if !json.starts_with('{') {
            check(json)?;
            if json != "null" {
                builder
                    .problems
                    .error(place.path(""), "is no object; left out");
            }
            return Ok(());
        }
        let in_file = Json::InFile(Span {
            start,
            length: u32::try_from(json.len()).unwrap_or(u32::MAX),
        });
        let Err(error) = (self.enter)(json, arrival(in_file), builder) else {
            return Ok(());
        };
        check(json)?;
        let mended = match self.mend(json, place, &error, &mut builder.problems) {
            Ok(mended) => mended,
            Err(error) => {
                let text = format!("{}; the record is left out", without_place(&error));
                builder.problems.error(place.path(""), text);
                return Ok(());
            }
        };
        let kept = Json::Mended(mended.clone().into());
        if let Err(error) = (self.enter)(&mended, arrival(kept), builder) {
            let text = format!("{}; the record is left out", without_place(&error));
            builder.problems.error(place.path(""), text);
        }
        Ok(())
    }

    /// The record without the fields that cannot be read, each of which becomes a problem.
    fn mend(
        &self,
        json: &str,
        place: Place<'_>,
        first: &serde_json::Error,
        problems: &mut Problems,
    ) -> serde_json::Result<String> {
        let mut value: Value = serde_json::from_str(json)?;
        let mut found = false;
        while let Some(fault) = (self.fault)(&value) {
            found = true;
            let removed = remove(&mut value, &fault.path);
            let text = format!("{}; left out", fault.message);
            problems.error(place.path(&written(&fault.path)), text);
            if !removed {
                break;
            }
        }
        if !found {
            // A field given twice: the value keeps the last.
            let text = format!("{}; the last one is used", without_place(first));
            problems.error(place.path(""), text);
        }
        serde_json::to_string(&value)
    }
}

/// Reads a record and lets it in; unknown fields are noted.
fn enter<'a, T>(json: &'a str, arrival: Arrival, builder: &mut Builder) -> serde_json::Result<()>
where
    T: Entry + Deserialize<'a>,
{
    let (record, left_aside): (T, bool) = noticing::read(json)?;
    if left_aside {
        for field in unknown_fields::<T>(json)? {
            builder.problems.unknown_field(arrival.place(), &field);
        }
    }
    builder.take(arrival, &record);
    Ok(())
}

/// The paths of the fields that are none of a record's.
fn unknown_fields<'a, T: Deserialize<'a>>(json: &'a str) -> serde_json::Result<Vec<String>> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let mut unknown = Vec::new();
    let note = |path: serde_ignored::Path<'_>| unknown.push(plain_path(&path.to_string()));
    let _: T = serde_ignored::deserialize(&mut reader, note)?;
    Ok(unknown)
}

/// `roles.0.?.x` as `serde_ignored` writes it, in our way: `roles[0].x`.
fn plain_path(path: &str) -> String {
    let mut plain = String::new();
    for part in path.split('.').filter(|part| *part != "?") {
        if !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) {
            plain.push('[');
            plain.push_str(part);
            plain.push(']');
        } else {
            if !plain.is_empty() {
                plain.push('.');
            }
            plain.push_str(part);
        }
    }
    plain
}

/// A field that is not what it should be.
struct Fault {
    path: Vec<Step>,
    message: String,
}

enum Step {
    Member(String),
    Item(usize),
}

fn fault<'v, T: Deserialize<'v>>(value: &'v Value) -> Option<Fault> {
    use serde_path_to_error::Segment;
    let error = serde_path_to_error::deserialize::<_, T>(value).err()?;
    let steps = error.path().iter().map_while(|segment| match segment {
        Segment::Seq { index } => Some(Step::Item(*index)),
        Segment::Map { key } => Some(Step::Member(key.clone())),
        Segment::Enum { .. } | Segment::Unknown => None,
    });
    Some(Fault {
        path: steps.collect(),
        message: without_place(error.inner()),
    })
}

fn written(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Item(index) => text.extend(["[", &index.to_string(), "]"]),
            Step::Member(key) if text.is_empty() => text.push_str(key),
            Step::Member(key) => text.extend([".", key]),
        }
    }
    text
}

/// Takes out what stands at that path: a member goes, an item becomes nothing so that the numbers of
/// the others stay.
fn remove(value: &mut Value, path: &[Step]) -> bool {
    let Some((last, above)) = path.split_last() else {
        return false;
    };
    let mut at = value;
    for step in above {
        let below = match step {
            Step::Item(index) => at.get_mut(*index),
            Step::Member(key) => at.get_mut(key),
        };
        match below {
            Some(below) => at = below,
            None => return false,
        }
    }
    match (last, at) {
        (Step::Item(index), Value::Array(items)) => {
            let item = items.get_mut(*index).filter(|item| !item.is_null());
            item.map(Value::take).is_some()
        }
        (Step::Member(key), Value::Object(members)) => members.remove(key).is_some(),
        _ => false,
    }
}

//! Ids that nothing has: where they stand, and what comes nearest.

use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;

use serde_json::Value;

use crate::data::Relation;
use crate::data::columns::body::{Body, ReadError};
use crate::data::columns::texts::Text;
use crate::data::model::key::written;
use crate::data::model::problem::UncountedRest;
use crate::text::{Nearest, excerpt};

/// Ids that nothing has, with what comes nearest; each is looked up once.
#[derive(Default)]
pub(super) struct UnknownIds {
    known: HashMap<(&'static str, Text), String>,
    nearest: Nearest,
    reported: HashMap<NamedBy, Reported>,
}

/// By what an id is named that nothing has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum NamedBy {
    /// A relation of a record.
    Record(Relation),
    /// A meeting, its series.
    Meeting,
    /// A series, its sources.
    Series,
    /// A series, its agreement.
    UnderAgreement,
    /// A conflict, its records.
    Conflict,
    /// A conflict, the sources of its readings.
    Reading,
}

/// What was reported of one of these.
#[derive(Debug, Default)]
pub(super) struct Reported {
    /// How many.
    pub count: usize,
    /// The problem that counts the others.
    pub rest: Option<UncountedRest>,
}

impl UnknownIds {
    /// Beyond this many different unknown ids no suggestion is looked for: the file is wrong as a whole.
    const SUGGESTIONS: usize = 200;

    /// What was reported of them so far. The first [`MOST_LISTED`] are listed with their places; others are counted, and their
    /// places are not worth a look into the file.
    pub(super) fn reported(&mut self, by: NamedBy) -> &mut Reported {
        self.reported.entry(by).or_default()
    }

    /// What to say of an id that nothing of that kind has.
    pub(super) fn sentence<'i>(
        &mut self,
        kind: &'static str,
        id: Text,
        raw: &str,
        ids: impl Iterator<Item = &'i str>,
    ) -> String {
        if let Some(sentence) = self.known.get(&(kind, id)) {
            return sentence.clone();
        }
        if self.known.len() >= Self::SUGGESTIONS {
            return unknown_sentence(kind, raw, None);
        }
        let near = self.nearest.of(raw, ids);
        let sentence = unknown_sentence(kind, raw, near);
        self.known.insert((kind, id), sentence.clone());
        sentence
    }
}

/// There is no such thing, and what comes nearest.
fn unknown_sentence(kind: &str, id: &str, near: Option<&str>) -> String {
    let hint = near.map(|near| format!("; did you mean `{}`?", excerpt(&written(near))));
    let hint = hint.unwrap_or_else(|| "; the link is left out".to_owned());
    format!("there is no {kind} `{}`{hint}", excerpt(&written(id)))
}

/// The places within a record at which some ids stand in some of its fields.
#[derive(Debug)]
pub(super) struct Paths {
    of: HashMap<String, VecDeque<String>>,
    fields: &'static [&'static str],
}

impl Paths {
    /// The places of ids in a field that is no list: no look into the record is needed.
    pub(super) fn unread(fields: &'static [&'static str]) -> Self {
        let of = HashMap::new();
        Self { of, fields }
    }

    /// The places of these ids in the JSON of a record, below a member of it, or anywhere if none is named.
    pub(super) fn of_body<'i>(
        body: Result<Body<'_>, ReadError>,
        below: &str,
        fields: &'static [&'static str],
        ids: impl Iterator<Item = &'i str>,
    ) -> Self {
        let of = ids.map(|id| (id.to_owned(), VecDeque::new())).collect();
        let mut paths = Self { of, fields };
        let value = body
            .ok()
            .and_then(|body| serde_json::from_str(body.json()).ok());
        let value: Value = value.unwrap_or_default();
        let within = if below.is_empty() {
            Some(&value)
        } else {
            value.get(below)
        };
        if let Some(value) = within {
            paths.gather(&mut below.to_owned(), false, value);
        }
        paths
    }

    /// What the parser has read is nested no deeper than 128 times.
    fn gather(&mut self, path: &mut String, in_field: bool, value: &Value) {
        let before = path.len();
        match value {
            Value::String(text) if in_field => {
                if let Some(places) = self.of.get_mut(text) {
                    places.push_back(path.clone());
                }
            }
            Value::Array(items) => {
                for (nth, item) in items.iter().enumerate() {
                    let _ = write!(path, "[{nth}]");
                    self.gather(path, in_field, item);
                    path.truncate(before);
                }
            }
            Value::Object(members) => {
                for (key, member) in members {
                    path.push_str(if before == 0 { "" } else { "." });
                    path.push_str(key);
                    self.gather(path, self.fields.contains(&key.as_str()), member);
                    path.truncate(before);
                }
            }
            _ => {}
        }
    }

    /// The next place at which that id stands.
    pub(super) fn next(&mut self, id: &str) -> String {
        let next = self.of.get_mut(id).and_then(VecDeque::pop_front);
        next.unwrap_or_else(|| self.fields[0].to_owned())
    }
}

//! What is said of ids that nothing has: where they stand, and what comes nearest.

use std::collections::{HashMap, VecDeque};

use serde_json::Value;

use crate::data::body::{Body, Unread};
use crate::data::key::written;
use crate::data::problem::TOLD;
use crate::data::texts::Text;
use crate::text::{Nearest, said};

/// Ids that nothing has, with what comes nearest; each is looked up once.
#[derive(Default)]
pub(super) struct UnknownIds {
    known: HashMap<(&'static str, Text), String>,
    nearest: Nearest,
    /// How many were told of each relation, series or conflict.
    told: HashMap<&'static str, usize>,
}

impl UnknownIds {
    /// Beyond this many different unknown ids no suggestion is looked for: the file is wrong as a whole.
    const SUGGESTIONS: usize = 200;

    /// Whether one more that is named by `where_from` is told with its place; others are counted, and their
    /// places are not worth a look into the file.
    pub(super) fn is_told(&mut self, where_from: &'static str) -> bool {
        let told = self.told.entry(where_from).or_default();
        *told += 1;
        *told <= TOLD
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
    let hint = near.map(|near| format!("; did you mean `{}`?", said(&written(near))));
    let hint = hint.unwrap_or_else(|| "; the link is left out".to_owned());
    format!("there is no {kind} `{}`{hint}", said(&written(id)))
}

/// The places within a record at which ids stand in some of its fields.
#[derive(Debug, Default)]
pub(super) struct Paths {
    of: HashMap<String, VecDeque<String>>,
    otherwise: &'static str,
}

impl Paths {
    /// The places in the JSON of a record, below a member of it, or anywhere if none is named.
    pub(super) fn of_body(
        body: Result<Body<'_>, Unread>,
        below: &str,
        fields: &'static [&'static str],
    ) -> Self {
        let mut paths = Self {
            of: HashMap::new(),
            otherwise: fields[0],
        };
        let value = body
            .ok()
            .and_then(|body| serde_json::from_str(body.json()).ok());
        let mut value: Value = value.unwrap_or_default();
        let within = if below.is_empty() {
            Some((String::new(), value))
        } else {
            let member = value.get_mut(below).map(Value::take);
            member.map(|member| (below.to_owned(), member))
        };
        if let Some((path, value)) = within {
            paths.gather(path, &value, fields);
        }
        paths
    }

    fn gather(&mut self, path: String, value: &Value, fields: &[&str]) {
        // A walk with its own stack, since the data may be nested as deep as the parser allows.
        let mut open = vec![(path, false, value)];
        while let Some((path, in_field, value)) = open.pop() {
            match value {
                Value::String(text) if in_field => {
                    self.of.entry(text.clone()).or_default().push_back(path);
                }
                Value::Array(items) => {
                    for (nth, item) in items.iter().enumerate().rev() {
                        open.push((format!("{path}[{nth}]"), in_field, item));
                    }
                }
                Value::Object(members) => {
                    let dot = if path.is_empty() { "" } else { "." };
                    for (key, member) in members.iter().rev() {
                        let in_field = fields.contains(&key.as_str());
                        open.push((format!("{path}{dot}{key}"), in_field, member));
                    }
                }
                _ => {}
            }
        }
    }

    /// The next place at which that id stands.
    pub(super) fn next(&mut self, id: &str) -> String {
        let next = self.of.get_mut(id).and_then(VecDeque::pop_front);
        next.unwrap_or_else(|| self.otherwise.to_owned())
    }
}

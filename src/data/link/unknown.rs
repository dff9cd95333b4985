//! What is said of ids that nothing has: where they stand, and what comes nearest.

use serde_json::Value;

use crate::data::Kind;
use crate::data::texts::Text;
use crate::text::{clean_line, nearest};

/// Ids that nothing has, with what comes nearest; each is looked up once.
#[derive(Default)]
pub(super) struct UnknownIds {
    known: std::collections::HashMap<(Kind, Text), String>,
}

impl UnknownIds {
    /// Beyond this many different unknown ids no suggestion is looked for: the file is wrong as a whole.
    const SUGGESTIONS: usize = 200;

    /// What to say of an id that nothing has.
    pub(super) fn sentence<'i>(
        &mut self,
        kind: Kind,
        id: Text,
        raw: &str,
        ids: impl Iterator<Item = &'i str>,
    ) -> String {
        if let Some(sentence) = self.known.get(&(kind, id)) {
            return sentence.clone();
        }
        let near = (self.known.len() < Self::SUGGESTIONS)
            .then(|| nearest(raw, ids))
            .flatten();
        let sentence = unknown_sentence(kind.one(), raw, near);
        self.known.insert((kind, id), sentence.clone());
        sentence
    }
}

/// There is no such thing, and what comes nearest.
pub(super) fn unknown_sentence(kind: &str, id: &str, near: Option<&str>) -> String {
    let hint = near.map(|near| format!("; did you mean `{}`?", clean_line(near)));
    let hint = hint.unwrap_or_else(|| "; the link is left out".to_owned());
    format!("there is no {kind} `{}`{hint}", clean_line(id))
}

/// The path within a record at which an id stands in one of these fields.
pub(super) fn field_path(json: &str, fields: &[&str], id: &str) -> Option<String> {
    let value: Value = serde_json::from_str(json).ok()?;
    // A walk with its own stack, since the data may be nested as deep as the parser allows.
    let mut open = vec![(String::new(), false, &value)];
    while let Some((path, in_field, value)) = open.pop() {
        match value {
            Value::String(text) if in_field && text == id => return Some(path),
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
    None
}

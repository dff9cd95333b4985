//! JSON as far as the format knows it.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::Number;

/// JSON of which only what the format knows is there, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// Nothing, or what is left out.
    Nothing,
    /// True or false.
    Is(bool),
    /// A number.
    Number(Number),
    /// A text, as it stands.
    Text(String),
    /// A list; what was left out of it keeps its place.
    List(Vec<Tree>),
    /// An object, without what was left out of it.
    Object(Vec<(&'static str, Tree)>),
}

impl Tree {
    /// A form in which things that are the same are the same text: the order of members does not count.
    pub(super) fn form(&self) -> String {
        let mut sorted = self.clone();
        sort(&mut sorted);
        serde_json::to_string(&sorted).unwrap_or_default()
    }
}

fn sort(tree: &mut Tree) {
    match tree {
        Tree::List(items) => items.iter_mut().for_each(sort),
        Tree::Object(members) => {
            members.sort_by_key(|(name, _)| *name);
            for (_, member) in members.iter_mut() {
                sort(member);
            }
        }
        // `1` and `1.0` are one number.
        Tree::Number(number) => {
            let value = number.as_f64().and_then(Number::from_f64);
            *number = value.unwrap_or_else(|| number.clone());
        }
        _ => {}
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_unit(),
            Self::Is(is) => serializer.serialize_bool(*is),
            Self::Number(number) => number.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(trees) => serializer.collect_seq(trees),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, tree) in members {
                    map.serialize_entry(name, tree)?;
                }
                map.end()
            }
        }
    }
}

//! JSON as far as the format knows it.

use std::hash::{BuildHasher, Hash, RandomState};

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

/// Sums of things: what is the same has the same one, and two things that differ have not, but for one chance
/// in 2¹²⁸ that no file can be made for, since the keys are drawn anew for every walk.
#[derive(Default)]
pub(super) struct Sums([RandomState; 2]);

impl Sums {
    /// The sum of one thing.
    pub(super) fn of(&self, thing: impl Hash) -> u128 {
        let [high, low] = self
            .0
            .each_ref()
            .map(|key| u128::from(key.hash_one(&thing)));
        high << 64 | low
    }
}

impl Tree {
    /// The sum of it: the order of members does not count, and `1` and `1.0` are one number.
    pub(super) fn sum(&self, sums: &Sums) -> u128 {
        match self {
            Self::Nothing => sums.of(0),
            Self::Is(is) => sums.of((1, is)),
            Self::Number(number) => sums.of((2, number.as_f64().map(f64::to_bits))),
            Self::Text(text) => sums.of((3, text)),
            Self::List(items) => {
                let add = |sum: u128, item: &Self| sums.of((sum, item.sum(sums)));
                items.iter().fold(sums.of(4), add)
            }
            Self::Object(members) => {
                let one = |(name, it): &(&str, Self)| sums.of((name, it.sum(sums)));
                members.iter().map(one).fold(sums.of(5), u128::wrapping_add)
            }
        }
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

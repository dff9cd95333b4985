//! Names for records that are unique by the rule of a format: the names of events, entries and nodes.
//!
//! A name is made from the id of its record alone, so that it is the same in every export, whatever else is
//! exported. Only records whose names would be one by the rule of the format get a number behind it: those of
//! an id that stands twice, and those told apart by capitals alone where the format has no eye for them. The
//! first of them in the order of ids keeps the plain name, of one id the record that links lead to.

use std::collections::{HashMap, HashSet};

use crate::data::{Dataset, Kind, RecordId};

/// When two names are one for a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CaseRule {
    /// When they are the same to the letter: UIDs (RFC 5545 says so of all texts), ids of XML.
    Exact,
    /// When they differ in capitals at most: keys of BibTeX, labels of footnotes.
    Caseless,
}

/// The names of all records of a kind.
#[derive(Debug)]
pub(super) struct UniqueNames<'d> {
    dataset: &'d Dataset,
    /// Only the names that had to be changed.
    numbered: HashMap<RecordId, String>,
}

impl<'d> UniqueNames<'d> {
    /// The names of the records of some kinds, each kind by itself.
    pub(super) fn new(dataset: &'d Dataset, kinds: &[Kind], rule: CaseRule) -> Self {
        let mut numbered = HashMap::new();
        for kind in kinds {
            numbered.extend(clashes(dataset, *kind, rule));
        }
        Self { dataset, numbered }
    }

    /// The name of a record of these kinds.
    pub(super) fn of(&self, id: RecordId) -> String {
        let plain = || ascii_name(self.dataset.raw_id(id));
        self.numbered.get(&id).cloned().unwrap_or_else(plain)
    }
}

/// The records whose plain name another has, with the names that they get.
fn clashes(dataset: &Dataset, kind: Kind, rule: CaseRule) -> Vec<(RecordId, String)> {
    let number = |name: &str| match rule {
        CaseRule::Exact => number_of(name),
        CaseRule::Caseless => number_of(&name.to_ascii_lowercase()),
    };
    let plain = |id: RecordId| number(&ascii_name(dataset.raw_id(id)));
    let mut all: Vec<(u64, RecordId)> = dataset.all(kind).map(|id| (plain(id), id)).collect();
    all.sort_unstable();
    let of_one_name = all.chunk_by(|(a, _), (b, _)| a == b);
    let twice = of_one_name.filter(|group| group.len() > 1);
    let mut used = HashSet::new();
    let mut named = Vec::new();
    for group in twice {
        let mut ids: Vec<RecordId> = group.iter().map(|(_, id)| *id).collect();
        ids.sort_by_key(|id| {
            let raw = dataset.raw_id(*id);
            (raw, dataset.find(kind, raw) != Some(*id), *id)
        });
        let mut nth = 1_usize;
        for id in ids.into_iter().skip(1) {
            let base = ascii_name(dataset.raw_id(id));
            let free = std::iter::repeat_with(|| {
                nth += 1;
                format!("{base}-{nth}")
            })
            .find(|name| {
                let number = number(name);
                let is_plain = all
                    .binary_search_by_key(&number, |(plain, _)| *plain)
                    .is_ok();
                !is_plain && used.insert(number)
            });
            named.extend(free.map(|name| (id, name)));
        }
    }
    named
}

/// An ASCII name for an id, stable and unlike that of any other id: letters, digits, `-`, `.` and `_`
/// stay; where anything else had to go, a number made from the whole id tells it from others.
pub(super) fn ascii_name(id: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    let name: String = id.chars().map(|c| if plain(c) { c } else { '-' }).collect();
    if name == id && !id.is_empty() && id.len() <= LONGEST_NAME {
        return name;
    }
    let name: String = name.chars().take(LONGEST_NAME).collect();
    format!("{name}-{:016x}", number_of(id))
}

const LONGEST_NAME: usize = 80;

/// A number made from a text, the same everywhere and always (FNV-1a, 64 bits).
fn number_of(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |number, byte| {
        (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::load_text;

    fn names(ids: &[&str], rule: CaseRule) -> Vec<(String, String)> {
        let sources = ids
            .iter()
            .map(|id| serde_json::json!({"id": id, "title": "T"}));
        let json =
            serde_json::json!({"format": "sommet/1", "sources": sources.collect::<Vec<_>>()});
        let dataset = load_text(json.to_string()).expect("it opens");
        let names = UniqueNames::new(&dataset, &[Kind::Source], rule);
        let all = dataset.all(Kind::Source);
        all.map(|id| (dataset.raw_id(id).to_owned(), names.of(id)))
            .collect()
    }

    fn only(ids: &[&str], rule: CaseRule) -> Vec<String> {
        names(ids, rule).into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn names_are_ascii_and_apart() {
        assert_eq!(ascii_name("s-eeas-2014"), "s-eeas-2014");
        let names = ["ä", "ö", "-", "", " ", "a/b", "a b", "Straße", "strasse"].map(ascii_name);
        for (nth, name) in names.iter().enumerate() {
            assert!(name.is_ascii() && !name.is_empty());
            assert!(!names[..nth].contains(name), "{names:?}");
        }
    }

    #[test]
    fn an_id_that_stands_twice_gets_numbers() {
        for rule in [CaseRule::Exact, CaseRule::Caseless] {
            assert_eq!(only(&["s", "s", "t", "s"], rule), ["s", "s-2", "t", "s-3"]);
            assert_eq!(
                only(&["s", "s", "s-2"], rule),
                ["s", "s-3", "s-2"],
                "a plain name is kept"
            );
        }
    }

    #[test]
    fn capitals_count_where_the_format_sees_them() {
        assert_eq!(only(&["a", "A"], CaseRule::Exact), ["a", "A"]);
        assert_eq!(
            only(&["a", "A", "a-2"], CaseRule::Caseless),
            ["a-3", "A", "a-2"]
        );
    }

    #[test]
    fn the_order_of_the_file_does_not_matter() {
        let sorted = |ids| {
            let mut names = names(ids, CaseRule::Caseless);
            names.sort();
            names
        };
        assert_eq!(sorted(&["a", "A", "B", "b"]), sorted(&["b", "B", "A", "a"]));
    }
}

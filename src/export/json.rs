//! JSON: a dataset in the format `sommet/1` with what was chosen and everything that it links to, so that
//! it can be opened again. A record a line.

use std::io::{self, Write};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::ser::Formatter;
use serde_json::value::Number;

use super::body;
use super::selection::Marked;
use super::{Imprint, Selection};
use crate::data::{Conflict, Dataset, Kind, RawId, RecordId, Relation, kinds};
use crate::text::{clean_line, clean_prose};

pub(super) fn write(
    dataset: &Dataset,
    chosen: &Selection,
    imprint: &Imprint,
    out: &mut dyn Write,
) -> io::Result<()> {
    let included = Included::of(dataset, chosen)?;
    head(dataset, imprint, out)?;
    for kind in LISTS {
        let ids = included.records.of(dataset, kind);
        list(kind.many(), ids, out, |id, out| {
            let tree: Tree = body(dataset, id)?.read().map_err(io::Error::other)?;
            line(&tree, out)
        })?;
    }
    let series = (0..dataset.series_count()).filter(|row| included.series[*row]);
    list("series", series, out, |row, out| {
        let body = dataset.series_body(row).map_err(io::Error::other)?;
        let tree: Tree = body.read().map_err(io::Error::other)?;
        line(&tree, out)
    })?;
    let conflicts = dataset.conflicts().iter();
    let kept = conflicts.filter(|conflict| included.concerns(conflict));
    list("conflicts", kept, out, |conflict, out| {
        line(&told(dataset, conflict, &included), out)
    })?;
    let gaps = dataset.about().gaps.iter();
    list("gaps", gaps, out, |gap, out| line(gap, out))?;
    out.write_all(b"}\n")
}

/// One record as it stands in a dataset, for the clipboard.
///
/// # Errors
/// When the record cannot be read any more.
pub fn record(dataset: &Dataset, id: RecordId) -> io::Result<String> {
    let tree: Tree = body(dataset, id)?.read().map_err(io::Error::other)?;
    let mut bytes = Vec::new();
    line(&tree, &mut bytes)?;
    Ok(String::from_utf8(bytes).unwrap_or_default())
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

fn head(dataset: &Dataset, imprint: &Imprint, out: &mut dyn Write) -> io::Result<()> {
    let about = dataset.about();
    let description = match &*about.description {
        "" => imprint.sentence(),
        text => format!("{text}\n\n{}", imprint.sentence()),
    };
    let description = format!("{description} What these link to is in here too.");
    out.write_all(b"{\"format\":\"sommet/1\"")?;
    let facts = [
        ("title", &about.title),
        ("description", &description),
        ("version", &about.version),
        ("as_of", &about.as_of),
        ("licence", &about.licence),
        ("language", &about.language),
    ];
    for (name, value) in facts.into_iter().filter(|(_, value)| !value.is_empty()) {
        write!(out, ",\n\"{name}\":")?;
        line(value, out)?;
    }
    Ok(())
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

pub(super) fn line<T: Serialize + ?Sized>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Harmless);
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// Ids keep what they are made of, or links would break; what would move, hide or reorder anything is
/// written by its number.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if clean_line(fragment) == fragment {
            return writer.write_all(fragment.as_bytes());
        }
        let mut units = [0; 2];
        for character in fragment.chars() {
            if matches!(character, ' '..='~') {
                write!(writer, "{character}")?;
                continue;
            }
            for unit in character.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }
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
                waiting.extend(conflict.readings.iter().filter_map(|known| known.source));
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
        let body = dataset.series_body(series).map_err(io::Error::other)?;
        let known: kinds::Series<'_> = body.read().map_err(io::Error::other)?;
        let frequencies = known
            .frequency
            .iter()
            .flat_map(|often| often.sources.iter());
        let evidence = known.evidence.iter().flat_map(|entry| entry.sources.iter());
        let sources = known.sources.iter().chain(frequencies).chain(evidence);
        let find = |id: &RawId<'_>| dataset.find(Kind::Source, id);
        waiting.extend(sources.filter_map(find));
        Ok(())
    }

    fn concerns(&self, conflict: &Conflict) -> bool {
        let mut records = conflict.records.iter();
        self.whole || records.any(|id| self.records.has(*id))
    }
}

/// A conflict as it stands in a dataset, with those of its records that are part of the export.
fn told(dataset: &Dataset, conflict: &Conflict, included: &Included) -> Tree {
    let text = |text: &str| Tree::Text(text.to_owned());
    let records = conflict
        .records
        .iter()
        .filter(|id| included.records.has(**id));
    let key = |id: &RecordId| text(&format!("{}/{}", id.kind, dataset.raw_id(*id)));
    let readings = conflict.readings.iter().map(|known| {
        let source = known.source.map_or("", |id| dataset.raw_id(id));
        Tree::object([
            ("value", text(&known.value)),
            ("source", text(source)),
            (
                "chosen",
                if known.chosen {
                    Tree::Is(true)
                } else {
                    Tree::Nothing
                },
            ),
            ("why", text(&known.why)),
        ])
    });
    Tree::object([
        ("about", text(&conflict.about)),
        ("records", Tree::List(records.map(key).collect())),
        ("field", text(&conflict.field)),
        ("note", text(&conflict.note)),
        ("readings", Tree::List(readings.collect())),
    ])
}

/// Any JSON, in the order of the file, its texts clean but for ids.
#[derive(Clone, Debug)]
enum Tree {
    Nothing,
    Is(bool),
    Number(Number),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

/// The fields whose texts are ids, which stay as they are.
const IDS: [&str; 20] = [
    "id",
    "person",
    "organisation",
    "topic",
    "source",
    "sources",
    "series",
    "agreement",
    "meeting",
    "part_of",
    "parent",
    "successor_of",
    "follows",
    "amends",
    "hosts",
    "chairs",
    "organisations",
    "topics",
    "parties",
    "signatories",
];

impl Tree {
    /// An object of those members that say something.
    fn object<const N: usize>(members: [(&str, Tree); N]) -> Self {
        let told = members.into_iter().filter(|(_, tree)| match tree {
            Self::Nothing => false,
            Self::Text(text) => !text.is_empty(),
            Self::List(trees) => !trees.is_empty(),
            _ => true,
        });
        Self::Object(told.map(|(name, tree)| (name.to_owned(), tree)).collect())
    }

    fn cleaned(self) -> Self {
        match self {
            Self::Text(text) => Self::Text(clean_prose(&text).into_owned()),
            Self::List(trees) => Self::List(trees.into_iter().map(Self::cleaned).collect()),
            other => other,
        }
    }
}

struct AnyTree;

impl<'de> Visitor<'de> for AnyTree {
    type Value = Tree;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Nothing)
    }

    fn visit_bool<E>(self, is: bool) -> Result<Tree, E> {
        Ok(Tree::Is(is))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree, E> {
        Ok(Tree::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree, E> {
        Ok(Tree::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Tree, E> {
        Ok(Number::from_f64(number).map_or(Tree::Nothing, Tree::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut trees = Vec::new();
        while let Some(tree) = list.next_element()? {
            trees.push(tree);
        }
        Ok(Tree::List(trees))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut members = Vec::new();
        while let Some((name, tree)) = map.next_entry::<String, Tree>()? {
            let tree = if IDS.contains(&name.as_str()) {
                tree
            } else {
                tree.cleaned()
            };
            if !matches!(tree, Tree::Nothing) {
                members.push((clean_line(&name).into_owned(), tree));
            }
        }
        Ok(Tree::Object(members))
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyTree)
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

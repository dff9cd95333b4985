//! From a file to a dataset, or to one sentence that says why not.

mod shelf;
mod watch;

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use self::shelf::{SHELVES, without_place};
use super::build::Builder;
use super::dataset::{About, Dataset};
use super::door::{List, Prose};
use super::link;
use super::problem::Problems;
use crate::text::{clean_line, said};

pub use watch::Watch;

/// The dataset that is part of the program: the EU–IOM strategic dialogue.
const BUNDLED: &str = include_str!("../../assets/dataset.json");

/// The major version of the format that this program reads.
const MAJOR: &str = "sommet/1";

/// No file larger than this is read.
const LARGEST: u64 = 3 << 30;

/// Where a dataset comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The program itself.
    Bundled,
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bundled => f.write_str("the bundled dataset"),
            Self::File(path) => f.write_str(&said(&path.to_string_lossy())),
            Self::Stdin => f.write_str("standard input"),
        }
    }
}

/// Why there is no dataset. Printed, it is one clean sentence: where, what, and what to do.
#[derive(Debug)]
pub enum Refusal {
    /// It could not be opened or read.
    Unreadable {
        /// Where it was looked for.
        origin: Origin,
        /// What the system said.
        error: io::Error,
    },
    /// It was read, but it is no dataset of ours.
    NotADataset {
        /// Where it came from.
        origin: Origin,
        /// The line and column, from 1, where one can be named.
        at: Option<(usize, usize)>,
        /// What is wrong.
        what: String,
        /// What to do about it.
        advice: &'static str,
    },
    /// Somebody asked the reader to give up, by [`Watch::stop`].
    Stopped,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { origin, error } => {
                write!(f, "{origin}: {}", said(&plain_reason(error)))
            }
            Self::NotADataset {
                origin,
                at,
                what,
                advice,
            } => {
                write!(f, "{origin}")?;
                if let Some((line, column)) = at {
                    write!(f, ":{line}:{column}")?;
                }
                write!(f, ": {}; {advice}", said(what))
            }
            Self::Stopped => f.write_str("the reading was stopped"),
        }
    }
}

impl std::error::Error for Refusal {}

/// The reason of an I/O error without the number behind it.
fn plain_reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((reason, _)) => reason.to_lowercase(),
        None => text,
    }
}

/// Reads and links a dataset.
///
/// # Errors
/// [`Refusal`] when it cannot be read, is not JSON, is no object, or is of a newer major version.
/// Everything else is a [`Problem`](super::Problem) of the dataset.
pub fn load(origin: &Origin) -> Result<Dataset, Refusal> {
    load_watched(origin, &Watch::default())
}

/// As [`load`], while others look on: they see how far it is, and can make it stop. The dataset comes
/// whole or not at all.
///
/// # Errors
/// As [`load`], and [`Refusal::Stopped`].
pub fn load_watched(origin: &Origin, watch: &Watch) -> Result<Dataset, Refusal> {
    let read = match origin {
        Origin::Bundled => Ok(Cow::Borrowed(BUNDLED)),
        Origin::File(path) => {
            let file = open(path, watch).map_err(|error| unreadable(origin, error))?;
            read_text(origin, Watched { from: file, watch }).map(Cow::Owned)
        }
        Origin::Stdin => {
            let from = io::stdin().lock();
            read_text(origin, Watched { from, watch }).map(Cow::Owned)
        }
    };
    if watch.is_stopped() {
        return Err(Refusal::Stopped);
    }
    let dataset = parse(origin, read?)?;
    watch.add_records(dataset.total());
    Ok(dataset)
}

/// What is read while somebody looks on.
struct Watched<'w, R> {
    from: R,
    watch: &'w Watch,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.watch.is_stopped() {
            return Err(io::Error::other("stopped"));
        }
        let count = self.from.read(buffer)?;
        self.watch.add_bytes(count);
        Ok(count)
    }
}

/// Links a dataset from a text, for tests and for those who have it in memory.
///
/// # Errors
/// As [`load`].
pub fn load_text(text: impl Into<Cow<'static, str>>) -> Result<Dataset, Refusal> {
    parse(&Origin::Stdin, text.into())
}

fn unreadable(origin: &Origin, error: io::Error) -> Refusal {
    Refusal::Unreadable {
        origin: origin.clone(),
        error,
    }
}

fn refused(
    origin: &Origin,
    at: Option<(usize, usize)>,
    what: impl Into<String>,
    advice: &'static str,
) -> Refusal {
    Refusal::NotADataset {
        origin: origin.clone(),
        at,
        what: what.into(),
        advice,
    }
}

fn open(path: &Path, watch: &Watch) -> io::Result<File> {
    let file = File::open(path)?;
    let known = file.metadata()?;
    if known.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if known.is_file() {
        watch.expect_bytes(known.len());
    }
    Ok(file)
}

/// Reads all of it as UTF-8, but looks at the beginning first, so that what can be no dataset is not
/// read to its end.
fn read_text(origin: &Origin, mut from: impl Read) -> Result<String, Refusal> {
    const HEAD: u64 = 4096;
    let failed = |error| unreadable(origin, error);
    let mut bytes = Vec::new();
    from.by_ref()
        .take(HEAD)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if let Some((what, advice)) = looks_like(&bytes) {
        return Err(refused(origin, None, what, advice));
    }
    from.take(LARGEST - HEAD + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        let what = format!("larger than {} GiB", LARGEST >> 30);
        return Err(refused(
            origin,
            None,
            what,
            "split it into smaller datasets",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let at = line_and_column(error.as_bytes(), valid);
        let what = format!("byte {valid} is not UTF-8");
        refused(origin, Some(at), what, "save the file as UTF-8")
    })
}

/// Names what a file is, when its first bytes show that it can be no dataset.
fn looks_like(head: &[u8]) -> Option<(&'static str, &'static str)> {
    const BOM: &[u8] = "\u{feff}".as_bytes();
    const DECOMPRESS: &str = "decompress it first";
    let text = head.strip_prefix(BOM).unwrap_or(head).trim_ascii_start();
    let starts = |prefix: &[u8]| head.starts_with(prefix);
    if text.is_empty() {
        return Some(("the file is empty", NEEDED));
    }
    if starts(&[0x1f, 0x8b]) {
        return Some(("compressed with gzip", DECOMPRESS));
    }
    if starts(&[0x28, 0xb5, 0x2f, 0xfd]) {
        return Some(("compressed with zstd", DECOMPRESS));
    }
    if starts(b"PK\x03\x04") {
        return Some(("a zip archive", "unpack it first"));
    }
    if starts(&[0xff, 0xfe]) || starts(&[0xfe, 0xff]) {
        return Some(("encoded as UTF-16", "save the file as UTF-8"));
    }
    if text.starts_with(b"[") {
        return Some(("an array stands on top", NEEDED));
    }
    if text.starts_with(b"<") {
        return Some(("this looks like HTML or XML, not JSON", NEEDED));
    }
    if starts(&[0]) {
        return Some(("not a text", NEEDED));
    }
    None
}

const NEEDED: &str = "a dataset is one JSON object with \"format\": \"sommet/1\"";

/// Line and column of an offset, both from 1, the column in characters.
fn line_and_column(bytes: &[u8], offset: usize) -> (usize, usize) {
    let before = bytes.get(..offset).unwrap_or(bytes);
    let line = before.split(|b| *b == b'\n').count();
    let start = before
        .iter()
        .rposition(|b| *b == b'\n')
        .map_or(0, |n| n + 1);
    let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
    (line, column)
}

fn parse(origin: &Origin, text: Cow<'static, str>) -> Result<Dataset, Refusal> {
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => Cow::Owned(rest.to_owned()),
        None => text,
    };
    let members: Members<'_> =
        serde_json::from_str(&text).map_err(|error| syntax(origin, &text, &error))?;
    let mut builder = Builder::default();
    let members = members.without_repeats(&mut builder.problems);
    let about = read_about(origin, &members, &mut builder.problems)?;
    for shelf in &SHELVES {
        if let Some(list) = members.get(shelf.section) {
            shelf.fill(&mut builder, &text, list);
        }
    }
    if builder.texts.is_full() {
        let what = "its names and titles take more than 4 GiB";
        return Err(refused(
            origin,
            None,
            what,
            "split it into smaller datasets",
        ));
    }
    Ok(link::finish(builder, about, text.clone()))
}

fn syntax(origin: &Origin, text: &str, error: &serde_json::Error) -> Refusal {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let offset = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum::<usize>()
        + error.column().saturating_sub(1);
    let at = line_and_column(text.as_bytes(), offset);
    let (what, advice) = if error.is_eof() {
        ("the file ends in the middle", "is it whole?")
    } else if message.starts_with("trailing characters") {
        ("something follows the object", NEEDED)
    } else if message.starts_with("invalid type") {
        ("the top level is not an object", NEEDED)
    } else if message.starts_with("recursion limit") {
        ("nested too deeply", "no dataset needs more than ten levels")
    } else {
        (message, "mend the JSON there")
    };
    refused(origin, Some(at), what, advice)
}

/// The members of the object on top, their values unread.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Gather;
        impl<'de> Visitor<'de> for Gather {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Gather)
    }
}

impl<'a> Members<'a> {
    fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, v)| *v)
    }

    /// The first of each name.
    fn without_repeats(self, problems: &mut Problems) -> Self {
        let mut seen = std::collections::HashSet::new();
        let mut kept = Vec::new();
        for (key, value) in self.0 {
            if seen.insert(key.clone()) {
                kept.push((key, value));
            } else {
                problems.error(&key, "is given twice; the first is used");
            }
        }
        Self(kept)
    }
}

/// Reads what the file says of itself, and refuses what is not for us.
fn read_about(
    origin: &Origin,
    members: &Members<'_>,
    problems: &mut Problems,
) -> Result<About, Refusal> {
    let mut text = |name: &str| -> String {
        let value = members.get(name).map_or("null", RawValue::get);
        let read: Result<Prose<'_>, _> = serde_json::from_str(value);
        if read.is_err() {
            problems.error(name, "is no text; left out");
        }
        read.unwrap_or_default().to_string()
    };
    let about = About {
        title: text("title"),
        description: text("description"),
        version: text("version"),
        as_of: text("as_of"),
        licence: text("licence"),
        language: text("language"),
        gaps: Vec::new(),
    };
    let format = text("format");
    check_format(origin, &format, problems)?;
    let gaps = members.get("gaps").map_or("[]", RawValue::get);
    let gaps: List<Prose<'_>> = serde_json::from_str(gaps).unwrap_or_else(|error| {
        problems.error("gaps", without_place(&error));
        List::default()
    });
    let known = |key: &str| OWN.contains(&key) || SHELVES.iter().any(|s| s.section == key);
    for (key, _) in members.0.iter().filter(|(key, _)| !known(key)) {
        problems.unknown_member(key);
    }
    Ok(About {
        title: match (about.title.trim().is_empty(), origin) {
            (false, _) => about.title,
            (true, Origin::File(path)) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                clean_line(&name).into_owned()
            }
            (true, _) => "Untitled dataset".to_owned(),
        },
        gaps: gaps.iter().map(|gap| gap.to_string()).collect(),
        ..about
    })
}

const OWN: [&str; 8] = [
    "format",
    "title",
    "description",
    "version",
    "as_of",
    "licence",
    "language",
    "gaps",
];

fn check_format(origin: &Origin, format: &str, problems: &mut Problems) -> Result<(), Refusal> {
    let (major, minor) = format.split_once('.').unwrap_or((format, ""));
    if major == MAJOR {
        if !minor.is_empty() {
            problems.note(
                "format",
                "a newer minor version; unknown fields are left aside",
            );
        }
        return Ok(());
    }
    if format.is_empty() {
        let text = format!("is not given; read as \"{MAJOR}\"");
        problems.error("format", text);
        return Ok(());
    }
    let what = format!("its format is \"{format}\", and this program reads \"{MAJOR}\"");
    let advice = if format.starts_with("sommet/") {
        "use a newer version of the program"
    } else {
        NEEDED
    };
    Err(refused(origin, None, what, advice))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Kind, RecordId};

    fn dataset(json: &str) -> Dataset {
        load_text(json.to_owned()).unwrap_or_else(|refusal| panic!("{refusal}"))
    }

    fn problems(json: &str) -> Vec<String> {
        let dataset = dataset(json);
        dataset.problems().iter().map(ToString::to_string).collect()
    }

    fn refusal(json: &str) -> String {
        let refused = read_text(&Origin::Stdin, json.as_bytes())
            .and_then(|text| parse(&Origin::Stdin, text.into()));
        refused.expect_err(json).to_string()
    }

    #[test]
    fn the_bundled_dataset_has_no_problems_and_all_its_records() {
        let dataset = load(&Origin::Bundled).expect("bundled");
        assert_eq!(dataset.problems(), []);
        let counts = Kind::ALL.map(|kind| dataset.count(kind));
        assert_eq!(counts, [30, 38, 27, 58, 6, 134]);
    }

    #[test]
    fn who_looks_on_sees_how_far_it_is_and_can_stop_it() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/dataset.json");
        let origin = Origin::File(path);
        let watch = Watch::default();
        let dataset = load_watched(&origin, &watch).expect("the bundled dataset");
        assert_eq!(watch.bytes(), BUNDLED.len() as u64);
        assert_eq!(watch.bytes_in_all(), Some(watch.bytes()));
        assert!(watch.records() >= dataset.total() as u64);
        watch.clone().stop();
        let refusal = load_watched(&origin, &watch).expect_err("stopped");
        assert!(matches!(refusal, Refusal::Stopped), "{refusal}");
    }

    #[test]
    fn one_wrong_field_costs_that_field_alone() {
        let json = r#"{"format":"sommet/1","people":[
            {"id":"a","name":7,"roles":[{"title":"Head"},{"title":["x"]},"no",{"title":"Last"}]},
            {"id":"b","name":"B","aliases":["x",null,3]},
            7]}"#;
        assert_eq!(
            problems(json),
            [
                "error: people[0].name: invalid type: integer `7`, expected a text; left out",
                "error: people[0].roles[1].title: invalid type: sequence, expected a text; left out",
                "error: people[0].roles[2]: invalid type: string \"no\", expected an object; left out",
                "error: people[0]: has no name; shown as its id",
                "error: people[1].aliases[2]: invalid type: integer `3`, expected a text; left out",
                "error: people[2]: is no object; left out",
            ]
        );
        let dataset = dataset(json);
        let person = RecordId::new(Kind::Person, 0);
        assert_eq!(dataset.name(person), "a");
        let titles: Vec<_> = dataset.roles(person).map(|role| role.title).collect();
        assert_eq!(titles, ["Head", "", "Last"]);
    }

    #[test]
    fn a_dangling_reference_is_named_with_its_path_and_what_is_near() {
        let json = r#"{"format":"sommet/1",
            "people":[{"id":"claus-sorensen","name":"Claus Sørensen"}],
            "meetings":[{"id":"m","title":"M","date":"2013-13-45","series":"somm","participants":[
                {"person":"claus-sorensen"},{"person":"claus-sorenson","role":"x"}],
                "topics":["t",{"topic":"u"}],"sources":["nowhere"],"colour":"red"}],
            "series":[{"id":"som","name":"S"}]}"#;
        assert_eq!(
            problems(json),
            [
                "error: meetings[0].date: `2013-13-45` is no date like 2013, 2013-05, 2013-05-03 or 2013-05-03/2013-05-04; kept as text",
                "error: meetings[0].participants[1].person: there is no person `claus-sorenson`; did you mean `claus-sorensen`?",
                "error: meetings[0].topics[0]: there is no topic `t`; the link is left out",
                "error: meetings[0].topics[1].topic: there is no topic `u`; the link is left out",
                "error: meetings[0].sources[0]: there is no source `nowhere`; the link is left out",
                "error: meetings[0].series: there is no series `somm`; did you mean `som`?",
                "note: meetings[0].colour: unknown field, left aside",
            ]
        );
    }

    #[test]
    fn an_id_used_twice_is_kept_twice_and_found_once() {
        let json = r#"{"format":"sommet/1","topics":[
            {"id":"t","name":"Second by name"},{"id":"t","name":"First by name"},
            {"id":"a\u200bb","name":"x"},{"id":"a\u200cb","name":"y"}]}"#;
        assert_eq!(
            problems(json),
            [
                "error: topics[1].id: `t` is used twice; links go to the first",
                "error: topics[3].id: looks like another id, but differs in characters that cannot be shown",
            ]
        );
        let dataset = dataset(json);
        let found = dataset.find(Kind::Topic, "t").expect("t");
        assert_eq!(dataset.name(found), "Second by name");
    }

    #[test]
    fn a_doubled_field_and_a_doubled_list_are_said() {
        let json =
            r#"{"format":"sommet/1","topics":[{"id":"t","name":"A","name":"B"}],"topics":[]}"#;
        assert_eq!(
            problems(json),
            [
                "error: topics: is given twice; the first is used",
                "error: topics[0]: duplicate field `name`; the last one is used",
            ]
        );
    }

    #[test]
    fn an_inferred_role_is_that_of_the_day() {
        let json = r#"{"format":"sommet/1",
            "organisations":[{"id":"o","name":"O"}],
            "people":[{"id":"p","name":"P","roles":[
                {"title":"Early","from":"2010","to":"2012"},
                {"title":"Later","organisation":"o","from":"2013"}]}],
            "meetings":[{"id":"m","title":"M","date":"2014-01-01","participants":[{"person":"p"}]},
                {"id":"n","title":"N","participants":[{"person":"p"}]}]}"#;
        let dataset = dataset(json);
        let at = |row| {
            dataset
                .participants(RecordId::meeting(row))
                .next()
                .expect("one")
        };
        assert_eq!((at(0).role, at(0).role_inferred), ("Later", true));
        assert_eq!((at(1).role, at(1).role_inferred), ("", false));
        let organisation = RecordId::new(Kind::Organisation, 0);
        assert_eq!(*dataset.meetings_of(organisation), [0]);
    }

    #[test]
    fn what_is_no_dataset_is_refused_in_one_sentence() {
        let deep = "[".repeat(100_000);
        let cases = [
            (
                "",
                "standard input: the file is empty; a dataset is one JSON object with \"format\": \"sommet/1\"",
            ),
            (
                "[]",
                "standard input: an array stands on top; a dataset is one JSON object with \"format\": \"sommet/1\"",
            ),
            (
                "{\"format\":\"sommet/2\"}",
                "standard input: its format is \"sommet/2\", and this program reads \"sommet/1\"; use a newer version of the program",
            ),
            (
                "{\"format\":\"sommet/1\",\n \"people\": [{\"id\"",
                "standard input:2:17: the file ends in the middle; is it whole?",
            ),
            (
                "{\"a\": tru}",
                "standard input:1:10: expected ident; mend the JSON there",
            ),
            (
                "{} {}",
                "standard input:1:4: something follows the object; a dataset is one JSON object with \"format\": \"sommet/1\"",
            ),
            (
                "7",
                "standard input:1:1: the top level is not an object; a dataset is one JSON object with \"format\": \"sommet/1\"",
            ),
            (
                "\u{1}nothing\u{1b}",
                "standard input:1:1: expected value; mend the JSON there",
            ),
        ];
        for (json, sentence) in cases {
            assert_eq!(refusal(json), sentence);
        }
        let deep = format!("{{\"format\":\"sommet/1\",\"x\":{deep}");
        assert!(
            refusal(&deep).contains("the file ends in the middle"),
            "{}",
            refusal(&deep)
        );
        let latin = read_text(&Origin::Stdin, &b"{\"a\":\n\"\xe9\"}"[..]);
        let latin = latin.expect_err("latin").to_string();
        assert_eq!(
            latin,
            "standard input:2:2: byte 7 is not UTF-8; save the file as UTF-8"
        );
    }

    #[test]
    fn an_empty_object_with_a_format_is_a_dataset() {
        let dataset = dataset(r#"{"format":"sommet/1"}"#);
        assert_eq!((dataset.total(), dataset.problems().len()), (0, 0));
    }
}

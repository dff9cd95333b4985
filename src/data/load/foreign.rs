//! Names what a file is that is no dataset of ours, by its first bytes or by the names on top of its JSON.

use super::damage::NEEDED;
use super::split::Member;
use crate::text::excerpt;

/// What may stand at the very beginning of a text.
pub(super) const BOM: &[u8] = "\u{feff}".as_bytes();

/// What is not JSON, by how it begins.
const BEGINNINGS: [(&[u8], &str, &str); 19] = [
    (b"PK\x03\x04", "a zip archive", UNPACK),
    (b"\xfd7zXZ\0", "compressed with xz", UNPACK),
    (b"BZh", "compressed with bzip2", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (b"SQLite format 3\0", "an SQLite database", NEEDED),
    (b"PAR1", "a Parquet file", NEEDED),
    (b"%PDF-", "a PDF document", NEEDED),
    (b"\x89PNG", "a picture (PNG)", NEEDED),
    (b"\xff\xd8\xff", "a picture (JPEG)", NEEDED),
    (b"\xd0\xcf\x11\xe0", "an old Office document", NEEDED),
    (b"\x7fELF", "a program", NEEDED),
    (b"\xff\xfe\0\0", "encoded as UTF-32", SAVE),
    (b"\0\0\xfe\xff", "encoded as UTF-32", SAVE),
    (b"\xff\xfe", "encoded as UTF-16", SAVE),
    (b"\xfe\xff", "encoded as UTF-16", SAVE),
    (b"{\0", "encoded as UTF-16", SAVE),
    (b"\0{", "encoded as UTF-16", SAVE),
    (b"\0", "not a text", NEEDED),
    (b"{\\rtf", "a Rich Text document", NEEDED),
];

const UNPACK: &str = "unpack it first";
const SAVE: &str = "save the file as UTF-8";

/// What is text but not JSON, by how it begins.
const TEXTS: [(&str, &str); 9] = [
    ("<!doctype html", "this looks like HTML, not JSON"),
    ("<html", "this looks like HTML, not JSON"),
    ("<", "this looks like XML or HTML, not JSON"),
    (
        "begin:vcalendar",
        "this looks like a calendar (iCalendar), not JSON",
    ),
    (
        "begin:vcard",
        "this looks like cards of contacts (vCard), not JSON",
    ),
    ("---\n", "this looks like YAML, not JSON"),
    ("@prefix", "this looks like RDF (Turtle), not JSON"),
    ("#!", "this looks like a script, not JSON"),
    (
        "version https://git-lfs",
        "this only points to a file (Git LFS); fetch the file itself",
    ),
];

/// Names what a file is, when its first bytes show that it can be no dataset, and says what to do.
pub(super) fn looks_like(head: &[u8]) -> Option<(&'static str, &'static str)> {
    let mut beginnings = BEGINNINGS.into_iter();
    if let Some((_, what, advice)) = beginnings.find(|(bytes, ..)| head.starts_with(bytes)) {
        return Some((what, advice));
    }
    if head
        .get(257..)
        .is_some_and(|rest| rest.starts_with(b"ustar"))
    {
        return Some(("a tar archive", UNPACK));
    }
    let text = head.strip_prefix(BOM).unwrap_or(head).trim_ascii_start();
    if text.is_empty() {
        return Some(("the file is empty", NEEDED));
    }
    let lower = text.get(..64).unwrap_or(text).to_ascii_lowercase();
    let mut texts = TEXTS.into_iter();
    if let Some((_, what)) = texts.find(|(start, _)| lower.starts_with(start.as_bytes())) {
        return Some((what, NEEDED));
    }
    match text.first() {
        Some(b'[') => Some((as_array(text), NEEDED)),
        Some(b'@') if lower.contains(&b'{') => Some(("this looks like BibTeX, not JSON", NEEDED)),
        _ => is_table(text).then_some(("this looks like a table (CSV), not JSON", NEEDED)),
    }
}

/// What an array on top may be.
fn as_array(text: &[u8]) -> &'static str {
    let has = |name: &str| memchr::memmem::find(text, name.as_bytes()).is_some();
    if has("https://schema.oparl.org/") {
        "an array stands on top; this looks like OParl"
    } else if has("\"popit_id\"") || has("\"on_behalf_of_id\"") || has("\"sort_name\"") {
        "an array stands on top; this looks like a list of Popolo"
    } else {
        "an array stands on top"
    }
}

/// Whether the first lines are of cells: as many of one separator in each, two at least, and no JSON.
fn is_table(text: &[u8]) -> bool {
    if matches!(text.first(), Some(b'{' | b'-' | b'0'..=b'9')) {
        return false;
    }
    let mut lines = text.split(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let is_text = first
        .iter()
        .all(|byte| *byte >= b' ' || matches!(byte, b'\t' | b'\r'));
    is_text
        && lines.next().is_some()
        && [b',', b';', b'\t']
            .iter()
            .any(|separator| memchr::memchr_iter(*separator, first).count() >= 1)
}

/// JSON of others, by names that stand on top: all of one row must be there.
const FOREIGN: [(&[&str], &str); 16] = [
    (&["persons"], "Popolo"),
    (&["memberships"], "Popolo"),
    (&["organizations"], "Popolo"),
    (&["type", "features"], "GeoJSON"),
    (&["type", "geometry"], "GeoJSON"),
    (&["type", "coordinates"], "GeoJSON"),
    (&["$schema", "properties"], "a JSON Schema"),
    (&["name", "dependencies"], "a package.json"),
    (&["name", "version", "scripts"], "a package.json"),
    (&["profile", "resources"], "a data package (Frictionless)"),
    (&["resources", "name"], "a data package (Frictionless)"),
    (
        &["dataset", "records"],
        "an answer of sommet itself, not a dataset",
    ),
    (&["@context"], "JSON-LD"),
    (&["@graph"], "JSON-LD"),
    (&["openapi"], "an OpenAPI description"),
    (&["nodes", "edges"], "a graph of nodes and edges"),
];

/// What an object is that has none of our lists.
pub(super) fn as_foreign(members: &[Member]) -> String {
    const SHOWN: usize = 4;
    if members.is_empty() {
        return "an empty object".to_owned();
    }
    let has = |name: &str| members.iter().any(|member| member.name == name);
    let kind = members
        .iter()
        .find(|member| member.name == "type" || member.name == "schema");
    let kind = kind
        .and_then(|member| member.value.as_deref())
        .unwrap_or_default();
    let mut foreign = FOREIGN.iter();
    let looks = if memchr::memmem::find(kind, b"oparl.org").is_some() {
        Some("OParl")
    } else {
        let found = foreign.find(|(names, _)| names.iter().all(|name| has(name)));
        found.map(|(_, looks)| *looks)
    };
    let names = members
        .iter()
        .take(SHOWN)
        .map(|it| format!("`{}`", excerpt(&it.name)));
    let mut names = names.collect::<Vec<String>>().join(", ");
    if members.len() > SHOWN {
        names.push_str(", …");
    }
    match looks {
        Some(looks) => format!("this looks like {looks} ({names})"),
        None => format!("none of its members is a list of a dataset ({names})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_json_is_named_by_its_beginning() {
        let begin = |bytes: &[u8]| looks_like(bytes).map(|(what, _)| what).unwrap_or_default();
        for (bytes, word) in [
            (&b"SQLite format 3\0..."[..], "SQLite"),
            (b"id,name\n1,Ann\n", "CSV"),
            (b"\xef\xbb\xbfid;name\r\n1;Ann\r\n", "CSV"),
            (b"<?xml version=\"1.0\"?>", "XML"),
            (b"  <!DOCTYPE html>", "HTML"),
            (b"BEGIN:VCALENDAR\r\n", "iCalendar"),
            (b"@misc{a,", "BibTeX"),
            (b"BZh9", "bzip2"),
            (b"{\0\"\0", "UTF-16"),
            (b"[{\"id\":1}]", "array"),
            (b"[{\"id\":1,\"sort_name\":\"x\"}]", "Popolo"),
            (b"", "empty"),
        ] {
            assert!(begin(bytes).contains(word), "{word}: {}", begin(bytes));
        }
        for json in [
            &b"{\"a\":1,\n\"b\":2}"[..],
            b"7",
            b"hello",
            b"\"a,b\"",
            b"true",
            b"-1,\n2",
        ] {
            assert_eq!(begin(json), "", "{json:?}");
        }
    }

    fn foreign(names: &[&str], value: &str) -> String {
        let member = |name: &&str| Member {
            name: (*name).to_owned(),
            value: Some(value.as_bytes().to_vec()),
        };
        as_foreign(&names.iter().map(member).collect::<Vec<Member>>())
    }

    #[test]
    fn an_object_of_others_is_named_by_all_the_members_that_it_needs() {
        for (names, looks) in FOREIGN {
            let told = foreign(names, "1");
            assert!(told.starts_with("this looks like "), "{told}");
            // One of several alone may be anything, unless it is known by itself.
            for name in names {
                let known = FOREIGN.iter().any(|(names, _)| *names == [*name]);
                let told = foreign(&[name], "1");
                assert_eq!(told.contains("looks like"), known, "{looks}: {told}");
            }
        }
    }

    #[test]
    fn oparl_is_known_by_the_address_of_its_schema_wherever_that_stands() {
        let address = "\"https://schema.oparl.org/1.1/Body\"";
        for (name, is_oparl) in [("type", true), ("schema", true), ("title", false)] {
            for names in [&[name][..], &["a", name], &[name, "a"]] {
                let told = foreign(names, address);
                assert_eq!(told.contains("OParl"), is_oparl, "{told}");
            }
        }
    }

    #[test]
    fn four_members_are_named_and_only_more_are_left_out() {
        assert_eq!(foreign(&[], "1"), "an empty object");
        let names = ["a", "b", "c", "d", "e", "f"];
        for count in 1..=names.len() {
            let told = foreign(&names[..count], "1");
            let (_, told) = told.rsplit_once('(').expect("the names");
            let shown = ["`a`", "`b`", "`c`", "`d`", "…"];
            assert_eq!(told, shown[..count.min(5)].join(", ") + ")");
        }
    }
}

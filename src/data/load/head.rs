//! What stands at the head of a dataset: its beginning, and what it says of itself.

use super::fault::{NEEDED, without_place};
use super::shelf::SHELVES;
use super::split::Member;
use super::{Origin, Refusal, refused};
use crate::data::dataset::About;
use crate::data::door::{List, Prose};
use crate::data::problem::Problems;
use crate::text::clean_line;

/// The major version of the format that this program reads.
const MAJOR: &str = "sommet/1";

/// What may stand at the very beginning of a text.
pub(super) const BOM: &[u8] = "\u{feff}".as_bytes();

/// Names what a file is, when its first bytes show that it can be no dataset.
pub(super) fn looks_like(head: &[u8]) -> Option<(&'static str, &'static str)> {
    let text = head.strip_prefix(BOM).unwrap_or(head).trim_ascii_start();
    let starts = |prefix: &[u8]| head.starts_with(prefix);
    if text.is_empty() {
        return Some(("the file is empty", NEEDED));
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

/// Whether a member of the object on top tells of the dataset itself.
pub(super) fn is_own(name: &str) -> bool {
    OWN.contains(&name)
}

/// Reports the lists that are none.
pub(super) fn report_no_lists(members: &[Member], problems: &mut Problems) {
    for (chapter, shelf) in (1..).zip(&SHELVES) {
        let member = members.iter().find(|member| member.name == shelf.section);
        let value = member.and_then(|member| member.value.as_deref());
        let Some(value) = value else { continue };
        // The message of whoever expects a list.
        if let Err(error) = serde_json::from_slice::<List<serde::de::IgnoredAny>>(value) {
            problems.open_chapter(chapter);
            let text = format!("{}; the list is left out", without_place(&error));
            problems.error(shelf.section, text);
        }
    }
}

/// Reads what the file says of itself, and refuses what is not for us.
pub(super) fn read_about(
    origin: &Origin,
    members: &[Member],
    problems: &mut Problems,
) -> Result<About, Refusal> {
    let value = |name: &str| {
        let member = members.iter().find(|member| member.name == name)?;
        member.value.as_deref()
    };
    let mut text = |name: &str| -> String {
        let read: Result<Prose<'_>, _> = serde_json::from_slice(value(name).unwrap_or(b"null"));
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
    let gaps = value("gaps").unwrap_or(b"[]");
    let gaps: List<Prose<'_>> = serde_json::from_slice(gaps).unwrap_or_else(|error| {
        problems.error("gaps", without_place(&error));
        List::default()
    });
    let shelf = |name: &str| SHELVES.iter().any(|shelf| shelf.section == name);
    for member in members {
        if !is_own(&member.name) && !shelf(&member.name) {
            problems.unknown_member(&member.name);
        }
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

/// What the dataset says of itself.
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

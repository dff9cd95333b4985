//! What stands at the head of a dataset: what it says of itself.

use serde_json::Value;

use super::damage::NEEDED;
use super::foreign::as_foreign;
use super::sections::SECTIONS;
use super::split::Member;
use super::{LoadError, Origin, refused};
use crate::data::format::fields::FieldSpec;
use crate::data::format::kinds::OWN;
use crate::data::format::walk::{Finding, What, walk};
use crate::data::model::dataset::About;
use crate::data::model::problem::Problems;
use crate::data::watch::Watch;
use crate::text::{clean_line, clean_prose};

/// The major version of the format that this program reads.
const MAJOR: &str = "sommet/1";

/// Reports the lists that are none.
pub(super) fn report_no_lists(members: &[Member], problems: &mut Problems) {
    for (chapter, section) in (1..).zip(&SECTIONS) {
        let member = members.iter().find(|member| member.name == section.name);
        if member.is_some_and(|member| member.value.is_some()) {
            problems.open_chapter(chapter);
            problems.error(section.name, "is not a list; left out");
        }
    }
}

/// Reads what the file says of itself, and refuses what is not for us.
pub(super) fn read_about(
    origin: &Origin,
    members: &[Member],
    watch: &Watch,
    problems: &mut Problems,
) -> Result<About, LoadError> {
    let is_section = |name: &str| SECTIONS.iter().any(|section| section.name == name);
    let format = members.iter().find(|member| member.name == "format");
    let is_named =
        format.is_some_and(|it| it.value.as_ref().is_some_and(|it| it.starts_with(b"\"")));
    if !is_named && !members.iter().any(|member| is_section(&member.name)) {
        return Err(refused(origin, None, as_foreign(members), NEEDED));
    }
    let mut about = About::default();
    for field in OWN.fields {
        let member = members.iter().find(|member| member.name == field.name);
        if let Some(value) = member.and_then(|member| member.value.as_deref()) {
            let tree = read_own(field, value, watch, problems, &mut about.unknown);
            if field.name == "format" {
                check_format(origin, &tree, problems)?;
            } else if tree != Value::Null {
                take(&mut about, field.name, tree);
            }
        } else if field.needed {
            let text = format!("is missing; read as \"{MAJOR}\"");
            problems.error(field.name, text);
        }
    }
    for member in members {
        if OWN.number_of(&member.name).is_none() && !is_section(&member.name) {
            problems.unknown_member(&member.name);
            about.unknown += 1;
        }
    }
    if about.title.trim().is_empty() {
        about.title = match origin {
            Origin::File(path) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                clean_line(&name).into_owned()
            }
            _ => "Untitled dataset".to_owned(),
        };
    }
    Ok(about)
}

/// Reads one thing that the file says of itself, and reports its flaws.
fn read_own(
    field: &'static FieldSpec,
    value: &[u8],
    watch: &Watch,
    problems: &mut Problems,
    unknown: &mut u64,
) -> Value {
    let json = String::from_utf8_lossy(value);
    let mut met = problems.of_chapter();
    let mut report = |finding: Finding| {
        let path = match &*finding.path {
            "" => field.name.to_owned(),
            path if path.starts_with('[') => format!("{}{path}", field.name),
            path => format!("{}.{path}", field.name),
        };
        match &finding.what {
            What::Unknown => met.unknown_member(&path),
            What::Note(text) => met.note(path, text),
            What::Flaw(text) => met.error(path, text),
        }
    };
    match walk(&json, &field.rule, watch, &mut report) {
        Ok(walked) => {
            problems.append(met);
            *unknown += walked.unknown;
            walked.tree
        }
        Err(error) => {
            let text = format!("{}; left out", super::damage::without_place(&error));
            problems.error(field.name, text);
            Value::Null
        }
    }
}

/// Keeps what the file says of itself, as it stands there and fit to be shown.
fn take(about: &mut About, name: &'static str, tree: Value) {
    let shown = match &tree {
        Value::String(text) => clean_prose(text).into_owned(),
        _ => String::new(),
    };
    match name {
        "title" => about.title = shown,
        "description" => about.description = shown,
        "version" => about.version = shown,
        "as_of" => about.as_of = shown,
        "licence" => about.licence = shown,
        "language" => about.language = shown,
        _ => {}
    }
    if let (Value::Array(gaps), "gaps") = (&tree, name) {
        let texts = gaps.iter().filter_map(|gap| match gap {
            Value::String(text) => Some(clean_prose(text).into_owned()),
            _ => None,
        });
        about.gaps = texts.collect();
    }
    about.given.push((name, tree));
}

/// Refuses what is of another format.
fn check_format(origin: &Origin, format: &Value, problems: &mut Problems) -> Result<(), LoadError> {
    let Value::String(format) = format else {
        return Ok(());
    };
    let (major, minor) = format.split_once('.').unwrap_or((format, ""));
    if major == MAJOR {
        if !minor.is_empty() {
            let text = "a newer minor version; unknown fields are left aside";
            problems.note("format", text);
        }
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

//! Flaws of a dataset that do not stop us: each is kept, with its place and what was done about it.

use std::collections::BTreeMap;
use std::fmt;

use crate::text::said;

/// How much a flaw matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Something could not be used as it stands.
    Error,
    /// Something was left aside that we do not know.
    Note,
}

impl Level {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Note => "note",
        }
    }
}

/// A flaw: where it is and what it means. Both texts are clean and short enough for a line or two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How much it matters.
    pub level: Level,
    /// The place in the file, e.g. `meetings[7].participants[2].person`.
    pub path: String,
    /// What is wrong and what was done about it.
    pub text: String,
}

impl Problem {
    /// Whether it is a field that the format does not know.
    #[must_use]
    pub fn is_unknown_field(&self) -> bool {
        self.level == Level::Note && self.text.starts_with(UNKNOWN)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.level.word(), self.path, self.text)
    }
}

/// Where one record stands in the file.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The list it is in.
    pub section: &'a str,
    /// Its index there, from 0.
    pub index: usize,
}

impl Place<'_> {
    /// The path of a field of the record; of the record itself when `field` is empty.
    #[must_use]
    pub fn path(&self, field: &str) -> String {
        let dot = if field.is_empty() { "" } else { "." };
        format!("{}[{}]{dot}{field}", self.section, self.index)
    }
}

/// Flaws as they are found. Unknown fields of one name are gathered into one note.
///
/// They are told chapter by chapter, in whatever order the chapters come in the file: what concerns the
/// whole file first, then each list, then the links.
#[derive(Debug, Default)]
pub struct Problems {
    chapter: u8,
    found: Vec<(u8, Problem)>,
    /// Notes that are given once for all places that are alike: by what is said and the name of the place, the
    /// first place and how many there are.
    alike: BTreeMap<(String, String), (String, usize)>,
}

/// What is said of a field that the format does not know.
const UNKNOWN: &str = "unknown field, left aside";

/// The chapter of what concerns links, after those of all lists.
pub const LINKS: u8 = u8::MAX;

impl Problems {
    /// What is added next belongs to that chapter.
    pub fn open_chapter(&mut self, chapter: u8) {
        self.chapter = chapter;
    }

    /// Adds one of level error.
    pub fn error(&mut self, path: impl AsRef<str>, text: impl AsRef<str>) {
        self.add(Level::Error, path.as_ref(), text.as_ref());
    }

    /// Adds one of level note.
    pub fn note(&mut self, path: impl AsRef<str>, text: impl AsRef<str>) {
        self.add(Level::Note, path.as_ref(), text.as_ref());
    }

    fn add(&mut self, level: Level, path: &str, text: &str) {
        let (path, text) = (said(path), said(text));
        let problem = Problem { level, path, text };
        self.found.push((self.chapter, problem));
    }

    /// Adds those of a later part of the file.
    pub fn append(&mut self, later: Self) {
        self.found.extend(later.found);
        for (name, (path, times)) in later.alike {
            let (_, known) = self.alike.entry(name).or_insert((path, 0));
            *known += times;
        }
    }

    /// Adds a member of the object on top that the format does not know.
    pub fn unknown_member(&mut self, name: &str) {
        self.note(name, UNKNOWN);
    }

    /// Adds a field that the format does not know.
    pub fn unknown_field(&mut self, place: Place<'_>, field: &str) {
        self.alike(place, field, UNKNOWN);
    }

    /// Adds a note that is given once, however many places it may be given for.
    pub fn alike(&mut self, place: Place<'_>, field: &str, text: &str) {
        let name = format!("{}.{}", place.section, without_indices(field));
        let (_, times) = self
            .alike
            .entry((name, text.to_owned()))
            .or_insert_with(|| (place.path(field), 0));
        *times += 1;
    }

    /// All of them: errors in the order in which they were found, then notes.
    #[must_use]
    pub fn finish(mut self) -> Vec<Problem> {
        self.found.sort_by_key(|(chapter, _)| *chapter);
        let notes = self.alike.into_iter();
        let notes = notes.map(|((_, text), (path, times))| Problem {
            level: Level::Note,
            path: said(&path),
            text: match times {
                1 => said(&text),
                2 => format!("{}, here and once more", said(&text)),
                times => format!("{}, here and {} times more", said(&text), times - 1),
            },
        });
        let found = self.found.into_iter().map(|(_, problem)| problem);
        found.chain(notes).collect()
    }
}

/// `a[3].b[1]` without its numbers: `a[].b[]`.
fn without_indices(path: &str) -> String {
    path.chars().filter(|c| !c.is_ascii_digit()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_fields_of_one_name_are_one_note() {
        let mut problems = Problems::default();
        for index in 0..3 {
            let place = Place {
                section: "people",
                index,
            };
            problems.unknown_field(place, &format!("roles[{index}].x"));
        }
        problems.error("people[0].name", "bad\u{1b}");
        let all = problems.finish();
        assert_eq!(all[0].to_string(), "error: people[0].name: bad␛");
        assert_eq!(
            all[1].to_string(),
            "note: people[0].roles[0].x: unknown field, left aside, here and 2 times more"
        );
        assert_eq!(all.len(), 2);
    }
}

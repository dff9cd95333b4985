//! Flaws of a dataset that do not stop us: each is kept, with its place and what was done about it.

use std::collections::HashMap;
use std::fmt;

use crate::text::excerpt;

/// How much a flaw matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Something could not be used as it stands.
    Error,
    /// Something is unknown to the format and was left out.
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
    /// How many problems it stands for: itself, and those of its sort that are not listed one by one.
    pub times: usize,
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
pub struct RecordPlace<'a> {
    /// The list it is in.
    pub section: &'a str,
    /// Its index there, from 0.
    pub index: usize,
}

impl RecordPlace<'_> {
    /// The path of a field of the record; of the record itself when `field` is empty.
    #[must_use]
    pub fn path(&self, field: &str) -> String {
        let dot = if field.is_empty() { "" } else { "." };
        format!("{}[{}]{dot}{field}", self.section, self.index)
    }
}

/// So many problems of one sort are listed one by one, and so many notes that are given once. A file may have
/// millions, and nobody reads more of them; the others are counted.
pub const MOST_LISTED: usize = 1_000;

/// Flaws as they are found. Unknown fields of one name are gathered into one note.
///
/// They are listed chapter by chapter, in whatever order the chapters come in the file: what concerns the
/// whole file first, then each list, then the links. Whatever the file is, they need little memory: no more
/// than the first [`MOST_LISTED`] of a sort are kept. Of one sort are those of one chapter that say the same, whatever
/// names and numbers they give.
#[derive(Debug, Default)]
pub struct Problems {
    chapter: u8,
    found: Vec<(u8, Problem)>,
    /// Of each sort: how many are listed, and the place of the one that counts the others.
    sorts: HashMap<u64, (usize, Option<usize>)>,
    /// Notes that are given once for all places that are alike.
    alike: Vec<Alike>,
    /// The place of each there, by its text and the name of its place.
    alike_at: HashMap<(String, String), usize>,
}

/// The problem that counts the others of its sort.
#[derive(Clone, Copy, Debug)]
pub struct UncountedRest(usize);

/// A note that is given once.
#[derive(Debug)]
struct Alike {
    /// The place without its numbers, and the text.
    name: (String, String),
    /// The first place.
    path: String,
    /// How many there are.
    times: usize,
    /// How many others are counted here, whose places have other names.
    others: usize,
}

/// The text for a field that the format does not know.
const UNKNOWN: &str = "unknown field, left aside";

/// The chapter of what concerns links, after those of all lists.
pub const LINKS: u8 = u8::MAX;

/// That of notes that are given once.
const ALIKE: u8 = LINKS - 1;

impl Problems {
    /// What is added next belongs to that chapter.
    pub fn open_chapter(&mut self, chapter: u8) {
        self.chapter = chapter;
    }

    /// None yet, for the chapter that is open here.
    #[must_use]
    pub fn of_chapter(&self) -> Self {
        Self {
            chapter: self.chapter,
            ..Self::default()
        }
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
        let text = excerpt(text);
        if self.count(sort_of(self.chapter, level, &text), 1) {
            let path = excerpt(path);
            let problem = Problem {
                level,
                path,
                text,
                times: 1,
            };
            self.found.push((self.chapter, problem));
        }
    }

    /// Adds an error that counts all others of its sort to come, by [`more`](Self::more).
    pub fn last_of_sort(&mut self, path: impl AsRef<str>, text: impl AsRef<str>) -> UncountedRest {
        self.error(path, &text);
        let sort = sort_of(self.chapter, Level::Error, &excerpt(text.as_ref()));
        let last = self.found.len() - 1;
        let (_, rest) = self.sorts.entry(sort).or_default();
        UncountedRest(*rest.get_or_insert(last))
    }

    /// Counts so many more of a sort.
    pub fn more(&mut self, rest: UncountedRest, times: usize) {
        if let Some((_, problem)) = self.found.get_mut(rest.0) {
            problem.times += times;
        }
    }

    /// Counts one that stands for so many; `false` when it is not to be listed by itself.
    fn count(&mut self, sort: u64, times: usize) -> bool {
        let (listed, rest) = self.sorts.entry(sort).or_default();
        if let Some((_, first)) = rest.and_then(|at| self.found.get_mut(at)) {
            first.times += times;
            return false;
        }
        *listed += 1;
        if *listed > MOST_LISTED {
            *rest = Some(self.found.len());
        }
        true
    }

    /// Adds those of a later part of the file.
    pub fn append(&mut self, later: Self) {
        for (chapter, problem) in later.found {
            let sort = sort_of(chapter, problem.level, &problem.text);
            if self.count(sort, problem.times) {
                self.found.push((chapter, problem));
            }
        }
        for alike in later.alike {
            self.add_alike(alike);
        }
    }

    /// Adds a member of the object on top that the format does not know.
    pub fn unknown_member(&mut self, name: &str) {
        self.note(name, UNKNOWN);
    }

    /// Adds a field that the format does not know.
    pub fn unknown_field(&mut self, place: RecordPlace<'_>, field: &str) {
        self.alike(place, field, UNKNOWN);
    }

    /// Adds a note that is given once, however many places it may be given for.
    pub fn alike(&mut self, place: RecordPlace<'_>, field: &str, text: &str) {
        let name = format!("{}.{}", place.section, without_indices(field));
        let name = (excerpt(&name), excerpt(text));
        if let Some(known) = self.alike_at.get(&name) {
            self.alike[*known].times += 1;
            return;
        }
        self.add_alike(Alike {
            name,
            path: excerpt(&place.path(field)),
            times: 1,
            others: 0,
        });
    }

    fn add_alike(&mut self, alike: Alike) {
        if let Some(known) = self.alike_at.get(&alike.name) {
            let known = &mut self.alike[*known];
            known.times += alike.times;
            known.others += alike.others;
            return;
        }
        let sort = sort_of(ALIKE, Level::Note, &alike.name.1);
        let (listed, rest) = self.sorts.entry(sort).or_default();
        if let Some(first) = rest.and_then(|at| self.alike.get_mut(at)) {
            first.others += alike.times + alike.others;
            return;
        }
        *listed += 1;
        if *listed >= MOST_LISTED {
            *rest = Some(self.alike.len());
        }
        self.alike_at.insert(alike.name.clone(), self.alike.len());
        self.alike.push(alike);
    }

    /// All of them: errors in the order in which they were found, then notes.
    #[must_use]
    pub fn finish(mut self) -> Vec<Problem> {
        self.found.sort_by_key(|(chapter, _)| *chapter);
        self.alike
            .sort_unstable_by(|one, other| one.name.cmp(&other.name));
        let found = self.found.into_iter().map(|(_, mut problem)| {
            if let Some(more @ 1..) = problem.times.checked_sub(1) {
                problem.text = format!("{}; and {more} more of this sort", problem.text);
            }
            problem
        });
        found
            .chain(self.alike.into_iter().map(Alike::into_problem))
            .collect()
    }
}

impl Alike {
    fn into_problem(self) -> Problem {
        let text = self.name.1;
        let text = match self.times {
            1 => text,
            2 => format!("{text}, here and once more"),
            times => format!("{text}, here and {} times more", times - 1),
        };
        Problem {
            level: Level::Note,
            path: self.path,
            text: match self.others {
                0 => text,
                others => format!("{text}; and {others} more of this sort"),
            },
            times: 1 + self.others,
        }
    }
}

/// The sort of a problem: what it says without what it quotes and without numbers, so that there are no more
/// sorts than sentences in this program.
fn sort_of(chapter: u8, level: Level, text: &str) -> u64 {
    let quoted = text.split('`').step_by(2);
    let words = quoted.flat_map(|part| part.split([' ', ';', ':']));
    let words = words.filter(|word| !word.contains(|c: char| c.is_ascii_digit()));
    let bytes = words.flat_map(str::bytes);
    // FNV-1a: the same on every run.
    let start = 0xCBF2_9CE4_8422_2325 ^ u64::from(chapter) << 8 ^ level as u64;
    bytes.fold(start, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
    })
}

/// `a[3].b[1]` without its numbers: `a[].b[]`.
fn without_indices(path: &str) -> String {
    path.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// How many there are of a level, those included that are not listed one by one.
#[must_use]
pub fn count_of(problems: &[Problem], level: Level) -> usize {
    let these = problems.iter().filter(|problem| problem.level == level);
    these.map(|problem| problem.times).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_fields_of_one_name_are_one_note() {
        let mut problems = Problems::default();
        for index in 0..3 {
            let place = RecordPlace {
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

    /// So many flaws of several sorts, gathered in parts of that size.
    fn gathered(count: usize, part: usize) -> Vec<Problem> {
        let mut all = Problems::default();
        for start in (0..count).step_by(part) {
            let mut some = Problems::default();
            for index in start..count.min(start + part) {
                let place = RecordPlace {
                    section: "people",
                    index,
                };
                some.open_chapter(1);
                some.error(place.path("id"), "is missing");
                some.error(
                    place.path("name"),
                    format!("`{index}` is not a text; left out"),
                );
                some.unknown_field(place, &format!("x{}y{}", "a".repeat(index % 7), index % 2));
                some.unknown_field(place, &letters(index));
            }
            all.append(some);
        }
        all.finish()
    }

    /// A name of letters alone, another for each number.
    fn letters(number: usize) -> String {
        let digits = number.to_string();
        digits.bytes().map(|digit| char::from(digit + 49)).collect()
    }

    #[test]
    fn of_a_sort_the_first_are_told_and_all_are_counted() {
        let all = gathered(5_000, 5_000);
        let of = |level| all.iter().filter(move |problem| problem.level == level);
        assert_eq!(of(Level::Error).count(), 2 * (MOST_LISTED + 1));
        assert_eq!(of(Level::Error).map(|it| it.times).sum::<usize>(), 10_000);
        assert_eq!(of(Level::Note).count(), MOST_LISTED);
        let rest: Vec<String> = all
            .iter()
            .filter(|problem| problem.times > 1)
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            rest[..2],
            [
                "error: people[1000].id: is missing; and 3999 more of this sort",
                "error: people[1000].name: `1000` is not a text; left out; and 3999 more of this sort",
            ]
        );
        assert!(
            rest[2].contains("unknown field, left aside; and"),
            "{rest:?}"
        );
    }

    #[test]
    fn what_is_told_does_not_hang_on_the_parts_in_which_it_was_read() {
        let errors = |all: Vec<Problem>| -> Vec<Problem> {
            let errors = all.into_iter();
            errors.filter(|it| it.level == Level::Error).collect()
        };
        let whole = errors(gathered(3_000, 3_000));
        for part in [1, 7, 999, 1_000, 1_001, 2_500] {
            assert_eq!(errors(gathered(3_000, part)), whole, "{part}");
        }
    }
}

//! What can be searched: the folded texts of all records, end to end.

use unicode_segmentation::UnicodeSegmentation;

use super::Rank;
use crate::data::{Dataset, Kind, RecordId};
use crate::text::{fold, initials, words};

/// No more characters of a field are looked at.
const LONGEST_FIELD: usize = 1_000;

/// A text is compared with so many others of its record, lest it be kept twice.
const FIRST_FIELDS: usize = 8;

/// From this many letters on a word is looked for in the roles of a person and their organisations, and
/// in the publisher of a source. Single letters begin some role of nearly everybody.
const LETTERS_FOR_ROLES: usize = 2;
/// From this many letters on a word is looked for in the names of the people, topics and organisations
/// of a meeting.
const LETTERS_FOR_LINKS: usize = 3;

/// Where in a record a word was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the name or title.
    Name,
    /// In the name for narrow places.
    Short,
    /// In that one of the other names, from 0.
    Alias(u32),
    /// In the title of that one of the roles of a person, from 0.
    Role(u32),
    /// In the publisher of a source.
    Publisher,
    /// In the name of a participant of a meeting who has no record of their own; which one, from 0.
    Guest(u32),
    /// In a name of this record, which the hit is linked with: the organisation of a role of a person;
    /// a person, a topic or an organisation of a meeting.
    Link(RecordId),
}

impl Place {
    /// Is this one of the record's own names?
    #[must_use]
    pub const fn is_own(self) -> bool {
        matches!(self, Self::Name | Self::Short | Self::Alias(_))
    }

    /// The worst rank that counts here for a word of so many letters, in a record of that kind.
    pub(super) fn worst_rank(self, kind: Kind, letters: usize) -> Option<Rank> {
        let (enough, worst) = match self {
            Self::Name | Self::Short | Self::Alias(_) => (1, Rank::Inside),
            Self::Role(_) => (LETTERS_FOR_ROLES, Rank::Initials),
            Self::Publisher => (LETTERS_FOR_ROLES, Rank::WordStart),
            Self::Link(_) if kind == Kind::Person => (LETTERS_FOR_ROLES, Rank::WordStart),
            Self::Guest(_) | Self::Link(_) => (LETTERS_FOR_LINKS, Rank::WordStart),
        };
        (letters >= enough).then_some(worst)
    }

    /// The text as it is shown; empty for a link, whose record has several names.
    pub(super) fn shown(self, dataset: &Dataset, id: RecordId) -> &str {
        let text = match self {
            Self::Name => Some(dataset.name(id)),
            Self::Short => Some(dataset.short(id)),
            Self::Alias(nth) => dataset.aliases(id).nth(nth as usize),
            Self::Role(nth) => {
                let role = dataset.roles(id).nth(nth as usize);
                role.map(|role| role.title)
            }
            Self::Publisher => Some(dataset.publisher(id)),
            Self::Guest(nth) => {
                let guest = dataset.participants(id).nth(nth as usize);
                guest.map(|guest| guest.name)
            }
            Self::Link(_) => None,
        };
        text.unwrap_or_default()
    }
}

/// What can be searched in a dataset. It is built once and good for that dataset only.
///
/// ```
/// use sommet::browse::search::{Index, find};
/// use sommet::data::{Origin, load};
///
/// let dataset = load(&Origin::Bundled).expect("it is bundled");
/// let index = Index::new(&dataset);
/// let found = find(&index, &dataset, "sorensen", None);
/// assert_eq!(dataset.name(found.hits()[0].id), "Claus Sørensen");
/// ```
#[derive(Debug)]
pub struct Index {
    /// Field after field, each followed by the initials of its words.
    text: String,
    fields: Vec<Field>,
    /// By kind: where the fields of each record begin, and where those of the last end.
    first: [Vec<usize>; Kind::ALL.len()],
}

/// A folded text of a record: where it lies.
#[derive(Clone, Copy, Debug)]
struct Field {
    start: u32,
    /// The end of the text, where its initials begin.
    end: u32,
    /// The end of the initials.
    close: u32,
    place: Place,
}

/// A folded text of a record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Searched<'a> {
    pub place: Place,
    pub text: &'a str,
    pub initials: &'a str,
}

impl Index {
    /// Folds what can be searched.
    #[must_use]
    pub fn new(dataset: &Dataset) -> Self {
        let mut index = Self {
            text: String::new(),
            fields: Vec::new(),
            first: Default::default(),
        };
        for kind in Kind::ALL {
            let mut first = Vec::with_capacity(dataset.count(kind) + 1);
            for id in dataset.all(kind) {
                first.push(index.fields.len());
                index.add(dataset, id);
            }
            first.push(index.fields.len());
            index.first[kind as usize] = first;
        }
        index
    }

    fn add(&mut self, dataset: &Dataset, id: RecordId) {
        let from = self.fields.len();
        let mut push = |place: Place, shown: &str| self.push(from, place, shown);
        push(Place::Name, dataset.name(id));
        push(Place::Short, dataset.short(id));
        for (nth, alias) in (0..).zip(dataset.aliases(id)) {
            push(Place::Alias(nth), alias);
        }
        match id.kind {
            Kind::Person => {
                for (nth, role) in (0..).zip(dataset.roles(id)) {
                    push(Place::Role(nth), role.title);
                }
            }
            Kind::Meeting => {
                let all = (0..).zip(dataset.participants(id));
                for (nth, guest) in all.filter(|(_, guest)| guest.person.is_none()) {
                    push(Place::Guest(nth), guest.name);
                }
            }
            Kind::Source => push(Place::Publisher, dataset.publisher(id)),
            Kind::Organisation | Kind::Topic | Kind::Agreement => {}
        }
    }

    /// Adds a text to those of the record whose fields begin at `from`, unless it is one of its first
    /// already: many aliases are the name without its accents.
    fn push(&mut self, from: usize, place: Place, shown: &str) {
        let folded = fold(head(shown));
        let first = self.fields[from..].iter().take(FIRST_FIELDS);
        let is_new = first
            .map(|field| self.searched(field))
            .all(|field| field.text != folded);
        if folded.is_empty() || !is_new {
            return;
        }
        let start = self.text.len();
        let initials = initials(&folded);
        let ends = [0, folded.len(), folded.len() + initials.len()];
        // Beyond four gigabytes of names the rest cannot be found by name. The loader refuses files that
        // large, but folding may lengthen what they hold.
        let [Ok(start), Ok(end), Ok(close)] = ends.map(|end| u32::try_from(start + end)) else {
            return;
        };
        self.text.push_str(&folded);
        self.text.push_str(&initials);
        self.fields.push(Field {
            start,
            end,
            close,
            place,
        });
    }

    /// The folded texts of a record, its own names first.
    pub(super) fn fields(&self, id: RecordId) -> impl Iterator<Item = Searched<'_>> {
        let first = &self.first[id.kind as usize];
        let fields = match first.get(id.index()..id.index() + 2) {
            Some(&[start, end]) => &self.fields[start..end],
            _ => &[],
        };
        fields.iter().map(|field| self.searched(field))
    }

    /// The folded names of a record: name, short name, other names.
    pub(super) fn names(&self, id: RecordId) -> impl Iterator<Item = Searched<'_>> {
        self.fields(id).take_while(|field| field.place.is_own())
    }

    /// Whether each of some folded words begins a word of one of the record's names.
    #[must_use]
    pub fn is_named(&self, id: RecordId, wanted: &[&str]) -> bool {
        let begins = |wanted: &str| {
            let mut names = self.names(id);
            names.any(|name| words(name.text).any(|(_, word)| word.starts_with(wanted)))
        };
        !wanted.is_empty() && wanted.iter().all(|wanted| begins(wanted))
    }

    /// Whether some folded words stand side by side, each whole, in one of the record's names.
    #[must_use]
    pub fn has_phrase(&self, id: RecordId, phrase: &[&str]) -> bool {
        let in_name = |name: Searched<'_>| {
            let words: Vec<&str> = words(name.text).map(|(_, word)| word).collect();
            words.windows(phrase.len()).any(|window| window == phrase)
        };
        !phrase.is_empty() && self.names(id).any(in_name)
    }

    fn searched(&self, field: &Field) -> Searched<'_> {
        let part = |start: u32, end: u32| {
            let part = self.text.get(start as usize..end as usize);
            part.unwrap_or_default()
        };
        Searched {
            place: field.place,
            text: part(field.start, field.end),
            initials: part(field.end, field.close),
        }
    }
}

/// As much of a shown text as is looked at, to the end of a grapheme.
pub(super) fn head(shown: &str) -> &str {
    if shown.len() <= LONGEST_FIELD {
        return shown;
    }
    let mut characters = 0;
    let end = shown.grapheme_indices(true).find_map(|(at, grapheme)| {
        characters += grapheme.chars().count();
        (characters > LONGEST_FIELD).then_some(at)
    });
    end.and_then(|end| shown.get(..end)).unwrap_or(shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::load_text;

    #[test]
    fn long_texts_are_cut_between_graphemes() {
        assert_eq!(head("short"), "short");
        let long = "e\u{301}".repeat(LONGEST_FIELD);
        assert_eq!(head(&long).chars().count(), LONGEST_FIELD);
        let odd = format!("x{long}");
        assert_eq!(head(&odd).chars().count(), LONGEST_FIELD - 1);
        assert_eq!(head(&"x".repeat(1_500)).len(), LONGEST_FIELD);
    }

    #[test]
    fn the_same_folded_name_is_kept_once() {
        let dataset = load_text(
            r#"{"people": [{"id": "a", "name": "António", "aliases": ["Antonio", "Tó"]}], "meetings": []}"#,
        )
        .expect("it can be read");
        let index = Index::new(&dataset);
        let id = dataset.all(Kind::Person).next().expect("one person");
        let places: Vec<Place> = index.fields(id).map(|field| field.place).collect();
        assert_eq!(places, [Place::Name, Place::Alias(1)]);
    }
}

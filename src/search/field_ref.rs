//! Where in a record something can be found: its searched texts, one by one.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use super::rank::Rank;
use super::token::{Token, tokens};
use crate::data::{Dataset, Kind, RecordId};
use crate::text::{fold_into, fold_own, initials, is_of_other_script};

/// No more characters of a field are looked at.
const LONGEST_FIELD: usize = 1_000;

/// A text is compared with so many others of its record, lest it be searched twice.
const FIRST_FIELDS: usize = 8;

/// From this many letters on a word is looked for in the roles of a person and their organisations, and
/// in the publisher of a source. Single letters begin some role of nearly everybody.
const LETTERS_FOR_ROLES: usize = 2;
/// From this many letters on a word is looked for in the names of the people, topics and organisations
/// of a meeting.
const LETTERS_FOR_LINKS: usize = 3;

/// Where in a record a word was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldRef {
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
    /// In the name of the series of a meeting.
    Series,
    /// In a name of this record, which the hit is linked with: the organisation of a role of a person;
    /// a person, a topic or an organisation of a meeting.
    Link(RecordId),
}

impl FieldRef {
    /// Is this one of the record's own names?
    pub(crate) const fn is_own(self) -> bool {
        matches!(self, Self::Name | Self::Short | Self::Alias(_))
    }

    /// The worst rank that counts here for a word of so many letters, in a record of that kind.
    pub(super) fn worst_rank(self, kind: Kind, letters: usize) -> Option<Rank> {
        let (enough, worst) = match self {
            Self::Name | Self::Short | Self::Alias(_) => (1, Rank::Inside),
            Self::Role(_) => (LETTERS_FOR_ROLES, Rank::Initials),
            Self::Publisher => (LETTERS_FOR_ROLES, Rank::WordStart),
            Self::Link(_) if kind == Kind::Person => (LETTERS_FOR_ROLES, Rank::WordStart),
            Self::Guest(_) | Self::Series | Self::Link(_) => (LETTERS_FOR_LINKS, Rank::WordStart),
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
                let guest = dataset.participant(id, nth as usize);
                guest.map(|guest| guest.name)
            }
            Self::Series => series_of(dataset, id),
            Self::Link(_) => None,
        };
        text.unwrap_or_default()
    }
}

/// What a record of a kind is searched in beside its names: its roles, its guests or its publisher.
pub(super) fn secondary(kind: Kind) -> Option<FieldRef> {
    match kind {
        Kind::Person => Some(FieldRef::Role(0)),
        Kind::Meeting => Some(FieldRef::Guest(0)),
        Kind::Source => Some(FieldRef::Publisher),
        Kind::Organisation | Kind::Topic | Kind::Agreement => None,
    }
}

/// The name of the series of a meeting, if it has one.
fn series_of(dataset: &Dataset, meeting: RecordId) -> Option<&str> {
    match dataset.series_name(dataset.series_of(meeting)?) {
        Cow::Borrowed(name) => Some(name),
        // What has no name is called by its id.
        Cow::Owned(_) => None,
    }
}

pub(super) struct FieldText {
    pub place: FieldRef,
    /// Folded.
    pub text: String,
    /// The same in its own script, where that is another one than the Latin.
    pub own: String,
    /// The first letters of its words.
    pub initials: String,
}

impl FieldText {
    pub(super) fn tokens(&self) -> Vec<Token<'_>> {
        tokens(&self.text, &self.own)
    }
}

/// All searched texts of a record, its own names first.
pub(super) fn fields(dataset: &Dataset, id: RecordId) -> Vec<FieldText> {
    let mut all = Vec::new();
    FieldReader::default().visit(dataset, id, |place, text, own| {
        all.push(FieldText {
            place,
            text: text.to_owned(),
            own: own.to_owned(),
            initials: initials(text),
        });
    });
    all
}

/// The names of a record: name, short name, other names.
pub(super) fn names(dataset: &Dataset, id: RecordId) -> Vec<FieldText> {
    let mut names = fields(dataset, id);
    names.retain(|field| field.place.is_own());
    names
}

/// Visits the searched texts of records; what it needs for one serves for the next.
#[derive(Default)]
pub(super) struct FieldReader {
    folded: String,
    /// The first texts of the record, folded and in their own script, and how many they are.
    known: [(String, String); FIRST_FIELDS],
    count: usize,
}

impl FieldReader {
    /// Visits the texts of a record, folded and, where that is another one, in their own script; its own names
    /// first. Texts that are empty, or known already (many an alias is the name without its accents), are
    /// left out.
    pub(super) fn visit(
        &mut self,
        dataset: &Dataset,
        id: RecordId,
        mut visit: impl FnMut(FieldRef, &str, &str),
    ) {
        self.count = 0;
        let name = dataset.name(id);
        if !dataset.is_nameless(id) {
            self.field(FieldRef::Name, name, &mut visit);
        }
        let short = dataset.short(id);
        if short != name {
            self.field(FieldRef::Short, short, &mut visit);
        }
        for (nth, alias) in (0..).zip(dataset.aliases(id)) {
            self.field(FieldRef::Alias(nth), alias, &mut visit);
        }
        match id.kind {
            Kind::Person => {
                for (nth, role) in (0..).zip(dataset.roles(id)) {
                    self.field(FieldRef::Role(nth), role.title, &mut visit);
                }
            }
            Kind::Meeting => {
                let all = (0..).zip(dataset.participants(id));
                for (nth, guest) in all.filter(|(_, guest)| guest.person.is_none()) {
                    self.field(FieldRef::Guest(nth), guest.name, &mut visit);
                }
                if let Some(name) = series_of(dataset, id) {
                    self.field(FieldRef::Series, name, &mut visit);
                }
            }
            Kind::Source => self.field(FieldRef::Publisher, dataset.publisher(id), &mut visit),
            Kind::Organisation | Kind::Topic | Kind::Agreement => {}
        }
    }

    fn field(
        &mut self,
        place: FieldRef,
        shown: &str,
        visit: &mut impl FnMut(FieldRef, &str, &str),
    ) {
        let shown = head(shown);
        self.folded.clear();
        fold_into(shown, &mut self.folded);
        let own = if is_of_other_script(shown) {
            fold_own(shown)
        } else {
            Cow::Borrowed("")
        };
        self.text(place, &own, visit);
        // Whoever has no `ə` to type writes it in one of two ways.
        if shown.contains(['ə', 'Ə']) {
            self.folded.clear();
            fold_into(&shown.replace(['ə', 'Ə'], "e"), &mut self.folded);
            self.text(place, "", visit);
        }
    }

    /// Visits what was folded last.
    fn text(&mut self, place: FieldRef, own: &str, visit: &mut impl FnMut(FieldRef, &str, &str)) {
        let mut known = self.known.iter().take(self.count);
        if self.folded.is_empty() || known.any(|(text, known)| *text == self.folded && known == own)
        {
            return;
        }
        visit(place, &self.folded, own);
        if let Some((text, known)) = self.known.get_mut(self.count) {
            std::mem::swap(text, &mut self.folded);
            known.clear();
            known.push_str(own);
            self.count += 1;
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
    fn the_same_folded_name_is_searched_once() {
        let dataset = load_text(
            r#"{"people": [{"id": "a", "name": "António", "aliases": ["Antonio", "Tó"]}], "meetings": []}"#,
        )
        .expect("it can be read");
        let id = dataset.all(Kind::Person).next().expect("one person");
        let mut seen = Vec::new();
        FieldReader::default().visit(&dataset, id, |place, text, _| {
            seen.push((place, text.to_owned()));
        });
        let expected = [(FieldRef::Name, "antonio"), (FieldRef::Alias(1), "to")];
        assert_eq!(seen, expected.map(|(place, text)| (place, text.to_owned())));
    }
}

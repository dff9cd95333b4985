//! What can be searched: the folded texts of all records, end to end.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use memchr::memchr;
use memchr::memmem::Finder;
use unicode_segmentation::UnicodeSegmentation;

use super::Rank;
use super::bag::Bag;
use super::cores::{Stop, shared};
use crate::data::{Dataset, Kind, RecordId, Relation};
use crate::text::{fold_into, words};

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

/// So many rows lie in one shard; a few in tests, so that these have several. A multiple of 64.
pub(super) const SHARD: usize = if cfg!(test) { 64 } else { 1 << 14 };

/// Between the initials of a field and its text. Texts were cleaned, so they have no control characters.
const INITIALS_END: u8 = 1;
/// Behind the text of a field.
const FIELD_END: u8 = 2;

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
    /// Tells this index from every other one.
    number: u64,
    /// By kind: the records, [`SHARD`] rows at a time.
    shelves: [Vec<Shard>; Kind::ALL.len()],
}

/// The folded texts of some thousand records of one kind, end to end: small enough to stay close to the
/// core that looks through them.
///
/// A record is a run of fields, each of them `initials 1 text 2`. The first field is the name, be it
/// empty; of the others `more` says what they are.
#[derive(Debug, Default)]
pub(super) struct Shard {
    text: String,
    /// By row: where the fields of the record end.
    ends: Vec<u32>,
    /// By row: which letters its names have.
    bags: Vec<Bag>,
    /// By row: how many meetings the record has, which breaks ties.
    counts: Vec<u32>,
    /// What the fields behind the names are, by row.
    more: Vec<(u32, Place)>,
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
        static BUILT: AtomicU64 = AtomicU64::new(0);
        let pieces: Vec<(Kind, Range<usize>)> = Kind::ALL
            .into_iter()
            .flat_map(|kind| {
                let count = dataset.count(kind);
                let starts = (0..count).step_by(SHARD);
                starts.map(move |start| (kind, start..count.min(start + SHARD)))
            })
            .collect();
        let fold = |piece: usize| {
            let (kind, rows) = pieces[piece].clone();
            Shard::new(dataset, kind, rows)
        };
        let shards = shared(pieces.len(), &Stop::default(), fold).unwrap_or_default();
        let mut index = Self {
            number: BUILT.fetch_add(1, Ordering::Relaxed),
            shelves: Default::default(),
        };
        for ((kind, _), shard) in pieces.iter().zip(shards) {
            index.shelves[*kind as usize].push(shard);
        }
        index
    }

    /// The number by which this index is told from every other one.
    pub(in crate::browse) fn number(&self) -> u64 {
        self.number
    }

    /// How many meetings a record has, as the dataset says.
    pub(in crate::browse) fn meeting_count(&self, id: RecordId) -> usize {
        let shard = self.shelf(id.kind).get(id.index() / SHARD);
        let count = shard.and_then(|shard| shard.counts.get(id.index() % SHARD));
        count.map_or(0, |count| *count as usize)
    }

    /// The records of a kind.
    pub(super) fn shelf(&self, kind: Kind) -> &[Shard] {
        &self.shelves[kind as usize]
    }

    /// The folded texts of a record, its own names first.
    pub(super) fn fields(&self, id: RecordId) -> impl Iterator<Item = Searched<'_>> {
        let shard = self.shelf(id.kind).get(id.index() / SHARD);
        let fields = shard.map(|shard| shard.fields(id.index() % SHARD));
        fields.into_iter().flatten()
    }

    /// The folded names of a record: name, short name, other names.
    pub(super) fn names(&self, id: RecordId) -> impl Iterator<Item = Searched<'_>> {
        self.fields(id).take_while(|field| field.place.is_own())
    }

    /// The records of a kind of whose names each of some folded words begins a word, in their order.
    pub(in crate::browse) fn named(&self, kind: Kind, wanted: &[&str]) -> Vec<RecordId> {
        // The longest word stands in the fewest names.
        let Some(longest) = wanted.iter().max_by_key(|word| word.len()) else {
            return Vec::new();
        };
        let finder = Finder::new(longest);
        let mut ids = Vec::new();
        for (nth, shard) in (0_u32..).zip(self.shelf(kind)) {
            let first = nth * row(SHARD);
            let rows = shard.rows_with(&finder);
            let ids_here = rows.map(|at| RecordId::new(kind, first + row(at)));
            ids.extend(ids_here.filter(|id| self.is_named(*id, wanted)));
        }
        ids
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
        let Some(first) = phrase.first() else {
            return false;
        };
        let in_name = |name: Searched<'_>| {
            let words: Vec<&str> = words(name.text).map(|(_, word)| word).collect();
            words.windows(phrase.len()).any(|window| window == phrase)
        };
        let mut names = self.names(id).filter(|name| name.text.contains(first));
        names.any(in_name)
    }
}

impl Shard {
    fn new(dataset: &Dataset, kind: Kind, rows: Range<usize>) -> Self {
        let mut shard = Self {
            ends: Vec::with_capacity(rows.len()),
            bags: Vec::with_capacity(rows.len()),
            counts: Vec::with_capacity(rows.len()),
            ..Self::default()
        };
        let mut writer = Writer::default();
        for index in rows {
            writer.write(&mut shard, dataset, RecordId::new(kind, row(index)));
        }
        shard.text.shrink_to_fit();
        shard.more.shrink_to_fit();
        shard
    }

    /// How many records there are.
    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// All texts, end to end.
    pub(super) fn text(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// By row: the letters of its names.
    pub(super) fn bags(&self) -> &[Bag] {
        &self.bags
    }

    /// The bytes of a record's fields.
    fn range(&self, row: usize) -> Range<usize> {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        let end = self.ends.get(row).copied().unwrap_or(start);
        start as usize..end as usize
    }

    /// The folded texts of a record, its own names first.
    pub(super) fn fields(&self, at: usize) -> impl Iterator<Item = Searched<'_>> {
        let mut rest = self.text.get(self.range(at)).unwrap_or_default();
        let mut more = None;
        let mut is_first = true;
        let fields = std::iter::from_fn(move || {
            let (initials, behind) = split_at_mark(rest, INITIALS_END)?;
            let (text, behind) = split_at_mark(behind, FIELD_END)?;
            rest = behind;
            let place = if std::mem::take(&mut is_first) {
                Place::Name
            } else {
                // Most records have a name and no more, so the rest is looked up late.
                let nth: &mut usize = more.get_or_insert_with(|| self.first_more(at));
                let (_, place) = *self.more.get(*nth)?;
                *nth += 1;
                place
            };
            Some(Searched {
                place,
                text,
                initials,
            })
        });
        fields.filter(|field| !field.text.is_empty())
    }

    /// Where what is told of the fields of a row begins.
    fn first_more(&self, at: usize) -> usize {
        let here = row(at);
        self.more.partition_point(|(row, _)| *row < here)
    }

    /// The text by which records are put in order that are equal in all else: the first that is not empty.
    pub(super) fn sorted_by(&self, at: usize) -> &str {
        self.fields(at).next().map_or("", |field| field.text)
    }

    /// The rows in whose fields a text stands anywhere, initials included, in order.
    pub(super) fn rows_with<'a>(
        &'a self,
        wanted: &'a Finder<'_>,
    ) -> impl Iterator<Item = usize> + 'a {
        let (mut row, mut from) = (0, 0);
        std::iter::from_fn(move || {
            let at = from + wanted.find(self.text().get(from..)?)?;
            // Fields of this row end behind the place.
            row += self
                .ends
                .get(row..)?
                .iter()
                .position(|&end| end as usize > at)?;
            from = self.ends[row] as usize;
            Some(row)
        })
    }

    /// Whether a text stands anywhere in the fields of a row.
    pub(super) fn has(&self, row: usize, wanted: &Finder<'_>) -> bool {
        wanted.find(&self.text()[self.range(row)]).is_some()
    }
}

/// Writes records into a shard; what it needs for one serves for the next.
#[derive(Default)]
struct Writer {
    folded: String,
    initials: String,
    /// Where the first texts of the record lie.
    written: Vec<Range<usize>>,
}

impl Writer {
    fn write(&mut self, shard: &mut Shard, dataset: &Dataset, id: RecordId) {
        let start = shard.text.len();
        let known = shard.more.len();
        let mut bag = Bag::default();
        self.written.clear();
        let name = dataset.name(id);
        self.push(shard, &mut bag, Place::Name, name);
        let short = dataset.short(id);
        if short != name {
            self.push(shard, &mut bag, Place::Short, short);
        }
        for (nth, alias) in (0..).zip(dataset.aliases(id)) {
            self.push(shard, &mut bag, Place::Alias(nth), alias);
        }
        match id.kind {
            Kind::Person => {
                for (nth, role) in (0..).zip(dataset.roles(id)) {
                    self.push(shard, &mut bag, Place::Role(nth), role.title);
                }
            }
            Kind::Meeting => {
                let all = (0..).zip(dataset.participants(id));
                for (nth, guest) in all.filter(|(_, guest)| guest.person.is_none()) {
                    self.push(shard, &mut bag, Place::Guest(nth), guest.name);
                }
            }
            Kind::Source => self.push(shard, &mut bag, Place::Publisher, dataset.publisher(id)),
            Kind::Organisation | Kind::Topic | Kind::Agreement => {}
        }
        let end = u32::try_from(shard.text.len()).unwrap_or_else(|_| {
            // Four gigabytes of names in one shard: this record cannot be found by name.
            shard.text.truncate(start);
            shard.more.truncate(known);
            u32::try_from(start).unwrap_or(u32::MAX)
        });
        shard.ends.push(end);
        shard.bags.push(bag);
        shard.counts.push(row(meeting_count(dataset, id)));
    }

    /// Adds a text to those of the record, unless it is one of its first already: many aliases are the
    /// name without its accents. The name has its field even where it is empty.
    fn push(&mut self, shard: &mut Shard, bag: &mut Bag, place: Place, shown: &str) {
        self.folded.clear();
        fold_into(head(shown), &mut self.folded);
        let folded = &*self.folded;
        if place != Place::Name {
            let mut written = self.written.iter().take(FIRST_FIELDS);
            let is_known = written.any(|text| shard.text.get(text.clone()) == Some(folded));
            if folded.is_empty() || is_known {
                return;
            }
            shard.more.push((row(shard.ends.len()), place));
        }
        self.initials.clear();
        let letters = Bag::of(folded, &mut self.initials);
        if place.is_own() {
            bag.add(letters);
        }
        shard.text.push_str(&self.initials);
        shard.text.push(char::from(INITIALS_END));
        let start = shard.text.len();
        shard.text.push_str(folded);
        if !folded.is_empty() {
            self.written.push(start..shard.text.len());
        }
        shard.text.push(char::from(FIELD_END));
    }
}

/// How many meetings a record has, without gathering them.
pub(in crate::browse) fn meeting_count(dataset: &Dataset, id: RecordId) -> usize {
    let alone = id.kind == Kind::Meeting
        && dataset.series_of(id).is_none()
        && dataset.from(id, Relation::PartOf).next().is_none();
    if alone { 1 } else { dataset.meeting_count(id) }
}

/// What stands before a mark and what behind it.
fn split_at_mark(text: &str, mark: u8) -> Option<(&str, &str)> {
    let at = memchr(mark, text.as_bytes())?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Rows of a dataset are counted in four bytes.
pub(super) fn row(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
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

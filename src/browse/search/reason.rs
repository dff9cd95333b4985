//! Why a record was found: where each word of the query stands in it, and how.

use super::place::{Field, Place, fields, names};
use super::{Found, Grade, Hit, Rank, Word};
use crate::data::{Dataset, Kind, RecordId, Relation};
use crate::text::{Folded, fold};

/// How a word stands where it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// Letter for letter.
    Exact,
    /// As the first letters of words.
    Initials,
    /// With so many letters wrong.
    LettersOff(u8),
    /// With letters left out.
    Fuzzy,
}

/// One reason why a record was found; it may account for several words of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reason {
    /// Where in the record.
    pub place: Place,
    /// How; of several words, that of the worst.
    pub how: How,
    /// Whether the matched letters have accents (or other letters than Latin ones) that were not typed.
    pub accent_folded: bool,
}

impl Reason {
    /// The reason in a few words: `name, accent folded`, `alias HLD 2013`, `person in the room`.
    #[must_use]
    pub fn words(&self, dataset: &Dataset, id: RecordId) -> String {
        let mut words = self.place_in_words(dataset, id);
        match self.how {
            How::Exact => {}
            How::Initials => words.push_str(", initials"),
            How::LettersOff(1) => words.push_str(", one letter off"),
            How::LettersOff(_) => words.push_str(", two letters off"),
            How::Fuzzy => words.push_str(", fuzzy"),
        }
        if self.accent_folded {
            words.push_str(", accent folded");
        }
        words
    }

    fn place_in_words(&self, dataset: &Dataset, id: RecordId) -> String {
        let shown = self.place.shown(dataset, id);
        match self.place {
            Place::Name => "name".to_owned(),
            Place::Short => "short name".to_owned(),
            Place::Alias(_) => format!("alias {shown}"),
            Place::Role(_) => format!("role {shown}"),
            Place::Publisher => format!("publisher {shown}"),
            Place::Guest(_) => "person in the room".to_owned(),
            Place::Link(linked) => match linked.kind {
                Kind::Person => "person in the room".to_owned(),
                Kind::Topic => "topic discussed".to_owned(),
                kind => format!("{kind} {}", dataset.short(linked)),
            },
        }
    }
}

/// A place where a word stands, as good as any other in the record.
struct Stand {
    place: Place,
    how: How,
}

impl Found {
    /// Why a record is among the hits, in the order of the words of the query. As few reasons as will do:
    /// a place that accounts for several words goes before one that accounts for one.
    #[must_use]
    pub fn reasons(&self, dataset: &Dataset, hit: Hit) -> Vec<Reason> {
        if self.words.is_empty() {
            return Vec::new();
        }
        if hit.rank == Rank::WholeName {
            return self.reason_of_whole_name(dataset, hit.id);
        }
        let stands: Vec<Vec<Stand>> = self
            .words
            .iter()
            .map(|word| self.stands(dataset, word, hit.id))
            .collect();
        let accounts_for = |place: Place| {
            let stands_there = |stands: &&Vec<Stand>| stands.iter().any(|at| at.place == place);
            stands.iter().filter(stands_there).count()
        };
        let mut reasons: Vec<Reason> = Vec::new();
        for (word, stands) in self.words.iter().zip(&stands) {
            // The first of the best: `max_by_key` alone would take the last.
            let best = stands.iter().rev().max_by_key(|at| accounts_for(at.place));
            let Some(&Stand { place, how }) = best else {
                continue;
            };
            let accent_folded = self.folds_accent(word, place.shown(dataset, hit.id));
            match reasons.iter_mut().find(|reason| reason.place == place) {
                Some(reason) => {
                    reason.how = reason.how.max(how);
                    reason.accent_folded |= accent_folded;
                }
                None => reasons.push(Reason {
                    place,
                    how,
                    accent_folded,
                }),
            }
        }
        reasons
    }

    /// The reasons in words, for the line under a hit.
    #[must_use]
    pub fn why(&self, dataset: &Dataset, hit: Hit) -> String {
        let mut sayings: Vec<String> = Vec::new();
        for reason in self.reasons(dataset, hit) {
            let words = reason.words(dataset, hit.id);
            if !sayings.contains(&words) {
                sayings.push(words);
            }
        }
        sayings.join("; ")
    }

    fn reason_of_whole_name(&self, dataset: &Dataset, id: RecordId) -> Vec<Reason> {
        let mut names = names(dataset, id).into_iter();
        let whole = names.find(|field| self.is_whole(&field.text));
        let reason = whole.map(|field| {
            let shown = field.place.shown(dataset, id);
            Reason {
                place: field.place,
                how: How::Exact,
                accent_folded: self.words.iter().any(|word| self.folds_accent(word, shown)),
            }
        });
        reason.into_iter().collect()
    }

    /// Where a word stands best in a record.
    fn stands(&self, dataset: &Dataset, word: &Word, id: RecordId) -> Vec<Stand> {
        let exact = exact_stands(dataset, word, id);
        let loose = || self.loose_stands(dataset, word, id);
        let graded = if exact.is_empty() { loose() } else { exact };
        let best = graded.iter().map(|(grade, _)| *grade).min();
        graded
            .into_iter()
            .filter(|(grade, _)| Some(*grade) == best)
            .map(|(_, stand)| stand)
            .collect()
    }

    fn loose_stands(&self, dataset: &Dataset, word: &Word, id: RecordId) -> Vec<(Grade, Stand)> {
        names(dataset, id)
            .into_iter()
            .filter_map(|field| {
                let loose = word.loose(&field.text, self.typos)?;
                let (place, how) = (field.place, loose.how);
                Some((Grade::loose(&loose), Stand { place, how }))
            })
            .collect()
    }

    /// Do the letters that a word matches in a shown text differ from their folded form, and from what
    /// was typed?
    fn folds_accent(&self, word: &Word, shown: &str) -> bool {
        let marks = self.marks_of(word, Rank::Fuzzy, &Folded::new(super::head(shown)));
        marks.into_iter().any(|mark| {
            let small = shown.get(mark).unwrap_or_default().to_lowercase();
            small != fold(&small) && !self.typed.contains(&small)
        })
    }
}

/// Where a word stands letter for letter, in the record itself and in what it is linked with.
fn exact_stands(dataset: &Dataset, word: &Word, id: RecordId) -> Vec<(Grade, Stand)> {
    let here = fields(dataset, id)
        .into_iter()
        .filter_map(|field| Some((word.grade_in(&field, id.kind)?, field.place)));
    let there = linked(dataset, id).into_iter().filter_map(|other| {
        let place = Place::Link(other);
        Some((word.grade_of_link(dataset, other, id.kind)?, place))
    });
    here.chain(there)
        .map(|(grade, place)| {
            let how = match grade.rank {
                Rank::Initials => How::Initials,
                _ => How::Exact,
            };
            (grade, Stand { place, how })
        })
        .collect()
}

/// The records whose names also find this one.
fn linked(dataset: &Dataset, id: RecordId) -> Vec<RecordId> {
    match id.kind {
        Kind::Person => dataset.to(id, Relation::RoleAt).collect(),
        Kind::Meeting => {
            let mut others = dataset.people_at(id);
            others.extend(dataset.topics(id).map(|(topic, _)| topic));
            others.extend(dataset.organisations_at(id));
            others
        }
        Kind::Organisation | Kind::Topic | Kind::Agreement | Kind::Source => Vec::new(),
    }
}

impl Word {
    /// How well this word stands, letter for letter, in the names of a record.
    pub(super) fn rank_of_names(&self, dataset: &Dataset, id: RecordId) -> Option<Rank> {
        let names = names(dataset, id).into_iter();
        names
            .filter_map(|name| self.rank(&name.text, &name.initials))
            .min()
    }

    /// How well it finds a record of that kind in one of its texts.
    pub(super) fn grade_in(&self, field: &Field, kind: Kind) -> Option<Grade> {
        let worst = field.place.worst_rank(kind, self.letters())?;
        let rank = self.rank(&field.text, &field.initials)?;
        (rank <= worst).then_some(Grade::exact(rank, !field.place.is_own()))
    }

    /// How well it finds a record of that kind through a link to another.
    fn grade_of_link(&self, dataset: &Dataset, other: RecordId, kind: Kind) -> Option<Grade> {
        let worst = Place::Link(other).worst_rank(kind, self.letters())?;
        let rank = self.rank_of_names(dataset, other)?;
        (rank <= worst).then_some(Grade::exact(rank, true))
    }
}

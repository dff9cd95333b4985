//! Why a record was found: where each word of the query stands in it, and how.

use super::field_ref::{FieldRef, FieldText, fields, head, names};
use super::find::Found;
use super::rank::{Fit, Grade, Hit, MatchKind, Rank};
use super::term::{Term, Way};
use super::token::SIGN;
use super::word::QueryWord;
use crate::data::{Dataset, Kind, RecordId, Relation};
use crate::text::{Folded, fold, fold_own, is_of_other_script, lower_case};

/// How the letters that were found are spelt, beside those that were typed; the farthest is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spelling {
    /// Alike.
    Same,
    /// With accents or special letters that were not typed.
    AccentFolded,
    /// In another usual way: `ue` for `ü`, `&` for *and*.
    Other,
    /// In another script.
    Transliterated,
}

/// One reason why a record was found; it may account for several words of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reason {
    /// Where in the record.
    pub place: FieldRef,
    /// How; of several words, that of the worst.
    pub how: MatchKind,
    /// How the matched letters are spelt; of several words, that of the farthest.
    pub spelling: Spelling,
}

impl Reason {
    /// The reason in a few words: `name, accent folded`, `alias HLD 2013`, `person named`.
    pub(crate) fn words(&self, dataset: &Dataset, id: RecordId) -> String {
        let mut words = self.place_in_words(dataset, id);
        match self.how {
            MatchKind::Exact => {}
            MatchKind::Initials => words.push_str(", initials"),
            MatchKind::LettersOff(1) => words.push_str(", one letter off"),
            MatchKind::LettersOff(_) => words.push_str(", two letters off"),
            MatchKind::Fuzzy => words.push_str(", fuzzy"),
        }
        words.push_str(match self.spelling {
            Spelling::Same => "",
            Spelling::AccentFolded => ", accent folded",
            Spelling::Other => ", other spelling",
            Spelling::Transliterated => ", transliterated",
        });
        words
    }

    fn place_in_words(&self, dataset: &Dataset, id: RecordId) -> String {
        let shown = self.place.shown(dataset, id);
        match self.place {
            FieldRef::Name => "name".to_owned(),
            FieldRef::Short => "short name".to_owned(),
            FieldRef::Alias(_) => format!("alias {shown}"),
            FieldRef::Role(_) => format!("role {shown}"),
            FieldRef::Publisher => format!("publisher {shown}"),
            FieldRef::Guest(_) => "person named".to_owned(),
            FieldRef::Series => "series".to_owned(),
            FieldRef::Link(linked) => match linked.kind {
                Kind::Person => "person named".to_owned(),
                Kind::Topic => "topic discussed".to_owned(),
                kind => format!("{kind} {}", dataset.short(linked)),
            },
        }
    }
}

/// A place where a word stands, as good as any other in the record.
struct Stand {
    place: FieldRef,
    how: MatchKind,
}

impl Found {
    /// Why a record is among the hits, in the order of the words of the query. As few reasons as will do:
    /// a place that accounts for several words goes before one that accounts for one.
    pub(crate) fn reasons(&self, dataset: &Dataset, hit: Hit) -> Vec<Reason> {
        if self.terms.is_empty() {
            return Vec::new();
        }
        if hit.rank == Rank::WholeName {
            return self.reason_of_whole_name(dataset, hit.id);
        }
        let asked: Vec<Way> = self
            .terms
            .iter()
            .flat_map(|term| best_way(dataset, term, hit.id))
            .collect();
        let stands: Vec<Vec<Stand>> = asked
            .iter()
            .map(|way| self.stands(dataset, way, hit.id))
            .collect();
        let accounts_for = |place: FieldRef| {
            let stands_there = |stands: &&Vec<Stand>| stands.iter().any(|at| at.place == place);
            stands.iter().filter(stands_there).count()
        };
        let mut reasons: Vec<Reason> = Vec::new();
        for (way, stands) in asked.iter().zip(&stands) {
            // The first of the best: `max_by_key` alone would take the last.
            let best = stands.iter().rev().max_by_key(|at| accounts_for(at.place));
            let Some(&Stand { place, how }) = best else {
                continue;
            };
            let spelling = match place {
                FieldRef::Link(linked) => self.spelling_in_link(way, dataset, linked),
                place => self.spelling(way, place.shown(dataset, hit.id)),
            };
            match reasons.iter_mut().find(|reason| reason.place == place) {
                Some(reason) => {
                    reason.how = reason.how.max(how);
                    reason.spelling = reason.spelling.max(spelling);
                }
                None => reasons.push(Reason {
                    place,
                    how,
                    spelling,
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
            let ways = self.terms.iter().filter_map(|term| term.ways.last());
            let spellings = ways
                .flat_map(Way::apart)
                .map(|way| self.spelling(&way, shown));
            Reason {
                place: field.place,
                how: MatchKind::Exact,
                spelling: spellings.max().unwrap_or(Spelling::Same),
            }
        });
        reason.into_iter().collect()
    }

    /// Where a word, or several side by side, stands best in a record.
    fn stands(&self, dataset: &Dataset, way: &Way, id: RecordId) -> Vec<Stand> {
        let exact = exact_stands(dataset, way, id);
        let inexact = || self.inexact_stands(dataset, way, id);
        let graded = if exact.is_empty() { inexact() } else { exact };
        let best = graded.iter().map(|(grade, _)| *grade).min();
        graded
            .into_iter()
            .filter(|(grade, _)| Some(*grade) == best)
            .map(|(_, stand)| stand)
            .collect()
    }

    fn inexact_stands(&self, dataset: &Dataset, way: &Way, id: RecordId) -> Vec<(Grade, Stand)> {
        let ([word], None) = (way.words.as_slice(), way.row) else {
            return Vec::new();
        };
        names(dataset, id)
            .into_iter()
            .filter_map(|field| {
                let inexact = word.inexact(&field.text, self.typos)?;
                let (place, how) = (field.place, inexact.how);
                Some((inexact.grade(), Stand { place, how }))
            })
            .collect()
    }

    /// How the letters that words match in a shown text are spelt, beside those that were typed.
    fn spelling(&self, way: &Way, shown: &str) -> Spelling {
        let marks = self.marks_of(way, Rank::Fuzzy, &Folded::new(head(shown)));
        let marks = marks.into_iter().filter_map(|mark| shown.get(mark));
        let spellings = marks.map(|mark| self.spelling_of_mark(way, &lower_case(mark)));
        spellings.max().unwrap_or(Spelling::Same)
    }

    fn spelling_of_mark(&self, way: &Way, small: &str) -> Spelling {
        if self.typed.contains(small) {
            return Spelling::Same;
        }
        let folded = fold(small);
        let is_other = |word: &QueryWord| {
            let stands = folded.contains(word.text());
            !stands && (folded == SIGN || word.fit_word(&folded, None).is_some())
        };
        if is_of_other_script(small) || way.words.iter().any(QueryWord::is_of_other_script) {
            let stands = fold_own(&self.typed).contains(&*fold_own(small));
            if !stands {
                return Spelling::Transliterated;
            }
        } else if way.words.iter().any(is_other) {
            return Spelling::Other;
        }
        if small == folded {
            Spelling::Same
        } else {
            Spelling::AccentFolded
        }
    }

    /// The same in the names of a linked record, where it matters.
    fn spelling_in_link(&self, way: &Way, dataset: &Dataset, linked: RecordId) -> Spelling {
        let names = names(dataset, linked).into_iter();
        let fits = names.filter_map(|name| {
            let fit = way.fit(&name.tokens(), &name.initials)?;
            Some((fit, name.place))
        });
        let best = fits.min_by_key(|(fit, _)| *fit);
        let respelt = best.filter(|(fit, _)| fit.is_respelt());
        respelt.map_or(Spelling::Same, |(_, place)| {
            self.spelling(way, place.shown(dataset, linked))
        })
    }
}

/// The way in which a record has a term: each of its words for itself, or several side by side.
fn best_way(dataset: &Dataset, term: &Term, id: RecordId) -> Vec<Way> {
    let graded = term.ways.iter().filter_map(|way| {
        let own = way.grade_in_own(&fields(dataset, id), id.kind);
        let linked = linked(dataset, id).into_iter();
        let linked = linked.filter_map(|other| way.grade_of_link(dataset, other, id.kind));
        Some((own.into_iter().chain(linked).min()?, way))
    });
    let best = graded.min_by_key(|(grade, _)| *grade);
    let way = best.map(|(_, way)| way).or(term.ways.first());
    way.map_or_else(Vec::new, Way::apart)
}

/// Where a word, or several side by side, stands letter for letter, in the record itself and in what it is
/// linked with.
fn exact_stands(dataset: &Dataset, way: &Way, id: RecordId) -> Vec<(Grade, Stand)> {
    let here = fields(dataset, id)
        .into_iter()
        .filter_map(|field| Some((way.grade_in(&field, id.kind)?, field.place)));
    let there = linked(dataset, id).into_iter().filter_map(|other| {
        let place = FieldRef::Link(other);
        Some((way.grade_of_link(dataset, other, id.kind)?, place))
    });
    here.chain(there)
        .map(|(grade, place)| {
            let how = match grade.rank {
                Rank::Initials => MatchKind::Initials,
                _ => MatchKind::Exact,
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

impl Way {
    /// How its words stand, letter for letter, in the names of a record: all in one if side by side.
    pub(super) fn fit_of_names(&self, fields: &[FieldText]) -> Option<Fit> {
        let names = fields.iter().filter(|field| field.place.is_own());
        let names: Vec<_> = names.map(|name| (name.tokens(), &*name.initials)).collect();
        if self.row.is_some() {
            let fits = names.iter().filter_map(|(tokens, _)| self.fit(tokens, ""));
            return fits.min();
        }
        let mut fits = self.words.iter().map(|word| {
            let fits = names.iter();
            fits.filter_map(|(tokens, initials)| word.fit(tokens, initials))
                .min()
        });
        let first = fits.next()??;
        fits.try_fold(first, |all, fit| Some(all.and(fit?)))
    }

    /// How well it finds a record in its own texts.
    pub(super) fn grade_in_own(&self, fields: &[FieldText], kind: Kind) -> Option<Grade> {
        let names = self.fit_of_names(fields);
        let names = names.map(Fit::grade);
        let others = fields.iter().filter(|field| !field.place.is_own());
        let others = others.filter_map(|field| self.grade_in(field, kind));
        names.into_iter().chain(others).min()
    }

    /// How well it finds a record of that kind in one of its texts.
    pub(super) fn grade_in(&self, field: &FieldText, kind: Kind) -> Option<Grade> {
        let worst = field.place.worst_rank(kind, self.letters)?;
        let fit = self.fit(&field.tokens(), &field.initials)?;
        let fit = if field.place.is_own() {
            fit
        } else {
            fit.of_others(kind)
        };
        (fit.rank() <= worst).then_some(fit.grade())
    }

    /// How well it finds a record of that kind through a link to another.
    pub(super) fn grade_of_link(
        &self,
        dataset: &Dataset,
        other: RecordId,
        kind: Kind,
    ) -> Option<Grade> {
        let worst = FieldRef::Link(other).worst_rank(kind, self.letters)?;
        let fit = self.fit_of_names(&fields(dataset, other))?;
        (fit.rank() <= worst).then_some(fit.of_others(kind).grade())
    }
}

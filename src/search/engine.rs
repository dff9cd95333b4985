//! The search itself: every record that matches, graded, as the plain definition grades it, in time that
//! one does not notice while typing.
//!
//! Word by word: where it stands letter for letter, by the lists of the words of all names; then where that
//! leads by links; and only for what is left whether it is there with letters wrong or left out, after a
//! quick look that lets hardly anything else pass.

use std::borrow::Cow;
use std::sync::Arc;

use super::bits::Bits;
use super::exact::CodeColumn;
use super::field_ref::FieldRef;
use super::index::{Catalogue, Index, SHARD, Shard};
use super::order::{HitGroup, Newest};
use super::rank::{Exactness, Fit, Grade, Hit, Rank};
use super::term::{Term, Way};
use super::top_k::TopK;
use super::word::QueryWord;
use crate::data::{Dataset, Kind, RecordId, Relation, row};
use crate::parallel::{Stop, shared};

/// Fewer hits than these are put in order before another core is told of them.
const FEW_HITS: usize = 1 << 12;

/// In so many lots hits are put in order: some for each core.
const LOTS: usize = 8;

/// Where so many records are found letter for letter, nobody looks for others behind them.
pub(super) const ENOUGH: usize = 100;

pub(crate) type Keep<'a> = dyn Fn(RecordId) -> bool + Sync + 'a;
pub(crate) type MeetingCount<'a> = dyn Fn(RecordId) -> usize + Sync + 'a;

/// Among which records one searches, and how far.
pub(crate) struct FindRequest<'a> {
    /// Those of this kind, or of every kind.
    pub kind: Option<Kind>,
    /// No more hits than this are wanted.
    pub limit: usize,
    /// Which records count at all, if not all do: what does not pass is as if it were not there.
    pub keep: Option<&'a Keep<'a>>,
    /// The number of meetings that breaks ties, if it is not that of the dataset.
    pub count: Option<&'a MeetingCount<'a>>,
    /// Ends the search.
    pub stop: &'a Stop,
}

impl FindRequest<'_> {
    pub(crate) fn kinds(&self) -> &[Kind] {
        self.kind
            .as_ref()
            .map_or(&Kind::ALL[..], std::slice::from_ref)
    }
}

pub(super) struct Search<'a> {
    pub index: &'a Index,
    pub dataset: &'a Dataset,
    pub terms: &'a [Term],
    pub request: &'a FindRequest<'a>,
}

/// How one word matches the records of each kind, letter for letter.
#[derive(Default)]
pub(super) struct CodesByKind([CodeColumn; Kind::ALL.len()]);

/// What matches in one shard.
pub(super) struct Matched {
    /// By row: records that match letter for letter; empty when there are none.
    pub codes: Vec<Fit>,
    /// By code: how many these are.
    counts: [usize; Fit::COUNT],
    /// The others, with how they match.
    pub inexact: Vec<(u32, Grade)>,
}

impl Default for Matched {
    fn default() -> Self {
        Self {
            codes: Vec::new(),
            counts: [0; Fit::COUNT],
            inexact: Vec::new(),
        }
    }
}

/// A shard of the records that are searched.
#[derive(Clone, Copy)]
pub(super) struct ShardRef<'a> {
    pub kind: Kind,
    pub catalogue: &'a Catalogue,
    pub shard: &'a Shard,
    /// The first row of it.
    pub first: u32,
}

impl Search<'_> {
    /// The best hits in order, how many records were found, and whether words might be mistyped, because nothing
    /// was found as typed; `None` when it was stopped.
    pub(super) fn run(&self) -> Option<(Vec<Hit>, usize, bool)> {
        let terms = self.terms.iter();
        let columns: Option<Vec<CodesByKind>> =
            terms.map(|term| self.letter_for_letter(term)).collect();
        let columns = columns?;
        let pieces = self.pieces();
        let exact = |nth: usize| self.exact_in(pieces[nth], &columns);
        let mut matched = shared(pieces.len(), self.request.stop, exact)?;
        let count: usize = matched.iter().map(Matched::count).sum();
        if count < ENOUGH {
            self.add_inexact(&pieces, &columns, count == 0, &mut matched)?;
        }
        let total = matched.iter().map(Matched::count).sum();
        Some((self.best(&pieces, &matched)?, total, count == 0))
    }

    fn pieces(&self) -> Vec<ShardRef<'_>> {
        let catalogues = self
            .request
            .kinds()
            .iter()
            .map(|&kind| (kind, self.index.catalogue(kind)));
        let pieces = catalogues.flat_map(|(kind, catalogue)| {
            let firsts = (0..).step_by(SHARD);
            firsts
                .zip(&catalogue.shards)
                .map(move |(first, shard)| ShardRef {
                    kind,
                    catalogue,
                    shard,
                    first,
                })
        });
        pieces.collect()
    }

    /// How a term stands in every record, letter for letter, by its own texts and by links.
    pub(super) fn letter_for_letter(&self, term: &Term) -> Option<CodesByKind> {
        let mut columns = CodesByKind::default();
        for way in &term.ways {
            let others = self.way(way)?;
            for (column, other) in columns.0.iter_mut().zip(others.0) {
                column.join(other);
            }
        }
        Some(columns)
    }

    pub(super) fn way(&self, way: &Way) -> Option<CodesByKind> {
        let links: Vec<(Kind, Kind)> = self
            .request
            .kinds()
            .iter()
            .flat_map(|&kind| sources_of_links(kind).iter().map(move |&from| (from, kind)))
            .filter(|&(from, kind)| {
                let link = FieldRef::Link(RecordId::new(from, 0));
                link.worst_rank(kind, way.letters).is_some()
            })
            .collect();
        let mut columns = CodesByKind::default();
        for kind in Kind::ALL {
            if self.request.kinds().contains(&kind) || links.iter().any(|(from, _)| *from == kind) {
                columns.0[kind as usize] =
                    way.in_names(self.index.catalogue(kind), self.request.stop)?;
            }
        }
        // Only names lead to other records, so that they are asked before anything is added to them.
        let leading: Vec<Vec<(u32, Fit)>> = links
            .iter()
            .map(|(from, _)| columns.0[*from as usize].leading().collect())
            .collect();
        for &kind in self.request.kinds() {
            way.in_secondary(
                self.index.catalogue(kind),
                kind,
                &mut columns.0[kind as usize],
            );
        }
        for ((from, kind), leading) in links.into_iter().zip(leading) {
            self.follow(&leading, from, kind, &mut columns.0[kind as usize])?;
        }
        Some(columns)
    }

    /// Improves a column by links from records in whose names the word stands; `None` when it was stopped.
    fn follow(
        &self,
        leading: &[(u32, Fit)],
        from: Kind,
        kind: Kind,
        column: &mut CodeColumn,
    ) -> Option<()> {
        let count = self.dataset.count(kind);
        for &(row, code) in leading {
            if self.request.stop.is_asked() {
                return None;
            }
            let linked = rows_linked(self.dataset, RecordId::new(from, row), kind);
            if !linked.is_empty() {
                column.take(count, code.of_others(kind), linked.iter().copied());
            }
        }
        Some(())
    }

    /// The records of a shard that match all words letter for letter.
    fn exact_in(&self, piece: ShardRef<'_>, columns: &[CodesByKind]) -> Matched {
        let mut matched = Matched::default();
        let codes: Vec<&[Fit]> = columns.iter().map(|column| column.part(piece)).collect();
        let Some((first, others)) = codes.split_first() else {
            return matched;
        };
        if others.iter().any(|codes| codes.is_empty()) {
            return matched;
        }
        let some = first.iter().enumerate();
        for (at, first) in some.filter(|(_, code)| **code != Fit::NONE) {
            let mut codes = others.iter().map(|codes| codes[at]);
            let code = codes.try_fold(*first, |all, code| {
                (code != Fit::NONE).then(|| all.and(code))
            });
            if let Some(code) = code.filter(|_| self.keeps(piece, at)) {
                matched.take(piece.shard, at, self.whole(piece, at, code));
            }
        }
        matched
    }

    #[inline]
    pub(super) fn keeps(&self, piece: ShardRef<'_>, at: usize) -> bool {
        self.request.keep.is_none_or(|keep| keep(piece.id(at)))
    }

    #[inline]
    fn count_of(&self, piece: ShardRef<'_>, at: usize) -> u32 {
        let count = self.request.count.map(|count| row(count(piece.id(at))));
        count.unwrap_or_else(|| piece.shard.counts[at])
    }

    /// The code of a record, given that of its worst word: better where a name is the whole query.
    fn whole(&self, piece: ShardRef<'_>, at: usize, code: Fit) -> Fit {
        let grade = code.grade();
        if grade.rank != Rank::WholeWord || grade.is_related() {
            return code;
        }
        let query = || self.terms.iter().flat_map(Term::words).map(QueryWord::text);
        // Most names have more words than the query.
        if usize::from(piece.shard.fewest[at]) > query().count() {
            return code;
        }
        let is_whole = |field: &[u8]| query().eq(piece.catalogue.words_of(field));
        if piece.shard.fields(at).any(is_whole) {
            Fit::new(Rank::WholeName, grade.respelt)
        } else {
            code
        }
    }

    /// The best of what matches, in order. Class by class: only records of the class that crosses the
    /// limit are compared.
    fn best(&self, pieces: &[ShardRef<'_>], matched: &[Matched]) -> Option<Vec<Hit>> {
        let newest = Newest::of(self.dataset);
        let mut hits: Vec<Hit> = Vec::new();
        for class in classes() {
            let room = self.request.limit.saturating_sub(hits.len());
            let all = pieces.iter().copied().zip(matched);
            let lots: Vec<_> = all
                .filter(|(piece, _)| class.may_hold(piece.kind))
                .collect();
            let many = lots
                .iter()
                .map(|(_, matched)| matched.count_of(class))
                .sum();
            if room > 0 && many > 0 {
                hits.extend(self.best_of(&lots, class, newest, room, many)?);
            }
        }
        Some(hits)
    }

    /// The best so many of a class, in order.
    fn best_of(
        &self,
        lots: &[(ShardRef<'_>, &Matched)],
        class: Class,
        newest: Newest,
        room: usize,
        many: usize,
    ) -> Option<Vec<Hit>> {
        // A few lots of many shards: what was found in one shard says what is too bad in the next.
        let lots: Vec<_> = lots.chunks(lots.len().div_ceil(LOTS).max(1)).collect();
        let best_of_lot = |nth: usize| {
            let mut best = TopK::new(room, many, newest);
            // From the end, since of meetings the latest come first: the best are met early.
            for (piece, matched) in lots[nth].iter().rev() {
                if self.request.stop.is_asked() {
                    break;
                }
                // What comes first of meetings is a matter of time.
                let counts = !class.group.is_of_meetings();
                matched.visit(class, |at, grade| {
                    let count = if counts { self.count_of(*piece, at) } else { 0 };
                    best.take(piece.id(at), grade, count);
                });
            }
            best.finish()
        };
        let best = if many < FEW_HITS {
            (0..lots.len()).map(best_of_lot).collect()
        } else {
            shared(lots.len(), self.request.stop, best_of_lot)?
        };
        Some(TopK::merge(&best, room))
    }
}

/// What is gathered together: records of a group that match equally well.
#[derive(Clone, Copy)]
struct Class {
    group: HitGroup,
    /// How they match letter for letter; `None` for those that do not, with all guesses of a kind in one.
    code: Option<Fit>,
}

fn classes() -> impl Iterator<Item = Class> {
    let of = |exactness: Exactness, group: HitGroup| {
        let codes = (0..Fit::COUNT).map(Fit::nth).filter(move |code| {
            let grade = code.grade();
            Exactness::of(grade.rank, grade.respelt) == exactness
        });
        let guesses = (exactness == Exactness::Guess).then_some(None);
        let codes = codes.map(Some).chain(guesses);
        codes.map(move |code| Class { group, code })
    };
    let all = Exactness::ALL.into_iter();
    all.flat_map(move |exactness| {
        let groups = HitGroup::ALL.into_iter();
        groups.flat_map(move |group| of(exactness, group))
    })
}

impl Class {
    /// Whether records of a kind can be of it.
    fn may_hold(self, kind: Kind) -> bool {
        let related = self.code.is_some_and(|code| code.grade().is_related());
        HitGroup::of(kind, related) == self.group
    }
}

impl ShardRef<'_> {
    pub(super) fn id(&self, at: usize) -> RecordId {
        RecordId::new(self.kind, self.first + row(at))
    }
}

impl CodesByKind {
    /// How the records of a shard match; nothing when none does.
    pub(super) fn part(&self, piece: ShardRef<'_>) -> &[Fit] {
        let count = piece.shard.counts.len();
        self.0[piece.kind as usize].part(piece.first as usize, count)
    }
}

impl Matched {
    fn count(&self) -> usize {
        self.counts.iter().sum::<usize>() + self.inexact.len()
    }

    fn count_of(&self, class: Class) -> usize {
        let counts = &self.counts;
        class
            .code
            .map_or(self.inexact.len(), |code| counts[code.at()])
    }

    /// Visits those of a class, from the last row to the first.
    fn visit(&self, class: Class, mut visit: impl FnMut(usize, Grade)) {
        let Some(code) = class.code else {
            let rows = self.inexact.iter().rev();
            return rows.for_each(|(at, grade)| visit(*at as usize, *grade));
        };
        let rows = self.codes.iter().enumerate().rev();
        let rows = rows.filter(|(_, found)| **found == code);
        rows.for_each(|(at, _)| visit(at, code.grade()));
    }

    fn take(&mut self, shard: &Shard, at: usize, code: Fit) {
        if self.codes.is_empty() {
            self.codes = vec![Fit::NONE; shard.counts.len()];
        }
        self.codes[at] = code;
        self.counts[code.at()] += 1;
    }
}

/// The kinds whose names also find records of a kind.
pub(super) fn sources_of_links(kind: Kind) -> &'static [Kind] {
    match kind {
        Kind::Person => &[Kind::Organisation],
        Kind::Meeting => &[Kind::Person, Kind::Topic, Kind::Organisation],
        Kind::Organisation | Kind::Topic | Kind::Agreement | Kind::Source => &[],
    }
}

/// The rows of the people who held a role in an organisation, or of the meetings of a record.
pub(super) fn rows_linked(dataset: &Dataset, other: RecordId, kind: Kind) -> Cow<'_, [u32]> {
    if kind == Kind::Person {
        let people = dataset.from(other, Relation::RoleAt);
        people.map(|person| person.row).collect()
    } else {
        dataset.meetings_of(other)
    }
}

/// By kind: the records that have a term.
#[derive(Debug, Default)]
pub(crate) struct WithTerm([Bits; Kind::ALL.len()]);

impl WithTerm {
    pub(crate) fn of(&self, kind: Kind) -> &Bits {
        &self.0[kind as usize]
    }
}

/// By kind: the records in whose own texts, or by whose links, a term stands letter for letter.
pub(crate) fn rows_with(
    index: &Index,
    dataset: &Dataset,
    term: &Term,
    stop: &Stop,
) -> Option<Arc<WithTerm>> {
    let request = FindRequest {
        kind: None,
        limit: 0,
        keep: None,
        count: None,
        stop,
    };
    let search = Search {
        index,
        dataset,
        terms: std::slice::from_ref(term),
        request: &request,
    };
    let columns = search.letter_for_letter(term)?;
    let with = Kind::ALL.map(|kind| {
        let found = columns.0[kind as usize].matching();
        Bits::of(dataset.count(kind), found.map(|(row, _)| row))
    });
    Some(Arc::new(WithTerm(with)))
}

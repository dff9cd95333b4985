//! The search itself: every record that matches, graded, as the plain definition grades it, in time that
//! one does not notice while typing.
//!
//! Word by word: where it stands letter for letter, in one pass over the texts of a shard; then where that
//! leads by links; and only for what is left whether it is there with letters wrong or left out, after a
//! quick look that lets hardly anything else pass.

use std::borrow::Cow;
use std::sync::Arc;

use super::best::{Best, Ranked};
use super::cores::{Stop, shared};
use super::index::{Index, SHARD, Searched, Shard, row};
use super::narrowing::{Narrowing, Sets};
use super::near::{Near, Seen};
use super::seek::{Seeker, Standing};
use super::word::Word;
use super::{Code, Grade, Hit, Place, Rank};
use crate::data::{Dataset, Kind, RecordId, Relation};
use crate::text::words;

/// Rows between two looks whether one should stop.
const ROWS_A_LOOK: usize = 1 << 10;

/// Fewer hits than these are put in order before another core is told of them.
const FEW_HITS: usize = 1 << 12;

/// What is asked of whom.
pub(super) struct Asked<'a> {
    pub index: &'a Index,
    pub dataset: &'a Dataset,
    pub words: &'a [Word],
    pub kinds: &'a [Kind],
    /// Which records count at all.
    pub keep: &'a (dyn Fn(RecordId) -> bool + Sync),
    /// How many meetings a record has, to break ties.
    pub count: &'a (dyn Fn(RecordId) -> usize + Sync),
    pub limit: usize,
    pub stop: &'a Stop,
}

/// What was found.
pub(super) struct Outcome {
    /// How many records were found.
    pub total: usize,
    /// The best of them, in order.
    pub hits: Vec<Hit>,
    /// Whether words might be mistyped, because nothing was found as typed.
    pub typos: bool,
}

/// How one word matches the records of each kind, letter for letter: shard by shard, by row. A shard
/// without any such record is empty.
#[derive(Default)]
struct Columns([Vec<Vec<Code>>; Kind::ALL.len()]);

/// What matches in one shard.
#[derive(Default)]
struct Matched {
    /// By row: records that match letter for letter; empty when there are none.
    codes: Vec<Code>,
    /// By code: how many these are.
    counts: [usize; Code::EXACT],
    /// The others, with how they match.
    loose: Vec<(u32, Grade)>,
}

/// The shards of the kinds that are searched, each with its kind and number.
type Pieces<'a> = Vec<(Kind, usize, &'a Shard)>;

impl Asked<'_> {
    /// Finds; `None` when it was stopped.
    pub(super) fn run(&self, narrowing: &mut Narrowing) -> Option<Outcome> {
        let mut columns = Vec::with_capacity(self.words.len());
        for word in self.words {
            columns.push(self.letter_for_letter(word, narrowing)?);
        }
        let pieces = self.pieces(self.kinds);
        let mut typos = false;
        let mut matched = self.matched(&pieces, &columns, typos)?;
        if matched.iter().all(|shard| shard.counts == [0; Code::EXACT]) {
            typos = true;
            matched = self.matched(&pieces, &columns, typos)?;
        }
        let total = matched
            .iter()
            .map(|shard| shard.counts.iter().sum::<usize>() + shard.loose.len())
            .sum();
        let hits = self.best(&pieces, &matched)?;
        Some(Outcome { total, hits, typos })
    }

    fn pieces(&self, kinds: &[Kind]) -> Pieces<'_> {
        let shelves = kinds.iter().map(|&kind| (kind, self.index.shelf(kind)));
        shelves
            .flat_map(|(kind, shelf)| {
                let shards = shelf.iter().enumerate();
                shards.map(move |(nth, shard)| (kind, nth, shard))
            })
            .collect()
    }

    /// How a word stands in every record, letter for letter, by its own texts and by links.
    fn letter_for_letter(&self, word: &Word, narrowing: &mut Narrowing) -> Option<Columns> {
        let links: Vec<(Kind, Kind)> = self
            .kinds
            .iter()
            .flat_map(|&kind| sources_of_links(kind).iter().map(move |&from| (from, kind)))
            .filter(|&(from, kind)| {
                let link = Place::Link(RecordId::new(from, 0));
                link.worst_rank(kind, word.letters()).is_some()
            })
            .collect();
        let looked_at: Vec<Kind> = Kind::ALL
            .into_iter()
            .filter(|kind| self.kinds.contains(kind) || links.iter().any(|(from, _)| from == kind))
            .collect();
        let pieces = self.pieces(&looked_at);
        let within = narrowing.narrowest(word.text());
        let seeker = Seeker::new(word);
        let stand = |piece: usize| {
            let (kind, nth, shard) = pieces[piece];
            let within = within.as_ref().and_then(|sets| sets.of(kind, nth));
            seeker.stands(shard, kind, within)
        };
        let standing = shared(pieces.len(), self.stop, stand)?;
        let mut columns = Columns::default();
        let mut sets = Sets::default();
        let mut names: [Vec<(u32, Rank)>; Kind::ALL.len()] = Default::default();
        for (&(kind, nth, _), standing) in pieces.iter().zip(standing) {
            let Standing {
                codes,
                names: some,
                rows,
            } = standing;
            columns.0[kind as usize].push(codes);
            let first = row(nth * SHARD);
            let some = some.into_iter().map(|(at, rank)| (first + at, rank));
            names[kind as usize].extend(some);
            sets.push(kind, rows);
        }
        narrowing.remember(word.text(), sets);
        for (from, kind) in links {
            self.follow(
                &names[from as usize],
                from,
                kind,
                &mut columns.0[kind as usize],
            );
            if self.stop.is_asked() {
                return None;
            }
        }
        Some(columns)
    }

    /// Improves a column by links from records in whose names the word stands.
    fn follow(&self, names: &[(u32, Rank)], from: Kind, kind: Kind, column: &mut [Vec<Code>]) {
        let count = self.dataset.count(kind);
        for &(row, rank) in names {
            let code = Code::new(rank, true);
            for &linked in &*rows_linked(self.dataset, RecordId::new(from, row), kind) {
                let (nth, at) = (linked as usize / SHARD, linked as usize % SHARD);
                let Some(codes) = column.get_mut(nth) else {
                    continue;
                };
                if codes.is_empty() {
                    *codes = vec![Code::NONE; SHARD.min(count - nth * SHARD)];
                }
                codes[at] = codes[at].min(code);
            }
        }
    }

    /// What matches all words, in each shard.
    fn matched(
        &self,
        pieces: &Pieces<'_>,
        columns: &[Columns],
        typos: bool,
    ) -> Option<Vec<Matched>> {
        let near: Vec<Near<'_>> = self
            .words
            .iter()
            .map(|word| Near::new(word, typos))
            .collect();
        let all = |piece: usize| {
            let (kind, nth, shard) = pieces[piece];
            let columns: Vec<&[Code]> = columns
                .iter()
                .map(|columns| &*columns.0[kind as usize][nth])
                .collect();
            self.matched_in(shard, kind, nth, &columns, &near)
        };
        shared(pieces.len(), self.stop, all)
    }

    fn matched_in(
        &self,
        shard: &Shard,
        kind: Kind,
        nth: usize,
        columns: &[&[Code]],
        near: &[Near<'_>],
    ) -> Matched {
        let mut matched = Matched::default();
        let pairs = || columns.iter().zip(near);
        if pairs().any(|(codes, near)| codes.is_empty() && !near.is_possible()) {
            return matched;
        }
        let first = row(nth * SHARD);
        let mut seen: Vec<Seen<'_>> = near.iter().map(|_| Seen::default()).collect();
        for (at, &bag) in shard.bags().iter().enumerate() {
            if at % ROWS_A_LOOK == 0 && self.stop.is_asked() {
                return matched;
            }
            let code_of = |codes: &[Code]| codes.get(at).copied().unwrap_or(Code::NONE);
            // Most records go no further than their first word.
            if pairs()
                .next()
                .is_some_and(|(codes, near)| code_of(codes) == Code::NONE && !near.may_be(bag))
            {
                continue;
            }
            let mut exact = Code::BEST;
            let mut all_exact = true;
            let mut possible = true;
            for (codes, near) in pairs() {
                let code = code_of(codes);
                if code == Code::NONE {
                    all_exact = false;
                    possible = possible && near.may_be(bag);
                } else {
                    exact = exact.and(code);
                }
            }
            if !possible {
                continue;
            }
            let id = RecordId::new(kind, first + row(at));
            if all_exact {
                if (self.keep)(id) {
                    let code = self.whole(shard, at, exact);
                    matched.take(shard, at, code);
                }
                continue;
            }
            let mut grade: Option<Grade> = (exact != Code::BEST).then(|| exact.grade());
            let mut found = true;
            for ((codes, near), seen) in pairs().zip(&mut seen) {
                if code_of(codes) == Code::NONE {
                    let Some(loose) = near.grade(shard, at, seen) else {
                        found = false;
                        break;
                    };
                    grade = Some(grade.map_or(loose, |grade| grade.and(loose)));
                }
            }
            if let Some(grade) = grade.filter(|_| found && (self.keep)(id)) {
                matched.loose.push((row(at), grade));
            }
        }
        matched
    }

    /// The code of a record, given that of its worst word: better where a name is the whole query.
    fn whole(&self, shard: &Shard, at: usize, code: Code) -> Code {
        if code != Code::new(Rank::WholeWord, false) {
            return code;
        }
        let mut names = shard.fields(at).take_while(|field| field.place.is_own());
        let is_whole = |name: Searched<'_>| {
            // A name has an initial for each of its words, and most have more words than the query.
            let query = self.words.iter().map(Word::text);
            name.initials.len() >= self.words.len()
                && name.initials.chars().count() == self.words.len()
                && query.eq(words(name.text).map(|(_, word)| word))
        };
        if names.any(is_whole) {
            Code::new(Rank::WholeName, false)
        } else {
            code
        }
    }

    /// The best of what matches, in order. Class by class: only records of the class that crosses the
    /// limit are compared, by numbers first and by names last.
    fn best(&self, pieces: &Pieces<'_>, matched: &[Matched]) -> Option<Vec<Hit>> {
        let mut hits: Vec<Hit> = Vec::new();
        for code in (0..Code::EXACT).map(Code::nth) {
            let room = self.limit.saturating_sub(hits.len());
            let many: usize = matched.iter().map(|shard| shard.counts[code.at()]).sum();
            if room == 0 || many == 0 {
                continue;
            }
            let grade = code.grade();
            let some = |piece: usize| {
                let (kind, nth, shard) = pieces[piece];
                let first = row(nth * SHARD);
                let rows = matched[piece].codes.iter().enumerate();
                let rows = rows.filter(|(_, found)| **found == code);
                let ids = rows.map(|(at, _)| (RecordId::new(kind, first + row(at)), grade));
                self.best_of(shard, first, ids, room, matched[piece].counts[code.at()])
            };
            hits.extend(self.merged(pieces.len(), room, many, some)?);
        }
        let room = self.limit.saturating_sub(hits.len());
        if room > 0 {
            let some = |piece: usize| {
                let (kind, nth, shard) = pieces[piece];
                let first = row(nth * SHARD);
                let loose = &matched[piece].loose;
                let ids = loose
                    .iter()
                    .map(|(at, grade)| (RecordId::new(kind, first + at), *grade));
                self.best_of(shard, first, ids, room, loose.len())
            };
            let many = matched.iter().map(|shard| shard.loose.len()).sum();
            hits.extend(self.merged(pieces.len(), room, many, some)?);
        }
        Some(hits)
    }

    fn best_of<'s>(
        &self,
        shard: &'s Shard,
        first: u32,
        ids: impl Iterator<Item = (RecordId, Grade)>,
        room: usize,
        of: usize,
    ) -> Vec<Ranked<'s>>
    where
        Self: 's,
    {
        let mut best = Best::new(self.dataset, room, of);
        for (id, grade) in ids {
            let count = (self.count)(id);
            let name = || shard.sorted_by((id.row - first) as usize);
            best.take(id, grade, count, name);
        }
        best.finish()
    }

    fn merged<'s>(
        &'s self,
        pieces: usize,
        room: usize,
        of: usize,
        some: impl Fn(usize) -> Vec<Ranked<'s>> + Sync,
    ) -> Option<Vec<Hit>> {
        let best = if of < FEW_HITS {
            (0..pieces).map(some).collect()
        } else {
            shared(pieces, self.stop, some)?
        };
        Some(Best::merge(self.dataset, &best, room))
    }
}

impl Matched {
    fn take(&mut self, shard: &Shard, at: usize, code: Code) {
        if self.codes.is_empty() {
            self.codes = vec![Code::NONE; shard.count()];
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

/// By kind: the records in whose own texts, or by whose links, a word stands letter for letter.
pub(in crate::browse) fn rows_with_word(
    index: &Index,
    dataset: &Dataset,
    word: &str,
    stop: &Stop,
) -> Option<Arc<super::WithWord>> {
    let word = Word::new(word);
    let asked = Asked {
        index,
        dataset,
        words: std::slice::from_ref(&word),
        kinds: &Kind::ALL,
        keep: &|_| true,
        count: &|_| 0,
        limit: 0,
        stop,
    };
    let columns = asked.letter_for_letter(&word, &mut Narrowing::default())?;
    let mut with = super::WithWord::default();
    for kind in Kind::ALL {
        let count = dataset.count(kind);
        let shards = columns.0[kind as usize].iter().enumerate();
        let rows = shards.flat_map(|(nth, codes)| {
            let first = row(nth * SHARD);
            let found = codes.iter().enumerate();
            let found = found.filter(|(_, code)| **code != Code::NONE);
            found.map(move |(at, _)| first + row(at))
        });
        with.0[kind as usize] = super::bits::Bits::of(count, rows);
    }
    Some(Arc::new(with))
}

//! What the engine must find, said in the plainest way: every text of every record is looked at, and
//! everything that was found is put in order.

use std::cmp::Reverse;

use super::engine::{rows_linked, sources_of_links};
use super::{Found, Grade, Hit, Index, Place, Rank, Word};
use crate::data::{Dataset, Kind, RecordId};

/// By row of one kind: how well the records match.
type Column<T> = Vec<Option<T>>;

/// Finds among the records that `keep` lets through; `count` gives the number of meetings that breaks
/// ties.
pub(in crate::browse) fn find_plainly(
    index: &Index,
    dataset: &Dataset,
    query: &str,
    kind: Option<Kind>,
    keep: &dyn Fn(RecordId) -> bool,
    count: &dyn Fn(RecordId) -> usize,
) -> Found {
    let mut found = Found::new(query);
    if found.words.is_empty() {
        return found;
    }
    let kinds = kind.as_ref().map_or(&Kind::ALL[..], std::slice::from_ref);
    found.hits = found.search(index, dataset, kinds);
    found.hits.retain(|hit| keep(hit.id));
    if found.hits.iter().all(|hit| hit.rank > Rank::Inside) {
        found.typos = true;
        found.hits = found.search(index, dataset, kinds);
        found.hits.retain(|hit| keep(hit.id));
    }
    found.hits.sort_by_cached_key(|hit| {
        let name = index.fields(hit.id).next().map_or("", |field| field.text);
        (
            (hit.rank, hit.related, hit.loss),
            Reverse(count(hit.id)),
            hit.id.kind,
            name,
            dataset.raw_id(hit.id),
        )
    });
    found.total = found.hits.len();
    found
}

impl Found {
    /// Looks at every record of these kinds.
    fn search(&self, index: &Index, dataset: &Dataset, kinds: &[Kind]) -> Vec<Hit> {
        let mut columns: Vec<Column<Grade>> = Vec::new();
        for word in &self.words {
            let names = Kind::ALL.map(|kind| word.column_of_names(index, dataset, kind));
            for (nth, &kind) in kinds.iter().enumerate() {
                let column = self.column(index, dataset, word, kind, &names);
                match columns.get_mut(nth) {
                    Some(before) => join(before, &column),
                    None => columns.push(column),
                }
            }
        }
        let graded = kinds.iter().zip(&columns).flat_map(|(&kind, column)| {
            let grades = dataset.all(kind).zip(column);
            grades.filter_map(|(id, grade)| Some((id, (*grade)?)))
        });
        graded
            .map(|(id, grade)| self.hit(index, id, grade))
            .collect()
    }

    fn hit(&self, index: &Index, id: RecordId, grade: Grade) -> Hit {
        let whole_words = grade.rank == Rank::WholeWord && !grade.related;
        let is_whole = whole_words && index.names(id).any(|field| self.is_whole(field.text));
        Hit {
            id,
            rank: if is_whole {
                Rank::WholeName
            } else {
                grade.rank
            },
            related: grade.related,
            loss: grade.loss,
        }
    }

    /// How well a word matches each record of a kind, given how it stands in the names of all records.
    fn column(
        &self,
        index: &Index,
        dataset: &Dataset,
        word: &Word,
        kind: Kind,
        names: &[Column<Rank>; Kind::ALL.len()],
    ) -> Column<Grade> {
        let mut column: Column<Grade> = dataset
            .all(kind)
            .map(|id| {
                let fields = index.fields(id);
                fields.filter_map(|field| word.grade_in(&field, kind)).min()
            })
            .collect();
        word.follow_links(dataset, kind, names, &mut column);
        for (id, grade) in dataset.all(kind).zip(&mut column) {
            if grade.is_none() {
                let loose = index
                    .names(id)
                    .filter_map(|field| word.loose(field.text, self.typos));
                *grade = loose.map(|loose| Grade::loose(&loose)).min();
            }
        }
        column
    }
}

/// Both must match; the worse of the two counts.
fn join(before: &mut Column<Grade>, column: &Column<Grade>) {
    for (one, other) in before.iter_mut().zip(column) {
        *one = one.zip(*other).map(|(one, other)| one.and(other));
    }
}

impl Word {
    /// How well this word stands, letter for letter, in the names of each record of a kind.
    fn column_of_names(&self, index: &Index, dataset: &Dataset, kind: Kind) -> Column<Rank> {
        let records = dataset.all(kind);
        records.map(|id| self.rank_of_names(index, id)).collect()
    }

    /// Improves a column by links: to people from the organisations of their roles, to meetings from
    /// their people, topics and organisations.
    fn follow_links(
        &self,
        dataset: &Dataset,
        kind: Kind,
        names: &[Column<Rank>; Kind::ALL.len()],
        column: &mut Column<Grade>,
    ) {
        for &from in sources_of_links(kind) {
            for (other, rank) in dataset.all(from).zip(&names[from as usize]) {
                let worst = Place::Link(other).worst_rank(kind, self.letters());
                let Some(rank) = rank.filter(|rank| Some(*rank) <= worst) else {
                    continue;
                };
                let grade = Grade::exact(rank, true);
                for &row in &*rows_linked(dataset, other, kind) {
                    if let Some(held) = column.get_mut(row as usize) {
                        *held = Some(held.map_or(grade, |held| held.min(grade)));
                    }
                }
            }
        }
    }
}

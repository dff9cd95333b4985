//! From ids to rows: where each link leads.

use super::{Linker, Resolved};
use crate::data::columns::body::{Body, ReadError};
use crate::data::columns::lists::Lists;
use crate::data::columns::row;
use crate::data::columns::texts::Text;
use crate::data::link::unknown_ids::{NamedBy, Paths};
use crate::data::model::dataset::NONE;
use crate::data::model::problem::{MOST_LISTED, RecordPlace};
use crate::data::{Kind, Relation};
use crate::parallel::each;
use crate::text::excerpt;

/// Links with an id that nothing has: each with its place among all of the relation.
pub(super) type Strays = Vec<(usize, Text)>;

/// The links of a relation, and those with an id that nothing has.
type FoundLinks = (Lists<u32>, Strays);

impl Linker<'_> {
    /// Turns ids into rows; those that nothing has are reported in the order of the file.
    pub(super) fn resolve(&mut self) -> Resolved {
        let links = std::mem::take(&mut self.builder.links);
        let all = Relation::ALL.into_iter().zip(links);
        let by_text = &self.by_text;
        let found = each(self.workers, all, |(relation, links)| {
            rows_of(links, &by_text[relation.to() as usize])
        });
        let found = Relation::ALL.into_iter().zip(found);
        let reported = found.map(|(relation, (links, unknown))| {
            self.report_all_unknown(relation, &links, &unknown);
            self.strays.push(unknown);
            links
        });
        reported.collect()
    }

    /// The links of a relation with an id that nothing has, once all are resolved.
    pub(super) fn strays_of(&self, relation: Relation) -> &[(usize, Text)] {
        self.strays
            .get(relation as usize)
            .map_or(&[], Vec::as_slice)
    }

    fn report_all_unknown(
        &mut self,
        relation: Relation,
        links: &Lists<u32>,
        unknown: &[(usize, Text)],
    ) {
        let kind = relation.from();
        let mut number = 0;
        let mut rest = unknown;
        while let Some(&(at, _)) = rest.first() {
            if self.watch.is_stopped() {
                return;
            }
            while links.range(number as usize).end <= at {
                number += 1;
            }
            let end = links.range(number as usize).end;
            let (these, others) = rest.split_at(rest.partition_point(|(at, _)| *at < end));
            rest = others;
            self.missing
                .push((relation, self.rows[kind as usize][number as usize]));
            let ids: Vec<Text> = these.iter().map(|(_, id)| *id).collect();
            let strays = OfOne {
                by: NamedBy::Record(relation),
                place: self.place(kind, number),
                below: relation.below(),
                fields: relation.fields(),
            };
            let fetch = |it: &Self, ids: &[&str]| {
                let body = it.draft(kind).spans.fetch(number, it.store);
                strays.paths(body, ids)
            };
            self.report_strays(&strays, &ids, fetch);
        }
    }

    /// Reports ids of one record that nothing has. Its JSON is read once, and only where places are named.
    pub(super) fn report_strays(
        &mut self,
        of: &OfOne,
        ids: &[Text],
        fetch: impl FnOnce(&Self, &[&str]) -> Paths,
    ) {
        let reported = self.unknown.reported(of.by);
        let left = MOST_LISTED.saturating_sub(reported.count).min(ids.len());
        reported.count += left;
        let (first, others) = ids.split_at(left);
        if !first.is_empty() {
            let texts: Vec<&str> = first.iter().map(|id| self.builder.texts.get(*id)).collect();
            let mut paths = fetch(self, &texts);
            for id in first {
                let path = paths.next(self.builder.texts.get(*id));
                let text = self.sentence(of.by, *id);
                self.builder.problems.error(of.place.path(&path), text);
            }
        }
        let Some((id, more)) = others.split_first() else {
            return;
        };
        if let Some(rest) = self.unknown.reported(of.by).rest {
            self.builder.problems.more(rest, others.len());
            return;
        }
        let (path, text) = (of.place.path(of.fields[0]), self.sentence(of.by, *id));
        let rest = self.builder.problems.last_of_sort(path, text);
        self.builder.problems.more(rest, more.len());
        self.unknown.reported(of.by).rest = Some(rest);
    }

    pub(super) fn sentence(&mut self, by: NamedBy, id: Text) -> String {
        let (builder, unknown) = (&self.builder, &mut self.unknown);
        let raw = builder.texts.get(id);
        let kind = match by {
            NamedBy::Record(relation) => relation.to(),
            NamedBy::Series | NamedBy::Reading => Kind::Source,
            NamedBy::UnderAgreement => Kind::Agreement,
            NamedBy::Meeting => {
                let ids = builder.series.iter().map(|it| builder.texts.get(it.id));
                return unknown.sentence("series", id, raw, ids);
            }
            NamedBy::Conflict => return format!("`{}` is no record of this dataset", excerpt(raw)),
        };
        let draft = &builder.drafts[kind as usize];
        let ids = (0..row(draft.count())).map(|number| draft.id(number));
        unknown.sentence(kind.one(), id, raw, ids)
    }
}

/// One record, or what is like one, and the fields of it in which ids stand that nothing has.
#[derive(Clone, Copy)]
pub(super) struct OfOne {
    pub by: NamedBy,
    pub place: RecordPlace<'static>,
    pub below: &'static str,
    pub fields: &'static [&'static str],
}

impl OfOne {
    /// The places of these ids in its JSON.
    pub(super) fn paths(&self, body: Result<Body<'_>, ReadError>, ids: &[&str]) -> Paths {
        Paths::of_body(body, self.below, self.fields, ids.iter().copied())
    }
}

fn rows_of(links: Lists<Text>, by_text: &[u32]) -> FoundLinks {
    let (mut at, mut unknown) = (0, Vec::new());
    let links = links.map(|id| {
        let row = by_text.get(id.index()).copied().unwrap_or(NONE);
        if row == NONE && !id.is_empty() {
            unknown.push((at, id));
        }
        at += 1;
        row
    });
    (links, unknown)
}

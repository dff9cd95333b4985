//! From ids to rows: where each link leads.

use super::{Linker, Resolved};
use crate::data::columns::body::{Body, ReadError};
use crate::data::columns::lists::Lists;
use crate::data::columns::row;
use crate::data::columns::texts::Text;
use crate::data::link::unknown_ids::{From, Paths};
use crate::data::model::dataset::NONE;
use crate::data::model::problem::{Place, TOLD};
use crate::data::{Kind, Relation};
use crate::parallel::each;

/// Links with an id that nothing has: each with its place among all of the relation.
pub(super) type Strays = Vec<(usize, Text)>;

/// The links of a relation, and those with an id that nothing has.
type Found = (Lists<u32>, Strays);

impl Linker<'_> {
    /// Turns ids into rows; those that nothing has are reported in the order of the file.
    pub(super) fn resolve(&mut self) -> Resolved {
        let links = std::mem::take(&mut self.builder.links);
        let all = Relation::ALL.into_iter().zip(links);
        let by_text = &self.by_text;
        let found = each(self.hands, all, |(relation, links)| {
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
                from: From::Record(relation),
                place: self.place(kind, number),
                below: relation.below(),
                fields: relation.fields(),
            };
            let fetch = |it: &Self, ids: &[&str]| {
                let body = it.draft(kind).spans.fetch(number, it.store);
                strays.paths(body, ids)
            };
            self.report_strays(&strays, relation.to(), &ids, fetch);
        }
    }

    /// Reports ids of one record that nothing has. Its JSON is read once, and not if none is told with its place.
    pub(super) fn report_strays(
        &mut self,
        of: &OfOne,
        kind: Kind,
        ids: &[Text],
        fetch: impl FnOnce(&Self, &[&str]) -> Paths,
    ) {
        let told = self.unknown.told(of.from);
        let left = TOLD.saturating_sub(told.count).min(ids.len());
        told.count += left;
        let (first, others) = ids.split_at(left);
        if !first.is_empty() {
            let texts: Vec<&str> = first.iter().map(|id| self.builder.texts.get(*id)).collect();
            let mut paths = fetch(self, &texts);
            for id in first {
                let path = paths.next(self.builder.texts.get(*id));
                self.report_unknown(of.place.path(&path), kind, *id);
            }
        }
        let Some((id, others)) = others.split_first() else {
            return;
        };
        let more = if let Some(rest) = self.unknown.told(of.from).rest {
            self.builder.problems.more(rest, 1 + others.len());
            return;
        } else {
            others.len()
        };
        let text = self.sentence(kind, *id);
        let rest = self
            .builder
            .problems
            .last_of_sort(of.place.path(of.fields[0]), text);
        self.builder.problems.more(rest, more);
        self.unknown.told(of.from).rest = Some(rest);
    }

    pub(super) fn report_unknown(&mut self, path: String, kind: Kind, id: Text) {
        let text = self.sentence(kind, id);
        self.builder.problems.error(path, text);
    }

    fn sentence(&mut self, kind: Kind, id: Text) -> String {
        let draft = &self.builder.drafts[kind as usize];
        let ids = (0..row(draft.count())).map(|number| draft.id(number));
        let raw = self.builder.texts.get(id);
        self.unknown.sentence(kind.one(), id, raw, ids)
    }
}

/// One record, or what is like one, and the fields of it in which ids stand that nothing has.
#[derive(Clone, Copy)]
pub(super) struct OfOne {
    pub from: From,
    pub place: Place<'static>,
    pub below: &'static str,
    pub fields: &'static [&'static str],
}

impl OfOne {
    /// The places of these ids in its JSON.
    pub(super) fn paths(&self, body: Result<Body<'_>, ReadError>, ids: &[&str]) -> Paths {
        Paths::of_body(body, self.below, self.fields, ids.iter().copied())
    }
}

fn rows_of(links: Lists<Text>, by_text: &[u32]) -> Found {
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

//! From ids to rows: where each link leads.

use super::unknown::Paths;
use super::{Linker, Resolved};
use crate::cores::each;
use crate::data::build::row;
use crate::data::dataset::NONE;
use crate::data::lists::Lists;
use crate::data::texts::Text;
use crate::data::{Kind, Relation};

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
        // A record is read once, however many of its ids are unknown.
        let mut paths: Option<(u32, Paths)> = None;
        for &(at, id) in unknown {
            if self.watch.is_stopped() {
                return;
            }
            while links.range(number as usize).end <= at {
                number += 1;
            }
            let row = self.rows[kind as usize][number as usize];
            self.missing.push((relation, row));
            if !self.unknown.is_told(relation.fields()[0]) {
                let path = self.place(kind, number).path(relation.fields()[0]);
                self.report_unknown(path, relation.to(), id);
                continue;
            }
            let known = paths.take().filter(|(of, _)| *of == number);
            let (_, paths) = paths.insert(known.unwrap_or_else(|| {
                let body = self.draft(kind).spans.fetch(number, self.store);
                let paths = Paths::of_body(body, relation.below(), relation.fields());
                (number, paths)
            }));
            let path = paths.next(self.builder.texts.get(id));
            let path = self.place(kind, number).path(&path);
            self.report_unknown(path, relation.to(), id);
        }
    }

    pub(super) fn report_unknown(&mut self, path: String, kind: Kind, id: Text) {
        let draft = &self.builder.drafts[kind as usize];
        let ids = (0..row(draft.count())).map(|number| draft.id(number));
        let raw = self.builder.texts.get(id);
        let text = self.unknown.sentence(kind.one(), id, raw, ids);
        self.builder.problems.error(path, text);
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

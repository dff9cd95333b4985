//! Which record has which id.

use super::Linker;
use crate::data::Kind;
use crate::data::build::Builder;
use crate::data::columns::by_id::ById;
use crate::data::columns::row;
use crate::data::model::dataset::NONE;
use crate::data::model::key::written;
use crate::parallel::each;

impl Linker<'_> {
    /// Finds which record has which id, and what texts mean as ids. Ids used twice are reported.
    pub(super) fn find_ids(&mut self) {
        let (builder, rows) = (&self.builder, &self.rows);
        let found = each(self.workers, Kind::ALL, |kind| {
            let draft = &builder.drafts[kind as usize];
            let (by_id, repeated) = ById::new(row(draft.count()), |number| draft.id(number));
            let by_text = rows_by_text(builder, kind, &rows[kind as usize]);
            (by_id, by_text, repeated)
        });
        for (kind, (by_id, by_text, repeated)) in Kind::ALL.into_iter().zip(found) {
            self.by_id[kind as usize] = by_id;
            self.by_text[kind as usize] = by_text;
            self.report_ids(kind, &repeated);
        }
    }

    fn report_ids(&mut self, kind: Kind, repeated: &[u32]) {
        for number in repeated {
            let text = used_twice(self.draft(kind).id(*number));
            let path = self.place(kind, *number).path("id");
            self.builder.problems.error(path, text);
        }
    }
}

/// The text for an id that another had before.
pub(super) fn used_twice(id: &str) -> String {
    format!("`{}` is used twice; links go to the first", written(id))
}

/// The row that an id has in the list of that kind, by the number of its text; the first one keeps it.
fn rows_by_text(builder: &Builder, kind: Kind, rows: &[u32]) -> Vec<u32> {
    let draft = &builder.drafts[kind as usize];
    let mut by_text = vec![NONE; builder.texts.count()];
    for (number, row) in (0..row(draft.count())).zip(rows) {
        let Some(text) = builder.texts.find(draft.id(number)) else {
            continue;
        };
        let known = &mut by_text[text.index()];
        if *known == NONE {
            *known = *row;
        }
    }
    by_text
}

//! Which record has which id.

use std::collections::HashMap;

use super::Linker;
use crate::cores::each;
use crate::data::Kind;
use crate::data::build::{Builder, row};
use crate::data::by_id::ById;
use crate::data::dataset::NONE;
use crate::text::clean_line;

impl Linker<'_> {
    /// Finds which record has which id, and what texts mean as ids. Ids used twice are reported, and ids
    /// that look alike once they are fit to be shown.
    pub(super) fn find_ids(&mut self) {
        let (builder, rows) = (&self.builder, &self.rows);
        let found = each(self.hands, Kind::ALL, |kind| {
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
        let mut shown = HashMap::new();
        for number in 0..row(self.draft(kind).count()) {
            let raw = self.draft(kind).id(number);
            let clean = clean_line(raw);
            let text = if repeated.binary_search(&number).is_ok() {
                format!("`{clean}` is used twice; links go to the first")
            } else if clean != raw {
                let twin = self.row_of_id(kind, &clean).is_some();
                if shown.insert(clean.into_owned(), number).is_none() && !twin {
                    continue;
                }
                "looks like another id, but differs in characters that cannot be shown".to_owned()
            } else {
                continue;
            };
            let path = self.place(kind, number).path("id");
            self.builder.problems.error(path, text);
        }
    }
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

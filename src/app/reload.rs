//! Reading the file again while everything keeps its place.

use std::rc::Rc;

use super::App;
use crate::data::{self, Dataset, RecordId};
use crate::session::{Here, Origin};

impl App {
    /// Reads the file again; what cannot be read leaves everything as it is.
    pub(super) fn reload(&mut self) {
        if !matches!(self.source, data::Origin::File(_)) {
            let source = &self.source;
            let text = format!("{source} cannot be read again: there is nothing new to read");
            self.tell(text);
            return;
        }
        match data::load(&self.source) {
            Err(refusal) => self.tell(format!("kept what was read before: {refusal}")),
            Ok(dataset) => {
                let shown = self.session.here.record;
                let name = shown.map(|id| self.session.dataset.short(id).to_owned());
                self.take(&Rc::new(dataset));
                match (name, self.session.here.record) {
                    (Some(name), None) => self.tell(format!("read again; {name} is gone")),
                    _ => self.tell("read again"),
                }
            }
        }
    }

    /// Takes a new dataset: every record of the trail, the filter and the marks is found again by its
    /// key; one that is gone leaves a step that says so.
    fn take(&mut self, dataset: &Rc<Dataset>) {
        let old = Rc::clone(&self.session.dataset);
        let map = |id: RecordId| dataset.find(id.kind, old.raw_id(id));
        let renewed = Renewed {
            old: &old,
            new: dataset,
        };
        self.trail.for_each(|view| {
            let gone = view.here.record.is_some_and(|id| map(id).is_none());
            view.here = renewed.here(&view.here);
            if gone {
                view.name = format!("{} (gone)", view.name);
            }
            view.stage.renew(&map);
            view.stage.leave_study(&view.here);
        });
        let marked = std::mem::take(&mut self.session.marked);
        self.session.marked = marked.into_iter().filter_map(map).collect();
        let here = renewed.here(&self.session.here);
        self.stage.renew(&map);
        self.stage.leave_study(&here);
        self.session.replace_dataset(Rc::clone(dataset), here);
        self.note_path();
    }
}

/// Two readings of one file.
struct Renewed<'d> {
    old: &'d Dataset,
    new: &'d Dataset,
}

impl Renewed<'_> {
    fn id(&self, id: RecordId) -> Option<RecordId> {
        self.new.find(id.kind, self.old.raw_id(id))
    }

    fn here(&self, here: &Here) -> Here {
        let origin = here.origin.and_then(|origin| match origin {
            Origin::Section(Some(about), section) => self
                .id(about)
                .map(|about| Origin::Section(Some(about), section)),
            origin => Some(origin),
        });
        Here {
            record: here.record.and_then(|id| self.id(id)),
            opened: here.opened.and_then(|id| self.id(id)),
            // The filter names records by their ids, so it says the same of both.
            filter: here.filter.clone(),
            held: None,
            origin,
            view: here
                .view
                .as_ref()
                .and_then(|view| view.renewed(&|id| self.id(id))),
        }
    }
}

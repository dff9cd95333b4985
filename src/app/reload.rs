//! Reading the file again while everything keeps its place.

use std::sync::Arc;

use super::App;
use crate::command::Command;
use crate::data::{self, Dataset, RecordId};
use crate::jobs::Material;
use crate::query::Query;
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
        if self.session.reading.is_some() {
            let close = self.session.keymap.keys_for(Command::Close).next();
            let close = close.unwrap_or_default();
            self.tell(format!("reading the file again; {close} stops it"));
            return;
        }
        self.read_again();
    }

    /// Takes a new dataset: every record of the trail, the filter and the marks is found again by its
    /// key; one that is gone leaves a step that says so.
    pub(super) fn take(&mut self, filter: Query, material: Material) {
        let old = Arc::clone(&self.session.dataset);
        let dataset = Arc::clone(&material.dataset);
        let shown = self.session.here.record;
        let name = shown.map(|id| old.short(id).to_owned());
        let map = |id: RecordId| dataset.find(id.kind, old.raw_id(id));
        let renewed = Renewed {
            old: &old,
            new: &dataset,
        };
        self.trail.nearest_first().for_each(|view| {
            let gone = view.here.record.is_some_and(|id| map(id).is_none());
            view.here = renewed.here(&view.here);
            if gone {
                view.name = format!("{} (gone)", view.name);
            }
            view.timeline = None;
            view.stage.remap(&map, &self.session);
            view.stage.leave_study(&view.here);
        });
        let marked = std::mem::take(&mut self.session.marked);
        self.session.marked = marked.into_iter().filter_map(map).collect();
        let here = renewed.here(&self.session.here);
        self.stage.remap(&map, &self.session);
        self.stage.leave_study(&here);
        self.session.replace(material, filter, here);
        self.note_path();
        match (name, self.session.here.record) {
            (Some(name), None) => self.tell(format!("read again; {name} is gone")),
            _ => self.tell("read again"),
        }
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
            follow: here.follow.and_then(|id| self.id(id)),
            held: here.held.and_then(|id| self.id(id)),
            // The filter names records by their ids, so it says the same of both.
            filter: here.filter.clone(),
            origin,
            view: here
                .view
                .as_ref()
                .and_then(|view| view.remapped(&|id| self.id(id))),
        }
    }
}

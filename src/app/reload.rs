//! Reading the file again while everything keeps its place.

use std::sync::Arc;

use super::App;
use crate::command::Command;
use crate::data::{self, RecordId};
use crate::jobs::Material;
use crate::query::Query;
use crate::session::{Loading, Location, OpenedFrom};

impl App {
    /// Reads the file again; what cannot be read leaves everything as it is.
    pub(super) fn reload(&mut self) {
        if !matches!(self.source, data::Origin::File(_)) {
            let source = &self.source;
            let text = format!("{source} cannot be read again: there is nothing new to read");
            self.notify(text);
            return;
        }
        if self.session.loading.is_some() {
            let close = self.key_for(Command::Close);
            self.notify(format!("reading the file again; {close} stops it"));
            return;
        }
        self.session.loading = Some(Loading::begin(self.source.clone(), false));
    }

    /// Stops reading again. `false` when nothing is read again.
    pub(super) fn stop_reading(&mut self) -> bool {
        let again = self.session.loading.take_if(|loading| !loading.first);
        again.is_some()
    }

    /// Takes a new dataset: every record of the trail, the filter and the marks is found again by its
    /// key; one that is gone leaves a step that says so.
    pub(super) fn replace_dataset(&mut self, filter: Query, material: Material) {
        let old = Arc::clone(&self.session.dataset);
        let dataset = Arc::clone(&material.dataset);
        let shown = self.session.here.record;
        let name = shown.map(|id| old.short(id).to_owned());
        let map = |id: RecordId| dataset.find(id.kind, old.raw_id(id));
        self.trail.nearest_first().for_each(|view| {
            let gone = view.here.record.is_some_and(|id| map(id).is_none());
            view.here = remapped(&view.here, &map);
            if gone {
                view.name = format!("{} (gone)", view.name);
            }
            view.timeline = None;
            view.stage.remap(&map, &self.session);
            view.stage.leave_study(&view.here);
        });
        let marked = std::mem::take(&mut self.session.marked);
        self.session.marked = marked.into_iter().filter_map(map).collect();
        let here = remapped(&self.session.here, &map);
        self.stage.remap(&map, &self.session);
        self.stage.leave_study(&here);
        self.session.replace(material, filter, here);
        self.note_path();
        match (name, self.session.here.record) {
            (Some(name), None) => self.notify(format!("read again; {name} is gone")),
            _ => self.notify("read again"),
        }
    }
}

/// The same place in a dataset that was read anew.
fn remapped(here: &Location, map: &dyn Fn(RecordId) -> Option<RecordId>) -> Location {
    let origin = here.origin.and_then(|origin| match origin {
        OpenedFrom::Section(Some(about), section) => {
            map(about).map(|about| OpenedFrom::Section(Some(about), section))
        }
        OpenedFrom::Section(None, _) | OpenedFrom::Timeline | OpenedFrom::List => Some(origin),
    });
    Location {
        record: here.record.and_then(map),
        follow: here.follow.and_then(map),
        held: here.held.and_then(map),
        // The filter names records by their ids, so it says the same of both.
        filter: here.filter.clone(),
        origin,
        view: here.view.as_ref().and_then(|view| view.remapped(map)),
    }
}

//! The record under the cursor: marking, copying, its address, the next one of its list.

use std::collections::HashSet;

use super::App;
use crate::browse::page::{Page, Section};
use crate::command::Command;
use crate::data::kinds::Source;
use crate::data::{self, Kind, RecordId};
use crate::session::{DateOrder, OpenedFrom};
use crate::study::view::View;
use crate::ui::pane::{Action, PaneId};

impl App {
    pub(super) fn target_record(&mut self) -> Option<RecordId> {
        let target = self.stage.state(&self.session).meant();
        if target.is_none() {
            self.notify("there is no record here");
        }
        target
    }

    /// The command that gives this view when it is typed into a shell.
    pub(super) fn shell_command(&self) -> String {
        let here = &self.session.here;
        let mut words = vec!["sommet".to_owned()];
        let is_screen = here.view.is_none();
        if let Some(view) = &here.view {
            let of_view = view.shell_words(&self.session.dataset).into_iter();
            words.extend(of_view.map(|word| quoted_for_shell(&word)));
        }
        match &self.source {
            data::Origin::Bundled => {}
            data::Origin::File(path) => {
                words.extend((!is_screen).then(|| "--data".to_owned()));
                words.push(quoted_for_shell(&path.to_string_lossy()));
            }
            data::Origin::Stdin => words.push("--data -".to_owned()),
        }
        let filters = here.view.as_ref().is_none_or(View::depends_on_filter);
        if filters && !here.filter.is_empty() {
            words.push("--where".to_owned());
            words.push(quoted_for_shell(&here.filter.to_string()));
        }
        if let Some(id) = here.record.filter(|_| is_screen) {
            let key = self.session.dataset.key(id);
            words.push("--open".to_owned());
            words.push(quoted_for_shell(&key));
        }
        crate::text::clean_line(&words.join(" ")).into_owned()
    }

    pub(super) fn mark(&mut self) {
        if let Some(id) = self.target_record() {
            let marked = &mut self.session.marked;
            if !marked.remove(&id) {
                marked.insert(id);
            }
            let count = marked.len();
            self.notify(format!("{count} marked"));
        }
    }

    /// Marks every meeting that is kept.
    pub(super) fn mark_all(&mut self) {
        /// To mark more helps nobody.
        const MOST: usize = 100_000;
        let rows = self.session.timeline.rows.iter();
        let records = rows.filter_map(|row| row.record());
        let meetings = records.filter(|id| id.kind == Kind::Meeting);
        let meetings: Vec<RecordId> = meetings.take(MOST + 1).collect();
        if meetings.len() > MOST {
            self.notify(format!(
                "more than {MOST} meetings are kept: narrow them first"
            ));
            return;
        }
        self.session.marked.extend(meetings);
        let count = self.session.marked.len();
        self.notify(format!("{count} marked"));
    }

    /// The address of the source under the cursor, or of the one that is shown.
    pub(super) fn address(&mut self) -> Option<String> {
        let target = self.stage.state(&self.session).meant();
        let candidates = [target, self.session.here.record].into_iter().flatten();
        let Some(source) = { candidates }.find(|id| id.kind == Kind::Source) else {
            self.notify("only a source has an address: go to one of the sources");
            return None;
        };
        let address = match self.session.dataset.body(source) {
            Ok(body) => body.read().map(|read: Source<'_>| read.url.to_string()),
            Err(unread) => {
                self.notify(unread.to_string());
                return None;
            }
        };
        let address = address.unwrap_or_default();
        if address.is_empty() {
            self.notify("no address of this source is known");
            return None;
        }
        Some(address)
    }

    /// In Detail, the next record of the list that the present one came from, in its place on the trail.
    pub(super) fn next_record(&mut self, command: Command) {
        let forward = command == Command::NextRecord;
        if self.stage.focus() != PaneId::Card {
            let scroll = if forward {
                Command::ScrollDown
            } else {
                Command::ScrollUp
            };
            if self.stage.is_visible(PaneId::Card) {
                self.stage.run_on(PaneId::Card, scroll, &self.session);
            } else {
                self.notify("The card is not in sight");
            }
            return;
        }
        let list = match self.session.here.origin {
            None => {
                self.notify("this record was not opened from a list");
                return;
            }
            Some(OpenedFrom::Timeline) => PaneId::Timeline,
            Some(OpenedFrom::List) => PaneId::List,
            Some(OpenedFrom::Section(about, section)) => {
                self.next_in_section(forward, about, section);
                return;
            }
        };
        match self.stage.run_on(list, command, &self.session) {
            Action::Show(id) | Action::Preview(Some(id)) => self.replace(id),
            action => {
                self.answer(action);
            }
        }
    }

    fn next_in_section(&mut self, forward: bool, about: Option<RecordId>, section: usize) {
        let kept = self.session.timeline.rows_kept.clone();
        let page = Page::whole(&self.session.dataset, about, kept);
        let section = page.sections.get(section);
        let items = section.into_iter().flat_map(Section::items);
        let mut links: Vec<RecordId> = items.filter_map(|item| item.id).collect();
        let of_meetings = section.is_some_and(|section| section.heading == "MEETINGS");
        if of_meetings && self.session.order == DateOrder::Newest {
            links.reverse();
        }
        let mut seen = HashSet::new();
        links.retain(|id| seen.insert(*id));
        let record = self.session.here.record;
        let here = links.iter().position(|id| Some(*id) == record);
        let next = here.and_then(|here| here.checked_add_signed(if forward { 1 } else { -1 }));
        match next.and_then(|next| links.get(next)) {
            Some(id) => self.replace(*id),
            None => self.notify("no more records in the list it came from"),
        }
    }

    fn replace(&mut self, id: RecordId) {
        self.name = self.session.dataset.short(id).to_owned();
        self.note_path();
        self.go(|here| {
            (here.record, here.follow) = (Some(id), Some(id));
            if id.kind != Kind::Meeting {
                here.held = Some(id);
            }
        });
    }
}

/// A word as a shell reads it back.
fn quoted_for_shell(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

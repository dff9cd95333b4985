//! What is done with the record under the cursor: marking, copying, its address, the next one of its list.

use std::collections::HashSet;

use super::App;
use crate::browse::page::Page;
use crate::command::Command;
use crate::data::kinds::Source;
use crate::data::{self, Kind, RecordId};
use crate::session::{Here, Origin};
use crate::study::view::View;
use crate::ui::pane::{Action, PaneId};

impl App {
    pub(super) fn target_record(&mut self) -> Option<RecordId> {
        let target = self.stage.state(&self.session).meant();
        if target.is_none() {
            self.tell("there is no record here");
        }
        target
    }

    /// The command that gives this view when it is typed into a shell.
    pub(super) fn shell_command(&self) -> String {
        let here = &self.session.here;
        let mut words = vec!["sommet".to_owned()];
        let of_view = here.view.as_ref();
        let of_view = of_view.map(|view| view.shell_words(&self.session.dataset));
        let is_screen = of_view.is_none();
        let quoted = of_view.into_iter().flatten();
        words.extend(quoted.map(|word| quoted_for_shell(&word)));
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

    pub(super) fn key_of(&self, id: RecordId) -> String {
        self.session.dataset.key(id)
    }

    pub(super) fn mark(&mut self) {
        if let Some(id) = self.target_record() {
            let marked = &mut self.session.marked;
            if !marked.remove(&id) {
                marked.insert(id);
            }
            let count = marked.len();
            self.tell(format!("{count} marked"));
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
            self.tell(format!(
                "more than {MOST} meetings are kept: narrow them first"
            ));
            return;
        }
        self.session.marked.extend(meetings);
        let count = self.session.marked.len();
        self.tell(format!("{count} marked"));
    }

    /// The address of the source under the cursor, or of the one that is shown.
    pub(super) fn address(&mut self) -> Option<String> {
        let target = self.stage.state(&self.session).meant();
        let candidates = [target, self.session.here.record].into_iter().flatten();
        let source = { candidates }.find(|id| id.kind == Kind::Source);
        let Some(source) = source else {
            self.tell("only a source has an address: go to one of the sources");
            return None;
        };
        let address = match self.session.dataset.body(source) {
            Ok(body) => body.read().map(|read: Source<'_>| read.url.to_string()),
            Err(unread) => {
                self.tell(unread.to_string());
                return None;
            }
        };
        let address = address.unwrap_or_default();
        if address.is_empty() {
            self.tell("no address of this source is known");
            return None;
        }
        Some(address)
    }

    /// In Detail, the next record of the list that the present one came from, in its place on the trail.
    pub(super) fn next_record(&mut self, command: Command) {
        if self.stage.focus() != PaneId::Card {
            let scroll = match command {
                Command::NextRecord => Command::ScrollDown,
                _ => Command::ScrollUp,
            };
            if self.stage.is_in_sight(PaneId::Card) {
                self.stage.run_on(PaneId::Card, scroll, &self.session);
            } else {
                self.tell("The card is not in sight");
            }
            return;
        }
        let list = match self.session.here.origin {
            None => {
                self.tell("this record was not opened from a list");
                return;
            }
            Some(Origin::Timeline) => PaneId::Timeline,
            Some(Origin::List) => PaneId::List,
            Some(Origin::Section(about, section)) => {
                self.next_in_section(command, about, section);
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

    pub(super) fn next_in_section(
        &mut self,
        command: Command,
        about: Option<RecordId>,
        section: usize,
    ) {
        let kept = self.session.timeline.rows_kept.clone();
        let page = Page::whole(&self.session.dataset, about, kept);
        let section = page.sections.get(section);
        let mut links: Vec<RecordId> = section
            .into_iter()
            .flat_map(|section| section.items().filter_map(|item| item.id))
            .collect();
        let of_meetings = section.is_some_and(|section| section.heading == "MEETINGS");
        if of_meetings && self.session.newest_first {
            links.reverse();
        }
        let mut seen = HashSet::new();
        let links: Vec<RecordId> = links.into_iter().filter(|id| seen.insert(*id)).collect();
        let here = links
            .iter()
            .position(|id| Some(*id) == self.session.here.record);
        let next = here.and_then(|here| match command {
            Command::NextRecord => here.checked_add(1),
            _ => here.checked_sub(1),
        });
        match next.and_then(|next| links.get(next)) {
            Some(id) => self.replace(*id),
            None => self.tell("no more records in the list it came from"),
        }
    }

    pub(super) fn replace(&mut self, id: RecordId) {
        self.name = self.session.dataset.short(id).to_owned();
        self.note_path();
        self.session.go(Here {
            record: Some(id),
            follow: Some(id),
            held: if id.kind == Kind::Meeting {
                self.session.here.held
            } else {
                Some(id)
            },
            ..self.session.here.clone()
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

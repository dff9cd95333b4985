//! Saving what is shown: to a file in the present folder, or to the clipboard. It is asked for here, and worked out
//! beside the screen.

use std::io;
use std::path::PathBuf;

use ratatui::buffer::Buffer;

use super::{App, Effect, Save};
use crate::command::Command;
use crate::data::{Dataset, Kind, RecordId};
use crate::export::{self, Format};
use crate::facts::{Sources, Whose};
use crate::jobs::{Content, Saved, SavedPart};
use crate::ui::pane::{Action, PaneId};

impl App {
    /// From now on files are written into that folder.
    pub fn write_into(&mut self, folder: PathBuf) {
        self.folder = Some(folder);
    }

    /// Writes what is shown, or marked, to a file.
    pub(super) fn export(&mut self, format: Format) {
        let here = &self.session.here;
        match &here.view {
            Some(_) if !format.holds_reports() => {
                self.notify("a study is written as Markdown, CSV or JSON");
            }
            Some(view) => self.save(Content::Study(format, view.clone(), here.filter.clone())),
            None => self.save(Content::Data(format, self.scope())),
        }
    }

    /// What is marked; else on the timeline what it keeps, elsewhere the record that is shown.
    fn scope(&self) -> SavedPart {
        let here = &self.session.here;
        if !self.session.marked.is_empty() {
            return SavedPart::Records(self.session.marked.iter().copied().collect());
        }
        let listed = matches!(self.focus(), PaneId::Timeline | PaneId::Counts);
        match here.record.filter(|_| !listed) {
            Some(id) => SavedPart::Records(vec![id]),
            None if !listed || here.filter.is_empty() => SavedPart::Everything,
            None => SavedPart::Kept(here.filter.clone()),
        }
    }

    /// Writes the screen, as it was drawn last, to a file with that ending.
    pub(super) fn export_screen(&mut self, ending: &'static str, write: fn(&Buffer) -> String) {
        let mut buf = Buffer::empty(self.area);
        self.draw(self.area, &mut buf);
        self.save(Content::Whole("sommet-screen", ending, write(&buf)));
    }

    /// Copies what is written of the record under the cursor, or of the one that is shown.
    pub(super) fn copy(&mut self, write: fn(&Dataset, RecordId) -> io::Result<String>) {
        match self.concerned() {
            Some(id) => self.save(Content::Text(write, id)),
            None => self.notify("there is no record here"),
        }
    }

    /// The footnote of the fact under the cursor, or of the source there.
    pub(super) fn footnote(&mut self) -> Option<Effect> {
        let state = self.stage.state(&self.session);
        let candidates = [state.target, self.session.here.record].into_iter();
        let source = candidates.flatten().find(|id| id.kind == Kind::Source);
        match (self.stage.run(Command::CopyFootnote, &self.session), source) {
            (Action::Ignored, Some(source)) => {
                let text = export::citation(&self.session.dataset, source);
                self.cited(text)
            }
            (Action::Ignored, None) => {
                self.notify("no fact is here: go to a row of the card, or to its evidence");
                None
            }
            (action, _) => self.answer(action),
        }
    }

    /// Copies the footnotes of facts that rest on this.
    pub(super) fn cite(&mut self, facts: &[Sources]) -> Option<Effect> {
        if facts.iter().all(|sources| sources.whose == Whose::Nothing) {
            self.notify("no source is given for this");
            return None;
        }
        let text = export::footnotes(&self.session.dataset, facts);
        self.cited(text)
    }

    fn cited(&mut self, text: io::Result<String>) -> Option<Effect> {
        match text {
            Ok(text) => Some(Effect::Copy(text)),
            Err(error) => {
                self.notify(format!("not copied: {error}"));
                None
            }
        }
    }

    /// Saves something, behind what is being saved.
    fn save(&mut self, content: Content) {
        let folder = match (&content, &self.folder) {
            (Content::Text(..), _) => PathBuf::new(),
            (_, Some(folder)) => folder.clone(),
            (_, None) => return self.notify("no files are written from here"),
        };
        let save = Save::new(content, folder, self.session.material());
        self.saves.push_back(save);
        self.session.saving = self.saves.front().cloned();
    }

    /// Takes the result of a save.
    pub(super) fn saved(&mut self, save: &Save, saved: Result<Saved, String>) -> Option<Effect> {
        self.saves.retain(|other| other != save);
        self.session.saving = self.saves.front().cloned();
        let effect = match saved {
            Ok(Saved::Text(text)) => Some(Effect::Copy(text)),
            Ok(Saved::File(text)) => {
                self.notify(text);
                None
            }
            Err(text) => {
                // Whoever leaves is to see that.
                self.leaving = false;
                self.notify(text);
                None
            }
        };
        let left = self.leaving && self.saves.is_empty() && effect.is_none();
        effect.or(left.then_some(Effect::Quit))
    }

    /// Stops saving. `false` when nothing is saved.
    pub(super) fn stop_saving(&mut self) -> bool {
        self.leaving = false;
        let Some(save) = self.saves.front() else {
            return false;
        };
        if save.stop() {
            self.saves.clear();
            self.session.saving = None;
            self.notify("stopped; nothing of it was written");
        } else {
            self.saves.truncate(1);
            self.notify("it is whole already, and being put on the disk");
        }
        true
    }

    /// Ends the program: once what is saved is whole, since that was asked for before.
    pub(super) fn leave(&mut self) -> Option<Effect> {
        if self.saves.is_empty() {
            return Some(Effect::Quit);
        }
        self.leaving = true;
        let (close, now) = (self.key_for(Command::Close), self.key_for(Command::QuitNow));
        self.notify(format!(
            "ends when the file is written; {close} stops that, {now} ends now"
        ));
        None
    }
}

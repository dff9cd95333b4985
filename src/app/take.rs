//! Taking away what is shown: to a file in the present folder, or to the clipboard.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use ratatui::buffer::Buffer;

use super::{App, Wish};
use crate::command::Command;
use crate::data::{Dataset, Kind, RecordId};
use crate::export::study::{self, Extent};
use crate::export::{self, Format, Selection, picture};
use crate::file::{self, Existing, Unwritten};
use crate::study::report::Report;
use crate::study::view::Study;
use crate::text::said;
use crate::ui::pane::PaneId;

/// A file that is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// Its name, without what tells its format.
    pub name: String,
    /// How its name ends.
    pub ending: &'static str,
    /// What it is to hold.
    pub content: Content,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Records and meetings, written as the file is.
    Data(Format, Selection),
    /// The answer of a study.
    Study(Format, Arc<Study>, String),
    /// The screen.
    Screen(String),
}

impl Taken {
    /// What of it is not in the file, in a sentence.
    pub(super) fn leaves_out(&self, dataset: &Dataset) -> Option<String> {
        match &self.content {
            Content::Data(format, chosen) => format.leaves_out(dataset, chosen),
            Content::Study(..) | Content::Screen(_) => None,
        }
    }
}

impl App {
    /// The file that a command asks for.
    pub(super) fn taken(&mut self, command: Command) -> Option<Wish> {
        let format = match command {
            Command::ExportMarkdown => Format::Markdown,
            Command::ExportCsv => Format::Csv,
            Command::ExportJson => Format::Json,
            Command::ExportCalendar => Format::Calendar,
            Command::ExportBibtex => Format::Bibtex,
            Command::ExportCsl => Format::CslJson,
            Command::ExportGraph => Format::GraphMl,
            _ => return Some(Wish::Save(self.screen(command == Command::ExportSvg))),
        };
        if self.session.here.view.is_some() {
            return self.studied(format).map(Wish::Save);
        }
        let chosen = self.chosen();
        if matches!(format, Format::Csv | Format::Calendar) && chosen.meeting_count() == 0 {
            self.tell("there are no meetings here to be written");
            return None;
        }
        if let Some(why) = format.is_empty(&self.session.dataset, &chosen) {
            self.tell(why);
            return None;
        }
        Some(Wish::Save(Taken {
            name: chosen.name(&self.session.dataset),
            ending: format.ending(),
            content: Content::Data(format, chosen),
        }))
    }

    /// The study that is shown, as a file.
    fn studied(&mut self, format: Format) -> Option<Taken> {
        if !study::fits(format) {
            self.tell("a study is written as Markdown, CSV or JSON");
            return None;
        }
        let (dataset, here) = (&self.session.dataset, &self.session.here);
        let view = here.view.as_ref()?;
        let kept = self.session.matcher().keep(&here.filter);
        let study = Arc::new(view.study(dataset, &kept));
        let asked = view.asked(dataset, &here.filter.to_string());
        let report = Report::new(dataset, &study, asked);
        if report.count == 0 {
            self.tell("there is nothing here to be written");
            return None;
        }
        Some(Taken {
            name: study::file_name(&report),
            ending: format.ending(),
            content: Content::Study(format, study, report.asked),
        })
    }

    /// What is marked; else on the timeline what it keeps, elsewhere the record that is shown.
    fn chosen(&self) -> Selection {
        let (dataset, here) = (&self.session.dataset, &self.session.here);
        if !self.session.marked.is_empty() {
            let marked: Vec<RecordId> = self.session.marked.iter().copied().collect();
            return Selection::records(dataset, &marked);
        }
        let listed = matches!(self.focus(), PaneId::Timeline | PaneId::Counts);
        match here.record.filter(|_| !listed) {
            Some(id) => Selection::records(dataset, &[id]),
            None if !listed || here.filter.is_empty() => Selection::everything(dataset),
            None => {
                let rows = self.session.timeline.rows.iter();
                let records = rows.filter_map(|row| row.record());
                let meetings = records.filter(|id| id.kind == Kind::Meeting);
                let rows = meetings.map(|id| id.row).collect();
                Selection::meetings(rows, &here.filter.to_string())
            }
        }
    }

    /// The screen as it was drawn last.
    fn screen(&mut self, as_picture: bool) -> Taken {
        let mut buf = Buffer::empty(self.area);
        self.draw(self.area, &mut buf);
        let (ending, text) = if as_picture {
            ("svg", picture::as_svg(&buf))
        } else {
            ("txt", picture::as_text(&buf))
        };
        Taken {
            name: "sommet-screen".to_owned(),
            ending,
            content: Content::Screen(text),
        }
    }

    /// The text of the record under the cursor, or of the one that is shown, that a command copies.
    pub(super) fn copied(&mut self, command: Command) -> Option<Wish> {
        let target = self.stage.state(&self.session).meant();
        let mut candidates = [target, self.session.here.record].into_iter().flatten();
        let is_wanted = |id: &RecordId| command != Command::CopyFootnote || id.kind == Kind::Source;
        let Some(id) = candidates.find(is_wanted) else {
            self.tell(if command == Command::CopyFootnote {
                "only a source is a footnote: go to one of the sources"
            } else {
                "there is no record here"
            });
            return None;
        };
        let dataset = &self.session.dataset;
        let text = match command {
            Command::CopyMarkdown => export::record_in_markdown(dataset, id),
            Command::CopyFootnote => export::citation(dataset, id),
            Command::CopyJson => export::record_in_json(dataset, id),
            _ => Ok(dataset.name(id).to_owned()),
        };
        match text {
            Ok(text) => Some(Wish::Copy(text)),
            Err(error) => {
                self.tell(format!("not copied: {error}"));
                None
            }
        }
    }

    /// Writes the content of a file.
    ///
    /// # Errors
    /// When it cannot be written, or the data not be read any more.
    pub fn write(&self, content: &Content, out: &mut dyn Write) -> io::Result<()> {
        match content {
            Content::Data(format, chosen) => format.write(&self.session.dataset, chosen, out),
            Content::Study(format, study, asked) => {
                let dataset = &self.session.dataset;
                let report = Report::new(dataset, study, asked.clone());
                study::write(&report, dataset, *format, Extent::WHOLE, out)
            }
            Content::Screen(text) => out.write_all(text.as_bytes()),
        }
    }
}

/// Writes a file under the first name that is free: `name.md`, `name-2.md`, and so on.
///
/// # Errors
/// A sentence that says why not.
pub fn save(
    folder: &Path,
    taken: &Taken,
    content: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<String, String> {
    /// So many files of one name are a mistake.
    const MOST: usize = 999;
    for number in 1..=MOST {
        let number = if number == 1 {
            String::new()
        } else {
            format!("-{number}")
        };
        let name = format!("{}{number}.{}", taken.name, taken.ending);
        match file::write(&folder.join(&name), Existing::Keep, &mut *content) {
            Ok(()) => return Ok(name),
            Err(Unwritten::Exists(_) | Unwritten::NoPlainFile(_)) => {}
            Err(error) => return Err(said(&error.to_string())),
        }
    }
    Err(format!("there are {MOST} files of that name already"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let folder = tempfile::tempdir().expect("a folder");
        let taken = Taken {
            name: "sommet-x".to_owned(),
            ending: "md",
            content: Content::Screen(String::new()),
        };
        let put = |text: &str| {
            save(folder.path(), &taken, &mut |out| {
                out.write_all(text.as_bytes())
            })
        };
        assert_eq!(put("a").as_deref(), Ok("sommet-x.md"));
        assert_eq!(put("b").as_deref(), Ok("sommet-x-2.md"));
        #[cfg(unix)]
        std::os::unix::fs::symlink("/nowhere", folder.path().join("sommet-x-3.md"))
            .expect("a link");
        assert!(put("c").is_ok_and(|name| name == "sommet-x-4.md" || cfg!(not(unix))));
        let read = |name| std::fs::read_to_string(folder.path().join(name));
        assert_eq!(read("sommet-x.md").ok().as_deref(), Some("a"));
        assert_eq!(read("sommet-x-2.md").ok().as_deref(), Some("b"));
    }

    #[test]
    fn what_cannot_be_written_is_said() {
        let taken = Taken {
            name: "x".to_owned(),
            ending: "md",
            content: Content::Screen(String::new()),
        };
        let missing = Path::new("/nowhere/at/all");
        let error = save(missing, &taken, &mut |_| Ok(())).expect_err("no folder");
        assert!(error.contains("not written"), "{error}");
    }
}

//! Saving to a file, or into a text for the clipboard, from the data as it was when that was asked for, whatever is read
//! or asked for meanwhile.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Instant;

use super::{Material, Stop};
use crate::data::{Dataset, RecordId};
use crate::export::{Extent, Format, Selection, file_name};
use crate::file::{self, Existing, WriteError};
use crate::query::{Matcher, Query};
use crate::study::report::Report;
use crate::study::view::View;
use crate::text::excerpt;

/// What a file or a text is to hold.
#[derive(Clone, Debug)]
pub enum Content {
    /// Records and meetings.
    Data(Format, SavedPart),
    /// The answer of a study of the meetings that a filter keeps.
    Study(Format, View, Query),
    /// A text that is there, e.g. the screen: the name of its file, how that ends, and the text.
    Whole(&'static str, &'static str, String),
    /// What such a function makes of a record, for the clipboard.
    Text(fn(&Dataset, RecordId) -> io::Result<String>, RecordId),
}

/// Which records are saved.
#[derive(Clone, Debug)]
pub enum SavedPart {
    /// The whole dataset.
    Everything,
    /// These, with their meetings.
    Records(Vec<RecordId>),
    /// The meetings that a filter keeps.
    Kept(Query),
}

/// What a save brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// A file was written: the sentence that says so.
    File(String),
    /// A text for the clipboard.
    Text(String),
}

/// Something to be saved or copied. Two of them are the same when they were asked for at once.
#[derive(Clone, Debug)]
pub struct Save(Arc<SaveState>);

#[derive(Debug)]
struct SaveState {
    content: Content,
    folder: PathBuf,
    material: Material,
    since: Instant,
    bytes: AtomicU64,
    fate: AtomicU8,
}

/// It is being worked on.
const OPEN: u8 = 0;
/// Nobody wants it any more.
const STOPPED: u8 = 1;
/// It is whole, and can no more be stopped.
const WHOLE: u8 = 2;

impl PartialEq for Save {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Save {
    /// Saves something of this data, a file of it into that folder.
    #[must_use]
    pub fn new(content: Content, folder: PathBuf, material: Material) -> Self {
        Self(Arc::new(SaveState {
            content,
            folder,
            material,
            since: Instant::now(),
            bytes: AtomicU64::new(0),
            fate: AtomicU8::new(OPEN),
        }))
    }

    /// When it was asked for.
    #[must_use]
    pub fn since(&self) -> Instant {
        self.0.since
    }

    /// How many bytes of it are written.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.0.bytes.load(Ordering::Relaxed)
    }

    /// What is written, in a word: how the name of the file ends.
    #[must_use]
    pub fn ending(&self) -> &'static str {
        match &self.0.content {
            Content::Data(format, _) | Content::Study(format, ..) => format.ending(),
            Content::Whole(_, ending, _) => ending,
            Content::Text(..) => "text",
        }
    }

    /// Stops it: nothing of it is left. `false` when it is whole already.
    #[must_use]
    pub fn stop(&self) -> bool {
        self.decide(STOPPED)
    }

    /// Decides once and for all what becomes of it; whether it is that now.
    fn decide(&self, fate: u8) -> bool {
        let fates = (Ordering::SeqCst, Ordering::SeqCst);
        let decided = (self.0.fate).compare_exchange(OPEN, fate, fates.0, fates.1);
        decided.is_ok() || decided == Err(fate)
    }

    fn is_stopped(&self) -> bool {
        self.0.fate.load(Ordering::Relaxed) == STOPPED
    }

    /// Carries it out, or says in a sentence why not. `None` when it was stopped.
    pub(super) fn carry_out(&self, stop: &Stop) -> Option<Result<Saved, String>> {
        let saved = self.run(stop).transpose()?;
        (!self.is_stopped()).then_some(saved)
    }

    /// The same; nothing when it was stopped before anything was written.
    fn run(&self, stop: &Stop) -> Result<Option<Saved>, String> {
        let dataset = &*self.0.material.dataset;
        match &self.0.content {
            Content::Text(text_of, id) => {
                let text = text_of(dataset, *id).map_err(|error| format!("not copied: {error}"))?;
                Ok(Some(Saved::Text(text)))
            }
            Content::Whole(name, ending, text) => {
                let content = |out: &mut dyn Write| out.write_all(text.as_bytes());
                let name = self.save(name, ending, &content)?;
                Ok(Some(written(&name)))
            }
            Content::Data(format, chosen) => {
                let Some(chosen) = self.selection(chosen, stop) else {
                    return Ok(None);
                };
                if matches!(format, Format::Csv | Format::Calendar) && chosen.meeting_count() == 0 {
                    return Err("there are no meetings here to be written".to_owned());
                }
                if let Some(why) = format.is_empty(dataset, &chosen) {
                    return Err(why);
                }
                let left_out = format.leaves_out(dataset, &chosen);
                let left_out = left_out.map_err(|error| error.to_string())?;
                let content = |out: &mut dyn Write| format.write(dataset, &chosen, out);
                let name = self.save(&chosen.name(dataset), format.ending(), &content)?;
                let more = left_out.map_or_else(String::new, |text| format!("; {text}"));
                Ok(Some(written(&format!("{name}{more}"))))
            }
            Content::Study(format, view, filter) => {
                let kept = self.matcher().kept_until(filter, stop);
                let Some(kept) = kept.map(|kept| kept.rows()) else {
                    return Ok(None);
                };
                let query = view.query(dataset, &filter.to_string());
                let report = Report::new(dataset, &view.study(dataset, &kept), query);
                if report.count == 0 {
                    return Err("there is nothing here to be written".to_owned());
                }
                let content =
                    |out: &mut dyn Write| format.write_report(&report, dataset, Extent::WHOLE, out);
                let name = self.save(&file_name(&report.query), format.ending(), &content)?;
                Ok(Some(written(&name)))
            }
        }
    }

    fn matcher(&self) -> Matcher<'_> {
        Matcher::new(&self.0.material.dataset, &self.0.material.index)
    }

    fn selection(&self, chosen: &SavedPart, stop: &Stop) -> Option<Selection> {
        let dataset = &self.0.material.dataset;
        Some(match chosen {
            SavedPart::Everything => Selection::everything(dataset),
            SavedPart::Records(ids) => Selection::records(dataset, ids),
            SavedPart::Kept(filter) => {
                let rows = self.matcher().kept_until(filter, stop)?.rows();
                Selection::meetings(rows, &filter.to_string())
            }
        })
    }

    /// Writes a file under the first name that is free: `name.md`, `name-2.md`, and so on.
    fn save(&self, name: &str, ending: &str, content: WriteContent<'_>) -> Result<String, String> {
        let content = |out: &mut dyn Write| {
            let mut out = CountingWriter { out, save: self };
            content(&mut out)?;
            if self.decide(WHOLE) {
                Ok(())
            } else {
                Err(stopped())
            }
        };
        save(&self.0.folder, name, ending, &content)
    }
}

fn written(name: &str) -> Saved {
    Saved::File(format!("written: ./{name}"))
}

type WriteContent<'c> = &'c dyn Fn(&mut dyn Write) -> io::Result<()>;

/// Counts what is written, and writes no more once nobody wants it.
struct CountingWriter<'o> {
    out: &'o mut dyn Write,
    save: &'o Save,
}

impl Write for CountingWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.save.is_stopped() {
            return Err(stopped());
        }
        let count = self.out.write(bytes)?;
        let more = u64::try_from(count).unwrap_or(u64::MAX);
        self.save.0.bytes.fetch_add(more, Ordering::Relaxed);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn stopped() -> io::Error {
    io::Error::other("stopped")
}

fn save(
    folder: &Path,
    name: &str,
    ending: &str,
    content: WriteContent<'_>,
) -> Result<String, String> {
    /// More files of one name are a mistake.
    const MOST: usize = 999;
    for number in 1..=MOST {
        let number = if number == 1 {
            String::new()
        } else {
            format!("-{number}")
        };
        let name = format!("{name}{number}.{ending}");
        match file::write(&folder.join(&name), Existing::Keep, content) {
            Ok(()) => return Ok(name),
            Err(WriteError::Exists(_) | WriteError::NoPlainFile(_)) => {}
            Err(error) => return Err(excerpt(&error.to_string())),
        }
    }
    Err(format!("there are {MOST} files of that name already"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Kind, load_text};

    const DATA: &str = r#"{"format":"sommet/1","title":"T","meetings":[
        {"id":"a","title":"A","date":"2024"},{"id":"b","title":"B","date":"2025"}]}"#;

    fn save_of(content: Content, folder: &Path) -> Save {
        let dataset = load_text(DATA).expect("it opens");
        let material = Material::new(dataset, &Query::default());
        Save::new(content, folder.to_owned(), material)
    }

    fn files(folder: &Path) -> usize {
        std::fs::read_dir(folder).expect("a folder").count()
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let folder = tempfile::tempdir().expect("a folder");
        let put = |text: &'static str| {
            let content = move |out: &mut dyn Write| out.write_all(text.as_bytes());
            save(folder.path(), "sommet-x", "md", &content)
        };
        assert_eq!(put("a").as_deref(), Ok("sommet-x.md"));
        assert_eq!(put("b").as_deref(), Ok("sommet-x-2.md"));
        std::os::unix::fs::symlink("/nowhere", folder.path().join("sommet-x-3.md"))
            .expect("a link");
        assert_eq!(put("c").as_deref(), Ok("sommet-x-4.md"));
        let read = |name| std::fs::read_to_string(folder.path().join(name));
        assert_eq!(read("sommet-x.md").ok().as_deref(), Some("a"));
        assert_eq!(read("sommet-x-2.md").ok().as_deref(), Some("b"));
    }

    #[test]
    fn what_cannot_be_written_is_said() {
        let missing = Path::new("/nowhere/at/all");
        for format in Format::ALL {
            let save = save_of(Content::Data(format, SavedPart::Everything), missing);
            let saved = save.carry_out(&Stop::default()).expect("not stopped");
            assert!(saved.expect_err("no folder").contains("not written"));
        }
    }

    #[test]
    fn what_is_stopped_leaves_nothing_and_what_is_whole_is_not_stopped() {
        let folder = tempfile::tempdir().expect("a folder");
        let everything = || Content::Data(Format::Csv, SavedPart::Everything);
        let early = save_of(everything(), folder.path());
        assert!(early.stop());
        assert_eq!(early.carry_out(&Stop::default()), None);
        assert_eq!(files(folder.path()), 0);
        // Stopped in the middle: what comes after that is not written.
        let middle = save_of(everything(), folder.path());
        let content = |out: &mut dyn Write| {
            out.write_all(b"half")?;
            assert!(middle.stop());
            out.write_all(b"half")
        };
        assert!(middle.save("x", "md", &content).is_err());
        assert_eq!(middle.bytes(), 4);
        // Stopped after the last byte and before the name.
        let late = save_of(everything(), folder.path());
        let content = |_: &mut dyn Write| {
            assert!(late.stop());
            Ok(())
        };
        assert!(late.save("x", "md", &content).is_err());
        assert_eq!(files(folder.path()), 0);
        let whole = save_of(everything(), folder.path());
        let saved = whole.carry_out(&Stop::default());
        assert_eq!(
            saved,
            Some(Ok(Saved::File("written: ./sommet-t.csv".to_owned())))
        );
        assert!(!whole.stop());
        assert_eq!(files(folder.path()), 1);
    }

    #[test]
    fn whatever_the_system_refuses_is_reported_and_nothing_is_left() {
        use crate::file::faults;
        let first = RecordId::new(Kind::Meeting, 0);
        let whats = || {
            let formats = Format::ALL.into_iter();
            let data = formats.map(|format| Content::Data(format, SavedPart::Records(vec![first])));
            let study = Content::Study(
                Format::Csv,
                View::new(&crate::study::evidence::STUDY, [first]),
                Query::default(),
            );
            let screen = Content::Whole("sommet-screen", "txt", "text".to_owned());
            data.chain([study, screen])
        };
        for what in whats() {
            for good in 0..40 {
                let folder = tempfile::tempdir().expect("a folder");
                let save = save_of(what.clone(), folder.path());
                faults::plan(good, usize::MAX / 2);
                let saved = save.carry_out(&Stop::default()).expect("not stopped");
                faults::over();
                let kept = files(folder.path());
                match saved {
                    Ok(Saved::File(text)) => {
                        assert!(
                            text.starts_with("written: ./sommet-") && kept == 1,
                            "{text}"
                        );
                        break;
                    }
                    Ok(other) => panic!("{other:?}"),
                    Err(text) => assert!(text.contains(": not written: ") && kept == 0, "{text}"),
                }
                assert!(good < 39, "it never went well");
            }
        }
    }
}

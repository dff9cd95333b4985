//! Writing a file: whole or not at all, never through a link, never over another unless that is wanted.
//!
//! Where the system has files without a name, a file gets its name when all of it is on the disk: whatever ends the
//! program before that, and be it the loss of power, leaves nothing. Elsewhere it has a name of its own meanwhile,
//! which [`abandon`] takes away.

use std::ffi::CString;
use std::fmt;
use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, Write};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::{Builder, NamedTempFile};

use crate::text::excerpt;

/// What to do when there is a file of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Leave it alone and write nothing.
    Keep,
    /// Replace it, in one step.
    Replace,
}

/// Why nothing was written. Whatever was there before is still there.
#[derive(Debug)]
pub enum WriteError {
    /// There is such a file, and it is to be kept.
    Exists(PathBuf),
    /// What is there is a link, a folder or a device: not a file that could be replaced.
    NoPlainFile(PathBuf),
    /// The system refused.
    Failed(PathBuf, io::Error),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |path: &Path| excerpt(&path.to_string_lossy());
        match self {
            Self::Exists(path) => write!(f, "{}: exists already; --force replaces it", name(path)),
            Self::NoPlainFile(path) => {
                let name = name(path);
                write!(f, "{name}: is there and no plain file; give another name")
            }
            Self::Failed(path, error) => write!(f, "{}: not written: {error}", name(path)),
        }
    }
}

impl std::error::Error for WriteError {}

/// Writes a file. It appears under its name when all of it is on the disk, not before; a new one can be read
/// by nobody else, one that is replaced keeps its permissions.
///
/// # Errors
/// When it cannot be written, or is not to be; nothing is then changed.
pub fn write(
    path: &Path,
    existing: Existing,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    let permissions = of_the_present(path, existing)?;
    let failed = |error| WriteError::Failed(path.to_owned(), error);
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut out = BufWriter::new(Unfinished::new(folder).map_err(failed)?);
    content(&mut out).map_err(failed)?;
    let draft = out
        .into_inner()
        .map_err(|error| failed(error.into_error()))?;
    if let Some(permissions) = permissions {
        ask(|| draft.file().set_permissions(permissions)).map_err(failed)?;
    }
    ask(|| draft.file().sync_all()).map_err(failed)?;
    match draft.put(folder, path, existing) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(WriteError::Exists(path.to_owned()));
        }
        Err(error) => return Err(failed(error)),
    }
    // The name itself is on the disk when its folder is; not every system lets one ask for that.
    let _ = ask(|| File::open(folder)).and_then(|folder| ask(|| folder.sync_all()));
    Ok(())
}

/// The permissions of the file that is there and may be replaced.
fn of_the_present(path: &Path, existing: Existing) -> Result<Option<Permissions>, WriteError> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(WriteError::Failed(path.to_owned(), error)),
        Ok(found) if !found.is_file() => Err(WriteError::NoPlainFile(path.to_owned())),
        Ok(_) if existing == Existing::Keep => Err(WriteError::Exists(path.to_owned())),
        Ok(found) => Ok(Some(found.permissions())),
    }
}

/// A file before it has its name; it goes with this.
enum Unfinished {
    /// It has no name at all.
    #[cfg(target_os = "linux")]
    Unnamed(File),
    /// It has a name that nobody can foresee.
    Named(NamedTempFile, PartName),
}

impl Unfinished {
    fn new(folder: &Path) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if let Some(file) = unnamed::open(folder) {
            return Ok(Self::Unnamed(file));
        }
        let (file, part) = named(folder, |path| {
            let mut options = File::options();
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            ask(|| options.read(true).write(true).create_new(true).open(path))
        })?;
        Ok(Self::Named(file, part))
    }

    fn file(&self) -> &File {
        match self {
            #[cfg(target_os = "linux")]
            Self::Unnamed(file) => file,
            Self::Named(file, _) => file.as_file(),
        }
    }

    /// Gives it its name.
    fn put(self, folder: &Path, path: &Path, existing: Existing) -> io::Result<()> {
        match (self, existing) {
            #[cfg(target_os = "linux")]
            (Self::Unnamed(file), Existing::Keep) => unnamed::link(&file, path),
            #[cfg(target_os = "linux")]
            (Self::Unnamed(file), Existing::Replace) => {
                // A name can be replaced by another name alone.
                let (named, _part) = named(folder, |path| unnamed::link(&file, path))?;
                ask(|| named.persist(path).map_err(|error| error.error))
            }
            (Self::Named(file, _part), Existing::Keep) => {
                ask(|| file.persist_noclobber(path).map_err(|error| error.error)).map(drop)
            }
            (Self::Named(file, _part), Existing::Replace) => {
                ask(|| file.persist(path).map_err(|error| error.error)).map(drop)
            }
        }
    }
}

impl Write for Unfinished {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut file = self.file();
        ask(|| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Files without a name.
#[cfg(target_os = "linux")]
mod unnamed {
    use std::fs::{self, File};
    use std::io;
    use std::os::fd::AsRawFd as _;
    use std::path::Path;

    use rustix::fs::{AtFlags, CWD, Mode, OFlags};

    use super::ask;

    /// A new one; nothing where the system has none, or no way to give it a name.
    pub(super) fn open(folder: &Path) -> Option<File> {
        let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
        let mode = Mode::RUSR | Mode::WUSR;
        let file = ask(|| Ok(rustix::fs::open(folder, flags, mode)?)).ok()?;
        let file = File::from(file);
        fs::metadata(way(&file)).is_ok().then_some(file)
    }

    /// Gives it a name that nothing has.
    pub(super) fn link(file: &File, path: &Path) -> io::Result<()> {
        let follow = AtFlags::SYMLINK_FOLLOW;
        ask(|| Ok(rustix::fs::linkat(CWD, way(file), CWD, path, follow)?))
    }

    /// What leads to it.
    fn way(file: &File) -> String {
        format!("/proc/self/fd/{}", file.as_raw_fd())
    }
}

/// Makes something under a name that nobody can foresee, in that folder.
fn named<T>(
    folder: &Path,
    make: impl FnMut(&Path) -> io::Result<T>,
) -> io::Result<(NamedTempFile<T>, PartName)> {
    let mut builder = Builder::new();
    builder.prefix(".sommet-").suffix(".part");
    let file = builder.make_in(folder, make)?;
    let part = PartName::new(file.path());
    Ok((file, part))
}

/// The names of the files that are not whole yet.
static PARTS: Mutex<Vec<CString>> = Mutex::new(Vec::new());

/// A name that is noted as long as this is kept.
struct PartName(Option<CString>);

impl PartName {
    fn new(path: &Path) -> Self {
        // The program may go to another folder; a name from the root on always leads there.
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let path = CString::new(path.as_os_str().as_bytes()).ok();
        let mut parts = PARTS.lock().unwrap_or_else(PoisonError::into_inner);
        parts.extend(path.clone());
        Self(path)
    }
}

impl Drop for PartName {
    fn drop(&mut self) {
        let mut parts = PARTS.lock().unwrap_or_else(PoisonError::into_inner);
        parts.retain(|part| Some(part) != self.0.as_ref());
    }
}

/// Takes away what is not whole, since the program ends now. May be called by the handler of a signal: it waits for
/// nothing and allocates nothing.
pub fn abandon() {
    if let Ok(parts) = PARTS.try_lock() {
        for part in parts.iter() {
            let _ = rustix::fs::unlink(part.as_c_str());
        }
    }
}

/// Asks the system for something: the one place where the tests let it refuse.
fn ask<T>(call: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    #[cfg(test)]
    faults::next()?;
    call()
}

/// Faults of the system, made by tests.
#[cfg(test)]
pub(crate) mod faults {
    use std::cell::Cell;
    use std::io;

    thread_local! {
        /// How many calls go well before some fail, and how many fail then.
        static PLAN: Cell<(usize, usize)> = const { Cell::new((usize::MAX, 0)) };
    }

    /// Lets so many calls of this thread go well, so many fail after them, and the rest go well again.
    pub(crate) fn plan(good: usize, bad: usize) {
        PLAN.set((good, bad));
    }

    /// Ends the faults; whether all that were planned have come.
    pub(crate) fn over() -> bool {
        PLAN.replace((usize::MAX, 0)).1 == 0
    }

    /// Whether the next call goes well.
    pub(super) fn next() -> io::Result<()> {
        match PLAN.get() {
            (0, 0) => Ok(()),
            (0, bad) => {
                PLAN.set((0, bad - 1));
                Err(io::ErrorKind::StorageFull.into())
            }
            (good, bad) => {
                PLAN.set((good - 1, bad));
                Ok(())
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn put(path: &Path, existing: Existing, text: &str) -> Result<(), WriteError> {
        write(path, existing, |out| out.write_all(text.as_bytes()))
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("a file").permissions().mode() & 0o777
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let name = |entry: io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
        let mut names: Vec<_> = entries.map(name).collect();
        names.sort();
        let text = |name: std::ffi::OsString| name.into_string().expect("plain names");
        names.into_iter().map(text).collect()
    }

    #[test]
    fn a_new_file_is_private_and_an_old_one_is_kept_unless_told_otherwise() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("out.md");
        put(&path, Existing::Keep, "one").expect("written");
        assert_eq!(mode(&path), 0o600);
        let refused = put(&path, Existing::Keep, "two").expect_err("kept");
        assert!(
            refused
                .to_string()
                .ends_with("out.md: exists already; --force replaces it")
        );
        assert_eq!(fs::read_to_string(&path).expect("there"), "one");
        fs::set_permissions(&path, Permissions::from_mode(0o640)).expect("a mode");
        put(&path, Existing::Replace, "two").expect("replaced");
        assert_eq!(fs::read_to_string(&path).expect("there"), "two");
        assert_eq!(mode(&path), 0o640);
        assert_eq!(names(folder.path()), ["out.md"]);
    }

    #[test]
    fn nothing_is_written_through_a_link_or_into_what_is_no_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("target");
        fs::write(&target, "precious").expect("a file");
        let (link, dangling) = (folder.path().join("link"), folder.path().join("dangling"));
        symlink(&target, &link).expect("a link");
        symlink(folder.path().join("nowhere"), &dangling).expect("a link");
        let inner = folder.path().join("inner");
        fs::create_dir(&inner).expect("a folder");
        for path in [&link, &dangling, &inner, Path::new("/dev/null")] {
            for existing in [Existing::Keep, Existing::Replace] {
                let refused = put(path, existing, "x").expect_err("refused");
                assert!(matches!(refused, WriteError::NoPlainFile(_)), "{refused}");
            }
        }
        assert_eq!(fs::read_to_string(&target).expect("there"), "precious");
        assert_eq!(
            names(folder.path()),
            ["dangling", "inner", "link", "target"]
        );
    }

    #[test]
    fn what_fails_in_the_middle_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("out.csv");
        fs::write(&path, "old").expect("a file");
        let failed = write(&path, Existing::Replace, |out| {
            out.write_all(b"half")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert!(
            failed
                .expect_err("failed")
                .to_string()
                .contains("not written")
        );
        assert_eq!(fs::read_to_string(&path).expect("there"), "old");
        assert_eq!(names(folder.path()), ["out.csv"]);
        let missing = folder.path().join("no/such/folder");
        put(&missing, Existing::Keep, "x").expect_err("no folder");
    }

    #[test]
    fn a_hostile_name_is_told_without_harm() {
        let path = Path::new("/\u{1b}]0;x\u{7}/\u{202e}");
        let shown = put(path, Existing::Keep, "x")
            .expect_err("no folder")
            .to_string();
        assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{shown}");
    }

    #[test]
    fn whatever_the_system_refuses_nothing_is_half_written_and_nothing_lost() {
        let (old, new) = ("old", "new\n".repeat(9_000));
        for (existing, there) in [
            (Existing::Keep, false),
            (Existing::Replace, false),
            (Existing::Replace, true),
        ] {
            // One call fails, or from one on all of them.
            for bad in [1, usize::MAX / 2] {
                let mut refused = 0;
                for good in 0.. {
                    let folder = tempfile::tempdir().expect("a folder");
                    let path = folder.path().join("out.md");
                    if there {
                        fs::write(&path, old).expect("a file");
                    }
                    faults::plan(good, bad);
                    let put = put(&path, existing, &new);
                    let all_came = faults::over();
                    let holds = fs::read_to_string(&path).ok();
                    let before = there.then(|| old.to_owned());
                    let what = format!("{existing:?} {there} {good} {bad}: {put:?}");
                    match put {
                        Ok(()) => assert_eq!(holds.as_deref(), Some(&*new), "{what}"),
                        Err(error) => {
                            refused += 1;
                            assert_eq!(holds, before, "{what}");
                            let shown = error.to_string();
                            assert!(shown.contains("out.md: not written: "), "{shown}");
                        }
                    }
                    // On a system that refuses everything a name of our own may have to stay.
                    if bad == 1 {
                        let all: &[&str] = if holds.is_some() { &["out.md"] } else { &[] };
                        assert_eq!(names(folder.path()), all, "{what}");
                    }
                    if bad == 1 && !all_came {
                        break;
                    }
                    if good > 40 {
                        break;
                    }
                }
                assert!(refused >= 3, "{refused} calls");
            }
        }
    }

    #[test]
    fn a_name_of_its_own_is_taken_away_when_the_program_ends() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("out.md");
        // The first call asks for a file without a name.
        faults::plan(0, 1);
        let written = write(&path, Existing::Keep, |out| {
            out.write_all(b"text")?;
            assert_eq!(names(folder.path()).len(), 1);
            abandon();
            assert_eq!(names(folder.path()), [""; 0]);
            Ok(())
        });
        assert!(faults::over());
        assert!(written.is_err());
        assert_eq!(names(folder.path()), [""; 0]);
        // Nothing is taken away later.
        put(&path, Existing::Keep, "x").expect("written");
        abandon();
        assert_eq!(names(folder.path()), ["out.md"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_is_not_whole_has_no_name_where_the_system_can() {
        let folder = tempfile::tempdir().expect("a folder");
        if unnamed::open(folder.path()).is_none() {
            return;
        }
        for existing in [Existing::Keep, Existing::Replace] {
            let path = folder.path().join("out.md");
            let before = names(folder.path());
            write(&path, existing, |out| {
                out.write_all(&vec![b'x'; 100_000])?;
                assert_eq!(names(folder.path()), before);
                Ok(())
            })
            .expect("written");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_to_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let closed = folder.path().join("closed");
        fs::create_dir(&closed).expect("a folder");
        fs::set_permissions(&closed, Permissions::from_mode(0o500)).expect("a mode");
        // Who may do everything is refused nothing.
        if File::create(closed.join("probe")).is_ok() {
            return;
        }
        let shown = put(&closed.join("out.md"), Existing::Replace, "x").expect_err("refused");
        assert!(shown.to_string().contains("Permission denied"), "{shown}");
    }
}

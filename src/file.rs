//! Writing a file: whole or not at all, never through a link, never over another unless that is wanted.

use std::fmt;
use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::Builder;

use crate::text::said;

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
pub enum Unwritten {
    /// There is such a file, and it is to be kept.
    Exists(PathBuf),
    /// What is there is a link, a folder or a device: not a file that could be replaced.
    NoPlainFile(PathBuf),
    /// The system refused.
    Failed(PathBuf, io::Error),
}

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |path: &Path| said(&path.to_string_lossy());
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

impl std::error::Error for Unwritten {}

/// Writes a file. It appears under its name when all of it is on the disk, not before; a new one can be read
/// by nobody else, one that is replaced keeps its permissions.
///
/// # Errors
/// When it cannot be written, or is not to be; nothing is then changed.
pub fn write(
    path: &Path,
    existing: Existing,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Unwritten> {
    let permissions = of_the_present(path, existing)?;
    let failed = |error| Unwritten::Failed(path.to_owned(), error);
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // A name that nobody can foresee, made only if there is nothing of that name, readable by the user alone.
    let file = Builder::new()
        .prefix(".sommet-")
        .suffix(".part")
        .tempfile_in(folder)
        .map_err(failed)?;
    let mut out = BufWriter::new(file);
    content(&mut out).map_err(failed)?;
    let file = out
        .into_inner()
        .map_err(|error| failed(error.into_error()))?;
    if let Some(permissions) = permissions {
        file.as_file()
            .set_permissions(permissions)
            .map_err(failed)?;
    }
    file.as_file().sync_all().map_err(failed)?;
    let put = match existing {
        Existing::Keep => file.persist_noclobber(path),
        Existing::Replace => file.persist(path),
    };
    match put {
        Ok(_) => {}
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(Unwritten::Exists(path.to_owned()));
        }
        Err(error) => return Err(failed(error.error)),
    }
    // The name itself is on the disk when its folder is; not every system lets one ask for that.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// The permissions of the file that is there and may be replaced.
fn of_the_present(path: &Path, existing: Existing) -> Result<Option<Permissions>, Unwritten> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Unwritten::Failed(path.to_owned(), error)),
        Ok(found) if !found.is_file() => Err(Unwritten::NoPlainFile(path.to_owned())),
        Ok(_) if existing == Existing::Keep => Err(Unwritten::Exists(path.to_owned())),
        Ok(found) => Ok(Some(found.permissions())),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn put(path: &Path, existing: Existing, text: &str) -> Result<(), Unwritten> {
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
                assert!(matches!(refused, Unwritten::NoPlainFile(_)), "{refused}");
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
        let told = put(path, Existing::Keep, "x")
            .expect_err("no folder")
            .to_string();
        assert!(!told.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{told}");
    }
}

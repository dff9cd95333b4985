//! Where the texts of a dataset are read again: in the program, in memory, or in the file.

use std::borrow::Cow;
use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::PathBuf;

use crate::data::columns::body::{Body, ReadError};

/// Where a record stands in what was read, in bytes from its beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByteSpan {
    /// Its first byte.
    pub start: u64,
    /// How many there are.
    pub length: u32,
}

/// What was read, for reading it again.
#[derive(Debug)]
pub enum Store {
    /// All of it is in memory anyway.
    Whole(Cow<'static, str>),
    /// It cannot be read twice, so that it was kept piece by piece; each with its beginning.
    Kept(Vec<(u64, Vec<u8>)>),
    /// It stays in the file.
    Onfile(Reopened),
}

impl Default for Store {
    fn default() -> Self {
        Self::Whole(Cow::Borrowed("{}"))
    }
}

impl Store {
    /// The JSON of the record that stands there.
    pub fn fetch(&self, span: ByteSpan) -> Result<Body<'_>, ReadError> {
        match self {
            Self::Whole(text) => slice(text.as_bytes(), span.start, span.length).map(Body::new),
            Self::Kept(pieces) => {
                let after = pieces.partition_point(|(start, _)| *start <= span.start);
                let piece = after.checked_sub(1).and_then(|at| pieces.get(at));
                let (start, bytes) = piece.ok_or(ReadError::Changed)?;
                slice(bytes, span.start - start, span.length).map(Body::new)
            }
            Self::Onfile(file) => file.fetch(span).map(Body::new),
        }
    }
}

fn slice(bytes: &[u8], start: u64, length: u32) -> Result<&str, ReadError> {
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    let end = start.saturating_add(length as usize);
    let bytes = bytes.get(start..end).ok_or(ReadError::Changed)?;
    std::str::from_utf8(bytes).map_err(|_| ReadError::Changed)
}

/// A file that stays open. What it gives is what was read once, or nothing.
#[derive(Debug)]
pub struct Reopened {
    file: File,
    path: PathBuf,
    stamp: Stamp,
}

/// By what a file is known to be the same as before.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    device: u64,
    inode: u64,
    length: u64,
    modified: (i64, i64),
    /// When anything of it changed: nobody can put that back. A new name, or the loss of one, is a change too.
    changed: Option<(i64, i64)>,
}

impl Stamp {
    fn of(known: &Metadata) -> Self {
        Self {
            device: known.dev(),
            inode: known.ino(),
            length: known.len(),
            modified: (known.mtime(), known.mtime_nsec()),
            changed: Some((known.ctime(), known.ctime_nsec())),
        }
    }

    /// As far as it stays the same when the file is moved away or deleted.
    fn without_names(&self) -> Self {
        Self {
            changed: None,
            ..*self
        }
    }
}

impl Reopened {
    /// Takes note of the file as it is before it is read.
    pub fn new(file: File, path: PathBuf) -> io::Result<Self> {
        let stamp = Stamp::of(&file.metadata()?);
        Ok(Self { file, path, stamp })
    }

    /// Whether it is still what it was. One that was moved away or deleted is: it stays open here.
    pub fn is_as_before(&self) -> io::Result<bool> {
        let here = Stamp::of(&self.file.metadata()?);
        Ok(match fs::metadata(&self.path) {
            Ok(there) => here == self.stamp && Stamp::of(&there) == self.stamp,
            Err(_) => here.without_names() == self.stamp.without_names(),
        })
    }

    fn fetch(&self, span: ByteSpan) -> Result<String, ReadError> {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::UnexpectedEof => ReadError::Changed,
            _ => ReadError::Failed(plain_reason(&error)),
        };
        let mut bytes = vec![0; span.length as usize];
        self.file
            .read_exact_at(&mut bytes, span.start)
            .map_err(failed)?;
        // Looked at afterwards, so that no change can come in between.
        if !self.is_as_before().map_err(failed)? {
            return Err(ReadError::Changed);
        }
        let is_record = bytes.starts_with(b"{") && bytes.ends_with(b"}");
        let text = String::from_utf8(bytes).ok().filter(|_| is_record);
        text.ok_or(ReadError::Changed)
    }
}

/// The reason of an I/O error without the number behind it.
pub fn plain_reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((reason, _)) => reason.to_lowercase(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_same_size_and_time_is_another_all_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("data.json");
        let open = || {
            let file = File::open(&path).expect("a file");
            Reopened::new(file, path.clone()).expect("its stamp")
        };
        let span = ByteSpan {
            start: 0,
            length: 3,
        };
        fs::write(&path, "{1}").expect("written");
        let known = open();
        let modified = fs::metadata(&path).and_then(|known| known.modified());
        assert_eq!(known.fetch(span).as_deref(), Ok("{1}"));
        // The clock of files may stand still for some milliseconds.
        std::thread::sleep(std::time::Duration::from_millis(30));
        fs::write(&path, "{2}").expect("written");
        let writer = File::options().write(true).open(&path).expect("a file");
        writer
            .set_modified(modified.expect("a time"))
            .expect("put back");
        assert_eq!(known.fetch(span), Err(ReadError::Changed));
        let known = open();
        fs::rename(&path, folder.path().join("moved.json")).expect("moved");
        assert_eq!(known.fetch(span).as_deref(), Ok("{2}"));
        fs::write(&path, "{2}").expect("written");
        assert_eq!(
            known.fetch(span),
            Err(ReadError::Changed),
            "another stands there"
        );
    }

    #[test]
    fn what_was_kept_in_pieces_is_found_again() {
        let store = Store::Kept(vec![(0, b"[{1}".to_vec()), (4, b",{22}]".to_vec())]);
        let fetch = |start, length| {
            let span = ByteSpan { start, length };
            store.fetch(span).map(|body| body.json().to_owned())
        };
        assert_eq!(fetch(1, 3).as_deref(), Ok("{1}"));
        assert_eq!(fetch(5, 4).as_deref(), Ok("{22}"));
        assert_eq!(fetch(5, 9), Err(ReadError::Changed));
    }
}

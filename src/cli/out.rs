//! Standard output and standard error: the one place that writes to them.
//!
//! A reader that has gone away, as in `| head -1`, is no fault and ends a command quietly. A closed output or
//! a full disk is told: whoever asked for an answer has not got it.

use std::io::{self, BufWriter, ErrorKind, Write};

use super::error::CliError;
use crate::terminal::is_output_closed;

/// Writes a message to standard error, as well as that goes.
pub(super) fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "sommet: {text}");
}

/// Writes a text.
pub(super) fn print(text: &str) -> Result<(), CliError> {
    if text.is_empty() {
        return Ok(());
    }
    write(|out| out.write_all(text.as_bytes()))
}

/// Writes what comes piece by piece.
pub(super) fn write(
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    if is_output_closed() {
        return Err(CliError::unreadable("standard output: it is closed"));
    }
    into(io::stdout().lock(), content)
}

fn into(
    out: impl Write,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    let mut out = BufWriter::new(Watched { out, failed: None });
    let done = content(&mut out).and_then(|()| out.flush());
    // What is left cannot be written either.
    let (watched, _) = out.into_parts();
    match (done, watched.failed) {
        (Ok(()), _) | (Err(_), Some(ErrorKind::BrokenPipe)) => Ok(()),
        (Err(error), Some(_)) => Err(CliError::unreadable(format!("standard output: {error}"))),
        (Err(error), None) => Err(CliError::unreadable(format!("broken off: {error}"))),
    }
}

/// Remembers how the output failed, however the error is wrapped on its way.
struct Watched<W> {
    out: W,
    failed: Option<ErrorKind>,
}

impl<W: Write> Watched<W> {
    fn noticed<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        // Who is interrupted tries again.
        if let Err(error) = &done
            && error.kind() != ErrorKind::Interrupted
        {
            self.failed = Some(error.kind());
        }
        done
    }
}

impl<W: Write> Write for Watched<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.out.write(bytes);
        self.noticed(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.out.flush();
        self.noticed(done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An output that takes so many bytes, then fails.
    struct Short(usize, ErrorKind);

    impl Write for Short {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(self.1.into());
            }
            let count = bytes.len().min(self.0);
            self.0 -= count;
            Ok(count)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_has_gone_is_no_fault_and_a_full_disk_is() {
        let table = |out: &mut dyn Write| {
            let mut writer = csv::Writer::from_writer(out);
            for _ in 0..10_000 {
                writer.write_record(["one", "two"])?;
            }
            writer.flush()
        };
        for room in [0, 1, 20_000] {
            assert!(into(Short(room, ErrorKind::BrokenPipe), table).is_ok());
            let error = into(Short(room, ErrorKind::StorageFull), table).expect_err("an error");
            assert!(
                error.text.starts_with("standard output: "),
                "{}",
                error.text
            );
            assert_eq!(error.code, super::super::error::UNREADABLE);
        }
    }

    #[test]
    fn a_fault_that_is_not_of_the_output_is_told() {
        let error = into(Vec::new(), |_| {
            Err(io::Error::other("the file has changed"))
        });
        assert!(error.is_err_and(|error| error.text == "broken off: the file has changed"));
    }
}

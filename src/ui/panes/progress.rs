//! How far the reading of a dataset is: in the place of the panes before there is one, and in a few words
//! when it is read again.

use std::time::Duration;

use crate::command::Command;
use crate::data::Watch;
use crate::jobs::Save;
use crate::session::{Loading, Session};
use crate::ui::widgets::canvas::Canvas;

/// How far a reading is.
#[derive(Clone, Copy)]
struct ReadSoFar {
    bytes: u64,
    of: Option<u64>,
    records: u64,
}

impl From<&Watch> for ReadSoFar {
    fn from(watch: &Watch) -> Self {
        Self {
            bytes: watch.bytes(),
            of: watch.bytes_in_all(),
            records: watch.records(),
        }
    }
}

/// The widest bar.
const BAR: usize = 60;

/// Draws how far the reading of the first dataset is.
pub fn draw(mut canvas: Canvas<'_>) {
    let session = canvas.session;
    let Some(loading) = &session.loading else {
        return;
    };
    let (styles, read) = (&session.styles, ReadSoFar::from(&loading.watch));
    let top = usize::from(canvas.area.height) / 3;
    if let Some(mut line) = canvas.line(top) {
        let what = format!("Reading {}", loading.origin);
        line.to(2).write(&what, styles.name);
    }
    if let (Some(done), Some(mut line)) = (hundredths(read), canvas.line(top + 2)) {
        let width = BAR.min(line.left().saturating_sub(10));
        let full = width * done / 100;
        let [empty, .., filled] = session.glyphs.heights;
        line.to(2)
            .write(&filled.repeat(full), styles.text)
            .write(&empty.repeat(width - full), styles.dim)
            .write(&format!(" {done} %"), styles.text);
    }
    if let Some(mut line) = canvas.line(top + 3) {
        let text = in_words(read, loading.since.elapsed());
        line.to(2).write(&text, styles.dim);
    }
}

/// How far a reading is, in a few words.
pub fn in_short(loading: &Loading) -> String {
    let read = ReadSoFar::from(&loading.watch);
    match hundredths(read) {
        Some(done) => format!("reading again: {done} %"),
        None => format!("reading again: {}", size(read.bytes)),
    }
}

/// How far a save is, in a few words; nothing before it has taken a while.
pub fn of_saving(save: &Save, session: &Session) -> Option<String> {
    /// Whoever sees the result at once needs no word before it.
    const A_WHILE: Duration = Duration::from_millis(100);
    (save.since().elapsed() >= A_WHILE).then(|| {
        let close = session.glyphs.key(&session.keymap.key_for(Command::Close));
        let (what, bytes) = (save.ending(), size(save.bytes()));
        format!("writing {what}: {bytes}; {close} stops")
    })
}

fn hundredths(read: ReadSoFar) -> Option<usize> {
    let of = read.of.filter(|of| *of > 0)?;
    usize::try_from(read.bytes.min(of) * 100 / of).ok()
}

/// `312 of 735 MiB · 412034 records · 310 MiB/s · 2 s left`.
fn in_words(read: ReadSoFar, since: Duration) -> String {
    let bytes = match read.of {
        Some(of) => format!("{} of {}", size(read.bytes), size(of)),
        None => size(read.bytes),
    };
    let mut parts = vec![bytes, format!("{} records", read.records)];
    let milliseconds = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
    // A rate that is taken over less time than this says nothing.
    if milliseconds >= 300 && read.bytes > 0 {
        let rate = (read.bytes.saturating_mul(1_000) / milliseconds).max(1);
        parts.push(format!("{}/s", size(rate)));
        match read.of {
            Some(of) if read.bytes < of => {
                let left = (of - read.bytes).div_ceil(rate);
                parts.push(format!("{left} s left"));
            }
            Some(_) => parts.push("putting it in order".to_owned()),
            None => {}
        }
    }
    parts.join(" · ")
}

/// A size in bytes, as people say it.
fn size(bytes: u64) -> String {
    const KIB: u64 = 1 << 10;
    const MIB: u64 = 1 << 20;
    match bytes {
        ..KIB => format!("{bytes} bytes"),
        KIB..MIB => format!("{} KiB", bytes / KIB),
        _ => format!("{} MiB", bytes / MIB),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_records_rate_and_what_is_left_are_shown() {
        let read = ReadSoFar {
            bytes: 300 << 20,
            of: Some(700 << 20),
            records: 412_034,
        };
        assert_eq!(
            in_words(read, Duration::from_secs(1)),
            "300 MiB of 700 MiB · 412034 records · 300 MiB/s · 2 s left"
        );
        assert_eq!(hundredths(read), Some(42));
        let whole = ReadSoFar {
            bytes: 700 << 20,
            ..read
        };
        let last = in_words(whole, Duration::from_secs(2));
        assert!(last.ends_with("350 MiB/s · putting it in order"), "{last}");
    }

    #[test]
    fn a_pipe_has_no_end_that_is_known() {
        let read = ReadSoFar {
            bytes: 1_500,
            of: None,
            records: 1,
        };
        assert_eq!(
            in_words(read, Duration::from_millis(10)),
            "1 KiB · 1 records"
        );
        assert_eq!(hundredths(read), None);
    }
}

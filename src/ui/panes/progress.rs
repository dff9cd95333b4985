//! How far the reading of a dataset is: in the place of the panes before there is one, and in a few words
//! when it is read again.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use crate::command::Command;
use crate::data::Watch;
use crate::jobs::Save;
use crate::session::{Reading, Session};
use crate::ui::widgets::line::Line;

/// The reading of the first dataset.
pub struct Progress<'s>(pub &'s Session);

/// What is known of a reading.
#[derive(Clone, Copy)]
struct Known {
    bytes: u64,
    of: Option<u64>,
    records: u64,
}

impl Known {
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

impl Widget for Progress<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let (session, styles) = (self.0, &self.0.styles);
        let Some(reading) = &session.reading else {
            return;
        };
        let known = Known::from(&reading.watch);
        let top = usize::from(area.height) / 3;
        if let Some(mut line) = Line::at(buf, area, top, session.glyphs) {
            let what = format!("Reading {}", reading.origin);
            line.to(2).write(&what, styles.name);
        }
        if let (Some(done), Some(mut line)) = (
            hundredths(known),
            Line::at(buf, area, top + 2, session.glyphs),
        ) {
            let width = BAR.min(line.left().saturating_sub(10));
            let full = width * done / 100;
            let [empty, .., filled] = session.glyphs.heights;
            line.to(2)
                .write(&filled.repeat(full), styles.text)
                .write(&empty.repeat(width - full), styles.dim)
                .write(&format!(" {done} %"), styles.text);
        }
        if let Some(mut line) = Line::at(buf, area, top + 3, session.glyphs) {
            let told = told(known, reading.since.elapsed());
            line.to(2).write(&told, styles.dim);
        }
    }
}

/// How far a reading is, in a few words.
pub fn in_short(reading: &Reading) -> String {
    let known = Known::from(&reading.watch);
    match hundredths(known) {
        Some(done) => format!("reading again: {done} %"),
        None => format!("reading again: {}", size(known.bytes)),
    }
}

/// How far what is taken away is, in a few words; nothing before it has taken a while.
pub fn of_taking(order: &Save, session: &Session) -> Option<String> {
    /// Whoever sees the result at once needs no word before it.
    const A_WHILE: Duration = Duration::from_millis(100);
    (order.since().elapsed() >= A_WHILE).then(|| {
        let close = session.keymap.keys_for(Command::Close).next();
        let close = session.glyphs.key(&close.unwrap_or_default());
        let (what, bytes) = (order.ending(), size(order.bytes()));
        format!("writing {what}: {bytes}; {close} stops")
    })
}

fn hundredths(known: Known) -> Option<usize> {
    let of = known.of.filter(|of| *of > 0)?;
    usize::try_from(known.bytes.min(of) * 100 / of).ok()
}

/// `312 of 735 MiB · 412034 records · 310 MiB/s · 2 s left`.
fn told(known: Known, since: Duration) -> String {
    let bytes = match known.of {
        Some(of) => format!("{} of {}", size(known.bytes), size(of)),
        None => size(known.bytes),
    };
    let mut told = vec![bytes, format!("{} records", known.records)];
    let milliseconds = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
    // A rate that is taken over less time than this says nothing.
    if milliseconds >= 300 && known.bytes > 0 {
        let rate = (known.bytes.saturating_mul(1_000) / milliseconds).max(1);
        told.push(format!("{}/s", size(rate)));
        match known.of {
            Some(of) if known.bytes < of => {
                let left = (of - known.bytes).div_ceil(rate);
                told.push(format!("{left} s left"));
            }
            Some(_) => told.push("putting it in order".to_owned()),
            None => {}
        }
    }
    told.join(" · ")
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
    fn bytes_records_rate_and_what_is_left_are_told() {
        let known = Known {
            bytes: 300 << 20,
            of: Some(700 << 20),
            records: 412_034,
        };
        assert_eq!(
            told(known, Duration::from_secs(1)),
            "300 MiB of 700 MiB · 412034 records · 300 MiB/s · 2 s left"
        );
        assert_eq!(hundredths(known), Some(42));
        let whole = Known {
            bytes: 700 << 20,
            ..known
        };
        let last = told(whole, Duration::from_secs(2));
        assert!(last.ends_with("350 MiB/s · putting it in order"), "{last}");
    }

    #[test]
    fn a_pipe_has_no_end_that_is_known() {
        let known = Known {
            bytes: 1_500,
            of: None,
            records: 1,
        };
        assert_eq!(told(known, Duration::from_millis(10)), "1 KiB · 1 records");
        assert_eq!(hundredths(known), None);
    }
}

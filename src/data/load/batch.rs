//! Reads the records of one batch, by itself.

use super::damage::{Damage, Passed, check, offset_of};
use super::sections::SECTIONS;
use super::split::{Batch, ValueSpan};
use crate::data::build::Builder;
use crate::data::columns::texts::{Interner, Texts};
use crate::data::watch::Watch;

/// Reads one batch after another. Ids and words that come again keep their number, so that whoever
/// gathers the records looks up each only once.
#[derive(Debug)]
pub(super) struct Reader {
    texts: Interner,
    watch: Watch,
}

/// What was read of a batch.
#[derive(Debug)]
pub(super) struct ReadPart {
    /// The records, in the words of the reader.
    pub records: Builder,
    /// The texts that the reader had not met before.
    pub new: Texts,
    pub count: usize,
    pub batch: Batch,
    pub passed: Passed,
    /// What ends the reading.
    pub damage: Option<Damage>,
}

impl Reader {
    /// Somebody who reads until the word to stop comes.
    pub(super) fn new(watch: &Watch) -> Self {
        Self {
            texts: Interner::default(),
            watch: watch.clone(),
        }
    }

    pub(super) fn read(&mut self, batch: Batch) -> ReadPart {
        let known = self.texts.count();
        let mut records = Builder {
            texts: std::mem::take(&mut self.texts),
            ..Builder::default()
        };
        let damage = read_pieces(&batch, &mut records, &self.watch);
        self.texts = std::mem::take(&mut records.texts);
        ReadPart {
            records,
            new: self.texts.since(known),
            count: batch
                .pieces
                .iter()
                .filter(|piece| piece.place.is_some())
                .count(),
            passed: Passed::over(&batch.bytes),
            batch,
            damage,
        }
    }
}

/// Reads all records up to the first damage.
fn read_pieces(batch: &Batch, records: &mut Builder, watch: &Watch) -> Option<Damage> {
    let (text, broken) = match std::str::from_utf8(&batch.bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.valid_up_to();
            let valid = std::str::from_utf8(&batch.bytes[..at]).unwrap_or_default();
            (valid, Some(Damage::not_utf8(at, batch.start + at as u64)))
        }
    };
    for piece in &batch.pieces {
        if watch.is_stopped() {
            return None;
        }
        let Some(json) = text.get(piece.range.clone()) else {
            break;
        };
        if let Err(error) = read_piece(batch, piece, json, records, watch) {
            return Some(damage_in(text, piece, json, &error));
        }
    }
    let unfinished = batch
        .unfinished
        .and_then(|start| damage_within(text, start));
    let damages = [broken, unfinished.or_else(|| batch.damage.clone())];
    damages.into_iter().flatten().min_by_key(|damage| damage.at)
}

fn read_piece(
    batch: &Batch,
    piece: &ValueSpan,
    json: &str,
    records: &mut Builder,
    watch: &Watch,
) -> serde_json::Result<()> {
    match piece.place {
        None => check(json),
        Some((section, index)) => {
            records.problems.open_chapter(section + 1);
            let start = batch.start + piece.range.start as u64;
            SECTIONS[usize::from(section)].read(records, index, json, start, watch)
        }
    }
}

/// What is wrong with a value that is whole.
fn damage_in(text: &str, piece: &ValueSpan, json: &str, error: &serde_json::Error) -> Damage {
    let at = piece.range.start + offset_of(json, error);
    if error.to_string().starts_with("trailing characters") {
        return Damage::mend(at, piece.follows);
    }
    if !error.is_eof() {
        return Damage::of_json(at, error);
    }
    // A word that ends too early: what stands behind it should have been its next letter.
    let longer = text.get(piece.range.start..piece.range.end + 1);
    match longer.map(|longer| (longer, check(longer))) {
        Some((longer, Err(error))) if !error.is_eof() => {
            Damage::of_json(piece.range.start + offset_of(longer, &error), &error)
        }
        _ => Damage::unfinished(piece.range.end),
    }
}

/// What is wrong within a value that has no end, if anything is.
fn damage_within(text: &str, start: usize) -> Option<Damage> {
    let json = text.get(start..)?;
    let error = check(json).err().filter(|error| !error.is_eof())?;
    Some(Damage::of_json(start + offset_of(json, &error), &error))
}

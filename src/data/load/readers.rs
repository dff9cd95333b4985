//! Reads a file with as many threads as there are: one cuts it into batches and gathers what was read of
//! them, in the order of the file; the others read them. A file of one batch is read by the first alone.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, Scope};

use super::batch::{ReadPart, Reader};
use super::damage::{Damage, Passed};
use super::split::{Batch, Member, Splitter};
use crate::data::build::{Builder, Translation};
use crate::data::format::walk::TWICE;
use crate::data::watch::Watch;
use crate::parallel::start_within;

/// How a file is read. It makes no difference to what is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReadOptions {
    /// How many bytes are read at once.
    pub block: usize,
    /// How many bytes are given to one reader at once, at least.
    pub batch: usize,
    /// How many bytes one value may have, a record or a member of the object on top.
    pub longest: usize,
    /// How many read beside the one who cuts and gathers.
    pub readers: usize,
    /// Whether the bytes are kept.
    pub keeps: bool,
    /// How many bytes there may be.
    pub most: u64,
}

/// Everything that was read.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub records: Builder,
    pub members: Vec<Member>,
    /// The bytes, where they are kept: piece by piece, each with its offset.
    pub kept: Vec<(u64, Vec<u8>)>,
    passed: Passed,
}

/// Why it was not read to its end.
#[derive(Debug)]
pub(super) enum GatherError {
    Failed(io::Error),
    /// The line and column stand beside it, from 1.
    Damage(Damage, (usize, usize)),
    TooLarge,
    Stopped,
}

/// Reads all of it; so many bytes at its beginning are no text.
pub(super) fn read(
    from: &mut dyn Read,
    skip: usize,
    options: ReadOptions,
    watch: &Watch,
) -> Result<Gathered, GatherError> {
    let mut splitter = Splitter::new(options.batch, options.longest, skip);
    thread::scope(|scope| {
        let mut readers = Readers::new(scope, skip, options, watch);
        let mut bytes = 0;
        loop {
            if watch.is_stopped() {
                return Err(GatherError::Stopped);
            }
            let count = splitter
                .read(from, options.block)
                .map_err(GatherError::Failed)?;
            bytes += count as u64;
            watch.add_bytes(count);
            if bytes > options.most {
                return Err(GatherError::TooLarge);
            }
            let mut goes_on = splitter.split();
            while goes_on && splitter.is_full() {
                let Some(batch) = splitter.cut() else { break };
                readers.submit(batch)?;
                goes_on = splitter.split();
            }
            if !goes_on || count == 0 {
                break;
            }
            if let Some(batch) = splitter.cut() {
                readers.submit(batch)?;
            }
        }
        let (last, members, repeated) = splitter.finish();
        let mut gathered = readers.finish(last)?;
        for name in repeated {
            gathered.records.problems.open_chapter(0);
            gathered.records.problems.error(name, TWICE);
        }
        gathered.members = members;
        Ok(gathered)
    })
}

/// Somebody who reads, and the batches that are there for them.
struct ReaderThread {
    todo: SyncSender<Batch>,
    done: Receiver<ReadPart>,
}

/// No thread has more batches than this at a time, so that memory stays bounded.
const AT_ONCE: usize = 2;

struct Readers<'s, 'e> {
    scope: &'s Scope<'s, 'e>,
    options: ReadOptions,
    watch: &'e Watch,
    /// Started when the second batch is there.
    threads: Vec<ReaderThread>,
    /// What each of the readers means by the numbers of texts.
    translations: Vec<Translation>,
    submitted: usize,
    collected: usize,
    /// The first batch, while it is the only one.
    first: Option<Batch>,
    has_begun: bool,
    skip: usize,
    /// Who reads where there are no threads.
    reader: Reader,
    gathered: Gathered,
}

impl<'s, 'e> Readers<'s, 'e> {
    fn new(scope: &'s Scope<'s, 'e>, skip: usize, options: ReadOptions, watch: &'e Watch) -> Self {
        let readers = options.readers.max(1);
        Self {
            scope,
            options,
            watch,
            threads: Vec::new(),
            translations: (0..readers).map(|_| Translation::default()).collect(),
            submitted: 0,
            collected: 0,
            first: None,
            has_begun: false,
            skip,
            reader: Reader::new(watch),
            gathered: Gathered::default(),
        }
    }

    /// Starts as many as the system lets start; without any, all is read here.
    fn start_threads(&mut self) {
        for _ in 0..self.translations.len() {
            let (todo, batches) = sync_channel::<Batch>(AT_ONCE);
            let (parts, done) = sync_channel(AT_ONCE);
            let mut reader = Reader::new(self.watch);
            let started = start_within(self.scope, move || {
                for batch in batches {
                    if parts.send(reader.read(batch)).is_err() {
                        break;
                    }
                }
            });
            if started.is_err() {
                break;
            }
            self.threads.push(ReaderThread { todo, done });
        }
    }

    /// Gives a batch to the next in turn. The first one waits: it may be the only one.
    fn submit(&mut self, batch: Batch) -> Result<(), GatherError> {
        if !self.has_begun {
            self.has_begun = true;
            self.first = Some(batch);
            return Ok(());
        }
        if let Some(first) = self.first.take() {
            self.start_threads();
            self.pass(first)?;
        }
        self.pass(batch)
    }

    fn pass(&mut self, batch: Batch) -> Result<(), GatherError> {
        if self.threads.is_empty() {
            let part = self.reader.read(batch);
            return self.gather(0, part);
        }
        if self.submitted - self.collected == AT_ONCE * self.threads.len() {
            self.collect()?;
        }
        let thread = &self.threads[self.submitted % self.threads.len()];
        thread.todo.send(batch).map_err(|_| gone())?;
        self.submitted += 1;
        Ok(())
    }

    /// Takes the oldest of the batches that are out.
    fn collect(&mut self) -> Result<(), GatherError> {
        let nth = self.collected % self.threads.len();
        let part = self.threads[nth].done.recv().map_err(|_| gone())?;
        self.collected += 1;
        self.gather(nth, part)
    }

    fn finish(mut self, last: Batch) -> Result<Gathered, GatherError> {
        for batch in self.first.take().into_iter().chain([last]) {
            self.pass(batch)?;
        }
        while self.collected < self.submitted {
            self.collect()?;
        }
        if self.watch.is_stopped() {
            return Err(GatherError::Stopped);
        }
        Ok(self.gathered)
    }

    fn gather(&mut self, reader: usize, part: ReadPart) -> Result<(), GatherError> {
        let gathered = &mut self.gathered;
        if let Some(damage) = part.damage {
            let bytes = &part.batch.bytes;
            let before = bytes.get(..damage.at).unwrap_or(bytes);
            let before = before
                .get(self.skip..)
                .filter(|_| part.batch.start == 0)
                .unwrap_or(before);
            let at = gathered.passed.then(Passed::over(before));
            return Err(GatherError::Damage(damage, (at.lines + 1, at.columns + 1)));
        }
        let mut passed = part.passed;
        if part.batch.start == 0 && self.skip > 0 && passed.lines == 0 {
            passed.columns -= 1;
        }
        gathered.passed = gathered.passed.then(passed);
        let translation = &mut self.translations[reader];
        gathered.records.learn(translation, &part.new);
        gathered.records.append(part.records, translation);
        self.watch.add_records(part.count);
        if self.options.keeps {
            let Batch {
                start, mut bytes, ..
            } = part.batch;
            bytes.shrink_to_fit();
            gathered.kept.push((start, bytes));
        }
        Ok(())
    }
}

/// A reader can only be gone when it panicked; then the scope does so too.
fn gone() -> GatherError {
    GatherError::Failed(io::Error::other("a thread of this program broke off"))
}

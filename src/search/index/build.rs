//! Building the index: the cores take the names of some thousand records at a time apart into words, and
//! then agree on the numbers of these.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::catalogue::{Catalogue, END_OF_FIELD, FIELD, SHARD, Shard, word_of};
use crate::data::{Dataset, Interner, Kind, Lists, RecordId, Text, row};
use crate::parallel::{Stop, cores, each};
use crate::search::bits::Bits;
use crate::search::field_ref::FieldReader;
use crate::search::letter_mask::LetterMask;
use crate::search::packed::{PackedLists, numbers, push_number};
use crate::search::spellings::Spellings;
use crate::search::token::{OwnWords, pieces};
use crate::search::vocabulary::{Vocabulary, with_own};

/// What a core has gathered: by kind the pieces of the names and the secondary texts.
#[derive(Default)]
struct Gatherer {
    fields: FieldReader,
    pieces: [Interner; Kind::ALL.len()],
    secondary: [Interner; Kind::ALL.len()],
    /// For one record at a time: the numbers of its pieces, and the initials of its names.
    name: Vec<u8>,
    initials: String,
    /// For one piece or secondary text at a time.
    kept: String,
}

/// A shard in the numbers of who gathered it.
struct ShardDraft {
    kind: Kind,
    gatherer: usize,
    shard: Shard,
    /// The secondary texts: which row has which.
    secondary: Vec<(u32, Text)>,
}

/// By kind: all that can be searched; `None` when it was stopped.
pub(super) fn catalogues(dataset: &Dataset, stop: &Stop) -> Option<[Catalogue; Kind::ALL.len()]> {
    let pieces: Vec<(Kind, Range<usize>)> = Kind::ALL
        .into_iter()
        .flat_map(|kind| {
            let count = dataset.count(kind);
            let starts = (0..count).step_by(SHARD);
            starts.map(move |start| (kind, start..count.min(start + SHARD)))
        })
        .collect();
    // Gatherers at rest, with their numbers. There are as many as ever worked at a time.
    let resting: Mutex<(Vec<(usize, Gatherer)>, usize)> = Mutex::default();
    let draft = |(kind, rows): (Kind, Range<usize>)| {
        let (number, mut gatherer) = {
            let mut resting = resting.lock().unwrap_or_else(PoisonError::into_inner);
            let next = resting.1;
            let rested = resting.0.pop();
            rested.unwrap_or_else(|| {
                resting.1 += 1;
                (next, Gatherer::default())
            })
        };
        let (shard, secondary) = gatherer.gather(dataset, kind, rows);
        let mut resting = resting.lock().unwrap_or_else(PoisonError::into_inner);
        resting.0.push((number, gatherer));
        ShardDraft {
            kind,
            gatherer: number,
            shard,
            secondary,
        }
    };
    let workers = if pieces.len() > Kind::ALL.len() {
        cores()
    } else {
        1
    };
    let wanted = pieces.into_iter().take_while(|_| !stop.is_asked());
    let drafts = each(workers, wanted, draft);
    if stop.is_asked() {
        return None;
    }
    let (mut gatherers, _) = resting.into_inner().unwrap_or_else(PoisonError::into_inner);
    gatherers.sort_unstable_by_key(|(number, _)| *number);
    let gatherers: Vec<Gatherer> = gatherers
        .into_iter()
        .map(|(_, gatherer)| gatherer)
        .collect();
    Some(assemble(gatherers, drafts))
}

impl Gatherer {
    fn gather(
        &mut self,
        dataset: &Dataset,
        kind: Kind,
        rows: Range<usize>,
    ) -> (Shard, Vec<(u32, Text)>) {
        let mut shard = Shard::for_rows(rows.len());
        let mut secondary = Vec::new();
        for index in rows.clone() {
            if (index - rows.start).is_multiple_of(BLOCK) {
                prefetch(dataset, kind, index..rows.end.min(index + BLOCK));
            }
            let id = RecordId::new(kind, row(index));
            let mut mask = LetterMask::default();
            let mut fewest = u8::MAX;
            self.name.clear();
            self.initials.clear();
            let Self {
                fields,
                pieces: vocabularies,
                secondary: known,
                name,
                initials,
                kept,
            } = self;
            let vocabulary = &mut vocabularies[kind as usize];
            fields.visit(dataset, id, |place, text, own| {
                if place.is_own() {
                    mask.add(text);
                    initials.push(char::from(FIELD));
                    let mut words: u8 = 0;
                    let mut owns = (!own.is_empty()).then(|| OwnWords::new(text, own));
                    pieces(text, |piece, initial| {
                        let own = owns.as_mut().filter(|_| initial.is_some());
                        let own = own.and_then(|owns| owns.next(word_of(piece)?));
                        let number = match own {
                            None => vocabulary.intern(piece),
                            Some(own) => {
                                with_own(piece, own, kept);
                                vocabulary.intern(kept)
                            }
                        };
                        push_number(name, 1 + row(number.index()));
                        words = words.saturating_add(u8::from(initial.is_some()));
                        initials.extend(initial);
                    });
                    fewest = fewest.min(words);
                    push_number(name, END_OF_FIELD);
                } else {
                    with_own(&with_initials(text), own, kept);
                    secondary.push((row(index), known[kind as usize].intern(kept)));
                }
            });
            shard.names.push_list(name);
            shard.initials.push_list(initials.as_bytes());
            shard.masks.push(mask);
            shard.fewest.push(fewest);
            shard.counts.push(row(dataset.meeting_count(id)));
        }
        shard.initials.shrink();
        (shard, secondary)
    }
}

/// So many names are prefetched at a time.
const BLOCK: usize = 32;

/// Looks at some names at once. They lie far from each other, and memory that is asked for one of them after
/// the other lets a core wait for each.
fn prefetch(dataset: &Dataset, kind: Kind, rows: Range<usize>) {
    let names = rows.map(|index| dataset.name(RecordId::new(kind, row(index))));
    let firsts = names.map(|name| name.bytes().next().map_or(0, usize::from));
    std::hint::black_box(firsts.sum::<usize>());
}

/// A text as it stands among the secondary ones.
fn with_initials(text: &str) -> String {
    let mut entry = crate::text::initials(text);
    entry.push(char::from(FIELD));
    entry + text
}

/// One vocabulary of several, and the lists.
fn assemble(gatherers: Vec<Gatherer>, drafts: Vec<ShardDraft>) -> [Catalogue; Kind::ALL.len()] {
    let mut pieces: [Interner; Kind::ALL.len()] = Default::default();
    let mut secondary: [Interner; Kind::ALL.len()] = Default::default();
    // By gatherer and kind: the numbers that all share, by those that it gave.
    let translated: Vec<[(Vec<Text>, Vec<Text>); Kind::ALL.len()]> = gatherers
        .into_iter()
        .map(|gatherer| {
            Kind::ALL.map(|kind| {
                let kind = kind as usize;
                let pieces = pieces[kind].intern_all(&gatherer.pieces[kind]);
                let secondary = secondary[kind].intern_all(&gatherer.secondary[kind]);
                (pieces, secondary)
            })
        })
        .collect();
    let mut kinds = Vec::with_capacity(drafts.len());
    let mut secondary_pairs: [Vec<(u32, u32)>; Kind::ALL.len()] = Default::default();
    let mut untranslated = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let kind = draft.kind as usize;
        let (pieces, secondary) = &translated[draft.gatherer][kind];
        let pairs = draft.secondary.into_iter();
        secondary_pairs[kind]
            .extend(pairs.map(|(at, text)| (row(secondary[text.index()].index()), at)));
        kinds.push(kind);
        untranslated.push((draft.shard, pieces));
    }
    let all = each(cores(), untranslated, |(shard, pieces)| {
        shard.translated(pieces)
    });
    let mut shards: [Vec<Shard>; Kind::ALL.len()] = Default::default();
    for (kind, shard) in kinds.into_iter().zip(all) {
        shards[kind].push(shard);
    }
    let catalogue = |kind: Kind| {
        let kind = kind as usize;
        let pieces = Vocabulary::of(std::mem::take(&mut pieces[kind]));
        let secondary = Vocabulary::of(std::mem::take(&mut secondary[kind]));
        let shards = std::mem::take(&mut shards[kind]);
        let pairs = std::mem::take(&mut secondary_pairs[kind]);
        let lists = PackedLists::new(pieces.count(), |each| {
            for (nth, shard) in (0..).zip(&shards) {
                for at in 0..shard.counts.len() {
                    let here = nth * row(SHARD) + row(at);
                    let pieces = numbers(shard.names.of(at)).filter(|number| *number > 0);
                    pieces.for_each(|number| each(number - 1, here));
                }
            }
        });
        let secondary_lists = PackedLists::new(secondary.count(), |each| {
            for (text, row) in &pairs {
                each(*text, *row);
            }
        });
        let masks = shards.iter().flat_map(|shard| &shard.masks);
        let others = (0..).zip(masks).filter(|(_, mask)| mask.has_others());
        let rows = shards.iter().map(|shard| shard.masks.len()).sum();
        Catalogue {
            spellings: Spellings::of(pieces.all()),
            secondary_spellings: Spellings::of(secondary.all()),
            with_others: Bits::of(rows, others.map(|(row, _)| row)),
            pieces,
            lists,
            secondary,
            secondary_lists,
            shards,
        }
    };
    Kind::ALL.map(catalogue)
}

impl Shard {
    /// The same in other numbers.
    fn translated(mut self, by_number: &[Text]) -> Self {
        let mut names = Lists::with_room(self.counts.len(), 0);
        let mut name = Vec::new();
        for at in 0..self.counts.len() {
            name.clear();
            for number in numbers(self.names.of(at)) {
                let known = number
                    .checked_sub(1)
                    .map(|number| row(by_number[number as usize].index()));
                push_number(&mut name, known.map_or(END_OF_FIELD, |known| known + 1));
            }
            names.push_list(&name);
        }
        names.shrink();
        self.names = names;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secondary_text_has_its_initials() {
        assert_eq!(
            with_initials("director general, iom"),
            "dgi\u{1}director general, iom"
        );
    }
}

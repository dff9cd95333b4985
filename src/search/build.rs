//! Building the index: the cores take the names of some thousand records at a time apart into words, and
//! then agree on the numbers of these.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::bits::Bits;
use super::field_ref::Fields;
use super::index::{Catalogue, END_OF_FIELD, FIELD, SHARD, Shard, word_of};
use super::letter_mask::Bag;
use super::packed::{PackedLists, numbers, push_number};
use super::seconds::Seconds;
use super::token::{OwnWords, pieces};
use super::vocabulary::{Vocabulary, with_own};
use crate::data::{Dataset, Interner, Kind, Lists, RecordId, Text, row};
use crate::parallel::{Stop, cores, each};

/// What a core has gathered: by kind the pieces of the names and the asides.
#[derive(Default)]
struct Gatherer {
    fields: Fields,
    pieces: [Interner; Kind::ALL.len()],
    asides: [Interner; Kind::ALL.len()],
    /// For one record at a time: the numbers of its pieces, and the initials of its names.
    name: Vec<u8>,
    initials: String,
    /// For one piece or aside at a time.
    kept: String,
}

/// A shard in the numbers of who gathered it.
struct Draft {
    kind: Kind,
    gatherer: usize,
    shard: Shard,
    /// The asides: which row has which.
    asides: Vec<(u32, Text)>,
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
            let hired = resting.1;
            let rested = resting.0.pop();
            rested.unwrap_or_else(|| {
                resting.1 += 1;
                (hired, Gatherer::default())
            })
        };
        let (shard, asides) = gatherer.gather(dataset, kind, rows);
        let mut resting = resting.lock().unwrap_or_else(PoisonError::into_inner);
        resting.0.push((number, gatherer));
        Draft {
            kind,
            gatherer: number,
            shard,
            asides,
        }
    };
    let hands = if pieces.len() > Kind::ALL.len() {
        cores()
    } else {
        1
    };
    let wanted = pieces.into_iter().take_while(|_| !stop.is_asked());
    let drafts = each(hands, wanted, draft);
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
        let mut asides = Vec::new();
        for index in rows.clone() {
            if (index - rows.start).is_multiple_of(BLOCK) {
                bring_near(dataset, kind, index..rows.end.min(index + BLOCK));
            }
            let id = RecordId::new(kind, row(index));
            let mut bag = Bag::default();
            let mut fewest = u8::MAX;
            self.name.clear();
            self.initials.clear();
            let Self {
                fields,
                pieces: vocabularies,
                asides: known,
                name,
                initials,
                kept,
            } = self;
            let vocabulary = &mut vocabularies[kind as usize];
            fields.visit(dataset, id, |place, text, own| {
                if place.is_own() {
                    bag.add(text);
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
                    asides.push((row(index), known[kind as usize].intern(kept)));
                }
            });
            shard.names.push_list(name);
            shard.initials.push_list(initials.as_bytes());
            shard.bags.push(bag);
            shard.fewest.push(fewest);
            shard.counts.push(row(dataset.meeting_count(id)));
        }
        shard.initials.shrink();
        (shard, asides)
    }
}

/// So many names are brought near at a time.
const BLOCK: usize = 32;

/// Looks at some names at once. They lie far from each other, and memory that is asked for one of them after
/// the other lets a core wait for each.
fn bring_near(dataset: &Dataset, kind: Kind, rows: Range<usize>) {
    let names = rows.map(|index| dataset.name(RecordId::new(kind, row(index))));
    let firsts = names.map(|name| name.bytes().next().map_or(0, usize::from));
    std::hint::black_box(firsts.sum::<usize>());
}

/// A text as it stands among the asides.
fn with_initials(text: &str) -> String {
    let mut aside = crate::text::initials(text);
    aside.push(char::from(FIELD));
    aside + text
}

/// One vocabulary of several, and the lists.
fn assemble(gatherers: Vec<Gatherer>, drafts: Vec<Draft>) -> [Catalogue; Kind::ALL.len()] {
    let mut pieces: [Interner; Kind::ALL.len()] = Default::default();
    let mut asides: [Interner; Kind::ALL.len()] = Default::default();
    // By gatherer and kind: the numbers that all share, by those that it gave.
    let translated: Vec<[(Vec<Text>, Vec<Text>); Kind::ALL.len()]> = gatherers
        .into_iter()
        .map(|gatherer| {
            Kind::ALL.map(|kind| {
                let kind = kind as usize;
                let pieces = pieces[kind].intern_all(&gatherer.pieces[kind]);
                let asides = asides[kind].intern_all(&gatherer.asides[kind]);
                (pieces, asides)
            })
        })
        .collect();
    let mut kinds = Vec::with_capacity(drafts.len());
    let mut aside_pairs: [Vec<(u32, u32)>; Kind::ALL.len()] = Default::default();
    let mut untranslated = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let kind = draft.kind as usize;
        let (pieces, asides) = &translated[draft.gatherer][kind];
        let pairs = draft.asides.into_iter();
        aside_pairs[kind].extend(pairs.map(|(at, aside)| (row(asides[aside.index()].index()), at)));
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
        let asides = Vocabulary::of(std::mem::take(&mut asides[kind]));
        let shards = std::mem::take(&mut shards[kind]);
        let pairs = std::mem::take(&mut aside_pairs[kind]);
        let lists = PackedLists::new(pieces.count(), |each| {
            for (nth, shard) in (0..).zip(&shards) {
                for at in 0..shard.counts.len() {
                    let here = nth * row(SHARD) + row(at);
                    let pieces = numbers(shard.names.of(at)).filter(|number| *number > 0);
                    pieces.for_each(|number| each(number - 1, here));
                }
            }
        });
        let aside_lists = PackedLists::new(asides.count(), |each| {
            for (aside, row) in &pairs {
                each(*aside, *row);
            }
        });
        let bags = shards.iter().flat_map(|shard| &shard.bags);
        let others = (0..).zip(bags).filter(|(_, bag)| bag.has_others());
        let rows = shards.iter().map(|shard| shard.bags.len()).sum();
        Catalogue {
            seconds: Seconds::of(pieces.all()),
            aside_seconds: Seconds::of(asides.all()),
            with_others: Bits::of(rows, others.map(|(row, _)| row)),
            pieces,
            lists,
            asides,
            aside_lists,
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
    fn an_aside_has_its_initials() {
        assert_eq!(
            with_initials("director general, iom"),
            "dgi\u{1}director general, iom"
        );
    }
}

//! One part of a file after another: records that were read by themselves join those before them.

use super::{Builder, ConflictDraft, Draft, MeetingDraft, ReadingDraft, SeriesDraft};
use crate::data::columns::row;
use crate::data::columns::texts::{Text, Texts};
use crate::data::model::tenure::RoleRow;
use crate::data::{Kind, Relation};

/// What the numbers of texts mean to whoever read a part: it grows with each of their parts.
#[derive(Debug)]
pub struct Words(Vec<Text>);

impl Default for Words {
    fn default() -> Self {
        Self(vec![Text::EMPTY])
    }
}

impl Words {
    fn of(&self, text: Text) -> Text {
        self.0.get(text.index()).copied().unwrap_or_default()
    }
}

impl Builder {
    /// Learns the texts that a reader met since the last time.
    pub fn learn(&mut self, words: &mut Words, new: &Texts) {
        for number in 1..new.count() {
            words.0.push(self.texts.intern(new.nth(number)));
        }
    }

    /// Takes in all that came in later, in the words of whoever read it.
    pub fn append(&mut self, later: Self, words: &Words) {
        let word = |text| words.of(text);
        let counts = Kind::ALL.map(|kind| row(self.drafts[kind as usize].count()));
        for (relation, links) in Relation::ALL.into_iter().zip(&later.links) {
            let first = counts[relation.from() as usize];
            self.links[relation as usize].append(first, links, word);
        }
        for (draft, more) in self.drafts.iter_mut().zip(later.drafts) {
            self.full |= !draft.append(more, word);
        }
        let first = row(self.meetings.len());
        self.ordinals
            .append(first, later.ordinals, |ordinal| ordinal);
        self.bounds.append(first, later.bounds, |bounds| bounds);
        let meetings = later.meetings.into_iter();
        self.meetings.extend(meetings.map(|draft| MeetingDraft {
            kind: word(draft.kind),
            place: word(draft.place),
            series: word(draft.series),
            ..draft
        }));
        let (known, more) = (&mut self.participants, later.participants);
        known.names.append(row(known.roles.len()), more.names, word);
        known.roles.extend(more.roles.into_iter().map(word));
        known.bases.extend(more.bases);
        self.weights.extend(later.weights);
        let roles = later.roles.into_iter();
        self.roles.extend(roles.map(|draft| RoleRow {
            title: word(draft.title),
            ..draft
        }));
        self.publishers
            .extend(later.publishers.into_iter().map(word));
        self.series
            .extend(later.series.into_iter().map(|draft| series(draft, word)));
        self.series_spans.append(later.series_spans);
        self.conflict_spans.append(later.conflict_spans);
        let conflicts = later.conflicts.into_iter();
        self.conflicts
            .extend(conflicts.map(|draft| conflict(draft, word)));
        self.problems.append(later.problems);
        self.full |= later.full;
    }
}

impl Draft {
    /// False when there is no room for so much text.
    fn append(&mut self, more: Self, word: impl Fn(Text) -> Text) -> bool {
        if !self.ids.has_room_for(&more.ids) || !self.names.has_room_for(&more.names) {
            return false;
        }
        let first = row(self.count());
        self.ids.append(&more.ids);
        self.names.append(&more.names);
        self.sorts.append(first, more.sorts, &word);
        self.shorts.append(first, more.shorts, &word);
        self.aliases.append(first, &more.aliases, &word);
        self.dates.extend(more.dates);
        self.indices.extend(more.indices);
        self.spans.append(more.spans);
        true
    }
}

fn series(draft: SeriesDraft, word: impl Fn(Text) -> Text) -> SeriesDraft {
    SeriesDraft {
        id: word(draft.id),
        name: word(draft.name),
        short: word(draft.short),
        agreement: word(draft.agreement),
        sources: draft.sources.into_iter().map(word).collect(),
        ..draft
    }
}

fn conflict(draft: ConflictDraft, word: impl Fn(Text) -> Text) -> ConflictDraft {
    let readings = draft.readings.into_iter().map(|reading| ReadingDraft {
        source: word(reading.source),
        ..reading
    });
    ConflictDraft {
        readings: readings.collect(),
        ..draft
    }
}

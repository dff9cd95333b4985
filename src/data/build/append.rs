//! One part of a file after another: records that were read by themselves join those before them.

use super::{Builder, RecordDrafts};
use crate::data::columns::row;
use crate::data::columns::texts::{Text, Texts};
use crate::data::{Kind, Relation};

/// What the numbers of texts mean to whoever read a part: it grows with each of their parts.
#[derive(Debug)]
pub struct Translation(Vec<Text>);

impl Default for Translation {
    fn default() -> Self {
        Self(vec![Text::EMPTY])
    }
}

impl Translation {
    fn of(&self, text: Text) -> Text {
        self.0.get(text.index()).copied().unwrap_or_default()
    }
}

impl Builder {
    /// Learns the texts that a reader met since the last time.
    pub fn learn(&mut self, translation: &mut Translation, new: &Texts) {
        for number in 1..new.count() {
            translation.0.push(self.texts.intern(new.nth(number)));
        }
    }

    /// Takes in all that came in later, its texts by the numbers of whoever read it.
    pub fn append(&mut self, mut later: Self, translation: &Translation) {
        let translated = |text| translation.of(text);
        later.each_text(|text| *text = translated(*text));
        let counts = Kind::ALL.map(|kind| row(self.drafts[kind as usize].count()));
        for (relation, links) in Relation::ALL.into_iter().zip(&later.links) {
            let first = counts[relation.from() as usize];
            self.links[relation as usize].append(first, links, translated);
        }
        for (draft, more) in self.drafts.iter_mut().zip(later.drafts) {
            self.full |= !draft.append(more, translated);
        }
        let first = row(self.meetings.len());
        self.ordinals.append(first, later.ordinals, |it| it);
        self.bounds.append(first, later.bounds, |it| it);
        self.meetings.append(&mut later.meetings);
        let (participants, more) = (&mut self.participants, &mut later.participants);
        let first = row(participants.roles.len());
        let names = std::mem::take(&mut more.names);
        participants.names.append(first, names, translated);
        participants.roles.append(&mut more.roles);
        participants.bases.append(&mut more.bases);
        self.weights.append(&mut later.weights);
        self.roles.append(&mut later.roles);
        self.publishers.append(&mut later.publishers);
        self.series.append(&mut later.series);
        self.series_spans.append(later.series_spans);
        self.conflict_spans.append(later.conflict_spans);
        self.conflicts.append(&mut later.conflicts);
        self.problems.append(later.problems);
        self.full |= later.full;
    }

    /// The texts that stand in rows, not in columns of their own.
    fn each_text(&mut self, mut change: impl FnMut(&mut Text)) {
        for draft in &mut self.meetings {
            let texts = [&mut draft.kind, &mut draft.place, &mut draft.series];
            texts.into_iter().for_each(&mut change);
        }
        for role in &mut self.roles {
            change(&mut role.title);
        }
        for draft in &mut self.series {
            let names = [&mut draft.name, &mut draft.short];
            let ids = [&mut draft.id, &mut draft.agreement];
            names.into_iter().chain(ids).for_each(&mut change);
            draft.sources.iter_mut().for_each(&mut change);
        }
        for draft in &mut self.conflicts {
            draft.records.iter_mut().for_each(&mut change);
            let readings = draft.readings.iter_mut();
            readings.for_each(|reading| change(&mut reading.source));
        }
        self.participants.roles.iter_mut().for_each(&mut change);
        self.publishers.iter_mut().for_each(change);
    }
}

impl RecordDrafts {
    /// False when there is no room for so much text.
    fn append(&mut self, mut more: Self, translated: impl Fn(Text) -> Text) -> bool {
        if !self.ids.has_room_for(&more.ids) || !self.names.has_room_for(&more.names) {
            return false;
        }
        let first = row(self.count());
        self.ids.append(&more.ids);
        self.names.append(&more.names);
        self.sorts.append(first, more.sorts, &translated);
        self.shorts.append(first, more.shorts, &translated);
        self.aliases.append(first, &more.aliases, &translated);
        self.dates.append(&mut more.dates);
        self.indices.append(&mut more.indices);
        self.spans.append(more.spans);
        true
    }
}

//! Writing a card: its parts, filled from the facts that the record states and from what is linked with it.

use std::borrow::Cow;

use super::gathered::plain;
use super::kinds::{CardPart, LineCell, parts};
use super::meeting::number_in_series;
use super::{Body, How, Item, KeptRows, Page, Section, cited, marked, number};
use crate::browse::silence::Quiet;
use crate::browse::tally::tally;
use crate::data::{Conflict, Dataset, Kind, ReadError, RecordId, Relation};
use crate::facts::words::{dotted, joined, spoken};
use crate::facts::{Fact, Sources, Sure, Whose, of_field, of_series, series_on, stated, the};

impl Page {
    pub(super) fn written(
        dataset: &Dataset,
        about: Option<RecordId>,
        kept: KeptRows,
        hurried: bool,
    ) -> Self {
        let mut page = Self {
            about,
            hurried,
            kept,
            ..Self::default()
        };
        let Some(id) = about else {
            super::dataset::write(&mut page, dataset);
            return page;
        };
        dataset.name(id).clone_into(&mut page.title);
        page.numbered = dataset.to(id, Relation::sources_of(id.kind)).collect();
        page.own = page.read(stated(dataset, id));
        if id.kind == Kind::Meeting {
            page.number = number_in_series(&page, dataset, id);
        }
        for part in parts(id.kind) {
            page.part(part, dataset, id);
        }
        page.in_doubt();
        page.conflicts(dataset, id);
        if id.kind != Kind::Source || !page.numbered.is_empty() {
            page.sources(id);
        }
        page
    }

    fn part(&mut self, part: &CardPart, dataset: &Dataset, id: RecordId) {
        match *part {
            CardPart::Line(cells) => {
                let cells = cells.iter().map(|cell| self.cell(cell, dataset, id));
                self.fact(dotted(cells));
            }
            CardPart::OtherNames => self.other_names(),
            CardPart::Texts(heading, field) => self.texts(heading, field),
            CardPart::OnTheDate => {
                let note = the(&self.own, "date").map(|fact| fact.on_date().note);
                self.prose("ON THE DATE", note);
            }
            CardPart::Series(heading) => self.series(dataset, id, heading),
            CardPart::Meetings(column) => self.meetings(dataset, id, column),
            CardPart::Together(heading, relations) => {
                self.together(heading, dataset, id, relations);
            }
            CardPart::To(heading, field, relation) => {
                let items = if self.own.is_empty() {
                    // What is in memory can be told when the facts cannot be read.
                    plain(dataset.to(id, relation))
                } else {
                    self.items(field, How::Named)
                };
                self.names(heading, items);
            }
            CardPart::From(heading, relation) => {
                self.names(heading, plain(dataset.from(id, relation)));
            }
            CardPart::Dated(heading, relation, word) => {
                let others = dataset.from(id, relation);
                let items = others.map(|other| Item::link(other, How::Agreement(word)));
                self.list(heading, "", items.collect());
            }
            CardPart::Gathered(write) => write(self, dataset, id),
        }
    }

    fn cell(&self, cell: &LineCell, dataset: &Dataset, id: RecordId) -> String {
        match *cell {
            LineCell::Date => self.date(),
            LineCell::Window => {
                let window = the(&self.own, "date").map(|fact| fact.on_date().window());
                prefixed("? ", &window.unwrap_or_default())
            }
            LineCell::Number => self.number.clone(),
            LineCell::Short => Some(dataset.short(id))
                .filter(|short| *short != dataset.name(id))
                .unwrap_or_default()
                .to_owned(),
            LineCell::Field(field) => self.the(field),
            LineCell::Labelled(word, field) => prefixed(word, &self.the(field)),
            LineCell::Spoken(word, field) => prefixed(word, &spoken(&self.the(field))),
            LineCell::OrUnknown(field, unknown) => match the(&self.own, field) {
                Some(fact) if fact.unknown => unknown.to_owned(),
                Some(_) | None => self.the(field),
            },
        }
    }

    /// Facts, if they can be read; without them the page tells all that is in memory, and why no more.
    fn read(&mut self, facts: Result<Vec<Fact>, ReadError>) -> Vec<Fact> {
        facts.unwrap_or_else(|unread| {
            let advice = match &unread {
                ReadError::Changed => "; `R` reads it again",
                ReadError::Failed(_) => "",
            };
            let fact = format!("! {unread}{advice}");
            if !self.facts.contains(&fact) {
                self.fact(fact);
            }
            Vec::new()
        })
    }

    /// What a fact says for a line of its own, with its marks and the numbers of its sources.
    fn said(&self, fact: &Fact) -> String {
        let numbers = self.numbers(&fact.sources);
        joined([marked(fact, &fact.value), numbers], " ")
    }

    /// What the fact of a field says for a line of its own; nothing where there is none.
    pub(super) fn the(&self, field: &str) -> String {
        the(&self.own, field).map_or_else(String::new, |fact| self.said(fact))
    }

    /// When: the date, or what stands in its place.
    fn date(&self) -> String {
        let Some(fact) = the(&self.own, "date") else {
            return String::new();
        };
        let said = match &*fact.on_date().unreadable {
            "" if fact.unknown => "date not known".to_owned(),
            // Its own mark says that it is in doubt, unless the record says more.
            "" if fact.why.is_none() => match fact.conflicts.len() {
                0 => fact.value.clone(),
                _ => format!("! {}", fact.value),
            },
            "" => marked(fact, &fact.value),
            odd => format!("! {odd}"),
        };
        joined([said, self.numbers(&fact.sources)], " ")
    }

    /// The numbers of sources that are a fact's own, where the record has several: `[1,3]`.
    pub(super) fn numbers(&self, sources: &Sources) -> String {
        match sources.whose {
            Whose::Own if self.numbered.len() + sources.missing.len() > 1 => {
                self.all_numbers(sources)
            }
            Whose::Own | Whose::Record | Whose::Nothing => String::new(),
        }
    }

    fn all_numbers(&self, sources: &Sources) -> String {
        let number = |id| self.numbered.iter().position(|known| known == id);
        let mut numbers: Vec<usize> = sources.ids.iter().filter_map(number).collect();
        numbers.sort_unstable();
        let numbers = numbers.into_iter().map(|at| (at + 1).to_string());
        let missing = sources.missing.iter().map(|_| "?".to_owned());
        match joined(numbers.chain(missing), ",") {
            numbers if numbers.is_empty() => numbers,
            numbers => format!("[{numbers}]"),
        }
    }

    /// A line for the record's other names.
    fn other_names(&mut self) {
        let names = of_field(&self.own, "aliases").map(|fact| self.said(fact));
        let names = joined(names, ", ");
        let sorted = self.the("sort_name");
        self.fact(prefixed("also ", &names));
        self.fact(prefixed("sorted under ", &sorted));
    }

    fn texts(&mut self, heading: &'static str, field: &str) {
        let texts = of_field(&self.own, field).map(|fact| self.said(fact));
        let texts: Vec<String> = texts.collect();
        self.prose(heading, texts);
    }

    /// The series that are shown here, with what is known of each.
    fn series(&mut self, dataset: &Dataset, id: RecordId, heading: &'static str) {
        for series in series_on(dataset, id) {
            let facts = self.read(of_series(dataset, series, id));
            let mut texts: Vec<String> = Vec::new();
            for fact in &facts {
                let label = match &*fact.field {
                    "series.short" => "in short ",
                    "series.agreement" => "held under ",
                    _ => "",
                };
                let said = joined([fact.said(dataset), self.all_numbers(&fact.sources)], " ");
                texts.push(format!("{label}{}", marked(fact, &said)));
            }
            let apart = dataset
                .series_sources(series)
                .filter(|source| !self.numbered.contains(source));
            texts.extend(apart.map(|source| format!("source: {}", cited(dataset, source))));
            self.prose(heading, texts);
        }
    }

    /// What is inferred of whole fields; what sources disagree on has its own place.
    fn in_doubt(&mut self) {
        let weak = self.own.iter().filter(|fact| fact.of_list);
        let weak = weak.filter(|fact| fact.sure() == Sure::Inferred);
        let texts: Vec<String> = weak
            .map(|fact| {
                let value = joined([fact.value.clone(), self.numbers(&fact.sources)], " ");
                format!("~ {}: {value}", spoken(&fact.field))
            })
            .collect();
        self.prose("~ INFERRED", texts);
    }

    /// An item for each fact of a field that names something.
    pub(super) fn items(&self, field: &str, how: fn(u32) -> How) -> Vec<Item> {
        let own = self.own.iter().enumerate();
        let own = own.filter(|(_, fact)| fact.field == field && !fact.of_list);
        let named = own.filter(|(_, fact)| fact.names() || fact.presence().is_some());
        named
            .map(|(nth, fact)| Item {
                id: fact.target,
                how: how(number(nth)),
            })
            .collect()
    }

    /// The items of a field whose facts name no record of this file.
    pub(super) fn missing(&self, field: &str, how: fn(u32) -> How) -> Vec<Item> {
        let mut items = self.items(field, how);
        items.retain(|item| item.id.is_none());
        items
    }

    /// The items of a field, those first whose facts are of some sort.
    pub(super) fn parted(
        &self,
        field: &str,
        how: fn(u32) -> How,
        is_first: impl Fn(&Fact) -> bool,
    ) -> (Vec<Item>, Vec<Item>) {
        let items = self.items(field, how).into_iter();
        items.partition(|item| self.own_fact(item.how).is_some_and(&is_first))
    }

    pub(super) fn fact(&mut self, fact: String) {
        if !fact.is_empty() {
            self.facts.push(fact);
        }
    }

    pub(super) fn prose(
        &mut self,
        heading: &'static str,
        texts: impl IntoIterator<Item = impl Into<String>>,
    ) {
        let texts = texts.into_iter().map(Into::into);
        let texts: Vec<String> = texts.filter(|text| !text.trim().is_empty()).collect();
        if !texts.is_empty() {
            self.push(heading, "", Body::Prose(texts));
        }
    }

    pub(super) fn list(&mut self, heading: &'static str, column: &'static str, items: Vec<Item>) {
        if !items.is_empty() {
            self.push(heading, column, Body::List(items));
        }
    }

    /// A list, or that there is nothing to put into it.
    pub(super) fn list_or(
        &mut self,
        heading: &'static str,
        column: &'static str,
        items: Vec<Item>,
        nothing: &str,
    ) {
        if items.is_empty() {
            self.prose(heading, [nothing]);
        } else {
            self.list(heading, column, items);
        }
    }

    pub(super) fn names(&mut self, heading: &'static str, items: Vec<Item>) {
        if !items.is_empty() {
            self.push(heading, "", Body::Names(items));
        }
    }

    pub(super) fn push(&mut self, heading: &'static str, column: &'static str, body: Body) {
        self.sections.push(Section {
            heading,
            column,
            body,
        });
    }

    /// The meetings of a record that the filter keeps.
    fn kept_of<'d>(&self, dataset: &'d Dataset, id: RecordId) -> Cow<'d, [u32]> {
        let meetings = dataset.meetings_of(id);
        match &self.kept {
            None => meetings,
            Some(kept) => {
                let is_kept = |row: &u32| kept.binary_search(row).is_ok();
                Cow::Owned(meetings.iter().copied().filter(is_kept).collect())
            }
        }
    }

    /// The meetings of the record, with the silences between them.
    fn meetings(&mut self, dataset: &Dataset, id: RecordId, column: &'static str) {
        let mut items = Vec::new();
        let rows = self.kept_of(dataset, id);
        if let Some(kept) = &self.kept {
            let all = dataset.meetings_of(id);
            let outside = all.iter().filter(|row| kept.binary_search(row).is_err());
            self.outside = outside.map(|row| RecordId::meeting(*row)).collect();
        }
        let meetings = || rows.iter().map(|row| RecordId::meeting(*row));
        let mut quiet = Quiet::before(dataset, meetings());
        for meeting in meetings() {
            let when = dataset.when(meeting);
            if let Some(silence) = when.and_then(|when| quiet.next(when)) {
                let how = How::Silence(silence);
                items.push(Item { id: None, how });
            }
            items.push(Item::link(meeting, How::Meeting));
        }
        if self.outside.is_empty() {
            self.list("MEETINGS", column, items);
        } else {
            self.push("MEETINGS", column, Body::List(items));
        }
    }

    /// A group that looks at every meeting of the record, or its place while that is awaited.
    pub(super) fn gathered(&mut self, heading: &'static str, write: impl FnOnce(&mut Self)) {
        if self.hurried {
            self.push(heading, "", Body::Awaited);
        } else {
            write(self);
        }
    }

    /// Records of one kind named for the same meetings, the most often named first.
    fn together(
        &mut self,
        heading: &'static str,
        dataset: &Dataset,
        id: RecordId,
        relations: &[Relation],
    ) {
        self.gathered(heading, |page| {
            let meetings = page.kept_of(dataset, id);
            let counts = tally(dataset, &meetings, relations);
            let others = counts.into_iter().filter(|(other, _)| *other != id);
            let items = others.map(|(other, count)| Item::link(other, How::Together(count)));
            page.list(heading, "meetings", items.collect());
        });
    }

    fn conflicts(&mut self, dataset: &Dataset, id: RecordId) {
        for (nth, conflict) in dataset.numbered_conflicts_of(id) {
            self.conflict(nth, conflict);
        }
    }

    pub(super) fn conflict(&mut self, nth: usize, conflict: &Conflict) {
        let why = conflict.readings.iter().map(|reading| reading.why.as_str());
        let texts = [conflict.about.as_str(), conflict.note.as_str()];
        self.prose("! CONTESTED", texts.into_iter().chain(why));
        let readings = conflict.readings.iter().enumerate();
        let items = readings.map(|(reading, known)| Item {
            id: known.source,
            how: How::Reading(number(nth), number(reading)),
        });
        self.list("", "", items.collect());
    }

    fn sources(&mut self, id: RecordId) {
        let sources = self.numbered.iter().enumerate();
        let mut items: Vec<Item> = sources
            .map(|(nth, source)| Item::link(*source, How::Footnote(number(nth + 1))))
            .collect();
        items.extend(self.items("sources", How::Fact));
        let is_unsourced = |fact: &Fact| fact.sure() == Sure::Unsourced && !fact.is_remark();
        if !items.is_empty() {
            self.list("SOURCES", "", items);
        } else if id.kind != Kind::Person || self.own.iter().any(is_unsourced) {
            self.prose("SOURCES", ["? no source is given"]);
        }
    }
}

/// A text behind a word, if there is one.
fn prefixed(word: &str, text: &str) -> String {
    match text {
        "" => String::new(),
        text => format!("{word}{text}"),
    }
}

//! Walks through the JSON of a record by the rules of the format: names every flaw with its path, and keeps
//! what is of use, every text as it stands in the file.
//!
//! It is slow. When a dataset is read, only those records are walked through in which the checks of
//! [`de`](super::de) found something.
//!
//! `serde_json::Value` alone would not do: of a name that is given twice it keeps the last value, and it knows no
//! places.

mod halves;
mod sums;

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::hash::Hash;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::{Map, Number, RawValue, Value};

use self::sums::Sums;
use crate::data::format::fields::{DateOrder, FieldRule, Fields, Lines, bit};
use crate::data::model::date::Date;
use crate::data::watch::Watch;
use crate::text::clean::{CharacterChange, changes};
use crate::text::excerpt;

pub use self::halves::whole_characters;

/// What was met on a walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it stands, within what was walked through.
    pub path: String,
    /// What it is.
    pub what: What,
}

/// What may be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Something is wrong; the sentence says what, and what was done.
    Flaw(String),
    /// Something is worth a word.
    Note(String),
    /// A field that the format does not know.
    Unknown,
}

/// The end of a walk.
#[derive(Debug)]
pub struct Walked {
    /// What is of use.
    pub tree: Value,
    /// How many fields were met that the format does not know.
    pub unknown: u64,
    /// Whether something known was left out or is written otherwise, so that the JSON is not as good.
    pub changed: bool,
}

/// Called with each finding, in the order of the file. None is kept here: there may be millions.
pub type OnFinding<'t> = &'t mut dyn FnMut(Finding);

/// Walks through some JSON.
///
/// # Errors
/// When it is no JSON that serde can read, or the walk was stopped.
pub fn walk(
    json: &str,
    rule: &FieldRule,
    watch: &Watch,
    report: OnFinding<'_>,
) -> serde_json::Result<Walked> {
    let marked = halves::marked(json);
    let (json, half) = match &marked {
        Some((json, mark)) => (&**json, Some(*mark)),
        None => (json, None),
    };
    let mut state = WalkState {
        path: Vec::new(),
        watch,
        report,
        half,
        unknown: 0,
        changed: false,
        sums: Sums::default(),
        unkept: 0,
        record: None,
    };
    let mut reader = serde_json::Deserializer::from_str(json);
    let seed = Seed {
        rule,
        state: &mut state,
    };
    let tree = seed.deserialize(&mut reader)?;
    reader.end()?;
    Ok(Walked {
        tree,
        unknown: state.unknown,
        changed: state.changed,
    })
}

/// Where on the walk we are, and what was met.
struct WalkState<'t> {
    path: Vec<PathStep>,
    watch: &'t Watch,
    report: OnFinding<'t>,
    /// What stands in a text for half a character.
    half: Option<char>,
    unknown: u64,
    changed: bool,
    sums: Sums,
    /// The sum of what stands in unknown fields of the item that is walked through, and of what was left out of
    /// it, since two items are not the same if they differ there.
    unkept: u128,
    /// The fields of the record, and the names that its evidence has for fields, with their paths.
    record: Option<RecordSoFar>,
}

#[derive(Default)]
struct RecordSoFar {
    there: u64,
    evidence: Vec<(String, String)>,
}

enum PathStep {
    Member(&'static str),
    Item(usize),
}

impl WalkState<'_> {
    fn path_to(&self, field: &str) -> String {
        let mut text = String::new();
        for step in &self.path {
            match step {
                PathStep::Item(index) => text.extend(["[", &index.to_string(), "]"]),
                PathStep::Member(key) => push_member(&mut text, key),
            }
        }
        if !field.is_empty() {
            push_member(&mut text, field);
        }
        text
    }

    fn items_above(&self) -> usize {
        let items = self.path.iter();
        items
            .filter(|step| matches!(step, PathStep::Item(_)))
            .count()
    }

    fn meet(&mut self, field: &str, what: What) {
        self.unknown += u64::from(what == What::Unknown);
        let path = self.path_to(field);
        (self.report)(Finding { path, what });
    }

    fn flaw(&mut self, sentence: String) {
        self.meet("", What::Flaw(sentence));
    }

    /// Leaves out what stands here.
    fn leave_out(&mut self, sentence: String) -> Value {
        if self.items_above() > 0 {
            self.add_unkept(&sentence);
        }
        self.flaw(sentence);
        self.changed = true;
        Value::Null
    }

    fn goes_on<E: Error>(&self) -> Result<(), E> {
        if self.watch.is_stopped() {
            return Err(E::custom("stopped"));
        }
        Ok(())
    }

    /// Adds to what stands unkept; the order in which it stands there does not count.
    fn add_unkept(&mut self, thing: impl Hash) {
        self.unkept = self.unkept.wrapping_add(self.sums.of(thing));
    }

    fn wrong_type(&mut self, what: &str, rule: &FieldRule) -> Value {
        self.leave_out(format!("{what} is not {}; left out", rule.expected()))
    }

    /// A text in which `\u{FFFD}` stands for each half of a character.
    fn whole<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.half {
            Some(mark) if text.contains(mark) => Cow::Owned(text.replace(mark, "\u{FFFD}")),
            _ => Cow::Borrowed(text),
        }
    }

    fn text(&mut self, text: &str, rule: &FieldRule) -> Value {
        let whole = self.whole(text);
        let text = &*whole;
        if let Some(flaw) = rule.text_flaw(text) {
            let sentence = rule.sentence(text, flaw);
            if !flaw.lets_stay() {
                return self.leave_out(sentence);
            }
            self.flaw(sentence);
        } else if matches!(rule, FieldRule::Date) && text.contains('T') {
            let note = "the time of day is not read yet; the day is";
            self.meet("", What::Note(note.to_owned()));
        }
        if let Some(lines) = rule.shows_lines() {
            for change in changes(text, lines == Lines::Many) {
                self.meet("", What::Note(sentence_of(&change)));
            }
        }
        if let (FieldRule::FieldName, path) = (rule, self.path_to(""))
            && let Some(record) = &mut self.record
        {
            record.evidence.push((text.to_owned(), path));
        }
        if matches!(whole, Cow::Owned(_)) {
            self.changed = true;
            let what = "holds half a character only (a lone surrogate), read as `\u{FFFD}`";
            self.flaw(what.to_owned());
        }
        Value::from(whole)
    }

    fn number(&mut self, number: &Number, rule: &FieldRule) -> Value {
        let value = number.as_f64().unwrap_or(f64::NAN);
        if !rule.takes_number(value) {
            return self.wrong_type(&format!("`{number}`"), rule);
        }
        if matches!(rule, FieldRule::Amount) || number.is_u64() {
            return Value::Number(number.clone());
        }
        // A whole number that is written as `3.0`.
        self.changed = true;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the rule takes whole numbers of 32 bits alone"
        )]
        Value::Number((value as u64).into())
    }

    /// Reports evidence for what the record does not have.
    fn report_evidence(&mut self, object: &Fields) {
        let Some(record) = self.record.take() else {
            return;
        };
        for (field, path) in record.evidence {
            let there = object.number_of(&field);
            if there.is_none_or(|nth| record.there & bit(nth) == 0) {
                let note = format!("the record has no `{}`", excerpt(&field));
                let what = What::Note(note);
                (self.report)(Finding { path, what });
            }
        }
    }
}

fn push_member(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

fn sentence_of(change: &CharacterChange) -> String {
    let code = format!("U+{:04X}", u32::from(change.from));
    match &*change.to {
        "" => format!("{code} is not shown"),
        " " => format!("{code} is shown as a blank"),
        mark => format!("{code} is shown as `{mark}`"),
    }
}

/// One place of the walk.
struct Seed<'s, 't> {
    rule: &'s FieldRule,
    state: &'s mut WalkState<'t>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(self.state.wrong_type("`null`", self.rule))
    }

    fn visit_bool<E: Error>(self, is: bool) -> Result<Value, E> {
        Ok(match self.rule {
            FieldRule::Flag => Value::Bool(is),
            rule => self.state.wrong_type(&format!("`{is}`"), rule),
        })
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(self.state.number(&number.into(), self.rule))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(self.state.number(&number.into(), self.rule))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number)
            .map_or(Value::Null, |number| self.state.number(&number, self.rule)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(self.state.text(text, self.rule))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let Seed { rule, state } = self;
        let FieldRule::List(rule_of_items) = rule else {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(state.wrong_type("a list", rule));
        };
        let mut list = Vec::new();
        let mut known = HashSet::new();
        loop {
            state.goes_on()?;
            let before = std::mem::take(&mut state.unkept);
            state.path.push(PathStep::Item(list.len()));
            let rule = rule_of_items;
            let Some(mut item) = items.next_element_seed(Seed { rule, state })? else {
                state.path.pop();
                state.unkept = before;
                return Ok(Value::Array(list));
            };
            if item != Value::Null {
                let sum = state.sums.of_value(&item).rotate_left(1);
                if !known.insert(sum.wrapping_add(state.unkept)) {
                    item = state.leave_out("stands in this list twice; shown once".to_owned());
                }
            }
            // What stands in a list within an item belongs to the item too.
            state.unkept = match state.items_above() {
                1 => 0,
                _ => before.wrapping_add(state.unkept),
            };
            list.push(item);
            state.path.pop();
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Value, A::Error> {
        let Seed { rule, state } = self;
        let (FieldRule::Object(object) | FieldRule::IdOr(object)) = rule else {
            let mut members = members;
            while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(state.wrong_type("an object", rule));
        };
        if state.path.is_empty() {
            state.record = Some(RecordSoFar::default());
        }
        let mut walk = Members {
            object,
            state,
            tree: Map::new(),
            given: 0,
            unknown: HashSet::new(),
            dates: DateOrder::default(),
        };
        walk.all(members)?;
        walk.report_missing();
        Ok(Value::Object(walk.tree))
    }
}

/// An object on the walk.
struct Members<'s, 't> {
    object: &'static Fields,
    state: &'s mut WalkState<'t>,
    tree: Map<String, Value>,
    /// The fields that are given, whatever they hold.
    given: u64,
    unknown: HashSet<String>,
    dates: DateOrder,
}

impl Members<'_, '_> {
    fn all<'de, A: MapAccess<'de>>(&mut self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            self.state.goes_on()?;
            let Some(nth) = self.object.number_of(&name) else {
                self.unknown(&name, members.next_value()?);
                continue;
            };
            let field = &self.object.fields[nth];
            self.state.path.push(PathStep::Member(field.name));
            if self.given & bit(nth) == 0 {
                let rule = &field.rule;
                let state = &mut *self.state;
                let tree = members.next_value_seed(Seed { rule, state })?;
                if let Value::String(text) = &tree {
                    let date = Date::parse_lenient(text);
                    self.dates.note(self.object, field.name, date);
                }
                if tree != Value::Null {
                    self.tree.insert(name, tree);
                }
            } else {
                members.next_value::<IgnoredAny>()?;
                let _ = self.state.leave_out(TWICE.to_owned());
            }
            self.given |= bit(nth);
            self.state.path.pop();
        }
        Ok(())
    }

    fn unknown(&mut self, name: &str, value: &RawValue) {
        let state = &mut *self.state;
        let name = &*state.whole(name);
        let what = if self.unknown.insert(name.to_owned()) {
            What::Unknown
        } else {
            What::Flaw(TWICE.to_owned())
        };
        state.meet(name, what);
        if state.items_above() > 0 {
            let sum = match serde_json::from_str(value.get()) {
                Ok(value) => state.sums.of_value(&value),
                Err(_) => state.sums.of(value.get()),
            };
            state.add_unkept((name, sum));
        }
    }

    fn report_missing(&mut self) {
        let (object, state) = (self.object, &mut *self.state);
        for name in object.missing(self.given) {
            state.meet(name, What::Flaw("is missing".to_owned()));
        }
        if !object.has_one(self.given) {
            let words = object.one_of.join(", ");
            state.flaw(format!("has none of {words}"));
        }
        if let Some([(first, earlier), (second, later)]) = self.dates.out_of_order() {
            let [first, second] = [first, second].map(|nth| object.in_order[nth]);
            let sentence = format!("{later} is before `{first}`, which is {earlier}");
            state.meet(second, What::Flaw(sentence));
        }
        if state.path.is_empty() {
            if let Some(record) = &mut state.record {
                record.there = self.given;
            }
            state.report_evidence(object);
        }
    }
}

/// The text for a name that an object has twice.
pub const TWICE: &str = "is given twice; the first is used";

#[cfg(test)]
mod tests;

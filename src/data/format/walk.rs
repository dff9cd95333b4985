//! Walks through the JSON of a record by the rules of the format: names every flaw with its path, and keeps
//! what is of use, every text as it stands in the file.
//!
//! It takes its time. When a dataset is read, only records walk that were seen to have something to be told.

mod halves;
mod tree;

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::{Number, RawValue, Value};

use self::halves::tell_differences;
use crate::data::format::fields::{DateOrder, FieldRule, Fields, Lines, bit};
use crate::data::model::date::Date;
use crate::data::watch::Watch;
use crate::text::clean::{Change, changes};
use crate::text::excerpt;

pub use self::halves::whole_characters;
use self::tree::Sums;
pub use self::tree::Tree;

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
    pub tree: Tree,
    /// How many fields were met that the format does not know.
    pub unknown: u64,
    /// Whether something known was left out or is written otherwise, so that the JSON is not as good.
    pub changed: bool,
}

/// Who is told of what is met, in the order of the file. Nothing of it is kept here: there may be millions.
pub type Tell<'t> = &'t mut dyn FnMut(Finding);

/// Walks through some JSON.
///
/// # Errors
/// When it is no JSON that serde can read, or the walk was stopped.
pub fn walk(
    json: &str,
    rule: &FieldRule,
    watch: &Watch,
    tell: Tell<'_>,
) -> serde_json::Result<Walked> {
    let halves = whole_characters(json);
    let mut walked = walk_whole(halves.as_deref().unwrap_or(json), rule, watch, tell)?;
    // Where half a character stood is where another makes a difference.
    if let Some(other) = halves.and_then(|_| halves::replaced(json, '\u{FFFC}')) {
        let other = walk_whole(&other, rule, watch, &mut |_| ())?;
        tell_differences(&walked.tree, &other.tree, &mut String::new(), tell);
        walked.changed = true;
    }
    Ok(walked)
}

fn walk_whole(
    json: &str,
    rule: &FieldRule,
    watch: &Watch,
    tell: Tell<'_>,
) -> serde_json::Result<Walked> {
    let mut state = State {
        path: Vec::new(),
        watch,
        tell,
        unknown: 0,
        changed: false,
        sums: Sums::default(),
        aside: 0,
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
struct State<'t> {
    path: Vec<Step>,
    watch: &'t Watch,
    tell: Tell<'t>,
    unknown: u64,
    changed: bool,
    sums: Sums,
    /// The sum of what stands in unknown fields of the item that is walked through, and of what was left out of
    /// it, since two items are not the same if they differ there.
    aside: u128,
    /// The fields of the record, and the names that its evidence has for fields, with their paths.
    record: Option<Record>,
}

#[derive(Default)]
struct Record {
    there: u64,
    evidence: Vec<(String, String)>,
}

enum Step {
    Member(&'static str),
    Item(usize),
}

impl State<'_> {
    fn path_to(&self, field: &str) -> String {
        let mut text = String::new();
        for step in &self.path {
            match step {
                Step::Item(index) => text.extend(["[", &index.to_string(), "]"]),
                Step::Member(key) => push_member(&mut text, key),
            }
        }
        if !field.is_empty() {
            push_member(&mut text, field);
        }
        text
    }

    fn items_above(&self) -> usize {
        let items = self.path.iter();
        items.filter(|step| matches!(step, Step::Item(_))).count()
    }

    fn meet(&mut self, field: &str, what: What) {
        self.unknown += u64::from(what == What::Unknown);
        let path = self.path_to(field);
        (self.tell)(Finding { path, what });
    }

    fn flaw(&mut self, sentence: String) {
        self.meet("", What::Flaw(sentence));
    }

    /// Leaves out what stands here.
    fn leave_out(&mut self, sentence: String) -> Tree {
        if self.items_above() > 0 {
            self.put_aside(&sentence);
        }
        self.flaw(sentence);
        self.changed = true;
        Tree::Nothing
    }

    fn goes_on<E: Error>(&self) -> Result<(), E> {
        if self.watch.is_stopped() {
            return Err(E::custom("stopped"));
        }
        Ok(())
    }

    /// Adds to what stands aside; the order in which it stands there does not count.
    fn put_aside(&mut self, text: &str) {
        self.aside = self.aside.wrapping_add(self.sums.of(text));
    }

    fn wrong_type(&mut self, what: &str, rule: &FieldRule) -> Tree {
        self.leave_out(format!("{what} is not {}; left out", rule.expected()))
    }

    fn text(&mut self, text: &str, rule: &FieldRule) -> Tree {
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
                self.meet("", What::Note(said_of_change(&change)));
            }
        }
        if let (FieldRule::FieldName, path) = (rule, self.path_to(""))
            && let Some(record) = &mut self.record
        {
            record.evidence.push((text.to_owned(), path));
        }
        Tree::Text(text.to_owned())
    }

    fn number(&mut self, number: &Number, rule: &FieldRule) -> Tree {
        let value = number.as_f64().unwrap_or(f64::NAN);
        if !rule.takes_number(value) {
            return self.wrong_type(&format!("`{number}`"), rule);
        }
        if matches!(rule, FieldRule::Amount) || number.is_u64() {
            return Tree::Number(number.clone());
        }
        // A whole number that is written as `3.0`.
        self.changed = true;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the rule takes whole numbers of 32 bits alone"
        )]
        Tree::Number((value as u64).into())
    }

    /// What is to be said of evidence for what the record does not have.
    fn tell_evidence(&mut self, object: &Fields) {
        let Some(record) = self.record.take() else {
            return;
        };
        for (field, path) in record.evidence {
            let there = object.number_of(&field);
            if there.is_none_or(|nth| record.there & bit(nth) == 0) {
                let note = format!("the record has no `{}`", excerpt(&field));
                let what = What::Note(note);
                (self.tell)(Finding { path, what });
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

fn said_of_change(change: &Change) -> String {
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
    state: &'s mut State<'t>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_, '_> {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Tree, E> {
        Ok(self.state.wrong_type("`null`", self.rule))
    }

    fn visit_bool<E: Error>(self, is: bool) -> Result<Tree, E> {
        Ok(match self.rule {
            FieldRule::Flag => Tree::Is(is),
            rule => self.state.wrong_type(&format!("`{is}`"), rule),
        })
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Tree, E> {
        Ok(self.state.number(&number.into(), self.rule))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Tree, E> {
        Ok(self.state.number(&number.into(), self.rule))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Tree, E> {
        Ok(Number::from_f64(number).map_or(Tree::Nothing, |number| {
            self.state.number(&number, self.rule)
        }))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Tree, E> {
        Ok(self.state.text(text, self.rule))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let Seed { rule, state } = self;
        let FieldRule::List(rule_of_items) = rule else {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(state.wrong_type("a list", rule));
        };
        let mut list = Vec::new();
        let mut known = HashSet::new();
        loop {
            state.goes_on()?;
            let before = std::mem::take(&mut state.aside);
            state.path.push(Step::Item(list.len()));
            let rule = rule_of_items;
            let Some(mut item) = items.next_element_seed(Seed { rule, state })? else {
                state.path.pop();
                state.aside = before;
                return Ok(Tree::List(list));
            };
            if item != Tree::Nothing {
                let sum = item.sum(&state.sums).rotate_left(1);
                if !known.insert(sum.wrapping_add(state.aside)) {
                    item = state.leave_out("stands in this list twice; shown once".to_owned());
                }
            }
            // What stands in a list within an item belongs to the item too.
            state.aside = match state.items_above() {
                1 => 0,
                _ => before.wrapping_add(state.aside),
            };
            list.push(item);
            state.path.pop();
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Tree, A::Error> {
        let Seed { rule, state } = self;
        let (FieldRule::Object(object) | FieldRule::IdOr(object)) = rule else {
            let mut members = members;
            while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(state.wrong_type("an object", rule));
        };
        if state.path.is_empty() {
            state.record = Some(Record::default());
        }
        let mut walk = Members {
            object,
            state,
            tree: Vec::new(),
            given: 0,
            unknown: HashSet::new(),
            dates: DateOrder::default(),
        };
        walk.all(members)?;
        walk.tell_what_is_missing();
        Ok(Tree::Object(walk.tree))
    }
}

/// An object on the walk.
struct Members<'s, 't> {
    object: &'static Fields,
    state: &'s mut State<'t>,
    tree: Vec<(&'static str, Tree)>,
    /// The fields that are given, whatever they hold.
    given: u64,
    unknown: HashSet<String>,
    dates: DateOrder,
}

impl Members<'_, '_> {
    fn all<'de, A: MapAccess<'de>>(&mut self, mut members: A) -> Result<(), A::Error> {
        while let Some(Name(name)) = members.next_key()? {
            self.state.goes_on()?;
            let Some(nth) = self.object.number_of(&name) else {
                self.unknown(&name, members.next_value()?);
                continue;
            };
            let field = &self.object.fields[nth];
            self.state.path.push(Step::Member(field.name));
            if self.given & bit(nth) == 0 {
                let rule = &field.rule;
                let state = &mut *self.state;
                let tree = members.next_value_seed(Seed { rule, state })?;
                if let Tree::Text(text) = &tree {
                    let date = Date::parse_lenient(text);
                    self.dates.note(self.object, field.name, date);
                }
                if tree != Tree::Nothing {
                    self.tree.push((field.name, tree));
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
        let what = if self.unknown.insert(name.to_owned()) {
            What::Unknown
        } else {
            What::Flaw(TWICE.to_owned())
        };
        state.meet(name, what);
        if state.items_above() > 0 {
            let read = serde_json::from_str(value.get());
            let value = read.map_or_else(|_| value.get().to_owned(), |it: Value| it.to_string());
            state.put_aside(&format!("{name}:{value}"));
        }
    }

    fn tell_what_is_missing(&mut self) {
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
            state.tell_evidence(object);
        }
    }
}

/// What is said of a name that an object has twice.
pub const TWICE: &str = "is given twice; the first is used";

/// The name of a member.
struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyName;
        impl<'de> Visitor<'de> for AnyName {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }
        deserializer.deserialize_str(AnyName)
    }
}

#[cfg(test)]
mod tests;

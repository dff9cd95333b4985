//! Watches a record while it is read, by the rules of the format.
//!
//! To name a flaw with its path costs as much as to read the record, and most records have none: so it is
//! noticed here first, for little, whether there may be something to be told. Whatever a walk by the same
//! rules tells is noticed here; a test tries it.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor,
};

use crate::data::format::fields::{Dates, Field, Lines, Object, Rule, bit};
use crate::data::model::date::Date;
use crate::data::watch::Watch;
use crate::text::{clean_line, clean_prose};

/// Reads a record; `None` when there may be something to be told of it: it is then read no further.
pub(super) fn read<'a, T: Deserialize<'a>>(
    json: &'a str,
    rule: &'static Rule,
    watch: &Watch,
) -> serde_json::Result<Option<T>> {
    let seen = Seen::new(watch);
    let mut reader = serde_json::Deserializer::from_str(json);
    let record = T::deserialize(Noticing {
        inner: &mut reader,
        rule,
        names: None,
        seen: &seen,
    });
    if seen.doubt.get() {
        return Ok(None);
    }
    record.map(Some)
}

/// What was seen so far.
struct Seen<'w> {
    watch: &'w Watch,
    /// Whether there may be something to be told.
    doubt: Cell<bool>,
    /// The field whose name was read last, with its number.
    field: Cell<Option<(usize, &'static Field)>>,
    /// The date that was read last.
    date: Cell<Option<Date>>,
    /// The sum of the texts and numbers that were read: things that are the same have the same one.
    sum: Cell<u64>,
    /// The sums of the items of the lists that are being read.
    items: RefCell<Vec<u64>>,
    /// The fields of the record that its evidence speaks of.
    evidence: Cell<u64>,
    record: Cell<Option<&'static Object>>,
}

impl<'w> Seen<'w> {
    fn new(watch: &'w Watch) -> Self {
        Self {
            watch,
            doubt: Cell::default(),
            field: Cell::default(),
            date: Cell::default(),
            sum: Cell::default(),
            items: RefCell::default(),
            evidence: Cell::default(),
            record: Cell::default(),
        }
    }

    /// Whether to go on: there is no doubt so far, and nobody asked to stop.
    fn goes_on<E: Error>(&self) -> Result<(), E> {
        if self.doubt.get() || self.watch.is_stopped() {
            return Err(E::custom("read no further"));
        }
        Ok(())
    }

    fn doubt_if(&self, doubtful: bool) {
        self.doubt.set(self.doubt.get() || doubtful);
    }

    fn add(&self, bits: u64) {
        // Any number that tells most things apart does: what is doubtful is walked through.
        let mixed = (bits ^ bits >> 29).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.sum.set(self.sum.get().wrapping_add(mixed));
    }

    fn text(&self, rule: &Rule, text: &str) {
        let is_wrong = rule.text_flaw(text).is_some();
        let clean = rule.shows_lines().map(|lines| match lines {
            Lines::Many => clean_prose(text),
            Lines::One => clean_line(text),
        });
        let is_cleaned = clean.is_some_and(|clean| clean != text);
        self.doubt_if(is_wrong || is_cleaned);
        match rule {
            Rule::Date => {
                self.doubt_if(text.contains('T'));
                self.date.set(Date::parse_lenient(text));
            }
            Rule::FieldName => {
                let number = self.record.get().and_then(|it| it.number_of(text));
                self.doubt_if(number.is_none());
                let mark = number.map_or(0, bit);
                self.evidence.set(self.evidence.get() | mark);
            }
            _ => {}
        }
        let mut bits = text.len() as u64;
        for chunk in text.as_bytes().chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            bits = (bits.rotate_left(5) ^ u64::from_le_bytes(word))
                .wrapping_mul(0x517C_C1B7_2722_0A95);
        }
        self.add(bits);
    }

    /// Whether two of the items from that one on are the same, perhaps; they are forgotten.
    fn end_list(&self, from: usize) {
        const FEW: usize = 8;
        let mut items = self.items.borrow_mut();
        let these = items.get_mut(from..).unwrap_or_default();
        let twice = if these.len() <= FEW {
            (1..these.len()).any(|nth| these[..nth].contains(&these[nth]))
        } else {
            these.sort_unstable();
            these.windows(2).any(|pair| pair[0] == pair[1])
        };
        self.doubt_if(twice);
        items.truncate(from);
    }
}

/// Whoever takes part in reading, and watches.
struct Noticing<'n, T> {
    inner: T,
    /// What may stand here.
    rule: &'static Rule,
    /// The object of which a name stands here, if one does.
    names: Option<(&'static Object, usize)>,
    seen: &'n Seen<'n>,
}

impl<'n, T> Noticing<'n, T> {
    /// Another who takes part.
    fn with<U>(&self, inner: U) -> Noticing<'n, U> {
        Noticing {
            inner,
            rule: self.rule,
            names: self.names,
            seen: self.seen,
        }
    }

    fn text(&self, text: &str) {
        match self.names {
            None => self.seen.text(self.rule, text),
            Some((object, from)) => {
                let found = object.find(text, from);
                self.seen.doubt_if(found.is_none());
                let field = found.and_then(|nth| Some((nth, object.fields.get(nth)?)));
                self.seen.field.set(field);
            }
        }
    }

    fn number(&self, number: f64) {
        self.seen.doubt_if(!self.rule.takes_number(number));
        self.seen.add(number.to_bits());
    }
}

macro_rules! ask {
    ($($method:ident($($name:ident: $type:ty),*);)*) => {$(
        fn $method<V: Visitor<'de>>(self, $($name: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            let visitor = self.with(visitor);
            self.inner.$method($($name,)* visitor)
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Noticing<'_, D> {
    type Error = D::Error;

    ask! {
        deserialize_any();
        deserialize_bool();
        deserialize_i8();
        deserialize_i16();
        deserialize_i32();
        deserialize_i64();
        deserialize_u8();
        deserialize_u16();
        deserialize_u32();
        deserialize_u64();
        deserialize_f32();
        deserialize_f64();
        deserialize_char();
        deserialize_str();
        deserialize_string();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_option();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str);
        deserialize_seq();
        deserialize_tuple(count: usize);
        deserialize_tuple_struct(name: &'static str, count: usize);
        deserialize_map();
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
        deserialize_identifier();
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.seen.doubt_if(true);
        self.inner.deserialize_ignored_any(visitor)
    }
}

macro_rules! tell {
    ($($method:ident($type:ty), $note:expr;)*) => {$(
        fn $method<E: Error>(self, value: $type) -> Result<V::Value, E> {
            let note: fn(&Self, $type) = $note;
            note(&self, value);
            self.inner.$method(value)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Noticing<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "the greatest number that a rule takes has 32 bits"
    )]
    fn visit_u64<E: Error>(self, value: u64) -> Result<V::Value, E> {
        self.number(value as f64);
        self.inner.visit_u64(value)
    }

    tell! {
        visit_bool(bool), |it, is| {
            it.seen.doubt_if(!matches!(it.rule, Rule::Flag));
            it.seen.add(1 + u64::from(is));
        };
        // No rule takes a number below 0.
        visit_i64(i64), |it, _| it.seen.doubt_if(true);
        visit_f64(f64), |it, number| it.number(number);
        visit_str(&str), |it, text| it.text(text);
        visit_borrowed_str(&'de str), |it, text| it.text(text);
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.seen.doubt_if(true);
        self.inner.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.seen.doubt_if(true);
        self.inner.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<V::Value, D::Error> {
        let value = self.with(value);
        self.inner.visit_some(value)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<V::Value, D::Error> {
        let value = self.with(value);
        self.inner.visit_newtype_struct(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        let Rule::List(rule) = self.rule else {
            self.seen.doubt_if(true);
            return self.inner.visit_seq(items);
        };
        let start = self.seen.items.borrow().len();
        self.inner.visit_seq(Items {
            inner: items,
            rule,
            seen: self.seen,
            start,
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        let (Rule::Object(object) | Rule::IdOr(object)) = self.rule else {
            self.seen.doubt_if(true);
            return self.inner.visit_map(members);
        };
        let is_record = self.seen.record.get().is_none();
        if is_record {
            self.seen.record.set(Some(object));
        }
        self.inner.visit_map(Members {
            inner: members,
            object,
            seen: self.seen,
            is_record,
            next: 0,
            there: 0,
            dates: Dates::default(),
        })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        self.inner.visit_enum(variant)
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Noticing<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        let deserializer = self.with(deserializer);
        self.inner.deserialize(deserializer)
    }
}

/// The items of a list that is being read.
struct Items<'n, A> {
    inner: A,
    rule: &'static Rule,
    seen: &'n Seen<'n>,
    /// Where their sums begin.
    start: usize,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Items<'_, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.seen.goes_on()?;
        let before = self.seen.sum.replace(0);
        let item = self.inner.next_element_seed(Noticing {
            inner: seed,
            rule: self.rule,
            names: None,
            seen: self.seen,
        })?;
        match item {
            Some(_) => self.seen.items.borrow_mut().push(self.seen.sum.get()),
            None => self.seen.end_list(self.start),
        }
        self.seen.add(before);
        Ok(item)
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

/// The members of an object that is being read.
struct Members<'n, A> {
    inner: A,
    object: &'static Object,
    seen: &'n Seen<'n>,
    is_record: bool,
    /// Where the next name is looked for first.
    next: usize,
    there: u64,
    dates: Dates,
}

impl<A> Members<'_, A> {
    /// Looks at the object as a whole.
    fn end(&self) {
        let (object, seen) = (self.object, self.seen);
        let is_whole = object.missing(self.there).next().is_none() && object.has_one(self.there);
        seen.doubt_if(!is_whole || self.dates.out_of_order().is_some());
        seen.doubt_if(self.is_record && seen.evidence.get() & !self.there != 0);
    }

    fn note_date(&mut self, field: &Field) {
        let dates = self.object.in_order;
        if let Some(nth) = dates.iter().position(|name| *name == field.name) {
            self.dates.set(nth, self.seen.date.take());
        }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<'_, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.seen.goes_on()?;
        let name = self.inner.next_key_seed(Noticing {
            inner: seed,
            rule: &Rule::Line,
            names: Some((self.object, self.next)),
            seen: self.seen,
        })?;
        if name.is_none() {
            self.end();
        }
        Ok(name)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let field = self.seen.field.take();
        let value = self.inner.next_value_seed(Noticing {
            inner: seed,
            rule: field.map_or(&Rule::Line, |(_, field)| &field.rule),
            names: None,
            seen: self.seen,
        })?;
        if let Some((nth, field)) = field {
            self.there |= bit(nth);
            self.next = nth + 1;
            if matches!(field.rule, Rule::Date) {
                self.note_date(field);
            }
        }
        Ok(value)
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Kind;
    use crate::data::format::kinds::{Meeting, fields_of};

    fn notices(json: &str) -> bool {
        static MEETING: Rule = Rule::Object(fields_of(Kind::Meeting));
        let read = read::<Meeting<'_>>(json, &MEETING, &Watch::default());
        read.expect(json).is_none()
    }

    #[test]
    fn whatever_may_have_to_be_told_is_noticed_however_deep() {
        for json in [
            r#"{"id":"m","title":"M","ordinal":3,"lead":{"organisation":"o"},"topics":["t",{"topic":"u"}]}"#,
            r#"{"title":"M","id":"m","participants":[{"person":"p"},{"person":"p","role":"x"}],"earliest":"2019","latest":"2019"}"#,
        ] {
            assert!(!notices(json), "{json}");
        }
        for wrong in [
            r#""x":1"#,
            r#""y":null"#,
            r#""participants":[{"person":"p"},null]"#,
            r#""participants":[{"person":"p","seat":[{}]}]"#,
            r#""participants":[{"person":"p"},{"role":"x"}]"#,
            r#""participants":[{"person":"p","role":"x"},{"role":"x","person":"p"}]"#,
            r#""topics":["t",{"topic":"u","x":"y"}]"#,
            r#""topics":["t","t"]"#,
            r#""hosts":["a","b","c","d","e","f","g","h","i","a"]"#,
            r#""hosts":[""]"#,
            r#""lead":{"organisation":"o","by":"o"}"#,
            r#""lead":{}"#,
            r#""date":"2024%%""#,
            r#""date":"2024-03-11T10:00""#,
            r#""earliest":"2020","latest":"2019-12""#,
            r#""evidence":[{"field":"place"}]"#,
            r#""evidence":[{"field":"nosuch"}]"#,
            r#""note":"a\u202eb""#,
            r#""ordinal":0"#,
        ] {
            let json = format!(r#"{{"id":"m","title":"M",{wrong}}}"#);
            assert!(notices(&json), "{json}");
        }
    }
}

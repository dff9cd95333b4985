//! How a record is read from its JSON: every text is cleaned here, and `null` means "not given".
//!
//! To name a flaw with its path, as [`walk`](super::walk) does, costs as much as to read the record, and most
//! records have none. So a record is read with checks first, which cost little and only find that there may be
//! something to report. Whatever a walk by the same rules reports of a record, the checks find.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::fields::{DateOrder, FieldRule, Fields, Lines, bit};
use crate::data::model::date::Date;
use crate::data::model::terms::Keyword;
use crate::data::watch::Watch;
use crate::text::{clean_line, clean_prose};

/// Something that can stand in a field. To make it from what it cannot be made of is an error.
pub trait Value<'a>: Sized + Default {
    /// What may stand there, unless the field says otherwise.
    const RULE: FieldRule;

    /// From a text.
    fn from_text<E: Error>(_: Cow<'a, str>, site: Site<'_>) -> Result<Self, E> {
        site.wrong_type()
    }

    /// From a number.
    fn from_number<E: Error>(_: f64, site: Site<'_>) -> Result<Self, E> {
        site.wrong_type()
    }

    /// From true or false.
    fn from_flag<E: Error>(_: bool, site: Site<'_>) -> Result<Self, E> {
        site.wrong_type()
    }

    /// From a list.
    fn from_items<A: SeqAccess<'a>>(_: A, site: Site<'_>) -> Result<Self, A::Error> {
        site.wrong_type()
    }

    /// From an object.
    fn from_members<A: MapAccess<'a>>(_: A, site: Site<'_>) -> Result<Self, A::Error> {
        site.wrong_type()
    }
}

/// An object of the format.
pub trait Record<'a>: Default {
    /// Its fields.
    const FIELDS: &'static Fields;

    /// Reads the field of that number; an error where something else stands there.
    fn read_field<A: MapAccess<'a>>(
        &mut self,
        nth: usize,
        members: &mut A,
        site: Site<'_>,
    ) -> Result<(), A::Error>;
}

/// Reads a record; an error where it is no JSON, or the checks find something.
pub fn read<'a, R: Record<'a>, D: Deserializer<'a>>(
    json: D,
    checks: &Checks<'_>,
) -> Result<R, D::Error> {
    let rule = const { &FieldRule::Object(R::FIELDS) };
    let read = Site { rule, checks }.seed().deserialize(json);
    read.map(Option::unwrap_or_default)
}

/// The checks of a record while it is read.
#[derive(Debug, Default)]
pub struct Checks<'w> {
    /// Who may ask to stop; nothing is checked without.
    watch: Option<&'w Watch>,
    /// The date that was read last.
    date: Cell<Option<Date>>,
    /// The sum of the texts and numbers that were read: things that are the same have the same one.
    sum: Cell<u64>,
    /// The sums of the items of the lists that are being read.
    items: RefCell<Vec<u64>>,
    record: Cell<Option<&'static Fields>>,
    /// The fields of the record that its evidence speaks of.
    evidence: Cell<u64>,
    /// The paths of the fields that the format does not know, as far as they were read.
    unknown: RefCell<Vec<String>>,
}

impl<'w> Checks<'w> {
    /// All checks, until somebody asks to stop.
    pub fn new(watch: &'w Watch) -> Self {
        Self {
            watch: Some(watch),
            ..Self::default()
        }
    }

    /// The paths of the fields that the format does not know.
    pub fn into_unknown(self) -> Vec<String> {
        self.unknown.into_inner()
    }

    /// Notes a field that the format does not know. Where there are many, or one comes twice, a walk must tell.
    fn add_unknown<E: Error>(&self, name: String, since: usize) -> Result<(), E> {
        const MOST: usize = 64;
        let mut unknown = self.unknown.borrow_mut();
        self.fail_if(unknown.len() >= MOST || unknown[since..].contains(&name))?;
        if self.watch.is_some() {
            unknown.push(name);
        }
        Ok(())
    }

    /// Puts a part of the path before those of the unknown fields that were met since there were so many: the path
    /// to a place is put together on the way back from it, and costs nothing where there are none.
    fn prefix_unknown(&self, since: usize, part: fmt::Arguments<'_>) {
        let mut unknown = self.unknown.borrow_mut();
        for path in unknown.iter_mut().skip(since) {
            path.insert_str(0, &part.to_string());
        }
    }

    /// Ends a checked reading where there is something to say of the record.
    fn fail_if<E: Error>(&self, doubtful: bool) -> Result<(), E> {
        if doubtful && self.watch.is_some() {
            return Err(E::custom("there may be something to say of it"));
        }
        Ok(())
    }

    fn goes_on<E: Error>(&self) -> Result<(), E> {
        self.fail_if(self.watch.is_some_and(Watch::is_stopped))
    }

    fn add(&self, bits: u64) {
        // Any number that tells most things apart does: what is doubtful is walked through.
        let mixed = (bits ^ bits >> 29).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.sum.set(self.sum.get().wrapping_add(mixed));
    }

    fn add_text(&self, text: &str) {
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
    fn end_list(&self, from: usize) -> bool {
        const FEW: usize = 8;
        let mut items = self.items.borrow_mut();
        let these = items.get_mut(from..).unwrap_or_default();
        let twice = if these.len() <= FEW {
            (1..these.len()).any(|nth| these[..nth].contains(&these[nth]))
        } else {
            these.sort_unstable();
            these.windows(2).any(|pair| pair[0] == pair[1])
        };
        items.truncate(from);
        twice
    }
}

/// A place at which something is read.
#[derive(Clone, Copy, Debug)]
pub struct Site<'s> {
    /// What may stand there.
    rule: &'static FieldRule,
    checks: &'s Checks<'s>,
}

impl<'s> Site<'s> {
    fn seed<T>(self) -> Seed<'s, T> {
        Seed {
            site: self,
            value: PhantomData,
        }
    }

    /// The value of the member whose name was read last; an error where something else stands there.
    pub fn value<'a, T: Value<'a>, A: MapAccess<'a>>(self, members: &mut A) -> Result<T, A::Error> {
        let value = members.next_value_seed(self.seed())?;
        Ok(value.unwrap_or_default())
    }

    fn wrong_type<T, E: Error>(self) -> Result<T, E> {
        Err(E::custom(format_args!("expected {}", self.rule.expected())))
    }

    fn check_text<E: Error>(self, text: &str) -> Result<(), E> {
        let Self { rule, checks } = self;
        if checks.watch.is_none() {
            return Ok(());
        }
        if matches!(rule, FieldRule::Date) {
            let date = Date::parse(text);
            checks.fail_if(date.is_err() || text.contains('T'))?;
            checks.date.set(date.ok());
        } else {
            checks.fail_if(rule.text_flaw(text).is_some())?;
        }
        if matches!(rule, FieldRule::FieldName) {
            let number = checks.record.get().and_then(|it| it.number_of(text));
            checks.fail_if(number.is_none())?;
            let mark = number.map_or(0, bit);
            checks.evidence.set(checks.evidence.get() | mark);
        }
        checks.add_text(text);
        Ok(())
    }

    /// The items of a list; those that are `null` are none.
    fn items<'a, T: Value<'a>, A: SeqAccess<'a>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        let (FieldRule::List(rule), checks) = (self.rule, self.checks) else {
            return self.wrong_type();
        };
        let start = checks.items.borrow().len();
        let mut list = Vec::new();
        loop {
            checks.goes_on()?;
            let before = checks.sum.replace(0);
            let unknown = checks.unknown.borrow().len();
            let item = items.next_element_seed(Site { rule, checks }.seed())?;
            checks.prefix_unknown(unknown, format_args!("[{}].", list.len()));
            let Some(item) = item else {
                checks.fail_if(checks.end_list(start))?;
                checks.add(before);
                return Ok(list);
            };
            checks.items.borrow_mut().push(checks.sum.get());
            checks.add(before);
            list.extend(item);
        }
    }

    /// The members of an object.
    fn members<'a, R: Record<'a>, A: MapAccess<'a>>(self, mut members: A) -> Result<R, A::Error> {
        let (fields, checks) = (R::FIELDS, self.checks);
        let is_record = checks.record.get().is_none();
        if is_record {
            checks.record.set(Some(fields));
        }
        let start = checks.unknown.borrow().len();
        let mut record = R::default();
        let (mut next, mut given, mut dates) = (0, 0, DateOrder::default());
        loop {
            checks.goes_on()?;
            let unknown = checks.unknown.borrow().len();
            let (nth, field) = match members.next_key_seed(FieldName { fields, next })? {
                None => break,
                Some(Ok(nth)) => (nth, &fields.fields[nth]),
                Some(Err(name)) => {
                    checks.add_unknown(name, start)?;
                    members.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            checks.fail_if(given & bit(nth) != 0)?;
            let rule = &field.rule;
            record.read_field(nth, &mut members, Site { rule, checks })?;
            let dot = if matches!(rule, FieldRule::List(_)) {
                ""
            } else {
                "."
            };
            checks.prefix_unknown(unknown, format_args!("{}{dot}", field.name));
            if matches!(rule, FieldRule::Date) {
                dates.note(fields, field.name, checks.date.take());
            }
            given |= bit(nth);
            next = nth + 1;
        }
        let is_whole = fields.missing(given).next().is_none() && fields.has_one(given);
        checks.fail_if(!is_whole || dates.out_of_order().is_some())?;
        checks.fail_if(is_record && checks.evidence.get() & !given != 0)?;
        Ok(record)
    }
}

/// Reads what stands at a place; `None` where that is `null`.
struct Seed<'s, T> {
    site: Site<'s>,
    value: PhantomData<T>,
}

impl<'a, T: Value<'a>> DeserializeSeed<'a> for Seed<'_, T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<Option<T>, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'a, T: Value<'a>> Visitor<'a> for Seed<'_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.site.rule.expected())
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        self.site.checks.fail_if(true).map(|()| None)
    }

    fn visit_bool<E: Error>(self, is: bool) -> Result<Option<T>, E> {
        self.site.checks.add(1 + u64::from(is));
        T::from_flag(is, self.site).map(Some)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "the greatest number that a rule takes has 32 bits"
    )]
    fn visit_u64<E: Error>(self, number: u64) -> Result<Option<T>, E> {
        self.visit_f64(number as f64)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Option<T>, E> {
        // No rule takes a number below 0.
        self.site.wrong_type()
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Option<T>, E> {
        let Site { rule, checks } = self.site;
        checks.fail_if(!rule.takes_number(number))?;
        checks.add(number.to_bits());
        T::from_number(number, self.site).map(Some)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
        self.site.check_text(text)?;
        T::from_text(Cow::Owned(text.to_owned()), self.site).map(Some)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'a str) -> Result<Option<T>, E> {
        self.site.check_text(text)?;
        T::from_text(Cow::Borrowed(text), self.site).map(Some)
    }

    fn visit_seq<A: SeqAccess<'a>>(self, items: A) -> Result<Option<T>, A::Error> {
        T::from_items(items, self.site).map(Some)
    }

    fn visit_map<A: MapAccess<'a>>(self, members: A) -> Result<Option<T>, A::Error> {
        T::from_members(members, self.site).map(Some)
    }
}

/// Reads the name of a member: the number of its field, or itself if it is unknown.
struct FieldName {
    fields: &'static Fields,
    /// Where it is looked for first.
    next: usize,
}

impl<'a> DeserializeSeed<'a> for FieldName {
    type Value = Result<usize, String>;

    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_identifier(self)
    }
}

impl Visitor<'_> for FieldName {
    type Value = Result<usize, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let found = self.fields.find(name, self.next);
        Ok(found.ok_or_else(|| name.to_owned()))
    }
}

/// One line of text that cannot move, hide or reorder anything on a terminal.
///
/// Empty when the field was absent or `null`. Borrowed from the JSON where that text is clean already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clean<'a>(Cow<'a, str>);

impl<'a> Clean<'a> {
    /// Cleans a text.
    #[must_use]
    pub fn new(raw: &'a str) -> Self {
        Self(clean_line(raw))
    }
}

impl Deref for Clean<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'a> Value<'a> for Clean<'a> {
    const RULE: FieldRule = FieldRule::Line;

    fn from_text<E: Error>(raw: Cow<'a, str>, site: Site<'_>) -> Result<Self, E> {
        let clean = match &raw {
            Cow::Borrowed(text) => clean_line(text),
            Cow::Owned(text) => match clean_line(text) {
                Cow::Borrowed(_) => return Ok(Self(raw)),
                Cow::Owned(clean) => Cow::Owned(clean),
            },
        };
        let is_shown = site.rule.shows_lines() == Some(Lines::One);
        site.checks
            .fail_if(is_shown && matches!(clean, Cow::Owned(_)))?;
        Ok(Self(clean))
    }
}

/// Clean text that may have several lines, for summaries and notes.
///
/// It is cleaned when it is first looked at, for most such texts of a large file never are. There is no
/// other way to the text than the clean one.
#[derive(Clone, Debug, Default)]
pub struct Prose<'a> {
    raw: Cow<'a, str>,
    /// What it is once cleaned, if that differs.
    clean: OnceCell<Option<Box<str>>>,
}

impl PartialEq for Prose<'_> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Deref for Prose<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        let clean = self.clean.get_or_init(|| match clean_prose(&self.raw) {
            Cow::Borrowed(_) => None,
            Cow::Owned(clean) => Some(clean.into()),
        });
        clean.as_deref().unwrap_or(&self.raw)
    }
}

impl<'a> Value<'a> for Prose<'a> {
    const RULE: FieldRule = FieldRule::Prose;

    fn from_text<E: Error>(raw: Cow<'a, str>, site: Site<'_>) -> Result<Self, E> {
        let is_checked = site.checks.watch.is_some();
        let is_changed = is_checked && matches!(clean_prose(&raw), Cow::Owned(_));
        site.checks.fail_if(is_changed)?;
        let clean = OnceCell::new();
        Ok(Self { raw, clean })
    }
}

/// The raw text of an id, for linking alone: what is shown is its clean form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawId<'a>(Cow<'a, str>);

impl Deref for RawId<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'a> Value<'a> for RawId<'a> {
    const RULE: FieldRule = FieldRule::Id;

    fn from_text<E: Error>(raw: Cow<'a, str>, _: Site<'_>) -> Result<Self, E> {
        Ok(Self(raw))
    }
}

/// A list; `null` is an empty one, and a `null` in it is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Items<T>(Vec<T>);

impl<T> Default for Items<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for Items<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'r, T> IntoIterator for &'r Items<T> {
    type Item = &'r T;
    type IntoIter = std::slice::Iter<'r, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'a, T: Value<'a>> Value<'a> for Items<T> {
    const RULE: FieldRule = FieldRule::List(&T::RULE);

    fn from_items<A: SeqAccess<'a>>(items: A, site: Site<'_>) -> Result<Self, A::Error> {
        site.items(items).map(Self)
    }
}

/// A thing given in full as an object, or by its bare id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdOr<'a, T> {
    /// The id alone.
    Id(RawId<'a>),
    /// The object.
    Full(T),
}

impl<T> Default for IdOr<'_, T> {
    fn default() -> Self {
        Self::Id(RawId::default())
    }
}

impl<'a, R: Record<'a>> Value<'a> for IdOr<'a, R> {
    const RULE: FieldRule = FieldRule::IdOr(R::FIELDS);

    fn from_text<E: Error>(raw: Cow<'a, str>, _: Site<'_>) -> Result<Self, E> {
        Ok(Self::Id(RawId(raw)))
    }

    fn from_members<A: MapAccess<'a>>(members: A, site: Site<'_>) -> Result<Self, A::Error> {
        site.members(members).map(Self::Full)
    }
}

impl<'a, R: Record<'a>> Value<'a> for R {
    const RULE: FieldRule = FieldRule::Object(R::FIELDS);

    fn from_members<A: MapAccess<'a>>(members: A, site: Site<'_>) -> Result<Self, A::Error> {
        site.members(members)
    }
}

impl<'a, R: Record<'a>> Value<'a> for Option<R> {
    const RULE: FieldRule = R::RULE;

    fn from_members<A: MapAccess<'a>>(members: A, site: Site<'_>) -> Result<Self, A::Error> {
        site.members(members).map(Some)
    }
}

/// A [`Keyword`] if one is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worded<T>(pub Option<T>);

impl<T> Default for Worded<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'a, T: Keyword> Value<'a> for Worded<T> {
    const RULE: FieldRule = FieldRule::Word(T::NAMES);

    fn from_text<E: Error>(text: Cow<'a, str>, site: Site<'_>) -> Result<Self, E> {
        match T::WORDS.iter().find(|(word, _)| *word == text) {
            Some((_, value)) => Ok(Self(Some(*value))),
            None => site.wrong_type(),
        }
    }
}

impl Value<'_> for Option<u32> {
    const RULE: FieldRule = FieldRule::Ordinal;

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the rule takes whole numbers of 32 bits alone"
    )]
    fn from_number<E: Error>(number: f64, _: Site<'_>) -> Result<Self, E> {
        Ok(Some(number as u32))
    }
}

impl Value<'_> for Option<f64> {
    const RULE: FieldRule = FieldRule::Amount;

    fn from_number<E: Error>(number: f64, _: Site<'_>) -> Result<Self, E> {
        Ok(Some(number))
    }
}

impl Value<'_> for Option<bool> {
    const RULE: FieldRule = FieldRule::Flag;

    fn from_flag<E: Error>(is: bool, _: Site<'_>) -> Result<Self, E> {
        Ok(Some(is))
    }
}

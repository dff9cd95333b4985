//! The door through which JSON comes in: every text is cleaned here, `null` means "not given", and an
//! object is an object.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

use crate::data::model::terms::Word;
use crate::text::{clean_line, clean_prose};

/// One line of text that cannot move, hide or reorder anything on a terminal.
///
/// Empty when the field was absent or `null`. Borrowed from the JSON where that text is clean already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clean<'a>(Cow<'a, str>);

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

/// The raw text of an id, for linking alone: what is shown is its clean form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawId<'a>(Cow<'a, str>);

impl<'a> Clean<'a> {
    /// Nothing.
    pub const EMPTY: Self = Self(Cow::Borrowed(""));

    /// Cleans a text.
    #[must_use]
    pub fn new(raw: &'a str) -> Self {
        Self(clean_line(raw))
    }
}

impl RawId<'_> {
    /// No id.
    pub const EMPTY: Self = Self(Cow::Borrowed(""));
}

/// A text at the door: how it is made from what stands in the file.
trait Entering<'a>: Sized {
    fn enter(raw: Cow<'a, str>) -> Self;
}

impl<'a> Entering<'a> for Clean<'a> {
    fn enter(raw: Cow<'a, str>) -> Self {
        Self(match raw {
            Cow::Borrowed(text) => clean_line(text),
            Cow::Owned(text) => match clean_line(&text) {
                Cow::Borrowed(_) => Cow::Owned(text),
                Cow::Owned(cleaned) => Cow::Owned(cleaned),
            },
        })
    }
}

impl<'a> Entering<'a> for Prose<'a> {
    fn enter(raw: Cow<'a, str>) -> Self {
        Self {
            raw,
            clean: OnceCell::new(),
        }
    }
}

impl<'a> Entering<'a> for RawId<'a> {
    fn enter(raw: Cow<'a, str>) -> Self {
        Self(raw)
    }
}

struct TextVisitor<T>(PhantomData<T>);

impl<'a, T: Entering<'a>> Visitor<'a> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'a str) -> Result<T, E> {
        Ok(T::enter(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::enter(Cow::Owned(text.to_owned())))
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Ok(T::enter(Cow::Borrowed("")))
    }
}

macro_rules! text_at_the_door {
    ($($name:ident),*) => {$(
        impl<'de: 'a, 'a> Deserialize<'de> for $name<'a> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(TextVisitor::<$name<'de>>(PhantomData))
            }
        }

    )*};
}

text_at_the_door!(Clean, Prose, RawId);

impl Deref for Clean<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Deref for RawId<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// A list; `null` is an empty one, and a `null` in it is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<T>(Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'r, T> IntoIterator for &'r List<T> {
    type Item = &'r T;
    type IntoIter = std::slice::Iter<'r, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_none<E: Error>(self) -> Result<List<T>, E> {
        Ok(List::default())
    }

    fn visit_unit<E: Error>(self) -> Result<List<T>, E> {
        Ok(List::default())
    }

    fn visit_some<D: Deserializer<'de>>(self, list: D) -> Result<List<T>, D::Error> {
        list.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<List<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element::<Option<T>>()? {
            if let Some(item) = item {
                list.push(item);
            }
        }
        Ok(List(list))
    }
}

/// An object, and only an object: serde's derived code would take an array field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object<T>(T);

impl<T> Deref for Object<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Object)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
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

struct IdOrVisitor<'a, T>(PhantomData<(&'a (), T)>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for IdOrVisitor<'de, T> {
    type Value = IdOr<'de, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id or an object")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(IdOr::Id(RawId::enter(Cow::Borrowed(text))))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(IdOr::Id(RawId::enter(Cow::Owned(text.to_owned()))))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(IdOr::Full)
    }
}

impl<'de: 'a, 'a, T: Deserialize<'de>> Deserialize<'de> for IdOr<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdOrVisitor::<'de, T>(PhantomData))
    }
}

/// A [`Word`] if one is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worded<T>(pub Option<T>);

impl<T> Default for Worded<T> {
    fn default() -> Self {
        Self(None)
    }
}

struct WordVisitor<T>(PhantomData<T>);

impl<T: Word> Visitor<'_> for WordVisitor<T> {
    type Value = Worded<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of")?;
        for (i, (word, _)) in T::WORDS.iter().enumerate() {
            let comma = if i == 0 { "" } else { "," };
            write!(f, "{comma} `{word}`")?;
        }
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let known = T::WORDS.iter().find(|(word, _)| *word == text);
        match known {
            Some((_, value)) => Ok(Worded(Some(*value))),
            None => Err(E::invalid_value(Unexpected::Str(text), &self)),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Worded(None))
    }
}

impl<'de, T: Word> Deserialize<'de> for Worded<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordVisitor(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(default, bound(deserialize = "'de: 'a"))]
    struct Sample<'a> {
        name: Clean<'a>,
        note: Prose<'a>,
        tags: List<Clean<'a>>,
        role: Option<Object<Role<'a>>>,
        topic: Option<IdOr<'a, Role<'a>>>,
    }

    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(default, bound(deserialize = "'de: 'a"))]
    struct Role<'a> {
        title: Clean<'a>,
    }

    fn read(json: &str) -> Result<Sample<'_>, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn null_and_absent_are_the_same() {
        let null = read(r#"{"name":null,"note":null,"tags":null,"role":null,"topic":null}"#);
        assert_eq!(null, read("{}"));
    }

    #[test]
    fn clean_text_is_borrowed_and_other_text_is_cleaned() {
        let sample = read("{\"name\":\"Sørensen\",\"note\":\"a\\u001b[31mb\\nc\"}");
        let sample = sample.unwrap_or_default();
        assert!(matches!(sample.name.0, Cow::Borrowed("Sørensen")));
        assert_eq!(&*sample.note, "a␛[31mb\nc");
    }

    #[test]
    fn an_array_is_no_object_and_a_number_no_text() {
        let error = |json| read(json).expect_err(json);
        assert!(error(r#"{"role":["x"]}"#).contains("expected an object"));
        assert!(error(r#"{"topic":["x"]}"#).contains("expected an id or an object"));
        assert!(error(r#"{"name":7}"#).contains("expected a text"));
        assert!(read(r#"{"topic":"x"}"#).is_ok());
    }
}

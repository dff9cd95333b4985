//! What stands in a cell of an answer, or in an item of its JSON: clean texts, numbers, lists of them.

use std::borrow::Cow;

/// Something that an answer tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing is known.
    Nothing,
    /// A clean text.
    Text(String),
    /// A number.
    Number(usize),
    /// Several.
    List(Vec<Value>),
    /// Several with names, in this order.
    Object(Vec<(Cow<'static, str>, Value)>),
}

impl Value {
    /// A list of texts.
    pub fn texts(texts: impl IntoIterator<Item = String>) -> Self {
        Self::List(texts.into_iter().map(Self::Text).collect())
    }

    /// Several with names.
    pub fn object(members: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        let members = members.into_iter();
        Self::Object(members.map(|(name, value)| (name.into(), value)).collect())
    }

    /// In one line, for formats that have cells only.
    pub fn flat(&self) -> Cow<'_, str> {
        match self {
            Self::Nothing => Cow::Borrowed(""),
            Self::Text(text) => one_line(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::List(values) => {
                let texts: Vec<Cow<'_, str>> = values.iter().map(Self::flat).collect();
                Cow::Owned(texts.join("; "))
            }
            Self::Object(members) => {
                let texts: Vec<Cow<'_, str>> = members.iter().map(|(_, v)| v.flat()).collect();
                Cow::Owned(texts.join(", "))
            }
        }
    }
}

/// A text without breaks and tabs.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\t', '\r']) {
        Cow::Owned(text.replace(['\n', '\t', '\r'], " "))
    } else {
        Cow::Borrowed(text)
    }
}

/// An empty text tells nothing.
impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.is_empty() {
            Self::Nothing
        } else {
            Self::Text(text)
        }
    }
}

impl From<Cow<'_, str>> for Value {
    fn from(text: Cow<'_, str>) -> Self {
        Self::from(text.into_owned())
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(number)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

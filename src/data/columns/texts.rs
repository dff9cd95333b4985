//! Every text of a dataset once, in one long string, told apart by small numbers.

use std::hash::BuildHasher;
use std::ops::Deref;

use hashbrown::{DefaultHashBuilder, HashTable};
use memchr::memmem::Finder;

use super::lists::runs_with;

/// A text in a [`Texts`]; [`Text::EMPTY`] is the empty one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(u32);

impl Text {
    /// The empty text, which stands for "not given".
    pub const EMPTY: Self = Self(0);

    /// Whether nothing was given.
    pub fn is_empty(self) -> bool {
        self == Self::EMPTY
    }

    /// Its number, from 0, for tables that have one row per text.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The texts, end to end.
#[derive(Clone, Debug)]
pub struct Texts {
    joined: String,
    ends: Vec<u32>,
}

impl Default for Texts {
    fn default() -> Self {
        Self {
            joined: String::new(),
            ends: vec![0],
        }
    }
}

impl Texts {
    /// The text of that number.
    pub fn get(&self, text: Text) -> &str {
        self.nth(text.index())
    }

    /// The text that was pushed as that one, from 1; 0 is the empty one.
    pub fn nth(&self, number: usize) -> &str {
        let start = number
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let range = start.zip(self.ends.get(number));
        let text = range.and_then(|(start, end)| self.joined.get(*start as usize..*end as usize));
        text.unwrap_or_default()
    }

    /// The texts in which something stands, in order, each with the byte at which it first does.
    pub fn with<'a>(&'a self, wanted: &'a Finder<'_>) -> impl Iterator<Item = (usize, usize)> + 'a {
        runs_with(self.joined.as_bytes(), &self.ends, wanted)
    }

    /// All texts, the empty one first.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        (0..self.count()).map(|number| self.nth(number))
    }

    /// How many different texts there are, the empty one included.
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is room for those as well: all texts end to end are less than 4 GiB.
    pub fn has_room_for(&self, more: &Self) -> bool {
        u32::try_from(self.joined.len() + more.joined.len()).is_ok()
    }

    /// Pushes all texts of another, in their order.
    pub fn append(&mut self, more: &Self) {
        let before = u32::try_from(self.joined.len()).unwrap_or(u32::MAX);
        self.joined.push_str(&more.joined);
        let ends = more.ends.iter().skip(1);
        self.ends
            .extend(ends.map(|end| before.saturating_add(*end)));
    }

    /// Those from that number on, by themselves.
    pub fn since(&self, number: usize) -> Self {
        let start = number.checked_sub(1).map_or(0, |last| self.ends[last]);
        let ends = self.ends.iter().skip(number.max(1));
        Self {
            joined: self
                .joined
                .get(start as usize..)
                .unwrap_or_default()
                .to_owned(),
            ends: [0].into_iter().chain(ends.map(|end| end - start)).collect(),
        }
    }

    pub fn shrink(&mut self) {
        self.joined.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    pub fn push(&mut self, text: &str) -> Option<Text> {
        let end = u32::try_from(self.joined.len() + text.len()).ok()?;
        let number = u32::try_from(self.ends.len()).ok()?;
        self.joined.push_str(text);
        self.ends.push(end);
        Some(Text(number))
    }
}

/// Texts while they are gathered: gives the same number to the same text.
#[derive(Debug, Default)]
pub struct Interner {
    texts: Texts,
    /// Those that are short enough to be compared as one number, as most words and ids are.
    short: HashTable<(u128, Text)>,
    long: HashTable<Text>,
    /// Seeded anew in every process, so that no file can be made to collide.
    hasher: DefaultHashBuilder,
    full: bool,
}

/// The bytes of a text and their number, if both have room in sixteen.
fn as_number(text: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    let (length, room) = bytes.split_last_mut()?;
    *length = u8::try_from(text.len()).ok()?;
    room.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
    Some(u128::from_le_bytes(bytes))
}

impl Deref for Interner {
    type Target = Texts;

    /// The texts so far.
    fn deref(&self) -> &Texts {
        &self.texts
    }
}

impl Interner {
    /// The number of this text, a new one if it is new.
    #[inline]
    pub fn intern(&mut self, text: &str) -> Text {
        self.find(text).unwrap_or_else(|| self.add(text))
    }

    /// The number of this text, if it came before.
    #[inline]
    pub fn find(&self, text: &str) -> Option<Text> {
        if text.is_empty() {
            return Some(Text::EMPTY);
        }
        if let Some(number) = as_number(text) {
            let hash = self.hasher.hash_one(number);
            let found = self.short.find(hash, |(known, _)| *known == number);
            return found.map(|(_, text)| *text);
        }
        let hash = self.hasher.hash_one(text);
        let found = self.long.find(hash, |known| self.texts.get(*known) == text);
        found.copied()
    }

    fn add(&mut self, text: &str) -> Text {
        let Some(new) = self.texts.push(text) else {
            self.full = true;
            return Text::EMPTY;
        };
        let (texts, hasher) = (&self.texts, &self.hasher);
        if let Some(number) = as_number(text) {
            let hash_of = |(known, _): &(u128, Text)| hasher.hash_one(known);
            let hash = hasher.hash_one(number);
            self.short.insert_unique(hash, (number, new), hash_of);
        } else {
            let hash_of = |known: &Text| hasher.hash_one(texts.get(*known));
            self.long.insert_unique(hash_of(&new), new, hash_of);
        }
        new
    }

    /// The numbers here of all texts of another, by their numbers there.
    pub fn intern_all(&mut self, other: &Texts) -> Vec<Text> {
        other.all().map(|text| self.intern(text)).collect()
    }

    /// Whether there was more text than can be numbered.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// The texts alone, when no more are to come.
    pub fn finish(mut self) -> Texts {
        self.texts.shrink();
        self.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_is_stored_once() {
        let mut interner = Interner::default();
        let a = interner.intern("Sørensen");
        let b = interner.intern("Swing");
        assert_eq!(interner.intern("Sørensen"), a);
        assert_ne!(a, b);
        assert_eq!(interner.intern(""), Text::EMPTY);
        let texts = interner.finish();
        assert_eq!((texts.get(a), texts.get(b)), ("Sørensen", "Swing"));
        assert_eq!(texts.get(Text::EMPTY), "");
        assert_eq!(texts.count(), 3);
    }

    #[test]
    fn ids_with_numbers_are_told_apart_in_whatever_order_they_come() {
        let numbers = [7, 99_999, 1, 0, 30_000].into_iter().chain(0..12_000);
        let numbers = numbers.chain([30_000, 99_999]);
        let mut interner = Interner::default();
        let mut known = std::collections::HashMap::new();
        for number in numbers {
            for id in [
                format!("p{number:06}"),
                format!("p{number}"),
                format!("o{number:06}"),
            ] {
                let text = interner.intern(&id);
                assert_eq!(*known.entry(id.clone()).or_insert(text), text, "{id}");
                assert_eq!((interner.find(&id), interner.get(text)), (Some(text), &*id));
            }
        }
        assert_eq!(interner.count(), known.len() + 1);
        assert_eq!(interner.find("p099998"), None);
    }

    #[test]
    fn texts_of_every_length_are_told_apart() {
        let texts: Vec<String> = (0..20)
            .flat_map(|length| ["a", "b", "\0"].map(|letter| letter.repeat(length)))
            .collect();
        let mut interner = Interner::default();
        let numbers: Vec<Text> = texts.iter().map(|text| interner.intern(text)).collect();
        let again: Vec<Text> = texts.iter().map(|text| interner.intern(text)).collect();
        assert_eq!(numbers, again);
        for (text, number) in texts.iter().zip(numbers) {
            assert_eq!(interner.get(number), text);
        }
    }
}

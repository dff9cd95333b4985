//! Cuts a file into its records without reading them.
//!
//! The splitter knows strings, escapes and depth, and the signs between the members of the object on top
//! and between the records of its lists, so that it can say what is missing there. Whether a record is
//! JSON at all is for serde to say, which reads each of them.

use std::collections::HashSet;
use std::io::{self, Read};
use std::ops::Range;

use memchr::memchr2;

use super::damage::{Damage, NEEDED};
use super::sections::SECTIONS;
use crate::data::format::kinds::OWN;
use crate::data::format::walk::whole_characters;

/// No object on top may have more members.
const MOST_MEMBERS: usize = 10_000;

/// No batch has more values: each needs some memory of its own, however short it is.
const MOST_PIECES: usize = 1 << 14;

/// A value on its own: a record of a list, or a member of the object on top.
#[derive(Debug)]
pub(super) struct ValueSpan {
    /// The number of its section, and its index there; nothing but its form is looked at without one.
    pub place: Option<(u8, usize)>,
    pub range: Range<usize>,
    /// What may follow it.
    pub follows: &'static str,
}

/// A part of the file, cut between two values: together the batches are the whole file.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub bytes: Vec<u8>,
    /// Where it begins in the file.
    pub start: u64,
    pub pieces: Vec<ValueSpan>,
    /// What ends the reading, and where a value begins that has no end.
    pub damage: Option<Damage>,
    pub unfinished: Option<usize>,
}

/// A member of the object on top; its value is kept where it describes the dataset, is no list though it
/// should be, or is small.
#[derive(Debug)]
pub(super) struct Member {
    pub name: String,
    pub value: Option<Vec<u8>>,
}

/// What comes next between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Object,
    NameOrEnd,
    Name,
    Colon,
    Value,
    CommaOrEnd,
    RecordOrEnd,
    Record,
    CommaOrListEnd,
    Nothing,
}

/// A value that was begun.
#[derive(Clone, Copy, Debug)]
enum Open {
    /// An object or an array, with so many brackets still open.
    Nested {
        depth: usize,
        in_text: bool,
    },
    Text,
    /// A number or a word.
    Plain,
}

/// What the name of a member says of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MemberKind {
    /// It describes the dataset itself.
    Own,
    /// It is the list of that section.
    Section(u8),
    /// It is unknown.
    Other,
    /// It was given before.
    Again,
}

/// Cuts what it is fed.
#[derive(Debug)]
pub(super) struct Splitter {
    batch: Batch,
    /// How long a batch should be.
    size: usize,
    /// How long a value may be.
    longest: usize,
    /// Up to where it was looked at.
    at: usize,
    next: Next,
    open: Option<(usize, Open)>,
    /// Whether the last byte was a `\` in a text.
    escaped: bool,
    /// What the last name says of its value, and how many records of it there were so far.
    named: MemberKind,
    count: usize,
    names: HashSet<String>,
    members: Vec<Member>,
    repeated: Vec<String>,
}

impl Splitter {
    /// Cuts batches of about that size, if no value is longer than it may be; so many bytes at the beginning
    /// are none of ours.
    pub(super) fn new(size: usize, longest: usize, skip: usize) -> Self {
        Self {
            batch: Batch::default(),
            size,
            longest,
            at: skip,
            next: Next::Object,
            open: None,
            escaped: false,
            named: MemberKind::Other,
            count: 0,
            names: HashSet::new(),
            members: Vec::new(),
            repeated: Vec::new(),
        }
    }

    /// Reads one block more, and says how long it was: nothing at the end.
    pub(super) fn read(&mut self, from: &mut dyn Read, block: usize) -> io::Result<usize> {
        self.batch.bytes.reserve(block);
        from.take(block as u64).read_to_end(&mut self.batch.bytes)
    }

    /// Looks at what was read until the batch is full, and says whether there can be more.
    pub(super) fn split(&mut self) -> bool {
        let damage = self.walk().err().or_else(|| self.too_long());
        self.batch.damage = damage;
        self.batch.damage.is_none()
    }

    /// Whether the batch has as many values as it may: then it is cut, and what else was read is looked at.
    pub(super) fn is_full(&self) -> bool {
        self.batch.pieces.len() >= MOST_PIECES
    }

    /// The batch that is ready, if one is.
    pub(super) fn cut(&mut self) -> Option<Batch> {
        let end = self.open.map_or(self.at, |(start, _)| start);
        if end < self.size.max(1) && !self.is_full() || end > self.batch.bytes.len() {
            return None;
        }
        let mut rest = Vec::with_capacity(self.batch.bytes.capacity());
        rest.extend_from_slice(&self.batch.bytes[end..]);
        self.at -= end;
        if let Some((start, _)) = &mut self.open {
            *start -= end;
        }
        let next = Batch {
            bytes: rest,
            start: self.batch.start + end as u64,
            ..Batch::default()
        };
        let mut ready = std::mem::replace(&mut self.batch, next);
        ready.bytes.truncate(end);
        Some(ready)
    }

    /// The last batch, with all members of the object and the names of those given twice.
    pub(super) fn finish(mut self) -> (Batch, Vec<Member>, Vec<String>) {
        if let Some((start, Open::Plain)) = self.open {
            // Only its end was not seen.
            let _ = self.close(start, self.at);
        }
        if self.batch.damage.is_none() && self.next != Next::Nothing {
            self.batch.damage = Some(Damage::unfinished(self.batch.bytes.len()));
        }
        if self.batch.damage.is_some() {
            self.batch.unfinished = self.open.map(|(start, _)| start);
        }
        (self.batch, self.members, self.repeated)
    }

    fn too_long(&self) -> Option<Damage> {
        let (start, _) = self.open?;
        (self.batch.bytes.len() - start > self.longest).then(|| {
            let longest = self.longest >> 20;
            let what = format!("a single value here is longer than {longest} MiB");
            Damage::new(start, what, NEEDED)
        })
    }

    fn walk(&mut self) -> Result<(), Damage> {
        loop {
            if let Some((start, open)) = self.open {
                match self.end_of(open) {
                    None => return Ok(()),
                    Some(end) => self.close(start, end)?,
                }
                if self.is_full() {
                    return Ok(());
                }
            }
            let rest = self.batch.bytes.get(self.at..).unwrap_or_default();
            let blank = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
            let Some(offset) = rest.iter().position(|byte| !blank(byte)) else {
                self.at = self.at.max(self.batch.bytes.len());
                return Ok(());
            };
            self.at += offset;
            self.sign(self.batch.bytes[self.at])?;
        }
    }

    /// Takes the sign or the first byte of a value that stands here.
    fn sign(&mut self, byte: u8) -> Result<(), Damage> {
        let damage = |what: &str| Err(Damage::mend(self.at, what));
        self.next = match (self.next, byte) {
            (Next::Object, b'{') => Next::NameOrEnd,
            (Next::Object, _) => return Err(Damage::no_object(self.at, byte)),
            (Next::NameOrEnd | Next::CommaOrEnd, b'}') => Next::Nothing,
            (Next::NameOrEnd | Next::Name, b'"') => {
                self.open = Some((self.at, Open::Text));
                Next::Name
            }
            (Next::Name, b'}') | (Next::Record, b']') => return damage("trailing comma"),
            (Next::NameOrEnd | Next::Name, _) => return damage("key must be a string"),
            (Next::Colon, b':') => Next::Value,
            (Next::Colon, _) => return damage("expected `:`"),
            (Next::Value, b'[') if self.named != MemberKind::Own => Next::RecordOrEnd,
            (Next::CommaOrEnd, b',') => Next::Name,
            (Next::CommaOrEnd, _) => return damage("expected `,` or `}`"),
            (Next::RecordOrEnd | Next::CommaOrListEnd, b']') => Next::CommaOrEnd,
            (Next::CommaOrListEnd, b',') => Next::Record,
            (Next::CommaOrListEnd, _) => return damage("expected `,` or `]`"),
            (Next::Nothing, byte) => {
                let what = match byte {
                    b'{' => "another object follows, as in JSON Lines",
                    _ => "something follows the object",
                };
                return Err(Damage::new(self.at, what, NEEDED));
            }
            (next @ (Next::Value | Next::RecordOrEnd | Next::Record), byte) => {
                let open = match byte {
                    b'{' | b'[' => Open::Nested {
                        depth: 1,
                        in_text: false,
                    },
                    b'"' => Open::Text,
                    b',' | b':' | b']' | b'}' => return damage("expected value"),
                    _ => Open::Plain,
                };
                self.open = Some((self.at, open));
                next
            }
        };
        self.at += 1;
        Ok(())
    }

    /// Where the open value ends, if its end was read.
    fn end_of(&mut self, open: Open) -> Option<usize> {
        match open {
            Open::Plain => {
                let rest = &self.batch.bytes[self.at..];
                let ends = |byte: &u8| {
                    matches!(
                        byte,
                        b' ' | b'\n' | b'\r' | b'\t' | b',' | b':' | b']' | b'}'
                    )
                };
                let offset = rest.iter().position(ends);
                self.at = offset.map_or(self.batch.bytes.len(), |offset| self.at + offset);
                offset.map(|_| self.at)
            }
            Open::Text => self.end_of_text(),
            Open::Nested { depth, in_text } => self.end_of_nested(depth, in_text),
        }
    }

    fn end_of_nested(&mut self, mut depth: usize, mut in_text: bool) -> Option<usize> {
        let bytes = &*self.batch.bytes;
        let mut at = self.at;
        while depth > 0 {
            if in_text {
                let Some(end) = behind_text(bytes, at, &mut self.escaped) else {
                    at = bytes.len();
                    break;
                };
                (at, in_text) = (end, false);
            }
            let rest = &bytes[at..];
            let offset = match rest {
                // What most often stands between two texts.
                [b':' | b',', b'"', ..] => Some(1),
                _ => rest.iter().position(|byte| is_sign(*byte)),
            };
            let Some(offset) = offset else {
                at = bytes.len();
                break;
            };
            match rest[offset] {
                b'"' => in_text = true,
                b'{' | b'[' => depth += 1,
                _ => depth -= 1,
            }
            at += offset + 1;
        }
        self.at = at;
        if depth == 0 {
            return Some(at);
        }
        if let Some((_, open)) = &mut self.open {
            *open = Open::Nested { depth, in_text };
        }
        None
    }

    /// Goes behind the end of the text that is open, if it was read.
    fn end_of_text(&mut self) -> Option<usize> {
        let end = behind_text(&self.batch.bytes, self.at, &mut self.escaped);
        self.at = end.unwrap_or(self.batch.bytes.len());
        end
    }

    /// Takes the value or name that ends here.
    fn close(&mut self, start: usize, end: usize) -> Result<(), Damage> {
        self.open = None;
        let range = start..end;
        self.next = match self.next {
            Next::Name => {
                self.name(range)?;
                Next::Colon
            }
            Next::Value => {
                self.value(range);
                Next::CommaOrEnd
            }
            _ => {
                let place = match self.named {
                    MemberKind::Section(nth) => Some((nth, self.count)),
                    MemberKind::Own | MemberKind::Other | MemberKind::Again => None,
                };
                let follows = "expected `,` or `]`";
                self.batch.pieces.push(ValueSpan {
                    place,
                    range,
                    follows,
                });
                self.count += 1;
                Next::CommaOrListEnd
            }
        };
        Ok(())
    }

    fn name(&mut self, range: Range<usize>) -> Result<(), Damage> {
        let start = range.start;
        let bytes = &self.batch.bytes[range];
        let read = serde_json::from_slice(bytes).or_else(|error| {
            let whole = std::str::from_utf8(bytes).ok().and_then(whole_characters);
            whole.map_or(Err(error), |name| serde_json::from_str(&name))
        });
        let name: String = read
            .map_err(|error| Damage::of_json(start + error.column().saturating_sub(1), &error))?;
        (self.named, self.count) = (MemberKind::Again, 0);
        if !self.names.insert(name.clone()) {
            self.repeated.push(name);
            return Ok(());
        }
        if self.names.len() > MOST_MEMBERS {
            let what = format!("the object on top has more than {MOST_MEMBERS} members");
            return Err(Damage::new(start, what, NEEDED));
        }
        let place = (0..)
            .zip(&SECTIONS)
            .find(|(_, section)| section.name == name);
        self.named = match place {
            Some((nth, _)) => MemberKind::Section(nth),
            None if OWN.number_of(&name).is_some() => MemberKind::Own,
            None => MemberKind::Other,
        };
        self.members.push(Member { name, value: None });
        Ok(())
    }

    fn value(&mut self, range: Range<usize>) {
        /// By what it holds a small member may show what the file is.
        const SMALL: usize = 200;
        if let Some(member) = self.members.last_mut()
            && match self.named {
                MemberKind::Own | MemberKind::Section(_) => true,
                MemberKind::Other => range.len() <= SMALL,
                MemberKind::Again => false,
            }
        {
            member.value = Some(self.batch.bytes[range.clone()].to_vec());
        }
        let follows = "expected `,` or `}`";
        self.batch.pieces.push(ValueSpan {
            place: None,
            range,
            follows,
        });
    }
}

/// Whether a text, an object or an array begins or ends here.
fn is_sign(byte: u8) -> bool {
    matches!(byte, b'"' | b'{' | b'[' | b'}' | b']')
}

/// The place behind the end of the text that is open here, if it was read; or else whether the last byte
/// was a `\` is kept for the bytes to come.
fn behind_text(bytes: &[u8], mut at: usize, escaped: &mut bool) -> Option<usize> {
    loop {
        if *escaped && at < bytes.len() {
            *escaped = false;
            at += 1;
        }
        let rest = &bytes[at..];
        let offset = quote_or_escape(rest)?;
        at += offset + 1;
        if rest[offset] == b'"' {
            return Some(at);
        }
        *escaped = true;
    }
}

/// Where the first `"` or `\` stands. Most texts are so short that a search costs less than the call of a
/// faster one: the first bytes are looked at eight at a time, as one number.
fn quote_or_escape(bytes: &[u8]) -> Option<usize> {
    const NEAR: usize = 3;
    let (words, _) = bytes.as_chunks();
    for (nth, word) in words.iter().take(NEAR).enumerate() {
        let word = u64::from_le_bytes(*word);
        let signs = bytes_of(b'"', word) | bytes_of(b'\\', word);
        if signs != 0 {
            return Some(nth * 8 + signs.trailing_zeros() as usize / 8);
        }
    }
    let near = words.len().min(NEAR) * 8;
    let far = memchr2(b'"', b'\\', bytes.get(near..)?)?;
    Some(near + far)
}

/// The highest bit of each byte of a number that is that byte; behind the first one, of others too.
fn bytes_of(byte: u8, word: u64) -> u64 {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    let others = word ^ (EACH * u64::from(byte));
    others.wrapping_sub(EACH) & !others & (EACH << 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sign_is_found_wherever_it_stands() {
        for length in 0..60 {
            let plain: Vec<u8> = (0..length)
                .map(|nth| [b'a', 0xc3, b'!', b'#', b']'][nth % 5])
                .collect();
            assert_eq!(quote_or_escape(&plain), None);
            for at in 0..length {
                for sign in [b'"', b'\\'] {
                    let mut text = plain.clone();
                    text[at..].fill(b'"');
                    text[at] = sign;
                    assert_eq!(quote_or_escape(&text), Some(at));
                }
            }
        }
    }
}

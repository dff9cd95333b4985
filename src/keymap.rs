//! Which keys ask for which command.

mod key;

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};

pub use key::{Key, script};

use crate::command::{Command, CommandGroup};
use crate::text::{excerpt, nearest};

/// The keymap that is part of the program.
const BUILT_IN: &str = include_str!("../assets/keymap.json");

/// The key that ends the program, wherever one is.
const END: &str = "ctrl-c";

/// What a key means after those that came before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// This command.
    Found(Command),
    /// Nothing yet: more keys must follow.
    Pending,
    /// Nothing.
    Unbound,
}

/// Sequences of keys and the commands they ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<(Vec<Key>, Command)>,
}

/// Why a keymap is refused: one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeymapError(String);

impl fmt::Display for KeymapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for KeymapError {}

impl Keymap {
    /// The keymap that is part of the program.
    ///
    /// # Errors
    /// When the shipped file is not sound, which a test rules out.
    pub fn built_in() -> Result<Self, KeymapError> {
        Self::parse(BUILT_IN)
    }

    /// Reads a keymap: an object of command names, each with a list of keys, e.g.
    /// `"next": ["j", "down"]`; the keys of a sequence are parted by blanks.
    ///
    /// # Errors
    /// Names the row: an unknown command or key, or two commands that ask for the same keys.
    pub fn parse(json: &str) -> Result<Self, KeymapError> {
        Self::default().with(json)
    }

    /// This keymap with the rows of another in the place of its own; commands that the other does not
    /// name keep their keys.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn with(mut self, json: &str) -> Result<Self, KeymapError> {
        let rows: KeymapRows =
            serde_json::from_str(json).map_err(|error| KeymapError(excerpt(&error.to_string())))?;
        for (name, texts) in rows.0 {
            let command = Command::named(&name).ok_or_else(|| no_command(&name))?;
            self.bindings.retain(|(_, other)| *other != command);
            for text in texts {
                let keys: Option<Vec<Key>> = text.split_whitespace().map(Key::parse).collect();
                let keys = keys.filter(|keys| !keys.is_empty());
                let keys = keys.ok_or_else(|| {
                    let (name, text) = (excerpt(&name), excerpt(&text));
                    KeymapError(format!("`{name}`: `{text}` names no key"))
                })?;
                self.bindings.push((keys, command));
            }
        }
        self.bind_the_end();
        self.refuse_double_bindings()?;
        Ok(self)
    }

    /// One key always ends the program, whatever a keymap says.
    fn bind_the_end(&mut self) {
        let end = (Key::parse(END).into_iter().collect(), Command::QuitNow);
        if !self.bindings.contains(&end) {
            self.bindings.push(end);
        }
    }

    fn refuse_double_bindings(&self) -> Result<(), KeymapError> {
        for (at, (keys, command)) in self.bindings.iter().enumerate() {
            for (others, other) in self.bindings.iter().skip(at + 1) {
                let clash = keys.starts_with(others) || others.starts_with(keys);
                if clash && command.scope().meets(other.scope()) {
                    let keys = written(keys);
                    let (one, two) = (command.name(), other.name());
                    let text = format!("`{one}` and `{two}` both ask for `{keys}`");
                    return Err(KeymapError(text));
                }
            }
        }
        Ok(())
    }

    /// What a sequence of keys means; while a line is typed, plain characters are text and must not be
    /// looked up.
    #[must_use]
    pub fn look_up(&self, keys: &[Key], typing: bool) -> Lookup {
        let mut pending = Lookup::Unbound;
        for (sequence, command) in self.bound(typing) {
            if sequence == keys {
                return Lookup::Found(command);
            }
            if sequence.starts_with(keys) {
                pending = Lookup::Pending;
            }
        }
        pending
    }

    fn bound(&self, typing: bool) -> impl Iterator<Item = (&[Key], Command)> {
        let bindings = self.bindings.iter();
        bindings
            .filter(move |(_, command)| command.scope().holds(typing))
            .map(|(keys, command)| (keys.as_slice(), *command))
    }

    /// What may follow keys that are pending: the next key and the command it completes.
    pub fn continuations(&self, pending: &[Key]) -> impl Iterator<Item = (Key, Command)> {
        self.bound(false).filter_map(move |(keys, command)| {
            let rest = keys.strip_prefix(pending)?;
            Some((*rest.first()?, command))
        })
    }

    /// The keys of a command as they are written in help, the first of the keymap first.
    pub fn keys_for(&self, command: Command) -> impl Iterator<Item = String> {
        let bindings = self.bindings.iter();
        bindings
            .filter(move |(_, other)| *other == command)
            .map(|(keys, _)| written(keys))
    }

    /// The first of them, or nothing.
    #[must_use]
    pub fn key_for(&self, command: Command) -> String {
        self.keys_for(command).next().unwrap_or_default()
    }

    /// The key table of the README: a line per command, under the headings of the help.
    #[must_use]
    pub fn as_markdown(&self) -> String {
        let mut table = String::from("| keys | does |\n| --- | --- |\n");
        let mut group: Option<CommandGroup> = None;
        for command in Command::ALL {
            if group != Some(command.group()) {
                group = Some(command.group());
                table.extend(["| **", command.group().heading(), "** | |\n"]);
            }
            let keys: Vec<String> = self
                .keys_for(*command)
                .map(|keys| format!("`{keys}`"))
                .collect();
            table.extend(["| ", &keys.join(" "), " | ", command.help(), " |\n"]);
        }
        table
    }
}

fn no_command(name: &str) -> KeymapError {
    let names = Command::ALL.iter().map(|command| command.name());
    let hint = nearest(name, names).map(|near| format!(": did you mean `{near}`?"));
    let name = excerpt(name);
    KeymapError(format!(
        "there is no command `{name}`{}",
        hint.unwrap_or_default()
    ))
}

/// A sequence of keys as it is written in help and in a keymap.
#[must_use]
pub fn written(keys: &[Key]) -> String {
    let keys: Vec<String> = keys.iter().map(Key::to_string).collect();
    keys.join(" ")
}

/// The rows of a keymap in their order; a name given twice is an error.
struct KeymapRows(Vec<(String, Vec<String>)>);

impl<'de> serde::Deserialize<'de> for KeymapRows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RowsVisitor;
        impl<'de> Visitor<'de> for RowsVisitor {
            type Value = KeymapRows;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of commands, each with a list of keys")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<KeymapRows, A::Error> {
                let mut rows: Vec<(String, Vec<String>)> = Vec::new();
                while let Some(row) = map.next_entry::<String, Vec<String>>()? {
                    if rows.iter().any(|(name, _)| *name == row.0) {
                        let text = format!("`{}` is given twice", row.0);
                        return Err(serde::de::Error::custom(text));
                    }
                    rows.push(row);
                }
                Ok(KeymapRows(rows))
            }
        }
        deserializer.deserialize_map(RowsVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<Key> {
        script(text).expect(text)
    }

    #[test]
    fn every_command_has_a_key() {
        let keymap = Keymap::built_in().expect("sound");
        for command in Command::ALL {
            assert!(keymap.keys_for(*command).next().is_some(), "{command:?}");
        }
    }

    #[test]
    fn one_key_may_mean_two_things_only_where_they_cannot_meet() {
        let keymap = Keymap::built_in().expect("sound");
        let tab = keys("<Tab>");
        assert_eq!(
            keymap.look_up(&tab, false),
            Lookup::Found(Command::NextPane)
        );
        assert_eq!(keymap.look_up(&tab, true), Lookup::Found(Command::NextKind));
        let refused = |json| Keymap::parse(json).expect_err(json).to_string();
        assert_eq!(
            refused(r#"{"next":["j"],"quit":["j"]}"#),
            "`next` and `quit` both ask for `j`"
        );
        assert_eq!(
            refused(r#"{"first":["g g"],"quit":["g"]}"#),
            "`first` and `quit` both ask for `g g`"
        );
    }

    #[test]
    fn a_sequence_is_pending_until_it_is_whole() {
        let keymap = Keymap::built_in().expect("sound");
        assert_eq!(keymap.look_up(&keys("g"), false), Lookup::Pending);
        assert_eq!(
            keymap.look_up(&keys("gg"), false),
            Lookup::Found(Command::First)
        );
        assert_eq!(keymap.look_up(&keys("gx"), false), Lookup::Unbound);
        let choices: Vec<String> = keymap
            .continuations(&keys("y"))
            .map(|(key, command)| format!("{key} {}", command.name()))
            .collect();
        assert_eq!(choices.first().map(String::as_str), Some("l copy-link"));
        assert!(choices.contains(&"c copy-command".to_owned()));
    }

    #[test]
    fn rows_of_ones_own_take_the_place_of_the_same_rows() {
        let built_in = Keymap::built_in().expect("sound");
        let own = built_in
            .clone()
            .with(r#"{"next":["w"],"zoom":[]}"#)
            .expect("own");
        assert_eq!(own.look_up(&keys("w"), false), Lookup::Found(Command::Next));
        assert_eq!(own.look_up(&keys("j"), false), Lookup::Unbound);
        assert_eq!(
            own.look_up(&keys("k"), false),
            Lookup::Found(Command::Previous)
        );
        assert_eq!(own.keys_for(Command::Zoom).next(), None);
        let clash = built_in.with(r#"{"next":["q"]}"#).expect_err("clash");
        assert_eq!(clash.to_string(), "`quit` and `next` both ask for `q`");
    }

    #[test]
    fn no_keymap_takes_away_the_way_out() {
        let built_in = Keymap::built_in().expect("sound");
        let end = keys("<Ctrl-c>");
        for json in [r#"{"quit":[],"quit-now":[]}"#, r#"{"quit-now":["f9"]}"#] {
            let own = built_in.clone().with(json).expect(json);
            for typing in [false, true] {
                assert_eq!(own.look_up(&end, typing), Lookup::Found(Command::QuitNow));
            }
        }
        for json in [
            r#"{"next":["ctrl-c"]}"#,
            r#"{"next":["ctrl-c j"],"quit-now":[]}"#,
        ] {
            let clash = built_in.clone().with(json).expect_err(json).to_string();
            assert!(clash.contains("both ask for `ctrl-c"), "{clash}");
        }
    }

    #[test]
    fn a_bad_row_is_named() {
        let refused = |json| Keymap::parse(json).expect_err(json).to_string();
        assert_eq!(
            refused(r#"{"nxt":["j"]}"#),
            "there is no command `nxt`: did you mean `next`?"
        );
        assert_eq!(
            refused(r#"{"next":["hyper-j"]}"#),
            "`next`: `hyper-j` names no key"
        );
        assert!(refused(r#"{"next":["j"],"next":["k"]}"#).contains("`next` is given twice"));
    }
}

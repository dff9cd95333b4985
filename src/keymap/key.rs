//! One key as it is pressed, and how keys are written: `j`, `ctrl-n`, `alt-enter`, `shift-tab`, `f3`.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// A key with what is held down beside it. A capital letter is itself, not shift and a small one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// Keys that have a name.
const NAMED: [(&str, KeyCode); 15] = [
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("space", KeyCode::Char(' ')),
];

const MODIFIERS: [(&str, KeyModifiers); 3] = [
    ("ctrl-", KeyModifiers::CONTROL),
    ("alt-", KeyModifiers::ALT),
    ("shift-", KeyModifiers::SHIFT),
];

impl Key {
    /// A character without anything held down.
    #[must_use]
    pub fn plain(character: char) -> Self {
        Self {
            code: KeyCode::Char(character),
            modifiers: KeyModifiers::NONE,
        }
    }

    /// The key of an event, unless it only tells that a key was let go or is none that we know.
    #[must_use]
    pub fn of(event: &KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let counted = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        let mut modifiers = event.modifiers & counted;
        let code = match event.code {
            KeyCode::BackTab => {
                modifiers |= KeyModifiers::SHIFT;
                KeyCode::Tab
            }
            KeyCode::Char(character) => {
                modifiers -= KeyModifiers::SHIFT;
                KeyCode::Char(character)
            }
            code => code,
        };
        Some(Self { code, modifiers })
    }

    /// The event that such a key sends, for playing keys.
    #[must_use]
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }

    /// The character it types, if it is one and nothing is held down that makes it a command.
    #[must_use]
    pub fn character(self) -> Option<char> {
        match self.code {
            KeyCode::Char(character) if self.modifiers.is_empty() => Some(character),
            _ => None,
        }
    }

    /// Reads a key as it is written in a keymap; names may be in capitals.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text;
        while let Some((shorter, modifier)) = strip_modifier(rest) {
            modifiers |= modifier;
            rest = shorter;
        }
        let code = parse_code(rest)?;
        let shifted = modifiers.contains(KeyModifiers::SHIFT);
        if shifted && matches!(code, KeyCode::Char(_)) {
            return None;
        }
        Some(Self { code, modifiers })
    }
}

fn strip_modifier(text: &str) -> Option<(&str, KeyModifiers)> {
    MODIFIERS.iter().find_map(|(name, modifier)| {
        let (head, rest) = text.split_at_checked(name.len())?;
        (head.eq_ignore_ascii_case(name) && !rest.is_empty()).then_some((rest, *modifier))
    })
}

fn parse_code(text: &str) -> Option<KeyCode> {
    let mut characters = text.chars();
    if let (Some(only), None) = (characters.next(), characters.next()) {
        return (!only.is_control() && only != ' ').then_some(KeyCode::Char(only));
    }
    let named = NAMED
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(text));
    if let Some((_, code)) = named {
        return Some(*code);
    }
    let number: u8 = text.strip_prefix(['f', 'F'])?.parse().ok()?;
    (1..=24).contains(&number).then_some(KeyCode::F(number))
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, modifier) in MODIFIERS {
            if self.modifiers.contains(modifier) {
                f.write_str(name)?;
            }
        }
        let named = NAMED.iter().find(|(_, code)| *code == self.code);
        match (named, self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, KeyCode::Char(character)) => write!(f, "{character}"),
            (None, KeyCode::F(number)) => write!(f, "f{number}"),
            (None, code) => write!(f, "{code:?}"),
        }
    }
}

/// Reads keys written one after the other: characters stand for themselves, other keys stand between
/// angle brackets, as in `/soren<Enter>`; `<<>` is the bracket itself.
///
/// # Errors
/// The part that names no key.
pub fn script(text: &str) -> Result<Vec<Key>, String> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let (_, after) = rest.split_at(character.len_utf8());
        let bracketed = (character == '<').then(|| after.char_indices().skip(1));
        let end = bracketed.and_then(|mut inner| inner.find(|(_, c)| *c == '>'));
        if character != '<' {
            keys.push(Key::plain(character));
            rest = after;
            continue;
        }
        let (name, after) = match end {
            Some((at, _)) => (after.get(..at).unwrap_or_default(), after.get(at + 1..)),
            None => (after, None),
        };
        match (Key::parse(name), after) {
            (Some(key), Some(after)) => {
                keys.push(key);
                rest = after;
            }
            _ => return Err(format!("`<{name}>` names no key")),
        }
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for text in [
            "j",
            "G",
            "?",
            "ctrl-n",
            "alt-enter",
            "shift-tab",
            "f3",
            "space",
            "ctrl-alt-x",
            "é",
            "-",
        ] {
            let key = Key::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(key.to_string(), text);
        }
        assert_eq!(Key::parse("Ctrl-t"), Key::parse("ctrl-t"));
        for text in ["", "hyper-x", "f99", "shift-a", "jj", "\u{1b}"] {
            assert_eq!(Key::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn capitals_are_the_same_with_and_without_shift() {
        let event = |modifiers| KeyEvent::new(KeyCode::Char('G'), modifiers);
        assert_eq!(Key::of(&event(KeyModifiers::SHIFT)), Key::parse("G"));
        assert_eq!(Key::of(&event(KeyModifiers::NONE)), Key::parse("G"));
        let back_tab = KeyEvent::new(KeyCode::BackTab, KeyModifiers::NONE);
        assert_eq!(Key::of(&back_tab), Key::parse("shift-tab"));
    }

    #[test]
    fn a_script_is_a_row_of_keys() {
        let read = |text: &str| super::super::written(&script(text).expect(text));
        assert_eq!(read("/s<Enter><Ctrl-t>é"), "/ s enter ctrl-t é");
        assert_eq!(read("a<<>b<>>"), "a < b >");
        assert_eq!(script("x<Nope>"), Err("`<Nope>` names no key".to_owned()));
        assert_eq!(script("x<Enter"), Err("`<Enter>` names no key".to_owned()));
    }
}

//! From the bytes that a terminal sends to keys, pastes and clicks.
//!
//! Nothing that comes, and nothing that fails to come, holds up what follows: what is begun and not ended is
//! decided by silence, and every store has a bound. What is no key (answers of a terminal, sequences that
//! nobody knows) is dropped whole.

mod sequence;
#[cfg(test)]
mod tests;

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// After so much silence a lone ESC is the key, and half a sequence is nothing.
const PAUSE: Duration = Duration::from_millis(50);

/// After so much silence a paste has ended, whether its end came or not.
const PASTE_PAUSE: Duration = Duration::from_secs(2);

/// No sequence of a key is longer.
const LONGEST: usize = 64;

/// No answer of a terminal that we know of is longer; it was not asked anything.
const LONGEST_ANSWER: usize = 4096;

/// More of a paste is not kept.
const LONGEST_PASTE: usize = 1 << 20;

/// What ends a paste.
const PASTE_END: &[u8] = b"\x1b[201~";

const ESC: u8 = 0x1b;

/// What has begun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum ParserState {
    #[default]
    Nothing,
    /// A character of that many bytes.
    Character(usize, KeyModifiers),
    /// ESC.
    Escape,
    /// ESC `[`: parameters follow, then a letter.
    Sequence,
    /// The same, but longer than any that means something.
    TooLong,
    /// ESC `[` `[`: a function key of the Linux console.
    Console,
    /// ESC `O`: a key of the keypad, or a function key.
    Keypad,
    /// ESC `[` `M`: a click in the oldest form, three bytes.
    Click,
    /// A text that a terminal sends as an answer, so long already, and begun by this byte.
    Answer(usize, u8),
    /// An ESC in it, which may be its end.
    AnswerEscape,
    /// Pasted text.
    Paste,
}

/// Reads bytes as they come, in whatever pieces.
#[derive(Debug, Default)]
pub(super) struct EventParser {
    state: ParserState,
    /// What has been read of it.
    held: Vec<u8>,
}

impl EventParser {
    /// Reads bytes until there are `most` events, and says how many bytes that took.
    pub(super) fn read(&mut self, bytes: &[u8], most: usize, events: &mut Vec<Event>) -> usize {
        let mut taken = 0;
        for byte in bytes {
            if events.len() >= most {
                break;
            }
            self.take(*byte, events);
            taken += 1;
        }
        taken
    }

    /// How much silence decides about what has begun, if something has.
    pub(super) fn silence(&self) -> Option<Duration> {
        match self.state {
            ParserState::Nothing => None,
            ParserState::Paste => Some(PASTE_PAUSE),
            _ => Some(PAUSE),
        }
    }

    /// Nothing more came: what has begun is over.
    pub(super) fn decide(&mut self, events: &mut Vec<Event>) {
        let bare = self.held.is_empty();
        match std::mem::take(&mut self.state) {
            ParserState::Escape => events.push(key(KeyCode::Esc, KeyModifiers::NONE)),
            ParserState::Sequence if bare => events.extend(character('[', KeyModifiers::ALT)),
            ParserState::Keypad if bare => events.extend(character('O', KeyModifiers::ALT)),
            ParserState::Answer(0, opener) => {
                events.extend(character(char::from(opener), KeyModifiers::ALT));
            }
            ParserState::Paste => events.push(self.pasted()),
            _ => {}
        }
        self.held.clear();
    }

    fn take(&mut self, byte: u8, events: &mut Vec<Event>) {
        match self.state {
            ParserState::Nothing => self.begin(byte, KeyModifiers::NONE, events),
            ParserState::Character(length, modifiers) => {
                self.go_on_with_character(byte, length, modifiers, events);
            }
            ParserState::Escape => self.after_escape(byte, events),
            ParserState::Sequence => match byte {
                b'[' if self.held.is_empty() => self.state = ParserState::Console,
                b'M' if self.held.is_empty() => self.state = ParserState::Click,
                0x40..=0x7e => self.end_sequence(byte, events),
                0x20..=0x3f if self.held.len() < LONGEST => self.held.push(byte),
                0x20..=0x3f => self.state = ParserState::TooLong,
                _ => self.start_over(byte, events),
            },
            ParserState::TooLong => match byte {
                0x40..=0x7e => self.clear(),
                0x20..=0x3f => {}
                _ => self.start_over(byte, events),
            },
            ParserState::Console => {
                self.clear();
                match byte {
                    b'A'..=b'E' => {
                        events.push(key(KeyCode::F(byte - b'A' + 1), KeyModifiers::NONE));
                    }
                    0x20..=0x7e => {}
                    _ => self.start_over(byte, events),
                }
            }
            ParserState::Keypad => match byte {
                b'0'..=b';' if self.held.len() < LONGEST => self.held.push(byte),
                0x40..=0x7e => {
                    events.extend(sequence::of_keypad(&self.held, byte));
                    self.clear();
                }
                _ => {
                    if self.held.is_empty() {
                        events.extend(character('O', KeyModifiers::ALT));
                    }
                    self.start_over(byte, events);
                }
            },
            ParserState::Click => {
                self.held.push(byte);
                if let [button, column, row] = self.held[..] {
                    events.extend(sequence::old_click(button, column, row));
                    self.clear();
                }
            }
            ParserState::Answer(length, opener) => match byte {
                0x07 => self.clear(),
                ESC => self.state = ParserState::AnswerEscape,
                // Cancelled, by the terminal or by the user.
                0x03 | 0x18 | 0x1a => self.start_over(byte, events),
                _ if length >= LONGEST_ANSWER => self.clear(),
                _ => self.state = ParserState::Answer(length + 1, opener),
            },
            ParserState::AnswerEscape => {
                self.state = ParserState::Escape;
                if byte == b'\\' {
                    self.clear();
                } else {
                    self.after_escape(byte, events);
                }
            }
            ParserState::Paste => self.go_on_with_paste(byte, events),
        }
    }

    fn go_on_with_paste(&mut self, byte: u8, events: &mut Vec<Event>) {
        if self.held.len() == LONGEST_PASTE {
            // So much is kept, and behind it as much as the end may be in.
            self.held.remove(LONGEST_PASTE - PASTE_END.len());
        }
        self.held.push(byte);
        if self.held.ends_with(PASTE_END) {
            self.held.truncate(self.held.len() - PASTE_END.len());
            self.state = ParserState::Nothing;
            let paste = self.pasted();
            events.push(paste);
        }
    }

    fn clear(&mut self) {
        self.state = ParserState::Nothing;
        self.held.clear();
    }

    /// Drops what has begun: this byte does not belong to it.
    fn start_over(&mut self, byte: u8, events: &mut Vec<Event>) {
        self.clear();
        self.begin(byte, KeyModifiers::NONE, events);
    }

    fn begin(&mut self, byte: u8, modifiers: KeyModifiers, events: &mut Vec<Event>) {
        self.state = ParserState::Nothing;
        match byte {
            ESC => self.state = ParserState::Escape,
            0x00..=0x1f | 0x7f => events.push(control(byte, modifiers)),
            0x20..=0x7e => events.extend(character(char::from(byte), modifiers)),
            0xc2..=0xdf => self.begin_character(byte, 2, modifiers),
            0xe0..=0xef => self.begin_character(byte, 3, modifiers),
            0xf0..=0xf4 => self.begin_character(byte, 4, modifiers),
            // No character begins so.
            0x80..=0xc1 | 0xf5..=0xff => {}
        }
    }

    fn begin_character(&mut self, byte: u8, length: usize, modifiers: KeyModifiers) {
        self.held.push(byte);
        self.state = ParserState::Character(length, modifiers);
    }

    fn go_on_with_character(
        &mut self,
        byte: u8,
        length: usize,
        modifiers: KeyModifiers,
        events: &mut Vec<Event>,
    ) {
        if !matches!(byte, 0x80..=0xbf) {
            return self.start_over(byte, events);
        }
        self.held.push(byte);
        if self.held.len() == length {
            let text = std::str::from_utf8(&self.held).ok();
            let only = text.and_then(|text| text.chars().next());
            events.extend(only.and_then(|only| character(only, modifiers)));
            self.clear();
        }
    }

    fn after_escape(&mut self, byte: u8, events: &mut Vec<Event>) {
        match byte {
            // Twice the key, or the key and then another sequence.
            ESC => events.push(key(KeyCode::Esc, KeyModifiers::NONE)),
            b'[' => self.state = ParserState::Sequence,
            b'O' => self.state = ParserState::Keypad,
            b'P' | b'X' | b']' | b'^' | b'_' => self.state = ParserState::Answer(0, byte),
            _ => self.begin(byte, KeyModifiers::ALT, events),
        }
    }

    fn end_sequence(&mut self, last: u8, events: &mut Vec<Event>) {
        let begins_paste = self.held == b"200" && last == b'~';
        let event = sequence::event(&self.held, last);
        self.clear();
        if begins_paste {
            self.state = ParserState::Paste;
        }
        events.extend(event);
    }

    fn pasted(&mut self) -> Event {
        Event::Paste(String::from_utf8_lossy(&std::mem::take(&mut self.held)).into_owned())
    }
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}

/// A character that was typed; a control character is none.
fn character(character: char, modifiers: KeyModifiers) -> Option<Event> {
    if character.is_control() {
        return None;
    }
    let capital = character.is_uppercase();
    let shift = if capital {
        KeyModifiers::SHIFT
    } else {
        KeyModifiers::NONE
    };
    Some(key(KeyCode::Char(character), modifiers | shift))
}

/// A key that sends a control character.
fn control(byte: u8, modifiers: KeyModifiers) -> Event {
    let with_control = modifiers | KeyModifiers::CONTROL;
    match byte {
        b'\r' => key(KeyCode::Enter, modifiers),
        b'\t' => key(KeyCode::Tab, modifiers),
        0x7f => key(KeyCode::Backspace, modifiers),
        0x00 => key(KeyCode::Char(' '), with_control),
        0x01..=0x1a => key(KeyCode::Char(char::from(byte - 1 + b'a')), with_control),
        _ => key(KeyCode::Char(char::from((byte & 7) + b'0')), with_control),
    }
}

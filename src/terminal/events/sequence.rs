//! What a whole sequence of a terminal means: keys with what is held down, clicks, the focus.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::{character, key};

/// The event of ESC `[`, these parameters, and this letter, if it is one that we know.
pub(super) fn event(parameters: &[u8], last: u8) -> Option<Event> {
    if let [b'<', rest @ ..] = parameters {
        let [button, column, row] = three(rest)?;
        return click(button, column, row, last == b'm').filter(|_| matches!(last, b'M' | b'm'));
    }
    // Answers of a terminal have other signs before or behind their numbers.
    let plain = |byte: &u8| matches!(byte, b'0'..=b'9' | b';' | b':');
    if !parameters.iter().all(plain) {
        return None;
    }
    let mut fields = parameters.split(|byte| *byte == b';');
    let first = fields.next().unwrap_or_default();
    let second = fields.next().unwrap_or_default();
    let third = fields.next().unwrap_or_default();
    let (modifiers, kind) = held(second);
    let with = |code| Some(Event::Key(KeyEvent::new_with_kind(code, modifiers, kind)));
    match last {
        b'I' if parameters.is_empty() => Some(Event::FocusGained),
        b'O' if parameters.is_empty() => Some(Event::FocusLost),
        b'Z' => Some(key(KeyCode::BackTab, modifiers | KeyModifiers::SHIFT)),
        b'M' => {
            let [button, column, row] = three(parameters)?;
            click(button.checked_sub(32)?, column, row, false)
        }
        // The same letter tells where the cursor is; nobody asked.
        b'R' if !second.is_empty() && (number(first) != Some(1) || modifiers.is_empty()) => None,
        b'A'..=b'D' | b'F' | b'H' | b'P'..=b'S' => with(letter(last)?),
        b'~' if number(first) == Some(27) => typed(third, modifiers, kind),
        b'~' => with(numbered(number(first)?)?),
        b'u' => typed(first, modifiers, kind),
        _ => None,
    }
}

/// The event of ESC `O`, what is held down, and this letter.
pub(super) fn of_keypad(parameters: &[u8], last: u8) -> Option<Event> {
    // Either `5` or `1;5`.
    let field = parameters.rsplit(|byte| *byte == b';').next();
    let (modifiers, _) = held(field.unwrap_or_default());
    match last {
        b'A'..=b'D' | b'F' | b'H' | b'P'..=b'S' => Some(key(letter(last)?, modifiers)),
        b'M' => Some(key(KeyCode::Enter, modifiers)),
        b'I' => Some(key(KeyCode::Tab, modifiers)),
        // `*` to `9` and `=`, as a keypad of its own sends them.
        b'j'..=b'y' => character(char::from(last - b'j' + b'*'), modifiers),
        b'X' => character('=', modifiers),
        _ => None,
    }
}

/// A click in the oldest form, which counts from 33 and knows no column beyond 223.
pub(super) fn old_click(button: u8, column: u8, row: u8) -> Option<Event> {
    let from = |byte: u8| u32::from(byte.saturating_sub(32));
    click(from(button), from(column), from(row), false)
}

fn number(field: &[u8]) -> Option<u32> {
    let digits = field.split(|byte| *byte == b':').next()?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

fn three(parameters: &[u8]) -> Option<[u32; 3]> {
    let mut numbers = parameters.split(|byte| *byte == b';').map(number);
    let three = [numbers.next()??, numbers.next()??, numbers.next()??];
    numbers.next().is_none().then_some(three)
}

/// What is held down, and whether the key is pressed, repeated or let go: `5` or `5:1`.
fn held(field: &[u8]) -> (KeyModifiers, KeyEventKind) {
    let bits = number(field).unwrap_or(1).saturating_sub(1);
    let names = [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
        (16, KeyModifiers::HYPER),
        (32, KeyModifiers::META),
    ];
    let modifiers = names.iter().filter(|(bit, _)| bits & bit != 0);
    let modifiers = modifiers.fold(KeyModifiers::NONE, |all, (_, one)| all | *one);
    let kind = match field.split(|byte| *byte == b':').nth(1) {
        Some(b"2") => KeyEventKind::Repeat,
        Some(b"3") => KeyEventKind::Release,
        _ => KeyEventKind::Press,
    };
    (modifiers, kind)
}

fn letter(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

fn numbered(number: u32) -> Option<KeyCode> {
    let number = u8::try_from(number).ok()?;
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        // The numbers leave out some, as the keyboards did that they come from.
        11..=15 => KeyCode::F(number - 10),
        17..=21 => KeyCode::F(number - 11),
        23..=26 => KeyCode::F(number - 12),
        28 | 29 => KeyCode::F(number - 13),
        31..=34 => KeyCode::F(number - 14),
        _ => return None,
    })
}

/// A key that is told by the number of its character: `97`, or `97:65` with what shift makes of it.
fn typed(field: &[u8], modifiers: KeyModifiers, kind: KeyEventKind) -> Option<Event> {
    let shift = modifiers.contains(KeyModifiers::SHIFT);
    let code = match number(field)? {
        9 if shift => KeyCode::BackTab,
        9 => KeyCode::Tab,
        13 | 57_414 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        digit @ 57_399..=57_408 => KeyCode::Char(char::from_digit(digit - 57_399, 10)?),
        // Other keys without a character have numbers of the area for private use.
        57_344..=63_743 => return None,
        plain => {
            let shifted = field.split(|byte| *byte == b':').nth(1).and_then(number);
            let character = char::from_u32(shifted.filter(|_| shift).unwrap_or(plain))?;
            let mut capital = character.to_uppercase();
            match (capital.next(), capital.next()) {
                (Some(capital), None) if shift => KeyCode::Char(capital),
                _ => KeyCode::Char(character),
            }
        }
    };
    if matches!(code, KeyCode::Char(character) if character.is_control()) {
        return None;
    }
    Some(Event::Key(KeyEvent::new_with_kind(code, modifiers, kind)))
}

/// A click, a drag, a turn of the wheel. Columns and rows count from 1 there, and from 0 here.
fn click(bits: u32, column: u32, row: u32, released: bool) -> Option<Event> {
    let button = match bits & 3 {
        0 => MouseButton::Left,
        1 => MouseButton::Middle,
        _ => MouseButton::Right,
    };
    let (none, moved) = (bits & 3 == 3, bits & 32 != 0);
    let kind = match (bits & 0xc0, bits & 3) {
        (0, _) if moved && none => MouseEventKind::Moved,
        (0, _) if moved => MouseEventKind::Drag(button),
        (0, _) if none => MouseEventKind::Up(MouseButton::Left),
        (0, _) if released => MouseEventKind::Up(button),
        (0, _) => MouseEventKind::Down(button),
        (0x40, _) if released => return None,
        (0x40, 0) => MouseEventKind::ScrollUp,
        (0x40, 1) => MouseEventKind::ScrollDown,
        (0x40, 2) => MouseEventKind::ScrollLeft,
        (0x40, _) => MouseEventKind::ScrollRight,
        // Buttons that mean nothing here.
        _ => return None,
    };
    let names = [
        (4, KeyModifiers::SHIFT),
        (8, KeyModifiers::ALT),
        (16, KeyModifiers::CONTROL),
    ];
    let modifiers = names.iter().filter(|(bit, _)| bits & bit != 0);
    let side = |at: u32| u16::try_from(at.saturating_sub(1)).unwrap_or(u16::MAX);
    Some(Event::Mouse(MouseEvent {
        kind,
        column: side(column),
        row: side(row),
        modifiers: modifiers.fold(KeyModifiers::NONE, |all, (_, one)| all | *one),
    }))
}

//! Bytes in, events out.

use crossterm::event::{KeyEventKind, MouseButton, MouseEventKind};
use proptest::prelude::*;

use super::*;

const NONE: KeyModifiers = KeyModifiers::NONE;
const ALT: KeyModifiers = KeyModifiers::ALT;
const CONTROL: KeyModifiers = KeyModifiers::CONTROL;
const SHIFT: KeyModifiers = KeyModifiers::SHIFT;

/// The events of bytes that come in one piece, with silence after them.
fn events(bytes: &[u8]) -> Vec<Event> {
    let (mut parser, mut events) = (EventParser::default(), Vec::new());
    parser.read(bytes, usize::MAX, &mut events);
    parser.decide(&mut events);
    assert_eq!(parser.silence(), None, "{bytes:?}");
    events
}

#[track_caller]
fn one(bytes: &[u8], code: KeyCode, modifiers: KeyModifiers) {
    assert_eq!(events(bytes), [key(code, modifiers)], "{bytes:?}");
}

#[test]
fn keys_of_every_kind_of_terminal() {
    for (bytes, code, modifiers) in [
        (b"a".as_slice(), KeyCode::Char('a'), NONE),
        (b"A", KeyCode::Char('A'), SHIFT),
        (b"\xc3\xa9", KeyCode::Char('é'), NONE),
        ("漢".as_bytes(), KeyCode::Char('漢'), NONE),
        ("🙂".as_bytes(), KeyCode::Char('🙂'), NONE),
        (b"\r", KeyCode::Enter, NONE),
        (b"\t", KeyCode::Tab, NONE),
        (b"\x7f", KeyCode::Backspace, NONE),
        (b"\x08", KeyCode::Char('h'), CONTROL),
        (b"\n", KeyCode::Char('j'), CONTROL),
        (b"\x00", KeyCode::Char(' '), CONTROL),
        (b"\x03", KeyCode::Char('c'), CONTROL),
        (b"\x1c", KeyCode::Char('4'), CONTROL),
        (b"\x1f", KeyCode::Char('7'), CONTROL),
        (b"\x1b", KeyCode::Esc, NONE),
        (b"\x1ba", KeyCode::Char('a'), ALT),
        (b"\x1b\xc3\xa9", KeyCode::Char('é'), ALT),
        (b"\x1b\r", KeyCode::Enter, ALT),
        (b"\x1b\x7f", KeyCode::Backspace, ALT),
        (b"\x1b[", KeyCode::Char('['), ALT),
        (b"\x1bO", KeyCode::Char('O'), ALT),
        (b"\x1bP", KeyCode::Char('P'), ALT.union(SHIFT)),
        (b"\x1b]", KeyCode::Char(']'), ALT),
        (b"\x1b[A", KeyCode::Up, NONE),
        (b"\x1bOB", KeyCode::Down, NONE),
        (b"\x1b[1;3D", KeyCode::Left, ALT),
        (b"\x1b[1;5C", KeyCode::Right, CONTROL),
        (b"\x1bO5C", KeyCode::Right, CONTROL),
        (b"\x1bO1;2A", KeyCode::Up, SHIFT),
        (b"\x1b[H", KeyCode::Home, NONE),
        (b"\x1b[1~", KeyCode::Home, NONE),
        (b"\x1b[7~", KeyCode::Home, NONE),
        (b"\x1bOF", KeyCode::End, NONE),
        (b"\x1b[2~", KeyCode::Insert, NONE),
        (b"\x1b[3;5~", KeyCode::Delete, CONTROL),
        (b"\x1b[5~", KeyCode::PageUp, NONE),
        (b"\x1b[6~", KeyCode::PageDown, NONE),
        (b"\x1bOP", KeyCode::F(1), NONE),
        (b"\x1b[[C", KeyCode::F(3), NONE),
        (b"\x1b[11~", KeyCode::F(1), NONE),
        (b"\x1b[15~", KeyCode::F(5), NONE),
        (b"\x1b[17~", KeyCode::F(6), NONE),
        (b"\x1b[24;2~", KeyCode::F(12), SHIFT),
        (b"\x1b[34~", KeyCode::F(20), NONE),
        (b"\x1b[R", KeyCode::F(3), NONE),
        (b"\x1b[1;5R", KeyCode::F(3), CONTROL),
        (b"\x1b[Z", KeyCode::BackTab, SHIFT),
        (b"\x1bOM", KeyCode::Enter, NONE),
        (b"\x1bOp", KeyCode::Char('0'), NONE),
        (b"\x1bOk", KeyCode::Char('+'), NONE),
        // modifyOtherKeys.
        (b"\x1b[27;5;99~", KeyCode::Char('c'), CONTROL),
        (b"\x1b[27;3;13~", KeyCode::Enter, ALT),
        (b"\x1b[27;2;9~", KeyCode::BackTab, SHIFT),
        // The protocol of kitty.
        (b"\x1b[97u", KeyCode::Char('a'), NONE),
        (b"\x1b[99;5u", KeyCode::Char('c'), CONTROL),
        (b"\x1b[97;2u", KeyCode::Char('A'), SHIFT),
        (b"\x1b[49:33;2u", KeyCode::Char('!'), SHIFT),
        (b"\x1b[27u", KeyCode::Esc, NONE),
        (b"\x1b[13;5:1u", KeyCode::Enter, CONTROL),
        (b"\x1b[57400u", KeyCode::Char('1'), NONE),
    ] {
        one(bytes, code, modifiers);
    }
}

#[test]
fn a_key_that_is_let_go_says_so() {
    let released =
        |event: &Event| matches!(event, Event::Key(key) if key.kind == KeyEventKind::Release);
    let all = events(b"\x1b[97;1:3u\x1b[1;1:3A\x1b[97;1:2u");
    assert_eq!(all.iter().filter(|event| released(event)).count(), 2);
    assert_eq!(all.len(), 3);
}

#[test]
fn what_is_no_key_is_dropped_whole() {
    for bytes in [
        b"\x1b[?62;c".as_slice(),
        b"\x1b[>0;276;0c",
        b"\x1b[12;40R",
        b"\x1b[1;1R",
        b"\x1b[0n",
        b"\x1b[?2004;1$y",
        b"\x1b[?1u",
        b"\x1b[4;600;800t",
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1b]10;rgb:ffff/ffff/ffff\x07",
        b"\x1bP>|xterm(390)\x1b\\",
        b"\x1b_Gi=1;OK\x1b\\",
        b"\x1b[57358u",
        b"\x1b[99999999999~",
        b"\x1b[<99999999999;1;1M",
        b"\x1b[<0;1M",
        b"\x1b[<0;1;1;1M",
        b"\x1b[3;1;1M",
        b"\x1b[155u",
        b"\x1b[[Z",
        b"\x1bOz",
        b"\x80\x9b\xc0\xc1\xf5\xff",
        b"\xe6\xbc",
        b"\xed\xa0\x80",
        b"\x1b[12",
        b"\x1b[<0;3",
    ] {
        assert_eq!(events(bytes), [], "{bytes:?}");
    }
    let endless = [b"\x1b[".as_slice(), &[b'1'; 10_000], b"A"].concat();
    assert_eq!(events(&endless), []);
}

#[test]
fn what_is_cut_off_takes_nothing_with_it() {
    for begun in [
        b"\xe6\xbc".as_slice(),
        b"\x1b[1;",
        b"\x1b[<0;3",
        b"\x1b[[",
        b"\x1bO5",
        b"\x1b]52;c",
    ] {
        let bytes = [begun, b"\x03"].concat();
        assert_eq!(
            events(&bytes),
            [key(KeyCode::Char('c'), CONTROL)],
            "{begun:?}"
        );
    }
    // An answer without an end swallows no more than an answer holds.
    let bytes = [b"\x1b]".as_slice(), &[b'x'; LONGEST_ANSWER + 10]].concat();
    assert_eq!(events(&bytes).len(), 9);
}

#[test]
fn twice_escape_is_twice_the_key() {
    let esc = || key(KeyCode::Esc, NONE);
    assert_eq!(events(b"\x1b\x1b"), [esc(), esc()]);
    assert_eq!(events(b"\x1b\x1b[A"), [esc(), key(KeyCode::Up, NONE)]);
}

fn mouse(bytes: &[u8]) -> (MouseEventKind, u16, u16, KeyModifiers) {
    match events(bytes)[..] {
        [Event::Mouse(mouse)] => (mouse.kind, mouse.column, mouse.row, mouse.modifiers),
        ref other => panic!("{bytes:?}: {other:?}"),
    }
}

#[test]
fn clicks_and_the_wheel() {
    let left = MouseButton::Left;
    for (bytes, wanted) in [
        (
            b"\x1b[<0;1;1M".as_slice(),
            (MouseEventKind::Down(left), 0, 0, NONE),
        ),
        (b"\x1b[<0;300;9m", (MouseEventKind::Up(left), 299, 8, NONE)),
        (
            b"\x1b[<2;3;4M",
            (MouseEventKind::Down(MouseButton::Right), 2, 3, NONE),
        ),
        (b"\x1b[<32;3;4M", (MouseEventKind::Drag(left), 2, 3, NONE)),
        (b"\x1b[<35;3;4M", (MouseEventKind::Moved, 2, 3, NONE)),
        (b"\x1b[<64;3;4M", (MouseEventKind::ScrollUp, 2, 3, NONE)),
        (b"\x1b[<65;3;4M", (MouseEventKind::ScrollDown, 2, 3, NONE)),
        (
            b"\x1b[<16;3;4M",
            (MouseEventKind::Down(left), 2, 3, CONTROL),
        ),
        (b"\x1b[M !!", (MouseEventKind::Down(left), 0, 0, NONE)),
        (
            b"\x1b[M#\xff\xff",
            (MouseEventKind::Up(left), 222, 222, NONE),
        ),
        (b"\x1b[96;5;6M", (MouseEventKind::ScrollUp, 4, 5, NONE)),
        // Nothing is so far out that it could not be told.
        (b"\x1b[<0;0;0M", (MouseEventKind::Down(left), 0, 0, NONE)),
        (
            b"\x1b[<0;70000;9M",
            (MouseEventKind::Down(left), u16::MAX, 8, NONE),
        ),
        (b"\x1b[M \x00\x00", (MouseEventKind::Down(left), 0, 0, NONE)),
    ] {
        assert_eq!(mouse(bytes), wanted, "{bytes:?}");
    }
    assert_eq!(events(b"\x1b[<128;1;1M"), [], "a button that means nothing");
    assert_eq!(
        events(b"\x1b[I\x1b[O"),
        [Event::FocusGained, Event::FocusLost]
    );
}

fn paste(bytes: &[u8]) -> String {
    match &events(bytes)[..] {
        [Event::Paste(text)] => text.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_paste_ends_with_its_end_or_with_silence_and_has_a_bound() {
    assert_eq!(paste(b"\x1b[200~q\x1b[A\x03\x1b[201~"), "q\u{1b}[A\u{3}");
    assert_eq!(paste(b"\x1b[200~\xc3"), "\u{fffd}");
    assert_eq!(paste(b"\x1b[200~"), "");
    let mut parser = EventParser::default();
    let mut all = Vec::new();
    parser.read(b"\x1b[200~abc", usize::MAX, &mut all);
    assert_eq!(parser.silence(), Some(PASTE_PAUSE));
    let long = [
        b"\x1b[200~".as_slice(),
        &vec![b'x'; LONGEST_PASTE * 2],
        PASTE_END,
        b"q",
    ]
    .concat();
    match &events(&long)[..] {
        [Event::Paste(text), last] => {
            assert!((LONGEST_PASTE - 8..=LONGEST_PASTE).contains(&text.len()));
            assert!(text.bytes().all(|byte| byte == b'x'));
            assert_eq!(*last, key(KeyCode::Char('q'), NONE));
        }
        other => panic!("{}", other.len()),
    }
}

#[test]
fn reading_stops_when_there_is_enough() {
    let (mut parser, mut all) = (EventParser::default(), Vec::new());
    assert_eq!(parser.read(b"abcdef", 4, &mut all), 4);
    assert_eq!(all.len(), 4);
}

proptest! {
    #[test]
    fn pieces_make_no_difference(bytes in sequences(), cuts in proptest::collection::vec(1..5_usize, 0..64)) {
        let whole = events(&bytes);
        let (mut parser, mut all) = (EventParser::default(), Vec::new());
        let mut rest = &bytes[..];
        for cut in cuts {
            let (piece, more) = rest.split_at(cut.min(rest.len()));
            prop_assert_eq!(parser.read(piece, usize::MAX, &mut all), piece.len());
            rest = more;
        }
        parser.read(rest, usize::MAX, &mut all);
        parser.decide(&mut all);
        prop_assert_eq!(whole, all);
    }

    #[test]
    fn after_any_bytes_and_silence_a_key_is_a_key(bytes in sequences()) {
        let (mut parser, mut all) = (EventParser::default(), Vec::new());
        parser.read(&bytes, usize::MAX, &mut all);
        parser.decide(&mut all);
        all.clear();
        parser.read(b"q", usize::MAX, &mut all);
        prop_assert_eq!(all, [key(KeyCode::Char('q'), NONE)]);
    }
}

/// Bytes as a terminal that has gone mad sends them: any, and those with a meaning more often.
fn sequences() -> impl Strategy<Value = Vec<u8>> {
    let telling = proptest::sample::select(
        b"\x1b\x1b[[O<;:0123456789~ABMmRuPX]\\?$\x07\x18\xc3\xa9\xf0".to_vec(),
    );
    let piece = prop_oneof![
        6 => telling.prop_map(|byte| vec![byte]),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
        1 => Just(b"\x1b[200~".to_vec()),
        1 => Just(PASTE_END.to_vec()),
    ];
    proptest::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

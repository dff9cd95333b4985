//! The real program in a real pseudo-terminal: it starts, ends, and leaves the terminal as it was.
#![cfg(target_os = "linux")]

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::Journey;
use crate::support::pty::{PATIENCE, Terminal};
use pty_process::Size;
use pty_process::blocking::{Command, open};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, tcgetattr};
use sommet::terminal::Host;

#[test]
fn it_starts_and_q_gives_the_terminal_back() {
    let mut terminal = Terminal::start(&[]);
    terminal.wait_for("EU–IOM strategic dialogue");
    terminal.wait_for("JHA Nicosia");
    let screen = terminal.screen.screen();
    assert!(screen.alternate_screen());
    assert!(screen.bracketed_paste());
    // A terminal need not answer, so nothing is asked of it.
    let written = String::from_utf8_lossy(&terminal.written);
    for question in [
        "\u{1b}[6n",
        "\u{1b}[c",
        "\u{1b}]1",
        "\u{1b}[?u",
        "\u{1b}[>",
        "$p",
    ] {
        assert!(!written.contains(question), "{question:?}");
    }
    let during = tcgetattr(&terminal.pts).expect("settings");
    assert!(
        !during
            .local_modes
            .intersects(LocalModes::ICANON | LocalModes::ECHO)
    );
    terminal.type_keys(b"q");
    let status = terminal.end();
    assert_eq!(status.code(), Some(0));
    terminal.assert_given_back();
}

#[test]
fn the_terminal_shows_what_the_journeys_show() {
    let mut terminal = Terminal::start(&[]);
    let mut journey = Journey::new("80x24");
    terminal.wait_for_frame(&journey);
    // As a terminal sends them, and as the journey plays them.
    for (bytes, keys) in [
        (b"/soren\r".as_slice(), "/soren<Enter>"),
        (b"\x1b[B\x1b[B\r", "<Down><Down><Enter>"),
        (b"\x7f", "<Backspace>"),
        (b"\x1b[Z", "<Shift-Tab>"),
        (b"\x1b[1;3D", "<Alt-Left>"),
        (b"\x06eu\x14", "<Ctrl-f>eu<Ctrl-t>"),
        (b"\x1bOP", "<F1>"),
    ] {
        terminal.type_keys(bytes);
        journey.keys(keys);
        terminal.wait_for_frame(&journey);
    }
    terminal.type_keys(b"\x03");
    assert_eq!(terminal.end().code(), Some(0));
    terminal.assert_given_back();
}

#[test]
fn ctrl_c_ends_it_even_while_typing() {
    let mut terminal = Terminal::start(&[]);
    terminal.wait_for("JHA Nicosia");
    terminal.type_keys(b"/qqq");
    terminal.wait_for("› qqq");
    terminal.type_keys(b"\x03");
    assert_eq!(terminal.end().code(), Some(0));
    terminal.assert_given_back();
}

#[test]
fn deadly_signals_end_it_as_such_with_the_terminal_given_back() {
    for (signal, number) in [
        (Signal::TERM, 15),
        (Signal::HUP, 1),
        (Signal::INT, 2),
        (Signal::QUIT, 3),
        // Faults of the program, here sent from outside.
        (Signal::SEGV, 11),
        (Signal::BUS, 7),
        (Signal::ABORT, 6),
        (Signal::ILL, 4),
        (Signal::FPE, 8),
    ] {
        let mut terminal = Terminal::start(&[]);
        terminal.wait_for("JHA Nicosia");
        terminal.signal(signal);
        assert_eq!(terminal.end().signal(), Some(number));
        terminal.assert_given_back();
    }
}

#[test]
fn data_from_a_pipe_leaves_the_keys_to_the_terminal() {
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/full.json");
    // A real pipe, not a file: `cat full.json | sommet --data -`.
    let mut cat = std::process::Command::new("cat")
        .arg(fixture)
        .stdout(Stdio::piped())
        .spawn()
        .expect("cat");
    let pipe = cat.stdout.take().expect("a pipe");
    let mut terminal = Terminal::start_with(&["--data", "-"], |command| command.stdin(pipe));
    terminal.wait_for("Harbour talks");
    terminal.type_keys(b"/ostergard\r");
    terminal.wait_for("Harbour master");
    terminal.type_keys(b"q");
    assert_eq!(terminal.end().code(), Some(0));
    terminal.assert_given_back();
    cat.wait().expect("cat ends");
}

#[test]
fn another_size_is_taken_at_once() {
    let mut terminal = Terminal::start(&["--open", "meeting/som-02"]);
    terminal.wait_for("2nd EU–IOM Senior Officials Meeting");
    terminal.resize(120, 36);
    // The third pane has come, and the record is still there.
    terminal.wait_for(" people ");
    terminal.wait_for("2nd EU–IOM Senior Officials Meeting");
    terminal.type_keys(b"q");
    assert_eq!(terminal.end().code(), Some(0));
    terminal.assert_given_back();
}

#[test]
fn a_paste_is_text() {
    let mut terminal = Terminal::start(&[]);
    terminal.wait_for("JHA Nicosia");
    // Pasted outside a line, nothing of it is a key.
    terminal.type_keys(b"\x1b[200~qq\x1b[201~");
    terminal.wait_for("pasted text is taken only");
    terminal.type_keys(b"/\x1b[200~claus\x1b[201~");
    terminal.wait_for("› claus");
    terminal.type_keys(b"\x1b");
    terminal.wait_until("the line is gone", |screen| {
        !screen.contents().contains("› claus")
    });
    terminal.type_keys(b"q");
    assert_eq!(terminal.end().code(), Some(0));
    terminal.assert_given_back();
}

#[test]
fn a_dumb_terminal_is_left_alone() {
    let mut terminal = Terminal::start_with(&[], |command| command.env("TERM", "dumb"));
    terminal.wait_for("shows no screen");
    assert_eq!(terminal.end().code(), Some(2));
    assert!(!String::from_utf8_lossy(&terminal.written).contains('\u{1b}'));
    terminal.assert_given_back();
}

#[test]
fn ctrl_z_without_a_shell_above_goes_on() {
    let mut terminal = Terminal::start(&[]);
    let mut journey = Journey::new("80x24");
    terminal.wait_for_frame(&journey);
    terminal.type_keys(b"\x1aj");
    journey.keys("j");
    terminal.wait_for_frame(&journey);
    terminal.type_keys(b"q");
    assert_eq!(terminal.end().code(), Some(0));
    terminal.assert_given_back();
}

#[test]
fn a_dataset_is_not_read_from_the_keyboard() {
    let mut terminal = Terminal::start(&["--data", "-"]);
    terminal.wait_for("which is the keyboard here");
    assert_eq!(terminal.end().code(), Some(2));
    terminal.assert_given_back();
}

#[test]
fn what_is_refused_never_touches_the_terminal() {
    let mut terminal = Terminal::start(&["--open", "person/claus-sorenson"]);
    terminal.wait_for("did you mean person/claus-sorensen?");
    assert_eq!(terminal.end().code(), Some(2));
    assert!(!String::from_utf8_lossy(&terminal.written).contains('\u{1b}'));
    terminal.assert_given_back();
}

#[test]
fn the_looks_follow_the_environment() {
    let mut terminal =
        Terminal::start_with(&[], |command| command.env("LANG", "C").env("NO_COLOR", "1"));
    terminal.wait_for("EU-IOM strategic dialogue");
    terminal.wait_for("JHA Nicosia");
    assert!(terminal.written.is_ascii());
    let written = String::from_utf8_lossy(&terminal.written).into_owned();
    for colour in ["\u{1b}[31", "\u{1b}[38;5", "\u{1b}[36"] {
        assert!(!written.contains(colour), "{colour:?}");
    }
    terminal.type_keys(b"q");
    assert_eq!(terminal.end().code(), Some(0));
}

/// The clock ticks that a process has spent, all its threads together.
fn ticks(pid: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("a process");
    let (_, fields) = stat.rsplit_once(") ").expect("a name in brackets");
    let fields: Vec<&str> = fields.split(' ').collect();
    let number = |at: usize| -> u64 { fields[at].parse().expect("a number") };
    // `utime` and `stime` are the fields 14 and 15; the first here is the third.
    number(11) + number(12)
}

#[test]
fn it_takes_no_time_when_idle() {
    let mut terminal = Terminal::start(&[]);
    terminal.wait_for_frame(&Journey::new("80x24"));
    // The last bytes of a frame change nothing that is seen, and may come behind the others.
    let rest = || terminal.output.recv_timeout(Duration::from_millis(200));
    let _ = (0..10).take_while(|_| rest().is_ok()).count();
    let pid = terminal.child.id();
    let before = ticks(pid);
    // The one wait for a span of time: that nothing happens can be seen only by waiting.
    let silence = terminal.output.recv_timeout(Duration::from_secs(1));
    assert_eq!(silence, Err(RecvTimeoutError::Timeout), "nothing is drawn");
    let spent = ticks(pid) - before;
    assert!(spent <= 2, "{spent} ticks");
    terminal.type_keys(b"q");
    assert_eq!(terminal.end().code(), Some(0));
}

/// How often the threads of a process have gone to sleep.
fn sleeps(pid: u32) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).expect("threads");
    let of_task = |task: std::io::Result<std::fs::DirEntry>| -> u64 {
        let path = task.expect("a thread").path().join("status");
        let status = std::fs::read_to_string(path).expect("its status");
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        line.expect("a count").trim().parse().expect("a number")
    };
    tasks.map(of_task).sum()
}

#[test]
fn nothing_wakes_it_when_idle() {
    let mut terminal = Terminal::start(&[]);
    terminal.wait_for_frame(&Journey::new("80x24"));
    let pid = terminal.child.id();
    // It may still be on its way to sleep.
    thread::sleep(Duration::from_millis(200));
    let before = sleeps(pid);
    thread::sleep(Duration::from_secs(1));
    assert_eq!(sleeps(pid), before);
    terminal.type_keys(b"q");
    assert_eq!(terminal.end().code(), Some(0));
}

#[test]
fn a_stop_gives_the_terminal_back_and_fg_takes_it_again_in_its_new_size() {
    let program = env!("CARGO_BIN_EXE_sommet");
    let script = r#""$0"; printf '~STOPPED~'; read line; fg >/dev/null; printf '~ENDED %s~' $?"#;
    for by_signal in [false, true] {
        let shell = Path::new("/bin/sh");
        let mut terminal = Terminal::start_program(shell, &["-mc", script, program], |it| it);
        terminal.wait_for("JHA Nicosia");
        if by_signal {
            let group = rustix::termios::tcgetpgrp(&terminal.keyboard).expect("a foreground");
            rustix::process::kill_process_group(group, Signal::TSTP).expect("a signal");
        } else {
            terminal.type_keys(b"\x1a");
        }
        terminal.wait_for("~STOPPED~");
        terminal.assert_given_back();
        terminal.resize(120, 36);
        terminal.type_keys(b"\r");
        terminal.wait_for(" people ");
        terminal.wait_until("all of it", |screen| {
            screen.alternate_screen() && screen.bracketed_paste()
        });
        terminal.type_keys(b"q");
        terminal.wait_for("~ENDED 0~");
        terminal.assert_given_back();
        assert_eq!(terminal.end().code(), Some(0));
    }
}

#[test]
fn after_a_stop_that_was_not_its_own_it_draws_everything_anew() {
    let mut terminal = Terminal::start(&[]);
    let journey = Journey::new("80x24");
    terminal.wait_for_frame(&journey);
    terminal.signal(Signal::STOP);
    // What a shell and another program may do meanwhile.
    terminal
        .screen
        .process(b"\x1b[?1049l\x1b[?2004l\x1b[2Jjunk");
    terminal.signal(Signal::CONT);
    terminal.wait_for_frame(&journey);
    assert!(terminal.screen.screen().alternate_screen());
    assert!(terminal.screen.screen().bracketed_paste());
    terminal.type_keys(b"q");
    assert_eq!(terminal.end().code(), Some(0));
}

#[test]
fn half_a_character_or_sequence_freezes_nothing() {
    for half in [
        b"\xe6\xbc".as_slice(),
        b"\x1b[1;",
        b"\x1b[<0;3",
        b"\x1bO",
        b"\x1b]52;c;",
        b"\x1b[200~never ended",
    ] {
        let mut terminal = Terminal::start(&[]);
        terminal.wait_for("JHA Nicosia");
        terminal.type_keys(half);
        terminal.resize(120, 36);
        terminal.wait_for(" people ");
        // A paste is given two seconds; it says that it was heard.
        if half.ends_with(b"ended") {
            terminal.wait_for("pasted text is taken only");
        } else {
            thread::sleep(Duration::from_millis(200));
        }
        terminal.type_keys(b"q");
        assert_eq!(terminal.end().code(), Some(0), "{half:?}");
        terminal.assert_given_back();
    }
}

#[test]
fn a_burst_of_keys_is_taken_to_its_end() {
    let mut terminal = Terminal::start(&[]);
    terminal.wait_for("JHA Nicosia");
    terminal.type_keys(&b"\x1b[B".repeat(3000));
    terminal.type_keys(b"q");
    assert_eq!(terminal.end().code(), Some(0));
    terminal.assert_given_back();
}

#[test]
fn a_terminal_that_takes_nothing_holds_up_no_signal() {
    let (pty, pts) = open().expect("a pseudo-terminal");
    pty.resize(Size::new(90, 300)).expect("a size");
    let before = tcgetattr(&pts).expect("settings");
    let mut child = Command::new(env!("CARGO_BIN_EXE_sommet"))
        .env("TERM", "xterm")
        .spawn_borrowed(&pts)
        .expect("the program starts");
    // Nobody reads; the keys go on until no more frames fit.
    let keyboard = File::from(OwnedFd::from(pty));
    for _ in 0..200 {
        (&keyboard).write_all(b"\x1b[B\x0c").expect("keys");
        thread::sleep(Duration::from_millis(5));
    }
    let pid = i32::try_from(child.id()).expect("a process id");
    kill_process(Pid::from_raw(pid).expect("not zero"), Signal::TERM).expect("a signal");
    let end = Instant::now() + PATIENCE;
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        assert!(Instant::now() < end, "it never ended");
        thread::sleep(Duration::from_millis(5));
    };
    assert_eq!(status.signal(), Some(15));
    let after = tcgetattr(&pts).expect("settings");
    assert_eq!(format!("{after:?}"), format!("{before:?}"));
}

#[test]
fn a_closed_terminal_ends_it() {
    let (pty, pts) = open().expect("a pseudo-terminal");
    pty.resize(Size::new(24, 80)).expect("a size");
    let mut child = Command::new(env!("CARGO_BIN_EXE_sommet"))
        .env("TERM", "xterm")
        .spawn(pts)
        .expect("the program starts");
    let mut screen = File::from(OwnedFd::from(pty));
    let (mut seen, mut buffer) = (Vec::new(), [0; 4096]);
    while !String::from_utf8_lossy(&seen).contains("Nicosia") {
        let count = screen.read(&mut buffer).expect("output");
        seen.extend_from_slice(&buffer[..count]);
    }
    drop(screen);
    let end = Instant::now() + PATIENCE;
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        assert!(Instant::now() < end, "it never ended");
        thread::sleep(Duration::from_millis(5));
    };
    // The signal or the lost terminal, whichever is noticed first; never a panic.
    assert!(
        status.signal() == Some(1) || status.code() == Some(4),
        "{status}"
    );
}

/// Says which part the test below plays.
const PART: &str = "SOMMET_TEST_PART";

/// Not a test of its own: this program, started once more in a terminal, with a fault of its own.
#[test]
#[ignore = "played by the tests below"]
fn a_part() {
    let mut screen = sommet::terminal::Screen::borrow(true).expect("a screen");
    let draw = |screen: &mut sommet::terminal::Screen| {
        screen.draw(&mut |_, buf| {
            buf.set_string(0, 0, "on the screen", ratatui::style::Style::new());
            None
        })
    };
    draw(&mut screen).expect("a frame");
    match std::env::var(PART).as_deref() {
        Ok("panic") => panic!("a fault to be seen"),
        Ok("thread") => {
            thread::spawn(|| panic!("a fault to be seen"));
            loop {
                draw(&mut screen).expect("a frame");
            }
        }
        Ok("abort") => std::process::abort(),
        Ok("overflow") => assert!(deeper(1) > 0),
        Ok("wait") => {
            let short = Duration::from_millis(20);
            assert!(screen.wait(Some(short)).is_empty());
            let waker = screen.waker();
            let other = thread::spawn(move || {
                thread::sleep(short);
                for _ in 0..10_000 {
                    waker.wake();
                }
            });
            let woken = screen.wait(None);
            other.join().expect("a thread");
            assert!(matches!(woken[..], [sommet::terminal::HostInput::Woken]));
            // At most once more for all that was said meanwhile.
            let again = screen.wait(Some(short));
            assert!(again.len() <= 1);
            assert!(screen.wait(Some(short)).is_empty());
        }
        other => panic!("no part: {other:?}"),
    }
}

#[expect(unconditional_recursion, reason = "it is to use up the stack")]
fn deeper(depth: u64) -> u64 {
    let room = std::hint::black_box([depth; 64]);
    deeper(depth + 1) + room[0]
}

/// Plays a part until its end.
fn play(part: &str) -> (Terminal, ExitStatus) {
    let program = std::env::current_exe().expect("this program");
    let arguments = ["--exact", "terminal::a_part", "--ignored", "--nocapture"];
    // With the steps that led to a fault, what is told of it is longer than the screen.
    let mut terminal = Terminal::start_program(&program, &arguments, |it| {
        it.env(PART, part).env("RUST_BACKTRACE", "0")
    });
    let status = terminal.end();
    terminal.assert_given_back();
    (terminal, status)
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_is_told() {
    for part in ["panic", "thread"] {
        let (terminal, status) = play(part);
        assert_eq!(status.code(), Some(101), "{part}");
        let contents = terminal.screen.screen().contents();
        for text in ["a fault to be seen", "This is a fault of sommet"] {
            assert!(contents.contains(text), "{part}: {contents}");
        }
        assert!(!contents.contains("on the screen"), "{contents}");
    }
}

#[test]
fn a_fault_gives_the_terminal_back() {
    for part in ["abort", "overflow"] {
        let (terminal, status) = play(part);
        assert_eq!(status.signal(), Some(6), "{part}");
        let contents = terminal.screen.screen().contents();
        let told = contents.contains("overflowed its stack");
        assert_eq!(told, part == "overflow", "{contents}");
    }
}

#[test]
fn waiting_ends_with_time_or_with_a_word_from_a_thread() {
    let (terminal, status) = play("wait");
    let contents = terminal.screen.screen().contents();
    assert_eq!(status.code(), Some(0), "{contents}");
}

#[test]
fn the_mouse_is_asked_for_unless_it_is_not_wanted() {
    use vt100::MouseProtocolMode::{None, PressRelease};
    for (arguments, mode) in [(&[][..], PressRelease), (&["--no-mouse"][..], None)] {
        let mut terminal = Terminal::start(arguments);
        terminal.wait_for("JHA Nicosia");
        assert_eq!(terminal.screen.screen().mouse_protocol_mode(), mode);
        if mode == PressRelease {
            // The third row of the timeline, and the step that it is: two clicks open it.
            terminal.type_keys(b"\x1b[<0;10;7M\x1b[<0;10;7m");
            terminal.type_keys(b"\x1b[<0;10;7M\x1b[<0;10;7m");
            terminal.wait_for("› 11th SOM");
            terminal.type_keys(b"\x1b[<0;3;1M");
            terminal.wait_until("the start", |screen| {
                !screen.contents().contains("› 11th SOM")
            });
        }
        // Together: what is typed while the program stands still is thrown away when it goes on.
        terminal.type_keys(b"\x1aq");
        assert_eq!(terminal.end().code(), Some(0));
        terminal.assert_given_back();
    }
}

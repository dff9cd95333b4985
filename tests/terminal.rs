//! The real program in a real pseudo-terminal: it starts, ends, and leaves the terminal as it was.
#![cfg(target_os = "linux")]

mod support;

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::os::fd::OwnedFd;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use pty_process::Size;
use pty_process::blocking::{Command, Pts, open};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, Termios, tcgetattr};
use support::Journey;

/// Longer than anything takes on a loaded machine; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program in a terminal of its own.
struct Terminal {
    child: Child,
    /// The program's end, kept open so that the terminal outlives the program.
    pts: Pts,
    keyboard: File,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// All that was written.
    written: Vec<u8>,
    before: Termios,
}

impl Terminal {
    fn start(arguments: &[&str]) -> Self {
        Self::start_with(arguments, |command| command)
    }

    fn start_with(arguments: &[&str], change: impl FnOnce(Command) -> Command) -> Self {
        let (pty, pts) = open().expect("a pseudo-terminal");
        pty.resize(Size::new(24, 80)).expect("a size");
        let before = tcgetattr(&pts).expect("the terminal's settings");
        let command = Command::new(env!("CARGO_BIN_EXE_sommet"))
            .args(arguments)
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8")
            .env_remove("LC_ALL")
            .env_remove("NO_COLOR");
        let child = change(command)
            .spawn_borrowed(&pts)
            .expect("the program starts");
        let keyboard = File::from(OwnedFd::from(pty));
        let mut reader = keyboard.try_clone().expect("a second handle");
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            pts,
            keyboard,
            output,
            screen: vt100::Parser::new(side(24), side(80), 0),
            written: Vec::new(),
            before,
        }
    }

    /// Waits until the screen is as wanted.
    #[track_caller]
    fn wait_until(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !wanted(self.screen.screen()) {
            let left = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => {
                    self.screen.process(&bytes);
                    self.written.extend(bytes);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("{what} never came:\n{}", self.screen.screen().contents());
                }
            }
        }
    }

    #[track_caller]
    fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until the terminal shows the frame of a journey, the cursor in its place.
    #[track_caller]
    fn wait_for_frame(&mut self, journey: &Journey) {
        let lines = journey.lines();
        let cursor = journey.cursor().expect("a cursor");
        self.wait_until("the frame", |screen| {
            let rows = screen
                .rows(0, u16::MAX)
                .map(|row| row.trim_end().to_owned());
            screen.cursor_position() == (cursor.y, cursor.x)
                && !screen.hide_cursor()
                && rows.eq(lines.iter().cloned())
        });
    }

    fn type_keys(&mut self, keys: &[u8]) {
        self.keyboard.write_all(keys).expect("keys are taken");
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).expect("a process id");
        kill_process(Pid::from_raw(pid).expect("not zero"), signal).expect("a signal");
    }

    /// Waits for the end and takes in all that was written until then.
    #[track_caller]
    fn end(&mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                break status;
            }
            assert!(
                Instant::now() < end,
                "it never ended:\n{}",
                self.screen.screen().contents()
            );
            // Nothing tells of an end but asking; what it writes meanwhile is taken in.
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(5)) {
                self.screen.process(&bytes);
                self.written.extend(bytes);
            }
        };
        // The echo of this mark comes after all that the program wrote.
        rustix::io::write(&self.pts, b"~END~").expect("the terminal is still there");
        self.wait_for("~END~");
        status
    }

    /// Asserts that the terminal is as it was before the program.
    #[track_caller]
    fn assert_given_back(&self) {
        let after = tcgetattr(&self.pts).expect("the terminal's settings");
        let said = |termios: &Termios| format!("{termios:?}");
        assert_eq!(said(&after), said(&self.before), "the settings");
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert!(!screen.bracketed_paste(), "bracketed paste is off");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert!(!screen.application_keypad() && !screen.application_cursor());
        let written = String::from_utf8_lossy(&self.written);
        let (on, off) = (
            written.matches("\u{1b}[?1049h").count(),
            written.matches("\u{1b}[?1049l").count(),
        );
        assert_eq!(on, off, "as often left as entered");
    }
}

fn side(length: u16) -> NonZero<u16> {
    NonZero::new(length).expect("not zero")
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // After a test that failed it may still run.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_starts_and_q_gives_the_terminal_back() {
    let mut terminal = Terminal::start(&[]);
    terminal.wait_for("EU–IOM strategic dialogue");
    terminal.wait_for("Framework Partner");
    let screen = terminal.screen.screen();
    assert!(screen.alternate_screen());
    assert!(screen.bracketed_paste());
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
    terminal.wait_for("Framework Partner");
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
    ] {
        let mut terminal = Terminal::start(&[]);
        terminal.wait_for("Framework Partner");
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
    terminal.wait_for("2nd EU-IOM Senior Officials Meeting");
    let size = rustix::termios::Winsize {
        ws_row: 36,
        ws_col: 120,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    terminal.screen.screen_mut().set_size(side(36), side(120));
    rustix::termios::tcsetwinsize(&terminal.pts, size).expect("a size");
    // The third pane has come, and the record is still there.
    terminal.wait_for("27 organisations");
    terminal.wait_for("2nd EU-IOM Senior Officials Meeting");
    terminal.type_keys(b"q");
    assert_eq!(terminal.end().code(), Some(0));
    terminal.assert_given_back();
}

#[test]
fn a_paste_is_text() {
    let mut terminal = Terminal::start(&[]);
    terminal.wait_for("Framework Partner");
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
    terminal.wait_for("Framework Partner");
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

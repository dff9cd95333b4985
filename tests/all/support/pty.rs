//! The real program in a pseudo-terminal of its own.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::{Child, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use pty_process::Size;
use pty_process::blocking::{Command, Pts, open};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{Termios, tcgetattr};

use super::Journey;

/// Longer than anything takes on a loaded machine; a test that waits so long has failed.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The program in a terminal of its own.
pub struct Terminal {
    pub child: Child,
    /// The program's end, kept open so that the terminal outlives the program.
    pub pts: Pts,
    pub keyboard: File,
    pub output: Receiver<Vec<u8>>,
    pub screen: vt100::Parser,
    /// All that was written.
    pub written: Vec<u8>,
    before: Termios,
}

impl Terminal {
    pub fn start(arguments: &[&str]) -> Self {
        Self::start_with(arguments, |command| command)
    }

    pub fn start_with(arguments: &[&str], change: impl FnOnce(Command) -> Command) -> Self {
        let program = Path::new(env!("CARGO_BIN_EXE_sommet"));
        Self::start_program(program, arguments, change)
    }

    pub fn start_program(
        program: &Path,
        arguments: &[&str],
        change: impl FnOnce(Command) -> Command,
    ) -> Self {
        let (pty, pts) = open().expect("a pseudo-terminal");
        pty.resize(Size::new(24, 80)).expect("a size");
        let before = tcgetattr(&pts).expect("the terminal's settings");
        let command = Command::new(program)
            .args(arguments)
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8")
            .env("XDG_CONFIG_HOME", "/nonexistent")
            .env_remove("LC_ALL")
            .env_remove("SOMMET_THEME")
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
    pub fn wait_until(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
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
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until the terminal shows the frame of a journey, the cursor in its place.
    #[track_caller]
    pub fn wait_for_frame(&mut self, journey: &Journey) {
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

    pub fn type_keys(&mut self, keys: &[u8]) {
        self.keyboard.write_all(keys).expect("keys are taken");
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        let size = rustix::termios::Winsize {
            ws_row: rows,
            ws_col: columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        let screen = self.screen.screen_mut();
        screen.set_size(side(rows), side(columns));
        rustix::termios::tcsetwinsize(&self.pts, size).expect("a size");
    }

    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).expect("a process id");
        kill_process(Pid::from_raw(pid).expect("not zero"), signal).expect("a signal");
    }

    /// Waits for the end and takes in all that was written until then.
    #[track_caller]
    pub fn end(&mut self) -> ExitStatus {
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

    /// All that was written until now, as text; its end may be half a character.
    pub fn written_text(&self) -> String {
        String::from_utf8_lossy(&self.written).into_owned()
    }

    /// Asserts that the terminal is as it was before the program.
    #[track_caller]
    pub fn assert_given_back(&self) {
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

pub fn side(length: u16) -> NonZero<u16> {
    NonZero::new(length).expect("not zero")
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // After a test that failed it may still run.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! Terminals of another kind: a screen that is not where the keys are and goes away, no screen at all, and tmux.
#![cfg(target_os = "linux")]

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::{AsFd as _, OwnedFd};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::pty::{PATIENCE, Terminal};
use pty_process::Size;
use pty_process::blocking::open;
use rustix::termios::tcgetattr;

/// The program with its keys in one terminal and its screen in another, of which the first frame has been
/// read: what reads that screen, and what it had shown.
fn with_screen_elsewhere() -> (Terminal, File, String) {
    let (screen, its_end) = open().expect("a second pseudo-terminal");
    screen.resize(Size::new(24, 80)).expect("a size");
    let output = its_end.as_fd().try_clone_to_owned().expect("a handle");
    let terminal = Terminal::start_with(&[], |command| command.stdout(output));
    // The program alone holds the other end, so that nothing keeps that terminal alive.
    drop(its_end);
    let mut screen = File::from(OwnedFd::from(screen));
    let (mut seen, mut buffer) = (Vec::new(), [0; 4096]);
    while !String::from_utf8_lossy(&seen).contains("Nicosia") {
        let count = screen.read(&mut buffer).expect("output");
        seen.extend_from_slice(&buffer[..count]);
    }
    (
        terminal,
        screen,
        String::from_utf8_lossy(&seen).into_owned(),
    )
}

#[test]
fn a_screen_that_fails_while_a_frame_is_drawn_ends_it_with_a_sentence() {
    for blocked in [false, true] {
        let (mut terminal, screen, seen) = with_screen_elsewhere();
        assert!(
            seen.contains("\u{1b}[?1049h"),
            "the screen was entered there"
        );
        if blocked {
            // Nobody reads, so that the frame in which it goes away is half written.
            let pid = terminal.child.id();
            let end = Instant::now() + PATIENCE;
            while !waits_in_a_write(pid) {
                assert!(Instant::now() < end, "it was never stuck");
                terminal.type_keys(b"\x0c");
                thread::sleep(Duration::from_millis(2));
            }
        }
        drop(screen);
        terminal.type_keys(b"j");
        assert_eq!(terminal.end().code(), Some(4), "blocked: {blocked}");
        // The keys work again, and the mistake is told where standard error goes.
        let said = terminal.written_text();
        assert!(said.contains("the terminal was lost: "), "{said}");
        assert!(said.contains("nput/output error"), "{said}");
        let settings = tcgetattr(&terminal.pts).expect("settings");
        assert!(
            settings
                .local_modes
                .contains(rustix::termios::LocalModes::ICANON)
        );
        assert!(
            settings
                .local_modes
                .contains(rustix::termios::LocalModes::ECHO)
        );
        let shown = terminal.screen.screen();
        assert!(!shown.alternate_screen() && !shown.hide_cursor());
    }
}

/// Whether the thread that draws is in the middle of a write that cannot go on.
fn waits_in_a_write(pid: u32) -> bool {
    let doing = std::fs::read_to_string(format!("/proc/{pid}/syscall")).unwrap_or_default();
    // The number of `write`, and the first argument: standard output.
    let writes = if cfg!(target_arch = "x86_64") {
        "1 0x1 "
    } else {
        "64 0x1 "
    };
    doing.starts_with(writes)
}

#[test]
fn output_that_is_no_terminal_is_left_alone() {
    for place in ["/dev/full", "/dev/null"] {
        let output = File::options().write(true).open(place).expect(place);
        let mut terminal = Terminal::start_with(&[], |command| command.stdout(output));
        terminal.wait_for("lists the commands");
        assert_eq!(terminal.end().code(), Some(2), "{place}");
        let said = terminal.written_text();
        assert!(
            said.contains("the screen needs a terminal; `sommet shot` prints it"),
            "{said}"
        );
        assert!(!said.contains('\u{1b}'), "{place}");
        terminal.assert_given_back();
    }
    // A pipe of which nobody reads.
    let mut command = Command::new(env!("CARGO_BIN_EXE_sommet"));
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = command.stdout(writer).stdin(Stdio::null()).output();
    assert_eq!(output.expect("it runs").status.code(), Some(2));
}

/// A tmux server of our own.
struct Tmux {
    socket: String,
    folder: PathBuf,
}

impl Tmux {
    /// Nothing where there is no tmux.
    fn new() -> Option<Self> {
        let there = Command::new("tmux").arg("-V").output();
        if !there.is_ok_and(|output| output.status.success()) {
            return None;
        }
        let socket = format!("sommet-test-{}", std::process::id());
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        Some(Self { socket, folder })
    }

    fn command(&self) -> Command {
        let mut command = Command::new("tmux");
        command.args(["-f", "/dev/null", "-L", &self.socket]);
        command.env_remove("TMUX").env("TMUX_TMPDIR", &self.folder);
        command
            .env("LANG", "C.UTF-8")
            .env_remove("LC_ALL")
            .env_remove("NO_COLOR");
        command
    }

    #[track_caller]
    fn run(&self, arguments: &[&str]) -> String {
        let output = self.command().args(arguments).output().expect("tmux runs");
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    #[track_caller]
    fn wait(&self, what: &str, arguments: &[&str], wanted: impl Fn(&str) -> bool) {
        let end = Instant::now() + PATIENCE;
        loop {
            let text = self.run(arguments);
            if wanted(&text) {
                return;
            }
            assert!(Instant::now() < end, "{what} never came:\n{text}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    #[track_caller]
    fn wait_for(&self, text: &str) {
        self.wait(text, &["capture-pane", "-p"], |screen| {
            screen.contains(text)
        });
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let _ = self.command().arg("kill-server").output();
    }
}

#[test]
fn it_lives_in_tmux() {
    let Some(tmux) = Tmux::new() else {
        let _ = writeln!(
            std::io::stderr(),
            "not tried: there is no tmux on this machine"
        );
        return;
    };
    let program = env!("CARGO_BIN_EXE_sommet");
    tmux.run(&["new-session", "-d", "-x", "80", "-y", "24", "cat"]);
    // What a program in it copies is what tmux then holds.
    tmux.run(&["set-option", "-s", "set-clipboard", "on"]);
    // The shell that started it says how it ended, and stays.
    let script = r#""$0" --open person/claus-sorensen; echo "~ENDED $?~"; cat"#;
    tmux.run(&["respawn-pane", "-k", "sh", "-c", script, program]);
    tmux.wait_for("Claus Sørensen");
    let modes = "#{alternate_on}#{mouse_standard_flag}#{mouse_sgr_flag}";
    tmux.wait("its modes", &["display-message", "-p", modes], |on| {
        on == "111\n"
    });

    tmux.run(&["send-keys", "yi"]);
    tmux.wait_for("sent to the terminal's clipboard");
    tmux.wait(
        "the copy",
        &["list-buffers", "-F", "#{buffer_sample}"],
        |held| held == "person/claus-sorensen\n",
    );

    // Who attaches brings a size of its own; detached, it goes on.
    let arguments = ["-f", "/dev/null", "-L", &tmux.socket, "attach"];
    let client = PathBuf::from("tmux");
    let mut terminal = Terminal::start_program(&client, &arguments, |command| {
        command.env_remove("TMUX").env("TMUX_TMPDIR", &tmux.folder)
    });
    terminal.wait_for("Claus Sørensen");
    terminal.resize(120, 36);
    tmux.wait(
        "the size",
        &["display-message", "-p", "#{pane_width}"],
        |width| width == "120\n",
    );
    terminal.wait_until("three panes", |screen| {
        let text = screen.contents();
        [" Timeline ", "[People"]
            .iter()
            .all(|pane| text.contains(pane))
    });
    tmux.run(&["detach-client"]);
    assert_eq!(terminal.end().code(), Some(0));

    tmux.run(&["send-keys", "q"]);
    tmux.wait_for("~ENDED 0~");
    let left = "#{alternate_on}#{mouse_standard_flag}#{cursor_flag}";
    assert_eq!(tmux.run(&["display-message", "-p", left]), "001\n");
}

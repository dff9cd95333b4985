//! Borrows the terminal and always gives it back: at the end, on an error, on a panic, on a signal.

mod backend;
mod browser;
mod ending;
mod events;
mod fatal;
mod input;
mod memory;
mod output;
mod tty;

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::time::{Duration, Instant};

use crossterm::event::Event;
use crossterm::queue;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use signal_hook::consts::{SIGCONT, SIGTSTP};
use signal_hook::low_level;

use self::backend::FrameBackend;
use self::browser::open_address;
use self::input::Listener;
use crate::file;

pub use fatal::tidy_on_faults;
pub use input::Waker;
pub use memory::NotingAllocator;
pub use output::is_output_closed;
pub use tty::give_back;

/// Why there is no screen.
#[derive(Debug)]
pub enum TerminalError {
    /// Output goes to a file or a pipe.
    NotATerminal,
    /// The terminal cannot show a screen, e.g. `TERM=dumb`.
    TooSimple(String),
    /// The system refused.
    Failed(io::Error),
}

impl fmt::Display for TerminalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotATerminal => f.write_str("the output is no terminal"),
            Self::TooSimple(name) => write!(f, "a terminal of type `{name}` shows no screen"),
            Self::Failed(error) => write!(f, "the terminal cannot be used: {error}"),
        }
    }
}

impl std::error::Error for TerminalError {}

/// What comes from outside.
#[derive(Debug)]
pub enum HostInput {
    /// A key, a paste, a click, another size.
    Event(Event),
    /// A signal that ends the program.
    Signal(i32),
    /// The terminal is gone, or cannot be read.
    Gone(io::Error),
    /// A thread of our own has something to tell.
    Woken,
}

/// What the program runs on: a terminal, or a test.
pub trait Host {
    /// Waits for something to come, though no longer than that, then takes all that is there: nothing, when the time has
    /// passed.
    fn wait(&mut self, at_most: Option<Duration>) -> Vec<HostInput>;

    /// Shows a frame, which says where the cursor belongs.
    ///
    /// # Errors
    /// When it cannot be shown.
    fn draw(
        &mut self,
        frame: &mut dyn FnMut(Rect, &mut Buffer) -> Option<Position>,
    ) -> io::Result<()>;

    /// Forgets what is on the screen, so that the next frame draws all of it.
    ///
    /// # Errors
    /// When the size of the screen cannot be found out.
    fn redraw(&mut self) -> io::Result<()>;

    /// Gives the terminal back, stops the program, and takes the terminal again when it goes on.
    ///
    /// # Errors
    /// When the terminal cannot be had again.
    fn suspend(&mut self) -> io::Result<()>;

    /// Sends a text to the clipboard, by way of the terminal (OSC 52), which never says whether it took it.
    ///
    /// # Errors
    /// When it is longer than terminals take, or the terminal cannot be written to.
    fn copy(&mut self, text: &str) -> io::Result<()>;

    /// Opens an address in the browser.
    ///
    /// # Errors
    /// A sentence that says why not.
    fn open(&mut self, address: &str) -> Result<(), String>;
}

/// The terminal while it is ours.
pub struct Screen {
    terminal: ManuallyDrop<ratatui::Terminal<FrameBackend>>,
    listener: Listener,
    mouse: bool,
    /// When we last went on after a stop of our own.
    resumed: Option<Instant>,
}

/// So soon after a stop of our own, the signal to go on has been followed already.
const JUST_NOW: Duration = Duration::from_millis(500);

impl Screen {
    /// Borrows the terminal: alternate screen, keys as they are pressed, pastes as such, and the mouse if it
    /// is wanted.
    ///
    /// # Errors
    /// When there is no terminal or none that can show a screen; it is then untouched.
    pub fn borrow(mouse: bool) -> Result<Self, TerminalError> {
        if !io::stdout().is_terminal() {
            return Err(TerminalError::NotATerminal);
        }
        if let Ok(name) = std::env::var("TERM")
            && (name == "dumb" || name.is_empty())
        {
            let name = crate::text::clean_line(&name).into_owned();
            return Err(TerminalError::TooSimple(name));
        }
        give_back_on_panic();
        ending::tidy().map_err(TerminalError::Failed)?;
        // Signals are heard before anything is changed that they would leave behind.
        let listener = Listener::new().map_err(TerminalError::Failed)?;
        let terminal =
            ratatui::Terminal::new(FrameBackend::new()).map_err(TerminalError::Failed)?;
        tty::take(mouse).map_err(TerminalError::Failed)?;
        Ok(Self {
            terminal: ManuallyDrop::new(terminal),
            listener,
            mouse,
            resumed: None,
        })
    }

    /// What wakes this screen from another thread.
    #[must_use]
    pub fn waker(&self) -> Waker {
        self.listener.waker()
    }

    /// Whether a signal to go on belongs to a stop that is over.
    fn is_followed(&self) -> bool {
        self.resumed
            .is_some_and(|resumed| resumed.elapsed() < JUST_NOW)
    }

    /// Takes the terminal again, whatever has been done to it meanwhile.
    fn resume(&mut self) -> io::Result<()> {
        tty::take(self.mouse)?;
        self.redraw()
    }
}

impl Host for Screen {
    fn wait(&mut self, at_most: Option<Duration>) -> Vec<HostInput> {
        let mut inputs = self.listener.wait(at_most);
        for input in &mut inputs {
            let gone_on = match input {
                HostInput::Signal(SIGTSTP) => self.suspend(),
                HostInput::Signal(SIGCONT) if self.is_followed() => Ok(()),
                HostInput::Signal(SIGCONT) => self.resume(),
                _ => continue,
            };
            // After a stop the window may have another size.
            *input = match gone_on.and_then(|()| tty::size()) {
                Ok((columns, rows)) => HostInput::Event(Event::Resize(columns, rows)),
                Err(error) => HostInput::Gone(error),
            };
        }
        inputs
    }

    fn draw(
        &mut self,
        frame: &mut dyn FnMut(Rect, &mut Buffer) -> Option<Position>,
    ) -> io::Result<()> {
        self.terminal.draw(|terminal| {
            let area = terminal.area();
            if let Some(position) = frame(area, terminal.buffer_mut()) {
                terminal.set_cursor_position(position);
            }
        })?;
        self.terminal.backend_mut().show()
    }

    fn redraw(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal.resize(Rect::from((Position::ORIGIN, size)))
    }

    fn suspend(&mut self) -> io::Result<()> {
        give_back();
        // Not a stop that cannot be refused: with no shell above, nobody would ever let it go on.
        fatal::raise_plainly(SIGTSTP)?;
        self.resumed = Some(Instant::now());
        self.resume()
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        /// xterm takes sequences of up to 100,000 bytes.
        const LONGEST: usize = 74_994;
        if text.len() > LONGEST {
            let text = format!("more than {LONGEST} bytes are not taken by terminals");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
        }
        let backend = self.terminal.backend_mut();
        let clipboard = crossterm::clipboard::CopyToClipboard::to_clipboard_from(text);
        queue!(backend.frame(), clipboard)?;
        backend.show()
    }

    fn open(&mut self, address: &str) -> Result<(), String> {
        open_address(address)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// A panic of any thread ends the program, with the terminal given back before it is told.
fn give_back_on_panic() {
    /// What a program ends with that has panicked.
    const PANICKED: i32 = 101;
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if tty::is_held() {
            give_back();
            report(panic);
            let _ = writeln!(io::stderr(), "{}", panic_advice());
            // Other threads would go on drawing.
            fatal::end_now(PANICKED);
        }
        report(panic);
    }));
}

fn panic_advice() -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "This is a fault of sommet {version}. Please report the lines above with what you did last; \
         nothing of yours was changed."
    )
}

/// Leaves nothing half written, whatever ends the program, where files are written without a screen.
///
/// # Errors
/// When the system refuses to tell of signals.
pub fn tidy_at_end() -> io::Result<()> {
    ending::tidy_when_asked()
}

/// Ends as a signal ends a program, so that the shell sees which it was.
pub fn end_by_signal(signal: i32) {
    give_back();
    file::abandon();
    let _ = low_level::emulate_default_handler(signal);
}

//! Borrows the terminal and always gives it back: at the end, on an error, on a panic, on a signal.

mod browser;

use std::fmt;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste, Event};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{cursor, event, execute, queue, terminal};
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use signal_hook::low_level;

pub use browser::open_address;

/// Whether the terminal is in our hands. Whoever gives it back first takes this away.
static BORROWED: AtomicBool = AtomicBool::new(false);

/// Why there is no screen.
#[derive(Debug)]
pub enum NoScreen {
    /// Output goes to a file or a pipe.
    NotATerminal,
    /// The terminal cannot show a screen, e.g. `TERM=dumb`.
    TooSimple(String),
    /// The system refused.
    Failed(io::Error),
}

impl fmt::Display for NoScreen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotATerminal => f.write_str("the output is no terminal"),
            Self::TooSimple(name) => write!(f, "a terminal of type `{name}` shows no screen"),
            Self::Failed(error) => write!(f, "the terminal cannot be used: {error}"),
        }
    }
}

impl std::error::Error for NoScreen {}

/// What comes from outside.
#[derive(Debug)]
pub enum Input {
    /// A key, a paste, another size.
    Event(Event),
    /// A signal that ends the program.
    Signal(i32),
    /// The terminal is gone, or cannot be read.
    Gone(io::Error),
}

type Backend = CrosstermBackend<BufWriter<Stdout>>;

/// The terminal while it is ours.
pub struct Screen {
    terminal: ManuallyDrop<ratatui::Terminal<Backend>>,
    input: Receiver<Input>,
}

/// A frame is one write: no frame is larger than this.
const FRAME: usize = 1 << 20;

impl Screen {
    /// Borrows the terminal: alternate screen, keys as they are pressed, pastes as such.
    ///
    /// # Errors
    /// When there is no terminal or none that can show a screen; it is then untouched.
    pub fn borrow() -> Result<Self, NoScreen> {
        if !io::stdout().is_terminal() {
            return Err(NoScreen::NotATerminal);
        }
        if let Ok(name) = std::env::var("TERM")
            && (name == "dumb" || name.is_empty())
        {
            let name = crate::text::clean_line(&name).into_owned();
            return Err(NoScreen::TooSimple(name));
        }
        give_back_on_panic();
        let (sender, input) = channel();
        // Signals are heard before anything is changed that they would leave behind.
        listen_to_signals(sender.clone()).map_err(NoScreen::Failed)?;
        enter().map_err(NoScreen::Failed)?;
        let out = BufWriter::with_capacity(FRAME, io::stdout());
        let terminal = ratatui::Terminal::new(CrosstermBackend::new(out)).map_err(|error| {
            give_back();
            NoScreen::Failed(error)
        })?;
        listen_to_keys(sender);
        Ok(Self {
            terminal: ManuallyDrop::new(terminal),
            input,
        })
    }

    /// Waits for something to come, then takes all that is waiting.
    #[must_use]
    pub fn wait(&self) -> Vec<Input> {
        /// Keys beyond so many are taken after a frame.
        const AT_ONCE: usize = 512;
        let gone = || Input::Gone(io::ErrorKind::UnexpectedEof.into());
        let first = self.input.recv().unwrap_or_else(|_| gone());
        let more = self.input.try_iter().take(AT_ONCE - 1);
        std::iter::once(first).chain(more).collect()
    }

    /// Draws a frame.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn draw(
        &mut self,
        frame: impl FnOnce(Rect, &mut Buffer) -> Option<Position>,
    ) -> io::Result<()> {
        self.terminal.draw(|terminal| {
            let area = terminal.area();
            if let Some(position) = frame(area, terminal.buffer_mut()) {
                terminal.set_cursor_position(position);
            }
        })?;
        Ok(())
    }

    /// Forgets what is on the screen, so that the next frame draws all of it.
    ///
    /// # Errors
    /// When the size of the terminal cannot be found out.
    pub fn redraw(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal.resize(Rect::from((Position::ORIGIN, size)))
    }

    /// Gives the terminal back, stops the program, and borrows the terminal again when it goes on.
    ///
    /// # Errors
    /// When the terminal cannot be borrowed again.
    pub fn suspend(&mut self) -> io::Result<()> {
        give_back();
        low_level::raise(SIGTSTP)?;
        enter()?;
        self.redraw()
    }

    /// Hands a text to the clipboard by way of the terminal (OSC 52), which never tells whether it took it.
    ///
    /// # Errors
    /// When it is longer than terminals take, or the terminal cannot be written to.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        /// xterm takes sequences of up to 100,000 bytes.
        const LONGEST: usize = 74_994;
        if text.len() > LONGEST {
            let text = format!("more than {LONGEST} bytes are not taken by terminals");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
        }
        let mut out = io::stdout();
        let clipboard = crossterm::clipboard::CopyToClipboard::to_clipboard_from(text);
        execute!(out, clipboard)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn enter() -> io::Result<()> {
    terminal::enable_raw_mode()?;
    BORROWED.store(true, Ordering::SeqCst);
    let entered = execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste);
    entered.inspect_err(|_| give_back())
}

/// Puts the terminal back as it was. Safe to call from anywhere and more than once.
pub fn give_back() {
    if !BORROWED.swap(false, Ordering::SeqCst) {
        return;
    }
    // There is nobody left to tell of an error here.
    let mut out = io::stdout();
    let _ = queue!(
        out,
        DisableBracketedPaste,
        cursor::Show,
        LeaveAlternateScreen
    );
    let _ = out.flush();
    let _ = terminal::disable_raw_mode();
}

/// A panic of any thread ends the program, with the terminal given back before it is told.
fn give_back_on_panic() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if BORROWED.load(Ordering::SeqCst) {
            give_back();
            tell(panic);
            let _ = writeln!(io::stderr(), "{}", panic_advice());
            std::process::exit(101);
        }
        tell(panic);
    }));
}

fn panic_advice() -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "This is a fault of sommet {version}. Please report the lines above with what you did last; \
         nothing of yours was changed."
    )
}

/// Ends as a signal ends a program, so that the shell sees which it was.
pub fn end_by_signal(signal: i32) {
    give_back();
    let _ = low_level::emulate_default_handler(signal);
}

fn listen_to_signals(sender: Sender<Input>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT])?;
    thread::spawn(move || {
        for signal in signals.forever() {
            if sender.send(Input::Signal(signal)).is_err() {
                // The program is ending anyway.
                return;
            }
        }
    });
    Ok(())
}

fn listen_to_keys(sender: Sender<Input>) {
    thread::spawn(move || {
        loop {
            let input = match event::read() {
                Ok(event) => Input::Event(event),
                Err(error) => Input::Gone(error),
            };
            let last = matches!(input, Input::Gone(_));
            if sender.send(input).is_err() || last {
                return;
            }
        }
    });
}

//! The program: arguments in, exit code out.

use std::process::ExitCode;

use sommet::terminal::{NotingAllocator, tidy_on_faults};

#[global_allocator]
static MEMORY: NotingAllocator = NotingAllocator;

fn main() -> ExitCode {
    // Without them, a fault ends the program all the same, only less tidily.
    let _ = tidy_on_faults();
    ExitCode::from(sommet::cli::run(std::env::args_os()))
}

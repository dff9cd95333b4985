//! Writes an invented dataset of any size, the same for the same arguments:
//! `cargo run --release --example generate -- --meetings 1000000 > big.json`.

mod chance;
mod names;
mod world;

use std::io::{self, BufWriter, Write as _};

use clap::Parser;
use world::{Plan, World};

/// Writes an invented dataset in the format `sommet/1` to standard output.
///
/// Nobody in it exists. The same arguments give the same bytes.
#[derive(Parser)]
struct Args {
    /// How many meetings.
    #[arg(long, default_value_t = 1_000)]
    meetings: u32,
    /// How many people [default: as fits the meetings]
    #[arg(long)]
    people: Option<u32>,
    /// How many organisations [default: as fits the meetings]
    #[arg(long)]
    organisations: Option<u32>,
    /// How many topics [default: as fits the meetings]
    #[arg(long)]
    topics: Option<u32>,
    /// Another number gives another world.
    #[arg(long, default_value_t = 46)]
    seed: u64,
    /// Indented, one value a line.
    #[arg(long)]
    pretty: bool,
}

fn main() -> io::Result<()> {
    let args = Args::parse();
    let usual = Plan::for_meetings(args.meetings, args.seed);
    let world = World::new(Plan {
        people: args.people.unwrap_or(usual.people),
        organisations: args.organisations.unwrap_or(usual.organisations),
        topics: args.topics.unwrap_or(usual.topics),
        ..usual
    });
    let mut out = BufWriter::with_capacity(1 << 18, io::stdout().lock());
    let written = if args.pretty {
        serde_json::to_writer_pretty(&mut out, &world)
    } else {
        serde_json::to_writer(&mut out, &world)
    };
    let done = written
        .map_err(io::Error::from)
        .and_then(|()| out.write_all(b"\n"))
        .and_then(|()| out.flush());
    match done {
        // Whoever read has had enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

//! How the time of loading grows with the flaws of a file, kind by kind: `cargo bench --bench flaws`. Numbers on
//! the command line are other sizes, words choose kinds.
//!
//! Ten times the flaws should take ten times the time, or less where it is little. The last column sets the largest
//! size beside a file without flaws that has as many bytes.

#[path = "flaws/kinds.rs"]
mod kinds;

use std::io::{self, Write as _};
use std::time::Instant;

use kinds::{KINDS, Kind, SOUND};
use sommet::data::{Level, count_of, load_text};

/// The shortest of some tries, in seconds; each has so many errors.
fn seconds(json: &str, errors: usize) -> f64 {
    let tries = (0..3).map(|_| {
        let json = json.to_owned();
        let start = Instant::now();
        let dataset = load_text(json).expect("a dataset");
        let taken = start.elapsed().as_secs_f64();
        assert_eq!(count_of(dataset.problems(), Level::Error), errors);
        taken
    });
    tries.fold(f64::INFINITY, f64::min)
}

fn measure(kind: &Kind, sizes: &[usize], sound: f64) {
    let mut cells = Vec::new();
    let mut before: Option<f64> = None;
    let mut beside = 0.0;
    for size in sizes {
        let json = (kind.made)(*size);
        let taken = seconds(&json, (kind.errors)(*size));
        let grown = before.map_or(String::new(), |before| format!(" ({:.1}×)", taken / before));
        cells.push(format!("{:>8.1} ms{grown:>9}", taken * 1e3));
        before = Some(taken);
        #[expect(clippy::cast_precision_loss, reason = "files are small")]
        let clean = sound * json.len() as f64;
        beside = taken / clean;
    }
    let _ = writeln!(
        io::stdout(),
        "| {:<52} | {} | {beside:>5.2} |",
        kind.name,
        cells.join(" | ")
    );
}

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let numbers: Vec<usize> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let sizes = if numbers.is_empty() {
        vec![1_000, 10_000, 100_000]
    } else {
        numbers
    };
    let words: Vec<&String> = words
        .iter()
        .filter(|word| word.parse::<usize>().is_err())
        .collect();
    let json = (SOUND.made)(sizes.last().copied().unwrap_or(1_000));
    #[expect(clippy::cast_precision_loss, reason = "files are small")]
    let sound = seconds(&json, 0) / json.len() as f64;
    measure(&SOUND, &sizes, sound);
    let chosen =
        |kind: &&Kind| words.is_empty() || words.iter().any(|word| kind.name.contains(*word));
    for kind in KINDS.iter().filter(chosen) {
        measure(kind, &sizes, sound);
    }
}

//! What a letter costs who searches: `cargo bench --bench search`; with a million meetings too when
//! `SOMMET_BENCH_MILLION` is set.

#[path = "../examples/generate/chance.rs"]
mod chance;
#[path = "../examples/generate/names.rs"]
mod names;
#[path = "../examples/generate/world.rs"]
mod world;

use std::sync::{LazyLock, Mutex};

use divan::{Bencher, black_box};
use sommet::data::{Dataset, Kind, load_text};
use sommet::query::{Matcher, Query, QueryCache};
use sommet::search::{Index, Stop};
use world::{Plan, World};

/// No more hits than these are put in order: what a screen shows, and some to scroll to.
const LIMIT: usize = 200;

/// Typed letter by letter: a word of many titles, one of which only scattered letters stand in many, and
/// one that is mistyped.
const WORDS: [&str; 3] = ["hydrogen", "sorensen", "migratoin"];

/// By field: what is kept.
const FILTERS: [&str; 5] = [
    "person:sorensen",
    "topic:energy",
    "in:2014..2018",
    "role:rapporteur",
    "person:sorensen -topic:energy in:2014..",
];

fn main() {
    divan::main();
}

/// How many meetings.
fn sizes() -> Vec<u32> {
    let million = std::env::var_os("SOMMET_BENCH_MILLION").map(|_| 1_000_000);
    [1_000, 10_000, 100_000]
        .into_iter()
        .chain(million)
        .collect()
}

struct Tried {
    meetings: u32,
    dataset: Dataset,
    index: Index,
}

/// The dataset of that size; the last one that was asked for stays.
fn tried(meetings: u32) -> &'static Tried {
    static TRIED: LazyLock<Mutex<Vec<&'static Tried>>> = LazyLock::new(Mutex::default);
    let mut all = TRIED.lock().expect("nothing failed");
    if let Some(known) = all.iter().find(|tried| tried.meetings == meetings) {
        return known;
    }
    let world = World::new(Plan::for_meetings(meetings, 46));
    let json = serde_json::to_string(&world).expect("it can be written");
    let dataset = load_text(json).expect("a dataset");
    let index = Index::new(&dataset);
    let tried: &'static Tried = Box::leak(Box::new(Tried {
        meetings,
        dataset,
        index,
    }));
    all.push(tried);
    tried
}

fn typed(tried: &Tried, word: &str, kind: Option<Kind>) {
    let matcher = Matcher::new(&tried.dataset, &tried.index);
    let mut memory = QueryCache::default();
    for (at, letter) in word.char_indices() {
        let typed = word.get(..at + letter.len_utf8()).unwrap_or(word);
        let query = Query::parse_typed(typed).expect("a query");
        let answer = matcher.find(&query, kind, LIMIT, &Stop::default(), &mut memory);
        black_box(answer);
    }
}

/// Every name folded.
#[divan::bench(args = sizes(), sample_size = 1)]
fn index(bencher: Bencher<'_, '_>, meetings: u32) {
    let tried = tried(meetings);
    bencher.bench(|| Index::new(&tried.dataset));
}

/// All letters of a word, one after the other, among all records. Divided by the letters it is a key.
#[divan::bench(args = sizes(), consts = [0, 1, 2], sample_size = 1)]
fn a_word_typed<const WORD: usize>(bencher: Bencher<'_, '_>, meetings: u32) {
    let tried = tried(meetings);
    bencher.bench(|| typed(tried, WORDS[WORD], None));
}

/// The same among people alone.
#[divan::bench(args = sizes(), sample_size = 1)]
fn a_name_typed(bencher: Bencher<'_, '_>, meetings: u32) {
    let tried = tried(meetings);
    bencher.bench(|| typed(tried, "sorensen", Some(Kind::Person)));
}

/// The meetings that a filter keeps.
#[divan::bench(args = sizes(), consts = [0, 1, 2, 3, 4], sample_size = 1)]
fn a_filter<const FILTER: usize>(bencher: Bencher<'_, '_>, meetings: u32) {
    let tried = tried(meetings);
    let query = Query::parse(FILTERS[FILTER]).expect("a query");
    bencher.bench(|| Matcher::new(&tried.dataset, &tried.index).keep(&query));
}

//! How long it takes from a file to a dataset, beside typed serde alone: `cargo bench --bench load`.

#[path = "../examples/generate/chance.rs"]
mod chance;
#[path = "../examples/generate/names.rs"]
mod names;
#[path = "../examples/generate/world.rs"]
mod world;

use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;

use divan::Bencher;
use divan::counter::BytesCount;
use serde::Deserialize;
use sommet::data::{Origin, load};
use world::{Plan, World};

/// How many meetings.
const SIZES: [u32; 3] = [1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

/// An invented dataset as a file.
fn file(meetings: u32) -> PathBuf {
    let path = std::env::temp_dir().join(format!("sommet-bench-{meetings}.json"));
    let world = World::new(Plan::for_meetings(meetings, 46));
    let json = serde_json::to_string(&world).expect("it can be written");
    fs::write(&path, json).expect("it can be written");
    path
}

fn size(path: &PathBuf) -> BytesCount {
    BytesCount::new(fs::metadata(path).map_or(0, |known| known.len()))
}

/// Read, linked and ready to be asked.
#[divan::bench(args = SIZES, sample_size = 1)]
fn dataset(bencher: Bencher<'_, '_>, meetings: u32) {
    let path = file(meetings);
    let origin = Origin::File(path.clone());
    bencher
        .counter(size(&path))
        .bench(|| load(&origin).expect("a dataset"));
}

/// The yardstick: serde alone, from bytes in memory, each record to a struct that borrows its texts; nothing
/// is cleaned, checked or linked.
#[divan::bench(args = SIZES, sample_size = 1)]
fn serde_alone(bencher: Bencher<'_, '_>, meetings: u32) {
    let path = file(meetings);
    let bytes = fs::read(&path).expect("it can be read");
    bencher.counter(size(&path)).bench(|| {
        let records: Records<'_> = serde_json::from_slice(&bytes).expect("JSON");
        records.meetings.len() + records.people.len()
    });
}

#[expect(dead_code, reason = "it is only read into")]
mod yardstick {
    use super::{Cow, Deserialize};

    #[derive(Deserialize)]
    pub struct Records<'a> {
        #[serde(borrow)]
        pub meetings: Vec<Meeting<'a>>,
        pub people: Vec<Person<'a>>,
        pub organisations: Vec<Named<'a>>,
        pub topics: Vec<Named<'a>>,
    }

    #[derive(Deserialize)]
    pub struct Meeting<'a> {
        #[serde(borrow)]
        pub id: Cow<'a, str>,
        #[serde(borrow)]
        pub title: Cow<'a, str>,
        #[serde(borrow)]
        pub kind: Cow<'a, str>,
        #[serde(borrow)]
        pub date: Cow<'a, str>,
        #[serde(borrow)]
        pub place: Cow<'a, str>,
        #[serde(borrow)]
        pub summary: Cow<'a, str>,
        pub participants: Vec<Participant<'a>>,
        pub topics: Vec<&'a str>,
        pub sources: Vec<&'a str>,
    }

    #[derive(Deserialize)]
    pub struct Participant<'a> {
        #[serde(borrow)]
        pub person: Cow<'a, str>,
        #[serde(borrow)]
        pub role: Cow<'a, str>,
        #[serde(borrow)]
        pub organisation: Cow<'a, str>,
    }

    #[derive(Deserialize)]
    pub struct Person<'a> {
        #[serde(borrow)]
        pub id: Cow<'a, str>,
        #[serde(borrow)]
        pub name: Cow<'a, str>,
        pub roles: Vec<Role<'a>>,
    }

    #[derive(Deserialize)]
    pub struct Role<'a> {
        #[serde(borrow)]
        pub title: Cow<'a, str>,
        #[serde(borrow)]
        pub organisation: Cow<'a, str>,
        #[serde(borrow)]
        pub from: Cow<'a, str>,
    }

    #[derive(Deserialize)]
    pub struct Named<'a> {
        #[serde(borrow)]
        pub id: Cow<'a, str>,
        #[serde(borrow)]
        pub name: Cow<'a, str>,
    }
}

use yardstick::Records;

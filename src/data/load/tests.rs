//! However a file comes in, and by how many threads it is read, it is the same dataset or the same refusal.

use std::fmt::Write as _;
use std::fs;

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, RngSeed};

use super::*;
use crate::data::{Kind, ReadError, RecordId, Relation};

const FULL: &str = include_str!("../../../tests/fixtures/full.json");

/// Flaws of many kinds, so that problems and mended records are compared too.
const POOR: &str = r#"{ "people" :[ null, {"id":"a","name":7,"roles":[{"title":"H\u00e9ad"},{"title":["x"]},"no"]},
    {"id":"b","name":"B\"{[ø","aliases":["x",null,3],"colour":"\\\\\""}, 7, {"id":"b","name":"C"}, {}],
  "topics":"none", "odd" : [1, {"a":[true]}, "\\"], "odd": {"x": "}"}, "gaps":["g"],
  "meetings": [ {"id":"m","title":"M","date":"2013-13-45","participants":[{"person":"a"},{"person":"z"}],
    "topics":["t"],"series":"s"},{"id":"n","title":"N","date":"2013","part_of":"m","x":1,"x":1} ],
  "people": [{"id":"c"}], "format":"sommet/1.2", "series":[{"id":"s","sources":["q"]}] }
"#;

fn options(readers: usize, size: usize) -> ReadOptions {
    ReadOptions {
        block: size,
        batch: size,
        readers,
        ..OPTIONS
    }
}

fn read(bytes: &[u8], options: ReadOptions) -> Result<Dataset, LoadError> {
    kept(&Origin::Stdin, bytes, options, &Watch::default())
}

/// All that a dataset says, or why there is none.
fn told(read: &Result<Dataset, LoadError>) -> String {
    let dataset = match read {
        Ok(dataset) => dataset,
        Err(refusal) => return refusal.to_string(),
    };
    let mut told = format!("{:?}\n{:?}\n", dataset.about(), dataset.conflicts());
    for problem in dataset.problems() {
        let _ = writeln!(told, "{problem}");
    }
    for id in Kind::ALL.into_iter().flat_map(|kind| dataset.all(kind)) {
        tell(dataset, id, &mut told);
    }
    for series in 0..dataset.series_count() {
        let body = dataset.series_body(series).expect("a body");
        let (name, meetings) = (dataset.series_name(series), dataset.series_meetings(series));
        let _ = writeln!(told, "{name} {meetings:?} {}", body.json());
    }
    told
}

fn tell(dataset: &Dataset, id: RecordId, told: &mut String) {
    let body = dataset.body(id).expect("a body");
    let found = dataset.find(id.kind, dataset.raw_id(id)).map(|id| id.row);
    let aliases: Vec<&str> = dataset.aliases(id).collect();
    let names = (dataset.name(id), dataset.short(id), aliases);
    let meetings = dataset.meetings_of(id);
    let date = dataset.date(id);
    let _ = writeln!(
        told,
        "{} {found:?} {names:?} {date:?} {meetings:?}",
        dataset.key(id)
    );
    let _ = writeln!(told, "{}", body.json());
    for relation in Relation::ALL {
        let to: Vec<RecordId> = dataset.to(id, relation).collect();
        let from: Vec<RecordId> = dataset.from(id, relation).collect();
        if !to.is_empty() || !from.is_empty() {
            let _ = writeln!(told, "{relation:?} {to:?} {from:?}");
        }
    }
    match id.kind {
        Kind::Meeting => {
            let participants: Vec<_> = dataset.participants(id).collect();
            let topics: Vec<_> = dataset.topics(id).collect();
            let place = (
                dataset.place(id),
                dataset.meeting_kind(id),
                dataset.ordinal(id),
            );
            let _ = writeln!(told, "{participants:?} {topics:?} {place:?}");
        }
        Kind::Person => {
            let roles: Vec<_> = dataset.roles(id).collect();
            let _ = writeln!(told, "{roles:?}");
        }
        _ => {}
    }
}

fn pretty(json: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(json).expect("JSON");
    serde_json::to_string_pretty(&value).expect("JSON")
}

#[test]
fn any_number_of_readers_and_any_size_of_blocks_give_the_same_dataset() {
    let (poor, full) = (pretty(POOR), pretty(FULL));
    let with_mark = format!("\u{feff}{FULL}");
    for text in [POOR, FULL, &poor, &full, &with_mark] {
        let whole = told(&read(text.as_bytes(), OPTIONS));
        assert_eq!(told(&load_text(text.to_owned())), whole);
        for (readers, size) in [(1, 1), (1, 7), (2, 64), (3, 1), (3, 500), (2, 4096)] {
            let parts = told(&read(text.as_bytes(), options(readers, size)));
            assert_eq!(parts, whole, "{readers} readers, {size} bytes");
        }
    }
    let bundled = told(&load(&Origin::Bundled));
    for (readers, size) in [(1, 1000), (3, 333)] {
        assert_eq!(
            told(&read(BUNDLED.as_bytes(), options(readers, size))),
            bundled
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(46),
        ..ProptestConfig::default()
    })]

    #[test]
    fn broken_anywhere_it_is_refused_with_the_same_words(
        at in 0..POOR.len(),
        byte in prop_oneof![
            Just(None),
            proptest::sample::select(br#"{}[]",:\ x0"#.to_vec()).prop_map(Some),
            any::<u8>().prop_map(Some),
        ],
        size in 1..200_usize,
        readers in 1..4_usize,
    ) {
        let mut bytes = POOR.as_bytes().to_vec();
        match byte {
            None => bytes.truncate(at),
            Some(byte) => bytes[at] = byte,
        }
        let whole = read(&bytes, OPTIONS);
        prop_assert_eq!(told(&read(&bytes, options(readers, size))), told(&whole));
        // Whether it is JSON is for serde to say.
        let is_json = serde_json::from_slice::<Box<serde_json::value::RawValue>>(&bytes).is_ok();
        match &whole {
            Ok(_) => prop_assert!(is_json),
            Err(LoadError::NotADataset { at: Some(_), .. }) => prop_assert!(!is_json, "{}", told(&whole)),
            // It is no dataset of ours, whatever else it is.
            Err(_) => {}
        }
    }
}

fn scratch(name: &str, text: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("sommet-load-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    fs::write(&path, text).expect("a file");
    path
}

#[test]
fn texts_stay_in_the_file_and_are_never_those_of_another() {
    let path = scratch("changed.json", FULL);
    let read = load(&Origin::File(path.clone()));
    assert_eq!(told(&read), told(&load_text(FULL)));
    let dataset = read.expect("a dataset");
    let id = RecordId::meeting(0);
    assert!(dataset.body(id).is_ok());
    // As many bytes as before, and all of them valid.
    fs::write(&path, FULL.replace("summary", "Summary")).expect("written");
    assert_eq!(dataset.body(id).err(), Some(ReadError::Changed));
    fs::write(&path, "{").expect("written");
    assert_eq!(dataset.body(id).err(), Some(ReadError::Changed));
}

#[test]
fn a_compressed_file_gives_the_same_dataset_with_its_texts() {
    use flate2::{Compression, write::GzEncoder};
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};
    use std::io::Write as _;

    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(FULL.as_bytes()).expect("to memory");
    let gzip = gzip.finish().expect("to memory");
    let zstd = compress_to_vec(FULL.as_bytes(), CompressionLevel::Fastest);
    let plain = told(&read(FULL.as_bytes(), OPTIONS));
    for (name, packed) in [("packed.gz", gzip), ("packed.zst", zstd)] {
        assert_eq!(told(&read(&packed, OPTIONS)), plain, "{name} from a pipe");
        let path = scratch(name, "");
        fs::write(&path, &packed).expect("written");
        assert_eq!(told(&load(&Origin::File(path.clone()))), plain, "{name}");
        fs::write(&path, &packed[..packed.len() / 2]).expect("written");
        let refused = told(&load(&Origin::File(path)));
        assert!(refused.contains("breaks off"), "{refused}");
    }
}

#[test]
fn a_file_that_was_deleted_still_gives_its_texts_and_another_in_its_place_does_not() {
    let path = scratch("deleted.json", FULL);
    let dataset = load(&Origin::File(path.clone())).expect("a dataset");
    fs::remove_file(&path).expect("deleted");
    assert!(dataset.body(RecordId::meeting(0)).is_ok());
    fs::write(&path, FULL).expect("written");
    assert_eq!(
        dataset.body(RecordId::meeting(0)).err(),
        Some(ReadError::Changed)
    );
}

/// Gives the same bytes again and again.
struct Endless(&'static [u8], usize);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        for (byte, next) in buffer.iter_mut().zip(self.0.iter().cycle().skip(self.1)) {
            *byte = *next;
        }
        self.1 = (self.1 + buffer.len()) % self.0.len();
        Ok(buffer.len())
    }
}

#[test]
fn what_never_ends_is_refused_before_memory_is_full() {
    let small = ReadOptions {
        longest: 2 << 20,
        ..OPTIONS
    };
    for (bytes, sentence) in [
        (&br#"{"a":"#[..], "longer than 2 MiB"),
        (b"[", "an array stands on top"),
        (b"\0", "not a text"),
        (b"\"", "something"),
        (br#"{"a""#, "expected `:`"),
    ] {
        let refused = kept(&Origin::Stdin, Endless(bytes, 0), small, &Watch::default());
        let refused = refused.expect_err("refused").to_string();
        let other = refused.contains("not an object");
        assert!(refused.contains(sentence) || other, "{refused}");
    }
    let text = Cursor::new(&b"{\"people\":[{\"name\":\""[..]).chain(Endless(b"x", 0));
    let refused = kept(&Origin::Stdin, text, small, &Watch::default()).expect_err("refused");
    let sentence = "standard input:1:12: a single value here is longer than 2 MiB";
    assert!(refused.to_string().starts_with(sentence), "{refused}");
}

#[test]
fn however_deep_it_is_what_the_format_does_not_know_costs_no_more_than_itself() {
    let deep = format!("{}{}", "[".repeat(2000), "]".repeat(2000));
    let json = format!(
        r#"{{"people":[{{"id":"a","x":{deep},"name":7,"note":{deep}}},{{"id":"b","name":"B"}}],
            "format":"sommet/1","gaps":{deep}}}"#
    );
    assert_eq!(
        problems(&json),
        [
            "error: gaps[0]: a list is not a text; left out",
            "error: people[0].name: `7` is not a text; left out",
            "error: people[0].note: a list is not a text; left out",
            "note: people[0].x: unknown field, left aside",
        ]
    );
    assert_eq!(dataset(&json).count(Kind::Person), 2);
}

fn dataset(json: &str) -> Dataset {
    load_text(json.to_owned()).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn problems(json: &str) -> Vec<String> {
    let dataset = dataset(json);
    dataset.problems().iter().map(ToString::to_string).collect()
}

fn refusal(json: &str) -> String {
    let refused = kept(&Origin::Stdin, json.as_bytes(), OPTIONS, &Watch::default());
    refused.expect_err(json).to_string()
}

#[test]
fn the_bundled_dataset_has_no_problems_and_all_its_records() {
    let dataset = load(&Origin::Bundled).expect("bundled");
    assert_eq!(dataset.problems(), []);
    let json: serde_json::Value = serde_json::from_str(BUNDLED).expect("JSON");
    for kind in Kind::ALL {
        let listed = json[kind.many()].as_array().map_or(0, Vec::len);
        assert_eq!(dataset.count(kind), listed, "{kind}");
    }
}

#[test]
fn who_looks_on_sees_how_far_it_is_and_can_stop_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/dataset.json");
    let origin = Origin::File(path);
    let watch = Watch::default();
    let dataset = load_watched(&origin, &watch).expect("the bundled dataset");
    assert_eq!(watch.bytes(), BUNDLED.len() as u64);
    assert_eq!(watch.bytes_in_all(), Some(watch.bytes()));
    assert!(watch.records() >= dataset.total() as u64);
    watch.clone().stop();
    let refusal = load_watched(&origin, &watch).expect_err("stopped");
    assert!(matches!(refusal, LoadError::Stopped), "{refusal}");
}

#[test]
fn one_wrong_field_costs_that_field_alone() {
    let json = r#"{"format":"sommet/1","people":[
        {"id":"a","name":7,"roles":[{"title":"Head"},{"title":["x"]},"no",{"title":"Last"}]},
        {"id":"b","name":"B","aliases":["x",null,3]},
        7]}"#;
    assert_eq!(
        problems(json),
        [
            "error: people[0].name: `7` is not a text; left out",
            "error: people[0].roles[1].title: a list is not a text; left out",
            "error: people[0].roles[2]: `no` is not an object; left out",
            "error: people[1].aliases[1]: `null` is not a text; left out",
            "error: people[1].aliases[2]: `3` is not a text; left out",
            "error: people[2]: is not an object; left out",
        ]
    );
    let dataset = dataset(json);
    let person = RecordId::new(Kind::Person, 0);
    assert_eq!(dataset.name(person), "a");
    let titles: Vec<_> = dataset.roles(person).map(|role| role.title).collect();
    assert_eq!(titles, ["Head", "", "Last"]);
}

#[test]
fn a_dangling_reference_is_named_with_its_path_and_what_is_near() {
    let json = r#"{"format":"sommet/1",
        "people":[{"id":"claus-sorensen","name":"Claus Sørensen"}],
        "meetings":[{"id":"m","title":"M","date":"2013-13-45","series":"somm","participants":[
            {"person":"claus-sorensen"},{"person":"claus-sorenson","role":"x"}],
            "topics":["t",{"topic":"u"}],"sources":["nowhere"],"colour":"red"}],
        "series":[{"id":"som","name":"S"}]}"#;
    assert_eq!(
        problems(json),
        [
            "error: meetings[0].date: `2013-13-45` is no date like 2013, 2013-05, 2013-05-03 or 2013-05-03/2013-05-04; kept as text",
            "error: meetings[0].participants[1].person: there is no person `claus-sorenson`; did you mean `claus-sorensen`?",
            "error: meetings[0].topics[0]: there is no topic `t`; the link is left out",
            "error: meetings[0].topics[1].topic: there is no topic `u`; the link is left out",
            "error: meetings[0].sources[0]: there is no source `nowhere`; the link is left out",
            "error: meetings[0].series: there is no series `somm`; did you mean `som`?",
            "note: meetings[0].colour: unknown field, left aside",
        ]
    );
}

#[test]
fn an_id_used_twice_is_kept_twice_and_found_once() {
    let json = r#"{"format":"sommet/1","topics":[
        {"id":"t","name":"Second by name"},{"id":"t","name":"First by name"},
        {"id":"a\u200bb","name":"x"},{"id":"a\u200cb","name":"y"}]}"#;
    assert_eq!(
        problems(json),
        ["error: topics[1].id: `t` is used twice; links go to the first",]
    );
    let dataset = dataset(json);
    let found = dataset.find(Kind::Topic, "t").expect("t");
    assert_eq!(dataset.name(found), "Second by name");
    // Ids that look alike are told apart by how they are written.
    let keys = ["topic/a%E2%80%8Bb", "topic/a%E2%80%8Cb"];
    let found = keys.map(|key| dataset.find_key(key).expect(key));
    assert_eq!(found.map(|id| dataset.name(id)), ["x", "y"]);
    assert_eq!(found.map(|id| dataset.key(id)), keys);
}

#[test]
fn a_doubled_field_and_a_doubled_list_are_said() {
    let json = r#"{"format":"sommet/1","topics":[{"id":"t","name":"A","name":"B"}],"topics":[]}"#;
    assert_eq!(
        problems(json),
        [
            "error: topics: is given twice; the first is used",
            "error: topics[0].name: is given twice; the first is used",
        ]
    );
    assert_eq!(dataset(json).name(RecordId::new(Kind::Topic, 0)), "A");
}

#[test]
fn an_inferred_role_is_that_of_the_day() {
    let json = r#"{"format":"sommet/1",
        "organisations":[{"id":"o","name":"O"}],
        "people":[{"id":"p","name":"P","roles":[
            {"title":"Early","from":"2010","to":"2012"},
            {"title":"Later","organisation":"o","from":"2013"}]}],
        "meetings":[{"id":"m","title":"M","date":"2014-01-01","participants":[{"person":"p"}]},
            {"id":"n","title":"N","participants":[{"person":"p"}]}]}"#;
    let dataset = dataset(json);
    let at = |row| {
        dataset
            .participants(RecordId::meeting(row))
            .next()
            .expect("one")
    };
    assert_eq!((at(0).role, at(0).role_inferred), ("Later", true));
    assert_eq!((at(1).role, at(1).role_inferred), ("", false));
    let organisation = RecordId::new(Kind::Organisation, 0);
    assert_eq!(at(0).inferred_organisation, Some(organisation));
    assert_eq!(at(0).organisation, None, "nobody says so");
    assert!(dataset.meetings_of(organisation).is_empty());
}

#[test]
fn what_is_no_dataset_is_refused_in_one_sentence() {
    let deep = "[".repeat(100_000);
    let cases = [
        (
            "",
            "standard input: the file is empty; a dataset is one JSON object with \"format\": \"sommet/1\"",
        ),
        (
            "[]",
            "standard input: an array stands on top; a dataset is one JSON object with \"format\": \"sommet/1\"",
        ),
        (
            "{\"format\":\"sommet/2\"}",
            "standard input: its format is \"sommet/2\", and this program reads \"sommet/1\"; use a newer version of the program",
        ),
        (
            "{\"format\":\"sommet/1\",\n \"people\": [{\"id\"",
            "standard input:2:18: the file ends in the middle; is it whole?",
        ),
        (
            "{\"a\": tru}",
            "standard input:1:10: expected ident; mend the JSON there",
        ),
        (
            "{} {}",
            "standard input:1:4: another object follows, as in JSON Lines; a dataset is one JSON object with \"format\": \"sommet/1\"",
        ),
        (
            "7",
            "standard input:1:1: the top level is not an object; a dataset is one JSON object with \"format\": \"sommet/1\"",
        ),
        (
            "\u{1}nothing\u{1b}",
            "standard input:1:1: expected value; mend the JSON there",
        ),
    ];
    for (json, sentence) in cases {
        assert_eq!(refusal(json), sentence);
    }
    let deep = format!("{{\"format\":\"sommet/1\",\"x\":{deep}");
    assert!(
        refusal(&deep).contains("the file ends in the middle"),
        "{}",
        refusal(&deep)
    );
    let latin = &b"{\"a\":\n\"\xe9\"}"[..];
    let latin = kept(&Origin::Stdin, latin, OPTIONS, &Watch::default());
    let latin = latin.expect_err("latin").to_string();
    assert_eq!(
        latin,
        "standard input:2:2: byte 7 is not UTF-8; save the file as UTF-8"
    );
}

#[test]
fn an_empty_object_with_a_format_is_a_dataset() {
    let dataset = dataset(r#"{"format":"sommet/1"}"#);
    assert_eq!((dataset.total(), dataset.problems().len()), (0, 0));
}

#[test]
fn whenever_it_is_asked_to_stop_it_does_and_there_is_no_dataset() {
    let meetings: Vec<String> = (0..40)
        .map(|n| {
            format!(
                r#"{{"id":"m{n}","title":"M","date":"2024","series":"x{n}","hosts":["o",3],
                "part_of":"m{n}","participants":[{{"person":"p"}},{{"person":"q{n}"}},{{}},{{}}]}}"#
            )
        })
        .collect();
    let json = format!(
        r#"{{"format":"sommet/1","gaps":[1,2],"people":[{{"id":"p","name":"P","roles":[{{"title":"R","from":"2020"}}]}}],
        "series":[{{"id":"s","name":"S","sources":["t"]}}],"organisations":[{{"id":"o","name":"O"}}],
        "conflicts":[{{"about":"a","records":["person/p"],"readings":[{{"value":"v","source":"t"}}]}}],
        "meetings":[{}]}}"#,
        meetings.join(",")
    );
    let read = |options, watch: &Watch| whole(&Origin::Stdin, json.clone().into(), options, watch);
    let options = ReadOptions {
        block: 256,
        batch: 512,
        ..OPTIONS
    };
    let watch = Watch::default();
    read(options, &watch).expect("nobody asks");
    let looks = watch.looks() - 1;
    assert!(looks > 40 * 8, "every item is followed by a look: {looks}");
    // With one reader beside the one who gathers, their looks come in any order; each is followed by others.
    for look in (1..looks).step_by(3).chain([looks - 1]) {
        let read = read(options, &Watch::stopped_at(look));
        assert!(matches!(read, Err(LoadError::Stopped)), "{look} of {looks}");
    }
}

#[test]
fn where_no_thread_can_be_started_all_is_read_all_the_same() {
    let topics: Vec<String> = (0..500)
        .map(|n| format!(r#"{{"id":"t{n}","name":"T"}}"#))
        .collect();
    let json = format!(r#"{{"format":"sommet/1","topics":[{}]}}"#, topics.join(","));
    for threads in 0..4 {
        let options = ReadOptions {
            block: 256,
            batch: 512,
            readers: 3,
            ..OPTIONS
        };
        let watch = Watch::default();
        let read = || whole(&Origin::Stdin, json.clone().into(), options, &watch);
        let dataset = crate::parallel::refused::after(threads, read).expect("a dataset");
        assert_eq!(dataset.count(Kind::Topic), 500);
        assert_eq!(dataset.problems(), []);
    }
}

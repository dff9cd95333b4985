//! Searching, tried on the bundled dataset, on odd names and with unkind queries.

use std::ops::Range;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, RngSeed};
use unicode_segmentation::UnicodeSegmentation;

use super::engine::ENOUGH;
use super::order::HitGroup;
use super::rank::{Exactness, MatchKind};
use super::*;
use crate::data::{Dataset, Kind, Origin, RecordId, load, load_text};
use crate::text::{fold, initials, words};

struct Tried {
    dataset: Dataset,
    index: Index,
}

impl Tried {
    fn new(dataset: Dataset) -> Self {
        let index = Index::new(&dataset);
        Self { dataset, index }
    }

    fn find(&self, query: &str) -> Found {
        find(&self.index, &self.dataset, query, None)
    }

    fn find_kind(&self, query: &str, kind: Kind) -> Found {
        find(&self.index, &self.dataset, query, Some(kind))
    }

    fn keys(&self, found: &Found) -> Vec<String> {
        let hits = found.hits().iter();
        hits.map(|hit| self.dataset.key(hit.id)).collect()
    }

    /// The reasons of a hit in words.
    fn why(&self, query: &str, key: &str) -> String {
        let found = self.find(query);
        let id = self.dataset.find_key(key).expect("there is such a record");
        let hit = found.hits().iter().find(|hit| hit.id == id);
        found.why(&self.dataset, *hit.expect("it is found"))
    }

    /// The name of the first hit, its marked letters in brackets.
    fn marked(&self, query: &str) -> String {
        let found = self.find(query);
        let hit = found.hits()[0];
        let shown = self.dataset.name(hit.id);
        let mut marked = shown.to_owned();
        for mark in found.marks(hit, shown).into_iter().rev() {
            marked.insert(mark.end, ']');
            marked.insert(mark.start, '[');
        }
        marked
    }
}

static BUNDLED: LazyLock<Tried> = LazyLock::new(|| {
    let dataset = load(&Origin::Bundled).expect("the bundled dataset can be read");
    Tried::new(dataset)
});

/// Names as odd as the door lets in.
static ODD: LazyLock<Tried> = LazyLock::new(|| {
    let far = format!("a{}b", "x".repeat(33_000));
    let long = "Straße ".repeat(300);
    let names = [
        "Straße İstanbul ﬀ",
        "👩‍💻 Ж 漢字",
        "e\u{301}te\u{301}",
        "\u{1b}[31mred",
        "--",
        "",
        "O’Sullivan-Smith",
        &far,
        &long,
    ];
    let people: Vec<String> = (0..)
        .zip(names)
        .map(|(nth, name)| {
            let name = serde_json::to_string(name).expect("a string is JSON");
            format!(r#"{{"id": "p{nth}", "name": {name}, "aliases": [{name}, "Ærø {nth}"]}}"#)
        })
        .collect();
    let meeting = r#"{"id": "m", "title": "Talks", "date": "2013", "participants": [
        {"name": "Zoë Guest", "role": "Envoy"}, {"person": "p0"}]}"#;
    let text = format!(
        r#"{{"people": [{}], "meetings": [{meeting}]}}"#,
        people.join(",")
    );
    Tried::new(load_text(text).expect("it can be read"))
});

#[test]
fn sorensen_is_found_however_he_is_typed() {
    for query in [
        "sorensen",
        "SØRENSEN",
        "sorensen claus",
        "c sor",
        "director general echo",
        "soresnen",
        "sorensn",
        "sorenssen",
        "soerensen",
        "Claus Haugaard Sørensen",
    ] {
        let people = BUNDLED.keys(&BUNDLED.find_kind(query, Kind::Person));
        assert_eq!(people[0], "person/claus-sorensen", "{query}");
        let all = BUNDLED.keys(&BUNDLED.find(query));
        let first = all.iter().find(|key| key.starts_with("person/"));
        assert_eq!(first, Some(&people[0]), "{query}");
    }
}

#[test]
fn a_person_comes_before_his_meetings() {
    let found = BUNDLED.find("soren");
    let keys = BUNDLED.keys(&found);
    assert_eq!(keys[0], "person/claus-sorensen");
    let meetings: Vec<&String> = keys.iter().filter(|k| k.starts_with("meeting/")).collect();
    assert_eq!(meetings, ["meeting/som-02", "meeting/som-01"]);
    assert!(found.hits().iter().all(|hit| hit.rank <= Rank::Inside));
}

#[test]
fn initials_of_a_title_find_who_holds_it() {
    let people = BUNDLED.keys(&BUNDLED.find_kind("iom dg", Kind::Person));
    assert_eq!(
        people,
        [
            "person/william-lacy-swing",
            "person/antonio-vitorino",
            "person/amy-pope"
        ]
    );
}

#[test]
fn the_best_is_first() {
    for (query, key, rank) in [
        ("hld", "topic/hld-2013", Rank::WholeWord),
        ("antonio", "person/antonio-vitorino", Rank::WholeWord),
        ("clim", "topic/climate-migration", Rank::WordStart),
        ("echo", "organisation/dg-echo", Rank::WholeName),
        ("eutf", "topic/eutf-africa", Rank::WholeName),
        ("o'sullivan", "person/david-osullivan", Rank::WholeWord),
        ("high-level dia", "topic/hld-2013", Rank::WordStart),
        ("clmt", "topic/climate-migration", Rank::Fuzzy),
        ("vitrno", "person/antonio-vitorino", Rank::Fuzzy),
        ("osullivan", "person/david-osullivan", Rank::Fuzzy),
        ("covid19", "topic/covid-19", Rank::Fuzzy),
        ("avramopulos", "person/dimitris-avramopoulos", Rank::Typo),
        ("lacy wiliam", "person/william-lacy-swing", Rank::Typo),
    ] {
        let first = BUNDLED.find(query).hits()[0];
        assert_eq!(BUNDLED.dataset.key(first.id), key, "{query}");
        assert_eq!(first.rank, rank, "{query}");
    }
}

#[test]
fn nothing_is_found_for_nothing() {
    for query in [
        "",
        "  ",
        "-",
        "’—…",
        "zzzz",
        "qwer",
        "2031",
        "sorensen zzzz",
    ] {
        assert_eq!(BUNDLED.keys(&BUNDLED.find(query)), [""; 0], "{query}");
    }
    assert!(BUNDLED.find(" - ").terms.is_empty());
    assert!(!BUNDLED.find("zzzz").terms.is_empty());
}

#[test]
fn hits_of_one_kind_are_those_of_all() {
    for query in ["migration", "dg", "a", "iom unhcr"] {
        let all = BUNDLED.find(query);
        // Of one kind there may be few letter for letter, and then others behind them.
        let letter_for_letter = |found: &Found, kind: Kind| -> Vec<Hit> {
            let of_kind = found.hits().iter().filter(|hit| hit.id.kind == kind);
            let exact = of_kind.filter(|hit| hit.rank <= Rank::Inside);
            exact.copied().collect()
        };
        for kind in Kind::ALL {
            let found = letter_for_letter(&BUNDLED.find_kind(query, kind), kind);
            assert_eq!(found, letter_for_letter(&all, kind), "{query}");
        }
    }
}

#[test]
fn letters_are_left_out_only_where_few_records_are_found_letter_for_letter() {
    let named = |many: usize| {
        let all = (0..many).map(|nth| format!(r#"{{"id":"p{nth}","name":"Anna Climate {nth}"}}"#));
        let odd = r#"{"id":"odd","name":"Claim Ate"}"#.to_owned();
        let people: Vec<String> = all.chain([odd]).collect();
        let json = format!(r#"{{"people":[{}],"meetings":[]}}"#, people.join(","));
        Tried::new(load_text(json).expect("it can be read"))
    };
    let found = |many: usize| named(many).find("climate").total();
    assert_eq!(found(ENOUGH - 1), ENOUGH);
    assert_eq!(found(ENOUGH), ENOUGH);
}

#[test]
fn typos_wait_until_nothing_better_is_found() {
    assert!(!BUNDLED.find("sorensen").took_typos());
    assert!(BUNDLED.find("sorensn").took_typos());
    // There is a topic of that name, but no agreement.
    assert!(!BUNDLED.find("syria").took_typos());
    assert!(BUNDLED.find_kind("syria", Kind::Agreement).took_typos());
}

#[test]
fn a_hit_says_why() {
    for (query, key, why) in [
        ("soren", "person/claus-sorensen", "name, accent folded"),
        ("søren", "person/claus-sorensen", "name"),
        ("soren", "meeting/som-01", "person named"),
        ("swing", "person/william-lacy-swing", "name"),
        ("hld", "topic/hld-2013", "alias HLD 2013"),
        ("climate", "meeting/som-01", "topic discussed"),
        ("echo", "meeting/som-01", "organisation DG ECHO"),
        ("echo", "organisation/dg-echo", "alias ECHO"),
        (
            "director echo",
            "person/claus-sorensen",
            "role Director General, DG ECHO",
        ),
        (
            "humanitarian",
            "person/claus-sorensen",
            "organisation DG ECHO",
        ),
        (
            "iom dg",
            "person/amy-pope",
            "role Director General, IOM, initials",
        ),
        (
            "claus dg",
            "person/claus-sorensen",
            "name; role Director General, DG ECHO",
        ),
        ("swng", "person/william-lacy-swing", "name, one letter off"),
        (
            "sorenzan",
            "person/claus-sorensen",
            "name, two letters off, accent folded",
        ),
        ("clmt", "topic/climate-migration", "name, fuzzy"),
        (
            "kuna",
            "source/s-kuna-2017",
            "publisher Kuwait News Agency (KUNA)",
        ),
    ] {
        assert_eq!(BUNDLED.why(query, key), why, "{query}");
    }
    assert_eq!(ODD.why("guest", "meeting/m"), "person named");
}

#[test]
fn matched_letters_are_marked() {
    for (query, marked) in [
        ("sorensen", "Claus [Sørensen]"),
        ("sor cl", "[Cl]aus [Sør]ensen"),
        ("soresnen", "Claus [Sørensen]"),
        ("o'sullivan", "David [O]'[Sullivan]"),
        ("osullivan", "David [O]'[Sullivan]"),
        (
            "clmt",
            "[Cl]i[m]a[t]e change, environmental degradation and migration",
        ),
        // Found by an alias.
        ("eutf", "EU Emergency Trust Fund for Africa"),
    ] {
        assert_eq!(BUNDLED.marked(query), marked, "{query}");
    }
    assert_eq!(ODD.marked("stra"), "[Stra]ße İstanbul ﬀ");
    assert_eq!(ODD.marked("stras"), "[Straß]e İstanbul ﬀ");
    assert_eq!(ODD.marked("ete"), "[e\u{301}te\u{301}]");
}

#[test]
fn shown_short_names_are_marked_too() {
    let found = BUNDLED.find("climate");
    let hit = found.hits()[0];
    let short = BUNDLED.dataset.short(hit.id);
    assert_eq!(short, "Climate and migration");
    assert_eq!(found.marks(hit, short).first(), Some(&(0..7)));
}

#[test]
fn short_words_do_not_follow_links() {
    let meetings = |query| BUNDLED.find_kind(query, Kind::Meeting);
    let is_related = |hit: &Hit| hit.related;
    assert!(meetings("swing").hits().iter().any(is_related));
    assert!(!meetings("sw").hits().iter().any(is_related));
    let people = BUNDLED.find_kind("e", Kind::Person);
    assert!(!people.hits().iter().any(is_related));
}

#[test]
fn long_fields_and_queries_do_no_harm() {
    assert_eq!(ODD.keys(&ODD.find("xxb")), [""; 0]);
    let endless = "sorensen ".repeat(10_000);
    assert_eq!(
        BUNDLED.keys(&BUNDLED.find(&endless))[0],
        "person/claus-sorensen"
    );
    assert!(ODD.find(&"﷽".repeat(5_000)).hits().is_empty());
}

/// 64 cases from a fixed seed, and no file of past failures.
fn bounded() -> ProptestConfig {
    ProptestConfig {
        cases: 64,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(46),
        ..ProptestConfig::default()
    }
}

/// Some letters out of a name of the bundled dataset.
fn piece_of_a_name() -> impl Strategy<Value = String> {
    let ids = Kind::ALL.map(|kind| BUNDLED.dataset.all(kind).collect::<Vec<_>>());
    let id = proptest::sample::select(ids.concat());
    (id, 0_usize..40, 1_usize..9).prop_map(|(id, start, length)| {
        let letters = BUNDLED.dataset.name(id).chars();
        letters.skip(start).take(length).collect()
    })
}

/// Pieces of names, blanks, signs and any characters at all, one after the other.
fn any_query() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        5 => piece_of_a_name(),
        2 => Just(" ".to_owned()),
        1 => proptest::char::range(' ', '~').prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
        1 => proptest::sample::select(vec![
            "\u{301}", "ß", "İ", "👩‍💻", "Ж", "\u{202e}", "\0", "’", "漢", "\r\n", "Ærø", "ﷺ",
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// One folded word of two letters or more, out of a name.
fn one_word() -> impl Strategy<Value = String> {
    piece_of_a_name().prop_filter_map("a word", |piece| {
        let folded = fold(&piece).into_owned();
        let (_, word) = words(&folded).max_by_key(|(_, word)| word.len())?;
        (word.chars().count() >= 2).then(|| word.to_owned())
    })
}

fn own_names(dataset: &Dataset, id: RecordId) -> Vec<String> {
    let names = [dataset.name(id), dataset.short(id)].into_iter();
    names
        .chain(dataset.aliases(id))
        .map(|name| fold(name).into_owned())
        .collect()
}

/// All texts by which a record may be found, looked up from the record itself.
fn all_texts(dataset: &Dataset, id: RecordId) -> Vec<String> {
    let mut texts = own_names(dataset, id);
    let mut linked: Vec<RecordId> = Vec::new();
    match id.kind {
        Kind::Person => {
            for role in dataset.roles(id) {
                texts.push(fold(role.title).into_owned());
                linked.extend(role.organisation);
            }
        }
        Kind::Meeting => {
            let guests = dataset.participants(id);
            texts.extend(guests.map(|guest| fold(guest.name).into_owned()));
            linked.extend(dataset.people_at(id));
            linked.extend(dataset.topics(id).map(|(topic, _)| topic));
            linked.extend(dataset.organisations_at(id));
        }
        Kind::Source => texts.push(fold(dataset.publisher(id)).into_owned()),
        Kind::Organisation | Kind::Topic | Kind::Agreement => {}
    }
    texts.extend(linked.into_iter().flat_map(|id| own_names(dataset, id)));
    texts
}

fn assert_are_marks(marks: &[Range<usize>], shown: &str) {
    for mark in marks {
        let letters = shown.get(mark.clone()).expect("whole characters");
        assert!(!letters.is_empty());
        let starts_grapheme = |at| shown.grapheme_indices(true).any(|(start, _)| start == at);
        assert!(starts_grapheme(mark.start));
        assert!(mark.end == shown.len() || starts_grapheme(mark.end));
    }
    assert!(marks.windows(2).all(|pair| pair[0].end < pair[1].start));
}

proptest! {
    #![proptest_config(bounded())]

    #[test]
    fn any_query_can_be_asked(query in any_query()) {
        for tried in [&*BUNDLED, &*ODD] {
            let dataset = &tried.dataset;
            let found = tried.find(&query);
            prop_assert!(found.hits().is_sorted_by_key(|hit| (Exactness::of(hit.rank, hit.respelt), HitGroup::of(hit.id.kind, hit.related), hit.respelt, hit.rank)));
            for &hit in found.hits() {
                for shown in [dataset.name(hit.id), dataset.short(hit.id)] {
                    assert_are_marks(&found.marks(hit, shown), shown);
                }
            }
            for &hit in found.hits().iter().take(20) {
                prop_assert!(!found.why(dataset, hit).is_empty());
            }
        }
    }

    #[test]
    fn asking_again_gives_the_same(query in any_query(), other in any_query()) {
        let found = BUNDLED.find(&query);
        BUNDLED.find(&other);
        let again = BUNDLED.find(&query);
        prop_assert_eq!(found.hits(), again.hits());
        for &hit in found.hits().iter().take(20) {
            let name = BUNDLED.dataset.name(hit.id);
            prop_assert_eq!(found.marks(hit, name), again.marks(hit, name));
        }
    }

    #[test]
    fn what_is_found_has_the_word(word in one_word()) {
        let found = BUNDLED.find(&word);
        let exact = found.hits().iter().filter(|hit| hit.rank <= Rank::Inside);
        for hit in exact.filter(|hit| !hit.respelt) {
            let texts = all_texts(&BUNDLED.dataset, hit.id);
            let has_it = |text: &String| text.contains(&word) || initials(text).contains(&word);
            prop_assert!(texts.iter().any(has_it), "{:?} by {}", hit, word);
        }
    }

    #[test]
    fn what_has_the_word_is_found(word in one_word()) {
        let found = BUNDLED.find(&word);
        for id in Kind::ALL.into_iter().flat_map(|kind| BUNDLED.dataset.all(kind)) {
            let own = own_names(&BUNDLED.dataset, id);
            let begins = |text: &String| words(text).any(|(_, begun)| begun.starts_with(&word));
            let is_linked = word.chars().count() > 2 && all_texts(&BUNDLED.dataset, id).iter().any(begins);
            if is_linked || own.iter().any(|text| text.contains(&word)) {
                prop_assert!(found.hits().iter().any(|hit| hit.id == id), "{:?} by {}", id, word);
            }
        }
    }

    #[test]
    fn reasons_agree_with_ranks(word in one_word()) {
        let found = BUNDLED.find(&word);
        for &hit in found.hits() {
            let reasons = found.reasons(&BUNDLED.dataset, hit);
            prop_assert_eq!(reasons.len(), 1);
            prop_assert_eq!(reasons[0].place.is_own(), !hit.related);
            let how_is = match reasons[0].how {
                MatchKind::Exact => hit.rank <= Rank::Inside && hit.rank != Rank::Initials,
                MatchKind::Initials => hit.rank == Rank::Initials,
                MatchKind::LettersOff(_) => hit.rank == Rank::Typo,
                MatchKind::Fuzzy => hit.rank == Rank::Fuzzy,
            };
            prop_assert!(how_is, "{:?} {:?}", hit, reasons);
        }
    }
}

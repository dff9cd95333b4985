//! When a meeting was, or may have been: what queries keep surely and perhaps, and what numbers say of it.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use sommet::browse::facets::{Facet, counts};
use sommet::data::{Dataset, Date, Day, Kind, RecordId, day_after, load_text};
use sommet::query::Number;
use sommet::query::{DateFit, Expr, Field, Matcher, Query};
use sommet::search::Index;

fn read(text: &str) -> Query {
    Query::parse(text).unwrap_or_else(|error| panic!("{}", error.pointed_out(text)))
}

struct World {
    dataset: Dataset,
    index: Index,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let meetings = self.dataset.all(Kind::Meeting);
        f.debug_list()
            .entries(meetings.map(|id| (self.dataset.raw_id(id), self.dataset.when(id))))
            .finish()
    }
}

impl World {
    fn new(meetings: &[Value]) -> Self {
        let people = ["p", "q"].map(|id| json!({"id": id, "name": id}));
        let json = json!({"format": "sommet/1", "people": people, "meetings": meetings});
        let dataset = load_text(json.to_string()).expect("a dataset");
        let index = Index::new(&dataset);
        Self { dataset, index }
    }

    fn matcher(&self) -> Matcher<'_> {
        Matcher::new(&self.dataset, &self.index)
    }

    /// The ids that are kept, with `?` behind those that fit perhaps, and how many are left out.
    fn kept(&self, query: &str) -> (String, usize) {
        let kept = self.matcher().kept(&read(query));
        let ids = kept.rows().into_iter().map(|row| {
            let id = RecordId::meeting(row);
            let mark = if kept.is_perhaps(id) { "?" } else { "" };
            format!("{}{mark}", self.dataset.raw_id(id))
        });
        (ids.collect::<Vec<String>>().join(" "), kept.left_out())
    }
}

/// Meetings of known days, of windows, with bounds, with neither.
fn some() -> World {
    let meeting = |id: &str, date: &str, earliest: &str, latest: &str| {
        let fields = [("date", date), ("earliest", earliest), ("latest", latest)];
        let mut meeting = json!({"id": id, "title": "M"});
        for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            meeting[name] = json!(value);
        }
        meeting
    };
    World::new(&[
        meeting("days", "2013-10-03/2013-10-04", "", ""),
        meeting("turn", "2013-12-31/2014-01-01", "", ""),
        meeting("year", "2013", "", ""),
        meeting("window", "2024?", "2023-12-20", "2024-04-30"),
        meeting("from", "", "2014-02", ""),
        meeting("until", "", "", "2014-06"),
        meeting("none", "", "", ""),
    ])
}

#[test]
fn known_days_are_no_doubt_and_a_window_may_be() {
    let world = some();
    for (query, kept, left_out) in [
        ("", "year days turn from until window none", 0),
        ("in:2013-10-03", "year? days until?", 1),
        ("in:2013", "year days turn until?", 1),
        ("in:2014", "turn from? until?", 1),
        ("in:2023", "from? window?", 1),
        ("before:2024", "year days turn from? until window?", 1),
        ("after:2023", "from? window?", 1),
        ("-in:2013", "from until? window", 1),
        ("-in:2023", "year days turn from? until window?", 1),
        ("in:2023 in:2024", "", 1),
        ("in:2023 or in:2024", "from? window", 1),
        ("after:2022 before:2025", "from? window", 1),
        ("in:2013 in:2014", "turn", 1),
        ("in:2024-05..", "from?", 1),
        ("-(in:2023 or in:2024)", "year days turn from? until", 1),
        ("in:2023 or meeting:none", "from? window? none", 0),
        ("-in:2023 meeting:none", "", 1),
        ("in:2023 meeting:days", "", 0),
        ("in:2023 dates:sure", "", 1),
        ("in:2023 dates:perhaps", "from? window?", 1),
        ("in:2013 dates:sure", "year days turn", 1),
        ("dates:sure", "year days turn from until window none", 0),
        ("dates:perhaps", "", 0),
    ] {
        assert_eq!(world.kept(query), (kept.to_owned(), left_out), "{query}");
    }
}

#[test]
fn an_empty_answer_tells_what_it_may_hide() {
    let world = some();
    let why = |query: &str| read(query).why_nothing(&world.matcher(), &world.dataset);
    assert_eq!(
        why("in:2023 dates:sure"),
        "no meeting is left; 2 may fit: ask without dates:sure; 1 without any date is left out"
    );
    assert_eq!(
        why("in:2000 meeting:days"),
        "no meeting has both; for 2000 there is no meeting of M on record"
    );
    assert_eq!(
        why("meeting:days dates:perhaps"),
        "no meeting fits perhaps only"
    );
    let undated = World::new(&[json!({"id": "u", "title": "U"})]);
    let why = |query: &str| read(query).why_nothing(&undated.matcher(), &undated.dataset);
    for query in ["in:2013", "-in:2013", "after:2013"] {
        assert_eq!(
            why(query),
            "no meeting has a date; 1 without any date is left out"
        );
    }
}

#[test]
fn bounds_that_contradict_are_told_and_do_not_hold() {
    let world = World::new(&[
        json!({"id": "m", "title": "M", "earliest": "2025", "latest": "2024"}),
        json!({"id": "n", "title": "N", "date": "2020", "earliest": "2025", "latest": "2026"}),
        json!({"id": "o", "title": "O", "earliest": "2014?", "latest": "x"}),
        json!({"id": "p", "title": "P", "date": "2020-05-05", "latest": "2019"}),
        json!({"id": "q", "title": "Q", "date": "2020", "earliest": "2020-03", "latest": "2021-02"}),
    ]);
    let problems: Vec<String> = world
        .dataset
        .problems()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        problems,
        [
            "error: meetings[0].latest: 2024 is before `earliest`, which is 2025",
            "error: meetings[1].date: shares no day with `earliest` and `latest`; the date is used",
            "error: meetings[2].latest: `x` is no date like 2013, 2013-05, 2013-05-03 or 2013-05-03/2013-05-04; kept as text",
            "error: meetings[3].date: shares no day with `earliest` and `latest`; the date is used",
        ]
    );
    assert_eq!(world.kept("in:2020"), ("o? n q? p".to_owned(), 1));
    assert_eq!(world.kept("in:2021"), ("o? q?".to_owned(), 1));
}

#[test]
fn numbers_by_year_have_a_place_for_each_and_parts() {
    let world = some();
    let years = |query: &str| {
        let kept = world.matcher().kept(&read(query));
        let counts = counts(&world.dataset, &kept, Facet::Year).into_iter();
        let told =
            counts.map(|count| format!("{} {}", count.value.label(&world.dataset), count.count));
        told.collect::<Vec<String>>()
    };
    assert_eq!(
        years("-meeting:from"),
        [
            "2013 3, 1 perhaps",
            "2014 1, 1 perhaps",
            "2015..2022 0",
            "2023 0, 1 perhaps",
            "2024 0, 1 perhaps"
        ]
    );
    assert_eq!(years("meeting:window in:2023"), ["2023 0, 1 perhaps"]);
    assert_eq!(years("meeting:from")[..], ["2014 0, 1 perhaps"]);
    assert!(years("meeting:none").is_empty());
}

const DATES: &[&str] = &[
    "",
    "2013",
    "2014?",
    "2013-11",
    "2013-12-31",
    "2013-12-30/2014-01-02",
    "2014-01-01",
    "2014-01/2014-02",
    "2014-02-03~",
    "2013/2015",
    "2021",
];
const BOUNDS: &[&str] = &[
    "",
    "",
    "",
    "2013-06",
    "2013-12-31",
    "2014-01-10",
    "2014-05",
    "2015",
];
const TIMES: &[&str] = &[
    "in:2013",
    "in:2014",
    "in:2013-12-31",
    "in:2014-01..2014-02",
    "in:..2013",
    "in:2014-03..",
    "before:2014",
    "after:2013",
    "before:2014-01-02",
    "after:2014-01",
];

fn meeting() -> impl Strategy<Value = Value> {
    let of = proptest::sample::select;
    let fields = (
        of(DATES),
        of(BOUNDS),
        of(BOUNDS),
        of(&["", "p", "q"][..]),
        of(&["", "Oslo", "OSLO ", "Rīga"][..]),
    );
    fields.prop_map(|(date, earliest, latest, person, place)| {
        let mut meeting = json!({"title": "M", "date": date, "earliest": earliest, "latest": latest, "place": place});
        if !person.is_empty() {
            meeting["participants"] = json!([{"person": person}]);
        }
        meeting
    })
}

fn meetings() -> impl Strategy<Value = World> {
    proptest::collection::vec(meeting(), 1..9).prop_map(|mut meetings| {
        for (nth, meeting) in meetings.iter_mut().enumerate() {
            meeting["id"] = json!(format!("m{nth}"));
        }
        World::new(&meetings)
    })
}

fn expression() -> impl Strategy<Value = String> {
    let times = proptest::sample::select(TIMES).prop_map(str::to_owned);
    let others = proptest::sample::select(&["person:p", "person:q", "has:person"][..])
        .prop_map(str::to_owned);
    let leaf = prop_oneof![3 => times, 1 => others];
    let any = leaf.prop_recursive(3, 8, 2, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            pair.clone().prop_map(|(a, b)| format!("({a} {b})")),
            pair.prop_map(|(a, b)| format!("({a} or {b})")),
            inner.prop_map(|a| format!("-({a})")),
        ]
    });
    // Two times that no day can have are a mistake, which is told.
    any.prop_filter("times that contradict", |text| Query::parse(text).is_ok())
}

fn and(query: &Query, part: &Expr) -> Query {
    let parts = query.parts().iter().chain([part]);
    Query::of(parts.cloned().collect())
}

/// Something that may be true, false, or not to be told.
fn told(
    expr: &Expr,
    time: &dyn Fn(&str) -> Option<bool>,
    other: &dyn Fn(&Expr) -> bool,
) -> Option<bool> {
    match expr {
        Expr::Field(Field::In | Field::After | Field::Before, _) => time(&expr.to_string()),
        Expr::Not(inner) => told(inner, time, other).map(|holds| !holds),
        Expr::All(parts) => {
            let parts: Vec<_> = parts.iter().map(|part| told(part, time, other)).collect();
            let all = parts.iter().all(|part| *part == Some(true));
            if parts.contains(&Some(false)) {
                Some(false)
            } else {
                all.then_some(true)
            }
        }
        Expr::Any(parts) => {
            let parts: Vec<_> = parts.iter().map(|part| told(part, time, other)).collect();
            let none = parts.iter().all(|part| *part == Some(false));
            if parts.contains(&Some(true)) {
                Some(true)
            } else {
                none.then_some(false)
            }
        }
        other_term => Some(other(other_term)),
    }
}

/// The first and last day that a term of time asks for, worked out on paper.
fn asked(term: &str) -> (Day, Day) {
    let (field, value) = term.split_once(':').expect("a field");
    let ends = |text: &str| {
        let date = Date::parse(text).expect(text);
        (date.start().earliest(), date.end().latest())
    };
    let (first, last) = ((1900, 1, 1), (2100, 12, 31));
    match (field, value.split_once("..")) {
        ("before", _) => (first, day_before(ends(value).0)),
        ("after", _) => (day_after(ends(value).1).expect("a day"), last),
        (_, None) => ends(value),
        (_, Some((from, to))) => (
            if from.is_empty() { first } else { ends(from).0 },
            if to.is_empty() { last } else { ends(to).1 },
        ),
    }
}

fn day_before(day: Day) -> Day {
    let mut before = (day.0 - 1, 1, 1);
    while day_after(before) != Some(day) {
        before = day_after(before).expect("a day");
    }
    before
}

/// What the rules say of a meeting, day by day: kept surely, perhaps, left out for want of a date, or not.
fn by_rule(world: &World, id: RecordId, query: &Query) -> &'static str {
    let all = Expr::All(query.parts().to_vec());
    let times: BTreeMap<&str, (Day, Day)> = TIMES.iter().map(|term| (*term, asked(term))).collect();
    let other = |term: &Expr| {
        world
            .matcher()
            .keep(&Query::of(vec![term.clone()]))
            .contains(&id.row)
    };
    let Some(when) = world.dataset.when(id) else {
        return match told(&all, &|_| None, &other) {
            Some(true) => "surely",
            Some(false) => "no",
            None => "left out",
        };
    };
    if when.is_known() {
        let was = |term: &str| {
            let (first, last) = times[term];
            Some(when.first() <= last && first <= when.last())
        };
        return if told(&all, &was, &other) == Some(true) {
            "surely"
        } else {
            "no"
        };
    }
    // Nothing that is asked for begins or ends outside these days.
    let (first, last) = (
        when.first().max((2012, 12, 1)),
        when.last().min((2015, 2, 1)),
    );
    let ends = [
        when.first().max((1950, 1, 1)),
        when.last().min((2050, 1, 1)),
    ];
    let within = std::iter::successors(Some(first), |day| day_after(*day));
    let mut holds = Vec::new();
    for day in within.take_while(|day| *day <= last).chain(ends) {
        let was = |term: &str| {
            let (first, last) = times[term];
            Some(first <= day && day <= last)
        };
        holds.push(told(&all, &was, &other) == Some(true));
    }
    match (holds.contains(&true), holds.contains(&false)) {
        (true, false) => "surely",
        (true, true) => "perhaps",
        _ => "no",
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 160,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(11),
        ..ProptestConfig::default()
    })]

    /// What is kept surely and perhaps is what comes of trying every day of every window.
    #[test]
    fn what_is_kept_is_what_every_day_of_a_window_says(world in meetings(), text in expression()) {
        let query = read(&text);
        let kept = world.matcher().kept(&query);
        let mut left_out = 0;
        for id in world.dataset.all(Kind::Meeting) {
            let is = match (kept.has(id.row), kept.is_perhaps(id)) {
                (_, true) => "perhaps",
                (true, _) => "surely",
                _ => "no",
            };
            let should = by_rule(&world, id, &query);
            left_out += usize::from(should == "left out");
            let should = if should == "left out" { "no" } else { should };
            prop_assert_eq!(is, should, "{} in {:?} by {}", world.dataset.raw_id(id), world.dataset.when(id), text);
        }
        prop_assert_eq!(kept.left_out(), left_out);
        let rows = world.matcher().keep(&query);
        let sure = world.matcher().keep(&query.with(Expr::Field(Field::Dates, "sure".into())).expect("new"));
        let perhaps = world.matcher().keep(&query.with(Expr::Field(Field::Dates, "perhaps".into())).expect("new"));
        prop_assert_eq!((sure.clone(), perhaps.clone()), (kept.rows_of(DateFit::Sure), kept.rows_of(DateFit::Perhaps)));
        prop_assert_eq!(sure.len() + perhaps.len(), rows.len());
    }

    /// Every number beside a value is what its own query keeps, in each of its parts.
    #[test]
    fn every_number_is_that_of_its_own_query(
        world in meetings(),
        text in prop_oneof![Just(String::new()), expression()],
        dates in proptest::sample::select(&["", " dates:sure", " dates:perhaps"][..]),
    ) {
        let query = read(&format!("{text}{dates}"));
        let kept = world.matcher().kept(&query);
        for facet in Facet::ALL {
            let mut years = BTreeMap::new();
            for count in counts(&world.dataset, &kept, facet) {
                let part = count.value.part(&world.dataset);
                if facet == Facet::Year {
                    years.insert(part.to_string(), count.count);
                }
                let narrower = and(&query, &part);
                let number = world.matcher().kept(&narrower).number();
                prop_assert_eq!(count.count, number, "{} with {}", &query, &part);
            }
            // No year is forgotten.
            if facet == Facet::Year {
                for year in 2010..2026 {
                    let part = Expr::in_year(year);
                    let narrower = and(&query, &part);
                    let number = world.matcher().kept(&narrower).number();
                    let is_told = years.contains_key(&part.to_string());
                    let is_open = kept.rows().iter().any(|row| {
                        let when = world.dataset.when(RecordId::meeting(*row));
                        when.is_some_and(|when| when.begins_open() || when.ends_open())
                    });
                    prop_assert!(is_told || is_open || number == Number::default() || dates == " dates:perhaps", "{} in {}", query, year);
                }
            }
        }
    }
}

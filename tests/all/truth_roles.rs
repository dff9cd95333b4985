//! Roles that a meeting does not give: what may be inferred from the roles of a person, and what may not.

use proptest::prelude::*;
use serde_json::{Value, json};
use sommet::data::{Dataset, Kind, RecordId, load_text};
use sommet::query::{Matcher, Query};
use sommet::search::Index;

/// The roles of people as (title, organisation, from, to, as of), and one meeting for which all are named.
type Roles<'a> = &'a [&'a [(&'a str, &'a str, &'a str, &'a str, &'a str)]];

fn dataset(people: Roles<'_>, date: &str, came_for: &str) -> Dataset {
    let people = people.iter().enumerate().map(|(nth, roles)| {
        let roles = roles.iter().map(|(title, organisation, from, to, as_of)| {
            let fields = [
                ("title", title),
                ("organisation", organisation),
                ("from", from),
                ("to", to),
                ("as_of", as_of),
            ];
            let given = fields.into_iter().filter(|(_, value)| !value.is_empty());
            Value::Object(
                given
                    .map(|(name, value)| (name.to_owned(), json!(value)))
                    .collect(),
            )
        });
        json!({"id": format!("p{nth}"), "name": "P", "roles": roles.collect::<Vec<_>>()})
    });
    let people: Vec<Value> = people.collect();
    let named = (0..people.len()).map(|nth| match came_for {
        "" => json!({"person": format!("p{nth}")}),
        id => json!({"person": format!("p{nth}"), "organisation": id}),
    });
    let mut meeting = json!({"id": "m", "title": "M", "participants": named.collect::<Vec<_>>()});
    if !date.is_empty() {
        meeting["date"] = json!(date);
    }
    let organisations = ["o1", "o2"].map(|id| json!({"id": id, "name": id.to_uppercase()}));
    let json = json!({"format": "sommet/1", "organisations": organisations, "people": people, "meetings": [meeting]});
    load_text(json.to_string()).expect("a dataset")
}

const MEETING: RecordId = RecordId::meeting(0);

/// What each participant is said to have been: `~ Head`, or `? Head or Deputy`, or nothing.
fn said(dataset: &Dataset) -> Vec<String> {
    let all = dataset.participants(MEETING).enumerate();
    let said = all.map(|(nth, known)| {
        let possible: Vec<&str> = dataset
            .possible_roles(MEETING, nth)
            .iter()
            .map(|r| r.title)
            .collect();
        match (known.role, known.role_inferred) {
            ("", _) if possible.is_empty() => String::new(),
            ("", _) => format!("? {}", possible.join(" or ")),
            (role, true) => format!("~ {role}{}", if known.role_open { " …" } else { "" }),
            (role, false) => role.to_owned(),
        }
    });
    said.collect()
}

#[test]
fn only_a_role_that_alone_may_fit_is_inferred() {
    let people: Roles<'_> = &[
        &[
            ("Old", "", "2020", "2024-06-30", ""),
            ("New", "", "2024-07-01", "", ""),
        ],
        &[("R1", "", "2020", "", ""), ("R2", "", "2022", "", "")],
        &[
            ("Old", "", "2020", "2024-03", ""),
            ("New", "", "2024-03", "", ""),
        ],
        &[("As of", "", "", "", "2024-12-01")],
        &[("Timeless", "", "", "", "")],
        &[("Unc", "", "2024?", "", "")],
        &[("Until", "", "", "2024-03-10", "")],
        &[("Bad", "", "spring 2020", "2025", "")],
        &[("Rev", "", "2025", "2020", "")],
        &[
            ("Same", "", "2020", "2023", ""),
            ("same", "", "2024", "", ""),
        ],
    ];
    let on = |date| said(&dataset(people, date, ""));
    assert_eq!(
        on("2024-03-11"),
        [
            "~ Old",
            "? R1 or R2",
            "? Old or New",
            "~ As of",
            "",
            "~ Unc …",
            "",
            "? Bad",
            "",
            "~ same …"
        ]
    );
    assert_eq!(
        on("2024"),
        [
            "? Old or New",
            "? R1 or R2",
            "? Old or New",
            "~ As of",
            "",
            "~ Unc …",
            "? Until",
            "? Bad",
            "",
            "~ same …"
        ]
    );
    assert!(
        on("").iter().all(String::is_empty),
        "nobody knows when it was"
    );
    assert_eq!(on("2023-12-31/2024-01-01")[9], "~ Same …");
}

#[test]
fn the_window_of_a_meeting_counts_not_its_date_alone() {
    let json = json!({"format": "sommet/1",
        "people": [{"id": "p", "name": "P", "roles": [
            {"title": "Old", "to": "2023-12-31"}, {"title": "New", "from": "2024-01-01"}]}],
        "meetings": [
            {"id": "a", "title": "A", "date": "2024?", "earliest": "2023-12-20", "latest": "2024-04-30",
                "participants": [{"person": "p"}]},
            {"id": "b", "title": "B", "latest": "2023-05", "participants": [{"person": "p"}]},
            {"id": "c", "title": "C", "date": "2024", "earliest": "2024-02", "participants": [{"person": "p"}]}]});
    let dataset = load_text(json.to_string()).expect("a dataset");
    let role = |id: &str| {
        let meeting = dataset.find(Kind::Meeting, id).expect(id);
        dataset
            .participants(meeting)
            .next()
            .expect("one")
            .role
            .to_owned()
    };
    assert_eq!(["a", "b", "c"].map(role), ["", "Old", "New"]);
}

#[test]
fn a_role_for_another_organisation_is_none() {
    let people: Roles<'_> = &[
        &[("Mayor", "o1", "2010", "", "")],
        &[
            ("Mayor", "o1", "2010", "", ""),
            ("Envoy", "o2", "2018", "", ""),
        ],
        &[
            ("Mayor", "o1", "2010", "", ""),
            ("Envoy", "o2", "2021", "", ""),
        ],
        &[("Adviser", "", "2010", "", "")],
    ];
    let for_o2 = dataset(people, "2020-05-05", "o2");
    assert_eq!(said(&for_o2), ["", "? Envoy", "", ""]);
    let for_o1 = dataset(people, "2020-05-05", "o1");
    assert_eq!(said(&for_o1), ["~ Mayor …", "? Mayor", "~ Mayor …", ""]);
    let for_none = dataset(people, "2020-05-05", "");
    assert_eq!(
        said(&for_none),
        ["~ Mayor …", "? Mayor or Envoy", "~ Mayor …", "~ Adviser …"]
    );
    let for_one_unknown = dataset(people, "2020-05-05", "nowhere");
    assert_eq!(said(&for_one_unknown), ["", "", "", ""]);
}

#[test]
fn an_organisation_that_follows_from_a_role_never_took_part() {
    let dataset = dataset(
        &[&[("treasurer", "o1", "2015", "2020", "")]],
        "2016-02-01",
        "",
    );
    let known = dataset.participants(MEETING).next().expect("one");
    let organisation = dataset.find(Kind::Organisation, "o1");
    assert_eq!(
        (known.organisation, known.inferred_organisation),
        (None, organisation)
    );
    assert_eq!(dataset.organisations_at(MEETING), []);
    assert_eq!(dataset.meeting_count(organisation.expect("o1")), 0);
    let index = Index::new(&dataset);
    let kept = |query: &str| {
        let query = Query::parse(query).expect(query);
        Matcher::new(&dataset, &index).keep(&query).len()
    };
    assert_eq!(
        [kept("org:o1"), kept("has:org"), kept("-org:o1")],
        [0, 0, 1]
    );
}

fn maybe(values: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(values)
}

const DAYS: &[&str] = &[
    "",
    "",
    "2015",
    "2018-06",
    "2019-12-31",
    "2020",
    "2020-05-04/2020-05-06",
    "2020-05-05",
    "2020-05-05?",
    "2021",
    "lately",
];

prop_compose! {
    fn role()(
        title in maybe(&["Chair", "CHAIR", "Adviser", "Rapporteur"]),
        organisation in maybe(&["", "o1", "o2", "nowhere"]),
        from in maybe(DAYS),
        to in maybe(DAYS),
        as_of in maybe(DAYS),
    ) -> (&'static str, &'static str, &'static str, &'static str, &'static str) {
        (title, organisation, from, to, as_of)
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(11),
        ..ProptestConfig::default()
    })]

    /// An inference never contradicts a stated fact, and what is inferred is never among what is stated.
    #[test]
    fn an_inference_contradicts_nothing(
        roles in proptest::collection::vec(role(), 0..4),
        date in maybe(&["", "2018-06", "2020", "2020-05-05", "2020-05-05/2020-05-06", "2021-01-01?"]),
        came_for in maybe(&["", "o1", "o2", "nowhere"]),
    ) {
        let dataset = dataset(&[&roles], date, came_for);
        let known = dataset.participants(MEETING).next().expect("one");
        let stated = dataset.find(Kind::Organisation, came_for);
        prop_assert_eq!(known.organisation, stated);
        let inferred = known.inferred_organisation;
        prop_assert!(known.role_inferred || (known.role.is_empty() && inferred.is_none()));
        prop_assert!(came_for.is_empty() || inferred.is_none());
        let took_part: Vec<RecordId> = stated.into_iter().collect();
        prop_assert_eq!(dataset.organisations_at(MEETING), took_part);
        let possible = dataset.possible_roles(MEETING, 0);
        if known.role_inferred {
            prop_assert!(possible.is_empty());
            let of_person = dataset.find(Kind::Person, "p0").expect("p0");
            let mut source = dataset.roles(of_person).filter(|role| role.title == known.role);
            let came_for = known.organisation.or(inferred);
            prop_assert!(source.any(|role| role.organisation == came_for));
        }
        for role in possible {
            prop_assert!(came_for.is_empty() || role.organisation == stated);
        }
    }
}

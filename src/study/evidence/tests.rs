//! Facts of the bundled data, and of small datasets where each rule stands alone.

use std::sync::Arc;

use super::*;
use crate::data::{Kind, Origin, Relation, load, load_text};
use crate::facts::{Whose, stated_or_why_not};
use crate::study::report::{Report, Study};
use crate::study::view::View;
use crate::study::{gaps, path};

fn bundled() -> Dataset {
    load(&Origin::Bundled).expect("bundled")
}

fn evidence(dataset: &Dataset, key: &str) -> Evidence {
    Evidence::new(dataset, dataset.find_key(key).expect(key))
}

fn fact<'e>(evidence: &'e Evidence, field: &str) -> &'e Fact {
    let mut facts = evidence.facts.iter();
    facts.find(|fact| fact.field == field).expect(field)
}

#[test]
fn the_sixth_meeting_has_two_readings_of_its_day() {
    let dataset = bundled();
    let evidence = evidence(&dataset, "meeting/som-06");
    let date = fact(&evidence, "date");
    assert_eq!(date.marks(), "!~");
    assert_eq!(date.sure(), Sure::Contested);
    assert_eq!(date.sources.keys(&dataset), ["source/s-euromesco-2019"]);
    let conflicts = evidence.conflicts(&dataset);
    let readings = conflicts.iter().flat_map(|(_, it)| &it.readings);
    let readings: Vec<&str> = readings.map(|reading| reading.value.as_str()).collect();
    assert_eq!(readings.len(), 2);
    assert!(readings.iter().any(|it| it.contains("talks on 5 June")));
    assert!(readings.iter().any(|it| it.contains("no date given")));
    let vitorino = fact(&evidence, "participants");
    assert!(vitorino.inferred, "implied: {vitorino:?}");
}

#[test]
fn the_year_of_the_tenth_meeting_is_inferred_and_why_is_told() {
    let dataset = bundled();
    let evidence = evidence(&dataset, "meeting/som-10");
    let date = fact(&evidence, "date");
    assert_eq!((date.value.as_str(), date.marks().as_str()), ("2024?", "~"));
    assert_eq!(date.sure(), Sure::Inferred);
    let why = date.notes.join(" ");
    assert!(why.contains("between 2023-10-01 and 2024-04-30"), "{why}");
    assert!(why.contains("office that Pope held"), "{why}");
    assert_eq!(date.sources.count(), 3);
}

#[test]
fn a_dispute_about_one_participant_is_not_one_about_all() {
    let dataset = bundled();
    let evidence = evidence(&dataset, "meeting/som-03");
    let mimica = dataset.find_key("person/neven-mimica").expect("mimica");
    let people = evidence.facts.iter();
    for fact in people.filter(|fact| fact.field == "participants") {
        let contested = !fact.conflicts.is_empty();
        assert_eq!(contested, fact.target == Some(mimica), "{fact:?}");
    }
    let number = fact(&evidence, "ordinal");
    assert_eq!(number.marks(), "~");
    assert_eq!(number.sources.whose, Whose::Record);
}

#[test]
fn sources_of_the_record_never_count_as_one_or_two() {
    let json = r#"{"format":"sommet/1","sources":[{"id":"a","title":"A"},{"id":"b","title":"B"}],
        "people":[{"id":"p","name":"P","roles":[{"title":"Head","from":"2020","sources":["a","b"]}]},
                  {"id":"q","name":"Q"}],
        "topics":[{"id":"t","name":"T"},{"id":"u","name":"U"}],
        "meetings":[{"id":"m","title":"M","date":"2021-01-01","sources":["a"],
            "participants":[{"person":"p","sources":["b"]},{"person":"q"}],
            "topics":[{"topic":"t","sources":["a","b","a"]},"u"],
            "evidence":[{"field":"date","sources":["a"]},{"field":"topics","sources":["b"],"note":"both"}]},
          {"id":"n","title":"N","topics":["t"]}]}"#;
    let dataset = load_text(json).expect("dataset");
    let told = |key: &str| -> Vec<(String, String, Sure)> {
        let evidence = evidence(&dataset, key);
        let facts = evidence.facts.into_iter();
        facts
            .map(|fact| (fact.field.to_string(), fact.said(&dataset), fact.sure()))
            .collect()
    };
    let entry = |field: &str, said: &str, sure| (field.to_owned(), said.to_owned(), sure);
    let m = told("meeting/m");
    for expected in [
        entry("date", "Fri 1 January 2021", Sure::One),
        entry("place", "not known", Sure::Unknown),
        entry("participants", "P", Sure::One),
        entry("role", "P · Head", Sure::Inferred),
        entry("participants", "Q", Sure::Record),
        entry("role", "Q · role not known", Sure::Unknown),
        entry("topics", "T · agenda", Sure::Several),
        entry("topics", "U · agenda", Sure::Record),
        entry("topics", "both", Sure::One),
    ] {
        assert!(m.contains(&expected), "{expected:?}\n{m:#?}");
    }
    let n = told("meeting/n");
    assert!(
        n.contains(&entry("topics", "T · agenda", Sure::Unsourced)),
        "{n:#?}"
    );
    assert!(n.contains(&entry("date", "not known", Sure::Unknown)));
}

#[test]
fn from_a_source_to_the_facts_that_rest_on_it() {
    let dataset = bundled();
    let evidence = evidence(&dataset, "source/s-euromesco-2019");
    let source = evidence.about;
    let others: Vec<&Fact> = evidence
        .facts
        .iter()
        .filter(|fact| fact.of != source)
        .collect();
    let som = dataset.find_key("meeting/som-06").expect("som-06");
    let date = others.iter().find(|it| it.of == som && it.field == "date");
    assert_eq!(date.expect("the date").sources.whose, Whose::Own);
    assert!(others.iter().any(|it| it.sources.whose == Whose::Record));
    let linked: Vec<RecordId> = dataset
        .meetings_of(source)
        .iter()
        .map(|row| RecordId::meeting(*row))
        .collect();
    for meeting in linked {
        assert!(others.iter().any(|it| it.of == meeting), "{meeting:?}");
    }
}

#[test]
fn a_person_has_roles_and_what_meetings_say() {
    let dataset = bundled();
    let evidence = evidence(&dataset, "person/claus-sorensen");
    let own = evidence
        .facts
        .iter()
        .filter(|fact| fact.of == evidence.about);
    let roles: Vec<&Fact> = own.filter(|fact| fact.field == "roles").collect();
    assert_eq!(roles.len(), 1);
    assert_eq!(roles[0].sure(), Sure::Several);
    let said = evidence
        .facts
        .iter()
        .filter(|fact| fact.of.kind == Kind::Meeting);
    let said: Vec<String> = said.map(|fact| fact.said(&dataset)).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said.iter()
            .all(|it| it.ends_with("Director General, DG ECHO · announced"))
    );
}

#[test]
fn every_conflict_and_every_evidence_is_told_somewhere() {
    let dataset = bundled();
    for (number, conflict) in dataset.conflicts().iter().enumerate() {
        for id in &conflict.records {
            let facts = stated_or_why_not(&dataset, *id);
            let told = facts.iter().any(|fact| fact.conflicts.contains(&number));
            assert!(
                told,
                "{} does not tell: {}",
                dataset.key(*id),
                conflict.about
            );
        }
    }
    for id in Kind::ALL.into_iter().flat_map(|kind| dataset.all(kind)) {
        let facts = stated_or_why_not(&dataset, id);
        let sources: Vec<RecordId> = facts
            .iter()
            .flat_map(|fact| fact.sources.ids.clone())
            .collect();
        // What is told of the record by its own sources alone may be nothing, as of a topic without a note.
        for source in dataset.to(id, Relation::sources_of(id.kind)) {
            let told = sources.contains(&source)
                || dataset
                    .conflicts_of(id)
                    .any(|it| it.readings.iter().any(|r| r.source == Some(source)))
                || matches!(id.kind, Kind::Topic | Kind::Agreement);
            assert!(told, "{} of {}", dataset.key(source), dataset.key(id));
        }
    }
}

#[test]
fn what_cannot_be_read_any_more_is_shown_and_is_an_error_in_a_file() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    let json = r#"{"format":"sommet/1","series":[{"id":"s","name":"S","purpose":"talks"}],
        "topics":[{"id":"t","name":"T"}],
        "meetings":[{"id":"m","title":"M","date":"2021","topics":["t"],"series":"s","ordinal":1},
            {"id":"n","title":"N","topics":["t"]}]}"#;
    std::io::Write::write_all(&mut file, json.as_bytes()).expect("it is written");
    let dataset = load(&Origin::File(file.path().to_owned())).expect("dataset");
    std::io::Write::write_all(&mut file, b" ").expect("it is changed");
    let key = |key| dataset.find_key(key).expect(key);
    let of = |study: Arc<dyn Study>, about: &str| {
        let report = Report::new(&dataset, &study, String::new());
        assert!(report.count > 0, "{about}");
        let rows = (0..report.count).map(|nth| report.row(&dataset, nth));
        let cells = rows.flat_map(|row| row.cells);
        let texts: Vec<String> = cells.map(|cell| cell.text).collect();
        let shown = texts.iter().any(|text| text.contains(about));
        assert!(shown, "{about} in {texts:?}");
        for nth in 0..report.count {
            assert!(report.values(&dataset, nth).is_err(), "{about}: row {nth}");
            assert!(report.item(&dataset, nth).is_err(), "{about}: row {nth}");
        }
    };
    let evidence = || Arc::new(Evidence::new(&dataset, key("meeting/m")));
    of(evidence(), "the record cannot be read");
    of(evidence(), "the series cannot be read");
    let gaps = || View::new(&gaps::STUDY, []).study(&dataset, &[]);
    of(gaps(), "the record cannot be read");
    of(gaps(), "the series cannot be read");
    let chain = View::new(&path::STUDY, [key("meeting/m"), key("meeting/n")]);
    of(
        chain.study(&dataset, &[0, 1]),
        "has changed since it was read",
    );
}

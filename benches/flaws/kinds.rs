//! Datasets with as many flaws of one kind as one likes, or that are odd in another way, and how many problems
//! that comes to.

/// A kind of flaw.
pub struct Kind {
    /// What is wrong.
    pub name: &'static str,
    /// A dataset with so many of them.
    pub made: fn(usize) -> String,
    /// How many errors so many of them are.
    pub errors: fn(usize) -> usize,
}

/// So many items, one behind the other.
fn each(count: usize, item: impl Fn(usize) -> String) -> String {
    let items: Vec<String> = (0..count).map(item).collect();
    items.join(",")
}

/// A dataset with these lists.
fn dataset(lists: &str) -> String {
    format!(r#"{{"format":"sommet/1",{lists}}}"#)
}

/// One meeting with these fields, beside these lists.
fn meeting(fields: &str, lists: &str) -> String {
    dataset(&format!(
        r#"{lists}"meetings":[{{"id":"m","title":"M",{fields}}}]"#
    ))
}

/// So many records of a list.
fn records(list: &str, count: usize) -> String {
    let name = match list {
        "people" | "organisations" | "topics" | "series" => "name",
        _ => "title",
    };
    let records = each(count, |n| format!(r#"{{"id":"r{n}","{name}":"R {n}"}}"#));
    format!(r#""{list}":[{records}],"#)
}

/// Ids that no record has.
fn unknown(count: usize) -> String {
    each(count, |n| format!(r#""x{n}""#))
}

/// A person with these fields.
fn person(fields: &str) -> String {
    dataset(&format!(
        r#""people":[{{"id":"p","name":"P",{fields}}}],"meetings":[]"#
    ))
}

macro_rules! kinds {
    ($($name:literal, $made:expr, $errors:expr;)*) => {
        &[$(Kind { name: $name, made: $made, errors: $errors }),*]
    };
}

const NONE: fn(usize) -> usize = |_| 0;
const ONE: fn(usize) -> usize = |_| 1;
const ALL: fn(usize) -> usize = |n| n;

/// The yardstick: as many ids as flaws, and each is one of a record.
pub const SOUND: Kind = Kind {
    name: "no flaw",
    made: |n| {
        let ids = each(n, |n| format!(r#"{{"person":"r{n}"}}"#));
        meeting(&format!(r#""participants":[{ids}]"#), &records("people", n))
    },
    errors: NONE,
};

/// Every kind.
pub const KINDS: &[Kind] = kinds! {
    "people that there are none of, in one meeting", |n| {
        let ids = each(n, |n| format!(r#"{{"person":"x{n}"}}"#));
        meeting(&format!(r#""participants":[{ids}]"#), &records("people", n))
    }, ALL;
    "the same, all nearly right", |n| {
        let people = each(n, |n| format!(r#"{{"id":"person-{n}-of-some-length","name":"P"}}"#));
        let ids = each(n, |n| format!(r#"{{"person":"persom-{n}-of-some-length"}}"#));
        meeting(&format!(r#""participants":[{ids}]"#), &format!(r#""people":[{people}],"#))
    }, ALL;
    "topics that there are none of", |n| {
        meeting(&format!(r#""topics":[{}]"#, unknown(n)), &records("topics", n))
    }, ALL;
    "organisations that there are none of", |n| {
        meeting(&format!(r#""organisations":[{}]"#, unknown(n)), &records("organisations", n))
    }, ALL;
    "sources that there are none of", |n| {
        meeting(&format!(r#""sources":[{}]"#, unknown(n)), &records("sources", n))
    }, ALL;
    "agreements that there are none of", |n| {
        let series = each(n, |n| format!(r#"{{"id":"s{n}","name":"S","agreement":"x{n}"}}"#));
        dataset(&format!(r#"{}"series":[{series}]"#, records("agreements", n)))
    }, ALL;
    "sources of series that there are none of", |n| {
        let series = each(n, |n| format!(r#"{{"id":"s{n}","name":"S","sources":["x{n}"]}}"#));
        dataset(&format!(r#""series":[{series}]"#))
    }, ALL;
    "series that there are none of, one a meeting", |n| {
        let meetings = each(n, |n| format!(r#"{{"id":"m{n}","title":"M","series":"x{n}"}}"#));
        dataset(&format!(r#"{}"meetings":[{meetings}]"#, records("series", n)))
    }, ALL;
    "an id of so many letters that there is none of", |n| {
        let (known, id) = ("y".repeat(n), "x".repeat(n));
        meeting(&format!(r#""chairs":["{id}"]"#), &format!(r#""people":[{{"id":"{known}","name":"Y"}}],"#))
    }, ONE;
    "records of conflicts that there are none of", |n| {
        let keys = each(n, |n| format!(r#""person/x{n}""#));
        dataset(&format!(r#""conflicts":[{{"about":"a","records":[{keys}],"readings":[{{"value":"v"}}]}}]"#))
    }, ALL;
    "sources of readings that there are none of", |n| {
        let readings = each(n, |n| format!(r#"{{"value":"v{n}","source":"x{n}"}}"#));
        dataset(&format!(r#""conflicts":[{{"about":"a","readings":[{readings}]}}]"#))
    }, ALL;
    "records of a conflict, and as many readings", |n| {
        let keys = each(n, |n| format!(r#""topic/r{n}""#));
        let readings = each(n, |n| format!(r#"{{"value":"v","source":"r{n}"}}"#));
        dataset(&format!(
            r#"{}{}"conflicts":[{{"about":"a","records":[{keys}],"readings":[{readings}]}}]"#,
            records("topics", n), records("sources", n)
        ))
    }, NONE;
    "values of a wrong type in one list", |n| {
        meeting(&format!(r#""hosts":[{}]"#, each(n, |n| n.to_string())), "")
    }, ALL;
    "nothing in a list", |n| {
        meeting(&format!(r#""participants":[{}]"#, each(n, |_| "null".to_owned())), "")
    }, ALL;
    "empty participants", |n| {
        meeting(&format!(r#""participants":[{}]"#, each(n, |_| "{}".to_owned())), "")
    }, |n| n + n - 1;
    "empty meetings", |n| {
        dataset(&format!(r#""meetings":[{}]"#, each(n, |_| "{}".to_owned())))
    }, |n| 2 * n;
    "numbers in the place of records", |n| {
        dataset(&format!(r#""meetings":[{}]"#, each(n, |n| n.to_string())))
    }, ALL;
    "ids that stand twice", |n| {
        let people = each(n + 1, |_| r#"{"id":"p","name":"P"}"#.to_owned());
        dataset(&format!(r#""people":[{people}]"#))
    }, ALL;
    "series of one id", |n| {
        let series = each(n + 1, |_| r#"{"id":"s","name":"S"}"#.to_owned());
        dataset(&format!(r#""series":[{series}]"#))
    }, ALL;
    "items that stand twice", |n| {
        meeting(&format!(r#""aliases":[{}]"#, each(n + 1, |_| r#""a""#.to_owned())), "")
    }, ALL;
    "unknown fields in one record", |n| {
        meeting(&each(n, |n| format!(r#""f{n}":1"#)), "")
    }, NONE;
    "unknown fields of other names, one a record", |n| {
        let meetings = each(n, |n| format!(r#"{{"id":"m{n}","title":"M","{}":1}}"#, letters(n)));
        dataset(&format!(r#""meetings":[{meetings}]"#))
    }, NONE;
    "fields that are given twice", |n| {
        meeting(&each(n + 1, |_| r#""place":"P""#.to_owned()), "")
    }, ALL;
    "unknown fields that are given twice", |n| {
        meeting(&each(n + 1, |_| r#""x":1"#.to_owned()), "")
    }, ALL;
    "lists that are given twice", |n| {
        dataset(&each(n + 1, |_| r#""topics":[]"#.to_owned()))
    }, ALL;
    "dates that are none", |n| {
        let meetings = each(n, |n| format!(r#"{{"id":"m{n}","title":"M","date":"20x"}}"#));
        dataset(&format!(r#""meetings":[{meetings}]"#))
    }, ALL;
    "dates of roles that are none", |n| {
        person(&format!(r#""roles":[{}]"#, each(n, |n| format!(r#"{{"title":"t{n}","from":"20x"}}"#))))
    }, ALL;
    "roles that end before they begin", |n| {
        let roles = each(n, |n| format!(r#"{{"title":"t{n}","from":"2020","to":"2019"}}"#));
        person(&format!(r#""roles":[{roles}]"#))
    }, ALL;
    "evidence for what is not there", |n| {
        let evidence = each(n, |n| format!(r#"{{"field":"f{n}"}}"#));
        person(&format!(r#""evidence":[{evidence}]"#))
    }, NONE;
    "brackets within each other", |n| {
        meeting(&format!(r#""hosts":{}{}"#, "[".repeat(n), "]".repeat(n)), "")
    }, ONE;
    "characters that are not shown, each another", |n| {
        let text = ('\u{F0000}'..'\u{FFFFE}').cycle().take(n);
        meeting(&format!(r#""note":"{}""#, text.collect::<String>()), "")
    }, NONE;
    "half characters", |n| {
        let texts = each(n, |n| format!(r#""a{n}\ud800""#));
        meeting(&format!(r#""outcomes":[{texts}]"#), "")
    }, ALL;
    "topics wider than themselves", |n| {
        let topics = each(n, |n| format!(r#"{{"id":"t{n}","name":"T","broader":["t{n}"]}}"#));
        dataset(&format!(r#""topics":[{topics}]"#))
    }, ALL;
    "ways that all lead back to the first", |n| {
        let topics = each(n, |nth| {
            let next = if nth + 1 < n { format!(r#","t{}""#, nth + 1) } else { String::new() };
            format!(r#"{{"id":"t{nth}","name":"T","broader":["t0"{next}]}}"#)
        });
        dataset(&format!(r#""topics":[{topics}]"#))
    }, ALL;
    "people of one name", |n| {
        dataset(&format!(r#""people":[{}]"#, each(n, |n| format!(r#"{{"id":"p{n}","name":"P"}}"#))))
    }, NONE;
    "roles of one person, and as many meetings", |n| {
        let roles = each(n, |n| format!(r#"{{"title":"t{n}","from":"2020"}}"#));
        let meetings = each(n, |n| {
            format!(r#"{{"id":"m{n}","title":"M","date":"2021","participants":[{{"person":"p"}}]}}"#)
        });
        dataset(&format!(
            r#""people":[{{"id":"p","name":"P","roles":[{roles}]}}],"meetings":[{meetings}]"#
        ))
    }, NONE;
    "roles of each person, a hundred", |n| {
        let roles = each(100, |n| format!(r#"{{"title":"t{n}","from":"2020"}}"#));
        let meetings = each(n, |n| {
            format!(r#"{{"id":"m{n}","title":"M","date":"2021","participants":[{{"person":"p"}}]}}"#)
        });
        dataset(&format!(
            r#""people":[{{"id":"p","name":"P","roles":[{roles}]}}],"meetings":[{meetings}]"#
        ))
    }, NONE;
    "agreements, and as many series", |n| {
        let series = each(n, |n| format!(r#"{{"id":"s{n}","name":"S","agreement":"r{n}"}}"#));
        let meetings = each(n, |n| format!(r#"{{"id":"m{n}","title":"M","series":"s{n}"}}"#));
        dataset(&format!(r#"{}"series":[{series}],"meetings":[{meetings}]"#, records("agreements", n)))
    }, NONE;
    "sources of one series", |n| {
        let ids = each(n, |n| format!(r#""r{n}""#));
        dataset(&format!(
            r#"{}"agreements":[{{"id":"a","title":"A"}}],"series":[{{"id":"s","name":"S","agreement":"a","sources":[{ids}]}}]"#,
            records("sources", n)
        ))
    }, NONE;
    "gaps that say nothing", |n| {
        dataset(&format!(r#""meetings":[],"gaps":[{}]"#, each(n, |n| n.to_string())))
    }, ALL;
};

/// A name of letters alone, another for each number.
fn letters(number: usize) -> String {
    let digits = number.to_string();
    let letters = digits.bytes().map(|digit| char::from(digit + 49));
    "x".chars().chain(letters).collect()
}

//! The screen that answers at a glance: every record opened shows where its meetings are, no two rows read the same,
//! nothing is cut while there is room, and every way leads back.

use std::collections::{BTreeSet, HashMap};

use crate::support::{Journey, all_records};
use sommet::app::Effect;
use sommet::data::{Dataset, Kind, RecordId};
use sommet::ui::pane::PaneId;

/// The sizes at which the walk over all records is made.
const WALKED: [&str; 2] = ["120x36", "80x24"];

/// The titles in sight in the timeline, each with the sign before it.
fn titles(journey: &Journey) -> Vec<String> {
    let rows = journey.timeline_rows().into_iter();
    let rows = rows.filter(|row| row.contains(['●', '◆']));
    rows.map(|row| {
        row.split(['●', '◆'])
            .nth(1)
            .unwrap_or_default()
            .trim_matches([' ', '▐'])
            .to_owned()
    })
    .collect()
}

/// Whether a row of the timeline may stand for a record.
fn stands_for(title: &str, journey: &Journey, id: RecordId) -> bool {
    let dataset = journey.dataset();
    let (name, short, raw) = (dataset.name(id), dataset.short(id), dataset.raw_id(id));
    let named = [name, short].map(str::to_owned);
    // Where nothing else tells rows apart, the id does.
    let marked = [name, short].map(|name| format!("{name} {raw}"));
    let mut parts = title.split('…');
    let (start, end) = (parts.next(), parts.next_back());
    let start = start.unwrap_or_default().trim_end();
    named.iter().chain(&marked).any(|name| match end {
        None => name == title,
        Some(end) => name.starts_with(start) && name.ends_with(end),
    })
}

/// The walk over all records: what was opened is in sight with its neighbours, no two rows read the same, nothing is
/// cut while there is room.
fn walk_all(mut journey: Journey, size: &str) {
    let names = Known::of(journey.dataset());
    for id in all_records(journey.dataset()) {
        let key = journey.dataset().key(id);
        journey.at_record(&key);
        let what = format!("{key} at {size}");
        let titles = titles(&journey);
        if id.kind == Kind::Meeting {
            assert_neighbours(&journey, id, &titles, &what);
        } else {
            let meetings = journey.dataset().meetings_of(id).into_owned();
            let seen = meetings.iter().any(|row| {
                let meeting = RecordId::meeting(*row);
                let mut titles = titles.iter();
                titles.any(|title| stands_for(title, &journey, meeting))
            });
            assert!(seen || meetings.is_empty(), "{what}:\n{}", journey.screen());
        }
        assert_no_two_alike(&journey, &what);
        names.assert_cut_only_without_room(&journey, &what);
        names.assert_no_short_title_is_cut(&journey, &what);
        journey.app.update(sommet::command::Command::Back);
    }
}

/// A meeting that was opened, and the rows before and after it.
#[track_caller]
fn assert_neighbours(journey: &Journey, id: RecordId, titles: &[String], what: &str) {
    let order: Vec<String> = journey.timeline().into_iter().rev().collect();
    let key = journey.dataset().key(id);
    let undated = journey.dataset().when(id).is_none();
    let place = order.iter().position(|other| *other == key).expect("a row");
    let stands: Vec<usize> = { titles.iter().enumerate() }
        .filter(|(_, title)| stands_for(title, journey, id))
        .map(|(at, _)| at)
        .collect();
    let both = stands.iter().any(|at| {
        let after = *at > 0 || place == 0;
        let before = at + 1 < titles.len() || place + 1 == order.len();
        after && before
    });
    // Those without a date stand at the end in an order of their own.
    assert!(
        both || undated && !stands.is_empty(),
        "{what}:\n{}",
        journey.screen()
    );
}

#[test]
fn of_every_record_with_meetings_one_is_in_sight_and_every_meeting_has_its_neighbours() {
    for size in WALKED {
        walk_all(Journey::new(size), size);
    }
}

#[test]
fn invented_data_is_seen_at_a_glance_too() {
    for size in WALKED {
        walk_all(Journey::of(&super::generator::json(20, 7), size), size);
    }
}

#[test]
fn long_titles_of_any_script_are_seen_at_a_glance_too() {
    for size in WALKED {
        walk_all(Journey::of(&long_titles(), size), size);
    }
}

/// Meetings with long titles in several scripts and nothing shorter, some of them alike.
fn long_titles() -> String {
    let titles = [
        "Meeting of the Committee on Legal Affairs, Human Rights and Constitutional Matters of the Assembly",
        "Meeting of the Committee on Legal Affairs, Human Rights and Constitutional Matters of the Council",
        "移民與難民問題高級官員會議暨歐洲聯盟與國際移民組織第二次戰略對話聯合聲明",
        "移民與難民問題高級官員會議暨歐洲聯盟與國際移民組織第三次戰略對話聯合聲明",
        "Συνάντηση ανώτερων υπαλλήλων για τη μετανάστευση και την επανένταξη στην Ανατολική Μεσόγειο",
        "Совещание старших должностных лиц по вопросам миграции, возвращения и реинтеграции в странах",
        "اجتماع كبار المسؤولين بشأن الهجرة والعودة وإعادة الإدماج في بلدان البحر الأبيض المتوسط",
        "e\u{301}te\u{301} re\u{301}union des hauts fonctionnaires sur la migration et la re\u{301}inte\u{301}gration en Me\u{301}diterrane\u{301}e",
    ];
    let meetings: Vec<String> = (0..24)
        .map(|nth: usize| {
            let title = titles[nth % titles.len()];
            let (year, month) = (2010 + nth / 3, 1 + nth % 12);
            let people = format!(r#"{{"person":"p{}","role":"Vice-Chair of the Committee for the Rule of Law and Reconciliation"}}"#, nth % 4);
            format!(
                r#"{{"id":"m{nth}","title":"{title}","date":"{year}-{month:02}-11","place":"Bourg-Saint-Maurice-les-Arcs","participants":[{people}],"topics":["t{}"]}}"#,
                nth % 5
            )
        })
        .collect();
    let named = |of: &str, count: usize| {
        let all = (0..count).map(|nth| {
            let name = titles[(nth * 3 + 1) % titles.len()];
            format!(r#"{{"id":"{of}{nth}","name":"{name}"}}"#)
        });
        all.collect::<Vec<String>>().join(",")
    };
    format!(
        r#"{{"format":"sommet/1","people":[{}],"topics":[{}],"meetings":[{}]}}"#,
        named("p", 4),
        named("t", 5),
        meetings.join(",")
    )
}

/// The rows of the timeline and of the list read each for itself.
fn assert_no_two_alike(journey: &Journey, what: &str) {
    for rows in [journey.timeline_rows(), journey.list()] {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for row in rows {
            let read = row.replace(['▌', '▐', '›', '*'], " ").trim().to_owned();
            // A silence is no row to go to.
            if !read.is_empty() && !read.starts_with('┆') && !read.starts_with('/') {
                *seen.entry(read).or_default() += 1;
            }
        }
        let twice: Vec<&String> = seen
            .iter()
            .filter(|(_, times)| **times > 1)
            .map(|(row, _)| row)
            .collect();
        assert!(twice.is_empty(), "{what}: {twice:?}\n{}", journey.screen());
    }
}

/// What records are called.
struct Known {
    /// Names, short names and ids.
    names: Vec<String>,
    /// The short names of meetings and agreements.
    shorts: Vec<String>,
}

impl Known {
    fn of(dataset: &Dataset) -> Self {
        let all = all_records(dataset).into_iter();
        let names = all.flat_map(|id| {
            let names = [dataset.name(id), dataset.short(id), dataset.raw_id(id)];
            names.map(str::to_owned)
        });
        let held = dataset
            .all(Kind::Meeting)
            .chain(dataset.all(Kind::Agreement));
        Self {
            names: names.collect(),
            shorts: held.map(|id| dataset.short(id).to_owned()).collect(),
        }
    }

    /// Behind a title that was cut stands one blank column and no more, or two where a wide letter did not fit.
    #[track_caller]
    fn assert_cut_only_without_room(&self, journey: &Journey, what: &str) {
        let mut rows = journey.timeline_rows();
        rows.extend(journey.list());
        rows.extend(journey.card_rows());
        for row in rows {
            let row = row.trim_end_matches(['▐', '┃', '│']);
            let Some((start, behind)) = row.rsplit_once('…') else {
                continue;
            };
            // A fold begins with the sign, and says how much more there is.
            if start.trim().is_empty() || behind.contains(" more") {
                continue;
            }
            let Some((tail, _)) = behind.split_once("  ") else {
                continue;
            };
            // What stands before the sign begins a name: words beside a title may be cut.
            let begun = start.rsplit("  ").next().unwrap_or_default();
            let begun = begun.trim_start_matches(['▌', '›', '*', '●', '◆', '!', '?', ' ']);
            let dated = begun.starts_with(|sign: char| sign == '[' || sign.is_ascii_digit());
            let behind_date = begun.split_once(' ').filter(|_| dated);
            let without_date = behind_date.map_or("", |(_, behind)| behind.trim());
            // The same name begins before the sign and ends behind it.
            let is_cut = |start: &str| {
                let longer = |name: &&String| name.len() > start.len() + tail.trim().len();
                let mut names = self.names.iter().filter(longer);
                !start.is_empty()
                    && names.any(|name| name.starts_with(start) && name.ends_with(tail.trim()))
            };
            // A word or two cut at their end say nothing of whose name they begin.
            let at_end = tail.is_empty() || tail.starts_with(' ');
            let is_title =
                (is_cut(begun.trim()) || is_cut(without_date)) && !(at_end && begun.len() < 12);
            let wide = row
                .chars()
                .any(|sign| sommet::text::columns(&sign.to_string()) > 1);
            let by_wide = wide
                && !behind
                    .strip_prefix(tail)
                    .is_some_and(|more| more.starts_with("   "));
            assert!(
                !is_title || by_wide,
                "{what}: {row:?}\n{}",
                journey.screen()
            );
        }
    }

    /// What is cut in the timeline has no short title of 22 columns.
    #[track_caller]
    fn assert_no_short_title_is_cut(&self, journey: &Journey, what: &str) {
        for title in titles(journey).iter().filter(|title| title.contains('…')) {
            if title.ends_with("perhaps") {
                continue;
            }
            let (start, _) = title.split_once('…').expect("it is cut");
            let mut of = self
                .shorts
                .iter()
                .filter(|short| short.starts_with(start.trim_end()));
            let long = of.any(|short| sommet::text::columns(short) > 22);
            let of_full = self
                .names
                .iter()
                .any(|name| name.starts_with(start.trim_end()));
            assert!(
                long || of_full && !start.is_empty() && self.twice(start),
                "{what}: {title}"
            );
        }
    }

    /// Whether several titles begin so, so that their ends tell them apart.
    fn twice(&self, start: &str) -> bool {
        let of = self
            .names
            .iter()
            .filter(|name| name.starts_with(start.trim_end()));
        of.count() > 1
    }
}

#[test]
fn no_short_title_is_cut() {
    for size in WALKED {
        let mut journey = Journey::new(size);
        let mut seen = 0;
        for _ in 0..60 {
            for title in titles(&journey) {
                let known = journey
                    .dataset()
                    .all(Kind::Meeting)
                    .any(|id| stands_for(&title, &journey, id));
                let agreed = journey
                    .dataset()
                    .all(Kind::Agreement)
                    .any(|id| stands_for(&title, &journey, id));
                assert!(known || agreed || title.contains('…'), "{size}: {title}");
                if title.contains('…') {
                    // What is cut has no short title of 22 columns.
                    let start = title.split('…').next().unwrap_or_default();
                    let dataset = journey.dataset();
                    let mut of = dataset
                        .all(Kind::Meeting)
                        .chain(dataset.all(Kind::Agreement));
                    let cut = of
                        .find(|id| dataset.short(*id).starts_with(start))
                        .expect(&title);
                    assert!(
                        sommet::text::columns(dataset.short(cut)) > 22,
                        "{size}: {title}"
                    );
                }
                seen += 1;
            }
            journey.keys("j");
        }
        assert!(seen > 400);
    }
}

/// The number of a day since the first year: every fourth year is a leap year, as it is from 1901 to 2099.
fn day_number(first: i32, date: &str) -> i64 {
    const BEFORE: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let mut parts = date.split('-').map(|part| part.parse::<i64>().expect(date));
    let year = parts.next().expect(date);
    let month = usize::try_from(parts.next().unwrap_or(1)).expect(date);
    let day = parts.next().unwrap_or(1);
    let years = year - i64::from(first);
    let leaps = (i64::from(first)..year)
        .filter(|year| year % 4 == 0)
        .count();
    let this = i64::from(year % 4 == 0 && month > 2);
    years * 365 + i64::try_from(leaps).expect(date) + BEFORE[month - 1] + this + day - 1
}

/// The first day on which a meeting of the JSON may have been.
fn first_day(meeting: &serde_json::Value) -> Option<String> {
    let text = |field: &str| meeting[field].as_str();
    let date = text("earliest").or(text("date"))?;
    let start = date.split('/').next().unwrap_or_default();
    Some(start.trim_end_matches(['?', '~', '%']).to_owned())
}

#[test]
fn all_that_the_axis_covers_is_lit_and_nothing_else() {
    let json = crate::support::bundled_json();
    let of_file: HashMap<&str, &serde_json::Value> = { json["meetings"].as_array() }
        .expect("meetings")
        .iter()
        .map(|meeting| (meeting["id"].as_str().expect("an id"), meeting))
        .collect();
    // The columns of the picture, its first cell, and the lines of its lanes.
    for (size, start, lanes) in [
        ("120x36", 10, 2..5),
        ("80x24", 1, 2..3),
        ("200x50", 10, 2..5),
    ] {
        let mut journey = Journey::new(size);
        let width = journey.shown().buf.area.width;
        let cells = i64::from(width) - start - 1;
        let labels = journey.lines()[1].clone();
        let labels: Vec<&str> = labels.split_whitespace().collect();
        let year = |label: &&str| 2000 + label.parse::<i32>().expect("a year");
        let (first, last) = (year(&labels[0]), year(labels.last().expect("years")));
        let days = day_number(first, &format!("{}", last + 1));
        for id in all_records(journey.dataset()) {
            if !matches!(id.kind, Kind::Person | Kind::Topic | Kind::Organisation) {
                continue;
            }
            let key = journey.dataset().key(id);
            journey.at_record(&key);
            let mut expected: Vec<BTreeSet<i64>> = vec![BTreeSet::new(); lanes.len()];
            for row in journey.dataset().meetings_of(id).iter() {
                let meeting = of_file[journey.dataset().raw_id(RecordId::meeting(*row))];
                let Some(day) = first_day(meeting) else {
                    continue;
                };
                let lane = usize::from(lanes.len() > 1 && meeting["series"] != "som");
                expected[lane].insert(day_number(first, &day) * cells / days);
            }
            for (lane, line) in lanes.clone().enumerate() {
                let line = &journey.lines()[line];
                let signs: Vec<char> = line
                    .chars()
                    .skip(usize::try_from(start).expect("small"))
                    .collect();
                let is_digit = |at: usize| signs.get(at).is_some_and(char::is_ascii_digit);
                let is_lit =
                    |at: usize| signs[at] == '●' || is_digit(at) && (at == 0 || !is_digit(at - 1));
                let lit = (0..signs.len()).filter(|at| is_lit(*at));
                let lit: BTreeSet<i64> = lit.map(|at| i64::try_from(at).expect("small")).collect();
                assert_eq!(
                    lit,
                    expected[lane],
                    "{key} at {size}, lane {lane}:\n{}",
                    journey.screen()
                );
            }
            journey.app.update(sommet::command::Command::Back);
        }
    }
}

/// Every year, every second or every fifth one is named, by the room that there is: each of them where it begins, and as
/// long as it ends with the picture, also where not a column is left.
#[test]
fn a_year_is_named_wherever_it_has_room() {
    let mut journey = Journey::new("120x20");
    let axis = journey.session().axis.expect("an axis");
    let mut to_the_end = 0;
    for width in 30..=130 {
        journey.resize(&format!("{width}x20"));
        let line = &journey.lines()[1];
        let (row, cells) = (line.get(1..).expect("a margin"), width - 2);
        let step = match cells * 2 / axis.years() {
            6.. => 1,
            3..6 => 2,
            _ => 5,
        };
        let mut expected = " ".repeat(cells);
        for year in (axis.first..=axis.last).filter(|year| year % step == 0) {
            let cell = axis.cell((year, 1, 1), cells).expect("a cell");
            // Two names have a blank between them.
            let before = expected.get(..cell).unwrap_or_default();
            let touches = before.ends_with(|last| last != ' ');
            if cell + 2 <= cells && !touches {
                expected.replace_range(cell..cell + 2, &format!("{:02}", year % 100));
            }
            to_the_end += usize::from(cell + 2 == cells);
        }
        assert_eq!(row, expected.trim_end(), "{width}");
    }
    assert!(to_the_end > 2, "{to_the_end} end with the picture");
}

#[test]
fn the_card_never_gets_narrower_on_a_wider_terminal() {
    // Alone on the screen, and beside the timeline.
    for widths in [20..=69, 70..=260] {
        let mut before = 0;
        for width in widths {
            let mut journey = Journey::new(&format!("{width}x30"));
            journey.at_record("topic/libya");
            if width < 30 {
                assert!(journey.screen().contains("30"), "{}", journey.screen());
                continue;
            }
            let card = journey.pane("Topic").swap_remove(0);
            let wide = sommet::text::columns(&card);
            assert!(wide >= before, "{width}: {wide} after {before}");
            before = wide;
        }
        assert!(before > 30);
    }
}

/// The tab that is open is in sight at every width, those beside it as far as they fit, and an arrow stands for those
/// that do not, on their side and on no other.
#[test]
fn arrows_stand_for_the_tabs_that_are_out_of_sight() {
    let names = ["People ", "Topics ", "Orgs ", "Agr ", "Src "];
    let mut journey = Journey::new("120x36");
    journey.keys("<Tab><Tab>");
    let mut sides = [0, 0];
    for open in 0..names.len() {
        for width in 30..=120 {
            journey.resize(&format!("{width}x36"));
            let lines = journey.lines();
            let title = lines
                .iter()
                .find(|line| line.contains(&format!("[{}", names[open])));
            let title = title.unwrap_or_else(|| panic!("{open}, {width}: {}", journey.screen()));
            let title = title.split('┓').next().expect("the pane");
            let seen = names.map(|name| title.contains(name));
            let gone = [!seen[0], !seen[names.len() - 1]];
            assert_eq!([title.contains('‹'), title.contains('›')], gone, "{title}");
            for (side, gone) in sides.iter_mut().zip(gone) {
                *side += usize::from(gone);
            }
        }
        journey.resize("120x36").keys(")");
    }
    assert!(sides.iter().all(|side| *side > 9), "{sides:?}");
}

#[test]
fn libya_answers_in_one_step() {
    let mut journey = Journey::new("80x24");
    journey.keys("/libya<Enter>");
    let screen = journey.screen();
    for told in [
        "LAST ON THE TABLE  20 Mar 2023",
        "Task Force Mar 2023 · Brussels",
        "Johansson, Vitorino",
        "nothing on record since: 3 y 8 m",
        "11 MEETINGS",
        "11 of 50",
    ] {
        assert!(screen.contains(told), "{told}\n{screen}");
    }
}

#[test]
fn the_start_tells_what_it_is_and_what_to_press() {
    let journey = Journey::new("120x36");
    let screen = journey.screen();
    for told in [
        "Overview",
        "EU–IOM strategic dialogue",
        "as of 28 Nov 2026",
        "LATEST",
        "MOST DISCUSSED",
        "HOW SURE IS IT",
        "KEYS",
        "SIGNS",
        "sources disagree",
        "newest first",
    ] {
        assert!(screen.contains(told), "{told}\n{screen}");
    }
    let rows = journey.pane("Timeline");
    assert!(
        rows[0].contains("2026") && rows[0].contains("JHA Nicosia"),
        "{}",
        rows[0]
    );
}

#[test]
fn the_first_key_shows_the_latest_meeting() {
    for key in ["j", "k", "<Enter>"] {
        let mut journey = Journey::new("120x36");
        assert_eq!(journey.record(), None);
        journey.keys(key);
        assert_eq!(
            journey.record().as_deref(),
            Some("meeting/jha-informal-2026-01"),
            "{key}"
        );
    }
}

#[test]
fn esc_leads_back_to_the_start_step_by_step() {
    for keys in [
        "/libya<Enter>jj<Enter>e",
        "/soren<Enter>nnn",
        "tjj<Enter>",
        "gtjjj<Enter>m",
        "/pope<Enter>p",
        "/clim<Ctrl-t>F",
        "?",
        ":top",
        "/2nd som<Enter>fswing<Enter>n",
        "/pope<Enter>ap",
    ] {
        let mut journey = Journey::new("120x36");
        let start = journey.shown().clone();
        journey.keys(keys);
        for _ in 0..12 {
            journey.keys("<Esc>");
            assert_eq!(journey.effect(), None, "{keys}");
        }
        assert!(
            journey.screen().contains("Nothing to go back to; q quits"),
            "{keys}"
        );
        journey.quiet();
        journey.shown().assert_is(&start, keys);
    }
}

#[test]
fn what_has_no_meetings_narrows_nothing() {
    let mut journey = Journey::new("120x36");
    let alone = { journey.dataset().all(Kind::Agreement) }
        .find(|id| journey.dataset().meeting_count(*id) == 0)
        .map(|id| journey.dataset().key(id));
    journey.at_record(&alone.expect("an agreement without meetings"));
    let before = journey.lines();
    journey.keys("m");
    assert!(
        journey
            .screen()
            .contains("No meetings are linked to this agreement")
    );
    journey.quiet();
    assert_eq!(journey.lines(), before);
    assert_eq!(journey.filter(), "");
}

#[test]
fn the_filter_reaches_list_card_and_counts() {
    let mut journey = Journey::new("120x36");
    journey.keys("/libya<Enter>m/vitorino<Enter>");
    let screen = journey.screen();
    assert!(screen.contains("Filter: Migrants in Libya ×"), "{screen}");
    let topic = journey.id("topic/libya");
    let person = journey.id("person/antonio-vitorino");
    let dataset = journey.dataset();
    let of_topic = dataset.meetings_of(topic).into_owned();
    let both = dataset
        .meetings_of(person)
        .iter()
        .filter(|row| of_topic.contains(row))
        .count();
    let all = dataset.meeting_count(person);
    assert!(
        screen.contains(&format!("{both} of {all} MEETINGS")),
        "{screen}"
    );
    assert!(
        screen.contains(&format!("{} more outside the filter", all - both)),
        "{screen}"
    );
    assert!(
        screen.contains(&format!("{both} of {} · António Vitorino", of_topic.len())),
        "{screen}"
    );
    let row = journey
        .list()
        .into_iter()
        .find(|row| row.contains("António Vitorino"));
    let row = row.expect("in the list");
    assert!(
        row.trim_end_matches([' ', '▐'])
            .ends_with(&format!(" {both}")),
        "{row}"
    );
}

#[test]
fn topics_over_time_are_lanes_without_question_marks() {
    for size in ["200x50", "120x36", "80x24", "50x16"] {
        let mut journey = Journey::new(size);
        journey.keys("t");
        assert!(!journey.screen().contains("·?"), "{size}");
        assert!(
            journey.screen().contains("■─"),
            "{size}:\n{}",
            journey.screen()
        );
        let rows = journey.pane("Topics over time");
        let first = rows.iter().find(|row| row.contains('■'));
        assert!(first.is_some_and(|row| row.contains("Return")), "{size}");
        let head = journey.pane("Topics over time").swap_remove(0);
        assert!(
            head.contains("26"),
            "{size}: the newest end is in sight: {head}"
        );
    }
    let mut journey = Journey::new("120x36");
    journey.keys("t");
    assert!(
        journey
            .screen()
            .contains("No list here is known to be complete")
    );
    journey.keys("sss");
    assert_eq!(journey.app.focus(), PaneId::Study);
}

#[test]
fn a_peek_costs_nothing_and_a_field_asks_for_the_other() {
    let mut journey = Journey::new("120x36");
    journey
        .keys("/soren<Enter>")
        .until("j", "person/william-lacy-swing");
    let before = journey.shown().clone();
    journey.keys("p");
    assert_eq!(journey.app.focus(), PaneId::Peek);
    assert!(
        journey.screen().contains("19 MEETINGS"),
        "{}",
        journey.screen()
    );
    journey.keys("<Esc>");
    journey.shown().assert_is(&before, "after the peek");
    journey.keys("p<Enter>");
    assert_eq!(
        journey.record().as_deref(),
        Some("person/william-lacy-swing")
    );
    journey.keys("ap");
    assert!(journey.screen().contains("Connect William Lacy Swing with"));
    journey.keys("pope<Enter>");
    assert!(
        journey.screen().contains("Connection"),
        "{}",
        journey.screen()
    );
    journey.keys("<Esc>ac").keys("vitorino<Enter>");
    assert!(
        journey.screen().contains("Who was named when"),
        "{}",
        journey.screen()
    );
}

#[test]
fn words_are_found_within_a_card() {
    let mut journey = Journey::new("120x36");
    journey.keys("/2nd som<Enter>fthompson<Enter>");
    assert_eq!(
        journey.under_cursor().as_deref(),
        Some("person/laura-thompson")
    );
    journey.keys("<Esc>");
    assert_eq!(journey.session().find_words, None);
    assert_eq!(journey.record().as_deref(), Some("meeting/som-02"));
}

#[test]
fn the_list_is_sorted_by_name_number_and_last_meeting() {
    let mut journey = Journey::new("120x36");
    let first = |journey: &Journey| journey.list().swap_remove(1);
    journey.keys("gp");
    assert!(first(&journey).contains("William Lacy Swing"));
    journey.keys("s");
    assert!(journey.screen().contains("sorted by last meeting"));
    journey.keys("gg");
    assert!(first(&journey).contains("2026"), "{}", first(&journey));
    journey.keys("sgg");
    assert!(
        journey.screen().contains("Amira El Fadil"),
        "{}",
        journey.screen()
    );
}

#[test]
fn every_command_is_found_by_name() {
    let mut journey = Journey::new("80x24");
    journey.keys(":topics over");
    assert!(journey.screen().contains("topics over time"));
    journey.keys("<Enter>");
    assert_eq!(journey.app.focus(), PaneId::Study);
    journey.keys(":quit now<Enter>");
    assert_eq!(journey.effect(), Some(&Effect::Quit));
}

#[test]
fn in_every_pane_the_cursor_can_be_seen() {
    for keys in [
        "j",
        "/libya<Enter>",
        "/2nd som<Enter>",
        "/2nd som<Enter>j",
        "/soren<Enter>k",
        "/som<Down>",
        "/libya",
        "gt",
        "gtjjG",
        "gd",
        "t",
        "tjjl",
        "F",
        "Fjj",
        "?",
        "?<Tab>jj",
        ":",
        "e",
        "/libya<Enter>e",
        "/libya<Enter>ejjj",
        "/2nd som<Enter>jp",
        "/pope<Enter>ap",
        "/soren<Enter> /swing<Enter> ac",
        "/2nd som<Enter>ad",
    ] {
        for size in ["120x36", "80x24", "50x16", "200x50"] {
            let mut journey = Journey::new(size);
            journey.keys(keys);
            let cursor = journey
                .cursor()
                .unwrap_or_else(|| panic!("{keys} at {size}"));
            let buf = &journey.shown().buf;
            let cell = buf.cell((cursor.x, cursor.y)).expect("a cell");
            let reversed = ratatui::style::Modifier::REVERSED;
            // While something is typed the cursor stands in the field;
            // of an overview whose links are all below, in its corner.
            let line = &journey.lines()[usize::from(cursor.y)];
            let typing = line.contains("› ");
            let below = (keys, size) == ("gd", "50x16");
            assert!(
                typing || below || cell.modifier.contains(reversed),
                "{keys} at {size}, cursor at {cursor}:\n{}",
                journey.screen()
            );
        }
    }
}

#[test]
fn the_officer_sees_who_was_met_last_and_what_followed() {
    let mut journey = Journey::new("120x36");
    journey.keys("/vitorino<Enter>");
    let card = journey.card_rows().join("\n");
    for told in [
        "Director General, IOM",
        "LAST NAMED  20 Mar 2023",
        "beside Johansson",
        "15 MEETINGS",
    ] {
        assert!(card.contains(told), "{told}\n{card}");
    }
    // The next meeting, and the neighbours of an officials' meeting in its series.
    journey.keys("n");
    assert_eq!(journey.record().as_deref(), Some("meeting/som-09"));
    let card = journey.card_rows().join("\n");
    assert!(
        card.contains("8th SOM") && card.contains("10th SOM"),
        "{card}"
    );
}

#[test]
fn the_researcher_follows_a_topic_through_the_years() {
    let mut journey = Journey::new("120x36");
    journey.keys("/climate and<Enter>");
    assert!(
        journey.screen().contains("7 of 50 · Climate and migr"),
        "{}",
        journey.screen()
    );
    journey.keys("t");
    let row =
        { journey.pane("Topics over time").into_iter() }.find(|row| row.contains("Climate and"));
    assert!(row.is_some_and(|row| row.contains("■─") && row.contains("□")));
    journey.keys("<Esc>m");
    assert_eq!(journey.filter(), "topic:climate-migration");
    assert_eq!(journey.timeline().len(), 7);
}

#[test]
fn the_journalist_sees_who_says_so_and_takes_the_footnote() {
    let mut journey = Journey::new("120x36");
    journey.keys("/6th som<Enter>");
    assert!(
        journey.screen().contains("! sources disagree on"),
        "{}",
        journey.screen()
    );
    journey.keys("e");
    assert!(
        journey.screen().contains("Evidence"),
        "{}",
        journey.screen()
    );
    assert!(journey.screen().contains("reading"), "{}", journey.screen());
    journey.until("j", "source/s-euromesco-2019").keys("yf");
    let effect = journey.effect().cloned();
    assert!(
        matches!(&effect, Some(Effect::Copy(text)) if text.contains("EuroMeSCo")),
        "{effect:?}"
    );
}

#[test]
fn the_archivist_is_told_what_is_wrong_with_a_file() {
    let flawed = r#"{"format":"sommet/1","title":"Minutes","people":[{"id":"a","name":"Ada"}],
        "meetings":[{"id":"m","title":"First","date":"2013-13-45","participants":[{"person":"adda"}]}]}"#;
    let mut journey = Journey::of(flawed, "120x36");
    assert!(
        journey.lines()[0].contains("2 problems"),
        "{}",
        journey.screen()
    );
    let card = journey.card_rows().join("\n");
    assert!(card.contains("2 PROBLEMS IN THIS FILE"), "{card}");
    assert!(
        card.contains("meetings[0].date") && card.contains("adda"),
        "{card}"
    );
    journey.keys("gd");
    assert!(journey.screen().contains("2 PROBLEMS IN THIS FILE"));
}

#[test]
fn words_are_found_in_the_timeline_and_in_the_list() {
    let mut journey = Journey::new("120x36");
    journey.keys("fvenez<Enter>");
    assert_eq!(
        journey.record().as_deref(),
        Some("meeting/venezuela-conference-2023")
    );
    journey.keys("n");
    assert_eq!(
        journey.record().as_deref(),
        Some("meeting/venezuela-conference-2020")
    );
    journey.keys("N");
    assert_eq!(
        journey.record().as_deref(),
        Some("meeting/venezuela-conference-2023")
    );
    journey.keys("fnowhere<Enter>");
    assert!(
        journey
            .screen()
            .contains("“nowhere” is not in the timeline")
    );
    journey.keys("<Esc>gpfpope<Enter>");
    assert_eq!(journey.record().as_deref(), Some("person/amy-pope"));
    journey.keys("fnowhere<Enter>");
    assert!(journey.screen().contains("“nowhere” is not in this list"));
}

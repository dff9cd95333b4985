//! The card of the dataset itself: what it is, what is latest, how sure it is, which keys matter, what the signs
//! mean.

use super::layout::Frame;
use super::sheet::{Goal, Sheet, Tone};
use super::tables::{Row, Table};
use crate::browse::headline::brief;
use crate::browse::listing::last_meeting;
use crate::browse::page::{Body, How, Item, Section, Weak};
use crate::command::Command;
use crate::data::{Date, RecordId, When, Year};
use crate::session::Session;
use crate::text::{columns, wrap};

/// The keys that a stranger needs.
const KEYS: [(Command, &str); 6] = [
    (Command::Find, "find"),
    (Command::Open, "open"),
    (Command::Strands, "topics over time"),
    (Command::NextPane, "next pane"),
    (Command::Close, "back"),
    (Command::Help, "all keys"),
];

/// Folds of an overview: what sources disagree on, and what is not known. Sections have smaller numbers.
const DISAGREED: usize = 1_000_000;
const UNKNOWN: usize = DISAGREED + 1;
const PROBLEMS: usize = DISAGREED + 2;
/// The first of the folds of what is less than reported or certain.
const WEAK: usize = DISAGREED + 3;

/// From this height on, in rows, all of a usual overview fits.
const TALL: usize = 26;

/// The overview.
pub fn write(frame: Frame<'_>) -> Sheet {
    let session = frame.session;
    let mut sheet = frame.sheet(frame.width);
    if frame.height > 18 {
        sheet.line();
    }
    head(frame, &mut sheet);
    problems(frame, &mut sheet);
    let mut known = frame.sheet(frame.width);
    latest(frame, &mut known);
    most_discussed(frame, &mut known);
    how_sure(frame, &mut known);
    let mut signs_and_keys = frame.sheet(frame.width);
    keys(session, frame.width, &mut signs_and_keys);
    signs(session, frame.width, &mut signs_and_keys);
    // On a low screen a stranger needs the keys and signs first; the timeline shows what is latest. The height
    // alone decides, so that nothing moves when something is unfolded.
    let parts = if frame.height >= TALL {
        [known, signs_and_keys]
    } else {
        [signs_and_keys, known]
    };
    for part in parts {
        sheet.gap();
        sheet.append(part);
    }
    sheet
}

fn head(frame: Frame<'_>, sheet: &mut Sheet) {
    let about = frame.session.dataset.about();
    for line in wrap(&about.title, frame.width.saturating_sub(2).max(1)) {
        sheet.line().write(1, line, Tone::Name);
    }
    let as_of = match Date::parse(&about.as_of) {
        Ok(date) => format!("as of {} ", brief(date)),
        Err(_) if about.as_of.is_empty() => String::new(),
        Err(_) => format!("as of {} ", about.as_of),
    };
    sheet.write_right(&as_of, Tone::Dim);
    let texts = [about.description.as_str(), about.licence.as_str()];
    sheet.prose(texts[0], Tone::Text, 4, (0, frame.is_open(0)));
    if !texts[1].is_empty() && frame.height > 30 {
        sheet
            .line()
            .write(1, &format!("licence {}", texts[1]), Tone::Dim);
    }
}

fn section<'s>(frame: Frame<'s>, heading: &str) -> Option<(usize, &'s Section)> {
    let mut sections = frame.page.sections.iter().enumerate();
    sections.find(|(_, section)| section.heading == heading)
}

fn problems(frame: Frame<'_>, sheet: &mut Sheet) {
    let Some((nth, section)) = section(frame, "! PROBLEMS") else {
        return;
    };
    let Body::Prose(texts) = &section.body else {
        return;
    };
    sheet.gap();
    sheet.section = nth;
    let (errors, notes) = frame.session.flaws;
    let word = if errors + notes == 1 {
        "PROBLEM"
    } else {
        "PROBLEMS"
    };
    sheet.heading(
        &format!("! {} {word} IN THIS FILE", errors + notes),
        Tone::Warning,
    );
    let shown = frame.shown(PROBLEMS, 3).min(texts.len());
    for text in texts.iter().take(shown) {
        for line in wrap(text, frame.width.saturating_sub(4).max(1)) {
            sheet.line().write(3, line, Tone::Text);
        }
    }
    if shown < texts.len() {
        let more = format!(
            "{} {} more",
            frame.session.glyphs.ellipsis,
            texts.len() - shown
        );
        sheet.line().write(3, &more, Tone::Dim);
        sheet.stop_line(Goal::Unfold(PROBLEMS));
    }
}

fn latest(frame: Frame<'_>, sheet: &mut Sheet) {
    let Some((nth, section)) = section(frame, "LATEST") else {
        return;
    };
    let dataset = &frame.session.dataset;
    let rows = section.items().map(|item| {
        let people = item.id.map(|id| dataset.people_at(id)).unwrap_or_default();
        let names: Vec<&str> = people.iter().map(|id| dataset.name(*id)).collect();
        let surname = |name: &&str| name.rsplit(' ').next().unwrap_or_default().to_owned();
        let told: Vec<String> = names.iter().take(3).map(surname).collect();
        let more = names.len().saturating_sub(told.len());
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let mut row = frame.meeting_row(item);
        // Titles in a column of short ones.
        row.name.clone_from(&row.short);
        row.words = vec![format!("{}{more}", told.join(", "))];
        row.number = String::new();
        row
    });
    sheet.gap();
    sheet.section = nth;
    let table = Table {
        heading: section.heading.to_owned(),
        rows: rows.collect(),
        ..Table::default()
    };
    table.write(sheet);
}

fn most_discussed(frame: Frame<'_>, sheet: &mut Sheet) {
    let Some((nth, section)) = section(frame, "MOST DISCUSSED") else {
        return;
    };
    let dataset = &frame.session.dataset;
    let rows = section.items().filter_map(|item| {
        let (How::Together(count), Some(id)) = (item.how, item.id) else {
            return None;
        };
        let last = last_meeting(dataset, id).map(RecordId::meeting);
        let year = last.and_then(|id| dataset.when(id)).map(When::year);
        Some(Row {
            name: dataset.short(id).to_owned(),
            short: dataset.short(id).to_owned(),
            words: vec![
                format!("{count:>8}"),
                year.map_or_else(String::new, |year| Year(year).to_string()),
            ],
            goal: Some(Goal::Record(id)),
            ..Row::default()
        })
    });
    sheet.gap();
    sheet.section = nth;
    let table = Table {
        heading: section.heading.to_owned(),
        columns: vec!["meetings", "last"],
        rows: rows.collect(),
        ..Table::default()
    };
    table.write(sheet);
}

fn how_sure(frame: Frame<'_>, sheet: &mut Sheet) {
    let dataset = &frame.session.dataset;
    let about = dataset.about();
    let (conflicts, gaps) = (dataset.conflicts().len(), about.gaps.len());
    let mut lines = Vec::new();
    if conflicts > 0 {
        let word = if conflicts == 1 { "point" } else { "points" };
        lines.push((format!("sources disagree on {conflicts} {word}"), DISAGREED));
    }
    if gaps > 0 {
        let are = if gaps == 1 { "thing is" } else { "things are" };
        lines.push((format!("{gaps} {are} not known"), UNKNOWN));
    }
    let weak = frame.page.weak.iter().enumerate();
    lines.extend(weak.map(|(nth, weak)| (weak.text.clone(), WEAK + nth)));
    if lines.is_empty() {
        return;
    }
    sheet.gap();
    sheet.heading("HOW SURE IS IT", Tone::Heading);
    // Two side by side where both fit; what is unfolded has the lines below.
    let half = sheet.width / 2;
    let fits = |text: &str| columns(text) + 4 < half;
    let mut right = false;
    for (text, number) in &lines {
        let beside = right && fits(text);
        let at = if beside { half } else { 0 };
        if !beside {
            sheet.line();
        }
        right = !beside && fits(text) && frame.width >= super::tables::WIDE;
        sheet.write(at + 3, text, Tone::Text);
        if !frame.is_open(*number) {
            sheet.write(at + 1, frame.session.glyphs.folded, Tone::Dim);
            sheet.stop(at, at + half, Goal::Unfold(*number));
        }
    }
    unfolded(frame, sheet);
}

/// What is unfolded: the points on which sources disagree, and what is not known.
fn unfolded(frame: Frame<'_>, sheet: &mut Sheet) {
    let dataset = &frame.session.dataset;
    let room = frame.width.saturating_sub(4).max(1);
    if frame.is_open(DISAGREED) {
        sheet.gap();
        sheet.heading("! SOURCES DISAGREE ON", Tone::Warning);
        for conflict in dataset.conflicts() {
            let lines = wrap(&conflict.about, room);
            for (nth, line) in lines.into_iter().enumerate() {
                sheet.line().write(3, line, Tone::Text);
                if let (0, Some(id)) = (nth, conflict.records.first()) {
                    sheet.stop_line(Goal::Record(*id));
                }
            }
        }
    }
    if frame.is_open(UNKNOWN) {
        sheet.gap();
        sheet.heading("? NOT KNOWN", Tone::Heading);
        for gap in &dataset.about().gaps {
            for line in wrap(gap, room) {
                sheet.line().write(3, line, Tone::Text);
            }
        }
    }
    for (nth, weak) in frame.page.weak.iter().enumerate() {
        if frame.is_open(WEAK + nth) {
            sheet.gap();
            meetings_of(frame, weak, sheet);
        }
    }
}

/// The latest meetings that are known less well in one way.
fn meetings_of(frame: Frame<'_>, weak: &Weak, sheet: &mut Sheet) {
    let rows = { weak.latest.iter() }
        .map(|id| frame.meeting_row(&Item::link(*id, How::Meeting)))
        .collect();
    let most = if weak.latest.len() < Weak::LISTED {
        "newest first".to_owned()
    } else {
        format!("the latest {} meetings", Weak::LISTED)
    };
    let table = Table {
        heading: weak.text.to_uppercase(),
        note: format!(", {most}"),
        columns: vec!["where"],
        number: "named",
        rows,
        ..Table::default()
    };
    table.write(sheet);
}

fn keys(session: &Session, width: usize, sheet: &mut Sheet) {
    let told = KEYS.iter().filter_map(|(command, does)| {
        let key = session.keymap.keys_for(*command).next()?;
        Some((session.glyphs.key(&key), (*does).to_owned()))
    });
    pairs("KEYS", &told.collect::<Vec<_>>(), Tone::Key, width, sheet);
}

fn signs(session: &Session, width: usize, sheet: &mut Sheet) {
    let glyphs = session.glyphs;
    let told = [
        (glyphs.meeting, "meeting"),
        (glyphs.agreement, "agreement"),
        ("+", "several days"),
        ("!", "sources disagree"),
        ("?", "not known, uncertain"),
        ("~", "inferred"),
    ];
    let told = told.map(|(sign, means)| (sign.to_owned(), means.to_owned()));
    pairs("SIGNS", &told, Tone::Lit, width, sheet);
}

/// Signs and what they mean, side by side as far as there is room.
fn pairs(heading: &str, told: &[(String, String)], tone: Tone, width: usize, sheet: &mut Sheet) {
    const START: usize = 9;
    sheet.heading(heading, Tone::Heading);
    let mut at = START;
    for (key, text) in told {
        let wide = columns(key) + 1 + columns(text);
        if at > START && at + wide > width.saturating_sub(1) {
            sheet.line();
            at = START;
        }
        sheet
            .write(at, key, tone)
            .write(at + columns(key) + 1, text, Tone::Text);
        at += wide + 3;
    }
}

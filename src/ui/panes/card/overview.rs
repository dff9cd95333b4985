//! The card of the dataset itself: what it is, what is latest, how sure it is, which keys matter, what the signs
//! mean.

use super::tables::{CardRow, CardTable, WIDE};
use super::text::{CardTarget, CardText, Tone};
use super::writer::{CardWriter, more};
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

/// The folds of an overview. Sections have smaller numbers.
const DISAGREED: usize = 1_000_000;
const UNKNOWN: usize = DISAGREED + 1;
const PROBLEMS: usize = DISAGREED + 2;
/// The first of the folds of what is less than reported or certain.
const WEAK: usize = DISAGREED + 3;

/// From this height on, in rows, all of a usual overview fits.
const TALL: usize = 26;

pub fn write(writer: CardWriter<'_>) -> CardText {
    let session = writer.session;
    let mut card = writer.text(writer.width);
    if writer.height > 18 {
        card.line();
    }
    head(writer, &mut card);
    problems(writer, &mut card);
    let mut content = writer.text(writer.width);
    latest(writer, &mut content);
    most_discussed(writer, &mut content);
    how_sure(writer, &mut content);
    let mut signs_and_keys = writer.text(writer.width);
    keys(session, &mut signs_and_keys);
    signs(session, &mut signs_and_keys);
    // On a low screen a stranger needs the keys and signs first; the timeline shows what is latest. The height
    // alone decides, so that nothing moves when something is unfolded.
    let parts = if writer.height >= TALL {
        [content, signs_and_keys]
    } else {
        [signs_and_keys, content]
    };
    for part in parts {
        card.gap();
        card.append(part);
    }
    card
}

fn head(writer: CardWriter<'_>, card: &mut CardText) {
    let about = writer.session.dataset.about();
    card.prose(&about.title, Tone::Name);
    let as_of = match Date::parse(&about.as_of) {
        Ok(date) => format!("as of {} ", brief(date)),
        Err(_) if about.as_of.is_empty() => String::new(),
        Err(_) => format!("as of {} ", about.as_of),
    };
    card.write_right(&as_of, Tone::Dim);
    card.folded_prose(&about.description, Tone::Text, 4, writer.unless_open(0));
    if !about.licence.is_empty() && writer.height > 30 {
        let licence = format!("licence {}", about.licence);
        card.line().write(1, &licence, Tone::Dim);
    }
}

/// The section of that heading, and its number.
fn section<'s>(writer: CardWriter<'s>, heading: &str) -> Option<(usize, &'s Section)> {
    let mut sections = writer.page.sections.iter().enumerate();
    sections.find(|(_, section)| section.heading == heading)
}

fn problems(writer: CardWriter<'_>, card: &mut CardText) {
    let Some((nth, section)) = section(writer, "! PROBLEMS") else {
        return;
    };
    let Body::Prose(texts) = &section.body else {
        return;
    };
    card.gap();
    card.section = nth;
    let (errors, notes) = writer.session.flaws;
    let count = errors + notes;
    let plural = if count == 1 { "" } else { "S" };
    let heading = format!("! {count} PROBLEM{plural} IN THIS FILE");
    card.heading(&heading);
    let shown = writer.shown(PROBLEMS, 3, texts.len());
    for text in texts.iter().take(shown) {
        card.paragraph(3, writer.width.saturating_sub(4).max(1), text, Tone::Text);
    }
    if let Some((more, fold)) = more(shown, texts.len(), PROBLEMS) {
        card.fold(3, &more, fold);
    }
}

fn latest(writer: CardWriter<'_>, card: &mut CardText) {
    let Some((nth, section)) = section(writer, "LATEST") else {
        return;
    };
    let dataset = &writer.session.dataset;
    let rows = section.items().map(|item| {
        let people = item.id.map(|id| dataset.people_at(id)).unwrap_or_default();
        let names: Vec<&str> = people.iter().map(|id| dataset.name(*id)).collect();
        let surname = |name: &&str| name.rsplit(' ').next().unwrap_or_default().to_owned();
        let shown: Vec<String> = names.iter().take(3).map(surname).collect();
        let more = match names.len() - shown.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let mut row = writer.meeting_row(item);
        // Titles in a column of short ones.
        row.name.clone_from(&row.short);
        row.words = vec![format!("{}{more}", shown.join(", "))];
        row.number = String::new();
        row
    });
    card.gap();
    card.section = nth;
    let table = CardTable {
        heading: section.heading.to_owned(),
        rows: rows.collect(),
        ..CardTable::default()
    };
    table.write(card);
}

fn most_discussed(writer: CardWriter<'_>, card: &mut CardText) {
    let Some((nth, section)) = section(writer, "MOST DISCUSSED") else {
        return;
    };
    let dataset = &writer.session.dataset;
    let rows = section.items().filter_map(|item| {
        let (How::Together(count), Some(id)) = (item.how, item.id) else {
            return None;
        };
        let last = last_meeting(dataset, id).map(RecordId::meeting);
        let year = last.and_then(|id| dataset.when(id)).map(When::year);
        Some(CardRow {
            name: dataset.short(id).to_owned(),
            short: dataset.short(id).to_owned(),
            words: vec![
                format!("{count:>8}"),
                year.map_or_else(String::new, |year| Year(year).to_string()),
            ],
            target: Some(CardTarget::Record(id)),
            ..CardRow::default()
        })
    });
    card.gap();
    card.section = nth;
    let table = CardTable {
        heading: section.heading.to_owned(),
        columns: vec!["meetings", "last"],
        rows: rows.collect(),
        ..CardTable::default()
    };
    table.write(card);
}

fn how_sure(writer: CardWriter<'_>, card: &mut CardText) {
    let dataset = &writer.session.dataset;
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
    let weak = writer.page.weak.iter().enumerate();
    lines.extend(weak.map(|(nth, weak)| (weak.text.clone(), WEAK + nth)));
    if lines.is_empty() {
        return;
    }
    card.gap();
    card.heading("HOW SURE IS IT");
    // Two side by side where both fit; what is unfolded has the lines below.
    let half = card.width / 2;
    let fits = |text: &str| columns(text) + 4 < half;
    let mut right = false;
    for (text, number) in &lines {
        let beside = right && fits(text);
        let at = if beside { half } else { 0 };
        if !beside {
            card.line();
        }
        right = !beside && fits(text) && writer.width >= WIDE;
        card.write(at + 3, text, Tone::Text);
        if !writer.is_open(*number) {
            card.write(at + 1, writer.session.glyphs.folded, Tone::Dim);
            card.stop(at, at + half, CardTarget::Unfold(*number));
        }
    }
    unfolded(writer, card);
}

/// What is unfolded: the points on which sources disagree, and what is not known.
fn unfolded(writer: CardWriter<'_>, card: &mut CardText) {
    let dataset = &writer.session.dataset;
    let room = writer.width.saturating_sub(4).max(1);
    if writer.is_open(DISAGREED) {
        card.gap();
        card.heading("! SOURCES DISAGREE ON");
        for conflict in dataset.conflicts() {
            for (nth, line) in wrap(&conflict.about, room).into_iter().enumerate() {
                card.line().write(3, line, Tone::Text);
                if let (0, Some(id)) = (nth, conflict.records.first()) {
                    card.stop_line(CardTarget::Record(*id));
                }
            }
        }
    }
    if writer.is_open(UNKNOWN) {
        card.gap();
        card.heading("? NOT KNOWN");
        for gap in &dataset.about().gaps {
            card.paragraph(3, room, gap, Tone::Text);
        }
    }
    for (nth, weak) in writer.page.weak.iter().enumerate() {
        if writer.is_open(WEAK + nth) {
            card.gap();
            meetings_of(writer, weak, card);
        }
    }
}

/// The latest meetings that are known less well in one way.
fn meetings_of(writer: CardWriter<'_>, weak: &Weak, card: &mut CardText) {
    let rows = { weak.latest.iter() }
        .map(|id| writer.meeting_row(&Item::link(*id, How::Meeting)))
        .collect();
    let most = if weak.latest.len() < Weak::LISTED {
        "newest first".to_owned()
    } else {
        format!("the latest {} meetings", Weak::LISTED)
    };
    let table = CardTable {
        heading: weak.text.to_uppercase(),
        note: format!(", {most}"),
        columns: vec!["where"],
        number: "named",
        rows,
        ..CardTable::default()
    };
    table.write(card);
}

fn keys(session: &Session, card: &mut CardText) {
    let keys = KEYS.iter().filter_map(|(command, does)| {
        let key = session.keymap.keys_for(*command).next()?;
        Some((session.glyphs.key(&key), *does))
    });
    pairs("KEYS", keys, Tone::Key, card);
}

fn signs(session: &Session, card: &mut CardText) {
    let glyphs = session.glyphs;
    let signs = [
        (glyphs.meeting, "meeting"),
        (glyphs.agreement, "agreement"),
        ("+", "several days"),
        ("!", "sources disagree"),
        ("?", "not known, uncertain"),
        ("~", "inferred"),
    ];
    let signs = signs.map(|(sign, means)| (sign.to_owned(), means));
    pairs("SIGNS", signs.into_iter(), Tone::Lit, card);
}

/// Signs and what they mean, side by side as far as there is room.
fn pairs(
    heading: &str,
    pairs: impl Iterator<Item = (String, &'static str)>,
    tone: Tone,
    card: &mut CardText,
) {
    const START: usize = 9;
    card.heading(heading);
    let mut at = START;
    for (sign, text) in pairs {
        let wide = columns(&sign) + 1 + columns(text);
        if at > START && at + wide > card.width.saturating_sub(1) {
            card.line();
            at = START;
        }
        card.write(at, &sign, tone)
            .write(at + columns(&sign) + 1, text, Tone::Text);
        at += wide + 3;
    }
}

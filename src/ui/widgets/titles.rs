//! Titles for the rows in sight: whole where they fit, short where not, cut only where nothing else fits, and
//! never two alike.

use std::collections::HashMap;

use crate::text::{columns, cut_middle, fits};

/// What a row can be called.
#[derive(Clone, Copy, Debug)]
pub struct TitleForms<'a> {
    /// Its whole title.
    pub full: &'a str,
    /// A shorter one, or the same.
    pub short: &'a str,
    /// What tells it from another of the same title, at last its id.
    pub id: &'a str,
    /// How many columns there are for it.
    pub room: usize,
}

/// The titles of rows that are in sight together. `beside` is what else a row says: rows that differ there may
/// be called the same.
pub fn titles<'a>(
    rows: impl Iterator<Item = TitleForms<'a>>,
    beside: impl Fn(usize) -> String,
    ellipsis: &str,
) -> Vec<String> {
    let rows: Vec<TitleForms<'_>> = rows.collect();
    let mut titles: Vec<String> = rows.iter().map(|row| fitting(row, ellipsis)).collect();
    // Each try says more of what tells rows apart than the one before.
    for attempt in 0..4 {
        let mut seen: HashMap<String, Vec<usize>> = HashMap::new();
        for (nth, title) in titles.iter().enumerate() {
            let row = format!("{}\0{title}", beside(nth));
            seen.entry(row).or_default().push(nth);
        }
        let alike: Vec<Vec<usize>> = seen.into_values().filter(|rows| rows.len() > 1).collect();
        if alike.is_empty() {
            break;
        }
        for nth in alike.into_iter().flatten() {
            titles[nth] = longer(&rows[nth], attempt, ellipsis);
        }
    }
    titles
}

fn fitting(row: &TitleForms<'_>, ellipsis: &str) -> String {
    if fits(row.full, row.room) {
        row.full.to_owned()
    } else if fits(row.short, row.room) {
        row.short.to_owned()
    } else {
        cut_middle(row.short, row.room, row.room / 2, ellipsis).into_owned()
    }
}

fn longer(row: &TitleForms<'_>, attempt: usize, ellipsis: &str) -> String {
    let tail = row.room * 3 / 4;
    match attempt {
        0 if fits(row.short, row.room) => row.short.to_owned(),
        0 | 1 => cut_middle(row.full, row.room, tail, ellipsis).into_owned(),
        _ if row.id.is_empty() => fitting(row, ellipsis),
        2 => {
            let mark = format!(" {}", row.id);
            let room = row.room.saturating_sub(columns(&mark)).max(row.room / 3);
            let name = cut_middle(row.short, room, room / 2, ellipsis);
            let name = format!("{name}{mark}");
            cut_middle(&name, row.room, tail, ellipsis).into_owned()
        }
        _ => cut_middle(row.id, row.room, tail, ellipsis).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row<'a>(full: &'a str, short: &'a str, id: &'a str, room: usize) -> TitleForms<'a> {
        TitleForms {
            full,
            short,
            id,
            room,
        }
    }

    #[test]
    fn the_fullest_that_fits_is_shown() {
        let titles_of = |room| {
            let rows = [row(
                "Second Senior Officials Meeting",
                "2nd SOM",
                "som-02",
                room,
            )];
            titles(rows.into_iter(), |_| String::new(), "…").remove(0)
        };
        assert_eq!(titles_of(40), "Second Senior Officials Meeting");
        assert_eq!(titles_of(20), "2nd SOM");
        assert_eq!(titles_of(5), "2n…OM");
        assert_eq!(titles_of(0), "");
    }

    #[test]
    fn no_two_are_alike_unless_something_beside_them_differs() {
        let rows = [
            row(
                "Meeting of the Committee on Legal Affairs",
                "Meeting",
                "a",
                12,
            ),
            row("Meeting of the Committee on Trade", "Meeting", "b", 12),
        ];
        let titles_of = titles(rows.into_iter(), |_| String::new(), "…");
        assert_ne!(titles_of[0], titles_of[1], "{titles_of:?}");
        let titles_of = titles(rows.into_iter(), |nth| nth.to_string(), "…");
        assert_eq!(titles_of, ["Meeting", "Meeting"]);
        let same = [
            row("Meeting", "Meeting", "m-1", 20),
            row("Meeting", "Meeting", "m-2", 20),
        ];
        assert_eq!(
            titles(same.into_iter(), |_| String::new(), "…"),
            ["Meeting m-1", "Meeting m-2"]
        );
    }
}

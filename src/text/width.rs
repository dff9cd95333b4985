//! The one place that measures and cuts text: by grapheme, in columns of the terminal.
//!
//! A grapheme is what a reader calls one character: `é` written as two code points, `👩‍💻`, a flag.
//! A column is the room of one Latin letter; a Chinese character takes two. Nothing here ever cuts
//! a grapheme in two.
//!
//! Measured here is what ratatui draws. Its own `Span::width` has said 2 for `ﾊﾟ`, for which its
//! `Buffer::set_stringn` takes 3, so this file counts as the drawing code does; a test compares the
//! two.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// No line is drawn wider. What is longer is not measured to its end, since a name may have millions of
/// characters and is measured for every frame.
pub const WIDEST: usize = 4_096;

/// How many columns the text takes when it is drawn on one line, up to [`WIDEST`]. Control characters are not
/// drawn and take none.
#[must_use]
pub fn columns(text: &str) -> usize {
    match fitting_bytes(text, WIDEST) {
        (end, columns) if end == text.len() => columns,
        _ => WIDEST,
    }
}

/// Whether the text fits into so many columns. It is looked at no further than that.
#[must_use]
pub fn fits(text: &str, columns: usize) -> bool {
    fitting_bytes(text, columns).0 == text.len()
}

/// The columns of one grapheme, as ratatui's `CellWidth` counts them and its `Buffer::set_stringn`
/// draws them.
pub(super) fn grapheme_columns(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) {
        return 0;
    }
    // ratatui gives the half-width sound marks a column more than unicode-width does, whatever that
    // says.
    let sound_marks = grapheme
        .chars()
        .filter(|mark| matches!(mark, 'ﾞ' | 'ﾟ'))
        .count();
    grapheme.width() + sound_marks
}

/// Splits the text so that the first part is the longest that fits into so many columns.
#[must_use]
pub fn split_at_column(text: &str, columns: usize) -> (&str, &str) {
    let (fitting, _) = fitting_bytes(text, columns);
    text.split_at_checked(fitting).unwrap_or((text, ""))
}

/// The length in bytes of the longest start of the text that fits, and the columns it takes. It
/// looks no further than one grapheme beyond, so that a line of ten megabytes costs what can be
/// seen of it.
fn fitting_bytes(text: &str, columns: usize) -> (usize, usize) {
    // Most texts are short, and all of their bytes are one column each.
    let is_plain = |bytes: &[u8]| bytes.iter().all(|byte| matches!(byte, b' '..=b'~'));
    if text.len() <= columns.min(WIDEST) && is_plain(text.as_bytes()) {
        return (text.len(), text.len());
    }
    let mut taken = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        let wide = grapheme_columns(grapheme);
        if taken + wide > columns {
            return (at, taken);
        }
        taken += wide;
    }
    (text.len(), taken)
}

/// The text itself when it fits into so many columns; else its start, ended by the ellipsis (`…`,
/// or `..` where only ASCII may be drawn). Never wider than `columns`. No blank stands before the
/// ellipsis.
#[must_use]
pub fn cut<'a>(text: &'a str, columns: usize, ellipsis: &str) -> Cow<'a, str> {
    if fits(text, columns) {
        return Cow::Borrowed(text);
    }
    let Some(room) = columns.checked_sub(self::columns(ellipsis)) else {
        return Cow::Owned(split_at_column(ellipsis, columns).0.to_owned());
    };
    let (start, _) = split_at_column(text, room);
    Cow::Owned(start.trim_end().to_owned() + ellipsis)
}

/// The text itself when it fits into so many columns; else its start and about the last `tail` columns of it, parted
/// by the ellipsis. It fills the columns but where a wide letter does not fit into the last one; never is it wider.
#[must_use]
pub fn cut_middle<'a>(text: &'a str, columns: usize, tail: usize, ellipsis: &str) -> Cow<'a, str> {
    if fits(text, columns) {
        return Cow::Borrowed(text);
    }
    let Some(room) = columns.checked_sub(self::columns(ellipsis)) else {
        return cut(text, columns, ellipsis);
    };
    let end = last_columns(text, tail.min(room)).trim_start();
    let (start, _) = split_at_column(text, room - self::columns(end));
    let start = start.trim_end();
    // What the start leaves is filled from the end, so that no title is cut beside blank columns.
    let end = last_columns(text, room - self::columns(start));
    Cow::Owned(start.to_owned() + ellipsis + end)
}

/// As much of the end of a text as fits into so many columns.
fn last_columns(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    let ends = text.graphemes(true).rev().take_while(|grapheme| {
        taken += grapheme_columns(grapheme);
        taken <= columns
    });
    let bytes: usize = ends.map(str::len).sum();
    let parts = text.split_at_checked(text.len() - bytes);
    parts.map_or("", |(_, end)| end)
}

/// Takes columns from the widest of some widths until they need no more room than there is. None gets smaller than its
/// `least`.
pub fn share(widths: &mut [usize], least: &[usize], room: usize) {
    let mut excess = widths.iter().sum::<usize>().saturating_sub(room);
    while excess > 0 {
        let all = widths.iter_mut().zip(least);
        let widest = all
            .filter(|(wide, least)| **wide > **least)
            .max_by_key(|(wide, _)| **wide);
        let Some((widest, _)) = widest else {
            return;
        };
        *widest -= 1;
        excess -= 1;
    }
}

/// The text cut as [`cut`] does and filled up with blanks to exactly so many columns.
#[must_use]
pub fn fit(text: &str, columns: usize, ellipsis: &str) -> String {
    let mut fitted = cut(text, columns, ellipsis).into_owned();
    let missing = columns.saturating_sub(self::columns(&fitted));
    fitted.extend(std::iter::repeat_n(' ', missing));
    fitted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_give_first_and_none_more_than_it_has_to() {
        let shared = |widths: [usize; 3], least: [usize; 3], room| {
            let mut widths = widths;
            share(&mut widths, &least, room);
            widths
        };
        assert_eq!(shared([4, 30, 10], [8; 3], 44), [4, 30, 10]);
        assert_eq!(shared([4, 30, 10], [8; 3], 40), [4, 26, 10]);
        assert_eq!(shared([4, 30, 10], [8; 3], 21), [4, 9, 8]);
        assert_eq!(shared([4, 30, 10], [8; 3], 3), [4, 8, 8]);
        assert_eq!(shared([4, 30, 10], [0, 30, 0], 38), [4, 30, 4]);
        assert_eq!(shared([9, 9, 9], [1; 3], 25), [9, 8, 8]);
    }
    use crate::text::clean::clean_line;
    use crate::text::hostile::{any_text, bounded};
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    /// The columns that ratatui fills when it draws the text.
    fn drawn(text: &str) -> usize {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 2_000, 1));
        let (end, _) = buffer.set_stringn(0, 0, text, 2_000, Style::new());
        end.into()
    }

    #[test]
    fn measures_what_is_drawn() {
        for (text, wide) in [
            ("", 0),
            ("Sørensen", 8),
            ("e\u{301}", 1),
            ("深圳", 4),
            ("ﾊﾟ", 3),
            ("ｶﾞ", 3),
            ("👩\u{200d}💻", 2),
            ("❤\u{fe0f}", 2),
            ("🇩🇰", 2),
            ("…", 1),
            ("a\tb", 2),
            ("가", 2),
        ] {
            assert_eq!(columns(text), wide, "{text:?}");
            assert_eq!(drawn(text), wide, "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_not_looked_at() {
        let long = "深\u{301} ⏎ ".repeat(70_000);
        assert_eq!(columns(&long), WIDEST);
        assert_eq!(columns(&"x".repeat(WIDEST + 9)), WIDEST);
        assert_eq!(columns(&"x".repeat(WIDEST - 9)), WIDEST - 9);
        assert!(fits("深圳", 4) && !fits("深圳", 3) && fits("", 0) && !fits("x", 0));
        assert_eq!(columns(&cut(&long, 40, "…")), 40);
        assert_eq!(columns(&cut_middle(&long, 40, 20, "…")), 40);
    }

    #[test]
    fn the_middle_gives_way_to_both_ends() {
        let title = "Task Force 8th meeting";
        assert_eq!(cut_middle(title, 22, 7, "…"), title);
        assert_eq!(cut_middle(title, 16, 7, "…"), "Task For…meeting");
        assert_eq!(cut_middle(title, 3, 7, "…"), "…ng");
        assert_eq!(cut_middle(title, 0, 7, "…"), "");
        for columns in 0..30 {
            for tail in 0..30 {
                let cut = cut_middle("深圳 summit 2014 Ｘ", columns, tail, "…");
                assert!(super::columns(&cut) <= columns, "{cut} {columns} {tail}");
            }
        }
    }

    #[test]
    fn cuts_only_what_does_not_fit() {
        assert!(matches!(cut("Brussels", 8, "…"), Cow::Borrowed("Brussels")));
        assert_eq!(cut("Brussels", 7, "…"), "Brusse…");
        assert_eq!(cut("Brussels", 7, ".."), "Bruss..");
        assert_eq!(cut("In Brussels", 4, "…"), "In…");
        assert_eq!(cut("深圳市", 5, "…"), "深圳…");
        assert_eq!(cut("深圳市", 4, "…"), "深…");
        assert_eq!(cut("e\u{301}e\u{301}e\u{301}", 2, "…"), "e\u{301}…");
    }

    #[test]
    fn a_small_place_holds_what_it_can() {
        assert_eq!(cut("Brussels", 0, "…"), "");
        assert_eq!(cut("Brussels", 1, "…"), "…");
        assert_eq!(cut("Brussels", 1, ".."), ".");
        assert_eq!(cut("", 0, "…"), "");
        assert_eq!(cut("   x", 3, "…"), "…");
    }

    #[test]
    fn fits_to_the_column() {
        assert_eq!(fit("ab", 4, "…"), "ab  ");
        assert_eq!(fit("深圳市", 4, "…"), "深… ");
        assert_eq!(fit("abc", 0, "…"), "");
    }

    #[test]
    fn splits_between_graphemes() {
        assert_eq!(split_at_column("a深b", 2), ("a", "深b"));
        assert_eq!(split_at_column("a深b", 3), ("a深", "b"));
        assert_eq!(split_at_column("ab", 9), ("ab", ""));
    }

    #[test]
    fn a_huge_line_costs_what_is_seen_of_it() {
        let huge = "漢".repeat(3_000_000);
        for _ in 0..1_000 {
            assert_eq!(columns(&cut(&huge, 40, "…")), 39);
        }
    }

    proptest! {
        #![proptest_config(bounded())]

        #[test]
        fn measured_is_drawn(raw in any_text()) {
            prop_assert_eq!(columns(&raw), drawn(&raw));
            let clean = clean_line(&raw);
            prop_assert_eq!(columns(&clean), drawn(&clean));
        }

        #[test]
        fn a_cut_is_never_too_wide(raw in any_text(), wide in 0_usize..=40, plain in any::<bool>()) {
            let ellipsis = if plain { ".." } else { "…" };
            let short = cut(&raw, wide, ellipsis);
            prop_assert!(columns(&short) <= wide);
            prop_assert_eq!(*short == *raw, columns(&raw) <= wide);
            prop_assert_eq!(columns(&fit(&raw, wide, ellipsis)), wide);
        }

        #[test]
        fn splitting_loses_nothing(raw in any_text(), wide in 0_usize..=40) {
            let (start, rest) = split_at_column(&raw, wide);
            prop_assert_eq!(format!("{start}{rest}"), raw.clone());
            prop_assert!(columns(start) <= wide);
            let (end, _) = fitting_bytes(&raw, wide);
            prop_assert!(end == raw.len() || raw.grapheme_indices(true).any(|(at, _)| at == end));
        }
    }
}

//! Cells that no spreadsheet takes for a formula.

use std::borrow::Cow;

use crate::text::columns;

/// What a formula may begin with, in plain, small and full width; `|` and `%` begin commands of old programs.
const FORMULA: &str = "=+-@|%−＝＋－＠｜％﹦﹢﹣﹫﹪";

/// A cell of a table that a spreadsheet shows as it stands: an apostrophe goes before whatever it might take
/// for a formula, which is all that begins with a sign of one, behind blanks, quotes and what nobody sees.
///
/// Numbers with a sign are no exception: `-1` is told from `-1+2` by some programs only. To get the text back,
/// take away the first apostrophe where `is_formula` is true of what is behind it; there is no other.
#[must_use]
pub fn guarded(cell: Cow<'_, str>) -> Cow<'_, str> {
    if is_formula(&cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        cell
    }
}

/// Whether a spreadsheet might take a cell for a formula.
fn is_formula(cell: &str) -> bool {
    let seen = cell.trim_start_matches(is_passed_over);
    seen.starts_with(|first| FORMULA.contains(first)) || cell.starts_with(['\t', '\r', '\n'])
}

/// Blanks, quotes, and what draws nothing, which some programs drop at the start of a cell.
fn is_passed_over(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || "'\"`‘’‚“”„«»＇＂\u{fffd}".contains(character)
        || columns(character.encode_utf8(&mut [0; 4])) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_texts() {
        for formula in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "|cmd",
            "%x",
            "＝1",
            "＋1",
            "－1",
            "＠A",
            "− 1",
            "﹦1",
            " =1",
            "\t=1",
            "\t1",
            "\r=1",
            "\n=1",
            "\u{a0}=1",
            "\u{3000}=1",
            "\u{200b}=1",
            "\u{feff}=1",
            "\u{ad}+1",
            "'=1",
            "''=1",
            "\"=1",
            "“=1",
            "' \u{200b}=1",
            "-0044",
            "+32 2 299 11 11",
        ] {
            let cell = guarded(formula.into());
            assert_eq!(cell.strip_prefix('\''), Some(formula));
            assert!(is_formula(formula), "{formula}: what it is got back by");
        }
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        for text in [
            "",
            "a=1",
            "1-2",
            "0012",
            "1E5",
            "3/4",
            "TRUE",
            "2024-03",
            "#REF!",
            "'s-Hertogenbosch",
            "“Yes”",
            "– dash",
            ";=1",
            "'",
            "''",
            " ",
        ] {
            assert_eq!(guarded(text.into()), text);
        }
    }

    #[test]
    fn every_guarded_cell_can_be_got_back() {
        let back = |cell: &str| match cell.strip_prefix('\'') {
            Some(rest) if is_formula(rest) => rest.to_owned(),
            _ => cell.to_owned(),
        };
        let signs = ["=", "'", "\"", " ", "a", "-"];
        for nth in 0..6_usize.pow(4) {
            let text: String = (0..4).map(|at| signs[nth / 6_usize.pow(at) % 6]).collect();
            assert_eq!(back(&guarded(text.as_str().into())), text);
        }
    }
}

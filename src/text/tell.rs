//! Telling a person about a text of theirs: never too much of it, and what they may have meant.

use super::clean_line;

/// No message repeats more of a text than this many characters.
const LONGEST: usize = 240;

/// A text about a file, clean and cut to a sensible length.
#[must_use]
pub fn said(text: &str) -> String {
    let clean = clean_line(text);
    match clean.char_indices().nth(LONGEST) {
        None => clean.into_owned(),
        Some((end, _)) => format!("{}…", clean.get(..end).unwrap_or_default()),
    }
}

/// Whether two ids are the same but for their digits: `som-11` is no slip for `som-12`.
#[must_use]
pub fn differ_in_digits_alone(one: &str, other: &str) -> bool {
    let letters = |text: &'_ str| -> String { text.chars().filter(|c| !c.is_numeric()).collect() };
    one != other && letters(one) == letters(other)
}

/// The candidate nearest to a word that is not among them, if one is near enough to be meant; of several the
/// first in the order of the alphabet. One that differs in digits alone is another one, never meant.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let bound = (word.chars().count() / 3).clamp(1, 4);
    candidates
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= bound * 4)
        .map(|candidate| (strsim::osa_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= bound)
        .filter(|(_, candidate)| !differ_in_digits_alone(word, candidate))
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_never_repeats_a_megabyte() {
        assert_eq!(said(&"ø".repeat(1_000_000)).chars().count(), LONGEST + 1);
    }

    #[test]
    fn the_nearest_is_near() {
        let ids = ["claus-sorensen", "william-swing", "dg-home"];
        let nearest = |word| nearest(word, ids.into_iter());
        assert_eq!(nearest("claus-sorenson"), Some("claus-sorensen"));
        assert_eq!(nearest("dg-hom"), Some("dg-home"));
        assert_eq!(nearest("somebody-else"), None);
    }

    #[test]
    fn another_number_is_not_near_and_the_order_does_not_matter() {
        let near = |word, ids: &[&'static str]| nearest(word, ids.iter().copied());
        assert_eq!(near("som-12", &["som-11", "som-13"]), None);
        assert_eq!(near("som-1", &["som-11", "sum-1"]), Some("sum-1"));
        assert_eq!(near("٢٠١٣-a", &["٢٠١٤-a"]), None);
        let ids = ["dg-hope", "dg-hume", "dg-home"];
        let turned = ["dg-home", "dg-hume", "dg-hope"];
        assert_eq!(near("dg-hole", &ids), Some("dg-home"));
        assert_eq!(near("dg-hole", &turned), Some("dg-home"));
    }
}

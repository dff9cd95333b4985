//! The one seam to the fuzzy matcher: how well the letters of a word stand, in order, in a text.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::text::words;

/// What one letter of a word adds to its best possible score: 16, and 4 for standing beside the one
/// before. A gap costs 3, 1 for each letter left out, and the 4.
pub(super) const LETTER: u32 = 20;

/// What the first letter adds to that: 8 for beginning a word instead of the 4, less 1 for what stands
/// before it, be it nothing.
pub(super) const FIRST_LETTER: u32 = 3;

/// How much of the best possible score may be lost, in hundredths. Four letters bear two small gaps
/// (`clmt` in "climate" loses 19), five bear three (`mgrtn` in "migration" loses 24).
const MOST_LOST: u32 = 25;

/// Longer words are not abbreviations.
pub(super) const LONGEST_WORD: usize = 32;

/// A fuzzy match that is tight enough to be shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tight {
    /// How far it is from the best possible score; 0 is best.
    pub loss: u32,
    /// Where in the text the letters stand: the byte of each, in order.
    pub letters: Vec<usize>,
}

/// Looks for a folded word of so many letters in a folded text: the best of its matches that begin a word
/// and leave out fewer letters than they have; of equal ones the first.
///
/// So each word of the text that begins with the first letter is looked at with what follows it, as far as
/// the letters may be spread. The score alone would let them hop over a title from one word to another,
/// since each letter that begins a word makes up for the way there (`soren` in "supports EU enlargement"
/// loses 15 hundredths).
pub(super) fn tight(word: &str, letters: usize, text: &str) -> Option<Tight> {
    let first = word.chars().next()?;
    let begun = words(text).filter(|(_, word)| word.starts_with(first));
    let matches = begun.filter_map(|(at, _)| {
        let rest = text.get(at..)?;
        let end = rest.char_indices().nth(window(letters));
        let window = end.and_then(|(end, _)| rest.get(..end)).unwrap_or(rest);
        let (loss, places) = tight_in(word, letters, window)?;
        Some((loss, at, places))
    });
    let (loss, at, places) = matches.min_by_key(|(loss, at, _)| (*loss, *at))?;
    let places = places.into_iter().map(|place| at + place);
    Some(Tight {
        loss,
        letters: places.collect(),
    })
}

/// So many letters of a text there are at most from the first that matches to the last.
pub(super) fn window(letters: usize) -> usize {
    2 * letters - 1
}

/// The loss of a word in a window that begins with a word, and the bytes of its letters there.
///
/// The same two always give the same answer: the matcher keeps what it has written into its memory
/// between calls, and its scores depend on it, so every window gets a fresh one. Score and places come
/// from one call, for its two functions disagree about scores.
pub(super) fn tight_in(word: &str, letters: usize, window: &str) -> Option<(u32, Vec<usize>)> {
    if letters > LONGEST_WORD || !stands_in(word, window) {
        return None;
    }
    // With a blank before it, the first word of a text counts as much as the others.
    let line = format!(" {window}");
    let (score, places) = SkimMatcherV2::default().fuzzy_indices(&line, word)?;
    let best = LETTER * u32::try_from(letters).ok()? + FIRST_LETTER;
    let loss = u32::try_from((i64::from(best) - score).max(0)).ok()?;
    // What begins later is looked at where it begins.
    let is_tight = loss <= most_lost(best) && places.first() == Some(&1);
    is_tight.then(|| (loss, bytes_of(&line, &places)))
}

/// How much of the best possible score may be lost.
pub(super) fn most_lost(best: u32) -> u32 {
    best / 100 * MOST_LOST + best % 100 * MOST_LOST / 100
}

/// Do the letters stand in the text, in order? The quick look before the slow one.
fn stands_in(word: &str, text: &str) -> bool {
    let mut letters = text.chars();
    word.chars()
        .all(|wanted| letters.any(|letter| letter == wanted))
}

/// The bytes at which letters begin, without the blank before the line.
fn bytes_of(line: &str, places: &[usize]) -> Vec<usize> {
    let mut bytes = line.char_indices().map(|(byte, _)| byte);
    let mut passed = 0;
    places
        .iter()
        .filter_map(|&place| {
            let byte = bytes.nth(place.checked_sub(passed)?)?;
            passed = place + 1;
            byte.checked_sub(1)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(word: &str, text: &str) -> Option<Tight> {
        tight(word, word.chars().count(), text)
    }

    #[test]
    fn a_word_without_some_letters_is_found() {
        let climate = found("clmt", "climate and migration").expect("tight");
        assert_eq!(climate.letters, [0, 1, 3, 5]);
        assert!(found("mgrtn", "the migration pact").is_some());
        assert!(found("vitrno", "antonio vitorino").is_some());
        assert!(found("osullivan", "david o'sullivan").is_some());
        assert!(found("euiom", "1st eu-iom senior officials meeting").is_some());
    }

    #[test]
    fn the_best_of_several_matches_counts_and_then_the_first() {
        let twice = found("clmt", "coal mate, climate, climate").expect("tight");
        assert_eq!(twice.letters, [11, 12, 14, 16]);
        assert_eq!(
            Some(twice.loss),
            found("clmt", "climate").map(|tight| tight.loss)
        );
    }

    #[test]
    fn scattered_letters_are_not_found() {
        assert_eq!(found("soren", "1st eu-iom senior officials meeting"), None);
        assert_eq!(found("soren", "supports eu enlargement process"), None);
        assert_eq!(found("soren", "donor's conference"), None);
        assert_eq!(found("soren", "bruxelles pour renforcer"), None);
        assert_eq!(found("clmt", "cold lemon tea"), None);
        assert_eq!(found("limte", "climate"), None);
        assert_eq!(found("zzzz", "pizza jazz"), None);
    }

    #[test]
    fn a_letter_at_its_best_is_worth_what_is_said() {
        for text in ["sorensen", "claus sorensen", "the (sorensen) paper"] {
            assert_eq!(found("sorensen", text).map(|tight| tight.loss), Some(0));
        }
    }

    #[test]
    fn what_was_asked_before_makes_no_difference() {
        let texts = [
            "climate and migration",
            "claims of the middle temple",
            "clamit",
        ];
        let ask = || texts.map(|text| found("clmt", text));
        let first = ask();
        assert!(found("mgrtn", "migration, migrants and migratory routes").is_some());
        assert_eq!(ask(), first);
    }

    #[test]
    fn letters_far_apart_and_words_too_long_are_not_looked_for() {
        let far = format!("a{}b", "x".repeat(33_000));
        assert_eq!(found("ab", &far), None);
        let late = format!("{far} climate");
        let late_match = found("clmt", &late).expect("tight");
        assert_eq!(late_match.letters.first(), Some(&33_003));
        let letters = "clmt".repeat(50);
        assert_eq!(found(&letters, &letters), None);
    }
}

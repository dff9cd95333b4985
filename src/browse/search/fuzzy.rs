//! The one seam to the fuzzy matcher: how well the letters of a word stand, in order, in a text.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// What one letter of a word adds to its best possible score: 16, and 4 for standing beside the one
/// before. A gap costs 3, 1 for each letter left out, and the 4.
pub(super) const LETTER: u32 = 20;

/// What the first letter adds to that: 8 for beginning a word instead of the 4, less 1 for what stands
/// before it, be it nothing.
pub(super) const FIRST_LETTER: u32 = 3;

/// How much of the best possible score may be lost, in hundredths. Four letters bear two small gaps
/// (`clmt` in "climate" loses 19), five bear three (`mgrtn` in "migration" loses 24).
const MOST_LOST: u32 = 25;

/// No more letters of a text are looked at. Over a gap of some 32,000 letters the matcher would give
/// wrong places, and its memory grows with text times word.
const LONGEST_TEXT: usize = 1_000;

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

/// Looks for a folded word of so many letters in a folded text.
///
/// The same two always give the same answer: the matcher keeps what it has written into its memory
/// between calls, and its scores depend on it, so every text gets a fresh one. Score and places come
/// from one call, for its two functions disagree about scores.
pub(super) fn tight(word: &str, letters: usize, text: &str) -> Option<Tight> {
    if letters > LONGEST_WORD || !stands_in(word, text) {
        return None;
    }
    // With a blank before it, the first word of a text counts as much as the others.
    let line: String = [' ']
        .into_iter()
        .chain(text.chars().take(LONGEST_TEXT))
        .collect();
    let (score, places) = SkimMatcherV2::default().fuzzy_indices(&line, word)?;
    let best = LETTER * u32::try_from(letters).ok()? + FIRST_LETTER;
    let loss = u32::try_from((i64::from(best) - score).max(0)).ok()?;
    let is_tight = loss <= most_lost(best) && stand_close(&places, &line);
    is_tight.then(|| Tight {
        loss,
        letters: bytes_of(&line, &places),
    })
}

/// How much of the best possible score may be lost.
pub(super) fn most_lost(best: u32) -> u32 {
    best / 100 * MOST_LOST + best % 100 * MOST_LOST / 100
}

/// Do the letters begin a word and leave out fewer than they are?
///
/// The score alone would let them hop over a title from one word to another, since each letter that begins
/// a word makes up for the way there (`soren` in "supports EU enlargement" loses 15 hundredths).
fn stand_close(places: &[usize], line: &str) -> bool {
    let (Some(&first), Some(&last)) = (places.first(), places.last()) else {
        return false;
    };
    let before = first.checked_sub(1).and_then(|at| line.chars().nth(at));
    let begins_a_word = before.is_none_or(|letter| !letter.is_alphanumeric());
    begins_a_word && last + 1 - first < 2 * places.len()
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
    fn a_long_text_is_looked_at_as_far_as_agreed() {
        let far = format!("a{}b", "x".repeat(33_000));
        assert_eq!(found("ab", &far), None);
        let letters = "clmt".repeat(50);
        assert_eq!(found(&letters, &letters), None);
    }
}

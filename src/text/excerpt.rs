//! Parts of texts for messages: never too much of one, and what somebody may have meant.

use super::clean_line;

/// No message repeats more of a text than this many characters.
const LONGEST: usize = 240;

/// A text about a file, clean and cut to a sensible length.
#[must_use]
pub fn excerpt(text: &str) -> String {
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
    Nearest::default().of(word, candidates)
}

/// Looks for what was meant, word after word, as long as its patience lasts: it is the same whatever the words
/// and the candidates are.
#[derive(Debug)]
pub struct Nearest {
    /// In pairs of characters that may still be compared.
    patience: usize,
}

impl Default for Nearest {
    /// As much as takes some 50 ms.
    fn default() -> Self {
        Self { patience: 1 << 24 }
    }
}

impl Nearest {
    /// No longer word is looked for: nobody types it by hand.
    const LONGEST: usize = 128;

    /// What it costs to look at a candidate, and to compare one, beside its characters.
    const LOOK: usize = 4;
    const COMPARISON: usize = 64;

    /// As [`nearest`]. Nothing, once the patience is at an end.
    pub fn of<'a>(
        &mut self,
        word: &str,
        candidates: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        // A word of so many bytes has more characters than that.
        if word.len() > Self::LONGEST * 4 || word.chars().count() > Self::LONGEST {
            return None;
        }
        let bound = (word.chars().count() / 3).clamp(1, 4);
        let letters = letters(word);
        let mut best: Option<(usize, &str)> = None;
        for candidate in candidates {
            self.patience = self.patience.checked_sub(Self::LOOK)?;
            if candidate.len().abs_diff(word.len()) > bound * 4
                || (self::letters(candidate) ^ letters).count_ones() as usize > bound * 2
            {
                continue;
            }
            let cost = Self::COMPARISON + word.len() * candidate.len();
            self.patience = self.patience.checked_sub(cost)?;
            let distance = strsim::osa_distance(word, candidate);
            if distance <= bound
                && best.is_none_or(|best| (distance, candidate) < best)
                && !differ_in_digits_alone(word, candidate)
            {
                best = Some((distance, candidate));
            }
        }
        best.map(|(_, candidate)| candidate)
    }
}

/// Which characters stand in a word, some of them by one mark: of two words that are few changes apart no more
/// than two marks a change differ.
fn letters(word: &str) -> u64 {
    word.chars()
        .fold(0, |marks, c| marks | 1 << (u32::from(c) & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_never_repeats_a_megabyte() {
        assert_eq!(excerpt(&"ø".repeat(1_000_000)).chars().count(), LONGEST + 1);
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
    fn what_was_meant_is_looked_for_within_bounds_whatever_the_words_are() {
        let long = "x".repeat(100_000);
        let other = format!("{long}y");
        assert_eq!(nearest(&long, [&*other].into_iter()), None);
        let ids: Vec<String> = (0..200_000).map(|id| format!("record-{id:08}-a")).collect();
        let looked = std::cell::Cell::new(0_usize);
        let mut patient = Nearest::default();
        for word in &ids {
            let ids = ids.iter().map(String::as_str);
            let ids = ids.inspect(|_| looked.set(looked.get() + 1));
            let _ = patient.of(&word.replace("-a", "-b"), ids);
        }
        // Each word looks at one candidate at least, to learn that the patience is at an end.
        let most = ids.len() + (1 << 24) / Nearest::LOOK;
        assert!(looked.get() <= most, "{}", looked.get());
        assert_eq!(patient.of("dg-hom", ["dg-home"].into_iter()), None);
    }

    #[test]
    fn no_word_that_is_near_is_passed_over_for_its_letters() {
        for (word, near) in [
            ("ab", "ba"),
            ("abc", "xbc"),
            ("S\u{f8}rensen", "S\u{f6}rensen"),
            ("\u{65e5}\u{672c}", "\u{65e5}\u{6728}"),
            ("abcdefghijkl", "wbcdefghijxyz"),
        ] {
            let bound = (word.chars().count() / 3).clamp(1, 4);
            let is_near = strsim::osa_distance(word, near) <= bound;
            assert_eq!(
                nearest(word, [near].into_iter()).is_some(),
                is_near,
                "{word}"
            );
        }
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

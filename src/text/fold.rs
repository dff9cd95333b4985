//! The form in which texts are compared: lower-case Latin, so that `sorensen` finds `Sørensen` and
//! `zhukov` Жуков.
//!
//! Both the text and what is looked for are folded, then compared. The folded form is never shown:
//! [`Folded`] leads from a place in it back to the place in the shown text.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use any_ascii::any_ascii_char;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;

/// Folds a text to lower-case Latin, character by character.
///
/// - Accents go (`é` is `e`, composed or not), letters become their Latin likes: `ø` is `o`, `ß` is
///   `ss`, `Ж` is `zh`.
/// - Typographic signs become typewriter signs: `’` is `'`, `–` is `-`. Emoji become their names:
///   `👑` is `:crown:`.
/// - Blanks stay, each for itself.
/// - A letter folds to letters only: what stands for it in Latin may have an apostrophe (Armenian
///   `թ` is `t'`, the Russian soft sign is `'`), but nobody types it.
/// - A letter that has no Latin form stays, in lower case, so that it can be found.
/// - Everything else without a Latin form vanishes, and so does `�`, the mark of the cleaning:
///   `so�rensen` is found too.
#[must_use]
pub fn fold(shown: &str) -> Cow<'_, str> {
    let is_folded = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if shown.bytes().all(is_folded) {
        return Cow::Borrowed(shown);
    }
    let mut folded = String::with_capacity(shown.len());
    fold_into(shown, &mut folded);
    Cow::Owned(folded)
}

/// Folds a text to the end of another, for who folds many.
pub fn fold_into(shown: &str, folded: &mut String) {
    let start = folded.len();
    let mut rest = shown;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let (plain, others) = rest.split_at(at);
        folded.push_str(plain);
        let mut characters = others.chars();
        if let Some(character) = characters.next() {
            fold_other(character, folded);
        }
        rest = characters.as_str();
    }
    folded.push_str(rest);
    if let Some(added) = folded.get_mut(start..) {
        // What is not ASCII stands for itself and is small already.
        added.make_ascii_lowercase();
    }
}

/// From the first letter behind ASCII to the last of Cyrillic: the letters of nearly all names.
const FREQUENT: Range<u32> = 0x80..0x530;

/// Adds the folded form of a character that is not ASCII; that of a frequent one is looked up.
fn fold_other(character: char, folded: &mut String) {
    static FORMS: LazyLock<Vec<Box<str>>> = LazyLock::new(|| {
        let forms = FREQUENT.map(|code| {
            let mut form = String::new();
            if let Some(character) = char::from_u32(code) {
                fold_character(character, &mut form);
            }
            form.into_boxed_str()
        });
        forms.collect()
    });
    let known = u32::from(character).checked_sub(FREQUENT.start);
    match known.and_then(|nth| FORMS.get(nth as usize)) {
        Some(form) => folded.push_str(form),
        None => fold_character(character, folded),
    }
}

/// Adds the folded form of one character.
fn fold_character(character: char, folded: &mut String) {
    if character.is_ascii() {
        return folded.push(character.to_ascii_lowercase());
    }
    if character == char::REPLACEMENT_CHARACTER {
        return;
    }
    let latin = any_ascii_char(character);
    let is_letter = is_letter(character);
    if is_letter && latin.is_empty() {
        // The small form may have a Latin likeness even where the capital has none.
        for small in character.to_lowercase() {
            if small == character {
                folded.push(small);
            } else {
                fold_character(small, folded);
            }
        }
    } else {
        let spoken = latin
            .chars()
            .filter(|sign| !is_letter || sign.is_ascii_alphanumeric());
        // One apostrophe is enough: any_ascii gives a backtick for some, such as the one in
        // Hawaiʻi.
        folded.extend(spoken.map(|sign| {
            if sign == '`' {
                '\''
            } else {
                sign.to_ascii_lowercase()
            }
        }));
    }
}

/// Is this a letter in its own right? Modifier letters, such as `ʻ` and the Japanese `ー`, only
/// colour another one.
fn is_letter(character: char) -> bool {
    use GeneralCategory::{ModifierLetter, NonspacingMark, SpacingMark};
    character.is_alphabetic()
        && !matches!(
            character.general_category(),
            ModifierLetter | NonspacingMark | SpacingMark
        )
}

/// A folded text that knows where each of its bytes came from.
///
/// ```
/// use sommet::text::Folded;
///
/// let name = Folded::new("Claus Sørensen");
/// assert_eq!(name.text(), "claus sorensen");
/// assert_eq!(name.shown(7..8), 7..9); // the two bytes of "ø"
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// For each byte of `text` the start of the grapheme it came from, in bytes of the shown text.
    /// Empty when the shown text is ASCII: then every byte came from its own place.
    from: Vec<u32>,
    /// For each byte of `text` the end of that grapheme.
    until: Vec<u32>,
}

impl Folded {
    /// Folds the shown text as [`fold`] does, and keeps the way back.
    #[must_use]
    pub fn new(shown: &str) -> Folded {
        let mut folded = Folded {
            text: String::with_capacity(shown.len()),
            from: Vec::new(),
            until: Vec::new(),
        };
        // CRLF is one grapheme of two bytes, so it does not come from "its own place".
        if shown.is_ascii() && !shown.contains('\r') {
            folded.text.push_str(&fold(shown));
            return folded;
        }
        for (start, grapheme) in shown.grapheme_indices(true) {
            fold_into(grapheme, &mut folded.text);
            folded.from.resize(folded.text.len(), offset(start));
            folded
                .until
                .resize(folded.text.len(), offset(start + grapheme.len()));
        }
        folded
    }

    /// The folded text, the same as [`fold`] gives.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the shown text from which these bytes of the folded text came, widened to whole
    /// graphemes, so that it can be cut out and highlighted. A part of `ss` leads to the whole `ß`.
    ///
    /// An empty range leads to an empty one; what reaches beyond the end is taken to the end.
    #[must_use]
    pub fn shown(&self, range: Range<usize>) -> Range<usize> {
        let end = range.end.min(self.text.len());
        let first = range.start.min(end);
        let start = self.place(first).start;
        match end.checked_sub(1) {
            Some(last) if last >= first => start..self.place(last).end,
            _ => start..start,
        }
    }

    /// The grapheme of the shown text from which one byte of the folded text came; the very end for
    /// the byte after the last.
    fn place(&self, at: usize) -> Range<usize> {
        if self.from.is_empty() {
            return at..at + 1;
        }
        let end = self.until.last().map_or(0, |&end| end as usize);
        match (self.from.get(at), self.until.get(at)) {
            (Some(&from), Some(&until)) => from as usize..until as usize,
            _ => end..end,
        }
    }
}

/// A byte offset in four bytes. A text of four gigabytes is never folded: the loader refuses such
/// files.
fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// The words of a folded text, each with the byte at which it starts.
///
/// A word is an unbroken run of letters and digits. Everything else parts words, apostrophes and
/// hyphens too: `o'sullivan-smith` has the words `o`, `sullivan` and `smith`.
pub fn words(folded: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    folded
        .split_inclusive(|character: char| !character.is_alphanumeric())
        .map(move |piece| {
            let start = at;
            at += piece.len();
            (
                start,
                piece.trim_end_matches(|character: char| !character.is_alphanumeric()),
            )
        })
        .filter(|(_, word)| !word.is_empty())
}

/// The first characters of the words, in order: `directorate-general for trade` gives `dgft`.
#[must_use]
pub fn initials(folded: &str) -> String {
    words(folded)
        .filter_map(|(_, word)| word.chars().next())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::hostile::{any_text, bounded};
    use proptest::prelude::*;

    #[test]
    fn letters_become_latin() {
        for (shown, folded) in [
            ("Sørensen", "sorensen"),
            ("Æther", "aether"),
            ("Straße", "strasse"),
            ("GROẞ", "gross"),
            ("Łódź", "lodz"),
            ("Đặng", "dang"),
            ("Œuvre", "oeuvre"),
            ("École", "ecole"),
            ("E\u{301}cole", "ecole"),
            ("İstanbul", "istanbul"),
            ("ılık", "ilik"),
            ("ﬀ", "ff"),
            ("Жуков", "zhukov"),
            ("Ельцин", "eltsin"),
            ("თბილისი", "tbilisi"),
            ("l’été – déjà", "l'ete - deja"),
            ("a\u{a0}b  c", "a b  c"),
            ("Hawaiʻi", "hawai'i"),
            ("深圳", "shenzhen"),
            ("so\u{fffd}rensen", "sorensen"),
            ("ABC", "abc"),
            ("٢٠١٣", "2013"),
        ] {
            assert_eq!(fold(shown), folded);
            assert_eq!(Folded::new(shown).text(), folded);
        }
    }

    #[test]
    fn folded_ascii_is_lent_not_copied() {
        assert!(matches!(fold("already folded - 2013"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_letter_without_latin_form_stays() {
        let unknown = '\u{1E900}'..='\u{1E943}'; // Adlam, upper and lower case
        for letter in unknown {
            assert!(!fold(&letter.to_string()).is_empty(), "{letter:?}");
        }
        let rare_chinese = "\u{30000}";
        assert_eq!(fold(rare_chinese), rare_chinese);
    }

    #[test]
    fn every_character_folds_to_what_is_folded_already() {
        for character in ('\u{80}'..='\u{1FFFF}').chain(['\u{20000}', '\u{30000}', char::MAX]) {
            let folded = fold(character.encode_utf8(&mut [0; 4])).into_owned();
            assert_eq!(fold(&folded), folded, "{character:?}");
        }
    }

    #[test]
    fn the_way_back_leads_to_whole_graphemes() {
        let street = Folded::new("Straße 7");
        assert_eq!(street.text(), "strasse 7");
        assert_eq!(street.shown(4..5), 4..6);
        assert_eq!(street.shown(5..6), 4..6);
        assert_eq!(street.shown(8..9), 8.."Straße 7".len());
        assert_eq!(Folded::new("e\u{301}t").shown(0..1), 0..3);
        assert_eq!(Folded::new("plain").shown(1..3), 1..3);
    }

    #[test]
    fn ranges_off_the_text_do_no_harm() {
        let name = Folded::new("Sørensen");
        assert_eq!(name.shown(3..3), 4..4);
        assert_eq!(name.shown(50..90), 9..9);
        assert_eq!(name.shown(0..90), 0..9);
        assert_eq!(Folded::new("").shown(0..0), 0..0);
        assert_eq!(Folded::new("").shown(3..7), 0..0);
        assert_eq!(Folded::new("\u{301}").shown(0..1), 0..0);
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        let found: Vec<_> = words("o'sullivan-smith, (2013) ").collect();
        assert_eq!(
            found,
            [(0, "o"), (2, "sullivan"), (11, "smith"), (19, "2013")]
        );
        assert_eq!(words(" -- ").count(), 0);
        assert_eq!(initials("directorate-general for trade"), "dgft");
    }

    /// Word by word a folded text is looked at byte by byte, and parts of records are kept apart by
    /// control characters.
    #[test]
    fn what_is_not_ascii_in_a_folded_text_is_a_letter_and_nothing_is_a_control() {
        for character in ('\u{a0}'..=char::MAX).chain('\u{20}'..='\u{7e}') {
            let folded = fold(character.encode_utf8(&mut [0; 4])).into_owned();
            let is_as_said =
                |sign: char| (sign.is_ascii() || sign.is_alphanumeric()) && !sign.is_control();
            assert!(
                folded.chars().all(is_as_said),
                "{character:?} is {folded:?}"
            );
        }
    }

    proptest! {
        #![proptest_config(bounded())]

        #[test]
        fn folding_twice_is_folding_once(shown in any_text()) {
            let once = fold(&shown).into_owned();
            prop_assert_eq!(fold(&once), once.clone());
            let folded = Folded::new(&shown);
            prop_assert_eq!(folded.text(), once);
        }

        #[test]
        fn every_folded_byte_knows_its_grapheme(shown in any_text()) {
            let folded = Folded::new(&shown);
            prop_assert!(folded.from.is_empty() || folded.from.len() == folded.text.len());
            prop_assert_eq!(folded.from.len(), folded.until.len());
            prop_assert!(folded.from.is_sorted() && folded.until.is_sorted());
            for (at, character) in folded.text.char_indices() {
                let place = folded.shown(at..at + character.len_utf8());
                let grapheme = shown.get(place.clone()).expect("a range of whole characters");
                prop_assert_eq!(grapheme.graphemes(true).count(), 1);
                prop_assert!(shown.grapheme_indices(true).any(|(start, _)| start == place.start));
                prop_assert!(fold(grapheme).contains(character), "{:?} is not in {:?}", character, grapheme);
            }
        }

        #[test]
        fn a_range_that_is_not_empty_shows_something(shown in any_text(), start in 0_usize..60, length in 1_usize..9) {
            let folded = Folded::new(&shown);
            let place = folded.shown(start..start + length);
            prop_assert_eq!(place.is_empty(), start >= folded.text.len());
            prop_assert!(shown.get(place).is_some());
        }

        #[test]
        fn words_stand_where_they_say(shown in any_text()) {
            let folded = fold(&shown);
            for (at, word) in words(&folded) {
                prop_assert_eq!(folded.get(at..at + word.len()), Some(word));
                prop_assert!(word.chars().all(char::is_alphanumeric));
            }
        }
    }
}

//! The forms in which texts are compared: lower-case Latin, so that `sorensen` finds `Sørensen` and
//! `zhukov` Жуков; and lower case in the text's own script, by which lists are sorted and by which what
//! stands as typed is told from what is only transliterated.
//!
//! Both the text and what is looked for are folded, then compared. The folded form is never shown:
//! [`Folded`] leads from a place in it back to the place in the shown text.
//!
//! Texts that Unicode holds for the same (`é`, and `e` with an accent behind it) fold alike: a letter is
//! taken apart with its marks (NFKD), the marks that only colour it are left off, and what belongs
//! together is put together again (NFC). Accents, Hebrew points and Arabic vowel signs colour a letter;
//! the hook of the Cyrillic `й`, the marks of `が` and the vowels of Hindi and Thai make another one.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use any_ascii::any_ascii_char;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

/// In whose letters a form is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letters {
    Latin,
    Own,
}

/// Folds a text to lower-case Latin, letter by letter.
///
/// - Accents go (`é` is `e`, composed or not), letters become their Latin likes: `ø` is `o`, `ß` is
///   `ss`, `Ж` is `zh`.
/// - Typographic signs become typewriter signs: `’` is `'`, `–` is `-`, `«` is `"`. Emoji become their
///   names: `👑` is `:crown:`.
/// - Blanks stay, each for itself.
/// - A letter folds to letters only: what stands for it in Latin may have an apostrophe (Armenian
///   `թ` is `t'`, the Russian soft sign is `'`), but nobody types it.
/// - A letter that has no Latin form stays, in lower case, so that it can be found.
/// - Everything else without a Latin form vanishes, and so does `�`, the mark of the cleaning:
///   `so�rensen` is found too.
#[must_use]
pub fn fold(shown: &str) -> Cow<'_, str> {
    folded_to(Letters::Latin, shown)
}

/// Folds a text to the end of another, for who folds many.
pub fn fold_into(shown: &str, folded: &mut String) {
    write_folded(Letters::Latin, shown, folded);
}

/// The same form of a text with the letters of other scripts kept: lower case, without the marks that
/// are left off. `Łódź` is `lodz`, `ЖУКОВ` is `жуков`.
#[must_use]
pub fn fold_own(shown: &str) -> Cow<'_, str> {
    folded_to(Letters::Own, shown)
}

/// Whether a text has letters of another script than the Latin one, as far as it can be told at a glance:
/// those of a Latin text lie below the first Greek one, or are Vietnamese.
#[must_use]
pub fn is_of_other_script(shown: &str) -> bool {
    let beyond = |character: char| character >= '\u{370}';
    shown.contains(beyond)
        && shown
            .chars()
            .any(|character| beyond(character) && is_of_own_letters(character))
}

/// A text in lower case, its accents on their letters: what is the same to Unicode is the same then.
#[must_use]
pub fn lower_case(shown: &str) -> String {
    shown.to_lowercase().nfc().collect()
}

/// By what a text is sorted: each script in its own order, one script after the other as Unicode counts
/// them, Latin first; without accents and case; numbers by their value, so that 2 stands before 10.
#[must_use]
pub fn sort_key(shown: &str) -> String {
    let own = fold_own(shown);
    if !own.contains(|character: char| character.is_ascii_digit()) {
        return own.into_owned();
    }
    let mut key = String::with_capacity(own.len() + 4);
    let mut rest = &*own;
    while let Some(start) = rest.find(|character: char| character.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|character: char| !character.is_ascii_digit());
        let (number, behind) = from.split_at(end.unwrap_or(from.len()));
        key.push_str(before);
        // The longer number is the greater one; what says how long it is sorts as a digit does.
        let number = number.trim_start_matches('0');
        match u8::try_from(number.len()) {
            Ok(length @ ..9) => key.push(char::from(b'0' + length)),
            _ => key.extend(["9", &*format!("{:08}", number.len())]),
        }
        key.push_str(number);
        rest = behind;
    }
    key + rest
}

fn folded_to(letters: Letters, shown: &str) -> Cow<'_, str> {
    let is_folded = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if shown.bytes().all(is_folded) {
        return Cow::Borrowed(shown);
    }
    let mut folded = String::with_capacity(shown.len());
    write_folded(letters, shown, &mut folded);
    Cow::Owned(folded)
}

fn write_folded(letters: Letters, shown: &str, folded: &mut String) {
    let start = folded.len();
    let mut rest = shown;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let (plain, others) = rest.split_at(at);
        folded.push_str(plain);
        let (cluster, behind) = others.split_at(end_of_cluster(others));
        fold_cluster(letters, cluster, folded);
        rest = behind;
    }
    folded.push_str(rest);
    if let Some(added) = folded.get_mut(start..) {
        // What is not ASCII stands for itself and is small already.
        added.make_ascii_lowercase();
    }
}

/// Where the first character ends with all that may belong to it: marks, and parts of a Korean syllable.
fn end_of_cluster(text: &str) -> usize {
    let may_compose = |character| {
        let quick = is_nfc_quick(std::iter::once(character));
        quick == IsNormalized::Maybe || matches!(character, '\u{FF9E}' | '\u{FF9F}')
    };
    let joins = |character: char| {
        character >= '\u{300}' && (is_combining_mark(character) || may_compose(character))
    };
    let mut characters = text.char_indices().skip(1);
    let end = characters.find(|(_, character)| !joins(*character));
    end.map_or(text.len(), |(at, _)| at)
}

/// From the first letter behind ASCII to the last of Cyrillic: the letters of nearly all names.
const FREQUENT: Range<u32> = 0x80..0x530;

/// Adds the folded form of a character that is not ASCII with its marks; that of a frequent one alone is
/// looked up.
fn fold_cluster(letters: Letters, cluster: &str, folded: &mut String) {
    static FORMS: LazyLock<Vec<[Box<str>; 2]>> = LazyLock::new(|| {
        let form = |letters, code| {
            let mut form = String::new();
            if let Some(character) = char::from_u32(code) {
                normalise(letters, character.encode_utf8(&mut [0; 4]), &mut form);
            }
            form.into_boxed_str()
        };
        FREQUENT
            .map(|code| [Letters::Latin, Letters::Own].map(|letters| form(letters, code)))
            .collect()
    });
    let mut characters = cluster.chars();
    let alone = characters.next().filter(|_| characters.as_str().is_empty());
    let known = alone.and_then(|alone| u32::from(alone).checked_sub(FREQUENT.start));
    match known.and_then(|nth| FORMS.get(nth as usize)) {
        Some([latin, _]) if letters == Letters::Latin => folded.push_str(latin),
        Some([_, own]) => folded.push_str(own),
        None => normalise(letters, cluster, folded),
    }
}

/// Adds the folded form of some characters that belong together.
fn normalise(letters: Letters, cluster: &str, folded: &mut String) {
    let mut base = Script::Common;
    let mut apart = cluster.nfkd().peekable();
    // Unicode takes an accent that stands alone for one over a blank; it parts no words.
    let is_blank = |character: char| character.is_whitespace();
    if apart.peek().is_some_and(|first| is_blank(*first)) && !cluster.starts_with(is_blank) {
        return folded.push('\'');
    }
    let kept = apart.filter(|&character| {
        if is_combining_mark(character) {
            return !is_left_off(character, base);
        }
        base = character.script();
        true
    });
    for character in kept.nfc().filter(|character| !only_colours(*character)) {
        fold_character(letters, character, folded);
    }
}

/// Whether a mark only colours a letter of that script.
fn is_left_off(mark: char, base: Script) -> bool {
    match mark.script() {
        Script::Hebrew | Script::Arabic | Script::Syriac => true,
        // What Cyrillic, Japanese and others make another letter by is put together with it again.
        _ => {
            let is_whole = matches!(
                base,
                Script::Latin
                    | Script::Greek
                    | Script::Hebrew
                    | Script::Arabic
                    | Script::Syriac
                    | Script::Common
            );
            is_whole && only_colours(mark)
        }
    }
}

/// Whether it is a mark that goes with letters of any script, and made no other letter of one.
fn only_colours(character: char) -> bool {
    is_combining_mark(character) && character.script() == Script::Inherited
}

/// Adds the folded form of one character.
fn fold_character(letters: Letters, character: char, folded: &mut String) {
    if character.is_ascii() {
        return folded.push(character.to_ascii_lowercase());
    }
    if character == char::REPLACEMENT_CHARACTER {
        return;
    }
    if letters == Letters::Own && is_of_own_letters(character) {
        return folded.extend(character.to_lowercase().map(|small| match small {
            'ё' => 'е',
            'ς' => 'σ',
            other => other,
        }));
    }
    let latin = match character {
        // The only signs of a beginning vowel that Hebrew and Arabic have: without one no word is left of
        // some. `Əliyev` is written with an `a` abroad.
        'א' | 'ע' | 'ا' | 'ٱ' | 'ع' | 'ə' | 'Ə' => "a",
        '«' | '»' => "\"",
        other => any_ascii_char(other),
    };
    let is_letter = is_letter(character);
    if is_letter && latin.is_empty() {
        // The small form may have a Latin likeness even where the capital has none.
        for small in character.to_lowercase() {
            if small == character {
                folded.push(small);
            } else {
                fold_character(letters, small, folded);
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

/// Is this a letter of another script than the Latin one, or a vowel written as a mark?
fn is_of_own_letters(character: char) -> bool {
    let modifies = || character.general_category() == GeneralCategory::ModifierLetter;
    let shared = [Script::Latin, Script::Common, Script::Inherited];
    character.is_alphabetic() && !modifies() && !shared.contains(&character.script())
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

/// The one spelling of a folded word that can be written in two: with the usual second forms of `ä`, `ö`,
/// `ü`, `ø` and `å` taken back to the letters to which these fold. `mueller` is `muller`, `aarhus` is
/// `arhus`. Nothing for a word without them, or of which less than three letters would be left.
#[must_use]
pub fn second_form(word: &str) -> Option<String> {
    const SHORTEST: usize = 3;
    let is_second = |pair: &[u8]| matches!(pair, b"ae" | b"oe" | b"ue" | b"aa");
    if !word.as_bytes().windows(2).any(is_second) {
        return None;
    }
    let mut form = String::with_capacity(word.len());
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        form.push(letter);
        letters.next_if(|next| match letter {
            'a' => matches!(next, 'a' | 'e'),
            'o' | 'u' => *next == 'e',
            _ => false,
        });
    }
    (form.len() >= SHORTEST).then_some(form)
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
            ("が か\u{3099} か", "ga ga ka"),
            ("ﾀﾞ ﾀﾛｳ", "da tarou"),
            ("Толстой Толсто\u{438}\u{306}", "tolstoy tolstoy"),
            ("\u{1112}\u{1161}\u{11ab} 한", "han han"),
            ("أحمد ا\u{654}حمد احمد", "ahmd ahmd ahmd"),
            ("עַם עם", "am am"),
            ("葛\u{e0100}城 葛城", "gecheng gecheng"),
            ("\u{f9d1} 六", "liu liu"),
            ("«été» O´Neill", "\"ete\" o'neill"),
        ] {
            assert_eq!(fold(shown), folded);
            assert_eq!(Folded::new(shown).text(), folded);
        }
    }

    #[test]
    fn the_own_form_keeps_the_script() {
        for (shown, own) in [
            ("Łódź", "lodz"),
            ("ЖУКОВ Щёлков", "жуков щелков"),
            ("ΟΔΥΣΣΕΎΣ", "οδυσσευσ"),
            ("מִרְיָם", "מרים"),
            ("か\u{3099}", "が"),
            ("Ｗｉｄｅ ½", "wide 1/2"),
        ] {
            assert_eq!(fold_own(shown), own);
            assert_eq!(fold_own(own), own);
            assert_eq!(is_of_other_script(shown), fold(shown) != own, "{shown}");
        }
    }

    #[test]
    fn names_are_sorted_by_script_and_numbers_by_value() {
        let sorted = [
            "Adler",
            "Ærø",
            "Ärger",
            "HB2",
            "HB10",
            "HB0010 b",
            "HB100",
            "HB9999999999",
            "HB10000000000",
            "Żółć",
            "Αθήνα",
            "Ёлкин",
            "Жуков",
            "אבי",
            "בני",
            "עדי",
            "أحمد",
            "باسم",
            "山田",
        ];
        let keys = sorted.map(sort_key);
        assert!(keys.is_sorted(), "{keys:?}");
        assert_eq!(sort_key("no. 007"), sort_key("No. 7"));
    }

    #[test]
    fn every_character_folds_as_what_unicode_holds_for_the_same() {
        for character in '\u{80}'..='\u{2FFFF}' {
            let shown = character.to_string();
            let (apart, together): (String, String) =
                (shown.nfd().collect(), shown.nfc().collect());
            if apart == shown && together == shown {
                continue;
            }
            for form in [fold, fold_own] {
                assert_eq!(form(&apart), form(&shown), "{character:?}");
                assert_eq!(form(&together), form(&shown), "{character:?}");
            }
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

    #[test]
    fn second_spellings_are_taken_back() {
        for (word, form) in [
            ("mueller", Some("muller")),
            ("aarhus", Some("arhus")),
            ("aeroe", Some("aro")),
            ("loew", Some("low")),
            ("muller", None),
            ("ma", None),
            ("mae", None),
        ] {
            assert_eq!(second_form(word).as_deref(), form, "{word}");
        }
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
        fn texts_that_are_the_same_to_unicode_fold_alike(shown in any_text()) {
            let (apart, together): (String, String) = (shown.nfd().collect(), shown.nfc().collect());
            for form in [fold, fold_own] {
                prop_assert_eq!(form(&apart), form(&shown));
                prop_assert_eq!(form(&together), form(&shown));
                let own = form(&shown).into_owned();
                prop_assert_eq!(form(&own), own.clone());
            }
            let own = fold_own(&shown).into_owned();
            prop_assert_eq!(fold(&own), fold(&shown));
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

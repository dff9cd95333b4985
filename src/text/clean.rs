//! What may reach a terminal: text in which nothing can move, hide or reorder anything unseen.
//!
//! A character that could do so is not dropped but shown as a mark, so that tampering shows. What only says
//! where a line may break, or how signs stand among letters from right to left, hides nothing: it is left
//! out where a reader would not see it anyway. [`changes`] lists both.
//!
//! | in the raw text | in the clean text |
//! | --- | --- |
//! | C0 controls, DEL | their pictures: ESC is `␛`, DEL is `␡` |
//! | TAB | one blank |
//! | line ends (LF, CRLF, VT, FF, NEL, U+2028, U+2029) | ` ⏎ `; in prose LF and CRLF stay a true line break |
//! | soft hyphen, zero width space, word joiner, byte order mark, isolates that are closed | nothing |
//! | the marks of direction (LRM, RLM, ALM) | themselves beside letters from right to left, else nothing |
//! | joiners, variation selectors, tags of flags | themselves where they have a meaning, else `�` |
//! | C1 controls, other bidi controls, other invisible characters, private use, unassigned | `�` |
//! | combining marks | themselves, at most [`MARKS_ON_ONE_BASE`]; the surplus, or marks on nothing, become one `�` |
//!
//! Letters of every script pass, those written from right to left too. Cleaning clean text changes
//! nothing.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashSet;

use unicode_properties::UnicodeEmoji;

use super::character::{
    END_OF_TAGS, GRAPHEME_JOINER, ZERO_WIDTH_JOINER, ZERO_WIDTH_NON_JOINER, has_variants,
    has_width, is_first_jamo, is_hidden, is_joiner, is_later_jamo, is_letter, is_mark,
    is_open_syllable, is_right_to_left, is_skin_tone, is_sound_mark, is_syllable, is_tag,
    is_unseen_by_design, is_virama, is_visible_format, is_vowel_jamo, joins_emoji, leans_on, links,
    share_a_joining_script, varies,
};

/// How many combining marks one character may carry; honest text seldom needs more than four.
pub const MARKS_ON_ONE_BASE: usize = 8;

/// What stands for a character that may not be drawn.
const REPLACEMENT: char = '\u{FFFD}';

/// What stands for the end of a line where there is only one line.
const LINE_END: &str = " ⏎ ";

const TEXT_PRESENTATION: char = '\u{FE0E}';
const EMOJI_PRESENTATION: char = '\u{FE0F}';
const KEYCAP: char = '\u{20E3}';
const BLACK_FLAG: char = '\u{1F3F4}';

/// The tags of one flag, at most: two letters for the land, three for the part of it, and some room.
const MOST_TAGS: usize = 7;

/// Cleans a text that is shown on one line, such as a title, a name or an id.
///
/// ```
/// use sommet::text::clean_line;
///
/// assert_eq!(clean_line("Signed\r\nin Brussels"), "Signed ⏎ in Brussels");
/// assert_eq!(clean_line("\u{1b}[31mred"), "␛[31mred");
/// ```
#[must_use]
pub fn clean_line(raw: &str) -> Cow<'_, str> {
    clean(raw, TextKind::Line)
}

/// Cleans a text of several lines, such as a summary: as [`clean_line`], but LF and CRLF stay a
/// true line break (LF).
#[must_use]
pub fn clean_prose(raw: &str) -> Cow<'_, str> {
    clean(raw, TextKind::Prose)
}

/// Cleans what somebody types or pastes into a field of one line: line ends become blanks, and what
/// [`clean_line`] would mark is left out, for nobody means to type it. The result is clean for
/// [`clean_line`] too.
pub(super) fn clean_typed(raw: &str) -> Cow<'_, str> {
    clean(raw, TextKind::Typed)
}

/// Which way a text comes in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TextKind {
    Line,
    Prose,
    Typed,
}

/// What becomes of one character.
enum Fate {
    Stays,
    Becomes(char),
    EndsTheLine,
    Vanishes,
    /// It may not be drawn.
    Faulty,
}

/// What cleaning makes of one character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CharacterChange {
    /// What stands in the raw text.
    pub from: char,
    /// What is shown for it; nothing where it is left out.
    pub to: String,
}

/// What cleaning changes in a text of one line, or of several: each character once, however often it comes.
/// That CRLF becomes LF in a text of several lines is no change worth a word.
#[must_use]
pub fn changes(raw: &str, has_lines: bool) -> Vec<CharacterChange> {
    let kind = if has_lines {
        TextKind::Prose
    } else {
        TextKind::Line
    };
    let mut changes: Vec<CharacterChange> = Vec::new();
    let mut known = HashSet::new();
    clean_reporting(raw, kind, |from, next, to| {
        let is_line_end = from == '\r' && next == Some('\n');
        if !(is_line_end && to.is_empty()) && known.insert(from) {
            let to = to.to_owned();
            changes.push(CharacterChange { from, to });
        }
    });
    changes
}

fn clean(raw: &str, kind: TextKind) -> Cow<'_, str> {
    if is_all_plain(raw, kind) {
        return Cow::Borrowed(raw);
    }
    if raw.chars().all(|c| is_plain_character(c, kind)) {
        return Cow::Borrowed(raw);
    }
    clean_reporting(raw, kind, |_, _, _| ())
}

/// Cleans, and reports each character that changes, with the one behind it and what becomes of it.
fn clean_reporting(
    raw: &str,
    kind: TextKind,
    mut report: impl FnMut(char, Option<char>, &str),
) -> Cow<'_, str> {
    let mut before = Before::default();
    let whole = Whole::new(raw);
    let mut changed: Option<String> = None;
    for (at, character) in raw.char_indices() {
        let rest = raw.get(at + character.len_utf8()..).unwrap_or_default();
        let next = rest.chars().next();
        let mut units = [0; 4];
        let becomes = match fate(character, rest, &before, &whole, kind) {
            Fate::Stays => {
                before.step(character);
                if let Some(text) = &mut changed {
                    text.push(character);
                }
                continue;
            }
            Fate::Becomes(other) => &*other.encode_utf8(&mut units),
            Fate::EndsTheLine if kind == TextKind::Typed => " ",
            Fate::EndsTheLine => LINE_END,
            Fate::Faulty if kind != TextKind::Typed => REPLACEMENT.encode_utf8(&mut units),
            Fate::Faulty | Fate::Vanishes => "",
        };
        report(character, next, becomes);
        becomes.chars().for_each(|kept| before.step(kept));
        let text = changed.get_or_insert_with(|| raw.get(..at).unwrap_or_default().to_owned());
        text.push_str(becomes);
    }
    changed.map_or(Cow::Borrowed(raw), Cow::Owned)
}

/// What must be known of a text as a whole, looked at only when it is asked for.
struct Whole<'r> {
    raw: &'r str,
    has_right_to_left: OnceCell<bool>,
    isolates_are_closed: OnceCell<bool>,
}

impl<'r> Whole<'r> {
    fn new(raw: &'r str) -> Self {
        Self {
            raw,
            has_right_to_left: OnceCell::new(),
            isolates_are_closed: OnceCell::new(),
        }
    }

    /// Whether letters are in it that are written from right to left.
    fn has_right_to_left(&self) -> bool {
        let any = || self.raw.chars().any(is_right_to_left);
        *self.has_right_to_left.get_or_init(any)
    }

    /// Whether each isolate that begins in it ends in it, on the same line, so that nothing outside moves.
    fn isolates_are_closed(&self) -> bool {
        *self.isolates_are_closed.get_or_init(|| {
            let mut open = 0_usize;
            let is_sound = self.raw.chars().all(|character| match character {
                '\u{2066}'..='\u{2068}' => {
                    open += 1;
                    true
                }
                '\u{2069}' => match open.checked_sub(1) {
                    Some(fewer) => {
                        open = fewer;
                        true
                    }
                    None => false,
                },
                '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => open == 0,
                _ => true,
            });
            is_sound && open == 0
        })
    }
}

/// The fast way for the great bulk of text: printable ASCII needs no look around.
fn is_plain(byte: u8, kind: TextKind) -> bool {
    matches!(byte, b' '..=b'~') || (byte == b'\n' && kind == TextKind::Prose)
}

/// Whether all are plain: printable ASCII, or letters from `À` to the end of the modifiers, U+02FF, which all
/// stay whatever stands beside them. Many bytes are looked at before it is asked, which is faster than to
/// ask of each.
fn is_all_plain(text: &str, kind: TextKind) -> bool {
    let stays = |byte: u8| is_plain(byte, kind) | matches!(byte, 0x80..=0xBF | 0xC3..=0xCB);
    let all_stay = |bytes: &[u8]| bytes.iter().fold(true, |all, byte| all & stays(*byte));
    let (chunks, rest) = text.as_bytes().as_chunks::<16>();
    chunks.iter().all(|chunk| all_stay(chunk)) && all_stay(rest)
}

/// The next fastest: letters and signs that stay whatever stands beside them, as long as all do. Most
/// names and titles of Europe are made of them.
fn is_plain_character(character: char, kind: TextKind) -> bool {
    match character {
        '\u{AD}' => false,
        '\u{A1}'..='\u{2FF}'
        | '\u{391}'..='\u{3A1}'
        | '\u{3A3}'..='\u{3CE}'
        | '\u{400}'..='\u{45F}'
        | '\u{1E00}'..='\u{1EFF}'
        | '\u{2010}'..='\u{2027}' => true,
        _ => u8::try_from(character).is_ok_and(|byte| is_plain(byte, kind)),
    }
}

fn fate(character: char, rest: &str, before: &Before, whole: &Whole<'_>, kind: TextKind) -> Fate {
    let next = rest.chars().next();
    match character {
        ' '..='~' => Fate::Stays,
        '\t' => Fate::Becomes(' '),
        '\n' if kind == TextKind::Prose => Fate::Stays,
        '\r' if next == Some('\n') => Fate::Vanishes,
        '\n' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::EndsTheLine,
        _ if character.is_ascii_control() && kind == TextKind::Typed => Fate::Vanishes,
        _ if character.is_ascii_control() => Fate::Becomes(picture(character)),
        ZERO_WIDTH_JOINER | ZERO_WIDTH_NON_JOINER => stays_if(before.may_join(character, next)),
        TEXT_PRESENTATION | EMOJI_PRESENTATION => stays_if(before.may_be_presented(next)),
        _ if is_unseen_by_design(character) => Fate::Vanishes,
        // Latin letters and their signs, the second most frequent case.
        '\u{A1}'..='\u{2FF}' => Fate::Stays,
        '\u{61C}' | '\u{200E}' | '\u{200F}' if whole.has_right_to_left() => Fate::Stays,
        '\u{61C}' | '\u{200E}' | '\u{200F}' => Fate::Vanishes,
        '\u{2066}'..='\u{2069}' if whole.isolates_are_closed() => Fate::Vanishes,
        _ if is_tag(character) => stays_if(before.may_be_tagged(character, rest)),
        _ if varies(character) => stays_if(before.may_vary(character)),
        GRAPHEME_JOINER => stays_if(before.may_part_marks(next)),
        _ if is_hidden(character) => Fate::Faulty,
        _ if is_mark(character) => before.fate_of_mark(),
        _ if before.is_full() && before.takes_as_mark(character) => Fate::Faulty,
        _ if is_visible_format(character) && before.last.is_some_and(is_visible_format) => {
            Fate::Faulty
        }
        _ if is_later_jamo(character) => stays_if(before.may_be_completed_by(character)),
        // Some signs are drawn only with the number or letter behind them: the Arabic number mark,
        // the Malayalam reph.
        _ => stays_if(has_width(character) || next.is_some_and(|next| leans_on(character, next))),
    }
}

fn stays_if(allowed: bool) -> Fate {
    if allowed { Fate::Stays } else { Fate::Faulty }
}

/// The Unicode picture of an ASCII control character.
fn picture(control: char) -> char {
    match control {
        '\u{7F}' => '␡',
        _ => char::from_u32(0x2400 + u32::from(control)).unwrap_or(REPLACEMENT),
    }
}

/// What stands before a character in the clean text: enough to say whether a joiner or a mark has
/// its place there.
#[derive(Default)]
struct Before {
    /// The character just before.
    last: Option<char>,
    /// The character that carries the marks, if it can carry any.
    base: Option<char>,
    /// The marks on the base so far.
    marks: usize,
    /// The tags behind a black flag so far.
    tags: usize,
}

impl Before {
    /// Takes notice of one more clean character.
    fn step(&mut self, kept: char) {
        if self.takes_as_mark(kept) {
            self.marks += 1;
        } else {
            // What a joiner or a virama links to the base shares its account, or the flood would
            // come by that way.
            let is_linked = self.last.is_some_and(links) && (is_letter(kept) || joins_emoji(kept));
            self.marks = if is_linked { self.marks } else { 0 };
            self.base = Some(kept).filter(|&base| carries_marks(base));
        }
        let is_begun = is_tag(kept) && kept != END_OF_TAGS;
        self.tags = if is_begun { self.tags + 1 } else { 0 };
        self.last = Some(kept);
    }

    /// Would the character cling to the base instead of standing for itself? Beside the true marks
    /// do so: joiners, skin tones, the half-width sound marks of Japanese, and the jamo of one
    /// Hangul syllable.
    fn takes_as_mark(&self, character: char) -> bool {
        is_mark(character)
            || is_joiner(character)
            || is_later_jamo(character)
            || (is_first_jamo(character) && self.last.is_some_and(is_first_jamo))
            || (self.base.is_some() && (is_skin_tone(character) || is_sound_mark(character)))
    }

    fn is_full(&self) -> bool {
        self.marks >= MARKS_ON_ONE_BASE
    }

    /// May a joiner stand here, with `next` after it?
    fn may_join(&self, joiner: char, next: Option<char>) -> bool {
        let (false, Some(last), next) = (self.is_full(), self.last, next.unwrap_or(' ')) else {
            return false;
        };
        let joins_emoji = joiner == ZERO_WIDTH_JOINER && self.ends_an_emoji() && joins_emoji(next);
        let joins_letters = !is_joiner(last) && self.is_of_one_joining_script_with(next);
        is_virama(last) || joins_emoji || joins_letters
    }

    /// Is the last character an emoji, perhaps with its presentation or its skin tone?
    fn ends_an_emoji(&self) -> bool {
        let dressed = |last| last == EMOJI_PRESENTATION || is_skin_tone(last) || joins_emoji(last);
        self.last.is_some_and(dressed)
    }

    fn is_of_one_joining_script_with(&self, next: char) -> bool {
        // A mark beyond the limit will not stay, so it cannot be what the joiner, itself one,
        // joins.
        let stays = is_letter(next) || (is_mark(next) && self.marks + 1 < MARKS_ON_ONE_BASE);
        let base = self.base.filter(|&base| is_letter(base));
        stays && !is_hidden(next) && base.is_some_and(|base| share_a_joining_script(base, next))
    }

    /// May a variation selector 15 or 16 stand here, with `next` after it?
    fn may_be_presented(&self, next: Option<char>) -> bool {
        match self.last {
            // After a plain digit it would be invisible; it belongs to keycaps (1️⃣) only.
            Some(key) if key.is_ascii() => key.is_emoji_char() && next == Some(KEYCAP),
            Some(last) => last.is_emoji_char(),
            None => false,
        }
    }

    /// May a selector of a variant stand here? One on each letter or sign that has variants.
    fn may_vary(&self, selector: char) -> bool {
        !self.is_full() && self.last.is_some_and(|last| has_variants(last, selector))
    }

    /// May a joiner of graphemes stand here? It keeps two marks apart, or a letter and a mark.
    fn may_part_marks(&self, next: Option<char>) -> bool {
        // The mark behind it must have a place too.
        let has_room = self.marks + 1 < MARKS_ON_ONE_BASE;
        let selects = |next| varies(next) || matches!(next, TEXT_PRESENTATION | EMOJI_PRESENTATION);
        let next_is_mark =
            next.is_some_and(|next| is_mark(next) && !is_hidden(next) && !selects(next));
        self.base.is_some_and(is_letter) && has_room && next_is_mark
    }

    /// May a tag stand here, with `rest` after it? Tags behind a black flag make it the flag of a land, up to
    /// the tag that ends them.
    fn may_be_tagged(&self, tag: char, rest: &str) -> bool {
        if tag == END_OF_TAGS {
            return self.tags > 0;
        }
        let tags = rest
            .chars()
            .take_while(|&tag| is_tag(tag) && tag != END_OF_TAGS);
        let more = tags.take(MOST_TAGS).count();
        let is_ended = rest.chars().nth(more) == Some(END_OF_TAGS);
        let begins = self.last == Some(BLACK_FLAG);
        is_ended && (begins || self.tags > 0) && self.tags + more < MOST_TAGS
    }

    fn fate_of_mark(&self) -> Fate {
        if self.base.is_some() && !self.is_full() {
            Fate::Stays
        } else if self.last == Some(REPLACEMENT) {
            Fate::Vanishes // One sign speaks for the whole flood.
        } else {
            Fate::Faulty
        }
    }

    /// May a Hangul vowel or final stand here, written as a single jamo? Such have no width of
    /// their own: they need a syllable to complete.
    fn may_be_completed_by(&self, jamo: char) -> bool {
        let Some(last) = self.last else { return false };
        if is_vowel_jamo(jamo) {
            is_first_jamo(last) || is_vowel_jamo(last) || is_open_syllable(last)
        } else {
            is_later_jamo(last) || is_syllable(last)
        }
    }
}

/// Can a combining mark sit on this? Not on nothing, and not on our own signs, which a mark could
/// deface, nor on what is not seen.
fn carries_marks(character: char) -> bool {
    !character.is_whitespace()
        && !matches!(
            character,
            REPLACEMENT | '⏎' | '\u{2400}'..='\u{2421}' | '\u{61C}' | '\u{200E}' | '\u{200F}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::hostile::{any_text, bounded, pieces};
    use crate::text::width::columns;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[test]
    fn what_is_plain_by_its_bytes_is_plain_by_itself() {
        for kind in [TextKind::Line, TextKind::Prose, TextKind::Typed] {
            for character in '\0'..=char::MAX {
                let mut bytes = [0; 4];
                let plain = is_all_plain(character.encode_utf8(&mut bytes), kind);
                assert!(
                    !plain || is_plain_character(character, kind),
                    "{character:?}"
                );
                let latin = matches!(character, 'a'..='z' | 'À'..='\u{2FF}');
                assert!(plain || !latin, "{character:?}");
            }
        }
    }

    #[test]
    fn what_is_plain_stays_whatever_plain_stands_beside_it() {
        let kinds = [TextKind::Line, TextKind::Prose, TextKind::Typed];
        for kind in kinds {
            let plain = || ('\0'..='\u{FFFF}').filter(|c| is_plain_character(*c, kind));
            for character in plain() {
                for last in [None, Some('a'), Some('é'), Some('7'), Some('“'), Some('Ω')] {
                    let mut before = Before::default();
                    if let Some(last) = last {
                        before.step(last);
                    }
                    for next in [None, Some('a'), Some('ø'), Some('”')] {
                        let rest = next.map_or_else(String::new, String::from);
                        let whole = Whole::new("");
                        let fate = fate(character, &rest, &before, &whole, kind);
                        assert!(
                            matches!(fate, Fate::Stays),
                            "{character:?} {last:?} {next:?}"
                        );
                    }
                }
            }
        }
    }

    /// What says how the signs beside it stand, and moves nothing else.
    const DIRECTIONS: [char; 3] = ['\u{61C}', '\u{200E}', '\u{200F}'];

    const MOVING: [char; 9] = [
        '\u{202A}', '\u{202B}', '\u{202C}', '\u{202D}', '\u{202E}', '\u{2066}', '\u{2067}',
        '\u{2068}', '\u{2069}',
    ];

    fn stays(text: &str) {
        assert!(
            matches!(clean_line(text), Cow::Borrowed(same) if same == text),
            "{text:?} → {:?}",
            clean_line(text)
        );
    }

    #[test]
    fn honest_text_is_lent_not_copied() {
        for text in [
            "",
            "Meeting with the IOM",
            "Claus Sørensen",
            "e\u{301}te\u{301}",
            "L’été – déjà",
            "Αθήνα",
            "Київ",
            "深圳",
            "東京、日本",
            "서울",
            "שלום",
            "السلام عليكم",
            "अन्तर्राष्ट्रीय",
            "ไทยที่",
            "Tiếng Việt",
            "a\u{a0}b",
            "“…” 50 €",
            "𞤀𞤣",
        ] {
            stays(text);
        }
    }

    #[test]
    fn controls_become_pictures() {
        assert_eq!(clean_line("\u{1b}]52;c;aGk=\u{7}"), "␛]52;c;aGk=␇");
        assert_eq!(clean_line("\0\u{8}\u{7f}"), "␀␈␡");
        assert_eq!(clean_line("a\tb"), "a b");
        assert_eq!(clean_line("\u{9b}31m"), "�31m");
    }

    #[test]
    fn the_end_of_a_line_shows() {
        assert_eq!(clean_line("a\r\nb\nc"), "a ⏎ b ⏎ c");
        assert_eq!(
            clean_line("a\u{b}b\u{c}c\u{85}d\u{2028}e\u{2029}f"),
            "a ⏎ b ⏎ c ⏎ d ⏎ e ⏎ f"
        );
        assert_eq!(clean_line("a\rb\r\r\n"), "a␍b␍ ⏎ ");
        assert_eq!(clean_prose("a\r\nb\n\nc\u{2028}d"), "a\nb\n\nc ⏎ d");
        assert!(matches!(clean_prose("a\nb"), Cow::Borrowed("a\nb")));
    }

    #[test]
    fn bidi_and_invisible_characters_become_marks() {
        let invisible = [
            '\u{200C}',
            '\u{200D}',
            '\u{34F}',
            '\u{115F}',
            '\u{1160}',
            '\u{3164}',
            '\u{FFA0}',
            '\u{17B4}',
            '\u{180B}',
            '\u{180E}',
            '\u{FFF9}',
            '\u{FFFB}',
            '\u{E0041}',
            '\u{FE00}',
            '\u{FE0E}',
            '\u{FE0F}',
            '\u{E0100}',
            '\u{E000}',
            '\u{FFFE}',
            '\u{378}',
            '\u{10FFFF}',
        ];
        for hidden in MOVING.into_iter().chain(invisible) {
            assert_eq!(clean_line(&format!("a{hidden}b")), "a�b", "{hidden:?}");
        }
        let reversed = "ש\u{202e}ש \u{2067}א";
        assert_eq!(clean_line(reversed), "ש�ש �א");
    }

    #[test]
    fn what_nobody_sees_where_it_stands_is_left_out_and_told() {
        let unseen = ['\u{AD}', '\u{200B}', '\u{2060}', '\u{2063}', '\u{FEFF}'];
        for hidden in unseen.into_iter().chain(DIRECTIONS) {
            let raw = format!("a{hidden}b{hidden}");
            assert_eq!(clean_line(&raw), "ab", "{hidden:?}");
            let (from, to) = (hidden, String::new());
            assert_eq!(changes(&raw, false), [CharacterChange { from, to }]);
        }
        assert_eq!(
            clean_line("\u{2068}ab\u{2069} \u{2066}c\u{2067}d\u{2069}\u{2069}"),
            "ab cd"
        );
        assert_eq!(clean_prose("\u{2068}a\nb\u{2069}"), "�a\nb�");
        assert_eq!(clean_line("a\u{2069}b\u{2068}"), "a�b�");
    }

    #[test]
    fn what_belongs_to_a_script_stays() {
        for text in [
            "ראש\u{200f} (א)",
            "a\u{200e}ש",
            "ا\u{61c}b",
            "葛\u{e0100}城",
            "渡邉\u{e0102}",
            "ᠮᠣᠩ\u{180b}",
            "ב\u{34f}\u{5b0}",
            "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} x",
        ] {
            stays(text);
            assert_eq!(changes(text, true), []);
        }
        // Where they have no meaning, they could carry what nobody sees.
        for (text, shown) in [
            ("葛\u{e0100}\u{e0101}", "葛\u{e0100}�"),
            ("a\u{e0100}", "a�"),
            ("é\u{180b}", "é�"),
            ("a\u{34f}b", "a�b"),
            ("🏴\u{e0067}\u{e0062}", "🏴��"),
            ("x\u{e0067}\u{e007f}", "x��"),
            ("🏴\u{e007f}", "🏴�"),
        ] {
            assert_eq!(clean_line(text), shown);
        }
        let flood = format!("🏴{}\u{e007f}", "\u{e0061}".repeat(40));
        assert!(clean_line(&flood).contains('�'));
    }

    #[test]
    fn each_change_is_told_once_and_ends_of_lines_in_prose_are_none() {
        let shown = |raw, lines| -> Vec<(char, String)> {
            let changes = changes(raw, lines).into_iter();
            changes.map(|change| (change.from, change.to)).collect()
        };
        let to = |text: &str| text.to_owned();
        assert_eq!(
            shown("a\tb\t\u{1b}", false),
            [('\t', to(" ")), ('\u{1b}', to("␛"))]
        );
        assert_eq!(shown("a\r\nb", true), []);
        assert_eq!(shown("a\r\nb", false), [('\n', to(LINE_END))]);
        assert_eq!(shown("a\u{202e}b", true), [('\u{202e}', to("�"))]);
    }

    #[test]
    fn visible_format_characters_stay() {
        stays("\u{600}١٢");
        stays("\u{6DD}١");
        stays("\u{70F}ܐ");
    }

    #[test]
    fn joiners_stay_where_they_have_a_meaning() {
        for text in [
            "👩\u{200d}💻",
            "👩🏽\u{200d}💻",
            "🏳\u{fe0f}\u{200d}🌈",
            "👨\u{200d}👩\u{200d}👧",
            "👩🏻\u{200d}❤\u{fe0f}\u{200d}💋\u{200d}👨🏽",
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "র\u{200d}্য",
            "ന്\u{200d} a",
            "බ්\u{200d}ර",
        ] {
            stays(text);
        }
        for text in [
            "a\u{200d}b",
            "👩\u{200d}",
            "\u{200d}👩",
            "©\u{200d}©",
            "ب\u{200c}",
            "ب\u{200c}a",
            "ب\u{200c}क",
        ] {
            assert!(clean_line(text).contains('�'), "{text:?}");
        }
        assert_eq!(clean_line("ب\u{200c}\u{200c}ت"), "ب��ت");
        assert_eq!(clean_line("👩\u{200c}💻"), "👩�💻");
    }

    #[test]
    fn presentation_selectors_follow_emoji_only() {
        for text in [
            "❤\u{fe0f}",
            "☎\u{fe0e}",
            "1\u{fe0f}\u{20e3}",
            "#\u{fe0f}\u{20e3}",
            "👍🏽",
            "🇩🇰",
        ] {
            stays(text);
        }
        assert_eq!(clean_line("a\u{fe0f}"), "a�");
        assert_eq!(clean_line("2013\u{fe0f}"), "2013�");
        assert_eq!(clean_line("❤\u{fe0f}\u{fe0f}"), "❤\u{fe0f}�");
    }

    #[test]
    fn a_flood_of_marks_is_dammed() {
        let flood = "a".to_owned() + &"\u{301}".repeat(60) + "b";
        assert_eq!(
            clean_line(&flood),
            "a".to_owned() + &"\u{301}".repeat(8) + "�b"
        );
    }

    #[test]
    fn marks_need_something_to_sit_on() {
        assert_eq!(clean_line("\u{301}a"), "�a");
        assert_eq!(clean_line("a \u{301}\u{302}b"), "a �b");
        assert_eq!(clean_line("\u{1b}\u{338}"), "␛�");
        assert_eq!(clean_prose("a\n\u{301}"), "a\n�");
    }

    #[test]
    fn jamo_without_a_syllable_cannot_hide() {
        stays("\u{1112}\u{1161}\u{11ab}");
        assert_eq!(clean_line("a\u{1161}\u{11ab}"), "a��");
        assert_eq!(clean_line("각\u{1161}"), "각�");
    }

    #[test]
    fn typed_text_leaves_out_what_would_be_marked() {
        assert_eq!(
            clean_typed("a\tb\r\nc\u{1b}\u{202e}d\u{301}"),
            "a b cd\u{301}"
        );
        assert_eq!(clean_typed("\u{301}a\u{200d}"), "a");
    }

    /// Tens of thousands that are all alike: a few are tried, and time saved.
    fn is_one_of_many_alike(character: char) -> bool {
        matches!(character, '\u{3410}'..='\u{9FF0}' | '\u{AC40}'..='\u{D7A0}' | '\u{17010}'..='\u{18CC0}')
    }

    #[test]
    fn every_character_is_seen_wherever_it_stands() {
        let letters_of_the_world = ('\0'..='\u{1FFFF}').filter(|&c| !is_one_of_many_alike(c));
        for character in
            letters_of_the_world.chain(['\u{20000}', '\u{E0001}', '\u{E01EF}', char::MAX])
        {
            // At the start, between letters, before a digit, after a blank, on a syllable, at the
            // end.
            let raw = format!("{character}x{character}x{character}1 {character}가{character}");
            let clean = clean_line(&raw);
            for grapheme in clean.graphemes(true) {
                assert!(
                    columns(grapheme) > 0,
                    "{raw:?} has an invisible {grapheme:?}"
                );
            }
            assert_eq!(clean_line(&clean), clean, "{raw:?}");
        }
    }

    #[test]
    fn no_grapheme_grows_without_bound() {
        let chains = [
            "👩\u{200d}",
            "👩🏽\u{fe0f}\u{200d}",
            "क्",
            "क्\u{200d}",
            "র\u{200d}\u{9cd}",
        ]
        .into_iter();
        for piece in chains.chain(pieces()) {
            let clean = clean_line(&piece.repeat(100)).into_owned();
            let longest = clean
                .graphemes(true)
                .map(|grapheme| grapheme.chars().count())
                .max();
            assert!(longest <= Some(30), "{piece:?} grows to {longest:?}");
            assert_eq!(clean_line(&clean), clean);
        }
    }

    proptest! {
        #![proptest_config(bounded())]

        #[test]
        fn cleaning_twice_is_cleaning_once(raw in any_text()) {
            let line = clean_line(&raw);
            prop_assert!(matches!(clean_line(&line), Cow::Borrowed(_)), "{:?}", line);
            let prose = clean_prose(&raw);
            prop_assert!(matches!(clean_prose(&prose), Cow::Borrowed(_)), "{:?}", prose);
            let typed = clean_typed(&raw);
            prop_assert!(matches!(clean_line(&typed), Cow::Borrowed(_)), "{:?}", typed);
            prop_assert!(matches!(clean_typed(&typed), Cow::Borrowed(_)), "{:?}", typed);
        }

        #[test]
        fn nothing_unseen_is_left(raw in any_text()) {
            let line = clean_line(&raw);
            let prose = clean_prose(&raw);
            prop_assert!(!line.contains(char::is_control));
            prop_assert!(!prose.contains(|c: char| c.is_control() && c != '\n'));
            for text in [&line, &prose] {
                let reads_from_the_right = text.chars().any(is_right_to_left);
                prop_assert!(!text.contains(MOVING));
                prop_assert!(reads_from_the_right || !text.contains(DIRECTIONS), "{:?}", text);
            }
            for grapheme in line.graphemes(true) {
                let is_seen = columns(grapheme) > 0 || grapheme.contains(DIRECTIONS);
                prop_assert!(is_seen, "{:?} in {:?}", grapheme, line);
            }
        }

        #[test]
        fn clean_prose_differs_from_a_clean_line_by_its_breaks_only(raw in any_text()) {
            let prose = clean_prose(&raw);
            prop_assert_eq!(clean_line(&prose), clean_line(&raw));
        }
    }
}

//! What kinds of characters there are, as far as the cleaning must know.

use unicode_properties::{GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// The joiner that keeps letters apart which would join without it.
pub(super) const ZERO_WIDTH_NON_JOINER: char = '\u{200C}';
/// The joiner that makes one picture of two emoji, or one shape of two letters.
pub(super) const ZERO_WIDTH_JOINER: char = '\u{200D}';

/// The joiner that keeps marks apart (CGJ).
pub(super) const GRAPHEME_JOINER: char = '\u{34F}';
/// The tag that ends the tags behind a flag.
pub(super) const END_OF_TAGS: char = '\u{E007F}';

/// Does the character only say where a line may break, or begin a file? Nobody sees it where it stands.
pub(super) fn is_unseen_by_design(character: char) -> bool {
    // Soft hyphen, zero width space, word joiner and the invisible signs of formulas, byte order mark.
    matches!(
        character,
        '\u{AD}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}'
    )
}

/// Is this a letter that is written from right to left?
pub(super) fn is_right_to_left(character: char) -> bool {
    // Hebrew, Arabic and the scripts between and behind them; the letters of the first plane.
    let is_there = matches!(
        character,
        '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
            | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}'
    );
    is_there && is_letter(character) && has_width(character) && !is_hidden(character)
}

/// Is this a tag, as they stand behind a flag?
pub(super) fn is_tag(character: char) -> bool {
    matches!(character, '\u{E0030}'..='\u{E0039}' | '\u{E0061}'..='\u{E007A}' | END_OF_TAGS)
}

/// Does the character choose a variant of the one before it? The presentations of emoji are apart.
pub(super) fn varies(character: char) -> bool {
    matches!(
        character,
        '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{FE00}'..='\u{FE0D}' | '\u{E0100}'..='\u{E01EF}'
    )
}

/// Does a character have variants that the selector may choose from?
pub(super) fn has_variants(character: char, selector: char) -> bool {
    match selector {
        '\u{180B}'..='\u{180F}' => character.script() == Script::Mongolian && is_letter(character),
        '\u{E0100}'..='\u{E01EF}' => character.script() == Script::Han && is_letter(character),
        _ => {
            matches!(
                character.script(),
                Script::Han | Script::Myanmar | Script::Phags_Pa | Script::Manichaean
            ) && is_letter(character)
                || matches!(character, '\u{2190}'..='\u{22FF}' | '\u{2A00}'..='\u{2AFF}')
        }
    }
}

/// The scripts whose letters change shape by a joiner between them: the Arabic-like and the Indic
/// ones.
const JOINING_SCRIPTS: [Script; 35] = [
    // Letters that join as in handwriting.
    Script::Arabic,
    Script::Syriac,
    Script::Mandaic,
    Script::Nko,
    Script::Mongolian,
    Script::Phags_Pa,
    Script::Manichaean,
    Script::Psalter_Pahlavi,
    Script::Sogdian,
    Script::Chorasmian,
    Script::Hanifi_Rohingya,
    Script::Adlam,
    // Consonants that form conjuncts.
    Script::Devanagari,
    Script::Bengali,
    Script::Gurmukhi,
    Script::Gujarati,
    Script::Oriya,
    Script::Tamil,
    Script::Telugu,
    Script::Kannada,
    Script::Malayalam,
    Script::Sinhala,
    Script::Tibetan,
    Script::Khmer,
    Script::Myanmar,
    Script::Balinese,
    Script::Javanese,
    Script::Sundanese,
    Script::Saurashtra,
    Script::Meetei_Mayek,
    Script::Chakma,
    Script::Newa,
    Script::Tirhuta,
    Script::Grantha,
    Script::Kaithi,
];

/// The signs that silence a vowel and so link two consonants. A joiner may follow one even at the
/// end of a word (old Malayalam spelling does so), as RFC 5892 allows it for domain names.
const VIRAMAS: &str = "\u{94D}\u{9CD}\u{A4D}\u{ACD}\u{B4D}\u{BCD}\u{C4D}\u{CCD}\u{D4D}\u{DCA}\u{1039}\u{17D2}\u{1A60}\
    \u{1B44}\u{1BAB}\u{A9C0}\u{AAF6}\u{10A3F}\u{11133}\u{113D0}\u{1193E}\u{11A47}\u{11A99}\u{11F42}";

/// Is the character one that nobody can see, or of which nobody can say what it looks like?
pub(super) fn is_hidden(character: char) -> bool {
    match character.general_category() {
        GeneralCategory::Format => !is_visible_format(character),
        GeneralCategory::Control
        | GeneralCategory::LineSeparator
        | GeneralCategory::ParagraphSeparator
        | GeneralCategory::PrivateUse
        | GeneralCategory::Surrogate
        | GeneralCategory::Unassigned => true,
        _ => is_blank_by_decree(character) || (is_mark(character) && !is_mark_drawn(character)),
    }
}

/// Format characters that are drawn: number and verse signs of Arabic, Syriac and Kaithi.
pub(super) fn is_visible_format(character: char) -> bool {
    matches!(
        character,
        '\u{600}'
            ..='\u{605}'
                | '\u{6DD}'
                | '\u{70F}'
                | '\u{890}'
                | '\u{891}'
                | '\u{8E2}'
                | '\u{110BD}'
                | '\u{110CD}'
    )
}

/// Is a sign without a width drawn together with the letter or digit behind it?
pub(super) fn leans_on(sign: char, next: char) -> bool {
    let is_drawn = next.is_alphanumeric() && has_width(next) && !is_mark(next) && !is_hidden(next);
    is_drawn && are_one_grapheme(sign, next)
}

/// Is a mark drawn with the letter before it, or with a width of its own? A mark so new that the
/// parts which measure and cut do not know it yet would be neither.
fn is_mark_drawn(mark: char) -> bool {
    has_width(mark) || are_one_grapheme('a', mark)
}

fn are_one_grapheme(first: char, second: char) -> bool {
    let (mut one, mut other) = ([0; 4], [0; 4]);
    let pair = [
        &*first.encode_utf8(&mut one),
        second.encode_utf8(&mut other),
    ]
    .concat();
    pair.graphemes(true).count() == 1
}

pub(super) fn has_width(character: char) -> bool {
    character.width().is_some_and(|columns| columns > 0)
}

/// Letters and marks that Unicode counts among the default ignorable ones: they draw nothing.
fn is_blank_by_decree(character: char) -> bool {
    matches!(
        character,
        '\u{34F}' // combining grapheme joiner
            | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' // Hangul fillers
            | '\u{17B4}' | '\u{17B5}' // inherent vowels of Khmer
            | '\u{180B}'..='\u{180D}' | '\u{180F}' // variation selectors of Mongolian
            | '\u{FE00}'..='\u{FE0D}' | '\u{E0100}'..='\u{E01EF}' // the others
    )
}

/// Does what follows this character belong to what stands before it?
pub(super) fn links(character: char) -> bool {
    is_joiner(character) || is_virama(character)
}

pub(super) fn is_skin_tone(character: char) -> bool {
    matches!(character, '\u{1F3FB}'..='\u{1F3FF}')
}

/// Is this one of the two sound marks that half-width Japanese letters carry behind them?
pub(super) fn is_sound_mark(character: char) -> bool {
    matches!(character, '\u{FF9E}' | '\u{FF9F}')
}

pub(super) fn is_joiner(character: char) -> bool {
    matches!(character, ZERO_WIDTH_JOINER | ZERO_WIDTH_NON_JOINER)
}

/// Is this an emoji that joins with others (👩‍💻)? Skin tones and halves of flags do not, nor do the
/// signs of old typography (©, ™), where a joiner would be invisible.
pub(super) fn joins_emoji(character: char) -> bool {
    let is_half_of_a_flag = matches!(character, '\u{1F1E6}'..='\u{1F1FF}');
    character >= '\u{2190}'
        && character.is_emoji_char()
        && !is_skin_tone(character)
        && !is_half_of_a_flag
}

pub(super) fn is_mark(character: char) -> bool {
    // All below are Latin: a short way for most characters.
    character >= '\u{300}'
        && matches!(
            character.general_category(),
            GeneralCategory::NonspacingMark
                | GeneralCategory::SpacingMark
                | GeneralCategory::EnclosingMark
        )
}

pub(super) fn is_letter(character: char) -> bool {
    character.is_alphabetic() && !is_mark(character)
}

/// A single jamo that begins a syllable.
pub(super) fn is_first_jamo(character: char) -> bool {
    matches!(character, '\u{1100}'..='\u{115E}' | '\u{A960}'..='\u{A97C}')
}

/// A single jamo that is the vowel of a syllable.
pub(super) fn is_vowel_jamo(character: char) -> bool {
    matches!(character, '\u{1161}'..='\u{11A7}' | '\u{D7B0}'..='\u{D7C6}')
}

/// A single jamo that continues a syllable: a vowel or a final consonant.
pub(super) fn is_later_jamo(character: char) -> bool {
    matches!(character, '\u{1161}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FB}')
}

/// A whole Hangul syllable.
pub(super) fn is_syllable(character: char) -> bool {
    matches!(character, '가'..='힣')
}

/// A whole Hangul syllable without a final consonant; every 28th is one.
pub(super) fn is_open_syllable(character: char) -> bool {
    is_syllable(character) && (u32::from(character) - u32::from('가')) % 28 == 0
}

/// Do the two belong to the same script, one in which joiners have a meaning?
pub(super) fn share_a_joining_script(one: char, other: char) -> bool {
    let script = one.script();
    script == other.script() && JOINING_SCRIPTS.contains(&script)
}

pub(super) fn is_virama(character: char) -> bool {
    VIRAMAS.contains(character)
}

//! Text as unkind as can be, for the property tests of this floor: the same on every run.

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, RngSeed};

/// Pieces that have broken terminal programs: controls, bidi, joiners, marks, wide and clustered
/// characters.
const UNKIND: &[&str] = &[
    // Controls and line ends.
    "\u{1b}[31m¦\u{1b}]52;c;aGk=\u{7}¦\0¦\u{7f}¦\u{9b}¦\t¦\r¦\n¦\r\n¦\u{b}¦\u{c}¦\u{85}¦\u{2028}¦\u{2029}",
    // What hides, reorders or is nothing at all.
    "\u{61c}¦\u{200e}¦\u{202e}¦\u{2066}¦\u{200b}¦\u{2060}¦\u{feff}¦\u{ad}¦\u{34f}¦\u{115f}¦\u{1160}¦\u{3164}¦\u{ffa0}",
    "\u{180b}¦\u{180e}¦\u{17b4}¦\u{fff9}¦\u{fffe}¦\u{e000}¦\u{e0041}¦\u{e0100}¦\u{13430}¦\u{fffd}¦\u{2409}",
    // What clings to its neighbours.
    "\u{200c}¦\u{200d}¦\u{fe0e}¦\u{fe0f}¦\u{301}¦\u{301}\u{301}\u{301}\u{301}\u{301}¦\u{20e3}¦\u{600}¦\u{6dd}¦\u{110bd}",
    // Emoji, Hangul, Chinese, Japanese.
    "👩¦💻¦👍¦\u{1f3fd}¦❤¦🏳¦🌈¦🇩¦🇰¦©¦ᄀ¦ᅡ¦ᆨ¦가¦각¦漢¦字¦。¦（¦）¦か¦\u{3099}¦ｶ¦ﾞ¦ﾟ¦ー",
    // Scripts that join, and scripts from right to left.
    "क¦\u{94d}¦ष¦ा¦র¦য¦\u{9cd}¦ന¦\u{1037}¦\u{102b}¦ဃ¦ꦏ¦ب¦ت¦ل¦ا¦\u{64e}¦ש¦𞤀",
    // Letters that fold oddly, signs at which words part, blanks.
    "ß¦ẞ¦İ¦ı¦ﬀ¦æ¦Ø¦é¦Ж¦ь¦ქ¦’¦–¦—¦-¦/¦'¦ ¦  ¦\u{a0}¦\u{3000}¦\u{202f}¦word¦Ab¦7¦1¦#",
];

/// The settings of every property test here: 256 cases from a fixed seed, and no file of past
/// failures.
pub(super) fn bounded() -> ProptestConfig {
    ProptestConfig {
        cases: 256,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(46),
        ..ProptestConfig::default()
    }
}

/// The pieces, one by one.
pub(super) fn pieces() -> impl Iterator<Item = &'static str> {
    UNKIND.iter().flat_map(|line| line.split('¦'))
}

fn unkind() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(pieces().collect::<Vec<_>>())
}

/// Any text: unkind pieces, plain letters and any character at all, mixed.
pub(super) fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        5 => unkind().prop_map(str::to_owned),
        2 => proptest::char::range(' ', '~').prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Any character at all, unkind ones often.
pub(super) fn any_character() -> impl Strategy<Value = char> {
    prop_oneof![
        3 => unkind().prop_map(|piece| piece.chars().next().unwrap_or(' ')),
        1 => any::<char>(),
    ]
}

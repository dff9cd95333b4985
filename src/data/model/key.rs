//! How an id is written where it is shown or typed: so that it is harmless, one word, and leads back.
//!
//! Most ids are written as they are. Of others, each character that cleaning would change, each blank and
//! each `%` is written as the bytes of its UTF-8 in the way of web addresses: `a%09b`.

use std::borrow::Cow;
use std::fmt::Write;

use crate::text::clean_line;

/// An id as it is written.
pub fn written(id: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c != '%' && !c.is_whitespace() && !c.is_control();
    if id.chars().all(is_plain) && clean_line(id) == id {
        return Cow::Borrowed(id);
    }
    let stays = |c: char| c.is_ascii_graphic() && c != '%';
    let is_letter = |c: char| {
        let mut bytes = [0; 4];
        c.is_alphanumeric() && matches!(clean_line(c.encode_utf8(&mut bytes)), Cow::Borrowed(_))
    };
    let kept = escaped(id, |c| stays(c) || is_letter(c));
    // Letters of some scripts are clean alone but not beside each other.
    if clean_line(&kept) == kept {
        return Cow::Owned(kept);
    }
    Cow::Owned(escaped(id, stays))
}

fn escaped(id: &str, stays: impl Fn(char) -> bool) -> String {
    let mut text = String::with_capacity(id.len() + 8);
    let mut bytes = [0; 4];
    for character in id.chars() {
        if stays(character) {
            text.push(character);
            continue;
        }
        for byte in character.encode_utf8(&mut bytes).bytes() {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

/// The id that is meant by what is written; `None` where nothing in it is escaped, or not as it must be.
pub fn read(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    let mut is_escaped = false;
    for part in parts {
        let (digits, rest) = part.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
        is_escaped = true;
    }
    String::from_utf8(bytes).ok().filter(|_| is_escaped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::{RngAlgorithm, RngSeed};

    #[test]
    fn what_is_plain_stays_and_what_is_not_is_escaped() {
        for (id, shown) in [
            ("claus-sorensen", "claus-sorensen"),
            ("é/日本", "é/日本"),
            ("$(id)", "$(id)"),
            ("a\tb", "a%09b"),
            ("a b", "a%20b"),
            (" ", "%20"),
            ("50%", "50%25"),
            ("a\u{200b}ø", "a%E2%80%8Bø"),
            ("\u{202e}gpj.exe", "%E2%80%AEgpj.exe"),
        ] {
            assert_eq!(written(id), shown);
        }
        assert_eq!(read("50%"), None);
        assert_eq!(read("a%FF"), None);
        assert_eq!(read("plain"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 256,
            failure_persistence: None,
            rng_algorithm: RngAlgorithm::ChaCha,
            rng_seed: RngSeed::Fixed(11),
            ..ProptestConfig::default()
        })]

        #[test]
        fn what_is_written_leads_back_and_is_harmless(id in any::<String>()) {
            let shown = written(&id).into_owned();
            prop_assert_eq!(read(&shown).unwrap_or_else(|| shown.clone()), id);
            prop_assert!(!shown.contains(char::is_whitespace));
            prop_assert!(matches!(clean_line(&shown), Cow::Borrowed(_)), "{}", shown);
        }
    }
}

//! Half characters: escapes of JSON such as `\\udfff` that are no character without the other half.

use super::{Finding, Tell, Tree, What, push_member};

/// JSON in which each escape that is half a character only is `�`; `None` where there is no such.
#[must_use]
pub fn whole_characters(json: &str) -> Option<String> {
    replaced(json, '\u{FFFD}')
}

/// JSON in which each escape that is half a character only is another character; `None` where there is no such.
pub(super) fn replaced(json: &str, by: char) -> Option<String> {
    let mut replaced = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(offset) = json.get(at..)?.find('\\') {
        let start = at + offset;
        let escape = |from: usize| -> Option<u16> {
            let digits = json.get(from..)?.strip_prefix("\\u")?.get(..4)?;
            u16::from_str_radix(digits, 16).ok()
        };
        let (length, is_half) = match (escape(start), escape(start + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => (12, false),
            (Some(0xD800..=0xDFFF), _) => (6, true),
            (Some(_), _) => (6, false),
            // Another escape is two bytes long, or breaks off.
            (None, _) => (2, false),
        };
        if is_half {
            replaced.push_str(json.get(copied..start)?);
            replaced.push(by);
            copied = start + length;
        }
        at = start + length;
    }
    (copied > 0).then(|| replaced + json.get(copied..).unwrap_or_default())
}

/// Tells where texts differ that do so only where half a character stood.
pub(super) fn tell_differences(one: &Tree, other: &Tree, path: &mut String, tell: Tell<'_>) {
    let before = path.len();
    match (one, other) {
        (Tree::List(ours), Tree::List(others)) => {
            for (nth, (this, that)) in ours.iter().zip(others).enumerate() {
                path.extend(["[", &nth.to_string(), "]"]);
                tell_differences(this, that, path, tell);
                path.truncate(before);
            }
        }
        (Tree::Object(ours), Tree::Object(others)) => {
            for ((name, this), (_, that)) in ours.iter().zip(others) {
                push_member(path, name);
                tell_differences(this, that, path, tell);
                path.truncate(before);
            }
        }
        _ if one == other => {}
        _ => tell(Finding {
            path: path.clone(),
            what: What::Flaw(
                "holds half a character only (a lone surrogate), read as `\u{FFFD}`".to_owned(),
            ),
        }),
    }
}

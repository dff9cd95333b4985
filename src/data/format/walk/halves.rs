//! Half characters: escapes of JSON such as `\\udfff` that are no character without the other half.

/// JSON in which each escape that is half a character only is `�`; `None` where there is no such.
pub fn whole_characters(json: &str) -> Option<String> {
    replaced(json, '\u{FFFD}')
}

/// JSON in which each escape that is half a character only is a character that does not stand in it otherwise,
/// with that character; `None` where there is no such escape.
pub fn marked(json: &str) -> Option<(String, char)> {
    replaced(json, char::REPLACEMENT_CHARACTER)?;
    let escapes = json.to_ascii_lowercase();
    let stands = |mark: char| {
        json.contains(mark) || escapes.contains(&format!("\\u{:04x}", u32::from(mark)))
    };
    // None of these is a character of any script, and hardly ever does one stand in a text.
    let mark = ('\u{FDD0}'..='\u{FDEF}').find(|mark| !stands(*mark));
    let mark = mark.unwrap_or(char::REPLACEMENT_CHARACTER);
    replaced(json, mark).map(|json| (json, mark))
}

/// JSON in which each escape that is half a character only is another character; `None` where there is no such.
fn replaced(json: &str, by: char) -> Option<String> {
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

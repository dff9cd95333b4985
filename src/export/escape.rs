//! Text of the data in the clothes of each format, so that nothing in it can be taken for a mark of that
//! format. All of it is clean already: no control characters, nothing that hides or reorders.

mod formula;
mod json;
mod markdown;

use std::fmt::Write as _;

pub use formula::guarded;
pub(super) use json::json;
pub(super) use markdown::link;
pub use markdown::{code, markdown};

/// An address that may be made a link: of the web, with nothing in it that ends a link early. Nothing for
/// any other.
pub(super) fn web_address(address: &str) -> Option<String> {
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    if !lower.starts_with("http://") && !lower.starts_with("https://") {
        return None;
    }
    let mut safe = String::with_capacity(address.len());
    for byte in address.trim().bytes() {
        match byte {
            _ if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&*+,;=%".contains(&byte) => {
                safe.push(byte.into());
            }
            // Quotes, brackets, braces, blanks, `|`, `\` and all that is not ASCII.
            _ => {
                let _ = write!(safe, "%{byte:02X}");
            }
        }
    }
    Some(safe)
}

/// A cell of a table, in one line, that no spreadsheet takes for a formula.
pub(super) fn cell(text: String) -> String {
    let flat = if text.contains(['\n', '\r', '\t']) {
        text.replace(['\n', '\r', '\t'], " ")
    } else {
        text
    };
    guarded(flat.into()).into_owned()
}

/// A value of an iCalendar property.
pub(super) fn calendar(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// A value of a BibTeX field that LaTeX prints as it is. Braces are counted even behind a backslash, so
/// they are spelled out.
pub(super) fn latex(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    let mut escaped = String::with_capacity(words.len() + 8);
    let mut before = None;
    for character in words.chars() {
        match character {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '"' => escaped.push_str("\\textquotedbl{}"),
            '<' => escaped.push_str("\\textless{}"),
            '>' => escaped.push_str("\\textgreater{}"),
            '|' => escaped.push_str("\\textbar{}"),
            '`' => escaped.push_str("\\textasciigrave{}"),
            '$' | '&' | '#' | '%' | '_' => escaped.extend(['\\', character]),
            // Two hyphens would be drawn as a dash, two apostrophes as a quote.
            '-' | '\'' if before == Some(character) => {
                escaped.extend(["{}", character.encode_utf8(&mut [0; 4])]);
            }
            _ => escaped.push(character),
        }
        before = Some(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert_eq!(web_address("javascript:alert(1)"), None);
        assert_eq!(web_address("data:text/html,x"), None);
        assert_eq!(web_address("httpss:"), None);
        let safe = web_address("https://a.eu/x (1)<y>ü|").unwrap_or_default();
        assert_eq!(safe, "https://a.eu/x%20%281%29%3Cy%3E%C3%BC%7C");
    }

    #[test]
    fn braces_are_balanced_in_latex() {
        let text = latex("}{ \\ 50% of $x_1^2 & #~\"");
        assert_eq!(text.matches('{').count(), text.matches('}').count());
        assert!(!text.contains("\\{") && !text.contains("\\}"), "{text}");
    }
}

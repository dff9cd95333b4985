//! Text of the data in the clothes of each format, so that nothing in it can be taken for a mark of that
//! format. All of it is clean already: no control characters, nothing that hides or reorders.

use std::fmt::Write as _;

/// A text in one line of Markdown: no marks, no links, no HTML, no footnotes.
pub(super) fn markdown(text: &str) -> String {
    let mut marked = String::with_capacity(text.len() + 8);
    let flat = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    let mut characters = flat.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '<' => marked.push_str("&lt;"),
            '>' => marked.push_str("&gt;"),
            '&' if characters.peek().is_some_and(|next| is_of_entity(*next)) => {
                marked.push_str("&amp;");
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '^' => {
                marked.extend(['\\', character]);
            }
            // What would begin a block where a line begins, and what platforms make links of.
            '#' | '+' | '-' | '=' | '!' if marked.is_empty() => marked.extend(['\\', character]),
            '.' | ')' if marked.bytes().all(|byte| byte.is_ascii_digit()) => {
                marked.extend(['\\', character]);
            }
            '@' => marked.push_str("\\@"),
            _ => marked.push(character),
        }
    }
    marked
}

fn is_of_entity(next: char) -> bool {
    next == '#' || next.is_ascii_alphabetic()
}

/// A key such as `person/claus-sorensen` as code in Markdown.
pub(super) fn code(key: &str) -> String {
    if key.contains(['`', '|', '<', '&']) {
        return markdown(key);
    }
    format!("`{key}`")
}

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

/// A cell of a table that no spreadsheet takes for a formula.
pub(super) fn cell(text: String) -> String {
    let flat = if text.contains(['\n', '\r', '\t']) {
        text.replace(['\n', '\r', '\t'], " ")
    } else {
        text
    };
    let formula = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    if flat.trim_start().starts_with(formula) {
        format!("'{flat}")
    } else {
        flat
    }
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
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text
        .split_whitespace()
        .collect::<Vec<&str>>()
        .join(" ")
        .chars()
    {
        match character {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '"' => escaped.push_str("\\textquotedbl{}"),
            '$' | '&' | '#' | '%' | '_' => escaped.extend(['\\', character]),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// An ASCII name for an id, stable and unlike that of any other id: letters, digits, `-`, `.` and `_`
/// stay; where anything else had to go, a number made from the whole id tells it from others.
pub(super) fn ascii_name(id: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    let name: String = id.chars().map(|c| if plain(c) { c } else { '-' }).collect();
    if name == id && !id.is_empty() && id.len() <= LONGEST_NAME {
        return name;
    }
    let name: String = name.chars().take(LONGEST_NAME).collect();
    format!("{name}-{:016x}", number_of(id))
}

const LONGEST_NAME: usize = 80;

/// A number made from a text, the same everywhere and always (FNV-1a, 64 bits).
pub(super) fn number_of(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |number, byte| {
        (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_has_no_marks_left() {
        let said = |text| markdown(text);
        assert_eq!(said("a|b](javascript:x)"), "a\\|b\\](javascript:x)");
        assert_eq!(said("<script>&lt;"), "&lt;script&gt;&amp;lt;");
        assert_eq!(said("R & D"), "R & D");
        assert_eq!(said("# one\n\n2"), "\\# one 2");
        assert_eq!(said("12. Mai"), "12\\. Mai");
        assert_eq!(said("- x @you [^1]"), "\\- x \\@you \\[\\^1\\]");
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert_eq!(web_address("javascript:alert(1)"), None);
        assert_eq!(web_address("data:text/html,x"), None);
        assert_eq!(web_address("httpss:"), None);
        let safe = web_address("https://a.eu/x (1)<y>ü|").unwrap_or_default();
        assert_eq!(safe, "https://a.eu/x%20%281%29%3Cy%3E%C3%BC%7C");
    }

    #[test]
    fn formulas_are_texts() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1"] {
            assert!(cell(formula.to_owned()).starts_with('\''), "{formula}");
        }
        assert_eq!(cell("a=1".to_owned()), "a=1");
    }

    #[test]
    fn braces_are_balanced_in_latex() {
        let text = latex("}{ \\ 50% of $x_1^2 & #~\"");
        assert_eq!(text.matches('{').count(), text.matches('}').count());
        assert!(!text.contains("\\{") && !text.contains("\\}"), "{text}");
    }

    #[test]
    fn names_are_ascii_and_apart() {
        assert_eq!(ascii_name("s-eeas-2014"), "s-eeas-2014");
        let names = [
            ascii_name("ä"),
            ascii_name("ö"),
            ascii_name("-"),
            ascii_name(""),
        ];
        for (nth, name) in names.iter().enumerate() {
            assert!(name.is_ascii() && !name.is_empty());
            assert!(!names[..nth].contains(name), "{names:?}");
        }
    }
}

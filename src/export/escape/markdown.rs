//! Text of the data in Markdown: whoever renders it, strict or generous, shows the text and nothing else.
//!
//! This is the one place that knows the marks of Markdown: of the strict standard, of tables, footnotes and
//! links of themselves, and of formulas, highlights, attributes and definition lists elsewhere.

/// Marks wherever they stand.
const MARKS: &str = "\\`*_[]{}|~$^#";

/// Marks where two of them stand side by side.
const DOUBLE: &str = "=+-%:!";

/// What begins a block where a line begins.
const FIRST: &str = "+-=:!%";

/// A text in one line of Markdown: no marks, no links, no HTML, no footnotes. It may stand anywhere in a
/// line, also at its start and in a cell of a table.
#[must_use]
pub fn markdown(text: &str) -> String {
    let flat = text.trim().split(is_break).filter(|part| !part.is_empty());
    let flat = flat.collect::<Vec<&str>>().join(" ");
    let mut marked = String::with_capacity(flat.len() + 8);
    let mut before = None;
    let mut characters = flat.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        let doubled = [before, next].contains(&Some(character));
        let begins = before.is_none();
        let numbered = || marked.bytes().all(|byte| byte.is_ascii_digit());
        match character {
            '<' => marked.push_str("&lt;"),
            '>' => marked.push_str("&gt;"),
            '&' if next.is_some_and(is_of_entity) => marked.push_str("&amp;"),
            _ if MARKS.contains(character)
                || (doubled && DOUBLE.contains(character))
                || (begins && FIRST.contains(character)) =>
            {
                marked.extend(['\\', character]);
            }
            '.' | ')' if numbered() => marked.extend(['\\', character]),
            // What platforms make links of: `http://`, `www.`, `somebody@`.
            '/' if before == Some(':') => marked.push_str("\\/"),
            '.' if ends_with_www(&marked) => marked.push_str("\\."),
            '@' => marked.push_str("\\@"),
            _ => marked.push(character),
        }
        before = Some(character);
    }
    marked
}

/// What ends a line, or is as good as a blank there. A blank that keeps words together stays.
fn is_break(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

fn is_of_entity(next: char) -> bool {
    next == '#' || next.is_ascii_alphabetic()
}

fn ends_with_www(marked: &str) -> bool {
    let mut last = marked.bytes().rev().map(|byte| byte.to_ascii_lowercase());
    [last.next(), last.next(), last.next()] == [Some(b'w'); 3]
}

/// A key such as `person/claus-sorensen` as code in Markdown.
#[must_use]
pub fn code(key: &str) -> String {
    // Within code nothing can be escaped; blanks at its ends would be lost, and `|` would end a cell.
    let plain = |c: char| !matches!(c, '`' | '|' | '<' | '&') && (c == ' ' || !is_break(c));
    if key.is_empty() || key.trim() != key || !key.chars().all(plain) {
        return markdown(key);
    }
    format!("`{key}`")
}

/// A link; the text is escaped already, the address is one of the web.
pub(in crate::export) fn link(text: &str, address: &str) -> String {
    format!("[{text}](<{}>)", address.replace('&', "&amp;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_texts() {
        let in_markdown = |text| markdown(text);
        assert_eq!(in_markdown("a|b](javascript:x)"), "a\\|b\\](javascript:x)");
        assert_eq!(in_markdown("<script>&lt;"), "&lt;script&gt;&amp;lt;");
        assert_eq!(in_markdown("R & D"), "R & D");
        assert_eq!(in_markdown("# one\n\n2"), "\\# one 2");
        assert_eq!(in_markdown("12. Mai, 10:30"), "12\\. Mai, 10:30");
        assert_eq!(in_markdown("- x @you [^1]"), "\\- x \\@you \\[\\^1\\]");
        assert_eq!(in_markdown("~~~"), "\\~\\~\\~");
        assert_eq!(in_markdown("a==b== c+1"), "a\\=\\=b\\=\\= c+1");
        assert_eq!(in_markdown("https://www.a.eu"), "https:\\//www\\.a.eu");
        assert_eq!(
            in_markdown("a\u{a0}b"),
            "a\u{a0}b",
            "words that stay together"
        );
    }

    #[test]
    fn keys_are_code_where_that_changes_nothing() {
        assert_eq!(code("person/ann"), "`person/ann`");
        assert_eq!(code("person/a b*"), "`person/a b*`");
        assert_eq!(code("person/a`b"), "person/a\\`b");
        assert_eq!(code("person/ "), "person/");
    }

    #[test]
    fn addresses_have_no_entities() {
        assert_eq!(
            link("x", "https://a.eu/?a&copy=1"),
            "[x](<https://a.eu/?a&amp;copy=1>)"
        );
    }
}

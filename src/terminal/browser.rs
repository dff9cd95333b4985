//! Opening an address of the data in the browser: web addresses alone, and never by way of a shell.

/// No longer address is opened.
const LONGEST: usize = 2_000;

/// Opens a web address in the browser of the desktop.
///
/// # Errors
/// A sentence that says why it was not opened.
pub fn open_address(address: &str) -> Result<(), String> {
    check(address)?;
    if cfg!(target_os = "linux") && !has_desktop() {
        return Err("there is no desktop here to open a browser on".to_owned());
    }
    open::that_detached(address).map_err(|error| format!("the browser was not started: {error}"))
}

fn has_desktop() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Whether it is a web address without anything that could mean something else to a browser.
fn check(address: &str) -> Result<(), String> {
    let after = ["https://", "http://"]
        .into_iter()
        .find_map(|scheme| strip_scheme(address, scheme));
    let Some(rest) = after else {
        return Err("only http and https addresses are opened".to_owned());
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // A mark stands where something was that has no place in an address.
    let mark = |c: char| matches!(c, '\u{2400}'..='\u{2426}' | '\u{fffd}');
    let odd =
        |c: char| c.is_whitespace() || c.is_control() || mark(c) || "\"'`<>\\^{|}".contains(c);
    if host.is_empty() || host.contains('@') || address.chars().any(odd) {
        return Err("this is no plain web address".to_owned());
    }
    if address.len() > LONGEST {
        return Err(format!(
            "addresses of more than {LONGEST} bytes are not opened"
        ));
    }
    Ok(())
}

fn strip_scheme<'a>(address: &'a str, scheme: &str) -> Option<&'a str> {
    let (head, rest) = address.split_at_checked(scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_web_addresses_pass() {
        for address in [
            "https://example.org",
            "HTTP://example.org/a?b=c#d",
            "https://example.org/%C3%A9/(x)",
            "https://пример.example/я",
        ] {
            assert_eq!(check(address), Ok(()), "{address}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        let long = format!("https://example.org/{}", "a".repeat(LONGEST));
        for address in [
            "",
            "example.org",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "-https://example.org",
            "--help",
            "https://",
            "https:///path",
            "https://user:secret@example.org",
            "https://example.org/a b",
            "https://example.org/\u{1b}[31m",
            "https://example.org/␛x",
            "https://example.org/\"$(id)\"",
            "https://example.org/`id`",
            "data:text/html,x",
            "ftp://example.org",
            &long,
        ] {
            assert!(check(address).is_err(), "{address}");
        }
    }
}

//! The themes as they are shipped: that they can be read and told apart without colour.

use super::*;

/// Styles that are drawn on a sign, a bar or a frame, never on words; `ansi` may colour these alone.
const SIGNS: [&str; 6] = [
    "agreement",
    "border",
    "border-focused",
    "disagreement",
    "linked",
    "meeting",
];

/// Styles that need less contrast, as they are lines and not letters.
const FRAMES: [&str; 2] = ["border", "border-focused"];

fn theme(name: &str) -> ThemeFile {
    let (_, json) = BUILT_IN
        .iter()
        .find(|(known, _)| *known == name)
        .expect(name);
    serde_json::from_str(json).expect(name)
}

/// The parts of a theme with their looks.
fn parts(name: &str) -> BTreeMap<String, Style> {
    let theme = theme(name);
    let look = |words: &String| {
        let words = words.split_whitespace();
        let plain = words.map(|word| theme.colours.get(word).map_or(word, String::as_str));
        let look: Look = plain.collect::<Vec<&str>>().join(" ").parse().expect(name);
        look.style()
    };
    let parts = theme.styles.iter();
    parts
        .map(|(part, words)| (part.clone(), look(words)))
        .collect()
}

/// The relative luminance of a colour, as the Web Content Accessibility Guidelines define it.
fn luminance(colour: Color) -> f64 {
    let Color::Rgb(red, green, blue) = colour else {
        panic!("{colour} is no colour of a theme with a ground")
    };
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// How far two colours stand apart: from 1, the same, to 21, black and white.
fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn contrast_is_measured_as_the_guidelines_do() {
    let (black, white) = (Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255));
    assert!((contrast(black, white) - 21.0).abs() < 0.01);
    assert!((contrast(white, white) - 1.0).abs() < 0.01);
    let grey = Color::Rgb(0x76, 0x76, 0x76);
    assert!(
        (contrast(grey, white) - 4.54).abs() < 0.01,
        "{}",
        contrast(grey, white)
    );
}

#[test]
fn a_theme_with_a_ground_can_be_read() {
    let mut grounds = 0;
    for name in Styles::names() {
        let parts = parts(name);
        let (Some(text), Some(behind)) = (parts["ground"].fg, parts["ground"].bg) else {
            continue;
        };
        grounds += 1;
        for (part, look) in &parts {
            let dim = look.add_modifier.contains(Modifier::DIM);
            assert!(
                !dim,
                "{name}: {part}: a terminal may dim as far as it likes"
            );
            let found = contrast(look.fg.unwrap_or(text), look.bg.unwrap_or(behind));
            let wanted = if FRAMES.contains(&part.as_str()) {
                2.5
            } else {
                4.5
            };
            assert!(found >= wanted, "{name}: {part}: {found:.2} to 1");
        }
    }
    assert_eq!(grounds, 2);
}

#[test]
fn without_a_ground_colour_is_only_added_to_signs() {
    for name in ["ansi", "mono"] {
        for (part, look) in parts(name) {
            let coloured = [look.fg, look.bg]
                .iter()
                .flatten()
                .any(|it| *it != Color::Reset);
            let may = name == "ansi" && SIGNS.contains(&part.as_str());
            assert!(!coloured || may, "{name}: {part}");
        }
    }
}

#[test]
fn what_differs_by_colour_differs_without_it() {
    let without = |look: Style| (look.add_modifier, look.sub_modifier);
    let (ansi, mono) = (parts("ansi"), parts("mono"));
    for (part, look) in &ansi {
        assert_eq!(without(*look), without(mono[part]), "{part}");
    }
}

#[test]
fn every_theme_has_every_part() {
    for name in Styles::names() {
        Styles::named(name).unwrap_or_else(|error| panic!("{error}"));
    }
    assert_eq!(Styles::named("default"), Styles::named("ansi"));
}

#[test]
fn a_look_is_read_word_by_word() {
    let look: Look = "#15171c on yellow bold".parse().expect("a look");
    let style = Style::new()
        .fg(Color::Rgb(0x15, 0x17, 0x1c))
        .bg(Color::Yellow)
        .bold();
    assert_eq!(look.style(), style);
    for wrong in ["mauve", "#12345", "red on", "on bold", "bold on"] {
        assert!(wrong.parse::<Look>().is_err(), "{wrong}");
    }
}

#[test]
fn the_ground_lies_under_what_has_no_colour_of_its_own() {
    let area = Rect::new(0, 0, 4, 1);
    let frame = || {
        let mut buf = Buffer::empty(area);
        buf.set_string(0, 0, "a", Style::new().red().on_blue());
        buf.set_string(1, 0, "b", Style::new().reversed());
        buf
    };
    let mut buf = frame();
    Styles::named("dark")
        .expect("dark")
        .lay_ground(area, &mut buf);
    assert_eq!((buf[(0, 0)].fg, buf[(0, 0)].bg), (Color::Red, Color::Blue));
    let bare = buf
        .content
        .iter()
        .any(|cell| [cell.fg, cell.bg].contains(&Color::Reset));
    assert!(!bare, "{buf:?}");
    let mut buf = frame();
    Styles::named("ansi")
        .expect("ansi")
        .lay_ground(area, &mut buf);
    assert_eq!(buf, frame());
}

#[test]
fn an_unknown_theme_is_told_which_there_are() {
    let error = Styles::named("neon\u{1b}").expect_err("unknown");
    assert_eq!(
        error.to_string(),
        "there is no theme `neon␛`: use ansi, dark, light or mono"
    );
}

//! A film of the screen: an SVG that moves by CSS alone. What a row shows is written once, however many
//! frames show it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use ratatui::buffer::Buffer;

use super::svg::{CELL, EDGE, Element, Ink, Palette, escaped, head, size, svg_rows};
use crate::text::columns;

/// The height of the line below the screen with the keys that were pressed.
const CAPTION: usize = 30;

/// The last frame stays as long as this many.
const LAST: usize = 3;

/// The frames so far.
#[derive(Debug, Default)]
pub struct Film {
    palette: Option<Palette>,
    size: (usize, usize),
    frames: usize,
    /// What there is to be seen, and how far from above; and in which frames it is.
    parts: BTreeMap<(usize, Element), Vec<usize>>,
    /// How things look, as rules of CSS, each with the number of a class.
    looks: BTreeMap<String, usize>,
}

impl Film {
    /// Adds a frame: the screen, the keys that led to it, and what is said of them.
    pub fn add(&mut self, buf: &Buffer, keys: &str, words: &str) {
        let palette = self.palette.get_or_insert_with(|| Palette::of(buf));
        let looks = &mut self.looks;
        let mut look = |ink: &Ink, of: &'static str| {
            let rules = ink.rules(of);
            if rules.is_empty() {
                return rules;
            }
            let next = looks.len();
            let class = looks.entry(rules).or_insert(next);
            format!(" class=\"c{class}\"")
        };
        let rows = svg_rows(buf, palette, &mut look);
        self.size = size(buf);
        for (y, row) in rows.into_iter().enumerate() {
            for element in row {
                self.add_part(y * CELL.1 + EDGE, element);
            }
        }
        let caption = caption(keys, words);
        if !caption.is_empty() {
            self.add_part(self.size.1, Element::Ink(caption));
        }
        self.frames += 1;
    }

    fn add_part(&mut self, top: usize, element: Element) {
        let frames = self.parts.entry((top, element)).or_default();
        if frames.last() != Some(&self.frames) {
            frames.push(self.frames);
        }
    }

    /// What appears and goes together in a row, grounds before the letters on them.
    fn groups(&self) -> BTreeMap<(usize, bool, &[usize]), String> {
        let mut groups: BTreeMap<(usize, bool, &[usize]), String> = BTreeMap::new();
        for ((top, element), frames) in &self.parts {
            let is_ink = matches!(element, Element::Ink(_));
            let group = groups.entry((*top, is_ink, frames)).or_default();
            group.push_str(element.svg());
        }
        groups
    }

    /// The film, each frame of which stays for `pace`. Where motion is not wanted it shows the last frame.
    pub fn written(&self, pace: Duration) -> String {
        let palette = self
            .palette
            .clone()
            .unwrap_or_else(|| Palette::of(&Buffer::default()));
        let mut svg = head(&palette, self.size.0.max(1), self.size.1 + CAPTION);
        let mut shows: BTreeMap<&[usize], usize> = BTreeMap::new();
        let mut body = String::new();
        for ((top, _, frames), group) in self.groups() {
            let mut class = String::new();
            if frames.len() < self.frames {
                let next = shows.len();
                let show = shows.entry(frames).or_insert(next);
                let last = if frames.contains(&(self.frames - 1)) {
                    " l"
                } else {
                    ""
                };
                class = format!(" class=\"f{last} s{show}\"");
            }
            let _ = writeln!(
                body,
                "<g transform=\"translate({EDGE} {top})\"{class}>{group}</g>"
            );
        }
        svg.push_str(&self.style(&shows, pace));
        svg.extend([&body, "</g>\n</svg>\n"]);
        svg
    }

    /// What tells the looks of letters, and when each part is shown.
    fn style(&self, shows: &BTreeMap<&[usize], usize>, pace: Duration) -> String {
        let mut css = String::from("<style>\n");
        for (rules, class) in &self.looks {
            let _ = writeln!(css, ".c{class}{{{rules}}}");
        }
        let lasts = pace.as_secs_f64() * as_number(self.frames.max(1) - 1 + LAST);
        let _ = writeln!(
            css,
            ".f{{visibility:hidden;animation:{lasts:.2}s step-end infinite}}\n.l{{visibility:visible}}"
        );
        for (frames, show) in shows {
            let steps = self.steps(frames);
            let _ = writeln!(
                css,
                ".s{show}{{animation-name:s{show}}}@keyframes s{show}{{{steps}}}"
            );
        }
        css.push_str("@media (prefers-reduced-motion:reduce){.f{animation:none}}\n</style>\n");
        css
    }

    /// When something that is seen in these frames appears and goes.
    fn steps(&self, frames: &[usize]) -> String {
        let units = as_number(self.frames - 1 + LAST);
        let mut steps = String::new();
        let mut before = None;
        for frame in 0..self.frames {
            let seen = frames.binary_search(&frame).is_ok();
            if before != Some(seen) {
                let at = format!("{:.2}", as_number(frame) * 100.0 / units);
                let at = at.trim_end_matches('0').trim_end_matches('.');
                let seen = if seen { "visible" } else { "hidden" };
                let _ = write!(steps, "{at}%{{visibility:{seen}}}");
            }
            before = Some(seen);
        }
        steps
    }
}

/// There are not so many frames that it matters.
fn as_number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// The keys on a cap, and what is said of them; nothing where no key was pressed.
fn caption(keys: &str, words: &str) -> String {
    let mut svg = String::new();
    let mut left = CELL.0;
    if !keys.is_empty() {
        let width = columns(keys) * CELL.0;
        let (cap, text) = (width + 2 * CELL.0, escaped(keys));
        let _ = write!(
            svg,
            "<rect width=\"{cap}\" height=\"22\" rx=\"4\" fill-opacity=\".12\"/>\
             <text x=\"{left}\" y=\"16\" textLength=\"{width}\" font-weight=\"bold\">{text}</text>"
        );
        left += cap + CELL.0;
    }
    if !words.is_empty() {
        let (width, text) = (columns(words) * CELL.0, escaped(words));
        let _ = write!(
            svg,
            "<text x=\"{left}\" y=\"16\" textLength=\"{width}\">{text}</text>"
        );
    }
    svg
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;

    fn screen(rows: [&str; 3]) -> Buffer {
        let mut buf = Buffer::empty(Rect::new(0, 0, 10, 3));
        for (y, row) in (0..).zip(rows) {
            buf.set_string(0, y, row, ratatui::style::Style::new().bold());
        }
        buf
    }

    fn film() -> String {
        let mut film = Film::default();
        film.add(&screen(["same", "one", ""]), "", "");
        film.add(&screen(["same", "two", ""]), "j", "down");
        film.add(&screen(["same", "one", ""]), "<", "");
        film.written(Duration::from_secs(1))
    }

    #[test]
    fn what_a_row_shows_is_written_once() {
        let film = film();
        for row in [">same<", ">one<", ">two<", ">down<", ">&lt;<"] {
            assert_eq!(film.matches(row).count(), 1, "{row}\n{film}");
        }
    }

    #[test]
    fn rows_appear_and_go_with_their_frames() {
        let film = film();
        let shown = |text: &str| {
            let line = film.lines().find(|line| line.contains(text)).expect(text);
            let class = line
                .split("class=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            class.filter(|class| class.starts_with("f "))
        };
        assert_eq!(shown(">same<"), None, "always there");
        assert_eq!(shown(">one<"), Some("f l s0"));
        assert_eq!(shown(">two<"), Some("f s1"));
        // Three frames, of which the last stays three times as long.
        for steps in [
            "s0{0%{visibility:visible}20%{visibility:hidden}40%{visibility:visible}}",
            "s1{0%{visibility:hidden}20%{visibility:visible}40%{visibility:hidden}}",
            "animation:5.00s step-end infinite",
        ] {
            assert!(film.contains(steps), "{steps}\n{film}");
        }
    }

    #[test]
    fn a_film_without_frames_is_still_a_picture() {
        let film = Film::default().written(Duration::from_secs(1));
        assert!(
            film.starts_with("<svg ") && film.ends_with("</svg>\n"),
            "{film}"
        );
    }
}

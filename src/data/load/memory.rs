//! How much memory there is for a dataset.

use std::fs;

/// How many bytes this program may still take, as far as the system shows: what is free on the machine, in the group of
/// processes that it belongs to, and below the bound that the shell set (`ulimit -v`).
pub(super) fn available() -> Option<u64> {
    let read = |path: &str| fs::read_to_string(path).ok();
    let number = |path: &str| read(path)?.trim().parse::<u64>().ok();
    let machine = read("/proc/meminfo").and_then(|text| kib_of(&text, "MemAvailable:"));
    let group = number("/sys/fs/cgroup/memory.max").map(|most| {
        let taken = number("/sys/fs/cgroup/memory.current").unwrap_or_default();
        most.saturating_sub(taken)
    });
    let bound = read("/proc/self/limits").and_then(|text| number_of(&text, "Max address space"));
    let bound = bound.map(|most| {
        let taken = read("/proc/self/status").and_then(|text| kib_of(&text, "VmSize:"));
        most.saturating_sub(taken.unwrap_or_default())
    });
    [machine, group, bound].into_iter().flatten().min()
}

/// The number behind a word at the beginning of a line; `None` where it is `unlimited`.
fn number_of(text: &str, word: &str) -> Option<u64> {
    let rest = text.lines().find_map(|line| line.strip_prefix(word))?;
    rest.split_whitespace().next()?.parse().ok()
}

fn kib_of(text: &str, word: &str) -> Option<u64> {
    number_of(text, word).map(|kib| kib << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_tells_is_read() {
        let text = "MemTotal: 100 kB\nMemAvailable:   64 kB\n";
        assert_eq!(kib_of(text, "MemAvailable:"), Some(64 << 10));
        let limits = "Max address space         unlimited            unlimited            bytes\n";
        assert_eq!(number_of(limits, "Max address space"), None);
        let limits = "Max address space         4096                 unlimited            bytes\n";
        assert_eq!(number_of(limits, "Max address space"), Some(4096));
        assert_eq!(number_of("", "VmSize:"), None);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn there_is_some() {
        assert!(available().is_some_and(|bytes| bytes > 1 << 20));
    }
}

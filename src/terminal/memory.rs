//! The allocator of the program: what it lacked is reported once the terminal is given back.
#![expect(unsafe_code, reason = "an allocator has no safe interface")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// How much memory was asked for in vain the last time, in bytes.
static LACKING: AtomicUsize = AtomicUsize::new(0);

/// The memory of the system, as it is. That there was none is remembered, so that the last word can say so.
#[derive(Debug)]
pub struct NotingAllocator;

fn noted(given: *mut u8, size: usize) -> *mut u8 {
    if given.is_null() {
        LACKING.store(size.max(1), Ordering::Relaxed);
    }
    given
}

// All is done by the system's own allocator, whose answers are passed on as they are.
unsafe impl GlobalAlloc for NotingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: what is promised to us is promised to it.
        noted(unsafe { System.alloc(layout) }, layout.size())
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        noted(unsafe { System.alloc_zeroed(layout) }, layout.size())
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        noted(unsafe { System.realloc(block, layout, size) }, size)
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) };
    }
}

/// What the program ends with when there is no memory: what it was to read or write cannot be.
pub(super) const NO_MEMORY: i32 = 4;

/// Says that the program ends for want of memory; `false` when there was none in want. The standard library
/// has said so already, but on the screen that is gone by now. It allocates nothing.
pub(super) fn report_lack() -> bool {
    let mut left = LACKING.load(Ordering::Relaxed);
    if left == 0 {
        return false;
    }
    // Twenty digits are enough for any number of 64 bits.
    let (mut digits, mut first) = ([b'0'; 20], 20);
    while left > 0 && first > 0 {
        first -= 1;
        digits[first] = b"0123456789"[left % 10];
        left /= 10;
    }
    for part in [
        &b"sommet: there is not enough memory: "[..],
        digits.get(first..).unwrap_or_default(),
        b" bytes more were asked for in vain\n",
    ] {
        let _ = rustix::io::write(rustix::stdio::stderr(), part);
    }
    true
}

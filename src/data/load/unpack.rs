//! Unpacking what was compressed with gzip or zstd, while it is read.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
}

/// How many bytes at the beginning show how a file is compressed.
pub(super) const MAGIC: usize = 4;

impl Packing {
    /// By the first bytes; `None` for what is not compressed.
    pub(super) fn of(first: &[u8]) -> Option<Self> {
        if first.starts_with(&[0x1f, 0x8b]) {
            Some(Self::Gzip)
        } else if first.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
            Some(Self::Zstd)
        } else {
            None
        }
    }

    /// Reads what was compressed.
    pub(super) fn unpack<'r>(self, from: impl Read + 'r) -> Box<dyn Read + 'r> {
        let packed = Rc::new(Cell::new(0));
        let from = CountingReader {
            from,
            count: Rc::clone(&packed),
        };
        match self {
            Self::Gzip => Box::new(GuardedReader::new(
                MultiGzDecoder::new(from),
                packed,
                "gzip -t",
            )),
            Self::Zstd => {
                let frames = Frames {
                    source: BufReader::new(from),
                    decoder: FrameDecoder::new(),
                    within: false,
                };
                Box::new(GuardedReader::new(frames, packed, "zstd -t"))
            }
        }
    }
}

/// What was compressed and unpacks to far more than a dataset does: it was made to fill the memory.
#[derive(Debug)]
pub(super) struct TooPacked {
    packed: u64,
    unpacked: u64,
}

impl TooPacked {
    /// Up to so many bytes it does no harm.
    const HARMLESS: u64 = 64 << 20;

    /// Datasets unpack to 5 to 50 times as much.
    const MOST: u64 = 200;
}

impl fmt::Display for TooPacked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (packed, unpacked) = (self.packed >> 10, self.unpacked >> 20);
        write!(
            f,
            "{packed} KiB unpack to more than {unpacked} MiB, over {} times as much",
            Self::MOST
        )
    }
}

impl std::error::Error for TooPacked {}

/// Counts what is read.
struct CountingReader<R> {
    from: R,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Read for CountingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(buffer)?;
        self.count.set(self.count.get() + count as u64);
        Ok(count)
    }
}

/// Reads the first bytes, and gives all bytes again.
pub(super) fn peek<R: Read>(mut from: R) -> io::Result<(Option<Packing>, impl Read)> {
    let mut first = Vec::with_capacity(MAGIC);
    from.by_ref().take(MAGIC as u64).read_to_end(&mut first)?;
    Ok((Packing::of(&first), Cursor::new(first).chain(from)))
}

/// Explains errors: that the compressed file is damaged and how to test it, or that it unpacks to too much.
struct GuardedReader<R> {
    from: R,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
    test: &'static str,
}

impl<R> GuardedReader<R> {
    fn new(from: R, packed: Rc<Cell<u64>>, test: &'static str) -> Self {
        Self {
            from,
            packed,
            unpacked: 0,
            test,
        }
    }
}

impl<R: Read> Read for GuardedReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            _ => io::Error::other(format!(
                "what was compressed breaks off or is damaged; see what `{}` says of it",
                self.test
            )),
        })?;
        self.unpacked += count as u64;
        let (packed, unpacked) = (self.packed.get(), self.unpacked);
        if unpacked > TooPacked::HARMLESS && unpacked / TooPacked::MOST > packed {
            return Err(io::Error::other(TooPacked { packed, unpacked }));
        }
        Ok(count)
    }
}

/// All frames of a zstd file, one behind the other.
struct Frames<R> {
    source: BufReader<R>,
    decoder: FrameDecoder,
    /// Whether a frame has begun and not ended.
    within: bool,
}

impl<R: Read> Frames<R> {
    /// Begins the next frame; `false` when there is none. What is to be skipped is skipped.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.source) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let mut skipped = self.source.by_ref().take(u64::from(length));
                    io::copy(&mut skipped, &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }

    /// Whether the frame that ended is what it says it was.
    fn is_sound(&self) -> bool {
        let stated = self.decoder.get_checksum_from_data();
        stated.is_none() || stated == self.decoder.get_calculated_checksum()
    }
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.within && !self.begin()? {
                return Ok(0);
            }
            self.within = true;
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                let decoded = self.decoder.decode_blocks(&mut self.source, one);
                decoded.map_err(io::Error::other)?;
            }
            let count = self.decoder.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            if !self.is_sound() {
                return Err(io::Error::other("the checksum is wrong"));
            }
            self.within = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};
    use std::io::Write;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text.as_bytes()).expect("to memory");
        encoder.finish().expect("to memory")
    }

    fn zstd(text: &str) -> Vec<u8> {
        compress_to_vec(text.as_bytes(), CompressionLevel::Fastest)
    }

    fn unpacked(bytes: &[u8]) -> io::Result<String> {
        let (packing, from) = peek(bytes)?;
        let mut text = String::new();
        match packing {
            Some(packing) => packing.unpack(from).read_to_string(&mut text)?,
            None => { from }.read_to_string(&mut text)?,
        };
        Ok(text)
    }

    #[test]
    fn what_was_packed_comes_out() {
        let text = "who met whom, when, and about what\n".repeat(9_000);
        for bytes in [gzip(&text), zstd(&text), text.clone().into_bytes()] {
            assert_eq!(unpacked(&bytes).expect("sound"), text);
        }
        assert_eq!(unpacked(b"").expect("nothing"), "");
        assert_eq!(unpacked(b"{}").expect("no more"), "{}");
    }

    #[test]
    fn what_was_made_to_fill_the_memory_is_read_no_further() {
        let blanks = vec![b' '; 80 << 20];
        for bytes in [
            gzip(std::str::from_utf8(&blanks).expect("blanks")),
            compress_to_vec(&blanks[..], CompressionLevel::Fastest),
        ] {
            let (packing, from) = peek(&bytes[..]).expect("in memory");
            let mut from = packing.expect("packed").unpack(from);
            let mut read = 0;
            let error = loop {
                match from.read(&mut [0; 1 << 12]) {
                    Ok(0) => panic!("it is read to its end"),
                    Ok(count) => read += count,
                    Err(error) => break error,
                }
            };
            assert!(read <= 64 << 20, "{read}");
            assert!(
                error
                    .get_ref()
                    .is_some_and(<dyn std::error::Error + Send + Sync>::is::<TooPacked>),
                "{error}"
            );
        }
    }

    #[test]
    fn several_parts_are_one_text() {
        let skipped = [&[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"abc"].concat();
        let frames = [zstd("one, "), skipped, zstd("two")].concat();
        assert_eq!(unpacked(&frames).expect("sound"), "one, two");
        let members = [gzip("one, "), gzip("two")].concat();
        assert_eq!(unpacked(&members).expect("sound"), "one, two");
    }

    #[test]
    fn what_breaks_off_or_is_damaged_is_told() {
        let text = "who met whom, when, and about what\n".repeat(50);
        for (bytes, test) in [(gzip(&text), "gzip -t"), (zstd(&text), "zstd -t")] {
            for length in 5..bytes.len() {
                let error = unpacked(&bytes[..length]).expect_err("it breaks off");
                assert!(error.to_string().contains(test), "{error}");
            }
            let mut damaged = bytes.clone();
            let last = damaged.len() - 1;
            damaged[last - 4] ^= 1;
            assert!(unpacked(&damaged).is_err());
        }
    }
}

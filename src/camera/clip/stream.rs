//! Where the pictures of a Motion-JPEG stream begin and end.
//!
//! Looking for the end mark alone would cut a picture at its thumbnail's end, so the segments are
//! walked (ITU-T T.81, annex B).

use super::{MAX_PICTURE_BYTES, Span};

const START: [u8; 3] = [0xFF, 0xD8, 0xFF];

/// The pictures of `stream`, in order. What lies between pictures is passed over; a picture that
/// is cut off ends where the next one starts.
pub(super) fn spans(stream: &[u8]) -> impl Iterator<Item = Span> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = find_start(stream, from)?;
        let span = match picture_end(stream, start) {
            Some(end) => Span { bytes: start..end, whole: true },
            None => Span { bytes: start..find_start(stream, start + 2).unwrap_or(stream.len()), whole: false },
        };
        from = span.bytes.end;
        Some(span)
    })
}

fn find_start(stream: &[u8], from: usize) -> Option<usize> {
    stream.get(from..)?.windows(START.len()).position(|w| w == START).map(|at| from + at)
}

/// One past the end mark of the picture that starts at `start`; `None` if it has none.
fn picture_end(stream: &[u8], start: usize) -> Option<usize> {
    let limit = stream.len().min(start.saturating_add(MAX_PICTURE_BYTES));
    let stream = &stream[..limit];
    let mut at = start + 2;
    loop {
        if *stream.get(at)? != 0xFF {
            return None;
        }
        while *stream.get(at)? == 0xFF {
            at += 1;
        }
        let marker = stream[at];
        at += 1;
        match marker {
            0xD9 => return Some(at),
            // Restart marks stand alone; so does TEM.
            0x01 | 0xD0..=0xD7 => {}
            // A stuffed zero or another picture's start does not belong here.
            0x00 | 0xD8 => return None,
            _ => {
                let length = usize::from(u16::from_be_bytes([*stream.get(at)?, *stream.get(at + 1)?]));
                if length < 2 {
                    return None;
                }
                at += length;
                if marker == 0xDA {
                    at = scan_end(stream, at)?;
                }
            }
        }
    }
}

/// Where the coded data that starts at `at` meets the next mark.
fn scan_end(stream: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += stream.get(at..)?.iter().position(|b| *b == 0xFF)?;
        match stream.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A smallest picture: start, an application segment with `inside`, a scan, end.
    fn picture(inside: &[u8]) -> Vec<u8> {
        let length = u16::try_from(inside.len() + 2).unwrap().to_be_bytes();
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE1, length[0], length[1]];
        bytes.extend_from_slice(inside);
        bytes.extend_from_slice(&[0xFF, 0xDA, 0, 3, 0, 1, 0xFF, 0x00, 2, 0xFF, 0xD3, 3, 0xFF, 0xD9]);
        bytes
    }

    #[test]
    fn a_thumbnail_does_not_end_a_picture() {
        let one = picture(&picture(&[]));
        let stream = [one.clone(), vec![0, 1, 2], one.clone()].concat();
        let found: Vec<Span> = spans(&stream).collect();
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|s| s.whole && s.bytes.len() == one.len()));
    }

    #[test]
    fn a_cut_picture_does_not_swallow_the_next() {
        let one = picture(&[7; 5]);
        for kept in 3..one.len() {
            let stream = [&one[..kept], &one[..]].concat();
            let found: Vec<Span> = spans(&stream).collect();
            assert_eq!(found.last().map(|s| (s.whole, s.bytes.end)), Some((true, stream.len())), "cut at {kept}");
        }
    }
}

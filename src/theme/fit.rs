//! Text into lines that fit a frame: the largest letters with which all of it does, and
//! lines of about one length. SVG breaks no lines by itself.

use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;

use super::fonts::{Face, Fonts};

/// The most characters that are set. At its smallest, a card holds fewer.
const MOST: usize = 4_000;

/// How much smaller each size is that is tried.
const STEP: f64 = 2.0;

/// What is left of a line: words are measured one by one, and may be a hair wider beside
/// one another.
const SAFE: f64 = 0.985;

/// Where a text goes, in units of the SVG.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// How long a line may be.
    pub width: f64,
    /// How high all lines together may be.
    pub height: f64,
    /// The size of letters that is tried first.
    pub largest: f64,
    /// That below which the text is cut instead.
    pub smallest: f64,
    /// From line to line, in parts of the size.
    pub leading: f64,
}

/// A text, set.
#[derive(Debug, PartialEq)]
pub struct Set {
    /// The size of its letters.
    pub size: f64,
    /// Its lines.
    pub lines: Vec<String>,
}

/// What a line may not be broken within, and how wide it is at a size of one.
#[derive(Debug)]
struct Piece<'t> {
    text: &'t str,
    width: f64,
    /// Whether a space stands behind it, unless the line ends there.
    space: bool,
}

/// Sets a text into a frame.
pub fn fit(fonts: &Fonts, face: Face, text: &str, frame: &Frame) -> Set {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = text
        .char_indices()
        .nth(MOST)
        .map_or(text.len(), |(end, _)| end);
    let text = text.get(..end).unwrap_or_default();
    let space = space(fonts, face);
    let mut size = frame.largest.max(frame.smallest);
    // A word that would make all others small is broken instead.
    let widest = frame.width * SAFE / frame.smallest.max(size / 2.0);
    let pieces = pieces(fonts, face, text, widest);
    loop {
        let limit = frame.width * SAFE / size;
        let lines = broken(&pieces, space, limit);
        let most = most_lines(frame, size);
        let is_last = size <= frame.smallest;
        if lines.len() <= most && pieces.iter().all(|piece| piece.width <= limit) {
            let limit = evened(&pieces, space, limit, lines.len());
            let lines = broken(&pieces, space, limit).into_iter();
            let lines: Vec<String> = lines.map(written).collect();
            // A line of several scripts may be set in another font than its words alone.
            let widths = fonts.widths(face, lines.iter().map(String::as_str));
            if is_last || widths.iter().all(|width| width * size <= frame.width) {
                return Set { size, lines };
            }
        }
        if is_last {
            let lines = cut(fonts, face, &lines, most, limit);
            return Set { size, lines };
        }
        size = (size - STEP).max(frame.smallest);
    }
}

/// How wide a space is.
fn space(fonts: &Fonts, face: Face) -> f64 {
    match fonts.widths(face, ["n n", "nn"].into_iter())[..] {
        [with, without] => with - without,
        _ => 0.0,
    }
}

/// The pieces of a text; one that is wider than some width may be broken at every letter.
fn pieces<'t>(fonts: &Fonts, face: Face, text: &'t str, widest: f64) -> Vec<Piece<'t>> {
    let mut start = 0;
    let mut texts = Vec::new();
    for (end, _) in linebreaks(text) {
        texts.extend(text.get(start..end).filter(|text| !text.is_empty()));
        start = end;
    }
    let widths = fonts.widths(face, texts.iter().map(|text| text.trim_end()));
    let mut pieces = Vec::new();
    for (text, width) in texts.into_iter().zip(widths) {
        let bare = text.trim_end();
        let space = bare.len() < text.len();
        if width <= widest {
            pieces.push(Piece {
                text: bare,
                width,
                space,
            });
            continue;
        }
        let letters: Vec<&str> = bare.graphemes(true).collect();
        let widths = fonts.widths(face, letters.iter().copied());
        let letters = letters.into_iter().zip(widths);
        pieces.extend(letters.map(|(text, width)| Piece {
            text,
            width,
            space: false,
        }));
        if let Some(last) = pieces.last_mut() {
            last.space = space;
        }
    }
    pieces
}

/// The lines of pieces of which none is longer than a limit, if it can be.
fn broken<'p, 't>(pieces: &'p [Piece<'t>], space: f64, limit: f64) -> Vec<&'p [Piece<'t>]> {
    let mut lines = Vec::new();
    let (mut start, mut length) = (0, 0.0);
    for (at, piece) in pieces.iter().enumerate() {
        if at > start && length + piece.width > limit {
            lines.extend(pieces.get(start..at));
            (start, length) = (at, 0.0);
        }
        length += piece.width + if piece.space { space } else { 0.0 };
    }
    lines.extend(pieces.get(start..).filter(|line| !line.is_empty()));
    lines
}

/// The smallest limit that makes no more lines: all of them become about as long.
fn evened(pieces: &[Piece], space: f64, limit: f64, lines: usize) -> f64 {
    let widest = pieces.iter().map(|piece| piece.width).fold(0.0, f64::max);
    let (mut low, mut high) = (widest, limit);
    for _ in 0..12 {
        let middle = (low + high) / 2.0;
        match broken(pieces, space, middle).len() <= lines {
            true => high = middle,
            false => low = middle,
        }
    }
    high
}

fn most_lines(frame: &Frame, size: f64) -> usize {
    let more = (frame.height / size - 1.0) / frame.leading;
    // A frame lower than a line holds one.
    more.max(0.0) as usize + 1
}

fn written(line: &[Piece]) -> String {
    let mut text = String::new();
    for (at, piece) in line.iter().enumerate() {
        text.push_str(piece.text);
        if piece.space && at + 1 < line.len() {
            text.push(' ');
        }
    }
    text
}

/// As many lines as there is room for; the last says that there is more.
fn cut(fonts: &Fonts, face: Face, lines: &[&[Piece]], most: usize, limit: f64) -> Vec<String> {
    let mut kept: Vec<String> = lines.iter().take(most).map(|line| written(line)).collect();
    let (Some(last), Some(written_last)) = (lines.get(most - 1), kept.last_mut()) else {
        return kept;
    };
    let mut last = *last;
    loop {
        let text = format!("{}…", written(last));
        let width = fonts.widths(face, [text.as_str()].into_iter());
        let is_short = width.first().is_some_and(|width| *width <= limit);
        match last.split_last() {
            Some((_, rest)) if !is_short && !rest.is_empty() => last = rest,
            _ => {
                *written_last = text;
                return kept;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::layer::Layers;
    use super::*;
    use proptest::prelude::*;

    const FACE: Face = Face {
        family: "serif",
        weight: 700,
    };
    const FRAME: Frame = Frame {
        width: 1040.0,
        height: 300.0,
        largest: 76.0,
        smallest: 20.0,
        leading: 1.2,
    };

    fn fonts() -> Fonts {
        Fonts::read(&Layers::default(), &mut Vec::new())
    }

    /// That no line is too long, nor all of them too high.
    fn assert_fits(fonts: &Fonts, set: &Set) {
        let widths = fonts.widths(FACE, set.lines.iter().map(String::as_str));
        for (line, width) in set.lines.iter().zip(widths) {
            assert!(width * set.size <= FRAME.width, "{line}: {width}");
        }
        let lines = set.lines.len() as f64 - 1.0;
        assert!(
            (1.0 + lines * FRAME.leading) * set.size <= FRAME.height + 0.1,
            "{set:?}"
        );
    }

    #[test]
    fn a_short_text_is_as_large_as_may_be() {
        let set = fit(&fonts(), FACE, " Public  wells\n", &FRAME);
        assert_eq!(
            (set.size, set.lines),
            (76.0, vec!["Public wells".to_owned()])
        );
        assert!(fit(&fonts(), FACE, "", &FRAME).lines.is_empty());
    }

    #[test]
    fn lines_are_about_as_long_as_each_other() {
        let text = "What is known of the public wells of the lower valley";
        let set = fit(&fonts(), FACE, text, &FRAME);
        let expected = [
            "What is known of",
            "the public wells",
            "of the lower valley",
        ];
        assert_eq!(set.lines, expected);
    }

    #[test]
    fn a_long_text_is_smaller_and_whole() {
        let fonts = fonts();
        for text in [
            "word ",
            "Überschwemmungsgebietsverordnung ",
            "إحاطة ",
            "slash/slash-dash ",
        ] {
            let text = text.repeat(420 / text.chars().count());
            let set = fit(&fonts, FACE, &text, &FRAME);
            assert!(set.size < 76.0);
            let whole: String = set.lines.concat().split_whitespace().collect();
            assert_eq!(whole, text.split_whitespace().collect::<String>());
            assert_fits(&fonts, &set);
        }
    }

    #[test]
    fn what_no_card_could_hold_says_that_there_is_more() {
        let fonts = fonts();
        for text in ["word ".repeat(2_000), "W".repeat(3_000)] {
            let set = fit(&fonts, FACE, &text, &FRAME);
            assert_eq!(set.size, 20.0);
            assert!(set.lines.last().unwrap().ends_with('…'));
            assert_fits(&fonts, &set);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 24,
            failure_persistence: None,
            ..ProptestConfig::default()
        })]
        #[test]
        fn any_text_fits(text in "\\PC{0,300}") {
            let fonts = fonts();
            assert_fits(&fonts, &fit(&fonts, FACE, &text, &FRAME));
        }
    }
}

//! A drawn picture into a PNG: of at most 256 colours, as cards mostly are, with a palette
//! and a byte for each point, which is smaller and sooner done.

use std::collections::HashMap;

use png::{BitDepth, ColorType, Encoder, EncodingError, Filter};
use resvg::tiny_skia::Pixmap;

/// Colours, three bytes each, and for each point the number of its colour.
#[derive(Default)]
struct Indexed {
    palette: Vec<u8>,
    points: Vec<u8>,
}

/// The PNG of a picture that nothing shines through.
pub fn encode(picture: &Pixmap) -> Result<Vec<u8>, EncodingError> {
    let Some(indexed) = indexed(picture) else {
        return picture.encode_png();
    };
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_depth(BitDepth::Eight);
    encoder.set_color(ColorType::Indexed);
    encoder.set_palette(&indexed.palette);
    // Neighbouring numbers say nothing of each other.
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&indexed.points)?;
    writer.finish()?;
    Ok(bytes)
}

/// None of a picture with more colours than a byte can number.
fn indexed(picture: &Pixmap) -> Option<Indexed> {
    let mut indexed = Indexed::default();
    let mut numbers = HashMap::new();
    // Most points are of the colour of the one before.
    for run in picture.pixels().chunk_by(|one, next| one == next) {
        let point = run.first()?;
        let colour = [point.red(), point.green(), point.blue()];
        let number = match numbers.get(&colour) {
            Some(number) => *number,
            None => {
                let number = u8::try_from(numbers.len()).ok()?;
                indexed.palette.extend(colour);
                numbers.insert(colour, number);
                number
            }
        };
        let end = indexed.points.len() + run.len();
        indexed.points.resize(end, number);
    }
    Some(indexed)
}

#[cfg(test)]
mod tests {
    use super::*;

    use resvg::tiny_skia::Color;

    /// Two equal rows of so many colours, of each two points side by side.
    fn picture(colours: u16) -> Pixmap {
        let mut picture = Pixmap::new(2 * u32::from(colours), 2).unwrap();
        picture.fill(Color::WHITE);
        let numbers = (0..2).flat_map(|_| (0..2 * colours).map(|point| point / 2));
        for (point, number) in picture.data_mut().chunks_exact_mut(4).zip(numbers) {
            let [high, low] = number.to_be_bytes();
            point[..3].copy_from_slice(&[low, high, 9]);
        }
        picture
    }

    /// The kind of a PNG, in its header (W3C PNG, 11.2.1).
    fn kind(png: &[u8]) -> u8 {
        png[25]
    }

    #[test]
    fn few_colours_are_a_palette_and_many_are_not() {
        for (colours, expected) in [
            (1, ColorType::Indexed),
            (255, ColorType::Indexed),
            (256, ColorType::Indexed),
            (257, ColorType::Rgba),
        ] {
            let picture = picture(colours);
            let png = encode(&picture).unwrap();
            assert_eq!(kind(&png), expected as u8, "{colours}");
            assert_eq!(Pixmap::decode_png(&png).unwrap(), picture, "{colours}");
        }
    }
}

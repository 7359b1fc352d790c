//! The width and height of a picture, read from its first bytes.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// How far into an SVG its root element is looked for, in bytes.
const SVG_HEAD: u64 = 16 * 1024;

/// Width and height in pixels; nothing where the file is no picture or does not
/// say.
pub fn dimensions(path: &Path) -> Option<(u32, u32)> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    if ending == "svg" {
        let mut head = Vec::new();
        let file = File::open(path).ok()?;
        file.take(SVG_HEAD).read_to_end(&mut head).ok()?;
        return of_svg(&String::from_utf8_lossy(&head));
    }
    let size = imagesize::size(path).ok()?;
    Some((size.width.try_into().ok()?, size.height.try_into().ok()?))
}

/// `width` and `height` in pixels, otherwise the `viewBox` (SVG 2, section 8).
fn of_svg(text: &str) -> Option<(u32, u32)> {
    let (_, rest) = text.split_once("<svg")?;
    let tag = rest.split('>').next()?;
    let length = |name: &str| {
        let value = attribute(tag, name)?;
        pixels(value.strip_suffix("px").unwrap_or(value))
    };
    if let (Some(width), Some(height)) = (length("width"), length("height")) {
        return Some((width, height));
    }
    let view_box = attribute(tag, "viewBox")?;
    let numbers = view_box
        .split([' ', ','])
        .filter(|number| !number.is_empty());
    let mut numbers = numbers.skip(2).map(pixels);
    Some((numbers.next()??, numbers.next()??))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let (before, after) = (rest.get(..at)?, rest.get(at + name.len()..)?);
        let value = after.trim_start().strip_prefix('=').map(str::trim_start);
        if let Some(value) = value.filter(|_| before.ends_with(char::is_whitespace)) {
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            return value.get(1..)?.split(quote).next();
        }
        rest = after;
    }
}

fn pixels(text: &str) -> Option<u32> {
    let number: f64 = text.trim().parse().ok()?;
    (number >= 1.0 && number < f64::from(u32::MAX)).then_some(number.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::of_svg;

    #[test]
    fn an_svg_says_its_size_in_one_of_two_ways() {
        let svg = |attributes| of_svg(&format!("<?xml?><svg {attributes}><g/></svg>"));
        assert_eq!(svg("width=\"120\" height='80px'"), Some((120, 80)));
        assert_eq!(
            svg("stroke-width=\"2\" viewBox=\"0 0 64, 48.4\""),
            Some((64, 48))
        );
        assert_eq!(svg("width=\"100%\" height=\"100%\""), None);
        assert_eq!(of_svg("no picture"), None);
    }
}

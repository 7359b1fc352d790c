//! The fonts that cards are drawn with, and the drawing: SVG into a PNG. They are the
//! theme's own, in its `fonts/`, and then those inside the binary, never the system's: so
//! a card is the same on every machine.
//!
//! Promises: an SVG reaches no file and no address, and shows no letter that the fonts lack.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Error, ImageHrefResolver, Node, Options, Tree};
use skrifa::{FontRef, MetadataProvider};

use super::layer::Layers;
use super::picture;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::escape;

/// The folder of fonts in a theme.
const FOLDER: &str = "fonts";

/// The size at which words are measured: their width is taken for one of 1.
const MEASURED_AT: f32 = 100.0;

/// The fonts of a theme.
#[derive(Debug)]
pub struct Fonts {
    database: Arc<Database>,
    /// Every character that one of them shows, sorted.
    shown: OnceLock<Vec<u32>>,
}

/// A face, as an SVG names it.
#[derive(Clone, Copy, Debug)]
pub struct Face<'a> {
    /// `serif`, `sans-serif` or the name of a font.
    pub family: &'a str,
    /// From 100 to 900.
    pub weight: u32,
}

/// Why an SVG cannot be drawn.
#[derive(Debug)]
pub struct Broken {
    /// In words.
    pub why: String,
    /// On which of its lines.
    pub line: Option<usize>,
}

impl Fonts {
    /// Those of the theme first, as they are there for what the others do not show well.
    pub fn read(layers: &Layers, diagnostics: &mut Vec<Diagnostic>) -> Fonts {
        let mut database = Database::new();
        for name in layers.names(FOLDER) {
            let Some((path, content)) = layers.find(&format!("{FOLDER}/{name}")) else {
                continue;
            };
            let bytes: Arc<[u8]> = content.bytes().into();
            let faces = database.load_font_source(Source::Binary(Arc::new(bytes)));
            if faces.is_empty() {
                let problem = Diagnostic::new(Code::CardInvalid, "this is no font");
                let help = "a theme’s fonts/ holds fonts of the formats TrueType and OpenType only";
                diagnostics.push(problem.at(Location::file(path)).help(help));
            }
        }
        for font in [dejavu::serif_condensed::bold(), dejavu::sans::regular()] {
            database.load_font_source(Source::Binary(Arc::new(font)));
        }
        database.set_serif_family("DejaVu Serif");
        database.set_sans_serif_family("DejaVu Sans");
        Fonts {
            database: Arc::new(database),
            shown: OnceLock::new(),
        }
    }

    /// The first letter or digit of a text that no font shows.
    pub fn lack(&self, text: &str) -> Option<char> {
        let mut letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.find(|letter| !self.show(*letter))
    }

    fn show(&self, character: char) -> bool {
        let shown = || self.shown.get_or_init(|| self.characters());
        character.is_ascii() || shown().binary_search(&u32::from(character)).is_ok()
    }

    fn characters(&self) -> Vec<u32> {
        let mut all = Vec::new();
        for face in self.database.faces() {
            self.database.with_face_data(face.id, |bytes, index| {
                if let Ok(font) = FontRef::from_index(bytes, index) {
                    all.extend(font.charmap().mappings().map(|(character, _)| character));
                }
            });
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// How wide each text is, in parts of the size of its letters.
    pub fn widths<'t>(&self, face: Face, texts: impl Iterator<Item = &'t str>) -> Vec<f64> {
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\" \
             font-size=\"{MEASURED_AT}\" font-weight=\"{}\" font-family=\"",
            face.weight
        );
        escape::attribute(&mut svg, face.family);
        svg.push_str("\">");
        let mut widths = Vec::new();
        for text in texts {
            svg.push_str(&format!("<text id=\"{}\">", widths.len()));
            escape::text(&mut svg, text);
            svg.push_str("</text>");
            widths.push(0.0);
        }
        svg.push_str("</svg>");
        // It is an SVG, whatever the texts are: what it may not hold is left out.
        let Ok(tree) = self.tree(&svg) else {
            return widths;
        };
        for node in tree.root().children() {
            if let Node::Text(text) = node
                && let Some(width) = text
                    .id()
                    .parse()
                    .ok()
                    .and_then(|id: usize| widths.get_mut(id))
            {
                *width = f64::from(text.bounding_box().width() / MEASURED_AT);
            }
        }
        widths
    }

    /// An SVG as a PNG of a size in pixels; it is scaled to the width,
    /// and what it leaves empty is white.
    pub fn draw(&self, svg: &str, width: u32, height: u32) -> Result<Vec<u8>, Broken> {
        let tree = self.tree(svg).map_err(|error| broken(&error))?;
        let scale = width as f32 / tree.size().width();
        let mut picture = Pixmap::new(width, height).ok_or_else(|| Broken {
            why: "it has no size".to_owned(),
            line: None,
        })?;
        picture.fill(Color::WHITE);
        let scale = Transform::from_scale(scale, scale);
        resvg::render(&tree, scale, &mut picture.as_mut());
        picture::encode(&picture).map_err(|error| Broken {
            why: error.to_string(),
            line: None,
        })
    }

    fn tree(&self, svg: &str) -> Result<Tree, Error> {
        let svg: String = svg.chars().filter(|c| self.may_hold(*c)).collect();
        let nothing = ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        };
        let options = Options {
            fontdb: self.database.clone(),
            font_family: "serif".to_owned(),
            image_href_resolver: nothing,
            ..Options::default()
        };
        Tree::from_str(&svg, &options)
    }

    /// Whether an SVG may hold a character: XML allows it, and it is shown or tells in
    /// which direction others run.
    fn may_hold(&self, character: char) -> bool {
        match character {
            '\t' | '\n' | '\r' => true,
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
            _ => !character.is_control() && self.show(character),
        }
    }
}

fn broken(error: &Error) -> Broken {
    match error {
        Error::ParsingFailed(error) => Broken {
            why: error.to_string(),
            line: usize::try_from(error.pos().row).ok(),
        },
        _ => Broken {
            why: error.to_string(),
            line: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts() -> Fonts {
        Fonts::read(&Layers::default(), &mut Vec::new())
    }

    #[test]
    fn the_fonts_show_the_languages_of_the_theme() {
        let fonts = fonts();
        let known = "Ça, où? Российская Ελλάδα إحاطة عن المياه פרק Đặc – 12";
        assert_eq!(fonts.lack(known), None);
        assert_eq!(fonts.lack("a 水 b"), Some('水'));
        assert_eq!(
            fonts.lack("well 🎉"),
            None,
            "what is no letter can be left out"
        );
    }

    #[test]
    fn a_text_is_as_wide_as_its_words() {
        let face = Face {
            family: "serif",
            weight: 700,
        };
        let widths = fonts().widths(face, ["m", "mm", "", "\u{1}", "<m>&"].into_iter());
        assert!(widths[0] > 0.5 && widths[0] < 1.5, "{widths:?}");
        assert!((widths[1] - 2.0 * widths[0]).abs() < 0.05, "{widths:?}");
        assert_eq!((widths[2], widths[3]), (0.0, 0.0));
        assert!(widths[4] > widths[0], "{widths:?}");
    }

    #[test]
    fn a_drawing_reaches_no_file() {
        let draw = |inside: &str| {
            let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"30\">";
            let svg =
                format!("{svg}<rect width=\"60\" height=\"30\" fill=\"#fff\"/>{inside}</svg>");
            fonts().draw(&svg, 60, 30).unwrap()
        };
        let file = std::env::temp_dir().join(format!("attache-{}.svg", std::process::id()));
        let black = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">\
                     <rect width=\"9\" height=\"9\"/></svg>";
        std::fs::write(&file, black).unwrap();
        let shown = format!(
            "<image href=\"{}\" width=\"9\" height=\"9\"/>",
            file.display()
        );
        let made = draw(&shown);
        std::fs::remove_file(&file).unwrap();
        assert_eq!(made, draw(""));
        let data = "<image href=\"data:image/svg+xml;utf8,&lt;svg/>\" width=\"9\" height=\"9\"/>";
        assert_eq!(draw(data), draw(""));
        assert_eq!(draw("<text y=\"20\">水</text>"), draw(""));
        assert_ne!(draw("<text y=\"20\">m</text>"), draw(""));
    }

    #[test]
    fn what_is_no_svg_says_why_and_where() {
        let broken = fonts().draw("<svg>\n<rect>\n</svg>", 9, 9).unwrap_err();
        assert_eq!(broken.line, Some(3), "{}", broken.why);
        assert!(
            fonts()
                .draw(
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\"/>",
                    9,
                    9
                )
                .is_err()
        );
    }
}

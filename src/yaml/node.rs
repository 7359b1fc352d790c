//! YAML text into a tree that forgets nothing: keys stay in order and twice
//! where they stand twice, and every node can be found in the text again.
//!
//! This is the only file that names `serde_yaml`. It reports the place of a
//! node only with an error, so [`place`] asks for it by failing at that node on
//! purpose: exact for every form of YAML, and paid only when there is a mistake.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

/// One value of a YAML document.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its number in the order of the text, from zero.
    pub id: usize,
    /// What it holds.
    pub kind: Kind,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each is what YAML calls it")]
pub enum Kind {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// This one and all below it.
    pub fn all(&self) -> impl Iterator<Item = &Node> {
        let mut open = vec![self];
        std::iter::from_fn(move || {
            let node = open.pop()?;
            match &node.kind {
                Kind::List(nodes) => open.extend(nodes),
                Kind::Map(entries) => {
                    open.extend(entries.iter().flat_map(|(key, value)| [key, value]));
                }
                _ => {}
            }
            Some(node)
        })
    }
}

impl Kind {
    /// A single value as a text; nothing for a list or a mapping.
    pub fn scalar(&self) -> Option<String> {
        Some(match self {
            Kind::Null => String::new(),
            Kind::Bool(value) => value.to_string(),
            Kind::Int(value) => value.to_string(),
            Kind::Float(value) => value.to_string(),
            Kind::Text(value) => value.clone(),
            Kind::List(_) | Kind::Map(_) => return None,
        })
    }
}

/// Why a text is not YAML: the parser's words, and the line and column, both
/// from one, where it gave them.
#[derive(Debug, PartialEq)]
pub struct SyntaxError {
    /// What the parser says.
    pub message: String,
    /// Line and column.
    pub place: Option<(usize, usize)>,
    /// Those of what was being read, where the parser says them: of an opening bracket.
    pub began: Option<(usize, usize)>,
    /// Those of the last value that was read before.
    pub last: Option<(usize, usize)>,
}

/// Reads one YAML document. An empty one is `Null`.
pub fn parse(text: &str) -> Result<Node, SyntaxError> {
    let reading = Reading::new(text, None);
    let read = reading.read(serde_yaml::Deserializer::from_str(text));
    read.map_err(|error| {
        let message = error.to_string();
        let second = message.contains(SECOND).then(|| second_document(text));
        let (place, message) = second.flatten().unwrap_or((at(&error), message));
        let last = reading.counter.get().checked_sub(1);
        SyntaxError {
            place,
            began: began(&message),
            last: last
                .and_then(|id| self::place(text, id))
                .map(|last| last.at),
            message: without_place(&message),
        }
    })
}

/// Where a node stands.
pub struct Place {
    /// Line and column, both from one.
    pub at: (usize, usize),
    /// What it says, where it is a text.
    pub says: String,
}

/// The place of the node with this number.
pub fn place(text: &str, id: usize) -> Option<Place> {
    let reading = Reading::new(text, Some(id));
    let error = reading
        .read(serde_yaml::Deserializer::from_str(text))
        .err()?;
    Some(Place {
        at: at(&error)?,
        says: reading.says.take(),
    })
}

fn at(error: &serde_yaml::Error) -> Option<(usize, usize)> {
    error.location().map(|at| (at.line(), at.column()))
}

/// The parser says that there is a second document, but not where: where it begins, or
/// where it is none, and that.
fn second_document(text: &str) -> Option<(Option<(usize, usize)>, String)> {
    let second = serde_yaml::Deserializer::from_str(text).nth(1)?;
    let reading = Reading::new(text, Some(0));
    let error = reading.read(second).err()?;
    let message = match reading.counter.get() {
        0 => error.to_string(),
        _ => SECOND.to_owned(),
    };
    Some((at(&error), message))
}

/// Without aliases a text has at most so many nodes and bytes of texts together: `{a,b}`
/// has three in two bytes, and so has the escape `\L`. Some more are for aliases.
fn most(text: &str) -> usize {
    text.len() + text.len() / 2 + 256 * 1024
}

/// What the parser says where a document follows the one that is read.
const SECOND: &str = "more than one document";

/// What is said of aliases that repeat too much, by the parser and by us.
const LIMIT: &str = "repetition limit exceeded";

/// `…, while parsing a flow sequence at line 4 column 7`.
fn began(message: &str) -> Option<(usize, usize)> {
    let (_, context) = message.rsplit_once(", while ")?;
    let (_, place) = context.rsplit_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    Some((line.parse().ok()?, column.parse().ok()?))
}

/// The parser repeats the place in its words; the diagnostic shows it already.
fn without_place(message: &str) -> String {
    if message.contains(LIMIT) {
        return LIMIT.to_owned();
    }
    let end = message.find(" at line ").unwrap_or(message.len());
    let rest = message[end..]
        .find(", ")
        .map_or("", |comma| &message[end + comma..]);
    let rest = rest.split(" at line ").next().unwrap_or_default();
    format!("{}{rest}", &message[..end])
}

/// A document being read, or until the node with a number.
struct Reading {
    counter: Cell<usize>,
    /// How many nodes, and bytes of texts, may still come.
    left: Cell<usize>,
    stop_at: Option<usize>,
    /// The text at which it was stopped.
    says: RefCell<String>,
}

impl Reading {
    fn new(text: &str, stop_at: Option<usize>) -> Reading {
        Reading {
            counter: Cell::new(0),
            left: Cell::new(most(text)),
            stop_at,
            says: RefCell::default(),
        }
    }

    fn read(&self, document: serde_yaml::Deserializer) -> Result<Node, serde_yaml::Error> {
        Seed(self).deserialize(document)
    }
}

#[derive(Clone, Copy)]
struct Seed<'a>(&'a Reading);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Seed<'_> {
    fn enter<E: serde::de::Error>(self) -> Result<usize, E> {
        let id = self.0.counter.get();
        self.0.counter.set(id + 1);
        self.spend(1)?;
        if self.0.stop_at == Some(id) {
            return Err(E::custom("here"));
        }
        Ok(id)
    }

    /// The parser bounds how many events aliases repeat, but not how large they are.
    fn spend<E: serde::de::Error>(self, amount: usize) -> Result<(), E> {
        let left = self.0.left.get().checked_sub(amount);
        self.0.left.set(left.ok_or_else(|| E::custom(LIMIT))?);
        Ok(())
    }

    fn leaf<E: serde::de::Error>(self, kind: Kind) -> Result<Node, E> {
        Ok(Node {
            id: self.enter()?,
            kind,
        })
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Node, E> {
        self.leaf(Kind::Null)
    }

    /// An empty document.
    fn visit_none<E: serde::de::Error>(self) -> Result<Node, E> {
        self.leaf(Kind::Null)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Node, E> {
        self.leaf(Kind::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Node, E> {
        self.leaf(Kind::Int(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Node, E> {
        match i64::try_from(value) {
            Ok(value) => self.leaf(Kind::Int(value)),
            Err(_) => self.leaf(Kind::Float(value as f64)),
        }
    }

    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Node, E> {
        self.leaf(Kind::Float(value as f64))
    }

    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<Node, E> {
        self.leaf(Kind::Float(value as f64))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Node, E> {
        self.leaf(Kind::Float(value))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Node, E> {
        self.spend(value.len())?;
        if self.0.stop_at == Some(self.0.counter.get()) {
            self.0.says.replace(value.to_owned());
        }
        self.leaf(Kind::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let id = self.enter()?;
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element_seed(self)? {
            nodes.push(node);
        }
        Ok(Node {
            id,
            kind: Kind::List(nodes),
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let id = self.enter()?;
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(self)? {
            entries.push((key, map.next_value_seed(self)?));
        }
        Ok(Node {
            id,
            kind: Kind::Map(entries),
        })
    }

    fn visit_enum<A: serde::de::EnumAccess<'de>>(self, _: A) -> Result<Node, A::Error> {
        Err(A::Error::custom("tags such as !name are not used here"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_is_found_again() {
        let text = "title: A\nlist:\n  - one\n  - {two: 2}\nlast: \"x\"\n";
        // The order of the text: map, title, A, list, [..], one, {..}, two, 2, last, x.
        let places: Vec<_> = (0..11).filter_map(|id| Some(place(text, id)?.at)).collect();
        let expected = [
            (1, 1),
            (1, 1),
            (1, 8),
            (2, 1),
            (3, 3),
            (3, 5),
            (4, 5),
            (4, 6),
            (4, 11),
            (5, 1),
            (5, 7),
        ];
        assert_eq!(places, expected);
        assert!(place(text, 11).is_none());
        assert_eq!(place(text, 5).unwrap().says, "one");
    }

    #[test]
    fn what_is_wrong_with_a_second_document_has_a_place() {
        let error = parse("  a: b\n- c\n").unwrap_err();
        assert_eq!(error.message, "did not find expected <document start>");
        assert_eq!(error.place, Some((2, 1)));
        let error = parse("a: b\n---\nc: d\n").unwrap_err();
        assert!(error.message.contains(SECOND), "{}", error.message);
        assert_eq!(error.place, Some((3, 1)));
    }

    #[test]
    fn an_empty_document_is_null() {
        for text in ["", "\n", "# a comment\n", "---\n"] {
            assert_eq!(parse(text).unwrap().kind, Kind::Null, "{text:?}");
        }
    }

    #[test]
    fn a_key_that_stands_twice_is_kept_twice() {
        let Kind::Map(entries) = parse("a: 1\na: 2\n").unwrap().kind else {
            panic!("a map");
        };
        assert_eq!(entries.len(), 2);
    }

    #[test]
    fn the_parsers_words_do_not_repeat_the_place() {
        let error = parse("a: [1\nb: 2\n").unwrap_err();
        assert_eq!(
            error.message,
            "did not find expected ',' or ']', while parsing a flow sequence"
        );
        assert_eq!(error.place, Some((2, 2)));
    }

    #[test]
    fn an_alias_bomb_is_an_error() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for n in 1..12 {
            let one = format!("*a{}", n - 1);
            text.push_str(&format!("a{n}: &a{n} [{}]\n", [one.as_str(); 9].join(", ")));
        }
        assert_eq!(
            parse(&text).unwrap_err().message,
            "repetition limit exceeded"
        );
    }
}

//! The YAML of a component into what it says, as its schema has it.

use super::figures;
use super::schema::{Field, Kind, Schema};
use super::value::{Address, Prose, Said, Value};
use crate::chart::{decimal_help, is_decimal};
use crate::date::PartialDate;
use crate::diagnostic::{Code, did_you_mean};
use crate::yaml::{self, Fields, Item, Kind as Yaml, Node, Reader};

/// Reads a component; what is wrong is reported, and left out. Nothing where there is
/// nothing to read.
pub fn read(reader: &mut Reader, root: &Node, name: &str, schema: &Schema) -> Option<Said> {
    let mut reading = Reading {
        reader,
        said: Said {
            value: Value::Absent,
            prose: Vec::new(),
            addresses: Vec::new(),
        },
        lengths: Vec::new(),
    };
    let name = if schema.is_list { name } else { "" };
    let item = Item {
        name: name.to_owned(),
        node: root,
    };
    reading.said.value = match schema.is_list {
        true => reading.records(&item, &schema.fields)?,
        false => reading.record(&item, &schema.fields),
    };
    Some(reading.said)
}

struct Reading<'r, 'a> {
    reader: &'r mut Reader<'a>,
    said: Said,
    /// The lists at the top of the component that were read, and how long they are.
    lengths: Vec<(String, usize)>,
}

impl Reading<'_, '_> {
    fn records(&mut self, item: &Item, fields: &[Field]) -> Option<Value> {
        let nodes = self.list(item, false)?;
        let records = nodes.iter().map(|item| self.record(item, fields));
        Some(Value::Many(records.collect()))
    }

    /// The entries of a list, which may only be empty where it goes with another.
    fn list<'n>(&mut self, item: &Item<'n>, may_be_empty: bool) -> Option<Vec<Item<'n>>> {
        let Yaml::List(nodes) = &item.node.kind else {
            let help = "begin each entry on a line of its own, with `- `".to_owned();
            return self.reader.wrong_type(item, "a list", help);
        };
        if nodes.is_empty() && !may_be_empty {
            let message = format!("`{}` is empty", item.name);
            let help = Some("write at least one entry".to_owned());
            self.report(item, Code::InvalidValue, message, help);
        }
        let items = nodes.iter().enumerate().map(|(index, node)| Item {
            name: format!("{}[{index}]", item.name),
            node,
        });
        Some(items.collect())
    }

    fn record(&mut self, item: &Item, fields: &[Field]) -> Value {
        let known: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        let entries = Fields::of(self.reader, item, &known);
        let (mut quoted, mut figures) = (None, None);
        let mut record = Vec::with_capacity(fields.len());
        for field in fields {
            let other = field.unless.as_deref();
            let is_given = |key: &str, reader: &mut Reader| {
                let item = entries.read(reader, key, |_, item| Some(copy(item)));
                item.is_some()
            };
            let excused = other.is_some_and(|key| is_given(key, self.reader));
            let present = match field.required && !excused {
                true => entries.require(self.reader, &field.name, |_, item| Some(copy(item))),
                false => entries.read(self.reader, &field.name, |_, item| Some(copy(item))),
            };
            let value = present.and_then(|item| self.field(&item, field).map(|it| (it, item)));
            if let (Kind::Quotation, Some((Value::Text(text), item))) = (&field.kind, &value) {
                quoted = Some((text.clone(), item.node.id));
            }
            if let (Kind::Figures | Kind::Csv, Some((_, item))) = (&field.kind, &value) {
                self.only_figures(item, &mut figures);
            }
            let value = value.map_or(Value::Absent, |(value, _)| value);
            record.push((field.name.clone(), value));
        }
        // The source of what is quoted is the first of its record.
        let own = record.iter().find_map(|(_, value)| match value {
            Value::Source(number) => Some(*number),
            _ => None,
        });
        if let Some(source) = own.and_then(|number| self.said.prose.get_mut(number)) {
            source.quoted = quoted;
        }
        Value::Record(record)
    }

    fn field(&mut self, item: &Item, field: &Field) -> Option<Value> {
        if let Kind::Records(fields) = &field.kind {
            let records = self.records(item, fields)?;
            self.measure(item, field, &records);
            return Some(records);
        }
        if !field.many {
            return self.single(item, &field.kind);
        }
        let nodes = self.list(item, field.as_long_as.is_some())?;
        let values = nodes.iter();
        let values = values.map(|item| self.single(item, &field.kind).unwrap_or(Value::Absent));
        let list = Value::Many(values.collect());
        self.measure(item, field, &list);
        Some(list)
    }

    /// Compares how long a list is with the one that it goes with.
    fn measure(&mut self, item: &Item, field: &Field, list: &Value) {
        let Value::Many(values) = list else { return };
        self.lengths.push((item.name.clone(), values.len()));
        let Some(other) = &field.as_long_as else {
            return;
        };
        let Some((_, length)) = self.lengths.iter().find(|(name, _)| name == other) else {
            return;
        };
        let (length, found) = (*length, values.len());
        if length != found {
            let message = format!(
                "`{}` holds {found}, and `{other}` holds {length}",
                item.name
            );
            let help =
                format!("write one for each of `{other}`, `\"\"` where there is nothing to say");
            self.report(item, Code::InvalidValue, message, Some(help));
        }
    }

    fn single(&mut self, item: &Item, kind: &Kind) -> Option<Value> {
        let reader = &mut *self.reader;
        match kind {
            Kind::Text => {
                let text = yaml::text(reader, item)?;
                if text.contains("[@") {
                    let message = format!("`{}` is a plain text, which cites nothing", item.name);
                    let help = "cite in `source`, or in a field that is Markdown".to_owned();
                    self.report(item, Code::CitationForm, message, Some(help));
                    return None;
                }
                Some(Value::Text(text))
            }
            Kind::Quotation => yaml::text(reader, item).map(|text| {
                let words: Vec<&str> = text.split_whitespace().collect();
                Value::Text(words.join(" "))
            }),
            Kind::Markdown => {
                let text = yaml::text(reader, item)?;
                Some(Value::Markdown(self.prose(text, item, false)))
            }
            Kind::Number => match &item.node.kind {
                Yaml::Int(_) => Some(Value::Number(item.node.kind.clone())),
                Yaml::Float(number) if number.is_finite() => {
                    Some(Value::Number(item.node.kind.clone()))
                }
                // Its zeros count where it stands in quotation marks: `"12.50"`.
                Yaml::Text(digits) if is_decimal(digits) => {
                    Some(Value::Number(item.node.kind.clone()))
                }
                kind => {
                    let help = decimal_help(&kind.scalar().unwrap_or_default());
                    reader.wrong_type(item, "a number", help)
                }
            },
            Kind::Date => self.date(item),
            Kind::Figures => figures::read(reader, item).map(Value::Figures),
            Kind::Url | Kind::Image | Kind::Csv => {
                let dest = yaml::name(reader, item)?;
                let (is_image, is_csv) = (*kind == Kind::Image, *kind == Kind::Csv);
                let number = self.said.addresses.len();
                let node = item.node.id;
                self.said.addresses.push(Address {
                    dest,
                    is_image,
                    is_csv,
                    node,
                });
                Some(match kind {
                    Kind::Image => Value::Image(number),
                    Kind::Csv => Value::Csv(number),
                    _ => Value::Url(number),
                })
            }
            Kind::Source => self.source(item),
            Kind::OneOf(words) => self.one_of(item, words),
            Kind::Records(fields) => self.records(item, fields),
        }
    }

    /// A record has its figures once: of two, no reader would know which are drawn.
    fn only_figures(&mut self, item: &Item, found: &mut Option<String>) {
        match found {
            None => *found = Some(item.name.clone()),
            Some(other) => {
                let message = format!("`{other}` and `{}` both hold figures", item.name);
                let help = "keep one of them".to_owned();
                self.report(item, Code::InvalidValue, message, Some(help));
            }
        }
    }

    fn prose(&mut self, text: String, item: &Item, is_source: bool) -> usize {
        self.said.prose.push(Prose {
            text,
            is_source,
            quoted: None,
            node: item.node.id,
        });
        self.said.prose.len() - 1
    }

    fn date(&mut self, item: &Item) -> Option<Value> {
        let written = match &item.node.kind {
            Yaml::Int(_) | Yaml::Text(_) => item.node.kind.scalar().unwrap_or_default(),
            _ => {
                let help = "write `2024`, `2024-11` or `2024-11-10`".to_owned();
                return self.reader.wrong_type(item, "a date", help);
            }
        };
        match PartialDate::parse(&written) {
            Ok(date) => Some(Value::Date(date)),
            Err(reason) => {
                let message = format!("`{}` is not a date: {reason}", item.name);
                let help = "write `2024`, `2024-11` or `2024-11-10`".to_owned();
                self.report(item, Code::InvalidDate, message, Some(help));
                None
            }
        }
    }

    /// `kbc-2024, para. 4`, as in the brackets of a citation; `@` may be left out.
    fn source(&mut self, item: &Item) -> Option<Value> {
        let text = yaml::name(self.reader, item)?;
        if text.contains(['[', ']']) {
            let message = format!("`{}` is no source", item.name);
            let help = "write its key, and a place in it: `kbc-2024, para. 4`, without brackets";
            self.report(item, Code::CitationForm, message, Some(help.to_owned()));
            return None;
        }
        let text = match text.contains('@') {
            true => text,
            false => format!("@{text}"),
        };
        Some(Value::Source(self.prose(text, item, true)))
    }

    fn one_of(&mut self, item: &Item, words: &[String]) -> Option<Value> {
        let written = yaml::text(self.reader, item)?;
        if words.contains(&written) {
            return Some(Value::Text(written));
        }
        let help = match did_you_mean(&written, words.iter().map(String::as_str)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("it is one of {}", words.join(", ")),
        };
        let message = format!("`{}` cannot be `{written}`", item.name);
        self.report(item, Code::InvalidValue, message, Some(help));
        None
    }

    fn report(&mut self, item: &Item, code: Code, message: String, help: Option<String>) {
        self.reader.report(item.node.id, code, message, help);
    }
}

fn copy<'n>(item: &Item<'n>) -> Item<'n> {
    Item {
        name: item.name.clone(),
        node: item.node,
    }
}

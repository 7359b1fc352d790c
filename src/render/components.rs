//! Components into the markup that the theme's templates make of them.
//!
//! Promises that a template sees what the component says, and neither the page nor the site:
//! so it cannot ask for the text that it is a part of.

use std::cell::RefCell;
use std::sync::Arc;

use minijinja::{Error, Value, context};

use super::Renderer;
use super::context::of_component;
use super::figures::FiguresValue;
use super::texts::Texts;
use crate::chart::Figures;
use crate::component::{Said, Value as Data};
use crate::content::{Document, component_options};
use crate::markdown::{self, Resolved};
use crate::theme::{DateValue, PartialDateValue};
use crate::yaml::Kind;

/// The components of a body being rendered.
pub struct Components<'a, 't> {
    pub renderer: &'a Renderer,
    pub document: &'a Document,
    pub texts: &'t Texts<'a>,
    /// What the first template that failed says is wrong.
    pub failed: RefCell<Option<Error>>,
}

impl Components<'_, '_> {
    /// The markup of one; none after one has failed.
    pub fn markup(&self, number: usize) -> String {
        if self.failed.borrow().is_some() {
            return String::new();
        }
        match self.render(number) {
            Ok(html) => html.unwrap_or_default(),
            Err(error) => {
                *self.failed.borrow_mut() = Some(error);
                String::new()
            }
        }
    }

    /// What one says, as its template sees it; of one that cannot be shown, nothing.
    pub fn value(&self, number: usize) -> Option<Value> {
        let component = self.document.components.get(number)?;
        let said = component.said.as_ref().filter(|_| component.is_good)?;
        let from = &self.document.path;
        let mut files = said.addresses.iter().filter(|address| address.is_csv);
        if files.any(|file| self.renderer.site.figures(from, &file.dest).is_err()) {
            // It has been reported.
            return None;
        }
        let speaking = Speaking {
            components: self,
            said,
            first: self.document.first_text_of(number),
        };
        Some(speaking.value(&said.value))
    }

    fn render(&self, number: usize) -> Result<Option<String>, Error> {
        let component = self.document.components.get(number);
        let Some((component, value)) = component.zip(self.value(number)) else {
            // It has been reported.
            return Ok(None);
        };
        let names = match component.said.as_ref().map(|said| &said.value) {
            Some(Data::Record(_)) => value,
            _ => context! { items => value },
        };
        let name = format!("components/{}.html", component.name);
        let context = of_component(self.renderer, self.texts.route(), names);
        let environment = &self.renderer.theme.environment;
        environment.get_template(&name)?.render(context).map(Some)
    }
}

/// What one component says, on its way to a template.
struct Speaking<'s, 'a, 't> {
    components: &'s Components<'a, 't>,
    said: &'s Said,
    /// The number of its first text among those of the page.
    first: usize,
}

impl Speaking<'_, '_, '_> {
    fn record(&self, fields: &[(String, Data)]) -> Value {
        let fields = fields.iter();
        let fields = fields.map(|(name, value)| (name.clone(), self.value(value)));
        Value::from_pairs(fields.collect::<Vec<_>>())
    }

    fn value(&self, value: &Data) -> Value {
        match value {
            Data::Absent => Value::from(()),
            Data::Text(text) => Value::from(text.as_str()),
            Data::Number(Kind::Int(number)) => Value::from(*number),
            Data::Number(Kind::Float(number)) => Value::from(*number),
            Data::Number(Kind::Text(digits)) => Value::from(digits.as_str()),
            Data::Number(_) => Value::from(()),
            Data::Date(crate::date::PartialDate::Day(date)) => Value::from_object(DateValue(*date)),
            Data::Date(date) => Value::from_object(PartialDateValue(*date)),
            Data::Url(number) => Value::from(self.resolved(*number).href),
            Data::Image(number) => {
                let Resolved { href, size, .. } = self.resolved(*number);
                let (width, height) = size.unzip();
                context! { src => href, width, height }
            }
            Data::Figures(figures) => self.figures(Arc::new(figures.clone()), None),
            Data::Csv(number) => {
                let Components {
                    renderer, document, ..
                } = self.components;
                let address = self.said.addresses.get(*number);
                let dest = address.map_or("", |it| it.dest.as_str());
                let figures = renderer.site.figures(&document.path, dest);
                let href = self.resolved(*number).href;
                self.figures(figures.unwrap_or_default(), Some(href))
            }
            Data::Markdown(number) => self.markdown(*number),
            Data::Source(number) => {
                let cited = self.components.texts.cite(self.first + number, 0);
                Value::from_safe_string(cited.inline + &cited.mark)
            }
            Data::Many(values) => values.iter().map(|value| self.value(value)).collect(),
            Data::Record(fields) => self.record(fields),
        }
    }

    fn figures(&self, figures: Arc<Figures>, href: Option<String>) -> Value {
        let renderer = self.components.renderer;
        Value::from_object(FiguresValue::new(renderer, figures, href))
    }

    fn resolved(&self, number: usize) -> Resolved {
        let dest = self.said.addresses.get(number).map(|it| it.dest.as_str());
        self.components.texts.link(dest.unwrap_or_default())
    }

    fn markdown(&self, number: usize) -> Value {
        let Components {
            renderer, texts, ..
        } = self.components;
        let Some(prose) = self.said.prose.get(number) else {
            return Value::from(());
        };
        let options = component_options(&texts.options());
        let line = texts.with_surroundings(self.first + number, |around| {
            markdown::inline(&prose.text, &options, &renderer.labels, around)
        });
        Value::from_safe_string(line.html)
    }
}

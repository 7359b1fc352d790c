//! Figures as templates see them, and the filter that draws them.

use std::sync::Arc;

use minijinja::value::{Kwargs, Object, ObjectRepr};
use minijinja::{Environment, Error, Value, context};

use super::Renderer;
use super::filters::problem;
use crate::chart::{self, Chart, Figures, KINDS, Language};
use crate::date::PartialDate;
use crate::theme::{PartialDateValue, Strings, written_number};

/// Figures inside a template.
#[derive(Debug)]
pub struct FiguresValue {
    figures: Arc<Figures>,
    /// Where readers find them as a file, if they are in one.
    href: Option<String>,
    strings: Arc<Strings>,
    is_rtl: bool,
}

impl FiguresValue {
    /// Figures of a site, and the address of their file.
    pub fn new(renderer: &Renderer, figures: Arc<Figures>, href: Option<String>) -> FiguresValue {
        FiguresValue {
            figures,
            href,
            strings: renderer.theme.strings.clone(),
            is_rtl: renderer.site.config.direction() == "rtl",
        }
    }

    /// The rows; of dates each has its date.
    fn rows(&self) -> Value {
        let are_dates = self.figures.dates().is_some();
        let rows = self.figures.rows.iter().map(|row| {
            let date = PartialDate::parse(&row.label).ok().filter(|_| are_dates);
            let values = row.values.iter().map(|value| match value {
                Some(number) => Value::from(number.written.as_str()),
                None => Value::from(()),
            });
            context! {
                label => row.label.as_str(),
                date => date.map(|date| Value::from_object(PartialDateValue(date))),
                values => values.collect::<Vec<Value>>(),
            }
        });
        rows.collect()
    }
}

impl Object for FiguresValue {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        Some(match key.as_str()? {
            "columns" => self.figures.columns.iter().map(String::as_str).collect(),
            "rows" => self.rows(),
            "href" => Value::from(self.href.clone()),
            _ => return None,
        })
    }
}

/// Adds the filter `chart`.
pub fn add(environment: &mut Environment<'static>) {
    environment.add_filter("chart", |value: &Value, options: Kwargs| {
        let kind: String = options.get("kind")?;
        let title: String = options.get("title")?;
        let unit: Option<String> = options.get("unit")?;
        let description: Option<String> = options.get("description")?;
        options.assert_all_used()?;
        let help = "`chart` takes a field of the type `figures` or `csv`";
        let Some(value) = value.downcast_object_ref::<FiguresValue>() else {
            return Err(problem("these are no figures", help));
        };
        let Some((_, kind)) = KINDS.iter().find(|(name, _)| *name == kind) else {
            let message = format!("there is no chart of the kind `{kind}`");
            return Err(problem(
                &message,
                "it is `bars`, `stacked`, `lines` or `dots`",
            ));
        };
        let language = Language {
            number: &|written| written_number(written, &value.strings),
            date: &|date| value.strings.partial_date(date),
            words: &|key, values| value.strings.filled(key, values).unwrap_or_default(),
            is_rtl: value.is_rtl,
        };
        let markup = chart::draw(&Chart {
            figures: &value.figures,
            kind: *kind,
            title: &title,
            unit: unit.as_deref(),
            description: description.as_deref(),
            language: &language,
        });
        Ok::<_, Error>(Value::from_safe_string(markup))
    });
}

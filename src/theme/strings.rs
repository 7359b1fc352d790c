//! The words of the interface in the site's language.

use std::collections::BTreeMap;

use super::layer::Layers;
use crate::config::Config;
use crate::date::{Date, PartialDate};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::Labels;
use crate::yaml::{self, Item, Kind, Reader};

/// Words by their key, and how a date is written.
#[derive(Debug, Default)]
pub struct Strings {
    words: BTreeMap<String, String>,
    months: Vec<String>,
    months_alone: Vec<String>,
}

impl Strings {
    /// Merges the files of all layers: English first, then the language
    /// (`pt`), then its variant (`pt-BR`), in each the nearest theme last.
    pub fn read(layers: &Layers, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Strings {
        let language = config.language.as_str();
        let mut strings = Strings::default();
        let primary = language.split('-').next().unwrap_or_default();
        let mut languages = vec!["en", primary, language];
        languages.dedup();
        let mut found = false;
        for wanted in languages {
            for layer in layers.0.iter().rev() {
                let path = format!("strings/{wanted}.yaml");
                let file = layer.files.get(&path);
                let Some(text) = file.and_then(|content| content.text()) else {
                    continue;
                };
                found |= wanted == primary || wanted == language;
                let path = layer.path_of(&path);
                let mut reader = Reader::new(&path, text);
                strings.merge(&mut reader);
                diagnostics.extend(reader.diagnostics);
            }
        }
        if !found {
            let message = format!("the theme has no words for the language `{language}`");
            let problem = Diagnostic::new(Code::LanguageStrings, message)
                .at(config.place("language"))
                .help(format!(
                    "its English ones are used; translate them in themes/{}/strings/{primary}.yaml",
                    layers.0.first().map_or("briefing", |layer| &layer.name)
                ));
            diagnostics.push(problem);
        }
        strings
    }

    fn merge(&mut self, reader: &mut Reader) {
        let Some(root) = reader.parse() else { return };
        if root.kind == Kind::Null {
            return;
        }
        let Kind::Map(entries) = &root.kind else {
            let message = "this must hold `key: value` pairs".to_owned();
            let help = "write the words as `next: Weiter`".to_owned();
            return reader.report(root.id, Code::WrongType, message, Some(help));
        };
        for (key, node) in entries {
            let Kind::Text(key) = &key.kind else { continue };
            let name = key.clone();
            let item = Item { name, node };
            let months = match key.as_str() {
                "months" => Some(&mut self.months),
                "months_alone" => Some(&mut self.months_alone),
                _ => None,
            };
            if let Some(months) = months {
                if let Some(names) = yaml::list(reader, &item, yaml::name) {
                    *months = names;
                }
            } else if let Some(words) = yaml::text(reader, &item) {
                self.words.insert(key.clone(), words);
            }
        }
    }

    /// The words for a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.words.get(key).map(String::as_str)
    }

    /// The words for a key, with values in the places of their names (`{name}`). In one go: a
    /// value may hold braces of its own.
    pub fn filled(&self, key: &str, values: &[(&str, &str)]) -> Option<String> {
        let mut rest = self.get(key)?;
        let mut text = String::new();
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let place = after.split_once('}');
            let known = |name: &str| values.iter().find(|(one, _)| *one == name);
            rest = match place.and_then(|(name, rest)| Some((known(name)?, rest))) {
                Some(((_, value), rest)) => {
                    text.push_str(value);
                    rest
                }
                None => {
                    text.push('{');
                    after
                }
            };
        }
        Some(text + rest)
    }

    /// All keys, for suggestions.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }

    /// A date in words.
    pub fn date(&self, date: &Date) -> String {
        let (day, month, year) = date.day_month_year();
        let index = usize::try_from(month).unwrap_or_default().saturating_sub(1);
        match (self.get("date_format"), self.months.get(index)) {
            (Some(format), Some(name)) => format
                .replace("{day}", &self.day(day))
                .replace("{month}", name)
                .replace("{year}", &year.to_string()),
            _ => date.to_string(),
        }
    }

    /// A year, a month or a day in words.
    pub fn partial_date(&self, date: &PartialDate) -> String {
        let (year, month) = match date {
            PartialDate::Day(date) => return self.date(date),
            PartialDate::Year(year) => return year.to_string(),
            PartialDate::Month(year, month) => (year, *month),
        };
        let index = usize::try_from(month).unwrap_or_default().saturating_sub(1);
        // In some languages a month has another form beside a day.
        let alone = self.months_alone.get(index);
        match (self.get("month_format"), alone.or(self.months.get(index))) {
            (Some(format), Some(name)) => format
                .replace("{month}", name)
                .replace("{year}", &year.to_string()),
            _ => date.to_string(),
        }
    }

    /// The day of a month; some languages write the first as an ordinal.
    fn day(&self, day: i8) -> String {
        match self.get("first_day") {
            Some(first) if day == 1 => first.to_owned(),
            _ => day.to_string(),
        }
    }

    /// The words that stand in the markup of a body.
    pub fn labels(&self) -> Labels {
        let english = Labels::default();
        let or = |key: &str, default: String| self.get(key).map_or(default, str::to_owned);
        Labels {
            permalink: or("permalink", english.permalink),
            paragraph: or("paragraph", english.paragraph),
            table: or("table", english.table),
            note: or("alert_note", english.note),
            tip: or("alert_tip", english.tip),
            important: or("alert_important", english.important),
            warning: or("alert_warning", english.warning),
            caution: or("alert_caution", english.caution),
            footnotes: or("footnotes", english.footnotes),
            back: or("footnote_back", english.back),
            done: or("task_done", english.done),
            todo: or("task_open", english.todo),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_take_the_places_of_their_names_and_no_others() {
        let mut strings = Strings::default();
        let words = "{a} of {b}, { {a}} and {c}";
        strings.words.insert("key".to_owned(), words.to_owned());
        assert_eq!(
            strings.filled("key", &[("a", "{b}"), ("b", "2")]).unwrap(),
            "{b} of 2, { {b}} and {c}"
        );
        assert_eq!(strings.filled("other", &[]), None);
    }
}

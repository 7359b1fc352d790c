//! What search engines and catalogues read of a page: JSON-LD in the terms of
//! schema.org, a `Report` with its `BreadcrumbList`.

use serde_json::{Map, Value, json};

use super::{PageObject, Which};
use crate::config::Party;
use crate::evidence::Source;

/// The data of a page as a JSON text that may stand in a `script` element, or
/// none for a page that is not to be found: the answer to an unknown address, and
/// the page for print.
pub fn of_page(page: &PageObject) -> Option<String> {
    if matches!(page.kind(), "error" | "print") {
        return None;
    }
    let mut graph = vec![work(page)];
    let ancestors = page.ancestors();
    if !ancestors.is_empty() {
        graph.push(breadcrumbs(page, &ancestors));
    }
    let data = json!({ "@context": "https://schema.org", "@graph": graph });
    // `</script>` and `<!--` would end or confuse the element.
    Some(data.to_string().replace('<', "\\u003c"))
}

fn work(page: &PageObject) -> Value {
    let site = &page.renderer().site;
    let config = &site.config;
    let mut data = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            data.insert(key.to_owned(), value);
        }
    };
    let is_list = matches!(page.kind(), "terms" | "term" | "news");
    let kind = if is_list { "CollectionPage" } else { "Report" };
    put("@type", Some(json!(kind)));
    put("name", Some(json!(name(page))));
    put("url", page.canonical().map(Value::from));
    put("inLanguage", Some(json!(config.language)));
    let description = page.description();
    put(
        "description",
        (!description.is_empty()).then(|| json!(description)),
    );
    if let Some(content) = page.page() {
        let cited = site.sources_of(content).into_iter();
        let cited = cited.filter_map(|key| site.sources.get(key));
        let cited: Vec<Value> = cited
            .filter(|source| !source.private)
            .map(work_cited)
            .collect();
        put("citation", (!cited.is_empty()).then(|| json!(cited)));
    }
    if let Some(content) = page.page() {
        let matter = &content.document.matter;
        let date = |date: Option<crate::date::Date>| date.map(|date| json!(date.to_string()));
        // A draft has its dates before it is published.
        let public = |date: Option<_>| date.filter(|_| site.is_public(content));
        put("datePublished", date(public(matter.date)));
        put("dateModified", date(public(site.last_changed(content))));
        put(
            "temporalCoverage",
            matter.period.as_ref().map(|period| json!(period)),
        );
        let tags: Vec<&str> = matter.tags.iter().map(|tag| tag.value.as_str()).collect();
        put("keywords", (!tags.is_empty()).then(|| json!(tags)));
        let quotations = quotations(page);
        put(
            "hasPart",
            (!quotations.is_empty()).then(|| json!(quotations)),
        );
    }
    let authors: Vec<Value> = page.parties().iter().map(organization).collect();
    put("author", (!authors.is_empty()).then(|| json!(authors)));
    put("publisher", config.publisher.as_ref().map(organization));
    let licence = config.licence.as_ref();
    put(
        "license",
        licence.map(|licence| json!(licence.url.as_ref().unwrap_or(&licence.name))),
    );
    Value::Object(data)
}

/// The home page is known by the site's title.
fn name(page: &PageObject) -> String {
    match page.kind() {
        "home" => page.renderer().site.title().to_owned(),
        _ => page.title(),
    }
}

/// Persons and institutions are not told apart in front matter; schema.org lets
/// an `Organization` be either's publisher and author.
fn organization(party: &Party) -> Value {
    match &party.url {
        Some(url) => json!({ "@type": "Organization", "name": party.name, "url": url }),
        None => json!({ "@type": "Organization", "name": party.name }),
    }
}

fn work_cited(source: &Source) -> Value {
    let mut data = json!({ "@type": "CreativeWork", "name": source.title });
    if let Some(publisher) = &source.publisher {
        data["publisher"] = json!({ "@type": "Organization", "name": publisher });
    }
    if let Some(author) = source.authors() {
        data["author"] = json!(author);
    }
    if let Some(url) = &source.url {
        data["url"] = json!(url);
    }
    if let Some(url) = &source.archive_url {
        data["archivedAt"] = json!(url);
    }
    if let Some(date) = &source.published {
        data["datePublished"] = json!(date.to_string());
    }
    data
}

/// The verified quotations, each based on its source.
fn quotations(page: &PageObject) -> Vec<Value> {
    let site = &page.renderer().site;
    let Which::Page(id) = page.which() else {
        return Vec::new();
    };
    let findings = site.pages.get(id).map_or(&[][..], |page| &page.findings);
    let verified = findings.iter().filter(|finding| finding.is_verified());
    let each = verified.filter_map(|finding| {
        let quoted = site.quoted(id, finding)?;
        let text = quoted.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut data = json!({ "@type": "Quotation", "text": text });
        if let Some(speaker) = &quoted.speaker {
            data["creditText"] = json!(speaker);
        }
        let source = site.sources.get(&finding.key)?;
        if !source.private {
            data["isBasedOn"] = match &source.url {
                Some(url) => json!(url),
                None => json!({ "@type": "CreativeWork", "name": source.title }),
            };
        }
        Some(data)
    });
    each.collect()
}

fn breadcrumbs(page: &PageObject, ancestors: &[Which]) -> Value {
    let trail = ancestors
        .iter()
        .map(|which| PageObject::new(page.renderer(), *which))
        .map(|ancestor| (name(&ancestor), ancestor.canonical()))
        .chain([(page.title(), page.canonical())]);
    let items: Vec<Value> = trail
        .enumerate()
        .map(|(index, (name, url))| {
            let mut item = json!({ "@type": "ListItem", "position": index + 1, "name": name });
            if let Some(url) = url {
                item["item"] = json!(url);
            }
            item
        })
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
}

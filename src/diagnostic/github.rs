//! The list of mistakes as workflow commands, which GitHub shows beside the
//! changed lines. The form is that of GitHub's documentation of workflow
//! commands: properties and messages escape `%`, line ends, and `:` and `,`.

use super::{Diagnostic, Severity};

/// One `::error …::` or `::warning …::` line each.
pub fn to_github(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(one).collect()
}

fn one(diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties = Vec::new();
    if let Some(location) = &diagnostic.location {
        properties.push(format!("file={}", property(&location.path)));
        if let Some(line) = &location.line {
            properties.push(format!("line={}", line.number));
            properties.push(format!("col={}", line.column));
            properties.push(format!("endColumn={}", line.end_column()));
        }
    }
    properties.push(format!("title={}", property(diagnostic.code.name())));
    let mut text = diagnostic.message.clone();
    for (location, part) in &diagnostic.related {
        text.push_str(&format!("\n{part}: {}", location.label()));
    }
    if let Some(help) = &diagnostic.help {
        text.push_str(&format!("\n{help}"));
    }
    format!("::{level} {}::{}\n", properties.join(","), message(&text))
}

fn message(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

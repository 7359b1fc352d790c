//! Mistakes as a panel over the page: the same words as in the terminal, each place a
//! link that opens the editor.
//!
//! Promises that everything is escaped, and that no path from outside the project is
//! in it.

use crate::diagnostic::{self, Diagnostic};
use crate::escape;

const STYLE: &str = include_str!("overlay.css");

/// Leaves as much room below the page as the panel takes at most.
const ROOM: &str = "@media screen { :host { display: block; height: 50vh } }";

/// The most mistakes that are shown; the terminal shows all.
const MOST: usize = 50;

/// The panel: open where there is an error, otherwise a line to be opened. Where
/// nothing is wrong, a comment. `edit` is whether an editor can be opened.
pub fn panel(mistakes: &[Diagnostic], edit: bool, is_old: bool) -> String {
    if mistakes.is_empty() {
        return "<!-- no mistakes -->".to_owned();
    }
    let has_errors = mistakes.iter().any(Diagnostic::is_error);
    let kind = if has_errors { "error" } else { "warning" };
    let open = if has_errors { " open" } else { "" };
    let counts = diagnostic::counts(mistakes);
    // So that the end of the page can be scrolled out from behind it.
    let room = if has_errors { ROOM } else { "" };
    let mut html = format!(
        "<style>{STYLE}{room}</style><details class=\"{kind}\"{open}><summary>{counts}{}</summary><ol>",
        if is_old {
            ". The last good state is shown."
        } else {
            ""
        },
    );
    for mistake in mistakes.iter().take(MOST) {
        html.push_str("<li><pre tabindex=\"0\">");
        write_mistake(&mut html, mistake, edit);
        html.push_str("</pre></li>");
    }
    html.push_str("</ol>");
    if let Some(more) = mistakes.len().checked_sub(MOST).filter(|more| *more > 0) {
        html.push_str(&format!("<p>{more} more in the terminal.</p>"));
    }
    html.push_str("</details>");
    html
}

fn write_mistake(html: &mut String, mistake: &Diagnostic, edit: bool) {
    let text = diagnostic::to_text(std::slice::from_ref(mistake), false);
    let place = mistake.location.as_ref().filter(|_| edit);
    let place = place.map(|place| place.label());
    for (number, line) in text.trim_end().split_inclusive('\n').enumerate() {
        let is_said = number == 0 || line.trim_start().starts_with("= ");
        let parts = place
            .as_ref()
            .filter(|_| line.trim_start().starts_with("--> "));
        let parts = parts.and_then(|place| Some((line.split_once(place.as_str())?, place)));
        match parts {
            // What is said is wrapped; what is shown keeps its columns.
            _ if is_said => {
                html.push_str("<b>");
                escape::text(html, line);
                html.push_str("</b>");
            }
            Some(((before, after), place)) => {
                escape::text(html, before);
                write_link(html, place);
                escape::text(html, after);
            }
            None => escape::text(html, line),
        }
    }
}

fn write_link(html: &mut String, place: &str) {
    html.push_str("<a href=\"/_attache/edit?at=");
    escape::address(html, &percent(place));
    html.push_str("\">");
    escape::text(html, place);
    html.push_str("</a>");
}

/// A text as a value in a query.
fn percent(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Location};

    #[test]
    fn everything_is_escaped_and_a_place_is_a_link() {
        let place = Location::span("content/<b>.md", "x <script>", 2..10);
        let mistake = Diagnostic::new(Code::BrokenLink, "</pre><script>alert(1)</script>")
            .at(place)
            .help("\"&\"");
        let html = panel(std::slice::from_ref(&mistake), true, true);
        assert!(!html.contains("<script>"), "{html}");
        let link = "<a href=\"/_attache/edit?at=content%2F%3Cb%3E%2Emd%3A1%3A3\">content/&lt;b&gt;.md:1:3</a>";
        assert!(html.contains(link), "{html}");
        assert!(html.contains("<summary>1 error. The last good state is shown.</summary>"));
        assert!(!panel(&[mistake], false, false).contains("<a "));
    }
}

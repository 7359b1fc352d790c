//! Components: what becomes of each, that they can inject nothing, and that a theme adds its
//! own with two files.

use super::html_tokens::unbalanced;
use super::project::Project;

const SITE: &str = "\
--- content/sources/a.yaml
title: A report
--- content/sources/a.txt
The two sides will hold joint exercises each year.
--- content/picture.svg
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"40\"></svg>
";

/// The body of a page that holds this.
fn page(body: &str) -> String {
    page_of(&Project::of(SITE), body)
}

fn page_of(project: &Project, body: &str) -> String {
    project.page("index.md", &format!("Begin.\n\n{body}\n\nEnd."));
    project.build(&[]).assert_good();
    let html = project.read("public/index.html");
    let (_, rest) = html.split_once("Begin.</p>").unwrap();
    let (shown, _) = rest.split_once("End.</p>").unwrap();
    let shown = shown.rsplit_once("<p").unwrap().0;
    assert_eq!(unbalanced(shown), None, "{shown}");
    shown.to_owned()
}

fn assert_holds(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "no {part} in {html}");
    }
}

#[test]
fn key_figures_have_their_unit_label_caveat_and_source() {
    let html = page(
        "```key-figures\n- number: \"12345.50\"\n  before: US$\n  unit: million\n  label: Cost\n  \
         caveat: About *half*\n  source: a, para. 1\n- {number: 0, label: None}\n```",
    );
    assert_holds(
        &html,
        &[
            "<dl class=\"key-figures\">",
            "<dt>Cost</dt>",
            // What stands before a number does not leave its line.
            "<span class=\"whole\"><span class=\"unit\">US$</span> 12,345.50</span> \
             <span class=\"unit\">million</span>",
            "About <em>half</em>",
            "Source: <a href=\"sources/#a\">",
            "para.\u{a0}1",
            "<dd class=\"number\">0</dd>",
        ],
    );
}

#[test]
fn a_timeline_has_dates_of_any_precision() {
    let html = page(
        "```timeline\n- date: 2024\n  text: A year\n- date: 2024-11\n  text: A month\n\
         - date: 2024-11-10\n  until: 2024-11-12\n  text: Days\n\
         - when: Later\n  text: \"**So**\"\n```",
    );
    assert_holds(
        &html,
        &[
            "<time datetime=\"2024\">2024</time>",
            "<time datetime=\"2024-11\">November 2024</time>",
            "<time datetime=\"2024-11-10\">10 November 2024</time> – <time datetime=\"2024-11-12\">",
            "<span class=\"undated\">Later</span>",
            "<strong>So</strong>",
        ],
    );
}

#[test]
fn positions_stand_side_by_side() {
    let html = page(
        "```compare\ncaption: Two views\ncolumns: [North, South]\nrows:\n  - label: Water\n    \
         cells: [\"*Yes*\", No]\nsource: a\n```",
    );
    assert_holds(
        &html,
        &[
            "role=\"region\" tabindex=\"0\" aria-label=\"Two views\"",
            "<caption>Two views</caption>",
            "<th scope=\"col\">North</th>",
            "<th scope=\"row\">Water</th><td><em>Yes</em></td><td>No</td>",
            "Source: <a",
        ],
    );
}

#[test]
fn people_and_organisations_are_described() {
    let project = Project::of(SITE);
    project.page("north.md", "x");
    for name in ["people", "organisations"] {
        let body =
            format!("```{name}\n- name: A\n  role: Chair\n  note: Known\n  link: north.md\n```");
        let html = page_of(&project, &body);
        assert_holds(
            &html,
            &[
                "<dt><a href=\"north/\">A</a> <span class=\"role\">Chair</span></dt>",
                "<p>Known</p>",
            ],
        );
    }
}

#[test]
fn a_callout_is_a_note_with_a_title() {
    let html = page("```callout\ntitle: Mind\nkind: warning\ntext: the *gap*\n```");
    assert_holds(
        &html,
        &[
            "<div class=\"callout callout-warning\" role=\"note\">",
            "<p class=\"callout-title\">Mind</p>",
            "<p>the <em>gap</em></p>",
        ],
    );
}

#[test]
fn a_figure_has_its_size_and_words() {
    let html = page(
        "```figure\nimage: picture.svg\nalt: Two rivers\ncaption: Where they *meet*\n\
         credit: Maps\ndescription: One comes from the north.\nsource: a\n```",
    );
    assert_holds(
        &html,
        &[
            "<img src=\"picture.svg\" alt=\"Two rivers\" width=\"60\" height=\"40\"",
            "<p class=\"caption\">Where they <em>meet</em></p>",
            "Credit: Maps",
            "<summary>What the picture shows</summary>",
        ],
    );
}

/// Texts of components are compared with their sources: this one is said, and marked.
#[test]
fn what_components_quote_is_verified() {
    let html = page(
        "```quote\ntext: The two sides will hold joint exercises\nby: A\nsource: a\n```\n\n\
         ```callout\ntitle: x\ntext: They “will hold joint exercises” [@a].\n```",
    );
    assert_holds(&html, &["id=\"checked-1\"", "id=\"checked-2\""]);
    let project = Project::of(SITE);
    project.page(
        "index.md",
        "```quote\ntext: The two sides will hold no exercises\nsource: a\n```",
    );
    let said = project.build(&[]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("quotation-altered"), "{}", said.err);
    assert!(said.err.contains("content/index.md:5:"), "{}", said.err);
}

#[test]
fn a_component_injects_nothing() {
    let evil = "\"<script>alert(1)</script><img src=x onerror=alert(1)>'\\\" {{ 7 * 7 }}\"";
    let bodies = [
        format!(
            "```key-figures\n- number: 1\n  label: {evil}\n  unit: {evil}\n  before: {evil}\n  caveat: {evil}\n```"
        ),
        format!("```timeline\n- when: {evil}\n  text: {evil}\n```"),
        format!(
            "```compare\ncaption: {evil}\ncolumns: [{evil}]\nrows: [{{label: {evil}, cells: [{evil}]}}]\n```"
        ),
        format!("```people\n- name: {evil}\n  role: {evil}\n  note: {evil}\n```"),
        format!("```callout\ntitle: {evil}\ntext: {evil}\n```"),
        format!(
            "```figure\nimage: picture.svg\nalt: {evil}\ncaption: {evil}\ncredit: {evil}\ndescription: {evil}\n```"
        ),
    ];
    for body in bodies {
        let project = Project::of(SITE);
        project.page("index.md", &body);
        project.build(&[]).assert_good();
        let html = project.read("public/index.html");
        let from = html.find("<main").unwrap_or_default();
        assert!(!html.contains("<script>alert"), "{html}");
        assert!(!html.contains("<img src=x"), "{html}");
        assert!(!html.contains(" 49"), "{html}");
        assert!(from > 0);
    }
}

#[test]
fn a_theme_adds_a_component_with_two_files() {
    let project = Project::of(SITE);
    project.write("site.yaml", "theme: mine\n");
    project.write("themes/mine/theme.yaml", "extends: briefing\ncontext: 1\n");
    project.write(
        "themes/mine/components/vote.yaml",
        "fields: {motion: text, for: number}\n",
    );
    project.write(
        "themes/mine/components/vote.html",
        "<p class=\"vote\">{{ motion }}: {{ for | number }}</p>\n",
    );
    let html = page_of(
        &project,
        "- x\n\n  ```vote\n  motion: <That>\n  for: 40000\n  ```",
    );
    assert_holds(&html, &["<p class=\"vote\">&lt;That&gt;: 40,000</p>"]);

    // Another schema reads the same page otherwise.
    project.write(
        "themes/mine/components/vote.yaml",
        "fields: {motion: text}\n",
    );
    let said = project.build(&[]);
    assert!(said.err.contains("there is no key `for`"), "{}", said.err);
}

#[test]
fn what_fails_in_a_components_template_is_shown_there() {
    let project = Project::of(SITE);
    project.write("site.yaml", "theme: mine\n");
    project.write("themes/mine/theme.yaml", "extends: briefing\ncontext: 1\n");
    project.write(
        "themes/mine/components/vote.yaml",
        "fields: {motion: text}\n",
    );
    for (template, says) in [
        ("{{ moton }}", "there is nothing called `moton`"),
        ("{{ page.body }}", "there is nothing called `page.body`"),
        (
            "{% for x in range(90000) %}{% for y in range(90000) %}{% endfor %}{% endfor %}",
            "takes too long",
        ),
    ] {
        project.write("themes/mine/components/vote.html", template);
        project.page("index.md", "```vote\nmotion: x\n```");
        let said = project.build(&[]);
        assert_eq!(said.code, Some(1));
        assert!(said.err.contains(says), "{}", said.err);
        assert!(
            said.err.contains("themes/mine/components/vote.html:1"),
            "{}",
            said.err
        );
    }
}

/// A page is read anew when the theme it is read by is another.
#[test]
fn a_preview_notices_another_template_and_another_schema() {
    let project = Project::of(SITE);
    let vote = |file: &str, text: &str| {
        project.write(&format!("themes/mine/components/vote.{file}"), text);
    };
    project.write("site.yaml", "theme: mine\n");
    project.write("themes/mine/theme.yaml", "extends: briefing\ncontext: 1\n");
    project.page("index.md", "```vote\nmotion: That\n```");
    let preview = project.watch(&[]);
    preview.until("/", "language-vote");
    vote("html", "<p>{{ motion }} first</p>\n");
    vote("yaml", "fields: {motion: text}\n");
    preview.until("/", "<p>That first</p>");
    vote("html", "<p>{{ motion }} second</p>\n");
    preview.until("/", "<p>That second</p>");
    vote("yaml", "fields: {motion: number}\n");
    preview.until_said("`motion` must be a number");
}

/// What a component shows is in the Markdown beside its page as a table or as a list.
#[test]
fn the_markdown_of_a_page_has_the_tables_and_items_of_components() {
    let project = Project::of(SITE);
    let body = "```compare\ncaption: Two ways\ncolumns: [Dear, Cheap]\n\
                rows: [{label: Cost, cells: [\"a | b\", low]}]\n```\n\n\
                ```people\n- name: A. Person\n  note: She counts.\n- name: B. Person\n```";
    project.page("index.md", body);
    project.build(&[]).assert_good();
    let markdown = project.read("public/index.md");
    for blocks in [
        "- Two ways\n\n||Dear|Cheap|\n|-|-|-|\n|Cost|a \\| b|low|\n",
        "- A. Person\n  - She counts.\n- B. Person\n",
    ] {
        assert!(markdown.contains(blocks), "no {blocks} in {markdown}");
    }
}

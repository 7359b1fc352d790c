//! The filter `menu` writes what a theme's loop over the navigation would write.

use super::project::{GOOD, Project};

const LOOP: &str = r#"<ul>
{% for entry in site.navigation %}
<li><a href="{{ entry | href }}"{% if entry.current %} aria-current="{{ entry.current }}"{% endif %}>{{ entry.title }}</a>
{%- if entry.current and entry.page and entry.page.path and entry.page.children and entry.page.children | length <= 2 %}

<ul>
{% for child in entry.page.children %}
<li><a href="{{ child | href }}"{% if child.path == page.path %} aria-current="page"{% elif child.path in page.ancestors | map(attribute="path") | list %} aria-current="true"{% endif %}>{{ child.title }}</a></li>
{% endfor %}
</ul>
{% endif -%}
</li>
{% endfor %}
</ul>"#;

const SITE: &str = "title: A site
theme: bare
navigation:
  - index.md
  - {title: \"<Few> & 'some'\", page: few/index.md}
  - many/index.md
  - {title: Tags, page: /tags/}
  - {title: Far, url: 'https://a.org/?a=1&b=2'}
";

#[test]
fn it_writes_what_a_loop_writes() {
    let project = Project::of(GOOD);
    let both = format!("{LOOP}\n=\n{{{{ site.navigation | menu(below=2) }}}}");
    for name in ["base", "term", "terms", "404", "search", "print"] {
        project.write(&format!("themes/bare/templates/{name}.html"), &both);
    }
    project.write("site.yaml", SITE);
    for path in [
        "few/index.md",
        "few/a.md",
        "few/deep/b.md",
        "many/index.md",
        "many/c.md",
        "many/d.md",
        "many/e.md",
    ] {
        project.write(
            &format!("content/{path}"),
            "---\ntitle: \"A \\\"page\\\"\"\ntags: [x]\n---\n",
        );
    }
    project.build(&[]).assert_good();
    let pages = project.tree("public").into_iter();
    let pages: Vec<_> = pages.filter(|(path, _)| path.ends_with(".html")).collect();
    assert_eq!(pages.len(), 14);
    for (path, html) in pages {
        let html = String::from_utf8(html).unwrap();
        let (by_loop, by_menu) = html.split_once("\n=\n").unwrap();
        assert_eq!(by_loop, by_menu, "{path}");
    }
    let deep = project.read("public/few/deep/b/index.html");
    assert_eq!(deep.matches("aria-current=\"true\"").count(), 4, "{deep}");
}

#[test]
fn it_takes_nothing_else() {
    let project = Project::of(GOOD);
    let template = "themes/bare/templates/base.html";
    for (text, said) in [
        (
            "{{ site.pages | menu }}",
            "this is no entry of the navigation",
        ),
        ("{{ site.navigation | menu(most=2) }}", "most"),
    ] {
        project.write(template, text);
        let err = project.refused(&[]);
        assert!(err.contains(said), "{err}");
        assert!(err.contains(template), "{err}");
    }
}

//! Everyone whom components present stands once on a page, with what is said and every place
//! that names them; and nothing of it is what no reader may see.

use super::project::Project;

const SITE: &str = "\
--- site.yaml
title: A site
--- content/index.md
---
title: Home
summary: Ada Lovelace began it.
---
No one is named.
--- content/deep/a.md
---
title: First
order: 5
---
She came with Ada
Lovelace’s friends. Not Ada Lovelaces.

## Who

```people
- name: Ada Lovelace
  role: Mathematician
  note: \"Wrote *notes*, see [further](#who) and [home](../index.md): “two of three public wells” [@survey].\"
  link: ../index.md
  source: survey, para. 1
- {name: Nobody Else}
```
--- content/deep/b.md
---
title: Second
---
```people
- name: ada  lovelace
  role: Countess
  source: secret
```

```organisations
- {name: Water <Office>, role: An office}
```

> Two of three public wells ran dry.
>
> — Ada Lovelace, [@survey]
--- content/draft.md
---
title: Hidden page
draft: true
---
Ada Lovelace here.

```people
- {name: Unknown Person}
```
--- content/sources/survey.yaml
title: The survey
--- content/sources/secret.yaml
title: Nobody may know
private: true
--- content/sources/survey.txt
Two of three public wells ran dry in the year of the survey.
";

fn built() -> (Project, String) {
    let project = Project::of(SITE);
    project.build(&[]).assert_good();
    let page = project.read("public/who/index.html");
    (project, page.replace('\u{a0}', " "))
}

fn entry<'p>(page: &'p str, id: &str) -> &'p str {
    let opening = format!("<div id=\"{id}\">");
    let (_, rest) = page
        .split_once(&opening)
        .unwrap_or_else(|| panic!("{id} in {page}"));
    rest.split("<div id=\"").next().unwrap()
}

#[test]
fn each_stands_once_with_what_is_said() {
    let (_, page) = built();
    let ada = entry(&page, "ada-lovelace");
    for part in [
        "<dt><a href=\"../\">Ada Lovelace</a></dt>",
        "<p class=\"role\">Mathematician</p>",
        "<p class=\"role\">Countess</p>",
        "Wrote <em>notes</em>, see <a href=\"../deep/a/#who\">further</a> and <a href=\"../\">home</a>",
        "<a href=\"../sources/#survey\">The survey</a>, para. 1",
        "a source that is not public",
        "Presented in: <a href=\"../deep/b/\">Second</a>",
    ] {
        assert!(ada.contains(part), "{part}\n{ada}");
    }
    assert_eq!(page.matches("<dt>").count(), 3, "{page}");
    let office = page.split_once("<h2>Organisations</h2>").unwrap().1;
    assert!(office.contains("<dt>Water &lt;Office&gt;</dt>"), "{office}");
}

#[test]
fn every_place_that_names_them_is_linked() {
    let (project, page) = built();
    let ada = entry(&page, "ada-lovelace")
        .split_once("Named in")
        .unwrap()
        .1;
    let first = project.read("public/deep/a/index.html");
    let id = first
        .split_once("<p id=\"")
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap();
    for part in [
        "<a href=\"../\">A site</a></li>".to_owned(),
        format!("<a href=\"../deep/a/#{id}\">paragraph 1</a></li>"),
        "<a href=\"../deep/b/\">Second</a></li>".to_owned(),
    ] {
        assert!(ada.contains(&part), "{part}\n{ada}");
    }
    assert_eq!(ada.matches("<li>").count(), 3, "{ada}");
}

#[test]
fn ids_are_unique_and_nothing_hidden_is_told() {
    let (project, page) = built();
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).collect();
    ids = ids
        .iter()
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{ids:?}");
    for word in ["Hidden page", "Unknown Person", "Nobody may know"] {
        assert!(!page.contains(word), "{word}");
    }
    let footer = project.read("public/deep/a/index.html");
    assert!(footer.contains("<a href=\"../../who/\">Who is who</a>"));
}

#[test]
fn there_is_none_without_such_a_component_or_where_it_is_not_wanted() {
    let (project, _) = built();
    project.write("site.yaml", "title: A site\nwho: false\n");
    project.build(&[]).assert_good();
    assert!(!project.has("public/who/index.html"));
    let project = Project::of("--- content/index.md\n---\ntitle: Home\n---\nAda Lovelace.\n");
    project.build(&[]).assert_good();
    assert!(!project.has("public/who/index.html"));
}

#[test]
fn the_component_that_presents_someone_names_them_no_more() {
    let project = Project::of(SITE);
    let people = "```people\n- {name: Bob Gray, note: \"A friend of Ada Lovelace\"}\n```\n";
    project.page("deep/c.md", &format!("{people}\nAlone.\n"));
    project.build(&[]).assert_good();
    let page = project.read("public/who/index.html");
    let bob = entry(&page, "bob-gray");
    assert!(
        bob.contains("Presented in") && !bob.contains("Named in"),
        "{bob}"
    );
    let (_, ada) = entry(&page, "ada-lovelace").split_once("Named in").unwrap();
    assert!(ada.contains("<a href=\"../deep/c/\">A page</a>"), "{ada}");
    // What stands behind a component stands in none.
    project.page("deep/c.md", &format!("{people}\nIt was Bob Gray.\n"));
    project.build(&[]).assert_good();
    let page = project.read("public/who/index.html");
    assert!(entry(&page, "bob-gray").contains("Named in"));
}

#[test]
fn a_name_is_found_where_only_markup_parts_its_words() {
    let project = Project::of(SITE);
    project.page("deep/c.md", "Ada *Lovelace* was there.");
    project.build(&[]).assert_good();
    let page = project.read("public/who/index.html");
    let ada = entry(&page, "ada-lovelace");
    assert!(ada.contains("<a href=\"../deep/c/\">A page</a>"), "{ada}");
}

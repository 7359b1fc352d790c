//! What is not public is nowhere in the output: not a byte of it.

use super::project::{GOOD, Project, Tree};

/// Words that occur in nothing that Attaché makes, each in a part of a project
/// that is not public.
const HIDDEN: &str = "\
--- content/index.md
---
# kanari-comment
title: Home
tags: [law]
updates:
  - {date: 2026-11-20, note: kanari-minor-update, minor: true}
  - {date: 2026-12-24, note: kanari-minor-to-come, minor: true}
---
A public page. <!-- kanari-html-comment -->
--- content/plans.md
---
title: kanari-draft-title
summary: kanari-draft-summary
key_points: [kanari-draft-point]
draft: true
date: 2026-11-20
updates: [{date: 2026-11-21, note: kanari-draft-update}]
tags: [law, kanari-draft-tag]
authors: [kanari-draft-author]
aliases: [/kanari-draft-alias/, kanari-draft-alias.html]
sources: [kanari-draft-source]
image: kanari-image.svg
extra: {region: kanari-draft-extra}
---
kanari-draft-body [file](kanari-private.csv) [home](index.md) ![x](kanari-image.svg)
--- content/kanari-draft-name.md
---
title: Draft
draft: true
---
--- content/soon.md
---
title: kanari-embargoed-title
publish_at: 2026-11-24
slug: kanari-embargoed-slug
tags: [kanari-embargoed-tag]
updated: 2026-11-22
updates: [{date: 2026-11-21, note: kanari-embargoed-update}]
---
kanari-embargoed-body, [home](/)
--- content/gone.md
---
title: kanari-expired-title
expires_at: 2026-11-23T11:59:59Z
date: 2026-11-22
updates: [{date: 2026-11-22, note: kanari-expired-update}]
order: -7
---
kanari-expired-body
--- content/closed/index.md
---
title: kanari-closed-title
draft: true
---
--- content/closed/open.md
---
title: kanari-closed-inside
updates: [{date: 2026-11-22, note: kanari-closed-update}]
tags: [law]
date: 2026-11-22
---
kanari-closed-inside-body, [home](/), [data](data.csv)
--- content/closed/deep/er.md
---
title: kanari-deep
---
--- content/closed/data.csv
kanari-closed-data
--- content/kanari-folder/draft.md
---
title: The only page of its folder
draft: true
---
--- content/kanari-private.csv
kanari-private-file
--- content/kanari-image.svg
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>
--- content/sources/kanari-draft-source.yaml
title: kanari-source-title
--- content/sources/kanari-unused.yaml
title: kanari-unused-title
--- content/sources/kanari-file.pdf
kanari-pdf
--- content/static/.kanari-dot
kanari-dot
--- content/static/kanari.md
kanari-static-page
--- content/.git/config
kanari-git
--- content/page.md~
kanari-backup
";

/// Without a marking of its own, so that the default theme shows all it can.
const SITE: &str = "\
--- site.yaml
# kanari-site-comment
title: A site
base_url: https://example.org/
taxonomies: [tags, authors, region]
extra: {note: kanari-extra}
";

fn holding(tree: &Tree, word: &str) -> Vec<String> {
    let holds = |bytes: &[u8]| {
        bytes
            .windows(word.len())
            .any(|part| part == word.as_bytes())
    };
    let found = tree
        .iter()
        .filter(|(path, bytes)| holds(path.as_bytes()) || holds(bytes));
    found.map(|(path, _)| path.clone()).collect()
}

#[test]
fn what_is_not_public_is_in_no_byte_of_the_output() {
    let project = Project::of(&format!("{SITE}{HIDDEN}"));
    let said = project.build(&["--now", "2026-11-23T12:00", "--verbose"]);
    said.assert_good();
    assert!(!said.err.contains("kanari"), "{}", said.err);
    assert_eq!(holding(&project.tree(""), "kanari-draft-body").len(), 1);
    let public = project.tree("public");
    assert!(public.contains_key("tags/law/index.html"));
    assert_eq!(holding(&public, "kanari"), Vec::<String>::new());
    // Nor do their numbers show: one page carries the tag.
    assert!(project.read("public/tags/index.html").contains(">1</span>"));
}

/// What was public once goes with the next build.
#[test]
fn what_ceases_to_be_public_leaves_no_trace() {
    let project = Project::of(&format!("{SITE}{HIDDEN}"));
    let drafts = ["--now", "2026-11-23T12:00", "--drafts"];
    project.build(&drafts).assert_good();
    let all = project.tree("public");
    for word in [
        "kanari-draft-body",
        "kanari-embargoed-body",
        "kanari-expired-body",
        "kanari-closed-inside-body",
        "kanari-private-file",
        "kanari-draft-alias",
    ] {
        assert!(!holding(&all, word).is_empty(), "{word}");
    }
    for word in ["comment", "unused", "dot", "static", "git", "backup", "pdf"] {
        let word = format!("kanari-{word}");
        assert_eq!(holding(&all, &word), Vec::<String>::new());
    }
    project.build(&drafts[..2]).assert_good();
    let public = project.tree("public");
    assert_eq!(holding(&public, "kanari"), Vec::<String>::new());
}

/// A time with an offset is compared as a moment, to the second.
#[test]
fn a_page_is_public_from_and_until_the_second_named() {
    let project = Project::of(GOOD);
    project.write(
        "content/from.md",
        "---\ntitle: From\npublish_at: 2026-11-23T12:00:00+03:00\n---\n",
    );
    project.write(
        "content/until.md",
        "---\ntitle: Until\nexpires_at: 2026-11-23T09:00:00Z\n---\n",
    );
    for (now, from, until) in [
        ("2026-11-23T08:59:59Z", false, true),
        ("2026-11-23T09:00:00Z", true, false),
    ] {
        project.build(&["--now", now]).assert_good();
        assert_eq!(project.has("public/from"), from, "{now}");
        assert_eq!(project.has("public/until"), until, "{now}");
    }
}

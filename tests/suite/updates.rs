//! What readers are told of changes: on the page, on *What's new*, in the feed, in the
//! sitemap and in the data for machines, and that all of them say the same.

use super::project::{Project, names};

const SITE: &str = "\
--- site.yaml
title: A site
base_url: https://example.org/
timezone: Africa/Nairobi
--- content/index.md
---
title: Home
date: 2026-11-01
---
--- content/wells.md
---
title: Wells & <springs>
summary: What is known of the wells.
date: 2026-11-02
updates:
  - { date: 2026-11-05, note: The <north> well & the south. }
  - { date: 2026-11-09, note: A second change. }
  - { date: 2026-11-10, note: A comma., minor: true }
  - { date: 2026-11-30, note: What is to come. }
---
--- content/roads.md
---
title: Roads
updated: 2026-11-20
updates: [{ date: 2026-11-05, note: The bridge is open. }]
---
--- content/plain.md
---
title: Without dates
---
";

const NOW: &[&str] = &["--now", "2026-11-23T12:00"];

fn built() -> Project {
    let project = Project::of(SITE);
    project.build(NOW).assert_good();
    project
}

/// The texts of a page between tags, in a row.
fn words(html: &str) -> String {
    let texts = html.split('<').filter_map(|part| part.split_once('>'));
    let texts: Vec<_> = texts.map(|(_, text)| text.trim()).collect();
    let texts = texts.into_iter().filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join(" | ")
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let after = text.split_once(from).unwrap_or_else(|| panic!("{from}")).1;
    after.split_once(to).unwrap_or_else(|| panic!("{to}")).0
}

#[test]
fn major_updates_stand_at_the_end_of_their_page_the_newest_first() {
    let project = built();
    let page = project.read("public/wells/index.html");
    let updates = between(&page, "<section class=\"updates\">", "</section>");
    assert_eq!(
        words(updates),
        "Updates to this page | 9 November 2026 | A second change. | 5 November 2026 | \
         The &lt;north&gt; well &amp; the south."
    );
    assert!(!updates.contains("<details"));
    let dateline = between(&page, "<dl class=\"dateline\">", "</dl>");
    assert!(words(dateline).starts_with("Updated | 9 November 2026 | What changed"));
    assert!(dateline.contains("href=\"#Updates\""));
    let plain = project.read("public/plain/index.html");
    assert!(!plain.contains("Updates"), "{plain}");
}

/// Three can be seen at once; of more, a link to them opens what holds them.
#[test]
fn more_than_three_updates_are_folded() {
    let project = built();
    let update = |day: usize| format!("  - {{ date: 2026-11-0{day}, note: Change {day} }}\n");
    for (count, folded) in [(3, false), (4, true)] {
        let updates: String = (1..=count).map(update).collect();
        let page = format!("---\ntitle: Wells\nupdates:\n{updates}---\n");
        project
            .write("content/wells.md", page)
            .build(NOW)
            .assert_good();
        let page = project.read("public/wells/index.html");
        let updates = between(&page, "<section class=\"updates\">", "</section>");
        assert_eq!(updates.contains("<details>"), folded, "{updates}");
        assert_eq!(updates.matches("<dt>").count(), count);
        let list = updates.find("id=\"Updates\"").unwrap();
        assert!(updates.find("</summary>").is_none_or(|end| end < list));
    }
}

#[test]
fn whats_new_lists_what_was_published_and_changed_day_by_day() {
    let project = built();
    let page = project.read("public/whats-new/index.html");
    let news = between(&page, "<div class=\"days\">", "</main>");
    assert_eq!(
        words(news),
        "20 November 2026 | Roads | Updated | \
         9 November 2026 | Wells &amp; &lt;springs&gt; | A second change. | \
         5 November 2026 | Wells &amp; &lt;springs&gt; | \
         The &lt;north&gt; well &amp; the south. | Roads | The bridge is open. | \
         2 November 2026 | Wells &amp; &lt;springs&gt; | Published | \
         1 November 2026 | A site | Published"
    );
    for other in ["index.html", "plain/index.html", "404.html"] {
        let other = project.read(&format!("public/{other}"));
        let footer = between(&other, "<footer", "</footer>");
        assert!(footer.contains("whats-new/\">What’s new</a>"), "{footer}");
    }
    let home = project.read("public/index.html");
    let dateline = words(between(&home, "<dl class=\"dateline\">", "</dl>"));
    assert!(
        dateline.starts_with("Updated | 20 November 2026 | What’s new"),
        "{dateline}"
    );
}

#[test]
fn feed_sitemap_references_and_data_agree_on_when_a_page_was_changed() {
    let project = built();
    let feed = project.read("public/feed.xml");
    let entries: Vec<&str> = feed.split("<entry>").skip(1).collect();
    let title = |entry: &&str| between(entry, "<title>", "</title>").to_owned();
    let titles: Vec<_> = entries.iter().map(title).collect();
    assert_eq!(titles, ["Roads", "Wells &amp; &lt;springs&gt;", "Home"]);
    let wells = entries[1];
    assert!(wells.contains("<published>2026-11-02T00:00:00+03:00</published>"));
    assert!(wells.contains("<updated>2026-11-09T00:00:00+03:00</updated>"));
    assert_eq!(
        words(between(wells, "<content type=\"xhtml\">", "</content>")),
        "What is known of the wells. | 9 November 2026 | A second change. | 5 November 2026 | \
         The &lt;north&gt; well &amp; the south."
    );
    assert!(entries[0].contains("<updated>2026-11-20T00:00:00+03:00</updated>"));
    assert!(!entries[2].contains("<content"));
    let sitemap = project.read("public/sitemap.xml");
    assert!(sitemap.contains("/wells/</loc><lastmod>2026-11-09</lastmod>"));
    assert!(sitemap.contains("<loc>https://example.org/whats-new/</loc>"));
    let page = project.read("public/wells/index.html");
    assert!(page.contains("\"dateModified\":\"2026-11-09\""));
    assert!(page.contains("\"datePublished\":\"2026-11-02\""));
}

/// The home page speaks for the whole briefing. A feed brings each change with its page.
#[test]
fn the_home_page_says_everywhere_when_anything_was_changed() {
    let project = built();
    let sitemap = project.read("public/sitemap.xml");
    assert!(sitemap.contains("<loc>https://example.org/</loc><lastmod>2026-11-20</lastmod>"));
    let page = project.read("public/index.html");
    assert!(page.contains("\"dateModified\":\"2026-11-20\""));
    assert!(page.contains("\"datePublished\":\"2026-11-01\""));
    let markdown = project.read("public/index.md");
    assert!(
        markdown.contains("- Updated: 20 November 2026\n"),
        "{markdown}"
    );
    let feed = project.read("public/feed.xml");
    let home = feed.split("<title>Home</title>").nth(1).unwrap();
    assert!(
        home.contains("<updated>2026-11-01T00:00:00+03:00</updated>"),
        "{home}"
    );
    // What comes on the day of its publication is a part of that.
    project.write(
        "content/index.md",
        "---\ntitle: Home\ndate: 2026-11-20T09:00\n---\n",
    );
    project.build(NOW).assert_good();
    let page = project.read("public/index.html");
    let dateline = words(between(&page, "<dl class=\"dateline\">", "</dl>"));
    assert!(
        dateline.starts_with("Published | 20 November 2026"),
        "{dateline}"
    );
}

#[test]
fn a_draft_does_not_say_that_it_is_published() {
    let project = Project::of(SITE);
    for (key, date) in [
        ("draft: true", "2026-11-05"),
        ("publish_at: 2062-01-01", "2062-01-01"),
    ] {
        for updated in ["", "updated: 2026-11-07\n"] {
            let page = format!("---\ntitle: Wells\ndate: {date}\n{updated}{key}\n---\nWater.\n");
            project.write("content/wells.md", page);
            project.build(&[NOW, &["--drafts"]].concat()).assert_good();
            let page = project.read("public/wells/index.html");
            let main = between(&page, "<main", "</main>");
            for claim in ["Published", "Updated"] {
                assert!(!main.contains(claim), "{main}");
            }
            assert!(
                !page.contains("datePublished") && !page.contains("dateModified"),
                "{page}"
            );
        }
    }
}

/// Not a word of it before its day, and then all of it.
#[test]
fn an_update_is_told_from_its_day_on_in_the_sites_time_zone() {
    let project = built();
    let told = |text: &str| {
        let tree = project.tree("public");
        let holds = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains(text);
        tree.values().filter(|bytes| holds(bytes)).count()
    };
    for (now, count) in [("2026-11-29T20:59:59", 0), ("2026-11-29T21:00", 3)] {
        let said = project.build(&["--now", now]);
        said.assert_good();
        assert_eq!(told("What is to come."), count, "{now}");
        assert_eq!(said.err.contains("update-to-come"), count == 0, "{now}");
    }
}

/// A build that has nothing to do is left out, but not over a day on which there is news.
#[test]
fn news_to_come_ends_the_time_in_which_nothing_changes() {
    let project = Project::of(
        "--- site.yaml\nbase_url: https://example.org/\n\
         --- content/index.md\n---\ntitle: Home\ndate: 2026-12-01\n---\n",
    );
    let page = "public/whats-new/index.html";
    for (now, there) in [
        ("2026-11-30", false),
        ("2026-11-30T23:59", false),
        ("2026-12-01", true),
    ] {
        project.build(&["--now", now]).assert_good();
        assert_eq!(project.has(page), there, "{now}");
    }
}

#[test]
fn only_public_pages_make_news_even_among_drafts() {
    let project = built();
    project.write(
        "content/plan.md",
        "---\ntitle: A plan\ndraft: true\ndate: 2026-11-02\n\
         updates: [{ date: 2026-11-21, note: In secret. }]\n---\n",
    );
    let drafts = [NOW, &["--drafts"]].concat();
    project.build(&drafts).assert_good();
    assert!(
        project
            .read("public/plan/index.html")
            .contains("In secret.")
    );
    let news = project.read("public/whats-new/index.html");
    assert!(!between(&news, "<div class=\"days\">", "</main>").contains("plan"));
    for path in ["feed.xml", "sitemap.xml"] {
        let text = project.read(&format!("public/{path}"));
        assert!(!text.contains("plan"), "{path}");
    }
    let home = project.read("public/index.html");
    let dateline = between(&home, "<dl class=\"dateline\">", "</dl>");
    assert!(dateline.contains("20 November"), "{dateline}");
}

#[test]
fn without_news_or_by_choice_there_is_no_such_page() {
    let project = Project::of("--- content/index.md\n---\ntitle: Home\n---\n");
    project.build(NOW).assert_good();
    assert!(!project.has("public/whats-new"));
    let project = built();
    let site = project.read("site.yaml") + "whats_new: false\n";
    project.write("site.yaml", site).build(NOW).assert_good();
    let tree = project.tree("public");
    assert!(!names(&tree).contains(&"whats-new/index.html"));
    for (path, bytes) in tree {
        assert!(
            !String::from_utf8_lossy(&bytes).contains("whats-new"),
            "{path}"
        );
    }
}

/// A long list goes on, each part with its own days.
#[test]
fn a_long_list_of_news_is_divided_like_others() {
    let project = built();
    let site = project.read("site.yaml") + "paginate: 4\n";
    project.write("site.yaml", site).build(NOW).assert_good();
    let parts = ["whats-new/index.html", "whats-new/page/2/index.html"];
    let parts = parts.map(|path| project.read(&format!("public/{path}")));
    let lists = parts
        .each_ref()
        .map(|part| between(part, "<div class=\"days\">", "</main>"));
    assert_eq!(lists.map(|list| list.matches("<li>").count()), [4, 2]);
    assert!(!project.has("public/whats-new/page/3"));
}

/// The banner is seen from the day on, says what it means, and has a name.
#[test]
fn a_page_that_is_due_for_review_says_what_that_means_for_its_reader() {
    let project = built();
    let page = "---\ntitle: Wells\nreview_by: 2026-11-20\nnext_update: 2027-01-15\n\
                period: January to June\nas_of: 2026-11-18\n---\n";
    project.write("content/wells.md", page);
    for (now, is_due) in [("2026-11-19", false), ("2026-11-20", true)] {
        project.build(&["--now", now]).assert_good();
        let page = project.read("public/wells/index.html");
        assert_eq!(page.contains("This page may be out of date"), is_due);
        assert_eq!(
            page.contains(
                "<div class=\"overdue\" role=\"note\" aria-label=\"This page may be out of date\">"
            ),
            is_due
        );
        assert_eq!(
            page.contains("by 20 November 2026. It may still hold"),
            is_due
        );
        assert_eq!(
            words(between(&page, "<dl class=\"dateline\">", "</dl>")),
            "As of | 18 November 2026 | Period covered | January to June | \
             Next update due | 15 January 2027 | Reading time | 1 min"
        );
    }
}

#[test]
fn what_is_dated_to_come_or_before_the_publication_is_no_change() {
    let project = built();
    let page = "---\ntitle: Wells\ndate: 2026-11-20\nupdated: 2062-11-20\nupdates:\n  \
                - { date: 2026-11-05, note: In the draft. }\n---\n";
    project.write("content/wells.md", page);
    project.build(&["--now", "2026-11-23"]).assert_good();
    let feed = project.read("public/feed.xml");
    assert!(
        !feed.contains("2062") && !feed.contains("2026-11-05"),
        "{feed}"
    );
    let page = project.read("public/wells/index.html");
    assert!(
        page.contains("\"dateModified\":\"2026-11-20\"") || !page.contains("dateModified"),
        "{page}"
    );
}

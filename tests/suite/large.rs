//! Sites of many pages, and builds of what is there already.

use std::fs;

use super::project::Project;

/// A project with the default theme, and so many pages below a folder of `content/`.
fn flat(pages: usize, folder: &str) -> Project {
    let project = Project::of("");
    project.write(
        "site.yaml",
        "title: A site\nbase_url: https://example.org/\n",
    );
    project.write("content/index.md", "---\ntitle: Home\n---\n");
    for number in 0..pages {
        let text = format!("---\ntitle: Page {number}\ntags: [one]\n---\nWords.\n");
        project.write(&format!("content/{folder}p{number}.md"), text);
    }
    project
}

#[test]
fn a_page_of_a_large_site_does_not_list_all_the_others() {
    let project = flat(100, "");
    project.build(&[]).assert_good();
    assert!(
        project
            .read("public/p7/index.html")
            .contains(">Page 99</a>")
    );
    let project = flat(101, "");
    project.write("content/part/index.md", "---\ntitle: A part\n---\n");
    project.build(&[]).assert_good();
    let page = project.read("public/p7/index.html");
    assert!(!page.contains(">Page 99</a>") && page.contains(">A part</a>"));
    let home = project.read("public/index.html");
    assert!(home.contains(">Page 99</a>"));
}

#[test]
fn a_site_that_is_built_again_equals_one_that_is_built_anew() {
    let project = flat(60, "part/");
    project.write("content/part/index.md", "---\ntitle: A part\n---\n");
    project.build(&[]).assert_good();
    project.build(&[]).assert_good();
    project.write(
        "content/part/p7.md",
        "---\ntitle: Other\ntags: [two]\n---\n[8](p8.md)\n",
    );
    project.write("content/part/new.md", "---\ntitle: New\n---\n");
    fs::remove_file(project.path("content/part/p9.md")).unwrap();
    project.build(&[]).assert_good();
    project.build(&["--out", "anew"]).assert_good();
    assert_eq!(project.tree("public"), project.tree("anew"));
}

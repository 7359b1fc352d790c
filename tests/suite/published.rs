//! The site in `public/` is what a build of this repository makes, to the byte.

use std::path::Path;

use super::project::{Project, Said, Tree, attache, tree};

const REFRESH: &str = "run `cargo run --release -- build` and commit public/";

/// Notes for people, which no build makes.
fn is_note(path: &str) -> bool {
    matches!(path, "README.md" | "CNAME")
}

#[test]
fn the_committed_site_is_what_a_build_makes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Project::of("");
    let out = project.path("public");
    let mut command = attache();
    command.arg("build").arg("--root").arg(root);
    let said = Said::of(command.arg("--out").arg(&out).output().unwrap());
    said.assert_good();
    let built = project.tree("public");
    let committed: Tree = tree(&root.join("public"))
        .into_iter()
        .filter(|(path, _)| !is_note(path))
        .collect();
    let missing: Vec<_> = built
        .keys()
        .filter(|path| !committed.contains_key(*path))
        .collect();
    assert!(missing.is_empty(), "public/ lacks {missing:?}: {REFRESH}");
    let extra: Vec<_> = committed
        .keys()
        .filter(|path| !built.contains_key(*path))
        .collect();
    assert!(
        extra.is_empty(),
        "no build makes public/{extra:?}: {REFRESH}"
    );
    let differing: Vec<_> = built
        .keys()
        .filter(|path| built[*path] != committed[*path])
        .collect();
    assert!(
        differing.is_empty(),
        "public/ differs in {differing:?}: {REFRESH}"
    );
}

/// The browser's own verdict is in `.ci/site`.
#[test]
fn case_57_nothing_in_a_page_needs_a_policy_that_allows_what_is_inline() {
    let pages = tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("public"));
    let pages = pages.iter().filter(|(path, _)| path.ends_with(".html"));
    let mut count = 0;
    for (path, bytes) in pages {
        let page = String::from_utf8(bytes.clone()).unwrap();
        for inline in [
            " style=",
            "<style",
            "<script>",
            " onclick=",
            " onload=",
            "javascript:",
        ] {
            assert!(!page.contains(inline), "{path}: {inline}");
        }
        let scripts = page.matches("<script").count();
        let data = page.matches("<script type=\"application/ld+json\"").count();
        let files = page.matches("<script src=\"").count();
        assert_eq!(scripts, data + files, "{path}");
        // The search needs one, and Escape where a term is explained.
        let may_need = path == "search/index.html" || page.contains("class=\"term\"");
        assert_eq!(files > 0, may_need, "{path}");
        count += 1;
    }
    assert!(count > 10);
}

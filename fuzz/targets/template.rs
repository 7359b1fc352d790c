//! A theme's template: the page is made or there is a mistake with a place.
#![no_main]

use std::cell::OnceCell;
use std::fs;

use attache::date::Timestamp;
use attache::diagnostic::{self, Report};
use attache::pipeline::{self, Memory};
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

thread_local! {
    static PROJECT: OnceCell<TempDir> = const { OnceCell::new() };
}

const TEMPLATE: &str = "themes/mine/templates/page.html";

fn project() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (path, text) in [
        ("site.yaml", "theme: mine\n"),
        ("themes/mine/theme.yaml", "extends: briefing\ncontext: 1\n"),
        ("content/index.md", "---\ntitle: Home\n---\nText.\n"),
        ("content/a.md", "---\ntitle: A\ntags: [one]\n---\n## B\n\nText.\n"),
        (TEMPLATE, ""),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

fuzz_target!(|template: &str| {
    PROJECT.with(|folder| {
        let root = folder.get_or_init(project).path();
        fs::write(root.join(TEMPLATE), template).expect("a file");
        let project = pipeline::Project {
            root,
            base_url: None,
            drafts: false,
            now: Timestamp::UNIX_EPOCH,
            strict: false,
        };
        let mut report = Report::default();
        if let Some(renderer) = pipeline::prepare(&project, &mut Memory::new(root), &mut report)
            && let Some(job) = renderer.job_at("a/index.html")
            && let Err(mistake) = renderer.run(&job)
        {
            report.push(*mistake);
        }
        let mistakes = report.sorted();
        assert!(mistakes.iter().all(|mistake| mistake.location.is_some()));
        diagnostic::to_text(&mistakes, false);
    });
});

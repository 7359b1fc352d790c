//! `attache new` and `attache theme`, run: what they write, what they refuse, what they say.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::project::{Said, attache};

/// Runs the program in a folder. The words of a title are joined by `+`.
fn run(folder: &Path, words: &str) -> Said {
    let mut command = attache();
    command
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1764115200");
    command.args(words.split(' ').map(|word| word.replace('+', " ")));
    Said::of(command.output().unwrap())
}

fn good(folder: &Path, words: &str) -> String {
    let said = run(folder, words);
    assert_eq!(
        (said.code, said.out.as_str()),
        (Some(0), ""),
        "{}",
        said.err
    );
    said.err
}

fn refused(folder: &Path, words: &str) -> String {
    let said = run(folder, words);
    assert_eq!(said.code, Some(1), "{}", said.err);
    said.err
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

/// A new briefing, in a folder of a folder that is removed when the test ends.
fn begun() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    good(folder.path(), "new my-briefing");
    folder
}

#[test]
fn a_new_briefing_builds_at_once_and_has_nothing_to_complain_of() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        good(folder.path(), "new my-briefing"),
        "Wrote 14 files into my-briefing: a briefing to write over.\n\
         First write over `subtitle`, `publisher` and `authors` in site.yaml, which are published \
         as they stand.\n\
         Next: `cd my-briefing`; `attache watch --open` shows it.\n"
    );
    let at = folder.path().join("my-briefing");
    let said = good(&at, "build --strict --base-url https://example.org/");
    assert!(said.starts_with("Built 3 pages into public: "), "{said}");
    let home = read(&at, "public/index.html");
    for part in [
        "<h1>My briefing</h1>",
        "26 November 2025",
        "quotations, all verified",
    ] {
        assert!(home.contains(part), "{part}");
    }
    assert_eq!(read(&at, ".gitignore").lines().last(), Some("/public/"));
}

#[test]
fn it_says_as_much_as_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(good(folder.path(), "new a --quiet"), "");
    let said = good(folder.path(), "new b --verbose");
    assert!(said.starts_with("  wrote .gitignore\n"), "{said}");
    let at = folder.path().join("a");
    for words in [
        "new topic A -q",
        "theme new a -q",
        "theme eject robots.txt -q",
        "source add b --from README.md --title B --language en -q",
    ] {
        let words = words.replace("robots.txt", "templates/robots.txt");
        assert_eq!(good(&at, &words), "", "{words}");
    }
    assert_eq!(run(&at, "new topic B -q -v").code, Some(2));
}

#[test]
fn what_a_new_briefing_quotes_is_checked() {
    let folder = begun();
    let at = folder.path().join("my-briefing");
    let page = read(&at, "content/wells.md");
    fs::write(
        at.join("content/wells.md"),
        page.replace("12 and 29", "12 and 28"),
    )
    .unwrap();
    assert!(refused(&at, "check").contains("error[quotation-altered]: "));
}

#[test]
fn the_fingerprint_of_its_source_is_what_source_add_makes() {
    let folder = begun();
    let at = folder.path().join("my-briefing");
    let said = good(
        &at,
        "source add survey-2026 --from content/sources/survey-2026.txt",
    );
    assert!(said.starts_with("Unchanged: "), "{said}");
}

#[test]
fn its_title_is_any_text() {
    let folder = tempfile::tempdir().unwrap();
    good(folder.path(), "new a --title \"Water\":+who\\what+#1");
    let said = good(&folder.path().join("a"), "build");
    assert!(said.starts_with("Built 3 pages"), "{said}");
    let home = read(folder.path(), "a/public/index.html");
    assert!(
        home.contains("<h1>&quot;Water&quot;: who\\what #1</h1>"),
        "{home}"
    );
    assert!(refused(folder.path(), "new b --title +").ends_with("a title has words\n"));
}

#[test]
fn a_folder_that_holds_something_is_left_as_it_is() {
    let folder = begun();
    fs::remove_file(folder.path().join("my-briefing/README.md")).unwrap();
    assert_eq!(
        refused(folder.path(), "new my-briefing"),
        "error: my-briefing holds files already: name a folder that is new or empty, \
         or write a page: `attache new topic \"…\"`\n"
    );
    assert!(!folder.path().join("my-briefing/README.md").exists());
    fs::write(folder.path().join("a"), "").unwrap();
    assert_eq!(
        refused(folder.path(), "new a"),
        "error: a: not a directory\n"
    );
    // One that git has made ready is as good as empty.
    fs::create_dir_all(folder.path().join("empty/.git")).unwrap();
    let said = good(&folder.path().join("empty"), "new .");
    assert!(
        said.ends_with("Next: `attache watch --open` shows it.\n"),
        "{said}"
    );
    let site = read(folder.path(), "empty/site.yaml");
    assert!(site.contains("title: \"Empty\""), "{site}");
}

#[test]
fn a_topic_is_a_draft_that_takes_no_address_twice() {
    let folder = begun();
    let at = folder.path().join("my-briefing");
    assert_eq!(
        good(&at, "new topic Who+pays? --in reference"),
        "Wrote content/reference/who-pays.md: a draft, which only the preview shows.\n\
         Next: write it, and take out `draft: true` to publish it.\n"
    );
    assert_eq!(
        read(&at, "content/reference/who-pays.md"),
        "---\n\
         title: \"Who pays?\"\n\
         # The page in one sentence: lists show it, and the page begins with it.\n\
         # summary: \"\"\n\
         date: 2025-11-26\n\
         # What it rests on, by the names of files in content/sources/.\n\
         # sources: []\n\
         # tags: []\n\
         draft: true\n\
         ---\n\n"
    );
    good(&at, "build");
    assert!(!at.join("public/reference/who-pays").exists());
    good(&at, "build --drafts --out drafts");
    assert!(at.join("drafts/reference/who-pays/index.html").exists());
    for (words, why) in [
        (
            "new topic WELLS",
            "its address is that of content/wells.md: write there, or give this one another title",
        ),
        (
            "new topic Search",
            "/search/ is kept for a page that Attaché makes: give this one another title, or \
             name a folder with `--in`",
        ),
        (
            "new topic Tags",
            "/tags/ is kept for a page that Attaché makes: give this one another title, or name \
             a folder with `--in`",
        ),
        (
            "new topic ?!",
            "the title `?!` has no letters or digits that could name a file",
        ),
        ("new topic A --in ../b", "`--in ../b` leads out of content/"),
        (
            "new topic A --in sources",
            "no file in content/sources becomes a page",
        ),
        (
            "new topic A --in static/b",
            "no file in content/static/b becomes a page",
        ),
        (
            "new topic A --in .hidden",
            "no file in content/.hidden becomes a page",
        ),
    ] {
        assert_eq!(refused(&at, words), format!("error: {why}\n"));
    }
    let nowhere = "error[missing-content]: there is no project in `public`";
    assert!(refused(&at, "new topic A --root public").starts_with(nowhere));
    assert_eq!(run(&at, "new topic").code, Some(2));
    assert_eq!(run(&at, "new").code, Some(2));
}

#[test]
fn a_theme_holds_what_differs() {
    let folder = begun();
    let at = folder.path().join("my-briefing");
    assert_eq!(
        good(&at, "theme new valley"),
        "Wrote themes/valley/theme.yaml and themes/valley/assets/colours.css.\n\
         Next: write `theme: valley` in site.yaml, then change a colour.\n"
    );
    let site = read(&at, "site.yaml") + "theme: valley\n";
    fs::write(at.join("site.yaml"), site).unwrap();
    good(&at, "theme eject templates/_footer.html");
    let footer = at.join("themes/valley/templates/_footer.html");
    let text = fs::read_to_string(&footer).unwrap();
    fs::write(&footer, format!("{text}<p>By the river</p>")).unwrap();
    good(&at, "build --strict --base-url https://example.org/");
    let home = read(&at, "public/index.html");
    assert!(home.contains("<p>By the river</p>"));
    let sheets = fs::read_dir(at.join("public/assets")).unwrap();
    let sheets = sheets.map(|entry| entry.unwrap().path());
    let sheet = sheets.filter(|path| path.extension().is_some_and(|ending| ending == "css"));
    let sheet: Vec<String> = sheet
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    // The theme's own colours stand behind those of the theme that it extends.
    assert_eq!(sheet.len(), 1);
    let place = |text: &str| sheet[0].find(text).unwrap();
    assert!(place("--measure") < place("light-dark(#0b4f6c"));
    for (words, why) in [
        (
            "theme new valley",
            "there is a theme in themes/valley/ already",
        ),
        (
            "theme new ../a",
            "`../a` cannot be the name of a folder in themes/",
        ),
        (
            "theme eject templates/_footer.html",
            "themes/valley/templates/_footer.html is there already: remove it to begin anew",
        ),
        (
            "theme eject templates/foot.html",
            "the theme has no file `templates/foot.html`: did you mean `templates/_footer.html`?",
        ),
    ] {
        assert_eq!(refused(&at, words), format!("error: {why}\n"));
    }
}

#[test]
fn every_file_of_the_default_theme_can_be_taken_over_and_changes_nothing() {
    let folder = begun();
    let at = folder.path().join("my-briefing");
    good(&at, "build");
    let listed = run(&at, "theme eject");
    assert_eq!(listed.code, Some(0));
    assert!(
        listed
            .out
            .lines()
            .any(|file| file == "components/timeline.yaml")
    );
    for file in listed.out.lines() {
        good(&at, &format!("theme eject {file}"));
    }
    let said = good(&at, "build");
    assert!(said.contains("(0 written, 0 removed)"), "{said}");
}

#[test]
fn a_briefing_in_another_is_warned_of_and_in_its_pages_refused() {
    let folder = begun();
    let at = folder.path().join("my-briefing");
    for (words, from) in [("new content/other", ""), ("new other/inner", "content")] {
        let said = refused(&at.join(from), words);
        assert!(said.contains(" would stand in the project "), "{said}");
        assert!(said.contains("attache new topic"), "{said}");
    }
    assert!(!at.join("content/other").exists());
    let said = good(&at, "new other");
    assert!(
        said.starts_with("warning: other stands in the project "),
        "{said}"
    );
    assert!(at.join("other/site.yaml").exists());
}

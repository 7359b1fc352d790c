//! `attache source add`, run: what it writes, what it refuses, what it says.

use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

const TEXT: &str =
    "Our Site\n\nThe parties do not agree on the budget.\n\nShare\n\nThey met again in June.\n";

fn project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("site/content")).unwrap();
    std::fs::write(folder.path().join("report.txt"), TEXT).unwrap();
    folder
}

/// Whether it went well, and what it said.
fn add(folder: &Path, options: &str) -> (bool, String) {
    let mut command = Command::cargo_bin("attache").unwrap();
    command
        .current_dir(folder)
        .args(["source", "add", "--root", "site"]);
    let output = command
        .args(options.split(' ').map(|o| o.replace('_', " ")))
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder.join("site/content/sources"))
        .into_iter()
        .flatten();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join("site/content/sources").join(name)).unwrap()
}

const GOOD: &str = "un --from report.txt --skip 1 --skip Share --title A_\"title\" --language en";

#[test]
fn a_source_gets_a_fingerprint_and_its_particulars_and_no_text() {
    let folder = project();
    let at = folder.path();
    let (good, said) = add(at, GOOD);
    assert!(good, "{said}");
    assert_eq!(
        said,
        "Wrote content/sources/un.fingerprint: 2 paragraphs by blank, 13 words, 2 left out.\n\
         Next: complete content/sources/un.yaml (publisher, url, retrieved), then quote it in a page: “its words” [@un, para. 1].\n"
    );
    assert_eq!(names(at), ["un.fingerprint", "un.yaml"]);
    assert_eq!(
        read(at, "un.yaml"),
        "title: \"A \\\"title\\\"\"\nlanguage: \"en\"\n"
    );
    let fingerprint = read(at, "un.fingerprint");
    assert!(fingerprint.contains("\n1 8 4:3-8 ") && !fingerprint.contains("budget"));
    // Again, with another title: what a user may have written stays.
    let (good, said) = add(at, &GOOD.replace("A_", "B_"));
    assert!(good && said.starts_with("Unchanged: "), "{said}");
    assert!(
        said.contains("Next: quote it in a page: “its words” [@un, para. 1].\n"),
        "{said}"
    );
    assert!(read(at, "un.yaml").contains("A \\\"title"));
    // The language is the source's own from now on.
    let (good, said) = add(at, "un --from report.txt --skip 1 --keep-text");
    assert!(
        good && read(at, "un.fingerprint").contains("language en\n"),
        "{said}"
    );
    assert_eq!(read(at, "un.txt"), TEXT);
}

#[test]
fn a_text_that_is_kept_later_is_named_once_it_is_written() {
    let folder = project();
    let at = folder.path();
    assert!(add(at, GOOD).0);
    let keep = "un --from report.txt --skip 1 --skip Share --keep-text";
    let (good, said) = add(at, keep);
    let unchanged = "Unchanged: content/sources/un.fingerprint: 2 paragraphs by blank, 13 words, \
                     2 left out.\n";
    let wrote = "Wrote content/sources/un.txt.\n";
    assert!(
        good && said.starts_with(&format!("{unchanged}{wrote}")),
        "{said}"
    );
    let (good, said) = add(at, keep);
    assert!(
        good && said.starts_with(unchanged) && !said.contains(wrote),
        "{said}"
    );
}

#[test]
fn a_new_description_names_the_schema_that_the_project_has() {
    let folder = project();
    let at = folder.path();
    std::fs::create_dir(at.join("site/.vscode")).unwrap();
    std::fs::write(at.join("site/.vscode/source.schema.json"), "{}").unwrap();
    assert!(add(at, "a/b --from report.txt --title B").0);
    assert_eq!(
        read(at, "a/b.yaml"),
        "# yaml-language-server: $schema=../../../.vscode/source.schema.json\ntitle: \"B\"\n"
    );
    std::fs::write(at.join("refs.bib"), "@book{kbc, title = {C}}").unwrap();
    let mut import = Command::cargo_bin("attache").unwrap();
    let import = import
        .current_dir(at)
        .args(["source", "import", "refs.bib", "--root", "site"]);
    import.assert().success();
    assert!(
        read(at, "kbc.yaml")
            .starts_with("# yaml-language-server: $schema=../../.vscode/source.schema.json\n")
    );
}

#[test]
fn another_text_replaces_nothing_unless_told_to() {
    let folder = project();
    let at = folder.path();
    assert!(add(at, GOOD).0);
    let before = read(at, "un.fingerprint");
    std::fs::write(at.join("report.txt"), "The parties agree on the budget.").unwrap();
    let (good, said) = add(at, "un --from report.txt");
    assert!(!good && before == read(at, "un.fingerprint"));
    assert_eq!(
        said,
        "error: content/sources/un.fingerprint is of another text: replace it with `--replace`\n"
    );
    let (good, said) = add(at, "un --from report.txt --replace");
    assert!(good && before != read(at, "un.fingerprint"), "{said}");
    let damaged = read(at, "un.fingerprint").replace("language en", "language fr");
    std::fs::write(at.join("site/content/sources/un.fingerprint"), damaged).unwrap();
    let (good, said) = add(at, "un --from report.txt");
    assert!(!good);
    assert_eq!(
        said,
        "error: content/sources/un.fingerprint is damaged: line 7: the file was changed after \
         Attaché wrote it: replace it with `--replace`\n"
    );
    std::fs::write(
        at.join("site/content/sources/un.txt"),
        "Something else altogether.",
    )
    .unwrap();
    let (good, said) = add(at, "un --from report.txt --replace");
    assert!(!good);
    assert_eq!(
        said,
        "error: content/sources/un.txt is another text: remove it, or add `--keep-text`\n"
    );
}

#[test]
fn what_cannot_be_added_is_refused_and_nothing_is_written() {
    let folder = project();
    let at = folder.path();
    std::fs::write(at.join("short.txt"), "Two words").unwrap();
    std::fs::write(at.join("report.pdf"), b"%PDF-1.7\n\x80").unwrap();
    std::fs::write(at.join("report.docx"), b"PK\x03\x04\x14\0").unwrap();
    for (name, bytes) in [
        ("zip.txt", &b"PK\x03\x04\x14\0"[..]),
        ("pdf.md", b"%PDF-1.7\n\x80"),
        ("rtf.txt", b"{\\rtf1 Words that are read}"),
        ("word.html", b"\xD0\xCF\x11\xE0\xA1"),
    ] {
        std::fs::write(at.join(name), bytes).unwrap();
    }
    for (options, expected) in [
        (
            "un --from report.txt",
            "error: the source `un` has no title yet: give it with `--title \"…\"`",
        ),
        (
            "un --from none.txt",
            "this file cannot be read: no such file or directory",
        ),
        ("un --from site", "this is not a regular file"),
        (
            "un --from report.pdf",
            "error: report.pdf: `.pdf` is not read: save it as .txt, .md or .html",
        ),
        (
            "un --from report.docx",
            "error: report.docx: `.docx` is not read: save it as .txt, .md or .html",
        ),
        (
            "un --from zip.txt",
            "this file is a ZIP archive, as .docx and .odt are, and no text",
        ),
        ("un --from pdf.md", "this file is a PDF and no text"),
        (
            "un --from rtf.txt",
            "this file is rich text (RTF) and no text",
        ),
        (
            "un --from word.html",
            "this file is an old Office document and no text",
        ),
        (
            "un --from short.txt",
            "error: short.txt: fewer than three words are left to quote from; `--list` shows all paragraphs",
        ),
        (
            "un --from report.txt --skip 9",
            "error: report.txt: there is no paragraph 9 to leave out: there are 4; `--list` shows all paragraphs",
        ),
        (
            "un --from report.txt --root report.txt",
            "cannot be used multiple times",
        ),
        (
            "../un --from report.txt",
            "a key is letters and digits, with - _ . between them",
        ),
        (
            "un --from report.txt --language English",
            "write it as `en`, `fr` or `pt-BR`",
        ),
    ] {
        let (good, said) = add(at, options);
        assert!(!good && said.contains(expected), "{options}\n{said}");
    }
    assert_eq!(names(at), [""; 0]);
    let (good, said) = add(at, "un --from report.txt --list");
    assert!(good && names(at).is_empty());
    assert_eq!(
        said,
        "   1  Our Site\n   2  The parties do not agree on the budget.\n   3  Share\n   4  They met again in June.\n"
    );
    let (good, said) = add(at, "un --from report.txt --title A --language de");
    assert!(good);
    assert!(said.ends_with(
        "Words that deny in `de` are not known: a gap may hide one. Known are en, fr, ru, ar, zh.\n"
    ), "{said}");
}

//! Files that cannot be what they should be: each is named with what to do, and
//! the output stays as it was. Also the battery's cases about what is read.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::project::{GOOD, Project, Said, attache, tree};

/// Builds, proves that nothing was published, and compares what was said.
fn assert_refused(project: &Project, expected: &str) {
    let said = project.refused(&[]);
    assert_eq!(
        said.trim_end(),
        format!("{expected}\n\n1 error. Nothing was published.")
    );
}

#[test]
fn case_01_text_that_is_not_utf8_is_shown_at_its_place() {
    for (path, before) in [
        ("content/a.md", "---\ntitle: Caf"),
        ("site.yaml", "title: Caf"),
        ("content/sources/a.yaml", "title: Caf"),
        ("themes/bare/templates/page.html", "<p>Caf"),
        ("themes/bare/strings/en.yaml", "next: Caf"),
    ] {
        let project = Project::built();
        project.write(path, [before.as_bytes(), b"\xe9\n"].concat());
        let line = before.matches('\n').count() + 1;
        let text = before.lines().last().unwrap();
        let column = text.len() + 1;
        let space = " ".repeat(text.len());
        assert_refused(
            &project,
            &format!(
                "error[not-utf8]: this file is not UTF-8: the byte 0xe9 stands here\n \
                 --> {path}:{line}:{column}\n  |\n{line} | {text}�\n  | {space}^\n  |\n  = help: save it as UTF-8"
            ),
        );
    }
}

#[test]
fn case_02_control_characters_are_shown_at_their_place() {
    for (byte, shown, name) in [
        ("\0", "␀", "U+0000"),
        ("\u{1b}", "␛", "U+001B"),
        ("\u{9f}", "¤", "U+009F"),
    ] {
        let project = Project::built();
        project.page("a.md", &format!("So {byte}it is."));
        let said = project.refused(&[]);
        let expected = format!(
            "error[control-character]: a control character ({name}) stands here\n \
             --> content/a.md:4:4\n  |\n4 | So {shown}it is.\n  |    ^\n  |\n  = help: remove it\n\n\
             1 error. Nothing was published.\n"
        );
        assert_eq!(said, expected);
    }
}

#[test]
fn case_03_a_byte_order_mark_and_any_line_ends_are_read() {
    let page = "---\ntitle: Other\n---\n\nOne\n\n## Two\n";
    let plain = Project::built();
    plain.write("content/a.md", page);
    plain.build(&[]).assert_good();
    for other in [
        page.replace('\n', "\r\n"),
        page.replace('\n', "\r"),
        format!("\u{feff}{page}"),
    ] {
        let project = Project::built();
        project.write("content/a.md", other);
        let site = format!(
            "\u{feff}{}",
            project.read("site.yaml").replace('\n', "\r\n")
        );
        project.write("site.yaml", site);
        project.build(&[]).assert_good();
        assert_eq!(project.tree("public"), plain.tree("public"));
    }
}

#[test]
fn case_03_utf16_is_named_as_such() {
    for marked in [&b"\xff\xfe-\0-\0"[..], b"\xfe\xff\0-\0-"] {
        let project = Project::built();
        project.write("content/a.md", marked);
        assert_refused(
            &project,
            "error[not-utf8]: this file is UTF-16\n--> content/a.md\n = help: save it as UTF-8",
        );
    }
}

#[test]
fn a_text_that_is_too_large_is_refused_by_name() {
    let project = Project::built();
    project.write("content/a.md", "x".repeat(16 * 1024 * 1024 + 1));
    assert_refused(
        &project,
        "error[file-too-large]: this file is over 16 MiB\n--> content/a.md\n = help: split it into several",
    );
    let project = Project::built();
    project.write("site.yaml", format!("# {}\n", "x".repeat(1024 * 1024)));
    assert!(project.refused(&[]).starts_with(
        "error[file-too-large]: this YAML is over 1 MiB\n--> site.yaml\n = help: move long texts into the Markdown\n"
    ));
}

/// Runs the program as a user who owns nothing; root may read everything.
pub fn build_as_nobody(project: &Project, rights: u32) -> Said {
    let open = fs::Permissions::from_mode(0o777);
    fs::set_permissions(project.path(""), fs::Permissions::from_mode(rights)).unwrap();
    let folder = TempDir::new().unwrap();
    fs::set_permissions(folder.path(), open).unwrap();
    let program = folder.path().join("attache");
    fs::copy(env!("CARGO_BIN_EXE_attache"), &program).unwrap();
    let mut command = Command::new(program);
    command
        .env("NO_COLOR", "1")
        .arg("build")
        .arg("--root")
        .arg(".");
    command.current_dir(project.path(""));
    if is_root() {
        command.uid(65534).gid(65534);
    }
    Said::of(command.output().unwrap())
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout == b"0\n"
}

#[test]
fn an_unreadable_file_or_folder_is_named() {
    let project = Project::of(GOOD);
    project.page("a.md", "Secret.").page("b/c.md", "Secret.");
    project
        .write("content/data.csv", "1")
        .write("content/index.md", "---\ntitle: Home\n---\n[d](data.csv)");
    let closed = fs::Permissions::from_mode(0o000);
    for path in ["content/a.md", "content/b", "content/data.csv"] {
        fs::set_permissions(project.path(path), closed.clone()).unwrap();
    }
    let said = build_as_nobody(&project, 0o777);
    fs::set_permissions(project.path("content/b"), fs::Permissions::from_mode(0o755)).unwrap();
    let help = " = help: give yourself the right to read it";
    let expected = format!(
        "error[unreadable-file]: this file cannot be read: permission denied\n--> content/a.md\n{help}\n\n\
         error[unreadable-file]: this cannot be read: permission denied\n--> content/b\n{help}\n\n\
         error[unreadable-file]: this file cannot be read: permission denied\n--> content/data.csv\n{help}\n\n"
    );
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.err.starts_with(&expected), "{}", said.err);
    assert!(!project.has("public"));
}

fn fifo(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

#[test]
fn case_24_a_pipe_or_a_socket_is_named_and_not_waited_for() {
    for path in [
        "content/pipe.md",
        "content/pipe.png",
        "themes/bare/templates/pipe.html",
        "themes/bare/assets/pipe.svg",
        "content/sources/pipe.yaml",
    ] {
        let expected = format!(
            "error[special-file]: this is not a regular file (a pipe, a socket or a device)\n--> {path}\n \
             = help: remove it from the project"
        );
        let project = Project::built();
        fifo(&project.path(path));
        assert_refused(&project, &expected);
        let project = Project::built();
        fs::create_dir_all(project.path(path).parent().unwrap()).unwrap();
        let socket = UnixListener::bind(project.path(path)).unwrap();
        assert_refused(&project, &expected);
        drop(socket);
    }
}

#[test]
fn case_24_a_link_that_leads_nowhere_or_round_is_named() {
    let project = Project::built();
    symlink("nothing.md", project.path("content/gone.md")).unwrap();
    assert_refused(
        &project,
        "error[unreadable-file]: this link leads nowhere\n--> content/gone.md\n \
         = help: remove it, or restore what it points to",
    );
    let project = Project::built();
    symlink(".", project.path("content/round")).unwrap();
    assert_refused(
        &project,
        "error[link-outside]: this link leads back to its own folder\n--> content/round\n = help: remove it",
    );
}

#[test]
fn case_58_a_link_that_leads_out_of_the_project_is_refused() {
    let outside = TempDir::new().unwrap();
    fs::write(
        outside.path().join("secret.md"),
        "---\ntitle: Secret\n---\n",
    )
    .unwrap();
    let file = outside.path().join("secret.md");
    for (path, target) in [
        ("content/a.md", file.as_path()),
        ("content/picture.png", &file),
        ("content/folder", outside.path()),
        ("themes/bare/templates/x.html", &file),
        ("themes/bare/assets", outside.path()),
    ] {
        let project = Project::built();
        symlink(target, project.path(path)).unwrap();
        assert_refused(
            &project,
            &format!(
                "error[link-outside]: this link leads out of the project\n--> {path}\n \
                 = help: copy what it points to here"
            ),
        );
    }
    let project = Project::built();
    fs::rename(project.path("content"), outside.path().join("content")).unwrap();
    symlink(outside.path().join("content"), project.path("content")).unwrap();
    assert!(
        project
            .refused(&[])
            .contains("error[link-outside]: this link leads out of the project\n--> content\n")
    );
}

#[test]
fn a_link_inside_the_project_is_followed() {
    let project = Project::built();
    project.write("shared/a.md", "---\ntitle: Shared\n---\n");
    symlink("../shared/a.md", project.path("content/a.md")).unwrap();
    project.build(&[]).assert_good();
    assert!(project.has("public/a/index.html"));
}

#[test]
fn case_33_a_name_that_is_no_address_is_refused() {
    let help = " = help: rename it\n";
    for (name, expected) in [
        (
            &b"caf\xe9.md"[..],
            "error[file-name]: this file's name is not UTF-8\n--> content/caf�.md\n",
        ),
        (
            b"a\nb.md",
            "error[file-name]: this file's name has a backslash or a line end in it\n",
        ),
        (
            b"a\\b.md",
            "error[file-name]: this file's name has a backslash or a line end in it\n--> content/a\\b.md\n",
        ),
        (
            b"con.png",
            "error[invalid-address]: this file's name is a name that Windows keeps for a device\n--> content/con.png\n",
        ),
        (
            b"a:b.png",
            "error[invalid-address]: this file's name may not hold any of : * ? \" < > | % #\n--> content/a:b.png\n",
        ),
        (
            b"dot.",
            "error[invalid-address]: this file's name may not end in a dot or a space\n--> content/dot.\n",
        ),
        (
            b"static/nul.txt",
            "error[invalid-address]: this file's name is a name that Windows keeps for a device\n",
        ),
    ] {
        let project = Project::built();
        fs::create_dir_all(project.path("content/static")).unwrap();
        let name = std::ffi::OsStr::from_bytes(name);
        fs::write(project.path("content").join(name), "---\ntitle: x\n---\n").unwrap();
        let said = project.refused(&[]);
        assert!(
            said.starts_with(expected) && said.contains(help),
            "{name:?}: {said}"
        );
        assert!(
            said.ends_with("\n1 error. Nothing was published.\n"),
            "{said}"
        );
    }
    // What has another spelling as an address is written under that one.
    let project = Project::built();
    project
        .page("A: b.md", "")
        .page(&format!("{}.md", "x".repeat(190)), "");
    project.build(&[]).assert_good();
    assert!(project.has("public/a-b/index.html"));
    project.page(&format!("{}.md", "y".repeat(210)), "");
    assert!(
        project
            .refused(&[])
            .contains("has a part of over 200 bytes")
    );
}

#[test]
fn editors_leavings_and_dotfiles_are_left_alone() {
    let project = Project::built();
    let before = project.tree("public");
    for path in [
        "content/.a.md.swp",
        "content/#a.md#",
        "content/a.md~",
        "content/.git/x.md",
        "content/Thumbs.db",
    ] {
        project.write(path, b"\xff\0");
    }
    project.build(&[]).assert_good();
    assert_eq!(project.tree("public"), before);
}

/// Front matter that asks for more than it should get, each with a word of the
/// answer.
fn bombs() -> Vec<(&'static str, String)> {
    let mut aliases = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for n in 1..20 {
        let one = format!("*a{}", n - 1);
        aliases.push_str(&format!("a{n}: &a{n} [{}]\n", [one.as_str(); 9].join(", ")));
    }
    let blocks = |depth: usize| -> String {
        let line = |n: usize| format!("{}a:\n", " ".repeat(n));
        (0..depth).map(line).collect()
    };
    vec![
        ("repetition limit exceeded", aliases),
        (
            "repetition limit exceeded",
            format!(
                "extra: {{a: &a [{}], b: [{}]}}\n",
                "x, ".repeat(3_000),
                "*a, ".repeat(3_000)
            ),
        ),
        (
            "repetition limit exceeded",
            format!(
                "a: &a {}\nextra:\n{}",
                "x".repeat(300_000),
                "- *a\n".repeat(10_000)
            ),
        ),
        ("recursion limit exceeded", "extra: &a {b: *a}\n".to_owned()),
        (
            "nested more than 60 levels",
            format!("extra: {}{}\n", "[".repeat(100_000), "]".repeat(100_000)),
        ),
        (
            "nested more than 60 levels",
            format!("extra: {}\n", "{a: ".repeat(100_000)),
        ),
        (
            "nested more than 60 levels",
            format!("extra:\n{}", blocks(1_000)),
        ),
        (
            "this YAML is over 1 MiB",
            format!("extra:\n{}", blocks(3_000)),
        ),
        (
            "nested more than 60 levels",
            format!("extra:\n  {}x\n", "- ".repeat(3_000)),
        ),
        (
            "nested more than 60 levels",
            format!("{}x\n", "? ".repeat(3_000)),
        ),
    ]
}

#[test]
fn case_08_alias_bomb_and_case_09_deep_yaml_are_errors() {
    for (expected, matter) in bombs() {
        let project = Project::built();
        project.write("content/a.md", format!("---\ntitle: A\n{matter}---\n"));
        let said = project.refused(&[]);
        assert!(
            said.starts_with("error[") && said.contains(expected),
            "{said:.600}"
        );
        assert!(said.contains("--> content/a.md"), "{said:.600}");
    }
}

/// A file of nothing but mistakes is read in a time that does not grow with its
/// square.
#[test]
fn case_09_thousands_of_mistakes_in_one_file_are_listed_in_time() {
    let project = Project::built();
    let keys: String = (0..20_000).map(|n| format!("key{n}: x\n")).collect();
    project.write("content/a.md", format!("---\ntitle: A\n{keys}---\n"));
    let said = project.refused(&[]);
    assert!(said.contains("there is no key `key0`"), "{said:.600}");
    assert!(
        said.ends_with("\n101 errors. Nothing was published.\n"),
        "{said:.600}"
    );
    assert!(
        said.contains(
            "error[unknown-key]: there are more mistakes in this YAML\n--> content/a.md\n"
        ),
        "{said:.600}"
    );
}

#[test]
fn case_07_a_draft_in_any_spelling_is_hidden_or_refused() {
    for spelling in ["true", "True", "TRUE"] {
        let project = Project::built();
        let before = project.tree("public");
        project.write(
            "content/a.md",
            format!(
                "---\ntitle: Xyzzy\ndraft: {spelling}\ndate: 2024-11-10\ntags: [xyzzy]\n---\nXyzzy"
            ),
        );
        project.build(&[]).assert_good();
        assert_eq!(project.tree("public"), before, "{spelling}");
    }
    for spelling in [
        "yes", "\"true\"", "on", "1", "'yes'", "[true]", "Yes", "~", "''",
    ] {
        let project = Project::built();
        project.write(
            "content/a.md",
            format!("---\ntitle: A\ndraft: {spelling}\n---\n"),
        );
        let said = project.refused(&[]);
        assert!(
            said.starts_with("error[wrong-type]: `draft` must be true or false, not "),
            "{said}"
        );
        assert!(said.contains("--> content/a.md:3:8"), "{said}");
    }
}

#[test]
fn case_07_nothing_of_what_is_not_public_reaches_the_output() {
    let project = Project::of(GOOD);
    fs::remove_dir_all(project.path("themes")).unwrap();
    project.write(
        "site.yaml",
        "title: A site\nbase_url: https://example.org/\n",
    );
    project.page("a.md", "## Plugh").page("z.md", "Plugh");
    for (name, key) in [
        ("b", "draft: true"),
        ("c", "publish_at: 2030-01-01"),
        ("d", "expires_at: 2020-01-01"),
    ] {
        project.write(
            &format!("content/{name}.md"),
            format!(
                "---\ntitle: Xyzzy\n{key}\ndate: 2024-11-10\ntags: [xyzzy]\naliases: [/xyzzy/]\nimage: xyzzy.svg\n---\n\
                 Xyzzy [a](a.md) [f](xyzzy.csv)\n"
            ),
        );
    }
    project.write(
        "content/closed/index.md",
        "---\ntitle: Xyzzy\ndraft: true\n---\n",
    );
    project.write("content/closed/open.md", "---\ntitle: Xyzzy\n---\n");
    project
        .write("content/xyzzy.csv", "Xyzzy")
        .write("content/xyzzy.svg", "<svg/>");
    project
        .write("content/sources/xyzzy.yaml", "title: Xyzzy\n")
        .write("content/sources/xyzzy.txt", "Xyzzy says nothing here.");
    project.build(&["--now", "2026-01-01"]).assert_good();
    for (path, bytes) in project.tree("public") {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(
            !path.contains("xyzzy") && !text.contains("xyzzy"),
            "{path}: {text}"
        );
    }
}

/// What authors write in front matter and `site.yaml` is text everywhere.
#[test]
fn case_14_values_are_escaped_everywhere() {
    let evil = r#"'"></title></script><script>alert(1)</script><!--&amp;"#;
    let quoted = format!("'{}'", evil.replace('\'', "''"));
    let project = Project::of(GOOD);
    project.write(
        "site.yaml",
        format!(
            "title: {quoted}\nsubtitle: {quoted}\ndescription: {quoted}\nmarking: {quoted}\nbase_url: https://example.org/\n\
             publisher: {quoted}\nauthors: [{quoted}]\nlicence: {{name: {quoted}, url: 'https://a.org/?a=1&b=2'}}\n\
             navigation: [{{title: {quoted}, page: index.md}}, {{title: {quoted}, url: 'https://a.org/?a=1&b=2'}}]\n"
        ),
    );
    project.write(
        "content/sources/k.yaml",
        format!("title: {quoted}\nauthor: {quoted}\npublisher: {quoted}\nnote: {quoted}\n"),
    );
    for path in ["index.md", "a.md", "b/c.md"] {
        project.write(
            &format!("content/{path}"),
            format!(
                "---\ntitle: {quoted}\nsummary: {quoted}\nkey_points: [{quoted}]\nperiod: {quoted}\nmarking: {quoted}\n\
                 tags: [{quoted}]\nauthors: [{quoted}]\nsources: [k]\nimage: /i.svg\nimage_alt: {quoted}\ndate: 2024-11-10\n\
                 extra: {{a: {quoted}}}\n---\n## {evil}\n\n![{evil}](/i.svg {quoted})\n"
            ),
        );
    }
    project.write("content/i.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    project.build(&[]).assert_good();
    for (path, bytes) in project.tree("public") {
        let text = String::from_utf8_lossy(&bytes).replace("<!-- ", "");
        let harmful = ["<script>alert", "\"><script", "'><script", "<!--&"];
        let found: Vec<_> = harmful.iter().filter(|bad| text.contains(**bad)).collect();
        assert!(found.is_empty(), "{path} holds {found:?}");
    }
}

#[test]
fn nothing_is_read_outside_the_project_by_a_themes_name() {
    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("theme.yaml"), "nonsense: true\n").unwrap();
    let project = Project::built();
    let up = format!("../..{}", outside.path().display());
    project.write("themes/bare/theme.yaml", format!("extends: \"{up}\"\n"));
    let said = project.refused(&[]);
    assert!(
        said.starts_with("error[invalid-value]: `extends` is not the name of a theme\n"),
        "{said}"
    );
    assert!(!said.contains("nonsense"), "{said}");
}

#[test]
fn a_project_is_built_from_any_folder() {
    let project = Project::of(GOOD);
    let mut command = attache();
    let said = Said::of(
        command
            .args(["build", "--root"])
            .arg(project.path(""))
            .output()
            .unwrap(),
    );
    said.assert_good();
    assert!(!tree(&project.path("public")).is_empty());
}

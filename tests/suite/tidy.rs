//! The house rules, proved by reading the sources: which module may use which,
//! who touches the disk, who speaks, and how long things may be.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A source file: its path from `src/`, its lines, and its lines before the
/// unit tests.
struct Source {
    path: String,
    text: String,
    code: String,
}

fn sources() -> Vec<Source> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all: Vec<Source> = super::project::tree(&src)
        .into_iter()
        // What a new briefing begins with is data.
        .filter(|(path, _)| !path.starts_with("cli/new/starter/"))
        .map(|(path, bytes)| {
            let text = String::from_utf8(bytes).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            let code = code.lines().filter(|line| !is_comment(line));
            let code = code.map(|line| format!("{line}\n")).collect();
            Source { path, text, code }
        })
        .collect();
    all.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(all.len() > 60, "these are not the sources");
    all
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

impl Source {
    /// The module of `lib.rs` it belongs to.
    fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap();
        first.trim_end_matches(".rs")
    }

    /// The lines of code that hold one of some words, as `path: line`.
    fn lines_with(&self, words: &[&str]) -> Vec<String> {
        let lines = self.code.lines();
        let found = lines.filter(|line| words.iter().any(|word| line.contains(word)));
        found
            .map(|line| format!("{}: {}", self.path, line.trim()))
            .collect()
    }
}

/// The lines of all files but those of some modules that hold one of some words.
fn lines_outside(modules: &[&str], words: &[&str]) -> Vec<String> {
    let sources = sources();
    let others = sources
        .iter()
        .filter(|source| !modules.contains(&source.module()));
    others.flat_map(|source| source.lines_with(words)).collect()
}

const NONE: &[&str] = &[];

#[test]
fn a_module_uses_only_modules_above_it_in_the_list_of_lib_rs() {
    let lib = include_str!("../../src/lib.rs");
    let listed: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let place = |name: &str| listed.iter().position(|listed| *listed == name);
    let mut wrong = Vec::new();
    for source in sources() {
        let module = source.module();
        if ["lib", "main"].contains(&module) {
            continue;
        }
        let own = place(module).unwrap_or_else(|| panic!("lib.rs does not list {module}"));
        for part in source.code.split("crate::").skip(1) {
            let end = part.find(|c: char| !c.is_alphanumeric() && c != '_');
            let used = &part[..end.unwrap_or(part.len())];
            let used_place = place(used);
            if used != module && used_place.is_none_or(|used| used > own) {
                wrong.push(format!("{} uses {used}", source.path));
            }
        }
        assert!(
            !source.code.contains("use crate::{"),
            "{}: one `use` for each module",
            source.path
        );
    }
    assert_eq!(wrong, NONE);
}

#[test]
fn only_input_and_output_touch_the_file_system() {
    let words = [
        "std::fs",
        "fs::",
        "File::",
        "read_dir",
        "canonicalize(",
        "metadata(",
        ".exists()",
        ".is_file()",
        ".is_dir()",
        "read_link(",
        "WalkDir",
        "imagesize",
        "os::fd::",
    ];
    let found = lines_outside(&["input", "output"], &words);
    // `File` of an input in the names of other modules is no access.
    let found: Vec<_> = found
        .into_iter()
        .filter(|line| !line.contains("Input::File(") && !line.contains("::File::"))
        .filter(|line| !is_a_variant_called_file(line))
        .collect();
    assert_eq!(found, NONE);
}

/// `Location::file(…)`, `Target::File(…)` and the like name a file, and open none.
fn is_a_variant_called_file(line: &str) -> bool {
    !["std::fs", "fs::", " File::", "(File::"]
        .iter()
        .any(|word| line.contains(word))
        && line.contains("File")
}

#[test]
fn only_the_preview_opens_sockets_and_starts_programs() {
    let words = [
        "TcpListener",
        "TcpStream",
        "UdpSocket",
        "UnixListener",
        "UnixStream",
        "tokio::net",
        "process::Command",
        "Command::new",
        "open::",
    ];
    let found = lines_outside(&["preview"], &words);
    // The program itself, where a theme could end it.
    let found: Vec<_> = found
        .into_iter()
        .filter(|line| !line.ends_with("Command::new(std::env::current_exe()?);"))
        .collect();
    assert_eq!(found, NONE);
}

#[test]
fn only_the_command_line_prints_and_reads_the_environment() {
    let words = [
        "println!",
        "print!",
        "eprintln!",
        "eprint!",
        "dbg!",
        "stdout()",
        "stderr()",
        "env::var",
        "env::args",
    ];
    assert_eq!(lines_outside(&["cli"], &words), NONE);
}

#[test]
fn nothing_exits_or_keeps_a_global() {
    let words = [
        "process::exit",
        "process::abort",
        "thread_local!",
        "static mut ",
        "LazyLock",
        "lazy_static",
        "unsafe ",
    ];
    assert_eq!(lines_outside(&[], &words), NONE);
    let statics: Vec<_> = lines_outside(&[], &["static "])
        .into_iter()
        .filter(|line| line.contains(": static ") || line.contains(" pub static "))
        .collect();
    // The default theme and a new briefing inside the binary: data that never changes.
    assert_eq!(
        statics,
        [
            "cli/new/briefing.rs: static STARTER: Dir = include_dir!(\"$CARGO_MANIFEST_DIR/src/cli/new/starter\");",
            "theme/layer.rs: static BRIEFING: Dir = include_dir!(\"$CARGO_MANIFEST_DIR/themes/briefing\");"
        ]
    );
}

#[test]
fn nothing_that_input_can_reach_panics() {
    let words = [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "unreachable!(",
        "todo!(",
        "unimplemented!(",
    ];
    assert_eq!(lines_outside(&[], &words), NONE);
}

/// Hash maps may be asked, never walked through: their order differs from run
/// to run. Which variables are hash maps is read from their types.
#[test]
fn no_hash_map_is_walked_through() {
    let mut found = Vec::new();
    for source in sources() {
        for name in hash_names(&source.code) {
            let walks: Vec<String> = [
                ".iter()",
                ".keys()",
                ".values()",
                ".into_iter()",
                ".drain(",
                ".retain(",
                ".values_mut()",
                ".into_keys()",
                ".into_values()",
                ".extract_if(",
            ]
            .iter()
            .map(|walk| format!("{name}{walk}"))
            .chain([
                format!("in {name} "),
                format!("in &{name} "),
                format!("in &mut {name} "),
            ])
            .collect();
            let walks: Vec<&str> = walks.iter().map(String::as_str).collect();
            found.extend(source.lines_with(&walks));
        }
    }
    assert_eq!(found, NONE);
}

/// The names that a file gives to hash maps and sets: `name: HashMap<` and
/// `let name = HashMap::`.
fn hash_names(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for line in code.lines() {
        for kind in ["HashMap", "HashSet"] {
            let Some(before) = line.split(kind).next().filter(|before| *before != line) else {
                continue;
            };
            let before = before.trim_end_matches(|c: char| " :=&mut".contains(c));
            let name = before
                .rsplit(|c: char| !c.is_alphanumeric() && c != '_')
                .next();
            names.extend(name.filter(|name| !name.is_empty()).map(str::to_owned));
        }
    }
    names
}

#[test]
fn a_file_is_under_400_lines_and_says_first_what_it_does() {
    let mut wrong = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines >= 400 {
            wrong.push(format!("{} has {lines} lines", source.path));
        }
        let opening = match source.path.rsplit('.').next() {
            Some("rs") => "//! ",
            Some("css") => "/* ",
            _ => "// ",
        };
        if !source.text.starts_with(opening) {
            wrong.push(format!("{} does not open with {opening}", source.path));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_function_is_under_60_lines() {
    let mut wrong = Vec::new();
    for source in sources() {
        let lines: Vec<&str> = source.text.lines().collect();
        for (start, line) in lines.iter().enumerate() {
            let words = line.trim_start();
            let indent = &line[..line.len() - words.len()];
            let head = words.split('(').next().unwrap();
            if is_comment(line) || !(head.starts_with("fn ") || head.contains(" fn ")) {
                continue;
            }
            // rustfmt puts the brace that ends a function under its first letter.
            let end = format!("{indent}}}");
            let length = lines[start..].iter().position(|line| *line == end);
            if length.is_some_and(|length| length + 1 >= 60) {
                wrong.push(format!("{}:{} {head}", source.path, start + 1));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Every test module says what it proves.
#[test]
fn a_test_module_says_first_what_it_proves() {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    for (path, bytes) in super::project::tree(&suite) {
        assert!(bytes.starts_with(b"//! "), "{path}");
    }
}

/// The names that `docs/content/themes.md` lists in the table under a heading, and in
/// the sources the constant that templates are answered from.
#[test]
fn the_manual_lists_the_names_that_templates_see() {
    let manual =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/content/themes.md"));
    let manual = manual.unwrap();
    for (heading, file) in [
        ("`site`", "render/site_object.rs"),
        ("`page`", "render/page_object.rs"),
    ] {
        let after = manual
            .split(&format!("\n{heading}\n"))
            .nth(1)
            .expect(heading);
        let rows = after.lines().skip_while(|line| !line.starts_with('|'));
        let rows = rows.take_while(|line| line.starts_with('|')).skip(2);
        let cells = rows.map(|row| row.split('|').nth(1).unwrap());
        let mut listed: Vec<&str> = cells
            .flat_map(|cell| cell.split(','))
            .map(|name| name.trim().trim_matches('`'))
            .collect();
        listed.sort_unstable();
        let sources: BTreeMap<String, String> = sources()
            .into_iter()
            .map(|source| (source.path, source.code))
            .collect();
        let keys = sources[file]
            .split("const KEYS: &[&str] = &[")
            .nth(1)
            .unwrap();
        let keys = keys.split("];").next().unwrap();
        let mut known: Vec<&str> = keys
            .split(',')
            .map(|key| key.trim().trim_matches('"'))
            .filter(|key| !key.is_empty())
            .collect();
        known.sort_unstable();
        assert_eq!(listed, known, "docs/content/themes.md against src/{file}");
    }
}

#[test]
fn the_tests_that_architecture_md_names_are_there() {
    let page = include_str!("../../ARCHITECTURE.md");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    for name in page.split('`').filter(|name| name.contains("::")) {
        let (module, test) = name.split_once("::").unwrap();
        if test.starts_with(char::is_uppercase) {
            continue;
        }
        let Ok(text) = fs::read_to_string(folder.join(format!("{module}.rs"))) else {
            continue;
        };
        assert!(text.contains(&format!("fn {test}()")), "{name}");
    }
}

//! Builds that are ended at any moment: by a kill, by a signal, by a full disk.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::dice::Dice;
use super::project::{Project, Tree, tree};

/// How many pages, and how many kills: with `ATTACHE_THOROUGH` set, as many as promised.
fn amounts() -> (usize, usize) {
    match std::env::var_os("ATTACHE_THOROUGH") {
        Some(_) => (2000, 200),
        None => (200, 20),
    }
}

/// Pages in folders of fifty; every one says which site it is of.
fn write_pages(project: &Project, pages: usize, site: &str) {
    project.write("site.yaml", format!("title: Site {site}\n"));
    project.write("content/index.md", "---\ntitle: Home\n---\n");
    for number in 0..pages {
        let folder = number / 50;
        let path = format!("content/part-{folder}/page-{number}.md");
        let text = format!("---\ntitle: Page {number}\n---\nOf the site {site}.\n");
        project.write(&path, text);
    }
}

fn begun(project: &Project, args: &[&str]) -> Child {
    let mut command = project.command(args);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// A project whose output is one site, which is also in `kept`, and whose files are
/// another; with both sites.
fn two_sites(pages: usize) -> (Project, Tree, Tree) {
    let project = Project::of("");
    write_pages(&project, pages, "B");
    project.build(&["--out", "expected"]).assert_good();
    let new = project.tree("expected");
    write_pages(&project, pages, "A");
    project.build(&[]).assert_good();
    let old = project.tree("public");
    copy(&project.path("public"), &project.path("kept"));
    write_pages(&project, pages, "B");
    (project, old, new)
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    for (path, bytes) in tree(from) {
        let path = to.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn case_15_a_build_that_is_killed_leaves_the_old_site_or_the_new_one() {
    let (pages, kills) = amounts();
    let (project, old, new) = two_sites(pages);
    let (public, kept) = (project.path("public"), project.path("kept"));
    let started = Instant::now();
    assert!(begun(&project, &[]).wait().unwrap().success());
    let whole = u64::try_from(started.elapsed().as_micros()).unwrap();
    let mut dice = Dice(15);
    let mut counts = [0, 0];
    for number in 0..kills {
        copy(&kept, &public);
        let mut child = begun(&project, &[]);
        // Most of what is at stake happens towards the end.
        let moment = match number % 2 {
            0 => dice.roll(whole as usize),
            _ => whole as usize / 2 + dice.roll(whole as usize / 2),
        };
        thread::sleep(Duration::from_micros(moment as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        let found = project.tree("public");
        let which = [&old, &new].iter().position(|site| **site == found);
        let which = which.unwrap_or_else(|| panic!("kill {number} after {moment} µs: a mixture"));
        counts[which] += 1;
        project.build(&[]).assert_good();
        assert!(
            project.tree("public") == new,
            "kill {number}: the next build"
        );
        assert!(!project.has(".public.attache"), "kill {number}");
    }
    assert!(counts[0] > 0, "old and new: {counts:?}");
}

#[test]
fn case_15_one_by_one_every_file_is_whole_and_the_next_build_right() {
    let (pages, kills) = amounts();
    let (project, old, new) = two_sites(pages);
    let (public, kept) = (project.path("public"), project.path("kept"));
    let mut dice = Dice(16);
    for number in 0..kills {
        copy(&kept, &public);
        project.write("public/CNAME", "the user's");
        let mut child = begun(&project, &["--in-place"]);
        // From where there is a journal on, files are moved.
        let journal = project.path(".public.attache/journal.json");
        while child.try_wait().unwrap().is_none() && !journal.exists() {
            thread::yield_now();
        }
        thread::sleep(Duration::from_micros(dice.roll(30_000) as u64));
        let _ = child.kill();
        child.wait().unwrap();
        for (path, bytes) in project.tree("public") {
            let is_whole = [old.get(&path), new.get(&path)].contains(&Some(&bytes));
            let is_other = path == "CNAME" || path == ".attache-manifest.json";
            assert!(is_whole || is_other, "kill {number}: {path}");
        }
        project.build(&[]).assert_good();
        let mut found = project.tree("public");
        assert_eq!(found.remove("CNAME").as_deref(), Some(&b"the user's"[..]));
        assert!(found == new, "kill {number}: the next build");
    }
}

#[test]
fn case_20_a_signal_ends_a_build_with_the_old_site_and_nothing_left() {
    let (project, old, _) = two_sites(400);
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let mut child = begun(&project, &[]);
        while !project.has(".public.attache/site") {
            thread::yield_now();
        }
        let id = child.id().to_string();
        Command::new("kill").args([signal, &id]).status().unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code));
        assert!(project.tree("public") == old);
        assert!(!project.has(".public.attache") && !project.has(".public.attache.lock"));
    }
}

#[test]
fn case_20_a_second_signal_ends_it_at_once() {
    let (project, old, _) = two_sites(50);
    // It waits for another build.
    let lock = fs::File::create(project.path(".public.attache.lock")).unwrap();
    lock.lock().unwrap();
    let mut child = begun(&project, &[]);
    thread::sleep(Duration::from_millis(300));
    let id = child.id().to_string();
    Command::new("kill").args(["-INT", &id]).status().unwrap();
    let status = child.wait().unwrap();
    assert_eq!((status.code(), status.signal()), (Some(130), None));
    assert!(project.tree("public") == old);
}

#[test]
fn case_17_a_disk_that_is_really_full_leaves_the_old_site() {
    let (project, old, _) = two_sites(60);
    // There is room for the old site and a part of the new one.
    let script = "size=$(($(du -sk kept | cut -f1) + 100))k; \
                  mount -t tmpfs -o size=$size tmpfs disk || exit 99; cp -a kept disk/public; \
                  \"$0\" build --out disk/public; code=$?; ls -A disk; cp -a disk/public found; exit $code";
    fs::create_dir(project.path("disk")).unwrap();
    let Some(said) = project.mounting(script) else {
        return;
    };
    assert_eq!(said.code, Some(1), "{said:?}");
    let expected = "error[output-failed]: this cannot be written: no space left";
    assert!(said.err.contains(expected), "{said:?}");
    assert_eq!(said.out, "public\n", "nothing else is left");
    assert!(project.tree("found") == old);
}

//! Cards: which pages have one, which page is shared with which, and what is drawn.

use resvg::tiny_skia::Pixmap;

use super::project::Project;

const SITE: &str = "\
--- site.yaml
title: Wells
base_url: https://example.org/water/
publisher: The library
as_of: 2026-11-20
marking: For the council
OUTPUTS
--- content/index.md
---
title: Home
---
--- content/top.md
---
title: A page at the top
---
--- content/deep/index.md
---
title: Deep places
---
--- content/deep/well.md
---
title: The <northern> well & \"its\" pump
---
--- content/draft.md
---
title: Kanari draft
draft: true
---
--- content/later.md
---
title: Kanari later
publish_at: 2062-01-01
---
--- content/over.md
---
title: Kanari over
expires_at: 2020-01-01
---
--- content/shown/index.md
---
title: With a picture
image: own.svg
image_alt: A pump
---
--- content/shown/page.md
---
title: Beside a picture
---
--- content/shown/own.svg
<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"/>
";

fn built(outputs: &str, flags: &[&str]) -> Project {
    let project = Project::of(&SITE.replace("OUTPUTS", outputs));
    project.build(flags).assert_good();
    project
}

fn cards(project: &Project) -> Vec<String> {
    let all = project.tree("public").into_keys();
    all.filter(|path| path.ends_with("card.png")).collect()
}

/// What a page is shared with, below the site's address.
fn shared(project: &Project, page: &str) -> String {
    let page = project.read(&format!("public/{page}index.html"));
    let Some((_, rest)) = page.split_once("<meta property=\"og:image\" content=\"") else {
        return String::new();
    };
    let address = rest.split('"').next().unwrap();
    address.replace("https://example.org/water/", "")
}

#[test]
fn there_are_as_many_cards_as_are_wanted() {
    let expected: [(&str, &[&str]); 4] = [
        ("outputs: {cards: none}", &[]),
        ("", &["card.png"]),
        ("outputs: {cards: sections}", &["card.png", "deep/card.png"]),
        (
            "outputs: {cards: pages}",
            &[
                "card.png",
                "deep/card.png",
                "deep/well/card.png",
                "shown/page/card.png",
                "top/card.png",
            ],
        ),
    ];
    for (outputs, expected) in expected {
        assert_eq!(cards(&built(outputs, &[])), expected, "{outputs}");
    }
}

#[test]
fn a_page_is_shared_with_the_nearest_card() {
    let expected = [
        (
            "outputs: {cards: none}",
            ["", "", "", "", "shown/own.svg", ""],
        ),
        (
            "",
            [
                "card.png",
                "card.png",
                "card.png",
                "card.png",
                "shown/own.svg",
                "card.png",
            ],
        ),
        (
            "outputs: {cards: sections}",
            [
                "card.png",
                "card.png",
                "deep/card.png",
                "deep/card.png",
                "shown/own.svg",
                "shown/own.svg",
            ],
        ),
        (
            "outputs: {cards: pages}",
            [
                "card.png",
                "top/card.png",
                "deep/card.png",
                "deep/well/card.png",
                "shown/own.svg",
                "shown/page/card.png",
            ],
        ),
    ];
    for (outputs, expected) in expected {
        let project = built(outputs, &[]);
        let pages = ["", "top/", "deep/", "deep/well/", "shown/", "shown/page/"];
        assert_eq!(
            pages.map(|page| shared(&project, page)),
            expected,
            "{outputs}"
        );
    }
    let project = built("outputs: {cards: sections}\nimage: shown/own.svg", &[]);
    assert_eq!(cards(&project), ["deep/card.png"]);
    assert_eq!(
        ["", "top/", "deep/well/", "search/"].map(|page| shared(&project, page)),
        [
            "shown/own.svg",
            "shown/own.svg",
            "deep/card.png",
            "shown/own.svg"
        ]
    );
}

#[test]
fn a_head_says_what_a_card_is() {
    let project = built("outputs: {cards: pages}", &[]);
    let page = project.read("public/deep/well/index.html");
    for line in [
        "<meta property=\"og:image:width\" content=\"1200\">",
        "<meta property=\"og:image:height\" content=\"630\">",
        "<meta property=\"og:image:alt\" content=\"The &lt;northern&gt; well &amp; &quot;its&quot; pump\">",
        "<meta name=\"twitter:card\" content=\"summary_large_image\">",
    ] {
        assert!(page.contains(line), "{line}");
    }
}

#[test]
fn what_is_not_public_has_no_card() {
    let project = built("outputs: {cards: pages}", &["--drafts"]);
    assert!(project.has("public/draft/index.html"));
    let all = cards(&project);
    assert!(
        !all.iter().any(|path| ["draft", "later", "over"]
            .iter()
            .any(|start| path.starts_with(start))),
        "{all:?}"
    );
    assert_eq!(shared(&project, "draft/"), "card.png");
}

#[test]
fn without_the_address_of_the_site_there_is_no_card() {
    let site = SITE.replace("base_url: https://example.org/water/\n", "");
    let project = Project::of(&site.replace("OUTPUTS", "outputs: {cards: pages}"));
    project.build(&[]).assert_good();
    assert!(cards(&project).is_empty());
    assert_eq!(shared(&project, ""), "");
}

#[test]
fn a_card_is_drawn_alike_each_time_and_shows_the_words() {
    let outputs = "outputs: {cards: pages}";
    let (one, other) = (built(outputs, &[]), built(outputs, &[]));
    let mut seen = Vec::new();
    for path in cards(&one) {
        let path = format!("public/{path}");
        let bytes = std::fs::read(one.path(&path)).unwrap();
        assert_eq!(bytes, std::fs::read(other.path(&path)).unwrap(), "{path}");
        assert!(bytes.len() < 100_000, "{path}: {}", bytes.len());
        let picture = Pixmap::decode_png(&bytes).unwrap();
        assert_eq!((picture.width(), picture.height()), (1200, 630));
        let colour = |x, y| {
            let pixel = picture.pixel(x, y).unwrap();
            (pixel.red(), pixel.green(), pixel.blue())
        };
        // The paper at the edge, and ink where the title is.
        assert_eq!(colour(1195, 300), (0xfb, 0xfa, 0xf7));
        let title = (80..1120).flat_map(|x| (150..480).map(move |y| (x, y)));
        let ink = title.filter(|(x, y)| colour(*x, *y).0 < 0x40).count();
        assert!(ink > 3_000, "{path}: {ink}");
        assert!(!seen.contains(&bytes), "{path} looks like another");
        seen.push(bytes);
    }
}

/// The bar at the top, and what a browser has around pages.
#[test]
fn a_theme_with_other_colours_draws_cards_in_them() {
    let project = Project::of(&SITE.replace("OUTPUTS", "theme: mine\noutputs: {cards: site}"));
    let colours = "{% set paper, paper_dark = '#eeffee', '#112211' %}\n\
                   {% set ink, quiet, accent = '#000000', '#222222', '#006400' %}\n";
    project.write("themes/mine/theme.yaml", "extends: briefing\n");
    project.write("themes/mine/templates/_colours.html", colours);
    project.build(&[]).assert_good();
    let card = std::fs::read(project.path("public/card.png")).unwrap();
    let bar = Pixmap::decode_png(&card).unwrap().pixel(600, 5).unwrap();
    assert_eq!((bar.red(), bar.green(), bar.blue()), (0, 0x64, 0));
    for (path, part) in [
        (
            "index.html",
            "<meta name=\"theme-color\" content=\"#112211\"",
        ),
        ("site.webmanifest", "\"theme_color\": \"#eeffee\""),
    ] {
        let text = project.read(&format!("public/{path}"));
        assert!(text.contains(part), "{text}");
    }
}

/// The day is written as well, in the words of the language.
#[test]
fn no_card_is_drawn_where_its_day_has_no_letters() {
    let words = "theme: mine\noutputs: {cards: pages}";
    let site = SITE
        .replace("OUTPUTS", words)
        .replace("as_of: 2026-11-20\n", "");
    let dated = site.replace(
        "title: Deep places\n",
        "title: Deep places\nas_of: 2026-11-20\n",
    );
    for (site, cards) in [(&site, true), (&dated, false)] {
        let project = Project::of(site);
        project.write("themes/mine/theme.yaml", "extends: briefing\n");
        project.write("themes/mine/strings/en.yaml", "as_of: 水\n");
        let said = project.build(&[]);
        let warned = said
            .err
            .contains("no card is drawn of this page: no font has the letter `水`");
        assert_eq!(!warned, cards, "{}", said.err);
        assert_eq!(project.has("public/deep/card.png"), cards);
        assert!(project.has("public/deep/well/card.png"));
    }
}

#[test]
fn a_theme_draws_its_own_cards_with_its_own_fonts() {
    let project = Project::of(&SITE.replace("OUTPUTS", "theme: mine\noutputs: {cards: site}"));
    project.write("themes/mine/theme.yaml", "extends: briefing\n");
    project.write("themes/mine/fonts/mono.ttf", dejavu::sans_mono::regular());
    let card = |family: &str| {
        let text = format!("<text y=\"300\" font-size=\"90\" font-family=\"{family}\">");
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"600\" height=\"315\">";
        project.write(
            "themes/mine/templates/card.svg",
            format!("{svg}{text}{{{{ site.title }}}}</text></svg>\n"),
        );
        project.build(&[]).assert_good();
        std::fs::read(project.path("public/card.png")).unwrap()
    };
    let (sans, mono) = (card("sans-serif"), card("DejaVu Sans Mono"));
    assert!(sans != mono, "both are of one font");
    let picture = Pixmap::decode_png(&mono).unwrap();
    assert_eq!((picture.width(), picture.height()), (1200, 630));
}

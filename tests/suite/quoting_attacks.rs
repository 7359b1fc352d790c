//! False quotations in every disguise: none is published as if it were checked,
//! and true ones in unusual forms are not refused.

use super::project::Project;

const SOURCES: &str = "\
--- site.yaml
title: S
evidence: {beside_negation: off}
--- content/sources/kbc.yaml
title: KBC report
language: en
--- content/sources/kbc.txt
The minister said the deal was not signed by the two states in 2024.

Trade grew to €5 million and by 102 people, which is about 7% of the whole market here.

The ministers’ words were plain and clear to all who heard them that day.

Russia pledges to enhance cooperation in the fight against terrorism across Africa.

Prices ran from $5 to $10 for each of the tickets sold at the door.
--- content/sources/never.yaml
title: never
";

/// The codes of the mistakes in a page, and what is said.
fn codes(body: &str, extra: &str) -> (Vec<String>, String) {
    let page = format!("--- content/index.md\n---\ntitle: Home\n---\n{body}\n");
    let project = Project::of(&format!("{SOURCES}{page}"));
    if !extra.is_empty() {
        let site = project.read("site.yaml");
        project.write("site.yaml", format!("{site}{extra}\n"));
    }
    let said = project.check(&["--format", "json"]);
    let parts = said.out.split("\"code\": \"").skip(1);
    let codes = parts.map(|rest| rest.split('"').next().unwrap().to_owned());
    (codes.collect(), said.out)
}

#[test]
fn no_false_quotation_is_published_as_if_it_were_checked() {
    let html = "markdown: {raw_html: true}";
    for (body, extra) in [
        // A quotation within another that does not say where it is from.
        (
            "> Russia pledges to enhance cooperation in the fight\n>\n> > The minister lied and stole\n> >\n> > — Bob\n>\n> against terrorism across Africa.\n>\n> — X, [@kbc]",
            "",
        ),
        // A block that ends with a phrase and its citation.
        (
            "> The minister lied, and said “Russia pledges to enhance cooperation” [@kbc]",
            "",
        ),
        (
            "> Invented words of five.\n>\n> “Russia pledges to enhance cooperation” [@kbc]",
            "",
        ),
        // Dashes that name nobody.
        (
            "> — The minister lied and lied, and stole all of it, he said. [@kbc]",
            "",
        ),
        (
            "> Russia pledges to enhance cooperation\n> — and to invade all of the world tomorrow with the help of everyone who can be found on short notice in every country that has an army, [@kbc]",
            "",
        ),
        (
            "> Russia pledges to enhance cooperation\n> — X said\n> and lied, [@kbc]",
            "",
        ),
        // Citations that put words in.
        (
            "“Russia @never pledges to enhance cooperation in the fight” [@kbc]",
            "",
        ),
        (
            "See[^1].\n\n[^1]: “Russia [never @kbc] pledges to enhance cooperation” [@kbc]",
            "",
        ),
        // Markup and characters that change what is seen.
        ("“the deal was ~~not~~ signed by the two states” [@kbc]", ""),
        ("“by 1~~0~~2 people, which is about 7%” [@kbc]", ""),
        (
            "> the deal was ~~not~~ signed by the two states\n>\n> — X, [@kbc]",
            "",
        ),
        (
            "“the deal was <script>not</script> signed by the two states” [@kbc]",
            html,
        ),
        (
            "“the deal was <span hidden>not</span> signed by the two states” [@kbc]",
            html,
        ),
        (
            "“the deal was ![never](a.png) not signed by the two states” [@kbc]",
            "",
        ),
        (
            "> the deal was not signed\n>\n> <p>and he lied</p>\n>\n> by the two states\n>\n> — X, [@kbc]",
            html,
        ),
        (
            "“million and by \u{202E}102\u{202C} people, which is about 7%” [@kbc]",
            "",
        ),
        // What is put in.
        ("“Russia [never] pledges to enhance cooperation” [@kbc]", ""),
        (
            "“Russia [, and contrary to what the minister says each day in public and in private,] pledges to enhance” [@kbc]",
            "",
        ),
        // Marks that do not end, or do not begin.
        (
            "The minister “lied and said “Russia pledges to enhance cooperation” [@kbc].",
            "",
        ),
        ("He “lied and stole [@kbc].", ""),
        ("He \"lied and stole [@kbc].", ""),
        ("The minister lied and stole\" [@kbc].", ""),
        ("Die Worte lied and stole it all“ [@kbc].", ""),
        ("Les mots lied and stole it all« [@kbc].", ""),
        // Marks of other customs, and mixed ones.
        ("“The minister lied and stole\" [@kbc].", ""),
        ("„The minister lied and stole\" [@kbc].", ""),
        ("\"The minister lied and stole” [@kbc].", ""),
        ("»The minister lied and stole» [@kbc].", ""),
        (
            "'the ministers' words were lies and stolen all' [@kbc].",
            "",
        ),
        (
            "‘the ministers’ words “plain” were lies and stolen all’ [@kbc].",
            "",
        ),
        ("＂The minister lied and stole＂ [@kbc].", ""),
        ("｢The minister lied and stole｣ [@kbc].", ""),
        ("❝The minister lied and stole❞ [@kbc].", ""),
        ("《The minister lied》[@kbc]。", ""),
        // Escaped marks look like marks.
        ("\\\"The minister lied and stole\\\" [@kbc].", ""),
        (
            "\"the minister lied and stole\\\" [@kbc]",
            "markdown: {smart_punctuation: true}",
        ),
        // Something small between.
        ("“he lied much” ([@kbc]).", ""),
        ("“he lied much” — [@kbc].", ""),
        ("“lied and stole”... [@kbc]", ""),
        ("“lied and stole much”\u{2060}[@kbc]", ""),
        // Links, HTML, titles.
        (
            "[“heard forty-three witnesses” [@kbc]](https://example.org/)",
            "",
        ),
        ("“he lied much” [@kbc](https://example.org/)", ""),
        ("“he lied much” [@kbc].\n\n[@kbc]: https://example.org/", ""),
        ("<div>\n“The minister lied and stole” [@kbc]\n</div>", html),
        ("![a](a.png \"“he lied much” [@kbc]\")", ""),
    ] {
        let (codes, said) = codes(body, extra);
        let told = |code: &String| code.starts_with("quotation-") || code == "citation-form";
        assert!(codes.iter().any(told), "{body}\n{said}");
    }
}

#[test]
fn true_quotations_in_unusual_forms_are_accepted() {
    for (body, extra) in [
        (
            "> Russia pledges to enhance cooperation in the fight\n>\n> — The report “On security”, [@kbc]",
            "",
        ),
        (
            "> Russia pledges to enhance cooperation\n> — The foreign ministers of Russia and African states,\n> [@kbc]",
            "",
        ),
        ("»Russia pledges to enhance cooperation» [@kbc]", ""),
        (
            "“The minister said<br>the deal was not signed” [@kbc]",
            "markdown: {raw_html: true}",
        ),
        (
            "“The *minister* said [the deal](https://example.org/) was **not** signed” [@kbc]",
            "",
        ),
        ("“The minister said `the deal` was not signed” [@kbc]", ""),
        ("“The minister said\nthe deal was not signed” [@kbc].", ""),
        (
            "“which is about 7% of the whole market” [@kbc], and “Prices ran from $5 to $10” [@kbc].",
            "",
        ),
        ("\"The ministers' words were plain\" [@kbc]", ""),
        ("‘The ministers’ words were plain’ [@kbc]", ""),
        (
            "The officials’ [@kbc] own, a 5\" [@kbc] screen, the “so-called” deal [@kbc].",
            "",
        ),
        (
            "“Russia pledges to enhance cooperation” ([@kbc, para. 4]).",
            "",
        ),
        (
            "“Russia pledges to enhance cooperation” [@kbc, paras 1 and 4].",
            "",
        ),
        ("> “Russia pledges to enhance cooperation” [@kbc]", ""),
        (
            "> “Russia pledges to enhance cooperation\n>\n> “in the fight against terrorism”\n>\n> — X, [@kbc]",
            "",
        ),
        (
            "“Russia pledges [as before] to enhance … the fight against terrorism” [@kbc]",
            "",
        ),
    ] {
        let (codes, said) = codes(body, extra);
        assert!(codes.is_empty(), "{body}\n{said}");
    }
}

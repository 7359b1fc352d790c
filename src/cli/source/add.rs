//! `attache source add`: a text that the user has into what its quotations are
//! checked against.
//!
//! Promises to change nothing that a user wrote, to write either all of its files
//! or to say why not, and to keep the text itself only when told to.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Failure, describe, write};
use crate::cli::print::{self, Voice};
use crate::cli::project::ProjectFolder;
use crate::diagnostic::counted;
use crate::evidence::{
    self, Fingerprint, Negations, Rule, Skip, Source, SourceText, plain, sources,
};
use crate::input;

/// Record what a source's text says, so that quotations can be checked against it.
///
/// Writes content/sources/<KEY>.fingerprint, which holds hashes of the text and
/// no word of it, and content/sources/<KEY>.yaml if there is none. Neither these
/// nor the text are ever published.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Add {
    /// The source's short name, by which pages name it in `sources`
    #[arg(value_parser = key)]
    key: String,
    /// The source's text: .txt, .md, .html or .htm, in UTF-8
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// What ends a paragraph [default: blank if there are empty lines, otherwise lines]
    #[arg(long, value_enum)]
    paragraphs: Option<Paragraphs>,
    /// Leave out page furniture: numbers of paragraphs as --list without --skip shows them
    /// (3, 1-3,8), or the whole text of a paragraph. May be given several times
    #[arg(long, value_name = "WHICH")]
    skip: Vec<String>,
    /// The source's title, where content/sources/<KEY>.yaml does not exist yet
    #[arg(long)]
    title: Option<String>,
    /// The text's language, such as en or fr: it says which words deny [default: that in
    /// content/sources/<KEY>.yaml]
    #[arg(long, value_name = "TAG", value_parser = language)]
    language: Option<String>,
    #[command(flatten)]
    project: ProjectFolder,
    /// Keep the text too, as content/sources/<KEY>.txt, for better messages
    #[arg(long)]
    keep_text: bool,
    /// Replace the fingerprint of another text
    #[arg(long)]
    replace: bool,
    /// Only show the paragraphs, with the numbers that citations use; with --skip, what is
    /// left out has none. Write nothing
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    voice: Voice,
}

const EXAMPLES: &str = "\
Examples:
  attache source add un-2024 --from report.html --title \"The report\" --language en
  attache source add un-2024 --from report.txt --list         see the paragraphs first
  attache source add un-2024 --from report.txt --skip 1 --list
                                                   see the numbers for citations
  attache source add un-2024 --from report.txt --paragraphs lines \\
      --skip 1-3 --skip \"Share This Article\"                  without page furniture
  attache source add un-2024 --from report.txt --keep-text    if the text may be kept
  attache source add un-2024 --from new.txt --replace         the source has changed";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Paragraphs {
    /// Each line is a paragraph
    Lines,
    /// Empty lines stand between paragraphs
    Blank,
}

impl Add {
    pub fn run(&self) -> Result<(), Failure> {
        let text = self.plain_text()?;
        let rule = self.rule(&text);
        let source = self.without_furniture(&text, rule)?;
        if self.list {
            return self.show(&text, rule, source.skipped());
        }
        let known = self.known()?;
        let language = self.language.clone().or(known.language);
        let fingerprint = Fingerprint::new(&source, language.as_deref());
        let written = fingerprint.to_text();
        if written.len() as u64 > input::MAX_TEXT_BYTES {
            let problem = "the text is too long: its fingerprint would be over 16 MiB";
            return Err(format!("{}: {problem}", self.from.display()).into());
        }
        if let Some(old) = &known.fingerprint {
            self.may_replace(old, &fingerprint)?;
        }
        let is_kept = known.text.as_ref() == Some(&text);
        if known.text.is_some() && !is_kept && !self.keep_text {
            let name = self.name("txt");
            let problem = format!("{name} is another text: remove it, or add `--keep-text`");
            return Err(problem.into());
        }
        let title = match (known.has_yaml, &self.title) {
            (true, _) => None,
            (false, Some(title)) => Some(title.as_str()),
            (false, None) => {
                let problem = "has no title yet: give it with `--title \"…\"`";
                return Err(format!("the source `{}` {problem}", self.key).into());
            }
        };
        let is_new = known.fingerprint.as_deref() != Some(&written);
        if is_new {
            self.write("fingerprint", &written)?;
        }
        let keeps = self.keep_text && !is_kept;
        if keeps {
            self.write("txt", &text)?;
        }
        // Last: a source that is listed has all it needs.
        if let Some(title) = title {
            let source = Source {
                title: title.to_owned(),
                language: language.clone(),
                ..Source::default()
            };
            describe(&self.project, &self.key, &source)?;
        }
        self.tell_fingerprint(&fingerprint, is_new);
        if keeps {
            self.voice.say(&format!("Wrote {}.", self.name("txt")));
        }
        self.tell_next(&fingerprint, title.is_some());
        Ok(())
    }

    /// The text, in which a block of HTML or Markdown is a paragraph.
    fn plain_text(&self) -> Result<String, Failure> {
        // Before the text: what is wrong with a text is said of none.
        let plain: fn(&str) -> String = match self.ending().as_str() {
            "html" | "htm" | "xhtml" => plain::of_html,
            "md" | "markdown" => plain::of_markdown,
            "txt" | "text" | "" => str::to_owned,
            other => {
                let problem = format!("`.{other}` is not read: save it as .txt, .md or .html");
                return Err(format!("{}: {problem}", self.from.display()).into());
            }
        };
        Ok(plain(&input::read_named(&self.from)?))
    }

    fn ending(&self) -> String {
        let ending = self.from.extension().unwrap_or_default();
        ending.to_string_lossy().to_lowercase()
    }

    /// The text without what `--skip` leaves out.
    fn without_furniture(&self, text: &str, rule: Rule) -> Result<SourceText, Failure> {
        let skip = self.skip.iter().flat_map(|skip| Skip::parse(skip));
        let skip: Vec<Skip> = skip.collect();
        let failed = |problem| {
            let help = "`--list` shows all paragraphs";
            format!("{}: {problem}; {help}", self.from.display())
        };
        Ok(SourceText::new(text, rule, &skip).map_err(failed)?)
    }

    fn rule(&self, text: &str) -> Rule {
        match self.paragraphs {
            Some(Paragraphs::Lines) => Rule::Lines,
            Some(Paragraphs::Blank) => Rule::Blank,
            None => Rule::of(text),
        }
    }

    /// Lists all paragraphs; those left out have no number.
    fn show(&self, text: &str, rule: Rule, skipped: &[u32]) -> Result<(), Failure> {
        let source = SourceText::new(text, rule, &[])?;
        let mut numbers = 1..;
        for (place, paragraph) in (1_u32..).zip(source.paragraphs()) {
            let number = match skipped.binary_search(&place) {
                Ok(_) => String::new(),
                Err(_) => numbers.next().map_or(String::new(), |n: u32| n.to_string()),
            };
            let mut words: String = paragraph.chars().take(70).collect();
            if words.len() < paragraph.len() {
                words.push('…');
            }
            print::answer(&format!("{number:>4}  {}", words.replace('\n', " ")));
        }
        Ok(())
    }

    /// The file of the source with an ending, from the project's root.
    fn name(&self, ending: &str) -> String {
        sources::file(&self.key, ending)
    }

    fn write(&self, ending: &str, text: &str) -> Result<(), Failure> {
        write(&self.project, &self.key, ending, text)
    }

    /// What the project has of the source already.
    fn known(&self) -> Result<Known, Failure> {
        let mut inputs = self.project.inputs()?;
        let mut problems = Vec::new();
        for ending in ["yaml", "fingerprint", "txt"] {
            let name = self.name(ending);
            if inputs.exists(&name) {
                problems.extend(inputs.read(&name));
            }
        }
        let (described, found) = sources::describe(&inputs, &self.key);
        problems.extend(found);
        if !problems.is_empty() {
            return Err(Failure::Diagnostics(problems));
        }
        let text = |ending| inputs.text(&self.name(ending)).map(|text| text.to_string());
        Ok(Known {
            has_yaml: text("yaml").is_some(),
            language: described.and_then(|source| source.language),
            fingerprint: text("fingerprint"),
            text: text("txt"),
        })
    }

    fn may_replace(&self, old: &str, new: &Fingerprint) -> Result<(), Failure> {
        let name = self.name("fingerprint");
        let problem = match Fingerprint::parse(old) {
            _ if self.replace => return Ok(()),
            Ok(old) if old.sha256() == new.sha256() => return Ok(()),
            Ok(_) => format!("{name} is of another text"),
            Err(bad) => format!("{name} is damaged: {bad}"),
        };
        Err(format!("{problem}: replace it with `--replace`").into())
    }

    fn tell_fingerprint(&self, fingerprint: &Fingerprint, is_new: bool) {
        let did = if is_new { "Wrote" } else { "Unchanged:" };
        self.voice.say(&format!(
            "{did} {}: {} by {}, {}, {} left out.",
            self.name("fingerprint"),
            counted(fingerprint.paragraphs().len(), "paragraph"),
            fingerprint.rule().name(),
            counted(fingerprint.word_count(), "word"),
            fingerprint.skipped().len(),
        ));
    }

    fn tell_next(&self, fingerprint: &Fingerprint, has_new_yaml: bool) {
        let next = match has_new_yaml {
            true => format!(
                "complete {} (publisher, url, retrieved), then quote",
                self.name("yaml")
            ),
            false => "quote".to_owned(),
        };
        self.voice.say(&format!(
            "Next: {next} it in a page: “its words” [@{}, para. 1].",
            self.key
        ));
        if !Negations::of(fingerprint.language()).is_known() {
            let tags: Vec<&str> = Negations::tags().collect();
            let tags = tags.join(", ");
            self.voice.say(&match fingerprint.language() {
                None => format!("Its language is not known: words that deny are those of {tags}."),
                Some(tag) => format!(
                    "Words that deny in `{tag}` are not known: a gap may hide one. Known are {tags}."
                ),
            });
        }
    }
}

/// What a project has of a source.
struct Known {
    has_yaml: bool,
    language: Option<String>,
    fingerprint: Option<String>,
    text: Option<String>,
}

fn key(text: &str) -> Result<String, String> {
    match sources::is_key(text) {
        true => Ok(text.to_owned()),
        false => Err(sources::KEY_FORM.to_owned()),
    }
}

fn language(text: &str) -> Result<String, String> {
    match evidence::is_language(text) {
        true => Ok(text.to_owned()),
        false => Err("write it as `en`, `fr` or `pt-BR`".to_owned()),
    }
}

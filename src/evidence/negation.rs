//! Words into whether they deny: a table for each language.
//!
//! Promises to err on one side: a word that may deny (`ما`, `plus de`'s `ne`)
//! counts, since an omission that hides a 'not' is worse than one that must be
//! spelt out.

/// The words of one language that deny, case folded.
struct Language {
    /// Its primary subtag (BCP 47).
    tag: &'static str,
    words: &'static [&'static str],
    /// What begins a word that denies: `n'est`.
    beginnings: &'static [&'static str],
    /// What ends one: `don't`.
    endings: &'static [&'static str],
    /// Pairs that do not deny although one of the two is in `words`: 非洲, Africa.
    harmless: &'static [(&'static str, &'static str)],
}

const LANGUAGES: &[Language] = &[
    Language {
        tag: "en",
        words: &[
            "not", "no", "non", "never", "none", "neither", "nor", "nobody", "nothing", "nowhere",
            "cannot", "without", "hardly", "scarcely", "barely", "dont", "doesnt", "didnt", "cant",
            "wont", "isnt", "arent", "wasnt", "werent",
        ],
        beginnings: &[],
        endings: &["n't"],
        harmless: &[],
    },
    Language {
        tag: "fr",
        words: &[
            "ne",
            "pas",
            "non",
            "ni",
            "jamais",
            "aucun",
            "aucune",
            "aucuns",
            "aucunes",
            "rien",
            "nul",
            "nulle",
            "nullement",
            "guère",
            "sans",
            "point",
        ],
        beginnings: &["n'"],
        endings: &[],
        harmless: &[],
    },
    Language {
        tag: "ru",
        words: &[
            "не",
            "ни",
            "нет",
            "нельзя",
            "никогда",
            "никто",
            "никого",
            "никому",
            "никем",
            "ничто",
            "ничего",
            "ничему",
            "ничем",
            "никак",
            "никакой",
            "никакая",
            "никакое",
            "никакие",
            "никаких",
            "никаким",
            "никакими",
            "никакого",
            "никакому",
            "никакую",
            "нигде",
            "никуда",
            "ниоткуда",
            "без",
            "безо",
            "невозможно",
            "отнюдь",
        ],
        beginnings: &[],
        endings: &[],
        harmless: &[],
    },
    Language {
        tag: "ar",
        words: &[
            "لا",
            "ولا",
            "فلا",
            "ألا",
            "لم",
            "ولم",
            "فلم",
            "ألم",
            "لن",
            "ولن",
            "فلن",
            "ما",
            "وما",
            "فما",
            "ليس",
            "وليس",
            "فليس",
            "أليس",
            "ليست",
            "وليست",
            "ليسوا",
            "ليسا",
            "لسنا",
            "ولسنا",
            "لست",
            "غير",
            "وغير",
            "بغير",
            "دون",
            "ودون",
            "بدون",
            "بلا",
            "كلا",
            "عدم",
            "وعدم",
            "بعدم",
            "لعدم",
            "وبدون",
        ],
        beginnings: &[],
        endings: &[],
        harmless: &[],
    },
    Language {
        tag: "zh",
        words: &[
            "不", "没", "沒", "无", "無", "未", "非", "勿", "莫", "别", "別", "毋", "否", "弗",
            "甭",
        ],
        beginnings: &[],
        endings: &[],
        // Africa, very, the future, Moscow, Mozambique, whether; special,
        // difference, respectively, individual, rank, sex, class, to recognise.
        harmless: &[
            ("非", "洲"),
            ("非", "常"),
            ("未", "来"),
            ("未", "來"),
            ("莫", "斯"),
            ("莫", "桑"),
            ("是", "否"),
            ("特", "别"),
            ("特", "別"),
            ("区", "别"),
            ("區", "別"),
            ("分", "别"),
            ("分", "別"),
            ("个", "别"),
            ("個", "別"),
            ("级", "别"),
            ("級", "別"),
            ("性", "别"),
            ("性", "別"),
            ("类", "别"),
            ("類", "別"),
            ("识", "别"),
            ("識", "別"),
            ("别", "的"),
            ("別", "的"),
            ("别", "人"),
            ("別", "人"),
        ],
    },
];

/// Which words deny in a language. Of a language that is not known, or that has
/// no table, those of all tables do.
#[derive(Clone, Copy, Debug)]
pub struct Negations<'a> {
    tag: Option<&'a str>,
}

impl<'a> Negations<'a> {
    /// Those of a language by its tag: `en`, `fr-CA`.
    pub fn of(language: Option<&'a str>) -> Negations<'a> {
        let tag = language.and_then(|tag| tag.split('-').next());
        let known = tag.filter(|tag| LANGUAGES.iter().any(|language| language.tag == *tag));
        Negations { tag: known }
    }

    fn languages(&self) -> impl Iterator<Item = &'static Language> {
        let tag = self.tag;
        LANGUAGES
            .iter()
            .filter(move |language| tag.is_none_or(|tag| tag == language.tag))
    }

    /// Whether the language has a table of its own.
    pub fn is_known(&self) -> bool {
        self.tag.is_some()
    }

    /// Whether a word denies, between the words before and after it.
    pub fn is_negation(&self, before: Option<&str>, word: &str, after: Option<&str>) -> bool {
        self.languages().any(|language| {
            let denies = language.words.contains(&word)
                || language.beginnings.iter().any(|n| word.starts_with(n))
                || language.endings.iter().any(|n| word.ends_with(n));
            let is_pair = |first: Option<&str>, second: Option<&str>| {
                let pair = first.zip(second);
                pair.is_some_and(|pair| language.harmless.contains(&pair))
            };
            denies && !is_pair(before, Some(word)) && !is_pair(Some(word), after)
        })
    }

    /// The words that deny.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        self.languages()
            .flat_map(|language| language.words.iter().copied())
    }

    /// A word as it would read if it denied by its form: `don't`, `n'est`.
    pub fn denied(&self, word: &str) -> Vec<String> {
        let forms = self.languages().flat_map(|language| {
            let beginnings = language.beginnings.iter().map(|n| format!("{n}{word}"));
            beginnings.chain(language.endings.iter().map(|n| format!("{word}{n}")))
        });
        forms.collect()
    }

    /// The tags of the languages that have a table.
    pub fn tags() -> impl Iterator<Item = &'static str> {
        LANGUAGES.iter().map(|language| language.tag)
    }
}

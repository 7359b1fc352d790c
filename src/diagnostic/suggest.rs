//! "Did you mean": the known name nearest to one that is not known.

/// A beginning of fewer characters is that of many names.
const SHORTEST: usize = 3;

/// The candidate most like `name`, where one is near enough to be meant; where none is, the
/// only one that begins with it.
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let folded = name.to_lowercase();
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let is_longer = |candidate: &&&str| candidate.to_lowercase().starts_with(&folded);
    let mut longer = candidates.iter().filter(is_longer);
    let only = match (longer.next(), longer.next()) {
        (Some(only), None) if folded.chars().count() >= SHORTEST => Some(*only),
        _ => None,
    };
    candidates
        .iter()
        .copied()
        .map(|candidate| {
            let edits = strsim::damerau_levenshtein(&folded, &candidate.to_lowercase());
            (edits, candidate)
        })
        .filter(|(edits, candidate)| {
            *edits <= 1.max(name.chars().count().min(candidate.chars().count()) / 3)
        })
        .min()
        .map(|(_, candidate)| candidate)
        .or(only)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn near_names_are_suggested_and_far_ones_are_not() {
        let keys = ["draft", "date", "title"];
        assert_eq!(did_you_mean("darft", keys), Some("draft"));
        assert_eq!(did_you_mean("Draft", keys), Some("draft"));
        assert_eq!(did_you_mean("colour", keys), None);
        let keys = ["aliases", "language", "abbreviation", "abbreviations"];
        assert_eq!(did_you_mean("alias", keys), Some("aliases"));
        assert_eq!(did_you_mean("lang", keys), Some("language"));
        assert_eq!(did_you_mean("la", keys), None);
        assert_eq!(did_you_mean("abbr", keys), None);
    }
}

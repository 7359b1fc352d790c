//! "Did you mean": the known name nearest to one that is not known.

/// The candidate most like `name`, where one is near enough to be meant.
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let folded = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            let edits = strsim::damerau_levenshtein(&folded, &candidate.to_lowercase());
            (edits, candidate)
        })
        .filter(|(edits, candidate)| {
            *edits <= 1.max(name.chars().count().min(candidate.chars().count()) / 3)
        })
        .min()
        .map(|(_, candidate)| candidate)
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
    }
}

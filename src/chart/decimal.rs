//! Numbers as schools write them, and what to write in place of those with a comma.

/// Whether a text is a number as schools write it.
pub fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    are_digits(whole) && are_digits(fraction)
}

const DIGITS: &str = "write digits, with a point before the fraction: `1250` or `32.8`";

/// What to write in place of a text that is no number.
pub fn decimal_help(text: &str) -> String {
    let text = text.trim();
    let (thousands, fraction) = (text.replace(',', ""), text.replacen(',', ".", 1));
    let parts: Vec<&str> = text.split(',').collect();
    let is_number = is_decimal(&thousands) && !parts.contains(&"");
    let is_group = |part: &&str| part.split('.').next().map(str::len) == Some(3);
    match (parts.as_slice(), is_decimal(&fraction)) {
        _ if !is_number => DIGITS.to_owned(),
        ([_, behind], true) if behind.len() == 3 => format!(
            "a comma may stand for thousands or for a fraction: write `{thousands}` or `{fraction}`"
        ),
        ([_, _], true) => format!("write a point before the fraction: `{fraction}`"),
        ([_, _, ..], _) if parts.iter().skip(1).all(is_group) => {
            format!("write it without commas: `{thousands}`")
        }
        _ => DIGITS.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{DIGITS, decimal_help};

    #[test]
    fn a_comma_is_asked_about_where_it_may_be_either() {
        let either = "a comma may stand for thousands or for a fraction: write";
        let help = format!("{either} `-1250` or `-1.250`");
        assert_eq!(decimal_help("-1,250"), help);
        for (text, help) in [
            ("1,5", "write a point before the fraction: `1.5`"),
            ("1,250,000", "write it without commas: `1250000`"),
            ("1,250.5", "write it without commas: `1250.5`"),
        ] {
            assert_eq!(decimal_help(text), help);
        }
        for text in ["", "one", "1250 km", "1,2,x", "1,2,3", ",", "1,", ",5"] {
            assert_eq!(decimal_help(text), DIGITS, "{text}");
        }
    }
}

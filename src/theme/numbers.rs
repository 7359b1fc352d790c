//! A number as the site's language writes it.

use super::strings::Strings;

/// From so many digits on they stand in groups of three: `1990` and `4500` do not.
const GROUPED_FROM: usize = 5;

/// A number as it is written with digits and a point, in the site's language.
pub fn written(number: &str, strings: &Strings) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("−", digits),
        None => ("", number),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.to_owned();
    }
    let (thousands, decimal) = signs(strings);
    let mut out = sign.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        let left = whole.len() - index;
        if index > 0 && left % 3 == 0 && whole.len() >= GROUPED_FROM {
            out.push_str(thousands);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push_str(decimal);
        out.push_str(fraction);
    }
    out
}

/// What stands between groups, and before a fraction: `number_format` shows both in
/// `1,234.5`.
fn signs(strings: &Strings) -> (&str, &str) {
    let format = strings.get("number_format");
    let parts = format.and_then(|format| {
        let (thousands, rest) = format.strip_prefix('1')?.split_once("234")?;
        Some((thousands, rest.strip_suffix('5')?))
    });
    parts.unwrap_or((",", "."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_grouped() {
        let strings = Strings::default();
        for (number, expected) in [
            ("7", "7"),
            ("4500", "4500"),
            ("45000", "45,000"),
            ("-1234567.25", "−1,234,567.25"),
            ("0.5", "0.5"),
            ("1e300", "1e300"),
        ] {
            assert_eq!(written(number, &strings), expected);
        }
    }
}

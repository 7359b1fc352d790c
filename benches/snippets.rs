//! The code blocks of `briefing.rs`: twenty lines each, of five languages. `WORD` and
//! `NUMBER` stand for what differs from block to block.

/// A language and code in it.
pub const SNIPPETS: &[(&str, &str)] = &[
    ("rust", RUST),
    ("python", PYTHON),
    ("js", JAVASCRIPT),
    ("json", JSON),
    ("bash", BASH),
];

const RUST: &str = r#"
use std::collections::BTreeMap;

/// The deepest level of each WORD.
pub fn deepest(levels: &[(String, u32)]) -> BTreeMap<&str, u32> {
    let mut found = BTreeMap::new();
    for (name, level) in levels {
        let entry = found.entry(name.as_str()).or_insert(0);
        *entry = (*entry).max(*level);
    }
    found
}

fn main() {
    let levels = vec![("WORD".to_owned(), NUMBER), ("north".to_owned(), 24)];
    // Printed in the order of the names.
    for (name, level) in deepest(&levels) {
        println!("{name:>10}: {level} m");
    }
    assert!(levels.len() > 1);
}
"#;

const PYTHON: &str = r#"
"""Reads levels and prints what is dry."""
import csv
import sys

LIMIT = NUMBER


def dry(rows, limit=LIMIT):
    """Yields each WORD that is below the limit."""
    for row in rows:
        level = float(row["level"])
        if level < limit and not row.get("closed"):
            yield row["name"], round(level, 1)


if __name__ == "__main__":
    with open(sys.argv[1], newline="") as file:
        for name, level in dry(csv.DictReader(file)):
            print(f"{name}: {level} m")  # one a line
    sys.exit(0)
"#;

const JAVASCRIPT: &str = r#"
// Draws the level of each WORD as a bar.
const LIMIT = NUMBER;

function bar(level, width = 40) {
  const filled = Math.round((level / LIMIT) * width);
  return "=".repeat(filled).padEnd(width, ".");
}

export async function draw(address) {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(`no levels: ${answer.status}`);
  }
  const { levels = [] } = await answer.json();
  for (const { name, level } of levels) {
    console.log(name, bar(level));
  }
  return levels.filter(({ level }) => level > 0).length;
}
draw("/WORD.json").catch(() => null);
"#;

const JSON: &str = r#"
{
  "name": "WORD",
  "year": 2024,
  "closed": false,
  "levels": [
    { "month": "May", "level": NUMBER },
    { "month": "June", "level": 31.5 },
    { "month": "July", "level": 24 }
  ],
  "place": {
    "district": "north",
    "position": [12.25, -3.5],
    "road": null
  },
  "notes": [
    "Measured by hand.",
    "The pump was \"repaired\" in June."
  ],
  "public": true
}
"#;

const BASH: &str = r#"
#!/usr/bin/env bash
# Copies the records of a WORD of one year.
set -euo pipefail

year=${1:-2024}
limit=NUMBER
folder="records/$year"

if [ ! -d "$folder" ]; then
  echo "no records of $year" >&2
  exit 1
fi

for file in "$folder"/*.csv; do
  name=$(basename "$file" .csv)
  lines=$(wc -l <"$file")
  if [ "$lines" -gt "$limit" ]; then
    cp "$file" "backup/$name-$year.csv" && echo "copied $name"
  fi
done
"#;

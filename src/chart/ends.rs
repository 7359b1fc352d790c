//! Names at the ends of lines, moved apart where they would touch.

use super::texts::{bold, lines};

/// The height of a line of a name, and the widest that one may be, in `em`.
pub const LINE: f64 = 1.15;
const WIDEST: f64 = 6.5;

/// A name.
#[derive(Clone, Debug)]
pub struct End {
    /// The number of its column.
    pub series: usize,
    pub lines: Vec<String>,
    /// Where it begins, in `em` from the top of the chart.
    pub top: f64,
    /// Where its line ends.
    middle: f64,
}

impl End {
    /// A name whose middle stands at a height.
    pub fn new(series: usize, text: &str, middle: f64) -> End {
        let lines = lines(text, WIDEST);
        let top = middle - lines.len() as f64 * LINE / 2.0;
        End {
            series,
            lines,
            top,
            middle,
        }
    }

    fn bottom(&self) -> f64 {
        self.top + self.lines.len() as f64 * LINE
    }
}

/// The room that names need behind the lines.
pub fn room(ends: &[End]) -> f64 {
    let widths = ends
        .iter()
        .flat_map(|end| &end.lines)
        .map(|line| bold(line));
    (widths.fold(0.0, f64::max) + 0.6).ceil()
}

/// Where the lowest ends.
pub fn lowest(ends: &[End]) -> f64 {
    ends.iter().map(End::bottom).fold(0.0, f64::max)
}

/// Moves those that touch apart, in their order: first together around their middle, then
/// down from the top of the chart.
pub fn apart(mut ends: Vec<End>) -> Vec<End> {
    ends.sort_by(|one, other| one.middle.total_cmp(&other.middle));
    let mut groups: Vec<Vec<End>> = Vec::new();
    for end in ends {
        let mut group = vec![end];
        while let Some(above) = groups.pop_if(|above| is_touching(above, &group)) {
            group = together([above, group].concat());
        }
        groups.push(group);
    }
    let (mut ends, mut free) = (groups.concat(), 0.0);
    for end in &mut ends {
        end.top = end.top.max(free);
        free = end.bottom();
    }
    ends
}

fn is_touching(above: &[End], below: &[End]) -> bool {
    let both = above.last().zip(below.first());
    both.is_some_and(|(above, below)| above.bottom() > below.top)
}

/// Names below each other, around the mean of where they want to be.
fn together(mut group: Vec<End>) -> Vec<End> {
    let heights = group.iter().map(|end| end.lines.len() as f64 * LINE);
    let middles = group.iter().map(|end| end.middle);
    let mean = middles.sum::<f64>() / group.len().max(1) as f64;
    let mut top = mean - heights.sum::<f64>() / 2.0;
    for end in &mut group {
        end.top = top;
        top = end.bottom();
    }
    group
}

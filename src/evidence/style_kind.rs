//! A style into the same style for sources of one type that have certain
//! variables at most.
//!
//! Promises the same references for these, several times as fast: most of the
//! engine's time goes into asking again and again what the type is.

use hayagriva::citationberg::taxonomy::{Kind, Variable};
use hayagriva::citationberg::{
    Choose, ChooseBranch, ChooseMatch, ElseBranch, IndependentStyle, LayoutRenderingElement as Part,
};

use super::style::retain;

/// The style with all questions answered that these two facts answer.
pub(super) fn for_kind(
    mut style: IndependentStyle,
    kind: Kind,
    may_have: &[Variable],
) -> IndependentStyle {
    retain(&mut style, &|part| {
        if let Part::Choose(choose) = part {
            decide(choose, kind, may_have);
        }
        true
    });
    style
}

/// Drops the branches that are never taken. One that is always taken stands for
/// all after it.
fn decide(choose: &mut Choose, kind: Kind, may_have: &[Variable]) {
    let never = ChooseBranch {
        children: Vec::new(),
        match_: ChooseMatch::Any,
        type_: None,
        variable: None,
        disambiguate: None,
        is_numeric: None,
        is_uncertain_date: None,
        locator: None,
        position: None,
    };
    let first = std::mem::replace(&mut choose.if_, never);
    let mut open = Vec::new();
    for mut branch in std::iter::once(first).chain(std::mem::take(&mut choose.else_if)) {
        match answer(&mut branch, kind, may_have) {
            Some(false) => {}
            None => open.push(branch),
            Some(true) => {
                choose.otherwise = Some(ElseBranch {
                    children: branch.children,
                });
                break;
            }
        }
    }
    let mut open = open.into_iter();
    if let Some(first) = open.next() {
        choose.if_ = first;
        choose.else_if = open.collect();
    }
}

/// Whether a branch is taken, where that is known; otherwise the branch keeps
/// only the tests that are open.
fn answer(branch: &mut ChooseBranch, kind: Kind, may_have: &[Variable]) -> Option<bool> {
    let kinds = branch.type_.take().unwrap_or_default();
    let variables = branch.variable.take().unwrap_or_default();
    let (asked, absent): (Vec<Variable>, Vec<Variable>) = variables
        .into_iter()
        .partition(|variable| may_have.contains(variable));
    let is_true = kinds.contains(&kind);
    let is_false = !absent.is_empty() || kinds.iter().any(|other| *other != kind);
    let is_open = !asked.is_empty()
        || branch.disambiguate.is_some()
        || branch.is_numeric.is_some()
        || branch.is_uncertain_date.is_some()
        || branch.locator.is_some()
        || branch.position.is_some();
    branch.variable = (!asked.is_empty()).then_some(asked);
    match branch.match_ {
        ChooseMatch::All if is_false => Some(false),
        ChooseMatch::Any if is_true => Some(true),
        ChooseMatch::None if is_true => Some(false),
        _ if is_open => None,
        ChooseMatch::All | ChooseMatch::None => Some(true),
        ChooseMatch::Any => Some(false),
    }
}

//! No file of `content/` takes the address of one of the theme's assets.

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::site::Site;
use crate::theme::Theme;

/// The files that do.
pub fn check(site: &Site, theme: &Theme) -> Vec<Diagnostic> {
    let assets = theme.assets.all();
    let taken: Vec<String> = assets.map(|asset| asset.route.folded()).collect();
    let used = site.files.iter().filter(|(_, file)| file.used);
    used.filter(|(_, file)| taken.contains(&file.route.folded()))
        .map(|(path, file)| {
            let message = format!("the theme has an asset at the address {}", file.route);
            Diagnostic::new(Code::SameAddress, message)
                .at(Location::file(format!("content/{path}")))
                .help("rename the file")
        })
        .collect()
}

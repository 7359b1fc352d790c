//! Where the page being rendered is: what makes links relative.

use std::sync::Arc;

use minijinja::State;
use minijinja::value::{Object, ObjectRepr};

use crate::content::Route;

/// The name under which a page's context holds where it is.
pub const NAME: &str = "@here";

/// The page being rendered, under a name that no template can give to something else.
#[derive(Clone, Debug)]
pub struct Here {
    /// Its address.
    pub route: Route,
    /// Where links begin on a page that is shown at any address, `404.html`:
    /// the path of the site, `/` or `/sub/path/`.
    pub rooted: Option<String>,
    /// The site's address.
    pub base_url: Option<String>,
}

impl Object for Here {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}

impl Here {
    /// The link from here to an address.
    pub fn link(&self, target: &Route) -> String {
        match &self.rooted {
            Some(base) => target.below(base),
            None => self.route.link_to(target),
        }
    }

    /// The page being rendered, as a function or filter sees it.
    pub fn of(state: &State) -> Option<Arc<Here>> {
        state.lookup(NAME)?.downcast_object::<Here>()
    }
}

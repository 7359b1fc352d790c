//! Lists of pages for templates: made one by one as a loop asks for them.

use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};

use super::{PageObject, Renderer, Which};

#[derive(Debug)]
struct PageList {
    renderer: Arc<Renderer>,
    pages: Vec<Which>,
}

impl Object for PageList {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let which = self.pages.get(key.as_usize()?)?;
        Some(Value::from_object(PageObject::new(&self.renderer, *which)))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.pages.len())
    }
}

/// A list of pages.
pub fn pages(renderer: &Arc<Renderer>, pages: Vec<Which>) -> Value {
    Value::from_object(PageList {
        renderer: renderer.clone(),
        pages,
    })
}

/// A page, or none.
pub fn page(renderer: &Arc<Renderer>, page: Option<Which>) -> Value {
    match page {
        Some(which) => Value::from_object(PageObject::new(renderer, which)),
        None => Value::from(()),
    }
}

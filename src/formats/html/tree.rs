//! A page as a tree: nodes in one list, text in one string, walks that need no stack. How markup becomes a tree is told
//! in `builder`.

use std::ops::Range;

use super::tag::{Flow, Tag};

/// The index of a node.
pub(super) type Id = u32;
/// No node.
pub(super) const NONE: Id = u32::MAX;

/// A node and its family.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) parent: Id,
    pub(super) first: Id,
    pub(super) next: Id,
    pub(super) last: Id,
    pub(super) data: Data,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(super) enum Data {
    /// An element: its tag, and its attributes in [`Tree::attributes`].
    Element(Tag, Range<u32>),
    /// Text: a range of [`Tree::text`].
    Text(Range<u32>),
}

/// The attributes that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Alt,
    AriaHidden,
    Class,
    Content,
    Datetime,
    Hidden,
    Href,
    Id,
    Itemprop,
    Lang,
    Called,
    Property,
    Rel,
    Role,
    Start,
    Style,
    Type,
}

impl Name {
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "alt" => Self::Alt,
            "aria-hidden" => Self::AriaHidden,
            "class" => Self::Class,
            "content" => Self::Content,
            "datetime" => Self::Datetime,
            "hidden" => Self::Hidden,
            "href" => Self::Href,
            "id" => Self::Id,
            "itemprop" => Self::Itemprop,
            "lang" => Self::Lang,
            "name" => Self::Called,
            "property" => Self::Property,
            "rel" => Self::Rel,
            "role" => Self::Role,
            "start" => Self::Start,
            "style" => Self::Style,
            "type" => Self::Type,
            _ => return None,
        })
    }
}

/// A page as a tree. Node 0 is the root, which has no tag of its own.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) attributes: Vec<(Name, Range<u32>)>,
    pub(super) text: String,
    /// The content of `script` elements that hold JSON-LD.
    pub(super) linked_data: Vec<String>,
    /// Comments near the head of the page, where saving programs sign.
    pub(super) comments: Vec<String>,
    /// The number of scripts.
    pub(super) scripts: u32,
    /// Whether there was more text than is read.
    pub(super) cut: bool,
    /// Whether there were more nodes than are kept.
    pub(super) overfull: bool,
}

impl Tree {
    /// The tag of a node; text has none.
    pub(super) fn tag(&self, id: Id) -> Option<Tag> {
        match self.nodes.get(id as usize)?.data {
            Data::Element(tag, _) => Some(tag),
            Data::Text(_) => None,
        }
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, id: Id, name: Name) -> Option<&str> {
        let Data::Element(_, range) = &self.nodes.get(id as usize)?.data else { return None };
        let attributes = self.attributes.get(range.start as usize..range.end as usize)?;
        let (_, value) = attributes.iter().find(|(found, _)| *found == name)?;
        self.slice(value)
    }

    /// The text of a text node; nothing for an element.
    pub(super) fn words(&self, id: Id) -> &str {
        match self.nodes.get(id as usize).map(|node| &node.data) {
            Some(Data::Text(range)) => self.slice(range).unwrap_or_default(),
            _ => "",
        }
    }

    pub(super) fn slice(&self, range: &Range<u32>) -> Option<&str> {
        self.text.get(range.start as usize..range.end as usize)
    }

    /// The nodes of the tree below `top`, elements on entering and leaving them.
    pub(super) fn walk(&self, top: Id) -> Walk<'_> {
        Walk { tree: self, top, next: Some(Step::Enter(top)) }
    }

    /// The text below an element, white space collapsed, at most about `limit` bytes; dropped elements are left out.
    pub(super) fn text_below(&self, top: Id, limit: usize) -> String {
        let mut text = String::new();
        let mut walk = self.walk(top);
        while let Some(step) = walk.step() {
            let (Step::Enter(id) | Step::Leave(id)) = step;
            match (self.tag(id), step) {
                (Some(tag), Step::Enter(_)) if tag.flow() == Flow::Dropped && id != top => walk.skip(id),
                (Some(tag), _) if (tag.is_block() || tag == Tag::Br) && !text.ends_with(' ') => text.push(' '),
                (Some(_), _) => {}
                (None, _) => text.push_str(self.words(id)),
            }
            if text.len() > limit {
                break;
            }
        }
        let mut collapsed = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            if !collapsed.is_empty() {
                collapsed.push(' ');
            }
            collapsed.push_str(word);
        }
        collapsed
    }
}

/// A step of a walk.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// Into a node.
    Enter(Id),
    /// Out of an element.
    Leave(Id),
}

/// A walk through a tree that needs no stack.
pub(super) struct Walk<'a> {
    tree: &'a Tree,
    top: Id,
    next: Option<Step>,
}

impl Walk<'_> {
    /// The next step.
    pub(super) fn step(&mut self) -> Option<Step> {
        let step = self.next?;
        let (Step::Enter(id) | Step::Leave(id)) = step;
        let node = self.tree.nodes.get(id as usize)?;
        self.next = match step {
            Step::Enter(_) if node.first != NONE => Some(Step::Enter(node.first)),
            Step::Enter(_) if matches!(node.data, Data::Element(..)) => Some(Step::Leave(id)),
            Step::Enter(_) | Step::Leave(_) => self.after(id),
        };
        Some(step)
    }

    /// Leaves out what is below the element that was just entered; it is not left either.
    pub(super) fn skip(&mut self, id: Id) {
        self.next = self.after(id);
    }

    fn after(&self, id: Id) -> Option<Step> {
        let node = self.tree.nodes.get(id as usize)?;
        if id == self.top {
            None
        } else if node.next != NONE {
            Some(Step::Enter(node.next))
        } else {
            Some(Step::Leave(node.parent))
        }
    }
}

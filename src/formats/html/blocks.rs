//! A tree to blocks: runs of text with their marks, their shape and their place. Nothing is left out but what no reader
//! sees: scripts, styles, drawings, frames of other pages.

use super::address;
use super::run::{Opened, Role, Run};
use super::tag::{Flow, Tag};
use super::told;
use super::tree::{Id, Name, Step, Tree};
use crate::article::{Bullet, Shape};
use crate::formats::{Document, Field, Frame, Piece, Setting};
use crate::text::map::{Map, Set};
use crate::text::{MarkKind, Rich};

/// From how many bytes on a line that ends a sentence is a paragraph, where a single `br` follows.
const LONG_LINE: usize = 80;
/// The most bytes of class, id and role kept of an element.
const NAMES: usize = 240;

/// Reads the blocks of `tree` into `document`, whose claims are known already.
pub(super) fn read(tree: &Tree, document: &mut Document) {
    let base = base(tree, document);
    let mut reader = Reader {
        tree,
        document,
        base,
        mixed: cells_with_blocks(tree),
        path: Vec::new(),
        run: Run::default(),
        open: Vec::new(),
        known: Map::default(),
        lists: Vec::new(),
    };
    let mut walk = tree.walk(0);
    while let Some(step) = walk.step() {
        match step {
            Step::Enter(id) => match tree.tag(id) {
                None => reader.words(tree.words(id)),
                Some(tag) if tag.flow() == Flow::Dropped || tag == Tag::Head => walk.skip(id),
                Some(tag) if tag.flow() == Flow::Void => {
                    reader.void(tag);
                    walk.skip(id);
                }
                Some(tag) => reader.enter(id, tag),
            },
            Step::Leave(_) => reader.leave(),
        }
    }
    reader.flush();
    document.told = told::told(&tree.linked_data);
    drop_doubles(document);
}

/// Takes out what stands in a `noscript` element and elsewhere too: pages carry lazy pictures and widgets with their words
/// twice, once for browsers without scripts. What stands there alone is kept: some pages are nothing else.
fn drop_doubles(document: &mut Document) {
    let mut within = Vec::with_capacity(document.frames.len());
    for frame in &document.frames {
        let is_within = frame.tag == Tag::Noscript || within.get(frame.parent as usize).copied().unwrap_or_default();
        within.push(is_within);
    }
    let is_within = |piece: &Piece| match piece.setting {
        Setting::Element { frame, .. } => within.get(frame as usize).copied().unwrap_or_default(),
        Setting::Lines { .. } => false,
    };
    if !document.pieces.iter().any(is_within) {
        return;
    }
    let shown: Set<&str> =
        document.pieces.iter().filter(|piece| !is_within(piece)).map(|piece| piece.text.as_str()).collect();
    let is_double = |piece: &Piece| is_within(piece) && shown.contains(piece.text.as_str());
    let doubles: Vec<bool> = document.pieces.iter().map(is_double).collect();
    let mut doubles = doubles.into_iter();
    document.pieces.retain(|_| !doubles.next().unwrap_or_default());
}

/// The address that links are resolved against.
fn base(tree: &Tree, document: &Document) -> Option<String> {
    let own = document.claims.iter().find(|claim| claim.field == Field::Url && claim.value.contains("://"));
    let own = own.map(|claim| claim.value.clone());
    let given = (0..tree.nodes.len())
        .map(|id| id as Id)
        .take(2000)
        .find_map(|id| (tree.tag(id) == Some(Tag::Base)).then(|| tree.attribute(id, Name::Href)).flatten());
    given.and_then(|given| address::resolve(own.as_deref(), given)).or(own)
}

/// For each node, whether there is a block in it that a table row shown as one line cannot hold.
fn cells_with_blocks(tree: &Tree) -> Vec<bool> {
    let mut mixed = vec![false; tree.nodes.len()];
    for id in (1..tree.nodes.len()).rev() {
        let Some(tag) = tree.tag(id as Id) else { continue };
        let is_block = tag.is_block() && !matches!(tag, Tag::Td | Tag::Th) || tag == Tag::Br;
        let is_mixed = is_block || mixed.get(id).copied().unwrap_or_default();
        let parent = tree.nodes.get(id).map_or(0, |node| node.parent);
        if is_mixed && let Some(parent) = mixed.get_mut(parent as usize) {
            *parent = true;
        }
    }
    mixed
}

/// An element that is open.
struct Place {
    frame: u32,
    tag: Tag,
    role: Role,
}

/// A list that is open.
struct List {
    /// The place in the path.
    at: usize,
    /// The number of the next item of a numbered list.
    number: Option<u32>,
    /// The item that has not been given to a piece yet.
    fresh: Option<Bullet>,
}

struct Reader<'a> {
    tree: &'a Tree,
    document: &'a mut Document,
    base: Option<String>,
    mixed: Vec<bool>,
    path: Vec<Place>,
    run: Run,
    open: Vec<Opened>,
    known: Map<String, u16>,
    lists: Vec<List>,
}

impl Reader<'_> {
    fn enter(&mut self, id: Id, tag: Tag) {
        let inherited = self.path.last().map_or(Role::Paragraph, |place| place.role);
        let in_row = inherited == Role::Row;
        if tag.is_block() && !(in_row && matches!(tag, Tag::Td | Tag::Th)) {
            self.flush();
        }
        let frame = u32::try_from(self.document.frames.len()).unwrap_or(u32::MAX);
        self.document.frames.push(Frame {
            parent: self.path.last().map_or(0, |place| place.frame),
            tag,
            names: names(self.tree, id),
            hidden: is_hidden(self.tree, id),
            pictures: 0,
            controls: 0,
        });
        if matches!(tag, Tag::Button | Tag::Select) {
            self.control();
        }
        let role = match tag {
            _ if tag.heading().is_some() => Role::Heading(tag.heading().unwrap_or(6)),
            Tag::Blockquote => Role::Quote,
            Tag::Li | Tag::Dd => Role::Item,
            Tag::Dt => Role::Paragraph,
            Tag::Pre | Tag::Xmp => Role::Code,
            Tag::Figcaption | Tag::Caption => Role::Caption,
            Tag::Tr if !self.mixed.get(id as usize).copied().unwrap_or_default() => Role::Row,
            Tag::Table | Tag::Td | Tag::Th if !in_row => Role::Paragraph,
            _ => inherited,
        };
        match tag {
            Tag::Ul | Tag::Menu | Tag::Dir | Tag::Dl => {
                self.lists.push(List { at: self.path.len(), number: None, fresh: None });
            }
            Tag::Ol => {
                let start = self.tree.attribute(id, Name::Start).and_then(|start| start.trim().parse().ok());
                self.lists.push(List { at: self.path.len(), number: Some(start.unwrap_or(1)), fresh: None });
            }
            Tag::Li | Tag::Dd => {
                if let Some(list) = self.lists.last_mut() {
                    list.fresh = Some(list.number.map_or(Bullet::Dot, Bullet::Number));
                    list.number = list.number.map(|number| number.saturating_add(1));
                }
            }
            _ => {}
        }
        self.mark(id, tag);
        self.path.push(Place { frame, tag, role });
    }

    fn mark(&mut self, id: Id, tag: Tag) {
        let kind = match tag {
            Tag::B | Tag::Strong => Some(MarkKind::Bold),
            Tag::I | Tag::Em | Tag::Cite => Some(MarkKind::Italic),
            Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt => Some(MarkKind::Code),
            Tag::A => None,
            _ => return,
        };
        let href = if tag == Tag::A { self.tree.attribute(id, Name::Href) } else { None };
        if tag == Tag::A && href.is_none() {
            return;
        }
        let kind = kind.or_else(|| self.link(href.unwrap_or_default()));
        self.open.push(Opened { at: self.path.len(), kind, is_link: tag == Tag::A, start: self.run.text.len() });
    }

    fn link(&mut self, href: &str) -> Option<MarkKind> {
        let address = address::resolve(self.base.as_deref(), href)?;
        if let Some(&known) = self.known.get(&address) {
            return Some(MarkKind::Link(known));
        }
        let number = u16::try_from(self.document.links.len()).ok()?;
        self.document.links.push(address.clone());
        self.known.insert(address, number);
        Some(MarkKind::Link(number))
    }

    fn leave(&mut self) {
        let Some(place) = self.path.pop() else { return };
        if place.role == Role::Row && matches!(place.tag, Tag::Td | Tag::Th) {
            self.end_cell();
        } else if place.tag.is_block() {
            self.flush();
        }
        let depth = self.path.len();
        self.run.depth = self.run.depth.min(depth.saturating_sub(1));
        while self.open.last().is_some_and(|opened| opened.at >= depth)
            && let Some(opened) = self.open.pop()
        {
            self.run.close(&opened);
        }
        if self.lists.last().is_some_and(|list| list.at >= depth) {
            self.lists.pop();
        }
    }

    fn end_cell(&mut self) {
        self.run.space = true;
        self.run.ends.push(u32::try_from(self.run.text.len()).unwrap_or(u32::MAX));
    }

    /// Notes that the element now open holds a button or a field.
    fn control(&mut self) {
        let frame = self.path.last().map_or(0, |place| place.frame);
        if let Some(frame) = self.document.frames.get_mut(frame as usize) {
            frame.controls = frame.controls.saturating_add(1);
        }
    }

    fn void(&mut self, tag: Tag) {
        match tag {
            Tag::Input => self.control(),
            Tag::Br if self.path.last().is_some_and(|place| place.role == Role::Code) => self.run.text.push('\n'),
            Tag::Br => {
                self.run.space = true;
                self.run.breaks = self.run.breaks.saturating_add(1);
                if self.run.breaks > 1 {
                    self.flush();
                }
            }
            Tag::Hr => {
                self.flush();
                let frame = self.path.last().map_or(0, |place| place.frame);
                let setting = Setting::Element { frame, linked: 0 };
                self.document.pieces.push(Piece { shape: Shape::Rule, text: Rich::default(), setting });
            }
            Tag::Img => {
                let frame = self.path.last().map_or(0, |place| place.frame);
                if let Some(frame) = self.document.frames.get_mut(frame as usize) {
                    frame.pictures = frame.pictures.saturating_add(1);
                }
            }
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        let Some(place) = self.path.last() else { return };
        let (frame, role, top) = (place.frame, place.role, self.path.len() - 1);
        if role == Role::Code {
            self.run.stand(top, frame, role);
            self.run.text.push_str(text);
            return;
        }
        let is_linked = self.open.iter().any(|opened| opened.is_link);
        self.run.space |= text.starts_with(char::is_whitespace);
        let mut is_blank = true;
        for word in text.split_whitespace() {
            if self.run.breaks == 1 && self.run.text.len() >= LONG_LINE && ends_a_sentence(&self.run.text) {
                self.flush();
            }
            let run = &mut self.run;
            let before = run.text.len();
            if run.breaks == 1 && before > 0 {
                run.lines.push(before);
            }
            (run.breaks, is_blank) = (0, false);
            if run.space && before > 0 {
                run.text.push(' ');
            }
            run.text.push_str(word);
            run.space = true;
            run.stand(top, frame, role);
            if is_linked {
                run.linked = run.linked.saturating_add(u32::try_from(run.text.len() - before).unwrap_or(u32::MAX));
            }
        }
        if !text.is_empty() {
            self.run.space = text.ends_with(char::is_whitespace);
        }
        // The element that holds all of the run may lie above the one that holds its last words.
        if !is_blank && let Some(place) = self.path.get(self.run.depth) {
            self.run.frame = place.frame;
        }
    }

    /// Ends the run that is being read.
    fn flush(&mut self) {
        for opened in &mut self.open {
            self.run.close(opened);
            opened.start = 0;
        }
        let mut run = std::mem::take(&mut self.run);
        let is_verse = matches!(run.role, Some(Role::Paragraph | Role::Quote)) && run.is_verse();
        let Some(role) = run.role.filter(|_| !run.text.trim().is_empty()) else { return };
        let shape = match role {
            _ if is_verse => {
                run.keep_lines();
                Shape::Code
            }
            Role::Paragraph => Shape::Paragraph,
            Role::Heading(level) => Shape::Heading(level),
            Role::Quote => Shape::Quote,
            Role::Caption => Shape::Caption,
            Role::Code => Shape::Code,
            Role::Row if run.ends.len() < 2 => Shape::Paragraph,
            Role::Row => Shape::Row(run.ends),
            Role::Item => self.item(),
        };
        let setting = Setting::Element { frame: run.frame, linked: run.linked };
        let text = if role == Role::Code { run.text.trim_end().to_owned() } else { run.text };
        self.document.pieces.push(Piece { shape, text: Rich::new(text, run.marks), setting });
    }

    /// The shape of a run in a list item: only the first run of an item has its mark.
    fn item(&mut self) -> Shape {
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        match self.lists.last_mut() {
            Some(list) => match list.fresh.take() {
                Some(mark) => Shape::Item { depth, mark },
                None => Shape::Paragraph,
            },
            None => Shape::Item { depth, mark: Bullet::Dot },
        }
    }
}

fn ends_a_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', '»', ')', ' ', '“']);
    text.ends_with(['.', '!', '?', ':', '…'])
}

/// Class, id and role of an element in lower case, with a space around each.
fn names(tree: &Tree, id: Id) -> String {
    let mut names = String::new();
    for name in [Name::Class, Name::Id, Name::Role, Name::Itemprop] {
        let Some(value) = tree.attribute(id, name) else { continue };
        let value = crate::text::head(value, NAMES);
        for word in value.split_whitespace() {
            if names.is_empty() {
                names.push(' ');
            }
            names.push_str(&word.to_ascii_lowercase());
            names.push(' ');
        }
    }
    names
}

fn is_hidden(tree: &Tree, id: Id) -> bool {
    tree.attribute(id, Name::Hidden).is_some()
        || tree.attribute(id, Name::AriaHidden) == Some("true")
        || tree.attribute(id, Name::Style).is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).take(400).collect();
            style.to_ascii_lowercase().contains("display:none")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Mark;

    /// The blocks of a page: shape, depth of the frame, text.
    fn blocks(markup: &str) -> Vec<(String, String)> {
        let mut document = Document::default();
        read(&Tree::parse(markup), &mut document);
        document
            .pieces
            .iter()
            .map(|piece| {
                let Setting::Element { frame, .. } = piece.setting else { return Default::default() };
                let frame = &document.frames[frame as usize];
                let shape = match &piece.shape {
                    Shape::Item { depth, mark: Bullet::Number(number) } => format!("{depth}:{number}"),
                    Shape::Item { depth, mark: Bullet::Dot } => format!("{depth}:*"),
                    Shape::Row(ends) => format!("row {ends:?}"),
                    shape => shape.name().to_owned(),
                };
                (format!("{shape} {}", frame.tag.name()), piece.text.as_str().to_owned())
            })
            .collect()
    }

    #[test]
    fn a_page_becomes_blocks() {
        for (markup, expected) in [
            ("<p> The  <b>ferry</b>\n sank. </p>", vec![("paragraph p", "The ferry sank.")]),
            (
                "<div>loose<p>set</p>loose</div>",
                vec![("paragraph div", "loose"), ("paragraph p", "set"), ("paragraph div", "loose")],
            ),
            ("<div>one<br><br>two<br>three</div>", vec![("paragraph div", "one"), ("paragraph div", "two three")]),
            ("<h2>Head</h2><blockquote><p>Said.</blockquote>", vec![("heading h2", "Head"), ("quote p", "Said.")]),
            ("<ul><li>a<ol start=4><li>b<li>c</ol></ul>", vec![("0:* li", "a"), ("1:4 li", "b"), ("1:5 li", "c")]),
            ("<ul><li><p>a<p>b</ul>", vec![("0:* p", "a"), ("paragraph p", "b")]),
            (
                "<table><tr><td>Oslo<td>4</tr><tr><td><p>x<td>y</table>",
                vec![("row [4, 6] tr", "Oslo 4"), ("paragraph p", "x"), ("paragraph td", "y")],
            ),
            (
                "<figure><img alt=no><figcaption>The pier</figcaption></figure>",
                vec![("caption figcaption", "The pier")],
            ),
            ("<pre>a\n  b</pre><hr><script>x</script>", vec![("code pre", "a\n  b"), ("rule *", "")]),
            (
                "<dl><dt>Ferry<dd>A boat<dd>A crossing<dt>Pier</dl>",
                vec![
                    ("paragraph dt", "Ferry"),
                    ("0:* dd", "A boat"),
                    ("0:* dd", "A crossing"),
                    ("paragraph dt", "Pier"),
                ],
            ),
            (
                "<p>The boats are in,<br>the <i>nets</i> are dry,<br> nobody counts<br>the gulls</p>",
                vec![("code p", "The boats are in,\nthe nets are dry,\nnobody counts\nthe gulls")],
            ),
            (
                "<p>The boats are in,<br>the nets are dry.<br><br>Nobody counts.</p>",
                vec![("paragraph p", "The boats are in, the nets are dry."), ("paragraph p", "Nobody counts.")],
            ),
            (
                "<p>Home<br><a href=/b>All the boats</a><br><a href=/c>All the nets</a></p>",
                vec![("paragraph p", "Home All the boats All the nets")],
            ),
            (
                "<figure><table><caption>Boats<tr><td>Ida<td>1961</table></figure>",
                vec![("caption caption", "Boats"), ("row [3, 8] tr", "Ida 1961")],
            ),
            (
                "<img data-src=a alt='A gull'><noscript><img src=a alt='A gull'></noscript><template><p>no</template>",
                vec![],
            ),
            (
                "<p>Said once.</p><noscript><p>Said once.<p>Only here.</noscript>",
                vec![("paragraph p", "Said once."), ("paragraph p", "Only here.")],
            ),
            (
                "<details><summary>Why?</summary><p>So.</details><dialog><p>Hello</dialog>",
                vec![("paragraph summary", "Why?"), ("paragraph p", "So."), ("paragraph p", "Hello")],
            ),
            (
                "<p><span class=x>whole</span></p><p><i>a</i> b</p>",
                vec![("paragraph span", "whole"), ("paragraph p", "a b")],
            ),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
            assert_eq!(blocks(markup), expected, "{markup}");
        }
    }

    #[test]
    fn marks_and_links_are_ranges() {
        let mut document = Document::default();
        read(&Tree::parse("<p>See <a href='http://x.example/a'>the <b>list</b> </a>now</p>"), &mut document);
        let piece = &document.pieces[0];
        assert_eq!(piece.text.as_str(), "See the list now");
        let mark = |range, kind| Mark { range, kind };
        assert_eq!(piece.text.marks(), [mark(4..12, MarkKind::Link(0)), mark(8..12, MarkKind::Bold)]);
        assert_eq!(document.links, ["http://x.example/a"]);
        assert!(matches!(piece.setting, Setting::Element { linked: 9, .. }));
    }

    #[test]
    fn marks_stay_in_place_where_lines_keep_their_ends() {
        let mut document = Document::default();
        read(&Tree::parse("<p>The boats are in,<br>the <i>nets</i> are dry,<br>nobody counts</p>"), &mut document);
        let text = &document.pieces[0].text;
        let marked: Vec<&str> =
            text.marks().iter().map(|m| &text.as_str()[m.range.start as usize..m.range.end as usize]).collect();
        assert_eq!(marked, ["nets"]);
    }

    #[test]
    fn a_hidden_block_is_a_block() {
        let mut document = Document::default();
        read(&Tree::parse("<div style='Display : none'><p>Shown to nobody</p></div>"), &mut document);
        assert_eq!(document.pieces.len(), 1);
        assert!(document.frames[1].hidden);
    }
}

//! Markup to a tree, in linear time and bounded memory whatever the markup is. It is not the tree of the standard: its
//! tree builder takes quadratic time on nested elements, and a reader of saved news needs no exact one.
//!
//! What keeps it linear: the depth is capped ([`DEPTH`]; what is deeper hangs at the cap), the number of nodes is capped
//! ([`NODES`]; the text of what comes later is kept, without its elements), and an end tag finds its element through a
//! list of open elements by tag, never by a walk up the stack. Of a page with more than [`READ`] bytes of text the rest
//! is not read.

use std::cell::RefCell;
use std::ops::{ControlFlow, Range};

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::Tag as Markup;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::cut::short_tags;
use super::tag::{Flow, Tag};
use super::tree::{Data, Id, NONE, Name, Node, Tree};
use crate::formats::READ;

/// The deepest nesting kept; news pages have 10 to 40 levels.
const DEPTH: usize = 512;
/// The most nodes kept; news pages have 500 to 20 000.
const NODES: usize = 400_000;
/// The most bytes kept of an attribute: pictures stand in attributes, whole.
const VALUE: usize = 8192;
/// The most bytes kept of all attributes.
const VALUES: usize = 16 << 20;
/// The most bytes kept of the data for machines; what is read of a page has 2 to 30 kB.
const DATA: usize = 4 << 20;
/// Bytes handed to the tokenizer at a time, so that a page is never in memory twice.
const CHUNK: usize = 1 << 16;

impl Tree {
    /// Reads markup.
    pub(super) fn parse(markup: &str) -> Self {
        let tokenizer = Tokenizer::new(Sink(RefCell::new(Builder::new(markup.len()))), TokenizerOpts::default());
        let queue = BufferQueue::default();
        let feed = |text: &str| {
            let mut rest = text;
            while !rest.is_empty() {
                let chunk = crate::text::head(rest, CHUNK);
                queue.push_back(StrTendril::from_slice(chunk));
                while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
                if tokenizer.sink.0.borrow().is_full() {
                    return ControlFlow::Break(());
                }
                rest = rest.get(chunk.len()..).unwrap_or_default();
            }
            ControlFlow::Continue(())
        };
        // Two fifths of a news page are scripts and styles, and the tokenizer's slowest text.
        let drops = |name: &str| tokenizer.sink.0.borrow().drops(name);
        if short_tags(markup, drops, feed).is_break() {
            return tokenizer.sink.0.into_inner().tree;
        }
        tokenizer.end();
        tokenizer.sink.0.into_inner().tree
    }
}

struct Sink(RefCell<Builder>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut builder = self.0.borrow_mut();
        match token {
            Token::TagToken(markup) if markup.kind == TagKind::StartTag => return builder.start(&markup),
            Token::TagToken(markup) => builder.end(&markup.name),
            Token::CharacterTokens(text) => builder.text(&text),
            Token::CommentToken(comment) => builder.comment(&comment),
            Token::NullCharacterToken | Token::DoctypeToken(_) | Token::EOFToken | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

/// Where the text of a raw element goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Raw {
    No,
    Dropped,
    LinkedData,
}

struct Builder {
    tree: Tree,
    /// The open elements, outermost first.
    open: Vec<(Id, Tag)>,
    /// For each tag, where in `open` its elements are.
    places: Vec<Vec<u16>>,
    /// Where in `open` the barriers are.
    barriers: Vec<u16>,
    /// Where in `open` the blocks are.
    blocks: Vec<u16>,
    /// Open elements beyond the depth cap.
    beyond: u32,
    /// How deep in an `svg` or `math` element: there tags may close themselves.
    foreign: u32,
    raw: Raw,
    /// The element whose text is dropped, while nothing has come behind its start.
    dropped: Option<Tag>,
    /// Bytes of text and of data for machines until now.
    read: usize,
    data: usize,
}

impl Builder {
    fn new(size: usize) -> Self {
        let root = Node { parent: NONE, first: NONE, next: NONE, last: NONE, data: Data::Element(Tag::Other, 0..0) };
        let mut nodes = Vec::with_capacity((size / 40).clamp(16, 1 << 14));
        nodes.push(root);
        let tree = Tree {
            nodes,
            attributes: Vec::new(),
            text: String::with_capacity((size / 3).min(1 << 22)),
            linked_data: Vec::new(),
            comments: Vec::new(),
            scripts: 0,
            cut: false,
            overfull: false,
        };
        Self {
            tree,
            open: vec![(0, Tag::Other)],
            places: vec![Vec::new(); Tag::COUNT],
            barriers: Vec::new(),
            blocks: Vec::new(),
            beyond: 0,
            foreign: 0,
            raw: Raw::No,
            dropped: None,
            read: 0,
            data: 0,
        }
    }

    /// Whether there was more text than is read.
    fn is_full(&self) -> bool {
        self.tree.cut
    }

    /// Whether the tokenizer stands at the beginning of the text of an element of this name, and that text is dropped.
    fn drops(&self, name: &str) -> bool {
        self.dropped.is_some_and(|tag| tag == Tag::named(name))
    }

    fn start(&mut self, markup: &Markup) -> TokenSinkResult<()> {
        self.dropped = None;
        let tag = Tag::named(&markup.name);
        if self.foreign > 0 && tag != Tag::Svg && tag != Tag::Math {
            return TokenSinkResult::Continue;
        }
        match tag {
            Tag::Html | Tag::Body | Tag::Head if self.last(tag).is_some() => {
                return TokenSinkResult::Continue;
            }
            Tag::Svg | Tag::Math => {
                self.foreign += u32::from(!markup.self_closing);
                return TokenSinkResult::Continue;
            }
            _ => self.imply_ends(tag),
        }
        if self.tree.nodes.len() < NODES {
            let attributes = self.keep_attributes(markup);
            let id = self.add(Data::Element(tag, attributes));
            if tag.flow() != Flow::Void {
                self.push(id, tag);
            }
        } else {
            self.tree.overfull = true;
            self.text(" ");
        }
        match tag {
            Tag::Script => {
                let is_data = markup.attrs.iter().any(|a| &*a.name.local == "type" && a.value.contains("ld+json"));
                self.raw = if is_data { Raw::LinkedData } else { Raw::Dropped };
                self.tree.scripts = self.tree.scripts.saturating_add(1);
                if is_data {
                    self.tree.linked_data.push(String::new());
                } else {
                    self.dropped = Some(tag);
                }
                TokenSinkResult::RawData(RawKind::ScriptData)
            }
            Tag::Style | Tag::Xmp | Tag::Iframe | Tag::Noembed | Tag::Noframes => {
                self.raw = if tag == Tag::Xmp { Raw::No } else { Raw::Dropped };
                self.dropped = Some(tag).filter(|_| self.raw == Raw::Dropped);
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            Tag::Textarea | Tag::Title => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    /// Closes what the start of `tag` closes without saying so.
    fn imply_ends(&mut self, tag: Tag) {
        if tag.ends_paragraph() {
            self.close(Tag::P, &[]);
        }
        let belongs_in_head = matches!(
            tag,
            Tag::Meta | Tag::Link | Tag::Title | Tag::Script | Tag::Style | Tag::Base | Tag::Noscript | Tag::Template
        );
        if !belongs_in_head {
            self.leave_head();
        }
        match tag {
            Tag::Li => self.close(Tag::Li, &[Tag::Ul, Tag::Ol, Tag::Menu]),
            Tag::Dd | Tag::Dt => {
                self.close(Tag::Dd, &[Tag::Dl]);
                self.close(Tag::Dt, &[Tag::Dl]);
            }
            Tag::Td | Tag::Th => {
                self.close_cell();
            }
            Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot => {
                self.close_cell();
                self.close(Tag::Tr, &[Tag::Table]);
                if tag != Tag::Tr {
                    for part in [Tag::Tbody, Tag::Thead, Tag::Tfoot] {
                        self.close(part, &[Tag::Table]);
                    }
                }
            }
            Tag::Option | Tag::Optgroup => self.close(Tag::Option, &[Tag::Select]),
            Tag::A => self.close(Tag::A, &[Tag::Table]),
            Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => self.close_heading(),
            _ => {}
        }
    }

    /// Closes the head, where it is the innermost open element: something stands there that it cannot hold.
    fn leave_head(&mut self) {
        if let Some(&(_, Tag::Head)) = self.open.last() {
            self.close(Tag::Head, &[]);
        }
    }

    /// Closes the cell of the innermost table.
    fn close_cell(&mut self) {
        let table = self.last(Tag::Table);
        for cell in [Tag::Td, Tag::Th, Tag::Caption] {
            if let Some(place) = self.last(cell)
                && Some(place) > table
            {
                self.pop_to(place);
            }
        }
    }

    /// Closes a heading that is the innermost block: headings do not nest.
    fn close_heading(&mut self) {
        if let Some(&place) = self.blocks.last()
            && self.open.get(usize::from(place)).is_some_and(|(_, tag)| tag.heading().is_some())
        {
            self.pop_to(place);
        }
    }

    /// Closes the innermost open `tag`, unless a barrier or one of `within` was opened in it.
    fn close(&mut self, tag: Tag, within: &[Tag]) {
        let Some(place) = self.last(tag) else { return };
        let is_inside = |other: Option<u16>| other.is_some_and(|other| other > place);
        if is_inside(self.barriers.last().copied()) || within.iter().any(|&tag| is_inside(self.last(tag))) {
            return;
        }
        self.pop_to(place);
    }

    fn end(&mut self, name: &str) {
        (self.raw, self.dropped) = (Raw::No, None);
        let tag = Tag::named(name);
        if self.foreign > 0 {
            self.foreign -= u32::from(matches!(tag, Tag::Svg | Tag::Math));
            return;
        }
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        match tag {
            Tag::Br if self.tree.nodes.len() < NODES => {
                self.add(Data::Element(Tag::Br, 0..0));
            }
            Tag::Body | Tag::Html => {}
            // Elements without a row are one tag here, and may hold blocks.
            Tag::Other => self.close(tag, &[]),
            Tag::Td | Tag::Th | Tag::Caption => self.close_cell(),
            Tag::Table | Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot => {
                if let Some(place) = self.last(tag)
                    && (tag == Tag::Table || Some(place) > self.last(Tag::Table))
                {
                    self.pop_to(place);
                }
            }
            _ if tag.heading().is_some() => {
                let levels = [Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6];
                if let Some(level) = levels.into_iter().max_by_key(|&level| self.last(level)) {
                    self.close(level, &[]);
                }
            }
            Tag::Template | Tag::Object => {
                if let Some(place) = self.last(tag) {
                    self.pop_to(place);
                }
            }
            _ if tag == Tag::A || tag.flow() != Flow::Inline => self.close(tag, &[]),
            _ => {
                // An inline end tag closes nothing that is not inline: what is open inside it would be lost with it.
                if let Some(place) = self.last(tag)
                    && self.blocks.last().is_none_or(|&block| block < place)
                {
                    self.pop_to(place);
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.dropped = None;
        match self.raw {
            Raw::Dropped => return,
            Raw::LinkedData => {
                self.data += text.len();
                if self.data <= DATA
                    && let Some(data) = self.tree.linked_data.last_mut()
                {
                    data.push_str(text);
                }
                return;
            }
            Raw::No => {}
        }
        if self.foreign > 0 {
            return;
        }
        if !text.trim_start().is_empty() {
            self.leave_head();
        }
        // The tokenizer gives text in pieces: what follows text is the same text.
        let end = u32::try_from(self.tree.text.len()).unwrap_or(u32::MAX);
        let text = crate::text::clean::clean(text);
        let text = crate::text::head(&text, READ.saturating_sub(self.read));
        self.read += text.len();
        self.tree.cut |= self.read + 4 > READ;
        self.tree.text.push_str(text);
        let new = u32::try_from(self.tree.text.len()).unwrap_or(u32::MAX);
        let parent = self.open.last().map_or(0, |&(id, _)| id);
        let last = self.tree.nodes.get(parent as usize).map_or(NONE, |node| node.last);
        if let Some(Node { data: Data::Text(range), .. }) = self.tree.nodes.get_mut(last as usize)
            && range.end == end
        {
            range.end = new;
        } else {
            self.add(Data::Text(end..new));
        }
    }

    fn comment(&mut self, comment: &str) {
        self.dropped = None;
        if self.tree.nodes.len() < 64 && self.tree.comments.len() < 8 {
            self.tree.comments.push(crate::text::clean::clean(crate::text::head(comment, 2048)).into_owned());
        }
    }

    /// Adds a node below the innermost open element.
    fn add(&mut self, data: Data) -> Id {
        let parent = self.open.last().map_or(0, |&(id, _)| id);
        let id = u32::try_from(self.tree.nodes.len()).unwrap_or(NONE);
        self.tree.nodes.push(Node { parent, first: NONE, next: NONE, last: NONE, data });
        let Some(family) = self.tree.nodes.get_mut(parent as usize) else { return id };
        let before = std::mem::replace(&mut family.last, id);
        if before == NONE {
            family.first = id;
        } else if let Some(sibling) = self.tree.nodes.get_mut(before as usize) {
            sibling.next = id;
        }
        id
    }

    /// The attributes of a tag that are worth keeping, as a range of [`Tree::attributes`].
    fn keep_attributes(&mut self, markup: &Markup) -> Range<u32> {
        let start = u32::try_from(self.tree.attributes.len()).unwrap_or(u32::MAX);
        for attribute in &markup.attrs {
            let Some(name) = Name::of(&attribute.name.local) else { continue };
            if self.tree.text.len() > self.read + VALUES {
                break;
            }
            let value = crate::text::head(&attribute.value, VALUE);
            let value = crate::text::clean::clean(value);
            let from = self.tree.text.len();
            self.tree.text.push_str(&value);
            if let (Ok(from), Ok(to)) = (u32::try_from(from), u32::try_from(self.tree.text.len())) {
                self.tree.attributes.push((name, from..to));
            }
        }
        start..u32::try_from(self.tree.attributes.len()).unwrap_or(u32::MAX)
    }

    /// Where in `open` the innermost `tag` is.
    fn last(&self, tag: Tag) -> Option<u16> {
        self.places.get(tag as usize)?.last().copied()
    }

    fn push(&mut self, id: Id, tag: Tag) {
        if self.open.len() >= DEPTH {
            self.beyond += 1;
            return;
        }
        let place = u16::try_from(self.open.len()).unwrap_or(u16::MAX);
        self.open.push((id, tag));
        if let Some(places) = self.places.get_mut(tag as usize) {
            places.push(place);
        }
        if tag.is_block() {
            self.blocks.push(place);
        }
        if tag.is_barrier() {
            self.barriers.push(place);
        }
    }

    /// Closes the element at `place` and all that are open in it.
    fn pop_to(&mut self, place: u16) {
        while self.open.len() > usize::from(place).max(1)
            && let Some((_, tag)) = self.open.pop()
        {
            if let Some(places) = self.places.get_mut(tag as usize) {
                places.pop();
            }
            if tag.is_block() {
                self.blocks.pop();
            }
            if tag.is_barrier() {
                self.barriers.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::html::tree::Step;

    /// The tree as text: an element as `name(…)`.
    fn sketch(markup: &str) -> String {
        let tree = Tree::parse(markup);
        let mut out = String::new();
        let mut walk = tree.walk(0);
        while let Some(step) = walk.step() {
            match step {
                Step::Enter(0) | Step::Leave(0) => {}
                Step::Enter(id) => match tree.tag(id) {
                    Some(tag) => {
                        out.push_str(tag.name());
                        out.push('(');
                    }
                    None => out.push_str(tree.words(id)),
                },
                Step::Leave(_) => out.push(')'),
            }
        }
        out
    }

    #[test]
    fn markup_becomes_a_tree() {
        for (markup, expected) in [
            ("<p>one<p>two", "p(one)p(two)"),
            ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "ul(li(a)li(bul(li(c)))li(d))"),
            ("<table><tr><td>a<td>b<tr><td>c</table>x", "table(tr(td(a)td(b))tr(td(c)))x"),
            ("<div><p>a</div>b", "div(p(a))b"),
            ("<p>a<b>b</p>c", "p(ab(b))c"),
            ("<b><div>a</b>b</div>c", "b(div(ab)c)"),
            ("<div><table><td></div>a</table>b</div>c", "div(table(td(a))b)c"),
            ("<h2>a<h3>b</h2>c", "h2(a)h3(b)c"),
            ("<a>one<a>two</a>", "a(one)a(two)"),
            ("<dl><dt>a<dd>b<dt>c</dl>", "dl(dt(a)dd(b)dt(c))"),
            ("a<br>b</br>c<img>d", "abr()bbr()cimg()d"),
            ("<script>if (a<b) { '</p>' }</script>x<style>p{}</style>", "script()xstyle()"),
            ("<title>a <b> c</title>", "title(a <b> c)"),
            ("<svg><title>no</title><a>no</a></svg>yes", "yes"),
            ("<head><meta><div>a</div>", "head(meta())div(a)"),
            ("x &amp; y &copy; &#8212; &bogus; a\0b", "x & y © — &bogus; ab"),
            ("<option>a<option>b", "option(a)option(b)"),
            ("</p></div></td></b>", ""),
        ] {
            assert_eq!(sketch(markup), expected, "{markup}");
        }
    }

    #[test]
    fn attributes_are_kept_by_name() {
        let tree = Tree::parse("<p class='lead big' data-x=1 id=a>x<a href=\"/y?a=1&amp;b=2\">z</a>");
        assert_eq!(tree.attribute(1, Name::Class), Some("lead big"));
        assert_eq!(tree.attribute(1, Name::Id), Some("a"));
        assert_eq!(tree.attribute(1, Name::Href), None);
        assert_eq!(tree.attribute(3, Name::Href), Some("/y?a=1&b=2"));
    }

    #[test]
    fn nesting_stops_at_the_cap_and_keeps_the_text() {
        let tree = Tree::parse(&format!("{}deep{}after", "<div>".repeat(5000), "</div>".repeat(5000)));
        assert_eq!(tree.text_below(0, 100), "deep after");
        let depth = |mut id: Id| {
            let mut depth = 0;
            while let Some(node) = tree.nodes.get(id as usize) {
                (id, depth) = (node.parent, depth + 1);
            }
            depth
        };
        assert!(tree.nodes.iter().enumerate().all(|(id, _)| depth(id as Id) <= DEPTH + 1));
    }

    #[test]
    fn a_full_tree_keeps_the_text() {
        let tree = Tree::parse(&"<i>x</i>".repeat(NODES));
        assert!(tree.overfull);
        assert!(tree.nodes.len() <= NODES + DEPTH);
        assert_eq!(
            tree.nodes
                .iter()
                .map(|node| match &node.data {
                    Data::Text(range) => tree.slice(range).unwrap_or_default().matches('x').count(),
                    Data::Element(..) => 0,
                })
                .sum::<usize>(),
            NODES
        );
    }

    #[test]
    fn of_endless_text_the_beginning_is_read() {
        let tree = Tree::parse(&format!("<p>{}</p><p>end", "Ferry ".repeat(READ / 5)));
        assert!(tree.cut && tree.text.len() <= READ);
        let tree =
            Tree::parse(&format!("<p>{}</p><img src='data:{}'>end", "Ferry ".repeat(READ / 8), "x".repeat(READ)));
        assert!(!tree.cut && tree.text.ends_with("end"));
    }

    #[test]
    fn of_a_tag_with_endless_attributes_nothing_is_text() {
        let endless: String = (0..5000).map(|n| format!(" a{n}='x y > z'")).collect();
        for (markup, expected) in [
            (format!("<p{endless}>text</p>"), "p(text)"),
            (format!("<p{endless} b='never closed>text</p>"), "p(text)"),
            (format!("<p{endless}"), "p()"),
            (format!("<script>a<b{endless}</script>text"), "script()text"),
        ] {
            assert_eq!(sketch(&markup), expected);
        }
    }
}

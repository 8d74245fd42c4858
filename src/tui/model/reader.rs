//! The reader: which article, which view of it, which lines are on the screen. Its place is a block and a byte, never a
//! line, so that it holds when the width changes or hidden blocks are shown.

use std::collections::BTreeSet;

use super::find::{Find, Hit, Whence};
use super::select::Selection;
use crate::article::{Block, BlockKind, Shape, Why};
use crate::config::Config;
use crate::export::elsewhere;
use crate::formats;
use crate::library::{ArticleId, Drawer, EntityId, Opened, Place};
use crate::text::Rich;
use crate::tui::layout::{Key, Layout, Line, Part, Reach, View};

/// Columns that `+` and `-` add and take.
pub const MEASURE_STEP: u16 = 4;

/// Whether the article is only shown beside the list, or is being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// Shown beside the list.
    #[default]
    Preview,
    /// Being read: its place is kept.
    Begun,
}

/// The saved bytes as text, one line a block.
#[derive(Debug)]
pub struct Original {
    blocks: Vec<Block>,
}

impl Original {
    /// The saved bytes, made safe for a terminal.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        let blocks = formats::text(bytes)
            .lines()
            .map(|line| Block {
                kind: BlockKind::Body,
                shape: Shape::Code,
                text: Rich::plain(line.trim_end().replace('\t', "    ")),
                sure: 1.0,
                why: Why::default(),
            })
            .collect();
        Self { blocks }
    }
}

/// The reader.
#[derive(Debug)]
pub struct Reader {
    /// The article.
    pub opened: Option<Box<Opened>>,
    /// Its original, once it was asked for.
    pub original: Option<Original>,
    /// What of it is shown.
    pub view: View,
    /// Columns of the text.
    pub measure: u16,
    /// The first blocks of the folds that were opened here.
    pub unfolded: BTreeSet<usize>,
    /// The first line on the screen.
    pub top: usize,
    /// Where in the article that line starts, as the reader left it; `None` at the very top.
    pub place: Option<Place>,
    /// Where to be once the clean article is back: the place before the original was shown.
    pub left: Option<Place>,
    /// Where in the original one was put: going back from there gives `left` back.
    pub arrived: Option<Place>,
    /// A search that is marked in it: one of its own, or the library's that found it.
    pub find: Option<Find>,
    /// The mention that `*` and `#` went to.
    pub mention: Option<usize>,
    /// The words that are being selected, while they are: then its keys are others.
    pub selection: Option<Selection>,
    /// Whether it is being read.
    pub reading: Reading,
    /// The place and the progress that the library has.
    pub kept: Option<(Place, u8)>,
    /// The lines.
    pub layout: Layout,
    /// Rows on the screen, for which `top` is right.
    pub height: usize,
    /// Columns of the text on the screen.
    pub width: u16,
    /// Grows with each article that is shown.
    pub openings: u64,
    /// The article at hand was read anew, under this number, and was asked for.
    pub renewing: Option<ArticleId>,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            opened: None,
            original: None,
            view: View::Clean,
            measure: Config::default().measure,
            unfolded: BTreeSet::new(),
            top: 0,
            place: None,
            left: None,
            arrived: None,
            find: None,
            mention: None,
            selection: None,
            reading: Reading::Preview,
            kept: None,
            layout: Layout::default(),
            height: 0,
            width: 0,
            openings: 0,
            renewing: None,
        }
    }
}

impl Reader {
    /// The article's number.
    #[must_use]
    pub fn id(&self) -> Option<ArticleId> {
        self.opened.as_ref().map(|opened| opened.row.id)
    }

    /// Shows an article from the place where reading stopped.
    pub fn show(&mut self, opened: Option<Box<Opened>>) {
        self.place = opened.as_ref().and_then(|opened| opened.place).filter(|place| *place != Place::default());
        self.kept = self.place.zip(opened.as_ref().and_then(|opened| opened.row.marks.progress));
        self.opened = opened;
        self.original = None;
        self.view = View::Clean;
        self.unfolded.clear();
        self.left = None;
        self.find = None;
        self.mention = None;
        self.selection = None;
        self.reading = Reading::Preview;
        self.renewing = None;
        self.openings += 1;
    }

    /// The blocks of what is shown.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        match (self.view, &self.original, &self.opened) {
            (View::Original, Some(original), _) => &original.blocks,
            (_, _, Some(opened)) => &opened.article.blocks,
            _ => &[],
        }
    }

    /// Wraps anew where width, view or article changed, and keeps the same words on top.
    pub fn settle(&mut self, width: u16, height: usize) {
        self.height = height;
        self.width = width;
        let is_searched = self.find.as_ref().is_some_and(|find| find.whence == Whence::Article);
        let only_shown = self.reading == Reading::Preview && self.place.is_none() && !is_searched;
        let wrapped = self.layout.key().map(|key| (key.article, key.reach));
        let reach = match wrapped {
            Some((article, Reach::Whole)) if article == self.openings => Reach::Whole,
            _ if only_shown => Reach::Lines(height),
            _ => Reach::Whole,
        };
        self.lay_out(reach);
    }

    /// Wraps all of the article, so that one can move in it.
    pub fn lay_out_whole(&mut self) {
        self.lay_out(Reach::Whole);
    }

    fn lay_out(&mut self, reach: Reach) {
        let Some(opened) = &self.opened else {
            self.layout = Layout::default();
            self.top = 0;
            return;
        };
        let elsewhere = elsewhere(&opened.copies);
        let key = Key {
            article: self.openings,
            width: self.width,
            view: self.view,
            unfolded: self.unfolded.clone(),
            elsewhere,
            reach,
        };
        if self.layout.key() != Some(&key) {
            self.layout = Layout::new(&opened.article, self.blocks(), key);
            self.top = self.layout.line_of(self.place);
            self.search(self.find.clone());
        }
        self.top = self.top.min(self.last_top());
    }

    /// The largest `top` with a full screen below it.
    #[must_use]
    pub fn last_top(&self) -> usize {
        self.layout.lines().len().saturating_sub(self.height.max(1))
    }

    /// Puts a line on top.
    pub fn scroll(&mut self, top: usize) {
        self.top = top.min(self.last_top());
        self.place = self.layout.place(self.top);
    }

    /// Brings a place into sight: it stays where it is when it is in sight, else it comes to the upper third.
    pub fn reveal(&mut self, place: Place) {
        let line = self.layout.line_of(Some(place));
        if line < self.top || line >= self.top + self.height {
            self.scroll(line.saturating_sub(self.height / 3));
        }
    }

    /// Brings a block into sight; the fold that hides it is opened.
    pub fn show_block(&mut self, block: usize) {
        self.lay_out_whole();
        let fold = self.layout.lines().iter().find_map(|line| match line {
            Line::Fold(blocks) if blocks.contains(&block) => Some(blocks.start),
            _ => None,
        });
        self.unfolded.extend(fold);
        self.lay_out_whole();
        self.reveal(Place { block: u32::try_from(block).unwrap_or(u32::MAX), byte: 0 });
    }

    /// Whether one has to move to see all of it.
    #[must_use]
    pub fn is_longer_than_the_screen(&self) -> bool {
        self.layout.lines().len() > self.height
    }

    /// How far it was read, in per cent: by the last line on the screen.
    #[must_use]
    pub fn progress(&self) -> u8 {
        let lines = self.layout.lines().len();
        if lines == 0 {
            return 0;
        }
        let seen = (self.top + self.height).min(lines);
        if self.top == 0 && seen < lines {
            return 0;
        }
        u8::try_from(seen * 100 / lines).unwrap_or(100)
    }

    /// Marks what `find` looks for in what is laid out.
    pub fn search(&mut self, mut find: Option<Find>) {
        if let Some(find) = &mut find {
            let named = self.named(find.names());
            find.look(self.blocks(), &self.layout, &named);
        }
        self.find = find;
    }

    /// Where these names stand in the article, in order; in its original nobody looked for names.
    fn named(&self, names: &[EntityId]) -> Vec<Hit> {
        let Some(opened) = self.opened.as_ref().filter(|_| self.view != View::Original) else { return Vec::new() };
        let is_sought =
            |entity: u16| opened.drawers.get(usize::from(entity)).is_some_and(|drawer| names.contains(&drawer.id));
        let sought = opened.mentions.iter().filter(|mention| is_sought(mention.entity));
        let bytes = |range: &std::ops::Range<u32>| range.start as usize..range.end as usize;
        sought.map(|mention| Hit { block: mention.block as usize, range: bytes(&mention.range) }).collect()
    }

    /// The hits of the search that is marked.
    #[must_use]
    pub fn hits(&self) -> &[Hit] {
        self.find.as_ref().map_or(&[], |find| &find.hits)
    }

    /// The mentions of an entity: block and bytes, in order.
    pub fn mentions_of(&self, entity: EntityId) -> impl Iterator<Item = (usize, Place)> + '_ {
        let drawer = self.opened.iter().flat_map(|opened| opened.drawers.iter()).position(|drawer| drawer.id == entity);
        self.opened.iter().flat_map(|opened| opened.mentions.iter().enumerate()).filter_map(move |(index, mention)| {
            (Some(usize::from(mention.entity)) == drawer)
                .then_some((index, Place { block: mention.block, byte: mention.range.start }))
        })
    }

    /// The drawer of an entity in this article.
    #[must_use]
    pub fn drawer(&self, entity: EntityId) -> Option<&Drawer> {
        self.opened.as_ref()?.drawers.iter().find(|drawer| drawer.id == entity)
    }

    /// The line, at or below `from`, at which a paragraph starts, or a heading when only headings count.
    pub fn starts(&self, only: Stop) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let blocks = self.blocks();
        self.layout.lines().iter().enumerate().filter_map(move |(index, line)| match line {
            Line::Text { block, part: Part::First, .. } => {
                let heading = blocks.get(*block).is_some_and(|block| matches!(block.shape, Shape::Heading(_)));
                (only == Stop::Paragraph || heading).then_some(index)
            }
            Line::Cells { .. } | Line::Fold(_) if only == Stop::Paragraph => Some(index),
            _ => None,
        })
    }
}

/// What `{ }` and `[[ ]]` stop at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The start of a block.
    Paragraph,
    /// A heading.
    Heading,
}

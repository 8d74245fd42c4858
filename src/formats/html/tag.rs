//! The elements that morgue tells apart, and how each behaves. Not the whole standard: an element without a row here
//! is [`Tag::Other`], which is inline.

/// How an element behaves in the flow of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// Part of a run of text.
    Inline,
    /// Starts and ends a block.
    Block,
    /// Has no end tag.
    Void,
    /// Its content is not text of the page.
    Dropped,
}

macro_rules! tags {
    ($($variant:ident $name:literal $flow:ident)*) => {
        /// An element.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Tag {
            /// An element without a row of its own.
            #[default]
            Other,
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl Tag {
            /// The number of tags.
            pub(crate) const COUNT: usize = [Self::Other, $(Self::$variant),*].len();

            /// The tag with this lower-case name.
            #[must_use]
            pub(crate) fn named(name: &str) -> Self {
                match name {
                    $($name => Self::$variant,)*
                    _ => Self::Other,
                }
            }

            /// The lower-case name; `*` for an element without a row.
            #[must_use]
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    Self::Other => "*",
                    $(Self::$variant => $name,)*
                }
            }

            /// How it behaves.
            #[must_use]
            pub(crate) const fn flow(self) -> Flow {
                match self {
                    Self::Other => Flow::Inline,
                    $(Self::$variant => Flow::$flow,)*
                }
            }
        }
    };
}

tags! {
    A "a" Inline
    Abbr "abbr" Inline
    Address "address" Block
    Area "area" Void
    Article "article" Block
    Aside "aside" Block
    Audio "audio" Dropped
    B "b" Inline
    Base "base" Void
    Blockquote "blockquote" Block
    Body "body" Block
    Br "br" Void
    Button "button" Block
    Canvas "canvas" Dropped
    Caption "caption" Block
    Center "center" Block
    Cite "cite" Inline
    Code "code" Inline
    Col "col" Void
    Datalist "datalist" Dropped
    Dd "dd" Block
    Details "details" Block
    Dialog "dialog" Block
    Dir "dir" Block
    Div "div" Block
    Dl "dl" Block
    Dt "dt" Block
    Em "em" Inline
    Embed "embed" Void
    Fieldset "fieldset" Block
    Figcaption "figcaption" Block
    Figure "figure" Block
    Font "font" Inline
    Footer "footer" Block
    Form "form" Block
    H1 "h1" Block
    H2 "h2" Block
    H3 "h3" Block
    H4 "h4" Block
    H5 "h5" Block
    H6 "h6" Block
    Head "head" Block
    Header "header" Block
    Hgroup "hgroup" Block
    Hr "hr" Void
    Html "html" Block
    I "i" Inline
    Iframe "iframe" Dropped
    Img "img" Void
    Input "input" Void
    Kbd "kbd" Inline
    Label "label" Inline
    Legend "legend" Block
    Li "li" Block
    Link "link" Void
    Main "main" Block
    Math "math" Dropped
    Menu "menu" Block
    Meta "meta" Void
    Nav "nav" Block
    Noembed "noembed" Dropped
    Noframes "noframes" Dropped
    Noscript "noscript" Block
    Object "object" Block
    Ol "ol" Block
    Optgroup "optgroup" Block
    Option "option" Block
    P "p" Block
    Param "param" Void
    Picture "picture" Inline
    Pre "pre" Block
    Q "q" Inline
    Rp "rp" Dropped
    S "s" Inline
    Samp "samp" Inline
    Script "script" Dropped
    Search "search" Block
    Section "section" Block
    Select "select" Block
    Small "small" Inline
    Source "source" Void
    Span "span" Inline
    Strong "strong" Inline
    Style "style" Dropped
    Sub "sub" Inline
    Summary "summary" Block
    Sup "sup" Inline
    Svg "svg" Dropped
    Table "table" Block
    Tbody "tbody" Block
    Td "td" Block
    Template "template" Dropped
    Textarea "textarea" Dropped
    Tfoot "tfoot" Block
    Th "th" Block
    Thead "thead" Block
    Time "time" Inline
    Title "title" Dropped
    Tr "tr" Block
    Track "track" Void
    Tt "tt" Inline
    U "u" Inline
    Ul "ul" Block
    Var "var" Inline
    Video "video" Dropped
    Wbr "wbr" Void
    Xmp "xmp" Block
}

impl Tag {
    /// Whether it starts and ends a block.
    #[must_use]
    pub(crate) const fn is_block(self) -> bool {
        matches!(self.flow(), Flow::Block)
    }

    /// The level of a heading.
    #[must_use]
    pub(crate) const fn heading(self) -> Option<u8> {
        match self {
            Self::H1 => Some(1),
            Self::H2 => Some(2),
            Self::H3 => Some(3),
            Self::H4 => Some(4),
            Self::H5 => Some(5),
            Self::H6 => Some(6),
            _ => None,
        }
    }

    /// Whether an end tag inside it can close nothing outside it: cells and the like.
    #[must_use]
    pub(crate) const fn is_barrier(self) -> bool {
        matches!(self, Self::Td | Self::Th | Self::Caption | Self::Template | Self::Object)
    }

    /// Whether its start ends an open paragraph, as in the standard.
    #[must_use]
    pub(crate) const fn ends_paragraph(self) -> bool {
        self.is_block() && !matches!(self, Self::Button | Self::Noscript | Self::Object | Self::Select | Self::Option)
            || matches!(self, Self::Hr)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_its_tag_lead_to_each_other() {
        for name in ["p", "h3", "blockquote", "figcaption", "svg"] {
            assert_eq!(Tag::named(name).name(), name);
        }
        assert_eq!(Tag::named("amp-ad"), Tag::Other);
        assert_eq!(Tag::H3.heading(), Some(3));
        assert_eq!(Tag::Img.flow(), Flow::Void);
    }
}

//! Where the question at the bottom stands: over the panes, down to the last line, as high as what it says.

use ratatui::layout::{Rect, Size};

use super::super::model::sheet::Sheet;
use crate::text::wrap::wrap;

/// Articles named as examples, at most.
const EXAMPLES: usize = 3;
/// From so many rows of the screen there is room for examples.
const TALL: u16 = 20;

/// Where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetPlan {
    /// All of it but the keys; its first line is the title.
    pub frame: Rect,
    /// The sentence, or the choices.
    pub rows: Rect,
    /// The lines of the sentence.
    pub said: Vec<String>,
    /// The lines below it: what else is to be known, and articles in which something would change.
    pub beside: Vec<String>,
}

impl SheetPlan {
    /// The plan on a screen of that size.
    #[must_use]
    pub fn new(size: Size, sheet: &Sheet) -> Self {
        let inside = size.width.saturating_sub(2);
        let lines = |text: &str| -> Vec<String> {
            let wrapped = wrap(text, usize::from(inside.max(1))).into_iter();
            wrapped.filter_map(|range| Some(text.get(range)?.trim_end().to_owned())).collect()
        };
        let said = sheet.sentence().map_or_else(Vec::new, |text| lines(&text));
        let mut beside = if said.is_empty() || sheet.note.is_empty() { Vec::new() } else { lines(&sheet.note) };
        if size.height >= TALL {
            beside.extend(sheet.examples().iter().take(EXAMPLES).map(|row| format!("≡ {}", row.title)));
        }
        let wanted = if said.is_empty() { sheet.choices.len() } else { said.len() + beside.len() };
        // The last line has the keys, and something of what it is about stays in sight.
        let room = size.height.saturating_sub(1);
        let most = room.saturating_sub(room / 4);
        let height = u16::try_from(wanted + 1).unwrap_or(u16::MAX).min(most);
        let frame = Rect { x: 0, y: room - height, width: size.width, height };
        let rows =
            Rect { x: 1.min(size.width), y: frame.y + height.min(1), width: inside, height: height.saturating_sub(1) };
        Self { frame, rows, said, beside }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{EntityId, Proposal};
    use crate::tui::model::sheet::Choice;

    #[test]
    fn it_lies_within_the_screen_at_every_size() {
        let proposal = Proposal::Rename { entity: EntityId(1), name: "Ada Brook".to_owned() };
        for count in 0..6 {
            let choices = (0..count).map(|_| Choice::new('a', "a", proposal.clone())).collect();
            let sheet = Sheet::new("Title".to_owned(), choices);
            for columns in 0..60 {
                for rows in 0..30 {
                    let plan = SheetPlan::new(Size::new(columns, rows), &sheet);
                    let screen = Rect::new(0, 0, columns, rows.saturating_sub(1));
                    for rect in [plan.frame, plan.rows] {
                        assert_eq!(rect.intersection(screen).area(), rect.area(), "{columns}×{rows} {plan:?}");
                    }
                    assert!(rows < 12 || usize::from(plan.rows.height) >= sheet.choices.len(), "{columns}×{rows}");
                }
            }
        }
    }
}

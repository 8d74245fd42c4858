//! Articles that are no row of paragraphs: live blogs, recipes, magazine pages with sentences set apart. The pages were written
//! for the tests, about invented events; plain articles are read in `pages`.

use morgue::article::{Article, BlockKind, Shape};
use morgue::extract::extract;
use morgue::formats::{self, Hint};

fn read(bytes: &str) -> Article {
    extract(formats::open(bytes.as_bytes(), Hint::default()))
}

/// How each block of the body begins, headings with `#`.
fn outline(article: &Article) -> Vec<String> {
    article
        .body()
        .map(|(_, block)| {
            let sign = if matches!(block.shape, Shape::Heading(_)) { "# " } else { "" };
            let begin: Vec<&str> = block.text.as_str().split_whitespace().take(4).collect();
            format!("{sign}{}", begin.join(" "))
        })
        .collect()
}

#[test]
fn a_live_blog_keeps_its_entries_and_their_headings() {
    for (form, bytes) in [("a dump", include_str!("pages/live.txt")), ("a page", include_str!("pages/live.html"))] {
        let article = read(bytes);
        let title = "Gale on the sound live: boats stay in and the bridge is shut";
        assert_eq!(article.title.as_deref(), Some(title), "{form}");
        assert_eq!(article.byline.first().map(String::as_str), Some("Orla Venn"), "{form}: {:?}", article.byline);
        let expected = [
            "# Lights back on in",
            "Power has been restored",
            "A gust of eighty",
            "# Bridge shut to lorries",
            "The bridge is shut",
            "“Nobody was hurt,” said",
            "# Boats stay in",
            "No boat leaves the",
            "They had stayed in",
        ];
        assert_eq!(outline(&article), expected, "{form}");
        let times = article.blocks.iter().filter(|block| block.why.0.contains("time of an entry")).count();
        assert_eq!(times, 3, "{form}: the times are there, and say what they are");
    }
}

#[test]
fn a_recipe_keeps_what_is_needed_and_what_is_done() {
    let outline = outline(&read(include_str!("pages/recipe.txt")));
    for line in ["300 g barley flour", "2 tsp salt", "half a litre of", "Cover the bowl with", "Eat it on the"] {
        assert!(outline.iter().any(|begin| begin == line), "{line} in {outline:#?}");
    }
    assert!(!outline.iter().any(|line| line.starts_with("Three soups") || line.starts_with("Sign up")), "{outline:#?}");
}

#[test]
fn a_sentence_set_apart_is_not_told_twice_and_a_word_in_a_line_of_its_own_stays() {
    let article = read(include_str!("pages/magazine.txt"));
    let apart: Vec<_> =
        article.blocks.iter().filter(|block| block.text.as_str().starts_with("“A clock is only")).collect();
    assert_eq!(apart.len(), 1, "nothing is dropped");
    assert_eq!(apart[0].kind, BlockKind::Promotion, "{}", apart[0].why.0);
    let outline = outline(&article);
    assert!(outline.contains(&"“There was a letter".to_owned()) && outline.contains(&"No.".to_owned()), "{outline:#?}");
    assert_eq!(outline.len(), 7, "{outline:#?}");
}

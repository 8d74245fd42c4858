//! An article to text, Markdown and JSON. Pure: it writes into strings.

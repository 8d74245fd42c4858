//! Tokens and sentences as byte ranges. They are surface units: no lemma, no tag.

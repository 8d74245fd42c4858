//! The words by which clutter names itself, in the languages of the news. General knowledge of the genre: one row a
//! phrase family. A phrase alone decides nothing; it is one feature among many.

use std::sync::OnceLock;

use crate::article::BlockKind;
use crate::text::fold::fold;
use crate::text::map::Map;

/// What a phrase speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cue {
    Ad,
    Promotion,
    Share,
    Navigation,
    Related,
    Comment,
    Legal,
    Credit,
}

impl Cue {
    pub(crate) const COUNT: usize = 8;

    /// The kind of a block that is clutter by this cue.
    pub(crate) const fn kind(self) -> BlockKind {
        match self {
            Self::Ad => BlockKind::Ad,
            Self::Promotion | Self::Share => BlockKind::Promotion,
            Self::Navigation => BlockKind::Navigation,
            Self::Related => BlockKind::Related,
            Self::Comment => BlockKind::Comment,
            Self::Legal => BlockKind::Legal,
            Self::Credit => BlockKind::Meta,
        }
    }

    /// The reason told to the reader.
    pub(crate) const fn reason(self) -> &'static str {
        match self {
            Self::Ad => "words of an advertisement",
            Self::Promotion => "words of a prompt to subscribe, sign in or follow",
            Self::Share => "words of a share bar",
            Self::Navigation => "words of a menu",
            Self::Related => "words that lead to other articles",
            Self::Comment => "words around readers' comments",
            Self::Legal => "words of copyright, cookies or terms",
            Self::Credit => "words of a credit or a time stamp",
        }
    }
}

/// Phrases, folded, parted by `;`.
const PHRASES: [(Cue, &str); 8] = [
    (
        Cue::Ad,
        "advertisement;advertisements;advertising;advertise;sponsored;sponsor;sponsored by;promoted;promoted by;paid content;\
         paid post;presented by;a message from;partner content;story continues below;article continues below;article continues after;\
         continue reading below;scroll to continue;skip advertisement;affiliate;commission;shop now;buy now;buy tickets;promo code;\
         anzeige;werbung;gesponsert;publicite;annonce;publicidad;anuncio;patrocinado;pubblicita;sponsorizzato;publicidade;advertentie;\
         реклама;annons;reklama;reklam",
    ),
    (
        Cue::Promotion,
        "subscribe;subscriber;subscribers;subscription;subscriptions;newsletter;newsletters;sign up;signup;sign in;log in;login;\
         register;free trial;try it free;get the app;download the app;download our app;app store;google play;follow us;follow;donate;\
         support us;become a member;membership;unlimited access;unlock;your email;email address;e mail address;in your inbox;\
         to your inbox;notifications;alerts;create account;create free account;already a subscriber;gift this article;listen to this;\
         preferred source;abonnieren;abo;abonnement;abonnements;anmelden;registrieren;jetzt testen;kostenlos testen;abonnez;s abonner;\
         inscrivez;je m abonne;se connecter;suscribete;suscribirse;suscripcion;iniciar sesion;registrate;iscriviti;abbonati;abbonamento;\
         accedi;assine;assinante;cadastre;abonneer;aanmelden;inloggen;nieuwsbrief;подписаться;подписка;подпишитесь;войти;prenumerera;\
         logga in;zaloguj",
    ),
    (
        Cue::Share,
        "share;share this;share on;shares;facebook;twitter;whatsapp;linkedin;pinterest;instagram;telegram;reddit;tumblr;youtube;\
         copy link;email this;e mail;print;print this;bookmark;save;tweet;teilen;drucken;merken;partager;imprimer;envoyer;compartir;\
         compartilhar;condividi;stampa;delen;afdrukken;поделиться;dela;skriv ut;flipboard;messenger;snapchat;tiktok;bluesky;threads",
    ),
    (
        Cue::Navigation,
        "home;menu;skip to;skip to content;search;next;previous;prev;back to top;back;sections;section;contact;contact us;about us;about;\
         sitemap;site map;careers;faq;help;more options;show more;load more;see all;view all;show search;close;open;live;video;videos;\
         podcasts;weather;e edition;archive;archives;rss;startseite;suche;suchen;navigation;uber uns;kontakt;weiter;zuruck;accueil;\
         rechercher;recherche;nous contacter;suivant;precedent;inicio;buscar;contacto;siguiente;anterior;cerca;contatti;chi siamo;\
         avanti;busca;contato;zoeken;volgende;главная;поиск;контакты;sok;hem;mobile version;desktop version;javascript;page",
    ),
    (
        Cue::Related,
        "related;related articles;related stories;related topics;related content;read more;read also;read next;read this;see also;more from;\
         more on;more in;more stories;more news;most read;most popular;most viewed;most shared;trending;trending now;recommended;\
         recommended for you;you may like;you might like;you may also like;you might also like;also read;also on;latest;latest news;\
         latest stories;top stories;top news;up next;next up;don t miss;editor s picks;editors picks;in this article;in this story;\
         what we re reading;people are also reading;tags;tag;topics;topic;filed under;categories;popular;popular posts;recent posts;\
         watch;from our partners;around the web;previous article;next article;next post;previous post;mehr zum thema;mehr;zum thema;\
         lesen sie auch;lesen sie mehr;auch interessant;das konnte sie auch interessieren;meistgelesen;schlagworte;themen;a lire aussi;\
         lire aussi;lire la suite;sur le meme sujet;les plus lus;voir aussi;lea tambien;lee tambien;te puede interesar;leer mas;mas leidas;\
         noticias relacionadas;relacionadas;mas noticias;etiquetas;leggi anche;i piu letti;articoli correlati;leggi tutto;leia tambem;\
         leia mais;mais lidas;veja tambem;lees ook;meest gelezen;lees meer;читайте также;по теме;самое читаемое;las ocksa;czytaj takze",
    ),
    (
        Cue::Comment,
        "comment;comments;leave a comment;post a comment;add comment;add a comment;view comments;join the conversation;reply;replies;\
         log in to comment;report abuse;click to rate;upvote;moderated;leave a reply;your name;posting as;sort by;newest;oldest;\
         kommentar;kommentare;kommentieren;antworten;commentaire;commentaires;reagir;repondre;comentario;comentarios;responder;comentar;\
         commenti;commento;rispondi;reacties;reageer;комментарии;комментарий;ответить;kommentera;kommentarer;komentarze",
    ),
    (
        Cue::Legal,
        "copyright;all rights reserved;rights reserved;terms of use;terms of service;terms and conditions;terms;privacy policy;privacy notice;\
         privacy;cookie;cookies;cookie policy;consent;gdpr;do not sell;personal data;accessibility;powered by;reprints;user agreement;\
         may not be published;may not be reproduced;without permission;this material;this site is protected;disclaimer;data is delayed;\
         trademark;trademarks;datenschutz;impressum;agb;alle rechte vorbehalten;nutzungsbedingungen;einwilligung;mentions legales;\
         tous droits reserves;confidentialite;donnees personnelles;aviso legal;todos los derechos reservados;derechos reservados;\
         politica de privacidad;politica de cookies;tutti i diritti riservati;riproduzione riservata;note legali;informativa;\
         todos os direitos reservados;politica de privacidade;alle rechten voorbehouden;voorwaarden;privacybeleid;\
         все права защищены;конфиденциальности",
    ),
    (
        Cue::Credit,
        "photo;photos;photograph;photographs;photo by;photo credit;image;image credit;credit;credits;getty;getty images;file photo;\
         courtesy;min read;minute read;minutes read;read time;reading time;minutes ago;hours ago;hour ago;days ago;updated;last updated;\
         published;posted;posted on;posted by;written by;staff writer;staff reporter;reported by;reporting by;editing by;edited by;\
         contributed to this report;correction;clarification;can be reached at;follow him;follow her;follow them;caption;gallery;foto;\
         fotos;bild;bildquelle;quelle;aktualisiert;veroffentlicht;stand;uhr;von;lesezeit;credit photo;publie le;mis a jour;par;\
         actualizado;publicado;imagen;por;aggiornato;pubblicato;atualizado;publicado em;bijgewerkt;gepubliceerd;фото;обновлено;опубликовано",
    ),
];

/// Phrases by which a text speaks of itself as an article, folded, parted by `;`: what it is a version of, who helped to
/// write it, where it was printed.
const NOTES: &str = "this article;this story;this report;earlier version;previous version;reported from;reporting by;editing by;\
                     additional reporting;contributed reporting;print edition;dieser artikel;dieses artikels;diesem artikel;\
                     fruheren version;cet article;version precedente;este articulo;version anterior;questo articolo;dit artikel;\
                     este artigo";

/// How many words of a block each cue covers.
pub(crate) type Cover = [u16; Cue::COUNT];

/// Counts the words of `words` (folded) that phrases cover, by cue.
pub(crate) fn cover(words: &[&str]) -> Cover {
    type Index = Map<&'static str, Vec<(Cue, Vec<&'static str>)>>;
    static INDEX: OnceLock<Index> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        let mut index = Index::default();
        for (cue, phrases) in PHRASES {
            for phrase in phrases.split(';') {
                let mut words = phrase.split_whitespace();
                let Some(first) = words.next() else { continue };
                index.entry(first).or_default().push((cue, words.collect()));
            }
        }
        index.values_mut().for_each(|list| list.sort_by_key(|(_, rest)| std::cmp::Reverse(rest.len())));
        index
    });
    let mut cover = Cover::default();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let rest = words.get(at + 1..).unwrap_or_default();
        let found = index.get(word).and_then(|list| list.iter().find(|(_, phrase)| rest.starts_with(phrase)));
        let Some((cue, phrase)) = found else {
            at += 1;
            continue;
        };
        if let Some(count) = cover.get_mut(*cue as usize) {
            *count = count.saturating_add(u16::try_from(phrase.len() + 1).unwrap_or(u16::MAX));
        }
        at += phrase.len() + 1;
    }
    cover
}

/// The share of the words of `text` that stand in phrases by which a text speaks of itself, 0 to 1; 0 for a long text. Asked of
/// the ends of a body only.
pub(crate) fn noted(text: &str) -> f32 {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.len() > 60 {
        return 0.0;
    }
    let stands = |phrase: &str| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        words.windows(phrase.len()).filter(|window| *window == phrase).count() * phrase.len()
    };
    NOTES.split(';').map(stands).sum::<usize>() as f32 / words.len().max(1) as f32
}

/// The cue that covers most of a block, and how many of its words all cues cover.
pub(crate) fn strongest(cover: &Cover) -> Option<(Cue, u16)> {
    const ALL: [Cue; Cue::COUNT] =
        [Cue::Ad, Cue::Promotion, Cue::Share, Cue::Navigation, Cue::Related, Cue::Comment, Cue::Legal, Cue::Credit];
    let total = cover.iter().sum();
    ALL.into_iter()
        .zip(cover)
        .filter(|(_, n)| **n > 0)
        .max_by_key(|&(cue, n)| (*n, std::cmp::Reverse(cue)))
        .map(|(cue, _)| (cue, total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_counts() {
        for (text, cue, words) in [
            ("sign up for our newsletter", Some(Cue::Promotion), 3),
            ("most read", Some(Cue::Related), 2),
            ("c 2025 all rights reserved", Some(Cue::Legal), 3),
            ("the bridge was closed", None, 0),
        ] {
            let list: Vec<&str> = text.split(' ').collect();
            let found = strongest(&cover(&list));
            assert_eq!(found, cue.map(|cue| (cue, words)), "{text}");
        }
        assert_eq!(noted("An earlier version of this article gave another one."), 4.0 / 9.0);
        assert_eq!(noted(""), 0.0);
    }
}

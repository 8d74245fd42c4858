//! The words by which a wall names itself, in nine languages. What a word proves depends on where it stands and on how
//! much text stands beside it, and is judged in [`wall`](super).
//!
//! Every entry is the beginning of a word or of a phrase, folded, without punctuation; entries are parted by `;`. Where
//! two lists are asked for (who is let in, and to what), a block must have an entry of both: words that are common by
//! themselves betray a wall together.

/// Those who may read on, and what they do to be let in.
const LET_IN: &str = "subscri;abonn;abbon;suscri;assin;prenumer;subskry;member;mitglied;socio;sign in;signing in;log in;logging in;\
    login;sign up;regist;create a free account;anmeld;einlogg;freischalt;mit plus;jetzt testen;digitalabo;connectez;se connecter;\
    identifiez;inicia sesion;iniciar sesion;accedi;faca login;inlogg;log in;zaloguj;logga in;premium;paying;free trial;\
    try it free;unlock;buy this article;become a";

/// The rest of an article.
const THE_REST: &str = "continue reading;keep reading;continue with this article;read on;read the full;read the rest;read the whole;\
    read this;reading this article;full article;full story;full access;rest of this;rest of the;finish reading;unlock this;\
    view this;weiterlesen;weiter lesen;weiter zu lesen;weiterzulesen;ganzen artikel;ganze artikel;gesamten artikel;\
    vollstandigen artikel;kompletten artikel;diesen artikel;ganzen text;lire la suite;la suite de;lire l integralite;en integralite;\
    totalite de;poursuivre la lecture;poursuivre votre lecture;continuer la lecture;continuer a lire;lire cet article;article complet;\
    lire l article;reste a lire;seguir leyendo;sigue leyendo;continuar leyendo;continua leyendo;articulo completo;noticia completa;\
    contenido completo;leer este;continuare a leggere;continua a leggere;leggere tutto;leggere l articolo;articolo completo;\
    articolo integrale;leggere questo;continuar lendo;continue lendo;continuar a ler;continue a ler;artigo completo;texto completo;\
    materia completa;conteudo completo;ler este;verder lezen;lees verder;verder te lezen;volledige artikel;hele artikel;\
    dit artikel;czytac dalej;czytaj dalej;calosc artykulu;caly artykul;calego artykulu;dalsza czesc;dalszej czesci;pelna tresc;\
    pelnej tresci;przeczytac artykul;lasa vidare;las vidare;fortsatta lasa;fortsatt las;hela artikeln;lasa hela;las hela;\
    lasa artikeln";

/// An article that is not for everybody.
const EXCLUSIVE: &str = "for subscribers;subscriber only;subscribers only;only for subscribers;available to subscribers;\
    exclusive to subscribers;subscriber exclusive;for paying subscribers;for members;members only;already a subscriber;\
    already a member;already have an account;you have reached your;you ve reached your;free articles remaining;of free articles;\
    nur fur abonnent;exklusiv fur;fur abonnent;sie sind bereits abonnent;bereits abonnent;schon abonnent;reserve aux abonnes;\
    reservee aux abonnes;reserves aux abonnes;deja abonne;il vous reste;exclusivo para suscriptor;solo para suscriptor;\
    para suscriptores;ya eres suscriptor;ya soy suscriptor;exclusivo para assinante;exclusivo de assinante;para assinantes;\
    ja e assinante;ja sou assinante;riservato agli abbonati;riservata agli abbonati;per gli abbonati;sei gia abbonato;\
    hai gia un abbonamento;exclusief voor abonnees;alleen voor abonnees;voor abonnees;al abonnee;tylko dla prenumerator;\
    dla prenumerator;dla subskrybent;masz juz prenumerat;masz juz subskrypcj;endast for prenumeranter;for prenumeranter;\
    redan prenumerant;ar last for";

/// Cookies and what is kept about readers.
const COOKIES: &str = "cookie;ciasteczk;kakor;local storage;information on a device;informationen auf einem gerat;personal data;\
    personenbezogene;donnees personnelles;donnees a caractere personnel;datos personales;dati personali;dados pessoais;\
    persoonsgegevens;danych osobowych;dane osobowe;personuppgifter;tracking;tracker;traceurs;pliki cookie;adfree;werbefrei;\
    vendors;partners;partenaires;socios;partner;parceiros;partnerzy;partnerow;privacy;datenschutz;confidentialite;privacidad;\
    privacidade;prywatnosc;integritet";

/// What is asked for.
const AGREE: &str = "accept;agree;consent;allow all;reject all;manage ;withdraw;your choices;your preferences;akzeptier;zustimm;\
    einverstanden;einwillig;ablehnen;widerruf;refus;consent;parametr;acept;consiente;consentimiento;rechaz;accett;acconsent;\
    consenso;rifiut;aceit;concord;consinta;recus;accepteer;akkoord;toestemming;weiger;akcept;zaakcept;zgod;zgadzam;odrzuc;\
    godkann;samtyck;avvisa;store and or access;speichern und oder;we use;wir verwenden;wir nutzen;nous utilisons;utilizamos;usamos;\
    utilizziamo;we gebruiken;wij gebruiken;uzywamy;stosujemy;vi anvander";

/// What browsers do to scripts, beside the word JavaScript, which is the same everywhere.
const SWITCHED: &str = "enabl;activ;aktiv;disabl;deaktiv;desactiv;disattiv;disabilit;abilit;habilit;ative;ativar;desativ;desabilit;\
    inschakel;schakel;uitgeschakel;wlacz;wylacz;wymag;obslug;requir;erforder;benotig;turn on;turned off;switch;kravs;inaktiver;\
    avstang;pa i din;needs;need;necess;nodig;support;einschalt;eingeschalt;ausgeschalt;without;sans;sin;senza;sem;zonder;bez;utan;\
    ohne";

/// A test of whether a person is there.
const ROBOT: &str = "verify you are human;verify that you are human;verify you re human;verifying you are human;confirm you are human;\
    confirm that you are human;prove you are human;prove that you are human;you are a human;are you a robot;are you human;\
    not a robot;you re not a robot;you are not a bot;checking your browser;checking if the site connection;security of your connection;\
    performing security verification;complete the security check;complete the captcha;solve the captcha;unusual traffic;\
    unusual activity from;automated requests;automated access;ddos protection;cloudflare ray id;ray id;press hold;press and hold;\
    enable javascript and cookies to continue;something about your browser made us think you were a bot;\
    ein mensch sind;kein roboter;sie sind ein mensch;uberpruft ihren browser;ungewohnlichen datenverkehr;vous etes humain;\
    etes un humain;pas un robot;verification de securite;trafic inhabituel;es un ser humano;eres humano;no soy un robot;\
    no eres un robot;trafico inusual;comprobando su navegador;sei umano;essere umano verifica;verifica di essere umano;\
    non sono un robot;non sei un robot;traffico insolito;voce e humano;ser humano verifi;nao sou um robo;nao e um robo;\
    trafego incomum;een mens bent;geen robot;ongewoon verkeer;jestes czlowiekiem;nie jestem robotem;nie jestes robotem;\
    nietypowy ruch;du ar en manniska;ar inte en robot;inte ar en robot;ovanlig trafik";

/// Titles of such tests: the whole of a title, not a part.
const ROBOT_TITLES: &str = "just a moment;attention required cloudflare;attention required;pardon our interruption;are you a robot;\
    robot check;bot verification;human verification;security check;security verification;verifying you are human;captcha;\
    ddos guard;one moment please;please wait;checking your browser;einen moment bitte;nur einen moment;moment bitte;\
    sicherheitsprufung;un instant;un instant s il vous plait;verification de securite;un momento;un momento por favor;\
    un attimo;un attimo per favore;um momento;um momento por favor;even geduld;een moment geduld;chwileczke;cierpliwosci;\
    vanta;ett ogonblick";

/// Pages, as they are named on pages that say there is none.
const PAGE: &str = "page;seite;pagina;strona;strony;stron;sida;sidan;article;artikel;articulo;articolo;artigo;artykul;url;address;\
    adresse;link;document;story;contenu;content";

/// What is said of a page that is not there.
const GONE: &str = "not found;cannot be found;can t be found;could not be found;couldn t be found;couldn t find;could not find;\
    can t find;cannot find;cant find;does not exist;doesn t exist;no longer exists;no longer available;has been removed;\
    nicht gefunden;existiert nicht;nicht vorhanden;nicht mehr verfugbar;introuvable;n existe pas;n existe plus;\
    n a pas ete trouve;n a pu etre trouve;no encontrad;no se ha encontrado;no se encontro;no existe;no encontramos;no pudimos encontrar;\
    non trovat;non esiste;non e stata trovata;nao encontrad;nao foi encontrad;nao existe;niet gevonden;bestaat niet;niet meer beschikbaar;\
    nie znalezion;nie zostala znaleziona;nie istnieje;nie mozna znalezc;hittades inte;inte hittas;finns inte;finns ej";

/// What servers say when they fail.
const FAILED: &str = "bad gateway;service unavailable;service temporarily unavailable;internal server error;gateway timeout;\
    gateway time out;too many requests;access denied;permission denied;403 forbidden;bad request;web server is down;\
    connection timed out;error establishing a database connection;site can t be reached;temporarily unavailable;\
    dienst nicht verfugbar;interner serverfehler;zugriff verweigert;erreur interne;service indisponible;acces refuse;\
    error interno del servidor;servicio no disponible;acceso denegado;errore interno del server;servizio non disponibile;\
    accesso negato;erro interno;servico indisponivel;acesso negado;dienst niet beschikbaar;toegang geweigerd;\
    blad serwera;usluga niedostepna;odmowa dostepu;internt serverfel;atkomst nekad";

/// The words of a title that is a number of HTTP and little else.
const AROUND_NUMBER: &str = "error;http;status;code;page;not;found;forbidden;bad;request;gateway;service;unavailable;internal;\
    server;gone;timeout;time;out;oops;fehler;seite;nicht;gefunden;erreur;introuvable;pagina;no;encontrada;errore;non;trovata;\
    erro;nao;fout;niet;gevonden;blad;fel;the;is;sorry";

/// Text as the lists are asked: folded words with one space around each.
pub(super) struct Words {
    text: String,
    /// Where words begin in it.
    begins: Vec<u32>,
    /// With which two bytes words begin: a bit for each pair, by their lower bits. Most entries of a list are not asked
    /// further.
    pairs: [u64; 16],
}

/// Where in [`Words::pairs`] the first two bytes of a word have their bit.
fn pair(word: &[u8]) -> (usize, u64) {
    let byte = |at| usize::from(word.get(at).copied().unwrap_or(0) & 31);
    let bit = byte(0) << 5 | byte(1);
    (bit / 64, 1 << (bit % 64))
}

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let folded = crate::text::fold::fold(text);
        let mut words = String::with_capacity(folded.len() + 2);
        words.push(' ');
        let (mut begins, mut pairs) = (Vec::with_capacity(folded.len() / 5), [0; 16]);
        for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            begins.push(words.len() as u32);
            words.push_str(word);
            words.push(' ');
            let (at, bit) = pair(words.as_bytes().get(words.len() - word.len() - 1..).unwrap_or_default());
            if let Some(pairs) = pairs.get_mut(at) {
                *pairs |= bit;
            }
        }
        Self { text: words, begins, pairs }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.begins.len()
    }

    /// Whether an entry of `list` begins anywhere in it.
    fn has(&self, list: &str) -> bool {
        let is_begun = |entry: &str| {
            let begins =
                |&at: &u32| self.text.as_bytes().get(at as usize..).is_some_and(|t| t.starts_with(entry.as_bytes()));
            let (at, bit) = pair(entry.as_bytes());
            self.pairs.get(at).is_some_and(|pairs| pairs & bit != 0) && self.begins.iter().any(begins)
        };
        list.split(';').any(is_begun)
    }

    /// Whether it asks to pay or to sign in to read on.
    pub(super) fn asks_to_pay(&self) -> bool {
        self.has(LET_IN) && self.has(THE_REST)
    }

    /// Whether it says that an article is for subscribers.
    pub(super) fn is_exclusive(&self) -> bool {
        self.has(EXCLUSIVE)
    }

    /// Whether it speaks of consent to cookies.
    pub(super) fn asks_for_consent(&self) -> bool {
        self.has(COOKIES) && self.has(AGREE)
    }

    /// Whether it asks to switch JavaScript on.
    pub(super) fn asks_for_scripts(&self) -> bool {
        self.text.contains(" javascript") && self.has(SWITCHED)
    }

    /// Whether it asks if a person is there.
    pub(super) fn asks_for_a_person(&self) -> bool {
        self.has(ROBOT)
    }

    /// Whether all of it is the title of such a question.
    pub(super) fn is_robot_title(&self) -> bool {
        ROBOT_TITLES.split(';').any(|title| title == self.text.trim())
    }

    /// Whether it says that there is no page, or that a server failed.
    pub(super) fn tells_an_error(&self) -> bool {
        self.has(PAGE) && self.has(GONE) || self.has(FAILED)
    }

    /// Whether all of it is a number of HTTP with the words around it: "Error 404", "503 Service Unavailable".
    pub(super) fn is_error_title(&self) -> bool {
        let words = || self.text.split_whitespace();
        let is_number = |word: &str| {
            word.parse()
                .is_ok_and(|number: u16| matches!(number, 400 | 401 | 403 | 404 | 410 | 429 | 500..=504 | 520..=527))
        };
        let around = words().filter(|word| AROUND_NUMBER.split(';').any(|known| known == *word)).count();
        let numbers = words().filter(|word| is_number(word)).count();
        numbers == 1 && around + 1 == words().count() && (around > 0 || self.text.trim() == "404")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_walls_are_known_in_many_languages() {
        type Test = fn(&Words) -> bool;
        let (pay, cookies): (Test, Test) = (Words::asks_to_pay, Words::asks_for_consent);
        let (scripts, robot, error): (Test, Test, Test) =
            (Words::asks_for_scripts, Words::asks_for_a_person, Words::tells_an_error);
        for (test, text, expected) in [
            (pay, "Subscribe to continue reading", true),
            (pay, "Jetzt weiterlesen mit dem Abonnement der Zeitung", true),
            (pay, "Abonnez-vous pour lire la suite de cet article", true),
            (pay, "Suscríbete para seguir leyendo", true),
            (pay, "Abbonati per continuare a leggere", true),
            (pay, "Assine para continuar lendo", true),
            (pay, "Verder lezen? Word abonnee", true),
            (pay, "Aby czytać dalej, wykup prenumeratę", true),
            (pay, "Vill du läsa hela artikeln? Bli prenumerant", true),
            (pay, "Subscribe to our newsletter", false),
            (pay, "The minister said he would read the report.", false),
            (cookies, "Wir verwenden Cookies und bitten Sie zuzustimmen", true),
            (cookies, "The biscuit factory sold its partner", false),
            (scripts, "Bitte aktivieren Sie JavaScript in Ihrem Browser", true),
            (scripts, "Włącz obsługę JavaScript", true),
            (scripts, "Aktivera JavaScript för att läsa sidan", true),
            (scripts, "He wrote it in a language named Java", false),
            (robot, "Verifiez que vous êtes humain", true),
            (robot, "Verify you are human by completing the action below.", true),
            (robot, "The robot picked strawberries", false),
            (error, "Die Seite wurde leider nicht gefunden", true),
            (error, "Nie znaleziono strony, o którą pytasz: strona nie istnieje", true),
            (error, "The climber was not found", false),
            (error, "502 Bad Gateway", true),
        ] {
            assert_eq!(test(&Words::of(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_number_is_an_error_only_among_words_of_errors() {
        for (text, expected) in [
            ("404", true),
            ("Error 404", true),
            ("404: Page not found", true),
            ("503 Service Unavailable", true),
            ("500", false),
            ("404 people at the fair", false),
            ("Room 404", false),
            ("Page", false),
        ] {
            assert_eq!(Words::of(text).is_error_title(), expected, "{text}");
        }
    }
}

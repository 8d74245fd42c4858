//! The language of a text, by its most frequent function words and by its script. It names a language or says nothing;
//! it does not tell dialects apart.

use std::sync::OnceLock;

use crate::article::Language;
use crate::text::map::Map;

/// Function words of a language, folded, most frequent first. They are closed classes, so a few dozen a language do.
const PROFILES: [(&str, &str); 14] = [
    (
        "en",
        "the of and to in a is that for it was on are as with be by at this from have or not he had an they you his were but \
         which their has will would she been we who its more said after about than when there what all also can if into up out \
         could them her him how some so over these other just our only where most while being before between did your my me i do",
    ),
    (
        "de",
        "der die und in den von zu das mit sich des auf fur ist im dem nicht ein eine als auch es an werden aus er hat dass sie \
         nach wird bei einer um am sind noch wie einem uber einen so zum war haben nur oder aber vor zur bis mehr durch man sein \
         wurde sei ich wir ihr ihre kann gegen vom wenn schon doch hatte unter dann diese dieser was seine mir mich uns beim",
    ),
    (
        "fr",
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec mais ou son ont aux \
         comme cette elle etre ses nous leur sa ces fait meme deux tout bien entre sans aussi peut dont si apres ete leurs etait \
         faire lui ils je vous on y contre encore avait depuis selon alors tres c d l qu n s j",
    ),
    (
        "es",
        "de la que el en y a los del se las por un para con no una su al lo como mas pero sus le ya o este si porque esta entre \
         cuando muy sin sobre tambien me hasta hay donde quien desde todo nos durante todos uno les ni contra otros ese eso ante \
         ellos e esto mi antes algunos unos yo otro fue ha ser son era segun han",
    ),
    (
        "it",
        "di e il la che in a per un del le una con non i si da della dei sono al gli alla come piu anche nel ha delle ma dal lo \
         se nella dalla questo o ai ed sul alle degli su ci suo essere stato era anni loro due dopo quando dei tra cui hanno cosi \
         prima e perche sua stata solo fra contro fino dell all nell",
    ),
    (
        "pt",
        "de a o que e do da em um para com nao uma os no se na por mais as dos como mas ao ele das a seu sua ou quando muito nos \
         ja eu tambem so pelo pela ate isso ela entre depois sem mesmo aos seus quem nas me esse eles voce foi ser sao tem pelos \
         segundo ha estao sobre anos",
    ),
    (
        "nl",
        "de van het een en in is dat op te voor met zijn die niet aan er om ook als dan maar bij door over uit naar tot nog wel \
         hij was worden werd heeft deze ze meer of kan geen hebben wordt al zich haar wat onder nu dit moet veel tegen zou je ik \
         we kunnen hun daar omdat zo",
    ),
    (
        "ru",
        "и в не на что с он по как это но из за к то его а от у о для все же так до бы было при был мы она они уже или еще быть \
         которые который если когда также более после этого было них только ее их может во со под",
    ),
    (
        "sv",
        "och att det i en som pa ar av for med till den har de inte om ett han men var jag fran vi sa kan nar ar efter upp ska \
         eller hon under sig mot skulle ut vid over blir da alla nu sin man mycket varit bara vara",
    ),
    (
        "pl",
        "w i na z do sie nie ze to jest o od za po przez jak dla co przy ale by sa tym oraz ktore ktory tylko juz tak czy jego \
         jej byl bylo bedzie moze tego ten ma pod gdy nad jako roku",
    ),
    (
        "da",
        "og i at det er en til pa som af for med de den der ikke et har om var fra men han kan vil skal blev ved ogsa sa eller \
         hun efter bliver over ud nar mod under jeg vi op havde sig",
    ),
    (
        "tr",
        "ve bir bu da de icin ile olarak cok daha olan gibi sonra kadar ne en var ama o her diye ise veya dedi oldu olan soyledi \
         tarafindan gore yeni ilk buyuk",
    ),
    (
        "cs",
        "a v se na je ze s z do o to i ve pro za jsem by ale jako po jeho podle k od si u jsou byl bylo uz kter ktere ktery tak pri jeste",
    ),
    (
        "fi",
        "ja on ei se etta han oli ovat mutta kun myos kuin jos niin tai joka mita vain nyt sen ole mukaan olla jotka hanen viela \
         sita ne voi jo yli sitten koska",
    ),
];

/// The fewest function words on which a verdict rests.
const ENOUGH: u32 = 4;

/// The languages in which a word is a function word, as bits in the order of [`PROFILES`].
pub(crate) fn function_word(folded: &str) -> u16 {
    // The words, and the bytes of the longest.
    static WORDS: OnceLock<(Map<&'static str, u16>, usize)> = OnceLock::new();
    let (words, longest) = WORDS.get_or_init(|| {
        let mut words = Map::default();
        for (bit, (_, profile)) in PROFILES.iter().enumerate() {
            for word in profile.split_whitespace() {
                *words.entry(word).or_insert(0) |= 1 << bit;
            }
        }
        let longest = words.keys().map(|word: &&str| word.len()).max().unwrap_or(0);
        (words, longest)
    });
    if folded.len() > *longest { 0 } else { words.get(folded).copied().unwrap_or(0) }
}

/// A count of function words by language, and of letters by script.
#[derive(Clone, Debug, Default)]
pub(crate) struct Census {
    counts: [u32; PROFILES.len()],
    /// Letters of scripts that one language in the news is written in.
    scripts: [u32; SCRIPTS.len()],
    letters: u32,
}

type Script = (&'static str, fn(char) -> bool);

const SCRIPTS: [Script; 8] = [
    ("ja", |c| matches!(c, '\u{3040}'..='\u{30ff}')),
    ("ko", |c| matches!(c, '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}')),
    ("zh", |c| matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')),
    ("el", |c| matches!(c, '\u{370}'..='\u{3ff}')),
    ("he", |c| matches!(c, '\u{5d0}'..='\u{5ea}')),
    ("ar", |c| matches!(c, '\u{620}'..='\u{6ff}')),
    ("hi", |c| matches!(c, '\u{900}'..='\u{97f}')),
    ("th", |c| matches!(c, '\u{e00}'..='\u{e7f}')),
];

impl Census {
    /// Counts a folded word.
    pub(crate) fn add(&mut self, folded: &str) {
        let mut bits = function_word(folded);
        while bits != 0 {
            if let Some(count) = self.counts.get_mut(bits.trailing_zeros() as usize) {
                *count += 1;
            }
            bits &= bits - 1;
        }
        for c in folded.chars().filter(|c| c.is_alphabetic()) {
            self.letters += 1;
            if c >= '\u{370}'
                && let Some(at) = SCRIPTS.iter().position(|(_, holds)| holds(c))
                && let Some(count) = self.scripts.get_mut(at)
            {
                *count += 1;
            }
        }
    }

    /// The bit of the language with most function words, if there are enough.
    pub(crate) fn bit(&self) -> Option<u16> {
        let (at, &count) = self.counts.iter().enumerate().rev().max_by_key(|&(_, count)| *count)?;
        (count >= ENOUGH).then(|| 1 << at)
    }

    /// The language, where the script tells it.
    fn script(&self) -> Option<Language> {
        // Japanese mixes its kana with Chinese signs: a few kana decide.
        if self.scripts.first().is_some_and(|&kana| kana * 12 > self.letters && kana > 2) {
            return Language::new("ja");
        }
        let scripts = SCRIPTS.iter().zip(self.scripts).filter(|(_, count)| count * 4 > self.letters);
        scripts.max_by_key(|(_, count)| *count).and_then(|((code, _), _)| Language::new(code))
    }
}

/// Function words of languages beside those of [`PROFILES`], which are what the labelers know.
const MORE: [(&str, &str); 14] = [
    (
        "no",
        "og i det er en til pa som av for med de at den ikke et har om var fra men han kan vil skal ble ved ogsa sa eller hun etter \
         blir over ut nar mot under jeg vi opp hadde seg na uten mellom hvor noe mye disse",
    ),
    (
        "ro",
        "de si a in la cu pe care nu o din un pentru este mai ca ce sa sunt fost prin au am dupa dar sau fi al ale cele despre fara \
         intre cand fiind lui unei unui acest aceasta",
    ),
    (
        "hu",
        "a az es hogy nem is egy meg csak de ez mar volt ha vagy mint azt ki el van sem kell lesz majd minden pedig nagyon amely \
         aki mert szerint utan miatt kozott",
    ),
    (
        "id",
        "yang dan di dari ini itu dengan untuk pada tidak dalam akan ke juga adalah oleh ada karena sebagai mereka telah bisa kata \
         lebih atau kami saat tersebut sudah para",
    ),
    (
        "hr",
        "i je u na se da su za od s koji ne to o sa kao bi iz te ili do a biti nije koja sto ali po prema vise samo ce kako jos \
         nakon prije bio",
    ),
    (
        "sk",
        "a v sa na je ze s z do o to aj vo pre za by ale ako po jeho podla k od si u su bol bolo uz ktory ktore ktora tak pri este \
         vsak alebo len ked",
    ),
    (
        "sl",
        "in je v na za da se so ki z s pa ne bi tudi po od kot do iz o bo ali le ce pri kako ker so bil ze med vec lahko zaradi",
    ),
    (
        "ca",
        "de la i el que a en les els del per un una amb es al no ha com mes pero dels seva aquest aquesta son va ser seu tambe fins \
         quan perque sobre entre han molt",
    ),
    (
        "et",
        "ja on et ei oli ka see kui oma ning mis ta aga seda voi siis selle kes veel ole olla peale parast kuid mida nii",
    ),
    ("lv", "un ir ar par no uz ka to ka vai kas bet ari pec lidz nav tas gada savu bija tika pie vel jau"),
    ("lt", "ir i kad yra su is ne tai bet kaip uz ar o nuo buvo jau dar iki po jis taip del pat tik gali metu"),
    ("vi", "va cua la co cho khong trong duoc voi nhung cac nay mot da nguoi khi de tu nam den ve tai cung se vao"),
    (
        "sw",
        "na ya wa kwa ni katika la za hii cha kuwa huo hiyo huyo kama lakini pia yake baada ambao hata watu alisema",
    ),
    ("tl", "ang ng sa na mga ay at si ni para hindi kay ito niya nang may ko kung mga naman din rin kanyang pero"),
];

/// Letters by which languages of one script are told apart, the first that is frequent enough decides: language, letters,
/// and the least share of all letters, as one in so many.
const SIGNS: [(&str, &str, u32); 8] = [
    ("uk", "іїєґ", 40),
    ("sr", "јљњђћџ", 40),
    ("bg", "ъщ", 60),
    ("ru", "ыэёъь", 60),
    ("ur", "ٹڈڑےں", 60),
    ("fa", "پچژگی", 40),
    ("vi", "ơưạảấầẩậắặẹẻếềểệỉịọỏốồổộớờởợụủứừửựỳỵỷỹ", 20),
    ("pl", "ąęłżźćńś", 25),
];

/// Whole scripts that one language of the news is written in, beside those of [`SCRIPTS`].
const ALPHABETS: [Script; 9] = [
    ("bn", |c| matches!(c, '\u{980}'..='\u{9ff}')),
    ("pa", |c| matches!(c, '\u{a00}'..='\u{a7f}')),
    ("gu", |c| matches!(c, '\u{a80}'..='\u{aff}')),
    ("ta", |c| matches!(c, '\u{b80}'..='\u{bff}')),
    ("te", |c| matches!(c, '\u{c00}'..='\u{c7f}')),
    ("ka", |c| matches!(c, '\u{10a0}'..='\u{10ff}')),
    ("hy", |c| matches!(c, '\u{530}'..='\u{58f}')),
    ("am", |c| matches!(c, '\u{1200}'..='\u{137f}')),
    ("km", |c| matches!(c, '\u{1780}'..='\u{17ff}')),
];

/// The language of `text`. What the document claims is a vote: it decides between languages that the text could be in,
/// and where the text says nothing.
pub(crate) fn language(text: &str, claimed: Option<Language>) -> Option<Language> {
    let mut census = Census::default();
    let folded = crate::text::fold::fold(text);
    let words = || folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words().for_each(|word| census.add(word));
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    // None of the signs and alphabets is in ASCII, and most of most texts is: it is left out once.
    let marked: Vec<char> = text.chars().filter(|c| !c.is_ascii()).collect();
    let count = |holds: &dyn Fn(char) -> bool| marked.iter().filter(|&&c| holds(c)).count();
    // Signs first: folding has taken the marks off them.
    let by_sign = SIGNS.iter().find(|(_, signs, one_in)| {
        letters >= 20 && count(&|c| signs.contains(c.to_lowercase().next().unwrap_or(c))) * *one_in as usize > letters
    });
    if let Some((code, ..)) = by_sign {
        return Language::new(code);
    }
    if let Some((code, _)) = ALPHABETS.iter().find(|(_, holds)| count(holds) * 4 > letters && letters > 0) {
        return Language::new(code);
    }
    if let Some(language) = census.script() {
        return Some(language);
    }
    let scores = scores(words());
    let best = scores.iter().map(|&(_, score)| score).fold(0.0_f32, f32::max);
    if best < ENOUGH as f32 * 0.6 {
        return claimed;
    }
    let is_near = |code: &str| scores.iter().any(|&(known, score)| known == code && score >= best * 0.8);
    let claim = claimed.filter(|claim| is_near(claim.as_str()));
    claim.or_else(|| scores.iter().find(|(_, score)| *score >= best).and_then(|(code, _)| Language::new(code)))
}

/// What the words say for each language: a word counts less the more languages have it.
fn scores<'t>(words: impl Iterator<Item = &'t str>) -> Vec<(&'static str, f32)> {
    static WORDS: OnceLock<Map<&'static str, Vec<usize>>> = OnceLock::new();
    let known = WORDS.get_or_init(|| {
        let mut known: Map<&'static str, Vec<usize>> = Map::default();
        for (at, (_, profile)) in PROFILES.iter().chain(&MORE).enumerate() {
            for word in profile.split_ascii_whitespace() {
                let languages = known.entry(word).or_default();
                if languages.last() != Some(&at) {
                    languages.push(at);
                }
            }
        }
        known
    });
    let mut scores: Vec<(&'static str, f32)> = PROFILES.iter().chain(&MORE).map(|(code, _)| (*code, 0.0)).collect();
    for languages in words.filter_map(|word| known.get(word)) {
        // The more languages share a word the less it tells, but all of them have it.
        let worth = 1.0 / (languages.len() as f32).sqrt();
        for &at in languages {
            if let Some((_, score)) = scores.get_mut(at) {
                *score += worth;
            }
        }
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::{Language, language};

    #[test]
    fn a_claim_decides_only_between_what_is_near() {
        let text = "The mayor of the town said on Monday that the bridge would be closed.";
        for (text, claim, expected) in
            [(text, "de", Some("en")), ("Bridge. Closed.", "fr", Some("fr")), ("", "xx", Some("xx"))]
        {
            let found = language(text, Language::new(claim));
            assert_eq!(found.as_ref().map(Language::as_str), expected, "{text} {claim}");
        }
    }

    #[test]
    fn a_sentence_or_two_are_enough() {
        for (text, expected) in [
            ("The mayor of the town said on Monday that the bridge would be closed.", Some("en")),
            ("Der Bürgermeister sagte am Montag, dass die Brücke für den Verkehr gesperrt wird.", Some("de")),
            ("Le maire de la ville a dit lundi que le pont sera fermé pour les travaux.", Some("fr")),
            ("El alcalde de la ciudad dijo el lunes que el puente estará cerrado por las obras.", Some("es")),
            ("Il sindaco della città ha detto lunedì che il ponte sarà chiuso per i lavori.", Some("it")),
            ("O prefeito da cidade disse na segunda-feira que a ponte não será aberta para os carros.", Some("pt")),
            ("De burgemeester van de stad zei maandag dat het niet open is voor auto's.", Some("nl")),
            ("Мэр города сказал в понедельник, что мост не будет открыт и что это надолго.", Some("ru")),
            ("市長は月曜日に橋を閉鎖すると述べた。", Some("ja")),
            ("市长星期一表示这座桥将关闭。", Some("zh")),
            ("시장은 월요일에 다리를 폐쇄한다고 말했다.", Some("ko")),
            ("Ordføreren i byen sa på mandag at broen ikke blir åpnet etter sommeren uten nye penger.", Some("no")),
            ("Primarul orașului a spus luni că podul nu este deschis pentru mașini și că va fi reparat.", Some("ro")),
            ("A polgármester azt mondta, hogy a híd nem nyílik meg, mert még nem kész, és nagyon drága.", Some("hu")),
            ("Wali kota mengatakan pada hari Senin bahwa jembatan itu tidak akan dibuka untuk mobil.", Some("id")),
            ("Мер міста сказав у понеділок, що міст не буде відкрито і що це надовго.", Some("uk")),
            ("شهردار گفت که پل روز دوشنبه بسته می‌شود و این کار چند ماه طول می‌کشد.", Some("fa")),
            ("মেয়র সোমবার বলেছেন যে সেতুটি বন্ধ থাকবে।", Some("bn")),
            ("Starosta v pondělí řekl, že most se pro auta neotevře a že to ještě bude trvat.", Some("cs")),
            ("Bridge. Closed.", None),
            ("", None),
        ] {
            assert_eq!(language(text, None).as_ref().map(Language::as_str), expected, "{text}");
        }
    }
}

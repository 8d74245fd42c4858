//! The language of a text, by its most frequent function words and by its script. It names a language or says nothing;
//! it does not tell dialects apart.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::article::Language;

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
    static WORDS: OnceLock<HashMap<&'static str, u16>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let mut words = HashMap::new();
        for (bit, (_, profile)) in PROFILES.iter().enumerate() {
            for word in profile.split_whitespace() {
                *words.entry(word).or_insert(0) |= 1 << bit;
            }
        }
        words
    });
    words.get(folded).copied().unwrap_or(0)
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

    /// The language.
    pub(crate) fn language(&self) -> Option<Language> {
        let share = |count: u32| count * 4 > self.letters;
        // Japanese mixes its kana with Chinese signs: a few kana decide.
        if self.scripts.first().is_some_and(|&kana| kana * 12 > self.letters && kana > 2) {
            return Language::new("ja");
        }
        if let Some((code, _)) = SCRIPTS
            .iter()
            .zip(self.scripts)
            .filter(|(_, count)| share(*count))
            .map(|(s, n)| (s.0, n))
            .max_by_key(|s| s.1)
        {
            return Language::new(code);
        }
        self.bit().and_then(|bit| PROFILES.get(bit.trailing_zeros() as usize)).and_then(|(code, _)| Language::new(code))
    }
}

/// The language of `text`.
pub(crate) fn language(text: &str) -> Option<Language> {
    let mut census = Census::default();
    let folded = crate::text::fold::fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).for_each(|word| census.add(word));
    census.language()
}

#[cfg(test)]
mod tests {
    use super::{Language, language};

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
            ("Bridge. Closed.", None),
            ("", None),
        ] {
            assert_eq!(language(text).as_ref().map(Language::as_str), expected, "{text}");
        }
    }
}

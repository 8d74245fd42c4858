//! Names of months and of days of the week, as newspapers in many languages print them. Which of the numbers beside them
//! is a day or a year is read elsewhere.

use super::map::Map;
use std::sync::OnceLock;

/// Month names, folded, by month: English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Norwegian, Danish,
/// Polish, Czech, Russian, Ukrainian, Turkish, Finnish, Hungarian, Romanian, Greek, and the abbreviations that are printed.
const MONTHS: [&str; 12] = [
    "january jan januar janner janvier janv enero ene gennaio gen janeiro januari stycznia sty ledna leden января янв сiчня \
     ocak tammikuuta tammikuu januar ianuarie ιανουαριου",
    "february feb februar feber fevrier fevr fev febrero febbraio febb fevereiro februari lutego lut unora unor февраля фев \
     лютого subat helmikuuta helmikuu februarie φεβρουαριου",
    "march mar marz maerz mrz mars marzo marco maart mrt marts marca brezna brezen марта мар березня mart maaliskuuta \
     maaliskuu marcius martie μαρτιου",
    "april apr avril avr abril abr aprile kwietnia kwi dubna duben апреля апр квiтня nisan huhtikuuta huhtikuu aprilis \
     aprilie απριλιου",
    "may mai mayo maggio mag maio mei maj maja kvetna kveten мая май травня mayis toukokuuta toukokuu majus μαιου",
    "june jun juni juin junio giugno giu junho czerwca cze cervna cerven июня июн червня haziran kesakuuta kesakuu junius \
     iunie ιουνιου",
    "july jul juli juillet juil julio luglio lug julho lipca lip cervence cervenec июля июл липня temmuz heinakuuta heinakuu \
     julius iulie ιουλιου",
    "august aug aout ago agosto augustus augusti sierpnia sie srpna srpen августа авг серпня agustos elokuuta elokuu \
     augusztus αυγουστου",
    "september sep sept septembre septiembre setiembre settembre sett set setembro wrzesnia wrz zari сентября сен сент \
     вересня eylul syyskuuta syyskuu szeptember septembrie σεπτεμβριου",
    "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernika paz rijna rijen октября окт жовтня ekim \
     lokakuuta lokakuu oktober octombrie οκτωβριου",
    "november nov novembre noviembre novembro listopada lis listopad listopadu ноября ноя нояб листопада kasim marraskuuta \
     marraskuu noiembrie νοεμβριου",
    "december dec dezember dez decembre diciembre dic dicembre dezembro desember grudnia gru prosince prosinec декабря дек \
     грудня aralik joulukuuta joulukuu decembrie δεκεμβριου",
];

/// Days of the week, folded, from Monday.
const WEEKDAYS: [&str; 7] = [
    "monday mon montag lundi lunes lunedi segunda-feira maandag mandag poniedzialek pondeli понедельник pazartesi maanantai \
     maanantaina hetfo luni δευτερα",
    "tuesday tue tues dienstag mardi martes martedi terca-feira dinsdag tisdag tirsdag wtorek utery вторник sali tiistai \
     tiistaina kedd marti τριτη",
    "wednesday wed weds mittwoch mercredi miercoles mercoledi quarta-feira woensdag onsdag sroda streda среда carsamba \
     keskiviikko keskiviikkona szerda miercuri τεταρτη",
    "thursday thu thur thurs donnerstag jeudi jueves giovedi quinta-feira donderdag torsdag czwartek ctvrtek четверг persembe \
     torstai torstaina csutortok joi πεμπτη",
    "friday fri freitag vendredi viernes venerdi sexta-feira vrijdag fredag piatek patek пятница cuma perjantai perjantaina \
     pentek vineri παρασκευη",
    "saturday sat samstag sonnabend samedi sabado sabato zaterdag lordag sobota суббота cumartesi lauantai lauantaina szombat \
     sambata σαββατο",
    "sunday sun sonntag dimanche domingo domenica zondag sondag niedziela nedele воскресенье pazar sunnuntai sunnuntaina \
     vasarnap duminica κυριακη",
];

/// Abbreviations that English prints with a full stop.
const DOTTED: [&str; 7] = ["jan", "feb", "aug", "sept", "oct", "nov", "dec"];

/// The place of a word in one of the lists, counted from 1: of the first list that has it.
fn place(lists: &'static [&'static str], known: &OnceLock<Map<&'static str, u32>>, word: &str) -> Option<u32> {
    let known = known.get_or_init(|| {
        let mut known = Map::default();
        for (names, place) in lists.iter().zip(1..) {
            for name in names.split_ascii_whitespace() {
                known.entry(name).or_insert(place);
            }
        }
        known
    });
    known.get(word).copied()
}

/// The month that a folded word names, or abbreviates: 1 to 12.
#[must_use]
pub fn month(folded: &str) -> Option<u32> {
    static KNOWN: OnceLock<Map<&str, u32>> = OnceLock::new();
    place(&MONTHS, &KNOWN, folded)
}

/// The day of the week that a folded word names, or abbreviates: 1 (Monday) to 7.
#[must_use]
pub fn weekday(folded: &str) -> Option<u32> {
    static KNOWN: OnceLock<Map<&str, u32>> = OnceLock::new();
    place(&WEEKDAYS, &KNOWN, folded)
}

/// Whether a folded word is the full English name of a month or a day, or an abbreviation of a month with its full stop.
#[must_use]
pub fn is_english(folded: &str) -> bool {
    match folded.strip_suffix('.') {
        Some(short) => DOTTED.contains(&short),
        // The English name stands first.
        None => MONTHS.iter().chain(&WEEKDAYS).any(|names| names.split(' ').next() == Some(folded)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_many_languages() {
        for (word, expected) in [
            ("october", Some(10)),
            ("mrz", Some(3)),
            ("wrzesnia", Some(9)),
            ("rijna", Some(10)),
            ("monday", None),
            ("", None),
        ] {
            assert_eq!(month(word), expected, "{word}");
        }
        for (word, expected) in [("dienstag", Some(2)), ("sun", Some(7)), ("sunny", None)] {
            assert_eq!(weekday(word), expected, "{word}");
        }
        for (word, expected) in
            [("may", true), ("sept.", true), ("sept", false), ("mar.", false), ("sunday", true), ("montag", false)]
        {
            assert_eq!(is_english(word), expected, "{word}");
        }
    }
}

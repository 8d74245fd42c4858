#!/usr/bin/env python3
"""Makes the word lists in assets/lexicons from their sources. It makes neither the lists written by hand in place
(subjects.txt) nor the weights of the tagger. Standard library only; the same input gives the same bytes.

    tests/train/lexicons.py DATA OUT                      every list but the frequencies
    tests/train/lexicons.py DATA OUT --corpus A.jsonl…    those too, counted in the lines' "text"
    tests/train/lexicons.py --stop OUT                    only the words that are no topic; needs no data

DATA holds one file a source, tab-separated, UTF-8, plain or .gz, lines with # are notes:

    given_names_gender      name, m/f/u, weight           names-by-country-first, names-by-country-last   name, countries
    us-census-1990-first    name, percent                 us-census-1990-last                             name, percent
    surnames                name, countries               geonames-cities15000                            name, country, people
    geonames-countries      country, code, capital        us-states                                       state, postal code
    countries               code, name/alias/hist/demonym/capital, form
    names-handwritten       org/media/club/body/per/misc, names with ; between them
    org_acronyms            acronym, name                 titles                                          class, title
    nicknames               name, short form              brown-spacy-c1000                               word, path
    iptc_mediatopics        code, parent, name, …, retired (sixth column)

assets/lexicons/README.md says where each is from and under which licence.
"""
import argparse
import collections
import gzip
import json
import math
import pathlib
import re
import unicodedata

# ---------------------------------------------------------------------------------------------- words that are no topic
# By class, from general knowledge of English and of how news is written; no text was searched for them. A word stands
# here in each form in which it may close or open a phrase. One that is in two classes is listed in the first.
STOP = {
    "function words": """
        a about above according across after again against ago ahead all along already also although always am among an and
        another any anyone anything are around as at away back be because been before behind being below beneath beside
        besides between beyond both but by can could despite did do does done down during each either else enough even
        ever every everyone everything except few for from further had has have he her here him his how however if in
        inside instead into is it its itself just least less like lot lots many may maybe me might mine more most much must
        my near neither never no nobody none nor not nothing now of off often on once one only onto or other others our
        out outside over own per perhaps rather same several shall she should since so some somebody someone something
        soon still such than that the their them then there these they this those though through throughout thus to
        together too toward towards under unless until up upon us very via was we were what whatever when where whether
        which while who whole whom whose why will with within without would yes yet you your""",
    "numbers and amounts": """
        amount amounts billion billions couple dozen dozens double eight eighth eighteen eighty eleven extent fifteen fifth
        fifty first five forty four fourth half halves handful hundred hundreds majority million millions minority nine
        ninety ninth number numbers percent percentage pct plenty portion proportion quantity quarter quarters rest second
        seven seventh seventy share shares six sixth sixteen sixty size sum sums ten tens tenth tenths third thirds thirty
        thousand thousands three total totals trillion triple twelve twenty twice two volume volumes zero""",
    "measures and currencies": """
        acre acres barrel barrels cent cents centimeter centimetre cubic crown crowns degree degrees dollar dollars euro
        euros feet foot franc francs gallon gallons gram grams hectare hectares height inch inches kilo kilogram kilograms
        kilometer kilometers kilometre kilometres kilos krona krone kroner lb length liter liters litre litres mark marks meter
        meters metre metres mile miles ounce ounces pence penny peso pesos pint pound pounds rouble ruble rubles rupee
        rupees shilling speed square ton tonne tonnes tons unit units weight width yard yards yen yuan""",
    "time": """
        afternoon afternoons age april august autumn century centuries date dates day days deadline december decade decades
        early evening evenings fall february former friday future hour hours january july june last late later latest march
        midnight minute minutes moment moments monday month monthly months morning mornings new next night nights noon
        november october past period periods present previous recent saturday season seasons september spring stage summer
        sunday term terms thursday time times today tomorrow tonight tuesday wednesday week weekday weekend weekends weekly
        weeks winter year yearly years yesterday""",
    "telling and talking": """
        account accounts announcement answer answers briefing claim claims comment comments conclusion conference described
        description details discussion explanation interview interviews letter letters line lines message messages news
        note notes opinion page pages phrase press question questions quote reaction remark remarks reply report reported
        reporter reporters reports response responses said say saying sentence source sources speech spokesman spokesperson
        spokeswoman statement statements story stories talk talks term told version view views voice voices word words""",
    "people, whoever they are": """
        adult adults baby boss boy boys brother brothers chairman chief child citizen citizens client colleague colleagues
        crowd customer customers daughter daughters director directors everybody executive executives expert experts family
        families father fan fans figure figures folk friend friends girl girls guest guests guy guys head heads human humans
        husband individual individuals kid kids lady leader leaders man manager managers member members men minister
        ministers mother mothers name names neighbor neighbors neighbour neighbours office officer official officials owner
        owners parent parents partner partners people person persons player players president resident residents secretary
        sister sisters son sons staff team teams victim victims visitor visitors wife woman women""",
    "places in general": """
        area areas background base block border building buildings center centers central centre centres city cities corner
        country countries district districts door east edge entrance field floor front ground harbor harbour home homes house
        houses island islands land local location national nation nations neighborhood neighbourhood north northern place
        places port ports position post property region regional regions road roads room rooms scene side sides site sites
        south southern space spot spots state states station stations street streets surface table territory top town towns
        valley village villages wall walls west western window world worldwide yard zone""",
    "bodies in general": """
        administration agency agencies association authority authorities board body bodies branch business businesses cabinet
        club clubs commission committee community companies company council department departments enterprise firm firms
        government governments group groups industry industries institution institutions ministry organisation organisations
        organization organizations parties party public sector sectors system systems""",
    "what could be said of anything": """
        ability access act action actions activities activity addition advance advantage aim aims
        approach arrangement art aspect attempt attempts attention average basis beginning behavior behaviour benefit benefits
        bit card case cases cause causes chance chances change changes character choice choices circumstance circumstances
        combination concern concerns condition conditions connection consequence contact content control copy cost costs
        course damage danger deal deals decision decisions decline decrease degree demand demands detail development
        developments difference differences difficulty direction doubt duty effect effects effort efforts element end error
        event events evidence example examples exception experience face fact factor factors facts failure favor favour
        feature feeling form forms function gain gains goal goals growth habit hand hands help hope hopes idea ideas image
        impact importance impression improvement increase increases influence information intention interest interests issue
        issues item items job key kind kinds knowledge lack law lead level levels life limit link list lives look loss losses
        luck mass material matter matters meaning means measure measures meeting meetings memory method methods middle mind
        mistake model money move moves movement nature need needs object offer operation operations opportunity option
        options order orders outcome pace pair part parts path pattern performance picture piece pieces plan planning plans
        point points policies policy possibility power powers practice presence pressure price prices principle priority
        problem problems procedure process processes product products program programme programmes programs progress project
        projects promise proposal proposals purpose quality range rate rates reason reasons record records reduction relation
        relations relationship result results return reward right rights rise rises risk risks role roles rule rules run
        sample scale scheme score scores section sense series service services set setting shape shift show sign signs
        situation skill solution sort sorts standard standards start step steps stock stop strategy strength structure style
        subject success supply support surprise target task tension tensions test theme thing things thought threat title
        tool topic touch track tradition trend trends trip trips trouble truth turn type types use user users value values
        variety way ways weakness work works worth""",
    "qualities that sort": """
        economic domestic foreign international global natural personal private social physical heavy free""",
    "qualities": """
        able available bad basic best better big bright broad certain clean clear close cold common complete current
        dark deep different difficult direct dry easy effective entire equal essential exact extra fair familiar fast
        final fine formal fresh full general gentle good great happy hard high hot huge ideal important independent
        initial internal joint key large left light likely little long loose low lower main major mere modern narrow
        necessary negative nice normal obvious old open ordinary original overall particular perfect permanent poor
        popular positive possible potential powerful previous primary prime proper quick quiet rapid rare ready real
        regular relative responsible rich rough safe second separate serious severe sharp short similar simple single
        slight slow small smooth soft solid special specific stable steady strange strong sudden sure tall temporary
        thin tight tiny true typical unable unique upper useful usual various vast vital warm weak wet wide worse
        worst wrong young""",
    "titles and abbreviations": """
        co corp dr etc inc jr ltd mln bln dlr dlrs mr mrs ms mt plc sir sr st stg vs""",
    "doing": """
        announce announced ask asked become began begin believe bring call called calls came come decide expect feel felt find
        follow following found gave get give given go going gone got happen hold keep kept knew know leave left let made make
        making mean meet met pay put read remain require saw see seem seen send sent show stand stay take taken tell think
        took try turn understand want wanted went wish write wrote""",
}


def fold(text):
    """As `lexicon::key` folds: lower case, no diacritics, straight apostrophes, single spaces."""
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.lower().replace("’", "'").replace("‘", "'").split())


def singular(word):
    """The rule of `phrases::singular`."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def article_off(text):
    return re.sub(r"^the ", "", text)


class Sources:
    """The files of the data folder."""

    def __init__(self, folder):
        self.folder = folder

    def rows(self, name):
        for path in sorted(self.folder.rglob(name + ".tsv*")):
            read = gzip.open if path.suffix == ".gz" else open
            with read(path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    line = line.rstrip("\n")
                    if line and not line.startswith("#"):
                        yield line.split("\t")
            return
        raise SystemExit(f"{self.folder} has no {name}.tsv or {name}.tsv.gz")


def given(src):
    names = {fold(name): gender for name, gender, *_ in src.rows("given_names_gender")}
    for source in ("us-census-1990-first", "names-by-country-first"):
        for name, *_ in src.rows(source):
            names.setdefault(fold(name), "-")
    return {name: gender for name, gender in names.items() if len(name) > 1}


def surnames(src):
    names = {}
    for name, percent, *_ in src.rows("us-census-1990-last"):
        if float(percent) >= 0.001:
            names[fold(name)] = "3" if float(percent) >= 0.02 else "2" if float(percent) >= 0.004 else "1"
    for source in ("surnames", "names-by-country-last"):
        for name, *_ in src.rows(source):
            names.setdefault(fold(name), "w")
    return names


def plain(name):
    return re.search("[a-z]", name) and not re.search(r"[^\x00-\x7f]", name)


def cities(src):
    people = collections.defaultdict(int)
    for name, _, count, *_ in src.rows("geonames-cities15000"):
        name = fold(name)
        if len(name) > 2 and plain(name) and int(count) >= 25000:
            people[name] = max(people[name], int(count))

    def size(count):
        digits = str(count)
        return str(min(9, (len(digits) - 4) * 2 + int(digits[0] >= "4")))

    return {name: size(count) for name, count in people.items()}


def countries(src):
    order = {"name": 0, "alias": 1, "hist": 2, "demonym": 3, "capital": 4}
    forms = [row[:3] for row in src.rows("countries")]
    usual = {}
    for code, kind, form in forms:
        if kind == "name":
            usual.setdefault(code, form)
    out = {}
    for code, kind, form in sorted(forms, key=lambda row: order[row[1]]):
        name = article_off(fold(form))
        if plain(name) and len(name) > 1:
            letter = {"demonym": "d", "capital": "c"}.get(kind, "n")
            out.setdefault(name, f"{letter}\t{usual.get(code, form)}")
    for country, _, capital, *_ in (row + ["", ""] for row in src.rows("geonames-countries")):
        if len(fold(capital)) > 2:
            out.setdefault(fold(capital), f"c\t{country}")
    for state, *_ in src.rows("us-states"):
        out.setdefault(fold(state), f"s\t{state}")
    return out


def known(src):
    letter = {"org": "o", "media": "m", "club": "c", "body": "b", "per": "p", "misc": "x"}
    out = {}
    for kind, names in src.rows("names-handwritten"):
        for name in names.split(";"):
            out.setdefault(article_off(fold(name)), letter[kind])
    for row in src.rows("org_acronyms"):
        for name in row[:2]:
            out.setdefault(article_off(fold(name)), "b")
    return out


def acronyms(src):
    out = {}
    for acronym, name, *_ in src.rows("org_acronyms"):
        out.setdefault(fold(acronym), name)
    return out


def titles(src):
    out = {}
    for kind, title, *_ in src.rows("titles"):
        out.setdefault(fold(title), kind[0])
    return out


def nicknames(src):
    out = collections.defaultdict(set)
    for name, short, *_ in src.rows("nicknames"):
        out[fold(short)].add(fold(name))
    return {short: " ".join(sorted(names)) for short, names in out.items()}


def clusters(src):
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
    out = {}
    for word, path, *_ in src.rows("brown-spacy-c1000"):
        one = re.fullmatch(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*\.?", word) and (len(word) > 1 or word in "IAa")
        if one and len(word) < 17 and "-" not in word and not (word.isupper() and len(word) > 5):
            bits = int(path.ljust(18, "0"), 2)
            out[word] = digits[bits >> 12] + digits[bits >> 6 & 63] + digits[bits & 63]
    return out


def topics(src):
    """Names of subjects, with the name of the broader one behind a second tab."""
    vague = set(
        "other general service product equipment system part process activity type form group organization member official "
        "event report work unit item material means method development".split()
    )
    rows = [row + [""] * (6 - len(row)) for row in src.rows("iptc_mediatopics")]
    rows = [row for row in rows if not row[5].strip()]
    plain = {row[0]: re.sub(r"\(.*?\)", "", row[2].lower()).strip() for row in rows}
    out = {}
    for row in rows:
        parent, name = row[1], plain[row[0]]
        broader = plain.get(parent.rsplit("/", 1)[-1], "")
        pair = re.fullmatch(r"(\w+) and (\w+)", name)
        names = re.split(r", (?:and )?| and ", name) if not parent else [name, pair[1], pair[2]] if pair else [name]
        for name in map(str.strip, names):
            words = name.split()
            if not re.fullmatch(r"[a-z][a-z' -]+", name) or name in vague or len(name) < 3 or len(words) > 4:
                continue
            key = " ".join(words[:-1] + [singular(words[-1])])
            if key not in vague:
                out.setdefault(key, f"{name}\t{broader}" if broader else name)
    return out


# What words of a class may still do in a topic of several words: `w` take part in it and end it ("oil price"), `p` begin
# it where a list knows it ("child abuse"), `r` begin it ("foreign aid"). Others may do nothing.
LEAVE = {
    "people, whoever they are": "p",
    "places in general": "w",
    "bodies in general": "w",
    "what could be said of anything": "w",
    "qualities that sort": "r",
}


def stop(_=None):
    out = {}
    for name, words in STOP.items():
        for word in words.split():
            out.setdefault(word, LEAVE.get(name, ""))
    return out


def documents(paths):
    """The texts of the corpora; those of one sentence (fewer than 60 words) are put together by fifteen."""
    texts, short = [], []
    for path in paths:
        for line in open(path, encoding="utf-8"):
            text = json.loads(line)["text"]
            if len(text.split()) >= 60:
                texts.append(text)
                continue
            short.append(text)
            if len(short) == 15:
                texts.append(" ".join(short))
                short = []
    return texts


DETERMINERS = set(
    "the a an its his her their our my this these those some any no of for in with from by on against over under about into "
    "each every several many more two three".split()
)
ENDS = set(
    ". , ; : ) of in for and or to is was are were will has have had that which who said on at by from with would could "
    "should may as after before than ' ’s 's when while but where".split()
)
VERBAL = set(
    "to will would could can may must should might they he she we i who not n't be been was were is are has have had did do "
    "and".split()
)


def frequency(paths):
    """Two digits a word: how rare it is (9: in hardly any text), how often it stands where nouns do (9: always)."""
    texts = documents(paths)
    within, said = collections.Counter(), collections.Counter()
    noun, verb, modifier = collections.Counter(), collections.Counter(), collections.Counter()
    for text in texts:
        words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[.,;:()]", text)
        lower = [word.lower() for word in words]
        within.update(set(lower))
        for before, word, at, after in zip(lower, words[1:], lower[1:], lower[2:]):
            if not word.islower():
                continue
            said[at] += 1
            if before in DETERMINERS and after in ENDS:
                noun[at] += 1
            elif after in ENDS and before not in VERBAL and before not in ENDS:
                noun[at] += 0.5
            if before in VERBAL:
                verb[at] += int(after not in ENDS) + int(after in DETERMINERS)
            if before in DETERMINERS and after not in ENDS:
                modifier[at] += 1
    out = {}
    for word, count in within.items():
        if count > 1 and said[word] and re.fullmatch(r"[a-z]{3,18}", word):
            rare = min(9, int(math.log(len(texts) / count) / math.log(len(texts)) * 10))
            share = (noun[word] + 0.15) / (noun[word] + verb[word] + 0.4 * modifier[word] + 0.5)
            out[word] = f"{rare}{min(9, int(share * 10))}"
    return out


def write(path, entries):
    """One entry a line, sorted by the bytes of the key."""
    rows = sorted((key.encode(), value.encode()) for key, value in entries.items())
    path.write_bytes(b"".join(key + (b"\t" + value if value else b"") + b"\n" for key, value in rows))
    print(f"{path.name}: {len(rows)}")


LISTS = [given, surnames, cities, countries, known, acronyms, titles, nicknames, clusters, topics, stop]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--corpus", nargs="+", default=[])
    parser.add_argument("--stop", action="store_true")
    arguments = parser.parse_args()
    if arguments.stop:
        write(arguments.out / "stop.tsv", stop())
        return
    if arguments.data is None:
        parser.error("DATA is missing")
    for make in LISTS:
        write(arguments.out / f"{make.__name__}.tsv", make(Sources(arguments.data)))
    if arguments.corpus:
        write(arguments.out / "frequency.tsv", frequency(arguments.corpus))


if __name__ == "__main__":
    main()

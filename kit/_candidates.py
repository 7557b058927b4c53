"""Words that may name a place: the model's entities, and the gazetteer's names in the text."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kit._misnomers import without_misnomers
from kit._unlisted import unlisted_spans
from kit.gazetteer import Gazetteer, Place

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

# A word: initials (U.S., D.C.), or letters with inner apostrophes, a possessive left out.
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|[^\W\d_]\.(?=[ -][A-Z])|[^\W\d_]+(?:['’‘ʻʼ](?!s\b)[^\W\d_]+)*", re.UNICODE
)
# What may stand between two words of one name: "Russia's Far East" is one as well.
_GAPS = frozenset({" ", "\xa0", "-", "–", "\n", "\r\n", "'s ", "’s "})
_CONTRACTED = re.compile(r"[’'](?:ll|re|ve|d|m)\Z")  # "I'll" is not Illinois
_ELIDED = re.compile(r"[dl]['’].")
_INITIALS = frozenset({"alias", "abbreviation"})
_SHORT = re.compile(r"(?:St|Ste|Mt|Ft|Pt)\Z", re.IGNORECASE)
_SAINT = re.compile(r"(?:St\.?|Saint) ", re.IGNORECASE)
_DIVISION = re.compile(r"(?<=[^\W\d_], )[A-Z][a-z]{1,2}\.")
_LONGEST_NAME = 6
_ARAB = frozenset("AE BH DJ DZ EG EH IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TD TN YE".split())
_ARTICLES = frozenset("al el ad an ar as ash at ath az ed en er es esh et ez".split())

PLACE_LABELS = {"GPE", "LOC", "FAC"}
LABELS = ("GPE", "LOC", "FAC", "NORP", "ORG", "PERSON")
# Words after a name that make the two one place.
KINDS_AFTER = frozenset(
    """
    county counties parish province state district oblast region prefecture governorate township
    borough municipality island islands peninsula river lake bay gulf sea mountains mountain
    hills hill valley desert canal strait beach park forest airport airfield port harbor harbour
    border city town village area suburb highlands coast basin creek falls springs heights
    """.split()
)
_CITY_OF = re.compile(r"(?:city|town|municipality) of (?:the )?", re.IGNORECASE)
# What has its own name with the word, though its town may bear the name alone: "Narita airport".
_OWN_KINDS = frozenset(
    "airport airfield aerodrome cosmodrome spaceport base plant refinery dam camp prison reactor "
    "terminal steelworks shipyard".split()
)
_OWN = frozenset({"airport", "site"})
# Those that also stand behind the name of a people and name nothing with it: "a Spanish town".
_COMMON_KINDS = frozenset(
    """
    town city village port state province district region county area suburb island islands airport
    """.split()
)
# What lies elsewhere than the town in its name: the Auckland Islands.
_APART = re.compile(r" (?:Islands?|Ocean|Sea|Glacier|Plateau|Desert|Mountains|Seamount|Trench)\b")
# Half of a name that the gazetteer lacks: "Ny-Ålesund", "Ksar es-Seghir".
_HYPHENED = re.compile(r"\b[A-ZÀ-Þ][\w’']*[a-zß-ÿ]-$")


_GREAT_ISLAND_KM = 30.0  # from its middle; such islands are all in `data/places.csv`


def is_great_island(place: Place) -> bool:
    """
    Tell Java and Lesbos, which names mean before hamlets and people that bear them.

    Parameters
    ----------
    place : Place

    Returns
    -------
    bool
    """
    return place.kind == "island" and place.radius_km >= _GREAT_ISLAND_KM


@dataclass(slots=True)
class Candidate:
    """Words that may name a place, with what the text and the gazetteer say of them."""

    start: int
    end: int
    text: str
    places: tuple[Place, ...]
    label: str = ""  # of the entity that is these words, or holds them
    holder: str = ""  # the holding entity's words, where it is longer
    score: float = 0.0
    facts: dict[str, float] = field(default_factory=dict)
    vector: "NDArray[Any] | None" = None  # of its words, by the model


_LONGEST_WORDS = 200  # letters: no name has more


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    text: str


def list_candidates(text: str, doc: "Doc", gazetteer: Gazetteer) -> list[Candidate]:
    """List the model's entities and the gazetteer's names that the text may hold."""
    words = [
        _Word(m.start(), m.end(), m[0])
        for m in _WORD.finditer(text)
        if (m[0] != "s" or text[m.start() - 1 : m.start()] not in {"'", "’"})
        and not text[m.end() : m.end() + 1].isdigit()  # CO2 is not in Colorado
    ]
    found: dict[tuple[int, int], Candidate] = {}
    for start, end, places in (
        *_known_names(text, words, gazetteer),
        *_rivers(text, gazetteer),
        *_mountains(text, gazetteer),
        *_shortened(text, gazetteer),
    ):
        found[start, end] = Candidate(start, end, text[start:end], places)
    for name in OF_KIND.finditer(text):
        found.setdefault(name.span(), Candidate(*name.span(), name[0], ()))
    for entity in doc.ents:
        if entity.label_ not in LABELS:
            continue
        for start, end in _parts(text, entity.start_char, entity.end_char, found):
            if (start, end) not in found and entity.label_ in PLACE_LABELS:
                words_there = text[start:end]
                places = of_case(words_there, gazetteer.lookup(words_there))
                found[start, end] = Candidate(start, end, words_there, places)
    for start, end in list(unlisted_spans(text, doc, found)):
        found[start, end] = Candidate(start, end, text[start:end], ())
    _label(found, text, doc)
    kept = without_misnomers(text, found.values())
    return sorted(kept, key=lambda c: (c.start, c.end))


def _known_names(
    text: str, words: list[_Word], gazetteer: Gazetteer
) -> Iterator[tuple[int, int, tuple[Place, ...]]]:
    """Yield the longest name in the gazetteer from each capitalised word on."""
    at, known_to = 0, -1
    while at < len(words):
        best: tuple[int, tuple[Place, ...]] | None = None
        for last in _reach(text, words, at):
            capital = _capital(words[last].text)
            if not capital and words[last].text not in KINDS_AFTER | _OWN_KINDS:
                continue
            name = text[words[at].start : words[last].end]
            places = of_case(name, _bearers(name, gazetteer))
            # A kind's word in small letters joins a name only if the two name something else.
            joins = capital or (
                not set(places) <= set(best[1] if best else ())
                and not (words[last].text in _COMMON_KINDS and best and _is_people(best[1]))
            )
            own = words[last].text in _OWN_KINDS and _OWN.issuperset(p.kind for p in places)
            if places and (joins or own) and not _CONTRACTED.search(name):
                best = (last, places)
        if not best:
            at += 1
            continue
        last, places = best
        first = at
        if words[at].text in {"The", "THE"} and last > at:
            first += 1
        start, end = words[first].start, words[last].end
        if _SAINT.match(text, start) and text[end : end + 2].lower() in {"'s", "’s"}:
            saints = gazetteer.lookup(text[start : end + 2])  # St. John's is not St. John
            end, places = (end + 2, saints) if saints else (end, places)
        if not _is_half(text, start, end, known_to):
            yield start, end, places
        at, known_to = last + 1, end


def _shortened(text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, int, tuple[Place, ...]]]:
    """Yield divisions of two and three letters with the stop that shortens them: "Bangor, Me."."""
    for found in _DIVISION.finditer(text):
        places = gazetteer.lookup(found[0][:-1])
        if short := tuple(p for p in places if p.name_type == "abbreviation"):
            yield found.start(), found.end(), short


def _is_half(text: str, start: int, end: int, known_to: int) -> bool:
    """Tell part of a longer name; `known_to` is where the name before it ends."""
    before, after = text[max(0, start - 30) : start], text[end : end + 15]
    if _APART.match(after) or (text[start:end].lower() in KINDS_AFTER and _capital(text[start])):
        return True
    if start != known_to + 1 and _HYPHENED.search(before):
        return True
    article = after[1:].partition("-")
    return after[:1] == " " and article[0] in _ARTICLES and article[2][:1].isupper()


def _is_people(places: tuple[Place, ...]) -> bool:
    """Tell whether words name a people: "a Spanish town" is not Spanish Town."""
    return any(place.name_type == "demonym" for place in places)


def _reach(text: str, words: list[_Word], at: int) -> Iterator[int]:
    """Yield how far a name from this word on may reach: the indices of its last word."""
    if _is_article(text, words, at):
        at += 1
    elif not _capital(words[at].text):
        return
    yield at
    for last in range(at + 1, min(at + _LONGEST_NAME, len(words))):
        gap = text[words[last - 1].end : words[last].start]
        if gap not in _GAPS and not (gap == ". " and _SHORT.match(words[last - 1].text)):
            return
        yield last


def _is_article(text: str, words: list[_Word], at: int) -> bool:
    """Tell the Arabic article that a name begins with: "al-Bab", "el-Arish"."""
    joined = text[words[at].end : words[at].end + 1] == "-" and at + 1 < len(words)
    return joined and words[at].text in _ARTICLES and _capital(words[at + 1].text)


def _bearers(name: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Places that bear a name, with another Arabic article or none if none has this one."""
    places = gazetteer.lookup(name)
    if places and (of := _CITY_OF.match(name)):  # "the City of San Fernando", there and elsewhere
        towns = (p for p in gazetteer.lookup(name[of.end() :]) if p.kind == "city")
        return (*places, *(town for town in towns if town not in places))
    article, hyphen, rest = name.partition("-")
    if places or not hyphen or article not in _ARTICLES:
        return places
    for form in (f"al-{rest}", f"el-{rest}", rest):
        if found := tuple(p for p in gazetteer.lookup(form) if p.country in _ARAB):
            return found
    return ()


def _capital(word: str) -> bool:
    """Tell whether a word starts with a capital ("d'Ampezzo" too), or is of a script without."""
    first = word[2] if _ELIDED.match(word) else word[0]
    return first.isupper() or first.lower() == first.upper()


def of_case(words: str, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """
    Tell US from Us, and an abbreviation from a word that looks like it.

    Parameters
    ----------
    words : str
        A name as written.
    places : tuple of Place
        All that bear it, but for case.

    Returns
    -------
    tuple of Place
        Of three letters and less, those that may be written so.
    """
    letters = words.replace(".", "")
    if len(letters) > 3:
        return places
    if letters.isupper():
        # Three capitals are initials far more often than a village of that name.
        return tuple(p for p in places if p.name_type in _INITIALS or p.kind == "country")
    if words.endswith("."):
        return places
    return places if any(p.name_type not in _INITIALS for p in places) else ()


# "the Hunter" is a river where the words before and after it are those of a river.
_WORDS = r"\b(?!The\b)[A-Z][\w’'-]{1,30}(?: (?!River\b)[A-Z][\w’'-]{1,30})?"
_RIVER = re.compile(
    r"(?<!\S)(?P<cue>(?:on|along|across|up|down|over|beside|(?:banks?|mouth|side|source|bed|basin|"
    r"delta|waters?|shores?|bends?|tributary|north|south|east|west) of) )?(?i:the) "
    rf"(?P<name>{_WORDS})(?=(?P<end>[.,;:!?)”\n]|$)? ?(?P<next>\w*))"
)
_CALLED_RIVER = re.compile(rf"({_WORDS}) River\b|\bRiver ({_WORDS})")
_AFTER_RIVER = frozenset(
    """
    and or in at near as with where when which that is was from to by after before for into between
    on has had rose burst flooded froze until while again itself this last
    """.split()
)

_FLOODING = frozenset("crested burst overflowed overtopped".split())  # as rivers alone do


def _rivers(text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, int, tuple[Place, ...]]]:
    """Yield the rivers that are named by half: "the Hunter", as the Hunter River is."""
    called = {one or other for one, other in _CALLED_RIVER.findall(text)}
    for found in _RIVER.finditer(text):
        name, behind = found["name"], found["next"]
        beside = found["cue"] and (found["end"] or behind in _AFTER_RIVER)
        if name not in called and not beside and behind not in _FLOODING:
            continue
        places = gazetteer.lookup(f"{name} River") or gazetteer.lookup(f"River {name}")
        rivers = tuple(place for place in places if place.kind == "water")
        if rivers and (found["end"] or behind.islower() or not behind):
            yield found.start("name"), found.end("name"), rivers


_OWN_NAME = (
    r"(?!(?:The|In|On|At|An?|From|To|When|After|As|But|And|Near|This|That|Every|Over|Across) )"
    r"[A-Z][\w’'-]{1,30}"
)
_KIND_BEFORE = (
    r"River|Lake|Loch|Lough|Mount|Mt\.?|Cape|Isle of|Wadi|Jebel|Jabal|Khor|Ras|Pulau|Gunung|Isla|"
    "Cerro|Lago"
)
_KIND_BEHIND = (
    "River|Lake|Creek|Bay|Dam|Falls|Islands?|Reservoir|Mountains|Peninsula|Canal|Strait|Sound|Reef|"
    "Shoal|Barrage|Glacier|Valley|Trench|Seamounts?|Plateau|Fjord|Gorge|Canyon|Archipelago|Atoll|"
    "Lagoon|Estuary"
)
#: Names that no table need have: "the Kelani River", "Lough Derg", but not "Cedar River Seafood".
OF_KIND = re.compile(
    rf"\b(?:(?:{_KIND_BEFORE}) {_OWN_NAME}(?: {_OWN_NAME})?"
    rf"|{_OWN_NAME}(?: {_OWN_NAME})? (?:{_KIND_BEHIND}))\b(?! [A-Z])"
)
_PEAK = re.compile(
    rf"\b(?:(?i:summit|slopes?|crater|flanks?|foothills|rim|lava|ash|eruptions?) (?:of|from)"
    rf"|(?P<own>Mount|Mt\.?)|(?i:volcano)) (?P<of>{_WORDS})"
    rf"|(?P<name>{_WORDS}) (?i:volcano|massif)\b"
)


def _mountains(text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, int, tuple[Place, ...]]]:
    """Yield what is called a mountain: "the summit of Mayon", "Mount Mayon"."""
    for found in _PEAK.finditer(text):
        name = "of" if found["of"] else "name"
        peaks = tuple(p for p in gazetteer.lookup(found[name]) if p.kind == "mountain")
        if peaks:
            yield found.start("own" if found["own"] else name), found.end(name), peaks


# What a place's name may have around it and be the same place: "north west London".
_AROUND = re.compile(
    r"(?:\W+|(?:north|south|east|west)(?:ern)?|(?:north|south)-?(?:east|west)(?:ern)?|central|"
    r"greater|upper|lower|inner|outer|downtown|suburban|rural|nearby|old|new|area|the)*",
    re.IGNORECASE,
)
_TRIM = re.compile(r"^(?:the|The|THE)\s+|^[^\w]+|(?:['’]s?|[^\w.)]+)$")
_SPLIT = re.compile(
    r",\s+|\s*\n+\s*|(?<=\w)/(?=\w)|\s+and\s+(?=[A-Z])|\s+(?:for|to|via|from)\s+(?=[A-Z])"
)


def _parts(
    text: str, start: int, end: int, names: Iterable[tuple[int, int]] = ()
) -> Iterator[tuple[int, int]]:
    """
    Take an entity apart at commas, line ends and "and", and trim articles and possessives.

    What is within one of some names, Trinidad and Tobago, is left whole.
    """
    cuts = [
        cut.span()
        for cut in _SPLIT.finditer(text, start, end)
        if not any(first < cut.start() and cut.end() < last for first, last in names)
    ]
    bounds = [start, *(bound for cut in cuts for bound in cut), end]
    at = start
    for piece in (text[left:right] for left, right in zip(bounds[::2], bounds[1::2], strict=True)):
        left = text.index(piece, at)
        at = left + len(piece)
        right = at
        while match := _TRIM.search(text[left:right]):
            if match.start() == 0:
                left += match.end()
            else:
                right = left + match.start()
            if match.end() == match.start() or left >= right:
                break
        if left < right and any(c.isalpha() for c in text[left:right]):
            yield left, right


def _label(found: dict[tuple[int, int], Candidate], text: str, doc: "Doc") -> None:
    """Note on each candidate the entity that is it, or holds it."""
    entities = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
    ends = [end for _, end, _ in entities]
    for one in found.values():
        at = bisect_right(ends, one.start)  # the first entity that ends after the words begin
        if at == len(entities) or entities[at][0] >= one.end:
            continue
        start, end, one.label = entities[at]
        longer = (end - start) > (one.end - one.start)
        if longer and (one.start, one.end) not in set(_parts(text, start, end, found)):
            rest = text[start : one.start] + text[one.end : end]
            if one.label not in PLACE_LABELS or not _AROUND.fullmatch(rest):
                one.holder = text[start:end]


def candidate_at(text: str, start: int, end: int, gazetteer: Gazetteer) -> Candidate:
    """
    Take given words for a name.

    Parameters
    ----------
    text : str
    start, end : int
        Half-open offsets.
    gazetteer : Gazetteer

    Returns
    -------
    Candidate
        The words with every place that bears them as a name, or bears what is left of them
        without article and possessive.
    """
    words = text[start:end]
    if len(words) > _LONGEST_WORDS:
        return Candidate(start, end, words, (), score=1.0)
    places = _bearers(words, gazetteer)
    places = of_case(words, places) or places
    for left, right in () if places else _parts(text, start, end):
        places = places or gazetteer.lookup(text[left:right])
    return Candidate(start, end, words, places, score=1.0)

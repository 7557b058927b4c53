"""Which words of a text name places: the model's entities weighed with the gazetteer's names."""

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from kit._names import fold
from kit.gazetteer import Gazetteer, Place
from kit.settings import data_file

if TYPE_CHECKING:
    from spacy.tokens import Doc

# A word: initials (U.S., D.C.), or letters with inner apostrophes, a possessive left out.
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|[^\W\d_]\.(?=[ -][A-Z])|[^\W\d_]+(?:['’ʼ](?!s\b)[^\W\d_]+)*", re.UNICODE
)
# What may stand between two words of one name: "Russia's Far East" is one as well.
_GAPS = frozenset({" ", "-", "–", "\n", "'s ", "’s "})
_SHORT = re.compile(r"(?:St|Ste|Mt|Ft|Pt)\Z")
_LONGEST_NAME = 6

_PLACE_LABELS = {"GPE", "LOC", "FAC"}
_LABELS = ("GPE", "LOC", "FAC", "NORP", "ORG", "PERSON")
_PREPOSITIONS = frozenset(
    """
    in at near from to of around outside inside through across toward towards into between off
    via over beyond throughout within leaving reached visiting visited
    """.split()
)
_TITLES = frozenset(
    """
    mr mrs ms miss dr sir lady lord rev pastor judge justice officer sgt lt capt coach sen rep
    gov captain detective attorney pope king queen prince princess
    """.split()
)
_SPEAKING = frozenset(
    """
    said says told added asked who whose replied wrote argued thinks believes jr sr
    """.split()
)
# Words after a name that make the two one place, and words that take it for something else.
_KINDS_AFTER = frozenset(
    """
    county counties parish province state district oblast region prefecture governorate township
    borough municipality island islands peninsula river lake bay gulf sea mountains mountain
    hills hill valley desert canal strait beach park forest airport airfield port harbor harbour
    border city town village area suburb highlands coast basin creek falls springs heights
    """.split()
)
_STREETS = frozenset(
    """
    street st road rd avenue ave lane ln drive dr boulevard blvd highway hwy route bridge square
    court way terrace place plaza trail parkway turnpike close crescent
    """.split()
)
_PRESS = frozenset(
    """
    times post herald news tribune journal gazette observer chronicle press daily telegraph star
    globe examiner inquirer sentinel mirror review courier record dispatch magazine
    """.split()
)
_VESSELS = frozenset(
    """
    uss hms hmcs ss mv ins uscgc rfs class
    """.split()
)


_TITLED = re.compile(rf"\b(?i:{'|'.join(sorted(_TITLES))})\.? ([A-Z]\w+)")
# Facts that rule a place out whatever else speaks for it: newspapers, ships, people with a title,
# a quarter of the sky, a government called by its seat.
_VETOES = (
    "in_press",
    "before_press",
    "after_vessel",
    "after_title",
    "compass",
    "speaking_seat",
    "generic",
    "acronym",
)
_COMPASS = re.compile(r"(?:(?:north|south|east|west)+(?:ern)?|central)(?:ers?)?", re.IGNORECASE)
_SEATS = frozenset(
    {
        "white house", "kremlin", "pentagon", "downing street", "elysee", "elysee palace",
        "blue house", "capitol hill", "wall street", "whitehall", "foggy bottom", "quai dorsay",
    }
)  # fmt: skip
# Words that name no place by themselves, though some village bears them.
_GENERIC = frozenset(
    """
    academy airport association authority avenue bank board bridge building bureau capital
    cathedral center central centre chamber church city club college commission committee
    community company congress corner council country county court department district division
    downtown east embassy express federal foundation green group hall high hill hospital hotel
    house institute international island lake library line main mall marina market mass
    metropolitan midtown military ministry mission museum national north office palace park plaza
    police port post press prison province public railway republic river road royal salt school
    senate society south square st stadium state station street suburb team temple theater theatre
    tower town union united university uptown valley village way west world
    """.split()
)
# Names of two words and more that name nothing else: "North Korea", "Oxford airport", "Red Sea".
_PLAIN_KINDS = frozenset({"country", "continent", "region", "water", "airport", "port", "site"})
_PLAIN_SCORE = 0.9
_AT = frozenset("at in inside outside near around toward towards to".split())


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


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    text: str


def find_spans(text: str, doc: "Doc", gazetteer: Gazetteer, *, demonyms: bool) -> list[Candidate]:
    """
    Find the words that name places.

    Parameters
    ----------
    text : str
    doc : spacy.tokens.Doc
        The text with its entities.
    gazetteer : Gazetteer
    demonyms : bool
        Whether peoples and their adjectives ("Syrians", "Russian") count as their country.

    Returns
    -------
    list of Candidate
        By start, none overlapping another; `score` is the probability that the words name a
        place.
    """
    found = list_candidates(text, doc, gazetteer)
    describe(text, doc, found)
    weights = _weights()
    for one in found:
        total = sum(weights.get(name, 0.0) * value for name, value in one.facts.items())
        one.score = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
        if _plain(one):
            one.score = max(one.score, _PLAIN_SCORE)
    kept = [
        c for c in found if c.score >= weights["threshold"] and not any(map(c.facts.get, _VETOES))
    ]
    if not demonyms:
        kept = [c for c in kept if not c.facts.get("demonym")]
    return without_overlap(kept)


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
    places = gazetteer.lookup(words)
    for left, right in () if places else _parts(text, start, end):
        places = places or gazetteer.lookup(text[left:right])
    return Candidate(start, end, words, places, score=1.0)


def _plain(one: Candidate) -> bool:
    """Tell whether the words can hardly mean anything but a place, whatever the model says."""
    kinds = {place.kind for place in one.places if place.name_type != "demonym"}
    return bool(kinds) and kinds <= _PLAIN_KINDS and len(one.text.split()) > 1 and not one.holder


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    """Read the weights that data/build/fit_mentions.py fitted."""
    loaded: dict[str, float] = json.loads(data_file("weights.json").read_text())["spans"]
    return loaded


def without_overlap(candidates: list[Candidate]) -> list[Candidate]:
    """Keep the longer of overlapping names that the gazetteer knows, the likelier of others."""
    kept: list[Candidate] = []
    ranked = sorted(
        candidates, key=lambda c: (not c.places, c.start - c.end if c.places else 0, -c.score)
    )
    for one in ranked:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda c: c.start)


def list_candidates(text: str, doc: "Doc", gazetteer: Gazetteer) -> list[Candidate]:
    """List the model's entities and the gazetteer's names that the text may hold."""
    words = [
        _Word(m.start(), m.end(), m[0])
        for m in _WORD.finditer(text)
        if m[0] != "s" or text[m.start() - 1 : m.start()] not in {"'", "’"}
    ]
    found: dict[tuple[int, int], Candidate] = {}
    for start, end, places in _known_names(text, words, gazetteer):
        found[start, end] = Candidate(start, end, text[start:end], places)
    for entity in doc.ents:
        if entity.label_ not in _LABELS:
            continue
        for start, end in _parts(text, entity.start_char, entity.end_char):
            if (start, end) not in found and entity.label_ in _PLACE_LABELS:
                words_there = text[start:end]
                found[start, end] = Candidate(
                    start, end, words_there, gazetteer.lookup(words_there)
                )
    _label(found, text, doc)
    return sorted(found.values(), key=lambda c: (c.start, c.end))


def _known_names(
    text: str, words: list[_Word], gazetteer: Gazetteer
) -> Iterator[tuple[int, int, tuple[Place, ...]]]:
    """Yield the longest name in the gazetteer from each capitalised word on."""
    at = 0
    while at < len(words):
        best: tuple[int, tuple[Place, ...]] | None = None
        for last in _reach(text, words, at):
            capital = _capital(words[last].text)
            if not capital and words[last].text not in _KINDS_AFTER:
                continue
            name = text[words[at].start : words[last].end]
            places = gazetteer.lookup(name)
            # A kind's word in small letters joins a name only if the two name something else.
            joins = capital or not set(places) <= set(best[1] if best else ())
            if places and joins and _case_fits(name, places):
                best = (last, places)
        if not best:
            at += 1
            continue
        last, places = best
        first = at
        if words[at].text in {"The", "THE"} and last > at:
            first += 1
        yield words[first].start, words[last].end, places
        at = last + 1


def _reach(text: str, words: list[_Word], at: int) -> Iterator[int]:
    """Yield how far a name from this word on may reach: the indices of its last word."""
    if not _capital(words[at].text):
        return
    yield at
    for last in range(at + 1, min(at + _LONGEST_NAME, len(words))):
        gap = text[words[last - 1].end : words[last].start]
        if gap not in _GAPS and not (gap == ". " and _SHORT.match(words[last - 1].text)):
            return
        yield last


def _capital(word: str) -> bool:
    """Tell whether a word starts with a capital, or is of a script that has none."""
    return word[0].isupper() or word[0].lower() == word[0].upper()


def _case_fits(words: str, places: tuple[Place, ...]) -> bool:
    """Tell US from Us, and an abbreviation from a word that looks like it."""
    letters = words.replace(".", "")
    if len(letters) > 3:
        return True
    if letters.isupper():
        # Three capitals are initials far more often than a village of that name.
        return any(p.name_type in {"alias", "abbreviation"} or p.kind == "country" for p in places)
    return not all(p.name_type in {"alias", "abbreviation"} for p in places) or words[-1:] == "."


_TRIM = re.compile(r"^(?:the|The|THE)\s+|^[^\w]+|(?:['’]s?|[^\w.)]+)$")
_SPLIT = re.compile(r",\s+|\s*\n+\s*|(?<=\w)/(?=\w)")


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Take an entity apart at commas and line ends, and trim articles and possessives."""
    at = start
    for piece in _SPLIT.split(text[start:end]):
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
    for one in found.values():
        for start, end, label in entities:
            if start < one.end and end > one.start:
                trimmed = set(_parts(text, start, end))
                one.label = label
                if (one.start, one.end) not in trimmed and (end - start) > (one.end - one.start):
                    one.holder = text[start:end]
                break


def describe(text: str, doc: "Doc", candidates: list[Candidate]) -> None:
    """Gather the facts that speak for or against each candidate."""
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for one in candidates:
        labels[one.text][one.label if not one.holder else ""] += 1
    surnames = {
        token.text for e in doc.ents if e.label_ == "PERSON" and len(e) > 1 for token in e[1:]
    } | {found[1] for found in _TITLED.finditer(text)}
    starts = {one.start: one for one in candidates}
    ends = {one.end: one for one in candidates}
    for one in candidates:
        one.facts = {
            "bias": 1.0,
            **_entity_facts(one),
            **_gazetteer_facts(one),
            **_document_facts(one, labels[one.text], surnames),
            **_context_facts(text, one, starts, ends),
        }


def _entity_facts(one: Candidate) -> dict[str, float]:
    """What the model says: the entity that these words are, or stand in."""
    if not one.label:
        return {"unlabelled": 1.0}
    label = one.label if one.label in _LABELS else "other"
    facts = {f"{'in' if one.holder else 'is'}_{label}": 1.0}
    if one.holder:
        last = fold(one.holder).split()[-1:] or [""]
        facts["in_press"] = float(label == "ORG" and last[0] in _PRESS)
        facts["holder_end"] = float(one.holder.endswith(one.text))
        facts["holder_start"] = float(re.sub("^[Tt]he ", "", one.holder).startswith(one.text))
    return facts


def _gazetteer_facts(one: Candidate) -> dict[str, float]:
    """What the gazetteer says: which kinds of place bear the name, and how large."""
    if not one.places:
        last = fold(one.text).split()[-1:] or [""]
        return {
            "unknown": 1.0,
            f"unknown_{one.label}": 1.0,
            "street": float(last[0] in _STREETS),
            "unknown_kind_after": float(last[0] in _KINDS_AFTER),
        }
    kinds = {p.kind for p in one.places}
    own = [p for p in one.places if p.name_type != "alternate"]
    cities = [p.population for p in own if p.kind == "city"]
    facts = {
        "country": float("country" in kinds and bool(own)),
        "admin1": float("admin1" in kinds and bool(own)),
        "admin2": float("admin2" in kinds and bool(own)),
        "handmade": float(bool(kinds & {"region", "water", "site", "continent"})),
        "demonym": float(all(p.name_type == "demonym" for p in one.places)),
        "alternate_only": float(not own),
        "abbreviation": float(all(p.name_type == "abbreviation" for p in one.places)),
        "words": min(3.0, len(one.text.split()) - 1.0),
        "country_words": float("country" in kinds and len(one.text.split()) > 1),
        "compass": float(bool(_COMPASS.fullmatch(one.text))),
        "generic": float(_GENERIC.issuperset(fold(one.text).split())),
        "city_size": math.log10(max(cities) + 1) / 6 if cities else 0.0,
    }
    if not one.label:
        facts |= {f"unlabelled_{k}": facts[k] for k in ("country", "demonym", "city_size", "words")}
    if one.holder and one.label == "ORG":
        facts |= {f"in_ORG_{k}": facts[k] for k in ("country", "demonym", "city_size", "words")}
    return facts


def _is_acronym(one: Candidate, before: str, after: str) -> bool:
    """Tell NATO from SEOUL: capitals among small letters that open no dispatch name no town."""
    if len(one.text) > 5 or not one.text.isalpha() or not one.text.isupper():
        return False
    dateline = before.strip() == "" or before[-1:] == "\n"
    around = [c for c in before + after if c.isalpha()]
    shouted = sum(c.isupper() for c in around) > len(around) / 2
    known = any(p.name_type in {"alias", "abbreviation"} or p.kind == "country" for p in one.places)
    return not (dateline or shouted or known)


def _all_sites(one: Candidate) -> bool:
    """Tell whether the words name sites alone."""
    return bool(one.places) and all(place.kind == "site" for place in one.places)


def _document_facts(one: Candidate, labels: Counter[str], surnames: set[str]) -> dict[str, float]:
    """What the rest of the document says: how the same words are taken elsewhere."""
    total = labels.total()
    places = sum(labels[label] for label in _PLACE_LABELS)
    return {
        "taken_as_place": places / total,
        "taken_as_person": labels["PERSON"] / total,
        "ever_place": float(places > 0),
        "surname": float(one.text in surnames),
    }


def _context_facts(
    text: str, one: Candidate, starts: dict[int, Candidate], ends: dict[int, Candidate]
) -> dict[str, float]:
    """What the neighbouring words say."""
    before = text[max(0, one.start - 30) : one.start]
    after = text[one.end : one.end + 30]
    previous = re.findall(r"[\w’']+", before.replace("the ", " "))[-1:] or [""]
    following = re.match(r"(?:['’]s)?[ -]([\w’']+)", after)
    next_word = following[1] if following else ""
    qualifier = starts.get(one.end + 2) if after.startswith(", ") else None
    qualified = ends.get(one.start - 2) if before.endswith(", ") else None
    large = {"country", "admin1"}
    seat = fold(one.text) in _SEATS or (one.label == "ORG" and _all_sites(one))
    at_it = previous[0] in _AT and not next_word[:1].islower()
    return {
        "speaking_seat": float(seat and not at_it),
        "after_preposition": float(previous[0] in _PREPOSITIONS),
        "after_title": float(previous[0].lower() in _TITLES),
        "after_capital": float(before.endswith(" ") and previous[0][:1].isupper()),
        "after_vessel": float(previous[0].lower() in _VESSELS),
        "before_speaking": float(next_word in _SPEAKING),
        "before_capital": float(after[:1] == " " and next_word[:1].isupper()),
        "before_kind": float(next_word.lower() in _KINDS_AFTER),
        "before_street": float(next_word.lower() in _STREETS and next_word[:1].isupper()),
        "before_press": float(next_word.lower() in _PRESS and next_word[:1].isupper()),
        "hyphened": float(after[:1] == "-" or before[-1:] == "-"),
        "before_larger": float(
            bool(qualifier) and any(p.kind in large for p in qualifier.places)  # type: ignore[union-attr]
        ),
        "after_smaller": float(bool(qualified) and any(p.kind in large for p in one.places)),
        "all_capitals": float(len(one.text) > 3 and one.text.isupper()),
        "acronym": float(_is_acronym(one, before, after)),
        "short": float(len(one.text) <= 3),
        "sentence_start": float(not before.strip() or before.rstrip()[-1:] in '.!?\n“"'),
    }

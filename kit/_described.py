"""Which place named before is meant by "the Swiss town", "the port" or "the Texas capital"."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from kit._countries import is_island
from kit._globe import geod
from kit._modality import TELLING
from kit._motion import MOTIONS
from kit._movers import PEOPLE
from kit._nouns import FITTING
from kit._tree import SUBJECTS, has_word
from kit._vehicles import vehicle_word

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# A dependency or colony may be an island, a country of its own or part of one.
_POSSESSIONS = dict.fromkeys(("territory", "colony", "possession"), "island country region admin1")
_FITTING = FITTING | _POSSESSIONS | {"capital": "city", "resort": "city", "enclave": "city admin1"}
#: Between a place and the one that it lies in, on or near.
LIES_IN = re.compile(
    r",? (?:in|on|near|outside)(?: the)?"
    r"(?: (?:[\w-]+ ){0,2}(?:coast|shores?|banks?|edge|tip) of(?: the)?)? "
)
#: The same, and "Bosaso, Somalia".
WITHIN = re.compile(rf"{LIES_IN.pattern}|, ")
_OF_A_PEOPLE = ("an", "ese", "ish")
_PORTS = frozenset({"port", "harbor", "harbour"})
_OVER_KM, _LEAST_KM = 50.0, 30.0  # how far beyond its reach something is still called an area's
_SHORE_KM = 30.0


class Located(Protocol):
    """A mention, as far as it is looked at here."""

    @property
    def kind(self) -> str | None: ...
    @property
    def country(self) -> str | None: ...
    @property
    def lat(self) -> float | None: ...
    @property
    def lon(self) -> float | None: ...
    @property
    def radius_km(self) -> float | None: ...
    @property
    def is_capital(self) -> bool: ...


def is_descriptive(noun: str) -> bool:
    """
    Say whether a noun with an article may stand for a place named before.

    Parameters
    ----------
    noun : str
        In small letters.

    Returns
    -------
    bool
    """
    return noun in _FITTING


def is_island_country(place: Located) -> bool:
    """
    Tell Iceland and Guam: "the island" may be a country without a neighbour on land.

    Parameters
    ----------
    place : Located

    Returns
    -------
    bool
    """
    return place.kind == "country" and bool(place.country and is_island(place.country))


def described[P: Located](noun: str, areas: Sequence[Located], before: Iterable[P]) -> P | None:
    """
    Find the place that a noun and what it is of describe.

    Parameters
    ----------
    noun : str
        "town", "port", "island".
    areas : sequence of Located
        Of what country, region, island or sea it is said to be; none for "the port".
    before : iterable of Located
        Places named before, the nearest first.

    Returns
    -------
    Located or None
        The nearest that fits; for a port on the coast, if one is.
    """
    fitting = list(_fitting(noun, areas, before))
    if noun in _PORTS and len(fitting) > 1:
        return next(filter(_is_coastal, fitting), fitting[0])
    return next(iter(fitting), None)


def _fitting[P: Located](noun: str, areas: Sequence[Located], before: Iterable[P]) -> Iterator[P]:
    kinds = _FITTING.get(noun, "").split()
    of_country = any(area.kind == "country" for area in areas)
    for place in before:
        chief = noun != "capital" or place.is_capital or (bool(areas) and not of_country)
        known = _at(place) is not None
        if known and place.kind in kinds and chief and all(_lies_in(place, area) for area in areas):
            yield place


def _at(place: Located) -> tuple[float, float] | None:
    """Latitude and longitude, if they are known."""
    lat, lon = place.lat, place.lon
    return None if lat is None or lon is None or math.isnan(lat) else (lat, lon)


def _lies_in(place: Located, area: Located) -> bool:
    if area.kind == "country" or (area.kind == "admin1" and place.country != area.country):
        return place.country == area.country
    one, two = _at(place), _at(area)
    if one is None or two is None:  # which sea or region is meant is not sure
        return True
    _, _, metres = geod().inv(two[1], two[0], one[1], one[0])
    return bool(metres / 1000 <= max(area.radius_km or 0.0, _LEAST_KM) + _OVER_KM)


def _is_coastal(place: Located) -> bool:
    """Say whether the sea is near."""
    from kit._sealanes import sealanes
    from kit._sphere import EARTH_KM, xyz

    at = _at(place)
    if at is None:
        return False
    tree = sealanes().sea_shore.tree
    away, _ = tree.query(xyz(*at))
    return bool(away * EARTH_KM <= _SHORE_KM)


def is_by_the_way(name: "Token") -> bool:
    """Tell "an official in Oslo said", "through the post at Narva", "having been held in Tartu"."""
    of = name.head.head if name.head.lower_ == "of" else name  # "the Archbishop of Lund"
    if of.tag_ in ("NN", "NNP") and of.lemma_.lower() in PEOPLE:
        return True
    for word in name.ancestors:
        speaks = word.dep_ in SUBJECTS and word.head.lemma_ in TELLING
        had = word.tag_ == "VBN" and has_word(word, "having")
        if speaks or had or is_way(word):
            return True
        if word.pos_ == "VERB" and word.lemma_ in MOTIONS:
            return False
    return False


_COMING = frozenset("arrive berth come disembark dock enter land moor reach return".split())


def is_source(name: "Token | None") -> bool:
    """Tell Odesa of "Grain came from Odesa. It left the port by rail", "flew in from Odesa"."""
    prep = name.head if name is not None else None
    if prep is None or prep.lower_ != "from":
        return False
    came = prep.head.lemma_ in _COMING
    along = prep.head.head.lower_ == "with"  # "docked in Bari with grain from Odesa"
    return came or along or any(c.lower_ == "in" and c.dep_ == "prt" for c in prep.head.children)


def is_way(word: "Token") -> bool:
    return word.pos_ == "ADP" and word.lower_ in ("through", "via")


def tells(name: "Token") -> bool:
    """Tell the Vatican of "will fly to Luanda, the Vatican said, and from there to Malabo"."""
    return name.dep_ == "nsubj" and name.head.lemma_ in TELLING


def opens(name: "Token", there: "Token") -> bool:
    """Tell Batumi of "Having lost in Batumi, she took the train from there"."""
    return name.sent == there.sent and name.sent[0].lower_ == "having"


def is_definite(token: "Token") -> bool:
    """Tell "the city" from "the city of Osh" and "the old city"."""
    return has_word(token, ("the", "that", "this")) and not any(
        child.lower_ != "same"
        and child.dep_ in ("prep", "compound", "amod", "relcl", "appos", "poss")
        and child.lower_ not in ("for", "by", "on", "to")  # "fled the city for Oslo by train on"
        for child in token.children
    )


def is_of(site: "Token") -> bool:
    """Tell "the old town of Oslo", which is named."""
    beside = site.doc[site.i + 1 : min(site.i + 2, site.sent.end)]
    preps = (c for c in (*site.rights, *beside) if c.lower_ in ("of", "at", "in", "near"))
    names = (c.doc[c.i + 1] for c in preps if c.i + 1 < site.sent.end)
    return any(word.pos_ == "PROPN" and word.ent_type_ != "DATE" for word in names)


def fits_kind(word: str, kind: str) -> bool:
    """Say whether a noun can stand for a place of a kind."""
    if word in ("city", "town", "capital", "village"):
        return kind == "city"
    if word in ("port", "airport", "country", "region"):
        return kind == word or (word == "port" and kind == "city")
    return kind not in ("country", "border") and word in ("island", "base", "station", "camp")


def is_demonym(span: "Span", text: str, name: str) -> bool:
    """
    Say whether a mention names people or what is theirs ("Russian"), not the place.

    Parameters
    ----------
    span : spacy.tokens.Span
        Its words.
    text, name : str
        As the text has it, and as the gazetteer does.

    Returns
    -------
    bool
    """
    if len(span.text) > len(text):  # "Russia" found inside "Russian"
        return True
    alike = any(text.startswith(word[:4]) for word in (name, *name.split()))
    derived = alike and text.endswith(_OF_A_PEOPLE)
    people = text not in name and span[-1].tag_ in ("NNS", "NNPS")  # "610 Nigeriens"
    return text != name and (
        people or derived or span[-1].ent_type_ == "NORP" or span[-1].tag_ == "JJ"
    )


def is_of_ship(name: "Token") -> bool:
    """Tell the Baltic Heron, a bulk carrier."""
    inner = name.dep_ == "compound" and name.head.pos_ == "PROPN" and name.i < name.head.i
    return inner and vehicle_word(name.head) is not None

"""Which words of a text name places: candidates weighed by what speaks for them."""

import math
import re
from bisect import bisect_right
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from kit import _cues
from kit._candidates import OF_KIND, Candidate, is_great_island, list_candidates
from kit._facts import describe
from kit._names import fold
from kit._neighbours import look_near
from kit._senses import sense_weights
from kit._weighing import fitted
from kit.gazetteer import Gazetteer

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

# Facts that rule a place out whatever else speaks for it: newspapers, firms, ships, people with a
# title, or kin, a quarter of the sky, a government called by its seat, makers of cars.
_VETOES = (
    "in_press",
    "before_press",
    "after_vessel",
    "after_title",
    "after_person",
    "personal",
    "firm",
    "compass",
    "speaking_seat",
    "generic",
    "acronym",
    "given_name",
    "maker",
    "the_town",
)
# Names of two words and more that name nothing else: "North Korea", "Oxford airport", "Red Sea".
_PLAIN_KINDS = frozenset({"country", "continent", "region", "water", "airport", "port", "site"})
_PLAIN_SCORE = 0.9
_LIKELY_SCORE = 0.7  # of names that the model does not know, by where they stand
# As `city_size` has 500, 4,000, 8,000, 63,000 and 250,000 people.
_SMALLEST, _SMALL, _MIDDLING, _LARGE, _LARGER = 0.45, 0.6, 0.65, 0.8, 0.9

_MILLION = 0.95  # as `city_size` has it, a little less
# Words that make a place of the name behind them: "Lake Chad", "Isla Mujeres", "Jebel Marra".
_KINDS_BEFORE = frozenset(
    """
    bahia cabo cape cerro ilha isla isle jabal jebel koh lac lago laguna lake mont monte mount nahr
    playa porto puerto punta rio serra sierra wadi
    """.split()
)
_JOINTS = frozenset({", ", " and ", ", and ", " or ", " to ", "-", "–", "/"})
_GREAT_CITY = 500_000  # people
_HARDLY = 0.2  # people who are hit have a tenth
_THRESHOLD = 0.5  # words are taken for a place if that is likelier than not
# "Lane County" and "Gobi Desert" are places within longer names too.
_ENDS_IN_KIND = re.compile(
    r"\w (?:County|Parish|Province|Oblast|River|Desert|Peninsula|Strait|Pass)$"
)
_OF_KIND = frozenset({"admin1", "admin2", "water", "region", "mountain"})


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
    found = weigh(text, doc, gazetteer)
    if not demonyms:
        found = [one for one in found if not one.facts.get("demonym")]
    return sure_of(found)


def sure_of(candidates: list[Candidate]) -> list[Candidate]:
    """Keep those that are likelier a place than not, none overlapping another."""
    return _without_overlap(
        [one for one in candidates if one.score >= _THRESHOLD and not vetoed(one)]
    )


def weigh(text: str, doc: "Doc", gazetteer: Gazetteer) -> list[Candidate]:
    """List all words that may name a place, each with its facts and its score."""
    found = list_candidates(text, doc, gazetteer)
    describe(text, doc, found)
    _storms(text, found)
    weights = fitted("weights.json")
    weigh_alone(text, found, weights)
    score(look_near(text, doubtful(found), sure_of(found), sense_weights()), weights["spans_near"])
    return found


def weigh_alone(text: str, candidates: list[Candidate], weights: dict[str, dict[str, Any]]) -> None:
    """Score candidates by their words, and by what these are elsewhere in the text."""
    vector = weights["vector"]
    look_at_words(candidates, np.array(vector["direction"]), vector["offset"])
    score(candidates, weights["spans_alone"])
    look_elsewhere(text, candidates)
    score(candidates, weights["spans"])


def doubtful(candidates: list[Candidate]) -> list[Candidate]:
    """Keep those of which the words leave in doubt whether they name a place."""
    return [one for one in candidates if one.score < _THRESHOLD and not vetoed(one)]


def look_at_words(
    candidates: list[Candidate], direction: "NDArray[np.float64]", offset: float
) -> None:
    """Note on each candidate how much its words, by themselves, are like those of places."""
    for one in candidates:
        if one.vector is not None and one.vector.any():
            one.facts["like_places"] = float(one.vector @ direction) + offset
        else:
            one.facts["no_vector"] = 1.0


def score(candidates: list[Candidate], weights: dict[str, float]) -> None:
    """Set each candidate's `score` by the weights of its facts."""
    for one in candidates:
        total = sum(weights.get(name, 0.0) * value for name, value in one.facts.items() if value)
        one.score = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
        if _plain(one):
            one.score = max(one.score, _PLAIN_SCORE)
        elif _likely(one):
            one.score = max(one.score, _LIKELY_SCORE)


def look_elsewhere(text: str, candidates: list[Candidate]) -> None:
    """Note on each candidate how likely a place its words are elsewhere, and its neighbours are."""
    scores: dict[str, list[float]] = defaultdict(list)
    for one in candidates:
        if not vetoed(one):
            scores[one.text].append(one.score)
    best = {text: sorted(found, reverse=True)[:2] for text, found in scores.items()}
    for one in candidates:
        others = list(best.get(one.text, ()))
        if not vetoed(one):
            others.remove(one.score if one.score in others else others[-1])
        one.facts["elsewhere"] = max(others, default=0.0)
        one.facts["nowhere_else"] = float(not others)
        one.facts["beside"] = 0.0
    by_start = sorted(candidates, key=lambda c: c.start)
    for one, other in pairwise(by_start):
        if text[one.end : other.start] in _JOINTS:  # "Hama, Homs and Idlib"
            one.facts["beside"] = max(one.facts["beside"], other.score)
            other.facts["beside"] = max(other.facts["beside"], one.score)


def _storms(text: str, candidates: list[Candidate]) -> None:
    """Note on each candidate whether a storm of the text bears its name."""
    names = {found["name"] for found in _cues.STORM.finditer(text)}
    for one in (one for one in candidates if one.text in names):
        in_town = _cues.IN_TOWN.search(text, max(one.start - 30, 0), one.start)
        if not (in_town or one.facts.get("before_larger")):
            one.facts["after_vessel"] = 1.0


def vetoed(one: Candidate) -> bool:
    """Tell whether something rules the place out."""
    return any(map(one.facts.get, _VETOES))


def _plain(one: Candidate) -> bool:
    """Tell whether the words can hardly mean anything but a place, whatever the model says."""
    if not one.places:
        return False
    if _ENDS_IN_KIND.search(one.text) and any(p.kind in _OF_KIND for p in one.places):
        return True
    if one.facts["of_town"]:
        return True
    # "about 65 km north of Donetsk" may be one figure to the model
    if one.holder and not (one.label == "QUANTITY" and one.facts["measured"]):
        return False
    words = fold(one.text).split()
    if len(words) > 1 and words[0] in _KINDS_BEFORE and not one.facts.get("alternate_only"):
        return True
    kinds = {place.kind for place in one.places if place.name_type != "demonym"}
    initials = one.text.isupper() and one.text.isalpha() and len(one.text) < 4  # EU, UAE
    sole = bool(kinds) and kinds <= _PLAIN_KINDS and (initials or len(words) > 1)
    told = ("measured", "after_kind_of", "called_kind", "the_water", "the_peak", "quarter")
    named = one.label != "PERSON" and not one.facts["surname"]
    land = one.facts.get("country") or (one.facts.get("admin1") and named)
    office = one.facts["before_office"] and land  # "Chad's foreign minister"
    great = any(map(is_great_island, one.places))  # "on Lesbos", whoever bears the name
    on_island = one.facts.get("on_island") and (named or great)
    return bool(sole or office or on_island or any(map(one.facts.get, told)))


def _likely(one: Candidate) -> bool:
    """Tell whether words that the model does not know stand where a place alone would."""
    facts = one.facts
    known = one.label != "PERSON" or facts.get("city_size", 0.0) > _LARGE
    far = facts["far_travelled"] and one.places and known
    gone = ((facts["travelled"] or far) and _is_reached(one)) or _is_struck(one)
    filed = facts["dated_line"] and one.places and facts.get("city_size", 0.0) > _SMALLEST
    if gone or filed or (facts["on_a_line"] and _is_terminus(one)):
        return True
    if _is_held(one) or facts["surname"] or len(one.text) < 3:
        return False
    if not one.places:
        inside = one.label == "GPE" and one.text[1:].islower() and bool(facts["inside"])
        return inside or OF_KIND.fullmatch(one.text) is not None
    if _is_end(one) or one.label not in {"", "GPE", "PERSON"}:
        return _is_end(one) or _is_city_in(one) or _is_great_city(one)
    people = facts["demonym"] and (
        facts["before_office"] or not (facts["sentence_start"] or facts["before_capital"])
    )
    great = facts["city_size"] > _MILLION and facts.get("like_places", 0.0) > 0.5
    # "Brussels has suspended", "Sicily's volcanoes"
    seat = one.label == "GPE" and facts["city_size"] > _LARGER and not facts.get("alternate_only")
    isle = facts.get("admin1") and any(map(is_great_island, one.places)) and one.score > _HARDLY
    if (not one.label and (people or great)) or seat or isle or _is_great_city(one):
        return True
    rare = bool(facts.get("no_vector"))  # no English word, and no name that the model has met
    stands = facts["inside"] or (rare and facts["towards"])
    return bool(stands and (rare or not facts.get("alternate_only")))


def _is_struck(one: Candidate) -> bool:
    """Tell towns that are shelled or fall to rebels, if little else speaks against them."""
    doubt = one.score > _HARDLY and one.facts.get("city_size", 0.0) > _SMALLEST
    return bool(one.facts["struck"]) and doubt and not (_is_held(one) or one.facts["surname"])


def _is_great_city(one: Candidate) -> bool:
    """Tell "Dakar declared", "accused Abuja of", whatever the model takes these for."""
    if one.label == "PERSON" and one.facts["before_capital"]:
        return False  # "said Milan Chandra Roy"
    known = (place for place in one.places if place.population >= _GREAT_CITY)
    alike = any(fold(place.name) == fold(one.text) for place in known if place.kind == "city")
    return alike and one.score > _HARDLY


def _is_end(one: Candidate) -> bool:
    """Tell towns beside words of direction: "from Dakar to Praia", "reached Tangier"."""
    size, person = one.facts["city_size"], one.label == "PERSON"
    on_a_way = one.facts["on_a_way"] and size > (_LARGE if person else _SMALL)
    towards = one.facts["towards"] and size > (_LARGER if one.label else _LARGE) and not person
    return bool(on_a_way or towards) and not one.facts.get("alternate_only")


def _is_city_in(one: Candidate) -> bool:
    """Tell large towns in which something is: "had begun in Hobart", whatever the model says."""
    large = one.facts["city_size"] > _LARGE and not one.facts.get("alternate_only")
    return bool(large and one.facts["inside"])


def _is_terminus(one: Candidate) -> bool:
    """Tell towns of "the Oslo-Bergen train", which the model may take for one name."""
    alone = one.holder in ("", one.text) or any(dash in one.holder for dash in "-–—/")
    return bool(one.places) and alone and one.facts.get("city_size", 0.0) > _SMALLEST


def _is_reached(one: Candidate) -> bool:
    """Tell whether words that people travel to name a town, whatever the model takes them for."""
    if _is_held(one):
        return False
    size = one.facts.get("city_size", 0.0)
    alternate, rare = bool(one.facts.get("alternate_only")), bool(one.facts.get("no_vector"))
    if one.facts["on_a_way"] and one.places:  # "flew from Knock to Girona"
        return True
    if one.facts["entered"] and (size > _SMALLEST or one.facts.get("admin1")):
        return True
    if one.label == "PERSON":
        return alternate and rare if alternate else size > (_SMALLEST if rare else _MIDDLING)
    if not one.places:  # "airlifted from Lukla": a place that no gazetteer has
        return one.label in {"GPE", "LOC", "FAC"} and one.text.istitle()
    return size > _SMALL or alternate or bool(one.facts.get("country"))


def _is_held(one: Candidate) -> bool:
    """Tell part of a longer name from one of two that the model takes for one: "Oslo to Bergen"."""
    timed = one.label in ("TIME", "DATE") or one.holder in (f"{one.text} this", f"{one.text} last")
    if timed and one.holder.startswith(one.text):
        return False  # "tied up at Dikili an hour later", "sailed into Gibraltar this morning"
    parts = re.split(r" (?:to|for|via|from) ", one.holder)
    alike = (one.text.startswith(part) or part.startswith(one.text) for part in parts)
    return bool(one.holder) and not (len(parts) > 1 and any(alike))


def _without_overlap(candidates: list[Candidate]) -> list[Candidate]:
    """Keep the longer of overlapping names that the gazetteer knows, the likelier of others."""
    kept: list[Candidate] = []  # by start, apart from one another
    ranked = sorted(
        candidates, key=lambda c: (not c.places, c.start - c.end if c.places else 0, -c.score)
    )
    for one in ranked:
        at = bisect_right(kept, one.start, key=lambda c: c.start)
        before_ends = at == 0 or kept[at - 1].end <= one.start
        if before_ends and (at == len(kept) or one.end <= kept[at].start):
            kept.insert(at, one)
    return kept

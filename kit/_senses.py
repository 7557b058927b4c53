"""Which place a name means: rivals weighed by what the document says of each."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kit._candidates import Candidate, is_great_island
from kit._evidence import Case, explain
from kit._grouping import AREAS, DIVISIONS, Name, group, inside, name_by_parts
from kit._precedence import PRECEDING, SAME_KM, apart_km, is_hamlet, preceding
from kit._spacing import contradicted, fits, spacings
from kit.gazetteer import Gazetteer, Place
from kit.settings import data_json

_MOST_ANCHORS = 300
_NEAR_KM = 100.0
_REACH_KM = 500.0
_SEVERAL, _ASTRAY, _LITTLE = 5, 0.6, 0.05  # names, and what is left of confidence far from them
_CONTRADICTED = 0.3  # and where the text sets it at another distance by far
_ELSEWHERE = 0.25  # and where no place of a name is known where the words behind it put it
# What a stated distance counts, set by hand: the corpora that weights are fitted on have too few.
_BY_SPACING = 4.0
_ISLANDERS = 60.0  # a km², as on all land in the mean: 8 thousand million on 130 million km²
_MIDDLING = math.log10(50_000) / 7
WIDE = frozenset({"country", "continent", "region", "admin1"})
FEATURES = (
    "population", "city_100k", "city_1m", "division_population", "share", "country",
    "continent", "admin1", "admin2", "airport", "port", "site", "island", "mountain",
    "district", "region", "water", "capital", "capital_abroad", "alternate", "alias",
    "demonym", "abbreviation", "alone", "qualified", "misqualified", "asked", "not_asked",
    "country_named", "admin1_named", "near", "in_reach", "close_by", "same_country",
    "same_admin1",
)  # fmt: skip
_AT = {name: i for i, name in enumerate(FEATURES)}
# Features that need a first answer for the other names.
TOGETHER = FEATURES[_AT["near"] :]
# What confidence is reckoned from besides.
TRUST = ("odds", "words", "mentions", "bias")
# Share of bodies named after a place that are there, in the half that the weights are fitted on.
_PART_TRUST = 0.8


@dataclass(slots=True)
class Sense:
    """What a name means here."""

    place: Place | None
    confidence: float = 0.0
    evidence: str = "no place of this name is in the gazetteer"
    rivals: tuple[tuple[Place, float], ...] = ()


class Weights(NamedTuple):
    """How much each feature counts: in either pass, and for confidence."""

    alone: NDArray[np.float64]
    together: NDArray[np.float64]
    trust: NDArray[np.float64]


def resolve(text: str, spans: Sequence[Candidate], gazetteer: Gazetteer) -> list[Sense]:
    """
    Choose a place for each span.

    Parameters
    ----------
    text : str
    spans : sequence of Candidate
        In the order of the answer.
    gazetteer : Gazetteer

    Returns
    -------
    list of Sense
        One a span. `place` is None where the gazetteer has no place of that name.
    """
    named = name_by_parts(spans)
    weights = sense_weights()
    names, table, chances, spaced = _weighed(text, named, weights)
    known = [name for name in names if name.places]
    countries = len(_countries(names))
    orders = [_order(name, table[name.rows], chances[name.rows], countries) for name in known]
    cases = [
        _case(name, order, table[name.rows] * weights.together, spans)
        for name, order in zip(known, orders, strict=True)
    ]
    senses = [Sense(None)] * len(spans)
    many = len(known) >= _SEVERAL
    lost = {id(name) for name in contradicted(known, list(spacings(text, named)))}
    reasons = explain(cases, FEATURES, gazetteer)
    for name, order, reason in zip(known, orders, reasons, strict=True):
        sense = _sense(name, order, table[name.rows], chances[name.rows], weights)
        evidence = reason
        alone = int((table[name.rows] @ weights.together).argmax())  # by all but stated distances
        if spaced[name.rows][order[0]] and alone != order[0]:
            rival = reason.split("; ")[1:]
            evidence = "; ".join(
                ["as far from what is beside it as the text says or one flies", *rival]
            )
        sense.evidence = evidence
        if many and _is_astray(name, sense, table[name.rows][order[0]]):
            sense.confidence *= _ASTRAY
            sense.evidence = f"{evidence}; far from all else"
        if name.elsewhere and (name.is_described or is_hamlet(name.places[order[0]])):
            sense.confidence *= _ELSEWHERE
            sense.evidence = f"{evidence}; but the words behind it say that it lies elsewhere"
        if id(name) in lost:
            sense.confidence *= _CONTRADICTED
            sense.evidence = f"{sense.evidence}; but the text sets it far from there"
        for member in name.members:
            whole = named[member] is spans[member]
            senses[member] = sense if whole else _of_part(sense, named[member].text)
    return senses


def likeliest(
    text: str, spans: Sequence[Candidate], weights: Weights
) -> list[tuple[Place, float] | None]:
    """
    Say which place each span most likely means, by its rivals' chances alone.

    Parameters
    ----------
    text : str
    spans : sequence of Candidate
    weights : Weights

    Returns
    -------
    list of (Place, float) or None
        With its chance among those that bear the name; None where the gazetteer has none.
    """
    names, _, chances, _ = _weighed(text, spans, weights)
    found: list[tuple[Place, float] | None] = [None] * len(spans)
    for name in names:
        if name.places:
            own = chances[name.rows]
            best = int(own.argmax())
            for member in name.members:
                found[member] = name.places[best], float(own[best])
    return found


def _weighed(
    text: str, spans: Sequence[Candidate], weights: Weights
) -> tuple[list[Name], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Gather names, what speaks for each of their places, their chances, and stated distances."""
    names = group(text, spans)
    table = features(names)
    alone = softmax(names, table @ weights.alone)
    told = list(spacings(text, spans))
    spaced = fits(names, alone, told)
    look_around(names, table, softmax(names, table @ weights.alone + _worth(spaced)))
    together = softmax(names, table @ weights.together)
    spaced = fits(names, together, told)
    return names, table, softmax(names, table @ weights.together + _worth(spaced)), spaced


def _worth(spaced: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a stated distance adds to a score: pairs that fit it are so many times as likely."""
    return np.log1p(spaced * math.expm1(_BY_SPACING))


@lru_cache(maxsize=1)
def sense_weights() -> Weights:
    """Read what data/build/fit_mentions.py fitted."""
    return weights_of(data_json("weights.json"))


def weights_of(loaded: dict[str, dict[str, float]]) -> Weights:
    """Put weights in the order of the features."""
    alone, together, trust = (
        np.array([loaded[part][name] for name in names])
        for part, names in (
            ("senses_alone", FEATURES),
            ("senses", FEATURES),
            ("trust", (*FEATURES, *TRUST)),
        )
    )
    return Weights(alone, together, trust)


def features(names: list[Name]) -> NDArray[np.float64]:
    """Fill the table of rivals: a row a place that a name may mean, in the names' order."""
    total = sum(len(name.places) for name in names)
    table = np.zeros((total, len(FEATURES)))
    countries = _countries(names)
    states: dict[tuple[str, str], set[int]] = defaultdict(set)
    for i, name in enumerate(names):
        if name.places and name.places[0].kind == "admin1":
            states[name.places[0].country, name.places[0].admin1].add(i)
    row = 0
    for i, name in enumerate(names):
        name.rows = slice(row, row + len(name.places))
        largest: dict[str, float] = {}
        for place in name.places:
            if place.name_type != "alternate":  # what is seldom called so is no measure
                largest[place.kind] = max(largest.get(place.kind, 0), _people(place))
        for place in name.places:
            _fill(table[row], place, name, largest.get(place.kind, _people(place)))
            table[row, _AT["capital_abroad"]] = place.capital and len(countries) > 1
            table[row, _AT["country_named"]] = (
                place.country in countries and place.kind != "country"
            )
            by_others = states[place.country, place.admin1] - {
                i
            }  # a name is no evidence for itself
            table[row, _AT["admin1_named"]] = bool(by_others) and place.kind != "admin1"
            row += 1
    return table


def _countries(names: list[Name]) -> set[str]:
    """Codes of the countries that are named."""
    return {n.places[0].country for n in names if n.places and n.places[0].kind == "country"}


def _people(place: Place) -> float:
    """How many live there; on an island, of which no table says it, as many as on so much land."""
    if place.kind == "island" and not place.population:
        return _ISLANDERS * math.pi * place.radius_km**2
    return place.population


def _fill(row: NDArray[np.float64], place: Place, name: Name, largest: float) -> None:
    """Fill in what a rival is by itself, and beside its qualifiers."""
    size = "division_population" if place.kind in DIVISIONS else "population"
    people = _people(place)
    row[_AT[size]] = math.log10(people + 1) / 7
    row[_AT["city_100k"]] = place.kind == "city" and place.population >= 100_000
    row[_AT["city_1m"]] = place.kind == "city" and place.population >= 1_000_000
    row[_AT["share"]] = min(1.0, people / largest) if largest else 0.0
    for fact in (place.kind, place.name_type):
        if fact in _AT:
            row[_AT[fact]] = 1.0
    row[_AT["capital"]] = place.capital
    row[_AT["alone"]] = len(name.places) == 1
    if name.qualifiers:
        told = any(inside(place, q) for q in name.qualifiers)
        row[_AT["qualified" if told else "misqualified"]] = 1.0
    if place.kind in {"country", "admin1", *AREAS} and any(
        inside(part, place) for part in name.parts
    ):
        row[_AT["qualified"]] = 1.0
    if name.asked:
        row[_AT["asked" if place.kind == name.asked else "not_asked"]] = 1.0


def softmax(names: list[Name], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn scores into chances that sum to 1 over each name's rivals."""
    chances = np.empty_like(scores)
    for name in names:
        if name.places:
            powers = np.exp(scores[name.rows] - scores[name.rows].max())
            chances[name.rows] = powers / powers.sum()
    return chances


def look_around(
    names: list[Name], table: NDArray[np.float64], chances: NDArray[np.float64]
) -> None:
    """Fill in how well each rival fits the places that the other names most likely mean."""
    known = [name for name in names if name.places]
    if len(known) < 2:
        return
    best = [int(np.argmax(chances[name.rows])) for name in known]
    anchors = [name.places[b] for name, b in zip(known, best, strict=True)]
    sure = np.array([chances[n.rows][b] for n, b in zip(known, best, strict=True)])
    apart = _apart(known)
    for feature, tell in (("same_country", attrgetter("country")), ("same_admin1", _division)):
        shared: dict[str, float] = defaultdict(float)
        for anchor, weight in zip(anchors, sure, strict=True):
            shared[tell(anchor)] += weight
        for i, name in enumerate(known):
            left_out = apart[i] if feature == "same_admin1" else [i]  # many fly within a country
            others = max(1e-9, sure.sum() - sure[left_out].sum())
            table[name.rows, _AT[feature]] = [
                (shared[tell(p)] - sum(sure[k] for k in left_out if tell(anchors[k]) == tell(p)))
                / others
                if tell(p)
                else 0.0
                for p in name.places
            ]
    # A text with thousands of names has its middle in those that it names most often.
    order = sorted(range(len(known)), key=lambda i: -len(known[i].members))[:_MOST_ANCHORS]
    narrow = [i for i in order if anchors[i].kind not in WIDE]
    if narrow:
        positions = [np.array(known[k].members) for k in narrow]
        for i, name in enumerate(known):
            distance = apart_km(name.places, [anchors[k] for k in narrow])
            weight = sure[narrow] * ~np.isin(narrow, apart[i])
            table[name.rows, _AT["near"]] = np.log1p(np.exp(-distance / _NEAR_KM) @ weight)
            reach = np.exp(-distance / _REACH_KM)
            table[name.rows, _AT["in_reach"]] = np.log1p(reach @ weight)
            gaps = [np.abs(name.members[0] - there).min() for there in positions]
            table[name.rows, _AT["close_by"]] = np.log1p(reach @ (weight / (1 + np.array(gaps))))


def _apart(names: list[Name]) -> list[list[int]]:
    """For each name those that do not say where it is: itself, and the other end of a flight."""
    owner = {member: k for k, name in enumerate(names) for member in name.members}
    return [
        sorted({k, *(owner[member] for member in name.far if member in owner)})
        for k, name in enumerate(names)
    ]


def _division(place: Place) -> str:
    return f"{place.country}.{place.admin1}" if place.admin1 else ""


def _order(
    name: Name, table: NDArray[np.float64], chances: NDArray[np.float64], countries: int
) -> NDArray[np.intp]:
    """Rows of a name's rivals, the one that is meant first, then by their chance."""
    order = np.argsort(-chances, kind="stable")
    facts = {fact: table[:, _AT[fact]] for fact in PRECEDING}
    usual = preceding(name, facts, chances, order, countries)
    return order if usual is None else np.concatenate([[usual], order[order != usual]])


def _sense(
    name: Name,
    order: NDArray[np.intp],
    table: NDArray[np.float64],
    chances: NDArray[np.float64],
    weights: Weights,
) -> Sense:
    """Say how sure the first of the rivals is."""
    place = name.places[order[0]]
    meant = apart_km(name.places, [place])[:, 0] <= SAME_KM
    if is_great_island(place) or place.kind == "region":
        meant |= np.array([is_hamlet(other) for other in name.places])
    own = table[order[0]].copy()
    if not place.population:  # what is reckoned for an island ranks it, and is no fact to trust
        own[_AT["population"]] = own[_AT["share"]] = 0.0
    # What goes before a likelier place has that one's chance, too.
    facts = trust_facts(name, own, float(max(chances[meant].sum(), chances.max())))
    confidence = 1 / (1 + math.exp(-float(facts @ weights.trust)))
    return Sense(
        place, confidence, rivals=tuple((name.places[i], float(chances[i])) for i in order)
    )


def _is_astray(name: Name, sense: Sense, row: NDArray[np.float64]) -> bool:
    """
    Tell a small place far from everything else that a text names.

    That no other place of its name is known says little where a gazetteer may lack the one meant.
    """
    place = sense.place
    if place is None or place.kind in WIDE or place.capital or name.qualifiers:
        return False
    told = ("country_named", "admin1_named", "city_100k", "same_country", "in_reach", "water")
    return all(row[_AT[fact]] < _LITTLE for fact in told)


def _of_part(sense: Sense, part: str) -> Sense:
    """Say of a body that the gazetteer lacks that it is taken to be where its name says."""
    return replace(
        sense,
        confidence=_PART_TRUST * sense.confidence,
        evidence=f"the gazetteer has none of this name; {part} in it: {sense.evidence}",
    )


def _case(
    name: Name, order: NDArray[np.intp], worth: NDArray[np.float64], spans: Sequence[Candidate]
) -> Case:
    """Gather what the choice is explained from."""
    place = name.places[order[0]]
    weighed = {place.row for place in name.places}
    own = [spans[member] for member in name.members]
    # "US" and "U.S." are one name, which more than one of its spellings may share with others.
    bearers = {p.row: p for span in own for p in span.places}
    return Case(
        tuple(name.places[i] for i in order),
        worth[order],
        others=tuple(p for row, p in bearers.items() if row not in weighed),
        mentions=len({(span.start, span.end) for span in own}),
        within=next((q for q in name.qualifiers if inside(place, q)), None),
        beside=name.beside,
        holds=any(inside(part, place) for part in name.parts),
        asked=name.asked,
        overruled=bool(worth[order[0]].sum() < worth.sum(axis=1).max()),
    )


def trust_facts(name: Name, row: NDArray[np.float64], chance: float) -> NDArray[np.float64]:
    """
    What a choice's confidence is reckoned from.

    Parameters
    ----------
    name : Name
        The name and its rivals.
    row : ndarray, shape (features,)
        Facts of the chosen place.
    chance : float
        Sum of the chances of all rivals within 161 km of it.

    Returns
    -------
    ndarray, shape (features + 4,)
        The facts, the chance's log odds, how many words the name has and how many mentions, 1.
    """
    odds = math.log(max(0.01, chance) / max(0.01, 1 - chance))
    words, mentions = math.log(name.words), math.log(len(name.members))
    known = row.copy()
    for size in ("population", "division_population"):
        if known[_AT[size]]:  # a place without people is as good as a middling town
            known[_AT[size]] -= _MIDDLING
    return np.concatenate([known, [odds, words, mentions, 1.0]])

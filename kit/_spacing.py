"""Names that a text sets at a distance from one another: "Toledo, 70 km south of Madrid"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kit._precedence import apart_km
from kit._quantities import find_lengths

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kit._candidates import Candidate
    from kit._grouping import Name
    from kit._quantities import Quantity
    from kit.gazetteer import Place

# Roads are longer than lines, and towns have suburbs. Writers are wrong by half at times: who is so
# far off counts as little.
_AT_LEAST, _AT_MOST, _SUBURBS_KM = 0.5, 1.2, 30.0
_WRONG, _LITTLE = 2.5, 0.12
# Who is off by so much, of far places, means one that the gazetteer lacks (as `_verdicts` has it).
_ANOTHER, _FAR_KM = 5.0, 1000.0
_OBLONG = 5.0  # times the radius of its area a land reaches: Chile, and Russia's border
_NEAR_KM = 40.0  # and less
_NEAREST_KM, _FARTHEST_KM = 2.0, 3000.0  # less tells of streets, and more of no one place
_CITY, _LARGER = 100_000, 50  # people, and how many times as many as in what it is not
# Where one flies: as many, and how likely an end is one of them, or a smaller one, by a hamlet's 1.
_AIRPORTS, _SERVED, _SELDOM = 10, 20.0, 0.35
_SENTENCE = 200  # letters between a sentence's first name and the length
_GAP = 80  # letters between a name and the length
_OF = re.compile(
    r"(?: or so)?(?: \([^)]{1,40}\))?(?:[ -](?!and\b|or\b)[\w-]+){0,4}? (?:of|from|off|outside) "
    r"(?:the )?(?:[\w’'-]+ ){0,4}(?:of )?(?:the )?$"
)
_SAID_OF = re.compile(r"(?:, |\s(?:is|was|lies|lay|stands|sits|located|situated)\b)[^.;!?\n]*$")
# "X is the largest port of Y and lies": of what the sentence begins with.
_BEGINS = re.compile(r"(?:^|[.!?][\"”’)]* |\n)\W*(?:The (?:port|town|city|village) of )?$")
_AND_LIES = re.compile(
    r"(?:,[^.;!?\n]*,)? (?:is|was|has|had|lies|lay|stands)\b[^.;!?\n]*[a-z\d],? (?:and|but) "
    r"(?:is|was|lies|lay|stands|sits|located|situated)\b[^.,;!?\n]{0,30}$"
)
_BEHIND = re.compile(r"(?:,| lies| is| stands)(?: in| at)?(?: the (?:town|village|city) of)? $")
# "Osh, 300 km to the south": of what was named before.
_FROM_THERE = re.compile(
    r" (?:away|inland|off|(?:farther |further )?to the (?:north|south|east|west)[\w-]*)"
    r"(?=[.,;:)]| (?:and|was|is|has|had|in|on|by|where|which|across|over)\b)"
)
_PAIR = re.compile(r"\b(?:[Bb]etween|[Ff]rom) (?:the )?$")
_AND = re.compile(r" (?:and|to) (?:the )?")
_BETWEEN = re.compile(r"(?:[ -][\w-]+){0,4} (?:between|from) (?:the )?")
# "Star City, a closed town near Moscow", said of nothing else: not "was held in X near Y".
_NEAR = re.compile(
    r",?(?: an? (?:[\w-]+ ){0,3}(?:town|village|suburb|settlement|base|camp|airfield|port),?)?"
    r" (?:near|(?:just )?outside|close to|not far from|(?:on|in) the outskirts of)"
    r"(?: the (?:[\w-]+ )?(?:city|town|capital|port)(?:,| of)?)? "
)
# "flew from Dublin to Boston": no village in Ireland, nor one a few miles off.
_FLOWN_KM = 80.0
_FLY = r"\b(?:fl(?:y|ies|ew|own|ying)|flights?|planes?|jets?|airliners?)\b"
_FLOWN = re.compile(rf"{_FLY}(?P<words>[^.;!?\n]{{0,60}}?) (?P<side>from|to|for|in) (?:the )?$")
_LANDED = re.compile(
    rf"(?: (?!with)[\w-]+){{0,3}} (?:on|aboard|after|off|by) (?:an?|the|his|her|their|its) "
    rf"(?:[\w-]+ ){{0,3}}{_FLY} from (?:the )?"
)
_FLOWN_TO = {
    "from": re.compile(
        r" (?:straight |directly |non-?stop )?(?:(?:in)?to|(?:bound )?for) (?:the )?"
    ),
    **dict.fromkeys(("to", "for", "in"), re.compile(r"(?: (?!with)[\w-]+){0,2} from (?:the )?")),
}
_HOP = re.compile(r"helicopter|ambulance|balloon|glider|drone|missile|rocket|kite", re.IGNORECASE)
_LINE = re.compile(r"(?:-to-|[-–—])")
_ARE = re.compile(r",? (?!and\b)[^.;!?\n]{0,60}")


class Spacing(NamedTuple):
    """Two spans by their numbers, how far (at least) they are said to be apart, and how surely."""

    one: int
    other: int
    km: float
    sure: float = 1.0
    is_least: bool = False


def spacings(text: str, spans: "Sequence[Candidate]") -> Iterator[Spacing]:
    """
    Find the names at both ends of a length or of a flight, or on both sides of "near".

    Parameters
    ----------
    text : str
    spans : sequence of Candidate
        By start.

    Yields
    ------
    Spacing
        Whatever is told of a direction, or of a way; claims are read with more care elsewhere.
    """
    for number, (one, other) in enumerate(pairwise(spans)):
        if _NEAR.fullmatch(text[one.end : other.start][: _GAP + 1]):
            yield Spacing(number, number + 1, _NEAR_KM)
        elif _is_flown(text, one, other):
            yield Spacing(number, number + 1, _FLOWN_KM, is_least=True)
    yield from _measured(text, spans)


def _is_flown(text: str, one: "Candidate", other: "Candidate") -> bool:
    """Tell "flew from Dublin to Boston", and no hop in a helicopter."""
    before, between = text[max(one.start - _GAP, 0) : one.start], text[one.end : other.start]
    if len(between) > _GAP or _HOP.search(before + between):
        return False
    flown = _FLOWN.search(before)
    if flown and _FLOWN_TO[flown["side"]].fullmatch(between):
        return True
    line = _LINE.fullmatch(between) and re.match(rf" {_FLY}", text[other.end : other.end + 12])
    return bool(line or _LANDED.fullmatch(between))


def _measured(text: str, spans: "Sequence[Candidate]") -> Iterator[Spacing]:
    starts = [span.start for span in spans]
    for length in find_lengths(text):
        km = length.value * length.km_per_unit
        behind = bisect_left(starts, length.end)
        if not _NEAREST_KM <= km <= _FARTHEST_KM:
            continue
        if (first := _pair_at(text, spans, behind, length)) is not None:
            yield Spacing(first, first + 1, km)
            continue
        if behind >= 2 and _FROM_THERE.match(text, length.end):
            if _SAID_OF.match(text[spans[behind - 1].end : length.start][: _GAP + 1]):
                yield Spacing(behind - 2, behind - 1, km, _LITTLE)
            continue
        if behind == len(spans) or not _OF.fullmatch(text[length.end : starts[behind]][: _GAP + 1]):
            continue
        first = _named_before(text, spans, behind, length)
        if first is None and _is_behind(text, spans[behind : behind + 2]):
            first = behind + 1
        if first is not None:
            yield Spacing(first, behind, km)


def _is_behind(text: str, pair: "Sequence[Candidate]") -> bool:
    """Tell "70 km south of Madrid lies Toledo"."""
    return len(pair) == 2 and bool(_BEHIND.fullmatch(text[pair[0].end : pair[1].start]))


def _named_before(
    text: str, spans: "Sequence[Candidate]", behind: int, length: "Quantity"
) -> int | None:
    """Find the name that a length behind it is said of."""
    if behind and _SAID_OF.match(text[spans[behind - 1].end : length.start][: _GAP + 1]):
        return behind - 1
    return _subject(text, spans, behind, length)


def _subject(
    text: str, spans: "Sequence[Candidate]", behind: int, length: "Quantity"
) -> int | None:
    """Find the name that begins the sentence, where what lies so far off is said of it."""
    for number in range(behind - 2, -1, -1):
        span = spans[number]
        if length.start - span.end > _SENTENCE:
            return None
        if _BEGINS.search(text[max(span.start - 24, 0) : span.start]):
            said = _AND_LIES.fullmatch(text[span.end : length.start])
            return number if said else None
    return None


def _pair_at(
    text: str, spans: "Sequence[Candidate]", behind: int, length: "Quantity"
) -> int | None:
    """Find the first name of "40 km between X and Y", "from X to Y it is 40 km" and the like."""
    for first, gap in ((behind, _BETWEEN), (behind - 2, _ARE)):
        if not 0 <= first < len(spans) - 1:
            continue
        one, two = spans[first], spans[first + 1]
        before = text[max(one.start - 12, 0) : one.start]
        between = text[length.end : one.start] if first == behind else text[two.end : length.start]
        joined = _AND.fullmatch(text[one.end : two.start]) and _PAIR.search(before)
        if joined and gap.fullmatch(between):
            return first
    return None


def fits(
    names: "Sequence[Name]", chances: "NDArray[np.float64]", told: Sequence[Spacing]
) -> "NDArray[np.float64]":
    """
    Say how likely each place is to be about as far from the other name as the text says.

    Parameters
    ----------
    names : sequence of Name
    chances : ndarray, shape (places,)
        Of each place of each name, so far.
    told : sequence of Spacing

    Returns
    -------
    ndarray, shape (places,)
        0 to 1; 0 where nothing is told; up to 20 where one flies.
    """
    found = np.zeros_like(chances)
    owner = {member: name for name in names for member in name.members}
    for pair in told:
        one, other = owner.get(pair.one), owner.get(pair.other)
        if one is None or other is None or one is other or not (one.places and other.places):
            continue
        near = _fit(one.places, other.places, pair)
        near *= pair.sure * np.logical_and.outer(_known(one), _known(other))
        for name, own, chance in (
            (one, near, chances[other.rows]),
            (other, near.T, chances[one.rows]),
        ):
            grade = _served(name) if pair.is_least else 1.0
            found[name.rows] = np.maximum(found[name.rows], (own @ chance) * grade)
    return found


def contradicted(names: "Sequence[Name]", told: Sequence[Spacing]) -> "list[Name]":
    """
    Find names of which no place lies anywhere near where the text sets it.

    Parameters
    ----------
    names : sequence of Name
    told : sequence of Spacing

    Returns
    -------
    list of Name
        Of two names that no pair of places fits, by far, the one whose places have fewer people.
    """
    owner = {member: name for name in names for member in name.members}
    found = []
    for pair in told:
        one, other = owner.get(pair.one), owner.get(pair.other)
        if one is None or other is None or one is other or not (one.places and other.places):
            continue
        beyond = apart_km(one.places, other.places) - _OBLONG * _reach_km(one.places, other.places)
        if not pair.is_least and beyond.min() > max(_ANOTHER * pair.km, _FAR_KM):
            lesser = min(one, other, key=lambda name: max(p.population for p in name.places))
            if not any(place.capital for place in lesser.places):  # the figure is wrong, not Suva
                found.append(lesser)
    return found


def _fit(
    places: "Sequence[Place]", others: "Sequence[Place]", told: Spacing
) -> "NDArray[np.float64]":
    """Say of each pair of places whether they are as far apart as is told, or not much farther."""
    reach_km, told_km = _SUBURBS_KM + _reach_km(places, others), told.km
    km = apart_km(places, others)
    if told.is_least:  # or so wide that one may fly within it
        return np.where((km >= told_km) | (reach_km >= told_km), 1.0, 0.0)
    fit = (km >= _AT_LEAST * told_km - reach_km) & (km <= _AT_MOST * told_km + reach_km)
    return np.where(fit, 1.0, np.where(km <= _WRONG * told_km + reach_km, _LITTLE, 0.0))


def _reach_km(places: "Sequence[Place]", others: "Sequence[Place]") -> "NDArray[np.float64]":
    """How far each pair of places reaches together, if they are round."""
    reaches: NDArray[np.float64] = np.add.outer(
        [place.radius_km for place in places], [place.radius_km for place in others]
    )
    return reaches


def _known(name: "Name") -> "NDArray[np.bool_]":
    """Tell places from small namesakes of a city: who means Manila in Arkansas says so."""
    known: NDArray[np.bool_] = _share(name) >= 1 / _LARGER
    return known


def _served(name: "Name") -> "NDArray[np.float64]":
    """Say how much sooner one flies to a place than to a hamlet of its name."""
    return np.where(_share(name) >= 1 / _AIRPORTS, _SERVED, _SELDOM)


def _share(name: "Name") -> "NDArray[np.float64]":
    """People of a town by those of the city that bears its name; 1 of all else."""
    people = np.array([place.population for place in name.places])
    town = np.array([place.kind == "city" for place in name.places])
    if people.max() < _CITY:
        return np.ones(len(people))
    return np.where(town, people / people.max(), 1.0)

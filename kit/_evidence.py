"""Why a name is taken to mean a place: what weighed most against its rival, in words."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from kit._nearest import great_circle_km
from kit.gazetteer import Gazetteer, Place

_ELSEWHERE_KM = 161.0  # a place of the same kind that is nearer is as good as the same
_NEAR_KM = 300.0
_AROUND_KM = 1_000.0
_LONGEST = 140
_WORTH_SAYING = 0.25  # a second reason that weighs less, beside the first, is left out
_WIDE = frozenset({"country", "continent", "region", "admin1"})
_NOUNS = {
    "city": "town", "admin1": "state or province", "admin2": "county or district",
    "water": "body of water", "district": "city district",
}  # fmt: skip
_NAMED = {
    "name": "the main name", "alias": "a common name", "alternate": "a lesser name",
    "abbreviation": "a short form", "demonym": "a word for the people",
}  # fmt: skip
_THE = re.compile(r"United |Central African |.+ (?:Islands|Republic)$|(?:Philippin|Maldiv)es$")
# Which features a sentence is about.
_ABOUT = {
    "size": ("population", "city_100k", "city_1m", "division_population", "share"),
    "kind": (
        "country", "continent", "admin1", "admin2", "airport", "port", "site", "island",
        "mountain", "district", "region", "water",
    ),
    "wording": ("alternate", "alias", "demonym", "abbreviation"),
    "capital": ("capital", "capital_abroad"),
    "words": ("qualified", "misqualified"),
    "asked": ("asked", "not_asked"),
    "country": ("country_named", "same_country"),
    "division": ("admin1_named", "same_admin1"),
    "near": ("near", "close_by", "in_reach"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """
    A name of the document with the places that it may mean.

    Attributes
    ----------
    places : tuple of Place
        Those that were weighed, the chosen one first, the others by their chance.
    worth : ndarray, shape (places, features)
        What each fact counted for each of them.
    others : tuple of Place
        Those of the name that were not weighed, the best known first.
    mentions : int
        How many times the document has the name.
    within : Place or None
        Country or division that words behind the name say that the chosen place lies in.
    beside : bool
        Whether they stand behind this very mention, not behind another of the same name.
    holds : bool
        Whether the chosen place is a country or division behind the name of a place in it.
    asked : str
        The kind of place that the words ask for, or nothing.
    overruled : bool
        Whether the chosen place was put before a likelier one: a country before a place in it, a
        town before its division.
    """

    places: tuple[Place, ...]
    worth: NDArray[np.float64]
    others: tuple[Place, ...] = ()
    mentions: int = 1
    within: Place | None = None
    beside: bool = False
    holds: bool = False
    asked: str = ""
    overruled: bool = False

    @property
    def place(self) -> Place:
        """The chosen place."""
        return self.places[0]

    @property
    def bearers(self) -> tuple[Place, ...]:
        """All places that bear the name."""
        return self.places + self.others

    @property
    def count(self) -> int:
        """How many places bear the name."""
        return len(self.places) + len(self.others)

    def rival(self) -> int:
        """Row of the likeliest place elsewhere or of another kind; 0 where there is none."""
        for row, place in enumerate(self.places[1:], start=1):
            if place.kind != self.place.kind or _km(self.place, [place])[0] > _ELSEWHERE_KM:
                return row
        return 0

    def ruled_out(self) -> Place | None:
        """Best known place elsewhere that the words beside the name leave no chance."""
        others = self.others if self.within and self.beside else ()
        return next((p for p in others if _km(self.place, [p])[0] > _ELSEWHERE_KM), None)


def explain(cases: Sequence[Case], features: Sequence[str], gazetteer: Gazetteer) -> Iterator[str]:
    """
    Say in a line what decided for each chosen place.

    Parameters
    ----------
    cases : sequence of Case
        All names of the document that have a place.
    features : sequence of str
        Columns of `Case.worth`.
    gazetteer : Gazetteer

    Yields
    ------
    str
        One a case: one or two reasons, those that weighed most against the likeliest rival which
        lies elsewhere or is of another kind, with figures from the document; then a rival.
    """
    about = np.array([[name in names for names in _ABOUT.values()] for name in features], float)
    document = _Document(cases, gazetteer)
    for case in cases:
        row = case.rival()
        gain = case.worth[0] - case.worth[row] if row else case.worth[0]
        gains = dict(zip(_ABOUT, (gain @ about).tolist(), strict=True))
        rival = case.places[row] if row else None
        reasons = list(islice(_reasons(case, rival, gains, document), 2))
        named = case.ruled_out() or rival
        tail = f"; rival: {document.label(named, case.place)}" if named else ""
        both = "; ".join(reasons) + tail
        yield both if len(both) <= _LONGEST else reasons[0] + tail


def _reasons(
    case: Case, rival: Place | None, gains: dict[str, float], document: "_Document"
) -> Iterator[str]:
    """Yield what left nothing to weigh, then what weighed most: something in every case."""
    rule = _rule(case)
    if rule:
        yield rule
    told = {rule}
    least = 0.0
    stated = case.within if case.beside else None  # what lies right before the reader's eyes
    for topic in sorted(gains, key=gains.__getitem__, reverse=True):
        if gains[topic] <= least:
            break
        if stated and topic == ("country" if stated.kind == "country" else "division"):
            continue
        said = document.told(topic, case.place)
        if rival and topic in _SAID:
            said = _SAID[topic](case, rival)
        if said not in told | {""}:
            told.add(said)
            least = least or gains[topic] * _WORTH_SAYING
            yield said
    if told == {""}:
        yield f"the likeliest of {case.count} places of this name"


def _rule(case: Case) -> str:
    """Say what left nothing to weigh."""
    place, within = case.place, case.within
    whole, part = ("country", "place in it") if place.kind == "country" else ("town", "division")
    if case.overruled and case.places[int(case.worth.sum(axis=1).argmax())].kind == "city":
        whole, part = "great city, island or division", "small place"
    alike = sum(other.kind == place.kind for other in case.bearers)
    for so, said in (
        (place.name_type == "demonym", f"names the people or the language of {place.name}"),
        (case.count == 1, "the only place of this name in the gazetteer"),
        (case.overruled, f"a {whole} goes before a {part} that bears its name"),
        (
            within and case.beside,
            f"the words beside it say that it lies in {within and within.name}",
        ),
        (
            case.asked == place.kind and alike == 1,
            f"the only {_noun(place)} of {case.count} places of this name",
        ),
    ):
        if so:
            return said
    return ""


# ---- the place and its rival ---------------------------------------------------------------------


def _size(case: Case, rival: Place) -> str:
    people, fewer = case.place.population, rival.population
    if people <= fewer:
        return ""
    said = f"{_rounded(people)} people"
    if case.count > 2 and all(people > p.population for p in case.bearers[1:]):
        return f"the largest of {case.count} places of this name, with {said}"
    return f"{said}, the rival {_rounded(fewer) if fewer else 'of unknown size'}"


def _kind(case: Case, rival: Place) -> str:
    if case.place.kind == rival.kind:
        return ""
    return f"as a rule the {_noun(case.place)} is meant, not the {_noun(rival)}"


def _wording(case: Case, rival: Place) -> str:
    own, its = case.place.name_type, rival.name_type
    return f"{_NAMED[own]} of this place, {_NAMED[its]} of the rival" if own != its else ""


def _words(case: Case, _rival: Place) -> str:
    if case.holds:
        return "a place of the name right before it lies in it"
    if case.within and not case.beside:
        return f"words beside the name elsewhere say that it lies in {case.within.name}"
    return ""


def _asked(case: Case, rival: Place) -> str:
    if case.asked != case.place.kind or rival.kind == case.asked:
        return ""
    return f"the words ask for a place of this kind ({_noun(case.place)})"


_SAID: dict[str, Callable[[Case, Place], str]] = {
    "size": _size, "kind": _kind, "wording": _wording, "words": _words, "asked": _asked,
}  # fmt: skip


# ---- the document --------------------------------------------------------------------------------


class _Document:
    """What the names of a document, as they are understood, tell of each place."""

    def __init__(self, cases: Sequence[Case], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        # By country, and by country and division: how often it is named, whether by its people,
        # and which other places lie in it.
        self._named: Counter[tuple[str, str]] = Counter()
        self._people: set[tuple[str, str]] = set()
        self._inside: dict[tuple[str, str], set[str]] = defaultdict(set)
        narrow: dict[str, Place] = {}
        for case in cases:
            place = case.place
            area = _area(place)
            if area:
                self._named[area] += case.mentions
                self._people |= {area} if place.name_type == "demonym" else set()
            for larger in {(place.country, ""), (place.country, place.admin1)} - {area}:
                self._inside[larger].add(place.place_id)
            if place.kind not in _WIDE:
                narrow[place.place_id] = place
        self._narrow = list(narrow.values())
        self._number = {place_id: i for i, place_id in enumerate(narrow)}
        self._points = np.array([(place.lat, place.lon) for place in self._narrow]).T

    def told(self, topic: str, place: Place) -> str:
        """Say what the other names tell of a place; nothing where the topic is another."""
        if topic == "country" and place.country:
            return self._company(place, (place.country, ""))
        if topic == "division" and place.admin1:
            return self._company(place, (place.country, place.admin1))
        if topic == "capital" and place.capital:
            return "the capital of its country"
        if topic != "near":
            return ""
        area = _area(place)
        return (self._company(place, area) if area else "") or self._nearness(place)

    def label(self, rival: Place, place: Place) -> str:
        """Name a rival so that it can be told from the chosen place."""
        country, division = self._name(rival.country), self._name(rival.country, rival.admin1)
        abroad = rival.country != place.country
        same_area = not abroad and rival.admin1 == place.admin1
        # American states are known without their country.
        by_country = (abroad and rival.country != "US") or same_area or division == rival.name
        where = country if by_country else division
        said = rival.name if where in {"", rival.name} else f"{rival.name}, {where}"
        if rival.kind != place.kind:
            return f"{said} ({_noun(rival)})"
        return f"{said}, {_about(_km(place, [rival])[0])} away" if same_area else said

    def _name(self, country: str, admin1: str = "") -> str:
        """Name of a country or of a division; nothing where there is none."""
        found = self._gazetteer.country_of(country)
        name = self._gazetteer.admin1_name(country, admin1) if admin1 else None
        return name or (found.name if found else "")

    def _company(self, place: Place, area: tuple[str, str]) -> str:
        """How often a country or division is named, and how many other places lie there."""
        others = len(self._inside[area] - {place.place_id})
        times = 0 if _area(place) == area else self._named[area]
        verb = "spoken of" if area in self._people else "named"
        often = {1: "once", 2: "twice"}.get(times, f"{times} times")
        name = self._name(*area)
        name = f"the {name}" if _THE.match(name) else name
        said = [f"{name} is {verb} {often}"] * bool(times)
        if others:
            said.append(f"{_others(others)} {'there' if said else 'in ' + name}")
        return ", ".join(said)

    def _nearness(self, place: Place) -> str:
        """How far it is to the nearest other place, or how many lie around."""
        if not self._narrow:
            return ""
        km = great_circle_km(place.lat, place.lon, *self._points)
        own = self._number.get(place.place_id)
        if own is not None:
            km[own] = np.inf
        nearest, around = int(km.argmin()), int((km <= _AROUND_KM).sum())
        if km[nearest] <= _NEAR_KM and place.kind not in _WIDE:
            return f"{_about(km[nearest])} from {self._narrow[nearest].name}, also named"
        return f"{_others(around)} within {_AROUND_KM:,.0f} km" if around else ""


def _others(count: int) -> str:
    one = count == 1
    return f"{count} other place{'' if one else 's'} in the text lie{'s' if one else ''}"


def _area(place: Place) -> tuple[str, str] | None:
    """Codes of a country or of a first-level division; None of other places."""
    if place.kind == "country":
        return place.country, ""
    return (place.country, place.admin1) if place.kind == "admin1" else None


def _km(place: Place, others: Sequence[Place]) -> NDArray[np.float64]:
    return great_circle_km(
        place.lat, place.lon, [other.lat for other in others], [other.lon for other in others]
    )


def _about(km: float) -> str:
    """A distance in round figures."""
    if km < 1:
        return "less than 1 km"
    return f"about {km:.0f} km" if km < 100 else f"about {round(km, -1):,.0f} km"


def _rounded(people: int) -> str:
    """A number of people in round figures."""
    if people >= 1_000_000:
        return f"{people / 1e6:.1f} million"
    return f"{round(people, -3 if people >= 10_000 else 0):,}"


def _noun(place: Place) -> str:
    return _NOUNS.get(place.kind, place.kind)

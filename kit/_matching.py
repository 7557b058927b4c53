"""How a query and a name meet: as written, folded, as a code, or but for a slip of the pen."""

import string
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from kit._gazetteer import Files, Place, weight
from kit._names import fold
from kit._nearest import haversine_km

#: No name in the index has so many letters, and no query is worth reading further.
LONGEST_QUERY = 200

_LATIN = frozenset(string.ascii_lowercase + " ")
_CYRILLIC = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ ")
# A slip in an abbreviation or a code makes another one of it.
_MISSPELT = ("name", "alternate", "alias", "demonym")
# How wrong a name may be: below five letters one slip makes another word of it.
_ONE_SLIP, _TWO_SLIPS = 5, 8
# Places that a reader misspells are places that readers know: people of a town that stands alone.
_FEW_SLIPS_PEOPLE, _MANY_SLIPS_PEOPLE = 15_000, 100_000
_ODD_NAMES = {"airport", "port"}  # there are so many that short ones resemble any word
# A slip costs as much as a town thirty times as big gains.
_SLIP_WEIGHT = 1.5


#: What a text is looked up by: everything but codes, which are words too often.
TEXT_TYPES = ("name", "alternate", "alias", "abbreviation", "demonym")

_UNITS = ("admin1", "admin2")
# Words around a name that say what it is, and the kinds that they leave.
_LEADS = {
    "city of": ("city",), "town of": ("city",), "village of": ("city",),
    "state of": _UNITS, "province of": _UNITS, "region of": (*_UNITS, "region"),
    "district of": _UNITS, "county of": _UNITS, "municipality of": (*_UNITS, "city"),
    "republic of": ("country", "admin1"), "kingdom of": ("country",),
    "island of": ("island", "country", "admin1"), "port of": ("port", "city"),
}  # fmt: skip
_TAILS = {
    "city": ("city",), "town": ("city",), "village": ("city",), "township": ("city", "admin2"),
    "port": ("port",),
} | dict.fromkeys(
    ("province", "oblast", "region", "prefecture", "governorate", "krai", "state", "county",
     "department", "district", "canton", "municipality", "raion", "regency", "voivodeship",
     "emirate", "parish"),
    _UNITS,
)  # fmt: skip


class Asked(NamedTuple):
    """
    What a caller wants of a place.

    Attributes
    ----------
    countries, kinds : frozenset of str
        ISO 3166-1 alpha-2 codes in capitals, and kinds of places; empty where any will do.
    areas : tuple of tuple of Place
        What it lies in: one of each of these.
    """

    countries: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    areas: tuple[tuple[Place, ...], ...] = ()

    @property
    def narrow(self) -> bool:
        """Whether it speaks for a place, little known as it may be."""
        return bool(self.countries or self.areas)

    def keeps(self, place: Place) -> bool:
        """Whether a place is wanted."""
        return (
            (not self.countries or place.country in self.countries)
            and (not self.kinds or place.kind in self.kinds)
            and all(any(_lies_in(place, area) for area in areas) for areas in self.areas)
        )


def _lies_in(place: Place, area: Place) -> bool:
    """Whether a place lies in a country or unit, or within the reach of anything else."""
    if place.row == area.row:
        return False
    if area.kind == "country":
        return place.country == area.country
    if area.kind == "admin1":
        return (place.country, place.admin1) == (area.country, area.admin1)
    return bool(haversine_km(place.lat, place.lon, area.lat, area.lon) <= area.radius_km)


class Match(NamedTuple):
    """
    A place that a query may mean.

    Attributes
    ----------
    place : Place
    match : str
        ``"exact"``, ``"folded"``, ``"fuzzy"`` or ``"code"``.
    score : float
        How alike query and name are, 0 to 100; 100 for all that is not fuzzy.
    """

    place: Place
    match: str
    score: float = 100.0


def lookup(files: Files, name: str, types: Collection[str] = TEXT_TYPES) -> tuple[Place, ...]:
    """Places that bear a name, or what is left of it without the word that says what they are."""
    key = fold(name)
    found = _of_types(files, key, types)
    return found or _without_type_word(files, key, types)


def _of_types(files: Files, key: str, types: Collection[str]) -> tuple[Place, ...]:
    return tuple(place for place in files.find(key) if place.name_type in types)


def _without_type_word(files: Files, key: str, types: Collection[str]) -> tuple[Place, ...]:
    words = key.split()
    for bare, kinds in (
        (" ".join(words[2:]), _LEADS.get(" ".join(words[:2]))),
        (" ".join(words[:-1]), _TAILS.get(words[-1]) if words else None),
    ):
        if bare and kinds:
            found = _of_types(files, bare, types)
            return tuple(place for place in found if place.kind in kinds) or found
    return ()


def named(query: str, place: Place, *, whole: bool) -> Match:
    """
    Say how a place that was looked up by its key bears the query.

    Names other than a place's first are stored folded, so that one counts as exact where folding
    took nothing but the capitals that a name has.

    Parameters
    ----------
    query : str
    place : Place
    whole : bool
        False where a word that says what the place is was taken off.
    """
    if place.name_type == "code":
        return Match(place, "code")
    shouted = query.isupper() and place.name_type not in {"alias", "abbreviation"}
    as_stored = query.casefold() == fold(query) and not (query.islower() or shouted)
    exact = query == place.name or (whole and place.name_type != "name" and as_stored)
    return Match(place, "exact" if exact else "folded")


def fuzzy(files: Files, query: str, asked: Asked) -> list[Match]:
    """
    Places whose name is the query but for a slip or two.

    Parameters
    ----------
    files : Files
    query : str
    asked : Asked
        What is wanted; little known places count only where it says where they lie.

    Returns
    -------
    list of Match
        Best first: known places before little known ones, few slips before many.
    """
    key = fold(query)
    if query.isupper() and len(key) <= _ONE_SLIP:
        return []  # a code that nothing bears
    best: dict[int, tuple[float, Match]] = {}
    for other, slips in _near_keys(files, key):
        score = round(100 * (1 - slips / max(len(key), len(other))), 1)
        for place in files.find(other):
            if place.name_type not in _MISSPELT or not asked.keeps(place):
                continue
            if not asked.narrow and not _is_known(place, len(key), slips):
                continue
            worth = weight(place) - _SLIP_WEIGHT * slips
            if place.row not in best or worth > best[place.row][0]:
                best[place.row] = worth, Match(place, "fuzzy", score)
    return [match for _, match in sorted(best.values(), key=lambda one: one[0], reverse=True)]


def _is_known(place: Place, letters: int, slips: int) -> bool:
    """Whether a place is known well enough to be meant by a name that is not quite its own."""
    many = slips > 1 or letters <= _ONE_SLIP + 1
    if place.kind in {"city", "admin2"}:
        return place.population >= (_MANY_SLIPS_PEOPLE if many else _FEW_SLIPS_PEOPLE)
    return place.kind not in _ODD_NAMES or letters >= _TWO_SLIPS


@lru_cache(maxsize=1_000)
def _near_keys(files: Files, key: str) -> tuple[tuple[str, int], ...]:
    """
    Keys of the index within the slips that a key of this length may have, with how many.

    One slip is looked for at every letter; the second only behind the first two letters, which
    writers seldom miss, so that a small part of the index is read.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    letters = len(key.replace(" ", ""))
    alphabet = next((one for one in (_LATIN, _CYRILLIC) if one.issuperset(key)), None)
    if alphabet is None or letters < _ONE_SLIP or len(key) > LONGEST_QUERY:
        return ()
    found = {other: 1 for other in _one_slip(key, alphabet) if other in files.trie}
    if letters >= _TWO_SLIPS:
        near = (other for other in files.trie.keys(key[:2]) if abs(len(other) - len(key)) <= 2)
        alike = process.extract(key, set(near), scorer=OSA.distance, score_cutoff=2, limit=None)
        found |= {other: int(slips) for other, slips, _ in alike}
    found.pop(key, None)
    return tuple(sorted(found.items()))


def _one_slip(key: str, alphabet: Collection[str]) -> Iterator[str]:
    """Yield what a key becomes by a letter lost, put in, changed, or swapped with the next."""
    for i in range(len(key) + 1):
        head, tail = key[:i], key[i:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in alphabet:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]

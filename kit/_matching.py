"""How a query and a name meet: as written, folded, as a code, or but for a slip of the pen."""

import re
import string
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from geopy.point import Point

from kit._gazetteer import Files, Place, weight
from kit._names import fold
from kit._nearest import AREAS, great_circle_km, nearest

#: No name in the index has so many letters, and no query is worth reading further.
LONGEST_QUERY = 200

_LATIN = frozenset(string.ascii_lowercase + " ")
_CYRILLIC = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ ")
# A slip in an abbreviation or a code makes another one of it.
_MISSPELT = ("name", "alternate", "alias", "demonym")
# How many slips so many letters may have: below five, one makes another word of them.
_SLIPS = ((14, 3), (8, 2), (5, 1))
# Places that a reader misspells are places that readers know, by the people who live there: of a
# long name with one slip, of less than that, and of what no more than resembles one.
_KNOWN, _WELL_KNOWN, _FAMOUS = 15_000, 100_000, 500_000
_SHORT_NAME = 6
_LONGEST_KEY = 60  # longer ones are sentences
_CODE = 5  # letters of a UN/LOCODE, the longest code
_ODD_NAMES = {"airport", "port"}  # there are so many that short ones resemble any word
_BESIDE_KM = 5.0
_MOST_AROUND = 20  # countries or units that a place without one may lie in
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
    "island of": ("island", "country", "admin1"), "isle of": ("island", "country", "admin1"),
    "port of": ("port", "city"),
}  # fmt: skip
_TAILS = {
    "city": ("city",), "town": ("city",), "village": ("city",), "township": ("city", "admin2"),
    "port": ("port",), "borough": ("city", "district", "admin2"),
} | dict.fromkeys(
    ("province", "oblast", "region", "prefecture", "governorate", "krai", "state", "county",
     "department", "district", "canton", "municipality", "raion", "regency", "voivodeship",
     "emirate", "parish"),
    _UNITS,
)  # fmt: skip

# Words that an airport or seaport is called by its town with, and the one that the index has.
_BY_TOWN = {"airport": "airport", "airfield": "airport", "aerodrome": "airport", "port": "port"}
_GRADES = {"international", "intl"}
# Before n, s, sh and other letters of the sun the l of the Arabic article is spoken like them.
_ARTICLE = re.compile(
    r"(?:[ae]l|a(?P<spoken>th|dh|sh|[tdrzsnl])(?= (?P=spoken))) "
    r"(?P<letter>th|dh|sh|[tdrzsnl])(?P<rest>.+)"
)
_OWNED = re.compile(r"['’]s (?=(?:\w+ )?(?:air)?port\Z)", re.IGNORECASE)


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

    def keeps(self, files: Files, place: Place) -> bool:
        """Whether a place is wanted."""
        return (
            (not self.countries or place.country in self.countries)
            and (not self.kinds or place.kind in self.kinds)
            and all(any(_lies_in(files, place, area) for area in areas) for areas in self.areas)
        )


def _lies_in(files: Files, place: Place, area: Place) -> bool:
    """Whether a place lies in a country or unit, or within the reach of anything else."""
    if place.row == area.row:
        return False
    if area.kind == "country" and place.country:
        return place.country == area.country
    if area.kind == "admin1" and place.admin1:
        return (place.country, place.admin1) == (area.country, area.admin1)
    if area.kind in AREAS:
        return area.row in _rows_around(files, place, area.kind)
    return bool(great_circle_km(place.lat, place.lon, [area.lat], [area.lon])[0] <= area.radius_km)


def _rows_around(files: Files, place: Place, kind: str) -> set[int]:
    """Countries or units of a sea, an airport or a site that has none: the towns around tell."""
    around = nearest(files, Point(place.lat, place.lon), kind, _MOST_AROUND)
    inside = [pair for pair in around if place.country in {"", pair[1].country}]
    reach = max(_BESIDE_KM, place.radius_km, inside[0][0] if inside else 0.0)
    return {unit.row for km, unit in inside if km <= reach}


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
    found = _of_types(files, key, types) or _without_type_word(files, key, types)
    found = found or _of_types(files, _with_other_article(key), types)
    if not found and _OWNED.search(name):
        return lookup(files, _OWNED.sub(" ", name), types)
    return found


def _of_types(files: Files, key: str, types: Collection[str]) -> tuple[Place, ...]:
    return tuple(place for place in files.find(key) if place.name_type in types)


def _without_type_word(files: Files, key: str, types: Collection[str]) -> tuple[Place, ...]:
    words = key.split()
    found = _of_types(files, _by_town(words), types)
    if found:
        return found
    for bare, kinds in (
        (" ".join(words[2:]), _LEADS.get(" ".join(words[:2]))),
        (" ".join(words[:-1]), _TAILS.get(words[-1]) if words else None),
    ):
        if bare and kinds:
            found = _of_types(files, bare, types)
            return tuple(place for place in found if place.kind in kinds) or found
    return ()


def _with_other_article(key: str) -> str:
    """Turn "al nasiriyah" into "an nasiriyah", as it is spoken, and back; empty for other keys."""
    found = _ARTICLE.fullmatch(key)
    if found is None:
        return ""
    article = "al" if found["spoken"] else f"a{found['letter']}"
    return f"{article} {found['letter']}{found['rest']}"


def _by_town(words: list[str]) -> str:
    """Turn "airport of Seoul" and "Seoul International Airport" into "seoul airport"."""
    *town, kind = words or [""]
    if len(words) > 2 and words[0] in _BY_TOWN and words[1] in {"of", "in", "at"}:
        kind, _, *town = words
    if kind not in _BY_TOWN:
        return ""
    if len(town) > 1 and town[-1] in _GRADES:
        town.pop()
    return " ".join([*town, _BY_TOWN[kind]])


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
    if query.isupper() and len(key) <= _CODE:
        return []  # a code that nothing bears
    best: dict[int, tuple[float, Match]] = {}
    for other, slips in _near_keys(files, key):
        score = round(100 * (1 - slips / max(len(key), len(other))), 1)
        for place in files.find(other):
            if place.name_type not in _MISSPELT or not asked.keeps(files, place):
                continue
            if not asked.narrow and not _is_known(place, key, other, slips):
                continue
            worth = weight(place) - _SLIP_WEIGHT * slips
            if place.row not in best or worth > best[place.row][0]:
                best[place.row] = worth, Match(place, "fuzzy", score)
    return [match for _, match in sorted(best.values(), key=lambda one: one[0], reverse=True)]


def _is_known(place: Place, key: str, other: str, slips: int) -> bool:
    """Whether a place is known well enough to be meant by a name that is not quite its own."""
    odd = len(key) <= _SHORT_NAME or key[0] != other[0]
    if place.name_type == "alternate":
        return place.population >= (2 * _FAMOUS if odd else _FAMOUS)
    if place.kind in {"city", "admin2"}:
        return place.population >= (_FAMOUS if odd else _WELL_KNOWN if slips > 1 else _KNOWN)
    return place.kind not in _ODD_NAMES or len(key) > _SHORT_NAME


def _slips_allowed(letters: int) -> int:
    return next((slips for least, slips in _SLIPS if letters >= least), 0)


def _unlike_letters(key: str, other: str) -> int:
    """Letters of the words that two names do not share: an airport's name is not in "airport"."""
    pairs = list(zip(key.split(), other.split(), strict=False))
    if key.count(" ") != other.count(" "):
        return len(key.replace(" ", ""))
    return sum(max(len(one), len(two)) for one, two in pairs if one != two)


@lru_cache(maxsize=1_000)
def _near_keys(files: Files, key: str) -> tuple[tuple[str, int], ...]:
    """
    Keys of the index within the slips that a key of this length may have, with how many.

    One slip is looked for at every letter; more only behind the first two letters, which
    writers seldom miss, so that a small part of the index is read.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    allowed = _slips_allowed(len(key.replace(" ", "")))
    alphabet = next((one for one in (_LATIN, _CYRILLIC) if one.issuperset(key)), None)
    if alphabet is None or not allowed or len(key) > _LONGEST_KEY:
        return ()
    found = {other: 1 for other in _one_slip(key, alphabet) if other in files.trie}
    if allowed > 1:
        near = (o for o in files.trie.keys(key[:2]) if abs(len(o) - len(key)) <= allowed)
        alike = process.extract(
            key, set(near), scorer=OSA.distance, score_cutoff=allowed, limit=None
        )
        found |= {other: int(slips) for other, slips, _ in alike}
    found.pop(key, None)
    kept = (
        pair for pair in found.items() if _slips_allowed(_unlike_letters(key, pair[0])) >= pair[1]
    )
    return tuple(sorted(kept))


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

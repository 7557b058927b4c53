"""Straits, canals and capes by name: what a way by sea may be told to pass, or not to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kit import _countries
from kit._names import fold
from kit._sphere import xyz
from kit.errors import InputError
from kit.settings import data_rows

if TYPE_CHECKING:
    from kit._sphere import Floats

# What a passage is: "Strait of Hormuz", "Hormuz Strait", "Straits of Malacca".
_KIND = re.compile(
    r"^(?:straits?|cape|channel|canal) (?:of )?|(?: straits?| canal| channel| passage)$"
)


@dataclass(frozen=True, eq=False)
class Passage:
    """
    A strait, canal or cape, as a row of ``data/passages.csv``.

    Attributes
    ----------
    name : str
    names : frozenset of str
        By which it is known, folded, also without the word for what it is.
    own : frozenset of str
        Those of them that are nothing else's: "Kiel" is a town.
    countries : tuple of str
        ISO 3166-1 alpha-2 codes of those beside it.
    lat, lon : float
        A point in it, degrees.
    gate : array of shape (2, 3)
        Two points on a sphere; who crosses the arc between them goes through.
    """

    name: str
    names: frozenset[str]
    own: frozenset[str]
    countries: tuple[str, ...]
    lat: float
    lon: float
    gate: "Floats"


@cache
def passages() -> tuple[Passage, ...]:
    """
    Read the table.

    Returns
    -------
    tuple of Passage

    Raises
    ------
    kit.errors.DataError
        If it is missing or damaged.
    """
    return tuple(data_rows("passages.csv", _passage))


def _passage(row: dict[str, str]) -> Passage:
    (lat, lon), *gate = (
        [float(value) for value in point.split()]
        for point in (row["point"], *row["gate"].split(";"))
    )
    own = {fold(name) for name in (row["name"], *filter(None, row["aliases"].split(";")))}
    return Passage(
        row["name"],
        frozenset(own | {_KIND.sub("", name) for name in own}),
        frozenset(own),
        tuple(row["countries"].split()),
        lat,
        lon,
        xyz(*zip(*gate, strict=True)),
    )


def named(word: object) -> list[Passage]:
    """Passages of that name; a short one that a town or country bears as well is not theirs."""
    if not isinstance(word, str):
        return []
    name = fold(word)
    short = _KIND.sub("", name)
    return [one for one in passages() if name in one.own or (short != name and short in one.names)]


def avoided(words: str | Iterable[str]) -> frozenset[str]:
    """
    Names of the passages that some words ask for.

    Parameters
    ----------
    words : str or iterable of str
        Such as ``"suez"``; one name may stand for several ("Turkish Straits").

    Returns
    -------
    frozenset of str

    Raises
    ------
    kit.errors.InputError
        If no passage bears a name.
    """
    if not isinstance(words, str) and not isinstance(words, Iterable):
        raise InputError(f'avoid is a passage or several, such as ("suez",), not {words!r:.60}.')
    found: set[str] = set()
    for word in (words,) if isinstance(words, str) else words:
        name = _KIND.sub("", fold(word)) if isinstance(word, str) else None
        asked = [one.name for one in passages() if name in one.names]
        if not asked:
            known = ", ".join(passage.name for passage in passages())
            why = ", and no country is avoided at sea" if _is_country(word) else ""
            raise InputError(f"No passage is called {word!r:.60}{why}: there are {known}.")
        found.update(asked)
    return frozenset(found)


def _is_country(word: object) -> bool:
    known = _countries.names()
    return str(word).upper() in {*known, *map(str.upper, known.values())}

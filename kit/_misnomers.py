"""Names of towns that mean a day, a month, a planet or a saint where they stand."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kit._unlisted import HEAVENLY

if TYPE_CHECKING:
    from kit._candidates import Candidate

_FEASTS = frozenset("Christmas Ramadan Lent Advent Pentecost".split())
_MONTHS = frozenset("March April May June July August".split())  # towns of that name are small
_MONTHS_SHORT = frozenset("Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec".split())
_DAYS = frozenset({"Thursday"})  # which is an island only by its whole name
_DAY = re.compile(r"\.? \d")
_BODY = re.compile(r"(\w+)(?: \d+| Claus)?\Z")  # "will return to Earth 13 days later"
# "Saint Luke's Hospital" lies in no parish of that name, "Our Lady of Lourdes College" not there.
_HOLY = re.compile(
    r"\b(?:(?:St\.?|Saint) [A-Z]\w+(?:['’]s|s['’])|Our Lady of(?: the)? [A-Z]\w+)"
    r"(?: [A-Z][\w’'-]+){0,3} (?:Abbey|Academy|Basilica|Cathedral|Cemetery|Chapel|Church|Clinic|"
    r"College|Convent|Hospice|Hospital|Infirmary|Monastery|Priory|School|Seminary|Shrine)\b"
)


def without_misnomers(text: str, candidates: "Iterable[Candidate]") -> "list[Candidate]":
    """
    Leave out what has the name of a place and is none by what stands beside it.

    Parameters
    ----------
    text : str
    candidates : iterable of Candidate

    Returns
    -------
    list of Candidate
    """
    holy = [match.span() for match in _HOLY.finditer(text)]
    return [
        one
        for one in candidates
        if _is_site(one)
        or not (
            _is_time(text, one)
            or _is_in_the_sky(text, one)
            or (one.places and any(a <= one.start and one.end <= b for a, b in holy))
        )
    ]


def _is_time(text: str, one: "Candidate") -> bool:
    if one.text in _MONTHS_SHORT and _DAY.match(text, one.end):
        return True
    dated = one.text in _FEASTS or (one.text in _MONTHS and one.label == "DATE")
    return one.text in _DAYS or (dated and not _is_town(text, one))


def _is_town(text: str, month: "Candidate") -> bool:
    """Tell "near March, Cambridgeshire" from "In March, Turkey"."""
    before = text[max(0, month.start - 20) : month.start].rsplit(maxsplit=1)[-1:]
    where = before in (["near"], ["to"], ["of"], ["at"], ["outside"], ["left"])
    return where and bool(re.match(r", [A-Z]", text[month.end : month.end + 3]))


def _is_in_the_sky(text: str, body: "Candidate") -> bool:
    """Tell "came back to Earth" from a text that says "Earth, Texas" somewhere."""
    name = _BODY.match(body.text)
    return name is not None and name[1] in HEAVENLY and not re.search(rf"\b{name[1]}, [A-Z]", text)


def _is_site(one: "Candidate") -> bool:
    """Tell a hospital that the gazetteer has."""
    return bool(one.places) and all(place.kind == "site" for place in one.places)

"""Queries as people type them: a name, a name and what it lies in, a code, a border."""

import re
from collections.abc import Iterable

from kit._bordering import border_of, sides_in
from kit._gazetteer import Files, Place, weight
from kit._matching import LONGEST_QUERY, Asked, Match, fuzzy, lookup, named
from kit._names import fold
from kit.errors import InputError

_COUNTRIES = Asked(kinds=frozenset({"country"}))
_NAMED_BY_TOWN = {"airport", "port"}
_AREAS = {"country", "admin1"}
_IN = re.compile(r"(?P<place>.+?) (?:in |\()(?P<area>.+?)\)?")
_OF = re.compile(r"(?P<area>.+?)['’]s? (?P<place>.+)")
_MOST_WORDS = 8
# Kinds of match, from the one that wants most care.
_CARE = {"fuzzy": 0, "folded": 1, "code": 2, "exact": 3}


def find(files: Files, query: str, asked: Asked) -> list[Match]:
    """
    Places that a query may mean and that are asked for.

    The whole query as a name, else as a border, else its parts by commas. A slip is looked for
    where nothing at all is called so, not where what is called so was not asked for.

    Parameters
    ----------
    files : Files
    query : str
    asked : Asked

    Returns
    -------
    list of Match
        Best first.

    Raises
    ------
    kit.errors.InputError
        If the query is not a string.
    """
    if not isinstance(query, str):
        raise InputError(
            f"A place is looked up by its name, a str, not by {type(query).__name__}: give such as "
            '"Paris, Texas"; for a position, use reverse.'
        )
    query = query.strip()
    if len(query) > LONGEST_QUERY:
        return []
    found = _named(files, query) or _border(files, query)
    if not found and "," in query:
        found = _within(files, query.split(","), slips=True)
    elif not found:
        found = _without_comma(files, query) or fuzzy(files, query, asked)
    kept = [match for match in found if asked.keeps(files, match.place)]
    if not kept:  # an airport is often asked for by the name of its town
        for kind in sorted(asked.kinds & _NAMED_BY_TOWN):
            kept += [m for m in _named(files, f"{query} {kind}") if asked.keeps(files, m.place)]
    return kept


def _named(files: Files, query: str) -> list[Match]:
    """Names, and codes where the query is written as one or nothing bears it as a name."""
    names = lookup(files, query)
    codes = lookup(files, query, ("code", "abbreviation"))
    places: Iterable[Place] = dict.fromkeys(names)
    if "." in query:  # no code has points, as L.A. has
        codes = tuple(place for place in codes if place.name_type != "code")
    if codes and (not names or query.isupper()):
        rows = {place.row: place for place in (*names, *codes)}
        known = any(place.name_type == "alias" for place in names)  # LA is no Laos
        places = sorted(
            rows.values(),
            key=lambda p: (not (known and p.name_type == "code"), weight(p)),
            reverse=True,
        )
    whole = bool(files.find(fold(query)))
    return [named(query, place, whole=whole) for place in places]


def _within(files: Files, parts: list[str], *, slips: bool) -> list[Match]:
    """Places that the first part names, in all that the other parts name."""

    def matches(part: str, asked: Asked) -> list[Match]:
        return _named(files, part) or (fuzzy(files, part, asked) if slips else [])

    parts = [part.strip() for part in parts if part.strip()]
    if len(parts) < 2:
        return []
    *place, kind = parts[-1].split()
    if place and kind.lower() in _NAMED_BY_TOWN:  # "Portland, Maine airport"
        parts[0], parts[-1] = f"{parts[0]} {kind}", " ".join(place)
    around = [matches(part, Asked()) for part in parts[1:]]
    asked = Asked(areas=tuple(tuple(match.place for match in areas) for areas in around))
    found = [match for match in matches(parts[0], asked) if asked.keeps(files, match.place)]
    scores = [areas[0].score for areas in around if areas and areas[0].match == "fuzzy"]
    return (
        [match._replace(match="fuzzy", score=min(scores)) for match in found] if scores else found
    )


def _without_comma(files: Files, query: str) -> list[Match]:
    """Places in what other words than a comma say: "Paris TX", "Sochi (Russia)", "Seoul's Mapo"."""
    told = _IN.fullmatch(query) or _OF.fullmatch(query)
    if told:
        return _within(files, [told["place"], told["area"]], slips=False)
    words = query.split()[:_MOST_WORDS]
    for at in range(1, len(words)):
        area = " ".join(words[at:])
        if any(match.place.kind in _AREAS for match in _named(files, area)):
            found = _within(files, [" ".join(words[:at]), area], slips=False)
            if found:
                return found
    return []


def _border(files: Files, query: str) -> list[Match]:
    """Border that a query asks for in words, its countries by name, else but for a slip."""
    for sides_of in (_named, lambda files, name: fuzzy(files, name, _COUNTRIES)):
        for names in sides_in(query):
            sides = [next(iter(sides_of(files, name)), None) for name in names]
            known = [side for side in sides if side and side.place.kind == "country"]
            if len(known) == len(sides):
                place = border_of([side.place for side in known])
                worst = min(known, key=lambda side: _CARE[side.match])
                return [worst._replace(place=place)] if place else []
    return []

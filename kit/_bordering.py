"""Borders asked for by words: "the Ukrainian border", "border between Poland and Belarus"."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from kit._gazetteer import Place
from kit._nearest import great_circle_km
from kit.errors import InputError

_WORD = r"(?:land )?(?:borders?|frontiers?|boundary)"
_BEFORE = re.compile(rf"(?:the )?{_WORD} (?:between|of|with) (?P<names>.+)", re.IGNORECASE)
_AFTER = re.compile(
    rf"(?P<names>.+?)(?:['’]s?)?[ -]{_WORD}(?: (?:with|and) (?P<other>.+))?", re.IGNORECASE
)
_LINKS = re.compile(r" and | with |\s*[-‐-―−/]\s*", re.IGNORECASE)

_MOST_LINKS = 6  # "Bosnia and Herzegovina and Trinidad and Tobago" has three


def sides_in(query: str) -> Iterator[tuple[str, ...]]:
    """
    Yield what may be the names of the countries on one or both sides of a border.

    Parameters
    ----------
    query : str

    Yields
    ------
    tuple of str
        One name or two, as written; nothing where the words ask for no border. Names hold hyphens
        and "and" themselves, so every way to part the words in two is given after the whole.
    """
    found = _BEFORE.fullmatch(query) or _AFTER.fullmatch(query)
    if not found:
        return
    names, other = found["names"], found.groupdict().get("other")
    if other:
        yield names, other
        return
    yield (names,)
    for link in islice(_LINKS.finditer(names), _MOST_LINKS):
        pair = names[: link.start()], names[link.end() :]
        if all(part.strip() for part in pair):
            yield pair


def border_of(sides: Sequence[Place]) -> Place | None:
    """
    Border of a country, or of two countries with each other.

    Parameters
    ----------
    sides : sequence of Place
        One country or two.

    Returns
    -------
    Place or None
        Of one country at the country's own point, of two at the point of their shared border that
        is nearest to its middle; None where there is no such land border.
    """
    from kit import measure

    codes = [side.country for side in sides]
    if len(set(codes)) < len(codes):
        return None
    try:
        line = measure.border(*codes)
    except InputError:  # a country too small for the shipped map
        line = None
    if line is None or line.is_empty:
        return None
    place = sides[0]._replace(
        row=-1,
        place_id=f"border:{'-'.join(codes)}",
        name=f"border of {' and '.join(side.name for side in sides)}",
        kind="border",
        admin1="",
        population=0,
        capital=False,
        name_type="name",
    )
    if len(sides) == 1:
        return place
    middle = line.centroid
    _, lat, lon = measure.distance_to_line_km(middle.y, middle.x, line)
    west, south, east, north = line.bounds
    reach = great_circle_km(lat, lon, [south, south, north, north], [west, east, west, east])
    return place._replace(
        lat=lat,
        lon=lon,
        radius_km=round(float(reach.max()), 1),
        source="OpenStreetMap 2018 and Natural Earth, as kit.measure.border draws it",
    )

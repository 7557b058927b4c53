"""Towns and villages that the other tables lack, from the places of trade of UN/LOCODE: Keimoes."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from airfield_towns import is_name
from gazetteer_rows import ALIAS, NAME, Row, apart_km, fold
from scipy.spatial import KDTree

_REACH_KM = 3.0  # points are told to a minute of arc, and of what in the place is not said
_SAME_KM = 60.0  # a place of the name so near is taken for the one meant: some points are far off
_UNSURE = frozenset({"RR", "UR", "XX"})  # by its `status`: refused, to be removed, of no use
_REMOVED, _ANOTHER_NAME = "X", "="  # by its mark of change
_POINT = re.compile(r"(\d\d)(\d\d)([NS]) (\d{3})(\d\d)([EW])")
_COLUMNS = "change country code name ascii division function status date iata point".split()


def locode_town_rows(
    folder: Path, rows: list[Row], ports: set[str], divisions: dict[str, str]
) -> Iterator[Row]:
    """
    Places of UN/LOCODE where no place of the country within 60 km bears the name.

    Parameters
    ----------
    folder : pathlib.Path
        With UNECE's three code lists.
    rows : list of Row
        All others that have a name of their own. A place of which the nearest town lies in another
        country or division than it should is left out: one point in twenty is wrong. So is what
        has a namesake in its division, or in the country if it tells no division.
    ports : set of str
        Codes of seaports, which have rows already.
    divisions : dict of str to str
        GeoNames' codes by those of ISO 3166-2: ``GB.ENG`` by ``GB-ENG``.

    Yields
    ------
    Row
        A town without people, 3 km about.
    """
    known: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        for name in {fold(name) for name, _ in row.names}:
            known[row.country, name].append(row)
    towns = [row for row in rows if row.kind == "city"]
    tree = KDTree(_on_sphere(np.array([(town.lat, town.lon) for town in towns])))
    taken = set(ports)
    for place in _places(folder):
        code, country = place["country"] + place["code"], place["country"]
        at, names = _point(place["point"]), _names(place["name"])
        if at is None or not names or code in taken:  # a few are listed twice
            continue
        keys = {(country, fold(name)) for name in names}
        namesakes = [row for key in keys for row in known[key]]
        nearest = towns[int(tree.query(_on_sphere(np.array([at])))[1][0])]
        told = divisions.get(f"{country}-{place['division']}", "")
        there = nearest.country == country and _lies_in(nearest, told)
        if not there or any(_is_same(row, at, told) for row in namesakes):
            continue
        taken.add(code)
        source = f"UN/LOCODE {code}"
        row = Row(f"locode:{code}", names[0], "city", country, *at, _REACH_KM, source)
        row.admin1, row.admin2 = nearest.admin1, nearest.admin2
        row.add(names[:1], NAME)
        row.add(names[1:], ALIAS)
        for key in keys:
            known[key].append(row)
        yield row


def _lies_in(row: Row, division: str) -> bool:
    """Whether a place lies in a division, as far as that is told."""
    return not division or f"{row.country}.{row.admin1}.{row.admin2}.".startswith(f"{division}.")


def _is_same(namesake: Row, at: tuple[float, float], division: str) -> bool:
    """Whether a namesake in the country may be the one that is meant, and the point be wrong."""
    near = apart_km(at, namesake.at) <= _SAME_KM
    return near or not division or _lies_in(namesake, division)


def _places(folder: Path) -> Iterator[dict[str, str]]:
    """Read the code lists, without what is removed or was refused."""
    for path in sorted(folder.glob("*CodeListPart*.csv")):
        with path.open(encoding="latin-1", newline="") as file:
            for fields in csv.DictReader(file, fieldnames=_COLUMNS):
                gone = fields["change"] in {_REMOVED, _ANOTHER_NAME}
                if fields["code"] and not gone and fields["status"] not in _UNSURE:
                    yield fields


def _point(words: str | None) -> tuple[float, float] | None:
    """Latitude and longitude of "4234N 00131E"."""
    found = _POINT.fullmatch(words or "")
    if found is None:
        return None
    lat, lon = int(found[1]) + int(found[2]) / 60, int(found[4]) + int(found[5]) / 60
    return (-lat if found[3] == "S" else lat), (-lon if found[6] == "W" else lon)


def _names(words: str) -> list[str]:
    """Names in "Ylämaa (Vaalimaa)" and "Bolzano/Bozen", as far as they are such."""
    parts = (part.strip() for part in re.split(r"[/()=]", words))
    return [part for part in parts if is_name(part)]


def _on_sphere(points: "np.ndarray") -> "np.ndarray":
    """Points of a unit sphere at latitudes and longitudes."""
    lat, lon = np.radians(points).T
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))

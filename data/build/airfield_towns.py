"""Settlements and islands that the towns lack but that an airfield serves: In Amenas, Lukla."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from gazetteer_rows import (
    AIRPORT_TO_TOWN_KM,
    ALIAS,
    NAME,
    Row,
    apart_km,
    fold,
    read_csv,
)

_KINDS = frozenset({"small_airport", "medium_airport", "large_airport", "seaplane_base"})
_NEAR_KM = 10.0  # how far a place lies from the airfield that serves it, a rule of thumb
_FIRST = re.compile(r"[^(),/;]*")  # "Alajero, La Gomera Island": of several names the first
_ISLAND = re.compile(
    r"^(?:Isla|Islas|Ilha|Île|Îles|Ile|Pulau|Isle) (?:d[eou]s? |of )?| (?:Islands?|Isle|Atoll)$"
)
_NO_PLACE = re.compile(r"\b(?:Lodge|Station|Park|Ranch|Camp|Mine|Base|Field|Downs|Reserve)\b")
_LONGEST = 4  # words


def airfield_town_rows(folder: Path, rows: list[Row]) -> Iterator[Row]:
    """
    Places that OurAirports says a field with flights serves, where no town near it bears the name.

    Parameters
    ----------
    folder : pathlib.Path
        With OurAirports' ``airports.csv``.
    rows : list of Row
        All others that have a name of their own.

    Yields
    ------
    Row
        A town or island at the airfield, 10 km about, without people.
    """
    known: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        for name in {fold(name) for name, _ in row.names}:
            known[row.country, name].append((row.lat, row.lon))
    fields = filter(_is_used, read_csv(folder / "airports.csv"))
    for field in sorted(fields, key=lambda one: (one["scheduled_service"] != "yes", one["ident"])):
        name = _FIRST.match(f"{field['municipality']},")[0].strip()
        bare = _ISLAND.sub("", name)
        country, ident = field["iso_country"], field["ident"]
        at = float(field["latitude_deg"]), float(field["longitude_deg"])
        keys = {(country, fold(name)), (country, fold(bare))}
        near = (apart_km(at, there) <= AIRPORT_TO_TOWN_KM for key in keys for there in known[key])
        if not is_name(name) or any(near):
            continue
        for key in keys:
            known[key].append(at)
        kind = "city" if name == bare else "island"
        row = Row(f"airfield:{ident}", name, kind, country, *at, _NEAR_KM, f"OurAirports {ident}")
        row.add([name], NAME)
        row.add({bare} - {name}, ALIAS)
        yield row


def _is_used(field: dict[str, str]) -> bool:
    """Whether an airfield has flights, is no small one, or has a code that tickets bear."""
    flown = field["scheduled_service"] == "yes" or field["iata_code"]
    return field["type"] in _KINDS and bool(flown or field["type"] != "small_airport")


def is_name(words: str) -> bool:
    """
    Say whether some words are the name of one place, as far as their letters tell.

    Parameters
    ----------
    words : str

    Returns
    -------
    bool
    """
    letters = re.sub(r"[ .'’-]", "", words)
    proper = words[:1].isupper() and letters.isalpha() and len(letters) > 2
    return proper and len(words.split()) <= _LONGEST and not _NO_PLACE.search(words)

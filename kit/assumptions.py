"""What an analyst takes for granted of a journey: ends, ways and means that the text leaves out."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise, product
from typing import TYPE_CHECKING, Any, cast

from kit._cells import labels_of
from kit._names import fold
from kit._spot import PlaceLike, listed, spot_of
from kit._tables import require
from kit._tracks import tracks
from kit._ways import Place
from kit.errors import InputError
from kit.routes import COLUMNS, FACTS, table_of

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["assume"]

_ENDS = ("origin", "destination")
_SUFFIXES = ("", "_words", "_basis", "_start", *(f"_{fact}" for fact in FACTS))
_MODES = ("road", "rail", "sea", "air", "foot")

type _Given = PlaceLike | Mapping[str, Any]
type _Row = dict[str, Any]


@dataclass(frozen=True)
class _End:
    """
    An end of a leg, or a place by way of which it goes.

    Attributes
    ----------
    columns : dict
        What the table says of it, by the suffixes of its columns.
    said : str
        What a reader should know of how its name was read.
    """

    columns: dict[str, Any]
    said: str = ""

    @property
    def place(self) -> Place | None:
        """Where it is; None where the text does not tell."""
        import pandas as pd

        told = self.columns
        if pd.isna(told["_lat"]) or pd.isna(told["_lon"]):
            return None
        country = told["_country"] if isinstance(told["_country"], str) else None
        reach_km = 0.0 if pd.isna(told["_radius_km"]) else float(told["_radius_km"])
        return Place(
            str(told[""]), str(told["_kind"]), country, told["_lat"], told["_lon"], reach_km
        )


def assume(  # noqa: PLR0913 - one for each thing that a leg leaves out
    legs: "gpd.GeoDataFrame",
    row: "Hashable | Sequence[Hashable] | pd.Series[bool]",
    *,
    source: str,
    origin: _Given | None = None,
    destination: _Given | None = None,
    via: _Given | Iterable[_Given] | None = None,
    mode: str | Sequence[str] | None = None,
) -> "gpd.GeoDataFrame":
    """
    Fill in what a text does not tell of a journey, in a new table.

    The leg is measured and drawn anew; `stated` becomes False, so that maps dash its line.

    Parameters
    ----------
    legs : geopandas.GeoDataFrame
        As `find_routes` returns it. It is not changed.
    row : label, sequence of labels, or mask
        Which legs, as ``legs.loc`` takes them.
    source : str
        Who says so, or that it is your own guess.
    origin, destination : place, optional
        Where the leg starts and ends, as `kit.network` takes places: a name, latitude and
        longitude in degrees, geopy's Location or Point, or a row or dict with `name`, `lat` and
        `lon`. A name that an end of these legs has, or the text's words for it, is that place.
        What is not given stays as it is.
    via : place or iterable of places, optional
        By way of what, in this order; ``()`` for nothing. Needed where the leg has a `via`.
    mode : str or sequence of str, optional
        By what: road, rail, sea, air or foot. Several split the leg at the places of `via`, one
        mode for each part: ``via="Odesa", mode=("rail", "sea")``.

    Returns
    -------
    geopandas.GeoDataFrame
        The table with those legs changed: ends (their `…_basis` is ``"assumed"``), `via`, `mode`,
        lengths in km, `method`, `assumed`, `stated`, `source` and geometry; the other legs are as
        they were. The first part of a leg that was split keeps its label, the others get new ones.

    Raises
    ------
    kit.errors.InputError
        If there is no such leg or place, no source, nothing to assume, an unknown mode, or not as
        many modes as parts.
    kit.errors.DataError
        If a shipped file is missing or damaged.

    Examples
    --------
    >>> import kit
    >>> legs = kit.find_routes("The wheat was shipped by sea from Ukraine to Tunis.")
    >>> own = kit.assume(legs, 0, origin="Odesa", source="our guess")
    >>> own.loc[0, ["origin", "origin_basis", "source"]].tolist()
    ['Odesa', 'assumed', 'our guess']
    """
    require(legs, (*COLUMNS, "geometry"), "legs", "find_routes")
    if not legs.index.is_unique:
        raise InputError("Row labels must be unique: call legs.reset_index(drop=True) first.")
    chosen = set(labels_of(legs, row, "leg"))
    if not isinstance(source, str) or not source.strip():
        raise InputError("Say who says so: source='reported by …', or source='our own guess'.")
    if origin is destination is via is mode is None:
        raise InputError("Give what is assumed: origin, destination, via or mode.")
    modes = _modes(mode)
    known = _known(legs)
    ends = {
        name: _given(place, known)
        for name, place in zip(_ENDS, (origin, destination), strict=True)
        if place is not None
    }
    between = None if via is None else [_given(place, known) for place in listed(via)]
    labels: list[Hashable] = []
    rows: list[_Row] = []
    unused = _unused(legs)
    for label, leg in zip(legs.index, cast("list[_Row]", legs.to_dict("records")), strict=True):
        parts = [leg]
        if label in chosen:
            parts = [
                part | {"stated": False, "source": source.strip()}
                for part in _parts(leg, ends, between, modes)
            ]
        rows += parts
        labels += [label, *(next(unused) for _ in parts[1:])]
    own = {name: kind for name, kind in legs.dtypes.items() if name not in (*COLUMNS, "geometry")}
    return cast("gpd.GeoDataFrame", table_of(rows, labels).astype(own))


# ---- what was asked for -------------------------------------------------------------------------


def _modes(mode: str | Sequence[str] | None) -> list[str] | None:
    """Check the means of travel."""
    if mode is None:
        return None
    modes = [mode] if isinstance(mode, str) else list(mode)
    wrong = [word for word in modes if word not in _MODES]
    if wrong or not modes:
        raise InputError(f"mode is one of {', '.join(_MODES)}, or several, not {mode!r:.60}.")
    return modes


def _known(legs: "gpd.GeoDataFrame") -> dict[str, _Row]:
    """Ends that the legs have a position for, by what they and the text call them."""
    found: dict[str, _Row] = {}
    several: set[str] = set()
    for leg, side in product(cast("list[_Row]", legs.to_dict("records")), _ENDS):
        end = {suffix: leg[f"{side}{suffix}"] for suffix in _SUFFIXES}
        if _End(end).place is not None:
            for name in {fold(word) for word in (end[""], end["_words"]) if isinstance(word, str)}:
                if found.setdefault(name, end)["_id"] != end["_id"]:
                    several.add(name)
    return {name: end for name, end in found.items() if name not in several}


def _given(place: _Given, known: Mapping[str, _Row]) -> _End:
    """Find a place that the analyst gave: by its name that of the legs, if they have one."""
    if isinstance(place, str) and (end := known.get(fold(place))) is not None:
        return _End(dict(end) | {"_words": None, "_basis": "assumed", "_start": None})
    spot = spot_of(place)
    facts = _facts(place, spot.name)
    name = facts.get("name")
    columns = {
        "": name if isinstance(name, str) and name else spot.name,
        "_words": None,
        "_basis": "assumed",
        "_start": None,
        "_id": facts.get("place_id"),
        "_lat": spot.lat,
        "_lon": spot.lon,
        "_kind": facts.get("kind"),
        "_country": facts.get("country"),
        "_radius_km": spot.radius_km,
    }
    return _End(columns, spot.said)


def _facts(place: Any, name: str) -> Mapping[str, Any]:  # noqa: ANN401 - as above
    """What is known of a place besides its position."""
    if isinstance(place, str) and place == name:
        from kit.gazetteer import default

        place = default().geocode(place)
    raw = getattr(place, "raw", place)
    return raw if hasattr(raw, "keys") else {}


def _unused(legs: "gpd.GeoDataFrame") -> Iterator[int]:
    """Labels for new legs."""
    import pandas as pd

    if not pd.api.types.is_integer_dtype(legs.index):
        raise InputError("A leg is split only where labels are numbers: call legs.reset_index().")
    yield from count(int(legs.index.max()) + 1)


# ---- what becomes of a leg ----------------------------------------------------------------------


def _parts(
    leg: _Row, ends: dict[str, _End], between: list[_End] | None, modes: list[str] | None
) -> list[_Row]:
    """Make the rows that a leg becomes."""
    if between is None and leg["via"]:
        raise InputError(
            f"The leg goes by way of {', '.join(leg['via'])}: give `via` too, () for nothing."
        )
    first, last = (_end(leg, name, ends.get(name)) for name in _ENDS)
    stops = [first, *(between or ()), last]
    if modes is None or len(modes) == 1:
        pieces = [(modes[0] if modes else leg["mode"], stops)]
    elif len(modes) == len(stops) - 1:
        pieces = list(zip(modes, map(list, pairwise(stops)), strict=True))
    else:
        raise InputError(
            f"{len(modes)} modes change at {len(modes) - 1} places, and via has {len(stops) - 2}: "
            "give one mode for each part of the way."
        )
    lines = tracks((mode, _places(part)) for mode, part in pieces)
    return [_part(leg, *piece, line) for piece, line in zip(pieces, lines, strict=True)]


def _end(leg: _Row, name: str, given: _End | None) -> _End:
    """Give an end of a leg as it is, or what is put in its place beside the words of the text."""
    told = {suffix: leg[f"{name}{suffix}"] for suffix in _SUFFIXES}
    if given is None:
        return _End(told)
    return _End(given.columns | {"_words": told["_words"]}, given.said)


def _places(stops: list[_End]) -> list[Place] | None:
    """Places of a way; None where one is missing."""
    places = [stop.place for stop in stops]
    return None if None in places else cast("list[Place]", places)


def _part(leg: _Row, mode: str | None, stops: list[_End], line: _Row) -> _Row:
    """Make the row of one part of a leg."""
    row = leg | line | {"mode": mode, "via": tuple(stop.columns[""] for stop in stops[1:-1])}
    for name, stop in zip(_ENDS, (stops[0], stops[-1]), strict=True):
        row |= {f"{name}{suffix}": value for suffix, value in stop.columns.items()}
    row["assumed"] = (*row["assumed"], *(stop.said for stop in stops if stop.said))
    return row

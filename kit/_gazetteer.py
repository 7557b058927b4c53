"""What the gazetteer's two files hold: places by row, rows by name, and which comes first."""

import math
from bisect import bisect_left
from functools import lru_cache
from operator import methodcaller
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from geopy.exc import ConfigurationError

from kit import settings
from kit.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa

#: Kinds of names, in the order of the codes in ``names.marisa``.
NAME_TYPES = ("name", "alternate", "alias", "demonym", "abbreviation", "code")

# A place's weight is the tenth logarithm of its people; kinds without people get one by rule of
# thumb, and a country stands above all towns. What is left tells a name from a mere alternate.
_KIND_WEIGHT = {"country": 9.0, "continent": 8.5, "airport": 3.2, "port": 3.0}
_KIND_SHIFT = {"admin1": -1.1, "admin2": -1.0}
_NAMED_BY_HAND = 5.5
_FEWEST = 300  # people where the number is not known: GeoNames' towns have 500 and more
_CAPITAL = 1.5
_TYPE_SHIFT = {
    "name": 0.0, "alias": -0.2, "demonym": -1.0, "abbreviation": -1.5, "alternate": -4.0,
    "code": -1.0,
}  # fmt: skip


class GazetteerDataError(DataError, ConfigurationError):  # type: ignore[misc]
    """The gazetteer's files are missing or damaged; geopy knows it as a ConfigurationError."""


class Place(NamedTuple):
    """
    A place that bears a name.

    Attributes
    ----------
    row : int
        Row in ``gazetteer.parquet``.
    place_id, name, kind, country, admin1 : str
        As in the table of mentions; `country` is ISO 3166-1 alpha-2 or empty, `admin1` GeoNames'
        code of the first-level unit or empty.
    lat, lon : float
        Degrees, WGS 84.
    radius_km : float
        How far the place reaches around its point.
    population : int
        0 where it is not known.
    capital : bool
        Whether it is the capital of its country.
    name_type : str
        How the name that was looked up belongs to it: one of `NAME_TYPES`.
    source : str
        Who says so.
    """

    row: int
    place_id: str
    name: str
    kind: str
    country: str
    admin1: str
    lat: float
    lon: float
    radius_km: float
    population: int
    capital: bool
    name_type: str
    source: str


class Files:
    """The two files, open: columns by row number, and the index of names."""

    def __init__(self) -> None:
        import marisa_trie
        import pyarrow as pa
        import pyarrow.parquet as pq

        with settings.reading("gazetteer.parquet") as path:
            # Read so, it takes half of read_table's time; what it took to decode is given back.
            table = pq.ParquetFile(path, pre_buffer=False).read(use_threads=False)
            pa.default_memory_pool().release_unused()
            self._read(table.combine_chunks())
        with settings.reading("names.marisa") as path:
            self.trie = marisa_trie.RecordTrie("<IB")
            self.trie.mmap(str(path))
        self.find = lru_cache(maxsize=50_000)(self._find)

    def _read(self, table: "pa.Table") -> None:
        self.ids, self.names, self.sources = (
            table.column(column).chunk(0) for column in ("place_id", "name", "source")
        )
        coded = [table.column(column).chunk(0) for column in ("kind", "country", "admin1")]
        self.kinds, self.countries, self.admin1s = (
            (array.indices.to_numpy(), array.dictionary.to_pylist()) for array in coded
        )
        self.lats, self.lons, self.radii, self.people, self.capitals = (
            table.column(column).to_numpy()
            for column in ("lat", "lon", "radius_km", "population", "capital")
        )

    def rows_of_kind(self, kind: str) -> list[int]:
        """Row numbers of all places of a kind."""
        numbers, kinds = self.kinds
        return [int(row) for row in np.flatnonzero(numbers == kinds.index(kind))]

    def place(self, row: int, name_type: str = "name") -> Place:
        """One row."""
        kind, country, admin1 = (
            names[codes[row]] for codes, names in (self.kinds, self.countries, self.admin1s)
        )
        return Place(
            row,
            self.ids[row].as_py(),
            self.names[row].as_py(),
            kind,
            country,
            admin1,
            float(self.lats[row]),
            float(self.lons[row]),
            float(self.radii[row]),
            int(self.people[row]),
            bool(self.capitals[row]),
            name_type,
            self.sources[row].as_py(),
        )

    def row_of(self, place_id: str) -> int | None:
        """Row of an id, by bisection: rows are sorted by id."""
        row = bisect_left(self.ids, place_id, key=methodcaller("as_py"))
        return row if row < len(self.ids) and self.ids[row].as_py() == place_id else None

    def _find(self, key: str) -> tuple[Place, ...]:
        """All places under a folded name, best first, codes included."""
        if not is_key(key):
            return ()
        found = [
            self.place(row, NAME_TYPES[name_type]) for row, name_type in self.trie.get(key, ())
        ]
        divided = {place.country for place in found if place.kind in ("admin1", "admin2")}
        found = [place for place in found if place.country not in divided or not _is_listed(place)]
        return tuple(sorted(found, key=weight, reverse=True))


def _is_listed(place: Place) -> bool:
    """Tell a post office and a port's code that bear the name of a county: Cornwall."""
    return place.place_id.startswith(("locode:", "post:"))


def is_key(key: str) -> bool:
    """Whether the index can be asked for a name: it takes no NUL and no lone surrogate."""
    return "\0" not in key and not any("\ud800" <= char <= "\udfff" for char in key)


def weight(place: Place) -> float:
    """How likely a name with nothing around it means this place; only the order matters."""
    if place.kind in _KIND_WEIGHT and not (place.kind == "airport" and place.name_type == "alias"):
        weight = _KIND_WEIGHT[place.kind]
        if place.kind == "country":  # a territory of few people does not outweigh a big town
            weight -= max(0.0, 6.0 - math.log10(max(place.population, 1)))
    elif place.kind in {"city", "admin1", "admin2"}:
        weight = math.log10(max(place.population, _FEWEST)) + _KIND_SHIFT.get(place.kind, 0.0)
    else:
        weight = _NAMED_BY_HAND - 0.3 * (place.name_type == "alias")
    return weight + _CAPITAL * place.capital + _TYPE_SHIFT[place.name_type]


@lru_cache(maxsize=4)
def open_files(folder: Path) -> Files:  # noqa: ARG001 - another folder, other files
    """Open the files of a data folder once for all geocoders."""
    try:
        return Files()
    except DataError as error:
        raise GazetteerDataError(str(error)) from error

"""The gazetteer: names to places, offline, as a geopy geocoder."""

import math
from collections.abc import Collection, Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from geopy.exc import ConfigurationError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from kit import settings
from kit._names import fold
from kit.errors import DataError, InputError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from numpy.typing import ArrayLike, NDArray

#: Kinds of names, in the order of the codes in ``names.marisa``.
NAME_TYPES = ("name", "alternate", "alias", "demonym", "abbreviation", "code")
#: What a text is looked up by: everything but codes, which are words too often.
TEXT_TYPES = ("name", "alternate", "alias", "abbreviation", "demonym")

_COLUMNS = (
    "place_id", "name", "kind", "country", "admin1", "lat", "lon", "radius_km", "population",
    "name_type", "source",
)  # fmt: skip
_EARTH_KM = 6371.0088  # mean radius of WGS 84 (IUGG)

# A place's weight is the tenth logarithm of its people; kinds without people get one by rule of
# thumb, and a country stands above all towns. What is left tells a name from a mere alternate.
_KIND_WEIGHT = {"country": 11.0, "continent": 10.0, "airport": 3.2, "port": 3.0}
_KIND_SHIFT = {"admin1": -0.8, "admin2": -2.0}
_NAMED_BY_HAND = 6.0
_FEWEST = 300  # people where the number is not known: GeoNames' towns have 500 and more
_CAPITAL = 1.5
_TYPE_SHIFT = {
    "name": 0.0, "alias": -0.2, "demonym": -1.0, "abbreviation": -1.5, "alternate": -3.2,
    "code": -1.0,
}  # fmt: skip

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


class _Files:
    """The two files, open: columns by row number, and the index of names."""

    def __init__(self, places: Path, names: Path) -> None:
        import marisa_trie
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            # Read so, it takes half of read_table's time; what it took to decode is given back.
            table = pq.ParquetFile(places, pre_buffer=False).read(use_threads=False)
            pa.default_memory_pool().release_unused()
            self.trie = marisa_trie.RecordTrie("<IB")
            self.trie.mmap(str(names))
            self._read(table.combine_chunks())
        except (OSError, RuntimeError, ValueError, KeyError) as error:
            raise GazetteerDataError(
                f"{places.name} or {names.name} in {places.parent} is damaged ({error}). Restore "
                "them with `git checkout -- data`, or build them anew (data/build/README.md)."
            ) from error
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
        low, high = 0, len(self.ids)
        while low < high:
            middle = (low + high) // 2
            if self.ids[middle].as_py() < place_id:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.ids) and self.ids[low].as_py() == place_id else None

    def _find(self, key: str) -> tuple[Place, ...]:
        """All places under a folded name, best first, codes included."""
        found = [
            self.place(row, NAME_TYPES[name_type]) for row, name_type in self.trie.get(key, ())
        ]
        return tuple(sorted(found, key=_weight, reverse=True))


def _weight(place: Place) -> float:
    """How likely a name with nothing around it means this place; only the order matters."""
    if place.kind in _KIND_WEIGHT:
        weight = _KIND_WEIGHT[place.kind]
        if place.kind == "country":  # a territory of few people does not outweigh a big town
            weight -= max(0.0, 6.0 - math.log10(max(place.population, 1)))
    elif place.kind in {"city", *_UNITS}:
        weight = math.log10(max(place.population, _FEWEST)) + _KIND_SHIFT.get(place.kind, 0.0)
    else:
        weight = _NAMED_BY_HAND
    return weight + _CAPITAL * place.capital + _TYPE_SHIFT[place.name_type]


@lru_cache(maxsize=4)
def _open(folder: Path) -> _Files:
    """Open the files of a data folder once for all geocoders."""
    try:
        return _Files(*(settings.data_file(name) for name in ("gazetteer.parquet", "names.marisa")))
    except GazetteerDataError:
        raise
    except DataError as error:
        raise GazetteerDataError(f"{error} It was looked for in {folder}.") from error


class Gazetteer(Geocoder):  # type: ignore[misc]
    """
    A geopy geocoder over the places that the kit ships; it never asks the network.

    Parameters
    ----------
    timeout : float, optional
        Taken for geopy's sake: an answer takes no time to wait for.
    user_agent : str, optional
        Taken for geopy's sake.

    Raises
    ------
    GazetteerDataError
        A `kit.errors.DataError` and a geopy `ConfigurationError`, if the data are missing.

    Examples
    --------
    >>> Gazetteer().geocode("Paris, Texas").address
    'Paris, Texas, United States'
    """

    def __init__(
        self, *, timeout: object = DEFAULT_SENTINEL, user_agent: str | None = None
    ) -> None:
        super().__init__(timeout=timeout, user_agent=user_agent)
        self._files = _open(settings.DATA_DIR)

    # ---- names --------------------------------------------------------------------------------

    def lookup(self, name: str, *, types: Collection[str] = TEXT_TYPES) -> tuple[Place, ...]:
        """
        Places that bear a name, after folding.

        Parameters
        ----------
        name : str
            The name alone: no comma, no article's context. Where nothing bears the whole name, a
            word that says what it is ("City of", "province") is taken off and narrows the kind.
        types : collection of str, optional
            Which of `NAME_TYPES` count.

        Returns
        -------
        tuple of Place
            Best first; empty when no place bears the name.
        """
        key = fold(name)
        found = self._of_types(key, types)
        return found or self._without_type_word(key, types)

    def _of_types(self, key: str, types: Collection[str]) -> tuple[Place, ...]:
        return tuple(place for place in self._files.find(key) if place.name_type in types)

    def _without_type_word(self, key: str, types: Collection[str]) -> tuple[Place, ...]:
        words = key.split()
        for bare, kinds in (
            (" ".join(words[2:]), _LEADS.get(" ".join(words[:2]))),
            (" ".join(words[:-1]), _TAILS.get(words[-1]) if words else None),
        ):
            if bare and kinds:
                found = self._of_types(bare, types)
                return tuple(place for place in found if place.kind in kinds) or found
        return ()

    def has_prefix(self, name: str) -> bool:
        """
        Whether some name in the index begins with these words.

        Parameters
        ----------
        name : str
            One or more whole words, folded or not.

        Returns
        -------
        bool
            True also where the words are a whole name.
        """
        key = fold(name + " x")[:-2]  # the x keeps St. from being the last word
        trie = self._files.trie
        return key in trie or fold(name) in trie or any(True for _ in trie.iterkeys(key + " "))

    # ---- ids ----------------------------------------------------------------------------------

    def place(self, place_id: str) -> Place | None:
        """
        Place of an id.

        Parameters
        ----------
        place_id : str
            Such as ``"geonames:1871859"``.

        Returns
        -------
        Place or None
            None where no place has the id.
        """
        row = self._files.row_of(place_id)
        return None if row is None else self._files.place(row)

    @cached_property
    def _countries(self) -> dict[str, Place]:
        rows = map(self._files.place, self._files.rows_of_kind("country"))
        return {place.country: place for place in rows}

    @cached_property
    def _admin1s(self) -> dict[tuple[str, str], str]:
        rows = map(self._files.place, self._files.rows_of_kind("admin1"))
        return {(place.country, place.admin1): place.name for place in rows}

    def country_of(self, iso: str) -> Place | None:
        """
        Country of an ISO 3166-1 alpha-2 code.

        Parameters
        ----------
        iso : str
            Such as ``"KP"``, in any case.

        Returns
        -------
        Place or None
            None where no country has the code.
        """
        return self._countries.get(iso.upper())

    def admin1_name(self, country: str, code: str) -> str | None:
        """
        Name of a first-level unit.

        Parameters
        ----------
        country : str
            ISO 3166-1 alpha-2.
        code : str
            GeoNames' code of the unit, as in `Place.admin1`.

        Returns
        -------
        str or None
            None where there is no such unit.
        """
        return self._admin1s.get((country.upper(), code))

    # ---- geopy --------------------------------------------------------------------------------

    def search(self, name: str, *, limit: int | None = None) -> "pd.DataFrame":
        """
        List every place that a name may mean.

        Parameters
        ----------
        name : str
            As for `geocode`.
        limit : int, optional
            At most so many rows.

        Returns
        -------
        pandas.DataFrame
            Best first: `place_id`, `name`, `kind`, `country`, `admin1` (the unit's name), `lat`,
            `lon` (degrees), `radius_km`, `population`, `name_type`, `source`.
        """
        import pandas as pd

        rows = [
            place._replace(admin1=self.admin1_name(place.country, place.admin1) or "")
            for place in self._match(name)[:limit]
        ]
        return pd.DataFrame(rows, columns=pd.Index(Place._fields))[list(_COLUMNS)]

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002 (geopy's contract; nothing waits here)
        country_codes: str | Iterable[str] | None = None,
        limit: int | None = None,
    ) -> Location | list[Location] | None:
        """
        Find the place that a query names.

        Parameters
        ----------
        query : str
            A name, a name with what it lies in ("Paris, Texas"), or a code (ICAO, IATA,
            UN/LOCODE, ISO 3166-1).
        exactly_one : bool, optional
            False gives all places, best first.
        timeout : float, optional
            Taken for geopy's sake.
        country_codes : str or iterable of str, optional
            Only places in these countries, ISO 3166-1 alpha-2.
        limit : int, optional
            At most so many places.

        Returns
        -------
        geopy.Location, list of geopy.Location or None
            None where no place bears the name. ``raw`` is the row as a dict.

        Raises
        ------
        kit.errors.InputError
            If the query is not a string.
        """
        codes = {country_codes} if isinstance(country_codes, str) else set(country_codes or ())
        codes = {code.upper() for code in codes}
        found = [p for p in self._match(query) if not codes or p.country in codes][:limit]
        if not found:
            return None
        return self._location(found[0]) if exactly_one else list(map(self._location, found))

    def reverse(
        self,
        query: Point | str | tuple[float, float],
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002 (geopy's contract; nothing waits here)
        limit: int = 10,
    ) -> Location | list[Location] | None:
        """
        Find the towns next to a point.

        Parameters
        ----------
        query : geopy.Point, str or tuple of float
            Latitude and longitude, degrees.
        exactly_one : bool, optional
            False gives the `limit` nearest towns.
        timeout : float, optional
            Taken for geopy's sake.
        limit : int, optional
            How many towns.

        Returns
        -------
        geopy.Location, list of geopy.Location or None
            The nearest town first, by great circle.
        """
        point = Point(query)
        rows = self._towns[np.argsort(self._km_to_towns(point.latitude, point.longitude))[:limit]]
        found = [self._location(self._files.place(int(row))) for row in rows]
        return found[0] if exactly_one else found

    @cached_property
    def _towns(self) -> "NDArray[np.intp]":
        return np.array(self._files.rows_of_kind("city"))

    def _km_to_towns(self, lat: float, lon: float) -> "NDArray[np.float64]":
        lats = np.radians(self._files.lats[self._towns])
        lons = np.radians(self._files.lons[self._towns])
        return _haversine_km(np.radians(lat), np.radians(lon), lats, lons)

    def _match(self, query: str) -> list[Place]:
        """Places that a query may mean, best first: of the whole, else of its parts by commas."""
        if not isinstance(query, str):
            raise InputError(f"A place is looked up by its name, a str, not by {query!r}.")
        found = self._by_name_or_code(query)
        head, _, rest = query.partition(",")
        if rest.strip() and not found:
            around = [self._by_name_or_code(part) for part in rest.split(",") if part.strip()]
            found = [
                place
                for place in self._by_name_or_code(head)
                if all(any(_lies_in(place, area) for area in areas) for areas in around)
            ]
        return found

    def _by_name_or_code(self, query: str) -> list[Place]:
        """Names, and codes where the query is written as one or nothing bears it as a name."""
        query = query.strip()
        named = self.lookup(query)
        coded = self.lookup(query, types=("code", "abbreviation"))
        if not coded or (named and not query.isupper()):
            return list(dict.fromkeys(named))
        rows = {place.row: place for place in (*named, *coded)}
        return sorted(rows.values(), key=_weight, reverse=True)

    def _location(self, place: Place) -> Location:
        country = self.country_of(place.country)
        parts = [place.name, self.admin1_name(place.country, place.admin1)]
        parts.append(country.name if country else None)
        address = ", ".join(dict.fromkeys(part for part in parts if part))
        raw = place._asdict()
        del raw["row"]
        return Location(address, (place.lat, place.lon), raw)


def _haversine_km(
    lat: float, lon: float, lats: "ArrayLike", lons: "ArrayLike"
) -> "NDArray[np.float64]":
    """Great-circle distances (km) from one point to many, all in radians."""
    half = np.sin((np.asarray(lats) - lat) / 2) ** 2
    half = half + np.cos(lat) * np.cos(lats) * np.sin((np.asarray(lons) - lon) / 2) ** 2
    return 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))


def _lies_in(place: Place, area: Place) -> bool:
    """Whether a place lies in a country or unit, or within the reach of anything else."""
    if place.row == area.row:
        return False
    if area.kind == "country":
        return place.country == area.country
    if area.kind == "admin1":
        return (place.country, place.admin1) == (area.country, area.admin1)
    angles = np.radians([place.lat, place.lon, area.lat, area.lon])
    return bool(_haversine_km(*angles) <= area.radius_km)


@lru_cache(maxsize=1)
def default() -> Gazetteer:
    """
    Give the gazetteer that the whole kit shares.

    Returns
    -------
    Gazetteer
        The same object at every call.
    """
    return Gazetteer()

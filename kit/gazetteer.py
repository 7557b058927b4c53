"""The gazetteer: names to places, offline, as a geopy geocoder."""

from collections.abc import Collection, Iterable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from kit import settings
from kit._gazetteer import NAME_TYPES, GazetteerDataError, Place, open_files, weight
from kit._names import fold
from kit.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

__all__ = ["NAME_TYPES", "TEXT_TYPES", "Gazetteer", "GazetteerDataError", "Place", "default"]

#: What a text is looked up by: everything but codes, which are words too often.
TEXT_TYPES = ("name", "alternate", "alias", "abbreviation", "demonym")

_COLUMNS = (
    "place_id", "name", "kind", "country", "admin1", "lat", "lon", "radius_km", "population",
    "name_type", "source",
)  # fmt: skip
_EARTH_KM = 6371.0088  # mean radius of WGS 84 (IUGG)

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
        self._files = open_files(settings.DATA_DIR)

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
        return sorted(rows.values(), key=weight, reverse=True)

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
    distances: NDArray[np.float64] = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return distances


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

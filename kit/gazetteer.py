"""The gazetteer: names to places, offline, as a geopy geocoder."""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from kit import _disputes, settings
from kit._gazetteer import NAME_TYPES, GazetteerDataError, Place, open_files
from kit._matching import TEXT_TYPES, Asked, Match, lookup
from kit._nearest import as_point, great_circle_km, nearest
from kit._queries import find
from kit.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["NAME_TYPES", "TEXT_TYPES", "Gazetteer", "GazetteerDataError", "Place", "default"]

#: Latitude and longitude in degrees, as geopy takes them.
type Position = Point | str | Sequence[float]

_COLUMNS = (
    "place_id", "name", "kind", "country", "admin1", "lat", "lon", "radius_km", "population",
    "name_type", "source",
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
        return lookup(self._files, name, types)

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

    def is_capital(self, place_id: object) -> bool:
        """Whether a place is the capital of its country."""
        place = self.place(place_id) if isinstance(place_id, str) else None
        return place is not None and place.capital

    @cached_property
    def _countries(self) -> dict[str, Place]:
        rows = map(self._files.place, self._files.rows_of_kind("country"))
        return {place.country: place for place in rows}

    @cached_property
    def _capitals(self) -> dict[str, Place]:
        rows = np.flatnonzero(self._files.capitals)
        return {place.country: place for place in (self._files.place(int(row)) for row in rows)}

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

    def capital_of(self, iso: str) -> Place | None:
        """
        Capital of a country, as GeoNames has it.

        Parameters
        ----------
        iso : str
            ISO 3166-1 alpha-2, such as ``"KP"``, in any case.

        Returns
        -------
        Place or None
            None where no country has the code, or it has no capital.
        """
        return self._capitals.get(iso.upper())

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

    def search(
        self,
        name: str,
        *,
        country: str | None = None,
        kind: str | Collection[str] | None = None,
        near: Position | None = None,
        limit: int | None = None,
    ) -> "pd.DataFrame":
        """
        List every place that a name may mean.

        Parameters
        ----------
        name : str
            As for `geocode`.
        country : str, optional
            Only places in this country: ISO 3166-1 alpha-2, or its name.
        kind : str or collection of str, optional
            Only places of these kinds, such as ``"airport"``.
        near : tuple of float, geopy.Point or str, optional
            Latitude and longitude in degrees, or the name of a place: nearest first.
        limit : int, optional
            At most so many rows.

        Returns
        -------
        pandas.DataFrame
            Best first: `place_id`, `name`, `kind`, `country`, `admin1` (the unit's name), `lat`,
            `lon` (degrees), `radius_km`, `population`, `name_type`, `source`, `match` (as in
            `geocode`) and `score` (0 to 100, how alike the names are). With `near`
            also `distance_km` by great circle, and the nearest first of those that match equally:
            what is called so goes before what is also called so, and both go by score.

        Raises
        ------
        kit.errors.InputError
            If the name is not a string, there is no such country or kind, or nothing is where
            `near` says.
        """
        import pandas as pd

        countries = {self._country_code(country)} if country is not None else set()
        asked = Asked(frozenset(countries), self._kinds(kind, borders=True))
        point = None if near is None else self._position(near)
        rows = [
            match.place._replace(
                admin1=self.admin1_name(match.place.country, match.place.admin1) or ""
            )._asdict()
            | {"match": match.match, "score": match.score}
            for match in find(self._files, name, asked)
        ]
        found = pd.DataFrame(rows, columns=pd.Index([*_COLUMNS, "match", "score"]))
        if point is not None:
            km = great_circle_km(point.latitude, point.longitude, found["lat"], found["lon"])
            also = (found["name_type"] == "alternate").to_numpy()
            order = np.lexsort((km, -found["score"].to_numpy(), also))
            found = found.assign(distance_km=km.round(1)).iloc[order]
            found = found.reset_index(drop=True)
        return found.head(len(found) if limit is None else _at_least_one(limit))

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
            A name, a name with what it lies in ("Paris, Texas", "Sochi (Russia)"), an airport or
            seaport by its town ("Moscow airport"), a code (ICAO, IATA, UN/LOCODE, ISO 3166-1), or
            a border ("the Ukrainian border", "border of Poland and Belarus").
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
            None where no place bears the name. ``raw`` is the row as a dict, and ``match``:
            ``"exact"`` as written; ``"folded"`` but for case, accents, apostrophes and the like;
            ``"code"``; or, only where nothing is called so, ``"fuzzy"`` but for a slip or two, with
            a ``score`` of 0 to 100. On disputed land ``country`` and the address go by
            ``raw["point_of_view"]``, that of `kit.settings`.

        Raises
        ------
        kit.errors.InputError
            If the query is not a string.
        """
        countries = frozenset(code.upper() for code in _words(country_codes, "country_codes"))
        found = find(self._files, query, Asked(countries))
        found = found if limit is None else found[: _at_least_one(limit)]
        if not found:
            return None
        locations = [
            self._location(match.place, match) for match in found[: 1 if exactly_one else None]
        ]
        return locations[0] if exactly_one else locations

    def reverse(
        self,
        query: Position,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002 (geopy's contract; nothing waits here)
        kind: str | Collection[str] | None = None,
        limit: int = 10,
    ) -> Location | list[Location] | None:
        """
        Find the places next to a point.

        Parameters
        ----------
        query : geopy.Point, str or tuple of float
            Latitude and longitude, degrees.
        exactly_one : bool, optional
            False gives the `limit` nearest places.
        timeout : float, optional
            Taken for geopy's sake.
        kind : str or collection of str, optional
            What to look for: towns (``"city"``) if not given. Countries and first-level units are
            those that the towns next to the point lie in, the country whose land it is first.
        limit : int, optional
            How many places.

        Returns
        -------
        geopy.Location, list of geopy.Location or None
            The nearest place first, by great circle; ``raw`` is the row and its ``distance_km``.

        Raises
        ------
        kit.errors.InputError
            If the query is no position, or there is no such kind.
        """
        point, limit = as_point(query), _at_least_one(limit)
        kinds = self._kinds(kind, borders=False) or {"city"}
        found = [pair for one in kinds for pair in nearest(self._files, point, one, limit)]
        found.sort(key=lambda pair: pair[0])
        locations = [self._location(place) for _, place in found[:limit]]
        for location, (km, _) in zip(locations, found, strict=False):
            location.raw["distance_km"] = round(km, 3)
        if not locations:
            return None
        return locations[0] if exactly_one else locations

    # ---- what is asked for -------------------------------------------------------------------

    def _country_code(self, country: str) -> str:
        """Code of a country by its code or name; one that is misspelt is suggested, not taken."""
        found = find(self._files, country, Asked(kinds=frozenset({"country"})))
        by_code = self.country_of(country.strip())
        if by_code or (found and found[0].match != "fuzzy"):
            return (by_code or found[0].place).country
        place = found[0].place if found else self._countries["KR"]
        raise InputError(
            f"No country is called {country[:60]!r}: give its name, or the two letters of ISO "
            f"3166-1, such as {place.country} for {place.name}."
        )

    def _kinds(self, kind: str | Collection[str] | None, *, borders: bool) -> frozenset[str]:
        """Kinds asked for; empty where any will do."""
        known = {*self._files.kinds[1], *(("border",) if borders else ())}
        kinds = _words(kind, "kind")
        if kinds - known:
            raise InputError(
                f"There is no kind {min(kinds - known)[:60]!r}: the kinds are "
                f"{', '.join(sorted(known))}."
            )
        return kinds

    def _position(self, near: Position) -> Point:
        """Where a position or the name of a place is."""
        try:
            return as_point(near)
        except InputError:
            if not isinstance(near, str):
                raise
        found = self.geocode(near)
        if not isinstance(found, Location):
            raise InputError(
                f"No place is called {near[:60]!r}: give `near` as latitude and longitude in "
                "degrees, such as (37.57, 126.98), or as the name of a place."
            )
        return found.point

    def _location(self, place: Place, match: Match | None = None) -> Location:
        view = _disputes.point_of_view()
        code, disputed = _disputes.country_of(place, view)
        country = self.country_of(code)
        parts = [place.name]
        if place.kind != "border":
            parts.append(self.admin1_name(place.country, place.admin1) or "")
            parts.append(country.name if country else "")
        raw = place._asdict() | {"country": code}
        del raw["row"]
        if disputed:
            raw["point_of_view"] = view
        if match:
            raw["match"] = match.match
            if match.match == "fuzzy":
                raw["score"] = match.score
        address = ", ".join(dict.fromkeys(part for part in parts if part))
        return Location(address, (place.lat, place.lon), raw)


def _words(given: str | Iterable[str] | None, argument: str) -> frozenset[str]:
    """One word or several as a set."""
    several = (given,) if isinstance(given, str) else () if given is None else given
    words = list(several) if isinstance(several, Iterable) else [several]
    if not all(isinstance(word, str) for word in words):
        raise InputError(f"{argument} must be a string or several of them, not {given!r:.60}.")
    return frozenset(words)


def _at_least_one(limit: int) -> int:
    """Check how many places are asked for."""
    if not isinstance(limit, int) or limit < 1:
        raise InputError(f"limit must be a whole number of 1 or more, not {str(limit)[:60]!r}.")
    return limit


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

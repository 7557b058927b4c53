"""Land that more than one country claims, and to whom it counts from a point of view."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kit import settings
from kit.errors import InputError

if TYPE_CHECKING:
    from kit.gazetteer import Place

DE_FACTO, UN = "de facto", "UN"
_seen_from: ContextVar[str | None] = ContextVar("seen_from", default=None)


class Area(NamedTuple):
    """
    A disputed area, as a row of ``data/disputed.csv``.

    Attributes
    ----------
    unit, name : str
        Its row in ``borders.parquet``: a name of its own, or the ISO 3166-1 code that it has.
    held_by : str
        Country that governs it, or that it counts to where none with a code does.
    un : str
        Country that the United Nations count it to; empty where they have not decided.
    others : str
        Country that states without a word of their own count it to; empty where as the UN.
    claimants : frozenset of str
        Countries that see it as theirs.
    views : dict of str to str
        Other countries by what they count it to.
    drawn_in : frozenset of str
        Countries that sources of places may count it to.
    """

    unit: str
    name: str
    held_by: str
    un: str
    others: str
    claimants: frozenset[str]
    views: dict[str, str]
    drawn_in: frozenset[str]

    def owner(self, view: str) -> str:
        """ISO 3166-1 code of the country that the area counts to from a point of view."""
        if view == DE_FACTO:
            return self.held_by
        decided = self.un or self.held_by
        if view == UN:
            return decided
        own = view if view in self.claimants else ""
        return self.views.get(view) or own or self.others or decided

    @property
    def owners(self) -> frozenset[str]:
        """Countries that it may count to."""
        return self.claimants | {self.held_by, self.un or self.held_by}

    @property
    def is_contested(self) -> bool:
        """Whether it makes a difference who is asked."""
        return len(self.owners) > 1


@cache
def areas() -> dict[str, Area]:
    """All disputed areas by unit, in the order of the table."""
    return {area.unit: area for area in settings.data_rows("disputed.csv", _area)}


def _area(row: dict[str, str]) -> Area:
    claimants = frozenset(row["claimed_by"].split())
    named = {row["held_by"], row["un"], *row["of"].split()} - {""}
    return Area(
        unit=row["unit"],
        name=row["name"],
        held_by=row["held_by"],
        un=row["un"],
        others=row["others"],
        claimants=claimants,
        views=dict(pair.split(":") for pair in row["views"].split()),
        drawn_in=claimants | named,
    )


def point_of_view(view: str | None = None) -> str:
    """
    Check a point of view.

    Parameters
    ----------
    view : str, optional
        ``"de facto"``, ``"UN"``, or a country's ISO 3166-1 alpha-2 code, in any case; that of
        `kit.settings` if not given.

    Returns
    -------
    str
        As this module writes it.

    Raises
    ------
    kit.errors.InputError
        If there is no such point of view.
    """
    from kit import _countries

    given = (_seen_from.get() or settings.point_of_view) if view is None else view
    if isinstance(given, str):
        words = " ".join(given.replace("_", " ").split())
        if words.lower() == DE_FACTO:
            return DE_FACTO
        code = words.upper()
        if code == UN or code in _countries.names():
            return code
    raise InputError(
        f"There is no point of view {str(given)[:60]!r}: settings.point_of_view is "
        '"de facto", "UN", or the two letters of a country (ISO 3166-1), such as "IN".'
    )


@contextmanager
def seen_from(view: str) -> Iterator[None]:
    """Measure from another point of view than the settings' for a while, in this thread alone."""
    token = _seen_from.set(view)
    try:
        yield
    finally:
        _seen_from.reset(token)


def views_on(*countries: str | None) -> tuple[str, ...]:
    """
    Points of view from which the land of some countries may differ.

    Parameters
    ----------
    *countries : str or None
        ISO 3166-1 alpha-2; None is passed over.

    Returns
    -------
    tuple of str
        Empty where nobody disputes their land.
    """
    concerned = [
        area
        for area in areas().values()
        if area.is_contested and not area.owners.isdisjoint(countries)
    ]
    claimants = frozenset().union(*(area.claimants for area in concerned))
    return (DE_FACTO, UN, *sorted(claimants)) if concerned else ()


def in_words(view: str) -> str:
    """
    Say whose point of view it is, to stand behind what is said of land or a border.

    Parameters
    ----------
    view : str
        As `point_of_view` gives it.

    Returns
    -------
    str
        Such as ``"de facto"`` or ``"as the United Nations see it"``.
    """
    from kit import _countries

    if view == DE_FACTO:
        return DE_FACTO
    who = "the United Nations see" if view == UN else f"{_countries.names()[view]} sees"
    return f"as {who} it"


def owner_of(unit: str, view: str) -> str:
    """
    Country that a unit of ``borders.parquet`` counts to.

    Parameters
    ----------
    unit : str
        A country's code or a disputed area's name.
    view : str
        As `point_of_view` gives it.

    Returns
    -------
    str
        ISO 3166-1 alpha-2.
    """
    area = areas().get(unit)
    return area.owner(view) if area else unit


def line_between(unit: str, other: str, view: str) -> str:
    """
    Say how the line between two units is drawn.

    Parameters
    ----------
    unit, other : str
        Countries' codes or disputed areas' names.
    view : str
        As `point_of_view` gives it.

    Returns
    -------
    str
        ``"border"`` where it parts countries from any point of view; ``"disputed"`` where it does
        from this one and not from others, or round what governs itself without a code; ``""``
        where it parts no countries from this one.
    """
    claimants = [a.claimants for a in map(areas().get, (unit, other)) if a]
    views = {DE_FACTO, UN}.union(*claimants)
    parts = {one: owner_of(unit, one) != owner_of(other, one) for one in (*views, view)}
    if all(parts.values()):
        return "border"
    return "disputed" if parts[view] or not any(parts.values()) else ""


def area_at(lat: float, lon: float, country: str) -> Area | None:
    """
    Disputed area that a place lies in.

    Parameters
    ----------
    lat, lon : float
        Degrees.
    country : str
        Country that the place's source counts it to, ISO 3166-1 alpha-2.

    Returns
    -------
    Area or None
        None where nobody else claims the land.
    """
    import shapely

    from kit import _countries

    for area in areas().values():
        if country in area.drawn_in and area.unit != country:
            land = _countries.unit_land(area.unit)
            if shapely.intersects_xy(land, (lon + 180) % 360 - 180, lat):
                return area
    return areas().get(country)


def country_of(place: "Place", view: str) -> tuple[str, str]:
    """
    Country that a place counts to, and what is to be said of that.

    Parameters
    ----------
    place : kit.gazetteer.Place
    view : str
        As `point_of_view` gives it.

    Returns
    -------
    country : str
        ISO 3166-1 alpha-2, or empty. What is itself called a country counts to itself.
    note : str
        Such as ``"counted to Russia, de facto"``; empty where nobody else claims the land.
    """
    if place.kind in {"country", "border"} or place.country not in _disputing():
        return place.country, ""
    return _counted(place.lat, place.lon, place.country, view)


@lru_cache(maxsize=10_000)
def _counted(lat: float, lon: float, country: str, view: str) -> tuple[str, str]:
    from kit import _countries

    area = area_at(lat, lon, country)
    if area is None or not area.is_contested:
        return country, ""
    owner = area.owner(view)
    return owner, f"counted to {_countries.names()[owner]}, {in_words(view)}"


@cache
def _disputing() -> frozenset[str]:
    """All countries that some disputed area may be counted to."""
    return frozenset().union(*(area.drawn_in for area in areas().values()))

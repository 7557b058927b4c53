"""What a way by rail, road, sea or air is, whoever found it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any, Literal, Self

if TYPE_CHECKING:
    import shapely


#: What the line of a way is: one that a map has or a flight takes, one that is taken for so many
#: times the straight line, or that line itself. From the firmest to the least firm.
type Basis = Literal["mapped", "estimated", "straight"]
_BASES: tuple[Basis, ...] = ("mapped", "estimated", "straight")


@dataclass(frozen=True)
class Stop:
    """
    A point of the network that a way passes on purpose: where it begins, ends, or was told to go.

    Attributes
    ----------
    name : str
        Of the place that was asked for, or its position in words.
    lat, lon : float
        Of the point of the network, degrees.
    away_km : float
        Distance from the place that was asked for to that point.
    """

    name: str
    lat: float
    lon: float
    away_km: float


@dataclass(frozen=True)
class Way:
    """
    A way between two places.

    Attributes
    ----------
    mode : str
        ``"rail"``, ``"road"``, ``"sea"``, ``"air"`` or ``"straight"``.
    length_km : float
        The best estimate of its length.
    low_km, high_km : float
        What the true length of such a way may be, by the errors measured against published ones.
    basis : str
        ``"mapped"`` along railways, main roads or waters, and of a flight; ``"estimated"`` where no
        main road leads; ``"straight"`` for the straight line.
    method : str
        How it was found, in a few words.
    stops : tuple of Stop
        Where it begins, each place by way of which it was asked for, and where it ends.
    countries : tuple of str
        ISO 3166-1 alpha-2 codes of the countries that it passes, in order, each once; by sea those
        whose canals and rivers it takes and those beside its straits, none for the open sea.
    assumed : tuple of str
        What was taken for granted, a sentence each: "By the shortest way."
    geometry : shapely LineString or MultiLineString
        In longitude and latitude, cut at the antimeridian.
    """

    mode: str
    length_km: float
    low_km: float
    high_km: float
    basis: Basis
    method: str
    stops: tuple[Stop, ...]
    countries: tuple[str, ...]
    assumed: tuple[str, ...]
    geometry: "shapely.LineString | shapely.MultiLineString"

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        """A GeoJSON Feature, as folium.GeoJson and geopandas' `from_features` take it."""
        told = {
            "mode": self.mode,
            "origin": self.stops[0].name,
            "destination": self.stops[-1].name,
            "length_km": round(self.length_km, 1),
            "low_km": round(self.low_km, 1),
            "high_km": round(self.high_km, 1),
            "method": self.method,
            "countries": " ".join(self.countries),
            "assumed": " ".join(self.assumed),
        }
        line = self.geometry.__geo_interface__
        return {"type": "Feature", "properties": told, "geometry": line}

    def _repr_html_(self) -> str:
        """A small table, as notebooks show it."""
        ends = " – ".join(stop.name for stop in self.stops)
        by = "straight" if self.mode == "straight" else f"by {self.mode}"
        length = f"{self.length_km:,.0f} km ({self.low_km:,.0f} to {self.high_km:,.0f} km)"
        rows = {
            f"{ends}, {by}": length,
            "method": self.method,
            "countries": " ".join(self.countries),
            "assumed": " ".join(self.assumed),
        }
        told = "".join(
            f"<tr><th style='text-align:left'>{escape(name)}</th>"
            f"<td style='text-align:left'>{escape(value)}</td></tr>"
            for name, value in rows.items()
            if value
        )
        return f"<table>{told}</table>"


class SeaWay(Way):
    """A way whose line is drawn, and what it passes told, when that is first asked for."""

    @classmethod
    def told_later(cls, tell: Callable[[], dict[str, object]], **known: object) -> Self:
        """
        Make a way of which not all is known yet.

        Parameters
        ----------
        tell : callable
            Gives the attributes that lack by their names; to be sent to another process, so small.
        **known
            The others.

        Returns
        -------
        SeaWay
        """
        way = object.__new__(cls)
        way.__dict__.update(known, _tell=tell)
        return way

    def __getattr__(self, name: str) -> object:
        # Python asks here for what is not there yet.
        if name not in Way.__dataclass_fields__ or "_tell" not in self.__dict__:
            raise AttributeError(f"{type(self).__name__} has no attribute {name!r}.")
        self.__dict__.update(self.__dict__["_tell"]())
        value: object = self.__dict__[name]
        return value


def joined(ways: "Sequence[Way]") -> Way:
    """
    Put ways behind each other.

    Parameters
    ----------
    ways : sequence of Way
        One or more, each of which begins where the one before ends.

    Returns
    -------
    Way
        With the mode of the first, and the least firm basis of any.
    """
    import shapely

    first, last = ways[0], ways[-1]
    if first is last:
        return first
    return replace(
        first,
        length_km=sum(way.length_km for way in ways),
        low_km=sum(way.low_km for way in ways),
        high_km=sum(way.high_km for way in ways),
        basis=max((way.basis for way in ways), key=_BASES.index),
        method="; in part ".join(dict.fromkeys(way.method for way in ways)),
        stops=(*(way.stops[0] for way in ways), last.stops[-1]),
        countries=tuple(dict.fromkeys(code for way in ways for code in way.countries)),
        assumed=tuple(dict.fromkeys(said for way in ways for said in way.assumed)),
        geometry=shapely.MultiLineString(
            [part for way in ways for part in shapely.get_parts(way.geometry)]
        ),
    )

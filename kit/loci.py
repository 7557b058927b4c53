"""Loci: the area where a site can lie that a text places by distances but does not name."""

import re
from typing import TYPE_CHECKING, Any

from kit import _basemap, _disputes, measure
from kit._areas import ERROR_KM, name_of
from kit._areas import area as area_of
from kit._countries import names
from kit._directions import SECTOR_DEG, least_turn, point_in_words
from kit._end import COAST
from kit._endpoints import around
from kit._globe import geod, polygons
from kit._straight import shore_of
from kit._tables import require
from kit._trackside import checked, trackside
from kit._verdicts import in_words
from kit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Hashable

    import geopandas as gpd
    import pandas as pd
    import shapely

_NEEDED = (
    *("km", "low_km", "high_km", "direction", "mode", "subject", "reference", "same_as"),
    *("subject_id", "reference_id", "reference_kind", "reference_country", "reference_lat"),
    *("reference_lon", "reference_radius_km"),
)
_COLUMNS = (
    *("subject", "reference", "low_km", "high_km", "within", "claims", "area_km2", "reason"),
    "geometry",
)
_SITE_COLUMNS = (
    *("subject", "reference", "stated_km", "low_km", "high_km", "measured_km", "off_km"),
    *("bearing_deg", "fits", "reason"),
)
# What is said behind a length of what lies in the sea: "60 miles off the coast of Gabon".
_OFFSHORE = re.compile(
    r"\W*(?:\(.{0,25}\) ?)?(?:off\b[^.;]{0,40}?\b(?:coast|shore)|offshore)", re.IGNORECASE
)
_TOO_WIDE_KM2 = 5e7  # a tenth of the globe
_GLOBE_KM2, _MOST_OF_IT = 510.07e6, 0.4
_OF_WAY = 0.9  # what lies nearer than that share of a length is not at that distance
_INDEFINITE = re.compile(r"(?:an?|another) ", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:an?|the|this|that|another|one)\s+", re.IGNORECASE)
_WAYS = frozenset({"road", "rail", "sea", "air"})
_ALONG_RIVER = re.compile(r"\s*(?:up|down)(?:stream|river)\b")
_FARTHEST_KM = 20000.0  # "more than" ends at the other side of the globe
_VERTICES = 2500  # about 50 KB of GeoJSON


def locate(
    claims: "pd.DataFrame",
    within: "str | shapely.Geometry | None" = None,
    *,
    railway_km: float | None = None,
) -> "gpd.GeoDataFrame":
    """
    Find the areas where unnamed sites can lie.

    Parameters
    ----------
    claims : DataFrame
        As `check_claims` returns it.
    within : str or shapely geometry, optional
        Where the sites lie: a country (ISO 3166-1 alpha-2), the `place_id` of a division or region
        that `kit.area` knows, or an area in longitude and latitude. The countries that the text
        tells (the claims' column `within`) if not given.
    railway_km : float, optional
        How far from a railway the sites lie at most, kilometres: for what came or left by rail.
        Railways are OpenStreetMap's (docs/ways.md); sidings and short branches are not all there.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a site whose distance from a known place is stated, EPSG:4326: `subject` and
        `reference` in the text's words, `low_km` and `high_km` (what the wording admits, the
        reference's extent added; None where several claims meet), `within`, `claims` (row labels),
        `area_km2` (0 where the claims leave no room), `reason`, and the geometry, its outline
        simplified to about 1 km.

    Raises
    ------
    kit.errors.InputError
        If the table lacks a column, `within` is no country or area, or `railway_km` no distance.
    kit.errors.DataError
        If a shipped file is missing or damaged.
    """
    import geopandas as gpd
    import pandas as pd

    require(claims, _NEEDED, "claims", "check_claims")
    railway_km = checked(railway_km)
    rows = [_locus(site, within, railway_km) for site in _sites(claims)]
    table = pd.DataFrame(rows, columns=list(_COLUMNS))
    return gpd.GeoDataFrame(table, geometry="geometry", crs="EPSG:4326")


def check_site(claims: "pd.DataFrame", lat: float, lon: float) -> "pd.DataFrame":
    """
    Compare a place with what is claimed of the sites that a text does not name.

    Parameters
    ----------
    claims : DataFrame
        As `check_claims` returns it.
    lat, lon : float
        Where the site may be, degrees.

    Returns
    -------
    pandas.DataFrame
        One row a claim on an unnamed site, with the claim's row label: `subject` and `reference`
        in the text's words, `stated_km`, `low_km` and `high_km` (as `locate` admits them),
        `measured_km`, `off_km` (measured less stated: negative where the place lies nearer),
        `bearing_deg` (from the reference), `fits` and `reason`.

    Raises
    ------
    kit.errors.InputError
        If the table lacks a column or the point is no position.
    kit.errors.DataError
        If a shipped file is missing or damaged.
    """
    import pandas as pd

    require(claims, _NEEDED, "claims", "check_claims")
    rows = {
        label: _comparison(claim, lat, lon)
        for site in _sites(claims)
        for label, claim in site.iterrows()
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(_SITE_COLUMNS))
    return table.loc[[label for label in claims.index if label in rows]]


def _comparison(claim: "pd.Series[Any]", lat: float, lon: float) -> dict[str, Any]:
    """Compare one claim with a place."""
    import shapely

    inside = claim["reference_country"] in names() and measure.is_in_territory(
        lat, lon, claim["reference_country"]
    )
    origin = _origin(claim, claim["reference_country"] if inside else None)
    if isinstance(origin, shapely.Point):
        from_lat, from_lon = origin.y, origin.x
        km = measure.distance_km(lat, lon, from_lat, from_lon)
    else:
        km, from_lat, from_lon = measure.distance_to_line_km(lat, lon, origin)
    bearing = measure.bearing_deg(from_lat, from_lon, lat, lon)
    low, high = _bounds(claim)
    direction = claim["direction"]
    turned = (
        isinstance(direction, str)
        and isinstance(origin, shapely.Point)
        and least_turn([bearing], direction) > _half_width_deg(claim, direction)
    )
    off = km - float(claim["km"])
    fits = low <= km <= high and not turned
    return {
        "subject": claim["subject"],
        "reference": claim["reference"],
        "stated_km": float(claim["km"]),
        "low_km": low,
        "high_km": high,
        "measured_km": km,
        "off_km": off,
        "bearing_deg": bearing,
        "fits": fits,
        "reason": _site_reason(claim, km, turned=turned, fits=fits),
    }


def _site_reason(claim: "pd.Series[Any]", km: float, *, turned: bool, fits: bool) -> str:
    """Say in a sentence how a place and a claim compare."""
    stated = float(claim["km"])
    where = f"{in_words(km)} from {claim['reference']}"
    if fits and km < _OF_WAY * float(claim["low_km"]):
        return f"It lies {where}; a way there may be as long as stated ({in_words(stated)})."
    if fits:
        return f"It lies {where}, as stated ({in_words(stated)})."
    if turned:
        return f"It lies {where}, not to the {point_in_words(claim['direction'])}."
    nearer = "nearer" if km < stated else "farther"
    return f"It lies {where}: {in_words(abs(km - stated))} {nearer} than stated."


def _sites(claims: "pd.DataFrame") -> "list[pd.DataFrame]":
    """Gather the claims of each site that is not placed but whose reference is."""
    import pandas as pd

    groups: dict[object, list[Hashable]] = {}
    for label, claim in claims.iterrows():
        unplaced = pd.isna(claim["subject_id"]) and pd.notna(claim["reference_id"])
        if not unplaced or pd.notna(claim["same_as"]) or pd.isna(claim["km"]):
            continue
        words = claim["subject"]
        # Two sites that bear no words at all are not known to be one.
        one = isinstance(words, str) and not _is_told_twice(words, claim.get("sentence"))
        key = _ARTICLE.sub("", words.strip()).lower() if one else (label,)
        groups.setdefault(key, []).append(label)
    return [claims.loc[labels] for labels in groups.values()]


def _is_told_twice(words: str, sentence: object) -> bool:
    """Tell "a base 20 km from Kyiv and a base 30 km from Lviv", which are two."""
    told = re.findall(rf"\b{re.escape(words.strip())}\b", str(sentence), re.IGNORECASE)
    return len(told) > 1 and _INDEFINITE.match(words.strip()) is not None


def _locus(
    site: "pd.DataFrame", within: "str | shapely.Geometry | None", railway_km: float | None
) -> dict[str, Any]:
    """Intersect the claims of one site."""
    import shapely

    is_afloat = within is None and all(_is_offshore(claim) for _, claim in site.iterrows())
    realm, realm_name = (None, None) if is_afloat else _realm(site, within)
    area: shapely.Geometry | None = realm
    bounds, parts = [], []
    for _, claim in site.iterrows():
        low, high = _bounds(claim)
        ring = _ring(claim, low, high, realm_name)
        area = ring if area is None else shapely.intersection(area, ring)
        bounds.append((low, high))
        parts.append(_told(claim, low, high))
    if is_afloat and area is not None:
        area = _at_sea(area)
        parts.append("at sea")
    found = polygons(area if area is not None else shapely.Polygon())
    if found.is_empty and realm_name and within is None:  # it was told of something else
        return _locus(site.assign(within=None), None, railway_km)
    if railway_km is not None:
        found = trackside(found, railway_km)
        parts.append(f"at most {in_words(railway_km)} from a railway")
    size = _area_km2(found)
    place = f" within {_in_words(realm_name)}" if realm_name else ""
    reason = f"All points {' and '.join(dict.fromkeys(parts))}{place}."
    if found.is_empty:
        reason = f"No point lies {' and '.join(dict.fromkeys(parts))}{place}: they contradict."
    if size > _TOO_WIDE_KM2:
        found, reason = shapely.Polygon(), f"{reason[:-1]}: too wide an area to say anything."
    one = len(set(bounds)) == 1
    return {
        "subject": site["subject"].iloc[0],
        "reference": "; ".join(dict.fromkeys(str(words) for words in site["reference"])),
        "low_km": bounds[0][0] if one else None,
        "high_km": bounds[0][1] if one else None,
        "within": realm_name,
        "claims": tuple(site.index),
        "area_km2": size,
        "reason": reason,
        "geometry": _simplified(found),
    }


def _area_km2(shape: "shapely.Geometry") -> float:
    """Area on the ellipsoid; on a sphere where it is more than what lies outside it."""
    import numpy as np
    import shapely

    level = shapely.transform(
        shape, lambda xy: np.column_stack([xy[:, 0], np.degrees(np.sin(np.radians(xy[:, 1])))])
    )
    of_globe = shapely.area(level) / (360 * np.degrees(2))
    if of_globe > _MOST_OF_IT:  # geodesics round a shape so large are those of its outside
        return float(of_globe) * _GLOBE_KM2
    oriented = shapely.orient_polygons(shape)
    return float(abs(geod().geometry_area_perimeter(oriented)[0])) / 1e6


def _is_offshore(claim: "pd.Series[Any]") -> bool:
    """Tell what lies in the sea: "60 miles off the coast of Gabon"."""
    return _OFFSHORE.match(around(claim)[1]) is not None


def _realm(
    site: "pd.DataFrame", within: "str | shapely.Geometry | None"
) -> "tuple[shapely.Geometry | None, str | None]":
    """Find the area that a site lies in, and its name."""
    import shapely

    if within is not None and not isinstance(within, str):
        if not isinstance(within, shapely.Geometry) or shapely.get_dimensions(within) != 2:
            raise InputError(
                "`within` is a country's two letters, a place_id or polygons in lon, lat."
            )
        return within, "the area given"
    if within is None and "within" in site.columns:
        told = list(dict.fromkeys(site["within"].dropna()))
        within = told[0] if len(told) == 1 else None  # two countries: the text does not say
    if not within:
        return None, None
    if ":" not in within:
        return measure.territory(within), within.upper()
    shape = area_of(within)
    if shape is None:
        raise InputError(f"No outline is known for {within!r}: give the country or polygons.")
    return shape, within


def _in_words(realm: str) -> str:
    """Name the country or area that a site lies in."""
    return name_of(realm) or names().get(realm, realm)


def _is_way(claim: "pd.Series[Any]") -> bool:
    """Tell a length by road, rail, sea or air, or along a river: "190 km upstream of Calafat"."""
    _, after = around(claim)
    return claim["mode"] in _WAYS or _ALONG_RIVER.match(after) is not None


def _bounds(claim: "pd.Series[Any]") -> tuple[float, float]:
    """Kilometres from the reference's point or line that the wording and the extent admit."""
    import pandas as pd

    low, high = float(claim["low_km"]), float(claim["high_km"])
    reach = claim["reference_radius_km"]
    if _area(claim) is not None:
        reach = ERROR_KM
    reach = 0.0 if pd.isna(reach) else float(reach)
    if _is_way(claim):
        low = 0.0  # a way is at least as long as the straight line, and may be any longer
    return max(0.0, low - reach), min(high + reach, _FARTHEST_KM)


def _ring(
    claim: "pd.Series[Any]", low_km: float, high_km: float, realm: str | None
) -> "shapely.Geometry":
    """All points that one claim admits."""
    import shapely

    high_km = min(max(high_km, low_km + 1.0), _FARTHEST_KM)  # exact is still no line without width
    origin, outline = _origin(claim, realm), _area(claim)
    ring: shapely.Geometry
    if outline is None or realm == claim["reference_id"]:
        ring = measure.band(origin, low_km, high_km)
    else:
        # Where a region ends is not agreed on: at most at its outline, at least at its core.
        core = _area(claim, core=True)
        ring = measure.band(outline, 0.0, high_km)
        if core is not None and low_km > 0:
            ring = shapely.difference(ring, measure.band(core, 0.0, low_km))
    direction = claim["direction"]
    if isinstance(direction, str) and isinstance(origin, shapely.Point):
        half = _half_width_deg(claim, direction)
        if half < 180:
            bearing = measure.compass_deg(direction)
            sector = measure.sector(origin.y, origin.x, bearing, half, high_km)
            ring = shapely.intersection(ring, sector)
    return ring


def _half_width_deg(claim: "pd.Series[Any]", direction: str) -> float:
    """Half of a stated direction's sector, wider the larger the reference is."""
    import numpy as np

    reach, km = float(claim["reference_radius_km"]), float(claim["km"])
    if reach >= km:
        return 180.0
    return SECTOR_DEG[len(direction)] + float(np.degrees(np.arcsin(reach / km)))


def _origin(claim: "pd.Series[Any]", realm: str | None) -> "shapely.Geometry":
    """Point, line, land or area that a claim is measured from."""
    import shapely

    kind, country = claim["reference_kind"], claim["reference_country"]
    if kind == "border":
        _, named, sides = str(claim["reference_id"]).partition("border:")
        return measure.border(*(sides.split("-")[:2] if named else [country]))
    if kind == "coast":
        return measure.coast(country)
    if kind in {"land", "country"} and country in names():
        # "5 km from Ukraine" said of a place in Ukraine can only mean its border.
        return measure.border(country) if realm == country else measure.territory(country)
    if _of_shore(claim) and (whole := area_of(str(claim["reference_id"]))) is not None:
        return shore_of(whole, country)
    shape = _area(claim)
    if shape is not None:
        return shapely.boundary(shape) if realm == claim["reference_id"] else shape
    return shapely.Point(claim["reference_lon"], claim["reference_lat"])


def _area(claim: "pd.Series[Any]", *, core: bool = False) -> "shapely.MultiPolygon | None":
    """Outline of the division or region that a claim is measured from, or what is surely in it."""
    if claim["reference_kind"] not in {"admin1", "region"} or _of_shore(claim):
        return None
    return area_of(str(claim["reference_id"]), core=core)


def _at_sea(area: "shapely.Geometry") -> "shapely.Geometry":
    """Take the land off an area."""
    import numpy as np
    import shapely

    shapes = _basemap.shapes("10m", _disputes.point_of_view())
    land = np.concatenate([shapes["land"], shapes["lake"]])
    near = land[shapely.box(*shapely.bounds(area)).intersects(land)]
    seen = shapely.make_valid(shapely.clip_by_rect(near, *shapely.bounds(area)))
    return shapely.difference(area, shapely.union_all(seen))


def _of_shore(claim: "pd.Series[Any]") -> bool:
    """Tell a distance from the coast of a division or region."""
    outlined = claim["reference_kind"] in {"admin1", "region"}
    return outlined and COAST.search(str(claim["reference"])) is not None


def _told(claim: "pd.Series[Any]", low_km: float, high_km: float) -> str:
    """Tell in words what one claim admits."""
    direction = claim["direction"]
    way = f" to the {point_in_words(direction)}" if isinstance(direction, str) else ""
    if high_km >= _FARTHEST_KM:
        return f"at least {in_words(low_km)} from {claim['reference']}{way}"
    low = f"{low_km:,.0f}" if low_km >= 10 else f"{low_km:.1f}"
    line = "as a way's length" if _is_way(claim) else "in a straight line"
    return f"{low} to {in_words(high_km)} {line} from {claim['reference']}{way}"


def _simplified(
    area: "shapely.Polygon | shapely.MultiPolygon",
) -> "shapely.Polygon | shapely.MultiPolygon":
    """Simplify an outline to 1 km, or so far that a map can carry it."""
    import shapely

    step = 0.01
    while True:
        parts = [part for part in shapely.get_parts(area) if part.area > step**2]
        coarse = shapely.MultiPolygon(parts).simplify(step)
        simple = polygons(shapely.set_precision(coarse, 0.001))
        if shapely.get_num_coordinates(simple) <= _VERTICES:
            return simple
        step *= 1.5

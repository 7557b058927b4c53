"""Maps of mentions, claims and routes: one folium map each, one file that asks for nothing."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import folium
import pandas as pd

from kit._legend import legend_html
from kit._mapassets import figure_of
from kit._mapdraw import Key, draw_claims, draw_loci, draw_routes
from kit._mapplaces import BORDER_SOURCE, Places, kinds_legend
from kit._maptext import known
from kit._mapview import KitMap, LayerSpec, Words
from kit._page import drawn
from kit._plugins import copied
from kit._storytext import QUOTES, StoryText, story_text, told
from kit._storyview import Beside, days
from kit._tables import require
from kit._tiles import embed, hosts, leave_out_links
from kit.article import Article, as_article
from kit.errors import InputError
from kit.settings import whole

_MENTION_COLUMNS = ("start", "text", "place_id", "name", "kind", "lat", "lon")
_CLAIM_COLUMNS = (
    *("text", "km", "subject", "reference", "verdict", "measured_km"),
    *("subject_lat", "subject_lon", "reference_lat", "reference_lon"),
)
_ROUTE_COLUMNS = (
    *("who", "origin", "destination", "mode", "length_km"),
    *("origin_lat", "origin_lon", "destination_lat", "destination_lon"),
)
_LOCUS_COLUMNS = ("subject", "reference", "area_km2", "geometry")

# Whose map the ways over land are drawn from, and which modes of travel take them.
_SOURCES = {
    "rail": "Railways: OpenStreetMap contributors, ODbL",
    "road": "Roads: OpenStreetMap contributors, ODbL",
}
_OVER = {"rail": ("rail",), "road": ("road", "foot")}


def map_places(
    mentions: pd.DataFrame, *, title: str | None = None, graticule: bool = False
) -> folium.Map:
    """
    Draw where the places of an article are.

    Parameters
    ----------
    mentions : pandas.DataFrame
        From :func:`kit.geoparse`, or gathered by :func:`kit.places`. Rows without a place are
        listed in the legend.
    title : str, optional
        Shown above the map.
    graticule : bool
        Whether lines of latitude and longitude are drawn, with their degrees at the edges.

    Returns
    -------
    folium.Map
        The map; it shows itself in a notebook, and :func:`save_html` makes a file of it.

    Raises
    ------
    kit.errors.InputError
        If the table lacks a column.
    """
    if "first" in getattr(mentions, "columns", ()):  # a row a place, by its first mention
        mentions = mentions.rename(columns={"first": "start"})
    places = Places(_rows(mentions, _MENTION_COLUMNS, "mentions", "kit.geoparse"))
    layer = LayerSpec("Places")
    places.draw(layer)
    key = Key([kinds_legend(layer)], places.notes(), places.sources())
    return _finish([layer], key, "Places", title, graticule=graticule)


def map_claims(
    claims: pd.DataFrame,
    mentions: pd.DataFrame | None = None,
    loci: pd.DataFrame | None = None,
    *,
    title: str | None = None,
    graticule: bool = False,
) -> folium.Map:
    """
    Draw the distances that an article states, as measured and judged.

    Parameters
    ----------
    claims : pandas.DataFrame
        From :func:`kit.check_claims`. Restatements (``same_as``) are not drawn twice; what can't be
        drawn is listed in the legend with its reason.
    mentions : pandas.DataFrame, optional
        From :func:`kit.geoparse`, for the names and the evidence of the ends.
    loci : pandas.DataFrame, optional
        From :func:`kit.locate`: areas where sites without a name can lie.
    title : str, optional
        Shown above the map.
    graticule : bool
        Whether lines of latitude and longitude are drawn, with their degrees at the edges.

    Returns
    -------
    folium.Map
        The map.

    Raises
    ------
    kit.errors.InputError
        If a table lacks a column.
    """
    places = Places(_rows(mentions, _MENTION_COLUMNS, "mentions", "kit.geoparse"))
    areas, lines = LayerSpec("Possible areas"), LayerSpec("Distances")
    area_legend = draw_loci(areas, _rows(loci, _LOCUS_COLUMNS, "loci", "kit.locate"))
    stated = _rows(claims, _CLAIM_COLUMNS, "claims", "kit.check_claims")
    legend, notes = draw_claims(lines, stated, places)
    layers = [areas, lines] if areas.areas else [lines]
    key = Key([legend, area_legend, kinds_legend(lines)], notes, places.sources())
    key.sources += [BORDER_SOURCE, *way_sources(stated)]
    return _finish(layers, key, "Stated distances", title, graticule=graticule)


def map_routes(
    routes: pd.DataFrame,
    mentions: pd.DataFrame | None = None,
    *,
    title: str | None = None,
    graticule: bool = False,
) -> folium.Map:
    """
    Draw the journeys of an article's people and cargo.

    Parameters
    ----------
    routes : pandas.DataFrame
        From :func:`kit.find_routes`. A leg with an unnamed end has a mark at the other one and is
        listed in the legend.
    mentions : pandas.DataFrame, optional
        From :func:`kit.geoparse`, for the names and the evidence of the ends.
    title : str, optional
        Shown above the map.
    graticule : bool
        Whether lines of latitude and longitude are drawn, with their degrees at the edges.

    Returns
    -------
    folium.Map
        The map.

    Raises
    ------
    kit.errors.InputError
        If a table lacks a column.
    """
    places = Places(_rows(mentions, _MENTION_COLUMNS, "mentions", "kit.geoparse"))
    layer = LayerSpec("Journeys")
    legs = _rows(routes, _ROUTE_COLUMNS, "routes", "kit.find_routes")
    legend, notes = draw_routes(layer, legs, places)
    sources = [*places.sources(), *way_sources(legs)]
    key = Key([legend, kinds_legend(layer)], notes, sources)
    return _finish([layer], key, "Journeys", title, graticule=graticule)


def map_story(  # noqa: PLR0913 - four tables, and what is written with them
    mentions: pd.DataFrame,
    claims: pd.DataFrame | None,
    routes: pd.DataFrame | None,
    loci: pd.DataFrame | None = None,
    *,
    article: Article | None = None,
    quote: str = "sentences",
    title: str | None = None,
    graticule: bool = False,
) -> folium.Map:
    """
    Draw places, distances, possible areas and journeys as layers of one map.

    Parameters
    ----------
    mentions, claims, routes, loci : pandas.DataFrame
        As for :func:`map_places`, :func:`map_claims` and :func:`map_routes`; all but the first may
        be None.
    article : Article, optional
        What the tables were made from. It is shown beside the map, and what it tells is shown on
        the map when a reader points at it, and the other way round.
    quote : str
        How much of the article the page quotes, popups included: ``"sentences"`` those that tell of
        a place, a distance or a journey, ``"all"`` the whole, ``"none"`` nothing.
    title : str, optional
        Shown above the map; the article's own where there is an article that is quoted.
    graticule : bool
        Whether lines of latitude and longitude are drawn, with their degrees at the edges.

    Returns
    -------
    folium.Map
        The map, with a switch for each layer, and a slider where journeys have two dates or more.

    Raises
    ------
    kit.errors.InputError
        If a table lacks a column, this is no article, or ``quote`` is none of the three.
    """
    if quote not in QUOTES:
        raise InputError(f"quote is {quote!r}: give one of {', '.join(map(repr, QUOTES))}.")
    named = _rows(mentions, _MENTION_COLUMNS, "mentions", "kit.geoparse")
    stated = _rows(claims, _CLAIM_COLUMNS, "claims", "kit.check_claims")
    legs = _rows(routes, _ROUTE_COLUMNS, "routes", "kit.find_routes")
    sites = _rows(loci, _LOCUS_COLUMNS, "loci", "kit.locate")
    quoting = quote != "none"
    areas, lines, journeys, marks = (
        LayerSpec(name, quoting=quoting)
        for name in ("Possible areas", "Distances", "Journeys", "Places")
    )
    places = Places(named)
    area_legend = draw_loci(areas, sites)
    claim_legend, claim_notes = draw_claims(lines, stated, places)
    route_legend, route_notes = draw_routes(journeys, legs, places)
    places.draw(marks)
    layers = [layer for layer in (areas, lines, journeys, marks) if list(layer.points())] or [marks]
    # The story is where things are measured and move; a government named far off stays a pan away.
    marks.framed = layers == [marks]
    key = Key(
        [claim_legend, area_legend, route_legend, kinds_legend(marks, lines, journeys)],
        [*places.notes(), *claim_notes, *route_notes],
        [*places.sources(), *([BORDER_SOURCE] if lines.lines else []), *way_sources(stated + legs)],
    )
    text = None
    if article is not None and quoting:
        labels = [] if claims is None else list(claims.index)
        marked = told(named, dict(zip(labels, stated, strict=True)), legs, layers)
        text = story_text(as_article(article), marked, quote=quote, title=title)
    return _finish(layers, key, "The story on a map", title, text, graticule=graticule)


def save_html(
    map: folium.Map,  # noqa: A002 - the contract's name
    path: str | Path,
    *,
    tiles: str = "embedded",
) -> Path:
    """
    Save a map as one file that shows itself with no network.

    Parameters
    ----------
    map : folium.Map
        One of the kit's or any other, with folium's plugins. It is not changed.
    path : str or pathlib.Path
        A file ending in ``.html``; it is written whole or not at all.
    tiles : {"embedded", "online"}
        What becomes of tiles: "embedded" shows the kit's basemap in their place, and says so on the
        map; "online" has the file ask their servers for them, and nothing else.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    kit.errors.InputError
        If this is no map, or a plugin of it can't work in one file, or the file can't be written.

    Warns
    -----
    UserWarning
        For each layer that was replaced or left out.
    """
    path = Path(path)
    if not isinstance(map, folium.Map):
        raise InputError(f"save_html takes a folium.Map, and this is {type(map).__name__}.")
    if path.suffix.lower() not in {".html", ".htm"}:
        raise InputError(f"{path} must end in .html: for other formats use kit.export on a table.")
    if tiles not in {"embedded", "online"}:
        raise InputError(f'tiles must be "embedded" or "online", and this is {tiles!r}.')
    figure = copied(figure_of(map))
    replaced = embed(figure) if tiles == "embedded" else []
    for warning in (*replaced, *leave_out_links(figure)):
        warnings.warn(warning, UserWarning, stacklevel=2)
    picture_hosts = hosts(figure) if tiles == "online" else []
    page = drawn(figure, getattr(figure, "title", None) or "Map", picture_hosts)
    with whole(path) as draft:
        draft.write_bytes(page.encode("utf-8", "replace"))
    return path


def _rows(
    table: pd.DataFrame | None, columns: Sequence[str], name: str, maker: str
) -> list[dict[str, Any]]:
    """Rows of a table that has all that a map needs; None counts as an empty one."""
    if table is None:
        return []
    require(table, columns, name, maker)
    names = table.columns.tolist()
    listed = (table.iloc[:, number].tolist() for number in range(len(names)))
    return [dict(zip(names, row, strict=True)) for row in zip(*listed, strict=True)]


def way_sources(rows: list[dict[str, Any]]) -> list[str]:
    """Say whose railways and roads are measured along; coasts are the basemap's."""
    return [
        source
        for mode, source in _SOURCES.items()
        if any(
            known(row, "route_mode") == mode
            or (known(row, "mode") in _OVER[mode] and known(row, "way_basis") == "mapped")
            for row in rows
        )
    ]


def _finish(  # noqa: PLR0913 - what every kind of map is made of
    layers: list[LayerSpec],
    key: Key,
    name: str,
    title: str | None,
    text: StoryText | None = None,
    *,
    graticule: bool,
) -> folium.Map:
    empty = all(next(layer.points(), None) is None for layer in layers)
    words = Words(
        title=None if text and text.title else title,
        name=(text and text.title) or name,
        legend=legend_html(key.sections, key.notes),
        note=f"Nothing to draw: no {_NOTHING[name]} were found" if empty else "",
        sources=". ".join(dict.fromkeys(key.sources)),
    )
    page = KitMap(layers, words, graticule=graticule)
    stops = days(layers)
    if text or stops:
        page.add_child(Beside(text, stops))
    return page


_NOTHING = {
    "Places": "places",
    "Stated distances": "distances with a place",
    "Journeys": "journeys with a place",
    "The story on a map": "places",
}

"""
From news text to checked, mapped geography.

The functions below pass tables along one way: an article, the places that it mentions, the
distances that it states, what they measure, the journeys that it tells, and maps of them all.

>>> import kit
>>> article = kit.read_article("data/article.md")
>>> mentions = kit.geoparse(article)
>>> checked = kit.check_claims(kit.find_claims(article, mentions), mentions)
>>> kit.save_html(kit.map_claims(checked), "distances.html")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kit import errors, measure, network, settings
    from kit._areas import area
    from kit.article import Article, read_article
    from kit.assumptions import assume
    from kit.checks import check_claims
    from kit.claims import find_claims
    from kit.corrections import correct
    from kit.export import export
    from kit.gazetteer import Gazetteer
    from kit.loci import check_site, locate
    from kit.maps import map_claims, map_places, map_routes, map_story, save_html
    from kit.mentions import alternatives, geoparse, places
    from kit.network import air, great_circle, rail, road, sea
    from kit.plots import plot_claims
    from kit.routes import find_routes

__version__ = "0.1.0"

# Where each public name lives; its module is imported when the name is first used, so that
# `import kit` costs nothing and a notebook pays only for what it calls.
_HOME = {
    "Article": "article",
    "Gazetteer": "gazetteer",
    "air": "network",
    "alternatives": "mentions",
    "area": "_areas",
    "assume": "assumptions",
    "check_claims": "checks",
    "check_site": "loci",
    "correct": "corrections",
    "export": "export",
    "find_claims": "claims",
    "find_routes": "routes",
    "geoparse": "mentions",
    "great_circle": "network",
    "locate": "loci",
    "map_claims": "maps",
    "map_places": "maps",
    "map_routes": "maps",
    "map_story": "maps",
    "places": "mentions",
    "plot_claims": "plots",
    "rail": "network",
    "read_article": "article",
    "road": "network",
    "save_html": "maps",
    "sea": "network",
}

# Modules that stand by themselves: `kit.settings.point_of_view`, `kit.measure.border`.
_MODULES = ("errors", "measure", "network", "settings")

__all__ = [
    "Article",
    "Gazetteer",
    "air",
    "alternatives",
    "area",
    "assume",
    "check_claims",
    "check_site",
    "correct",
    "errors",
    "export",
    "find_claims",
    "find_routes",
    "geoparse",
    "great_circle",
    "locate",
    "map_claims",
    "map_places",
    "map_routes",
    "map_story",
    "measure",
    "network",
    "places",
    "plot_claims",
    "rail",
    "read_article",
    "road",
    "save_html",
    "sea",
    "settings",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public object of the kit
    """Import a public name's module when the name is first asked for (PEP 562)."""
    if name in _MODULES:
        return import_module(f"kit.{name}")
    if name not in _HOME:
        raise AttributeError(f"module 'kit' has no attribute {name!r}")
    value = getattr(import_module(f"kit.{_HOME[name]}"), name)
    # A function may bear its module's name (kit.export): what is public wins over the module.
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List public names, for completion in a notebook."""
    return sorted([*globals(), *__all__])

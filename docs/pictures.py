"""
Draw the pictures of the README anew, in Chromium: `make pictures`.

Of data/article.md the distances, the journeys with what notebook 03 assumes, and the story, light
and dark, on a desktop and on a phone; of three articles of the tests the story.
"""

import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

_DESKTOP, _PHONE = (1200, 750), (390, 844)
_COLOURS = 128  # of a picture: it is read on a page, not printed
_OTHERS = ROOT / "tests" / "articles"


def tables(path: Path) -> tuple[Any, ...]:
    """Give an article and its mentions, checked claims, legs and loci."""
    import kit

    article = kit.read_article(path)
    mentions = kit.geoparse(article)
    claims = kit.check_claims(kit.find_claims(article, mentions), mentions)
    return article, mentions, claims, kit.find_routes(article, mentions), kit.locate(claims)


def assumed(routes: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    """Give the legs of data/article.md the ends that notebook 03 assumes."""
    import kit

    reports = "public reports of 13 October 2023"
    by = {mode: routes["mode"] == mode for mode in ("sea", "rail")}
    is_cargo = routes["who"].str.contains("containers")
    routes = kit.assume(
        routes, by["sea"] & is_cargo, origin="Rajin", destination="Dunay", source=reports
    )
    routes = kit.assume(
        routes, by["rail"] & is_cargo, origin="Dunay", destination="Tikhoretsk", source=reports
    )
    return kit.assume(routes, by["rail"] & ~is_cargo, origin="Pyongyang", source="our guess")


def maps() -> Iterator[tuple[str, Any, tuple[int, int], str]]:
    """Yield name, map, size in pixels and colour scheme of each picture."""
    import kit

    article, mentions, claims, routes, loci = tables(ROOT / "data" / "article.md")
    story = kit.map_story(mentions, claims, routes, loci, article=article)
    yield "distances", kit.map_claims(claims, mentions, loci), _DESKTOP, "light"
    yield "journeys", kit.map_routes(assumed(routes), mentions), _DESKTOP, "light"
    yield "story", story, _DESKTOP, "light"
    yield "story-dark", story, _DESKTOP, "dark"
    yield "story-phone", story, _PHONE, "light"
    for name in ("third", "voyage", "city"):
        article, *found = tables(_OTHERS / f"{name}.md")
        yield name, kit.map_story(*found, article=article), _DESKTOP, "light"


def main() -> None:
    """Write docs/*.png, each whole."""
    from browser import browser, open_map
    from PIL import Image

    import kit
    from kit.settings import whole

    with browser() as watched, tempfile.TemporaryDirectory() as scratch:
        for name, drawn, (width, height), scheme in maps():
            watched.page.set_viewport_size({"width": width, "height": height})
            watched.page.emulate_media(color_scheme=scheme)
            page = open_map(watched, kit.save_html(drawn, Path(scratch) / f"{name}.html"))
            page.wait_for_timeout(500)
            taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
            # the default way would lose the inks of thin lines
            picture = taken.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE)
            written = BytesIO()
            picture.save(written, format="PNG", optimize=True)
            path = ROOT / "docs" / f"{name}.png"
            with whole(path) as draft:
                draft.write_bytes(written.getvalue())
            print(f"{path.name}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
